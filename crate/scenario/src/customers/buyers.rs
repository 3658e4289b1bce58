//! Customers as their purchases tell them.

use ledger::NONE;
use predict::SurvivalStep;
use table::calendar::Date;

use crate::refunds::Apart;
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

    /// Takes off what was paid back on a day: from the latest purchase until then that came to as much, or from several.
    /// What is more than all of them came to is of purchases before the files, and leaves less than nothing.
    fn pay_back(&mut self, day: i32, minor: i64) {
        let until = match day {
            i32::MIN => self.days.len(),
            day => self.days.partition_point(|d| *d <= day).max(1),
        };
        let own = &mut self.minor[..until];
        if let Some(at) = own.iter().rposition(|own| *own >= minor) {
            own[at] -= minor;
            return;
        }
        let mut left = minor;
        for own in own.iter_mut().rev() {
            let part = left.min((*own).max(0));
            *own -= part;
            left -= part;
        }
        if let Some(last) = own.last_mut() {
            *last -= left;
        }
    }
}

/// Refunds that name no order: how many, and minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PaidBack {
    /// Taken off purchases of the customer named.
    pub(super) taken: (usize, i64),
    /// Of nobody who has purchases.
    pub(super) left: (usize, i64),
}

/// Takes refunds that name a customer off that customer's purchases. `buyers` are sorted by code.
pub(super) fn pay_back(buyers: &mut [Buyer], refunds: &[Apart]) -> PaidBack {
    let mut of = PaidBack::default();
    for refund in refunds {
        let sum = match buyers.binary_search_by_key(&refund.customer, |b| b.code) {
            Ok(at) => {
                buyers[at].pay_back(refund.day, refund.minor);
                &mut of.taken
            }
            Err(_) => &mut of.left,
        };
        *sum = (sum.0 + 1, sum.1 + refund.minor);
    }
    of
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
    /// Often, much, and among the latest.
    Champions,
    /// Often, and no longer ago than usual for them.
    Loyal,
    /// Bought once, and lately.
    New,
    /// A few times, and no longer ago than usual for them.
    Promising,
    /// Often or much, but longer ago than usual.
    AtRisk,
    /// Seldom, and longer ago than usual.
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

/// Days since the last purchase up to which a customer is not overdue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lately {
    /// Who bought once; nobody is overdue earlier.
    pub(super) once: i32,
    /// Who bought more often: so many times their usual gap.
    pub(super) times: f64,
    /// The usual gap of those who came back, in days: the median of their own.
    pub(super) gap: f64,
}

/// Gaps of the shop's usual length that each customer is given beside their own: few gaps are no rhythm.
const LENT: f64 = 2.0;
/// Days after which customers are overdue, however rarely they come, unless their usual gap is longer.
const LONGEST: f64 = 180.0;
/// Customers of three purchases or more that tell how far gaps stray.
const STRAYING: usize = 10;

impl Lately {
    pub(super) fn of(buyers: &[Buyer], second: &[SurvivalStep]) -> Self {
        let mut own: Vec<f64> = buyers.iter().filter_map(|b| own_gap(&b.days)).collect();
        let mut lately = Self {
            once: fresh_days(second),
            times: 3.0,
            gap: analysis::statistics::median(&mut own).unwrap_or(0.0),
        };
        // Each customer's gaps weigh as much as those of any other, however many they are.
        let mut strayed: Vec<(f64, f64)> = Vec::new();
        let mut customers = 0;
        for buyer in buyers.iter().filter(|b| b.days.len() > 2) {
            let usual = lately.usual(buyer);
            let gaps = buyer.days.windows(2).map(|d| f64::from(d[1] - d[0]));
            let weight = 1.0 / (buyer.days.len() - 1) as f64;
            strayed.extend(gaps.map(|gap| (gap / usual, weight)));
            customers += 1;
        }
        if customers >= STRAYING {
            table::order::sort_by(&mut strayed, |a, b| {
                a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
            });
            let mut left = 0.9 * customers as f64 - 1e-9;
            let ninth = strayed.iter().find(|(_, weight)| {
                left -= weight;
                left <= 0.0
            });
            lately.times = ninth.map_or(3.0, |(times, _)| *times).clamp(1.5, 4.0);
        }
        lately
    }

    /// The usual gap of a buyer in days: the fewer their own, the nearer to that of the shop.
    fn usual(&self, buyer: &Buyer) -> f64 {
        let n = (buyer.days.len() - 1) as f64;
        let own = own_gap(&buyer.days).unwrap_or(0.0);
        (n * own + LENT * self.gap) / (n + LENT)
    }

    /// Days since the last purchase up to which a buyer is not overdue.
    pub(super) fn days(&self, buyer: &Buyer) -> i32 {
        if buyer.days.len() < 2 {
            return self.once;
        }
        let usual = self.usual(buyer);
        let days = (self.times * usual).min(LONGEST).max(usual);
        self.once.max(libm::round(days) as i32)
    }
}

/// The median of the days between purchases; `None` of one purchase.
pub(super) fn own_gap(days: &[i32]) -> Option<f64> {
    let gaps = days.windows(2).map(|d| f64::from(d[1] - d[0]));
    analysis::statistics::median(&mut gaps.collect::<Vec<f64>>())
}

/// Days since the last purchase up to which somebody who bought once may still be expected back: by then nine tenths
/// of those who bought a second time had done so; 30 at least, 90 at most.
pub(super) fn fresh_days(second: &[SurvivalStep]) -> i32 {
    let back = second.last().map_or(0.0, |s| 1.0 - s.survival);
    let most = second
        .iter()
        .find(|s| 1.0 - s.survival >= 0.9 * back - 1e-9);
    let days = most.filter(|_| back > 0.0).map_or(0.0, |s| s.time);
    libm::ceil(days).clamp(30.0, 90.0) as i32
}

/// Purchases that are often in any shop.
pub(super) const OFTEN: usize = 5;

/// The segment of a buyer with these quintiles who bought so many days ago. Quintiles alone call somebody new or loyal who
/// last bought half a year ago, where all others did so too; somebody gone who bought last week, where the others did
/// yesterday; and nobody a frequent buyer where all of them come every month.
pub(super) fn segment(
    buyer: &Buyer,
    [recency, frequency, money]: [u8; 3],
    since: i32,
    lately: Lately,
) -> Segment {
    let n = buyer.days.len();
    let often = n >= OFTEN || n > 1 && frequency >= 4;
    match (since <= lately.days(buyer), often) {
        (true, true) if recency >= 4 && money >= 4 => Segment::Champions,
        (true, true) => Segment::Loyal,
        (true, false) if n == 1 => Segment::New,
        (true, false) => Segment::Promising,
        (false, _) if often || money == 5 => Segment::AtRisk,
        (false, _) => Segment::Dormant,
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
