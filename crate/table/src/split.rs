//! Delimited text to records, tolerant of what real files do with quotes.

/// A cell's place: in the text, or in the scratch space where quotes had to be taken out.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    scratch: bool,
}

/// What a call found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A record; the next one starts at the position.
    Record(usize),
    /// A line without anything on it.
    Blank(usize),
    /// The record goes on beyond the text at hand, or there is no more text.
    More,
}

/// A quoted cell that is still open after this many bytes was never meant to be quoted.
const OPEN_QUOTE_LIMIT: usize = 4 << 20;

/// Splits records one at a time; the cells of the last one stay readable until the next call.
#[derive(Debug, Clone)]
pub(crate) struct Splitter {
    delimiter: u8,
    line_end: u8,
    ends_cell: [bool; 256],
    cells: Vec<Span>,
    scratch: String,
    /// Cells with a quote out of place, so far.
    pub stray_quotes: usize,
    strays_here: usize,
    /// Splits what stands in a line that is one cell.
    inner: Option<Box<Splitter>>,
}

impl Splitter {
    /// `delimiter` is an ASCII character; a space stands for any run of spaces and tabs.
    pub(crate) fn new(delimiter: u8, lone_cr: bool) -> Self {
        let line_end = if lone_cr { b'\r' } else { b'\n' };
        let mut ends_cell = [false; 256];
        ends_cell[delimiter as usize] = true;
        ends_cell[line_end as usize] = true;
        Self {
            delimiter,
            line_end,
            ends_cell,
            cells: Vec::new(),
            scratch: String::new(),
            stray_quotes: 0,
            strays_here: 0,
            inner: None,
        }
    }

    /// For lines that are one quoted cell each, in which the cells stand.
    pub(crate) fn of_wrapped(delimiter: u8, lone_cr: bool) -> Self {
        let inner = Self::new(delimiter, lone_cr);
        let mut outer = Self::new(b'\x1f', lone_cr);
        outer.inner = Some(Box::new(inner));
        outer
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn delimiter(&self) -> u8 {
        self.inner.as_ref().map_or(self.delimiter, |i| i.delimiter)
    }

    /// A cell of the last record. `text` is what the record was split from.
    #[inline]
    pub(crate) fn cell<'a>(&'a self, text: &'a str, index: usize) -> &'a str {
        let Some(span) = self.cells.get(index) else {
            return "";
        };
        let from = if span.scratch {
            self.scratch.as_str()
        } else {
            text
        };
        from.get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// The cells of the last record.
    pub(crate) fn cells<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        (0..self.cells.len()).map(move |i| self.cell(text, i))
    }

    /// Whether the last record had several cells and no value in any, as rows between blocks of a sheet do.
    pub(crate) fn is_blank(&self, text: &str) -> bool {
        self.cells.len() > 1 && self.cells(text).all(|c| c.trim().is_empty())
    }

    /// Splits the record that starts at `from`. `last` says that no text follows.
    #[inline]
    pub(crate) fn record(&mut self, text: &str, from: usize, last: bool) -> Step {
        let bytes = text.as_bytes();
        if from >= bytes.len() {
            return Step::More;
        }
        self.cells.clear();
        self.scratch.clear();
        self.strays_here = 0;
        let step = if self.delimiter == b' ' {
            self.spaced(bytes, from, last)
        } else {
            self.delimited(text, from, last)
        };
        if step != Step::More {
            self.stray_quotes += self.strays_here;
            if self.inner.is_some() {
                self.split_inner(text);
            }
        }
        step
    }

    /// Puts the cells within the only cell in its place.
    #[inline(never)]
    fn split_inner(&mut self, text: &str) {
        let Some(mut inner) = self.inner.take() else {
            return;
        };
        let line = self.cell(text, 0).to_owned();
        if inner.record(&line, 0, true) != Step::More {
            self.cells.clear();
            self.scratch.clear();
            for cell in inner.cells(&line) {
                let start = self.scratch.len();
                self.scratch.push_str(cell);
                self.push_scratch(start);
            }
        }
        self.inner = Some(inner);
    }

    fn delimited(&mut self, text: &str, from: usize, last: bool) -> Step {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            if let Some(&b) = bytes.get(at)
                && (b == b'"' || b == b'=' || b == b' ')
            {
                match self.quoted(text, at, last) {
                    Quoted::Cell(end) => {
                        // `end` is on a delimiter, a line end, or past the text.
                        match bytes.get(end) {
                            Some(&b) if b == self.delimiter => {
                                at = end + 1;
                                continue;
                            }
                            Some(_) => return Step::Record(end + 1),
                            None => return Step::Record(end),
                        }
                    }
                    Quoted::More => return Step::More,
                    Quoted::No => {}
                }
            }
            let mut end = at;
            while let Some(&b) = bytes.get(end) {
                if self.ends_cell[b as usize] {
                    break;
                }
                end += 1;
            }
            match bytes.get(end) {
                None if !last => return Step::More,
                Some(&b) if b == self.delimiter => {
                    self.cells.push(Span {
                        start: at as u32,
                        end: end as u32,
                        scratch: false,
                    });
                    at = end + 1;
                }
                line_end => {
                    let stop = if end > at && bytes[end - 1] == b'\r' {
                        end - 1
                    } else {
                        end
                    };
                    self.cells.push(Span {
                        start: at as u32,
                        end: stop as u32,
                        scratch: false,
                    });
                    let next = end + usize::from(line_end.is_some());
                    return if self.cells.len() == 1 && stop == at {
                        Step::Blank(next)
                    } else {
                        Step::Record(next)
                    };
                }
            }
        }
    }

    /// A cell in quotes that starts at `at`, perhaps after spaces or as `="…"`.
    #[inline(never)]
    fn quoted(&mut self, text: &str, at: usize, last: bool) -> Quoted {
        let bytes = text.as_bytes();
        let mut open = at;
        while bytes.get(open) == Some(&b' ') {
            open += 1;
        }
        let formula = bytes.get(open) == Some(&b'=');
        let mark = open + usize::from(formula);
        match bytes.get(mark) {
            Some(b'"') => {}
            None if !last => return Quoted::More,
            _ => return Quoted::No,
        }
        let mut from = mark + 1;
        let scratch_start = self.scratch.len();
        let mut copied = false;
        let mut closed_early = false;
        loop {
            let Some(close) = memchr::memchr(b'"', &bytes[from..]).map(|i| from + i) else {
                if !last && bytes.len() - mark < OPEN_QUOTE_LIMIT {
                    return Quoted::More;
                }
                // Never closed: the quote is a character like any other.
                self.scratch.truncate(scratch_start);
                self.strays_here += 1;
                return Quoted::No;
            };
            if close - mark > OPEN_QUOTE_LIMIT {
                self.scratch.truncate(scratch_start);
                self.strays_here += 1;
                return Quoted::No;
            }
            let after = bytes.get(close + 1).copied();
            match after {
                Some(b'"') => {
                    self.scratch.push_str(
                        text.get(if copied { from } else { mark + 1 }..=close)
                            .unwrap_or(""),
                    );
                    copied = true;
                    from = close + 2;
                    continue;
                }
                None if !last => return Quoted::More,
                _ => {}
            }
            let mut end = close + 1;
            // Spaces between the quote and the delimiter are no part of the cell.
            while bytes.get(end) == Some(&b' ') {
                end += 1;
            }
            if bytes.get(end) == Some(&b'\r')
                && self.line_end == b'\n'
                && bytes.get(end + 1) != Some(&b'\r')
            {
                end += 1;
            }
            let ends = match bytes.get(end) {
                None if !last => return Quoted::More,
                None => true,
                Some(&b) => self.ends_cell[b as usize],
            };
            if ends {
                let inner_start = if copied { from } else { mark + 1 };
                if copied {
                    self.scratch
                        .push_str(text.get(inner_start..close).unwrap_or(""));
                    self.push_scratch(scratch_start);
                } else {
                    self.cells.push(Span {
                        start: inner_start as u32,
                        end: close as u32,
                        scratch: false,
                    });
                }
                if formula {
                    self.rewrap(text, scratch_start);
                }
                self.strays_here += usize::from(closed_early);
                return Quoted::Cell(end);
            }
            // Text after a closing quote. Over several lines the opening quote was a slip; within one, the quotes are part of the text.
            if memchr::memchr(self.line_end, &bytes[mark + 1..close]).is_some() {
                self.scratch.truncate(scratch_start);
                self.strays_here += 1;
                return Quoted::No;
            }
            closed_early = true;
            self.scratch.push_str(
                text.get(if copied { from } else { mark + 1 }..=close)
                    .unwrap_or(""),
            );
            copied = true;
            from = close + 1;
            let stop = bytes[from..]
                .iter()
                .position(|&b| self.ends_cell[b as usize])
                .map_or(bytes.len(), |i| from + i);
            if stop == bytes.len() && !last {
                return Quoted::More;
            }
            if memchr::memchr(b'"', &bytes[from..stop]).is_some() {
                continue;
            }
            // No later quote can close it: take it as it stands, the first quote included.
            self.scratch.truncate(scratch_start);
            self.strays_here += 1;
            return Quoted::No;
        }
    }

    fn push_scratch(&mut self, start: usize) {
        self.cells.push(Span {
            start: start as u32,
            end: self.scratch.len() as u32,
            scratch: true,
        });
    }

    /// Puts `="…"` back around the last cell, so that it is unwrapped (and counted) where all cells are.
    fn rewrap(&mut self, text: &str, scratch_start: usize) {
        let Some(span) = self.cells.pop() else { return };
        let from = if span.scratch {
            self.scratch.as_str()
        } else {
            text
        };
        let wrapped = format!(
            "=\"{}\"",
            from.get(span.start as usize..span.end as usize)
                .unwrap_or("")
        );
        self.scratch.truncate(scratch_start);
        self.scratch.push_str(&wrapped);
        self.push_scratch(scratch_start);
    }

    fn spaced(&mut self, bytes: &[u8], from: usize, last: bool) -> Step {
        let Some(end) = memchr::memchr(self.line_end, &bytes[from..])
            .map(|i| from + i)
            .or(last.then_some(bytes.len()))
        else {
            return Step::More;
        };
        let next = (end + 1).min(bytes.len());
        let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\r');
        let mut at = from;
        while at < end {
            while at < end && is_space(bytes[at]) {
                at += 1;
            }
            let start = at;
            while at < end && !is_space(bytes[at]) {
                at += 1;
            }
            if at > start {
                self.cells.push(Span {
                    start: start as u32,
                    end: at as u32,
                    scratch: false,
                });
            }
        }
        if self.cells.is_empty() {
            self.cells.push(Span {
                start: from as u32,
                end: from as u32,
                scratch: false,
            });
            return Step::Blank(next);
        }
        Step::Record(next)
    }
}

enum Quoted {
    /// The cell was pushed; what ends it is at the position.
    Cell(usize),
    /// More text is needed to tell.
    More,
    /// Not a quoted cell after all.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut splitter = Splitter::new(delimiter, false);
        let (mut at, mut records) = (0, Vec::new());
        loop {
            match splitter.record(text, at, true) {
                Step::Record(next) => {
                    records.push(splitter.cells(text).map(str::to_owned).collect());
                    at = next;
                }
                Step::Blank(next) => {
                    records.push(Vec::new());
                    at = next;
                }
                Step::More => return records,
            }
        }
    }

    #[test]
    fn quotes_and_lines() {
        assert_eq!(
            split("a,b\r\n1,\"x \"\"y\"\"\nz\"\r\n", b','),
            [vec!["a", "b"], vec!["1", "x \"y\"\nz"]]
        );
        assert_eq!(split("a,\n,b", b','), [vec!["a", ""], vec!["", "b"]]);
        assert_eq!(split("a\n\nb\n", b','), [vec!["a"], vec![], vec!["b"]]);
        assert_eq!(split("a, \"b, c\" ,d", b','), [vec!["a", "b, c", "d"]]);
        assert_eq!(split("a,", b','), [vec!["a", ""]]);
        assert_eq!(split("\"\"", b','), [vec![""]]);
    }

    #[test]
    fn wrapped_formulas_keep_their_delimiters() {
        assert_eq!(
            split("=\"1,2\",x\n=1+2,y\n\"=\"\"12\"\"\",z", b','),
            [
                vec!["=\"1,2\"", "x"],
                vec!["=1+2", "y"],
                vec!["=\"12\"", "z"]
            ]
        );
    }

    #[test]
    fn stray_quotes_do_not_swallow_the_file() {
        assert_eq!(
            split("a,5\" nail\n\"open,b\nc,d\n", b','),
            [vec!["a", "5\" nail"], vec!["\"open", "b"], vec!["c", "d"]]
        );
        assert_eq!(
            split("\"a\"b,c\nd,e", b','),
            [vec!["\"a\"b", "c"], vec!["d", "e"]]
        );
        assert_eq!(split("\"a\nb\"c,d\"\n", b',')[0], ["\"a"]);
    }

    #[test]
    fn runs_of_spaces() {
        assert_eq!(
            split("  1  2\t3 \r\n\n 4 5 6", b' '),
            [vec!["1", "2", "3"], vec![], vec!["4", "5", "6"]]
        );
    }
}
