//! From values to positions, and where to put ticks.

use crate::format;
use crate::format::{civil, days_of};
use crate::spec::Lang;

/// A linear or logarithmic scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    domain: (f64, f64),
    range: (f64, f64),
    log: bool,
}

impl Scale {
    /// A linear scale; a domain without extent is widened.
    pub(crate) fn linear(domain: (f64, f64), range: (f64, f64)) -> Self {
        let (mut lo, mut hi) = domain;
        if !(lo.is_finite() && hi.is_finite()) {
            (lo, hi) = (0.0, 1.0);
        }
        if hi <= lo {
            let widen = if lo == 0.0 { 1.0 } else { lo.abs() * 0.5 };
            (lo, hi) = (lo - widen * f64::from(u8::from(lo != 0.0)), lo + widen);
        }
        Self {
            domain: (lo, hi),
            range,
            log: false,
        }
    }

    /// A logarithmic scale over positive values.
    pub(crate) fn log(domain: (f64, f64), range: (f64, f64)) -> Self {
        let lo = domain.0.max(f64::MIN_POSITIVE);
        let hi = if domain.1 > lo { domain.1 } else { lo * 10.0 };
        Self {
            domain: (lo, hi),
            range,
            log: true,
        }
    }

    /// Where a value stands.
    pub(crate) fn at(&self, v: f64) -> f64 {
        let (lo, hi) = self.domain;
        let t = if self.log {
            libm::log(v.max(lo) / lo) / libm::log(hi / lo)
        } else {
            (v - lo) / (hi - lo)
        };
        self.range.0 + t * (self.range.1 - self.range.0)
    }

    /// The values shown.
    pub(crate) fn domain(&self) -> (f64, f64) {
        self.domain
    }

    /// Ticks at round values, about `count` of them.
    pub(crate) fn ticks(&self, count: usize) -> Vec<f64> {
        if self.log {
            return log_ticks(self.domain, count);
        }
        let step = step(self.domain, count);
        let first = libm::ceil(self.domain.0 / step - 1e-9);
        let last = libm::floor(self.domain.1 / step + 1e-9);
        let n = (last - first).clamp(0.0, 1000.0) as usize;
        (0..=n).map(|i| (first + i as f64) * step).collect()
    }
}

/// A domain widened to round values, so that ticks stand at its ends.
pub(crate) fn nice(domain: (f64, f64), count: usize) -> (f64, f64) {
    if !(domain.0.is_finite() && domain.1.is_finite()) || domain.1 <= domain.0 {
        return Scale::linear(domain, (0.0, 1.0)).domain;
    }
    let step = step(domain, count);
    (
        libm::floor(domain.0 / step + 1e-9) * step,
        libm::ceil(domain.1 / step - 1e-9) * step,
    )
}

/// 1, 2 or 5 times a power of ten.
fn step(domain: (f64, f64), count: usize) -> f64 {
    let raw = (domain.1 - domain.0) / count.max(1) as f64;
    if raw <= 0.0 || !raw.is_finite() {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let m = raw / power;
    let nice = if m >= 7.071 {
        10.0
    } else if m >= 3.162 {
        5.0
    } else if m >= 1.414 {
        2.0
    } else {
        1.0
    };
    nice * power
}

fn log_ticks((lo, hi): (f64, f64), count: usize) -> Vec<f64> {
    let mut ticks = Vec::new();
    let mut power = libm::pow(10.0, libm::floor(libm::log10(lo)));
    let decades = libm::log10(hi / lo);
    let steps: &[f64] = if decades * 3.0 <= count as f64 {
        &[1.0, 2.0, 5.0]
    } else {
        &[1.0]
    };
    while power <= hi && ticks.len() < 100 {
        ticks.extend(
            steps
                .iter()
                .map(|m| m * power)
                .filter(|v| (lo..=hi).contains(v)),
        );
        power *= 10.0;
    }
    ticks
}

/// A tick of a time axis: a day, its label and a second line where a year begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TimeTick {
    pub(crate) day: f64,
    pub(crate) label: String,
    pub(crate) year: Option<String>,
}

/// Ticks of a time axis at the starts of years, quarters, months, weeks or days, at most `count`.
/// The year stands below the first tick and wherever it changes.
pub(crate) fn time_ticks(first: f64, last: f64, count: usize, lang: Lang) -> Vec<TimeTick> {
    let count = count.max(1) as f64;
    let days = (last - first).max(0.0) + 1.0;
    let (year, month, _) = civil(first as i32);
    let mut ticks = Vec::new();
    let per_tick = days / count;
    if per_tick > 16.0 {
        let months = [1, 2, 3, 6, 12, 24, 60, 120]
            .into_iter()
            .find(|&m| f64::from(m) * 30.4 >= per_tick)
            .unwrap_or(240);
        let begin = (year * 12 + month as i32 - 1).div_euclid(months) * months;
        for i in 0..2000 {
            let m = begin + i * months;
            let (year, month) = (m.div_euclid(12), m.rem_euclid(12) as u32 + 1);
            let day = f64::from(days_of(year, month, 1));
            if day > last {
                break;
            }
            if day >= first {
                let label = if months % 12 == 0 {
                    year.to_string()
                } else {
                    format::month_name(month, lang)
                };
                ticks.push(TimeTick {
                    day,
                    label,
                    year: (months % 12 != 0).then(|| year_text(year, lang)),
                });
            }
        }
    } else {
        let step = [1.0, 2.0, 7.0, 14.0]
            .into_iter()
            .find(|&s| s >= per_tick)
            .unwrap_or(14.0);
        // Weeks begin on Monday; 1970-01-05 was one.
        let begin = if step >= 7.0 {
            4.0 + libm::ceil((first - 4.0) / step) * step
        } else {
            first
        };
        let mut day = begin;
        while day <= last && ticks.len() < 2000 {
            let year = civil(day as i32).0;
            ticks.push(TimeTick {
                day,
                label: format::day_short(day as i32, lang),
                year: Some(year_text(year, lang)),
            });
            day += step;
        }
    }
    let mut shown: Option<String> = None;
    for tick in &mut ticks {
        if tick.year == shown {
            tick.year = None;
        } else {
            shown.clone_from(&tick.year);
        }
    }
    ticks
}

fn year_text(year: i32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{year}年"),
        Lang::En => year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let s = Scale::linear((0.0, 97.0), (0.0, 100.0));
        assert_eq!(s.ticks(5), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(nice((3.0, 97.0), 5), (0.0, 100.0));
        assert_eq!(nice((-0.3, 0.7), 5), (-0.4, 0.8));
    }

    #[test]
    fn domains_without_extent_still_have_a_place_for_their_value() {
        for v in [0.0, 5.0, -3.0] {
            let s = Scale::linear((v, v), (0.0, 100.0));
            assert!((0.0..=100.0).contains(&s.at(v)), "{v}");
        }
        assert!(
            Scale::linear((f64::NAN, 1.0), (0.0, 1.0))
                .at(0.5)
                .is_finite()
        );
    }

    #[test]
    fn months_are_named_and_years_told_once() {
        // 1 Oct 2025 – 31 Mar 2026
        let ticks = time_ticks(20_362.0, 20_543.0, 6, Lang::En);
        let labels: Vec<&str> = ticks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]);
        let years: Vec<Option<&str>> = ticks.iter().map(|t| t.year.as_deref()).collect();
        assert_eq!(years, [Some("2025"), None, None, Some("2026"), None, None]);
    }

    #[test]
    fn decades_have_their_ticks() {
        assert_eq!(
            Scale::log((1.0, 1000.0), (0.0, 1.0)).ticks(4),
            [1.0, 10.0, 100.0, 1000.0]
        );
    }
}
