//! What can go wrong between a document and a file.

/// Why a report or an export could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The workbook could not be written.
    #[cfg(feature = "files")]
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The archive of CSV files could not be written.
    #[cfg(feature = "files")]
    #[error("the archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// Bytes could not be put into the archive.
    #[cfg(feature = "files")]
    #[error("the archive could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// The document could not be written as JSON.
    #[error("the report could not be written as JSON: {0}")]
    Json(serde_json::Error),
    /// A template that is not valid JSON.
    #[error("the template is not valid JSON: line {line}, column {column}: {detail}")]
    TemplateJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser met.
        detail: String,
    },
    /// Keys or sections that a template does not have.
    #[error("the template names what is not known: {}", names.join(", "))]
    TemplateUnknown {
        /// The keys or sections.
        names: Vec<String>,
    },
    /// A value that a template cannot have.
    #[error("the template's `{key}` cannot be {found}")]
    TemplateValue {
        /// The key.
        key: &'static str,
        /// What stands there.
        found: String,
    },
}

impl Error {
    /// A stable name that the page switches on.
    pub fn code(&self) -> &'static str {
        match self {
            #[cfg(feature = "files")]
            Error::Workbook(_) => "export_workbook",
            #[cfg(feature = "files")]
            Error::Archive(_) | Error::Io(_) => "export_archive",
            Error::Json(_) => "export_json",
            Error::TemplateJson { .. } => "template_json",
            Error::TemplateUnknown { .. } => "template_unknown",
            Error::TemplateValue { .. } => "template_value",
        }
    }
}
