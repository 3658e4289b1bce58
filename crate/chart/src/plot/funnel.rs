//! Stages that lose some.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{Format, Lang, Measure, Share};
use crate::text::{fit, width};
use crate::theme::{mix, on};

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    y: &Measure,
    stages: &[Share],
) {
    let largest = stages
        .iter()
        .map(|s| s.value)
        .filter(|v| v.is_finite())
        .fold(0.0, f64::max);
    let names = stages
        .iter()
        .map(|s| width(&s.name, LABEL))
        .fold(0.0, f64::max)
        .min(area.width * 0.34)
        + 12.0;
    let tail = 64.0_f64.min(area.width * 0.2);
    let plot = area.inset(names, 4.0, tail, 4.0);
    let slot = plot.height / stages.len() as f64;
    let high = slot * 0.78;
    let centre = plot.x + plot.width / 2.0;
    for (i, stage) in stages.iter().enumerate() {
        let share = if largest > 0.0 && stage.value.is_finite() {
            (stage.value / largest).max(0.0)
        } else {
            0.0
        };
        let wide = (plot.width * share).max(2.0);
        let top = plot.y + slot * i as f64 + (slot - high) / 2.0;
        let middle = top + high / 2.0;
        let colour = mix(c.theme.accent, c.theme.background, 0.14 * i.min(4) as f64);
        c.painter.rect(centre - wide / 2.0, top, wide, high, colour);
        if let Some(next) = stages.get(i + 1).filter(|_| largest > 0.0) {
            let below = (plot.width * (next.value / largest).max(0.0)).max(2.0);
            let foot = top + slot;
            let funnel = [
                (centre - wide / 2.0, top + high),
                (centre + wide / 2.0, top + high),
                (centre + below / 2.0, foot),
                (centre - below / 2.0, foot),
            ];
            c.painter.polygon(&funnel, c.theme.accent, 0.14);
        }
        c.label(
            (plot.x - 10.0, middle),
            &fit(&stage.name, LABEL, names - 12.0),
            Align::End,
            c.theme.ink,
        );
        let words = c.short(stage.value, &y.format);
        let inside = width(&words, LABEL) + 8.0 < wide;
        let ink = if inside { on(colour) } else { c.theme.ink };
        let at = if inside {
            centre
        } else {
            centre + wide / 2.0 + width(&words, LABEL) / 2.0 + 6.0
        };
        c.strong((at, middle), &words, Align::Middle, ink);
        let mut label = c.tip(&stage.name, y, Some(stage.value));
        if let Some(before) = i
            .checked_sub(1)
            .and_then(|b| stages.get(b))
            .filter(|b| b.value > 0.0)
        {
            let kept = c.exact(stage.value / before.value, &Format::Percent);
            c.label((area.right(), middle), &kept, Align::End, c.theme.soft);
            let of = match c.lang {
                Lang::Zh => "占上一步：",
                Lang::En => "of the step before: ",
            };
            label.push_str(&["\n", of, &kept].concat());
        }
        c.region(
            i,
            0,
            i,
            Shape::Rect {
                x: centre - wide / 2.0,
                y: top,
                width: wide,
                height: high,
            },
            label,
        );
    }
}
