//! What the label of a total row says.

use super::Kind;

/// A label, and whether the cell says nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub kind: Kind,
    /// `Total`, not `Total July`: the latter may as well be a thing's name.
    pub alone: bool,
}

/// What a label says.
pub(super) fn label(text: &str) -> Option<Label> {
    // Dates, ids and amounts, which most cells are.
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    if bytes.len() > 240 || (digit(bytes.first()) && digit(bytes.last())) {
        return None;
    }
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '*' | '-' | '—' | '=' | '【' | '】')
    });
    let lower = text.to_lowercase();
    let alone = |kind| Some(Label { kind, alone: true });
    match lower.as_str() {
        "total" | "totals" | "grand total" | "overall total" | "sum" | "总计" | "合计"
        | "总合计" | "汇总" | "总和" | "合 计" | "总 计" | "總計" | "合計" | "gesamt"
        | "gesamtsumme" | "summe" | "total general" | "total général" => {
            return alone(Kind::Total);
        }
        "subtotal" | "sub-total" | "sub total" | "小计" | "小 计" | "小計" | "本页小计"
        | "zwischensumme" | "sous-total" => return alone(Kind::Subtotal),
        "average" | "averages" | "avg" | "avg." | "mean" | "平均" | "平均值" | "均值"
        | "durchschnitt" | "mittelwert" | "moyenne" | "promedio" => return alone(Kind::Average),
        _ => {}
    }
    if text.chars().count() > 60 {
        return None;
    }
    let labelled = |prefix: &str| {
        lower.strip_prefix(prefix).is_some_and(|rest| {
            rest.trim_start().starts_with([':', '：', '(', '（']) || rest.starts_with(" - ")
        })
    };
    if ["total", "totals", "grand total", "总计", "合计", "汇总"]
        .into_iter()
        .any(labelled)
    {
        return alone(Kind::Total);
    }
    if ["subtotal", "小计"].into_iter().any(labelled) {
        return alone(Kind::Subtotal);
    }
    with_a_period(&lower).then_some(Label {
        kind: Kind::Subtotal,
        alone: false,
    })
}

/// Whether a label begins or ends a short text: `7月小计`, `Total July`, `Week 3 subtotal`.
fn with_a_period(lower: &str) -> bool {
    if ["小计", "合计", "总计", "小計", "合計", "總計"]
        .into_iter()
        .any(|word| lower.starts_with(word) || lower.ends_with(word))
    {
        return lower.chars().count() <= 16;
    }
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.');
    let is_label = |w: Option<&str>| {
        matches!(
            w,
            Some(
                "total"
                    | "totals"
                    | "subtotal"
                    | "sub-total"
                    | "summe"
                    | "gesamt"
                    | "zwischensumme"
                    | "sous-total"
            )
        )
    };
    lower.split_whitespace().count() <= 5 && (is_label(words.next()) || is_label(words.next_back()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(text: &str) -> Option<Kind> {
        label(text).filter(|l| l.alone).map(|l| l.kind)
    }

    #[test]
    fn labels() {
        for text in [
            "Total",
            "TOTALS",
            "Grand total",
            "总计",
            "合计：",
            "Total: Account",
            "合计（元）",
            "汇总",
        ] {
            assert_eq!(alone(text), Some(Kind::Total), "{text}");
        }
        assert_eq!(alone("小计"), Some(Kind::Subtotal));
        assert_eq!(alone("Average"), Some(Kind::Average));
        for text in ["Total Gym XL", "Totally", "总计划", "", "合计件"] {
            assert_eq!(alone(text), None, "{text}");
        }
    }

    #[test]
    fn labels_with_a_period() {
        for text in [
            "7月小计",
            "小计 7月",
            "Subtotal June",
            "Total July",
            "Week 3 total",
            "九月合计",
        ] {
            let label = label(text).unwrap();
            assert!(!label.alone && label.kind == Kind::Subtotal, "{text}");
        }
        for text in [
            "Totally white",
            "2026-09-01",
            "A1",
            "Our total care shampoo of the year",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
