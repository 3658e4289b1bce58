//! Reviews that somebody should look at before they are believed: the same words from several customers, bursts of a template, and the like.

mod unwritten;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::folded::fold;
pub use unwritten::is_default;
use unwritten::is_unwritten;

/// A review as far as it matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Written<'a> {
    /// Its words.
    pub text: &'a str,
    /// Its stars, 1 to 5, if it has any.
    pub rating: Option<f64>,
    /// Who wrote it, by any name that is the same for the same person; a name of nobody counts as none.
    pub author: Option<&'a str>,
    /// When, as a number of days.
    pub day: Option<i32>,
}

/// Why a review is doubted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The shop's or portal's own words for a customer who wrote nothing.
    Default,
    /// One customer wrote the same more than once.
    Repeated,
    /// Several wrote the same: too much of it for chance, or too often within some days.
    SameText,
    /// Nearly the same as others' reviews, within some days: a template.
    Template,
    /// One customer wrote very many reviews on one day.
    ManyInADay,
    /// Among many reviews of a day with the best rating and hardly a word.
    WordlessBurst,
}

/// A review that is doubted, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Its place among those that were given.
    pub review: usize,
    /// Why.
    pub reason: Reason,
    /// The places of others that belong to it, twenty at most.
    pub with: Vec<usize>,
}

/// From where on something is doubted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DoubtOptions {
    /// Letters (Chinese characters count two) from which on two equal texts are no chance, whenever they were written.
    pub letters: usize,
    /// Letters from which on equal texts, and nearly equal ones, are no chance where many come within some days: "good" is everybody's.
    pub phrase: usize,
    /// Share of the reviews of those days that such shorter texts make at least; of all reviews five times as much, where no days are told.
    pub share: f64,
    /// Share of equal runs of three letters (Jaccard) from which on two texts are nearly the same.
    pub likeness: f64,
    /// Reviews that make a template.
    pub template: usize,
    /// Days within which a template's reviews lie.
    pub days: i32,
    /// Reviews that one customer hardly writes on one day.
    pub many: usize,
    /// Wordless best ratings of one day from which on they are a burst, if they are more than half of that day's reviews.
    pub wordless: usize,
}

impl Default for DoubtOptions {
    fn default() -> Self {
        Self {
            letters: 40,
            phrase: 16,
            share: 0.02,
            likeness: 0.7,
            template: 3,
            days: 7,
            many: 10,
            wordless: 8,
        }
    }
}

/// Others that are named beside a doubted review at most.
const COMPANY: usize = 20;

/// Names that portals put in the place of one, as [`letters`] of them.
const NOBODY: [&str; 17] = [
    "anonymoususer",
    "anonymouscustomer",
    "anonymousbuyer",
    "amazoncustomer",
    "shopifycustomer",
    "verifiedbuyer",
    "verifiedcustomer",
    "acustomer",
    "customer",
    "guest",
    "user",
    "用户",
    "买家",
    "顾客",
    "客户",
    "会员",
    "游客",
];
/// Letters that a masked name leaves to be read, up to which it is many customers': `a***b`, `王**`.
const MASKED: usize = 4;

/// Whether a name tells nobody from others: 匿名用户, `Anonymous`, `Guest`, `t***1`.
pub fn is_nobody(name: &str) -> bool {
    // Of an address the part before the sign.
    let own = name.split('@').next().unwrap_or_default();
    let key: String = letters(own).iter().collect();
    let masked = own.contains(['*', '＊', '●', '•']);
    key.is_empty()
        || masked && key.chars().count() <= MASKED
        || key.starts_with("匿名")
        || matches!(key.as_str(), "anonymous" | "anon" | "null" | "none" | "na")
        || NOBODY.contains(&key.as_str())
}

/// Reviews to look at, in their order, each with its first reason of the order of [`Reason`].
///
/// Pure words and dates: it says what is unlikely by chance, not that somebody cheats.
pub fn doubts(reviews: &[Written<'_>], options: &DoubtOptions) -> Vec<Doubt> {
    let reviews: Vec<Written<'_>> = reviews
        .iter()
        .map(|review| Written {
            author: review.author.filter(|name| !is_nobody(name)),
            ..*review
        })
        .collect();
    let reviews = reviews.as_slice();
    let keys: Vec<Vec<char>> = reviews.iter().map(|review| letters(review.text)).collect();
    let crowd = Crowd::new(reviews, options);
    let mut found: BTreeMap<usize, Doubt> = BTreeMap::new();
    let mut doubt = |members: &[usize], reason: Reason| {
        for &review in members {
            // All of a crowd to each of it would be the square of the crowd.
            let with = members
                .iter()
                .copied()
                .filter(|&other| other != review)
                .take(COMPANY)
                .collect();
            found.entry(review).or_insert(Doubt {
                review,
                reason,
                with,
            });
        }
    };
    for (at, key) in keys.iter().enumerate() {
        if is_unwritten(key) {
            doubt(&[at], Reason::Default);
        }
    }
    let mut same: BTreeMap<&[char], Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
        same.entry(key).or_default().push(at);
    }
    for members in same.values().filter(|members| members.len() > 1) {
        let mut by_author: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &at in members {
            if let Some(author) = reviews[at].author {
                by_author.entry(author).or_default().push(at);
            }
        }
        for own in by_author.values().filter(|own| own.len() > 1) {
            doubt(own, Reason::Repeated);
        }
        if is_one_author(members, reviews) {
            continue;
        }
        let weight = weight(&keys[members[0]]);
        if weight >= options.letters {
            doubt(members, Reason::SameText);
        } else if weight >= options.phrase {
            for run in crowd.runs(members, true) {
                doubt(&run, Reason::SameText);
            }
        }
    }
    for members in templates(&keys, &same, &crowd) {
        doubt(&members, Reason::Template);
    }
    for members in crowded(reviews, |review| review.author.map(str::to_owned)) {
        if members.len() >= options.many {
            doubt(&members, Reason::ManyInADay);
        }
    }
    for members in crowded(reviews, |_| Some(String::new())) {
        let wordless = |&&at: &&usize| {
            weight(&keys[at]) <= 8 && reviews[at].rating.is_some_and(|rating| rating >= 5.0)
        };
        let some: Vec<usize> = members.iter().filter(wordless).copied().collect();
        if some.len() >= options.wordless && 2 * some.len() > members.len() {
            doubt(&some, Reason::WordlessBurst);
        }
    }
    found.into_values().collect()
}

/// Groups of nearly equal texts, by their places: each in one group at most, in the order of the first; equal ones among them.
pub fn near_duplicates(texts: &[&str], likeness: f64) -> Vec<Vec<usize>> {
    let keys: Vec<Vec<char>> = texts.iter().map(|text| letters(text)).collect();
    let long: Vec<usize> = (0..keys.len())
        .filter(|&at| keys[at].len() >= SHINGLE)
        .collect();
    groups(&keys, &long, likeness)
}

/// Letters and digits of a text, folded.
fn letters(text: &str) -> Vec<char> {
    text.chars()
        .map(fold)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn weight(key: &[char]) -> usize {
    key.iter()
        .map(|&c| if crate::language::is_han(c) { 2 } else { 1 })
        .sum()
}

/// Reviews by day and by what else is asked.
fn crowded(
    reviews: &[Written<'_>],
    by: impl Fn(&Written<'_>) -> Option<String>,
) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(String, i32), Vec<usize>> = BTreeMap::new();
    for (at, review) in reviews.iter().enumerate() {
        if let (Some(key), Some(day)) = (by(review), review.day) {
            groups.entry((key, day)).or_default().push(at);
        }
    }
    groups.into_values().collect()
}

/// Whether all of some reviews are known to be one customer's.
fn is_one_author(members: &[usize], reviews: &[Written<'_>]) -> bool {
    let authors: BTreeSet<Option<&str>> = members.iter().map(|&at| reviews[at].author).collect();
    authors.len() == 1 && authors.iter().all(Option::is_some)
}

/// All reviews, among which some come together.
struct Crowd<'a> {
    reviews: &'a [Written<'a>],
    options: &'a DoubtOptions,
    /// Of those that have one, sorted.
    days: Vec<i32>,
}

impl<'a> Crowd<'a> {
    fn new(reviews: &'a [Written<'a>], options: &'a DoubtOptions) -> Self {
        let mut days: Vec<i32> = reviews.iter().filter_map(|review| review.day).collect();
        days.sort_unstable();
        Self {
            reviews,
            options,
            days,
        }
    }

    /// Runs of some reviews in which one comes soon after the other, of several customers; without days all of them are one run.
    ///
    /// `is_short`: words that others may find by themselves have to be many of all that was written in those days.
    fn runs(&self, members: &[usize], is_short: bool) -> Vec<Vec<usize>> {
        let mut members = members.to_vec();
        members.sort_by_key(|&at| (self.reviews[at].day, at));
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for at in members {
            let last = runs.last_mut().filter(|run| {
                let last = run.last().and_then(|&last| self.reviews[last].day);
                match (last, self.reviews[at].day) {
                    (Some(last), Some(day)) => day.saturating_sub(last) <= self.options.days,
                    (last, day) => last == day,
                }
            });
            match last {
                Some(run) => run.push(at),
                None => runs.push(vec![at]),
            }
        }
        runs.retain(|run| {
            run.len() >= self.options.template
                && !is_one_author(run, self.reviews)
                && (!is_short || self.is_much(run))
        });
        runs
    }

    /// Whether a run is much of what was written in its days.
    fn is_much(&self, run: &[usize]) -> bool {
        let day = |at: Option<&usize>| at.and_then(|&at| self.reviews[at].day);
        let (Some(first), Some(last)) = (day(run.first()), day(run.last())) else {
            // All days there are: more has to come together.
            let least = 5.0 * self.options.share * self.reviews.len() as f64;
            return run.len() >= 2 * self.options.template && run.len() as f64 >= least;
        };
        let from = self.days.partition_point(|&day| day < first);
        let to = self.days.partition_point(|&day| day <= last);
        run.len() as f64 >= self.options.share * (to - from) as f64
    }
}

/// Nearly equal texts of different customers that lie within some days.
fn templates(
    keys: &[Vec<char>],
    same: &BTreeMap<&[char], Vec<usize>>,
    crowd: &Crowd<'_>,
) -> Vec<Vec<usize>> {
    let options = crowd.options;
    // One of each equal text is compared.
    let mut firsts: Vec<usize> = same
        .iter()
        .filter(|(key, _)| weight(key) >= options.phrase)
        .map(|(_, members)| members[0])
        .collect();
    firsts.sort_unstable();
    let mut found = Vec::new();
    for group in groups(keys, &firsts, options.likeness) {
        let members: Vec<usize> = group
            .iter()
            .filter_map(|&at| same.get(keys[at].as_slice()))
            .flatten()
            .copied()
            .collect();
        let is_short = group.iter().all(|&at| weight(&keys[at]) < options.letters);
        found.extend(crowd.runs(&members, is_short));
    }
    found
}

/// Letters of a run.
const SHINGLE: usize = 3;
/// Bands of the signature and numbers of a band: of pairs that are 0.7 alike, .985 meet in one at least.
const BANDS: usize = 14;
const ROWS: usize = 4;

fn shingles(key: &[char]) -> Vec<u64> {
    let mut shingles: Vec<u64> = key
        .windows(SHINGLE)
        .map(|run| {
            run.iter()
                .fold(0, |hash, &c| mix(hash ^ u64::from(u32::from(c))))
        })
        .collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// Numbers of a signature.
const NUMBERS: usize = BANDS * ROWS;

/// The least hash in each of as many equal ranges of hashes; empty ranges take that of the next one that is not,
/// mixed with how far it is: one hash a run of letters instead of one for each number.
///
/// # Source
/// One permutation hashing (Li, Owen and Zhang 2012) with rotation (Shrivastava and Li 2014).
fn signature(set: &[u64]) -> [u64; NUMBERS] {
    let mut least = [u64::MAX; NUMBERS];
    for &shingle in set {
        let range = (u128::from(shingle) * NUMBERS as u128) >> 64;
        let own = &mut least[range as usize];
        *own = shingle.min(*own);
    }
    let mut signature = least;
    // From the right, so that each empty range finds what its neighbour has found; twice, since ranges are a ring.
    let mut next = None;
    for at in (0..2 * NUMBERS).rev() {
        let at = at % NUMBERS;
        if least[at] != u64::MAX {
            next = Some((least[at], 0_u64));
        } else if let Some((value, far)) = &mut next {
            *far += 1;
            signature[at] = mix(*value ^ *far);
        }
    }
    signature
}

/// Groups of texts that are alike, by MinHash with bands (Broder 1997) and the Jaccard index of those that meet.
fn groups(keys: &[Vec<char>], which: &[usize], likeness: f64) -> Vec<Vec<usize>> {
    let sets: Vec<Vec<u64>> = which.iter().map(|&at| shingles(&keys[at])).collect();
    let signatures: Vec<[u64; NUMBERS]> = sets.iter().map(|set| signature(set)).collect();
    let mut parent: Vec<usize> = (0..which.len()).collect();
    for band in 0..BANDS {
        let rows = band * ROWS..(band + 1) * ROWS;
        let mut buckets: BTreeMap<&[u64], Vec<usize>> = BTreeMap::new();
        for (at, _) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
            buckets
                .entry(&signatures[at][rows.clone()])
                .or_default()
                .push(at);
        }
        for members in buckets.values() {
            // Each with the one before: enough for a group, and linear in a crowd.
            for pair in members.windows(2) {
                let (a, b) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
                if a != b && alike(&sets[pair[0]], &sets[pair[1]], likeness) {
                    parent[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, &own) in which.iter().enumerate() {
        groups.entry(root(&mut parent, at)).or_default().push(own);
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect()
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn alike(a: &[u64], b: &[u64], likeness: f64) -> bool {
    // Of sets of other sizes no more than the smaller one can be shared.
    a.len().min(b.len()) as f64 >= likeness * a.len().max(b.len()) as f64
        && jaccard(a, b) >= likeness
}

/// Of sorted sets.
fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    shared as f64 / (a.len() + b.len() - shared).max(1) as f64
}

#[cfg(test)]
mod tests;
