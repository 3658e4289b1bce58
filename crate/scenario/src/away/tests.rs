//! Which products nobody can buy, by files as platforms write them; and that nobody is offered one.

use chart::spec::Lang;
use ledger::Ledger;
use report::{Block, Section};
use shop::Unoffered::{self, Delisted, SoldOut};

use super::Away;
use crate::tests::{TODAY, read, report_alone, table};
use crate::{Form, Judgements, Request, Scenarios, Subject, SubjectKind, Written};

/// Why nobody can buy the products of orders, by name; those that are sold are left out.
fn away(orders: &str, files: &[(&str, &str)]) -> Vec<(String, Unoffered)> {
    let all = [&[("orders.csv", orders)], files].concat();
    let (_, ledger) = read(&all, Lang::En);
    let of = Away::of(&ledger, ledger.last_day);
    let names = ledger.products.name.iter().enumerate();
    let mut found: Vec<(String, Unoffered)> = names
        .filter_map(|(code, name)| Some((name.clone(), of.why(code as u32)?)))
        .collect();
    found.sort();
    found
}

/// An order of each product: its name and SKU.
fn orders(products: &[(&str, &str)]) -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,SKU,Quantity,Unit Price,Currency\n");
    for (at, (name, sku)) in products.iter().enumerate() {
        text += &format!(
            "A{at},2026-03-{:02},C{at},{name},{sku},1,10.00,EUR\n",
            1 + at % 28
        );
    }
    text
}

fn told(all: &[(&str, Unoffered)]) -> Vec<(String, Unoffered)> {
    all.iter().map(|(n, why)| ((*n).to_owned(), *why)).collect()
}

#[test]
fn what_no_file_tells_of_is_sold() {
    let of = orders(&[("Mug", "M1"), ("Tea", "T1")]);
    assert_eq!(away(&of, &[]), []);
    let others = "SKU,Product,On hand\nX1,Chair,0\n";
    assert_eq!(away(&of, &[("stock.csv", others)]), []);
    let empty = "SKU,Product,On hand\nM1,Mug,\nT1,Tea,not stocked\n";
    assert_eq!(away(&of, &[("stock.csv", empty)]), []);
}

#[test]
fn places_are_added_up_and_what_is_on_its_way_is_as_good_as_there() {
    let of = orders(&[
        ("Mug", "M1"),
        ("Tea", "T1"),
        ("Cup", "C1"),
        ("Jar", "J1"),
        ("Pot", "P1"),
    ]);
    let stock = "SKU,Product,On hand,Reserved,Incoming,Location\n\
        M1,Mug,0,0,0,Main\nM1,Mug,4,0,0,Shop\n\
        T1,Tea,2,0,0,Main\nT1,Tea,-3,0,0,Shop\n\
        C1,Cup,0,0,12,Main\nC1,Cup,0,0,0,Shop\n\
        J1,Jar,5,5,0,Main\nJ1,Jar,0,0,0,Shop\n\
        P1,Pot,sold out,0,0,Main\n";
    assert_eq!(
        away(&of, &[("stock.csv", stock)]),
        told(&[("Jar", SoldOut), ("Pot", SoldOut), ("Tea", SoldOut)])
    );
    // What was ordered of suppliers and has not come yet is on its way too.
    let bought = "PO Number,PO Date,Supplier,SKU,Qty Ordered,Qty Received,Expected Date,Received Date,Unit Cost\n\
        P1,2026-03-01,Acme,M1,20,0,2026-04-10,,4.00\nP2,2026-01-01,Acme,T1,5,5,2026-01-20,2026-01-20,4.00\n";
    let stock = "SKU,Product,On hand\nM1,Mug,0\nT1,Tea,0\n";
    assert_eq!(
        away(&of, &[("stock.csv", stock), ("po.csv", bought)]),
        told(&[("Tea", SoldOut)])
    );
}

#[test]
fn the_latest_count_holds() {
    let of = orders(&[("Mug", "M1"), ("Tea", "T1")]);
    let stock = "SKU,Product,On hand,Date\nM1,Mug,9,2026-02-01\nM1,Mug,0,2026-03-01\n\
        T1,Tea,0,2026-02-01\nT1,Tea,3,2026-03-01\n";
    assert_eq!(
        away(&of, &[("stock.csv", stock)]),
        told(&[("Mug", SoldOut)])
    );
}

const SHOPIFY: &str = "Handle,Title,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Status\n";

#[test]
fn one_variant_that_is_left_keeps_a_product() {
    let file = |rows: &str| [SHOPIFY, rows].concat();
    let cups = |red: i32, blue: i32| {
        file(&format!(
            "cup,Cup,true,Colour,Red,CUP-R,shopify,{red},deny,10.00,active\ncup,,,Colour,Blue,CUP-B,shopify,{blue},deny,10.00,\n"
        ))
    };
    let whole = orders(&[("Cup", "CUP-R")]);
    let parts = orders(&[("Cup - Red", "CUP-R"), ("Cup - Blue", "CUP-B")]);
    // An oversold variant takes nothing from one that is there.
    for (red, blue) in [(0, 5), (-9, 2), (3, 0)] {
        let text = cups(red, blue);
        assert_eq!(away(&whole, &[("p.csv", &text)]), [], "{red} {blue}");
    }
    assert_eq!(
        away(&whole, &[("p.csv", &cups(0, -1))]),
        told(&[("Cup", SoldOut)])
    );
    assert_eq!(
        away(&parts, &[("p.csv", &cups(0, 5))]),
        told(&[("Cup - Red", SoldOut)])
    );
    // Without SKUs they go by their names, and a variant that no row names by its product.
    let text = file(
        "cup,Cup,true,Colour,Red,,shopify,0,deny,10.00,active\ncup,,,Colour,Blue,,shopify,5,deny,10.00,\n\
         jug,Jug,true,Size,L,,shopify,0,deny,10.00,archived\n",
    );
    let named = orders(&[("Cup - Red", ""), ("Cup - Blue", ""), ("Cup", "")]);
    assert_eq!(
        away(&named, &[("p.csv", &text)]),
        told(&[("Cup - Red", SoldOut)])
    );
    let named = orders(&[("Jug - Large / Green", ""), ("Cup - Green / S", "")]);
    assert_eq!(
        away(&named, &[("p.csv", &text)]),
        told(&[("Jug - Large / Green", Delisted)])
    );
}

#[test]
fn a_name_that_begins_like_another_product_is_no_variant_of_it() {
    let stock = "Product,On hand\nTea,0\nMug,0\n";
    let of = orders(&[("Tea", ""), ("Tea - Earl Grey", ""), ("Mug - Blue", "")]);
    assert_eq!(
        away(&of, &[("stock.csv", stock)]),
        told(&[("Mug - Blue", SoldOut), ("Tea", SoldOut)])
    );
}

#[test]
fn a_product_listed_anew_is_on_sale_whatever_became_of_the_old_listing() {
    let of = orders(&[("Mug", "M1"), ("Tea", "T1")]);
    let rows = ["M1,Mug,10.00,Mugs,archived", "M1,Mug,10.00,Mugs,active"];
    let tea = "T1,Tea,4.00,Tea,active,2026-01-01\nT1,Tea,4.00,Tea,archived,2026-03-01";
    for rows in [rows, [rows[1], rows[0]]] {
        let text = format!("SKU,Product,Price,Category,Status\n{}\n", rows.join("\n"));
        assert_eq!(away(&of, &[("products.csv", &text)]), []);
    }
    // The later word holds where days are told.
    let text = format!("SKU,Product,Price,Category,Status,Updated at\n{tea}\n");
    assert_eq!(
        away(&of, &[("products.csv", &text)]),
        told(&[("Tea", Delisted)])
    );
}

#[test]
fn shopify_says_what_is_taken_down_and_what_is_not_counted() {
    let rows = "a,Archived,true,Title,Default Title,A,shopify,9,deny,10.00,archived\n\
        b,Draft,false,Title,Default Title,B,shopify,9,deny,10.00,draft\n\
        c,Unpublished,FALSE,Title,Default Title,C,shopify,9,deny,10.00,active\n\
        d,Listed,true,Title,Default Title,D,shopify,9,deny,10.00,active\n\
        e,Both,true,Title,Default Title,E,shopify,0,deny,10.00,archived\n\
        f,Backorder,true,Title,Default Title,F,shopify,0,continue,10.00,active\n\
        g,Uncounted,true,Title,Default Title,G,,0,deny,10.00,active\n\
        h,Gone,true,Title,Default Title,H,shopify,0,deny,10.00,active\n";
    let products = [
        ("Archived", "A"),
        ("Draft", "B"),
        ("Unpublished", "C"),
        ("Listed", "D"),
        ("Both", "E"),
        ("Backorder", "F"),
        ("Uncounted", "G"),
        ("Gone", "H"),
    ];
    let text = [SHOPIFY, rows].concat();
    assert_eq!(
        away(&orders(&products), &[("p.csv", &text)]),
        told(&[
            ("Archived", Delisted),
            ("Both", Delisted),
            ("Draft", Delisted),
            ("Gone", SoldOut),
            ("Unpublished", Delisted),
        ])
    );
    let text = "Title,URL handle,Vendor,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Inventory quantity\n\
        Archived,a,Me,TRUE,Archived,A,Title,Default Title,10.00,9\nDraft,b,Me,FALSE,Active,B,Title,Default Title,10.00,9\n\
        Listed,d,Me,TRUE,Active,D,Title,Default Title,10.00,9\n";
    assert_eq!(
        away(&orders(&products), &[("p.csv", text)]),
        told(&[("Archived", Delisted), ("Draft", Delisted)])
    );
}

#[test]
fn woocommerce_says_it_with_numbers() {
    let of = orders(&[
        ("Mug", "M1"),
        ("Tea", "T1"),
        ("Cup", "C1"),
        ("Jar", "J1"),
        ("Pot", "P1"),
    ]);
    let text = "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,In stock?,Stock,Backorders allowed?,Regular price\n\
        1,simple,M1,Mug,1,0,visible,1,,0,10\n2,simple,T1,Tea,0,0,visible,1,5,0,10\n\
        3,simple,C1,Cup,1,0,visible,0,,0,10\n4,simple,J1,Jar,-1,0,visible,1,,0,10\n5,simple,P1,Pot,1,0,visible,1,0,1,10\n";
    assert_eq!(
        away(&of, &[("woo.csv", text)]),
        told(&[("Cup", SoldOut), ("Jar", Delisted), ("Tea", Delisted)])
    );
}

#[test]
fn chinese_shops_say_it_in_words() {
    let of = orders(&[
        ("龙井", "L1"),
        ("白茶", "B1"),
        ("红茶", "H1"),
        ("花茶", "F1"),
        ("普洱", "P1"),
    ]);
    let text = "商品ID,商品标题,商家编码,类目,一口价,库存,状态\n\
        1,龙井,L1,茶叶,158.00,6,出售中\n2,白茶,B1,茶叶,168.00,47,仓库中\n3,红茶,H1,茶叶,98.00,0,出售中\n\
        4,花茶,F1,茶叶,58.00,12,已下架\n5,普洱,P1,茶叶,58.00,3,已售罄\n";
    assert_eq!(
        away(&of, &[("商品.csv", text)]),
        told(&[
            ("普洱", SoldOut),
            ("白茶", Delisted),
            ("红茶", SoldOut),
            ("花茶", Delisted),
        ])
    );
    let text = "商品名称,商家编码,价格,是否上架\n龙井,L1,158,是\n白茶,B1,168,否\n";
    assert_eq!(
        away(&of, &[("商品.csv", text)]),
        told(&[("白茶", Delisted)])
    );
}

#[test]
fn a_stock_file_is_asked_before_a_file_of_products() {
    let of = orders(&[("Mug", "M1"), ("Tea", "T1"), ("Cup", "C1")]);
    let stock = "SKU,Product,On hand\nM1,Mug,0\nT1,Tea,3\n";
    let products = "SKU,Product,Price,Category,Stock,Status\n\
        M1,Mug,10.00,Cups,7,active\nT1,Tea,4.00,Tea,0,active\nC1,Cup,8.00,Cups,0,active\n";
    assert_eq!(
        away(&of, &[("stock.csv", stock), ("products.csv", products)]),
        told(&[("Cup", SoldOut), ("Mug", SoldOut)])
    );
}

/// Three hundred orders of 79 customers: cup and saucer, teapot and strainer, jar and spoon, the rest dealt out.
fn shop() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,SKU,Quantity,Unit Price,Currency\n");
    for order in 0..300 {
        let date = report::words::iso(20_200 + order);
        let customer = 1000 + order * 7 % 79;
        let pair = match order % 4 {
            0 => ["Cup", "Saucer"],
            1 => ["Teapot", "Strainer"],
            2 if order % 8 == 2 => ["Jar", "Spoon"],
            2 => ["Bowl", "Ladle"],
            _ => ["Board", ["Knife", "Tray", "Cloth"][order as usize % 3]],
        };
        for product in pair {
            text += &format!("O{order},{date},K{customer},{product},S-{product},1,10.00,EUR\n");
        }
    }
    text
}

const ALL: [&str; 12] = [
    "Cup", "Saucer", "Teapot", "Strainer", "Jar", "Spoon", "Bowl", "Ladle", "Board", "Knife",
    "Tray", "Cloth",
];

/// A product file of the shop; what is away is sold out and archived in turn.
fn listed(away: &[&str]) -> String {
    let mut text = SHOPIFY.to_owned();
    for name in ALL {
        let at = away.iter().position(|a| *a == name);
        let (units, status) = match at {
            None => (9, "active"),
            Some(at) if at % 2 == 0 => (0, "active"),
            Some(_) => (9, "archived"),
        };
        let handle = name.to_lowercase();
        text += &format!(
            "{handle},{name},true,Title,Default Title,S-{name},shopify,{units},deny,10.00,{status}\n"
        );
    }
    text
}

fn scenarios(away: &[&str]) -> (Ledger, Scenarios) {
    let (orders, products) = (shop(), listed(away));
    let files = [
        ("orders.csv", orders.as_str()),
        ("products.csv", products.as_str()),
    ];
    let (_, ledger) = read(&files, Lang::En);
    let request = Request {
        lang: Lang::En,
        today: TODAY,
        sections: vec![report::SectionId::Recommendations],
        ..Request::default()
    };
    let of = Scenarios::new(&ledger, &request, &Judgements::default(), &mut |_, _| ());
    (ledger, of)
}

/// The words of a table's cells in which something is offered.
fn offered(table: &report::Table) -> Vec<&str> {
    let last = match table.id.as_str() {
        // The reason names what the customer has bought, which may be gone.
        "recommendations-customers" => 5,
        "lookup-next" => 1,
        "recommendations-pairs" | "lookup-figures" | "lookup-orders" | "lookup-bought" => 0,
        _ => usize::MAX,
    };
    let rows = table.rows.iter();
    let cells = rows.flat_map(|row| row.iter().take(last).map(|c| c.text.as_str()));
    match last {
        0 => Vec::new(),
        _ => cells.chain([table.title.as_str()]).collect(),
    }
}

/// Whether a text names a product, by its name, SKU or handle.
fn names(text: &str, product: &str) -> bool {
    let lower = product.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == product || word == lower)
}

fn tables(section: &Section) -> impl Iterator<Item = &report::Table> {
    section.blocks.iter().filter_map(|b| match b {
        Block::Table(t) => Some(t),
        _ => None,
    })
}

#[test]
fn nobody_is_offered_what_nobody_can_buy() {
    let mut draws = 7_u64;
    for round in 0..4 {
        let away: Vec<&str> = ALL
            .into_iter()
            .filter(|_| {
                draws = draws
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(99);
                (draws >> 40) % 4 < round
            })
            .collect();
        let (ledger, of) = scenarios(&away);
        let found: Vec<&str> = ALL
            .into_iter()
            .filter(|name| of.away.as_ref().is_some_and(|a| a.has(name)))
            .collect();
        assert_eq!(found, away);
        // Nothing is away in the first round: there is something to offer.
        let shops = [Form::Shopify, Form::WooCommerce, Form::Bundles];
        let written = |form| matches!(of.file(&ledger, form), Some(Written::File(_)));
        assert!(round > 0 || shops.into_iter().all(written));
        let (mut document, _) = read(&[("orders.csv", &shop())], Lang::En);
        of.complete(&mut document);
        let section = document.sections.iter().find(|s| s.id == "recommendations");
        let subjects = ALL.map(|name| (SubjectKind::Product, name.to_owned()));
        let customers = (1000..1079).step_by(9);
        let customers = customers.map(|c| (SubjectKind::Customer, format!("K{c}")));
        let looked = subjects.into_iter().chain(customers);
        let looked: Vec<(String, Section)> = looked
            .map(|(kind, name)| {
                let what = Subject { kind, name };
                let section = of.look_up(&ledger, &what);
                (what.name, section.expect("it is known"))
            })
            .collect();
        for name in &away {
            for text in section.iter().flat_map(|s| tables(s)).flat_map(offered) {
                assert!(!names(text, name), "{name}: {text}");
            }
            for finding in &document.findings {
                let basket = finding.selection.as_ref().map(|s| &s.basket);
                assert!(
                    !basket.is_some_and(|b| b.iter().any(|n| n == name)),
                    "{name}: {finding:?}"
                );
            }
            for (what, section) in looked.iter().filter(|(what, _)| what != name) {
                for text in tables(section).flat_map(offered) {
                    // A customer who bought what is gone is a reason to tell of something else.
                    let is_reason = text.starts_with("bought ");
                    assert!(is_reason || !names(text, name), "{what}, {name}: {text}");
                }
            }
            for form in [
                Form::Shopify,
                Form::WooCommerce,
                Form::Bundles,
                Form::Campaign,
            ] {
                if let Some(Written::File(file)) = of.file(&ledger, form) {
                    for line in file.text.lines().skip(1) {
                        let because = line.split("Others who bought").next();
                        let cells = because.unwrap_or_default();
                        assert!(!names(cells, name), "{name}: {line}");
                    }
                }
            }
        }
    }
}

fn note(document: &report::Document, id: &str) -> String {
    table(document, id).note.clone()
}

#[test]
fn how_many_are_left_out_is_said_in_both_languages() {
    let (orders, products) = (shop(), listed(&["Saucer", "Teapot", "Knife"]));
    let files = [
        ("orders.csv", orders.as_str()),
        ("products.csv", products.as_str()),
    ];
    let document = report_alone(&files, Lang::En);
    let said = "2 products are sold out and 1 delisted; none of them is recommended.";
    for id in ["recommendations-products", "recommendations-customers"] {
        assert!(note(&document, id).ends_with(said), "{id}");
    }
    // What was bought together stays on record.
    let pairs = table(&document, "recommendations-pairs");
    assert!(pairs.rows.iter().any(|r| names(&r[0].text, "Cup")));
    assert!(
        pairs.note.ends_with(
            "3 rules name a product that is sold out or delisted: that is a record, not advice."
        ),
        "{}",
        pairs.note
    );
    assert!(!names(&pairs.title, "Saucer") && !names(&pairs.title, "Teapot"));
    let found = document.findings.iter();
    let bundle = found
        .filter(|f| f.id == "recommendations-bundle")
        .map(|f| &f.sentence);
    assert!(bundle.clone().count() == 1 && bundle.into_iter().all(|s| !names(s, "Saucer")));
    let document = report_alone(&files, Lang::Zh);
    let said = "2 种已售罄、1 种已下架的商品不推荐给任何人。";
    assert!(note(&document, "recommendations-products").ends_with(said));
    // Nothing is told of a shop whose files tell nothing.
    let document = report_alone(&[("orders.csv", &orders)], Lang::En);
    assert!(!note(&document, "recommendations-products").contains("sold out"));
}

#[test]
fn where_all_is_gone_that_is_said() {
    let (orders, products) = (shop(), listed(&ALL));
    let files = [
        ("orders.csv", orders.as_str()),
        ("products.csv", products.as_str()),
    ];
    for (lang, said) in [
        (
            Lang::En,
            "all that could be recommended is sold out or delisted",
        ),
        (Lang::Zh, "能推荐的商品都已售罄或下架"),
    ] {
        let document = report_alone(&files, lang);
        let section = document.sections.iter().find(|s| s.id == "recommendations");
        let blocks = &section.expect("the section").blocks;
        let missing = blocks
            .iter()
            .filter(|b| matches!(b, Block::Insufficient(i) if i.text.contains(said)));
        assert_eq!(missing.count(), 2, "{blocks:#?}");
        let bundle = document.findings.iter();
        assert_eq!(
            bundle.filter(|f| f.id == "recommendations-bundle").count(),
            0
        );
    }
    let (ledger, of) = scenarios(&ALL);
    for form in [
        Form::Shopify,
        Form::WooCommerce,
        Form::Bundles,
        Form::Campaign,
    ] {
        let written = of.file(&ledger, form);
        assert!(matches!(written, Some(Written::Lacking(_))), "{written:?}");
    }
}

#[test]
fn a_product_that_is_gone_is_looked_up_and_told_as_gone() {
    let (ledger, of) = scenarios(&["Saucer", "Teapot"]);
    for (name, state, other) in [
        ("Saucer", "sold out", "Cup"),
        ("Teapot", "delisted", "Strainer"),
    ] {
        let what = Subject {
            kind: SubjectKind::Product,
            name: name.into(),
        };
        let section = of.look_up(&ledger, &what).expect("it is known");
        let by_id = |id: &str| tables(&section).find(|t| t.id == id);
        let figures = by_id("lookup-figures").expect("figures");
        let row = figures
            .rows
            .iter()
            .find(|r| r[0].text == "Can it be bought");
        assert_eq!(row.map(|r| r[1].text.as_str()), Some(state));
        // What goes with it may be offered in its stead; it is bundled with nothing, and nobody is told of it.
        let with = by_id("lookup-with").expect("what goes with it");
        assert_eq!(with.rows[0][0].text, other);
        assert!(by_id("lookup-bundles").is_none() && by_id("lookup-tell").is_none());
    }
}
