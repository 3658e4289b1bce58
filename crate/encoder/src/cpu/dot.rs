//! Products of bytes: the innermost step of the int8 path, in the ways that machines do it fast.
//!
//! All ways give the same whole numbers.
//! That holds for the relaxed instructions too, whose results the standard leaves open in two cases, both kept out here:
//! an activation with its top bit set (ours are 0 to 127), and a sum of two products beyond 16 bits
//! (2 · 127 · 127 = 32,258 fits; weights are −127 to 127).

use super::lanes::{I8x16, I32x4};

/// A way to add up, in each of four lanes, products of four weights with four activations.
pub(crate) trait Dot: Copy {
    /// What weights become before they are used for several rows.
    type Weights: Copy;
    /// What four activations become before they are used for several columns.
    type Activations: Copy;
    /// Sums on the way.
    type Sum: Copy;

    /// Whether the step is a single instruction of the processor, so that many rows at once keep it busy and nothing is won by [`Dot::deep`].
    const SINGLE: bool = false;

    fn weights(lane: I8x16) -> Self::Weights;
    fn activations(four: i32) -> Self::Activations;
    fn zero() -> Self::Sum;

    /// `sum[i] + Σ weights[4i + k] · activations[k]`, weights from −127 to 127, activations from 0 to 127.
    fn dot(weights: Self::Weights, activations: Self::Activations, sum: Self::Sum) -> Self::Sum;

    fn finish(sum: Self::Sum) -> I32x4;

    /// The same for [`DEPTH`] steps at once.
    ///
    /// Only for weights that [`is_shallow`] has passed.
    #[inline(always)]
    fn deep(
        weights: [Self::Weights; DEPTH],
        activations: [Self::Activations; DEPTH],
        sum: Self::Sum,
    ) -> Self::Sum {
        let pairs = weights.into_iter().zip(activations);
        pairs.fold(sum, |sum, (weights, activations)| {
            Self::dot(weights, activations, sum)
        })
    }
}

/// Steps that are added up in 16 bits before they are widened.
pub(crate) const DEPTH: usize = 2;

/// Whether sums of [`DEPTH`] steps stay within 16 bits, whatever the activations are.
///
/// `weights`: of one output, those of [`DEPTH`] steps of four. Sums are of the first two and of the last two of each step;
/// the activations being 0 to 127, the largest is 127 times the sum of the positive weights, and 127 · 258 = 32,766.
pub(crate) fn is_shallow(weights: &[i8]) -> bool {
    let mut sums = [[0_i32; 2]; 2];
    for (index, &weight) in weights.iter().enumerate() {
        sums[index / 2 % 2][usize::from(weight < 0)] += i32::from(weight).abs();
    }
    sums.as_flattened().iter().all(|&sum| sum <= 258)
}

/// Whether all weights are −64 to 63, so that [`is_shallow`] need not be asked: 4 · 64 is less than 258.
pub(crate) fn is_light(weights: &[i8; 4 * DEPTH]) -> bool {
    // The two highest bits of such a byte are the same.
    let bits = u64::from_ne_bytes(weights.map(|weight| weight as u8));
    (bits ^ (bits << 1)) & 0x8080_8080_8080_8080 == 0
}

/// By whole numbers of 16 bits: what every machine with vectors has.
#[derive(Clone, Copy)]
pub(crate) struct Plain;

/// One relaxed instruction: best where the processor has it as one (`sdot` on ARM, VNNI on newer x86).
#[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
#[derive(Clone, Copy)]
pub(crate) struct Fused;

/// Relaxed products of pairs, two steps added up in 16 bits: best on x86 without VNNI.
/// Engines make the fused form there of three instructions and two for a constant; this takes two and a half a step.
#[cfg(all(target_arch = "wasm32", feature = "relaxed"))]
#[derive(Clone, Copy)]
pub(crate) struct Pairs;

/// The twin of `Pairs` for x86 with AVX2.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(crate) struct Avx2;

/// The twin of `Fused` for x86 with AVX-VNNI.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(crate) struct Vnni;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use core::arch::wasm32::*;

    #[cfg(feature = "relaxed")]
    use super::DEPTH;
    use super::{Dot, I8x16, I32x4, Plain};

    impl Dot for Plain {
        type Weights = (v128, v128);
        type Activations = v128;
        type Sum = (v128, v128);

        #[inline(always)]
        fn weights(lane: I8x16) -> Self::Weights {
            (
                i16x8_extend_low_i8x16(lane.0),
                i16x8_extend_high_i8x16(lane.0),
            )
        }

        #[inline(always)]
        fn activations(four: i32) -> v128 {
            i16x8_extend_low_i8x16(i32x4_splat(four))
        }

        #[inline(always)]
        fn zero() -> Self::Sum {
            (i32x4_splat(0), i32x4_splat(0))
        }

        #[inline(always)]
        fn dot(weights: Self::Weights, activations: v128, sum: Self::Sum) -> Self::Sum {
            (
                i32x4_add(sum.0, i32x4_dot_i16x8(weights.0, activations)),
                i32x4_add(sum.1, i32x4_dot_i16x8(weights.1, activations)),
            )
        }

        #[inline(always)]
        fn finish(sum: Self::Sum) -> I32x4 {
            I32x4(i32x4_add(
                i32x4_shuffle::<0, 2, 4, 6>(sum.0, sum.1),
                i32x4_shuffle::<1, 3, 5, 7>(sum.0, sum.1),
            ))
        }
    }

    #[cfg(feature = "relaxed")]
    impl Dot for super::Fused {
        type Weights = v128;
        type Activations = v128;
        type Sum = v128;

        const SINGLE: bool = true;

        #[inline(always)]
        fn weights(lane: I8x16) -> v128 {
            lane.0
        }

        #[inline(always)]
        fn activations(four: i32) -> v128 {
            i32x4_splat(four)
        }

        #[inline(always)]
        fn zero() -> v128 {
            i32x4_splat(0)
        }

        #[inline(always)]
        fn dot(weights: v128, activations: v128, sum: v128) -> v128 {
            i32x4_relaxed_dot_i8x16_i7x16_add(weights, activations, sum)
        }

        #[inline(always)]
        fn finish(sum: v128) -> I32x4 {
            I32x4(sum)
        }
    }

    #[cfg(feature = "relaxed")]
    impl Dot for super::Pairs {
        type Weights = v128;
        type Activations = v128;
        type Sum = v128;

        #[inline(always)]
        fn weights(lane: I8x16) -> v128 {
            lane.0
        }

        #[inline(always)]
        fn activations(four: i32) -> v128 {
            i32x4_splat(four)
        }

        #[inline(always)]
        fn zero() -> v128 {
            i32x4_splat(0)
        }

        #[inline(always)]
        fn dot(weights: v128, activations: v128, sum: v128) -> v128 {
            let pairs = i16x8_relaxed_dot_i8x16_i7x16(weights, activations);
            i32x4_add(sum, i32x4_dot_i16x8(pairs, i16x8_splat(1)))
        }

        #[inline(always)]
        fn deep(weights: [v128; DEPTH], activations: [v128; DEPTH], sum: v128) -> v128 {
            let mut pairs = i16x8_relaxed_dot_i8x16_i7x16(weights[0], activations[0]);
            for step in 1..DEPTH {
                let more = i16x8_relaxed_dot_i8x16_i7x16(weights[step], activations[step]);
                pairs = i16x8_add(pairs, more);
            }
            i32x4_add(sum, i32x4_dot_i16x8(pairs, i16x8_splat(1)))
        }

        #[inline(always)]
        fn finish(sum: v128) -> I32x4 {
            I32x4(sum)
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Dot for Plain {
    type Weights = I8x16;
    type Activations = I8x16;
    type Sum = I32x4;

    #[inline(always)]
    fn weights(lane: I8x16) -> I8x16 {
        lane
    }

    #[inline(always)]
    fn activations(four: i32) -> I8x16 {
        I8x16::repeat(four)
    }

    #[inline(always)]
    fn zero() -> I32x4 {
        I32x4::splat(0)
    }

    #[inline(always)]
    fn dot(weights: I8x16, activations: I8x16, sum: I32x4) -> I32x4 {
        let product = |i: usize| i32::from(weights.0[i]) * i32::from(activations.0[i]);
        let four = |i: usize| {
            product(4 * i) + product(4 * i + 1) + product(4 * i + 2) + product(4 * i + 3)
        };
        sum.add(I32x4(std::array::from_fn(four)))
    }

    #[inline(always)]
    fn finish(sum: I32x4) -> I32x4 {
        sum
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "intrinsics that need AVX2 or AVX-VNNI, of types that are only used after they were found"
)]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Avx2, DEPTH, Dot, I8x16, I32x4, Vnni};

    #[inline(always)]
    fn pairs(weights: __m128i, activations: __m128i) -> __m128i {
        // SAFETY: `Int8::apply` uses `Avx2` only where the processor has AVX2, which includes SSSE3.
        unsafe { _mm_maddubs_epi16(activations, weights) }
    }

    #[inline(always)]
    fn widen(pairs: __m128i, sum: __m128i) -> __m128i {
        // SAFETY: every x86-64 processor has SSE2.
        unsafe { _mm_add_epi32(sum, _mm_madd_epi16(pairs, _mm_set1_epi16(1))) }
    }

    impl Dot for Avx2 {
        type Weights = __m128i;
        type Activations = __m128i;
        type Sum = __m128i;

        #[inline(always)]
        fn weights(lane: I8x16) -> __m128i {
            // SAFETY: both are sixteen bytes of which every value is valid.
            unsafe { std::mem::transmute::<[i8; 16], __m128i>(lane.0) }
        }

        #[inline(always)]
        fn activations(four: i32) -> __m128i {
            // SAFETY: every x86-64 processor has SSE2.
            unsafe { _mm_set1_epi32(four) }
        }

        #[inline(always)]
        fn zero() -> __m128i {
            // SAFETY: every x86-64 processor has SSE2.
            unsafe { _mm_setzero_si128() }
        }

        #[inline(always)]
        fn dot(weights: __m128i, activations: __m128i, sum: __m128i) -> __m128i {
            widen(pairs(weights, activations), sum)
        }

        #[inline(always)]
        fn finish(sum: __m128i) -> I32x4 {
            // SAFETY: both are four 32-bit numbers of which every value is valid.
            I32x4(unsafe { std::mem::transmute::<__m128i, [i32; 4]>(sum) })
        }

        #[inline(always)]
        fn deep(weights: [__m128i; DEPTH], activations: [__m128i; DEPTH], sum: __m128i) -> __m128i {
            let mut total = pairs(weights[0], activations[0]);
            for step in 1..DEPTH {
                let more = pairs(weights[step], activations[step]);
                // SAFETY: every x86-64 processor has SSE2.
                total = unsafe { _mm_add_epi16(total, more) };
            }
            widen(total, sum)
        }
    }

    impl Dot for Vnni {
        type Weights = __m128i;
        type Activations = __m128i;
        type Sum = __m128i;

        const SINGLE: bool = true;

        #[inline(always)]
        fn weights(lane: I8x16) -> __m128i {
            Avx2::weights(lane)
        }

        #[inline(always)]
        fn activations(four: i32) -> __m128i {
            Avx2::activations(four)
        }

        #[inline(always)]
        fn zero() -> __m128i {
            Avx2::zero()
        }

        #[inline(always)]
        fn dot(weights: __m128i, activations: __m128i, sum: __m128i) -> __m128i {
            // SAFETY: `Int8::apply` uses `Vnni` only where the processor has AVX-VNNI.
            unsafe { _mm_dpbusd_avx_epi32(sum, activations, weights) }
        }

        #[inline(always)]
        fn finish(sum: __m128i) -> I32x4 {
            Avx2::finish(sum)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_weights_are_shallow() {
        assert!(is_light(&[-64, 63, -64, 63, 63, 63, -64, -64]));
        for at in 0..8 {
            for heavy in [64, 127, -65, -127] {
                let mut weights = [-64; 8];
                weights[at] = heavy;
                assert!(!is_light(&weights), "{weights:?}");
            }
        }
        assert!(is_shallow(&[-64; 8]) && is_shallow(&[63; 8]));
        assert!(!is_shallow(&[127; 8]) && is_shallow(&[127; 4]));
    }
}
