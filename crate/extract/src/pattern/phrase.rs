//! Words that say what follows or comes before: where goods are from, and what they fit.

use super::{LIKELY, Matched, SURE, matched};
use crate::Value;
use crate::folded::Folded;
use crate::language::is_han;
use crate::negation::is_denied;

/// Places that goods come from, in both languages, and what they are called.
const PLACES: [(&str, &str, &str); 36] = [
    ("中国", "china", "China"),
    ("日本", "japan", "Japan"),
    ("韩国", "korea", "Korea"),
    ("美国", "usa", "USA"),
    ("德国", "germany", "Germany"),
    ("法国", "france", "France"),
    ("英国", "uk", "UK"),
    ("意大利", "italy", "Italy"),
    ("西班牙", "spain", "Spain"),
    ("荷兰", "netherlands", "Netherlands"),
    ("瑞士", "switzerland", "Switzerland"),
    ("瑞典", "sweden", "Sweden"),
    ("丹麦", "denmark", "Denmark"),
    ("澳大利亚", "australia", "Australia"),
    ("澳洲", "australia", "Australia"),
    ("新西兰", "new zealand", "New Zealand"),
    ("加拿大", "canada", "Canada"),
    ("泰国", "thailand", "Thailand"),
    ("越南", "vietnam", "Vietnam"),
    ("马来西亚", "malaysia", "Malaysia"),
    ("印尼", "indonesia", "Indonesia"),
    ("印度", "india", "India"),
    ("俄罗斯", "russia", "Russia"),
    ("土耳其", "turkey", "Turkey"),
    ("巴西", "brazil", "Brazil"),
    ("智利", "chile", "Chile"),
    ("墨西哥", "mexico", "Mexico"),
    ("台湾", "taiwan", "Taiwan"),
    ("香港", "hong kong", "Hong Kong"),
    ("波兰", "poland", "Poland"),
    ("葡萄牙", "portugal", "Portugal"),
    ("爱尔兰", "ireland", "Ireland"),
    ("奥地利", "austria", "Austria"),
    ("比利时", "belgium", "Belgium"),
    ("欧洲", "europe", "Europe"),
    ("美国", "the usa", "USA"),
];

/// Devices and makers that other goods are made for.
const DEVICES: [&str; 42] = [
    "iphone",
    "ipad",
    "ipod",
    "macbook",
    "airpods",
    "apple watch",
    "apple",
    "samsung",
    "galaxy",
    "huawei",
    "honor",
    "xiaomi",
    "redmi",
    "oppo",
    "vivo",
    "oneplus",
    "pixel",
    "google",
    "sony",
    "nintendo",
    "switch",
    "ps5",
    "ps4",
    "xbox",
    "canon",
    "nikon",
    "gopro",
    "dji",
    "kindle",
    "dyson",
    "roomba",
    "hp",
    "dell",
    "lenovo",
    "thinkpad",
    "asus",
    "epson",
    "brother",
    "tesla",
    "toyota",
    "honda",
    "ford",
];

const CHINESE_DEVICES: [&str; 20] = [
    "苹果",
    "华为",
    "小米",
    "红米",
    "荣耀",
    "三星",
    "魅族",
    "一加",
    "联想",
    "戴尔",
    "惠普",
    "佳能",
    "尼康",
    "索尼",
    "大疆",
    "特斯拉",
    "丰田",
    "本田",
    "大众",
    "戴森",
];

/// Words that go on with a device's name.
const SERIES: [&str; 15] = [
    "pro", "max", "plus", "mini", "ultra", "air", "se", "series", "note", "lite", "fold", "flip",
    "and", "gen", "fe",
];

pub(super) fn find(text: &Folded) -> Vec<Matched> {
    let mut found = Vec::new();
    for at in 0..text.len() {
        let one = match text.get(at) {
            '产' | '原' => grown(text, at),
            '进' => imported(text, at),
            '国' if text.starts_with(at, "国产") && !"美韩德法英中泰".contains(text.before(at)) => {
                Some(matched(
                    "origin",
                    at,
                    at + 2,
                    Some(Value::key("China")),
                    SURE,
                ))
            }
            '适' | '兼' => fits_chinese(text, at),
            'm' => made(text, at),
            'f' | 'c' => fits_english(text, at),
            _ => None,
        };
        found.extend(one);
    }
    found
}

fn place(text: &Folded, at: usize) -> Option<(&'static str, usize)> {
    let mut best = None;
    for (chinese, english, name) in PLACES {
        let zh = text
            .starts_with(at, chinese)
            .then(|| chinese.chars().count());
        let end = at + english.len();
        let en = (text.starts_with(at, english) && !text.get(end).is_alphanumeric())
            .then_some(english.len());
        if let Some(length) = zh.or(en) {
            best = Some((name, at + length));
        }
    }
    best
}

/// `产地：云南`, `原产地 日本`, `产自四川`.
fn grown(text: &Folded, at: usize) -> Option<Matched> {
    let word = ["原产地", "原产国", "产地", "产自"]
        .iter()
        .find(|word| text.starts_with(at, word))?;
    let mut from = at + word.chars().count();
    while matches!(text.get(from), ':' | ' ' | '是' | '为') {
        from += 1;
    }
    if let Some((name, end)) = place(text, from) {
        return Some(matched("origin", from, end, Some(Value::key(name)), SURE));
    }
    // Another place is what stands there up to the next sign, if that is short.
    let mut end = from;
    while is_han(text.get(end)) && end < from + 9 {
        end += 1;
    }
    let length = end - from;
    let name = text.slice(from, end);
    let clear = (2..=8).contains(&length)
        && !["直发", "直供", "直销", "货源"]
            .iter()
            .any(|word| name.starts_with(word));
    clear.then(|| matched("origin", from, end, Some(Value::Key(name.clone())), LIKELY))
}

/// `日本进口`, `进口自德国`.
fn imported(text: &Folded, at: usize) -> Option<Matched> {
    if !text.starts_with(at, "进口") {
        return None;
    }
    for from in at.saturating_sub(6)..at {
        if let Some((name, end)) = place(text, from)
            && (end == at || end + 2 == at && text.starts_with(end, "原装"))
        {
            return Some(matched(
                "origin",
                from,
                at + 2,
                Some(Value::key(name)),
                SURE,
            ));
        }
    }
    let from = at + 2 + usize::from(text.get(at + 2) == '自');
    place(text, from).map(|(name, end)| matched("origin", at, end, Some(Value::key(name)), SURE))
}

/// `made in Italy`.
fn made(text: &Folded, at: usize) -> Option<Matched> {
    if text.before(at).is_ascii_alphanumeric() || !text.starts_with(at, "made in ") {
        return None;
    }
    let from = at + 8;
    let (name, end) = place(text, from)?;
    Some(matched("origin", at, end, Some(Value::key(name)), SURE))
}

fn fits_chinese(text: &Folded, at: usize) -> Option<Matched> {
    let words = ["适用于", "适用", "适配于", "适配", "兼容", "适合"];
    let word = words.iter().find(|word| text.starts_with(at, word))?;
    if is_denied(text, at) {
        return None;
    }
    let mut from = at + word.chars().count();
    while matches!(text.get(from), ' ' | ':' | '[' | '【' | '(') {
        from += 1;
    }
    let end = device(text, from)?;
    let value = Value::Key(text.slice(from, end));
    Some(matched("compatibility", from, end, Some(value), SURE))
}

fn fits_english(text: &Folded, at: usize) -> Option<Matched> {
    if text.before(at).is_ascii_alphanumeric() {
        return None;
    }
    let words = ["for ", "fits ", "compatible with ", "compatible for "];
    let word = words.iter().find(|word| text.starts_with(at, word))?;
    if is_denied(text, at) {
        return None;
    }
    let from = at + word.len();
    let end = device(text, from)?;
    let value = Value::Key(text.slice(from, end));
    Some(matched("compatibility", from, end, Some(value), SURE))
}

/// The end of a device's name: a known maker or line, with the words and numbers that go on with it.
fn device(text: &Folded, from: usize) -> Option<usize> {
    let word_end = |at: usize| {
        let mut end = at;
        while text.get(end).is_ascii_alphanumeric() || text.get(end) == '+' || text.get(end) == '-'
        {
            end += 1;
        }
        end
    };
    let chinese = CHINESE_DEVICES
        .iter()
        .find(|name| text.starts_with(from, name));
    let english = DEVICES.iter().find(|name| {
        text.starts_with(from, name) && {
            let after = text.get(from + name.len());
            !after.is_ascii_alphabetic()
        }
    });
    let mut end = match (chinese, english) {
        (Some(name), _) => from + name.chars().count(),
        (None, Some(name)) => from + name.len(),
        (None, None) => return None,
    };
    // Up to six more words: "iPhone 13/14 Pro Max", "华为P40 Pro".
    for _ in 0..6 {
        let mut start = end;
        while matches!(text.get(start), ' ' | '/' | ',' | '&') && start < end + 2 {
            start += 1;
        }
        let stop = word_end(start);
        let word: String = text
            .chars
            .get(start..stop)
            .unwrap_or_default()
            .iter()
            .collect();
        let numbered = word.chars().any(|c| c.is_ascii_digit()) && word.len() <= 8;
        let named = SERIES.contains(&word.as_str()) || DEVICES.contains(&word.as_str());
        let model = numbered
            && crate::unit::number(text, start)
                .is_none_or(|(_, end)| crate::unit::unit(text, end).is_none());
        if word.is_empty() || !(model || named && word != "and") {
            break;
        }
        end = stop;
    }
    Some(end)
}
