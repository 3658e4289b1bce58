//! Key figures: names and definitions.

use analysis::FigureId;
use chart::spec::Lang;

use super::phrase::{Phrase, phrases};

phrases! {
    GROSS = "成交额", "Gross revenue";
    GROSS_IS = "客户支付的金额，未扣退款；不含已取消、未付款和测试订单。", "What customers were charged, before refunds; without cancelled, unpaid and test orders.";
    NET = "净成交额", "Net revenue";
    NET_IS = "成交额减去退款。", "Gross revenue less refunds.";
    ORDERS = "订单数", "Orders";
    ORDERS_IS = "计入报告的订单；之后退款的也算在内。", "Orders that count, refunded ones among them.";
    UNITS = "销量", "Units sold";
    UNITS_IS = "售出的商品件数。", "Units in these orders.";
    AOV = "客单价", "Average order value";
    AOV_IS = "成交额 ÷ 订单数。", "Gross revenue ÷ orders.";
    CUSTOMERS = "客户数", "Customers";
    CUSTOMERS_IS = "下过单的客户，每人只计一次；不含没有客户信息的订单。", "People who ordered, each counted once; orders without a customer are left out.";
    NEW_CUSTOMERS = "新客户", "New customers";
    NEW_CUSTOMERS_IS = "在这些文件里第一次下单的客户。", "Customers whose first order in these files falls into the period.";
    RETURNING = "老客户", "Returning customers";
    RETURNING_IS = "这段时间里有复购订单的客户；首单也在这段时间的，同时算作新客户。", "Customers with a repeat order in the period; whose first order falls into it too counts among the new as well.";
    REPEAT_SHARE = "复购订单占比", "Repeat orders";
    REPEAT_SHARE_IS = "不是客户首单的订单 ÷ 有客户信息的订单。", "Orders that are not their customer’s first ÷ orders with a known customer.";
    REFUND_RATE = "退款率", "Refund rate";
    REFUND_RATE_IS = "退款金额 ÷ 成交额。", "Refunds ÷ gross revenue.";
    DISCOUNT_SHARE = "优惠占比", "Discount share";
    DISCOUNT_SHARE_IS = "优惠金额 ÷（成交额 + 优惠金额）。", "Discounts ÷ (gross revenue + discounts).";
    OTHER = "其他指标", "Another figure";
    UNKNOWN = "无法计算", "not known";
}

fn phrases_of(id: FigureId) -> (&'static str, Phrase, Phrase) {
    match id {
        FigureId::Gross => ("gross", GROSS, GROSS_IS),
        FigureId::Net => ("net", NET, NET_IS),
        FigureId::Orders => ("orders", ORDERS, ORDERS_IS),
        FigureId::Units => ("units", UNITS, UNITS_IS),
        FigureId::Aov => ("aov", AOV, AOV_IS),
        FigureId::Customers => ("customers", CUSTOMERS, CUSTOMERS_IS),
        FigureId::NewCustomers => ("new_customers", NEW_CUSTOMERS, NEW_CUSTOMERS_IS),
        FigureId::ReturningCustomers => ("returning_customers", RETURNING, RETURNING_IS),
        FigureId::RepeatShare => ("repeat_share", REPEAT_SHARE, REPEAT_SHARE_IS),
        FigureId::RefundRate => ("refund_rate", REFUND_RATE, REFUND_RATE_IS),
        FigureId::DiscountShare => ("discount_share", DISCOUNT_SHARE, DISCOUNT_SHARE_IS),
        _ => ("other", OTHER, OTHER),
    }
}

/// A figure's stable id.
pub(crate) fn id(of: FigureId) -> &'static str {
    phrases_of(of).0
}

/// A figure's name.
pub fn figure(of: FigureId, lang: Lang) -> &'static str {
    phrases_of(of).1.plain(lang)
}

/// A figure's definition in a sentence.
pub fn definition(of: FigureId, lang: Lang) -> &'static str {
    phrases_of(of).2.plain(lang)
}

/// What stands where a figure cannot be said.
pub(crate) fn not_known(lang: Lang) -> &'static str {
    UNKNOWN.plain(lang)
}
