//! Sheets kept by hand: a blank date means the date above, a blank customer next to it the sale above.

use super::note::Notes;
use super::source::Source;
use crate::QualityCode;
use crate::time::NO_DAY;

impl Source<'_> {
    /// Fills blank dates of a table without order numbers from above, where that is its habit: the
    /// first row has one, and a tenth of the rows have none.
    pub(crate) fn fill_dates(&mut self, notes: &mut Notes) {
        let rows = self.table.rows;
        if self.id.is_some() || self.dates.is_empty() || rows == 0 {
            return;
        }
        let (mut last, mut named) = (0u32, false);
        let (mut blank, mut same) = (Vec::new(), Vec::with_capacity(rows));
        let above: Vec<u32> = (0..rows)
            .map(|row| {
                let dated = self.time(row).0 != NO_DAY;
                let filled = self.customer.iter().any(|(_, n)| !n.is_null(row));
                if dated {
                    last = row as u32;
                } else {
                    blank.push(row as u32);
                }
                named = filled || named && !dated;
                same.push(named && !filled);
                last
            })
            .collect();
        if blank.first() != Some(&0) && blank.len() * 10 >= rows {
            self.above = above;
            self.goes_on = same;
            notes.rows(QualityCode::FilledFromAbove, self.index, &blank, "");
        }
    }
}
