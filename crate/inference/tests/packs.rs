//! Packs and folders made here: what they say of themselves is heeded, and what is wrong with them is told before they are used.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use encoder::pack::File;
use inference::{Device, DeviceOptions, Error, FolderFiles, Kind, Model, Opening, run_all};
use safetensors::{Dtype, SafeTensors};
use serde_json::{Value, json};
use text::{Batch, VocabularyOptions};

fn tiny(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../models/parity")
        .join(name)
}

fn options(kind: Kind) -> DeviceOptions {
    DeviceOptions {
        kind,
        software: true,
        ..DeviceOptions::default()
    }
}

/// The tokenizer of a folder, and its name.
fn tokenizer(folder: &Path) -> (&'static str, Vec<u8>) {
    let found =
        ["tokenizer.json", "vocab.txt"].map(|name| (name, fs::read(folder.join(name)).ok()));
    let (name, bytes) = found
        .into_iter()
        .find(|(_, bytes)| bytes.is_some())
        .unwrap();
    (name, bytes.unwrap())
}

fn folder_with(
    name: &str,
    kind: Kind,
    tokenizer_config: Option<&str>,
    weights: &[u8],
) -> Result<Model, Error> {
    let config = fs::read(tiny(name).join("config.json")).unwrap();
    pollster::block_on(async {
        let mut opening = Opening::folder(FolderFiles {
            config: &config,
            tokenizer: &tokenizer(&tiny(name)).1,
            tokenizer_config: tokenizer_config.map(str::as_bytes),
            ..FolderFiles::default()
        })?;
        opening.begin(options(kind)).await?;
        opening.push(weights).await?;
        opening.finish().await
    })
}

fn weights(name: &str) -> Vec<u8> {
    fs::read(tiny(name).join("model.safetensors")).unwrap()
}

fn folder(name: &str, kind: Kind) -> Model {
    folder_with(name, kind, None, &weights(name)).unwrap()
}

/// A tiny folder as a pack, in parts of a size.
struct Pack {
    manifest: Value,
    tokenizer: Vec<u8>,
    parts: Vec<Vec<u8>>,
}

impl Pack {
    fn new(name: &str, part: usize) -> Self {
        let model = folder(name, Kind::Float);
        let (file, tokenizer) = tokenizer(&tiny(name));
        let parts: Vec<Vec<u8>> = weights(name).chunks(part).map(<[u8]>::to_vec).collect();
        let described = parts.iter().enumerate();
        let described = described.map(|(at, part)| File::of(&format!("part.{at}"), part));
        let plan = model.device().plan();
        let heads = plan.heads.iter().map(|head| {
            let mut told = json!(head.head);
            told["outputs"] = json!(head.outputs);
            told["pooler"] = json!(head.pooler);
            told
        });
        let manifest = json!({
            "format": 1,
            "name": name,
            "version": "1",
            "config": plan.config,
            "precision": "f32",
            "max_tokens": 64,
            "lowercase": true,
            "tokenizer": File::of(file, &tokenizer),
            "heads": heads.collect::<Vec<_>>(),
            "parts": described.collect::<Vec<_>>(),
        });
        Self {
            manifest,
            tokenizer,
            parts,
        }
    }

    fn open(&self, kind: Kind) -> Result<Model, Error> {
        pollster::block_on(async {
            let manifest = self.manifest.to_string();
            let mut opening = Opening::pack(manifest.as_bytes(), &self.tokenizer)?;
            opening.begin(options(kind)).await?;
            for part in &self.parts {
                opening.push(part).await?;
                opening.end_part()?;
            }
            opening.finish().await
        })
    }

    fn refused(&self) -> Error {
        self.open(Kind::Float).map(|_| ()).unwrap_err()
    }
}

fn ids(model: &Model, text: &str) -> Vec<u32> {
    let encoded = model.tokenizer().encode(text, model.encode_options());
    encoded.unwrap().windows[0].ids.clone()
}

/// Vectors of a few texts.
fn vectors(model: &mut Model) -> Vec<Vec<f32>> {
    let texts = ["good case", "质量很好", "a"];
    let mut job = model.plan(&texts, &[], &["embed"]).unwrap();
    run_all(model, &mut job, 2, |step| pollster::block_on(step), |_| {}).unwrap();
    (0..texts.len())
        .map(|text| job.vector(text).unwrap().to_vec())
        .collect()
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    // They have length 1.
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn parts_may_be_of_any_size() {
    let expected = vectors(&mut folder("tiny-bert", Kind::Int8));
    for part in [usize::MAX, 8 << 20, encoder::pack::PART_BYTES, 10_007, 997] {
        let pack = Pack::new("tiny-bert", part);
        assert_eq!(
            vectors(&mut pack.open(Kind::Int8).unwrap()),
            expected,
            "{part}"
        );
    }
    let mut pack = Pack::new("tiny-bert", 10_007);
    let more_than_ten = pack.parts.len();
    assert!(more_than_ten > 10, "{more_than_ten}");
    // Their order is the manifest's.
    pack.manifest["parts"].as_array_mut().unwrap().swap(1, 2);
    assert_eq!(pack.refused().code(), "wrong_hash");
}

#[test]
fn a_pack_cuts_words_as_its_folder_does() {
    let config =
        r#"{"do_lower_case": true, "strip_accents": false, "tokenize_chinese_chars": false}"#;
    let name = "tiny-tagger-f16";
    let weights = weights(name);
    let by_config = folder_with(name, Kind::Float, Some(config), &weights).unwrap();
    let plain = folder(name, Kind::Float);
    let text = "质量很好 good";
    assert_ne!(ids(&by_config, text), ids(&plain, text));

    let mut pack = Pack::new(name, usize::MAX);
    assert!(pack.manifest.get("vocabulary").is_none());
    let old = pack.open(Kind::Float).unwrap();
    assert_eq!(ids(&old, text), ids(&plain, text));
    let vocabulary = VocabularyOptions::from_config(config.as_bytes()).unwrap();
    pack.manifest["vocabulary"] = json!(vocabulary);
    let new = pack.open(Kind::Float).unwrap();
    assert_eq!(ids(&new, text), ids(&by_config, text));

    // What the pack says of a text is held against what its tokenizer makes of it.
    let mut batch = Batch::default();
    batch.push(&ids(&new, text), &vec![0; ids(&new, text).len()]);
    let mut reference = new;
    let outputs = pollster::block_on(reference.run(&batch, &[0, 1])).unwrap();
    let outputs: Vec<Vec<f32>> = outputs.into_iter().map(|output| output.values).collect();
    pack.manifest["golden"] = json!([{"text": text, "ids": batch.ids, "outputs": outputs}]);
    let checked = |pack: &Pack| {
        let mut model = pack.open(Kind::Float).unwrap();
        // What is changed later has nothing to do with the pack.
        model.encode_options_mut().prefix = "good ".to_owned();
        let checked = pollster::block_on(model.check()).unwrap();
        let misread = model.misread().len();
        assert_eq!(misread, checked.misread);
        (checked.texts, checked.passed, misread)
    };
    assert_eq!(checked(&pack), (1, true, 0));
    pack.manifest.as_object_mut().unwrap().remove("vocabulary");
    assert_eq!(checked(&pack), (1, true, 1));
}

#[test]
fn a_device_with_other_results_is_not_trusted() {
    let mut pack = Pack::new("tiny-bert", usize::MAX);
    let mut model = pack.open(Kind::Float).unwrap();
    let ids = ids(&model, "good case");
    let mut batch = Batch::default();
    batch.push(&ids, &vec![0; ids.len()]);
    let mut values = pollster::block_on(model.run(&batch, &[0])).unwrap()[0]
        .values
        .clone();
    let golden = |values: &[f32]| json!([{"text": "good case", "ids": ids, "outputs": [values]}]);
    pack.manifest["golden"] = golden(&values);
    for kind in [Kind::Float, Kind::Gpu] {
        let mut model = pack.open(kind).unwrap();
        pollster::block_on(model.trust()).unwrap();
    }
    values[0] += 0.5;
    pack.manifest["golden"] = golden(&values);
    let mut model = pack.open(Kind::Gpu).unwrap();
    let error = pollster::block_on(model.trust()).unwrap_err();
    assert!(
        error.code() == "golden_texts" && error.is_of_gpu(),
        "{error}"
    );
}

#[test]
fn manifests_that_cannot_be_are_refused_at_once() {
    let pack = || Pack::new("tiny-tagger", usize::MAX);
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut pack = pack();
        change(&mut pack.manifest);
        let error = pack.refused();
        assert_eq!(error.code(), "bad_config", "{error}");
        let details = error.details();
        assert_eq!(details["file"], "manifest.json");
        details["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(pack().manifest["heads"][1]["name"], "tag");
    let labels = |manifest: &mut Value| {
        let labels = manifest["heads"][1]["labels"].as_array_mut().unwrap();
        labels.pop();
    };
    assert_eq!(refused(&labels), "labels");
    let none = |manifest: &mut Value| manifest["heads"][0]["outputs"] = json!(0);
    assert_eq!(refused(&none), "outputs");
    let twice = |manifest: &mut Value| manifest["heads"][1]["name"] = json!("embed");
    assert_eq!(refused(&twice), "heads");
    let wide = |manifest: &mut Value| manifest["config"]["hidden_size"] = json!(0);
    assert_eq!(refused(&wide), "hidden_size");
    let above = |manifest: &mut Value| manifest["parts"][0]["file"] = json!("../part");
    assert_eq!(refused(&above), "file");
    let mut small = pack();
    small.manifest["max_tokens"] = json!(2);
    assert_eq!(small.refused().code(), "window_too_small");
    small.manifest["max_tokens"] = json!(3);
    assert!(small.open(Kind::Float).is_ok());
}

/// Weights with one number of a tensor replaced.
fn spoilt(name: &str, tensor: &str, value: f32) -> Vec<u8> {
    let mut bytes = weights(name);
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let tensor = file.tensor(tensor).unwrap();
    let start = tensor.data().as_ptr() as usize - bytes.as_ptr() as usize;
    let new = match tensor.dtype() {
        Dtype::F32 => value.to_le_bytes().to_vec(),
        Dtype::F16 => half::f16::from_f32(value).to_le_bytes().to_vec(),
        Dtype::BF16 => half::bf16::from_f32(value).to_le_bytes().to_vec(),
        other => panic!("{other:?}"),
    };
    // Not the first: all are looked at.
    let start = start + 3 * new.len();
    bytes[start..start + new.len()].copy_from_slice(&new);
    bytes
}

#[test]
fn weights_that_are_no_numbers_are_told_by_name() {
    for name in ["tiny-tagger", "tiny-tagger-f16", "tiny-tagger-bf16"] {
        let file = weights(name);
        let file = SafeTensors::deserialize(&file).unwrap();
        let ending = |end: &str| {
            let mut names = file.names().into_iter();
            names.find(|name| name.ends_with(end)).unwrap().to_owned()
        };
        for tensor in [
            ending("layer.0.intermediate.dense.weight"),
            ending("layer.0.attention.self.query.weight"),
            ending("embeddings.word_embeddings.weight"),
            ending("layer.0.output.LayerNorm.bias"),
        ] {
            for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                for kind in [Kind::Int8, Kind::Float, Kind::Reference] {
                    let bytes = spoilt(name, &tensor, value);
                    let opened = folder_with(name, kind, None, &bytes);
                    let error = opened.map(|_| ()).unwrap_err();
                    assert_eq!(error.code(), "corrupt_weights", "{name} {tensor} {kind:?}");
                    let what = format!("{tensor} holds {value}");
                    assert_eq!(error.details()["what"], what);
                }
            }
        }
    }
}

/// Texts as long as the model has positions, no two the same.
fn long(count: usize) -> Vec<String> {
    let text = |number: usize| {
        let digits = (0..8).map(|digit| if number >> digit & 1 == 1 { "a " } else { "b " });
        format!("{}{}", digits.collect::<String>(), "good ".repeat(80))
    };
    (0..count).map(text).collect()
}

#[test]
fn a_processor_is_asked_of_little_at_a_time() {
    let texts = long(100);
    for (kind, most) in [
        (Kind::Float, 1_024),
        (Kind::Int8, 1_024),
        (Kind::Gpu, 4_096),
    ] {
        let model = folder("tiny-bert", kind);
        let job = model.plan(&texts, &[], &["embed"]).unwrap();
        let tokens = job.plan().batches().iter().map(Batch::tokens);
        assert_eq!(tokens.max(), Some(most), "{kind:?}");
    }
}

#[test]
fn a_lost_gpu_is_stood_in_for() {
    let texts = long(100);
    let mut expected = folder("tiny-bert", Kind::Float);
    expected.encode_options_mut().prefix = "a ".to_owned();
    let mut whole = expected.plan(&texts, &[], &["embed"]).unwrap();
    run_all(
        &mut expected,
        &mut whole,
        2,
        |step| pollster::block_on(step),
        |_| {},
    )
    .unwrap();

    for spare in [true, false] {
        let mut model = folder("tiny-bert", Kind::Gpu);
        model.encode_options_mut().prefix = "a ".to_owned();
        let mut job = model.plan(&texts, &[], &["embed"]).unwrap();
        let batches = job.plan().batches().len();
        assert!(batches > 2, "{batches}");
        let first = pollster::block_on(job.step(&mut model)).unwrap();
        assert!(!first.answered.is_empty());
        match model.device_mut() {
            Device::Gpu(gpu, _) => gpu.destroy(),
            _ => panic!("no GPU"),
        }
        if spare {
            model.set_spare(Box::new(|why: &Error| {
                assert!(why.is_lost(), "{why}");
                Some(folder("tiny-bert", Kind::Float))
            }));
        }
        let mut steps = 0;
        let ran = run_all(
            &mut model,
            &mut job,
            2,
            |step| pollster::block_on(step),
            |_| steps += 1,
        );
        if !spare {
            assert!(ran.unwrap_err().is_lost());
            assert!(!job.is_done());
            let answered = (0..texts.len()).filter(|&text| job.vector(text).is_some());
            assert_eq!(answered.count(), first.answered.len());
            continue;
        }
        ran.unwrap();
        // What the GPU has done is not done again.
        assert_eq!(steps, batches - 1);
        assert!(job.is_done());
        assert_eq!(model.device().kind(), Kind::Float);
        assert_eq!(model.encode_options().prefix, "a ");
        for text in 0..texts.len() {
            let cosine = cosine(job.vector(text).unwrap(), whole.vector(text).unwrap());
            assert!(cosine > 0.9999, "{text}: {cosine}");
        }
    }
}
