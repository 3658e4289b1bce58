//! Reviews that somebody should look at before they are believed.

use chart::spec::Format;
use extract::Reason;
use report::Block;
use report::words::phrase::Phrase;

use super::super::corpus::{Said, rows};
use super::super::measure::mean;
use super::super::rating::Kind;
use super::super::{Report, words};
use crate::parts::{Row, words as cell};

/// Every reason but a platform's default words, in the order in which one is chosen.
const REASONS: [(Reason, Phrase); 5] = [
    (Reason::Repeated, words::D_REPEATED),
    (Reason::SameText, words::D_SAME),
    (Reason::Template, words::D_TEMPLATE),
    (Reason::ManyInADay, words::D_MANY),
    (Reason::WordlessBurst, words::D_WORDLESS),
];

impl Report<'_> {
    /// How many reviews are doubted for more than a portal's default words.
    pub(in crate::reviews) fn doubted(&self) -> impl Iterator<Item = &Said<'_>> {
        let all = self.corpus.all.iter();
        all.filter(|said| said.doubt.is_some_and(|reason| reason != Reason::Default))
    }

    pub(super) fn doubts(&self) -> Option<Block> {
        let say = &self.scene.say;
        let all = &self.corpus.all;
        let kind = self.corpus.kind();
        let of = |reason| all.iter().filter(move |said| said.doubt == Some(reason));
        let n = self.doubted().count();
        if n == 0 {
            return None;
        }
        let rating = |of: &mut dyn Iterator<Item = &Said<'_>>| {
            let ratings = of.filter_map(|said| Some(kind.score(said.rating?)));
            let ratings: Vec<f64> = ratings.collect();
            mean(&ratings, (f64::MIN, f64::MAX)).map(|m| m.value)
        };
        let format = match kind {
            Kind::Labels => Format::Percent,
            _ => Format::Number { decimals: 1 },
        };
        let table: Vec<Row> = REASONS
            .iter()
            .filter(|(reason, _)| of(*reason).next().is_some())
            .map(|(reason, phrase)| {
                let own = || of(*reason);
                let example = own().next().map(|said| self.excerpt(said));
                let mut cells = vec![
                    cell(say.plain(*phrase)),
                    say.cell(Some(own().count() as f64), &Format::Count),
                ];
                if kind != Kind::None {
                    cells.push(say.cell(rating(&mut own()), &format));
                }
                cells.push(cell(example.unwrap_or_default()));
                (cells, rows(own()))
            })
            .collect();
        let mut columns = vec![
            say.words_column(words::REASON),
            say.bar(words::REVIEWS, Format::Count),
        ];
        match kind {
            Kind::Stars => columns.push(say.column(words::MEAN, format)),
            Kind::Labels => columns.push(say.column(words::GOOD_SHARE, format)),
            Kind::None => (),
        }
        columns.push(say.words_column(words::EXAMPLE));
        let is_counted = |said: &&Said<'_>| matches!(said.doubt, None | Some(Reason::Default));
        let without = rating(&mut all.iter().filter(is_counted));
        let with = rating(&mut all.iter());
        let moved = match (without, with, kind) {
            (Some(without), Some(with), Kind::Stars) => say.fill(
                words::DOUBTS_MEAN,
                &[
                    ("without", (&say.number(without, 2)).into()),
                    ("with", (&say.number(with, 2)).into()),
                ],
            ),
            _ => String::new(),
        };
        let title = say.fill(
            words::DOUBTS_TITLE,
            &[("n", n.into()), ("all", all.len().into())],
        );
        let subtitle = say.plain(words::DOUBTS_SUB).to_owned();
        let defaults = match self.corpus.readers.defaults {
            0 => String::new(),
            n => say.fill(words::DOUBTS_DEFAULTS, &[("n", n.into())]),
        };
        let note = say.sentences(&[say.plain(words::DOUBTS_NOTE), &moved, &defaults]);
        let most = table.len();
        Some(say.table(
            "reviews-doubts",
            (title, subtitle, note),
            columns,
            table,
            most,
        ))
    }
}
