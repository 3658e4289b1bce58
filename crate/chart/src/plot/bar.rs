//! Bars: standing or lying, side by side or stacked, with whiskers.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, VALUE, extent_with_zero};
use crate::frame::Area;
use crate::painter::Align;
use crate::scale::{Scale, nice};
use crate::scene::Shape;
use crate::spec::{BarMode, BarSeries, Measure};
use crate::text::{fit, width};
use crate::theme::{Rgb, on};

/// Rows drawn at most; the table twin has them all.
pub(crate) const MOST_ROWS: usize = 40;
/// Columns drawn at most.
const MOST_COLUMNS: usize = 500;

pub(crate) struct Bars<'a> {
    pub(crate) categories: &'a [String],
    pub(crate) y: &'a Measure,
    pub(crate) series: &'a [BarSeries],
    pub(crate) mode: BarMode,
}

impl Bars<'_> {
    fn value(&self, series: usize, category: usize) -> Option<f64> {
        self.series[series]
            .values
            .get(category)
            .copied()
            .flatten()
            .filter(|v| v.is_finite())
    }

    fn interval(&self, series: usize, category: usize) -> Option<(f64, f64)> {
        self.series[series]
            .intervals
            .get(category)
            .copied()
            .flatten()
    }

    fn domain(&self, shown: usize) -> (f64, f64) {
        let all = (0..shown).flat_map(|category| {
            let values: Vec<f64> = match self.mode {
                BarMode::Grouped => (0..self.series.len())
                    .flat_map(|s| {
                        let ends = self
                            .interval(s, category)
                            .map_or([None, None], |(lo, hi)| [Some(lo), Some(hi)]);
                        std::iter::once(self.value(s, category)).chain(ends)
                    })
                    .flatten()
                    .collect(),
                BarMode::Stacked => {
                    let each = (0..self.series.len()).filter_map(|s| self.value(s, category));
                    let (below, above) =
                        each.fold(
                            (0.0, 0.0),
                            |(b, a), v| if v < 0.0 { (b + v, a) } else { (b, a + v) },
                        );
                    // Whiskers of bars to both sides of zero reach beyond them.
                    let ends = (0..self.series.len())
                        .filter_map(|s| self.interval(s, category))
                        .flat_map(|(lo, hi)| [lo, hi]);
                    [below, above].into_iter().chain(ends).collect()
                }
            };
            values
        });
        extent_with_zero(all)
    }

    /// The span of values that a bar covers, given what is stacked below it.
    fn span(&self, series: usize, category: usize) -> Option<(f64, f64)> {
        let v = self.value(series, category)?;
        if self.mode == BarMode::Grouped {
            return Some((0.0, v));
        }
        let below: f64 = (0..series)
            .filter_map(|s| self.value(s, category))
            .filter(|w| (*w < 0.0) == (v < 0.0))
            .sum();
        Some((below, below + v))
    }
}

fn legend<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    bars: &Bars<'_>,
) -> (Area, Vec<Rgb>) {
    let colours: Vec<Rgb> = bars.series.iter().map(|s| c.theme.tone(s.tone)).collect();
    let entries: Vec<(&str, Rgb)> = bars
        .series
        .iter()
        .zip(&colours)
        .map(|(s, &k)| (s.name.as_str(), k))
        .collect();
    let taken = c.legend(area, &entries);
    (area.inset(0.0, taken, 0.0, 0.0), colours)
}

fn tip<DB: DrawingBackend>(
    c: &Canvas<'_, '_, DB>,
    bars: &Bars<'_>,
    series: usize,
    category: usize,
) -> String {
    let name = if bars.series.len() > 1 {
        [
            bars.categories[category].as_str(),
            " · ",
            &bars.series[series].name,
        ]
        .concat()
    } else {
        bars.categories[category].clone()
    };
    let mut out = c.tip(&name, bars.y, bars.value(series, category));
    if let Some((lo, hi)) = bars.interval(series, category) {
        out.push_str(
            &[
                "\n",
                &c.exact(lo, &bars.y.format),
                " – ",
                &c.exact(hi, &bars.y.format),
            ]
            .concat(),
        );
    }
    out
}

/// Bars that stand, names below.
pub(crate) fn standing<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    bars: &Bars<'_>,
) {
    let shown = bars.categories.len().min(MOST_COLUMNS);
    let (area, colours) = legend(c, area, bars);
    let names = &bars.categories[..shown];
    let foot = c.foot(names, area.width);
    let (low, high) = bars.domain(shown);
    // Room for the value above the highest bar.
    let (plot, ys) = c.value_axis(area, bars.y, (low, high * 1.06), foot);
    let slot = plot.width / shown as f64;
    let across = if bars.mode == BarMode::Grouped {
        bars.series.len()
    } else {
        1
    };
    let gap = (slot * 0.25).min(24.0);
    let each = ((slot - gap) / across as f64).min(64.0);
    let places: Vec<(f64, f64)> = (0..shown)
        .map(|i| (plot.x + slot * (i as f64 + 0.5), slot))
        .collect();
    for (s, &colour) in colours.iter().enumerate() {
        for (category, place) in places.iter().enumerate() {
            let Some((from, to)) = bars.span(s, category) else {
                continue;
            };
            let column = if bars.mode == BarMode::Grouped { s } else { 0 };
            let x = place.0 - each * across as f64 / 2.0 + each * column as f64;
            let (top, bottom) = (ys.at(from.max(to)), ys.at(from.min(to)));
            let wide = (each - if across > 1 { 1.0 } else { 0.0 }).max(1.0);
            c.painter.rect(x, top, wide, bottom - top, colour);
            if let Some((lo, hi)) = bars.interval(s, category) {
                whisker(c, (x + wide / 2.0, ys.at(lo)), (x + wide / 2.0, ys.at(hi)));
            }
            let value = c.short(to, &bars.y.format);
            let free = bars.series.len() == 1 && bars.interval(s, category).is_none();
            if free && width(&value, VALUE) < slot - 2.0 {
                let y = if to < 0.0 { bottom + 9.0 } else { top - 9.0 };
                c.label(
                    (place.0, y.max(area.y + 6.0)),
                    &value,
                    Align::Middle,
                    c.theme.soft,
                );
            }
            let label = tip(c, bars, s, category);
            let shape = Shape::Rect {
                x,
                y: top,
                width: wide,
                height: (bottom - top).max(1.0),
            };
            c.region(
                s * bars.categories.len() + category,
                s,
                category,
                shape,
                label,
            );
        }
    }
    c.painter.hairline(
        (plot.x, ys.at(0.0).round()),
        (plot.right(), ys.at(0.0).round()),
        c.theme.axis,
    );
    c.names_below(names, &places, plot.bottom() + 13.0);
}

/// Bars that lie, names on the left.
pub(crate) fn lying<DB: DrawingBackend>(c: &mut Canvas<'_, '_, DB>, area: Area, bars: &Bars<'_>) {
    let shown = bars.categories.len().min(MOST_ROWS);
    let (area, colours) = legend(c, area, bars);
    let names = (0..shown)
        .map(|i| width(&bars.categories[i], LABEL))
        .fold(0.0, f64::max);
    let names = names.min(area.width * 0.38) + 10.0;
    let domain = nice(
        bars.domain(shown),
        (area.width / 110.0).clamp(2.0, 6.0) as usize,
    );
    let single = bars.series.len() == 1;
    let widest = (0..shown)
        .filter_map(|i| bars.value(0, i))
        .map(|v| width(&c.short(v, &bars.y.format), VALUE))
        .fold(0.0, f64::max);
    let tail = if single { widest + 8.0 } else { 8.0 };
    let head = if domain.0 < 0.0 && single {
        widest + 8.0
    } else {
        0.0
    };
    let plot = area.inset(
        names + head,
        if bars.y.label.is_empty() { 4.0 } else { 22.0 },
        tail,
        24.0,
    );
    if !bars.y.label.is_empty() {
        let words = fit(&bars.y.label, LABEL, area.width);
        c.label((area.x, area.y + 8.0), &words, Align::Start, c.theme.soft);
    }
    let xs: Scale = c.flat_axis(plot, &bars.y.format, domain);
    let slot = plot.height / shown as f64;
    let down = if bars.mode == BarMode::Grouped {
        bars.series.len()
    } else {
        1
    };
    let each = ((slot * 0.76) / down as f64).min(28.0);
    for category in 0..shown {
        let middle = plot.y + slot * (category as f64 + 0.5);
        let name = fit(&bars.categories[category], LABEL, names - 10.0);
        c.label(
            (plot.x - head - 8.0, middle),
            &name,
            Align::End,
            c.theme.ink,
        );
    }
    for (s, &colour) in colours.iter().enumerate() {
        for category in 0..shown {
            let Some((from, to)) = bars.span(s, category) else {
                continue;
            };
            let middle = plot.y + slot * (category as f64 + 0.5);
            let row = if bars.mode == BarMode::Grouped { s } else { 0 };
            let y = middle - each * down as f64 / 2.0 + each * row as f64;
            let (left, right) = (xs.at(from.min(to)), xs.at(from.max(to)));
            let high = (each - if down > 1 { 1.0 } else { 0.0 }).max(1.0);
            c.painter.rect(left, y, right - left, high, colour);
            if let Some((lo, hi)) = bars.interval(s, category) {
                whisker(c, (xs.at(lo), y + high / 2.0), (xs.at(hi), y + high / 2.0));
            }
            let value = c.short(to - from, &bars.y.format);
            if single && bars.interval(s, category).is_none() {
                let (x, align) = if to < 0.0 {
                    (left - 5.0, Align::End)
                } else {
                    (right + 5.0, Align::Start)
                };
                c.label((x, middle), &value, align, c.theme.ink);
            } else if bars.mode == BarMode::Stacked
                && width(&value, VALUE) < right - left - 6.0
                && high >= 14.0
            {
                c.label(
                    ((left + right) / 2.0, middle),
                    &value,
                    Align::Middle,
                    on(colour),
                );
            }
            let label = tip(c, bars, s, category);
            let shape = Shape::Rect {
                x: left,
                y,
                width: (right - left).max(1.0),
                height: high,
            };
            c.region_at(
                s * bars.categories.len() + category,
                s,
                category,
                shape,
                (right, y + high / 2.0),
                label,
            );
        }
    }
    let zero = xs.at(0.0).round();
    c.painter
        .hairline((zero, plot.y), (zero, plot.bottom()), c.theme.axis);
}

/// An interval's line with its ends.
pub(crate) fn whisker<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    a: (f64, f64),
    b: (f64, f64),
) {
    const END: f64 = 4.0;
    let ink = c.theme.ink;
    c.painter.path(&[a, b], ink, 1.25);
    let upright = (a.0 - b.0).abs() < (a.1 - b.1).abs();
    for (x, y) in [a, b] {
        let ends = if upright {
            [(x - END, y), (x + END, y)]
        } else {
            [(x, y - END), (x, y + END)]
        };
        c.painter.path(&ends, ink, 1.25);
    }
}
