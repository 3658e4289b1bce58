//! Items by their texts: exact search over sentence vectors.

use crate::rank::{Best, Scored};
use crate::sparse::Sparse;
use crate::{Error, Neighbours, Progress};

/// Lanes that are summed side by side: two registers of WebAssembly's, one of AVX2's.
const LANES: usize = 8;
/// Queries that one pass over the items answers.
const QUERIES: usize = 4;
/// Items of a block, small enough to stay in the processor's first caches while all queries pass over it.
const BLOCK: usize = 256;

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
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn neighbours(
        &self,
        most: usize,
        least: f32,
        history_decay: f32,
        progress: Progress<'_>,
    ) -> Result<Neighbours, Error> {
        let items = self.items();
        let mut rows = Sparse::with_rows(items);
        // A batch of queries passes over the blocks together, so that a block is read from memory once a batch.
        const BATCH: usize = 64;
        let mut from = 0;
        while from < items {
            if !progress(from as f32 / items as f32) {
                return Err(Error::Cancelled);
            }
            let to = (from + BATCH).min(items);
            let mut best: Vec<Best> = (from..to).map(|_| Best::new(most)).collect();
            let mut block = 0;
            while block < items {
                let end = (block + BLOCK).min(items);
                let mut query = from;
                while query < to {
                    let group = (to - query).min(QUERIES);
                    self.pass(query, group, block..end, least, &mut best[query - from..]);
                    query += group;
                }
                block = end;
            }
            for best in &mut best {
                let mut found: Vec<(u32, f32)> =
                    best.take().iter().map(|s| (s.item, s.score)).collect();
                found.sort_unstable_by_key(|&(item, _)| item);
                rows.push_row(found);
            }
            from = to;
        }
        Ok(Neighbours::new(rows, history_decay))
    }

    /// Compares a few items with a block of others.
    fn pass(
        &self,
        query: usize,
        group: usize,
        block: std::ops::Range<usize>,
        least: f32,
        best: &mut [Best],
    ) {
        let row = |item: usize| &self.values[item * self.width..(item + 1) * self.width];
        for item in block {
            let scores = if group == QUERIES {
                let queries = [row(query), row(query + 1), row(query + 2), row(query + 3)];
                dots(queries, row(item))
            } else {
                let mut scores = [0.0; QUERIES];
                for (at, score) in scores.iter_mut().enumerate().take(group) {
                    *score = dot(row(query + at), row(item));
                }
                scores
            };
            for (at, (&score, best)) in scores.iter().zip(best.iter_mut()).enumerate().take(group) {
                if score > best.floor() && score >= least && score > 0.0 && query + at != item {
                    best.offer(Scored {
                        item: item as u32,
                        score,
                    });
                }
            }
        }
    }
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
