//! Findings in words: who, what, how much, since when, compared with what, how sure.

mod action;
mod certainty;
mod change;
mod sentence;

use analysis::Finding;

use super::phrase::phrases;
use super::say::Say;
use crate::Tone;
use action::action;
use certainty::{certainty, method};
use sentence::sentence;

phrases! {
    ROSE = "{when}，{what}上升 {change}，达到 {to}；{against}为 {from}。", "{what} rose {change} to {to} in {when}, from {from} {against}.";
    FELL = "{when}，{what}下降 {change}，降至 {to}；{against}为 {from}。", "{what} fell {change} to {to} in {when}, from {from} {against}.";
    GREW = "{when}，{what}增至 {times} 倍，达到 {to}；{against}为 {from}。", "{what} grew {times}-fold to {to} in {when}, from {from} {against}.";
    LEVEL = "{when}，{what}为 {to}，与{against}持平。", "{what} stayed level at {to} in {when}, as {against}.";
    APPEARED = "{when}，{what}为 {to}；{against}没有。", "{what} came to {to} in {when}, after none {against}.";
    VANISHED = "{when}，{what}为零；{against}为 {from}。", "{what} fell to nothing in {when}, from {from} {against}.";
    SHARE_ROSE = "{when}，{what}从 {from} 升至 {to}（与{against}相比 {change}）。", "{what} rose from {from} to {to} in {when} ({change} against {against}).";
    SHARE_FELL = "{when}，{what}从 {from} 降至 {to}（与{against}相比 {change}）。", "{what} fell from {from} to {to} in {when} ({change} against {against}).";

    REVENUE = "成交额", "Revenue";
    ORDER_COUNT = "订单数", "The number of orders";
    AOV = "客单价", "The average order value";
    REVENUE_OF = "{name}的成交额", "Revenue from {name}";
    SHARE_OF = "{name}在成交额中的占比", "The share of revenue from {name}";
    REFUND_RATE = "有退款的订单占比", "The share of refunded orders";
    DISCOUNT_RATE = "有优惠的订单占比", "The share of discounted orders";
    RETURNING_RATE = "老客户的订单占比", "The share of returning customers’ orders";
    PERIOD_ALL = "整段时间", "all of the data";

    CONCENTRATION = "{products} 种商品带来 80% 的成交额，商品共 {of} 种。", "{products} of {of:product makes|products make} 80% of revenue.";
    DOMINATES = "{name}占成交额的 {share}。", "{name} makes {share} of revenue.";
    LARGEST_CUSTOMER = "有一位客户占已知客户成交额的 {share}。", "A single customer makes {share} of known customers’ revenue.";
    TOP_CUSTOMERS = "消费最多的 {n} 位客户（十分之一）占已知客户成交额的 {share}。", "The top tenth of customers ({n}) makes {share} of known customers’ revenue.";
    PRICE_MIX = "{when}成交额变化 {change}：{largest}影响最大（{amount}）。", "Of the revenue change of {change} in {when}, {largest} moved most ({amount}).";
    BY_PRICE = "价格", "prices";
    BY_VOLUME = "销量", "quantities";
    BY_MIX = "商品结构", "the product mix";
    BY_RANGE = "只在一期有销量的商品", "products sold in only one of the two periods";
    PRODUCT_REFUNDS = "含{name}的订单有 {rate} 发生退款，其他商品为 {rest}；共退款 {amount}。", "{rate} of orders with {name} were refunded, against {rest} with other products; {amount} in all.";
    LOST_CANCELLED = "{n} 个订单被取消或关闭（占全部订单 {share}）{amount}。", "{n:order was|orders were} cancelled or closed ({share} of all){amount}.";
    LOST_UNPAID = "{n} 个订单没有付款（占全部订单 {share}）{amount}。", "{n:order was|orders were} never paid ({share} of all){amount}.";
    WHY_CLOSED = "其中 {open} 个仍可付款，{n} 个已关闭，不能再付。", "{open} of them can still be paid, {n} {n?is|are} closed.";
    WHY_ALL_CLOSED = "这些订单都已关闭，不能再付。", "All of them are closed and can no longer be paid.";
    LOST_OTHER = "{n} 个订单没有计入（{reason}，占全部订单 {share}）{amount}。", "{n:order was|orders were} left out ({reason}; {share} of all){amount}.";
    LOST_WORTH = "，金额 {amount}", ", worth {amount}";
    WEEKDAY_HIGH = "{day}平均成交额为 {mean}，比其他日子高 {change}（其他日子 {rest}）。", "{day}s bring {mean} on average, {change} more than other days ({rest}).";
    WEEKDAY_LOW = "{day}平均成交额为 {mean}，比其他日子低 {change}（其他日子 {rest}）。", "{day}s bring {mean} on average, {change} less than other days ({rest}).";
    BUSY_HOURS = "{from}至{to}之间的订单占 {share}。", "{share} of orders come between {from} and {to}.";
    DISCOUNT_DEPENDENCY = "{share} 的订单有优惠，优惠金额相当于原价的 {depth}。", "{share} of orders carry a discount; discounts take {depth} of the full price.";
    DISCOUNTED_LARGER = "有优惠的订单按优惠前计平均 {discounted}，比其他订单（{full}）高 {change}。", "Before the discount, discounted orders average {discounted}, {change} more than the others ({full}).";
    DISCOUNTED_SMALLER = "有优惠的订单按优惠前计平均 {discounted}，比其他订单（{full}）低 {change}。", "Before the discount, discounted orders average {discounted}, {change} less than the others ({full}).";
    RETURNING_LARGER = "老客户的订单平均 {returning}，比首单（{new}）高 {change}。", "Repeat orders average {returning}, {change} more than first orders ({new}).";
    RETURNING_SMALLER = "老客户的订单平均 {returning}，比首单（{new}）低 {change}。", "Repeat orders average {returning}, {change} less than first orders ({new}).";
    REPEAT_RATE = "{rate} 的客户下过两单或更多；复购订单占已知客户成交额的 {share}。", "{rate} of customers ordered twice or more; repeat orders make {share} of known customers’ revenue.";
    PAIR = "{a}和{b}常被一起购买：{n} 个订单同时有两者，是随机情况的 {lift} 倍。", "{a} and {b} are bought together: {n:order|orders} with both, {lift} times what chance would give.";
    DAY_HIGH = "{day}的成交额为 {amount}，比该星期几的通常水平（{expected}）高 {change}。", "Revenue on {day} was {amount}, {change} above the usual level of that weekday ({expected}).";
    DAY_LOW = "{day}的成交额为 {amount}，比该星期几的通常水平（{expected}）低 {change}。", "Revenue on {day} was {amount}, {change} below the usual level of that weekday ({expected}).";
    LARGE_ORDER = "一个订单（{amount}）占成交额的 {share}。", "One order ({amount}) makes {share} of revenue.";
    LARGE_ORDER_DAY = "{day}的一个订单（{amount}）占成交额的 {share}。", "One order of {day} ({amount}) makes {share} of revenue.";
    ORDER_MADE_DAY = "{day}因一个大额订单（{amount}）而突出，它占全部成交额的 {share}。", "{day} stands out through one large order ({amount}), {share} of all revenue.";
    ORDERS_MADE_DAYS = "{n} 天各因一个大额订单而突出，最大的一个在{day}（{amount}）；这些订单共占成交额的 {share}。", "{n} days stand out through one large order each, the largest on {day} ({amount}); together they make {share} of revenue.";
    MISSING_DAYS = "{period}没有任何订单。", "There is not one order in {period}.";
    SLOPE_UP = "最近 {n} {steps}，成交额平均每{step}增加 {amount}（{change}）。", "Over the last {n} {steps}, revenue rose by {amount} a {step} on average ({change}).";
    SLOPE_DOWN = "最近 {n} {steps}，成交额平均每{step}减少 {amount}（{change}）。", "Over the last {n} {steps}, revenue fell by {amount} a {step} on average ({change}).";
    MONTH = "月", "month";
    MONTHS = "个月", "months";
    WEEK = "周", "week";
    WEEKS = "周", "weeks";
    OTHER = "数据中有一处值得注意的变化。", "Something in the data is worth a look.";

    FACT = "这是对 {n}的统计，不是推断。", "A count over {n}, not an inference.";
    ALMOST_CERTAIN = "几乎不可能是偶然", "Very unlikely to be chance";
    LIKELY = "不太可能是偶然", "Unlikely to be chance";
    TENTATIVE = "可能不是偶然", "Probably not chance";
    TESTED = "{how}（校正后 p {p}{interval}；{n}）。", "{how} (adjusted p {p}{interval}; {n}).";
    INTERVAL = "；{level} 区间 {low} 至 {high}", "; {level} interval {low} to {high}";

    WHY_ORDERS = "主要因为订单数从 {from} 变为 {to}。", "Mainly because orders went from {from} to {to}.";
    WHY_VALUE = "主要因为每单金额变化；订单数从 {from} 变为 {to}。", "Mainly because the value of an order changed; orders went from {from} to {to}.";
    WHY_BOTH = "订单数（从 {from} 到 {to}）和每单金额的影响相当。", "Orders (from {from} to {to}) and their value moved it alike.";
    WHY_CONTRIBUTION = "它占总变化的 {share}。", "It makes up {share} of the whole change.";
    WHY_AGAINST = "它与总体变化的方向相反。", "It ran against the change as a whole.";
    WHY_PARTS = "价格 {price}，销量 {volume}，结构 {mix}，只在一期有销量的商品 {range}。", "Prices {price}, quantities {volume}, mix {mix}, products sold in only one of the two periods {range}.";
    WHY_DAY = "当天最突出的是{name}。", "What stood out that day: {name}.";
    WHY_PAIR = "买了{a}的订单里，{confidence} 也有{b}。", "{confidence} of the orders with {a} also have {b}.";
    WHY_CORRELATION = "这是相关，不说明因果。", "This is a correlation; it does not show a cause.";

    M_WELCH_TOTALS = "方法：对每日或每周合计作 Welch t 检验，并按自相关折减样本量。", "Method: Welch’s t-test on daily or weekly totals, with the sample size reduced for autocorrelation.";
    M_WELCH_ORDERS = "方法：对订单金额作 Welch t 检验。", "Method: Welch’s t-test on order amounts.";
    M_QUASI = "方法：比较两段时间的订单数（准泊松，按店铺自身的波动放宽）。", "Method: order counts of both periods compared (quasi-Poisson, widened by the shop’s own variation).";
    M_PROPORTIONS = "方法：两比例检验。", "Method: test of two proportions.";
    M_FISHER = "方法：Fisher 精确检验。", "Method: Fisher’s exact test.";
    M_CHI = "方法：卡方检验（Yates 校正）。", "Method: χ² test with Yates’ correction.";
    M_RANK = "方法：这一天与其他日子的 Mann–Whitney 检验，每天都与前后一周相比。", "Method: Mann–Whitney of this weekday against the others, each day relative to the week around it.";
    M_ROBUST = "方法：与同一星期几的中位数相比，稳健 z 值大于 3.5。", "Method: robust z above 3.5 against the median of the same weekday.";
    M_KENDALL = "方法：Mann–Kendall 趋势检验，Theil–Sen 斜率。", "Method: Mann–Kendall trend test, Theil–Sen slope.";

    A_DRIVERS = "看看是哪些商品和渠道带来的变化。", "See which products and channels are behind it.";
    A_REPEAT = "弄清楚哪里做对了，并备足库存。", "Find out what worked, and keep stock for it.";
    A_CAUSE = "检查价格、库存、商品页和广告，找出原因。", "Check price, stock, listing and advertising for the cause.";
    A_CHECK = "核对这段时间的文件是否完整。", "Check whether the files for that time are complete.";
    A_CHECK_ORDER = "核对订单是否录入正确；如果是企业客户的采购，请单独分析。", "Check that the order is entered rightly; if it is a business customer’s, look at it apart.";
    A_SECURE = "确保这些商品不断货，同时试推其他商品。", "Make sure that these products never run out, and try others.";
    A_DIVERSIFY = "培养其他来源，减少对单一来源的依赖。", "Build up others, so as to depend less on a single one.";
    A_KEEP_BEST = "维护好这些客户。", "Look after these customers.";
    A_SECOND = "在首单之后邀请客户再次购买。", "Invite customers to a second order soon after the first.";
    A_NEW = "想办法吸引新客户。", "Look for ways to win new customers.";
    A_REVIEW_PRODUCT = "看看这件商品的评价和退货原因：尺寸、质量、描述。", "Read its reviews and reasons for return: size, quality, description.";
    A_RECOVER = "催付仍待付款的订单（已关闭的无法再付），并简化付款步骤。", "Remind customers of payments still open (closed orders can no longer be paid), and make paying easier.";
    A_REDUCE = "查清取消的原因：缺货、发货时间、价格。", "Find out why orders are cancelled: stock, delivery time, price.";
    A_PLAN = "按这些时段安排活动、库存和客服。", "Plan campaigns, stock and service for these times.";
    A_DISCOUNTS = "试一试更少或更小的优惠，比较结果。", "Test fewer or smaller discounts, and compare.";
    A_TOGETHER = "把两件商品做成套餐，或放在一起展示。", "Offer the two as a bundle, or show them side by side.";
    A_PRICES = "复查价格和商品结构。", "Review prices and mix.";
    A_VALUE = "提高每单金额：组合销售、满额包邮。", "Raise the order value: bundles, free shipping from an amount.";
    A_WATCH = "下一期继续观察。", "Watch it in the next period.";
}

/// A finding in words.
pub(crate) struct Words {
    pub(crate) sentence: String,
    pub(crate) certainty: String,
    pub(crate) why: String,
    pub(crate) action: &'static str,
    pub(crate) tone: Tone,
}

/// Says a finding.
pub(crate) fn finding(finding: &Finding, say: &Say<'_>) -> Words {
    let (sentence, why, tone) = sentence(finding, say);
    let method = method(finding.evidence.method).map_or("", |m| say.plain(m));
    let gap = match say.lang {
        chart::spec::Lang::Zh => "",
        chart::spec::Lang::En => " ",
    };
    let why = match (why.is_empty(), method.is_empty()) {
        (true, _) => method.to_owned(),
        (false, true) => why,
        (false, false) => [why.as_str(), gap, method].concat(),
    };
    Words {
        sentence: capital(&sentence),
        certainty: certainty(finding, say),
        why,
        action: say.plain(action(finding.action)),
        tone,
    }
}

/// What can still be had of orders that were never paid; nothing where none is known to be closed.
pub(crate) fn still_open(orders: u64, closed: u64, lang: chart::spec::Lang) -> String {
    match orders.saturating_sub(closed) {
        _ if closed == 0 => String::new(),
        0 => WHY_ALL_CLOSED.plain(lang).to_owned(),
        open => WHY_CLOSED.fill(lang, &[("open", open.into()), ("n", closed.into())]),
    }
}

/// A sentence begins with a capital; names of the merchant stay as they are, since they stand in quotation marks.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_ascii_lowercase() => {
            let mut out = String::with_capacity(text.len());
            out.push(first.to_ascii_uppercase());
            out.push_str(chars.as_str());
            out
        }
        _ => text.to_owned(),
    }
}
