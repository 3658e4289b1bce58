//! Columns that were read as plain numbers.

use std::collections::BTreeMap;

use super::currency::Currencies;
use super::date::compact_days;
use super::misfit::{is_code, tolerable};
use super::scale::rescale;
use super::{Draft, Frame};
use crate::{
    ColumnChoice, NULL_INT, Type, Values, builder::Numbers, clean::is_loose_placeholder, number,
};

impl Frame<'_> {
    /// Plain numbers, with the few cells that are not.
    pub(super) fn numbers(
        &self,
        numbers: Numbers,
        decimal: u8,
        choice: &ColumnChoice,
        name: &str,
    ) -> Draft {
        if choice.kind.is_none()
            && numbers.scales.is_none()
            && numbers.odd.iter().all(|(_, t)| is_loose_placeholder(t))
            && let Some(dates) = compact_days(&numbers.mantissas, name)
        {
            return Draft::of(Values::Dates(dates));
        }
        let Numbers {
            mut mantissas,
            scales,
            odd,
        } = numbers;
        let mut exceptions = BTreeMap::new();
        let mut currency = Currencies::default();
        let mut percent = 0usize;
        let mut late: Vec<(u32, i64, u8)> = Vec::new();
        for (row, text) in odd {
            if is_loose_placeholder(&text) {
                continue;
            }
            match number::shape(&text).and_then(|s| Some((s, s.value(decimal)?))) {
                Some((shape, (mantissa, scale))) => {
                    if let Some(sign) = shape.currency {
                        currency.add(sign, row, mantissas.len());
                    }
                    percent += usize::from(shape.percent);
                    late.push((row, mantissa, scale));
                }
                None => {
                    exceptions.insert(row, text);
                }
            }
        }
        let fits = |scale: u8, mantissa: i64, from: u8| rescale(mantissa, from, scale).is_some();
        let mut scale = scales
            .iter()
            .flatten()
            .copied()
            .chain(late.iter().map(|l| l.2))
            .max()
            .unwrap_or(0);
        // `17850.0` is how a data frame writes a whole number beside an empty cell.
        let whole = |m: i64, s: u8| s == 0 || m % 10i64.pow(u32::from(s)) == 0;
        let scale_of = |row: usize| scales.as_ref().map_or(0, |s| s[row]);
        if scale == 1
            && mantissas
                .iter()
                .enumerate()
                .all(|(r, m)| m == NULL_INT || whole(m, scale_of(r)))
            && late.iter().all(|l| whole(l.1, l.2))
        {
            scale = 0;
        }
        while scale > 0
            && !(mantissas
                .iter()
                .enumerate()
                .all(|(r, m)| m == NULL_INT || fits(scale, m, scale_of(r)))
                && late.iter().all(|l| fits(scale, l.1, l.2)))
        {
            scale -= 1;
        }
        if scale > 0 || scales.is_some() {
            for row in 0..mantissas.len() {
                let (m, from) = (mantissas.at(row), scale_of(row));
                if m != NULL_INT && from != scale {
                    mantissas.set(row, rescale(m, from, scale).unwrap_or(NULL_INT));
                }
            }
        }
        for (row, mantissa, from) in late {
            mantissas.set(
                row as usize,
                rescale(mantissa, from, scale).unwrap_or(NULL_INT),
            );
        }
        let (currencies, currency_of_row) = currency.finish();
        mantissas.shrink_to_fit();
        let values = if scale == 0 && choice.kind != Some(Type::Decimal) {
            Values::Integer(mantissas)
        } else {
            Values::Decimal { mantissas, scale }
        };
        Draft {
            values,
            exceptions,
            currencies,
            currency_of_row,
            percent: percent > 0,
        }
    }
}

/// Whether a column read as plain numbers is one of numbers.
pub(super) fn stays_numeric(numbers: &Numbers, choice: &ColumnChoice, name: &str) -> bool {
    match choice.kind {
        Some(Type::Integer | Type::Decimal) => return true,
        Some(_) => return false,
        None => {}
    }
    let (mut misfits, mut codes) = (0usize, 0usize);
    for (_, text) in &numbers.odd {
        if is_loose_placeholder(text) {
            continue;
        }
        match number::shape(text) {
            Some(shape) if shape.is_id() || shape.is_rounded_id() => return false,
            Some(_) => {}
            None => {
                misfits += 1;
                codes += usize::from(is_code(text));
            }
        }
    }
    if misfits == 0 {
        return true;
    }
    let filled = numbers.mantissas.iter().filter(|&m| m != NULL_INT).count();
    tolerable(misfits, codes, filled, name)
}
