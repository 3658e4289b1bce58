//! Numbers of a model, as they are stored.

use half::{bf16, f16};

/// A matrix, or a vector as a matrix of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Rows: outputs of a linear layer, entries of an embedding.
    pub rows: usize,
    /// Columns: inputs of a linear layer, the width of an embedding.
    pub columns: usize,
    /// `[rows, columns]`.
    pub values: Values,
}

/// Numbers in one of the formats of weights.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// 32 bits.
    F32(Vec<f32>),
    /// 16 bits, 5 of them exponent.
    F16(Vec<f16>),
    /// 16 bits, 8 of them exponent.
    Bf16(Vec<bf16>),
    /// Whole numbers from −127 to 127, times the scale of their row and, where there are factors, that of their column.
    Int8 {
        /// `[rows, columns]`.
        values: Vec<i8>,
        /// `[rows]`.
        scales: Vec<f32>,
        /// `[columns]`: what the input of each column is multiplied with before it is rounded itself, see [`Factors`](crate::Factors).
        /// Query, key and value of a layer share theirs, as they share their input.
        factors: Option<Vec<f32>>,
    },
}

impl Values {
    /// A value that is no number or without end, if there is one; whole numbers and their scales are not looked at.
    ///
    /// Such a value must not be rounded: of bytes it would make zeros, and of a whole row.
    pub(crate) fn not_finite(&self) -> Option<f32> {
        /// All are looked at, without a branch for each; hardly ever is one found.
        fn first<T: Copy>(values: &[T], finite: impl Fn(T) -> bool) -> Option<T> {
            if values.iter().fold(true, |all, &value| all & finite(value)) {
                return None;
            }
            values.iter().copied().find(|&value| !finite(value))
        }
        match self {
            Self::F32(values) => first(values, f32::is_finite),
            Self::F16(values) => first(values, f16::is_finite).map(f16::to_f32),
            Self::Bf16(values) => first(values, bf16::is_finite).map(bf16::to_f32),
            Self::Int8 { .. } => None,
        }
    }
}

impl Tensor {
    /// All values as 32-bit floats.
    pub fn to_f32(&self) -> Vec<f32> {
        match &self.values {
            Values::F32(values) => values.clone(),
            Values::F16(values) => values.iter().map(|v| v.to_f32()).collect(),
            Values::Bf16(values) => values.iter().map(|v| v.to_f32()).collect(),
            Values::Int8 { values, .. } => {
                let mut out = vec![0.0; values.len()];
                for (index, row) in out.chunks_exact_mut(self.columns.max(1)).enumerate() {
                    self.copy_row(index, row);
                }
                out
            }
        }
    }

    /// All values as 32-bit floats, without a copy where they are.
    pub fn into_f32(self) -> Vec<f32> {
        match self.values {
            Values::F32(values) => values,
            _ => self.to_f32(),
        }
    }

    /// Writes one row as 32-bit floats.
    ///
    /// `out`: `[columns]`.
    pub fn copy_row(&self, row: usize, out: &mut [f32]) {
        let range = row * self.columns..(row + 1) * self.columns;
        match &self.values {
            Values::F32(values) => out.copy_from_slice(&values[range]),
            Values::F16(values) => {
                for (to, from) in out.iter_mut().zip(&values[range]) {
                    *to = from.to_f32();
                }
            }
            Values::Bf16(values) => {
                for (to, from) in out.iter_mut().zip(&values[range]) {
                    *to = from.to_f32();
                }
            }
            Values::Int8 {
                values,
                scales,
                factors,
            } => {
                for (to, from) in out.iter_mut().zip(&values[range]) {
                    *to = f32::from(*from) * scales[row];
                }
                for (to, factor) in out.iter_mut().zip(factors.iter().flatten()) {
                    *to *= factor;
                }
            }
        }
    }

    /// What the inputs of whole numbers are multiplied with: `[columns]`.
    pub fn factors(&self) -> Option<&[f32]> {
        match &self.values {
            Values::Int8 { factors, .. } => factors.as_deref(),
            _ => None,
        }
    }

    /// The same as whole numbers with a scale for each row: the largest magnitude of a row becomes 127.
    ///
    /// What is of whole numbers already stays as it is, factors among them.
    pub fn to_int8(&self) -> Tensor {
        match self.values {
            Values::Int8 { .. } => self.clone(),
            _ => self.to_int8_by(None),
        }
    }

    /// The same as whole numbers beside factors for its inputs: each column is divided by its factor before rows are rounded.
    ///
    /// `factors`: `[columns]`, none of them 0.
    pub fn to_int8_by(&self, factors: Option<&[f32]>) -> Tensor {
        let mut values = Vec::with_capacity(self.rows * self.columns);
        let mut scales = Vec::with_capacity(self.rows);
        let mut row = vec![0.0; self.columns];
        for index in 0..self.rows {
            self.copy_row(index, &mut row);
            for (value, factor) in row.iter_mut().zip(factors.into_iter().flatten()) {
                *value /= factor;
            }
            let largest = row.iter().fold(0.0_f32, |most, v| most.max(v.abs()));
            let scale = largest / 127.0;
            scales.push(scale);
            let inverse = if largest > 0.0 { 127.0 / largest } else { 0.0 };
            values.extend(
                row.iter()
                    .map(|v| (v * inverse).round_ties_even().clamp(-127.0, 127.0) as i8),
            );
        }
        Tensor {
            rows: self.rows,
            columns: self.columns,
            values: Values::Int8 {
                values,
                scales,
                factors: factors.map(<[f32]>::to_vec),
            },
        }
    }

    /// Bytes that the values take.
    pub fn bytes(&self) -> usize {
        let count = self.rows * self.columns;
        match &self.values {
            Values::F32(_) => 4 * count,
            Values::F16(_) | Values::Bf16(_) => 2 * count,
            Values::Int8 { factors, .. } => {
                count + 4 * self.rows + 4 * factors.as_ref().map_or(0, Vec::len)
            }
        }
    }
}
