//! A radar and a table of the segments that customers fall into.

use chart::spec::{BarSeries, Format, Plot, Spoke, Tone};
use report::words::phrase::Phrase;
use report::{Block, TableCell, TableColumn};

use super::profiles::{Habit, NEEDS, Profile, Profiles};
use super::{Figures, blocks, words};
use crate::parts::{Row, words as cell};
use crate::say::Say;
use crate::scene::Scene;

/// Silhouette from which segments part reasonably (Kaufman & Rousseeuw 1990); a mere range cut in two reaches some 0.4.
const CLEAR: f64 = 0.5;
/// Percentiles off the middle from which a habit tells a segment from the others.
const TELLS: f64 = 0.12;

/// How a habit is called on its spoke, in names of segments where it is strong and weak, and over its medians.
fn phrases(habit: Habit) -> [Phrase; 4] {
    match habit {
        Habit::Lately => [
            words::H_LATELY,
            words::HIGH_LATELY,
            words::LOW_LATELY,
            words::MEDIAN_SINCE,
        ],
        Habit::Often => [
            words::H_OFTEN,
            words::HIGH_OFTEN,
            words::LOW_OFTEN,
            words::ORDERS,
        ],
        Habit::Much => [
            words::H_MUCH,
            words::HIGH_MUCH,
            words::LOW_MUCH,
            words::MEDIAN_EACH,
        ],
        Habit::Widely => [
            words::H_WIDELY,
            words::HIGH_WIDELY,
            words::LOW_WIDELY,
            words::MEDIAN_PRODUCTS,
        ],
        Habit::Long => [
            words::H_LONG,
            words::HIGH_LONG,
            words::LOW_LONG,
            words::MEDIAN_LONG,
        ],
        Habit::Discounted => [
            words::H_DISCOUNTED,
            words::HIGH_DISCOUNTED,
            words::LOW_DISCOUNTED,
            words::MEDIAN_DISCOUNTED,
        ],
    }
}

/// `A lately, often`: a letter, since two segments may be told apart by how much alone, and the two habits that tell
/// most of it.
fn name(say: &Say<'_>, at: usize, habits: &[Habit], of: &Profile) -> String {
    let mut told: Vec<(f64, usize)> = of
        .ranks
        .iter()
        .enumerate()
        .map(|(habit, rank)| (rank - 0.5, habit))
        .filter(|(off, _)| off.abs() >= TELLS)
        .collect();
    told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
    let parts: Vec<String> = told
        .iter()
        .take(2)
        .map(|(off, habit)| {
            let [_, high, low, _] = phrases(habits[*habit]);
            say.plain(if *off > 0.0 { high } else { low }).to_owned()
        })
        .collect();
    let habits = match parts.is_empty() {
        true => say.plain(words::NEITHER).to_owned(),
        false => say.joined(&parts),
    };
    let letter = char::from(b'A' + at.min(25) as u8);
    format!("{letter} {habits}")
}

pub(super) fn blocks(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let say = &scene.say;
    let Some(profiles) = &of.profiles else {
        let args = [("needs", NEEDS.into()), ("has", of.buyers.len().into())];
        let text = say.fill(words::KINDS_NEEDS, &args);
        return vec![Block::Insufficient(say.missing(words::KINDS, text))];
    };
    let names: Vec<String> = (profiles.segments.iter().enumerate())
        .map(|(at, segment)| name(say, at, &profiles.habits, segment))
        .collect();
    vec![
        radar(scene, of, profiles, &names),
        table(scene, of, profiles, &names),
    ]
}

/// Net revenue of a segment as a share of all.
fn revenue(of: &Figures, segment: &Profile) -> f64 {
    let own: i64 = segment.buyers.iter().map(|&i| of.buyers[i].spent()).sum();
    own as f64 / blocks::whole(of).max(1) as f64
}

fn people(of: &Figures, segment: &Profile) -> f64 {
    segment.buyers.len() as f64 / of.buyers.len() as f64
}

fn radar(scene: &Scene<'_>, of: &Figures, profiles: &Profiles, names: &[String]) -> Block {
    let say = &scene.say;
    let silhouette = say.number(profiles.silhouette, 2);
    // The segment whose customers bring most each.
    let best = (0..names.len()).max_by(|&a, &b| {
        let each = |i: usize| {
            let segment = &profiles.segments[i];
            revenue(of, segment) / people(of, segment)
        };
        each(a).total_cmp(&each(b)).then(b.cmp(&a))
    });
    let title = match best.filter(|_| profiles.silhouette >= CLEAR) {
        Some(best) => {
            let segment = &profiles.segments[best];
            say.fill(
                words::KINDS_TITLE,
                &[
                    ("n", (&say.count(names.len())).into()),
                    ("name", (&names[best]).into()),
                    ("people", (&say.percent(people(of, segment))).into()),
                    ("share", (&say.percent(revenue(of, segment))).into()),
                ],
            )
        }
        None => say.fill(
            words::KINDS_TITLE_VAGUE,
            &[("silhouette", (&silhouette).into())],
        ),
    };
    let n = say.count(of.buyers.len());
    let series = names.iter().zip(&profiles.segments).enumerate();
    let plot = Plot::Radar {
        spokes: profiles
            .habits
            .iter()
            .map(|habit| Spoke {
                name: say.plain(phrases(*habit)[0]).to_owned(),
                max: 1.0,
            })
            .collect(),
        format: Format::Percent,
        series: series
            .map(|(at, (name, segment))| BarSeries {
                name: name.clone(),
                tone: Tone::Series(at as u8),
                values: segment.ranks.iter().map(|r| Some(*r)).collect(),
                intervals: Vec::new(),
            })
            .collect(),
    };
    let texts = (
        title,
        say.fill(words::KINDS_SUB, &[("n", (&n).into())]),
        say.fill(words::KINDS_NOTE, &[("silhouette", (&silhouette).into())]),
    );
    say.chart("customers-radar", texts, plot, Vec::new())
}

fn table(scene: &Scene<'_>, of: &Figures, profiles: &Profiles, names: &[String]) -> Block {
    let say = &scene.say;
    let median = |habit: Habit, value: f64| -> TableCell {
        match habit {
            Habit::Much => say.money_cell(Some(value)),
            Habit::Discounted => say.cell(Some(value), &Format::Percent),
            _ => say.cell(Some(value), &Format::Count),
        }
    };
    let rows = names
        .iter()
        .zip(&profiles.segments)
        .map(|(name, segment)| -> Row {
            let mut cells = vec![
                cell(name),
                say.cell(Some(segment.buyers.len() as f64), &Format::Count),
                say.cell(Some(people(of, segment)), &Format::Percent),
                say.cell(Some(revenue(of, segment)), &Format::Percent),
            ];
            let medians = profiles.habits.iter().zip(&segment.medians);
            cells.extend(medians.map(|(habit, value)| median(*habit, *value)));
            (cells, None)
        });
    let mut columns = vec![
        say.words_column(words::SEGMENT),
        say.column(words::CUSTOMERS, Format::Count),
        say.bar(words::PEOPLE, Format::Percent),
        say.bar(words::SHARE, Format::Percent),
    ];
    columns.extend(profiles.habits.iter().map(|habit| -> TableColumn {
        let format = match habit {
            Habit::Much => say.money_format(),
            Habit::Discounted => Format::Percent,
            _ => Format::Count,
        };
        say.column(phrases(*habit)[3], format)
    }));
    let n = say.count(of.buyers.len());
    let texts = (
        say.plain(words::KINDS_TABLE).to_owned(),
        say.fill(words::KINDS_TABLE_SUB, &[("n", (&n).into())]),
        String::new(),
    );
    say.table("customers-profiles", texts, columns, rows.collect(), 6)
}
