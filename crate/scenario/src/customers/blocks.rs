//! Charts, tables and findings about customers.

use chart::spec::{Format, LineSeries, Plot, Point, Share, Tone as Colour, XAxis};
use predict::SurvivalStep;
use report::words::phrase::Phrase;
use report::{Block, DocumentFinding, Insufficient, SectionId, Tone};

use super::buyers::{Cohort, Segment, day_of};
use super::{Figures, words};
use crate::parts::{self, Row, words as text_cell};
use crate::scene::Scene;

/// Customers of a month whose shares are shown.
const COHORT: usize = 5;
/// Cohorts and months shown.
const MONTHS: usize = 12;
/// Customers listed.
const LISTED: usize = 50;
/// Days of the curve.
const DAYS: f64 = 365.0;
/// Days by which a second purchase is asked for.
const SOON: f64 = 90.0;

pub(super) fn blocks(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let mut blocks = segments(scene, of);
    blocks.extend(super::radar::blocks(scene, of));
    blocks.push(second(scene, of));
    blocks.push(cohorts(scene, of));
    blocks.extend(value(scene, of));
    blocks
}

fn names(segment: Segment) -> (Phrase, Phrase) {
    match segment {
        Segment::Champions => (words::CHAMPIONS, words::DO_CHAMPIONS),
        Segment::Loyal => (words::LOYAL, words::DO_LOYAL),
        Segment::Promising => (words::PROMISING, words::DO_PROMISING),
        Segment::New => (words::NEW, words::DO_NEW),
        Segment::AtRisk => (words::AT_RISK, words::DO_AT_RISK),
        Segment::Dormant => (words::DORMANT, words::DO_DORMANT),
    }
}

/// What a segment adds up to.
struct Sum {
    segment: Segment,
    customers: usize,
    minor: i64,
    since_days: i32,
}

fn sums(of: &Figures) -> Vec<Sum> {
    Segment::ALL
        .into_iter()
        .map(|segment| {
            let own = || {
                let pairs = of.buyers.iter().zip(&of.segments);
                pairs.filter(|(_, s)| **s == segment).map(|(b, _)| b)
            };
            let mut since: Vec<i32> = own().map(|b| of.end - b.last()).collect();
            table::order::sort(&mut since);
            Sum {
                segment,
                customers: since.len(),
                minor: own().map(super::Buyer::spent).sum(),
                since_days: since.get(since.len() / 2).copied().unwrap_or(0),
            }
        })
        .filter(|sum| sum.customers > 0)
        .collect()
}

/// All net revenue of known customers, minor units.
pub(super) fn whole(of: &Figures) -> i64 {
    of.buyers.iter().map(super::Buyer::spent).sum()
}

fn segments(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let say = &scene.say;
    let sums = sums(of);
    let all = whole(of).max(1) as f64;
    let core = sums.iter().find(|s| s.segment == Segment::Champions);
    let title = match core {
        Some(core) => say.fill(
            words::RFM_TITLE,
            &[
                ("share", (&say.percent(core.minor as f64 / all)).into()),
                ("n", core.customers.into()),
            ],
        ),
        None => say.plain(words::RFM_TITLE_PLAIN).to_owned(),
    };
    let subtitle = say.joined(&[
        say.fill(
            words::RFM_SUB,
            &[("n", (&say.count(of.buyers.len())).into())],
        ),
        say.currency.to_owned(),
    ]);
    let group = |phrase: Phrase, of: &[Segment]| {
        let leaves: Vec<Share> = sums
            .iter()
            .filter(|s| s.minor > 0 && of.contains(&s.segment))
            .map(|s| Share {
                name: say.plain(names(s.segment).0).to_owned(),
                value: say.major(s.minor as f64),
                tone: None,
            })
            .collect();
        (say.plain(phrase).to_owned(), leaves)
    };
    let here = [
        Segment::Champions,
        Segment::Loyal,
        Segment::Promising,
        Segment::New,
    ];
    let mut groups = vec![
        group(words::LATELY, &here),
        group(words::LONG_AGO, &[Segment::AtRisk, Segment::Dormant]),
    ];
    groups.retain(|(_, leaves)| !leaves.is_empty());
    let plot = Plot::Treemap {
        y: say.measure(words::NET, say.money_format()),
        groups,
    };
    let days = ("days", (of.fresh as usize).into());
    let note = say.fill(words::RFM_NOTE, &[days]);
    let chart = say.chart(
        "customers-segments",
        (title, subtitle.clone(), note),
        plot,
        Vec::new(),
    );
    let rows: Vec<Row> = sums
        .iter()
        .map(|s| {
            let (name, advice) = names(s.segment);
            let cells = vec![
                text_cell(say.plain(name)),
                say.cell(Some(s.customers as f64), &Format::Count),
                say.cell(Some(s.minor as f64 / all), &Format::Percent),
                say.money_cell(Some(s.minor as f64 / s.customers as f64)),
                say.cell(Some(f64::from(s.since_days)), &Format::Count),
                text_cell(say.plain(advice)),
            ];
            (cells, None)
        })
        .collect();
    let columns = vec![
        say.words_column(words::SEGMENT),
        say.column(words::CUSTOMERS, Format::Count),
        say.bar(words::SHARE, Format::Percent),
        say.column(words::EACH, say.money_format()),
        say.column(words::SINCE, Format::Count),
        say.words_column(words::ADVICE),
    ];
    let texts = (
        say.plain(words::RFM_TABLE).to_owned(),
        subtitle,
        String::new(),
    );
    vec![chart, say.table("customers-rfm", texts, columns, rows, 6)]
}

/// The share with a second purchase by a day, with its interval; `None` where nobody was watched so long.
fn by_day(of: &Figures, day: f64) -> Option<(f64, f64, f64)> {
    let long = of
        .buyers
        .iter()
        .any(|b| f64::from(of.end - b.first()) >= day);
    let step: Option<&SurvivalStep> = of.second.iter().take_while(|s| s.time <= day).last();
    long.then(|| {
        step.map_or((0.0, 0.0, 0.0), |s| {
            (1.0 - s.survival, 1.0 - s.high, 1.0 - s.low)
        })
    })
}

fn second(scene: &Scene<'_>, of: &Figures) -> Block {
    let say = &scene.say;
    let title = match by_day(of, SOON) {
        Some((share, _, _)) => say.fill(
            words::SECOND_TITLE,
            &[("share", (&say.percent(share)).into())],
        ),
        None => say.plain(words::SECOND_TITLE_PLAIN).to_owned(),
    };
    let mut points = vec![Point {
        x: 0.0,
        y: Some(1.0),
        lo: Some(1.0),
        hi: Some(1.0),
    }];
    points.extend(
        of.second
            .iter()
            .filter(|s| s.time > 0.0 && s.time <= DAYS)
            .map(|s| Point {
                x: s.time,
                y: Some(s.survival),
                lo: Some(s.low),
                hi: Some(s.high),
            }),
    );
    let plot = Plot::Line {
        x: XAxis::Linear {
            measure: say.measure(words::DAYS, Format::Count),
        },
        y: say.measure(words::WITHOUT, Format::Percent),
        series: vec![LineSeries {
            name: say.plain(words::WITHOUT).to_owned(),
            tone: Colour::Accent,
            points,
            dashed: false,
        }],
        area: false,
        zero: true,
        annotations: Vec::new(),
    };
    let subtitle = say.fill(
        words::SECOND_SUB,
        &[("n", (&say.count(of.buyers.len())).into())],
    );
    let texts = (title, subtitle, say.plain(words::SECOND_NOTE).to_owned());
    say.chart("customers-second", texts, plot, Vec::new())
}

fn cohorts(scene: &Scene<'_>, of: &Figures) -> Block {
    let say = &scene.say;
    let shown: Vec<_> = of
        .cohorts
        .iter()
        .rev()
        .take(MONTHS + 1)
        .rev()
        .filter(|c| c.active.len() > 1)
        .collect();
    if shown.len() < 2 {
        return Block::Insufficient(Insufficient {
            title: say.plain(words::COHORT_SUB).to_owned(),
            text: say.fill(words::COHORT_NEEDS, &[("has", of.cohorts.len().into())]),
        });
    }
    let after = shown
        .iter()
        .map(|c| c.active.len() - 1)
        .max()
        .unwrap_or(0)
        .min(MONTHS);
    let share =
        |active: usize, customers: usize| (customers > 0).then(|| active as f64 / customers as f64);
    // One customer who comes again is not a whole month that does.
    let told = |c: &Cohort, active: usize| {
        let share = share(active, c.customers);
        share.filter(|_| c.customers >= COHORT)
    };
    let cells = shown
        .iter()
        .flat_map(|c| (1..=after).map(|k| c.active.get(k).and_then(|a| told(c, *a))))
        .collect();
    let (next, new) = shown
        .iter()
        .fold((0, 0), |(a, n), c| (a + c.active[1], n + c.customers));
    let title = say.fill(
        words::COHORT_TITLE,
        &[(
            "share",
            (&say.percent(share(next, new).unwrap_or(0.0))).into(),
        )],
    );
    let plot = Plot::Heatmap {
        columns: (1..=after)
            .map(|k| say.fill(words::MONTHS_AFTER, &[("n", (&k.to_string()).into())]))
            .collect(),
        rows: shown
            .iter()
            .map(|c| {
                format!(
                    "{} · {}",
                    report::words::month(day_of(c.month), say.lang),
                    say.count(c.customers)
                )
            })
            .collect(),
        value: say.measure(words::BOUGHT, Format::Percent),
        cells,
        diverging: false,
    };
    let texts = (
        title,
        say.plain(words::COHORT_SUB).to_owned(),
        say.plain(words::COHORT_NOTE).to_owned(),
    );
    say.chart("customers-cohorts", texts, plot, Vec::new())
}

/// Buyers that are probably gone though they used to come: three purchases or more, by what they spent.
fn leaving(of: &Figures) -> Vec<usize> {
    let Ok(value) = &of.value else {
        return Vec::new();
    };
    let mut gone: Vec<usize> = value
        .outlooks
        .iter()
        .filter(|o| o.alive < 0.5 && of.buyers[o.buyer].days.len() >= 3)
        .map(|o| o.buyer)
        .collect();
    table::order::sort_by(&mut gone, |&a, &b| {
        of.buyers[b]
            .spent()
            .cmp(&of.buyers[a].spent())
            .then(a.cmp(&b))
    });
    gone
}

fn value(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let say = &scene.say;
    let value = match &of.value {
        Ok(value) => value,
        Err(why) => {
            let text = match why {
                predict::Error::TooFew { .. } => words::VALUE_NEEDS,
                _ => words::VALUE_UNCLEAR,
            };
            return vec![Block::Insufficient(Insufficient {
                title: say.plain(words::WORTH).to_owned(),
                text: say.plain(text).to_owned(),
            })];
        }
    };
    let one = Format::Number { decimals: 1 };
    let row = |at: usize| -> Row {
        let (buyer, outlook) = (&of.buyers[at], &value.outlooks[at]);
        let label = scene.ledger.customers.get(buyer.code as usize);
        let cells = vec![
            text_cell(label.cloned().unwrap_or_default()),
            say.cell(Some(buyer.days.len() as f64), &Format::Count),
            say.money_cell(Some(buyer.spent() as f64)),
            text_cell(say.day(buyer.last())),
            say.cell(Some(outlook.alive), &Format::Percent),
            say.cell(Some(outlook.purchases), &one),
            say.money_cell(Some(outlook.value.mean)),
            say.money_cell(Some(outlook.value.low)),
            say.money_cell(Some(outlook.value.high)),
        ];
        (cells, None)
    };
    let columns = || {
        vec![
            say.words_column(words::CUSTOMER),
            say.column(words::ORDERS, Format::Count),
            say.column(words::SPENT, say.money_format()),
            say.words_column(words::LAST),
            say.bar(words::ALIVE, Format::Percent),
            say.column(words::NEXT, one.clone()),
            say.column(words::WORTH, say.money_format()),
            say.column(words::LO, say.money_format()),
            say.column(words::HI, say.money_format()),
        ]
    };
    let mut best: Vec<usize> = (0..of.buyers.len()).collect();
    table::order::sort_by(&mut best, |&a, &b| {
        let worth = |i: usize| value.outlooks[i].value.mean;
        worth(b).total_cmp(&worth(a)).then(a.cmp(&b))
    });
    let title = say.fill(
        words::VALUE_TITLE,
        &[
            ("sum", (&say.money(value.total.mean)).into()),
            ("lo", (&say.money(value.total.low)).into()),
            ("hi", (&say.money(value.total.high)).into()),
        ],
    );
    let trial = value.trial.map_or(String::new(), |(said, came)| {
        let (said, came) = (say.count(said.round() as usize), say.count(came as usize));
        say.fill(
            words::VALUE_TRIAL,
            &[("said", (&said).into()), ("came", (&came).into())],
        )
    });
    let related = if value.correlation.abs() > 0.3 {
        let r = say.number(value.correlation, 2);
        say.fill(words::VALUE_CORRELATION, &[("r", (&r).into())])
    } else {
        String::new()
    };
    let note = say.sentences(&[say.plain(words::VALUE_NOTE), &trial, &related]);
    let subtitle = say.joined(&[
        say.plain(words::VALUE_SUB).to_owned(),
        say.currency.to_owned(),
    ]);
    let rows = best.iter().map(|&i| row(i)).collect();
    let mut blocks = vec![say.table(
        "customers-value",
        (title, subtitle, note),
        columns(),
        rows,
        LISTED,
    )];
    let gone = leaving(of);
    if !gone.is_empty() {
        let spent: i64 = gone.iter().map(|&i| of.buyers[i].spent()).sum();
        let title = say.fill(
            words::RISK_TITLE,
            &[
                ("n", gone.len().into()),
                ("sum", (&say.money(spent as f64)).into()),
            ],
        );
        let texts = (
            title,
            say.plain(words::RISK_SUB).to_owned(),
            say.plain(words::RISK_NOTE).to_owned(),
        );
        let rows = gone.iter().map(|&i| row(i)).collect();
        blocks.push(say.table("customers-leaving", texts, columns(), rows, LISTED));
    }
    blocks
}

pub(super) fn findings(scene: &Scene<'_>, of: &Figures) -> Vec<DocumentFinding> {
    let mut findings = Vec::new();
    findings.extend(risk(scene, of));
    findings.extend(core(scene, of));
    findings.extend(soon(scene, of));
    findings
}

fn finding(id: &str, texts: [String; 4], tone: Tone, impact: Option<f64>) -> DocumentFinding {
    DocumentFinding {
        impact,
        ..parts::finding(SectionId::CustomerValue, id, texts, tone)
    }
}

fn risk(scene: &Scene<'_>, of: &Figures) -> Option<DocumentFinding> {
    let say = &scene.say;
    let gone = leaving(of);
    // Two or three such customers are no news in any shop.
    if gone.len() < 5 {
        return None;
    }
    let spent: i64 = gone.iter().map(|&i| of.buyers[i].spent()).sum();
    let sum = say.money(spent as f64);
    let args = [("n", gone.len().into()), ("sum", (&sum).into())];
    let texts = [
        say.fill(words::F_RISK, &args),
        say.fill(
            words::F_RISK_SURE,
            &[("n", (&say.count(of.buyers.len())).into())],
        ),
        say.plain(words::F_RISK_WHY).to_owned(),
        say.plain(words::F_RISK_DO).to_owned(),
    ];
    Some(finding("customers-leaving", texts, Tone::Bad, None))
}

fn core(scene: &Scene<'_>, of: &Figures) -> Option<DocumentFinding> {
    let say = &scene.say;
    let sums = sums(of);
    let core = sums.iter().find(|s| s.segment == Segment::Champions)?;
    let share = core.minor as f64 / whole(of).max(1) as f64;
    let people = core.customers as f64 / of.buyers.len() as f64;
    // Worth saying where they bring much more than their number.
    if share < 2.0 * people {
        return None;
    }
    let texts = [
        say.fill(
            words::F_CORE,
            &[
                ("n", core.customers.into()),
                ("people", (&say.percent(people)).into()),
                ("share", (&say.percent(share)).into()),
            ],
        ),
        say.fill(
            words::F_CORE_SURE,
            &[("n", (&say.count(of.buyers.len())).into())],
        ),
        say.plain(words::F_CORE_WHY).to_owned(),
        say.plain(words::F_CORE_DO).to_owned(),
    ];
    Some(finding("customers-core", texts, Tone::Neutral, None))
}

fn soon(scene: &Scene<'_>, of: &Figures) -> Option<DocumentFinding> {
    let say = &scene.say;
    let (share, lo, hi) = by_day(of, SOON)?;
    let half = of
        .second
        .iter()
        .find(|s| 1.0 - s.survival >= share / 2.0)?
        .time;
    if share <= 0.0 {
        return None;
    }
    let days = say.count(half.max(1.0) as usize);
    let texts = [
        say.fill(
            words::F_SECOND,
            &[
                ("share", (&say.percent(share)).into()),
                ("days", (&days).into()),
            ],
        ),
        say.fill(
            words::F_SECOND_SURE,
            &[
                ("lo", (&say.percent(lo)).into()),
                ("hi", (&say.percent(hi)).into()),
                ("n", (&say.count(of.buyers.len())).into()),
            ],
        ),
        say.plain(words::F_SECOND_WHY).to_owned(),
        say.fill(words::F_SECOND_DO, &[("days", (&days).into())]),
    ];
    Some(finding("customers-second", texts, Tone::Neutral, None))
}
