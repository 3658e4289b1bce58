//! What the caller can do wrong. What is wrong with a file is part of its view instead.

use chart::spec::Lang;
use report::words::Message;

/// What the caller can do wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No file has this id, or it is not being read.
    #[error("no open file has the id {id}")]
    NoSuchFile {
        /// The id.
        id: u32,
    },
    /// No table has this index.
    #[error("no table has the index {index}")]
    NoSuchTable {
        /// The index.
        index: usize,
    },
    /// No block of the report has this id.
    #[error("the report has no table or chart {id:?}")]
    NoSuchBlock {
        /// The id.
        id: String,
    },
    /// A setting cannot be understood.
    #[error("{setting} is {value:?}; expected {expected}")]
    BadSetting {
        /// Which setting.
        setting: String,
        /// What was given.
        value: String,
        /// What would do.
        expected: String,
    },
    /// The file cannot be read; told at once, since reading on is of no use.
    #[error(transparent)]
    Unreadable(#[from] table::Error),
    /// An export cannot be written.
    #[error(transparent)]
    Export(#[from] report::Error),
}

/// The error in words, with what to do.
pub fn message(error: &Error, lang: Lang) -> Message {
    let (code, zh, en) = match error {
        Error::Unreadable(error) => return report::words::error(error, lang),
        Error::NoSuchFile { id } => (
            "no_such_file",
            (format!("没有编号为 {id} 的文件。"), "请重新添加该文件。"),
            (
                format!("There is no file with the number {id}."),
                "Add the file again.",
            ),
        ),
        Error::NoSuchTable { index } => (
            "no_such_table",
            (
                format!("没有编号为 {index} 的表格。"),
                "文件可能已被移除，请重新添加。",
            ),
            (
                format!("There is no table with the number {index}."),
                "Its file may have been removed; add it again.",
            ),
        ),
        Error::NoSuchBlock { id } => (
            "no_such_block",
            (format!("报告中没有“{id}”。"), "请先生成报告，再导出。"),
            (
                format!("The report has no part called {id:?}."),
                "Let the report finish, then export again.",
            ),
        ),
        Error::BadSetting {
            setting,
            value,
            expected,
        } => (
            "bad_setting",
            (
                format!("设置“{setting}”无法使用：{value}（应为 {expected}）。"),
                "请按要求的格式填写，其他设置保持不变。",
            ),
            (
                format!("The setting {setting} cannot be used: {value} (expected {expected})."),
                "Give it in that form; all other settings stay as they were.",
            ),
        ),
        Error::Export(error) => return report::words::failure(error, lang),
    };
    let (message, hint) = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    Message {
        code: code.to_owned(),
        message,
        hint: hint.to_owned(),
        location: None,
    }
}
