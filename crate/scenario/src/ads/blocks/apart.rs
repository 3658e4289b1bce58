//! Tests of versions and ways to a purchase: files that are not about spend.

use chart::spec::Format;
use report::words::phrase::quoted;
use report::{Block, Insufficient};

use super::{ROWS, share, words};
use crate::ads::attribution::{Attribution, Credit};
use crate::ads::experiment::{self, Experiment, Flaw, Unfit};
use crate::parts::words as cell;
use crate::say::{Say, p_value};

/// A test of versions.
pub(in crate::ads) fn experiment(say: &Say<'_>, test: &Experiment) -> Block {
    let first = &test.arms[0];
    let others = &test.arms[1..];
    let visitors: Vec<i64> = test.arms.iter().map(|a| a.visitors).collect();
    let ratio = experiment::sample_ratio(&visitors);
    let chances: Vec<f64> = others.iter().map(|b| experiment::beats(first, b)).collect();
    let best = (0..others.len()).fold(
        0,
        |best, i| if chances[i] > chances[best] { i } else { best },
    );
    let p = experiment::p_value(first, &others[best]).map(|p| (p * others.len() as f64).min(1.0));
    let title = if ratio < 0.001 {
        say.plain(words::TEST_UNEVEN).to_owned()
    } else {
        say.fill(
            words::TEST_TITLE,
            &[
                ("a", (&quoted(&first.name, say.lang)).into()),
                ("b", (&quoted(&others[best].name, say.lang)).into()),
                ("chance", (&chance(chances[best])).into()),
            ],
        )
    };
    let adjusted = if others.len() > 1 {
        say.fill(
            words::TEST_ADJUSTED,
            &[("n", (&say.count(others.len())).into())],
        )
    } else {
        String::new()
    };
    let least = experiment::detectable(first, &others[best]);
    let note = say.fill(
        words::TEST_NOTE,
        &[
            ("srm", (&p_value(ratio)).into()),
            ("p", (&p.map_or("–".to_owned(), p_value)).into()),
            ("adjusted", (&adjusted).into()),
            (
                "mde",
                (&least.map_or("–".to_owned(), |m| say.percent(m))).into(),
            ),
        ],
    );
    let rate = |a: &experiment::Arm| a.conversions as f64 / a.visitors as f64;
    let rows = test
        .arms
        .iter()
        .enumerate()
        .map(|(i, arm)| {
            let of = analysis::statistics::wilson(arm.conversions as u64, arm.visitors as u64);
            let range = say.fill(
                words::RANGE_OF,
                &[
                    ("low", (&share(of.low)).into()),
                    ("high", (&share(of.high)).into()),
                ],
            );
            let lift = (i > 0 && rate(first) > 0.0).then(|| rate(arm) / rate(first) - 1.0);
            let cells = vec![
                cell(arm.name.clone()),
                say.cell(Some(arm.visitors as f64), &Format::Count),
                say.cell(Some(arm.conversions as f64), &Format::Count),
                say.cell(Some(rate(arm)), &Format::Percent),
                cell(range),
                say.cell(lift, &Format::Percent),
                cell(if i > 0 {
                    chance(chances[i - 1])
                } else {
                    String::new()
                }),
            ];
            let selection = shop::Selection {
                table_rows: Some((test.table, arm.rows.clone())),
                ..shop::Selection::default()
            };
            (cells, Some(selection))
        })
        .collect();
    let mut beats = say.words_column(words::VARIANT);
    beats.name = say.fill(
        words::CHANCE_BEST,
        &[("a", (&quoted(&first.name, say.lang)).into())],
    );
    say.table(
        &format!("ads-test-{}", test.table),
        (title, test.file.clone(), note),
        vec![
            say.words_column(words::VARIANT),
            say.column(words::VISITORS, Format::Count),
            say.column(words::CONVERSIONS, Format::Count),
            say.column(words::CVR, Format::Percent),
            say.words_column(words::RATE_RANGE),
            say.column(words::LIFT, Format::Percent),
            beats,
        ],
        rows,
        ROWS,
    )
}

/// Why a test of versions is not told.
pub(in crate::ads) fn unfit(say: &Say<'_>, of: &Unfit) -> Block {
    let name = |arm: &str| quoted(arm, say.lang);
    let reasons: Vec<String> = of
        .flaws
        .iter()
        .map(|flaw| match flaw {
            Flaw::More {
                arm,
                rows,
                sold,
                seen,
            } => say.fill(
                words::TEST_MORE,
                &[
                    ("arm", (&name(arm)).into()),
                    ("n", (*rows).into()),
                    ("sold", (&say.number(*sold, 0)).into()),
                    ("seen", (&say.number(*seen, 0)).into()),
                ],
            ),
            Flaw::Blank(rows) => say.fill(words::TEST_BLANK, &[("n", (*rows).into())]),
            Flaw::Odd(rows) => say.fill(words::TEST_ODD, &[("n", (*rows).into())]),
            Flaw::Alone(arm) => say.fill(words::TEST_ALONE, &[("arm", (&name(arm)).into())]),
            Flaw::Unseen(arm) => say.fill(words::TEST_UNSEEN, &[("arm", (&name(arm)).into())]),
        })
        .collect();
    let mut parts = vec![say.plain(words::TEST_UNFIT)];
    parts.extend(reasons.iter().map(String::as_str));
    Block::Insufficient(Insufficient {
        title: say.joined(&[say.plain(words::TEST).to_owned(), of.file.clone()]),
        text: say.sentences(&parts),
    })
}

/// Purchases by channel and rule.
pub(in crate::ads) fn attribution(say: &Say<'_>, of: &Attribution) -> Block {
    let sold = of.sold as f64;
    // The channel that the rules disagree about most.
    let apart = |c: &Credit| (c.last - c.markov).abs();
    let widest = of
        .credits
        .iter()
        .fold(None::<&Credit>, |best, c| match best {
            Some(b) if apart(b) >= apart(c) => Some(b),
            _ => Some(c),
        });
    let title = widest.map_or(String::new(), |c| {
        say.fill(
            words::WAYS_TITLE,
            &[
                ("name", (&quoted(&c.channel, say.lang)).into()),
                ("last", (&say.percent(c.last / sold)).into()),
                ("markov", (&say.percent(c.markov / sold)).into()),
            ],
        )
    });
    let rows = of
        .credits
        .iter()
        .map(|c| {
            let mut cells = vec![cell(c.channel.clone())];
            let credits = [c.last, c.first, c.linear, c.decay, c.shapley, c.markov];
            cells.extend(credits.map(|v| say.cell(Some(v / sold), &Format::Percent)));
            (cells, None)
        })
        .collect();
    let mut columns = vec![say.words_column(words::CHANNEL)];
    let rules = [
        words::LAST,
        words::FIRST,
        words::LINEAR,
        words::DECAY,
        words::SHAPLEY,
        words::MARKOV,
    ];
    columns.extend(rules.map(|r| say.column(r, Format::Percent)));
    let note = say.fill(
        words::WAYS_NOTE,
        &[
            ("ways", (&say.count(of.ways)).into()),
            ("sold", (&say.count(of.sold)).into()),
        ],
    );
    say.table(
        &format!("ads-ways-{}", of.table),
        (title, of.file.clone(), note),
        columns,
        rows,
        ROWS,
    )
}

/// A probability; nothing is ever quite certain.
fn chance(p: f64) -> String {
    let percent = (p * 100.0).clamp(0.1, 99.9);
    format!("{percent:.1}%")
}
