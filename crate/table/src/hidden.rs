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

/// Attributes that hide what they stand on, as the two kinds of workbook write them.
const HIDE: [&[u8]; 4] = [
    b" hidden=\"1\"",
    b" hidden=\"true\"",
    b" table:visibility=\"collapse\"",
    b" table:visibility=\"filter\"",
];

impl Hidden {
    fn look(&mut self, tag: &[u8]) {
        let is_column = tag.starts_with(b"col ") || tag.starts_with(b"table:table-column ");
        let is_row = tag.starts_with(b"row ") || tag.starts_with(b"table:table-row ");
        let is_hidden = |hide: &&[u8]| memchr::memmem::find(tag, hide).is_some();
        if !is_column && !is_row || !HIDE.iter().any(is_hidden) {
            return;
        }
        let repeated = number(tag, b"s-repeated=\"").unwrap_or(1);
        let wide = number(tag, b" max=\"").zip(number(tag, b" min=\""));
        let many = wide.map_or(repeated, |(last, first)| {
            last.saturating_sub(first).saturating_add(1)
        });
        let counted = if is_column {
            &mut self.columns
        } else {
            &mut self.rows
        };
        *counted += if many > BEYOND { 0 } else { many };
    }
}

/// The number in an attribute of a tag.
#[inline(never)]
fn number(tag: &[u8], attribute: &[u8]) -> Option<usize> {
    let at = memchr::memmem::find(tag, attribute)? + attribute.len();
    let digits = tag[at..].iter().take_while(|b| b.is_ascii_digit());
    Some(digits.fold(0usize, |n, b| {
        n.saturating_mul(10).saturating_add(usize::from(b - b'0'))
    }))
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
