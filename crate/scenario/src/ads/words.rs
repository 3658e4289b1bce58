//! The words about ads.

use report::phrases;

phrases! {
    MIX_CHANNEL = "渠道", "Channel";
    MIX_SPEND = "花费", "Spend";
    MIX_SHARE = "占花费", "Share of spend";
    MIX_MARGIN = "多花 1 的边际产出", "For one more spent";
    MIX_INTERVAL = "95% 区间", "95% interval";
    MIX_Q = "校正后 p", "Adjusted p";
    MIX_DECAY = "每步留存", "Left a step later";
    MIX_PART = "拟合中的占比", "Share in the fit";
    MIX_TITLE = "{n} 个渠道里 {k} 个的花费与{outcome}稳定地同向变化；同样多花 1，{name}对应的{outcome}增加最多", "Spend on {k} of {n} channels moves reliably with {outcome}; one more spent on {name} goes with the largest rise";
    MIX_NONE = "{n} 个渠道的花费与{outcome}之间没有可靠的关系", "Spend of the {n} channels and {outcome} show no reliable link";
    MIX_SUB = "每步花费与{outcome}，{period}，n = {steps} 步，来自{file}", "Spend and {outcome} by step, {period}, n = {steps:step|steps}, from {file}";
    MIX_NOTE = "营销组合模型：每个渠道为几何留存（adstock）加 Hill 饱和，与其他渠道、趋势、季节{controls}一起拟合；边际产出按最近四分之一的花费水平计，区间来自残差分块重抽样，p 来自把花费在时间上错开的对照，按 Benjamini–Hochberg 校正。p 不小于 0.05 的渠道不给边际产出。这是相关，不证明因果：渠道常常一起加减，花费也常跟着旺季走。金额按文件里的单位。", "Marketing-mix model: geometric adstock and Hill saturation for each channel, fitted beside the other channels, trend, season{controls}. Margins at the spend of the last quarter; intervals from resampled blocks of residuals; p from spend moved in time, adjusted by Benjamini–Hochberg. No margin is told where p is 0.05 or more. Correlation, not cause: channels are often raised together, and spend follows the season. Amounts in the file’s own unit.";
    MIX_CONTROLS = "、{list}", ", {list}";
    MIX_PLACES = "{n} 个地区已按时间合计。", "{n} places are added up by time.";
    MIX_CURVE = "{name}花得越多，每多花 1 对应的增量越少：现在的边际产出为 {margin}", "The more is spent on {name}, the less goes with one more: {margin} at present";
    MIX_CURVE_SUB = "每步花费与拟合的产出，{outcome}", "Spend by step and fitted outcome, {outcome}";
    MIX_CURVE_NOTE = "阴影为 95% 区间；竖线为最近四分之一的平均花费。", "The band is the 95% interval; the mark is the mean spend of the last quarter.";
    MIX_REVENUE = "成交额", "revenue";
    MIX_SHORT = "{file}里每步的花费和结果不足 40 步（现有 {n} 步），不拟合营销组合。", "{file} has fewer than 40 steps of spend and outcome ({n}): no marketing mix is fitted.";
    MIX = "营销组合", "Marketing mix";
    F_MIX = "{name}多花 1，{outcome}约多 {margin}；{least}只多约 {low}。", "One more spent on {name} goes with about {margin} more {outcome}; on {least}, with {low}.";
    F_MIX_ONE = "{name}多花 1，{outcome}约多 {margin}。", "One more spent on {name} goes with about {margin} more {outcome}.";
    F_MIX_SURE = "95% 区间 {range}，校正后 p {p}，n = {steps} 步。", "95% interval {range}, adjusted p {p}, n = {steps:step|steps}.";
    F_MIX_WHY = "与其他渠道、趋势和季节一起拟合；仍是相关，不是实验。", "Fitted beside other channels, trend and season; still correlation, no experiment.";
    F_MIX_DO = "先在部分地区或几周里把花费挪一成过去，用对照验证，再调整全部预算。", "Move a tenth of the spend there in some places or weeks, with others as control, before changing the whole budget.";
    NEEDS = "需要一份广告报表：广告系列或计划、花费、点击，最好还有日期、展示、转化和转化金额。", "Needs an ad report: campaign, spend and clicks, better with dates, impressions, conversions and their value.";
    NEEDS_NUMBERS = "广告报表里没有可用的花费或点击（{n} 行没有数字）。需要花费和点击两列，最好还有转化金额。", "The ad report holds neither spend nor clicks that can be read ({n:row|rows} without numbers). It needs both, better with the value of conversions.";

    ALL_ADS = "全部广告", "All ads";
    CAMPAIGN = "广告系列", "Campaign";
    SPEND = "花费", "Spend";
    IMPRESSIONS = "展示", "Impressions";
    CLICKS = "点击", "Clicks";
    CONVERSIONS = "转化", "Conversions";
    VALUE = "转化金额", "Conversion value";
    CTR = "点击率", "CTR";
    CVR = "转化率", "CVR";
    CPC = "点击成本", "CPC";
    CPM = "千次展示成本", "CPM";
    CPA = "转化成本", "CPA";
    ROAS = "投产比", "ROAS";
    RANGE = "投产比 95% 区间", "ROAS, 95% interval";
    RANGE_OF = "{low} 至 {high}", "{low} to {high}";
    STANDING = "与其余相比", "Against the rest";
    NEXT = "下一步", "Next step";
    BETTER = "{measure}高 {change}（校正后 p {p}）", "{measure} {change} higher (adjusted p {p})";
    WORSE = "{measure}低 {change}（校正后 p {p}）", "{measure} {change} lower (adjusted p {p})";
    SMALL = "{standing}，可靠但不到 20%", "{standing}, reliably but by less than 20%";
    NO_SALE = "{clicks} 次点击没有一单（校正后 p {p}）", "no sale from {clicks} clicks (adjusted p {p})";
    REST_UNSOLD = "其余没有一单", "the rest sold nothing";
    NO_DIFFERENCE = "没有可靠差别", "no reliable difference";
    FEW = "数据还少", "too little data";
    NEXT_MORE = "小幅加预算，看投产比是否守得住", "Raise the budget a little and see whether the return holds";
    NEXT_LESS = "先查落地页和人群，再减预算", "Check landing page and audience, then cut the budget";
    NEXT_WAIT = "再积累数据", "Collect more data";
    NEXT_KEEP = "保持", "Keep as it is";
    NEXT_FROM = "试着把一成预算挪到{name}", "Try moving a tenth of its budget to {name}";
    NEXT_TO = "试着从{name}挪来一成预算", "Try it with a tenth of the budget of {name}";

    PERIOD_UNKNOWN = "日期未知", "dates not known";
    ROWS = "{n} 行", "{n:row|rows}";
    SPENT = "花费 {amount}", "{amount} spent";

    BEST_TITLE = "{name}的投产比为 {own}，其余为 {rest}", "{name} returns {own} for each 1 spent, the rest {rest}";
    EVEN_TITLE = "{n} 个广告系列的总投产比为 {roas}，没有哪个明显不同", "{n:campaign returns|campaigns return} {roas} times what was spent; none clearly differs";
    SMALL_TITLE = "{n} 个广告系列的总投产比为 {roas}，差别可靠，但都不到 20%", "{n:campaign returns|campaigns return} {roas} times what was spent; they differ reliably, but by less than 20%";
    UNSOLD_TITLE = "{n} 个广告系列花了 {amount}，没有一单；其余的投产比为 {rest}", "{n:campaign|campaigns} cost {amount} without a sale; the rest returns {rest} for each 1 spent";
    ONE_TITLE = "广告的投产比为 {roas}", "Ads return {roas} times what they cost";
    RATE_TITLE = "各广告系列的{measure}：总体 {rate}", "{measure} by campaign: {rate} overall";
    CAMPAIGNS_NOTE = "横线为 95% 区间。转化和转化金额都是平台自己统计的，平台之间会重复归因。", "Whiskers are 95% intervals. Conversions and their value are the platforms’ own count; platforms claim the same sale more than once.";
    TABLE_TITLE = "钱花在了哪些广告系列上", "Where the money goes, campaign by campaign";
    TABLE_NOTE = "投产比区间按时间段的比率方差（不足 10 段时按转化次数估计）。与其余相比：两比例 z 检验和对数投产比的 Welch 检验，p 在 {tests} 个检验中按 Benjamini–Hochberg 校正；差别小于 20% 的不据此建议。", "Intervals of ROAS from the variance of a ratio over time (from the number of conversions where there are fewer than 10 steps). Against the rest: two-proportion z and Welch’s test of log ROAS, p adjusted by Benjamini–Hochberg over {tests:test|tests}; differences below 20% are no reason to act.";
    TABLE_UNSOLD = "可以断定一单没有的广告系列单独列出，不算在“其余”里。", "Campaigns that surely sold nothing are told by themselves and are no part of the rest.";

    TIME_TITLE = "花费 {spend}，平台归因的转化金额 {value}", "{spend} spent, {value} claimed by the platforms";
    TIME_PLAIN = "广告花费 {spend}", "{spend} spent on ads";
    TIME_CLAIM = "同期店铺成交额 {revenue}，平台归因的转化金额相当于其中的 {share}。归因不等于带来。", "The shop’s own revenue over these days was {revenue}; the platforms claim {share} of it. Claimed is not the same as caused.";
    PARTIAL = "首尾两段可能不完整。", "The first and last step may be incomplete.";

    FUNNEL_TITLE = "{clicks} 次点击带来 {sales} 次转化（{cvr}）", "{clicks} clicks led to {sales} conversions ({cvr})";
    FUNNEL_NOTE = "点击率 {ctr}（95% 区间 {ctr_range}），转化率 {cvr}（{cvr_range}）。有的平台把只看过广告的购买也算作转化。", "CTR {ctr} (95% interval {ctr_range}), CVR {cvr} ({cvr_range}). Some platforms also count sales after a mere view.";

    TIRED_TITLE = "{n} 条广告的点击率在下滑，展示却没有减少", "{n:ad is|ads are} clicked less and less, though shown as often";
    TIRED_NOTE = "Mann–Kendall 趋势检验（单侧），与其他检验一起校正；展示少于 100 次的时段不计。点击率下滑也可能来自季节或人群变化。", "Mann–Kendall trend test (one-sided), adjusted with all others; steps with fewer than 100 impressions are left out. Season and audience can lower click rates too.";
    WEEKLY = "每周点击率", "CTR by week";
    DAILY = "每日点击率", "CTR by day";

    UNSOLD_TERMS = "{n} 个搜索词花了 {amount}，没有一单", "{n:search term|search terms} cost {amount} without a sale";
    UNSOLD_ADS = "{n} 条广告花了 {amount}，没有一单", "{n:ad|ads} cost {amount} without a sale";
    UNSOLD_GROUPS = "{n} 个广告系列花了 {amount}，没有一单", "{n:campaign|campaigns} cost {amount} without a sale";
    TERM = "搜索词", "Search term";
    AD = "广告", "Ad";
    CHANCE = "按总体转化率一单没有的概率", "Chance of no sale at the overall rate";
    UNSOLD_MIXED = "{n} 项投放（搜索词、广告或广告系列）花了 {amount}，没有一单", "{n} terms, ads or campaigns cost {amount} without a sale";
    MIXED = "投放", "What was paid for";
    UNSOLD_NOTE = "只列点击足够多的：以总体转化率 {rate} 计，这么多点击仍一单没有的概率（校正后）低于 5%。", "Only those with enough clicks: at the overall conversion rate of {rate}, the chance of no sale (adjusted) is below 5%.";
    UNSOLD_YET = "另有 {n} 个花了 {amount}、还没有转化，但点击太少，不能下结论。", "{n} more cost {amount} without a sale so far, with too few clicks to judge.";
    NEXT_NEGATIVE = "加为否定词或降出价", "Add as a negative keyword, or bid less";
    NEXT_PAUSE = "暂停或换素材", "Pause it or change the creative";

    CURVE_TITLE = "每{step}再多花 {more}，店铺成交额同时高出约 {gain}", "Another {more} a {step} went together with about {gain} more revenue";
    CURVE_VALUE_TITLE = "每{step}再多花 {more}，平台转化金额同时高出约 {gain}", "Another {more} a {step} went together with about {gain} more claimed value";
    CURVE_NOTE = "按历史拟合：广告余效（每{step}保留 {decay}）加 Hill 饱和曲线，控制趋势和季节；阴影为分块自助法 95% 区间。与把花费在时间上错开的 99 次重算相比，p {p}。在现有花费 {now} 处，边际投产比 {marginal}（{range}）。这是同步变化，不证明因果；要确认，请停投部分地区做对照。", "Fitted to the history: adstock ({decay} left after a {step}) and Hill saturation, with trend and season; the band is a 95% block bootstrap. Held against 99 histories with spend moved in time, p {p}. At today’s {now}, marginal ROAS is {marginal} ({range}). Going together is not cause: to be sure, switch ads off in part of the country and compare.";
    CURVE_AXIS = "每{step}花费", "Spend a {step}";
    CURVE_EFFECT = "同时高出的金额", "Revenue that went with it";
    DAY = "天", "day";
    WEEK = "周", "week";
    MONTH = "月", "month";
    NOW = "现在", "now";

    SHIFT_TITLE = "值得一试的预算调整：从{from}挪 {amount} 到{to}", "A budget shift worth trying: {amount} from {from} to {to}";
    SHIFT_AVERAGE = "两者的平均投产比为 {a} 和 {b}（校正后 p {p}）。若下一块钱的效果等于平均，转化金额会多 {gain}（95% 区间 {low} 至 {high}）；平均不等于边际，加预算后通常会下降。", "Their average returns are {a} and {b} (adjusted p {p}). If the next unit of money brought as much as the average, claimed value would rise by {gain} (95% interval {low} to {high}); averages are not margins, and returns usually fall as budgets grow.";
    SHIFT_MARGINAL = "按各自的历史拟合，边际投产比为 {a} 和 {b}。挪动后转化金额约多 {gain}（95% 区间 {low} 至 {high}）。", "Fitted to their histories, one more unit of money went with {a} and {b} of claimed value. The shift would bring about {gain} more (95% interval {low} to {high}).";
    SHIFT_TEST = "试两周，其他不动，再比较。", "Try it for two weeks, leave the rest alone, and compare.";

    OTHERS_TITLE = "另有 {n} 个其他币种的广告账户，分开列出，不相加", "{n:ad account|ad accounts} in other currencies, apart and never added";
    CURRENCY = "币种", "Currency";
    UNKNOWN_CURRENCY = "未知", "not known";

    MISSING = "还不能算的部分", "What cannot be told yet";
    NO_VALUE = "报表没有转化金额，算不了投产比；导出时加上转化金额一列。", "The report has no conversion value, so no return can be told; add that column to the export.";
    NO_SALES = "报表没有转化次数，算不了转化率和转化成本。", "The report has no conversions, so no conversion rate and no cost per conversion.";
    NO_DATES = "报表没有按天或按周分列，看不出变化和疲劳；导出时按天细分。", "The report is not broken down by day or week, so neither change nor fatigue can be seen; break the export down by day.";
    SHORT_HISTORY = "拟合边际投产比至少要 8 周的每日数据或 40 周的每周数据，且花费有变化；现有 {n} {steps}。", "Marginal returns need 8 weeks of days or 40 weeks with varying spend; there are {n} {steps}.";
    NO_RESPONSE = "花费和成交额的历史放在一起，看不出花费变化时成交额跟着变化（错开时间也能拟合得一样好），因此不给边际投产比。", "In the history, revenue does not visibly move with spend (spend moved in time fits as well), so no marginal return is told.";
    DAYS = "天", "days";
    WEEKS = "周", "weeks";
    MONTHS = "个月", "months";

    NOTE_EMPTY = "{n} 行没有数字，未计。", "{n:row|rows} without numbers left out.";
    NOTE_ODD = "{n} 行的数字不可能（负的次数或过大），未计。", "{n:row|rows} with impossible numbers (negative counts, or far too large) left out.";
    NOTE_TWICE = "{n} 行在两份文件中重复，只计一次，以较晚的一份为准。", "{n:row stands|rows stand} in two files and {n?was|were} counted once, from the later export.";
    NOTE_TWICE_SPEND = "{n} 行（花费 {amount}）在两份文件中重复，只计一次，以较晚的一份为准。", "{n:row stands|rows stand} in two files ({amount}) and {n?was|were} counted once, from the later export.";
    NOTE_DETAIL = "{n} 行是同一花费的细分报表（如搜索词），不加进总数。", "{n:row|rows} of reports that break the same spend down (search terms, say) are not added to the totals.";
    NOTE_DETAIL_DAYS = "{n} 行（{period}）是同一花费的细分报表（如搜索词），不加进总数。", "{n:row|rows} of reports that break the same spend down (search terms, say; {period}) are not added to the totals.";
    NOTE_BEYOND = "其中 {n} 行（共花费 {amount}）还包含较粗报表以外的日期，那些日期的花费没有计入；请按相同日期或按天导出两份报表。", "{n} of them ({amount} in all) also {n?covers|cover} days outside the coarser report, and what those days cost is in no total: export both over the same days, or by day.";
    NOTE_RESULTS = "{n} 行的“成效”不是购买（如互动、线索），不计为转化。", "The results of {n:row|rows} are no purchases (engagement or leads, say) and count as no conversions.";
    NOTE_UNNAMED = "有 {n} 行的“成效”没有写明是什么，总数又比点击还多，不计为转化；导出时请加上“购物次数”或“成效指标”一列。", "The results of {n:row|rows} are of a kind that is not told, and more than the clicks: they count as no conversions. Add the column “Purchases” or “Result indicator” to the export.";
    NOTE_ASSUMED = "报表没有写明币种，按店铺币种计。", "The report names no currency; the shop’s was assumed.";
    NOTE_SIGN = "有 {n} 行的点击多于展示，已保留。", "{n:row has|rows have} more clicks than impressions and {n?was|were} kept.";

    F_UNSOLD_WHY = "总体转化率为 {rate}，这些点击按理应有约 {expected} 单。最贵的是{name}（{cost}，{clicks} 次点击）。", "At the overall conversion rate of {rate} their clicks should have brought about {expected} sales. The dearest is {name} ({cost}, {clicks} clicks).";
    F_UNSOLD_SURE = "每一个单独看，一单没有的概率（校正后）都低于 5%。", "Each by itself, the chance of no sale (adjusted) is below 5%.";
    F_UNSOLD_ACTION = "把这些搜索词加为否定词，广告或广告系列则暂停，省下的预算给有转化的。", "Exclude or pause them, and give the money to what sells.";
    F_WORST = "{name}花了 {spend}，投产比只有 {own}，其余广告为 {rest}。", "{name} cost {spend} and returned {own} for each 1 spent, against {rest} for the other ads.";
    F_BEST = "{name}的投产比为 {own}，其余广告为 {rest}，目前占花费的 {share}。", "{name} returned {own} for each 1 spent, against {rest} for the other ads, with {share} of the spend.";
    F_SURE = "差别几乎不是偶然（校正后 p {p}；{own} 的 95% 区间 {low} 至 {high}）。", "The difference is hardly chance (adjusted p {p}; 95% interval of {own}: {low} to {high}).";
    F_ROAS_WHY = "转化金额是平台自己的统计。点击率 {ctr}，转化率 {cvr}，点击成本 {cpc}。", "Conversion value is the platform’s own count. CTR {ctr}, CVR {cvr}, CPC {cpc}.";
    F_TIRED = "{name}的点击率从 {from} 降到 {to}，展示没有减少。", "The click rate of {name} fell from {from} to {to} while it was shown as often.";
    F_TIRED_MORE = "{name}等 {n} 条广告的点击率在下滑：它从 {from} 降到 {to}，展示没有减少。", "{n} ads are clicked less and less; {name}, the largest, fell from {from} to {to} while shown as often.";
    F_TIRED_SURE = "趋势检验，校正后 p {p}，{n} {steps}。", "Trend test, adjusted p {p}, {n} {steps}.";
    F_TIRED_WHY = "可能是同一批人看得太多，也可能是季节或人群变了；数据分不出来。", "The same people may have seen it too often, or season or audience may have changed; the data cannot tell which.";
    F_TIRED_ACTION = "换新素材，或限制每人看到的次数。", "Bring a new creative, or cap how often a person sees it.";
    F_CLAIM = "{period}，广告平台归因的转化金额为 {value}，相当于店铺同期成交额（{revenue}）的 {share}。", "Over {period} the ad platforms claim {value}, {share} of the shop’s own revenue ({revenue}).";
    F_CLAIM_SURE = "这是两份统计的对照，不是推断。", "Two counts side by side, not an inference.";
    F_CLAIM_WHY = "平台把看过或点过广告的购买都算给自己，几个平台会重复计算，也包括本来就会买的人。", "A platform claims sales after a view or click, several claim the same sale, and some customers would have bought anyway.";
    F_CLAIM_ACTION = "不要只按平台的投产比加预算；停投一部分做对照。", "Do not raise budgets on the platforms’ figures alone; hold ads back somewhere and compare.";
    F_MARGIN_GOOD = "在每{step} {now} 的花费上再加 {more}，店铺成交额同时高出约 {gain}。", "On top of {now} a {step} spent on ads, another {more} went together with about {gain} more revenue.";
    F_MARGIN_BAD = "在每{step} {now} 的花费上再加 {more}，店铺成交额同时只高出约 {gain}，不够这笔花费。", "On top of {now} a {step} spent on ads, another {more} went together with only about {gain} more revenue, less than it cost.";
    F_MARGIN_SURE = "边际投产比 {marginal}，95% 区间 {range}；与把花费在时间上错开相比，p {p}。", "Marginal ROAS {marginal}, 95% interval {range}; against histories with spend moved in time, p {p}.";
    F_MARGIN_WHY = "按店铺自己的成交额拟合余效和饱和，扣除趋势和季节；同步变化，不证明因果。成交额还要扣掉货品成本才是利润。", "Adstock and saturation fitted to the shop’s own revenue, with trend and season taken out; going together is not cause. Revenue is not profit: the cost of goods comes off it.";
    F_MARGIN_MORE = "每次只加一成，看成交额是否跟着走。", "Raise the budget a tenth at a time and see whether revenue follows.";
    F_MARGIN_LESS = "减一成，看成交额是否真的少。", "Cut the budget by a tenth and see whether revenue really falls.";
    F_SHIFT = "把{from}预算的十分之一（{amount}）挪到{to}，值得一试。", "Moving a tenth of what {from} costs ({amount}) to {to} is worth a try.";
    F_SHIFT_MARGIN_SURE = "两者边际投产比的差：95% 区间不含零。", "The 95% interval of the difference of margins excludes zero.";
    F_SHIFT_SURE = "两者与其余相比都有可靠差别（校正后 p {p}）。", "Both differ reliably from the rest (adjusted p {p}).";

    WAYS_TITLE = "{name}在末次点击下占成交的 {last}，按路径计（马尔可夫）占 {markov}", "{name} has {last} of purchases by last touch, {markov} when the whole way counts (Markov)";
    WAYS_NOTE = "{ways} 条访问路径、{sold} 次成交；两次触点相隔 30 天以上算两条路径，时间衰减半衰期 7 天，沙普利值为路径内渠道平分，马尔可夫为移除该渠道后少掉的成交。归因规则只是分账，不证明哪个渠道带来了成交。", "{ways} ways with {sold} purchases; 30 days without a touch end a way, time decay halves in 7 days, Shapley parts a purchase among the channels of its way, Markov counts what is lost without the channel. Rules share out sales; none shows what a channel caused.";
    CHANNEL = "渠道", "Channel";
    LAST = "末次", "Last";
    FIRST = "首次", "First";
    LINEAR = "平均", "Linear";
    DECAY = "时间衰减", "Time decay";
    SHAPLEY = "沙普利", "Shapley";
    MARKOV = "马尔可夫", "Markov";
    TEST_TITLE = "{b} 比 {a} 好的概率为 {chance}", "The chance that {b} beats {a} is {chance}";
    TEST_UNEVEN = "分流不对：各组人数与平均分配相差太大，结果不可信", "The split is wrong: group sizes differ too much from an even split, so the result cannot be trusted";
    TEST_NOTE = "假定按平均分流。样本比例检验 p {srm}；两比例 z 检验 p {p}{adjusted}；概率由 Beta(1, 1) 先验的后验得出。以 80% 的把握能发现的最小差别是 {mde}（相对）。", "An even split is assumed. Sample-ratio check p {srm}; two-proportion z p {p}{adjusted}; the chance is that of posteriors from Beta(1, 1). The smallest difference found with 80% power is {mde} (relative).";
    TEST_ADJUSTED = "（按 {n} 组校正）", " (adjusted for {n} variants)";
    TEST = "A/B 测试", "A/B test";
    TEST_UNFIT = "文件按版本列出了访客和转化，但还不能比较。", "The file lists versions with visitors and conversions, but they cannot be compared yet.";
    TEST_MORE = "{arm}有 {n} 行的转化多于访客（如 {seen} 位访客、{sold} 次转化）：每位访客最多算一次转化。", "{arm} has {n:row|rows} with more conversions than visitors ({sold} against {seen}, for example): a visitor counts as one conversion at most.";
    TEST_BLANK = "{n} 行缺访客数或转化数，请补上或删去。", "{n:row lacks|rows lack} visitors or conversions: fill them in or take them out.";
    TEST_ODD = "{n} 行的数字不是人数（负数、小数或过大）。", "{n:row holds|rows hold} numbers that count no people (negative, fractions, or far too large).";
    TEST_ALONE = "只有{arm}一个版本，没有可比的。", "{arm} is the only version, with nothing to compare it with.";
    TEST_UNSEEN = "{arm}没有访客。", "{arm} has no visitors.";
    VARIANT = "版本", "Variant";
    VISITORS = "访客", "Visitors";
    RATE_RANGE = "95% 区间", "95% interval";
    CHANCE_BEST = "好于{a}的概率", "Chance to beat {a}";
    LIFT = "相对差别", "Relative difference";
}
