//! What was ordered of suppliers, and how it arrived.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Column, Frame, Ledger};

use super::fate::Fate;
use super::measure;
use super::part::{Row, united};
use crate::cells::{cell, key, may_be, quantity};

/// A line of an order: a row of a purchase file, or the rows of its parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Delivery {
    /// Index of the supplier in [`Purchases::suppliers`].
    pub(super) supplier: usize,
    pub(super) order: String,
    /// Days since 1970-01-01.
    pub(super) ordered: Option<i32>,
    pub(super) promised: Option<i32>,
    pub(super) received: Option<i32>,
    /// Thousandths of units.
    pub(super) units: i64,
    /// Thousandths of units that arrived; `None` where the file does not tell.
    pub(super) arrived: Option<i64>,
    /// What it costs, minor units.
    pub(super) spend: Option<f64>,
    /// What it costs is in another currency.
    pub(super) is_foreign: bool,
    /// What arrived is told, not what was ordered.
    pub(super) is_receipt: bool,
    pub(super) fate: Fate,
    /// Tables and rows.
    pub(super) rows: Vec<(u16, u32)>,
}

/// All rows that can be used.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Purchases {
    /// Names, by their spelling without spaces, capitals and a stop at the end.
    pub(super) suppliers: Vec<String>,
    pub(super) deliveries: Vec<Delivery>,
    /// Rows without a supplier or quantity.
    pub(super) empty: usize,
    /// Rows received before they were ordered: their lead times are left out.
    pub(super) backwards: usize,
    /// Rows whose cost is in another currency.
    pub(super) foreign: usize,
    /// The same row in two files.
    pub(super) twice: usize,
    /// Rows that are further parts of a line of another row.
    pub(super) parts: usize,
    /// Lines that were cancelled, or closed before anything came, and are not among the deliveries.
    pub(super) cancelled: usize,
    /// Lines that are not ordered yet, and are not among the deliveries.
    pub(super) drafts: usize,
    /// Lines whose rest was cancelled, and that count by what came.
    pub(super) cut: usize,
    pub(super) files: Vec<String>,
    /// ISO 4217 code of what rows cost: the shop's, else the one that most rows are in; empty where no file tells any.
    pub(super) currency: String,
}

impl Delivery {
    /// Days from the order to its goods.
    pub(super) fn lead(&self) -> Option<f64> {
        let days = self.received?.checked_sub(self.ordered?)?;
        (days >= 0).then(|| f64::from(days))
    }

    /// Whether it came in full by the promised day; `None` where nothing was promised, or it is not yet due.
    pub(super) fn on_time_in_full(&self, today: i32) -> Option<bool> {
        let promised = self.promised?;
        match self.received {
            Some(day) => {
                let full = self.arrived.is_none_or(|arrived| arrived >= self.units);
                Some(full && day <= promised)
            }
            None => (promised < today).then_some(false),
        }
    }

    /// Whether something of it has come.
    fn has_come(&self) -> bool {
        match self.arrived {
            Some(arrived) => arrived > 0,
            None => self.received.is_some(),
        }
    }

    /// As if only what came had been ordered.
    fn cut(self) -> Self {
        let units = self.arrived.unwrap_or(self.units).min(self.units);
        Self {
            spend: self.spend.map(|s| s * units as f64 / self.units as f64),
            units,
            ..self
        }
    }

    /// Whether it has been promised for a day that has passed, and has not come.
    pub(super) fn is_overdue(&self, today: i32) -> bool {
        self.received.is_none() && self.promised.is_some_and(|promised| promised < today)
    }
}

impl Purchases {
    pub(super) fn of(ledger: &Ledger) -> Self {
        Self::read(ledger, false)
    }

    /// Those without a supplier too, whose name is empty.
    pub(super) fn with_nameless(ledger: &Ledger) -> Self {
        Self::read(ledger, true)
    }

    fn read(ledger: &Ledger, nameless: bool) -> Self {
        let mut of = Self {
            currency: currency(ledger),
            ..Self::default()
        };
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut seen: BTreeMap<_, u16> = BTreeMap::new();
        let mut files = BTreeSet::new();
        for frame in ledger.frames("purchases") {
            files.insert(frame.file.clone());
            for row in 0..frame.rows {
                let name = cell(frame, "supplier", row);
                let ordered = quantity(frame.column("quantity"), row);
                let arrived = quantity(frame.column("received_quantity"), row);
                let is_named = nameless || !name.is_empty();
                let Some(units) = ordered.or(arrived).filter(|u| *u > 0 && is_named) else {
                    of.empty += 1;
                    continue;
                };
                let (spend, is_foreign) = of.spend(frame, row, units, ledger);
                let delivery = Delivery {
                    supplier: 0,
                    order: cell(frame, "order_id", row),
                    ordered: frame.day("order_date", row),
                    promised: frame.day("promised_date", row),
                    received: frame.day("completed_date", row),
                    units,
                    arrived: arrived.map(|a| a.max(0)),
                    spend,
                    is_foreign,
                    is_receipt: ordered.is_none(),
                    fate: Fate::of(frame, row),
                    rows: vec![(frame.table, row as u32)],
                };
                let products = ["sku", "product_id", "product_name", "variant"];
                let product = products.map(|role| key(&cell(frame, role, row)));
                let same = (
                    supplier_key(&name),
                    delivery.order.clone(),
                    product.clone(),
                    (delivery.ordered, delivery.received, units, arrived),
                );
                if *seen.entry(same).or_insert(frame.table) != frame.table {
                    of.twice += 1;
                    continue;
                }
                if let (Some(from), Some(to)) = (delivery.ordered, delivery.received)
                    && to < from
                {
                    of.backwards += 1;
                }
                let spelling = names.entry(supplier_key(&name));
                let spelling = spelling.or_insert_with(|| name.clone());
                if name < *spelling {
                    spelling.clone_from(&name);
                }
                let order = delivery.order.clone();
                rows.push(Row {
                    line: (supplier_key(&name), order, product, delivery.ordered),
                    delivery,
                    has_total: amounts(frame).is_some_and(|c| c.role == "line_total"),
                });
            }
        }
        let (deliveries, parts) = united(rows);
        of.parts = parts;
        let deliveries = of.wanted(deliveries);
        let used: BTreeSet<&String> = deliveries.iter().map(|(name, _)| name).collect();
        names.retain(|name, _| used.contains(name));
        let at: BTreeMap<&String, usize> = names.keys().enumerate().map(|(i, k)| (k, i)).collect();
        of.deliveries = deliveries
            .into_iter()
            .map(|(name, delivery)| Delivery {
                supplier: at.get(&name).copied().unwrap_or(0),
                ..delivery
            })
            .collect();
        of.suppliers = names.values().cloned().collect();
        of.files = files.into_iter().collect();
        of
    }

    /// Those that were ordered and not taken back; counts the others, and whose amounts are in another currency.
    fn wanted(&mut self, all: Vec<(String, Delivery)>) -> Vec<(String, Delivery)> {
        let mut kept = Vec::with_capacity(all.len());
        for (name, delivery) in all {
            let delivery = match (delivery.fate, delivery.has_come()) {
                (Fate::Cancelled | Fate::Closed, false) => {
                    self.cancelled += 1;
                    continue;
                }
                (Fate::Draft, false) => {
                    self.drafts += 1;
                    continue;
                }
                (Fate::Cancelled, true) if delivery.arrived.is_some_and(|a| a < delivery.units) => {
                    self.cut += 1;
                    delivery.cut()
                }
                _ => delivery,
            };
            if delivery.is_foreign {
                self.foreign += delivery.rows.len();
            }
            kept.push((name, delivery));
        }
        kept
    }

    /// What a row costs, minor units, and whether that is in another currency.
    fn spend(&self, frame: &Frame, row: usize, units: i64, ledger: &Ledger) -> (Option<f64>, bool) {
        let Some(column) = amounts(frame) else {
            return (None, false);
        };
        let times = match column.role.as_str() {
            "unit_cost" => units as f64 / 1000.0,
            _ => 1.0,
        };
        let value = column.number(row);
        let Some(value) = value.filter(|v| *v > 0.0 && *v < 1e12) else {
            return (None, false);
        };
        if !may_be(&coin(frame, column, row), &self.currency) {
            return (None, true);
        }
        let minor = value * times * 10f64.powi(i32::from(ledger.digits.min(9)));
        (Some(minor), false)
    }

    /// The last day that any row tells of.
    pub(super) fn last_day(&self) -> Option<i32> {
        let days = self.deliveries.iter().flat_map(|d| [d.ordered, d.received]);
        days.flatten().max()
    }

    /// A supplier's deliveries in numbers, by falling spend, else units.
    pub(super) fn records(&self, today: i32) -> Vec<Record> {
        let mut records: Vec<Record> = self
            .suppliers
            .iter()
            .map(|name| Record {
                name: name.clone(),
                ..Record::default()
            })
            .collect();
        let mut orders: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); records.len()];
        for delivery in &self.deliveries {
            let record = &mut records[delivery.supplier];
            record.lines += 1;
            record.units += delivery.units as f64 / 1000.0;
            record.spend += delivery.spend.unwrap_or(0.0);
            record.foreign += usize::from(delivery.is_foreign);
            if !delivery.order.is_empty() {
                orders[delivery.supplier].insert(&delivery.order);
            }
            if let Some(good) = delivery.on_time_in_full(today) {
                record.due += 1;
                record.good += usize::from(good);
            }
            record.overdue += usize::from(delivery.is_overdue(today));
            if let (Some(arrived), true) = (
                delivery.arrived.filter(|_| !delivery.is_receipt),
                delivery.received.is_some() || delivery.is_overdue(today),
            ) {
                record.wanted += delivery.units;
                record.filled += arrived.min(delivery.units);
            }
            record.leads.extend(delivery.lead());
            record.rows.extend(&delivery.rows);
        }
        for (record, orders) in records.iter_mut().zip(orders) {
            record.orders = orders.len();
            record.leads.sort_by(f64::total_cmp);
        }
        records.sort_by(|a, b| {
            let by_spend = b.spend.total_cmp(&a.spend);
            by_spend
                .then(b.units.total_cmp(&a.units))
                .then(a.name.cmp(&b.name))
        });
        records
    }
}

/// What suppliers are compared by: as [`key`], without punctuation at the end (`ACME LTD`, `Acme Ltd.`).
fn supplier_key(name: &str) -> String {
    let key = key(name);
    let marks = ['.', ',', ';', ':', '!', '?', '-', '。', '、', '…', '·'];
    match key.trim_end_matches(marks) {
        "" => key,
        bare => bare.to_owned(),
    }
}

/// The column of what rows cost: their totals, else what a unit costs.
pub(super) fn amounts(frame: &Frame) -> Option<&Column> {
    let of = |role| frame.column(role);
    of("line_total").or_else(|| of("unit_cost"))
}

/// The code or sign of a row's amounts; empty where the file does not tell.
fn coin(frame: &Frame, column: &Column, row: usize) -> String {
    match column.currency.is_empty() {
        true => cell(frame, "currency", row),
        false => column.currency.clone(),
    }
}

/// The currency that purchases are told in. Without orders that is the one of most of their rows, of equals the first by code.
fn currency(ledger: &Ledger) -> String {
    if !ledger.currency.is_empty() {
        return ledger.currency.clone();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for frame in ledger.frames("purchases") {
        let Some(column) = amounts(frame) else {
            continue;
        };
        for row in 0..frame.rows {
            if let Some(code) = shop::currency_code(&coin(frame, column, row)) {
                *counts.entry(code).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, n)| *n);
    most.map_or(String::new(), |(code, _)| code.to_owned())
}

/// A supplier in numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Record {
    pub(super) name: String,
    /// Lines of orders.
    pub(super) lines: usize,
    /// Orders with a number.
    pub(super) orders: usize,
    pub(super) units: f64,
    /// Minor units.
    pub(super) spend: f64,
    /// Lines whose amount is in another currency, and not in the spend.
    pub(super) foreign: usize,
    /// Rows with a promised day that came, or should have.
    pub(super) due: usize,
    /// Those of them on time and in full.
    pub(super) good: usize,
    /// Rows that should have come and did not.
    pub(super) overdue: usize,
    /// Thousandths of units ordered and arrived, of rows that tell what arrived.
    pub(super) wanted: i64,
    pub(super) filled: i64,
    /// Lead times in days, sorted.
    pub(super) leads: Vec<f64>,
    /// Tables and rows.
    pub(super) rows: Vec<(u16, u32)>,
}

impl Record {
    /// Share of rows on time and in full.
    pub(super) fn share(&self) -> Option<f64> {
        (self.due > 0).then(|| self.good as f64 / self.due as f64)
    }

    /// Share of what was ordered that arrived.
    pub(super) fn fill(&self) -> Option<f64> {
        (self.wanted > 0).then(|| self.filled as f64 / self.wanted as f64)
    }

    /// Mean lead time and its coefficient of variation.
    pub(super) fn lead(&self) -> Option<(f64, Option<f64>)> {
        let (mean, sd) = measure::moments(&self.leads)?;
        let cv = (mean > 0.0 && self.leads.len() > 1).then(|| sd / mean);
        Some((mean, cv))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(promised: Option<i32>, received: Option<i32>, arrived: Option<i64>) -> Delivery {
        Delivery {
            supplier: 0,
            order: "P1".into(),
            ordered: Some(100),
            promised,
            received,
            units: 10_000,
            arrived,
            rows: vec![(0, 0)],
            ..Delivery::default()
        }
    }

    #[test]
    fn on_time_in_full_needs_both() {
        let of = |d: Delivery| d.on_time_in_full(130);
        assert_eq!(of(delivery(Some(120), Some(120), Some(10_000))), Some(true));
        assert_eq!(
            of(delivery(Some(120), Some(121), Some(10_000))),
            Some(false)
        );
        assert_eq!(of(delivery(Some(120), Some(110), Some(9_000))), Some(false));
        // Nothing told of how much came: in full. Nothing promised: cannot be said.
        assert_eq!(of(delivery(Some(120), Some(110), None)), Some(true));
        assert_eq!(of(delivery(None, Some(110), Some(10_000))), None);
        // Not come: late once the day has passed.
        assert_eq!(of(delivery(Some(120), None, None)), Some(false));
        assert_eq!(of(delivery(Some(140), None, None)), None);
    }

    #[test]
    fn a_stop_and_capitals_do_not_part_a_supplier() {
        for name in ["Acme Ltd", "ACME LTD.", " Acme  Ltd．", "acme ltd,"] {
            assert_eq!(supplier_key(name), "acmeltd", "{name}");
        }
        assert_eq!(supplier_key("义乌小商品。"), "义乌小商品");
        assert_eq!(supplier_key("--"), "--");
    }

    #[test]
    fn lead_times_do_not_run_backwards() {
        assert_eq!(delivery(None, Some(112), None).lead(), Some(12.0));
        assert_eq!(delivery(None, Some(90), None).lead(), None);
        assert_eq!(delivery(None, None, None).lead(), None);
    }
}
