//! The matrix of classes, how demand comes, and the levels of each product.

use chart::spec::{Format, Measure, Plot};
use report::{Block, DocumentFinding, Tone};

use super::class::{Evenness, NEEDS_WEEKS, Pattern, Value};
use super::plan::Row;
use super::{Line, Page, words};
use crate::parts;

const VALUES: [Value; 3] = [Value::A, Value::B, Value::C];
const EVENNESS: [Evenness; 3] = [Evenness::X, Evenness::Y, Evenness::Z];
const PATTERNS: [Pattern; 4] = [
    Pattern::Smooth,
    Pattern::Intermittent,
    Pattern::Erratic,
    Pattern::Lumpy,
];
/// Rows of the table of levels.
const MOST: usize = 100;

impl Page<'_> {
    pub(super) fn classes(&self, blocks: &mut Vec<Block>, findings: &mut Vec<DocumentFinding>) {
        blocks.push(self.matrix());
        blocks.push(self.class_table());
        blocks.push(self.pattern_table());
        blocks.push(self.levels());
        findings.extend(self.uneven());
    }

    fn net(&self, row: &Row) -> i64 {
        self.plan.item(row).net_minor.max(0)
    }

    /// The rows of a class.
    fn in_class(&self, value: Value, evenness: Evenness) -> Vec<&Row> {
        let rows = self.plan.rows.iter();
        rows.filter(|r| r.value == Some(value) && r.evenness == evenness)
            .collect()
    }

    /// The share of all products' net sales in the window.
    fn share_of_net<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> f64 {
        let items = self.plan.demand.items.iter();
        let all: i64 = items.map(|i| i.net_minor.max(0)).sum();
        let part: i64 = rows.map(|r| self.net(r)).sum();
        part as f64 / all.max(1) as f64
    }

    fn best(&self) -> Vec<&Row> {
        let rows = self.plan.rows.iter();
        rows.filter(|r| r.value == Some(Value::A)).collect()
    }

    fn matrix(&self) -> Block {
        let say = &self.say;
        let best = self.best();
        let uneven = best.iter().filter(|r| r.evenness == Evenness::Z).count();
        let share = say.percent(self.share_of_net(best.iter().copied()));
        let phrase = if uneven == 0 {
            words::MATRIX_EVEN
        } else {
            words::MATRIX_TITLE
        };
        let title = say.fill(
            phrase,
            &[
                ("n", best.len().into()),
                ("share", (&share).into()),
                ("uneven", (&say.count(uneven)).into()),
            ],
        );
        let classes = VALUES.iter().flat_map(|v| EVENNESS.map(|e| (*v, e)));
        let rows: Vec<Vec<&Row>> = classes.map(|(v, e)| self.in_class(v, e)).collect();
        let cells = rows.iter().map(|r| Some(r.len() as f64)).collect();
        let selections = rows
            .iter()
            .map(|r| self.sales_of_all(r.iter().copied()))
            .collect();
        let columns = [words::COLUMN_X, words::COLUMN_Y, words::COLUMN_Z];
        let days = self.plan.options.dead_days as usize;
        let note = say.fill(
            words::MATRIX_NOTE,
            &[
                ("days", (&say.count(days)).into()),
                ("needs", (&say.count(NEEDS_WEEKS)).into()),
            ],
        );
        let trimmed = self.plan.rows.iter();
        let trimmed = trimmed.filter(|r| self.plan.item(r).is_trimmed).count();
        let new = match self.plan.new.len() {
            0 => String::new(),
            n => say.fill(
                words::NEW_ITEMS,
                &[("n", n.into()), ("needs", (&say.count(NEEDS_WEEKS)).into())],
            ),
        };
        let demand = self.plan.demand;
        let services = match demand.services.len() {
            0 => String::new(),
            n => {
                let names = self.names(demand.services.iter().map(String::as_str));
                say.fill(
                    words::SERVICES,
                    &[("n", n.into()), ("names", (&names).into())],
                )
            }
        };
        let note = say.sentences(&[
            &note,
            &self.counted(words::TRIMMED, trimmed),
            &new,
            &self.counted(words::AFTER, demand.days_after),
            &self.counted(words::UNDATED, demand.undated),
            &services,
            &self.delisted(),
            say.plain(words::OUTAGES),
        ]);
        say.chart(
            "stock-matrix",
            (title, self.scope(say.plain(words::MATRIX_SUBTITLE)), note),
            Plot::Heatmap {
                columns: columns.map(|c| say.plain(c).to_owned()).to_vec(),
                rows: VALUES.map(|v| words::value(Some(v)).to_owned()).to_vec(),
                value: Measure {
                    label: say.plain(words::PRODUCTS).to_owned(),
                    format: Format::Count,
                },
                cells,
                diverging: false,
            },
            selections,
        )
    }

    fn class_table(&self) -> Block {
        let say = &self.say;
        let mut rows: Vec<Line> = Vec::new();
        for value in VALUES {
            for evenness in EVENNESS {
                let of = self.in_class(value, evenness);
                if of.is_empty() {
                    continue;
                }
                let class = [words::value(Some(value)), words::evenness(evenness)].concat();
                let safety: f64 = of.iter().map(|r| r.levels.safety).sum();
                let share = self.share_of_net(of.iter().copied());
                rows.push((
                    vec![
                        parts::words(class),
                        say.cell(Some(of.len() as f64), &Format::Count),
                        say.cell(Some(share), &Format::Percent),
                        say.cell(Some(libm::round(safety)), &Format::Count),
                        parts::words(say.plain(words::advice(value, evenness))),
                    ],
                    self.sales_of_all(of.into_iter()),
                ));
            }
        }
        say.table(
            "stock-classes",
            (
                say.plain(words::CLASSES_TITLE).to_owned(),
                self.scope(""),
                say.plain(words::CLASSES_NOTE).to_owned(),
            ),
            vec![
                say.words_column(words::CLASS),
                say.column(words::PRODUCTS, Format::Count),
                say.bar(words::NET_SHARE, Format::Percent),
                say.column(words::SAFETY, Format::Count),
                say.words_column(words::ADVICE),
            ],
            rows,
            9,
        )
    }

    fn pattern_table(&self) -> Block {
        let say = &self.say;
        let all = self.plan.rows.len();
        let hard = self.plan.rows.iter();
        let hard = hard.filter(|r| r.pattern != Pattern::Smooth).count();
        let share = say.percent(hard as f64 / all.max(1) as f64);
        let title = if hard * 2 >= all {
            say.fill(words::PATTERNS_TITLE, &[("share", (&share).into())])
        } else {
            say.plain(words::PATTERNS_EVEN).to_owned()
        };
        let rows = PATTERNS.iter().filter_map(|pattern| {
            let of = || self.plan.rows.iter().filter(|r| r.pattern == *pattern);
            let n = of().count();
            let (name, advice) = words::pattern(*pattern);
            let cells = vec![
                parts::words(say.plain(name)),
                say.cell(Some(n as f64), &Format::Count),
                say.cell(Some(self.share_of_net(of())), &Format::Percent),
                parts::words(say.plain(advice)),
            ];
            (n > 0).then(|| (cells, self.sales_of_all(of())))
        });
        say.table(
            "stock-patterns",
            (
                title,
                self.scope(say.plain(words::PATTERNS_SUBTITLE)),
                say.plain(words::PATTERNS_NOTE).to_owned(),
            ),
            vec![
                say.words_column(words::DEMAND),
                say.column(words::PRODUCTS, Format::Count),
                say.bar(words::NET_SHARE, Format::Percent),
                say.words_column(words::ADVICE),
            ],
            rows.collect(),
            4,
        )
    }

    fn levels(&self) -> Block {
        let say = &self.say;
        let options = self.plan.options;
        let one = Format::Number { decimals: 1 };
        let has_economic = self.plan.rows.iter().any(|r| r.economic.is_some());
        let rows = self.plan.rows.iter().map(|row| {
            let item = self.plan.item(row);
            let class = [words::value(row.value), words::evenness(row.evenness)].concat();
            let mut cells = vec![
                parts::words(&item.name),
                parts::words(class),
                parts::words(say.plain(words::pattern(row.pattern).0)),
                say.cell(Some(row.shape.mean), &one),
                say.cell(Some(row.shape.sd), &one),
                say.cell(Some(libm::ceil(row.levels.safety)), &Format::Count),
                say.cell(Some(libm::ceil(row.levels.reorder)), &Format::Count),
            ];
            if has_economic {
                cells.push(say.cell(row.economic.map(libm::ceil), &Format::Count));
            }
            (cells, self.sales_of(row))
        });
        let mut columns = vec![
            say.words_column(words::PRODUCT),
            say.words_column(words::CLASS),
            say.words_column(words::DEMAND),
            say.bar(words::A_WEEK, one.clone()),
            say.column(words::WEEK_SD, one.clone()),
            say.column(words::SAFETY, Format::Count),
            say.column(words::REORDER, Format::Count),
        ];
        if has_economic {
            columns.push(say.column(words::ECONOMIC, Format::Count));
        }
        let told = self
            .plan
            .stock
            .is_some_and(|s| s.positions.iter().any(|p| p.lead_days.is_some()));
        let bought = !self.plan.leads.is_empty();
        let subtitle = say.fill(
            if bought {
                words::LEVELS_SUBTITLE_BOUGHT
            } else if told {
                words::LEVELS_SUBTITLE_TOLD
            } else {
                words::LEVELS_SUBTITLE
            },
            &[
                ("service", (&level(options.service_level)).into()),
                ("lead", (&self.units(options.lead_time_days)).into()),
                ("sd", (&self.units(options.lead_time_sd_days)).into()),
            ],
        );
        let economic = options.order_cost(say.currency).filter(|_| has_economic);
        let economic = economic.map_or(String::new(), |order| {
            let minor = order * 10f64.powi(i32::from(say.digits.min(9)));
            say.fill(
                words::ECONOMIC_NOTE,
                &[
                    ("order", (&say.money(minor)).into()),
                    ("holding", (&say.percent(options.holding_rate)).into()),
                    ("share", (&say.percent(options.cost_share)).into()),
                ],
            )
        });
        let note = say.sentences(&[
            say.plain(words::LEVELS_NOTE),
            &economic,
            &self.converted,
            say.plain(words::ASSUMED),
        ]);
        say.table(
            "stock-levels",
            (
                say.plain(words::LEVELS_TITLE).to_owned(),
                self.scope(&subtitle),
                note,
            ),
            columns,
            rows.collect(),
            MOST,
        )
    }

    /// That the products most is earned with sell unevenly, where there are enough to say so.
    fn uneven(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let best = self.best();
        let uneven: Vec<&&Row> = best.iter().filter(|r| r.evenness == Evenness::Z).collect();
        // Where nearly all is uneven the shop sells slowly, and no product stands out.
        let few = uneven.len() * 4 < best.len();
        if best.len() < 5 || few || uneven.len() * 5 > best.len() * 4 {
            return None;
        }
        let share = say.percent(self.share_of_net(best.iter().copied()));
        let names = self.names(uneven.iter().map(|r| self.plan.item(r).name.as_str()));
        let mut finding = self.finding(
            "stock-uneven",
            [
                say.fill(
                    words::F_UNEVEN,
                    &[
                        ("n", best.len().into()),
                        ("share", (&share).into()),
                        ("uneven", (&say.count(uneven.len())).into()),
                    ],
                ),
                say.fill(
                    words::F_UNEVEN_SURE,
                    &[
                        ("of", self.plan.rows.len().into()),
                        ("weeks", self.plan.demand.weeks.into()),
                    ],
                ),
                say.fill(words::F_UNEVEN_WHY, &[("names", (&names).into())]),
                say.plain(words::F_UNEVEN_DO).to_owned(),
            ],
        );
        finding.tone = Tone::Neutral;
        finding.selection = self.sales_of_all(uneven.into_iter().copied());
        Some(finding)
    }
}

/// A service level: `95%`, `99.5%`.
pub(super) fn level(share: f64) -> String {
    let percent = libm::round(share * 10_000.0) / 100.0;
    [&percent.to_string(), "%"].concat()
}
