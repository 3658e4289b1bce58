//! EASE: each item as a weighted sum of the others, in closed form.

use crate::cholesky;
use crate::neighbours::strongest;
use crate::sparse::{Sparse, product_rows};
use crate::{Error, History, Interactions, Model, Neighbours, Progress};

/// Settings of EASE.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EaseSettings {
    /// Added to the diagonal: the more, the less single users count.
    pub lambda: f64,
    /// For the sparse form: how many other items may explain an item.
    pub block: usize,
    /// Bytes that fitting may take.
    pub budget_bytes: u64,
}

impl Default for EaseSettings {
    fn default() -> Self {
        Self {
            lambda: 100.0,
            block: 120,
            budget_bytes: 256 << 20,
        }
    }
}

/// The weights of EASE, all of them.
#[derive(Clone, Debug)]
pub struct Ease {
    items: usize,
    weights: Vec<f32>,
}

impl Ease {
    /// Bytes that fitting takes at its height.
    pub fn needs_bytes(items: usize) -> u64 {
        (items as u64).pow(2) * 12
    }

    /// Fits the whole matrix: −P / diag P with P = (XᵀX + λI)⁻¹, and a diagonal of zeros.
    ///
    /// # Errors
    /// [`Error::OverBudget`] where [`Ease::needs_bytes`] is above the budget, [`Error::NoInteractions`], [`Error::BadSetting`], [`Error::Cancelled`].
    ///
    /// # Source
    /// Steck 2019, algorithm 1.
    pub fn fit(
        interactions: &Interactions,
        settings: EaseSettings,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        check(interactions, settings)?;
        let items = interactions.items();
        let needs_bytes = Self::needs_bytes(items);
        if needs_bytes > settings.budget_bytes {
            return Err(Error::OverBudget {
                model: "ease",
                needs_bytes,
                budget_bytes: settings.budget_bytes,
            });
        }
        let mut matrix = vec![0.0_f64; items * items];
        let by_user = &interactions.by_user;
        for user in 0..by_user.rows() as u32 {
            let (columns, values) = by_user.row(user);
            for (at, (&row, &left)) in columns.iter().zip(values).enumerate() {
                let line = &mut matrix[row as usize * items..];
                for (&column, &right) in columns[..=at].iter().zip(values) {
                    line[column as usize] += f64::from(left) * f64::from(right);
                }
            }
        }
        for at in 0..items {
            matrix[at * items + at] += settings.lambda;
        }
        if !cholesky::invert(&mut matrix, items, progress)? {
            return Err(Error::BadSetting {
                what: "lambda",
                value: settings.lambda,
                must: "large enough for the matrix to have an inverse",
            });
        }
        let mut weights = vec![0.0_f32; items * items];
        for row in 0..items {
            for column in 0..row {
                let value = matrix[row * items + column];
                weights[row * items + column] = (-value / matrix[column * items + column]) as f32;
                weights[column * items + row] = (-value / matrix[row * items + row]) as f32;
            }
        }
        Ok(Self { items, weights })
    }

    /// How much an item of a history adds to the score of another.
    pub fn weight(&self, from: u32, to: u32) -> f32 {
        let (from, to) = (from as usize, to as usize);
        if from >= self.items || to >= self.items {
            return 0.0;
        }
        self.weights[from * self.items + to]
    }
}

impl Model for Ease {
    fn score(&self, history: &History<'_>, scores: &mut [f32]) {
        for (&item, &weight) in history.items.iter().zip(history.weights) {
            let at = item as usize * self.items;
            let Some(row) = self.weights.get(at..at + self.items) else {
                continue;
            };
            for (score, value) in scores.iter_mut().zip(row) {
                *score += weight * value;
            }
        }
    }

    fn bytes(&self) -> usize {
        self.weights.len() * 4
    }
}

/// EASE for many items: each is explained by the items that most users of it had to do with, instead of by all.
///
/// For every item a ridge regression on at most `block` others is solved exactly. With a block as large as the catalogue this is EASE; with a smaller one, what is left out are items that few users share with it, or none.
///
/// # Errors
/// [`Error::NoInteractions`], [`Error::BadSetting`], [`Error::Cancelled`].
pub fn sparse_ease(
    interactions: &Interactions,
    settings: EaseSettings,
    progress: Progress<'_>,
) -> Result<Neighbours, Error> {
    check(interactions, settings)?;
    let items = interactions.items();
    let mut gram = Sparse::with_rows(items);
    let mut told = |part: f32| progress(0.2 * part);
    product_rows(
        &interactions.by_item(),
        &interactions.by_user,
        items,
        &mut told,
        |_, row| {
            gram.push_row(row.sorted());
        },
    )?;
    let mut place = vec![u32::MAX; items];
    let mut small: Vec<f64> = Vec::new();
    let mut into = Sparse::with_rows(items);
    for item in 0..items as u32 {
        if item.is_multiple_of(64) && !progress(0.2 + 0.8 * item as f32 / items as f32) {
            return Err(Error::Cancelled);
        }
        let (columns, values) = gram.row(item);
        let row = columns.iter().copied().zip(values.iter().copied());
        let chosen = strongest(item, row, settings.block);
        let width = chosen.len();
        for (at, &(other, _)) in chosen.iter().enumerate() {
            place[other as usize] = at as u32;
        }
        small.clear();
        small.resize(width * width, 0.0);
        for (at, &(other, _)) in chosen.iter().enumerate() {
            let line = &mut small[at * width..(at + 1) * width];
            let (columns, values) = gram.row(other);
            for (&column, &value) in columns.iter().zip(values) {
                if let Some(sum) = line.get_mut(place[column as usize] as usize) {
                    *sum = f64::from(value);
                }
            }
            line[at] += settings.lambda;
        }
        let mut solved: Vec<f64> = chosen.iter().map(|&(_, value)| f64::from(value)).collect();
        let fine = cholesky::solve(&mut small, width, &mut solved);
        for &(other, _) in &chosen {
            place[other as usize] = u32::MAX;
        }
        let weights = chosen.iter().zip(&solved);
        into.push_row(
            weights
                .filter(|_| fine)
                .map(|(&(other, _), &weight)| (other, weight as f32)),
        );
    }
    // What was solved are the weights into an item; scores are summed by the weights out of one.
    Ok(Neighbours::new(into.transposed(items), 1.0))
}

fn check(interactions: &Interactions, settings: EaseSettings) -> Result<(), Error> {
    if interactions.pairs() == 0 {
        return Err(Error::NoInteractions);
    }
    if !(settings.lambda > 0.0 && settings.lambda.is_finite()) {
        return Err(Error::BadSetting {
            what: "lambda",
            value: settings.lambda,
            must: "above 0",
        });
    }
    Ok(())
}
