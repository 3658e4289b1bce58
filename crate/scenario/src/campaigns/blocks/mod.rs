//! The blocks of the section on campaigns.

mod codes;
mod events;
mod lists;
mod prices;
mod trials;

use report::Block;
use report::words::phrase::Phrase;
use shop::Selection;

pub(super) use lists::lists;
pub(super) use trials::trials;

use super::{LEAST_DAYS, Report, elasticity, words};

/// Bars in a chart, rows in a table.
const BARS: usize = 12;
const ROWS: usize = 20;

impl Report<'_> {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut out = Vec::new();
        out.extend(self.event_table());
        out.extend(self.event_chart());
        out.extend(self.waterfall());
        out.extend(self.split_text());
        out.extend(self.codes_chart());
        out.extend(self.codes_table());
        out.extend(self.control_text());
        out.extend(self.elasticity_chart());
        out.extend(self.missing());
        out
    }

    /// Measure, period and n below a title.
    pub(super) fn subtitle(&self, measure: Phrase, n: String) -> String {
        let say = &self.scene.say;
        let period = self
            .scene
            .days
            .map_or(String::new(), |(a, b)| say.period(a, b));
        say.joined(&[
            say.plain(measure).to_owned(),
            period,
            say.currency.to_owned(),
            n,
        ])
    }

    pub(super) fn orders_n(&self) -> String {
        let n = self.scene.ledger.orders.day.len();
        self.scene.say.fill(words::N_ORDERS, &[("n", n.into())])
    }

    pub(super) fn range(&self, ends: (f64, f64)) -> String {
        let say = &self.scene.say;
        let (low, high) = (change(ends.0), change(ends.1));
        say.fill(
            words::RANGE,
            &[("low", (&low).into()), ("high", (&high).into())],
        )
    }

    pub(super) fn missing(&self) -> Option<Block> {
        let say = &self.scene.say;
        let mut text: Vec<String> = Vec::new();
        if self.scene.ledger.discount_codes.is_empty() {
            text.push(say.plain(words::NO_CODES).to_owned());
        } else if !self.codes.is_empty() && self.codes.iter().all(|c| c.margin.is_none()) {
            text.push(say.plain(words::NO_COSTS).to_owned());
        }
        if self.days < LEAST_DAYS {
            let n = say.count(self.days.max(0) as usize);
            text.push(say.fill(words::EVENTS_FEW, &[("n", (&n).into())]));
        }
        if self.elasticity.is_none() {
            let counts = [
                elasticity::LEAST_PRODUCTS,
                elasticity::LEAST_WEEKS,
                self.moving.steady,
            ];
            let counts = counts.map(|n| say.count(n));
            text.push(say.fill(
                words::ELASTICITY_FEW,
                &[
                    ("needs", (&counts[0]).into()),
                    ("weeks", (&counts[1]).into()),
                    ("has", (&counts[2]).into()),
                ],
            ));
            text.push(self.seldom());
        }
        let parts: Vec<&str> = text.iter().map(String::as_str).collect();
        let text = say.sentences(&parts);
        (!text.is_empty()).then(|| Block::Insufficient(say.missing(words::MISSING, text)))
    }
}

pub(super) fn days(days: (i32, i32)) -> Selection {
    Selection {
        days: Some(days),
        ..Selection::default()
    }
}

pub(super) fn of_code(name: &str) -> Selection {
    Selection {
        discount_codes: vec![name.to_owned()],
        ..Selection::default()
    }
}

/// A relative change with its sign.
pub(super) fn change(v: f64) -> String {
    report::words::signed(v)
}
