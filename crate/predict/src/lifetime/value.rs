//! What customers will be worth, with intervals.
//!
//! The expectation is exact; the interval is that of simulated futures: parameters drawn from their asymptotic normal distribution (on the log scale), then the customer's own rate, drop-out and spending from their posteriors, then purchases. It covers what parameters leave open and what chance does to a customer.

use serde::Serialize;

use super::{BgNbd, Customer, GammaGamma, Spend};
use crate::Error;
use crate::arithmetic::quantile;
use crate::chance::Chance;

/// How far ahead value is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizon {
    /// Steps ahead; money is discounted at the end of each.
    pub steps: usize,
    /// Length of a step, in the customers' unit of time.
    pub step: f64,
    /// Discount of a step: 0.01 is 1 %.
    pub discount: f64,
}

/// A value and where it will lie in 95 of 100 futures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ValueEstimate {
    /// Expected.
    pub mean: f64,
    /// Percentile 2.5 of simulated futures.
    pub low: f64,
    /// Percentile 97.5 of them.
    pub high: f64,
}

/// What customers will be worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifetimeValue {
    /// Each customer, in the order given.
    pub customers: Vec<ValueEstimate>,
    /// All of them together.
    pub total: ValueEstimate,
}

/// Discounted value of purchases to come: Σₖ (E[N(k)] − E[N(k − 1)])·E[value] / (1 + d)^k.
///
/// `draws` futures are simulated; 0 leaves the intervals at the mean.
///
/// # Errors
/// [`Error::ShapeMismatch`] if customers and spends differ in number, [`Error::OutOfRange`] for a step or discount that cannot be, [`Error::NotConverged`] if spending has no mean (q ≤ 1).
pub fn lifetime_value(
    purchases: &BgNbd,
    spending: &GammaGamma,
    customers: &[(Customer, Spend)],
    horizon: Horizon,
    draws: usize,
    seed: u64,
) -> Result<LifetimeValue, Error> {
    for (what, value, fits) in [
        (
            "the step",
            horizon.step,
            horizon.step > 0.0 && horizon.step.is_finite(),
        ),
        (
            "the discount",
            horizon.discount,
            horizon.discount > -1.0 && horizon.discount.is_finite(),
        ),
    ] {
        if !fits {
            return Err(Error::OutOfRange {
                what,
                value,
                expected: "a number above 0 (a discount: above −1)",
            });
        }
    }
    let mut means = Vec::with_capacity(customers.len());
    for (customer, spend) in customers {
        let Some(value) = spending.expected_value(spend) else {
            return Err(Error::NotConverged {
                model: "Gamma–Gamma",
                rows: customers.len(),
            });
        };
        means.push(value * discounted(horizon, |t| purchases.conditional_purchases(customer, t)));
    }
    let mut chance = Chance::new(seed);
    let mut futures = vec![Vec::with_capacity(draws); customers.len()];
    let mut totals = Vec::with_capacity(draws);
    let end = horizon.step * horizon.steps as f64;
    let mut times = Vec::new();
    for _ in 0..draws {
        let (purchases, spending) = (purchases.draw(&mut chance), spending.draw(&mut chance));
        let mut total = 0.0;
        for ((customer, spend), futures) in customers.iter().zip(&mut futures) {
            purchases.simulate(customer, end, &mut chance, &mut times);
            let mut sum = 0.0;
            if !times.is_empty() {
                let (shape, rate) = spending.simulate(spend, &mut chance);
                for at in &times {
                    let step = (at / horizon.step).ceil().max(1.0);
                    sum += chance.gamma(shape, rate) / libm::pow(1.0 + horizon.discount, step);
                }
            }
            futures.push(sum);
            total += sum;
        }
        totals.push(total);
    }
    let customers = means
        .iter()
        .zip(futures)
        .map(|(&mean, futures)| estimate(mean, futures));
    Ok(LifetimeValue {
        customers: customers.collect(),
        total: estimate(means.iter().sum(), totals),
    })
}

fn discounted(horizon: Horizon, expected: impl Fn(f64) -> f64) -> f64 {
    let mut before = 0.0;
    let mut sum = 0.0;
    for step in 1..=horizon.steps {
        let until = expected(step as f64 * horizon.step);
        sum += (until - before) / libm::pow(1.0 + horizon.discount, step as f64);
        before = until;
    }
    sum
}

fn estimate(mean: f64, mut futures: Vec<f64>) -> ValueEstimate {
    futures.sort_unstable_by(f64::total_cmp);
    ValueEstimate {
        mean,
        low: quantile(&futures, 0.025).unwrap_or(mean),
        high: quantile(&futures, 0.975).unwrap_or(mean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_that_of_the_simulated_futures() {
        let purchases = BgNbd::new(0.8, 6.0, 0.8, 2.4).expect("above 0");
        let spending = GammaGamma::new(6.25, 4.5, 15.44).expect("above 0");
        let customer = Customer {
            repeats: 4.0,
            recency: 30.0,
            age: 38.0,
        };
        let own = (
            customer,
            Spend {
                purchases: 4.0,
                mean: 40.0,
            },
        );
        let horizon = Horizon {
            steps: 6,
            step: 4.0,
            discount: 0.02,
        };
        let many = vec![own; 400];
        let value = lifetime_value(&purchases, &spending, &many, horizon, 200, 3).expect("a value");
        let (low, high) = (value.total.low, value.total.high);
        assert!(low < value.total.mean && value.total.mean < high);
        // 400 customers average out: the total is known far better than one of them.
        assert!((high - low) / value.total.mean < 0.5);
        assert!(value.customers[0].low < 0.2 * value.customers[0].mean);
        let none = lifetime_value(&purchases, &spending, &many, horizon, 0, 3).expect("a value");
        assert_eq!(none.total.low, none.total.mean);
        let ten: Vec<_> = many
            .iter()
            .map(|(c, s)| {
                (
                    *c,
                    Spend {
                        mean: s.mean * 10.0,
                        ..*s
                    },
                )
            })
            .collect();
        let dear = GammaGamma::new(6.25, 4.5, 154.4).expect("above 0");
        let dear = lifetime_value(&purchases, &dear, &ten, horizon, 0, 3).expect("a value");
        assert!((dear.total.mean / none.total.mean - 10.0).abs() < 1e-9);
    }

    #[test]
    fn impossible_horizons_are_told() {
        let purchases = BgNbd::new(0.8, 6.0, 0.8, 2.4).expect("above 0");
        let spending = GammaGamma::new(6.25, 4.5, 15.44).expect("above 0");
        for (step, discount) in [(0.0, 0.1), (1.0, -1.0), (f64::NAN, 0.1)] {
            let horizon = Horizon {
                steps: 3,
                step,
                discount,
            };
            assert!(lifetime_value(&purchases, &spending, &[], horizon, 0, 0).is_err());
        }
    }
}
