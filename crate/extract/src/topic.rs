//! Topics: vectors in clusters, by spherical k-means (Dhillon and Modha 2001), and how large they are over time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// How vectors become clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterOptions {
    /// How many clusters; no more than there are different vectors come out.
    pub clusters: usize,
    /// Rounds at most.
    pub rounds: usize,
    /// Where chance begins.
    pub seed: u64,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            clusters: 8,
            rounds: 50,
            seed: 1,
        }
    }
}

/// Vectors in clusters, the largest cluster first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clusters {
    /// Of each vector its cluster.
    pub assignments: Vec<u32>,
    /// Directions of length 1, row after row: `[clusters, width]`.
    pub centres: Vec<f32>,
    /// How many vectors each has.
    pub sizes: Vec<usize>,
    /// The mean cosine of a cluster's vectors with its centre: 1 if all are the same.
    pub cohesion: Vec<f64>,
    /// Values a vector has.
    pub width: usize,
}

/// A stream of numbers: SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    /// From 0 up to 1, without it.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| f64::from(*a) * f64::from(*b))
        .sum()
}

/// Clusters vectors by their directions; begins with k-means++ (Arthur and Vassilvitskii 2007) over 1 − cosine.
///
/// `vectors`: row after row, `[texts, width]`; they need not have length 1. The same input and seed give the same clusters on every machine.
///
/// # Errors
/// [`Error::Shape`] if values do not fill rows, [`Error::Direction`] for vectors of zeros or with values that are not finite.
pub fn cluster(vectors: &[f32], width: usize, options: &ClusterOptions) -> Result<Clusters, Error> {
    if width == 0 || !vectors.len().is_multiple_of(width) {
        return Err(Error::Shape {
            values: vectors.len(),
            width,
        });
    }
    let mut unit = Vec::with_capacity(vectors.len());
    for (row, vector) in vectors.chunks_exact(width).enumerate() {
        let length = libm::sqrt(dot(vector, vector));
        if !(length.is_finite() && length > 0.0) {
            return Err(Error::Direction { row });
        }
        unit.extend(
            vector
                .iter()
                .map(|value| (f64::from(*value) / length) as f32),
        );
    }
    let rows: Vec<&[f32]> = unit.chunks_exact(width).collect();
    let mut centres = begin(&rows, options);
    let mut assignments = vec![0_u32; rows.len()];
    for _ in 0..options.rounds.max(1) {
        let mut changed = false;
        for (row, own) in rows.iter().zip(&mut assignments) {
            let nearest = nearest(row, &centres).0 as u32;
            changed |= *own != nearest;
            *own = nearest;
        }
        let before = centres.clone();
        move_centres(&rows, &assignments, &mut centres);
        if !changed && before == centres {
            break;
        }
    }
    Ok(sorted(&rows, &assignments, centres, width))
}

fn nearest(row: &[f32], centres: &[Vec<f32>]) -> (usize, f64) {
    let mut best = (0, f64::NEG_INFINITY);
    for (at, centre) in centres.iter().enumerate() {
        let cosine = dot(row, centre);
        if cosine > best.1 {
            best = (at, cosine);
        }
    }
    best
}

fn begin(rows: &[&[f32]], options: &ClusterOptions) -> Vec<Vec<f32>> {
    let mut chance = Chance(options.seed);
    let mut centres: Vec<Vec<f32>> = Vec::new();
    let Some(first) = rows.get((chance.share() * rows.len() as f64) as usize) else {
        return centres;
    };
    centres.push(first.to_vec());
    let mut distances: Vec<f64> = rows.iter().map(|row| distance(row, first)).collect();
    while centres.len() < options.clusters {
        let total: f64 = distances.iter().sum();
        // All that is left lies on a centre.
        if total <= 1e-9 {
            break;
        }
        let mut target = chance.share() * total;
        let mut chosen = 0;
        for (at, &distance) in distances
            .iter()
            .enumerate()
            .filter(|&(_, &distance)| distance > 0.0)
        {
            chosen = at;
            target -= distance;
            if target < 0.0 {
                break;
            }
        }
        let centre = rows[chosen].to_vec();
        for (old, row) in distances.iter_mut().zip(rows) {
            *old = old.min(distance(row, &centre));
        }
        centres.push(centre);
    }
    centres
}

/// 1 − cosine, without what rounding leaves of equal vectors.
fn distance(a: &[f32], b: &[f32]) -> f64 {
    let distance = 1.0 - dot(a, b);
    if distance < 1e-6 { 0.0 } else { distance }
}

fn move_centres(rows: &[&[f32]], assignments: &[u32], centres: &mut [Vec<f32>]) {
    let width = rows.first().map_or(0, |row| row.len());
    let mut sums = vec![vec![0.0_f64; width]; centres.len()];
    for (row, &own) in rows.iter().zip(assignments) {
        for (sum, &value) in sums[own as usize].iter_mut().zip(*row) {
            *sum += f64::from(value);
        }
    }
    for (centre, sum) in centres.iter_mut().zip(sums) {
        let length = libm::sqrt(sum.iter().map(|value| value * value).sum());
        // A cluster that lost its vectors, or whose vectors cancel out, stays where it is.
        if length > 1e-12 {
            *centre = sum.iter().map(|value| (value / length) as f32).collect();
        }
    }
}

/// Clusters by size, without empty ones.
fn sorted(rows: &[&[f32]], assignments: &[u32], centres: Vec<Vec<f32>>, width: usize) -> Clusters {
    let mut sizes = vec![0_usize; centres.len()];
    let mut cosines = vec![0.0_f64; centres.len()];
    for (row, &own) in rows.iter().zip(assignments) {
        sizes[own as usize] += 1;
        cosines[own as usize] += dot(row, &centres[own as usize]);
    }
    let mut order: Vec<usize> = (0..centres.len()).filter(|&at| sizes[at] > 0).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(sizes[at]), at));
    let mut place = vec![0_u32; centres.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new as u32;
    }
    Clusters {
        assignments: assignments.iter().map(|&own| place[own as usize]).collect(),
        centres: order
            .iter()
            .flat_map(|&at| centres[at].iter().copied())
            .collect(),
        sizes: order.iter().map(|&at| sizes[at]).collect(),
        cohesion: order
            .iter()
            .map(|&at| cosines[at] / sizes[at] as f64)
            .collect(),
        width,
    }
}

/// How many texts of each topic there are in each period: a row a period in its order, `[topics]` each. Texts without a period are left out.
pub fn over_time(
    assignments: &[u32],
    topics: usize,
    periods: &[Option<i32>],
) -> Vec<(i32, Vec<usize>)> {
    let mut rows: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (&topic, period) in assignments.iter().zip(periods) {
        if let Some(period) = period {
            let row = rows.entry(*period).or_insert_with(|| vec![0; topics]);
            if let Some(count) = row.get_mut(topic as usize) {
                *count += 1;
            }
        }
    }
    rows.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points around directions, in a fixed pattern.
    fn around(directions: &[[f32; 3]], each: usize) -> Vec<f32> {
        let mut chance = Chance(7);
        let mut vectors = Vec::new();
        for direction in directions {
            for _ in 0..each {
                vectors.extend(
                    direction
                        .iter()
                        .map(|value| 3.0 * value + 0.4 * (chance.share() as f32 - 0.5)),
                );
            }
        }
        vectors
    }

    #[test]
    fn directions_are_found_again() {
        let vectors = around(&[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], 20);
        for seed in 0..10 {
            let options = ClusterOptions {
                clusters: 3,
                seed,
                ..ClusterOptions::default()
            };
            let clusters = cluster(&vectors, 3, &options).expect("vectors");
            assert_eq!(clusters.sizes, [20, 20, 20], "seed {seed}");
            for group in clusters.assignments.chunks(20) {
                assert!(group.iter().all(|&own| own == group[0]));
            }
            assert!(
                clusters
                    .cohesion
                    .iter()
                    .all(|&cohesion| cohesion > 0.98 && cohesion <= 1.0 + 1e-6)
            );
            assert_eq!(clusters, cluster(&vectors, 3, &options).expect("the same"));
        }
    }

    #[test]
    fn no_more_clusters_than_directions() {
        let vectors = [[1.0, 0.0], [2.0, 0.0], [0.0, 3.0]].concat();
        let clusters = cluster(&vectors, 2, &ClusterOptions::default()).expect("vectors");
        assert_eq!(clusters.sizes, [2, 1]);
        assert_eq!(clusters.assignments, [0, 0, 1]);
        let none = cluster(&[], 2, &ClusterOptions::default()).expect("none");
        assert!(none.sizes.is_empty());
    }

    #[test]
    fn what_is_no_direction_is_told() {
        let options = ClusterOptions::default();
        assert!(matches!(
            cluster(&[1.0, 0.0, 0.0, 0.0], 2, &options),
            Err(Error::Direction { row: 1 })
        ));
        assert!(matches!(
            cluster(&[1.0, f32::NAN], 2, &options),
            Err(Error::Direction { row: 0 })
        ));
        assert!(matches!(
            cluster(&[1.0; 3], 2, &options),
            Err(Error::Shape {
                values: 3,
                width: 2
            })
        ));
    }

    #[test]
    fn topics_are_followed() {
        let rows = over_time(
            &[0, 1, 0, 1, 1],
            2,
            &[Some(2), Some(1), Some(2), None, Some(1)],
        );
        assert_eq!(rows, [(1, vec![0, 2]), (2, vec![2, 0])]);
    }
}
