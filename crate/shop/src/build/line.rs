//! The amount of a line, before it is rounded to minor units.

use super::source::Source;
use crate::money::{div_half_even, pow10, to_minor};

/// A decimal with room for products of two.
pub(crate) type Wide = (i128, u32);

/// Digits that carried remainders are kept with.
const CARRY_SCALE: u32 = 9;

fn add((a, x): Wide, (b, y): Wide) -> Wide {
    let scale = x.max(y);
    (a * pow10(scale - x) + b * pow10(scale - y), scale)
}

fn wide(d: (i64, u8)) -> Wide {
    (i128::from(d.0), u32::from(d.1))
}

/// What a row's line costs: its total, else quantity × price; less its discount; with tax on top.
pub(crate) fn amount(s: &Source<'_>, row: usize) -> Option<Wide> {
    if s.plain_total {
        // Most tables: the amount stands there.
        return s.line_total.as_ref().and_then(|t| t.get(row)).map(wide);
    }
    let quantity = s.quantity.as_ref().and_then(|q| q.get(row)).map(wide);
    let price = s.unit_price.as_ref().and_then(|p| p.get(row)).map(wide);
    let total = s.line_total.as_ref().and_then(|t| t.get(row)).map(wide);
    let discount = s
        .line_discount
        .as_ref()
        .and_then(|d| d.get(row))
        .map(|d| (i128::from(d.0).abs(), u32::from(d.1)));
    let from_total = total.is_some();
    let mut amount = match (total, price) {
        (Some(total), _) => total,
        (None, Some(price)) => {
            let (q, qs) = if s.quantity.is_some() {
                quantity?
            } else {
                (1, 0)
            };
            (q * price.0, qs + price.1)
        }
        (None, None) => return None,
    };
    if let Some((d, scale)) = discount.filter(|d| d.0 != 0) {
        if s.discount_is_rate {
            if !from_total {
                let scale = if s.line_discount.as_ref().is_some_and(|d| d.column().percent) {
                    scale + 2
                } else {
                    scale
                };
                amount = (amount.0 * (pow10(scale) - d), amount.1 + scale);
            }
        } else if !from_total || s.discount_comes_off {
            let d = if amount.0 < 0 { -d } else { d };
            amount = add(amount, (-d, scale));
        }
    }
    if s.tax_on_top
        && let Some(tax) = s.line_tax.as_ref().and_then(|t| t.get(row))
    {
        amount = add(amount, wide(tax));
    }
    Some(amount)
}

/// What was taken off a row's line, of which `charged` is left; 0 where nothing tells.
pub(crate) fn discount(s: &Source<'_>, row: usize, charged: Option<Wide>) -> Wide {
    let given = s.line_discount.as_ref().and_then(|d| d.get(row));
    let Some((given, scale)) = given.map(|d| (i128::from(d.0).abs(), u32::from(d.1))) else {
        return (0, 0);
    };
    if !s.discount_is_rate {
        return (given, scale);
    }
    // A tenth off leaves nine tenths: what was taken is a ninth of what is left.
    let scale = match s.line_discount.as_ref().is_some_and(|d| d.column().percent) {
        true => scale + 2,
        false => scale,
    };
    let left = pow10(scale) - given;
    match charged {
        Some((charged, digits)) if left > 0 && charged > 0 => (charged * given / left, digits),
        _ => (0, 0),
    }
}

/// Rounds to minor units and carries what is left over to the next amount.
pub(crate) fn round_carry((value, scale): Wide, digits: u32, carry: &mut i128) -> i64 {
    if scale <= digits || scale > CARRY_SCALE || digits > CARRY_SCALE {
        return to_minor(value, scale, digits);
    }
    let value = value * pow10(CARRY_SCALE - scale) + *carry;
    let unit = pow10(CARRY_SCALE - digits);
    let minor = div_half_even(value, unit);
    *carry = value - minor * unit;
    i64::try_from(minor).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_never_drifts() {
        let mut carry = 0;
        let sum: i64 = (0..1000)
            .map(|_| round_carry((1236, 3), 2, &mut carry))
            .sum();
        assert_eq!(sum, 123_600);
        let mut carry = 0;
        assert_eq!(round_carry((125, 2), 2, &mut carry), 125);
        assert_eq!(carry, 0);
    }
}
