//! Titles that are no good titles: what they are is seen from their letters alone.

use extract::{Language, is_mash};
use report::words::phrase::Phrase;

use super::catalogue::Item;
use super::words;
use crate::cells;

/// Titles that are no products': fees, price differences, vouchers.
const NO_PRODUCT: [&str; 36] = [
    "postage",
    "dotcompostage",
    "shipping",
    "delivery",
    "carriage",
    "freight",
    "manual",
    "discount",
    "adjustbaddebt",
    "bankcharges",
    "amazonfee",
    "crukcommission",
    "commission",
    "fee",
    "tip",
    "deposit",
    "giftcard",
    "giftvoucher",
    "samples",
    "nexttagcarriage",
    "运费",
    "邮费",
    "邮费补差",
    "运费补差",
    "补差价",
    "差价",
    "补邮费",
    "补运费",
    "邮费链接",
    "运费链接",
    "补差价链接",
    "补差链接",
    "专拍链接",
    "定金",
    "打赏",
    "优惠券",
];
/// Titles that somebody put there to come back to.
const PLACEHOLDERS: [&str; 26] = [
    "test",
    "testing",
    "testproduct",
    "sample",
    "tbd",
    "tba",
    "todo",
    "na",
    "n/a",
    "none",
    "null",
    "nan",
    "unknown",
    "untitled",
    "noname",
    "product",
    "item",
    "newproduct",
    "测试",
    "测试商品",
    "测试标题",
    "无",
    "待定",
    "未命名",
    "新商品",
    "商品",
];
/// Letters (Chinese characters count two) of a title that says hardly anything.
const SHORT: usize = 4;
/// Letters beyond which a title is long whatever the others are, and below which none is.
const LONG: usize = 200;
const NOT_LONG: usize = 60;
/// Share of titles in capitals from which on they are the shop's style.
const STYLE: f64 = 0.3;

/// What is odd about a title, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odd {
    Placeholder,
    NoProduct,
    Digits,
    Mash,
    Garbled,
    Copy,
    Short,
    Long,
    Capitals,
}

impl Odd {
    /// What it is, and what to do.
    pub(super) fn words(self) -> (Phrase, Phrase) {
        match self {
            Self::Placeholder => (words::ODD_PLACEHOLDER, words::DO_NAME),
            Self::NoProduct => (words::ODD_NO_PRODUCT, words::DO_PART),
            Self::Digits => (words::ODD_DIGITS, words::DO_NAME),
            Self::Mash => (words::ODD_MASH, words::DO_NAME),
            Self::Garbled => (words::ODD_GARBLED, words::DO_GARBLED),
            Self::Copy => (words::ODD_COPY, words::DO_COPY),
            Self::Short => (words::ODD_SHORT, words::DO_SHORT),
            Self::Long => (words::ODD_LONG, words::DO_LONG),
            Self::Capitals => (words::ODD_CAPITALS, words::DO_CAPITALS),
        }
    }
}

/// Whether a title stands for a fee, a price difference or the like.
pub(super) fn is_no_product(text: &str) -> bool {
    NO_PRODUCT.contains(&cells::key(text).as_str())
}

/// Whether a title is an id: one word with a digit in it, without Chinese.
pub(super) fn is_code(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(is_han)
}

/// Letters and digits, Chinese characters twice.
pub(super) fn length(text: &str) -> usize {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.map(|c| if is_han(c) { 2 } else { 1 }).sum()
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let words = text.split_whitespace();
    letters().count() >= 8
        && words.count() > 1
        && !letters().any(char::is_lowercase)
        && letters().filter(|c| c.is_uppercase()).count() * 2 > letters().count()
}

/// Odd titles by place, best-selling first, and how many are in capitals where that is the shop's style.
pub(super) fn odd(items: &[Item<'_>]) -> (Vec<(usize, Odd)>, usize) {
    let mut lengths: Vec<f64> = items.iter().map(|i| length(i.text) as f64).collect();
    table::order::floats(&mut lengths);
    let quartile = |share| analysis::statistics::quantile_sorted(&lengths, share).unwrap_or(0.0);
    let (low, high) = (quartile(0.25), quartile(0.75));
    let long = ((high + 3.0 * (high - low)) as usize).clamp(NOT_LONG, LONG);
    let capitals = items.iter().filter(|i| is_capitals(i.text)).count();
    let is_style = capitals as f64 > STYLE * items.len() as f64;
    let found = items.iter().enumerate().filter_map(|(at, item)| {
        let odd = oddity(item, long)?;
        Some((at, odd))
    });
    let mut found: Vec<(usize, Odd)> = found.collect();
    if is_style {
        found.retain(|(_, odd)| *odd != Odd::Capitals);
    }
    (found, if is_style { capitals } else { 0 })
}

fn oddity(item: &Item<'_>, long: usize) -> Option<Odd> {
    let (text, key) = (item.text, cells::key(item.text));
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let questions = text.chars().filter(|c| *c == '?').count();
    let garbled = text.contains('\u{fffd}')
        || text.contains("&amp;")
        || text.contains("&#")
        || text.contains("锟斤拷")
        || questions > 1;
    Some(if PLACEHOLDERS.contains(&key.as_str()) {
        Odd::Placeholder
    } else if is_no_product(text) {
        Odd::NoProduct
    } else if garbled {
        Odd::Garbled
    } else if letters().next().is_none() {
        Odd::Digits
    } else if extract::language(text) == Language::Other
        && letters().all(|c| c.is_ascii())
        && is_mash(text)
    {
        Odd::Mash
    } else if key.starts_with("copyof") || key.ends_with("副本") || key.ends_with("-copy") {
        Odd::Copy
    } else if length(text) < SHORT {
        Odd::Short
    } else if length(text) > long {
        Odd::Long
    } else if is_capitals(text) {
        Odd::Capitals
    } else {
        return None;
    })
}
