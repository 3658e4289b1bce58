//! Why a file could not be read, and what to do.

use chart::spec::Lang;
use serde::{Deserialize, Serialize};
use table::{Choice, Error, Location};

use super::phrase::{Arg, Phrase, count, phrases};

/// A message for the merchant: which file, where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Stable name that the page switches on.
    pub code: String,
    /// What happened, with the file's name.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// Where, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

phrases! {
    EMPTY = "“{file}”是空文件，里面没有任何内容。", "“{file}” is empty: there is nothing in it.";
    EMPTY_HINT = "请从店铺后台重新导出，等下载完成后再试。",
        "Export it again from the shop and wait until the download has finished.";
    NOT_A_TABLE = "“{file}”不是表格，看起来是{looks}。", "“{file}” is not a table; it looks like {looks}.";
    NOT_A_TABLE_HINT = "请选择 CSV、TSV、XLSX、XLS、ODS、JSON、JSON Lines、Parquet 文件，或装有这些文件的 ZIP 压缩包。",
        "Choose a CSV, TSV, XLSX, XLS, ODS, JSON, JSON Lines or Parquet file, or a ZIP that holds some.";
    ENCRYPTED = "“{file}”设有密码，无法打开。", "“{file}” is locked with a password.";
    ENCRYPTED_HINT = "请用 Excel 或 WPS 打开它，取消密码后另存，再选择新文件。",
        "Open it in Excel or LibreOffice, save a copy without the password, and choose the copy.";
    CORRUPT = "{place}：文件已损坏或不完整。", "{place}: the file is damaged or cut off.";
    CORRUPT_HINT = "请重新下载或导出这个文件；如果能用表格软件打开，另存为 CSV 或 XLSX 也可以。",
        "Download or export it again; if a spreadsheet program still opens it, save it as CSV or XLSX.";
    TOO_LARGE = "{place}：{what}为 {found}，最多能读取 {limit}。",
        "{place}: {what} is {found}; at most {limit} can be read.";
    TOO_LARGE_HINT = "请按时间段分次导出，或删去不需要的列，再选择文件。",
        "Export shorter periods, or remove columns that are not needed, and choose the files again.";
    JSON = "{place}：JSON 第 {line} 行第 {column} 个字符处有错误。",
        "{place}: the JSON has an error in line {line}, column {column}.";
    JSON_HINT = "请重新导出；如果手工改过文件，请检查这一处的引号、逗号和括号。",
        "Export it again, or, if it was edited by hand, check quotes, commas and brackets there.";
    NEEDS_PARQUET = "“{file}”是 Parquet 文件，读取它的模块还没有载入。",
        "“{file}” is a Parquet file, and the part that reads those is not loaded.";
    NEEDS_PARQUET_HINT = "请联网重新打开页面后再试，或改用 CSV 导出。",
        "Open the page again while online and try once more, or export as CSV.";
    BAD_ENCODING = "{place}：没有“{what}”这种编码。", "{place}: there is no encoding “{what}”.";
    BAD_DELIMITER = "{place}：“{what}”不能作分隔符。", "{place}: “{what}” cannot be a delimiter.";
    BAD_HEADER = "{place}：第 {what} 行不能作表头。", "{place}: row {what} cannot be the header.";
    BAD_OVERRIDE_HINT = "请改回自动识别，或换一个值。", "Go back to automatic, or choose another value.";
    OTHER = "这个文件无法读取（{detail}）。", "The file cannot be read ({detail}).";
    OTHER_HINT = "请重新导出这个文件，或另存为 CSV 后再试。", "Export it again, or save it as CSV and try once more.";

    CANCELLED = "已停止读取“{file}”。", "Reading “{file}” was stopped.";
    CANCELLED_HINT = "其他文件不受影响；需要时请重新选择它。", "The other files are not affected; choose it again when you want it.";
    VANISHED = "“{file}”读到一半打不开了。", "“{file}” could not be read to its end.";
    VANISHED_HINT = "文件可能被移动、改动或被其他程序占用。请关闭占用它的程序，再重新选择。",
        "It may have been moved, changed or locked by another program. Close that program and choose the file again.";
    DIRECTORY = "“{file}”是文件夹。", "“{file}” is a folder.";
    DIRECTORY_HINT = "请打开文件夹，选择里面的文件。", "Open the folder and choose the files in it.";
    OUT_OF_MEMORY = "读取“{file}”时内存不足。", "There was not enough memory to read “{file}”.";
    OUT_OF_MEMORY_HINT = "请关闭其他标签页，或按时间段分次导出后再试。",
        "Close other tabs, or export shorter periods, and try again.";
    CRASHED = "处理“{file}”时计算进程意外停止，已重新启动。", "The calculation stopped unexpectedly at “{file}” and was started again.";
    CRASHED_HINT = "其他文件和列的设置都还在。请移除这个文件，或另存为 CSV 后再试。",
        "The other files and the columns’ settings are kept. Remove this file, or save it as CSV and try again.";
    QUOTA = "浏览器的存储空间已满，这次的设置没有保存。", "The browser’s storage is full, so these settings were not saved.";
    QUOTA_HINT = "报告不受影响。请删除旧的保存内容，或把设置存成文件。",
        "The report is not affected. Delete what was saved earlier, or save the settings as a file.";
    NO_ORDERS = "这些文件里没有找到订单，所以还做不出销售报告。",
        "No orders were found in these files, so there is no sales report yet.";
    NO_ORDERS_HINT = "请添加订单导出文件，或在“查看各列”中指出订单号、日期和金额是哪几列。",
        "Add an export of orders, or say in the recognition which columns hold order number, date and amount.";

    WHAT_COLUMNS = "列数", "the number of columns";
    WHAT_ROWS = "行数", "the number of rows";
    WHAT_CELL = "单元格长度", "a cell’s length";
    WHAT_LINE = "一行的长度", "a line’s length";
    WHAT_UNPACKED = "解压后的大小", "the unpacked size";
    WHAT_FILE = "文件大小", "the file’s size";
    WHAT_ENTRIES = "压缩包内的文件数", "the number of files in the archive";
    WHAT_DEPTH = "嵌套层数", "the nesting depth";
    WHAT_RATIO = "压缩倍数", "the compression ratio";

    LOOKS_PDF = "PDF 文档", "a PDF";
    LOOKS_IMAGE = "图片", "an image";
    LOOKS_BINARY = "程序或其他二进制数据", "binary data";
    LOOKS_WORD = "文字文档", "a text document";
    LOOKS_SLIDES = "文字文档或演示文稿", "a text document or slides";
    LOOKS_HTML = "网页", "a web page";
    LOOKS_RAR = "RAR 压缩包", "a RAR archive";
    LOOKS_7Z = "7z 压缩包", "a 7z archive";
    LOOKS_GZIP = "gzip 压缩文件", "a gzip file";
    LOOKS_AUDIO = "音频", "a sound";
    LOOKS_VIDEO = "视频", "a film";
    LOOKS_TEXT = "普通文字", "running text";
    LOOKS_XML = "XML 文档", "an XML document";
    LOOKS_XLSB = "二进制工作簿（XLSB），请另存为 XLSX", "a binary workbook (XLSB): save it as XLSX";
    LOOKS_PARQUET = "加密的 Parquet 文件", "an encrypted Parquet file";
    LOOKS_NESTED = "压缩包里的压缩包", "an archive within an archive";
    LOOKS_ARCHIVE = "暂不支持的压缩包", "an archive of a kind that is not read";
    LOOKS_DATABASE = "数据库文件", "a database";
    LOOKS_OTHER = "其他程序的文件", "a file of another program";

    PLACE_SHEET = "{at}，工作表“{name}”", "{at}, sheet “{name}”";
    PLACE_ROW = "{at}，第 {n} 行", "{at}, row {n}";
    PLACE_COLUMN = "{at}，“{name}”列", "{at}, column “{name}”";
}

/// What stands in the way, by the word that `table` uses for it; `None` for a word that is not known here.
fn measure(what: &str) -> Option<Phrase> {
    Some(match what {
        "columns" | "number of columns" => WHAT_COLUMNS,
        "rows" | "number of rows" => WHAT_ROWS,
        "cell" | "cell length" => WHAT_CELL,
        "line" | "line length" => WHAT_LINE,
        "uncompressed size" => WHAT_UNPACKED,
        "size" | "file" | "file size" => WHAT_FILE,
        "entries" | "number of entries" => WHAT_ENTRIES,
        "depth" | "nesting" => WHAT_DEPTH,
        "compression ratio" => WHAT_RATIO,
        _ => return None,
    })
}

/// What a file is instead of a table, by a word in what `table` says of it; the first that stands in it holds.
const LOOKS: [(&str, Phrase); 22] = [
    ("pdf", LOOKS_PDF),
    ("parquet", LOOKS_PARQUET),
    ("image", LOOKS_IMAGE),
    ("archive within", LOOKS_NESTED),
    ("gzip", LOOKS_GZIP),
    ("7z", LOOKS_7Z),
    ("rar", LOOKS_RAR),
    ("archive", LOOKS_ARCHIVE),
    ("binary workbook", LOOKS_XLSB),
    ("slides", LOOKS_SLIDES),
    ("text document", LOOKS_WORD),
    ("rich-text", LOOKS_WORD),
    ("a document", LOOKS_WORD),
    ("html", LOOKS_HTML),
    ("xml", LOOKS_XML),
    ("database", LOOKS_DATABASE),
    ("sound", LOOKS_AUDIO),
    ("film", LOOKS_VIDEO),
    ("text", LOOKS_TEXT),
    ("program", LOOKS_BINARY),
    ("binary", LOOKS_BINARY),
    ("", LOOKS_OTHER),
];

fn looks(like: &str) -> Phrase {
    let like = like.to_ascii_lowercase();
    let found = LOOKS.iter().find(|(part, _)| like.contains(part));
    found.map_or(LOOKS_OTHER, |(_, phrase)| *phrase)
}

/// A size in bytes is written in MB, everything else as a count.
fn size(what: &str, n: u64, lang: Lang) -> String {
    let bytes = what.contains("size") || what.contains("line") || what.contains("cell");
    if bytes && n >= 1_000_000 {
        let mut text = count(n / 1_000_000, lang);
        text.push_str(" MB");
        text
    } else if bytes {
        let mut text = count(n, lang);
        text.push_str(match lang {
            Lang::Zh => " 字节",
            Lang::En => " bytes",
        });
        text
    } else {
        count(n, lang)
    }
}

/// A place in words: `orders.xlsx, sheet “2026”, row 12, column “Total”`.
pub fn place(location: &Location, lang: Lang) -> String {
    let mut at = location.file.clone();
    if let Some(sheet) = &location.sheet {
        at = PLACE_SHEET.fill(lang, &[("at", (&at).into()), ("name", sheet.into())]);
    }
    if let Some(row) = location.row {
        // Row numbers stand as a spreadsheet shows them, without grouping.
        let row = row.to_string();
        at = PLACE_ROW.fill(lang, &[("at", (&at).into()), ("n", (&row).into())]);
    }
    if let Some(column) = &location.column {
        at = PLACE_COLUMN.fill(lang, &[("at", (&at).into()), ("name", column.into())]);
    }
    at
}

fn at_file(file: &str) -> Location {
    Location {
        file: file.to_owned(),
        ..Location::default()
    }
}

fn message(
    code: &str,
    (what, hint): (Phrase, Phrase),
    args: &[(&str, Arg<'_>)],
    location: Option<Location>,
    lang: Lang,
) -> Message {
    Message {
        code: code.to_owned(),
        message: what.fill(lang, args),
        hint: hint.plain(lang).to_owned(),
        location,
    }
}

/// A reading error in words.
pub fn error(error: &Error, lang: Lang) -> Message {
    let code = error.code();
    let file_only = |phrases, file: &String| {
        message(
            code,
            phrases,
            &[("file", file.into())],
            Some(at_file(file)),
            lang,
        )
    };
    let at = |location: &Location| place(location, lang);
    match error {
        Error::Empty { file } => file_only((EMPTY, EMPTY_HINT), file),
        Error::Encrypted { file } => file_only((ENCRYPTED, ENCRYPTED_HINT), file),
        Error::NeedsParquet { file } => file_only((NEEDS_PARQUET, NEEDS_PARQUET_HINT), file),
        Error::NotATable { file, looks_like } => {
            let looks = looks(looks_like).plain(lang);
            message(
                code,
                (NOT_A_TABLE, NOT_A_TABLE_HINT),
                &[("file", file.into()), ("looks", looks.into())],
                Some(at_file(file)),
                lang,
            )
        }
        // The detail is a library's, in no language of the merchant's.
        Error::Corrupt { location, .. } => message(
            code,
            (CORRUPT, CORRUPT_HINT),
            &[("place", (&at(location)).into())],
            Some(location.clone()),
            lang,
        ),
        Error::TooLarge {
            location,
            what,
            found,
            limit,
        } => message(
            code,
            (TOO_LARGE, TOO_LARGE_HINT),
            &[
                ("place", (&at(location)).into()),
                (
                    "what",
                    measure(what)
                        .map_or(what.as_str(), |p| p.plain(lang))
                        .into(),
                ),
                ("found", (&size(what, *found, lang)).into()),
                ("limit", (&size(what, *limit, lang)).into()),
            ],
            Some(location.clone()),
            lang,
        ),
        Error::Json {
            location,
            line,
            column,
            ..
        } => message(
            code,
            (JSON, JSON_HINT),
            &[
                ("place", (&at(location)).into()),
                ("line", (&line.to_string()).into()),
                ("column", (&column.to_string()).into()),
            ],
            Some(location.clone()),
            lang,
        ),
        Error::BadOverride { location, what } => {
            let (sentence, what) = match what {
                Choice::Encoding(label) => (BAD_ENCODING, label.clone()),
                Choice::Delimiter(mark) => (BAD_DELIMITER, mark.to_string()),
                Choice::HeaderRow(row) => (BAD_HEADER, row.to_string()),
            };
            message(
                code,
                (sentence, BAD_OVERRIDE_HINT),
                &[("place", (&at(location)).into()), ("what", (&what).into())],
                Some(location.clone()),
                lang,
            )
        }
        other => message(
            code,
            (OTHER, OTHER_HINT),
            &[("detail", (&other.to_string()).into())],
            None,
            lang,
        ),
    }
}

/// Something that went wrong outside the readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// The merchant stopped it.
    Cancelled,
    /// The file was moved, changed or locked while it was read.
    Vanished,
    /// A folder instead of a file.
    Directory,
    /// The memory budget was reached.
    OutOfMemory,
    /// The worker stopped.
    Crashed,
    /// The browser's storage is full.
    QuotaFull,
    /// No file holds orders.
    NoOrders,
}

/// A mishap in words; `file` may be empty where no file is concerned.
pub fn mishap(mishap: Mishap, file: &str, lang: Lang) -> Message {
    let (code, phrases) = match mishap {
        Mishap::Cancelled => ("cancelled", (CANCELLED, CANCELLED_HINT)),
        Mishap::Vanished => ("vanished", (VANISHED, VANISHED_HINT)),
        Mishap::Directory => ("directory", (DIRECTORY, DIRECTORY_HINT)),
        Mishap::OutOfMemory => ("out_of_memory", (OUT_OF_MEMORY, OUT_OF_MEMORY_HINT)),
        Mishap::Crashed => ("crashed", (CRASHED, CRASHED_HINT)),
        Mishap::QuotaFull => ("quota_full", (QUOTA, QUOTA_HINT)),
        Mishap::NoOrders => ("no_orders", (NO_ORDERS, NO_ORDERS_HINT)),
    };
    let location = (!file.is_empty()).then(|| at_file(file));
    message(code, phrases, &[("file", file.into())], location, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where_what_and_what_to_do() {
        let broken = Error::Corrupt {
            location: Location {
                file: "orders.xlsx".into(),
                sheet: Some("2026".into()),
                row: Some(1204),
                column: Some("Total".into()),
            },
            detail: "unexpected end".into(),
        };
        let en = error(&broken, Lang::En);
        assert_eq!(en.code, "corrupt");
        assert_eq!(
            en.message,
            "orders.xlsx, sheet “2026”, row 1204, column “Total”: the file is damaged or cut off."
        );
        let zh = error(&broken, Lang::Zh);
        assert_eq!(
            zh.message,
            "orders.xlsx，工作表“2026”，第 1204 行，“Total”列：文件已损坏或不完整。"
        );
        assert!(!zh.hint.is_empty());
        assert_eq!(zh.location.and_then(|l| l.row), Some(1204));
    }

    #[test]
    fn what_a_file_looks_like_is_said_in_the_language() {
        let pdf = Error::NotATable {
            file: "a.csv".into(),
            looks_like: "PDF".into(),
        };
        assert_eq!(
            error(&pdf, Lang::Zh).message,
            "“a.csv”不是表格，看起来是PDF 文档。"
        );
        assert_eq!(
            error(&pdf, Lang::En).message,
            "“a.csv” is not a table; it looks like a PDF."
        );
    }
}
