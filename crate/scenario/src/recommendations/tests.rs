//! A made-up shop in which cups go with saucers and nothing else goes with anything.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use chart::spec::{Lang, Plot};
use report::{Block, Document};

use crate::tests::{TODAY, read, report, report_alone, table};
use crate::{Form, Judgements, Request, Scenarios};

/// Two hundred orders of sixty customers. Cup and saucer are in every third order together, never apart; the other
/// products are dealt out evenly, two at a time.
fn shop() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for order in 0..200 {
        let date = report::words::iso(20_300 + order);
        let customer = order * 7 % 60;
        let products: [String; 2] = if order % 3 == 0 {
            ["Cup".into(), "Saucer".into()]
        } else {
            [
                format!("Thing {}", order % 9),
                format!("Item {}", order * 5 % 11),
            ]
        };
        for product in products {
            text += &format!("O{order},{date},C{customer},{product},1,10.00,EUR\n");
        }
        if order % 4 == 0 {
            text += &format!("O{order},{date},C{customer},POSTAGE,1,4.00,EUR\n");
        }
    }
    text
}

#[test]
fn what_goes_together_is_found_with_its_lift() {
    let document = report(&[("orders.csv", &shop())], Lang::En);
    let pairs = table(&document, "recommendations-pairs");
    let first: Vec<&str> = pairs.rows[0][..2].iter().map(|c| c.text.as_str()).collect();
    assert_eq!(first, ["Cup", "Saucer"]);
    // 67 of 200 orders hold both, and neither is ever alone.
    assert_eq!(pairs.rows[0][2].value, Some(67.0));
    assert_eq!(pairs.rows[0][3].value, Some(1.0));
    assert!((pairs.rows[0][4].value.expect("a lift") - 200.0 / 67.0).abs() < 1e-9);
}

#[test]
fn orders_of_one_product_are_evidence_too() {
    let mut text = shop();
    // Thirty-three orders of a cup alone, and a hundred of things that nothing is bought with.
    for order in 200..333 {
        let date = report::words::iso(20_300 + order % 200);
        let product = if order < 233 { "Cup" } else { "Lamp" };
        text += &format!("O{order},{date},C{},{product},1,10.00,EUR\n", order % 60);
    }
    let document = report_alone(&[("orders.csv", &text)], Lang::En);
    let pairs = table(&document, "recommendations-pairs");
    // A pair is told once, by the side that it is surer of.
    let row = &pairs.rows[0];
    assert_eq!((&*row[0].text, &*row[1].text), ("Saucer", "Cup"));
    assert_eq!(row[3].value, Some(1.0));
    // 67 of 333 orders hold both, 67 a saucer and 100 a cup.
    assert!((row[4].value.expect("a lift") - 3.33).abs() < 1e-9);
    assert_eq!(pairs.subtitle, "What is bought together, n = 333 orders");
    let mut findings = document.findings.iter();
    let of = findings.find(|f| f.id == "recommendations-bundle");
    let of = of.expect("a finding");
    let sentence = &of.sentence;
    assert!(
        sentence.ends_with("67 orders, 3.3 times as often as by chance."),
        "{sentence}"
    );
    assert_eq!(of.why, "Counted over 333 orders, those of one product too.");
}

#[test]
fn a_wholesalers_order_is_counted_and_proves_nothing() {
    let mut text = shop();
    for n in 0..150 {
        let product = match n {
            0 => "Cup".to_owned(),
            1 => "Saucer".to_owned(),
            _ => format!("Part {n}"),
        };
        text += &format!("W1,2025-09-01,C1,{product},1,10.00,EUR\n");
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let pairs = table(&document, "recommendations-pairs");
    let row = &pairs.rows[0];
    assert_eq!((&*row[0].text, &*row[1].text), ("Cup", "Saucer"));
    assert_eq!((row[2].value, row[3].value), (Some(68.0), Some(1.0)));
    assert!((row[4].value.expect("a lift") - 201.0 / 68.0).abs() < 1e-9);
    assert!(
        pairs.subtitle.ends_with("n = 201 orders")
            && pairs.note.ends_with("1 order of more than 100 products is counted but left out of the test: everything meets in such an order."),
        "{} {}",
        pairs.subtitle,
        pairs.note
    );
}

#[test]
fn the_groceries_are_told_over_all_orders() {
    let file = "../../../shared/data/orders/groceries_baskets.csv";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let Ok(baskets) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {file} is not here");
        return;
    };
    let mut text = String::from("Order ID,Order Date,Customer ID,Product,Quantity,Total\n");
    for (n, basket) in baskets.lines().enumerate() {
        for product in basket.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            text += &format!("{n},2026-03-{:02},C{n},{product},1,1.00\n", 1 + n % 28);
        }
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let pairs = table(&document, "recommendations-pairs");
    let of = |left: &str, right: &str| {
        let row = pairs.rows.iter().find(|r| {
            let names = [r[0].text.as_str(), r[1].text.as_str()];
            names == [left, right]
        });
        row.unwrap_or_else(|| panic!("{left} {right}"))
    };
    // arules over the 9,835 baskets: 466 of 1,072 with root vegetables.
    let row = of("root vegetables", "other vegetables");
    assert_eq!(row[2].value, Some(466.0));
    assert!((row[3].value.expect("a share") - 466.0 / 1072.0).abs() < 1e-9);
    assert!((row[4].value.expect("a lift") - 2.2466).abs() < 1e-3);
    assert!((of("beef", "root vegetables")[4].value.expect("a lift") - 3.0404).abs() < 1e-3);
    assert!(
        pairs.subtitle.ends_with("n = 9,835 orders"),
        "{}",
        pairs.subtitle
    );
}

#[test]
fn postage_is_never_recommended_nor_a_product_to_itself() {
    let document = report(&[("orders.csv", &shop())], Lang::En);
    for id in [
        "recommendations-products",
        "recommendations-customers",
        "recommendations-pairs",
    ] {
        for row in &table(&document, id).rows {
            assert!(row.iter().all(|c| !c.text.contains("POSTAGE")), "{row:?}");
        }
    }
    for row in &table(&document, "recommendations-products").rows {
        assert!(
            row[1..]
                .iter()
                .all(|c| !c.text.starts_with(&format!("{} (", row[0].text))),
            "{row:?}"
        );
    }
}

#[test]
fn rows_in_any_order_recommend_the_same() {
    let text = shop();
    let mut lines: Vec<&str> = text.lines().collect();
    let head = lines.remove(0);
    lines.reverse();
    let turned = [&[head], lines.as_slice()].concat().join("\n");
    let (one, other) = (
        report(&[("o.csv", &text)], Lang::En),
        report(&[("o.csv", &turned)], Lang::En),
    );
    for id in [
        "recommendations-pairs",
        "recommendations-products",
        "recommendations-customers",
    ] {
        assert_eq!(table(&one, id).rows, table(&other, id).rows, "{id}");
    }
}

const WORLDS: [&str; 6] = ["Tea", "Light", "Garden", "Bath", "Desk", "Dog"];
const PARTS: [&str; 6] = ["cup", "dish", "pot", "tray", "spoon", "net"];

/// Eight customers in each of six worlds; every fifty days each buys two of its six parts, in the end all of them.
fn worlds() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..48 {
        for nth in 0..3 {
            let date = report::words::iso(20_300 + customer + 50 * nth);
            let pair = 2 * ((customer + nth) % 3) as usize;
            for part in &PARTS[pair..pair + 2] {
                let world = WORLDS[customer as usize / 8];
                text += &format!(
                    "O{customer}-{nth},{date},K{customer:02},{world} {part},1,10.00,EUR\n"
                );
            }
        }
    }
    text
}

fn trial(document: &Document) -> &chart::ChartSpec {
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let mut charts = blocks.filter_map(|b| match b {
        Block::Chart(c) if c.spec.id == "recommendations-trial" => Some(&c.spec),
        _ => None,
    });
    charts.next().expect("a trial")
}

#[test]
fn what_a_list_of_ten_finds_is_said_first_beside_best_sellers_and_with_an_interval() {
    let document = report(&[("orders.csv", &worlds())], Lang::En);
    let spec = trial(&document);
    // Two parts of the own world are left, and ten places for them; best sellers find a few by chance.
    let title = &spec.title;
    assert!(
        title.starts_with(
            "Of 10 products suggested, 100% of customers later bought at least one; of 10 best sellers, 21%: a gain of 79.2 points (95%: "
        ),
        "{title}"
    );
    assert!(
        spec.note.contains("chosen by NDCG@10") && spec.note.contains("Its NDCG@10 is "),
        "{}",
        spec.note
    );
    // What is drawn falls, whatever the choice went by, and the method used is named.
    let Plot::Bar {
        categories, series, ..
    } = &spec.plot
    else {
        panic!("no bars");
    };
    let rates: Vec<f64> = series[0].values.iter().flatten().copied().collect();
    assert!(rates.is_sorted_by(|a, b| a >= b), "{rates:?}");
    let used = categories.iter().filter(|c| c.ends_with(" (used)")).count();
    assert_eq!(used, 1, "{categories:?}");
    let mut findings = document.findings.iter();
    let of = findings.find(|f| f.id == "recommendations-model");
    let of = of.expect("a finding");
    assert!(
        of.sentence.starts_with("Of 10 products suggested by ")
            && of
                .sentence
                .contains("100% of customers later bought at least one"),
        "{}",
        of.sentence
    );
    assert!(
        of.certainty.starts_with("Hit rates differ by "),
        "{}",
        of.certainty
    );
    let document = report(&[("orders.csv", &worlds())], Lang::Zh);
    let title = &trial(&document).title;
    assert!(
        title.starts_with("推荐 10 件商品，100%的客户后来至少买了其中一件；只推热销品为 ")
            && title.contains("个百分点（95% 区间 "),
        "{title}"
    );
}

#[test]
fn where_nothing_is_better_that_is_said_with_what_best_sellers_find() {
    // What is bought next has nothing to do with what was.
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let mut state = 7_u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 20
    };
    for customer in 0..60 {
        for nth in 0..4 {
            let date = report::words::iso(20_300 + customer + 60 * nth);
            let (a, b) = (draw(), draw());
            for product in [a, if b == a { (a + 1) % 20 } else { b }] {
                text +=
                    &format!("O{customer}-{nth},{date},C{customer},Thing {product},1,9.00,EUR\n");
            }
        }
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let title = &trial(&document).title;
    assert!(
        title.starts_with("Of 10 best sellers suggested, ")
            && title.ends_with("no method surely does better, so best sellers it is"),
        "{title}"
    );
    let told = |id: &str| document.findings.iter().any(|f| f.id == id);
    assert!(!told("recommendations-model"));
}

#[test]
fn orders_of_one_product_say_what_is_needed() {
    let few: String = shop()
        .lines()
        .filter(|l| !l.contains("Saucer") && !l.contains("Item"))
        .map(|l| format!("{l}\n"))
        .collect();
    let document = report(&[("orders.csv", &few)], Lang::Zh);
    let more = document
        .sections
        .iter()
        .find(|s| s.id == "more")
        .expect("what is missing");
    assert!(
        more.blocks
            .iter()
            .any(|b| matches!(b, Block::Insufficient(i) if i.title == "推荐")),
        "{more:?}"
    );
}

#[test]
fn everything_else_is_there_before_and_the_whole_is_the_same() {
    let (document, ledger) = read(&[("orders.csv", &shop())], Lang::En);
    let request = Request {
        lang: Lang::En,
        today: TODAY,
        ..Request::default()
    };
    let judged = Judgements::default();
    let (mut early, mut late) = (Vec::new(), Vec::new());
    let mut scenarios = Scenarios::begin(&ledger, &request, &judged, &mut |done, all| {
        early.push((done, all));
    });
    let mut part = document.clone();
    scenarios.complete(&mut part);
    assert_eq!(scenarios.file(&ledger, Form::Bundles), None);
    scenarios.finish(&ledger, &request, &mut |done, all| late.push((done, all)));
    let mut whole = document.clone();
    scenarios.complete(&mut whole);
    let without: Vec<_> = whole
        .sections
        .iter()
        .filter(|s| s.id != "recommendations")
        .collect();
    assert_eq!(part.sections.iter().collect::<Vec<_>>(), without);
    assert_eq!(whole.sections.len(), without.len() + 1);
    let mut at_once = document;
    Scenarios::new(&ledger, &request, &judged, &mut |_, _| ()).complete(&mut at_once);
    assert_eq!(whole, at_once);
    // Seven in the order of the scenarios and two of texts: nine are there before the last begins.
    assert_eq!(early, (0..=7).map(|done| (done, 10)).collect::<Vec<_>>());
    assert_eq!(late, [(9, 10)]);
}
