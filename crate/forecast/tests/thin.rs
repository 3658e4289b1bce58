//! Thin, flat, wild and broken series: each yields a clear statement, and never a NaN.

use forecast::{Error, Forecast, Model, Note, Options, Outcome, forecast};
use proptest::prelude::*;

fn options(horizon: usize, seasons: &[usize]) -> Options {
    Options {
        horizon,
        seasons: seasons.to_vec(),
        ..Options::default()
    }
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn ready(values: &[f64], options: &Options) -> Forecast {
    match forecast(&some(values), options).expect("good input") {
        Outcome::Ready(found) => {
            sound(&found, options.horizon);
            *found
        }
        other => panic!("{other:?}"),
    }
}

/// As many steps as asked, all finite, intervals inside each other.
fn sound(found: &Forecast, horizon: usize) {
    assert_eq!(found.steps.len(), horizon);
    for step in &found.steps {
        let inside = step.lo95 <= step.lo80
            && step.lo80 <= step.mean
            && step.mean <= step.hi80
            && step.hi80 <= step.hi95;
        assert!(
            inside && step.lo95.is_finite() && step.hi95.is_finite(),
            "{step:?}"
        );
    }
    let shares: f64 = found.weights.iter().map(|(_, weight)| weight).sum();
    assert!((shares - 1.0).abs() < 1e-9);
    let json = serde_json::to_string(found).expect("JSON");
    assert!(!json.contains("null,\"hi95\""), "{json}");
}

#[test]
fn three_points_are_too_few() {
    for has in 0..4 {
        let outcome =
            forecast(&some(&[5.0, 6.0, 7.0][..has]), &options(3, &[7])).expect("good input");
        assert_eq!(outcome, Outcome::Insufficient { needs: 4, has });
    }
    let gaps = [None, Some(1.0), None, None, Some(2.0)];
    let outcome = forecast(&gaps, &options(3, &[])).expect("good input");
    assert_eq!(outcome, Outcome::Insufficient { needs: 4, has: 2 });
}

#[test]
fn few_points_have_no_backtest_and_say_so() {
    let found = ready(&[5.0, 6.0, 7.0, 5.5, 6.0], &options(3, &[7]));
    assert!(
        found.notes.contains(&Note::NoBacktest { has: 5 }),
        "{:?}",
        found.notes
    );
    assert!(found.backtest.is_none());
    assert!(found.steps[0].hi80 > found.steps[0].lo80);
}

#[test]
fn nothing_and_always_the_same() {
    for value in [0.0, 7.0, -3.0] {
        let found = ready(&[value; 40], &options(5, &[7]));
        assert_eq!(found.notes, [Note::Constant { value }]);
        assert!(
            found
                .steps
                .iter()
                .all(|step| step.mean == value && step.hi95 == value)
        );
    }
}

#[test]
fn one_enormous_order_does_not_come_again() {
    let mut y: Vec<f64> = (0..90).map(|at| 50.0 + f64::from(at * 37 % 11)).collect();
    y[60] = 1e9;
    let found = ready(&y, &options(14, &[7]));
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Outlier { at: 60, .. }))
    );
    assert!(
        found
            .steps
            .iter()
            .all(|step| (30.0..80.0).contains(&step.mean)),
        "{:?}",
        found.steps
    );
}

#[test]
fn numbers_that_are_none_are_refused_with_their_place() {
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let values = some(&[1.0, 2.0, wrong, 4.0]);
        match forecast(&values, &options(3, &[])) {
            Err(Error::NotFinite { at: 2, .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    let large = forecast(&some(&[1.0, 2.0, 3.0, 1e200]), &options(3, &[]));
    assert!(matches!(large, Err(Error::TooLarge { at: 3, .. })));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let values = some(&[1.0; 9]);
    assert!(matches!(
        forecast(&values, &options(0, &[])),
        Err(Error::Horizon { horizon: 0, .. })
    ));
    assert!(matches!(
        forecast(&values, &options(3, &[0])),
        Err(Error::Season { season: 0 })
    ));
    let ensemble = Options {
        model: Some(Model::Ensemble),
        ..options(3, &[])
    };
    assert!(matches!(
        forecast(&values, &ensemble),
        Err(Error::NotAsked { .. })
    ));
}

#[test]
fn a_closed_day_ahead_is_nothing() {
    let y: Vec<f64> = (0..140)
        .map(|at| {
            if at % 7 == 6 {
                0.0
            } else {
                20.0 + f64::from(at * 37 % 11)
            }
        })
        .collect();
    let found = ready(&y, &options(14, &[7]));
    assert!(found.notes.contains(&Note::Closed {
        phase: 6,
        season: 7
    }));
    assert_eq!((found.steps[6].mean, found.steps[13].hi95), (0.0, 0.0));
    assert!(found.steps[5].mean > 15.0);
}

#[test]
fn slow_movers_have_a_rate() {
    let y: Vec<f64> = (0..100)
        .map(|at| if at % 5 == 2 { 3.0 } else { 0.0 })
        .collect();
    let found = ready(&y, &options(10, &[]));
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Intermittent { .. }))
    );
    assert!(
        (0.3..1.2).contains(&found.steps[0].mean),
        "{:?}",
        found.steps[0]
    );
}

#[test]
fn an_unknown_future_keeps_nothing_below_zero() {
    let y: Vec<f64> = (0..60).map(|at| 60.0 - f64::from(at)).collect();
    let found = ready(&y, &options(30, &[]));
    assert!(found.steps.iter().all(|step| step.lo95 >= 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn anything_finite_is_answered(
        values in prop::collection::vec(
            prop::option::weighted(0.9, prop_oneof![Just(0.0), -1e3..1e3, 1e-9..1e12, Just(5.0)]),
            4..130,
        ),
        season in prop_oneof![Just(vec![]), Just(vec![7]), Just(vec![12]), Just(vec![7, 30])],
        model in prop::option::of(prop::sample::select(Model::EACH.to_vec())),
        horizon in 1usize..20,
    ) {
        let options = Options { model, ..options(horizon, &season) };
        if let Outcome::Ready(found) = forecast(&values, &options).expect("good input") {
            sound(&found, horizon);
        }
    }

    #[test]
    fn sixteen_times_the_values_are_sixteen_times_the_forecast(seed in 0u64..1000) {
        let mut state = seed;
        let mut noise = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as f64 / f64::from(1u32 << 31)
        };
        let y: Vec<f64> = (0..80).map(|at| 20.0 + 10.0 * f64::from(at % 7) + 5.0 * noise()).collect();
        let more: Vec<f64> = y.iter().map(|value| 16.0 * value).collect();
        let (one, other) = (ready(&y, &options(7, &[7])), ready(&more, &options(7, &[7])));
        for (one, other) in one.steps.iter().zip(&other.steps) {
            prop_assert!((16.0 * one.mean - other.mean).abs() < 0.02 * other.mean, "{one:?} {other:?}");
        }
    }
}
