//! Cells of a column of stock that say in words that nothing is left.

use table::{Column, NULL_CODE, Values};

use crate::Role;
use crate::recognise::name::Name;

/// Words for none left, without spaces and punctuation. What a shop does not stock (`not stocked`, `未备货`) is something
/// else.
const NONE_LEFT: &str = "outofstock,soldout,nostock,缺货,已缺货,暂时缺货,无货,暂无货,没货,断货,无库存,暂无库存,零库存,售罄,已售罄,\
售完,已售完,卖完,卖光";

/// Characters of such a word at most: longer texts are not looked at.
const LONGEST: usize = 24;

/// Whether a text says that nothing is left.
pub fn says_none_left(text: &str) -> bool {
    if text.len() > LONGEST * 3 || text.chars().count() > LONGEST {
        return false;
    }
    // `缺貨`, `無貨`: one spelling for both ways of writing.
    let said = Name::new(text).full.replace('無', "无");
    !said.is_empty() && NONE_LEFT.split(',').any(|word| word == said)
}

/// Rows of a column that say so, the first first: they stand for nought. None in columns that hold no stock.
pub fn none_left(column: &Column, role: Option<Role>) -> Vec<u32> {
    if !matches!(role, Some(Role::OnHand | Role::Available)) {
        return Vec::new();
    }
    let mut rows: Vec<u32> = Vec::new();
    if let Values::Text(dict) = &column.values {
        let texts = (0..dict.distinct() as u32).map(|code| dict.get(code).unwrap_or_default());
        let none: Vec<bool> = texts.map(says_none_left).collect();
        let says = |code: u32| code != NULL_CODE && none.get(code as usize) == Some(&true);
        let codes = (0u32..).zip(&dict.codes);
        rows.extend(codes.filter(|(_, code)| says(**code)).map(|(row, _)| row));
    }
    // Cells among numbers, which are no number.
    let apart = column.exceptions.iter();
    rows.extend(
        apart
            .filter(|(_, text)| says_none_left(text))
            .map(|(row, _)| row),
    );
    table::order::sort(&mut rows);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_left_is_said_in_many_ways() {
        for text in [
            "缺货",
            " 无货",
            "缺貨",
            "無貨",
            "售罄",
            "（缺货）",
            "Out of Stock",
            "SOLD OUT",
            "out-of-stock",
            "sold_out",
        ] {
            assert!(says_none_left(text), "{text}");
        }
        for text in [
            "",
            "-",
            "0",
            "not stocked",
            "未备货",
            "不缺货",
            "see note",
            "缺货登记",
        ] {
            assert!(!says_none_left(text), "{text}");
        }
    }
}
