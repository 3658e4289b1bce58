//! What was taken off: by order, by line, as an amount or a share.

mod made;

use made::shop;

#[test]
fn discounts_of_lines_are_the_orders() {
    let amounts = "Order ID,Order Date,Product,Quantity,Unit Price,Discount
A1,2026-03-01,Mug,2,10.00,3.00
A1,2026-03-01,Tea,1,5.00,0
A2,2026-03-02,Mug,1,10.00,0
";
    let made = shop(&[amounts]);
    assert_eq!(made.orders.discount_minor, [300, 0]);
    assert_eq!(made.orders.gross_minor, [2200, 1000]);
    // A fifth off, told beside what is left.
    let shares = "Order ID,Order Date,Product,Quantity,Sales,Discount
A1,2026-03-01,Mug,2,16.00,0.2
A2,2026-03-02,Mug,1,10.00,0
";
    let made = shop(&[shares]);
    assert_eq!(made.orders.discount_minor, [400, 0]);
    assert_eq!(made.orders.gross_minor, [1600, 1000]);
}
