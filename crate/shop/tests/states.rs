//! What became of orders, told apart by their states.

mod made;

use made::{excluded, noted, shop};
use shop::{ExclusionReason, QualityCode, Selection, Shop};

/// Orders that were never paid, those of them that are closed, and other closed ones.
fn counts(s: &Shop) -> (usize, usize, usize) {
    (
        excluded(s, ExclusionReason::Unpaid),
        noted(s, QualityCode::ClosedUnpaid),
        excluded(s, ExclusionReason::Cancelled),
    )
}

#[test]
fn what_waits_for_payment_is_told_apart_from_what_is_closed_without_one() {
    let taobao = "订单编号,买家实际支付金额,订单状态,订单创建时间,订单付款时间,订单关闭原因
1,10.00,交易成功,2026-09-01 10:00:00,2026-09-01 10:01:00,
2,20.00,等待买家付款,2026-09-02 10:00:00,,
3,30.00,交易关闭,2026-09-03 10:00:00,,买家未付款
4,40.00,交易关闭,2026-09-04 10:00:00,,不想要了
";
    let s = shop(&[taobao]);
    assert_eq!(counts(&s), (2, 1, 1));
    // Its rows are those that are closed.
    let closed = Selection {
        quality: Some((QualityCode::ClosedUnpaid, 0)),
        ..Selection::default()
    };
    let rows: Vec<u32> = closed.rows(&s, 10, 0).1.iter().map(|r| r.row).collect();
    assert_eq!(rows, [2]);
}

#[test]
fn a_state_may_say_both() {
    let text = "Order ID,Date,Total,Status
1,2026-09-01,10.00,paid
2,2026-09-02,10.00,pending payment
3,2026-09-03,10.00,closed - unpaid
4,2026-09-04,10.00,cancelled
5,2026-09-05,10.00,已关闭（超时未支付）
";
    assert_eq!(counts(&shop(&[text])), (3, 2, 1));
    // What was paid is not open, whatever its state says.
    let text = "Order ID,Date,Total,Status,Financial status
1,2026-09-01,10.00,complete,paid
2,2026-09-02,10.00,closed unpaid,paid
3,2026-09-03,10.00,closed unpaid,pending
";
    assert_eq!(counts(&shop(&[text])), (1, 1, 1));
}
