//! Charts, tables and findings about customers.

use chart::spec::{Format, LineSeries, Plot, Point, Share, Tone as Colour, XAxis};
use predict::SurvivalStep;
use report::words::phrase::Phrase;
use report::{Block, DocumentFinding, SectionId, Tone};

use super::buyers::{Cohort, OFTEN, Segment, day_of};
use super::{Figures, words};
use crate::parts::{self, Row, words as text_cell};
use crate::say::Say;
use crate::scene::Scene;

/// New customers of a month whose share is shown: one who comes again is not a whole month that does.
const COHORT: usize = 5;
/// Cohorts and months shown.
const MONTHS: usize = 12;
/// Days of the curve.
const DAYS: f64 = 365.0;
/// Days by which a second purchase is asked for.
const SOON: f64 = 90.0;

pub(super) fn blocks(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let mut blocks = segments(scene, of);
    blocks.extend(super::radar::blocks(scene, of));
    blocks.push(second(scene, of));
    blocks.push(cohorts(scene, of));
    blocks.extend(super::worth::blocks(scene, of));
    blocks.extend(super::again::blocks(scene, of));
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
    /// Median days since the last purchase.
    since_days: f64,
}

fn sums(of: &Figures) -> Vec<Sum> {
    Segment::ALL
        .into_iter()
        .map(|segment| {
            let own = || {
                let pairs = of.buyers.iter().zip(&of.segments);
                pairs.filter(|(_, s)| **s == segment).map(|(b, _)| b)
            };
            let mut since: Vec<f64> = own().map(|b| f64::from(of.end - b.last())).collect();
            Sum {
                segment,
                customers: since.len(),
                minor: own().map(super::Buyer::spent).sum(),
                since_days: analysis::statistics::median(&mut since).unwrap_or(0.0),
            }
        })
        .filter(|sum| sum.customers > 0)
        .collect()
}

/// What refunds that name no order did to the figures; empty without any.
pub(super) fn paid_back(scene: &Scene<'_>, of: &Figures) -> String {
    let say = &scene.say;
    let told = |phrase: Phrase, (n, minor): (usize, i64)| match n {
        0 => String::new(),
        n => {
            let sum = say.money(minor as f64);
            say.fill(phrase, &[("n", n.into()), ("sum", (&sum).into())])
        }
    };
    say.sentences(&[
        &told(words::PAID_BACK, of.paid_back.taken),
        &told(words::PAID_BACK_LEFT, of.paid_back.left),
    ])
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
            &[
                ("n", (&say.count(of.buyers.len())).into()),
                ("day", (&say.day(of.end)).into()),
            ],
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
    let note = say.sentences(&[&kinds(say, of), &paid_back(scene, of)]);
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
                say.cell(Some(s.since_days), &Format::Count),
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

/// How the kinds of customers are told apart.
fn kinds(say: &Say<'_>, of: &Figures) -> String {
    let once = ("once", (of.lately.once as usize).into());
    let times = say.number(of.lately.times, 1);
    let gap = say.number(of.lately.gap, 0);
    // Where nobody has come back yet there are no gaps.
    let several = match of.lately.gap > 0.0 {
        true => say.fill(
            words::RFM_NOTE_GAP,
            &[once, ("times", (&times).into()), ("gap", (&gap).into())],
        ),
        false => String::new(),
    };
    say.sentences(&[
        &say.fill(words::RFM_NOTE, &[once]),
        &several,
        &say.fill(words::RFM_NOTE_KINDS, &[("n", OFTEN.into())]),
    ])
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
    // The latest months that somebody new bought in, and that have a whole month after them.
    let mut shown: Vec<&Cohort> = of
        .cohorts
        .iter()
        .filter(|c| c.active.len() > 1 && c.customers >= COHORT)
        .collect();
    if shown.len() < 2 {
        let args = [("n", COHORT.into()), ("has", shown.len().into())];
        return Block::Insufficient(say.missing(
            words::COHORT_TITLE_PLAIN,
            say.fill(words::COHORT_NEEDS, &args),
        ));
    }
    shown.drain(..shown.len().saturating_sub(MONTHS));
    let after = shown
        .iter()
        .map(|c| c.active.len() - 1)
        .max()
        .unwrap_or(0)
        .min(MONTHS);
    let share = |active: usize, customers: usize| active as f64 / customers as f64;
    let cells = shown
        .iter()
        .flat_map(|c| (1..=after).map(|k| c.active.get(k).map(|a| share(*a, c.customers))))
        .collect();
    let (next, new) = shown
        .iter()
        .fold((0, 0), |(a, n), c| (a + c.active[1], n + c.customers));
    let title = say.fill(
        words::COHORT_TITLE,
        &[("share", (&say.percent(share(next, new))).into())],
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
        say.fill(words::COHORT_SUB, &[("n", (&say.count(new)).into())]),
        say.fill(words::COHORT_NOTE, &[("n", COHORT.into())]),
    );
    say.chart("customers-cohorts", texts, plot, Vec::new())
}

pub(super) fn findings(scene: &Scene<'_>, of: &Figures) -> Vec<DocumentFinding> {
    let mut findings = Vec::new();
    findings.extend(super::worth::finding(scene, of));
    findings.extend(core(scene, of));
    findings.extend(soon(scene, of));
    findings
}

pub(super) fn finding(
    id: &str,
    texts: [String; 4],
    tone: Tone,
    impact: Option<f64>,
) -> DocumentFinding {
    DocumentFinding {
        impact,
        ..parts::finding(SectionId::CustomerValue, id, texts, tone)
    }
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
