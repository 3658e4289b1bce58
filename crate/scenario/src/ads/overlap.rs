//! The same spend told by several reports: by campaign, by ad, by search term, and again next week.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::Row;
use super::tally::Sums;

/// A row and the currency of its amounts.
pub(super) type Priced = (String, Row);

/// The rows of a report, and how many names its finest row has (campaign 1, ad group 2, ad 3, search term 4).
pub(super) type Report = (usize, Vec<Priced>);

/// Days on which campaigns are told of.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<String, Days>);

#[derive(Debug, Default)]
struct Days {
    /// A row without days may be of any.
    any: bool,
    /// First and last days, ascending and apart after [`Told::of`].
    spans: Vec<(i32, i32)>,
}

impl Told {
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a Row>) -> Self {
        let mut out = Self::default();
        for row in rows {
            let days = out.0.entry(row.names[0].clone()).or_default();
            match row.days {
                Some(span) => days.spans.push(span),
                None => days.any = true,
            }
        }
        for days in out.0.values_mut() {
            table::order::sort(&mut days.spans);
            let mut apart: Vec<(i32, i32)> = Vec::new();
            for &(first, last) in &days.spans {
                match apart.last_mut() {
                    Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
                    _ => apart.push((first, last)),
                }
            }
            days.spans = apart;
        }
        out
    }

    /// Whether a row's campaign is told of on one of its days.
    pub(super) fn tells(&self, row: &Row) -> bool {
        let Some(days) = self.0.get(&row.names[0]) else {
            return false;
        };
        let Some((first, last)) = row.days else {
            return true;
        };
        let after = days.spans.partition_point(|span| span.1 < first);
        days.any || days.spans.get(after).is_some_and(|span| span.0 <= last)
    }

    /// Whether a row's days begin before or end after all that is told of its campaign.
    fn is_passed_by(&self, row: &Row) -> bool {
        let Some((days, (first, last))) = self.0.get(&row.names[0]).zip(row.days) else {
            return false;
        };
        let ends = days.spans.first().zip(days.spans.last());
        !days.any && ends.is_some_and(|(from, to)| first < from.0 || last > to.1)
    }
}

/// How a row stands to the coarser reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// No coarser report tells its spend.
    Whole,
    /// It breaks down what a coarser report tells.
    Detail,
    /// The same, but some of its days lie outside what the coarser report tells.
    Beyond,
}

/// For each row of each report, whether a coarser one of the same platform tells the same campaign on those days.
pub(super) fn parts(reports: &[Report]) -> Vec<Vec<Part>> {
    let platform = |rows: &[Priced]| {
        rows.first()
            .map_or(String::new(), |(_, r)| r.platform.clone())
    };
    let told: Vec<Told> = reports
        .iter()
        .map(|(_, rows)| Told::of(rows.iter().map(|(_, row)| row)))
        .collect();
    let mut out = Vec::new();
    for (level, rows) in reports {
        let own = platform(rows);
        let coarser: Vec<&Told> = reports
            .iter()
            .zip(&told)
            .filter(|((other, of), _)| {
                let theirs = platform(of);
                let same = own.is_empty() || theirs.is_empty() || own == theirs;
                (1..*level).contains(other) && same
            })
            .map(|(_, told)| told)
            .collect();
        let part = |(_, row): &Priced| {
            let by: Vec<&&Told> = coarser.iter().filter(|t| t.tells(row)).collect();
            if by.is_empty() {
                Part::Whole
            } else if by.iter().all(|t| t.is_passed_by(row)) {
                Part::Beyond
            } else {
                Part::Detail
            }
        };
        out.push(rows.iter().map(part).collect());
    }
    out
}

/// The finest rows that tell each spend: rows whose campaign finer ones of `detail` tell on those days are left out.
pub(super) fn finest<'a>(
    rows: &'a [Row],
    detail: &[&'a Row],
    level: impl Fn(&Row) -> usize,
) -> Vec<&'a Row> {
    let mut levels: BTreeMap<(usize, &str), Vec<&Row>> = BTreeMap::new();
    for row in detail {
        let key = (level(row), row.platform.as_str());
        levels.entry(key).or_default().push(row);
    }
    let told: Vec<(usize, &str, Told)> = levels
        .into_iter()
        .map(|((level, platform), rows)| (level, platform, Told::of(rows.into_iter())))
        .collect();
    let is_finest = |row: &&Row| {
        !told.iter().any(|(finer, platform, told)| {
            let same = row.platform.is_empty() || platform.is_empty() || row.platform == *platform;
            *finer > level(row) && same && told.tells(row)
        })
    };
    let all = rows.iter().chain(detail.iter().copied());
    all.filter(is_finest).collect()
}

/// What was told twice by currency: rows, and their spend in millionths.
type Twice = BTreeMap<String, (usize, i64)>;

type Key = (String, [String; 4], Option<(i32, i32)>);

/// Leaves out days that another export of the same report tells too; the later export stays. Two halves of one
/// export share keys by chance, but not numbers: only tables that agree in half of what they share are exports of
/// the same.
pub(super) fn drop_twins(reports: &mut [Report]) -> Twice {
    let totals = |rows: &[Priced]| {
        let mut by_key: BTreeMap<Key, Sums> = BTreeMap::new();
        for (currency, row) in rows.iter().filter(|(_, r)| r.days.is_some()) {
            by_key
                .entry((currency.clone(), row.names.clone(), row.days))
                .or_default()
                .add(&row.sums);
        }
        by_key
    };
    let mut twice = Twice::default();
    for a in 0..reports.len() {
        for b in a + 1..reports.len() {
            let (of_a, of_b) = (totals(&reports[a].1), totals(&reports[b].1));
            let shared: Vec<(&Key, &Sums, &Sums)> = of_a
                .iter()
                .filter_map(|(key, sums)| of_b.get(key).map(|other| (key, sums, other)))
                .filter(|(_, sums, _)| {
                    sums.spend.unwrap_or(0) != 0 || sums.impressions.unwrap_or(0) != 0
                })
                .collect();
            let same = shared.iter().filter(|(_, x, y)| alike(x, y)).count();
            if shared.is_empty() || same * 2 < shared.len() {
                continue;
            }
            let keys: BTreeSet<Key> = shared.iter().map(|(key, ..)| (*key).clone()).collect();
            // What ran on since the earlier export, and what was bought late, is in the one that counts more.
            let counts = |of: fn(&Sums) -> Option<i64>| {
                let sum = |side: fn(&(&Key, &Sums, &Sums)) -> Sums| -> i64 {
                    shared.iter().map(|s| of(&side(s)).unwrap_or(0)).sum()
                };
                sum(|s| *s.2).cmp(&sum(|s| *s.1))
            };
            let last =
                |keys: &BTreeMap<Key, Sums>| keys.keys().filter_map(|k| k.2).map(|d| d.1).max();
            let later = counts(|s| s.impressions)
                .then_with(|| counts(|s| s.conversions))
                .then_with(|| counts(|s| s.value))
                .then_with(|| last(&of_b).cmp(&last(&of_a)));
            let rows = &mut reports[if later.is_gt() { a } else { b }].1;
            rows.retain(|(currency, row)| {
                let stays = !keys.contains(&(currency.clone(), row.names.clone(), row.days));
                if !stays {
                    let left = twice.entry(currency.clone()).or_default();
                    left.0 += 1;
                    left.1 = left.1.saturating_add(row.sums.spend.unwrap_or(0));
                }
                stays
            });
        }
    }
    twice
}

/// Whether two exports tell the same day. Impressions, clicks and spend settle within a day or two, a hundredth apart
/// at most; conversions and their value are restated for weeks. One measure alone may be the same by chance, a daily
/// budget say: then all numbers have to be.
fn alike(x: &Sums, y: &Sums) -> bool {
    let settled = [
        x.impressions.zip(y.impressions),
        x.clicks.zip(y.clicks),
        x.spend.zip(y.spend),
    ];
    let near = |(a, b): &(i64, i64)| a.abs_diff(*b) <= a.unsigned_abs().max(b.unsigned_abs()) / 100;
    let told = || settled.iter().flatten();
    x == y || told().count() > 1 && told().all(near)
}
