//! From a start to an end by changes.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, VALUE, extent, extent_with_zero, tick_count};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{Lang, Measure, Step};
use crate::text::{fit, width};

/// The height that the words about a cut axis take.
const CUT_ROW: f64 = 16.0;

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
    let (low, high) = domain(steps, &spans);
    let cut = low > 0.0;
    let foot = c.foot(&names, area.width) + if cut { CUT_ROW } else { 0.0 };
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
        if cut && step.total {
            gap(c, (middle - wide / 2.0, middle + wide / 2.0), bottom);
        }
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
    if cut {
        // As the axis writes it, where a tick stands there.
        let ticks = ys.ticks(tick_count(area.height - foot));
        let from = match ticks.first() {
            Some(first) if *first == floor => c.written(&ticks, &y.format).swap_remove(0),
            _ => c.full(floor, &y.format),
        };
        let words = match c.lang {
            Lang::Zh => ["纵轴从 ", &from, " 开始，而不是 0"],
            Lang::En => ["The axis starts at ", &from, ", not at 0"],
        };
        let words = fit(&words.concat(), LABEL, area.width);
        let at = (area.x, area.bottom() - 7.0);
        c.label(at, &words, Align::Start, c.theme.soft);
    }
}

/// A slanting gap near the foot of a bar that does not begin at zero: the rest of it is left out.
fn gap<DB: DrawingBackend>(c: &mut Canvas<'_, '_, DB>, (left, right): (f64, f64), bottom: f64) {
    const THICK: f64 = 4.0;
    // A little beyond the bar, so that no edge of it stays.
    let (left, right) = (left - 1.0, right + 1.0);
    let (low, high) = (bottom - 8.0, bottom - 16.0);
    let corners = [
        (left, low),
        (right, high),
        (right, high + THICK),
        (left, low + THICK),
    ];
    c.painter.polygon(&corners, c.theme.background, 1.0);
}

/// From zero, unless the changes would be too small to see; then totals stand on a cut axis, which is told and seen at their feet.
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
