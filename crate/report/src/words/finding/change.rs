//! What changed from one period to the next, and which of two is larger.

use analysis::{Against, Evidence};

use super::{APPEARED, FELL, GREW, LEVEL, PERIOD_ALL, ROSE, SHARE_FELL, SHARE_ROSE, VANISHED};
use crate::Tone;
use crate::words::phrase::Phrase;
use crate::words::say::{Say, factor, percent};

/// What changed from one period to the next.
pub(super) struct Move<'a> {
    pub(super) what: &'a str,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) from_text: String,
    pub(super) to_text: String,
    pub(super) against: Against,
}

pub(super) fn when(evidence: &Evidence, say: &Say<'_>) -> String {
    match evidence.period {
        Some(period) => say.period(period),
        None => say.plain(PERIOD_ALL).to_owned(),
    }
}

pub(super) fn moved(of: &Move<'_>, evidence: &Evidence, say: &Say<'_>) -> (String, Tone) {
    let change = (of.from != 0.0).then(|| (of.to - of.from) / of.from);
    let (phrase, tone) = match change {
        None if of.to > 0.0 => (APPEARED, Tone::Good),
        Some(c) if of.to == 0.0 && c < 0.0 => (VANISHED, Tone::Bad),
        // Percents beyond some hundreds have to be worked out again by whoever reads them.
        Some(c) if c >= 3.0 => (GREW, Tone::Good),
        Some(c) if c >= 0.0005 => (ROSE, Tone::Good),
        Some(c) if c <= -0.0005 => (FELL, Tone::Bad),
        _ => (LEVEL, Tone::Neutral),
    };
    let times = factor(change.unwrap_or(0.0) + 1.0);
    let change = percent(change.unwrap_or(0.0));
    let text = phrase.fill(
        say.lang,
        &[
            ("when", (&when(evidence, say)).into()),
            ("what", of.what.into()),
            ("change", (&change).into()),
            ("times", (&times).into()),
            ("from", (&of.from_text).into()),
            ("to", (&of.to_text).into()),
            ("against", (&say.against(of.against, evidence.grain)).into()),
        ],
    );
    (text, tone)
}

pub(super) fn moved_share(
    what: &str,
    from: f64,
    to: f64,
    evidence: &Evidence,
    say: &Say<'_>,
) -> String {
    let phrase = if to >= from { SHARE_ROSE } else { SHARE_FELL };
    phrase.fill(
        say.lang,
        &[
            ("when", (&when(evidence, say)).into()),
            ("what", what.into()),
            ("from", (&percent(from)).into()),
            ("to", (&percent(to)).into()),
            ("change", (&say.points(to - from)).into()),
            (
                "against",
                (&say.against(Against::Previous, evidence.grain)).into(),
            ),
        ],
    )
}

pub(super) fn toned(good: bool) -> Tone {
    if good { Tone::Good } else { Tone::Bad }
}

/// Two averages, one larger.
pub(super) fn compared(
    (larger, smaller): (Phrase, Phrase),
    (name, value): (&str, f64),
    (other_name, other): (&str, f64),
    say: &Say<'_>,
) -> String {
    let phrase = if value >= other { larger } else { smaller };
    let change = if other != 0.0 {
        (value - other) / other
    } else {
        0.0
    };
    phrase.fill(
        say.lang,
        &[
            (name, (&say.money(value)).into()),
            (other_name, (&say.money(other)).into()),
            ("change", (&percent(change)).into()),
        ],
    )
}
