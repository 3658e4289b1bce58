//! What goes with products: `cargo run --release -p recommend --example goes_with -- baskets.csv NAME …`
//!
//! The file has `user,item,…` with quotes around names that hold commas; a basket is a user.

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use recommend::{
    Event, History, Interactions, KnnSettings, Reasons, Weighting, item_knn, learnable,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = std::fs::read_to_string(&arguments[0]).expect("the baskets");
    let rows: Vec<(&str, &str)> = text.lines().skip(1).map(pair).collect();
    let mut users: Vec<&str> = rows.iter().map(|row| row.0).collect();
    let mut items: Vec<&str> = rows.iter().map(|row| row.1).collect();
    for names in [&mut users, &mut items] {
        names.sort_unstable();
        names.dedup();
    }
    let events = rows
        .iter()
        .map(|(user, item)| Event {
            user: users.partition_point(|other| other < user) as u32,
            item: items.partition_point(|other| other < item) as u32,
            weight: 1.0,
            time: None,
        })
        .collect();
    let all = Interactions::new(users.len(), items.len(), events).expect("ids fit");
    let (data, notes) = learnable(&all, &Default::default());
    println!("{} baskets, {} items, {notes:?}", all.users(), all.items());
    let settings = KnnSettings {
        weighting: Weighting::Cosine,
        shrinkage: 5.0,
        ..KnnSettings::default()
    };
    let found = item_knn(&data, settings, &mut |_| true).expect("a fit");
    let reasons = Reasons::new(&data, None, 1.0);
    for name in &arguments[1..] {
        let Ok(item) = items.binary_search(&name.as_str()) else {
            println!("no {name}");
            continue;
        };
        println!("{name}");
        let history = History {
            items: &[item as u32],
            weights: &[1.0],
            visits: &[],
        };
        for scored in found.of(item as u32).iter().take(8) {
            let reason = reasons.of(&history, scored.item);
            println!(
                "  {:.3} {} {reason:?}",
                scored.score, items[scored.item as usize]
            );
        }
    }
}

fn pair(line: &str) -> (&str, &str) {
    let (user, rest) = line.split_once(',').expect("two columns");
    let item = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\",").map_or(quoted, |(item, _)| item),
        None => rest.split(',').next().unwrap_or_default(),
    };
    (user, item)
}
