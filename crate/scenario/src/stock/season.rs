//! How much to order at once of what sells for a season only.

use chart::spec::Format;
use report::Block;

use super::level::season_quantity;
use super::plan::Row;
use super::{Line, Page, words};
use crate::parts;

/// Weeks of a season.
const SEASON: f64 = 13.0;
/// An item is short-lived when it began to sell within as many weeks of a longer history.
const LONG: usize = 26;

impl Page<'_> {
    /// `None` where nothing is short-lived, or no cost is known.
    pub(super) fn seasons(&self) -> Option<Block> {
        let say = &self.say;
        let plan = self.plan;
        if plan.demand.weeks < LONG {
            return None;
        }
        let salvage = plan.options.salvage_share;
        let line = |row: &Row| -> Option<Line> {
            let item = plan.item(row);
            if item.weeks.len() >= plan.demand.weeks {
                return None;
            }
            let (cost, price) = (*plan.costs.get(&row.item)?, item.price()?);
            let mean = row.shape.mean * SEASON;
            let sd = row.shape.sd * libm::sqrt(SEASON);
            let (share, units) = season_quantity(mean, sd, price, cost, cost * salvage)?;
            let cells = vec![
                parts::words(&item.name),
                say.money_cell(Some(price)),
                say.money_cell(Some(cost)),
                say.cell(Some(libm::round(mean)), &Format::Count),
                say.cell(Some(share), &Format::Percent),
                say.cell(Some(libm::ceil(units)), &Format::Count),
            ];
            Some((cells, self.sales_of(row)))
        };
        let rows: Vec<Line> = plan.rows.iter().filter_map(line).collect();
        if rows.is_empty() {
            return None;
        }
        let note = say.fill(
            words::SEASON_NOTE,
            &[("salvage", (&say.percent(salvage)).into())],
        );
        Some(say.table(
            "stock-seasons",
            (
                say.fill(words::SEASON_TITLE, &[("n", rows.len().into())]),
                say.plain(words::SEASON_SUBTITLE).to_owned(),
                note,
            ),
            vec![
                say.words_column(words::PRODUCT),
                say.column(words::PRICE, say.money_format()),
                say.column(words::UNIT_COST, say.money_format()),
                say.column(words::SEASON_MEAN, Format::Count),
                say.column(words::SEASON_SHARE, Format::Percent),
                say.bar(words::SEASON_ORDER, Format::Count),
            ],
            rows,
            10,
        ))
    }
}
