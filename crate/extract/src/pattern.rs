//! What numbers, units and a few fixed words say: amounts, sides, ages, prices.

mod context;
mod phrase;
mod size;

use crate::Value;
use crate::folded::Folded;
use crate::unit::{After, Decimal, MONTHS, Measure, number};
use context::unit_of;

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

/// A number that may stand where it does: not behind a letter, as in the name of a model, not in an order as in 第2, and no end of an article's number such as 356534-001.
fn free_number(text: &Folded, at: usize) -> Option<(Decimal, usize)> {
    let before = text.before(at);
    let of_code = before == '-'
        && text.before(at - 1).is_ascii_alphanumeric()
        && text.get(at) == '0'
        && text.get(at + 1).is_ascii_alphanumeric();
    match before.is_ascii_alphabetic() || matches!(before, '_' | '第') || of_code {
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
    let after = unit_of(text, at, first, end);
    if let Some(found) = after.and_then(|after| no_amount(text, at, first, after)) {
        return Some(found);
    }
    if let Some(next) = times(text, after.map_or(end, |after| held(text, after))) {
        let found = several(text, at, first, after, next);
        if found.is_some() {
            return found;
        }
    }
    if let Some(found) = ranged(text, at, first, end, after).or_else(|| listed(text, at, end)) {
        return Some(found);
    }
    let after = after?;
    if is_network(text, at, after)
        || after.unit == MONTHS
        || context::is_offered(text, at, first, after)
    {
        return None;
    }
    let heavy = after.measure == Measure::Mass;
    let kilograms = first.times(after.factor);
    let label = match heavy && context::is_worn(text, at, after.end, kilograms, false) {
        true => "size",
        false => label(after.measure),
    };
    let score = match after.measure {
        // "3个", "2包" may be anything; "2件装" is an amount.
        Measure::Count if after.end - end < 2 => LIKELY,
        _ => SURE,
    };
    let value = amount(first, after, None);
    Some(matched(label, at, held(text, after), Some(value), score))
}

/// What looks like an amount and is none: the weight of a square metre of paper, a stone's carats, the maker 3M.
fn no_amount(text: &Folded, at: usize, number: Decimal, after: After) -> Option<Matched> {
    if context::is_maker(text, at, after) {
        let value = Value::key("3M");
        return Some(matched("brand", at, after.end, Some(value), LIKELY));
    }
    // A part of a count is of carats.
    let carats = text.starts_with(after.end.saturating_sub(2), "ct") && number.whole().is_none();
    let (end, unit) = match carats {
        true => (after.end, "ct"),
        false => (context::paper(text, number, after)?, context::OF_PAPER),
    };
    let value = Value::Amount {
        number: number.value(),
        unit: unit.to_owned(),
        count: None,
    };
    Some(matched("spec", at, end, Some(value), SURE))
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

/// The end of an amount, with what holds it.
fn held(text: &Folded, after: After) -> usize {
    match label(after.measure) {
        "quantity" => with_container(text, after.end),
        _ => after.end,
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
    let short = after.end - at == 2 && after.measure == Measure::Mass;
    let network = short && text.get(at + 1) == 'g' && matches!(text.get(at), '2'..='6');
    network && text.original.get(at + 1) == Some(&'G')
}

/// A number with the unit behind it, one of several with signs between them.
type Side = (Decimal, Option<After>);

/// Sides of something, or an amount several times.
fn several(
    text: &Folded,
    at: usize,
    first: Decimal,
    unit_of_first: Option<After>,
    next: usize,
) -> Option<Matched> {
    let mut sides: Vec<Side> = vec![(first, unit_of_first)];
    let mut from = Some(next);
    let mut end = next;
    while let Some(start) = from.filter(|_| sides.len() < 4) {
        let Some((number, after_number)) = number(text, start) else {
            break;
        };
        let after = unit_of(text, start, number, after_number);
        end = after.map_or(after_number, |after| held(text, after));
        sides.push((number, after));
        from = times(text, end);
    }
    // Letters right behind are something else: "3x5abc".
    let whole = sides.last()?.1.is_some() || !text.get(end).is_ascii_alphanumeric();
    if let Some((number, after, count)) = multiplied(&sides).filter(|_| whole) {
        let value = amount(number, after, Some(count));
        return Some(matched(label(after.measure), at, end, Some(value), SURE));
    }
    let measure = |after: Option<After>| after.map(|after| after.measure);
    let last = sides.last()?.1;
    let lengths = sides
        .iter()
        .all(|&(_, after)| matches!(measure(after), None | Some(Measure::Length)));
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

/// Times that an amount may be taken; and with several numbers without a word for what they count, which may be sides.
const OFTEN: u32 = 2_000;
const BARE: u32 = 200;

/// An amount that others say how often there is of it, before it or behind: `6x330ml`, `1kg*5袋*2箱`, `10片*5包`.
fn multiplied(sides: &[Side]) -> Option<(Decimal, After, u32)> {
    use Measure::{Count, Mass, Technical, Volume};
    let measure = |side: &Side| side.1.map(|after| after.measure);
    let counts = |side: &Side| matches!(measure(side), None | Some(Count));
    let mut amounts = sides.iter().filter(|side| !counts(side));
    let amount = match (amounts.next(), amounts.next()) {
        (Some(amount), None) => amount,
        // Pieces of pieces: the first word says of what.
        (None, _) => sides.first()?,
        _ => return None,
    };
    let after = amount.1?;
    let fits = match after.measure {
        Volume | Mass => true,
        // Two sticks of 8 GB; but "13w x 11d" are sides.
        Technical => after.unit == "GB",
        Count => amount.0.whole().is_some(),
        _ => false,
    };
    if !fits {
        return None;
    }
    let (mut count, mut bare) = (1_u32, 0);
    for side in sides.iter().filter(|side| !std::ptr::eq(*side, amount)) {
        count = count.checked_mul(side.0.whole()?)?;
        bare += usize::from(side.1.is_none());
    }
    let most = if bare > 1 { BARE } else { OFTEN };
    (1..=most)
        .contains(&count)
        .then_some((amount.0, after, count))
}

/// `3-6岁`, `110~220V`, `54" - 62"`.
fn ranged(
    text: &Folded,
    at: usize,
    from: Decimal,
    end: usize,
    unit: Option<After>,
) -> Option<Matched> {
    // Spaces only behind a unit: "iPhone 13 - 128GB" is no range.
    let mut sign = unit.map_or(end, |unit| unit.end);
    sign += usize::from(unit.is_some() && text.get(sign) == ' ');
    if !matches!(text.get(sign), '-' | '~' | '到' | '至' | '–' | '～') {
        return None;
    }
    let next = sign + 1 + usize::from(unit.is_some() && text.get(sign + 1) == ' ');
    let (to, after_number) = number(text, next)?;
    let after = unit_of(text, next, to, after_number)?;
    if unit.is_some_and(|unit| (unit.measure, unit.unit) != (after.measure, after.unit)) {
        return None;
    }
    let (low, high) = (
        from.times(unit.unwrap_or(after).factor),
        to.times(after.factor),
    );
    if low >= high {
        return None;
    }
    let value = Value::Range {
        from: low,
        to: high,
        unit: after.unit.to_owned(),
    };
    let heavy = after.measure == Measure::Mass;
    let label = match heavy && context::is_worn(text, at, after.end, low, true) {
        true => "size",
        false => label(after.measure),
    };
    Some(matched(label, at, after.end, Some(value), SURE))
}

/// `12/14/16寸`, `3/4 inch`: several amounts of one unit or a part of one, whose value is not told.
fn listed(text: &Folded, at: usize, end: usize) -> Option<Matched> {
    let (mut last, mut latest) = (end, None);
    while text.get(last) == '/' {
        let (number, stop) = number(text, last + 1)?;
        latest = Some((last + 1, number));
        last = stop;
    }
    let (from, number) = latest?;
    let after = unit_of(text, from, number, last)?;
    let named = matches!(after.measure, Measure::Count | Measure::Money);
    (!named).then(|| matched(label(after.measure), at, after.end, None, SURE))
}

const NUMERALS: [char; 12] = [
    '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两',
];

/// `三件套`, `pack of 6`, `set of 4`.
fn counted(text: &Folded, at: usize) -> Option<Matched> {
    let c = text.get(at);
    let numeral = NUMERALS.iter().position(|&numeral| numeral == c);
    if let Some(numeral) = numeral.filter(|_| text.before(at) != '第') {
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
    // The bracket is none of it.
    let at = at + usize::from(c == '(');
    // "Pack of 2 x 500g".
    let times = times(text, end).and_then(|next| several(text, at, number, None, next));
    if let Some(found) = times.filter(|found| found.label == "quantity") {
        return Some(found);
    }
    let value = Value::Amount {
        number: number.value(),
        unit: "pieces".to_owned(),
        count: None,
    };
    Some(matched("quantity", at, end, Some(value), SURE))
}

#[cfg(test)]
mod tests;
