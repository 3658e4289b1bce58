//! Demand, stock and what is assumed, put together: what to hold, when it runs out, what to order.

use std::collections::BTreeMap;

use super::class::{self, Evenness, Pattern, Shape, Value};
use super::demand::{Demand, Item};
use super::level::{self, Lead, Levels, Rate};
use super::options::Options;
use super::position::{Position, Stock};
use crate::away::Away;

/// Weeks in a year.
const YEAR: f64 = 365.25 / 7.0;
/// An order brings at least one week's demand, at most half a year's, and four weeks' where no cost is known.
const CYCLE_DAYS: (f64, f64, f64) = (7.0, 182.0, 28.0);
/// What falls due within as many days is ordered with what is due.
pub(super) const SOON: f64 = 7.0;
/// The report's day starts a projection when the orders end at most as many days before it.
const FRESH: i32 = 31;

/// An item that sells, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Index in [`Demand::items`].
    pub(super) item: usize,
    /// Index in [`Stock::positions`].
    pub(super) position: Option<usize>,
    pub(super) value: Option<Value>,
    pub(super) evenness: Evenness,
    pub(super) pattern: Pattern,
    pub(super) shape: Shape,
    /// Whether the last weeks alone tell the rate, since they surely differ from those before.
    pub(super) is_lately: bool,
    pub(super) rate: Rate,
    pub(super) lead: Lead,
    pub(super) levels: Levels,
    /// √(2DS/H), within bounds; `None` where no cost of an order is known.
    pub(super) economic: Option<f64>,
    /// Days until free stock is used up: expected, early, late.
    pub(super) left: Option<(f64, f64, f64)>,
    /// The same with what is on its way.
    pub(super) left_with_incoming: Option<(f64, f64, f64)>,
}

/// What is thought about all items.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan<'a> {
    pub(super) demand: &'a Demand,
    pub(super) stock: Option<&'a Stock>,
    pub(super) options: &'a Options,
    /// The day that projections start from.
    pub(super) start: i32,
    /// Items that sell, by falling net sales.
    pub(super) rows: Vec<Row>,
    /// Items that sell, but for fewer weeks than a class needs.
    pub(super) new: Vec<usize>,
    /// Items that sold lately and are not on sale any more.
    pub(super) delisted: Vec<usize>,
    /// Which products nobody can buy.
    away: &'a Away,
    /// Cost of a unit by item, minor units.
    pub(super) costs: &'a BTreeMap<usize, f64>,
    /// Lead times by item, as goods arrived so far.
    pub(super) leads: &'a BTreeMap<usize, Lead>,
    /// Cost of an order, minor units.
    order_cost: Option<f64>,
    /// The report's day; 0 = not known.
    today: i32,
    /// Items that sold more since their count than was counted: nothing is known of their stock.
    pub(super) outdated: Vec<usize>,
}

impl<'a> Plan<'a> {
    /// `order_cost` in minor units; `today` 0 = not known.
    pub(super) fn of(
        (demand, away): (&'a Demand, &'a Away),
        stock: Option<&'a Stock>,
        (costs, leads): (&'a BTreeMap<usize, f64>, &'a BTreeMap<usize, Lead>),
        options: &'a Options,
        order_cost: Option<f64>,
        today: i32,
    ) -> Self {
        let as_of = stock.and_then(|s| s.as_of);
        let fresh = (0..=FRESH).contains(&(today.saturating_sub(demand.last_day)));
        let start = match as_of {
            // What was sold since the count is known, and taken off.
            Some(day) if today <= 0 || day <= today => day.max(demand.last_day),
            _ if today > 0 && fresh => today,
            _ => demand.last_day,
        };
        let mut of = Self {
            demand,
            stock,
            options,
            start,
            rows: Vec::new(),
            new: Vec::new(),
            delisted: Vec::new(),
            away,
            costs,
            leads,
            order_cost,
            today,
            outdated: Vec::new(),
        };
        let positions: BTreeMap<usize, usize> = stock
            .iter()
            .flat_map(|s| s.positions.iter().enumerate())
            .filter_map(|(at, p)| Some((p.item?, at)))
            .collect();
        let net: Vec<i64> = demand.items.iter().map(|i| i.net_minor).collect();
        let classes = class::by_value(&net);
        for (at, item) in demand.items.iter().enumerate() {
            if !of.is_alive(item) {
                continue;
            }
            if away.is_delisted(item) {
                of.delisted.push(at);
                continue;
            }
            let weeks: Vec<f64> = item.units().collect();
            let mut position = positions.get(&at).copied();
            let told = position.and_then(|p| stock?.positions.get(p));
            if told.is_some_and(|p| p.is_outdated) {
                of.outdated.push(at);
                position = None;
            }
            match Shape::of(&weeks) {
                Some(shape) => {
                    let row = of.row(at, shape, classes[at], position);
                    of.rows.push(row);
                }
                None => of.new.push(at),
            }
        }
        of.rows
            .sort_by_key(|row| (std::cmp::Reverse(net[row.item]), row.item));
        of
    }

    /// Whether an item has sold lately, before the last day of the orders.
    fn is_alive(&self, item: &Item) -> bool {
        let since = self.demand.last_day - self.options.dead_days as i32;
        item.sold.is_some_and(|(_, last)| last > since)
    }

    /// How long goods of an item take.
    fn lead(&self, at: usize, told: Option<&Position>) -> Lead {
        let measured = self.leads.get(&at);
        Lead {
            days: told
                .and_then(|p| p.lead_days)
                .or(measured.map(|l| l.days))
                .unwrap_or(self.options.lead_time_days),
            sd: measured.map_or(self.options.lead_time_sd_days, |l| l.sd),
        }
    }

    fn row(&self, at: usize, shape: Shape, value: Option<Value>, position: Option<usize>) -> Row {
        let item = &self.demand.items[at];
        let pattern = shape.pattern();
        let weeks: Vec<f64> = item.units().collect();
        let lately = class::lately(&weeks);
        let (mean, sd) = lately.unwrap_or((shape.mean, shape.sd));
        let rate = Rate {
            mean: mean / 7.0,
            sd: sd / libm::sqrt(7.0),
            counted: item.is_counted && matches!(pattern, Pattern::Intermittent | Pattern::Lumpy),
        };
        let told = position.and_then(|p| self.stock?.positions.get(p));
        let lead = self.lead(at, told);
        let cost = self.costs.get(&at).copied();
        let assumed = || item.price().map(|p| p * self.options.cost_share);
        let economic = self
            .order_cost
            .zip(cost.or_else(assumed))
            .and_then(|(s, c)| {
                level::order_quantity(shape.mean * YEAR, s, c * self.options.holding_rate)
            });
        let bounded = |q: f64| q.clamp(rate.mean * CYCLE_DAYS.0, rate.mean * CYCLE_DAYS.1);
        let left = |units: f64| level::days_left(units, rate);
        Row {
            item: at,
            position,
            value,
            evenness: shape.evenness(),
            pattern,
            shape,
            is_lately: lately.is_some(),
            rate,
            lead,
            levels: level::levels(rate, lead, self.options.service_level),
            economic: economic.map(bounded),
            left: told.and_then(|p| left(p.available())),
            left_with_incoming: told.and_then(|p| left(p.available() + p.incoming())),
        }
    }

    pub(super) fn item(&self, row: &Row) -> &'a Item {
        &self.demand.items[row.item]
    }

    pub(super) fn position(&self, row: &Row) -> Option<&'a Position> {
        self.stock?.positions.get(row.position?)
    }

    /// How much to order, and in how many days at the latest; `None` where stock lasts longer than [`SOON`].
    pub(super) fn order(&self, row: &Row) -> Option<(f64, f64)> {
        let position = self.position(row)?;
        let have = position.available() + position.incoming();
        let over = have - row.levels.reorder;
        if over > SOON * row.rate.mean {
            return None;
        }
        let cycle = row.economic.unwrap_or(row.rate.mean * CYCLE_DAYS.2);
        let units = ((row.levels.reorder - have).max(0.0) + cycle).max(position.minimum());
        let units = if self.item(row).is_counted {
            libm::ceil(units - 1e-9).max(1.0)
        } else {
            libm::ceil(units * 10.0 - 1e-9) / 10.0
        };
        Some((units, (over / row.rate.mean).max(0.0)))
    }

    /// Whether an order placed on the first day would come after the stock, and all that is on its way, is used up.
    pub(super) fn is_too_late(&self, row: &Row) -> bool {
        row.left_with_incoming
            .is_some_and(|(days, _, _)| days < row.lead.days)
    }

    /// Net sales expected to be lost before an order of the first day arrives, minor units.
    pub(super) fn at_stake(&self, row: &Row) -> Option<f64> {
        let (days, _, _) = row.left_with_incoming?;
        let gap = (row.lead.days - days).max(0.0);
        Some(gap * row.rate.mean * self.item(row).price()?)
    }

    /// The same plan with another service level and lead times multiplied.
    pub(super) fn what_if(&self, service: f64, times: f64) -> WhatIf {
        let mut of = WhatIf::default();
        for row in &self.rows {
            let lead = Lead {
                days: row.lead.days * times,
                sd: row.lead.sd * times,
            };
            let levels = level::levels(row.rate, lead, service);
            of.safety += levels.safety;
            if let Some(cost) = self.costs.get(&row.item) {
                of.capital = Some(of.capital.unwrap_or(0.0) + cost * levels.safety);
            }
            let changed = Row {
                levels,
                lead,
                ..row.clone()
            };
            of.due += usize::from(self.order(&changed).is_some());
        }
        of
    }
}

/// Units, or days, of sales from which on something is said of an item that is new.
const LEAST_FRESH: (f64, f64) = (10.0, 14.0);

/// An item that sells for few weeks only, and will run out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fresh<'a> {
    pub(super) item: &'a Item,
    pub(super) position: &'a Position,
    /// Day of its first sale.
    pub(super) since: i32,
    pub(super) rate: Rate,
    /// Days until free stock is used up: expected, early, late.
    pub(super) left: (f64, f64, f64),
}

/// What a plan would come to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct WhatIf {
    /// Units of safety stock.
    pub(super) safety: f64,
    /// What they cost, minor units, as far as costs are known.
    pub(super) capital: Option<f64>,
    /// Items to order, as on the purchase list.
    pub(super) due: usize,
}

/// What stock is valued at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// What it cost.
    Cost,
    /// What it sells for, since costs of most of it are not known.
    Price,
}

/// Stock that lies there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lying<'a> {
    pub(super) position: &'a Position,
    /// Whether it is not on sale any more.
    pub(super) is_delisted: bool,
    /// Units, above zero.
    pub(super) units: f64,
    /// What they are worth, minor units.
    pub(super) worth: Option<f64>,
    /// Day of the last sale; `None` = never sold.
    pub(super) last: Option<i32>,
    /// Days since, as far as orders are known.
    pub(super) idle: Option<i32>,
}

impl Plan<'_> {
    /// What stock can be valued at: its cost where that is known of four fifths of the units.
    pub(super) fn basis(&self) -> Basis {
        let Some(stock) = self.stock else {
            return Basis::Price;
        };
        let units = |p: &&Position| p.on_hand().max(0.0);
        let all: f64 = stock.positions.iter().map(|p| units(&p)).sum();
        let known = stock.positions.iter().filter(|p| p.cost.is_some());
        let known: f64 = known.map(|p| units(&p)).sum();
        if known > 0.0 && known >= 0.8 * all {
            Basis::Cost
        } else {
            Basis::Price
        }
    }

    /// What lies there, the most worth first.
    pub(super) fn lying(&self) -> Vec<Lying<'_>> {
        let basis = self.basis();
        let Some(stock) = self.stock else {
            return Vec::new();
        };
        let mut lying: Vec<Lying<'_>> = stock
            .positions
            .iter()
            .filter(|p| p.on_hand() > 0.0)
            .map(|position| {
                let item = position.item.map(|at| &self.demand.items[at]);
                let each = match basis {
                    Basis::Cost => position.cost,
                    Basis::Price => item.and_then(Item::price),
                };
                let units = position.on_hand();
                let sold = item.and_then(|i| i.sold);
                Lying {
                    position,
                    is_delisted: item.is_some_and(|i| self.away.is_delisted(i)),
                    units,
                    worth: each.map(|e| e * units),
                    last: sold.map(|(_, last)| last),
                    idle: sold
                        .map(|(_, last)| (self.start.min(self.demand.last_day) - last).max(0)),
                }
            })
            .collect();
        let worth = |l: &Lying<'_>| l.worth.unwrap_or(-1.0);
        lying.sort_by(|a, b| {
            let by_worth = worth(b).total_cmp(&worth(a));
            by_worth
                .then(b.units.total_cmp(&a.units))
                .then(a.position.name.cmp(&b.position.name))
                .then(a.position.sku.cmp(&b.position.sku))
        });
        lying
    }

    /// Whether what lies there has not sold for too long. What is not known to the orders at all may only be named
    /// otherwise there: it is dead only when most of the stock was found in them.
    ///
    /// What came lately had no time to sell, and what never sold is dead only if the orders look back far enough.
    pub(super) fn is_dead(&self, lying: &Lying<'_>) -> bool {
        let days = self.options.dead_days as i32;
        let last = self.demand.last_day;
        if lying.position.came.is_some_and(|came| last - came < days) {
            return false;
        }
        match lying.idle {
            Some(idle) => idle >= days,
            None => self.knows_most() && last - self.demand.first_day >= days,
        }
    }

    /// Items that sell for too few weeks for a class, and whose stock is sold out or lasts shorter than goods take: what of
    /// them sells a day since their first sale, and in how many days it is used up.
    pub(super) fn fresh(&self) -> Vec<Fresh<'_>> {
        let Some(stock) = self.stock else {
            return Vec::new();
        };
        let found = self.new.iter().filter_map(|&at| {
            let item = &self.demand.items[at];
            let position = stock.positions.iter().find(|p| p.item == Some(at))?;
            let since = item.sold?.0;
            let days = f64::from(self.demand.last_day - since + 1);
            let units = item.ever.0 as f64 / 1000.0;
            if units < LEAST_FRESH.0 && (days < LEAST_FRESH.1 || units < 3.0)
                || position.is_outdated
            {
                return None;
            }
            let mean = units / days;
            let rate = Rate {
                mean,
                sd: libm::sqrt(mean),
                counted: item.is_counted,
            };
            let left = level::days_left(position.available(), rate)?;
            let with_incoming = level::days_left(position.available() + position.incoming(), rate)?;
            let lead = self.lead(at, Some(position)).days;
            (with_incoming.0 < lead).then_some(Fresh {
                item,
                position,
                since,
                rate,
                left,
            })
        });
        let mut found: Vec<Fresh<'_>> = found.collect();
        found.sort_by(|a, b| {
            let by_rate = b.rate.mean.total_cmp(&a.rate.mean);
            by_rate.then(a.item.name.cmp(&b.item.name))
        });
        found
    }

    /// Whether a day is before the report's.
    pub(super) fn is_past(&self, day: i32) -> bool {
        self.today > 0 && day < self.today
    }

    /// Whether at least half of the positions were found among the products sold.
    pub(super) fn knows_most(&self) -> bool {
        let Some(stock) = self.stock else {
            return false;
        };
        let found = stock.positions.iter().filter(|p| p.item.is_some()).count();
        found * 2 >= stock.positions.len()
    }

    /// Yearly turnover, gross margin on what is invested, and sell-through of four weeks, of items in stock and known
    /// to the orders.
    pub(super) fn ratios(&self) -> Ratios {
        let basis = self.basis();
        let mut sums = Ratios::default();
        let (mut sold, mut held, mut margin, mut invested) = (0.0, 0.0, 0.0, 0.0);
        let (mut month, mut units) = (0.0, 0.0);
        let Some(stock) = self.stock else {
            return sums;
        };
        for position in &stock.positions {
            let Some(item) = position.item.map(|at| &self.demand.items[at]) else {
                continue;
            };
            let on_hand = position.on_hand().max(0.0);
            month += item.latest(4);
            units += on_hand;
            let yearly = item.total() * YEAR / self.demand.weeks.max(1) as f64;
            let each = match basis {
                Basis::Cost => position.cost,
                Basis::Price => item.price(),
            };
            if let Some(each) = each {
                sold += each * yearly;
                held += each * on_hand;
            }
            if let Some((cost, price)) = position.cost.zip(item.price()) {
                margin += (price - cost) * yearly;
                invested += cost * on_hand;
            }
        }
        sums.held = (held > 0.0).then_some(held);
        sums.turnover = (held > 0.0).then(|| sold / held);
        sums.days = (sold > 0.0 && held > 0.0).then(|| 365.25 * held / sold);
        sums.gmroi = (basis == Basis::Cost && invested > 0.0).then(|| margin / invested);
        sums.sell_through = (month + units > 0.0).then(|| month / (month + units));
        sums
    }
}

/// Ratios of stock; `None` where they cannot be said.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Ratios {
    /// What lies there is worth, minor units.
    pub(super) held: Option<f64>,
    /// Times a year that stock is sold.
    pub(super) turnover: Option<f64>,
    /// Days that it lasts.
    pub(super) days: Option<f64>,
    /// Gross margin a year per amount invested.
    pub(super) gmroi: Option<f64>,
    /// Share of the units there had been four weeks before that were sold.
    pub(super) sell_through: Option<f64>,
}
