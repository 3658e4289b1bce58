//! Meta's “Results”: whatever each campaign aims at, purchases for one and likes for the next.

use ledger::{Column, Frame};

use crate::header::tokens;

/// What a report's column of conversions counts.
pub(super) enum Counted<'a> {
    /// Conversions, as its header says.
    Conversions,
    /// Results, each row of the kind that this column names.
    Named(&'a Column),
    /// Results of no kind that the report tells, and more of them than clicks: no purchases.
    Unnamed,
}

impl<'a> Counted<'a> {
    pub(super) fn of(frame: &'a Frame) -> Self {
        let Some(results) = frame
            .column("conversions")
            .filter(|c| is_called(&c.name, "results", "成效"))
        else {
            return Self::Conversions;
        };
        let named = frame.columns.iter().find(|c| {
            let indicator = is_called(&c.name, "result indicator", "成效指标");
            indicator || is_called(&c.name, "result type", "成效类型")
        });
        if let Some(named) = named {
            return Self::Named(named);
        }
        let sum =
            |column: &Column| -> f64 { (0..frame.rows).filter_map(|row| column.number(row)).sum() };
        match frame.column("clicks") {
            Some(clicks) if sum(results) > sum(clicks) => Self::Unnamed,
            _ => Self::Conversions,
        }
    }

    /// Whether what a row counts is no purchase.
    pub(super) fn is_other(&self, row: usize) -> bool {
        match self {
            Self::Conversions => false,
            Self::Unnamed => true,
            Self::Named(column) => column.words(row).is_some_and(|kind| !is_purchase(kind)),
        }
    }
}

fn is_called(header: &str, english: &str, chinese: &str) -> bool {
    header.trim() == chinese || tokens(header).join(" ") == english
}

/// `actions:offsite_conversion.fb_pixel_purchase`, `网站购物`; what lies in a cart is not bought.
fn is_purchase(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| kind.contains(w));
    kind.is_empty() || says(&["purchase", "购买", "成交", "购物"]) && !says(&["购物车"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purchases_are_told_from_what_only_leads_there() {
        for kind in [
            "actions:offsite_conversion.fb_pixel_purchase",
            "Website purchases",
            "网站购物",
            "购买",
            "",
        ] {
            assert!(is_purchase(kind), "{kind}");
        }
        for kind in [
            "actions:post_engagement",
            "加入购物车",
            "Link clicks",
            "潜在客户",
        ] {
            assert!(!is_purchase(kind), "{kind}");
        }
    }
}
