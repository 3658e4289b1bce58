//! Profiles over several axes.

use std::f64::consts::{FRAC_PI_2, TAU};

use plotters_backend::DrawingBackend;

use super::pie::on_circle;
use super::{Canvas, LABEL};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{BarSeries, Format, Spoke};
use crate::text::{fit, width};
use crate::theme::Rgb;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    spokes: &[Spoke],
    format: &Format,
    series: &[BarSeries],
) {
    let colours: Vec<Rgb> = series.iter().map(|s| c.theme.tone(s.tone)).collect();
    let entries: Vec<(&str, Rgb)> = series
        .iter()
        .zip(&colours)
        .map(|(s, &k)| (s.name.as_str(), k))
        .collect();
    let taken = c.legend(area, &entries);
    let area = area.inset(0.0, taken, 0.0, 0.0);
    let names = spokes
        .iter()
        .map(|s| width(&s.name, LABEL))
        .fold(0.0, f64::max)
        .min(area.width * 0.24);
    let r = ((area.width / 2.0 - names - 12.0).min(area.height / 2.0 - 24.0)).max(20.0);
    let centre = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    let angle = |i: usize| -FRAC_PI_2 + TAU * i as f64 / spokes.len() as f64;
    for ring in 1..=4 {
        let at = r * f64::from(ring) / 4.0;
        let points: Vec<(f64, f64)> = (0..=spokes.len())
            .map(|i| on_circle(centre, at, angle(i)))
            .collect();
        c.painter.path(&points, c.theme.grid, 1.0);
    }
    for (i, spoke) in spokes.iter().enumerate() {
        let rim = on_circle(centre, r, angle(i));
        c.painter.path(&[centre, rim], c.theme.grid, 1.0);
        let (dx, dy) = (libm::cos(angle(i)), libm::sin(angle(i)));
        let align = if dx > 0.2 {
            Align::Start
        } else if dx < -0.2 {
            Align::End
        } else {
            Align::Middle
        };
        let words = fit(&spoke.name, LABEL, names.max(40.0));
        c.label(
            (rim.0 + dx * 8.0, rim.1 + dy * 13.0),
            &words,
            align,
            c.theme.ink,
        );
    }
    for (s, one) in series.iter().enumerate() {
        let place = |i: usize| {
            let share = one.values.get(i).copied().flatten().unwrap_or(0.0)
                / spokes[i].max.max(f64::MIN_POSITIVE);
            let share = if share.is_finite() {
                share.clamp(0.0, 1.0)
            } else {
                0.0
            };
            on_circle(centre, r * share, angle(i))
        };
        let mut points: Vec<(f64, f64)> = (0..spokes.len()).map(place).collect();
        c.painter.polygon(&points, colours[s], 0.14);
        points.extend(points.first().copied());
        c.painter.path(&points, colours[s], 2.0);
        for (i, spoke) in spokes.iter().enumerate() {
            let Some(v) = one.values.get(i).copied().flatten() else {
                continue;
            };
            let (x, y) = place(i);
            c.painter.circle((x, y), 2.5, colours[s], 1.0);
            let label = [&spoke.name, "\n", &one.name, c.colon(), &c.exact(v, format)].concat();
            c.region_at(
                s * spokes.len() + i,
                s,
                i,
                Shape::Circle { x, y, r: 4.0 },
                (x, y),
                label,
            );
        }
    }
}
