//! Aspects as merchants think of them, and the words by which they are known.

mod negation;

use crate::folded::{Folded, folded};
use crate::words::{Hit, Words};
use crate::{Error, Polarity};

const ASPECTS: &str = include_str!("aspects.tsv");
const OPINIONS: &str = include_str!("opinions.tsv");

/// Rows of the file of opinions.
const PRAISE: u32 = 0;
const BLAME: u32 = 1;
/// Faults that judge only where they are not there: 没有噪音.
const ABSENT: u32 = 3;

/// Words for whatever was bought, or for nothing that could be judged.
const THINGS: &str = "商品|东西|宝贝|产品|货|货品|货物|物品|物件|物|单品|用户|这个|这款|这件|它|整体|总体|感觉|评价|默认|收到|\
    product|item|thing|stuff|it|this|that|these|one|everything|anything|something|nothing|all|purchase|piece|made|make|\
    work|worked|looked|found|find|arrived|came|received|bought|got|used|user|customer|overall|day|time|review|experience";
/// Degrees, negations and the like at the beginning of a judgement.
const BEFORE: &str = "没什么|没有|感觉|整体|总体|用着|看着|穿着|吃着|特别|比较|不是|不太|还是|也是|都是|还|也|就|都|\
    挺|蛮|太|真|超|更|最|好|不|没|算";
/// What ends a clause and says nothing.
const AFTER: [char; 13] = [
    '的', '了', '吧', '啊', '呀', '呢', '哦', '哈', '啦', '嘛', '滴', '哒', ' ',
];
/// Judgements that are part of too many words to be looked for.
const BARE: &str = "好|差|行|可以|一般|坏|烂|快|贵|香|强|凑合|将就|缺点|毛病|问题|不足|意见|挑剔|话说|ok|okay|fine|so so|meh|yyds";

/// What is no fault: whoever cannot give something back is not praising it.
const GIVEN_BACK: &str = "退货|return|returned|returning|refund|waste";

/// Groups of aspects, by words of both languages.
pub struct Aspects {
    words: Words,
    groups: Vec<&'static str>,
    opinions: Words,
}

/// A word that judges.
pub(crate) struct Judgement {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) polarity: Polarity,
    /// It is a fault that is said not to be there: 没有线头, `never leaks`.
    pub(crate) absent: bool,
}

fn rows(file: &'static str) -> Vec<(&'static str, Vec<String>)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (group, words) = line.split_once('\t')?;
            let words = words.split(['\t', '|']).map(str::to_owned);
            Some((group, words.collect()))
        })
        .collect()
}

impl Aspects {
    /// Of the project's own list.
    ///
    /// # Errors
    /// [`Error::Words`].
    pub fn new() -> Result<Self, Error> {
        let rows_of = |file| {
            let rows = rows(file);
            let groups: Vec<&'static str> = rows.iter().map(|&(group, _)| group).collect();
            let words: Vec<(String, u32)> = (0..)
                .zip(rows)
                .flat_map(|(owner, (_, words))| words.into_iter().map(move |word| (word, owner)))
                .collect();
            (groups, words)
        };
        let (groups, words) = rows_of(ASPECTS);
        let (_, opinions) = rows_of(OPINIONS);
        Ok(Self {
            words: Words::new(&words, true)?,
            groups,
            opinions: Words::new(&opinions, false)?,
        })
    }

    /// Names of the groups, in the order in which reports show them.
    pub fn groups(&self) -> &[&'static str] {
        &self.groups
    }

    /// The group of an aspect by its longest known word; `None`: it is new, and stays under its own words.
    ///
    /// ```
    /// # let aspects = extract::Aspects::new()?;
    /// assert_eq!(aspects.group("快递速度"), Some("logistics"));
    /// assert_eq!(aspects.group("the battery"), Some("function"));
    /// assert_eq!(aspects.group("unicorn"), None);
    /// # Ok::<(), extract::Error>(())
    /// ```
    pub fn group(&self, words: &str) -> Option<&'static str> {
        let hits = self.words.find(&Folded::new(words));
        // Of equally long words the first: 快递速度 is about the courier.
        let longest = hits.iter().map(|hit| hit.end - hit.start).max()?;
        let hit = hits.iter().find(|hit| hit.end - hit.start == longest)?;
        self.groups.get(hit.owner as usize).copied()
    }

    /// What an aspect of no group is kept as: its words without case, width, articles and spaces at the ends.
    pub fn own_words(words: &str) -> String {
        let folded = folded(words);
        let mut rest = folded.trim();
        for article in ["the ", "this ", "these ", "a ", "an ", "my ", "its "] {
            rest = rest.strip_prefix(article).unwrap_or(rest);
        }
        rest.trim().to_owned()
    }

    /// Words of groups in a text: where no model marks aspects.
    pub(crate) fn find(&self, text: &Folded) -> Vec<(usize, usize)> {
        let hits = self.words.find(text).into_iter();
        // Single characters are part of too many words.
        hits.map(|hit| (hit.start, hit.end))
            .filter(|(start, end)| end - start > 1)
            .collect()
    }

    /// Words that judge, turned around by a negation before them.
    pub(crate) fn judgements(&self, text: &Folded) -> Vec<Judgement> {
        let judgement = |hit: Hit| {
            let before = negation::is_negated(text, hit.start, hit.end)?;
            let blames = hit.owner != PRAISE;
            let none_left = blames && negation::is_none_left(text, hit.end);
            let negated = before != none_left;
            let word = text.slice(hit.start, hit.end);
            let absent = blames
                && negated
                && (none_left || negation::denies(text, hit.start))
                && !GIVEN_BACK.split('|').any(|given| given == word);
            (absent || hit.owner != ABSENT).then_some(Judgement {
                absent,
                start: hit.start,
                end: hit.end,
                polarity: match (hit.owner == PRAISE) != negated {
                    true => Polarity::Positive,
                    false => Polarity::Negative,
                },
            })
        };
        self.judging(text).filter_map(judgement).collect()
    }

    /// Words that judge as they stand, without what holds one of them and means something else: 方便面.
    fn judging(&self, text: &Folded) -> impl Iterator<Item = Hit> {
        let hits = self.opinions.find(text).into_iter();
        hits.filter(|hit| [PRAISE, BLAME, ABSENT].contains(&hit.owner))
    }

    /// Whether words go beyond the end of a clause.
    pub(crate) fn is_clause(words: &str) -> bool {
        folded(words).contains([',', ';', '!', '?', ':', '。', '、', '…', '\n'])
    }

    /// Whether words that no group has stand for whatever was bought, or for nothing: 东西, `the product`, `works`.
    pub(crate) fn is_thing(words: &str) -> bool {
        let own = Self::own_words(words);
        let singular = own.strip_suffix('s').unwrap_or(&own);
        THINGS
            .split('|')
            .any(|word| word == own || word == singular)
    }

    /// Whether words that no group has are no aspect, but a judgement or a whole clause.
    ///
    /// Heads mark such spans where a short review names nothing: 一般般.
    pub(crate) fn is_judgement(&self, words: &str) -> bool {
        let own = Self::own_words(words);
        own.is_empty()
            || Self::is_clause(&own)
            || ["很", "非常", "有点"].iter().any(|word| own.contains(word))
            || self
                .judging(&Folded::new(&own))
                .any(|hit| hit.owner != ABSENT)
            || is_bare(&own)
    }
}

/// Whether nothing but a judgement is left without degrees, negations and what ends a clause.
fn is_bare(words: &str) -> bool {
    let mut rest = words;
    let shorter = |rest: &str| -> Option<usize> {
        let mut words = BEFORE.split('|').filter(|word| rest.starts_with(word));
        // 好 is a degree only before something else.
        words
            .next()
            .map(str::len)
            .filter(|&length| length < rest.len())
    };
    while let Some(length) = shorter(rest) {
        rest = &rest[length..];
    }
    rest = rest.trim_end_matches(AFTER);
    rest.is_empty() || BARE.split('|').any(|word| word == rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_bilingual() {
        let aspects = Aspects::new().expect("the project's own");
        for (words, group) in [
            ("做工", "quality"),
            ("The stitching", "quality"),
            ("客服态度", "service"),
            ("性价比", "price"),
            ("外包装盒", "packaging"),
            ("尺码", "size_fit"),
            ("sleeves", "size_fit"),
            ("battery life", "function"),
            ("味道", "taste_smell"),
        ] {
            assert_eq!(aspects.group(words), Some(group), "{words}");
        }
        assert_eq!(aspects.group("gizmo"), None);
        assert_eq!(Aspects::own_words("The Gizmo "), "gizmo");
    }

    #[test]
    fn negations_turn_around() {
        let aspects = Aspects::new().expect("the project's own");
        let polarity = |text: &str| {
            let found = aspects.judgements(&Folded::new(text));
            found.first().map(|judgement| judgement.polarity)
        };
        assert_eq!(polarity("质量很好"), Some(Polarity::Positive));
        assert_eq!(polarity("不喜欢"), Some(Polarity::Negative));
        assert_eq!(polarity("it is not good"), Some(Polarity::Negative));
        assert_eq!(polarity("Terrible."), Some(Polarity::Negative));
        assert_eq!(polarity("not cheap, but good"), Some(Polarity::Positive));
    }

    /// How each judging word of a text is taken.
    fn polarities(text: &str) -> Vec<Polarity> {
        let aspects = Aspects::new().expect("the project's own");
        let found = aspects.judgements(&Folded::new(text));
        found.iter().map(|judgement| judgement.polarity).collect()
    }

    #[test]
    fn what_stands_between_a_negation_and_its_word_does_not_hide_it() {
        for text in [
            "不是很好",
            "不很满意",
            "不怎么满意",
            "不会推荐",
            "不再推荐",
            "不会再推荐给朋友",
            "不值得推荐",
            "不好吃",
            "不怎么好吃",
            "没那么好用",
            "没有想象中好看",
            "没有以前好吃",
            "并不便宜",
            "没觉得舒服",
            "not that great",
            "I cannot recommend it",
            "It isnt comfortable",
            "far from perfect",
            "anything but helpful",
            "Don't waste your money",
            "the velvet is crushed",
            "异味没有散",
            "包装破了，盒子压扁了",
        ] {
            let said = polarities(text);
            assert!(!said.is_empty(), "{text}");
            assert!(said.iter().all(|p| *p == Polarity::Negative), "{text}");
        }
        for text in [
            "不会失望",
            "不失望",
            "从不失望",
            "没让我失望",
            "不会让人失望",
            "绝不后悔",
            "没有破损",
            "几乎没有异味",
            "没有任何瑕疵",
            "不容易起球",
            "没有不满意",
            "不得不推荐",
            "不仅好吃",
            "没想到这么好吃",
            "差不多很好",
            "特别好用",
            "好吃",
            "很好",
            "not only good but cheap",
            "not just comfortable",
            "cannot recommend it enough",
            "couldn't be happier",
            "could not be better",
            "not bad",
            "no problems, great",
            "一点异味都没有",
            "线头一个也没有",
            "异味没有，推荐",
            "没毛病",
            "不起球不掉色",
            "It never leaks",
            "Hardly any noise",
            "never had any problems",
        ] {
            let said = polarities(text);
            assert!(!said.is_empty(), "{text}");
            assert!(said.iter().all(|p| *p == Polarity::Positive), "{text}");
        }
    }

    #[test]
    fn questions_and_longer_words_judge_nothing() {
        for text in [
            "好不好吃还不知道",
            "有没有异味",
            "噪音",
            "does not remove stains",
            "didn't fix the problem",
            "crushed velvet cushion",
            "防缩水",
            "a problem",
            "leakproof lid",
            "是不是很好",
            "方便面一箱",
            "棒棒糖很甜",
            "慢慢用着再看",
            "I will return to buy again",
            "slow cooker, 6 quarts",
        ] {
            assert_eq!(polarities(text), [], "{text}");
        }
        for text in ["方便面很好吃", "很方便", "真棒", "棒棒的"] {
            let said = polarities(text);
            assert!(!said.is_empty(), "{text}");
            assert!(said.iter().all(|p| *p == Polarity::Positive), "{text}");
        }
        for text in ["太慢", "I will return it"] {
            assert_eq!(polarities(text), [Polarity::Negative], "{text}");
        }
    }

    #[test]
    fn a_judgement_or_a_word_for_anything_is_no_aspect() {
        let aspects = Aspects::new().expect("the project's own");
        for words in [
            "好",
            "很好",
            "挺好的",
            "不错",
            "一般",
            "一般般",
            "还行吧",
            "还可以",
            "感觉还行",
            "用着不错",
            "不太好",
            "满意",
            "没什么缺点",
            "好是好，就是太贵",
            "老公很喜欢",
            "坏了",
            "东西",
            "商品",
            "宝贝",
            "用户",
            "Arrived",
            "the product",
            "items",
            "works",
            "",
        ] {
            let is_thing = Aspects::is_thing(words);
            assert!(is_thing || aspects.is_judgement(words), "{words}");
        }
        for words in [
            "拉链",
            "发票",
            "米线",
            "骑士",
            "太阳镜",
            "超市",
            "gizmo",
            "dress",
            "the buttons",
        ] {
            let is_thing = Aspects::is_thing(words);
            assert!(!is_thing && !aspects.is_judgement(words), "{words}");
        }
    }
}
