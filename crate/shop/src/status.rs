//! What the words of a status column say about an order.

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Cancelled, voided, closed.
    Cancelled,
    /// Not paid (yet).
    Unpaid,
    /// All of it was paid back.
    Refunded,
    /// A part was paid back.
    PartlyRefunded,
    /// Paid, sent, done.
    Counted,
}

/// The state that a word says; `None` for words that say nothing about payment.
pub(crate) fn classify(text: &str) -> Option<State> {
    let text = text.trim();
    if text.is_ascii() {
        return english(&text.to_ascii_lowercase());
    }
    chinese(text).or_else(|| english(&text.to_lowercase()))
}

fn english(text: &str) -> Option<State> {
    let key: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let key = key.strip_prefix("wc ").unwrap_or(&key);
    Some(match key {
        "cancelled" | "canceled" | "cancel" | "void" | "voided" | "expired" | "rejected"
        | "closed" | "abandoned" | "storniert" | "annule" | "annulee" | "cancelado" | "trash" => {
            State::Cancelled
        }
        "failed"
        | "declined"
        | "requires payment method"
        | "pending"
        | "unpaid"
        | "pending payment"
        | "awaiting payment"
        | "authorized"
        | "on hold"
        | "payment pending"
        | "open unpaid"
        | "not paid"
        | "checkout draft"
        | "incomplete"
        | "offen"
        | "unbezahlt" => State::Unpaid,
        "refunded"
        | "returned"
        | "refund"
        | "fully refunded"
        | "chargeback"
        | "erstattet"
        | "shipped returned to seller"
        | "shipped returning to seller" => State::Refunded,
        "partially refunded" | "partial refund" | "partly refunded" | "partially returned" => {
            State::PartlyRefunded
        }
        "paid"
        | "shipped"
        | "completed"
        | "complete"
        | "processing"
        | "delivered"
        | "fulfilled"
        | "unfulfilled"
        | "partially fulfilled"
        | "partial"
        | "succeeded"
        | "success"
        | "captured"
        | "unshipped"
        | "partially shipped"
        | "pending shipment"
        | "partially paid"
        | "shipped delivered to buyer"
        | "shipped picked up"
        | "in transit"
        | "shipped out for delivery"
        | "confirmed"
        | "bezahlt"
        | "versendet"
        | "dispatched" => State::Counted,
        _ if key.starts_with("cancel") => State::Cancelled,
        _ if key.starts_with("partially refund") => State::PartlyRefunded,
        _ if key.starts_with("refunded") => State::Refunded,
        _ if key.starts_with("shipped") => State::Counted,
        _ => return None,
    })
}

fn chinese(text: &str) -> Option<State> {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    // After-sales states first: `未发货，退款成功` names sending as well.
    if has(&["部分退款", "部分退货"]) {
        return Some(State::PartlyRefunded);
    }
    if has(&[
        "退款成功",
        "已退款",
        "全额退款",
        "退款完成",
        "已退货",
        "退货完成",
        "已全额退",
    ]) {
        return Some(State::Refunded);
    }
    if has(&[
        "待付款",
        "等待买家付款",
        "未付款",
        "未支付",
        "待支付",
        "等待付款",
        "待买家付款",
    ]) {
        return Some(State::Unpaid);
    }
    if has(&[
        "交易关闭",
        "已取消",
        "取消订单",
        "订单取消",
        "已关闭",
        "交易取消",
        "已作废",
        "作废",
        "锁定",
    ]) || matches!(text, "取消" | "关闭" | "删除" | "(删除)等待确认收货")
    {
        return Some(State::Cancelled);
    }
    if has(&[
        "交易成功",
        "已付款",
        "已发货",
        "待发货",
        "已收货",
        "已完成",
        "完成",
        "已签收",
        "待收货",
        "等待出库",
        "已出库",
        "等待确认收货",
        "等待收货",
        "卖家已发货",
        "买家已付款",
        "已支付",
        "已成交",
        "待签收",
        "待评价",
        "无售后",
        "退款关闭",
        "未申请退款",
        "没有申请退款",
        "正常",
    ]) {
        return Some(State::Counted);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages() {
        for (word, state) in [
            ("交易成功", State::Counted),
            ("交易关闭", State::Cancelled),
            ("等待买家付款", State::Unpaid),
            ("买家已付款，等待卖家发货", State::Counted),
            ("卖家已发货，等待买家确认", State::Counted),
            ("已取消", State::Cancelled),
            ("未发货，退款成功", State::Refunded),
            ("已发货，部分退款", State::PartlyRefunded),
            ("无售后或售后取消", State::Counted),
            ("待付款", State::Unpaid),
            ("partially_refunded", State::PartlyRefunded),
            ("Voided", State::Cancelled),
            ("wc-completed", State::Counted),
            ("Pending", State::Unpaid),
            ("Shipped - Delivered to Buyer", State::Counted),
        ] {
            assert_eq!(classify(word), Some(state), "{word}");
        }
        assert_eq!(classify("Blue mug"), None);
    }
}
