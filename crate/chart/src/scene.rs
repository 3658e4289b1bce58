//! Where the marks of a drawn chart are: what a pointer or the arrow keys find.

use serde::Serialize;

/// The outline of a mark, in CSS pixels.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// A rectangle.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
    },
    /// A circle.
    Circle {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        r: f64,
    },
    /// A closed polygon.
    Polygon {
        /// Its corners.
        points: Vec<(f64, f64)>,
    },
}

/// A mark of a drawn chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Region {
    /// The mark's number in the order of the chart's data.
    pub mark: u32,
    /// The series or row it belongs to; up and down step between these.
    pub series: u32,
    /// Its position within the series; left and right step between these.
    pub position: u32,
    /// Its outline.
    pub shape: Shape,
    /// Where a tooltip points.
    pub anchor: (f64, f64),
    /// What a tooltip shows and a screen reader says, lines apart.
    pub label: String,
}

/// A step with an arrow key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the mark before in the series.
    Left,
    /// To the next mark in the series.
    Right,
    /// To the series before, at the same position.
    Up,
    /// To the next series, at the same position.
    Down,
    /// To the first mark.
    First,
    /// To the last mark.
    Last,
}

/// A drawn chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scene {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// The marks that were drawn.
    pub regions: Vec<Region>,
    /// A pointer beside a mark finds the nearest at its horizontal position (lines), not only the one it is on.
    pub by_column: bool,
}

/// How far a pointer may be from a small mark.
const REACH: f64 = 12.0;

impl Scene {
    /// The mark at a point.
    pub fn hit(&self, x: f64, y: f64) -> Option<u32> {
        if self.by_column {
            return self.nearest_in_column(x, y);
        }
        // What was drawn later lies above.
        if let Some(region) = self.regions.iter().rev().find(|r| r.shape.contains(x, y)) {
            return Some(region.mark);
        }
        self.regions
            .iter()
            .map(|r| (distance(r.anchor, (x, y)), r))
            .filter(|(d, r)| *d <= REACH && matches!(r.shape, Shape::Circle { .. }))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, r)| r.mark)
    }

    fn nearest_in_column(&self, x: f64, y: f64) -> Option<u32> {
        let (left, right) = self
            .regions
            .iter()
            .fold((f64::MAX, f64::MIN), |(l, r), region| {
                (l.min(region.anchor.0), r.max(region.anchor.0))
            });
        if x < left - 2.0 * REACH || x > right + 2.0 * REACH || y < 0.0 || y > self.height {
            return None;
        }
        let across = self
            .regions
            .iter()
            .map(|r| (r.anchor.0 - x).abs())
            .min_by(f64::total_cmp)?;
        self.regions
            .iter()
            .filter(|r| (r.anchor.0 - x).abs() <= across + 0.5)
            .min_by(|a, b| (a.anchor.1 - y).abs().total_cmp(&(b.anchor.1 - y).abs()))
            .map(|r| r.mark)
    }

    /// The mark that an arrow key leads to; from nowhere, the first.
    pub fn step(&self, from: Option<u32>, step: Step) -> Option<u32> {
        let first = self.regions.iter().min_by_key(|r| (r.series, r.position));
        let last = self.regions.iter().max_by_key(|r| (r.series, r.position));
        let here = from.and_then(|mark| self.region(mark));
        let Some(here) = here else {
            return first.map(|r| r.mark);
        };
        let key = |r: &Region| (r.series, r.position);
        let found = match step {
            Step::First => first,
            Step::Last => last,
            Step::Right => self
                .regions
                .iter()
                .filter(|r| key(r) > key(here))
                .min_by_key(|r| key(r)),
            Step::Left => self
                .regions
                .iter()
                .filter(|r| key(r) < key(here))
                .max_by_key(|r| key(r)),
            Step::Up | Step::Down => {
                let down = step == Step::Down;
                let beyond = |r: &&Region| {
                    if down {
                        r.series > here.series
                    } else {
                        r.series < here.series
                    }
                };
                let series = self.regions.iter().filter(beyond).map(|r| r.series);
                let series = if down { series.min() } else { series.max() };
                self.regions
                    .iter()
                    .filter(|r| Some(r.series) == series)
                    .min_by_key(|r| r.position.abs_diff(here.position))
            }
        };
        Some(found.unwrap_or(here).mark)
    }

    /// The region of a mark.
    pub fn region(&self, mark: u32) -> Option<&Region> {
        self.regions.iter().find(|r| r.mark == mark)
    }
}

impl Shape {
    /// Whether a point lies within.
    pub fn contains(&self, px: f64, py: f64) -> bool {
        match self {
            Shape::Rect {
                x,
                y,
                width,
                height,
            } => (*x..=x + width).contains(&px) && (*y..=y + height).contains(&py),
            Shape::Circle { x, y, r } => distance((*x, *y), (px, py)) <= *r,
            Shape::Polygon { points } => {
                let mut inside = false;
                for (i, &(ax, ay)) in points.iter().enumerate() {
                    let (bx, by) = points[(i + 1) % points.len()];
                    if (ay > py) != (by > py) && px < (bx - ax) * (py - ay) / (by - ay) + ax {
                        inside = !inside;
                    }
                }
                inside
            }
        }
    }

    /// The smallest rectangle around it: x, y, width, height.
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        match self {
            Shape::Rect {
                x,
                y,
                width,
                height,
            } => (*x, *y, *width, *height),
            Shape::Circle { x, y, r } => (x - r, y - r, 2.0 * r, 2.0 * r),
            Shape::Polygon { points } => {
                let (mut l, mut t, mut r, mut b) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
                for &(x, y) in points {
                    (l, t, r, b) = (l.min(x), t.min(y), r.max(x), b.max(y));
                }
                (l, t, r - l, b - t)
            }
        }
    }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    libm::sqrt((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(mark: u32, series: u32, position: u32, x: f64, y: f64) -> Region {
        Region {
            mark,
            series,
            position,
            shape: Shape::Circle { x, y, r: 3.0 },
            anchor: (x, y),
            label: String::new(),
        }
    }

    fn scene() -> Scene {
        Scene {
            width: 100.0,
            height: 100.0,
            regions: vec![
                dot(0, 0, 0, 10.0, 10.0),
                dot(1, 0, 1, 50.0, 20.0),
                dot(2, 1, 0, 10.0, 80.0),
                dot(3, 1, 1, 50.0, 70.0),
            ],
            by_column: true,
        }
    }

    #[test]
    fn a_pointer_finds_the_nearest_mark_of_its_column() {
        assert_eq!(scene().hit(14.0, 60.0), Some(2));
        assert_eq!(scene().hit(44.0, 0.0), Some(1));
        assert_eq!(scene().hit(99.0, 0.0), None);
    }

    #[test]
    fn arrows_walk_along_and_between_series() {
        let s = scene();
        assert_eq!(s.step(None, Step::Right), Some(0));
        assert_eq!(s.step(Some(0), Step::Right), Some(1));
        assert_eq!(s.step(Some(1), Step::Right), Some(2));
        assert_eq!(s.step(Some(1), Step::Down), Some(3));
        assert_eq!(s.step(Some(3), Step::Up), Some(1));
        assert_eq!(s.step(Some(0), Step::Left), Some(0));
        assert_eq!(s.step(Some(0), Step::Last), Some(3));
    }

    #[test]
    fn a_polygon_knows_its_inside() {
        let p = Shape::Polygon {
            points: vec![(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)],
        };
        assert!(p.contains(2.0, 2.0) && !p.contains(8.0, 8.0));
    }
}
