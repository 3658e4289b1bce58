//! One customer, one product, a robot, nothing at all: clear outcomes and lists that make sense.

use recommend::{
    Als, AlsSettings, Ease, EaseSettings, Error, Event, Interactions, Kind, Limits, Note, Settings,
    Shelf, Texts, Trial, Vectors, evaluate, fit, fit_with, learnable, possible,
};

fn event(user: u32, item: u32, time: i64) -> Event {
    Event {
        user,
        item,
        weight: 1.0,
        time: Some(time),
    }
}

fn made(users: usize, items: usize, pairs: &[(u32, u32)]) -> Interactions {
    let events = pairs
        .iter()
        .zip(0..)
        .map(|(&(user, item), time)| event(user, item, time));
    Interactions::new(users, items, events.collect()).expect("ids fit")
}

/// Two tastes, each of ten items; every user likes one of them, and picks five items of it.
fn two_tastes(users: u32) -> Interactions {
    let mut events = Vec::new();
    let mut state = 5_u64;
    for user in 0..users {
        let mut side: Vec<u32> = (0..10).map(|item| user % 2 * 10 + item).collect();
        for step in 0..5 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let item = side.remove((state >> 33) as usize % side.len());
            events.push(event(user, item, step));
        }
    }
    Interactions::new(users as usize, 22, events).expect("ids fit")
}

fn texts(items: usize, of: impl Fn(usize) -> [f32; 2]) -> Texts {
    let vectors = Vectors::new(2, (0..items).flat_map(of).collect()).expect("shapes fit");
    Texts::new(vectors, &Settings::default(), &mut |_| true).expect("not cancelled")
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let none = made(0, 0, &[]);
    let settings = Settings::default();
    for kind in [Kind::ItemKnn, Kind::Rp3Beta, Kind::Ease, Kind::Als] {
        let found = fit(kind, &none, None, &settings, &mut |_| true);
        assert_eq!(found.err(), Some(Error::NoInteractions), "{kind:?}");
    }
    let found = evaluate(&none, None, &Trial::default(), &mut |_| true);
    assert_eq!(found.err(), Some(Error::NoInteractions));
    let few = evaluate(
        &made(2, 2, &[(0, 0), (1, 1)]),
        None,
        &Trial::default(),
        &mut |_| true,
    );
    assert_eq!(few.err(), Some(Error::TooFewTested { has: 0, needs: 20 }));
}

#[test]
fn one_customer_or_one_product_gives_lists_without_what_is_known() {
    let settings = Settings::default();
    for (users, items, pairs) in [
        (1, 4, vec![(0, 0), (0, 1), (0, 2)]),
        (5, 1, (0..5).map(|user| (user, 0)).collect()),
    ] {
        let data = made(users, items, &pairs);
        let texts = texts(items, |item| [1.0, item as f32]);
        for kind in possible(&data, true) {
            let fitted = fit(kind, &data, Some(&texts), &settings, &mut |_| true).expect("a fit");
            let mut shelf = Shelf::new(&data);
            for user in 0..users as u32 {
                let history = data.history(user);
                let list = shelf.list(fitted.model.as_ref(), &history, 3, Limits::default());
                for scored in list {
                    assert!(scored.score.is_finite());
                    assert!(!history.items.contains(&scored.item), "{kind:?}");
                }
            }
        }
    }
}

#[test]
fn a_robot_changes_nothing_but_is_told() {
    let plain = two_tastes(40);
    let mut events: Vec<Event> = plain.events().collect();
    events.extend((0..120).map(|item| event(40, item, 1)));
    let with = Interactions::new(41, 120, events).expect("ids fit");
    let settings = Settings::default();
    let (data, notes) = learnable(&with, &settings);
    let told = Note::HeavyUsers {
        users: vec![40],
        most_items: 60,
    };
    assert_eq!(notes, [told]);
    let list = |data: &Interactions| {
        let fitted = fit(Kind::ItemKnn, data, None, &settings, &mut |_| true).expect("a fit");
        Shelf::new(data).list(
            fitted.model.as_ref(),
            &data.history(0),
            5,
            Limits::default(),
        )
    };
    let found = list(&data);
    assert_eq!(found, list(&plain));
    assert!(found.iter().all(|scored| scored.item < 10));
}

#[test]
fn every_kind_finds_the_taste_and_never_the_item_itself() {
    let data = two_tastes(60);
    let texts = texts(22, |item| {
        if item < 10 || item == 20 {
            [1.0, 0.1]
        } else {
            [0.1, 1.0]
        }
    });
    let mut settings = Settings::default();
    // As many factors as tastes: with more, ALS learns the noise of so little data, as `implicit` does on the same numbers.
    settings.als.factors = 2;
    for kind in possible(&data, true) {
        if matches!(kind, Kind::Popularity | Kind::Recent) {
            continue;
        }
        let fitted = fit(kind, &data, Some(&texts), &settings, &mut |_| true).expect("a fit");
        let mut shelf = Shelf::new(&data);
        for user in 0..4 {
            let history = data.history(user);
            let list = shelf.list(fitted.model.as_ref(), &history, 3, Limits::default());
            let side = user % 2 * 10;
            for scored in list {
                let own = (side..side + 10).contains(&scored.item) || scored.item == 20 + user % 2;
                assert!(own, "{kind:?}: {scored:?} for user {user}");
                assert!(!history.items.contains(&scored.item));
            }
        }
    }
}

#[test]
fn a_trial_chooses_and_is_the_same_twice() {
    let data = two_tastes(200);
    let trial = || evaluate(&data, None, &Trial::default(), &mut |_| true).expect("a trial");
    let found = trial();
    assert_eq!(found, trial());
    assert!(found.beats_popularity, "{:?}", found.models);
    assert_eq!(found.users_tested, 200);
    let hits = |kind: Kind| {
        let model = found.models.iter().find(|model| model.kind == kind);
        model.expect("a model").hit_rate.value
    };
    for model in &found.models {
        assert!(model.ndcg.low <= model.ndcg.value && model.ndcg.value <= model.ndcg.high);
        assert!((0.0..=1.0).contains(&model.catalogue.gini), "{model:?}");
        // The difference that is told is that of the two rates told, whatever the choice goes by.
        let over = model.hit_rate_over_popularity;
        let wanted = hits(model.kind) - hits(Kind::Popularity);
        assert!((over.value - wanted).abs() < 1e-6, "{model:?}");
        assert!(over.low <= over.value && over.value <= over.high);
        if model.kind == found.used {
            assert!(over.high >= 0.0 && model.ndcg_over_popularity.low > 0.0);
        }
    }
    let settings = Settings::default();
    let blend = found.blend.as_ref();
    let fitted = fit_with(Kind::Hybrid, blend, &data, None, &settings, &mut |_| true);
    let fitted = fitted.expect("a fit");
    let list = Shelf::new(&data).list(
        fitted.model.as_ref(),
        &data.history(0),
        3,
        Limits::default(),
    );
    assert!(list.iter().all(|scored| scored.item < 10), "{list:?}");
}

#[test]
fn where_there_is_no_taste_popularity_is_used() {
    // Items drawn without regard to anything: no model can be better.
    let mut state = 9_u64;
    let mut draw = |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((state >> 33) % bound) as u32
    };
    let events = (0..1_500)
        .map(|at| event(at % 150, draw(80), i64::from(at)))
        .collect();
    let data = Interactions::new(150, 80, events).expect("ids fit");
    let found = evaluate(&data, None, &Trial::default(), &mut |_| true).expect("a trial");
    assert!(!found.beats_popularity);
    assert_eq!(found.used, Kind::Popularity);
}

#[test]
fn ease_keeps_to_its_budget_and_says_so() {
    let data = two_tastes(40);
    let mut settings = Settings::default();
    settings.ease.budget_bytes = 100;
    let refused = Ease::fit(&data, settings.ease, &mut |_| true);
    assert!(matches!(
        refused,
        Err(Error::OverBudget {
            needs_bytes: 5_808,
            ..
        })
    ));
    let fitted = fit(Kind::Ease, &data, None, &settings, &mut |_| true).expect("a fit");
    assert!(matches!(
        fitted.notes[..],
        [Note::SparseEase { items: 22, .. }]
    ));
    let bad = EaseSettings {
        lambda: 0.0,
        ..EaseSettings::default()
    };
    assert!(matches!(
        Ease::fit(&data, bad, &mut |_| true),
        Err(Error::BadSetting { .. })
    ));
}

#[test]
fn every_fit_can_be_stopped() {
    let data = two_tastes(40);
    let texts = texts(22, |item| [1.0, item as f32]);
    let settings = Settings::default();
    for kind in possible(&data, true) {
        if matches!(kind, Kind::Popularity | Kind::Recent | Kind::Semantic) {
            continue;
        }
        let found = fit(kind, &data, Some(&texts), &settings, &mut |_| false);
        assert_eq!(found.err(), Some(Error::Cancelled), "{kind:?}");
    }
    let found = evaluate(&data, None, &Trial::default(), &mut |_| false);
    assert_eq!(found.err(), Some(Error::Cancelled));
}

#[test]
fn factors_of_a_user_solve_the_equations() {
    let data = two_tastes(40);
    let settings = AlsSettings {
        factors: 6,
        ..AlsSettings::default()
    };
    let als = Als::fit(&data, settings, &mut |_| true).expect("a fit");
    let history = data.history(3);
    let own = als.user(&history);
    // (YᵀY + λ + Σ αw y yᵀ) x = Σ (1 + αw) y, in double precision.
    let row = |item: u32| -> Vec<f64> { als.item(item).iter().map(|&x| f64::from(x)).collect() };
    let x: Vec<f64> = own.iter().map(|&x| f64::from(x)).collect();
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let mut left: Vec<f64> = x
        .iter()
        .map(|x| f64::from(settings.regularisation) * x)
        .collect();
    let mut right = [0.0; 6];
    for item in 0..22 {
        let y = row(item);
        let known = history
            .items
            .binary_search(&item)
            .ok()
            .map(|at| history.weights[at]);
        let extra = known.map_or(0.0, |weight| f64::from(settings.alpha * weight));
        for at in 0..6 {
            left[at] += (1.0 + extra) * dot(&y, &x) * y[at];
            right[at] += known.map_or(0.0, |_| (1.0 + extra) * y[at]);
        }
    }
    for (left, right) in left.iter().zip(right) {
        assert!(
            (left - right).abs() < 1e-3 * right.abs().max(1.0),
            "{left} {right}"
        );
    }
}
