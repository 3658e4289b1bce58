//! What exports do to orders, one quirk a test, on rows made up for it.

mod made;

use made::{excluded, make, noted, read, role, shop};
use shop::{
    BuildOptions, ColumnMapping, Dataset, ExclusionReason, Grain, Mapping, QualityCode, Rates,
    Role, Selection, Status, build, recognise,
};

const PAID_NET: &str =
    "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额
11,178.8,0.0,上海,2024-02-21 00:00:00,,0.0
12,21.0,21.0,内蒙古自治区,2024-02-20 23:59:54,2024-02-21 00:00:02,0.0
13,64.8,0.0,江苏省,2024-02-20 23:57:04,2024-02-20 23:57:11,64.8
14,327.7,148.9,浙江省,2024-02-20 23:56:39,2024-02-20 23:56:53,178.8
15,43.0,0.0,湖南省,2024-02-20 23:54:53,2024-02-20 23:55:04,43.0
16,37.0,37.0,安徽省,2024-02-20 23:54:24,2024-02-20 23:54:31,0.0
";

#[test]
fn a_paid_amount_that_is_net_of_refunds_is_restored() {
    let (shop, found) = make(&[PAID_NET], &BuildOptions::default());
    let t = shop.totals();
    assert_eq!(found[0].platform.as_deref(), Some("淘宝"));
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (5, 49_350, 28_660)
    );
    assert_eq!(t.currency.as_deref(), Some("CNY"));
    assert_eq!(excluded(&shop, ExclusionReason::Unpaid), 1);
    assert_eq!(noted(&shop, QualityCode::PaidIsNetOfRefund), 6);
    assert_eq!(role(&found[0], "收货地址"), Some(Role::Region));
    assert!(shop.regions.find("浙江省").is_some());
    assert_eq!(shop.orders.status[1], Status::Refunded);
}

#[test]
fn totals_on_the_first_row_and_totals_on_each_count_once() {
    let first = "Order ID,Order date,Order total,Shipping,Product name,Qty,Unit price
A1,2024-05-01,35.00,5.00,Mug,2,10.00
A1,,,,Tea,1,10.00
A2,2024-05-02,12.00,2.00,Tea,1,10.00
A2,,,,Spoon,1,0.00
";
    let each = "订单号,商品名称,订购数量,下单时间,京东价,订单金额,应付金额,订单状态,下单帐号
9001,杯子,2,2024-05-01 10:00:00,10.00,35.00,35.00,完成,a1
9001,茶,1,2024-05-01 10:00:00,10.00,35.00,35.00,完成,a1
9002,茶,1,2024-05-02 10:00:00,12.00,12.00,12.00,完成,a2
9003,茶,1,2024-05-02 11:00:00,12.00,12.00,12.00,已取消,a2
";
    let (s, found) = make(&[first], &BuildOptions::default());
    assert_eq!(found[0].grain, Grain::LineOrderFirst);
    assert_eq!(s.totals().gross_minor, 4_700);
    assert_eq!(noted(&s, QualityCode::ZeroPrice), 1);
    // Shipping belongs to no product.
    let loose: i64 = s
        .lines
        .product
        .iter()
        .zip(s.lines.revenue_minor.iter())
        .filter(|(p, _)| **p == shop::NONE)
        .map(|(_, r)| r)
        .sum();
    assert_eq!(loose, 700);
    let (s, found) = make(&[each], &BuildOptions::default());
    assert_eq!(found[0].grain, Grain::LineOrderRepeated);
    assert_eq!(s.totals().gross_minor, 4_700);
    assert_eq!(excluded(&s, ExclusionReason::Cancelled), 1);
    assert!(s.has_hours);
}

#[test]
fn several_products_in_one_cell_share_the_amount() {
    let text = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,宝贝标题,宝贝总数量
41,小茶,90,90.01,交易成功,2024-03-01 10:00:00,2024-03-01 10:00:10,\"蓝杯，红杯\",2
42,小茶,30,30,等待买家付款,2024-03-01 11:00:00,,蓝杯,1
43,阿明,20,20,交易成功,2024-03-02 11:00:00,2024-03-02 11:00:10,蓝杯,3
";
    let s = shop(&[text]);
    assert_eq!(s.totals().order_lines, Some(3));
    assert_eq!(s.totals().units_milli, Some(5_000));
    assert_eq!(noted(&s, QualityCode::ProductListSplit), 1);
    assert_eq!(s.lines.revenue_minor, [4_501, 4_500, 2_000]);
    assert!(
        s.customers.names().all(|n| n.starts_with("C-")),
        "nicknames are not shown"
    );
}

#[test]
fn spreadsheets_without_order_numbers_work() {
    for (text, currency) in [
        (
            "日期,商品,数量,单价,金额,客户\n2024-01-01,茶,2,10,20,王小明\n2024-01-02,杯,3,5.5,16.5,李雷\n2024-01-02,茶,4,10,40,王小明\n",
            "CNY",
        ),
        (
            "Date,Item,Qty,Price\n2024-01-01,Tea,2,10\n2024-01-02,Mug,3,5.5\n2024-01-02,Tea,4,10\n",
            "USD",
        ),
        (
            "Datum;Artikel;Menge;Preis\n2024-01-01;Tee;2;10\n2024-01-02;Tasse;3;5,5\n2024-01-02;Tee;4;10\n",
            "EUR",
        ),
    ] {
        let (s, found) = make(&[text], &BuildOptions::default());
        let t = s.totals();
        assert_eq!(found[0].dataset, Dataset::OrderLines, "{text}");
        assert_eq!(
            (t.orders, t.gross_minor, t.units_milli),
            (3, 7_650, Some(9_000)),
            "{text}"
        );
        assert_eq!(t.currency.as_deref(), Some(currency));
        assert_eq!(noted(&s, QualityCode::MissingOrderId), 3);
        assert_eq!(noted(&s, QualityCode::CurrencyAssumed), 3);
    }
}

#[test]
fn blank_dates_come_from_the_order_number() {
    let text = "订单成交时间,商品,订单号,订单状态,商品总价(元),用户实付金额(元),商家实收金额(元),商品数量(件),售后状态
2024-09-01 10:00:00,茶,240901-111111111111111,已收货,50,50,49,1,无售后
,杯,240902-222222222222222,已发货，待签收,68,68,66,2,退款成功
,杯,240903-333333333333333,已取消,68,0,0,1,无售后
";
    let text = text.replace("已发货，待签收", "\"已发货，待签收\"");
    let s = shop(&[&text]);
    let t = s.totals();
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (2, 11_800, 6_800)
    );
    assert_eq!(noted(&s, QualityCode::DateFromOrderId), 1);
    assert_eq!(t.last_day.map(|d| d - t.first_day.unwrap_or(0)), Some(1));
    assert_eq!(excluded(&s, ExclusionReason::Cancelled), 1);
}

#[test]
fn currencies_are_never_added() {
    let text = "Order ID,Order date,Currency,Order total
1,2024-01-01,EUR,10.00
2,2024-01-02,eur,20.00
3,2024-01-03,JPY,3000
4,2024-01-04,KWD,1.500
";
    let s = shop(&[text]);
    let found: Vec<(&str, u8, i64)> = s
        .currencies
        .iter()
        .map(|c| (c.currency.as_str(), c.digits, c.gross_minor))
        .collect();
    assert_eq!(
        found,
        [("EUR", 2, 3_000), ("JPY", 0, 3_000), ("KWD", 3, 1_500)]
    );
    assert_eq!(noted(&s, QualityCode::OtherCurrency), 2);
    let rates = Rates {
        target: "EUR".to_owned(),
        per_unit: [("JPY", "0.0061"), ("KWD", "3.0")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
    };
    let options = BuildOptions {
        rates: Some(rates),
        ..BuildOptions::default()
    };
    let s = make(&[text], &options).0;
    assert_eq!(s.currencies[0].gross_minor, 3_000 + 1_830 + 450);
    assert_eq!(noted(&s, QualityCode::Converted), 2);
}

#[test]
fn an_order_is_left_out_for_a_reason_that_can_be_looked_at() {
    let text = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Cancelled at,Tags
#1,a@example.com,paid,2024-01-01 10:00:00 +0100,fulfilled,EUR,18,2,0,20,WELCOME,2,2024-01-01 10:00:00 +0100,2,Mug,10,0,,
#2,a@example.com,pending,,unfulfilled,EUR,10,0,0,10,,0,2024-01-02 10:00:00 +0100,1,Mug,10,0,,
#3,b@example.com,voided,,unfulfilled,EUR,10,0,0,10,,0,2024-01-03 10:00:00 +0100,1,Mug,10,0,,
#4,c@example.com,refunded,2024-01-03 10:00:00 +0100,fulfilled,EUR,10,0,0,10,,0,2024-01-03 23:30:00 +0100,1,Mug,10,10,,
#5,c@example.com,paid,2024-01-03 10:00:00 +0100,fulfilled,EUR,10,0,0,10,,0,2024-01-04 10:00:00 +0100,1,Mug,10,0,,test
";
    let (s, found) = make(&[text], &BuildOptions::default());
    assert_eq!(role(&found[0], "Name"), Some(Role::OrderId));
    assert!(
        found[0]
            .columns
            .iter()
            .any(|c| c.name == "Email" && c.personal)
    );
    let t = s.totals();
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (2, 3_000, 1_000)
    );
    assert_eq!(excluded(&s, ExclusionReason::Unpaid), 1);
    assert_eq!(excluded(&s, ExclusionReason::Cancelled), 1);
    assert_eq!(excluded(&s, ExclusionReason::Test), 1);
    // 2 × 10 less the discount of 2, and shipping apart.
    assert_eq!([0, 1].map(|i| s.lines.revenue_minor.at(i)), [1_800, 200]);
    let unpaid = Selection {
        excluded: Some(ExclusionReason::Unpaid),
        ..Selection::default()
    };
    assert_eq!(
        unpaid
            .rows(&s, 10, 0)
            .1
            .iter()
            .map(|r| r.row)
            .collect::<Vec<_>>(),
        [1]
    );
    let first = Selection {
        first_order: Some(true),
        ..Selection::default()
    };
    assert_eq!(first.resolve(&s).orders.count(), 2);
    let zone = BuildOptions {
        offset_minutes: Some(480),
        ..BuildOptions::default()
    };
    let s = make(&[text], &zone).0;
    assert_eq!(s.orders.hour[0], 17);
    assert!(noted(&s, QualityCode::ZoneConverted) > 0);
}

#[test]
fn a_mapping_overrides_what_was_found() {
    let table = read(
        "odd.csv",
        "When,Thing,How many,Cash\n2024-01-01,Tea,2,10\n2024-01-02,Mug,1,7\n",
    );
    let json = r#"{"file":"odd.csv","dataset":"order_lines","columns":{"When":{"role":"order_date"},"Thing":{"role":"product_name"},"How many":{"role":"quantity"},"Cash":{"role":"line_total"},"Gone":{"role":"city"}}}"#;
    let mappings = Mapping::list_from_json(json).expect("a mapping");
    let found = recognise(&table, Mapping::find(&mappings, "", "odd.csv"));
    assert!(found.mapped);
    assert_eq!(found.dataset, Dataset::OrderLines);
    assert_eq!(role(&found, "Cash"), Some(Role::LineTotal));
    assert!(
        found
            .reasons
            .iter()
            .any(|r| r.code == "mapping_unknown_column" && r.detail == "Gone")
    );
    let s = build(&[&table], &[found], &BuildOptions::default());
    assert_eq!(s.totals().gross_minor, 1_700);
    assert_eq!(s.totals().units_milli, Some(3_000));
}

#[test]
fn shapes_do_not_depend_on_the_order_of_columns() {
    let (a, b) = (
        read("a", "Order ID,Total\n1,2\n"),
        read("b", "total,order_id\n2,1\n"),
    );
    assert_eq!(shop::shape_of(&a), shop::shape_of(&b));
    let c = read("c", "Order ID,Subtotal\n1,2\n");
    assert_ne!(shop::shape_of(&a), shop::shape_of(&c));
}

#[test]
fn states_that_are_not_understood_are_counted_and_said() {
    let text = "Order ID,Date,Total,Status
1,2026-09-01,10.00,completed
2,2026-09-02,10.00,Annulée
3,2026-09-03,10.00,mislaid
4,2026-09-04,10.00,
5,2026-09-05,10.00,mislaid
6,2026-09-06,10.00,WAIT_BUYER_PAY
7,2026-09-07,10.00,eaten by dog
";
    let s = shop(&[text]);
    assert_eq!(s.totals().orders, 5);
    assert_eq!(excluded(&s, ExclusionReason::Cancelled), 1);
    assert_eq!(excluded(&s, ExclusionReason::Unpaid), 1);
    let note = &s.quality[0];
    assert_eq!((note.code, note.count), (QualityCode::StatusUnknown, 3));
    assert_eq!(note.detail, "Status: mislaid × 2, eaten by dog × 1");
    assert_eq!(note.rows.len(), 3);
}

#[test]
fn discounts_that_are_off_the_lines_are_not_taken_off_again() {
    // The amount before the discount stands in a column that is taken for nothing.
    let text = "Date,Item,Qty,Odd,Discounts,Net Sales,Tax,Transaction ID,Customer Name
2026-09-01,Bun,2,7.50,-0.50,7.00,0.56,T1,Ann
2026-09-01,Tea,1,4.00,0.00,4.00,0.32,T1,Ann
2026-09-02,Bun,1,4.00,-1.00,3.00,0.24,T2,Bob
2026-09-03,Tea,1,4.00,0.00,4.00,0.32,T3,Ann
2026-09-04,Tea,-1,-4.00,0.00,-4.00,-0.32,T4,Ann
";
    let (s, found) = make(&[text], &BuildOptions::default());
    assert_eq!(role(&found[0], "Discounts"), Some(Role::OrderDiscount));
    let t = s.totals();
    assert_eq!((t.gross_minor, t.refunds_minor), (1_944, 432));
    assert_eq!(s.orders.discount_minor, [50, 100, 0]);
    assert!(s.unmatched_refunds.is_empty(), "the tax came back too");
}

#[test]
fn discounts_of_lines_add_up_though_some_are_equal() {
    let text = "Order number,Order date,Product name,Unit price,Discount total,Status
1,2026-09-01,Lamp,100.00,-10.00,delivered
1,2026-09-01,Lamp,100.00,-10.00,delivered
2,2026-09-02,Bowl,20.00,0.00,delivered
2,2026-09-02,Lamp,100.00,-10.00,delivered
3,2026-09-03,Bowl,20.00,-2.00,delivered
";
    let (s, found) = make(&[text], &BuildOptions::default());
    assert_eq!(role(&found[0], "Discount total"), Some(Role::OrderDiscount));
    assert_eq!(s.totals().gross_minor, 34_000 - 3_200);
}

#[test]
fn a_list_total_below_its_lines_is_none() {
    let text = "订单号,下单时间,商品名称,数量,商品总价,商品金额,订单状态
1,2026-09-01 10:00:00,杯子,1,3.00,42.00,已完成
1,2026-09-01 10:00:00,篮子,1,3.00,86.00,已完成
2,2026-09-02 10:00:00,篮子,1,0.00,89.00,已完成
";
    let column = |role| ColumnMapping { role: Some(role) };
    let mapping = Mapping {
        columns: [
            ("商品总价", Role::OrderListTotal),
            ("商品金额", Role::LineTotal),
        ]
        .map(|(name, role)| (name.to_owned(), column(role)))
        .into(),
        ..Mapping::default()
    };
    let table = read("o.csv", text);
    let found = recognise(&table, Some(&mapping));
    let s = build(&[&table], &[found], &BuildOptions::default());
    assert_eq!(s.totals().gross_minor, 21_700);
}

#[test]
fn closed_orders_of_taobao_keep_their_amounts_and_reasons() {
    let text = "订单编号,买家应付货款,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,订单关闭原因,退款金额
1,100.00,100.00,100.00,交易成功,2026-09-01 10:00:00,2026-09-01 10:01:00,,0.00
2,90.00,90.00,90.00,交易成功,2026-09-01 11:00:00,2026-09-01 11:01:00,,20.00
3,80.00,80.00,80.00,交易成功,2026-09-01 11:00:00,2026-09-01 11:01:00,,10.00
4,70.00,70.00,0.00,交易关闭,2026-09-02 10:00:00,2026-09-02 10:01:00,退款,70.00
5,60.00,60.00,0.00,交易关闭,2026-09-03 10:00:00,,买家未付款,0.00
6,45.00,50.00,45.00,交易成功,2026-09-04 10:00:00,2026-09-04 10:01:00,,0.00
";
    let lines = "订单编号,标题,价格,购买数量,订单状态
1,篮子,100.00,1,交易成功
2,篮子,90.00,1,交易成功
3,篮子,80.00,1,交易成功
4,篮子,70.00,1,交易关闭
5,篮子,60.00,1,交易关闭
6,篮子,25.00,2,交易成功
";
    let s = shop(&[text, lines]);
    let t = s.totals();
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (5, 38_500, 10_000)
    );
    assert_eq!(excluded(&s, ExclusionReason::Unpaid), 1);
    assert_eq!(s.excluded[0].amount_minor, 6_000);
    assert_eq!(s.orders.discount_minor, [0, 0, 0, 0, 500]);
    assert_eq!(noted(&s, QualityCode::TotalsDiffer), 0);
}

#[test]
fn a_settlement_tells_refunds_apart_and_its_fees_are_no_returns() {
    let text = "currency\ttransaction-type\torder-id\tamount-type\tamount-description\tamount\tposted-date\tsku\tquantity-purchased
EUR\tOrder\tA-1\tItemPrice\tPrincipal\t18.50\t2026-09-10\tCND\t1
EUR\tOrder\tA-1\tItemPrice\tShipping\t3.99\t2026-09-10\tCND\t
EUR\tOrder\tA-1\tItemFees\tCommission\t-2.78\t2026-09-10\tCND\t
EUR\tRefund\tA-1\tItemPrice\tPrincipal\t-18.50\t2026-09-14\tCND\t
EUR\tOrder\tA-2\tItemPrice\tPrincipal\t20.00\t2026-09-11\tTEA\t1
EUR\tOrder\tA-2\tPromotion\tPrincipal\t-2.00\t2026-09-11\tTEA\t
EUR\tother\t\tother-transaction\tSubscription Fee\t-39.00\t2026-09-12\t\t
";
    let s = shop(&[text]);
    let t = s.totals();
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (2, 4_049, 1_850)
    );
    assert_eq!(excluded(&s, ExclusionReason::Return), 0);
}

#[test]
fn a_currency_is_taken_from_any_column_before_it_is_assumed() {
    let signed = "Invoice No,Invoice Date,Item,Qty,Line total,Odd
1,2026-09-01,Kurta,1,100.00,\"₹1,450.00\"
2,2026-09-02,Saree,1,200.00,\"₹1,460.00\"
";
    let s = shop(&[signed]);
    assert_eq!(s.totals().currency.as_deref(), Some("INR"));
    assert_eq!(noted(&s, QualityCode::CurrencyAssumed), 0);
    let german = "Bestellnummer;Bestelldatum;Artikel;Menge;Einzelpreis
1;01.09.2026;Kerze;1;18,50
2;02.09.2026;Seife;2;12,90
";
    let s = shop(&[german]);
    assert_eq!(s.totals().currency.as_deref(), Some("EUR"));
    assert_eq!(noted(&s, QualityCode::CurrencyAssumed), 2);
}

#[test]
fn blanks_under_a_sale_belong_to_it() {
    let text = "Date,Customer,Product,Qty,Price,Amount
2026-09-01,Ann,Tray,1,52.50,52.50
2026-09-03,Bob,Mug,2,14.95,29.90
,,Candle,3,29.75,89.25
,Cid,Mug,1,14.95,14.95
2026-09-05,Ann,Soap,1,12.90,12.90
,,Tray,1,52.50,52.50
";
    let s = shop(&[text]);
    assert_eq!(s.orders.gross_minor, [5_250, 11_915, 1_495, 6_540]);
    assert_eq!(s.orders.day[2], s.orders.day[1], "the date above");
    assert_eq!(noted(&s, QualityCode::FilledFromAbove), 3);
    assert_eq!(noted(&s, QualityCode::MissingDate), 0);
    // Without customers a row is a sale of its own, on the day above.
    let text = "Date,Product,Qty,Price
2026-09-01,Tray,1,52.50
,Mug,2,14.95
2026-09-03,Mug,1,14.95
,Soap,1,12.90
";
    let s = shop(&[text]);
    assert_eq!(s.totals().orders, 4);
    assert_eq!(noted(&s, QualityCode::MissingDate), 0);
}

#[test]
fn rounded_order_numbers_are_none() {
    let text = "订单编号,买家会员名,订单状态,订单创建时间,商品名称,数量,单价
2.34568E+17,tb0,交易成功,2026-09-01 10:00:00,竹篮,1,50.00
2.34568E+17,tb1,交易成功,2026-09-02 10:01:00,竹篮,1,51.00
2.34568E+17,tb2,交易成功,2026-09-03 10:02:00,竹篮,2,52.00
";
    let s = shop(&[text]);
    let t = s.totals();
    assert_eq!((t.orders, t.gross_minor, t.customers), (3, 20_500, Some(3)));
    assert_eq!(noted(&s, QualityCode::RoundedOrderIds), 3);
    assert_eq!(s.orders.id[0].as_ref(), "");
}

#[test]
fn a_list_of_products_has_the_amount_of_its_row() {
    let text = "订单编号,买家会员名,金额,订单创建时间,宝贝标题
2.34568E+17,tb0,50.00,2026-09-01 10:00:00,竹篮 x1
2.34568E+17,tb1,51.00,2026-09-02 10:01:00,竹篮 x2; 茶杯 x1
2.34568E+17,tb2,52.00,2026-09-03 10:02:00,茶杯 x1
";
    let mapping = Mapping {
        columns: [("金额", Role::LineTotal), ("宝贝标题", Role::ProductList)]
            .map(|(name, role)| (name.to_owned(), ColumnMapping { role: Some(role) }))
            .into(),
        ..Mapping::default()
    };
    let table = read("o.csv", text);
    let found = recognise(&table, Some(&mapping));
    assert_eq!(role(&found, "金额"), Some(Role::LineTotal));
    let s = build(&[&table], &[found], &BuildOptions::default());
    assert_eq!(s.totals().gross_minor, 15_300);
    assert_eq!(s.lines.revenue_minor, [5_000, 3_400, 1_700, 5_200]);
}

#[test]
fn lines_pasted_twice_count_once_where_the_total_has_them_once() {
    let head = "Order ID,Order date,SKU,Product,Qty,Line total,Order total";
    let one = [
        "1,2026-09-01,T,Tea,1,5.00,12.00",
        "1,2026-09-01,M,Mug,1,7.00,12.00",
        // Two equal lines of its own.
        "2,2026-09-02,T,Tea,1,5.00,10.00",
        "2,2026-09-02,T,Tea,1,5.00,10.00",
        "3,2026-09-03,M,Mug,2,14.00,19.00",
        "3,2026-09-03,T,Tea,1,5.00,19.00",
    ];
    let of = |rows: &[&str]| {
        let s = shop(&[&[&[head], rows].concat().join("\n")]);
        let units = s.orders.units_milli.iter().sum::<i64>();
        let told = [QualityCode::RepeatedLines, QualityCode::TotalsDiffer];
        (
            s.totals().gross_minor,
            units,
            told.map(|code| noted(&s, code)),
        )
    };
    assert_eq!(of(&one), (4_100, 7_000, [0, 0]));
    // The block from within the first order to within the last, in any sequence.
    let mut rows = [&one[..], &one[1..5]].concat();
    assert_eq!(of(&rows), (4_100, 7_000, [4, 0]));
    rows.reverse();
    assert_eq!(of(&rows), (4_100, 7_000, [4, 0]));
    // Where no total tells, they are doubted and count.
    let column = "Order ID,Order date,SKU,Product,Qty,Line total";
    let cut = |row: &&str| row.rsplit_once(',').unwrap().0.to_owned();
    let rows: Vec<String> = rows.iter().map(cut).collect();
    let s = shop(&[&format!("{column}\n{}", rows.join("\n"))]);
    assert_eq!(s.totals().gross_minor, 4_100 + 700 + 1_000 + 1_400);
    assert_eq!(noted(&s, QualityCode::RepeatedLines), 0);
}
