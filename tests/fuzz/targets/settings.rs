//! What a merchant saved and loads again: corrections and templates.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = shop::Mapping::list_from_json(text);
    let _ = report::Template::from_json(text);
});
