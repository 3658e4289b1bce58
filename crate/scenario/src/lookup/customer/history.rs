//! What a customer has bought, order by order and product by product.

use std::collections::BTreeMap;

use chart::spec::Format;
use ledger::NONE;
use report::words::phrase::{Phrase, quoted, short};
use report::{Block, TableCell};
use shop::Selection;

use super::{View, words};
use crate::lookup::facts::products_of;
use crate::parts::{Row, words as text_cell};
use crate::recommendations::sold;
use crate::refunds::{Apart, apart};
use crate::say::Say;

/// Orders and products listed.
const LISTED: usize = 100;
/// Products named of an order.
const NAMED: usize = 3;

/// An order of the customer.
pub(super) struct Order {
    /// `i32::MIN` = not known.
    day: i32,
    products: Vec<u32>,
    milli: i64,
    /// After refunds, minor units.
    net: i64,
}

/// A product that the customer has.
pub(super) struct Bought {
    pub(super) code: u32,
    /// Days of purchases, ascending, each once; `i32::MIN` first where one is not known.
    days: Vec<i32>,
    milli: i64,
    net: i64,
}

/// All that a customer has bought.
pub(super) struct Past {
    /// The last first.
    orders: Vec<Order>,
    /// Most often bought first.
    pub(super) products: Vec<Bought>,
}

impl Past {
    pub(super) fn new(view: &View<'_>, customer: u32) -> Self {
        let ledger = view.scene.ledger;
        let lines = &ledger.lines;
        // Postage and the like stand in the orders, but nobody thinks of them as bought.
        let goods = |code: u32| view.of.index.orders_with[code as usize] > 0;
        let mut orders = Vec::new();
        let mut products: BTreeMap<u32, Bought> = BTreeMap::new();
        for order in (0..ledger.orders.day.len()).filter(|&o| ledger.orders.customer[o] == customer)
        {
            let day = ledger.orders.day[order];
            let kept = || ledger.lines_of(order).filter(|&l| sold(ledger, l));
            for line in kept() {
                let code = lines.product[line];
                if code == NONE || !goods(code) {
                    continue;
                }
                let of = products.entry(code).or_insert(Bought {
                    code,
                    days: Vec::new(),
                    milli: 0,
                    net: 0,
                });
                of.days.push(day);
                of.milli += lines.quantity_milli[line];
                of.net += lines.revenue_minor[line] - lines.refund_minor[line];
            }
            orders.push(Order {
                day,
                products: products_of(ledger, order),
                milli: kept().map(|l| lines.quantity_milli[l]).sum(),
                net: ledger.net_minor(order),
            });
        }
        // Orders of one day by what they came to, so that the sequence of the rows does not decide.
        table::order::sort_by(&mut orders, |a, b| {
            b.day
                .cmp(&a.day)
                .then(b.net.cmp(&a.net))
                .then_with(|| b.milli.cmp(&a.milli))
        });
        let mut products: Vec<Bought> = products.into_values().collect();
        for of in &mut products {
            table::order::sort(&mut of.days);
            of.days.dedup();
        }
        let name = |b: &Bought| ledger.products.name[b.code as usize].as_str();
        table::order::sort_by(&mut products, |a, b| {
            (b.days.len(), b.net)
                .cmp(&(a.days.len(), a.net))
                .then_with(|| name(a).cmp(name(b)))
        });
        Self { orders, products }
    }

    fn net(&self) -> i64 {
        self.orders.iter().map(|o| o.net).sum()
    }

    /// Days of purchases, ascending, each once.
    fn days(&self) -> Vec<i32> {
        let known = self.orders.iter().map(|o| o.day).filter(|d| *d != i32::MIN);
        let mut days: Vec<i32> = known.collect();
        table::order::sort(&mut days);
        days.dedup();
        days
    }
}

/// A cell with a day, which sorts by time.
pub(super) fn day_cell(say: &Say<'_>, day: i32) -> TableCell {
    match day {
        i32::MIN => text_cell(say.plain(words::O_UNDATED)),
        day => TableCell {
            text: say.day(day),
            value: Some(f64::from(day)),
            tone: None,
        },
    }
}

fn pieces(say: &Say<'_>, milli: i64) -> TableCell {
    let decimals = if milli % 1000 == 0 { 0 } else { 1 };
    say.cell(Some(milli as f64 / 1000.0), &Format::Number { decimals })
}

/// The key figures, a row each.
pub(super) fn figures(view: &View<'_>, customer: u32, past: &Past) -> Block {
    let say = &view.scene.say;
    let days = past.days();
    let n = past.orders.len();
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |name: Phrase, value: TableCell, remark: String| {
        let cells = vec![text_cell(say.plain(name)), value, text_cell(remark)];
        rows.push((cells, None));
    };
    let since = days.first().map_or(String::new(), |&first| {
        say.fill(words::C_SINCE, &[("day", (&say.day(first)).into())])
    });
    let count = |n: usize| say.cell(Some(n as f64), &Format::Count);
    add(words::C_ORDERS, count(n), since);
    let refunds = apart(view.scene.ledger, view.scene.request.today);
    let own = refunds.iter().filter(|r| r.customer == customer);
    let back: i64 = own.map(|r| r.minor).sum();
    let net = past.net() - back;
    let each = say.money(net as f64 / n.max(1) as f64);
    let back = match back {
        0 => String::new(),
        back => {
            let sum = say.money(back as f64);
            say.fill(words::C_PAID_BACK, &[("sum", (&sum).into())])
        }
    };
    add(
        words::C_SPENT,
        say.money_cell(Some(net as f64)),
        say.joined(&[
            say.fill(words::C_EACH, &[("sum", (&each).into())]),
            back,
            rank(view, customer, net, &refunds),
        ]),
    );
    add(words::C_PRODUCTS, count(past.products.len()), String::new());
    let mut gaps: Vec<f64> = days
        .windows(2)
        .map(|pair| f64::from(pair[1] - pair[0]))
        .collect();
    let number = gaps.len();
    // One gap is no rhythm.
    if let Some(gap) = analysis::statistics::median(&mut gaps).filter(|_| number >= 2) {
        let next = days.last().copied().unwrap_or(0) + libm::round(gap) as i32;
        let mut cell = text_cell(say.fill(words::C_DAYS, &[("n", (gap as usize).into())]));
        cell.value = Some(gap);
        let next = say.day(next);
        let args = [("n", number.into()), ("day", (&next).into())];
        add(words::C_GAP, cell, say.fill(words::C_GAP_REMARK, &args));
    }
    let name = &view.scene.ledger.customers[customer as usize];
    let last = days.last().map(|&d| say.day(d));
    let mut args = vec![("name", name.into()), ("n", n.into())];
    let title = match &last {
        Some(day) => {
            args.push(("day", day.into()));
            say.fill(words::C_TITLE, &args)
        }
        None => say.fill(words::C_TITLE_UNDATED, &args),
    };
    let period = view.scene.days.map_or(String::new(), |(first, last)| {
        let period = say.period(first, last);
        say.fill(words::P_SUB, &[("period", (&period).into())])
    });
    let columns = vec![
        say.words_column(words::FIGURE),
        say.words_column(words::VALUE),
        say.words_column(words::REMARK),
    ];
    let most = rows.len();
    let texts = (title, period, String::new());
    say.table("lookup-figures", texts, columns, rows, most)
}

/// How the customer's spend stands among all; empty where it is no more than most spend.
fn rank(view: &View<'_>, customer: u32, net: i64, refunds: &[Apart]) -> String {
    let ledger = view.scene.ledger;
    let mut spent = vec![0i64; ledger.customers.len()];
    for (order, &who) in ledger.orders.customer.iter().enumerate() {
        if let Some(sum) = spent.get_mut(who as usize) {
            *sum += ledger.net_minor(order);
        }
    }
    for refund in refunds {
        if let Some(sum) = spent.get_mut(refund.customer as usize) {
            *sum -= refund.minor;
        }
    }
    let others = || {
        let buyers = view.of.index.orders_by.iter().zip(&spent).enumerate();
        buyers.filter(|(at, (orders, _))| **orders > 0 && *at != customer as usize)
    };
    let all = others().count();
    let below = others().filter(|(_, (_, sum))| **sum < net).count();
    if 2 * below <= all {
        return String::new();
    }
    let share = view.scene.say.percent(below as f64 / all as f64);
    let say = &view.scene.say;
    say.fill(words::C_RANK, &[("share", (&share).into())])
}

/// Order by order, the last first. A row leads to the orders of its day with the same products.
pub(super) fn orders(view: &View<'_>, past: &Past) -> Block {
    let say = &view.scene.say;
    let rows: Vec<Row> = past
        .orders
        .iter()
        .map(|order| {
            let mut names: Vec<&str> = order.products.iter().map(|&p| view.product(p)).collect();
            table::order::sort(&mut names);
            let shown: Vec<String> = names.iter().take(NAMED).map(|n| short(n)).collect();
            let what = shown.join(match say.lang {
                chart::spec::Lang::Zh => "、",
                chart::spec::Lang::En => ", ",
            });
            let more = match (names.len().saturating_sub(NAMED), say.lang) {
                (0, _) => 0,
                // Chinese counts all of them, English the rest.
                (_, chart::spec::Lang::Zh) => names.len(),
                (more, chart::spec::Lang::En) => more,
            };
            let what = match more {
                0 => what,
                n => say.fill(words::O_MORE, &[("what", (&what).into()), ("n", n.into())]),
            };
            let cells = vec![
                day_cell(say, order.day),
                text_cell(what),
                pieces(say, order.milli),
                say.money_cell(Some(order.net as f64)),
            ];
            let rows = (order.day != i32::MIN && !names.is_empty()).then(|| Selection {
                days: Some((order.day, order.day)),
                basket: names.iter().map(|n| (*n).to_owned()).collect(),
                ..Default::default()
            });
            (cells, rows)
        })
        .collect();
    let columns = vec![
        say.words_column(words::O_DATE),
        say.words_column(words::O_PRODUCTS),
        say.column(words::O_PIECES, Format::Count),
        say.column(words::O_AMOUNT, say.money_format()),
    ];
    let texts = (
        say.plain(words::O_TITLE).to_owned(),
        say.fill(words::O_SUB, &[("n", past.orders.len().into())]),
        String::new(),
    );
    say.table("lookup-orders", texts, columns, rows, LISTED)
}

/// Product by product, the most often bought first.
pub(super) fn products(view: &View<'_>, past: &Past) -> Block {
    let say = &view.scene.say;
    let subtitle = say.fill(words::H_SUB, &[("n", past.products.len().into())]);
    let title = match past.products.first() {
        Some(first) if first.days.len() > 1 => {
            let name = quoted(view.product(first.code), say.lang);
            let args = [("name", (&name).into()), ("n", first.days.len().into())];
            say.fill(words::H_TITLE, &args)
        }
        _ => say.plain(words::C_PRODUCTS).to_owned(),
    };
    let rows: Vec<Row> = past
        .products
        .iter()
        .map(|of| {
            let ends = (of.days.first().copied(), of.days.last().copied());
            let cells = vec![
                text_cell(view.product(of.code)),
                say.cell(Some(of.days.len() as f64), &Format::Count),
                pieces(say, of.milli),
                day_cell(say, ends.0.unwrap_or(i32::MIN)),
                day_cell(say, ends.1.unwrap_or(i32::MIN)),
                say.money_cell(Some(of.net as f64)),
            ];
            (cells, None)
        })
        .collect();
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.column(words::H_TIMES, Format::Count),
        say.column(words::O_PIECES, Format::Count),
        say.words_column(words::H_FIRST),
        say.words_column(words::H_LAST),
        say.column(words::O_AMOUNT, say.money_format()),
    ];
    let texts = (title, subtitle, String::new());
    say.table("lookup-bought", texts, columns, rows, LISTED)
}
