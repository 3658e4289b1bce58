//! Which rows train, and which only check.

use crate::Error;
use crate::features::Features;

/// Rows in an order that depends on their content, their label and the seed, not on where they stand.
pub(crate) fn canonical_order(features: &Features, labels: &[bool], seed: u64) -> Vec<u32> {
    let prints = features.fingerprints(seed);
    let mut order: Vec<u32> = (0..features.rows() as u32).collect();
    order.sort_by_key(|&row| (prints[row as usize], labels[row as usize]));
    order
}

/// The fold of each row, both classes spread evenly.
///
/// `order` comes from [`canonical_order`], so that the same rows fall together wherever they stand.
pub(crate) fn folds(labels: &[bool], order: &[u32], folds: usize) -> Vec<usize> {
    let mut fold = vec![0; labels.len()];
    let mut next = [0, 0];
    for &row in order {
        let class = usize::from(labels[row as usize]);
        fold[row as usize] = next[class] % folds;
        next[class] += 1;
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
    /// A share of the rows of each class is held out, chosen by the seed and the rows' content.
    pub fn stratified(features: &Features, labels: &[bool], share: f64, seed: u64) -> Self {
        let order = canonical_order(features, labels, seed);
        let mut count = [0usize; 2];
        for &label in labels {
            count[usize::from(label)] += 1;
        }
        let mut hold = count.map(|count| (count as f64 * share).round() as usize);
        let mut split = Self {
            training: Vec::new(),
            test: Vec::new(),
        };
        for row in order {
            let left = &mut hold[usize::from(labels[row as usize])];
            match left.checked_sub(1) {
                Some(rest) => {
                    *left = rest;
                    split.test.push(row);
                }
                None => split.training.push(row),
            }
        }
        split.training.sort_unstable();
        split.test.sort_unstable();
        split
    }

    /// As many splits as folds: each row is held out once, both classes spread evenly.
    pub fn folds(features: &Features, labels: &[bool], count: usize, seed: u64) -> Vec<Self> {
        let count = count.clamp(2, labels.len().max(2));
        // Another seed than inside a model, so that its folds are not these over again.
        let order = canonical_order(features, labels, seed ^ 0x5EED);
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
        let order = canonical_order(&features, &labels, 3);
        let fold = folds(&labels, &order, 4);
        for f in 0..4 {
            let positives = (0..100)
                .filter(|&row| fold[row] == f && labels[row])
                .count();
            assert_eq!(positives, 5);
        }
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
