//! Times what a shop's recommendations are made of: fits, the trial and the rules.
//!
//! `cargo run --release -p recommend --example shop -- events.txt baskets.txt [vectors.jsonl]`: lines of
//! `user item day`, baskets of items and, item by item, what `shoplens embed` wrote of their titles. With vectors it
//! is told besides how a hybrid with them foretells the last tenth of the time, new products above all.

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use std::time::Instant;

use recommend::{
    Damping, Event, Interactions, Kind, Limits, RuleSettings, Settings, Shelf, Split, Texts, Trial,
    Vectors, association_rules, evaluate, fit, fit_with, hold_back, learnable,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let lines = |path: &str| -> Vec<Vec<u32>> {
        let text = std::fs::read_to_string(path).expect("a file");
        let numbers = |line: &str| {
            let words = line.split_whitespace();
            words.map(|word| word.parse().expect("a number")).collect()
        };
        text.lines().map(numbers).collect()
    };
    let events: Vec<Event> = lines(&arguments[0])
        .iter()
        .map(|line| Event {
            user: line[0],
            item: line[1],
            weight: 1.0,
            time: Some(i64::from(line[2])),
        })
        .collect();
    let most = |of: fn(&Event) -> u32| events.iter().map(of).max().map_or(0, |id| id as usize + 1);
    let (users, items) = (most(|event| event.user), most(|event| event.item));
    let timed = |what: &str, start: Instant| {
        println!("{what:<12} {:>7.2} s", start.elapsed().as_secs_f64());
    };
    let start = Instant::now();
    let all = Interactions::new(users, items, events).expect("ids fit");
    timed("gather", start);
    println!("{users} users, {items} items, {} pairs", all.pairs());
    let settings = Settings::default();
    let (data, _) = learnable(&all, &settings);
    let damped = data.clone().damped(Damping::default());
    for kind in Kind::QUICK {
        let start = Instant::now();
        fit(kind, &damped, None, &settings, &mut |_| true).expect("a fit");
        timed(kind.name(), start);
    }
    let trial = Trial {
        split: Split::Last,
        kinds: Kind::QUICK.to_vec(),
        resamples: 200,
        most_users: 2_000,
        settings,
        ..Trial::default()
    };
    let start = Instant::now();
    let mut last = start;
    let outcome = evaluate(&data, None, &trial, &mut |part| {
        if last.elapsed().as_secs_f64() > 0.25 {
            println!(
                "  {:>5.1} % after {:.2} s",
                100.0 * part,
                start.elapsed().as_secs_f64()
            );
            last = Instant::now();
        }
        true
    });
    let outcome = outcome.expect("a trial");
    timed("trial", start);
    for model in &outcome.models {
        println!(
            "  {:<11} NDCG {:.5} [{:.5}, {:.5}], chosen by {:.5}",
            model.kind.name(),
            model.ndcg.value,
            model.ndcg.low,
            model.ndcg.high,
            model.validation_ndcg
        );
    }
    println!("  {:?}", outcome.weights);
    let start = Instant::now();
    let blend = outcome.blend.as_ref();
    fit_with(outcome.used, blend, &damped, None, &settings, &mut |_| true).expect("a fit");
    timed(outcome.used.name(), start);

    let mut baskets = lines(&arguments[1]);
    baskets.retain(|basket| basket.len() <= 100);
    let rules = RuleSettings {
        support: (5.0 / baskets.len() as f64).max(0.002),
        confidence: 0.1,
        longest: 2,
        ..RuleSettings::default()
    };
    let start = Instant::now();
    let found = association_rules(&baskets, rules, &mut |_| true).expect("baskets");
    timed("rules", start);
    if let Some(path) = arguments.get(2) {
        with_texts(&all, path);
    }
    println!(
        "  {} baskets, {} tested, {} rules",
        baskets.len(),
        found.tested,
        found.rules.len()
    );
}

/// The last tenth of the time foretold by hybrids with and without texts: all purchases, and those of new products.
fn with_texts(all: &Interactions, path: &str) {
    let text = std::fs::read_to_string(path).expect("vectors");
    let mut values: Vec<f32> = Vec::new();
    let mut width = 0;
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let vector = line["vector"].as_array().expect("a vector");
        width = vector.len();
        values.extend(vector.iter().map(|x| x.as_f64().expect("a number") as f32));
    }
    let settings = Settings::default();
    let vectors = Vectors::new(width, values).expect("shapes fit");
    let texts = Texts::new(vectors, &settings, &mut |_| true).expect("not cancelled");
    let split = Split::Time { share: 0.1 };
    let held = hold_back(all, split, false, 42).expect("times");
    let known = held.known.users_of_items();
    for texts in [None, Some(&texts)] {
        let trial = Trial {
            split,
            kinds: [&Kind::QUICK[..], &[Kind::Semantic]].concat(),
            resamples: 200,
            most_users: 2_000,
            ..Trial::default()
        };
        let outcome = evaluate(all, texts, &trial, &mut |_| true).expect("a trial");
        println!("texts: {}", texts.is_some());
        for model in &outcome.models {
            println!(
                "  {:<11} NDCG {:.5} [{:.5}, {:.5}], hit {:.4}, chosen by {:.5}, never shown {:.3}",
                model.kind.name(),
                model.ndcg.value,
                model.ndcg.low,
                model.ndcg.high,
                model.hit_rate.value,
                model.validation_ndcg,
                1.0 - model.catalogue.coverage
            );
        }
        let (data, _) = learnable(&held.known, &settings);
        let data = data.damped(Damping::default());
        for kind in [Kind::Hybrid, Kind::Semantic] {
            if kind == Kind::Semantic && texts.is_none() {
                continue;
            }
            let blend = outcome.blend.as_ref();
            let fitted = fit_with(kind, blend, &data, texts, &settings, &mut |_| true);
            let fitted = fitted.expect("a fit");
            let mut shelf = Shelf::new(&data);
            let (mut new, mut found, mut shown, mut lists) = (0, 0, 0, 0);
            for (user, targets) in held.targets.iter().enumerate() {
                let cold = |item: &u32| known[*item as usize] == 0;
                let history = data.history(user as u32);
                if targets.is_empty() {
                    continue;
                }
                let list = shelf.list(&*fitted.model, &history, 20, Limits::default());
                lists += 1;
                shown += list.iter().filter(|s| cold(&s.item)).count();
                new += targets.iter().filter(|t| cold(t)).count();
                let hit = |t: &&u32| cold(t) && list.iter().any(|s| s.item == **t);
                found += targets.iter().filter(hit).count();
            }
            println!(
                "  {}: {found} of {new} purchases of new products among the first 20; {:.3} new products a list",
                kind.name(),
                shown as f64 / f64::from(lists)
            );
        }
    }
}
