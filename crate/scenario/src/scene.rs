//! What every scenario sees.

use std::cell::OnceCell;

use ledger::Ledger;

use crate::Request;
use crate::away::Away;
use crate::recommendations::Figures;
use crate::say::Say;

/// What every scenario sees: the facts, the day, and how things are said.
pub(crate) struct Scene<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) say: Say<'a>,
    pub(crate) request: &'a Request,
    /// First day of the orders, and the last one of the files, days since 1970-01-01; `None` without a dated order. What a
    /// filter leaves may end earlier, and has sold nothing from then on.
    /// Analyses look at all of it: the report's own period is often too short for them.
    pub(crate) days: Option<(i32, i32)>,
    /// What recommendations were made from, for what is looked up later.
    pub(crate) figures: OnceCell<Figures>,
    /// Which products nobody can buy, once somebody has asked.
    pub(crate) away: OnceCell<Away>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(ledger: &'a Ledger, request: &'a Request) -> Self {
        let dated = || {
            let days = ledger.orders.day.iter().copied();
            days.filter(|d| *d != i32::MIN)
        };
        Self {
            ledger,
            say: Say {
                lang: request.lang,
                currency: &ledger.currency,
                digits: ledger.digits,
            },
            request,
            days: dated()
                .min()
                .zip(dated().max())
                .map(|(first, last)| (first, last.max(ledger.last_day))),
            figures: OnceCell::new(),
            away: OnceCell::new(),
        }
    }

    /// Which products nobody can buy.
    pub(crate) fn away(&self) -> &Away {
        let last_day = self.days.map_or(0, |(_, last)| last);
        self.away.get_or_init(|| Away::of(self.ledger, last_day))
    }
}
