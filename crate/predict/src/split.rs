//! Which rows train, and which only check.

use std::collections::BTreeMap;

use crate::Error;
use crate::features::Features;

/// Rows in an order that depends on their content, their label and the seed, not on where they stand.
pub(crate) struct Order {
    /// The rows.
    pub(crate) rows: Vec<u32>,
    /// Where each run of rows that belong together ends.
    ends: Vec<usize>,
}

impl Order {
    pub(crate) fn of(features: &Features, labels: &[bool], seed: u64) -> Self {
        let prints = features.fingerprints(seed);
        let groups = features.groups(&prints);
        let key = |row: u32| (groups[row as usize], prints[row as usize]);
        let mut rows: Vec<u32> = (0..features.rows() as u32).collect();
        rows.sort_by_key(|&row| (key(row), labels[row as usize]));
        let copied = are_copies(features, &prints, labels);
        let belong = |one: u32, other: u32| match features.is_owned(one) {
            true => key(one).0 == key(other).0,
            false => copied && key(one) == key(other),
        };
        let between = rows.windows(2).enumerate();
        let mut ends: Vec<usize> = between
            .filter(|(_, two)| !belong(two[0], two[1]))
            .map(|(at, _)| at + 1)
            .collect();
        ends.push(rows.len());
        Self { rows, ends }
    }

    /// Rows that belong together, one run after the other.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, &end)| &self.rows[start..end])
    }
}

/// Contents of the rarer class that occur several times, from which on they tell copies from chance.
const LEAST_COPIED: usize = 3;
/// Ways for rows to differ, by way that occurs, below which they are alike by chance.
const ROOMY: f64 = 20.0;
/// Share of them that has one label throughout where rows are copies.
const OF_ONE_LABEL: f64 = 0.95;

/// Whether rows that are equal are the same row over again, label and all, and not several things that happen to look
/// alike: of those, some would have the other label.
pub(crate) fn are_copies(features: &Features, prints: &[u64], labels: &[bool]) -> bool {
    let mut counts: BTreeMap<u64, [usize; 2]> = BTreeMap::new();
    for (&print, &label) in prints.iter().zip(labels) {
        counts.entry(print).or_default()[usize::from(label)] += 1;
    }
    if features.combinations() < ROOMY * counts.len() as f64 {
        return false;
    }
    let positives = labels.iter().filter(|&&label| label).count();
    let rarer = usize::from(2 * positives <= labels.len());
    let several = counts.values().filter(|c| c[rarer] > 0 && c[0] + c[1] > 1);
    let (mut all, mut pure) = (0, 0);
    for count in several {
        all += 1;
        pure += usize::from(count[1 - rarer] == 0);
    }
    all >= LEAST_COPIED && pure as f64 >= OF_ONE_LABEL * all as f64
}

/// The fold of each row, both classes spread evenly; rows that belong together are in one, unless there are no two groups
/// of each class.
pub(crate) fn folds(labels: &[bool], order: &Order, folds: usize) -> Vec<usize> {
    let mut runs: Vec<&[u32]> = order.runs().collect();
    let classes = |run: &[u32]| {
        let positives = run.iter().filter(|&&row| labels[row as usize]).count();
        [run.len() - positives, positives]
    };
    let with = |class: usize| runs.iter().filter(|run| classes(run)[class] > 0).count();
    if with(0).min(with(1)) < 2 {
        runs = order.rows.chunks(1).collect();
    }
    // The longest first, so that the others can even out what they leave.
    runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
    let positives = labels.iter().filter(|&&label| label).count();
    let rarer = usize::from(2 * positives <= labels.len());
    let mut fold = vec![0; labels.len()];
    let mut held = vec![[0usize; 2]; folds];
    for run in runs {
        let own = classes(run);
        let class = if own[rarer] > 0 { rarer } else { 1 - rarer };
        let both = own[1 - class] > 0;
        let fewest = |&f: &usize| (held[f][class], if both { held[f][1 - class] } else { 0 });
        let chosen = (0..folds).min_by_key(fewest).unwrap_or(0);
        for (sum, own) in held[chosen].iter_mut().zip(own) {
            *sum += own;
        }
        for &row in run {
            fold[row as usize] = chosen;
        }
    }
    fold
}

/// Rows to train on, and rows to check on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Rows to train on, ascending.
    pub training: Vec<u32>,
    /// Rows to check on, ascending.
    pub test: Vec<u32>,
}

impl Split {
    /// A share of the rows of each class is held out, chosen by the seed and the rows' content; rows that belong together
    /// ([`Features::grouped`]) are on one side, and so are copies.
    pub fn stratified(features: &Features, labels: &[bool], share: f64, seed: u64) -> Self {
        let order = Order::of(features, labels, seed);
        let mut count = [0usize; 2];
        for &label in labels {
            count[usize::from(label)] += 1;
        }
        let rarer = usize::from(count[1] <= count[0]);
        let mut hold = count.map(|count| (count as f64 * share).round() as usize);
        let mut split = Self {
            training: Vec::new(),
            test: Vec::new(),
        };
        for run in order.runs() {
            let positives = run.iter().filter(|&&row| labels[row as usize]).count();
            let own = [run.len() - positives, positives];
            let class = if own[rarer] > 0 { rarer } else { 1 - rarer };
            if hold[class] == 0 {
                split.training.extend(run);
                continue;
            }
            split.test.extend(run);
            for (left, own) in hold.iter_mut().zip(own) {
                *left = left.saturating_sub(own);
            }
        }
        split.training.sort_unstable();
        split.test.sort_unstable();
        split
    }

    /// As many splits as folds: each row is held out once, both classes spread evenly, rows that belong together at once.
    pub fn folds(features: &Features, labels: &[bool], count: usize, seed: u64) -> Vec<Self> {
        let count = count.clamp(2, labels.len().max(2));
        // Another seed than inside a model, so that its folds are not these over again.
        let order = Order::of(features, labels, seed ^ 0x5EED);
        let fold = folds(labels, &order, count);
        let own = |own: usize| {
            let rows = 0..labels.len() as u32;
            let (test, training) = rows.partition(|&row| fold[row as usize] == own);
            Self { training, test }
        };
        (0..count).map(own).collect()
    }

    /// The latest share of the rows is held out; rows of one moment stay together, rows without a time train.
    ///
    /// # Errors
    /// [`Error::TooFew`] if all rows are of one moment.
    pub fn by_time(times: &[Option<i64>], share: f64) -> Result<Self, Error> {
        let mut known: Vec<i64> = times.iter().copied().flatten().collect();
        known.sort_unstable();
        let at = (known.len() as f64 * (1.0 - share)) as usize;
        let cut = known.get(at).copied();
        let is_test = |time: &Option<i64>| time.is_some() && *time >= cut;
        let (test, training): (Vec<u32>, Vec<u32>) =
            (0..times.len() as u32).partition(|&row| is_test(&times[row as usize]));
        if training.is_empty() || test.is_empty() {
            let mut moments = known;
            moments.dedup();
            return Err(Error::TooFew {
                what: "different times to split by".to_owned(),
                needs: 2,
                has: moments.len().min(1),
            });
        }
        Ok(Self { training, test })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Feature;

    #[test]
    fn shares_are_kept_in_each_class() {
        let values = (0..100).map(|i| Some(f64::from(i)));
        let features = Features::new(100, vec![Feature::numeric("n", values)]).expect("one column");
        let labels: Vec<bool> = (0..100).map(|i| i % 5 == 0).collect();
        let split = Split::stratified(&features, &labels, 0.2, 1);
        let positives = split
            .test
            .iter()
            .filter(|&&row| labels[row as usize])
            .count();
        assert_eq!(
            (split.training.len(), split.test.len(), positives),
            (80, 20, 4)
        );
        assert_ne!(split, Split::stratified(&features, &labels, 0.2, 2));
        let order = Order::of(&features, &labels, 3);
        let fold = folds(&labels, &order, 4);
        for f in 0..4 {
            let positives = (0..100)
                .filter(|&row| fold[row] == f && labels[row])
                .count();
            assert_eq!(positives, 5);
        }
    }

    /// A hundred different rows, each several times.
    fn copied(times: usize, label: impl Fn(usize, usize) -> bool) -> (Features, Vec<bool>) {
        let rows = 0..100 * times;
        let value = |by: usize| {
            rows.clone()
                .map(move |row| Some((row % 100 * by % 101) as f64))
        };
        let columns = vec![
            Feature::numeric("n", value(1)),
            Feature::numeric("m", value(7)),
            Feature::numeric("o", value(31)),
        ];
        let features = Features::new(rows.len(), columns).expect("three columns");
        (
            features,
            rows.map(|row| label(row % 100, row / 100)).collect(),
        )
    }

    #[test]
    fn copies_stay_together_and_look_alikes_do_not() {
        // Rows that are in another fold than an equal one before them.
        let apart_by = |(features, labels): &(Features, Vec<bool>), step: u32| {
            let splits = Split::folds(features, labels, 5, 1);
            let fold = |row: u32| splits.iter().position(|s| s.test.contains(&row));
            (0..100)
                .filter(|&row| fold(row) != fold(row + step))
                .count()
        };
        let apart = |of: &(Features, Vec<bool>)| apart_by(of, 100);
        let copies = copied(4, |content, _| content % 3 == 0);
        assert_eq!(apart(&copies), 0);
        let (features, labels) = &copies;
        for Split { test, .. } in Split::folds(features, labels, 5, 1) {
            let positives = test.iter().filter(|&&row| labels[row as usize]).count();
            assert!((24..=32).contains(&positives) && (76..=84).contains(&test.len()));
        }
        let half = Split::stratified(features, labels, 0.2, 1);
        assert!(
            half.test
                .iter()
                .all(|row| half.test.contains(&((row + 100) % 400)))
        );
        assert!((76..=84).contains(&half.test.len()));
        // Columns of few values are alike by chance, whatever the label.
        let few = (0..400).map(|row| Some(f64::from(row % 20)));
        let few = Features::new(400, vec![Feature::numeric("few", few)]).expect("one column");
        let by_few: Vec<bool> = (0..400).map(|row| row % 20 < 7).collect();
        assert!(apart_by(&(few, by_few), 20) > 50);
        // The same columns, and now this label, now that.
        assert!(apart(&copied(4, |content, time| (content + time) % 3 == 0)) > 50);
    }

    #[test]
    fn rows_of_one_owner_stay_together_wherever_they_stand() {
        let (features, labels) = copied(1, |content, _| content % 2 == 0);
        let owners = (0..100).map(|row| (row < 90).then_some(row / 9)).collect();
        let features = features.grouped(owners).expect("an owner each");
        let splits = Split::folds(&features, &labels, 5, 1);
        for Split { training, test } in &splits {
            let owner = |row: &u32| (*row < 90).then_some(row / 9);
            assert!(
                !test
                    .iter()
                    .any(|row| owner(row).is_some()
                        && training.iter().any(|t| owner(t) == owner(row)))
            );
            assert!((16..=24).contains(&test.len()));
        }
        let turned: Vec<u32> = (0..100).rev().collect();
        let labels: Vec<bool> = turned.iter().map(|&row| labels[row as usize]).collect();
        let others = Split::folds(&features.select(&turned), &labels, 5, 1);
        let mut moved: Vec<Vec<u32>> = others
            .iter()
            .map(|s| s.test.iter().map(|&row| 99 - row).rev().collect())
            .collect();
        let mut kept: Vec<Vec<u32>> = splits.into_iter().map(|s| s.test).collect();
        moved.sort_unstable();
        kept.sort_unstable();
        assert_eq!(moved, kept);
        assert!(features.grouped(vec![None]).is_err());
    }

    #[test]
    fn the_latest_rows_are_held_out() {
        let times = [Some(5), Some(1), None, Some(9), Some(9), Some(2)];
        let split = Split::by_time(&times, 0.2).expect("several times");
        assert_eq!(split.test, [3, 4]);
        assert!(Split::by_time(&[Some(1), Some(1)], 0.5).is_err());
        assert!(Split::by_time(&[None], 0.5).is_err());
    }
}
