//! Implicit matrix factorisation by alternating least squares.

use crate::random::Random;
use crate::sparse::Sparse;
use crate::{Error, History, Interactions, Model, Progress};

/// Settings of implicit ALS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlsSettings {
    /// Numbers for each user and item.
    pub factors: usize,
    /// Weight of the squared numbers in the loss.
    pub regularisation: f32,
    /// Confidence in an interaction is 1 + alpha × weight, in its absence 1.
    pub alpha: f32,
    /// Times that users and items are solved.
    pub iterations: usize,
    /// Conjugate-gradient steps for each row and iteration.
    pub steps: usize,
    /// The seed of the first factors.
    pub seed: u64,
}

impl Default for AlsSettings {
    fn default() -> Self {
        Self {
            factors: 64,
            regularisation: 0.05,
            alpha: 5.0,
            iterations: 12,
            steps: 3,
            seed: 42,
        }
    }
}

/// Factors of the items; a user's are solved for when they are needed, so that new users and new purchases count at once.
#[derive(Clone, Debug)]
pub struct Als {
    settings: AlsSettings,
    items: Vec<f32>,
    gram: Vec<f32>,
}

impl Als {
    /// Fits factors, items and users in turn.
    ///
    /// # Errors
    /// [`Error::NoInteractions`], [`Error::BadSetting`], [`Error::Cancelled`].
    ///
    /// # Source
    /// Hu, Koren & Volinsky 2008; conjugate gradients as in Takács, Pilászy & Tikk 2011.
    pub fn fit(
        interactions: &Interactions,
        settings: AlsSettings,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        if interactions.pairs() == 0 {
            return Err(Error::NoInteractions);
        }
        for (what, value) in [
            ("regularisation", settings.regularisation),
            ("alpha", settings.alpha),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::BadSetting {
                    what,
                    value: f64::from(value),
                    must: "above 0",
                });
            }
        }
        if !(1..=1024).contains(&settings.factors) {
            return Err(Error::BadSetting {
                what: "factors",
                value: settings.factors as f64,
                must: "1 to 1024",
            });
        }
        let width = settings.factors;
        let by_item = interactions.by_item();
        let mut random = Random::new(settings.seed);
        let mut first = |rows: usize| -> Vec<f32> {
            (0..rows * width)
                .map(|_| (random.unit() - 0.5) * 0.02)
                .collect()
        };
        let mut users = first(interactions.users());
        let mut items = first(interactions.items());
        let rounds = settings.iterations.max(1) as f32;
        for round in 0..settings.iterations.max(1) {
            let done = round as f32 / rounds;
            let half = 0.5 / rounds;
            let gram = gram(&items, &settings);
            let mut told = |part: f32| progress(done + half * part);
            solve_all(
                &interactions.by_user,
                &items,
                &gram,
                &mut users,
                &settings,
                &mut told,
            )?;
            let gram = self::gram(&users, &settings);
            let mut told = |part: f32| progress(done + half + half * part);
            solve_all(&by_item, &users, &gram, &mut items, &settings, &mut told)?;
        }
        let gram = gram(&items, &settings);
        Ok(Self {
            settings,
            items,
            gram,
        })
    }

    /// A user's factors, solved for from the history.
    pub fn user(&self, history: &History<'_>) -> Vec<f32> {
        let mut own = vec![0.0; self.settings.factors];
        let row = (history.items, history.weights);
        let steps = self.settings.factors.min(20);
        let mut work = Work::new(self.settings.factors);
        solve(
            row,
            &self.items,
            &self.gram,
            &mut own,
            self.settings.alpha,
            steps,
            &mut work,
        );
        own
    }

    /// The numbers of an item.
    pub fn item(&self, item: u32) -> &[f32] {
        let width = self.settings.factors;
        self.items
            .get(item as usize * width..(item as usize + 1) * width)
            .unwrap_or_default()
    }
}

impl Model for Als {
    fn score(&self, history: &History<'_>, scores: &mut [f32]) {
        if history.items.is_empty() {
            return;
        }
        let own = self.user(history);
        let rows = self.items.chunks_exact(self.settings.factors);
        for (score, row) in scores.iter_mut().zip(rows) {
            *score += crate::vectors::dot(&own, row);
        }
    }

    fn bytes(&self) -> usize {
        (self.items.len() + self.gram.len()) * 4
    }
}

/// FᵀF with the regularisation on its diagonal.
fn gram(factors: &[f32], settings: &AlsSettings) -> Vec<f32> {
    let width = settings.factors;
    let mut out = vec![0.0_f32; width * width];
    for row in factors.chunks_exact(width) {
        for (&left, line) in row.iter().zip(out.chunks_exact_mut(width)) {
            for (sum, &right) in line.iter_mut().zip(row) {
                *sum += left * right;
            }
        }
    }
    for at in 0..width {
        out[at * width + at] += settings.regularisation;
    }
    out
}

fn solve_all(
    rows: &Sparse,
    others: &[f32],
    gram: &[f32],
    own: &mut [f32],
    settings: &AlsSettings,
    progress: Progress<'_>,
) -> Result<(), Error> {
    let mut work = Work::new(settings.factors);
    let count = rows.rows() as f32;
    for (row, own) in own.chunks_exact_mut(settings.factors).enumerate() {
        if row.is_multiple_of(1024) && !progress(row as f32 / count) {
            return Err(Error::Cancelled);
        }
        let of_row = rows.row(row as u32);
        solve(
            of_row,
            others,
            gram,
            own,
            settings.alpha,
            settings.steps,
            &mut work,
        );
    }
    Ok(())
}

struct Work {
    residual: Vec<f32>,
    direction: Vec<f32>,
    image: Vec<f32>,
}

impl Work {
    fn new(width: usize) -> Self {
        Self {
            residual: vec![0.0; width],
            direction: vec![0.0; width],
            image: vec![0.0; width],
        }
    }
}

/// Conjugate gradients on (FᵀF + λ + Σ αw f fᵀ) x = Σ (1 + αw) f, from where x is.
fn solve(
    (columns, weights): (&[u32], &[f32]),
    others: &[f32],
    gram: &[f32],
    x: &mut [f32],
    alpha: f32,
    steps: usize,
    work: &mut Work,
) {
    let width = x.len();
    if columns.is_empty() {
        x.fill(0.0);
        return;
    }
    let dot = crate::vectors::dot;
    let other = |column: u32| &others[column as usize * width..(column as usize + 1) * width];
    let apply = |of: &[f32], image: &mut [f32]| {
        for (out, line) in image.iter_mut().zip(gram.chunks_exact(width)) {
            *out = dot(line, of);
        }
        for (&column, &weight) in columns.iter().zip(weights) {
            let factors = other(column);
            let part = alpha * weight * dot(factors, of);
            for (out, &factor) in image.iter_mut().zip(factors) {
                *out += part * factor;
            }
        }
    };
    apply(x, &mut work.residual);
    for value in &mut work.residual {
        *value = -*value;
    }
    for (&column, &weight) in columns.iter().zip(weights) {
        let confidence = 1.0 + alpha * weight;
        for (out, &factor) in work.residual.iter_mut().zip(other(column)) {
            *out += confidence * factor;
        }
    }
    work.direction.copy_from_slice(&work.residual);
    let mut left = dot(&work.residual, &work.residual);
    for _ in 0..steps {
        if left < 1e-20 {
            return;
        }
        apply(&work.direction, &mut work.image);
        let length = left / dot(&work.direction, &work.image);
        for (x, direction) in x.iter_mut().zip(&work.direction) {
            *x += length * direction;
        }
        for (residual, image) in work.residual.iter_mut().zip(&work.image) {
            *residual -= length * image;
        }
        let now = dot(&work.residual, &work.residual);
        let ratio = now / left;
        for (direction, residual) in work.direction.iter_mut().zip(&work.residual) {
            *direction = residual + ratio * *direction;
        }
        left = now;
    }
}
