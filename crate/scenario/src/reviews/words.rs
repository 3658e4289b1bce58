//! What is said about reviews.

use report::phrases;
use report::words::phrase::Phrase;

phrases! {
    NEEDS = "缺少评价文件：至少要有“评价内容”或“星级”一列，最好还有日期和商品（名称或 SKU）。店铺后台和评价插件都能导出。",
        "There is no file of reviews: it needs a column with their words or their stars, better with date and product (name or SKU) too. Shops and review apps export one.";
    THIN = "评价分析", "What reviews say";
    THIN_TEXT = "数据不足：各方面的占比需要至少 {needs} 条读得懂的评价，现有 {has} 条。下面只列原文和评分；请添加更长时间的评价文件。",
        "Not enough data: shares by aspect need {needs} reviews that can be read, and there are {has}. Words and ratings are shown as they are; add reviews of a longer time.";

    PRODUCT_NUMBER = "商品 {id}", "Product {id}";
    N = "n = {n} 条评价", "n = {n:review|reviews}";

    H_COUNT = "共 {n} 条评价", "{n:review|reviews}";
    H_COUNT_DAYS = "{period}，共 {n} 条评价", "{period}: {n:review|reviews}";
    H_ALL_WORDS = "{count}，都有文字。", "{count}, all with words.";
    H_WORDS = "{count}，其中 {n} 条有文字。", "{count}, {n} of them with words.";
    H_NO_WORDS = "{count}，都没有文字。", "{count}, none with words.";
    H_STARS = "平均 {mean} 星（95% 区间 {lo} 至 {hi}）。", "{mean} stars on average (95%: {lo} to {hi}).";
    H_STARS_SAME = "{n} 个评分都是 {mean} 星。", "All {n} ratings give {mean} of 5 stars.";
    H_LABELS = "{share}标为好评（95% 区间 {lo} 至 {hi}）。", "{share} are marked as good (95%: {lo} to {hi}).";
    H_MOOD = "就文字而言，{good}总体在称赞，{bad}总体在抱怨，其余褒贬相当或看不出倾向。",
        "By their words, {good} praise on the whole and {bad} complain; the rest do both alike or neither.";
    H_MOOD_ALL = "就文字而言，{good}总体在称赞，{bad}总体在抱怨。", "By their words, {good} praise on the whole and {bad} complain.";
    H_TEN = "十分制评分已按比例换算为五星。", "Ratings out of ten were turned into five stars in proportion.";
    H_HUNDRED = "百分制评分已按比例换算为五星。", "Ratings out of a hundred were turned into five stars in proportion.";
    H_LABEL_COUNTS = "好评 {good} 条，中评 {fair} 条，差评 {bad} 条。", "{good} are rated good, {fair} neutral and {bad} bad.";
    H_LABEL_SCALE_FAIR = "评分只分好评、中评和差评，不当作星级；算好评率时，中评也计入总数。", "Ratings are only good, neutral and bad and count as such, not as stars; the share of good ones is taken of all three.";
    H_AMONG_STARS = "有 {n} 个评分写成“好评”“中评”或“差评”，和其他星级放在一起，按 5、3、1 星计。", "{n:rating is|ratings are} written as good, neutral or bad among stars and {n?counts|count} as 5, 3 or 1 stars.";
    H_MISFIT = "有 {n} 个评分（{n?|如 }{rating}）和其他评分不在同一分制，像是误填，没有使用。", "{n:rating|ratings} ({n?|such as }{rating}) {n?is|are} not on the scale of the others and {n?was|were} not used: probably {n?a slip|slips}.";
    H_LABEL_SCALE = "评分只分好评和差评（或 1 和 0），不当作星级。", "Ratings are only good and bad (or 1 and 0) and count as such, not as stars.";
    H_NO_SCALE = "有 {n} 个评分没有使用：不是数字、看不出是什么分制，或超出其范围。", "{n:rating was|ratings were} not used: no number, on no scale that can be told, or beyond it.";
    H_FOREIGN = "{n} 条是其他语言，或没有可读的文字，只计评分。", "{n:review is|reviews are} in another language or without readable words; only the rating counts.";
    H_DEFAULT = "{n} 条只有平台的默认文字，等于没有写，只计评分。", "{n:review has|reviews have} nothing but default words of the platform, as good as none; only the rating counts.";
    H_REPEATED = "{n} 行与同一文件里的另一行重复（商品、日期、评分和文字都一样），只计一次。", "{n:row repeats|rows repeat} another of the same file, with its product, day, rating and words, and {n?does|do} not count again.";
    H_TWICE = "{n} 行在两个文件里重复，只计一次。", "{n:row stands|rows stand} in two files and count once.";
    BY_LISTS = "目前只用词表阅读：只认得附近有褒贬词的方面，隐含的意思和反话会漏掉；开启语言模型可以读出更多。", "Read by word lists alone: they see only aspects with a judging word nearby, and miss irony and what is implied; the language model finds more.";
    BY_LISTS_SHORT = "只用词表阅读（{n} 条）。", "Read by word lists alone ({n:review|reviews}).";
    BY_MODEL_SHORT = "由语言模型阅读（{n} 条）。", "Read by the language model ({n:review|reviews}).";
    BY_MODEL = "由语言模型阅读。", "Read by the language model.";
    BY_MODEL_PART = "{all} 条有文字的评价中，语言模型已读 {n} 条（随机样本），占比可能有 ±{points} 个百分点的误差。", "Of {all} reviews with words the language model has read {n}, a random sample; shares may be off by ±{points} points.";
    BY_LISTS_PART = "{all} 条有文字的评价中读了随机抽取的 {n} 条，占比可能有 ±{points} 个百分点的误差。", "Of {all} reviews with words {n} were read, a random sample; shares may be off by ±{points} points.";

    PRAISED = "称赞", "Praise";
    BLAMED = "抱怨", "Complaints";
    ASPECTS_TITLE = "抱怨最多的是{aspect}：{n} 条，占提到它的评价的 {share}", "{aspect} draws most complaints: {n:review|reviews}, {share} of those that speak of it";
    ASPECTS_TITLE_GOOD = "各方面都几乎没有抱怨", "Hardly any aspect draws complaints";
    ASPECTS_TITLE_FEW = "抱怨最多的是{aspect}：{n} 条，但提到它的评价不足 {least} 条，占比无法判断", "{aspect} draws most complaints: {n:review|reviews}, but fewer than {least} speak of it, too few for a share";
    ASPECTS_TITLE_UNNAMED = "{share}的评价里有抱怨，大多没有说到具体的方面", "{share} of reviews hold a complaint, most of them without naming an aspect";
    ASPECTS_TITLE_SPREAD = "{share}的评价里有抱怨，没有集中在某个方面", "{share} of reviews hold a complaint, of no aspect in particular";
    ASPECTS_SUB = "提到该方面的评价中，称赞（右）与抱怨（左，记为负数）的占比，n = {n} 条评价", "Share that praises (right) and complains (left, below zero) among reviews that speak of the aspect, n = {n:review|reviews}";
    ASPECTS_NOTE = "名称后为提到它的评价数。同一条评价对同一方面只计一次；既夸又贬的，两边都计。横线为 95% 置信区间（Wilson）。", "Numbers behind names: reviews that speak of it. A review counts once per aspect; one that does both counts on both sides. Whiskers: 95% intervals (Wilson).";
    ASPECTS_FEW = "另有 {n} 个方面不足 10 条评价，未列出。", "{n:aspect|aspects} with fewer than 10 reviews {n?is|are} not shown.";
    SHARE_OF_SPEAKING = "占提到它的评价", "Share of reviews that speak of it";

    IPA_TITLE = "最该先改进：{list}", "First to improve: {list}";
    IPA_TITLE_NONE = "没有哪个方面既左右评分、又低于平均", "No aspect both weighs on ratings and is judged below average";
    IPA_TITLE_SAID = "常被提到而评价偏低：{list}", "Often spoken of and judged below average: {list}";
    IPA_TITLE_SAID_NONE = "没有哪个方面既常被提到、又低于平均", "No aspect is both often spoken of and judged below average";
    IPA_SUB = "横轴为净好评（称赞占比减抱怨占比），纵轴为{weight}，点越大提到的评价越多，n = {n} 条评价", "Across: net praise (share of praise less share of complaints); up: {weight}; larger dots: more reviews speak of it, n = {n:review|reviews}";
    NET = "净好评", "Net praise";
    WEIGHT_STARS = "其他方面相同时，称赞与抱怨之间相差的星数", "stars between praise and complaint, other aspects alike";
    WEIGHT_LABELS = "其他方面相同时，称赞与抱怨之间相差的好评率", "share of good ratings between praise and complaint, other aspects alike";
    WEIGHT_SAID = "提到它的评价占比", "share of reviews that speak of it";
    SPEAKING = "提到它的评价", "Reviews that speak of it";
    IPA_NOTE = "竖线为所有方面合计的净好评，横线为各方面的中位数。左上：先改进；右上：继续保持；左下：可以缓一缓；右下：维持即可。", "Vertical line: net praise of all aspects together; horizontal line: the median aspect. Upper left: improve first; upper right: keep up; lower left: can wait; lower right: enough as it is.";
    IPA_REGRESSION = "纵轴由最小二乘回归得出：其他方面相同时，称赞与抱怨它的评价相差多少，假定没提到它的正好在中间；它不是两者均值之差。这是相关，不等于因果。", "The vertical axis comes from least squares: how far apart ratings with praise and with complaint are, other aspects alike, as if those that do not speak of it lay midway; it is not the difference of their means. It is correlation, not cause.";
    FIX = "先改进", "Improve first";
    KEEP = "继续保持", "Keep up";
    LATER = "可以缓一缓", "Can wait";
    ENOUGH = "维持即可", "Enough as it is";

    QUOTES_BAD = "抱怨{list}的原话", "Complaints in customers’ words: {list}";
    QUOTES_GOOD = "称赞{list}的原话", "Praise in customers’ words: {list}";
    QUOTES_SUB = "每个方面最多三条，共有 {n} 条这样的评价", "Up to three per aspect, of {n:such review|such reviews}";
    QUOTES_NOTE = "优先选意思清楚、长短适中、评分与文字一致、日期较近的评价；存疑的不选。个人信息已遮盖。标错的地方可以直接改正。", "Chosen for clear words, a readable length, ratings that agree, and recent dates; doubtful ones are left out. Personal data is masked. What is marked wrongly can be corrected.";
    QUOTES_ALL = "评价原文", "Reviews in customers’ words";
    QUOTES_ALL_SUB = "共 {n} 条有文字的评价", "Of {n:review|reviews} with words";
    STARS_GIVEN = "★ {stars}", "★ {stars}";
    RATED_GOOD = "好评", "rated good";
    RATED_FAIR = "中评", "rated neutral";
    RATED_BAD = "差评", "rated bad";

    CHANGES_UP = "对{aspect}的抱怨从 {before} 升到 {after}", "Complaints about {aspect} rose from {before} to {after} of reviews";
    CHANGES_DOWN = "对{aspect}的抱怨从 {before} 降到 {after}", "Complaints about {aspect} fell from {before} to {after} of reviews";
    CHANGES_NONE = "各方面的抱怨占比没有超出偶然的变化", "No aspect’s share of complaints moved beyond chance";
    CHANGES_SUB = "抱怨该方面的评价占全部已读评价，{after}（n = {m}）对比之前同样长的一段（n = {n}）", "Reviews that complain of the aspect as a share of all that were read, {after} (n = {m}) against as many days before (n = {n})";
    CHANGES_NOTE = "双比例 z 检验，p 值按同时比较的方面数校正（Benjamini–Hochberg）；区间为 Newcombe 95%。抱怨太少、无法比较的方面未列出。", "Two-proportion z-test, p adjusted for the aspects compared (Benjamini–Hochberg); intervals by Newcombe, 95%. Aspects with too few complaints to compare are not listed.";
    ASPECT = "方面", "Aspect";
    BEFORE = "之前", "Before";
    AFTER = "最近", "Lately";
    DIFFERENCE = "变化（百分点，95% 区间）", "Change (points, 95%)";
    CHANGE_CELL = "{change}（{lo} 至 {hi}）", "{change} ({lo} to {hi})";
    ADJUSTED = "校正后 p", "Adjusted p";

    PRODUCTS_TITLE = "拉低全店评分最多的是{product}：{n} 个评分平均 {mean} 星，全店 {all} 星", "{product} pulls the shop’s rating down most: {mean} stars over {n:rating|ratings}, against {all} in the shop";
    PRODUCTS_TITLE_WORDS = "抱怨最集中的是{product}：{share}的评价总体在抱怨", "{product} draws most complaints: {share} of its reviews complain on the whole";
    PRODUCTS_TITLE_PLAIN = "各商品的评价相差不大", "Products are judged much alike";
    PRODUCTS_SUB = "评价数、评分与抱怨，按比平均水平多失分的多少排序，{n}", "Reviews, ratings and complaints, those first that lose most beyond an average product, {n}";
    PRODUCTS_NOTE = "评价越少，修正后的均值越靠近全店（相当于加上 {weight} 条全店平均的评价）。少于 5 条评价的商品未列出（{few} 个）。", "The fewer reviews, the nearer the adjusted mean is to the shop’s (as if {weight} average ratings were added). Products with fewer than 5 reviews are not listed ({few}).";
    PRODUCTS_NOTE_WORDS = "少于 5 条评价的商品未列出（{few} 个）。", "Products with fewer than 5 reviews are not listed ({few}).";
    PRODUCTS_UNNAMED = "{n} 条评价没有写明商品。", "{n:review names|reviews name} no product.";
    PRODUCT = "商品", "Product";
    REVIEWS = "评价数", "Reviews";
    MEAN = "平均星级", "Mean stars";
    MEAN_DRAWN = "修正后", "Adjusted";
    GOOD_SHARE = "好评率", "Rated good";
    COMPLAINING = "总体在抱怨", "Complain on the whole";
    WORST = "最多的抱怨", "Top complaint";
    WORST_OF = "{aspect}（{n}）", "{aspect} ({n})";
    NEXT = "可以做什么", "What to do";

    HEAT_TITLE = "{product}的{aspect}不如其他商品：净好评 {net}，其他商品 {others}（校正后 p {p}）", "{aspect} of {product} is judged below that of other products: net praise {net}, {others} elsewhere (adjusted p {p})";
    HEAT_TITLE_PLAIN = "各商品在各方面的净好评", "How products are judged by aspect";
    HEAT_SUB = "净好评（称赞占比减抱怨占比），评价最多的商品与提到最多的方面", "Net praise (share of praise less share of complaints), products with most reviews and aspects most spoken of";
    HEAT_NOTE = "空格：提到的评价少于 5 条。", "Empty cells: fewer than 5 reviews speak of it.";
    HEAT_TESTED = "标题所说的差别：只褒或只贬的评价中称赞的占比，与其他商品相比作双比例 z 检验，按 Benjamini–Hochberg 校正。", "The title’s difference: share of praise among reviews that judge one way, against other products by the two-proportion z-test, adjusted by Benjamini–Hochberg.";

    RADAR_TITLE = "{product}与其他商品差别最大的是{aspect}：{share}在称赞，其他商品为 {others}（校正后 p {p}）", "{product} differs most from the others in {aspect}: {share} praise it, {others} elsewhere (adjusted p {p})";
    RADAR_TITLE_NONE = "评价最多的几种商品在各方面没有可靠的差别", "The products with most reviews do not differ reliably in any aspect";
    RADAR_SUB = "对该方面只褒或只贬的评价中称赞的占比，评价最多的几种商品", "Share of praise among reviews that judge the aspect one way, products with most reviews";
    RADAR_NOTE = "只画这几种商品各有至少 {n} 条评价的方面；双比例 z 检验，与图中其他商品相比，按 Benjamini–Hochberg 校正。", "Aspects that at least {n} reviews of each product judge; two-proportion z-test against the other products drawn, adjusted by Benjamini–Hochberg.";

    STARS_TITLE = "平均 {mean} 星，{low}只给 1–2 星", "{mean} stars on average; {low} give one or two";
    STARS_TITLE_LABELS = "{share}是好评", "{share} are rated good";
    STARS_TITLE_FEW = "评分只有 {n} 个，占比无法判断", "Only {n:rating|ratings}: shares cannot be told";
    STARS_SUB = "评分的分布，n = {n}", "How ratings are spread, n = {n}";
    STARS_NOTE = "不是整星的四舍五入到整星，均值用原值。", "Parts of stars are rounded for the bars; the mean takes them as they are.";
    RATINGS = "评价数", "Reviews";
    A_STAR = "{n} 星", "{n} ★";
    TREND_UP = "星级在上升", "Stars are rising";
    TREND_DOWN = "星级在下降", "Stars are falling";
    TREND_NONE = "星级没有明确的升降趋势", "Stars show no clear trend";
    TREND_SHARE_UP = "好评率在上升", "The share of good ratings is rising";
    TREND_SHARE_DOWN = "好评率在下降", "The share of good ratings is falling";
    TREND_SHARE_NONE = "好评率没有明确的升降趋势", "The share of good ratings shows no clear trend";
    TREND_UNTESTED = "各月的平均星级", "Mean stars by month";
    TREND_SHARE_UNTESTED = "各月的好评率", "Share of good ratings by month";
    TREND_SUB = "每月平均，{period}，n = {n}", "Mean by month, {period}, n = {n}";
    TREND_NOTE = "阴影为 95% 置信区间；少于 5 个评分的月份未列出。趋势用 Mann–Kendall 检验（p {p}）。", "Band: 95% interval; months with fewer than 5 ratings are left out. Trend by the Mann–Kendall test (p {p}).";
    TREND_NOTE_SHORT = "阴影为 95% 置信区间；少于 5 个评分的月份未列出。不足 8 个月，不检验趋势。", "Band: 95% interval; months with fewer than 5 ratings are left out. Fewer than 8 months are too short to test a trend.";
    TREND_NOTE_SAME = "少于 5 个评分的月份未列出。各月相同，无从检验趋势。", "Months with fewer than 5 ratings are left out. All months are the same, so there is no trend to test.";
    MONTH = "月份", "Month";

    GAP_TITLE = "{n} 条评价的文字读来与评分相反", "The words of {n:review seem|reviews seem} to say the opposite of the rating";
    GAP_SUB = "占有评分、文字倾向明确的评价的 {share}（{all} 条）：{high} 条评分高而在抱怨，{low} 条评分低而在称赞", "{share} of {all} with a rating and clear words: {high} complain with a high rating, {low} praise with a low one";
    GAP_NOTE = "可能是点错了星、反话，或阅读有误；先看原文再下结论。", "They may be slips of the finger, irony, or misread; see the words before you conclude.";
    GAP_HIGH = "评分高，在抱怨", "high rating, complains";
    GAP_LOW = "评分低，在称赞", "low rating, praises";

    DOUBTS_TITLE = "{all} 条评价中有 {n} 条不像偶然出现", "{n} of {all:review|reviews} {n?is|are} unlikely to have come about by chance";
    DOUBTS_SUB = "按原因列出，附一条例子", "By reason, with an example each";
    DOUBTS_NOTE = "这里只说明这样的文字不大可能碰巧出现，不说明有人作弊：也可能是没有认出来的平台文字、一人为几个规格写了同一段话。它们仍计入各项数字，但不选作原话。", "It only says that such words hardly come about by chance, not that anybody cheats: platforms have default words that are not known here, and one customer may copy one text to several variants. They count in all figures, and are not quoted.";
    DOUBTS_DEFAULTS = "另有 {n} 条只有平台的默认文字，不在其中。", "{n:more has|more have} nothing but default words of the platform and {n?is|are} not among them.";
    DOUBTS_MEAN = "不计这些评价，平均为 {without} 星（现为 {with}）。", "Without them the mean would be {without} stars (now {with}).";
    REASON = "原因", "Reason";
    EXAMPLE = "例子", "Example";
    D_REPEATED = "同一位客户写了相同的话", "One customer wrote the same more than once";
    D_SAME = "几条评价的文字完全相同", "The same text in several reviews";
    D_TEMPLATE = "几条评价几乎相同", "Nearly the same text several times";
    D_MANY = "同一位客户一天写了很多条", "One customer wrote very many on one day";
    D_WORDLESS = "一天之内大量几乎无字的最高分", "Many top ratings with hardly a word on one day";

    TOPICS_TITLE = "最大的一组相近评价占 {share}，里面常见：{words}", "The largest group of like reviews, {share}, often says: {words}";
    TOPICS_TITLE_PLAIN = "相近的评价分为 {n} 组", "Like reviews fall into {n:group|groups}";
    TOPICS_SUB = "内容相近的评价归为一组，用在组内更常见的词命名，n = {n}", "Reviews that are alike, named by words that are more frequent among them, n = {n}";
    TOPICS_NOTE = "按语言模型的向量聚类（球面 k 均值），词按对数优势比选出。分组是近似的，边界上的评价可能归错。", "Clusters of the language model’s vectors (spherical k-means), words by log-odds. Groups are approximate; reviews at their edges may be in the wrong one.";
    TOPIC = "话题", "Topic";
    SHARE = "占比", "Share";
    TOPICS_TIME_TITLE = "话题随时间的变化", "How topics came and went";
    TOPICS_TIME_SUB = "各话题占当月评价的比例，{n}", "Each topic’s share of the month’s reviews, {n}";
    TOPICS_TIME_NOTE = "少于 10 条评价的月份未列出；只画最大的五个话题。", "Months with fewer than 10 reviews are left out; the five largest topics are drawn.";
    TERMS_TITLE = "低分评价特有的词：{words}", "Words of low ratings: {words}";
    TERMS_SUB = "低分（{bad} 条）与高分（{good} 条）评价相比，用词的差别，越长越明显", "How low ratings ({bad}) and high ratings ({good}) differ in their words; the longer, the surer";
    TERMS_NOTE = "对数优势比的 z 值（Dirichlet 先验），负数为低分评价的词。每条评价每个词计一次；中文词按常一起出现的字切分，个别会切错。", "z-scores of log-odds (Dirichlet prior); below zero: words of low ratings. A word counts once a review; Chinese words are told by characters that often stand together.";
    TERMS_MEASURE = "z 值", "z-score";
    LOW_RATED = "低分评价的词", "Words of low ratings";
    HIGH_RATED = "高分评价的词", "Words of high ratings";

    F_BLAME = "提到{aspect}的评价中，{share}有抱怨", "{share} of reviews that speak of {aspect} complain of it";
    F_BLAME_STARS = "提到{aspect}的评价中，{share}有抱怨：这些平均 {bad} 星，称赞它的平均 {good} 星", "{share} of reviews that speak of {aspect} complain of it and give {bad} stars on average, against {good} where it is praised";
    F_BLAME_STARS_SURE = "两者相差 {stars} 星（95% 区间 {lo} 至 {hi}，抱怨的 {n} 个评分，称赞的 {m} 个）。", "They are {stars} stars apart (95%: {lo} to {hi}; {n:rating|ratings} with complaints, {m} with praise).";
    F_BLAME_SURE = "95% 区间 {lo} 至 {hi}，{n} 条评价提到它，其中 {hits} 条抱怨。{readers}", "95%: {lo} to {hi}; {n:review speaks|reviews speak} of it, {hits} with a complaint. {readers}";
    F_BLAME_WHY = "在提到它的评价中数抱怨；星级是只抱怨和只称赞它的评价的均值（Welch 检验），其中也有它们同时提到的其他方面的影响。相关不等于因果。", "Complaints counted among reviews that speak of it; stars are the means of reviews that only complain of it and of those that only praise it (Welch’s test), with whatever else they speak of. Correlation is no cause.";
    F_BLAME_WHY_PLAIN = "在提到它的评价中数抱怨，同一条评价只计一次。", "Complaints counted among reviews that speak of it, each review once.";
    FOLLOW_SAID = "另有 {n} 条追评，各按一条文字计入下面的占比；追评没有评分。", "{n:follow-up was|follow-ups were} added to them later; below, each counts as a text of its own, without a rating.";
    FOLLOW_WORSE = "首评和追评都看得出褒贬的有 {n} 对：{worse} 条追评比首评差，{better} 条更好（符号检验 p {p}），整体变差。", "In {n:pair|pairs} both texts judge: {worse:follow-up speaks|follow-ups speak} worse than the first words and {better} better (sign test, p {p}), so they are worse on the whole.";
    FOLLOW_BETTER = "首评和追评都看得出褒贬的有 {n} 对：{worse} 条追评比首评差，{better} 条更好（符号检验 p {p}），整体变好。", "In {n:pair|pairs} both texts judge: {worse:follow-up speaks|follow-ups speak} worse than the first words and {better} better (sign test, p {p}), so they are better on the whole.";
    FOLLOW_SAME = "首评和追评都看得出褒贬的有 {n} 对：{worse} 条追评比首评差，{better} 条更好（符号检验 p {p}），差别没有超出偶然。", "In {n:pair|pairs} both texts judge: {worse:follow-up speaks|follow-ups speak} worse than the first words and {better} better (sign test, p {p}), which may be chance.";
    FOLLOW_TITLE_WORSE = "追评比首评差：{worse} 条转差，{better} 条转好", "Follow-ups speak worse than the first words: {worse} turned worse, {better} better";
    FOLLOW_TITLE_BETTER = "追评比首评好：{better} 条转好，{worse} 条转差", "Follow-ups speak better than the first words: {better} turned better, {worse} worse";
    FOLLOW_SUB = "首评和追评都看得出褒贬的 {n} 对，共 {all} 条追评", "{n:pair|pairs} in which both texts judge, of {all:follow-up|follow-ups}";
    FOLLOW_NOTE_WORSE = "列出转差的追评，较新的在前。逐对比较两段文字总体是称赞、抱怨还是褒贬相当（符号检验 p {p}）。", "Those that turned worse, latest first. Pairs are compared by whether words praise, complain, or do both alike (sign test, p {p}).";
    FOLLOW_NOTE_BETTER = "列出转好的追评，较新的在前。逐对比较两段文字总体是称赞、抱怨还是褒贬相当（符号检验 p {p}）。", "Those that turned better, latest first. Pairs are compared by whether words praise, complain, or do both alike (sign test, p {p}).";
    F_FOLLOW = "追评比首评差：{n} 对里 {worse} 条转差，{better} 条转好", "Follow-up reviews speak worse than the first words: of {n:pair|pairs}, {worse} turned worse and {better} better";
    F_FOLLOW_SURE = "转差的占 {share}（95% 区间 {lo} 至 {hi}），符号检验 p {p}。{readers}", "{share} turned worse (95%: {lo} to {hi}); sign test, p {p}. {readers}";
    F_FOLLOW_WHY = "首评多在收货时写，追评写的是用过之后；只看星级和首评会漏掉。", "First words are mostly written on delivery and follow-ups after use; stars and first words alone miss what they say.";
    F_FOLLOW_WHY_WORST = "转差的追评抱怨最多的是{aspect}。", "Those that turned worse complain most of {aspect}.";
    F_FOLLOW_DO = "先读转差的追评，看问题在用了多久之后出现，再查批次、改商品页和售后说明。", "Read those that turned worse first to see how long after purchase it happens; then look into batches, the product page and after-sales.";
    F_RISE = "近来抱怨{aspect}的评价从 {before} 升到 {after}", "Complaints about {aspect} rose from {before} to {after} of reviews";
    F_RISE_SURE = "变化的 95% 区间为 {lo} 至 {hi} 个百分点，校正后 p {p}，前后各 {n}、{m} 条评价。", "95% interval of the change {lo} to {hi} points, adjusted p {p}, {n} reviews before and {m} after.";
    F_RISE_WHY = "{period}对比之前同样长的一段；同时比较了 {tests} 个方面，已作校正。", "{period} against as many days before; {tests:aspect was|aspects were} compared, and p adjusted for it.";
    F_FALL = "{product}的星级从 {before} 降到 {after}", "{product} fell from {before} to {after} stars";
    F_FALL_SURE = "变化的 95% 区间为 {lo} 至 {hi} 星，校正后 p {p}，前后各 {n}、{m} 个评分。", "95% interval of the change {lo} to {hi} stars, adjusted p {p}, {n} ratings before and {m} after.";
    F_FALL_WHY = "{period}对比之前同样长的一段（Welch 检验，按商品数校正）。", "{period} against as many days before (Welch’s test, adjusted for the products).";
    F_FALL_WHY_WORST = "现在抱怨最多的是{aspect}。", "Now most complaints are about {aspect}.";
    F_FALL_DO = "先看这段时间的低分评价，查批次、供应商或商品页是否换过。", "Read its low ratings of that time first; see whether the batch, the supplier or the product page changed.";
    F_DRAG = "{product}的评价明显低于全店：{mean} 星，全店 {all} 星", "{product} is judged well below the shop: {mean} stars against {all}";
    F_DRAG_SURE = "{n} 个评分，均值的 95% 区间 {lo} 至 {hi}。它是从许多商品中挑出的，实际差距可能小一些（修正后 {drawn}）。", "{n:rating|ratings}, 95% interval of the mean {lo} to {hi}. It was picked among many products, so the true distance may be smaller (adjusted: {drawn}).";
    F_DRAG_SURE_SAME = "{n} 个评分全都一样，算不出区间。它是从许多商品中挑出的，实际差距可能小一些（修正后 {drawn}）。", "All {n} ratings are the same, so there is no interval. It was picked among many products, so the true distance may be smaller (adjusted: {drawn}).";
    F_DRAG_WHY = "与全店均值相比，按评分数修正。", "Against the shop’s mean, adjusted for how many ratings there are.";
    F_DRAG_DO = "读它的低分评价；能改的先改商品页的说明，再找供应商。", "Read its low ratings; correct the product page first where words can help, then see the supplier.";
    F_GAP = "{n} 条评价给了高分，文字却在抱怨", "{n:review gives|reviews give} a high rating while the words complain";
    F_GAP_SURE = "占 {all} 条高分且倾向明确的评价的 {share}（95% 区间 {lo} 至 {hi}）。{readers}", "{share} of {all} high ratings with clear words (95%: {lo} to {hi}). {readers}";
    F_GAP_WHY = "只看均分会漏掉这些意见；其中也会有反话和误读。", "The mean rating hides what they say; some will be irony or misread.";
    F_GAP_DO = "逐条读一遍，把说得出具体问题的转给负责的人。", "Read them one by one, and pass on those that name a problem.";
    F_DOUBTS = "{n} 条评价（{share}）不像偶然出现，引用均分时请留意", "{n:review is|reviews are} unlikely to have come about by chance ({share}); mind them when you quote the mean rating";
    F_DOUBTS_SURE = "共 {all} 条评价，全部检查过。", "All {all} reviews were looked at.";
    F_DOUBTS_WHY = "文字相同或几乎相同、同一天集中出现等；也可能有无害的原因。", "The same or nearly the same words, or many on one day; the reasons may be harmless.";
    F_DOUBTS_DO = "看一遍列出的评价，再决定对外引用时是否去掉。", "Look through those listed, then decide whether to quote figures with them.";

    DO_QUALITY = "抽查在售批次，把照片和原话发给供应商", "Inspect the batch on sale; send photos and words to the supplier";
    DO_LOOKS = "换上自然光的实拍图，写明色差", "Show photos in daylight; say how colours differ";
    DO_SIZE_FIT = "补充实测尺码和试穿建议，对照退货原因", "Add measured sizes and who wore what; compare with reasons for returns";
    DO_COMFORT = "在商品页写清手感、厚薄和适合的人", "Say on the product page how it feels and for whom it is";
    DO_FUNCTION = "补充使用说明，核对故障是否集中在一批", "Explain its use; see whether faults come from one batch";
    DO_TASTE_SMELL = "核对保质期与储存，写明口味或气味", "Check dates and storage; describe taste or smell";
    DO_PRICE = "对照竞品价格，检查降价后的保价与差价投诉", "Compare with competitors’ prices; see complaints after price cuts";
    DO_LOGISTICS = "按快递公司和地区看超时，写明送达时间", "See delays by carrier and region; promise days that hold";
    DO_PACKAGING = "改进缓冲和密封，抽查到货照片", "Better padding and seals; check photos of what arrived";
    DO_SERVICE = "查响应时间与退换流程，整理常见问题的答复", "See answer times and returns; prepare answers to common questions";
    DO_AUTHENTICITY = "展示授权与防伪，核对描述与实物", "Show licences and proof; compare description and goods";
    DO_PLACE = "按原话逐项检查现场", "Check the place against what they say";
    DO_OTHER = "读原话，找出共同的原因", "Read the words for a common cause";
}

/// What can be done about complaints of an aspect.
pub(super) fn advice(group: &str) -> Phrase {
    match group {
        "quality" => DO_QUALITY,
        "looks" => DO_LOOKS,
        "size_fit" => DO_SIZE_FIT,
        "comfort" => DO_COMFORT,
        "function" => DO_FUNCTION,
        "taste_smell" => DO_TASTE_SMELL,
        "price" => DO_PRICE,
        "logistics" => DO_LOGISTICS,
        "packaging" => DO_PACKAGING,
        "service" => DO_SERVICE,
        "authenticity" => DO_AUTHENTICITY,
        "place" => DO_PLACE,
        _ => DO_OTHER,
    }
}
