//! Campaign days and peaks of a shop, with what was before and after, and what became of other products.

use std::collections::BTreeMap;

use analysis::statistics::{benjamini_hochberg, median};
use ledger::{Ledger, NONE};
use report::words::phrase::Phrase;

use super::calendar;
use super::lift::{self, History, Lift};

/// What an event is called.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Name {
    /// Days that the merchant gave.
    Own,
    /// A day of the calendar.
    Calendar(Phrase),
    /// Days that a discount code was used on, by its code.
    Code(u32),
    /// A stretch that stands out.
    Peak,
}

/// A stretch of days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: Name,
    /// First and last day.
    pub(crate) days: (i32, i32),
    pub(crate) lift: Lift,
    /// Adjusted p-value.
    pub(crate) q: f64,
    pub(crate) before: Option<Lift>,
    pub(crate) after: Option<Lift>,
    /// The share of its orders that had a discount; `None` where no order of the shop tells one.
    pub(crate) discounted: Option<f64>,
}

/// Revenue of two groups of products in an event, relative to the four weeks around.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Split {
    pub(crate) products: usize,
    pub(crate) cut: f64,
    pub(crate) rest: f64,
}

/// All events.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Events {
    /// By money gained.
    pub(crate) events: Vec<Event>,
    /// Peaks that one order made.
    pub(crate) single: usize,
    /// Events on whose days nobody bought anything, with their days.
    pub(crate) empty: Vec<(Name, (i32, i32))>,
    /// Days in stretches in which the shop was closed; nothing is compared with them.
    pub(crate) closed: usize,
    /// Stretches looked at.
    pub(crate) tests: usize,
    /// The first day of the series.
    pub(crate) first: i32,
    /// Revenue by day, minor units, and what was to be expected of it.
    pub(crate) values: Vec<f64>,
    pub(crate) expected: Vec<Option<f64>>,
    /// Of an ordinary day, the relative range that 95 % lie in.
    pub(crate) ordinary: Option<(f64, f64)>,
    /// The event that gained most, product by product.
    pub(crate) split: Option<Split>,
}

/// The events of a shop, campaign days that the merchant gave among them; `None` where no day has an expectation.
pub(crate) fn events(ledger: &Ledger, (first, last): (i32, i32), own: &[i32]) -> Option<Events> {
    let n = usize::try_from(last - first + 1).ok()?;
    let orders = &ledger.orders;
    let mut minor = vec![0_i64; n];
    let mut largest = vec![0_i64; n];
    let mut sold = vec![false; n];
    for order in 0..orders.day.len() {
        if let Some(at) = day_index(orders.day[order], first, n) {
            let gross = ledger.gross_minor(order);
            minor[at] += gross;
            sold[at] = true;
            largest[at] = largest[at].max(gross);
        }
    }
    let values: Vec<f64> = minor.iter().map(|v| *v as f64).collect();
    let closed = closed(&sold);
    let windows = windows(ledger, &values, &closed, (first, last), own);
    // Days that are not ordinary: nothing is compared with them.
    let mut event = closed.clone();
    for (_, from, to) in &windows {
        event[*from..=*to].fill(true);
    }
    let mut history = History::new(&values, &event);
    let expected = history.expected();
    if expected.iter().all(Option::is_none) {
        return None;
    }
    let is_discounted = |o: usize| orders.discount_minor[o] > 0 || orders.discount_code[o] != NONE;
    let tells_discounts = (0..orders.day.len()).any(is_discounted);
    let mut found: Vec<Event> = Vec::new();
    let (mut single, mut empty) = (0, Vec::new());
    for (name, from, to) in windows {
        let days = (first + from as i32, first + to as i32);
        if !sold[from..=to].contains(&true) {
            empty.push((name, days));
            continue;
        }
        let own = |d: usize| closed[d];
        let Some(of) = history.lift((from, to), own) else {
            continue;
        };
        let one = largest[from..=to].iter().copied().max().unwrap_or(0) as f64;
        if name == Name::Peak && one > 0.5 * (of.actual - of.expected) {
            single += 1;
            continue;
        }
        let mut around = |a: usize, b: usize| history.lift((a, b), |d| event[d]);
        let in_days = |o: &usize| {
            let at = day_index(orders.day[*o], first, n);
            at.is_some_and(|at| (from..=to).contains(&at))
        };
        let inside: Vec<usize> = (0..orders.day.len()).filter(in_days).collect();
        let discounted = inside.iter().filter(|&&o| is_discounted(o)).count();
        found.push(Event {
            name,
            days,
            lift: of,
            q: of.p_value,
            before: (from >= 7).then(|| around(from - 7, from - 1)).flatten(),
            after: (to + 14 < n).then(|| around(to + 1, to + 14)).flatten(),
            discounted: (tells_discounts && !inside.is_empty())
                .then(|| discounted as f64 / inside.len() as f64),
        });
    }
    let tests = adjust(&mut found);
    let gain = |e: &Event| e.lift.actual - e.lift.expected;
    table::order::sort_by(&mut found, |a, b| {
        gain(b).total_cmp(&gain(a)).then(a.days.cmp(&b.days))
    });
    let split = found.first().and_then(|e| {
        let (from, to) = ((e.days.0 - first) as usize, (e.days.1 - first) as usize);
        let around = (from.saturating_sub(28)..(to + 29).min(n))
            .filter(|d| !(from..=to).contains(d) && !closed[*d]);
        split(ledger, e.days, around.count())
    });
    let ordinary = ordinary(&values, &expected, &event);
    Some(Events {
        events: found,
        single,
        empty,
        closed: closed.iter().filter(|c| **c).count(),
        tests,
        first,
        values,
        expected,
        ordinary,
        split,
    })
}

/// Days in stretches without an order that chance would hardly bring, by how many of the same weekdays of the four weeks
/// before and after had one: the shop was closed. That it seldom sells, or never on Sundays, closes no shop.
fn closed(sold: &[bool]) -> Vec<bool> {
    let mut out = vec![false; sold.len()];
    let mut from = 0;
    for run in sold.chunk_by(|a, b| a == b) {
        let to = from + run.len();
        if !run[0] {
            let near = (from.saturating_sub(28)..from).chain(to..(to + 28).min(sold.len()));
            let mut weekdays = [(0.5, 1.0); 7];
            for day in near {
                let of = &mut weekdays[day % 7];
                *of = (of.0 + f64::from(u8::from(!sold[day])), of.1 + 1.0);
            }
            let chance: f64 = (from..to)
                .map(|day| weekdays[day % 7].0 / weekdays[day % 7].1)
                .product();
            out[from..to].fill(chance < 0.001);
        }
        from = to;
    }
    out
}

fn day_index(day: i32, first: i32, n: usize) -> Option<usize> {
    if day == i32::MIN {
        return None;
    }
    usize::try_from(day - first).ok().filter(|at| *at < n)
}

/// Days that the merchant gave, of the calendar and of codes, and peaks, as positions; what overlaps is one, under the
/// name that says most.
fn windows(
    ledger: &Ledger,
    values: &[f64],
    closed: &[bool],
    (first, last): (i32, i32),
    own: &[i32],
) -> Vec<(Name, usize, usize)> {
    let mut all: Vec<(Name, usize, usize)> = calendar::campaigns(&ledger.currency, first, last)
        .into_iter()
        .map(|(name, from, to)| {
            (
                Name::Calendar(name),
                (from - first) as usize,
                (to - first) as usize,
            )
        })
        .collect();
    let mut own = own.to_vec();
    table::order::sort(&mut own);
    all.extend(own.chunk_by(|a, b| b - a <= 1).filter_map(|run| {
        let (from, to) = (run[0], run[run.len() - 1]);
        // One that the data cut off is not judged.
        let whole = from >= first && to <= last;
        whole.then(|| (Name::Own, (from - first) as usize, (to - first) as usize))
    }));
    all.extend(
        code_days(ledger)
            .into_iter()
            .filter_map(|(code, from, to)| {
                let at = |day: i32| {
                    usize::try_from(day - first)
                        .ok()
                        .filter(|at| *at < values.len())
                };
                Some((Name::Code(code), at(from)?, at(to)?))
            }),
    );
    all.extend(
        lift::peaks(values, closed)
            .into_iter()
            .map(|(from, to)| (Name::Peak, from, to)),
    );
    let code = |code: u32| {
        ledger
            .discount_codes
            .get(code as usize)
            .map_or("", String::as_str)
    };
    table::order::sort_by(&mut all, |a, b| {
        // Two codes of the same days: the name decides, whatever rows came first.
        let name = |w: &(Name, usize, usize)| match w.0 {
            Name::Code(of) => code(of),
            _ => "",
        };
        (a.1, a.2, name(a)).cmp(&(b.1, b.2, name(b)))
    });
    // What the merchant said comes first, then the calendar's name and a code's.
    let weight = |name: Name| match name {
        Name::Own => 3,
        Name::Calendar(_) => 2,
        Name::Code(_) => 1,
        Name::Peak => 0,
    };
    let mut out: Vec<(Name, usize, usize)> = Vec::new();
    for (name, from, to) in all {
        match out.last_mut() {
            Some(last) if from <= last.2 => {
                last.2 = last.2.max(to);
                if weight(name) > weight(last.0) {
                    last.0 = name;
                }
            }
            _ => out.push((name, from, to)),
        }
    }
    out
}

/// Adjusts the p-values of all events together, then those of the days around the events that stand out; returns how
/// many events there are.
fn adjust(events: &mut [Event]) -> usize {
    let p_values: Vec<f64> = events.iter().map(|e| e.lift.p_value).collect();
    for (event, q) in events.iter_mut().zip(benjamini_hochberg(&p_values)) {
        event.q = q;
    }
    let mut around: Vec<&mut Lift> = events
        .iter_mut()
        .filter(|e| e.q < 0.05)
        .flat_map(|e| [e.before.as_mut(), e.after.as_mut()])
        .flatten()
        .collect();
    let p_values_around: Vec<f64> = around.iter().map(|l| l.p_value).collect();
    for (lift, q) in around.iter_mut().zip(benjamini_hochberg(&p_values_around)) {
        lift.p_value = q;
    }
    p_values.len()
}

/// Days on which a code was used by ten orders or more within four weeks, no week without it between, and three tenths
/// of its orders: a campaign of the shop's own.
fn code_days(ledger: &Ledger) -> Vec<(u32, i32, i32)> {
    let orders = &ledger.orders;
    let mut by_code: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
    for order in 0..orders.day.len() {
        if orders.discount_code[order] != NONE && orders.day[order] != i32::MIN {
            by_code
                .entry(orders.discount_code[order])
                .or_default()
                .push(orders.day[order]);
        }
    }
    let mut out = Vec::new();
    for (code, mut days) in by_code {
        table::order::sort(&mut days);
        for run in days.chunk_by(|a, b| b - a <= 7) {
            let (from, to) = (run[0], run[run.len() - 1]);
            // A code that is always on has runs by chance.
            let most = run.len() * 10 >= days.len() * 3;
            if most && run.len() >= 10 && to - from < 28 {
                out.push((code, from, to));
            }
        }
    }
    out
}

fn ordinary(values: &[f64], expected: &[Option<f64>], event: &[bool]) -> Option<(f64, f64)> {
    let mut strays: Vec<f64> = (0..values.len())
        .filter(|&d| !event[d])
        .filter_map(|d| expected[d].filter(|e| *e > 0.0).map(|e| values[d] / e))
        .collect();
    table::order::floats(&mut strays);
    let low = analysis::statistics::quantile_sorted(&strays, 0.025)?;
    Some((low, analysis::statistics::quantile_sorted(&strays, 0.975)?))
}

/// Products that were cheaper in the event than around it, and all others: revenue a day against the four weeks around,
/// of which so many days were open.
fn split(ledger: &Ledger, (first, last): (i32, i32), open: usize) -> Option<Split> {
    let length = f64::from(last - first + 1);
    // Product → (units, revenue) inside; unit prices and revenue of the weeks around.
    type Around = (Vec<f64>, i64);
    let mut inside: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    let mut around: BTreeMap<u32, Around> = BTreeMap::new();
    for order in 0..ledger.orders.day.len() {
        let day = ledger.orders.day[order];
        let within = (first..=last).contains(&day);
        let near = !within && day != i32::MIN && (first - 28..=last + 28).contains(&day);
        if !within && !near {
            continue;
        }
        for line in ledger.lines_of(order) {
            let product = ledger.lines.product[line];
            let (quantity, amount) = (
                ledger.lines.quantity_milli[line],
                ledger.lines.revenue_minor[line],
            );
            if product == NONE || quantity <= 0 || amount <= 0 {
                continue;
            }
            if within {
                let sum = inside.entry(product).or_default();
                *sum = (sum.0 + quantity, sum.1 + amount);
            } else {
                let sum = around.entry(product).or_default();
                sum.0.push(amount as f64 / quantity as f64);
                sum.1 += amount;
            }
        }
    }
    let mut groups = [(0_i64, 0_i64), (0, 0)];
    let mut products = 0;
    for (product, (mut prices, usual)) in around {
        let (quantity, amount) = inside.get(&product).copied().unwrap_or((0, 0));
        let price = (quantity > 0).then(|| amount as f64 / quantity as f64);
        let cut = prices.len() >= 5
            && price
                .zip(median(&mut prices))
                .is_some_and(|(p, m)| p <= 0.95 * m);
        products += usize::from(cut);
        let group = &mut groups[usize::from(!cut)];
        *group = (group.0 + amount, group.1 + usual);
    }
    let change = |(now, usual): (i64, i64)| {
        (usual > 0).then(|| now as f64 / length / (usual as f64 / open as f64) - 1.0)
    };
    // A handful of products at another price is everyday.
    let (cut, rest) = (change(groups[0])?, change(groups[1])?);
    (products >= 3).then_some(Split {
        products,
        cut,
        rest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_closed_where_it_would_have_sold() {
        // Open but for Saturdays; eleven days without an order are a holiday.
        let open: Vec<bool> = (0..120)
            .map(|d| d % 7 != 5 && !(60..71).contains(&d))
            .collect();
        let days: Vec<usize> = (0..120).filter(|&d| closed(&open)[d]).collect();
        assert_eq!(days, (60..71).collect::<Vec<usize>>());
        // Where an order comes every fifth day, four days without one are everyday.
        let seldom: Vec<bool> = (0..120).map(|d| d % 5 == 0).collect();
        assert!(!closed(&seldom).contains(&true));
        // A single day without an order in a busy shop may be chance.
        let once: Vec<bool> = (0..120).map(|d| d != 60).collect();
        assert!(!closed(&once).contains(&true));
        assert!(closed(&[]).is_empty());
    }
}
