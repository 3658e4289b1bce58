//! What a column cannot be learned for.

use predict::Doubted;

/// Why nothing was learned.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The numbers say no.
    #[error(transparent)]
    Predict(#[from] predict::Error),
    /// No column has that name.
    #[error("{file} has no column {name:?}; the nearest are {}", near.join(", "))]
    NoColumn {
        /// The file.
        file: String,
        /// What was asked for.
        name: String,
        /// Names that are like it.
        near: Vec<String>,
    },
    /// The label identifies persons.
    #[error("{column} identifies persons: it is not learned")]
    Personal {
        /// The column.
        column: String,
    },
    /// The label holds dates.
    #[error("{column} holds dates: a date is not a class")]
    Dates {
        /// The column.
        column: String,
    },
    /// A bound was given for a column that holds words.
    #[error("{column} holds words: there is nothing to be at least {bound}")]
    NotNumbers {
        /// The column.
        column: String,
        /// The bound.
        bound: f64,
    },
    /// Every row has a value of its own.
    #[error(
        "{column} has a value of its own in each of {rows} rows: there is nothing to learn from one row"
    )]
    AllDifferent {
        /// The column.
        column: String,
        /// Rows with a value.
        rows: usize,
    },
    /// Every column was left out.
    #[error(
        "no column is left to predict {label} from. Left out: {}",
        named(doubted)
    )]
    NothingLeft {
        /// The column to predict.
        label: String,
        /// What was left out.
        doubted: Vec<Doubted>,
    },
}

fn named(doubted: &[Doubted]) -> String {
    let names: Vec<String> = doubted
        .iter()
        .map(|d| format!("{} ({:?})", d.column, d.doubt))
        .collect();
    names.join(", ")
}
