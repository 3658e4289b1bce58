//! The words of stock.

use report::phrases;
use report::words::phrase::Phrase;

use super::class::{Evenness, Pattern, Value};

phrases! {
    TITLE = "库存与补货", "Stock and orders";
    NEEDS = "数据不足：需要至少 {needs} 个完整周、带商品和数量的订单明细；现有 {has} 个完整周。请添加更长时间的订单明细。", "Not enough data: needs order lines with products and quantities over at least {needs} complete weeks, there {has?is|are} {has:complete week|complete weeks}. Add order lines of a longer time.";
    NEEDS_LIVING = "数据不足：需要最近 {days} 天内有销售、且已有至少 {needs} 个完整周历史的商品；现有 0 个。请添加更近或更长时间的订单明细。", "Not enough data: needs products sold in the last {days} days with a history of at least {needs} complete weeks, there are none. Add order lines that are more recent or go back further.";
    NEEDS_LISTED = "最近卖过的商品都已下架，没有要备货的。", "All products that sold lately are delisted, so there is nothing to stock.";
    NEEDS_LINES = "数据不足：需要带商品、数量和日期的订单明细；现有文件里没有。请添加订单明细文件。", "Not enough data: needs order lines with product, quantity and date, and the files have none. Add a file with the lines of orders.";

    FILTERED = "库存要应付全部订单，筛选出的只是其中一部分。清除国家、渠道等筛选后再看；按商品或类目筛选时会照常显示。", "Stock serves all orders, and the filter leaves a part of them. Take off the filters by place, channel and the like to see it; filters by product or category keep it.";

    PRODUCT = "商品", "Product";
    PRODUCTS = "商品数", "Products";
    CLASS = "分类", "Class";
    DEMAND = "需求类型", "Demand";
    NET_SHARE = "净成交额占比", "Share of net revenue";
    A_WEEK = "每周销量", "Sold a week";
    WEEK_SD = "每周标准差", "Standard deviation a week";
    SAFETY = "安全库存", "Safety stock";
    REORDER = "再订货点", "Reorder point";
    ECONOMIC = "经济订货量", "Order quantity (EOQ)";
    ADVICE = "怎么做", "What to do";
    UNITS = "件数", "Units";
    IDLE = "距上次售出（天）", "Days since last sale";
    LAST_SOLD = "上次售出", "Last sold";
    NEVER = "没有售出记录", "never sold";
    FREE = "可用", "Free";
    INCOMING = "在途", "On its way";
    RUNS_OUT = "预计售完", "Runs out";
    BETWEEN = "八成把握的区间", "80% interval";
    ORDER = "建议订货", "Order";
    BY = "最迟下单", "Order by";
    COST = "货款", "Cost";
    WORTH_COST = "占用货款（成本）", "Capital (at cost)";
    WORTH_PRICE = "货值（按售价）", "Worth (at selling price)";
    FIGURE = "指标", "Figure";
    VALUE = "数值", "Value";
    MEANING = "含义", "What it means";
    LEAD = "交货期", "Lead time";
    SERVICE = "服务水平", "Service level";
    DUE = "现在要订的商品", "Products to order now";
    CHANGE = "与当前相比", "Against today";
    DAY = "日期", "Day";
    NOW = "今天", "now";
    OUT = "已售完", "sold out";
    LATER = "两年以后", "in over two years";

    // Classes
    MATRIX_EVEN = "{n} 种 A 类商品带来 {share} 的净成交额，需求都不算大起大落", "{n:A product brings|A products bring} {share} of net revenue, with fairly even demand";
    MATRIX_TITLE = "{n} 种 A 类商品带来 {share} 的净成交额，其中 {uneven} 种需求很不稳定", "{n:A product brings|A products bring} {share} of net revenue; demand for {uneven} of them is very uneven";
    MATRIX_SUBTITLE = "商品数（行：净成交额 A–C，列：需求稳定性 X–Z）", "Products, by sales (A–C, rows) and evenness of demand (X–Z, columns)";
    MATRIX_NOTE = "A：净成交额前 80%，B：到 95%，C：其余；X：每周销量的变异系数不超过 0.5，Y：不超过 1.0，Z：更大。只看最近 {days} 天内有销售、至少有 {needs} 个完整周的商品；从首次售出起，没有销售的周按 0 计。", "A: the first 80% of net revenue, B: up to 95%, C: the rest. X: the weekly coefficient of variation is at most 0.5, Y: at most 1.0, Z: above. Only products sold in the last {days} days with at least {needs} complete weeks; from a product's first sale on, weeks without sales are zeros.";
    COLUMN_X = "X 稳定", "X even";
    COLUMN_Y = "Y 有波动", "Y changing";
    COLUMN_Z = "Z 很不稳定", "Z very uneven";
    CLASSES_TITLE = "九类商品各自怎么备货", "How to stock each of the nine classes";
    CLASSES_NOTE = "安全库存是各商品之和。", "Safety stock is the sum over the products.";
    DO_AX = "按再订货点自动补货，少备一点安全库存", "Order by the reorder point, automatically; hold little extra";
    DO_AY = "每周核对预测再补货，留意旺季和活动", "Check the forecast each week before ordering; mind seasons and campaigns";
    DO_AZ = "单独盯：找出大单和活动的影响，向供应商争取更短交货期", "Watch one by one: find the large orders behind it, and ask for shorter lead times";
    DO_BX = "自动补货，每月核对一次", "Order automatically, check once a month";
    DO_BY = "按再订货点补货，每月核对一次", "Order by the reorder point, check once a month";
    DO_BZ = "多备安全库存，或少量多次地订", "Hold more, or order little and often";
    DO_CX = "一次多订、少订几次，省下人工", "Order seldom and more at once, to save work";
    DO_CY = "放宽检查，缺货影响小", "Check loosely; running out costs little";
    DO_CZ = "考虑按单采购或停售", "Think about buying to order, or dropping it";

    PATTERNS_TITLE = "{share} 的商品需求零散，平均值会误导", "Demand for {share} of products comes seldom or in uneven sizes; averages mislead there";
    PATTERNS_EVEN = "各种需求类型的商品数与净成交额", "Products and net revenue by how demand comes";
    PATTERNS_SUBTITLE = "按需求间隔（ADI）和销量变异（CV²）分类", "By the interval between demand (ADI) and the variation of its size (CV²)";
    PATTERNS_NOTE = "ADI 是平均隔几周有一次需求，界线 1.32；CV² 是有需求的周销量变异系数的平方，界线 0.49（Syntetos、Boylan、Croston，2005）。", "ADI is the mean number of weeks per week with demand, parted at 1.32; CV² the squared coefficient of variation of the weeks with demand, parted at 0.49 (Syntetos, Boylan and Croston 2005).";
    SMOOTH = "平稳", "smooth";
    INTERMITTENT = "间歇", "intermittent";
    ERRATIC = "起伏", "erratic";
    LUMPY = "零散且起伏", "lumpy";
    DO_SMOOTH = "用平滑法预测，安全库存按正态分布", "Forecast by smoothing; safety stock from the normal curve";
    DO_INTERMITTENT = "用 Croston、SBA 或 TSB 预测，再订货点取整数分位数", "Forecast by Croston, SBA or TSB; reorder point from a count's quantile";
    DO_ERRATIC = "先把大单和活动分开看，再定安全库存", "Set large orders and campaigns apart before setting safety stock";
    DO_LUMPY = "少备或按单采购，大单提前和买家确认", "Hold little or buy to order; agree large orders with buyers beforehand";

    LEVELS_TITLE = "每种商品备多少、何时订", "How much to hold of each product, and when to order";
    LEVELS_SUBTITLE = "服务水平 {service}，交货期 {lead} 天 ± {sd} 天", "Service level {service}, lead time {lead} ± {sd} days";
    LEVELS_SUBTITLE_TOLD = "服务水平 {service}，交货期用库存文件里的天数，没写的按 {lead} 天，波动按 ± {sd} 天", "Service level {service}, lead times from the stock file or else {lead} days, ± {sd} days";
    LEVELS_SUBTITLE_BOUGHT = "服务水平 {service}，交货期用库存文件里的天数或采购到货的实际天数（至少 3 次），都没有的按 {lead} 天 ± {sd} 天", "Service level {service}, lead times from the stock file or as goods arrived so far (3 times or more), else {lead} ± {sd} days";
    LEVELS_NOTE = "再订货点 = 日均销量 × 交货期 + 安全库存；安全库存 = z·√(L·σd² + d̄²·σL²)，间歇和零散的商品改用同均值、同方差的负二项分布分位数。", "Reorder point = mean daily demand × lead time + safety stock. Safety stock = z·√(L·σd² + d̄²·σL²); for intermittent and lumpy products the quantile of a negative binomial of the same mean and variance.";
    ECONOMIC_NOTE = "经济订货量 √(2DS/H)：每次订货成本按 {order} 计，持有成本按每年货值的 {holding} 计，单位成本不明的按售价的 {share} 计；最少一周、最多半年的销量。", "Order quantity √(2DS/H): an order costs {order}, holding costs {holding} of the goods' cost a year, a cost that is not known is {share} of the selling price; at least a week's and at most half a year's demand.";
    ASSUMED = "没有文件说明的交货期、服务水平和成本都是假设；前两项可以在“报告设置”里改。", "Lead time, service level and costs that no file tells are assumed; the first two can be changed under Report settings.";
    TRIMMED = "{n} 种商品有一周的销量是平时的十倍以上，按次高的一周计。", "In {n:product|products} one week was over ten times the usual and counts as the next largest.";
    NEW_ITEMS = "{n} 种商品上架还不到 {needs} 个完整周，没有计入。", "{n:product has|products have} sold for fewer than {needs} complete weeks and {n?is|are} left out.";
    OUTAGES = "缺货的日子看起来像没有需求，真实需求可能更高。", "Days out of stock look like days without demand; true demand may be higher.";
    AFTER = "最后 {n} 天不满一周，没有计入。", "The last {n:day is|days are} no complete week and left out.";
    SERVICES = "{n} 个不是货物的条目（如{names}）没有计入。", "{n:entry is|entries are} no goods and left out, such as {names}.";
    DELISTED = "{n} 种商品最近卖过但已下架，不算在售，也不建议补货：{names}。", "{n:product that sold lately is|products that sold lately are} delisted, and so {n?is|are} neither counted as selling nor to be ordered: {names}.";
    UNDATED = "{n} 个订单没有日期，或日期在报告日之后，没有计入。", "{n:order has|orders have} no date or one after the report's day, and {n?is|are} left out.";
    WINDOW = "{n} 个完整周", "{n:complete week|complete weeks}";
    N_PRODUCTS = "{n} 种商品", "{n:product|products}";

    LATELY = "{n} 种商品最近四周的销量和之前明显不同，只按这四周算：{names}。", "{n:product sells|products sell} surely faster or slower in the last four weeks than before and {n?goes|go} by those alone: {names}.";

    // Running out
    COVER_TITLE = "{n} 种在售商品中，{soon} 种两周内售完", "Running out within two weeks: {soon} of {n} selling products";
    COVER_TITLE_NONE = "{n} 种在售商品两周内都不会售完", "None of {n} selling products runs out within two weeks";
    COVER_SUBTITLE = "按可用库存还能卖多久统计的商品数", "Products by how long free stock lasts";
    COVER_NOTE = "可用库存 ÷ 最近 {weeks} 周的日均销量，从{start}算起，不含在途。最近四周明显变化的只按这四周算；没有考虑今后的季节和活动。", "Free stock ÷ mean daily demand of the last {weeks:week|weeks}, from {start} on, without what is on its way. Where the last four weeks surely differ, they alone count; coming seasons and campaigns are not looked at.";
    LASTS_0 = "已售完", "sold out";
    LASTS_7 = "7 天内", "up to 7 days";
    LASTS_14 = "8–14 天", "8–14 days";
    LASTS_30 = "15–30 天", "15–30 days";
    LASTS_90 = "31–90 天", "31–90 days";
    LASTS_180 = "91–180 天", "91–180 days";
    LASTS_MORE = "180 天以上", "over 180 days";

    ORDER_TITLE = "现在该订 {n} 种商品", "{n:product|products} to order now";
    ORDER_TITLE_COST = "现在该订 {n} 种商品，货款约 {cost}", "{n:product|products} to order now, for about {cost}";
    ORDER_NONE = "现在没有商品低于再订货点。{start}的可用加在途库存都够用到下一次订货。", "No product is at its reorder point. On {start} free stock and what is on its way last until the next order.";
    ORDER_SUBTITLE = "可用加在途已到再订货点，或 {days} 天内会降到", "Free stock and what is on its way are at the reorder point, or will be within {days} days";
    ORDER_NOTE = "建议订货 = 再订货点 − 可用 − 在途 + 一次订货量（经济订货量；成本不明时为四周销量），不少于文件写明的起订量。区间只来自需求波动。最急的、A 类的在前。", "Order = reorder point − free − on its way + one order quantity (EOQ; four weeks' demand where no cost is known), at least the minimum order that a file tells. Intervals come from demand's variation alone. The most pressing first, then class A.";
    UNPRICED = "{n} 种商品没有成本，未计货款。", "{n:product has|products have} no cost and {n?is|are} not in the sum.";

    PATH_TITLE = "{product}：预计{day}售完", "{product} runs out about {day}";
    PATH_SUBTITLE = "可用库存（件），{from}起，带八成把握的区间", "Free stock in units from {from} on, with an 80% interval";
    PATH_NOTE = "按最近 {weeks} 周的日均 {rate} 件推算，不含在途（{incoming} 件）。虚线是再订货点：库存到这条线就该下单，交货期 {lead} 天。", "At {rate} units a day, the mean of the last {weeks:week|weeks}, without the {incoming} on their way. The dashed line is the reorder point: at it, order; goods take {lead} days.";
    PATH_STOCK = "可用库存", "Free stock";
    PATH_MEASURE = "件", "Units";

    FRESH_TITLE = "{n} 种新品已售完，或撑不到补货", "{n:new product is|new products are} sold out, or will be before goods can arrive";
    FRESH_SUBTITLE = "卖了不到 {needs} 个完整周的商品，按首次售出以来的日均销量", "Products with fewer than {needs} complete weeks of sales, at their mean rate since the first sale";
    FRESH_NOTE = "时间短，速度还不准，新鲜劲过去会慢下来；区间按泊松分布。订多少请结合上新计划决定。", "So short a time tells the rate roughly, and novelty wears off; intervals are Poisson’s. Decide how much to order with your launch in mind.";
    FRESH_SINCE = "首次售出", "First sold";
    F_FRESH = "{n} 种新品已售完，或在补货到达之前售完：{names}", "{n:new product is|new products are} sold out, or will be before an order placed now could arrive: {names}";
    F_FRESH_SURE = "卖了不到 {needs} 个完整周，速度只是大概。", "Sold for fewer than {needs} complete weeks, so that the rate is rough.";
    F_FRESH_WHY = "可用加在途库存按首次售出以来的日均销量能撑的天数，短于交货期。", "Free stock and what is on its way last fewer days, at the mean rate since the first sale, than goods take to arrive.";
    F_FRESH_DO = "先确认新品会不会继续这样卖，再下第一张补货单。", "Judge whether they will go on selling like this, then place the first repeat order.";

    // Lying
    AGE_TITLE_COST = "{worth} 的库存 {days} 天以上没有售出", "Stock worth {worth} at cost has not sold for {days} days or more";
    AGE_TITLE_PRICE = "按售价 {worth} 的库存 {days} 天以上没有售出", "Stock worth {worth} at selling prices has not sold for {days} days or more";
    AGE_TITLE_UNITS = "{units} 件库存 {days} 天以上没有售出", "{units} units of stock have not sold for {days} days or more";
    AGE_TITLE_NONE = "没有库存 {days} 天以上未售出", "No stock has gone unsold for {days} days or more";
    AGE_SUBTITLE = "按距上次售出的天数统计的库存", "Stock by days since it last sold";
    AGE_NOTE = "库龄按上次售出算，不是入库日期；售出按订单日期，退款的不算。", "Age is told by the last sale, not by the day of arrival; sales paid back do not count.";
    AGE_UNVALUED = "{n} 个库存商品没有成本或售价，未计价值。", "{n:stocked product has|stocked products have} neither cost nor price and {n?is|are} not valued.";
    AGE_30 = "30 天内", "up to 30 days";
    AGE_60 = "31–60 天", "31–60 days";
    AGE_90 = "61–90 天", "61–90 days";
    AGE_180 = "91–180 天", "91–180 days";
    AGE_MORE = "180 天以上", "over 180 days";
    AGE_NEVER = "没有售出记录", "never sold";
    DEAD_TITLE = "{n} 种商品有库存却卖不动", "{n:product lies|products lie} in stock without selling";
    DEAD_SUBTITLE = "{days} 天以上没有售出", "Not sold for {days} days or more";
    DEAD_SUBTITLE_DELISTED = "{days} 天以上没有售出，或已下架", "Not sold for {days} days or more, or delisted";
    DEAD_NOTE = "先核对是否已下架或改了名字，再清仓。", "Check first whether it is still listed, or listed under another name.";
    DO_CLEAR = "降价或搭售清仓，停止补货", "Clear by price or in a bundle; stop ordering";
    DO_DELISTED = "已下架：清仓或退给供应商，不再补货", "Delisted: clear it or send it back, and order no more";
    DO_LIST = "核对是否上架、编码是否一致", "Check that it is listed, under the same SKU";

    RATIOS_TITLE = "库存效率", "How hard stock works";
    RATIOS_SUBTITLE = "{start}的库存，最近 {weeks} 周的销售折算成一年", "Stock of {start} against the last {weeks:week|weeks} of sales, as a year";
    RATIOS_NOTE = "用一天的库存代替平均库存；多份库存文件能算得更准。", "One day's stock stands for the average; counts of several days would tell better.";
    HELD_COST = "库存（成本）", "Stock at cost";
    HELD_PRICE = "库存（售价）", "Stock at selling prices";
    TURNOVER = "年周转次数", "Turnover a year";
    DAYS_ON_HAND = "库存天数", "Days on hand";
    SELL_THROUGH = "四周售罄率", "Sell-through of four weeks";
    GMROI = "库存毛利回报", "GMROI";
    M_HELD = "有销售记录的商品", "of products known to the orders";
    M_TURNOVER = "一年卖出的是库存的几倍", "how many times stock is sold in a year";
    M_DAYS = "按现在的销量能卖多少天", "how long it lasts at the present rate";
    M_SELL_THROUGH = "四周销量 ÷（四周销量 + 现有库存）", "sold in four weeks ÷ (that + on hand)";
    M_GMROI = "一年毛利 ÷ 占用的库存成本", "yearly gross margin per amount held in stock";

    // What if
    IF_TITLE = "交货期减半，安全库存可减少 {share}", "Half the lead time would take {share} off safety stock";
    IF_TITLE_PLAIN = "换一个服务水平或交货期会怎样", "What another service level or lead time would mean";
    IF_SUBTITLE = "{n} 种商品的安全库存合计", "Safety stock of {n:product|products} together";
    IF_NOTE = "各商品的交货期和它的波动一起按倍数变化，其余不变；括号里是各商品的交货期，从最短到最长。", "Lead times and their spread are multiplied for every product; all else stays. In brackets the products’ lead times, from the shortest to the longest.";
    IF_NOTE_DUE = "现在要订的商品：可用加在途已到再订货点，或 {days} 天内会降到。", "Products to order now: free stock and what is on its way are at the reorder point, or will be within {days} days.";
    N_DAYS = "{n} 天", "{n} days";
    PRICE = "平均售价", "Mean price";
    UNIT_COST = "单位成本", "Unit cost";
    TIMES = "{n} 倍（{days}）", "× {n} ({days})";
    CAPITAL = "占用货款", "Capital in it";

    // Joining
    JOIN = "库存来自{files}：{n} 种商品，{found} 种在订单里有销售记录。", "Stock from {files}: {n:product|products}, {found} of them known to the orders.";
    BOUGHT = "库存文件没有写在途的商品，在途取自{files}：采购数量减去到货数量，逾期未到的也算；到货时少发、已超过 {short} 天的，和应到日已过一年的不算。", "Where a stock file has nothing on its way, that is taken from {files}: ordered less arrived, what is overdue too, without what came short over {short} days ago or was due over a year ago.";
    PLACES = "{n} 个仓库或库位的数量已相加（{names}）。", "Quantities of {n} places are added together ({names}).";
    NEGATIVE = "{n} 种商品库存为负，按已超卖处理：{names}。", "Stock of {n:product is|products is} negative and taken as oversold: {names}.";
    UNKNOWN_STOCK = "{n} 种库存商品在订单里找不到：{names}。可能没有卖过，也可能编码或名称不同。", "{n:stocked product is|stocked products are} not found in the orders: {names}. Never sold, or under another SKU or name.";
    NO_STOCK = "{n} 种在售商品不在库存文件里，没有按 0 处理：{names}。", "{n:selling product is|selling products are} missing from the stock file, and not taken as zero: {names}.";
    OLDER = "{n} 行是同一商品更早的盘点，没有计入。", "{n:row is an earlier count|rows are earlier counts} of the same products and left out.";
    TWICE = "{n} 行在两个文件里相同，只计一次。", "{n:row stands|rows stand} in two files alike and {n?counts|count} once.";
    EMPTY = "{n} 行没有商品或数量（如“未备货”），不当作 0。", "{n:row has|rows have} no product or no quantity (such as “not stocked”), and {n?is|are} not taken as zero.";
    FOREIGN = "{n} 行的成本是另一种货币，没有使用。", "The cost of {n:row is|rows is} in another currency and not used.";
    STALE = "库存从{start}算起，订单到{last}为止。", "Stock is looked at from {start} on; orders end on {last}.";
    NO_MATCH_TITLE = "库存与订单对不上", "Stock and orders do not meet";
    NO_MATCH = "库存文件（{files}）的 {n} 种商品，没有一种能按编码或名称在订单里找到，例如{names}。请给两边加上相同的 SKU 列。下面只按需求计算。", "Of {n:product|products} in the stock file ({files}) none is found in the orders by SKU or name, such as {names}. Give both the same SKU column. What follows is from demand alone.";
    NO_QUANTITY = "库存文件（{files}）里没有认出数量列，以上只根据需求计算。请在核对列的地方把数量列标为“现有库存”或“可用库存”；每个仓库一列的，先合成一列。", "No column of quantities was recognised in the stock file ({files}), so that the above goes by demand alone. Set the column to “On hand” or “Available” where columns are checked; of a column for each place make one first.";
    WITHOUT_TITLE = "加上库存文件", "With a stock file";
    WITHOUT = "以上只根据需求和假设的交货期。加上库存文件（商品或 SKU、现有或可用数量，最好还有在途、仓库、交货期、单位成本），就能看到每种商品哪天售完、现在该订多少、哪些库存卖不动。", "This is from demand and an assumed lead time alone. A stock file (product or SKU, on hand or available, if possible incoming, location, lead time and unit cost) would show the day each product runs out, what to order now, and what lies there without selling.";

    ROLLED = "{n} 种商品盘点后有出入：盘点后卖出的已扣除，采购到货的已加上。", "{n:product has|products have} moved since the count: what was sold since is taken off, and what arrived from suppliers is added.";
    OUTDATED = "{n} 种商品盘点后卖出的比盘点数还多，库存已不可信，没有推算：{names}。请重新盘点。", "{n:product|products} sold more since the count than was counted, so that the count no longer holds and nothing is projected: {names}. Count again.";
    NAMED_DAYS = "{files} 没有日期列，盘点日取自文件名。", "{files} have no column of dates; the day of the count is taken from the name.";
    ADDED = "{files} 有许多相同的商品，又没有日期和仓库可以区分，数量已相加。如果其中一份是更早的盘点，请去掉它。", "{files} name many of the same products, with neither days nor places to tell them apart: their quantities are added. If one of them is an older count, take it out.";
    PAST = "大概已售完", "probably sold out";

    // Seasons
    SEASON_TITLE = "{n} 种短期商品下一季一次订多少", "How much to order at once of {n:short-lived product|short-lived products} for another season";
    SEASON_SUBTITLE = "下一季 13 周，报童模型", "For a season of 13 weeks, by the newsvendor's rule";
    SEASON_NOTE = "卖过几周、前后有至少 {empty} 周没有卖出的商品，按有销量的那些周算。q* = F⁻¹(Cu/(Cu+Co))，正态分布；Cu = 售价 − 成本，Co = 成本 − 残值，残值按成本的 {salvage} 计。", "Products that sold for some weeks and had {empty:week|weeks} or more without a sale before or after, by the weeks in which they sold. q* = F⁻¹(Cu/(Cu+Co)) under a normal curve; Cu = price − cost, Co = cost − salvage, which is taken as {salvage} of the cost.";
    SEASON_SHARE = "应满足的概率 Cu/(Cu+Co)", "Cu/(Cu+Co)";
    SEASON_MEAN = "预计销量", "Expected";
    SEASON_ORDER = "订货量 q*", "Order q*";

    // Findings
    F_OUT = "{n} 种在售商品会在补货到达之前售完，最急的是{names}", "{n:selling product runs|selling products run} out before an order placed now could arrive, {names} first";
    F_OUT_LOST = "{n} 种在售商品会在补货到达之前售完，最急的是{names}；预计少卖 {money}", "{n:selling product runs|selling products run} out before an order placed now could arrive, {names} first; expected loss of sales {money}";
    F_OUT_SURE = "{of} 种有库存数据的在售商品，最近 {weeks} 周的需求；只看平均销量，未含季节与活动。", "{of:selling product|selling products} with stock, demand of the last {weeks:week|weeks}; mean rates, without seasons or campaigns.";
    F_OUT_WHY = "可用加在途库存按日均销量能撑的天数，短于交货期（{lead}）。", "Free stock and what is on its way last fewer days at the mean rate than goods take to arrive ({lead}).";
    F_OUT_DO = "今天就下单，先向供应商要加急，并在商品页写明到货时间。", "Order today, ask the supplier to hurry the first ones, and say on the page when they are back.";
    F_DEAD_COST = "{n} 种商品的 {units} 件库存 {days} 天以上没有售出，占用货款 {money}", "{units} units of {n:product|products} have not sold for {days} days or more and bind {money}";
    F_DEAD_PRICE = "{n} 种商品的 {units} 件库存 {days} 天以上没有售出，按售价值 {money}", "{units} units of {n:product|products} have not sold for {days} days or more, worth {money} at selling prices";
    F_DEAD_UNITS = "{n} 种商品的 {units} 件库存 {days} 天以上没有售出", "{units} units of {n:product|products} have not sold for {days} days or more";
    F_DEAD_SURE = "这是对{start}的库存和截至{last}的订单的统计，不是推断。", "A count of stock on {start} and orders until {last}, not an inference.";
    F_DEAD_WHY = "占全部 {all} 种库存商品的 {share}；最大的是{names}。", "That is {share} of {all} stocked products; the largest are {names}.";
    F_DEAD_DO = "先核对是否还在上架，再降价、搭售或退给供应商，停止补货。", "Check that they are listed, then clear them by price, in bundles or back to the supplier, and stop ordering.";
    F_OVER_COST = "{n} 种在售商品的库存够卖半年以上，多出的部分占用 {money}", "Stock of {n:selling product|selling products} lasts over half a year; what is beyond binds {money}";
    F_OVER_PRICE = "{n} 种在售商品的库存够卖半年以上，多出的部分按售价值 {money}", "Stock of {n:selling product|selling products} lasts over half a year; what is beyond is worth {money} at selling prices";
    F_OVER_SURE = "按最近 {weeks} 周和最近 4 周里较快的平均销量；旺季会缩短。", "At the mean rate of the last {weeks:week|weeks} or of the last four, whichever is faster; a season would shorten it.";
    F_OVER_WHY = "现有库存减去 180 天的销量，最多的是{names}。", "On hand less 180 days' demand, most of it in {names}.";
    F_OVER_DO = "暂停这些商品的补货，看看能否调给别的渠道。", "Stop ordering these for now, and see whether another channel can sell them.";
    F_NEGATIVE = "{n} 种商品的库存为负数", "Stock of {n:product is|products is} below zero";
    F_NEGATIVE_SURE = "这是对{files}里 {of} 种商品的统计，不是推断。", "A count over {of:product|products} in {files}, not an inference.";
    F_NEGATIVE_WHY = "卖出的比登记的多：超卖，或入库没有登记。例如{names}。", "More was sold than was booked: oversold, or arrivals not booked. For example {names}.";
    F_NEGATIVE_DO = "先盘点这些商品，再按建议订货。", "Count these first, then order.";
    F_UNEVEN = "带来 {share} 净成交额的 {n} 种 A 类商品里，{uneven} 种需求很不稳定，按平均值备货容易断货", "Of {n:A product that brings|A products that bring} {share} of net revenue, {uneven} sell very unevenly; stocking by averages would leave them empty";
    F_UNEVEN_SURE = "{of} 种商品，{weeks} 个完整周；变异系数大于 1.0。", "{of:product|products} over {weeks:complete week|complete weeks}; coefficient of variation above 1.0.";
    F_UNEVEN_WHY = "例如{names}：有的周卖得很多，有的周几乎没有。", "{names}, for example: much in some weeks, next to nothing in others.";
    F_UNEVEN_DO = "看看背后是不是大单、活动或断货，再单独定安全库存。", "See whether large orders, campaigns or empty shelves are behind it, and set their safety stock one by one.";
}

/// `A`, `B`, `C`.
pub(super) fn value(value: Option<Value>) -> &'static str {
    match value {
        Some(Value::A) => "A",
        Some(Value::B) => "B",
        Some(Value::C) => "C",
        None => "–",
    }
}

/// `X`, `Y`, `Z`.
pub(super) fn evenness(evenness: Evenness) -> &'static str {
    match evenness {
        Evenness::X => "X",
        Evenness::Y => "Y",
        Evenness::Z => "Z",
    }
}

/// The name of a pattern, and what to do about it.
pub(super) fn pattern(pattern: Pattern) -> (Phrase, Phrase) {
    match pattern {
        Pattern::Smooth => (SMOOTH, DO_SMOOTH),
        Pattern::Intermittent => (INTERMITTENT, DO_INTERMITTENT),
        Pattern::Erratic => (ERRATIC, DO_ERRATIC),
        Pattern::Lumpy => (LUMPY, DO_LUMPY),
    }
}

/// How to stock a class.
pub(super) fn advice(value: Value, evenness: Evenness) -> Phrase {
    match (value, evenness) {
        (Value::A, Evenness::X) => DO_AX,
        (Value::A, Evenness::Y) => DO_AY,
        (Value::A, Evenness::Z) => DO_AZ,
        (Value::B, Evenness::X) => DO_BX,
        (Value::B, Evenness::Y) => DO_BY,
        (Value::B, Evenness::Z) => DO_BZ,
        (Value::C, Evenness::X) => DO_CX,
        (Value::C, Evenness::Y) => DO_CY,
        (Value::C, Evenness::Z) => DO_CZ,
    }
}
