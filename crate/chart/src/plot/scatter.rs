//! Dots over two measures, perhaps parted in four.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, extent};
use crate::frame::Area;
use crate::painter::Align;
use crate::scale::{Scale, nice};
use crate::scene::Shape;
use crate::spec::{Dot, Measure, Quadrants};
use crate::text::{fit, width};

pub(crate) struct Cloud<'a> {
    pub(crate) x: &'a Measure,
    pub(crate) y: &'a Measure,
    pub(crate) size: Option<&'a Measure>,
    pub(crate) dots: &'a [Dot],
    pub(crate) quadrants: Option<&'a Quadrants>,
    pub(crate) log_x: bool,
    pub(crate) log_y: bool,
}

fn scale(values: &[f64], line: Option<f64>, log: bool, range: (f64, f64), count: usize) -> Scale {
    if log {
        let positive = values.iter().copied().filter(|v| *v > 0.0);
        let (lo, hi) = extent(positive);
        let (lo, hi) = if lo.is_finite() {
            (lo, hi)
        } else {
            (1.0, 10.0)
        };
        return Scale::log((lo * 0.8, hi * 1.25), range);
    }
    let (lo, hi) = extent(values.iter().copied().chain(line));
    Scale::linear(nice((lo, hi), count), range)
}

pub(crate) fn draw<DB: DrawingBackend>(c: &mut Canvas<'_, '_, DB>, area: Area, cloud: &Cloud<'_>) {
    let good = |d: &&Dot| {
        d.x.is_finite()
            && d.y.is_finite()
            && (!cloud.log_x || d.x > 0.0)
            && (!cloud.log_y || d.y > 0.0)
    };
    let (xv, yv): (Vec<f64>, Vec<f64>) = cloud.dots.iter().filter(good).map(|d| (d.x, d.y)).unzip();
    let count = ((area.height - 60.0) / 52.0).clamp(2.0, 6.0) as usize;
    let across = (area.width / 100.0).clamp(2.0, 7.0) as usize;
    let probe = scale(
        &yv,
        cloud.quadrants.map(|q| q.y),
        cloud.log_y,
        (1.0, 0.0),
        count,
    );
    let labels: Vec<(f64, String)> = probe
        .ticks(count)
        .into_iter()
        .map(|t| (t, c.short(t, &cloud.y.format)))
        .collect();
    let left = labels
        .iter()
        .map(|l| width(&l.1, LABEL))
        .fold(0.0, f64::max);
    let plot = area.inset(left + 12.0, 24.0, 10.0, 40.0);
    let ys = scale(
        &yv,
        cloud.quadrants.map(|q| q.y),
        cloud.log_y,
        (plot.bottom(), plot.y),
        count,
    );
    let xs = scale(
        &xv,
        cloud.quadrants.map(|q| q.x),
        cloud.log_x,
        (plot.x, plot.right()),
        across,
    );
    c.label(
        (area.x, area.y + 8.0),
        &fit(&cloud.y.label, LABEL, area.width),
        Align::Start,
        c.theme.soft,
    );
    let below = fit(&cloud.x.label, LABEL, area.width);
    c.label(
        (plot.right(), plot.bottom() + 29.0),
        &below,
        Align::End,
        c.theme.soft,
    );
    for (tick, words) in &labels {
        let y = ys.at(*tick).round();
        c.painter
            .hairline((plot.x, y), (plot.right(), y), c.theme.grid);
        c.label((plot.x - 8.0, y), words, Align::End, c.theme.soft);
    }
    let mut free = f64::MIN;
    for tick in xs.ticks(across) {
        let x = xs.at(tick).round();
        c.painter
            .hairline((x, plot.y), (x, plot.bottom()), c.theme.grid);
        let words = c.short(tick, &cloud.x.format);
        let half = width(&words, LABEL) / 2.0;
        let centre = x.clamp(half, (c.scene.width - half).max(half));
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
    let mut taken: Vec<Area> = Vec::new();
    if let Some(q) = cloud.quadrants {
        let (x, y) = (xs.at(q.x).round(), ys.at(q.y).round());
        c.painter
            .dashed(&[(x, plot.y), (x, plot.bottom())], c.theme.axis, 1.0);
        c.painter
            .dashed(&[(plot.x, y), (plot.right(), y)], c.theme.axis, 1.0);
        let room = plot.width / 2.0 - 10.0;
        for (i, name) in q.names.iter().enumerate() {
            let (right, bottom) = (i % 2 == 1, i >= 2);
            let at = (
                if right {
                    plot.right() - 4.0
                } else {
                    plot.x + 4.0
                },
                if bottom {
                    plot.bottom() - 9.0
                } else {
                    plot.y + 9.0
                },
            );
            let align = if right { Align::End } else { Align::Start };
            let name = fit(name, LABEL, room);
            let wide = width(&name, LABEL) * 1.1;
            taken.push(Area {
                x: if right { at.0 - wide } else { at.0 },
                y: at.1 - 7.0,
                width: wide,
                height: 14.0,
            });
            c.strong(at, &name, align, c.theme.soft);
        }
    }
    let largest = cloud.dots.iter().filter_map(|d| d.size).fold(0.0, f64::max);
    let radius = |d: &Dot| match d.size {
        Some(s) if largest > 0.0 => 3.0 + 15.0 * libm::sqrt((s / largest).clamp(0.0, 1.0)),
        _ => 4.0,
    };
    // Large ones first, so that small ones stay in sight.
    let mut order: Vec<usize> = (0..cloud.dots.len())
        .filter(|&i| good(&&cloud.dots[i]))
        .collect();
    order.sort_by(|&a, &b| {
        radius(&cloud.dots[b])
            .total_cmp(&radius(&cloud.dots[a]))
            .then(a.cmp(&b))
    });
    for i in order {
        let dot = &cloud.dots[i];
        let (x, y, r) = (xs.at(dot.x), ys.at(dot.y), radius(dot));
        c.painter.circle((x, y), r, c.theme.tone(dot.tone), 0.7);
        let mut label = [
            dot.name.as_str(),
            "\n",
            &cloud.x.label,
            c.colon(),
            &c.exact(dot.x, &cloud.x.format),
            "\n",
            &cloud.y.label,
            c.colon(),
            &c.exact(dot.y, &cloud.y.format),
        ]
        .concat();
        if let (Some(measure), Some(size)) = (cloud.size, dot.size) {
            label.push_str(
                &[
                    "\n",
                    &measure.label,
                    c.colon(),
                    &c.exact(size, &measure.format),
                ]
                .concat(),
            );
        }
        c.region_at(i, 0, i, Shape::Circle { x, y, r }, (x, y), label);
        let words = fit(&dot.name, LABEL, 120.0);
        let place = Area {
            x: x + r + 3.0,
            y: y - 7.0,
            width: width(&words, LABEL),
            height: 14.0,
        };
        let apart = |o: &Area| {
            place.x > o.right()
                || o.x > place.right()
                || place.y > o.bottom()
                || o.y > place.bottom()
        };
        if place.right() < plot.right() && taken.iter().all(apart) && taken.len() < 28 {
            c.label((place.x, y), &words, Align::Start, c.theme.ink);
            taken.push(place);
        }
        taken.push(Area {
            x: x - r,
            y: y - r,
            width: 2.0 * r,
            height: 2.0 * r,
        });
    }
}
