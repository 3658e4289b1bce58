//! Trials from tables with a row a customer.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Cells, Column, Frame, Ledger};

use super::history::history;
use super::{Feature, Measured, NEEDS, Person, Trial};
use crate::ads::word;
use crate::cells::plain;
use crate::say::Say;

/// Groups beside the control group.
const ARMS: usize = 5;
/// Categories of a feature.
const CATEGORIES: usize = 8;
/// Features that are looked at.
const FEATURES: usize = 12;

/// Headers over a yes or no of having been addressed.
const TREATED: &str = "treatment treated istreated exposed isexposed treatmentgroup treatmentflag 实验组 是否触达 触达 \
    已触达 是否实验组";
/// Headers of what is done or not.
const DONE: &str = "visit conver purchas bought buy order respon click redeem reacti 购买 下单 转化 访问 到店 点击 核销 \
    响应 复购 回访";
/// Headers of amounts afterwards.
const AMOUNT: &str = "spend spent revenue amount sales gmv 金额 消费 成交额 花费 销售额";
/// Roles of columns that are neither outcome nor feature.
const APART: &str = "date end_date order_date customer_id order_id session_id currency";

fn holds(text: &str, words: &str) -> bool {
    words.split_whitespace().any(|w| text.contains(w))
}

/// Yes or no.
fn truth(column: &Column, row: usize) -> Option<bool> {
    match (column.number(row), column.words(row)) {
        (Some(1.0), _) => Some(true),
        (Some(0.0), _) => Some(false),
        (None, Some(text)) => match text.trim().to_lowercase().as_str() {
            "yes" | "true" | "y" | "t" | "1" | "是" => Some(true),
            "no" | "false" | "n" | "f" | "0" | "否" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn is_truth(column: &Column, rows: usize) -> bool {
    (0..rows).all(|row| truth(column, row).is_some() || word(column, row).is_empty())
        && (0..rows).any(|row| truth(column, row).is_some())
}

/// The distinct words of a column; none where there are many.
fn distinct(column: &Column, rows: usize, most: usize) -> Option<Vec<String>> {
    let Cells::Words { codes, texts } = &column.cells else {
        return None;
    };
    let mut used = vec![false; texts.len()];
    for code in codes.iter().take(rows) {
        if let Some(used) = used.get_mut(*code as usize) {
            *used = true;
        }
    }
    let mut found: Vec<String> = texts
        .iter()
        .zip(used)
        .filter(|(t, used)| *used && !t.trim().is_empty())
        .map(|(t, _)| t.trim().to_owned())
        .collect();
    found.sort();
    found.dedup();
    (found.len() <= most).then_some(found)
}

/// How a table parts its customers.
struct Groups {
    /// The column.
    at: usize,
    /// The control group's name and the others'; empty for a yes or no.
    control: String,
    arms: Vec<String>,
    /// See [`Trial::by_letter`].
    by_letter: bool,
}

fn groups(frame: &Frame) -> Option<Groups> {
    for (at, column) in frame.columns.iter().enumerate() {
        let Some(names) = distinct(column, frame.rows, ARMS + 1) else {
            continue;
        };
        let is_control = |name: &&String| {
            let name = name.to_lowercase().replace(' ', "_");
            holds(&name, shop::CONTROL)
        };
        let control: Vec<&String> = names.iter().filter(is_control).collect();
        if let ([control], true) = (control.as_slice(), names.len() > 1) {
            let arms = names.iter().filter(|n| n != control).cloned().collect();
            return Some(Groups {
                at,
                control: (*control).clone(),
                arms,
                by_letter: false,
            });
        }
    }
    let treated = frame.columns.iter().position(|c| {
        let name = plain(&c.name);
        TREATED.split_whitespace().any(|w| name == w) && is_truth(c, frame.rows)
    });
    if let Some(at) = treated {
        return Some(Groups {
            at,
            control: String::new(),
            arms: vec![String::new()],
            by_letter: false,
        });
    }
    versions(frame)
}

/// Versions that are told by letters, of customers who are listed once; groups and grades of customers are letters too.
fn versions(frame: &Frame) -> Option<Groups> {
    let once = frame.column("customer_id").is_none_or(|customers| {
        let distinct: BTreeSet<String> = (0..frame.rows).map(|row| word(customers, row)).collect();
        20 * distinct.len() >= 19 * frame.rows
    });
    if !once || frame.dataset == "customers" {
        return None;
    }
    let mut columns = frame.columns.iter().enumerate();
    columns.find_map(|(at, column)| {
        let mut names = distinct(column, frame.rows, ARMS + 1)?;
        let first = shop::first_version(&column.name, &names, true)?;
        Some(Groups {
            at,
            control: names.remove(first),
            arms: names,
            by_letter: true,
        })
    })
}

/// Every group with a control group beside it, of tables in the order of the files.
pub(crate) fn trials(ledger: &Ledger, say: &Say<'_>) -> Vec<Trial> {
    let lists = ["lists", "customers", "ads"];
    let frames = ledger
        .frames
        .iter()
        .filter(|f| lists.contains(&f.dataset.as_str()));
    frames.flat_map(|f| of_frame(f, ledger, say)).collect()
}

fn of_frame(frame: &Frame, ledger: &Ledger, say: &Say<'_>) -> Vec<Trial> {
    let Some(Groups {
        at: group,
        control,
        arms,
        by_letter,
    }) = groups(frame)
    else {
        return Vec::new();
    };
    let mut outcomes: Vec<(Measured, &Column)> = Vec::new();
    let mut before: Vec<(Feature, Vec<Option<u8>>)> = Vec::new();
    for (at, column) in frame.columns.iter().enumerate() {
        let name = plain(&column.name);
        if at == group || APART.split_whitespace().any(|r| column.role == r) {
            continue;
        }
        let is_amount = || {
            let numbers = (0..frame.rows).filter_map(|r| column.number(r));
            matches!(column.cells, Cells::Numbers { .. }) && numbers.into_iter().all(|v| v >= 0.0)
        };
        if holds(&name, DONE) && is_truth(column, frame.rows) {
            outcomes.push((measured(column, true), column));
        } else if holds(&name, AMOUNT)
            && !holds(&name, "history past before 历史 以前")
            && is_amount()
        {
            outcomes.push((measured(column, false), column));
        } else if before.len() < FEATURES {
            before.extend(feature(column, frame.rows));
        }
    }
    let joined = match outcomes.is_empty() {
        true => history(frame, &frame.columns[group], ledger, say),
        false => None,
    };
    if outcomes.is_empty() && joined.is_none() {
        return Vec::new();
    }
    let mut told: Vec<Measured> = outcomes.iter().map(|(m, _)| m.clone()).collect();
    if let Some(history) = &joined {
        told.clone_from(&history.outcomes);
        let codes = history.of_row.iter().map(|r| r.as_ref().map(|r| r.1));
        before.splice(0..0, history.before.clone().map(|f| (f, codes.collect())));
    }
    let value = |row: usize| -> Option<Vec<f64>> {
        if let Some(history) = &joined {
            return history.of_row[row].as_ref().map(|r| r.0.clone());
        }
        let of = |(measured, column): &(Measured, &Column)| match measured.binary {
            true => truth(column, row).map(|t| f64::from(u8::from(t))),
            false => column.number(row),
        };
        let mut values: Vec<Option<f64>> = outcomes.iter().map(of).collect();
        // Who did nothing of what the list tells has nothing to spend: an empty amount beside a no, or alone, is none.
        let told = outcomes.iter().zip(&values).filter(|((m, _), _)| m.binary);
        let did: Vec<Option<f64>> = told.map(|(_, value)| *value).collect();
        if did.iter().all(|value| *value == Some(0.0)) {
            for value in &mut values {
                value.get_or_insert(0.0);
            }
        }
        values.into_iter().collect()
    };
    let column = &frame.columns[group];
    arms.into_iter()
        .filter_map(|arm| {
            let side = |row: usize| match arm.is_empty() && control.is_empty() {
                true => truth(column, row),
                false => match word(column, row) {
                    own if own == arm => Some(true),
                    own if own == control => Some(false),
                    _ => None,
                },
            };
            let mut people: Vec<Person> = (0..frame.rows)
                .filter_map(|row| {
                    Some(Person {
                        row: row as u32,
                        treated: side(row)?,
                        outcomes: value(row)?,
                        cells: before.iter().map(|(_, c)| c[row]).collect::<Option<_>>()?,
                    })
                })
                .collect();
            table::order::sort_by(&mut people, |a, b| {
                let pairs = a.outcomes.iter().zip(&b.outcomes);
                let unequal = pairs.map(|(x, y)| x.total_cmp(y)).find(|o| !o.is_eq());
                (a.treated.cmp(&b.treated))
                    .then(unequal.unwrap_or(std::cmp::Ordering::Equal))
                    .then(a.cells.cmp(&b.cells))
            });
            let trial = Trial {
                table: frame.table,
                file: frame.file.clone(),
                arm,
                control: control.clone(),
                by_letter,
                outcomes: told.clone(),
                joined: joined.is_some(),
                features: before.iter().map(|(f, _)| f.clone()).collect(),
                people,
            };
            let (treated, kept) = trial.sizes();
            (treated >= NEEDS && kept >= NEEDS).then_some(trial)
        })
        .collect()
}

fn measured(column: &Column, binary: bool) -> Measured {
    Measured {
        name: column.name.clone(),
        binary,
    }
}

/// A column as categories: its words, its few numbers, or quarters of its many; an empty cell is a category.
fn feature(column: &Column, rows: usize) -> Option<(Feature, Vec<Option<u8>>)> {
    let named = |categories: Vec<String>, codes: Vec<Option<u8>>| {
        let feature = Feature {
            name: column.name.clone(),
            categories,
        };
        (feature.categories.len() > 1).then_some((feature, codes))
    };
    let mut values: Vec<f64> = (0..rows).filter_map(|r| column.number(r)).collect();
    table::order::floats(&mut values);
    values.dedup();
    if values.len() > CATEGORIES {
        let all: Vec<f64> = {
            let mut all: Vec<f64> = (0..rows).filter_map(|r| column.number(r)).collect();
            table::order::floats(&mut all);
            all
        };
        let mut cuts: Vec<f64> = [0.25, 0.5, 0.75]
            .iter()
            .filter_map(|p| analysis::statistics::quantile_sorted(&all, *p))
            .collect();
        cuts.dedup();
        let write = |v: f64| {
            let rounded = libm::round(v * 100.0) / 100.0;
            format!("{rounded}")
        };
        let mut names = vec![format!("≤ {}", write(cuts[0]))];
        names.extend(
            cuts.windows(2)
                .map(|w| format!("{}–{}", write(w[0]), write(w[1]))),
        );
        names.push(format!("> {}", write(cuts[cuts.len() - 1])));
        let code = |row: usize| {
            column
                .number(row)
                .map(|v| cuts.partition_point(|c| *c < v) as u8)
        };
        return named(names, (0..rows).map(code).collect());
    }
    let mut codes: BTreeMap<String, u8> = BTreeMap::new();
    let text = |row: usize| match column.number(row) {
        Some(v) => format!("{v}"),
        None => word(column, row),
    };
    for row in 0..rows {
        codes.insert(text(row), 0);
        if codes.len() > CATEGORIES {
            return None;
        }
    }
    for (at, code) in codes.values_mut().enumerate() {
        *code = at as u8;
    }
    let of = (0..rows)
        .map(|row| codes.get(&text(row)).copied())
        .collect();
    let names = codes.keys().map(|n| {
        if n.is_empty() {
            "–".to_owned()
        } else {
            n.clone()
        }
    });
    named(names.collect(), of)
}
