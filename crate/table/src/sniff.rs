//! What kind of file the first bytes belong to.

use crate::decode;

/// Bytes that are enough to tell.
pub(crate) const ENOUGH: usize = 4096;

/// How a Parquet file begins.
pub(crate) const PARQUET: &[u8] = b"PAR1";

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Delimited text, as far as can be told.
    Text,
    /// JSON or JSON lines.
    Json,
    /// A ZIP archive: an archive of files, or a workbook.
    Zip,
    /// An OLE container: an old workbook, or an encrypted new one.
    Ole,
    /// Apache Parquet.
    Parquet,
    /// None that can be read, in plain words.
    Other(&'static str),
}

/// Looks at the first bytes, of which there are at least [`ENOUGH`] or all that there are.
pub(crate) fn kind(head: &[u8]) -> Kind {
    const MAGIC: &[(&[u8], Kind)] = &[
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Ole),
        (PARQUET, Kind::Parquet),
        (b"PARE", Kind::Other("an encrypted Parquet file")),
        (b"%PDF", Kind::Other("a PDF")),
        (b"\x89PNG", Kind::Other("an image (PNG)")),
        (b"\xff\xd8\xff", Kind::Other("an image (JPEG)")),
        (b"GIF8", Kind::Other("an image (GIF)")),
        (b"RIFF", Kind::Other("an image, a sound or a film")),
        (b"BM\x00", Kind::Other("an image (BMP)")),
        (b"II*\x00", Kind::Other("an image (TIFF)")),
        (b"MM\x00*", Kind::Other("an image (TIFF)")),
        (b"\x1f\x8b", Kind::Other("a gzip archive")),
        (b"7z\xbc\xaf\x27\x1c", Kind::Other("a 7z archive")),
        (b"Rar!", Kind::Other("a RAR archive")),
        (b"BZh", Kind::Other("a bzip2 archive")),
        (b"\xfd7zXZ", Kind::Other("an XZ archive")),
        (b"\x28\xb5\x2f\xfd", Kind::Other("a zstd archive")),
        (b"SQLite format 3", Kind::Other("an SQLite database")),
        (b"{\\rtf", Kind::Other("a rich-text document")),
        (b"\x7fELF", Kind::Other("a program")),
        (b"MZ\x90", Kind::Other("a program")),
        (b"\x00asm", Kind::Other("a program")),
        (b"ARROW1", Kind::Other("an Arrow file")),
        (b"Obj\x01", Kind::Other("an Avro file")),
        (b"ORC", Kind::Other("an ORC file")),
        (b"ID3", Kind::Other("a sound")),
        (b"OggS", Kind::Other("a sound")),
    ];
    for (magic, kind) in MAGIC {
        if head.starts_with(magic)
            && !(*magic == b"BZh" && head.iter().take(64).all(u8::is_ascii))
            && !(*magic == b"ORC" && head.is_ascii())
        {
            return *kind;
        }
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Kind::Other("an image or a film");
    }
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    if is_json(text) {
        return Kind::Json;
    }
    let lower: Vec<u8> = text.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let has = |word: &[u8]| memchr::memmem::find(&lower, word).is_some();
    if lower.starts_with(b"<!doctype html")
        || lower.starts_with(b"<html")
        || (lower.starts_with(b"<") && (has(b"<html") || has(b"<table") || has(b"<head")))
    {
        return Kind::Other("a web page (HTML)");
    }
    if lower.starts_with(b"<?xml") {
        return Kind::Other("an XML document");
    }
    if is_binary(head) {
        Kind::Other("binary data")
    } else {
        Kind::Text
    }
}

/// An object or an array as JSON begins them.
fn is_json(text: &[u8]) -> bool {
    let mut rest = text;
    let mut depth = 0;
    loop {
        match rest {
            [b'{', tail @ ..] => {
                let next = tail.trim_ascii_start();
                return matches!(next.first(), Some(b'"' | b'}'))
                    && (next.first() == Some(&b'"') || depth > 0 || tail.trim_ascii() == b"}");
            }
            [b'[', tail @ ..] if depth < 2 => {
                depth += 1;
                rest = tail.trim_ascii_start();
                if rest.first() == Some(&b']') {
                    return rest.trim_ascii() == b"]" || depth > 1;
                }
                if depth == 1 && !matches!(rest.first(), Some(b'{' | b'[')) {
                    // `[1, 2]` is JSON; `[Sheet 1]` is a title.
                    return rest.iter().all(|b| {
                        b.is_ascii_digit()
                            || matches!(b, b',' | b' ' | b'.' | b'-' | b']' | b'\n' | b'\r')
                    });
                }
            }
            _ => return depth > 1,
        }
    }
}

/// Many control characters that no text encoding has.
fn is_binary(head: &[u8]) -> bool {
    // In UTF-16, every other byte may be a control character.
    if encoding_rs::Encoding::for_bom(head).is_some() || decode::utf16(head).is_some() {
        return false;
    }
    let control = head
        .iter()
        .filter(|&&b| {
            b < 0x20 && !matches!(b, 0 | b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1f | 0x1b)
        })
        .count();
    let nuls = head.iter().filter(|&&b| b == 0).count();
    // UTF-16 puts a NUL beside every ASCII character, and so has almost no other control characters.
    control * 50 > head.len()
        || (nuls * 10 > head.len() && control * 100 > head.len())
        || (!head.is_empty() && nuls == head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_its_first_bytes() {
        assert_eq!(kind(b"a,b\n1,2\n"), Kind::Text);
        assert_eq!(kind(b"[{\"a\":1}]"), Kind::Json);
        assert_eq!(kind(b"\xef\xbb\xbf {\"a\":1}\n{\"a\":2}"), Kind::Json);
        assert_eq!(kind(b"[Sheet 1]\na,b"), Kind::Text);
        assert_eq!(kind(b"{x},b\n1,2"), Kind::Text);
        assert_eq!(kind(b"PAR1...."), Kind::Parquet);
        assert_eq!(kind(b"%PDF-1.7"), Kind::Other("a PDF"));
        assert_eq!(kind(b"<html><table>"), Kind::Other("a web page (HTML)"));
        assert_eq!(
            kind(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 200, 201]),
            Kind::Other("binary data")
        );
        let numbers: Vec<u8> = (0..400u16).flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind(&numbers), Kind::Other("binary data"));
        let utf16: Vec<u8> = "订单,金额\n1,2\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(kind(&utf16), Kind::Text);
        let marked: Vec<u8> = "\u{feff}甲乙丙丁"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(kind(&marked), Kind::Text);
    }
}
