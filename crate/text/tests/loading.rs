//! Tokenizer files, good and bad.

use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};
use text::{EncodeOptions, Error, Normalisation, Tokenizer, VocabularyOptions};

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    std::fs::read(folder.join(name)).expect("a golden file")
}

fn changed(change: impl FnOnce(&mut Value)) -> Result<Tokenizer, Error> {
    let mut json: Value = serde_json::from_slice(&file("unigram.json")).expect("JSON");
    change(&mut json);
    Tokenizer::from_json(json.to_string().as_bytes())
}

fn vocabulary(text: &str) -> Result<Tokenizer, Error> {
    Tokenizer::from_vocabulary(text.as_bytes(), &VocabularyOptions::default())
}

fn raw() -> EncodeOptions {
    EncodeOptions {
        normalisation: Normalisation::Raw,
        ..EncodeOptions::default()
    }
}

#[test]
fn corrupt_files_are_named() {
    let whole = file("unigram.json");
    for bytes in [
        &b""[..],
        b"{}",
        b"\xFF\xFE",
        b"[1]",
        &whole[..whole.len() / 2],
    ] {
        let error = Tokenizer::from_json(bytes).expect_err("corrupt");
        let Error::Corrupt { file, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(
            (*file, error.code()),
            ("tokenizer.json", "corrupt_tokenizer")
        );
    }
    let error = Tokenizer::from_vocabulary(b"[UNK]\n\xFF\n", &VocabularyOptions::default());
    let told = error.expect_err("not UTF-8").to_string();
    assert_eq!(told, "vocab.txt: damaged or cut off: line 2 is not UTF-8");
}

#[test]
fn missing_tokens_are_named() {
    let missing = |text: &str| match vocabulary(text) {
        Err(Error::MissingToken { token, .. }) => token,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing("[CLS]\n[SEP]\na"), "[UNK]");
    assert_eq!(missing("[UNK]\n[SEP]\na"), "[CLS]");
    assert_eq!(missing("[UNK]\n[CLS]\na"), "[SEP]");
    for empty in ["", "\n\n"] {
        assert!(matches!(
            vocabulary(empty),
            Err(Error::EmptyVocabulary { .. })
        ));
    }

    let error = changed(|json| json["model"]["unk_id"] = Value::Null);
    assert!(matches!(error, Err(Error::MissingToken { token, .. }) if token.starts_with("<unk>")));
    let error = changed(|json| json["model"]["unk_id"] = json!(999_999));
    assert!(matches!(error, Err(Error::Corrupt { .. })));
    let error = changed(|json| {
        json["post_processor"] =
            json!({"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["<s>", 0]});
    });
    assert!(matches!(error, Err(Error::MissingToken { token, .. }) if token == "[SEP]"));
    let error = changed(|json| {
        json["post_processor"] =
            json!({"type": "BertProcessing", "sep": ["</s>", 3], "cls": ["<s>", 0]});
    });
    assert!(
        matches!(
            error,
            Err(Error::TokenMoved {
                said: 3,
                found: 2,
                ..
            })
        ),
        "{error:?}"
    );
    let error =
        changed(|json| json["post_processor"]["single"][0]["SpecialToken"]["id"] = json!("<b>"));
    assert!(matches!(error, Err(Error::MissingToken { token, .. }) if token == "<b>"));
    let error = changed(|json| json["post_processor"]["single"][1]["Sequence"]["id"] = json!("B"));
    assert!(matches!(error, Err(Error::Corrupt { .. })));
    let word_piece = json!({
        "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
        "vocab": {"a": 0, "<s>": 1, "</s>": 2},
    });
    let error = changed(|json| json["model"] = word_piece);
    assert!(matches!(error, Err(Error::MissingToken { token, .. }) if token == "[UNK]"));
}

#[test]
fn a_vocabulary_larger_than_the_model_is_told() {
    let tokenizer = vocabulary("[PAD]\n[UNK]\n[CLS]\n[SEP]\na").expect("good");
    assert_eq!(tokenizer.check_fits(5), Ok(()));
    let error = Error::VocabularyTooLarge {
        highest: 4,
        model: 4,
    };
    assert_eq!(tokenizer.check_fits(4), Err(error));
}

#[test]
fn padding_and_truncation_of_the_file_are_not_done() {
    let json: Value = serde_json::from_slice(&file("unigram.json")).expect("JSON");
    assert!(json["padding"].is_object() && json["truncation"].is_object());
    let tokenizer = Tokenizer::from_json(&file("unigram.json")).expect("good");
    let short = tokenizer.encode("a", &raw()).expect("tokens");
    assert!(short.windows[0].ids.len() < 8);
    let long = tokenizer.encode("a b c d e f g", &raw()).expect("tokens");
    assert!(long.windows[0].ids.len() > 8);
}

#[test]
fn vocabularies_follow_their_options() {
    let text = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ngood\nGood\ncafe\ncafé\n好\n很\n##好\n";
    let ids = |options: &VocabularyOptions, said: &str| {
        let tokenizer = Tokenizer::from_vocabulary(text.as_bytes(), options).expect("good");
        tokenizer.encode(said, &raw()).expect("tokens").windows[0]
            .ids
            .clone()
    };
    let uncased = VocabularyOptions::default();
    assert_eq!(ids(&uncased, "Good Café 很好"), [2, 4, 6, 9, 8, 3]);
    let config = br#"{"do_lower_case": false, "tokenize_chinese_chars": false, "model_max_length": 512, "cls_token": "[CLS]"}"#;
    let cased = VocabularyOptions::from_config(config).expect("a config");
    assert_eq!(ids(&cased, "Good Café 很好"), [2, 5, 1, 9, 10, 3]);
    assert!(VocabularyOptions::from_config(b"{").is_err());
    // Windows line ends and a byte order mark change nothing; of two places the second counts.
    let other = ["\u{feff}", &text.replace('\n', "\r\n"), "good\r\n"].concat();
    let tokenizer = vocabulary(&other).expect("good");
    assert_eq!(tokenizer.id("[PAD]"), Some(0));
    assert_eq!(tokenizer.id("good"), Some(11));
}

#[test]
fn segments_are_those_of_the_post_processor() {
    let tokenizer = changed(|json| {
        for piece in json["post_processor"]["single"]
            .as_array_mut()
            .expect("pieces")
        {
            for inner in piece.as_object_mut().expect("a piece").values_mut() {
                inner["type_id"] = json!(1);
            }
        }
    });
    let encoded = tokenizer
        .expect("good")
        .encode("a b", &raw())
        .expect("tokens");
    assert!(
        encoded.windows[0]
            .segments
            .iter()
            .all(|&segment| segment == 1)
    );
    let bare = changed(|json| json["post_processor"] = Value::Null).expect("good");
    assert_eq!(bare.special_tokens(), 0);
}

#[test]
fn special_tokens_in_a_text_are_text() {
    let tokenizer = vocabulary("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[\n]\nsep").expect("good");
    let encoded = tokenizer.encode("[SEP]", &raw()).expect("tokens");
    assert_eq!(encoded.windows[0].ids, [2, 4, 6, 5, 3]);
}

#[test]
fn prefixes_have_no_offsets() {
    let tokenizer = Tokenizer::from_json(&file("unigram.json")).expect("good");
    let options = EncodeOptions {
        prefix: "but: ".to_owned(),
        ..EncodeOptions::default()
    };
    let said = "a <b>good</b> case";
    let encoded = tokenizer.encode(said, &options).expect("tokens");
    let whole = tokenizer.encode("but: a good case", &EncodeOptions::default());
    let window = &encoded.windows[0];
    assert_eq!(window.ids, whole.expect("tokens").windows[0].ids);
    let real: Vec<(u32, u32)> = window.offsets.iter().flatten().copied().collect();
    assert_eq!(real.first(), Some(&(0, 1)));
    assert_eq!(real.last().map(|last| last.1), Some(said.len() as u32));
    let lead = window
        .offsets
        .iter()
        .take_while(|offset| offset.is_none())
        .count();
    assert!(lead > 2);
    assert!(
        tokenizer
            .encode(" \n ", &options)
            .expect("tokens")
            .windows
            .is_empty()
    );

    let small = EncodeOptions {
        max_tokens: 4,
        overlap: 0,
        ..options
    };
    let error = tokenizer.encode(said, &small).expect_err("too small");
    assert_eq!(error.code(), "window_too_small");
}

#[test]
fn windows_that_hold_nothing_are_told_beforehand() {
    let tokenizer = vocabulary("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb").expect("good");
    let windows = |max_tokens| raw().with_windows(max_tokens);
    assert_eq!((windows(512).overlap, windows(66).overlap), (64, 8));
    for few in 0..3 {
        let error = tokenizer.check_windows(&windows(few)).expect_err("no room");
        assert_eq!(error.code(), "window_too_small");
        // No text is taken for one with nothing to read.
        assert_eq!(tokenizer.encode("a b", &windows(few)), Err(error));
    }
    for enough in 3..70 {
        assert_eq!(tokenizer.check_windows(&windows(enough)), Ok(()));
        let encoded = tokenizer.encode("a b a b", &windows(enough)).expect("room");
        assert_eq!(encoded.tokens, 4);
    }
    let mut prefixed = windows(4);
    prefixed.prefix = "b a ".to_owned();
    assert!(tokenizer.check_windows(&prefixed).is_err());
}

#[test]
fn damaged_tables_of_characters_are_told() {
    let table = |base64: &str| {
        changed(
            |json| json["normalizer"] = json!({"type": "Sequence", "normalizers": [{"type": "Precompiled", "precompiled_charsmap": base64}]}),
        )
    };
    // No trie; a trie of four gigabytes; one that leads out of itself; no base64.
    for base64 in ["AAAAAA==", "/////wAAAAA=", "BAAAAAD//wBiAA==", "%"] {
        let error = table(base64).expect_err("damaged");
        assert!(
            error.to_string().contains("precompiled_charsmap"),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_files_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), which in 0_usize..2, cut in any::<bool>()) {
        let mut bytes = file(["unigram.json", "bpe.json"][which]);
        // Most of a file is its vocabulary; what comes before is damaged as often.
        let from = at.index(if cut { bytes.len() } else { 3_000 });
        bytes[from] = byte;
        if let Ok(tokenizer) = Tokenizer::from_json(&bytes) {
            let _ = tokenizer.encode("Great 质量 e\u{301} 👍🏽 <s>", &raw());
        }
    }
}
