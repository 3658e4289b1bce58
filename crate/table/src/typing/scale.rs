//! Numbers of one column at one scale.

use crate::{
    NULL_INT,
    number::{MAX_SCALE, divide_rounding},
};

/// A mantissa at another scale; what is cut off is rounded. `None` where it does not fit.
pub(super) fn rescale(mantissa: i64, from: u8, to: u8) -> Option<i64> {
    debug_assert!(from <= MAX_SCALE && to <= MAX_SCALE);
    let power = POWERS.get(usize::from(from.abs_diff(to)))?;
    if from <= to {
        mantissa.checked_mul(*power).filter(|&m| m != NULL_INT)
    } else {
        Some(divide_rounding(mantissa, *power))
    }
}

/// Powers of ten, as many as scales can lie apart.
const POWERS: [i64; MAX_SCALE as usize + 1] = {
    let mut powers = [1; MAX_SCALE as usize + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = 10 * powers[at - 1];
        at += 1;
    }
    powers
};
