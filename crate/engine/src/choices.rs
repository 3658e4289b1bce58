//! What the mapping view offers, in words.

use chart::spec::Lang;
use report::words;
use serde::Serialize;
use shop::{Dataset, Role};

/// A thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value to send.
    pub value: String,
    /// Its name.
    pub text: String,
}

/// What can be chosen in the mapping view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choices {
    /// What a table can be.
    pub datasets: Vec<Choice>,
    /// What a column can mean.
    pub roles: Vec<Choice>,
    /// What a column's cells can be.
    pub types: Vec<Choice>,
    /// Encodings.
    pub encodings: Vec<Choice>,
    /// Delimiters.
    pub delimiters: Vec<Choice>,
    /// Currencies by ISO code.
    pub currencies: Vec<Choice>,
}

/// Datasets in the order offered.
const DATASETS: [Dataset; 11] = [
    Dataset::Orders,
    Dataset::OrderLines,
    Dataset::Products,
    Dataset::Customers,
    Dataset::Reviews,
    Dataset::Events,
    Dataset::Ads,
    Dataset::Stock,
    Dataset::Purchases,
    Dataset::Messages,
    Dataset::Unknown,
];

const ENCODINGS: [&str; 6] = [
    "UTF-8",
    "GB18030",
    "Big5",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
];

const CURRENCIES: [&str; 24] = [
    "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "MYR", "THB", "VND", "IDR",
    "PHP", "INR", "AUD", "NZD", "CAD", "MXN", "BRL", "CHF", "SEK", "PLN", "AED",
];

impl Choices {
    /// The choices in a language.
    pub fn new(lang: Lang) -> Self {
        let delimiter = |value: &str, zh: &str, en: &str| Choice {
            value: value.to_owned(),
            text: match lang {
                Lang::Zh => zh.to_owned(),
                Lang::En => en.to_owned(),
            },
        };
        Self {
            datasets: DATASETS
                .iter()
                .map(|&d| Choice {
                    value: key(&d),
                    text: words::dataset(d, lang).to_owned(),
                })
                .collect(),
            roles: Role::ALL
                .iter()
                .map(|&r| Choice {
                    value: r.key().to_owned(),
                    text: words::role(r, lang).to_owned(),
                })
                .collect(),
            types: TYPES
                .iter()
                .map(|&t| Choice {
                    value: key(&t),
                    text: words::column_type(t, lang).to_owned(),
                })
                .collect(),
            encodings: ENCODINGS
                .iter()
                .map(|&e| Choice {
                    value: e.to_owned(),
                    text: e.to_owned(),
                })
                .collect(),
            delimiters: vec![
                delimiter(",", "逗号 ,", "Comma ,"),
                delimiter(";", "分号 ;", "Semicolon ;"),
                delimiter("\t", "制表符", "Tab"),
                delimiter("|", "竖线 |", "Bar |"),
            ],
            currencies: CURRENCIES
                .iter()
                .map(|&c| Choice {
                    value: c.to_owned(),
                    text: c.to_owned(),
                })
                .collect(),
        }
    }
}

const TYPES: [table::Type; 6] = [
    table::Type::Text,
    table::Type::Integer,
    table::Type::Decimal,
    table::Type::Date,
    table::Type::DateTime,
    table::Type::Boolean,
];

/// The name a value is serialised with.
fn key<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
