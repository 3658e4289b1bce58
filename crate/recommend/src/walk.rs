//! RP3β: where a random walk of three steps from a user ends, popular items held back.

use crate::neighbours::Strongest;
use crate::sparse::{Sparse, product_rows};
use crate::{Error, Interactions, Neighbours, Progress};

/// Settings of RP3β.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WalkSettings {
    /// The power to which each step's probability is raised.
    pub alpha: f32,
    /// How much popularity is held against an item: its users to this power divide its score.
    pub beta: f32,
    /// Neighbours kept for each item.
    pub neighbours: usize,
}

impl Default for WalkSettings {
    fn default() -> Self {
        Self {
            alpha: 1.0,
            beta: 0.4,
            neighbours: 100,
        }
    }
}

/// Fits RP3β: from item to a user of it to an item of theirs.
///
/// The walk's first step, from the user to an item of the history, is taken when users are scored; it divides by the same number for all items, and is left out.
///
/// # Errors
/// [`Error::NoInteractions`], [`Error::Cancelled`].
///
/// # Source
/// Paudel et al. 2017; β as in Christoffel et al. 2015.
pub fn rp3_beta(
    interactions: &Interactions,
    settings: WalkSettings,
    progress: Progress<'_>,
) -> Result<Neighbours, Error> {
    if interactions.pairs() == 0 {
        return Err(Error::NoInteractions);
    }
    let mut to_users = interactions.by_item();
    let mut to_items = interactions.by_user.clone();
    let held_back: Vec<f32> = interactions
        .users_of_items()
        .iter()
        .map(|&users| libm::powf(users.max(1) as f32, -settings.beta))
        .collect();
    step(&mut to_users, settings.alpha);
    step(&mut to_items, settings.alpha);
    let mut rows = Sparse::with_rows(interactions.items());
    product_rows(
        &to_users,
        &to_items,
        interactions.items(),
        progress,
        |item, row| {
            let mut best = Strongest::new(item, settings.neighbours);
            row.for_each(|other, chance| best.offer(other, chance * held_back[other as usize]));
            rows.push_row(best.take());
        },
    )?;
    Ok(Neighbours::new(rows, 1.0))
}

/// Weights to probabilities of a step, raised to `alpha`.
fn step(matrix: &mut Sparse, alpha: f32) {
    for row in 0..matrix.rows() {
        let range = matrix.starts[row]..matrix.starts[row + 1];
        let values = &mut matrix.values[range];
        let sum: f32 = values.iter().sum();
        for value in values {
            *value = libm::powf(*value / sum, alpha);
        }
    }
}
