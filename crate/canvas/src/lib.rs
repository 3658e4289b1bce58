//! Charts on an HTML canvas: what the page draws with, and nothing else.
//!
//! Widths, heights and positions are CSS pixels; `ratio` is device pixels per CSS pixel.

#![forbid(unsafe_code)]

use chart::{ChartSpec, Frame, Rgb, Scene, Step, Theme, View};
use plotters_canvas::CanvasBackend;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// The page's own colours, so that a portal that themes the page themes its charts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Colours {
    dark: bool,
    background: Option<Rgb>,
    ink: Option<Rgb>,
    soft: Option<Rgb>,
    accent: Option<Rgb>,
    good: Option<Rgb>,
    bad: Option<Rgb>,
}

impl Colours {
    fn theme(&self) -> Theme {
        let theme = if self.dark {
            Theme::dark()
        } else {
            Theme::light()
        };
        Theme {
            background: self.background.unwrap_or(theme.background),
            ink: self.ink.unwrap_or(theme.ink),
            soft: self.soft.unwrap_or(theme.soft),
            accent: self.accent.unwrap_or(theme.accent),
            good: self.good.unwrap_or(theme.good),
            bad: self.bad.unwrap_or(theme.bad),
            ..theme
        }
    }
}

/// What a tooltip shows.
#[derive(Serialize)]
struct Tip<'a> {
    lines: Vec<&'a str>,
    x: f64,
    y: f64,
}

/// How a chart was drawn last.
struct Drawn {
    scene: Scene,
    theme: Theme,
    width: f64,
    ratio: f64,
    highlight: Option<u32>,
}

/// A chart on a canvas.
#[wasm_bindgen]
pub struct Chart {
    canvas: HtmlCanvasElement,
    spec: ChartSpec,
    drawn: Option<Drawn>,
}

#[wasm_bindgen]
impl Chart {
    /// A chart that will be drawn on a canvas.
    ///
    /// # Errors
    /// If `spec` is not a chart; the field is named.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement, spec: JsValue) -> Result<Chart, JsValue> {
        let spec = serde_wasm_bindgen::from_value(spec)?;
        Ok(Self {
            canvas,
            spec,
            drawn: None,
        })
    }

    /// The height that suits a width.
    pub fn height(&self, width: f64) -> f64 {
        chart::preferred_height(&self.spec, width)
    }

    /// Draws the chart, and sizes the canvas for it. `colours`: `dark` and the page's own, each `[r, g, b]`.
    ///
    /// # Errors
    /// If the canvas cannot be drawn on.
    pub fn draw(&mut self, width: f64, ratio: f64, colours: JsValue) -> Result<(), JsValue> {
        let colours: Colours = serde_wasm_bindgen::from_value(colours)?;
        let theme = colours.theme();
        let scene = paint(
            &self.canvas,
            &self.spec,
            &theme,
            Size {
                width,
                height: self.height(width),
                ratio,
            },
            Frame::Bare,
            None,
        )?;
        self.drawn = Some(Drawn {
            scene,
            theme,
            width,
            ratio,
            highlight: None,
        });
        Ok(())
    }

    /// Makes a mark stand out, or none.
    ///
    /// # Errors
    /// If the canvas cannot be drawn on.
    pub fn highlight(&mut self, mark: Option<u32>) -> Result<(), JsValue> {
        let height = |width| chart::preferred_height(&self.spec, width);
        let Some(drawn) = self.drawn.as_mut().filter(|drawn| drawn.highlight != mark) else {
            return Ok(());
        };
        let size = Size {
            width: drawn.width,
            height: height(drawn.width),
            ratio: drawn.ratio,
        };
        drawn.scene = paint(
            &self.canvas,
            &self.spec,
            &drawn.theme,
            size,
            Frame::Bare,
            mark,
        )?;
        drawn.highlight = mark;
        Ok(())
    }

    /// The mark at a point.
    pub fn hit(&self, x: f64, y: f64) -> Option<u32> {
        self.drawn.as_ref()?.scene.hit(x, y)
    }

    /// The mark that a key leads to: an arrow key's name, `Home` or `End`.
    pub fn step(&self, mark: Option<u32>, key: &str) -> Option<u32> {
        let step = match key {
            "ArrowLeft" => Step::Left,
            "ArrowRight" => Step::Right,
            "ArrowUp" => Step::Up,
            "ArrowDown" => Step::Down,
            "Home" => Step::First,
            "End" => Step::Last,
            _ => return mark,
        };
        self.drawn.as_ref()?.scene.step(mark, step)
    }

    /// What to say of a mark, and where: `{ lines, x, y }`; `undefined` where it was not drawn.
    ///
    /// # Errors
    /// Never in practice; plain data is handed over.
    pub fn tip(&self, mark: u32) -> Result<JsValue, JsValue> {
        let region = self
            .drawn
            .as_ref()
            .and_then(|drawn| drawn.scene.region(mark));
        let Some(region) = region else {
            return Ok(JsValue::UNDEFINED);
        };
        plain(&Tip {
            lines: region.label.lines().collect(),
            x: region.anchor.0,
            y: region.anchor.1,
        })
    }

    /// The chart's data as a table: `{ columns, rows }`.
    ///
    /// # Errors
    /// Never in practice; plain data is handed over.
    pub fn table(&self) -> Result<JsValue, JsValue> {
        plain(&chart::twin(&self.spec))
    }

    /// The chart with title and note as an SVG document.
    ///
    /// # Errors
    /// If `colours` are none.
    pub fn svg(&self, width: f64, colours: JsValue) -> Result<String, JsValue> {
        let colours: Colours = serde_wasm_bindgen::from_value(colours)?;
        Ok(chart::svg(&self.spec, &colours.theme(), width, Frame::Full))
    }

    /// Draws the chart with title and note on another canvas, for a picture that stands alone.
    ///
    /// # Errors
    /// If the canvas cannot be drawn on.
    pub fn picture(
        &self,
        canvas: &HtmlCanvasElement,
        width: f64,
        ratio: f64,
        colours: JsValue,
    ) -> Result<(), JsValue> {
        let colours: Colours = serde_wasm_bindgen::from_value(colours)?;
        let size = Size {
            width,
            height: chart::framed_height(&self.spec, width),
            ratio,
        };
        paint(
            canvas,
            &self.spec,
            &colours.theme(),
            size,
            Frame::Full,
            None,
        )?;
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Size {
    width: f64,
    height: f64,
    ratio: f64,
}

fn paint(
    canvas: &HtmlCanvasElement,
    spec: &ChartSpec,
    theme: &Theme,
    size: Size,
    frame: Frame,
    highlight: Option<u32>,
) -> Result<Scene, JsValue> {
    canvas.set_width((size.width * size.ratio) as u32);
    canvas.set_height((size.height * size.ratio) as u32);
    let mut backend = CanvasBackend::with_canvas_object(canvas.clone())
        .ok_or_else(|| JsValue::from_str("the canvas has no 2d context"))?;
    let view = View {
        theme,
        width: size.width,
        height: size.height,
        scale: size.ratio,
        frame,
        highlight,
        font_factor: 1.0,
    };
    chart::draw(spec, &view, &mut backend).map_err(|error| JsValue::from_str(&error.to_string()))
}

fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}
