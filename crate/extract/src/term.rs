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
const EMPTY: [char; 63] = [
    '一', '上', '下', '不', '与', '且', '个', '么', '之', '也', '了', '他', '以', '们', '会', '但',
    '你', '其', '到', '去', '又', '及', '可', '吗', '吧', '呀', '呢', '和', '哦', '啊', '在', '地',
    '太', '她', '好', '它', '就', '并', '很', '得', '我', '或', '把', '是', '有', '来', '没', '的',
    '真', '着', '给', '而', '能', '被', '要', '让', '说', '跟', '过', '还', '这', '那', '都',
];

/// Different terms of a text: English words, Chinese characters in pairs; each once, sorted.
///
/// ```
/// assert_eq!(extract::terms("物流慢, the zipper broke"), ["broke", "zipper", "流慢", "物流"]);
/// ```
pub fn terms(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    let chars: Vec<char> = text.chars().map(fold).collect();
    let mut at = 0;
    while at < chars.len() {
        if is_han(chars[at]) {
            if let Some(&next) = chars.get(at + 1).filter(|&&c| is_han(c))
                && EMPTY.binary_search(&chars[at]).is_err()
                && EMPTY.binary_search(&next).is_err()
            {
                found.insert([chars[at], next].iter().collect());
            }
            at += 1;
            continue;
        }
        let from = at;
        while chars
            .get(at)
            .is_some_and(|&c| (c.is_alphabetic() || c == '\'') && !is_han(c))
        {
            at += 1;
        }
        let word: String = chars[from..at].iter().collect();
        let word = word.trim_matches('\'');
        if word.chars().count() > 2 && STOP.binary_search(&word).is_err() {
            found.insert(word.to_owned());
        }
        at += usize::from(at == from);
    }
    found.into_iter().collect()
}

/// A term with how much it is a group's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The term.
    pub term: String,
    /// In how many of the group's texts it is.
    pub count: usize,
    /// The z-score of its log-odds against the rest; above 1.96 it is hardly chance.
    pub z: f64,
}

/// The terms by which each group differs from all others, by log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, equations 16 and 22), strongest first, at most `most` each.
///
/// A term counts once a text. The prior is the frequency over all texts, scaled to `strength` terms in all; without texts in the rest, as with one group, a group has no terms of its own.
/// Of Chinese pairs that overlap, `物流` and `流慢`, the stronger one stands for both.
///
/// `groups`: of each text its group, as [`crate::Clusters::assignments`].
pub fn names(
    texts: &[&str],
    groups: &[u32],
    count: usize,
    strength: f64,
    most: usize,
) -> Vec<Vec<Term>> {
    let mut counts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (text, &group) in texts.iter().zip(groups) {
        for term in terms(text) {
            let row = counts.entry(term).or_insert_with(|| vec![0; count]);
            if let Some(cell) = row.get_mut(group as usize) {
                *cell += 1;
            }
        }
    }
    // What stands in one text alone names nothing.
    counts.retain(|_, row| row.iter().sum::<usize>() > 1);
    let totals: Vec<usize> = (0..count)
        .map(|group| counts.values().map(|row| row[group]).sum())
        .collect();
    let all: usize = totals.iter().sum();
    (0..count)
        .map(|group| {
            let rest = all - totals[group];
            let scored =
                counts
                    .iter()
                    .filter(|(_, row)| row[group] > 1)
                    .filter_map(|(term, row)| {
                        let everywhere: usize = row.iter().sum();
                        let z = log_odds(
                            row[group],
                            totals[group],
                            everywhere - row[group],
                            rest,
                            strength * everywhere as f64 / all as f64,
                            strength,
                        )?;
                        Some(Term {
                            term: term.clone(),
                            count: row[group],
                            z,
                        })
                    });
            let mut scored: Vec<Term> = scored.filter(|term| term.z > 0.0).collect();
            scored.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.term.cmp(&b.term)));
            apart(scored, most)
        })
        .collect()
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

/// Without pairs that share a character with a stronger one.
fn apart(terms: Vec<Term>, most: usize) -> Vec<Term> {
    let mut kept: Vec<Term> = Vec::new();
    for term in terms {
        let shares = |other: &Term| {
            let (mut a, mut b) = (term.term.chars(), other.term.chars());
            let (a, b) = ([a.next(), a.next()], [b.next(), b.next()]);
            a[0].is_some_and(is_han) && b[0].is_some_and(is_han) && (a[0] == b[1] || a[1] == b[0])
        };
        if !kept.iter().any(shares) {
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
