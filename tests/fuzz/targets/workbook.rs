//! The inside of workbooks and archives: the bytes become one part of a container that is whole around it, since a
//! mutated container seldom gets past its checksums.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../../crate/table/tests/invariant/mod.rs"]
mod invariant;
#[path = "../archive.rs"]
mod archive;

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const LINKS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const SHEET: &[u8] = br#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row></sheetData></worksheet>"#;
const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fuzz_target!(|data: &[u8]| {
    let Some((how, part)) = data.split_first() else {
        return;
    };
    let parts: Vec<(&str, &[u8])> = match how % 6 {
        0 => vec![("mimetype", KIND), ("content.xml", part)],
        1 => vec![("orders.csv", part), ("b/orders.csv", b"a,b\n1,2\n")],
        how => vec![
            ("[Content_Types].xml", TYPES),
            ("xl/workbook.xml", if how == 2 { part } else { BOOK }),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/worksheets/sheet1.xml", if how == 3 { part } else { SHEET }),
            ("xl/sharedStrings.xml", if how == 4 { part } else { b"<sst/>" }),
            ("xl/styles.xml", if how == 5 { part } else { b"<styleSheet/>" }),
        ],
    };
    invariant::check("a.xlsx", &archive::of(&parts), usize::MAX);
});
