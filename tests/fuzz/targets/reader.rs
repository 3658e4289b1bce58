//! Any bytes as a file: the first one chooses how it arrives, the rest is its content, whose first bytes choose the format.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../../crate/table/tests/invariant/mod.rs"]
mod invariant;

fuzz_target!(|data: &[u8]| {
    let Some((how, bytes)) = data.split_first() else { return };
    let name = ["a.csv", "a.json", "a.xlsx", "a.xls", "a.zip"][usize::from(how % 5)];
    invariant::check(name, bytes, [usize::MAX, 4096, 97][usize::from(how / 5 % 3)]);
});
