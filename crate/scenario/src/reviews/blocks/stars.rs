//! Ratings: how they are spread, and how they moved.

use std::collections::BTreeMap;

use chart::spec::{BarMode, BarSeries, Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use report::Block;
use table::calendar::Date;

use super::super::corpus::{Said, rows};
use super::super::measure::{Mean, interval, mean};
use super::super::rating::Kind;
use super::super::{NEEDS, Report, words};
use crate::say::p_value;

/// Ratings of a month that is drawn.
const A_MONTH: usize = 5;
/// Months that make a line.
const MONTHS: usize = 3;
/// Months that a trend is tested over.
const TESTED: usize = 8;

impl Report<'_> {
    fn bounds(&self) -> (f64, f64) {
        match self.corpus.kind() {
            Kind::Labels => (0.0, 1.0),
            _ => (1.0, 5.0),
        }
    }

    /// How many are rated bad, neither, and good, where they are rated in such words.
    pub(super) fn labels(&self) -> [usize; 3] {
        let kind = self.corpus.kind();
        let rated = || self.corpus.all.iter().filter_map(|said| said.rating);
        let bad = rated().filter(|r| kind.low(*r)).count();
        let good = rated().filter(|r| kind.high(*r)).count();
        [bad, rated().count() - bad - good, good]
    }

    /// The mean of all ratings.
    pub(in crate::reviews) fn mean(&self) -> Option<Mean> {
        mean(&self.corpus.rated(), self.bounds())
    }

    /// `4.2 stars on average (95%: 4.1 to 4.3).`
    pub(super) fn rating_sentence(&self) -> Option<String> {
        let say = &self.scene.say;
        if self.corpus.kind() == Kind::Labels {
            let [bad, fair, good] = self.labels();
            let all = bad + fair + good;
            let (low, high) = interval(good, all);
            let share = good as f64 / all.max(1) as f64;
            let said = say.fill(
                words::H_LABELS,
                &[
                    ("share", (&say.percent(share)).into()),
                    ("lo", (&say.percent(low)).into()),
                    ("hi", (&say.percent(high)).into()),
                ],
            );
            let counts = [
                ("good", good.into()),
                ("fair", fair.into()),
                ("bad", bad.into()),
            ];
            let counted = (fair > 0).then(|| say.fill(words::H_LABEL_COUNTS, &counts));
            return Some(say.sentences(&[&said, &counted.unwrap_or_default()]));
        }
        let of = self.mean()?;
        let Some((low, high)) = of.interval else {
            let decimals = 2 * u8::from(libm::fabs(of.value - libm::round(of.value)) > 0.005);
            let mean = say.number(of.value, decimals);
            let args = [("n", of.n.into()), ("mean", (&mean).into())];
            return (of.n > 1).then(|| say.fill(words::H_STARS_SAME, &args));
        };
        let stars = |v| say.number(v, 2);
        Some(say.fill(
            words::H_STARS,
            &[
                ("mean", (&stars(of.value)).into()),
                ("lo", (&stars(low)).into()),
                ("hi", (&stars(high)).into()),
            ],
        ))
    }

    pub(super) fn stars(&self) -> Option<Block> {
        let say = &self.scene.say;
        let of = self.mean()?;
        let is_labels = self.corpus.kind() == Kind::Labels;
        // Labels by halves: bad, neither, good.
        let (steps, unit): (Vec<i32>, f64) = match (is_labels, self.labels()[1]) {
            (false, _) => ((1..=5).collect(), 1.0),
            (true, 0) => (vec![0, 2], 2.0),
            (true, _) => (vec![0, 1, 2], 2.0),
        };
        let step = |said: &Said<'_>| said.rating.map(|r| libm::floor(unit * r + 0.5) as i32);
        let of_step = |s: i32| {
            self.corpus
                .all
                .iter()
                .filter(move |said| step(said) == Some(s))
        };
        let counts: Vec<usize> = steps.iter().map(|s| of_step(*s).count()).collect();
        let share = |n: usize| say.percent(n as f64 / of.n as f64);
        let (title, names, note) = if is_labels {
            let title = say.fill(
                words::STARS_TITLE_LABELS,
                &[("share", (&share(counts[counts.len() - 1])).into())],
            );
            let names = [words::RATED_BAD, words::RATED_FAIR, words::RATED_GOOD];
            let name = |s: &i32| say.plain(names[*s as usize]).to_owned();
            let parts = self.scales();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            (
                title,
                steps.iter().map(name).collect(),
                say.sentences(&parts),
            )
        } else {
            let title = say.fill(
                words::STARS_TITLE,
                &[
                    ("mean", (&say.number(of.value, 1)).into()),
                    ("low", (&share(counts[0] + counts[1])).into()),
                ],
            );
            let name = |s: &i32| say.fill(words::A_STAR, &[("n", (*s as usize).into())]);
            let names = steps.iter().map(name).collect();
            let parts = self.scales();
            let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let is_whole = |r: f64| libm::fabs(r - libm::round(r)) < 1e-9;
            if !self.corpus.rated().into_iter().all(is_whole) {
                parts.insert(0, say.plain(words::STARS_NOTE));
            }
            (title, names, say.sentences(&parts))
        };
        let title = match of.n < NEEDS {
            true => say.fill(words::STARS_TITLE_FEW, &[("n", of.n.into())]),
            false => title,
        };
        Some(say.chart(
            "reviews-stars",
            (
                title,
                say.fill(words::STARS_SUB, &[("n", of.n.into())]),
                note,
            ),
            Plot::Bar {
                categories: names,
                y: say.measure(words::RATINGS, Format::Count),
                series: vec![BarSeries {
                    name: say.plain(words::RATINGS).to_owned(),
                    tone: Tone::Accent,
                    values: counts.iter().map(|n| Some(*n as f64)).collect(),
                    intervals: Vec::new(),
                }],
                mode: BarMode::Grouped,
                horizontal: false,
            },
            steps.iter().map(|s| rows(of_step(*s))).collect(),
        ))
    }

    pub(super) fn trend(&self) -> Option<Block> {
        let say = &self.scene.say;
        let mut months: BTreeMap<i32, Vec<&Said<'_>>> = BTreeMap::new();
        for said in self.corpus.all.iter().filter(|said| said.rating.is_some()) {
            if let Some(month) = said.review.day.and_then(month) {
                months.entry(month).or_default().push(said);
            }
        }
        months.retain(|_, of| of.len() >= A_MONTH);
        if months.len() < MONTHS {
            return None;
        }
        let means: Vec<(i32, Mean)> = months
            .iter()
            .filter_map(|(month, of)| {
                let ratings = self.corpus.scores(of.iter().copied());
                Some((*month, mean(&ratings, self.bounds())?))
            })
            .collect();
        let values: Vec<f64> = means.iter().map(|m| m.1.value).collect();
        let slope = analysis::statistics::mann_kendall(&values);
        let is_labels = self.corpus.kind() == Kind::Labels;
        let title = match &slope {
            Some(s) if s.p_value < 0.05 => match (s.per_step > 0.0, is_labels) {
                (true, false) => words::TREND_UP,
                (false, false) => words::TREND_DOWN,
                (true, true) => words::TREND_SHARE_UP,
                (false, true) => words::TREND_SHARE_DOWN,
            },
            Some(_) if is_labels => words::TREND_SHARE_NONE,
            Some(_) => words::TREND_NONE,
            // What was not tested is no finding.
            None if is_labels => words::TREND_SHARE_UNTESTED,
            None => words::TREND_UNTESTED,
        };
        let note = match &slope {
            Some(s) => say.fill(words::TREND_NOTE, &[("p", (&p_value(s.p_value)).into())]),
            None if means.len() < TESTED => say.plain(words::TREND_NOTE_SHORT).to_owned(),
            None => say.plain(words::TREND_NOTE_SAME).to_owned(),
        };
        let (first, last) = self.corpus.days()?;
        let subtitle = say.fill(
            words::TREND_SUB,
            &[
                ("period", (&say.period(first, last)).into()),
                ("n", means.iter().map(|m| m.1.n).sum::<usize>().into()),
            ],
        );
        let (name, format) = match is_labels {
            true => (words::GOOD_SHARE, Format::Percent),
            false => (words::MEAN, Format::Number { decimals: 2 }),
        };
        Some(say.chart(
            "reviews-trend",
            (say.plain(title).to_owned(), subtitle, note),
            Plot::Line {
                x: XAxis::Time {
                    label: say.plain(words::MONTH).to_owned(),
                    step: TimeStep::Month,
                },
                y: say.measure(name, format),
                series: vec![LineSeries {
                    name: say.plain(name).to_owned(),
                    tone: Tone::Accent,
                    points: means
                        .iter()
                        .map(|(month, of)| Point {
                            x: f64::from(*month),
                            y: Some(of.value),
                            lo: of.interval.map(|i| i.0),
                            hi: of.interval.map(|i| i.1),
                        })
                        .collect(),
                    dashed: false,
                }],
                area: false,
                zero: false,
                annotations: Vec::new(),
            },
            months.values().map(|of| rows(of.iter().copied())).collect(),
        ))
    }
}

/// The first day of a day's month.
pub(super) fn month(day: i32) -> Option<i32> {
    let date = Date::of(day);
    Date { day: 1, ..date }.days()
}
