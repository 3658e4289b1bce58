//! Customers as their purchases tell them.

use ledger::NONE;
use predict::SurvivalStep;
use table::calendar::Date;

use crate::scene::Scene;

/// A customer. Orders of one day are one purchase.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Buyer {
    /// Code into the ledger's customers.
    pub(super) code: u32,
    /// Days of purchases, ascending, each once.
    pub(super) days: Vec<i32>,
    /// Net revenue of each, minor units.
    pub(super) minor: Vec<i64>,
}

impl Buyer {
    pub(super) fn first(&self) -> i32 {
        self.days.first().copied().unwrap_or(0)
    }

    pub(super) fn last(&self) -> i32 {
        self.days.last().copied().unwrap_or(0)
    }

    /// Net revenue of all purchases.
    pub(super) fn spent(&self) -> i64 {
        self.minor.iter().sum()
    }

    /// The purchases up to a day; `None` where there are none.
    pub(super) fn until(&self, day: i32) -> Option<Buyer> {
        let n = self.days.partition_point(|d| *d <= day);
        (n > 0).then(|| Buyer {
            code: self.code,
            days: self.days[..n].to_vec(),
            minor: self.minor[..n].to_vec(),
        })
    }
}

/// Everybody with a dated order, by code.
pub(super) fn buyers(scene: &Scene<'_>) -> Vec<Buyer> {
    let ledger = scene.ledger;
    let mut purchases: Vec<(u32, i32, i64)> = Vec::new();
    for (order, (&customer, &day)) in ledger
        .orders
        .customer
        .iter()
        .zip(&ledger.orders.day)
        .enumerate()
    {
        if customer != NONE && day != i32::MIN && day <= scene.request.today {
            purchases.push((customer, day, ledger.net_minor(order)));
        }
    }
    table::order::sort(&mut purchases);
    let mut buyers: Vec<Buyer> = Vec::new();
    for (code, day, minor) in purchases {
        match buyers.last_mut().filter(|b| b.code == code) {
            Some(buyer) if buyer.last() == day => {
                if let Some(sum) = buyer.minor.last_mut() {
                    *sum += minor;
                }
            }
            Some(buyer) => {
                buyer.days.push(day);
                buyer.minor.push(minor);
            }
            None => buyers.push(Buyer {
                code,
                days: vec![day],
                minor: vec![minor],
            }),
        }
    }
    buyers
}

/// Who a customer is to a merchant: by how lately, how often and how much they bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    /// Lately, often, much.
    Champions,
    /// Often, not long ago.
    Loyal,
    /// The first purchase was lately.
    New,
    /// Lately, a few times.
    Promising,
    /// Often and much, but not lately.
    AtRisk,
    /// Seldom, and long ago.
    Dormant,
}

impl Segment {
    pub(super) const ALL: [Segment; 6] = [
        Segment::Champions,
        Segment::Loyal,
        Segment::Promising,
        Segment::New,
        Segment::AtRisk,
        Segment::Dormant,
    ];
}

/// RFM quintiles, 5 best, of each buyer: recency, frequency, monetary value.
///
/// Equal values share the quintile of their middle rank, so that the order of the rows decides nothing.
pub(super) fn quintiles(buyers: &[Buyer]) -> Vec<[u8; 3]> {
    let of = |value: &dyn Fn(&Buyer) -> i64| -> Vec<u8> {
        let mut sorted: Vec<i64> = buyers.iter().map(value).collect();
        table::order::sort(&mut sorted);
        let n = sorted.len() as f64;
        buyers
            .iter()
            .map(|buyer| {
                let v = value(buyer);
                let below = sorted.partition_point(|s| *s < v);
                let upto = sorted.partition_point(|s| *s <= v);
                let middle = (below + upto) as f64 / 2.0 / n;
                (middle * 5.0).floor().clamp(0.0, 4.0) as u8 + 1
            })
            .collect()
    };
    let recency = of(&|b| i64::from(b.last()));
    let frequency = of(&|b| b.days.len() as i64);
    let money = of(&Buyer::spent);
    (0..buyers.len())
        .map(|i| [recency[i], frequency[i], money[i]])
        .collect()
}

/// Days since the last purchase up to which a customer of few purchases may still be expected back: by then nine tenths
/// of those who bought a second time had done so; 30 at least, 90 at most.
pub(super) fn fresh_days(second: &[SurvivalStep]) -> i32 {
    let back = second.last().map_or(0.0, |s| 1.0 - s.survival);
    let most = second
        .iter()
        .find(|s| 1.0 - s.survival >= 0.9 * back - 1e-9);
    let days = most.filter(|_| back > 0.0).map_or(0.0, |s| s.time);
    libm::ceil(days).clamp(30.0, 90.0) as i32
}

/// The segment of a buyer with these quintiles. Quintiles alone call somebody new who bought once half a year ago, where
/// all others did so too: only who is `fresh` is new or promising.
pub(super) fn segment(buyer: &Buyer, [recency, frequency, money]: [u8; 3], fresh: bool) -> Segment {
    let often = buyer.days.len() > 1 && frequency >= 4;
    match recency {
        4.. if often && money >= 4 => Segment::Champions,
        4.. if fresh && buyer.days.len() == 1 => Segment::New,
        3.. if often => Segment::Loyal,
        3.. if fresh => Segment::Promising,
        _ if often || money == 5 => Segment::AtRisk,
        _ => Segment::Dormant,
    }
}

/// A month of first purchases and the share of its customers who bought again in each later month.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cohort {
    /// Months since year 0: year × 12 + month − 1.
    pub(super) month: i32,
    /// Customers whose first purchase fell into it.
    pub(super) customers: usize,
    /// Customers who bought in the month itself and in each one after; only months that are over.
    pub(super) active: Vec<usize>,
}

/// Cohorts by month of the first purchase, oldest first. The month of `last` counts only if that is its last day.
pub(super) fn cohorts(buyers: &[Buyer], last: i32) -> Vec<Cohort> {
    let whole = if month_of(last + 1) == month_of(last) {
        month_of(last) - 1
    } else {
        month_of(last)
    };
    let first = buyers.iter().map(|b| month_of(b.first())).min();
    let Some(first) = first.filter(|f| *f <= whole) else {
        return Vec::new();
    };
    let mut cohorts: Vec<Cohort> = (first..=whole)
        .map(|month| Cohort {
            month,
            customers: 0,
            active: vec![0; (whole - month + 1) as usize],
        })
        .collect();
    for buyer in buyers {
        let at = month_of(buyer.first()) - first;
        let Some(cohort) = cohorts.get_mut(at as usize) else {
            continue;
        };
        cohort.customers += 1;
        let mut counted = i32::MIN;
        for &day in &buyer.days {
            let month = month_of(day);
            if month != counted
                && let Some(active) = cohort.active.get_mut((month - cohort.month) as usize)
            {
                *active += 1;
            }
            counted = month;
        }
    }
    cohorts
}

/// Year × 12 + month − 1 of a day.
pub(super) fn month_of(day: i32) -> i32 {
    let date = Date::of(day);
    date.year * 12 + date.month as i32 - 1
}

/// The first day of a month counted as [`month_of`] does.
pub(super) fn day_of(month: i32) -> i32 {
    let date = Date {
        year: month.div_euclid(12),
        month: month.rem_euclid(12) as u32 + 1,
        day: 1,
    };
    date.days().unwrap_or(0)
}
