//! What is said about a column that was learned.

use report::phrases;

phrases! {
    TITLE = "预测“{label}”", "Predicting “{label}”";
    IS = "{label} = {value}", "{label} = {value}";
    AT_LEAST = "{label} ≥ {value}", "{label} ≥ {value}";
    NOT = "非（{class}）", "not ({class})";

    // Findings
    F_STRONG = "其他列能很好地预测“{class}”：随机取一行是、一行不是，模型有 {auc}的把握排对先后", "The other columns tell “{class}” well: of one row that is and one that is not, the model ranks the right one higher in {auc} of cases";
    F_FAIR = "其他列能在一定程度上预测“{class}”：随机取一行是、一行不是，模型有 {auc}的把握排对先后", "The other columns tell “{class}” fairly well: of one row that is and one that is not, the model ranks the right one higher in {auc} of cases";
    F_WEAK = "其他列只能略微预测“{class}”：随机取一行是、一行不是，模型有 {auc}的把握排对先后", "The other columns tell “{class}” only a little: of one row that is and one that is not, the model ranks the right one higher in {auc} of cases";
    F_NOTHING = "看不出其他列能预测“{class}”：排序的准确率 {auc}，与碰运气（50%）分不开", "Nothing shows that the other columns tell “{class}”: rows are ranked right in {auc} of cases, which chance (50%) explains as well";
    F_CERTAIN = "ROC-AUC {auc}（95% 区间 {lo}–{hi}），PR-AUC {pr}（{pr_lo}–{pr_hi}；碰运气为 {base}），在 {n} 行上检验", "ROC-AUC {auc} (95%: {lo}–{hi}), PR-AUC {pr} ({pr_lo}–{pr_hi}; chance: {base}), judged on {n:row|rows}";
    F_WHY = "{held}模型从 {learned} 行里学习：{model}，设置只在学习用的行里交叉验证选出，区间来自 400 次自助抽样。相关不等于因果。", "{held} The model learned from {learned:row|rows}: {model}, its settings chosen by cross-validation within those rows alone; intervals come from 400 bootstrap samples. What goes together need not cause each other.";
    HELD_LATEST = "按“{column}”把最近五分之一的行留作检验，模型没有见过它们。", "The latest fifth of the rows by “{column}” was held out, and the model never saw it.";
    HELD_DRAWN = "每一类各随机留出五分之一的行作检验（固定种子），模型没有见过它们。", "A fifth of the rows of each class was held out at random (with a fixed seed), and the model never saw it.";
    HELD_FOLDS = "行数不多，所以分成五份，每一行都由没有见过它的模型检验。", "As rows are few, they were put into five parts, and each row was judged by a model that never saw it.";
    HELD_OWNERS = "“{column}”相同的行始终放在一起，要么都用来学习，要么都用来检验。", "Rows with the same “{column}” stay together: all are learned from, or all are judged.";
    HELD_COPIES = "有 {n} 行与别的行完全相同，也放在一起；如果是重复导出的，请先去掉。", "{n:row is a copy|rows are copies} of others and {n?stays|stay} with them; if they were exported twice, take them out first.";
    MODEL_BLEND = "逻辑回归与提升树的加权组合", "logistic regression and boosted trees, blended";
    MODEL_LOGISTIC = "逻辑回归", "logistic regression";
    MODEL_TREES = "提升树", "boosted trees";
    MODEL_NONE = "只用总体比例", "the overall share alone";
    F_DO_USE = "先在一小部分客户或订单上试用，再和不用模型的做法比较。", "Try it on some customers or orders first, and compare with what is done without it.";
    F_DO_MORE = "添加更可能相关的列，例如行为、时间、渠道，再试一次。", "Add columns that may have to do with it, such as behaviour, time or channel, and try again.";

    F_LIFT = "概率最高的十分之一里，{share}是“{class}”，是平均水平（{base}）的 {times} 倍", "Of the tenth rated highest, {share} are “{class}”, {times} times the average ({base})";
    F_LIFT_CERTAIN = "{top} 行里有 {hits} 行，95% 区间 {lo}–{hi}", "{hits} of {top:row|rows}, 95%: {lo}–{hi}";
    F_LIFT_WHY = "检验用的行按预测概率从高到低排列，取前十分之一，看其中实际有多少。", "The rows judged are ordered by their probability, and what came true is counted in the first tenth.";
    F_LIFT_DO = "人手或预算有限时，从概率最高的开始。", "Where time or money is short, start with those rated highest.";

    F_DECIDE = "概率达到 {threshold}就算“{class}”时，能找出其中 {recall}，被选中的有 {precision}确实是", "Taken for “{class}” from a probability of {threshold} on, {recall} of them are found, and {precision} of those picked are right";
    F_DECIDE_CERTAIN = "找对 {tp}，漏掉 {missed}，误报 {alarms}，共 {n} 行", "{tp} found, {missed} missed, {alarms} false alarms, of {n:row|rows}";
    F_DECIDE_F1 = "阈值按学习用的行选出，使 F1（准确与找全的折中）最高。", "The threshold was picked on the rows learned from, for the highest F1 (a balance of being right and finding all).";
    F_DECIDE_COST = "阈值按学习用的行选出，使总代价最低：漏掉一个的代价是误报一个的 {times} 倍。", "The threshold was picked on the rows learned from, for the lowest cost: missing one costs {times} times a false alarm.";
    F_DECIDE_DO = "如果漏掉一个比误报一个贵得多，就在上面填写倍数，阈值会随之调整。", "Where missing one is far dearer than a false alarm, say how much above, and the threshold moves.";

    F_STRONGEST = "最有用的列是“{first}”", "The column that helps most is “{first}”";
    F_STRONGEST_TWO = "最有用的列是“{first}”，其次是“{second}”", "The column that helps most is “{first}”, then “{second}”";
    F_STRONGEST_CERTAIN = "打乱“{first}”后，ROC-AUC 下降 {drop}", "With “{first}” shuffled, ROC-AUC falls by {drop}";
    F_STRONGEST_WHY = "列的作用用两种办法衡量：打乱它之后排序变差多少，以及它平均让对数几率移动多少。作用大不等于是原因。", "A column’s worth is told in two ways: by how much worse rows are ranked once it is shuffled, and by how far it moves the log-odds on average. What helps need not be a cause.";
    F_STRONGEST_DO = "确认这些列在需要预测的时候就已经知道。", "Make sure that these columns are known by the time the prediction is needed.";

    F_LEAK = "{n} 列可能泄露答案，没有用来学习：{columns}", "{n:column|columns} may give the answer away and {n?was|were} not learned from: {columns}";
    F_LEAK_WHY = "这些列多半是结果发生之后才填写的；用了它们，检验成绩会虚高，真正要预测时却没有。", "Such columns are mostly filled in after the fact: with them the figures would look better than they are, and they would be missing when it matters.";
    F_LEAK_DO = "如果确定某一列事先就知道，可以在下面选择照样使用它。", "Where a column is known beforehand for certain, choose below to use it all the same.";
    F_KEPT = "使用了可能泄露答案的列：{columns}。成绩可能虚高", "Columns that may give the answer away were used: {columns}. The figures may look better than they are";
    F_SEPARATED = "几乎每一行都判断对了，这通常说明有一列已经包含答案", "Nearly every row is told right, which mostly means that a column holds the answer";
    F_SEPARATED_DO = "查看最有用的列：它在结果发生之前就知道吗？如果不是，去掉它再试。", "Look at the columns that help most: are they known before the fact? If not, leave them out and try again.";

    F_NEW = "{n} 行还没有“{label}”，其中 {yes} 行预计是“{class}”", "{n:row has|rows have} no “{label}” yet; {yes} of them {yes?is|are} likely “{class}”";
    F_NEW_CERTAIN = "概率合计约 {sum} 行", "The probabilities add up to about {sum:row|rows}";
    F_NEW_DO = "下载概率文件，按概率从高到低处理。", "Download the probabilities, and go from the highest down.";

    // Charts and tables
    ROC_TITLE = "模型明显好于碰运气", "The model is clearly better than chance";
    ROC_TITLE_WEAK = "模型与碰运气分不开", "The model cannot be told from chance";
    ROC_SUB = "ROC 曲线：找出的比例与误报的比例，n = {n}", "ROC curve: share found against share of false alarms, n = {n}";
    ROC_NOTE = "曲线越靠左上越好；虚线是碰运气。曲线下面积（ROC-AUC）{auc}，95% 区间 {lo}–{hi}。", "The nearer to the upper left, the better; the dashed line is chance. Area (ROC-AUC) {auc}, 95%: {lo}–{hi}.";
    PR_TITLE = "找出一半时，被选中的有 {precision}是对的", "With half of them found, {precision} of those picked are right";
    PR_SUB = "精确率–召回率曲线，n = {n}，其中 {positives} 行是“{class}”", "Precision–recall curve, n = {n}, {positives} of them “{class}”";
    PR_NOTE = "虚线是碰运气（总体比例）。曲线下面积（PR-AUC）{pr}，95% 区间 {lo}–{hi}。", "The dashed line is chance (the overall share). Area (PR-AUC) {pr}, 95%: {lo}–{hi}.";
    CAL_GOOD = "概率可以照字面理解：平均只差 {error}", "Probabilities can be taken at their word: they are off by {error} on average";
    CAL_BAD = "概率与实际有出入：平均差 {error}", "Probabilities are off: by {error} on average";
    CAL_SUB = "预测概率与实际比例，按概率分成 {bins} 组，n = {n}", "Predicted probability against what came true, in {bins} bins by probability, n = {n}";
    CAL_NOTE = "虚线表示完全一致；阴影是 95% 区间。Brier 分数 {brier}，只用总体比例时为 {base}。", "The dashed line is perfect agreement; the band is the 95% interval. Brier score {brier}, with the overall share alone {base}.";
    MODEL = "模型", "Model";
    CHANCE = "碰运气", "Chance";
    PERFECT = "完全一致", "Perfect";
    FOUND = "找出的比例（召回率）", "Share found (recall)";
    ALARMS = "误报的比例", "Share of false alarms";
    RIGHT = "选中的里对的比例（精确率）", "Share right of those picked (precision)";
    PREDICTED = "预测概率", "Predicted probability";
    OBSERVED = "实际比例", "What came true";

    REPORT_TITLE = "分类报告：{accuracy}的行判断正确", "Classification report: {accuracy} of rows are told right";
    REPORT_SUB = "检验用的 {n} 行，阈值 {threshold}", "{n:row|rows} judged, threshold {threshold}";
    REPORT_NOTE = "什么都不学、一律按多数类判断，也有 {base}正确；所以要看各类的精确率和召回率。", "Learning nothing and always saying the larger class would be right for {base}: look at precision and recall of each class.";
    CLASS = "类别", "Class";
    PRECISION = "精确率", "Precision";
    RECALL = "召回率", "Recall";
    F1 = "F1 值", "F1";
    SUPPORT = "行数", "Rows";

    CONFUSION_TITLE = "{right} 行判断对，{wrong} 行判断错", "{right:row is|rows are} told right, {wrong} wrong";
    CONFUSION_SUB = "混淆矩阵，n = {n}，阈值 {threshold}", "Confusion matrix, n = {n}, threshold {threshold}";
    ACTUAL = "实际", "Actual";
    SAID_YES = "判断为“{class}”", "Taken for “{class}”";
    SAID_NO = "判断为不是", "Taken for not";

    WORTH_TITLE = "各列对预测的作用", "What each column is worth to the prediction";
    WORTH_SUB = "打乱该列后 ROC-AUC 的下降，前 {n} 列", "What ROC-AUC falls by with the column shuffled, first {n:column|columns}";
    WORTH_NOTE = "接近 0 的列没有独立作用，也可能与别的列重复。作用大不等于是原因。", "A column near 0 adds nothing of its own, or says the same as another. What helps need not be a cause.";
    DROP = "ROC-AUC 下降", "ROC-AUC falls by";

    LEAKS_TITLE = "被怀疑或没有用处的列", "Columns that are doubted or of no use";
    LEAKS_SUB = "{n} 列，没有勾选“照样使用”的不参与学习", "{n:column|columns}; not learned from unless chosen all the same";
    COLUMN = "列", "Column";
    REASON = "原因", "Why";
    USED = "是否使用", "Used";
    YES = "使用", "used";
    NO = "没有使用", "left out";
    D_PERSONAL = "指向具体的人（姓名、电话、邮箱、地址等），从不用来学习", "It identifies persons (name, telephone, e-mail, address …) and is never learned from";
    D_EMPTY = "没有值", "It has no value";
    D_CONSTANT = "所有行都一样", "It is the same in all rows";
    D_IDENTIFIER = "几乎每一行都不同（{n} 个不同的值），像编号或名字", "Nearly every row has its own value ({n} different), like a number or a name";
    D_COPY = "和“{label}”一一对应（{share}的行一致）：它就是答案", "It stands one for one for “{label}” (in {share} of rows): it is the answer";
    D_FILLED = "只在“{class}”的行里填写（{share}）：多半是事后写的", "It is filled only in rows that are “{class}” ({share}): most likely written after the fact";
    D_FILLED_NOT = "只在不是“{class}”的行里填写（{share}）：多半是事后写的", "It is filled only in rows that are not “{class}” ({share}): most likely written after the fact";
    D_ALONE = "只凭它就几乎能完全判断（ROC-AUC {auc}）：多半在结果之后才知道", "It alone tells nearly everything (ROC-AUC {auc}): most likely known only after the fact";

    ROWS_NEW_TITLE = "还没有“{label}”的行里，最可能是“{class}”的", "Rows without “{label}”: those most likely “{class}”";
    ROWS_TITLE = "检验用的行里，最可能是“{class}”的", "Rows judged: those most likely “{class}”";
    ROWS_SUB = "按概率从高到低，共 {n} 行", "From the highest probability down, of {n:row|rows}";
    ROWS_NOTE = "↑ 表示该列让概率变高，↓ 表示变低；行号从 1 数起。", "↑ raises the probability, ↓ lowers it; rows are counted from 1.";
    ROW = "行", "Row";
    PROBABILITY = "概率", "Probability";
    BECAUSE = "主要依据", "Mainly because of";

    WHY_TITLE = "第 {row} 行为“{class}”的概率是 {p}，主要因为“{column}”", "Row {row} is “{class}” with a probability of {p}, mainly because of “{column}”";
    WHY_TITLE_PLAIN = "第 {row} 行为“{class}”的概率是 {p}", "Row {row} is “{class}” with a probability of {p}";
    WHY_SUB = "各列让对数几率移动多少（0 即 50%）", "How far each column moves the log-odds (0 is 50%)";
    WHY_NOTE_UNSEEN = "这一行没有用来学习。各列的作用加起来正好是这一行的对数几率。", "This row was not learned from. What the columns add sums up exactly to the row’s log-odds.";
    WHY_NOTE_SEEN = "这一行用来学习过，概率会偏乐观。各列的作用加起来正好是这一行的对数几率。", "This row was learned from, so that its probability flatters. What the columns add sums up exactly to the row’s log-odds.";
    WHY_START = "平均的一行", "An average row";
    WHY_OTHERS = "其余的列", "Other columns";
    WHY_END = "这一行", "This row";
    LOG_ODDS = "对数几率", "Log-odds";
    VALUE = "值", "Value";
    ADDS = "对数几率变化", "Adds to the log-odds";

    // What cannot be learned
    E_ONE_CLASS = "“{label}”在 {rows} 行里只有一种情况（{value}），没有可以区分的。请换一列，或添加另一种情况的行。", "“{label}” is the same throughout ({value}, {rows:row|rows}): there is nothing to tell apart. Choose another column, or add rows of the other kind.";
    E_NO_LABELS = "“{label}”全是空的。请换一列。", "“{label}” is empty throughout. Choose another column.";
    E_TOO_FEW = "数据不足：{what} 需要至少 {needs} 行，现有 {has} 行；太少就无法判断模型好不好。请添加更多行，或换一列、换一个值。", "Not enough data: {what} needs {needs:row|rows} and has {has}; with fewer nobody could say how good a model is. Add rows, or choose another column or value.";
    E_ALL_DIFFERENT = "“{label}”每一行都不同（{rows} 行），像编号或名字，没有规律可学。请换一列。", "“{label}” is different in each of {rows:row|rows}, like a number or a name: there is no pattern to learn. Choose another column.";
    E_PERSONAL = "“{label}”指向具体的人，不会用来学习或预测。请换一列。", "“{label}” identifies persons, and is neither learned from nor predicted. Choose another column.";
    E_DATES = "“{label}”是日期，不能当作类别来预测。请换一列。", "“{label}” holds dates, which are no classes to predict. Choose another column.";
    E_NO_COLUMN = "表里没有“{label}”这一列。", "The table has no column “{label}”.";
    E_NO_VALUE = "“{label}”里没有“{value}”这个值。", "No row has “{value}” in “{label}”.";
    E_NOT_NUMBERS = "“{label}”不是数字，不能用“不低于”来选。请选一个值。", "“{label}” holds no numbers, so that “at least” has no meaning. Choose a value.";
    E_NOTHING_LEFT = "没有可以用来预测“{label}”的列了，都被排除：{columns}。请添加更多列。", "No column is left to predict “{label}” from; left out: {columns}. Add more columns.";
    E_OTHER = "没能学习这一列：{message}", "The column could not be learned: {message}";
}
