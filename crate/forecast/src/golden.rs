//! Against statsforecast 2.1.1; `tests/golden/make.py` made the values.

use serde_json::Value;

use crate::ets::{Ets, Form};
use crate::intermittent::{self, Method};
use crate::mstl::Mstl;
use crate::naive;
use crate::seasonal::Kind;
use crate::theta::Theta;

const GOLDEN: &str = include_str!("../tests/golden/statsforecast.json");
const HORIZON: usize = 24;

/// Fits that end in a worse valley than statsforecast's search: a season that grows, taken as added.
/// The automatic choice takes a multiplied season there.
const STUCK: [(&str, &str); 2] = [("air", "ana"), ("air", "aaa")];

struct Case {
    y: Vec<f64>,
    season: usize,
    seasons: Vec<usize>,
    forecasts: Value,
    aicc: Value,
    seasonal: Vec<Vec<f64>>,
}

fn case(name: &str) -> Case {
    let golden: Value = serde_json::from_str(GOLDEN).expect("JSON");
    let case = &golden[name];
    let whole = |value: &Value| value.as_u64().expect("a length") as usize;
    Case {
        y: numbers(&case["y"]),
        season: whole(&case["season"]),
        seasons: case["seasons"]
            .as_array()
            .expect("a list")
            .iter()
            .map(whole)
            .collect(),
        forecasts: case["forecasts"].clone(),
        aicc: case["aicc"].clone(),
        seasonal: case["seasonal"]
            .as_array()
            .expect("a list")
            .iter()
            .map(numbers)
            .collect(),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|value| value.as_f64().expect("a number"))
        .collect()
}

impl Case {
    fn aicc(&self, label: &str) -> f64 {
        self.aicc[label].as_f64().expect("a number")
    }

    /// The largest distance from the golden forecast, in shares of the mean value.
    fn distance(&self, label: &str, got: &[f64]) -> f64 {
        let expected = numbers(&self.forecasts[label]);
        assert_eq!(expected.len(), got.len());
        let size = self.y.iter().sum::<f64>() / self.y.len() as f64;
        let far = expected
            .iter()
            .zip(got)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        far / size
    }
}

#[test]
fn seasonal_naive() {
    for name in ["air", "daily", "hourly"] {
        let case = case(name);
        let path = naive::forecast(&case.y, case.season, HORIZON);
        assert!(case.distance("snaive", &path.mean) < 1e-5, "{name}");
    }
}

#[test]
fn slow_movers() {
    let case = case("rare");
    for (label, method) in [
        ("croston", Method::Croston),
        ("sba", Method::Sba),
        ("tsb", Method::Tsb),
    ] {
        let path = intermittent::forecast(&case.y, method, HORIZON);
        assert!(case.distance(label, &path.mean) < 1e-4, "{label}");
    }
}

#[test]
fn theta() {
    for name in ["air", "daily"] {
        let case = case(name);
        for (label, dynamic, free) in [
            ("theta", false, false),
            ("otheta", false, true),
            ("dtheta", true, false),
            ("dotheta", true, true),
        ] {
            let model = Theta::variant(&case.y, case.season, dynamic, free);
            let path = model.forecast(&case.y, HORIZON);
            assert!(case.distance(label, &path.mean) < 0.005, "{name} {label}");
        }
    }
}

#[test]
fn ets() {
    let form = |multiplicative_error, trend, damped, season| Form {
        multiplicative_error,
        trend,
        damped,
        season,
    };
    for name in ["air", "daily"] {
        let case = case(name);
        for (label, form) in [
            ("ann", form(false, false, false, None)),
            ("aan", form(false, true, false, None)),
            ("aadn", form(false, true, true, None)),
            ("ana", form(false, false, false, Some(Kind::Additive))),
            ("aaa", form(false, true, false, Some(Kind::Additive))),
            ("mam", form(true, true, false, Some(Kind::Multiplicative))),
        ] {
            let model = Ets::of_form(&case.y, case.season, form);
            let path = model.forecast(&case.y, HORIZON);
            let far = case.distance(label, &path.mean);
            let ahead = case.aicc(label) - model.aicc;
            if STUCK.contains(&(name, label)) {
                assert!(ahead < -2.0, "{name} {label} is no longer stuck");
                continue;
            }
            // At least as likely; and where it is the same optimum, the same forecast.
            assert!(
                ahead > -2.0,
                "{name} {label}: {} more than {}",
                model.aicc,
                case.aicc(label)
            );
            assert!(ahead > 0.2 || far < 0.005, "{name} {label}: {far}");
        }
        let chosen = Ets::fit(&case.y, case.season);
        assert!(
            chosen.aicc < case.aicc("ets") + 2.0,
            "{name}: {}",
            chosen.aicc
        );
    }
}

#[test]
fn mstl() {
    for name in ["air", "daily", "hourly"] {
        let case = case(name);
        let path = Mstl::fit(&case.y, &case.seasons).forecast(&case.y, HORIZON);
        let far = case.distance("mstl", &path.mean);
        assert!(far < 0.01, "{name}: {far}");
        let parts = crate::stl::decompose(&case.y, &case.seasons);
        let size = case.y.iter().sum::<f64>() / case.y.len() as f64;
        assert_eq!(parts.seasonal.len(), case.seasonal.len());
        for (got, expected) in parts.seasonal.iter().zip(&case.seasonal) {
            let got = &got[got.len() - expected.len()..];
            for (got, expected) in got.iter().zip(expected) {
                assert!(
                    (got - expected).abs() < 0.005 * size,
                    "{name}: {got} {expected}"
                );
            }
        }
    }
}
