//! Two models' log-odds as one.

use crate::design::Sparse;
use crate::logistic::Logistic;

/// Weights of the two models' log-odds, and what is added.
pub(crate) struct Blend {
    pub(crate) weights: [f64; 2],
    pub(crate) intercept: f64,
}

impl Blend {
    pub(crate) fn fit(margins: &[Option<Vec<f64>>; 2], labels: &[bool]) -> Self {
        let mut used: Vec<usize> = (0..2).filter(|&model| margins[model].is_some()).collect();
        loop {
            let mut rows = Sparse::default();
            for row in 0..labels.len() {
                let cells = used.iter().enumerate();
                rows.push(cells.filter_map(|(place, &model)| {
                    Some((place as u32, margins[model].as_ref()?[row]))
                }));
            }
            let model = Logistic::fit(
                &rows,
                used.len(),
                labels,
                &vec![1.0; labels.len()],
                1.0,
                None,
            );
            let lowest = model
                .weights
                .iter()
                .enumerate()
                .reduce(|a, b| if b.1 < a.1 { b } else { a });
            match lowest {
                // A model that is only right when turned around has learned nothing.
                Some((place, weight)) if *weight <= 0.0 => {
                    used.remove(place);
                }
                _ => {
                    let mut weights = [0.0; 2];
                    for (&slot, weight) in used.iter().zip(&model.weights) {
                        weights[slot] = *weight;
                    }
                    return Self {
                        weights,
                        intercept: model.intercept,
                    };
                }
            }
        }
    }

    pub(crate) fn log_odds(&self, margin: impl Fn(usize) -> Option<f64>) -> f64 {
        let sum = |model: usize| margin(model).map_or(0.0, |margin| self.weights[model] * margin);
        self.intercept + sum(0) + sum(1)
    }
}
