//! Rows brought together by order.

use hashbrown::HashMap;

use super::note::Notes;
use super::source::Source;
use crate::{Grain, NONE, QualityCode, RowRef};

/// A row of a source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Index among the sources.
    pub(crate) source: u16,
    pub(crate) row: u32,
}

/// All rows, order by order.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// The rows of order `i` are `starts[i]..starts[i + 1]`.
    pub(crate) starts: Vec<u32>,
    pub(crate) rows: Vec<Place>,
}

impl Groups {
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn of(&self, order: usize) -> &[Place] {
        &self.rows[self.starts[order] as usize..self.starts[order + 1] as usize]
    }

    /// Numbers orders by first appearance over all sources; the same number in two files is one order.
    pub(crate) fn new(sources: &mut [Source<'_>], notes: &mut Notes) -> Self {
        let shared = sources.iter().filter(|s| s.id.is_some()).count() > 1;
        let mut by_text: HashMap<String, u32, foldhash::fast::FixedState> = HashMap::default();
        let mut next = 0u32;
        let mut order_of: Vec<Vec<u32>> = Vec::with_capacity(sources.len());
        let mut sorted = true;
        for source in sources.iter_mut() {
            let rows = source.table.rows;
            let mut orders = Vec::with_capacity(rows);
            let mut previous = NONE;
            let mut single = 0;
            for row in 0..rows {
                let order = match &mut source.id {
                    None => NONE,
                    Some(ids) => ids.code(row, |text| {
                        if is_rounded(text) {
                            return NONE;
                        }
                        let fresh = next;
                        let order = if shared {
                            *by_text
                                .entry(text.trim_start_matches('\'').to_owned())
                                .or_insert(fresh)
                        } else {
                            fresh
                        };
                        if order == fresh {
                            next += 1;
                        }
                        order
                    }),
                };
                let order = if order != NONE {
                    order
                } else {
                    let blank = source.id.as_ref().is_some_and(|n| n.is_null(row));
                    let goes_on = blank && source.grain == Grain::LineOrderFirst
                        || source.id.is_none() && source.goes_on.get(row) == Some(&true);
                    if goes_on && previous != NONE {
                        previous
                    } else {
                        if source.id.is_some() {
                            let code = if blank {
                                QualityCode::MissingOrderId
                            } else {
                                QualityCode::RoundedOrderIds
                            };
                            let (table, row) = (source.index, row as u32);
                            notes.add(code, RowRef { table, row });
                        } else {
                            single += 1;
                        }
                        next += 1;
                        next - 1
                    }
                };
                sorted &= previous == NONE || order >= previous;
                previous = order;
                orders.push(order);
            }
            // What sums up a month is no order that lacks a number.
            if single > 0 && source.grain != Grain::Summary {
                notes.table(QualityCode::MissingOrderId, source.index, single, "");
            }
            order_of.push(orders);
        }
        let mut starts = vec![0u32; next as usize + 1];
        for &order in order_of.iter().flatten() {
            starts[order as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let total = order_of.iter().map(Vec::len).sum();
        let mut rows = Vec::with_capacity(total);
        let places = order_of.iter().enumerate().flat_map(|(s, orders)| {
            (0..orders.len()).map(move |row| Place {
                source: s as u16,
                row: row as u32,
            })
        });
        if sorted && sources.len() == 1 {
            rows.extend(places);
        } else {
            rows.resize(total, Place { source: 0, row: 0 });
            let mut at = starts.clone();
            for (place, &order) in places.zip(order_of.iter().flatten()) {
                let slot = &mut at[order as usize];
                rows[*slot as usize] = place;
                *slot += 1;
            }
        }
        Self { starts, rows }
    }
}

/// An order number that a spreadsheet rounded: `2.34568E+17` may be any of millions.
pub(crate) fn is_rounded(id: &str) -> bool {
    let Some((digits, power)) = id.split_once(['E', 'e']) else {
        return false;
    };
    let digits = digits.trim_start_matches('\'');
    (digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b','))
        && digits.len() > 1
        && matches!(digits.as_bytes()[1], b'.' | b',')
        && (power.strip_prefix('+')).is_some_and(|p| p.parse::<u8>().is_ok_and(|p| p > 9))
}
