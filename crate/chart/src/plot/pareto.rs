//! Bars in falling order with the running share.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, extent_with_zero};
use crate::frame::Area;
use crate::painter::Align;
use crate::scale::Scale;
use crate::scene::Shape;
use crate::spec::{Format, Measure, Share};
use crate::text::width;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    y: &Measure,
    shares: &[Share],
    total: f64,
) {
    let right = width("100%", LABEL) + 10.0;
    let domain = extent_with_zero(shares.iter().map(|s| s.value));
    let names: Vec<String> = shares.iter().map(|s| s.name.clone()).collect();
    let area = area.inset(0.0, 0.0, right, 0.0);
    let foot = c.foot(&names, area.width);
    let (plot, ys) = c.value_axis(area, y, domain, foot);
    let share_scale = Scale::linear((0.0, 1.0), (plot.bottom(), plot.y));
    for tick in [0.0, 0.5, 0.8, 1.0] {
        let at = share_scale.at(tick);
        c.label(
            (plot.right() + 6.0, at),
            &c.short(tick, &Format::Percent),
            Align::Start,
            c.theme.soft,
        );
    }
    let mark80 = share_scale.at(0.8).round();
    c.painter.dashed(
        &[(plot.x, mark80), (plot.right(), mark80)],
        c.theme.axis,
        1.0,
    );
    let slot = plot.width / shares.len() as f64;
    let wide = (slot * 0.8).clamp(1.0, 64.0);
    let mut running = 0.0;
    let mut line = vec![];
    let mut places = vec![];
    for (i, share) in shares.iter().enumerate() {
        let middle = plot.x + slot * (i as f64 + 0.5);
        places.push((middle, slot));
        let colour = c
            .theme
            .tone(share.tone.unwrap_or(crate::spec::Tone::Accent));
        let (top, bottom) = (ys.at(share.value.max(0.0)), ys.at(share.value.min(0.0)));
        c.painter
            .rect(middle - wide / 2.0, top, wide, bottom - top, colour);
        running += share.value;
        let part = if total > 0.0 { running / total } else { 0.0 };
        line.push((middle, share_scale.at(part.clamp(0.0, 1.0))));
        let sum = match c.lang {
            crate::spec::Lang::Zh => "累计：",
            crate::spec::Lang::En => "running share: ",
        };
        let label = [
            &c.tip(&share.name, y, Some(share.value)),
            "\n",
            sum,
            &c.exact(part, &Format::Percent),
        ]
        .concat();
        let shape = Shape::Rect {
            x: middle - wide / 2.0,
            y: top,
            width: wide,
            height: (bottom - top).max(1.0),
        };
        c.region(i, 0, i, shape, label);
    }
    let ink = c.theme.series[1];
    c.painter.path(&line, ink, 2.0);
    if slot > 14.0 {
        for &at in &line {
            c.painter.circle(at, 2.5, ink, 1.0);
        }
    }
    c.names_below(&names, &places, plot.bottom() + 13.0);
}
