//! What each column adds to a row's log-odds in a tree.
//!
//! # Source
//! Lundberg et al. 2018, "Consistent Individualized Feature Attribution for Tree Ensembles", algorithm 2 (path-dependent TreeSHAP).

use super::tree::Tree;

#[derive(Debug, Clone, Copy)]
struct Step {
    column: Option<usize>,
    /// Share of the ways through this column's splits that are taken when it is not known.
    zero: f64,
    /// The same when it is.
    one: f64,
    weight: f64,
}

/// Adds the Shapley values of a row's columns to `contributions`; with [`Tree::mean`] they add up to [`Tree::value`].
pub(super) fn contribute(tree: &Tree, bins: &[u8], contributions: &mut [f64]) {
    let start = Step {
        column: None,
        zero: 1.0,
        one: 1.0,
        weight: 1.0,
    };
    walk(tree, 0, bins, &[], start, contributions);
}

fn walk(tree: &Tree, at: usize, bins: &[u8], path: &[Step], step: Step, contributions: &mut [f64]) {
    let mut path = extend(path, step);
    let node = &tree.0[at];
    if node.is_leaf() {
        for place in 1..path.len() {
            let own = path[place];
            if let Some(column) = own.column {
                contributions[column] +=
                    unwound_sum(&path, place) * (own.one - own.zero) * node.value;
            }
        }
        return;
    }
    let (hot, cold) = match node.goes_left(bins) {
        true => (node.left, node.right),
        false => (node.right, node.left),
    };
    let (mut zero, mut one) = (1.0, 1.0);
    let known = path
        .iter()
        .position(|step| step.column == Some(node.column));
    if let Some(place) = known {
        (zero, one) = (path[place].zero, path[place].one);
        unwind(&mut path, place);
    }
    for (child, one) in [(hot, one), (cold, 0.0)] {
        let step = Step {
            column: Some(node.column),
            zero: zero * tree.0[child].cover / node.cover,
            one,
            weight: 0.0,
        };
        walk(tree, child, bins, &path, step, contributions);
    }
}

fn extend(path: &[Step], step: Step) -> Vec<Step> {
    let length = path.len();
    let mut path = path.to_vec();
    path.push(Step {
        weight: if length == 0 { 1.0 } else { 0.0 },
        ..step
    });
    for i in (0..length).rev() {
        path[i + 1].weight += step.one * path[i].weight * (i + 1) as f64 / (length + 1) as f64;
        path[i].weight = step.zero * path[i].weight * (length - i) as f64 / (length + 1) as f64;
    }
    path
}

fn unwind(path: &mut Vec<Step>, place: usize) {
    let last = path.len() - 1;
    let Step { zero, one, .. } = path[place];
    let mut next = path[last].weight;
    for i in (0..last).rev() {
        if one != 0.0 {
            let weight = path[i].weight;
            path[i].weight = next * (last + 1) as f64 / ((i + 1) as f64 * one);
            next = weight - path[i].weight * zero * (last - i) as f64 / (last + 1) as f64;
        } else {
            path[i].weight = path[i].weight * (last + 1) as f64 / (zero * (last - i) as f64);
        }
    }
    for i in place..last {
        let Step {
            column, zero, one, ..
        } = path[i + 1];
        path[i] = Step {
            column,
            zero,
            one,
            weight: path[i].weight,
        };
    }
    path.pop();
}

/// The sum of the weights that a path would have without one of its steps.
fn unwound_sum(path: &[Step], place: usize) -> f64 {
    let last = path.len() - 1;
    let Step { zero, one, .. } = path[place];
    let mut next = path[last].weight;
    let mut total = 0.0;
    for i in (0..last).rev() {
        if one != 0.0 {
            let weight = next * (last + 1) as f64 / ((i + 1) as f64 * one);
            total += weight;
            next = path[i].weight - weight * zero * (last - i) as f64 / (last + 1) as f64;
        } else {
            total += path[i].weight * (last + 1) as f64 / (zero * (last - i) as f64);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trees::tree::{Node, Split};

    fn node(column: usize, left: usize, right: usize, value: f64, cover: f64) -> Node {
        let split = match left {
            0 => Split::Leaf,
            _ => Split::At {
                bin: 1,
                missing_left: false,
            },
        };
        Node {
            split,
            column,
            left,
            right,
            value,
            cover,
            gain: 0.0,
        }
    }

    /// Expected value when only the columns in `known` are.
    fn expectation(tree: &Tree, at: usize, bins: &[u8], known: u32) -> f64 {
        let node = &tree.0[at];
        if node.is_leaf() {
            return node.value;
        }
        if known >> node.column & 1 == 1 {
            let next = if node.goes_left(bins) {
                node.left
            } else {
                node.right
            };
            return expectation(tree, next, bins, known);
        }
        let share =
            |child: usize| tree.0[child].cover / node.cover * expectation(tree, child, bins, known);
        share(node.left) + share(node.right)
    }

    #[test]
    fn contributions_are_the_shapley_values() {
        // Column 0 splits twice on one path.
        let tree = Tree(vec![
            node(0, 1, 2, 0.0, 10.0),
            node(1, 3, 4, 0.0, 6.0),
            node(2, 5, 6, 0.0, 4.0),
            node(0, 7, 8, 0.0, 2.0),
            node(0, 0, 0, 3.0, 4.0),
            node(0, 0, 0, -1.0, 3.0),
            node(0, 0, 0, 0.5, 1.0),
            node(0, 0, 0, 2.0, 1.0),
            node(0, 0, 0, -4.0, 1.0),
        ]);
        for bins in [[1u8, 1, 1], [1, 2, 1], [2, 1, 2], [2, 2, 1]] {
            let mut found = [0.0; 3];
            contribute(&tree, &bins, &mut found);
            for (column, value) in found.iter().enumerate() {
                let mut expected = 0.0;
                for known in (0..8u32).filter(|known| known >> column & 1 == 0) {
                    let weight = match known.count_ones() {
                        1 => 1.0 / 6.0,
                        _ => 1.0 / 3.0,
                    };
                    let with = expectation(&tree, 0, &bins, known | 1 << column);
                    expected += weight * (with - expectation(&tree, 0, &bins, known));
                }
                assert!(
                    (value - expected).abs() < 1e-12,
                    "{bins:?}: {value} {expected}"
                );
            }
            let sum: f64 = found.iter().sum::<f64>() + tree.mean();
            assert!((sum - tree.value(&bins)).abs() < 1e-12);
        }
    }
}
