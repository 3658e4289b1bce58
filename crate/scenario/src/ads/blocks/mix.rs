//! The marketing mix on the page.

use chart::spec::{Annotation, Format, LineSeries, Plot, Tone, XAxis};
use report::words::phrase::{list, quoted};
use report::{Block, DocumentFinding, SectionId};
use shop::Selection;

use super::super::mix::{Kpi, Mix, NEEDS};
use super::words;
use crate::parts::{self, Row, words as cell};
use crate::say::{Say, p_value};

fn id(name: &str, at: usize) -> String {
    match at {
        0 => name.to_owned(),
        n => format!("{name}-{}", n + 1),
    }
}

fn outcome(say: &Say<'_>, of: &Mix) -> String {
    match &of.result {
        Kpi::Revenue => say.plain(words::MIX_REVENUE).to_owned(),
        Kpi::Count(name) => quoted(name, say.lang),
    }
}

fn range(say: &Say<'_>, (low, high): (f64, f64)) -> String {
    let (low, high) = (say.number(low, 2), say.number(high, 2));
    let args = [("low", (&low).into()), ("high", (&high).into())];
    say.fill(words::RANGE_OF, &args)
}

fn rows(of: &Mix) -> Option<Selection> {
    Some(Selection {
        table_rows: Some((of.table, (0..of.rows.min(5_000) as u32).collect())),
        ..Selection::default()
    })
}

/// A table of channels, and the curve of the one with the highest margin.
pub(crate) fn mix(say: &Say<'_>, of: &Mix, at: usize) -> Vec<Block> {
    let file = quoted(&of.file, say.lang);
    let (Some(&first), Some(&last)) = (of.days.first(), of.days.last()) else {
        return Vec::new();
    };
    let mut out = vec![table(say, of, at, &file, (first, last))];
    if of.days.len() < NEEDS {
        let args = [("file", (&file).into()), ("n", of.days.len().into())];
        let text = say.fill(words::MIX_SHORT, &args);
        out.push(Block::Insufficient(say.missing(words::MIX, text)));
    }
    out.extend(curve(say, of, at));
    out
}

fn table(say: &Say<'_>, of: &Mix, at: usize, file: &str, days: (i32, i32)) -> Block {
    let believed = of.believed();
    let result = outcome(say, of);
    let n = say.count(of.channels.len());
    let title = match believed.first() {
        Some((best, _)) => say.fill(
            words::MIX_TITLE,
            &[
                ("n", (&n).into()),
                ("k", (&say.count(believed.len())).into()),
                ("outcome", (&result).into()),
                ("name", (&quoted(&best.name, say.lang)).into()),
            ],
        ),
        None => say.fill(
            words::MIX_NONE,
            &[("n", (&n).into()), ("outcome", (&result).into())],
        ),
    };
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let all: f64 = of.channels.iter().map(|c| sum(&c.spend)).sum();
    let whole = sum(&of.outcome);
    let two = Format::Number { decimals: 2 };
    let table = of.channels.iter().map(|c| -> Row {
        let told = c.response.as_ref().filter(|_| c.q_value < 0.05);
        let part = told.map(|r| sum(&r.brought(&c.spend)) / whole);
        let cells = vec![
            cell(&c.name),
            say.cell(Some(sum(&c.spend)), &Format::Count),
            say.cell((all > 0.0).then(|| sum(&c.spend) / all), &Format::Percent),
            say.cell(told.map(|r| r.marginal), &two),
            cell(told.map_or(String::new(), |r| range(say, r.interval))),
            say.cell(part, &Format::Percent),
            say.cell(told.map(|r| r.decay), &Format::Percent),
            cell(match c.response {
                Some(_) => p_value(c.q_value).trim_start_matches("= ").to_owned(),
                None => String::new(),
            }),
        ];
        (cells, rows(of))
    });
    let controls: Vec<String> = of.controls.iter().map(|c| quoted(c, say.lang)).collect();
    let controls = match controls.is_empty() {
        true => String::new(),
        false => {
            let names = list(&controls, say.lang);
            say.fill(words::MIX_CONTROLS, &[("list", (&names).into())])
        }
    };
    let places = match of.places {
        0 | 1 => String::new(),
        n => say.fill(words::MIX_PLACES, &[("n", (&say.count(n)).into())]),
    };
    let note = say.fill(words::MIX_NOTE, &[("controls", (&controls).into())]);
    let period = say.period(days.0, days.1);
    let subtitle = say.fill(
        words::MIX_SUB,
        &[
            ("outcome", (&result).into()),
            ("period", (&period).into()),
            ("steps", of.days.len().into()),
            ("file", file.into()),
        ],
    );
    say.table(
        &id("ads-mix", at),
        (title, subtitle, say.sentences(&[&places, &note])),
        vec![
            say.words_column(words::MIX_CHANNEL),
            say.column(words::MIX_SPEND, Format::Count),
            say.bar(words::MIX_SHARE, Format::Percent),
            say.column(words::MIX_MARGIN, two.clone()),
            say.words_column(words::MIX_INTERVAL),
            say.column(words::MIX_PART, Format::Percent),
            say.column(words::MIX_DECAY, Format::Percent),
            say.words_column(words::MIX_Q),
        ],
        table.collect(),
        20,
    )
}

fn curve(say: &Say<'_>, of: &Mix, at: usize) -> Option<Block> {
    let believed = of.believed();
    let (channel, response) = believed.first()?;
    let margin = say.number(response.marginal, 2);
    let title = say.fill(
        words::MIX_CURVE,
        &[
            ("name", (&quoted(&channel.name, say.lang)).into()),
            ("margin", (&margin).into()),
        ],
    );
    let points = response.points();
    let result = outcome(say, of);
    let marks = points.len();
    let plot = Plot::Line {
        x: XAxis::Linear {
            measure: say.measure(words::MIX_SPEND, Format::Count),
        },
        y: chart::spec::Measure {
            label: result.clone(),
            format: Format::Count,
        },
        series: vec![LineSeries {
            name: channel.name.clone(),
            tone: Tone::Accent,
            points,
            dashed: false,
        }],
        area: false,
        zero: true,
        annotations: vec![Annotation {
            x: response.now,
            text: say.plain(words::NOW).to_owned(),
        }],
    };
    let subtitle = say.fill(words::MIX_CURVE_SUB, &[("outcome", (&result).into())]);
    let texts = (title, subtitle, say.plain(words::MIX_CURVE_NOTE).to_owned());
    Some(say.chart(&id("ads-mix-curve", at), texts, plot, vec![None; marks]))
}

/// Where one more spent goes with most, and where with least.
pub(crate) fn mix_finding(say: &Say<'_>, of: &Mix, at: usize) -> Option<DocumentFinding> {
    let believed = of.believed();
    let (best, response) = believed.first()?;
    let result = outcome(say, of);
    let (name, margin) = (
        quoted(&best.name, say.lang),
        say.number(response.marginal, 2),
    );
    let mut args = vec![
        ("name", (&name).into()),
        ("outcome", (&result).into()),
        ("margin", (&margin).into()),
    ];
    let last = believed.last().filter(|_| believed.len() > 1);
    let other = last.map(|(c, r)| (quoted(&c.name, say.lang), say.number(r.marginal, 2)));
    let sentence = match &other {
        Some((least, low)) => {
            args.push(("least", least.into()));
            args.push(("low", low.into()));
            say.fill(words::F_MIX, &args)
        }
        None => say.fill(words::F_MIX_ONE, &args),
    };
    let sure = say.fill(
        words::F_MIX_SURE,
        &[
            ("range", (&range(say, response.interval)).into()),
            ("p", (&p_value(best.q_value)).into()),
            ("steps", of.days.len().into()),
        ],
    );
    let texts = [
        sentence,
        sure,
        say.plain(words::F_MIX_WHY).to_owned(),
        say.plain(words::F_MIX_DO).to_owned(),
    ];
    Some(DocumentFinding {
        selection: rows(of),
        ..parts::finding(
            SectionId::Ads,
            &id("ads-mix", at),
            texts,
            report::Tone::Neutral,
        )
    })
}
