//! What reports on small made-up shops say, and what they rather do not say.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own rows fails"
)]

use analysis::{Prepared, Request, sales};
use chart::spec::Lang;
use report::export::markdown;
use report::{Block, Document, Input, TableCell, Template, document};
use shop::{BuildOptions, Recognition, Selection, build, recognise};
use table::{Options, Reader, Table};

/// 1 November 2026.
const TODAY: i32 = 20_758;

fn report(rows: &str, lang: Lang) -> Document {
    let mut reader = Reader::new("orders.csv", None, Options::default());
    reader.push(rows.as_bytes()).unwrap();
    let tables: Vec<Table> = reader.finish().tables;
    let recognitions: Vec<Recognition> = tables.iter().map(|t| recognise(t, None)).collect();
    let options = BuildOptions {
        today: TODAY,
        ..BuildOptions::default()
    };
    let tables: Vec<&Table> = tables.iter().collect();
    let shop = build(&tables, &recognitions, &options);
    let request = Request {
        today: TODAY,
        ..Request::default()
    };
    let sales = sales(&shop, &Prepared::new(&shop), &request);
    document(&Input {
        shop: &shop,
        sales: &sales,
        tables: &tables,
        recognitions: &recognitions,
        failures: &[],
        template: &Template::default(),
        filter: &Selection::default(),
        lang,
        today: TODAY,
    })
}

/// `n` orders of September and October 2026, a row each.
fn orders(n: usize, row: impl Fn(usize) -> String) -> String {
    let mut out = String::from(
        "Order ID,Order date,Status,Product,Quantity,Total,Currency,Country,Channel,Refunded amount\n",
    );
    for i in 0..n {
        let (month, day) = (9 + i / 30, i % 30 + 1);
        out.push_str(&format!("A{i:03},2026-{month:02}-{day:02},{}\n", row(i)));
    }
    out
}

fn usual(i: usize) -> String {
    let product = ["Tea", "Cup", "Pot"][i % 3];
    let country = ["FR", "DE"][i % 2];
    format!("paid,{product},1,{}.50,EUR,{country},web,0", 20 + i % 7)
}

#[test]
fn without_sales_it_says_so_and_nothing_else() {
    let rows = orders(20, |_| "paid,Tea,1,,EUR,FR,web,0".to_owned());
    for (lang, said) in [(Lang::Zh, "没有"), (Lang::En, "No sales")] {
        let document = report(&rows, lang);
        assert!(document.figures.is_empty(), "{:?}", document.figures);
        assert_eq!(document.findings.len(), 1);
        assert!(document.findings[0].sentence.starts_with(said));
        assert!(document.findings[0].why.contains("20"));
        let ids: Vec<&str> = document.sections.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["data"]);
    }
}

#[test]
fn amounts_that_most_orders_lack_are_told_first() {
    let rows = orders(40, |i| {
        let amount = if i < 10 { "20.00" } else { "" };
        format!("paid,Tea,1,{amount},EUR,FR,web,0")
    });
    let document = report(&rows, Lang::En);
    let first = &document.findings[0].sentence;
    assert!(first.contains("30 of 40"), "{first}");
}

#[test]
fn other_currencies_and_the_windows_stand_at_the_top() {
    let rows = orders(60, |i| match i % 6 {
        0 => usual(i).replace("EUR", "USD"),
        _ => usual(i),
    });
    let head = report(&rows, Lang::En).subtitle;
    assert!(head.contains("10 orders in USD reported apart"), "{head}");
    assert!(
        head.contains("changes: ") && head.contains(" against "),
        "{head}"
    );
    let head = report(&rows, Lang::Zh).subtitle;
    assert!(head.contains("另有 10 个 USD 订单"), "{head}");
}

#[test]
fn countries_have_names_and_one_channel_is_a_sentence() {
    let text = markdown(&report(&orders(60, usual), Lang::En));
    assert!(text.contains("| Germany |") && !text.contains("| DE |"));
    assert!(text.contains("All revenue comes from the channel “web”."));
    assert!(!text.contains("Revenue by channel"));
    let text = markdown(&report(&orders(60, usual), Lang::Zh));
    assert!(text.contains("### 法国占成交额的") || text.contains("### 德国占成交额的"));
}

#[test]
fn what_multiplies_is_told_in_times_and_shares_by_what_they_are_of() {
    // A channel that sells ten times as much in the last week, beside one that stays.
    let mut rows = String::from("Order ID,Order date,Product,Quantity,Total,Currency,Channel\n");
    for day in 0..60 {
        let date = format!("2026-{:02}-{:02}", 9 + day / 30, day % 30 + 1);
        for i in 0..10 {
            rows.push_str(&format!("B{day}-{i},{date},Tea,1,{}.50,EUR,shop\n", 20 + i));
        }
        for i in 0..(if day < 48 { 1 } else { 10 + day % 3 }) {
            rows.push_str(&format!("C{day}-{i},{date},Cup,1,{}.50,EUR,web\n", 20 + i));
        }
    }
    let document = report(&rows, Lang::En);
    let said: Vec<&str> = document
        .findings
        .iter()
        .map(|f| f.sentence.as_str())
        .collect();
    let all = said.join("\n");
    assert!(
        all.contains("“web” grew 1") && all.contains("-fold"),
        "{all}"
    );
    assert!(!all.contains("share of orders with"), "{all}");
}

#[test]
fn what_says_nothing_is_left_out() {
    let text = markdown(&report(&orders(60, usual), Lang::En));
    // A row per order: that each holds one product is no news.
    assert!(!text.contains("hold a single product"));
    // Eight weeks are shown day by day in the trend; once is enough.
    assert!(!text.contains("The strongest day"));
    // No refund in the files is not the same as no refund.
    assert!(text.contains("If there were refunds"));
    // Two months do not tell who is new.
    let new = text.lines().find(|l| l.starts_with("| New customers |"));
    assert!(new.is_none_or(|l| l.contains("|  |")), "{new:?}");
    assert!(!text.contains("0% of orders were refunded"));
}

#[test]
fn closed_orders_without_an_amount_are_not_worth_nothing() {
    let rows = orders(60, |i| match i % 5 {
        0 => "cancelled,Tea,1,0,EUR,FR,web,0".to_owned(),
        _ => usual(i),
    });
    let text = markdown(&report(&rows, Lang::Zh));
    assert!(
        text.contains("12 个订单被取消或关闭（占全部订单 20%）。"),
        "{text}"
    );
}

#[test]
fn what_was_never_paid_is_told_apart_by_whether_it_is_closed() {
    let rows = |third: &'static str| {
        orders(60, move |i| {
            let state = match i % 10 {
                3 => third,
                5 => "cancelled",
                7 => "closed unpaid",
                _ => "paid",
            };
            usual(i).replacen("paid", state, 1)
        })
    };
    let why = |document: &Document| {
        let of = document.findings.iter();
        let mut of =
            of.filter(|f| f.sentence.contains("never paid") || f.sentence.contains("没有付款"));
        of.next().unwrap().why.clone()
    };
    let document = report(&rows("pending"), Lang::En);
    let text = markdown(&document);
    assert!(
        text.contains("Not counted: 6 cancelled or closed, 6 not paid and 6 closed unpaid."),
        "{text}"
    );
    assert!(text.contains("Not paid (6 of them closed)"), "{text}");
    assert!(
        text.contains("6 orders were never paid and are closed"),
        "{text}"
    );
    let said = "6 of them can still be paid, 6 are closed.";
    assert!(why(&document).starts_with(said), "{}", why(&document));
    let document = report(&rows("pending"), Lang::Zh);
    let text = markdown(&document);
    assert!(
        text.contains("未计入：已取消或关闭 6 个，未付款 6 个，因未付款关闭 6 个。"),
        "{text}"
    );
    let said = "其中 6 个仍可付款，6 个已关闭，不能再付。";
    assert!(why(&document).starts_with(said), "{}", why(&document));
    let document = report(&rows("paid"), Lang::En);
    let text = markdown(&document);
    assert!(
        text.contains("Not counted: 6 cancelled or closed and 6 closed unpaid."),
        "{text}"
    );
    assert!(why(&document).starts_with("All of them are closed"));
}

#[test]
fn refunds_have_a_heading_and_both_rates_their_names() {
    let rows = orders(60, |i| match i % 6 {
        0 => usual(i).replace(",web,0", ",web,5.00"),
        _ => usual(i),
    });
    let text = markdown(&report(&rows, Lang::Zh));
    assert!(
        text.contains("有退款的订单占比 |") && text.contains("退款金额占成交额 |"),
        "{text}"
    );
}

/// Two months of days, each summed up in a row.
fn days(header: &str, cells: impl Fn(usize) -> String) -> String {
    let mut out = format!("{header}\n");
    for i in 0..60 {
        let (month, day) = (9 + i / 30, i % 30 + 1);
        out.push_str(&format!("2026-{month:02}-{day:02},{}\n", cells(i)));
    }
    out
}

#[test]
fn sums_of_days_are_no_orders() {
    let bare = days("Date,Gross sales,Refunds,Discounts,Net sales", |i| {
        format!("{}.00,5.00,1.00,{}.00", 1000 + i, 995 + i)
    });
    let refused = [
        (Lang::Zh, "需要每行一个订单", "60 行合计"),
        (Lang::En, "needs a row per order", "60 rows of totals"),
    ];
    for (lang, refusal, scope) in refused {
        let document = report(&bare, lang);
        assert!(document.subtitle.contains(scope), "{}", document.subtitle);
        let told = markdown(&document);
        assert_eq!(told.matches(refusal).count(), 5, "{told}");
        let untold: Vec<&str> = (document.figures.iter())
            .filter(|f| f.value.is_none())
            .map(|f| f.id.as_str())
            .collect();
        assert!(
            untold.contains(&"orders") && untold.contains(&"aov"),
            "{untold:?}"
        );
        assert!(!untold.contains(&"gross") && !untold.contains(&"net"));
    }
}

#[test]
fn sums_of_days_that_count_their_orders_tell_them() {
    let counted = days("日期,访客数,订单数,销售额,退款金额", |i| {
        format!("{},{},{}.00,0.00", 900 + i, 20 + i % 7, 1000 + 3 * i)
    });
    let orders: usize = (0..60).map(|i| 20 + i % 7).sum();
    let document = report(&counted, Lang::En);
    assert!(
        document.subtitle.contains("1,374 orders"),
        "{}",
        document.subtitle
    );
    assert_eq!(orders, 1_374);
    let told = markdown(&document);
    assert!(told.contains("| Orders | 1,374 |"), "{told}");
    // Revenue ÷ orders, and no order of a thousand.
    assert!(
        told.contains("| Average order value | CN¥47.53 |"),
        "{told}"
    );
    assert!(!told.contains("Half of the orders"));
    assert!(told.contains("订单数"), "{told}");
}

#[test]
fn the_last_full_month_is_told_against_the_one_before_and_a_year_ago() {
    // From 1 September 2025 on, an order a day: of 10, in September 2026 of 12, in October of 15.
    let rows = |first: i32, last: i32| {
        let mut rows = String::from("Order ID,Order date,Product,Quantity,Total,Currency\n");
        for day in first..=last {
            let amount = match day {
                20_727.. => 15,
                20_697.. => 12,
                _ => 10,
            };
            let date = report::words::iso(day);
            rows.push_str(&format!("D{day},{date},Tea,1,{amount}.00,EUR\n"));
        }
        rows
    };
    let told = |rows: &str, lang: Lang| {
        let blocks = report(rows, lang).sections.into_iter();
        let blocks = blocks.flat_map(|section| section.blocks);
        let mut tables = blocks.filter_map(|block| match block {
            Block::Table(table) if table.id == "trend-latest-month" => Some(table),
            _ => None,
        });
        tables.next()
    };
    let all = rows(20_332, 20_757);
    let table = told(&all, Lang::En).unwrap();
    assert_eq!(
        table.title,
        "Revenue in Oct 2026: +29% on the month before, +50% on a year earlier"
    );
    let text = |row: &[TableCell]| row.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
    let heads: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(
        heads[1..],
        [
            "Oct 2026",
            "Sep 2026",
            "Against Sep 2026",
            "Oct 2025",
            "Against Oct 2025"
        ]
    );
    assert_eq!(
        text(&table.rows[0]),
        [
            "Gross revenue",
            "€465.00",
            "€360.00",
            "+29%",
            "€310.00",
            "+50%"
        ]
    );
    assert_eq!(table.rows[1][0].text, "Orders");
    assert_eq!(text(&table.rows[1])[1..3], ["31", "30"]);
    let title = told(&all, Lang::Zh).unwrap().title;
    assert_eq!(title, "2026年10月成交额比上月 +29%，比去年同月 +50%");
    // A month that is not over is compared with nothing, and a year that is not covered is left out.
    let table = told(&rows(20_332, 20_745), Lang::En).unwrap();
    assert!(
        table.title.starts_with("Revenue in Sep 2026: +16%"),
        "{}",
        table.title
    );
    let table = told(&rows(20_500, 20_757), Lang::En).unwrap();
    assert_eq!((table.columns.len(), table.rows[0].len()), (4, 4));
    // Where the key figures compare two months, the table would say the same again.
    assert!(told(&rows(20_697, 20_757), Lang::En).is_none());
}
