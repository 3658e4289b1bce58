//! What is said about customers.

use report::phrases;

phrases! {
    NEEDS = "数据不足：需要至少 {needs} 位有下单日期的客户，现有 {has} 位。请添加含客户 ID 的订单文件；ID 会被遮盖。",
        "Not enough data: needs {needs} customers with dated orders, and there are {has}. Add orders with a customer ID; it stays masked.";

    RFM_TITLE = "{share}的净成交额来自 {n} 位核心客户", "{n:customer brings|core customers bring} {share} of net revenue";
    RFM_TITLE_PLAIN = "客户分群", "Kinds of customers";
    RFM_SUB = "净成交额，按最近购买、购买次数和金额分群，n = {n}", "Net revenue by how lately, how often and how much customers bought, n = {n}";
    RFM_NOTE = "最近购买、次数、金额各分五等（RFM）。核心：最近、常买、买得多；可能流失：常买或买得多，但很久没买；新客与有潜力：上次购买在 {days} 天以内。", "Recency, frequency and money in quintiles (RFM). Core: lately, often, much; at risk: often or much, but not lately; new and promising: the last purchase no more than {days} days ago.";
    NET = "净成交额", "Net revenue";
    LATELY = "近期购买过", "Bought lately";
    LONG_AGO = "很久没买", "Not bought for a long time";
    SEGMENT = "分群", "Kind";
    CUSTOMERS = "客户数", "Customers";
    SHARE = "占净成交额", "Share of net revenue";
    EACH = "人均净成交额", "Net revenue each";
    SINCE = "距上次购买（天，中位数）", "Days since the last purchase (median)";
    ADVICE = "可以做什么", "What to do";
    CHAMPIONS = "核心客户", "Core";
    LOYAL = "忠实客户", "Loyal";
    PROMISING = "有潜力", "Promising";
    NEW = "新客", "New";
    AT_RISK = "可能流失", "At risk";
    DORMANT = "沉睡", "Dormant";
    DO_CHAMPIONS = "新品先给他们看，请他们评价", "Show them new products first, ask for reviews";
    DO_LOYAL = "推荐搭配与更高价位", "Suggest what goes with it, and better versions";
    DO_PROMISING = "用下一单的理由唤回：补货、搭配", "Give a reason for the next order: refills, what goes with it";
    DO_NEW = "三十天内促成第二单", "Bring about the second order within thirty days";
    DO_AT_RISK = "优先联系，问清原因", "Contact them first, and ask why";
    DO_DORMANT = "低成本触达，不值得重投入", "Reach them cheaply or not at all";
    RFM_TABLE = "各分群的人数、贡献与做法", "Kinds of customers: how many, what they bring, what to do";

    KINDS_TITLE = "按购买习惯，客户可分成 {n} 群；“{name}”占客户的 {people}，带来净成交额的 {share}", "By what they do, customers fall into {n} segments; “{name}” are {people} of customers and bring {share} of net revenue";
    KINDS_TITLE_VAGUE = "客户的购买习惯是逐渐过渡的，分不出界限清楚的群（轮廓系数 {silhouette}）", "Customers differ by degrees more than by clear segments (silhouette {silhouette})";
    KINDS_SUB = "各群在每种习惯上的平均百分位，全体客户为 50%，n = {n}", "Mean percentile of each segment in each habit; all customers are at 50%, n = {n}";
    KINDS_NOTE = "k 均值聚类（k = 2 至 6 中取轮廓系数最高的，{silhouette}），次数、金额等先取对数并标准化。轮廓系数高于 0.5 算分明，0.25 至 0.5 较弱，再低就没有明显的群；不分明时只宜当作方向看。“近期买过”越高，距上次购买越近。", "k-means (of k = 2 to 6 the one with the highest silhouette, {silhouette}) on standardised habits, counts and amounts by their logarithms. Above 0.5 segments part reasonably, from 0.25 to 0.5 weakly, below that there is no structure to speak of; where they do not part, read the profiles as directions. The higher “bought lately”, the fewer days since the last purchase.";
    KINDS_TABLE = "各群的规模与典型客户", "The segments: how large they are, and their typical customer";
    KINDS_TABLE_SUB = "除占比外均为中位数，n = {n}", "Medians but for the shares, n = {n}";
    KINDS_NEEDS = "按习惯聚类需要至少 {needs} 位客户、3 种有差别的习惯；现有 {has} 位。", "Segments by habits need {needs} customers and 3 habits in which they differ; there are {has:customer|customers}.";
    KINDS = "按习惯聚类", "Segments by habits";
    PEOPLE = "占客户", "Share of customers";
    H_LATELY = "近期买过", "Bought lately";
    H_OFTEN = "买得勤", "Buys often";
    H_MUCH = "单次金额高", "Spends much at once";
    H_WIDELY = "买的品种多", "Buys many products";
    H_LONG = "客龄长", "Long-standing customer";
    H_DISCOUNTED = "常用优惠", "Buys at a discount";
    MEDIAN_EACH = "单次净成交额", "Net revenue per purchase";
    MEDIAN_PRODUCTS = "买过的品种", "Products bought";
    MEDIAN_LONG = "首购至今（天）", "Days since the first purchase";
    MEDIAN_DISCOUNTED = "有优惠的订单占比", "Share of discounted orders";
    MEDIAN_SINCE = "距上次购买（天）", "Days since the last purchase";
    LOW_LATELY = "很久没买", "not lately";
    LOW_OFTEN = "买得少", "seldom";
    LOW_MUCH = "单次金额低", "little at once";
    LOW_WIDELY = "品种少", "few products";
    LOW_LONG = "新近首购", "new";
    LOW_DISCOUNTED = "少用优惠", "full price";
    HIGH_LATELY = "近期买过", "lately";
    HIGH_OFTEN = "买得勤", "often";
    HIGH_MUCH = "单次金额高", "much at once";
    HIGH_WIDELY = "品种多", "many products";
    HIGH_LONG = "老客", "long-standing";
    HIGH_DISCOUNTED = "常用优惠", "discounts";
    NEITHER = "居中", "about average";

    COHORT_TITLE = "首购次月有 {share}的客户再次购买", "{share} of new customers buy again in the month after";
    COHORT_SUB = "按首购月份，之后每月有购买的客户占比", "Share of customers who bought, by month of their first purchase and months after";
    COHORT_NOTE = "月份后是首购人数，不足 5 人的留空。只计完整的月份；首购当月为 100%，未列出。", "After the month, how many bought for the first time; fewer than 5 are left empty. Months that are over only; the first month is 100% and not shown.";
    BOUGHT = "有购买的占比", "Share who bought";
    MONTHS_AFTER = "+{n} 月", "+{n} mo";
    COHORT_NEEDS = "留存需要至少 3 个完整的月份，现有 {has} 个。", "Retention needs 3 full months, and there are {has}.";

    SECOND_TITLE = "首购后 90 天内，约 {share}的客户会买第二次", "About {share} of customers buy a second time within 90 days of their first";
    SECOND_TITLE_PLAIN = "多久会买第二次", "How long it takes to a second purchase";
    SECOND_SUB = "还没有第二次购买的客户占比，Kaplan–Meier，n = {n}", "Share without a second purchase yet, Kaplan–Meier, n = {n}";
    SECOND_NOTE = "阴影为 95% 置信区间；近来的新客按已观察的天数计入。", "The band is the 95% confidence interval; recent customers count for the days they were watched.";
    WITHOUT = "尚无第二次购买", "Without a second purchase";
    DAYS = "首购后天数", "Days since the first purchase";

    VALUE_TITLE = "现有客户未来一年预计带来净成交额约 {sum}（95% 区间 {lo} 至 {hi}）", "Today’s customers should bring about {sum} net over the next year (95%: {lo} to {hi})";
    VALUE_SUB = "预期价值最高的客户，净成交额按每年 10% 折现", "The customers of highest expected value; net revenue discounted by 10% a year";
    VALUE_NOTE = "购买次数用 BG/NBD、客单价用 Gamma–Gamma 模型；区间来自模拟的未来。不含新客。", "Purchases by BG/NBD, their value by Gamma–Gamma; intervals from simulated futures. New customers are not in it.";
    VALUE_TRIAL = "在历史最后四分之一上检验：预计 {said} 次复购，实际 {came} 次。", "Tried on the last quarter of the history: {said} repeat purchases expected, {came} came.";
    VALUE_CORRELATION = "购买次数与客单价相关（{r}），模型假设二者无关，高频客户的价值可能有偏。", "How often customers buy goes with what they spend ({r}); the models take them as independent, so the value of frequent buyers may be off.";
    VALUE_NEEDS = "数据不足：客户价值需要至少 30 位客户、其中 10 位买过两次以上。请添加更长时间的订单。", "Not enough data: lifetime value needs 30 customers, 10 of them with two purchases or more. Add orders of a longer time.";
    VALUE_UNCLEAR = "这些客户的购买节奏没有让模型（BG/NBD）得到稳定的解，例如看不出谁已经流失，因此不给出客户价值。", "The rhythm of these customers gives the model (BG/NBD) no clear answer, as where nobody can be seen to leave; so no value is told.";
    CUSTOMER = "客户", "Customer";
    ORDERS = "购买次数", "Purchases";
    SPENT = "已花费", "Spent";
    LAST = "上次购买", "Last purchase";
    ALIVE = "仍是客户的概率", "Still a customer";
    NEXT = "未来 13 周预期购买", "Expected purchases, next 13 weeks";
    WORTH = "未来一年价值", "Value over the next year";
    LO = "95% 下限", "95% from";
    HI = "95% 上限", "95% to";

    RISK_TITLE = "{n} 位曾经常买的客户可能正在流失，过去花费合计 {sum}", "{n:customer|customers} who used to buy often may be leaving; they have spent {sum}";
    RISK_SUB = "买过三次以上、仍是客户的概率低于一半，按花费排序", "Three purchases or more, less likely than not to still be customers, by what they spent";
    RISK_NOTE = "概率由 BG/NBD 模型给出：与自己以往的购买间隔相比，已经太久没买。", "By BG/NBD: they have been away too long for their own rhythm.";

    F_CORE = "{n} 位核心客户（占客户 {people}）带来净成交额的 {share}。", "{n:core customer|core customers} ({people} of all) bring {share} of net revenue.";
    F_CORE_SURE = "全部 {n} 位客户，未抽样。", "All {n} customers, no sample.";
    F_CORE_WHY = "按最近购买、次数、金额的五等分划分。", "By quintiles of recency, frequency and money.";
    F_CORE_DO = "单独维护这份名单，新品和库存紧张时优先他们。", "Keep this list apart: new products and scarce stock to them first.";
    F_RISK = "{n} 位曾购买三次以上的客户多半不再回来，他们过去花费合计 {sum}。", "{n:customer|customers} with three purchases or more will probably not come back; they have spent {sum}.";
    F_RISK_SURE = "每人仍是客户的概率都低于 50%（BG/NBD，n = {n}）。", "Each is less than 50% likely to still be a customer (BG/NBD, n = {n}).";
    F_RISK_WHY = "与各自以往的购买节奏相比，已经太久没有购买。", "Measured by each one’s own rhythm, they have been away too long.";
    F_RISK_DO = "先联系花费最多的几位，问清原因，再决定是否给优惠。", "Contact those who spent most first, ask why, and only then decide on a discount.";
    F_SECOND = "首购后 90 天内约 {share}的客户会再次购买，其中一半在 {days} 天内。", "About {share} of customers buy again within 90 days, half of those by day {days}.";
    F_SECOND_SURE = "95% 区间 {lo} 至 {hi}，n = {n}。", "95%: {lo} to {hi}, n = {n}.";
    F_SECOND_WHY = "Kaplan–Meier 估计，尚在观察期的客户也计入。", "Kaplan–Meier, so that customers still being watched count rightly.";
    F_SECOND_DO = "把第二单的提醒安排在第 {days} 天之前。", "Time the reminder for the second order before day {days}.";
}
