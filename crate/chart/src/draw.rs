//! A chart on a plotters backend.

use plotters_backend::DrawingBackend;

use crate::frame::{self, Area};
use crate::painter::Painter;
use crate::plot;
use crate::scene::Shape;
use crate::spec::Plot;
use crate::{ChartSpec, Error, Scene, Theme};

/// What is drawn around the plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frame {
    /// Nothing: the page shows title, subtitle and note as text.
    #[default]
    Bare,
    /// Title, subtitle and note, for a picture that stands alone.
    Full,
}

/// How a chart is looked at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Colours.
    pub theme: &'a Theme,
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Device pixels per CSS pixel.
    pub scale: f64,
    /// What is drawn around the plot.
    pub frame: Frame,
    /// The mark to make stand out.
    pub highlight: Option<u32>,
    /// What the backend divides font sizes by (1.24 for plotters-svg, 1 for plotters-canvas).
    pub font_factor: f64,
}

/// Draws a chart and tells where its marks are.
///
/// # Errors
/// [`Error::Backend`] if the surface refuses.
pub fn draw<DB: DrawingBackend>(
    spec: &ChartSpec,
    view: &View<'_>,
    backend: &mut DB,
) -> Result<Scene, Error> {
    let mut painter = Painter::new(backend, view.scale, view.font_factor);
    let theme = view.theme;
    painter.rect(0.0, 0.0, view.width, view.height, theme.background);
    let whole = Area {
        x: 0.0,
        y: 0.0,
        width: view.width,
        height: view.height,
    };
    let area = match view.frame {
        Frame::Bare => whole,
        Frame::Full => frame::draw(spec, theme, whole, &mut painter),
    };
    let mut scene = Scene {
        width: view.width,
        height: view.height,
        regions: Vec::new(),
        by_column: matches!(spec.plot, Plot::Line { .. }),
    };
    if marks(spec) == 0 {
        frame::nothing(spec.lang, theme, area, &mut painter);
    } else {
        plot::draw(spec, theme, area, &mut painter, &mut scene);
    }
    if let Some(region) = view.highlight.and_then(|mark| scene.region(mark)) {
        match &region.shape {
            Shape::Circle { x, y, r } => painter.ring((*x, *y), r + 3.0, theme.ink, 2.0),
            Shape::Rect {
                x,
                y,
                width,
                height,
            } => painter.outline(*x, *y, *width, *height, theme.ink, 2.0),
            Shape::Polygon { points } => {
                let closed: Vec<(f64, f64)> =
                    points.iter().chain(points.first()).copied().collect();
                painter.path(&closed, theme.ink, 2.0);
            }
        }
    }
    painter.finish()?;
    backend.present().map_err(|e| Error::Backend {
        detail: e.to_string(),
    })?;
    Ok(scene)
}

/// Number of marks, drawn or not: what selections are parallel to.
pub fn marks(spec: &ChartSpec) -> usize {
    match &spec.plot {
        Plot::Line { series, .. } => series.iter().map(|s| s.points.len()).sum(),
        Plot::Bar {
            categories, series, ..
        } => categories.len() * series.len(),
        Plot::Pie { shares, .. } | Plot::Pareto { shares, .. } => shares.len(),
        Plot::Radar { spokes, series, .. } => spokes.len() * series.len(),
        Plot::Heatmap { cells, .. } => cells.len(),
        Plot::Calendar { days, .. } => days.len(),
        Plot::Waterfall { steps, .. } => steps.len(),
        Plot::Scatter { dots, .. } => dots.len(),
        Plot::Histogram { counts, .. } => counts.len(),
        Plot::Box { boxes, .. } => boxes.len(),
        Plot::Funnel { stages, .. } => stages.len(),
        Plot::Treemap { groups, .. } => groups.iter().map(|(_, leaves)| leaves.len()).sum(),
        Plot::Table { columns, rows } => columns.len() * rows.len(),
    }
}

/// The height that suits a chart at a width with title, subtitle and note around it.
pub fn framed_height(spec: &ChartSpec, width: f64) -> f64 {
    preferred_height(spec, width - 32.0) + frame::height(spec, width)
}

/// The height that suits a chart at a width, in CSS pixels, without a frame.
pub fn preferred_height(spec: &ChartSpec, width: f64) -> f64 {
    let wide = (width * 0.5).clamp(200.0, 340.0);
    match &spec.plot {
        Plot::Bar {
            categories,
            series,
            mode,
            horizontal: true,
            ..
        } => {
            let rows = match mode {
                crate::spec::BarMode::Grouped => series.len().max(1) as f64 * 14.0 + 12.0,
                crate::spec::BarMode::Stacked => 28.0,
            };
            categories.len().min(plot::bar::MOST_ROWS) as f64 * rows.max(28.0) + 56.0
        }
        Plot::Pareto { .. } | Plot::Waterfall { .. } => wide + 20.0,
        Plot::Pie { .. } => (width * 0.6).clamp(200.0, 300.0),
        Plot::Radar { .. } => (width * 0.8).clamp(240.0, 380.0),
        Plot::Heatmap { rows, .. } => rows.len() as f64 * 26.0 + 64.0,
        Plot::Calendar { days, .. } => plot::calendar::height(days, width),
        Plot::Box { boxes, .. } => boxes.len() as f64 * 36.0 + 44.0,
        Plot::Funnel { stages, .. } => stages.len() as f64 * 44.0 + 12.0,
        Plot::Treemap { .. } => (width * 0.55).clamp(220.0, 380.0),
        Plot::Table { rows, .. } => (rows.len() + 1) as f64 * plot::table::ROW + 4.0,
        Plot::Line { .. } | Plot::Bar { .. } | Plot::Scatter { .. } | Plot::Histogram { .. } => {
            wide
        }
    }
}
