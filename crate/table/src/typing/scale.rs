//! Numbers of one column at one scale.

use crate::{
    NULL_INT,
    number::{MAX_SCALE, divide_rounding},
};

/// A mantissa at another scale; what is cut off is rounded. `None` where it does not fit.
pub(super) fn rescale(mantissa: i64, from: u8, to: u8) -> Option<i64> {
    debug_assert!(from <= MAX_SCALE && to <= MAX_SCALE);
    if from <= to {
        mantissa
            .checked_mul(10i64.checked_pow(u32::from(to - from))?)
            .filter(|&m| m != NULL_INT)
    } else {
        Some(divide_rounding(
            mantissa,
            10i64.checked_pow(u32::from(from - to))?,
        ))
    }
}
