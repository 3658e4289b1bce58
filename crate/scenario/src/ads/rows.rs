//! Rows of ad reports as whole numbers, one account a currency.
//!
//! Platforms export the same spend several times: by campaign, by ad, by search term, and again next week.
//! It is counted once: finer reports of what a coarser one already tells are kept apart, and days that stand
//! in two files are taken from one of them.

use std::collections::BTreeMap;

use ledger::{Cells, Column, Frame, Ledger, UNKNOWN};

use super::overlap::{self, Part};
use super::results::Counted;
use super::tally::Sums;

/// Digits kept of money: a millionth of the major unit, as some platforms bill.
pub(crate) const MICROS: u8 = 6;

/// A row of a report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The table in the session, and the row in it.
    pub(crate) place: (u16, u32),
    /// The platform, empty where not known.
    pub(crate) platform: String,
    /// Campaign, ad group, ad, search term; empty where not told.
    pub(crate) names: [String; 4],
    /// First and last day.
    pub(crate) days: Option<(i32, i32)>,
    pub(crate) sums: Sums,
}

/// The rows of one currency.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Account {
    /// ISO 4217 code, empty where nothing tells it.
    pub(crate) currency: String,
    /// What spend and returns are added up from.
    pub(crate) rows: Vec<Row>,
    /// Rows that break the same spend down further; never added to the others.
    pub(crate) detail: Vec<Row>,
    /// Rows of `detail` with days that the coarser report does not tell, and their spend in millionths.
    pub(crate) beyond: (usize, i64),
    /// Rows that another file tells too, and their spend in millionths.
    pub(crate) twice: (usize, i64),
}

/// All accounts, and what was left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Accounts {
    /// The shop's own currency first, the others by code.
    pub(crate) accounts: Vec<Account>,
    /// Rows without a single number.
    pub(crate) empty: usize,
    /// Rows with a negative count, or more than can be added.
    pub(crate) odd: usize,
    /// Rows whose results are no purchases, and rows of results that nothing tells the kind of.
    pub(crate) other_results: usize,
    pub(crate) unnamed_results: usize,
    /// Nothing told the currency, and the shop's was assumed.
    pub(crate) assumed: bool,
}

const ROLES: [&str; 4] = ["campaign", "ad_group", "ad_name", "search_term"];

/// Reads every ad report of a ledger.
pub(crate) fn read(ledger: &Ledger) -> Accounts {
    let mut out = Accounts::default();
    let mut tables: Vec<overlap::Report> = Vec::new();
    for frame in reports(ledger) {
        let columns = Columns::of(frame);
        let mut rows = Vec::new();
        for row in 0..frame.rows {
            let sums = match columns.sums(row) {
                Ok(Some(sums)) => sums,
                Ok(None) => {
                    out.empty += 1;
                    continue;
                }
                Err(Odd) => {
                    out.odd += 1;
                    continue;
                }
            };
            if columns.counted.is_other(row) {
                match columns.counted {
                    Counted::Unnamed => out.unnamed_results += 1,
                    _ => out.other_results += 1,
                }
            }
            let currency = columns.currency(row, &ledger.currency);
            out.assumed |=
                currency.is_none() && sums.spend.is_some() && !ledger.currency.is_empty();
            rows.push((
                currency.unwrap_or_else(|| ledger.currency.clone()),
                Row {
                    place: (frame.table, row as u32),
                    platform: frame.platform.trim().to_owned(),
                    names: columns
                        .names
                        .map(|c| c.map_or(String::new(), |c| word(c, row))),
                    days: columns.days(row),
                    sums,
                },
            ));
        }
        let level = (0..4).rev().find(|&l| {
            let told = rows.iter().filter(|(_, r)| !r.names[l].is_empty()).count();
            told > 0
        });
        tables.push((level.map_or(0, |l| l + 1), rows));
    }
    let twice = overlap::drop_twins(&mut tables);
    let parts = overlap::parts(&tables);
    let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
    for ((_, rows), parts) in tables.into_iter().zip(parts) {
        for ((currency, row), part) in rows.into_iter().zip(parts) {
            let account = accounts.entry(currency.clone()).or_insert_with(|| Account {
                twice: twice.get(&currency).copied().unwrap_or_default(),
                currency,
                ..Account::default()
            });
            if part == Part::Whole {
                account.rows.push(row);
                continue;
            }
            if part == Part::Beyond {
                account.beyond.0 += 1;
                account.beyond.1 += row.sums.spend.unwrap_or(0);
            }
            account.detail.push(row);
        }
    }
    out.accounts = accounts.into_values().collect();
    // Without sales in the accounts' currencies, the account with the most rows is looked at.
    let first = out
        .accounts
        .iter()
        .position(|a| a.currency == ledger.currency && !a.rows.is_empty())
        .or_else(|| {
            let most = out.accounts.iter().map(|a| a.rows.len()).max()?;
            out.accounts.iter().position(|a| a.rows.len() == most)
        });
    if let Some(first) = first {
        let account = out.accounts.remove(first);
        out.accounts.insert(0, account);
    }
    out
}

/// Ad reports: lists of campaigns and of whom they addressed tell no number of ads.
pub(crate) fn reports(ledger: &Ledger) -> impl Iterator<Item = &Frame> {
    let numbers = [
        "impressions",
        "clicks",
        "spend",
        "conversions",
        "conversion_value",
    ];
    let tells = move |f: &&Frame| numbers.iter().any(|role| f.column(role).is_some());
    ledger
        .frames("ads")
        .filter(tells)
        .filter(|f| !super::mix::is_wide(f))
}

/// A row whose numbers cannot be added.
struct Odd;

struct Columns<'a> {
    names: [Option<&'a Column>; 4],
    date: Option<&'a Column>,
    end: Option<&'a Column>,
    currency: Option<&'a Column>,
    impressions: Option<&'a Column>,
    clicks: Option<&'a Column>,
    spend: Option<&'a Column>,
    conversions: Option<&'a Column>,
    counted: Counted<'a>,
    value: Option<&'a Column>,
}

impl<'a> Columns<'a> {
    fn of(frame: &'a Frame) -> Self {
        // Ids and names of campaigns share a role; words are what a merchant knows them by.
        let name = |role: &str| {
            let all = || frame.columns.iter().filter(|c| c.role == role);
            let worded = all().find(|c| matches!(c.cells, Cells::Words { .. }));
            worded.or_else(|| all().next())
        };
        Self {
            names: ROLES.map(name),
            date: frame.column("date"),
            end: frame.column("end_date"),
            currency: frame.column("currency"),
            impressions: frame.column("impressions"),
            clicks: frame.column("clicks"),
            spend: frame.column("spend"),
            conversions: frame.column("conversions"),
            counted: Counted::of(frame),
            value: frame.column("conversion_value"),
        }
    }

    fn sums(&self, row: usize) -> Result<Option<Sums>, Odd> {
        let count = |column: Option<&Column>, digits| match column {
            None => Ok(None),
            // A dash in a report stands for nothing counted.
            Some(column) => match scaled(column, row, digits) {
                Some(value) if !(0..=i64::MAX / 1_000_000_000).contains(&value) => Err(Odd),
                value => Ok(Some(value)),
            },
        };
        let mut read = [
            count(self.impressions, 0)?,
            count(self.clicks, 0)?,
            count(self.conversions, 3)?,
        ];
        let money = |column: Option<&Column>| match column {
            None => Ok(None),
            Some(column) => match scaled(column, row, MICROS) {
                // Corrections are booked as negative spend; beyond that an amount is a slip of a column.
                Some(value) if value.abs() > i64::MAX / 100_000 => Err(Odd),
                value => Ok(Some(value)),
            },
        };
        let (spend, value) = (money(self.spend)?, money(self.value)?);
        if self.counted.is_other(row) {
            // Where values are told and this row has none, nothing was bought; else nobody knows how often.
            let none = matches!(self.counted, Counted::Named(_))
                && value.is_some_and(|v| v.unwrap_or(0) == 0);
            read[2] = none.then_some(Some(0));
        }
        let all = [read[0], read[1], read[2], spend, value];
        if all.iter().all(|v| v.flatten().is_none()) {
            return Ok(None);
        }
        let known = |v: Option<Option<i64>>| v.map(|v| v.unwrap_or(0));
        Ok(Some(Sums::of(
            known(read[0]),
            known(read[1]),
            known(spend),
            known(read[2]),
            known(value),
        )))
    }

    fn days(&self, row: usize) -> Option<(i32, i32)> {
        let first = self.date?.day(row)?;
        let last = self.end.and_then(|c| c.day(row)).unwrap_or(first);
        Some((first.min(last), first.max(last)))
    }

    /// The ISO code of a row's amounts.
    fn currency(&self, row: usize, shop: &str) -> Option<String> {
        let told = self.currency.and_then(|c| c.words(row));
        let amounts = || [self.spend, self.value].into_iter().flatten();
        let sign = || {
            amounts()
                .map(|c| c.currency.as_str())
                .find(|c| !c.is_empty())
        };
        let header = || amounts().find_map(|c| in_brackets(&c.name));
        let told = told.or_else(sign).or_else(header)?.trim();
        // Many countries write their own dollar with the bare sign.
        let own_dollar = ["AUD", "CAD", "HKD", "SGD", "NZD", "MXN", "TWD"];
        if told == "$" && own_dollar.contains(&shop) || matches!(told, "¥" | "￥") && shop == "JPY"
        {
            return Some(shop.to_owned());
        }
        shop::currency_code(told).map(str::to_owned)
    }
}

/// The currency that a header names: `Amount spent (USD)`, `花费（元）`.
fn in_brackets(header: &str) -> Option<&str> {
    let parts = header.split(['(', ')', '（', '）', '[', ']']).skip(1);
    parts
        .into_iter()
        .find(|part| shop::currency_code(part).is_some())
}

/// The words of a cell; ids that were read as numbers are written again.
pub(crate) fn word(column: &Column, row: usize) -> String {
    match &column.cells {
        Cells::Numbers {
            mantissas,
            scale: 0,
        } => match mantissas.get(row) {
            Some(&id) if id != UNKNOWN => id.to_string(),
            _ => String::new(),
        },
        _ => column.words(row).map_or("", str::trim).to_owned(),
    }
}

/// A number in units of 10^-digits, rounded half away from zero.
fn scaled(column: &Column, row: usize, digits: u8) -> Option<i64> {
    let Cells::Numbers { mantissas, scale } = &column.cells else {
        return None;
    };
    let mantissa = *mantissas.get(row)?;
    if mantissa == UNKNOWN {
        return None;
    }
    let mantissa = i128::from(mantissa);
    let exact = if digits >= *scale {
        mantissa.checked_mul(10i128.checked_pow(u32::from(digits - scale))?)?
    } else {
        let unit = 10i128.checked_pow(u32::from(scale - digits))?;
        (mantissa + mantissa.signum() * unit / 2) / unit
    };
    // What does not fit is told apart by its size, not lost.
    Some(i64::try_from(exact).unwrap_or(i64::MAX))
}
