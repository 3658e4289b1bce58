//! A made-up shop of six worlds: whoever buys in one stays there, two parts at a time, always the same two together.

use chart::spec::Lang;
use ledger::Ledger;
use report::{Block, Section, Table};

use super::{Named, Subject, SubjectKind, words};
use crate::tests::{TODAY, read};
use crate::{Judgements, Request, Scenarios};

const HEAD: &str = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n";
const WORLDS: [&str; 6] = ["Tea", "Light", "Garden", "Bath", "Desk", "Dog"];
/// Cups go with dishes, pots with trays, spoons with nets; a part costs 10.00, 11.00 and so on.
const PARTS: [&str; 6] = ["cup", "dish", "pot", "tray", "spoon", "net"];
/// The first day; the last is 147 days later.
const FIRST: i32 = 20_300;

/// Eight customers in each world with three orders, fifty days apart; a few others stand at the end.
fn shop() -> String {
    let mut text = String::from(HEAD);
    let mut order = |day: i32, customer: &str, products: &[&str]| {
        let date = report::words::iso(FIRST + day);
        for product in products {
            let part = PARTS.iter().position(|p| product.contains(p)).unwrap_or(5);
            let price = 10 + part;
            text += &format!("O{customer}-{day},{date},{customer},{product},1,{price}.00,EUR\n");
        }
    };
    for customer in 0..48 {
        let world = WORLDS[customer / 8];
        for nth in 0..3 {
            let pair = 2 * ((customer + nth) % 3);
            let parts = [pair, pair + 1].map(|p| format!("{world} {}", PARTS[p]));
            let day = (customer + 50 * nth) as i32;
            order(day, &format!("K{customer:02}"), &[&parts[0], &parts[1]]);
        }
    }
    order(20, "N01", &["Tea pot", "Tea tray", "POSTAGE"]);
    order(21, "N02", &["Tea pot", "Tea tray"]);
    order(22, "N03", &["Tea pot", "Tea tray"]);
    order(25, "N03", &["Tea spoon", "Tea net"]);
    order(23, "R01", &["Tea cup (Red)", "Tea pot"]);
    for day in [87, 107, 127, 147] {
        order(day, "A01", &["Dog food"]);
    }
    text
}

/// The scenarios with the ledger that they were computed from.
struct Shop {
    ledger: Ledger,
    scenarios: Scenarios,
}

impl Shop {
    fn names(&self, query: &str, most: usize) -> Vec<Named> {
        self.scenarios.names(&self.ledger, query, most)
    }

    fn look_up(&self, what: &Subject) -> Option<Section> {
        self.scenarios.look_up(&self.ledger, what)
    }
}

fn scenarios_of(text: &str, request: &Request) -> Shop {
    let (_, ledger) = read(&[("orders.csv", text)], request.lang);
    let scenarios = Scenarios::new(&ledger, request, &Judgements::default(), &mut |_, _| ());
    Shop { ledger, scenarios }
}

fn scenarios(text: &str, lang: Lang) -> Shop {
    let request = Request {
        lang,
        today: TODAY,
        ..Request::default()
    };
    scenarios_of(text, &request)
}

fn subject(kind: SubjectKind, name: &str) -> Subject {
    let name = name.to_owned();
    Subject { kind, name }
}

fn product(of: &Shop, name: &str) -> Section {
    let found = of.look_up(&subject(SubjectKind::Product, name));
    found.unwrap_or_else(|| panic!("no product {name}"))
}

fn customer(of: &Shop, name: &str) -> Section {
    let found = of.look_up(&subject(SubjectKind::Customer, name));
    found.unwrap_or_else(|| panic!("no customer {name}"))
}

fn table<'a>(section: &'a Section, id: &str) -> &'a Table {
    let mut tables = section.blocks.iter().filter_map(|b| match b {
        Block::Table(t) if t.id == id => Some(t),
        _ => None,
    });
    tables
        .next()
        .unwrap_or_else(|| panic!("no table {id} in {section:#?}"))
}

fn column(table: &Table, at: usize) -> Vec<&str> {
    table.rows.iter().map(|r| r[at].text.as_str()).collect()
}

fn values(table: &Table, row: usize) -> Vec<Option<f64>> {
    table.rows[row].iter().map(|c| c.value).collect()
}

fn missing<'a>(section: &'a Section, title: &str) -> &'a str {
    let mut found = section.blocks.iter().filter_map(|b| match b {
        Block::Insufficient(i) if i.title == title => Some(i.text.as_str()),
        _ => None,
    });
    found
        .next()
        .unwrap_or_else(|| panic!("no {title} in {section:#?}"))
}

#[test]
fn names_are_found_whatever_their_case_and_width() {
    let of = scenarios(&shop(), Lang::En);
    let names = |query: &str| -> Vec<(String, usize)> {
        let found = of.names(query, 12).into_iter();
        found.map(|n| (n.name, n.orders)).collect()
    };
    let told = |name: &str, n| (name.to_owned(), n);
    assert_eq!(
        names("ｔｅａ  ＣＵＰ"),
        [told("Tea cup", 8), told("Tea cup (Red)", 1)]
    );
    // Equally sold ones by name, and the one that was sold once last.
    let cups = names("cup");
    assert_eq!(cups.len(), 7);
    assert_eq!(cups[0], told("Bath cup", 8));
    assert_eq!(cups[6], told("Tea cup (Red)", 1));
    assert_eq!(
        names("ｎ0"),
        [told("N03", 2), told("N01", 1), told("N02", 1)]
    );
    assert_eq!(names("postage"), []);
    assert_eq!(names("walrus"), []);
    // Nothing typed: best sellers, and no customers. Pots of tea are in twelve orders.
    assert_eq!(names("").first(), Some(&told("Tea pot", 12)));
    assert!(of.names("", 5).len() == 5 && of.names("", 0).is_empty());
}

#[test]
fn a_product_has_its_figures() {
    let of = scenarios(&shop(), Lang::En);
    let section = product(&of, "Tea cup");
    assert_eq!(section.title, "Tea cup");
    let figures = table(&section, "lookup-figures");
    let rows: Vec<(&str, &str)> = figures
        .rows
        .iter()
        .map(|r| (r[1].text.as_str(), r[2].text.as_str()))
        .collect();
    // Forty days before the last day; of the 37 other products with a price only the other cups are as cheap.
    assert_eq!(
        rows,
        [
            ("8", "in 8 orders, since 31 Jul 2025"),
            ("€80.00", ""),
            ("8", "0 of them bought it on two days or more (0%)"),
            ("15 Nov 2025", "40 days before the last day of the files"),
            ("€10.00", "always the same; dearer than 0% of the products"),
        ]
    );
    let selection = figures.selections[0].as_ref().expect("rows");
    assert_eq!(selection.products, ["Tea cup"]);
}

#[test]
fn what_goes_with_a_product_is_counted_and_priced() {
    let of = scenarios(&shop(), Lang::En);
    let section = product(&of, "Tea cup");
    let with = table(&section, "lookup-with");
    assert_eq!(column(with, 0), ["Tea dish"]);
    // Eight of 153 orders hold both, and neither is ever without the other: one in C(153, 8) by chance. Four of the
    // orders hold one product.
    let row = values(with, 0);
    assert_eq!(row[1..3], [Some(8.0), Some(1.0)]);
    assert!((row[3].expect("a lift") - 153.0 / 8.0).abs() < 1e-9);
    assert!(row[4].is_some_and(|p| p < 1e-11));
    let selection = with.selections[0].as_ref().expect("rows");
    assert_eq!(selection.basket, ["Tea cup", "Tea dish"]);
    let bundles = table(&section, "lookup-bundles");
    let row = &bundles.rows[0];
    assert_eq!(
        row.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(),
        ["Tea dish", "€11.00", "€21.00", "8", "0"]
    );
}

#[test]
fn a_look_up_counts_the_orders_that_the_section_counts() {
    // Forty orders of a cup alone, and a wholesaler's, which holds both and proves nothing.
    let mut text = shop();
    for n in 0..40 {
        let date = report::words::iso(FIRST + n);
        text += &format!("S{n},{date},S{n:02},Tea cup,1,10.00,EUR\n");
    }
    for n in 0..150 {
        let product = match n {
            0 => "Tea cup".to_owned(),
            1 => "Tea dish".to_owned(),
            _ => format!("Screw {n}"),
        };
        let date = report::words::iso(FIRST + 9);
        text += &format!("L1,{date},L1,{product},1,10.00,EUR\n");
    }
    for lang in [Lang::En, Lang::Zh] {
        let (mut document, ledger) = read(&[("orders.csv", &text)], lang);
        let request = Request {
            lang,
            today: TODAY,
            ..Request::default()
        };
        let scenarios = Scenarios::new(&ledger, &request, &Judgements::default(), &mut |_, _| ());
        scenarios.complete(&mut document);
        let section = scenarios.look_up(&ledger, &subject(SubjectKind::Product, "Tea cup"));
        let section = section.expect("a cup");
        let with = table(&section, "lookup-with");
        // 8 + 1 of 153 + 40 + 1 orders hold both; 8 + 40 + 1 hold a cup, 8 + 1 a dish.
        assert_eq!(column(with, 0), ["Tea dish"]);
        let row = values(with, 0);
        assert_eq!(row[1], Some(9.0));
        assert!((row[2].expect("a share") - 9.0 / 49.0).abs() < 1e-9);
        let pairs = crate::tests::table(&document, "recommendations-pairs");
        let pair = pairs.rows.iter().find(|r| {
            let names = [r[0].text.as_str(), r[1].text.as_str()];
            names == ["Tea dish", "Tea cup"]
        });
        let pair = pair.expect("the pair");
        assert_eq!((row[1], row[3]), (pair[2].value, pair[4].value));
        assert!((row[3].expect("a lift") - 9.0 * 194.0 / (49.0 * 9.0)).abs() < 1e-9);
        let (subtitle, note, alone) = match lang {
            Lang::En => (
                "n = 49 orders with it, of 194 in all",
                "1 order of more than 100 products is counted",
                "Orders without the other",
            ),
            Lang::Zh => (
                "n = 49 个含此商品的订单，共 194 个订单",
                "有 1 个超过 100 种商品的订单计入次数",
                "没买另一件的订单",
            ),
        };
        assert!(with.subtitle.ends_with(subtitle), "{}", with.subtitle);
        assert!(with.note.contains(note), "{}", with.note);
        // Whom a bundle could win: those of a cup alone, too.
        let bundles = table(&section, "lookup-bundles");
        assert_eq!(bundles.columns[4].name, alone);
        assert_eq!(bundles.rows[0][4].value, Some(40.0));
    }
}

#[test]
fn its_customers_stay_in_its_world_and_no_variant_is_named() {
    let of = scenarios(&shop(), Lang::En);
    let section = product(&of, "Tea cup");
    let also = table(&section, "lookup-also");
    assert_ne!(also.title, words::A_TITLE_POPULAR.en);
    let mut names = column(also, 0);
    names.sort_unstable();
    assert_eq!(
        names,
        ["Tea dish", "Tea net", "Tea pot", "Tea spoon", "Tea tray"]
    );
    for row in 0..5 {
        assert_eq!(values(also, row)[1..3], [Some(8.0), Some(1.0)]);
    }
    // A net is alike by name and bought by all eight, never in one order; of three other parts fewer of the
    // buyers have the cup. What is always in the same order is no replacement, however alike its name.
    let like = table(&section, "lookup-like");
    assert_eq!(
        column(like, 0)[..4],
        ["Tea net", "Tea spoon", "Tea tray", "Tea pot"]
    );
    assert_eq!(values(like, 0)[3..], [Some(8.0), Some(0.0)]);
    let dish = like.rows.iter().find(|r| r[0].text == "Tea dish");
    assert_eq!(dish.map(|r| r[4].value), Some(Some(1.0)));
}

#[test]
fn those_are_told_who_have_what_goes_with_it_but_not_itself() {
    let of = scenarios(&shop(), Lang::En);
    let section = product(&of, "Tea cup");
    let tell = table(&section, "lookup-tell");
    // Two pairs fit better than one. R01 has the cup in red.
    assert_eq!(column(tell, 0), ["N03", "N01", "N02"]);
    let reason = &tell.rows[1][1].text;
    assert!(
        reason == "bought “Tea pot” and “Tea tray”" || reason == "bought “Tea tray” and “Tea pot”",
        "{reason}"
    );
    assert_eq!(tell.rows[1][2].text, "20 Aug 2025");
    assert_eq!(tell.rows[0][3].value, Some(1.0));
    // Everybody in the garden has everything there.
    let garden = product(&of, "Garden cup");
    assert_eq!(
        missing(&garden, words::T_NEEDS_TITLE.en),
        words::T_NOBODY.en
    );
}

#[test]
fn a_customer_of_one_order_gets_suggestions_but_nothing_is_due() {
    let of = scenarios(&shop(), Lang::En);
    let section = customer(&of, "N01");
    let orders = table(&section, "lookup-orders");
    assert_eq!(column(orders, 0), ["20 Aug 2025"]);
    assert_eq!(orders.rows[0][1].text, "POSTAGE, Tea pot, Tea tray");
    assert_eq!(orders.rows[0][3].text, "€40.00");
    let next = table(&section, "lookup-next");
    let mut names = column(next, 0)[..4].to_vec();
    names.sort_unstable();
    assert_eq!(names, ["Tea cup", "Tea dish", "Tea net", "Tea spoon"]);
    for row in &next.rows {
        let name = row[0].text.as_str();
        assert!(
            !["Tea pot", "Tea tray", "POSTAGE"].contains(&name),
            "{name}"
        );
        assert!(!row[1].text.is_empty());
    }
    let net = next.rows.iter().find(|r| r[0].text == "Tea net");
    let why = &net.expect("a net").get(1).expect("a reason").text;
    assert!(why.starts_with("9 who bought “Tea"), "{why}");
    assert_eq!(missing(&section, words::D_NEEDS_TITLE.en), words::D_NONE.en);
}

#[test]
fn what_a_customer_got_back_without_an_order_is_not_spent() {
    let refunds = "Refund ID,Customer ID,Refund Date,Refund Amount,Currency
R1,N01,2025-08-25,13.00,EUR
R2,N02,2025-08-26,5.00,EUR
R3,X99,2025-08-27,5.00,EUR
";
    let text = shop();
    let (_, ledger) = read(&[("orders.csv", &text), ("back.csv", refunds)], Lang::En);
    let request = Request {
        lang: Lang::En,
        today: TODAY,
        ..Request::default()
    };
    let scenarios = Scenarios::new(&ledger, &request, &Judgements::default(), &mut |_, _| ());
    let of = Shop { ledger, scenarios };
    let spent = |of: &Shop, name: &str| -> (String, String) {
        let section = customer(of, name);
        let figures = table(&section, "lookup-figures");
        let row = figures.rows.iter().find(|r| r[0].text == words::C_SPENT.en);
        let row = row.expect("what was spent");
        (row[1].text.clone(), row[2].text.clone())
    };
    let (sum, remark) = spent(&of, "N01");
    assert_eq!(sum, "€27.00");
    assert!(
        remark.starts_with("€27 an order, after €13 of refunds that name no order"),
        "{remark}"
    );
    let (sum, remark) = spent(&of, "N03");
    assert!(
        sum == "€54.00" && !remark.contains("refunds"),
        "{sum} {remark}"
    );
}

#[test]
fn nobody_is_offered_what_they_have_in_another_colour() {
    let of = scenarios(&shop(), Lang::En);
    let section = customer(&of, "R01");
    let names = column(table(&section, "lookup-next"), 0);
    assert!(names.contains(&"Tea dish"), "{names:?}");
    assert!(!names.contains(&"Tea cup"), "{names:?}");
}

#[test]
fn what_is_bought_again_and_again_is_due() {
    let of = scenarios(&shop(), Lang::En);
    let section = customer(&of, "A01");
    let due = table(&section, "lookup-due");
    // Every twenty days, the last time on the last day.
    let row: Vec<&str> = due.rows[0].iter().map(|c| c.text.as_str()).collect();
    assert_eq!(
        row,
        [
            "Dog food",
            "4",
            "25 Dec 2025",
            "20",
            "14 Jan 2026",
            words::D_OWN.en
        ]
    );
    let figures = table(&section, "lookup-figures");
    let gap = figures.rows.iter().find(|r| r[0].text == words::C_GAP.en);
    assert_eq!(gap.map(|r| r[1].text.as_str()), Some("20 days"));
    assert!(table(&section, "lookup-bought").rows[0][1].value == Some(4.0));
}

#[test]
fn what_is_not_there_is_not_found() {
    let of = scenarios(&shop(), Lang::Zh);
    let none = |kind, name| of.look_up(&subject(kind, name)).is_none();
    assert!(none(SubjectKind::Product, "Walrus"));
    assert!(none(SubjectKind::Product, "POSTAGE"));
    assert!(none(SubjectKind::Product, "N01"));
    assert!(none(SubjectKind::Customer, "Tea cup"));
    let request = Request {
        sections: vec![report::SectionId::Forecast],
        ..Request::default()
    };
    let other = scenarios_of(&shop(), &request);
    assert!(
        other.names("Tea", 5).is_empty(),
        "a report without recommendations"
    );
}

#[test]
fn both_languages_say_the_same_of_both_kinds() {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| scenarios(&shop(), lang));
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for what in [
        subject(SubjectKind::Product, "Tea cup"),
        subject(SubjectKind::Customer, "N03"),
        subject(SubjectKind::Customer, "A01"),
    ] {
        let sections = [&zh, &en].map(|of| of.look_up(&what).expect("it is there"));
        let [chinese, english] = sections.each_ref().map(|s| &s.blocks);
        assert_eq!(chinese.len(), english.len());
        for (zh, en) in chinese.iter().zip(english) {
            match (zh, en) {
                (Block::Table(zh), Block::Table(en)) => {
                    assert_eq!((&zh.id, zh.rows.len()), (&en.id, en.rows.len()));
                    assert!(
                        han(&zh.title) && !han(&en.title),
                        "{} {}",
                        zh.title,
                        en.title
                    );
                    assert!(zh.columns.iter().all(|c| han(&c.name) || c.name.is_ascii()));
                }
                (Block::Chart(zh), Block::Chart(en)) => {
                    assert!(han(&zh.spec.title) && !han(&en.spec.title));
                }
                (Block::Insufficient(zh), Block::Insufficient(en)) => {
                    assert!(han(&zh.text) && !han(&en.text));
                }
                _ => panic!("{zh:?} {en:?}"),
            }
        }
    }
}

#[test]
fn rows_in_any_order_tell_the_same() {
    let text = shop();
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    lines.reverse();
    let turned = format!("{HEAD}{}\n", lines.join("\n"));
    let [one, other] = [text.as_str(), &turned].map(|text| scenarios(text, Lang::En));
    for what in [
        subject(SubjectKind::Product, "Tea cup"),
        subject(SubjectKind::Customer, "N03"),
    ] {
        assert_eq!(one.look_up(&what), other.look_up(&what));
    }
    assert_eq!(one.names("tea", 20), other.names("tea", 20));
}

#[test]
fn a_thin_shop_tells_what_it_has_and_what_is_missing() {
    let text: String = shop().lines().take(21).map(|l| format!("{l}\n")).collect();
    let of = scenarios(&text, Lang::En);
    // Ten orders of two, three of them with cups.
    let section = product(&of, "Tea cup");
    assert_eq!(
        table(&section, "lookup-figures").rows[0][1].value,
        Some(4.0)
    );
    let text = missing(&section, words::THIN_TITLE.en);
    assert!(text.contains("needs 50 orders"), "{text}");
    assert!(text.contains("there are 10"), "{text}");
    let section = customer(&of, "K00");
    assert_eq!(table(&section, "lookup-orders").rows.len(), 3);
    let text = missing(&section, words::N_NEEDS_TITLE.en);
    assert!(text.contains("there are 10"), "{text}");
}

/// Everybody buys two things drawn from twenty, four times: nothing can be learned from that.
fn noise() -> String {
    let mut text = String::from(HEAD);
    let mut state = 7u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % 20
    };
    for customer in 0..60 {
        for nth in 0..4 {
            let date = report::words::iso(FIRST + customer + 60 * nth);
            let (a, b) = (draw(), draw());
            for product in [a, if b == a { (a + 1) % 20 } else { b }] {
                text +=
                    &format!("O{customer}-{nth},{date},K{customer},Thing {product},1,9.00,EUR\n");
            }
        }
    }
    text
}

#[test]
fn where_best_sellers_win_they_are_what_is_listed_and_said() {
    let of = scenarios(&noise(), Lang::En);
    let section = product(&of, "Thing 3");
    let also = table(&section, "lookup-also");
    assert_eq!(also.title, words::A_TITLE_POPULAR.en);
    assert!(column(also, 0).iter().all(|name| *name != "Thing 3"));
    assert_eq!(also.rows.len(), 10);
    assert!(missing(&section, words::T_NEEDS_TITLE.en).starts_with("No product shares"));
    let next = customer(&of, "K1");
    let next = table(&next, "lookup-next");
    assert_eq!(next.title, words::A_TITLE_POPULAR.en);
    assert!(
        next.rows
            .iter()
            .all(|r| r[1].text.starts_with("a best seller"))
    );
}
