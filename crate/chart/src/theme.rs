//! Colours by their meaning, in light and dark.

use serde::{Deserialize, Serialize};

use crate::spec::Tone;

/// A colour: red, green, blue.
pub type Rgb = (u8, u8, u8);

/// Colours of a chart. All text reaches a contrast of 4.5 against the background, all marks 3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// Behind everything.
    pub background: Rgb,
    /// Titles and values.
    pub ink: Rgb,
    /// Axis labels and notes.
    pub soft: Rgb,
    /// Grid lines.
    pub grid: Rgb,
    /// The zero line and axes.
    pub axis: Rgb,
    /// Eight categorical colours, told apart by people with any colour vision.
    pub series: [Rgb; 8],
    /// The one colour for a single series.
    pub accent: Rgb,
    /// Context and comparison.
    pub muted: Rgb,
    /// A change for the better.
    pub good: Rgb,
    /// A change for the worse.
    pub bad: Rgb,
    /// Little to much.
    pub sequential: [Rgb; 5],
    /// Below, none, above.
    pub diverging: [Rgb; 5],
}

impl Theme {
    /// On white paper.
    pub fn light() -> Self {
        Self {
            background: (255, 255, 255),
            ink: (27, 31, 36),
            soft: (91, 99, 110),
            grid: (231, 233, 237),
            axis: (172, 178, 187),
            series: [
                (31, 95, 168),
                (217, 95, 2),
                (0, 133, 105),
                (184, 74, 141),
                (122, 112, 20),
                (34, 143, 191),
                (171, 46, 46),
                (108, 108, 118),
            ],
            accent: (31, 95, 168),
            muted: (150, 157, 168),
            good: (0, 122, 96),
            bad: (186, 58, 20),
            sequential: [
                (234, 241, 249),
                (184, 209, 236),
                (117, 165, 215),
                (55, 115, 184),
                (16, 62, 124),
            ],
            diverging: [
                (178, 63, 16),
                (238, 176, 140),
                (244, 244, 244),
                (146, 190, 224),
                (24, 88, 158),
            ],
        }
    }

    /// On a dark screen.
    pub fn dark() -> Self {
        Self {
            background: (22, 25, 30),
            ink: (235, 238, 242),
            soft: (166, 174, 186),
            grid: (46, 51, 59),
            axis: (92, 100, 112),
            series: [
                (107, 168, 232),
                (245, 148, 75),
                (64, 190, 158),
                (224, 132, 189),
                (196, 184, 78),
                (112, 204, 240),
                (240, 122, 116),
                (168, 170, 180),
            ],
            accent: (107, 168, 232),
            muted: (118, 126, 138),
            good: (72, 196, 160),
            bad: (244, 134, 92),
            sequential: [
                (32, 44, 60),
                (40, 74, 114),
                (54, 110, 170),
                (96, 154, 214),
                (178, 212, 246),
            ],
            diverging: [
                (244, 140, 92),
                (150, 86, 58),
                (48, 52, 60),
                (60, 104, 150),
                (120, 182, 240),
            ],
        }
    }

    /// The colour of a meaning.
    pub fn tone(&self, tone: Tone) -> Rgb {
        match tone {
            Tone::Series(i) => self.series[usize::from(i) % 8],
            Tone::Accent => self.accent,
            Tone::Muted => self.muted,
            Tone::Good => self.good,
            Tone::Bad => self.bad,
        }
    }
}

/// The colour at `t` (0–1) along a palette.
pub(crate) fn along(palette: &[Rgb; 5], t: f64) -> Rgb {
    let t = if t.is_finite() {
        t.clamp(0.0, 1.0)
    } else {
        0.0
    } * 4.0;
    let i = (t as usize).min(3);
    let f = t - i as f64;
    mix(palette[i], palette[i + 1], f)
}

/// `f` of the way from `a` to `b`.
pub(crate) fn mix(a: Rgb, b: Rgb, f: f64) -> Rgb {
    let one = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * f).round() as u8;
    (one(a.0, b.0), one(a.1, b.1), one(a.2, b.2))
}

/// Relative luminance (WCAG 2.2).
pub(crate) fn luminance(c: Rgb) -> f64 {
    let one = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.040_45 {
            v / 12.92
        } else {
            libm::pow((v + 0.055) / 1.055, 2.4)
        }
    };
    0.2126 * one(c.0) + 0.7152 * one(c.1) + 0.0722 * one(c.2)
}

/// Black or white, whichever reads better on a colour.
pub(crate) fn on(colour: Rgb) -> Rgb {
    if luminance(colour) > 0.19 {
        (20, 24, 30)
    } else {
        (255, 255, 255)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_marks_can_be_seen() {
        for theme in [Theme::light(), Theme::dark()] {
            for text in [theme.ink, theme.soft, theme.good, theme.bad] {
                assert!(contrast(text, theme.background) >= 4.5, "{text:?}");
            }
            for mark in theme.series.iter().chain([&theme.accent]) {
                assert!(contrast(*mark, theme.background) >= 3.0, "{mark:?}");
            }
            for i in 0..=20 {
                let cell = along(&theme.sequential, f64::from(i) / 20.0);
                assert!(contrast(on(cell), cell) >= 4.0, "{cell:?}");
            }
        }
    }
}
