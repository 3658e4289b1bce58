//! Columns that type themselves while they are filled.
//!
//! A column starts as numbers where its cells are plain numbers. Cells that are not are kept aside as text;
//! when they become many, the whole column turns into a dictionary, which loses nothing since plain numbers
//! can be written back exactly as they stood.

use crate::{
    Ints, NULL_CODE, NULL_INT,
    clean::clean,
    dictionary::DictBuilder,
    number::{plain, plain_text},
};

/// Cells longer than this are cut.
pub(crate) const MAX_CELL: usize = 1 << 20;

/// Cells of a column while it is being read.
#[derive(Debug, Clone)]
pub(crate) enum Cells {
    /// Only empty cells so far: how many.
    Blank(usize),
    /// Plain numbers, and aside from them the cells that are not.
    Numbers(Numbers),
    /// Texts.
    Texts(DictBuilder),
}

/// Plain numbers with the texts between them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub mantissas: Ints,
    /// Digits after the point of each number; absent while all are whole.
    pub scales: Option<Vec<u8>>,
    /// Cells that are no plain numbers, null in `mantissas`.
    pub odd: Vec<(u32, Box<str>)>,
}

/// One column while it is being read.
#[derive(Debug, Clone)]
pub(crate) struct ColumnBuilder {
    pub cells: Cells,
    /// Cells that were unwrapped, and the first of them.
    pub unwrapped: usize,
    pub first_unwrapped: Option<u32>,
    /// Cells that were cut, or found no room, and the first of them.
    pub cut: usize,
    pub first_cut: Option<u32>,
}

impl ColumnBuilder {
    /// A column whose first `rows` cells are empty.
    pub(crate) fn with_nulls(rows: usize) -> Self {
        Self {
            cells: Cells::Blank(rows),
            unwrapped: 0,
            first_unwrapped: None,
            cut: 0,
            first_cut: None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match &self.cells {
            Cells::Blank(rows) => *rows,
            Cells::Numbers(numbers) => numbers.mantissas.len(),
            Cells::Texts(texts) => texts.len(),
        }
    }

    /// Makes room for `rows` more cells, and no more than that: memory is what limits the page.
    pub(crate) fn reserve(&mut self, rows: usize) {
        match &mut self.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => {
                let spare = numbers.mantissas.capacity() - numbers.mantissas.len();
                if spare < rows {
                    numbers.mantissas.reserve_exact(rows);
                    if let Some(scales) = &mut numbers.scales {
                        scales.reserve_exact(rows);
                    }
                }
            }
            Cells::Texts(texts) => texts.reserve(rows),
        }
    }

    #[inline]
    pub(crate) fn push_null(&mut self) {
        match &mut self.cells {
            Cells::Blank(rows) => *rows += 1,
            Cells::Numbers(numbers) => numbers.push(NULL_INT, 0),
            Cells::Texts(texts) => texts.push_null(),
        }
    }

    /// Adds a cell as it stands in the file.
    #[inline]
    pub(crate) fn push(&mut self, cell: &str) {
        if let Cells::Numbers(numbers) = &mut self.cells
            && let Some((mantissa, scale)) = plain(cell.as_bytes())
        {
            numbers.push(mantissa, scale);
            return;
        }
        let (text, unwrapped) = clean(cell);
        if text.is_empty() {
            self.push_null();
            return;
        }
        if unwrapped {
            self.first_unwrapped.get_or_insert(self.len() as u32);
            self.unwrapped += 1;
        }
        if let Cells::Texts(texts) = &mut self.cells
            && text.len() <= MAX_CELL
        {
            if !texts.push(text) {
                self.first_cut.get_or_insert(texts.len() as u32 - 1);
                self.cut += 1;
            }
            return;
        }
        self.push_first(text, unwrapped);
    }

    #[inline(never)]
    fn push_first(&mut self, text: &str, unwrapped: bool) {
        let row = self.len();
        let mut text = text;
        if text.len() > MAX_CELL {
            let mut end = MAX_CELL;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text = &text[..end];
            self.first_cut.get_or_insert(row as u32);
            self.cut += 1;
        }
        // What was wrapped was meant to stay as it is.
        let number = if unwrapped {
            None
        } else {
            plain(text.as_bytes())
        };
        if let Cells::Blank(rows) = self.cells {
            if number.is_some() {
                let mantissas = Ints::nulls(rows);
                self.cells = Cells::Numbers(Numbers {
                    mantissas,
                    scales: None,
                    odd: Vec::new(),
                });
            } else {
                self.cells = Cells::Texts(DictBuilder::with_nulls(rows));
            }
        }
        match &mut self.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => {
                if let Some((mantissa, scale)) = number {
                    numbers.push(mantissa, scale);
                    return;
                }
                numbers.push(NULL_INT, 0);
                numbers.odd.push((row as u32, text.into()));
                if numbers.odd.len() > 16 + row / 64 {
                    self.turn_to_text();
                }
            }
            Cells::Texts(texts) => {
                texts.push(text);
            }
        }
    }

    /// Numbers back to the texts that they were read from.
    pub(crate) fn turn_to_text(&mut self) {
        if let Cells::Numbers(numbers) = &mut self.cells {
            self.cells = Cells::Texts(std::mem::take(numbers).into_texts());
        } else if let Cells::Blank(rows) = self.cells {
            self.cells = Cells::Texts(DictBuilder::with_nulls(rows));
        }
    }

    /// Whether a row's cell is empty.
    pub(crate) fn is_null(&self, row: usize) -> bool {
        match &self.cells {
            Cells::Blank(_) => true,
            Cells::Numbers(numbers) => {
                numbers.mantissas.get(row).is_none_or(|m| m == NULL_INT)
                    && numbers.odd_at(row).is_none()
            }
            Cells::Texts(texts) => texts.code(row) == NULL_CODE,
        }
    }

    /// A row's text, as written.
    pub(crate) fn text(&self, row: usize) -> Option<String> {
        match &self.cells {
            Cells::Blank(_) => None,
            Cells::Numbers(numbers) => {
                if let Some(text) = numbers.odd_at(row) {
                    return Some(text.to_owned());
                }
                let mantissa = numbers.mantissas.get(row)?;
                if mantissa == NULL_INT {
                    return None;
                }
                let mut out = String::new();
                plain_text(mantissa, numbers.scale(row), &mut out);
                Some(out)
            }
            Cells::Texts(texts) => texts.text(texts.code(row)).map(str::to_owned),
        }
    }

    /// Takes rows out; `gone` is ascending.
    pub(crate) fn remove_rows(&mut self, gone: &[u32]) {
        match &mut self.cells {
            Cells::Blank(rows) => *rows -= gone.len(),
            Cells::Numbers(numbers) => {
                numbers.mantissas.remove_rows(gone);
                if let Some(scales) = &mut numbers.scales {
                    without(scales, gone);
                }
                numbers
                    .odd
                    .retain(|(row, _)| gone.binary_search(row).is_err());
                for (row, _) in &mut numbers.odd {
                    *row -= gone.partition_point(|g| g < row) as u32;
                }
            }
            Cells::Texts(texts) => without(texts.codes_mut(), gone),
        }
    }
}

impl Numbers {
    #[inline]
    fn push(&mut self, mantissa: i64, scale: u8) {
        self.mantissas.push(mantissa);
        match &mut self.scales {
            Some(scales) => scales.push(scale),
            None if scale > 0 => {
                let mut scales = Vec::with_capacity(self.mantissas.capacity());
                scales.resize(self.mantissas.len() - 1, 0);
                scales.push(scale);
                self.scales = Some(scales);
            }
            None => {}
        }
    }

    pub(crate) fn scale(&self, row: usize) -> u8 {
        self.scales
            .as_ref()
            .and_then(|s| s.get(row))
            .copied()
            .unwrap_or(0)
    }

    pub(crate) fn odd_at(&self, row: usize) -> Option<&str> {
        let row = u32::try_from(row).ok()?;
        self.odd
            .binary_search_by_key(&row, |(r, _)| *r)
            .ok()
            .map(|i| &*self.odd[i].1)
    }

    fn into_texts(self) -> DictBuilder {
        let mut texts = DictBuilder::default();
        texts.reserve(self.mantissas.capacity());
        let mut odd = self.odd.iter().peekable();
        let mut out = String::new();
        for (row, mantissa) in self.mantissas.iter().enumerate() {
            if let Some((_, text)) = odd.next_if(|(r, _)| *r as usize == row) {
                texts.push(text);
            } else if mantissa == NULL_INT {
                texts.push_null();
            } else {
                plain_text(mantissa, self.scale(row), &mut out);
                texts.push(&out);
            }
        }
        texts
    }
}

/// Takes the items at the ascending positions `gone` out.
pub(crate) fn without<T>(items: &mut Vec<T>, gone: &[u32]) {
    let mut gone = gone.iter().peekable();
    let mut at = 0u32;
    items.retain(|_| {
        let go = gone.next_if(|g| **g == at).is_some();
        at += 1;
        !go
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> Vec<Option<String>> {
        let mut column = ColumnBuilder::with_nulls(1);
        for cell in cells {
            column.push(cell);
        }
        column.turn_to_text();
        (0..column.len()).map(|row| column.text(row)).collect()
    }

    #[test]
    fn turning_to_text_loses_nothing() {
        let cells = ["1", "2.50", "", "-0", "007", "1,234.5", "12.500", "x"];
        let read = texts(&cells);
        assert_eq!(read[0], None);
        for (cell, read) in cells.iter().zip(&read[1..]) {
            assert_eq!(read.as_deref().unwrap_or(""), *cell);
        }
    }

    #[test]
    fn rows_are_removed_with_what_stands_aside() {
        let mut column = ColumnBuilder::with_nulls(0);
        for cell in ["1", "Total", "2.5", "n/a", "3"] {
            column.push(cell);
        }
        column.remove_rows(&[1]);
        let left: Vec<_> = (0..column.len()).map(|r| column.text(r).unwrap()).collect();
        assert_eq!(left, ["1", "2.5", "n/a", "3"]);
    }

    #[test]
    fn many_odd_cells_turn_the_column() {
        let mut column = ColumnBuilder::with_nulls(0);
        column.push("1");
        for i in 0..40 {
            column.push(&format!("C{i}"));
        }
        assert!(matches!(column.cells, Cells::Texts(_)));
        assert_eq!(column.text(0).as_deref(), Some("1"));
    }
}
