//! What another service level or lead time would mean.

use chart::spec::Format;
use report::Block;

use super::classes::level;
use super::plan::SOON;
use super::{Line, Page, words};
use crate::parts;

const SERVICE: [f64; 3] = [0.90, 0.95, 0.98];
const TIMES: [f64; 3] = [0.5, 1.0, 2.0];

impl Page<'_> {
    pub(super) fn what_if(&self) -> Block {
        let say = &self.say;
        let now = self.plan.options.service_level;
        let base = self.plan.what_if(now, 1.0);
        let half = self.plan.what_if(now, 0.5);
        let mut levels = SERVICE.to_vec();
        if !levels.iter().any(|l| (l - now).abs() < 1e-9) {
            levels.push(now);
            levels.sort_by(f64::total_cmp);
        }
        let has_stock = self.plan.stock.is_some();
        let has_capital = base.capital.is_some();
        let mut rows: Vec<Line> = Vec::new();
        for times in TIMES {
            for &service in &levels {
                let of = self.plan.what_if(service, times);
                let days = say.fill(
                    words::TIMES,
                    &[
                        ("n", (&times.to_string()).into()),
                        ("days", (&self.lead_days(times)).into()),
                    ],
                );
                let change = (base.safety > 0.0).then(|| of.safety / base.safety - 1.0);
                let text = change.map_or(String::new(), report::words::signed);
                let mut cells = vec![
                    parts::words(days),
                    parts::words(level(service)),
                    say.cell(Some(libm::round(of.safety)), &Format::Count),
                    report::TableCell {
                        text,
                        value: change,
                        tone: None,
                    },
                ];
                if has_capital {
                    cells.push(say.money_cell(of.capital));
                }
                if has_stock {
                    cells.push(say.cell(Some(of.due as f64), &Format::Count));
                }
                rows.push((cells, None));
            }
        }
        let mut columns = vec![
            say.words_column(words::LEAD),
            say.words_column(words::SERVICE),
            say.bar(words::SAFETY, Format::Count),
            say.column(words::CHANGE, Format::Percent),
        ];
        if has_capital {
            columns.push(say.column(words::CAPITAL, say.money_format()));
        }
        if has_stock {
            columns.push(say.column(words::DUE, Format::Count));
        }
        let title = if base.safety > 0.0 && half.safety < base.safety {
            let share = say.percent(1.0 - half.safety / base.safety);
            say.fill(words::IF_TITLE, &[("share", (&share).into())])
        } else {
            say.plain(words::IF_TITLE_PLAIN).to_owned()
        };
        let subtitle = say.fill(words::IF_SUBTITLE, &[("n", self.plan.rows.len().into())]);
        let due = match has_stock {
            true => say.fill(
                words::IF_NOTE_DUE,
                &[("days", (&say.count(SOON as usize)).into())],
            ),
            false => String::new(),
        };
        let note = say.sentences(&[say.plain(words::IF_NOTE), &due]);
        say.table("stock-what-if", (title, subtitle, note), columns, rows, 20)
    }

    /// The products' lead times multiplied, the shortest and the longest: `14 days`, `10–20 days`.
    fn lead_days(&self, times: f64) -> String {
        let leads = self.plan.rows.iter().map(|r| r.lead.days * times);
        let (least, most) = leads.fold((f64::MAX, 0.0f64), |(a, b), d| (a.min(d), b.max(d)));
        match self.units(least) == self.units(most) {
            true => self.days(most),
            false => self.days_between(least, most),
        }
    }

    /// `14 days`.
    pub(super) fn days(&self, days: f64) -> String {
        let n = self.units(days);
        self.say.fill(words::N_DAYS, &[("n", (&n).into())])
    }
}
