//! Terms of texts in both languages, and those by which a group differs from the rest.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::folded::fold;
use crate::language::is_han;

/// Words that name nothing.
const STOP: [&str; 77] = [
    "the", "and", "of", "for", "with", "is", "it", "this", "that", "was", "very", "not", "but",
    "my", "you", "are", "have", "in", "to", "on", "as", "they", "so", "we", "were", "had", "be",
    "at", "from", "or", "would", "these", "your", "an", "a", "i", "me", "its", "it's", "i'm",
    "has", "if", "all", "just", "will", "when", "can", "do", "did", "them", "there", "than", "too",
    "am", "by", "he", "she", "her", "his", "our", "been", "which", "what", "who", "how", "also",
    "because", "could", "up", "out", "about", "no", "one", "get", "got", "really", "don't",
];

/// Characters that seldom belong to a Chinese term: pairs with one are left out.
const EMPTY: &str = "的了是我你他她它这那在也就都和很有不没又还吧吗呢啊哦呀把被给让跟与及而且但并或其之一个们着过么得地到去来上下要会能可以说太真好";

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
                && !EMPTY.contains(chars[at])
                && !EMPTY.contains(next)
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
        if word.chars().count() > 2 && !STOP.contains(&word) {
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
