//! Flat stretches, outliers, gaps and seasons seen twice: intervals that hold, and are no wider than they have to be.

use forecast::{Event, Forecast, Model, Note, Options, Outcome, Step, forecast, forecast_of};

/// Normal values with a standard deviation of 1, the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The sum of twelve even ones, less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }

    fn normals(seed: u64, count: usize) -> Vec<f64> {
        let mut chance = Self(seed);
        (0..count).map(|_| chance.normal()).collect()
    }
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn asked(horizon: usize, seasons: &[usize], model: Option<Model>) -> Options {
    Options {
        horizon,
        seasons: seasons.to_vec(),
        model,
        ..Options::default()
    }
}

fn ready(outcome: Outcome) -> Forecast {
    match outcome {
        Outcome::Ready(found) => *found,
        Outcome::Insufficient { .. } => panic!("{outcome:?}"),
    }
}

fn ahead(values: &[f64], horizon: usize, seasons: &[usize]) -> Forecast {
    let options = asked(horizon, seasons, None);
    ready(forecast(&some(values), &options).expect("good input"))
}

fn ends(steps: &[Step], of: fn(&Step) -> (f64, f64)) -> (f64, f64) {
    let each = steps.iter().map(of);
    each.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), (a, b)| {
        (lo.min(a), hi.max(b))
    })
}

#[test]
fn after_a_flat_stretch_intervals_stay_near_what_was_seen() {
    for sold in 1..=3 {
        let mut y = vec![0.0; 120];
        y[120 - sold..].fill(3.0);
        let (_, hi) = ends(&ahead(&y, 8, &[7]).steps, |step| (step.lo95, step.hi95));
        assert!(hi < 12.0, "{sold}: {hi}");
        let mut y = vec![7.0; 120];
        y[120 - sold..].fill(8.0);
        let (lo, hi) = ends(&ahead(&y, 8, &[7]).steps, |step| (step.lo95, step.hi95));
        assert!(lo > 3.0 && hi < 12.0, "{sold}: {lo} {hi}");
    }
    let mut price = vec![19.9; 120];
    price[100..110].fill(17.9);
    let (lo, hi) = ends(&ahead(&price, 8, &[7]).steps, |step| (step.lo80, step.hi80));
    assert!(lo > 14.0 && hi < 26.0, "{lo} {hi}");
}

#[test]
fn new_products_have_intervals_of_a_handful() {
    // Sold for some days, one or two a day; nothing before.
    for new in 1..=11 {
        let mut chance = Chance(new);
        let mut y = vec![0.0; 210];
        for value in &mut y[210 - new as usize..] {
            *value = (3.4 * chance.next()).floor();
        }
        if y[209] == 0.0 {
            y[209] = 2.0;
        }
        let (_, hi) = ends(&ahead(&y, 8, &[7]).steps, |step| (step.lo80, step.hi80));
        assert!(hi < 12.0, "{new}: {hi}");
    }
}

#[test]
fn an_outlier_that_is_told_is_not_in_the_intervals_nor_in_the_scores() {
    let y: Vec<f64> = Chance::normals(1, 200).iter().map(|z| 50.0 + z).collect();
    for at in [150, 190, 199] {
        let mut y = y.clone();
        y[at] = 5000.0;
        let found = ahead(&y, 14, &[7]);
        let is_told = |note: &Note| matches!(note, Note::Outlier { at: told, .. } if *told == at);
        assert!(found.notes.iter().any(is_told), "{:?}", found.notes);
        let (lo, hi) = ends(&found.steps, |step| (step.lo95, step.hi95));
        assert!(lo > 44.0 && hi < 56.0, "{at}: {lo} {hi}");
        let tried = found.backtest.expect("a backtest");
        assert!(tried.chosen.mase < 1.5, "{at}: {}", tried.chosen.mase);
        let came = tried.origins.iter().flat_map(|origin| &origin.actual);
        assert!(came.clone().all(|&value| value < 60.0), "{at}");
    }
    let mut same = vec![7.0; 120];
    same[100] = 700.0;
    let found = ahead(&same, 8, &[7]);
    assert!(found.notes.contains(&Note::Constant { value: 7.0 }));
    assert_eq!(
        ends(&found.steps, |step| (step.lo95, step.hi95)),
        (7.0, 7.0)
    );
}

#[test]
fn an_enormous_order_before_a_holiday_is_an_outlier_all_the_same() {
    let mut y: Vec<f64> = Chance::normals(6, 360)
        .iter()
        .map(|z| 430.0 + 40.0 * z)
        .collect();
    let holiday = Options {
        events: vec![Event {
            name: "christmas".to_owned(),
            at: vec![353],
            before: 14,
            after: 5,
            ahead: true,
        }],
        ..asked(28, &[7], None)
    };
    y[347] = 42_000.0;
    let found = ready(forecast(&some(&y), &holiday).expect("good input"));
    let is_told = |note: &Note| matches!(note, Note::Outlier { at: 347, .. });
    assert!(found.notes.iter().any(is_told), "{:?}", found.notes);
    let (lo, hi) = ends(&found.steps, |step| (step.lo95, step.hi95));
    assert!(lo > 200.0 && hi < 700.0, "{lo} {hi}");
    // What the day itself brought is the holiday's.
    (y[347], y[353]) = (430.0, 8000.0);
    let found = ready(forecast(&some(&y), &holiday).expect("good input"));
    assert!(
        !found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Outlier { .. }))
    );
}

#[test]
fn values_missing_at_the_end_make_the_way_ahead_longer() {
    let mut level = 100.0;
    let walk: Vec<f64> = Chance::normals(2, 200)
        .iter()
        .map(|z| {
            level += z;
            level
        })
        .collect();
    let mut values = some(&walk);
    values.resize(230, None);
    let options = asked(14, &[7], None);
    let found = ready(forecast(&values, &options).expect("good input"));
    let told = Note::EndsEarly { at: 200, count: 30 };
    assert!(found.notes.contains(&told), "{:?}", found.notes);
    // The first step is the thirty-first after the last value: ±1.28 · √31 = 7.1.
    let first = found.steps[0];
    let wide = (first.hi80 - first.lo80) / 2.0;
    assert!((4.0..15.0).contains(&wide), "{first:?}");
    assert_eq!(found.steps.len(), 14);
}

#[test]
fn what_was_filled_is_no_measure_of_errors() {
    let y: Vec<f64> = Chance::normals(3, 150)
        .iter()
        .map(|z| 50.0 + 5.0 * z)
        .collect();
    let mut values = some(&y);
    for value in &mut values[117..147] {
        *value = None;
    }
    let options = asked(14, &[7], None);
    let found = ready(forecast(&values, &options).expect("good input"));
    let wide = |found: &Forecast| {
        let each = found.steps.iter().map(|step| (step.hi80 - step.lo80) / 2.0);
        each.sum::<f64>() / found.steps.len() as f64
    };
    assert!((4.5..11.0).contains(&wide(&found)), "{}", wide(&found));
    let tried = found.backtest.expect("a backtest");
    for origin in &tried.origins {
        assert!(!(118..147).contains(&origin.at), "{}", origin.at);
    }
}

#[test]
fn a_weekday_of_unknown_values_is_not_expected_to_be_closed() {
    let y: Vec<f64> = Chance::normals(4, 210)
        .iter()
        .map(|z| 100.0 + 3.0 * z)
        .collect();
    let values: Vec<Option<f64>> = (0..210).map(|at| (at % 7 != 6).then_some(y[at])).collect();
    let unknown: Vec<bool> = values.iter().map(Option::is_none).collect();
    let options = asked(14, &[7], None);
    let found = ready(forecast_of(&values, &unknown, &options).expect("good input"));
    assert!(
        found.steps.iter().all(|step| step.mean > 80.0),
        "{:?}",
        found.steps
    );
    let absent = ready(forecast(&values, &options).expect("good input"));
    assert_eq!(absent.steps[6].mean, 0.0);
    // Nor are they nothing where there are many.
    let values: Vec<Option<f64>> = (0..210).map(|at| (at % 2 == 0).then_some(y[at])).collect();
    let unknown: Vec<bool> = values.iter().map(Option::is_none).collect();
    let found = ready(forecast_of(&values, &unknown, &options).expect("good input"));
    assert!(
        found.steps.iter().all(|step| step.mean > 80.0),
        "{:?}",
        found.steps
    );
}

/// Months with 100 and Decembers with 300.
fn christmas(count: usize) -> Vec<f64> {
    let noise = Chance::normals(5, count);
    let each = noise.iter().enumerate();
    each.map(|(at, z)| 2.0 * z + if at % 12 == 11 { 300.0 } else { 100.0 })
        .collect()
}

#[test]
fn a_season_seen_twice_is_in_the_forecast() {
    let y = christmas(24);
    for model in [
        Some(Model::SeasonalNaive),
        Some(Model::Mstl),
        Some(Model::Ets),
        None,
    ] {
        let options = asked(12, &[12], model);
        let found = ready(forecast(&some(&y), &options).expect("good input"));
        for (at, step) in found.steps.iter().enumerate() {
            let expected = if at == 11 { 240.0..360.0 } else { 70.0..130.0 };
            assert!(expected.contains(&step.mean), "{model:?} {at}: {step:?}");
        }
        let seen = |note: &Note| matches!(note, Note::SeasonUnseen { .. });
        assert!(!found.notes.iter().any(seen), "{:?}", found.notes);
    }
    let named = asked(12, &[12], Some(Model::SeasonalNaive));
    let found = ready(forecast(&some(&y), &named).expect("good input"));
    let means: Vec<f64> = found.steps.iter().map(|step| step.mean).collect();
    assert_eq!(means, y[12..]);
    assert!(
        found.steps.iter().all(|step| step.hi80 > step.mean),
        "{:?}",
        found.steps
    );
}

#[test]
fn two_years_of_weeks_have_no_bias() {
    let mut off = 0.0;
    for seed in 0..6 {
        let noise = Chance::normals(20 + seed, 117);
        let y: Vec<f64> = noise
            .iter()
            .enumerate()
            .map(|(at, z)| {
                let season = libm::sin(std::f64::consts::TAU * at as f64 / 52.0);
                100.0 + 30.0 * season + 8.0 * z
            })
            .collect();
        let found = ahead(&y[..104], 13, &[52]);
        let each = found.steps.iter().zip(&y[104..]);
        off += each.map(|(step, came)| step.mean - came).sum::<f64>() / (6.0 * 13.0);
    }
    assert!(off.abs() < 5.0, "{off}");
}

#[test]
fn chance_is_not_taken_for_a_season() {
    let noise = Chance::normals(9, 24);
    let y: Vec<f64> = noise.iter().map(|z| 100.0 + 8.0 * z).collect();
    let found = ahead(&y, 12, &[12]);
    let (lo, hi) = ends(&found.steps, |step| (step.mean, step.mean));
    assert!(hi - lo < 16.0, "{:?}", found.weights);
}

#[test]
fn a_single_closed_day_ahead_is_answered() {
    let y: Vec<f64> = (0..139)
        .map(|at| match at % 7 {
            6 => 0.0,
            _ => 20.0 + f64::from(at * 37 % 11),
        })
        .collect();
    let found = ahead(&y, 1, &[7]);
    assert_eq!((found.steps.len(), found.steps[0].hi95), (1, 0.0));
}
