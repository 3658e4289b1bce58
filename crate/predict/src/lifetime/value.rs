//! What customers will be worth, with intervals.
//!
//! The expectation is exact; the interval is that of simulated futures: parameters drawn from their asymptotic normal distribution (on the log scale), then the customer's own rate, drop-out, spending and share of purchases that bring anything from their posteriors, then purchases. It covers what parameters leave open and what chance does to a customer.

use serde::Serialize;

use super::{BgNbd, Customer, GammaGamma, PaidShare, Spend, Tally};
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

/// What is known of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Past {
    /// Purchases, whatever became of them.
    pub customer: Customer,
    /// What those brought that brought anything.
    pub spend: Spend,
    /// How many did.
    pub tally: Tally,
}

/// What is known of all customers.
#[derive(Debug, Clone, Copy)]
pub struct Models<'a> {
    /// How often they come, and whether they still do.
    pub purchases: &'a BgNbd,
    /// What a purchase brings that brings anything.
    pub spending: &'a GammaGamma,
    /// How many do.
    pub paid: &'a PaidShare,
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
    /// The expected value of each customer, in the order given.
    pub customers: Vec<f64>,
    /// All of them together.
    pub total: ValueEstimate,
}

/// Futures from which their percentiles are taken as they are; of fewer the ends are too near, and a normal
/// distribution of their logarithms is.
const MANY: usize = 200;

/// Discounted value of purchases to come: Σₖ (E[N(k)] − E[N(k − 1)])·E[value]·E[paid] / (1 + d)^k.
///
/// `draws` futures of all customers are simulated for the interval of the total; 0 leaves it at the mean.
///
/// # Errors
/// [`Error::OutOfRange`] for a step or discount that cannot be, [`Error::NotConverged`] if spending has no mean (q ≤ 1).
pub fn lifetime_value(
    models: Models<'_>,
    pasts: &[Past],
    horizon: Horizon,
    draws: usize,
    seed: u64,
) -> Result<LifetimeValue, Error> {
    check(horizon)?;
    let mut means = Vec::with_capacity(pasts.len());
    for past in pasts {
        let Some(value) = models.spending.expected_value(&past.spend) else {
            return Err(Error::NotConverged {
                model: "Gamma–Gamma",
                rows: pasts.len(),
            });
        };
        let expected = |t| models.purchases.conditional_purchases(&past.customer, t);
        means.push(value * models.paid.expected(&past.tally) * discounted(horizon, expected));
    }
    let mean = means.iter().sum();
    let (low, high) = interval(totals(models, pasts, horizon, draws, seed)).unwrap_or((mean, mean));
    Ok(LifetimeValue {
        customers: means,
        total: ValueEstimate { mean, low, high },
    })
}

/// Where the value of each of a few customers will lie in 95 of 100 of `draws` futures. A customer's interval is the
/// same whoever stands beside; none without futures.
///
/// # Errors
/// [`Error::OutOfRange`] for a step or discount that cannot be.
pub fn value_intervals(
    models: Models<'_>,
    pasts: &[Past],
    horizon: Horizon,
    draws: usize,
    seed: u64,
) -> Result<Vec<(f64, f64)>, Error> {
    check(horizon)?;
    let mut chance = Chance::new(seed);
    let drawn: Vec<Drawn> = (0..draws).map(|_| Drawn::of(models, &mut chance)).collect();
    let mut times = Vec::new();
    let mut one = |past: &Past| {
        let mut chance = Chance::new(seed ^ 1);
        let futures = drawn
            .iter()
            .map(|models| models.future(past, horizon, &mut chance, &mut times));
        let mut futures: Vec<f64> = futures.collect();
        futures.sort_unstable_by(f64::total_cmp);
        quantile(&futures, 0.025).zip(quantile(&futures, 0.975))
    };
    Ok(pasts.iter().filter_map(&mut one).collect())
}

fn check(horizon: Horizon) -> Result<(), Error> {
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
    Ok(())
}

/// Models with parameters as far off as the data leave them uncertain.
struct Drawn {
    purchases: BgNbd,
    spending: GammaGamma,
    paid: PaidShare,
}

impl Drawn {
    fn of(models: Models<'_>, chance: &mut Chance) -> Self {
        Self {
            purchases: models.purchases.draw(chance),
            spending: models.spending.draw(chance),
            paid: models.paid.draw(chance),
        }
    }

    /// The value of a customer in one future.
    fn future(
        &self,
        past: &Past,
        horizon: Horizon,
        chance: &mut Chance,
        times: &mut Vec<f64>,
    ) -> f64 {
        let end = horizon.step * horizon.steps as f64;
        self.purchases.simulate(&past.customer, end, chance, times);
        if times.is_empty() {
            return 0.0;
        }
        let (shape, rate) = self.spending.simulate(&past.spend, chance);
        let paid = self.paid.simulate(&past.tally, chance);
        let mut sum = 0.0;
        for at in times.iter() {
            if paid < 1.0 && chance.uniform() >= paid {
                continue;
            }
            let step = (at / horizon.step).ceil().max(1.0);
            sum += chance.gamma(shape, rate) / libm::pow(1.0 + horizon.discount, step);
        }
        sum
    }
}

/// The value of all customers in each of so many futures.
fn totals(
    models: Models<'_>,
    pasts: &[Past],
    horizon: Horizon,
    draws: usize,
    seed: u64,
) -> Vec<f64> {
    let mut chance = Chance::new(seed);
    let mut times = Vec::new();
    let mut one = |_| {
        let drawn = Drawn::of(models, &mut chance);
        let each = pasts
            .iter()
            .map(|past| drawn.future(past, horizon, &mut chance, &mut times));
        each.sum::<f64>()
    };
    (0..draws).map(&mut one).collect()
}

/// Where 95 of 100 further futures lie, as far as these tell; `None` of none.
fn interval(mut futures: Vec<f64>) -> Option<(f64, f64)> {
    futures.sort_unstable_by(f64::total_cmp);
    let (n, least) = (futures.len(), *futures.first()?);
    if !(3..MANY).contains(&n) || least <= 0.0 {
        return quantile(&futures, 0.025).zip(quantile(&futures, 0.975));
    }
    let count = n as f64;
    let logs: Vec<f64> = futures.iter().map(|v| libm::log(*v)).collect();
    let mean = logs.iter().sum::<f64>() / count;
    let squares: f64 = logs.iter().map(|l| (l - mean) * (l - mean)).sum();
    let wide = student(count - 1.0) * (squares / (count - 1.0) * (1.0 + 1.0 / count)).sqrt();
    Some((libm::exp(mean - wide), libm::exp(mean + wide)))
}

/// Quantile 0.975 of Student's t with so many degrees of freedom, right to 0.01 from 8 on.
///
/// # Source
/// The expansion in Abramowitz & Stegun 1964, 26.7.5.
fn student(freedom: f64) -> f64 {
    const Z: f64 = 1.959_963_984_540_054;
    let (z3, z5) = (Z * Z * Z, Z * Z * Z * Z * Z);
    let first = (z3 + Z) / (4.0 * freedom);
    let second = (5.0 * z5 + 16.0 * z3 + 3.0 * Z) / (96.0 * freedom * freedom);
    Z + first + second
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

#[cfg(test)]
mod tests {
    use super::*;

    const ALWAYS: Tally = Tally {
        purchases: 4.0,
        paid: 4.0,
    };

    fn own(mean: f64) -> Past {
        Past {
            customer: Customer {
                repeats: 4.0,
                recency: 30.0,
                age: 38.0,
            },
            spend: Spend {
                purchases: 4.0,
                mean,
            },
            tally: ALWAYS,
        }
    }

    fn horizon() -> Horizon {
        Horizon {
            steps: 6,
            step: 4.0,
            discount: 0.02,
        }
    }

    fn purchases() -> BgNbd {
        BgNbd::new(0.8, 6.0, 0.8, 2.4).expect("above 0")
    }

    fn spending(gamma: f64) -> GammaGamma {
        GammaGamma::new(6.25, 4.5, gamma).expect("above 0")
    }

    #[test]
    fn the_mean_is_that_of_the_simulated_futures() {
        let (purchases, spending) = (purchases(), [spending(15.44), spending(154.4)]);
        let models = |at: usize| Models {
            purchases: &purchases,
            spending: &spending[at],
            paid: &PaidShare::ALL,
        };
        let many = vec![own(40.0); 400];
        let value = lifetime_value(models(0), &many, horizon(), 200, 3).expect("a value");
        let (low, high) = (value.total.low, value.total.high);
        assert!(low < value.total.mean && value.total.mean < high);
        // 400 customers average out: the total is known far better than one of them.
        assert!((high - low) / value.total.mean < 0.5);
        let one = value_intervals(models(0), &many[..2], horizon(), 400, 3).expect("intervals");
        assert!(one[0].0 < 0.2 * value.customers[0] && one[0].1 > value.customers[0]);
        assert_eq!(one[0], one[1]);
        let none = lifetime_value(models(0), &many, horizon(), 0, 3).expect("a value");
        assert_eq!(none.total.low, none.total.mean);
        let ten = vec![own(400.0); 400];
        let dear = lifetime_value(models(1), &ten, horizon(), 0, 3).expect("a value");
        assert!((dear.total.mean / none.total.mean - 10.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_paid_back_in_full_brings_nothing() {
        let (purchases, spending) = (purchases(), spending(15.44));
        let tally = |paid: f64| Tally {
            purchases: 4.0,
            paid,
        };
        let tallies: Vec<Tally> = (0..300).map(|i| tally(f64::from(1 + i % 4))).collect();
        let paid = PaidShare::fit(&tallies);
        let models = Models {
            purchases: &purchases,
            spending: &spending,
            paid: &paid,
        };
        let pasts: Vec<Past> = tallies
            .iter()
            .map(|tally| Past {
                tally: *tally,
                ..own(40.0)
            })
            .collect();
        let all = Models {
            paid: &PaidShare::ALL,
            ..models
        };
        let value = lifetime_value(models, &pasts, horizon(), 400, 3).expect("a value");
        let whole = lifetime_value(all, &pasts, horizon(), 0, 3).expect("a value");
        // 2.5 of 4 purchases are kept.
        let share = value.total.mean / whole.total.mean;
        assert!((share - 0.625).abs() < 1e-3, "{share}");
        assert!(value.total.low < value.total.mean && value.total.mean < value.total.high);
        assert!(value.customers[0] < value.customers[3]);
        let futures = totals(models, &pasts, horizon(), 400, 5);
        let mean = futures.iter().sum::<f64>() / 400.0;
        assert!((mean / value.total.mean - 1.0).abs() < 0.03, "{mean}");
    }

    #[test]
    fn few_futures_tell_how_far_many_go() {
        let (purchases, spending) = (purchases(), spending(15.44));
        let models = Models {
            purchases: &purchases,
            spending: &spending,
            paid: &PaidShare::ALL,
        };
        let pasts = vec![own(40.0); 100];
        let many = totals(models, &pasts, horizon(), 3_000, 1);
        // Of each hundred futures, those within the interval that twenty others tell.
        let inside: f64 = (0..60)
            .map(|seed| {
                let few = totals(models, &pasts, horizon(), 20, 100 + seed);
                let (low, high) = interval(few).expect("futures");
                many.iter().filter(|v| (low..=high).contains(*v)).count() as f64 / 3_000.0
            })
            .sum();
        let covered = inside / 60.0;
        assert!((0.93..0.97).contains(&covered), "{covered}");
    }

    #[test]
    fn impossible_horizons_are_told() {
        let (purchases, spending) = (purchases(), spending(15.44));
        let models = Models {
            purchases: &purchases,
            spending: &spending,
            paid: &PaidShare::ALL,
        };
        for (step, discount) in [(0.0, 0.1), (1.0, -1.0), (f64::NAN, 0.1)] {
            let horizon = Horizon {
                steps: 3,
                step,
                discount,
            };
            assert!(lifetime_value(models, &[], horizon, 0, 0).is_err());
            assert!(value_intervals(models, &[], horizon, 0, 0).is_err());
        }
    }
}
