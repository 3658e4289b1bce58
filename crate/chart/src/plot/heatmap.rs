//! A value per cell of a grid.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, extent};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::Measure;
use crate::text::{fit, width};
use crate::theme::{Rgb, along, mix, on};

pub(crate) struct Grid<'a> {
    pub(crate) columns: &'a [String],
    pub(crate) rows: &'a [String],
    pub(crate) value: &'a Measure,
    pub(crate) cells: &'a [Option<f64>],
    pub(crate) diverging: bool,
}

/// Height of the key below.
pub(crate) const KEY: f64 = 26.0;

pub(crate) fn draw<DB: DrawingBackend>(c: &mut Canvas<'_, '_, DB>, area: Area, grid: &Grid<'_>) {
    let names = grid
        .rows
        .iter()
        .map(|r| width(r, LABEL))
        .fold(0.0, f64::max)
        .min(area.width * 0.28);
    let plot = area.inset(names + 8.0, 22.0, 0.0, KEY + 6.0);
    let (wide, high) = (
        plot.width / grid.columns.len().max(1) as f64,
        plot.height / grid.rows.len().max(1) as f64,
    );
    let shades = Shades::new(grid.cells.iter().flatten().copied(), grid.diverging);
    let places: Vec<(f64, f64)> = (0..grid.columns.len())
        .map(|i| (plot.x + wide * (i as f64 + 0.5), wide))
        .collect();
    let widest = grid
        .columns
        .iter()
        .map(|n| width(n, LABEL))
        .fold(0.0, f64::max);
    let every = ((widest + 6.0) / wide).ceil().clamp(1.0, 6.0) as usize;
    // The same things along both sides: where their names do not fit above, they are numbered, and none is left out.
    let numbered = every > 1 && grid.columns == grid.rows;
    for (row, name) in grid.rows.iter().enumerate() {
        let own = numbered.then(|| [&(row + 1).to_string(), "  ", name].concat());
        let words = fit(own.as_ref().unwrap_or(name), LABEL, names);
        c.label(
            (plot.x - 8.0, plot.y + high * (row as f64 + 0.5)),
            &words,
            Align::End,
            c.theme.soft,
        );
    }
    let every = if numbered { 1 } else { every };
    for (at, (name, &(x, _))) in grid.columns.iter().zip(&places).enumerate().step_by(every) {
        let words = match numbered {
            true => (at + 1).to_string(),
            false => fit(name, LABEL, wide * every as f64),
        };
        c.label((x, plot.y - 10.0), &words, Align::Middle, c.theme.soft);
    }
    for row in 0..grid.rows.len() {
        for column in 0..grid.columns.len() {
            let mark = row * grid.columns.len() + column;
            let v = grid
                .cells
                .get(mark)
                .copied()
                .flatten()
                .filter(|v| v.is_finite());
            let (x, y) = (plot.x + wide * column as f64, plot.y + high * row as f64);
            let colour = v.map_or(mix(c.theme.background, c.theme.grid, 0.45), |v| {
                shades.colour(c, v)
            });
            c.painter.rect(x, y, wide - 1.5, high - 1.5, colour);
            if let Some(v) = v {
                let words = c.short(v, &grid.value.format);
                if width(&words, LABEL) < wide - 8.0 && high >= 16.0 && wide >= 44.0 {
                    c.label(
                        (x + wide / 2.0, y + high / 2.0),
                        &words,
                        Align::Middle,
                        on(colour),
                    );
                }
            }
            let name = [grid.rows[row].as_str(), " · ", &grid.columns[column]].concat();
            let label = c.tip(&name, grid.value, v);
            let shape = Shape::Rect {
                x,
                y,
                width: wide - 1.5,
                height: high - 1.5,
            };
            c.region(mark, row, column, shape, label);
        }
    }
    shades.key(
        c,
        plot.x,
        area.bottom() - KEY / 2.0,
        plot.width.min(220.0),
        grid.value,
    );
}

/// From values to colours.
pub(crate) struct Shades {
    low: f64,
    high: f64,
    diverging: bool,
}

impl Shades {
    pub(crate) fn new(values: impl Iterator<Item = f64>, diverging: bool) -> Self {
        let (low, high) = extent(values);
        let (low, high) = if low.is_finite() {
            (low, high)
        } else {
            (0.0, 1.0)
        };
        if diverging {
            let most = low.abs().max(high.abs());
            return Self {
                low: -most,
                high: most,
                diverging,
            };
        }
        // A scale from zero does not make small differences look large.
        Self {
            low: low.min(0.0),
            high,
            diverging,
        }
    }

    pub(crate) fn colour<DB: DrawingBackend>(&self, c: &Canvas<'_, '_, DB>, v: f64) -> Rgb {
        let palette = if self.diverging {
            &c.theme.diverging
        } else {
            &c.theme.sequential
        };
        let spread = self.high - self.low;
        along(
            palette,
            if spread > 0.0 {
                (v - self.low) / spread
            } else {
                0.5
            },
        )
    }

    /// The key: a bar of colours with its ends.
    pub(crate) fn key<DB: DrawingBackend>(
        &self,
        c: &mut Canvas<'_, '_, DB>,
        x: f64,
        y: f64,
        wide: f64,
        measure: &Measure,
    ) {
        let low = c.short(self.low, &measure.format);
        let high = c.short(self.high, &measure.format);
        let start = x + width(&low, LABEL) + 8.0;
        let bar = (wide - width(&low, LABEL) - width(&high, LABEL) - 16.0).max(40.0);
        c.label((x, y), &low, Align::Start, c.theme.soft);
        const PARTS: usize = 24;
        for i in 0..PARTS {
            let v = self.low + (self.high - self.low) * i as f64 / (PARTS - 1) as f64;
            let colour = self.colour(c, v);
            let part = bar / PARTS as f64;
            c.painter
                .rect(start + part * i as f64, y - 5.0, part + 0.5, 10.0, colour);
        }
        c.label((start + bar + 8.0, y), &high, Align::Start, c.theme.soft);
        let from = start + bar + 16.0 + width(&high, LABEL) + 8.0;
        let room = c.scene.width - from - 4.0;
        if width(&measure.label, LABEL) <= room {
            c.label((from, y), &measure.label, Align::Start, c.theme.soft);
        }
    }
}
