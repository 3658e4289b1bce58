//! What stands before a judging word and turns it around.

use crate::folded::Folded;

/// What may stand between a negation and the word that it turns around: degrees, verbs that help, and what is compared with.
const BETWEEN: &str = "想象中的|想象的|想象中|图片上|一点点|让我们|让大家|怎么样|实体店|描述的|宣传的|介绍的|那么|这么|怎么|怎样|\
    那样|这样|如此|特别|非常|格外|尤其|十分|完全|多么|任何|一点|半点|丝毫|明显|什么|出现|发现|闻到|看到|觉得|\
    感觉|感到|容易|值得|让我|让人|让你|让您|令人|令我|叫人|使人|图片|照片|以前|之前|上次|原来|别家|很|太|\
    是|会|再|能|够|算|得|大|甚|多|啥|咋|易|怕|想|敢|如|有|见| ";

/// Characters that may stand between them, all together.
const FARTHEST: usize = 8;

/// Words after which 不 negates nothing: 要不, 差不多, 岂不.
const NO_NEGATION: [char; 5] = ['要', '差', '岂', '何', '莫'];

/// Words in which 别 is no negation: 特别, 分别.
const OTHER: [char; 10] = ['特', '分', '个', '区', '级', '类', '性', '差', '识', '告'];

/// Whether a judgement from `start` to `end` is turned around; `None`: it is asked for, not given, as in 好不好用.
pub(super) fn is_negated(text: &Folded, start: usize, end: usize) -> Option<bool> {
    Some(chinese(text, start)? || english(text, start, end))
}

/// Whether 不 or 没 at a place makes a question of what is around it: 好不好, 有没有.
fn asks(text: &Folded, at: usize) -> bool {
    let before = text.before(at);
    matches!(text.get(at), '不' | '没') && before != '\n' && before == text.get(at + 1)
}

/// By what stands right before, degrees and the like left out; two negations cancel each other: 没有不满意.
fn chinese(text: &Folded, start: usize) -> Option<bool> {
    if asks(text, start) {
        return None;
    }
    let mut at = start;
    let mut negated = false;
    loop {
        at = before_degrees(text, at, start);
        let Some(place) = at.checked_sub(1) else {
            return Some(negated);
        };
        let before = text.before(place);
        match text.get(place) {
            '不' | '没' if asks(text, place) => return None,
            '不' if NO_NEGATION.contains(&before) => return Some(negated),
            '别' if OTHER.contains(&before) => return Some(negated),
            '不' | '没' | '未' | '无' | '别' => negated = !negated,
            _ => return Some(negated),
        }
        at = place;
    }
}

/// Whether nothing of a fault is there by what follows: 异味都没有, 线头一个也没有.
pub(super) fn is_none_left(text: &Folded, end: usize) -> bool {
    const BETWEEN: &str = "问题|情况|现象|一个|一点|什么|完全|基本|几乎|根本|的|都|也|是| ";
    let mut at = end;
    while let Some(word) = BETWEEN.split('|').find(|word| text.starts_with(at, word)) {
        at += word.chars().count();
    }
    let Some(rest) = ["没有", "不存在", "没"]
        .into_iter()
        .find(|word| text.starts_with(at, word))
    else {
        return false;
    };
    // 异味没有散 has not gone.
    let next = text.get(at + rest.chars().count());
    at - end <= FARTHEST && (!crate::language::is_han(next) || "的了哦呢啊呀哈呐".contains(next))
}

/// The place before words that stand between a negation and what it turns around.
fn before_degrees(text: &Folded, mut at: usize, start: usize) -> usize {
    loop {
        let word = BETWEEN.split('|').find_map(|word| {
            let from = at.checked_sub(word.chars().count())?;
            (text.starts_with(from, word) && start - from <= FARTHEST).then_some(from)
        });
        match word {
            Some(from) => at = from,
            None => return at,
        }
    }
}

/// By one of the three words before.
fn english(text: &Folded, start: usize, end: usize) -> bool {
    let before: String = text.chars[start.saturating_sub(40)..start].iter().collect();
    let clause = before
        .rsplit(['.', ',', ';', '!', '?', ':', '。', '\n'])
        .next()
        .unwrap_or_default();
    let words: Vec<&str> = clause.split_whitespace().rev().take(4).collect();
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
    for at in 0..words.len().min(3) {
        let (own, next) = (word(Some(at)), word(at.checked_sub(1)));
        match own {
            // Far from perfect; anything but helpful.
            "from" if word(Some(at + 1)) == "far" => return true,
            "but" if word(Some(at + 1)) == "anything" => return true,
            "but" | "although" | "though" | "yet" | "however" | "except" | "until" | "because" => {
                return false;
            }
            // "Not only good" praises, and "no problem" is none of what follows.
            "not" if matches!(next, "only" | "just" | "merely" | "simply") => return false,
            "not" if (next, word(at.checked_sub(2))) == ("to", "mention") => return false,
            "no" if is_absent(next) => return false,
            _ if !negates(own) => {}
            // What cannot be recommended enough is recommended.
            _ => {
                let unable = is_unable(own) || own == "not" && is_able(word(Some(at + 1)));
                return !(unable && is_enough(text, start, end));
            }
        }
    }
    false
}

/// Whether what stands before a word says that there is none of it: `no`, `never had any`, `doesn't`; but not `doesn't remove`.
///
/// Of Chinese words that is so wherever they are negated: verbs do not stand between.
pub(super) fn denies(text: &Folded, start: usize) -> bool {
    const BETWEEN: &str = "a an any the single much even at all real really major more other had have has having \
        been notice noticed noticing see seen saw find found feel felt experience experienced encounter encountered";
    if !text.get(start).is_ascii_alphabetic() {
        return true;
    }
    let before: String = text.chars[start.saturating_sub(40)..start].iter().collect();
    let clause = before
        .rsplit(['.', ',', ';', '!', '?', ':', '。', '\n'])
        .next();
    let mut words = clause.unwrap_or_default().split_whitespace().rev();
    words
        .find(|word| !BETWEEN.split_whitespace().any(|between| between == *word))
        .is_some_and(|word| negates(word) && !is_unable(word))
}

/// Negations, also as they are written without their apostrophe.
fn negates(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "not", "no", "never", "hardly", "barely", "without", "nothing", "neither", "nor", "dont",
        "doesnt", "didnt", "isnt", "wasnt", "arent", "werent", "wont", "wouldnt", "hasnt",
        "havent", "aint", "cannot",
    ];
    WORDS.contains(&word) || word.ends_with("n't") || is_unable(word)
}

fn is_unable(word: &str) -> bool {
    matches!(word, "cannot" | "can't" | "cant" | "couldn't" | "couldnt")
}

fn is_able(word: &str) -> bool {
    matches!(word, "can" | "could")
}

/// What there may be none of without anything else being negated.
fn is_absent(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or(word);
    matches!(
        stem,
        "doubt" | "wonder" | "question" | "problem" | "issue" | "complaint"
    )
}

/// Whether something is recommended, and "enough" follows soon.
fn is_enough(text: &Folded, start: usize, end: usize) -> bool {
    let after: String = text.chars[end..text.len().min(end + 30)].iter().collect();
    let clause = after.split(['.', ',', ';', '!', '?', '\n']).next();
    let mut words = clause.unwrap_or_default().split_whitespace().take(4);
    text.starts_with(start, "recommend") && words.any(|word| word == "enough")
}
