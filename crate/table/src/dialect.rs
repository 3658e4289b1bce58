//! Which character separates the cells.

use crate::{
    clean::clean,
    date, number,
    split::{Splitter, Step},
};

/// Records of the sample that are split with each candidate.
const RECORDS: usize = 300;

/// Candidates in the order in which ties are decided.
const CANDIDATES: [u8; 8] = [b',', b'\t', b';', b'|', b'\x1f', b'^', b'~', b':'];

/// What the first text says about how to split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    pub delimiter: u8,
    /// Lines end with a carriage return alone.
    pub lone_cr: bool,
    /// Bytes of a `sep=;` line at the start.
    pub sep_line: usize,
    /// Every line is one cell in quotes, and in it stand the cells.
    pub wrapped: bool,
}

impl Guess {
    /// Splits as guessed.
    pub(crate) fn splitter(&self) -> Splitter {
        if self.wrapped {
            Splitter::of_wrapped(self.delimiter, self.lone_cr)
        } else {
            Splitter::new(self.delimiter, self.lone_cr)
        }
    }
}

/// Guesses from the first text of a file. `extension` is lower case.
pub(crate) fn guess(sample: &str, complete: bool, extension: &str) -> Guess {
    let lone_cr = memchr::memchr(b'\n', sample.as_bytes()).is_none()
        && sample.trim_end_matches('\r').contains('\r');
    if let Some((delimiter, length)) = sep_line(sample) {
        return Guess {
            delimiter,
            lone_cr,
            sep_line: length,
            wrapped: false,
        };
    }
    let mut best = (0.0, b',');
    for delimiter in CANDIDATES {
        let splitter = Splitter::new(delimiter, lone_cr);
        let score = score(&sample_records(sample, splitter, complete), delimiter);
        if score > best.0 + 1e-9 {
            best = (score, delimiter);
        }
    }
    if best.0 < 0.3 {
        if let Some(delimiter) = wrapped(sample, lone_cr, complete) {
            return Guess {
                delimiter,
                lone_cr,
                sep_line: 0,
                wrapped: true,
            };
        }
        let spaced = sample_records(sample, Splitter::new(b' ', lone_cr), complete);
        if is_aligned(&spaced) {
            best = (1.0, b' ');
        } else if extension == "tsv" || extension == "tab" {
            best.1 = b'\t';
        } else if extension != "csv"
            || best.0 < 0.02
            || sample_records(sample, Splitter::new(best.1, lone_cr), complete)
                .first()
                .is_none_or(|r| r.len() == 1)
        {
            best.1 = single_column(sample);
        }
    }
    Guess {
        delimiter: best.1,
        lone_cr,
        sep_line: 0,
        wrapped: false,
    }
}

/// The delimiter within lines that are one quoted cell each, as a tool writes them that takes the lines of a table for values.
fn wrapped(sample: &str, lone_cr: bool, complete: bool) -> Option<u8> {
    if !sample.starts_with('"') {
        return None;
    }
    [b',', b';', b'\t'].into_iter().find(|&delimiter| {
        let whole = sample_records(sample, Splitter::new(delimiter, lone_cr), complete);
        let inner = Splitter::of_wrapped(delimiter, lone_cr);
        let cells = sample_records(sample, inner, complete);
        let width = cells.first().map_or(0, Vec::len);
        width > 2
            && whole.len() > 2
            && whole.iter().all(|r| r.len() < 2)
            && cells.iter().all(|r| r.is_empty() || r.len() == width)
    })
}

/// A delimiter that cuts no line of prose.
fn single_column(sample: &str) -> u8 {
    CANDIDATES
        .into_iter()
        .find(|&d| memchr::memchr(d, sample.as_bytes()).is_none())
        .unwrap_or(b',')
}

/// `sep=;` as Excel writes it: the delimiter and the bytes of the line.
fn sep_line(sample: &str) -> Option<(u8, usize)> {
    let line = sample.split(['\r', '\n']).next()?;
    let inner = line.trim_matches('"');
    let rest = inner
        .get(..4)
        .filter(|p| p.eq_ignore_ascii_case("sep="))
        .and(inner.get(4..))?;
    let delimiter = if rest == "\\t" {
        b'\t'
    } else {
        *rest.as_bytes().first()?
    };
    (rest.len() <= 2 && delimiter.is_ascii() && delimiter != b'"')
        .then_some((delimiter, line.len()))
}

/// The first records of the sample; the last one, cut off by the sample's end, is left out.
pub(crate) fn sample_records(
    sample: &str,
    mut splitter: Splitter,
    complete: bool,
) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let mut at = 0;
    while records.len() < RECORDS {
        match splitter.record(sample, at, complete) {
            Step::Record(next) if splitter.is_blank(sample) => {
                records.push(Vec::new());
                at = next;
            }
            Step::Record(next) => {
                records.push(
                    splitter
                        .cells(sample)
                        .take(6000)
                        .map(|c| c.chars().take(200).collect())
                        .collect(),
                );
                at = next;
            }
            Step::Blank(next) => {
                records.push(Vec::new());
                at = next;
            }
            Step::More => break,
        }
    }
    records
}

/// From 0 to 1: how evenly the delimiter splits, and how clean the cells come out.
fn score(records: &[Vec<String>], delimiter: u8) -> f64 {
    let mut counts = std::collections::BTreeMap::new();
    let (mut total, mut cells, mut clean_cells) = (0usize, 0usize, 0usize);
    for record in records.iter().filter(|r| !r.is_empty()) {
        total += 1;
        *counts.entry(record.len()).or_insert(0usize) += 1;
        for cell in record.iter().take(200) {
            cells += 1;
            clean_cells += usize::from(is_clean(cell, delimiter));
        }
    }
    counts.remove(&1);
    let Some((&width, &mode)) = counts.iter().max_by_key(|&(&width, &n)| (n, width)) else {
        return 0.0;
    };
    if total == 0 || cells == 0 {
        return 0.0;
    }
    let share = mode as f64 / total as f64;
    let clean_share = clean_cells as f64 / cells as f64;
    share * (1.0 - 0.6 / width as f64) * clean_share * clean_share
}

/// Whether a cell looks like one value: not like several that another delimiter would part.
fn is_clean(cell: &str, delimiter: u8) -> bool {
    let (text, _) = clean(cell);
    if text.is_empty() || number::shape(text).is_some() || date::parse(text).is_some() {
        return true;
    }
    if text.bytes().filter(|&b| b == b'"').count() % 2 == 1 {
        return false;
    }
    let odd = |d: u8| d != delimiter && memchr::memchr(d, text.as_bytes()).is_some();
    if odd(b'\t') || odd(b';') || odd(b'|') {
        // Long texts may hold anything, in quotes.
        return text.len() > 80;
    }
    // `1,5` beside `;` is clean as a number above; a colon parts clock times.
    if delimiter == b':' {
        !text.contains(',') && text.len() < 40
    } else {
        true
    }
}

/// Whether columns are set apart by spaces: the same number of cells in nearly every line, most of them numbers or dates.
fn is_aligned(records: &[Vec<String>]) -> bool {
    let lines: Vec<&Vec<String>> = records.iter().filter(|r| !r.is_empty()).collect();
    let width = lines.get(lines.len() / 2).map_or(0, |r| r.len());
    if width < 2 || lines.len() < 3 {
        return false;
    }
    let even = lines.iter().filter(|r| r.len() == width).count();
    let values = lines
        .iter()
        .flat_map(|r| r.iter())
        .filter(|c| number::shape(c).is_some() || date::parse(c).is_some())
        .count();
    let cells: usize = lines.iter().map(|r| r.len()).sum();
    even * 10 >= lines.len() * 9 && values * 2 >= cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> char {
        guess(text, true, "csv").delimiter as char
    }

    #[test]
    fn delimiters() {
        assert_eq!(of("a,b,c\n1,2,3\n4,5,6\n"), ',');
        assert_eq!(of("a;b\n1,5;2,5\n3,5;4,5\n"), ';');
        assert_eq!(of("a\tb\nx, y\tz\nq, r\ts\n"), '\t');
        assert_eq!(of("a|b|c\nx|y|z\n"), '|');
        assert_eq!(of("sep=;\na;b\n"), ';');
        assert_eq!(
            of(" 00004 19970101 2 29.33\n 00004 19970118 2 29.73\n 00021 19970101 3 63.34\n"),
            ' '
        );
        assert_eq!(of("name,\"a;b;c\"\nx,\"1;2;3\"\n"), ',');
    }

    #[test]
    fn single_columns_stay_whole() {
        let guess = guess(
            "review\nNice, quick, would buy again\nToo small\nBroke, sadly\n",
            true,
            "txt",
        );
        assert_ne!(guess.delimiter, b',');
    }

    #[test]
    fn lines_in_quotes_are_taken_apart() {
        let lines = "\"No,Item,Amount\"\n\"1,\"\"Mug, blue\"\",2.50\"\n\"2,Soap,3.50\"\n";
        let guess = guess(lines, true, "csv");
        assert!(guess.wrapped && guess.delimiter == b',');
        let records = sample_records(lines, guess.splitter(), true);
        assert_eq!(records[1], ["1", "Mug, blue", "2.50"]);
        // Remarks with commas, and addresses under a name of one word.
        for text in [
            "\"text\"\n\"Nice, quick\"\n\"Too small, sadly, and late\"\n",
            "\"address\"\n\"Elm St 1, Austin, TX\"\n\"Oak St 2, Dallas, TX\"\n",
        ] {
            assert!(!super::guess(text, true, "csv").wrapped, "{text}");
        }
    }

    #[test]
    fn lone_carriage_returns() {
        assert!(guess("a,b\r1,2\r", true, "csv").lone_cr);
        assert!(!guess("a,b\r\n1,2\r\n", true, "csv").lone_cr);
    }
}
