//! New products that are sold out, or soon will be.

use chart::spec::Format;
use report::{Block, DocumentFinding};

use super::class::NEEDS_WEEKS;
use super::plan::Fresh;
use super::{Line, Page, words};
use crate::parts;

/// Rows of the table.
const MOST: usize = 50;

impl Page<'_> {
    pub(super) fn fresh_table(&self, fresh: &[Fresh<'_>]) -> Block {
        let say = &self.say;
        let rows = fresh.iter().map(|of| -> Line {
            let cells = vec![
                parts::words(&of.item.name),
                parts::words(say.day(of.since)),
                say.cell(Some(of.position.available()), &Format::Count),
                say.cell(Some(of.position.incoming()), &Format::Count),
                say.cell(Some(7.0 * of.rate.mean), &Format::Number { decimals: 1 }),
                parts::words(self.day_in(Some(of.left.0))),
                parts::words(self.between(of.left)),
            ];
            (cells, Self::rows_of(std::iter::once(of.position)))
        });
        let needs = [("needs", NEEDS_WEEKS.into())];
        say.table(
            "stock-new",
            (
                say.fill(words::FRESH_TITLE, &[("n", fresh.len().into())]),
                say.fill(words::FRESH_SUBTITLE, &needs),
                say.plain(words::FRESH_NOTE).to_owned(),
            ),
            vec![
                say.words_column(words::PRODUCT),
                say.words_column(words::FRESH_SINCE),
                say.column(words::FREE, Format::Count),
                say.column(words::INCOMING, Format::Count),
                say.column(words::A_WEEK, Format::Number { decimals: 1 }),
                say.words_column(words::RUNS_OUT),
                say.words_column(words::BETWEEN),
            ],
            rows.collect(),
            MOST,
        )
    }

    pub(super) fn fresh_finding(&self, fresh: &[Fresh<'_>]) -> DocumentFinding {
        let say = &self.say;
        let names = self.names(fresh.iter().map(|of| &*of.item.name));
        let mut finding = self.finding(
            "stock-new",
            [
                say.fill(
                    words::F_FRESH,
                    &[("n", fresh.len().into()), ("names", (&names).into())],
                ),
                say.fill(words::F_FRESH_SURE, &[("needs", NEEDS_WEEKS.into())]),
                say.plain(words::F_FRESH_WHY).to_owned(),
                say.plain(words::F_FRESH_DO).to_owned(),
            ],
        );
        finding.selection = Self::rows_of(fresh.iter().map(|of| of.position));
        finding
    }
}
