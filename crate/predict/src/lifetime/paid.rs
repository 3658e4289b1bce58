//! Beta–binomial: the share of a customer's purchases that bring anything, drawn towards that of all customers.
//!
//! A purchase that is paid back in full is a purchase all the same (the customer is still there), but brings nothing.

use crate::chance::Chance;

/// What became of a customer's purchases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// Purchases, a whole number.
    pub purchases: f64,
    /// Those of them that brought anything.
    pub paid: f64,
}

/// The fitted model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaidShare {
    /// Share of all purchases that bring anything.
    pub share: f64,
    /// As many purchases of a customer's own weigh as much as the share of all; endless where customers do not differ.
    pub weight: f64,
    /// Purchases that the share is known as well as by, did customers not differ.
    known: f64,
}

/// Where customers do not differ.
const ALIKE: f64 = 1e6;

impl PaidShare {
    /// Every purchase brings something.
    pub const ALL: Self = Self {
        share: 1.0,
        weight: ALIKE,
        known: 0.0,
    };

    /// Fits by moments: the pooled share, and how much more customers differ than chance lets them.
    ///
    /// Without purchases, and where all bring something, [`PaidShare::ALL`].
    pub fn fit(tallies: &[Tally]) -> Self {
        // Sums of whole numbers are exact, whatever their order.
        let sum = |of: fn(&Tally) -> f64| tallies.iter().map(of).sum::<f64>();
        let (n, k) = (sum(|t| t.purchases), sum(|t| t.paid));
        if n <= 0.0 || k >= n {
            return Self::ALL;
        }
        let share = k / n;
        let squares = sum(|t| t.paid * t.paid) - 2.0 * share * sum(|t| t.paid * t.purchases)
            + share * share * sum(|t| t.purchases * t.purchases);
        let pairs = sum(|t| t.purchases * (t.purchases - 1.0));
        let chance = share * (1.0 - share);
        let alike = if pairs > 0.0 && chance > 0.0 {
            ((squares / chance - n) / pairs).clamp(1.0 / ALIKE, 0.9)
        } else {
            1.0 / ALIKE
        };
        Self {
            share,
            weight: (1.0 - alike) / alike,
            known: n * n / (n + alike * pairs),
        }
    }

    /// The model with a share as far off as the data leave it uncertain.
    pub fn draw(&self, chance: &mut Chance) -> Self {
        if self.share >= 1.0 {
            return *self;
        }
        let (paid, not) = (self.known * self.share, self.known * (1.0 - self.share));
        Self {
            share: chance.beta(paid + 0.5, not + 0.5),
            ..*self
        }
    }

    /// The share to expect of a customer's purchases.
    pub fn expected(&self, tally: &Tally) -> f64 {
        if self.share >= 1.0 {
            return 1.0;
        }
        (tally.paid + self.weight * self.share) / (tally.purchases + self.weight)
    }

    /// The share of a customer, drawn.
    pub(super) fn simulate(&self, tally: &Tally, chance: &mut Chance) -> f64 {
        if self.share >= 1.0 {
            return 1.0;
        }
        let not = tally.purchases - tally.paid;
        chance.beta(
            tally.paid + self.weight * self.share,
            not + self.weight * (1.0 - self.share),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(purchases: u32, paid: u32) -> Tally {
        Tally {
            purchases: f64::from(purchases),
            paid: f64::from(paid),
        }
    }

    #[test]
    fn customers_who_do_not_differ_share_one_share() {
        let mut chance = Chance::new(6);
        let tallies: Vec<Tally> = (0..2_000)
            .map(|i| {
                let n = 1 + i % 6;
                let paid = (0..n).filter(|_| chance.uniform() < 0.65).count();
                tally(n, paid as u32)
            })
            .collect();
        let model = PaidShare::fit(&tallies);
        assert!((model.share - 0.65).abs() < 0.02 && model.weight > 20.0);
        let own = model.expected(&tally(2, 0));
        assert!((own - model.share).abs() < 0.06, "{model:?} {own}");
        let none = model.expected(&tally(0, 0));
        assert!((none - model.share).abs() < 1e-12);
    }

    #[test]
    fn who_sends_everything_back_is_known_by_it_where_customers_differ() {
        // Half keep all of ten purchases, half none.
        let tallies: Vec<Tally> = (0..100).map(|i| tally(10, 10 * (i % 2))).collect();
        let model = PaidShare::fit(&tallies);
        assert!((model.share - 0.5).abs() < 1e-12 && model.weight < 0.5);
        assert!(model.expected(&tally(10, 0)) < 0.03);
        // A hundred customers, not a thousand purchases, tell the share of all.
        let mut chance = Chance::new(1);
        let draws: Vec<f64> = (0..2_000).map(|_| model.draw(&mut chance).share).collect();
        let variance = draws.iter().map(|s| (s - 0.5) * (s - 0.5)).sum::<f64>() / 2_000.0;
        assert!(
            variance > 0.7 * 0.25 / 110.0 && variance < 1.4 * 0.25 / 110.0,
            "{variance}"
        );
    }

    #[test]
    fn nothing_paid_back_is_no_share_at_all() {
        for tallies in [vec![], vec![tally(0, 0)], vec![tally(3, 3), tally(1, 1)]] {
            let model = PaidShare::fit(&tallies);
            assert_eq!(model, PaidShare::ALL);
            assert_eq!(model.expected(&tally(4, 4)), 1.0);
        }
        assert_eq!(PaidShare::fit(&[tally(2, 0)]).expected(&tally(2, 0)), 0.0);
    }
}
