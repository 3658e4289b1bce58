//! Forecasts of parts and wholes that add up.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::interval::Step;
use crate::least_squares::solve;
use crate::statistics::{dot, mean};

/// How forecasts are made to add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reconciliation {
    /// Wholes are the sums of their parts; the forecasts of wholes are not used.
    BottomUp,
    /// All are used; a whole of more parts may give way more (WLS by structure).
    Structural,
    /// All are used; what was more often wrong gives way more (WLS by variances of errors).
    Variance,
    /// As by variance, with what errors have in common (MinT with a shrunk covariance).
    Shrink,
}

/// Makes the forecasts of a tree add up at every step. Intervals move with their means.
///
/// `parents`: each node's parent, `None` at the root or roots. `nodes`: each node's steps, equally
/// many. `errors`: each node's errors in its backtest, in the same order for all nodes; only
/// their variances (`Variance`) and covariances (`Shrink`) are used.
/// Where no forecast was below zero none is afterwards.
///
/// # Errors
/// [`Error::Hierarchy`] where a parent does not exist, the tree has a circle, or lengths differ.
///
/// # Source
/// Wickramasuriya, Athanasopoulos and Hyndman (2019), with y − W Cᵀ (C W Cᵀ)⁻¹ C y; shrinkage
/// as Schäfer and Strimmer (2005).
pub fn reconcile(
    parents: &[Option<usize>],
    nodes: &[Vec<Step>],
    errors: &[Vec<f64>],
    how: Reconciliation,
) -> Result<Vec<Vec<Step>>, Error> {
    let tree = Tree::new(parents, nodes)?;
    let horizon = nodes.first().map_or(0, Vec::len);
    let mut means: Vec<Vec<f64>> = nodes
        .iter()
        .map(|steps| steps.iter().map(|step| step.mean).collect())
        .collect();
    let never_below = means.iter().flatten().all(|&mean| mean >= 0.0);
    if how != Reconciliation::BottomUp && !tree.wholes.is_empty() {
        let weights = Weights::new(&tree, errors, how)?;
        tree.adjust(&mut means, horizon, &weights);
    }
    if never_below {
        for &leaf in &tree.leaves {
            for mean in &mut means[leaf] {
                *mean = mean.max(0.0);
            }
        }
    }
    tree.add_up(&mut means, horizon);
    Ok(nodes
        .iter()
        .zip(&means)
        .map(|(steps, means)| {
            let each = steps.iter().zip(means);
            each.map(|(step, &mean)| step.moved(mean, never_below))
                .collect()
        })
        .collect())
}

impl Step {
    /// The same interval around another mean.
    fn moved(self, mean: f64, never_below: bool) -> Self {
        let by = mean - self.mean;
        let bound = |value: f64| if never_below { value.max(0.0) } else { value };
        Self {
            mean,
            lo80: bound(self.lo80 + by),
            hi80: bound(self.hi80 + by),
            lo95: bound(self.lo95 + by),
            hi95: bound(self.hi95 + by),
        }
    }
}

/// Who consists of whom.
struct Tree {
    parts: Vec<Vec<usize>>,
    leaves: Vec<usize>,
    /// Nodes with parts, each after all of its parts.
    wholes: Vec<usize>,
    /// Leaves below each node.
    below: Vec<usize>,
}

impl Tree {
    fn new(parents: &[Option<usize>], nodes: &[Vec<Step>]) -> Result<Self, Error> {
        let wrong = |node, what| Err(Error::Hierarchy { node, what });
        if parents.len() != nodes.len() {
            return wrong(
                parents.len().min(nodes.len()),
                "has no parent or no forecast",
            );
        }
        let horizon = nodes.first().map_or(0, Vec::len);
        let mut parts = vec![Vec::new(); nodes.len()];
        for (node, parent) in parents.iter().enumerate() {
            if nodes[node].len() != horizon {
                return wrong(node, "has another number of steps than the first");
            }
            match *parent {
                Some(parent) if parent >= nodes.len() || parent == node => {
                    return wrong(node, "has a parent that is not there");
                }
                Some(parent) => parts[parent].push(node),
                None => {}
            }
        }
        // From the leaves upwards: a node is done when all of its parts are.
        let mut waiting: Vec<usize> = parts.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..nodes.len())
            .filter(|&node| waiting[node] == 0)
            .collect();
        let leaves = ready.clone();
        let mut wholes = Vec::new();
        let mut below: Vec<usize> = parts
            .iter()
            .map(|parts| usize::from(parts.is_empty()))
            .collect();
        let mut next = 0;
        while next < ready.len() {
            let node = ready[next];
            next += 1;
            if let Some(parent) = parents[node] {
                below[parent] += below[node];
                waiting[parent] -= 1;
                if waiting[parent] == 0 {
                    ready.push(parent);
                    wholes.push(parent);
                }
            }
        }
        match waiting.iter().position(|&waiting| waiting > 0) {
            Some(node) => wrong(node, "is part of itself"),
            None => Ok(Self {
                parts,
                leaves,
                wholes,
                below,
            }),
        }
    }

    fn add_up(&self, means: &mut [Vec<f64>], horizon: usize) {
        for &whole in &self.wholes {
            means[whole] = (0..horizon)
                .map(|step| {
                    self.parts[whole]
                        .iter()
                        .map(|&part| means[part][step])
                        .sum()
                })
                .collect();
        }
    }

    /// What is missing between a whole and its parts, for values of all nodes.
    fn gap(&self, whole: usize, value: impl Fn(usize) -> f64) -> f64 {
        let parts: f64 = self.parts[whole].iter().map(|&part| value(part)).sum();
        value(whole) - parts
    }

    fn adjust(&self, means: &mut [Vec<f64>], horizon: usize, weights: &Weights) {
        let order = self.wholes.len();
        // W Cᵀ: a column for each whole.
        let columns: Vec<Vec<f64>> = self
            .wholes
            .iter()
            .map(|&whole| weights.column(self, whole))
            .collect();
        let mut normal = vec![0.0; order * order];
        for (row, &whole) in self.wholes.iter().enumerate() {
            for (side, column) in columns.iter().enumerate() {
                normal[row * order + side] = self.gap(whole, |node| column[node]);
            }
        }
        for row in 0..order {
            normal[row * order + row] *= 1.0 + 1e-10;
        }
        for step in 0..horizon {
            let mut gaps: Vec<f64> = self
                .wholes
                .iter()
                .map(|&whole| self.gap(whole, |node| means[node][step]))
                .collect();
            if solve(&mut normal.clone(), &mut gaps) {
                for (node, mean) in means.iter_mut().enumerate() {
                    for (column, gap) in columns.iter().zip(&gaps) {
                        mean[step] -= column[node] * gap;
                    }
                }
            }
        }
    }
}

/// How much each node may give way: a diagonal, and errors in common.
struct Weights {
    diagonal: Vec<f64>,
    /// Centred errors of each node, and their share in the covariance.
    common: Option<(Vec<Vec<f64>>, f64)>,
}

impl Weights {
    fn new(tree: &Tree, errors: &[Vec<f64>], how: Reconciliation) -> Result<Self, Error> {
        if how == Reconciliation::Structural {
            return Ok(Self {
                diagonal: tree.below.iter().map(|&below| below as f64).collect(),
                common: None,
            });
        }
        let count = errors.first().map_or(0, Vec::len);
        if errors.len() != tree.below.len() {
            let node = errors.len().min(tree.below.len());
            return Err(Error::Hierarchy {
                node,
                what: "has no errors of a backtest",
            });
        }
        let differs = |errors: &Vec<f64>| errors.len() != count || count < 2;
        if let Some(node) = errors.iter().position(differs) {
            return Err(Error::Hierarchy {
                node,
                what: "has fewer than two errors, or not as many as the first",
            });
        }
        let centred: Vec<Vec<f64>> = errors
            .iter()
            .map(|errors| {
                let middle = mean(errors);
                errors.iter().map(|error| error - middle).collect()
            })
            .collect();
        let mut diagonal: Vec<f64> = centred
            .iter()
            .map(|errors| dot(errors, errors) / count as f64)
            .collect();
        // What was never wrong still gives way a little.
        let least = 1e-6 * mean(&diagonal) + 1e-12;
        for variance in &mut diagonal {
            *variance = variance.max(least);
        }
        if how == Reconciliation::Variance {
            return Ok(Self {
                diagonal,
                common: None,
            });
        }
        let shrink = shrinkage(&centred, &diagonal);
        Ok(Self {
            diagonal,
            common: Some((centred, 1.0 - shrink)),
        })
    }

    /// W times the row of C that says: this whole less its parts is nothing.
    fn column(&self, tree: &Tree, whole: usize) -> Vec<f64> {
        let share = self.common.as_ref().map_or(0.0, |(_, share)| *share);
        let mut column = vec![0.0; self.diagonal.len()];
        column[whole] = (1.0 - share) * self.diagonal[whole];
        for &part in &tree.parts[whole] {
            column[part] = -(1.0 - share) * self.diagonal[part];
        }
        if let Some((centred, share)) = &self.common {
            let count = centred.first().map_or(0, Vec::len);
            let gaps: Vec<f64> = (0..count)
                .map(|at| tree.gap(whole, |node| centred[node][at]))
                .collect();
            for (value, errors) in column.iter_mut().zip(centred) {
                *value += share * dot(errors, &gaps) / count as f64;
            }
        }
        column
    }
}

/// How far correlations are drawn towards none, 0 to 1.
fn shrinkage(centred: &[Vec<f64>], diagonal: &[f64]) -> f64 {
    let count = centred.first().map_or(0, Vec::len) as f64;
    let scaled: Vec<Vec<f64>> = centred
        .iter()
        .zip(diagonal)
        .map(|(errors, variance)| errors.iter().map(|error| error / variance.sqrt()).collect())
        .collect();
    let (mut doubt, mut power) = (0.0, 0.0);
    for (nth, left) in scaled.iter().enumerate() {
        for right in &scaled[..nth] {
            let correlation = dot(left, right) / count;
            let spread: f64 = left
                .iter()
                .zip(right)
                .map(|(left, right)| {
                    let off = left * right - correlation;
                    off * off
                })
                .sum();
            doubt += spread / (count * (count - 1.0));
            power += correlation * correlation;
        }
    }
    if power > 0.0 {
        (doubt / power).clamp(0.05, 1.0)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(mean: f64) -> Step {
        Step {
            mean,
            lo80: mean - 1.0,
            hi80: mean + 1.0,
            lo95: mean - 2.0,
            hi95: mean + 2.0,
        }
    }

    fn means(nodes: &[Vec<Step>]) -> Vec<f64> {
        nodes.iter().map(|steps| steps[0].mean).collect()
    }

    /// Total, two categories, two products each.
    const PARENTS: [Option<usize>; 7] =
        [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(2)];

    fn errors() -> Vec<Vec<f64>> {
        (0..7usize)
            .map(|node| {
                (0..20)
                    .map(|at| ((at * (node + 3) * 7 % 13) as f64 - 6.0) * (node + 1) as f64)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn everything_adds_up() {
        let nodes: Vec<Vec<Step>> = [100.0, 70.0, 40.0, 30.0, 25.0, 20.0, 15.0]
            .iter()
            .map(|&m| vec![step(m)])
            .collect();
        for how in [
            Reconciliation::BottomUp,
            Reconciliation::Structural,
            Reconciliation::Variance,
            Reconciliation::Shrink,
        ] {
            let found = means(&reconcile(&PARENTS, &nodes, &errors(), how).expect("a tree"));
            assert!(
                (found[0] - found[1] - found[2]).abs() < 1e-6,
                "{how:?} {found:?}"
            );
            assert!(
                (found[1] - found[3] - found[4]).abs() < 1e-6,
                "{how:?} {found:?}"
            );
            let between = if how == Reconciliation::BottomUp {
                90.0..90.1
            } else {
                90.0..110.0
            };
            assert!(between.contains(&found[0]), "{how:?} {found:?}");
        }
    }

    #[test]
    fn by_structure_as_by_hand() {
        // One whole of two parts: W = diag(2, 1, 1), the gap of 4 is shared 2 : 1 : 1.
        let nodes: Vec<Vec<Step>> = [14.0, 6.0, 4.0].iter().map(|&m| vec![step(m)]).collect();
        let found = reconcile(
            &[None, Some(0), Some(0)],
            &nodes,
            &[],
            Reconciliation::Structural,
        )
        .expect("a tree");
        let found = means(&found);
        for (value, truth) in found.iter().zip([12.0, 7.0, 5.0]) {
            assert!((value - truth).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn what_fits_already_stays() {
        let nodes: Vec<Vec<Step>> = [10.0, 6.0, 4.0].iter().map(|&m| vec![step(m)]).collect();
        let parents = [None, Some(0), Some(0)];
        let errors = vec![
            vec![1.0, -2.0, 1.0],
            vec![0.5, -1.0, 0.0],
            vec![0.1, 0.4, -0.3],
        ];
        let found = reconcile(&parents, &nodes, &errors, Reconciliation::Shrink).expect("a tree");
        assert_eq!(found, nodes);
    }

    #[test]
    fn circles_and_orphans_are_told() {
        let nodes = vec![vec![step(1.0)]; 2];
        let circle = reconcile(&[Some(1), Some(0)], &nodes, &[], Reconciliation::BottomUp);
        assert!(matches!(circle, Err(Error::Hierarchy { node: 0, .. })));
        let orphan = reconcile(&[None, Some(9)], &nodes, &[], Reconciliation::BottomUp);
        assert!(matches!(orphan, Err(Error::Hierarchy { node: 1, .. })));
    }
}
