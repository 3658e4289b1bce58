//! From a visit to a purchase: the funnel, the time it takes, the ways, the visits, and what is looked at in vain.

mod blocks;
mod findings;
mod funnel;
pub(crate) mod log;
pub(crate) mod looked;
mod paths;
mod sessions;
mod tables;
#[cfg(test)]
mod tests;
mod when;
pub(crate) mod words;

use std::collections::BTreeMap;

use report::Block;
use report::words::phrase::{Phrase, quoted};
use shop::Selection;

use crate::Outcome;
use crate::cells::key;
use crate::scene::Scene;
use funnel::Funnel;
use log::{Act, DAY, Log};
use looked::{Looked, looked};
use sessions::{Session, sessions};

/// Visitors without whom no share is told.
const NEEDS: usize = 20;
/// Products or kinds that can be tested, for a table of them.
const TESTED: usize = 5;

/// The scenario.
pub(crate) fn behaviour(scene: &Scene<'_>) -> Outcome {
    let say = &scene.say;
    let lacking = |text: String| Outcome::Lacking(say.missing(crate::words::BEHAVIOUR, text));
    let mut frames = scene.ledger.frames("events");
    if frames.next().is_none() {
        return lacking(say.plain(words::NEEDS).to_owned());
    }
    let log = Log::of(scene.ledger, scene.request.offset_minutes);
    if !log.events.is_empty() && log.others == log.events.len() || log.files.is_empty() {
        return lacking(say.plain(words::NEEDS_KINDS).to_owned());
    }
    if log.visitors < NEEDS {
        let text = say.fill(
            words::NEEDS_PEOPLE,
            &[("has", log.visitors.into()), ("needs", NEEDS.into())],
        );
        return lacking(text);
    }
    let report = Report::new(scene, log);
    if report.funnel.steps.len() < 2 {
        return lacking(say.plain(words::NEEDS_KINDS).to_owned());
    }
    Outcome::Shown {
        findings: report.findings(),
        blocks: report.blocks(),
    }
}

/// Everything that the section is made of.
struct Report<'a> {
    scene: &'a Scene<'a>,
    log: Log,
    funnel: Funnel,
    sessions: Vec<Session>,
    /// Products, or kinds of products where products are looked at by too few; whether these are products.
    looked: Vec<Looked>,
    of_products: bool,
    /// Names of the shop's products by name and SKU.
    known: BTreeMap<String, &'a str>,
}

impl<'a> Report<'a> {
    fn new(scene: &'a Scene<'a>, log: Log) -> Self {
        let funnel = Funnel::of(&log);
        let tested = |of: &[Looked]| of.iter().filter(|l| l.q_value.is_some()).count();
        let products = looked(&funnel, |p| p.what);
        let kinds = looked(&funnel, |p| p.kind);
        let of_products = tested(&products) >= TESTED || tested(&kinds) <= tested(&products);
        let own = &scene.ledger.products;
        let mut known = BTreeMap::new();
        for names in [&own.sku, &own.name] {
            for (name, by) in own.name.iter().zip(names) {
                if !by.is_empty() {
                    known.entry(key(by)).or_insert(name.as_str());
                }
            }
        }
        Self {
            scene,
            sessions: sessions(&log),
            looked: if of_products { products } else { kinds },
            of_products,
            funnel,
            log,
            known,
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.funnel_chart(), self.steps_table()];
        blocks.extend(self.waits());
        blocks.extend(self.times());
        blocks.extend(self.paths());
        blocks.extend(self.visits());
        blocks.extend(self.looked_table());
        blocks
    }

    /// How a step is called.
    fn step(&self, step: usize) -> Phrase {
        let put = match (self.log.has(Act::Favourite), self.log.has(Act::Cart)) {
            (true, false) => words::FAVOURED,
            (false, true) => words::CARTED,
            _ => words::PUT,
        };
        [words::VIEWED, put, words::PAYING, words::BOUGHT][step]
    }

    fn act(act: Act) -> Phrase {
        match act {
            Act::Favourite => words::FAVOURED,
            Act::Cart => words::CARTED,
            Act::Checkout => words::PAYING,
            Act::Buy => words::BOUGHT,
            Act::View | Act::Other => words::VIEWED,
        }
    }

    /// The days of the log.
    fn period(&self) -> String {
        let day = |at: i64| at.div_euclid(DAY) as i32;
        match self.log.span() {
            Some((first, last)) => self.scene.say.period(day(first), day(last)),
            None => String::new(),
        }
    }

    /// Days with an event: a stray row of long ago makes no log longer.
    fn days(&self) -> usize {
        let mut days: Vec<i64> = self
            .log
            .events
            .iter()
            .map(|e| e.at.div_euclid(DAY))
            .collect();
        days.sort_unstable();
        days.dedup();
        days.len()
    }

    /// A time in the unit that suits it.
    fn wait(&self, seconds: f64) -> String {
        let say = &self.scene.say;
        let (phrase, value) = match seconds {
            s if s < 90.0 => (words::SECONDS, s),
            s if s < 5_400.0 => (words::MINUTES, s / 60.0),
            s if s < 172_800.0 => (words::HOURS, s / 3_600.0),
            s => (words::DAYS, s / 86_400.0),
        };
        let decimals = u8::from(value < 10.0 && phrase != words::SECONDS);
        say.fill(phrase, &[("n", (&say.number(value, decimals)).into())])
    }

    /// `12% to 15%`.
    fn range(&self, (low, high): (f64, f64)) -> String {
        let say = &self.scene.say;
        let (low, high) = (say.percent(low), say.percent(high));
        say.fill(
            words::RANGE,
            &[("low", (&low).into()), ("high", (&high).into())],
        )
    }

    /// What a product or kind is called.
    fn name(&self, looked: &Looked) -> String {
        let names = match self.of_products {
            true => &self.log.products,
            false => &self.log.kinds,
        };
        let name = names.get(looked.code as usize).map_or("", String::as_str);
        if self.of_products
            && let Some(known) = self.known.get(&key(name))
        {
            return (*known).to_owned();
        }
        if !name.chars().all(|c| c.is_ascii_digit()) {
            return name.to_owned();
        }
        let phrase = match self.of_products {
            true => words::PRODUCT_NUMBER,
            false => words::KIND_NUMBER,
        };
        self.scene.say.fill(phrase, &[("id", name.into())])
    }

    fn quoted(&self, looked: &Looked) -> String {
        quoted(&self.name(looked), self.scene.say.lang)
    }

    /// `products` or `categories`.
    fn what(&self) -> &'static str {
        let phrase = match self.of_products {
            true => words::PRODUCTS,
            false => words::KINDS,
        };
        self.scene.say.plain(phrase)
    }

    /// The events of a product or kind.
    fn rows_of(&self, looked: &Looked) -> Option<Selection> {
        let own = |e: &&log::Event| {
            let code = if self.of_products { e.what } else { e.kind };
            code == looked.code
        };
        let places = self.log.events.iter().filter(own).map(|e| e.place);
        rows(places)
    }

    /// What was left out.
    fn left(&self) -> String {
        let say = &self.scene.say;
        let told = [
            (words::LEFT_UNPLACED, self.log.unplaced),
            (words::LEFT_TWICE, self.log.twice),
            (words::LEFT_OTHERS, self.log.others),
        ]
        .map(|(phrase, n)| match n {
            0 => String::new(),
            n => say.fill(phrase, &[("n", n.into())]),
        });
        say.sentences(&told.each_ref().map(String::as_str))
    }
}

/// Rows that a selection holds at most: beyond, nobody reads them one by one.
const ROWS: usize = 5_000;

/// The rows of the table that most events stand in, the first of them.
fn rows(places: impl Iterator<Item = (u16, u32)>) -> Option<Selection> {
    let mut tables: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    for (table, row) in places {
        tables.entry(table).or_default().push(row);
    }
    let most = tables.values().map(Vec::len).max()?;
    let (table, mut rows) = tables.into_iter().find(|(_, rows)| rows.len() == most)?;
    table::order::sort(&mut rows);
    rows.dedup();
    rows.truncate(ROWS);
    Some(Selection {
        table_rows: Some((table, rows)),
        ..Selection::default()
    })
}
