//! The words about campaigns and discounts.

use report::phrases;

phrases! {
    NEEDS = "需要带日期的订单至少 8 周，或带优惠码的订单 10 笔以上；现有 {days} 天、{codes} 笔带优惠码的订单。", "Needs at least 8 weeks of dated orders, or 10 orders with a discount code; there are {days} days and {codes:order|orders} with a code.";
    NEEDS_ORDERS = "需要一笔一行的订单：文件里是按天或按月的合计。", "Needs orders one by one; the files hold sums by day or month.";

    CODE = "优惠码", "Discount code";
    ORDERS = "订单", "Orders";
    REVENUE = "成交额", "Revenue";
    DEPTH = "优惠力度", "Discount share";
    NEW = "首单占比", "First orders";
    NEW_WITHOUT = "同期无码首单占比", "First orders, no code";
    AOV = "客单价", "Order value";
    AOV_WITHOUT = "同期无码客单价", "Order value, no code";
    DIFFERENCE = "客单价差（95% 区间）", "Difference (95% interval)";
    MARGIN = "每单毛利", "Margin per order";
    MARGIN_WITHOUT = "同期无码每单毛利", "Margin per order, no code";
    NEXT = "下一步", "Next step";
    NEXT_KEEP = "保留，试更浅的力度", "Keep it, and try a smaller discount";
    NEXT_LIMIT = "加满额门槛，或只给新客", "Add a minimum order, or keep it for new customers";
    NEXT_NEW = "多用于拉新", "Use it to win customers";
    NEXT_WATCH = "差别不明确，继续观察", "No clear difference; watch";
    NEXT_ALONE = "同期没有无码订单可比", "No orders without a code in the same days to compare with";
    RANGE = "{low} 至 {high}", "{low} to {high}";
    N_ORDERS = "{n} 笔订单", "{n:order|orders}";
    N_PRODUCTS = "{n} 种商品", "{n:product|products}";

    CODES_TITLE = "{n} 个优惠码带来 {revenue}，让利 {discount}", "{n:discount code went|discount codes went} with {revenue} of revenue and {discount} of discounts";
    CODES_NOTE = "客单价与同一段日子里没有用码的订单相比（Welch t 检验，Benjamini–Hochberg 校正）。用码的人和没用码的人本来就可能不同，这是对比，不是因果。{few}", "Order values against orders without a code in the same days (Welch’s t-test, adjusted by Benjamini–Hochberg). Those who use codes may differ anyway: a comparison, not a cause. {few}";
    CODES_FEW = "另有 {n} 个优惠码不到 10 笔订单，未列出。", "{n:code|codes} with fewer than 10 orders left out.";
    CODES_DIFFER = "{n} 个优惠码的客单价与同期无码订单明显不同", "Order values of {n:code|codes} differ clearly from orders without one in the same days";
    CODES_ALIKE = "用码订单的客单价与同期无码订单没有可靠差别", "Order values with a code do not clearly differ from orders without one in the same days";
    WITH = "用码", "with the code";
    WITHOUT = "同期无码", "without, same days";
    NO_CODES = "订单里没有优惠码一列，看不出各优惠码的效果。", "The orders carry no discount codes, so codes cannot be told apart.";
    NO_COSTS = "没有商品成本，算不出毛利；商品文件加上成本一列即可。", "No costs of goods, so no margins; add a cost column to the product file.";

    EVENT = "活动", "Event";
    DAYS = "日期", "Days";
    EXPECTED = "预期", "Expected";
    LIFT = "提升（95% 区间）", "Lift (95% interval)";
    CHANCE = "校正后 p", "Adjusted p";
    BEFORE = "前 7 天", "7 days before";
    DURING = "活动期间", "The days themselves";
    AFTER = "后 14 天", "14 days after";
    NET = "合计", "Net";
    OFF = "有优惠的订单", "Discounted orders";
    PEAK = "高峰", "Peak";
    EVENTS_TITLE = "{n} 个活动或高峰明显高于平时", "{n:event or peak stands|events or peaks stand} clearly above the usual level";
    EVENTS_BELOW = "有活动日低于平时", "Some events stayed below the usual level";
    EVENTS_NONE = "看了 {n} 个活动日或高峰（{names}），没有一个明显不同于平时。", "Events and peaks looked at: {n} ({names}). None differed clearly from the usual level.";
    EVENTS_NOTE = "预期为前后 4 周的水平（去掉活动日和最高、最低各一成的日子）乘以该星期几的常见占比；区间和 p 来自同样长的普通时段与预期的偏差，全部 {tests} 个活动按 Benjamini–Hochberg 校正。同时发生的上新、广告、节日也会在其中。{single}", "Expected is the level of the four weeks before and after (events and the highest and lowest tenth of days left out) times the weekday’s usual share; interval and p come from how far ordinary stretches of the same length stray, all {tests:event|events} adjusted by Benjamini–Hochberg. Launches, ads and holidays of the same days are in it too. {single}";
    SINGLE = "有 {n} 个高峰主要来自一笔大订单，未计。", "{n:peak is|peaks are} mostly one large order and left out.";
    EVENT_TITLE = "{name}期间成交额为 {actual}，同期预期 {expected}", "{name}: revenue of {actual}, where {expected} was to be expected";
    EVENT_NOTE = "虚线为预期，阴影为单日的 95% 范围。", "Dashed: expected; the band holds 95% of ordinary days.";
    ACTUAL = "成交额", "Revenue";
    WATERFALL_TITLE = "{name}多出的 {gain} 里，前后少掉 {lost}", "Of the {gain} more in {name}, {lost} is missing before and after";
    WATERFALL_NONE = "{name}前后没有看到明显的回落", "No dip is visible around {name}";
    WATERFALL_NOTE = "前 7 天、后 14 天与各自的预期相比。前 7 天 p {before}，后 14 天 p {after}；p 大于 0.05 时，回落可能只是偶然。", "The 7 days before and 14 after against what was to be expected of them. Before, p {before}; after, p {after}. Above 0.05 a dip may be chance.";
    EFFECT = "与预期之差", "Against expectation";

    SPLIT_TITLE = "{name}期间，降价商品的日均成交额比前后 4 周 {cut}，其余商品 {rest}", "During {name}, revenue a day of products at a lower price was {cut} against the 4 weeks around, that of all others {rest}";
    SPLIT_NOTE = "降价：活动期间的平均单价比前后 4 周的中位单价低 5% 以上（{n} 种商品）。其余商品下降可能是被替代，也可能是别的原因。", "Lower price: mean price 5% or more below the median of the 4 weeks around ({n} products). A fall of the others may be substitution, or something else.";

    ELASTICITY_TITLE = "价格低 10% 时，销量约{change}", "With prices 10% lower, quantities were about {change}";
    ELASTICITY_UNSURE = "价格变化与销量之间看不出可靠的关系", "Prices and quantities show no reliable link";
    HIGHER = "高 {share}", "{share} higher";
    LOWER = "低 {share}", "{share} lower";
    ELASTICITY_NOTE = "ln 销量 = 商品 + 周 + ε·ln 价格，ε = {value}（95% 区间 {low} 至 {high}，按商品聚类的稳健误差；{products} 种商品、{cells} 个商品周）。各商品的值向总体收缩。没有销售的周不计，大单的批发价也算低价；价格和销量一起变，不证明是价格引起。", "ln quantity = product + week + ε·ln price, ε = {value} (95% interval {low} to {high}, errors clustered by product; {products} products, {cells} product weeks). Each product is drawn towards the whole. Weeks without sales are left out, and bulk prices count as low ones; price and quantity moving together does not show a cause.";
    ELASTICITY = "价格弹性", "Price elasticity";
    ELASTICITY_FEW = "价格弹性需要至少 {needs} 种商品各卖过 {weeks} 周且价格有变化；现有 {has} 种。", "Price elasticity needs {needs} products that sold in {weeks} weeks each and changed their price; there are {has}.";
    EVENTS_FEW = "活动日的提升需要至少 8 周的每日订单；现有 {n} 天。", "The lift of event days needs 8 weeks of daily orders; there are {n} days.";
    MISSING = "还不能算的部分", "What cannot be told yet";

    CONTROL_TITLE = "只在部分渠道用的优惠码{code}：与没有用的渠道相比，成交额{change}", "{code} was used in some channels only: against the others, revenue there went {change}";
    CONTROL_NONE = "只在部分渠道用的优惠码{code}：与没有用的渠道相比，成交额没有可靠差别", "{code} was used in some channels only: against the others, revenue there shows no reliable difference";
    CONTROL_TEXT = "双重差分：{treated} 相对 {control}，按各自活动前的水平计，期间之差为 {value}（95% 区间 {low} 至 {high}，p {p}）。活动前的走势检验 p {pre}{trend}", "Difference in differences: {treated} against {control}, each relative to its own level before, differ by {value} (95% interval {low} to {high}, p {p}). Trend before: p {pre}{trend}";
    TREND_FINE = "，看不出分叉。", ", no sign of drifting apart.";
    TREND_BAD = "：活动前就在分叉，这个比较不可靠。", ": they drifted apart before, so the comparison cannot be relied on.";

    F_PEAK = "{days}成交额比预期高 {change}：{actual}，预期 {expected}。", "Revenue of {days} was {change} above what was to be expected: {actual} against {expected}.";
    F_EVENT = "{name}（{days}）成交额比预期高 {change}：{actual}，预期 {expected}。", "Revenue in {name} ({days}) was {change} above what was to be expected: {actual} against {expected}.";
    F_EVENT_SURE = "提升的 95% 区间 {low} 至 {high}，校正后 p {p}。", "95% interval of the lift: {low} to {high}; adjusted p {p}.";
    F_EVENT_WHY = "与前后 4 周的水平和该星期几的常见占比相比；当时的广告、上新和节日也在里面。", "Against the level of the four weeks around and the weekday’s usual share; ads, launches and holidays of those days are in it.";
    F_EVENT_OFF = "期间 {share} 的订单有优惠。", "{share} of its orders were discounted.";
    F_EVENT_DIP = "之后 14 天低于预期 {amount}（p {p}），一部分像是提前买了。", "The 14 days after fell {amount} short (p {p}): part of it looks like purchases made earlier.";
    F_EVENT_ACTION = "下次照此备货，并留一组不参加的商品或地区作对照。", "Plan stock for it next time, and keep some products or regions out as a control.";
    F_EVENT_NEXT = "下一次从{day}开始。", "The next one starts on {day}.";
    F_CODE_LOW = "用{code}的订单平均 {own}，比同期没用码的（{other}）低 {change}。", "Orders with {code} average {own}, {change} less than orders without a code in the same days ({other}).";
    F_CODE_HIGH = "用{code}的订单平均 {own}，比同期没用码的（{other}）高 {change}。", "Orders with {code} average {own}, {change} more than orders without a code in the same days ({other}).";
    F_CODE_SURE = "{n} 笔订单，差的 95% 区间 {low} 至 {high}，校正后 p {p}。", "{n} orders; 95% interval of the difference {low} to {high}, adjusted p {p}.";
    F_CODE_WHY = "让利占原价的 {depth}；首单占 {new}，同期没用码的为 {other}。用码的人可能本来就不同。", "Discounts take {depth} of the full price; {new} are first orders, against {other} without a code. Those who use it may differ anyway.";
    F_ELASTIC = "价格低 10% 时，销量约{change}：降价时销售额跟着增加。", "With prices 10% lower, quantities were about {change}: revenue rose along with price cuts.";
    F_INELASTIC = "价格低 10% 时，销量只{change}：降价时销售额反而减少。", "With prices 10% lower, quantities were only {change}: revenue fell along with price cuts.";
    F_ELASTIC_SURE = "ε = {value}，95% 区间 {low} 至 {high}，{n} 种商品。", "ε = {value}, 95% interval {low} to {high}, {n} products.";
    F_ELASTIC_WHY = "商品和周的差别已扣除；降价往往与活动同时发生，大单也常有批发价，所以不全是价格的作用。", "Differences between products and weeks are taken out; price cuts often come with campaigns, and large orders with bulk prices, so it is not the price alone.";
    F_ELASTIC_ACTION = "挑几种商品单独试价，再决定折扣力度。", "Try prices on a few products alone before setting discounts.";

    WOMEN = "三八节", "Women’s Day";
    MAY = "520", "20 May";
    JUNE = "618", "618";
    ELEVEN = "双十一", "Singles’ Day";
    TWELVE = "双十二", "12.12";
    BLACK = "黑色星期五", "Black Friday";
    VALENTINE = "情人节前", "The days before Valentine’s";
    BOXING = "圣诞后", "The days after Christmas";
    CODE_DAYS = "优惠码{code}的日子", "the days of {code}";
    PEAK_OF = "{day}的高峰", "the peak of {day}";
}
