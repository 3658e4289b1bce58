//! Columns that were read as texts.

use super::date::dates;
use super::{Draft, Frame, GLANCE};
use crate::{
    ColumnChoice, Dict, NULL_CODE, Type, Values, Warning,
    clean::{is_loose_placeholder, is_placeholder},
    date,
    dictionary::compact,
    number,
};

impl Frame<'_> {
    /// Texts: words, or numbers, dates and truth values that are written in some way.
    pub(super) fn texts(
        &self,
        mut dict: Dict,
        decimal: u8,
        choice: &ColumnChoice,
        name: &str,
        unwrapped: usize,
        warnings: &mut Vec<Warning>,
    ) -> Draft {
        let placeholders =
            (0..dict.distinct() as u32).any(|c| dict.get(c).is_some_and(is_placeholder));
        let unused = placeholders || choice.kind.is_none();
        if placeholders || (unused && has_unused(&dict)) {
            compact(&mut dict, |_, text| !is_placeholder(text));
        }
        if dict.distinct() == 0 {
            return Draft::of(Values::Empty(dict.codes.len()));
        }
        let filled = dict.codes.iter().filter(|&&c| c != NULL_CODE).count();
        let forced = choice.kind;
        if forced == Some(Type::Text) {
            return Draft::of(Values::Text(dict));
        }
        if (forced.is_none() || forced == Some(Type::Boolean))
            && let Some(truth) = truths(&dict)
        {
            return Draft::of(Values::Boolean { dict, truth });
        }
        let glance = (0..dict.distinct().min(GLANCE) as u32)
            .filter_map(|c| dict.get(c))
            .filter(|t| !is_loose_placeholder(t));
        let (mut looked, mut numeric, mut dated) = (0usize, 0usize, 0usize);
        for text in glance {
            looked += 1;
            numeric += usize::from(number::shape(text).is_some());
            dated += usize::from(date::parse(text).is_some());
        }
        let wants_date = matches!(forced, Some(Type::Date | Type::DateTime));
        let wants_number = matches!(forced, Some(Type::Integer | Type::Decimal));
        if wants_date || (!wants_number && looked > 0 && dated * 2 >= looked) {
            match dates(dict, choice, filled, wants_date) {
                Ok((values, exceptions)) => {
                    return Draft {
                        exceptions,
                        ..Draft::of(Values::Dates(values))
                    };
                }
                Err(back) => dict = back,
            }
        }
        let worth = looked > 0 && numeric * 2 >= looked && unwrapped * 2 < filled.max(1);
        if wants_number || worth {
            match self.written_numbers(dict, decimal, choice, name, filled, wants_number, warnings)
            {
                Ok(draft) => return draft,
                Err(back) => dict = back,
            }
        }
        Draft::of(Values::Text(dict))
    }
}

fn has_unused(dict: &Dict) -> bool {
    let mut used = vec![false; dict.distinct()];
    for &code in &dict.codes {
        if code != NULL_CODE {
            used[code as usize] = true;
        }
    }
    used.contains(&false)
}

/// The meaning of each text if all say yes or no.
fn truths(dict: &Dict) -> Option<Vec<bool>> {
    if dict.distinct() > 8 {
        return None;
    }
    (0..dict.distinct() as u32)
        .map(|code| match dict.get(code)?.to_lowercase().as_str() {
            "true" | "yes" | "y" | "是" | "on" | "ja" | "oui" | "sí" | "已" | "✓" => {
                Some(true)
            }
            "false" | "no" | "n" | "否" | "off" | "nein" | "non" | "未" | "✗" => Some(false),
            _ => None,
        })
        .collect()
}
