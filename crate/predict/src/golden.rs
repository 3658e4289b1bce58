//! Against lifetimes, lifelines and scikit-learn (`tests/golden/make.py`).

use serde_json::Value;

use crate::design::Sparse;
use crate::logistic::Logistic;
use crate::*;

fn golden() -> Value {
    serde_json::from_str(include_str!("../tests/golden/golden.json")).expect("valid JSON")
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    let row = |row: &Value| row.as_array().expect("a row").iter().map(number).collect();
    value.as_array().expect("rows").iter().map(row).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found} against {expected}"
    );
}

#[test]
fn bg_nbd_on_cdnow() {
    let golden = golden();
    let mut customers = Vec::new();
    for row in rows(&golden["cdnow"]) {
        let customer = Customer {
            repeats: row[1],
            recency: row[2],
            age: row[3],
        };
        customers.extend(vec![customer; row[0] as usize]);
    }
    assert_eq!(customers.len(), 2_357);
    let model = BgNbd::fit(&customers).expect("a fit");
    let published = [
        (model.r, "r", 0.243),
        (model.alpha, "alpha", 4.414),
        (model.a, "a", 0.793),
        (model.b, "b", 2.426),
    ];
    for (found, name, published) in published {
        near(found, published, 1e-3, name);
        near(found, number(&golden["bg_nbd"][name]), 1e-3, name);
    }
    let own = Customer {
        repeats: 2.0,
        recency: 30.43,
        age: 38.86,
    };
    near(
        model.conditional_purchases(&own, 39.0),
        1.226,
        1e-3,
        "39 weeks",
    );
    let known = |name: &str| number(&golden["bg_nbd"][name]);
    let model = BgNbd::new(known("r"), known("alpha"), known("a"), known("b")).expect("above 0");
    for row in rows(&golden["bg_nbd_customers"]) {
        let customer = Customer {
            repeats: row[0],
            recency: row[1],
            age: row[2],
        };
        near(
            model.conditional_purchases(&customer, 39.0),
            row[3],
            1e-6,
            "purchases",
        );
        // lifetimes leaves those without repeats alive for certain, too.
        near(model.probability_alive(&customer), row[4], 1e-9, "alive");
    }
    for row in rows(&golden["bg_nbd_expected"]) {
        near(model.expected_purchases(row[0]), row[1], 1e-8, "expected");
    }
}

#[test]
fn gamma_gamma_on_cdnow() {
    let golden = golden();
    let spends: Vec<Spend> = rows(&golden["spend"])
        .iter()
        .map(|row| Spend {
            purchases: row[0],
            mean: row[1],
        })
        .collect();
    let model = GammaGamma::fit(&spends).expect("a fit");
    for (found, name, published) in [
        (model.p, "p", 6.25),
        (model.q, "q", 3.74),
        (model.gamma, "v", 15.44),
    ] {
        near(found, published, 0.01, name);
        near(found, number(&golden["gamma_gamma"][name]), 0.005, name);
    }
}

fn labels(golden: &Value) -> Vec<bool> {
    golden["y"]
        .as_array()
        .expect("labels")
        .iter()
        .map(|y| y == 1)
        .collect()
}

#[test]
fn areas_and_brier() {
    let golden = golden();
    let labels = labels(&golden);
    let scores: Vec<f64> = golden["scores"]
        .as_array()
        .expect("scores")
        .iter()
        .map(number)
        .collect();
    near(
        roc_auc(&scores, &labels).expect("both"),
        number(&golden["auc"]),
        1e-12,
        "auc",
    );
    let found = average_precision(&scores, &labels).expect("both");
    near(
        found,
        number(&golden["average_precision"]),
        1e-12,
        "average precision",
    );
    near(
        brier(&scores, &labels),
        number(&golden["brier"]),
        1e-12,
        "brier",
    );
}

#[test]
fn logistic_regression() {
    let golden = golden();
    let labels = labels(&golden);
    let mut sparse = Sparse::default();
    for row in rows(&golden["x"]) {
        sparse.push((0..).zip(row));
    }
    for row in rows(&golden["logistic"]) {
        let model = Logistic::fit(&sparse, 3, &labels, &[1.0; 60], 1.0 / row[0], None);
        for (found, expected) in model.weights.iter().zip(&row[1..]) {
            near(*found, *expected, 1e-4, "weight");
        }
        near(model.intercept, row[4], 1e-4, "intercept");
    }
}

#[test]
fn kaplan_meier_with_its_bounds() {
    let golden = golden();
    let ended = golden["ended"].as_array().expect("flags");
    let times = golden["time"].as_array().expect("times");
    let watched: Vec<Watched> = times
        .iter()
        .zip(ended)
        .map(|(time, ended)| Watched {
            time: number(time),
            ended: ended == true,
        })
        .collect();
    let steps = kaplan_meier(&watched);
    let known = rows(&golden["kaplan_meier"]);
    assert!(steps.len() > 10);
    for step in steps {
        let row = known
            .iter()
            .find(|row| row[0] == step.time)
            .expect("the same times");
        near(step.survival, row[1], 1e-10, "survival");
        near(step.low, row[2], 1e-8, "low");
        near(step.high, row[3], 1e-8, "high");
    }
}

#[test]
fn silhouettes() {
    let golden = golden();
    let x = rows(&golden["x"]);
    let own: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
    let of_row: Vec<usize> = rows(&Value::Array(vec![golden["segments"].clone()]))[0]
        .iter()
        .map(|s| *s as usize)
        .collect();
    near(
        silhouette(&own, &of_row, 3),
        number(&golden["silhouette"]),
        1e-10,
        "silhouette",
    );
}
