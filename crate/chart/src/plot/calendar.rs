//! A value per day: weeks across, weekdays down, a block a year.

use plotters_backend::DrawingBackend;

use super::Canvas;
use super::heatmap::{KEY, Shades};
use crate::format::{self, civil, days_of};
use crate::frame::Area;
use crate::painter::Align;
use crate::scene::Shape;
use crate::spec::{Lang, Measure};
use crate::theme::mix;

/// Room for the names of weekdays.
const LEFT: f64 = 34.0;
/// Room for the year and the names of months above a block.
const HEAD: f64 = 34.0;
const GAP: f64 = 14.0;

/// The years that days fall in, first and last.
fn years(days: &[(i32, Option<f64>)]) -> Option<(i32, i32)> {
    let first = days.iter().map(|d| d.0).min()?;
    let last = days.iter().map(|d| d.0).max()?;
    Some((civil(first).0, civil(last).0))
}

fn cell(width: f64) -> f64 {
    ((width - LEFT) / 53.5).clamp(3.0, 17.0)
}

/// The height of the blocks and the key.
pub(crate) fn height(days: &[(i32, Option<f64>)], width: f64) -> f64 {
    let blocks = years(days).map_or(1.0, |(a, b)| f64::from(b - a) + 1.0);
    blocks * (cell(width) * 7.0 + HEAD + GAP) + KEY
}

pub(crate) fn draw<DB: DrawingBackend>(
    c: &mut Canvas<'_, '_, DB>,
    area: Area,
    value: &Measure,
    days: &[(i32, Option<f64>)],
) {
    let Some((first, last)) = years(days) else {
        return;
    };
    let blocks = f64::from(last - first) + 1.0;
    let room = ((area.height - KEY) / blocks - HEAD - GAP) / 7.0;
    let side = cell(area.width).min(room.max(2.0));
    let shades = Shades::new(
        days.iter().filter_map(|d| d.1).filter(|v| v.is_finite()),
        false,
    );
    let names = match c.lang {
        Lang::Zh => ["一", "三", "五"],
        Lang::En => ["Mon", "Wed", "Fri"],
    };
    for year in first..=last {
        let top = area.y + f64::from(year - first) * (side * 7.0 + HEAD + GAP);
        let words = match c.lang {
            Lang::Zh => format!("{year}年"),
            Lang::En => year.to_string(),
        };
        c.strong((area.x, top + 8.0), &words, Align::Start, c.theme.ink);
        for (i, name) in names.iter().enumerate() {
            let y = top + HEAD + side * (i as f64 * 2.0 + 0.5);
            if side >= 7.0 {
                c.label((area.x + LEFT - 6.0, y), name, Align::End, c.theme.soft);
            }
        }
        for month in 1..=12 {
            let day = days_of(year, month, 1);
            let (column, _) = place(day, year);
            let every = if side * 4.3 < 24.0 { 3 } else { 1 };
            if (month - 1) % every == 0 {
                let words = format::month_name(month, c.lang);
                c.label(
                    (area.x + LEFT + side * column, top + HEAD - 9.0),
                    &words,
                    Align::Start,
                    c.theme.soft,
                );
            }
        }
    }
    for (mark, &(day, v)) in days.iter().enumerate() {
        let year = civil(day).0;
        let (column, row) = place(day, year);
        let top = area.y + f64::from(year - first) * (side * 7.0 + HEAD + GAP) + HEAD;
        let (x, y) = (area.x + LEFT + side * column, top + side * row);
        let v = v.filter(|v| v.is_finite());
        let colour = v.map_or(mix(c.theme.background, c.theme.grid, 0.45), |v| {
            shades.colour(c, v)
        });
        let gap = if side > 6.0 { 1.5 } else { 0.5 };
        c.painter.rect(x, y, side - gap, side - gap, colour);
        let label = c.tip(&format::day(day, c.lang), value, v);
        let shape = Shape::Rect {
            x,
            y,
            width: side - gap,
            height: side - gap,
        };
        c.region(mark, 0, mark, shape, label);
    }
    shades.key(
        c,
        area.x + LEFT,
        area.bottom() - KEY / 2.0,
        220.0_f64.min(area.width - LEFT),
        value,
    );
}

/// Week of the year's block and weekday (Monday first).
fn place(day: i32, year: i32) -> (f64, f64) {
    let january = days_of(year, 1, 1);
    // 1970-01-05 was a Monday.
    let weekday = |d: i32| (d - 4).rem_euclid(7);
    let column = (day - january + weekday(january)).div_euclid(7);
    (f64::from(column), f64::from(weekday(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_under_their_week() {
        // 1 Jan 2026 is a Thursday.
        assert_eq!(place(20_454, 2026), (0.0, 3.0));
        assert_eq!(place(20_454 + 4, 2026), (1.0, 0.0));
    }
}
