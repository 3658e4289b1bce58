//! BG/NBD: purchases at a rate of the customer's own, until the customer drops out after one of them.
//!
//! # Source
//! Fader, Hardie & Lee 2005, "Counting Your Customers the Easy Way"; the log-likelihood in the form of Fader, Hardie & Lee 2007's note on numerical stability.

use serde::Serialize;

use super::draw;
use crate::Error;
use crate::arithmetic::log_sum;
use crate::chance::Chance;
use crate::minimise::{Minimum, minimise};

/// What is known of a customer's purchases. All times are in one unit, from the customer's first purchase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Customer {
    /// x: purchases after the first.
    pub repeats: f64,
    /// t_x: when the last of them was; 0 if there was none.
    pub recency: f64,
    /// T: how long the customer was watched; 0 on the day of the first purchase.
    pub age: f64,
}

/// The fitted model.
#[derive(Debug, Clone)]
pub struct BgNbd {
    /// Shape of the purchase rates' gamma distribution.
    pub r: f64,
    /// Rate of it, in units of time.
    pub alpha: f64,
    /// First shape of the drop-out probabilities' beta distribution.
    pub a: f64,
    /// Second shape of it.
    pub b: f64,
    /// The log-likelihood reached, summed over customers.
    pub log_likelihood: f64,
    fitted: Option<Minimum>,
}

/// Customers that a fit needs at least.
const LEAST_CUSTOMERS: usize = 30;

/// Customers with repeats that a fit needs at least.
const LEAST_REPEATERS: usize = 10;

impl BgNbd {
    /// The model with known parameters.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless all are above 0.
    pub fn new(r: f64, alpha: f64, a: f64, b: f64) -> Result<Self, Error> {
        for (what, value) in [("r", r), ("alpha", alpha), ("a", a), ("b", b)] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::OutOfRange {
                    what,
                    value,
                    expected: "a number above 0",
                });
            }
        }
        Ok(Self {
            r,
            alpha,
            a,
            b,
            log_likelihood: f64::NAN,
            fitted: None,
        })
    }

    /// Fits by maximum likelihood.
    ///
    /// # Errors
    /// [`Error::TooFew`] below 30 customers or 10 with repeats, [`Error::OutOfRange`] for times that cannot be, [`Error::NotConverged`] if the likelihood has no clear maximum.
    pub fn fit(customers: &[Customer]) -> Result<Self, Error> {
        check(customers)?;
        // Customers that look the same count once, with their number; order then does not matter either.
        let mut sorted: Vec<[u64; 3]> = customers
            .iter()
            .map(|c| [c.repeats, c.recency, c.age].map(|v| (v + 0.0).to_bits()))
            .collect();
        sorted.sort_unstable();
        let grouped: Vec<(Customer, f64)> = sorted
            .chunk_by(|a, b| a == b)
            .map(|run| {
                let [repeats, recency, age] = run[0].map(f64::from_bits);
                (
                    Customer {
                        repeats,
                        recency,
                        age,
                    },
                    run.len() as f64,
                )
            })
            .collect();
        let n = customers.len() as f64;
        // Times are scaled so that the logarithm of α starts near 0, whatever the unit.
        let scale = customers.iter().map(|c| c.age).sum::<f64>() / n / 10.0;
        let scaled: Vec<(Customer, f64)> = grouped
            .iter()
            .map(|(c, count)| {
                let scaled = Customer {
                    repeats: c.repeats,
                    recency: c.recency / scale,
                    age: c.age / scale,
                };
                (scaled, *count)
            })
            .collect();
        let negative = |logs: &[f64]| -> f64 {
            if logs.iter().any(|log| log.abs() > 30.0) {
                return f64::INFINITY;
            }
            let model = Likelihood::of(logs);
            -scaled
                .iter()
                .map(|(c, count)| count * model.of_customer(c))
                .sum::<f64>()
        };
        let not_converged = || Error::NotConverged {
            model: "BG/NBD",
            rows: customers.len(),
        };
        let mut minimum = minimise(&[-0.5, 0.5, 0.0, 0.7], negative).ok_or_else(not_converged)?;
        minimum.at[1] += libm::log(scale);
        let repeats: f64 = customers.iter().map(|c| c.repeats).sum();
        let mut model = Self::at(&minimum.at);
        // Times in another unit move the density by that unit for each repeat.
        model.log_likelihood = -minimum.value - repeats * libm::log(scale);
        model.fitted = Some(minimum);
        Ok(model)
    }

    fn at(logs: &[f64]) -> Self {
        let [r, alpha, a, b] = [0, 1, 2, 3].map(|i| libm::exp(logs[i]));
        Self {
            r,
            alpha,
            a,
            b,
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

    /// Expected purchases of a customer picked at random, in the time `t` after the first purchase.
    pub fn expected_purchases(&self, t: f64) -> f64 {
        let Self { r, alpha, .. } = *self;
        let (a, b) = off_gaps(self.a, self.b);
        let z = t / (alpha + t);
        // (α / (α + t))^r · ₂F₁(r, b; a + b − 1; z), by Euler's transformation.
        let rest = scaled_series(r, b, a + b - 1.0, z);
        ((a + b - 1.0) / (a - 1.0) * (1.0 - rest)).max(0.0)
    }

    /// Expected purchases of a customer in the time `t` from now on.
    pub fn conditional_purchases(&self, customer: &Customer, t: f64) -> f64 {
        let Self { r, alpha, .. } = *self;
        let (a, b) = off_gaps(self.a, self.b);
        let Customer {
            repeats: x, age, ..
        } = *customer;
        let z = t / (alpha + age + t);
        let rest = scaled_series(r + x, b + x, a + b + x - 1.0, z);
        let alive = (a + b + x - 1.0) / (a - 1.0) * (1.0 - rest);
        (alive * self.probability_alive(customer)).max(0.0)
    }

    /// The chance that a customer has not dropped out; 1 without repeats, since customers drop out after one.
    pub fn probability_alive(&self, customer: &Customer) -> f64 {
        let Customer {
            repeats: x,
            recency,
            age,
        } = *customer;
        if x < 1.0 {
            return 1.0;
        }
        let odds = libm::log(self.a / (self.b + x - 1.0))
            + (self.r + x) * libm::log((self.alpha + age) / (self.alpha + recency));
        crate::arithmetic::sigmoid(-odds)
    }

    /// Times of purchases in the coming time `t`, drawn for one customer.
    pub(super) fn simulate(
        &self,
        customer: &Customer,
        t: f64,
        chance: &mut Chance,
        times: &mut Vec<f64>,
    ) {
        times.clear();
        if chance.uniform() > self.probability_alive(customer) {
            return;
        }
        let rate = chance.gamma(self.r + customer.repeats, self.alpha + customer.age);
        let drop = chance.beta(self.a, self.b + customer.repeats);
        let mut at = chance.exponential(rate);
        while at <= t && times.len() < 100_000 {
            times.push(at);
            if chance.uniform() < drop {
                return;
            }
            at += chance.exponential(rate);
        }
    }
}

/// The likelihood with what does not depend on the customer worked out.
struct Likelihood {
    r: f64,
    alpha: f64,
    a: f64,
    b: f64,
    constant: f64,
}

impl Likelihood {
    fn of(logs: &[f64]) -> Self {
        let [r, alpha, a, b] = [0, 1, 2, 3].map(|i| libm::exp(logs[i]));
        let constant = r * logs[1] - libm::lgamma(r) + libm::lgamma(a + b) - libm::lgamma(b);
        Self {
            r,
            alpha,
            a,
            b,
            constant,
        }
    }

    fn of_customer(&self, customer: &Customer) -> f64 {
        let Self { r, alpha, a, b, .. } = *self;
        let Customer {
            repeats: x,
            recency,
            age,
        } = *customer;
        let fixed = libm::lgamma(r + x) + libm::lgamma(b + x) - libm::lgamma(a + b + x);
        let alive = -(r + x) * libm::log(alpha + age);
        let gone = match x > 0.0 {
            true => libm::log(a) - libm::log(b + x - 1.0) - (r + x) * libm::log(alpha + recency),
            false => f64::NEG_INFINITY,
        };
        self.constant + fixed + log_sum(alive, gone)
    }
}

/// a = 1 and a + b = 1 are removable gaps of the formulas.
fn off_gaps(a: f64, b: f64) -> (f64, f64) {
    let a = if (a - 1.0).abs() < 1e-6 {
        1.0 + 1e-6
    } else {
        a
    };
    let b = if (a + b - 1.0).abs() < 1e-6 {
        1.0 + 1e-6 - a
    } else {
        b
    };
    (a, b)
}

/// (1 − z)^p · ₂F₁(p, q; s; z) for 0 ≤ z < 1, where s − q = a − 1.
///
/// By Euler's transformation it is (1 − z)^(s − q) · ₂F₁(s − p, s − q; s; z), whose terms stay small however many purchases there were.
fn scaled_series(p: f64, q: f64, s: f64, z: f64) -> f64 {
    let (u, v) = (s - p, s - q);
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 0..100_000u32 {
        let n = f64::from(n);
        term *= (u + n) * (v + n) / ((s + n) * (n + 1.0)) * z;
        sum += term;
        if term.abs() <= 1e-15 * sum.abs() && n > -s {
            break;
        }
    }
    libm::pow(1.0 - z, v) * sum
}

fn check(customers: &[Customer]) -> Result<(), Error> {
    for c in customers {
        let fits = |value: f64| value.is_finite() && value >= 0.0;
        if !(fits(c.repeats) && c.repeats == c.repeats.trunc()) {
            return Err(Error::OutOfRange {
                what: "repeat purchases",
                value: c.repeats,
                expected: "a whole number from 0",
            });
        }
        // Who first bought on the last day was watched for no time at all, and says nothing: a likelihood of 1.
        if !fits(c.age) {
            return Err(Error::OutOfRange {
                what: "a customer's age",
                value: c.age,
                expected: "a time from 0",
            });
        }
        if !(fits(c.recency) && c.recency <= c.age && (c.recency > 0.0) == (c.repeats > 0.0)) {
            return Err(Error::OutOfRange {
                what: "the time of a customer's last purchase",
                value: c.recency,
                expected: "between the first purchase and the customer's age, and 0 without repeats only",
            });
        }
    }
    let repeaters = customers.iter().filter(|c| c.repeats > 0.0).count();
    for (what, needs, has) in [
        ("customers", LEAST_CUSTOMERS, customers.len()),
        ("customers who came back", LEAST_REPEATERS, repeaters),
    ] {
        if has < needs {
            return Err(Error::TooFew {
                what: what.to_owned(),
                needs,
                has,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> BgNbd {
        BgNbd::new(0.243, 4.414, 0.793, 2.426).expect("above 0")
    }

    fn customer(repeats: f64, recency: f64, age: f64) -> Customer {
        Customer {
            repeats,
            recency,
            age,
        }
    }

    #[test]
    fn the_published_customer() {
        let expected = model().conditional_purchases(&customer(2.0, 30.43, 38.86), 39.0);
        assert!((expected - 1.226).abs() < 1e-3, "{expected}");
    }

    #[test]
    fn many_purchases_stay_finite() {
        let busy = customer(4_000.0, 300.0, 300.02);
        let expected = model().conditional_purchases(&busy, 50.0);
        assert!(
            expected.is_finite() && expected > 10.0 && expected < 700.0,
            "{expected}"
        );
        let lost = customer(4_000.0, 3.0, 301.0);
        assert!(model().conditional_purchases(&lost, 50.0) < 1e-9);
        assert_eq!(model().conditional_purchases(&busy, 0.0), 0.0);
    }

    #[test]
    fn simulated_purchases_have_the_expected_number() {
        let mut chance = Chance::new(11);
        let own = customer(3.0, 20.0, 30.0);
        let mut times = Vec::new();
        let draws = 60_000;
        let mut sum = 0;
        for _ in 0..draws {
            model().simulate(&own, 26.0, &mut chance, &mut times);
            assert!(times.windows(2).all(|w| w[0] < w[1]));
            sum += times.len();
        }
        let expected = model().conditional_purchases(&own, 26.0);
        let found = sum as f64 / f64::from(draws);
        assert!(
            (found - expected).abs() < 0.03,
            "{found} against {expected}"
        );
    }

    #[test]
    fn gaps_of_the_formulas_are_bridged() {
        let at = |a: f64, b: f64| {
            BgNbd::new(0.3, 4.0, a, b)
                .expect("above 0")
                .conditional_purchases(&customer(0.0, 0.0, 10.0), 10.0)
        };
        for (a, b) in [(1.0, 2.0), (0.4, 0.6), (0.3, 0.3)] {
            let (found, beside) = (at(a, b), at(a + 1e-4, b));
            assert!((found - beside).abs() < 1e-3 * beside, "{found} {beside}");
        }
    }

    #[test]
    fn the_unit_of_time_changes_only_the_rate() {
        let mut chance = Chance::new(2);
        let customers: Vec<Customer> = std::iter::repeat_with(|| {
            let rate = chance.gamma(0.6, 8.0);
            let drop = chance.beta(0.9, 2.5);
            let (mut at, mut repeats, mut recency) = (chance.exponential(rate), 0.0, 0.0);
            while at < 40.0 {
                (repeats, recency) = (repeats + 1.0, at);
                if chance.uniform() < drop {
                    break;
                }
                at += chance.exponential(rate);
            }
            customer(repeats, recency, 40.0)
        })
        .take(3_000)
        .collect();
        let weeks = BgNbd::fit(&customers).expect("a fit");
        assert!(
            (weeks.r - 0.6).abs() < 0.12 && (weeks.alpha - 8.0).abs() < 2.0,
            "{weeks:?}"
        );
        let days: Vec<Customer> = customers
            .iter()
            .map(|c| customer(c.repeats, c.recency * 7.0, c.age * 7.0))
            .collect();
        let days = BgNbd::fit(&days).expect("a fit");
        assert!((days.r - weeks.r).abs() < 1e-4 && (days.alpha / weeks.alpha - 7.0).abs() < 1e-3);
    }

    #[test]
    fn who_first_bought_on_the_last_day_changes_nothing() {
        let mut chance = Chance::new(7);
        let mut customers: Vec<Customer> = Vec::new();
        while customers.len() < 400 {
            let (rate, drop) = (chance.gamma(0.6, 8.0), chance.beta(0.9, 2.5));
            let age = 5.0 + 60.0 * chance.uniform();
            let (mut at, mut repeats, mut recency) = (chance.exponential(rate), 0.0, 0.0);
            while at < age {
                (repeats, recency) = (repeats + 1.0, at);
                if chance.uniform() < drop {
                    break;
                }
                at += chance.exponential(rate);
            }
            customers.push(customer(repeats, recency, age));
        }
        let without = BgNbd::fit(&customers).expect("a fit");
        customers.extend([customer(0.0, 0.0, 0.0); 3]);
        let with = BgNbd::fit(&customers).expect("a fit");
        for (a, b) in [
            (with.r, without.r),
            (with.alpha, without.alpha),
            (with.a, without.a),
            (with.b, without.b),
        ] {
            assert!((a / b - 1.0).abs() < 1e-3, "{with:?} {without:?}");
        }
        // Such a customer is expected to do what anybody does after a first purchase.
        let new = customer(0.0, 0.0, 0.0);
        assert_eq!(with.probability_alive(&new), 1.0);
        let (own, anybody) = (
            with.conditional_purchases(&new, 13.0),
            with.expected_purchases(13.0),
        );
        assert!((own - anybody).abs() < 1e-9, "{own} {anybody}");
    }

    #[test]
    fn thin_and_impossible_customers_are_told() {
        assert!(matches!(BgNbd::fit(&[]), Err(Error::TooFew { .. })));
        let once = vec![customer(0.0, 0.0, 9.0); 100];
        assert!(matches!(BgNbd::fit(&once), Err(Error::TooFew { .. })));
        assert!(matches!(
            BgNbd::fit(&[customer(1.0, 9.0, 5.0)]),
            Err(Error::OutOfRange { .. })
        ));
        assert!(matches!(
            BgNbd::fit(&[customer(1.0, f64::NAN, 5.0)]),
            Err(Error::OutOfRange { .. })
        ));
        for impossible in [customer(1.0, 0.0, 0.0), customer(0.0, 0.0, -1.0)] {
            assert!(matches!(
                BgNbd::fit(&[impossible]),
                Err(Error::OutOfRange { .. })
            ));
        }
        assert!(BgNbd::new(0.0, 1.0, 1.0, 1.0).is_err());
    }
}
