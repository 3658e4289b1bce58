//! One chart description, drawn through any plotters backend, with the hit regions that make it answer.
//!
//! The layout is this crate's own and measures text with a width table, so that it is the same on
//! a canvas, in an SVG made by a worker without a page, and natively.

#![forbid(unsafe_code)]

mod draw;
mod error;
pub mod format;
mod frame;
mod painter;
mod plot;
mod scale;
mod scene;
pub mod spec;
mod svg;
mod text;
mod theme;
mod twin;

pub use draw::{Frame, View, draw, framed_height, marks, preferred_height};
pub use error::Error;
pub use scene::{Region, Scene, Shape, Step};
pub use spec::ChartSpec;
pub use svg::svg;
pub use text::width as text_width;
pub use theme::{Rgb, Theme};
pub use twin::{Twin, TwinCell, TwinColumn, twin};
