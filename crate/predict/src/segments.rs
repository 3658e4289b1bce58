//! k-means on standardised features, and how well the segments part.

use serde::Serialize;

use crate::Error;
use crate::chance::Chance;

/// Segments of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segments {
    /// The segment of each row; 0 is the largest.
    pub of_row: Vec<usize>,
    /// Centres, in the features' own units.
    pub centers: Vec<Vec<f64>>,
    /// Rows of each.
    pub sizes: Vec<usize>,
    /// Squared distances of standardised rows to their centres, summed.
    pub inertia: f64,
    /// Mean silhouette: −1 wrong, 0 between, 1 apart.
    pub silhouette: f64,
    /// Rows that the silhouette was taken on; fewer than there are where there are many.
    pub silhouette_rows: usize,
}

/// Starts, the best of which is kept.
const STARTS: usize = 10;

/// Rounds of a start at most.
const ROUNDS: usize = 100;

/// Rows that a silhouette is taken on.
const SILHOUETTE_ROWS: usize = 2_000;

/// Cuts rows into `k` segments: k-means++ starts, Lloyd's rounds, the best of ten.
///
/// # Errors
/// [`Error::ShapeMismatch`] for rows of different lengths, [`Error::OutOfRange`] for values that are not finite, [`Error::TooFew`] with fewer distinct rows than segments or `k` below 2.
pub fn k_means(rows: &[Vec<f64>], k: usize, seed: u64) -> Result<Segments, Error> {
    let width = rows.first().map_or(0, Vec::len);
    for row in rows {
        if row.len() != width {
            return Err(Error::ShapeMismatch {
                what: "features of a row".to_owned(),
                expected: width,
                found: row.len(),
            });
        }
        if let Some(&value) = row.iter().find(|value| !value.is_finite()) {
            return Err(Error::OutOfRange {
                what: "a feature",
                value,
                expected: "a finite number",
            });
        }
    }
    let mut distinct: Vec<&Vec<f64>> = rows.iter().collect();
    distinct.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    distinct.dedup();
    if k < 2 || distinct.len() < k {
        return Err(Error::TooFew {
            what: "rows that differ, or segments".to_owned(),
            needs: k.max(2),
            has: distinct.len().min(k),
        });
    }
    let (means, deviations) = scale(rows, width);
    let standard: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            (0..width)
                .map(|i| (row[i] - means[i]) / deviations[i])
                .collect()
        })
        .collect();
    let mut chance = Chance::new(seed);
    let mut best: Option<(f64, Vec<usize>, Vec<Vec<f64>>)> = None;
    for _ in 0..STARTS {
        let start = spread(&standard, k, &mut chance);
        let found = lloyd(&standard, start);
        if best.as_ref().is_none_or(|best| found.0 < best.0) {
            best = Some(found);
        }
    }
    let Some((inertia, of_row, centers)) = best else {
        return Err(Error::NotConverged {
            model: "k-means",
            rows: rows.len(),
        });
    };
    let mut sizes = vec![0; k];
    for &own in &of_row {
        sizes[own] += 1;
    }
    // The largest first; of equally large ones that with the smaller centre.
    let mut order: Vec<usize> = (0..k).collect();
    order.sort_by(|&a, &b| {
        let centre = centers[a]
            .partial_cmp(&centers[b])
            .unwrap_or(std::cmp::Ordering::Equal);
        sizes[b].cmp(&sizes[a]).then(centre)
    });
    let mut place = vec![0; k];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let of_row: Vec<usize> = of_row.iter().map(|&old| place[old]).collect();
    let mut sample: Vec<usize> = (0..rows.len()).collect();
    chance.shuffle(&mut sample);
    sample.truncate(SILHOUETTE_ROWS);
    let own: Vec<&[f64]> = sample.iter().map(|&row| &standard[row][..]).collect();
    let labels: Vec<usize> = sample.iter().map(|&row| of_row[row]).collect();
    let unscaled = |center: &Vec<f64>| {
        (0..width)
            .map(|i| center[i] * deviations[i] + means[i])
            .collect()
    };
    Ok(Segments {
        centers: order.iter().map(|&old| unscaled(&centers[old])).collect(),
        sizes: order.iter().map(|&old| sizes[old]).collect(),
        inertia,
        silhouette: silhouette(&own, &labels, k),
        silhouette_rows: sample.len(),
        of_row,
    })
}

/// The cut with the best silhouette among numbers of segments.
///
/// # Errors
/// As [`k_means`], if no number of segments can be cut.
pub fn choose_segments(
    rows: &[Vec<f64>],
    among: std::ops::RangeInclusive<usize>,
    seed: u64,
) -> Result<Segments, Error> {
    let mut best = k_means(rows, (*among.start()).max(2), seed)?;
    for k in among.skip(1) {
        match k_means(rows, k, seed) {
            Ok(found) if found.silhouette > best.silhouette => best = found,
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Ok(best)
}

fn scale(rows: &[Vec<f64>], width: usize) -> (Vec<f64>, Vec<f64>) {
    let n = rows.len() as f64;
    let means: Vec<f64> = (0..width)
        .map(|i| rows.iter().map(|row| row[i]).sum::<f64>() / n)
        .collect();
    let deviation = |i: usize| {
        let squares: f64 = rows
            .iter()
            .map(|row| (row[i] - means[i]) * (row[i] - means[i]))
            .sum();
        let deviation = (squares / n).sqrt();
        // A column that does not vary tells nothing, whatever it is divided by.
        if deviation > 0.0 { deviation } else { 1.0 }
    };
    let deviations = (0..width).map(deviation).collect();
    (means, deviations)
}

fn squared(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// k-means++: each centre is drawn with a chance by its squared distance to those before.
fn spread(rows: &[Vec<f64>], k: usize, chance: &mut Chance) -> Vec<Vec<f64>> {
    let mut centers = vec![rows[chance.below(rows.len())].clone()];
    let mut nearest = vec![f64::INFINITY; rows.len()];
    while centers.len() < k {
        let last = &centers[centers.len() - 1];
        for (near, row) in nearest.iter_mut().zip(rows) {
            *near = near.min(squared(row, last));
        }
        let mut left = chance.uniform() * nearest.iter().sum::<f64>();
        let mut taken = 0;
        for (row, near) in nearest.iter().enumerate() {
            if *near > 0.0 {
                taken = row;
                left -= near;
                if left <= 0.0 {
                    break;
                }
            }
        }
        centers.push(rows[taken].clone());
    }
    centers
}

fn lloyd(rows: &[Vec<f64>], mut centers: Vec<Vec<f64>>) -> (f64, Vec<usize>, Vec<Vec<f64>>) {
    let mut of_row = vec![usize::MAX; rows.len()];
    let mut inertia = 0.0;
    for _ in 0..ROUNDS {
        let mut moved = false;
        inertia = 0.0;
        for (own, row) in of_row.iter_mut().zip(rows) {
            let distances = centers
                .iter()
                .map(|center| squared(row, center))
                .enumerate();
            if let Some((near, distance)) = distances.reduce(|a, b| if b.1 < a.1 { b } else { a }) {
                moved |= *own != near;
                *own = near;
                inertia += distance;
            }
        }
        if !moved {
            break;
        }
        for (place, center) in centers.iter_mut().enumerate() {
            let own: Vec<&Vec<f64>> = rows
                .iter()
                .zip(&of_row)
                .filter(|(_, o)| **o == place)
                .map(|(r, _)| r)
                .collect();
            if own.is_empty() {
                continue;
            }
            for (i, value) in center.iter_mut().enumerate() {
                *value = own.iter().map(|row| row[i]).sum::<f64>() / own.len() as f64;
            }
        }
    }
    (inertia, of_row, centers)
}

/// Mean of (b − a) / max(a, b): a is the mean distance to the own segment, b that to the nearest other; 0 for a row alone.
pub fn silhouette(rows: &[&[f64]], of_row: &[usize], k: usize) -> f64 {
    let mut sizes = vec![0.0; k];
    for &own in of_row {
        sizes[own] += 1.0;
    }
    let mut sum = 0.0;
    for (row, &own) in rows.iter().zip(of_row) {
        let mut distances = vec![0.0; k];
        for (other, &theirs) in rows.iter().zip(of_row) {
            distances[theirs] += squared(row, other).sqrt();
        }
        if sizes[own] < 2.0 {
            continue;
        }
        let a = distances[own] / (sizes[own] - 1.0);
        let others = (0..k).filter(|&segment| segment != own && sizes[segment] > 0.0);
        let b = others
            .map(|segment| distances[segment] / sizes[segment])
            .fold(f64::INFINITY, f64::min);
        let wide = a.max(b);
        if wide > 0.0 && wide.is_finite() {
            sum += (b - a) / wide;
        }
    }
    sum / rows.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heaps() -> Vec<Vec<f64>> {
        let mut chance = Chance::new(9);
        let row = |i: usize| {
            let centre = [0.0, 8.0, 20.0][i % 7 % 3];
            vec![
                centre + chance.normal(),
                1_000.0 * (centre + chance.normal()),
                5.0,
            ]
        };
        (0..210).map(row).collect()
    }

    #[test]
    fn heaps_are_found_whatever_the_units() {
        let rows = heaps();
        let found = choose_segments(&rows, 2..=6, 1).expect("segments");
        assert_eq!(found.sizes.len(), 3);
        assert!(found.silhouette > 0.7);
        assert_eq!(found.sizes.iter().sum::<usize>(), 210);
        assert!(found.sizes[0] >= found.sizes[1]);
        assert!((0..210).all(|i| found.of_row[i] == found.of_row[i % 7 % 3]));
    }

    #[test]
    fn what_cannot_be_cut_is_told() {
        assert!(matches!(k_means(&[], 3, 0), Err(Error::TooFew { .. })));
        assert!(matches!(
            k_means(&vec![vec![1.0]; 50], 2, 0),
            Err(Error::TooFew { has: 1, .. })
        ));
        assert!(matches!(
            k_means(&[vec![f64::NAN]], 2, 0),
            Err(Error::OutOfRange { .. })
        ));
        assert!(matches!(
            k_means(&[vec![1.0], vec![]], 2, 0),
            Err(Error::ShapeMismatch { .. })
        ));
    }
}
