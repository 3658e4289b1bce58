//! Header names, brought to one spelling.

use super::letter::{half_width, plain};

/// A header's name in the spellings that it is looked up by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Name {
    /// Words outside brackets, lower case, joined by single spaces.
    pub(crate) words: String,
    /// `words` without spaces.
    pub(crate) bare: String,
    /// All words, those in brackets too, without spaces.
    pub(crate) full: String,
    /// What stands in brackets, as written but in upper case: a unit or a currency.
    pub(crate) unit: String,
}

impl Name {
    /// Normalises a header: width, case, accents, traditional characters, camelCase, punctuation.
    pub(crate) fn new(raw: &str) -> Self {
        let mut outside = String::new();
        let mut all = String::new();
        let mut unit = String::new();
        let mut depth = 0usize;
        let mut previous = ' ';
        let text: Vec<char> = raw
            .chars()
            .flat_map(half_width)
            .map(simplified)
            .filter(|c| *c != '\u{feff}')
            .collect();
        for (i, &c) in text.iter().enumerate() {
            let next = text.get(i + 1).copied().unwrap_or(' ');
            match c {
                '(' | '[' | '{' | '【' => {
                    depth += 1;
                    all.push(' ');
                    outside.push(' ');
                    if !unit.is_empty() {
                        unit.push(' ');
                    }
                }
                ')' | ']' | '}' | '】' => {
                    depth = depth.saturating_sub(1);
                    all.push(' ');
                    outside.push(' ');
                }
                _ => {
                    let boundary = c.is_uppercase()
                        && (previous.is_lowercase()
                            || previous.is_uppercase() && next.is_lowercase());
                    if boundary {
                        all.push(' ');
                        if depth == 0 {
                            outside.push(' ');
                        }
                    }
                    if depth > 0 {
                        unit.extend(c.to_uppercase());
                    }
                    push_folded(&mut all, c);
                    if depth == 0 {
                        push_folded(&mut outside, c);
                    }
                }
            }
            previous = c;
        }
        let words = squeeze(&outside);
        let every = squeeze(&all);
        let words = if words.is_empty() {
            every.clone()
        } else {
            words
        };
        Self {
            bare: words.replace(' ', ""),
            full: every.replace(' ', ""),
            words,
            unit: unit.trim().to_owned(),
        }
    }
}

fn push_folded(out: &mut String, c: char) {
    match c {
        '#' => out.push_str(" number "),
        'ß' => out.push_str("ss"),
        '\'' | '’' => {}
        '$' | '€' | '£' | '¥' | '%' => out.push(' '),
        _ if c.is_alphanumeric() => {
            out.extend(c.to_lowercase().filter_map(plain));
        }
        // The accent of a letter that stands before it.
        '\u{300}'..='\u{36f}' => {}
        _ => out.push(' '),
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Traditional characters that stand in headers of exports from Taiwan and Hong Kong.
fn simplified(c: char) -> char {
    const PAIRS: &str = "訂订單单編编號号價价總总數数額额買买賣卖戶户實实運运費费時时間间貨货電电話话狀状態态類类門门國国區区評评論论優优惠惠幣币員员標标題题產产規规廣广銷销點点擊击曝曝訪访寬宽購购應应際际給给聯联絡络郵邮遞递稱称備备註注創创幾几庫库存存屬属賬账帳账簡简億亿萬万條条與与義义從从這这還还開开關关閉闭務务發发後后適适圖图積积個个開开結结達达週周會会種种額额處处據据";
    if c < '\u{4e00}' {
        return c;
    }
    let mut chars = PAIRS.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == c {
            return to;
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_meet() {
        for raw in [
            "Order ID",
            "order_id",
            "orderId",
            "ORDER-ID",
            "Ｏｒｄｅｒ　ＩＤ",
            "\u{feff}order id ",
        ] {
            assert_eq!(Name::new(raw).bare, "orderid", "{raw}");
        }
        assert_eq!(Name::new("Order #").bare, "ordernumber");
        assert_eq!(Name::new("InvoiceNo").words, "invoice no");
        assert_eq!(Name::new("訂單編號").bare, "订单编号");
        assert_eq!(Name::new("Quantité").bare, "quantite");
    }

    #[test]
    fn brackets_are_units() {
        let name = Name::new("商品总价（元）");
        assert_eq!((name.bare.as_str(), name.unit.as_str()), ("商品总价", "元"));
        let name = Name::new("Amount spent (USD)");
        assert_eq!(
            (name.bare.as_str(), name.unit.as_str()),
            ("amountspent", "USD")
        );
        let name = Name::new("(Child) ASIN");
        assert_eq!(
            (name.bare.as_str(), name.full.as_str()),
            ("asin", "childasin")
        );
    }
}
