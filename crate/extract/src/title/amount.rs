//! Amounts that patterns read beside what a model marks: one mention of each, with a span and a value that agree.

use super::{FIRM, both, holds};
use crate::folded::Folded;
use crate::{Language, Mention, Value, pattern};

/// Labels whose spans people mark with care: there a model's span is kept where it can be.
const MARKED: [&str; 3] = ["size", "quantity", "spec"];
/// A model's span from which on others may not be extended over it.
const CLAIMED: f32 = 0.5;
/// Amounts that differ by less are one, in two units: `1.5 oz (42.5 g)`.
const ALIKE: f64 = 0.05;

/// Moves what patterns and a model say together to `kept`; what the model says alone stays in `model`.
pub(super) fn join(
    text: &Folded,
    language: Language,
    mut patterns: Vec<Mention>,
    kept: &mut Vec<Mention>,
    model: &mut Vec<Mention>,
) {
    // A model's span that holds several amounts is each of them, unless they are one: "EU 42 UK 8".
    for mut other in std::mem::take(model) {
        let same = |matched: &Mention| matched.label == other.label && matched.overlaps(&other);
        let own: Vec<&Mention> = patterns.iter().filter(|matched| same(matched)).collect();
        if own.len() < 2 {
            model.push(other);
        } else if own.iter().all(|matched| holds(&other, matched)) && are_one(&own) {
            let score = both(other.score, own[0].score);
            let value = own[0].value.clone();
            patterns.retain(|matched| !same(matched));
            (other.score, other.value) = (score, value);
            put(kept, other);
        }
    }
    for matched in patterns {
        let is_same = |other: &Mention| other.label == matched.label && other.overlaps(&matched);
        let (same, others): (Vec<Mention>, Vec<Mention>) = std::mem::take(model)
            .into_iter()
            .partition(|other| is_same(other));
        *model = others;
        if same.is_empty() {
            alone(text, language, matched, kept, model);
            continue;
        }
        for one in agreed(text, matched, same, model) {
            model.retain(|other| !other.overlaps(&one));
            put(kept, one);
        }
    }
}

fn put(kept: &mut Vec<Mention>, one: Mention) {
    if !kept.iter().any(|known| known.overlaps(&one)) {
        kept.push(one);
    }
}

/// Whether amounts are one in several units.
fn are_one(own: &[&Mention]) -> bool {
    let amount = |matched: &Mention| match &matched.value {
        Some(Value::Amount {
            number,
            unit,
            count: None,
        }) => Some((*number, unit.clone())),
        _ => None,
    };
    let Some((first, unit)) = amount(own[0]) else {
        return false;
    };
    own.iter().all(|matched| {
        let amount = amount(matched);
        amount.is_some_and(|(n, of)| of == unit && (n - first).abs() <= ALIKE * first)
    })
}

/// A pattern that overlaps with no span of its label.
fn alone(
    text: &Folded,
    language: Language,
    matched: Mention,
    kept: &mut Vec<Mention>,
    model: &mut Vec<Mention>,
) {
    // A number with its unit is an amount, whatever a model calls it; what a thing can hold or a tablet has is none, but has a value.
    let amount = |other: &Mention| other.label == "spec" && matched.label == "quantity";
    if language == Language::En && is_property(text, &matched) {
        let mut of_model = model.iter_mut();
        if let Some(other) = of_model.find(|other| amount(other) && other.overlaps(&matched)) {
            other.value = matched.value;
            return;
        }
    }
    let within = model
        .iter()
        .any(|other| holds(other, &matched) && other.score >= FIRM && other.label != "spec");
    // Chinese data calls amounts and places `spec`: there the pattern knows more.
    let told_otherwise = language == Language::En
        && model
            .iter()
            .any(|other| other.overlaps(&matched) && other.score >= FIRM && !amount(other));
    if within || told_otherwise || kept.iter().any(|other| other.overlaps(&matched)) {
        return;
    }
    model.retain(|other| !other.overlaps(&matched));
    kept.push(matched);
}

/// Spans of a model that a pattern overlaps with, each with the value that its words have.
fn agreed(text: &Folded, pattern: Mention, same: Vec<Mention>, model: &[Mention]) -> Vec<Mention> {
    let starts = same.iter().map(|other| other.start);
    let ends = same.iter().map(|other| other.end);
    let start = starts.min().map_or(pattern.start, |s| s.min(pattern.start));
    let end = ends.max().map_or(pattern.end, |e| e.max(pattern.end));
    let cut = same
        .iter()
        .any(|other| in_number(text, other.start) || in_number(text, other.end));
    let counted = matches!(
        pattern.value,
        Some(Value::Amount {
            count: Some(2..),
            ..
        })
    );
    let marked = MARKED.contains(&pattern.label.as_str());
    let claimed = model
        .iter()
        .any(|other| other.start < end && start < other.end && other.score >= CLAIMED);
    if (cut || counted || !marked) && !claimed {
        let mut all = same.into_iter();
        return all
            .next()
            .map(|first| Mention {
                score: both(first.score, pattern.score),
                text: text.slice(start as usize, end as usize),
                value: pattern.value,
                start,
                end,
                ..first
            })
            .into_iter()
            .collect();
    }
    if cut {
        return vec![pattern];
    }
    let valued = same.into_iter().map(|other| Mention {
        score: both(other.score, pattern.score),
        value: value(text, &other, &pattern),
        ..other
    });
    valued.collect()
}

/// Whether a place is within a number.
fn in_number(text: &Folded, at: u32) -> bool {
    let at = at as usize;
    let digit = |c: char| c.is_ascii_digit();
    let (before, after) = (text.before(at), text.get(at));
    let point = before == '.' && at > 1 && digit(text.get(at - 2));
    digit(after) && (digit(before) || point)
}

/// The value of a model's span: its own words', or that of the pattern beside it where no other number stands in the span.
fn value(text: &Folded, span: &Mention, pattern: &Mention) -> Option<Value> {
    let words = Folded::new(&span.text);
    let own = pattern::find(&words).into_iter();
    let mut own = own.filter(|found| found.start == 0 && found.end == words.len());
    if let Some(found) = own.find(|found| found.label == span.label) {
        return found.value;
    }
    let others = (span.start..span.end)
        .filter(|at| !(pattern.start..pattern.end).contains(at))
        .any(|at| text.get(at as usize).is_ascii_digit());
    let single = matches!(pattern.value, Some(Value::Amount { .. }));
    // "120" of "120 tablets".
    let number = span.start <= pattern.start && pattern.start < span.end;
    let told = holds(span, pattern) || single && number;
    pattern.value.clone().filter(|_| told && !others)
}

/// What goods can hold or have, rather than how much of them there is: `45-gal` bins, `13-19 gal capacity`, `1000 mg` tablets.
fn is_property(text: &Folded, matched: &Mention) -> bool {
    let (start, end) = (matched.start as usize, matched.end as usize);
    let words: String = text.chars[start..end].iter().collect();
    let unit = words.trim_start_matches(|c: char| !c.is_alphabetic());
    let behind = end + usize::from(text.get(end) == ' ');
    let hyphen = words.strip_suffix(unit).is_some_and(|n| n.ends_with('-'));
    let held = match &matched.value {
        Some(Value::Amount { unit, .. } | Value::Range { unit, .. }) => {
            matches!(unit.as_str(), "L" | "kg")
        }
        _ => true,
    };
    hyphen && held || matches!(unit, "mg" | "mcg") || text.starts_with(behind, "capacity")
}
