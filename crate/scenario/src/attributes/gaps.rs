//! What titles say and leave out.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, Grouping};
use super::columns::Columns;

/// Attributes whose coverage is told, and whether shoppers miss one that is not there.
pub(super) const LABELS: [(&str, bool); 11] = [
    ("product", false),
    ("brand", true),
    ("color", true),
    ("material", true),
    ("size", true),
    ("quantity", true),
    ("audience", true),
    ("style", false),
    ("season", true),
    ("feature", false),
    ("model", true),
];
/// Titles that a group must have, and the share of them that must say an attribute.
const GROUP: usize = 8;
const MOST: f64 = 0.7;

/// An attribute, and the entries that say it.
pub(super) struct Coverage {
    pub(super) label: &'static str,
    pub(super) items: Vec<usize>,
    /// Others whose description says it.
    pub(super) described: usize,
}

/// In falling order; those that no title says at the end.
pub(super) fn coverage(catalogue: &Catalogue<'_>, columns: &Columns) -> Vec<Coverage> {
    let of = |label: &'static str| {
        let says = |at: &(usize, &super::catalogue::Item<'_>)| {
            // In the title: a column's brand is not seen by who searches.
            at.1.mentions().any(|m| {
                m.label == label && (label != "product" || at.1.values.contains_key(label))
            })
        };
        let items: Vec<usize> = catalogue.counted().filter(says).map(|(at, _)| at).collect();
        Coverage {
            label,
            described: described(catalogue, columns, label, &items).count(),
            items,
        }
    };
    let mut all: Vec<Coverage> = LABELS.iter().map(|(label, _)| of(label)).collect();
    table::order::sort_by(&mut all, |a, b| b.items.len().cmp(&a.items.len()));
    all
}

/// Entries whose description says an attribute, of those that are not among the ones `told`, which say it in the title.
pub(super) fn described<'a>(
    catalogue: &'a Catalogue<'_>,
    columns: &'a Columns,
    label: &'a str,
    told: &'a [usize],
) -> impl Iterator<Item = usize> + 'a {
    let silent = catalogue.counted().map(|(at, _)| at);
    let silent = silent.filter(|at| told.binary_search(at).is_err());
    silent.filter(move |at| {
        let said = columns.described.get(at);
        said.is_some_and(|said| said.iter().any(|one| one.label == label))
    })
}

/// An attribute that most titles of a group say, and those that do not.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gap {
    /// The group as it is compared; `None`: all titles.
    pub(super) group: Option<String>,
    pub(super) label: &'static str,
    /// Titles of the group, and how many say it.
    pub(super) titles: usize,
    pub(super) told: usize,
    /// Sold titles that do not, and no column says it for them, best-selling first.
    pub(super) missing: Vec<usize>,
}

/// Gaps, most titles first. Where nothing is sold, of all titles.
pub(super) fn gaps(catalogue: &Catalogue<'_>, columns: &Columns) -> Vec<Gap> {
    let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (at, item) in catalogue.counted() {
        groups
            .entry(catalogue.group(item, ""))
            .or_default()
            .push(at);
    }
    let mut found = Vec::new();
    for (group, titles) in groups {
        let ungrouped = group.is_none() && catalogue.grouping != Grouping::None;
        if titles.len() < GROUP || ungrouped {
            continue;
        }
        for (label, _) in LABELS.iter().filter(|(_, missed)| *missed) {
            let says = |at: &usize| catalogue.items[*at].values.contains_key(*label);
            let told = titles.iter().filter(|at| says(at)).count();
            let filled = |at: &usize| {
                let of = columns.filled.get(at);
                of.is_some_and(|labels| labels.contains(*label))
            };
            let missing: Vec<usize> = titles
                .iter()
                .filter(|at| !says(at) && !filled(at))
                .filter(|at| !catalogue.sells || catalogue.items[**at].is_sold())
                .copied()
                .collect();
            if told as f64 >= MOST * titles.len() as f64 && !missing.is_empty() {
                found.push(Gap {
                    group: group.map(str::to_owned),
                    label,
                    titles: titles.len(),
                    told,
                    missing,
                });
            }
        }
    }
    table::order::sort_by(&mut found, |a, b| {
        let key = |g: &Gap| (std::cmp::Reverse(g.missing.len()), g.label, g.group.clone());
        key(a).cmp(&key(b))
    });
    found
}
