//! Functions over rows of floats, four at a time, by additions, products and divisions only:
//! the same bits on every machine.

use super::dense::Finish;
use super::lanes::F32x4;

/// Terms of exp's series: 1 / k!, from the sixth down.
const FACTORIALS: [f32; 7] = [
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// ln 2 in two parts, the first with few enough bits that its products are exact (Cody & Waite 1980).
const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];

/// e to the power of each lane; 0 below −87, and never beyond e⁸⁸.
///
/// Relative error below 2 · 10⁻⁷.
#[inline(always)]
pub(crate) fn exp(x: F32x4) -> F32x4 {
    let x = x.max(F32x4::splat(-87.0)).min(F32x4::splat(88.0));
    let power = x.mul(F32x4::splat(std::f32::consts::LOG2_E)).round();
    let whole = power.to_f32();
    let rest = x
        .sub(whole.mul(F32x4::splat(LN_2[0])))
        .sub(whole.mul(F32x4::splat(LN_2[1])));
    polynomial(rest, &FACTORIALS).mul(F32x4::exp2(power))
}

/// A polynomial, from its highest term down.
#[inline(always)]
fn polynomial(x: F32x4, terms: &[f32]) -> F32x4 {
    let (first, rest) = terms.split_first().unwrap_or((&0.0, &[]));
    rest.iter().fold(F32x4::splat(*first), |sum, term| {
        sum.mul_add(x, F32x4::splat(*term))
    })
}

/// Where the error function is 1 in 32 bits, for our purpose.
const ERF_END: f32 = 3.925;

/// erf(z) / z as a fraction of two polynomials in z², from the highest term down; fitted by us
/// (iteratively reweighted least squares for the least largest error on 0 to 3.925: 1.7 · 10⁻⁸ before rounding).
#[expect(
    clippy::approx_constant,
    reason = "the last term is fitted like the others"
)]
const ERF_ABOVE: [f32; 6] = [
    2.030_856_9e-6,
    2.874_931_4e-4,
    3.876_377e-3,
    5.308_45e-2,
    0.192_973_73,
    1.128_379,
];
const ERF_BELOW: [f32; 6] = [
    3.803_137_2e-5,
    1.189_762e-3,
    1.518_845_5e-2,
    0.115_167_946,
    0.504_350_2,
    1.0,
];

/// The error function, with an absolute error below 5 · 10⁻⁷.
#[inline(always)]
pub(crate) fn erf(z: F32x4) -> F32x4 {
    let z = z.max(F32x4::splat(-ERF_END)).min(F32x4::splat(ERF_END));
    let square = z.mul(z);
    z.mul(polynomial(square, &ERF_ABOVE))
        .div(polynomial(square, &ERF_BELOW))
}

/// The hyperbolic tangent, with an absolute error below 2 · 10⁻⁷.
#[inline(always)]
pub(crate) fn tanh(x: F32x4) -> F32x4 {
    let one = F32x4::splat(1.0);
    let two = F32x4::splat(2.0);
    one.sub(two.div(exp(x.mul(two)).add(one)))
}

/// [`Activation::Gelu`] before storing.
pub(crate) struct Gelu;

impl Finish for Gelu {
    #[inline(always)]
    fn finish(&self, x: F32x4, _: F32x4) -> F32x4 {
        let half = x.mul(F32x4::splat(0.5));
        half.mul_add(
            erf(x.mul(F32x4::splat(std::f32::consts::FRAC_1_SQRT_2))),
            half,
        )
    }
}

/// [`Activation::GeluNew`] before storing.
pub(crate) struct GeluNew;

impl Finish for GeluNew {
    #[inline(always)]
    fn finish(&self, x: F32x4, _: F32x4) -> F32x4 {
        // √(2/π)
        let factor = F32x4::splat(0.797_884_6);
        let cube = x.mul(x).mul(x);
        let inner = cube.mul_add(F32x4::splat(0.044_715), x).mul(factor);
        let half = x.mul(F32x4::splat(0.5));
        half.mul_add(tanh(inner), half)
    }
}

/// [`Activation::Relu`] before storing.
pub(crate) struct Relu;

impl Finish for Relu {
    #[inline(always)]
    fn finish(&self, x: F32x4, _: F32x4) -> F32x4 {
        x.max(F32x4::splat(0.0))
    }
}

/// BERT's pooler before storing.
pub(crate) struct Tanh;

impl Finish for Tanh {
    #[inline(always)]
    fn finish(&self, x: F32x4, _: F32x4) -> F32x4 {
        tanh(x)
    }
}

/// Calls with what an activation does before storing.
macro_rules! with_activation {
    ($activation:expr, $finish:ident => $body:expr) => {
        match $activation {
            $crate::Activation::Gelu => {
                let $finish = &$crate::cpu::math::Gelu;
                $body
            }
            $crate::Activation::GeluNew => {
                let $finish = &$crate::cpu::math::GeluNew;
                $body
            }
            $crate::Activation::Relu => {
                let $finish = &$crate::cpu::math::Relu;
                $body
            }
        }
    };
}
pub(crate) use with_activation;

/// The sum of a row, in one order everywhere.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(F32x4) -> F32x4, one: impl Fn(f32) -> f32) -> f32 {
    let (fours, rest) = row.as_chunks::<4>();
    let mut sums = [F32x4::splat(0.0); 2];
    for (index, four) in fours.iter().enumerate() {
        sums[index % 2] = sums[index % 2].add(of(F32x4::load(four)));
    }
    let [a, b, c, d] = sums[0].add(sums[1]).to_array();
    rest.iter().fold((a + b) + (c + d), |sum, v| sum + one(*v))
}

/// Layer norm of each row, in place.
///
/// `rows`: `[rows, width]`; `weight`, `bias`: `[width]`.
#[inline(never)]
pub(crate) fn layer_norm(rows: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let width = weight.len();
    if width == 0 {
        return;
    }
    for row in rows.chunks_exact_mut(width) {
        let mean = sum(row, |v| v, |v| v) / width as f32;
        let middle = F32x4::splat(mean);
        let square = |v: F32x4| {
            let off = v.sub(middle);
            off.mul(off)
        };
        let variance = sum(row, square, |v| (v - mean) * (v - mean)) / width as f32;
        let inverse = 1.0 / (variance + epsilon).sqrt();
        let scale = F32x4::splat(inverse);
        let (fours, rest) = row.as_chunks_mut::<4>();
        let (weights, weights_left) = weight.as_chunks::<4>();
        let (biases, biases_left) = bias.as_chunks::<4>();
        for ((four, weight), bias) in fours.iter_mut().zip(weights).zip(biases) {
            F32x4::load(four)
                .sub(middle)
                .mul(scale)
                .mul_add(F32x4::load(weight), F32x4::load(bias))
                .store(four);
        }
        for ((value, weight), bias) in rest.iter_mut().zip(weights_left).zip(biases_left) {
            *value = (*value - mean) * inverse * weight + bias;
        }
    }
}

/// Powers of e of a row less its largest value, in place; gives their sum.
///
/// `row`: padded to four values, of which the first `count` are real; the others become 0.
pub(crate) fn exp_row(row: &mut [f32], count: usize) -> f32 {
    let (fours, _) = row.as_chunks_mut::<4>();
    let mut most = F32x4::splat(f32::NEG_INFINITY);
    if let Some(padding) = fours.last_mut().filter(|_| !count.is_multiple_of(4)) {
        padding[count % 4..].fill(f32::NEG_INFINITY);
    }
    for four in fours.iter() {
        most = most.max(F32x4::load(four));
    }
    let most = most
        .to_array()
        .into_iter()
        .fold(f32::NEG_INFINITY, f32::max);
    let most = F32x4::splat(most);
    for four in fours.iter_mut() {
        exp(F32x4::load(four).sub(most)).store(four);
    }
    if let Some(padding) = fours.last_mut().filter(|_| !count.is_multiple_of(4)) {
        padding[count % 4..].fill(0.0);
    }
    sum(row, |v| v, |v| v)
}

/// Brings a vector to length 1; a vector of zeros stays as it is.
pub(crate) fn normalise(vector: &mut [f32]) {
    let length = sum(vector, |v| v.mul(v), |v| v * v).sqrt();
    if length > 1e-12 {
        for value in vector {
            *value /= length;
        }
    }
}
