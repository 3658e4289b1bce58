//! Ratings, a fifth of each user's held back: every model's NDCG@20 over all items.
//!
//! `cargo run --release -p recommend --example ratings -- ml-100k.inter` (tabs: user, item, rating, time)

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use recommend::{Damping, EaseSettings, Event, Interactions, Settings, Split, Trial, evaluate};

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("the ratings");
    let (mut users, mut items) = (0, 0);
    let mut events = Vec::new();
    for line in text.lines().skip(1) {
        let words: Vec<&str> = line.split('\t').collect();
        let user: u32 = words[0].parse().expect("a user");
        let item: u32 = words[1].parse().expect("an item");
        users = users.max(user + 1);
        items = items.max(item + 1);
        events.push(Event {
            user,
            item,
            weight: 1.0,
            time: None,
        });
    }
    let all = Interactions::new(users as usize, items as usize, events).expect("ids fit");
    let trial = Trial {
        k: 20,
        split: Split::Random { share: 0.2 },
        damping: Damping::Binary,
        settings: Settings {
            ease: EaseSettings {
                lambda: 250.0,
                ..EaseSettings::default()
            },
            ..Settings::default()
        },
        ..Trial::default()
    };
    let found = evaluate(&all, None, &trial, &mut |_| true).expect("a trial");
    for model in &found.models {
        println!(
            "{:<11} recall@20 {:.4}  ndcg@20 {:.4} [{:.4}, {:.4}]",
            model.kind.name(),
            model.recall.value,
            model.ndcg.value,
            model.ndcg.low,
            model.ndcg.high
        );
    }
}
