//! `shoplens pack build`, `split` and `verify`, and what reads packs and folders.

mod pipe;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder of this test's own that is not there yet.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs a command that must do well; gives its lines.
fn done(command: &[&str], arguments: &[&str], input: &str) -> Vec<Value> {
    let output = pipe::run(command, arguments, input);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} {arguments:?}: {told}");
    let lines = String::from_utf8(output.stdout).expect("text");
    let lines = lines.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("JSON")
}

/// What a command that must fail says.
fn failed(command: &[&str], arguments: &[&str], input: &str) -> String {
    let output = pipe::run(command, arguments, input);
    assert!(!output.status.success(), "{command:?} {arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn manifest(pack: &Path) -> Value {
    let bytes = fs::read(pack.join("manifest.json")).expect("a manifest");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("a name in Unicode")
}

/// A copy of a tiny folder with other files beside or instead of its own.
fn folder(name: &str, of: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = fresh(name);
    fs::create_dir_all(&folder).expect("a folder");
    let from = root().join("models/parity").join(of);
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("a copy");
    }
    for (file, content) in files {
        fs::write(folder.join(file), content).expect("a file");
    }
    folder
}

#[test]
fn packs_of_models_with_few_positions_are_built() {
    for tokens in ["66", "64", "20", "3"] {
        let out = fresh(&format!("pack-of-{tokens}"));
        // So narrow a model is not near enough in bytes.
        let arguments = [
            "--out",
            shown(&out),
            "--max-tokens",
            tokens,
            "--precision",
            "f32",
        ];
        let lines = done(
            &["pack", "build", "models/parity/tiny-bert"],
            &arguments,
            "",
        );
        let golden = &lines[0]["golden"];
        assert_eq!(
            (&golden["texts"], &golden["passed"], &golden["misread"]),
            (&json!(4), &json!(true), &json!(0)),
            "{tokens}"
        );
        // A golden text a line.
        let text = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
        assert_eq!(
            text.lines().filter(|line| line.contains("\"ids\"")).count(),
            4
        );
        assert!(text.lines().any(|line| line == "  \"golden\": ["), "{text}");
    }
    let out = fresh("pack-of-2");
    let told = failed(
        &["pack", "build", "models/parity/tiny-bert"],
        &["--out", shown(&out), "--max-tokens", "2"],
        "",
    );
    assert!(told.contains("windows of 2 tokens are too small"), "{told}");
}

#[test]
fn a_pack_says_how_its_vocabulary_is_used() {
    let config =
        r#"{"do_lower_case": true, "strip_accents": false, "tokenize_chinese_chars": false}"#;
    let folder = folder(
        "accents",
        "tiny-tagger-f16",
        &[("tokenizer_config.json", config)],
    );
    let pack = fresh("accents-pack");
    let build = ["--out", shown(&pack), "--precision", "f32"];
    done(&["pack", "build", shown(&folder)], &build, "");
    assert_eq!(
        manifest(&pack)["vocabulary"],
        json!({"do_lower_case": true, "strip_accents": false, "tokenize_chinese_chars": false})
    );
    let input = "{\"id\": 1, \"text\": \"Café 质量很好\"}\n";
    let vectors = |model: &Path| {
        let arguments = ["--pack", shown(model), "--device", "float"];
        done(&["embed"], &arguments, input)
    };
    assert_eq!(vectors(&pack), vectors(&folder));
    // A tokenizer that is not the one of the golden texts is told.
    let mut old = manifest(&pack);
    old.as_object_mut().expect("an object").remove("vocabulary");
    fs::write(pack.join("manifest.json"), old.to_string()).expect("a manifest");
    let told = failed(&["pack", "verify", shown(&pack)], &[], "");
    assert!(told.contains("红色纯棉女士连衣裙"), "{told}");
}

#[test]
fn versions_follow_what_a_pack_says_of_texts() {
    let version = |name: &str, more: &[&str]| {
        let out = fresh(name);
        let arguments = [&["--out", shown(&out), "--precision", "f32"][..], more].concat();
        done(
            &["pack", "build", "models/parity/tiny-bert"],
            &arguments,
            "",
        );
        manifest(&out)["version"].clone()
    };
    let plain = version("version", &[]);
    assert_eq!(
        version("other", &["--licence", "MIT", "--name", "other"]),
        plain
    );
    for more in [
        &["--prefix", "good "][..],
        &["--normalise"],
        &["--max-tokens", "32"],
        &["--passage", "16"],
    ] {
        assert_ne!(version("changed", more), plain, "{more:?}");
    }
}

#[test]
fn a_pack_in_other_parts_is_the_same_pack() {
    let source = root().join("models/zh-en");
    let out = fresh("split");
    let lines = done(
        &["pack", "split", shown(&source)],
        &["--out", shown(&out)],
        "",
    );
    assert_eq!(lines[0]["golden"]["misread"], 0);
    let (old, new) = (manifest(&source), manifest(&out));
    let parts = new["parts"].as_array().expect("parts");
    let sizes: Vec<u64> = parts
        .iter()
        .filter_map(|part| part["bytes"].as_u64())
        .collect();
    let (last, others) = sizes.split_last().expect("parts");
    assert!(
        others.iter().all(|&size| size == 2 << 20) && *last <= 2 << 20,
        "{sizes:?}"
    );
    let weights = |folder: &Path, manifest: &Value| -> Vec<u8> {
        let parts = manifest["parts"].as_array().expect("parts").iter();
        let part = |part: &Value| {
            let name = part["file"].as_str().expect("a name");
            fs::read(folder.join(name)).expect("a part")
        };
        parts.flat_map(part).collect()
    };
    assert!(weights(&source, &old) == weights(&out, &new));
    let without = |mut manifest: Value| {
        manifest.as_object_mut().expect("an object").remove("parts");
        manifest
    };
    assert_eq!(without(old), without(new));
    let told = failed(
        &["pack", "split", shown(&source)],
        &["--out", shown(&out)],
        "",
    );
    assert!(told.contains("is not empty"), "{told}");
}

#[test]
fn folders_that_would_be_read_wrongly_are_told() {
    let module = |path: &str, kind: &str| {
        format!(
            r#"{{"idx": 0, "name": "0", "path": "{path}", "type": "sentence_transformers.models.{kind}"}}"#
        )
    };
    let modules = [
        module("", "Transformer"),
        module("1_Pooling", "Pooling"),
        module("2_Dense", "Dense"),
    ];
    let modules = format!("[{}]", modules.join(", "));
    let dense = folder("dense", "tiny-bert", &[("modules.json", &modules)]);
    let input = "{\"id\": 1, \"text\": \"good\"}\n";
    let told = failed(&["embed", "--pack", shown(&dense)], &[], input);
    assert!(
        told.contains("modules.json: type is Dense (2_Dense)"),
        "{told}"
    );
    let out = fresh("dense-pack");
    let told = failed(
        &["pack", "build", shown(&dense)],
        &["--out", shown(&out)],
        "",
    );
    assert!(told.contains("Dense"), "{told}");

    let large = folder("large", "tiny-bert", &[]);
    let file = fs::File::create(large.join("tokenizer.json")).expect("a file");
    file.set_len(65 << 20).expect("a size");
    let told = failed(&["embed", "--pack", shown(&large)], &[], input);
    assert!(told.contains("no such file has more than"), "{told}");
}

#[test]
fn labels_of_a_classifier_may_be_judged_each_for_itself() {
    let from = root().join("models/parity/tiny-classifier/config.json");
    let config = fs::read_to_string(from).expect("a config");
    let multi = config.replacen('{', "{\"problem_type\": \"multi_label_classification\",", 1);
    let folder = folder("multi", "tiny-classifier", &[("config.json", &multi)]);
    let pack = fresh("multi-pack");
    let build = ["--out", shown(&pack), "--precision", "f32"];
    done(&["pack", "build", shown(&folder)], &build, "");
    let input = "{\"id\": 1, \"text\": \"good 质量很好\"}\n";
    let scores = |model: &str| -> Vec<f64> {
        let arguments = ["--pack", model, "--device", "float"];
        let lines = done(&["classify"], &arguments, input);
        let scores = lines[0]["scores"].as_object().expect("scores");
        scores.values().filter_map(Value::as_f64).collect()
    };
    let (own, others) = (
        scores(shown(&folder)),
        scores("models/parity/tiny-classifier"),
    );
    assert_eq!(own.len(), 3);
    assert!(
        (others.iter().sum::<f64>() - 1.0).abs() < 1e-6,
        "{others:?}"
    );
    assert!((own.iter().sum::<f64>() - 1.0).abs() > 1e-3, "{own:?}");
    // The odds of two labels are the same between them either way.
    let odds = |p: f64| p / (1.0 - p);
    assert!(
        (odds(own[0]) / odds(own[1]) - others[0] / others[1]).abs() < 1e-2 * others[0] / others[1]
    );
    assert_eq!(scores(shown(&pack)), own);
}

#[test]
fn what_was_answered_is_written() {
    let mut input = String::new();
    for id in 0..4_200 {
        input.push_str(&format!(
            "{{\"id\": {id}, \"text\": \"good {}\"}}\n",
            id % 50
        ));
    }
    input.push_str("{\"id\": \"none\", \"text\": \" \"}\n");
    let arguments = ["--pack", "models/parity/tiny-bert", "--device", "int8"];
    let lines = done(&["embed"], &arguments, &input);
    assert_eq!(lines.len(), 4_201);
    for (id, line) in lines[..4_200].iter().enumerate() {
        assert_eq!(line["id"], id);
        // The same whatever it was read together with.
        assert_eq!(line["vector"], lines[id % 50]["vector"], "{id}");
    }
    assert!(lines[4_200]["vector"].is_null());
}
