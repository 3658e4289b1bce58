//! Which options are bought and which come back: a chart for each, a table, findings.

use analysis::Interval;
use analysis::statistics::{benjamini_hochberg, wilson};
use chart::spec::{BarMode, BarSeries, Format, Plot, Tone as Colour};
use report::{Block, Chart, DocumentFinding, Tone};

use super::options::{self, Bought, Choice};
use super::{Page, words};
use crate::parts::{Row, words as text_cell};
use crate::reviews::measure::{Shift, shift};
use crate::say::p_value;

/// Bars of a chart, rows of the table, options with a chart.
const BARS: usize = 12;
const ROWS: usize = 60;
const VIEWS: usize = 4;
/// Order lines that an option needs to be told.
const ENOUGH: usize = 20;
/// Order lines of an option that a finding speaks of.
const SPOKEN: usize = 50;

/// What a value's share of units is, and what chance could make of it. One order of ten is not ten decisions: so many
/// lines count as their units tell (Kish's effective size).
fn share(choice: &Choice, value: &Bought) -> (f64, Interval) {
    let squares: f64 = choice.values.iter().map(|v| v.squares).sum();
    let units = choice.units();
    let share = value.units / units;
    let n = libm::round(units * units / squares) as u64;
    (share, wilson(libm::round(share * n as f64) as u64, n))
}

/// How often a value comes back against all others of its choice.
fn returns(choice: &Choice, value: &Bought) -> Option<Shift> {
    let lines: usize = choice.values.iter().map(|v| v.lines).sum();
    let returned: usize = choice.values.iter().map(|v| v.returned).sum();
    shift(
        (returned - value.returned, lines - value.lines),
        (value.returned, value.lines),
    )
}

impl Page<'_, '_> {
    /// A label of an option within a sentence: colour, size, or as the merchant calls it.
    fn option(&self, label: &str) -> String {
        match label {
            options::OTHER => self.scene.say.plain(words::OPTION).to_owned(),
            label => self.label(label),
        }
    }

    pub(super) fn options(
        &self,
        choices: &[Choice],
        findings: &mut Vec<DocumentFinding>,
    ) -> Vec<Block> {
        let lines = |choice: &&Choice| choice.values.iter().map(|v| v.lines).sum::<usize>();
        let told: Vec<&Choice> = choices.iter().filter(|c| lines(c) >= ENOUGH).collect();
        let mut charts = told.iter().take(VIEWS).map(|choice| self.shares(choice));
        let Some(mut first) = charts.next() else {
            return Vec::new();
        };
        first.alternatives = charts
            .map(|chart| (chart.view.clone(), Box::new(chart)))
            .collect();
        if first.alternatives.is_empty() {
            first.view = String::new();
        }
        // Of every value: whether it comes back more often than the others, all adjusted together.
        let values: Vec<(&Choice, &Bought)> = told
            .iter()
            .flat_map(|c| c.values.iter().map(move |v| (*c, v)))
            .collect();
        let shifts: Vec<Option<Shift>> = values.iter().map(|(c, v)| returns(c, v)).collect();
        let p: Vec<f64> = shifts.iter().flatten().map(|s| s.p_value).collect();
        let mut adjusted = benjamini_hochberg(&p).into_iter();
        let back: Vec<Option<(Shift, f64)>> = shifts
            .into_iter()
            .map(|shift| shift.and_then(|shift| Some((shift, adjusted.next()?))))
            .collect();
        let worst = values.iter().zip(&back).filter_map(|(of, back)| {
            let (shift, q) = (*back)?;
            (q < 0.05 && shift.difference() > 0.0).then_some((*of, shift, q))
        });
        let worst = worst.max_by(|a, b| {
            let excess = |(of, shift, _): &((&Choice, &Bought), Shift, f64)| {
                shift.interval.0 * of.1.lines as f64
            };
            excess(a).total_cmp(&excess(b))
        });
        findings.extend(worst.map(|(of, shift, q)| self.back(of, &shift, q)));
        let unequal = told.iter().filter(|c| lines(c) >= SPOKEN);
        findings.extend(unequal.take(1).filter_map(|choice| self.unequal(choice)));
        vec![Block::Chart(first), self.bought(&values, &back)]
    }

    fn shares(&self, choice: &Choice) -> Chart {
        let say = &self.scene.say;
        let label = self.option(&choice.label);
        let shown = &choice.values[..choice.values.len().min(BARS)];
        let shares: Vec<(f64, Interval)> = shown.iter().map(|v| share(choice, v)).collect();
        let most = say.percent(shares[0].0);
        let title = say.fill(
            words::OPTION_TITLE,
            &[
                ("label", (&label).into()),
                ("value", (&shown[0].name).into()),
                ("share", (&most).into()),
            ],
        );
        let lines: usize = choice.values.iter().map(|v| v.lines).sum();
        let subtitle = say.joined(&[
            say.plain(words::OPTION_SHARE).to_owned(),
            self.scene
                .days
                .map_or(String::new(), |(first, last)| say.period(first, last)),
            say.fill(words::OPTION_LINES, &[("n", lines.into())]),
        ]);
        let left = match choice.values.len() - shown.len() {
            0 => String::new(),
            n => say.fill(words::OPTION_LEFT, &[("n", n.into())]),
        };
        let note = say.fill(
            words::OPTION_NOTE,
            &[
                ("label", (&label).into()),
                ("alone", choice.alone.into()),
                ("left", (&left).into()),
            ],
        );
        let plot = Plot::Bar {
            categories: shown.iter().map(|v| v.name.clone()).collect(),
            y: say.measure(words::OPTION_SHARE, Format::Percent),
            series: vec![BarSeries {
                name: say.plain(words::OPTION_SHARE).to_owned(),
                tone: Colour::Accent,
                values: shares.iter().map(|(share, _)| Some(*share)).collect(),
                intervals: shares.iter().map(|(_, i)| Some((i.low, i.high))).collect(),
            }],
            mode: BarMode::Grouped,
            horizontal: true,
        };
        let selections = shown
            .iter()
            .map(|v| options::selection(self.scene.ledger, v))
            .collect();
        let id = ["attributes-option-", &choice.label].concat();
        let mut chart = say.view(
            &id,
            (title, subtitle, note.trim_end().to_owned()),
            plot,
            selections,
        );
        chart.view = match choice.label.as_str() {
            options::OTHER => label,
            name => self.library.label(name, say),
        };
        chart
    }

    fn bought(&self, values: &[(&Choice, &Bought)], back: &[Option<(Shift, f64)>]) -> Block {
        let say = &self.scene.say;
        let range = |share: f64, low: f64, high: f64| {
            let [share, low, high] = [share, low, high].map(|v| say.percent(v));
            say.fill(
                words::OPTION_RANGE,
                &[
                    ("share", (&share).into()),
                    ("low", (&low).into()),
                    ("high", (&high).into()),
                ],
            )
        };
        let rows = values.iter().zip(back).map(|((choice, v), back)| -> Row {
            let (of, interval) = share(choice, v);
            let rate = Shift::share((v.returned, v.lines));
            let refunds = wilson(v.returned as u64, v.lines as u64);
            let mut returned = text_cell(range(rate, refunds.low, refunds.high));
            returned.value = Some(rate);
            returned.tone =
                back.filter(|(_, q)| *q < 0.05)
                    .map(|(shift, _)| match shift.difference() > 0.0 {
                        true => Tone::Bad,
                        false => Tone::Good,
                    });
            let mut part = text_cell(range(of, interval.low, interval.high));
            part.value = Some(of);
            let name = match choice.label.as_str() {
                options::OTHER => say.plain(words::OPTION).to_owned(),
                label => self.library.label(label, say),
            };
            let cells = vec![
                text_cell(name),
                text_cell(v.name.clone()),
                say.cell(Some(v.products.len() as f64), &Format::Count),
                say.cell(Some(v.units), &Format::Count),
                part,
                say.cell(Some(v.units / v.alike), &Format::Number { decimals: 2 }),
                say.money_cell(Some(v.revenue)),
                returned,
                text_cell(back.map_or(String::new(), |(_, q)| p_value(q).replace("= ", ""))),
            ];
            (cells, options::selection(self.scene.ledger, v))
        });
        let columns = vec![
            say.words_column(words::ATTRIBUTE),
            say.words_column(words::VALUE),
            say.column(words::PRODUCTS, Format::Count),
            say.bar(words::UNITS, Format::Count),
            say.column(words::OPTION_SHARE, Format::Percent),
            say.column(words::OPTION_EQUAL, Format::Number { decimals: 2 }),
            say.column(words::REVENUE, say.money_format()),
            say.column(words::OPTION_BACK, Format::Percent),
            say.words_column(words::CHANCE),
        ];
        let title = say.fill(words::OPTIONS_TITLE, &[("n", values.len().into())]);
        let subtitle = say.joined(&[
            say.plain(words::OPTIONS_SUB).to_owned(),
            self.scene
                .days
                .map_or(String::new(), |(first, last)| say.period(first, last)),
        ]);
        let note = say.plain(words::OPTIONS_NOTE).to_owned();
        say.table(
            "attributes-options",
            (title, subtitle, note),
            columns,
            rows.collect(),
            ROWS,
        )
    }

    /// The value that comes back most above the others.
    fn back(&self, (choice, value): (&Choice, &Bought), shift: &Shift, q: f64) -> DocumentFinding {
        let say = &self.scene.say;
        let label = self.option(&choice.label);
        let [own, other] = [shift.after, shift.before].map(|of| say.percent(Shift::share(of)));
        let sentence = say.fill(
            words::F_BACK,
            &[
                ("label", (&label).into()),
                ("value", (&value.name).into()),
                ("share", (&own).into()),
                ("other", (&other).into()),
            ],
        );
        let points = |v: f64| say.number(100.0 * v, 1);
        let (from, to) = (points(shift.interval.0), points(shift.interval.1));
        let sure = say.fill(
            words::F_BACK_SURE,
            &[
                ("n", shift.after.1.into()),
                ("m", shift.before.1.into()),
                ("from", (&from).into()),
                ("to", (&to).into()),
                ("p", (&p_value(q)).into()),
            ],
        );
        let action = say.fill(words::F_BACK_DO, &[("value", (&value.name).into())]);
        self.finding(
            "attributes-option-back",
            [
                sentence,
                say.stopped(&sure),
                say.plain(words::F_BACK_WHY).to_owned(),
                action,
            ],
            Tone::Bad,
            options::selection(self.scene.ledger, value),
        )
    }

    /// That values do not sell alike: the one most above an equal split and the one most below it, where both are clear.
    fn unequal(&self, choice: &Choice) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let units = choice.units();
        let ratio = |v: &Bought| v.units / v.alike;
        let clear = |v: &&Bought, above: bool| {
            let interval = share(choice, v).1;
            match above {
                true => interval.low > v.alike / units,
                false => interval.high < v.alike / units,
            }
        };
        let by = |a: &&Bought, b: &&Bought| {
            let names = || b.name.cmp(&a.name);
            ratio(a).total_cmp(&ratio(b)).then_with(names)
        };
        let top = choice.values.iter().filter(|v| clear(v, true)).max_by(by)?;
        let least = choice
            .values
            .iter()
            .filter(|v| clear(v, false))
            .min_by(by)?;
        let label = self.option(&choice.label);
        let times = say.number(ratio(top), 1);
        let times = say.fill(words::TIMES, &[("n", (&times).into())]);
        let low = say.percent(ratio(least));
        let sentence = say.fill(
            words::F_OPTION,
            &[
                ("label", (&label).into()),
                ("value", (&top.name).into()),
                ("times", (&times).into()),
                ("least", (&least.name).into()),
                ("low", (&low).into()),
            ],
        );
        let (own, interval) = share(choice, top);
        let products: std::collections::BTreeSet<&String> =
            choice.values.iter().flat_map(|v| &v.products).collect();
        let lines: usize = choice.values.iter().map(|v| v.lines).sum();
        let [own, from, to, equal] =
            [own, interval.low, interval.high, top.alike / units].map(|v| say.percent(v));
        let sure = say.fill(
            words::F_OPTION_SURE,
            &[
                ("lines", lines.into()),
                ("products", products.len().into()),
                ("value", (&top.name).into()),
                ("share", (&own).into()),
                ("from", (&from).into()),
                ("to", (&to).into()),
                ("equal", (&equal).into()),
            ],
        );
        let why = say.fill(words::F_OPTION_WHY, &[("label", (&label).into())]);
        let action = say.fill(words::F_OPTION_DO, &[("least", (&least.name).into())]);
        Some(self.finding(
            "attributes-option-unequal",
            [sentence, say.stopped(&sure), why, action],
            Tone::Neutral,
            options::selection(self.scene.ledger, top),
        ))
    }
}
