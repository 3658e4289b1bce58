//! How headers meet the words of the table: as a whole, in part, or nearly.

use super::fit::{is_date, is_money};
use super::name::Name;
use super::synonym::Synonyms;
use crate::Role;

/// How a column's name met a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    pub(crate) word: usize,
    pub(crate) quality: f64,
    pub(crate) code: &'static str,
    /// What the rest of the name speaks of: a bit per entry of [`TOPICS`], and how the name begins and ends.
    rest: u16,
}

/// What else a name may speak of, and the amounts and quantities that it may then be: tax on shipping
/// is neither the order's tax nor its shipping.
const TOPICS: [(&str, &[Role]); 10] = [
    (
        "运费 邮费 快递费 物流费 配送费 shipping postage freight delivery",
        &[Role::Shipping],
    ),
    (
        "优惠 折扣 满减 抵扣 改价 立减 discount discounts coupon voucher",
        &[Role::OrderDiscount, Role::LineDiscount],
    ),
    (
        "退 refund refunded refunds return returned",
        &[Role::RefundAmount],
    ),
    ("税 tax vat gst", &[Role::Tax, Role::LineTax]),
    ("佣金 手续费 服务费 commission fee fees", &[Role::Fee]),
    ("成本 采购 进货 cost costs", &[Role::UnitCost]),
    ("结算 打款 settlement payout", &[Role::MerchantReceived]),
    (
        "incl including inc inkl excl excluding before after",
        &[
            Role::OrderTotal,
            Role::OrderSubtotal,
            Role::LineTotal,
            Role::UnitPrice,
        ],
    ),
    (
        "库存 stock",
        &[
            Role::OnHand,
            Role::Available,
            Role::Reserved,
            Role::Incoming,
        ],
    ),
    (
        "补贴 积分 押金 定金 尾款 红包 购物金 开票 保价 保险 代收 未收 未付 余额 欠款 赠 重量 数量 件数 qty quantity \
         tip tips gift deposit insurance cod points weight tracking balance due credit \
         backordered cancelled canceled",
        &[],
    ),
];

/// The name is about a whole line or order.
const TOTAL: u16 = 1 << 12;
/// The name begins with `是否`: it answers yes or no.
const FLAG: u16 = 1 << 13;
/// The word stands inside a name that ends with an amount.
const AMOUNT: u16 = 1 << 14;
/// The word stands inside a name that ends with a time.
const TIME: u16 = 1 << 15;

/// Amounts of any kind: with something before them they need to be known as sales.
const AMOUNTS: &str = "金额 总额 总金额 合计 总计 收入 amount";
/// What makes an amount one of sales.
const OF_SALES: &str = "销售 销货 成交 交易 收款 实付 实收 实际 应付 付款 支付 货品 商品 产品 宝贝 零售 订单 \
    单品 明细 下单 消费 order item line product sale sales transaction purchase paid payment charged \
    invoice bill total gross final";

impl Match {
    /// Whether the whole name lets the column play a role that a part of it names.
    pub(crate) fn allows(&self, role: Role) -> bool {
        if self.rest & FLAG != 0 && role != Role::TestFlag
            || self.rest & TOTAL != 0 && matches!(role, Role::UnitCost | Role::UnitPrice)
            || self.rest & AMOUNT != 0 && !is_money(role)
            || self.rest & TIME != 0 && !is_date(role)
        {
            return false;
        }
        let counted = matches!(
            role,
            Role::Quantity | Role::OrderUnits | Role::OnHand | Role::Available
        );
        !(is_money(role) || counted)
            || TOPICS
                .iter()
                .enumerate()
                .all(|(i, (_, roles))| self.rest >> i & 1 == 0 || roles.contains(&role))
    }
}

/// Whether a text holds one of some words: whole words of letters, Chinese ones anywhere.
fn speaks_of(padded: &str, words: &str) -> bool {
    words.split_whitespace().any(|w| match w.is_ascii() {
        true => padded.contains(&format!(" {w} ")),
        false => padded.contains(w),
    })
}

/// What a name speaks of besides a word that it holds; `None` where that makes the word say nothing.
fn rest_of(name: &Name, word: &str, inside: bool) -> Option<u16> {
    let padded = format!(" {} ", name.words);
    let rest = match word.is_ascii() {
        true => padded.replacen(&format!(" {word} "), " ", 1),
        false => padded.replacen(word, " ", 1),
    };
    if AMOUNTS.split(' ').any(|a| a == word) && !speaks_of(&rest, OF_SALES) {
        return None;
    }
    let mut bits = 0;
    for (i, (words, _)) in TOPICS.iter().enumerate() {
        bits |= u16::from(speaks_of(&rest, words)) << i;
    }
    let ends = |heads: &[&str]| heads.iter().any(|h| name.bare.ends_with(h));
    if speaks_of(&rest, "total line 总 合计 金额") {
        bits |= TOTAL;
    }
    if name.bare.starts_with("是否") {
        bits |= FLAG;
    }
    if inside && ends(&["费", "额", "价", "款"]) {
        bits |= AMOUNT;
    }
    if inside && ends(&["时间", "日期"]) {
        bits |= TIME;
    }
    Some(bits)
}

/// All words that a name is, holds, or nearly is; best first.
pub(crate) fn match_name(name: &Name) -> Vec<Match> {
    let table = Synonyms::get();
    let mut found = Vec::new();
    if name.bare.is_empty() {
        return found;
    }
    for (spelling, quality) in [(&name.full, 0.97), (&name.bare, 0.95)] {
        if let Some(word) = table.exact(spelling) {
            found.push(Match {
                word,
                quality,
                code: "name_exact",
                rest: 0,
            });
        }
    }
    if is_ratio(name) {
        return found;
    }
    let padded = format!(" {} ", name.words);
    let chars = name.bare.chars().count();
    for (at, word) in table.words.iter().enumerate() {
        let length = word.words.chars().filter(|c| *c != ' ').count();
        if length >= chars + 2 || length < 2 {
            continue;
        }
        let mut inside = false;
        let quality = if word.words.is_ascii() {
            if length < 3 || is_general(&word.words) {
                continue;
            }
            if padded.ends_with(&format!(" {} ", word.words)) {
                0.55 + 0.3 * length as f64 / chars as f64
            } else if (word.words.contains(' ') || is_telling(&word.words))
                && padded.contains(&format!(" {} ", word.words))
            {
                inside = true;
                0.4 + 0.3 * length as f64 / chars as f64
            } else if length >= 6
                && length.abs_diff(chars) <= 2
                && strsim::normalized_damerau_levenshtein(&name.words, &word.words) >= 0.85
            {
                found.push(Match {
                    word: at,
                    quality: 0.6,
                    code: "name_similar",
                    rest: 0,
                });
                continue;
            } else {
                continue;
            }
        } else if name.bare.ends_with(&word.words) {
            0.6 + 0.3 * length as f64 / chars as f64
        } else if name.bare.contains(&word.words) {
            inside = true;
            0.45 + 0.3 * length as f64 / chars as f64
        } else {
            continue;
        };
        if let Some(rest) = rest_of(name, &word.words, inside) {
            found.push(Match {
                word: at,
                quality: quality.min(0.85),
                code: "name_part",
                rest,
            });
        }
    }
    found
}

/// Rates, averages and ranks are no amounts, whatever words they are made of.
fn is_ratio(name: &Name) -> bool {
    name.words.split(' ').any(|w| {
        matches!(
            w,
            "per"
                | "rate"
                | "ratio"
                | "avg"
                | "average"
                | "mean"
                | "share"
                | "rank"
                | "ctr"
                | "roas"
        )
    }) || ["率", "均", "占比", "排名", "同比", "环比", "客单价"]
        .iter()
        .any(|w| name.bare.contains(w))
}

/// Words that mean something only when they are the whole name.
fn is_general(word: &str) -> bool {
    matches!(
        word,
        "name"
            | "type"
            | "title"
            | "code"
            | "number"
            | "service"
            | "total"
            | "variant"
            | "user"
            | "test"
            | "note"
            | "body"
            | "text"
            | "count"
            | "index"
            | "option"
            | "land"
            | "article"
            | "visitor"
            | "model"
            | "status"
            | "score"
            | "site"
            | "role"
            | "from"
            | "label"
            | "order"
            | "action"
            | "event"
            | "source"
            | "medium"
            | "content"
            | "user id"
            | "comment"
            | "views"
            | "week"
            | "day"
            | "month"
            | "city"
            | "paid"
            | "ad"
            | "age"
            | "size"
            | "line number"
            | "value"
    )
}

/// Single words that say enough even in the middle of a name.
fn is_telling(word: &str) -> bool {
    matches!(
        word,
        "email"
            | "phone"
            | "mobile"
            | "sku"
            | "barcode"
            | "asin"
            | "campaign"
            | "revenue"
            | "refund"
            | "quantity"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dataset;
    use crate::recognise::synonym::Section;

    /// Whether a part of a header may name a role, elsewhere than among purchases.
    fn may_be(header: &str, role: Role) -> bool {
        let table = Synonyms::get();
        match_name(&Name::new(header)).iter().any(|m| {
            m.code == "name_part"
                && m.allows(role)
                && table.words[m.word]
                    .meanings
                    .iter()
                    .filter(|w| w.section != Section::Dataset(Dataset::Purchases))
                    .any(|w| w.role == Some(role))
        })
    }

    #[test]
    fn an_amount_of_something_else_is_no_sale() {
        for header in [
            "佣金金额",
            "红包金额",
            "成本金额",
            "采购金额",
            "抵扣金额",
            "税费金额",
            "开票金额",
            "结算总金额",
            "Tip amount",
            "Commission amount",
            "Gift card amount",
            "COD amount",
            "Net amount",
        ] {
            for role in [Role::LineTotal, Role::OrderTotal, Role::OrderListTotal] {
                assert!(!may_be(header, role), "{header}: {role:?}");
            }
        }
        assert!(may_be("子订单金额", Role::OrderTotal));
        assert!(may_be("商品销售金额", Role::LineTotal));
        assert!(may_be("Net order amount", Role::OrderTotal));
    }

    #[test]
    fn the_rest_of_a_name_narrows_what_a_part_means() {
        assert!(!may_be("Shipping discount", Role::LineDiscount));
        assert!(!may_be("Shipping tax", Role::Tax));
        assert!(!may_be("Price after discount", Role::LineDiscount));
        assert!(!may_be("买家服务费", Role::CustomerName));
        assert!(!may_be("是否手机订单", Role::Phone));
        assert!(!may_be("Qty refunded", Role::RefundAmount));
        assert!(!may_be("Total cost", Role::UnitCost));
        assert!(!may_be("成本金额", Role::UnitCost));
        assert!(!may_be("Refunded quantity", Role::Quantity));
        assert!(may_be("Seller discount", Role::LineDiscount));
    }
}
