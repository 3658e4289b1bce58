//! A document as a workbook: a summary, then a sheet per section with its tables and native charts.

use std::collections::BTreeSet;

use chart::spec::{Format as ValueFormat, Lang, Plot};
use rust_xlsxwriter::{
    Color, ConditionalFormat2ColorScale, ConditionalFormat3ColorScale, ConditionalFormatDataBar,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::archive::figures;
use super::plain::{clean, decimals};
use super::texts::texts;
use super::twin;
use super::xlsx_chart::{self, Place};
use crate::words::heading;
use crate::{Block, Chart, Document, Error, Table, Tone};

/// Excel's own limit is 32,767 UTF-16 units a cell.
const LONGEST_CELL: usize = 32_000;
/// Rows that a chart beside its data takes up.
const CHART_ROWS: u32 = 18;
/// Space between a table and the chart beside it, in columns.
const GAP: u16 = 1;

/// The document as an XLSX workbook.
///
/// Every text is written as text, so that no cell is a live formula. The same document gives the same bytes.
///
/// # Errors
/// [`Error::Workbook`] if a limit of the format is passed.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, Error> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(clean(&document.title))
            .set_author("Shoplens")
            .set_creation_datetime(&created(&document.today)?),
    );
    let mut names = SheetNames::default();
    let lang = document.lang;

    let mut sheet = Sheet::new(&names.next(heading::SUMMARY.plain(lang)), &document.title)?;
    summary(&mut sheet, document)?;
    workbook.push_worksheet(sheet.finish(document));

    for section in &document.sections {
        let mut sheet = Sheet::new(&names.next(&section.title), &section.title)?;
        for block in &section.blocks {
            match block {
                Block::Text { text } => sheet.line(text, Style::Text)?,
                Block::Insufficient(missing) => {
                    sheet.line(&missing.title, Style::Heading)?;
                    sheet.line(&missing.text, Style::Note)?;
                }
                Block::Table(table) => {
                    sheet.heading(table)?;
                    sheet.table(table)?;
                    sheet.after(table, lang)?;
                }
                Block::Texts(of) => {
                    let table = texts(of, lang);
                    sheet.heading(&table)?;
                    sheet.table(&table)?;
                    sheet.after(&table, lang)?;
                }
                Block::Chart(chart) => sheet.chart(chart, lang)?,
            }
            sheet.row += 1;
        }
        workbook.push_worksheet(sheet.finish(document));
    }
    Ok(workbook.save_to_buffer()?)
}

/// The document's own day: a workbook says nothing about when the merchant pressed the button.
fn created(today: &str) -> Result<ExcelDateTime, Error> {
    let mut parts = today.split('-').map(|p| p.parse::<u16>().unwrap_or(1));
    let mut next = || parts.next().unwrap_or(1);
    let (year, month, day) = (next(), next(), next());
    Ok(ExcelDateTime::from_ymd(
        year.clamp(1900, 9999),
        month.clamp(1, 12) as u8,
        day.clamp(1, 28) as u8,
    )?)
}

fn summary(sheet: &mut Sheet, document: &Document) -> Result<(), Error> {
    let lang = document.lang;
    sheet.line(&document.subtitle, Style::Note)?;
    if !document.filter.is_empty() {
        let filter = heading::FILTERED.fill(lang, &[("filter", (&document.filter).into())]);
        sheet.line(&filter, Style::Text)?;
    }
    sheet.row += 1;
    let mut table = figures(document);
    // Exact numbers for calculating: each figure has a format of its own.
    let values: Vec<(Option<f64>, ValueFormat)> = document
        .figures
        .iter()
        .map(|f| (f.value, f.format.clone()))
        .collect();
    sheet.line(&table.title, Style::Heading)?;
    let first = sheet.row + 1;
    table.rows.iter_mut().for_each(|row| {
        if let Some(cell) = row.get_mut(1) {
            cell.value = None;
        }
    });
    sheet.table(&table)?;
    for (i, (value, format)) in values.iter().enumerate() {
        if let Some(value) = value.filter(|v| v.is_finite()) {
            sheet.sheet.write_number_with_format(
                first + i as u32,
                1,
                value,
                &Format::new().set_num_format(pattern(format)),
            )?;
        }
    }
    sheet.row += 1;
    if !document.findings.is_empty() {
        sheet.line(heading::FINDINGS.plain(lang), Style::Heading)?;
        for finding in &document.findings {
            sheet.line(&finding.sentence, Style::Text)?;
            let rest = [&finding.certainty, &finding.why, &finding.action];
            for text in rest.into_iter().filter(|t| !t.is_empty()) {
                sheet.line(text, Style::Note)?;
            }
        }
        sheet.row += 1;
    }
    if !document.sources.is_empty() {
        sheet.line(heading::SOURCES.plain(lang), Style::Heading)?;
        for source in &document.sources {
            sheet.line(&[&source.name, ": ", &source.text].concat(), Style::Text)?;
        }
    }
    sheet.line(heading::MADE_BY.plain(lang), Style::Note)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Title,
    Heading,
    Text,
    Note,
    Header,
}

impl Style {
    fn format(self) -> Format {
        let format = Format::new().set_align(FormatAlign::Top);
        match self {
            Style::Title => format.set_bold().set_font_size(16),
            Style::Heading => format.set_bold().set_font_size(12),
            Style::Text => format,
            Style::Note => format.set_font_color(Color::RGB(0x5f_6368)),
            Style::Header => format
                .set_bold()
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap(),
        }
    }
}

/// A sheet that is filled from top to bottom.
struct Sheet {
    sheet: Worksheet,
    name: String,
    row: u32,
    /// The longest text of each column, for its width.
    widths: Vec<usize>,
}

impl Sheet {
    fn new(name: &str, title: &str) -> Result<Self, Error> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_screen_gridlines(false);
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        let mut sheet = Self {
            sheet,
            name: name.to_owned(),
            row: 0,
            widths: Vec::new(),
        };
        sheet.line(title, Style::Title)?;
        Ok(sheet)
    }

    fn finish(mut self, document: &Document) -> Worksheet {
        for (i, width) in self.widths.iter().enumerate() {
            // Setting a width fails only beyond the last column, and tables are far from it.
            let _ = self
                .sheet
                .set_column_width(i as u16, (*width).clamp(9, 48) as f64 + 1.0);
        }
        self.sheet
            .set_footer(footer(&document.title, &document.subtitle));
        self.sheet
    }

    fn text(&mut self, row: u32, column: u16, text: &str, format: &Format) -> Result<(), Error> {
        let text = clean(text);
        let short: String = text.chars().take(LONGEST_CELL / 2).collect();
        self.sheet
            .write_string_with_format(row, column, short, format)?;
        Ok(())
    }

    fn line(&mut self, text: &str, style: Style) -> Result<(), Error> {
        self.text(self.row, 0, text, &style.format())?;
        self.row += 1;
        Ok(())
    }

    fn heading(&mut self, table: &Table) -> Result<(), Error> {
        self.line(&table.title, Style::Heading)?;
        if !table.subtitle.is_empty() {
            self.line(&table.subtitle, Style::Note)?;
        }
        Ok(())
    }

    fn after(&mut self, table: &Table, lang: Lang) -> Result<(), Error> {
        if table.more > 0 {
            let more = heading::MORE_ROWS.fill(lang, &[("n", table.more.into())]);
            self.line(&more, Style::Note)?;
        }
        if !table.note.is_empty() {
            self.line(&table.note, Style::Note)?;
        }
        Ok(())
    }

    fn widen(&mut self, column: usize, text: &str) {
        // A Chinese character takes the room of two letters.
        let width = text.chars().map(|c| 1 + usize::from(c > '\u{2E7F}')).sum();
        if self.widths.len() <= column {
            self.widths.resize(column + 1, 0);
        }
        self.widths[column] = self.widths[column].max(width);
    }

    fn table(&mut self, table: &Table) -> Result<(), Error> {
        let header = Style::Header.format();
        let formats: Vec<Format> = table
            .columns
            .iter()
            .map(|c| match &c.format {
                Some(format) => Format::new().set_num_format(pattern(format)),
                None => Format::new(),
            })
            .collect();
        for (j, column) in table.columns.iter().enumerate() {
            let header = match column.format {
                Some(_) => header.clone().set_align(FormatAlign::Right),
                None => header.clone(),
            };
            self.text(self.row, j as u16, &column.name, &header)?;
            self.widen(j, &column.name);
        }
        let first = self.row + 1;
        for (i, row) in table.rows.iter().enumerate() {
            let at = first + i as u32;
            for (j, cell) in row.iter().enumerate() {
                let Some(format) = formats.get(j) else {
                    continue;
                };
                let toned = match cell.tone {
                    Some(Tone::Good) => format.clone().set_font_color(Color::RGB(0x1a_7f5a)),
                    Some(Tone::Bad) => format.clone().set_font_color(Color::RGB(0xb4_2318)),
                    Some(Tone::Neutral) | None => format.clone(),
                };
                match cell.value.filter(|v| v.is_finite()) {
                    Some(value) => {
                        self.sheet
                            .write_number_with_format(at, j as u16, value, &toned)?;
                    }
                    None if cell.text.is_empty() => {}
                    None => self.text(at, j as u16, &cell.text, &toned)?,
                }
                self.widen(j, &cell.text);
            }
        }
        let last = first + table.rows.len() as u32;
        for (j, column) in table.columns.iter().enumerate() {
            if column.bar && last > first {
                let bar = ConditionalFormatDataBar::new()
                    .set_fill_color(Color::RGB(0xc7_d9f1))
                    .set_solid_fill(true);
                self.sheet
                    .add_conditional_format(first, j as u16, last - 1, j as u16, &bar)?;
            }
        }
        self.row = last;
        Ok(())
    }

    fn chart(&mut self, chart: &Chart, lang: Lang) -> Result<(), Error> {
        let spec = &chart.spec;
        let table = twin(spec);
        let title_row = self.row;
        self.heading(&table)?;
        let header_row = self.row;
        let columns = table.columns.len() as u16;
        self.table(&table)?;
        let rows = table.rows.len() as u32;
        if let Plot::Heatmap { diverging, .. } = &spec.plot
            && rows > 0
            && columns > 1
        {
            let range = (header_row + 1, 1, header_row + rows, columns - 1);
            self.colour_scale(range, *diverging)?;
        }
        if matches!(spec.plot, Plot::Calendar { .. }) && rows > 0 {
            self.colour_scale((header_row + 1, 1, header_row + rows, 1), false)?;
        }
        // Helper columns of a waterfall stand right of its data.
        let extra = xlsx_chart::extra_columns(spec, lang);
        for (j, (name, values)) in extra.iter().enumerate() {
            let column = columns + j as u16;
            self.text(header_row, column, name, &Style::Note.format())?;
            let format = Format::new()
                .set_num_format(xlsx_chart::number_format(spec))
                .set_font_color(Color::RGB(0x5f_6368));
            for (i, value) in values.iter().enumerate() {
                self.sheet.write_number_with_format(
                    header_row + 1 + i as u32,
                    column,
                    *value,
                    &format,
                )?;
            }
        }
        let place = Place {
            sheet: &self.name,
            title_row,
            header_row,
            rows,
            columns,
        };
        if rows > 0
            && let Some(mut native) = xlsx_chart::native(spec, &table, &place)
        {
            native.set_width(640).set_height(340);
            native.set_alt_text(clean(&spec.title).chars().take(200).collect::<String>());
            let right = columns + extra.len() as u16 + GAP;
            self.sheet.insert_chart(header_row, right, &native)?;
            self.row = self.row.max(header_row + CHART_ROWS);
        }
        self.after(&table, lang)
    }

    fn colour_scale(
        &mut self,
        (r1, c1, r2, c2): (u32, u16, u32, u16),
        diverging: bool,
    ) -> Result<(), Error> {
        if diverging {
            let scale = ConditionalFormat3ColorScale::new()
                .set_minimum_color(Color::RGB(0xd9_8c5f))
                .set_midpoint_color(Color::White)
                .set_maximum_color(Color::RGB(0x5b_8fd6));
            self.sheet.add_conditional_format(r1, c1, r2, c2, &scale)?;
        } else {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(Color::White)
                .set_maximum_color(Color::RGB(0x5b_8fd6));
            self.sheet.add_conditional_format(r1, c1, r2, c2, &scale)?;
        }
        Ok(())
    }
}

/// A footer with a page number; `&` starts a code there and is doubled.
fn footer(title: &str, subtitle: &str) -> String {
    let line: String = [title, " · ", subtitle]
        .concat()
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect();
    ["&L", &line.replace('&', "&&"), "&R&P / &N"].concat()
}

/// A spreadsheet's number format.
pub(super) fn pattern(format: &ValueFormat) -> String {
    let digits = |n: usize| match n {
        0 => String::new(),
        n => [".", &"0".repeat(n)].concat(),
    };
    match format {
        ValueFormat::Count => "#,##0".to_owned(),
        ValueFormat::Number { decimals } => {
            ["#,##0", &digits(usize::from(*decimals).min(9))].concat()
        }
        ValueFormat::Percent => "0.0%".to_owned(),
        ValueFormat::Money { currency } => {
            let sign = match currency.as_str() {
                "CNY" | "JPY" => "¥",
                "USD" => "$",
                "EUR" => "€",
                "GBP" => "£",
                _ => "",
            };
            let number = ["#,##0", &digits(decimals(format))].concat();
            if sign.is_empty() {
                let code: String = currency.chars().filter(char::is_ascii_uppercase).collect();
                ["\"", &code, " \"", &number].concat()
            } else {
                ["\"", sign, "\"", &number].concat()
            }
        }
    }
}

/// Names of sheets: at most 31 UTF-16 units, without `[]:*?/\`, each once.
#[derive(Default)]
struct SheetNames {
    taken: BTreeSet<String>,
}

impl SheetNames {
    fn next(&mut self, wanted: &str) -> String {
        let clean: String = clean(wanted)
            .chars()
            .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\'))
            .collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        // `History` is reserved by Excel.
        let base = if clean.is_empty() || clean.eq_ignore_ascii_case("history") {
            "Sheet"
        } else {
            clean
        };
        let mut n = 1usize;
        loop {
            let tail = if n == 1 {
                String::new()
            } else {
                [" ", &n.to_string()].concat()
            };
            let name = [cut(base, 31 - tail.len()), tail.as_str()].concat();
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
            n += 1;
        }
    }
}

/// The first so many UTF-16 units of a text, ending on a whole character.
fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > units {
            return text[..at].trim_end_matches(|c: char| c == '\'' || c.is_whitespace());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_follow_the_rules() {
        let mut names = SheetNames::default();
        assert_eq!(names.next("Products"), "Products");
        assert_eq!(names.next("products"), "products 2");
        assert_eq!(names.next("'[a]:*?/\\b'"), "ab");
        assert_eq!(names.next("History"), "Sheet");
        assert_eq!(names.next(""), "Sheet 2");
        let long = names.next(&"商品".repeat(30));
        assert_eq!(long.encode_utf16().count(), 31);
    }

    #[test]
    fn number_formats_name_the_currency() {
        let money = |c: &str| pattern(&ValueFormat::Money { currency: c.into() });
        assert_eq!(money("CNY"), "\"¥\"#,##0.00");
        assert_eq!(money("JPY"), "\"¥\"#,##0");
        assert_eq!(money("CHF"), "\"CHF \"#,##0.00");
        // A currency comes from files: it cannot break out of its quotes.
        assert_eq!(money("A\"B;C"), "\"ABC \"#,##0.00");
    }
}
