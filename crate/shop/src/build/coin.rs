//! The currency that a table's amounts are in.

use table::{Column, Table};

use super::cells::Names;
use crate::currency;
use crate::recognise::name::Name;

/// Which currency the rows are in.
#[derive(Debug)]
pub(crate) enum Money<'a> {
    /// All in one.
    One(&'static str),
    /// A column names it.
    Column(Names<'a>),
    /// The cells carry signs.
    Cells(&'a [u8], Vec<Option<&'static str>>, &'static str),
}

/// The currency of a table: a column, signs in cells, the header's unit, the platform, the
/// merchant's choice, or (assumed) that of the header's language.
pub(crate) fn find_money<'a>(
    named: Option<Names<'a>>,
    columns: &[&'a Column],
    table: &Table,
    platform: Option<&str>,
    options: &super::BuildOptions,
) -> (Money<'a>, bool) {
    if let Some(names) = named {
        return (Money::Column(names), false);
    }
    let hint = |c: &Column| {
        let name = Name::new(&c.name);
        name.unit
            .split_whitespace()
            .find_map(currency::code)
            .or_else(|| {
                c.currencies
                    .first()
                    .and_then(|(sign, _)| refine(sign, options))
            })
            .or_else(|| {
                name.words.split(' ').next_back().and_then(|w| {
                    if w.len() == 3 {
                        currency::code(w)
                    } else {
                        None
                    }
                })
            })
    };
    for column in columns {
        if let Some(cells) = &column.currency_of_row {
            let codes: Vec<Option<&'static str>> = column
                .currencies
                .iter()
                .map(|(sign, _)| refine(sign, options))
                .collect();
            let fallback = codes.iter().flatten().next().copied().unwrap_or("USD");
            return (Money::Cells(cells, codes, fallback), false);
        }
    }
    if let Some(code) = columns.iter().find_map(|c| hint(c)) {
        return (Money::One(code), false);
    }
    // Signs in columns that were taken for nothing are better than none.
    if let Some(code) = table.columns.iter().find_map(|c| {
        let (sign, _) = c.currencies.first()?;
        refine(sign, options)
    }) {
        return (Money::One(code), false);
    }
    if let Some(code) = platform.and_then(currency::of_platform) {
        return (Money::One(code), false);
    }
    if let Some(code) = options.currency.as_deref().and_then(currency::code) {
        return (Money::One(code), false);
    }
    let chinese = table.columns.iter().any(|c| {
        c.name
            .chars()
            .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    });
    let code = match (chinese, is_european(table)) {
        (true, _) => "CNY",
        (_, true) => "EUR",
        _ => "USD",
    };
    (Money::One(code), true)
}

/// Beginnings of headers' words in languages of the euro that set their decimals off with commas.
const EUROPEAN: &str = "bestell,betrag,preis,menge,datum,summe,gesamt,artikel,kunde,rechnung,montant,quantite,prix,commande,\
facture,prezzo,importo,quantita,ordine,prijs,bedrag,aantal,hoeveelheid,totaal";

/// Headers of such a language, in a file that sets cells apart by `;`, as programs do where the comma
/// is the decimal mark: two words at least.
fn is_european(table: &Table) -> bool {
    if table.dialect.delimiter != Some(';') {
        return false;
    }
    let says = |c: &&Column| {
        let name = Name::new(&c.name);
        let mut words = name.words.split(' ');
        words.any(|w| EUROPEAN.split(',').any(|stem| w.starts_with(stem)))
    };
    table.columns.iter().filter(says).count() > 1
}

/// A bare `$` or `¥` is one of several: the merchant's currency decides where it shares the sign.
fn refine(sign: &str, options: &super::BuildOptions) -> Option<&'static str> {
    currency::meant(sign, options.currency.as_deref())
}
