//! What is said about recommendations.

use report::phrases;

phrases! {
    NEEDS = "数据不足：需要至少 {needs} 个含两种以上商品的订单，或足够多的复购客户；现有 {has} 个这样的订单。请添加含商品和客户的订单明细。",
        "Not enough data: needs {needs} orders with two products or more, and there are {has}. Add order lines with products and customers.";

    TRIAL_TITLE = "推荐 {k} 件商品，{share}的客户后来至少买了其中一件；只推热销品为 {popular}，高出 {gain} 个百分点（95% 区间 {lo} 至 {hi}）", "Of {k} products suggested, {share} of customers later bought at least one; of {k} best sellers, {popular}: a gain of {gain} points (95%: {lo} to {hi})";
    TRIAL_TITLE_ORDER = "推荐 {k} 件商品，{share}的客户后来至少买了其中一件；只推热销品为 {popular}，差别可能只是偶然，但买到的商品排得更靠前", "Of {k} products suggested, {share} of customers later bought at least one; of {k} best sellers, {popular}: the difference may be chance, but what was bought stands higher in the list";
    TRIAL_TITLE_NONE = "推荐 {k} 件热销品，{popular}的客户后来至少买了其中一件；没有方法明显更准，因此下面按热销推荐", "Of {k} best sellers suggested, {popular} of customers later bought at least one; no method surely does better, so best sellers it is";
    TRIAL_SUB = "方法：{model}；留出每位客户最后一次购买来检验，在全部商品中排序，n = {n}", "By {model}; each customer’s last purchase held back and looked for among all products, n = {n}";
    TRIAL_NOTE = "命中率是列表里至少有一件后来被买的客户占比，线段为 95% 自助法区间。", "The hit rate is the share of customers who later bought at least one product of their list; whiskers are 95% bootstrap intervals.";
    TRIAL_CHOICE = "方法按 NDCG@{k} 选，买到的商品排得越靠前，分越高：只考虑在这里的检验中明显高于只推热销品的，再取在另一段留出的购买上最高的。", "The method is chosen by NDCG@{k}, to which a purchase adds more the higher it stands in the list: of those surely above best sellers here, the one that was best on other held-back purchases.";
    TRIAL_ORDER = "选用的方法 NDCG@{k} 为 {own}，只推热销品为 {other}，差的 95% 区间 {from} 至 {to}。", "Its NDCG@{k} is {own}, that of best sellers {other}; 95% interval of the difference {from} to {to}.";
    TRIAL_USED = "{model}（选用）", "{model} (used)";
    TRIAL_NEEDS = "检验推荐需要至少 20 位买过两次以上的客户，数据还不够。搭配购买不受影响。", "Testing suggestions needs 20 customers with two purchases or more. What goes together is not affected.";
    TRIAL_NEVER = "有 {share}的商品不会推荐给任何人：偏热销是这类方法的通病。", "{share} of products are suggested to nobody: such methods lean to what sells anyway.";
    HIT = "命中率", "Hit rate";
    M_POPULARITY = "只推热销", "best sellers";
    M_RECENT = "近期热销", "recent best sellers";
    M_KNN = "相似商品（余弦）", "item-kNN";
    M_TFIDF = "相似商品（TF-IDF）", "item-kNN (TF-IDF)";
    M_BM25 = "相似商品（BM25）", "item-kNN (BM25)";
    M_WALK = "随机游走（RP3β）", "RP3β";
    M_EASE = "线性自编码（EASE）", "EASE";
    M_ALS = "矩阵分解（ALS）", "ALS";
    M_SEQUENCE = "先后共现", "co-visitation";
    M_TIFU = "复购（TIFU-kNN）", "TIFU-kNN";
    M_SEMANTIC = "文字相似", "similar texts";
    M_HYBRID = "组合", "a blend";

    RULES_TITLE = "买了{left}的订单，{share}也买了{right}", "{share} of orders with {left} also hold {right}";
    RULES_SUB = "一起购买的规律，n = {n} 个订单", "What is bought together, n = {n} orders";
    RULES_NOTE = "支持度是同时含两边的订单占比，置信度是买了左边又买右边的比例，提升度 1 表示互不相关。只含一种商品的订单也计入。只列 χ² 检验后错误发现率不超过 5% 的规律。一起购买不等于一个带动另一个。", "Support is the share of orders with both sides, confidence the share of those with the left side that hold the right one; a lift of 1 is chance. Orders of one product count too. Only rules with a false-discovery rate of 5% at most (χ²). Bought together does not mean that one sells the other.";
    RULES_LARGE = "有 {n} 个超过 100 种商品的订单计入次数，但不参与检验，因为里面什么都会碰到一起。", "{n:order|orders} of more than 100 products {n?is|are} counted but left out of the test: everything meets in such an order.";
    RULES_AWAY = "其中 {n} 条涉及已售罄或已下架的商品，只作记录，不建议搭售。", "{n:rule names|rules name} a product that is sold out or delisted: that is a record, not advice.";
    RULES_NONE = "没有达到 5% 错误发现率的搭配规律（共检验 {n} 条）。", "No rule holds at a false-discovery rate of 5% ({n} tested).";
    RULES_CHART = "哪些搭配值得做成套装", "Which pairs are worth a bundle";
    SUPPORT = "支持度", "Support";
    CONFIDENCE = "置信度", "Confidence";
    LIFT = "提升度", "Lift";
    TOGETHER = "共同订单", "Orders with both";
    IF = "买了", "Bought";
    THEN = "也会买", "Then also";
    Q = "错误发现率", "False-discovery rate";

    AFFINITY_TITLE = "最畅销商品之间的搭配程度", "How the best sellers go together";
    AFFINITY_SUB = "提升度，1 为互不相关，共同订单不足 3 个的留空", "Lift, 1 is chance; empty where fewer than 3 orders hold both";

    GOES_TITLE = "商品页上放什么", "What to show on a product’s page";
    GOES_SUB = "成交额最高的商品，以及与它一起买的商品", "The best sellers, and what is bought with them";
    GOES_NOTE = "括号内为同时购买的次数与提升度。其他商品可在页面的本节里查询。", "In brackets: how often together, and the lift. Any other product can be looked up in this section of the page.";
    GOES_NONE = "没有哪两件商品一起购买的次数明显多于偶然，暂时没有可放的搭配。", "No two products are bought together more often than by chance, so there is nothing to show beside one.";
    PRODUCT = "商品", "Product";
    FIRST = "第一推荐", "First";
    SECOND = "第二推荐", "Second";
    THIRD = "第三推荐", "Third";
    WITH_LIFT = "{name}（{n} 次，{lift} 倍）", "{name} ({n}, ×{lift})";

    NEXT_TITLE = "向哪些客户推荐什么", "What to suggest to whom";
    NEXT_SUB = "购买最多的客户，方法：{model}，已买过的不再推荐", "The customers who bought most; by {model}; what they have is left out";
    NEXT_NOTE = "首推理由：买过所列商品的其他客户也买了首推的商品。热销补位的没有个人理由。", "The reason: others who bought the product named bought it too. Best sellers that fill a list have no reason of the customer’s own.";
    NEXT_NONE = "购买最多的客户已经买过全部商品，没有可推荐的。", "The customers who bought most have bought every product already: nothing is left to suggest.";
    TRIAL_WHAT = "哪种推荐方法更准", "Which way of suggesting is right more often";
    TRIAL_FEW = "只有 {n} 件商品，{k} 个一组的推荐列表已经全部包含，方法之间分不出高下。", "With {n:product|products} a list of {k} holds all of them, so no method can do better than another.";
    CUSTOMER = "客户", "Customer";
    BOUGHT = "买过的商品", "Products bought";
    REASON = "首推理由", "Why the first";
    WHY_TOGETHER = "买过{with}的人中有 {n} 位也买了", "{n} who bought {with} have it too";
    WHY_POPULAR = "{n} 位客户买过", "bought by {n:customer|customers}";
    LEFT_OUT = "运费、手续费等 {n} 项不参与推荐。", "{n:item|items} such as postage and fees are left out.";
    HEAVY = "{n} 个买下大量商品的账号没有用于学习。", "{n:account that buys|accounts that buy} nearly everything {n?was|were} not learned from.";
    AWAY = "{sold} 种已售罄、{gone} 种已下架的商品不推荐给任何人。", "{sold:product is|products are} sold out and {gone} delisted; none of them is recommended.";
    AWAY_SOLD_OUT = "{sold} 种已售罄的商品不推荐给任何人。", "{sold:product is|products are} sold out and not recommended.";
    AWAY_DELISTED = "{gone} 种已下架的商品不推荐给任何人。", "{gone:product is|products are} delisted and not recommended.";
    AWAY_ALL = "按库存和商品文件，能推荐的商品都已售罄或下架，因此不列。补货或重新上架后再看。", "By the files of stock and products, all that could be recommended is sold out or delisted, so nothing is listed. Look again once it is back.";
    AWAY_REST = "除去已售罄和已下架的商品，没有可列的。", "Without what is sold out or delisted there is nothing to list.";
    CUT = "只看购买人数最多的 {n} 种商品。", "Only the {n} products with the most buyers are looked at.";

    F_BUNDLE = "{left}和{right}常被一起购买：{n} 个订单，是偶然的 {lift} 倍。", "{left} and {right} are bought together: {n:order|orders}, {lift} times as often as by chance.";
    F_BUNDLE_SURE = "χ² 检验，错误发现率 {q}，共检验 {tests} 条。", "χ², false-discovery rate {q}, {tests} rules tested.";
    F_BUNDLE_WHY = "在 {n} 个订单里统计，只含一种商品的也计入。", "Counted over {n} orders, those of one product too.";
    F_BUNDLE_DO = "试着做成套装或互放链接，两周后比较有无的差别。", "Try a bundle, or link them to each other, and compare after two weeks.";
    F_MODEL = "用“{model}”推荐 {k} 件商品，{share}的客户后来至少买了其中一件；只推热销品为 {popular}。", "Of {k} products suggested by {model}, {share} of customers later bought at least one; of {k} best sellers, {popular}.";
    F_MODEL_ORDER = "用“{model}”推荐 {k} 件商品，客户买到的比只推热销品时排得更靠前；至少买了一件的客户占 {share}，只推热销品为 {popular}，这一差别可能只是偶然。", "Of {k} products suggested by {model}, those that were bought stand higher in the list than among best sellers; {share} of customers later bought at least one, against {popular}, which may be chance.";
    F_MODEL_SURE = "命中率相差 {gain} 个百分点（95% 区间 {lo} 至 {hi}），NDCG@{k} 之差的 95% 区间 {from} 至 {to}，n = {n}。", "Hit rates differ by {gain} points (95% interval {lo} to {hi}); 95% interval of the difference in NDCG@{k}: {from} to {to}; n = {n}.";
    F_MODEL_WHY = "留出每位客户最后一次购买来检验，在全部商品中排序；方法按 NDCG@{k} 选，买到的商品排得越靠前，分越高。", "Each customer’s last purchase was held back and looked for among all products; the method was chosen by NDCG@{k}, to which a purchase adds more the higher it stands in the list.";
    F_MODEL_DO = "用下面的名单做一次小范围推送，并留一组不推作对照。", "Send the list below to some, and keep a group without it to compare with.";

    BU_TITLE = "{left}配{right}：毛利率 {margin}，让利 {room} 仍不低于全店水平", "{left} with {right} leaves {margin} of the price; {room} off keeps the shop’s margin";
    BU_TITLE_NONE = "{left}配{right}：毛利率 {margin}，没有让利空间", "{left} with {right} leaves {margin} of the price, with no room for a discount";
    BU_TITLE_PRICE = "可以做成套装的商品，以及两件合计的价格", "Pairs for bundles, and what they come to at usual prices";
    BU_SUB = "各商品成交价的中位数相加，n = {n} 对", "Medians of the prices paid, added up, n = {n:pair|pairs}";
    BU_NEEDS = "毛利和可让利幅度还算不出：请添加含单件成本（成本价、Cost per item）的商品、库存或采购文件，或含成本、利润列的订单。", "Margins and discounts need costs: add a file of products, stock or purchases with the cost of a piece (“Cost per item”), or orders with a column of costs or profits.";
    BU_NOTE = "成本取自商品、库存或采购文件，一物多价取最高；文件里没有的商品取自订单里的成本或利润，按没有折扣的各件平均。“需多卖”指按这个幅度让利后，套装销量要增加多少，毛利额才不减少；平台费、运费和税未计。", "Costs come from files of products, stock or purchases, the highest where there are several; of products without one from costs or profits in the orders, a mean over the pieces sold without a discount. “More to sell” is by how much sales of the pair have to grow at that discount for as much to be left as now; fees, shipping and tax are not in it.";
    BU_FLOOR = "可让利幅度以毛利率不低于全店的 {margin} 为限，最多 30%。", "The discount leaves no less than the shop’s own margin of {margin}, and is 30% at most.";
    BU_NO_FLOOR = "已知成本的商品总体没有毛利，因此不给让利幅度。", "Over all products with known costs nothing is left, so no discount is told.";
    BU_SOME = "有 {n} 对缺成本。", "{n:pair lacks|pairs lack} a cost.";
    BU_LEFT = "商品一", "First product";
    BU_LEFT_SKU = "商品一编码", "First SKU";
    BU_RIGHT = "商品二", "Second product";
    BU_RIGHT_SKU = "商品二编码", "Second SKU";
    BU_PRICE = "两件合计", "Price of both";
    BU_COST = "两件成本", "Cost of both";
    BU_MARGIN = "毛利率", "Margin";
    BU_ROOM = "最多让利", "Discount up to";
    BU_MORE = "需多卖", "More to sell";

    X_NOTHING = "现在的文件还做不出推荐：需要至少 50 个含两种以上商品的订单。", "These files carry no recommendations: they need 50 orders with two products or more.";
    X_NO_PAIRS = "没有足够可靠的搭配，因此没有可导出的内容。多加几个月的订单再试。", "No two products surely go together, so there is nothing to write. Add more months of orders.";
    X_SHOPIFY_NEEDS = "Shopify 按 Handle 认商品：请把 Shopify 后台导出的商品 CSV（含 Handle 或 URL handle 列）一起放进来。", "Shopify knows products by their handles: add the product CSV that Shopify exports, with the column Handle or URL handle.";
    X_SHOPIFY_NONE = "订单里成对的商品在 Shopify 商品文件里一个也找不到。请检查 SKU 和标题是否一致。", "None of the pairs in the orders is in Shopify’s product file. Check that SKUs or titles are the same in both.";
    X_SHOPIFY_NOTE = "{n} 个商品。在 Shopify 后台“商品 → 导入”中选择此文件，并勾选覆盖同一 Handle 的商品；没有列出的商品和列不受影响，列出的商品中原有的搭配和相关商品会被替换。需要安装 Shopify 的 Search & Discovery 应用。", "{n:product|products}. In Shopify’s admin choose Products → Import, and overwrite products with matching handles. Products and columns that are not in the file stay as they are; complementary and related products of those in it are replaced. The app Search & Discovery has to be installed.";
    X_WOO_NEEDS = "WooCommerce 按 ID 或 SKU 认商品：请放入含 SKU 的订单，或 WooCommerce 导出的商品 CSV。", "WooCommerce knows products by id or SKU: add orders with SKUs, or the product CSV that WooCommerce exports.";
    X_WOO_NOTE = "{n} 个商品。在 WooCommerce“商品 → 导入”中选择此文件，并勾选更新现有商品；列出的商品中原有的交叉销售（及追加销售）会被替换。追加销售只选同一批客户买过、价格相当或更高（不超过三倍）的商品。", "{n:product|products}. In WooCommerce choose Products → Import and tick that existing products are updated; cross-sells (and upsells) of those in the file are replaced. Upsells are bought by the same customers, and cost as much or more, up to three times as much.";
    X_UNKNOWN = "有 {n} 种商品在平台的商品文件里找不到，已略去。", "{n:product is|products are} not known to the platform by what the files tell, and {n?is|are} left out.";
    X_ODD = "有 {n} 个商品的标题或 Handle 以公式符号开头，写入文件会被改动，已略去。", "{n:product has a title or handle|products have titles or handles} that a spreadsheet would take for a formula, and {n?is|are} left out.";
    X_CAMPAIGN_POPULAR = "没有方法明显好于只推热销品，因此没有个性化名单。对所有人推热销品即可。", "No method surely beats best sellers, so there is no list for each customer. Show best sellers to everybody.";
    X_CAMPAIGN_NEEDS = "文件里只有姓名、邮箱或电话，没有客户编号；个人信息不写入导出文件。请添加含客户编号（Customer ID）的订单。", "The files name customers by addresses or names only, and those stay out of exports. Add orders with a customer id.";
    X_CAMPAIGN_NOTE = "{n} 位客户，每位最多三件没买过的商品。文件只有客户编号，没有邮箱和电话：导入前请在您的客户表里按编号配上邮箱，并只发给同意接收的人。留一组不发，才能知道效果。", "{n} customers, each with up to three products not bought before. The file holds customer ids, no addresses: join it to your own list by the id before it is imported, and write only to those who agreed. Keep a group without it to see what it does.";
    X_CAMPAIGN_MASKED = "有 {n} 位客户没有编号，已略去。", "{n:customer has|customers have} no id and {n?is|are} left out.";
    X_BECAUSE = "买过{with}的人也买了它", "Others who bought {with} have it too";
}
