//! What numbers, units and a few fixed words say: amounts, sides, ages, prices.

mod phrase;
mod size;

use crate::Value;
use crate::folded::Folded;
use crate::unit::{After, Decimal, MONTHS, Measure, number, unit};

/// Something that a pattern reads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matched {
    pub(crate) label: &'static str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) value: Option<Value>,
    pub(crate) score: f32,
}

/// What is certain by its form.
const SURE: f32 = 0.9;
/// What is likely.
const LIKELY: f32 = 0.7;

/// All that patterns read in a text, none over another, in the order of the text.
pub(crate) fn find(text: &Folded) -> Vec<Matched> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let found = price(text, at)
            .or_else(|| measured(text, at))
            .or_else(|| counted(text, at));
        at = match found {
            Some(found) => {
                let end = found.end;
                all.push(found);
                end
            }
            None => at + 1,
        };
    }
    all.extend(size::find(text));
    all.extend(phrase::find(text));
    all.sort_by(|a, b| {
        let order = b.score.total_cmp(&a.score);
        order
            .then((b.end - b.start).cmp(&(a.end - a.start)))
            .then(a.start.cmp(&b.start))
    });
    let mut kept: Vec<Matched> = Vec::new();
    for found in all {
        if !kept
            .iter()
            .any(|other| found.start < other.end && other.start < found.end)
        {
            kept.push(found);
        }
    }
    kept.sort_by_key(|found| found.start);
    kept
}

fn price(text: &Folded, at: usize) -> Option<Matched> {
    let (currency, length) = match text.get(at) {
        '¥' => ("CNY", 1),
        '$' if text.starts_with(at.saturating_sub(2), "us$") => ("USD", 1),
        '$' => ("USD", 1),
        '€' => ("EUR", 1),
        '£' => ("GBP", 1),
        _ => return None,
    };
    let from = at + length + usize::from(text.get(at + length) == ' ');
    let (value, end) = number(text, from)?;
    let value = Value::Amount {
        number: value.value(),
        unit: currency.to_owned(),
        count: None,
    };
    Some(matched("price", at, end, Some(value), SURE))
}

fn matched(
    label: &'static str,
    start: usize,
    end: usize,
    value: Option<Value>,
    score: f32,
) -> Matched {
    Matched {
        label,
        start,
        end,
        value,
        score,
    }
}

/// A number that may stand where it does: not behind a letter, as in the name of a model.
fn free_number(text: &Folded, at: usize) -> Option<(Decimal, usize)> {
    let before = text.before(at);
    match before.is_ascii_alphabetic() || before == '_' {
        // The x of "20x30" is read from the first side on.
        true => None,
        false => number(text, at),
    }
}

/// A sign between sides, or between an amount and how often.
fn times(text: &Folded, at: usize) -> Option<usize> {
    let from = at + usize::from(text.get(at) == ' ');
    let sign = matches!(text.get(from), 'x' | '*' | '✕');
    let next = from + 1 + usize::from(text.get(from + 1) == ' ');
    (sign && text.get(next).is_ascii_digit()).then_some(next)
}

fn measured(text: &Folded, at: usize) -> Option<Matched> {
    let (first, end) = free_number(text, at)?;
    let after = unit(text, end);
    if let Some(next) = times(text, after.map_or(end, |after| after.end)) {
        let found = several(text, at, first, after, next);
        if found.is_some() {
            return found;
        }
    }
    if let Some(found) = ranged(text, at, first, end).or_else(|| listed(text, at, end)) {
        return Some(found);
    }
    let after = after?;
    if is_network(text, at, after) || after.unit == MONTHS {
        return None;
    }
    let label = label(after.measure);
    let score = match after.measure {
        // "3个", "2包" may be anything; "2件装" is an amount.
        Measure::Count if after.end - end < 2 => LIKELY,
        _ => SURE,
    };
    let value = amount(first, after, None);
    let end = match label {
        "quantity" => with_container(text, after.end),
        _ => after.end,
    };
    Some(matched(label, at, end, Some(value), score))
}

/// What an amount may be in or of, behind a stroke.
const CONTAINERS: [&str; 28] = [
    "盒", "瓶", "份", "包", "袋", "箱", "罐", "支", "件", "片", "只", "套", "桶", "提", "条", "板",
    "组", "枚", "粒", "个", "杯", "卷", "lot", "pack", "set", "box", "bag", "bottle",
];

/// The end of an amount with what holds it: `100片/瓶`, `5pcs/lot`.
fn with_container(text: &Folded, end: usize) -> usize {
    let container = CONTAINERS.iter().find(|container| {
        let behind = text.get(end + 1 + container.chars().count());
        text.starts_with(end + 1, container)
            && behind != '子'
            && !(container.is_ascii() && behind.is_ascii_alphanumeric())
    });
    match (text.get(end), container) {
        ('/', Some(container)) => end + 1 + container.chars().count(),
        _ => end,
    }
}

fn label(measure: Measure) -> &'static str {
    match measure {
        Measure::Volume | Measure::Mass | Measure::Count => "quantity",
        Measure::Length => "size",
        Measure::Years => "audience",
        Measure::Money => "price",
        Measure::Technical => "spec",
    }
}

fn amount(number: Decimal, after: After, count: Option<u32>) -> Value {
    Value::Amount {
        number: number.times(after.factor),
        unit: after.unit.to_owned(),
        count,
    }
}

/// 2G to 6G are networks, not grams.
fn is_network(text: &Folded, at: usize, after: After) -> bool {
    let short = after.end - at == 2;
    let network = short && text.get(at + 1) == 'g' && matches!(text.get(at), '2'..='6');
    network && text.original.get(at + 1) == Some(&'G')
}

/// Sides of something, or an amount several times.
fn several(
    text: &Folded,
    at: usize,
    first: Decimal,
    unit_of_first: Option<After>,
    next: usize,
) -> Option<Matched> {
    let mut sides = vec![(first, unit_of_first)];
    let mut from = Some(next);
    let mut end = next;
    while let Some(start) = from.filter(|_| sides.len() < 4) {
        let Some((number, after_number)) = number(text, start) else {
            break;
        };
        let after = unit(text, after_number);
        end = after.map_or(after_number, |after| after.end);
        sides.push((number, after));
        from = times(text, end);
    }
    let measure = |after: Option<After>| after.map(|after| after.measure);
    if let [(first, Some(after)), (count, last)] = sides[..]
        && matches!(
            after.measure,
            Measure::Volume | Measure::Mass | Measure::Count
        )
        && matches!(measure(last), None | Some(Measure::Count))
    {
        let value = amount(first, after, count.whole());
        let end = with_container(text, end);
        return Some(matched("quantity", at, end, Some(value), SURE));
    }
    let last = sides.last()?.1;
    let lengths = sides
        .iter()
        .all(|&(_, after)| matches!(measure(after), None | Some(Measure::Length)));
    // Letters right behind are something else: "3x5abc".
    if !lengths || text.get(end).is_ascii_alphanumeric() {
        return None;
    }
    let Some(unit) = last.or(unit_of_first) else {
        let value = Value::Sides {
            sides: sides.iter().map(|(side, _)| side.value()).collect(),
            unit: String::new(),
        };
        // 1920x1080 is a picture.
        let large = sides.iter().all(|(side, _)| side.value() >= 480.0);
        let label = if large { "spec" } else { "size" };
        return Some(matched(label, at, end, Some(value), LIKELY));
    };
    let sides = sides
        .iter()
        .map(|&(side, own)| side.times(own.unwrap_or(unit).factor));
    let value = Value::Sides {
        sides: sides.collect(),
        unit: unit.unit.to_owned(),
    };
    Some(matched("size", at, end, Some(value), SURE))
}

/// `3-6岁`, `110~220V`.
fn ranged(text: &Folded, at: usize, from: Decimal, end: usize) -> Option<Matched> {
    if !matches!(text.get(end), '-' | '~' | '到' | '至' | '–' | '～') {
        return None;
    }
    let (to, after_number) = number(text, end + 1)?;
    let after = unit(text, after_number)?;
    let (low, high) = (from.times(after.factor), to.times(after.factor));
    if low >= high {
        return None;
    }
    let value = Value::Range {
        from: low,
        to: high,
        unit: after.unit.to_owned(),
    };
    Some(matched(
        label(after.measure),
        at,
        after.end,
        Some(value),
        SURE,
    ))
}

/// `12/14/16寸`, `3/4 inch`: several amounts of one unit or a part of one, whose value is not told.
fn listed(text: &Folded, at: usize, end: usize) -> Option<Matched> {
    let mut last = end;
    while text.get(last) == '/' {
        (_, last) = number(text, last + 1)?;
    }
    let after = unit(text, last).filter(|_| last > end)?;
    let named = matches!(after.measure, Measure::Count | Measure::Money);
    (!named).then(|| matched(label(after.measure), at, after.end, None, SURE))
}

const NUMERALS: [char; 12] = [
    '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两',
];

/// `三件套`, `pack of 6`, `set of 4`.
fn counted(text: &Folded, at: usize) -> Option<Matched> {
    let c = text.get(at);
    if let Some(numeral) = NUMERALS.iter().position(|&numeral| numeral == c) {
        let number = if c == '两' { 2 } else { numeral };
        let tails = [
            "件套", "件装", "只装", "支装", "条装", "双装", "瓶装", "盒装", "包装", "个装", "片装",
        ];
        let tail = tails.iter().find(|tail| text.starts_with(at + 1, tail))?;
        // 一包装 reads as packaging.
        if number == 0 || *tail == "包装" && number == 1 {
            return None;
        }
        let unit = if *tail == "双装" { "pairs" } else { "pieces" };
        let value = Value::Amount {
            number: number as f64,
            unit: unit.to_owned(),
            count: None,
        };
        return Some(matched("quantity", at, at + 3, Some(value), SURE));
    }
    if text.before(at).is_alphanumeric() {
        return None;
    }
    let word = ["pack of ", "set of ", "box of ", "case of ", "(pack of "]
        .iter()
        .find(|word| text.starts_with(at, word))?;
    let (number, end) = number(text, at + word.len())?;
    let value = Value::Amount {
        number: number.value(),
        unit: "pieces".to_owned(),
        count: None,
    };
    Some(matched("quantity", at, end, Some(value), SURE))
}

#[cfg(test)]
mod tests;
