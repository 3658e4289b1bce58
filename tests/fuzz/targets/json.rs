//! JSON and JSON lines: the bytes follow an opening that makes them JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../../crate/table/tests/invariant/mod.rs"]
mod invariant;

fuzz_target!(|data: &[u8]| {
    let Some((how, rest)) = data.split_first() else {
        return;
    };
    let opening: &[u8] = [&b"[{\"a\":"[..], b"{\"a\":", b"{\"orders\":[{\"id\":"][usize::from(how % 3)];
    let text = [opening, rest].concat();
    invariant::check("a.json", &text, [usize::MAX, 97][usize::from(how / 3 % 2)]);
});
