//! A table with bars in its cells.

use plotters_backend::DrawingBackend;

use super::{Canvas, LABEL, extent_with_zero};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{Cell, TableColumn};
use crate::text::{fit, width};
use crate::theme::mix;

/// Height of a row.
pub(crate) const ROW: f64 = 26.0;

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    columns: &[TableColumn],
    rows: &[Vec<Cell>],
) {
    let written: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            (0..columns.len())
                .map(|i| text(c, row.get(i), &columns[i]))
                .collect()
        })
        .collect();
    let wants: Vec<f64> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let cells = written.iter().map(|row| width(&row[i], LABEL));
            let widest = cells.fold(width(&column.name, LABEL), f64::max) + 18.0;
            if column.bar {
                widest.max(90.0)
            } else {
                widest.min(260.0)
            }
        })
        .collect();
    let stretch = area.width / wants.iter().sum::<f64>().max(1.0);
    let wides: Vec<f64> = wants.iter().map(|w| w * stretch).collect();
    let mut left = area.x;
    for (i, column) in columns.iter().enumerate() {
        let wide = wides[i];
        let number = column.format.is_some();
        let at = |x: f64| if number { x + wide - 8.0 } else { x + 4.0 };
        let align = if number { Align::End } else { Align::Start };
        c.strong(
            (at(left), area.y + ROW / 2.0),
            &fit(&column.name, LABEL, wide - 10.0),
            align,
            c.theme.soft,
        );
        let values = rows.iter().filter_map(|row| match row.get(i) {
            Some(Cell::Number(v)) => Some(*v),
            _ => None,
        });
        let (lo, hi) = extent_with_zero(values);
        for (r, row) in rows.iter().enumerate() {
            let top = area.y + ROW * (r as f64 + 1.0);
            if let (true, Some(Cell::Number(v))) = (column.bar && hi > lo, row.get(i)) {
                let from = (0.0_f64.min(*v) - lo) / (hi - lo);
                let long = v.abs() / (hi - lo);
                let fill = mix(
                    c.theme.background,
                    if *v < 0.0 {
                        c.theme.bad
                    } else {
                        c.theme.accent
                    },
                    0.28,
                );
                let room = wide - 8.0;
                c.painter.rect(
                    left + 2.0 + room * from,
                    top + 4.0,
                    (room * long).max(1.0),
                    ROW - 8.0,
                    fill,
                );
            }
            let words = fit(&written[r][i], LABEL, wide - 10.0);
            c.label((at(left), top + ROW / 2.0), &words, align, c.theme.ink);
            let label = [&column.name, c.colon(), &written[r][i]].concat();
            let shape = Shape::Rect {
                x: left,
                y: top,
                width: wide,
                height: ROW,
            };
            c.region(r * columns.len() + i, r, i, shape, label);
        }
        left += wide;
    }
    for r in 0..=rows.len() {
        let y = (area.y + ROW * (r as f64 + 1.0)).round();
        let colour = if r == 0 { c.theme.axis } else { c.theme.grid };
        c.painter.hairline((area.x, y), (area.right(), y), colour);
    }
}

fn text<DB: DrawingBackend>(
    c: &Canvas<'_, '_, DB>,
    cell: Option<&Cell>,
    column: &TableColumn,
) -> String {
    match (cell, &column.format) {
        (Some(Cell::Number(v)), Some(format)) => c.exact(*v, format),
        (Some(Cell::Number(v)), None) => v.to_string(),
        (Some(Cell::Text(words)), _) => words.clone(),
        _ => String::new(),
    }
}
