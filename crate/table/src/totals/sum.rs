//! Whether rows hold the sums of others.

use super::Kind;
use crate::{
    NULL_INT,
    builder::{Cells, ColumnBuilder},
    date,
    number::{self, Mark},
};

/// A column's cells as amounts, all at the same scale.
struct Amounts<'a> {
    cells: &'a Cells,
    /// Amounts by code, where the cells are texts.
    by_code: Vec<Option<i128>>,
    decimal: u8,
}

impl<'a> Amounts<'a> {
    fn of(column: &'a ColumnBuilder) -> Self {
        let mut amounts = Self {
            cells: &column.cells,
            by_code: Vec::new(),
            decimal: b'.',
        };
        if let Cells::Texts(texts) = &column.cells {
            let is_comma = |t: &str| number::shape(t).is_some_and(|s| s.mark == Mark::Comma);
            if texts.texts().take(1000).any(|(_, t)| is_comma(t)) {
                amounts.decimal = b',';
            }
            amounts.by_code = texts.texts().map(|(_, t)| amounts.read(t)).collect();
        }
        amounts
    }

    fn read(&self, text: &str) -> Option<i128> {
        let shape = number::shape(text)?;
        if shape.percent || shape.is_id() {
            return None;
        }
        let (mantissa, scale) = shape.value(self.decimal)?;
        Some(raised(mantissa, scale))
    }

    fn at(&self, row: usize) -> Option<i128> {
        match self.cells {
            Cells::Blank(_) => None,
            Cells::Numbers(numbers) => match numbers.mantissas.get(row)? {
                NULL_INT => self.read(numbers.odd_at(row)?),
                mantissa => Some(raised(mantissa, numbers.scale(row))),
            },
            Cells::Texts(texts) => *self.by_code.get(texts.code(row) as usize)?,
        }
    }
}

fn raised(mantissa: i64, scale: u8) -> i128 {
    i128::from(mantissa) * 10i128.pow(u32::from(number::MAX_SCALE.saturating_sub(scale)))
}

/// Sums as people and spreadsheets round them: to a cent.
fn same(a: i128, b: i128) -> bool {
    (a - b).abs() * 200 <= 10i128.pow(u32::from(number::MAX_SCALE))
}

/// In how many columns a row states a sum, and what of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Check {
    stated: usize,
    block: usize,
    all: usize,
}

impl Check {
    /// Whether the row sums either.
    pub(super) fn sums(self) -> bool {
        self.sums_block() || self.sums_all()
    }

    /// What a row with the label of `kind` is: there is a `Total` under every week.
    pub(super) fn kind(self, kind: Kind) -> Kind {
        match kind {
            Kind::Total if self.sums_block() && !self.sums_all() => Kind::Subtotal,
            Kind::Subtotal if self.sums_all() && !self.sums_block() => Kind::Total,
            kind => kind,
        }
    }

    /// Whether the row sums what stands between it and the one before it.
    fn sums_block(self) -> bool {
        self.block > 0 && self.block * 2 >= self.stated
    }

    /// Whether the row sums all that stands above it.
    fn sums_all(self) -> bool {
        self.all > 0 && self.all * 2 >= self.stated
    }
}

/// Holds the rows at the ascending positions `at` against the sums of the rows between them.
pub(super) fn check(
    columns: &[ColumnBuilder],
    names: &[(String, String)],
    at: &[u32],
    rows: usize,
) -> Vec<Check> {
    let mut checks = vec![Check::default(); at.len()];
    for (column, (name, _)) in columns.iter().zip(names) {
        let states = |&row: &u32| {
            column
                .text(row as usize)
                .is_some_and(|t| number::shape(&t).is_some())
        };
        if !is_additive(name) || !at.iter().any(states) {
            continue;
        }
        let amounts = Amounts::of(column);
        let (mut block, mut all) = (0i128, 0i128);
        let mut next = at.iter().zip(&mut checks).peekable();
        for row in 0..rows {
            let amount = amounts.at(row);
            if let Some((_, check)) = next.next_if(|(r, _)| **r as usize == row) {
                if let Some(stated) = amount.filter(|&a| a != 0) {
                    check.stated += 1;
                    check.block += usize::from(same(stated, block));
                    check.all += usize::from(same(stated, all));
                }
                block = 0;
                continue;
            }
            block += amount.unwrap_or(0);
            all += amount.unwrap_or(0);
        }
    }
    checks
}

/// Whether a row without a label holds the sums of all others: its words are empty where others have them, and every number adds up.
pub(super) fn sums_the_others(
    columns: &[ColumnBuilder],
    names: &[(String, String)],
    row: usize,
    left_out: &[u32],
    rows: usize,
) -> bool {
    let is_word = |column: &ColumnBuilder| {
        matches!(&column.cells, Cells::Texts(_))
            && column
                .text(row)
                .is_some_and(|t| date::parse(&t).is_none() && number::shape(&t).is_none())
    };
    if columns.iter().any(is_word) {
        return false;
    }
    // Cheap to find, and most files have none: before anything is added up.
    let is_blank_word = |column: &ColumnBuilder| {
        let Cells::Texts(texts) = &column.cells else {
            return false;
        };
        let is_filled = |code: &&u32| **code != crate::NULL_CODE;
        let filled = || texts.codes().iter().filter(is_filled).count();
        column.is_null(row) && filled() * 10 >= (rows - 1 - left_out.len()) * 9
    };
    if !columns.iter().any(is_blank_word) {
        return false;
    }
    let mut sums = 0;
    for (column, (name, _)) in columns.iter().zip(names) {
        let is_number = column
            .text(row)
            .is_some_and(|t| number::shape(&t).is_some());
        if !is_number || !is_additive(name) {
            continue;
        }
        let amounts = Amounts::of(column);
        let Some(stated) = amounts.at(row).filter(|&a| a != 0) else {
            continue;
        };
        let (mut sum, mut others) = (0i128, 0usize);
        for r in (0..rows).filter(|&r| r != row) {
            if let Some(amount) = amounts.at(r).filter(|&a| a != 0)
                && left_out.binary_search(&(r as u32)).is_err()
            {
                sum += amount;
                others += 1;
            }
        }
        if sum != stated || others < 2 {
            return false;
        }
        sums += 1;
    }
    sums > 0
}

/// Whether a column's total is the sum of its cells; rates, averages, people and ids are not summed.
pub(super) fn is_additive(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = [
        "avg",
        "average",
        "rate",
        "ctr",
        "cpc",
        "cpm",
        "cpa",
        "roas",
        "acos",
        "roi",
        "rank",
        "position",
        "frequency",
        "per ",
        "reach",
        "users",
        "visitors",
        "people",
        "balance",
        "ratio",
        "percent",
        "率",
        "均",
        "单价",
        "占比",
        "编号",
        "排名",
        "频次",
        "转化成本",
        "客单价",
        "覆盖",
        "访客",
        "人数",
        "余额",
        "产出比",
        "投产",
        "千次",
    ];
    let is_id = lower == "id"
        || lower == "uv"
        || lower.ends_with(" id")
        || lower.ends_with("_id")
        || lower.contains("number")
        || lower.contains("price");
    !is_id && !lower.contains('%') && !words.iter().any(|w| lower.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_not_summed() {
        assert!(is_additive("Cost") && is_additive("花费"));
        assert!(!is_additive("Avg. CPC") && !is_additive("点击率") && !is_additive("Campaign ID"));
        assert!(!is_additive("Reach") && !is_additive("覆盖人数"));
        assert!(
            !is_additive("投入产出比") && !is_additive("投产比") && !is_additive("千次展现花费")
        );
    }
}
