//! Made-up shops with worked-out answers, in both languages; and what must not change the answer.

mod apart;
mod told;

use std::borrow::Cow;
use std::fmt::Write;

use chart::spec::Lang;
use report::{Block, Document};

use super::catalogue::{Catalogue, Item, ReadBy};
use super::doubles::{self, Kind};
use super::*;
use crate::say::Say;
use crate::tests::{read, report, table};
use crate::{Judgements, Request};

const HEADER: &str =
    "Order ID,Order Date,Customer ID,Product,Category,Quantity,Unit Price,Currency";

/// Twelve mugs and twelve plates, half of them red, half blue; a red one sells twice as often as the blue one beside it.
fn sales(price: u32) -> Vec<String> {
    let words = ["Alpine", "Beach", "City", "Desert", "Forest", "Garden"];
    let mut rows = Vec::new();
    for (kind, category, base) in [("mug", "Mugs", 50), ("plate", "Plates", 5)] {
        for (at, word) in words.iter().enumerate() {
            for (color, times) in [("Red", 2), ("Blue", 1)] {
                let order = rows.len();
                rows.push(format!(
                    "A{order},2026-03-{:02},C{order},{word} {} {kind},{category},{},{price}.00,EUR",
                    1 + order,
                    color.to_lowercase(),
                    times * (base + at)
                ));
            }
        }
    }
    rows
}

fn orders(rows: &[String]) -> String {
    [&[HEADER.to_owned()], rows].concat().join("\n")
}

fn section(document: &Document) -> &[Block] {
    let found = document.sections.iter().find(|s| s.id == "attributes");
    found.map_or(&[], |s| &s.blocks)
}

fn finding<'a>(document: &'a Document, id: &str) -> &'a DocumentFinding {
    let found = document.findings.iter().find(|f| f.id == id);
    found.unwrap_or_else(|| panic!("no finding {id}"))
}

fn row<'a>(document: &'a Document, id: &str, words: &str) -> Vec<&'a str> {
    let rows = &table(document, id).rows;
    let found = rows.iter().find(|r| r.iter().any(|c| c.text == words));
    let found = found.unwrap_or_else(|| panic!("no {words} in {id}: {rows:#?}"));
    found.iter().map(|c| c.text.as_str()).collect()
}

/// Red mugs: 2·(50 + … + 55) = 630 units, red plates 2·(5 + … + 10) = 90: 720 units at 10.00 over 12 titles are
/// 600.00 each, twice what blue ones of the same category bring.
#[test]
fn what_sells_by_attribute_is_told_within_categories() {
    let english = report(&[("orders.csv", &orders(&sales(10)))], Lang::En);
    let red = row(&english, "attributes-values", "red");
    assert_eq!(red[..5], ["Colour", "red", "12", "720", "€7,200.00"]);
    assert_eq!(red[5..8], ["66.7%", "€10.00", "€600.00"]);
    assert!(red[9].starts_with("2.00× ("), "{red:?}");
    let said = finding(&english, "attributes-sales-color");
    assert_eq!(
        said.sentence,
        "The 12 titles with colour “red” bring 2.0 times as much each as others of the same category."
    );
    assert!(
        said.certainty.starts_with("12 titles against 12;"),
        "{}",
        said.certainty
    );
    let products = said.selection.as_ref().map(|s| s.products.len());
    assert_eq!(products, Some(12));
    let chinese = report(&[("orders.csv", &orders(&sales(10)))], Lang::Zh);
    assert_eq!(
        finding(&chinese, "attributes-sales-color").sentence,
        "颜色“红色”的 12 款商品，每款卖出的金额是同类目其他颜色的 2.0 倍。"
    );
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rows = sales(10);
    let mut turned = rows.clone();
    turned.reverse();
    turned.swap(3, 11);
    for lang in [Lang::Zh, Lang::En] {
        let one = report(&[("orders.csv", &orders(&rows))], lang);
        let other = report(&[("orders.csv", &orders(&turned))], lang);
        assert_eq!(section(&one), section(&other));
    }
}

#[test]
fn money_times_ten_is_ten_times_the_money() {
    let [one, ten] = [10, 100].map(|price| {
        let document = report(&[("orders.csv", &orders(&sales(price)))], Lang::En);
        let rows = table(&document, "attributes-values").rows.clone();
        rows.into_iter()
            .map(|row| {
                let value = |at: usize| row[at].value.unwrap_or(0.0);
                (
                    row[1].text.clone(),
                    value(3),
                    value(7),
                    row[9].text.clone(),
                    row[10].text.clone(),
                )
            })
            .collect::<Vec<_>>()
    });
    assert!(!one.is_empty());
    for (one, ten) in one.iter().zip(&ten) {
        assert_eq!(
            (&one.0, one.1, &one.3, &one.4),
            (&ten.0, ten.1, &ten.3, &ten.4)
        );
        assert!(
            (10.0 * one.2 - ten.2).abs() < 1e-9 * ten.2,
            "{one:?} {ten:?}"
        );
    }
}

#[test]
fn few_titles_and_ids_alone_are_told_as_lacking() {
    let few = report(&[("orders.csv", &orders(&sales(10)[..5]))], Lang::En);
    assert!(section(&few).is_empty());
    let ids: Vec<String> = sales(10)
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let cells: Vec<&str> = row.split(',').collect();
            let id = format!("8512{at}A");
            [
                cells[0], cells[1], cells[2], &id, cells[4], cells[5], cells[6], cells[7],
            ]
            .join(",")
        })
        .collect();
    let ids = report(&[("orders.csv", &orders(&ids))], Lang::Zh);
    assert!(section(&ids).is_empty());
    let told =
        ids.sections.iter().flat_map(|s| &s.blocks).any(
            |b| matches!(b, Block::Insufficient(m) if m.text.contains("至少 10 个，现有 0 个")),
        );
    assert!(told);
}

/// Ten cotton dresses and two that say no material; of one the file's variant does.
fn dresses() -> String {
    let mut file =
        "Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
            .to_owned();
    for word in [
        "Ada", "Bea", "Cleo", "Dora", "Emma", "Fay", "Gina", "Hana", "Ida", "Jana",
    ] {
        let _ = writeln!(
            file,
            "{word},{word} red cotton dress,Acme,Dresses,Size,XL,{word}1,20.00"
        );
    }
    file + "kira,Kira red dress,Acme,Dresses,Material,Cotton,kira1,20.00\n\
        lea,Lea red dress,Acme,Dresses,Color,Blue,lea1,20.00\n"
}

#[test]
fn a_catalogue_without_sales_is_judged_by_its_titles() {
    let english = report(&[("products.csv", &dresses())], Lang::En);
    let gap = row(&english, "attributes-gaps", "Material");
    // Ten of twelve say it; Kira's variant does, so Lea's alone is missing.
    assert_eq!(
        gap[..5],
        ["dress", "Material", "83.3%", "1", "“Lea red dress”"]
    );
    assert_eq!(
        finding(&english, "attributes-gap").sentence,
        "1 of 12 “dress” titles names no material, which 83% of them do."
    );
    let conflict = row(&english, "attributes-conflicts", "Lea red dress");
    assert_eq!(conflict[1..4], ["Colour", "red", "variant: Blue"]);
    let rows = table(&english, "attributes-conflicts").selections[0].clone();
    assert_eq!(rows.and_then(|s| s.table_rows), Some((0, vec![11])));
    let chinese = report(&[("products.csv", &dresses())], Lang::Zh);
    assert_eq!(
        finding(&chinese, "attributes-conflict").sentence,
        "“Lea red dress”的标题写颜色“红色”，其他列却不同（规格：Blue）；共有 1 个标题这样不一致。"
    );
}

/// Titles, each sold once.
fn shop(titles: &[&str]) -> String {
    let rows: Vec<String> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| {
            format!(
                "A{at},2026-03-{:02},C{at},\"{title}\",All,1,{}.00,EUR",
                1 + at % 28,
                200 - at
            )
        })
        .collect();
    orders(&rows)
}

/// What `of` says of a shop.
fn with<T>(files: &[(&str, &str)], of: impl Fn(&Catalogue<'_>) -> T) -> T {
    let (_, ledger) = read(files, Lang::En);
    let judged = Judgements::default();
    let library = Library::new(&ledger, &[], &judged).expect("words");
    of(&Catalogue::new(&ledger, &library, &say()))
}

fn say() -> Say<'static> {
    Say {
        lang: Lang::En,
        currency: "EUR",
        digits: 2,
    }
}

/// Doubles among titles of which each pair has one vector, and twenty others. `tell`: what else is known of a title by its place.
fn in_pairs(titles: &[&str], tell: impl Fn(usize, &mut Item<'_>)) -> Vec<(Kind, Vec<String>)> {
    let others: Vec<String> = (0..20)
        .map(|at| format!("Thing of kind {}", ["a", "b"][at % 2].repeat(at + 2)))
        .collect();
    let mut all = titles.to_vec();
    all.extend(others.iter().map(String::as_str));
    let (_, ledger) = read(&[("orders.csv", &shop(&all))], Lang::En);
    let judged = Judgements::default();
    let library = Library::new(&ledger, &[], &judged).expect("words");
    let mut catalogue = Catalogue::new(&ledger, &library, &say());
    let mut random = crate::random::Random::new(7);
    let mut vector = || -> Vec<f32> { (0..32).map(|_| random.unit() as f32 - 0.5).collect() };
    let mut vectors: Vec<Vec<f32>> = (0..all.len()).map(|_| vector()).collect();
    for at in (0..titles.len()).step_by(2) {
        vectors[at + 1] = vectors[at].clone();
    }
    for item in &mut catalogue.items {
        let at = all.iter().position(|t| *t == item.text);
        let at = at.expect("a title");
        item.vector = Some(vectors[at].as_slice());
        tell(at, item);
    }
    let text = |at: &usize| catalogue.items[*at].text.to_owned();
    let found = doubles::doubles(&catalogue.items).found.into_iter();
    let found = found.map(|double| (double.kind, double.items.iter().map(text).collect()));
    found.collect()
}

#[test]
fn doubles_are_told_from_variants() {
    let titles = [
        "Large red picnic basket with lid",
        "Large picnic basket, red, with lid",
        "Large blue picnic basket with lid",
        "Vintage suitcase radio",
        "Vintage siutcase radio",
        "Candle 200g",
        "Candle 300g",
        "妮维雅男士深层洁净保湿洗面奶 100ml",
        "包邮 妮维雅男士保湿深层洁净洗面奶 100ml",
        "妮维雅男士深层洁净保湿洗面奶 150ml",
        "Oak table lamp",
        "Elm table lamp",
        "南极人 纯棉圆领长袖T恤女 红色",
        "南极人 圆领纯棉长袖T恤女 红色",
        "南极人 纯棉高领长袖T恤女 红色",
        "洗衣液 500毫升 薰衣草香",
        "洗衣液 0.5L 薰衣草香",
    ];
    let found = with(&[("orders.csv", &shop(&titles))], |catalogue| {
        let found = doubles::doubles(&catalogue.items);
        let said = found.found.iter().map(|d| {
            let texts = d
                .items
                .iter()
                .map(|at| catalogue.items[*at].text.to_owned());
            (d.kind, texts.collect::<Vec<String>>())
        });
        (said.collect::<Vec<_>>(), found.variants)
    });
    let pair = |kind, a: usize, b: usize| (kind, vec![titles[a].to_owned(), titles[b].to_owned()]);
    assert_eq!(
        found.0,
        [
            pair(Kind::Words, 0, 1),
            pair(Kind::Near, 3, 4),
            pair(Kind::Words, 7, 8),
            pair(Kind::Words, 12, 13),
            pair(Kind::Words, 15, 16)
        ]
    );
    // Basket red and blue, candle of two weights, two contents of the cleanser, shirts of two necks.
    assert_eq!(found.1, 8);
}

#[test]
fn values_and_brands_with_several_names_are_one() {
    let mut file = "Handle,Title,Vendor,Type,Variant SKU,Variant Price\n".to_owned();
    let mut add = |title: &str, vendor: &str| {
        let at = file.lines().count();
        let _ = writeln!(file, "h{at},{title},{vendor},Care,s{at},10.00");
    };
    for at in ["一", "二", "三"] {
        add(&format!("藏青色{at}号浴巾"), "家居");
        add(&format!("深蓝色{at}号枕套"), "家居");
        add(&format!("NIVEA 妮维雅{at}号面霜"), "妮维雅");
        add(&format!("面霜{at}号 NIVEA"), "NIVEA");
    }
    let orders = shop(&["NIVEA cream", "妮维雅面霜"]).replace(",All,", ",Care,");
    let orders = orders
        .replacen("Category", "Brand", 1)
        .replace(",Care,", ",妮维雅,");
    let orders = orders.replacen("妮维雅,1,200", "NIVEA,1,200", 1);
    let document = report(
        &[("products.csv", &file), ("orders.csv", &orders)],
        Lang::Zh,
    );
    let color = row(&document, "attributes-spellings", "颜色");
    assert_eq!(color[1..3], ["深蓝色（3）和藏青色（3）", "3"]);
    let brand = row(&document, "attributes-spellings", "品牌");
    assert!(
        brand[1].contains("NIVEA") && brand[1].contains("妮维雅"),
        "{brand:?}"
    );
    let said = finding(&document, "attributes-brand");
    assert!(
        said.sentence.ends_with("看来是同一个品牌。"),
        "{}",
        said.sentence
    );
}

#[test]
fn odd_titles_are_named() {
    let mut titles: Vec<String> = (0..12)
        .map(|at| format!("Garden chair model {at}"))
        .collect();
    let odd = [
        "asdf jkl",
        "Postage",
        "test",
        "12345 678",
        "????",
        "Ox",
        "Copy of lamp",
        "GREEN GARDEN TABLE",
    ];
    titles.extend(odd.map(str::to_owned));
    titles.push("Garden chair ".repeat(20));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let document = report(&[("orders.csv", &shop(&titles))], Lang::En);
    let said = |title: &str| row(&document, "attributes-odd", title)[1].to_owned();
    let named = odd.map(said);
    assert_eq!(
        named,
        [
            "Looks like keys at random",
            "No product (postage, fee …)",
            "Placeholder or test",
            "No words",
            "Garbled, or left-over code",
            "Very short",
            "Copied and not renamed",
            "All capitals",
        ]
    );
    assert_eq!(table(&document, "attributes-odd").rows.len(), odd.len() + 1);
}

#[test]
fn what_a_model_read_is_not_mixed_with_word_lists() {
    let titles: Vec<String> = (0..130).map(|at| format!("red mug number {at}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (_, ledger) = read(&[("orders.csv", &shop(&titles))], Lang::En);
    let judged = Judgements::default();
    let counted = |read: usize| {
        let mut library = Library::new(&ledger, &[], &judged).expect("words");
        for title in library.titles.iter_mut().take(read) {
            title.by_model = true;
            if let Some(reading) = &mut title.reading {
                reading.mentions.clear();
            }
        }
        let catalogue = Catalogue::new(&ledger, &library, &say());
        let counted: Vec<usize> = catalogue.counted().map(|(at, _)| at).collect();
        let red = |at: &usize| catalogue.items[*at].values.contains_key("color");
        let red = counted.iter().filter(|at| red(at)).count();
        (catalogue.read_by, counted.len(), red)
    };
    assert_eq!(counted(0), (ReadBy::Lists, 130, 130));
    assert_eq!(counted(50), (ReadBy::Lists, 130, 130));
    assert_eq!(counted(110), (ReadBy::Part(110), 110, 0));
    assert_eq!(counted(130), (ReadBy::Model, 130, 0));
}

/// Titles whose vectors lie close: of one word more, in colour, with one word for another, and with two names of a kind.
#[test]
fn titles_alike_in_meaning_are_doubles_but_for_variants() {
    let titles = [
        "Kettle of steel",
        "Kettle made from steel",
        "Red sofa",
        "Blue sofa",
        "Jacket with a zip fastener",
        "Jacket with a button fastener",
        "洗衣液 薰衣草香 瓶装",
        "洗衣液 茉莉花香 瓶装",
        "Pants of the city",
        "Trousers of the city",
    ];
    let mut found = in_pairs(&titles, |_, _| ());
    found.sort_by(|a, b| a.1.cmp(&b.1));
    let texts: Vec<&[String]> = found.iter().map(|(_, texts)| texts.as_slice()).collect();
    assert_eq!(texts, [&titles[..2], &titles[8..]]);
    assert!(found.iter().all(|(kind, _)| *kind == Kind::Meaning));
}

#[test]
fn personal_data_in_titles_is_not_shown() {
    let mut rows = sales(10);
    rows.push("B1,2026-03-09,C9,Red mug for 13812345678,Mugs,900,10.00,EUR".to_owned());
    let document = report(&[("orders.csv", &orders(&rows))], Lang::En);
    let texts = section(&document).iter().find_map(|b| match b {
        Block::Texts(texts) => Some(texts),
        _ => None,
    });
    let first = &texts.expect("texts").texts[0];
    assert_eq!(first.text, "Red mug for •••••••••••");
    assert_eq!(first.about, "€9,000 · 900 sold");
}

#[test]
fn a_reading_of_nothing_shows_no_figures_of_it() {
    let rows = sales(10);
    let (_, ledger) = read(&[("orders.csv", &orders(&rows))], Lang::En);
    let judged = Judgements::default();
    let mut library = Library::new(&ledger, &[], &judged).expect("words");
    for title in &mut library.titles {
        title.by_model = true;
        if let Some(reading) = &mut title.reading {
            reading.mentions.clear();
        }
    }
    let request = Request::default();
    let scene = Scene::new(&ledger, &request);
    let Outcome::Shown { blocks, findings } = attributes(&scene, &library) else {
        panic!("24 titles are enough");
    };
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(
        matches!(&blocks[0], Block::Insufficient(m) if m.text.contains("24 sold titles, and 0 say"))
    );
    let item: Cow<'_, str> = "Nothing was read in the titles".into();
    assert!(
        blocks
            .iter()
            .any(|b| matches!(b, Block::Chart(c) if c.spec.title == *item))
    );
}

/// Chairs cost twenty times as much as pencils and sell as often: clear, but no news.
#[test]
fn what_prices_explain_is_no_finding() {
    let names = [
        "Ash", "Birch", "Cedar", "Elder", "Fir", "Gum", "Hazel", "Ivy", "Kauri", "Larch",
    ];
    let rows: Vec<String> = names
        .iter()
        .enumerate()
        .flat_map(|(at, name)| {
            [("chair", 200 + at), ("pencil", 10 + at)].map(|(kind, price)| {
                format!("A{at}{kind},2026-03-09,C{at},{name} {kind},All,3,{price}.00,EUR")
            })
        })
        .collect();
    let document = report(&[("orders.csv", &orders(&rows))], Lang::En);
    let chair = row(&document, "attributes-values", "chair");
    assert_eq!(chair[chair.len() - 1], "< 0.001");
    assert!(
        document
            .findings
            .iter()
            .all(|f| !f.id.starts_with("attributes-sales"))
    );
}

/// Twelve titles that name no material, each with a description that names one; and a sentence that the shop writes below all.
fn described() -> (String, String) {
    let words = ["Alpine", "Beach", "City", "Desert", "Forest", "Garden"];
    let mut orders =
        vec!["Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency".to_owned()];
    let mut products = vec!["Product,Description,Price,Currency".to_owned()];
    for (at, word) in words.iter().cycle().take(24).enumerate() {
        let kind = ["mug", "plate", "bowl", "jug"][at / 6];
        let (material, units) = [("ceramic", 40), ("bamboo", 10)][at % 2];
        let name = format!("{word} {kind}");
        orders.push(format!(
            "A{at},2026-03-{:02},C{at},{name},{},10.00,EUR",
            1 + at,
            units + at / 6
        ));
        products.push(format!(
            "{name},<p>A {kind} of <b>{material}</b>.</p><p>Ships in a paper box.</p>,10.00,EUR"
        ));
    }
    (orders.join("\n"), products.join("\n"))
}

#[test]
fn what_descriptions_say_fills_in_for_titles_and_is_told() {
    let (orders, products) = described();
    let files = [("orders.csv", &*orders), ("products.csv", &*products)];
    let english = report(&files, Lang::En);
    let silent = row(&english, "attributes-described", "Material");
    assert_eq!(silent[1], "24");
    assert_eq!(silent[2], "“Alpine jug”: ceramic; “City jug”: ceramic");
    assert_eq!(silent[4], "Add the material");
    let ceramic = row(&english, "attributes-values", "ceramic");
    assert_eq!(ceramic[..3], ["Material", "ceramic", "12"]);
    let said = finding(&english, "attributes-described");
    assert_eq!(
        said.sentence,
        "24 titles say nothing of the material, though their description does."
    );
    let rows = &table(&english, "attributes-values").rows;
    assert!(
        rows.iter().all(|r| r[1].text != "paper"),
        "a sentence of all descriptions tells nothing of a product"
    );
    let chinese = report(&files, Lang::Zh);
    assert_eq!(row(&chinese, "attributes-described", "材质")[1], "24");
}

#[test]
fn a_description_for_others_than_the_title_is_a_conflict() {
    let (orders, products) = described();
    let orders = orders.replace("Alpine mug", "Women's Alpine mug");
    let products = products.replace("Alpine mug,<p>A mug", "Women's Alpine mug,<p>A mug for men");
    let document = report(
        &[("orders.csv", &orders), ("products.csv", &products)],
        Lang::En,
    );
    let found = row(&document, "attributes-conflicts", "Women's Alpine mug");
    assert!(found.contains(&"description: men"), "{found:?}");
}

#[test]
fn variants_are_no_titles_of_their_own() {
    let (mut orders, products) = described();
    for (size, day) in [("S", 26), ("L", 27)] {
        orders += &format!("\nB{day},2026-03-{day},C1,Alpine mug - {size},2,10.00,EUR");
    }
    let files = [("orders.csv", &*orders), ("products.csv", &*products)];
    let document = report(&files, Lang::En);
    assert_eq!(row(&document, "attributes-described", "Material")[1], "24");
    let shown = serde_json::to_string(section(&document)).expect("JSON");
    assert!(!shown.contains("attributes-doubles"), "{shown}");
}
