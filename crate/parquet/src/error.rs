//! Why a Parquet file could not be unpacked.

/// Why a Parquet file could not be unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file does not begin and end as Parquet does.
    #[error("not a Parquet file, or cut off")]
    NotParquet,
    /// The file is encrypted.
    #[error("the Parquet file is encrypted")]
    Encrypted,
    /// A codec or a type that this module leaves out.
    #[error("not supported: {detail}")]
    Unsupported {
        /// What it is.
        detail: String,
    },
    /// The file is damaged.
    #[error("damaged after {rows} rows: {detail}")]
    Corrupt {
        /// Rows that were read before.
        rows: u64,
        /// What the reader met.
        detail: String,
    },
}

impl Error {
    /// A stable name that the page switches on.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotParquet => "not_parquet",
            Error::Encrypted => "encrypted",
            Error::Unsupported { .. } => "unsupported_parquet",
            Error::Corrupt { .. } => "corrupt",
        }
    }
}
