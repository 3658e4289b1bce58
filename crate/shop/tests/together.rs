//! Files that tell of the same orders and products, brought together.

mod made;

use made::{excluded, noted, shop};
use shop::{ExclusionReason, QualityCode, Selection, Status};

#[test]
fn returns_go_back_to_their_orders() {
    let text = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,LAMP,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,LANTERN,2,2010-12-01 08:26:00,3.00,17850,United Kingdom
536366,71053,LANTERN,1,2010-12-02 08:26:00,3.00,13047,UK
C536379,85123A,LAMP,-2,2010-12-03 09:41:00,2.55,17850,United Kingdom
C536380,99999,GHOST,-1,2010-12-03 09:45:00,1.00,99999,France
";
    let s = shop(&[text]);
    let t = s.totals();
    assert_eq!((t.orders, t.gross_minor, t.refunds_minor), (2, 2_430, 610));
    assert_eq!(s.orders.refund_minor, [510, 0]);
    assert_eq!(s.orders.status[0], Status::PartlyRefunded);
    assert_eq!(excluded(&s, ExclusionReason::Return), 2);
    assert_eq!(s.unmatched_refunds.len(), 1);
    assert_eq!(s.countries.len(), 1, "GB in two spellings is one country");
}

#[test]
fn a_return_of_more_than_one_order_goes_back_to_several_and_stays_with_its_product() {
    let text = "Order ID,Date,Customer,Product,Quantity,Unit price,Total
1,2026-01-01,Ann,Lamp,1,100.00,100.00
2,2026-01-02,Ann,Lamp,1,100.00,100.00
3,2026-01-03,Ann,Bowl,9,100.00,900.00
4,2026-01-04,Bob,Bowl,1,100.00,100.00
5,2026-02-01,Ann,Lamp,-3,100.00,-300.00
6,2026-02-02,Bob,Lamp,-1,100.00,-100.00
";
    let s = shop(&[text]);
    assert_eq!(s.orders.refund_minor, [10_000, 10_000, 0, 0]);
    let t = s.totals();
    assert_eq!((t.gross_minor, t.refunds_minor), (120_000, 40_000));
    let lamp = s.product_names.find("Lamp").unwrap();
    let apart = |u: &shop::UnmatchedRefund| (u.product, u.refund_minor);
    let apart: Vec<_> = s.unmatched_refunds.iter().map(apart).collect();
    assert_eq!(apart, [(lamp, 10_000); 2]);
    let note = (s.quality.iter()).find(|q| q.code == QualityCode::UnmatchedRefunds);
    let note = note.map(|q| (q.count, q.detail.as_str()));
    assert_eq!(note, Some((2, "200 USD")));
    // In any sequence of the rows.
    let (head, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let other = shop(&[&[&[head], &*rows].concat().join("\n")]);
    let mut refunds: Vec<_> = other
        .orders
        .id
        .iter()
        .zip(&other.orders.refund_minor)
        .collect();
    refunds.sort_unstable();
    assert!(refunds.into_iter().map(|r| *r.1).eq([10_000, 10_000, 0, 0]));
}

#[test]
fn order_list_and_details_are_joined() {
    let list = "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,订单付款时间
5001,甲,25,交易成功,2024-03-01 10:00:00,2024-03-01 10:01:00
5002,乙,10,交易成功,2024-03-02 10:00:00,2024-03-02 10:01:00
";
    let details = "订单编号,标题,价格,购买数量,商品属性,订单状态
5001,蓝杯,10.00,2,,交易成功
5001,红杯,10.00,1,,交易成功
5002,红杯,10.00,1,,交易成功
";
    let s = shop(&[list, details]);
    let t = s.totals();
    assert_eq!(
        (t.orders, t.order_lines, t.gross_minor, t.units_milli),
        (2, Some(3), 3_500, Some(4_000))
    );
    assert_eq!((s.joins[0].matched, s.joins[0].total), (2, 2));
    // The five that the customer did not pay are shared in proportion.
    assert_eq!(s.lines.revenue_minor, [1_667, 833, 1_000]);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let lines = "Order ID,Order date,Product,Qty,Unit price,Customer ID
1,2024-01-01,Tea,1,5.00,7
1,2024-01-01,Mug,2,3.00,7
2,2024-01-02,Tea,1,5.00,8
";
    let list = "Order ID,Order date,Order total\n1,2024-01-01,5\n2,2024-01-02,6\n";
    for text in [lines, list] {
        let (one, two) = (shop(&[text]), shop(&[text, text]));
        assert_eq!(one.totals().gross_minor, two.totals().gross_minor);
        assert_eq!(one.totals().orders, two.totals().orders);
        assert_eq!(excluded(&two, ExclusionReason::Duplicate), 2);
        assert!(noted(&two, QualityCode::OverlappingFiles) > 0);
    }
}

#[test]
fn a_repeat_is_one_however_its_file_writes_it() {
    let first = "Order ID,Order date,Product,SKU,Qty,Unit price
1,2024-01-01,Tea,T1,1,5.50
1,2024-01-01,Mug,M1,2,3.00
2,2024-01-02,Tea,T1,1,5.50
3,2024-01-03,Jar,J1,1,4.00
";
    // Whole prices only; no SKU; other names under the same SKU, amounts in the place of prices.
    let whole = "Order ID,Order date,Product,SKU,Qty,Unit price
3,2024-01-03,Jar,J1,1,4
4,2024-01-04,Mug,M1,2,3
";
    let nameless = "Order ID,Order date,Product,Qty,Unit price
2,2024-01-02,Tea,1,5.50
3,2024-01-03,Jar,1,4.00
4,2024-01-04,Mug,2,3.00
";
    let renamed = "Order ID,Order date,Product,SKU,Qty,Line total
1,2024-01-01,Green tea,T1,1,5.50
1,2024-01-01,Mug,M1,2,6.00
4,2024-01-04,Mug,M1,2,6.00
";
    for (second, repeats) in [(whole, 1), (nameless, 2), (renamed, 1)] {
        for files in [[first, second], [second, first]] {
            let s = shop(&files);
            let t = s.totals();
            assert_eq!((t.orders, t.gross_minor), (4, 2_700), "{second}");
            assert_eq!(t.units_milli, Some(7_000), "{second}");
            assert_eq!(
                noted(&s, QualityCode::OverlappingFiles),
                repeats,
                "{second}"
            );
        }
    }
    // Within one file it may be meant: counted, and said.
    let twice = [first, first.split_once('\n').unwrap().1].concat();
    let s = shop(&[&twice]);
    assert_eq!((s.totals().orders, s.totals().gross_minor), (3, 4_200));
    assert_eq!(noted(&s, QualityCode::DuplicateRows), 4);
}

#[test]
fn variants_of_an_order_that_is_split_are_no_repeats() {
    let head = "Order ID,Order date,Product,Variant,Qty,Unit price\n";
    let one = [
        head,
        "1,2024-01-01,Tee,M,1,5.00\n2,2024-01-02,Tee,M,1,5.00\n",
    ]
    .concat();
    let other = [
        head,
        "1,2024-01-01,Tee,L,1,5.00\n3,2024-01-02,Tee,M,1,5.00\n",
    ]
    .concat();
    let s = shop(&[&one, &other]);
    assert_eq!((s.totals().orders, s.totals().gross_minor), (3, 2_000));
    assert_eq!(noted(&s, QualityCode::OverlappingFiles), 0);
}

#[test]
fn a_split_within_an_order_changes_nothing() {
    let head = "Order ID,Order date,Product,Qty,Unit price\n";
    let rows = [
        "1,2024-01-01,Tea,1,5.00\n",
        "1,2024-01-01,Mug,2,3.00\n",
        "2,2024-01-02,Tea,1,5.00\n",
        "2,2024-01-02,Jar,1,7.00\n",
    ];
    let whole = shop(&[&format!("{head}{}", rows.concat())]);
    for at in 1..rows.len() {
        let (a, b) = rows.split_at(at);
        let split = shop(&[
            &format!("{head}{}", a.concat()),
            &format!("{head}{}", b.concat()),
        ]);
        assert_eq!(
            split.totals().gross_minor,
            whole.totals().gross_minor,
            "{at}"
        );
        assert_eq!(split.totals().orders, whole.totals().orders, "{at}");
        assert_eq!(
            split.totals().units_milli,
            whole.totals().units_milli,
            "{at}"
        );
    }
}

#[test]
fn products_take_their_category_from_a_product_file() {
    let lines = "Order ID,Order date,SKU,Product,Qty,Unit price\n1,2024-01-01,T1,Tea,1,5.00\n1,2024-01-01,M1,Mug,2,3.00\n2,2024-01-02,X9,Jar,1,5.00\n";
    let products = "SKU,Title,Category,Price\nT1,Green tea,Drinks,5\nM1,Big mug,Kitchen,3\n";
    let s = shop(&[lines, products]);
    assert_eq!((s.joins[0].matched, s.joins[0].total), (2, 3));
    assert_eq!(noted(&s, QualityCode::NotJoined), 1);
    let tea = s.product_names.find("Tea").expect("the line's own name") as usize;
    assert_eq!(s.categories.name(s.products.category[tea]), "Drinks");
    let drinks = Selection {
        categories: vec!["Drinks".to_owned()],
        ..Selection::default()
    };
    let mask = drinks.resolve(&s);
    assert_eq!((mask.orders.count(), mask.lines.count()), (1, 1));
    let (total, rows) = drinks.rows(&s, 10, 0);
    assert_eq!((total, rows[0].row), (1, 0));
}

#[test]
fn a_file_of_refunds_gives_refunds_and_no_lines() {
    let orders = "Order ID,Order date,SKU,Product,Qty,Unit price,Status
1,2026-09-01,CND,Candle,2,18.50,paid
1,2026-09-01,TWL,Towel,1,34.00,paid
2,2026-09-02,TWL,Towel,1,34.00,cancelled
3,2026-09-03,CND,Candle,1,18.50,refunded
4,2026-09-04,CND,Candle,3,18.50,paid
";
    let refunds = "Order ID,Refund date,SKU,Qty,Refund amount
1,2026-10-01,TWL,1,34.00
2,2026-10-02,TWL,1,34.00
3,2026-10-03,CND,1,18.50
4,2026-10-03,CND,1,18.50
4,2026-10-05,CND,1,18.50
9,2026-10-06,CND,1,5.00
";
    let s = shop(&[orders, refunds]);
    let t = s.totals();
    assert_eq!((t.orders, t.gross_minor), (3, 14_500));
    assert_eq!((t.order_lines, t.units_milli), (Some(4), Some(7_000)));
    assert_eq!(t.refunds_minor, 3_400 + 1_850 + 3_700 + 500);
    assert_eq!(s.lines.refund_minor, [0, 3_400, 1_850, 3_700]);
    assert_eq!(s.unmatched_refunds.len(), 1);
    assert_eq!((s.joins[0].matched, s.joins[0].total), (3, 5));
    // Alone it tells no sales.
    let s = shop(&[refunds]);
    assert_eq!((s.totals().orders, s.excluded.len()), (0, 0));
    assert_eq!(noted(&s, QualityCode::FileUnused), 6);
}

#[test]
fn the_later_of_two_exports_speaks() {
    let head = "Order No,Order Date,Customer,Product,Quantity,Line Total,Status";
    let september = format!(
        "{head}
A1,2026-09-01,Ann,Candle,1,18.50,paid
A2,2026-09-02,Bob,Towel,2,59.50,paid
A3,2026-09-03,Cid,Candle,1,18.50,pending
"
    );
    let october = format!(
        "{head}
A2,2026-09-02,Bob,Towel,2,59.50,refunded
A3,2026-09-03,Cid,Candle,1,18.50,paid
A4,2026-10-04,Dan,Candle,1,18.50,paid
"
    );
    for files in [[&september, &october], [&october, &september]] {
        let s = shop(&[files[0].as_str(), files[1].as_str()]);
        let t = s.totals();
        assert_eq!(
            (t.orders, t.gross_minor, t.refunds_minor),
            (4, 11_500, 5_950)
        );
        assert_eq!(excluded(&s, ExclusionReason::Duplicate), 2);
    }
}

#[test]
fn a_file_given_twice_counts_once() {
    let head = "Date,Product,Qty,Price\n";
    let rows = [
        "2026-09-01,Tray,1,52.50\n",
        "2026-09-01,Tray,1,52.50\n",
        "2026-09-02,Mug,2,14.95\n",
        "2026-09-03,Soap,1,12.90\n",
    ];
    let all = [head, &rows.concat()].concat();
    let s = shop(&[&all, &all]);
    assert_eq!(s.totals().orders, 4);
    assert_eq!(noted(&s, QualityCode::OverlappingFiles), 4);
    // A part in common counts, and is said.
    let next = [head, &rows[1..].concat(), "2026-09-04,Mug,1,14.95\n"].concat();
    let s = shop(&[&all, &next]);
    assert_eq!(s.totals().orders, 8);
    assert_eq!(noted(&s, QualityCode::DuplicateRows), 3);
}

#[test]
fn a_product_of_two_platforms_is_one_and_variants_stay_apart() {
    let here = "订单号,下单时间,商品ID,商品名称,数量,金额\nA1,2026-09-01,11,天青盖碗,1,158\nA2,2026-09-02,12,公道杯,1,60\n";
    let there = "订单号,下单时间,商品ID,商品名称,数量,金额\nB1,2026-09-01,90001,天青盖碗,2,316\nB2,2026-09-03,90002,茶饼,1,200\n";
    let both = shop(&[here, there]);
    assert_eq!(both.product_names.len(), 3);
    let bowl = both
        .product_names
        .find("天青盖碗")
        .expect("it has its plain name");
    let units: i64 = (both
        .lines
        .product
        .iter()
        .zip(both.lines.quantity_milli.iter()))
    .filter(|(p, _)| **p == bowl)
    .map(|(_, q)| q)
    .sum();
    assert_eq!(units, 3000);

    let variants = "订单号,下单时间,商品ID,商品名称,数量,金额\nC1,2026-09-01,21,天青盖碗,1,158\nC2,2026-09-02,22,天青盖碗,1,168\n";
    assert_eq!(shop(&[variants, there]).product_names.len(), 4);
}

#[test]
fn what_was_paid_back_is_known_whichever_export_tells() {
    let header = "Order No,Order Date,Product,Quantity,Line Total,Status,Refunded\n";
    let rows = |refunded: bool| {
        let mut out = header.to_owned();
        for i in 1..=9 {
            let (state, back) = match i {
                4 if refunded => ("refunded", "10.00"),
                _ => ("paid", "0.00"),
            };
            out.push_str(&format!("N{i},2026-09-0{i},Mug,1,10.00,{state},{back}\n"));
        }
        out
    };
    // Both end on the same day, so that the day does not tell which is later.
    let (before, after) = (rows(false), rows(true));
    for files in [[&*before, &*after], [&*after, &*before]] {
        let t = shop(&files).totals();
        assert_eq!(
            (t.orders, t.gross_minor, t.refunds_minor),
            (9, 9_000, 1_000)
        );
    }
}

#[test]
fn closed_orders_of_a_german_magento_were_paid_back() {
    let orders = "ID,Kaufort,Kaufdatum,Rechnung an Name,Gesamtbetrag (Basis),Gesamtbetrag (Gekauft),Status\n\
100000200,Main Website,01.08.2026 09:15:05,A,\"20,00 €\",\"20,00 €\",Vollständig\n\
100000201,Main Website,14.08.2026 09:15:05,B,\"30,50 €\",\"30,50 €\",Geschlossen\n\
100000202,Main Website,15.08.2026 09:15:05,C,\"40,00 €\",\"40,00 €\",Storniert\n";
    let t = shop(&[orders]).totals();
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (2, 5_050, 3_050)
    );
}
