//! Titles that are there twice: the same words in another order, a slip of the pen, or nearly the same by the model's
//! vectors. Titles that differ in size, colour, feature or number are variants, and no doubles; nor are those that say one
//! word for another, of two brands, at prices far apart, or of which one says that it is not what the other is.

use std::collections::{BTreeMap, BTreeSet};

use extract::{Mention, Value};

use super::catalogue::Item;
use super::odd::{self, is_han};
use crate::cells;
use crate::random::Random;

/// Share of equal runs of letters from which on titles are held against each other word by word.
const LIKENESS: f64 = 0.6;
/// Titles of a group that each is held against.
const NEIGHBOURS: usize = 8;
/// Titles whose vectors are compared, best-selling first.
const VECTORS: usize = 5_000;
/// Cosine of vectors, the mean taken off, from which on titles mean the same.
const COSINE: f32 = 0.95;
/// Share of titles with several products from which on that is how the shop keeps its variants.
const STYLE: f64 = 0.2;
/// What makes a variant.
const VARIANT: [&str; 12] = [
    "color",
    "size",
    "quantity",
    "material",
    "model",
    "audience",
    "season",
    "style",
    "feature",
    "compatibility",
    "spec",
    "price",
];
/// Words that make a variant without being read as anything.
const SIDES: [&str; 30] = [
    "small", "medium", "large", "mini", "big", "left", "right", "short", "long", "single",
    "double", "round", "square", "dark", "light", "男", "女", "大", "中", "小", "左", "右", "上",
    "下", "长", "短", "厚", "薄", "单", "双",
];
/// Words that make something else of what they stand beside: 仿羊毛 is no 羊毛.
const TURNING: [&str; 15] = [
    "仿",
    "假",
    "非",
    "不",
    "无",
    "not",
    "non",
    "no",
    "without",
    "free",
    "faux",
    "fake",
    "imitation",
    "artificial",
    "vegan",
];
/// How many times as dear one may be as the other.
const FAR: f64 = 1.5;
/// Words that say nothing of a product.
const EMPTY: [&str; 15] = [
    "the", "a", "an", "of", "and", "with", "for", "in", "to", "on", "by", "s", "new", "sale", "hot",
];
const EMPTY_ZH: [&str; 8] = [
    "包邮",
    "正品",
    "新款",
    "热卖",
    "特价",
    "爆款",
    "官方",
    "旗舰店",
];

/// How titles are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Several products bear one title.
    Exact,
    /// The same words.
    Words,
    /// But for a slip of the pen or a character more.
    Near,
    /// By the model's vectors.
    Meaning,
}

/// Titles that are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Double {
    /// The weakest of the reasons.
    pub(super) kind: Kind,
    /// Places, best-selling first.
    pub(super) items: Vec<usize>,
}

/// What was found.
pub(super) struct Doubles {
    /// Those of different titles first, then most revenue first.
    pub(super) found: Vec<Double>,
    /// Titles that differ from another in size, colour or number alone.
    pub(super) variants: usize,
    /// Titles with several products, where that is the shop's way.
    pub(super) shared: usize,
}

/// The words of a title, sorted.
struct Bag {
    /// What says what it is.
    core: Vec<String>,
    /// What says which variant.
    variant: Vec<String>,
    /// Both, whatever was taken for which.
    all: Vec<String>,
    /// What says what it is, kinds of products by what they are called everywhere: pants as trousers.
    kinds: Vec<String>,
}

fn bag(item: &Item<'_>) -> Bag {
    let mut text = item.text.to_owned();
    for word in EMPTY_ZH {
        // As long as before: mentions know their places.
        text = text.replace(word, &" ".repeat(word.chars().count()));
    }
    let chars: Vec<char> = text.chars().collect();
    let of_variant = |from: usize, to: usize| {
        let mentions = item.mentions();
        let mut variants = mentions.filter(|m| VARIANT.contains(&m.label.as_str()));
        variants.any(|m| (m.start as usize) < to && from < m.end as usize)
    };
    let over = |at: usize, label: &str| {
        let mut mentions = item.mentions().filter(|m| m.label == label);
        mentions.find(|m| (m.start as usize) <= at && at < m.end as usize)
    };
    let mut bag = Bag {
        core: Vec::new(),
        variant: Vec::new(),
        all: Vec::new(),
        kinds: Vec::new(),
    };
    let mut at = 0;
    while at < chars.len() {
        let from = at;
        // 500 ml are half a litre.
        if let Some((amount, end)) = over(at, "quantity").and_then(amount) {
            bag.variant.push(amount);
            at = end;
            continue;
        }
        at += 1;
        if is_han(chars[from]) {
            // One by one: where words end is not known.
        } else if chars[from].is_alphanumeric() {
            while at < chars.len() && chars[at].is_alphanumeric() && !is_han(chars[at]) {
                at += 1;
            }
        } else {
            continue;
        }
        let word = folded(&chars[from..at]);
        if EMPTY.contains(&word.as_str()) {
            continue;
        }
        let numbered = word.chars().any(char::is_numeric);
        match numbered || SIDES.contains(&word.as_str()) || of_variant(from, at) {
            true => bag.variant.push(word),
            false => {
                let kind = over(from, "product").and_then(|m| match &m.value {
                    Some(Value::Key(key)) => Some(cells::key(key)),
                    _ => None,
                });
                let kind = kind.unwrap_or_else(|| word.clone());
                if bag.kinds.last() != Some(&kind) {
                    bag.kinds.push(kind);
                }
                bag.core.push(word);
            }
        }
    }
    bag.all = [&bag.core[..], &bag.variant].concat();
    let Bag {
        core,
        variant,
        all,
        kinds,
    } = &mut bag;
    for words in [core, variant, all, kinds] {
        table::order::sort(words);
    }
    bag
}

/// An amount in one way of writing, and where it ends.
fn amount(mention: &Mention) -> Option<(String, usize)> {
    let Some(Value::Amount {
        number,
        unit,
        count,
    }) = &mention.value
    else {
        return None;
    };
    let times = count.unwrap_or(1);
    Some((format!("{number:.6} {unit} {times}"), mention.end as usize))
}

/// Whether one of two titles says something that the other has another word for: round necks are no high necks. Words
/// that differ by a slip of the pen are one, and so are two names of a kind.
fn is_other(a: &Bag, b: &Bag) -> bool {
    let chars = |word: &String| word.chars().collect::<Vec<char>>();
    let (only_a, only_b) = (without(&a.kinds, &b.kinds), without(&b.kinds, &a.kinds));
    let slips = |word: &&&String| only_b.iter().any(|b| is_typo(&chars(word), &chars(b)));
    let slips = only_a.iter().filter(slips).count();
    only_a.len() > slips && only_b.len() > slips
}

/// Small letters, full width as half, without the plural's s.
fn folded(word: &[char]) -> String {
    let word: String = word.iter().collect();
    let mut word = cells::key(&word);
    if word.len() > 3 && word.is_ascii() && word.ends_with('s') && !word.ends_with("ss") {
        word.pop();
    }
    word
}

/// Whether two sorted lists of words are the same but for a slip of the pen, or two Chinese characters more.
fn is_slip(a: &[String], b: &[String]) -> bool {
    let (only_a, only_b) = (without(a, b), without(b, a));
    match (only_a.as_slice(), only_b.as_slice()) {
        ([a], [b]) => {
            let chars = |w: &str| w.chars().collect::<Vec<char>>();
            a.chars().all(char::is_alphabetic) && is_typo(&chars(a), &chars(b))
        }
        (more, []) | ([], more) => {
            let han = |w: &&String| w.chars().all(is_han) && !SIDES.contains(&w.as_str());
            more.len() <= 2 && a.len().min(b.len()) >= 10 && more.iter().all(han)
        }
        _ => false,
    }
}

/// What of a sorted list is not in another.
fn without<'a>(a: &'a [String], b: &[String]) -> Vec<&'a String> {
    let mut left: BTreeMap<&String, usize> = BTreeMap::new();
    for word in b {
        *left.entry(word).or_default() += 1;
    }
    let mut rest = Vec::new();
    for word in a {
        match left.get_mut(word).filter(|n| **n > 0) {
            Some(n) => *n -= 1,
            None => rest.push(word),
        }
    }
    rest
}

/// One letter too many, too few or another, or two that changed places, in a word of five and more.
pub(super) fn is_typo(a: &[char], b: &[char]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() < 5 || long.len() - short.len() > 1 || long == short {
        return false;
    }
    let Some(at) = (0..short.len()).find(|&i| long[i] != short[i]) else {
        return true;
    };
    if long.len() > short.len() {
        return long[at + 1..] == short[at..];
    }
    let changed = at + 1 < long.len()
        && long[at] == short[at + 1]
        && long[at + 1] == short[at]
        && long[at + 2..] == short[at + 2..];
    changed || long[at + 1..] == short[at + 1..]
}

/// What tells products apart whatever their words are.
struct Apart<'i, 'l> {
    items: &'i [Item<'l>],
    /// Of each entry: its brands, as they are compared, and the words that turn others around.
    brands: Vec<BTreeSet<String>>,
    turning: Vec<Vec<&'i String>>,
    /// Two names of one brand, since titles bear both: 耐克 and Nike.
    together: BTreeSet<(String, String)>,
}

impl<'i, 'l> Apart<'i, 'l> {
    fn new(items: &'i [Item<'l>], bags: &'i [Bag]) -> Self {
        let mut together = BTreeSet::new();
        let brands: Vec<BTreeSet<String>> = items
            .iter()
            .map(|item| {
                let told = item.mentions().filter(|m| m.label == "brand");
                let names = told.map(|m| m.text.as_str()).chain(item.brand);
                let names: BTreeSet<String> = names.map(cells::key).collect();
                for one in &names {
                    let others = names.iter().filter(|other| *other != one);
                    together.extend(others.map(|other| (one.clone(), other.clone())));
                }
                // A column knows the brand better than a title.
                match item.brand {
                    Some(brand) => BTreeSet::from([cells::key(brand)]),
                    None => names,
                }
            })
            .collect();
        let turning = |bag: &'i Bag| {
            let words = bag.core.iter().chain(&bag.variant);
            let mut words: Vec<&String> = words.filter(|w| TURNING.contains(&w.as_str())).collect();
            table::order::sort(&mut words);
            words
        };
        Self {
            items,
            brands,
            turning: bags.iter().map(turning).collect(),
            together,
        }
    }

    /// Whether two names may be of one brand: one within the other, a slip of the pen, or two names that titles bear together.
    fn is_one(&self, a: &str, b: &str) -> bool {
        let chars = |name: &str| name.chars().collect::<Vec<char>>();
        a.contains(b)
            || b.contains(a)
            || is_typo(&chars(a), &chars(b))
            || self.together.contains(&(a.to_owned(), b.to_owned()))
    }

    fn are(&self, a: usize, b: usize) -> bool {
        let [own, other] = [a, b].map(|at| &self.brands[at]);
        let mut pairs = own.iter().flat_map(|x| other.iter().map(move |y| (x, y)));
        let brands = !own.is_empty() && !other.is_empty();
        let brands = brands && !pairs.any(|(x, y)| self.is_one(x, y));
        let prices = self.items[a].charge().zip(self.items[b].charge());
        let dear = prices.is_some_and(|(a, b)| a.max(b) > FAR * a.min(b));
        brands || dear || self.turning[a] != self.turning[b]
    }
}

/// Sets of entries that are the same.
struct Sets {
    parent: Vec<usize>,
    kind: BTreeMap<usize, Kind>,
    /// Of a set's first entry: all of its entries, where there are several.
    members: BTreeMap<usize, Vec<usize>>,
}

impl Sets {
    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes one set of two, but for such that hold products told apart; whether it is one.
    fn join(&mut self, a: usize, b: usize, kind: Kind, apart: &Apart<'_, '_>) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let [mut all, others] = [a, b].map(|at| {
                let members = self.members.get(&at).cloned();
                members.unwrap_or_else(|| vec![at])
            });
            if all.iter().any(|x| others.iter().any(|y| apart.are(*x, *y))) {
                return false;
            }
            all.extend(others);
            self.members.remove(&a.max(b));
            self.members.insert(a.min(b), all);
            let own = [a, b].map(|at| self.kind.remove(&at).unwrap_or(Kind::Exact));
            let first = a.min(b);
            self.parent[a.max(b)] = first;
            self.kind.insert(first, kind.max(own[0]).max(own[1]));
        }
        true
    }
}

pub(super) fn doubles(items: &[Item<'_>]) -> Doubles {
    let bags: Vec<Bag> = items.iter().map(bag).collect();
    let apart = Apart::new(items, &bags);
    let mut sets = Sets {
        parent: (0..items.len()).collect(),
        kind: BTreeMap::new(),
        members: BTreeMap::new(),
    };
    // Of the same words: the first of those that are told apart.
    let mut same: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    let mut cores: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, bag) in bags.iter().enumerate() {
        if bag.all.len() < 2 || bag.core.is_empty() {
            continue;
        }
        let firsts = same.entry(&bag.all).or_default();
        if firsts.is_empty() {
            cores.entry(&bag.core).or_default().push(at);
        }
        let mut known = firsts.iter().take(NEIGHBOURS);
        if !known.any(|first| sets.join(*first, at, Kind::Words, &apart)) {
            firsts.push(at);
        }
    }
    let variants = cores.values().filter(|of| of.len() > 1).map(Vec::len);
    let variants = variants.sum();
    let texts: Vec<&str> = items.iter().map(|i| i.text).collect();
    for mut group in extract::near_duplicates(&texts, LIKENESS) {
        table::order::sort_by(&mut group, |a, b| texts[*a].cmp(texts[*b]));
        for (at, &one) in group.iter().enumerate() {
            for &other in group[at + 1..].iter().take(NEIGHBOURS) {
                let (a, b) = (&bags[one], &bags[other]);
                if a.variant == b.variant && is_slip(&a.core, &b.core) {
                    sets.join(one, other, Kind::Near, &apart);
                }
            }
        }
    }
    for (one, other) in alike(items) {
        let (a, b) = (&bags[one], &bags[other]);
        // In two languages no word is the same.
        let languages = items[one].is_chinese() != items[other].is_chinese();
        if a.variant == b.variant && (languages || !is_other(a, b)) {
            sets.join(one, other, Kind::Meaning, &apart);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..items.len() {
        groups.entry(sets.root(at)).or_default().push(at);
    }
    let shared = items.iter().filter(|i| i.is_shared()).count();
    let is_style = shared as f64 > STYLE * items.len() as f64;
    let groups = groups.into_iter().filter(|(_, of)| {
        !odd::is_no_product(items[of[0]].text)
            && (of.len() > 1 || (!is_style && of.iter().any(|at| items[*at].is_shared())))
    });
    let mut found: Vec<Double> = groups
        .map(|(root, items)| Double {
            kind: sets.kind.get(&root).copied().unwrap_or(Kind::Exact),
            items,
        })
        .collect();
    let revenue = |d: &Double| d.items.iter().map(|at| items[*at].revenue).sum::<i64>();
    table::order::sort_by(&mut found, |a, b| {
        // Those that share a title are seen at a glance; the others are news.
        let key = |d: &Double| {
            let exact = d.kind == Kind::Exact;
            (exact, std::cmp::Reverse(revenue(d)), items[d.items[0]].text)
        };
        key(a).cmp(&key(b))
    });
    Doubles {
        found,
        variants,
        shared: if is_style { shared } else { 0 },
    }
}

/// Signs of a vector in one table, and tables.
const BITS: usize = 12;
const TABLES: usize = 6;

/// Pairs of titles whose vectors lie close, by the signs of random projections (Charikar 2002).
fn alike(items: &[Item<'_>]) -> BTreeSet<(usize, usize)> {
    let mut vectors: Vec<(usize, Vec<f32>)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(vector) = item.vector.filter(|_| item.counted) {
            vectors.push((at, vector.to_vec()));
        }
    }
    vectors.truncate(VECTORS);
    let width = vectors.first().map_or(0, |(_, v)| v.len());
    // Vectors of a model share a direction that says nothing.
    let mut mean = vec![0.0_f32; width];
    for (_, vector) in &vectors {
        for (sum, value) in mean.iter_mut().zip(vector) {
            *sum += value / vectors.len() as f32;
        }
    }
    for (_, vector) in &mut vectors {
        for (value, mean) in vector.iter_mut().zip(&mean) {
            *value -= mean;
        }
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
        for value in vector.iter_mut() {
            *value /= length.max(f32::MIN_POSITIVE);
        }
    }
    let mut random = Random::new(TABLES as u64);
    let mut pairs = BTreeSet::new();
    for _ in 0..TABLES {
        let planes: Vec<f32> = (0..BITS * width)
            .map(|_| random.unit() as f32 - 0.5)
            .collect();
        let mut buckets: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, (_, vector)) in vectors.iter().enumerate() {
            let signs = planes.chunks(width.max(1)).map(|plane| dot(plane, vector));
            let code = signs.fold(0, |code, sign| (code << 1) | u32::from(sign > 0.0));
            buckets.entry(code).or_default().push(place);
        }
        for bucket in buckets.values() {
            for (at, &one) in bucket.iter().enumerate() {
                for &other in bucket[at + 1..].iter().take(2 * NEIGHBOURS) {
                    if dot(&vectors[one].1, &vectors[other].1) >= COSINE {
                        pairs.insert((vectors[one].0, vectors[other].0));
                    }
                }
            }
        }
    }
    pairs
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
