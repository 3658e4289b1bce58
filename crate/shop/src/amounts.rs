//! Amounts of files beside the orders: what each is in, and what it is in the merchant's currency.

use table::{Column, Dict, Ints, NULL_INT, Table, Values};

use crate::money::{parse_decimal, to_minor};
use crate::recognise::is_money;
use crate::recognise::name::Name;
use crate::{BuildOptions, Dataset, NONE, Rates, Recognition, Role, currency};

/// Digits that a converted amount has at least: what a piece costs need not be whole cents.
const DIGITS: u8 = 6;

/// The amounts of a table that is not about orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Columns of amounts, each with its place in the table.
    pub columns: Vec<(usize, Amount)>,
    /// What the amounts of each row are in, where the columns do not tell it all: a code a row, [`NONE`] = not named, and
    /// the texts by code.
    pub coins: Option<(Vec<u32>, Vec<String>)>,
    /// ISO codes of what amounts are in as the file has them, each once.
    pub named: Vec<&'static str>,
    /// Rows whose amounts were converted, by the currency that they were in.
    pub converted: Converted,
}

/// Rows by the ISO code of what they were in, by code. Files name few currencies: they are looked for one by one.
pub type Converted = Vec<(&'static str, Vec<u32>)>;

impl Amounts {
    /// The amounts of a column.
    pub fn column(&self, at: usize) -> Option<&Amount> {
        let found = self.columns.iter().find(|(own, _)| *own == at);
        found.map(|(_, amount)| amount)
    }
}

/// A column of amounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amount {
    /// The code or sign of all its amounts; empty where the file names none, or where it is told row by row.
    pub currency: String,
    /// Its numbers and their digits after the mark ([`NULL_INT`] where empty), where some were converted.
    pub numbers: Option<(Vec<i64>, u8)>,
}

/// The amounts of a table: nothing for tables of orders, whose amounts [`crate::build`] brings together, and for those
/// that are not known.
///
/// A row's own currency is surer than what its cell or column names, and that than what another column does.
pub fn amounts(table: &Table, recognition: &Recognition, options: &BuildOptions) -> Amounts {
    let told = Told::new(table, recognition, options);
    let mut out = Amounts::default();
    let mut by_row = false;
    for of in &told.columns {
        let mut met: Vec<Coin<'_>> = Vec::new();
        let mut last = None;
        let mut converts = false;
        let is_uniform = told.dict.is_none() && of.cells.is_none();
        for row in 0..of.ints.len() {
            if of.ints.at(row) == NULL_INT {
                continue;
            }
            let coin = told.coin(of, row);
            if last == Some(coin) {
                continue;
            }
            last = Some(coin);
            converts |= told.worth_of(coin).is_some();
            add(&mut out.named, coin.code);
            add(&mut met, Some(told.after(coin)));
            if is_uniform {
                break;
            }
        }
        by_row |= met.len() > 1 || converts && told.dict.is_some();
        let currency = match met.as_slice() {
            [] => of.whole.text,
            [only] => only.text,
            _ => "",
        };
        let amount = Amount {
            currency: currency.to_owned(),
            numbers: converts.then(|| told.convert(of)),
        };
        out.columns.push((of.at, amount));
    }
    out.coins = by_row.then(|| told.by_row(table.rows));
    out.converted = told.converted(table.rows);
    out
}

/// Adds what is not there yet.
fn add<T: PartialEq>(known: &mut Vec<T>, new: Option<T>) {
    known.extend(new.filter(|new| !known.contains(new)));
}

/// Rows whose amounts are converted, by the currency that they are in.
pub(crate) fn converted(
    table: &Table,
    recognition: &Recognition,
    options: &BuildOptions,
) -> Converted {
    match options.rates {
        Some(_) => Told::new(table, recognition, options).converted(table.rows),
        None => Converted::new(),
    }
}

/// What an amount is in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Coin<'a> {
    /// As the file has it; empty where it names none.
    text: &'a str,
    /// The ISO code, where it is known.
    code: Option<&'static str>,
}

impl<'a> Coin<'a> {
    fn new(text: &'a str, own: Option<&str>) -> Self {
        let text = text.trim();
        Self {
            text,
            code: currency::meant(text, own),
        }
    }
}

/// A column of amounts.
struct Money<'a> {
    /// Its place in the table.
    at: usize,
    ints: &'a Ints,
    /// Digits after the mark.
    scale: u8,
    /// The sign of each row, where cells carry several.
    cells: Option<&'a [u8]>,
    signs: Vec<Coin<'a>>,
    /// What cells without a currency of their own are in.
    whole: Coin<'a>,
}

/// What a table tells of the currencies of its amounts, and the rates that there are.
struct Told<'a> {
    columns: Vec<Money<'a>>,
    /// The column that names each row's currency.
    dict: Option<&'a Dict>,
    /// What its texts mean.
    coins: Vec<Coin<'a>>,
    /// The merchant's currency.
    target: &'static str,
    /// What a unit of each other currency is worth: mantissa, and digits after the mark.
    worth: Vec<(&'static str, (i128, u32))>,
}

impl<'a> Told<'a> {
    fn new(table: &'a Table, recognition: &Recognition, options: &BuildOptions) -> Self {
        let rates = options.rates.as_ref();
        let target = rates.and_then(|rates| currency::code(&rates.target));
        let own = options.currency.as_deref().or(target);
        let named = recognition.column(Role::Currency);
        let dict = match named.and_then(|at| table.columns.get(at)) {
            Some(Column {
                values: Values::Text(dict),
                ..
            }) => Some(dict),
            _ => None,
        };
        let text = |dict: &'a Dict, code| Coin::new(dict.get(code).unwrap_or_default(), own);
        let coins = dict.map_or_else(Vec::new, |dict| {
            let codes = 0..dict.distinct() as u32;
            codes.map(|code| text(dict, code)).collect()
        });
        let mut columns: Vec<Money<'a>> = Vec::new();
        if !is_left_alone(recognition, dict.is_some()) {
            for (at, column) in table.columns.iter().enumerate() {
                columns.extend(Money::of(at, column, recognition, own));
            }
        }
        // What is spent and what it brings, what a piece and what the line costs: one header often speaks for both.
        if matches!(recognition.dataset, Dataset::Ads | Dataset::Purchases) {
            let mut named = columns.iter().map(|of| of.whole);
            let named = named.find(|coin| !coin.text.is_empty());
            for of in columns.iter_mut().filter(|of| of.whole.text.is_empty()) {
                of.whole = named.unwrap_or_default();
            }
        }
        Self {
            columns,
            dict,
            coins,
            target: target.unwrap_or_default(),
            worth: match (rates, target) {
                (Some(rates), Some(target)) => worth(rates, target),
                _ => Vec::new(),
            },
        }
    }

    /// What a row says that its amounts are in.
    fn of_row(&self, row: usize) -> Coin<'a> {
        let code = self.dict.and_then(|dict| dict.codes.get(row));
        let coin = code.and_then(|&code| self.coins.get(code as usize));
        coin.copied().unwrap_or_default()
    }

    fn coin(&self, of: &Money<'a>, row: usize) -> Coin<'a> {
        let own = self.of_row(row);
        if !own.text.is_empty() {
            return own;
        }
        let sign = of.cells.and_then(|cells| cells.get(row));
        let sign = sign.and_then(|&sign| of.signs.get(usize::from(sign)));
        sign.copied().unwrap_or(of.whole)
    }

    fn worth_of(&self, coin: Coin<'_>) -> Option<(i128, u32)> {
        let code = coin.code?;
        let found = self.worth.iter().find(|(own, _)| *own == code);
        found.map(|(_, worth)| *worth)
    }

    /// What an amount is in once it is converted.
    fn after(&self, coin: Coin<'a>) -> Coin<'a> {
        let target = Coin {
            text: self.target,
            code: Some(self.target),
        };
        match self.worth_of(coin) {
            None if coin.code != target.code => coin,
            _ => target,
        }
    }

    /// A column's numbers, those of other currencies converted; with as many digits as there is room for.
    fn convert(&self, of: &Money<'a>) -> (Vec<i64>, u8) {
        let mut digits = of.scale.max(DIGITS);
        loop {
            let cell = |row| match of.ints.at(row) {
                NULL_INT => NULL_INT,
                value => {
                    let (worth, scale) = self.worth_of(self.coin(of, row)).unwrap_or((1, 0));
                    let scale = u32::from(of.scale) + scale;
                    to_minor(i128::from(value) * worth, scale, u32::from(digits))
                }
            };
            let cells: Vec<i64> = (0..of.ints.len()).map(cell).collect();
            let fits = |&cell: &i64| cell == NULL_INT || cell.unsigned_abs() < i64::MAX as u64;
            if digits == 0 || cells.iter().all(fits) {
                return (cells, digits);
            }
            digits -= 1;
        }
    }

    /// What the amounts of each row are in: as the first of them is, else as the row says.
    fn by_row(&self, rows: usize) -> (Vec<u32>, Vec<String>) {
        let mut texts: Vec<&str> = Vec::new();
        let mut codes = Vec::with_capacity(rows);
        for row in 0..rows {
            let amounts = self.amounts_of(row);
            let mut coins = amounts.map(|of| self.after(self.coin(of, row)));
            let coin = coins.find(|coin| !coin.text.is_empty());
            let text = coin.unwrap_or_else(|| self.of_row(row)).text;
            if text.is_empty() {
                codes.push(NONE);
                continue;
            }
            let known = texts.iter().position(|known| *known == text);
            codes.push(known.unwrap_or(texts.len()) as u32);
            if known.is_none() {
                texts.push(text);
            }
        }
        (codes, texts.into_iter().map(str::to_owned).collect())
    }

    fn converted(&self, rows: usize) -> Converted {
        let codes = self.worth.iter().map(|(code, _)| (*code, Vec::new()));
        let mut out: Converted = codes.collect();
        // Without a rate nothing is looked at.
        let rows = if out.is_empty() { 0 } else { rows };
        for row in 0..rows {
            let mut codes = self
                .amounts_of(row)
                .filter_map(|of| self.coin(of, row).code);
            let place = codes.find_map(|code| out.iter().position(|(own, _)| *own == code));
            if let Some((_, rows)) = place.and_then(|at| out.get_mut(at)) {
                rows.push(row as u32);
            }
        }
        out.retain(|(_, rows)| !rows.is_empty());
        out
    }

    /// The columns that have an amount in a row.
    fn amounts_of(&self, row: usize) -> impl Iterator<Item = &Money<'a>> {
        let columns = self.columns.iter();
        columns.filter(move |of| of.ints.at(row) != NULL_INT)
    }
}

impl<'a> Money<'a> {
    /// `None` where a column holds no amounts.
    fn of(
        at: usize,
        column: &'a Column,
        recognition: &Recognition,
        own: Option<&str>,
    ) -> Option<Self> {
        let (ints, scale) = match &column.values {
            Values::Integer(ints) => (ints, 0),
            Values::Decimal { mantissas, scale } => (mantissas, *scale),
            _ => return None,
        };
        let cells = column.currency_of_row.as_deref();
        let signs = column.currencies.iter();
        let signs: Vec<Coin<'a>> = signs.map(|(sign, _)| Coin::new(sign, own)).collect();
        // Of several signs none stands for the cells without one.
        let sign = signs.first().filter(|_| cells.is_none()).copied();
        let (unit, last) = of_header(&column.name, own);
        let whole = unit.or(sign).or(last).unwrap_or_default();
        let is_amount = match recognition.columns.get(at)?.role {
            Some(role) => is_money(role),
            // Channels side by side have no roles.
            None => {
                let names = !whole.text.is_empty() || cells.is_some();
                recognition.dataset == Dataset::Ads && names
            }
        };
        (is_amount && !column.percent).then_some(Self {
            at,
            ints,
            scale,
            cells,
            signs,
            whole,
        })
    }
}

/// Whether nothing is asked of a table's amounts. Of channels side by side only one has a role: what is converted by
/// rows would be that one alone.
fn is_left_alone(recognition: &Recognition, by_rows: bool) -> bool {
    let tells = |role: &Role| recognition.column(*role).is_some();
    match recognition.dataset {
        Dataset::Orders | Dataset::OrderLines | Dataset::Unknown => true,
        Dataset::Ads => {
            let ads = [
                Role::Campaign,
                Role::AdGroup,
                Role::AdName,
                Role::SearchTerm,
                Role::Impressions,
                Role::Clicks,
            ];
            by_rows && !ads.iter().any(tells)
        }
        _ => false,
    }
}

/// The currencies in a header's brackets and at its end: `Unit cost (USD)`, `Cost EUR`.
fn of_header(header: &str, own: Option<&str>) -> (Option<Coin<'static>>, Option<Coin<'static>>) {
    let name = Name::new(header);
    let unit = name.unit.split_whitespace().find_map(|unit| {
        let code = currency::meant(unit, own)?;
        let text = match unit {
            // It stays what it is: one of several.
            "$" => "$",
            "¥" | "￥" => "¥",
            _ => code,
        };
        let code = Some(code);
        Some(Coin { text, code })
    });
    let last = name.words.split(' ').next_back();
    let last = last.filter(|word| word.len() == 3).and_then(currency::code);
    let last = last.map(|code| Coin {
        text: code,
        code: Some(code),
    });
    (unit, last)
}

/// By code.
fn worth(rates: &Rates, target: &str) -> Vec<(&'static str, (i128, u32))> {
    let each = rates.per_unit.iter().filter_map(|(code, text)| {
        let code = currency::code(code).filter(|code| *code != target)?;
        let (mantissa, scale) = parse_decimal(text).filter(|rate| rate.0 > 0)?;
        Some((code, (i128::from(mantissa), u32::from(scale))))
    });
    each.collect()
}
