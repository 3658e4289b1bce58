//! The same tokens as Python's tokenizers give, for tokenizers of every kind.

use std::path::{Path, PathBuf};

use serde_json::Value;
use text::{EncodeOptions, Normalisation, Tokenizer, VocabularyOptions};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

#[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
/// A tokenizer by the name that the golden file has for it; `None` if it is not on this machine.
fn tokenizer(name: &str) -> Option<Tokenizer> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/models");
    let folder = if name.contains('/') { shared } else { golden() };
    let Ok(bytes) = std::fs::read(folder.join(name)) else {
        println!("skipped: {name} is not here");
        return None;
    };
    let read = if name.ends_with(".json") {
        Tokenizer::from_json(&bytes)
    } else {
        Tokenizer::from_vocabulary(&bytes, &VocabularyOptions::default())
    };
    Some(read.expect("a good file"))
}

#[test]
fn tokens_are_those_of_python() {
    let text = std::fs::read_to_string(golden().join("tokens.json")).expect("golden tokens");
    let models: serde_json::Map<String, Value> = serde_json::from_str(&text).expect("JSON");
    let options = EncodeOptions {
        normalisation: Normalisation::Raw,
        ..EncodeOptions::default()
    };
    for (name, texts) in &models {
        let Some(tokenizer) = tokenizer(name) else {
            continue;
        };
        for each in texts.as_array().expect("texts") {
            let text = each["text"].as_str().expect("a text");
            let encoded = tokenizer.encode(text, &options).expect("tokens");
            let ids: Vec<u32> = serde_json::from_value(each["ids"].clone()).expect("ids");
            if text.trim().is_empty() {
                assert!(encoded.windows.is_empty(), "{name}: {text:?}");
                continue;
            }
            let [window] = &encoded.windows[..] else {
                panic!("{name}: {text:?} has {} windows", encoded.windows.len());
            };
            assert_eq!(window.ids, ids, "{name}: {text:?}");
            assert_eq!(window.segments, vec![0; ids.len()]);
            let expected: Vec<Option<(u32, u32)>> =
                serde_json::from_value(each["offsets"].clone()).expect("offsets");
            for (at, (found, expected)) in window.offsets.iter().zip(expected).enumerate() {
                match (*found, expected) {
                    (Some((start, end)), None) => assert_eq!(start, end, "{name}: {text:?} {at}"),
                    (found, expected) => assert_eq!(found, expected, "{name}: {text:?} {at}"),
                }
            }
        }
    }
}
