//! Linear layers in whole numbers of 8 bits.
//!
//! Weights are −127 to 127 with a scale for each output; activations are quantised row by row to 0 to 127 with a scale and a zero point.
//! A product of a row with a column is then exact in 32 bits, whatever the order and the instruction; only the scaling after it is in floats,
//! in one fixed order. So results are the same to the bit on every machine.
//!
//! Weights may stand beside factors for their inputs, by which activations are multiplied before they are quantised.

use std::collections::BTreeMap;

use super::dense::{Dense, Finish, store};
use super::dot::{DEPTH, Dot, Plain, is_light, is_shallow};
use super::lanes::{F32x4, I8x16, I32x4};
use crate::{Tensor, Values};

/// How products of bytes are computed; what is fastest depends on the processor, the result does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kernel {
    /// By whole numbers of 16 bits.
    Plain,
    /// By one relaxed instruction.
    #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
    Fused,
    /// By relaxed products of pairs.
    #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
    Pairs,
    /// By one instruction of AVX-VNNI, where the processor has it; otherwise as [`Kernel::Avx2`].
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// By AVX2's products of pairs, where the processor has it; otherwise as [`Kernel::Plain`].
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Kernel {
    /// All that this build has.
    pub const ALL: &'static [Self] = &[
        #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
        Self::Pairs,
        #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
        Self::Fused,
        #[cfg(target_arch = "x86_64")]
        Self::Vnni,
        #[cfg(target_arch = "x86_64")]
        Self::Avx2,
        Self::Plain,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
            Self::Fused => "fused",
            #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
            Self::Pairs => "pairs",
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => "vnni",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "avx2",
        }
    }
}

impl Default for Kernel {
    /// What is most likely the fastest.
    fn default() -> Self {
        Self::ALL.first().copied().unwrap_or(Self::Plain)
    }
}

/// Groups of four columns that are packed together and computed at once.
///
/// With three rows of them where a step is one instruction of the processor, nine sums, three lanes of weights and three of activations
/// are as many as x86 has registers to spare, and no sum waits for itself; two rows are enough where a step is more.
const GROUPS: usize = 3;

/// Columns that are packed together.
const PANEL: usize = 4 * GROUPS;

/// Rows that are computed at once where a step is one instruction.
const TALL: usize = 3;

/// Steps in one turn of the innermost loop: engines make better code of two deep ones than of one.
const STEPS: usize = 2 * DEPTH;

/// A linear layer with packed weights.
pub struct Int8 {
    inputs: usize,
    outputs: usize,
    /// `[inputs]`.
    factors: Option<Vec<f32>>,
    /// `[outputs / 12][inputs / 4][3]`: in each lane four columns by four inputs.
    panels: Vec<I8x16>,
    /// Weights that stand apart, so that [`Dot::deep`] may be used for all the others, in the order of their columns.
    apart: Vec<Apart>,
    /// Where those of every panel end: `[outputs / 12]`.
    ends: Vec<usize>,
    /// Sum of each output's weights: `[outputs]`, padded to a panel.
    sums: Vec<i32>,
    /// `[outputs]`, padded to a panel.
    scales: Vec<f32>,
    /// `[outputs]`, padded to a panel.
    bias: Vec<f32>,
}

/// Weights of a panel for four inputs that would overflow 16 bits beside their neighbours, where zeros stand for them.
struct Apart {
    /// Which four inputs.
    word: usize,
    lanes: [I8x16; GROUPS],
}

/// Rows of activations, quantised.
#[derive(Default)]
pub struct Quantised {
    /// Four activations a word: `[rows][inputs / 4]`.
    words: Vec<i32>,
    /// `[rows]`.
    scales: Vec<f32>,
    /// What stands for zero: `[rows]`.
    zeros: Vec<i32>,
    /// A row times the factors.
    row: Vec<f32>,
    kernel: Kernel,
}

impl Quantised {
    /// Chooses how products are computed from now on.
    pub fn set_kernel(&mut self, kernel: Kernel) {
        self.kernel = kernel;
    }

    /// `R` rows from one on, each of so many words.
    #[inline(always)]
    fn rows<const R: usize>(&self, row: usize, words: usize) -> [&[i32]; R] {
        std::array::from_fn(|r| &self.words[(row + r) * words..][..words])
    }
}

impl Dense for Int8 {
    type Input = Quantised;

    fn pack(weight: &[Tensor], bias: &[Vec<f32>]) -> Self {
        let inputs = weight.first().map_or(0, |w| w.columns);
        let outputs: usize = weight.iter().map(|w| w.rows).sum();
        let padded = outputs.next_multiple_of(PANEL);
        let words = inputs.div_ceil(4);
        let factors = weight.first().and_then(Tensor::factors);
        let mut layer = Self {
            inputs,
            outputs,
            factors: factors.map(<[f32]>::to_vec),
            panels: vec![I8x16::repeat(0); padded / PANEL * words * GROUPS],
            apart: Vec::new(),
            ends: Vec::with_capacity(padded / PANEL),
            sums: vec![0; padded],
            scales: vec![0.0; padded],
            bias: bias.concat(),
        };
        layer.bias.resize(padded, 0.0);
        // By panel and word: inputs come in order within a column, columns one after another.
        let mut apart: BTreeMap<(usize, usize), [[i8; 16]; GROUPS]> = BTreeMap::new();
        let mut output = 0;
        for tensor in weight {
            let owned;
            let (values, scales) = match &tensor.values {
                Values::Int8 { values, scales, .. } if tensor.factors() == factors => {
                    (values, scales)
                }
                _ => {
                    owned = tensor.to_int8_by(factors);
                    match &owned.values {
                        Values::Int8 { values, scales, .. } => (values, scales),
                        _ => continue,
                    }
                }
            };
            for (row, scale) in values.chunks_exact(inputs.max(1)).zip(scales) {
                layer.scales[output] = *scale;
                layer.sums[output] = row.iter().map(|&v| i32::from(v)).sum();
                let lanes = &mut layer.panels[output / PANEL * words * GROUPS..][..words * GROUPS];
                let column = output % PANEL;
                lay_out(row, column, lanes, |word, four| {
                    let lanes = apart.entry((output / PANEL, word)).or_default();
                    let at = column % 4 * 4;
                    lanes[column / 4][at..at + 4].copy_from_slice(four);
                });
                output += 1;
            }
        }
        for panel in 0..padded / PANEL {
            let of_panel = apart.range((panel, 0)..(panel + 1, 0));
            layer
                .apart
                .extend(of_panel.map(|(&(_, word), &lanes)| Apart {
                    word,
                    lanes: lanes.map(bytemuck::cast),
                }));
            layer.ends.push(layer.apart.len());
        }
        layer
    }

    fn outputs(&self) -> usize {
        self.outputs
    }

    #[inline(never)]
    fn prepare(&self, rows: &[f32], input: &mut Quantised) {
        input.words.clear();
        input.scales.clear();
        input.zeros.clear();
        let rows = rows.chunks_exact(self.inputs.max(1));
        let Some(factors) = &self.factors else {
            rows.for_each(|row| quantise(row, input));
            return;
        };
        let mut scaled = std::mem::take(&mut input.row);
        for row in rows {
            scaled.clear();
            scaled.extend(
                row.iter()
                    .zip(factors)
                    .map(|(value, factor)| value * factor),
            );
            quantise(&scaled, input);
        }
        input.row = scaled;
    }

    #[inline(never)]
    fn apply<F: Finish>(&self, input: &Quantised, out: &mut [f32], finish: &F) {
        match input.kernel {
            Kernel::Plain => self.run::<Plain, F>(input, out, finish),
            #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
            Kernel::Fused => self.run::<super::dot::Fused, F>(input, out, finish),
            #[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
            Kernel::Pairs => self.run::<super::dot::Pairs, F>(input, out, finish),
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "called only where AVX-VNNI was found")]
            Kernel::Vnni if std::arch::is_x86_feature_detected!("avxvnni") => {
                // SAFETY: the processor has AVX-VNNI.
                unsafe { self.run_vnni(input, out, finish) }
            }
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "called only where AVX2 was found")]
            Kernel::Vnni | Kernel::Avx2 if std::arch::is_x86_feature_detected!("avx2") => {
                // SAFETY: the processor has AVX2.
                unsafe { self.run_avx2(input, out, finish) }
            }
            #[cfg(target_arch = "x86_64")]
            Kernel::Vnni | Kernel::Avx2 => self.run::<Plain, F>(input, out, finish),
        }
    }
}

impl Int8 {
    /// [`Int8::run`], compiled for processors with AVX2.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn run_avx2<F: Finish>(&self, input: &Quantised, out: &mut [f32], finish: &F) {
        self.run::<super::dot::Avx2, F>(input, out, finish);
    }

    /// [`Int8::run`], compiled for processors with AVX-VNNI.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,avxvnni")]
    fn run_vnni<F: Finish>(&self, input: &Quantised, out: &mut [f32], finish: &F) {
        self.run::<super::dot::Vnni, F>(input, out, finish);
    }

    #[inline(always)]
    fn run<D: Dot, F: Finish>(&self, input: &Quantised, out: &mut [f32], finish: &F) {
        let words = self.inputs.div_ceil(4);
        let rows = input.scales.len();
        if words == 0 {
            return;
        }
        let (sums, _) = self.sums.as_chunks();
        let (scales, _) = self.scales.as_chunks();
        let (bias, _) = self.bias.as_chunks();
        let (lanes, _) = self.panels.as_chunks();
        let about = lanes.chunks_exact(words).zip(sums).zip(scales).zip(bias);
        for (index, (((lanes, sums), scales), bias)) in about.enumerate() {
            let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
            let panel = Panel {
                column: index * PANEL,
                words,
                apart: &self.apart[start..self.ends[index]],
                sums,
                scales,
                bias,
            };
            let mut row = 0;
            while D::SINGLE && row + TALL <= rows {
                let sums = by_single_steps::<D, TALL>(lanes, input.rows(row, words));
                self.end::<D, TALL, F>(&panel, input, row, sums, out, finish);
                row += TALL;
            }
            while row + 2 <= rows {
                let sums = by_deep_steps::<D, 2>(lanes, input.rows(row, words));
                self.end::<D, 2, F>(&panel, input, row, sums, out, finish);
                row += 2;
            }
            if row < rows {
                let sums = by_deep_steps::<D, 1>(lanes, input.rows(row, words));
                self.end::<D, 1, F>(&panel, input, row, sums, out, finish);
            }
        }
    }

    /// Adds what stands apart to the sums of `R` rows of a panel, and makes outputs of them.
    #[inline(always)]
    fn end<D: Dot, const R: usize, F: Finish>(
        &self,
        panel: &Panel<'_>,
        input: &Quantised,
        row: usize,
        mut sums: [[D::Sum; GROUPS]; R],
        out: &mut [f32],
        finish: &F,
    ) {
        let activations: [&[i32]; R] = input.rows(row, panel.words);
        for apart in panel.apart {
            let fours = activations.map(|row| row[apart.word]);
            add::<D, R>(&apart.lanes, fours, &mut sums);
        }
        let (of_weights, _) = panel.sums.as_chunks();
        let (scales, _) = panel.scales.as_chunks();
        let (bias, _) = panel.bias.as_chunks();
        for (r, sums) in sums.into_iter().enumerate() {
            let row = row + r;
            let zero = I32x4::splat(input.zeros[row]);
            let scale = F32x4::splat(input.scales[row]);
            let values: [F32x4; GROUPS] = std::array::from_fn(|g| {
                let sum = D::finish(sums[g]).sub(zero.mul(I32x4::load(&of_weights[g])));
                let scale = F32x4::load(&scales[g]).mul(scale);
                sum.to_f32().mul(scale).add(F32x4::load(&bias[g]))
            });
            store(values, row, panel.column, self.outputs, out, finish);
        }
    }
}

/// Sums of one or two rows over a panel, [`DEPTH`] steps together.
#[inline(always)]
fn by_deep_steps<D: Dot, const R: usize>(
    lanes: &[[I8x16; GROUPS]],
    activations: [&[i32]; R],
) -> [[D::Sum; GROUPS]; R] {
    const { assert!(R == 1 || R == 2, "one or two rows") };
    let mut sums = [[D::zero(); GROUPS]; R];
    let (blocks, rest) = lanes.as_chunks::<STEPS>();
    let steps = activations.map(|row| row.as_chunks::<STEPS>().0);
    // Zipped rather than indexed: what is indexed is checked in every turn.
    for ((block, first), last) in blocks.iter().zip(steps[0]).zip(steps[R - 1]) {
        let rows = [first, last];
        for r in 0..R {
            let fours = rows[r].map(D::activations);
            for g in 0..GROUPS {
                for first in [0, DEPTH] {
                    let weights = std::array::from_fn(|d| D::weights(block[first + d][g]));
                    let fours = std::array::from_fn(|d| fours[first + d]);
                    sums[r][g] = D::deep(weights, fours, sums[r][g]);
                }
            }
        }
    }
    for (index, step) in rest.iter().enumerate() {
        let word = lanes.len() - rest.len() + index;
        add::<D, R>(step, activations.map(|row| row[word]), &mut sums);
    }
    sums
}

/// Sums of rows over a panel, one step after the other.
#[inline(always)]
fn by_single_steps<D: Dot, const R: usize>(
    lanes: &[[I8x16; GROUPS]],
    activations: [&[i32]; R],
) -> [[D::Sum; GROUPS]; R] {
    let mut sums = [[D::zero(); GROUPS]; R];
    // Cut to one length here, so that nothing is checked in every turn.
    let activations = activations.map(|row| &row[..lanes.len()]);
    for (word, step) in lanes.iter().enumerate() {
        add::<D, R>(step, activations.map(|row| row[word]), &mut sums);
    }
    sums
}

/// Twelve columns of a layer.
struct Panel<'a> {
    /// The first of them.
    column: usize,
    /// Inputs, four a word.
    words: usize,
    apart: &'a [Apart],
    sums: &'a [i32; PANEL],
    scales: &'a [f32; PANEL],
    bias: &'a [f32; PANEL],
}

/// One step of four inputs for `R` rows.
#[inline(always)]
fn add<D: Dot, const R: usize>(
    step: &[I8x16; GROUPS],
    fours: [i32; R],
    sums: &mut [[D::Sum; GROUPS]; R],
) {
    let weights = step.map(D::weights);
    for (sums, four) in sums.iter_mut().zip(fours) {
        let four = D::activations(four);
        for (sum, weights) in sums.iter_mut().zip(weights) {
            *sum = D::dot(weights, four, *sum);
        }
    }
}

/// Lays the weights of an output out in its panel, and gives those that stand apart with their words.
///
/// A function of its own, which browsers soon run optimised: there are thousands of outputs and few matrices.
///
/// `lanes`: `[words][GROUPS]` of the panel, `column`: the output's place in it.
#[inline(never)]
fn lay_out(row: &[i8], column: usize, lanes: &mut [I8x16], mut apart: impl FnMut(usize, &[i8; 4])) {
    let fours: &mut [[i8; 4]] = bytemuck::cast_slice_mut(lanes);
    let (blocks, rest) = row.as_chunks::<{ 4 * DEPTH }>();
    let (steps, _) = blocks.as_flattened().as_chunks::<4>();
    for (place, four) in fours.iter_mut().skip(column).step_by(PANEL).zip(steps) {
        *place = *four;
    }
    let mut last = [0; 4 * DEPTH];
    last[..rest.len()].copy_from_slice(rest);
    let last = &last[..rest.len().next_multiple_of(4)];
    for (step, four) in last.as_chunks().0.iter().enumerate() {
        fours[(steps.len() + step) * PANEL + column] = *four;
    }
    let heavy = blocks.iter().enumerate();
    let heavy =
        heavy.filter_map(|(index, block)| (!is_light(block)).then_some((index, &block[..])));
    for (index, block) in heavy.chain([(blocks.len(), last)]) {
        // A single step always fits, so the first ones that fit together stay.
        let mut stay = block.len();
        while !is_shallow(&block[..stay]) {
            stay -= 4;
        }
        for (step, four) in block.as_chunks().0.iter().enumerate().skip(stay / 4) {
            let word = index * DEPTH + step;
            fours[word * PANEL + column] = [0; 4];
            apart(word, four);
        }
    }
}

/// Quantises a row: its range, zero always in it, becomes 0 to 127.
fn quantise(row: &[f32], to: &mut Quantised) {
    let (fours, rest) = row.as_chunks::<4>();
    let mut least = F32x4::splat(0.0);
    let mut most = F32x4::splat(0.0);
    for four in fours {
        let four = F32x4::load(four);
        least = least.min(four);
        most = most.max(four);
    }
    let mut low = least.to_array().into_iter().fold(0.0_f32, f32::min);
    let mut high = most.to_array().into_iter().fold(0.0_f32, f32::max);
    for &value in rest {
        low = low.min(value);
        high = high.max(value);
    }
    let range = high - low;
    let usable = range > 0.0 && range.is_finite();
    let (scale, inverse) = if usable {
        (range / 127.0, 127.0 / range)
    } else {
        (0.0, 0.0)
    };
    let zero = (-low * inverse).round_ties_even().clamp(0.0, 127.0);
    to.scales.push(scale);
    to.zeros.push(if usable { zero as i32 } else { 0 });

    let (inverse, zero) = (F32x4::splat(inverse), F32x4::splat(zero));
    let (bottom, top) = (F32x4::splat(0.0), F32x4::splat(127.0));
    let whole = |four: &[f32; 4]| {
        F32x4::load(four)
            .mul_add(inverse, zero)
            .max(bottom)
            .min(top)
            .round()
    };
    let (sixteens, left) = fours.as_chunks::<4>();
    for sixteen in sixteens {
        let lane = I32x4::bytes([
            whole(&sixteen[0]),
            whole(&sixteen[1]),
            whole(&sixteen[2]),
            whole(&sixteen[3]),
        ]);
        let words: [i32; 4] = bytemuck::cast(lane);
        to.words.extend_from_slice(&words);
    }
    let nothing = I32x4::splat(0);
    let mut one = |four: &[f32; 4]| {
        let words: [i32; 4] =
            bytemuck::cast(I32x4::bytes([whole(four), nothing, nothing, nothing]));
        to.words.push(words[0]);
    };
    for four in left {
        one(four);
    }
    if !rest.is_empty() {
        let mut padded = [0.0; 4];
        padded[..rest.len()].copy_from_slice(rest);
        one(&padded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::dense::Bias;

    /// The largest weights there are, in runs that would overflow 16 bits, against sums in 64 bits.
    #[test]
    fn the_heaviest_weights_are_multiplied_exactly() {
        for inputs in [3, 8, 29, 64, 100] {
            let outputs = 21;
            let weight = |output: usize, input: usize| -> i8 {
                match output % 4 {
                    0 => 127,
                    1 => -127,
                    2 if (input / 3).is_multiple_of(2) => 127,
                    2 => -127,
                    _ => ((input * 37 + output * 11) % 255) as i8,
                }
            };
            let values = (0..outputs)
                .flat_map(|output| (0..inputs).map(move |input| weight(output, input)))
                .collect();
            let tensor = Tensor {
                rows: outputs,
                columns: inputs,
                values: Values::Int8 {
                    values,
                    scales: vec![1.0; outputs],
                    factors: None,
                },
            };
            let layer = Int8::pack(&[tensor], &[vec![0.0; outputs]]);
            assert_eq!(!layer.apart.is_empty(), inputs > 4, "{inputs} inputs");
            // From 0 to 127, so that activations are themselves.
            let row = |row: usize, input: usize| match (row, input) {
                (_, 0) => 127,
                (0, _) => 127,
                _ => (input * 53 + row * 29) % 128,
            };
            let rows: Vec<f32> = (0..3)
                .flat_map(|r| (0..inputs).map(move |input| row(r, input) as f32))
                .collect();
            for &kernel in Kernel::ALL {
                let mut input = Quantised::default();
                input.set_kernel(kernel);
                layer.prepare(&rows, &mut input);
                let mut out = vec![0.0; 3 * outputs];
                layer.apply(&input, &mut out, &Bias);
                for r in 0..3 {
                    for output in 0..outputs {
                        let sum: i64 = (0..inputs)
                            .map(|input| row(r, input) as i64 * i64::from(weight(output, input)))
                            .sum();
                        let found = out[r * outputs + output];
                        assert_eq!(found, sum as f32, "{kernel:?}, row {r}, output {output}");
                    }
                }
            }
        }
    }
}
