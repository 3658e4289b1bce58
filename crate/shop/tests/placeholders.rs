//! Cells that stand for something else: nobody's id, a note in the place of a name, nothing paid after all was paid back.

mod made;

use made::{make, noted, read, shop};
use shop::{BuildOptions, NONE, QualityCode, Role, Status, recognise};

#[test]
fn an_id_of_zero_is_nobody_unless_ids_are_counted_from_it() {
    let orders = |ids: [&str; 4]| {
        let rows = ids.iter().enumerate();
        rows.fold(
            "Order ID,Order date,Customer ID,Order total\n".to_owned(),
            |all, (i, id)| format!("{all}A{i},2024-05-0{},{id},10.00\n", i + 1),
        )
    };
    for ids in [
        ["0", "17850", "0", "13047"],
        ["0.0", "17850.0", "0.0", "13047.0"],
    ] {
        let (s, _) = make(&[&orders(ids)], &BuildOptions::default());
        assert_eq!(s.customers.len(), 2, "{ids:?}");
        assert_eq!(noted(&s, QualityCode::MissingCustomer), 2);
        assert_eq!(s.orders.customer.iter().filter(|&&c| c == NONE).count(), 2);
    }
    assert_eq!(shop(&[&orders(["0", "1", "2", "0"])]).customers.len(), 3);
    assert_eq!(
        shop(&[&orders(["Guest", "K7", "guest", "K8"])])
            .customers
            .len(),
        2
    );
}

#[test]
fn a_product_is_named_by_what_was_paid_for() {
    let s = shop(&["Order ID,Order date,SKU,Product name,Qty,Unit price
A1,2024-05-01,23203,mailout,1,0.00
A2,2024-05-02,23203,JUMBO BAG,2,2.08
A3,2024-05-03,23203,damaged,1,0.00
A4,2024-05-04,21000,gift,1,0.00
"]);
    assert!(s.product_names.find("JUMBO BAG").is_some());
    assert!(s.product_names.find("mailout").is_none());
    assert!(s.product_names.find("gift").is_some());
}

#[test]
fn an_order_that_was_closed_after_a_refund_was_sold_and_paid_back() {
    let (s, _) = make(
        &[
            "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,订单关闭原因
11,178.8,178.8,交易成功,2024-02-21 00:00:00,2024-02-21 00:01:00,订单未关闭
12,99.0,0,交易关闭,2024-02-20 23:59:54,2024-02-21 00:00:02,退款
13,64.8,0,交易关闭,2024-02-20 23:57:04,,买家未付款
",
        ],
        &BuildOptions::default(),
    );
    let t = s.totals();
    assert_eq!(
        (t.orders, t.gross_minor, t.refunds_minor),
        (2, 27_780, 9_900)
    );
    assert_eq!(s.orders.status[1], Status::Refunded);
}

#[test]
fn amazons_stock_is_what_can_be_sold_and_what_comes() {
    let table = read(
        "fba.txt",
        "sku\tproduct-name\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-reserved-quantity\tafn-total-quantity\tafn-inbound-shipped-quantity
A1\tAnchor mug\t60\t40\t15\t160\t60
B1\tBoat plate\t0\t0\t0\t50\t50
",
    );
    let found = recognise(&table, None);
    for (name, role) in [
        ("afn-fulfillable-quantity", Role::Available),
        ("afn-reserved-quantity", Role::Reserved),
        ("afn-inbound-shipped-quantity", Role::Incoming),
    ] {
        assert_eq!(made::role(&found, name), Some(role), "{name}");
    }
    assert_eq!(made::role(&found, "afn-total-quantity"), None);
}

#[test]
fn promised_days_and_versions_are_recognised_in_chinese() {
    let table = read(
        "采购单.csv",
        "采购单号,供应商,商品名称,采购数量,采购日期,约定到货日期,到货日期,到货数量
P1,义乌小商品,杯子,100,2025-03-01,2025-03-10,2025-03-09,100
P2,义乌小商品,杯子,80,2025-04-01,2025-04-10,2025-04-12,80
",
    );
    let found = recognise(&table, None);
    assert_eq!(made::role(&found, "约定到货日期"), Some(Role::PromisedDate));
    for name in ["版本", "分组"] {
        let table = read(
            "ab.csv",
            &format!("{name},访客数,转化数\n对照组,5000,250\n实验组,5600,252\n"),
        );
        let found = recognise(&table, None);
        assert_eq!(made::role(&found, name), Some(Role::Variant), "{name}");
    }
}
