//! What is met while building, counted and placed.

use std::collections::BTreeMap;

use crate::{Excluded, ExclusionReason, QualityCode, QualityNote, RowRef};

/// Rows kept for a note.
const ROWS: usize = 1_000;

#[derive(Debug, Default)]
pub(crate) struct Notes {
    notes: BTreeMap<(QualityCode, u16, String), (usize, Vec<RowRef>)>,
    totals: BTreeMap<(QualityCode, u16), usize>,
    excluded: BTreeMap<(ExclusionReason, u8), (usize, i64, Vec<RowRef>)>,
}

impl Notes {
    pub(crate) fn add(&mut self, code: QualityCode, row: RowRef) {
        self.add_with(code, row, String::new());
    }

    pub(crate) fn add_with(&mut self, code: QualityCode, row: RowRef, detail: String) {
        let note = self.notes.entry((code, row.table, detail)).or_default();
        note.0 += 1;
        if note.1.len() < ROWS {
            note.1.push(row);
        }
    }

    /// A note about a whole table.
    pub(crate) fn table(&mut self, code: QualityCode, table: u16, count: usize, detail: &str) {
        self.notes
            .entry((code, table, detail.to_owned()))
            .or_default()
            .0 += count;
    }

    /// Whether there is such a note about a table.
    pub(crate) fn has(&self, code: QualityCode, table: u16) -> bool {
        self.notes.keys().any(|k| (k.0, k.1) == (code, table))
    }

    /// A note about rows of a table.
    pub(crate) fn rows(&mut self, code: QualityCode, table: u16, rows: &[u32], detail: &str) {
        self.table(code, table, rows.len(), detail);
        if let Some(note) = self.notes.get_mut(&(code, table, detail.to_owned())) {
            let room = ROWS.saturating_sub(note.1.len());
            let rows = rows.iter().take(room);
            note.1.extend(rows.map(|&row| RowRef { table, row }));
        }
    }

    pub(crate) fn total(&mut self, code: QualityCode, table: u16, total: usize) {
        self.totals.insert((code, table), total);
    }

    pub(crate) fn exclude(&mut self, why: ExclusionReason, currency: u8, amount: i64, row: RowRef) {
        let entry = self.excluded.entry((why, currency)).or_default();
        entry.0 += 1;
        entry.1 = entry.1.saturating_add(amount);
        entry.2.push(row);
    }

    pub(crate) fn finish(
        self,
        rows_of: impl Fn(u16) -> usize,
    ) -> (Vec<QualityNote>, Vec<Excluded>) {
        let totals = self.totals;
        let quality = self
            .notes
            .into_iter()
            .map(|((code, table, detail), (count, rows))| QualityNote {
                code,
                table,
                count,
                total: totals
                    .get(&(code, table))
                    .copied()
                    .unwrap_or_else(|| rows_of(table))
                    .max(count),
                detail,
                rows,
            })
            .collect();
        let excluded = self
            .excluded
            .into_iter()
            .map(
                |((reason, currency), (orders, amount_minor, rows))| Excluded {
                    reason,
                    orders,
                    amount_minor,
                    currency,
                    rows,
                },
            )
            .collect();
        (quality, excluded)
    }
}
