//! A bounded run of the fuzz targets' entry over mutated seeds of every format.
//!
//! `FUZZ_SECONDS` and `FUZZ_SEED` make it longer and different.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failure here is a failed test"
)]

mod invariant;
#[path = "../../../tests/fuzz/mutate.rs"]
mod mutate;
mod seed;

use std::time::{Duration, Instant};

use mutate::{Random, mutate};

#[test]
fn mutated_files_are_read_or_refused() {
    let setting = |name: &str, default: u64| {
        std::env::var(name)
            .ok()
            .and_then(|v| v.parse().ok())
            .unwrap_or(default)
    };
    let mut random = Random(setting("FUZZ_SEED", 0x5eed));
    let seconds = setting("FUZZ_SECONDS", 8);
    let seeds = seed::all();
    for (name, bytes) in &seeds {
        invariant::check(name, bytes, usize::MAX);
    }
    let started = Instant::now();
    let mut runs = 0;
    while started.elapsed() < Duration::from_secs(seconds) && runs < seconds as usize * 2500 {
        let (name, seed) = &seeds[runs % seeds.len()];
        let bytes = mutate(seed, &mut random);
        let step = [usize::MAX, 4096, 97][random.next(3)];
        invariant::check(name, &bytes, step);
        runs += 1;
    }
    assert!(runs >= seeds.len(), "only {runs} runs");
}
