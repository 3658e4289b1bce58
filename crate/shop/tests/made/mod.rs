//! Shops made from rows in a test.

#![allow(dead_code, reason = "each test file uses some of it")]

use shop::{BuildOptions, ExclusionReason, QualityCode, Recognition, Role, Shop, build, recognise};
use table::{Options, Reader, Table};

/// A file of text as a table.
pub(crate) fn read(name: &str, text: &str) -> Table {
    let mut reader = Reader::new(name, Some(text.len() as u64), Options::default());
    reader.push(text.as_bytes()).expect("text");
    let mut tables = reader.finish().tables;
    assert_eq!(tables.len(), 1, "{name}");
    tables.remove(0)
}

/// The shop of several texts, and what each was taken for.
pub(crate) fn make(texts: &[&str], options: &BuildOptions) -> (Shop, Vec<Recognition>) {
    let tables: Vec<Table> = texts
        .iter()
        .enumerate()
        .map(|(i, t)| read(&format!("{i}.csv"), t))
        .collect();
    let found: Vec<Recognition> = tables.iter().map(|t| recognise(t, None)).collect();
    let refs: Vec<&Table> = tables.iter().collect();
    let shop = build(&refs, &found, options);
    assert_eq!(
        shop.lines.revenue_minor.iter().sum::<i64>(),
        shop.orders.gross_minor.iter().sum::<i64>(),
        "lines sum to orders"
    );
    assert_eq!(
        shop.lines.refund_minor.iter().sum::<i64>(),
        shop.orders.refund_minor.iter().sum::<i64>(),
        "lines' refunds sum to orders'"
    );
    (shop, found)
}

/// The shop of several texts.
pub(crate) fn shop(texts: &[&str]) -> Shop {
    make(texts, &BuildOptions::default()).0
}

/// Orders left out for a reason.
pub(crate) fn excluded(shop: &Shop, reason: ExclusionReason) -> usize {
    shop.excluded
        .iter()
        .filter(|e| e.reason == reason)
        .map(|e| e.orders)
        .sum()
}

/// How often something was noted.
pub(crate) fn noted(shop: &Shop, code: QualityCode) -> usize {
    shop.quality
        .iter()
        .filter(|q| q.code == code)
        .map(|q| q.count)
        .sum()
}

/// The role of a column.
pub(crate) fn role(found: &Recognition, name: &str) -> Option<Role> {
    found
        .columns
        .iter()
        .find(|c| c.name == name)
        .and_then(|c| c.role)
}
