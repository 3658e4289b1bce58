//! What holds for any data.

use proptest::prelude::*;
use recommend::{
    Event, Interactions, KnnSettings, Limits, Settings, Shelf, fit, item_knn, possible,
};

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0_u32..12, 0_u32..9, 1_u8..5, 0_i64..6);
    let event = event.prop_map(|(user, item, weight, time)| Event {
        user,
        item,
        weight: f32::from(weight),
        time: Some(time),
    });
    prop::collection::vec(event, 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_events_changes_no_list(mut raw in events(), excluded in 0_u32..9) {
        let settings = Settings::default();
        let lists = |raw: &[Event]| {
            let data = Interactions::new(12, 9, raw.to_vec()).expect("ids fit");
            let mut lists = Vec::new();
            for kind in possible(&data, false) {
                let fitted = fit(kind, &data, None, &settings, &mut |_| true).expect("a fit");
                let mut shelf = Shelf::new(&data);
                for user in 0..12 {
                    let history = data.history(user);
                    let limits = Limits { with_seen: false, excluded: &[excluded] };
                    let list = shelf.list(fitted.model.as_ref(), &history, 4, limits);
                    for scored in &list {
                        assert!(scored.score.is_finite());
                        assert_ne!(scored.item, excluded, "{kind:?}");
                        assert!(!history.items.contains(&scored.item), "{kind:?}");
                    }
                    lists.push(list);
                }
            }
            lists
        };
        let one = lists(&raw);
        raw.reverse();
        prop_assert_eq!(one, lists(&raw));
    }

    #[test]
    fn the_unit_of_weights_changes_no_cosine(raw in events()) {
        let neighbours = |factor: f32| {
            let mut raw = raw.clone();
            for event in &mut raw {
                event.weight *= factor;
            }
            let data = Interactions::new(12, 9, raw).expect("ids fit");
            let plain = KnnSettings {
                shrinkage: 0.0,
                ..KnnSettings::default()
            };
            item_knn(&data, plain, &mut |_| true).expect("a fit")
        };
        let (one, other) = (neighbours(1.0), neighbours(10.0));
        for item in 0..9 {
            let (mut one, mut other) = (one.of(item), other.of(item));
            prop_assert!(one.iter().all(|scored| scored.item != item && scored.score < 1.0 + 1e-5));
            // Equal similarities may change places by their last bit.
            one.sort_by_key(|scored| scored.item);
            other.sort_by_key(|scored| scored.item);
            prop_assert_eq!(one.len(), other.len());
            for (one, other) in one.iter().zip(&other) {
                prop_assert_eq!(one.item, other.item);
                prop_assert!((one.score - other.score).abs() < 1e-5);
            }
        }
    }
}
