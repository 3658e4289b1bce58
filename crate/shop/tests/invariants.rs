//! What must not change a shop: the order of rows, a file cut in two, the size of the amounts.

use proptest::prelude::*;
use shop::{BuildOptions, Shop, build, recognise};
use table::{Options, Reader, Table};

#[derive(Debug, Clone)]
struct Line {
    order: u32,
    product: u8,
    quantity: u32,
    cents: u32,
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line =
        (1u32..15, 0u8..6, 1u32..9, 1u32..50_000).prop_map(|(order, product, quantity, cents)| {
            Line {
                order: 1_000 + order,
                product,
                quantity,
                cents,
            }
        });
    proptest::collection::vec(line, 6..40).prop_map(|mut lines| {
        lines.sort_by_key(|l| l.order);
        lines
    })
}

fn csv(lines: &[Line], factor: u32) -> String {
    let mut text = "Order ID,Order date,Product name,Quantity,Unit price\n".to_owned();
    for l in lines {
        let cents = l.cents * factor;
        text.push_str(&format!(
            "{},2024-03-{:02},Thing {},{},{}.{:02}\n",
            l.order,
            l.order % 28 + 1,
            l.product,
            l.quantity,
            cents / 100,
            cents % 100
        ));
    }
    text
}

fn make(texts: &[String]) -> Shop {
    let tables: Vec<Table> = texts
        .iter()
        .enumerate()
        .flat_map(|(i, text)| {
            let mut reader = Reader::new(&format!("{i}.csv"), None, Options::default());
            reader.push(text.as_bytes()).expect("text");
            reader.finish().tables
        })
        .collect();
    let found: Vec<_> = tables.iter().map(|t| recognise(t, None)).collect();
    build(
        &tables.iter().collect::<Vec<_>>(),
        &found,
        &BuildOptions::default(),
    )
}

fn expected(lines: &[Line]) -> (usize, i64) {
    let mut orders: Vec<u32> = lines.iter().map(|l| l.order).collect();
    orders.sort_unstable();
    orders.dedup();
    let gross = lines
        .iter()
        .map(|l| i64::from(l.quantity) * i64::from(l.cents))
        .sum();
    (orders.len(), gross)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn totals_are_those_of_the_rows(lines in lines(), factor in 1u32..4) {
        let shop = make(&[csv(&lines, factor)]);
        let (orders, gross) = expected(&lines);
        let t = shop.totals();
        prop_assert_eq!((t.orders, t.gross_minor), (orders, gross * i64::from(factor)));
        prop_assert_eq!(shop.lines.revenue_minor.iter().sum::<i64>(), t.gross_minor);
        prop_assert_eq!(shop.orders.first_line.len(), t.orders + 1);
        prop_assert!(shop.orders.first_line.is_sorted());
    }

    #[test]
    fn rows_in_any_order_make_the_same_shop(lines in lines(), seed in any::<u64>()) {
        let mut shuffled = lines.clone();
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        let (a, b) = (make(&[csv(&lines, 1)]).totals(), make(&[csv(&shuffled, 1)]).totals());
        prop_assert_eq!(a, b);
    }

    #[test]
    fn a_file_cut_between_orders_makes_the_same_shop(lines in lines(), at in 1usize..40) {
        let mut at = at.min(lines.len() - 1);
        while at > 0 && lines[at].order == lines[at - 1].order {
            at -= 1;
        }
        prop_assume!(at > 0);
        let (a, b) = lines.split_at(at);
        let whole = make(&[csv(&lines, 1)]).totals();
        let cut = make(&[csv(a, 1), csv(b, 1)]).totals();
        prop_assert_eq!(whole, cut);
    }
}
