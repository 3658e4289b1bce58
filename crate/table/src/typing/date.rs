//! Columns of dates: whether they are, and which of their numbers is the month.

use std::collections::BTreeMap;

use crate::{
    Column, ColumnChoice, DateOrder, Dates, Dict, Ints, Location, NULL_CODE, NULL_INT, Options,
    Values, Warning, WarningCode,
    clean::is_loose_placeholder,
    date::{self, Day, Parts},
    dictionary::compact,
};

/// `20260307` in every cell: days written without marks.
pub(super) fn compact_days(mantissas: &Ints, name: &str) -> Option<Dates> {
    let mut filled = 0usize;
    let mut distinct = std::collections::BTreeSet::new();
    for m in mantissas.iter() {
        if m == NULL_INT {
            continue;
        }
        if !(19_000_101..=21_991_231).contains(&m) || (m % 100) > 31 || (m / 100 % 100) > 12 {
            return None;
        }
        filled += 1;
        distinct.insert(m);
    }
    let lower = name.to_lowercase();
    let named = ["date", "day", "日", "时间", "time", "dt"]
        .iter()
        .any(|w| lower.contains(w));
    if filled == 0 || (distinct.len() < 10 && !named) {
        return None;
    }
    let mut codes_of = BTreeMap::new();
    let mut dict = Dict {
        codes: Vec::with_capacity(mantissas.len()),
        text: String::new(),
        ends: Vec::new(),
    };
    let mut civil_seconds = Vec::new();
    for m in mantissas.iter() {
        if m == NULL_INT {
            dict.codes.push(NULL_CODE);
            continue;
        }
        let code = match codes_of.get(&m) {
            Some(&code) => code,
            None => {
                let days = date::days_from_civil(
                    (m / 10_000) as i32,
                    (m / 100 % 100) as u32,
                    (m % 100) as u32,
                )?;
                let code = civil_seconds.len() as u32;
                civil_seconds.push(days * 86_400);
                dict.text.push_str(&m.to_string());
                dict.ends.push(dict.text.len() as u32);
                codes_of.insert(m, code);
                code
            }
        };
        dict.codes.push(code);
    }
    let offset_minutes = vec![i16::MIN; civil_seconds.len()];
    Some(Dates {
        dict,
        civil_seconds,
        offset_minutes,
        has_time: false,
        order: DateOrder::Ymd,
        ambiguous: false,
    })
}

/// Reads a column as dates if nearly all cells are; otherwise gives the texts back.
pub(super) fn dates(
    mut dict: Dict,
    choice: &ColumnChoice,
    filled: usize,
    forced: bool,
) -> Result<(Dates, BTreeMap<u32, Box<str>>), Dict> {
    let parsed: Vec<Option<Parts>> = (0..dict.distinct() as u32)
        .map(|c| dict.get(c).and_then(date::parse))
        .collect();
    let (order, ambiguous) = date_order(&parsed, choice);
    let civil: Vec<i64> = parsed
        .iter()
        .map(|p| p.and_then(|p| p.civil_seconds(order)).unwrap_or(NULL_INT))
        .collect();
    let mut good = 0usize;
    let mut odd: Vec<u32> = Vec::new();
    let mut empty = 0usize;
    for (row, &code) in dict.codes.iter().enumerate() {
        if code == NULL_CODE {
            continue;
        }
        if civil[code as usize] != NULL_INT {
            good += 1;
        } else if dict.get(code).is_some_and(is_loose_placeholder) {
            empty += 1;
        } else {
            odd.push(row as u32);
        }
    }
    let allowed = if good < 5 { 0 } else { (good / 20).max(1) };
    if !forced && (good == 0 || odd.len() > allowed || good + empty + odd.len() != filled) {
        return Err(dict);
    }
    let mut exceptions = BTreeMap::new();
    for row in odd {
        if let Some(text) = dict.row(row as usize) {
            exceptions.insert(row, text.into());
        }
    }
    let renumbered = if exceptions.is_empty() && empty == 0 {
        None
    } else {
        Some(compact(&mut dict, |code, _| {
            civil[code as usize] != NULL_INT
        }))
    };
    let mut civil_seconds = vec![NULL_INT; dict.distinct()];
    let mut offset_minutes = vec![i16::MIN; dict.distinct()];
    let mut has_time = false;
    for (old, parts) in parsed.iter().enumerate() {
        let new = renumbered.as_ref().map_or(old as u32, |r| r[old]);
        if let (Some(parts), true) = (parts, new != NULL_CODE) {
            civil_seconds[new as usize] = civil[old];
            offset_minutes[new as usize] = parts.offset.unwrap_or(i16::MIN);
            has_time |= parts.has_time;
        }
    }
    Ok((
        Dates {
            dict,
            civil_seconds,
            offset_minutes,
            has_time,
            order,
            ambiguous,
        },
        exceptions,
    ))
}

/// The order that fits most of the distinct dates, and whether both fit.
fn date_order(parsed: &[Option<Parts>], choice: &ColumnChoice) -> (DateOrder, bool) {
    let open: Vec<&Parts> = parsed
        .iter()
        .flatten()
        .filter(|p| !matches!(p.day, Day::Known(..)))
        .collect();
    if open.is_empty() {
        return (DateOrder::Ymd, false);
    }
    if let Some(order) = choice.date_order {
        return (order, false);
    }
    let fits = |order: DateOrder| {
        open.iter()
            .filter(|p| p.civil_seconds(order).is_some())
            .count()
    };
    let all_short = open.iter().all(|p| matches!(p.day, Day::Short { .. }));
    let (dmy, mdy) = (fits(DateOrder::Dmy), fits(DateOrder::Mdy));
    let ymd = if all_short { fits(DateOrder::Ymd) } else { 0 };
    if ymd > dmy && ymd > mdy {
        return (DateOrder::Ymd, false);
    }
    if dmy != mdy {
        return (
            if dmy > mdy {
                DateOrder::Dmy
            } else {
                DateOrder::Mdy
            },
            false,
        );
    }
    // Nobody writes the month first with points, hardly anybody with dashes.
    let pointed = open.iter().all(|p| p.separator == b'.');
    let slashed = open.iter().any(|p| p.separator == b'/');
    // Nothing tells where every date reads the same both ways.
    let differs = open
        .iter()
        .any(|p| p.civil_seconds(DateOrder::Dmy) != p.civil_seconds(DateOrder::Mdy));
    (
        if slashed {
            DateOrder::Mdy
        } else {
            DateOrder::Dmy
        },
        differs && !pointed,
    )
}

/// Columns that read either way follow a column of the same file that reads only one way; what is left is told.
pub(super) fn settle_open_dates(
    columns: &mut [Column],
    options: &Options,
    location: &Location,
    warnings: &mut Vec<Warning>,
) {
    let mut settled: Vec<DateOrder> = Vec::new();
    for column in columns.iter() {
        if let Values::Dates(dates) = &column.values
            && !dates.ambiguous
            && matches!(dates.order, DateOrder::Dmy | DateOrder::Mdy)
        {
            settled.push(dates.order);
        }
    }
    let lead = match settled.split_first() {
        Some((first, rest)) if rest.iter().all(|o| o == first) => Some(*first),
        _ => None,
    };
    for column in columns.iter_mut() {
        let forced = options
            .columns
            .get(&column.name)
            .is_some_and(|c| c.date_order.is_some());
        let Values::Dates(dates) = &mut column.values else {
            continue;
        };
        if !dates.ambiguous || forced {
            continue;
        }
        if let Some(order) = lead {
            for code in 0..dates.dict.distinct() {
                let parts = dates.dict.get(code as u32).and_then(date::parse);
                dates.civil_seconds[code] = parts
                    .and_then(|p| p.civil_seconds(order))
                    .unwrap_or(NULL_INT);
            }
            dates.order = order;
            dates.ambiguous = false;
            continue;
        }
        let samples = (0..dates.dict.distinct().min(3) as u32)
            .filter_map(|c| dates.dict.get(c))
            .map(str::to_owned)
            .collect();
        let count = dates.dict.codes.iter().filter(|&&c| c != NULL_CODE).count();
        let location = Location {
            column: Some(column.name.clone()),
            ..location.clone()
        };
        warnings.push(Warning {
            code: WarningCode::AmbiguousDates,
            count,
            location,
            samples,
        });
    }
}

/// Tells of columns that stay texts because some of their dates read only day first and others only month first.
pub(super) fn tell_mixed_dates(
    columns: &[Column],
    location: &Location,
    warnings: &mut Vec<Warning>,
) {
    for column in columns {
        let Values::Text(dict) = &column.values else {
            continue;
        };
        let mut samples: [Option<String>; 2] = [None, None];
        let mut is_clear = vec![false; dict.distinct()];
        let all_dates = (0..dict.distinct()).all(|code| {
            let text = dict.get(code as u32).unwrap_or_default();
            let Some(parts) = date::parse(text) else {
                return is_loose_placeholder(text);
            };
            let reads = [DateOrder::Dmy, DateOrder::Mdy].map(|o| parts.civil_seconds(o).is_some());
            if reads[0] != reads[1] {
                is_clear[code] = true;
                samples[usize::from(reads[1])].get_or_insert_with(|| text.to_owned());
            }
            true
        });
        if let (true, [Some(day_first), Some(month_first)]) = (all_dates, samples) {
            let clear = |&&code: &&u32| is_clear.get(code as usize) == Some(&true);
            warnings.push(Warning {
                code: WarningCode::MixedDates,
                count: dict.codes.iter().filter(clear).count(),
                location: Location {
                    column: Some(column.name.clone()),
                    ..location.clone()
                },
                samples: vec![day_first, month_first],
            });
        }
    }
}
