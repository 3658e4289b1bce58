//! Times what a shop's recommendations are made of: fits, the trial and the rules.
//!
//! `cargo run --release -p recommend --example shop -- events.txt baskets.txt`: lines of `user item day`, and baskets of items.

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use std::time::Instant;

use recommend::{
    Damping, Event, Interactions, Kind, RuleSettings, Settings, Split, Trial, association_rules,
    evaluate, fit, fit_with, learnable,
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
    let kinds = vec![
        Kind::Popularity,
        Kind::Recent,
        Kind::ItemKnn,
        Kind::TfIdf,
        Kind::Rp3Beta,
        Kind::Sequence,
    ];
    let (data, _) = learnable(&all, &settings);
    let damped = data.clone().damped(Damping::default());
    for &kind in &kinds {
        let start = Instant::now();
        fit(kind, &damped, None, &settings, &mut |_| true).expect("a fit");
        timed(kind.name(), start);
    }
    let trial = Trial {
        split: Split::Last,
        kinds,
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
    println!(
        "  {} baskets, {} tested, {} rules",
        baskets.len(),
        found.tested,
        found.rules.len()
    );
}
