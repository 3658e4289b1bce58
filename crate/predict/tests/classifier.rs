//! Models of made-up tables: explanations add up, the order of rows does not matter, bad tables are told.

use predict::{
    Chance, Error, Feature, Features, Kind, Model, Settings, cross_predict, log_odds, roc_auc,
};

fn table(rows: usize, seed: u64) -> (Features, Vec<bool>) {
    let mut chance = Chance::new(seed);
    let (mut size, mut color, mut noise, mut labels) = (vec![], vec![], vec![], vec![]);
    for _ in 0..rows {
        let x = chance.normal();
        let c = ["red", "green", "blue", "grey", "pink", "teal"][chance.below(6)];
        let margin = 1.5 * x + if c == "red" || c == "teal" { 1.5 } else { -0.8 } - 0.7 * x * x;
        size.push((chance.uniform() > 0.1).then_some(x));
        color.push((chance.uniform() > 0.05).then_some(c));
        noise.push(Some(chance.uniform()));
        labels.push(log_odds(chance.uniform()) < margin);
    }
    let columns = vec![
        Feature::numeric("size", size),
        Feature::categorical("color", color),
        Feature::numeric("noise", noise),
        Feature::numeric("none", vec![None; rows]),
        Feature::numeric("one", vec![Some(1.0); rows]),
    ];
    (Features::new(rows, columns).expect("equal lengths"), labels)
}

#[test]
fn explanations_add_up_to_the_log_odds() {
    let (features, labels) = table(600, 1);
    for kind in [Kind::Blend, Kind::Logistic, Kind::Trees] {
        let model = Model::fit(
            &features,
            &labels,
            &Settings {
                kind,
                ..Settings::default()
            },
        )
        .unwrap();
        let explanation = model.explain(&features);
        let prediction = model.predict(&features);
        for (row, p) in explanation
            .contributions
            .iter()
            .zip(prediction.probabilities)
        {
            let sum: f64 = explanation.base + row.iter().sum::<f64>();
            assert!(
                (sum - log_odds(p)).abs() < 1e-8,
                "{kind:?}: {sum} against {}",
                log_odds(p)
            );
        }
        let size: f64 = explanation
            .contributions
            .iter()
            .map(|row| row[0].abs())
            .sum();
        let noise: f64 = explanation
            .contributions
            .iter()
            .map(|row| row[2].abs())
            .sum();
        assert!(size > 4.0 * noise);
    }
}

#[test]
fn shuffled_rows_give_the_same_bits() {
    let (features, labels) = table(300, 2);
    let mut order: Vec<u32> = (0..300).collect();
    Chance::new(5).shuffle(&mut order);
    let shuffled: Vec<bool> = order.iter().map(|&row| labels[row as usize]).collect();
    let model = Model::fit(&features, &labels, &Settings::default()).unwrap();
    let other = Model::fit(&features.select(&order), &shuffled, &Settings::default()).unwrap();
    assert_eq!(model.predict(&features), other.predict(&features));
}

#[test]
fn folds_do_not_see_their_labels() {
    let (features, _) = table(400, 3);
    let mut chance = Chance::new(8);
    let labels: Vec<bool> = (0..400).map(|_| chance.uniform() < 0.4).collect();
    let cross = cross_predict(&features, &labels, &Settings::default(), 5).unwrap();
    let auc = roc_auc(&cross.probabilities, &labels).unwrap();
    assert!((auc - 0.5).abs() < 0.12, "chance alone gives {auc}");
}

#[test]
fn perfect_separation_is_finite_and_told() {
    let values: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i))).collect();
    let labels: Vec<bool> = (0..200).map(|i| i >= 100).collect();
    let features = Features::new(200, vec![Feature::numeric("x", values)]).unwrap();
    for kind in [Kind::Blend, Kind::Logistic, Kind::Trees] {
        let model = Model::fit(
            &features,
            &labels,
            &Settings {
                kind,
                ..Settings::default()
            },
        )
        .unwrap();
        let p = model.predict(&features).probabilities;
        assert!(p.iter().all(|p| p.is_finite() && (0.0..=1.0).contains(p)));
        assert!(p[0] < 0.1 && p[199] > 0.9);
        assert!(kind != Kind::Trees || model.summary().loss < 0.2);
    }
}

#[test]
fn unseen_and_missing_columns_still_give_probabilities() {
    let (features, labels) = table(300, 4);
    let model = Model::fit(&features, &labels, &Settings::default()).unwrap();
    let strange = Features::new(
        2,
        vec![Feature::categorical("color", vec![Some("mauve"), None])],
    )
    .unwrap();
    let prediction = model.predict(&strange);
    assert!(
        prediction
            .probabilities
            .iter()
            .all(|p| p.is_finite() && *p > 0.0 && *p < 1.0)
    );
    assert_eq!(prediction.misfits.absent, ["size", "noise", "none", "one"]);
    assert_eq!(prediction.misfits.unseen, [("color".to_owned(), 1)]);
    assert!(
        model
            .predict(&Features::new(0, vec![]).unwrap())
            .probabilities
            .is_empty()
    );
}

#[test]
fn bad_tables_are_told() {
    let (features, labels) = table(60, 5);
    let fit = |features: &Features, labels: &[bool]| {
        Model::fit(features, labels, &Settings::default()).unwrap_err()
    };
    assert!(matches!(
        fit(&features, &[true; 60]),
        Error::OneClass { rows: 60, .. }
    ));
    assert!(matches!(
        fit(&features, &labels[..59]),
        Error::ShapeMismatch { .. }
    ));
    let few = features.select(&[0, 1, 2, 3, 4]);
    assert!(matches!(
        fit(&few, &[true, false, true, false, true]),
        Error::TooFew { needs: 5, .. }
    ));
    assert!(matches!(
        fit(&Features::new(60, vec![]).unwrap(), &labels),
        Error::NoFeatures { .. }
    ));
    let empty = features.keep(|column| column.name == "none" || column.name == "one");
    let model = Model::fit(&empty, &labels, &Settings::default()).unwrap();
    let p = model.predict(&empty).probabilities;
    let rate = labels.iter().filter(|l| **l).count() as f64 / 60.0;
    assert!(
        p.iter().all(|p| (p - rate).abs() < 0.05),
        "nothing to learn from gives the base rate: {p:?}"
    );
}
