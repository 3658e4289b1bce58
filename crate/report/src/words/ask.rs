//! What the merchant is asked and offered while files are read.

use chart::spec::Lang;
use shop::Recognition;
use table::{DateOrder, Type};

use super::phrase::{phrases, quoted};
use super::{period, taken_for};

phrases! {
    EMPTY = "空", "Empty";
    TEXT = "文本", "Text";
    INTEGER = "整数", "Whole number";
    DECIMAL = "小数", "Decimal number";
    DATE = "日期", "Date";
    DATE_TIME = "日期和时间", "Date and time";
    BOOLEAN = "是或否", "Yes or no";
    YMD = "年、月、日", "Year, month, day";
    DMY = "日在前（日/月/年）", "Day first (day/month/year)";
    MDY = "月在前（月/日/年）", "Month first (month/day/year)";
    ASK_DATE = "“{column}”列的日期有两种读法，例如 {sample}。哪个在前？", "The dates in “{column}” read either way, for example {sample}. Which comes first?";
    ASK_DATASET = "没有看出“{file}”是什么。请选择它的内容。", "It is not clear what “{file}” holds. Please choose.";
    SUMMARY = "{what}，{period}", "{what}, {period}";
}

/// What a column's cells are.
pub fn column_type(kind: Type, lang: Lang) -> &'static str {
    match kind {
        Type::Empty => EMPTY,
        Type::Text => TEXT,
        Type::Integer => INTEGER,
        Type::Decimal => DECIMAL,
        Type::Date => DATE,
        Type::DateTime => DATE_TIME,
        Type::Boolean => BOOLEAN,
    }
    .plain(lang)
}

/// Which part of a numeric date comes first.
pub fn date_order(order: DateOrder, lang: Lang) -> &'static str {
    match order {
        DateOrder::Ymd => YMD,
        DateOrder::Dmy => DMY,
        DateOrder::Mdy => MDY,
    }
    .plain(lang)
}

/// Asks which way round the dates of a column read, with one of the merchant's own values.
pub fn ask_date_order(column: &str, sample: &str, lang: Lang) -> String {
    ASK_DATE.fill(
        lang,
        &[
            ("column", column.into()),
            ("sample", (&quoted(sample, lang)).into()),
        ],
    )
}

/// Asks what a table holds.
pub fn ask_dataset(file: &str, lang: Lang) -> String {
    ASK_DATASET.fill(lang, &[("file", file.into())])
}

/// What a table was taken for, with the days it covers where they are known.
pub fn summary(
    recognition: &Recognition,
    rows: usize,
    days: Option<(i32, i32)>,
    lang: Lang,
) -> String {
    let what = taken_for(recognition, rows, lang);
    match days {
        None => what,
        Some((first, last)) => SUMMARY.fill(
            lang,
            &[
                ("what", (&what).into()),
                ("period", (&period(first, last, lang)).into()),
            ],
        ),
    }
}
