//! What customers say in their own words.

use extract::{Gap, Kind, Mention, Polarity};
use report::{Block, ReadText};

use super::super::aspects::Tally;
use super::super::corpus::{Heard, Said, aspect_key, rows};
use super::super::{Report, words};
use crate::parts::Texts;
use crate::texts::Marking;

/// Aspects that are quoted.
const ASPECTS: usize = 3;
/// Quotes of each.
const QUOTES: usize = 3;
/// Letters of a quote; Chinese characters count three, and less says too little.
const SHORTEST: usize = 30;
/// Letters of a quote that is still read, and characters that are shown whole.
const LONGEST: (usize, usize) = (600, 320);
/// Reviews with a gap that are shown, of each way.
const GAPS: usize = 4;
/// Reviews shown where there are few.
const FEW: usize = 10;

/// How long a text is to read.
fn length(text: &str) -> usize {
    text.chars().map(|c| c.len_utf8().min(3)).sum()
}

/// How well a review shows what it says of an aspect; less is better.
struct Fit {
    /// Rating against it, wrong length, several polarities.
    faults: u32,
    /// How far the opinion stands from the aspect.
    distance: u32,
    /// Days before the last one.
    age: i64,
}

impl Report<'_> {
    /// A text as a report shows it.
    pub(super) fn shown(
        &self,
        said: &Said<'_>,
        more: &[String],
        keep: &dyn Fn(&Mention) -> bool,
    ) -> Option<ReadText> {
        let reading = said.reading.as_deref()?;
        let marking = Marking {
            library: self.library,
            say: self.scene.say,
        };
        let about = [more, &self.about(said)].concat().join(" · ");
        let selection = rows(std::iter::once(said));
        let text = &said.review.text;
        Some(marking.text("review", text, reading, about, selection, keep))
    }

    fn fit(&self, said: &Said<'_>, aspect: usize, polarity: Polarity) -> Option<Fit> {
        let heard = said.of(aspect)?;
        let (is, other) = match polarity {
            Polarity::Negative => (heard.blamed, heard.praised),
            _ => (heard.praised, heard.blamed),
        };
        let size = length(&said.review.text);
        if !is || said.doubt.is_some() || size < SHORTEST {
            return None;
        }
        let kind = self.corpus.kind();
        let (agrees, against) = said.rating.map_or((true, false), |r| match polarity {
            Polarity::Negative => (kind.low(r), kind.high(r)),
            _ => (kind.high(r), kind.low(r)),
        });
        // Lists of words that contradict the rating are mostly wrong.
        if against && !self.corpus.readers.by_model {
            return None;
        }
        // A review that judges otherwise on the whole shows less clearly what this is about.
        let mood = said.mood().is_some_and(|mood| mood != polarity);
        let key = &self.corpus.aspects[aspect].key;
        let mentions = said
            .reading
            .as_deref()
            .into_iter()
            .flat_map(|r| &r.mentions);
        let own = mentions.filter(|m| aspect_key(m) == Some(key) && m.polarity == Some(polarity));
        let distance = own
            .map(|m| m.opinion.as_ref().map_or(8, |o| o.start.abs_diff(m.start)))
            .min()?;
        let is_long = size > LONGEST.0 || said.review.text.chars().count() > LONGEST.1;
        let faults = [!agrees, other, is_long, mood].map(u32::from);
        let day = said.review.day.map_or(i64::MIN / 2, i64::from);
        Some(Fit {
            faults: faults.iter().sum(),
            distance: distance / 6,
            age: -day,
        })
    }

    /// The aspects that are most complained about, or praised, in customers' words.
    pub(super) fn quotes(&self, polarity: Polarity) -> Option<Block> {
        let say = &self.scene.say;
        let is_bad = polarity == Polarity::Negative;
        let count = |t: &Tally| if is_bad { t.blamed } else { t.praised };
        let mut aspects: Vec<&Tally> = self.tallies.iter().filter(|t| count(t) > 1).collect();
        aspects.sort_by(|a, b| count(b).cmp(&count(a)).then(a.aspect.cmp(&b.aspect)));
        let mut used: Vec<usize> = Vec::new();
        let (mut texts, mut named) = (Vec::new(), Vec::new());
        for tally in aspects.into_iter().take(ASPECTS) {
            let aspect = tally.aspect;
            let key = self.corpus.aspects[aspect].key.as_str();
            let mut fits: Vec<(Fit, usize)> = self
                .corpus
                .all
                .iter()
                .enumerate()
                .filter_map(|(at, said)| Some((self.fit(said, aspect, polarity)?, at)))
                .collect();
            fits.sort_by_key(|(f, at)| (f.faults, f.distance, f.age, *at));
            let mut chosen: Vec<usize> = Vec::new();
            // Of different products first, where there are several.
            for is_any in [false, true] {
                for (_, at) in &fits {
                    let product = self.corpus.all[*at].product;
                    let is_new = |c: &usize| self.corpus.all[*c].product != product;
                    let is_other = chosen.iter().all(is_new) || is_any || product.is_none();
                    if chosen.len() < QUOTES && is_other && !used.contains(at) {
                        chosen.push(*at);
                        used.push(*at);
                    }
                }
            }
            if chosen.is_empty() {
                continue;
            }
            named.push(aspect);
            for at in chosen {
                let said = &self.corpus.all[at];
                let mentions = || {
                    said.reading
                        .as_deref()
                        .into_iter()
                        .flat_map(|r| &r.mentions)
                };
                let is_own =
                    |m: &Mention| aspect_key(m) == Some(key) && m.polarity == Some(polarity);
                let keep = |m: &Mention| {
                    let opinion = |own: &Mention| {
                        own.opinion
                            .as_ref()
                            .is_some_and(|o| (o.start, o.end) == (m.start, m.end))
                    };
                    is_own(m)
                        || m.label == "opinion" && mentions().any(|own| is_own(own) && opinion(own))
                };
                texts.extend(self.shown(said, &[self.aspect(aspect)], &keep));
            }
        }
        if texts.is_empty() {
            return None;
        }
        let (id, title) = match is_bad {
            true => ("reviews-complaints", words::QUOTES_BAD),
            false => ("reviews-praise", words::QUOTES_GOOD),
        };
        let note = say.sentences(&[say.plain(words::QUOTES_NOTE), &self.read_by()]);
        let title = say.fill(title, &[("list", (&self.aspects_within(&named)).into())]);
        // A review that says it of two aspects is one.
        let says = |said: &&Said<'_>| {
            let is = |h: &Heard| if is_bad { h.blamed } else { h.praised };
            named.iter().any(|aspect| said.of(*aspect).is_some_and(is))
        };
        let all = self.corpus.read().filter(says).count();
        let subtitle = say.fill(words::QUOTES_SUB, &[("n", all.into())]);
        Some(self.quoted(id, (title, subtitle, note), texts, 0))
    }

    /// All of few reviews.
    pub(super) fn all_quotes(&self) -> Option<Block> {
        let say = &self.scene.say;
        let mut read: Vec<&Said<'_>> = self.corpus.read().collect();
        read.sort_by_key(|said| std::cmp::Reverse(said.review.day));
        let texts: Vec<ReadText> = read
            .iter()
            .take(FEW)
            .filter_map(|said| self.shown(said, &[], &|_| true))
            .collect();
        let n = self.corpus.readers.texts;
        (!texts.is_empty()).then(|| {
            let title = say.plain(words::QUOTES_ALL).to_owned();
            let subtitle = say.fill(words::QUOTES_ALL_SUB, &[("n", n.into())]);
            let more = read.len().saturating_sub(texts.len());
            self.quoted(
                "reviews-words",
                (title, subtitle, self.read_by()),
                texts,
                more,
            )
        })
    }

    /// Reviews whose words say the opposite of their rating.
    pub(super) fn gap(&self) -> Option<Block> {
        let say = &self.scene.say;
        let gaps = &self.gaps;
        let of = |gap| gaps.found.iter().filter(move |(_, own)| *own == gap);
        let both = [
            (Gap::BetterThanSaid, words::GAP_HIGH, Polarity::Negative),
            (Gap::WorseThanSaid, words::GAP_LOW, Polarity::Positive),
        ];
        let mut texts = Vec::new();
        for (gap, name, polarity) in both {
            for (at, _) in of(gap).take(GAPS) {
                let keep = |m: &Mention| m.polarity == Some(polarity);
                let name = say.plain(name).to_owned();
                texts.extend(self.shown(&self.corpus.all[*at], &[name], &keep));
            }
        }
        if texts.is_empty() {
            return None;
        }
        let n = gaps.found.len();
        let share = say.percent(n as f64 / gaps.clear.max(1) as f64);
        let subtitle = say.fill(
            words::GAP_SUB,
            &[
                ("share", (&share).into()),
                ("all", gaps.clear.into()),
                ("high", of(Gap::BetterThanSaid).count().into()),
                ("low", of(Gap::WorseThanSaid).count().into()),
            ],
        );
        let note = say.sentences(&[say.plain(words::GAP_NOTE), &self.read_by()]);
        let title = say.fill(words::GAP_TITLE, &[("n", n.into())]);
        let more = n - texts.len();
        Some(self.quoted("reviews-gap", (title, subtitle, note), texts, more))
    }

    pub(super) fn quoted(
        &self,
        id: &str,
        heads: Texts,
        texts: Vec<ReadText>,
        more: usize,
    ) -> Block {
        let marking = Marking {
            library: self.library,
            say: self.scene.say,
        };
        marking.block(id, heads, Kind::Review, texts, more)
    }

    /// A review's words in a cell, masked and short.
    pub(super) fn excerpt(&self, said: &Said<'_>) -> String {
        let marking = Marking {
            library: self.library,
            say: self.scene.say,
        };
        let nothing = extract::Reading::nothing(extract::Language::Other);
        let text = &said.review.text;
        let shown = marking.text("review", text, &nothing, String::new(), None, &|_| false);
        report::words::phrase::short(&shown.text)
    }
}
