//! One thing with several names: a value that titles write in several ways, a brand that is there twice.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, Forms};
use super::doubles::is_typo;
use super::odd::is_han;
use crate::cells;

/// Labels whose values shoppers filter by.
const LABELS: [&str; 4] = ["color", "material", "size", "audience"];
/// Titles that each way of writing must have.
const EACH: usize = 2;
/// Titles that must bring two names of a brand together, and their share of those with the rarer name.
const TOGETHER: usize = 2;
const MOSTLY: f64 = 0.5;

/// A value with several names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spelling {
    pub(super) label: String,
    /// The value as it is compared; empty for brands.
    pub(super) value: String,
    /// Most frequent first, with the number of titles.
    pub(super) forms: Vec<(String, usize)>,
    /// Places of the titles that do not use the first.
    pub(super) items: Vec<usize>,
}

/// Values and brands with several names, most titles with another than the usual one first.
pub(super) fn spellings(catalogue: &Catalogue<'_>) -> Vec<Spelling> {
    let mut found = Vec::new();
    // Nobody who writes English titles should write 蓝色 there because others of the shop do.
    for ((label, value, chinese), forms) in &catalogue.by_script {
        if LABELS.contains(&label.as_str()) {
            found.extend(of_value(
                catalogue,
                (label.as_str(), value.as_str()),
                *chinese,
                forms,
            ));
        }
    }
    found.extend(brands(catalogue));
    table::order::sort_by(&mut found, |a: &Spelling, b: &Spelling| {
        let key = |s: &Spelling| (s.label != "brand", std::cmp::Reverse(s.items.len()));
        (key(a), &a.label, &a.value).cmp(&(key(b), &b.label, &b.value))
    });
    found
}

/// A form without what grammar adds: 's, plurals, 色, hyphens and spaces.
fn stem(form: &str) -> String {
    let key = cells::key(form);
    let plain: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut stem = plain.as_str();
    for tail in ["色", "码", "号", "质", "材质"] {
        stem = stem.strip_suffix(tail).unwrap_or(stem);
    }
    match stem.len() > 3 && stem.is_ascii() {
        true => stem.trim_end_matches('s').to_owned(),
        false => stem.to_owned(),
    }
}

/// Whether one is the other with an ending or a beginning more: wood and wooden, 红 and 大红.
fn is_derived(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    long.starts_with(short) || long.ends_with(short)
}

/// A value's ways of writing in titles with Chinese in them, or in those without.
fn of_value(
    catalogue: &Catalogue<'_>,
    (label, value): (&str, &str),
    chinese: bool,
    forms: &Forms,
) -> Option<Spelling> {
    let mut stems: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (form, count) in forms {
        stems
            .entry(stem(form))
            .or_default()
            .insert(form.as_str(), *count);
    }
    let mut ways: Vec<(String, String, usize)> = stems
        .into_iter()
        .filter_map(|(stem, forms)| {
            let count = forms.values().sum::<usize>();
            let most = forms.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            Some((stem, (*most?.0).to_owned(), count)).filter(|_| count >= EACH)
        })
        .collect();
    table::order::sort_by(&mut ways, |a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    let mut kept: Vec<(String, String, usize)> = Vec::new();
    for way in ways {
        if !kept.iter().any(|k| is_derived(&k.0, &way.0)) {
            kept.push(way);
        }
    }
    if kept.len() < 2 {
        return None;
    }
    let rare: BTreeSet<String> = kept[1..].iter().map(|k| k.0.clone()).collect();
    let of_script = catalogue.counted();
    let of_script = of_script.filter(|(_, item)| item.is_chinese() == chinese);
    let items = of_script.filter(|(_, item)| {
        let mut own = item.mentions().filter(|m| m.label == label);
        own.any(|m| rare.contains(&stem(&m.text)))
            && item.values.get(label).is_some_and(|of| of.contains(value))
    });
    Some(Spelling {
        label: label.to_owned(),
        value: value.to_owned(),
        items: items.map(|(at, _)| at).collect(),
        forms: kept.into_iter().map(|(_, form, n)| (form, n)).collect(),
    })
}

/// Names of brands, as titles and the brand's column have them.
struct Brands<'a> {
    /// By name as written: places of titles.
    titles: BTreeMap<&'a str, BTreeSet<usize>>,
}

fn brands(catalogue: &Catalogue<'_>) -> Vec<Spelling> {
    let mut brands = Brands {
        titles: BTreeMap::new(),
    };
    for (at, item) in catalogue.items.iter().enumerate() {
        let in_title = item.mentions().filter(|m| m.label == "brand");
        for name in in_title.map(|m| m.text.trim()).chain(item.brand) {
            brands.titles.entry(name).or_default().insert(at);
        }
    }
    let mut pairs: BTreeSet<(&str, &str)> = brands.same_letters();
    pairs.extend(brands.slips());
    pairs.extend(brands.together());
    // Pairs that share a name are one brand.
    let mut groups: Vec<BTreeSet<&str>> = Vec::new();
    for (a, b) in pairs {
        let mut own = BTreeSet::from([a, b]);
        groups.retain(|group| {
            let shares = group.contains(a) || group.contains(b);
            if shares {
                own.extend(group.iter().copied());
            }
            !shares
        });
        groups.push(own);
    }
    let spelling = |names: BTreeSet<&str>| {
        let mut forms: Vec<(String, usize)> = names
            .iter()
            .map(|name| ((*name).to_owned(), brands.titles[name].len()))
            .collect();
        table::order::sort_by(&mut forms, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let others = forms.iter().skip(1);
        let items: BTreeSet<usize> = others
            .flat_map(|(name, _)| &brands.titles[name.as_str()])
            .copied()
            .collect();
        Spelling {
            label: "brand".to_owned(),
            value: String::new(),
            items: items.into_iter().collect(),
            forms,
        }
    };
    groups.into_iter().map(spelling).collect()
}

impl<'a> Brands<'a> {
    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.titles.keys().copied()
    }

    /// The same but for case, width, accents, spaces and signs. Case alone does not count in titles: some shops shout.
    fn same_letters(&self) -> BTreeSet<(&'a str, &'a str)> {
        let mut by_letters: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
        for name in self.names() {
            let letters: String = cells::key(name)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .map(plain)
                .collect();
            if letters.chars().count() > 2 {
                by_letters.entry(letters).or_default().push(name);
            }
        }
        let mut pairs = BTreeSet::new();
        for names in by_letters.values() {
            for pair in names.windows(2) {
                if cells::key(pair[0]) != cells::key(pair[1]) {
                    pairs.insert((pair[0], pair[1]));
                }
            }
        }
        pairs
    }

    /// A letter apart, and the rarer one three times as rare. Names that share all but one letter meet.
    fn slips(&self) -> BTreeSet<(&'a str, &'a str)> {
        let mut meeting: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
        for name in self.names() {
            let chars: Vec<char> = cells::key(name).chars().collect();
            if !(5..=40).contains(&chars.len()) || !chars.iter().all(char::is_ascii_alphabetic) {
                continue;
            }
            for left_out in 0..=chars.len() {
                let rest = chars.iter().enumerate().filter(|(i, _)| *i != left_out);
                let rest: String = rest.map(|(_, c)| c).collect();
                meeting.entry(rest).or_default().push(name);
            }
        }
        let mut pairs = BTreeSet::new();
        for names in meeting.values() {
            for pair in names.windows(2) {
                let [a, b] = [pair[0], pair[1]].map(|n| cells::key(n).chars().collect::<Vec<_>>());
                let [n, m] = [pair[0], pair[1]].map(|n| self.titles[n].len());
                if a.first() == b.first() && is_typo(&a, &b) && n.min(m) * 3 <= n.max(m) {
                    pairs.insert((pair[0].min(pair[1]), pair[0].max(pair[1])));
                }
            }
        }
        pairs
    }

    /// A Chinese and a Latin name that the same titles bear.
    fn together(&self) -> BTreeSet<(&'a str, &'a str)> {
        let is_chinese = |name: &str| name.chars().any(is_han);
        let mut of_title: BTreeMap<usize, Vec<&'a str>> = BTreeMap::new();
        for (name, titles) in &self.titles {
            for &title in titles {
                of_title.entry(title).or_default().push(name);
            }
        }
        let mut together: BTreeMap<(&'a str, &'a str), usize> = BTreeMap::new();
        for names in of_title.values() {
            for one in names.iter().filter(|n| is_chinese(n)) {
                let latin = |n: &&&'a str| n.chars().all(|c| !is_han(c));
                for other in names.iter().filter(latin) {
                    *together.entry((*one, *other)).or_default() += 1;
                }
            }
        }
        let enough = together.into_iter().filter(|((a, b), count)| {
            let rarer = self.titles[a].len().min(self.titles[b].len());
            *count >= TOGETHER && *count as f64 >= MOSTLY * rarer as f64
        });
        enough.map(|(pair, _)| pair).collect()
    }
}

/// A letter without its accent.
fn plain(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}
