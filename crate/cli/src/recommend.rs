//! `shoplens recommend` and `shoplens recommend evaluate`: who should be shown what, and how well that can be foretold.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::recommend::{
    Damping, Error, Evaluation, History, Kind, Limits, Note, Reason, Reasons, Settings, Shelf,
    Split, Texts, Trial, Visit, evaluate, fit_with, learnable, possible,
};
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::complain;
use crate::interactions::{Named, read_interactions, read_vectors};
use crate::wishes::Wanted;

/// Arguments of `recommend`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    list: ListArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Holds back, fits every model on the rest, and prints as JSON how well each foretells.
    Evaluate(EvaluateArguments),
    /// Writes recommendations from a shop's files in the form that a platform imports.
    Export(crate::shop_file::ExportArguments),
}

#[derive(Debug, Args)]
struct Common {
    /// A table with the columns `user` and `item` and, where known, `weight` and `timestamp`; `-` reads standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Length of each list.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    k: u16,
    /// Vectors of the items' texts, as `shoplens embed` writes them: lines of JSON with `id` and `vector`.
    #[arg(long, value_name = "FILE")]
    vectors: Option<PathBuf>,
    /// Items that a user knows already may come again, as in repeat purchases.
    #[arg(long)]
    with_seen: bool,
    /// What is held back to choose and to test: each user's last basket, the last part of the time, or a random part of each user's items.
    #[arg(long, default_value = "last", value_parser = ["last", "time", "random"])]
    split: String,
    /// The share that is held back, by time or at random.
    #[arg(long, default_value_t = 0.2)]
    share: f64,
    /// How more of the same counts: as it is, by its logarithm, or as once.
    #[arg(long, default_value = "log", value_parser = ["none", "log", "binary"])]
    weights: String,
    /// The most users that are tested.
    #[arg(long, default_value_t = 10_000)]
    most_users: usize,
    /// Memory in megabytes that fitting one model may take.
    #[arg(long, default_value_t = 256)]
    budget: u64,
    /// Where all chance comes from.
    #[arg(long, default_value_t = 42)]
    seed: u64,
}

#[derive(Debug, Args)]
struct ListArguments {
    #[command(flatten)]
    common: Common,
    /// The model; `auto` is the one that foretells best, or popularity where none is surely better.
    #[arg(long, default_value = "auto")]
    model: String,
    /// Whom the lists are for: each user, or each item, as what goes with it (then with `item`, `rank`, `other`, `score`).
    #[arg(long = "for", default_value = "users", value_parser = ["users", "items"])]
    whom: String,
    /// Where the lists go, as CSV with `user`, `rank`, `item`, `score`; `-` writes to standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    wishes: crate::wishes::WishArguments,
    /// Adds a column that says why.
    #[arg(long)]
    reasons: bool,
}

#[derive(Debug, Args)]
struct EvaluateArguments {
    #[command(flatten)]
    common: Common,
    /// Models to compare; by default all that the data allow.
    #[arg(long, value_delimiter = ',')]
    models: Vec<String>,
    /// Where the JSON goes; `-` writes to standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

/// Recommends, or evaluates.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        Some(Command::Evaluate(arguments)) => judge(arguments),
        Some(Command::Export(arguments)) => crate::shop_file::run(arguments),
        None => list(&arguments.list),
    }
}

/// What both commands begin with.
struct Read {
    named: Named,
    texts: Option<Texts>,
    trial: Trial,
    bad: usize,
}

/// The data, or the exit code where there is none.
fn begin(common: &Common) -> Result<std::result::Result<Read, ExitCode>> {
    let Some((mut named, mut bad)) = read_interactions(&common.input)? else {
        return Ok(Err(ExitCode::from(3)));
    };
    let mut trial = Trial {
        k: usize::from(common.k),
        split: match common.split.as_str() {
            "time" => Split::Time {
                share: common.share,
            },
            "random" => Split::Random {
                share: common.share,
            },
            _ => Split::Last,
        },
        with_seen: common.with_seen,
        seed: common.seed,
        most_users: common.most_users,
        damping: match common.weights.as_str() {
            "none" => Damping::None,
            "binary" => Damping::Binary,
            _ => Damping::Log,
        },
        settings: Settings::default(),
        ..Trial::default()
    };
    trial.settings.ease.budget_bytes = common.budget << 20;
    trial.settings.als.seed = common.seed;
    let mut texts = None;
    if let Some(path) = &common.vectors {
        let (vectors, bad_lines) = read_vectors(path, &mut named)?;
        bad += bad_lines;
        if let Some(vectors) = vectors {
            texts = Some(Texts::new(vectors, &trial.settings, &mut |_| true)?);
        }
    }
    let told = named.interactions.told();
    for (count, what) in [
        (
            told.without_weight,
            "have a weight of zero or less, such as returns, and were left out",
        ),
        (
            told.duplicates,
            "say the same as another, with the same user, item and time, and count once",
        ),
    ] {
        if count > 0 {
            complain(&format!(
                "shoplens: {count} of {} events {what}",
                told.events
            ));
        }
    }
    if named.interactions.pairs() == 0 {
        complain(&format!(
            "shoplens: {}: no interactions are left to learn from",
            shown(&common.input)
        ));
        return Ok(Err(ExitCode::from(3)));
    }
    Ok(Ok(Read {
        named,
        texts,
        trial,
        bad,
    }))
}

fn judge(arguments: &EvaluateArguments) -> Result<ExitCode> {
    let mut kinds = Vec::new();
    for name in &arguments.models {
        match Kind::from_name(name) {
            Some(kind) => kinds.push(kind),
            None => return Ok(unknown(name)),
        }
    }
    let mut read = match begin(&arguments.common)? {
        Ok(read) => read,
        Err(code) => return Ok(code),
    };
    read.trial.kinds = kinds;
    let found = evaluate(
        &read.named.interactions,
        read.texts.as_ref(),
        &read.trial,
        &mut |_| true,
    );
    let found = match found {
        Ok(found) => found,
        Err(error @ (Error::TooFewTested { .. } | Error::NoTimes { .. })) => {
            complain(&format!("shoplens: cannot be tested: {error}"));
            return Ok(ExitCode::from(3));
        }
        Err(error) => return Err(error.into()),
    };
    for note in &found.notes {
        tell(note, &read.named);
    }
    let mut report = serde_json::to_value(&found)?;
    if let Some(fields) = report.as_object_mut() {
        fields.insert("data".into(), json!(read.named.interactions.told()));
        fields.insert("verdict".into(), json!(verdict(&found)));
    }
    let text = serde_json::to_string_pretty(&report)? + "\n";
    crate::read::write(&arguments.output, text.as_bytes())?;
    Ok(code(read.bad))
}

fn list(arguments: &ListArguments) -> Result<ExitCode> {
    let asked = match arguments.model.as_str() {
        "auto" => None,
        name => match Kind::from_name(name) {
            Some(kind) => Some(kind),
            None => return Ok(unknown(name)),
        },
    };
    let read = match begin(&arguments.common)? {
        Ok(read) => read,
        Err(code) => return Ok(code),
    };
    let all = &read.named.interactions;
    let texts = read.texts.as_ref();
    let needed = possible(all, texts.is_some());
    if let Some(kind) = asked.filter(|kind| *kind != Kind::Hybrid && !needed.contains(kind)) {
        let lacks = if kind == Kind::Semantic {
            "--vectors"
        } else {
            "a timestamp column"
        };
        complain(&format!("shoplens: {} needs {lacks}", kind.name()));
        return Ok(ExitCode::from(2));
    }
    let (kind, blend) = match asked {
        Some(kind) if kind != Kind::Hybrid => (kind, None),
        _ => match evaluate(all, texts, &read.trial, &mut |_| true) {
            Ok(found) => {
                complain(&format!("shoplens: {}", verdict(&found)));
                (asked.unwrap_or(found.used), found.blend)
            }
            Err(error @ (Error::TooFewTested { .. } | Error::NoTimes { .. })) => {
                let fallback = if texts.is_some() {
                    Kind::Semantic
                } else {
                    Kind::Popularity
                };
                complain(&format!(
                    "shoplens: no model can be tested ({error}): {} is used",
                    fallback.name()
                ));
                (fallback, None)
            }
            Err(error) => return Err(error.into()),
        },
    };
    let kind = match (kind, &blend) {
        (Kind::Hybrid, None) => {
            complain("shoplens: nothing to learn a hybrid from: popularity is used");
            Kind::Popularity
        }
        _ => kind,
    };
    let damped = all.clone().damped(read.trial.damping);
    let (data, mut notes) = learnable(&damped, &read.trial.settings);
    let fitted = fit_with(
        kind,
        blend.as_ref(),
        &data,
        texts,
        &read.trial.settings,
        &mut |_| true,
    )?;
    notes.extend(fitted.notes.iter().cloned());
    for note in &notes {
        tell(note, &read.named);
    }
    let reasons = arguments.reasons.then(|| {
        let vectors = texts.map(Texts::vectors);
        Reasons::new(all, vectors, read.trial.settings.text_least)
    });
    let (wanted, bad_wishes) = arguments.wishes.read(&read.named, texts.is_some())?;
    let mut shelf = Shelf::new(&data);
    let limits = Limits {
        with_seen: read.trial.with_seen,
        ..Limits::default()
    };
    let items = arguments.whom == "items";
    let mut out = String::from(match items {
        true => "item,rank,other,score",
        false => "user,rank,item,score",
    });
    out.push_str(if reasons.is_some() { ",reason\n" } else { "\n" });
    let count = if items { all.items() } else { all.users() };
    for row in 0..count as u32 {
        let (id, visit) = (
            [row],
            [Visit {
                time: 0,
                item: row,
                weight: 1.0,
            }],
        );
        let (name, history) = match items {
            true => (read.named.item(row), alone(&id, &visit)),
            false => (read.named.user(row), damped.history(row)),
        };
        let k = read.trial.k;
        let most = wanted.as_ref().map_or(k, |_| Wanted::candidates(k));
        let mut list = shelf.list(fitted.model.as_ref(), &history, most, limits);
        if items {
            // What is only popular does not go with anything, nor does an item with itself.
            list.retain(|scored| scored.score > 0.0 && scored.item != row);
        }
        if let Some(wanted) = &wanted {
            list = wanted.list(&list, k, texts);
        }
        for (rank, scored) in list.iter().enumerate() {
            let item = cell(read.named.item(scored.item));
            write!(out, "{},{},{item},{}", cell(name), rank + 1, scored.score)?;
            if let Some(reasons) = &reasons {
                let reason = said(&reasons.of(&history, scored.item), &read.named);
                write!(out, ",{}", cell(&reason))?;
            }
            out.push('\n');
        }
    }
    crate::read::write(&arguments.output, out.as_bytes())?;
    Ok(code(read.bad + bad_wishes))
}

/// A history of one item.
fn alone<'a>(item: &'a [u32; 1], visit: &'a [Visit; 1]) -> History<'a> {
    History {
        items: item,
        weights: &[1.0],
        visits: visit,
    }
}

fn code(bad: usize) -> ExitCode {
    match bad {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    }
}

fn unknown(name: &str) -> ExitCode {
    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    complain(&format!(
        "shoplens: there is no model {name}: there are auto, {}",
        known.join(", ")
    ));
    ExitCode::from(2)
}

/// What came of a trial, in a sentence.
fn verdict(found: &Evaluation) -> String {
    let of = |kind: Kind| found.models.iter().find(|model| model.kind == kind);
    let (Some(best), Some(floor)) = (
        of(if found.beats_popularity {
            found.used
        } else {
            found.best
        }),
        of(Kind::Popularity),
    ) else {
        return "nothing could be compared".into();
    };
    let gain = best.ndcg_over_popularity;
    let figures = format!(
        "NDCG@{} {:.4} against {:.4} of popularity, difference {:.4} [{:.4}, {:.4}], {} users",
        found.k,
        best.ndcg.value,
        floor.ndcg.value,
        gain.value,
        gain.low,
        gain.high,
        found.users_tested
    );
    match found.beats_popularity {
        true => format!("{} foretells best: {figures}", best.kind.name()),
        false => format!(
            "no model is surely better than popularity, which is used: {} has {figures}",
            best.kind.name()
        ),
    }
}

fn tell(note: &Note, named: &Named) {
    let line = match note {
        Note::HeavyUsers { users, most_items } => {
            let some: Vec<&str> = users.iter().take(5).map(|&user| named.user(user)).collect();
            format!(
                "{} users have more than {most_items} items and were not learned from: {}",
                users.len(),
                some.join(", ")
            )
        }
        Note::AllHeavy => {
            "every user has more items than a person has; all were learned from".into()
        }
        Note::SparseEase {
            items,
            needs_bytes,
            budget_bytes,
            block,
        } => format!(
            "EASE over all {items} items would take {} MB of {} MB and long: each item is explained by its {block} nearest",
            needs_bytes >> 20,
            budget_bytes >> 20
        ),
        Note::NothingTogether => "nobody had to do with two items: only popularity is left".into(),
        other => format!("{other:?}"),
    };
    complain(&format!("shoplens: {line}"));
}

fn said(reason: &Reason, named: &Named) -> String {
    match reason {
        Reason::BoughtBefore { times } => format!("had before, {times} times"),
        Reason::BoughtTogether { with, users, lift } => {
            format!(
                "together with {} by {users} users, lift {lift:.1}",
                named.item(*with)
            )
        }
        Reason::SimilarText { to, similarity } => {
            format!("text like {}, similarity {similarity:.2}", named.item(*to))
        }
        Reason::Popular { users } => format!("popular, {users} users"),
        _ => "new".into(),
    }
}

/// A cell of CSV; what a spreadsheet would take for a formula is quoted with an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.parse::<f64>().is_err());
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// The name of a file as messages have it.
pub(crate) fn shown(path: &Path) -> String {
    match path == Path::new("-") {
        true => "stdin".into(),
        false => path.display().to_string(),
    }
}

/// Opens a file or standard input.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)
            .context("reading standard input")?;
    } else {
        bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    }
    Ok(bytes)
}
