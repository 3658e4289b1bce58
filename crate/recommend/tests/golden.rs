//! Models against the field's reference programs; `golden/make.py` made the numbers.

use recommend::{
    Ease, EaseSettings, Event, Interactions, KnnSettings, Neighbours, RuleSettings, WalkSettings,
    Weighting, association_rules, item_knn, rp3_beta, sparse_ease,
};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/golden.json")).expect("JSON")
}

fn interactions(golden: &Value) -> Interactions {
    let number = |value: &Value| value.as_f64().expect("a number");
    let triples = golden["triples"].as_array().expect("triples");
    let events = triples
        .iter()
        .map(|triple| Event {
            user: number(&triple[0]) as u32,
            item: number(&triple[1]) as u32,
            weight: number(&triple[2]) as f32,
            time: None,
        })
        .collect();
    let (users, items) = (number(&golden["users"]), number(&golden["items"]));
    Interactions::new(users as usize, items as usize, events).expect("ids fit")
}

fn matrix(value: &Value) -> Vec<Vec<f64>> {
    serde_json::from_value(value.clone()).expect("a matrix")
}

/// Every neighbour has the reference's weight, and what is no neighbour has none there that is above 0.
fn same(found: &Neighbours, wanted: &[Vec<f64>], tolerance: f64) {
    for (item, row) in wanted.iter().enumerate() {
        let of_item = found.of(item as u32);
        for (other, &wanted) in row.iter().enumerate() {
            let found = of_item.iter().find(|scored| scored.item == other as u32);
            let found = found.map_or(0.0, |scored| f64::from(scored.score));
            let wanted = wanted.max(0.0);
            let room = tolerance * wanted.max(1.0);
            assert!(
                (found - wanted).abs() < room,
                "{item} → {other}: {found}, not {wanted}"
            );
        }
    }
}

#[test]
fn item_knn_is_that_of_implicit() {
    let golden = golden();
    let data = interactions(&golden);
    for (name, weighting) in [
        ("cosine", Weighting::Cosine),
        ("tfidf", Weighting::TfIdf),
        ("bm25", Weighting::Bm25 { k1: 1.2, b: 0.75 }),
    ] {
        let settings = KnnSettings {
            weighting,
            shrinkage: 0.0,
            ..KnnSettings::default()
        };
        let found = item_knn(&data, settings, &mut |_| true).expect("a fit");
        same(&found, &matrix(&golden[name]), 2e-6);
    }
}

#[test]
fn rp3_beta_is_the_closed_form() {
    let golden = golden();
    let settings = WalkSettings {
        alpha: 0.8,
        beta: 0.6,
        ..WalkSettings::default()
    };
    let found = rp3_beta(&interactions(&golden), settings, &mut |_| true).expect("a fit");
    same(&found, &matrix(&golden["rp3beta"]), 1e-6);
}

#[test]
fn ease_is_the_closed_form_whole_and_sparse() {
    let golden = golden();
    let data = interactions(&golden);
    let wanted = matrix(&golden["ease"]);
    let settings = EaseSettings {
        lambda: 5.0,
        block: 12,
        ..EaseSettings::default()
    };
    let whole = Ease::fit(&data, settings, &mut |_| true).expect("a fit");
    for (from, row) in wanted.iter().enumerate() {
        for (to, &wanted) in row.iter().enumerate() {
            let found = f64::from(whole.weight(from as u32, to as u32));
            assert!(
                (found - wanted).abs() < 1e-6,
                "{from} → {to}: {found}, not {wanted}"
            );
        }
    }
    // With a user of everything, all items share one, and the sparse form leaves nothing out.
    let mut events: Vec<Event> = data.events().collect();
    events.extend((0..12).map(|item| Event {
        user: 40,
        item,
        weight: 1.0,
        time: None,
    }));
    let data = Interactions::new(41, 12, events).expect("ids fit");
    let whole = Ease::fit(&data, settings, &mut |_| true).expect("a fit");
    let sparse = sparse_ease(&data, settings, &mut |_| true).expect("a fit");
    for from in 0..12 {
        let found = sparse.of(from);
        assert_eq!(found.len(), 11);
        for scored in found {
            let wanted = whole.weight(from, scored.item);
            assert!(
                (scored.score - wanted).abs() < 1e-6,
                "{from} → {}: {}, not {wanted}",
                scored.item,
                scored.score
            );
        }
    }
}

#[test]
fn rules_are_those_of_mlxtend() {
    let golden = golden();
    let data = interactions(&golden);
    let baskets: Vec<Vec<u32>> = (0..data.users() as u32)
        .map(|user| data.history(user).items.to_vec())
        .collect();
    let settings = RuleSettings {
        support: 0.2,
        confidence: 0.5,
        ..RuleSettings::default()
    };
    let found = association_rules(&baskets, settings, &mut |_| true).expect("baskets");
    let mut rules = found.rules;
    rules.sort_by(|a, b| (&a.antecedent, a.consequent).cmp(&(&b.antecedent, b.consequent)));
    let wanted = golden["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), wanted.len());
    for (rule, wanted) in rules.iter().zip(wanted) {
        let found = serde_json::to_value(rule).expect("JSON");
        assert_eq!(found["antecedent"], wanted["antecedent"]);
        assert_eq!(found["consequent"], wanted["consequent"]);
        for name in [
            "support",
            "confidence",
            "lift",
            "conviction",
            "chi_square",
            "p_value",
            "q_value",
        ] {
            match (found[name].as_f64(), wanted[name].as_f64()) {
                (Some(found), Some(wanted)) => {
                    assert!(
                        (found - wanted).abs() < 1e-9 * wanted.abs().max(1.0),
                        "{name}: {found}, not {wanted}"
                    );
                }
                (found, wanted) => assert_eq!(found, wanted, "{name}"),
            }
        }
    }
}

#[test]
fn the_groceries_have_463_rules() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/orders/groceries_baskets.csv"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the groceries baskets are not here");
        return;
    };
    let mut names: Vec<&str> = text
        .lines()
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    names.sort_unstable();
    names.dedup();
    let place = |name: &str| names.binary_search(&name.trim()).expect("a name") as u32;
    let baskets: Vec<Vec<u32>> = text
        .lines()
        .map(|line| line.split(',').map(place).collect())
        .collect();
    let found = association_rules(&baskets, RuleSettings::default(), &mut |_| true);
    let found = found.expect("baskets");
    assert_eq!((found.baskets, found.cut_short), (9_835, false));
    assert_eq!(found.rules.len(), 463);
    // The one that every textbook shows first: herbs → root vegetables, lift 3.956.
    let best = &found.rules[0];
    assert_eq!(names[best.antecedent[0] as usize], "herbs");
    assert_eq!(names[best.consequent as usize], "root vegetables");
    assert!((best.lift - 3.956_477).abs() < 1e-6);
}
