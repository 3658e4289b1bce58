//! The blocks of the section on ads.

mod apart;
mod campaign;
mod history;
mod mix;
mod money;

use report::Block;

use super::{Report, words};

pub(super) use apart::{attribution, experiment, experiment_finding, unfit};
pub(super) use mix::{mix, mix_finding};

/// Campaigns in a chart, and rows in a table.
const BARS: usize = 12;
const ROWS: usize = 30;

impl Report<'_> {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut out = Vec::new();
        out.extend(self.campaign_chart());
        out.push(self.campaign_table());
        out.extend(self.time_chart());
        out.extend(self.unsold_table());
        out.extend(self.tired_chart());
        out.extend(self.shift_text());
        out.extend(self.curve_chart());
        out.extend(self.funnel());
        out.extend(self.accounts_table());
        out
    }

    pub(super) fn range(&self, (low, high): (f64, f64)) -> String {
        let (low, high) = (self.say.number(low, 2), self.say.number(high, 2));
        self.say.fill(
            words::RANGE_OF,
            &[("low", (&low).into()), ("high", (&high).into())],
        )
    }
}

/// A difference that is no chance, however small: (relative, adjusted p).
pub(super) fn reliable(of: Option<(f64, f64)>) -> Option<(f64, f64)> {
    of.filter(|(_, q)| *q < 0.05)
}

/// A difference that is certain and large enough to act on: (relative, adjusted p).
pub(super) fn certain(of: Option<(f64, f64)>) -> Option<(f64, f64)> {
    reliable(of).filter(|(difference, _)| *difference >= 0.2 || *difference <= -1.0 / 6.0)
}

/// A share with the digits that small rates need.
pub(super) fn share(share: f64) -> String {
    let percent = share * 100.0;
    match share {
        ..0.001 => format!("{percent:.4}%"),
        0.001..0.1 => format!("{percent:.2}%"),
        _ => format!("{percent:.1}%"),
    }
}
