//! `shoplens extract`: lines of titles or reviews in, lines of what they say out.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};
use clap::Args;
use extract::{Corrections, Gazetteer, Kind, Language, Reader, Reading, Thresholds};
use inference::{Job, Model};
use serde::Serialize;
use serde_json::Value;

use crate::ask::{self, Line, read_lines, writer};
use crate::complain;
use crate::heard;
use crate::model::{Chosen, PACK, own_pack};

/// Texts that are read at once, so that memory stays the same however many there are.
const TOGETHER: usize = 4_096;

/// Arguments of `extract`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What the texts are.
    #[arg(long, value_parser = ["title", "review"])]
    kind: String,
    /// The language of all texts; `auto`: told for each by its script.
    #[arg(long, default_value = "auto", value_parser = ["auto", "zh", "en"])]
    lang: String,
    /// A pack or a folder with the heads that are asked; by default models/zh-en, here or beside this program.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// Brands that titles may name, one a line; other spellings of one behind `|`.
    #[arg(long, value_name = "FILE")]
    brands: Option<PathBuf>,
    /// Corrections, as lines of JSON with `pattern`, `label`, `action` (set, remove), and if need be `value`, `polarity` and `text`.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Where lines that `models/training` can learn from go: the texts in which a correction holds.
    #[arg(long, value_name = "FILE", requires = "corrections")]
    training: Option<PathBuf>,
    /// Tells spans of the model however unsure it is: for measuring the model itself.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    device: crate::model::On,
    /// Lines of JSON, each with `id` and `text`; `-` reads standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Where the lines of answers go, in the order of the texts; `-` writes to standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Threads; by default as many as the processor runs at once.
    #[arg(long)]
    threads: Option<usize>,
}

/// A line of the output.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    #[serde(flatten)]
    reading: Reading,
}

/// Reads every text.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let kind = match arguments.kind.as_str() {
        "title" => Kind::Title,
        _ => Kind::Review,
    };
    let lang = match arguments.lang.as_str() {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    };
    let mut reader = Reader::new()?;
    let mut corrections = Corrections::default();
    if let Some(path) = &arguments.brands {
        let lines = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let brands: Vec<&str> = lines.lines().map(str::trim).collect();
        reader = reader.with_brands(Gazetteer::new(&brands)?);
    }
    if let Some(path) = &arguments.corrections {
        let lines = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let read = Corrections::from_lines(&lines);
        corrections = read.with_context(|| path.display().to_string())?;
        reader = reader.with_corrections(corrections.clone());
    }
    if arguments.all {
        reader = reader.with_thresholds(Thresholds::none());
    }
    let Some(mut model) = open(arguments, kind)? else {
        return Ok(ExitCode::from(2));
    };
    let (lines, bad) = read_lines(&arguments.input)?;
    let threads = arguments
        .threads
        .or_else(|| thread::available_parallelism().map(usize::from).ok())
        .unwrap_or(1);

    let heads = model.as_ref().map(heard::head_labels).unwrap_or_default();
    let mut writer = writer(&arguments.output)?;
    let mut learn = arguments.training.as_deref().map(ask::writer).transpose()?;
    let mut unread = 0;
    let mut cut = 0;
    for lines in lines.chunks(TOGETHER) {
        let job = match &mut model {
            Some(model) => Some(answered(model, kind, lang, lines, threads)?),
            None => None,
        };
        cut += job.as_ref().map_or(0, |job| job.counts().cut);
        for (at, line) in lines.iter().enumerate() {
            // What a model was asked and has nothing to say of is no reason to guess by words.
            let said = job
                .as_ref()
                .map(|job| heard::heard(job, at).unwrap_or_default());
            let reading = reader.read(kind, &line.text, lang, said.as_ref(), &heads);
            let known = corrections.known(&line.text);
            if let Some(learn) = learn.as_mut().filter(|_| !known.is_empty()) {
                let line = extract::training_line(&line.text, &reading.mentions, &known);
                writeln!(learn, "{line}")?;
            }
            unread += usize::from(reading.lang == Language::Other);
            let id = &line.id;
            serde_json::to_writer(&mut writer, &Answer { id, reading })?;
            writer.write_all(b"\n")?;
        }
    }
    let shown = || arguments.output.display().to_string();
    writer.flush().with_context(shown)?;
    if let Some(learn) = &mut learn {
        learn.flush()?;
    }
    if unread > 0 {
        complain(&format!(
            "shoplens: {unread} of {} texts are neither Chinese nor English, and nothing is read in them",
            lines.len()
        ));
    }
    if cut > 0 {
        complain(&format!(
            "shoplens: {cut} of {} texts are too long to be read to their end",
            lines.len()
        ));
    }
    Ok(match (bad, lines.is_empty()) {
        (0, _) => ExitCode::SUCCESS,
        (_, false) => ExitCode::from(1),
        (_, true) => ExitCode::from(3),
    })
}

/// The model that is asked, `Some(None)` without one; `None` if it was named and cannot do this.
fn open(arguments: &Arguments, kind: Kind) -> Result<Option<Option<Model>>> {
    let folder = match &arguments.pack {
        Some(folder) => folder.clone(),
        None => match own_pack() {
            Some(folder) => folder,
            None => {
                complain(&format!(
                    "shoplens: there is no pack in {PACK}: reading by patterns and word lists alone, which find less"
                ));
                return Ok(Some(None));
            }
        },
    };
    let model = Chosen::at(folder, &arguments.device).open()?;
    for name in kind.heads() {
        if let Err(error) = model.head(name) {
            complain(&format!("shoplens: {error}"));
            return Ok(None);
        }
    }
    Ok(Some(Some(model)))
}

/// All heads over one pass of the texts of a supported language.
fn answered(
    model: &mut Model,
    kind: Kind,
    lang: Option<Language>,
    lines: &[Line],
    threads: usize,
) -> Result<Job> {
    let texts = lines.iter().map(|line| {
        let other = lang.unwrap_or_else(|| extract::language(&line.text)) == Language::Other;
        if other { "" } else { line.text.as_str() }
    });
    let texts: Vec<&str> = texts.collect();
    heard::hear(model, &texts, kind.heads(), threads)
}
