//! Gamma–Gamma: what a customer spends on a purchase, drawn towards what all customers spend.
//!
//! # Source
//! Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value".

use super::draw;
use crate::Error;
use crate::chance::Chance;
use crate::minimise::{Minimum, minimise};

/// What a customer spent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spend {
    /// Purchases that the mean is over.
    pub purchases: f64,
    /// Mean value of one.
    pub mean: f64,
}

/// The fitted model.
#[derive(Debug, Clone)]
pub struct GammaGamma {
    /// Shape of a purchase's value.
    pub p: f64,
    /// Shape of the customers' rates.
    pub q: f64,
    /// Rate of them, in units of money.
    pub gamma: f64,
    /// The log-likelihood reached, summed over customers.
    pub log_likelihood: f64,
    fitted: Option<Minimum>,
}

/// Customers that a fit needs at least.
const LEAST_CUSTOMERS: usize = 10;

impl GammaGamma {
    /// The model with known parameters.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless all are above 0.
    pub fn new(p: f64, q: f64, gamma: f64) -> Result<Self, Error> {
        for (what, value) in [("p", p), ("q", q), ("gamma", gamma)] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::OutOfRange {
                    what,
                    value,
                    expected: "a number above 0",
                });
            }
        }
        Ok(Self {
            p,
            q,
            gamma,
            log_likelihood: f64::NAN,
            fitted: None,
        })
    }

    /// Fits by maximum likelihood. Customers without purchases or with a mean not above 0 have no part in it.
    ///
    /// # Errors
    /// [`Error::TooFew`] below 10 customers with a value, [`Error::NotConverged`] if the likelihood has no clear maximum.
    pub fn fit(spends: &[Spend]) -> Result<Self, Error> {
        let mut used: Vec<Spend> = spends.iter().copied().filter(has_value).collect();
        if used.len() < LEAST_CUSTOMERS {
            return Err(Error::TooFew {
                what: "customers with a value of purchases".to_owned(),
                needs: LEAST_CUSTOMERS,
                has: used.len(),
            });
        }
        used.sort_by(|a, b| {
            a.mean
                .total_cmp(&b.mean)
                .then(a.purchases.total_cmp(&b.purchases))
        });
        let scale = used.iter().map(|s| s.mean).sum::<f64>() / used.len() as f64;
        let logs: Vec<(f64, f64, f64)> = used
            .iter()
            .map(|s| (s.purchases, s.mean / scale, libm::log(s.mean / scale)))
            .collect();
        let negative = |parameters: &[f64]| -> f64 {
            if parameters.iter().any(|log| log.abs() > 30.0) {
                return f64::INFINITY;
            }
            let [p, q, gamma] = [0, 1, 2].map(|i| libm::exp(parameters[i]));
            let constant = q * parameters[2] - libm::lgamma(q);
            let one = |&(x, mean, log): &(f64, f64, f64)| {
                let px = p * x;
                constant + libm::lgamma(px + q) - libm::lgamma(px)
                    + (px - 1.0) * log
                    + px * libm::log(x)
                    - (px + q) * libm::log(gamma + x * mean)
            };
            -logs.iter().map(one).sum::<f64>()
        };
        let not_converged = || Error::NotConverged {
            model: "Gamma–Gamma",
            rows: used.len(),
        };
        let mut minimum = minimise(&[1.0, 1.0, 0.0], negative).ok_or_else(not_converged)?;
        minimum.at[2] += libm::log(scale);
        let mut model = Self::at(&minimum.at);
        model.log_likelihood = -minimum.value - used.len() as f64 * libm::log(scale);
        model.fitted = Some(minimum);
        Ok(model)
    }

    fn at(logs: &[f64]) -> Self {
        let [p, q, gamma] = [0, 1, 2].map(|i| libm::exp(logs[i]));
        Self {
            p,
            q,
            gamma,
            log_likelihood: f64::NAN,
            fitted: None,
        }
    }

    /// The model with parameters as far off as the data leave them uncertain; itself if it was not fitted.
    pub fn draw(&self, chance: &mut Chance) -> Self {
        match &self.fitted {
            Some(minimum) => Self::at(&draw(minimum, chance)),
            None => self.clone(),
        }
    }

    /// The expected value of a customer's purchases; of one without a value, that of all customers.
    ///
    /// `None` if q ≤ 1, where the model has no mean, and nothing is known of the customer.
    pub fn expected_value(&self, spend: &Spend) -> Option<f64> {
        let Self { p, q, gamma, .. } = *self;
        let (x, mean) = match has_value(spend) {
            true => (spend.purchases, spend.mean),
            false => (0.0, 0.0),
        };
        let below = p * x + q - 1.0;
        (below > 0.0).then(|| p * (gamma + x * mean) / below)
    }

    /// Shape and rate of a customer's purchases, drawn.
    pub(super) fn simulate(&self, spend: &Spend, chance: &mut Chance) -> (f64, f64) {
        let (x, mean) = match has_value(spend) {
            true => (spend.purchases, spend.mean),
            false => (0.0, 0.0),
        };
        (
            self.p,
            chance.gamma(self.q + self.p * x, self.gamma + x * mean),
        )
    }
}

fn has_value(spend: &Spend) -> bool {
    spend.purchases >= 1.0
        && spend.mean > 0.0
        && spend.mean.is_finite()
        && spend.purchases.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_again_in_any_currency() {
        let mut chance = Chance::new(4);
        let spends: Vec<Spend> = (0..4_000)
            .map(|i| {
                let purchases = f64::from(1 + i % 20);
                let rate = chance.gamma(3.7, 15.0);
                let mean = chance.gamma(6.0 * purchases, rate * purchases);
                Spend { purchases, mean }
            })
            .collect();
        let model = GammaGamma::fit(&spends).expect("a fit");
        // p and γ make up for one another; what they give together is known far better.
        assert!(
            (model.q - 3.7).abs() < 0.4 && (model.p - 6.0).abs() < 1.5,
            "{model:?}"
        );
        let mean = |p: f64, q: f64, gamma: f64| p * gamma / (q - 1.0);
        let found = mean(model.p, model.q, model.gamma);
        assert!((found / mean(6.0, 3.7, 15.0) - 1.0).abs() < 0.05, "{found}");
        let cents: Vec<Spend> = spends
            .iter()
            .map(|s| Spend {
                mean: s.mean * 100.0,
                ..*s
            })
            .collect();
        let scaled = GammaGamma::fit(&cents).expect("a fit");
        assert!((scaled.p / model.p - 1.0).abs() < 1e-4);
        assert!((scaled.gamma / model.gamma / 100.0 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_customer_lies_between_the_own_mean_and_that_of_all() {
        let model = GammaGamma::new(6.25, 3.74, 15.44).expect("above 0");
        let all = model
            .expected_value(&Spend {
                purchases: 0.0,
                mean: 0.0,
            })
            .expect("q above 1");
        let own = model
            .expected_value(&Spend {
                purchases: 3.0,
                mean: 100.0,
            })
            .expect("known");
        assert!((all - 6.25 * 15.44 / 2.74).abs() < 1e-12);
        assert!(all < own && own < 100.0);
        let none = GammaGamma::new(6.0, 0.9, 15.0).expect("above 0");
        assert_eq!(
            none.expected_value(&Spend {
                purchases: 0.0,
                mean: 0.0
            }),
            None
        );
    }

    #[test]
    fn values_of_nothing_are_told() {
        let free = vec![
            Spend {
                purchases: 2.0,
                mean: 0.0
            };
            50
        ];
        assert!(matches!(
            GammaGamma::fit(&free),
            Err(Error::TooFew { has: 0, .. })
        ));
        let same = vec![
            Spend {
                purchases: 2.0,
                mean: 9.0
            };
            50
        ];
        assert!(matches!(
            GammaGamma::fit(&same),
            Err(Error::NotConverged { .. }) | Ok(_)
        ));
    }
}
