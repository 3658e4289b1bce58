//! What a bundle earns, and how far its price may fall.

use ledger::{Ledger, NONE};

use super::sold;

/// The largest discount that is named: beyond it buyers wonder what the price was worth.
const MOST: f64 = 0.3;

/// What is left of the sales of products whose cost is known, as a share of them; `None` where there are none, or
/// nothing is left.
pub(crate) fn shop_margin(ledger: &Ledger, costs: &[Option<f64>]) -> Option<f64> {
    let (mut sales, mut spent) = (0.0, 0.0);
    for line in 0..ledger.lines.product.len() {
        let product = ledger.lines.product[line];
        if product == NONE || !sold(ledger, line) {
            continue;
        }
        if let Some(cost) = costs[product as usize] {
            sales += (ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line]) as f64;
            spent += cost * ledger.lines.quantity_milli[line] as f64 / 1e3;
        }
    }
    let margin = 1.0 - spent / sales;
    (sales > 0.0 && margin > 0.0).then_some(margin)
}

/// Products sold together: what they cost at usual prices, and the shop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Offer {
    /// The sum of usual prices, minor units.
    pub(crate) price: f64,
    /// The sum of unit costs, minor units.
    pub(crate) cost: f64,
}

impl Offer {
    /// What is left of the price.
    pub(crate) fn margin(&self) -> f64 {
        1.0 - self.cost / self.price
    }

    /// The largest discount, in whole percent, at which as large a share of the price is left as asked for; `None`
    /// where less than a percent may go.
    pub(crate) fn room(&self, margin: f64) -> Option<f64> {
        let most = 1.0 - self.cost / (self.price * (1.0 - margin));
        let whole = libm::floor(most.min(MOST) * 100.0 + 1e-9) / 100.0;
        (whole >= 0.01).then_some(whole)
    }

    /// By which share more have to be sold at a discount for as much to be left as before.
    pub(crate) fn more_needed(&self, discount: f64) -> Option<f64> {
        let left = self.price * (1.0 - discount) - self.cost;
        (left > 0.0).then(|| (self.price - self.cost) / left - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_keeps_the_margin_asked_for() {
        let offer = Offer {
            price: 10_000.0,
            cost: 4_000.0,
        };
        assert!((offer.margin() - 0.6).abs() < 1e-12);
        // At 80 a half is left.
        assert_eq!(offer.room(0.5), Some(0.2));
        // 60 are left of each before and 40 after: half as many again.
        assert!((offer.more_needed(0.2).expect("something is left") - 0.5).abs() < 1e-12);
        assert_eq!(offer.room(0.6), None);
        assert_eq!(offer.room(0.7), None);
        assert_eq!(offer.room(0.05), Some(MOST));
        assert_eq!(offer.more_needed(0.6), None);
    }
}
