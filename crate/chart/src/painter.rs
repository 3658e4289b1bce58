//! A thin hand over a plotters backend: CSS pixels in, device pixels out.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle, FontTransform,
};

use crate::Error;
use crate::theme::Rgb;

/// System faces first, then good Chinese ones.
pub(crate) const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/// Where a text hangs, horizontally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    Middle,
    End,
}

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pen {
    pub(crate) size: f64,
    pub(crate) colour: Rgb,
    pub(crate) bold: bool,
    pub(crate) align: Align,
}

/// Draws in CSS pixels. The first failure is kept and ends the drawing.
pub(crate) struct Painter<'a, DB: DrawingBackend> {
    backend: &'a mut DB,
    scale: f64,
    font_factor: f64,
    failed: Option<Error>,
}

struct Stroke(BackendColor, u32);

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.0
    }
    fn stroke_width(&self) -> u32 {
        self.1
    }
}

struct Letters {
    pen: Pen,
    size: f64,
}

impl BackendTextStyle for Letters {
    type FontError = Error;

    fn color(&self) -> BackendColor {
        colour(self.pen.colour, 1.0)
    }
    fn size(&self) -> f64 {
        self.size
    }
    fn transform(&self) -> FontTransform {
        FontTransform::None
    }
    fn style(&self) -> FontStyle {
        if self.pen.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        }
    }
    fn anchor(&self) -> Pos {
        let h = match self.pen.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        Pos::new(h, VPos::Center)
    }
    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FONTS)
    }
    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok((
            (0, 0),
            (crate::text::width(text, self.size) as i32, self.size as i32),
        ))
    }
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: (i32, i32),
        _: F,
    ) -> Result<Result<(), E>, Self::FontError> {
        // Only backends that rasterise glyphs themselves ask for this; canvas and SVG do not.
        Err(Error::Backend {
            detail: "glyphs are drawn by the canvas or SVG".into(),
        })
    }
}

fn colour(rgb: Rgb, alpha: f64) -> BackendColor {
    BackendColor { alpha, rgb }
}

impl<'a, DB: DrawingBackend> Painter<'a, DB> {
    /// `scale` is device pixels per CSS pixel, `font_factor` what the backend divides font sizes by.
    pub(crate) fn new(backend: &'a mut DB, scale: f64, font_factor: f64) -> Self {
        Self {
            backend,
            scale,
            font_factor,
            failed: None,
        }
    }

    /// The first failure, if any.
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.failed.map_or(Ok(()), Err)
    }

    fn keep(&mut self, result: Result<(), DrawingErrorKind<DB::ErrorType>>) {
        if let (Err(error), None) = (result, &self.failed) {
            self.failed = Some(Error::Backend {
                detail: error.to_string(),
            });
        }
    }

    fn px(&self, (x, y): (f64, f64)) -> BackendCoord {
        let one = |v: f64| {
            if v.is_finite() {
                (v * self.scale).round().clamp(-1e6, 1e6) as i32
            } else {
                0
            }
        };
        (one(x), one(y))
    }

    fn stroke_width(&self, width: f64) -> u32 {
        ((width * self.scale).round() as u32).max(1)
    }

    /// A filled rectangle; at least a device pixel in each direction.
    pub(crate) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: Rgb) {
        self.rect_alpha(x, y, width, height, fill, 1.0);
    }

    pub(crate) fn rect_alpha(
        &mut self,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        fill: Rgb,
        alpha: f64,
    ) {
        let (a, mut b) = (self.px((x, y)), self.px((x + width, y + height)));
        b = (b.0.max(a.0 + 1), b.1.max(a.1 + 1));
        let result = self
            .backend
            .draw_rect(a, b, &Stroke(colour(fill, alpha), 1), true);
        self.keep(result);
    }

    pub(crate) fn outline(
        &mut self,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        stroke: Rgb,
        thick: f64,
    ) {
        let points = [
            (x, y),
            (x + width, y),
            (x + width, y + height),
            (x, y + height),
            (x, y),
        ];
        self.path(&points, stroke, thick);
    }

    /// Hairlines along an axis are rectangles, so that they are sharp at any pixel ratio.
    pub(crate) fn hairline(&mut self, from: (f64, f64), to: (f64, f64), stroke: Rgb) {
        if from.0 == to.0 {
            self.rect(from.0, from.1.min(to.1), 1.0, (to.1 - from.1).abs(), stroke);
        } else {
            self.rect(from.0.min(to.0), from.1, (to.0 - from.0).abs(), 1.0, stroke);
        }
    }

    pub(crate) fn path(&mut self, points: &[(f64, f64)], stroke: Rgb, thick: f64) {
        let points: Vec<BackendCoord> = points.iter().map(|&p| self.px(p)).collect();
        let style = Stroke(colour(stroke, 1.0), self.stroke_width(thick));
        let result = self.backend.draw_path(points, &style);
        self.keep(result);
    }

    /// A path in dashes of 5 with gaps of 4.
    pub(crate) fn dashed(&mut self, points: &[(f64, f64)], stroke: Rgb, thick: f64) {
        const PATTERN: [f64; 2] = [5.0, 4.0];
        let (mut on, mut left) = (true, PATTERN[0]);
        for pair in points.windows(2) {
            let ((mut x, mut y), (bx, by)) = (pair[0], pair[1]);
            loop {
                let length = libm::sqrt((bx - x) * (bx - x) + (by - y) * (by - y));
                if length <= 1e-9 {
                    break;
                }
                let f = (left / length).min(1.0);
                let next = (x + (bx - x) * f, y + (by - y) * f);
                if on {
                    self.path(&[(x, y), next], stroke, thick);
                }
                left -= length * f;
                if left <= 1e-9 {
                    on = !on;
                    left = PATTERN[usize::from(!on)];
                }
                (x, y) = next;
            }
        }
    }

    pub(crate) fn polygon(&mut self, points: &[(f64, f64)], fill: Rgb, alpha: f64) {
        let points: Vec<BackendCoord> = points.iter().map(|&p| self.px(p)).collect();
        let result = self
            .backend
            .fill_polygon(points, &Stroke(colour(fill, alpha), 1));
        self.keep(result);
    }

    pub(crate) fn circle(&mut self, at: (f64, f64), r: f64, fill: Rgb, alpha: f64) {
        let r = ((r * self.scale).round() as u32).max(1);
        let at = self.px(at);
        let result = self
            .backend
            .draw_circle(at, r, &Stroke(colour(fill, alpha), 1), true);
        self.keep(result);
    }

    pub(crate) fn ring(&mut self, at: (f64, f64), r: f64, stroke: Rgb, thick: f64) {
        let r = ((r * self.scale).round() as u32).max(1);
        let style = Stroke(colour(stroke, 1.0), self.stroke_width(thick));
        let at = self.px(at);
        let result = self.backend.draw_circle(at, r, &style, false);
        self.keep(result);
    }

    /// Text centred on `y`.
    pub(crate) fn text(&mut self, at: (f64, f64), text: &str, pen: Pen) {
        if text.is_empty() {
            return;
        }
        let style = Letters {
            pen,
            size: pen.size * self.scale * self.font_factor,
        };
        let at = self.px(at);
        let result = self.backend.draw_text(text, &style, at);
        self.keep(result);
    }
}
