//! Why nothing can be predicted from what was given.

/// Why nothing can be predicted from what was given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Columns or labels of different lengths.
    #[error("{what}: {found} values for {expected} rows")]
    ShapeMismatch {
        /// Which values.
        what: String,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// All rows have the same label.
    #[error(
        "the label has one value only, {value:?} in {rows} rows: there is nothing to tell apart"
    )]
    OneClass {
        /// The value.
        value: String,
        /// Rows that have it.
        rows: usize,
    },
    /// No row has a label.
    #[error("the label is empty in all {rows} rows")]
    NoLabels {
        /// Rows there are.
        rows: usize,
    },
    /// Too few rows, or too few of a class, to train on some and check on others.
    #[error("{what}: at least {needs} are needed, there are {has}")]
    TooFew {
        /// What there is too little of.
        what: String,
        /// How many are needed.
        needs: usize,
        /// How many there are.
        has: usize,
    },
    /// A label that is a quantity, not a class.
    #[error(
        "the label has {distinct} different numbers: it is a quantity, not a class. Name one with --positive, or cut it into bands first"
    )]
    NumericLabel {
        /// Different numbers.
        distinct: usize,
    },
    /// A label with more classes than can be told apart one by one.
    #[error(
        "the label has {classes} classes, more than {most}: group them, or name one as the positive"
    )]
    TooManyClasses {
        /// Classes there are.
        classes: usize,
        /// Classes that are taken.
        most: usize,
    },
    /// A class that was asked for and does not occur.
    #[error("no row has the label {value:?}: there are {known}")]
    UnknownClass {
        /// The class.
        value: String,
        /// Those that occur.
        known: String,
    },
    /// No column is left to predict from.
    #[error("no column is left to predict from: {left_out} were left out")]
    NoFeatures {
        /// Columns that were left out.
        left_out: usize,
    },
    /// A value outside what it can be.
    #[error("{what}: {value} is not {expected}")]
    OutOfRange {
        /// Which value.
        what: &'static str,
        /// The value.
        value: f64,
        /// What it should be.
        expected: &'static str,
    },
    /// A fit that did not settle: the data do not determine the parameters.
    #[error("{model}: the likelihood has no clear maximum on these {rows} rows")]
    NotConverged {
        /// The model.
        model: &'static str,
        /// Rows it was fitted on.
        rows: usize,
    },
}

impl Error {
    /// A stable name that the page switches on.
    pub fn code(&self) -> &'static str {
        match self {
            Error::ShapeMismatch { .. } => "shape_mismatch",
            Error::OneClass { .. } => "one_class",
            Error::NoLabels { .. } => "no_labels",
            Error::TooFew { .. } => "too_few",
            Error::NumericLabel { .. } => "numeric_label",
            Error::TooManyClasses { .. } => "too_many_classes",
            Error::UnknownClass { .. } => "unknown_class",
            Error::NoFeatures { .. } => "no_features",
            Error::OutOfRange { .. } => "out_of_range",
            Error::NotConverged { .. } => "not_converged",
        }
    }
}
