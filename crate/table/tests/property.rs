//! What must hold of every text.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failure here is a failed test"
)]

mod invariant;

use proptest::prelude::*;
use table::{Options, Outcome, Reader, Type};

fn read(bytes: &[u8], cuts: &[usize]) -> Outcome {
    let mut reader = Reader::new("a.csv", Some(bytes.len() as u64), Options::default());
    let mut from = 0;
    for &cut in cuts {
        let to = cut.clamp(from, bytes.len());
        // A failure is told again at the end.
        let _ = reader.push(&bytes[from..to]);
        from = to;
    }
    let _ = reader.push(&bytes[from..]);
    reader.finish()
}

/// All that can be seen of an outcome.
fn shown(outcome: &Outcome) -> String {
    let mut out = format!("{:?}\n", outcome.failures);
    for table in &outcome.tables {
        out.push_str(&format!(
            "{:?} {:?} {:?} {:?}\n",
            table.dialect, table.rows, table.row_map, table.warnings
        ));
        for column in &table.columns {
            out.push_str(&format!("{column:?}\n"));
        }
    }
    out
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Cells of every kind, quotes, line ends and other scripts among them.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "-?[1-9][0-9]{0,4}(\\.[0-9]{1,2})?",
        "20[0-2][0-9]-0[1-9]-1[0-9]",
        "[\\$€]?[1-9][0-9]{0,2}(,[0-9]{3})?\\.[0-9]{2}",
        "[\u{4e00}-\u{4e20}]{1,4}",
        "[ ,;\"\n\té]{0,5}",
        Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_never_change_the_result(rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..30), cuts in prop::collection::vec(0usize..2000, 0..6), raw in any::<bool>()) {
        let line = |row: &Vec<String>| row.iter().map(|c| if raw { c.clone() } else { quoted(c) }).collect::<Vec<_>>().join(",");
        let text = format!("id,name,total\n{}\n", rows.iter().map(line).collect::<Vec<_>>().join("\n"));
        for bytes in [text.as_bytes().to_vec(), encoding_rs::GBK.encode(&text).0.into_owned()] {
            let mut cuts = cuts.clone();
            cuts.sort_unstable();
            prop_assert_eq!(shown(&read(&bytes, &[])), shown(&read(&bytes, &cuts)));
        }
    }

    #[test]
    fn texts_come_back_as_they_were(rows in prop::collection::vec(("[a-z]{2,8}", "[a-zA-Z ,;\"\n中文]{0,12}x"), 2..40)) {
        let lines: Vec<String> = rows.iter().map(|(a, b)| format!("{},{}", quoted(a), quoted(b))).collect();
        let text = format!("code name,title\n{}\n", lines.join("\r\n"));
        let choice = table::ColumnChoice { kind: Some(Type::Text), ..Default::default() };
        let columns = [("code name".to_owned(), choice), ("title".to_owned(), choice)].into();
        let mut reader = Reader::new("a.csv", None, Options { header_row: Some(1), delimiter: Some(','), columns, ..Options::default() });
        prop_assert!(reader.push(text.as_bytes()).is_ok());
        let outcome = reader.finish();
        let table = &outcome.tables[0];
        prop_assert_eq!(table.rows, rows.len());
        for (i, (a, b)) in rows.iter().enumerate() {
            let first = table.columns[0].cell(i).unwrap_or_default();
            let second = table.columns[1].cell(i).unwrap_or_default();
            prop_assert_eq!(&*first, a.as_str());
            prop_assert_eq!(&*second, b.trim());
        }
    }

    #[test]
    fn sums_survive_formatting(amounts in prop::collection::vec(-9_999_999i64..9_999_999, 3..60)) {
        let written = |a: &i64| {
            let digits = format!("{:03}", a.unsigned_abs());
            let (whole, cents) = digits.split_at(digits.len() - 2);
            let grouped: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|c| std::str::from_utf8(c).unwrap()).collect();
            format!("\"{}${}.{cents}\"", if *a < 0 { "-" } else { "" }, grouped.join(","))
        };
        let lines: Vec<String> = amounts.iter().enumerate().map(|(i, a)| format!("item{i},{}", written(a))).collect();
        let text = format!("name,amount\n{}\n", lines.join("\n"));
        let outcome = read(text.as_bytes(), &[]);
        let table = &outcome.tables[0];
        let table::Values::Decimal { mantissas, scale } = &table.columns[1].values else { return Err(TestCaseError::fail("not decimal")) };
        prop_assert_eq!(*scale, 2);
        prop_assert_eq!(mantissas, &amounts[..]);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), step in 1usize..700) {
        invariant::check("a.csv", &bytes, step);
    }
}

proptest! {
    // Each case reads half a megabyte twice.
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn long_texts_do_not_depend_on_pieces_either(step in 1usize..400_000, seed in any::<u32>()) {
        let mut text = String::from("id;名称;betrag\n");
        for i in 0..9000u32 {
            let n = i.wrapping_mul(seed | 1) % 100_000;
            text.push_str(&format!("{i};\"项目 {}\n{n}\";{},{:02}\n", n % 70, n / 100, n % 100));
        }
        let bytes = encoding_rs::GBK.encode(&text).0.into_owned();
        let cuts: Vec<usize> = (0..bytes.len()).step_by(step.max(1000)).collect();
        prop_assert_eq!(shown(&read(&bytes, &[])), shown(&read(&bytes, &cuts)));
    }
}
