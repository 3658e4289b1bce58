//! Shares of a whole.

use std::f64::consts::{FRAC_PI_2, TAU};

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL};
use crate::frame::Area;
use crate::painter::{Align, Pen};
use crate::scene::Shape;
use crate::spec::{Format, Measure, Share, Tone};
use crate::text::{fit, width};
use crate::theme::on;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    y: &Measure,
    shares: &[Share],
    donut: bool,
) {
    let value = |s: &Share| {
        if s.value.is_finite() {
            s.value.max(0.0)
        } else {
            0.0
        }
    };
    let total: f64 = shares.iter().map(value).sum();
    if total <= 0.0 {
        return crate::frame::nothing(c.lang, c.theme, area, c.painter);
    }
    // Names stand beside the pie as a list where there is room, below it where there is not.
    let beside = area.width > area.height * 1.5;
    let side = if beside {
        area.height.min(area.width * 0.5)
    } else {
        area.height.min(area.width) * 0.62
    };
    let r = side / 2.0 - 6.0;
    let centre = if beside {
        (area.x + r + 6.0, area.y + area.height / 2.0)
    } else {
        (area.x + area.width / 2.0, area.y + r + 6.0)
    };
    let inner = if donut { r * 0.62 } else { 0.0 };
    let mut from = -FRAC_PI_2;
    for (i, share) in shares.iter().enumerate() {
        let part = value(share) / total;
        let to = from + TAU * part;
        let colour = c
            .theme
            .tone(share.tone.unwrap_or(Tone::Series((i % 8) as u8)));
        let points = wedge(centre, r, inner, from, to);
        if part > 0.0 {
            c.painter.polygon(&points, colour, 1.0);
            let background = c.theme.background;
            for angle in [from, to] {
                let edge = [on_circle(centre, inner, angle), on_circle(centre, r, angle)];
                c.painter.path(&edge, background, 1.5);
            }
            let words = c.short(part, &Format::Percent);
            let middle = (from + to) / 2.0;
            if part > 0.07 && width(&words, LABEL) < r - inner {
                let at = on_circle(
                    centre,
                    (r + inner) / 2.0 + if donut { 0.0 } else { r * 0.12 },
                    middle,
                );
                c.strong(at, &words, Align::Middle, on(colour));
            }
        }
        let label = [
            &c.tip(&share.name, y, Some(share.value)),
            "\n",
            &c.exact(part, &Format::Percent),
        ]
        .concat();
        let anchor = on_circle(centre, r, (from + to) / 2.0);
        c.region_at(i, 0, i, Shape::Polygon { points }, anchor, label);
        from = to;
    }
    if donut {
        let words = c.short(total, &y.format);
        let pen = Pen {
            size: (inner * 0.36).clamp(12.0, 20.0),
            colour: c.theme.ink,
            bold: true,
            align: Align::Middle,
        };
        c.painter.text(centre, &words, pen);
    }
    let (left, top, room) = if beside {
        let left = centre.0 + r + 24.0;
        (
            left,
            centre.1 - shares.len() as f64 * 10.0 + 10.0,
            area.right() - left,
        )
    } else {
        (area.x, centre.1 + r + 18.0, area.width)
    };
    let (mut x, mut line) = (left, top);
    for (i, share) in shares.iter().enumerate() {
        let colour = c
            .theme
            .tone(share.tone.unwrap_or(Tone::Series((i % 8) as u8)));
        let part = c.short(value(share) / total, &Format::Percent);
        let words = [
            &fit(&share.name, LABEL, (room - 70.0).min(220.0)),
            "  ",
            &part,
        ]
        .concat();
        let wide = width(&words, LABEL) + 34.0;
        if !beside && x > left && x + wide > area.right() {
            x = left;
            line += 20.0;
        }
        if line > area.bottom() {
            break;
        }
        c.painter.rect(x, line - 5.0, 10.0, 10.0, colour);
        c.label((x + 16.0, line), &words, Align::Start, c.theme.ink);
        if beside { line += 20.0 } else { x += wide }
    }
}

pub(crate) fn on_circle(centre: (f64, f64), r: f64, angle: f64) -> (f64, f64) {
    (
        centre.0 + r * libm::cos(angle),
        centre.1 + r * libm::sin(angle),
    )
}

fn wedge(centre: (f64, f64), r: f64, inner: f64, from: f64, to: f64) -> Vec<(f64, f64)> {
    let steps = ((to - from) / 0.05).ceil().clamp(1.0, 200.0) as usize;
    let angle = |i: usize| from + (to - from) * i as f64 / steps as f64;
    let mut points: Vec<(f64, f64)> = (0..=steps)
        .map(|i| on_circle(centre, r, angle(i)))
        .collect();
    if inner > 0.0 {
        points.extend(
            (0..=steps)
                .rev()
                .map(|i| on_circle(centre, inner, angle(i))),
        );
    } else {
        points.push(centre);
    }
    points
}
