//! Areas in proportion, squarified (Bruls, Huizing and van Wijk 2000).

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{Format, Measure, Share, Tone};
use crate::text::fit;
use crate::theme::on;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    y: &Measure,
    groups: &[(String, Vec<Share>)],
) {
    let value = |s: &Share| {
        if s.value.is_finite() {
            s.value.max(0.0)
        } else {
            0.0
        }
    };
    let sums: Vec<f64> = groups
        .iter()
        .map(|(_, leaves)| leaves.iter().map(value).sum())
        .collect();
    let total: f64 = sums.iter().sum();
    if total <= 0.0 {
        return crate::frame::nothing(c.lang, c.theme, area, c.painter);
    }
    let head = if groups.len() > 1 { 18.0 } else { 0.0 };
    let blocks = squarify(area, &sums);
    let mut first = 0;
    for (g, ((name, leaves), block)) in groups.iter().zip(&blocks).enumerate() {
        let titled = head > 0.0 && block.height > 34.0 && block.width > 40.0;
        if titled {
            let words = fit(name, LABEL, block.width - 6.0);
            c.strong(
                (block.x + 3.0, block.y + 9.0),
                &words,
                Align::Start,
                c.theme.ink,
            );
        }
        let inner = block.inset(0.0, if titled { head } else { 0.0 }, 3.0, 3.0);
        let values: Vec<f64> = leaves.iter().map(value).collect();
        for (i, (leaf, place)) in leaves.iter().zip(squarify(inner, &values)).enumerate() {
            let colour = c
                .theme
                .tone(leaf.tone.unwrap_or(Tone::Series((g % 8) as u8)));
            let (wide, high) = ((place.width - 1.5).max(0.5), (place.height - 1.5).max(0.5));
            c.painter
                .rect_alpha(place.x, place.y, wide, high, colour, 0.92);
            if high > 16.0 && wide > 26.0 {
                let words = fit(&leaf.name, LABEL, wide - 8.0);
                c.label(
                    (place.x + 5.0, place.y + 10.0),
                    &words,
                    Align::Start,
                    on(colour),
                );
                let part = c.short(leaf.value, &y.format);
                if high > 32.0 && crate::text::width(&part, LABEL) < wide - 8.0 {
                    c.label(
                        (place.x + 5.0, place.y + 25.0),
                        &part,
                        Align::Start,
                        on(colour),
                    );
                }
            }
            let share = c.exact(value(leaf) / total, &Format::Percent);
            let name = if groups.len() > 1 {
                [name, " · ", &leaf.name].concat()
            } else {
                leaf.name.clone()
            };
            let label = [&c.tip(&name, y, Some(leaf.value)), "\n", &share].concat();
            let shape = Shape::Rect {
                x: place.x,
                y: place.y,
                width: wide,
                height: high,
            };
            c.region(first + i, g, i, shape, label);
        }
        first += leaves.len();
    }
}

/// Rectangles in proportion to values, in their order, as square as can be.
fn squarify(area: Area, values: &[f64]) -> Vec<Area> {
    let total: f64 = values.iter().sum();
    let mut out = vec![
        Area {
            x: area.x,
            y: area.y,
            width: 0.0,
            height: 0.0
        };
        values.len()
    ];
    if total <= 0.0 {
        return out;
    }
    let unit = area.width * area.height / total;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
    let mut rest = area;
    let mut row: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < order.len() {
        let side = rest.width.min(rest.height).max(1e-9);
        let mut longer = row.clone();
        longer.push(order[at]);
        if row.is_empty() || worst(&longer, values, unit, side) <= worst(&row, values, unit, side) {
            row = longer;
            at += 1;
        } else {
            rest = lay(&row, values, unit, rest, &mut out);
            row.clear();
        }
    }
    lay(&row, values, unit, rest, &mut out);
    out
}

fn worst(row: &[usize], values: &[f64], unit: f64, side: f64) -> f64 {
    let sum: f64 = row.iter().map(|&i| values[i] * unit).sum();
    let (lo, hi) = super::extent(row.iter().map(|&i| values[i] * unit));
    if sum <= 0.0 || lo <= 0.0 {
        return f64::MAX;
    }
    (side * side * hi / (sum * sum)).max(sum * sum / (side * side * lo))
}

fn lay(row: &[usize], values: &[f64], unit: f64, rest: Area, out: &mut [Area]) -> Area {
    let sum: f64 = row.iter().map(|&i| values[i] * unit).sum();
    if sum <= 0.0 {
        return rest;
    }
    let upright = rest.width >= rest.height;
    let thick = sum / rest.width.min(rest.height).max(1e-9);
    let mut along = if upright { rest.y } else { rest.x };
    for &i in row {
        let long = values[i] * unit / thick;
        out[i] = if upright {
            Area {
                x: rest.x,
                y: along,
                width: thick,
                height: long,
            }
        } else {
            Area {
                x: along,
                y: rest.y,
                width: long,
                height: thick,
            }
        };
        along += long;
    }
    if upright {
        Area {
            x: rest.x + thick,
            width: (rest.width - thick).max(0.0),
            ..rest
        }
    } else {
        Area {
            y: rest.y + thick,
            height: (rest.height - thick).max(0.0),
            ..rest
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_in_proportion_and_fill_the_whole() {
        let whole = Area {
            x: 0.0,
            y: 0.0,
            width: 600.0,
            height: 400.0,
        };
        let values = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let places = squarify(whole, &values);
        for (place, v) in places.iter().zip(values) {
            assert!(
                (place.width * place.height - v * 10_000.0).abs() < 1.0,
                "{place:?}"
            );
            assert!(place.right() <= 600.1 && place.bottom() <= 400.1);
        }
    }
}
