//! `shoplens report`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use engine::{ExportKind, Session};
use ledger::Ledger;
use report::Document;
use scenario::Scenarios;

use crate::settings::Shared;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Sections, order, period, currency, title and logo, as the page saves them.
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Where to write; the ending tells the form: `.html`, `.xlsx`, `.md`, `.json`, `.zip` (CSV files). `-` with `--format` writes to standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The form, where the name's ending does not tell it.
    #[arg(long, value_parser = ["html", "xlsx", "zip", "md", "json"])]
    format: Option<String>,
}

/// Writes a report.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(kind) = kind(arguments) else {
        crate::complain(&format!(
            "shoplens: {}: the ending does not tell the form; end it with .html, .xlsx, .md, .json or .zip, or add --format",
            arguments.out.display()
        ));
        return Ok(ExitCode::from(2));
    };
    let template = match &arguments.template {
        None => report::Template::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("reading {}", path.display()))?;
            report::Template::from_json(&text).with_context(|| format!("in {}", path.display()))?
        }
    };
    let mut session = arguments.shared.session(template)?;
    let (_, any) = crate::read::outcome(&session);
    if any {
        let document = whole(&mut session)?;
        let file = report::export::file(&document, kind)?;
        crate::read::write(&arguments.out, &file.bytes)?;
    }
    Ok(crate::inspect::exit_code(&session))
}

/// The sales report and every scenario that the files carry.
fn whole(session: &mut Session) -> Result<Document> {
    let ledger = Ledger::read(&session.ledger()?)?;
    let settings = session.settings();
    let request = scenario::Request {
        sections: settings.template.sections.clone(),
        lang: settings.lang,
        today: settings.today_days()?,
    };
    let mut document = session.report()?.clone();
    Scenarios::new(&ledger, &request, &mut |_, _| ()).complete(&mut document);
    Ok(document)
}

fn kind(arguments: &Arguments) -> Option<ExportKind> {
    let ending = match &arguments.format {
        Some(format) => format.clone(),
        None => arguments.out.extension()?.to_str()?.to_ascii_lowercase(),
    };
    match ending.as_str() {
        "html" | "htm" => Some(ExportKind::Html),
        "xlsx" => Some(ExportKind::Xlsx),
        "zip" => Some(ExportKind::Csv),
        "md" => Some(ExportKind::Md),
        "json" => Some(ExportKind::Json),
        _ => None,
    }
}
