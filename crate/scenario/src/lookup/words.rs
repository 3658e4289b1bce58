//! What is said about one product or one customer.

use report::phrases;

phrases! {
    FIGURE = "指标", "Figure";
    VALUE = "数值", "Value";
    REMARK = "说明", "Remark";
    PRODUCT = "商品", "Product";
    CUSTOMER = "客户", "Customer";
    REASON = "理由", "Reason";
    PRICE = "常见单价", "Usual price";
    ORDERS = "订单数", "Orders";
    LIFT = "提升度", "Lift";
    P = "p 值", "p-value";
    Q = "错误发现率", "False-discovery rate";

    P_TITLE = "{name}共售出 {units} 件，最近一次在 {day}", "{name}: {units} sold, the last on {day}";
    P_TITLE_UNDATED = "{name}共售出 {units} 件", "{name}: {units} sold";
    P_SUB = "全部订单，{period}", "All orders, {period}";
    P_NOTE = "整行退款的不计；单价为每件实收（退款前）按订单行取的中位数，各时期的折扣与调价都在内。", "Lines that were paid back whole are left out. The price is the median over order lines of what a piece was charged at, before refunds; discounts and changes of price are in it.";
    P_SOLD = "售出件数", "Sold";
    P_SOLD_IN = "{n} 个订单", "in {n:order|orders}";
    P_SOLD_SINCE = "{n} 个订单，自 {day}起", "in {n:order|orders}, since {day}";
    P_NET = "净成交额", "Net revenue";
    P_NET_REFUNDS = "已扣退款 {sum}", "after refunds of {sum}";
    P_CUSTOMERS = "购买客户", "Customers";
    P_AGAIN = "其中 {n} 位在两天以上买过（{share}）", "{n} of them bought it on two days or more ({share})";
    P_NO_CUSTOMERS = "订单里没有客户编号", "The orders name no customers";
    P_LAST = "最近售出", "Last sold";
    P_AGO = "距文件中最后一天 {n} 天", "{n:day|days} before the last day of the files";
    P_TODAY = "就在文件中的最后一天", "on the last day of the files";
    P_PRICE_RANGE = "多在 {lo} 至 {hi}；比 {share}的商品贵", "mostly {lo} to {hi}; dearer than {share} of the products";
    P_PRICE_ONE = "一直是这个价；比 {share}的商品贵", "always the same; dearer than {share} of the products";
    P_RECENT = "最近 90 天售出", "Sold in the last 90 days";
    P_BEFORE = "此前 90 天为 {n} 件", "{n} in the 90 days before";

    P_STATE = "现在能否买到", "Can it be bought";
    P_SOLD_OUT = "已售罄", "sold out";
    P_DELISTED = "已下架", "delisted";
    P_SOLD_OUT_REMARK = "按库存和商品文件，没有剩余，也没有在途；到货前不推荐给任何人", "by the files of stock and products none is left or on its way; until it is back it is recommended to nobody";
    P_DELISTED_REMARK = "按商品文件；不推荐给任何人", "by the files of products; it is recommended to nobody";

    M_TITLE = "{name}卖得最多的月份是 {month}：{units} 件", "{name} sold most in {month}: {units}";
    M_SUB = "每月售出件数，{period}，n = {n} 个订单", "Units per month, {period}, n = {n:order|orders}";
    M_NOTE = "首尾两个月可能不完整。", "The first and the last month may not be whole.";
    UNITS = "件数", "Units";
    MONTH = "月份", "Month";

    THIN_TITLE = "搭配、推荐与告知名单", "What goes with it, and whom to tell";
    THIN = "数据不足：需要至少 {needs} 个含两种以上商品的订单，现有 {has} 个。请添加更长时间的订单明细。", "Not enough data: needs {needs} orders of two products or more, and there are {has}. Add order lines of a longer time.";
    CUT = "只学习了订单最多的 {n} 种商品，这件不在其中。", "Only the {n} products in most orders are learned from, and this is none of them.";

    W_TITLE = "含{name}的订单里，{share}也有{other}", "{share} of orders with {name} also hold {other}";
    W_TITLE_NONE = "和{name}一起买什么", "What is bought with {name}";
    W_SUB = "一起购买，n = {own} 个含此商品的订单，共 {all} 个订单", "Bought together, n = {own:order|orders} with it, of {all} in all";
    W_NOTE = "提升度 1 表示互不相关。只含一种商品的订单也计入，与报告里的搭配规律相同。p 值为 Fisher 精确检验（单侧），错误发现率在此商品的 {n} 个搭配中校正，只列不超过 5% 的。一起购买不等于一个带动另一个。", "A lift of 1 is chance. Orders of one product count too, as in the report’s pairs. p-values by Fisher’s exact test, one-sided; the false-discovery rate is over the {n:pair|pairs} of this product, and 5% at most. Bought together does not mean that one sells the other.";
    W_LARGE = "有 {n} 个超过 100 种商品的订单计入次数，但不参与检验，因为里面什么都会碰到一起。", "{n:order|orders} of more than 100 products {n?is|are} counted but left out of the test: everything meets in such an order.";
    W_NONE = "没有商品与它一起买的次数明显超过偶然：它出现在 {own} 个订单中，有 {n} 种商品与它同单 5 次以上。", "Nothing is bought with it more often than chance allows: it is in {own:order|orders}, and {n:product shares|products share} 5 of them with it.";
    W_AWAY = "与它一起买的次数明显超过偶然的商品都已售罄或下架，因此不列。", "What is bought with it more often than chance allows is sold out or delisted, and not listed.";
    TOGETHER = "共同订单", "Orders with both";
    OF_ITS = "占它的订单", "Of its orders";

    B_TITLE = "{name}与{other}做成套装，两件合计 {sum}", "A bundle of {name} and {other} comes to {sum} at usual prices";
    B_SUB = "最常一起买的商品，常见单价相加", "What is most often bought with it; usual prices added up";
    B_NOTE = "“没买另一件”的订单是套装可以争取的对象。套装能降价多少取决于毛利，请添加含单件成本的商品文件；先小范围试两周，再与没有套装时比较。", "Orders without the other are whom a bundle could win. How far its price may fall depends on margins: add a file of products with the cost of a piece. Try it for two weeks, and compare with the time before.";
    B_NOTE_MARGIN = "“没买另一件”的订单是套装可以争取的对象。可让利幅度以毛利率不低于全店的 {margin} 为限，最多 30%；成本取自商品、库存或采购文件，平台费、运费和税未计。先小范围试两周，再与没有套装时比较。", "Orders without the other are whom a bundle could win. The discount leaves no less than the shop’s own margin of {margin}, and is 30% at most; costs come from files of products, stock or purchases, without fees, shipping and tax. Try it for two weeks, and compare with the time before.";
    B_MARGIN = "毛利率", "Margin";
    B_ROOM = "最多让利", "Discount up to";
    B_WITH = "搭配商品", "Bundled with";
    B_BOTH = "两件合计", "Both together";
    B_ONLY = "没买另一件的订单", "Orders without the other";

    A_TITLE = "买过{name}的客户还买{other}", "Customers of {name} also buy {other}";
    A_TITLE_POPULAR = "没有方法明显好于只推热销品，因此这里是热销品", "No method surely beats best sellers, so these are the best sellers";
    A_SUB = "方法：{model}，n = {n} 位买过的客户，不论是否同一天", "By {model}, n = {n:customer|customers} of it, whether on the same day or not";
    A_NOTE = "排序来自在留出数据上检验过的方法；提升度 1 表示互不相关。同款的其他规格不列。", "The order is that of the method that was tried on held-back purchases; a lift of 1 is chance. Other sizes and colours of it are left out.";
    A_NOTE_POPULAR = "同款的其他规格不列。", "Other sizes and colours of it are left out.";
    A_NEEDS_TITLE = "买过它的客户还买什么", "What its customers also buy";
    A_NEEDS = "数据不足：需要至少 3 位客户买过它又买过同一件别的商品；买过它的客户现有 {has} 位。", "Not enough data: needs 3 of its customers who also bought one and the same other product; it has {has:customer|customers} so far.";
    A_TRIAL = "数据不足：检验推荐需要至少 20 位买过两次以上的客户。搭配购买不受影响。", "Not enough data: testing suggestions needs 20 customers with two purchases or more. What goes together is not affected.";
    A_AWAY = "它的客户还买的商品都已售罄或下架，因此不列。", "What its customers also buy is sold out or delisted, and not listed.";
    BOTH = "两件都买过的客户", "Customers with both";
    OF_BUYERS = "占它的客户", "Of its customers";

    L_TITLE = "与{name}最接近、可以替代它的是{other}", "{other} is the nearest thing to {name}";
    L_SUB = "名称用词相近，或同类目或名称部分相同、由同一批客户在不同订单里购买；价格在一半到两倍之间", "Alike by the words of their names, or of its kind and bought by the same customers in different orders; at half to twice the price";
    L_NOTE = "名称相近度按用词计算（越少见的词分量越重），不理解词义。同单比例低，说明客户是二选一；高则更像搭配。是否真能替代，要看缺货时客户是否改买它。", "Likeness counts words in common, seldom ones for more, and knows no meanings. Where few of those who have both bought them in one order, customers choose between them; where many do, they go together. Whether one replaces the other shows when one is sold out.";
    L_NONE_TITLE = "可以用什么替代", "What could replace it";
    L_NONE = "没有名称相近、或由同一批客户在不同订单里购买的商品。", "No product has a name like it, or is bought by the same customers in other orders.";
    L_AWAY = "可以替代它的商品都已售罄或下架，因此不列。", "What could replace it is sold out or delisted, and not listed.";
    LIKENESS = "名称相近度", "Likeness of names";
    ONE_ORDER = "其中同单购买", "Of these in one order";

    T_TITLE = "{n} 位客户买过与{name}相配的商品，但还没买过它", "{n:customer has|customers have} bought what goes with {name}, but not {name} itself";
    T_SUB = "最合适的在前，方法：{model}", "The best fit first, by {model}";
    T_SUB_POPULAR = "最合适的在前，按共同购买的客户；没有方法在检验中明显好于热销，仅供参考", "The best fit first, by customers in common; no method surely beat best sellers when tried, so take it as a hint";
    T_NOTE = "只用与它的搭配超过偶然的商品（错误发现率不超过 5%）。先通知其中一半，几周后与另一半比较，才知道通知有没有用。购买量异常大的账号不在内。", "Only products that go with it beyond chance count (false-discovery rate of 5% at most). Tell half of the list and compare with the other half after some weeks; that shows what telling brings. Accounts that buy nearly everything are left out.";
    T_NEEDS_TITLE = "可以告诉谁", "Whom to tell";
    T_NEEDS = "没有哪件商品与它的共同客户多于偶然，列出的名单不会比随意挑选更准。它有 {has} 位客户。", "No product shares more customers with it than chance allows, so no list would be better than a draw. It has {has:customer|customers}.";
    T_NOBODY = "买过相配商品的客户都已买过它。", "Everybody who bought what goes with it has it already.";
    T_AWAY = "现在买不到这件商品，到货或重新上架后再告知客户。", "Nobody can buy it now: tell customers once it is back.";
    T_BECAUSE = "买过{what}", "bought {what}";
    T_FIT = "合适程度（第一名为 1）", "Fit (the first is 1)";
    LAST_ORDER = "最近下单", "Last order";

    C_TITLE = "客户 {name} 共下 {n} 单，最近一次在 {day}", "Customer {name}: {n:order|orders}, the last on {day}";
    C_TITLE_UNDATED = "客户 {name} 共下 {n} 单", "Customer {name}: {n:order|orders}";
    C_ORDERS = "订单数", "Orders";
    C_SINCE = "自 {day}起", "since {day}";
    C_SPENT = "净消费", "Spent, net";
    C_EACH = "平均每单 {sum}", "{sum} an order";
    C_PAID_BACK = "已扣没有写明订单的退款 {sum}", "after {sum} of refunds that name no order";
    C_PRODUCTS = "买过的商品", "Products bought";
    C_GAP = "两次购买通常相隔", "Usual time between purchases";
    C_GAP_REMARK = "{n} 次间隔的中位数；照此下次约在 {day}", "median of {n:gap|gaps}; by that the next is due around {day}";
    C_DAYS = "{n} 天", "{n:day|days}";
    C_RANK = "消费额高于 {share}的客户", "more than {share} of the customers";

    O_TITLE = "下过的订单", "Orders";
    O_SUB = "最近的在前，n = {n}", "The last first, n = {n}";
    O_DATE = "日期", "Date";
    O_PRODUCTS = "商品", "Products";
    O_PIECES = "件数", "Pieces";
    O_AMOUNT = "净额", "Net amount";
    O_MORE = "{what}等 {n} 种", "{what} and {n} more";
    O_UNDATED = "日期不详", "no date";

    H_TITLE = "买得最多的是{name}：{n} 次", "Bought most often: {name}, {n:time|times}";
    H_SUB = "次数按天计，n = {n} 种商品", "Times are days, n = {n:product|products}";
    H_TIMES = "购买次数", "Times bought";
    H_FIRST = "首次", "First";
    H_LAST = "最近", "Last";

    N_TITLE = "下一步可以推荐{name}", "What to suggest next: {name} first";
    N_SUB = "方法：{model}，已买过的不再推荐", "By {model}; what the customer has is left out";
    N_NOTE = "热销补位的没有个人理由。", "Best sellers that fill the list have no reason of the customer’s own.";
    N_NEEDS_TITLE = "下一步推荐什么", "What to suggest next";
    N_HEAVY = "这位客户几乎什么都买，看不出偏好，因此不作推荐。", "This customer buys so many products that they tell no taste, so nothing is suggested.";
    N_NOTHING = "能推荐的商品这位客户都买过。", "The customer has everything that could be suggested.";
    N_TOGETHER = "买过{with}的人中有 {n} 位也买了（偶然的 {lift} 倍）", "{n} who bought {with} have it too ({lift} times as many as by chance)";
    N_POPULAR = "热销：{n} 位客户买过", "a best seller: bought by {n:customer|customers}";

    D_TITLE = "{name}该再买了：约在 {day}", "{name} is due again around {day}";
    D_SUB = "按 {now}计，30 天内到期或已过期的商品", "As of {now}: due within 30 days, or overdue";
    D_NOTE = "买过三次以上按客户自己的间隔（中位数），否则按所有回购客户的间隔；自己的间隔在前，买得多的在前。超过两个间隔没买的视为不再买，不列。", "From three purchases on by the customer’s own gaps (median), otherwise by those of everybody who came back; own ones first, and the most often bought of them. After two gaps without a purchase a product is taken for dropped.";
    D_NEEDS_TITLE = "快要再买的商品", "What is due again";
    D_NONE = "没有商品快到再买的时候：需要买过三次以上的商品，或很多客户会回购的商品，且间隔没有过去太久。", "Nothing is due: that needs a product bought three times or more, or one that many come back for, and not too long ago.";
    D_AWAY = "快到再买时候的商品都已售罄或下架。", "All that is due is sold out or delisted.";
    D_GAP = "通常间隔（天）", "Usual gap (days)";
    D_DUE = "预计时间", "Due";
    D_WHOSE = "谁的间隔", "Whose rhythm";
    D_OWN = "客户自己的", "the customer’s own";
    D_ALL = "所有回购客户的", "everybody’s who came back";
}
