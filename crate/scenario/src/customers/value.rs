//! What customers will be worth, by BG/NBD and Gamma–Gamma, tried on the last quarter of the history.

use predict::{BgNbd, Customer, GammaGamma, Horizon, Spend, ValueEstimate, lifetime_value};

use super::buyers::Buyer;

/// Days of the unit of time, as the models' parameters are mostly given.
const WEEK: f64 = 7.0;
/// Weeks ahead.
pub(super) const WEEKS: f64 = 52.0;
/// Discount of a four-week step, 10 % a year.
const DISCOUNT: f64 = 0.007_36;
/// Futures times customers that may be simulated: about a second.
const SIMULATED: usize = 400_000;

/// A customer's outlook.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outlook {
    /// Position among the buyers.
    pub(super) buyer: usize,
    /// Probability of still being a customer.
    pub(super) alive: f64,
    /// Expected purchases in the next 13 weeks.
    pub(super) purchases: f64,
    /// Discounted net revenue of the next 52 weeks, minor units.
    pub(super) value: ValueEstimate,
}

/// What the models say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    /// Every buyer, in the order given.
    pub(super) outlooks: Vec<Outlook>,
    /// All of them together.
    pub(super) total: ValueEstimate,
    /// Repeat purchases of the last quarter of the history: expected from what lay before, and what came;
    /// `None` where too little lay before.
    pub(super) trial: Option<(f64, f64)>,
    /// How what a purchase brings goes with their number, −1 to 1: the models take it for nothing.
    pub(super) correlation: f64,
}

fn customer(buyer: &Buyer, end: i32) -> Customer {
    Customer {
        repeats: (buyer.days.len() - 1) as f64,
        recency: f64::from(buyer.last() - buyer.first()) / WEEK,
        age: f64::from(end - buyer.first()) / WEEK,
    }
}

/// The mean of the purchases after the first; refunds may leave nothing.
fn spend(buyer: &Buyer) -> Spend {
    let repeats: Vec<f64> = buyer.minor[1..]
        .iter()
        .filter(|m| **m > 0)
        .map(|m| *m as f64)
        .collect();
    let n = repeats.len() as f64;
    Spend {
        purchases: n,
        mean: if repeats.is_empty() {
            0.0
        } else {
            repeats.iter().sum::<f64>() / n
        },
    }
}

/// Fits the models.
///
/// # Errors
/// What the models say: too few customers who come back, or no clear answer.
pub(super) fn value(buyers: &[Buyer], end: i32) -> Result<Value, predict::Error> {
    let customers: Vec<Customer> = buyers.iter().map(|b| customer(b, end)).collect();
    let spends: Vec<Spend> = buyers.iter().map(spend).collect();
    let repeating: Vec<Spend> = spends
        .iter()
        .copied()
        .filter(|s| s.purchases > 0.0)
        .collect();
    let purchases = BgNbd::fit(&customers)?;
    let spending = GammaGamma::fit(&repeating).or_else(|_| alike(buyers))?;
    let pairs: Vec<(Customer, Spend)> = customers
        .iter()
        .copied()
        .zip(spends.iter().copied())
        .collect();
    let horizon = Horizon {
        steps: 13,
        step: WEEKS / 13.0,
        discount: DISCOUNT,
    };
    let draws = (SIMULATED / buyers.len().max(1)).clamp(20, 400);
    let values = lifetime_value(&purchases, &spending, &pairs, horizon, draws, 1)?;
    let outlooks = customers
        .iter()
        .zip(values.customers)
        .enumerate()
        .map(|(buyer, (customer, value))| Outlook {
            buyer,
            alive: purchases.probability_alive(customer),
            purchases: purchases.conditional_purchases(customer, 13.0),
            value,
        })
        .collect();
    Ok(Value {
        outlooks,
        total: values.total,
        trial: trial(buyers, end),
        correlation: correlation(&repeating),
    })
}

/// The model of customers who all spend alike, where no difference between them can be made out: the mean of every
/// repeat purchase for everybody, purchases varying as they do.
fn alike(buyers: &[Buyer]) -> Result<GammaGamma, predict::Error> {
    /// So large that a customer's own purchases hardly move the mean.
    const Q: f64 = 1_000.0;
    let values: Vec<f64> = buyers
        .iter()
        .flat_map(|b| &b.minor[1..])
        .filter(|m| **m > 0)
        .map(|m| *m as f64)
        .collect();
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    let p = (mean * mean / variance).clamp(0.1, 1_000.0);
    GammaGamma::new(p, Q, mean * (Q - 1.0) / p)
}

/// The models fitted on the first three quarters of the history, asked for the last.
fn trial(buyers: &[Buyer], end: i32) -> Option<(f64, f64)> {
    let first = buyers.iter().map(Buyer::first).min()?;
    let cut = end - (end - first) / 4;
    let mut known = Vec::new();
    let mut came = 0.0;
    for buyer in buyers {
        if let Some(before) = buyer.until(cut) {
            came += (buyer.days.len() - before.days.len()) as f64;
            known.push(customer(&before, cut));
        }
    }
    let model = BgNbd::fit(&known).ok()?;
    let weeks = f64::from(end - cut) / WEEK;
    let said = known
        .iter()
        .map(|c| model.conditional_purchases(c, weeks))
        .sum();
    Some((said, came))
}

fn correlation(spends: &[Spend]) -> f64 {
    let n = spends.len() as f64;
    let mean = |of: fn(&Spend) -> f64| spends.iter().map(of).sum::<f64>() / n;
    let (mx, my) = (mean(|s| s.purchases), mean(|s| s.mean));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for s in spends {
        let (x, y) = (s.purchases - mx, s.mean - my);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    if xx > 0.0 && yy > 0.0 {
        xy / (xx * yy).sqrt()
    } else {
        0.0
    }
}
