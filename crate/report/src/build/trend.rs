//! Revenue over time.

use analysis::{Answer, MonthFigure, Trend, TrendPoint, TrendSeries, Window};
use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};

use super::Build;
use super::parts::{Row, change, words};
use crate::words::phrase::Phrase;
use crate::words::say::signed;
use crate::words::{figure as figure_name, month, section};
use crate::{Block, Chart};

/// The step that shows a shape: not a handful of points, not hundreds.
pub(super) fn leading_step(trend: &Trend) -> TimeStep {
    let full = |s: &TrendSeries| s.points.iter().filter(|p| !p.partial && !p.missing).count();
    if full(&trend.month) >= 18 {
        TimeStep::Month
    } else if full(&trend.week) >= 13 {
        TimeStep::Week
    } else {
        TimeStep::Day
    }
}

impl Build<'_> {
    pub(super) fn trend(&self) -> Vec<Block> {
        let trend = match &self.input.sales.trend {
            Answer::Insufficient(missing) => return vec![self.missing(section::TREND, *missing)],
            Answer::Known(trend) => trend,
        };
        let views = [
            (&trend.day, TimeStep::Day, section::DAY),
            (&trend.week, TimeStep::Week, section::WEEK),
            (&trend.month, TimeStep::Month, section::MONTH),
        ];
        let first = match leading_step(trend) {
            TimeStep::Month => 2,
            TimeStep::Week => 1,
            TimeStep::Day => 0,
        };
        let mut charts: Vec<(String, Chart)> = views
            .iter()
            .filter(|(series, ..)| series.points.len() >= 2)
            .map(|(series, step, name)| {
                (
                    self.say.plain(*name).to_owned(),
                    self.trend_chart(trend, series, *step),
                )
            })
            .collect();
        if charts.is_empty() {
            return vec![Block::Text {
                text: self.say.plain(section::TREND_FLAT).to_owned(),
            }];
        }
        let latest_month = self.latest_month();
        let (view, mut chart) = charts.remove(first.min(charts.len() - 1));
        chart.view = view;
        chart.alternatives = charts
            .into_iter()
            .map(|(name, mut other)| {
                other.view.clone_from(&name);
                (name, Box::new(other))
            })
            .collect();
        let mut blocks = vec![Block::Chart(chart)];
        blocks.extend(latest_month);
        blocks
    }

    /// The last full month against the month before and the same month a year earlier.
    fn latest_month(&self) -> Option<Block> {
        let (say, of) = (&self.say, self.input.sales.latest_month.as_ref()?);
        type Of = fn(&MonthFigure) -> (Option<f64>, Option<f64>);
        let all: [(Window, Of, Phrase); 2] = [
            (of.months.previous, |f| f.previous, section::ON_MONTH),
            (of.months.year_ago, |f| f.year_ago, section::ON_YEAR),
        ];
        let against: Vec<_> = all.into_iter().filter(|of| of.0.covered).collect();
        let name = |window: Window| month(window.first, say.lang);
        let (first, last) = (of.months.current.first, of.months.current.last);
        let mut columns = vec![
            self.column(section::FIGURE, None),
            self.column_named(&name(of.months.current), None),
        ];
        let mut changes = Vec::new();
        for (window, of_figure, phrase) in &against {
            let name = name(*window);
            let head = section::AGAINST_MONTH.fill(say.lang, &[("month", (&name).into())]);
            columns.push(self.column_named(&name, None));
            columns.push(self.column_named(&head, Some(Format::Percent)));
            if let Some(change) = of_figure(of.figures.first()?).1 {
                changes.push(phrase.fill(say.lang, &[("change", (&signed(change)).into())]));
            }
        }
        if changes.is_empty() {
            return None;
        }
        let row = |figure: &MonthFigure| -> Row {
            let number = |value: Option<f64>| {
                let value = value.map(|v| self.scaled(figure.measure, v));
                self.number(value, &self.format_of(figure.measure, value))
            };
            let mut cells = vec![
                words(figure_name(figure.id, say.lang)),
                number(Some(figure.current)),
            ];
            for (_, of_figure, _) in &against {
                let (before, by) = of_figure(figure);
                cells.extend([number(before), change(by, false)]);
            }
            (cells, Some(self.days(first, last)))
        };
        let texts = (
            section::MONTH_TITLE.fill(
                say.lang,
                &[
                    ("when", (&name(of.months.current)).into()),
                    ("changes", (&self.joined(&changes)).into()),
                ],
            ),
            self.joined(&[say.period((first, last)), self.input.sales.currency.clone()]),
            say.plain(section::MONTH_NOTE).to_owned(),
        );
        let rows = of.figures.iter().map(row).collect();
        Some(self.table("trend-latest-month", texts, columns, rows))
    }

    fn trend_chart(&self, trend: &Trend, series: &TrendSeries, step: TimeStep) -> Chart {
        let say = &self.say;
        let points = &series.points;
        let line = |y: &dyn Fn(&TrendPoint) -> Option<f64>| -> Vec<Point> {
            points
                .iter()
                .map(|p| Point {
                    x: f64::from(p.first),
                    y: y(p).map(|minor| say.major(minor)),
                    lo: None,
                    hi: None,
                })
                .collect()
        };
        let mut lines = vec![LineSeries {
            name: say.plain(section::REVENUE).to_owned(),
            tone: Tone::Accent,
            points: line(&|p| (!p.missing).then_some(p.gross_minor as f64)),
            dashed: false,
        }];
        let mut selections: Vec<_> = points
            .iter()
            .map(|p| (!p.missing).then(|| self.days(p.first, p.last)))
            .collect();
        let average = match step {
            TimeStep::Day => section::AVERAGE_DAYS,
            TimeStep::Week => section::AVERAGE_WEEKS,
            TimeStep::Month => section::AVERAGE_MONTHS,
        };
        if points.iter().any(|p| p.average_minor.is_some()) && series.average_over > 1 {
            lines.push(LineSeries {
                name: average.fill(say.lang, &[("n", u64::from(series.average_over).into())]),
                tone: Tone::Series(1),
                points: line(&|p| p.average_minor),
                dashed: false,
            });
            selections.extend(points.iter().map(|_| None));
        }
        if step != TimeStep::Day && points.iter().any(|p| p.year_ago_minor.is_some()) {
            lines.push(LineSeries {
                name: say.plain(section::YEAR_AGO).to_owned(),
                tone: Tone::Muted,
                points: line(&|p| p.year_ago_minor.map(|m| m as f64)),
                dashed: true,
            });
            selections.extend(points.iter().map(|_| None));
        }
        let id = match step {
            TimeStep::Day => "trend-day",
            TimeStep::Week => "trend-week",
            TimeStep::Month => "trend-month",
        };
        let gaps = match trend.gaps.len() {
            0 => String::new(),
            n => section::GAPS.fill(say.lang, &[("n", n.into())]),
        };
        let undated = match trend.undated_orders {
            0 => String::new(),
            n => section::UNDATED.fill(say.lang, &[("n", n.into())]),
        };
        // A month of nine days is not a bad one.
        let cut = match (points.last(), self.input.sales.period) {
            (Some(last), Some(period))
                if step != TimeStep::Day && last.partial && period.last < last.last =>
            {
                section::CUT_OFF.fill(say.lang, &[("day", (&say.day(period.last)).into())])
            }
            _ => String::new(),
        };
        let note = self.notes(&[&cut, &gaps, &undated, &self.note]);
        self.chart(
            id,
            (
                self.peak(points, step),
                self.subtitle(section::REVENUE),
                note,
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: say.plain(section::TIME).to_owned(),
                    step,
                },
                y: self.amount(section::REVENUE),
                series: lines,
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            selections,
        )
    }

    fn peak(&self, points: &[TrendPoint], step: TimeStep) -> String {
        let say = &self.say;
        let best = points
            .iter()
            .filter(|p| !p.missing && p.gross_minor > 0)
            .max_by_key(|p| (p.gross_minor, std::cmp::Reverse(p.first)));
        let Some(best) = best else {
            return say.plain(section::TREND_FLAT).to_owned();
        };
        let (phrase, when) = match step {
            TimeStep::Day => (section::TREND_PEAK_DAY, say.day(best.first)),
            TimeStep::Week => (section::TREND_PEAK_WEEK, say.day(best.first)),
            TimeStep::Month => (section::TREND_PEAK, month(best.first, say.lang)),
        };
        phrase.fill(
            say.lang,
            &[
                ("when", (&when).into()),
                ("amount", (&say.money(best.gross_minor as f64)).into()),
            ],
        )
    }
}
