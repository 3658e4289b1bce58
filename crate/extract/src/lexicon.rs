//! The project's own bilingual lexicon: one file that training and reading share.

use crate::color;
use crate::folded::{Folded, folded};
use crate::language::is_han;
use crate::namesake::{Meant, meant};
use crate::negation::{self, Turned};
use crate::words::{Hit, Words};
use crate::{Error, Value};

/// Kind, Chinese words, English words; the first of both is the usual one.
const FILE: &str = include_str!("../../../models/training/lexicon.tsv");

/// Kinds in the order in which they win where one word is of several.
const ORDER: [&str; 7] = [
    "color", "material", "audience", "season", "style", "feature", "product",
];

/// English words of the lexicon that mean something else as often: they count where a model says so too.
const DOUBTFUL: [&str; 77] = [
    "highlighter",
    "wine",
    "coffee",
    "gold",
    "golden",
    "clear",
    "cream",
    "mint",
    "multi",
    "charcoal",
    "nude",
    "mustard",
    "lavender",
    "olive",
    "apricot",
    "camel",
    "down",
    "iron",
    "copper",
    "glass",
    "crystal",
    "wood",
    "plastic",
    "rubber",
    "jade",
    "modal",
    "spring",
    "fall",
    "simple",
    "basic",
    "sport",
    "sports",
    "classic",
    "fashion",
    "cartoon",
    "smart",
    "flat",
    "print",
    "warm",
    "thermal",
    "thick",
    "stretch",
    "elastic",
    "loose",
    "slim",
    "platform",
    "quiet",
    "silent",
    "automatic",
    "invisible",
    "durable",
    "floral",
    "organic",
    "fan",
    "switch",
    "ring",
    "tape",
    "plate",
    "drill",
    "mask",
    "shelf",
    "suit",
    "foundation",
    "folder",
    "labels",
    "clutch",
    "pumps",
    "watch",
    "robe",
    "tie",
    "cup",
    "paint",
    "socket",
    "desk",
    "baby",
    "business",
    "cat",
];

/// A meaning of the lexicon.
struct Entry {
    kind: &'static str,
    value: &'static str,
    /// The usual words for it; in Chinese there may be none.
    zh: &'static str,
    en: &'static str,
}

/// A word of the lexicon in a text.
pub(crate) struct Known {
    pub(crate) kind: &'static str,
    /// None of things that the lexicon has no word for: 咖啡壶.
    pub(crate) value: Option<Value>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) doubtful: bool,
}

/// The lexicon, ready to look for its words.
pub(crate) struct Lexicon {
    words: Words,
    entries: Vec<Entry>,
}

impl Lexicon {
    pub(crate) fn new() -> Result<Self, Error> {
        let mut rows: Vec<(&str, &str, &str)> = Vec::new();
        for line in FILE.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            if let (Some(kind), Some(zh), Some(en)) = (cells.next(), cells.next(), cells.next()) {
                rows.push((kind, zh, en));
            }
        }
        for line in color::FILE.lines().filter(|line| !line.starts_with('#')) {
            rows.extend(line.split_once('\t').map(|(zh, en)| ("color", zh, en)));
        }
        rows.sort_by_key(|(kind, ..)| ORDER.iter().position(|known| known == kind));
        let mut entries = Vec::with_capacity(rows.len());
        let mut words = Vec::new();
        for (kind, zh, en) in rows {
            let owner = entries.len() as u32;
            let value = en.split('|').next().unwrap_or(en);
            entries.push(Entry {
                kind,
                value: key(value),
                zh: zh.split('|').next().unwrap_or(zh),
                en: value,
            });
            let chinese = zh.split('|').filter(|word| is_used(word));
            words.extend(
                chinese
                    .chain(en.split('|'))
                    .map(|word| (word.to_owned(), owner)),
            );
        }
        Ok(Self {
            words: Words::new(&words, true)?,
            entries,
        })
    }

    /// Its words in a text, in their order, none over another; but for those that the text denies.
    pub(crate) fn find(&self, text: &Folded) -> Vec<Known> {
        let mut found: Vec<Known> = Vec::new();
        // Where the last word ends that the goods are without.
        let mut without = None;
        let hits = self.words.find(text);
        for (place, hit) in hits.iter().enumerate() {
            let turned = negation::turned(text, hit.start, hit.end);
            let listed = without.is_some_and(|end| negation::goes_on(text, end, hit.start));
            if listed || turned == Some(Turned::Without) {
                without = Some(hit.end);
                continue;
            }
            if turned == Some(Turned::Not) {
                continue;
            }
            let next = hits.get(place + 1).map_or(text.len(), |next| next.start);
            let before = place.checked_sub(1).map(|place| hits[place]);
            let known = self.known(text, *hit, turned, (before, next));
            let last = found.last().map_or(0, |last| last.end);
            found.extend(known.filter(|known| known.start >= last));
        }
        found
    }

    /// What a word means where it stands. `next`: the word before it, and where the one behind it begins.
    fn known(
        &self,
        text: &Folded,
        hit: Hit,
        turned: Option<Turned>,
        (before, next): (Option<Hit>, usize),
    ) -> Option<Known> {
        let entry = &self.entries[hit.owner as usize];
        let word: String = text.chars[hit.start..hit.end].iter().collect();
        let mut known = Known {
            kind: entry.kind,
            value: Some(Value::key(entry.value)),
            start: hit.start,
            end: hit.end,
            doubtful: is_doubtful(&word),
        };
        if known.doubtful && entry.kind == "color" {
            let spaces = |b: &Hit| text.chars[b.end..hit.start].iter().all(|c| *c == ' ');
            let before = before.filter(spaces).and_then(|b| {
                let entry = &self.entries[b.owner as usize];
                let word: String = text.chars[b.start..b.end].iter().collect();
                let doubtful = entry.kind == "color" && is_doubtful(&word);
                (!doubtful).then_some((entry.kind, entry.value))
            });
            known.doubtful = !color::is_placed(text, hit.start, hit.end, before);
        }
        match turned {
            Some(Turned::Like(start, end)) if entry.kind == "material" => {
                (known.start, known.end, known.doubtful) = (start, end, false);
                known.value = Some(Value::Key(imitated(entry.value)));
                return Some(known);
            }
            _ if !fits(text, hit.start, hit.end) => return None,
            _ => {}
        }
        let name = || Some(Value::Key(word));
        match meant(text, hit.start, hit.end).filter(|_| entry.kind == "product") {
            Some(Meant::Brand) => (known.kind, known.value) = ("brand", name()),
            Some(Meant::Fitted) => (known.kind, known.value) = ("compatibility", name()),
            // 餐垫杯垫 are two things.
            Some(Meant::Thing(end)) if end <= next => (known.end, known.value) = (end, None),
            Some(Meant::Thing(_)) | None => {}
        }
        Some(known)
    }

    /// The usual word for a value in Chinese or English.
    pub(crate) fn name(&self, kind: &str, value: &str, chinese: bool) -> Option<&'static str> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.kind == kind && entry.value == value)?;
        let name = if chinese { entry.zh } else { entry.en };
        (!name.is_empty()).then_some(name)
    }

    /// The value of a span that a model marked, by a word of its kind that it holds.
    pub(crate) fn value(&self, kind: &str, span: &str) -> Option<Value> {
        let found = self.find(&Folded::new(span));
        let mut of_kind = found.into_iter().filter(|known| known.kind == kind);
        of_kind.find_map(|known| known.value)
    }
}

/// The value of what only looks like a material: a material of its own.
pub(crate) fn imitated(value: &str) -> String {
    match value {
        value if value.starts_with("faux ") || value == "PU leather" => value.to_owned(),
        "rabbit fur" | "mink fur" => "faux fur".to_owned(),
        value => format!("faux {value}"),
    }
}

/// Names of values where the first English word is not what people group by.
fn key(value: &str) -> &str {
    match value {
        "navy blue" => "navy",
        "multicolor" => "multicolour",
        "gray" => "grey",
        "genuine leather" => "leather",
        other => other,
    }
}

/// Single characters say something only where their neighbours are known.
fn is_used(word: &str) -> bool {
    word.chars().count() > 1 || matches!(word, "女" | "男" | "春" | "夏" | "秋" | "冬")
}

/// Whether a word's neighbours let it mean what the lexicon says.
fn fits(text: &Folded, start: usize, end: usize) -> bool {
    let (before, after) = (text.before(start), text.get(end));
    if end - start > 1 {
        // "red-eye", "x-large" and "non-stick" are words of their own.
        let hyphen = |c: char| c == '-' || c == '_';
        return is_han(text.get(start)) || !(hyphen(before) || hyphen(after));
    }
    match text.get(start) {
        '女' => {
            !"妇美仙处少孕修圣".contains(before)
                && !"王神巫仆子主包鞋装裤裙袜表儿人孩生童士性友款式".contains(after)
        }
        '男' => before != '猛' && !"装鞋裤包表友科主神人孩生童士性款式".contains(after),
        '春' | '夏' | '秋' | '冬' => {
            !"龙宇青长宜".contains(before) && !"虫眠奥瓜日令雨节威普".contains(after)
        }
        _ => true,
    }
}

/// Chinese names of colours that are composed: a shade, a base, 色.
pub(crate) fn composed_colors(text: &Folded) -> Vec<(usize, usize, Value)> {
    let mut found = Vec::new();
    for at in 0..text.len() {
        if text.get(at) != '色' || at == 0 {
            continue;
        }
        let Some(base) = base(text.before(at)) else {
            continue;
        };
        let mut start = at - 1;
        let mut shade = None;
        match text.before(start) {
            '深' | '暗' => shade = Some("dark "),
            '浅' | '淡' | '亮' => shade = Some("light "),
            '纯' | '正' | '大' | '酒' | '玫' | '天' | '湖' | '军' | '墨' | '宝' | '奶' | '乳'
            | '藏' | '枣' | '砖' | '桃' | '豆' | '果' | '翠' => {}
            _ => start += 1,
        }
        start -= 1;
        let name = format!("{}{base}", shade.unwrap_or_default());
        found.push((start, at + 1, Value::Key(name)));
    }
    found
}

fn base(c: char) -> Option<&'static str> {
    Some(match c {
        '红' => "red",
        '黑' => "black",
        '白' => "white",
        '蓝' => "blue",
        '绿' => "green",
        '黄' => "yellow",
        '橙' | '橘' => "orange",
        '紫' => "purple",
        '灰' => "grey",
        '棕' | '褐' | '咖' => "brown",
        '粉' => "pink",
        '银' => "silver",
        '金' => "gold",
        '青' => "cyan",
        '杏' => "apricot",
        '米' => "beige",
        '驼' => "camel",
        '肤' | '裸' | '肉' => "nude",
        _ => return None,
    })
}

/// Whether a word is one that the lexicon knows as another's: a name that a brand list should not hold by itself.
pub(crate) fn is_doubtful(word: &str) -> bool {
    let word = folded(word);
    DOUBTFUL.contains(&word.as_str()) || color::DOUBTFUL.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, &'static str, String)> {
        let folded = Folded::new(text);
        let lexicon = Lexicon::new().expect("the project's own");
        let known = lexicon.find(&folded).into_iter().map(|known| {
            let value = match known.value {
                Some(Value::Key(value)) => value,
                _ => String::new(),
            };
            (folded.slice(known.start, known.end), known.kind, value)
        });
        known.collect()
    }

    #[test]
    fn both_languages_share_values() {
        let chinese = said("红色纯棉女士连衣裙夏季");
        let english = said("women's red cotton dress summer");
        let mut values: [Vec<&str>; 2] = [&chinese, &english]
            .map(|said| said.iter().map(|(.., value)| value.as_str()).collect());
        values.iter_mut().for_each(|values| values.sort_unstable());
        assert_eq!(values[0], values[1]);
        assert_eq!(values[0], ["cotton", "dress", "red", "summer", "women"]);
    }

    /// Words of a kind with their values.
    fn of_kind(text: &str, kind: &str) -> Vec<(String, String)> {
        let of_kind = said(text).into_iter().filter(|(_, of, _)| *of == kind);
        of_kind.map(|(word, _, value)| (word, value)).collect()
    }

    #[test]
    fn what_goods_are_not_is_no_value_of_theirs() {
        for (text, kind) in [
            ("非纯棉桌布", "material"),
            ("不含塑料、橡胶吸管", "material"),
            ("Not Real Leather", "material"),
            ("plastic-free straws", "material"),
            ("Plastic Free Straws", "material"),
            ("Not waterproof jacket", "feature"),
        ] {
            assert_eq!(of_kind(text, kind), [], "{text}");
        }
        let battery = of_kind("无线键盘 不带电池", "product");
        assert_eq!(battery, [("键盘".to_owned(), "keyboard".to_owned())]);
        let very = of_kind("非常保暖纯棉T恤", "feature");
        assert_eq!(very, [("保暖".to_owned(), "warm".to_owned())]);
        assert_eq!(of_kind("非纯棉 涤纶床单", "material").len(), 1);
    }

    #[test]
    fn imitations_are_materials_of_their_own() {
        for (text, word, value) in [
            ("仿羊毛围巾", "仿羊毛", "faux wool"),
            ("假两件连衣裙 仿皮", "仿皮", "faux leather"),
            ("人造革钱包", "人造革", "faux leather"),
            ("Faux Leather Bag", "Faux Leather", "faux leather"),
            ("imitation linen curtain", "imitation linen", "faux linen"),
            ("Leather-look leggings", "Leather-look", "faux leather"),
            ("PU皮钱包", "PU皮", "PU leather"),
            ("真皮钱包", "真皮", "leather"),
            ("仿兔毛领", "仿兔毛", "faux fur"),
            ("人造毛领", "人造毛", "faux fur"),
        ] {
            let expected = [(word.to_owned(), value.to_owned())];
            assert_eq!(of_kind(text, "material"), expected, "{text}");
        }
        // A colour that imitates is that colour.
        assert_eq!(of_kind("仿古铜色", "color").len(), 1);
    }

    #[test]
    fn words_with_two_meanings_have_the_one_that_is_meant() {
        assert_eq!(of_kind("纯铜龙头", "material")[0].1, "copper");
        assert_eq!(of_kind("黄铜龙头", "material")[0].1, "brass");
        assert_eq!(of_kind("Twin Pack toothpaste", "feature"), []);
        assert_eq!(of_kind("小米14 Pro", "product"), []);
        assert_eq!(of_kind("小米14 Pro", "brand")[0].1, "小米");
        let fitted = of_kind("苹果手机壳", "compatibility");
        assert_eq!(fitted, [("苹果".to_owned(), "苹果".to_owned())]);
        let cases = of_kind("苹果手机壳", "product");
        assert_eq!(cases, [("手机壳".to_owned(), "phone case".to_owned())]);
        let pot = of_kind("手冲咖啡壶", "product");
        assert_eq!(pot, [("咖啡壶".to_owned(), String::new())]);
        assert_eq!(of_kind("餐垫杯垫", "product").len(), 2);
        assert_eq!(of_kind("苹果 5斤", "product")[0].1, "apples");
        assert_eq!(of_kind("无添加洗衣液", "product").len(), 1);
        assert_eq!(of_kind("无带文胸", "product").len(), 1);
    }

    #[test]
    fn neighbours_decide_on_single_characters() {
        assert!(said("女王节").iter().all(|(word, ..)| word != "女"));
        assert!(said("睡衣女春").iter().any(|(word, ..)| word == "女"));
        assert!(said("宇春同款").iter().all(|(word, ..)| word != "春"));
    }

    #[test]
    fn everyday_colours_have_values_and_names() {
        for (text, word, value) in [
            ("卫衣 浅灰 L", "浅灰", "light gray"),
            ("深蓝牛仔裤", "深蓝", "navy"),
            ("湖蓝连衣裙", "湖蓝", "turquoise"),
            ("雾霾蓝沙发套", "雾霾蓝", "haze blue"),
            ("口红 豆沙色", "豆沙色", "dusty rose"),
            ("毛衣 燕麦色", "燕麦色", "oatmeal color"),
            ("奶茶色卫衣", "奶茶色", "milk tea color"),
            ("香槟色礼服", "香槟色", "champagne gold"),
            ("Maroon hoodie", "Maroon", "maroon"),
            ("Taupe curtain", "Taupe", "taupe"),
        ] {
            let expected = [(word.to_owned(), value.to_owned())];
            assert_eq!(of_kind(text, "color"), expected, "{text}");
        }
        assert_eq!(of_kind("奶茶色卫衣", "product").len(), 1);
        assert_eq!(of_kind("Champagne 750ml", "product").len(), 1);
        assert_eq!(of_kind("Organic Oatmeal 1kg", "product").len(), 1);
        let lexicon = Lexicon::new().expect("the project's own");
        assert_eq!(lexicon.name("color", "rust", true), Some("铁锈红"));
        assert_eq!(
            lexicon.name("color", "dusty rose", false),
            Some("dusty rose")
        );
    }

    #[test]
    fn words_of_other_things_are_colours_where_colours_stand() {
        let lexicon = Lexicon::new().expect("the project's own");
        // Whether a title's last colour counts by itself.
        let is_sure = |text: &str| {
            let known = lexicon.find(&Folded::new(text)).into_iter();
            let mut colors = known.filter(|known| known.kind == "color");
            colors.next_back().is_some_and(|known| !known.doubtful)
        };
        for text in [
            "Adidas Wallet Tan",
            "Leather Wallet, Tan",
            "Cotton T-Shirt - Rust / L",
            "T-Shirt XL Olive",
            "Watch 38mm Gold",
            "Scarf Black/Ivory",
            "Sweater (Cream)",
            "Dress Coral",
            "Charcoal",
            "Gold",
        ] {
            assert!(is_sure(text), "{text}");
        }
        for text in [
            "Face Cream",
            "BB Cream 50ml",
            "Night Repair Cream",
            "Leather Cream",
            "Extra Virgin Olive Oil 1 L",
            "Soap - Charcoal",
            "Bamboo Charcoal",
            "Rust Remover",
            "24K gold plated ring",
            "Ring White Gold",
            "Coffee Cream",
            "Coral Reef Poster",
            "Self Tan Lotion",
        ] {
            assert!(!is_sure(text), "{text}");
        }
    }

    #[test]
    fn colours_are_composed() {
        let text = Folded::new("浅灰色和酒红色,特色");
        let found = composed_colors(&text);
        let said: Vec<_> = found
            .iter()
            .map(|(s, e, v)| (text.slice(*s, *e), v.clone()))
            .collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert_eq!(said[0], ("浅灰色".to_owned(), Value::key("light grey")));
        assert_eq!(said[1], ("酒红色".to_owned(), Value::key("red")));
    }
}
