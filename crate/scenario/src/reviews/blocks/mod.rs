//! The blocks of the section, best first.

mod aspects;
mod doubts;
mod follow_ups;
mod products;
mod quotes;
mod radar;
mod stars;
mod topics;

use chart::spec::Lang;
use extract::Polarity;
use report::Block;
use report::words::phrase::quoted;

use super::corpus::Said;
use super::rating::{Kind, Scale};
use super::{NEEDS, Report, words};
use crate::texts::words as groups;

impl Report<'_> {
    pub(super) fn blocks(&self, is_thin: bool) -> Vec<Block> {
        let mut blocks = vec![Some(Block::Text { text: self.head() })];
        if is_thin {
            blocks.extend([self.thin(), self.all_quotes()]);
        } else {
            blocks.extend([
                self.aspects(),
                self.quadrant(),
                self.quotes(Polarity::Negative),
                self.follow_ups(),
                self.quotes(Polarity::Positive),
                self.changes(),
            ]);
        }
        if !is_thin || self.corpus.rated().len() >= NEEDS {
            blocks.push(self.products_table());
        }
        if !is_thin {
            blocks.extend([self.heat(), self.radar()]);
        }
        blocks.extend([self.stars(), self.trend()]);
        if !is_thin {
            blocks.extend(self.topics());
            blocks.push(self.gap());
        }
        blocks.push(self.doubts());
        blocks.into_iter().flatten().collect()
    }

    fn thin(&self) -> Option<Block> {
        let say = &self.scene.say;
        // A file of stars alone is not short of anything that it set out to tell.
        if self.corpus.readers.texts == 0 && self.corpus.rated().len() >= NEEDS {
            return None;
        }
        let args = [
            ("needs", NEEDS.into()),
            ("has", self.corpus.readers.read.into()),
        ];
        let text = say.fill(words::THIN_TEXT, &args);
        Some(Block::Insufficient(say.missing(words::THIN, text)))
    }

    /// How many there are, how they rate, how they were read.
    fn head(&self) -> String {
        let say = &self.scene.say;
        let of = &self.corpus;
        // What was added to a review is none of its own.
        let added = self.follow_ups.n;
        let n = of.all.len() - added;
        let own = of.all.iter().filter(|said| !said.review.is_follow_up);
        let texts = own.filter(|said| said.is_written()).count();
        let count = match of.days() {
            Some((first, last)) => {
                let period = say.period(first, last);
                let args = [("period", (&period).into()), ("n", n.into())];
                say.fill(words::H_COUNT_DAYS, &args)
            }
            None => say.fill(words::H_COUNT, &[("n", n.into())]),
        };
        let counted = match texts {
            0 => say.fill(words::H_NO_WORDS, &[("count", (&count).into())]),
            all if all == n => say.fill(words::H_ALL_WORDS, &[("count", (&count).into())]),
            some => {
                let args = [("count", (&count).into()), ("n", some.into())];
                say.fill(words::H_WORDS, &args)
            }
        };
        let mut parts = vec![counted];
        parts.extend(self.rating_sentence());
        parts.extend(self.mood_sentence());
        parts.extend(self.follow_ups_said());
        parts.push(self.readers());
        for (n, phrase) in [
            (of.readers.defaults, words::H_DEFAULT),
            (of.readers.foreign, words::H_FOREIGN),
        ] {
            if n > 0 {
                parts.push(say.fill(phrase, &[("n", n.into())]));
            }
        }
        parts.extend(self.scales());
        for (n, phrase) in [
            (of.doubles.across, words::H_TWICE),
            (of.doubles.within, words::H_REPEATED),
        ] {
            if n > 0 {
                parts.push(say.fill(phrase, &[("n", n.into())]));
            }
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        say.sentences(&parts)
    }

    fn mood_sentence(&self) -> Option<String> {
        let say = &self.scene.say;
        let read = self.corpus.readers.read;
        let count = |polarity| {
            let of = self.corpus.read();
            of.filter(|said| said.mood() == Some(polarity)).count()
        };
        let share = |n: usize| say.percent(n as f64 / read as f64);
        let (good, bad) = (count(Polarity::Positive), count(Polarity::Negative));
        let phrase = match good + bad < read {
            true => words::H_MOOD,
            false => words::H_MOOD_ALL,
        };
        (read >= NEEDS).then(|| {
            say.fill(
                phrase,
                &[
                    ("good", (&share(good)).into()),
                    ("bad", (&share(bad)).into()),
                ],
            )
        })
    }

    /// What was done with ratings that are not five stars.
    fn scales(&self) -> Vec<String> {
        let say = &self.scene.say;
        let of = &self.corpus;
        let turned = of.ratings.turned();
        let ten = turned.iter().any(|s| *s != Scale::Hundred);
        let hundred = turned.contains(&Scale::Hundred);
        let reviews = || of.all.iter().map(|said| said.review);
        let misfits: Vec<f64> = reviews().filter_map(|r| of.ratings.misfit(r)).collect();
        let unused = of
            .all
            .iter()
            .filter(|said| {
                let has = said.review.rating.is_some() || said.review.is_unrated;
                has && said.rating.is_none()
            })
            .count()
            - misfits.len();
        let among_stars = reviews().filter(|r| of.ratings.is_among_stars(r)).count();
        let is_labels = of.kind() == Kind::Labels;
        let has_fair = is_labels && self.labels()[1] > 0;
        let mut parts = Vec::new();
        for (is, phrase) in [
            (ten, words::H_TEN),
            (hundred, words::H_HUNDRED),
            (is_labels && !has_fair, words::H_LABEL_SCALE),
            (has_fair, words::H_LABEL_SCALE_FAIR),
        ] {
            if is {
                parts.push(say.plain(phrase).to_owned());
            }
        }
        if among_stars > 0 {
            parts.push(say.fill(words::H_AMONG_STARS, &[("n", among_stars.into())]));
        }
        if let Some(most) = misfits.iter().copied().max_by(f64::total_cmp) {
            let most = say.number(most, u8::from(libm::floor(most) != most));
            let args = [("n", misfits.len().into()), ("rating", (&most).into())];
            parts.push(say.fill(words::H_MISFIT, &args));
        }
        if unused > 0 {
            parts.push(say.fill(words::H_NO_SCALE, &[("n", unused.into())]));
        }
        parts
    }

    /// Who read the texts, and how far off a sample may be.
    pub(super) fn readers(&self) -> String {
        let say = &self.scene.say;
        let of = &self.corpus.readers;
        if of.texts == 0 {
            return String::new();
        }
        let done = of.read + of.foreign;
        let part = |phrase| {
            let (n, all) = (of.read.max(1) as f64, of.texts as f64);
            let error = 1.96 * libm::sqrt(0.25 / n * (1.0 - done as f64 / all).max(0.0));
            let points = say.number(100.0 * error, 1);
            let args = [
                ("all", of.texts.into()),
                ("n", done.into()),
                ("points", (&points).into()),
            ];
            say.fill(phrase, &args)
        };
        let is_part = done < of.texts;
        match (of.by_model, is_part) {
            (true, true) => part(words::BY_MODEL_PART),
            (true, false) => say.plain(words::BY_MODEL).to_owned(),
            (false, true) => {
                let sample = part(words::BY_LISTS_PART);
                say.sentences(&[&sample, say.plain(words::BY_LISTS)])
            }
            (false, false) => say.plain(words::BY_LISTS).to_owned(),
        }
    }

    /// Who read them, in a few words: the head of the section says the rest.
    pub(super) fn read_by(&self) -> String {
        let of = &self.corpus.readers;
        let phrase = match of.by_model {
            true => words::BY_MODEL_SHORT,
            false => words::BY_LISTS_SHORT,
        };
        self.scene.say.fill(phrase, &[("n", of.read.into())])
    }

    /// `n = 120 reviews`.
    pub(super) fn n(&self, n: usize) -> String {
        self.scene.say.fill(words::N, &[("n", n.into())])
    }

    /// An aspect at the beginning of a sentence or alone.
    pub(super) fn aspect(&self, aspect: usize) -> String {
        let say = &self.scene.say;
        let of = &self.corpus.aspects[aspect];
        match groups::group(&of.key) {
            Some(phrase) if of.grouped => say.plain(phrase).to_owned(),
            _ => quoted(&of.key, say.lang),
        }
    }

    /// An aspect within a sentence.
    pub(super) fn aspect_within(&self, aspect: usize) -> String {
        let name = self.aspect(aspect);
        let mut chars = name.chars();
        match (chars.next(), self.scene.say.lang) {
            (Some(first), Lang::En) => first.to_lowercase().chain(chars).collect(),
            _ => name,
        }
    }

    /// Several, apart by commas alone: `size and fit and quality` would be three.
    pub(super) fn aspects_within(&self, aspects: &[usize]) -> String {
        let names: Vec<String> = aspects.iter().map(|a| self.aspect_within(*a)).collect();
        names.join(match self.scene.say.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }

    pub(super) fn product(&self, product: usize) -> String {
        quoted(&self.corpus.products[product], self.scene.say.lang)
    }

    /// What a review belongs to: product, stars, day.
    pub(super) fn about(&self, said: &Said<'_>) -> Vec<String> {
        let say = &self.scene.say;
        let mut parts = Vec::new();
        if let Some(product) = said.product {
            parts.push(report::words::phrase::short(&self.corpus.products[product]));
        }
        if let Some(rating) = said.rating {
            parts.push(match self.corpus.kind() {
                Kind::Labels if rating > 0.5 => say.plain(words::RATED_GOOD).to_owned(),
                Kind::Labels if rating < 0.5 => say.plain(words::RATED_BAD).to_owned(),
                Kind::Labels => say.plain(words::RATED_FAIR).to_owned(),
                _ => {
                    let decimals = u8::from(libm::fabs(rating - libm::round(rating)) > 0.05);
                    let stars = say.number(rating, decimals);
                    say.fill(words::STARS_GIVEN, &[("stars", (&stars).into())])
                }
            });
        }
        if let Some(day) = said.review.day {
            parts.push(say.day(day));
        }
        parts
    }

    /// A difference of shares in points, with its sign.
    pub(super) fn points(&self, difference: f64) -> String {
        let size = self.scene.say.number(libm::fabs(100.0 * difference), 1);
        let is_nothing = !size.contains(|c: char| ('1'..='9').contains(&c));
        match difference {
            _ if is_nothing => size,
            d if d < 0.0 => ["−", &size].concat(),
            _ => ["+", &size].concat(),
        }
    }
}
