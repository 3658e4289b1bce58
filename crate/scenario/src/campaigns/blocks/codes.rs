//! Discount codes.

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::Block;
use report::words::phrase::{Phrase, list, quoted};
use shop::Selection;

use super::{BARS, ROWS, Report, change, of_code, words};
use crate::campaigns::codes::Code;
use crate::parts::{Row, words as cell};
use crate::say::p_value;

impl Report<'_> {
    pub(super) fn codes_chart(&self) -> Option<Block> {
        let say = &self.scene.say;
        let shown: Vec<&Code> = self
            .codes
            .iter()
            .filter(|c| c.without_minor.is_some())
            .take(BARS)
            .collect();
        if shown.is_empty() {
            return None;
        }
        let series = |name: Phrase, tone: Tone, read: &dyn Fn(&Code) -> Option<f64>| BarSeries {
            name: say.plain(name).to_owned(),
            tone,
            values: shown
                .iter()
                .map(|c| read(c).map(|v| say.major(v)))
                .collect(),
            intervals: Vec::new(),
        };
        let own = series(words::WITH, Tone::Accent, &|c| Some(c.basket_minor));
        let other = series(words::WITHOUT, Tone::Muted, &|c| c.without_minor);
        let differ = self
            .codes
            .iter()
            .filter(|c| c.basket.is_some_and(|b| b.1 < 0.05))
            .count();
        let title = if differ > 0 {
            say.fill(words::CODES_DIFFER, &[("n", differ.into())])
        } else {
            say.plain(words::CODES_ALIKE).to_owned()
        };
        let mut selections: Vec<Option<Selection>> =
            shown.iter().map(|c| Some(of_code(&c.name))).collect();
        selections.extend(shown.iter().map(|_| None));
        Some(say.chart(
            "campaigns-codes-value",
            (
                title,
                self.subtitle(words::BASKET, self.orders_n()),
                String::new(),
            ),
            Plot::Bar {
                categories: shown.iter().map(|c| c.name.clone()).collect(),
                y: say.measure(words::BASKET, say.money_format()),
                series: vec![own, other],
                mode: BarMode::Grouped,
                horizontal: true,
            },
            selections,
        ))
    }

    pub(super) fn codes_table(&self) -> Option<Block> {
        let say = &self.scene.say;
        if self.codes.is_empty() {
            return None;
        }
        let money = say.money_format();
        let margins = self.codes.iter().any(|c| c.margin.is_some());
        let rows: Vec<Row> = self
            .codes
            .iter()
            .map(|c| {
                let share =
                    |(new, known): (usize, usize)| (known > 0).then(|| new as f64 / known as f64);
                let difference = match c.basket {
                    Some((d, q)) => match d.relative_interval() {
                        Some(ends) => format!("{}, p {}", self.range(ends), p_value(q)),
                        None => String::new(),
                    },
                    None => String::new(),
                };
                let difference = match say.lang {
                    chart::spec::Lang::Zh => difference.replace(", ", "，"),
                    chart::spec::Lang::En => difference,
                };
                let mut cells = vec![
                    cell(c.name.clone()),
                    say.cell(Some(c.orders as f64), &Format::Count),
                    say.money_cell(Some(c.gross_minor as f64)),
                    say.cell(c.depth(), &Format::Percent),
                    say.cell(c.new_share().map(|n| n.0), &Format::Percent),
                    say.cell(share(c.new_without), &Format::Percent),
                    say.money_cell(Some(c.basket_minor)),
                    say.money_cell(c.without_minor),
                    cell(difference),
                ];
                if margins {
                    cells.push(say.money_cell(c.margin.map(|m| m.with_minor)));
                    cells.push(say.money_cell(c.margin.map(|m| m.without_minor)));
                }
                cells.push(cell(say.plain(next(c))));
                (cells, Some(of_code(&c.name)))
            })
            .collect();
        let mut columns = vec![
            say.words_column(words::CODE),
            say.column(words::ORDERS, Format::Count),
            say.bar(words::REVENUE, money.clone()),
            say.column(words::DEPTH, Format::Percent),
            say.column(words::NEW, Format::Percent),
            say.column(words::NEW_WITHOUT, Format::Percent),
            say.column(words::BASKET, money.clone()),
            say.column(words::BASKET_WITHOUT, money.clone()),
            say.words_column(words::DIFFERENCE),
        ];
        if margins {
            columns.push(say.column(words::MARGIN, money.clone()));
            columns.push(say.column(words::MARGIN_WITHOUT, money));
        }
        columns.push(say.words_column(words::NEXT));
        let revenue: i64 = self.codes.iter().map(|c| c.gross_minor).sum();
        let discount: i64 = self.codes.iter().map(|c| c.discount_minor).sum();
        let few = if self.few_codes > 0 {
            say.fill(words::CODES_FEW, &[("n", self.few_codes.into())])
        } else {
            String::new()
        };
        let note = say.fill(words::CODES_NOTE, &[("few", (&few).into())]);
        Some(say.table(
            "campaigns-codes",
            (
                say.fill(
                    words::CODES_TITLE,
                    &[
                        ("n", self.codes.len().into()),
                        ("revenue", (&say.money(revenue as f64)).into()),
                        ("discount", (&say.money(discount as f64)).into()),
                    ],
                ),
                self.subtitle(words::REVENUE, self.orders_n()),
                note.trim_end().to_owned(),
            ),
            columns,
            rows,
            ROWS,
        ))
    }

    pub(super) fn control_text(&self) -> Option<Block> {
        let say = &self.scene.say;
        let c = self.control.as_ref()?;
        let (code, moved) = (quoted(&c.code, say.lang), change(c.value));
        let title = if c.p_value < 0.05 && c.before_p >= 0.05 {
            let args = [("code", (&code).into()), ("change", (&moved).into())];
            say.fill(words::CONTROL_TITLE, &args)
        } else {
            say.fill(words::CONTROL_NONE, &[("code", (&code).into())])
        };
        let names = |of: &[String]| {
            let said: Vec<String> = of.iter().map(|n| quoted(n, say.lang)).collect();
            list(&said, say.lang)
        };
        let trend = if c.before_p < 0.05 {
            words::TREND_BAD
        } else {
            words::TREND_FINE
        };
        let text = say.fill(
            words::CONTROL_TEXT,
            &[
                ("treated", (&names(&c.treated)).into()),
                ("control", (&names(&c.control)).into()),
                ("value", (&change(c.value)).into()),
                ("low", (&change(c.interval.0)).into()),
                ("high", (&change(c.interval.1)).into()),
                ("p", (&p_value(c.p_value)).into()),
                ("pre", (&p_value(c.before_p)).into()),
                ("trend", say.plain(trend).into()),
            ],
        );
        Some(Block::Text {
            text: say.sentences(&[&say.stopped(&title), &text]),
        })
    }
}

/// What to do about a code.
fn next(code: &Code) -> Phrase {
    let (new, known) = code.new;
    let (new_other, known_other) = code.new_without;
    // Newness is a reason of its own: more first orders than without the code, beyond chance.
    let wins = code
        .new_share()
        .zip((known_other > 0).then(|| new_other as f64 / known_other as f64));
    if known > 0 && new > 0 && wins.is_some_and(|((_, low, _), other)| low > other) {
        return words::NEXT_NEW;
    }
    match code.basket {
        Some((d, q)) if q < 0.05 && d.current < d.previous => words::NEXT_LIMIT,
        Some((_, q)) if q < 0.05 => words::NEXT_KEEP,
        None if code.without_minor.is_none() => words::NEXT_ALONE,
        _ => words::NEXT_WATCH,
    }
}
