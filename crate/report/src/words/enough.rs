//! What an analysis needs and what the data has.

use analysis::{Insufficient, Unit};
use chart::spec::Lang;

use super::phrase::{Phrase, phrases};

phrases! {
    NONE = "数据不足：需要约 {needs}，文件里没有。{add}", "Not enough data: needs about {needs}, and the files have none. {add}";
    NOT_ENOUGH = "数据不足：需要约 {needs}，现有 {has}。{add}", "Not enough data: needs about {needs}, has {has}. {add}";

    SUMMED_UP = "数据不足：这里需要每行一个订单，而文件里每行是一天、一周或一个月的合计（共 {n} 行）。请添加订单列表或订单明细。",
        "Not enough data: needs a row per order, and the files have totals of a day, a week or a month ({n:row|rows}). Add an export of the orders themselves.";

    ORDERS = "{n} 个订单", "{n:order|orders}";
    DATED = "{n} 个有日期的订单", "{n:order with a date|orders with a date}";
    WITH_HOUR = "{n} 个有时刻的订单", "{n:order with a time of day|orders with a time of day}";
    WITH_CUSTOMER = "{n} 个有客户信息的订单", "{n:order with a customer|orders with a customer}";
    LINES = "{n} 行有商品信息的明细", "{n:line with a product|lines with a product}";
    TWO_PRODUCTS = "{n} 个含两种以上商品的订单", "{n:order|orders} with two products or more";
    DISCOUNTED = "{n} 个有优惠的订单", "{n:discounted order|discounted orders}";
    REFUNDED = "{n} 个有退款的订单", "{n:refunded order|refunded orders}";
    PRODUCTS = "{n} 种商品", "{n:product|products}";
    CUSTOMERS = "{n} 位客户", "{n:customer|customers}";
    DAYS = "{n} 天", "{n:day|days}";
    WEEKS = "{n} 个完整的周", "{n:full week|full weeks}";
    MONTHS = "{n} 个完整的月", "{n:full month|full months}";
    PERIODS = "{n} 段可比较的时间", "{n:full period to compare|full periods to compare}";
    SEGMENTS = "{n} 个名称", "{n:name|names}";
    OTHER = "{n} 条", "{n:record|records}";

    ADD_ORDERS = "请添加更长时间的订单。", "Add orders of a longer time.";
    ADD_DATES = "请在“查看各列”中指出哪一列是下单时间，或添加含日期的订单文件。", "Say which column holds the order date, or add a file that has it.";
    ADD_HOURS = "请导出带时刻（时、分）的订单。", "Export orders with the time of day.";
    ADD_CUSTOMERS = "请添加含客户 ID 的订单文件；ID 会被遮盖。", "Add a file of orders with a customer ID; it stays masked.";
    ADD_LINES = "请添加含商品的订单明细。", "Add order lines that name their products.";
    ADD_DISCOUNTS = "如果有优惠，请指出哪一列是优惠金额。", "If discounts were given, say which column holds them.";
    ADD_REFUNDS = "如果有退款，请指出哪一列是退款金额，或添加售后文件。", "If there were refunds, say which column holds them, or add a file that does.";
    ADD_PERIODS = "请添加上一期的订单，才能比较。", "Add orders of the time before, so that there is something to compare with.";
    ADD_SEGMENTS = "请指出哪一列是这项信息，或添加含它的文件。", "Say which column holds it, or add a file that does.";
    NOT_NAMED = "文件里没有{what}。请指出哪一列是{what}，或添加含{what}的文件。", "The files name no {what}. Say which column holds it, or add a file that does.";
}

fn unit_phrase(unit: Unit) -> (Phrase, Phrase) {
    match unit {
        Unit::Orders | Unit::SingleOrders => (ORDERS, ADD_ORDERS),
        Unit::DatedOrders => (DATED, ADD_DATES),
        Unit::OrdersWithHour => (WITH_HOUR, ADD_HOURS),
        Unit::OrdersWithCustomer => (WITH_CUSTOMER, ADD_CUSTOMERS),
        Unit::LinesWithProduct => (LINES, ADD_LINES),
        Unit::OrdersWithTwoProducts => (TWO_PRODUCTS, ADD_LINES),
        Unit::DiscountedOrders => (DISCOUNTED, ADD_DISCOUNTS),
        Unit::RefundedOrders => (REFUNDED, ADD_REFUNDS),
        Unit::Products => (PRODUCTS, ADD_LINES),
        Unit::Customers => (CUSTOMERS, ADD_CUSTOMERS),
        Unit::Days => (DAYS, ADD_ORDERS),
        Unit::Weeks => (WEEKS, ADD_ORDERS),
        Unit::Months => (MONTHS, ADD_ORDERS),
        Unit::Periods => (PERIODS, ADD_PERIODS),
        Unit::Segments => (SEGMENTS, ADD_SEGMENTS),
        _ => (OTHER, ADD_ORDERS),
    }
}

/// A count with its unit: `1,204 orders`.
pub fn counted(n: u64, unit: Unit, lang: Lang) -> String {
    unit_phrase(unit).0.fill(lang, &[("n", n.into())])
}

/// What no file tells: channels, places.
pub(crate) fn not_named(what: &str, lang: Lang) -> String {
    NOT_NAMED.fill(lang, &[("what", what.into())])
}

/// What is missing, and what to add.
pub fn insufficient(missing: Insufficient, lang: Lang) -> String {
    if missing.unit == Unit::SingleOrders {
        return SUMMED_UP.fill(lang, &[("n", missing.has.into())]);
    }
    let (_, add) = unit_phrase(missing.unit);
    // Where some have it, the column is known: what is short is the time.
    let add = match missing.unit {
        Unit::Periods | Unit::Segments => add,
        _ if missing.has > 0 => ADD_ORDERS,
        _ => add,
    };
    let phrase = if missing.has == 0 { NONE } else { NOT_ENOUGH };
    phrase.fill(
        lang,
        &[
            (
                "needs",
                (&counted(missing.needs, missing.unit, lang)).into(),
            ),
            ("has", (&counted(missing.has, missing.unit, lang)).into()),
            ("add", add.plain(lang).into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_and_has_are_said() {
        let missing = Insufficient {
            needs: 100,
            has: 1,
            unit: Unit::Orders,
        };
        assert_eq!(
            insufficient(missing, Lang::En),
            "Not enough data: needs about 100 orders, has 1 order. Add orders of a longer time."
        );
        assert_eq!(
            insufficient(missing, Lang::Zh),
            "数据不足：需要约 100 个订单，现有 1 个订单。请添加更长时间的订单。"
        );
    }

    #[test]
    fn who_has_dates_is_not_asked_for_dates() {
        let missing = |has| {
            let missing = Insufficient {
                needs: 50,
                has,
                unit: Unit::DatedOrders,
            };
            insufficient(missing, Lang::Zh)
        };
        assert!(missing(31).ends_with("请添加更长时间的订单。"));
        assert!(missing(0).contains("哪一列是下单时间"));
    }
}
