//! Four floats or sixteen bytes at a time, in WebAssembly and natively with the same results.
//!
//! In WebAssembly these are its 128-bit vectors; natively they are arrays, which compilers turn into vectors.
//! Every operation is one that IEEE 754 or whole numbers define to the last bit, so both give the same bits.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::*;
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm::*;

/// The magic number by which adding rounds a float to a whole one: 1.5 · 2²³.
const ROUND: f32 = 12_582_912.0;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use core::arch::wasm32::*;

    /// Four 32-bit floats.
    #[derive(Clone, Copy, bytemuck::Zeroable, bytemuck::Pod)]
    #[repr(transparent)]
    pub struct F32x4(pub(crate) v128);

    /// Four 32-bit whole numbers.
    #[derive(Clone, Copy)]
    pub(crate) struct I32x4(pub(crate) v128);

    /// Sixteen 8-bit whole numbers.
    #[derive(Clone, Copy, bytemuck::Zeroable, bytemuck::Pod)]
    #[repr(transparent)]
    pub(crate) struct I8x16(pub(crate) v128);

    impl F32x4 {
        #[inline(always)]
        pub(crate) fn splat(value: f32) -> Self {
            Self(f32x4_splat(value))
        }

        #[inline(always)]
        pub(crate) fn load(values: &[f32; 4]) -> Self {
            Self(bytemuck::cast(*values))
        }

        #[inline(always)]
        pub(crate) fn store(self, values: &mut [f32; 4]) {
            *values = bytemuck::cast(self.0);
        }

        #[inline(always)]
        pub(crate) fn add(self, other: Self) -> Self {
            Self(f32x4_add(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn sub(self, other: Self) -> Self {
            Self(f32x4_sub(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn mul(self, other: Self) -> Self {
            Self(f32x4_mul(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn div(self, other: Self) -> Self {
            Self(f32x4_div(self.0, other.0))
        }

        /// `self · a + b`, rounded twice.
        #[inline(always)]
        pub(crate) fn mul_add(self, a: Self, b: Self) -> Self {
            self.mul(a).add(b)
        }

        /// `self · a + b`, rounded once or twice, whichever the machine does faster.
        #[inline(always)]
        pub(crate) fn fast_mul_add(self, a: Self, b: Self) -> Self {
            #[cfg(feature = "relaxed")]
            return Self(f32x4_relaxed_madd(self.0, a.0, b.0));
            #[cfg(not(feature = "relaxed"))]
            self.mul_add(a, b)
        }

        /// The smaller of each pair; the second where they do not compare.
        #[inline(always)]
        pub(crate) fn min(self, other: Self) -> Self {
            Self(f32x4_pmin(other.0, self.0))
        }

        /// The larger of each pair; the second where they do not compare.
        #[inline(always)]
        pub(crate) fn max(self, other: Self) -> Self {
            Self(f32x4_pmax(other.0, self.0))
        }

        /// The nearest whole numbers of −2²² to 2²², halves to even.
        #[inline(always)]
        pub(crate) fn round(self) -> I32x4 {
            let magic = f32x4_splat(super::ROUND);
            I32x4(i32x4_sub(f32x4_add(self.0, magic), magic))
        }

        /// 2 to the power of whole numbers from −126 to 127.
        #[inline(always)]
        pub(crate) fn exp2(power: I32x4) -> Self {
            Self(i32x4_shl(i32x4_add(power.0, i32x4_splat(127)), 23))
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f32; 4] {
            bytemuck::cast(self.0)
        }
    }

    impl I32x4 {
        #[inline(always)]
        pub(crate) fn splat(value: i32) -> Self {
            Self(i32x4_splat(value))
        }

        #[inline(always)]
        pub(crate) fn load(values: &[i32; 4]) -> Self {
            Self(bytemuck::cast(*values))
        }

        #[inline(always)]
        pub(crate) fn sub(self, other: Self) -> Self {
            Self(i32x4_sub(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn mul(self, other: Self) -> Self {
            Self(i32x4_mul(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn to_f32(self) -> F32x4 {
            F32x4(f32x4_convert_i32x4(self.0))
        }

        /// The low bytes of sixteen numbers from 0 to 127.
        #[inline(always)]
        pub(crate) fn bytes(parts: [Self; 4]) -> I8x16 {
            let low = i16x8_narrow_i32x4(parts[0].0, parts[1].0);
            let high = i16x8_narrow_i32x4(parts[2].0, parts[3].0);
            I8x16(u8x16_narrow_i16x8(low, high))
        }
    }

    impl I8x16 {
        /// The same four bytes four times.
        #[inline(always)]
        pub(crate) fn repeat(four: i32) -> Self {
            Self(i32x4_splat(four))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::array::from_fn;

    /// Four 32-bit floats.
    #[derive(Clone, Copy, bytemuck::Zeroable, bytemuck::Pod)]
    #[repr(C, align(16))]
    pub struct F32x4([f32; 4]);

    /// Four 32-bit whole numbers.
    #[derive(Clone, Copy)]
    #[repr(align(16))]
    pub(crate) struct I32x4(pub(crate) [i32; 4]);

    /// Sixteen 8-bit whole numbers.
    #[derive(Clone, Copy, bytemuck::Zeroable, bytemuck::Pod)]
    #[repr(transparent)]
    pub(crate) struct I8x16(pub(crate) [i8; 16]);

    impl F32x4 {
        #[inline(always)]
        pub(crate) fn splat(value: f32) -> Self {
            Self([value; 4])
        }

        #[inline(always)]
        pub(crate) fn load(values: &[f32; 4]) -> Self {
            Self(*values)
        }

        #[inline(always)]
        pub(crate) fn store(self, values: &mut [f32; 4]) {
            *values = self.0;
        }

        #[inline(always)]
        pub(crate) fn add(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] + other.0[i]))
        }

        #[inline(always)]
        pub(crate) fn sub(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] - other.0[i]))
        }

        #[inline(always)]
        pub(crate) fn mul(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] * other.0[i]))
        }

        #[inline(always)]
        pub(crate) fn div(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] / other.0[i]))
        }

        /// `self · a + b`, rounded twice.
        #[inline(always)]
        pub(crate) fn mul_add(self, a: Self, b: Self) -> Self {
            self.mul(a).add(b)
        }

        /// `self · a + b`; natively rounded twice.
        #[inline(always)]
        pub(crate) fn fast_mul_add(self, a: Self, b: Self) -> Self {
            self.mul_add(a, b)
        }

        /// The smaller of each pair; the second where they do not compare.
        #[inline(always)]
        pub(crate) fn min(self, other: Self) -> Self {
            Self(from_fn(|i| {
                if self.0[i] < other.0[i] {
                    self.0[i]
                } else {
                    other.0[i]
                }
            }))
        }

        /// The larger of each pair; the second where they do not compare.
        #[inline(always)]
        pub(crate) fn max(self, other: Self) -> Self {
            Self(from_fn(|i| {
                if other.0[i] < self.0[i] {
                    self.0[i]
                } else {
                    other.0[i]
                }
            }))
        }

        /// The nearest whole numbers of −2²² to 2²², halves to even.
        #[inline(always)]
        pub(crate) fn round(self) -> I32x4 {
            let magic = super::ROUND;
            I32x4(from_fn(|i| {
                ((self.0[i] + magic).to_bits() as i32).wrapping_sub(magic.to_bits() as i32)
            }))
        }

        /// 2 to the power of whole numbers from −126 to 127.
        #[inline(always)]
        pub(crate) fn exp2(power: I32x4) -> Self {
            Self(from_fn(|i| {
                f32::from_bits((power.0[i].wrapping_add(127) as u32) << 23)
            }))
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f32; 4] {
            self.0
        }
    }

    impl I32x4 {
        #[inline(always)]
        pub(crate) fn splat(value: i32) -> Self {
            Self([value; 4])
        }

        #[inline(always)]
        pub(crate) fn load(values: &[i32; 4]) -> Self {
            Self(*values)
        }

        #[inline(always)]
        pub(crate) fn add(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i].wrapping_add(other.0[i])))
        }

        #[inline(always)]
        pub(crate) fn sub(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i].wrapping_sub(other.0[i])))
        }

        #[inline(always)]
        pub(crate) fn mul(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i].wrapping_mul(other.0[i])))
        }

        #[inline(always)]
        pub(crate) fn to_f32(self) -> F32x4 {
            F32x4(self.0.map(|v| v as f32))
        }

        /// The low bytes of sixteen numbers from 0 to 127.
        #[inline(always)]
        pub(crate) fn bytes(parts: [Self; 4]) -> I8x16 {
            I8x16(from_fn(|i| parts[i / 4].0[i % 4] as i8))
        }
    }

    impl I8x16 {
        /// The same four bytes four times.
        #[inline(always)]
        pub(crate) fn repeat(four: i32) -> Self {
            let bytes = four.to_le_bytes().map(|b| b as i8);
            Self(from_fn(|i| bytes[i % 4]))
        }
    }
}
