//! Every device gives what PyTorch's transformers gave: see models/parity/README.md.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test, which says what it skips"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use encoder::pack::Precision;
use encoder::{Build, CALIBRATION, Folder, Loader, ReferenceBuilder, Writer};
use half::f16;
use inference::{DeviceOptions, FolderFiles, Job, Kind, Model, Opening, run_all};
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use text::{Batch, EncodeOptions, Encoder, Normalisation, Output, Tokenizer};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn parity(path: &str) -> PathBuf {
    root().join("models/parity").join(path)
}

fn options(kind: Kind) -> DeviceOptions {
    DeviceOptions {
        kind,
        software: true,
        ..DeviceOptions::default()
    }
}

fn optional(path: PathBuf) -> Option<Vec<u8>> {
    path.is_file().then(|| fs::read(path).unwrap())
}

/// Opens a Hugging Face folder, its weights in pieces of an odd size.
fn open(folder: &Path, kind: Kind) -> Model {
    open_with(
        folder,
        &fs::read(folder.join("model.safetensors")).unwrap(),
        kind,
    )
}

fn open_with(folder: &Path, weights: &[u8], kind: Kind) -> Model {
    let config = fs::read(folder.join("config.json")).unwrap();
    let tokenizer = optional(folder.join("tokenizer.json"))
        .or_else(|| optional(folder.join("vocab.txt")))
        .unwrap();
    let tokenizer_config = optional(folder.join("tokenizer_config.json"));
    pollster::block_on(async {
        let files = FolderFiles {
            config: &config,
            tokenizer: &tokenizer,
            tokenizer_config: tokenizer_config.as_deref(),
            ..FolderFiles::default()
        };
        let mut opening = Opening::folder(files).unwrap();
        opening.begin(options(kind)).await.unwrap();
        for piece in weights.chunks(1_000_003) {
            opening.push(piece).await.unwrap();
        }
        opening.finish().await.unwrap()
    })
}

/// Opens a folder with its weights as `shoplens pack build` rounds them.
fn packed(folder: &Path, prefix: &str) -> Model {
    let weights = fs::read(folder.join("model.safetensors")).unwrap();
    let config = Folder::read(&fs::read(folder.join("config.json")).unwrap()).unwrap();
    let tokenizer = fs::read(folder.join("tokenizer.json")).unwrap();
    let tokenizer = Tokenizer::from_json(&tokenizer).unwrap();
    let encode = EncodeOptions {
        prefix: prefix.to_owned(),
        ..EncodeOptions::default()
    };
    let mut batch = Batch::default();
    for text in CALIBRATION {
        for window in tokenizer.encode(text, &encode).unwrap().windows {
            batch.push(&window.ids, &window.segments);
        }
    }
    let reference = load(&config, &weights, ReferenceBuilder::new);
    let factors = reference.factors(&batch).unwrap();
    assert!(!factors.is_empty());
    let weights = load(&config, &weights, |plan| {
        Writer::new(plan, Precision::Int8).with_factors(factors)
    });
    open_with(folder, &weights, Kind::Int8)
}

fn load<B: Build<Error = encoder::Error>>(
    folder: &Folder,
    weights: &[u8],
    builder: impl FnOnce(encoder::Plan) -> B,
) -> B::Encoder {
    let mut loader = Loader::new();
    let rest = loader.push_header(weights).unwrap();
    let plan = folder.plan(&loader.waits().unwrap()).unwrap();
    loader.begin(plan.clone(), builder(plan)).unwrap();
    loader.push_tensors(rest).unwrap();
    loader.finish().unwrap().1
}

/// Golden tensors.
struct Golden(Vec<u8>);

impl Golden {
    fn read(name: &str) -> Self {
        Self(fs::read(parity(&format!("golden/{name}.safetensors"))).unwrap())
    }

    fn floats(&self, name: &str) -> Option<Vec<f32>> {
        let tensors = SafeTensors::deserialize(&self.0).unwrap();
        let tensor = tensors.tensor(name).ok()?;
        let data = tensor.data();
        Some(match tensor.dtype() {
            Dtype::F32 => {
                let floats = data.as_chunks().0.iter();
                floats.map(|b| f32::from_le_bytes(*b)).collect()
            }
            Dtype::F16 => {
                let halves = data.as_chunks().0.iter();
                halves.map(|b| f16::from_le_bytes(*b).to_f32()).collect()
            }
            other => panic!("{name} is {other:?}"),
        })
    }

    fn whole(&self, name: &str) -> Vec<u32> {
        let tensors = SafeTensors::deserialize(&self.0).unwrap();
        let tensor = tensors.tensor(name).unwrap();
        let data = tensor.data();
        match tensor.dtype() {
            Dtype::U32 => {
                let words = data.as_chunks().0.iter();
                words.map(|b| u32::from_le_bytes(*b)).collect()
            }
            Dtype::U16 => {
                let shorts = data.as_chunks().0.iter();
                shorts.map(|b| u32::from(u16::from_le_bytes(*b))).collect()
            }
            other => panic!("{name} is {other:?}"),
        }
    }

    fn batch(&self) -> Batch {
        let (starts, ids) = (self.whole("starts"), self.whole("ids"));
        let mut batch = Batch::default();
        for pair in starts.windows(2) {
            let ids = &ids[pair[0] as usize..pair[1] as usize];
            batch.push(ids, &vec![0; ids.len()]);
        }
        batch
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b));
        products.sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

fn worst(cosines: &[f64]) -> f64 {
    assert!(!cosines.is_empty());
    cosines.iter().copied().fold(f64::INFINITY, f64::min)
}

fn farthest(found: &[f32], expected: &[f32]) -> f32 {
    assert_eq!(found.len(), expected.len());
    let pairs = found.iter().zip(expected);
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

const TINY: [&str; 5] = [
    "tiny-bert",
    "tiny-tagger",
    "tiny-tagger-f16",
    "tiny-tagger-bf16",
    "tiny-classifier",
];

#[test]
fn tiny_models_with_every_head_on_every_device() {
    // Bytes are compared loosely here: so narrow a model with weights so wild is the worst for them.
    let devices = [
        (Kind::Reference, 0.999_99, 1e-4),
        (Kind::Float, 0.999_99, 1e-4),
        (Kind::Gpu, 0.999_9, 1e-3),
        (Kind::Int8, 0.99, 1.0),
    ];
    for name in TINY {
        let golden = Golden::read(name);
        let batch = golden.batch();
        for (kind, lowest, most) in devices {
            let mut model = open(&parity(name), kind);
            let device = model.device_mut();
            let heads: Vec<usize> = (0..device.heads().len()).collect();
            let outputs = pollster::block_on(device.encode(&batch, &heads)).unwrap();
            let vectors = golden.floats("vectors").unwrap();
            let expected = vectors.chunks_exact(outputs[0].width);
            assert_eq!(expected.len(), 13);
            let cosines: Vec<f64> = outputs[0]
                .rows()
                .zip(expected)
                .map(|(found, expected)| cosine(found, expected))
                .collect();
            let found = worst(&cosines);
            assert!(found >= lowest, "{name} on {kind:?}: {found}");
            if let Some(logits) = golden.floats("logits") {
                let off = farthest(&outputs[1].values, &logits);
                assert!(off <= most, "{name} on {kind:?}: {off}");
            }
        }
    }
}

#[test]
fn tiny_models_cut_texts_into_the_same_tokens() {
    let golden: Vec<Value> =
        serde_json::from_slice(&fs::read(parity("golden/tiny.json")).unwrap()).unwrap();
    for name in TINY {
        let model = open(&parity(name), Kind::Float);
        assert_eq!(golden.len(), 13);
        for line in &golden {
            let text = line["text"].as_str().unwrap();
            let encoded = model.tokenizer().encode(text, model.encode_options());
            let ids: Vec<u32> = serde_json::from_value(line["ids"].clone()).unwrap();
            match encoded.unwrap().windows.as_slice() {
                // Texts with nothing to read have no window; PyTorch gives them two special tokens.
                [] => assert_eq!(ids.len(), 2, "{text:?}"),
                [only] => assert_eq!(only.ids, ids, "{name}: {text:?}"),
                // PyTorch cuts, and keeps the last place for its closing token.
                [first, ..] => assert_eq!(first.ids[..63], ids[..63], "{name}: {text:?}"),
            }
        }
    }
}

fn texts(name: &str) -> Vec<String> {
    let lines = fs::read_to_string(parity(&format!("texts/{name}.jsonl"))).unwrap();
    let text = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["text"].as_str().unwrap().to_owned()
    };
    lines.lines().map(text).collect()
}

fn embed(model: &mut Model, texts: &[String]) -> Job {
    let mut job = model.plan(texts, &[], &["embed"]).unwrap();
    run_all(model, &mut job, 2, |step| pollster::block_on(step), |_| {}).unwrap();
    job
}

/// Cosines with the golden vectors of every so-manieth text.
fn compared(model: &mut Model, texts: &[String], expected: &[f32], every: usize) -> Vec<f64> {
    let width = expected.len() / texts.len();
    let some: Vec<String> = texts.iter().step_by(every).cloned().collect();
    let rows = expected.chunks_exact(width).step_by(every);
    let job = embed(model, &some);
    let vectors = (0..some.len()).map(|text| job.vector(text).unwrap());
    vectors.zip(rows).map(|(a, b)| cosine(a, b)).collect()
}

/// Whether bytes are as near to the golden vectors as they are to be: 0.995 on average and 0.99 at worst.
fn near_enough(name: &str, model: &mut Model, texts: &[String], expected: &[f32]) {
    let cosines = compared(model, texts, expected, 1);
    let mean = cosines.iter().sum::<f64>() / cosines.len() as f64;
    let lowest = worst(&cosines);
    let count = cosines.len();
    eprintln!("{name}, over {count}: mean {mean:.5}, worst {lowest:.5}");
    assert!(
        mean >= 0.995 && lowest >= 0.99,
        "{name}: mean {mean}, worst {lowest}"
    );
}

#[test]
fn e5_small_zh_en() {
    let folder = root().join("../shared/models/zh-en");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let golden = Golden::read("e5-small-zh-en");
    let vectors = golden.floats("vectors").unwrap();
    let texts = texts("both");
    assert_eq!(texts.len(), 500);
    let prepared = |kind| {
        let mut model = open(&folder, kind);
        model.encode_options_mut().prefix = "query: ".to_owned();
        model
    };

    let mut int8 = prepared(Kind::Int8);
    let batch = golden.batch();
    assert_eq!(int8.encode_options().normalisation, Normalisation::Raw);
    for (text, range) in texts.iter().zip(batch.ranges()) {
        let encoded = int8.tokenizer().encode(text, int8.encode_options());
        assert_eq!(encoded.unwrap().windows[0].ids, batch.ids[range]);
    }
    near_enough("evenly rounded", &mut int8, &texts, &vectors);
    let mut packed = packed(&folder, "query: ");
    packed.encode_options_mut().prefix = "query: ".to_owned();
    near_enough("rounded by factors", &mut packed, &texts, &vectors);

    for (kind, every) in [(Kind::Float, 10), (Kind::Reference, 20)] {
        let cosines = compared(&mut prepared(kind), &texts, &vectors, every);
        let lowest = worst(&cosines);
        eprintln!("{kind:?} over {}: worst {lowest:.7}", cosines.len());
        assert!(lowest >= 0.999_99, "{kind:?}: {lowest}");
    }

    // A GPU in software takes a minute for a long text.
    let ranges: Vec<_> = batch.ranges().collect();
    let short = (0..texts.len())
        .filter(|&text| ranges[text].len() <= 12)
        .take(4);
    let (mut some, mut rows) = (Vec::new(), Vec::new());
    for text in short {
        some.push(texts[text].clone());
        rows.extend_from_slice(&vectors[text * 384..(text + 1) * 384]);
    }
    let lowest = worst(&compared(&mut prepared(Kind::Gpu), &some, &rows, 1));
    eprintln!("Gpu over {}: worst {lowest:.7}", some.len());
    assert!(lowest >= 0.999_9, "gpu: {lowest}");
}

#[test]
fn all_minilm_l6_v2() {
    let fetched = Command::new("python3")
        .arg(parity("minilm.py"))
        .current_dir(root())
        .output();
    let folder = match fetched {
        Ok(output) if output.status.success() => {
            PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
        }
        Ok(output) => {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            eprintln!("skipped: {}", why.trim());
            return;
        }
        Err(error) => {
            eprintln!("skipped: python3: {error}");
            return;
        }
    };
    let folder = root().join(folder);
    let golden = Golden::read("all-minilm-l6-v2");
    let vectors = golden.floats("vectors").unwrap();
    let texts = texts("english");
    for (kind, every, lowest) in [
        // A folder's weights are rounded evenly, a pack's by factors (below). This model has outliers among its activations, which seven bits for a
        // whole row hold less well, in texts of three to six tokens above all. Measured: 0.9944 on average and 0.977 at
        // worst; transformers.js' best graph has 0.989 and 0.973.
        (Kind::Int8, 1, 0.975),
        (Kind::Float, 2, 0.999_99),
        (Kind::Reference, 4, 0.999_99),
    ] {
        let cosines = compared(&mut open(&folder, kind), &texts, &vectors, every);
        let mean = cosines.iter().sum::<f64>() / cosines.len() as f64;
        let found = worst(&cosines);
        let count = cosines.len();
        eprintln!("{kind:?} over {count}: mean {mean:.6}, worst {found:.6}");
        assert!(found >= lowest, "{kind:?}: {found}");
    }
    let mut packed = packed(&folder, "");
    near_enough("Int8 by factors", &mut packed, &texts, &vectors);
}

#[test]
fn wrong_folders_are_told() {
    let folder = parity("tiny-bert");
    let config = fs::read_to_string(folder.join("config.json")).unwrap();
    let tokenizer = fs::read(folder.join("tokenizer.json")).unwrap();
    let weights = fs::read(folder.join("model.safetensors")).unwrap();
    let attempt = |config: &str, weights: &[u8]| {
        let opened: Result<(), inference::Error> = pollster::block_on(async {
            let mut opening = Opening::folder(FolderFiles {
                config: config.as_bytes(),
                tokenizer: &tokenizer,
                ..FolderFiles::default()
            })?;
            opening.begin(options(Kind::Float)).await?;
            opening.push(weights).await?;
            opening.finish().await.map(|_| ())
        });
        opened.unwrap_err()
    };
    let with = |from: &str, to: &str| {
        assert!(config.contains(from), "{from}");
        config.replace(from, to)
    };
    let other = with("\"bert\"", "\"roberta\"");
    assert_eq!(attempt(&other, &weights).code(), "architecture");
    let deeper = with("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4");
    let error = attempt(&deeper, &weights);
    assert_eq!(error.code(), "missing_tensor");
    assert!(error.to_string().contains("encoder.layer.3."), "{error}");
    let wider = with("\"intermediate_size\": 64", "\"intermediate_size\": 65");
    let error = attempt(&wider, &weights);
    assert_eq!(error.code(), "wrong_shape");
    assert!(error.to_string().contains("intermediate.dense"), "{error}");
    let short = &weights[..weights.len() - 9];
    assert_eq!(attempt(&config, short).code(), "truncated");
    assert_eq!(attempt(&config, &weights[..5]).code(), "truncated");
    let page = b"<html>not found</html>";
    assert_eq!(attempt(&config, page).code(), "corrupt_weights");
    assert_eq!(attempt("{", &weights).code(), "not_json");
    let none = with("\"hidden_size\": 32", "\"hidden_size\": 0");
    assert_eq!(attempt(&none, &weights).code(), "bad_config");
}

#[test]
fn outputs_have_the_shape_of_their_task() {
    let mut model = open(&parity("tiny-tagger"), Kind::Int8);
    let texts = ["红色纯棉连衣裙", "", "red cotton dress"];
    let mut job = model.plan(&texts, &[], &["tag"]).unwrap();
    while !job.is_done() {
        pollster::block_on(job.step(&mut model)).unwrap();
    }
    assert!(job.said(0).is_some() && job.said(1).is_none() && job.said(2).is_some());
    let error = model
        .plan(&texts, &[], &["sentiment"])
        .map(|_| ())
        .unwrap_err();
    assert_eq!(error.code(), "no_head");
    let mut fresh = model.plan(&texts, &[], &["tag"]).unwrap();
    let tokens = fresh.plan().batches()[0].tokens();
    let output = Output {
        width: 7,
        values: vec![f32::NAN; 7 * tokens],
    };
    assert!(fresh.take(0, &[output]).is_err());
}
