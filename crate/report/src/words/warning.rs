//! What was repaired, left out or doubted while reading.

use chart::spec::Lang;
use shop::{Dataset, Recognition, none_left};
use table::{Location, Table, Warning, WarningCode};

use super::phrase::{Arg, Phrase, list, phrases, quoted};
use super::reading::place;

phrases! {
    INVALID_BYTES = "{n} 处内容在文件的编码里没有对应的字，已用“�”代替。",
        "{n:place|places} could not be decoded and now {n?shows|show} “�”.";
    ENCODING_UNSURE = "编码是推测的，另一种编码几乎同样可能。如果文字显示为乱码，请在读取设置中更换。",
        "The encoding was guessed, and another is nearly as likely. If words look garbled, change it in the reading choices.";
    PREAMBLE = "跳过了表头之前的 {n} 行。", "{n:row|rows} above the header {n?was|were} skipped.";
    NO_HEADER = "没有找到表头，列按顺序编号。请检查每一列的含义。",
        "No header row was found, so the columns were numbered. Check what each one means.";
    EMPTY_HEADER = "{n} 列没有列名，已按位置命名。", "{n:column|columns} had no name and {n?was|were} named by position.";
    DUPLICATE_HEADER = "{n} 个列名重复，后面的已加上编号。", "{n:column name was a repetition|column names were repetitions} and got a number.";
    SHORT_ROWS = "{n} 行的单元格比表头少，缺少的当作空白。",
        "{n:row has|rows have} fewer cells than the header; the missing ones are empty.";
    LONG_ROWS = "{n} 行的单元格比表头多，多出的部分没有采用。",
        "{n:row has|rows have} more cells than the header; what is beyond was not used.";
    REPEATED_HEADER = "表头在数据中间重复出现，{n} 行表头或小标题没有计入数据。",
        "The header stands again among the data: {n:row of names or titles was|rows of names or titles were} left out.";
    COLUMN_DESCRIPTIONS = "表头下面有 {n} 行是各列的说明，没有计入数据。",
        "{n:row below the header describes|rows below the header describe} the columns and {n?was|were} left out.";
    TOTALS_ROW = "{n} 个合计行（包括小计和平均）没有计入数据。",
        "{n:total row was|total rows were} left out of the data (subtotals and averages included).";
    TOTALS_DISAGREE = "{n} 个合计行与数据自身的合计不一致。请检查导出是否完整。",
        "{n:total row disagrees|total rows disagree} with the sum of the data. Check that the export is complete.";
    FOOTER = "文件末尾的 {n} 行说明文字没有计入数据。", "{n:closing line|closing lines} at the end {n?was|were} left out of the data.";
    MISFITS = "{n} 个单元格与所在列的类型不符，按空白处理。", "{n:cell does|cells do} not fit {n?its|their} column’s type and {n?was|were} taken as empty.";
    NONE_LEFT = "{n} 个单元格写着{words}，按 0 计。", "{n:cell says|cells say} {words}; counted as 0.";
    AMBIGUOUS_DATES = "{n} 个日期先日后月、先月后日都读得通。请确认顺序。",
        "{n:date reads|dates read} either day first or month first. Please say which.";
    MIXED_DATES = "{n} 个日期有的只能先日后月、有的只能先月后日来读，整列没有当作日期。请统一写法。",
        "Of {n:date|dates}, some read only day first and others only month first, so the column was not taken for dates. Write them one way.";
    AMBIGUOUS_NUMBERS = "{n} 个数字里的点或逗号可能是小数点，也可能是千位分隔。请确认。",
        "{n:number has|numbers have} a mark that can mean decimals or thousands. Please say which.";
    IDS_ROUNDED = "{n} 个编号被表格软件改成了科学计数（如 2.35E+17），末几位已经丢失，无法区分。请重新导出，不要先用表格软件打开保存。",
        "{n:id was|ids were} rounded by a spreadsheet program (such as 2.35E+17): the last digits are lost, and different ids look alike. Export again, and do not save the file in a spreadsheet first.";
    UNWRAPPED = "{n} 个单元格去掉了为表格软件加上的符号（=\"…\"、制表符或撇号）。",
        "{n:cell was|cells were} freed of marks meant for spreadsheets (=\"…\", tabs or apostrophes).";
    STRAY_QUOTES = "{n} 处引号没有成对，附近的内容可能分错了列。",
        "{n:quotation mark does|quotation marks do} not close; cells nearby may be cut wrongly.";
    NUL_BYTES = "去掉了 {n} 个空字符（NUL）。", "{n:NUL character was|NUL characters were} removed.";
    HIDDEN_COLUMNS = "{n} 个隐藏的列也计入了数据。", "{n:hidden column was|hidden columns were} read as well.";
    HIDDEN_SHEET = "这张工作表在文件里是隐藏的，也读取了。", "This sheet is hidden in the workbook and was read as well.";
    HIDDEN_ROWS = "{n} 个隐藏的行也计入了数据。", "{n:hidden row was|hidden rows were} read as well.";
    FORMULA = "{n} 个公式单元格没有保存计算结果，按空白处理。请在表格软件中打开并重新保存。",
        "{n:formula has|formulas have} no stored value and {n?was|were} taken as empty. Open the file in a spreadsheet program and save it again.";
    CELL_CUT = "{n} 个单元格过长，已截短。", "{n:cell was|cells were} too long and {n?was|were} cut.";
    EMPTY_TABLE = "这里没有数据，已跳过。", "There is no data here; it was skipped.";
    ENTRY_SKIPPED = "压缩包里有 {n} 个文件不是表格，已跳过。", "{n:file|files} in the archive {n?is not a table and was|are not tables and were} skipped.";
    WRONG_EXTENSION = "文件扩展名与内容不符，按实际内容读取。", "The file’s ending does not match its content; the content was believed.";
    OTHER = "{n} 处内容有疑问。", "{n:place is|places are} in doubt.";

    SAMPLES = "例如{samples}。", "For example {samples}.";
    FIRST_AT = "最先出现在：{place}。", "First met at {place}.";
}

fn phrase(code: WarningCode) -> Phrase {
    match code {
        WarningCode::InvalidBytes => INVALID_BYTES,
        WarningCode::EncodingUnsure => ENCODING_UNSURE,
        WarningCode::Preamble => PREAMBLE,
        WarningCode::NoHeader => NO_HEADER,
        WarningCode::EmptyHeader => EMPTY_HEADER,
        WarningCode::DuplicateHeader => DUPLICATE_HEADER,
        WarningCode::ShortRows => SHORT_ROWS,
        WarningCode::LongRows => LONG_ROWS,
        WarningCode::RepeatedHeader => REPEATED_HEADER,
        WarningCode::ColumnDescriptions => COLUMN_DESCRIPTIONS,
        WarningCode::TotalsRow => TOTALS_ROW,
        WarningCode::TotalsDisagree => TOTALS_DISAGREE,
        WarningCode::Footer => FOOTER,
        WarningCode::Misfits => MISFITS,
        WarningCode::AmbiguousDates => AMBIGUOUS_DATES,
        WarningCode::MixedDates => MIXED_DATES,
        WarningCode::AmbiguousNumbers => AMBIGUOUS_NUMBERS,
        WarningCode::IdsRounded => IDS_ROUNDED,
        WarningCode::Unwrapped => UNWRAPPED,
        WarningCode::StrayQuotes => STRAY_QUOTES,
        WarningCode::NulBytes => NUL_BYTES,
        WarningCode::HiddenRows => HIDDEN_ROWS,
        WarningCode::HiddenColumns => HIDDEN_COLUMNS,
        WarningCode::HiddenSheet => HIDDEN_SHEET,
        WarningCode::FormulaWithoutValue => FORMULA,
        WarningCode::CellCut => CELL_CUT,
        WarningCode::EmptyTable => EMPTY_TABLE,
        WarningCode::EntrySkipped => ENTRY_SKIPPED,
        WarningCode::WrongExtension => WRONG_EXTENSION,
        _ => OTHER,
    }
}

/// A table's warnings once it is known what its columns hold: cells of a column of stock that say that nothing is left
/// are no misfits, they count as 0.
pub fn warnings(table: &Table, recognition: &Recognition) -> Vec<Warning> {
    let mut out = table.warnings.clone();
    if !matches!(recognition.dataset, Dataset::Stock | Dataset::Products) {
        return out;
    }
    for (column, known) in table.columns.iter().zip(&recognition.columns) {
        let none = none_left(column, known.role);
        if none.is_empty() {
            continue;
        }
        let place = |rows: &[u32]| Location {
            file: table.file.clone(),
            sheet: table.sheet.clone(),
            row: rows
                .first()
                .map(|&row| table.row_map.source_row(row as usize)),
            column: Some(column.name.clone()),
        };
        let told = |code, rows: &[u32]| {
            let mut samples: Vec<String> = Vec::new();
            for &row in rows {
                let cell = column.cell(row as usize).unwrap_or_default();
                let text: String = cell.trim().chars().take(120).collect();
                if samples.len() < 3 && !samples.contains(&text) {
                    samples.push(text);
                }
            }
            Warning {
                code,
                count: rows.len(),
                location: place(rows),
                samples,
            }
        };
        let rest = column.exceptions.keys().copied();
        let rest = rest.filter(|row| none.binary_search(row).is_err());
        let rest: Vec<u32> = rest.collect();
        let is_misfit = |w: &Warning| {
            w.code == WarningCode::Misfits && w.location.column.as_deref() == Some(&column.name)
        };
        let at = out.iter().position(is_misfit).unwrap_or(out.len());
        out.retain(|w| !is_misfit(w));
        if !rest.is_empty() {
            out.insert(at, told(WarningCode::Misfits, &rest));
        }
        out.insert(at, told(WarningCode::NoneLeft, &none));
    }
    out
}

/// A warning in words: what, how often, samples and where it was met first.
///
/// Samples are the merchant's own cells: leave them out (`samples: false`) where a column is personal.
pub fn warning(warning: &Warning, samples: bool, lang: Lang) -> String {
    let n = Arg::Count(warning.count as u64);
    let shown = warning.samples.iter().take(3).map(|s| quoted(s, lang));
    let shown = list(&shown.collect::<Vec<String>>(), lang);
    // These are words for nothing, whatever the column.
    let is_said = warning.code == WarningCode::NoneLeft;
    let mut text = match is_said {
        true => NONE_LEFT.fill(lang, &[("n", n), ("words", (&shown).into())]),
        false => phrase(warning.code).fill(lang, &[("n", n)]),
    };
    let gap = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    if samples && !is_said && !warning.samples.is_empty() {
        text.push_str(gap);
        text.push_str(&SAMPLES.fill(lang, &[("samples", (&shown).into())]));
    }
    if warning.location.row.is_some() || warning.location.column.is_some() {
        text.push_str(gap);
        text.push_str(&FIRST_AT.fill(lang, &[("place", (&place(&warning.location, lang)).into())]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misfits(count: usize) -> Warning {
        Warning {
            code: WarningCode::Misfits,
            count,
            location: Location {
                file: "o.csv".into(),
                row: Some(7),
                column: Some("Qty".into()),
                ..Location::default()
            },
            samples: vec!["two".into(), "n/k".into()],
        }
    }

    #[test]
    fn counts_samples_and_place_are_said() {
        assert_eq!(
            warning(&misfits(1), true, Lang::En),
            "1 cell does not fit its column’s type and was taken as empty. For example “two” and “n/k”. First met at o.csv, row 7, column “Qty”."
        );
        assert_eq!(
            warning(&misfits(2), false, Lang::Zh),
            "2 个单元格与所在列的类型不符，按空白处理。最先出现在：o.csv，第 7 行，“Qty”列。"
        );
    }
}
