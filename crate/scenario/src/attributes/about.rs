//! Whether a description says something of the product itself, rather than of its box, its wearer, or what it is not.
//!
//! Prose names colours and materials for many reasons, so a word counts only where its place says that it is meant: beside
//! the product's own name, after `made of`, after a share, or after its attribute's name and a colon.

/// What ends a clause.
const ENDS: &str = ",;:()[]|\n，；：、（）【】—–";
/// Words that turn what follows them around, or that speak of something else.
const NOT: &str = "no not without never free non unlike instead alternative imitation isn doesn don won aren nor neither \
    also available version versions sold match matches matching pair pairs goes our other another like resembles avoid \
    model wears box pouch gift packed packaging";
/// The same behind a word.
const NOT_AFTER: &str =
    "free look looking like effect alternative imitation blend version sizes box pouch tone";
const NOT_ZH: &str =
    "不 无 非 没 勿 仿 替代 别 除 模特 搭配 礼盒 包装 赠 另有 其他 售罄 清洗 还有 同款";
const NOT_AFTER_ZH: &str = "感 质感 纹 风 替代 礼盒 包装 款已";
/// What stands before a colon and a value.
const KEYS: &str = "material materials fabric fabrics composition colour color colours colors origin style season gender audience";
const KEYS_ZH: &str = "材质 面料 材料 成分 主材 颜色 人群 风格 季节 产地";
/// `Made of`, and the like.
const MADE: &str = "made crafted woven knitted cut built carved cast sewn moulded molded forged spun blown turned manufactured";
const OF: &str = "of from in out";
const MADE_ZH: &str = "采用 选用 由 材质为 面料为 材质是 面料是 颜色为 颜色是 产自 产于";
const MADE_AFTER_ZH: &str = "材质 面料 材料 布料 制成 制作 制造 打造 做成 织造";
/// What stands between a product's name and what it is of.
const BETWEEN: &str = "of for in from";
/// Words behind which the name that follows is another thing's.
const BREAKS: &str =
    "of for with in on at to from by is are was has have comes or than into over under";
/// Words that may stand between a word and the product's name, and letters in Chinese.
const NEAR: usize = 4;
const NEAR_ZH: usize = 6;
/// Words between `made of` and a material.
const MADE_NEAR: usize = 5;

/// What a product is called in its title, by the words that descriptions use for it again.
pub(super) struct Heads(Vec<String>);

fn one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}

fn words(text: &[char]) -> Vec<String> {
    let parts = text.split(|c| !c.is_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(|part| part.iter().collect()).collect()
}

/// Without the ending of a plural.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if word.len() > 3 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

fn lower(text: &str) -> Vec<char> {
    // A letter each, so that places stay.
    let each = text.chars().map(|c| c.to_lowercase().next().unwrap_or(c));
    each.collect()
}

impl Heads {
    /// `types`: what was read as the product's type in the title.
    pub(super) fn of<'a>(title: &'a str, types: impl Iterator<Item = &'a str>) -> Self {
        let mut heads: Vec<String> = Vec::new();
        for name in types.chain([title]) {
            let name = lower(name);
            let letters = name.iter().filter(|c| c.is_alphanumeric());
            let tail: Vec<char> = letters.rev().take(2).copied().collect();
            if let &[last, other] = tail.as_slice()
                && !last.is_ascii()
            {
                // The last two letters of a Chinese name are the thing.
                heads.push([other, last].iter().collect());
            } else if let Some(last) = words(&name).pop().filter(|w| w.len() > 2) {
                heads.push(singular(&last).to_owned());
            }
        }
        Self(heads)
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|head| head == singular(word))
    }

    /// Whether the letters `start..end` of a sentence are said of the product.
    pub(super) fn meant(&self, sentence: &str, start: usize, end: usize) -> bool {
        let text = lower(sentence);
        let (Some(left), Some(right), Some(own)) =
            (text.get(..start), text.get(end..), text.get(start..end))
        else {
            return false;
        };
        let ends = |c: &char| ENDS.contains(*c);
        let from = left.iter().rposition(ends).map_or(0, |at| at + 1);
        let to = right.iter().position(ends).unwrap_or(right.len());
        let (before, after) = (&left[from..], &right[..to]);
        let key = match from.checked_sub(1).map(|at| text[at]) {
            Some(':' | '：') => &left[..from - 1],
            _ => &[],
        };
        match own.iter().any(|c| !c.is_ascii()) {
            true => self.meant_zh(key, before, after),
            false => self.meant_en(key, before, after),
        }
    }

    fn meant_en(&self, key: &[char], before: &[char], after: &[char]) -> bool {
        let near_percent = {
            let last = before.iter().rposition(|c| *c == '%');
            last.is_some_and(|at| words(&before[at..]).len() <= 2)
        };
        let (before, after) = (words(before), words(after));
        let negated = before.iter().any(|w| one_of(NOT, w))
            || after.iter().take(2).any(|w| one_of(NOT_AFTER, w));
        if negated {
            return false;
        }
        let keyed = before.len() <= 2 && words(key).last().is_some_and(|w| one_of(KEYS, w));
        let tail = &before[before.len().saturating_sub(MADE_NEAR)..];
        let made = tail
            .windows(2)
            .any(|w| one_of(MADE, &w[0]) && one_of(OF, &w[1]));
        let ahead = after.iter().take_while(|w| !one_of(BREAKS, w)).take(NEAR);
        let named = ahead.into_iter().any(|w| self.has(w));
        // "A mug of fine porcelain".
        let tail = &before[before.len().saturating_sub(4)..];
        let of = tail
            .windows(2)
            .any(|w| self.has(&w[0]) && one_of(BETWEEN, &w[1]));
        keyed || near_percent || made || named || of
    }

    fn meant_zh(&self, key: &[char], before: &[char], after: &[char]) -> bool {
        let text = |chars: &[char]| chars.iter().collect::<String>();
        let (key, before) = (text(key), text(before));
        let near: String = after.iter().take(NEAR_ZH).collect();
        let ends = |list: &str, text: &str| list.split(' ').any(|w| text.trim_end().ends_with(w));
        let begins = |list: &str| list.split(' ').any(|w| near.trim_start().starts_with(w));
        let negated = NOT_ZH.split(' ').any(|w| before.contains(w)) || begins(NOT_AFTER_ZH);
        if negated {
            return false;
        }
        ends(KEYS_ZH, &key)
            || ends("%", &before)
            || ends(MADE_ZH, &before)
            || begins(MADE_AFTER_ZH)
            || self.0.iter().any(|head| near.contains(head.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(title: &str, sentence: &str, word: &str) -> bool {
        let at = sentence.find(word).expect("the word stands there");
        let start = sentence[..at].chars().count();
        let end = start + word.chars().count();
        Heads::of(title, std::iter::empty()).meant(sentence, start, end)
    }

    #[test]
    fn what_is_said_of_the_product_counts() {
        for (title, sentence, word) in [
            (
                "Ocean Blue Shirt",
                "Ocean blue cotton shirt with a narrow collar",
                "cotton",
            ),
            (
                "Classic Varsity Top",
                "This grey and black buttoned top is new",
                "grey",
            ),
            (
                "Dora Bracelet",
                "Dora is made of solid brass and glass",
                "glass",
            ),
            ("Gina Bag", "Material: soft leather", "leather"),
            ("Wanda Rug", "100% organic cotton", "cotton"),
            ("Alpine mug", "A mug of ceramic", "ceramic"),
            ("Alpine mug", "A mug for men", "men"),
            ("春季连衣裙", "采用真丝", "真丝"),
            ("春季连衣裙", "面料：纯棉", "纯棉"),
            ("女士T恤", "这款纯棉T恤很舒适", "纯棉"),
        ] {
            assert!(meant(title, sentence, word), "{sentence}");
        }
    }

    #[test]
    fn boxes_models_and_what_it_is_not_do_not() {
        for (title, sentence, word) in [
            ("Anna Necklace", "Packed in a cotton pouch", "cotton"),
            ("Anna Necklace", "Pair it with a black dress", "black"),
            ("Berta Necklace", "Not made of silver", "silver"),
            (
                "Carla Bracelet",
                "This bracelet contains no leather",
                "leather",
            ),
            ("Gina Bag", "Polyester-free", "Polyester"),
            ("Jana Belt", "Vegan alternative to leather", "leather"),
            ("Wanda Rug", "Wool-blend look", "Wool"),
            ("Wanda Rug", "unlike wool", "wool"),
            ("Steel Pan", "Do not use steel wool", "steel"),
            ("Blue Mug", "The orange mug version is sold out", "orange"),
            ("Kids Rain Jacket", "Women's sizes available too", "Women"),
            ("牛仔裤", "模特身穿白色T恤", "白色"),
            ("耳环", "红色丝绒礼盒", "红色"),
            ("钱包", "不含真皮", "真皮"),
            ("手提包", "真皮质感", "真皮"),
        ] {
            assert!(!meant(title, sentence, word), "{sentence}");
        }
    }
}
