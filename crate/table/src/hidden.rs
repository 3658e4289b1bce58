//! Rows of a workbook that nobody sees.

use std::io::Write;

/// Longer tags are cut: what is looked for stands near the beginning.
const LONGEST_TAG: usize = 512;

/// Counts hidden rows in the XML of sheets that is written to it.
#[derive(Debug, Default)]
pub(crate) struct HiddenRows {
    pub count: usize,
    /// The tag that has begun, `None` between tags.
    tag: Option<Vec<u8>>,
}

impl Write for HiddenRows {
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
                    self.count += usize::from(is_hidden_row(tag));
                    self.tag = None;
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

fn is_hidden_row(tag: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(tag, word).is_some();
    tag.starts_with(b"row ") && (has(b" hidden=\"1\"") || has(b" hidden=\"true\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_are_counted_however_the_text_is_cut() {
        let xml = br#"<sheetData><row r="1"><c r="A1"/></row><row r="2" hidden="1"/><row r="3" ht="15" hidden="true"><c/></row></sheetData><col hidden="1"/>"#;
        for step in 1..xml.len() {
            let mut rows = HiddenRows::default();
            for piece in xml.chunks(step) {
                rows.write_all(piece).expect("it takes everything");
            }
            assert_eq!(rows.count, 2);
        }
    }
}
