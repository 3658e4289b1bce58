//! Which row names the columns.

use crate::{
    clean::{clean, header_name, is_loose_placeholder},
    date, number,
};

/// Rows at the start among which the header is looked for.
const LOOK: usize = 40;

/// What a cell looks like, for telling names from values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Empty,
    Number,
    Year,
    Date,
    Word,
    Long,
}

fn look(cell: &str) -> Look {
    let (text, _) = clean(cell);
    if text.is_empty() || is_loose_placeholder(text) {
        return Look::Empty;
    }
    if let Some(shape) = number::shape(text) {
        let year = text.len() == 4 && text.parse().is_ok_and(|y: u32| (1990..=2100).contains(&y));
        return if year && shape.currency.is_none() {
            Look::Year
        } else {
            Look::Number
        };
    }
    if date::parse(text).is_some() {
        return Look::Date;
    }
    let lower = text.to_ascii_lowercase();
    let is_value = matches!(lower.as_str(), "true" | "false" | "yes" | "no")
        || lower.starts_with("http://")
        || lower.starts_with("https://")
        || (lower.contains('@') && lower.contains('.'))
        || (text.bytes().filter(u8::is_ascii_digit).count() * 2 > text.len() && text.len() > 5);
    if is_value || text.chars().count() > 60 {
        Look::Long
    } else {
        Look::Word
    }
}

/// Words that headers are made of; in Chinese they stand inside longer words.
fn is_header_word(name: &str) -> bool {
    const ENGLISH: &[&str] = &[
        "id",
        "name",
        "date",
        "time",
        "day",
        "month",
        "week",
        "year",
        "price",
        "total",
        "amount",
        "quantity",
        "qty",
        "units",
        "sku",
        "asin",
        "title",
        "handle",
        "email",
        "phone",
        "status",
        "currency",
        "country",
        "city",
        "state",
        "region",
        "address",
        "zip",
        "type",
        "category",
        "order",
        "customer",
        "product",
        "item",
        "vendor",
        "brand",
        "tags",
        "tax",
        "taxes",
        "shipping",
        "discount",
        "refund",
        "cost",
        "sales",
        "revenue",
        "profit",
        "rating",
        "review",
        "body",
        "label",
        "text",
        "score",
        "clicks",
        "impressions",
        "impr.",
        "campaign",
        "spend",
        "channel",
        "source",
        "users",
        "sessions",
        "stock",
        "inventory",
        "code",
        "number",
        "value",
        "description",
        "url",
        "created",
        "updated",
        "at",
        "by",
        "gender",
        "age",
        "user",
        "event",
        "count",
        "rate",
        "index",
        "key",
        "store",
        "segment",
        "invoice",
        "unitprice",
        "note",
        "notes",
        "date:",
    ];
    const CHINESE: &[&str] = &[
        "编号", "订单", "日期", "时间", "金额", "价格", "单价", "数量", "名称", "商品", "标题",
        "状态", "地址", "姓名", "电话", "手机", "客户", "买家", "类型", "类目", "店铺", "渠道",
        "费用", "成本", "库存", "评价", "评论", "备注", "编码", "品牌", "规格", "属性", "快递",
        "物流", "邮费", "运费", "优惠", "退款", "支付", "付款", "省", "城市", "国家", "地区",
        "花费", "展现", "点击", "转化", "总价", "总额", "销量", "销售", "姓名", "會員", "訂單",
        "金額", "數量", "日期", "分类", "性别", "年龄", "号",
    ];
    let lower = name.to_ascii_lowercase();
    lower
        .split([' ', '_', '-', '(', ')', '/', '#'])
        .any(|w| ENGLISH.contains(&w))
        || CHINESE.iter().any(|w| name.contains(w))
        || ENGLISH
            .iter()
            .filter(|w| w.len() > 3)
            .any(|w| lower.ends_with(w))
}

/// The header's position among the first records (blank lines are empty records), `None` where the first row is data already.
pub(crate) fn find(records: &[Vec<String>]) -> Option<usize> {
    let looked: Vec<Vec<Look>> = records
        .iter()
        .take(LOOK * 3)
        .map(|r| r.iter().map(|c| look(c)).collect())
        .collect();
    let filled = |row: &[Look]| row.iter().filter(|l| **l != Look::Empty).count();
    let width = typical_width(records);
    if width == 0 {
        return None;
    }
    let mut best: Option<(f64, usize)> = None;
    for (i, row) in looked.iter().enumerate().take(LOOK) {
        let full = filled(row);
        let fill = full as f64 / width as f64;
        if full == 0 || fill < 0.5 || (width > 2 && full < 2) {
            continue;
        }
        // A single column's name is short; a sentence is data.
        let sentence = |c: &String| {
            c.chars().count() > 40
                || c.contains(['，', '。', '！', '!', '？', '?'])
                || c.matches(' ').count() > 4
        };
        if width == 1 && records[i].iter().any(sentence) {
            continue;
        }
        let below: Vec<&Vec<Look>> = looked[i + 1..]
            .iter()
            .zip(&records[i + 1..])
            .filter(|(r, cells)| filled(r) > 0 && !repeats(cells, &records[i]))
            .map(|(r, _)| r)
            .take(40)
            .collect();
        if below.is_empty() && best.is_some() {
            continue;
        }
        let score = score(&records[i], row, &below, records, i, fill.min(1.2));
        if best.is_none_or(|(s, _)| score > s + 0.005) {
            best = Some((score, i));
        }
    }
    best.filter(|&(score, _)| score >= 1.0).map(|(_, i)| i)
}

/// Whether a record of several cells is the same as the one that may be the header.
fn repeats(record: &[String], header: &[String]) -> bool {
    fn cell(record: &[String], i: usize) -> &str {
        record.get(i).map_or("", |c| c.trim())
    }
    header.len() > 1
        && record.len() > 1
        && (0..header.len().max(record.len())).all(|i| cell(record, i) == cell(header, i))
}

/// How much a row looks like a header: from about 2 for one to below 1 for data.
fn score(
    cells: &[String],
    row: &[Look],
    below: &[&Vec<Look>],
    records: &[Vec<String>],
    at: usize,
    fill: f64,
) -> f64 {
    let full = row.iter().filter(|l| **l != Look::Empty).count() as f64;
    let words = row.iter().filter(|l| **l == Look::Word).count() as f64 / full;
    let years = row
        .iter()
        .filter(|l| matches!(l, Look::Year | Look::Date))
        .count() as f64
        / full;
    let values = row
        .iter()
        .filter(|l| matches!(l, Look::Number | Look::Long))
        .count() as f64
        / full;
    let known = cells
        .iter()
        .filter(|c| !c.is_empty() && is_header_word(&header_name(c)))
        .count() as f64
        / full;
    // Names over columns of another kind.
    let mut contrast = 0.0;
    let mut typed = 0.0;
    for (c, &here) in row.iter().enumerate() {
        let column: Vec<Look> = below
            .iter()
            .filter_map(|r| r.get(c).copied())
            .filter(|l| *l != Look::Empty)
            .collect();
        let plain = column
            .iter()
            .filter(|l| matches!(l, Look::Number | Look::Date | Look::Year))
            .count();
        if column.is_empty() || plain * 5 < column.len() * 4 {
            continue;
        }
        typed += 1.0;
        let numbers = column.iter().filter(|l| **l == Look::Number).count() * 2 > column.len();
        if here == Look::Word || (numbers && matches!(here, Look::Year | Look::Date)) {
            contrast += 1.0;
        }
    }
    let contrast = if typed > 0.0 { contrast / typed } else { 0.0 };
    // Values come again, names do not.
    let mut seen = std::collections::BTreeSet::new();
    let distinct = cells
        .iter()
        .filter(|c| !c.is_empty() && seen.insert(header_name(c)))
        .count() as f64
        / full;
    let again = cells
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.trim().is_empty())
        .filter(|(c, cell)| {
            // But for the whole header, which pasted months and printed pages repeat.
            let mut rows = records[at + 1..]
                .iter()
                .take(200)
                .filter(|r| !repeats(r, cells));
            if records[at].len() > 1 && typed == 0.0 {
                rows.any(|r| r.contains(cell))
            } else {
                rows.any(|r| r.get(*c) == Some(cell))
            }
        })
        .count() as f64
        / full;
    0.5 * fill + 0.5 * words + 0.6 * known + 0.7 * contrast + 0.2 * distinct
        - 0.9 * values
        - 0.3 * years * (1.0 - contrast)
        - 0.8 * again
        - if below.is_empty() && known == 0.0 {
            0.3
        } else {
            0.0
        }
        - if typed > 0.0 && contrast < 0.5 && known < 0.5 {
            0.4
        } else {
            0.0
        }
        - 0.01 * at as f64
}

/// The number of cells that most of the records have, trailing empty ones aside.
pub(crate) fn typical_width(records: &[Vec<String>]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for record in records.iter().filter(|r| !r.is_empty()) {
        let width = record
            .iter()
            .rposition(|c| !c.trim().is_empty())
            .map_or(0, |i| i + 1);
        *counts.entry(width).or_insert(0usize) += 1;
    }
    counts.remove(&0);
    // Of equally frequent ones the widest: footers and titles are narrow.
    counts
        .into_iter()
        .max_by_key(|&(width, n)| (n, width))
        .map_or(0, |(width, _)| width)
}

/// A column's name from its raw one; numbered where nothing is left of it.
pub(crate) fn header_name_of(raw: &str, index: usize) -> String {
    let name = header_name(raw);
    if name.is_empty() {
        format!("Column {}", index + 1)
    } else {
        name
    }
}

/// Names for columns, and what was done to get them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// (name, raw name) per column.
    pub names: Vec<(String, String)>,
    /// Columns whose header was empty.
    pub empty: Vec<usize>,
    /// Columns whose header repeated an earlier one.
    pub repeated: Vec<usize>,
}

/// Names the columns of a header row.
pub(crate) fn names(raw: &[String]) -> Names {
    let mut out = Names::default();
    let all: std::collections::BTreeSet<String> = raw.iter().map(|r| header_name(r)).collect();
    let mut used = std::collections::BTreeSet::<String>::new();
    let mut uses = std::collections::BTreeMap::<String, usize>::new();
    for (i, raw) in raw.iter().enumerate() {
        let mut name = header_name(raw);
        if name.is_empty() {
            name = format!("Column {}", i + 1);
            out.empty.push(i);
        } else if used.contains(&name) {
            out.repeated.push(i);
        }
        let base = name.clone();
        let count = uses.entry(base.clone()).or_insert(1);
        while used.contains(&name) || (*count > 1 && all.contains(&name)) {
            *count += 1;
            name = format!("{base} ({count})");
        }
        used.insert(name.clone());
        out.names.push((name, raw.clone()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines()
            .map(|l| {
                if l.is_empty() {
                    Vec::new()
                } else {
                    l.split(',').map(str::to_owned).collect()
                }
            })
            .collect()
    }

    #[test]
    fn plain_header() {
        assert_eq!(
            find(&rows(
                "Order,Date,Total\n1,2026-01-02,12.50\n2,2026-01-03,9.00"
            )),
            Some(0)
        );
        assert_eq!(find(&rows("name,city\nAnn,Paris\nBob,Rome")), Some(0));
        assert_eq!(find(&rows("a,b,c\n1,2,3")), Some(0));
        assert_eq!(find(&rows("label\n1\n0\n1")), Some(0));
    }

    #[test]
    fn titles_and_preambles_come_first() {
        assert_eq!(
            find(&rows(
                "Campaign report\n1 July 2026 - 31 July 2026\nDay,Campaign,Cost,Clicks\n2026-07-01,a,12.5,3\n2026-07-02,b,1.5,1"
            )),
            Some(2)
        );
        assert_eq!(
            find(&rows(
                "统计周期：,2026-03-01\n\n统计日期,商品ID,商品名称,支付金额\n2026-03-01,1,甲,12.5\n2026-03-01,2,乙,3.5"
            )),
            Some(2)
        );
        assert_eq!(
            find(&rows(
                "# ---\n# Acquisition\n# ---\n\nChannel,Users\nDirect,12\nEmail,7\n,19"
            )),
            Some(4)
        );
    }

    #[test]
    fn data_is_no_header() {
        assert_eq!(
            find(&rows(
                "1,2268318,2520377,pv,1511544070\n1,2333346,2520771,pv,1511561733\n2,1,3,buy,1511561734"
            )),
            None
        );
        assert_eq!(
            find(&rows("milk,bread\nbread,milk\nmilk,eggs\neggs,bread")),
            None
        );
    }

    #[test]
    fn years_can_be_names() {
        assert_eq!(
            find(&rows(
                "Product,2024,2025\nLamp,120,180\nDesk,99,250\nChair,5,17"
            )),
            Some(0)
        );
    }

    #[test]
    fn names_are_unique() {
        let raw: Vec<String> = ["Price", "", "Price", "Price (2)", " ", "Price"]
            .map(str::to_owned)
            .to_vec();
        let names = names(&raw);
        let only: std::collections::BTreeSet<_> = names.names.iter().map(|n| n.0.clone()).collect();
        assert_eq!(only.len(), 6, "{names:?}");
        assert_eq!(names.names[0].0, "Price");
        assert_eq!(names.names[1].0, "Column 2");
        assert_eq!(names.names[3].0, "Price (2)");
        assert_eq!(names.empty, [1, 4]);
    }
}
