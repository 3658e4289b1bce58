//! Stock and orders: what to hold of each product, when it runs out, what to order, what lies there.
//!
//! Demand alone gives classes, safety stock and reorder points; a stock file adds the rest.

mod alarms;
mod bought;
mod class;
mod classes;
pub(crate) mod curve;
pub(crate) mod demand;
mod fresh;
mod level;
mod lying;
mod options;
mod plan;
pub(crate) mod position;
mod running;
mod season;
mod since;
mod what_if;
pub(crate) mod words;

use ledger::{Frame, Scope};
use report::words::phrase::{list, quoted};
use report::{Block, DocumentFinding, SectionId};
use shop::Selection;

use crate::Outcome;
use crate::parts::{self, Row as Cells};
use crate::say::Say;
use crate::scene::Scene;

use class::NEEDS_WEEKS;
use demand::Demand;
pub use options::Options;
use plan::{Plan, Row};
use position::{Position, Stock};

/// Findings, most important first.
const FINDINGS: [&str; 6] = [
    "stock-out",
    "stock-new",
    "stock-dead",
    "stock-over",
    "stock-negative",
    "stock-uneven",
];
/// Names in a selection; more would be most of the shop, and most of the report's bytes.
const MOST_NAMES: usize = 5_000;

/// Stock and orders.
pub(crate) fn stock(scene: &Scene<'_>) -> Outcome {
    let say = scene.say;
    let options = scene.request.stock.sane();
    let lacking = |text: String| Outcome::Lacking(say.missing(words::TITLE, text));
    if scene.ledger.scope == Scope::Part {
        return lacking(say.plain(words::FILTERED).to_owned());
    }
    let most = options.weeks as usize;
    let demand = Demand::of(scene.ledger, scene.request.today, most);
    let dated = scene.days.is_some();
    let Some(demand) = demand.filter(|d| dated && d.items.iter().any(|i| i.sold.is_some())) else {
        return lacking(say.plain(words::NEEDS_LINES).to_owned());
    };
    if demand.weeks < NEEDS_WEEKS {
        let needs = [("needs", NEEDS_WEEKS.into()), ("has", demand.weeks.into())];
        return lacking(say.fill(words::NEEDS, &needs));
    }
    let mut stock = Stock::of(scene.ledger, &demand);
    if let (Some(stock), Scope::Products) = (&mut stock, scene.ledger.scope) {
        // The others were not chosen, which is not the same as unsold.
        let sells = |at: usize| demand.items.get(at).is_some_and(|i| i.sold.is_some());
        stock.positions.retain(|p| p.item.is_some_and(sells));
    }
    let order_cost = options.order_cost(say.currency);
    let minor = 10f64.powi(i32::from(say.digits.min(9)));
    let costs = position::costs_of(scene.ledger, &demand);
    let leads = bought::leads(scene.ledger, &demand);
    let joined = stock
        .as_ref()
        .filter(|s| s.positions.iter().any(|p| p.item.is_some()));
    let plan = Plan::of(
        (&demand, scene.away()),
        joined,
        (&costs, &leads),
        &options,
        order_cost.map(|c| c * minor),
        scene.request.today,
    );
    if plan.rows.is_empty() {
        if !plan.delisted.is_empty() {
            return lacking(say.plain(words::NEEDS_LISTED).to_owned());
        }
        let days = options.dead_days as usize;
        let needs = [("days", days.into()), ("needs", NEEDS_WEEKS.into())];
        return lacking(say.fill(words::NEEDS_LIVING, &needs));
    }
    let page = Page {
        say,
        plan: &plan,
        converted: converted(scene),
    };
    let mut blocks = Vec::new();
    let mut findings = Vec::new();
    if joined.is_some() {
        page.running(&mut blocks, &mut findings);
    } else if let Some(stock) = &stock {
        blocks.push(page.no_match(stock));
    }
    page.classes(&mut blocks, &mut findings);
    if joined.is_some() {
        page.lying(&mut blocks, &mut findings);
    }
    blocks.push(page.what_if());
    blocks.extend(page.seasons());
    if stock.is_none() {
        let silent = scene
            .ledger
            .frames("stock")
            .map(|f| quoted(&f.file, say.lang));
        let silent: std::collections::BTreeSet<String> = silent.collect();
        let silent: Vec<String> = silent.into_iter().collect();
        let text = match silent.is_empty() {
            true => say.plain(words::WITHOUT).to_owned(),
            false => {
                let files = list(&silent, say.lang);
                say.fill(words::NO_QUANTITY, &[("files", (&files).into())])
            }
        };
        blocks.push(Block::Insufficient(say.missing(words::WITHOUT_TITLE, text)));
    }
    findings.sort_by_key(|f| FINDINGS.iter().position(|id| *id == f.id));
    findings.truncate(4);
    Outcome::Shown { blocks, findings }
}

/// The section while it is written.
struct Page<'a> {
    say: Say<'a>,
    plan: &'a Plan<'a>,
    /// That costs were converted with the merchant's rates; empty where none were.
    converted: String,
}

/// Says that costs were converted with the merchant's rates; nothing where none were.
fn converted(scene: &Scene<'_>) -> String {
    let say = scene.say;
    let told = |f: &&Frame| matches!(f.dataset.as_str(), "stock" | "products" | "purchases");
    let frames = scene.ledger.frames.iter().filter(told);
    say.converted(frames.filter(|f| f.column("unit_cost").is_some()))
}

impl Page<'_> {
    /// The way back to the rows of an item's sales.
    fn sales_of(&self, row: &Row) -> Option<Selection> {
        Some(Selection {
            products: self.plan.item(row).names.clone(),
            ..Selection::default()
        })
    }

    /// The way back to the sales of several items.
    fn sales_of_all<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Option<Selection> {
        let names = rows.flat_map(|row| self.plan.item(row).names.iter().cloned());
        let mut products: Vec<String> = names.collect();
        products.sort();
        products.dedup();
        (1..=MOST_NAMES)
            .contains(&products.len())
            .then(|| Selection {
                products,
                ..Selection::default()
            })
    }

    /// Names in a sentence, the first few of them.
    fn names<'n>(&self, names: impl Iterator<Item = &'n str>) -> String {
        let lang = self.say.lang;
        let few: Vec<String> = names.take(3).map(|name| quoted(name, lang)).collect();
        list(&few, lang)
    }

    /// `12 complete weeks, 1 Jan – 25 Mar 2026, 84 products`.
    fn scope(&self, measure: &str) -> String {
        let say = &self.say;
        let demand = self.plan.demand;
        let parts = [
            measure.to_owned(),
            say.period(demand.first, demand.last),
            say.fill(words::WINDOW, &[("n", demand.weeks.into())]),
            say.fill(words::N_PRODUCTS, &[("n", self.plan.rows.len().into())]),
        ];
        say.joined(&parts)
    }

    /// A quantity: whole, or with a decimal where it is small or sold by weight.
    fn units(&self, value: f64) -> String {
        let whole = value.abs() >= 10.0 || (value - libm::round(value)).abs() < 0.05;
        self.say.number(value, if whole { 0 } else { 1 })
    }

    /// A sentence about something counted; nothing where there is none of it.
    fn counted(&self, phrase: report::words::phrase::Phrase, n: usize) -> String {
        match n {
            0 => String::new(),
            _ => self.say.fill(phrase, &[("n", n.into())]),
        }
    }

    /// What is not on sale any more, and so neither counted nor ordered.
    fn delisted(&self) -> String {
        let (plan, say) = (self.plan, &self.say);
        let names = plan.delisted.iter().map(|&at| &*plan.demand.items[at].name);
        let names = self.names(names);
        let counts = [
            ("n", plan.delisted.len().into()),
            ("names", (&names).into()),
        ];
        match plan.delisted.len() {
            0 => String::new(),
            _ => say.fill(words::DELISTED, &counts),
        }
    }

    /// The rows of the first stock file behind positions.
    fn rows_of<'p>(positions: impl Iterator<Item = &'p Position>) -> Option<Selection> {
        let mut rows: std::collections::BTreeMap<u16, Vec<u32>> = Default::default();
        for position in positions {
            for (table, of) in &position.rows {
                rows.entry(*table).or_default().extend(of);
            }
        }
        let (table, mut rows) = rows.into_iter().next()?;
        rows.sort_unstable();
        rows.dedup();
        Some(Selection {
            table_rows: Some((table, rows)),
            ..Selection::default()
        })
    }

    fn finding(&self, id: &str, said: [String; 4]) -> DocumentFinding {
        parts::finding(SectionId::Stock, id, said, report::Tone::Bad)
    }

    /// A block that says that the stock file and the orders have no product in common.
    fn no_match(&self, stock: &Stock) -> Block {
        let say = &self.say;
        let names = self.names(stock.positions.iter().map(|p| p.name.as_str()));
        let files: Vec<String> = stock.files.iter().map(|f| quoted(f, say.lang)).collect();
        let files = list(&files, say.lang);
        let text = say.fill(
            words::NO_MATCH,
            &[
                ("files", (&files).into()),
                ("n", stock.positions.len().into()),
                ("names", (&names).into()),
            ],
        );
        Block::Insufficient(say.missing(words::NO_MATCH_TITLE, text))
    }
}

/// A row of a table whose numbers lead back to rows.
type Line = Cells;

#[cfg(test)]
mod tests;
