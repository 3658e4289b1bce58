//! How quantity went with price: Q = exp(product + week + ε · ln P).
//!
//! Fitted by Poisson pseudo-likelihood, which needs no logarithm of what was sold: in logarithms weeks without a sale
//! fall away, more of them at full price than at a lower one, and ε comes out too small. Its error is robust to whatever
//! links the weeks of a product. What a week without a sale was priced at is not known, so only products that sold in
//! nearly all of their weeks count. Each product's own slope is drawn towards the pooled one by how little it is known.
//!
//! # Source
//! Santos Silva & Tenreyro 2006; effects swept out of reweighted least squares as by Correia, Guimarães & Zylkin 2020.

use analysis::statistics::{median, student_critical};

/// A product in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    pub(crate) product: u32,
    pub(crate) week: i32,
    pub(crate) quantity: f64,
    /// `None` where it sold at no price of its own, by code only, say.
    pub(crate) ln_price: Option<f64>,
}

/// A cell that is fitted.
#[derive(Debug, Clone, Copy)]
struct Told {
    product: u32,
    week: i32,
    quantity: f64,
    ln_price: f64,
}

/// A product's own elasticity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Own {
    pub(crate) product: u32,
    /// Drawn towards the pooled one.
    pub(crate) value: f64,
    pub(crate) interval: (f64, f64),
    pub(crate) weeks: usize,
}

/// Elasticities.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Elasticity {
    pub(crate) pooled: f64,
    /// Standard error, clustered by product.
    pub(crate) error: f64,
    /// 95 % interval.
    pub(crate) interval: (f64, f64),
    pub(crate) products: usize,
    pub(crate) cells: usize,
    /// By product code.
    pub(crate) own: Vec<Own>,
}

/// Products that a pooled elasticity needs; with fewer clusters its error means nothing.
pub(crate) const LEAST_PRODUCTS: usize = 8;
/// Weeks that a product needs.
pub(crate) const LEAST_WEEKS: usize = 10;
/// Standard deviation of a product's ln P below which its price did not move; and how far from the usual a week's is that
/// counts as moved.
const LEAST_SPREAD: f64 = 0.03;
/// Share of the weeks between its first and last sale in which a product has to have sold.
const LEAST_SOLD: f64 = 0.95;
/// Weeks in which a price has to have moved: one alone may be a slip.
const LEAST_MOVED: usize = 3;

/// Products whose price moved.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moving {
    /// By product and week; weeks in which none of them sold anything are left out.
    cells: Vec<Told>,
    /// How many sold in nearly all weeks.
    pub(crate) steady: usize,
    /// Those that sold too seldom to be told, by product code.
    pub(crate) seldom: Vec<u32>,
}

/// Fits elasticities.
///
/// `None` with fewer than eight products that sold in ten weeks, in nearly all between their first and last, and changed
/// their price.
pub(crate) fn fit(moving: &Moving) -> Option<Elasticity> {
    let kept = &moving.cells;
    let ends: Vec<usize> = kept
        .chunk_by(|a, b| a.product == b.product)
        .scan(0, |end, of| {
            *end += of.len();
            Some(*end)
        })
        .collect();
    if ends.len() < LEAST_PRODUCTS {
        return None;
    }
    let weeks = week_codes(kept);
    let (n, groups) = (kept.len() as f64, ends.len() as f64);
    let parameters = groups + weeks.iter().max().map_or(0, |w| w + 1) as f64;
    if n <= parameters + 1.0 {
        return None;
    }
    let sold: Vec<f64> = kept.iter().map(|c| c.quantity).collect();
    let solved = solve(&sold, kept, &ends, &weeks)?;
    let Solved { pooled, x, eta } = &solved;
    let planned: Vec<f64> = eta.iter().map(|eta| libm::exp(*eta)).collect();
    let along: f64 = x.iter().zip(&planned).map(|(x, m)| m * x * x).sum();
    let of = |range: &std::ops::Range<usize>| -> f64 {
        range
            .clone()
            .map(|i| x[i] * (sold[i] - planned[i]))
            .sum::<f64>()
    };
    let ranges: Vec<std::ops::Range<usize>> = ends
        .iter()
        .enumerate()
        .map(|(i, &end)| if i == 0 { 0..end } else { ends[i - 1]..end })
        .collect();
    let meat: f64 = ranges.iter().map(|r| of(r) * of(r)).sum();
    let correction = groups / (groups - 1.0) * (n - 1.0) / (n - parameters);
    let error = libm::sqrt(meat * correction) / along;
    let half = student_critical(0.95, groups - 1.0) * error;
    Some(Elasticity {
        pooled: *pooled,
        error,
        interval: (pooled - half, pooled + half),
        products: ranges.len(),
        cells: kept.len(),
        own: own(kept, &ranges, &sold, &solved, error),
    })
}

/// What the fit came to.
struct Solved {
    pooled: f64,
    /// ln P without product and week means, weighted by what was to be expected.
    x: Vec<f64>,
    /// The logarithm of what was to be expected.
    eta: Vec<f64>,
}

/// Reweighted least squares until ε stands still; `None` where it does not, or where prices do not move apart.
fn solve(sold: &[f64], cells: &[Told], ends: &[usize], weeks: &[usize]) -> Option<Solved> {
    let mean = sold.iter().sum::<f64>() / sold.len() as f64;
    let start = |y: &f64| libm::log((y + mean) / 2.0);
    let mut eta: Vec<f64> = sold.iter().map(start).collect();
    let mut x: Vec<f64> = cells.iter().map(|c| c.ln_price).collect();
    let mut pooled = f64::NAN;
    for _ in 0..100 {
        let weights: Vec<f64> = eta.iter().map(|eta| libm::exp(*eta)).collect();
        let working: Vec<f64> = (0..sold.len())
            .map(|i| eta[i] + (sold[i] - weights[i]) / weights[i])
            .collect();
        // What is left of the last round differs from ln P by effects alone.
        x = swept(x, &weights, ends, weeks);
        let z = swept(working.clone(), &weights, ends, weeks);
        let along: f64 = x.iter().zip(&weights).map(|(x, w)| w * x * x).sum();
        if along.is_nan() || along <= 1e-9 * mean {
            return None;
        }
        let across: f64 = (0..z.len()).map(|i| weights[i] * x[i] * z[i]).sum();
        let next = across / along;
        for i in 0..eta.len() {
            eta[i] = (working[i] - (z[i] - next * x[i])).clamp(-30.0, 30.0);
        }
        let still = (next - pooled).abs() < 1e-10;
        pooled = next;
        if still {
            return Some(Solved { pooled, x, eta });
        }
    }
    None
}

/// Products that sold in enough weeks and changed their price, those that sold in nearly all weeks with their cells.
///
/// A week counts as one in which a product could have sold if any product did. At what price nothing was sold cannot be
/// known; where it is one week in twenty at most, the last price seen stands in for it.
pub(crate) fn moving(cells: &[Cell]) -> Moving {
    let mut cells: Vec<Cell> = cells.to_vec();
    table::order::sort_by_key(&mut cells, |c| (c.product, c.week));
    let mut open: Vec<i32> = cells.iter().map(|c| c.week).collect();
    table::order::sort(&mut open);
    open.dedup();
    let mut out = Moving::default();
    for of in cells.chunk_by(|a, b| a.product == b.product) {
        // Four times the usual price is a slip or another thing under the same name.
        let mut prices: Vec<f64> = of.iter().filter_map(|c| c.ln_price).collect();
        let usual = median(&mut prices).unwrap_or(0.0);
        let priced: Vec<Told> = of
            .iter()
            .filter_map(|c| {
                let ln_price = c.ln_price?;
                let is_usual = (ln_price - usual).abs() < core::f64::consts::LN_2 * 2.0;
                is_usual.then_some(Told {
                    product: c.product,
                    week: c.week,
                    quantity: c.quantity,
                    ln_price,
                })
            })
            .collect();
        if priced.is_empty() {
            continue;
        }
        let mean = priced.iter().map(|c| c.ln_price).sum::<f64>() / priced.len() as f64;
        let spread: f64 = priced
            .iter()
            .map(|c| (c.ln_price - mean) * (c.ln_price - mean))
            .sum();
        let moved = priced
            .iter()
            .filter(|c| (c.ln_price - usual).abs() >= LEAST_SPREAD)
            .count();
        let varies = spread >= priced.len() as f64 * LEAST_SPREAD * LEAST_SPREAD;
        if priced.len() < LEAST_WEEKS || !varies || moved < LEAST_MOVED {
            continue;
        }
        let (first, last) = (of[0].week, of[of.len() - 1].week);
        let weeks = open.iter().filter(|w| (first..=last).contains(w)).count();
        if (of.len() as f64) < LEAST_SOLD * weeks as f64 {
            out.seldom.push(of[0].product);
            continue;
        }
        out.steady += 1;
        let mut priced = priced.into_iter().peekable();
        let mut seen: Option<Told> = None;
        for &week in open.iter().filter(|w| (first..=last).contains(w)) {
            if let Some(cell) = priced.next_if(|c| c.week == week) {
                seen = Some(cell);
                out.cells.push(cell);
            } else if let Some(before) = seen
                && of.binary_search_by_key(&week, |c| c.week).is_err()
            {
                out.cells.push(Told {
                    week,
                    quantity: 0.0,
                    ..before
                });
            }
        }
    }
    // The effect of a week without a sale is endless, and nothing is learnt from it.
    let weeks = week_codes(&out.cells);
    let mut sums = vec![0.0; weeks.iter().max().map_or(0, |w| w + 1)];
    for (cell, &week) in out.cells.iter().zip(&weeks) {
        sums[week] += cell.quantity;
    }
    let mut at = weeks.iter();
    out.cells
        .retain(|_| at.next().is_some_and(|&week| sums[week] > 0.0));
    out
}

/// Each product's slope, drawn towards the pooled one: DerSimonian–Laird's variance between products, then the
/// precision-weighted mean of both, which is as unsure as its parts.
fn own(
    cells: &[Told],
    ranges: &[std::ops::Range<usize>],
    sold: &[f64],
    solved: &Solved,
    error: f64,
) -> Vec<Own> {
    let pooled = solved.pooled;
    let raw: Vec<(usize, f64, f64)> = ranges
        .iter()
        .enumerate()
        .filter_map(|(i, range)| {
            let of = range.clone();
            let (apart, variance) =
                alone(&sold[of.clone()], &solved.x[of.clone()], &solved.eta[of])?;
            Some((i, pooled + apart, variance))
        })
        .collect();
    let weight: f64 = raw.iter().map(|r| 1.0 / r.2).sum();
    let squares: f64 = raw.iter().map(|r| 1.0 / (r.2 * r.2)).sum();
    let centre = raw.iter().map(|r| r.1 / r.2).sum::<f64>() / weight;
    let spread: f64 = raw
        .iter()
        .map(|r| (r.1 - centre) * (r.1 - centre) / r.2)
        .sum();
    let free = weight - squares / weight;
    let between = if free > 0.0 {
        ((spread - (raw.len() as f64 - 1.0)) / free).max(0.0)
    } else {
        0.0
    };
    raw.into_iter()
        .map(|(i, slope, variance)| {
            let known = between / (between + variance);
            let value = known * slope + (1.0 - known) * pooled;
            let rest = (1.0 - known) * error;
            let parts = [
                (known * variance, ranges[i].len() as f64 - 2.0),
                (rest * rest, ranges.len() as f64 - 1.0),
            ];
            let critical = student_critical(0.95, freedom(parts));
            let half = critical * libm::sqrt(known * variance + rest * rest);
            Own {
                product: cells[ranges[i].start].product,
                value,
                interval: (value - half, value + half),
                weeks: ranges[i].len(),
            }
        })
        .collect()
}

/// How far a product's own slope lies from the pooled one, with effects of weeks as they are, and its variance by how
/// much its quantities stray.
fn alone(sold: &[f64], x: &[f64], eta: &[f64]) -> Option<(f64, f64)> {
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let mut apart = 0.0;
    for _ in 0..100 {
        let raw: Vec<f64> = (0..x.len())
            .map(|i| libm::exp(eta[i] + apart * x[i]))
            .collect();
        let times = sum(sold) / sum(&raw);
        let planned: Vec<f64> = raw.iter().map(|m| m * times).collect();
        let centre = (0..x.len()).map(|i| planned[i] * x[i]).sum::<f64>() / sum(&planned);
        let off = |i: usize| x[i] - centre;
        let along: f64 = (0..x.len()).map(|i| planned[i] * off(i) * off(i)).sum();
        if along.is_nan() || along <= 1e-9 * sum(sold) / x.len() as f64 {
            return None;
        }
        let step = (0..x.len())
            .map(|i| off(i) * (sold[i] - planned[i]))
            .sum::<f64>()
            / along;
        if step.abs() < 1e-9 {
            let strays = (0..x.len()).map(|i| {
                let stray = sold[i] - planned[i];
                stray * stray / planned[i]
            });
            let variance = strays.sum::<f64>() / (x.len() as f64 - 2.0).max(1.0) / along;
            return (variance > 0.0).then_some((apart, variance));
        }
        apart += step.clamp(-1.0, 1.0);
    }
    None
}

/// The degrees of freedom of a sum of two variances, each with its own.
///
/// # Source
/// Satterthwaite 1946.
fn freedom([(a, of_a), (b, of_b)]: [(f64, f64); 2]) -> f64 {
    let (of_a, of_b) = (of_a.max(1.0), of_b.max(1.0));
    let free = (a + b) * (a + b) / (a * a / of_a + b * b / of_b);
    if free.is_finite() {
        free
    } else {
        of_a.min(of_b)
    }
}

fn week_codes(cells: &[Told]) -> Vec<usize> {
    let mut weeks: Vec<i32> = cells.iter().map(|c| c.week).collect();
    table::order::sort(&mut weeks);
    weeks.dedup();
    cells
        .iter()
        .map(|c| weeks.binary_search(&c.week).unwrap_or(0))
        .collect()
}

/// What weighted product and week means do not explain: both swept in turn until nothing moves.
fn swept(mut values: Vec<f64>, weights: &[f64], ends: &[usize], weeks: &[usize]) -> Vec<f64> {
    let count = weeks.iter().max().map_or(0, |w| w + 1);
    for _ in 0..500 {
        let mut moved = 0.0_f64;
        let mut start = 0;
        for &end in ends {
            let (mut sum, mut weight) = (0.0, 0.0);
            for i in start..end {
                (sum, weight) = (sum + weights[i] * values[i], weight + weights[i]);
            }
            let mean = sum / weight;
            values[start..end].iter_mut().for_each(|v| *v -= mean);
            moved = moved.max(mean.abs());
            start = end;
        }
        let mut sums = vec![(0.0, 0.0); count];
        for (i, &week) in weeks.iter().enumerate() {
            sums[week].0 += weights[i] * values[i];
            sums[week].1 += weights[i];
        }
        for (value, &week) in values.iter_mut().zip(weeks) {
            let mean = sums[week].0 / sums[week].1;
            *value -= mean;
            moved = moved.max(mean.abs());
        }
        if moved < 1e-12 {
            break;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve products over thirty weeks, each with a week without a sale; the same as in `tests/golden/campaigns.py`.
    fn panel() -> Vec<Cell> {
        let mut state = 12_345_u64;
        let mut draw = || {
            state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
            state as f64 / 2_147_483_648.0
        };
        let mut cells = Vec::new();
        for product in 0..12_u32 {
            for week in 0..30_i32 {
                let (a, b, c) = (draw(), draw(), draw());
                let ln_price =
                    2.0 + 0.1 * f64::from(product) + if a < 0.3 { -0.3 * b } else { 0.0 };
                let slope = -1.5 - 0.05 * f64::from(product);
                let ln_quantity = 5.0 + 0.02 * f64::from(week) + slope * ln_price + 0.4 * (c - 0.5);
                if (week + 5 * product as i32) % 30 != 7 {
                    cells.push(Cell {
                        product,
                        week,
                        quantity: libm::exp(ln_quantity),
                        ln_price: Some(ln_price),
                    });
                }
            }
        }
        cells
    }

    #[test]
    fn the_pooled_elasticity_is_that_of_a_poisson_regression_with_dummies() {
        let of = fit(&moving(&panel())).expect("elasticities");
        assert_eq!((of.products, of.cells), GOLDEN_SIZE);
        assert!((of.pooled - GOLDEN.0).abs() < 1e-8, "{}", of.pooled);
        assert!((of.error - GOLDEN.1).abs() < 1e-8, "{}", of.error);
    }

    #[test]
    fn own_slopes_lie_between_their_own_and_the_pooled() {
        let of = fit(&moving(&panel())).expect("elasticities");
        assert_eq!(of.own.len(), 12);
        assert!(
            of.own
                .iter()
                .all(|o| o.interval.0 <= o.value && o.value <= o.interval.1)
        );
        assert!(of.own.iter().all(|o| o.value < -0.8 && o.value > -3.0));
    }

    #[test]
    fn products_that_do_not_differ_are_as_unsure_as_the_whole() {
        let mut cells = panel();
        for cell in &mut cells {
            // One slope for all, and chance that no product has more of.
            let place = f64::from(cell.product * 31 + cell.week as u32 * 17 % 101);
            let ln_price = cell.ln_price.expect("a price");
            cell.quantity = libm::exp(3.0 - 0.2 * ln_price + 0.3 * libm::sin(place * place));
        }
        let of = fit(&moving(&cells)).expect("elasticities");
        let least = 1.9 * of.error;
        for own in &of.own {
            let (low, high) = own.interval;
            assert!(
                high - own.value >= least && own.value - low >= least,
                "{own:?} {}",
                of.error
            );
        }
    }

    #[test]
    fn what_is_known_of_few_weeks_and_products_is_as_unsure_as_student_says() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-3, "{a} {b}");
        close(freedom([(2.0, 8.0), (0.0, 11.0)]), 8.0);
        close(freedom([(0.0, 8.0), (2.0, 11.0)]), 11.0);
        // 4 / (1/8 + 1/11)
        close(freedom([(1.0, 8.0), (1.0, 11.0)]), 18.526);
        close(freedom([(0.0, 8.0), (0.0, 11.0)]), 8.0);
        // Products without a difference of their own have the interval of the whole: t of 11 degrees, 2.201.
        let mut cells = panel();
        for cell in &mut cells {
            let noise = f64::from((cell.product * 7 + cell.week as u32 * 5) % 12) - 5.5;
            let ln_price = cell.ln_price.expect("a price");
            cell.quantity = libm::exp(3.0 - 1.2 * ln_price + 0.01 * noise);
        }
        let of = fit(&moving(&cells)).expect("elasticities");
        close((of.interval.1 - of.pooled) / of.error, 2.201);
        for own in of.own.iter().filter(|o| o.value == of.pooled) {
            close(own.interval.0, of.interval.0);
            close(own.interval.1, of.interval.1);
        }
    }

    #[test]
    fn weeks_without_a_sale_do_not_flatten_the_slope() {
        // About three pieces a week at full price and a slope of −2: in logarithms of the weeks that sold it is far less.
        // Steele, Lea & Flood 2014: draws that follow each other have nothing in common.
        let mut state = 7_u64;
        let mut draw = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut bits = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((bits ^ (bits >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
        };
        let cells = |level: f64, draw: &mut dyn FnMut() -> f64| {
            let mut cells = Vec::new();
            for place in 0..24 * 52 {
                let ln_price = libm::log([1.0, 0.9, 0.8, 0.7][(draw() * 4.0) as usize]);
                let planned = level * libm::exp(-2.0 * ln_price);
                // A Poisson number: factors until they fall below e^−planned.
                let (mut pieces, mut left) = (0, draw());
                while left > libm::exp(-planned) {
                    (pieces, left) = (pieces + 1, left * draw());
                }
                if pieces > 0 {
                    cells.push(Cell {
                        product: place / 52,
                        week: (place % 52) as i32,
                        quantity: f64::from(pieces),
                        ln_price: Some(ln_price),
                    });
                }
            }
            cells
        };
        let of = fit(&moving(&cells(3.0, &mut draw))).expect("elasticities");
        let (low, high) = of.interval;
        assert!(low < -2.0 && -2.0 < high && high < -1.0, "{of:?}");
        // Where a third of the weeks sold nothing, at a price that nobody knows, nothing is told.
        let seldom = moving(&cells(0.8, &mut draw));
        assert_eq!((seldom.steady, seldom.seldom.len()), (0, 24));
        assert_eq!(fit(&seldom), None);
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let (mut cells, once) = (panel(), fit(&moving(&panel())));
        cells.reverse();
        assert_eq!(fit(&moving(&cells)), once);
    }

    #[test]
    fn prices_that_do_not_move_say_nothing() {
        let mut cells = panel();
        cells.iter_mut().for_each(|c| c.ln_price = Some(2.0));
        assert_eq!(fit(&moving(&cells)), None);
        // Half the price in one week alone is no change of price.
        for cell in &mut cells {
            cell.ln_price = Some(if cell.week == 7 { 1.31 } else { 2.0 });
        }
        assert_eq!(moving(&cells).steady, 0);
        let few: Vec<Cell> = panel().into_iter().filter(|c| c.product < 7).collect();
        assert_eq!(fit(&moving(&few)), None);
    }

    /// statsmodels: Poisson regression with product and week dummies, errors clustered by product.
    const GOLDEN_SIZE: (usize, usize) = (12, 360);
    const GOLDEN: (f64, f64) = (-1.472_072_159_542_719_3, 0.190_387_035_082_227);
}
