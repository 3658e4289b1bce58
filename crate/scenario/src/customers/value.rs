//! What customers will be worth, by BG/NBD, Gamma–Gamma and the share of purchases that is kept, tried on the last
//! quarter of the history.

use predict::{
    BgNbd, Customer, Error, GammaGamma, Horizon, Models, PaidShare, Past, Spend, Tally,
    ValueEstimate, lifetime_value, value_intervals,
};

use super::buyers::Buyer;

/// Days of the unit of time, as the models' parameters are mostly given.
pub(super) const WEEK: f64 = 7.0;
/// Weeks ahead.
pub(super) const WEEKS: f64 = 52.0;
/// Discount of a four-week step, 10 % a year.
const DISCOUNT: f64 = 0.007_36;
/// Futures times customers that may be simulated: about a second.
const SIMULATED: usize = 400_000;
/// Futures of a customer who is listed.
const FUTURES: usize = 1_000;
/// Customers listed.
pub(super) const LISTED: usize = 50;

/// A customer's outlook.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outlook {
    /// Probability of still being a customer.
    pub(super) alive: f64,
    /// Expected purchases in the next 13 weeks.
    pub(super) purchases: f64,
    /// Discounted net revenue of the next 52 weeks, minor units.
    pub(super) worth: f64,
}

/// A customer who is listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Listed {
    /// Position among the buyers.
    pub(super) buyer: usize,
    /// 95 % interval of the value, minor units.
    pub(super) interval: (f64, f64),
}

/// What the models say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    /// Every buyer, in the order given.
    pub(super) outlooks: Vec<Outlook>,
    /// All of them together.
    pub(super) total: ValueEstimate,
    /// Those of the highest value, the first first.
    pub(super) best: Vec<Listed>,
    /// Those that are probably gone though they used to come (three purchases or more), by what they spent.
    pub(super) leaving: Vec<usize>,
    /// The first of them.
    pub(super) gone: Vec<Listed>,
    /// Share of repeat purchases that brought anything; 1 where all did.
    pub(super) paid: f64,
    /// Repeat purchases of the last quarter of the history: expected from what lay before, and what came;
    /// `None` where too little lay before.
    pub(super) trial: Option<(f64, f64)>,
    /// How what a purchase brings goes with their number, −1 to 1: the models take it for nothing.
    pub(super) correlation: f64,
}

/// Why no value is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacking {
    /// Too few customers, or too few who came back.
    Few,
    /// No repeat purchase brought anything.
    Nothing,
    /// The purchases give the model no clear answer.
    Unclear,
}

/// How often a buyer came until a day.
pub(super) fn customer(buyer: &Buyer, end: i32) -> Customer {
    Customer {
        repeats: (buyer.days.len() - 1) as f64,
        recency: f64::from(buyer.last() - buyer.first()) / WEEK,
        age: f64::from(end - buyer.first()) / WEEK,
    }
}

/// What is known of a buyer. What is paid back in full was a purchase, but brought nothing: it has no part in what a
/// purchase brings, and in the share of those that bring anything it has.
fn past(buyer: &Buyer, end: i32) -> Past {
    let repeats = &buyer.minor[1..];
    let paid = repeats.iter().filter(|m| **m > 0);
    let n = paid.clone().count() as f64;
    let sum = paid.map(|m| *m as f64).sum::<f64>();
    Past {
        customer: customer(buyer, end),
        spend: Spend {
            purchases: n,
            mean: if n > 0.0 { sum / n } else { 0.0 },
        },
        tally: Tally {
            purchases: repeats.len() as f64,
            paid: n,
        },
    }
}

/// Fits the models.
pub(super) fn value(buyers: &[Buyer], end: i32) -> Result<Value, Lacking> {
    let pasts: Vec<Past> = buyers.iter().map(|b| past(b, end)).collect();
    let customers: Vec<Customer> = pasts.iter().map(|p| p.customer).collect();
    let purchases = BgNbd::fit(&customers).map_err(lacking)?;
    let repeating: Vec<Spend> = pasts
        .iter()
        .map(|p| p.spend)
        .filter(|s| s.purchases > 0.0)
        .collect();
    if repeating.is_empty() {
        return Err(Lacking::Nothing);
    }
    let spending = GammaGamma::fit(&repeating)
        .ok()
        .filter(|model| model.q > 1.0)
        .map_or_else(|| alike(buyers), Ok)
        .map_err(lacking)?;
    let tallies: Vec<Tally> = pasts.iter().map(|p| p.tally).collect();
    let paid = PaidShare::fit(&tallies);
    let models = Models {
        purchases: &purchases,
        spending: &spending,
        paid: &paid,
    };
    let horizon = Horizon {
        steps: 13,
        step: WEEKS / 13.0,
        discount: DISCOUNT,
    };
    let draws = (SIMULATED / buyers.len().max(1)).clamp(20, 400);
    let values = lifetime_value(models, &pasts, horizon, draws, 1).map_err(lacking)?;
    let outlooks: Vec<Outlook> = customers
        .iter()
        .zip(values.customers)
        .map(|(customer, worth)| Outlook {
            alive: purchases.probability_alive(customer),
            purchases: purchases.conditional_purchases(customer, 13.0),
            worth,
        })
        .collect();
    let listed = |of: &[usize]| -> Vec<Listed> {
        let of = &of[..of.len().min(LISTED)];
        let own: Vec<Past> = of.iter().map(|&i| pasts[i]).collect();
        let intervals = value_intervals(models, &own, horizon, FUTURES, 1).unwrap_or_default();
        let pairs = of.iter().zip(intervals);
        pairs
            .map(|(&buyer, interval)| Listed { buyer, interval })
            .collect()
    };
    let mut best: Vec<usize> = (0..buyers.len()).collect();
    table::order::top_by(&mut best, LISTED, |&a, &b| {
        let worth = |i: usize| outlooks[i].worth;
        worth(b).total_cmp(&worth(a)).then(a.cmp(&b))
    });
    let leaving = leaving(buyers, &outlooks);
    Ok(Value {
        total: values.total,
        best: listed(&best),
        gone: listed(&leaving),
        leaving,
        paid: paid.share,
        trial: trial(buyers, end),
        correlation: correlation(&repeating),
        outlooks,
    })
}

fn lacking(why: Error) -> Lacking {
    match why {
        Error::TooFew { .. } => Lacking::Few,
        _ => Lacking::Unclear,
    }
}

fn leaving(buyers: &[Buyer], outlooks: &[Outlook]) -> Vec<usize> {
    let gone = |i: &usize| outlooks[*i].alive < 0.5 && buyers[*i].days.len() >= 3;
    let mut leaving: Vec<usize> = (0..buyers.len()).filter(gone).collect();
    table::order::sort_by(&mut leaving, |&a, &b| {
        (buyers[b].spent().cmp(&buyers[a].spent())).then(a.cmp(&b))
    });
    leaving
}

/// The model of customers who all spend alike, where no difference between them can be made out: the mean of every
/// repeat purchase for everybody, purchases varying as they do.
fn alike(buyers: &[Buyer]) -> Result<GammaGamma, Error> {
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
