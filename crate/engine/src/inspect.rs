//! What `shoplens inspect` prints: what each file is, and what the shop adds up to.

use serde::Serialize;
use shop::{Dataset, ExclusionReason, Role};
use table::{Location, Type, WarningCode};

use crate::{Error, Session};

/// Everything read, and the shop's totals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The files in the order given.
    pub files: Vec<InspectedFile>,
    /// The shop; `None` when no file holds sales.
    pub shop: Option<InspectedShop>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedFile {
    /// Its name.
    pub name: String,
    /// Its tables.
    pub tables: Vec<InspectedTable>,
    /// What could not be read of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<report::words::Message>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedTable {
    /// The sheet, or the entry of an archive.
    pub sheet: Option<String>,
    /// The encoding's name.
    pub encoding: Option<String>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// The header's row, from 1; `None` without a header.
    pub header_row: Option<usize>,
    /// Data rows.
    pub rows: usize,
    /// What it holds.
    pub dataset: Dataset,
    /// 0–1.
    pub confidence: f64,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// The columns.
    pub columns: Vec<InspectedColumn>,
    /// Total rows and footers left out of the data.
    pub totals_rows: usize,
    /// What was repaired, left out or doubted.
    pub warnings: Vec<InspectedWarning>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Its role.
    pub role: Option<Role>,
    /// 0–1.
    pub confidence: f64,
}

/// A warning in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InspectedWarning {
    /// The kind.
    pub code: WarningCode,
    /// What was met and what was done.
    pub message: String,
    /// The first place.
    pub location: Location,
}

/// The shop's totals in its main currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectedShop {
    /// ISO 4217 code.
    pub currency: String,
    /// Orders counted; `None` where the files hold sums of days or months and do not tell how many.
    pub orders: Option<usize>,
    /// Lines of products in them; `None` where the files tell no products.
    pub order_lines: Option<usize>,
    /// Units sold; `None` where the files tell no quantities.
    pub units: Option<serde_json::Number>,
    /// Distinct customers; `None` where the files tell none.
    pub customers: Option<usize>,
    /// Gross, minor units.
    pub gross_minor: i64,
    /// Refunds, minor units.
    pub refunds_minor: i64,
    /// Gross less refunds.
    pub net_minor: i64,
    /// First day, ISO.
    pub first_day: Option<String>,
    /// Last day, ISO.
    pub last_day: Option<String>,
    /// Orders left out.
    pub excluded: Vec<InspectedExclusion>,
}

/// Orders left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectedExclusion {
    /// Why.
    pub reason: ExclusionReason,
    /// How many.
    pub orders: usize,
}

impl Session {
    /// What each file is, and what the shop adds up to.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if no day was set.
    pub fn inspect(&mut self) -> Result<Inspection, Error> {
        let lang = self.settings.lang;
        let files = self
            .files
            .iter()
            .map(|file| {
                let (entries, _) = file.contents();
                InspectedFile {
                    name: file.name.clone(),
                    tables: entries
                        .iter()
                        .map(|e| inspect_table(&e.table, &e.recognition, lang))
                        .collect(),
                    errors: file.messages(lang),
                }
            })
            .collect();
        let shop = self.inspect_shop()?;
        Ok(Inspection { files, shop })
    }

    fn inspect_shop(&mut self) -> Result<Option<InspectedShop>, Error> {
        let totals = self.shop()?.shop.totals();
        let Some(currency) = totals.currency else {
            return Ok(None);
        };
        Ok(Some(InspectedShop {
            currency,
            orders: totals.counts_orders.then_some(totals.orders),
            order_lines: totals.order_lines,
            units: totals.units_milli.map(|milli| match milli % 1000 {
                0 => (milli / 1000).into(),
                _ => {
                    serde_json::Number::from_f64(milli as f64 / 1000.0).unwrap_or_else(|| 0.into())
                }
            }),
            customers: totals.customers,
            gross_minor: totals.gross_minor,
            refunds_minor: totals.refunds_minor,
            net_minor: totals.net_minor,
            first_day: totals.first_day.map(report::words::iso),
            last_day: totals.last_day.map(report::words::iso),
            excluded: totals
                .excluded
                .iter()
                .map(|&(reason, orders)| InspectedExclusion { reason, orders })
                .collect(),
        }))
    }
}

fn inspect_table(
    table: &table::Table,
    recognition: &shop::Recognition,
    lang: chart::spec::Lang,
) -> InspectedTable {
    InspectedTable {
        sheet: table.sheet.clone(),
        encoding: table.dialect.encoding.clone(),
        delimiter: table.dialect.delimiter,
        header_row: table.dialect.header_row,
        rows: table.rows,
        dataset: recognition.dataset,
        confidence: recognition.confidence,
        reasons: recognition
            .reasons
            .iter()
            .map(|r| report::words::reason(r, lang))
            .collect(),
        columns: table
            .columns
            .iter()
            .zip(&recognition.columns)
            .map(|(column, known)| InspectedColumn {
                name: column.name.clone(),
                kind: column.kind(),
                role: known.role,
                confidence: known.confidence,
            })
            .collect(),
        totals_rows: table.totals.len(),
        warnings: report::words::warnings(table, recognition)
            .into_iter()
            .map(|w| InspectedWarning {
                code: w.code,
                message: report::words::warning(&w, true, lang),
                location: w.location,
            })
            .collect(),
    }
}
