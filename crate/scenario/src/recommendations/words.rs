//! What is said about recommendations.

use report::phrases;

phrases! {
    NEEDS = "数据不足：需要至少 {needs} 个含两种以上商品的订单，或足够多的复购客户；现有 {has} 个这样的订单。请添加含商品和客户的订单明细。",
        "Not enough data: needs {needs} orders with two products or more, and there are {has}. Add order lines with products and customers.";

    TRIAL_TITLE = "用“{model}”给每位客户推荐 10 件，{share}的客户至少买了其中一件；只推热销品为 {popular}", "Ten suggestions by {model} hold something that {share} of customers then bought; best sellers alone {popular}";
    TRIAL_TITLE_NONE = "没有方法明显好于只推热销品，因此下面按热销推荐", "No method surely beats best sellers, so best sellers it is";
    TRIAL_SUB = "留出每位客户最后一次购买来检验，命中率（前 10 名），全量排序，n = {n}", "Each customer’s last purchase held back, hit rate among the first 10, ranked against all products, n = {n}";
    TRIAL_NOTE = "线段为 95% 自助法区间。选用的方法在另一段留出数据上选出，再在这里检验。", "Whiskers are 95% bootstrap intervals. The method was chosen on other held-back purchases than these.";
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
    RULES_SUB = "一起购买的规律，n = {n} 个多件订单", "What is bought together, n = {n} orders of two products or more";
    RULES_NOTE = "支持度是同时含两边的订单占比，置信度是买了左边又买右边的比例，提升度 1 表示互不相关。只列 χ² 检验后错误发现率不超过 5% 的规律。一起购买不等于一个带动另一个。", "Support is the share of orders with both sides, confidence the share of those with the left side that hold the right one; a lift of 1 is chance. Only rules with a false-discovery rate of 5% at most (χ²). Bought together does not mean that one sells the other.";
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
    GOES_SUB = "销售额最高的商品，以及与它一起买的商品", "The best sellers, and what is bought with them";
    GOES_NOTE = "括号内为同时购买的次数与提升度。全部商品可用命令行导出：shoplens recommend --for items。", "In brackets: how often together, and the lift. For all products: shoplens recommend --for items.";
    PRODUCT = "商品", "Product";
    FIRST = "第一推荐", "First";
    SECOND = "第二推荐", "Second";
    THIRD = "第三推荐", "Third";
    WITH_LIFT = "{name}（{n} 次，{lift} 倍）", "{name} ({n}, ×{lift})";

    NEXT_TITLE = "向哪些客户推荐什么", "What to suggest to whom";
    NEXT_SUB = "购买最多的客户，方法：{model}，已买过的不再推荐", "The customers who bought most; by {model}; what they have is left out";
    NEXT_NOTE = "理由：买过左边商品的人也买了它。热销补位的没有个人理由。", "The reason: others who bought the product named bought it too. Best sellers that fill a list have no reason of the customer’s own.";
    CUSTOMER = "客户", "Customer";
    BOUGHT = "买过的商品", "Products bought";
    REASON = "首推理由", "Why the first";
    WHY_TOGETHER = "买过{with}的人中有 {n} 位也买了", "{n} who bought {with} have it too";
    WHY_POPULAR = "{n} 位客户买过", "bought by {n:customer|customers}";
    LEFT_OUT = "运费、手续费等 {n} 项不参与推荐。", "{n:item|items} such as postage and fees are left out.";
    HEAVY = "{n} 个买下大量商品的账号没有用于学习。", "{n:account that buys|accounts that buy} nearly everything taught nothing.";
    CUT = "只看购买人数最多的 {n} 种商品。", "Only the {n} products with the most buyers are looked at.";

    F_BUNDLE = "{left}和{right}常被一起购买：{n} 个订单，是偶然的 {lift} 倍。", "{left} and {right} are bought together: {n:order|orders}, {lift} times as often as by chance.";
    F_BUNDLE_SURE = "χ² 检验，错误发现率 {q}，共检验 {tests} 条。", "χ², false-discovery rate {q}, {tests} rules tested.";
    F_BUNDLE_WHY = "在 {n} 个含两种以上商品的订单里统计。", "Counted over {n} orders of two products or more.";
    F_BUNDLE_DO = "试着做成套装或互放链接，两周后比较有无的差别。", "Try a bundle, or link them to each other, and compare after two weeks.";
    F_MODEL = "按购买历史推荐比只推热销更准：命中率 {share}，热销为 {popular}。", "Suggestions from purchase history do better than best sellers: {share} hit, against {popular}.";
    F_MODEL_SURE = "差别的 95% 区间 {lo} 至 {hi}（NDCG@10），n = {n}。", "95% interval of the difference {lo} to {hi} (NDCG@10), n = {n}.";
    F_MODEL_WHY = "留出每位客户最后一次购买来检验，全量排序。", "Each customer’s last purchase was held back, and ranked against all products.";
    F_MODEL_DO = "用下面的名单做一次小范围推送，并留一组不推作对照。", "Send the list below to some, and keep a group without it to compare with.";
}
