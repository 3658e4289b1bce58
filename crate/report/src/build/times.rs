//! Weekdays, hours and the calendar.

use analysis::Answer;
use chart::spec::{BarMode, BarSeries, Format, Plot, TimeStep, Tone};

use super::Build;
use super::trend::leading_step;
use crate::Block;
use crate::words::{hour, section, weekday, weekday_long};

impl Build<'_> {
    pub(super) fn times(&self) -> Vec<Block> {
        let say = &self.say;
        let lang = say.lang;
        let mut blocks = Vec::new();
        match &self.input.sales.heatmap {
            Answer::Insufficient(missing) => blocks.push(self.missing(section::TIMES, *missing)),
            Answer::Known(heat) => {
                if heat.cells.len() == 7 * 24 {
                    let best = heat
                        .cells
                        .iter()
                        .max_by(|a, b| a.orders_mean.total_cmp(&b.orders_mean));
                    let title = best.map_or(String::new(), |c| {
                        section::HEAT_TITLE.fill(
                            lang,
                            &[
                                ("day", weekday_long(usize::from(c.weekday), lang).into()),
                                (
                                    "hour",
                                    (&hour(usize::from(c.hour.unwrap_or(0)), lang)).into(),
                                ),
                            ],
                        )
                    });
                    blocks.push(Block::Chart(
                        self.chart(
                            "times-hours",
                            (
                                title,
                                self.subtitle(section::ORDERS_PER_HOUR),
                                self.note.clone(),
                            ),
                            Plot::Heatmap {
                                columns: (0..24).map(|h| hour(h, lang)).collect(),
                                rows: (0..7).map(|d| weekday(d, lang).to_owned()).collect(),
                                value: self.measure(
                                    section::ORDERS_PER_HOUR,
                                    Format::Number { decimals: 2 },
                                ),
                                cells: heat
                                    .cells
                                    .iter()
                                    .map(|c| (c.occurrences > 0).then_some(c.orders_mean))
                                    .collect(),
                                diverging: false,
                            },
                            heat.cells
                                .iter()
                                .map(|c| (c.orders > 0).then(|| c.selection.clone()))
                                .collect(),
                        ),
                    ));
                }
                let best = heat
                    .weekdays
                    .iter()
                    .max_by(|a, b| a.gross_mean_minor.total_cmp(&b.gross_mean_minor));
                let title = best.map_or(String::new(), |c| {
                    section::WEEKDAY_TITLE.fill(
                        lang,
                        &[
                            ("day", weekday_long(usize::from(c.weekday), lang).into()),
                            ("amount", (&say.money(c.gross_mean_minor)).into()),
                        ],
                    )
                });
                blocks.push(Block::Chart(
                    self.chart(
                        "times-weekdays",
                        (
                            title,
                            self.subtitle(section::GROSS_PER_DAY),
                            self.note.clone(),
                        ),
                        Plot::Bar {
                            categories: heat
                                .weekdays
                                .iter()
                                .map(|c| weekday(usize::from(c.weekday), lang).to_owned())
                                .collect(),
                            y: self.amount(section::GROSS_PER_DAY),
                            series: vec![BarSeries {
                                name: say.plain(section::GROSS_PER_DAY).to_owned(),
                                tone: Tone::Accent,
                                values: heat
                                    .weekdays
                                    .iter()
                                    .map(|c| {
                                        (c.occurrences > 0).then(|| say.major(c.gross_mean_minor))
                                    })
                                    .collect(),
                                intervals: Vec::new(),
                            }],
                            mode: BarMode::Grouped,
                            horizontal: false,
                        },
                        heat.weekdays
                            .iter()
                            .map(|c| Some(c.selection.clone()))
                            .collect(),
                    ),
                ));
            }
        }
        blocks.extend(self.calendar());
        blocks
    }

    fn calendar(&self) -> Option<Block> {
        let say = &self.say;
        let trend = self.input.sales.trend.known()?;
        let days = &trend.day.points;
        // Of equal days the first, as in the trend.
        let best = days
            .iter()
            .max_by_key(|p| (p.gross_minor, std::cmp::Reverse(p.first)))?;
        // Where the trend itself shows days, it has said all this.
        (leading_step(trend) != TimeStep::Day).then(|| {
            let title = section::CALENDAR_TITLE.fill(
                say.lang,
                &[
                    ("day", (&say.day(best.first)).into()),
                    ("amount", (&say.money(best.gross_minor as f64)).into()),
                ],
            );
            Block::Chart(
                self.chart(
                    "times-calendar",
                    (
                        title,
                        self.subtitle(section::DAILY_GROSS),
                        self.note.clone(),
                    ),
                    Plot::Calendar {
                        value: self.amount(section::DAILY_GROSS),
                        days: days
                            .iter()
                            .map(|p| (p.first, (!p.missing).then(|| say.major_int(p.gross_minor))))
                            .collect(),
                    },
                    days.iter()
                        .map(|p| Some(self.days(p.first, p.last)))
                        .collect(),
                ),
            )
        })
    }
}
