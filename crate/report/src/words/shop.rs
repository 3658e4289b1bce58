//! What files were taken for and why, what was left out, and what should be known about the data.

use chart::format;
use chart::spec::{Format, Lang};
use shop::{ExclusionReason, Join, QualityCode, QualityNote, Reason, Recognition, Role};

use super::phrase::{Arg, Phrase, phrases, quoted};
use super::role::{dataset, grain, role};

phrases! {
    REASON_NAME_EXACT = "列名就是{detail}", "the column is called {detail}";
    REASON_NAME_SYNONYM = "列名与{detail}意思相同", "the name means the same as {detail}";
    REASON_NAME_PART = "列名里有{detail}", "the name contains {detail}";
    REASON_DATES = "内容是日期", "the values are dates";
    REASON_NUMBERS = "内容是数字", "the values are numbers";
    REASON_MONEY = "内容是金额", "the values are amounts of money";
    REASON_IDENTITY = "数值对得上：{detail}", "the numbers agree: {detail}";
    REASON_DISTINCT = "每一行的值都不同", "the values differ from row to row";
    REASON_REPEATED = "同一个值连续出现在几行", "the values repeat over neighbouring rows";
    REASON_EMAILS = "内容像电子邮箱", "the values look like e-mail addresses";
    REASON_PHONES = "内容像电话号码", "the values look like telephone numbers";
    REASON_COUNTRIES = "内容是国家", "the values are countries";
    REASON_CURRENCIES = "内容是币种", "the values are currencies";
    REASON_STATUS = "内容是状态，例如{detail}", "the values are states such as {detail}";
    REASON_RATINGS = "内容是评分", "the values are ratings";
    REASON_TEXTS = "内容是成段的文字", "the values are running text";
    REASON_QUANTITIES = "内容是较小的整数", "the values are small whole numbers";
    REASON_IDS = "内容像编号", "the values look like identifiers";
    REASON_PLATFORM = "列名与{detail}的导出一致", "the columns are those of an export from {detail}";
    REASON_MAPPING = "按您之前的设置", "you chose this";
    REASON_COLUMNS = "有这些列：{detail}", "it has these columns: {detail}";
    REASON_MOVEMENTS = "是出入库流水，只有进出的数量；要看库存，请添加带结存或现有数量的文件", "it lists what came in and went out; for stock, add a file that tells what is left";
    REASON_GRAIN = "{detail}", "{detail}";
    REASON_OTHER = "内容相符（{detail}）", "the values fit ({detail})";
    REASON_OTHER_PLAIN = "内容相符", "the values fit";

    EX_CANCELLED = "已取消或已关闭", "Cancelled or closed";
    EX_UNPAID = "未付款", "Not paid";
    EX_UNPAID_CLOSED = "未付款（其中 {n} 个已关闭）", "Not paid ({n} of them closed)";
    EX_TEST = "测试订单", "Test orders";
    EX_DUPLICATE = "重复的订单", "The same order again";
    EX_RETURN = "退货单（计入退款）", "Return documents (counted as refunds)";
    EX_NO_AMOUNT = "没有可读的金额", "No readable amount";

    Q_STATUS_UNKNOWN = "{table}：{n} 行的状态没有看懂，仍按有效订单计入（{detail}）。如果其中有取消、退款或未付款的订单，成交额会偏高，请核对。",
        "{table}: {n:row has|rows have} a status that was not understood and {n?counts|count} as sold ({detail}). If any were cancelled, refunded or never paid, revenue is too high; please check.";
    Q_ROUNDED_IDS = "{table}：{n} 行的订单号已被表格软件改成 1.23E+17 这样的近似值，无法还原，只能每行当作一个订单。请重新导出，不要用表格软件打开后再保存。",
        "{table}: the order number of {n:row was|rows was} rounded by a spreadsheet program (like 1.23E+17) and cannot be restored; each was taken as an order of its own. Export the file again and use it without saving it in a spreadsheet program.";
    Q_FROM_ABOVE = "{table}：{n} 行没有日期，沿用上一行的日期；客户也空白的，算作同一笔订单（共 {total} 行）。",
        "{table}: {n:row|rows} of {total} without a date {n?was|were} given the date above; where the customer is blank too, {n?it belongs|they belong} to the same order.";
    Q_MISSING_ORDER_ID = "{table}：{n} 行没有订单号（共 {total} 行），每行当作一个订单。",
        "{table}: {n:row|rows} of {total} {n?has|have} no order number; each was taken as an order of its own.";
    Q_MISSING_DATE = "{table}：{n} 个订单没有日期（共 {total} 个），计入总额，但不计入趋势。",
        "{table}: {n:order|orders} of {total} {n?has|have} no date; counted in totals, not in trends.";
    Q_DATE_FROM_ID = "{table}：{n} 个订单的日期取自订单号。", "{table}: the date of {n:order was|orders was} taken from the order number.";
    Q_MISSING_CUSTOMER = "{table}：{n} 个订单没有客户信息（共 {total} 个），不计入客户分析。",
        "{table}: {n:order|orders} of {total} {n?names|name} no customer; not counted in customer figures.";
    Q_MISSING_PRODUCT = "{table}：{n} 行没有商品信息（共 {total} 行），计入总额，但不计入商品分析。",
        "{table}: {n:line|lines} of {total} {n?names|name} no product; counted in totals, not in product figures.";
    Q_ZERO_PRICE = "{table}：{n} 行的价格为零（共 {total} 行），例如赠品。",
        "{table}: {n:line|lines} of {total} {n?has|have} a price of zero, such as gifts.";
    Q_NEGATIVE = "{table}：{n} 行的数量为负，按退货处理。", "{table}: {n:line has|lines have} a negative quantity and {n?counts|count} as returned.";
    Q_TOTALS_DIFFER = "{table}：{n} 个订单的明细合计与订单金额不一致（共 {total} 个），以订单金额为准。",
        "{table}: for {n:order|orders} of {total}, lines and order total differ; the order total was used.";
    Q_PAID_IS_NET = "{table}：{n} 个订单的实付金额已扣除退款，成交额按退款前还原。",
        "{table}: the paid amount of {n:order is|orders is} already net of refunds; gross revenue was restored.";
    Q_DUPLICATE_ROWS = "{table}：{n} 行与其他行完全相同（共 {total} 行）。仍计入，请确认是否重复导出。",
        "{table}: {n:row repeats|rows repeat} another exactly (of {total}). Counted, but check for a double export.";
    Q_REPEATED = "{table}：{n} 行与同一订单的其他行完全相同，去掉后明细合计才等于订单金额。没有计入，可能是重复粘贴。",
        "{table}: {n:row repeats|rows repeat} another of the same order exactly, and only without {n?it|them} the lines add up to the order total. Left out as pasted twice.";
    Q_OVERLAPPING = "{table}：{n} 个订单在另一个文件中也有，只计一次。",
        "{table}: {n:order stands|orders stand} in another file too; counted once.";
    Q_OTHER_CURRENCY = "{table}：{n} 个订单使用{detail}，单独列出，不与其他币种相加。",
        "{table}: {n:order is|orders are} in {detail}; reported apart, never added to another currency.";
    Q_CONVERTED = "{table}：{n} 个订单按您给的汇率换算（{detail}）。", "{table}: {n:order was|orders were} converted with your rates ({detail}).";
    Q_CURRENCY_ASSUMED = "{table}：文件没有写明币种，按{detail}计算。", "{table}: no currency is named; {detail} was assumed.";
    Q_ZONE = "{table}：{n} 个带时区的时间已换算为店铺时间（{detail}）。", "{table}: {n:time|times} with an offset {n?was|were} brought to the shop’s time ({detail}).";
    Q_LIST_SPLIT = "{table}：{n} 个单元格里有多个商品，已拆开，金额在其中分摊。",
        "{table}: {n:cell|cells} with several products {n?was|were} taken apart; amounts were shared among them.";
    Q_NOT_JOINED = "{table}：{n} 个编号在另一个文件里找不到（共 {total} 个；{detail}）。",
        "{table}: {n:key has|keys have} no partner in the other file (of {total}; {detail}).";
    Q_FUTURE = "{table}：{n} 个日期晚于报告日。", "{table}: {n:date lies|dates lie} after the day of this report.";
    Q_OUTLIER = "{table}：{n} 个订单的金额与其他订单相差悬殊（共 {total} 个）。仍计入，请核对。",
        "{table}: {n:amount is|amounts are} far from all others (of {total}). Counted, but worth a check.";
    Q_FILE_ELSEWHERE = "{table}：不计入销售，另有单独的部分。", "{table}: no part of sales; it has a section of its own.";
    Q_FILE_UNUSED = "{table}：没有用于这份报告。", "{table}: not used in this report.";
    Q_FILE_AGAIN = "{table}：是合计，与订单重复，没有计入，以免算两遍。", "{table}: sums up what orders tell already; left out, so that nothing counts twice.";
    Q_NOT_SALES = "{table}：{n} 行是支出、提现或转账，不是销售，没有计入。",
        "{table}: {n:row pays|rows pay}, {n:withdraws or moves|withdraw or move} money and {n:is|are} no sale. Not counted.";
    Q_SUMMARY_ROWS = "{table}：每一行是一段时间的合计（共 {n} 行），不是一个订单。成交额没有问题；文件没有说有多少订单，因此不计算订单数和客单价。",
        "{table}: each of {n:row|rows} sums up a stretch of time, not an order. Revenue is right; how many orders there were is not told, so that orders and order values are left out.";
    Q_SUMMARY_COUNTED = "{table}：每一行是一段时间的合计（共 {n} 行），不是一个订单。订单数取自“{detail}”列；需要逐单数据的分析从略。",
        "{table}: each of {n:row|rows} sums up a stretch of time, not an order. Orders are those that “{detail}” counts; what needs single orders is left out.";
    Q_UNMATCHED = "{table}：{n} 笔退款在文件中找不到对应的订单，共 {detail}，按退款当天从净成交额中扣除。",
        "{table}: {n:refund belongs|refunds belong} to no order in the files: {detail} in all, taken off net revenue on {n?its|their} own day.";
    Q_CONVERTED_ROWS = "{table}：{n} 行的金额按您给的汇率换算（{detail}）。", "{table}: the amounts of {n:row|rows} were converted with your rates ({detail}).";
    Q_CLOSED_UNPAID = "{table}：{n} 个未付款的订单已经关闭，不能再付款。", "{table}: {n:order was|orders were} never paid and {n?is|are} closed, so that {n?it|they} can no longer be paid.";
    Q_OTHER = "{table}：{n} 行有疑问。", "{table}: {n:row is|rows are} in doubt.";

    JOIN = "{left} 与 {right} 按“{key}”关联：{total} 个编号中有 {matched} 个对应上。",
        "{left} joined with {right} by “{key}”: {matched} of {total} keys found a partner.";

    SURE = "很有把握", "sure";
    FAIRLY = "比较有把握", "fairly sure";
    UNSURE = "不太确定，请核对", "not sure – please check";
    CHECK = "请核对", "please check";
    TAKEN = "{what}，{n} 行", "{what}, {n:row|rows}";
    TAKEN_FROM = "{platform}的{what}，{n} 行", "{what} from {platform}, {n:row|rows}";
}

fn reason_phrase(code: &str) -> Phrase {
    match code {
        "name_exact" => REASON_NAME_EXACT,
        "name_synonym" => REASON_NAME_SYNONYM,
        "name_part" => REASON_NAME_PART,
        "values_dates" => REASON_DATES,
        "values_numbers" => REASON_NUMBERS,
        "values_money" => REASON_MONEY,
        "values_identity" => REASON_IDENTITY,
        "values_distinct" => REASON_DISTINCT,
        "values_repeated" => REASON_REPEATED,
        "values_emails" | "values_email" => REASON_EMAILS,
        "values_phones" | "values_phone" => REASON_PHONES,
        "values_countries" | "values_country" => REASON_COUNTRIES,
        "values_currencies" | "values_currency" => REASON_CURRENCIES,
        "values_status" => REASON_STATUS,
        "values_ratings" | "values_rating" => REASON_RATINGS,
        "values_text" | "values_texts" => REASON_TEXTS,
        "values_quantity" | "values_quantities" => REASON_QUANTITIES,
        "values_id" | "values_ids" => REASON_IDS,
        "platform" => REASON_PLATFORM,
        "mapping" => REASON_MAPPING,
        "columns" => REASON_COLUMNS,
        "movements" => REASON_MOVEMENTS,
        "grain" => REASON_GRAIN,
        _ => REASON_OTHER,
    }
}

/// Why a table or column was recognised, as part of a sentence.
pub fn reason(reason: &Reason, lang: Lang) -> String {
    let detail = reason.detail.as_str();
    let phrase = match reason_phrase(&reason.code) {
        p if p == REASON_OTHER && detail.is_empty() => REASON_OTHER_PLAIN,
        p => p,
    };
    let named = Role::from_key(detail).map(|r| role(r, lang));
    let said = match (reason.code.as_str(), named) {
        ("grain", _) => grain_by_key(detail, lang).to_owned(),
        (_, Some(name)) => quoted(name, lang),
        ("values_identity" | "columns" | "platform", None) => detail.to_owned(),
        _ => quoted(detail, lang),
    };
    phrase.fill(lang, &[("detail", (&said).into())])
}

fn grain_by_key(key: &str, lang: Lang) -> &'static str {
    use shop::Grain;
    let of = match key {
        "order" => Grain::Order,
        "line_order_first" => Grain::LineOrderFirst,
        "line_order_repeated" => Grain::LineOrderRepeated,
        "line" => Grain::Line,
        "refund" => Grain::Refund,
        "summary" => Grain::Summary,
        _ => Grain::Other,
    };
    grain(of, lang)
}

/// Why orders were left out.
pub fn exclusion(reason: ExclusionReason, lang: Lang) -> &'static str {
    match reason {
        ExclusionReason::Cancelled => EX_CANCELLED,
        ExclusionReason::Unpaid => EX_UNPAID,
        ExclusionReason::Test => EX_TEST,
        ExclusionReason::Duplicate => EX_DUPLICATE,
        ExclusionReason::Return => EX_RETURN,
        ExclusionReason::NoAmount => EX_NO_AMOUNT,
    }
    .plain(lang)
}

/// Why orders were left out that were never paid, some of which are closed.
pub(crate) fn unpaid(closed: u64, lang: Lang) -> String {
    match closed {
        0 => EX_UNPAID.plain(lang).to_owned(),
        n => EX_UNPAID_CLOSED.fill(lang, &[("n", n.into())]),
    }
}

fn quality_phrase(note: &QualityNote) -> Phrase {
    match note.code {
        QualityCode::SummaryRows if !note.detail.is_empty() => Q_SUMMARY_COUNTED,
        QualityCode::StatusUnknown => Q_STATUS_UNKNOWN,
        QualityCode::RoundedOrderIds => Q_ROUNDED_IDS,
        QualityCode::FilledFromAbove => Q_FROM_ABOVE,
        QualityCode::MissingOrderId => Q_MISSING_ORDER_ID,
        QualityCode::MissingDate => Q_MISSING_DATE,
        QualityCode::DateFromOrderId => Q_DATE_FROM_ID,
        QualityCode::MissingCustomer => Q_MISSING_CUSTOMER,
        QualityCode::MissingProduct => Q_MISSING_PRODUCT,
        QualityCode::ZeroPrice => Q_ZERO_PRICE,
        QualityCode::NegativeQuantity => Q_NEGATIVE,
        QualityCode::TotalsDiffer => Q_TOTALS_DIFFER,
        QualityCode::PaidIsNetOfRefund => Q_PAID_IS_NET,
        QualityCode::DuplicateRows => Q_DUPLICATE_ROWS,
        QualityCode::RepeatedLines => Q_REPEATED,
        QualityCode::OverlappingFiles => Q_OVERLAPPING,
        QualityCode::OtherCurrency => Q_OTHER_CURRENCY,
        QualityCode::Converted => Q_CONVERTED,
        QualityCode::CurrencyAssumed => Q_CURRENCY_ASSUMED,
        QualityCode::ZoneConverted => Q_ZONE,
        QualityCode::ProductListSplit => Q_LIST_SPLIT,
        QualityCode::NotJoined => Q_NOT_JOINED,
        QualityCode::FutureDate => Q_FUTURE,
        QualityCode::Outlier => Q_OUTLIER,
        QualityCode::FileUnused if note.detail == "summary" => Q_FILE_AGAIN,
        QualityCode::FileUnused
            if matches!(
                &*note.detail,
                "stock" | "ads" | "purchases" | "reviews" | "events"
            ) =>
        {
            Q_FILE_ELSEWHERE
        }
        QualityCode::FileUnused => Q_FILE_UNUSED,
        QualityCode::NotSales => Q_NOT_SALES,
        QualityCode::SummaryRows => Q_SUMMARY_ROWS,
        QualityCode::UnmatchedRefunds => Q_UNMATCHED,
        QualityCode::ConvertedRows => Q_CONVERTED_ROWS,
        QualityCode::ClosedUnpaid => Q_CLOSED_UNPAID,
        _ => Q_OTHER,
    }
}

/// A quality note in words; `table` is the name of the file (and sheet) it is about.
pub fn quality(note: &QualityNote, table: &str, lang: Lang) -> String {
    let amount = match (note.code, note.detail.split_once(' ')) {
        (QualityCode::UnmatchedRefunds, Some((major, currency))) => {
            let currency = currency.to_owned();
            let format = Format::Money { currency };
            major
                .parse()
                .ok()
                .map(|major| format::value(major, &format, lang, false))
        }
        _ => None,
    };
    quality_phrase(note).fill(
        lang,
        &[
            ("table", table.into()),
            ("n", note.count.into()),
            ("total", note.total.into()),
            ("detail", amount.as_ref().unwrap_or(&note.detail).into()),
        ],
    )
}

/// A join and its coverage in words.
pub fn join(join: &Join, left: &str, right: &str, lang: Lang) -> String {
    JOIN.fill(
        lang,
        &[
            ("left", left.into()),
            ("right", right.into()),
            ("key", (&join.key.0).into()),
            ("matched", join.matched.into()),
            ("total", join.total.into()),
        ],
    )
}

/// How sure a recognition is: `sure`, `fairly sure`, `not sure – please check`. How sure it is that a table is nothing
/// known helps nobody; that it be looked at does.
pub fn confidence(recognition: &Recognition, lang: Lang) -> &'static str {
    if recognition.dataset == shop::Dataset::Unknown {
        CHECK
    } else if recognition.confidence >= 0.8 {
        SURE
    } else if recognition.confidence >= 0.5 {
        FAIRLY
    } else {
        UNSURE
    }
    .plain(lang)
}

/// What a table was taken for, in plain words: `Orders from Shopify, 12,431 rows`.
pub fn taken_for(recognition: &Recognition, rows: usize, lang: Lang) -> String {
    let what = dataset(recognition.dataset, lang);
    let n = Arg::Count(rows as u64);
    match &recognition.platform {
        Some(platform) => TAKEN_FROM.fill(
            lang,
            &[
                ("platform", platform.into()),
                ("what", what.into()),
                ("n", n),
            ],
        ),
        None => TAKEN.fill(lang, &[("what", what.into()), ("n", n)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_count_in_both_languages() {
        let note = QualityNote {
            code: QualityCode::MissingDate,
            table: 0,
            count: 1,
            total: 23,
            detail: String::new(),
            rows: Vec::new(),
        };
        assert_eq!(
            quality(&note, "a.csv", Lang::En),
            "a.csv: 1 order of 23 has no date; counted in totals, not in trends."
        );
        assert_eq!(
            quality(&note, "a.csv", Lang::Zh),
            "a.csv：1 个订单没有日期（共 23 个），计入总额，但不计入趋势。"
        );
    }

    #[test]
    fn refunds_without_an_order_are_told_with_their_sum() {
        let note = QualityNote {
            code: QualityCode::UnmatchedRefunds,
            table: 0,
            count: 2,
            total: 9,
            detail: "1234.5 EUR".into(),
            rows: Vec::new(),
        };
        assert_eq!(
            quality(&note, "a.csv", Lang::En),
            "a.csv: 2 refunds belong to no order in the files: €1,234.50 in all, taken off net revenue on their own day."
        );
        assert!(quality(&note, "a.csv", Lang::Zh).contains("€1,234.50"));
    }

    #[test]
    fn files_with_a_section_of_their_own_are_used() {
        let said = |detail: &str, lang| {
            let note = QualityNote {
                code: QualityCode::FileUnused,
                table: 0,
                count: 420,
                total: 0,
                detail: detail.into(),
                rows: Vec::new(),
            };
            quality(&note, "a.csv", lang)
        };
        for dataset in ["stock", "ads", "purchases", "reviews", "events"] {
            let own = "a.csv: no part of sales; it has a section of its own.";
            assert_eq!(said(dataset, Lang::En), own, "{dataset}");
        }
        assert_eq!(said("unknown", Lang::Zh), "a.csv：没有用于这份报告。");
    }

    #[test]
    fn states_that_were_not_understood_are_named() {
        let note = QualityNote {
            code: QualityCode::StatusUnknown,
            table: 0,
            count: 2,
            total: 9,
            detail: "Status: mislaid × 2".into(),
            rows: Vec::new(),
        };
        assert!(quality(&note, "a.csv", Lang::En).starts_with(
            "a.csv: 2 rows have a status that was not understood and count as sold (Status: mislaid × 2)."
        ));
        assert!(
            quality(&note, "a.csv", Lang::Zh).starts_with(
                "a.csv：2 行的状态没有看懂，仍按有效订单计入（Status: mislaid × 2）。"
            )
        );
    }

    #[test]
    fn a_role_key_in_a_reason_is_said_by_its_name() {
        let why = Reason {
            code: "name_synonym".into(),
            detail: "order_date".into(),
        };
        assert_eq!(reason(&why, Lang::Zh), "列名与“下单时间”意思相同");
        let free = Reason {
            code: "something_new".into(),
            detail: String::new(),
        };
        assert_eq!(reason(&free, Lang::En), "the values fit");
    }
}
