//! Whether visits of some hours or weekdays buy more often.

use analysis::statistics::{benjamini_hochberg, normal_two_sided, wilson};
use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::{Block, Chart, words as dates};

use super::sessions::Session;
use super::{Report, words};

/// Visits of an hour or weekday that are drawn.
const LEAST: usize = 30;
/// Visits in all.
const VISITS: usize = 200;

/// Visits and those that buy, by hour or weekday.
fn counts(sessions: &[Session], of: fn(&Session) -> usize, n: usize) -> Vec<(u64, u64)> {
    let mut counts = vec![(0, 0); n];
    for session in sessions {
        let count: &mut (u64, u64) = &mut counts[of(session)];
        *count = (count.0 + u64::from(session.bought), count.1 + 1);
    }
    counts
}

/// Two-sided chance of so different a share (pooled z).
fn chance(own: (u64, u64), all: (u64, u64)) -> f64 {
    let others = (all.0 - own.0, all.1 - own.1);
    let pooled = all.0 as f64 / all.1.max(1) as f64;
    let variance =
        pooled * (1.0 - pooled) * (1.0 / own.1.max(1) as f64 + 1.0 / others.1.max(1) as f64);
    let share = |of: (u64, u64)| of.0 as f64 / of.1.max(1) as f64;
    if variance <= 0.0 || others.1 == 0 {
        return 1.0;
    }
    normal_two_sided((share(own) - share(others)) / libm::sqrt(variance))
}

impl Report<'_> {
    pub(super) fn times(&self) -> Option<Block> {
        if self.sessions.len() < VISITS || !self.sessions.iter().any(|s| s.bought) {
            return None;
        }
        let hours = counts(&self.sessions, Session::hour, 24);
        let weekdays = counts(&self.sessions, Session::weekday, 7);
        let by_hour = self.log.has_time.then(|| self.view(&hours, true));
        let by_day = (!self.is_short()).then(|| self.view(&weekdays, false));
        let (mut first, second) = match (by_hour, by_day) {
            (Some(hour), day) => (hour, day),
            (None, Some(day)) => (day, None),
            (None, None) => return None,
        };
        if let Some(second) = second {
            first.alternatives = vec![(second.view.clone(), Box::new(second))];
        }
        Some(Block::Chart(first))
    }

    fn view(&self, counts: &[(u64, u64)], hours: bool) -> Chart {
        let say = &self.scene.say;
        let all = counts.iter().fold((0, 0), |s, c| (s.0 + c.0, s.1 + c.1));
        let shown: Vec<usize> = (0..counts.len())
            .filter(|&i| counts[i].1 >= LEAST as u64)
            .collect();
        let p: Vec<f64> = shown.iter().map(|&i| chance(counts[i], all)).collect();
        let share = |of: (u64, u64)| of.0 as f64 / of.1.max(1) as f64;
        let clear = shown.iter().zip(benjamini_hochberg(&p));
        let best = clear
            .filter(|(i, q)| *q < 0.05 && share(counts[**i]) > share(all))
            .map(|(i, _)| *i)
            .max_by(|&a, &b| {
                share(counts[a])
                    .total_cmp(&share(counts[b]))
                    .then(b.cmp(&a))
            });
        let title = match best {
            Some(best) => {
                let (name, phrase) = match hours {
                    true => (dates::hour(best, say.lang), words::AT_HOUR),
                    false => (
                        dates::weekday_long(best, say.lang).to_owned(),
                        words::ON_DAY,
                    ),
                };
                let key = if hours { "hour" } else { "day" };
                let own = counts[best];
                let others = (all.0 - own.0, all.1 - own.1);
                say.fill(
                    words::HOUR_TITLE,
                    &[
                        ("when", (&say.fill(phrase, &[(key, (&name).into())])).into()),
                        ("share", (&say.percent(share(own))).into()),
                        ("others", (&say.percent(share(others))).into()),
                    ],
                )
            }
            None => say.plain(words::HOUR_NONE).to_owned(),
        };
        let zone = match self.log.in_utc && hours {
            true => say.plain(words::ZONE),
            false => "",
        };
        let least = LEAST.to_string();
        let note = say.fill(
            words::HOUR_NOTE,
            &[("least", (&least).into()), ("zone", zone.into())],
        );
        let subtitle = say.fill(words::HOUR_SUB, &[("n", self.sessions.len().into())]);
        let plot = Plot::Bar {
            categories: shown
                .iter()
                .map(|&i| match hours {
                    true => dates::hour(i, say.lang),
                    false => dates::weekday(i, say.lang).to_owned(),
                })
                .collect(),
            y: say.measure(words::BUYING, Format::Percent),
            series: vec![BarSeries {
                name: say.plain(words::BUYING).to_owned(),
                tone: Tone::Accent,
                values: shown.iter().map(|&i| Some(share(counts[i]))).collect(),
                intervals: shown
                    .iter()
                    .map(|&i| {
                        let of = wilson(counts[i].0, counts[i].1);
                        Some((of.low, of.high))
                    })
                    .collect(),
            }],
            mode: BarMode::Grouped,
            horizontal: false,
        };
        let (id, view) = match hours {
            true => ("behaviour-hours", words::BY_HOUR),
            false => ("behaviour-weekdays", words::BY_WEEKDAY),
        };
        Chart {
            view: say.plain(view).to_owned(),
            ..say.view(id, (title, subtitle, note), plot, Vec::new())
        }
    }
}
