//! `shoplens embed`, `tag` and `classify`: lines of texts in, lines of answers out.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};
use clap::Args;
use inference::{Job, Said, run_all};
use serde::Deserialize;
use serde_json::{Value, json};
use text::{Encoder, Normalisation, Task};

use crate::complain;
use crate::model::Chosen;

/// Texts that are read at once and written before the next: what was answered is not lost, however the rest ends.
const TOGETHER: usize = 4_096;

/// Arguments of `embed`, `tag` and `classify`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    model: Chosen,
    /// Lines of JSON, each with `id` and `text`; `-` reads standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Where the lines of answers go, in the order of the texts; `-` writes to standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The head, where the model has several for this task.
    #[arg(long)]
    head: Option<String>,
    /// What is put before each text, such as `query: `; a pack says so itself.
    #[arg(long)]
    prefix: Option<String>,
    /// Cleans texts up first: markup, full-width letters, repeated punctuation; a pack says so itself.
    #[arg(long)]
    normalise: bool,
    /// Threads; by default as many as the processor runs at once.
    #[arg(long)]
    threads: Option<usize>,
}

/// A line of the input. An id is anything that JSON can say.
#[derive(Deserialize)]
pub(crate) struct Line {
    pub(crate) id: Value,
    pub(crate) text: String,
}

/// Answers every text.
pub(crate) fn run(arguments: &Arguments, task: Task) -> Result<ExitCode> {
    let mut model = arguments.model.open()?;
    if let Some(prefix) = &arguments.prefix {
        model.encode_options_mut().prefix.clone_from(prefix);
    }
    if arguments.normalise {
        model.encode_options_mut().normalisation = Normalisation::Merchant;
    }
    let heads = model.device().heads().to_vec();
    let of_task = heads.iter().find(|head| head.task == task);
    let head = match (&arguments.head, of_task) {
        (Some(name), _) => name.clone(),
        (None, Some(head)) => head.name.clone(),
        (None, None) => {
            let known: Vec<&str> = heads.iter().map(|head| head.name.as_str()).collect();
            complain(&format!(
                "shoplens: the model has no head for this: it has {}",
                known.join(", ")
            ));
            return Ok(ExitCode::from(2));
        }
    };
    let asked = &heads[model.head(&head)?];
    if !asked.over.is_empty() {
        complain(&format!(
            "shoplens: the head {head} judges what the head {} marks; `shoplens extract` asks both",
            asked.over
        ));
        return Ok(ExitCode::from(2));
    }
    if asked.task != task {
        complain(&format!("shoplens: the head {head} is for another task"));
        return Ok(ExitCode::from(2));
    }
    let (lines, bad) = read_lines(&arguments.input)?;
    let threads = arguments
        .threads
        .or_else(|| thread::available_parallelism().map(usize::from).ok())
        .unwrap_or(1);
    let mut writer = writer(&arguments.output)?;
    let (mut empty, mut cut, mut written) = (0, 0, 0);
    for some in lines.chunks(TOGETHER) {
        let texts: Vec<&str> = some.iter().map(|line| line.text.as_str()).collect();
        let mut job = model.plan(&texts, &[], &[&head])?;
        empty += job.counts().empty;
        cut += job.counts().cut;
        let ran = run_all(
            &mut model,
            &mut job,
            threads,
            |step| pollster::block_on(step),
            |_| {},
        );
        // Whatever became of the rest, what was answered is kept.
        written += write_lines(&mut writer, some, &job)
            .with_context(|| arguments.output.display().to_string())?;
        ran.with_context(|| format!("{written} of {} texts were answered", lines.len()))?;
    }
    let texts = lines.len();
    if empty > 0 {
        complain(&format!(
            "shoplens: in {empty} of {texts} texts there is nothing to read"
        ));
    }
    if cut > 0 {
        complain(&format!(
            "shoplens: {cut} of {texts} texts are too long to be read to their end"
        ));
    }
    Ok(match (bad, lines.is_empty()) {
        (0, _) => ExitCode::SUCCESS,
        (_, false) => ExitCode::from(1),
        (_, true) => ExitCode::from(3),
    })
}

/// The lines that can be read, and how many cannot.
pub(crate) fn read_lines(path: &Path) -> Result<(Vec<Line>, usize)> {
    let reader: Box<dyn BufRead> = match path == Path::new("-") {
        true => Box::new(std::io::stdin().lock()),
        false => {
            let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
            Box::new(BufReader::new(file))
        }
    };
    let mut lines = Vec::new();
    let mut bad = 0;
    for (index, line) in reader.split(b'\n').enumerate() {
        let line = line.with_context(|| path.display().to_string())?;
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(line) => lines.push(line),
            Err(error) => {
                bad += 1;
                complain(&format!(
                    "shoplens: {}, line {}: expected {{\"id\": …, \"text\": \"…\"}}: {error}",
                    path.display(),
                    index + 1
                ));
            }
        }
    }
    Ok((lines, bad))
}

/// A file, or standard output.
pub(crate) fn writer(path: &Path) -> Result<Box<dyn Write>> {
    Ok(match path == Path::new("-") {
        true => Box::new(BufWriter::new(std::io::stdout().lock())),
        false => {
            let file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
            Box::new(BufWriter::new(file))
        }
    })
}

/// Writes a line for each text that was answered or has nothing to read, and tells how many.
fn write_lines(mut writer: impl Write, lines: &[Line], job: &Job) -> Result<usize> {
    let mut written = 0;
    for (index, line) in lines.iter().enumerate() {
        let said = job.said(index);
        if said.is_none() && !job.plan().is_empty_text(index) {
            continue;
        }
        serde_json::to_writer(&mut writer, &answer(line, said, job))?;
        writer.write_all(b"\n")?;
        written += 1;
    }
    writer.flush()?;
    Ok(written)
}

/// A line of the output; of a text with nothing to read, what it would hold is null, or no spans.
fn answer(line: &Line, said: Option<Said>, job: &Job) -> Value {
    let id = &line.id;
    match said {
        Some(Said::Vector { vector }) => json!({ "id": id, "vector": vector }),
        Some(Said::Label { label, scores }) => {
            let labels = job.head().labels.iter().cloned();
            let scores: serde_json::Map<String, Value> =
                labels.zip(scores.into_iter().map(Value::from)).collect();
            json!({ "id": id, "label": label, "scores": scores })
        }
        Some(Said::Spans { spans }) => json!({ "id": id, "spans": spans }),
        None => match job.head().task {
            Task::Embed => json!({ "id": id, "vector": null }),
            Task::Classify => json!({ "id": id, "label": null, "scores": null }),
            Task::Tag => json!({ "id": id, "spans": [] }),
        },
    }
}
