//! From a start to an end by changes.

use plotters_backend::DrawingBackend;

use super::{Canvas, VALUE, extent, extent_with_zero};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{Measure, Step};
use crate::text::width;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    y: &Measure,
    steps: &[Step],
) {
    let mut level = 0.0;
    let spans: Vec<(f64, f64)> = steps
        .iter()
        .map(|step| {
            let from = if step.total { 0.0 } else { level };
            level = if step.total {
                step.value
            } else {
                level + step.value
            };
            (from, level)
        })
        .collect();
    let names: Vec<String> = steps.iter().map(|s| s.name.clone()).collect();
    let foot = c.foot(&names, area.width);
    let (low, high) = domain(steps, &spans);
    // Room for the value above the highest step.
    let (plot, ys) = c.value_axis(area, y, (low, high + (high - low) * 0.06), foot);
    let slot = plot.width / steps.len() as f64;
    let wide = (slot * 0.7).min(72.0);
    let places: Vec<(f64, f64)> = (0..steps.len())
        .map(|i| (plot.x + slot * (i as f64 + 0.5), slot))
        .collect();
    let floor = ys.domain().0.max(0.0);
    for (i, (step, &(from, to))) in steps.iter().zip(&spans).enumerate() {
        let middle = places[i].0;
        let colour = if step.total {
            c.theme.accent
        } else if step.value < 0.0 {
            c.theme.bad
        } else {
            c.theme.good
        };
        let from = if step.total { floor } else { from };
        let (top, bottom) = (ys.at(from.max(to)), ys.at(from.min(to)));
        c.painter
            .rect(middle - wide / 2.0, top, wide, bottom - top, colour);
        if i + 1 < steps.len() {
            let at = ys.at(to).round();
            let next = (places[i + 1].0 - wide / 2.0).max(middle + wide / 2.0);
            c.painter
                .hairline((middle + wide / 2.0, at), (next, at), c.theme.axis);
        }
        let written = c.short(step.value, &y.format);
        let words = if !step.total && step.value > 0.0 {
            ["+", &written].concat()
        } else {
            written
        };
        if width(&words, VALUE) < slot {
            let below = !step.total && step.value < 0.0;
            let at = if below { bottom + 9.0 } else { top - 9.0 };
            c.label(
                (middle, at.clamp(area.y + 6.0, plot.bottom() + 4.0)),
                &words,
                Align::Middle,
                c.theme.ink,
            );
        }
        let label = c.tip(&step.name, y, Some(step.value));
        let shape = Shape::Rect {
            x: middle - wide / 2.0,
            y: top,
            width: wide,
            height: (bottom - top).max(1.0),
        };
        c.region(i, 0, i, shape, label);
    }
    c.names_below(&names, &places, plot.bottom() + 13.0);
}

/// From zero, unless the changes would be too small to see; then totals stand on a cut axis, told by its labels.
fn domain(steps: &[Step], spans: &[(f64, f64)]) -> (f64, f64) {
    let full = extent_with_zero(spans.iter().flat_map(|s| [s.0, s.1]));
    let changing = spans
        .iter()
        .zip(steps)
        .filter(|(_, step)| !step.total)
        .flat_map(|(s, _)| [s.0, s.1]);
    let totals = spans
        .iter()
        .zip(steps)
        .filter(|(_, step)| step.total)
        .map(|(s, _)| s.1);
    let near = extent(changing.chain(totals));
    let spread = near.1 - near.0;
    if near.0 > 0.0 && spread > 0.0 && spread < full.1 * 0.08 {
        (near.0 - spread * 0.6, near.1)
    } else {
        full
    }
}
