//! ZIP archives: workbooks, which are archives too, and files put together.

use std::io::{Cursor, Read as _};

use zip::{ZipArchive, result::ZipError};

use crate::{
    Error, Format, Location, Options, Outcome, Reader, Warning, WarningCode, decode::Decode,
    hidden::Hidden, workbook,
};

/// Bytes that an archive may hold unpacked.
const MAX_UNPACKED: u64 = 4 << 30;

/// Bytes that a workbook's parts may hold unpacked: they are taken apart in memory.
const MAX_WORKBOOK: u64 = 1 << 30;

/// Archives that unpack to more than this…
const BOMB_SIZE: u64 = 64 << 20;

/// …and to this many times their size are made to exhaust memory; tables pack to a tenth, seldom to a fiftieth.
const BOMB_RATIO: u64 = 250;

/// Entries of an archive that are read.
const MAX_ENTRIES: usize = 1000;

/// Reads what is in a ZIP. `depth` is how many archives it is in.
pub(crate) fn read(file: &str, bytes: &[u8], options: &Options, depth: u8) -> Outcome {
    let location = Location {
        file: file.to_owned(),
        ..Location::default()
    };
    let packed = bytes.len() as u64;
    let mut archive = match container::zip(bytes) {
        Ok(archive) => archive,
        Err(error) => {
            return failed(Error::Corrupt {
                location,
                detail: error.to_string(),
            });
        }
    };
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    let is_xlsx = has(&archive, "xl/workbook.xml");
    let is_xlsb = has(&archive, "xl/workbook.bin");
    let is_office = has(&archive, "[Content_Types].xml");
    let mimetype = if has(&archive, "mimetype") {
        first_bytes(&mut archive, "mimetype")
    } else {
        Vec::new()
    };
    let is_ods = mimetype.starts_with(b"application/vnd.oasis.opendocument.spreadsheet");
    let declared: u64 = (0..archive.len())
        .filter_map(|i| archive.by_index_raw(i).ok().map(|e| e.size()))
        .fold(0, u64::saturating_add);
    let limit = if is_xlsx || is_ods {
        MAX_WORKBOOK
    } else {
        MAX_UNPACKED
    };
    if declared > limit || (declared > BOMB_SIZE && declared / BOMB_RATIO > packed) {
        let limit = limit.min((packed * BOMB_RATIO).max(BOMB_SIZE));
        return failed(Error::TooLarge {
            location,
            what: "uncompressed size".into(),
            found: declared,
            limit,
        });
    }
    if is_xlsx || is_ods {
        // Declared sizes can lie; what unpacks to more than it says is no workbook.
        let hidden = match check_parts(&mut archive, &location) {
            Ok(hidden) => hidden,
            Err(error) => return failed(error),
        };
        drop(archive);
        let mut outcome = if is_xlsx {
            workbook::xlsx(file, bytes, options)
        } else {
            workbook::other(file, bytes, Format::Ods, options)
        };
        if let Some(table) = outcome.tables.first_mut() {
            for (code, count) in [
                (WarningCode::HiddenRows, hidden.rows),
                (WarningCode::HiddenColumns, hidden.columns),
            ] {
                if count > 0 {
                    table.warnings.push(Warning {
                        code,
                        count,
                        location: location.clone(),
                        samples: Vec::new(),
                    });
                }
            }
        }
        return outcome;
    }
    let not_a_table = |looks_like: &str| {
        failed(Error::NotATable {
            file: file.to_owned(),
            looks_like: looks_like.to_owned(),
        })
    };
    if is_xlsb {
        return not_a_table("a binary workbook");
    }
    if is_office {
        return not_a_table("a text document or slides");
    }
    if mimetype.starts_with(b"application/") {
        return not_a_table("a document");
    }
    if depth > 0 {
        return not_a_table("an archive within an archive");
    }
    entries(file, &mut archive, packed, options)
}

fn failed(error: Error) -> Outcome {
    Outcome {
        tables: Vec::new(),
        failures: vec![error],
    }
}

fn first_bytes(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(entry) = archive.by_name(name) {
        // A part that cannot be read tells nothing.
        let _ = entry.take(100).read_to_end(&mut bytes);
    }
    bytes
}

/// Unpacks every part once, keeping nothing, to see that it is as long as it says and whole. Gives what
/// was hidden of what passed by.
fn check_parts(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    location: &Location,
) -> Result<Hidden, Error> {
    let mut hidden = Hidden::default();
    for index in 0..archive.len() {
        let corrupt = |detail: String| Error::Corrupt {
            location: location.clone(),
            detail,
        };
        let entry = match container::entry(archive, index) {
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(detail)) if detail.contains("assword") => {
                return Err(Error::Encrypted {
                    file: location.file.clone(),
                });
            }
            Err(error) => return Err(corrupt(error.to_string())),
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        // Pictures and the like are never unpacked.
        if !name.ends_with(".xml") && !name.ends_with(".bin") && !name.ends_with(".rels") {
            continue;
        }
        let declared = entry.size();
        let mut part = entry.take(declared + 1);
        let copied = if name.starts_with("xl/worksheets/sheet") || name == "content.xml" {
            std::io::copy(&mut part, &mut hidden)
        } else {
            std::io::copy(&mut part, &mut std::io::sink())
        };
        let length = copied.map_err(|e| corrupt(format!("{name}: {e}")))?;
        if length > declared {
            return Err(corrupt(format!("{name} is longer than the archive says")));
        }
    }
    Ok(hidden)
}

/// Files that systems put into archives.
fn is_system(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.rsplit('/').next().is_some_and(|last| {
            last.starts_with('.') || last == "Thumbs.db" || last == "desktop.ini"
        })
}

/// Whether an entry is a note to the reader, by its name: a list of remarks is a table too, so that what is within cannot tell.
fn is_note(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let Some((stem, "txt" | "md" | "rst")) = name.rsplit_once('.') else {
        return matches!(&*name, "readme" | "license" | "changelog");
    };
    let notes = [
        "readme",
        "read me",
        "read_me",
        "license",
        "changelog",
        "说明",
        "必读",
        "须知",
        "liesmich",
        "lisezmoi",
    ];
    notes.iter().any(|note| stem.contains(note))
}

fn entries(
    file: &str,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    packed: u64,
    options: &Options,
) -> Outcome {
    let mut outcome = Outcome::default();
    // Entries without a table: what is said of them stands with the first table, if there is one.
    let mut skipped: Vec<(WarningCode, Error)> = Vec::new();
    let mut unpacked = 0u64;
    let mut buffer = vec![0u8; 1 << 20];
    let count = archive.len();
    for index in 0..count {
        let inner = archive
            .by_index_raw(index)
            .map(|e| entry_name(e.name_raw()))
            .unwrap_or_default();
        let mut entry = match container::entry(archive, index) {
            Ok(entry) => entry,
            Err(error) => {
                let name = inner;
                outcome.failures.push(entry_error(file, &name, &error));
                continue;
            }
        };
        if entry.is_dir() || is_system(&inner) {
            continue;
        }
        let name = format!("{file}/{inner}");
        if index >= MAX_ENTRIES {
            let location = Location {
                file: file.to_owned(),
                ..Location::default()
            };
            outcome.failures.push(Error::TooLarge {
                location,
                what: "number of entries".into(),
                found: count as u64,
                limit: MAX_ENTRIES as u64,
            });
            break;
        }
        let mut reader = Reader::at_depth(&name, Some(entry.size()), options.clone(), 1);
        let mut failure = None;
        loop {
            let read = match entry.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) => {
                    let location = Location {
                        file: name.clone(),
                        ..Location::default()
                    };
                    failure = Some(Error::Corrupt {
                        location,
                        detail: error.to_string(),
                    });
                    break;
                }
            };
            unpacked += read as u64;
            if unpacked > MAX_UNPACKED || (unpacked > BOMB_SIZE && unpacked / BOMB_RATIO > packed) {
                let location = Location {
                    file: name.clone(),
                    ..Location::default()
                };
                let limit = MAX_UNPACKED.min((packed * BOMB_RATIO).max(BOMB_SIZE));
                outcome.failures.push(Error::TooLarge {
                    location,
                    what: "uncompressed size".into(),
                    found: unpacked,
                    limit,
                });
                return outcome;
            }
            if reader.push(&buffer[..read]).is_err() {
                break;
            }
        }
        if let Some(error) = failure {
            outcome.failures.push(error);
            continue;
        }
        let mut inner = reader.finish();
        if is_note(&name) && inner.tables.iter().all(|t| t.columns.len() < 2) {
            inner.tables.clear();
            let looks_like = "notes".to_owned();
            let file = name.clone();
            inner.failures = vec![Error::NotATable { file, looks_like }];
        }
        outcome.tables.extend(inner.tables);
        for error in inner.failures {
            match error {
                Error::Empty { .. } => skipped.push((WarningCode::EmptyTable, error)),
                Error::NotATable { .. } => skipped.push((WarningCode::EntrySkipped, error)),
                error => outcome.failures.push(error),
            }
        }
    }
    match outcome.tables.first_mut() {
        Some(table) => {
            for (code, error) in skipped {
                let (name, sample) = match error {
                    Error::NotATable { file, looks_like } => (file, looks_like),
                    Error::Empty { file } => (file.clone(), file),
                    _ => continue,
                };
                let location = Location {
                    file: name,
                    ..Location::default()
                };
                table.warnings.push(Warning {
                    code,
                    count: 1,
                    location,
                    samples: vec![sample],
                });
            }
        }
        None => outcome
            .failures
            .extend(skipped.into_iter().map(|(_, error)| error)),
    }
    if outcome.tables.is_empty() && outcome.failures.is_empty() {
        outcome.failures.push(Error::Empty {
            file: file.to_owned(),
        });
    }
    outcome
}

fn entry_error(file: &str, name: &str, error: &ZipError) -> Error {
    let name = if name.is_empty() {
        file.to_owned()
    } else {
        format!("{file}/{name}")
    };
    match error {
        ZipError::UnsupportedArchive(detail) if detail.contains("assword") => {
            Error::Encrypted { file: name }
        }
        error => Error::Corrupt {
            location: Location {
                file: name,
                ..Location::default()
            },
            detail: error.to_string(),
        },
    }
}

/// An entry's name. Chinese systems write it in GBK without saying so.
fn entry_name(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    let mut name = String::new();
    // Names are a few characters long; among such, GBK is by far the likeliest.
    let (text, _, broken) = encoding_rs::GBK.decode(raw);
    if broken {
        Decode::new(None).push(raw, true, &mut name);
        return name;
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::is_note;

    #[test]
    fn notes_are_known_by_their_names() {
        for name in ["a.zip/ReadMe.txt", "a.zip/x/使用说明.txt", "a.zip/LICENSE"] {
            assert!(is_note(name), "{name}");
        }
        for name in [
            "a.zip/readme/orders.csv",
            "a.zip/reviews.txt",
            "a.zip/readme.csv",
        ] {
            assert!(!is_note(name), "{name}");
        }
    }
}
