//! Cells of stock that say in words that nothing is left.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own rows fails"
)]

use chart::spec::Lang;
use report::words::{warning, warnings};
use shop::{Dataset, recognise};
use table::{Options, Reader, WarningCode};

/// Thirty products; the words stand in the place of numbers.
fn stock(on_hand: &[(usize, &str)], cost: &[(usize, &str)]) -> String {
    let mut text = String::from("SKU,Product,On hand,Location,Unit cost\n");
    for i in 0..30 {
        let word = |of: &[(usize, &str)], else_is: String| {
            let found = of.iter().find(|(row, _)| *row == i);
            found.map_or(else_is, |(_, word)| (*word).to_owned())
        };
        let units = word(on_hand, (i * 3 + 1).to_string());
        let cost = word(cost, format!("{}.50", i + 2));
        text += &format!("S{i:02},Mug {i},{units},Main,{cost}\n");
    }
    text
}

/// What is said of a file's cells, with the kind of warning.
fn said(text: &str, lang: Lang) -> Vec<(WarningCode, usize, String)> {
    let mut reader = Reader::new("stock.csv", None, Options::default());
    reader.push(text.as_bytes()).unwrap();
    let table = reader.finish().tables.remove(0);
    let found = recognise(&table, None);
    assert_eq!(found.dataset, Dataset::Stock);
    let warnings = warnings(&table, &found);
    let said = warnings.iter();
    said.map(|w| (w.code, w.count, warning(w, true, lang)))
        .collect()
}

#[test]
fn a_lone_word_among_numbers_counts_as_nothing_left() {
    let text = stock(&[(4, "缺货")], &[]);
    let of = said(&text, Lang::En);
    assert_eq!((of.len(), of[0].0, of[0].1), (1, WarningCode::NoneLeft, 1));
    assert_eq!(
        of[0].2,
        "1 cell says “缺货”; counted as 0. First met at stock.csv, row 6, column “On hand”."
    );
    assert_eq!(
        said(&text, Lang::Zh)[0].2,
        "1 个单元格写着“缺货”，按 0 计。最先出现在：stock.csv，第 6 行，“On hand”列。"
    );
    // So many that the column holds texts.
    let many = [(1, "缺货"), (2, "Sold out"), (3, "缺货"), (7, "缺货")];
    let of = said(&stock(&many, &[]), Lang::En);
    assert!(
        of[0]
            .2
            .starts_with("4 cells say “缺货” and “Sold out”; counted as 0."),
        "{of:?}"
    );
}

#[test]
fn in_other_columns_and_for_other_words_it_is_no_number() {
    let of = said(&stock(&[], &[(4, "缺货")]), Lang::En);
    assert_eq!((of.len(), of[0].0), (1, WarningCode::Misfits));
    let of = said(&stock(&[(4, "see note")], &[]), Lang::En);
    assert_eq!((of.len(), of[0].0), (1, WarningCode::Misfits));
}
