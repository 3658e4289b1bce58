//! How quantity went with price: ln Q = product + week + ε · ln P.
//!
//! Product and week effects are swept out, ε is least squares on what is left, its error robust to whatever links the
//! weeks of a product. Each product's own slope is drawn towards the pooled one by how little it is known.

use analysis::statistics::{median, student_critical};

/// A product in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    pub(crate) product: u32,
    pub(crate) week: i32,
    pub(crate) ln_quantity: f64,
    pub(crate) ln_price: f64,
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
/// Weeks in which a price has to have moved: one alone may be a slip.
const LEAST_MOVED: usize = 3;

/// Fits elasticities to cells, one for each product and week.
///
/// `None` with fewer than eight products that sold in ten weeks and changed their price.
pub(crate) fn fit(cells: &[Cell]) -> Option<Elasticity> {
    let kept = moving(cells);
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
    let weeks = week_codes(&kept);
    let sweep = |read: fn(&Cell) -> f64| swept(kept.iter().map(read).collect(), &ends, &weeks);
    let (x, y) = (sweep(|c| c.ln_price), sweep(|c| c.ln_quantity));
    let along: f64 = x.iter().map(|x| x * x).sum();
    if along <= 1e-9 {
        return None;
    }
    let pooled = x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / along;
    let residual: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - pooled * x).collect();
    let (n, groups) = (kept.len() as f64, ends.len() as f64);
    let parameters = groups + weeks.iter().max().map_or(0, |w| w + 1) as f64;
    if n <= parameters + 1.0 {
        return None;
    }
    let of =
        |range: &std::ops::Range<usize>| -> f64 { range.clone().map(|i| x[i] * residual[i]).sum() };
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
        pooled,
        error,
        interval: (pooled - half, pooled + half),
        products: ranges.len(),
        cells: kept.len(),
        own: own(&kept, &ranges, &x, &y, (pooled, error)),
    })
}

/// Products that sold in enough weeks and changed their price.
pub(crate) fn movable(cells: &[Cell]) -> usize {
    moving(cells)
        .chunk_by(|a, b| a.product == b.product)
        .count()
}

/// Their cells, by product and week.
fn moving(cells: &[Cell]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = cells.to_vec();
    table::order::sort_by_key(&mut cells, |c| (c.product, c.week));
    let mut kept: Vec<Cell> = Vec::with_capacity(cells.len());
    for of in cells.chunk_by(|a, b| a.product == b.product) {
        // Four times the usual price is a slip or another thing under the same name.
        let mut prices: Vec<f64> = of.iter().map(|c| c.ln_price).collect();
        let usual = median(&mut prices).unwrap_or(0.0);
        let of: Vec<Cell> = of
            .iter()
            .filter(|c| (c.ln_price - usual).abs() < core::f64::consts::LN_2 * 2.0)
            .copied()
            .collect();
        if of.is_empty() {
            continue;
        }
        let mean = of.iter().map(|c| c.ln_price).sum::<f64>() / of.len() as f64;
        let spread: f64 = of
            .iter()
            .map(|c| (c.ln_price - mean) * (c.ln_price - mean))
            .sum();
        let moved = of
            .iter()
            .filter(|c| (c.ln_price - usual).abs() >= LEAST_SPREAD)
            .count();
        let varies = spread >= of.len() as f64 * LEAST_SPREAD * LEAST_SPREAD;
        if of.len() >= LEAST_WEEKS && varies && moved >= LEAST_MOVED {
            kept.extend(of);
        }
    }
    kept
}

/// Each product's slope, drawn towards the pooled one: DerSimonian–Laird's variance between products, then the
/// precision-weighted mean of both, which is as unsure as its parts.
fn own(
    cells: &[Cell],
    ranges: &[std::ops::Range<usize>],
    x: &[f64],
    y: &[f64],
    (pooled, error): (f64, f64),
) -> Vec<Own> {
    let raw: Vec<(usize, f64, f64)> = ranges
        .iter()
        .enumerate()
        .filter_map(|(i, range)| {
            let along: f64 = range.clone().map(|i| x[i] * x[i]).sum();
            if along <= 1e-9 {
                return None;
            }
            let slope = range.clone().map(|i| x[i] * y[i]).sum::<f64>() / along;
            let n = range.len() as f64;
            let squares: f64 = range
                .clone()
                .map(|i| (y[i] - slope * x[i]) * (y[i] - slope * x[i]))
                .sum();
            let variance = squares / (n - 2.0).max(1.0) / along;
            (variance > 0.0).then_some((i, slope, variance))
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

fn week_codes(cells: &[Cell]) -> Vec<usize> {
    let mut weeks: Vec<i32> = cells.iter().map(|c| c.week).collect();
    table::order::sort(&mut weeks);
    weeks.dedup();
    cells
        .iter()
        .map(|c| weeks.binary_search(&c.week).unwrap_or(0))
        .collect()
}

/// What product and week means do not explain: both swept in turn until nothing moves.
fn swept(mut values: Vec<f64>, ends: &[usize], weeks: &[usize]) -> Vec<f64> {
    let count = weeks.iter().max().map_or(0, |w| w + 1);
    for _ in 0..500 {
        let mut moved = 0.0_f64;
        let mut start = 0;
        for &end in ends {
            let mean = values[start..end].iter().sum::<f64>() / (end - start) as f64;
            values[start..end].iter_mut().for_each(|v| *v -= mean);
            moved = moved.max(mean.abs());
            start = end;
        }
        let mut sums = vec![(0.0, 0u32); count];
        for (value, &week) in values.iter().zip(weeks) {
            sums[week].0 += value;
            sums[week].1 += 1;
        }
        for (value, &week) in values.iter_mut().zip(weeks) {
            let mean = sums[week].0 / f64::from(sums[week].1);
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

    /// Twelve products over thirty weeks, some weeks without a sale; the same as in `tests/golden/campaigns.py`.
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
                if b > 0.1 {
                    cells.push(Cell {
                        product,
                        week,
                        ln_quantity,
                        ln_price,
                    });
                }
            }
        }
        cells
    }

    #[test]
    fn the_pooled_elasticity_is_that_of_least_squares_with_dummies() {
        let of = fit(&panel()).expect("elasticities");
        assert_eq!((of.products, of.cells), GOLDEN_SIZE);
        assert!((of.pooled - GOLDEN.0).abs() < 1e-8, "{}", of.pooled);
        assert!((of.error - GOLDEN.1).abs() < 1e-8, "{}", of.error);
    }

    #[test]
    fn own_slopes_lie_between_their_own_and_the_pooled() {
        let of = fit(&panel()).expect("elasticities");
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
            cell.ln_quantity = 3.0 - 0.2 * cell.ln_price + 0.3 * libm::sin(place * place);
        }
        let of = fit(&cells).expect("elasticities");
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
            cell.ln_quantity = 3.0 - 1.2 * cell.ln_price + 0.01 * noise;
        }
        let of = fit(&cells).expect("elasticities");
        close((of.interval.1 - of.pooled) / of.error, 2.201);
        for own in of.own.iter().filter(|o| o.value == of.pooled) {
            close(own.interval.0, of.interval.0);
            close(own.interval.1, of.interval.1);
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let (mut cells, once) = (panel(), fit(&panel()));
        cells.reverse();
        assert_eq!(fit(&cells), once);
    }

    #[test]
    fn prices_that_do_not_move_say_nothing() {
        let mut cells = panel();
        cells.iter_mut().for_each(|c| c.ln_price = 2.0);
        assert_eq!(fit(&cells), None);
        // Half the price in one week alone is no change of price.
        for cell in &mut cells {
            cell.ln_price -= if cell.week == 7 { 0.69 } else { 0.0 };
        }
        assert_eq!(movable(&cells), 0);
        let few: Vec<Cell> = panel().into_iter().filter(|c| c.product < 7).collect();
        assert_eq!(fit(&few), None);
    }

    /// statsmodels: OLS with product and week dummies, errors clustered by product.
    const GOLDEN_SIZE: (usize, usize) = (12, 320);
    const GOLDEN: (f64, f64) = (-1.734_278_840_638_008_7, 0.097_022_217_707_108_21);
}
