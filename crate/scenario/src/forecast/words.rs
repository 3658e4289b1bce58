//! What the forecast says.

use report::phrases;
use report::words::phrase::Phrase;

phrases! {
    NEEDS = "数据不足：预测需要至少 {days} 天、{orders} 个有日期的订单，现有 {has_days} 天、{has_orders} 个。请添加更长时间的订单。",
        "Not enough data: a forecast needs {days} days and {orders} orders with a date, and there are {has_days} and {has_orders}. Add orders of a longer time.";

    TITLE = "预计{period}净成交额约 {sum}，八成把握在 {lo} 到 {hi} 之间", "About {sum} net is expected for {period}, between {lo} and {hi} with 80% probability";
    TITLE_PLAIN = "预计{period}净成交额约 {sum}", "About {sum} net is expected for {period}";
    TITLE_PAST = "订单到 {last} 为止；由此推算，{period}净成交额本应约为 {sum}", "Orders end on {last}: from there, about {sum} net was to be expected for {period}";
    BY_DAY = "每日净成交额", "Net revenue by day";
    BY_WEEK = "每周净成交额", "Net revenue by week";
    NET = "净成交额", "Net revenue";
    DATE = "日期", "Date";
    ACTUAL = "实际", "Actual";
    EXPECTED = "预测", "Forecast";
    VIEW_AHEAD = "未来", "Ahead";
    VIEW_BACK = "回测", "Backtest";
    VIEW_TREND = "趋势分解", "Trend";
    TREND = "趋势", "Trend";
    TREND_TITLE = "去掉周期起伏后的走势", "The underlying trend, without the regular ups and downs";
    BACK_TITLE = "回测：在过去用同样方法预测，平均每步偏差 {wape}", "Backtest: forecasts made the same way in the past were off by {wape} on average";
    BACK_TITLE_PLAIN = "回测：在过去用同样方法作出的预测", "Backtest: forecasts made the same way in the past";
    BAND80 = "阴影为 80% 预测区间。", "The band is the 80% prediction interval.";
    BACK_NOTE = "每条虚线只用它之前的数据算出。", "Each dashed line was computed from what lay before it.";
    METHOD_ONE = "方法：{model}。", "Method: {model}.";
    METHOD_MANY = "方法：{models}的加权组合，权重来自回测误差。", "Method: {models}, weighted by their errors in the backtest.";
    MASE = "回测 MASE {mase}（小于 1 即好于“重复上一周期”）。", "MASE {mase} in the backtest (below 1 is better than repeating the last cycle, such as the week before).";
    COVERED = "过去 {n} 个起点的回测中，80% 区间实际覆盖 {c80}，95% 区间覆盖 {c95}。", "Over {n:origin|origins} of the past, the 80% intervals held {c80} of what came and the 95% intervals {c95}.";
    UNTRIED = "历史太短，没有回测；区间仅来自模型本身。", "The history is too short for a backtest; the intervals are the model’s own.";
    LATE = "数据到 {last} 为止，预测从次日开始。", "The data ends on {last}; the forecast begins the day after.";
    PAID_BACK = "另有 {n} 笔退款没有写明订单（共 {sum}），过去和预测的净成交额都没有扣除。", "{n:refund names|refunds name} no order ({sum} in all) and {n?is|are} taken off neither past nor expected net revenue.";
    WITH_HOLIDAYS = "已计入历史上出现过的节日和大促。", "Holidays and sales days are counted where the history has seen them.";
    SAW_OUTLIERS = "{n} 个异常值没有参与拟合。", "{n:outlier was|outliers were} kept out of the fit.";
    SAW_CLOSED = "每周固定不营业的日子预测为零。", "Weekdays without sales are expected to stay so.";
    SAW_SHIFT = "已按最近的水平校正。", "The history before a lasting change was brought to today’s level.";

    MODEL_SNAIVE = "季节性朴素法", "seasonal naive";
    MODEL_ETS = "指数平滑（ETS）", "exponential smoothing (ETS)";
    MODEL_THETA = "Theta 法", "Theta";
    MODEL_ARIMA = "ARIMA 模型", "ARIMA";
    MODEL_MSTL = "多季节分解（MSTL）", "MSTL";
    MODEL_CROSTON = "Croston 法", "Croston";
    MODEL_SBA = "SBA 法", "SBA";
    MODEL_TSB = "TSB 法", "TSB";
    MODEL_MIX = "组合", "ensemble";

    WEEKS_TITLE = "逐周预测", "Week by week";
    WEEKS_SUB = "净成交额，预测值与区间", "Net revenue, forecast and intervals";
    WEEK_FROM = "周", "Week";
    LO80 = "80% 下限", "80% from";
    HI80 = "80% 上限", "80% to";
    LO95 = "95% 下限", "95% from";
    HI95 = "95% 上限", "95% to";
    WEEKS_NOTE = "每周从最后一天往后数七天。", "Weeks are seven days each, counted on from the last day known.";
    WEEKS_OF_DAYS = "每周为其各天预测之和，区间来自按周的预测。", "Each is the sum of its days’ forecasts; intervals are those of a forecast by week.";

    MODELS_TITLE = "哪种方法在过去最准", "Which method was closest in the past";
    MODELS_SUB = "{n} 个起点的滚动回测，每次预测 {h} 步", "Rolling-origin backtest, {n:origin|origins}, {h:step|steps} ahead each";
    MODEL = "方法", "Method";
    WAPE = "误差占比（WAPE）", "WAPE";
    MASE_COLUMN = "相对误差（MASE）", "MASE";
    WEIGHT = "权重", "Weight";
    MODELS_NOTE = "WAPE 是误差绝对值之和除以实际之和；MASE 以重复上一周期的误差为 1。", "WAPE is the sum of absolute errors over the sum of actual values; MASE counts the error of repeating the last cycle as 1.";

    TRACK = "跟踪信号", "Tracking signal";
    TRACK_UPPER = "上限 4", "limit 4";
    TRACK_LOWER = "下限 −4", "limit −4";
    TRACK_NEEDS = "跟踪信号需要回测里至少 {needs} 个互不重叠的周，现有 {has} 个。请添加更长时间的订单，或把预测期设为四周以上。", "A tracking signal needs {needs} weeks of the backtest that do not overlap, and there are {has}. Add orders of a longer time, or look four weeks ahead or more.";
    TRACK_LOW = "预测一再偏低，平均低 {size}：跟踪信号 {signal}，超出 ±4（n = {n} 周）", "Forecasts were too low time and again, by {size} on average: tracking signal {signal}, beyond ±4 (n = {n:week|weeks})";
    TRACK_HIGH = "预测一再偏高，平均高 {size}：跟踪信号 {signal}，超出 ±4（n = {n} 周）", "Forecasts were too high time and again, by {size} on average: tracking signal {signal}, beyond ±4 (n = {n:week|weeks})";
    TRACK_CHANCE = "跟踪信号 {signal} 超出 ±4，但平均误差 {bias} 仍可能是偶然（n = {n} 周）", "The tracking signal of {signal} is beyond ±4, but a mean error of {bias} may still be chance (n = {n:week|weeks})";
    TRACK_SMALL = "预测的平均误差只有 {bias}，不影响安排（跟踪信号 {signal}，n = {n} 周）", "The mean error of forecasts is {bias} only, too little to plan by (tracking signal {signal}, n = {n:week|weeks})";
    TRACK_FINE = "预测没有一再偏向一边：跟踪信号 {signal}，在 ±4 之内，平均误差 {bias}（n = {n} 周）", "Forecasts were not off in one direction: tracking signal {signal}, within ±4, mean error {bias} (n = {n:week|weeks})";
    TRACK_SUB = "误差累计 ÷ 平均绝对误差，回测各起点之后第一周，n = {n} 周", "Errors added up ÷ mean absolute error, the first week after each origin of the backtest, n = {n:week|weeks}";
    TRACK_NOTE = "误差 = 实际 − 预测，正数为预测偏低。平均误差占实际的 {bias}（95% 区间 {low} 至 {high}，t 区间）。±4 是通行的界线；周数多时偶然也会超出，所以只有区间不含 0 才说有偏差。", "Error: what came less what was said, above 0 where forecasts were low. The mean error is {bias} of what came (95% interval {low} to {high}, by Student’s t). ±4 is the usual limit; many weeks cross it by chance, so a bias is told only where the interval leaves 0 out.";
    F_TRACK_LOW = "过去 {n} 周的回测里，预测一再偏低，平均低 {size}。", "In {n:week|weeks} of the backtest, forecasts were too low time and again, by {size} on average.";
    F_TRACK_HIGH = "过去 {n} 周的回测里，预测一再偏高，平均高 {size}。", "In {n:week|weeks} of the backtest, forecasts were too high time and again, by {size} on average.";
    F_TRACK_SURE = "跟踪信号 {signal}（界线 ±4）；平均误差的 95% 区间 {low} 至 {high}。", "Tracking signal {signal} (limits ±4); 95% interval of the mean error {low} to {high}.";
    F_TRACK_WHY = "误差一再朝同一边，多半是水平刚变过，模型还没有跟上。", "Errors on one side time and again mostly mean that the level has just moved and the models follow late.";
    F_TRACK_DO = "备货时按区间里同一边的端点来定，并查一查那段时间改了什么。", "Plan stock by the end of the interval on that side, and find out what changed in those weeks.";

    PRODUCTS_TITLE = "未来 {weeks} 周各商品预计净成交额", "What the next {weeks} weeks may bring, by product";
    PRODUCTS_TITLE_PAST = "订单结束之后 {weeks} 周各商品本应有的净成交额", "What the {weeks} weeks after the last orders were to be expected to bring, by product";
    PRODUCTS_SUB = "与最近 {weeks} 周相比，按预测值排序", "Compared with the last {weeks} weeks, largest forecast first";
    PRODUCT = "商品", "Product";
    LAST_WEEKS = "最近 {weeks} 周", "Last {weeks} weeks";
    NEXT_WEEKS = "未来 {weeks} 周", "Next {weeks} weeks";
    CHANGE = "变化", "Change";
    OTHERS = "其余商品", "All other products";
    WHOLE = "合计", "Total";
    PRODUCTS_NOTE = "各商品与合计分别预测，再按各自的预测比例缩放，使部分之和等于合计。最近一年里卖出不到 8 周的商品、运费和手续费等归入其余。", "Products and the total are forecast apart; the products are then scaled in proportion so that they add up to the total. Those that sold in fewer than 8 weeks of the last year, postage and fees are among the others.";
    PRODUCTS_NEED = "需要至少 {needs} 个完整的周和有商品信息的明细，现有 {has} 周。", "Needs {needs} full weeks and lines that name their products; there are {has:week|weeks}.";

    SUM = "{period}净成交额预计约 {sum}（80% 区间 {lo} 至 {hi}），与之前同样长的时间（{before}）相比 {change}，差别在正常波动之内。", "{period} should bring about {sum} net (80%: {lo} to {hi}), {change} against the same length of time before ({before}); the difference is within the usual ups and downs.";
    SUM_MOVES = "{period}净成交额预计约 {sum}（80% 区间 {lo} 至 {hi}），与之前同样长的时间（{before}）相比 {change}。", "{period} should bring about {sum} net (80%: {lo} to {hi}), {change} against the same length of time before ({before}).";
    SUM_PAST = "订单到 {last} 为止，{period}已经过去；由此推算，这段时间净成交额本应约为 {sum}（80% 区间 {lo} 至 {hi}），与之前同样长的时间（{before}）相比 {change}。", "Orders end on {last}, and {period} is over: from there, it was to be expected to bring about {sum} net (80%: {lo} to {hi}), {change} against the same length of time before ({before}).";
    DO_PAST = "请添加更新的订单，让预测从今天开始。", "Add the orders since then, so that the forecast begins today.";
    DO_MORE = "现在就核对库存与人手能否跟得上预测上限。", "Check now whether stock and staff would do for the upper end.";
    DO_LESS = "放慢补货，并看看下面是哪些商品在回落。", "Slow down purchases, and see below which products are falling.";
    DO_SAME = "按预测值备货，按上限准备安全库存。", "Buy for the forecast, and keep safety stock for the upper end.";

    DAYS_TITLE = "节日、大促和自设活动日前后的净成交额", "Sales around holidays, sales days and your campaign days";
    DAYS_SUB = "历史上见过的日子，按下次到来的先后", "Those that the history has seen, the next to come first";
    DAYS_NOTE = "影响取当天前后变化最大的一天，相对扣除趋势和季节后的平常水平，按出现次数和平日的波动向“没有影响”收缩，在平日波动之内（从当天前后多天中挑选已计入）的算没有影响；预测期内到来的已计入预测。没有可见影响、预测期内也不来的不列。这是同时发生，不证明由这一天引起。", "The effect is that of the strongest day around the occasion against what trend and season suggest, drawn towards none by how often it was seen and how much plain days vary, and none where they vary as much (with so many days to choose from); what comes within the days ahead is in the forecast. Occasions without a visible effect that are not ahead are left out. It went together with the day; it does not prove that the day caused it.";
    OCCASION = "日子", "Occasion";
    SEEN_COLUMN = "历史中出现次数", "Times in the history";
    PEAK_COLUMN = "影响", "Effect";
    TIMES = "平常的 {times} 倍", "{times} times the usual";
    NO_PEAK = "看不出影响", "None visible";
    NEXT_COLUMN = "预测期内", "Within the days ahead";

    HOLIDAY_UP = "{name}（{day}）前后，过去单日净成交额最高约为平日的 {times} 倍。", "Around {name} ({day}), sales of the best day have been about {times} times the usual before.";
    HOLIDAY_DOWN = "{name}（{day}）前后，过去销售比平日低约 {less}。", "Around {name} ({day}), sales have been about {less} below usual before.";
    HOLIDAY_SEEN = "历史中出现过 {n} 次，影响已向“没有影响”收缩。", "Seen {n:time|times} in the history; the effect is drawn towards none accordingly.";
    HOLIDAY_WHY = "与扣除趋势和星期规律后的同期相比。这是同时发生，不证明由节日引起。", "Compared with what trend and weekday suggest for those days. It went together with the day; it does not prove that the day caused it.";
    HOLIDAY_DO_UP = "提前确认主推商品的库存和发货能力。", "Make sure of stock and dispatch for the main products beforehand.";
    HOLIDAY_DO_DOWN = "把大额投放和到货错开这几天。", "Keep large ad budgets and deliveries out of those days.";

    SHIFT = "从 {day} 起，日均净成交额由 {before} 变为 {since}（{change}），并保持在新水平。", "Since {day}, net revenue has run at {since} a day instead of {before} ({change}), and stayed there.";
    SHIFT_SURE = "新水平已持续 {n} 步（一步是图上的一天或一周）。", "The new level has lasted {n:step|steps} (a step is a day or a week, as in the chart).";
    SHIFT_WHY = "以扣除季节后的中位水平检验突变；预测以新水平为准。", "Found by the medians before and after, without the season; the forecast goes by the new level.";
    SHIFT_DO = "回想那几天改了什么：价格、投放、上下架或平台规则。", "Recall what changed in those days: prices, ads, listings, or a platform’s rules.";

    RISER = "{name}预计未来 {weeks} 周净成交额约 {next}，与最近 {weeks} 周（{last}）相比 {change}。", "{name} should bring about {next} net over the next {weeks} weeks, {change} against the last {weeks} ({last}).";
    RISER_SURE = "80% 区间下限 {lo} 仍高于最近 {weeks} 周。", "Even the lower end of the 80% interval, {lo}, is above the last {weeks} weeks.";
    FALLER_SURE = "80% 区间上限 {hi} 仍低于最近 {weeks} 周。", "Even the upper end of the 80% interval, {hi}, is below the last {weeks} weeks.";
    RISER_DO = "确认这款商品的库存够卖到那时。", "Make sure its stock lasts until then.";
    FALLER_DO = "减少这款商品的补货，或看看它为何走低。", "Order less of it, or find out why it falls.";
    RISER_WHY = "各商品按周预测，再按比例缩放，使之和等于合计。", "Forecast by week, then scaled so that the products add up to the total.";

    CAMPAIGN = "自设活动日", "your campaign day";
    H_SPRING = "春节", "Spring Festival";
    H_GOODS = "年货节", "the New Year goods sale";
    H_LANTERN = "元宵节", "the Lantern Festival";
    H_DRAGON = "端午节", "the Dragon Boat Festival";
    H_QIXI = "七夕", "Qixi";
    H_AUTUMN = "中秋节", "the Mid-Autumn Festival";
    H_NINTH = "重阳节", "the Double Ninth Festival";
    H_QINGMING = "清明节", "Qingming";
    H_LABOUR = "五一", "Labour Day";
    H_NATIONAL = "国庆节", "National Day";
    H_WOMEN = "三八节", "Women’s Day";
    H_520 = "520", "520";
    H_618 = "618", "the 618 sale";
    H_CHILD = "儿童节", "Children’s Day";
    H_818 = "818", "the 818 sale";
    H_SCHOOL = "开学季", "back to school";
    H_99 = "99 大促", "the 9.9 sale";
    H_1111 = "双十一", "Double 11";
    H_1212 = "双十二", "Double 12";
    H_NEW_YEAR = "元旦", "New Year";
    H_VALENTINE = "情人节", "Valentine’s Day";
    H_EASTER = "复活节", "Easter";
    H_MOTHER = "母亲节", "Mother’s Day";
    H_FATHER = "父亲节", "Father’s Day";
    H_JULY4 = "美国独立日", "Independence Day";
    H_LABOR_US = "美国劳动节", "Labor Day";
    H_HALLOWEEN = "万圣节", "Halloween";
    H_BLACK = "黑色星期五", "Black Friday";
    H_CYBER = "网络星期一", "Cyber Monday";
    H_CHRISTMAS = "圣诞节", "Christmas";
    H_BOXING = "节礼日", "Boxing Day";
}

/// The names of the calendars' days.
pub(super) const HOLIDAYS: &[(&str, Phrase)] = &[
    ("spring_festival", H_SPRING),
    ("new_year_goods", H_GOODS),
    ("lantern_festival", H_LANTERN),
    ("dragon_boat", H_DRAGON),
    ("qixi", H_QIXI),
    ("mid_autumn", H_AUTUMN),
    ("double_ninth", H_NINTH),
    ("qingming", H_QINGMING),
    ("labour_day_cn", H_LABOUR),
    ("national_day_cn", H_NATIONAL),
    ("womens_day", H_WOMEN),
    ("love_520", H_520),
    ("sale_618", H_618),
    ("childrens_day_cn", H_CHILD),
    ("sale_818", H_818),
    ("back_to_school_cn", H_SCHOOL),
    ("sale_99", H_99),
    ("double_11", H_1111),
    ("double_12", H_1212),
    ("new_year", H_NEW_YEAR),
    ("valentines_day", H_VALENTINE),
    ("easter", H_EASTER),
    ("mothers_day", H_MOTHER),
    ("fathers_day", H_FATHER),
    ("independence_day", H_JULY4),
    ("labor_day_us", H_LABOR_US),
    ("halloween", H_HALLOWEEN),
    ("black_friday", H_BLACK),
    ("cyber_monday", H_CYBER),
    ("christmas", H_CHRISTMAS),
    ("boxing_day", H_BOXING),
];
