//! How cells of files that are not about orders are read.

use chart::format;
use chart::spec::Lang;
use ledger::{Column, Frame};

/// A quantity in thousandths; a text such as `sold out` is nought, one such as `not stocked` is none.
pub(crate) fn quantity(column: Option<&Column>, row: usize) -> Option<i64> {
    let column = column?;
    let value = column.number(row).or_else(|| {
        let text = column.words(row)?;
        let plain: String = text.chars().filter(|c| *c != ',' && *c != ' ').collect();
        let none = || shop::says_none_left(text).then_some(0.0);
        plain.parse().ok().or_else(none)
    })?;
    (value.abs() < 1e12).then(|| libm::round(value * 1000.0) as i64)
}

/// A cell's words; a SKU of digits alone is a number in its column.
pub(crate) fn cell(frame: &Frame, role: &str, row: usize) -> String {
    let column = frame.column(role);
    column.map_or(String::new(), |column| text(column, row))
}

/// The words of a column's cell; a number as it is.
pub(crate) fn text(column: &Column, row: usize) -> String {
    match (column.words(row), column.number(row)) {
        (Some(words), _) => words.trim().to_owned(),
        (None, Some(number)) => format!("{number}"),
        _ => String::new(),
    }
}

/// Rows above one that are looked at for what it leaves out.
const ABOVE: usize = 250;

/// A cell's words, or those of a row above it of the same product: files with a row a variant name a product on its first
/// row only.
pub(crate) fn text_of_product(frame: &Frame, column: &Column, row: usize) -> String {
    let own = text(column, row);
    let id = cell(frame, "product_id", row);
    if !own.is_empty() || id.is_empty() {
        return own;
    }
    let above = (0..row).rev().take(ABOVE);
    let same = above.take_while(|&at| cell(frame, "product_id", at) == id);
    let told = same.map(|at| text(column, at)).find(|c| !c.is_empty());
    told.unwrap_or(own)
}

/// A name without a variant behind a dash, the longest first: `Cup - Red - M` is a `Cup - Red` and a `Cup`.
pub(crate) fn titles(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices(" - ").map(|(at, _)| &name[..at])
}

/// A text's letters and digits, in small letters: what headers and kinds of events are told by.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// What names and numbers are compared by: without spaces, in small letters, full-width forms as plain ones.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a code or sign may be that of a currency; `$` is the sign of several.
pub(crate) fn may_be(coin: &str, currency: &str) -> bool {
    let sign = |lang| format::sign(currency, lang);
    let plain = if coin == "￥" { "¥" } else { coin };
    plain.is_empty()
        || currency.is_empty()
        || plain.eq_ignore_ascii_case(currency)
        || [Lang::Zh, Lang::En]
            .iter()
            .any(|l| sign(*l).contains(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_letters_case_do_not_part_a_sku() {
        assert_eq!(key(" ab-１2 \u{3000}C"), "ab-12c");
    }

    #[test]
    fn what_is_sold_out_is_nought_and_what_is_not_stocked_is_none() {
        let of = |text: &str| {
            let column = Column {
                role: "on_hand".into(),
                name: String::new(),
                currency: String::new(),
                percent: false,
                cells: ledger::Cells::Words {
                    codes: vec![0],
                    texts: vec![text.into()],
                },
            };
            quantity(Some(&column), 0)
        };
        for text in [
            "缺货",
            " 无货",
            "售罄",
            "Out of Stock",
            "SOLD OUT",
            "out-of-stock",
        ] {
            assert_eq!(of(text), Some(0), "{text}");
        }
        for text in ["not stocked", "未备货", "未铺货", "", "NaN"] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(of("1,250.5"), Some(1_250_500));
    }

    #[test]
    fn a_dollar_may_be_anybodys() {
        assert!(may_be("$", "USD") && may_be("$", "HKD") && may_be("", "EUR"));
        assert!(may_be("￥", "CNY") && may_be("eur", "EUR") && may_be("€", "EUR"));
        assert!(!may_be("USD", "EUR") && !may_be("£", "EUR") && !may_be("$", "EUR"));
    }
}
