//! Box plots, lying.

use plotters_backend::DrawingBackend;

use super::bar::whisker;
use super::{Canvas, LABEL, extent};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{BoxStats, Format, Measure};
use crate::text::{fit, width};
use crate::theme::mix;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    y: &Measure,
    boxes: &[BoxStats],
) {
    let names = boxes
        .iter()
        .map(|b| width(&b.name, LABEL))
        .fold(0.0, f64::max)
        .min(area.width * 0.35)
        + 10.0;
    let plot = area.inset(names, 22.0, 14.0, 24.0);
    c.label(
        (area.x, area.y + 8.0),
        &fit(&y.label, LABEL, area.width),
        Align::Start,
        c.theme.soft,
    );
    let all = boxes.iter().flat_map(|b| {
        [b.low, b.high]
            .into_iter()
            .chain(b.outliers.iter().copied())
    });
    let xs = c.flat_axis(plot, &y.format, extent(all));
    let slot = plot.height / boxes.len() as f64;
    let high = (slot * 0.56).min(24.0);
    for (i, b) in boxes.iter().enumerate() {
        let middle = plot.y + slot * (i as f64 + 0.5);
        c.label(
            (plot.x - 8.0, middle),
            &fit(&b.name, LABEL, names - 10.0),
            Align::End,
            c.theme.ink,
        );
        whisker(c, (xs.at(b.low), middle), (xs.at(b.q1), middle));
        whisker(c, (xs.at(b.q3), middle), (xs.at(b.high), middle));
        let (left, right) = (xs.at(b.q1), xs.at(b.q3));
        let fill = mix(c.theme.background, c.theme.accent, 0.45);
        c.painter
            .rect(left, middle - high / 2.0, right - left, high, fill);
        c.painter.outline(
            left,
            middle - high / 2.0,
            right - left,
            high,
            c.theme.accent,
            1.5,
        );
        let at = xs.at(b.median);
        c.painter.path(
            &[(at, middle - high / 2.0), (at, middle + high / 2.0)],
            c.theme.ink,
            2.5,
        );
        for &v in b.outliers.iter().filter(|v| v.is_finite()) {
            c.painter.circle((xs.at(v), middle), 2.0, c.theme.soft, 0.7);
        }
        let (median, n) = match c.lang {
            crate::spec::Lang::Zh => ("中位数", "样本数"),
            crate::spec::Lang::En => ("median", "n"),
        };
        let label = [
            b.name.as_str(),
            "\n",
            median,
            c.colon(),
            &c.exact(b.median, &y.format),
            "\n",
            &c.exact(b.q1, &y.format),
            " – ",
            &c.exact(b.q3, &y.format),
            "\n",
            n,
            c.colon(),
            &c.exact(b.n as f64, &Format::Count),
        ]
        .concat();
        let (from, to) = (xs.at(b.low), xs.at(b.high));
        let shape = Shape::Rect {
            x: from,
            y: middle - high / 2.0,
            width: (to - from).max(1.0),
            height: high,
        };
        c.region(i, 0, i, shape, label);
    }
}
