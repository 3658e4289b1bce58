//! What is alarming about stock: too late to order, below zero, more than needed.

use report::DocumentFinding;

use super::plan::{Basis, Row};
use super::{Page, words};

/// Days of demand beyond which stock is more than needed.
const LONG: f64 = 180.0;

impl Page<'_> {
    /// Products that run out before an order could arrive.
    pub(super) fn too_late(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let plan = self.plan;
        let mut late: Vec<&Row> = self.stocked().filter(|r| plan.is_too_late(r)).collect();
        if late.is_empty() {
            return None;
        }
        let stake = |row: &Row| plan.at_stake(row).unwrap_or(0.0);
        late.sort_by(|a, b| {
            let by_stake = stake(b).total_cmp(&stake(a));
            by_stake.then(plan.item(a).name.cmp(&plan.item(b).name))
        });
        let lost: f64 = late.iter().map(|r| stake(r)).sum();
        let names = self.names(late.iter().map(|r| plan.item(r).name.as_str()));
        let sentence = if lost > 0.0 {
            words::F_OUT_LOST
        } else {
            words::F_OUT
        };
        let (least, most) = late.iter().fold((f64::MAX, 0.0f64), |(a, b), r| {
            (a.min(r.lead.days), b.max(r.lead.days))
        });
        let lead = if least < most {
            self.days_between(least, most)
        } else {
            self.days(most)
        };
        let mut finding = self.finding(
            "stock-out",
            [
                say.fill(
                    sentence,
                    &[
                        ("n", late.len().into()),
                        ("names", (&names).into()),
                        ("money", (&say.money(lost)).into()),
                    ],
                ),
                say.fill(
                    words::F_OUT_SURE,
                    &[
                        ("of", self.stocked().count().into()),
                        ("weeks", plan.demand.weeks.into()),
                    ],
                ),
                say.fill(words::F_OUT_WHY, &[("lead", (&lead).into())]),
                say.plain(words::F_OUT_DO).to_owned(),
            ],
        );
        finding.impact = (lost > 0.0).then(|| say.major(libm::round(lost)));
        finding.selection = Self::rows_of(late.iter().filter_map(|r| plan.position(r)));
        Some(finding)
    }

    pub(super) fn days_between(&self, least: f64, most: f64) -> String {
        let n = [&self.units(least), "–", &self.units(most)].concat();
        self.say.fill(words::N_DAYS, &[("n", (&n).into())])
    }

    /// Positions below zero.
    pub(super) fn negative(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let stock = self.plan.stock?;
        let below = || stock.positions.iter().filter(|p| p.available() < 0.0);
        let n = below().count();
        let names = self.names(below().map(|p| p.name.as_str()));
        let files = stock.files.iter();
        let files: Vec<String> = files
            .map(|f| report::words::phrase::quoted(f, say.lang))
            .collect();
        let mut finding = self.finding(
            "stock-negative",
            [
                say.fill(words::F_NEGATIVE, &[("n", n.into())]),
                say.fill(
                    words::F_NEGATIVE_SURE,
                    &[
                        ("of", stock.positions.len().into()),
                        (
                            "files",
                            (&report::words::phrase::list(&files, say.lang)).into(),
                        ),
                    ],
                ),
                say.fill(words::F_NEGATIVE_WHY, &[("names", (&names).into())]),
                say.plain(words::F_NEGATIVE_DO).to_owned(),
            ],
        );
        finding.selection = Self::rows_of(below());
        (n > 0).then_some(finding)
    }

    /// Selling products with stock for over half a year.
    pub(super) fn too_much(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let plan = self.plan;
        let basis = plan.basis();
        let beyond = |row: &Row| {
            let position = plan.position(row)?;
            let lately = plan.item(row).latest(4) / 28.0;
            let units =
                position.on_hand() - LONG * row.rate.mean.max(row.shape.mean / 7.0).max(lately);
            let each = match basis {
                Basis::Cost => position.cost,
                Basis::Price => plan.item(row).price(),
            };
            // A unit or two of what sells seldom is no surplus.
            (units >= 3.0).then_some(each? * units)
        };
        let mut over: Vec<(&Row, f64)> = self
            .stocked()
            .filter_map(|row| Some((row, beyond(row)?)))
            .collect();
        if over.is_empty() {
            return None;
        }
        over.sort_by(|a, b| {
            let by_worth = b.1.total_cmp(&a.1);
            by_worth.then(plan.item(a.0).name.cmp(&plan.item(b.0).name))
        });
        let worth: f64 = over.iter().map(|(_, w)| w).sum();
        let names = self.names(over.iter().map(|(r, _)| plan.item(r).name.as_str()));
        let sentence = match basis {
            Basis::Cost => words::F_OVER_COST,
            Basis::Price => words::F_OVER_PRICE,
        };
        let mut finding = self.finding(
            "stock-over",
            [
                say.fill(
                    sentence,
                    &[
                        ("n", over.len().into()),
                        ("money", (&say.money(worth)).into()),
                    ],
                ),
                say.fill(words::F_OVER_SURE, &[("weeks", plan.demand.weeks.into())]),
                say.fill(words::F_OVER_WHY, &[("names", (&names).into())]),
                say.plain(words::F_OVER_DO).to_owned(),
            ],
        );
        finding.impact = (basis == Basis::Cost).then(|| say.major(libm::round(worth)));
        finding.selection = Self::rows_of(over.iter().filter_map(|(r, _)| plan.position(r)));
        Some(finding)
    }
}
