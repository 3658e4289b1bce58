//! The words about visits and ways to a purchase.

use report::phrases;

phrases! {
    NEEDS = "需要一份访问或行为日志：每行一个事件，含访客编号、商品编号、行为类型（浏览、收藏、加购、购买）和时间。现有文件里没有。",
        "Needs a log of visits: a row per event with visitor, product, what was done (view, favourite, cart, buy) and when. The files have none.";
    NEEDS_KINDS = "行为日志里没有能识别的行为类型。需要“浏览、收藏、加购、购买”或 pv、fav、cart、buy 这样的写法；数字代码各家含义不同，请先换成文字。",
        "The log has no kinds of events that are known: it needs words such as view, favourite, cart, buy, or pv, fav, cart, buy. Numbers mean something else in every log; write them as words first.";
    NEEDS_PEOPLE = "行为日志里只有 {has} 位能定位的访客，漏斗需要至少 {needs} 位。请添加更长时间的日志，并确认有访客编号和时间两列。",
        "The log tells of {has:visitor|visitors} with a time; a funnel needs {needs}. Add a longer log, and make sure that it has visitors and times.";

    VIEWED = "浏览", "Looked";
    FAVOURED = "收藏", "Favourite";
    CARTED = "加购", "Cart";
    PUT = "收藏或加购", "Favourite or cart";
    PAYING = "进入结算", "Began to pay";
    BOUGHT = "购买", "Bought";

    FUNNEL_TITLE = "{n} 位浏览过的访客中 {share}走到购买，流失最多的一步是从{from}到{to}", "Of {n} visitors who looked, {share} went on to buy; most are lost from “{from}” to “{to}”";
    FUNNEL_TITLE_NO_BUY = "日志里没有购买：只能看到从{from}到{to}", "The log tells of no purchases: it can be followed from “{from}” to “{to}” only";
    FUNNEL_SUB = "依次走到每一步的访客数，{period}", "Visitors who reached each step in turn, {period}";
    FUNNEL_SUB_PAIRS = "依次走到每一步的“访客 × 商品”数，{period}", "Visitors × products that reached each step in turn, {period}";
    FUNNEL_NOTE = "按先后计：后一步必须发生在前一步之后；跳过中间步骤直接购买的，不算走完漏斗，见“购买之前做了什么”。日志开始之前的浏览看不到，结束之后的购买也看不到。{left}", "In order: a step counts only after the one before. Purchases that skip a step do not come through the funnel; see the ways to a purchase. What happened before the log begins and after it ends is not seen. {left}";
    BY_VISITOR = "按访客", "By visitor";
    BY_PAIR = "按访客和商品", "By visitor and product";
    VISITORS = "访客", "Visitors";
    PAIRS = "访客 × 商品", "Visitors × products";

    STEPS_TITLE = "每一步留下多少、要多久", "What each step keeps, and how long it takes";
    STEPS_SUB = "访客 {n} 位，{events} 个事件，{period}", "{n} visitors, {events} events, {period}";
    STEPS_NOTE = "访客的区间为 95% Wilson；“访客 × 商品”的区间按访客聚类，因为同一位访客的多件商品不是彼此独立的。间隔只含走到下一步的访客。", "Intervals of visitors: 95% Wilson; those of visitors × products are clustered by visitor, whose products do not stand alone. Times are of those who got to the step.";
    STEP = "步骤", "Step";
    KEPT = "占上一步", "Of the step before";
    KEPT_INTERVAL = "95% 区间", "95% interval";
    LOST = "流失", "Lost";
    OF_FIRST = "占第一步", "Of the first step";
    KEPT_PAIRS = "占上一步（访客 × 商品）", "Of the step before, by product";
    WAIT = "距上一步（中位数）", "After the step before (median)";
    RANGE = "{low} 至 {high}", "{low} to {high}";
    SECONDS = "{n} 秒", "{n} s";
    MINUTES = "{n} 分钟", "{n} min";
    HOURS = "{n} 小时", "{n} h";
    DAYS = "{n} 天", "{n} days";

    WAIT_TITLE = "买下的商品中，{share}在第一次浏览后 30 分钟内就买了", "Of products that are bought, {share} are bought within 30 minutes of the first look";
    WAIT_SUB = "从第一次浏览到购买同一件商品，n = {n} 次购买", "From the first look at a product to its purchase, n = {n:purchase|purchases}";
    WAIT_NOTE = "中位数 {median}。横线为 95% 区间（Wilson）。日志里有 {days} 天的事件，更晚的购买看不到，长的间隔因此偏少。", "Median {median}. Whiskers: 95% intervals (Wilson). The log has events of {days} days: later purchases are not seen, so long waits are too few.";
    WAIT_SHARE = "占购买", "Share of purchases";
    HALF_HOUR = "30 分钟内", "within 30 min";
    SAME_DAY = "30 分钟至 24 小时", "30 min to 24 h";
    THREE_DAYS = "1 至 3 天", "1 to 3 days";
    A_WEEK = "3 至 7 天", "3 to 7 days";
    LATER = "7 天以上", "later";

    HOUR_TITLE = "{when}开始的访问最常买：{share}有购买，其他时段 {others}", "Visits that begin {when} buy most often: {share} of them, against {others} at other times";
    HOUR_NONE = "各时段的访问购买率没有可靠差别", "No time of day or week buys reliably more often";
    HOUR_SUB = "有购买的访问占比，按访问开始的时间，n = {n} 次访问", "Share of visits with a purchase by when they begin, n = {n:visit|visits}";
    HOUR_NOTE = "访问：同一访客相邻事件间隔不超过 30 分钟（文件自带访问编号时以其为准）。横线为 95% 区间（Wilson）；与其他时段相比的双比例检验，按 Benjamini–Hochberg 校正。少于 {least} 次访问的时段不画。{zone}", "A visit: events of a visitor no more than 30 minutes apart (or as the file numbers visits). Whiskers: 95% intervals (Wilson); two-proportion test against other times, adjusted by Benjamini–Hochberg. Times with fewer than {least} visits are not drawn. {zone}";
    ZONE = "文件里的时间是以秒计的 UTC 时间，钟点按 UTC 显示；北京时间要加 8 小时。", "Times in the file are seconds in UTC, and hours are shown in UTC; add the offset of the shop’s clock.";
    AT_HOUR = "{hour}", "at {hour}";
    ON_DAY = "{day}", "on a {day}";
    BY_HOUR = "按小时", "By hour";
    BY_WEEKDAY = "按星期", "By weekday";
    BUYING = "有购买的访问", "Visits that buy";

    PATHS_TITLE = "之前有行为记录的购买中，最常见的路径是“{path}”，占 {share}；{none} 的购买之前没有任何记录", "Of purchases with something before them, {share} came by “{path}”; {none} have nothing before them in the log";
    PATHS_TITLE_NONE = "日志里的购买之前都没有别的行为", "Nothing comes before the purchases of this log";
    PATHS_SUB = "访客对同一件商品在第一次购买之前做了什么，n = {n} 次购买", "What visitors did with a product up to its first purchase, n = {n:purchase|purchases}";
    PATHS_NOTE = "同一行为连续多次只记一次。以“购买”开头的：日志里没有之前的浏览，可能发生在日志开始之前，或来自别的入口。", "The same act several times in a row counts once. Ways that begin with the purchase: no look at it is in the log, as before its beginning or through another entrance.";
    PATH = "路径", "Way";
    PURCHASES = "购买次数", "Purchases";
    PATH_SHARE = "占购买", "Share of purchases";
    PATH_WAIT = "用时（中位数）", "Takes (median)";
    TO = " → ", " → ";
    MORE_BEFORE = "… → ", "… → ";

    VISITS_TITLE = "每 {n} 次访问有一次购买；有购买的访问看 {with} 件商品，没有的看 {without} 件", "One visit in {n} buys; visits that buy look at {with} products, those that do not at {without}";
    VISITS_NONE = "没有一次访问有购买", "No visit buys";
    VISITS_SUB = "除占比外均为中位数，n = {n} 次访问、{visitors} 位访客", "Medians but for the shares, n = {n:visit|visits} of {visitors:visitor|visitors}";
    VISITS_NOTE = "访问以 30 分钟没有事件为界（文件自带访问编号时以其为准）。看得多和买是相关，不等于因果。", "Visits end after 30 minutes without an event (or as the file numbers them). Looking at more and buying go together; that is no cause.";
    VISIT = "访问", "Visits";
    WITH_BUY = "有购买", "With a purchase";
    WITH_PUT = "只收藏或加购", "Favourite or cart only";
    ONE_EVENT = "只有一个事件", "A single event";
    JUST_LOOKING = "只浏览", "Looking only";
    VISIT_COUNT = "次数", "Number";
    VISIT_SHARE = "占比", "Share";
    VISIT_EVENTS = "事件数", "Events";
    VISIT_MINUTES = "时长（分钟）", "Minutes";
    VISIT_PRODUCTS = "看过的商品", "Products looked at";

    LOOKED_TITLE = "{n} 种{what}看的人多、买的人明显偏少", "{n} {what} are looked at by many and bought by clearly fewer";
    LOOKED_NONE = "没有哪种{what}的购买率可靠地低于其他", "None of the {what} is bought reliably less often than the others";
    LOOKED_SUB = "看过的访客、之后买了的访客，{what}，n = {n}", "Visitors who looked and who bought afterwards, {what}, n = {n}";
    LOOKED_NOTE = "应有购买 = 其他{what}的购买率 × 看过的访客。p 为单侧二项检验，按 Benjamini–Hochberg 校正；应有购买不到 3 次的不检验（共检验 {tested} 种）。价格高、不常买的东西购买率本来就低。", "Expected: the share that buys of the other {what} × visitors who looked. p: one-sided binomial, adjusted by Benjamini–Hochberg; not tested where fewer than 3 purchases were to be expected ({tested} tested). What is dear or seldom needed is bought less often anyway.";
    PRODUCTS = "商品", "products";
    KINDS = "类目", "categories";
    THING = "名称", "Name";
    VIEWERS = "看过的访客", "Looked";
    BUYERS = "买了的访客", "Bought";
    RATE = "购买率", "Share that buys";
    EXPECTED = "应有购买", "Expected";
    Q_VALUE = "校正后 p", "Adjusted p";
    PRODUCT_NUMBER = "商品 {id}", "Product {id}";
    KIND_NUMBER = "类目 {id}", "Category {id}";

    LEFT_UNPLACED = "{n} 行没有访客或时间，未计。", "{n:row has|rows have} no visitor or time and {n?is|are} left out.";
    LEFT_TWICE = "{n} 行重复，只计一次。", "{n:row is|rows are} repeated and {n?counts|count} once.";
    LEFT_OTHERS = "{n} 个其他类型的事件不算步骤。", "{n:event|events} of other kinds {n?is|are} no step.";

    F_STEP = "从{from}到{to}流失最多：{n} 位访客里只有 {share}走到下一步。", "Most visitors are lost from “{from}” to “{to}”: of {n}, only {share} go on.";
    F_STEP_SURE = "95% 区间 {low} 至 {high}（Wilson），n = {n} 位访客。", "95% interval {low} to {high} (Wilson), n = {n} visitors.";
    F_STEP_WHY = "按先后顺序计；走到下一步的人用了 {wait}（中位数）。日志之外的购买看不到。", "Counted in order; those who go on take {wait} (median). What is bought outside the log is not seen.";
    F_STEP_DO_VIEW = "先看浏览多而加购少的商品：主图、价格、运费和评价里哪一样让人离开。", "Start with products that are looked at and not put aside: which of picture, price, postage and reviews makes people leave.";
    F_STEP_DO_PUT = "给收藏或加购后没买的商品做提醒，并检查运费和优惠是否到结算时才出现。", "Send reminders of what was put aside and not bought, and check whether postage and discounts appear only at the checkout.";
    F_STEP_DO_PAY = "自己走一遍结算：支付方式、运费、必填项，每多一步都会流失。", "Go through the checkout yourself: payment, postage, fields to fill in; every step loses some.";
    F_PUT = "{visitors} 位访客收藏或加购了 {n} 件商品，到日志结束还没有买。", "{visitors:visitor|visitors} put {n} products aside and had not bought them when the log ended.";
    F_PUT_SURE = "共 {all} 件被收藏或加购，其中 {share}随后买了（95% 区间 {low} 至 {high}，按访客聚类）。", "Of {all} that were put aside, {share} were bought afterwards (95% interval {low} to {high}, clustered by visitor).";
    F_PUT_WHY = "买下的商品从第一次浏览到购买的中位数是 {wait}，放着更久的多半已经搁下。", "What is bought is bought {wait} after the first look (median); most of what lies longer has been given up.";
    F_PUT_DO = "对这些访客发一次提醒，留出一部分人不发，才能知道提醒带来多少。", "Remind these visitors once, and leave some of them out: only then is it known what the reminder brings.";
    F_LOOKED = "{name}有 {n} 位访客看过，只有 {buyers} 位买了；按其他{what}的购买率应有约 {expected} 位。", "{n} visitors looked at {name} and {buyers} bought; at the rate of the other {what}, about {expected} would have.";
    F_LOOKED_SURE = "校正后 p {p}，购买率 95% 区间 {low} 至 {high}。", "Adjusted p {p}; 95% interval of the share that buys {low} to {high}.";
    F_LOOKED_WHY = "同类情况共 {n} 个；可能是价格、缺货、页面或本来就少买的品类，日志分不出来。", "There are {n} such; price, missing stock, the page, or goods that are seldom bought anyway: the log does not tell which.";
    F_LOOKED_DO = "先看有没有货和价格，再改页面，两周后再比。", "Check stock and price first, then the page, and compare again in two weeks.";
}
