//! Items by their texts: search over sentence vectors, exact or through lists.

use std::collections::BTreeMap;

use crate::lists::Lists;
use crate::rank::{Best, Scored};
use crate::sparse::Sparse;
use crate::{Error, Neighbours, Progress};

/// Lanes that are summed side by side: two registers of WebAssembly's, one of AVX2's.
const LANES: usize = 8;
/// Queries that one pass over the items answers.
const QUERIES: usize = 4;
/// Items of a block, small enough to stay in the processor's first caches while all queries pass over it.
const BLOCK: usize = 256;
/// Items up to which all are compared with all; of more, each with those of the lists near its own.
const ALL: usize = 20_000;

/// A vector for each item, of length 1; items without a text have zeros and no neighbours.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    width: usize,
    values: Vec<f32>,
}

impl Vectors {
    /// Takes vectors one after the other and brings each to length 1.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless `values` divides into `width`, [`Error::NotFinite`].
    pub fn new(width: usize, mut values: Vec<f32>) -> Result<Self, Error> {
        if width == 0 || !values.len().is_multiple_of(width) {
            return Err(Error::ShapeMismatch {
                what: "vectors",
                expected: values.len().next_multiple_of(width.max(1)),
                found: values.len(),
            });
        }
        for (item, vector) in values.chunks_exact_mut(width).enumerate() {
            let square: f64 = vector.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
            if !square.is_finite() {
                return Err(Error::NotFinite { item });
            }
            let length = libm::sqrt(square);
            if length > 1e-12 {
                for value in vector {
                    *value = (f64::from(*value) / length) as f32;
                }
            } else {
                vector.fill(0.0);
            }
        }
        Ok(Self { width, values })
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.values.len() / self.width
    }

    /// The vector of an item; empty for one that is not there.
    pub fn of(&self, item: u32) -> &[f32] {
        let at = item as usize * self.width;
        self.values.get(at..at + self.width).unwrap_or_default()
    }

    /// Whether an item has a text.
    pub fn has(&self, item: u32) -> bool {
        self.of(item).iter().any(|&value| value != 0.0)
    }

    /// Cosine of two items; 0 where one has no text.
    pub fn similarity(&self, a: u32, b: u32) -> f32 {
        dot(self.of(a), self.of(b))
    }

    /// The `k` items nearest to an item by cosine, without itself.
    pub fn nearest(&self, item: u32, k: usize) -> Vec<Scored> {
        let mut found = self.search(self.of(item), k.saturating_add(1));
        found.retain(|scored| scored.item != item);
        found.truncate(k);
        found
    }

    /// The `k` items nearest to a vector by cosine; nothing for a vector without length or of another width.
    pub fn search(&self, query: &[f32], k: usize) -> Vec<Scored> {
        let length = libm::sqrtf(dot(query, query));
        if query.len() != self.width || !(length > 0.0 && length.is_finite()) {
            return Vec::new();
        }
        let query: Vec<f32> = query.iter().map(|value| value / length).collect();
        let mut best = Best::new(k);
        for (item, row) in self.values.chunks_exact(self.width).enumerate() {
            let score = dot(&query, row);
            if score > best.floor() && score != 0.0 {
                best.offer(Scored {
                    item: item as u32,
                    score,
                });
            }
        }
        best.take()
    }

    /// The nearest of every item whose similarity is at least `least`: a model of texts alone, for items nobody bought too.
    ///
    /// Above 20,000 items each is compared with those of the lists near its own, which misses a few of the nearest.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn neighbours(
        &self,
        most: usize,
        least: f32,
        history_decay: f32,
        progress: Progress<'_>,
    ) -> Result<Neighbours, Error> {
        let found = if self.items() > ALL {
            // Grouping is about a tenth of the work.
            let grouping: Progress<'_> = &mut |share| progress(0.1 * share);
            let lists = Lists::new(self.width, &self.values, grouping)?;
            self.within(&lists, most, least, &mut |share| {
                progress(0.1 + 0.9 * share)
            })?
        } else {
            self.with_all(most, least, progress)?
        };
        let mut rows = Sparse::with_rows(self.items());
        for mut row in found {
            row.sort_unstable_by_key(|&(item, _)| item);
            rows.push_row(row);
        }
        Ok(Neighbours::new(rows, history_decay))
    }

    /// Each item's nearest among all.
    fn with_all(&self, most: usize, least: f32, progress: Progress<'_>) -> Result<Found, Error> {
        let all: Vec<u32> = (0..self.items() as u32).collect();
        let mut found = Found::with_capacity(all.len());
        // A batch of queries passes over the blocks together, so that a block is read from memory once a batch.
        const BATCH: usize = 64;
        for queries in all.chunks(BATCH) {
            if !progress(found.len() as f32 / all.len() as f32) {
                return Err(Error::Cancelled);
            }
            let mut best: Vec<Best> = queries.iter().map(|_| Best::new(most)).collect();
            let asking: Vec<usize> = (0..queries.len()).collect();
            for block in all.chunks(BLOCK) {
                self.pass(queries, &asking, block, least, &mut best);
            }
            found.extend(best.iter_mut().map(taken));
        }
        Ok(found)
    }

    /// Each item's nearest among those of the lists near its own.
    fn within(
        &self,
        lists: &Lists,
        most: usize,
        least: f32,
        progress: Progress<'_>,
    ) -> Result<Found, Error> {
        let mut found: Found = vec![Vec::new(); self.items()];
        let members = lists.members();
        for (list, queries) in members.iter().enumerate() {
            if !progress(list as f32 / members.len() as f32) {
                return Err(Error::Cancelled);
            }
            let mut best: Vec<Best> = queries.iter().map(|_| Best::new(most)).collect();
            // The items of a list look into much the same lists: each list is read once for all that do.
            let mut asking: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (at, item) in queries.iter().enumerate() {
                for near in lists.near(self.of(*item)) {
                    asking.entry(near).or_default().push(at);
                }
            }
            for (near, asking) in asking {
                for block in members[near].chunks(BLOCK) {
                    self.pass(queries, &asking, block, least, &mut best);
                }
            }
            for (item, best) in queries.iter().zip(&mut best) {
                found[*item as usize] = taken(best);
            }
        }
        Ok(found)
    }

    /// Compares those of `queries` that stand at the places `asking` with a block of items.
    fn pass(
        &self,
        queries: &[u32],
        asking: &[usize],
        block: &[u32],
        least: f32,
        best: &mut [Best],
    ) {
        for asking in asking.chunks(QUERIES) {
            for &item in block {
                let mut scores = [0.0; QUERIES];
                if let &[a, b, c, d] = asking {
                    scores = dots([a, b, c, d].map(|at| self.of(queries[at])), self.of(item));
                } else {
                    for (score, &at) in scores.iter_mut().zip(asking) {
                        *score = dot(self.of(queries[at]), self.of(item));
                    }
                }
                for (&at, &score) in asking.iter().zip(&scores) {
                    let best = &mut best[at];
                    if score >= best.floor() && score >= least && score > 0.0 && queries[at] != item
                    {
                        best.offer(Scored { item, score });
                    }
                }
            }
        }
    }
}

/// By item: others and their similarities.
type Found = Vec<Vec<(u32, f32)>>;

fn taken(best: &mut Best) -> Vec<(u32, f32)> {
    let taken = best.take_any();
    taken.iter().map(|s| (s.item, s.score)).collect()
}

/// Σ a·b over the shorter, in eight sums that are then added in one order: the same bits everywhere.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (a_lanes, a_rest) = a.as_chunks::<LANES>();
    let (b_lanes, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    fold(sums) + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// The same for several at once; the bits are those of [`dot`].
fn dots(queries: [&[f32]; QUERIES], row: &[f32]) -> [f32; QUERIES] {
    let (lanes, rest) = row.as_chunks::<LANES>();
    let parts = queries.map(|query| query.as_chunks::<LANES>());
    let [(a, _), (b, _), (c, _), (d, _)] = parts;
    let mut sums = [[0.0_f32; LANES]; QUERIES];
    // Zipped and written out, so that no bound is checked inside and all sums stay in registers.
    let pairs = a.iter().zip(b).zip(c.iter().zip(d));
    for (row, ((a, b), (c, d))) in lanes.iter().zip(pairs) {
        for lane in 0..LANES {
            sums[0][lane] += a[lane] * row[lane];
            sums[1][lane] += b[lane] * row[lane];
            sums[2][lane] += c[lane] * row[lane];
            sums[3][lane] += d[lane] * row[lane];
        }
    }
    let mut out = [0.0; QUERIES];
    for ((out, sums), (_, query_rest)) in out.iter_mut().zip(sums).zip(&parts) {
        *out = fold(sums) + query_rest.iter().zip(rest).map(|(a, b)| a * b).sum::<f32>();
    }
    out
}

fn fold(sums: [f32; LANES]) -> f32 {
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn the_neighbours_are_those_of_plain_search() {
        let mut random = Random::new(1);
        let values = (0..19 * 700).map(|_| random.unit() - 0.5).collect();
        let vectors = Vectors::new(19, values).expect("shapes fit");
        let all = vectors
            .neighbours(5, 0.0, 1.0, &mut |_| true)
            .expect("not cancelled");
        for item in [0, 1, 255, 256, 699] {
            assert_eq!(all.of(item), vectors.nearest(item, 5), "{item}");
        }
    }

    /// Directions around a few hundred centres, as texts about things lie.
    fn alike(items: usize, width: usize) -> Vectors {
        let mut random = Random::new(2);
        let centres: Vec<f32> = (0..300 * width).map(|_| random.unit() - 0.5).collect();
        let values = (0..items).flat_map(|_| {
            let from = random.below(300) * width;
            let row: Vec<f32> = (0..width)
                .map(|at| centres[from + at] + 0.4 * (random.unit() - 0.5))
                .collect();
            row
        });
        Vectors::new(width, values.collect()).expect("shapes fit")
    }

    #[test]
    fn a_large_catalogue_is_searched_through_lists() {
        let vectors = alike(ALL + 1000, 16);
        let through = vectors
            .neighbours(10, 0.0, 1.0, &mut |_| true)
            .expect("not cancelled");
        let mut found = 0;
        let mut wanted = 0;
        for item in (0..vectors.items() as u32).step_by(97) {
            let exact = vectors.nearest(item, 10);
            let listed: Vec<u32> = through.of(item).iter().map(|s| s.item).collect();
            wanted += exact.len();
            found += exact.iter().filter(|s| listed.contains(&s.item)).count();
            assert!(!listed.contains(&item));
        }
        assert!(found as f64 >= 0.97 * wanted as f64, "{found} of {wanted}");
        let given_up = vectors.neighbours(10, 0.0, 1.0, &mut |share| share < 0.05);
        assert_eq!(given_up.err(), Some(Error::Cancelled));
        let silent = Vectors::new(2, vec![0.0; 2 * (ALL + 1)]).expect("shapes fit");
        let nothing = silent.neighbours(10, 0.0, 1.0, &mut |_| true);
        assert!(nothing.is_ok_and(|found| found.of(7).is_empty()));
    }

    #[test]
    fn what_has_no_text_has_no_neighbours() {
        let vectors = Vectors::new(2, vec![1.0, 0.0, 0.0, 0.0, 3.0, 4.0]).expect("shapes fit");
        assert!(!vectors.has(1));
        assert!(vectors.nearest(1, 3).is_empty());
        assert_eq!(
            vectors.nearest(0, 3),
            [Scored {
                item: 2,
                score: 0.6
            }]
        );
        assert_eq!(
            Vectors::new(1, vec![f32::NAN]),
            Err(Error::NotFinite { item: 0 })
        );
        assert!(Vectors::new(0, vec![]).is_err());
    }
}
