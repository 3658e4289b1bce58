//! Terms of texts in both languages, and those by which a group differs from the rest.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::folded::fold;
use crate::language::is_han;

/// Words that name nothing, sorted.
const STOP: [&str; 77] = [
    "a", "about", "all", "also", "am", "an", "and", "are", "as", "at", "be", "because", "been",
    "but", "by", "can", "could", "did", "do", "don't", "for", "from", "get", "got", "had", "has",
    "have", "he", "her", "his", "how", "i", "i'm", "if", "in", "is", "it", "it's", "its", "just",
    "me", "my", "no", "not", "of", "on", "one", "or", "our", "out", "really", "she", "so", "than",
    "that", "the", "them", "there", "these", "they", "this", "to", "too", "up", "very", "was",
    "we", "were", "what", "when", "which", "who", "will", "with", "would", "you", "your",
];

/// Characters that seldom belong to a Chinese term, sorted: pairs with one are left out.
const EMPTY: [char; 74] = [
    '一', '上', '下', '不', '与', '且', '个', '为', '么', '之', '也', '了', '从', '他', '以', '们',
    '会', '但', '你', '其', '再', '刚', '到', '去', '又', '及', '只', '可', '吗', '吧', '呀', '呢',
    '和', '哦', '啊', '在', '地', '太', '她', '好', '它', '就', '并', '很', '得', '我', '或', '才',
    '把', '是', '更', '最', '有', '未', '来', '此', '没', '的', '真', '着', '给', '而', '能', '被',
    '要', '让', '该', '说', '跟', '过', '还', '这', '那', '都',
];

/// Pairs with such a character that are words all the same.
const WHOLE: [&str; 8] = [
    "好吃", "好看", "好用", "好喝", "好闻", "好评", "不错", "一般",
];

/// Chinese words that name nothing.
const NOTHING: &str = "非常|然后|感觉|觉得|因为|所以|自己|已经|比较|时候|现在|以后|今天|昨天|一直|特别|真心|确实|结果|居然|\
    竟然|根本|虽然|如果|而且|还是|还有|没有|可以|但是|不过|这个|那个|什么|怎么";

/// Characters that a word of more than two seldom takes in: what judges is another word.
const JUDGING: &str = "坏慢快差小大贵少多新旧软硬厚薄轻重高低长短";

/// Characters of a Chinese word at most.
const LONGEST: usize = 4;
/// Share of a word's places in which it has the same neighbour, from which on both are one word.
const TOGETHER: f64 = 0.9;

/// English words of a text, without those that name nothing.
fn english(chars: &[char]) -> BTreeSet<String> {
    let is_own = |c: char| (c.is_alphabetic() || c == '\'') && !is_han(c);
    let words = chars.split(|&c| !is_own(c));
    let words = words.map(|word| word.iter().collect::<String>());
    words
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| word.chars().count() > 2 && STOP.binary_search(&word.as_str()).is_err())
        .collect()
}

/// Whether a pair of Chinese characters may be a word.
fn is_pair(pair: &[char]) -> bool {
    let is_empty = |c: &char| EMPTY.binary_search(c).is_ok();
    let is_whole = || {
        let word: String = pair.iter().collect();
        WHOLE.contains(&word.as_str())
    };
    !pair.iter().any(is_empty) || is_whole()
}

/// Chinese texts in words as all of them together use them: which pairs of characters are frequent, and which words always stand together.
struct Cuts {
    pairs: BTreeMap<[char; 2], usize>,
    /// Neighbours that always stand together.
    whole: BTreeSet<(Vec<char>, Vec<char>)>,
}

impl Cuts {
    fn new(texts: &[Vec<char>]) -> Self {
        let mut cuts = Self {
            pairs: BTreeMap::new(),
            whole: BTreeSet::new(),
        };
        let runs: Vec<&[char]> = texts.iter().flat_map(|text| runs(text)).collect();
        for pair in runs.iter().flat_map(|run| run.windows(2)) {
            if is_pair(pair) {
                *cuts.pairs.entry([pair[0], pair[1]]).or_default() += 1;
            }
        }
        // A pair across two words is seldom taken where both are, and then counts for less where only one is.
        for _ in 0..2 {
            let mut taken = BTreeMap::new();
            for run in &runs {
                for word in cuts.words(run) {
                    if let &[a, b] = word {
                        *taken.entry([a, b]).or_default() += 1;
                    }
                }
            }
            cuts.pairs = taken;
        }
        let (mut alone, mut beside) = (BTreeMap::new(), BTreeMap::new());
        for run in &runs {
            let words = cuts.words(run);
            for (at, word) in words.iter().enumerate() {
                *alone.entry(*word).or_insert(0_usize) += 1;
                if let Some(next) = words.get(at + 1).filter(|next| may_join(word, next)) {
                    *beside.entry((*word, *next)).or_insert(0_usize) += 1;
                }
            }
        }
        let always = |word: &[char], n: usize| {
            // What is left over beside words stands elsewhere, too.
            let all = alone.get(word).copied().unwrap_or_default();
            word.len() == 1 || n as f64 >= TOGETHER * all as f64
        };
        cuts.whole = beside
            .into_iter()
            .filter(|((word, next), n)| *n > 2 && always(word, *n) && always(next, *n))
            .map(|((word, next), _)| (word.to_vec(), next.to_vec()))
            .collect();
        cuts
    }

    /// A run of Chinese characters in words, one after the other: those pairs that are most frequent together, what is left a character each.
    fn words<'t>(&self, run: &'t [char]) -> Vec<&'t [char]> {
        // Of every place what the best words before it are worth, and whether the last is a pair.
        let mut best = vec![(0.0_f64, false); run.len() + 1];
        for end in 1..=run.len() {
            best[end] = (best[end - 1].0, false);
            let Some(from) = end.checked_sub(2) else {
                continue;
            };
            let count = self.pairs.get(&run[from..end]).copied().unwrap_or_default();
            // What stands once is no word that is known.
            let worth = best[from].0 + libm::log(count.max(1) as f64);
            if count > 1 && worth > best[end].0 {
                best[end] = (worth, true);
            }
        }
        let mut words = Vec::new();
        let mut end = run.len();
        while end > 0 {
            let from = end - if best[end].1 { 2 } else { 1 };
            words.push(&run[from..end]);
            end = from;
        }
        words.reverse();
        words
    }

    /// The different terms of a text: its words of two characters and more.
    fn terms(&self, text: &[char]) -> BTreeSet<String> {
        let mut terms: BTreeSet<String> = BTreeSet::new();
        for run in runs(text) {
            let words = self.words(run);
            let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied();
            let mut at = 0;
            while let Some(own) = word(Some(at)) {
                let next = word(Some(at + 1)).unwrap_or_default();
                let is_whole = self.whole.contains(&(own.to_vec(), next.to_vec()));
                let rest = if is_whole { next } else { &[] };
                // What is not tasty is another word.
                let negation = word(at.checked_sub(1)).filter(|before| *before == ['不']);
                if own.len() + rest.len() > 1 {
                    let whole = [negation.unwrap_or_default(), own, rest];
                    terms.insert(whole.concat().iter().collect());
                }
                at += 1 + usize::from(is_whole);
            }
        }
        terms.retain(|term| !NOTHING.split('|').any(|word| word == term));
        terms
    }
}

/// Chinese characters of a text that stand together.
fn runs(text: &[char]) -> impl Iterator<Item = &[char]> {
    text.split(|&c| !is_han(c)).filter(|run| run.len() > 1)
}

/// Whether two neighbours may be one word: neither is empty, none of them judges, and they are not too long.
fn may_join(word: &[char], next: &[char]) -> bool {
    let is_part = |word: &[char]| match word {
        [c] => EMPTY.binary_search(c).is_err() && !JUDGING.contains(*c),
        _ => true,
    };
    let length = word.len() + next.len();
    (3..=LONGEST).contains(&length) && is_part(word) && is_part(next)
}

/// A term with how much it is a group's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The term.
    pub term: String,
    /// In how many of the group's texts it is.
    pub count: usize,
    /// Their places among all texts.
    pub texts: Vec<usize>,
    /// The z-score of its log-odds against the rest; above 1.96 it is hardly chance.
    pub z: f64,
}

/// The terms by which each group differs from all others, by log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, equations 16 and 22), strongest first, at most `most` each.
///
/// A term counts once a text. The prior is the frequency over all texts, scaled to `strength` terms in all; without texts in the rest, as with one group, a group has no terms of its own.
/// Chinese terms are pairs of characters as the texts together use them, and pairs that always stand together as one, so that none is cut: 客服热情 holds no 服热.
///
/// `groups`: of each text its group, as [`crate::Clusters::assignments`].
pub fn names(
    texts: &[&str],
    groups: &[u32],
    count: usize,
    strength: f64,
    most: usize,
) -> Vec<Vec<Term>> {
    let folded: Vec<Vec<char>> = texts
        .iter()
        .map(|text| text.chars().map(fold).collect())
        .collect();
    let cuts = Cuts::new(&folded);
    let mut counts: BTreeMap<String, Vec<Vec<usize>>> = BTreeMap::new();
    for (at, (text, &group)) in folded.iter().zip(groups).enumerate() {
        for term in english(text).into_iter().chain(cuts.terms(text)) {
            let row = counts
                .entry(term)
                .or_insert_with(|| vec![Vec::new(); count]);
            if let Some(cell) = row.get_mut(group as usize) {
                cell.push(at);
            }
        }
    }
    // What stands in one text alone names nothing.
    counts.retain(|_, row| everywhere(row) > 1);
    let totals: Vec<usize> = (0..count)
        .map(|group| counts.values().map(|row| row[group].len()).sum())
        .collect();
    let all: usize = totals.iter().sum();
    (0..count)
        .map(|group| {
            let rest = all - totals[group];
            let scored = counts.iter().filter(|(_, row)| row[group].len() > 1);
            let scored = scored.filter_map(|(term, row)| {
                let (own, all_over) = (row[group].len(), everywhere(row));
                let z = log_odds(
                    own,
                    totals[group],
                    all_over - own,
                    rest,
                    strength * all_over as f64 / all as f64,
                    strength,
                )?;
                Some(Term {
                    term: term.clone(),
                    count: own,
                    texts: row[group].clone(),
                    z,
                })
            });
            let mut scored: Vec<Term> = scored.filter(|term| term.z > 0.0).collect();
            scored.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.term.cmp(&b.term)));
            apart(scored, most)
        })
        .collect()
}

fn everywhere(row: &[Vec<usize>]) -> usize {
    row.iter().map(Vec::len).sum()
}

/// The z-score of a term's log-odds between a group and the rest.
///
/// `prior` is the term's pseudo-count, `priors` that of all terms. `None` where one side has no terms.
fn log_odds(
    own: usize,
    own_total: usize,
    other: usize,
    other_total: usize,
    prior: f64,
    priors: f64,
) -> Option<f64> {
    if own_total == 0 || other_total == 0 {
        return None;
    }
    let odds = |count: usize, total: usize| {
        let count = count as f64 + prior;
        libm::log(count / (total as f64 + priors - count))
    };
    let variance = 1.0 / (own as f64 + prior) + 1.0 / (other as f64 + prior);
    let z = (odds(own, own_total) - odds(other, other_total)) / libm::sqrt(variance);
    z.is_finite().then_some(z)
}

/// Without Chinese words that hold a stronger one, or are part of it.
fn apart(terms: Vec<Term>, most: usize) -> Vec<Term> {
    let mut kept: Vec<Term> = Vec::new();
    for term in terms {
        let is_chinese = term.term.starts_with(is_han);
        let holds = |other: &Term| {
            other.term.contains(&term.term) || term.term.contains(other.term.as_str())
        };
        if !is_chinese || !kept.iter().any(holds) {
            kept.push(term);
        }
        if kept.len() == most {
            break;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_named_by_their_own_words() {
        let texts = [
            "物流太慢",
            "物流慢死了",
            "物流也慢",
            "slow shipping",
            "shipping was slow",
            "面料柔软",
            "面料舒服",
            "这个面料柔软",
            "soft fabric",
            "the fabric is soft",
        ];
        let names = names(&texts, &[0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 2, 10.0, 3);
        let said: Vec<Vec<&str>> = names
            .iter()
            .map(|group| group.iter().map(|term| term.term.as_str()).collect())
            .collect();
        assert_eq!(said[0], ["物流", "shipping", "slow"]);
        assert_eq!(said[1], ["面料", "fabric", "soft"]);
    }

    /// The terms that a single group of texts has against another one of other words.
    fn said(texts: &[&str]) -> Vec<String> {
        let others = vec!["的确如此"; texts.len()];
        let groups: Vec<u32> = (0..2 * texts.len())
            .map(|at| u32::from(at >= texts.len()))
            .collect();
        let all = [texts, others.as_slice()].concat();
        let mut names = names(&all, &groups, 2, 10.0, 9);
        let mut words: Vec<String> = names.remove(0).into_iter().map(|term| term.term).collect();
        words.sort();
        words
    }

    #[test]
    fn words_are_not_cut() {
        let texts = [
            "客服热情，会再来",
            "客服热情",
            "客服态度恶劣",
            "客服态度很好",
            "送餐时间太长",
            "送餐时间长",
            "送餐很快",
            "用餐时间短",
            "非常难吃",
            "真的难吃",
            "热情的老板",
        ];
        let words = said(&texts);
        for whole in ["客服", "热情", "态度", "送餐", "时间", "难吃"] {
            assert!(words.contains(&whole.to_owned()), "{whole}: {words:?}");
        }
        for cut in ["服热", "服态", "餐时", "常难", "度恶"] {
            assert!(!words.contains(&cut.to_owned()), "{cut}: {words:?}");
        }
        // What always stands together is one word; what judges is not part of it.
        let words = said(&[
            "充电宝很好",
            "充电宝坏了",
            "充电宝丢了",
            "好吃",
            "很好吃",
            "宝贝",
        ]);
        assert_eq!(words, ["充电宝", "好吃"]);
        let words = said(&["不好吃", "真的不好吃", "好吃", "很好吃", "好吃啊"]);
        assert_eq!(words, ["好吃"]);
        let words = said(&["不好吃", "真的不好吃", "不新鲜", "也不新鲜", "好吃"]);
        assert_eq!(words, ["不好吃", "不新鲜"]);
    }

    #[test]
    fn terms_lead_to_their_texts() {
        let texts = ["物流慢", "面料软", "物流很慢", "这面料"];
        let found = names(&texts, &[0, 1, 0, 1], 2, 10.0, 5);
        let (first, second) = (&found[0][0], &found[1][0]);
        assert_eq!((first.term.as_str(), &first.texts), ("物流", &vec![0, 2]));
        assert_eq!((second.term.as_str(), &second.texts), ("面料", &vec![1, 3]));
    }

    /// As `tests/golden/log_odds.py` works it out.
    #[test]
    fn log_odds_are_the_reference_s() {
        let cases: Vec<(usize, usize, usize, usize, f64, f64, f64)> =
            serde_json::from_str(include_str!("../tests/golden/log_odds.json")).expect("golden");
        assert!(cases.len() > 20);
        for (own, own_total, other, other_total, prior, priors, expected) in cases {
            let z = log_odds(own, own_total, other, other_total, prior, priors).expect("a score");
            assert!(
                (z - expected).abs() < 1e-9 * expected.abs().max(1.0),
                "{z} {expected}"
            );
        }
    }

    #[test]
    fn one_group_has_no_names() {
        assert_eq!(
            names(&["good shoes", "good socks"], &[0, 0], 1, 10.0, 5),
            [vec![]]
        );
        assert_eq!(names(&[], &[], 0, 10.0, 5), Vec::<Vec<Term>>::new());
    }
}
