//! A file per kind of plot, and what they share: axes, labels, legends.

pub(crate) mod bar;
pub(crate) mod boxes;
pub(crate) mod calendar;
pub(crate) mod funnel;
pub(crate) mod heatmap;
pub(crate) mod histogram;
pub(crate) mod line;
pub(crate) mod pareto;
pub(crate) mod pie;
pub(crate) mod radar;
pub(crate) mod scatter;
pub(crate) mod table;
pub(crate) mod treemap;
pub(crate) mod waterfall;

use plotters_backend::DrawingBackend;

use crate::frame::Area;
use crate::painter::{Align, Painter, Pen};
use crate::scale::{Scale, nice};
use crate::scene::{Region, Scene, Shape};
use crate::spec::{Format, Lang, Measure, Plot};
use crate::text::{fit, width, wrap};
use crate::theme::Rgb;
use crate::{ChartSpec, Theme, format};

/// Size of axis labels.
pub(crate) const LABEL: f64 = 11.5;
/// Size of values written at marks.
pub(crate) const VALUE: f64 = 11.5;

/// What every plot draws with.
pub(crate) struct Canvas<'a, 'b, DB: DrawingBackend> {
    pub(crate) painter: &'a mut Painter<'b, DB>,
    pub(crate) theme: &'a Theme,
    pub(crate) lang: Lang,
    pub(crate) scene: &'a mut Scene,
}

/// Draws the plot of a chart that has marks.
pub(crate) fn draw<DB: DrawingBackend>(
    spec: &ChartSpec,
    theme: &Theme,
    area: Area,
    painter: &mut Painter<'_, DB>,
    scene: &mut Scene,
) {
    let mut c = Canvas {
        painter,
        theme,
        lang: spec.lang,
        scene,
    };
    match &spec.plot {
        Plot::Line {
            x,
            y,
            series,
            area: filled,
            zero,
            annotations,
        } => {
            line::draw(
                &mut c,
                area,
                &line::Lines {
                    x,
                    y,
                    series,
                    filled: *filled,
                    zero: *zero,
                    annotations,
                },
            );
        }
        Plot::Bar {
            categories,
            y,
            series,
            mode,
            horizontal,
        } => {
            let bars = bar::Bars {
                categories,
                y,
                series,
                mode: *mode,
            };
            if *horizontal {
                bar::lying(&mut c, area, &bars)
            } else {
                bar::standing(&mut c, area, &bars)
            }
        }
        Plot::Pie { y, shares, donut } => pie::draw(&mut c, area, y, shares, *donut),
        Plot::Radar {
            spokes,
            format,
            series,
        } => radar::draw(&mut c, area, spokes, format, series),
        Plot::Heatmap {
            columns,
            rows,
            value,
            cells,
            diverging,
        } => {
            heatmap::draw(
                &mut c,
                area,
                &heatmap::Grid {
                    columns,
                    rows,
                    value,
                    cells,
                    diverging: *diverging,
                },
            );
        }
        Plot::Calendar { value, days } => calendar::draw(&mut c, area, value, days),
        Plot::Pareto { y, shares, total } => pareto::draw(&mut c, area, y, shares, *total),
        Plot::Waterfall { y, steps } => waterfall::draw(&mut c, area, y, steps),
        Plot::Scatter {
            x,
            y,
            size,
            dots,
            quadrants,
            log_x,
            log_y,
        } => scatter::draw(
            &mut c,
            area,
            &scatter::Cloud {
                x,
                y,
                size: size.as_ref(),
                dots,
                quadrants: quadrants.as_ref(),
                log_x: *log_x,
                log_y: *log_y,
            },
        ),
        Plot::Histogram {
            x,
            y,
            edges,
            counts,
            marker,
        } => {
            histogram::draw(
                &mut c,
                area,
                &histogram::Bins {
                    x,
                    y,
                    edges,
                    counts,
                    marker: marker.as_ref(),
                },
            );
        }
        Plot::Box { y, boxes } => boxes::draw(&mut c, area, y, boxes),
        Plot::Funnel { y, stages } => funnel::draw(&mut c, area, y, stages),
        Plot::Treemap { y, groups } => treemap::draw(&mut c, area, y, groups),
        Plot::Table { columns, rows } => table::draw(&mut c, area, columns, rows),
    }
}

/// About how many ticks a standing axis has, by its height with the name above.
pub(crate) fn tick_count(height: f64) -> usize {
    (height / 52.0).clamp(2.0, 6.0) as usize
}

/// There is no half of a product.
fn keep_whole(ticks: &mut Vec<f64>, format: &Format) {
    if *format == Format::Count {
        ticks.retain(|tick| tick.fract() == 0.0);
    }
}

impl<DB: DrawingBackend> Canvas<'_, '_, DB> {
    pub(crate) fn label(&mut self, at: (f64, f64), words: &str, align: Align, colour: Rgb) {
        self.painter.text(
            at,
            words,
            Pen {
                size: LABEL,
                colour,
                bold: false,
                align,
            },
        );
    }

    pub(crate) fn strong(&mut self, at: (f64, f64), words: &str, align: Align, colour: Rgb) {
        self.painter.text(
            at,
            words,
            Pen {
                size: VALUE,
                colour,
                bold: true,
                align,
            },
        );
    }

    pub(crate) fn short(&self, v: f64, format: &Format) -> String {
        format::value(v, format, self.lang, true)
    }

    pub(crate) fn exact(&self, v: f64, format: &Format) -> String {
        format::value(v, format, self.lang, false)
    }

    /// In full, but for cents that are none.
    pub(crate) fn full(&self, v: f64, format: &Format) -> String {
        let mut text = self.exact(v, format);
        if text.ends_with(".00") {
            text.truncate(text.len() - 3);
        }
        text
    }

    /// Values of an axis: short, unless two of them would read the same.
    pub(crate) fn written(&self, values: &[f64], format: &Format) -> Vec<String> {
        let short: Vec<String> = values.iter().map(|&v| self.short(v, format)).collect();
        if short.windows(2).all(|pair| pair[0] != pair[1]) {
            return short;
        }
        values.iter().map(|&v| self.full(v, format)).collect()
    }

    /// A region whose tooltip points at the middle of its top.
    pub(crate) fn region(
        &mut self,
        mark: usize,
        series: usize,
        position: usize,
        shape: Shape,
        label: String,
    ) {
        let (x, y, w, _) = shape.bounds();
        self.region_at(mark, series, position, shape, (x + w / 2.0, y), label);
    }

    pub(crate) fn region_at(
        &mut self,
        mark: usize,
        series: usize,
        position: usize,
        shape: Shape,
        anchor: (f64, f64),
        label: String,
    ) {
        let (width, height) = (self.scene.width, self.scene.height);
        let anchor = (anchor.0.clamp(0.0, width), anchor.1.clamp(0.0, height));
        self.scene.regions.push(Region {
            mark: mark as u32,
            series: series as u32,
            position: position as u32,
            shape,
            anchor,
            label,
        });
    }

    /// `name`, then `measure: value`, on lines of their own.
    pub(crate) fn tip(&self, name: &str, measure: &Measure, v: Option<f64>) -> String {
        let value = v.map_or_else(
            || self.none().to_owned(),
            |v| self.exact(v, &measure.format),
        );
        [name, "\n", &measure.label, self.colon(), &value].concat()
    }

    pub(crate) fn colon(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        }
    }

    pub(crate) fn none(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "无数据",
            Lang::En => "no data",
        }
    }

    /// A value axis on the left with grid lines; gives the plot's area and scale.
    /// The measure's name stands above, where it is read first.
    pub(crate) fn value_axis(
        &mut self,
        area: Area,
        measure: &Measure,
        domain: (f64, f64),
        foot: f64,
    ) -> (Area, Scale) {
        let count = tick_count(area.height - foot);
        let (lo, hi) = nice(domain, count);
        let probe = Scale::linear((lo, hi), (0.0, 1.0));
        let mut ticks = probe.ticks(count);
        keep_whole(&mut ticks, &measure.format);
        let labels = self.written(&ticks, &measure.format);
        let widest = labels
            .iter()
            .map(|l| width(l, LABEL))
            .fold(0.0, f64::max)
            .min(area.width * 0.3);
        let head = if measure.label.is_empty() { 8.0 } else { 24.0 };
        if head > 8.0 {
            let words = fit(&measure.label, LABEL, area.width);
            self.label(
                (area.x, area.y + 8.0),
                &words,
                Align::Start,
                self.theme.soft,
            );
        }
        let plot = area.inset(widest + 10.0, head, 4.0, foot);
        let scale = Scale::linear((lo, hi), (plot.bottom(), plot.y));
        for (tick, label) in ticks.iter().zip(&labels) {
            let y = scale.at(*tick).round();
            let colour = if *tick == 0.0 {
                self.theme.axis
            } else {
                self.theme.grid
            };
            self.painter
                .hairline((plot.x, y), (plot.right(), y), colour);
            self.label((plot.x - 8.0, y), label, Align::End, self.theme.soft);
        }
        (plot, scale)
    }

    /// A value axis below with grid lines.
    pub(crate) fn flat_axis(&mut self, plot: Area, format: &Format, domain: (f64, f64)) -> Scale {
        let count = (plot.width / 90.0).clamp(2.0, 7.0) as usize;
        let scale = Scale::linear(nice(domain, count), (plot.x, plot.right()));
        let mut last = f64::MIN;
        let mut ticks = scale.ticks(count);
        keep_whole(&mut ticks, format);
        for tick in ticks {
            let x = scale.at(tick).round();
            let colour = if tick == 0.0 {
                self.theme.axis
            } else {
                self.theme.grid
            };
            self.painter
                .hairline((x, plot.y), (x, plot.bottom()), colour);
            let label = self.short(tick, format);
            let half = width(&label, LABEL) / 2.0;
            let centre = x.clamp(half, (self.scene.width - half).max(half));
            if centre - half > last + 6.0 {
                self.label(
                    (centre, plot.bottom() + 13.0),
                    &label,
                    Align::Middle,
                    self.theme.soft,
                );
                last = centre + half;
            }
        }
        scale
    }

    /// Names of series above the plot; gives the height taken.
    pub(crate) fn legend(&mut self, area: Area, entries: &[(&str, Rgb)]) -> f64 {
        if entries.len() < 2 {
            return 0.0;
        }
        const ROW: f64 = 20.0;
        let (mut x, mut y) = (area.x, area.y + 8.0);
        for (name, colour) in entries {
            let name = fit(name, LABEL, (area.width - 20.0).min(180.0));
            let wide = width(&name, LABEL) + 32.0;
            if x > area.x && x + wide > area.right() + 12.0 {
                x = area.x;
                y += ROW;
            }
            self.painter.rect(x, y - 5.0, 10.0, 10.0, *colour);
            self.label((x + 15.0, y), &name, Align::Start, self.theme.soft);
            x += wide;
        }
        y - area.y + 16.0
    }

    /// The height that names below a plot of about this width need: long ones take several lines.
    pub(crate) fn foot(&self, names: &[String], wide: f64) -> f64 {
        // The axis's own labels take as much on a phone as anywhere.
        let slot = (wide * 0.92).min(wide - 64.0) / names.len().max(1) as f64;
        let every = skipped(slot);
        let room = slot * every as f64 - NAME_GAP;
        let lines = names
            .iter()
            .step_by(every)
            .map(|name| name_lines(name, room).len())
            .max()
            .unwrap_or(1);
        11.0 + NAME_ROW * lines as f64
    }

    /// Names below a plot, as many as have room; gives nothing back, since all are in the table twin.
    pub(crate) fn names_below(&mut self, names: &[String], places: &[(f64, f64)], y: f64) {
        let slot = places.iter().map(|p| p.1).fold(0.0, f64::max);
        let every = skipped(slot);
        for (name, &(x, slot)) in names.iter().zip(places).step_by(every) {
            let lines = name_lines(name, slot * every as f64 - NAME_GAP);
            for (row, words) in lines.iter().enumerate() {
                let half = width(words, LABEL) / 2.0;
                let x = x.clamp(half, (self.scene.width - half).max(half));
                let y = y + NAME_ROW * row as f64;
                self.label((x, y), words, Align::Middle, self.theme.soft);
            }
        }
    }
}

/// From one line of a name to the next.
const NAME_ROW: f64 = 13.0;
/// Between names side by side.
const NAME_GAP: f64 = 5.0;
/// Lines that a name may take.
const NAME_LINES: usize = 3;

/// Every how many names one is written: it may take as many slots as leave it readable.
fn skipped(slot: f64) -> usize {
    (36.0 / slot.max(1.0)).ceil().max(1.0) as usize
}

/// A name in lines that fit a width; what does not is cut.
fn name_lines(name: &str, room: f64) -> Vec<String> {
    let mut lines = wrap(name, LABEL, room);
    if lines.len() > NAME_LINES {
        let rest = lines.split_off(NAME_LINES - 1);
        let spaced = rest.iter().any(|line| line.is_ascii());
        lines.push(rest.join(if spaced { " " } else { "" }));
    }
    lines.iter().map(|line| fit(line, LABEL, room)).collect()
}

/// The extent of values, with zero in it.
pub(crate) fn extent_with_zero(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .filter(|v| v.is_finite())
        .fold((0.0, 0.0), |(lo, hi), v| (f64::min(lo, v), f64::max(hi, v)))
}

/// The extent of values.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| {
            (lo.min(v), hi.max(v))
        })
}
