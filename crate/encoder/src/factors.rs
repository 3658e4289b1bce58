//! Factors that make activations easier to round to 8 bits.
//!
//! A few inputs of a layer are far larger than the others, and the range of a row is that of its largest: the others are left with few steps.
//! Each input is therefore multiplied by a factor before its row is rounded, and its column of the weights divided by it, which changes
//! nothing in exact numbers and moves the difference from the activations to the weights, whose rows bear it better
//! (Xiao et al. 2023, SmoothQuant).

use std::collections::BTreeMap;

use crate::{Part, Piece, Place, Tensor};

/// Inputs below it are as good as none.
const LEAST: f32 = 1e-4;

/// The largest magnitude of each input, by layer and by what takes it.
///
/// [`Piece::Query`] stands for query, key and value, which take the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranges {
    largest: BTreeMap<(usize, Piece), Vec<f32>>,
}

impl Ranges {
    /// Takes rows of inputs into account.
    ///
    /// `rows`: `[rows, width]`. What is not finite counts for nothing.
    pub fn see(&mut self, layer: usize, piece: Piece, rows: &[f32], width: usize) {
        let largest = self.largest.entry((layer, piece)).or_default();
        largest.resize(width, 0.0);
        for row in rows.chunks_exact(width.max(1)) {
            for (most, value) in largest.iter_mut().zip(row) {
                if value.is_finite() {
                    *most = most.max(value.abs());
                }
            }
        }
    }
}

/// What inputs are multiplied with before they are rounded, by the weights that take them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    factors: BTreeMap<Place, Vec<f32>>,
}

impl Factors {
    /// Computes them from the ranges of inputs and from the weights.
    ///
    /// For an input whose largest magnitude is `x` and whose largest weight is `w`: `w^⅓ / x^⅔`. Of powers of `x` from ½ to 0.85 this one
    /// did best on all-MiniLM-L6-v2, whatever the texts (`tests/bench/README.md`). `weight` gives a matrix in full precision.
    pub fn new(ranges: &Ranges, weight: impl Fn(Place) -> Option<Tensor>) -> Self {
        let mut factors = BTreeMap::new();
        for (&(layer, piece), largest) in &ranges.largest {
            let pieces: &[Piece] = match piece {
                Piece::Query => &[Piece::Query, Piece::Key, Piece::Value],
                _ => &[piece],
            };
            let places = pieces
                .iter()
                .map(|&piece| Place::Layer(layer, piece, Part::Weight));
            let mut heaviest = vec![0.0_f32; largest.len()];
            for tensor in places.clone().filter_map(&weight) {
                for row in tensor.into_f32().chunks_exact(largest.len().max(1)) {
                    for (most, value) in heaviest.iter_mut().zip(row) {
                        *most = most.max(value.abs());
                    }
                }
            }
            let of_piece: Vec<f32> = largest
                .iter()
                .zip(&heaviest)
                .map(|(&input, &weight)| factor(input, weight))
                .collect();
            factors.extend(places.map(|place| (place, of_piece.clone())));
        }
        Self { factors }
    }

    /// Those of a matrix, `[inputs]`.
    pub fn get(&self, place: Place) -> Option<&[f32]> {
        self.factors.get(&place).map(Vec::as_slice)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }
}

/// The factor of one input; 1 where nothing is to be gained.
fn factor(input: f32, weight: f32) -> f32 {
    if weight <= 0.0 {
        return 1.0;
    }
    let root = libm::cbrtf(input.max(LEAST));
    let factor = libm::cbrtf(weight) / (root * root);
    if factor.is_normal() { factor } else { 1.0 }
}
