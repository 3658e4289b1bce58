//! Rows and columns of a workbook that nobody sees.
//!
//! calamine tells hidden sheets, but not hidden rows and columns: they are counted in the XML as it passes by.
//! Of old binary workbooks (XLS) only hidden sheets are told: their rows' marks stand in records that calamine keeps to itself.

use std::io::Write;

/// Longer tags are cut: what is looked for stands near the beginning.
const LONGEST_TAG: usize = 512;

/// More than this in one tag is what lies beyond the data.
const BEYOND: usize = 1000;

/// Counts hidden rows and columns in the XML of sheets that is written to it.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    pub rows: usize,
    pub columns: usize,
    /// The tag that has begun, `None` between tags.
    tag: Option<Vec<u8>>,
}

impl Write for Hidden {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut rest = bytes;
        loop {
            match &mut self.tag {
                None => {
                    let Some(at) = memchr::memchr(b'<', rest) else {
                        break;
                    };
                    self.tag = Some(Vec::new());
                    rest = &rest[at + 1..];
                }
                Some(tag) => {
                    let end = memchr::memchr(b'>', rest);
                    let part = &rest[..end.unwrap_or(rest.len())];
                    let room = LONGEST_TAG.saturating_sub(tag.len());
                    tag.extend_from_slice(&part[..part.len().min(room)]);
                    let Some(end) = end else {
                        break;
                    };
                    let tag = self.tag.take().unwrap_or_default();
                    self.look(&tag);
                    rest = &rest[end + 1..];
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Hidden {
    fn look(&mut self, tag: &[u8]) {
        let name = tag.split(|b| matches!(b, b' ' | b'/')).next();
        let value = |attribute: &[u8]| {
            let at = memchr::memmem::find(tag, attribute)? + attribute.len();
            tag.get(at..)?.split(|b| *b == b'"').next()
        };
        let number = |attribute: &[u8]| {
            let digits = std::str::from_utf8(value(attribute)?).ok()?;
            digits.parse::<usize>().ok()
        };
        let is = |attribute: &[u8], words: [&[u8]; 2]| {
            value(attribute).is_some_and(|found| words.contains(&found))
        };
        let in_office = || is(b" hidden=\"", [b"1", b"true"]);
        let in_document = || is(b" table:visibility=\"", [b"collapse", b"filter"]);
        let few = |n: usize| if n > BEYOND { 0 } else { n };
        match name {
            Some(b"row") if in_office() => self.rows += 1,
            Some(b"col") if in_office() => {
                let (first, last) = (number(b" min=\""), number(b" max=\""));
                let columns = last.unwrap_or(1).saturating_sub(first.unwrap_or(1));
                self.columns += few(columns.saturating_add(1));
            }
            Some(b"table:table-row") if in_document() => {
                self.rows += few(number(b" table:number-rows-repeated=\"").unwrap_or(1));
            }
            Some(b"table:table-column") if in_document() => {
                self.columns += few(number(b" table:number-columns-repeated=\"").unwrap_or(1));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(xml: &[u8], step: usize) -> (usize, usize) {
        let mut hidden = Hidden::default();
        for piece in xml.chunks(step) {
            hidden.write_all(piece).expect("it takes everything");
        }
        (hidden.rows, hidden.columns)
    }

    #[test]
    fn what_is_hidden_is_counted_however_the_text_is_cut() {
        let office = br#"<cols><col min="1" max="1"/><col hidden="1" min="2" max="4"/><col min="9" max="16384" hidden="1"/></cols><sheetData><row r="1"><c r="A1"/></row><row r="2" hidden="1"/><row r="3" ht="15" hidden="true"><c/></row></sheetData>"#;
        let document = br#"<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/><table:table-row table:style-name="ro1"><table:table-row table:visibility="collapse"/><table:table-row table:visibility="filter" table:number-rows-repeated="2"/><table:table-row table:number-rows-repeated="1048000" table:visibility="collapse"/><table:table-rows table:visibility="collapse"/>"#;
        for step in 1..office.len() {
            assert_eq!(counted(office, step), (2, 3));
            assert_eq!(counted(document, step), (3, 2));
        }
    }
}
