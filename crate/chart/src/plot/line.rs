//! Lines and areas, with bands, gaps and remarks.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, extent, extent_with_zero};
use crate::format;
use crate::frame::Area;
use crate::painter::Align;
use crate::scale::{Scale, time_ticks};
use crate::scene::Shape;
use crate::spec::{Annotation, LineSeries, Measure, TimeStep, XAxis};
use crate::text::{fit, width};
use crate::theme::Rgb;

pub(crate) struct Lines<'a> {
    pub(crate) x: &'a XAxis,
    pub(crate) y: &'a Measure,
    pub(crate) series: &'a [LineSeries],
    pub(crate) filled: bool,
    pub(crate) zero: bool,
    pub(crate) annotations: &'a [Annotation],
}

pub(crate) fn draw<DB: DrawingBackend>(c: &mut Canvas<'_, '_, DB>, area: Area, lines: &Lines<'_>) {
    let stacked = lines.filled && lines.series.len() > 1;
    let tops = if stacked {
        stack(lines.series)
    } else {
        Vec::new()
    };
    let values = lines
        .series
        .iter()
        .flat_map(|s| &s.points)
        .flat_map(|p| [p.y, p.lo, p.hi])
        .flatten();
    let values = values.chain(tops.iter().flatten().copied());
    let mut domain = if lines.zero || lines.filled {
        extent_with_zero(values)
    } else {
        extent(values)
    };
    if !domain.0.is_finite() {
        domain = (0.0, 1.0);
    }
    let colours: Vec<Rgb> = lines.series.iter().map(|s| c.theme.tone(s.tone)).collect();
    let names_room = end_room(area, lines.series);
    let mut top = area;
    if names_room.is_none() {
        let entries: Vec<(&str, Rgb)> = lines
            .series
            .iter()
            .zip(&colours)
            .map(|(s, &colour)| (s.name.as_str(), colour))
            .collect();
        let taken = c.legend(area, &entries);
        top = area.inset(0.0, taken, 0.0, 0.0);
    }
    let (plot, ys) = c.value_axis(
        top.inset(0.0, 0.0, names_room.unwrap_or(0.0), 0.0),
        lines.y,
        domain,
        34.0,
    );
    let (first, last) = extent(lines.series.iter().flat_map(|s| &s.points).map(|p| p.x));
    // A lone point stands in the middle.
    let spread = if last > first { 0.0 } else { 1.0 };
    let xs = Scale::linear(
        (first - spread, last + spread),
        (plot.x + 4.0, plot.right() - 4.0),
    );
    x_axis(c, lines.x, (first, last), &xs, plot);
    for (i, series) in lines.series.iter().enumerate() {
        let place = |v: f64, x: f64| (xs.at(x), ys.at(v));
        let base = |at: usize| {
            if stacked && i > 0 {
                tops[i - 1][at]
            } else {
                ys.domain().0.max(0.0)
            }
        };
        for run in runs(series) {
            let points = &series.points[run.clone()];
            let level = |at: usize| {
                if stacked {
                    Some(tops[i][at])
                } else {
                    series.points[at].y
                }
            };
            let upper: Vec<(f64, f64)> = run
                .clone()
                .filter_map(|at| Some(place(level(at)?, series.points[at].x)))
                .collect();
            if points.iter().any(|p| p.lo.is_some() && p.hi.is_some()) {
                let band = |end: fn(&crate::spec::Point) -> Option<f64>| {
                    points
                        .iter()
                        .filter_map(move |p| Some((end(p)?, p.x)))
                        .map(|(v, x)| place(v, x))
                        .collect::<Vec<_>>()
                };
                let mut outline = band(|p| p.hi);
                outline.extend(band(|p| p.lo).into_iter().rev());
                c.painter.polygon(&outline, colours[i], 0.18);
            }
            if lines.filled {
                let mut outline = upper.clone();
                outline.extend(
                    run.clone()
                        .rev()
                        .map(|at| place(base(at), series.points[at].x)),
                );
                c.painter
                    .polygon(&outline, colours[i], if stacked { 0.75 } else { 0.16 });
            }
            if let [only] = upper.as_slice() {
                c.painter.circle(*only, 3.0, colours[i], 1.0);
            } else if series.dashed {
                c.painter.dashed(&upper, colours[i], 1.5);
            } else {
                c.painter.path(&upper, colours[i], 2.0);
            }
        }
    }
    remarks(c, lines, &xs, &ys, plot);
    if names_room.is_some() {
        end_names(c, lines.series, &colours, (&xs, &ys), plot);
    }
    let mut mark = 0;
    for (i, series) in lines.series.iter().enumerate() {
        for (at, point) in series.points.iter().enumerate() {
            let shown = if stacked && point.y.is_some() {
                Some(tops[i][at])
            } else {
                point.y
            };
            if let Some(v) = shown.filter(|v| v.is_finite()) {
                let (x, y) = (xs.at(point.x), ys.at(v));
                let label = tip(c, lines, series, point);
                c.region_at(mark, i, at, Shape::Circle { x, y, r: 3.0 }, (x, y), label);
            }
            mark += 1;
        }
    }
}

fn tip<DB: DrawingBackend>(
    c: &Canvas<'_, '_, DB>,
    lines: &Lines<'_>,
    series: &LineSeries,
    point: &crate::spec::Point,
) -> String {
    let x = match lines.x {
        XAxis::Time {
            step: TimeStep::Day,
            ..
        } => format::day(point.x as i32, c.lang),
        XAxis::Time {
            step: TimeStep::Month,
            ..
        } => format::month(point.x as i32, c.lang),
        XAxis::Time {
            step: TimeStep::Week,
            ..
        } => {
            let first = point.x as i32;
            [
                format::day(first, c.lang).as_str(),
                " – ",
                &format::day(first + 6, c.lang),
            ]
            .concat()
        }
        XAxis::Linear { measure } => [
            measure.label.as_str(),
            c.colon(),
            &c.exact(point.x, &measure.format),
        ]
        .concat(),
    };
    let mut out = x;
    out.push('\n');
    out.push_str(if lines.series.len() > 1 {
        &series.name
    } else {
        &lines.y.label
    });
    out.push_str(c.colon());
    out.push_str(
        &point
            .y
            .map_or_else(|| c.none().to_owned(), |v| c.exact(v, &lines.y.format)),
    );
    if let (Some(lo), Some(hi)) = (point.lo, point.hi) {
        out.push_str(
            &[
                "\n",
                &c.exact(lo, &lines.y.format),
                " – ",
                &c.exact(hi, &lines.y.format),
            ]
            .concat(),
        );
    }
    out
}

/// Cumulated values, series by series; gaps count as nothing.
fn stack(series: &[LineSeries]) -> Vec<Vec<f64>> {
    let mut tops: Vec<Vec<f64>> = Vec::new();
    for s in series {
        let below = tops.last();
        let next = s.points.iter().enumerate().map(|(i, p)| {
            below.and_then(|b| b.get(i)).copied().unwrap_or(0.0) + p.y.unwrap_or(0.0)
        });
        let next = next.collect();
        tops.push(next);
    }
    tops
}

/// Stretches without a gap.
fn runs(series: &LineSeries) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (i, point) in series.points.iter().enumerate() {
        match (point.y.is_some_and(f64::is_finite), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                runs.push(s..i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        runs.push(s..series.points.len());
    }
    runs
}

fn x_axis<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    axis: &XAxis,
    domain: (f64, f64),
    xs: &Scale,
    plot: Area,
) {
    c.painter.hairline(
        (plot.x, plot.bottom()),
        (plot.right(), plot.bottom()),
        c.theme.axis,
    );
    match axis {
        XAxis::Time { .. } => {
            let count = (plot.width / 58.0).clamp(2.0, 12.0) as usize;
            let mut free = f64::MIN;
            for tick in time_ticks(domain.0, domain.1, count, c.lang) {
                let x = xs.at(tick.day);
                let half = width(&tick.label, LABEL) / 2.0;
                let centre = x.clamp(half, (c.scene.width - half).max(half));
                if centre - half < free {
                    continue;
                }
                free = centre + half + 4.0;
                c.painter.hairline(
                    (x.round(), plot.bottom()),
                    (x.round(), plot.bottom() + 4.0),
                    c.theme.axis,
                );
                c.label(
                    (centre, plot.bottom() + 13.0),
                    &tick.label,
                    Align::Middle,
                    c.theme.soft,
                );
                if let Some(year) = tick.year {
                    let half = width(&year, LABEL) / 2.0;
                    let centre = x.clamp(half, (c.scene.width - half).max(half));
                    c.label(
                        (centre, plot.bottom() + 27.0),
                        &year,
                        Align::Middle,
                        c.theme.soft,
                    );
                }
            }
        }
        XAxis::Linear { measure } => {
            let count = (plot.width / 90.0).clamp(2.0, 8.0) as usize;
            for tick in xs.ticks(count) {
                let words = c.short(tick, &measure.format);
                let half = width(&words, LABEL) / 2.0;
                let centre = xs.at(tick).clamp(half, (c.scene.width - half).max(half));
                c.label(
                    (centre, plot.bottom() + 13.0),
                    &words,
                    Align::Middle,
                    c.theme.soft,
                );
            }
            c.label(
                (plot.right(), plot.bottom() + 27.0),
                &measure.label,
                Align::End,
                c.theme.soft,
            );
        }
    }
}

/// Room that names at the ends of lines need; `None` where a legend serves better.
fn end_room(area: Area, series: &[LineSeries]) -> Option<f64> {
    if series.len() < 2 || series.len() > 6 {
        return None;
    }
    // Names stand bold, which is wider than the table's widths.
    let bold = |s: &LineSeries| width(&s.name, LABEL) * 1.1;
    let widest = series.iter().map(bold).fold(0.0, f64::max) + 14.0;
    (widest < area.width * 0.24).then_some(widest)
}

/// Names at the ends of lines, moved apart where they would touch.
fn end_names<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    series: &[LineSeries],
    colours: &[Rgb],
    (_, ys): (&Scale, &Scale),
    plot: Area,
) {
    const APART: f64 = 14.0;
    let mut ends: Vec<(f64, usize)> = series
        .iter()
        .enumerate()
        .filter_map(|(i, s)| Some((ys.at(s.points.iter().rev().find_map(|p| p.y)?), i)))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut free = plot.y;
    for end in &mut ends {
        end.0 = end.0.max(free);
        free = end.0 + APART;
    }
    // Pushed below the plot, they move up again from the last.
    let mut most = plot.bottom();
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(most);
        most = end.0 - APART;
    }
    for (y, i) in ends {
        c.strong(
            (plot.right() + 6.0, y),
            &series[i].name,
            Align::Start,
            colours[i],
        );
    }
}

fn remarks<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    lines: &Lines<'_>,
    xs: &Scale,
    ys: &Scale,
    plot: Area,
) {
    let mut free = f64::MIN;
    for remark in lines.annotations {
        let x = xs.at(remark.x);
        if !(plot.x..=plot.right()).contains(&x) {
            continue;
        }
        let top = lines
            .series
            .iter()
            .flat_map(|s| &s.points)
            .filter(|p| p.x == remark.x)
            .filter_map(|p| p.y)
            .map(|v| ys.at(v))
            .fold(plot.bottom(), f64::min);
        c.painter.hairline(
            (x.round(), plot.y + 12.0),
            (x.round(), top.max(plot.y + 12.0)),
            c.theme.axis,
        );
        let words = fit(&remark.text, LABEL, 150.0);
        let half = width(&words, LABEL) / 2.0;
        let centre = x.clamp(plot.x + half, (plot.right() - half).max(plot.x + half));
        if centre - half > free {
            c.label((centre, plot.y + 4.0), &words, Align::Middle, c.theme.ink);
            free = centre + half + 8.0;
        }
    }
}
