//! Key figures and findings.

use analysis::{Against, Better, FigureId, Finding, FindingKind, KeyFigure, Measure};
use chart::format;
use chart::spec::{Format, Lang};
use shop::ExclusionReason;

use super::{Build, room};
use crate::words::say::signed;
use crate::words::{self, finding};
use crate::{Change, Direction, DocumentFinding, Figure, Tone};

impl Build<'_> {
    pub(super) fn format_of(&self, measure: Measure, value: Option<f64>) -> Format {
        match measure {
            Measure::Money => self.say.money_format(),
            Measure::Count => Format::Count,
            Measure::Share => Format::Percent,
            Measure::Quantity => match value {
                Some(v) if v.fract() != 0.0 => Format::Number { decimals: 1 },
                _ => Format::Count,
            },
        }
    }

    pub(super) fn scaled(&self, measure: Measure, value: f64) -> f64 {
        match measure {
            Measure::Money => self.say.major(value),
            _ => value,
        }
    }

    pub(super) fn figures(&self) -> Vec<Figure> {
        let lang = self.say.lang;
        self.input
            .sales
            .figures
            .iter()
            .map(|f| {
                let format = self.format_of(f.measure, f.value);
                let value = f.value.map(|v| self.scaled(f.measure, v));
                Figure {
                    id: words::figure_id(f.id).to_owned(),
                    label: words::figure(f.id, lang).to_owned(),
                    definition: words::definition(f.id, lang).to_owned(),
                    value,
                    text: match value {
                        Some(v) => format::value(v, &format, lang, false),
                        None => words::not_known(lang).to_owned(),
                    },
                    format,
                    changes: self.changes_of(f),
                    spark: f
                        .spark
                        .iter()
                        .map(|v| v.map(|v| self.scaled(f.measure, v)))
                        .collect(),
                    selection: f.value.map(|_| f.selection.clone()),
                }
            })
            .collect()
    }

    fn changes_of(&self, figure: &KeyFigure) -> Vec<Change> {
        let Some(comparison) = self.input.sales.comparison else {
            return Vec::new();
        };
        let history = matches!(
            figure.id,
            FigureId::NewCustomers | FigureId::ReturningCustomers | FigureId::RepeatShare
        );
        if history && !self.knows_customers() {
            return Vec::new();
        }
        [
            (Against::Previous, figure.change, figure.previous),
            (Against::YearAgo, figure.change_year_ago, figure.year_ago),
        ]
        .into_iter()
        .filter_map(|(against, change, before)| {
            let change = change.filter(|c| c.is_finite())?;
            before?;
            // Over a whole year, the window before and the one a year ago are the same.
            if against == Against::YearAgo
                && figure.previous.is_some()
                && comparison.year_ago.first == comparison.previous.first
                && comparison.year_ago.last == comparison.previous.last
            {
                return None;
            }
            let share = figure.measure == Measure::Share;
            // A change that its interval does not tell from none is not called good or bad.
            let certain = match (against, &figure.change_interval) {
                (Against::Previous, Some(i)) => i.low > 0.0 || i.high < 0.0,
                _ => true,
            };
            let tone = match figure.better {
                _ if !certain || change == 0.0 => Tone::Neutral,
                Better::Neither => Tone::Neutral,
                Better::Up if change > 0.0 => Tone::Good,
                Better::Down if change < 0.0 => Tone::Good,
                Better::Up | Better::Down => Tone::Bad,
            };
            Some(Change {
                against: if self.input.sales.period_chosen {
                    self.say.against(against, Some(comparison.grain))
                } else {
                    self.say.latest_against(against, comparison.grain)
                },
                relative: (!share).then_some(change),
                text: if share {
                    self.say.points(change)
                } else {
                    signed(change)
                },
                direction: if change > 0.0005 {
                    Direction::Up
                } else if change < -0.0005 {
                    Direction::Down
                } else {
                    Direction::Flat
                },
                tone,
            })
        })
        .collect()
    }

    pub(super) fn findings(&self) -> Vec<DocumentFinding> {
        let found = self.input.sales.findings.known();
        let mut all: Vec<DocumentFinding> = self.warning().into_iter().collect();
        let found = found.iter().flat_map(|f| &f.findings);
        all.extend(found.enumerate().map(|(i, f)| {
            let said = finding::finding(f, &self.say);
            DocumentFinding {
                id: ["finding-", &(i + 1).to_string()].concat(),
                sentence: said.sentence,
                certainty: said.certainty,
                why: self.why(f, said.why),
                action: said.action.to_owned(),
                tone: said.tone,
                impact: f.impact_minor.map(|m| self.say.major_int(m)),
                spark: f
                    .spark
                    .iter()
                    .map(|v| v.map(|v| self.say.major(v)))
                    .collect(),
                section: room(f.section).key().to_owned(),
                selection: Some(f.selection.clone()),
            }
        }));
        all
    }

    /// Why something is so; of orders that were never paid also how many can still be.
    fn why(&self, finding: &Finding, why: String) -> String {
        let FindingKind::LostOrders {
            reason: ExclusionReason::Unpaid,
            orders,
            ..
        } = finding.kind
        else {
            return why;
        };
        let open = finding::still_open(orders, self.closed_among(orders), self.say.lang);
        match (open.is_empty(), why.is_empty()) {
            (true, _) => why,
            (false, true) => open,
            (false, false) => match self.say.lang {
                Lang::Zh => [open, why].concat(),
                Lang::En => [open, why].join(" "),
            },
        }
    }
}
