//! How long suppliers take, and which of them takes longest.

use analysis::statistics::mann_whitney;
use chart::spec::{BoxStats, Format, Plot};
use report::Block;

use super::delivery::Record;
use super::{BOX, MOST, Page, measure, words};

/// p-values below which lead times differ.
const DIFFER: f64 = 0.05;

impl Page<'_> {
    pub(super) fn boxes(&self) -> Option<Block> {
        let say = &self.say;
        let mut of: Vec<(&Record, BoxStats)> = self
            .records
            .iter()
            .filter(|r| r.leads.len() >= BOX)
            .filter_map(|r| Some((r, stats(r)?)))
            .collect();
        of.truncate(MOST);
        of.sort_by(|a, b| {
            let by_median = b.1.median.total_cmp(&a.1.median);
            by_median.then(a.0.name.cmp(&b.0.name))
        });
        let ((first, longest), (_, shortest)) = (of.first()?, of.last()?);
        let (most, least) = (
            say.number(longest.median, 0),
            say.number(shortest.median, 0),
        );
        let records: Vec<&Record> = of.iter().map(|(record, _)| *record).collect();
        let title = match (is_longest(&records), records.len()) {
            (_, 1) => words::BOX_TITLE_ONE,
            (true, _) => words::BOX_TITLE,
            _ if most == least => words::BOX_TITLE_ALIKE,
            _ => words::BOX_TITLE_PLAIN,
        };
        let title = say.fill(
            title,
            &[
                ("name", (&self.name(first)).into()),
                ("days", (&most).into()),
                ("least", (&least).into()),
            ],
        );
        let selections = of.iter().map(|(r, _)| Self::rows_of(r)).collect();
        let note = say.fill(words::BOX_NOTE, &[("n", (&BOX.to_string()).into())]);
        Some(say.chart(
            "suppliers-lead",
            (title, self.scope(say.plain(words::BOX_SUBTITLE)), note),
            Plot::Box {
                y: say.measure(words::DAYS, Format::Count),
                boxes: of.into_iter().map(|(_, stats)| stats).collect(),
            },
            selections,
        ))
    }
}

/// Whether the first takes longer than each of the others, and by more than chance.
fn is_longest(records: &[&Record]) -> bool {
    let Some((first, others)) = records.split_first() else {
        return false;
    };
    let differ =
        |r: &&Record| mann_whitney(&first.leads, &r.leads, 1.0).is_some_and(|p| p < DIFFER);
    let median = |r: &Record| measure::quantile(&r.leads, 0.5);
    let mut others = others.iter();
    others.all(|r| median(first) > median(r) && differ(r))
}

/// A box of lead times.
fn stats(record: &Record) -> Option<BoxStats> {
    let of = |p| measure::quantile(&record.leads, p);
    let (q1, median, q3) = (of(0.25)?, of(0.5)?, of(0.75)?);
    let reach = 1.5 * (q3 - q1);
    let inside = |v: &&f64| (q1 - reach..=q3 + reach).contains(*v);
    Some(BoxStats {
        name: record.name.clone(),
        low: *record.leads.iter().find(inside)?,
        q1,
        median,
        q3,
        high: *record.leads.iter().rev().find(inside)?,
        outliers: record
            .leads
            .iter()
            .copied()
            .filter(|v| !inside(&v))
            .take(50)
            .collect(),
        n: record.leads.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_longest_must_surely_do_so() {
        let of = |leads: &[f64]| Record {
            leads: leads.to_vec(),
            ..Record::default()
        };
        let slow = of(&[20.0, 21.0, 22.0, 23.0, 24.0, 25.0]);
        let fast = of(&[10.0, 11.0, 12.0, 13.0, 14.0, 15.0]);
        let near = of(&[18.0, 20.0, 21.0, 22.0, 24.0, 26.0]);
        assert!(is_longest(&[&slow, &fast]));
        assert!(!is_longest(&[&slow, &near, &fast]));
        assert!(!is_longest(&[&slow, &slow]));
    }
}
