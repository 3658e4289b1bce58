//! Rows of a platform's settlement: what customers paid, what was paid back, and fees.

use super::line::Wide;
use super::source::Source;

impl Source<'_> {
    /// Whether a row is a settlement's fee or transfer, and no part of what a customer paid.
    pub(crate) fn is_fee(&self, row: usize) -> bool {
        let kind = self.amount_type.as_ref().map(|n| n.text(row));
        kind.is_some_and(|kind| !is_sale(&kind))
    }

    /// Whether a row of a settlement pays a customer back.
    pub(crate) fn is_paid_back(&self, row: usize, amount: Option<Wide>) -> bool {
        let Some(kind) = &self.amount_type else {
            return false;
        };
        match &self.transaction {
            Some(transaction) => is_refund(&transaction.text(row)),
            None => {
                let kind = kind.text(row);
                is_refund(&kind)
                    || matches!(kind.as_ref(), "ItemPrice" | "Principal")
                        && amount.is_some_and(|a| a.0 < 0)
            }
        }
    }
}

fn is_refund(kind: &str) -> bool {
    kind.to_lowercase().contains("refund") || kind.contains("退款") || kind.contains("Erstattung")
}

fn is_sale(kind: &str) -> bool {
    matches!(
        kind,
        "ItemPrice"
            | "Promotion"
            | "Order"
            | "Refund"
            | "Principal"
            | "Shipping"
            | "Tax"
            | "订单"
            | "退款"
            | ""
    )
}
