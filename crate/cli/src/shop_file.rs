//! `shoplens recommend export`: recommendations from a shop's files as a file that a platform imports.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use ledger::Ledger;
use report::{SectionId, Template};
use scenario::{Form, Judgements, Request, Scenarios, Written};

use crate::settings::Shared;

/// Arguments of `recommend export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    #[command(flatten)]
    shared: Shared,
    /// The programme that the file is for: Shopify's or WooCommerce's product import, a list of bundles with prices and margins, or what to suggest to each customer.
    #[arg(long, value_parser = ["shopify", "woocommerce", "bundles", "campaign"])]
    format: String,
    /// Where the CSV goes; `-` writes to standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Writes the file, and says on standard error how it is imported and what was left out.
pub(crate) fn run(arguments: &ExportArguments) -> Result<ExitCode> {
    let form: Form = serde_json::from_value(arguments.format.as_str().into())
        .with_context(|| arguments.format.clone())?;
    let sections = vec![SectionId::Recommendations];
    let mut session = arguments.shared.session(Template {
        sections: sections.clone(),
        ..Template::default()
    })?;
    let (_, any) = crate::read::outcome(&session);
    let code = crate::inspect::exit_code(&session);
    if !any {
        return Ok(code);
    }
    let ledger = Ledger::read(&session.ledger()?)?;
    let settings = session.settings();
    let request = Request {
        sections,
        lang: settings.lang,
        today: settings.today_days()?,
        ..Request::default()
    };
    let scenarios = Scenarios::new(&ledger, &request, &Judgements::default(), &mut |_, _| ());
    match scenarios.file(&ledger, form) {
        Some(Written::File(file)) => {
            crate::complain(&format!("shoplens: {}", file.note));
            crate::read::write(&arguments.out, file.text.as_bytes())?;
            Ok(code)
        }
        Some(Written::Lacking(text)) => {
            crate::complain(&format!("shoplens: {text}"));
            Ok(ExitCode::from(3))
        }
        None => Ok(ExitCode::from(3)),
    }
}
