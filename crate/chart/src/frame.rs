//! Title, subtitle and note of a picture that stands alone, and what stands where there is no data.

use plotters_backend::DrawingBackend;

use crate::painter::{Align, Painter, Pen};
use crate::spec::Lang;
use crate::text::wrap;
use crate::{ChartSpec, Theme};

/// A rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn right(&self) -> f64 {
        self.x + self.width
    }
    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.height
    }
    /// Smaller by a margin on each side.
    pub(crate) fn inset(&self, left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area {
            x: self.x + left,
            y: self.y + top,
            width: (self.width - left - right).max(1.0),
            height: (self.height - top - bottom).max(1.0),
        }
    }
}

const MARGIN: f64 = 16.0;
const TITLE: f64 = 16.0;
const SUBTITLE: f64 = 12.5;
const NOTE: f64 = 11.0;

/// The words around the plot, with their line heights.
fn lines(spec: &ChartSpec, width: f64) -> [(Vec<String>, f64); 3] {
    let room = width - 2.0 * MARGIN;
    [
        (&spec.title, TITLE),
        (&spec.subtitle, SUBTITLE),
        (&spec.note, NOTE),
    ]
    .map(|(words, size)| (wrap(words, size, room), size))
}

/// Height that the words take.
pub(crate) fn height(spec: &ChartSpec, width: f64) -> f64 {
    lines(spec, width)
        .iter()
        .map(|(l, size)| l.len() as f64 * size * 1.35)
        .sum::<f64>()
        + 2.0 * MARGIN
        + 16.0
}

/// Draws the words; what is left is the plot's.
pub(crate) fn draw<DB: DrawingBackend>(
    spec: &ChartSpec,
    theme: &Theme,
    area: Area,
    painter: &mut Painter<'_, DB>,
) -> Area {
    let [(title, _), (subtitle, _), (note, _)] = lines(spec, area.width);
    let mut y = area.y + MARGIN;
    let mut write = |lines: &[String], size: f64, bold: bool, colour, y: &mut f64| {
        for line in lines {
            let pen = Pen {
                size,
                colour,
                bold,
                align: Align::Start,
            };
            painter.text((area.x + MARGIN, *y + size * 0.6), line, pen);
            *y += size * 1.35;
        }
    };
    write(&title, TITLE, true, theme.ink, &mut y);
    write(&subtitle, SUBTITLE, false, theme.soft, &mut y);
    let note_height = note.len() as f64 * NOTE * 1.35;
    let mut foot = area.bottom() - MARGIN - note_height;
    write(&note, NOTE, false, theme.soft, &mut foot);
    Area {
        x: area.x + MARGIN,
        y: y + 8.0,
        width: area.width - 2.0 * MARGIN,
        height: (area.bottom() - MARGIN - note_height - 8.0 - y - 8.0).max(1.0),
    }
}

/// Says that there is nothing to show.
pub(crate) fn nothing<DB: DrawingBackend>(
    lang: Lang,
    theme: &Theme,
    area: Area,
    painter: &mut Painter<'_, DB>,
) {
    let words = match lang {
        Lang::Zh => "这段时间没有数据",
        Lang::En => "No data for this selection",
    };
    let pen = Pen {
        size: 13.0,
        colour: theme.soft,
        bold: false,
        align: Align::Middle,
    };
    painter.text(
        (area.x + area.width / 2.0, area.y + area.height / 2.0),
        words,
        pen,
    );
}
