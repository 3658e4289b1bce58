//! Currencies that workbooks keep beside their numbers.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

#[allow(dead_code, reason = "other tests use the rest")]
mod seed;

use table::{Options, Reader, Table};

fn one(name: &str, bytes: &[u8]) -> Table {
    let mut reader = Reader::new(name, None, Options::default());
    reader.push(bytes).unwrap();
    let mut outcome = reader.finish();
    assert_eq!(outcome.tables.len(), 1, "{:?}", outcome.failures);
    outcome.tables.remove(0)
}

#[test]
fn workbooks_keep_currencies_in_their_formats() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let euro = rust_xlsxwriter::Format::new().set_num_format("#,##0.00\\ [$€-407]");
    let sheet = book.add_worksheet();
    for (column, name) in ["Artikel", "Menge", "Betrag"].into_iter().enumerate() {
        sheet.write(0, column as u16, name).unwrap();
    }
    for row in 1..5u32 {
        sheet.write(row, 0, format!("Tasse {row}")).unwrap();
        sheet.write(row, 1, row).unwrap();
        let amount = 2.5 * f64::from(row);
        sheet.write_with_format(row, 2, amount, &euro).unwrap();
    }
    let table = one("a.xlsx", &book.save_to_buffer().unwrap());
    assert!(table.columns[1].currencies.is_empty());
    assert_eq!(table.columns[2].currencies, [("€".to_owned(), 4)]);

    let cell = |kind: &str, text: &str| {
        format!(
            "<table:table-cell office:value-type={kind}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let mut rows = row(&["Artikel", "Menge", "Betrag"].map(|n| cell("\"string\"", n)));
    for i in 1..5 {
        rows += &row(&[
            cell("\"string\"", &format!("Tasse {i}")),
            cell(&format!("\"float\" office:value=\"{i}\""), "1"),
            cell(
                &format!("\"currency\" office:currency=\"SEK\" office:value=\"{i}.5\""),
                "1",
            ),
        ]);
    }
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Blatt\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let table = one(
        "a.ods",
        &seed::zip(&[
            (
                b"mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            (b"META-INF/manifest.xml", manifest.as_bytes()),
            (b"content.xml", content.as_bytes()),
        ]),
    );
    assert!(table.columns[1].currencies.is_empty());
    assert_eq!(table.columns[2].currencies, [("SEK".to_owned(), 4)]);
}
