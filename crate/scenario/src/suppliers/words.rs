//! The words of suppliers.

use report::phrases;

phrases! {
    TITLE = "供应商交货", "Suppliers";
    NEEDS = "数据不足：需要采购单或入库单，带供应商、采购数量、下单日期和到货日期（最好还有约定到货日期、到货数量、单价）。现有文件里没有。", "Not enough data: needs purchase orders or goods receipts with supplier, quantity, order date and day of arrival (if possible also promised date, quantity received and cost). The files have none.";
    NEEDS_ROWS = "数据不足：采购文件里只有 {has} 行能用，至少需要 {needs} 行带供应商和数量的记录。请添加更多采购单。", "Not enough data: {has:row|rows} of the purchase file can be used, at least {needs} with supplier and quantity are needed. Add more purchase orders.";

    SUPPLIER = "供应商", "Supplier";
    LINES = "采购行", "Lines";
    SPEND_SHARE = "采购额占比", "Share of spend";
    UNITS_SHARE = "数量占比", "Share of units";
    OTIF = "按时足量率", "On time in full";
    INTERVAL = "95% 区间", "95% interval";
    FILL = "到货满足率", "Fill rate";
    LEAD = "平均交货期（天）", "Mean lead time, days";
    LEAD_CV = "交货期变异", "Its variation (CV)";
    LEAD_P95 = "95% 在几天内", "95% within, days";
    OVERDUE = "逾期未到", "Overdue";
    ADVICE = "怎么做", "What to do";
    DO_LATE = "约定改进期限，关键商品找第二供应商", "Agree on a date to improve by; find a second source for what matters";
    DO_SPREAD = "交货期不稳：多留安全库存或提前下单", "Lead times vary: hold more, or order earlier";
    DO_SHORT = "常常少发：下单时确认库存，按到货付款", "Often short: confirm stock when ordering, pay by what arrives";
    DO_KEEP = "保持", "Keep";
    DO_FEW = "记录太少，先继续观察", "Too few lines; keep watching";
    DO_PROMISE = "没有约定到货日期，下单时写明", "No promised dates: put them on the orders";

    SCORE_TITLE = "{n} 家供应商的交货记录", "How {n:supplier delivers|suppliers deliver}";
    SCORE_NOTE = "按时足量：在约定日期或之前到货，且数量不少于采购数量；约定日期已过还没到的算未做到。每行采购算一次，同一采购行分几次到货的合为一行；采购数量和到货数量只有其一的，按足量计，不算到货满足率。到货满足率 = 到货 ÷ 采购，多到的不算。", "On time in full: arrived by the promised day with at least what was ordered; what is overdue counts as not. A line of an order counts once, also where it arrived in parts; where only one of the quantities ordered and received is told, it counts as full and has no fill rate. Fill rate = arrived ÷ ordered, without surplus.";
    SCOPE = "{n} 行采购，{from}", "{n:line|lines}, {from}";
    FROM_FILES = "来自{files}", "from {files}";

    OTIF_TITLE = "{share} 的采购行按时足量到货，{name}最低", "{share} of lines came on time and in full; {name} has the lowest share";
    OTIF_TITLE_PLAIN = "{share} 的采购行按时足量到货", "{share} of lines came on time and in full";
    OTIF_SUBTITLE = "各供应商的按时足量率，95% Wilson 区间", "On time in full by supplier, with 95% Wilson intervals";
    OTIF_NOTE = "只含有约定日期且已到期的 {n} 行。", "Of {n:line|lines} with a promised day that have come, or should have.";

    BOX_TITLE = "{name}的交货期最长：一半在 {days} 天以上", "{name} takes longest: {days} days or more for half of its lines";
    BOX_TITLE_ONE = "{name}有一半的采购行在 {days} 天以上到货", "{name} takes {days} days or more for half of its lines";
    BOX_TITLE_ALIKE = "各供应商的交货期差不多：一半在 {days} 天以上", "All suppliers take about as long: {days} days or more for half of their lines";
    BOX_TITLE_PLAIN = "各供应商的交货期中位数为 {least}–{days} 天，看不出哪家肯定最长", "Median lead times of suppliers are {least}–{days} days; none is surely the longest";
    BOX_SUBTITLE = "从下单到到货的天数", "Days from order to arrival";
    BOX_NOTE = "箱：中间一半；线：1.5 倍四分位距内的最远值；点：更远的。只画有 {n} 行以上的供应商。", "Box: the middle half; whiskers: the furthest within 1.5 interquartile ranges; dots: beyond. Suppliers with at least {n} lines.";
    DAYS = "天", "Days";

    PROMISE_LATE = "{name}平均比约定晚 {days} 天，跟踪信号 {signal}，一再偏晚", "{name} delivers {days} days later than promised on average, time and again (tracking signal {signal})";
    PROMISE_EARLY = "{name}平均比约定早 {days} 天，跟踪信号 {signal}，一再偏早", "{name} delivers {days} days earlier than promised on average, time and again (tracking signal {signal})";
    PROMISE_NONE = "没有哪家供应商一再早于或晚于约定", "No supplier is early or late time and again";
    PROMISE_SUB = "到货日减约定日，按约定日先后，每家最近 {most} 行", "Day of arrival less the promised day, in order of promises, the last {most} lines of each";
    PROMISE_NOTE = "跟踪信号 = 偏差累计 ÷ 平均绝对偏差，超出 ±4 且平均值的 95% 区间（t 区间）不含 0 才算一再偏向一边。只含有约定且已到货的行，少于 {needs} 行的供应商未列出。", "Tracking signal: deviations added up ÷ mean absolute deviation; time and again means beyond ±4 and a 95% interval of the mean (Student’s t) without 0. Lines with a promise that have come; suppliers with fewer than {needs} are not listed.";
    DEVIATION = "平均偏差（天）", "Mean deviation, days";
    SIGNAL = "跟踪信号", "Tracking signal";
    VERDICT = "判断", "Verdict";
    ALWAYS_LATE = "一再偏晚：下单时把约定日往前提", "Late time and again: ask for an earlier day";
    ALWAYS_EARLY = "一再偏早：可以晚一点下单", "Early time and again: order later";
    NEITHER_SIDE = "没有一再偏向一边", "No direction";
    DAYS_RANGE = "{low} 至 {high}", "{low} to {high}";

    SHARE_TITLE = "{name}占采购额的 {share}", "{name} has {share} of what is spent";
    SHARE_TITLE_UNITS = "{name}占采购数量的 {share}", "{name} has {share} of what is bought";
    SHARE_SUBTITLE = "各供应商的采购，集中度 HHI {hhi}（满分 10,000）", "What is bought by supplier; concentration (HHI) {hhi} of 10,000";
    SHARE_TITLE_PART = "{name}占 {currency} 采购额的 {share}", "{name} has {share} of what is spent in {currency}";
    SHARE_SUBTITLE_PLAIN = "各供应商的采购", "What is bought by supplier";
    PART = "占比只算 {currency} 的采购额；有其他货币采购的供应商不算占比，集中度也不算。", "Shares are of what is spent in {currency}; suppliers with amounts in another currency have none, and no concentration is told.";
    SHARE_NOTE = "HHI 是各家份额平方之和；1,500 以下分散，2,500 以上高度集中（美国司法部 2010 年的界线）。", "HHI is the sum of squared shares; below 1,500 is spread, above 2,500 concentrated (bounds of the US Department of Justice, 2010).";
    SPEND = "采购额", "Spend";
    UNITS = "采购数量", "Units bought";

    BULL = "采购与销售的波动", "How purchases and sales vary";
    BULL_FEW = "数据不足：采购和销售都完整的月份有 {has} 个，至少需要 {needs} 个，才能比较两边的波动。请添加更长时间的采购单和订单。", "Not enough data: needs {needs} complete months of both purchases and sales to compare how they vary, there {has?is|are} {has}. Add files of a longer time.";
    BULL_SELDOM = "不比较采购与销售的波动：{n} 个月里，没有一种商品在四分之三以上的月份下过采购单。隔一两个月订一批，波动说的是批量大小，不是跟着需求走得好不好。", "How purchases and sales vary is not compared: no product was ordered in at least three quarters of the {n} months. With batches that far apart, the variance tells their size, not how well orders follow demand.";
    BULL_TITLE = "采购量的方差是销售量的 {times} 倍", "The variance of what is ordered is {times} times that of what is sold";
    BULL_TITLE_CALM = "采购的波动比销售小", "What is ordered varies less than what is sold";
    BULL_TITLE_UNSURE = "{n} 个月还看不出采购的波动是否大于销售", "{n:month does|months do} not tell whether what is ordered varies more than what is sold";
    BULL_INTERVAL = "比值的 95% 区间为 {low}–{high}（逐月刀切法，取对数）。", "95% interval of the ratio {low}–{high} (jackknife of its logarithm, leaving out one month after the other).";
    BULL_ONE = "只要去掉其中一个月，比值就跨到 1 的另一边或变成 0，所以不下结论。", "Without one of the months the ratio lies on the other side of 1 or is nought, so nothing is concluded.";
    BULL_SUBTITLE = "每月件数，{n} 个完整月，{items} 种商品", "Units a month over {n:complete month|complete months}, {items:product|products}";
    BULL_NOTE = "牛鞭效应 = 采购量方差 ÷ 销售量方差（{ordered} ÷ {sold}）。大于 1 说明订货比需求更忽多忽少：一次订得多、订得少次，或预测追着高点走。只含两边都有、且至少四分之三的月份下过采购单的商品，另有 {seldom} 种订得更少，没有计入。", "Bullwhip = variance of orders ÷ variance of demand ({ordered} ÷ {sold}). Above 1, orders swing more than demand: large batches, or forecasts that chase peaks. Only products that stand in both files and were ordered in at least three quarters of the months; {seldom:is|are} ordered less often and left out.";
    BOUGHT = "采购", "Ordered";
    SOLD = "售出", "Sold";
    MONTH = "月份", "Month";

    EMPTY = "{n} 行没有供应商或数量，没有计入。", "{n:row has|rows have} no supplier or quantity and {n?is|are} left out.";
    BACKWARDS = "{n} 行的到货日期早于下单日期，交货期没有计入。", "{n:row was|rows were} received before the order; the lead time is left out.";
    FOREIGN = "{n} 行的金额是另一种货币，没有换算，也没有计入。", "The amount of {n:row is|rows is} in another currency, not converted, and left out.";
    TWICE = "{n} 行在两个文件里相同，只计一次。", "{n:row stands|rows stand} in two files alike and {n?counts|count} once.";
    PARTS = "{n} 行是同一采购行的后续到货（单号、商品和下单日期相同，采购数量也相同，或正好是之前没到的数量），已并入。", "{n:row is a further part|rows are further parts} of a line with the same order, product and day, for the same quantity or just what was left of it, and {n?counts|count} with it.";
    CANCELLED = "{n} 行采购已取消，或还没到货就已关闭，没有计入。", "{n:line was cancelled or closed|lines were cancelled or closed} before anything came and {n?is|are} left out.";
    CUT = "{n} 行采购只到了一部分，其余已取消，按已到的数量计。", "The rest of {n:line|lines} was cancelled; {n?it counts|they count} by what came.";
    DRAFTS = "{n} 行采购还是草稿或待审批，没有计入。", "{n:line is a draft or awaits|lines are drafts or await} approval and {n?is|are} left out.";

    F_LATE = "{name}只有 {share} 的采购行按时足量到货，其他供应商是 {others}", "Only {share} of the lines of {name} came on time and in full, against {others} for the other suppliers";
    F_LATE_SURE = "{n} 行已到期的采购，95% 区间 {low}–{high}，与其他供应商相比 p {p}（双比例检验，{k} 家供应商，按 Benjamini–Hochberg 校正）。", "{n:line|lines} due, 95% interval {low}–{high}; p {p} against the others (two proportions, adjusted by Benjamini–Hochberg for {k} suppliers).";
    F_LATE_WHY = "平均 {days} 天到货，现在还有 {overdue} 行逾期未到。", "Goods take {days} days on average; {overdue:line is|lines are} overdue now.";
    F_LATE_WHY_PLAIN = "现在有 {overdue} 行逾期未到。", "{overdue:line is|lines are} overdue now.";
    F_LATE_DO = "拿这份记录与它谈交期；谈好之前，按它的 95% 交货期而不是平均值来定再订货点。", "Take this record to them; until it is better, set reorder points by the days that 95% of its lines take, not by the mean.";
    F_ONE = "{name}占采购额的 {share}，断供时没有退路", "{name} has {share} of what is spent; if it fails, there is no way around";
    F_ONE_SURE = "{n} 行采购，{k} 家供应商，HHI {hhi}。", "{n:line|lines} of {k:supplier|suppliers}, HHI {hhi}.";
    F_ONE_WHY = "HHI 高于 2,500 一般算高度集中。", "An HHI above 2,500 is usually taken as concentrated.";
    F_ONE_DO = "为卖得最好的几种商品找第二供应商，先小批试单。", "Find a second source for the best sellers, with a small trial order first.";
}
