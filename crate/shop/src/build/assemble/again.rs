//! Lines that an order has twice because a block of rows was pasted again.

use super::Assembly;
use crate::build::group::Place;
use crate::recognise::grain_key;
use crate::{QualityCode, RowRef};

/// What an order's columns tell of its amount, in minor units.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) totals: [Option<i64>; 3],
    pub(super) discount: i64,
    pub(super) shipping: i64,
    pub(super) tax: i64,
}

impl Told {
    /// Whether lines of an amount add up to one of the totals, to the rounding of each line.
    fn fits(&self, goods: i64, slack: i64) -> bool {
        let extras = [self.shipping + self.tax, self.shipping, self.tax, 0];
        self.totals.iter().flatten().any(|total| {
            [0, self.discount].iter().any(|off| {
                (extras.iter()).any(|extra| (goods - off + extra - total).abs() <= slack)
            })
        })
    }
}

impl Assembly<'_> {
    /// Leaves out lines that repeat another in every column where the order's total has them once: with all of
    /// them the lines do not add up to it, without them they do.
    pub(super) fn leave_repeats(&mut self, lines: &mut Vec<Place>, told: &Told, digits: u32) {
        let slack = lines.len() as i64;
        let goods = self.rough(None, digits);
        if slack < 2 || goods == 0 || told.totals == [None; 3] || told.fits(goods, slack) {
            return;
        }
        let keys: Vec<(u16, Vec<Option<i64>>)> = lines
            .iter()
            .map(|p| {
                let columns = &self.sources[usize::from(p.source)].table.columns;
                let cell = |c| grain_key(c, p.row as usize);
                (p.source, columns.iter().map(cell).collect())
            })
            .collect();
        let mut order: Vec<usize> = (0..lines.len()).collect();
        table::order::sort_by(&mut order, |&a, &b| keys[a].cmp(&keys[b]).then(a.cmp(&b)));
        // Each once; or half, where the order itself has equal lines.
        for half in [false, true] {
            let mut keep = vec![true; lines.len()];
            for same in order.chunk_by(|&a, &b| keys[a] == keys[b]) {
                let kept = if half { same.len().div_ceil(2) } else { 1 };
                for &again in &same[kept..] {
                    keep[again] = false;
                }
            }
            let all = self.amounts.clone();
            let mut each = keep.iter();
            self.amounts.retain(|_| each.next() == Some(&true));
            if self.amounts.len() < all.len() && told.fits(self.rough(None, digits), slack) {
                for (p, _) in lines.iter().zip(&keep).filter(|(_, kept)| !**kept) {
                    let table = self.sources[usize::from(p.source)].index;
                    let row = RowRef { table, row: p.row };
                    self.notes.add(QualityCode::RepeatedLines, row);
                }
                let mut each = keep.iter();
                lines.retain(|_| each.next() == Some(&true));
                return;
            }
            self.amounts = all;
        }
    }
}
