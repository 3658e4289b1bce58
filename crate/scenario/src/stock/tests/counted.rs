//! When stock was counted, what became of it since, and what is on its way.

use super::*;

/// A product's sales of `units` a day, of days from [`MONDAY`] on.
fn daily(product: &str, days: std::ops::Range<i32>, units: i32) -> Vec<String> {
    let line = |day: i32| {
        format!(
            "{product}-{day},{},C{},{product},{product},{units},10.00,EUR",
            date(MONDAY + day),
            day.rem_euclid(40)
        )
    };
    days.map(line).collect()
}

fn told(files: &[(&str, &str)]) -> (Document, String) {
    let document = report(files, Lang::En);
    let note = chart(&document, "stock-cover").spec.note.clone();
    (document, note)
}

const PURCHASES: &str = "PO number,Supplier,SKU,Product,Order date,Expected date,Received date,Quantity,Received quantity,Unit cost
P1,Acme,B1,Blue mug,2026-03-01,2026-03-19,2026-03-20,3,3,8.00
P2,Acme,R1,Red mug,2026-03-20,2026-04-10,,60,,4.00
P3,Acme,Z9,Ghost,2026-03-01,2026-03-19,2026-03-20,1,1,5.00
";

#[test]
fn what_was_sold_since_the_count_is_taken_off() {
    let orders = orders(&sales());
    // Since 16 March two and four blue mugs were sold, and 113 red ones.
    let dated = "SKU,Product,Date,On hand\nR1,Red mug,2026-03-16,30\nB1,Blue mug,2026-03-16,8\nT1,Tea,2026-03-29,40\n";
    let undated = "SKU,Product,On hand\nR1,Red mug,30\nB1,Blue mug,8\nT1,Tea,40\n";
    for (name, stock) in [("stock.csv", dated), ("stock-2026-03-16.csv", undated)] {
        let (document, note) = told(&[("orders.csv", &orders), (name, stock)]);
        assert_eq!(row(&document, "stock-orders", "Blue mug")[2], "2", "{note}");
        assert!(
            note.contains("1 product sold more since the count"),
            "{note}"
        );
        assert!(note.contains("“Red mug”. Count again"), "{note}");
        assert_eq!(table(&document, "stock-orders").rows.len(), 1);
        assert_eq!(
            note.contains("taken from the name"),
            name != "stock.csv",
            "{note}"
        );
    }
    let files = [
        ("orders.csv", &*orders),
        ("stock.csv", dated),
        ("purchases.csv", PURCHASES),
    ];
    let (document, note) = told(&files);
    assert_eq!(row(&document, "stock-orders", "Blue mug")[2], "5", "{note}");
    // What arrived is no part of what is still to come.
    let more = [
        PURCHASES,
        "P4,Acme,B1,Blue mug,2026-03-21,2026-04-10,,4,,8.00\n",
    ]
    .concat();
    let files = [files[0], files[1], ("purchases.csv", &*more)];
    let (document, note) = told(&files);
    assert_eq!(row(&document, "stock-orders", "Blue mug")[3], "4", "{note}");
}

#[test]
fn two_counts_of_the_same_stock_are_told_apart_by_their_names() {
    let orders = orders(&sales());
    let stock =
        |red: i32| format!("SKU,Product,On hand\nR1,Red mug,{red}\nB1,Blue mug,80\nT1,Tea,40\n");
    let (old, new) = (stock(400), stock(5));
    let red = |names: [&str; 2]| {
        let files = [
            ("orders.csv", &*orders),
            (names[0], &*old),
            (names[1], &*new),
        ];
        let (document, note) = told(&files);
        let rows = &table(&document, "stock-levels").rows;
        assert!(!rows.is_empty());
        (note, document)
    };
    let (note, document) = red(["stock-2026-03-01.csv", "stock-2026-03-30.csv"]);
    assert_eq!(row(&document, "stock-orders", "Red mug")[2], "5", "{note}");
    assert!(note.contains("3 rows are earlier counts"), "{note}");
    assert!(!note.contains("quantities are added"), "{note}");
    // Two places are two places, whenever each was counted, and a name without a day leaves the others' aside.
    let (_, document) = red(["berlin-2026-03-29.csv", "hamburg-2026-03-30.csv"]);
    let sums = |document: &Document| {
        let note = &chart(document, "stock-cover").spec.note;
        assert!(!note.contains("earlier count"), "{note}");
        let rows = document.sections.iter().flat_map(|s| &s.blocks);
        rows.filter(|b| matches!(b, Block::Table(t) if t.id == "stock-orders"))
            .count()
    };
    assert_eq!(sums(&document), 0);
    let (_, document) = red(["stock-2026-03-01.csv", "stock.csv"]);
    assert_eq!(sums(&document), 0);
    let (note, _) = red(["stock (1).csv", "stock (2).csv"]);
    assert!(
        note.contains("“stock (1).csv” and “stock (2).csv” name many of the same"),
        "{note}"
    );
}

#[test]
fn a_column_of_noughts_does_not_hide_what_was_ordered() {
    let orders = orders(&sales());
    let purchases = PURCHASES.replace(",60,", ",12,");
    let files = [
        ("orders.csv", &*orders),
        ("stock.csv", STOCK),
        ("purchases.csv", &*purchases),
    ];
    let (document, note) = told(&files);
    assert!(note.contains("taken from “purchases.csv”"), "{note}");
    // Twelve red mugs are coming; of blue ones the stock file tells fifty.
    assert_eq!(row(&document, "stock-orders", "Red mug")[3], "12");
    // Twenty, at one a day, last until after goods ordered now would come.
    assert!(!document.findings.iter().any(|f| f.id == "stock-out"));
}

#[test]
fn nothing_is_dead_that_had_no_time_to_sell() {
    let text = orders(&sales());
    let dead = |files: &[(&str, &str)]| -> Vec<String> {
        let (document, _) = told(files);
        let shown = section(&document)
            .iter()
            .any(|b| matches!(b, Block::Table(t) if t.id == "stock-dead"));
        let rows = shown.then(|| &table(&document, "stock-dead").rows);
        rows.into_iter()
            .flatten()
            .map(|r| r[0].text.clone())
            .collect()
    };
    let before = dead(&[("orders.csv", &text), ("stock.csv", STOCK)]);
    assert!(before.contains(&"Ghost".to_owned()), "{before:?}");
    let after = dead(&[
        ("orders.csv", &text),
        ("stock.csv", STOCK),
        ("purchases.csv", PURCHASES),
    ]);
    assert_eq!(after, ["Old vase"]);
    // Orders that end months before the count say nothing of the months between.
    let early = orders(&daily("Mug", -70..10, 1));
    let stock = "SKU,Product,Date,On hand\nMug,Mug,2026-03-28,300\nNew,New,2026-03-28,3\n";
    assert_eq!(
        dead(&[("orders.csv", &early), ("stock.csv", stock)]),
        Vec::<String>::new()
    );
}

#[test]
fn a_new_product_that_runs_out_is_told() {
    let mut rows = sales();
    rows.extend(daily("Bottle", 108..127, 3));
    let text = orders(&rows);
    let stock = [STOCK, "Bottle,Bottle,5,0,Main,3.00\n"].concat();
    let (document, _) = told(&[("orders.csv", &text), ("stock.csv", &stock)]);
    let bottle = row(&document, "stock-new", "Bottle");
    assert_eq!(bottle[1..5], ["12 Mar 2026", "5", "0", "21.0"]);
    // Five, three a day, from 1 April on.
    assert_eq!(bottle[5], "2 Apr 2026");
    assert!(finding(&document, "stock-new").sentence.contains("Bottle"));
    let plenty = [STOCK, "Bottle,Bottle,500,0,Main,3.00\n"].concat();
    let (document, _) = told(&[("orders.csv", &text), ("stock.csv", &plenty)]);
    assert!(!document.findings.iter().any(|f| f.id == "stock-new"));
}

#[test]
fn the_last_weeks_alone_count_where_they_surely_differ() {
    let mut rows = sales();
    rows.extend(daily("Scarf", 0..98, 1));
    rows.extend(daily("Scarf", 98..126, 10));
    let text = orders(&rows);
    let stock = [STOCK, "Scarf,Scarf,200,0,Main,3.00\n"].concat();
    let (document, note) = told(&[("orders.csv", &text), ("stock.csv", &stock)]);
    assert!(
        note.contains("“Scarf”") && note.contains("surely faster or slower"),
        "{note}"
    );
    let scarf = row(&document, "stock-orders", "Scarf");
    assert_eq!(scarf[4], "70.0");
    // Two hundred, ten a day, from 1 April on.
    assert_eq!(scarf[5], "21 Apr 2026");
    assert!(
        !document
            .findings
            .iter()
            .any(|f| f.id == "stock-over" && f.sentence.contains("Scarf"))
    );
}

#[test]
fn a_stock_file_without_a_quantity_is_not_asked_for_again() {
    let text = orders(&sales());
    let header = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,Berlin warehouse,Hamburg store";
    let stock = [
        header,
        "r,Red mug,Title,Default Title,,,,,R1,,DE,50,-3",
        "b,Blue mug,Title,Default Title,,,,,B1,,DE,20,4",
    ]
    .join("\n");
    let document = report(
        &[("orders.csv", &text), ("inventory_export.csv", &stock)],
        Lang::En,
    );
    let last = section(&document).last().expect("a block");
    let Block::Insufficient(of) = last else {
        panic!("{last:?}")
    };
    assert!(
        of.text.contains(
            "No column of quantities was recognised in the stock file (“inventory_export.csv”)"
        ),
        "{}",
        of.text
    );
}
