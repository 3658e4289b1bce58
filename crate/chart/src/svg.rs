//! A chart as SVG: for files, for the HTML export, for a worker without a page.

use plotters_svg::SVGBackend;

use crate::painter::FONTS;
use crate::{ChartSpec, Frame, Theme, View, draw, framed_height, preferred_height};

/// Plotters' SVG backend has whole coordinates only; drawing finer and scaling down keeps curves smooth.
const FINE: f64 = 8.0;
/// plotters-svg divides font sizes by this.
const FONT_FACTOR: f64 = 1.24;

/// The chart as an SVG document with its title, subtitle and note (`Frame::Full`) or without.
///
/// `width` is in CSS pixels; the height follows from the chart. It is readable by screen readers
/// and holds no script, link or external reference.
pub fn svg(spec: &ChartSpec, theme: &Theme, width: f64, around: Frame) -> String {
    let height = match around {
        Frame::Bare => preferred_height(spec, width),
        Frame::Full => framed_height(spec, width),
    };
    let view = View {
        theme,
        width,
        height,
        scale: FINE,
        frame: around,
        highlight: None,
        font_factor: FONT_FACTOR,
    };
    let mut drawn = String::new();
    let size = ((width * FINE) as u32, (height * FINE) as u32);
    {
        let mut backend = SVGBackend::with_string(&mut drawn, size);
        // A string takes everything; were that to change, the words of the chart would still be there.
        let _ = draw(spec, &view, &mut backend);
    }
    let body = drawn
        .find("<svg")
        .and_then(|at| drawn[at..].find('>').map(|end| at + end + 1));
    let body = body.map_or("", |at| drawn[at..].trim_end().trim_end_matches("</svg>"));
    // The same faces on every text would be half of the file.
    let faces = FONTS.replace('\'', "&apos;");
    let body = body.replace(&[" font-family=\"", &faces, "\""].concat(), "");
    let mut out = String::with_capacity(body.len() + 512);
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" font-family=\"{faces}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\n<title>",
        size.0, size.1
    ));
    escape(&mut out, &spec.title);
    out.push_str("</title>\n<desc>");
    escape(&mut out, &spec.subtitle);
    out.push_str("</desc>\n");
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

/// Escapes text for an element's content; characters that XML cannot hold are left out.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}
