//! Daily series of two years, made up, forecast one after the other: what `tests/bench/forecast.bench.mjs` times in a browser.
#![allow(
    unsafe_code,
    reason = "a function that the bench calls needs a name of its own"
)]

use forecast::{Options, Outcome, forecast};

const DAYS: usize = 730;
const HORIZON: usize = 28;

/// A number from 0 to below 1 that depends on nothing but its place.
fn chance(series: u32, day: usize) -> f64 {
    let mut z = (u64::from(series) << 32 | day as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Units sold of one product: a level that drifts, weekends above weekdays, a season of the year, and chance; one in five sells on few days.
fn sold(series: u32, day: usize) -> f64 {
    let level = 3.0 + f64::from(series % 17) * (1.0 + day as f64 / 2000.0);
    let weekend = if day % 7 >= 5 { 1.4 } else { 0.9 };
    let year = 1.0 + 0.2 * libm::sin(std::f64::consts::TAU * day as f64 / 365.25);
    let sells = !series.is_multiple_of(5) || chance(series + 1000, day) < 0.15;
    let some = level * weekend * year * (0.5 + chance(series, day));
    if sells { some.round() } else { 0.0 }
}

/// Forecasts the series from `from` on, `count` of them; the sum of what is expected of all, NaN where one could not be forecast.
#[unsafe(no_mangle)]
pub extern "C" fn run(from: u32, count: u32) -> f64 {
    let options = Options {
        horizon: HORIZON,
        seasons: vec![7],
        model: None,
        events: Vec::new(),
    };
    let of = |series: u32| {
        let values: Vec<Option<f64>> = (0..DAYS).map(|day| Some(sold(series, day))).collect();
        match forecast(&values, &options) {
            Ok(Outcome::Ready(found)) => found.steps.iter().map(|step| step.mean).sum(),
            _ => f64::NAN,
        }
    };
    (from..from + count).map(of).sum()
}
