//! Files for platforms, of a made-up shop in which cups go with saucers and teapots with strainers.

use chart::spec::Lang;
use ledger::Ledger;

use super::{Form, ShopFile, Written, is_plain};
use crate::tests::{TODAY, read};
use crate::{Judgements, Request, Scenarios};

/// Three hundred orders of eighty customers: cup and saucer, teapot and strainer in a third each, the rest dealt out.
fn orders() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,SKU,Quantity,Unit Price,Currency\n");
    for order in 0..300 {
        let date = report::words::iso(20_200 + order);
        let customer = 1000 + order * 7 % 80;
        let (one, other) = match order % 3 {
            0 => (("Cup - Red", "CUP-R"), ("Saucer", "SAU")),
            1 => (("Teapot", "POT"), ("Strainer", "STR")),
            _ if order % 2 == 0 => (("Cup - Blue", "CUP-B"), ("Saucer", "SAU")),
            _ => (("Jar", "JAR"), ("Spoon", "SPO")),
        };
        for (product, sku) in [one, other] {
            text += &format!("O{order},{date},K{customer},{product},{sku},1,10.00,EUR\n");
        }
    }
    text
}

const SHOPIFY: &str =
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Cost per item
cup,Cup,Colour,Red,CUP-R,10.00,4.00
cup,,Colour,Blue,CUP-B,10.00,4.00
saucer,Saucer,Title,Default Title,SAU,10.00,2.00
teapot,Teapot,Title,Default Title,POT,10.00,
strainer,Strainer,Title,Default Title,STR,10.00,
";

const WOO: &str =
    "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,In stock?,Regular price
11,simple,CUP-R,Cup red,1,0,visible,1,10
12,simple,SAU,Saucer,1,0,visible,1,10
13,simple,POT,Teapot,1,0,visible,1,10
14,simple,STR,Strainer,1,0,visible,1,10
";

fn written(files: &[(&str, &str)], form: Form) -> Written {
    let (_, ledger) = read(files, Lang::En);
    file(&ledger, form)
}

fn file(ledger: &Ledger, form: Form) -> Written {
    let request = Request {
        lang: Lang::En,
        today: TODAY,
        sections: vec![report::SectionId::Recommendations],
        ..Request::default()
    };
    let scenarios = Scenarios::new(ledger, &request, &Judgements::default(), &mut |_, _| ());
    scenarios.file(ledger, form).expect("recommendations")
}

fn there(written: Written) -> ShopFile {
    match written {
        Written::File(file) => file,
        Written::Lacking(text) => panic!("{text}"),
    }
}

fn lines(file: &ShopFile) -> Vec<&str> {
    file.text.lines().collect()
}

#[test]
fn shopify_gets_a_row_a_page_with_handles() {
    let files = [("orders.csv", &*orders()), ("products.csv", SHOPIFY)];
    let file = there(written(&files, Form::Shopify));
    assert_eq!(file.name, "shopify-products-2026-04-01.csv");
    let lines = lines(&file);
    assert!(
        lines[0].starts_with("Handle,Title,Complementary products (product.metafields.shopify--discovery--product_recommendation.complementary_products),Related products ("),
        "{}",
        lines[0]
    );
    // Both colours are one page; nothing is known of jars and spoons, and nothing goes with itself.
    let begun: Vec<String> = lines[1..]
        .iter()
        .map(|l| l.splitn(4, ',').take(3).collect::<Vec<_>>().join(","))
        .collect();
    let wanted = [
        "cup,Cup,saucer",
        "saucer,Saucer,cup",
        "strainer,Strainer,teapot",
        "teapot,Teapot,strainer",
    ];
    assert_eq!(begun, wanted);
    assert!(file.note.contains("2 products"), "{}", file.note);
}

#[test]
fn shopify_needs_handles_and_says_so() {
    let Written::Lacking(text) = written(&[("orders.csv", &orders())], Form::Shopify) else {
        panic!("there are no handles");
    };
    assert!(text.contains("Handle"), "{text}");
}

#[test]
fn woocommerce_gets_ids_where_they_are_known_and_else_skus() {
    let file = there(written(&[("orders.csv", &orders())], Form::WooCommerce));
    let of_sku = lines(&file);
    assert!(of_sku[0].starts_with("SKU,"), "{}", of_sku[0]);
    let row = |lines: &[&str], key: &str| {
        let found = lines.iter().find(|l| l.split(',').next() == Some(key));
        found.map(|l| (*l).to_owned()).unwrap_or_default()
    };
    assert!(row(&of_sku, "POT").ends_with(",STR"), "{of_sku:?}");
    let files = [("orders.csv", &*orders()), ("woo.csv", WOO)];
    let file = there(written(&files, Form::WooCommerce));
    let of_id = lines(&file);
    assert!(
        of_id[0].starts_with("ID,") && of_id[0].ends_with("Cross-sells"),
        "{}",
        of_id[0]
    );
    assert!(row(&of_id, "13").ends_with(",id:14"), "{of_id:?}");
    // The blue cup, the jar and the spoon are in no file of the platform's.
    assert!(file.note.contains("3 products"), "{}", file.note);
}

/// Sixty customers of two tastes, who go on through twelve products of theirs, two at a time.
fn tastes(customer: &str, mark: &str) -> String {
    let mut text = format!("Order ID,Order Date,{customer},Product,SKU,Quantity,Unit Price\n");
    for step in 0..4 {
        for who in 0..60 {
            let date = report::words::iso(20_200 + 30 * step + who % 7);
            for at in 0..2 {
                let thing = (who / 2 + 2 * step + at) % 12;
                let side = ["A", "B"][who as usize % 2];
                text += &format!(
                    "O{step}-{who},{date},K{who}{mark},Thing {side}{thing},{side}{thing},1,5.00\n"
                );
            }
        }
    }
    text
}

#[test]
fn a_campaign_holds_ids_and_never_what_stands_for_a_person() {
    let orders = tastes("Customer ID", "");
    let file = there(written(&[("orders.csv", &orders)], Form::Campaign));
    let of_ids = lines(&file);
    assert!(of_ids[0].starts_with("Customer ID,Recommended Product 1,Recommended SKU 1,"));
    assert_eq!(of_ids.len(), 61);
    // Nobody is shown what the other taste buys.
    for line in &of_ids[1..] {
        let cells: Vec<&str> = line.split(',').collect();
        let even = cells[0][1..].parse::<u32>().expect("an id") % 2 == 0;
        assert_eq!(cells[2].starts_with('A'), even, "{line}");
    }
    let mails = tastes("Email", "@example.com");
    let Written::Lacking(text) = written(&[("orders.csv", &mails)], Form::Campaign) else {
        panic!("there are addresses only");
    };
    assert!(text.contains("id"), "{text}");
}

#[test]
fn a_campaign_never_names_what_is_sold_out_or_taken_down() {
    let orders = tastes("Customer ID", "");
    let stock = "SKU,Product,On hand,Status\nA3,Thing A3,0,active\nB7,Thing B7,9,discontinued\nA4,Thing A4,9,active\n";
    let text = |files: &[(&str, &str)]| there(written(files, Form::Campaign)).text;
    let all = text(&[("orders.csv", &orders)]);
    let left = text(&[("orders.csv", &orders), ("stock.csv", stock)]);
    // What is away may still be a reason, in the last column, for those who have bought it.
    let named = |text: &str, sku: &str| {
        let mut cells = text.lines().flat_map(|l| l.split(',').take(7));
        cells.any(|cell| cell == sku)
    };
    for sku in ["A3", "B7"] {
        assert!(named(&all, sku) && !named(&left, sku), "{sku}");
    }
    assert!(named(&left, "A4"));
}

#[test]
fn bundles_tell_the_margin_where_costs_are_known() {
    let files = [("orders.csv", &*orders()), ("products.csv", SHOPIFY)];
    let file = there(written(&files, Form::Bundles));
    let lines = lines(&file);
    let wanted = lines
        .iter()
        .find(|l| l.contains("Cup - Red") && l.contains("Saucer"));
    // 20.00 together, 4.00 + 2.00 of cost: 70 % are left.
    let wanted = wanted.expect("the pair");
    assert!(wanted.contains(",20.00,6.00,0.7000,"), "{wanted}");
    let pot = lines.iter().find(|l| l.contains("Teapot")).expect("a pair");
    assert!(pot.contains(",20.00,,,"), "{pot}");
    let file = there(written(&[("orders.csv", &orders())], Form::Bundles));
    assert!(file.note.contains("cost"), "{}", file.note);
}

#[test]
fn what_a_file_would_change_is_not_plain() {
    assert!(is_plain("Cup, red") && !is_plain("=1+1") && !is_plain("＠home") && !is_plain("a\nb"));
}
