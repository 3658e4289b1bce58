//! JSON and JSON lines.
//!
//! Objects become rows and their keys columns, `address.city` where objects are nested. A list of objects within an
//! object (an order's lines) becomes rows of its own, with what belongs to the whole order on the first of them
//! only, as shop exports in CSV have it; ids are repeated on each.

mod node;
mod parse;
mod rows;

use std::borrow::Cow;

use crate::{Dialect, Error, Format, Options, Outcome, WarningCode, feed::Feed, sheet::Origin};

use node::Node;
use parse::{Parser, Stop};
use rows::Rows;

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
