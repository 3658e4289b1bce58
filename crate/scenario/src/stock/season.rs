//! How much to order at once of what sells for a season only.

use chart::spec::Format;
use report::Block;

use super::class::moments;
use super::level::season_quantity;
use super::plan::Row;
use super::{Line, Page, words};
use crate::parts;

/// Weeks of a season.
const SEASON: f64 = 13.0;
/// Weeks of history that it takes to tell a season from the rest.
const LONG: usize = 26;
/// Weeks without a sale before or after that make one, and weeks of sales that tell how much.
const EMPTY: usize = 8;
const LEAST: usize = 4;

/// Mean and standard deviation of the weeks of a season; `None` where there is none.
fn season(weeks: &[f64], sold_before: bool) -> Option<(f64, f64)> {
    let first = weeks.iter().position(|w| *w > 0.0)?;
    let last = weeks.iter().rposition(|w| *w > 0.0)?;
    // Weeks before the first sale of all are none in which nobody bought.
    let before = if sold_before { first } else { 0 };
    let after = weeks.len() - 1 - last;
    let own = &weeks[first..=last];
    (before.max(after) >= EMPTY && own.len() >= LEAST).then(|| moments(own))
}

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
            let sold_before = item.sold.is_some_and(|(from, _)| from < plan.demand.first);
            let weeks: Vec<f64> = item.units().collect();
            let (mean, sd) = season(&weeks, sold_before)?;
            let (cost, price) = (*plan.costs.get(&row.item)?, item.price()?);
            let (mean, sd) = (mean * SEASON, sd * libm::sqrt(SEASON));
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
            &[
                ("salvage", (&say.percent(salvage)).into()),
                ("empty", EMPTY.into()),
            ],
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

#[cfg(test)]
mod tests {
    use super::season;

    #[test]
    fn a_season_has_empty_weeks_before_or_after() {
        let weeks = |empty: usize, sold: &[f64]| [&vec![0.0; empty], sold].concat();
        let four = [3.0, 5.0, 4.0, 4.0];
        assert_eq!(
            season(&weeks(9, &four), true).map(|(mean, _)| mean),
            Some(4.0)
        );
        // New is no season, nor is what went on selling, nor three weeks.
        assert_eq!(season(&weeks(9, &four), false), None);
        assert_eq!(season(&weeks(7, &four), true), None);
        assert_eq!(season(&weeks(9, &four[1..]), true), None);
        let ended = [&four[..], &[0.0; 8]].concat();
        assert!(season(&ended, false).is_some());
        assert_eq!(season(&[0.0; 30], true), None);
    }
}
