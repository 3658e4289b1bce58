//! Against the plainest way of doing the same.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::{DateOrder, Dates, Dialect, Dict, Format, NULL_CODE, RowMap};

fn table_of(columns: Vec<(&str, Values)>) -> Table {
    Table {
        file: "lines.csv".to_owned(),
        sheet: None,
        format: Format::Csv,
        dialect: Dialect {
            encoding: None,
            delimiter: None,
            header_row: None,
        },
        rows: columns.first().map_or(0, |(_, values)| values.len()),
        columns: columns
            .into_iter()
            .enumerate()
            .map(|(index, (name, values))| Column {
                name: name.to_owned(),
                raw_name: name.to_owned(),
                index,
                values,
                exceptions: BTreeMap::new(),
                nulls: 0,
                currencies: Vec::new(),
                currency_of_row: None,
                percent: false,
            })
            .collect(),
        row_map: RowMap::default(),
        totals: Vec::new(),
        warnings: Vec::new(),
    }
}

fn dict(texts: &[&str], codes: Vec<u32>) -> Dict {
    let mut ends = Vec::new();
    let mut text = String::new();
    for part in texts {
        text.push_str(part);
        ends.push(text.len() as u32);
    }
    Dict { codes, text, ends }
}

/// Two days of January, one of February 2026, an impossible one.
fn days(codes: Vec<u32>) -> Values {
    Values::Dates(Dates {
        dict: dict(
            &["2026-01-05", "2026-01-31", "2026-02-01", "2026-02-31"],
            codes,
        ),
        civil_seconds: vec![1_767_571_200, 1_769_817_600, 1_769_904_000, NULL_INT],
        offset_minutes: vec![i16::MIN; 4],
        has_time: false,
        order: DateOrder::Ymd,
        ambiguous: false,
    })
}

fn or_null(code: u32, count: u32) -> u32 {
    if code < count { code } else { NULL_CODE }
}

/// Key of a row: month, product, shop.
type Key = (Option<u32>, Option<u32>, i64);

proptest! {
    #[test]
    fn agrees_with_a_map(
        rows in prop::collection::vec((0_u32..5, 0_u32..7, 0_i64..6, -900_i64..900, 0_i64..4, 0_i64..9), 0..200),
        far in prop::bool::ANY,
    ) {
        // Far apart, numbers are found by probing and keys need more than 32 bits.
        let step = if far { 1_234_567_890_123 } else { 1 };
        let shops: Vec<i64> = rows.iter().map(|r| if r.2 == 5 { NULL_INT } else { r.2 * step }).collect();
        let orders: Vec<i64> = rows.iter().map(|r| if r.5 == 8 { NULL_INT } else { r.5 * step }).collect();
        let table = table_of(vec![
            ("day", days(rows.iter().map(|r| or_null(r.0, 4)).collect())),
            ("product", Values::Text(dict(&["a", "b", "c", "d", "e", "f"], rows.iter().map(|r| or_null(r.1, 6)).collect()))),
            ("shop", Values::Integer(shops.clone().into())),
            ("price", Values::Decimal { mantissas: rows.iter().map(|r| r.3).collect(), scale: 2 }),
            ("quantity", Values::Integer(rows.iter().map(|r| if r.4 == 3 { NULL_INT } else { r.4 }).collect())),
            ("order", Values::Integer(orders.clone().into())),
        ]);
        let mut expected: BTreeMap<Key, (i64, u32, BTreeSet<i64>)> = BTreeMap::new();
        for (i, r) in rows.iter().enumerate() {
            let month = match r.0 { 0 | 1 => Some(1), 2 => Some(2), _ => None };
            let entry = expected.entry((month, (r.1 < 6).then_some(r.1), shops[i])).or_default();
            entry.0 += if r.4 == 3 { 0 } else { r.3 * r.4 };
            entry.1 += 1;
            if orders[i] != NULL_INT {
                entry.2.insert(orders[i]);
            }
        }
        let groups = group(&table, &GroupQuery {
            by: vec![GroupKey::Month("day".into()), GroupKey::Column("product".into()), GroupKey::Column("shop".into())],
            sum: "price".into(),
            times: Some("quantity".into()),
            distinct: vec!["order".into()],
        }).expect("all columns are there");
        prop_assert_eq!(groups.scale, 2);
        prop_assert!(groups.sum.is_sorted_by(|a, b| a >= b));
        prop_assert_eq!(groups.sum.len(), expected.len());
        for (i, &row) in groups.first_row.iter().enumerate() {
            let r = rows[row as usize];
            let month = match r.0 { 0 | 1 => Some(1), 2 => Some(2), _ => None };
            let (sum, count, orders) = &expected[&(month, (r.1 < 6).then_some(r.1), shops[row as usize])];
            prop_assert_eq!(
                (groups.sum[i], groups.rows[i], groups.distinct[0][i] as usize),
                (*sum, *count, orders.len())
            );
        }
    }

    #[test]
    fn sorting_is_stable(keys in prop::collection::vec(0_u64..5_000, 0..300)) {
        let pairs: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
        let mut expected = pairs.clone();
        expected.sort_by_key(|pair| pair.0);
        prop_assert_eq!(radix::sorted(pairs, 13, |pair| pair.0), expected);
    }
}

#[test]
fn says_what_is_wrong() {
    let table = table_of(vec![
        ("name", Values::Text(dict(&["a"], vec![0, 0]))),
        ("amount", Values::Integer(vec![i64::MAX, 1].into())),
    ]);
    let ask = |by: GroupKey, sum: &str| {
        group(
            &table,
            &GroupQuery {
                by: vec![by],
                sum: sum.to_owned(),
                ..GroupQuery::default()
            },
        )
    };
    let name = || GroupKey::Column("name".to_owned());
    assert_eq!(
        ask(name(), "amount"),
        Err(GroupError::Overflow("amount".to_owned()))
    );
    assert_eq!(
        ask(name(), "name"),
        Err(GroupError::NoNumbers("name".to_owned()))
    );
    assert_eq!(
        ask(name(), "gone"),
        Err(GroupError::NoColumn("gone".to_owned()))
    );
    assert_eq!(
        ask(GroupKey::Month("name".to_owned()), "amount"),
        Err(GroupError::NoDates("name".to_owned()))
    );
}

#[test]
fn without_keys_everything_is_one_group() {
    let table = table_of(vec![(
        "amount",
        Values::Integer(vec![4, 5, NULL_INT].into()),
    )]);
    let groups = group(
        &table,
        &GroupQuery {
            sum: "amount".to_owned(),
            distinct: vec!["amount".to_owned()],
            ..GroupQuery::default()
        },
    )
    .expect("the column is there");
    assert_eq!(
        (groups.sum, groups.rows, groups.distinct),
        (vec![9], vec![3], vec![vec![2]])
    );
}

#[test]
fn sums_that_do_not_fit_are_rounded() {
    let amounts = vec![
        9_000_000_000_000_000_000,
        9_000_000_000_000_500_000,
        NULL_INT,
    ];
    let table = table_of(vec![(
        "amount",
        Values::Decimal {
            mantissas: amounts.into(),
            scale: 12,
        },
    )]);
    let groups = group(
        &table,
        &GroupQuery {
            sum: "amount".to_owned(),
            ..GroupQuery::default()
        },
    )
    .expect("six digits fit");
    assert_eq!((groups.sum, groups.scale), (vec![18_000_000_000_001], 6));
}

#[test]
fn months_are_named() {
    let table = table_of(vec![("day", days(vec![0, 1, 2, 3, NULL_CODE]))]);
    let month = GroupKey::Month("day".to_owned());
    let names: Vec<_> = (0..5)
        .map(|row| key_text(&table, &month, row).expect("dates"))
        .collect();
    let january = Some("2026-01".to_owned());
    let february = Some("2026-02".to_owned());
    assert_eq!(names, [january.clone(), january, february, None, None]);
    let day = GroupKey::Column("day".to_owned());
    assert_eq!(key_text(&table, &day, 2), Ok(Some("2026-02-01".to_owned())));
}
