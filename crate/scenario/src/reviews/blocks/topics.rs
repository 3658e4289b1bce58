//! What reviews are about beyond the aspects that are known.

use std::collections::BTreeMap;

use chart::spec::{BarMode, BarSeries, Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use extract::{Polarity, Term};
use report::Block;
use report::words::phrase::{list, quoted};
use shop::Selection;

use super::super::corpus::{Said, rows};
use super::super::measure::mean;
use super::super::rating::Kind;
use super::super::topics::{Topic, apart, topics};
use super::super::{Report, words};
use super::stars::month;
use crate::parts::{Row, words as cell};

/// Reviews of a month that is drawn.
const A_MONTH: usize = 10;
/// Topics that are drawn.
const LINES: usize = 5;

impl Report<'_> {
    pub(super) fn topics(&self) -> Vec<Option<Block>> {
        let topics = topics(&self.corpus);
        if topics.is_empty() {
            return vec![self.terms()];
        }
        vec![
            Some(self.topics_table(&topics)),
            self.topics_over_time(&topics),
        ]
    }

    fn topic(&self, topic: &Topic, most: usize) -> String {
        let words: Vec<&str> = topic
            .words
            .iter()
            .take(most)
            .map(|t| t.term.as_str())
            .collect();
        words.join(match self.scene.say.lang {
            chart::spec::Lang::Zh => "、",
            chart::spec::Lang::En => ", ",
        })
    }

    fn topics_table(&self, topics: &[Topic]) -> Block {
        let say = &self.scene.say;
        let kind = self.corpus.kind();
        let n: usize = topics.iter().map(|t| t.reviews.len()).sum();
        let format = match kind {
            Kind::Labels => Format::Percent,
            _ => Format::Number { decimals: 1 },
        };
        let row = |topic: &Topic| -> Row {
            let own = || topic.reviews.iter().map(|at| &self.corpus.all[*at]);
            let ratings = self.corpus.scores(own());
            let judged = own().filter(|said| said.mood().is_some()).count();
            let blaming = own()
                .filter(|said| said.mood() == Some(Polarity::Negative))
                .count();
            let share = (judged > 0).then(|| blaming as f64 / judged as f64);
            let mut cells = vec![
                cell(self.topic(topic, 4)),
                say.cell(Some(own().count() as f64), &Format::Count),
                say.cell(Some(own().count() as f64 / n as f64), &Format::Percent),
            ];
            if kind != Kind::None {
                let value = mean(&ratings, (f64::MIN, f64::MAX)).map(|m| m.value);
                cells.push(say.cell(value, &format));
            }
            cells.push(say.cell(share, &Format::Percent));
            (cells, rows(own()))
        };
        let mut columns = vec![
            say.words_column(words::TOPIC),
            say.column(words::REVIEWS, Format::Count),
            say.bar(words::SHARE, Format::Percent),
        ];
        match kind {
            Kind::Stars => columns.push(say.column(words::MEAN, format.clone())),
            Kind::Labels => columns.push(say.column(words::GOOD_SHARE, format.clone())),
            Kind::None => (),
        }
        columns.push(say.column(words::COMPLAINING, Format::Percent));
        let often = topics.first().map(|t| (t, t.often()));
        let title = match often.filter(|(_, often)| !often.is_empty()) {
            Some((first, often)) => {
                let share = say.percent(first.reviews.len() as f64 / n.max(1) as f64);
                let often = often.iter().take(3).map(|t| quoted(&t.term, say.lang));
                let often = list(&often.collect::<Vec<String>>(), say.lang);
                let args = [("share", (&share).into()), ("words", (&often).into())];
                say.fill(words::TOPICS_TITLE, &args)
            }
            None => say.fill(words::TOPICS_TITLE_PLAIN, &[("n", topics.len().into())]),
        };
        let subtitle = say.fill(words::TOPICS_SUB, &[("n", n.into())]);
        let note = say.plain(words::TOPICS_NOTE).to_owned();
        let all: Vec<Row> = topics.iter().map(row).collect();
        let most = all.len();
        say.table(
            "reviews-topics",
            (title, subtitle, note),
            columns,
            all,
            most,
        )
    }

    fn topics_over_time(&self, topics: &[Topic]) -> Option<Block> {
        let say = &self.scene.say;
        let (mut assignments, mut periods) = (Vec::new(), Vec::new());
        for (topic, at) in (0..)
            .zip(topics)
            .flat_map(|(i, t)| t.reviews.iter().map(move |at| (i, at)))
        {
            assignments.push(topic);
            periods.push(self.corpus.all[*at].review.day.and_then(month));
        }
        let mut months = extract::over_time(&assignments, topics.len(), &periods);
        months.retain(|(_, counts)| counts.iter().sum::<usize>() >= A_MONTH);
        if months.len() < 3 {
            return None;
        }
        let mut of: BTreeMap<(usize, i32), Vec<&Said<'_>>> = BTreeMap::new();
        for (topic, t) in topics.iter().enumerate().take(LINES) {
            for said in t.reviews.iter().map(|at| &self.corpus.all[*at]) {
                if let Some(month) = said.review.day.and_then(month) {
                    of.entry((topic, month)).or_default().push(said);
                }
            }
        }
        let shown = topics.iter().enumerate().take(LINES);
        let series: Vec<LineSeries> = shown
            .clone()
            .map(|(topic, t)| LineSeries {
                name: self.topic(t, 2),
                tone: Tone::Series(topic as u8),
                points: months
                    .iter()
                    .map(|(month, counts)| Point {
                        x: f64::from(*month),
                        y: Some(counts[topic] as f64 / counts.iter().sum::<usize>() as f64),
                        lo: None,
                        hi: None,
                    })
                    .collect(),
                dashed: false,
            })
            .collect();
        let selections = shown
            .flat_map(|(topic, _)| months.iter().map(move |(month, _)| (topic, *month)))
            .map(|key| rows(of.get(&key).into_iter().flatten().copied()))
            .collect();
        let n = months.iter().flat_map(|m| &m.1).sum();
        let subtitle = say.fill(words::TOPICS_TIME_SUB, &[("n", (&self.n(n)).into())]);
        Some(say.chart(
            "reviews-topics-time",
            (
                say.plain(words::TOPICS_TIME_TITLE).to_owned(),
                subtitle,
                say.plain(words::TOPICS_TIME_NOTE).to_owned(),
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: say.plain(words::MONTH).to_owned(),
                    step: TimeStep::Month,
                },
                y: say.measure(words::SHARE, Format::Percent),
                series,
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            selections,
        ))
    }

    /// Words of low ratings against those of high ones.
    fn terms(&self) -> Option<Block> {
        let say = &self.scene.say;
        let found = apart(&self.corpus)?;
        let first: Vec<String> = found
            .bad
            .iter()
            .take(3)
            .map(|(t, _)| quoted(&t.term, say.lang))
            .collect();
        let title = say.fill(
            words::TERMS_TITLE,
            &[("words", (&list(&first, say.lang)).into())],
        );
        let subtitle = say.fill(
            words::TERMS_SUB,
            &[("bad", found.n[0].into()), ("good", found.n[1].into())],
        );
        let (bad, good) = (found.bad.len(), found.good.len());
        let heights = |of: &[(Term, Vec<usize>)], sign: f64| -> Vec<Option<f64>> {
            of.iter().map(|(t, _)| Some(sign * t.z)).collect()
        };
        let series = [
            (
                words::LOW_RATED,
                Tone::Bad,
                [heights(&found.bad, -1.0), vec![None; good]].concat(),
            ),
            (
                words::HIGH_RATED,
                Tone::Good,
                [vec![None; bad], heights(&found.good, 1.0)].concat(),
            ),
        ];
        let behind = |of: &[(Term, Vec<usize>)]| -> Vec<Option<Selection>> {
            let said = |at: &usize| &self.corpus.all[*at];
            of.iter().map(|(_, at)| rows(at.iter().map(said))).collect()
        };
        let selections = [
            behind(&found.bad),
            vec![None; good + bad],
            behind(&found.good),
        ]
        .concat();
        let terms = || found.bad.iter().chain(&found.good);
        Some(
            say.chart(
                "reviews-terms",
                (title, subtitle, say.plain(words::TERMS_NOTE).to_owned()),
                Plot::Bar {
                    categories: terms().map(|(t, _)| t.term.clone()).collect(),
                    y: say.measure(words::TERMS_MEASURE, Format::Number { decimals: 1 }),
                    series: series
                        .into_iter()
                        .map(|(name, tone, values)| BarSeries {
                            name: say.plain(name).to_owned(),
                            tone,
                            values,
                            intervals: Vec::new(),
                        })
                        .collect(),
                    mode: BarMode::Stacked,
                    horizontal: true,
                },
                selections,
            ),
        )
    }
}
