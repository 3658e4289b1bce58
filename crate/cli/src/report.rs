//! `shoplens report`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};
use clap::Args;
use engine::{ExportKind, Session};
use extract::{Corrections, Kind};
use inference::Model;
use ledger::Ledger;
use report::Document;
use scenario::{Judged, Judgements, Scenarios, Texts};
use text::{Encoder as _, Task};

use crate::heard;
use crate::model::Chosen;
use crate::settings::Shared;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Sections, order, period, currency, title and logo, as the page saves them.
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Days that the forecast looks ahead, 7 to 182.
    #[arg(long, value_name = "DAYS", default_value_t = 28, value_parser = clap::value_parser!(u32).range(7..=182))]
    horizon: u32,
    /// Days of the shop's own campaigns, past and coming: `2026-06-18,2026-11-09..2026-11-11`. What past ones brought is expected of coming ones.
    #[arg(long, value_name = "DAYS", default_value = "", value_parser = campaign_days)]
    campaign_days: CampaignDays,
    /// Days from an order with a supplier to its arrival, where no file tells.
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(u32).range(0..=365))]
    lead_time: u32,
    /// The share of demand periods that stock should last through, 0.5 to 0.999.
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = service_level)]
    service_level: f64,
    /// A pack that reads titles and reviews, such as models/zh-en; without one they are read by patterns and word lists alone.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    #[command(flatten)]
    device: crate::model::On,
    /// Corrections of what is read in texts, as the page saves them.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
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
        let document = whole(&mut session, arguments)?;
        let file = report::export::file(&document, kind)?;
        crate::read::write(&arguments.out, &file.bytes)?;
    }
    Ok(crate::inspect::exit_code(&session))
}

/// The sales report and every scenario that the files carry.
fn whole(session: &mut Session, arguments: &Arguments) -> Result<Document> {
    let ledger = Ledger::read(&session.ledger()?)?;
    let settings = session.settings();
    let request = scenario::Request {
        sections: settings.template.sections.clone(),
        lang: settings.lang,
        today: settings.today_days()?,
        offset_minutes: settings.offset_minutes.unwrap_or(0),
        forecast: scenario::ForecastOptions {
            horizon_days: arguments.horizon,
            campaign_days: arguments.campaign_days.0.clone(),
            ..scenario::ForecastOptions::default()
        },
        stock: scenario::stock::Options {
            lead_time_days: f64::from(arguments.lead_time),
            service_level: arguments.service_level,
            ..scenario::stock::Options::default()
        },
        corrections: corrections(arguments)?.all().to_vec(),
    };
    let judged = match &arguments.pack {
        Some(folder) => judged(
            &ledger,
            Chosen::at(folder.clone(), &arguments.device).open()?,
        )?,
        None => Judgements::default(),
    };
    let mut document = session.report()?.clone();
    Scenarios::new(&ledger, &request, &judged, &mut |_, _| ()).complete(&mut document);
    Ok(document)
}

fn corrections(arguments: &Arguments) -> Result<Corrections> {
    let Some(path) = &arguments.corrections else {
        return Ok(Corrections::default());
    };
    let shown = || path.display().to_string();
    let lines = std::fs::read_to_string(path).with_context(shown)?;
    Corrections::from_lines(&lines).with_context(shown)
}

/// What a model says of the shop's titles and reviews.
fn judged(ledger: &Ledger, mut model: Model) -> Result<Judgements> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let heads = model.device().heads().to_vec();
    let embeds = heads.iter().position(|head| head.task == Task::Embed);
    let width = embeds.map_or(0, |head| model.device().plan().width(head));
    let texts = Texts::of(ledger);
    let mut vectors = Vec::new();
    let mut read = |kind: Kind, texts: &[String]| -> Result<Vec<Judged>> {
        let mut asked: Vec<&str> = kind.heads().to_vec();
        asked.extend(embeds.map(|head| heads[head].name.as_str()));
        let lines: Vec<&str> = texts.iter().map(String::as_str).collect();
        let job = heard::hear(&mut model, &lines, &asked, threads)?;
        let mut judged = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            judged.push(Judged {
                text: text.clone(),
                heard: heard::heard(&job, at).unwrap_or_default(),
            });
            match job.vector(at) {
                Some(vector) => vectors.extend_from_slice(vector),
                None => vectors.resize(vectors.len() + width, 0.0),
            }
        }
        Ok(judged)
    };
    Ok(Judgements {
        titles: read(Kind::Title, &texts.titles)?,
        reviews: read(Kind::Review, &texts.reviews)?,
        heads: heard::head_labels(&model),
        width,
        vectors,
    })
}

/// A share that stock can be planned for.
fn service_level(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.5..=0.999).contains(&share) => Ok(share),
        _ => Err("a share from 0.5 to 0.999, such as 0.95".to_owned()),
    }
}

/// Days since 1970-01-01.
#[derive(Debug, Clone, Default)]
struct CampaignDays(Vec<i32>);

/// Days that one stretch may have; more are no campaign.
const LONGEST: i32 = 400;

fn campaign_days(text: &str) -> Result<CampaignDays, String> {
    let day = |text: &str| table::calendar::Date::from_iso(text.trim())?.days();
    let mut days = Vec::new();
    for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let (first, last) = part.split_once("..").unwrap_or((part, part));
        match (day(first), day(last)) {
            (Some(first), Some(last)) if (first..first + LONGEST).contains(&last) => {
                days.extend(first..=last);
            }
            _ => {
                return Err(format!(
                    "`{part}` is no day; write days as 2026-11-11 and stretches as 2026-11-09..2026-11-11"
                ));
            }
        }
    }
    days.sort_unstable();
    days.dedup();
    Ok(CampaignDays(days))
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
