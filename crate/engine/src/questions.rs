//! What only the merchant can decide, asked with the merchant's own values.

use chart::spec::Lang;
use report::words;
use serde::Serialize;
use shop::{Dataset, Recognition};
use table::{DateOrder, Table, Values};

/// A question about a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What is asked: `date_order`, `dataset`.
    pub id: String,
    /// The question.
    pub text: String,
    /// The column it is about.
    pub column: Option<String>,
    /// The answers.
    pub choices: Vec<QuestionChoice>,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionChoice {
    /// The value to put into the mapping.
    pub value: String,
    /// What it means, with the merchant's own value read that way.
    pub text: String,
    /// It is what is assumed until the merchant answers.
    pub assumed: bool,
}

/// Below this confidence the merchant is asked what a table is.
const UNSURE: f64 = 0.5;

/// The questions that a table leaves open.
pub(crate) fn questions(table: &Table, recognition: &Recognition, lang: Lang) -> Vec<Question> {
    let mut questions = Vec::new();
    for column in &table.columns {
        let Values::Dates(dates) = &column.values else {
            continue;
        };
        if !dates.ambiguous {
            continue;
        }
        let Some(sample) = (0..dates.dict.codes.len()).find_map(|row| dates.dict.row(row)) else {
            continue;
        };
        questions.push(Question {
            id: "date_order".into(),
            text: words::ask_date_order(&column.name, sample, lang),
            column: Some(column.name.clone()),
            choices: [(DateOrder::Dmy, "dmy"), (DateOrder::Mdy, "mdy")]
                .into_iter()
                .map(|(order, value)| QuestionChoice {
                    value: value.into(),
                    text: words::date_order(order, lang).to_owned(),
                    assumed: dates.order == order,
                })
                .collect(),
        });
    }
    if recognition.confidence < UNSURE && !recognition.mapped && table.rows > 0 {
        questions.push(Question {
            id: "dataset".into(),
            text: words::ask_dataset(&table.file, lang),
            column: None,
            choices: [
                (Dataset::Orders, "orders"),
                (Dataset::OrderLines, "order_lines"),
                (Dataset::Products, "products"),
                (Dataset::Customers, "customers"),
                (Dataset::Reviews, "reviews"),
                (Dataset::Ads, "ads"),
                (Dataset::Stock, "stock"),
                (Dataset::Unknown, "unknown"),
            ]
            .into_iter()
            .map(|(dataset, value)| QuestionChoice {
                value: value.into(),
                text: words::dataset(dataset, lang).to_owned(),
                assumed: recognition.dataset == dataset,
            })
            .collect(),
        });
    }
    questions
}
