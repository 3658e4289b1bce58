//! What customers added to their reviews later.

use std::cmp::Reverse;

use extract::{Mention, Polarity};
use report::{Block, DocumentFinding, ReadText, Tone};

use super::super::corpus::rows;
use super::super::measure::interval;
use super::super::{Report, words};
use crate::say::p_value;

/// Pairs below which nothing is compared.
const PAIRS: usize = 5;
/// Texts that are shown.
const QUOTES: usize = 4;
/// Complaints of an aspect among those that turned worse, for it to be named.
const BLAMES: usize = 3;

impl Report<'_> {
    /// How many there are, and how they judge beside the first words.
    pub(super) fn follow_ups_said(&self) -> Option<String> {
        let say = &self.scene.say;
        let of = &self.follow_ups;
        if of.n == 0 {
            return None;
        }
        let count = say.fill(words::FOLLOW_SAID, &[("n", of.n.into())]);
        let phrase = match of.turned() {
            Some(Polarity::Negative) => words::FOLLOW_WORSE,
            Some(_) => words::FOLLOW_BETTER,
            None => words::FOLLOW_SAME,
        };
        let compared = (of.pairs >= PAIRS).then(|| {
            say.fill(
                phrase,
                &[
                    ("n", of.pairs.into()),
                    ("worse", of.worse.len().into()),
                    ("better", of.better.len().into()),
                    ("p", (&p_value(of.p_value)).into()),
                ],
            )
        });
        Some(say.sentences(&[&count, &compared.unwrap_or_default()]))
    }

    /// Those that turned, where they surely do.
    pub(super) fn follow_ups(&self) -> Option<Block> {
        let say = &self.scene.say;
        let of = &self.follow_ups;
        let polarity = of.turned()?;
        let (turned, title, note) = match polarity {
            Polarity::Negative => (
                &of.worse,
                words::FOLLOW_TITLE_WORSE,
                words::FOLLOW_NOTE_WORSE,
            ),
            _ => (
                &of.better,
                words::FOLLOW_TITLE_BETTER,
                words::FOLLOW_NOTE_BETTER,
            ),
        };
        let mut places = turned.clone();
        // The doubted come last.
        places.sort_by_key(|at| {
            let said = &self.corpus.all[*at];
            (said.doubt.is_some(), Reverse(said.review.day), *at)
        });
        let keep = |m: &Mention| m.polarity == Some(polarity);
        let texts: Vec<ReadText> = places
            .iter()
            .take(QUOTES)
            .filter_map(|at| self.shown(&self.corpus.all[*at], &[], &keep))
            .collect();
        let counts = [
            ("worse", of.worse.len().into()),
            ("better", of.better.len().into()),
        ];
        let title = say.fill(title, &counts);
        let counts = [("n", of.pairs.into()), ("all", of.n.into())];
        let subtitle = say.fill(words::FOLLOW_SUB, &counts);
        let note = say.fill(note, &[("p", (&p_value(of.p_value)).into())]);
        let note = say.sentences(&[&note, &self.read_by()]);
        let more = turned.len().saturating_sub(texts.len());
        Some(self.quoted("reviews-follow-ups", (title, subtitle, note), texts, more))
    }

    /// Follow-ups that speak worse than the first words.
    pub(in crate::reviews) fn follow_up_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let of = &self.follow_ups;
        if of.turned() != Some(Polarity::Negative) {
            return None;
        }
        let sentence = say.fill(
            words::F_FOLLOW,
            &[
                ("n", of.pairs.into()),
                ("worse", of.worse.len().into()),
                ("better", of.better.len().into()),
            ],
        );
        let (low, high) = interval(of.worse.len(), of.pairs);
        let share = of.worse.len() as f64 / of.pairs.max(1) as f64;
        let certainty = say.fill(
            words::F_FOLLOW_SURE,
            &[
                ("share", (&say.percent(share)).into()),
                ("lo", (&say.percent(low)).into()),
                ("hi", (&say.percent(high)).into()),
                ("p", (&p_value(of.p_value)).into()),
                ("readers", (&self.readers()).into()),
            ],
        );
        let turned = || of.worse.iter().map(|at| &self.corpus.all[*at]);
        let mut blamed = vec![0_usize; self.corpus.aspects.len()];
        for heard in turned().flat_map(|said| &said.heard) {
            blamed[heard.aspect] += usize::from(heard.blamed);
        }
        let blamed = blamed.iter().copied().enumerate();
        let worst = blamed
            .filter(|(_, n)| *n >= BLAMES)
            .max_by_key(|(aspect, n)| (*n, Reverse(*aspect)));
        let about = worst.map(|(aspect, _)| {
            let aspect = self.aspect_within(aspect);
            say.fill(words::F_FOLLOW_WHY_WORST, &[("aspect", (&aspect).into())])
        });
        let why = say.plain(words::F_FOLLOW_WHY);
        let parts = [
            sentence,
            certainty,
            say.sentences(&[why, &about.unwrap_or_default()]),
            say.plain(words::F_FOLLOW_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: rows(turned()),
            ..self.finding("reviews-follow-up", parts, Tone::Bad)
        })
    }
}
