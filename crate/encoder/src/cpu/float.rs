//! Linear layers in 32-bit floats.

use super::dense::{Dense, Finish, store};
use super::lanes::F32x4;
use crate::Tensor;

/// A linear layer with packed weights.
pub struct Float {
    inputs: usize,
    outputs: usize,
    /// `[outputs / 12][inputs][3]` of four columns each.
    panels: Vec<[F32x4; GROUPS]>,
    /// `[outputs]`, padded to a panel.
    bias: Vec<f32>,
}

/// Products and sums: rounded as IEEE 754 says, or as the machine likes.
pub(crate) trait MulAdd: Copy {
    fn mul_add(a: F32x4, b: F32x4, sum: F32x4) -> F32x4;
}

/// The same bits everywhere.
#[derive(Clone, Copy)]
pub(crate) struct Exact;

/// One instruction where there is one.
#[derive(Clone, Copy)]
pub(crate) struct Fast;

impl MulAdd for Exact {
    #[inline(always)]
    fn mul_add(a: F32x4, b: F32x4, sum: F32x4) -> F32x4 {
        a.mul_add(b, sum)
    }
}

impl MulAdd for Fast {
    #[inline(always)]
    fn mul_add(a: F32x4, b: F32x4, sum: F32x4) -> F32x4 {
        a.fast_mul_add(b, sum)
    }
}

/// Outputs that are packed together: three rows of them are nine sums, enough for none to wait for itself, and few enough
/// for sixteen registers.
const PANEL: usize = 12;

/// Groups of four outputs in a panel.
const GROUPS: usize = PANEL / 4;

/// Rows at a time.
const ROWS: usize = 3;

/// One to three rows times a panel: sums over its inputs.
///
/// `rows`: `[R][inputs]`; `panel`: `[inputs][G]` of four columns each.
#[inline(always)]
pub(crate) fn tile<M: MulAdd, const R: usize, const G: usize>(
    rows: [&[f32]; R],
    panel: &[[F32x4; G]],
) -> [[F32x4; G]; R] {
    const { assert!(R >= 1 && R <= 3, "one to three rows") };
    let mut sums = [[F32x4::splat(0.0); G]; R];
    // Zipped rather than indexed: what is indexed is checked in every turn.
    let rows = [rows[0], rows[R / 2], rows[R - 1]];
    for (((weights, first), second), last) in panel.iter().zip(rows[0]).zip(rows[1]).zip(rows[2]) {
        let values = [*first, *second, *last];
        for r in 0..R {
            let value = F32x4::splat(values[if r + 1 == R { 2 } else { r }]);
            for g in 0..G {
                sums[r][g] = M::mul_add(weights[g], value, sums[r][g]);
            }
        }
    }
    sums
}

impl Dense for Float {
    type Input = Vec<f32>;

    fn pack(weight: &[Tensor], bias: &[Vec<f32>]) -> Self {
        let inputs = weight.first().map_or(0, |w| w.columns);
        let outputs: usize = weight.iter().map(|w| w.rows).sum();
        let padded = outputs.next_multiple_of(PANEL);
        let mut panels = vec![[F32x4::splat(0.0); GROUPS]; padded / PANEL * inputs];
        let floats: &mut [f32] = bytemuck::cast_slice_mut(&mut panels);
        let mut row = vec![0.0; inputs];
        let mut output = 0;
        for tensor in weight {
            for index in 0..tensor.rows {
                tensor.copy_row(index, &mut row);
                let (panel, column) = (output / PANEL, output % PANEL);
                for (input, value) in row.iter().enumerate() {
                    floats[(panel * inputs + input) * PANEL + column] = *value;
                }
                output += 1;
            }
        }
        let mut bias = bias.concat();
        bias.resize(padded, 0.0);
        Self {
            inputs,
            outputs,
            panels,
            bias,
        }
    }

    fn outputs(&self) -> usize {
        self.outputs
    }

    #[inline(never)]
    fn prepare(&self, rows: &[f32], input: &mut Vec<f32>) {
        input.clear();
        input.extend_from_slice(rows);
    }

    #[inline(never)]
    fn apply<F: Finish>(&self, input: &Vec<f32>, out: &mut [f32], finish: &F) {
        self.run::<Fast, F>(input, out, finish);
    }
}

/// The same layer with the same bits everywhere: what stands behind the last hidden state, whatever the layers before are in.
pub(crate) struct ExactFloat(Float);

impl Dense for ExactFloat {
    type Input = Vec<f32>;

    fn pack(weight: &[Tensor], bias: &[Vec<f32>]) -> Self {
        Self(Float::pack(weight, bias))
    }

    fn outputs(&self) -> usize {
        self.0.outputs
    }

    fn prepare(&self, rows: &[f32], input: &mut Vec<f32>) {
        self.0.prepare(rows, input);
    }

    #[inline(never)]
    fn apply<F: Finish>(&self, input: &Vec<f32>, out: &mut [f32], finish: &F) {
        self.0.run::<Exact, F>(input, out, finish);
    }
}

impl Float {
    #[inline(always)]
    fn run<M: MulAdd, F: Finish>(&self, input: &[f32], out: &mut [f32], finish: &F) {
        if self.inputs == 0 {
            return;
        }
        let rows = input.len() / self.inputs;
        let row = |index: usize| &input[index * self.inputs..(index + 1) * self.inputs];
        for (panel, weights) in self.panels.chunks_exact(self.inputs).enumerate() {
            let column = panel * PANEL;
            let mut index = 0;
            while index + ROWS <= rows {
                let sums =
                    tile::<M, ROWS, GROUPS>(std::array::from_fn(|r| row(index + r)), weights);
                self.end(sums, index, column, out, finish);
                index += ROWS;
            }
            while index < rows {
                let sums = tile::<M, 1, GROUPS>([row(index)], weights);
                self.end(sums, index, column, out, finish);
                index += 1;
            }
        }
    }

    #[inline(always)]
    fn end<const R: usize, F: Finish>(
        &self,
        sums: [[F32x4; GROUPS]; R],
        row: usize,
        column: usize,
        out: &mut [f32],
        finish: &F,
    ) {
        let Some(bias) = self
            .bias
            .get(column..)
            .and_then(|b| b.first_chunk::<PANEL>())
        else {
            return;
        };
        let (bias, _) = bias.as_chunks::<4>();
        for (r, sums) in sums.into_iter().enumerate() {
            let values = std::array::from_fn(|g| sums[g].add(F32x4::load(&bias[g])));
            store::<GROUPS, F>(values, row + r, column, self.outputs, out, finish);
        }
    }
}
