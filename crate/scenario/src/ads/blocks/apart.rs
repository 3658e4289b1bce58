//! Tests of versions and ways to a purchase: files that are not about spend.

use chart::spec::Format;
use report::words::phrase::{list, quoted};
use report::words::signed;
use report::{Block, DocumentFinding, Insufficient, SectionId, Tone};

use super::{ROWS, share, words};
use crate::ads::attribution::{Attribution, Credit};
use crate::ads::experiment::{self, Experiment, Flaw, Split, Unfit};
use crate::parts::{self, words as cell};
use crate::say::{Say, p_value};

/// What a test of versions came to: the other version that is most likely better, or the only one.
struct Verdict<'a> {
    test: &'a Experiment,
    best: usize,
    /// Chances of the others to beat the first.
    chances: Vec<f64>,
    /// Of the best, adjusted for how many there are.
    p: Option<f64>,
    /// How many times as often the best sold.
    times: Option<f64>,
    /// The smallest difference that would be found.
    least: Option<f64>,
    split: Split,
    even: f64,
}

/// A difference that a test should be able to see.
const WORTH_SEEING: f64 = 0.1;

impl<'a> Verdict<'a> {
    fn of(test: &'a Experiment) -> Self {
        let others = 1..test.arms.len();
        let chances: Vec<f64> = others.map(|b| experiment::beats(&test.pairs(b))).collect();
        let best = (0..chances.len()).fold(
            0,
            |best, i| if chances[i] > chances[best] { i } else { best },
        ) + 1;
        let pairs = test.pairs(best);
        let p = experiment::p_value(&pairs);
        let (split, even) = experiment::split(&test.visitors());
        Self {
            best,
            p: p.map(|p| (p * chances.len() as f64).min(1.0)),
            times: experiment::times(&pairs),
            least: experiment::detectable(&pairs),
            chances,
            split,
            even,
            test,
        }
    }

    fn is_certain(&self) -> bool {
        self.p.is_some_and(|p| p < 0.05)
    }

    /// The names of both versions.
    fn names(&self, say: &Say<'_>) -> (String, String) {
        let name = |arm: usize| quoted(&self.test.arms[arm], say.lang);
        (name(0), name(self.best))
    }

    /// Whether versions were given the shares that were meant.
    fn fairness(&self, say: &Say<'_>) -> String {
        let p = p_value(self.even);
        match &self.split {
            Split::Plain(shares) => {
                let shares = shares.iter().map(|s| say.number(s * 100.0, 0));
                let shares = shares.collect::<Vec<String>>().join("/");
                let args = [("srm", (&p).into()), ("shares", (&shares).into())];
                say.fill(words::TEST_PLANNED, &args)
            }
            _ => say.fill(words::TEST_EVEN, &[("srm", (&p).into())]),
        }
    }

    /// What to do next.
    fn next(&self, say: &Say<'_>) -> String {
        let (a, b) = self.names(say);
        if matches!(self.split, Split::Wrong) {
            return say.plain(words::TEST_DO_SPLIT).to_owned();
        }
        if self.is_certain() {
            return match self.times {
                Some(times) if times < 1.0 => say.fill(words::TEST_DO_KEEP, &[("a", (&a).into())]),
                _ => say.fill(words::TEST_DO_USE, &[("b", (&b).into())]),
            };
        }
        let seen = self.least.is_some_and(|least| least <= WORTH_SEEING);
        let needed = experiment::needed(&self.test.pairs(self.best), WORTH_SEEING);
        match needed.filter(|_| !seen) {
            Some(n) => {
                let n = say.count(n as usize);
                let share = say.percent(WORTH_SEEING);
                let args = [("n", (&n).into()), ("share", (&share).into())];
                say.fill(words::TEST_DO_MORE, &args)
            }
            None => say.fill(words::TEST_DO_KEEP, &[("a", (&a).into())]),
        }
    }

    fn note(&self, say: &Say<'_>) -> String {
        let others = self.chances.len();
        let adjusted = match others {
            1 => String::new(),
            n => say.fill(words::TEST_ADJUSTED, &[("n", (&say.count(n)).into())]),
        };
        let dash = || "–".to_owned();
        let note = say.fill(
            words::TEST_NOTE,
            &[
                ("p", (&self.p.map_or_else(dash, p_value)).into()),
                ("adjusted", (&adjusted).into()),
                (
                    "mde",
                    (&self.least.map_or_else(dash, |m| say.percent(m))).into(),
                ),
            ],
        );
        let within = self.times.filter(|_| !self.test.by.is_empty());
        let within = within.map_or(String::new(), |times| {
            let (a, b) = self.names(say);
            let (by, moved) = (list(&self.test.by, say.lang), signed(times - 1.0));
            let args = [
                ("by", (&by).into()),
                ("a", (&a).into()),
                ("b", (&b).into()),
                ("change", (&moved).into()),
            ];
            say.fill(words::TEST_STRATA, &args)
        });
        let told = |of: bool, phrase| if of { say.plain(phrase) } else { "" };
        say.sentences(&[
            &self.fairness(say),
            &note,
            &within,
            told(self.test.rated, words::TEST_RATED),
            told(self.test.revenue, words::TEST_REVENUE),
            &self.next(say),
        ])
    }
}

/// A test of versions.
pub(in crate::ads) fn experiment(say: &Say<'_>, test: &Experiment) -> Block {
    let of = Verdict::of(test);
    let (a, b) = of.names(say);
    let title = if matches!(of.split, Split::Wrong) {
        say.plain(words::TEST_UNEVEN).to_owned()
    } else {
        say.fill(
            words::TEST_TITLE,
            &[
                ("a", (&a).into()),
                ("b", (&b).into()),
                ("chance", (&chance(of.chances[of.best - 1])).into()),
            ],
        )
    };
    let parted = !test.by.is_empty();
    let mut rows = Vec::new();
    for (place, stratum) in test.strata.iter().enumerate() {
        for (i, count) in stratum.counts.iter().enumerate() {
            if count.visitors == 0 {
                continue;
            }
            let rate = count.conversions as f64 / count.visitors as f64;
            let wilson =
                analysis::statistics::wilson(count.conversions as u64, count.visitors as u64);
            let range = say.fill(
                words::RANGE_OF,
                &[
                    ("low", (&share(wilson.low)).into()),
                    ("high", (&share(wilson.high)).into()),
                ],
            );
            let pair = [test.pairs(i)[place]];
            let lift = (i > 0).then(|| experiment::times(&pair)).flatten();
            let mut cells = vec![
                cell(test.arms[i].clone()),
                say.cell(Some(count.visitors as f64), &Format::Count),
                say.cell(Some(count.conversions as f64), &Format::Count),
                say.cell(Some(rate), &Format::Percent),
                cell(range),
                say.cell(lift.map(|times| times - 1.0), &Format::Percent),
                cell(match i > 0 && pair[0].0.0 > 0 {
                    true => chance(experiment::beats(&pair)),
                    false => String::new(),
                }),
            ];
            if parted {
                cells.insert(0, cell(stratum.name.clone()));
            }
            let selection = shop::Selection {
                table_rows: Some((test.table, count.rows.clone())),
                ..shop::Selection::default()
            };
            rows.push((cells, Some(selection)));
        }
    }
    let mut beats = say.words_column(words::VARIANT);
    beats.name = say.fill(words::CHANCE_BEST, &[("a", (&a).into())]);
    let mut columns = vec![
        say.words_column(words::VARIANT),
        say.column(words::VISITORS, Format::Count),
        say.column(words::CONVERSIONS, Format::Count),
        say.column(words::CVR, Format::Percent),
        say.words_column(words::RATE_RANGE),
        say.column(words::LIFT, Format::Percent),
        beats,
    ];
    if parted {
        let mut by = say.words_column(words::VARIANT);
        by.name = test.by.join(" · ");
        columns.insert(0, by);
    }
    let subtitle = say.joined(&[test.name.clone(), test.file.clone()]);
    say.table(
        &id(test),
        (title, subtitle, of.note(say)),
        columns,
        rows,
        ROWS,
    )
}

fn id(test: &Experiment) -> String {
    match test.number {
        0 => format!("ads-test-{}", test.table),
        number => format!("ads-test-{}-{number}", test.table),
    }
}

/// A test that is decided, or that would have seen a difference worth having and did not.
pub(in crate::ads) fn experiment_finding(
    say: &Say<'_>,
    test: &Experiment,
) -> Option<DocumentFinding> {
    let of = Verdict::of(test);
    let (times, p) = of.times.zip(of.p)?;
    let seen = of.least.is_some_and(|least| least <= WORTH_SEEING);
    if matches!(of.split, Split::Wrong) || !of.is_certain() && !seen {
        return None;
    }
    let (a, b) = of.names(say);
    let phrase = match (of.is_certain(), times < 1.0) {
        (false, _) => words::F_TEST_NONE,
        (true, false) => words::F_TEST_BETTER,
        (true, true) => words::F_TEST_WORSE,
    };
    let moved = say.percent(times - 1.0);
    let args = [
        ("a", (&a).into()),
        ("b", (&b).into()),
        ("change", (&moved).into()),
    ];
    let sentence = say.fill(phrase, &args);
    let sentence = match test.name.as_str() {
        "" => sentence,
        name => {
            let name = quoted(name, say.lang);
            let args = [("name", (&name).into()), ("sentence", (&sentence).into())];
            say.fill(words::F_TEST_NAMED, &args)
        }
    };
    let visitors: i64 = test.visitors().iter().flatten().sum();
    let least = of.least.map_or("–".to_owned(), |m| say.percent(m));
    let sure = say.fill(
        words::F_TEST_SURE,
        &[
            ("p", (&p_value(p)).into()),
            ("n", (&say.count(visitors as usize)).into()),
            ("mde", (&least).into()),
        ],
    );
    let tone = match (of.is_certain(), times < 1.0) {
        (true, false) => Tone::Good,
        _ => Tone::Neutral,
    };
    let said = [sentence, sure, of.fairness(say), of.next(say)];
    let all = test.strata.iter().flat_map(|s| &s.counts);
    let mut rows: Vec<u32> = all.flat_map(|c| c.rows.iter().copied()).collect();
    table::order::sort(&mut rows);
    Some(DocumentFinding {
        selection: Some(shop::Selection {
            table_rows: Some((test.table, rows)),
            ..shop::Selection::default()
        }),
        ..parts::finding(SectionId::Ads, &id(test), said, tone)
    })
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
            Flaw::Untold => say.plain(words::TEST_UNTOLD).to_owned(),
            Flaw::Unseen(arm) => say.fill(words::TEST_UNSEEN, &[("arm", (&name(arm)).into())]),
        })
        .collect();
    let untold = of.flaws.contains(&Flaw::Untold);
    let counted = (!untold).then(|| say.plain(words::TEST_UNFIT));
    let mut parts: Vec<&str> = counted.into_iter().collect();
    parts.extend(reasons.iter().map(String::as_str));
    Block::Insufficient(Insufficient {
        title: say.joined(&[
            say.plain(words::TEST).to_owned(),
            of.name.clone(),
            of.file.clone(),
        ]),
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
    let ways = say.fill(
        words::WAYS_NOTE,
        &[
            ("ways", (&say.count(of.ways)).into()),
            ("sold", (&say.count(of.sold)).into()),
        ],
    );
    let tied = say.fill(words::WAYS_TIED, &[("tied", (&say.count(of.tied)).into())]);
    let note = match of.tied {
        0 => ways,
        _ => say.sentences(&[&ways, &tied]),
    };
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
