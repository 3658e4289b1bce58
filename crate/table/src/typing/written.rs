//! Numbers that are written as a person writes them: `$ 1,234.50`, `12 %`.

use std::collections::BTreeMap;

use super::misfit::{is_code, tolerable};
use super::scale::rescale;
use super::{Draft, Frame};
use crate::{
    ColumnChoice, Dict, Ints, NULL_CODE, NULL_INT, Type, Values, Warning, WarningCode,
    clean::is_loose_placeholder, number, sheet::Count,
};

impl Frame<'_> {
    /// Numbers written with signs, marks or units of money. `Err` gives the texts back.
    #[expect(
        clippy::too_many_arguments,
        reason = "the decision needs all of them, once"
    )]
    pub(super) fn written_numbers(
        &self,
        dict: Dict,
        decimal: u8,
        choice: &ColumnChoice,
        name: &str,
        filled: usize,
        forced: bool,
        warnings: &mut Vec<Warning>,
    ) -> Result<Draft, Dict> {
        let distinct = dict.distinct();
        let mut counts = vec![0u32; distinct];
        let mut firsts = vec![u32::MAX; distinct];
        for (row, &code) in dict.codes.iter().enumerate() {
            if code != NULL_CODE {
                counts[code as usize] += 1;
                firsts[code as usize] = firsts[code as usize].min(row as u32);
            }
        }
        let mut values: Vec<Option<(i64, u8)>> = Vec::with_capacity(distinct);
        let (mut empty, mut misfits, mut codes, mut ids, mut percent) =
            (0usize, 0usize, 0usize, 0usize, 0usize);
        let mut rounded = Count::default();
        let mut currencies: BTreeMap<String, usize> = BTreeMap::new();
        let mut currency_of_code: Vec<Option<String>> = vec![None; distinct];
        for code in 0..distinct {
            let text = dict.get(code as u32).unwrap_or("");
            let count = counts[code] as usize;
            let shape = number::shape(text);
            if let Some(shape) = &shape {
                ids += if shape.is_id() { count } else { 0 };
                if shape.is_rounded_id() {
                    rounded.add(Some(firsts[code] as usize), || text.to_owned());
                    rounded.count += count.saturating_sub(1);
                }
            }
            let value = shape.as_ref().and_then(|s| s.value(decimal));
            match (value, shape) {
                (Some(_), Some(shape)) => {
                    percent += if shape.percent { count } else { 0 };
                    if let Some(sign) = shape.currency {
                        *currencies.entry(sign.to_owned()).or_default() += count;
                        currency_of_code[code] = Some(sign.to_owned());
                    }
                }
                _ if is_loose_placeholder(text) => empty += count,
                _ => {
                    misfits += count;
                    codes += if is_code(text) { count } else { 0 };
                }
            }
            values.push(value);
        }
        let numbers = filled - empty - misfits;
        if !forced {
            if rounded.count > 0 && (rounded.count + ids) * 2 > numbers {
                self.warn(
                    warnings,
                    WarningCode::IdsRounded,
                    name,
                    rounded.count,
                    rounded.row.map(|r| r as u32),
                    rounded.samples,
                );
                return Err(dict);
            }
            if ids > 0 || !tolerable(misfits, codes, numbers, name) {
                return Err(dict);
            }
        }
        let mut scale = values.iter().flatten().map(|v| v.1).max().unwrap_or(0);
        while scale > 0
            && values
                .iter()
                .flatten()
                .any(|&(m, s)| rescale(m, s, scale).is_none())
        {
            scale -= 1;
        }
        let scaled: Vec<i64> = values
            .iter()
            .map(|v| {
                v.and_then(|(m, s)| rescale(m, s, scale))
                    .unwrap_or(NULL_INT)
            })
            .collect();
        let mut exceptions = BTreeMap::new();
        let mut mantissas = Ints::default();
        mantissas.reserve_exact(dict.codes.len());
        for (row, &code) in dict.codes.iter().enumerate() {
            let value = if code == NULL_CODE {
                NULL_INT
            } else {
                scaled[code as usize]
            };
            if value == NULL_INT
                && code != NULL_CODE
                && let Some(text) = dict.get(code).filter(|t| !is_loose_placeholder(t))
            {
                exceptions.insert(row as u32, text.into());
            }
            mantissas.push(value);
        }
        let mut currencies: Vec<(String, usize)> = currencies.into_iter().collect();
        crate::order::sort_by(&mut currencies, |a, b| {
            b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
        });
        let currency_of_row = (currencies.len() > 1).then(|| {
            let of_code: Vec<u8> = currency_of_code
                .iter()
                .map(|c| {
                    c.as_ref()
                        .and_then(|c| currencies.iter().position(|(s, _)| s == c))
                        .and_then(|i| u8::try_from(i).ok())
                        .unwrap_or(255)
                })
                .collect();
            dict.codes
                .iter()
                .map(|&c| {
                    if c == NULL_CODE {
                        255
                    } else {
                        of_code[c as usize]
                    }
                })
                .collect()
        });
        let integer = scale == 0 && choice.kind != Some(Type::Decimal);
        let values = if integer {
            Values::Integer(mantissas)
        } else {
            Values::Decimal { mantissas, scale }
        };
        Ok(Draft {
            values,
            exceptions,
            currencies,
            currency_of_row,
            percent: percent * 2 > numbers,
        })
    }
}
