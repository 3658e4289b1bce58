//! Events of all files as one log: who did what to which product, and when.

use std::collections::BTreeMap;

use ledger::{Cells, Column, Frame, Ledger, NONE, UNKNOWN};

use crate::cells::plain;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// What a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// Looked at a product or page.
    View,
    /// Marked it as a favourite.
    Favourite,
    /// Put it into the cart.
    Cart,
    /// Began to pay.
    Checkout,
    /// Bought it.
    Buy,
    /// Anything else, such as a search or taking it out of the cart.
    Other,
}

impl Act {
    /// What an event log calls it.
    fn of(word: &str) -> Act {
        match plain(word).as_str() {
            "pv" | "view" | "click" | "pageview" | "viewitem" | "productview" | "viewproduct"
            | "browse" | "visit" | "detail" | "clk" | "浏览" | "点击" | "访问" | "浏览商品"
            | "查看" => Act::View,
            "fav" | "favorite" | "favourite" | "wishlist" | "addtowishlist" | "like"
            | "collect" | "收藏" | "收藏商品" => Act::Favourite,
            "cart" | "addtocart" | "addcart" | "basket" | "addtobasket" | "加购" | "加入购物车"
            | "加购物车" => Act::Cart,
            "checkout" | "begincheckout" | "addpaymentinfo" | "addshippinginfo"
            | "checkoutstarted" | "startcheckout" | "initiatecheckout" | "去结算" | "结算" => {
                Act::Checkout
            }
            "buy" | "transaction" | "pay" | "paid" | "payment" | "paymentcompleted"
            | "paymentsuccess" | "paysuccess" | "ordercompleted" | "completeorder"
            | "ordercomplete" | "orderpaid" | "checkoutcompleted" | "completecheckout"
            | "conversion" | "购买" | "购买成功" | "支付" | "支付成功" | "完成支付" | "付款"
            | "付款成功" | "完成付款" | "成交" | "交易成功" => Act::Buy,
            "purchase" | "purchases" | "purchased" | "purchasesuccess" | "purchasesucceeded"
            | "purchasecomplete" | "purchasecompleted" | "completepurchase" | "firstpurchase"
            | "inapppurchase" | "madepurchase" | "makepurchase" => Act::Buy,
            _ => Act::Other,
        }
    }
}

/// Something that a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Event {
    /// Code of the visitor.
    pub(super) who: u32,
    /// Civil seconds since 1970-01-01.
    pub(super) at: i64,
    pub(super) act: Act,
    /// Code of the product; [`NONE`] where none is told.
    pub(super) what: u32,
    /// Code of its category.
    pub(super) kind: u32,
    /// Code of the visit, where the file numbers visits.
    pub(super) visit: u32,
    /// Table and row.
    pub(super) place: (u16, u32),
}

/// Every event that can be placed, by visitor and time.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Log {
    pub(super) events: Vec<Event>,
    pub(super) visitors: usize,
    /// What products and categories are called.
    pub(super) products: Vec<String>,
    pub(super) kinds: Vec<String>,
    pub(super) files: Vec<String>,
    /// Hours are known, not days alone.
    pub(super) has_time: bool,
    /// Times were numbers of seconds and stand in UTC.
    pub(super) in_utc: bool,
    /// The file numbers visits.
    pub(super) numbered: bool,
    /// Rows without visitor or time.
    pub(super) unplaced: usize,
    /// Rows that another row repeats.
    pub(super) twice: usize,
    /// Events of other kinds than steps of a purchase.
    pub(super) others: usize,
}

/// Codes of names that several files may share.
#[derive(Default)]
struct Codes {
    by: BTreeMap<String, u32>,
}

impl Codes {
    fn code(&mut self, name: &str) -> u32 {
        let next = self.by.len() as u32;
        *self.by.entry(name.to_owned()).or_insert(next)
    }

    /// The code of each row of a column.
    fn column(&mut self, column: Option<&Column>, rows: usize) -> Vec<u32> {
        match column.map(|c| &c.cells) {
            Some(Cells::Words { codes, texts }) => {
                let own: Vec<u32> = texts
                    .iter()
                    .map(|t| match t.trim() {
                        "" => NONE,
                        name => self.code(name),
                    })
                    .collect();
                let of = |code: &u32| own.get(*code as usize).copied().unwrap_or(NONE);
                codes.iter().map(of).collect()
            }
            Some(Cells::Numbers { mantissas, scale }) => {
                let mut distinct: Vec<i64> = mantissas.clone();
                table::order::sort(&mut distinct);
                distinct.dedup();
                let unit = 10f64.powi(i32::from(*scale));
                let name = |id: i64| match scale {
                    0 => id.to_string(),
                    _ => (id as f64 / unit).to_string(),
                };
                let own: Vec<u32> = distinct
                    .iter()
                    .map(|id| match *id {
                        UNKNOWN => NONE,
                        id => self.code(&name(id)),
                    })
                    .collect();
                let of = |id: &i64| distinct.binary_search(id).map_or(NONE, |at| own[at]);
                mantissas.iter().map(of).collect()
            }
            _ => vec![NONE; rows],
        }
    }

    /// Names by code.
    fn names(self) -> Vec<String> {
        let mut names = vec![String::new(); self.by.len()];
        for (name, code) in self.by {
            names[code as usize] = name;
        }
        names
    }
}

/// Civil seconds of each row, and whether they were counted from 1970 in UTC.
pub(crate) fn times(column: Option<&Column>, rows: usize, offset: i64) -> (Vec<Option<i64>>, bool) {
    match column.map(|c| &c.cells) {
        Some(Cells::Dates(seconds)) => {
            let known = |s: &i64| (*s != UNKNOWN).then_some(*s);
            (seconds.iter().map(known).collect(), false)
        }
        Some(Cells::Numbers {
            mantissas,
            scale: 0,
        }) => {
            // Seconds or milliseconds since 1970, or the digits of a day.
            let read = |v: &i64| match *v {
                v if (600_000_000..4_200_000_000).contains(&v) => Some(v + offset),
                v if (600_000_000_000..4_200_000_000_000).contains(&v) => {
                    Some(v.div_euclid(1_000) + offset)
                }
                v if (19_000_101..21_001_232).contains(&v) => {
                    let date = table::calendar::Date {
                        year: (v / 10_000) as i32,
                        month: (v / 100 % 100) as u32,
                        day: (v % 100) as u32,
                    };
                    date.days().map(|d| i64::from(d) * DAY)
                }
                _ => None,
            };
            let is_epoch = mantissas.iter().any(|v| *v >= 600_000_000);
            (mantissas.iter().map(read).collect(), is_epoch)
        }
        _ => (vec![None; rows], false),
    }
}

impl Log {
    /// Reads every event file with kinds of events; `offset`: minutes east of UTC of the shop's clock.
    pub(super) fn of(ledger: &Ledger, offset: i16) -> Self {
        let mut log = Log::default();
        let (mut who, mut visits) = (Codes::default(), Codes::default());
        let (mut products, mut kinds) = (Codes::default(), Codes::default());
        let of_events = ledger
            .frames("events")
            .filter(|f| f.column("event_type").is_some());
        for frame in of_events {
            let acts = acts(frame);
            let person = frame
                .column("customer_id")
                .or_else(|| frame.column("session_id"));
            let whos = who.column(person, frame.rows);
            let numbered = visits.column(frame.column("session_id"), frame.rows);
            let product = ["product_id", "sku", "product_name"]
                .into_iter()
                .find_map(|role| frame.column(role));
            let whats = products.column(product, frame.rows);
            let of_kind = kinds.column(frame.column("category"), frame.rows);
            let (at, in_utc) = times(frame.column("date"), frame.rows, i64::from(offset) * 60);
            log.in_utc |= in_utc && offset == 0;
            log.files.push(frame.file.clone());
            for row in 0..frame.rows {
                let (Some(at), true) = (at[row], whos[row] != NONE) else {
                    log.unplaced += 1;
                    continue;
                };
                log.events.push(Event {
                    who: whos[row],
                    at,
                    act: acts[row],
                    what: whats[row],
                    kind: of_kind[row],
                    visit: numbered[row],
                    place: (frame.table, row as u32),
                });
            }
        }
        table::order::sort(&mut log.events);
        let before = log.events.len();
        log.events.dedup_by(|b, a| {
            (a.who, a.at, a.act, a.what, a.visit) == (b.who, b.at, b.act, b.what, b.visit)
        });
        log.twice = before - log.events.len();
        log.others = log.events.iter().filter(|e| e.act == Act::Other).count();
        log.has_time = log.events.iter().any(|e| e.at.rem_euclid(DAY) != 0);
        log.numbered = log.events.iter().any(|e| e.visit != NONE);
        log.visitors = log.people().count();
        log.products = products.names();
        log.kinds = kinds.names();
        log
    }

    /// Events visitor by visitor.
    pub(super) fn people(&self) -> impl Iterator<Item = &[Event]> {
        self.events.chunk_by(|a, b| a.who == b.who)
    }

    /// First and last second.
    pub(super) fn span(&self) -> Option<(i64, i64)> {
        let at = || self.events.iter().map(|e| e.at);
        at().min().zip(at().max())
    }

    /// Whether anybody did this.
    pub(super) fn has(&self, act: Act) -> bool {
        self.events.iter().any(|e| e.act == act)
    }
}

/// What each row tells of.
pub(crate) fn acts(frame: &Frame) -> Vec<Act> {
    match frame.column("event_type").map(|c| &c.cells) {
        Some(Cells::Words { codes, texts }) => {
            let mut own: Vec<Act> = texts.iter().map(|t| Act::of(t)).collect();
            // An order is a purchase where no payment is told, else a step before it.
            let paid = codes
                .iter()
                .any(|code| own.get(*code as usize) == Some(&Act::Buy));
            let ordered = if paid { Act::Checkout } else { Act::Buy };
            for (act, text) in own.iter_mut().zip(texts) {
                if is_order(text) {
                    *act = ordered;
                }
            }
            let of = |code: &u32| own.get(*code as usize).copied().unwrap_or(Act::Other);
            codes.iter().map(of).collect()
        }
        // Numbers stand for other acts in every log.
        _ => vec![Act::Other; frame.rows],
    }
}

/// Whether a log calls it so when somebody orders, paid or not.
fn is_order(word: &str) -> bool {
    let words = [
        "order",
        "orderplaced",
        "placeorder",
        "ordersubmitted",
        "submitorder",
        "ordercreated",
        "createorder",
        "下单",
        "提交订单",
        "拍下",
    ];
    words.contains(&plain(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::Act;

    #[test]
    fn words_of_logs_are_known_in_their_many_spellings() {
        for (word, act) in [
            ("pv", Act::View),
            ("page_view", Act::View),
            ("加入购物车", Act::Cart),
            ("addToCart", Act::Cart),
            ("fav", Act::Favourite),
            ("begin_checkout", Act::Checkout),
            ("Purchase", Act::Buy),
            ("Order Completed", Act::Buy),
            ("支付成功", Act::Buy),
            ("purchase_success", Act::Buy),
            ("cancel_purchase", Act::Other),
            ("refund_purchase_failed", Act::Other),
            ("remove_from_cart", Act::Other),
            ("", Act::Other),
        ] {
            assert_eq!(Act::of(word), act, "{word}");
        }
    }
}
