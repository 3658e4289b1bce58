//! Times search over vectors, and tells how much of the nearest the lists of a catalogue above 20,000 items find:
//!
//!     cargo run --release -p recommend --example nearest -- 100000 128
//!     cargo run --release -p recommend --example nearest -- VECTORS.f32 128
//!
//! A number makes vectors by chance, which lie nowhere near each other; a file holds vectors of texts, 32-bit floats one after the other.

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use std::collections::BTreeSet;
use std::time::Instant;

use recommend::Vectors;

const NEAREST: usize = 20;
const ASKED: u32 = 200;

fn by_chance(count: usize) -> Vec<f32> {
    let mut state = 1_u64;
    let values = (0..count).map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 40) as f32 / (1 << 24) as f32 - 0.5
    });
    values.collect()
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let width: usize = words[1].parse().expect("a width");
    let values = match words[0].parse::<usize>() {
        Ok(items) => by_chance(items * width),
        Err(_) => {
            let bytes = std::fs::read(&words[0]).expect("a file of vectors");
            let floats = bytes.as_chunks::<4>().0.iter();
            floats.map(|four| f32::from_le_bytes(*four)).collect()
        }
    };
    let vectors = Vectors::new(width, values).expect("shapes fit");
    let items = vectors.items() as u32;
    let asked: Vec<u32> = (0..ASKED)
        .map(|at| at * (items / ASKED).max(1) % items)
        .collect();

    let start = Instant::now();
    let exact: Vec<_> = asked
        .iter()
        .map(|item| vectors.nearest(*item, NEAREST))
        .collect();
    let each = start.elapsed().as_secs_f64() * 1e3 / f64::from(ASKED);
    println!("{items} × {width}: {each:.2} ms a search of all");

    let recall = |found: &dyn Fn(u32) -> Vec<u32>| {
        let shares = asked.iter().zip(&exact).map(|(item, exact)| {
            let found: BTreeSet<u32> = found(*item).into_iter().collect();
            exact.iter().filter(|s| found.contains(&s.item)).count() as f64
                / exact.len().max(1) as f64
        });
        shares.sum::<f64>() / f64::from(ASKED)
    };
    let start = Instant::now();
    let all = vectors
        .neighbours(NEAREST, -1.0, 1.0, &mut |_| true)
        .expect("not cancelled");
    let took = start.elapsed().as_secs_f64();
    let found = recall(&|item| all.of(item).iter().map(|s| s.item).collect());
    println!(
        "neighbours of all in {took:.1} s, {:.1} % of the nearest {NEAREST}",
        100.0 * found
    );
}
