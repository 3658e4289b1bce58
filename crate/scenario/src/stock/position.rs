//! What stock files tell, joined to the items that sell.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Frame, Ledger};

use super::demand::Demand;
use super::since;
use crate::cells::{cell, key, may_be, quantity, text, text_of_product};
use crate::suppliers::open;

/// Quantities that a file tells, in thousandths of units, its places added together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Units {
    /// That lie there.
    on_hand: Option<i64>,
    /// Free to sell.
    available: Option<i64>,
    /// Promised, where those free to sell are not told.
    reserved: i64,
    /// On their way.
    incoming: i64,
    /// Whether it is sold although none is left.
    backorder: bool,
}

impl Units {
    /// Adds those of a row.
    fn add(&mut self, frame: &Frame, row: usize) {
        let more = |old: &mut Option<i64>, role| {
            if let Some(new) = quantity(frame.column(role), row) {
                *old = Some(old.unwrap_or(0).saturating_add(new));
            }
        };
        more(&mut self.on_hand, "on_hand");
        more(&mut self.available, "available");
        self.reserved = self
            .reserved
            .saturating_add(positive(frame, "reserved", row));
        self.incoming = self
            .incoming
            .saturating_add(positive(frame, "incoming", row));
        self.backorder |= says(frame, row, shop::says_backorder);
    }

    /// Free to sell; those that lie there and are not reserved where only these are told.
    fn free(&self) -> i64 {
        let unreserved = || self.on_hand.map(|on| on.saturating_sub(self.reserved));
        self.available.or_else(unreserved).unwrap_or(0)
    }
}

/// A quantity of a row in thousandths; nought where none is told, or less than that.
fn positive(frame: &Frame, role: &str, row: usize) -> i64 {
    quantity(frame.column(role), row).unwrap_or(0).max(0)
}

/// Whether a column about selling what is not there says something of a row's product.
fn says(frame: &Frame, row: usize, what: fn(&str, &str) -> bool) -> bool {
    let mut columns = frame.columns.iter().filter(|c| c.role == "backorder");
    columns.any(|c| what(&c.name, &text(c, row)))
}

/// What a file tells of one item, its places added together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Position {
    /// As the file has it.
    pub(crate) name: String,
    /// As the file has it.
    pub(crate) sku: String,
    /// The item, by its index in [`Demand::items`].
    pub(crate) item: Option<usize>,
    /// All of it.
    units: Units,
    /// The same by variant.
    apart: BTreeMap<String, Units>,
    /// Thousandths of units that an order has at least, the most told.
    minimum: i64,
    /// Days, the longest told.
    pub(crate) lead_days: Option<f64>,
    /// Cost of one unit, minor units.
    pub(crate) cost: Option<f64>,
    /// Table and rows.
    pub(crate) rows: BTreeMap<u16, Vec<u32>>,
    /// The day of its count; the latest of several places.
    pub(super) day: Option<i32>,
    /// Thousandths of units that arrived since, less those that were sold.
    since: i64,
    /// More was sold since than was counted, or came.
    pub(super) is_outdated: bool,
    /// What is on its way is what purchase files have open: what arrived is no part of it.
    is_bought: bool,
    /// The last day on which some of it came from a supplier.
    pub(super) came: Option<i32>,
}

impl Position {
    /// Units that lie there; free ones where only these are told.
    pub(crate) fn on_hand(&self) -> f64 {
        let counted = self.units.on_hand.or(self.units.available).unwrap_or(0);
        self.now(counted)
    }

    /// Units free to sell; those that lie there and are not reserved where only these are told.
    pub(crate) fn available(&self) -> f64 {
        self.now(self.units.free())
    }

    /// What is left of units counted. What was counted does not fall below nought by what was sold since: then the count is
    /// wrong.
    fn now(&self, counted: i64) -> f64 {
        let now = counted.saturating_add(self.since);
        now.max(counted.min(0)) as f64 / 1000.0
    }

    /// Takes off what was sold since the count, and adds what arrived: it is no longer on its way.
    pub(super) fn roll(&mut self, sold: i64, arrived: i64) {
        self.since = arrived.saturating_sub(sold);
        let counted = self.units.on_hand.max(self.units.available).unwrap_or(0);
        self.is_outdated = counted >= 0 && counted.saturating_add(self.since) < 0;
        if !self.is_bought {
            self.units.incoming = self.units.incoming.saturating_sub(arrived).max(0);
        }
    }

    /// Whether something changed since the count.
    pub(super) fn is_rolled(&self) -> bool {
        self.since != 0
    }

    /// Units that an order has at least.
    pub(crate) fn minimum(&self) -> f64 {
        self.minimum as f64 / 1000.0
    }

    /// Units on their way.
    pub(crate) fn incoming(&self) -> f64 {
        self.units.incoming as f64 / 1000.0
    }

    /// Whether nothing is on its way and no variant is left, but for those that are off sale; `None` where all are.
    pub(crate) fn is_sold_out(&self, off: &BTreeSet<String>) -> Option<bool> {
        let mut counted = self.apart.iter().filter(|(own, _)| !off.contains(*own));
        let first = counted.next()?;
        let left = |(_, units): (&String, &Units)| units.free() > 0 || units.backorder;
        Some(self.units.incoming <= 0 && !left(first) && !counted.any(left))
    }
}

/// What all stock files tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Stock {
    /// A position for each item or unknown product, by name.
    pub(crate) positions: Vec<Position>,
    /// The files.
    pub(crate) files: Vec<String>,
    /// Names of places.
    pub(crate) locations: BTreeSet<String>,
    /// The latest day of the counts; `None` where no file tells.
    pub(crate) as_of: Option<i32>,
    /// Rows of an earlier count of the same product and place.
    pub(crate) older: usize,
    /// Rows that stand in two files alike.
    pub(crate) twice: usize,
    /// Rows without a product or a quantity.
    pub(crate) empty: usize,
    /// Rows whose cost is in another currency than the report.
    pub(crate) foreign: usize,
    /// Files whose day their name tells; only where that of each file without a column of days does.
    pub(crate) named_days: BTreeSet<String>,
    /// Files that name the same products, without days or places to tell them apart: they are added.
    pub(crate) added: BTreeSet<String>,
    /// Some file tells what is on its way.
    pub(crate) has_incoming: bool,
    /// The purchase files that tell it where a stock file has nothing on its way.
    pub(crate) bought: BTreeSet<String>,
}

/// The datasets whose rows may be stock: stock files, else products with a quantity.
pub(crate) const STOCK: &str = "stock";
pub(crate) const PRODUCTS: &str = "products";

/// Products that two files have in common, and half of the smaller one, from which on both may be counts of the same stock.
const LEAST_BOTH: usize = 3;

/// The frames of a dataset that tell a quantity.
fn tell<'a>(ledger: &'a Ledger, dataset: &'a str) -> impl Iterator<Item = &'a Frame> {
    let told = |f: &&Frame| f.column("on_hand").is_some() || f.column("available").is_some();
    ledger.frames(dataset).filter(told)
}

/// Quantities of a row, on hand and available. Nought of what nobody counts is none.
fn counted(frame: &Frame, row: usize) -> (Option<i64>, Option<i64>) {
    let of = |role| quantity(frame.column(role), row);
    let told = (of("on_hand"), of("available"));
    let none = told.0.max(told.1).is_some_and(|most| most <= 0);
    match none && says(frame, row, shop::says_uncounted) {
        true => (None, None),
        false => told,
    }
}

/// The spellings by which a row's product may be known, the surest first.
fn keys(frame: &Frame, row: usize) -> (Vec<String>, Vec<String>) {
    let of = |role: &str| cell(frame, role, row);
    let numbers = ["sku", "product_id", "barcode"];
    let numbers = numbers.iter().map(|role| key(&of(role)));
    let name = product_name(frame, row);
    let mut names = Vec::new();
    for variant in variants(frame, row) {
        for between in [" - ", " / ", " "] {
            names.push(key(&[&name, between, &variant].concat()));
        }
    }
    names.push(key(&name));
    (
        numbers.filter(|k| !k.is_empty()).collect(),
        names.into_iter().filter(|k| !k.is_empty()).collect(),
    )
}

/// The name of a row's product; a row of a further variant may leave it out.
pub(crate) fn product_name(frame: &Frame, row: usize) -> String {
    let column = frame.column("product_name");
    column.map_or(String::new(), |column| text_of_product(frame, column, row))
}

fn variants(frame: &Frame, row: usize) -> Vec<String> {
    let columns = frame.columns.iter().filter(|c| c.role == "variant");
    let cells = columns.filter_map(|c| c.words(row)).map(str::to_owned);
    let cells: Vec<String> = cells.filter(|v| !v.is_empty()).collect();
    match cells.len() {
        0 => cells,
        1 => cells,
        _ => [vec![cells.join(" / ")], cells].concat(),
    }
}

/// Finds items by their numbers and names.
pub(crate) struct Finder {
    by_number: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
}

impl Finder {
    pub(crate) fn new(demand: &Demand) -> Self {
        let mut of = Self {
            by_number: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (at, item) in demand.items.iter().enumerate() {
            let sku = key(&item.sku);
            if !sku.is_empty() {
                of.by_number.entry(sku).or_insert(at);
            }
            for name in &item.names {
                of.by_name.entry(key(name)).or_insert(at);
            }
        }
        of
    }

    /// By SKU first, then by name.
    fn find(&self, (numbers, names): &(Vec<String>, Vec<String>)) -> Option<usize> {
        let by_number = numbers.iter().find_map(|k| self.by_number.get(k));
        let by_name = || names.iter().find_map(|k| self.by_name.get(k));
        by_number.or_else(by_name).copied()
    }
}

impl Finder {
    /// The item that a row of a file is about.
    pub(crate) fn of_row(&self, frame: &Frame, row: usize) -> Option<usize> {
        self.find(&keys(frame, row))
    }
}

/// What a variant of a product is known by in several files; `None` where a row names none.
pub(crate) fn variant_key(frame: &Frame, row: usize) -> Option<String> {
    let numbers = ["sku", "barcode"].map(|role| key(&cell(frame, role, row)));
    let number = numbers.into_iter().find(|k| !k.is_empty());
    number.or_else(|| {
        let (ids, names) = keys(frame, row);
        let parts: Vec<String> = ids.into_iter().chain(names.into_iter().take(1)).collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    })
}

impl Stock {
    /// `None` where no file tells a quantity.
    pub(crate) fn of(ledger: &Ledger, demand: &Demand) -> Option<Self> {
        let dataset = match tell(ledger, STOCK).next() {
            Some(_) => STOCK,
            None => PRODUCTS,
        };
        let mut of = Self::of_frames(ledger, demand, dataset)?;
        since::roll(&mut of, ledger, demand);
        Some(of)
    }

    /// What the files of a dataset tell.
    pub(crate) fn of_frames(ledger: &Ledger, demand: &Demand, dataset: &str) -> Option<Self> {
        let frames: Vec<&Frame> = tell(ledger, dataset).collect();
        if frames.is_empty() {
            return None;
        }
        let finder = Finder::new(demand);
        let mut of = Self::default();
        let kept = of.latest(&frames);
        let mut by_key: BTreeMap<String, Position> = BTreeMap::new();
        for (at, row) in kept {
            of.add(frames[at], row, &finder, ledger, &mut by_key);
        }
        of.bought = on_the_way(ledger, demand, &finder, &mut by_key);
        let told = frames.iter().any(|f| f.column("incoming").is_some());
        of.has_incoming = told || !of.bought.is_empty();
        let mut positions: Vec<Position> = by_key.into_values().collect();
        let costs = costs(ledger, &finder);
        for position in &mut positions {
            if position.cost.is_none() {
                position.cost = position.item.and_then(|item| costs.get(&item).copied());
            }
        }
        positions.sort_by(|a, b| (&a.name, &a.sku).cmp(&(&b.name, &b.sku)));
        of.positions = positions;
        of.files = frames.iter().map(|f| f.file.clone()).collect();
        of.files.sort();
        of.files.dedup();
        (!of.positions.is_empty()).then_some(of)
    }

    /// The rows that count: of each product and place the latest count, and a row of two files once.
    fn latest(&mut self, frames: &[&Frame]) -> Vec<(usize, usize)> {
        let mut best: BTreeMap<(String, String), i32> = BTreeMap::new();
        let mut loose: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let mut rows = Vec::new();
        let undated = frames.iter().filter(|f| f.column("date").is_none());
        let undated: Vec<&str> = undated.map(|f| f.file.as_str()).collect();
        if undated
            .iter()
            .all(|file| since::day_of_name(file).is_some())
        {
            self.named_days = undated.iter().map(|&file| file.to_owned()).collect();
        }
        for (at, frame) in frames.iter().enumerate() {
            for row in 0..frame.rows {
                let (numbers, names) = keys(frame, row);
                let (on_hand, available) = counted(frame, row);
                let Some(first) = numbers.first().or(names.first()) else {
                    self.empty += 1;
                    continue;
                };
                if on_hand.is_none() && available.is_none() {
                    self.empty += 1;
                    continue;
                }
                let location = cell(frame, "location", row);
                let day = self.day_of(frame, row).unwrap_or(i32::MIN);
                let product = [first.as_str(), "\n", names.first().map_or("", |n| n)].concat();
                if day == i32::MIN && location.is_empty() {
                    loose.entry(at).or_default().insert(product.clone());
                }
                // Files that are called alike but for the day count the same place; others count places of their own.
                let place = match location.is_empty() && self.named_days.contains(&frame.file) {
                    true => (product, since::name_without_day(&frame.file)),
                    false => (product, key(&location)),
                };
                let latest = best.entry(place.clone()).or_insert(day);
                *latest = (*latest).max(day);
                rows.push((at, row, place, day, (on_hand, available)));
                if !location.is_empty() {
                    self.locations.insert(location);
                }
            }
        }
        let mut told: BTreeMap<_, usize> = BTreeMap::new();
        let mut kept = Vec::new();
        for (at, row, place, day, quantities) in rows {
            if best[&place] != day {
                self.older += 1;
                continue;
            }
            let before = told.entry((place, quantities)).or_insert(at);
            if *before != at {
                self.twice += 1;
                continue;
            }
            kept.push((at, row));
        }
        self.as_of = best.into_values().filter(|d| *d != i32::MIN).max();
        for (one, products) in &loose {
            for (other, others) in loose.range(one + 1..) {
                let both = products.intersection(others).count();
                if both >= LEAST_BOTH && 2 * both >= products.len().min(others.len()) {
                    let files = [*one, *other].map(|at| frames[at].file.clone());
                    self.added.extend(files);
                }
            }
        }
        kept
    }

    /// The day of a row's count: its own, or that of the file's name.
    fn day_of(&self, frame: &Frame, row: usize) -> Option<i32> {
        match self.named_days.contains(&frame.file) {
            true => since::day_of_name(&frame.file),
            false => frame.day("date", row),
        }
    }

    fn add(
        &mut self,
        frame: &Frame,
        row: usize,
        finder: &Finder,
        ledger: &Ledger,
        by_key: &mut BTreeMap<String, Position>,
    ) {
        let spellings = keys(frame, row);
        let item = finder.find(&spellings);
        let own = spellings.0.first().or(spellings.1.first());
        let at = match item {
            Some(item) => place(item),
            None => own.cloned().unwrap_or_default(),
        };
        let position = by_key.entry(at).or_default();
        let name = product_name(frame, row);
        let sku = cell(frame, "sku", row);
        // The smallest, so that the sequence of rows does not decide.
        let smaller = |old: &mut String, new: String| {
            if !new.is_empty() && (old.is_empty() || new < *old) {
                *old = new;
            }
        };
        let named = if name.is_empty() { sku.clone() } else { name };
        smaller(&mut position.name, named);
        smaller(&mut position.sku, sku);
        if position.name.is_empty() {
            position.name = own.cloned().unwrap_or_default();
        }
        position.item = item;
        position.units.add(frame, row);
        position.day = position.day.max(self.day_of(frame, row));
        let apart = variant_key(frame, row).unwrap_or_default();
        position.apart.entry(apart).or_default().add(frame, row);
        let minimum = positive(frame, "minimum_order", row);
        position.minimum = position.minimum.max(minimum);
        let days = frame.number("lead_time", row);
        if let Some(days) = days.filter(|d| (0.0..=730.0).contains(d)) {
            position.lead_days = Some(position.lead_days.map_or(days, |old| old.max(days)));
        }
        match cost(frame, row, ledger) {
            Ok(Some(cost)) => {
                position.cost = Some(position.cost.map_or(cost, |old| old.max(cost)));
            }
            Ok(None) => {}
            Err(Foreign) => self.foreign += 1,
        }
        position
            .rows
            .entry(frame.table)
            .or_default()
            .push(row as u32);
    }
}

/// What the position of an item is found by.
fn place(item: usize) -> String {
    format!("\n{item:08}")
}

/// Adds what was ordered of suppliers and has not arrived; the files that tell of products in stock.
fn on_the_way(
    ledger: &Ledger,
    demand: &Demand,
    finder: &Finder,
    by_key: &mut BTreeMap<String, Position>,
) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut lines: BTreeMap<usize, i64> = BTreeMap::new();
    for line in open::open(ledger, demand.last_day) {
        let Some(item) = finder.of_row(line.frame, line.row) else {
            continue;
        };
        // Exports have the column though nobody fills it: nought of them is no answer.
        let told = by_key.get(&place(item)).map(|p| p.units.incoming);
        if told.is_some_and(|told| told <= 0) {
            let of = lines.entry(item).or_default();
            *of = of.saturating_add(line.units);
            files.insert(line.frame.file.clone());
        }
    }
    for (item, units) in lines {
        if let Some(position) = by_key.get_mut(&place(item)) {
            position.units.incoming = units;
            position.is_bought = true;
        }
    }
    files
}

/// A cost in another currency.
struct Foreign;

/// Cost of one unit in minor units of the report's currency.
fn cost(frame: &Frame, row: usize, ledger: &Ledger) -> Result<Option<f64>, Foreign> {
    let Some(column) = frame.column("unit_cost") else {
        return Ok(None);
    };
    let Some(cost) = column.number(row).filter(|c| *c > 0.0 && *c < 1e12) else {
        return Ok(None);
    };
    let own = cell(frame, "currency", row);
    let coin = if column.currency.is_empty() {
        &own
    } else {
        &column.currency
    };
    if !may_be(coin, &ledger.currency) {
        return Err(Foreign);
    }
    Ok(Some(cost * 10f64.powi(i32::from(ledger.digits.min(9)))))
}

/// Costs that product files tell, by item.
pub(crate) fn costs_of(ledger: &Ledger, demand: &Demand) -> BTreeMap<usize, f64> {
    costs(ledger, &Finder::new(demand))
}

/// Costs that product and stock files tell, the highest; else the median of what was paid.
fn costs(ledger: &Ledger, finder: &Finder) -> BTreeMap<usize, f64> {
    let told = |datasets: &[&str]| {
        let mut of: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        let frames = ledger.frames.iter();
        for frame in frames.filter(|f| datasets.contains(&f.dataset.as_str())) {
            if frame.column("unit_cost").is_none() {
                continue;
            }
            for row in 0..frame.rows {
                if let (Some(item), Ok(Some(cost))) =
                    (finder.of_row(frame, row), cost(frame, row, ledger))
                {
                    of.entry(item).or_default().push(cost);
                }
            }
        }
        for costs in of.values_mut() {
            costs.sort_by(f64::total_cmp);
        }
        of
    };
    let paid = told(&["purchases"]);
    let mut costs: BTreeMap<usize, f64> = paid
        .into_iter()
        .map(|(item, paid)| (item, paid[paid.len() / 2]))
        .collect();
    for (item, told) in told(&[PRODUCTS, STOCK]) {
        costs.extend(told.last().map(|most| (item, *most)));
    }
    costs
}
