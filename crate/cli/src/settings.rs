//! Arguments that both commands share.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use engine::{Session, Settings};
use shop::{Mapping, Rates};

/// The language of every word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

/// Arguments that both commands share.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// The files: CSV, TSV, XLSX, XLS, ODS, JSON, JSON lines, Parquet, ZIP; `-` reads standard input.
    #[arg(required = true, value_name = "FILES")]
    pub files: Vec<PathBuf>,
    /// Saved corrections (one mapping or a list of them, as the page saves them).
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The language of every word.
    #[arg(long, value_enum, default_value_t)]
    lang: Language,
    /// The report's day; the day of the machine's clock (UTC) if left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    /// The currency to assume where files name none, and to report in where there are several.
    #[arg(long, value_name = "ISO")]
    currency: Option<String>,
    /// A rate to convert with, such as `EUR=1.08`: one euro in units of `--currency`. May be repeated.
    #[arg(long, value_name = "ISO=RATE", requires = "currency")]
    rate: Vec<String>,
    /// Minutes east of UTC of the shop's clock, for date-times that carry an offset.
    #[arg(long, value_name = "MINUTES", allow_hyphen_values = true)]
    offset_minutes: Option<i16>,
}

impl Shared {
    /// A session with these settings and corrections, and all files read.
    pub(crate) fn session(&self, template: report::Template) -> Result<Session> {
        let mut session = Session::new();
        session.set_settings(self.settings(template)?)?;
        if let Some(path) = &self.mapping {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("reading {}", path.display()))?;
            session.load_mappings(
                Mapping::list_from_json(&text).with_context(|| format!("in {}", path.display()))?,
            );
        }
        crate::read::read_all(&mut session, &self.files)?;
        Ok(session)
    }

    fn settings(&self, mut template: report::Template) -> Result<Settings> {
        let mut per_unit = std::collections::BTreeMap::new();
        for rate in &self.rate {
            let Some((code, value)) = rate.split_once('=') else {
                bail!("--rate {rate}: expected ISO=RATE, such as EUR=1.08");
            };
            per_unit.insert(code.to_owned(), value.to_owned());
        }
        let target = self.currency.clone().unwrap_or_default();
        template.currency = template.currency.or_else(|| self.currency.clone());
        Ok(Settings {
            lang: match self.lang {
                Language::Zh => chart::spec::Lang::Zh,
                Language::En => chart::spec::Lang::En,
            },
            today: self.today.clone().unwrap_or_else(today),
            currency: self.currency.clone(),
            rates: (!per_unit.is_empty()).then_some(Rates { target, per_unit }),
            offset_minutes: self.offset_minutes,
            template,
            ..Settings::default()
        })
    }
}

/// The machine's day: the one place that looks at a clock.
fn today() -> String {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    report::words::iso(i32::try_from(since.as_secs() / 86_400).unwrap_or(0))
}
