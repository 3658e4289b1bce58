//! Writes a gallery of every kind of chart: `cargo run -p chart --example gallery -- FOLDER`.

#[path = "../tests/kinds/mod.rs"]
mod kinds;

use chart::spec::Lang;
use chart::{Frame, Theme, svg};

fn main() -> std::io::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    std::fs::create_dir_all(&folder)?;
    for (name, lang, theme, ground, width) in [
        ("en-light", Lang::En, Theme::light(), "#f4f5f7", 640.0),
        ("zh-dark", Lang::Zh, Theme::dark(), "#0d0f12", 640.0),
        ("zh-narrow", Lang::Zh, Theme::light(), "#f4f5f7", 320.0),
    ] {
        let mut page =
            format!("<!doctype html><meta charset=utf-8><body style=\"background:{ground}\">");
        for spec in kinds::all(lang) {
            page.push_str("<span style=\"display:inline-block;vertical-align:top;margin:6px\">");
            page.push_str(&svg(&spec, &theme, width, Frame::Full));
            page.push_str("</span>");
        }
        std::fs::write(folder.join(format!("{name}.html")), page)?;
    }
    Ok(())
}
