//! JSON and JSON lines.
//!
//! Objects become rows and their keys columns, `address.city` where objects are nested. A list of objects within an
//! object (an order's lines) becomes rows of its own, with what belongs to the whole order on the first of them
//! only, as shop exports in CSV have it; ids are repeated on each.

use std::borrow::Cow;

use crate::{
    Dialect, Error, Format, Options, Outcome, WarningCode,
    feed::Feed,
    sheet::{Origin, Sheet},
};

/// Values nested deeper than this are refused.
const MAX_DEPTH: usize = 64;

/// Objects nested deeper than this stay JSON.
const FLATTEN: usize = 4;

/// A JSON value; numbers are kept as written.
#[derive(Debug, Clone, PartialEq)]
enum Node<'a> {
    Null,
    Scalar(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl Node<'_> {
    fn is_object(&self) -> bool {
        matches!(self, Node::Object(_))
    }

    /// The value as JSON, for what stays nested.
    fn write(&self, out: &mut String) {
        match self {
            Node::Null => out.push_str("null"),
            Node::Scalar(text) => {
                if crate::number::plain(text.as_bytes()).is_some()
                    || matches!(&**text, "true" | "false")
                {
                    out.push_str(text);
                } else {
                    write_quoted(text, out);
                }
            }
            Node::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Node::Object(fields) => {
                out.push('{');
                for (i, (key, value)) in fields.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write_quoted(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_quoted(text: &str, out: &mut String) {
    use std::fmt::Write as _;
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What stopped the parser, and where.
#[derive(Debug)]
struct Stop {
    at: usize,
    detail: &'static str,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// Halves of surrogate pairs that stood alone.
    lone_surrogates: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn stop<T>(&self, detail: &'static str) -> Result<T, Stop> {
        Err(Stop {
            at: self.at.min(self.text.len()),
            detail,
        })
    }

    fn expect(&mut self, byte: u8, detail: &'static str) -> Result<(), Stop> {
        self.blank();
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        self.stop(detail)
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, Stop> {
        if depth > MAX_DEPTH {
            return self.stop("nested too deeply");
        }
        self.blank();
        match self.peek() {
            Some(b'{') => {
                let mut fields = Vec::new();
                self.fields(|parser, key| {
                    let value = parser.value(depth + 1)?;
                    fields.push((key, value));
                    Ok(())
                })?;
                Ok(Node::Object(fields))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.items(|parser| {
                    items.push(parser.value(depth + 1)?);
                    Ok(())
                })?;
                Ok(Node::List(items))
            }
            Some(b'"') => Ok(Node::Scalar(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null").map(|_| Node::Null),
            Some(b'N') => self.word("NaN").map(|_| Node::Null),
            Some(_) => self.stop("a value was expected"),
            None => self.stop("the text ends too early"),
        }
    }

    /// Walks an object's fields.
    fn fields(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.expect(b'{', "`{` was expected")?;
        self.blank();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.blank();
            if self.peek() != Some(b'"') {
                return self.stop(if self.peek().is_none() {
                    "the text ends too early"
                } else {
                    "a key in double quotes was expected"
                });
            }
            let key = self.string()?;
            self.expect(b':', "`:` was expected")?;
            each(self, key)?;
            self.blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                None => return self.stop("the text ends too early"),
                Some(_) => return self.stop("`,` or `}` was expected"),
            }
        }
    }

    /// Walks a list's items.
    fn items(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        self.expect(b'[', "`[` was expected")?;
        self.blank();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            self.blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                None => return self.stop("the text ends too early"),
                Some(_) => return self.stop("`,` or `]` was expected"),
            }
        }
    }

    fn word(&mut self, word: &'static str) -> Result<Node<'a>, Stop> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(Node::Scalar(Cow::Borrowed(word)));
        }
        self.stop("a value was expected")
    }

    fn number(&mut self) -> Result<Node<'a>, Stop> {
        let start = self.at;
        while matches!(
            self.peek(),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
        ) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if text.parse::<f64>().is_err() {
            self.at = start;
            return self.stop("not a number");
        }
        Ok(Node::Scalar(Cow::Borrowed(text)))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Stop> {
        self.at += 1;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let Some(end) = memchr::memchr2(b'"', b'\\', &bytes[start..]).map(|i| start + i) else {
            self.at = bytes.len();
            return self.stop("a text is not closed");
        };
        if bytes[end] == b'"' {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        let mut out = String::new();
        let mut from = start;
        loop {
            let Some(end) = memchr::memchr2(b'"', b'\\', &bytes[from..]).map(|i| from + i) else {
                self.at = bytes.len();
                return self.stop("a text is not closed");
            };
            out.push_str(&self.text[from..end]);
            self.at = end;
            if bytes[end] == b'"' {
                self.at = end + 1;
                return Ok(Cow::Owned(out));
            }
            let plain = match bytes.get(end + 1) {
                Some(b'"') => '"',
                Some(b'\\') => '\\',
                Some(b'/') => '/',
                Some(b'b') => '\u{8}',
                Some(b'f') => '\u{c}',
                Some(b'n') => '\n',
                Some(b'r') => '\r',
                Some(b't') => '\t',
                Some(b'u') => {
                    self.at = end + 2;
                    out.push(self.escape()?);
                    from = self.at;
                    continue;
                }
                _ => return self.stop("no such escape"),
            };
            out.push(plain);
            from = end + 2;
        }
    }

    /// The character of `\uXXXX`, perhaps a pair of them; `at` is on the first digit.
    fn escape(&mut self) -> Result<char, Stop> {
        let first = self.hex()?;
        if (0xd800..0xdc00).contains(&first) && self.text.as_bytes()[self.at..].starts_with(b"\\u")
        {
            let back = self.at;
            self.at += 2;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or_else(|| {
            self.lone_surrogates += 1;
            char::REPLACEMENT_CHARACTER
        }))
    }

    fn hex(&mut self) -> Result<u32, Stop> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let value = digits
            .filter(|d| d.iter().all(u8::is_ascii_hexdigit))
            .and_then(|d| std::str::from_utf8(d).ok());
        match value.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(value) => {
                self.at += 4;
                Ok(value)
            }
            None => self.stop("`\\u` wants four hexadecimal digits"),
        }
    }
}

/// A table that grows as objects come.
struct Rows {
    sheet: Sheet,
    keys: std::collections::HashMap<String, usize>,
    cells: Vec<String>,
}

/// Cells of one row, by column name.
type Cells<'n> = Vec<(String, Cow<'n, str>)>;

impl Rows {
    fn new(origin: Origin) -> Self {
        Self {
            sheet: Sheet::of_named(origin),
            keys: std::collections::HashMap::new(),
            cells: Vec::new(),
        }
    }

    fn object(
        &mut self,
        fields: &[(Cow<'_, str>, Node<'_>)],
        source_row: usize,
    ) -> Result<(), Error> {
        let mut own: Cells<'_> = Vec::new();
        let mut lists: Vec<(String, &[Node<'_>])> = Vec::new();
        flatten("", fields, 0, &mut own, &mut lists);
        let rows = lists
            .iter()
            .map(|(_, items)| items.len())
            .max()
            .unwrap_or(0)
            .max(1);
        for row in 0..rows {
            let mut line: Cells<'_> = own
                .iter()
                .filter(|(key, _)| row == 0 || is_id(key))
                .cloned()
                .collect();
            for (prefix, items) in &lists {
                if let Some(Node::Object(fields)) = items.get(row) {
                    let mut inner = Vec::new();
                    flatten(&format!("{prefix}."), fields, 1, &mut line, &mut inner);
                    for (key, items) in inner {
                        let mut text = String::new();
                        Node::List(items.to_vec()).write(&mut text);
                        line.push((key, text.into()));
                    }
                }
            }
            self.line(&line, source_row)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &Cells<'_>, source_row: usize) -> Result<(), Error> {
        for cell in &mut self.cells {
            cell.clear();
        }
        for (key, text) in line {
            let column = match self.keys.get(key) {
                Some(&column) => column,
                None => {
                    let column = self.sheet.add_column(key)?;
                    self.keys.insert(key.clone(), column);
                    self.cells.push(String::new());
                    column
                }
            };
            self.cells[column].clear();
            self.cells[column].push_str(text);
        }
        let cells = &self.cells;
        self.sheet.row(source_row, cells.len(), |i| &cells[i])
    }
}

/// Fields that are repeated on each of an order's rows.
fn is_id(key: &str) -> bool {
    let lower = key.to_lowercase();
    matches!(
        lower.as_str(),
        "id" | "name" | "number" | "order" | "sn" | "no" | "currency"
    ) || lower.ends_with("_id")
        || lower.ends_with("orderid")
        || lower.ends_with("_number")
        || lower.ends_with("_sn")
        || lower.ends_with("_no")
        || ["编号", "单号", "订单号"]
            .iter()
            .any(|w| lower.ends_with(w))
}

/// Nested objects become `a.b`, lists of scalars one text, lists of objects rows.
fn flatten<'n>(
    prefix: &str,
    fields: &'n [(Cow<'_, str>, Node<'_>)],
    depth: usize,
    out: &mut Cells<'n>,
    lists: &mut Vec<(String, &'n [Node<'n>])>,
) {
    for (key, value) in fields {
        let key = format!("{prefix}{key}");
        match value {
            Node::Null => out.push((key, Cow::Borrowed(""))),
            Node::Scalar(text) => out.push((key, Cow::Borrowed(text))),
            Node::Object(inner) if depth < FLATTEN => {
                flatten(&format!("{key}."), inner, depth + 1, out, lists)
            }
            Node::List(items) if items.is_empty() => out.push((key, Cow::Borrowed(""))),
            Node::List(items) if items.iter().all(Node::is_object) => lists.push((key, items)),
            Node::List(items)
                if items
                    .iter()
                    .all(|i| matches!(i, Node::Scalar(_) | Node::Null)) =>
            {
                let texts: Vec<&str> = items
                    .iter()
                    .filter_map(|i| {
                        if let Node::Scalar(text) = i {
                            Some(&**text)
                        } else {
                            None
                        }
                    })
                    .collect();
                out.push((key, texts.join(", ").into()));
            }
            nested => {
                let mut text = String::new();
                nested.write(&mut text);
                out.push((key, text.into()));
            }
        }
    }
}

/// What stops reading: the text, or a limit.
enum Halt {
    Stop(Stop),
    Error(Error),
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Halt::Stop(stop)
    }
}

struct Json<'t> {
    file: String,
    options: &'t Options,
    parser: Parser<'t>,
    outcome: Outcome,
}

/// Reads a text of JSON or JSON lines.
pub(crate) fn read(file: &str, text: &str, options: &Options) -> Outcome {
    let parser = Parser {
        text,
        at: 0,
        lone_surrogates: 0,
    };
    let mut json = Json {
        file: file.to_owned(),
        options,
        parser,
        outcome: Outcome::default(),
    };
    let halted = json.document();
    let lone = json.parser.lone_surrogates;
    let mut outcome = json.outcome;
    match halted {
        Ok(()) => {}
        Err(Halt::Error(error)) => outcome.failures.push(error),
        Err(Halt::Stop(stop)) => outcome.failures.push(located(file, text, &stop)),
    }
    if lone > 0
        && let Some(table) = outcome.tables.first_mut()
    {
        let location = crate::Location {
            file: file.to_owned(),
            ..crate::Location::default()
        };
        table.warnings.push(crate::Warning {
            code: WarningCode::InvalidBytes,
            count: lone,
            location,
            samples: Vec::new(),
        });
    }
    if outcome.tables.is_empty() && outcome.failures.is_empty() {
        outcome.failures.push(Error::Empty {
            file: file.to_owned(),
        });
    }
    outcome
}

fn located(file: &str, text: &str, stop: &Stop) -> Error {
    let mut at = stop.at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    Error::Json {
        location: crate::Location {
            file: file.to_owned(),
            row: Some(line),
            ..crate::Location::default()
        },
        line,
        column,
        detail: stop.detail.to_owned(),
    }
}

impl<'t> Json<'t> {
    fn origin(&self, sheet: Option<&str>, format: Format) -> Origin {
        Origin {
            file: self.file.clone(),
            sheet: sheet.map(str::to_owned),
            format,
        }
    }

    fn emit(&mut self, rows: Rows) {
        if rows.sheet.rows > 0 {
            self.outcome
                .tables
                .push(rows.sheet.finish(dialect(None), self.options));
        }
    }

    fn document(&mut self) -> Result<(), Halt> {
        self.parser.blank();
        if self.parser.peek() == Some(b'[') {
            self.list(None)?;
            self.parser.blank();
            return if self.parser.at < self.parser.text.len() {
                Ok(self.parser.stop("nothing was expected after the list")?)
            } else {
                Ok(())
            };
        }
        // One object, or one a line: the first value's end tells.
        let start = self.parser.at;
        let mut ahead = Parser {
            text: self.parser.text,
            at: start,
            lone_surrogates: 0,
        };
        ahead.value(0)?;
        ahead.blank();
        if ahead.at < ahead.text.len() {
            self.lines()
        } else {
            self.root()
        }
    }

    fn lines(&mut self) -> Result<(), Halt> {
        let mut rows = Rows::new(self.origin(None, Format::JsonLines));
        let mut line = 1;
        let mut counted = 0;
        loop {
            self.parser.blank();
            let at = self.parser.at;
            if at >= self.parser.text.len() {
                break;
            }
            line += memchr::memchr_iter(b'\n', &self.parser.text.as_bytes()[counted..at]).count();
            counted = at;
            let value = match self.parser.value(0) {
                Ok(value) => value,
                Err(stop) => {
                    // What was read before the damage is worth having.
                    self.emit(rows);
                    return Err(stop.into());
                }
            };
            if let Node::Object(fields) = &value {
                rows.object(fields, line).map_err(Halt::Error)?;
            } else {
                self.parser.at = at;
                self.emit(rows);
                return Ok(self.parser.stop("an object was expected on each line")?);
            }
        }
        self.emit(rows);
        Ok(())
    }

    /// A list at the parser's place: of objects, or of lists that are rows.
    fn list(&mut self, name: Option<&str>) -> Result<(), Halt> {
        let origin = self.origin(name, Format::Json);
        let mut rows = Rows::new(origin.clone());
        let mut feed: Option<Feed> = None;
        let mut index = 0;
        let mut limit = None;
        let result = self.parser.items(|parser| {
            index += 1;
            let start = parser.at;
            let value = parser.value(1)?;
            let added = match &value {
                Node::Object(fields) => rows.object(fields, index),
                Node::List(items) => {
                    let cells: Vec<String> = items.iter().map(cell).collect();
                    feed.get_or_insert_with(|| Feed::new(origin.clone(), self.options))
                        .push(index, &cells)
                }
                scalar => rows.line(&vec![("value".to_owned(), cell(scalar).into())], index),
            };
            if let Err(error) = added {
                limit = Some(error);
                return Err(Stop {
                    at: start,
                    detail: "a limit was reached",
                });
            }
            Ok(())
        });
        if let Some(error) = limit {
            return Err(Halt::Error(error));
        }
        self.emit(rows);
        if let Some(feed) = feed
            && let Some(table) = feed.finish(dialect(None)).map_err(Halt::Error)?
        {
            self.outcome.tables.push(table);
        }
        Ok(result?)
    }

    /// An object that holds lists of objects; without one it is a row itself.
    fn root(&mut self) -> Result<(), Halt> {
        let value = self.parser.value(0)?;
        let Node::Object(fields) = value else {
            return Ok(self.parser.stop("a list or an object was expected")?);
        };
        let mut lists: Vec<(String, &[Node<'_>])> = Vec::new();
        gather("", &fields, 0, &mut lists);
        if lists.is_empty() {
            let mut rows = Rows::new(self.origin(None, Format::Json));
            rows.object(&fields, 1).map_err(Halt::Error)?;
            self.emit(rows);
            return Ok(());
        }
        for (name, items) in lists {
            let mut rows = Rows::new(self.origin(Some(&name), Format::Json));
            for (i, item) in items.iter().enumerate() {
                if let Node::Object(fields) = item {
                    rows.object(fields, i + 1).map_err(Halt::Error)?;
                }
            }
            self.emit(rows);
        }
        Ok(())
    }
}

/// Lists of objects within an object, by path.
fn gather<'n, 'a>(
    prefix: &str,
    fields: &'n [(Cow<'a, str>, Node<'a>)],
    depth: usize,
    out: &mut Vec<(String, &'n [Node<'a>])>,
) {
    for (key, value) in fields {
        let path = format!("{prefix}{key}");
        match value {
            Node::List(items) if !items.is_empty() && items.iter().all(Node::is_object) => {
                out.push((path, items))
            }
            Node::Object(inner) if depth < 2 => gather(&format!("{path}."), inner, depth + 1, out),
            _ => {}
        }
    }
}

fn cell(node: &Node<'_>) -> String {
    match node {
        Node::Null => String::new(),
        Node::Scalar(text) => text.to_string(),
        nested => {
            let mut out = String::new();
            nested.write(&mut out);
            out
        }
    }
}

fn dialect(encoding: Option<String>) -> Dialect {
    Dialect {
        encoding,
        delimiter: None,
        header_row: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &str) -> Outcome {
        read("a.json", text, &Options::default())
    }

    fn cells(outcome: &Outcome, column: &str) -> Vec<String> {
        let table = &outcome.tables[0];
        let column = table.columns.iter().find(|c| c.name == column).unwrap();
        (0..table.rows)
            .map(|r| column.cell(r).unwrap_or_default().into_owned())
            .collect()
    }

    #[test]
    fn lists_of_objects() {
        let read = outcome(
            r#"[{"id":1,"name":"caf\u00e9 \ud83d\ude00"},{"id":2,"extra":[1,2],"at":{"city":"Rome"}}]"#,
        );
        assert_eq!(cells(&read, "id"), ["1", "2"]);
        assert_eq!(cells(&read, "name"), ["café 😀", ""]);
        assert_eq!(cells(&read, "extra"), ["", "1, 2"]);
        assert_eq!(cells(&read, "at.city"), ["", "Rome"]);
    }

    #[test]
    fn an_orders_lines_become_rows() {
        let read = outcome(
            r#"{"orders":[{"id":7,"total":"9.50","line_items":[{"sku":"a","quantity":1},{"sku":"b","quantity":2}]}]}"#,
        );
        assert_eq!(read.tables[0].sheet.as_deref(), Some("orders"));
        assert_eq!(cells(&read, "id"), ["7", "7"]);
        assert_eq!(cells(&read, "total"), ["9.50", ""]);
        assert_eq!(cells(&read, "line_items.sku"), ["a", "b"]);
    }

    #[test]
    fn lines_and_what_is_left_of_broken_ones() {
        let read = outcome("{\"a\":1}\n{\"a\":2}\n{\"a\":");
        assert_eq!(cells(&read, "a"), ["1", "2"]);
        assert_eq!(read.tables[0].format, Format::JsonLines);
        assert!(
            matches!(
                &read.failures[..],
                [Error::Json {
                    line: 3,
                    column: 6,
                    ..
                }]
            ),
            "{:?}",
            read.failures
        );
    }

    #[test]
    fn errors_say_where() {
        let read = outcome("[{\"a\":1},\n {\"b\" 2}]");
        assert!(
            matches!(
                &read.failures[..],
                [Error::Json {
                    line: 2,
                    column: 7,
                    ..
                }]
            ),
            "{:?}",
            read.failures
        );
        assert!(matches!(
            &outcome(&"[".repeat(100)).failures[..],
            [Error::Json { .. }]
        ));
    }

    #[test]
    fn lone_surrogates_are_replaced_and_said() {
        let read = outcome(r#"[{"a":"x\ud800y"},{"a":"z"}]"#);
        assert_eq!(cells(&read, "a"), ["x\u{fffd}y", "z"]);
        assert!(
            read.tables[0]
                .warnings
                .iter()
                .any(|w| w.code == WarningCode::InvalidBytes)
        );
    }

    #[test]
    fn lists_of_lists_have_a_header() {
        let read = outcome(r#"[["id","total"],[1,2.5],[2,3.5]]"#);
        assert_eq!(cells(&read, "total"), ["2.5", "3.5"]);
        assert_eq!(read.tables[0].dialect.header_row, Some(1));
    }
}
