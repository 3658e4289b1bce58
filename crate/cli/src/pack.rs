//! `shoplens pack build` and `shoplens pack verify`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use encoder::pack::{
    FORMAT, FORMAT_WITHOUT_FACTORS, File, Golden, Manifest, PART_BYTES, PackHead, Precision,
};
use encoder::{Build, CALIBRATION, Factors, Folder, Loader, Reference, ReferenceBuilder, Writer};
use inference::{DeviceOptions, Kind};
use serde_json::json;
use text::{Batch, EncodeOptions, Normalisation, Tokenizer, VocabularyOptions};

use crate::complain;
use crate::model::{self, optional, read, tokenizer};

/// Texts whose outputs a pack keeps, so that a device can be checked before it is trusted.
const GOLDEN: [&str; 4] = [
    "红色纯棉女士连衣裙 夏季新款 M码",
    "Women's red cotton dress, summer, size M",
    "物流很快，包装完好，就是尺码偏小。",
    "Stopped charging after two weeks, but the seller answered quickly.",
];

/// What can be done with packs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a pack of a Hugging Face folder.
    Build(Box<BuildArguments>),
    /// Checks a pack: sizes, hashes, and its golden texts on this machine.
    Verify {
        /// The pack.
        dir: PathBuf,
    },
    /// Cuts a pack's weights into parts of the size that new packs have; nothing else changes, its version neither.
    Split {
        /// The pack.
        dir: PathBuf,
        /// Where the same pack in other parts goes: a new or empty folder.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// Arguments of `pack build`.
#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    /// The folder, with `config.json`, `model.safetensors` and `tokenizer.json` or `vocab.txt`.
    dir: PathBuf,
    /// Where the pack goes: a new or empty folder.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What it is called; by default as the folder.
    #[arg(long)]
    name: Option<String>,
    /// How large matrices are stored.
    #[arg(long, default_value = "int8", value_parser = ["int8", "f16", "f32"])]
    precision: String,
    /// Languages it reads, as BCP 47 codes.
    #[arg(long, value_delimiter = ',')]
    languages: Vec<String>,
    /// The licence of the weights.
    #[arg(long, default_value = "")]
    licence: String,
    /// Where the weights are from.
    #[arg(long, default_value = "")]
    source: String,
    /// What is put before each text, such as `query: `.
    #[arg(long, default_value = "")]
    prefix: String,
    /// The most tokens a text may have; by default as many as the model has positions.
    #[arg(long)]
    max_tokens: Option<usize>,
    /// The tokens of a passage, at the end of a sentence, in which heads that tag read longer texts; 0: they read them as other heads do.
    #[arg(long, default_value_t = 0)]
    passage: usize,
    /// Cleans merchants' texts up before they are cut into tokens.
    #[arg(long)]
    normalise: bool,
    /// Texts, one a line, by which an int8 pack spreads rounding over its weights; by default thirty of a shop's, in Chinese and English.
    #[arg(long, value_name = "FILE", conflicts_with = "even")]
    calibration: Option<PathBuf>,
    /// Rounds an int8 pack without looking at texts, as packs of format 1.
    #[arg(long)]
    even: bool,
}

/// Does it.
pub(crate) fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Build(arguments) => build(arguments),
        Command::Verify { dir } => verify(dir),
        Command::Split { dir, out } => split(dir, out),
    }
}

/// Makes a folder, or takes one that is empty.
fn make_empty(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    if fs::read_dir(folder)?.next().is_some() {
        bail!("{} is not empty", folder.display());
    }
    Ok(())
}

fn build(arguments: &BuildArguments) -> Result<ExitCode> {
    let dir = &arguments.dir;
    make_empty(&arguments.out)?;
    let precision = match arguments.precision.as_str() {
        "f16" => Precision::F16,
        "f32" => Precision::F32,
        _ => Precision::Int8,
    };
    let mut folder = Folder::read(&read(&dir.join("config.json"))?)?;
    if let Some(modules) = optional(&dir.join("modules.json"))? {
        folder.read_modules(&modules)?;
    }
    if let Some(pooling) = optional(&dir.join("1_Pooling/config.json"))? {
        folder.read_pooling(&pooling)?;
    }
    let (tokenizer_name, tokenizer_bytes) = tokenizer(dir)?;
    let options = match optional(&dir.join("tokenizer_config.json"))? {
        Some(config) => VocabularyOptions::from_config(&config)?,
        None => VocabularyOptions::default(),
    };
    let weights = whole(&dir.join("model.safetensors"))?;
    let reference: Reference = load(&folder, &weights, ReferenceBuilder::new)?;
    let plan = reference.plan().clone();
    let tokenizer = match tokenizer_name {
        "vocab.txt" => Tokenizer::from_vocabulary(&tokenizer_bytes, &options)?,
        _ => Tokenizer::from_json(&tokenizer_bytes)?,
    };
    tokenizer.check_fits(plan.config.vocab_size)?;
    let positions = plan.config.max_position_embeddings;
    let encode = EncodeOptions {
        normalisation: match arguments.normalise {
            true => Normalisation::Merchant,
            false => Normalisation::Raw,
        },
        prefix: arguments.prefix.clone(),
        ..EncodeOptions::default()
    };
    let encode = encode.with_windows(arguments.max_tokens.unwrap_or(positions).min(positions));
    tokenizer.check_windows(&encode)?;
    let factors = match precision {
        Precision::Int8 if !arguments.even => {
            let texts = calibration(arguments.calibration.as_deref())?;
            factors(&reference, &tokenizer, &encode, &texts)?
        }
        _ => Factors::default(),
    };
    let format = match factors.is_empty() {
        true => FORMAT_WITHOUT_FACTORS,
        false => FORMAT,
    };
    let bytes = load(&folder, &weights, |plan| {
        Writer::new(plan, precision).with_factors(factors)
    })?;
    drop(weights);
    write(&arguments.out.join(tokenizer_name), &tokenizer_bytes)?;
    let mut manifest = Manifest {
        format,
        name: match &arguments.name {
            Some(name) => name.clone(),
            None => dir
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        },
        version: String::new(),
        languages: arguments.languages.clone(),
        licence: arguments.licence.clone(),
        source: arguments.source.clone(),
        config: plan.config.clone(),
        precision,
        max_tokens: encode.max_tokens,
        passage: arguments.passage,
        prefix: encode.prefix.clone(),
        normalise: arguments.normalise,
        lowercase: options.lowercase,
        vocabulary: (tokenizer_name == "vocab.txt").then_some(options),
        tokenizer: File::of(tokenizer_name, &tokenizer_bytes),
        heads: plan
            .heads
            .iter()
            .map(|head| PackHead {
                head: head.head.clone(),
                outputs: head.outputs,
                pooler: head.pooler,
                names: folder.label_names(&head.head.name),
            })
            .collect(),
        parts: write_parts(&arguments.out, &bytes)?,
        golden: golden(&reference, &tokenizer, &encode)?,
    };
    manifest.version = version(&manifest, &bytes)?;
    write_manifest(&arguments.out, &manifest)?;
    verify(&arguments.out)
}

fn split(dir: &Path, out: &Path) -> Result<ExitCode> {
    let mut manifest = Manifest::read(&read(&dir.join("manifest.json"))?)?;
    make_empty(out)?;
    let tokenizer = read(&dir.join(&manifest.tokenizer.file))?;
    manifest.tokenizer.check(&tokenizer)?;
    write(&out.join(&manifest.tokenizer.file), &tokenizer)?;
    let mut bytes = Vec::new();
    for part in &manifest.parts {
        let read = whole(&dir.join(&part.file))?;
        part.check(&read)?;
        bytes.extend_from_slice(&read);
    }
    manifest.parts = write_parts(out, &bytes)?;
    write_manifest(out, &manifest)?;
    verify(out)
}

/// Writes weights as the parts of a pack.
fn write_parts(out: &Path, bytes: &[u8]) -> Result<Vec<File>> {
    let mut parts = Vec::new();
    for (index, part) in bytes.chunks(PART_BYTES).enumerate() {
        let file = format!("weights.{index}.bin");
        write(&out.join(&file), part)?;
        parts.push(File::of(&file, part));
    }
    Ok(parts)
}

/// Writes the manifest for people to read, but a golden text a line: a browser reads it whole, and thousands of numbers need no lines of their own.
fn write_manifest(out: &Path, manifest: &Manifest) -> Result<()> {
    let about = Manifest {
        golden: Vec::new(),
        ..manifest.clone()
    };
    let mut json = serde_json::to_string_pretty(&about)?;
    if let Some(start) = json.rfind("[]").filter(|_| !manifest.golden.is_empty()) {
        let lines: Result<Vec<String>, _> =
            manifest.golden.iter().map(serde_json::to_string).collect();
        let lines = lines?.join(",\n    ");
        json.replace_range(start..start + 2, &format!("[\n    {lines}\n  ]"));
    }
    write(&out.join("manifest.json"), json.as_bytes())
}

/// A name for what the pack says of texts: it changes with the weights, with how texts are cut and read, and with what its heads give,
/// not with the parts, the golden texts or what is told of where it is from.
fn version(manifest: &Manifest, weights: &[u8]) -> Result<String> {
    let about = Manifest {
        name: String::new(),
        version: String::new(),
        licence: String::new(),
        source: String::new(),
        languages: Vec::new(),
        parts: vec![File::of("weights", weights)],
        golden: Vec::new(),
        ..manifest.clone()
    };
    let json = serde_json::to_vec(&about)?;
    Ok(File::of("manifest.json", &json).sha256[..12].to_owned())
}

/// Fills what takes a folder's tensors.
fn load<B: Build<Error = encoder::Error>>(
    folder: &Folder,
    weights: &[u8],
    builder: impl FnOnce(encoder::Plan) -> B,
) -> Result<B::Encoder> {
    let mut loader = Loader::new();
    let rest = loader.push_header(weights)?;
    let listing = loader
        .waits()
        .context("model.safetensors ends inside its header")?;
    let plan = folder.plan(&listing)?;
    loader.begin(plan.clone(), builder(plan))?;
    loader.push_tensors(rest)?;
    Ok(loader.finish()?.1)
}

/// Texts of a file, one a line, or else the built-in ones.
fn calibration(file: Option<&Path>) -> Result<Vec<String>> {
    let Some(file) = file else {
        return Ok(CALIBRATION.map(str::to_owned).to_vec());
    };
    let text = String::from_utf8(read(file)?)
        .with_context(|| format!("{} is not UTF-8", file.display()))?;
    let lines = text.lines().map(str::trim);
    let lines: Vec<String> = lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    if lines.is_empty() {
        bail!("{} has no text for calibration", file.display());
    }
    Ok(lines)
}

/// Factors for the weights, by what the layers get to see of some texts.
fn factors(
    reference: &Reference,
    tokenizer: &Tokenizer,
    encode: &EncodeOptions,
    texts: &[String],
) -> Result<Factors> {
    let mut batch = Batch::default();
    for text in texts {
        for window in tokenizer.encode(text, encode)?.windows {
            batch.push(&window.ids, &window.segments);
        }
    }
    Ok(reference.factors(&batch)?)
}

fn golden(
    reference: &Reference,
    tokenizer: &Tokenizer,
    encode: &EncodeOptions,
) -> Result<Vec<Golden>> {
    let heads: Vec<usize> = (0..reference.plan().heads.len()).collect();
    let mut golden = Vec::new();
    for text in GOLDEN {
        let encoded = tokenizer.encode(text, encode)?;
        let Some(window) = encoded.windows.first() else {
            continue;
        };
        let mut batch = Batch::default();
        batch.push(&window.ids, &window.segments);
        let outputs = reference.run(&batch, &heads)?;
        let rounded = |value: f32| (value * 1e5).round() / 1e5;
        golden.push(Golden {
            text: text.to_owned(),
            ids: window.ids.clone(),
            outputs: outputs
                .into_iter()
                .map(|output| output.values.into_iter().map(rounded).collect())
                .collect(),
        });
    }
    Ok(golden)
}

fn verify(dir: &Path) -> Result<ExitCode> {
    let bytes = read(&dir.join("manifest.json"))?;
    let manifest = Manifest::read(&bytes)?;
    let kind = match manifest.precision {
        Precision::Int8 => Kind::Int8,
        _ => Kind::Float,
    };
    let options = DeviceOptions {
        kind,
        ..DeviceOptions::default()
    };
    let mut model = model::open(dir, options)?;
    let checked = pollster::block_on(model.check())?;
    for text in model.misread() {
        complain(&format!(
            "shoplens: the tokenizer does not cut “{text}” into the tokens that the pack says"
        ));
    }
    let report = json!({
        "name": manifest.name,
        "version": manifest.version,
        "bytes": manifest.bytes() + manifest.tokenizer.bytes + bytes.len(),
        "parts": manifest.parts.len(),
        "heads": manifest.heads.iter().map(|head| &head.head.name).collect::<Vec<_>>(),
        "device": kind.name(),
        "golden": checked,
    });
    crate::read::write(Path::new("-"), format!("{report}\n").as_bytes())?;
    Ok(match checked.passed && checked.misread == 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(3),
    })
}

/// Weights, however large.
fn whole(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| path.display().to_string())
}
