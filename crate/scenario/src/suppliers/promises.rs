//! Whether suppliers are early or late time and again.

use chart::spec::Format;
use report::Block;
use report::words::phrase::quoted;

use super::{Page, words};
use crate::parts::{Row, words as cell};
use crate::tracking::{NEEDS, Tracking};

/// Lines of a supplier that are looked at, the latest: what was years ago says little of it now.
const LATEST: usize = 12;

/// Days off on average below which nobody would order otherwise.
const MATTERS: f64 = 1.0;

fn is_off(of: &Tracking) -> bool {
    of.is_biased() && of.mean.abs() >= MATTERS
}

impl Page<'_> {
    /// Days from the promised day to the arrival, of the latest lines of each supplier by its place.
    fn deviations(&self) -> Vec<Vec<f64>> {
        let mut of: Vec<Vec<(i32, i32)>> = vec![Vec::new(); self.purchases.suppliers.len()];
        for delivery in &self.purchases.deliveries {
            if let Some(pair) = delivery.promised.zip(delivery.received) {
                of[delivery.supplier].push(pair);
            }
        }
        of.into_iter()
            .map(|mut pairs| {
                table::order::sort(&mut pairs);
                let from = pairs.len().saturating_sub(LATEST);
                let days = pairs[from..].iter().map(|(said, came)| came - said);
                days.map(f64::from).collect()
            })
            .collect()
    }

    pub(super) fn promises(&self) -> Option<Block> {
        let say = &self.say;
        let mut found: Vec<(&String, Tracking, usize)> = self
            .purchases
            .suppliers
            .iter()
            .zip(self.deviations())
            .filter_map(|(name, days)| Some((name, Tracking::of(&days)?, days.len())))
            .collect();
        table::order::sort_by(&mut found, |a, b| {
            (is_off(&b.1).cmp(&is_off(&a.1)))
                .then(b.1.mean.abs().total_cmp(&a.1.mean.abs()))
                .then(a.0.cmp(b.0))
        });
        let first = found.first()?;
        let signed = |v: f64, decimals| {
            let size = say.number(v.abs(), decimals);
            match v {
                v if v < 0.0 => ["−", &size].concat(),
                _ => ["+", &size].concat(),
            }
        };
        let title = match is_off(&first.1) {
            true => say.fill(
                match first.1.mean > 0.0 {
                    true => words::PROMISE_LATE,
                    false => words::PROMISE_EARLY,
                },
                &[
                    ("name", (&quoted(first.0, say.lang)).into()),
                    ("days", (&say.number(first.1.mean.abs(), 1)).into()),
                    ("signal", (&signed(first.1.signal(), 1)).into()),
                ],
            ),
            false => say.plain(words::PROMISE_NONE).to_owned(),
        };
        let rows = found.iter().map(|(name, of, n)| -> Row {
            let (low, high) = (signed(of.interval.0, 1), signed(of.interval.1, 1));
            let range = [("low", (&low).into()), ("high", (&high).into())];
            let verdict = match (is_off(of), of.mean > 0.0) {
                (true, true) => words::ALWAYS_LATE,
                (true, false) => words::ALWAYS_EARLY,
                _ => words::NEITHER_SIDE,
            };
            let cells = vec![
                cell(*name),
                say.cell(Some(*n as f64), &Format::Count),
                cell(signed(of.mean, 1)),
                cell(say.fill(words::DAYS_RANGE, &range)),
                cell(signed(of.signal(), 1)),
                cell(say.plain(verdict)),
            ];
            let record = self.records.iter().find(|r| r.name == **name);
            (cells, record.and_then(Self::rows_of))
        });
        let (most, needs) = (LATEST.to_string(), NEEDS.to_string());
        let subtitle = say.fill(words::PROMISE_SUB, &[("most", (&most).into())]);
        Some(say.table(
            "suppliers-promises",
            (
                title,
                self.scope(&subtitle),
                say.fill(words::PROMISE_NOTE, &[("needs", (&needs).into())]),
            ),
            vec![
                say.words_column(words::SUPPLIER),
                say.column(words::LINES, Format::Count),
                say.words_column(words::DEVIATION),
                say.words_column(words::INTERVAL),
                say.words_column(words::SIGNAL),
                say.words_column(words::VERDICT),
            ],
            rows.collect(),
            30,
        ))
    }
}
