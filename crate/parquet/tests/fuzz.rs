//! A bounded run of mutated Parquet files: each is unpacked or refused.

#[path = "../../../tests/fuzz/mutate.rs"]
mod mutate;

use std::time::{Duration, Instant};

use mutate::{Random, mutate};
use parquet_text::Unpacker;

const ORDERS: &[u8] = include_bytes!("../../../tests/shops/platforms/orders.parquet");

fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// Rows of text that came of a file, or `None` where it was refused on the way.
fn unpack(bytes: Vec<u8>) -> Option<usize> {
    let mut unpacker = Unpacker::new(bytes).ok()?;
    let mut length = 0;
    while let Some(text) = unpacker.next_chunk().ok()? {
        length += text.len();
    }
    Some(length)
}

#[test]
fn mutated_files_are_unpacked_or_refused() {
    assert!(unpack(ORDERS.to_vec()).is_some_and(|length| length > 100));
    // What the decoder panics at is caught; a page of backtraces would say nothing more.
    std::panic::set_hook(Box::new(|_| {}));
    let mut random = Random(setting("FUZZ_SEED", 0x5eed));
    let seconds = setting("FUZZ_SECONDS", 3);
    let (started, mut runs, mut refused) = (Instant::now(), 0_u64, 0_u64);
    while started.elapsed() < Duration::from_secs(seconds) && runs < seconds * 2500 {
        refused += u64::from(unpack(mutate(ORDERS, &mut random)).is_none());
        runs += 1;
    }
    let _ = std::panic::take_hook();
    assert!(refused > 0, "damage goes unnoticed");
}
