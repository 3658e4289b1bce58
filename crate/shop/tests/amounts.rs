//! Amounts of files beside the orders, in the merchant's currency.

mod made;

use made::{make, noted, read};
use shop::{Amounts, BuildOptions, Dataset, QualityCode, Rates, amounts, recognise};

fn options(target: &str, rates: &[(&str, &str)]) -> BuildOptions {
    let per_unit = rates.iter();
    let per_unit = per_unit.map(|(code, rate)| ((*code).to_owned(), (*rate).to_owned()));
    BuildOptions {
        currency: Some(target.to_owned()),
        rates: Some(Rates {
            target: target.to_owned(),
            per_unit: per_unit.collect(),
        }),
        ..BuildOptions::default()
    }
}

/// What a file's amounts are, and where the column with a name stands.
fn told(text: &str, options: &BuildOptions, column: &str) -> (Amounts, usize) {
    let table = read("a.csv", text);
    let found = recognise(&table, None);
    let at = table.columns.iter().position(|c| c.name == column);
    (amounts(&table, &found, options), at.expect("the column"))
}

const HEADER: &str =
    "PO Number,PO Date,Supplier,SKU,Product,Qty Ordered,Qty Received,Received Date";
const ROWS: [&str; 3] = [
    "P1,2026-02-01,Acme,M1,Mug,10,10,2026-02-11",
    "P2,2026-02-02,Bolt,M1,Mug,10,10,2026-02-12",
    "P3,2026-02-03,Cask,M1,Mug,10,10,2026-02-13",
];

/// Purchases with what each of the three rows costs.
fn purchases(header: &str, costs: [&str; 3]) -> String {
    let mut text = [HEADER, ",", header, "\n"].concat();
    for (row, cost) in ROWS.iter().zip(costs) {
        text += &[row, ",", cost, "\n"].concat();
    }
    text
}

#[test]
fn purchases_are_converted_where_a_rate_is_given() {
    let text = purchases("Unit Cost,Currency", ["2.00,USD", "3.50,CNY", "4.00,EUR"]);
    let (of, at) = told(&text, &options("CNY", &[("USD", "7.1")]), "Unit Cost");
    let numbers = of.column(at).expect("a column").numbers.as_ref();
    // There is none for the euro: it stays what it is, and is named.
    let (cells, digits) = numbers.expect("converted");
    assert_eq!(
        (&cells[..], *digits),
        (&[14_200_000, 3_500_000, 4_000_000][..], 6)
    );
    assert_eq!(of.column(at).expect("a column").currency, "");
    let (codes, texts) = of.coins.expect("by row");
    assert_eq!(
        (codes, texts),
        (vec![0, 0, 1], vec!["CNY".to_owned(), "EUR".to_owned()])
    );
    assert_eq!(of.converted, [("USD", vec![0])]);
    assert_eq!(
        {
            let mut named = of.named;
            named.sort_unstable();
            named
        },
        ["CNY", "EUR", "USD"]
    );
    // Without rates nothing is.
    let (of, at) = told(&text, &BuildOptions::default(), "Unit Cost");
    assert_eq!(of.column(at).expect("a column").numbers, None);
    assert!(of.converted.is_empty());
}

#[test]
fn what_was_converted_is_noted_with_its_rows() {
    let orders = "Order ID,Order date,Product,Qty,Unit price,Currency\n1,2026-03-01,Mug,1,50.00,CNY\n2,2026-03-02,Mug,2,50.00,CNY\n";
    let text = purchases("Unit Cost,Currency", ["2.00,USD", "3.50,CNY", "4.00,USD"]);
    let (s, found) = make(&[orders, &text], &options("CNY", &[("USD", "7.1")]));
    assert_eq!(found[1].dataset, Dataset::Purchases);
    assert_eq!(s.currencies[0].gross_minor, 15_000);
    let note = (s.quality.iter()).find(|q| q.code == QualityCode::ConvertedRows);
    let note = note.expect("a note");
    assert_eq!(
        (note.table, note.count, note.detail.as_str()),
        (1, 2, "USD")
    );
    let rows: Vec<u32> = note.rows.iter().map(|at| at.row).collect();
    assert_eq!(rows, [0, 2]);
    let (s, _) = make(&[orders, &text], &BuildOptions::default());
    assert_eq!(noted(&s, QualityCode::ConvertedRows), 0);
}

#[test]
fn a_header_names_a_currency_and_so_do_signs() {
    let usd = options("CNY", &[("USD", "7.1")]);
    let text = purchases("Unit Cost (USD)", ["2.00", "3.00", "4.00"]);
    let (of, at) = told(&text, &usd, "Unit Cost (USD)");
    assert_eq!(of.column(at).expect("a column").currency, "CNY");
    let cells = of
        .column(at)
        .expect("a column")
        .numbers
        .as_ref()
        .map(|n| &n.0[..]);
    assert_eq!(cells, Some(&[14_200_000, 21_300_000, 28_400_000][..]));
    assert_eq!(of.coins, None);
    // Signs of two currencies in one column: each cell is in its own.
    let text = purchases("Unit Cost", ["$2.00", "¥3.00", "$4.00"]);
    let (of, at) = told(&text, &usd, "Unit Cost");
    assert_eq!(of.column(at).expect("a column").currency, "CNY");
    let cells = of
        .column(at)
        .expect("a column")
        .numbers
        .as_ref()
        .map(|n| &n.0[..]);
    assert_eq!(cells, Some(&[14_200_000, 3_000_000, 28_400_000][..]));
    let (of, _) = told(&text, &BuildOptions::default(), "Unit Cost");
    let (codes, texts) = of.coins.expect("by row");
    assert_eq!(
        (codes, texts),
        (vec![0, 1, 0], vec!["$".to_owned(), "¥".to_owned()])
    );
    // A dollar is the merchant's own where he sells in one.
    let (of, at) = told(&text, &options("CAD", &[("USD", "1.36")]), "Unit Cost");
    assert!(of.converted.is_empty());
    assert_eq!(of.column(at).expect("a column").numbers, None);
}

#[test]
fn spend_and_what_it_brings_are_in_one_currency() {
    let text = "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value
2026-02-01,2026-02-07,Abroad,1000.00,9000,200,4,500.00
2026-02-08,2026-02-14,Abroad,1000.00,9000,200,4,501.00
";
    let usd = options("EUR", &[("USD", "0.5")]);
    let (of, at) = told(text, &usd, "Amount spent (USD)");
    let cells = |at: usize| {
        of.column(at)
            .expect("a column")
            .numbers
            .as_ref()
            .map(|n| n.0.clone())
    };
    assert_eq!(cells(at), Some(vec![500_000_000, 500_000_000]));
    let (_, value) = told(text, &usd, "Purchases conversion value");
    assert_eq!(cells(value), Some(vec![250_000_000, 250_500_000]));
    assert_eq!(of.column(value).expect("a column").currency, "EUR");
}

#[test]
fn enormous_amounts_lose_digits_and_not_their_size() {
    let text = purchases(
        "Unit Cost,Currency",
        ["9000000000000.00,VND", "1.00,EUR", "5.00,EUR"],
    );
    let (of, at) = told(&text, &options("EUR", &[("VND", "2")]), "Unit Cost");
    let (cells, digits) = of
        .column(at)
        .expect("a column")
        .numbers
        .as_ref()
        .expect("converted");
    assert_eq!(*digits, 5);
    assert_eq!(cells[0], 18_000_000_000_000 * 100_000);
    assert_eq!(cells[1], 100_000);
}
