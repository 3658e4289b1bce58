//! Gradient-boosted trees for a two-class label.

mod bins;
mod explain;
mod grow;
mod tree;

use bins::{Binned, Cuts};
use grow::Grower;
use tree::Tree;

use crate::arithmetic::{logit, sigmoid, softplus};
use crate::chance::Chance;
use crate::features::Features;

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreeSettings {
    /// Trees at most.
    pub rounds: usize,
    /// Rounds without a gain on the validation part after which growing stops.
    pub patience: usize,
    /// Share of each tree's answer that is taken.
    pub learning_rate: f64,
    /// Leaves of a tree at most.
    pub leaves: usize,
    /// Splits between the root and a leaf at most.
    pub depth: usize,
    /// Rows in a leaf at least.
    pub rows_in_leaf: usize,
    /// Hessian (p·(1 − p) summed over rows) in a leaf at least.
    pub hessian_in_leaf: f64,
    /// L2 penalty on a leaf's value.
    pub l2: f64,
    /// What a split must be worth.
    pub least_gain: f64,
    /// Share of rows that each tree sees.
    pub row_share: f64,
    /// Share of columns that each tree sees.
    pub column_share: f64,
}

impl Default for TreeSettings {
    fn default() -> Self {
        Self {
            rounds: 600,
            patience: 25,
            learning_rate: 0.06,
            leaves: 12,
            depth: 5,
            rows_in_leaf: 10,
            hessian_in_leaf: 2.0,
            l2: 5.0,
            least_gain: 0.0,
            row_share: 0.8,
            column_share: 0.85,
        }
    }
}

/// Boosted trees.
#[derive(Debug, Clone)]
pub(crate) struct Trees {
    cuts: Cuts,
    base: f64,
    trees: Vec<Tree>,
}

/// Rows with their labels and weights.
#[derive(Clone, Copy)]
pub(crate) struct Training<'a> {
    pub(crate) features: &'a Features,
    pub(crate) labels: &'a [bool],
    pub(crate) weights: &'a [f64],
}

/// What the validation part said while growing.
#[derive(Debug, Default)]
pub(crate) struct Curve {
    /// Mean log loss after each round, the first before any.
    pub(crate) losses: Vec<f64>,
}

impl Trees {
    /// Grows trees until the validation part gains no more.
    pub(crate) fn fit(
        part: Training<'_>,
        validation: Training<'_>,
        settings: &TreeSettings,
        seed: u64,
    ) -> (Self, Curve) {
        let cuts = Cuts::of(part.features);
        let ranges = cuts.ranges();
        let binned = cuts.bin(part.features);
        let watched = cuts.bin(validation.features);
        let total: f64 = part.weights.iter().sum();
        let positive: f64 = weighted(part).map(|(label, weight)| label * weight).sum();
        let base = logit(((positive + 0.5) / (total + 1.0)).clamp(1e-6, 1.0 - 1e-6));
        let mut model = Self {
            cuts,
            base,
            trees: Vec::new(),
        };
        let mut margins = vec![base; part.labels.len()];
        let mut watched_margins = vec![base; validation.labels.len()];
        let mut chance = Chance::new(seed);
        let mut gradients = vec![(0.0, 0.0); margins.len()];
        let mut curve = Curve {
            losses: vec![loss(&watched_margins, validation)],
        };
        let mut best = (0, curve.losses[0]);
        let rows: Vec<u32> = (0..margins.len() as u32).collect();
        let columns: Vec<usize> = (0..model.cuts.0.len()).collect();
        for round in 1..=settings.rounds {
            for (slot, (margin, (label, weight))) in
                gradients.iter_mut().zip(margins.iter().zip(weighted(part)))
            {
                let p = sigmoid(*margin);
                *slot = (weight * (p - label), (weight * p * (1.0 - p)).max(1e-12));
            }
            let mut seen = sample(&rows, settings.row_share, &mut chance);
            let mut used = sample(&columns, settings.column_share, &mut chance);
            used.sort_unstable();
            let grower = Grower {
                binned: &binned,
                cuts: &model.cuts,
                ranges: &ranges,
                settings,
                columns: &used,
                gradients: &gradients,
            };
            let tree = grower.grow(&mut seen);
            add(&tree, &binned, &mut margins);
            add(&tree, &watched, &mut watched_margins);
            model.trees.push(tree);
            curve.losses.push(loss(&watched_margins, validation));
            if curve.losses[round] < best.1 {
                best = (round, curve.losses[round]);
            }
            if round >= best.0 + settings.patience {
                break;
            }
        }
        (model, curve)
    }

    /// Keeps the first trees only.
    pub(crate) fn truncate(&mut self, rounds: usize) {
        self.trees.truncate(rounds);
    }

    /// Log-odds of rows under the columns trained on.
    pub(crate) fn margins(&self, features: &Features) -> Vec<f64> {
        let binned = self.cuts.bin(features);
        let mut margins = vec![self.base; features.rows()];
        for tree in &self.trees {
            add(tree, &binned, &mut margins);
        }
        margins
    }

    /// Per row, what each column adds to [`Trees::mean`]; they add up to the margin.
    pub(crate) fn contributions(&self, features: &Features) -> Vec<Vec<f64>> {
        let binned = self.cuts.bin(features);
        let rows = (0..features.rows()).map(|row| {
            let mut sums = vec![0.0; binned.columns];
            for tree in &self.trees {
                explain::contribute(tree, binned.row(row), &mut sums);
            }
            sums
        });
        rows.collect()
    }

    /// The mean of the margins over the rows that the trees were grown on.
    pub(crate) fn mean(&self) -> f64 {
        self.base + self.trees.iter().map(Tree::mean).sum::<f64>()
    }

    /// Gain of the splits on each column.
    pub(crate) fn gains(&self) -> Vec<f64> {
        let mut gains = vec![0.0; self.cuts.0.len()];
        for node in self.trees.iter().flat_map(|tree| &tree.0) {
            if !node.is_leaf() {
                gains[node.column] += node.gain;
            }
        }
        gains
    }
}

fn weighted(part: Training<'_>) -> impl Iterator<Item = (f64, f64)> {
    let labels = part.labels.iter().map(|&label| f64::from(u8::from(label)));
    labels.zip(part.weights.iter().copied())
}

fn loss(margins: &[f64], part: Training<'_>) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for (margin, (label, weight)) in margins.iter().zip(weighted(part)) {
        sum += weight * (softplus(*margin) - label * margin);
        total += weight;
    }
    sum / total
}

fn add(tree: &Tree, binned: &Binned, margins: &mut [f64]) {
    for (row, margin) in margins.iter_mut().enumerate() {
        *margin += tree.value(binned.row(row));
    }
}

/// Some of the values, in their order.
fn sample<T: Copy>(values: &[T], share: f64, chance: &mut Chance) -> Vec<T> {
    let count = ((values.len() as f64 * share).ceil() as usize).min(values.len());
    // Knuth's selection sampling keeps the order without a sort.
    let mut needed = count;
    let mut left = values.len();
    let mut taken = Vec::with_capacity(count);
    for &value in values {
        if chance.uniform() * (left as f64) < needed as f64 {
            taken.push(value);
            needed -= 1;
        }
        left -= 1;
    }
    taken
}
