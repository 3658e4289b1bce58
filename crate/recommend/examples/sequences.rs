//! Fits and tests every model on sequences: a line a user, `user item item …` in their order; each model's fit is timed.
//!
//! `cargo run --release -p recommend --example sequences -- Toys_and_Games.txt [attributes.json]`

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use std::collections::BTreeMap;
use std::time::Instant;

use recommend::{
    Damping, Event, Interactions, Settings, Texts, Trial, Vectors, evaluate, fit, learnable,
    possible,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = std::fs::read_to_string(&arguments[0]).expect("the sequences");
    let mut events = Vec::new();
    let (mut users, mut items) = (0, 0);
    for line in text.lines() {
        let mut numbers = line
            .split_whitespace()
            .map(|word| word.parse().expect("a number"));
        let user: u32 = numbers.next().expect("a user");
        for (time, item) in numbers.enumerate() {
            users = users.max(user + 1);
            items = items.max(item + 1);
            events.push(Event {
                user,
                item,
                weight: 1.0,
                time: Some(time as i64),
            });
        }
    }
    let all = Interactions::new(users as usize, items as usize, events).expect("ids fit");
    let vectors = arguments.get(1).map(|path| vectors(path, items as usize));
    println!(
        "{} users, {} items, {} pairs",
        all.users(),
        all.items(),
        all.pairs()
    );
    let settings = Settings::default();
    let texts = vectors.map(|vectors| {
        let start = Instant::now();
        let texts = Texts::new(vectors, &settings, &mut |_| true).expect("not cancelled");
        println!("texts compared in {:.2} s", start.elapsed().as_secs_f64());
        texts
    });
    let (data, _) = learnable(&all, &settings);
    let data = data.damped(Damping::default());
    for kind in possible(&data, texts.is_some()) {
        let start = Instant::now();
        let fitted = fit(kind, &data, texts.as_ref(), &settings, &mut |_| true).expect("a fit");
        println!(
            "fit {:<11} {:>7.2} s {:>7.1} MB",
            kind.name(),
            start.elapsed().as_secs_f64(),
            fitted.model.bytes() as f64 / 1e6
        );
    }
    let trial = Trial {
        most_users: std::env::var("USERS")
            .map_or(usize::MAX, |users| users.parse().expect("a number")),
        ..Trial::default()
    };
    let start = Instant::now();
    let found = evaluate(&all, texts.as_ref(), &trial, &mut |_| true).expect("a trial");
    println!(
        "evaluated {} users in {:.1} s",
        found.users_tested,
        start.elapsed().as_secs_f64()
    );
    println!("model        recall@10 ndcg@10 [95 %]            mrr@10  coverage gini  validation");
    for model in &found.models {
        println!(
            "{:<11} {:>8.4} {:>8.4} [{:.4}, {:.4}] {:>7.4} {:>8.3} {:>6.3} {:>8.4}",
            model.kind.name(),
            model.recall.value,
            model.ndcg.value,
            model.ndcg.low,
            model.ndcg.high,
            model.mrr.value,
            model.catalogue.coverage,
            model.catalogue.gini,
            model.validation_ndcg,
        );
    }
    println!(
        "best {:?}, used {:?}, above popularity: {}",
        found.best, found.used, found.beats_popularity
    );
    for weight in &found.weights {
        println!(
            "  {:<11} score {:>7.2} rank {:>7.2}",
            weight.kind.name(),
            weight.score,
            weight.rank
        );
    }
}

/// Attributes as texts: each item the sum of a fixed vector of signs for each attribute, the rarer the longer.
fn vectors(path: &str, items: usize) -> Vectors {
    const WIDTH: usize = 256;
    let text = std::fs::read_to_string(path).expect("the attributes");
    let of_items: BTreeMap<String, Vec<u64>> = serde_json::from_str(&text).expect("attributes");
    let mut counts: BTreeMap<u64, f32> = BTreeMap::new();
    for attribute in of_items.values().flatten() {
        *counts.entry(*attribute).or_default() += 1.0;
    }
    let mut values = vec![0.0; items * WIDTH];
    for (item, attributes) in &of_items {
        let item: usize = item.parse().expect("an item");
        for attribute in attributes {
            let rarity = (of_items.len() as f32 / counts[attribute]).ln_1p();
            for at in 0..WIDTH {
                let mut z =
                    (attribute * WIDTH as u64 + at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                let sign = if (z ^ (z >> 27)) & 1 == 0 { 1.0 } else { -1.0 };
                values[item * WIDTH + at] += sign * rarity;
            }
        }
    }
    Vectors::new(WIDTH, values).expect("shapes fit")
}
