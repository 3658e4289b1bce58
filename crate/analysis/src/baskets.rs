//! Basket sizes, order amounts, and products bought together.

use serde::Serialize;
use shop::{NONE, Selection};

use crate::frame::{Frame, PERIOD};
use crate::statistics::{
    benjamini_hochberg, chi_square_1_upper, fisher_upper, quantile_sorted, rounded,
};
use crate::{Answer, Unit};

/// Baskets in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Baskets {
    /// Orders.
    pub orders: u64,
    /// Mean number of different products per order; `None` without lines.
    pub mean_products: Option<f64>,
    /// Mean units per order.
    pub mean_units: Option<f64>,
    /// Orders by number of different products: 1, 2, … , the last holds all larger. Empty without lines.
    pub sizes: Vec<SizeBin>,
    /// Orders by amount.
    pub amounts: Vec<AmountBin>,
    /// Median order amount, minor units.
    pub median_minor: f64,
    /// Quartiles of order amounts.
    pub quartiles_minor: [f64; 2],
    /// 90th percentile.
    pub p90_minor: f64,
    /// Largest order.
    pub largest_minor: i64,
    /// Products bought together, surest and strongest first (at most 20).
    pub pairs: Answer<Vec<Pair>>,
    /// Pairs that were tested.
    pub pairs_tested: u64,
}

/// Orders with so many different products.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SizeBin {
    /// Different products.
    pub products: u32,
    /// Whether larger baskets are in it too.
    pub and_more: bool,
    /// Orders.
    pub orders: u64,
    /// Their gross.
    pub gross_minor: i64,
}

/// Orders whose amount lies in a range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AmountBin {
    /// From, inclusive.
    pub from_minor: i64,
    /// Below.
    pub below_minor: i64,
    /// Whether all larger amounts are in it too.
    pub and_more: bool,
    /// Orders.
    pub orders: u64,
    /// The rows behind it.
    pub selection: Selection,
}

/// Two products bought together more often than chance would have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The product that leads to the other more often.
    pub a: String,
    /// The other.
    pub b: String,
    /// Orders with both.
    pub together: u64,
    /// Orders with `a`.
    pub a_orders: u64,
    /// Orders with `b`.
    pub b_orders: u64,
    /// Share of orders with both.
    pub support: f64,
    /// Share of `a`'s orders that have `b` too.
    pub confidence: f64,
    /// `together` against what independence would give.
    pub lift: f64,
    /// χ² with Yates' correction, one degree of freedom.
    pub chi_square: f64,
    /// Its p-value.
    pub p_value: f64,
    /// Adjusted over all pairs tested.
    pub q_value: f64,
    /// The orders with both.
    pub selection: Selection,
}

/// Orders below which a distribution of amounts is noise.
const FEWEST_ORDERS: u64 = 20;

/// Orders with two or more products below which pairs are not looked for.
const FEWEST_BASKETS: u64 = 100;

/// Orders with a product below which it is in no pair.
const FEWEST_OF_PRODUCT: u32 = 20;

/// Orders with both below which a pair is not reported.
const FEWEST_TOGETHER: u32 = 5;

/// Products among which pairs are looked for: those in most orders.
const MOST_PRODUCTS: usize = 150;

/// Pairs in all baskets that may be counted, so that a shop of huge baskets answers as fast.
const MOST_COUNTED: u64 = 8_000_000;

/// Pairs reported.
const MOST_PAIRS: usize = 20;

/// Baskets, and the p-values of all pairs that were tested.
pub(crate) fn baskets(frame: &Frame<'_>) -> (Answer<Baskets>, Vec<f64>) {
    if frame.shop.is_summed_up() {
        return (Answer::summed_up(frame.bits.len()), Vec::new());
    }
    let orders = u64::from(frame.total.orders);
    if orders < FEWEST_ORDERS {
        return (
            Answer::missing(FEWEST_ORDERS, orders, Unit::Orders),
            Vec::new(),
        );
    }
    let mut amounts: Vec<f64> = (0..frame.bits.len())
        .filter(|&order| frame.bits[order] & PERIOD != 0)
        .map(|order| frame.gross[order] as f64)
        .collect();
    table::order::floats(&mut amounts);
    let quantile = |p: f64| rounded(quantile_sorted(&amounts, p).unwrap_or(0.0));
    let units = frame.total.units;
    let (sizes, mean_products) = sizes(frame);
    let (pairs, p_values) = pairs(frame);
    let baskets = Baskets {
        orders,
        mean_products,
        mean_units: (units > 0).then(|| rounded(units as f64 / 1000.0 / orders as f64)),
        sizes,
        amounts: amount_bins(frame, &amounts),
        median_minor: quantile(0.5),
        quartiles_minor: [quantile(0.25), quantile(0.75)],
        p90_minor: quantile(0.9),
        largest_minor: amounts.last().map_or(0, |&a| a as i64),
        pairs,
        pairs_tested: p_values.len() as u64,
    };
    (Answer::Known(baskets), p_values)
}

/// Orders by number of different products; 1 to 9, then 10 and more.
fn sizes(frame: &Frame<'_>) -> (Vec<SizeBin>, Option<f64>) {
    if !frame.shop.has_lines || frame.shop.product_names.is_empty() {
        return (Vec::new(), None);
    }
    let mut bins = [(0_u64, 0_i64); 10];
    let (mut orders, mut products) = (0_u64, 0_u64);
    let mut stamp = vec![u32::MAX; frame.shop.product_names.len()];
    for (order, &bits) in frame.bits.iter().enumerate() {
        if bits & PERIOD == 0 {
            continue;
        }
        let mut size = 0_usize;
        for line in frame.lines_of(order) {
            let product = frame.shop.lines.product[line];
            if product != NONE && frame.line_passes(line) {
                let seen = &mut stamp[product as usize];
                size += usize::from(*seen != order as u32);
                *seen = order as u32;
            }
        }
        if size > 0 {
            let bin = &mut bins[(size - 1).min(9)];
            bin.0 += 1;
            bin.1 = bin.1.saturating_add(frame.gross[order]);
            orders += 1;
            products += size as u64;
        }
    }
    if orders == 0 {
        return (Vec::new(), None);
    }
    let bins = bins
        .iter()
        .enumerate()
        .map(|(i, &(orders, gross_minor))| SizeBin {
            products: i as u32 + 1,
            and_more: i == 9,
            orders,
            gross_minor,
        })
        .collect();
    (bins, Some(rounded(products as f64 / orders as f64)))
}

/// Some twenty bins of a round width up to the 98th percentile; the last holds all above.
fn amount_bins(frame: &Frame<'_>, sorted: &[f64]) -> Vec<AmountBin> {
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    let body = quantile_sorted(sorted, 0.98).unwrap_or(most);
    let floor = least.min(0.0);
    let width = round_up_nicely((body - floor) / 20.0);
    let start = (floor / width as f64).floor() as i64 * width;
    let count = (((body - start as f64) / width as f64).floor() as usize + 1).min(40);
    let mut orders = vec![0_u64; count];
    for &amount in sorted {
        let bin = ((amount - start as f64) / width as f64).floor() as usize;
        orders[bin.min(count - 1)] += 1;
    }
    let within = frame.selection();
    orders
        .into_iter()
        .enumerate()
        .map(|(i, orders)| {
            let from_minor = start + i as i64 * width;
            let edge = from_minor + width;
            let and_more = i + 1 == count && most >= edge as f64;
            // One above the largest, so that "below" holds for it too.
            let below_minor = if and_more { most as i64 + 1 } else { edge };
            AmountBin {
                from_minor,
                below_minor,
                and_more,
                orders,
                selection: Selection {
                    order_amount: Some((from_minor, below_minor)),
                    ..within.clone()
                },
            }
        })
        .collect()
}

/// The next of 1, 2, 2.5, 5 × a power of ten, at least 1.
fn round_up_nicely(width: f64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [power, 2 * power, 5 * power / 2, 5 * power] {
            if step as f64 >= width && step > 0 {
                return step;
            }
        }
        match power.checked_mul(10) {
            Some(next) if next < i64::MAX / 10 => power = next,
            _ => return power,
        }
    }
}

/// The products in most orders of the period, and each order's set of them (as places in that
/// list), one after the other, with their starts.
struct FrequentSets {
    codes: Vec<u32>,
    orders_with: Vec<u32>,
    sets: Vec<u8>,
    starts: Vec<u32>,
    baskets: u64,
}

fn frequent_sets(frame: &Frame<'_>) -> FrequentSets {
    let lines = &frame.shop.lines;
    let names = frame.shop.product_names.len();
    let mut stamp = vec![u32::MAX; names];
    let mut orders_with = vec![0_u32; names];
    let mut baskets = 0_u64;
    for (order, &bits) in frame.bits.iter().enumerate() {
        if bits & PERIOD == 0 {
            continue;
        }
        let mut size = 0;
        for product in &lines.product[frame.lines_of(order)] {
            if let Some(seen) = stamp.get_mut(*product as usize)
                && *seen != order as u32
            {
                *seen = order as u32;
                orders_with[*product as usize] += 1;
                size += 1;
            }
        }
        baskets += u64::from(size > 1);
    }
    let name = |code: u32| frame.shop.product_names.name(code);
    let mut codes: Vec<u32> = (0..names as u32)
        .filter(|&code| orders_with[code as usize] >= FEWEST_OF_PRODUCT)
        .collect();
    table::order::top_by(&mut codes, MOST_PRODUCTS, |&a, &b| {
        orders_with[b as usize]
            .cmp(&orders_with[a as usize])
            .then_with(|| name(a).cmp(name(b)))
    });
    codes.truncate(MOST_PRODUCTS);
    let mut place = vec![u8::MAX; names];
    for (i, &code) in codes.iter().enumerate() {
        place[code as usize] = i as u8;
    }
    stamp.fill(u32::MAX);
    let (mut sets, mut starts) = (Vec::new(), vec![0]);
    for (order, &bits) in frame.bits.iter().enumerate() {
        if bits & PERIOD == 0 {
            continue;
        }
        for product in &lines.product[frame.lines_of(order)] {
            let Some(&at) = place.get(*product as usize) else {
                continue;
            };
            if at != u8::MAX && stamp[*product as usize] != order as u32 {
                stamp[*product as usize] = order as u32;
                sets.push(at);
            }
        }
        starts.push(sets.len() as u32);
    }
    FrequentSets {
        orders_with: codes.iter().map(|&c| orders_with[c as usize]).collect(),
        codes,
        sets,
        starts,
        baskets,
    }
}

fn pairs(frame: &Frame<'_>) -> (Answer<Vec<Pair>>, Vec<f64>) {
    // Under a filter by product the other products of a basket are out of sight.
    if !frame.shop.has_lines || frame.products.is_some() {
        return (
            Answer::missing(FEWEST_BASKETS, 0, Unit::OrdersWithTwoProducts),
            Vec::new(),
        );
    }
    let frequent = frequent_sets(frame);
    if frequent.baskets < FEWEST_BASKETS {
        return (
            Answer::missing(
                FEWEST_BASKETS,
                frequent.baskets,
                Unit::OrdersWithTwoProducts,
            ),
            Vec::new(),
        );
    }
    let mut count = frequent.codes.len();
    let work = |count: usize| -> u64 {
        frequent
            .starts
            .windows(2)
            .map(|w| {
                let set = &frequent.sets[w[0] as usize..w[1] as usize];
                let n = set.iter().filter(|&&at| usize::from(at) < count).count() as u64;
                n * n.saturating_sub(1) / 2
            })
            .sum()
    };
    while count > 10 && work(count) > MOST_COUNTED {
        count = count * 2 / 3;
    }
    let mut together = vec![0_u32; count * count];
    for range in frequent.starts.windows(2) {
        let set = &frequent.sets[range[0] as usize..range[1] as usize];
        for (i, &a) in set.iter().enumerate() {
            if usize::from(a) >= count {
                continue;
            }
            for &b in &set[i + 1..] {
                if usize::from(b) < count {
                    together[usize::from(a.min(b)) * count + usize::from(a.max(b))] += 1;
                }
            }
        }
    }
    let n = u64::from(frame.total.orders);
    let mut p_values = Vec::new();
    let mut found: Vec<(usize, usize, usize, f64)> = Vec::new();
    for a in 0..count {
        for b in a + 1..count {
            let both = together[a * count + b];
            let (n_a, n_b) = (
                u64::from(frequent.orders_with[a]),
                u64::from(frequent.orders_with[b]),
            );
            let expected = n_a as f64 * n_b as f64 / n as f64;
            // Rare and unlikely pairs are not looked at closer; as tests they count with p = 1,
            // which can only make the others less sure.
            let p = if both < FEWEST_TOGETHER || f64::from(both) <= expected {
                1.0
            } else {
                let chi = chi_square(u64::from(both), n_a, n_b, n);
                found.push((a, b, p_values.len(), chi));
                if expected < 5.0 {
                    (2.0 * fisher_upper(u64::from(both), n_a, n_b, n)).min(1.0)
                } else {
                    chi_square_1_upper(chi)
                }
            };
            p_values.push(p);
        }
    }
    let q_values = benjamini_hochberg(&p_values);
    let within = frame.selection();
    let mut pairs: Vec<Pair> = found
        .into_iter()
        .filter(|&(_, _, test, _)| q_values[test] <= 0.05)
        .map(|(a, b, test, chi)| {
            let both = u64::from(together[a * count + b]);
            let name = |i: usize| frame.shop.product_names.name(frequent.codes[i]).to_owned();
            // The rarer product leads to the other more often.
            let (lead, other) = if frequent.orders_with[b] < frequent.orders_with[a] {
                (b, a)
            } else {
                (a, b)
            };
            let (a_orders, b_orders) = (
                u64::from(frequent.orders_with[lead]),
                u64::from(frequent.orders_with[other]),
            );
            Pair {
                a: name(lead),
                b: name(other),
                together: both,
                a_orders,
                b_orders,
                support: rounded(both as f64 / n as f64),
                confidence: rounded(both as f64 / a_orders as f64),
                lift: rounded(both as f64 * n as f64 / (a_orders as f64 * b_orders as f64)),
                chi_square: rounded(chi),
                p_value: rounded(p_values[test]),
                q_value: rounded(q_values[test]),
                selection: Selection {
                    basket: vec![name(lead), name(other)],
                    ..within.clone()
                },
            }
        })
        .collect();
    // What is beyond doubt anyway is ranked by what it is worth knowing: how often beyond chance.
    table::order::top_by(&mut pairs, MOST_PAIRS, |a, b| {
        let beyond = |p: &Pair| p.together as f64 * (1.0 - 1.0 / p.lift);
        beyond(b)
            .total_cmp(&beyond(a))
            .then_with(|| (&a.a, &a.b).cmp(&(&b.a, &b.b)))
    });
    pairs.truncate(MOST_PAIRS);
    (Answer::Known(pairs), p_values)
}

/// χ² of a 2×2 table with Yates' correction, from the margins.
fn chi_square(both: u64, n_a: u64, n_b: u64, n: u64) -> f64 {
    let (both, a, b, n) = (both as f64, n_a as f64, n_b as f64, n as f64);
    let margins = a * b * (n - a) * (n - b);
    if margins <= 0.0 {
        return 0.0;
    }
    let distance = ((both * n - a * b).abs() - n / 2.0).max(0.0);
    distance * distance * n / margins
}
