//! Segments that customers fall into by what they do: k-means on their habits, and how clearly the segments part.

use ledger::NONE;
use predict::{Segments, choose_segments};

use super::buyers::Buyer;
use crate::scene::Scene;

/// Customers without whom no segments are cut.
pub(super) const NEEDS: usize = 50;
/// Segments at most: more than a merchant would treat apart.
const MOST: usize = 6;
/// Customers that segments are cut on; the others join the nearest.
const CUT_ON: usize = 3_000;
/// Shares of discounted orders between which discounts are a habit of some.
const DISCOUNTED: (f64, f64) = (0.05, 0.95);

/// What a customer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// How lately they bought.
    Lately,
    /// How often.
    Often,
    /// What a purchase comes to.
    Much,
    /// How many products they have bought.
    Widely,
    /// How long they have been customers.
    Long,
    /// The share of orders with a discount.
    Discounted,
}

/// A segment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    /// Positions among the buyers.
    pub(super) buyers: Vec<usize>,
    /// The mean percentile of its customers in each habit, 0 to 1; that of all customers is one half.
    pub(super) ranks: Vec<f64>,
    /// The median of each habit, in its own unit.
    pub(super) medians: Vec<f64>,
}

/// Segments, largest first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profiles {
    pub(super) habits: Vec<Habit>,
    pub(super) segments: Vec<Profile>,
    /// Mean silhouette: near 0 where customers differ by degrees only.
    pub(super) silhouette: f64,
}

/// Habits of buyers that differ between them, with a value for each.
fn habits(scene: &Scene<'_>, buyers: &[Buyer], end: i32) -> Vec<(Habit, Vec<f64>)> {
    let ledger = scene.ledger;
    let mut place = vec![usize::MAX; ledger.customers.len()];
    for (at, buyer) in buyers.iter().enumerate() {
        if let Some(own) = place.get_mut(buyer.code as usize) {
            *own = at;
        }
    }
    let mut bought: Vec<(usize, u32)> = Vec::new();
    let mut discounted = vec![(0_usize, 0_usize); buyers.len()];
    for (order, &customer) in ledger.orders.customer.iter().enumerate() {
        let own = place.get(customer as usize).copied();
        let Some(own) = own.filter(|own| *own != usize::MAX) else {
            continue;
        };
        let day = ledger.orders.day[order];
        if day == i32::MIN || day > scene.request.today {
            continue;
        }
        let has =
            ledger.orders.discount_minor[order] > 0 || ledger.orders.discount_code[order] != NONE;
        discounted[own].0 += usize::from(has);
        discounted[own].1 += 1;
        let products = ledger.lines_of(order).map(|l| ledger.lines.product[l]);
        bought.extend(products.filter(|p| *p != NONE).map(|p| (own, p)));
    }
    table::order::sort(&mut bought);
    bought.dedup();
    let mut products = vec![0_usize; buyers.len()];
    for (own, _) in bought {
        products[own] += 1;
    }
    let (with, all) = discounted
        .iter()
        .fold((0, 0), |(w, n), d| (w + d.0, n + d.1));
    let share = with as f64 / all.max(1) as f64;
    let of = |value: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..buyers.len()).map(value).collect() };
    let mut found = vec![
        (Habit::Lately, of(&|i| f64::from(end - buyers[i].last()))),
        (Habit::Often, of(&|i| buyers[i].days.len() as f64)),
        (
            Habit::Much,
            of(&|i| buyers[i].spent().max(0) as f64 / buyers[i].days.len().max(1) as f64),
        ),
        (Habit::Widely, of(&|i| products[i] as f64)),
        (Habit::Long, of(&|i| f64::from(end - buyers[i].first()))),
    ];
    if (DISCOUNTED.0..=DISCOUNTED.1).contains(&share) {
        let of_orders = |i: usize| discounted[i].0 as f64 / discounted[i].1.max(1) as f64;
        found.push((Habit::Discounted, of(&of_orders)));
    }
    found.retain(|(_, values)| values.iter().any(|v| *v != values[0]));
    found
}

/// What distances are measured on: skewed habits by their logarithms, so that a few great customers are not a
/// segment each.
fn scaled(habit: Habit, value: f64) -> f64 {
    match habit {
        Habit::Discounted => value,
        Habit::Lately => -libm::log1p(value.max(0.0)),
        _ => libm::log1p(value.max(0.0)),
    }
}

/// The percentile of each value, equal values that of their middle; larger is higher, but for days since the last
/// purchase.
fn percentiles(habit: Habit, values: &[f64]) -> Vec<f64> {
    let signed: Vec<f64> = values.iter().map(|v| scaled(habit, *v)).collect();
    let mut sorted = signed.clone();
    table::order::floats(&mut sorted);
    let n = sorted.len().max(1) as f64;
    signed
        .iter()
        .map(|v| {
            let below = sorted.partition_point(|s| s < v);
            let upto = sorted.partition_point(|s| s <= v);
            (below + upto) as f64 / 2.0 / n
        })
        .collect()
}

/// Cuts buyers into the two to six segments that part best; `None` with too few buyers or habits.
pub(super) fn profiles(scene: &Scene<'_>, buyers: &[Buyer], end: i32) -> Option<Profiles> {
    if buyers.len() < NEEDS {
        return None;
    }
    let habits = habits(scene, buyers, end);
    if habits.len() < 3 {
        return None;
    }
    let mut points: Vec<Vec<f64>> = (0..buyers.len())
        .map(|i| habits.iter().map(|(h, v)| scaled(*h, v[i])).collect())
        .collect();
    standardise(&mut points);
    let of_buyer = cut(&points)?;
    let ranks: Vec<Vec<f64>> = habits.iter().map(|(h, v)| percentiles(*h, v)).collect();
    let profile = |segment: usize| {
        let own: Vec<usize> = (0..buyers.len())
            .filter(|&i| of_buyer.0[i] == segment)
            .collect();
        // Rounded, since sums in another order of rows differ in their last digits.
        let mean = |of: &Vec<f64>| {
            let mean = own.iter().map(|&i| of[i]).sum::<f64>() / own.len() as f64;
            libm::round(mean * 1e9) / 1e9
        };
        let median = |of: &Vec<f64>| {
            let mut values: Vec<f64> = own.iter().map(|&i| of[i]).collect();
            analysis::statistics::median(&mut values).unwrap_or(0.0)
        };
        Profile {
            ranks: ranks.iter().map(mean).collect(),
            medians: habits.iter().map(|(_, v)| median(v)).collect(),
            buyers: own,
        }
    };
    let mut segments: Vec<Profile> = (0..of_buyer.1).map(profile).collect();
    segments.retain(|s| !s.buyers.is_empty());
    table::order::sort_by(&mut segments, |a, b| {
        let pairs = a.medians.iter().zip(&b.medians);
        let unequal = pairs.map(|(x, y)| x.total_cmp(y)).find(|o| !o.is_eq());
        (b.buyers.len().cmp(&a.buyers.len())).then(unequal.unwrap_or(std::cmp::Ordering::Equal))
    });
    (segments.len() > 1).then(|| Profiles {
        habits: habits.iter().map(|(h, _)| *h).collect(),
        segments,
        silhouette: of_buyer.2,
    })
}

/// Mean 0 and deviation 1 in each habit, over all buyers.
fn standardise(points: &mut [Vec<f64>]) {
    let n = points.len().max(1) as f64;
    for at in 0..points.first().map_or(0, Vec::len) {
        let mean = points.iter().map(|p| p[at]).sum::<f64>() / n;
        let squares: f64 = points.iter().map(|p| (p[at] - mean) * (p[at] - mean)).sum();
        let deviation = libm::sqrt(squares / n);
        for point in points.iter_mut() {
            point[at] = (point[at] - mean) / if deviation > 0.0 { deviation } else { 1.0 };
        }
    }
}

/// The segment of each point, how many there are, and the silhouette.
fn cut(points: &[Vec<f64>]) -> Option<(Vec<usize>, usize, f64)> {
    // In the order of their values, so that the order of the rows decides nothing.
    let mut order: Vec<usize> = (0..points.len()).collect();
    table::order::sort_by(&mut order, |&a, &b| {
        let pairs = points[a].iter().zip(&points[b]);
        let unequal = pairs.map(|(x, y)| x.total_cmp(y)).find(|o| !o.is_eq());
        unequal.unwrap_or(std::cmp::Ordering::Equal)
    });
    let step = points.len().div_ceil(CUT_ON).max(1);
    let sample: Vec<usize> = order.into_iter().step_by(step).collect();
    let rows: Vec<Vec<f64>> = sample.iter().map(|&i| points[i].clone()).collect();
    let found: Segments = choose_segments(&rows, 2..=MOST, 1).ok()?;
    let mut known = vec![None; points.len()];
    for (&at, &segment) in sample.iter().zip(&found.of_row) {
        known[at] = Some(segment);
    }
    let nearest = |point: &Vec<f64>| {
        let apart = |centre: &Vec<f64>| -> f64 {
            point
                .iter()
                .zip(centre)
                .map(|(a, b)| (a - b) * (a - b))
                .sum()
        };
        let near = (0..found.centers.len())
            .min_by(|&a, &b| apart(&found.centers[a]).total_cmp(&apart(&found.centers[b])));
        near.unwrap_or(0)
    };
    let of_point = points
        .iter()
        .zip(known)
        .map(|(point, known)| known.unwrap_or_else(|| nearest(point)))
        .collect();
    Some((of_point, found.centers.len(), found.silhouette))
}
