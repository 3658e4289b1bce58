//! Counts of values in bins.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, extent_with_zero};
use crate::frame::Area;
use crate::painter::Align;
use crate::scale::Scale;
use crate::scene::Shape;
use crate::spec::Measure;
use crate::text::{fit, width};

pub(crate) struct Bins<'a> {
    pub(crate) x: &'a Measure,
    pub(crate) y: &'a Measure,
    pub(crate) edges: &'a [f64],
    pub(crate) counts: &'a [f64],
    pub(crate) marker: Option<&'a (f64, String)>,
}

pub(crate) fn draw<DB: DrawingBackend>(c: &mut Canvas<'_, '_, DB>, area: Area, bins: &Bins<'_>) {
    let (Some(&first), Some(&last)) = (bins.edges.first(), bins.edges.last()) else {
        return;
    };
    let (plot, ys) = c.value_axis(
        area,
        bins.y,
        extent_with_zero(bins.counts.iter().copied()),
        36.0,
    );
    let xs = Scale::linear((first, last), (plot.x, plot.right()));
    for (i, (&count, pair)) in bins.counts.iter().zip(bins.edges.windows(2)).enumerate() {
        let (left, right) = (xs.at(pair[0]), xs.at(pair[1]));
        let top = ys.at(count);
        c.painter.rect(
            left + 0.5,
            top,
            (right - left - 1.0).max(1.0),
            plot.bottom() - top,
            c.theme.accent,
        );
        let name = [
            &c.exact(pair[0], &bins.x.format),
            " – ",
            &c.exact(pair[1], &bins.x.format),
        ]
        .concat();
        let label = c.tip(&name, bins.y, Some(count));
        let height = (plot.bottom() - top).max(1.0);
        c.region(
            i,
            0,
            i,
            Shape::Rect {
                x: left,
                y: top,
                width: right - left,
                height,
            },
            label,
        );
    }
    c.painter.hairline(
        (plot.x, plot.bottom()),
        (plot.right(), plot.bottom()),
        c.theme.axis,
    );
    let mut free = f64::MIN;
    for tick in xs.ticks((plot.width / 90.0).clamp(2.0, 8.0) as usize) {
        let words = c.short(tick, &bins.x.format);
        let half = width(&words, LABEL) / 2.0;
        let centre = xs.at(tick).clamp(half, (c.scene.width - half).max(half));
        if centre - half > free {
            c.label(
                (centre, plot.bottom() + 13.0),
                &words,
                Align::Middle,
                c.theme.soft,
            );
            free = centre + half + 6.0;
        }
    }
    let below = fit(&bins.x.label, LABEL, area.width);
    c.label(
        (plot.right(), plot.bottom() + 28.0),
        &below,
        Align::End,
        c.theme.soft,
    );
    if let Some((at, name)) = bins.marker.filter(|m| (first..=last).contains(&m.0)) {
        let x = xs.at(*at);
        c.painter
            .dashed(&[(x, plot.y), (x, plot.bottom())], c.theme.ink, 1.25);
        let words = fit(name, LABEL, plot.width * 0.6);
        let wide = width(&words, LABEL);
        let (at, align) = if x + wide + 8.0 < plot.right() {
            (x + 6.0, Align::Start)
        } else {
            (x - 6.0, Align::End)
        };
        c.strong((at, plot.y + 6.0), &words, align, c.theme.ink);
    }
}
