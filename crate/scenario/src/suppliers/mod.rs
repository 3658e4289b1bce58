//! Suppliers: whether goods come on time and in full, how long they take, how much hangs on one supplier, and
//! whether orders swing more than demand.

mod bullwhip;
mod delivery;
mod fate;
mod lead;
mod measure;
pub(crate) mod open;
mod part;
mod promises;
pub(crate) mod words;

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::words::phrase::{list, quoted};
use report::{Block, DocumentFinding};
use shop::Selection;

use crate::Outcome;
use crate::parts::{self, Row};
use crate::say::Say;
use crate::scene::Scene;

use delivery::{Purchases, Record};

/// Rows of purchases at least.
const NEEDS: usize = 5;
/// Due rows of a supplier from which its share is compared with the others'.
const COMPARED: usize = 10;
/// Lead times of a supplier from which a box is drawn.
const BOX: usize = 5;
/// Suppliers in a chart.
const MOST: usize = 12;

/// Suppliers.
pub(crate) fn suppliers(scene: &Scene<'_>) -> Outcome {
    let say = scene.say;
    let purchases = Purchases::of(scene.ledger);
    if purchases.files.is_empty() {
        let text = say.plain(words::NEEDS).to_owned();
        return Outcome::Lacking(say.missing(words::TITLE, text));
    }
    if purchases.deliveries.len() < NEEDS {
        let n = purchases.deliveries.len();
        let needs = NEEDS.to_string();
        let text = say.fill(
            words::NEEDS_ROWS,
            &[("has", n.into()), ("needs", (&needs).into())],
        );
        return Outcome::Lacking(say.missing(words::TITLE, text));
    }
    // A file of long ago is looked at on its own last day, not on today's: nothing is overdue by years.
    let last = purchases.last_day().unwrap_or(scene.request.today);
    let today = match scene.request.today {
        today if today > 0 && today - last <= 60 => today,
        _ => last,
    };
    let mut page = Page {
        say: Say {
            currency: &purchases.currency,
            ..say
        },
        purchases: &purchases,
        records: purchases.records(today),
        converted: String::new(),
    };
    let frames = scene.ledger.frames("purchases");
    page.converted = page
        .say
        .converted(frames.filter(|f| delivery::amounts(f).is_some()));
    let mut blocks = Vec::new();
    blocks.extend(page.on_time());
    blocks.push(page.scores());
    blocks.extend(page.boxes());
    blocks.extend(page.promises());
    blocks.extend(page.shares());
    blocks.extend(bullwhip::block(scene, &page));
    let mut findings = Vec::new();
    findings.extend(page.late());
    findings.extend(page.hangs_on_one());
    Outcome::Shown { blocks, findings }
}

/// The section while it is written.
struct Page<'a> {
    say: Say<'a>,
    purchases: &'a Purchases,
    records: Vec<Record>,
    /// That costs were converted with the merchant's rates; empty where none were.
    converted: String,
}

impl Page<'_> {
    fn rows_of(record: &Record) -> Option<Selection> {
        let (table, _) = *record.rows.first()?;
        let rows = record.rows.iter().filter(|(t, _)| *t == table);
        let mut rows: Vec<u32> = rows.map(|(_, row)| *row).collect();
        rows.sort_unstable();
        Some(Selection {
            table_rows: Some((table, rows)),
            ..Selection::default()
        })
    }

    fn name(&self, record: &Record) -> String {
        quoted(&record.name, self.say.lang)
    }

    /// `120 lines, from “po.csv”`.
    fn scope(&self, measure: &str) -> String {
        let say = &self.say;
        let files: Vec<String> = self
            .purchases
            .files
            .iter()
            .map(|f| quoted(f, say.lang))
            .collect();
        let files = list(&files, say.lang);
        let from = say.fill(words::FROM_FILES, &[("files", (&files).into())]);
        let n = self.purchases.deliveries.len();
        let scope = say.fill(words::SCOPE, &[("n", n.into()), ("from", (&from).into())]);
        say.joined(&[measure.to_owned(), scope])
    }

    /// What was left out.
    fn left_out(&self) -> String {
        let say = &self.say;
        let of = self.purchases;
        let told = [
            (words::EMPTY, of.empty),
            (words::BACKWARDS, of.backwards),
            (words::FOREIGN, of.foreign),
            (words::TWICE, of.twice),
            (words::PARTS, of.parts),
            (words::CANCELLED, of.cancelled),
            (words::CUT, of.cut),
            (words::DRAFTS, of.drafts),
        ]
        .map(|(phrase, n)| match n {
            0 => String::new(),
            n => say.fill(phrase, &[("n", n.into())]),
        });
        let told = say.sentences(&told.each_ref().map(String::as_str));
        say.sentences(&[&told, &self.converted])
    }

    /// Suppliers with a share on time and in full, the lowest first.
    fn ranked(&self) -> Vec<&Record> {
        let mut ranked: Vec<&Record> = self.records.iter().filter(|r| r.due > 0).collect();
        let share = |r: &Record| r.share().unwrap_or(1.0);
        ranked.sort_by(|a, b| {
            let by_share = share(a).total_cmp(&share(b));
            by_share.then(b.due.cmp(&a.due)).then(a.name.cmp(&b.name))
        });
        ranked
    }

    fn on_time(&self) -> Option<Block> {
        let say = &self.say;
        let ranked = self.ranked();
        let due: usize = ranked.iter().map(|r| r.due).sum();
        let good: usize = ranked.iter().map(|r| r.good).sum();
        if due == 0 {
            return None;
        }
        let share = say.percent(good as f64 / due as f64);
        let mut known = ranked.iter().filter(|r| r.due >= BOX);
        let (lowest, next) = (known.next(), known.next());
        let is_lowest = |r: &&&Record| next.is_none_or(|next| r.share() < next.share());
        let lowest = lowest.filter(|r| ranked.len() > 1 && r.good < r.due);
        let title = match lowest.filter(is_lowest) {
            Some(lowest) => say.fill(
                words::OTIF_TITLE,
                &[
                    ("share", (&share).into()),
                    ("name", (&self.name(lowest)).into()),
                ],
            ),
            None => say.fill(words::OTIF_TITLE_PLAIN, &[("share", (&share).into())]),
        };
        let shown = &ranked[..ranked.len().min(MOST)];
        Some(say.chart(
            "suppliers-on-time",
            (
                title,
                self.scope(say.plain(words::OTIF_SUBTITLE)),
                say.sentences(&[
                    &say.fill(words::OTIF_NOTE, &[("n", due.into())]),
                    &self.left_out(),
                ]),
            ),
            Plot::Bar {
                categories: shown.iter().map(|r| r.name.clone()).collect(),
                y: say.measure(words::OTIF, Format::Percent),
                series: vec![BarSeries {
                    name: say.plain(words::OTIF).to_owned(),
                    tone: Tone::Accent,
                    values: shown.iter().map(|r| r.share()).collect(),
                    intervals: shown.iter().map(|r| measure::wilson(r.good, r.due)).collect(),
                }],
                mode: BarMode::Grouped,
                horizontal: true,
            },
            shown.iter().map(|r| Self::rows_of(r)).collect(),
        ))
    }

    fn scores(&self) -> Block {
        let say = &self.say;
        let by_spend = self.records.iter().any(|r| r.spend > 0.0);
        let amount = |r: &Record| if by_spend { r.spend } else { r.units };
        let all: f64 = self.records.iter().map(amount).sum();
        // Of what is in another currency nobody can say how much of all it is.
        let is_known = |r: &Record| all > 0.0 && (!by_spend || r.foreign == 0);
        let one = Format::Number { decimals: 1 };
        let two = Format::Number { decimals: 2 };
        let rows = self.records.iter().map(|r| -> Row {
            let (lead, cv) = r.lead().unzip();
            let interval = measure::wilson(r.good, r.due).map_or(String::new(), |(low, high)| {
                [&say.percent(low), "–", &say.percent(high)].concat()
            });
            let cells = vec![
                parts::words(&r.name),
                say.cell(Some(r.lines as f64), &Format::Count),
                say.cell(is_known(r).then(|| amount(r) / all), &Format::Percent),
                say.cell(r.share(), &Format::Percent),
                parts::words(interval),
                say.cell(r.fill(), &Format::Percent),
                say.cell(lead, &one),
                say.cell(cv.flatten(), &two),
                say.cell(measure::quantile(&r.leads, 0.95), &one),
                say.cell(Some(r.overdue as f64), &Format::Count),
                parts::words(say.plain(advice(r))),
            ];
            (cells, Self::rows_of(r))
        });
        let title = say.fill(words::SCORE_TITLE, &[("n", self.records.len().into())]);
        let share = if by_spend {
            words::SPEND_SHARE
        } else {
            words::UNITS_SHARE
        };
        say.table(
            "suppliers-scores",
            (
                title,
                self.scope(""),
                say.sentences(&[
                    say.plain(words::SCORE_NOTE),
                    &self.left_out(),
                    &self.part(by_spend),
                ]),
            ),
            vec![
                say.words_column(words::SUPPLIER),
                say.column(words::LINES, Format::Count),
                say.bar(share, Format::Percent),
                say.bar(words::OTIF, Format::Percent),
                say.words_column(words::INTERVAL),
                say.column(words::FILL, Format::Percent),
                say.column(words::LEAD, one.clone()),
                say.column(words::LEAD_CV, two.clone()),
                say.column(words::LEAD_P95, one.clone()),
                say.column(words::OVERDUE, Format::Count),
                say.words_column(words::ADVICE),
            ],
            rows.collect(),
            50,
        )
    }

    /// That shares are those of what is spent in one of several currencies.
    fn part(&self, by_spend: bool) -> String {
        let say = &self.say;
        match by_spend && self.purchases.foreign > 0 {
            true => say.fill(words::PART, &[("currency", say.currency.into())]),
            false => String::new(),
        }
    }

    /// Amounts of the suppliers, whether these are money, and their concentration, which cannot be told while some
    /// are in another currency.
    fn amounts(&self) -> Option<(Vec<f64>, bool, Option<f64>)> {
        let by_spend = self.records.iter().any(|r| r.spend > 0.0);
        let amounts = self.records.iter();
        let amounts: Vec<f64> = amounts
            .map(|r| if by_spend { r.spend } else { r.units })
            .collect();
        let hhi = measure::concentration(&amounts)?;
        let is_whole = self.purchases.foreign == 0;
        Some((amounts, by_spend, is_whole.then_some(hhi)))
    }

    fn shares(&self) -> Option<Block> {
        let say = &self.say;
        let (amounts, by_spend, hhi) = self.amounts()?;
        let all: f64 = amounts.iter().sum();
        let first = self.records.first()?;
        // Those that nothing is known of are no bars of height nought.
        let known = self.records.iter();
        let known = known.filter(|r| !by_spend || r.foreign == 0 || r.spend > 0.0);
        let known = known.count();
        if known < 2 {
            return None;
        }
        let value = |v: f64| if by_spend { say.major(v) } else { v };
        let (title, measure) = if by_spend {
            (
                match hhi {
                    Some(_) => words::SHARE_TITLE,
                    None => words::SHARE_TITLE_PART,
                },
                say.measure(words::SPEND, say.money_format()),
            )
        } else {
            (
                words::SHARE_TITLE_UNITS,
                say.measure(words::UNITS, Format::Count),
            )
        };
        let title = say.fill(
            title,
            &[
                ("name", (&self.name(first)).into()),
                ("share", (&say.percent(amounts[0] / all)).into()),
                ("currency", say.currency.into()),
            ],
        );
        let (subtitle, note) = match hhi {
            Some(hhi) => {
                let hhi = say.number(hhi, 0);
                let subtitle = say.fill(words::SHARE_SUBTITLE, &[("hhi", (&hhi).into())]);
                let note = say.plain(words::SHARE_NOTE);
                (subtitle, say.sentences(&[note, &self.converted]))
            }
            None => (
                say.plain(words::SHARE_SUBTITLE_PLAIN).to_owned(),
                say.sentences(&[&self.left_out(), &self.part(by_spend)]),
            ),
        };
        let shown = known.min(MOST);
        let shares = (0..shown).map(|i| chart::spec::Share {
            name: self.records[i].name.clone(),
            value: value(amounts[i]),
            tone: None,
        });
        Some(say.chart(
            "suppliers-share",
            (title, self.scope(&subtitle), note),
            Plot::Pareto {
                y: measure,
                shares: shares.collect(),
                total: value(all),
            },
            self.records[..shown].iter().map(Self::rows_of).collect(),
        ))
    }

    /// The supplier that delivers on time and in full less often than all others together, where that is certain.
    fn late(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let due: usize = self.records.iter().map(|r| r.due).sum();
        let good: usize = self.records.iter().map(|r| r.good).sum();
        let compared: Vec<&Record> = self.records.iter().filter(|r| r.due >= COMPARED).collect();
        let p: Vec<f64> = compared
            .iter()
            .map(|r| {
                let others = (good - r.good, due - r.due);
                measure::two_shares((r.good, r.due), others).unwrap_or(1.0)
            })
            .collect();
        let q = measure::adjusted(&p);
        let is_lower = |r: &Record| r.good * (due - r.due) < (good - r.good) * r.due;
        let certain = (0..compared.len()).filter(|&i| q[i] < 0.05 && is_lower(compared[i]));
        let worst = certain.min_by(|&a, &b| {
            let share = |i: usize| compared[i].share().unwrap_or(1.0);
            share(a).total_cmp(&share(b)).then(a.cmp(&b))
        })?;
        let record = compared[worst];
        let (low, high) = measure::wilson(record.good, record.due)?;
        let others = (good - record.good) as f64 / (due - record.due).max(1) as f64;
        let p = if q[worst] < 0.001 {
            "< 0.001".to_owned()
        } else {
            format!("= {:.3}", q[worst])
        };
        let why = match record.lead() {
            Some((days, _)) => say.fill(
                words::F_LATE_WHY,
                &[
                    ("days", (&say.number(days, 1)).into()),
                    ("overdue", record.overdue.into()),
                ],
            ),
            None => say.fill(
                words::F_LATE_WHY_PLAIN,
                &[("overdue", record.overdue.into())],
            ),
        };
        Some(DocumentFinding {
            id: "suppliers-late".to_owned(),
            sentence: say.fill(
                words::F_LATE,
                &[
                    ("name", (&self.name(record)).into()),
                    ("share", (&say.percent(record.share()?)).into()),
                    ("others", (&say.percent(others)).into()),
                ],
            ),
            certainty: say.fill(
                words::F_LATE_SURE,
                &[
                    ("n", record.due.into()),
                    ("low", (&say.percent(low)).into()),
                    ("high", (&say.percent(high)).into()),
                    ("p", (&p).into()),
                    ("k", (&say.count(compared.len())).into()),
                ],
            ),
            why,
            action: say.plain(words::F_LATE_DO).to_owned(),
            tone: report::Tone::Bad,
            impact: None,
            spark: Vec::new(),
            section: "suppliers".to_owned(),
            selection: Self::rows_of(record),
        })
    }

    /// That most of what is bought comes from one supplier.
    fn hangs_on_one(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let (amounts, by_spend, hhi) = self.amounts()?;
        let hhi = hhi?;
        let first = self.records.first()?;
        let share = amounts[0] / amounts.iter().sum::<f64>();
        if !by_spend || self.records.len() < 2 || share < 0.5 || hhi < 2_500.0 {
            return None;
        }
        Some(DocumentFinding {
            id: "suppliers-one".to_owned(),
            sentence: say.fill(
                words::F_ONE,
                &[
                    ("name", (&self.name(first)).into()),
                    ("share", (&say.percent(share)).into()),
                ],
            ),
            certainty: say.fill(
                words::F_ONE_SURE,
                &[
                    ("n", self.purchases.deliveries.len().into()),
                    ("k", self.records.len().into()),
                    ("hhi", (&say.number(hhi, 0)).into()),
                ],
            ),
            why: say.plain(words::F_ONE_WHY).to_owned(),
            action: say.plain(words::F_ONE_DO).to_owned(),
            tone: report::Tone::Neutral,
            impact: None,
            spark: Vec::new(),
            section: "suppliers".to_owned(),
            selection: Self::rows_of(first),
        })
    }
}

/// What to do about a supplier.
fn advice(record: &Record) -> report::words::phrase::Phrase {
    let cv = record.lead().and_then(|(_, cv)| cv).unwrap_or(0.0);
    match (record.share(), record.fill()) {
        _ if record.lines < NEEDS => words::DO_FEW,
        (_, Some(fill)) if fill < 0.95 => words::DO_SHORT,
        (Some(share), _) if share < 0.8 => words::DO_LATE,
        _ if cv > 0.5 => words::DO_SPREAD,
        (None, _) => words::DO_PROMISE,
        _ => words::DO_KEEP,
    }
}

#[cfg(test)]
mod tests;
