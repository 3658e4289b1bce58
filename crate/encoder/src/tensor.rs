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
    /// Whole numbers from −127 to 127, times the scale of their row.
    Int8 {
        /// `[rows, columns]`.
        values: Vec<i8>,
        /// `[rows]`.
        scales: Vec<f32>,
    },
}

impl Tensor {
    /// All values as 32-bit floats.
    pub fn to_f32(&self) -> Vec<f32> {
        match &self.values {
            Values::F32(values) => values.clone(),
            Values::F16(values) => values.iter().map(|v| v.to_f32()).collect(),
            Values::Bf16(values) => values.iter().map(|v| v.to_f32()).collect(),
            Values::Int8 { values, scales } => {
                let mut out = Vec::with_capacity(values.len());
                for (row, scale) in values.chunks_exact(self.columns.max(1)).zip(scales) {
                    out.extend(row.iter().map(|&v| f32::from(v) * scale));
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
            Values::Int8 { values, scales } => {
                for (to, from) in out.iter_mut().zip(&values[range]) {
                    *to = f32::from(*from) * scales[row];
                }
            }
        }
    }

    /// The same as whole numbers with a scale for each row: the largest magnitude of a row becomes 127.
    pub fn to_int8(&self) -> Tensor {
        if let Values::Int8 { .. } = self.values {
            return self.clone();
        }
        let mut values = Vec::with_capacity(self.rows * self.columns);
        let mut scales = Vec::with_capacity(self.rows);
        let mut row = vec![0.0; self.columns];
        for index in 0..self.rows {
            self.copy_row(index, &mut row);
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
            values: Values::Int8 { values, scales },
        }
    }

    /// Bytes that the values take.
    pub fn bytes(&self) -> usize {
        let count = self.rows * self.columns;
        match &self.values {
            Values::F32(_) => 4 * count,
            Values::F16(_) | Values::Bf16(_) => 2 * count,
            Values::Int8 { .. } => count + 4 * self.rows,
        }
    }
}
