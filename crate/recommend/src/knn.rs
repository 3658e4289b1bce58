//! Item-kNN: items that the same users had to do with.

use crate::neighbours::Strongest;
use crate::sparse::{Sparse, product_rows};
use crate::{Error, Interactions, Neighbours, Progress};

/// How a user's part in an item is weighed before items are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weighting {
    /// As it is, items compared by cosine.
    Cosine,
    /// √weight × ln(items / (1 + items of the user)), compared by cosine: who buys everything says less.
    TfIdf,
    /// BM25 with items as documents and users as terms, compared by the plain product.
    Bm25 {
        /// How soon more of the same stops counting.
        k1: f32,
        /// How much an item's popularity is held against it, 0 to 1.
        b: f32,
    },
}

/// Settings of item-kNN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnnSettings {
    /// How weights are made.
    pub weighting: Weighting,
    /// Neighbours kept for each item.
    pub neighbours: usize,
    /// Added to the denominator of a cosine, in the unit of squared weights, so that pairs that rest on few users come lower; 0 = none. BM25 has no denominator and no use for it.
    pub shrinkage: f32,
}

impl Default for KnnSettings {
    fn default() -> Self {
        Self {
            weighting: Weighting::Cosine,
            neighbours: 100,
            // Without it, pairs of single users lead the lists of thin shops.
            shrinkage: 10.0,
        }
    }
}

/// Fits item-kNN: every pair of items is compared, the strongest of each are kept.
///
/// # Errors
/// [`Error::NoInteractions`], [`Error::Cancelled`].
///
/// # Source
/// Sarwar et al. 2001; weights as in the program `implicit` 0.7, `nearest_neighbours.py`; shrinkage as in Ferrari Dacrema et al. 2019.
pub fn item_knn(
    interactions: &Interactions,
    settings: KnnSettings,
    progress: Progress<'_>,
) -> Result<Neighbours, Error> {
    if interactions.pairs() == 0 {
        return Err(Error::NoInteractions);
    }
    let weighted = weigh(interactions, settings.weighting);
    let cosine = !matches!(settings.weighting, Weighting::Bm25 { .. });
    let norms: Vec<f32> = (0..weighted.rows() as u32)
        .map(|item| {
            let (_, values) = weighted.row(item);
            libm::sqrtf(values.iter().map(|value| value * value).sum())
        })
        .collect();
    let turned = weighted.transposed(interactions.users());
    let mut rows = Sparse::with_rows(interactions.items());
    product_rows(
        &weighted,
        &turned,
        interactions.items(),
        progress,
        |item, row| {
            let own = norms[item as usize];
            let mut best = Strongest::new(item, settings.neighbours);
            row.for_each(|other, product| {
                let score = match cosine {
                    true => product / (own * norms[other as usize] + settings.shrinkage),
                    false => product,
                };
                best.offer(other, score);
            });
            rows.push_row(best.take());
        },
    )?;
    Ok(Neighbours::new(rows, 1.0))
}

/// Items × users, weighed.
fn weigh(interactions: &Interactions, weighting: Weighting) -> Sparse {
    let mut by_item = interactions.by_item();
    // In `implicit` the number of documents is that of the items, bought or not.
    let items = interactions.items() as f64;
    let rarity: Vec<f64> = (0..interactions.users() as u32)
        .map(|user| libm::log(items) - libm::log1p(interactions.by_user.row_len(user) as f64))
        .collect();
    let sums: Vec<f64> = (0..by_item.rows() as u32)
        .map(|item| {
            by_item
                .row(item)
                .1
                .iter()
                .map(|&value| f64::from(value))
                .sum()
        })
        .collect();
    let mean = sums.iter().sum::<f64>() / items;
    for (item, sum) in sums.iter().enumerate() {
        let range = by_item.starts[item]..by_item.starts[item + 1];
        let users = &by_item.columns[range.clone()];
        for (value, &user) in by_item.values[range].iter_mut().zip(users) {
            let plain = f64::from(*value);
            let rarity = rarity[user as usize];
            *value = match weighting {
                Weighting::Cosine => plain,
                Weighting::TfIdf => libm::sqrt(plain) * rarity,
                Weighting::Bm25 { k1, b } => {
                    let (k1, b) = (f64::from(k1), f64::from(b));
                    let length = 1.0 - b + b * sum / mean;
                    plain * (k1 + 1.0) / (k1 * length + plain) * rarity
                }
            } as f32;
        }
    }
    by_item
}
