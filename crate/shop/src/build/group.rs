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
            for row in 0..rows {
                let order = match &mut source.id {
                    None => NONE,
                    Some(ids) => ids.code(row, |text| {
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
                } else if source.grain == Grain::LineOrderFirst && previous != NONE {
                    previous
                } else {
                    next += 1;
                    if source.id.is_some() {
                        notes.add(
                            QualityCode::MissingOrderId,
                            RowRef {
                                table: source.index,
                                row: row as u32,
                            },
                        );
                    }
                    next - 1
                };
                sorted &= previous == NONE || order >= previous;
                previous = order;
                orders.push(order);
            }
            if source.id.is_none() && rows > 0 {
                notes.table(QualityCode::MissingOrderId, source.index, rows, "");
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
