//! Objects to rows, and their keys to columns.

use std::borrow::Cow;
use std::hash::{BuildHasherDefault, DefaultHasher};

use hashbrown::HashMap;

use super::node::Node;
use crate::{
    Error,
    sheet::{Origin, Sheet},
};

/// Objects nested deeper than this stay JSON.
const FLATTEN: usize = 4;

/// The column of each key, hashed alike in every run.
type Columns = HashMap<String, usize, BuildHasherDefault<DefaultHasher>>;

/// A table that grows as objects come.
pub(super) struct Rows {
    pub(super) sheet: Sheet,
    keys: Columns,
    cells: Vec<String>,
}

/// Cells of one row, by column name.
pub(super) type Cells<'n> = Vec<(String, Cow<'n, str>)>;

impl Rows {
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            sheet: Sheet::of_named(origin),
            keys: Columns::default(),
            cells: Vec::new(),
        }
    }

    pub(super) fn object(
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

    pub(super) fn line(&mut self, line: &Cells<'_>, source_row: usize) -> Result<(), Error> {
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
