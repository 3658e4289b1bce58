//! Campaigns with a control group on the page.

use chart::spec::{Format, LineSeries, Plot, Point, Tone, XAxis};
use report::words::phrase::quoted;
use report::{Block, DocumentFinding, SectionId};
use shop::Selection;

use super::super::trial::{Effect, Qini, Segment, Trial, imbalance, qini, segments};
use super::super::words;
use crate::ads::{Split, split};
use crate::parts::{self, Row, words as cell};
use crate::say::{Say, p_value};

/// Segments that are listed.
const ROWS: usize = 30;

/// Blocks and findings of all trials.
pub(crate) fn trials(say: &Say<'_>, all: &[Trial]) -> (Vec<Block>, Vec<DocumentFinding>) {
    let (mut blocks, mut findings) = (Vec::new(), Vec::new());
    for (at, trial) in all.iter().enumerate() {
        let page = Page { say, trial, at };
        let Some(outcome) = trial.main().or((!trial.outcomes.is_empty()).then_some(0)) else {
            continue;
        };
        let Some(effect) = Effect::of(trial, outcome, |_| true) else {
            continue;
        };
        let segments = segments(trial, outcome);
        let qini = qini(trial, outcome);
        blocks.push(page.table(outcome, &effect));
        blocks.extend(page.segments(outcome, &segments));
        match &qini {
            Some(qini) => blocks.push(page.curve(outcome, qini)),
            // A test of versions asks which to use, not whom to address.
            None if trial.by_letter && trial.features.is_empty() => {}
            None => {
                let (treated, kept) = trial.sizes();
                let args = [("treated", treated.into()), ("kept", kept.into())];
                let text = say.fill(words::QINI_NEEDS, &args);
                blocks.push(Block::Insufficient(say.missing(words::QINI, text)));
            }
        }
        let best = best(all, trial, outcome);
        let found = page.finding(outcome, &effect, &segments, (qini.as_ref(), best));
        findings.push(found);
    }
    (blocks, findings)
}

/// The version to use of those that a table tests: the one furthest above the control group and surely above it, else that group.
fn best<'a>(all: &'a [Trial], of: &'a Trial, outcome: usize) -> &'a str {
    let beside = all.iter().filter(|trial| trial.table == of.table);
    let better = beside.filter_map(|trial| {
        let effect = Effect::of(trial, outcome, |_| true)?;
        (effect.p_value < 0.05 && effect.value() > 0.0).then_some((effect.value(), trial))
    });
    let best = better.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.arm.cmp(&a.1.arm)));
    best.map_or(&of.control, |(_, trial)| &trial.arm)
}

struct Page<'a> {
    say: &'a Say<'a>,
    trial: &'a Trial,
    at: usize,
}

impl Page<'_> {
    fn id(&self, name: &str) -> String {
        match self.at {
            0 => format!("campaigns-{name}"),
            n => format!("campaigns-{name}-{}", n + 1),
        }
    }

    /// What those addressed are called.
    fn arm(&self) -> String {
        match self.trial.arm.is_empty() {
            true => self.say.plain(words::TREATED).to_owned(),
            false => quoted(&self.trial.arm, self.say.lang),
        }
    }

    fn outcome(&self, at: usize) -> String {
        quoted(&self.trial.outcomes[at].name, self.say.lang)
    }

    /// A mean outcome: a share, or an amount as the file writes it.
    fn level(&self, outcome: usize, value: f64) -> String {
        match self.trial.outcomes[outcome].binary {
            true => report::words::percent(value),
            // What the shop's own orders brought has a currency; a list's column of numbers need not be money.
            false if self.trial.joined => self.say.amount(value),
            false => self.say.number(value, 2),
        }
    }

    /// A difference: points of a share, or an amount, with its sign.
    fn change(&self, outcome: usize, value: f64) -> String {
        let sign = if value < 0.0 { "−" } else { "+" };
        let size = value.abs();
        match self.trial.outcomes[outcome].binary {
            true => {
                let points = self.say.number(100.0 * size, 2);
                let written = self.say.fill(words::POINTS, &[("n", (&points).into())]);
                [sign, &written].concat()
            }
            false if self.trial.joined => [sign, &self.say.amount(size)].concat(),
            false => [sign, &self.say.number(size, 2)].concat(),
        }
    }

    fn range(&self, outcome: usize, (low, high): (f64, f64)) -> String {
        let (low, high) = (self.change(outcome, low), self.change(outcome, high));
        let args = [("low", (&low).into()), ("high", (&high).into())];
        self.say.fill(words::RANGE, &args)
    }

    fn rows(&self, of: impl Fn(&[u8]) -> bool) -> Option<Selection> {
        let people = self.trial.people.iter().filter(|p| of(&p.cells));
        let mut rows: Vec<u32> = people.map(|p| p.row).collect();
        rows.sort_unstable();
        rows.truncate(5_000);
        (!rows.is_empty()).then(|| Selection {
            table_rows: Some((self.trial.table, rows)),
            ..Selection::default()
        })
    }

    fn scope(&self) -> String {
        let (treated, kept) = self.trial.sizes();
        let file = quoted(&self.trial.file, self.say.lang);
        self.say.fill(
            words::TRIAL_SUB,
            &[
                ("treated", treated.into()),
                ("kept", kept.into()),
                ("file", (&file).into()),
            ],
        )
    }

    /// Of versions: which of them is the control group, and whether as many people saw them as were meant to.
    fn versions(&self) -> String {
        if !self.trial.by_letter {
            return String::new();
        }
        let say = self.say;
        let control = quoted(&self.trial.control, say.lang);
        let letter = say.fill(words::TRIAL_LETTER, &[("control", (&control).into())]);
        let (treated, kept) = self.trial.sizes();
        let wrong = match self.is_split_wrong() {
            true => say.fill(
                words::TRIAL_SPLIT,
                &[
                    ("kept", kept.into()),
                    ("treated", treated.into()),
                    ("p", (&p_value(self.split().1)).into()),
                ],
            ),
            false => String::new(),
        };
        say.sentences(&[&letter, &wrong])
    }

    fn split(&self) -> (Split, f64) {
        let (treated, kept) = self.trial.sizes();
        split(&[vec![kept as i64, treated as i64]])
    }

    /// Whether versions were seen by numbers that nobody plans.
    fn is_split_wrong(&self) -> bool {
        self.trial.by_letter && self.split().0 == Split::Wrong
    }

    /// Whether the groups were drawn by chance, as far as it can be seen.
    fn fairness(&self) -> String {
        match imbalance(self.trial).first() {
            Some((feature, q)) => {
                let name = quoted(&self.trial.features[*feature].name, self.say.lang);
                let p = p_value(*q);
                let args = [("name", (&name).into()), ("p", (&p).into())];
                self.say.fill(words::TRIAL_UNFAIR, &args)
            }
            None if !self.trial.is_checked() => self.say.plain(words::TRIAL_UNCHECKED).to_owned(),
            None => self.say.plain(words::TRIAL_FAIR).to_owned(),
        }
    }

    fn table(&self, main: usize, effect: &Effect) -> Block {
        let say = self.say;
        let phrase = match effect.p_value < 0.05 {
            true if effect.value() > 0.0 => words::TRIAL_TITLE_MORE,
            true => words::TRIAL_TITLE_LESS,
            false => words::TRIAL_TITLE_NONE,
        };
        let title = say.fill(
            phrase,
            &[
                ("arm", (&self.arm()).into()),
                ("outcome", (&self.outcome(main)).into()),
                ("treated", (&self.level(main, effect.treated.0)).into()),
                ("control", (&self.level(main, effect.control.0)).into()),
            ],
        );
        let all = (0..self.trial.outcomes.len())
            .filter_map(|o| Some((o, Effect::of(self.trial, o, |_| true)?)));
        let rows = all.map(|(o, of)| -> Row {
            let more = of.value() * of.treated.1 as f64;
            let cells = vec![
                cell(&self.trial.outcomes[o].name),
                cell(self.level(o, of.treated.0)),
                cell(self.level(o, of.control.0)),
                cell(self.change(o, of.value())),
                cell(self.range(o, of.interval)),
                say.cell(Some(more), &Format::Number { decimals: 0 }),
                cell(p_value(of.p_value).trim_start_matches("= ").to_owned()),
            ];
            (cells, self.rows(|_| true))
        });
        let joined = match self.trial.joined {
            true => say.plain(words::JOINED_NOTE),
            false => "",
        };
        let note = say.sentences(&[
            joined,
            &self.versions(),
            say.plain(words::TRIAL_NOTE),
            &self.fairness(),
        ]);
        say.table(
            &self.id("trial"),
            (title, self.scope(), note),
            vec![
                say.words_column(words::OUTCOME),
                say.words_column(words::ADDRESSED),
                say.words_column(words::KEPT_OUT),
                say.words_column(words::UPLIFT),
                say.words_column(words::UPLIFT_INTERVAL),
                say.column(words::INCREMENTAL, Format::Number { decimals: 0 }),
                say.words_column(words::P),
            ],
            rows.collect(),
            10,
        )
    }

    fn category(&self, of: &Segment) -> String {
        let feature = &self.trial.features[of.feature];
        [&feature.name, " · ", &feature.categories[of.category]].concat()
    }

    fn segments(&self, outcome: usize, of: &[Segment]) -> Option<Block> {
        let say = self.say;
        let first = of.first()?;
        let of_first = || of.iter().filter(|s| s.feature == first.feature);
        let by_value = |a: &&Segment, b: &&Segment| a.effect.value().total_cmp(&b.effect.value());
        let (most, least) = (of_first().max_by(by_value)?, of_first().min_by(by_value)?);
        let title = match first.q_value < 0.05 {
            true => say.fill(
                words::SEGMENTS_TITLE,
                &[
                    ("most", (&self.category(most)).into()),
                    ("high", (&self.change(outcome, most.effect.value())).into()),
                    ("least", (&self.category(least)).into()),
                    ("low", (&self.change(outcome, least.effect.value())).into()),
                ],
            ),
            false => say.plain(words::SEGMENTS_NONE).to_owned(),
        };
        let rows = of.iter().map(|s| -> Row {
            let cells = vec![
                cell(self.category(s)),
                say.cell(
                    Some((s.effect.treated.1 + s.effect.control.1) as f64),
                    &Format::Count,
                ),
                cell(self.level(outcome, s.effect.treated.0)),
                cell(self.level(outcome, s.effect.control.0)),
                cell(self.change(outcome, s.effect.value())),
                cell(self.range(outcome, s.effect.interval)),
                cell(p_value(s.q_value).trim_start_matches("= ").to_owned()),
            ];
            let (feature, category) = (s.feature, s.category);
            (cells, self.rows(|c| usize::from(c[feature]) == category))
        });
        let measure = self.outcome(outcome);
        let subtitle = say.fill(words::SEGMENTS_SUB, &[("outcome", (&measure).into())]);
        Some(say.table(
            &self.id("uplift"),
            (
                title,
                say.joined(&[subtitle, self.scope()]),
                say.plain(words::SEGMENTS_NOTE).to_owned(),
            ),
            vec![
                say.words_column(words::UPLIFT_SEGMENT),
                say.column(words::UPLIFT_N, Format::Count),
                say.words_column(words::ADDRESSED),
                say.words_column(words::KEPT_OUT),
                say.words_column(words::UPLIFT),
                say.words_column(words::UPLIFT_INTERVAL),
                say.words_column(words::DIFFER),
            ],
            rows.collect(),
            ROWS,
        ))
    }

    fn curve(&self, outcome: usize, of: &Qini) -> Block {
        let say = self.say;
        let sorts = of.coefficient.1 > 0.0;
        let third = of.points.get(3).map_or(0.0, |p| p.1);
        let title = match sorts && of.whole > 0.0 {
            true => say.fill(
                words::QINI_TITLE,
                &[("share", (&say.percent(third / of.whole)).into())],
            ),
            false if sorts => say.plain(words::QINI_TITLE_SORTS).to_owned(),
            false => say.plain(words::QINI_TITLE_NONE).to_owned(),
        };
        let points = of.points.iter().map(|&(x, y, low, high)| Point {
            x,
            y: Some(100.0 * y),
            lo: Some(100.0 * low),
            hi: Some(100.0 * high),
        });
        let line = [0.0, 1.0].map(|x| Point {
            x,
            y: Some(100.0 * x * of.whole),
            lo: None,
            hi: None,
        });
        let plot = Plot::Line {
            x: XAxis::Linear {
                measure: say.measure(words::QINI_X, Format::Percent),
            },
            y: say.measure(words::QINI_Y, Format::Number { decimals: 2 }),
            series: vec![
                LineSeries {
                    name: say.plain(words::QINI_SCORED).to_owned(),
                    tone: Tone::Accent,
                    points: points.collect(),
                    dashed: false,
                },
                LineSeries {
                    name: say.plain(words::QINI_RANDOM).to_owned(),
                    tone: Tone::Muted,
                    points: line.to_vec(),
                    dashed: true,
                },
            ],
            area: false,
            zero: true,
            annotations: Vec::new(),
        };
        let number = |v: f64| say.number(100.0 * v, 3);
        let (qini, low, high) = of.coefficient;
        let note = say.fill(
            words::QINI_NOTE,
            &[
                ("qini", (&number(qini)).into()),
                ("low", (&number(low)).into()),
                ("high", (&number(high)).into()),
                ("auuc", (&number(of.auuc)).into()),
            ],
        );
        let measure = self.outcome(outcome);
        let subtitle = say.fill(words::QINI_SUB, &[("outcome", (&measure).into())]);
        let texts = (title, say.joined(&[subtitle, self.scope()]), note);
        say.chart(&self.id("qini"), texts, plot, Vec::new())
    }

    fn finding(
        &self,
        outcome: usize,
        effect: &Effect,
        segments: &[Segment],
        (qini, best): (Option<&Qini>, &str),
    ) -> DocumentFinding {
        let say = self.say;
        let certain = effect.p_value < 0.05;
        let unfair = !imbalance(self.trial).is_empty();
        let phrase = match certain {
            true => words::F_TRIAL,
            false => words::F_TRIAL_NONE,
        };
        let sentence = say.fill(
            phrase,
            &[
                ("arm", (&self.arm()).into()),
                ("outcome", (&self.outcome(outcome)).into()),
                ("change", (&self.change(outcome, effect.value())).into()),
                ("treated", (&self.level(outcome, effect.treated.0)).into()),
                ("control", (&self.level(outcome, effect.control.0)).into()),
            ],
        );
        let certainty = say.fill(
            words::F_TRIAL_SURE,
            &[
                ("range", (&self.range(outcome, effect.interval)).into()),
                ("p", (&p_value(effect.p_value)).into()),
                ("treated", (&say.count(effect.treated.1)).into()),
                ("kept", (&say.count(effect.control.1)).into()),
            ],
        );
        let differs = segments.first().filter(|s| s.q_value < 0.05);
        let by = match differs {
            Some(s) => {
                let name = quoted(&self.trial.features[s.feature].name, say.lang);
                let p = p_value(s.q_value);
                say.fill(
                    words::F_TRIAL_DIFFERS,
                    &[("name", (&name).into()), ("p", (&p).into())],
                )
            }
            None if segments.is_empty() => String::new(),
            None => say.plain(words::F_TRIAL_ALIKE).to_owned(),
        };
        let why = say.sentences(&[&self.versions(), &self.fairness(), &by]);
        let sorts = qini.is_some_and(|q| q.coefficient.1 > 0.0);
        let name = quoted(best, say.lang);
        let action = match (unfair || self.is_split_wrong(), certain, sorts) {
            (true, ..) => words::F_TRIAL_DO_AGAIN,
            (_, true, _) if self.trial.by_letter => words::F_TRIAL_DO_USE,
            (_, true, true) => words::F_TRIAL_DO_TARGET,
            (_, true, false) => words::F_TRIAL_DO_ALL,
            _ => words::F_TRIAL_DO_MORE,
        };
        let tone = match (certain, effect.value() > 0.0) {
            (true, true) if !unfair => report::Tone::Good,
            (true, false) if !unfair => report::Tone::Bad,
            _ => report::Tone::Neutral,
        };
        let action = say.fill(action, &[("name", (&name).into())]);
        let texts = [sentence, certainty, why, action];
        DocumentFinding {
            selection: self.rows(|_| true),
            ..parts::finding(SectionId::Campaigns, &self.id("trial"), texts, tone)
        }
    }
}
