//! Sizes of clothes and shoes.

use super::{LIKELY, Matched, SURE, matched};
use crate::Value;
use crate::folded::Folded;

/// Sizes that are words, and what they are called.
const WORDS: [(&str, &str); 12] = [
    ("均码", "one size"),
    ("one size fits all", "one size"),
    ("one size", "one size"),
    ("free size", "one size"),
    ("加大码", "plus size"),
    ("大码", "plus size"),
    ("plus size", "plus size"),
    ("欧码", "EU sizes"),
    ("小码", "small"),
    ("中码", "medium"),
    ("king size", "king"),
    ("queen size", "queen"),
];

/// Systems of sizes that stand before a number.
const SYSTEMS: [(&str, &str); 5] = [
    ("us", "US"),
    ("eu", "EU"),
    ("eur", "EU"),
    ("uk", "UK"),
    ("欧码", "EU"),
];

pub(super) fn find(text: &Folded) -> Vec<Matched> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let one = letters(text, at)
            .or_else(|| coded(text, at))
            .or_else(|| word(text, at));
        at = match one {
            Some(one) => {
                let end = one.end;
                found.push(one);
                end
            }
            None => at + 1,
        };
    }
    found
}

/// Sizes of letters: alone from XL on, S, M and L only beside another size or a word for it.
fn letters(text: &Folded, at: usize) -> Option<Matched> {
    let (name, end) = letter(text, at)?;
    let mut names = vec![name];
    let (mut to, mut ranging) = (end, true);
    while matches!(
        text.get(to),
        '/' | '-' | '~' | ',' | '、' | '到' | '至' | '–' | ' '
    ) {
        let Some((next, end)) = letter(text, to + 1) else {
            break;
        };
        ranging &= matches!(text.get(to), '-' | '~' | '到' | '至' | '–');
        names.push(next);
        to = end;
    }
    let marked = matches!(text.get(to), '码' | '号');
    let before: String = text.chars[at.saturating_sub(5)..at].iter().collect();
    let told = before.ends_with("size ")
        || before.ends_with("size:")
        || before.ends_with("尺码")
        || before.ends_with("尺码:");
    let one = names.len() == 1;
    let clear = names[0].ends_with('L') && names[0].len() > 1
        || names[0].len() > 1 && names[0].ends_with('S');
    if one && !clear && !marked && !told {
        return None;
    }
    // "XL" in capitals may still be part of a name.
    let score = if one && !marked && !told {
        LIKELY + 0.1
    } else {
        SURE
    };
    let end = to + usize::from(marked);
    // From S to XXL are five sizes; L/XL are two, and so are those side by side.
    let value = match names.as_slice() {
        [from, to] if ranging && (rank(from) - rank(to)).abs() > 1 => match rank(from) < rank(to) {
            true => format!("{from}-{to}"),
            false => format!("{to}-{from}"),
        },
        _ => names.join("/"),
    };
    let value = Value::Key(value);
    Some(matched("size", at, end, Some(value), score))
}

/// The place of a size of letters among all, M the nought.
fn rank(name: &str) -> i32 {
    let digits = name.chars().find_map(|c| c.to_digit(10)).unwrap_or(0) as i32;
    let xs = name.chars().filter(|c| *c == 'X').count() as i32;
    let steps = if digits > 0 { digits } else { xs };
    match name.chars().next_back() {
        Some('L') => 1 + steps,
        Some('S') => -1 - steps,
        _ => 0,
    }
}

/// One size of letters, in capitals, with nothing of a word around it.
fn letter(text: &Folded, at: usize) -> Option<(String, usize)> {
    if text.before(at).is_ascii_alphanumeric() || text.before(at) == '.' {
        return None;
    }
    let mut end = at;
    let mut digit = None;
    if let Some(count) = text.get(at).to_digit(10) {
        digit = Some(count as usize);
        end += 1;
    }
    let mut xs = 0;
    let capital = |at: usize| text.original.get(at).is_some_and(|c| c.is_uppercase());
    while text.get(end) == 'x' && capital(end) {
        xs += 1;
        end += 1;
    }
    let last = text.get(end);
    if !capital(end)
        || !matches!(last, 's' | 'm' | 'l')
        || text.get(end + 1).is_ascii_alphanumeric()
        || text.get(end + 1) == '\''
    {
        return None;
    }
    let count = match (digit, xs) {
        (Some(count @ 2..=9), 1) => count,
        (Some(_), _) => return None,
        (None, xs) => xs,
    };
    if last == 'm' && count > 0 || count > 9 {
        return None;
    }
    let letter = last.to_ascii_uppercase();
    let name = match count {
        0 => letter.to_string(),
        1 => format!("X{letter}"),
        2 => format!("XX{letter}"),
        more => format!("{more}X{letter}"),
    };
    Some((name, end + 1))
}

/// `38码`, `EU 40`, `US 8.5`, `size 10`.
fn coded(text: &Folded, at: usize) -> Option<Matched> {
    let before = text.before(at);
    if before.is_ascii_alphanumeric() || before == '.' {
        return None;
    }
    if let Some((number, end)) = crate::unit::number(text, at) {
        let fits = (10.0..=60.0).contains(&number.value());
        // From 36 to 44 are all between.
        if let Some((to, stop)) = crate::unit::number(text, end + 1)
            && matches!(text.get(end), '-' | '~' | '到' | '至' | '–')
            && text.get(stop) == '码'
        {
            let rising = fits && number.value() < to.value() && to.value() <= 60.0;
            let value = Value::Key(format!("{}-{}", number.value(), to.value()));
            return rising.then(|| matched("size", at, stop + 1, Some(value), SURE));
        }
        return (fits && matches!(text.get(end), '码')).then(|| {
            let value = Value::Key(format!("{}", number.value()));
            matched("size", at, end + 1, Some(value), SURE)
        });
    }
    if text.starts_with(at, "size ") {
        let (number, end) = crate::unit::number(text, at + 5)?;
        let value = Value::Key(format!("{}", number.value()));
        let whole = !text.get(end).is_ascii_alphanumeric() && number.value() <= 60.0;
        return whole.then(|| matched("size", at, end, Some(value), SURE));
    }
    let (word, name) = SYSTEMS.iter().find(|(word, _)| {
        let end = at + word.chars().count();
        text.starts_with(at, word)
            && (text.get(end).is_ascii_digit()
                || text.get(end) == ' ' && text.get(end + 1).is_ascii_digit())
    })?;
    let end = at + word.chars().count();
    let from = end + usize::from(text.get(end) == ' ');
    let (number, end) = crate::unit::number(text, from)?;
    let fits = (1.0..=60.0).contains(&number.value()) && !text.get(end).is_ascii_alphanumeric();
    let value = Value::Key(format!("{name} {}", number.value()));
    fits.then(|| matched("size", at, end, Some(value), SURE))
}

fn word(text: &Folded, at: usize) -> Option<Matched> {
    let (word, name) = WORDS.iter().find(|(word, _)| text.starts_with(at, word))?;
    let end = at + word.chars().count();
    let ascii = word.is_ascii();
    if ascii && (text.before(at).is_ascii_alphanumeric() || text.get(end).is_ascii_alphanumeric()) {
        return None;
    }
    Some(matched("size", at, end, Some(Value::key(*name)), SURE))
}
