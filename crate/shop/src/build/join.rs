//! Products of order lines joined with product files.

use hashbrown::HashMap;
use table::Table;

use super::assemble::Assembly;
use super::cells::Names;
use super::names::place;
use crate::recognise::letter::half_width;
use crate::{Dataset, Join, NONE, QualityCode, Recognition, Role};

/// (product code, row of the product file) pairs, products looked for, names of the two keys.
type Match = (Vec<(u32, u32)>, usize, String, String);
type Rows = HashMap<String, u32, foldhash::fast::FixedState>;

impl Assembly<'_> {
    /// Looks each product up in the product files, by the pair of keys that finds most of them, and
    /// takes over category, brand and name where the lines have none.
    pub(crate) fn join_products(&mut self, tables: &[&Table], recognitions: &[Recognition]) {
        let Some(left) = self
            .sources
            .iter()
            .find(|s| s.has_products() || s.product_list.is_some())
        else {
            return;
        };
        let (left_table, left_keys) = (
            left.index,
            left.product_id
                .as_ref()
                .or(left.sku.as_ref())
                .or(left.product_name.as_ref())
                .or(left.product_list.as_ref())
                .map_or(String::new(), |n| n.column().name.clone()),
        );
        let left_name = left
            .product_name
            .as_ref()
            .or(left.product_list.as_ref())
            .map_or(String::new(), |n| n.column().name.clone());
        for (i, (table, r)) in tables.iter().zip(recognitions).enumerate() {
            if r.dataset != Dataset::Products || table.rows == 0 {
                continue;
            }
            let column = |role: Role| {
                r.column(role)
                    .and_then(|c| table.columns.get(c))
                    .map(Names::new)
            };
            let keys: Vec<(u32, String)> = self
                .book
                .product_keys()
                .into_iter()
                .map(|(k, c)| (c, k.to_owned()))
                .collect();
            let names: Vec<(u32, String)> = (0..self.book.product_count())
                .map(|c| (c as u32, self.book.product_name(c).to_owned()))
                .filter(|(_, n)| !n.is_empty())
                .collect();
            let mut best: Option<Match> = None;
            for role in [Role::ProductId, Role::Sku, Role::Barcode, Role::ProductName] {
                let Some(right) = column(role) else {
                    continue;
                };
                let rows = rows_by_text(&right, table.rows);
                for (wanted, name) in [(&keys, &left_keys), (&names, &left_name)] {
                    if (role == Role::ProductName) != std::ptr::eq(wanted, &names) {
                        continue;
                    }
                    let found: Vec<(u32, u32)> = wanted
                        .iter()
                        .filter_map(|(code, text)| rows.get(&folded(text)).map(|row| (*code, *row)))
                        .collect();
                    if !found.is_empty() && best.as_ref().is_none_or(|b| found.len() > b.0.len()) {
                        best = Some((
                            found,
                            wanted.len(),
                            name.clone(),
                            right.column().name.clone(),
                        ));
                    }
                }
            }
            let Some((found, total, left_key, right_key)) = best else {
                continue;
            };
            let own = column(Role::ProductId);
            let mut category = column(Role::Category);
            let mut brand = column(Role::Brand);
            let title = column(Role::ProductName);
            for &(code, row) in &found {
                let at = code as usize;
                // Product-level fields stand on the first of a product's rows only.
                let filled = |names: &Names<'_>| {
                    let mut row = row as usize;
                    while names.is_null(row)
                        && row > 0
                        && own.as_ref().is_some_and(|o| o.text(row) == o.text(row - 1))
                    {
                        row -= 1;
                    }
                    row
                };
                if self.book.products.category[at] == NONE
                    && let Some(names) = &mut category
                {
                    let row = filled(names);
                    self.book.products.category[at] =
                        names.code(row, |t| self.book.categories.intern(t));
                }
                if self.book.products.brand[at] == NONE
                    && let Some(names) = &mut brand
                {
                    let row = filled(names);
                    self.book.products.brand[at] = names.code(row, |t| self.book.brands.intern(t));
                }
                if let Some(names) = &title {
                    let row = filled(names);
                    self.book.name_product(at, &names.text(row));
                }
                self.book.products.source[at].get_or_insert(place(i as u16, row as usize));
            }
            let missing = total - found.len().min(total);
            if missing > 0 {
                self.notes
                    .table(QualityCode::NotJoined, i as u16, missing, &left_key);
                self.notes.total(QualityCode::NotJoined, i as u16, total);
            }
            self.shop.joins.push(Join {
                left: left_table,
                right: i as u16,
                key: (left_key, right_key),
                matched: found.len(),
                total,
            });
            self.joined.push(i as u16);
        }
    }
}

fn rows_by_text(names: &Names<'_>, rows: usize) -> Rows {
    let mut map = Rows::default();
    for row in 0..rows {
        if !names.is_null(row) {
            map.entry(folded(&names.text(row))).or_insert(row as u32);
        }
    }
    map
}

/// A key without what people and programs write differently: width, case, spaces, an apostrophe in front.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text
        .trim()
        .trim_start_matches('\'')
        .chars()
        .flat_map(half_width)
    {
        if !c.is_whitespace() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_are_joined_whatever_their_case_width_and_spaces() {
        for other in ["oak tray", "OAK  TRAY ", "Ｏａｋ　Ｔｒａｙ", "'Oak Tray"] {
            assert_eq!(folded(other), folded("Oak Tray"), "{other}");
        }
        assert_ne!(folded("Oak Tray 2"), folded("Oak Tray"));
    }
}
