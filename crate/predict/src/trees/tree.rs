//! A tree, and how it is walked.

use super::bins::MISSING_BIN;

/// Where rows part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Split {
    /// Nowhere.
    Leaf,
    /// Bins up to `bin` go left.
    At {
        /// The last bin that does.
        bin: u8,
        /// Whether what is missing does.
        missing_left: bool,
    },
    /// These bins go left.
    In([u64; 4]),
}

/// A node; the root is the first.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) split: Split,
    pub(super) column: usize,
    pub(super) left: usize,
    pub(super) right: usize,
    /// Log-odds that a leaf adds.
    pub(super) value: f64,
    /// Training rows that came here.
    pub(super) cover: f64,
    /// What the split was worth.
    pub(super) gain: f64,
}

/// A tree.
#[derive(Debug, Clone)]
pub(super) struct Tree(pub(super) Vec<Node>);

impl Node {
    pub(super) fn goes_left(&self, bins: &[u8]) -> bool {
        let bin = bins[self.column];
        match self.split {
            Split::Leaf => false,
            Split::At { missing_left, .. } if bin == MISSING_BIN => missing_left,
            Split::At { bin: last, .. } => bin <= last,
            Split::In(set) => set[usize::from(bin >> 6)] >> (bin & 63) & 1 == 1,
        }
    }

    pub(super) fn is_leaf(&self) -> bool {
        self.split == Split::Leaf
    }
}

impl Tree {
    /// What the tree adds to the log-odds of a row.
    pub(super) fn value(&self, bins: &[u8]) -> f64 {
        let mut node = &self.0[0];
        while !node.is_leaf() {
            node = &self.0[if node.goes_left(bins) {
                node.left
            } else {
                node.right
            }];
        }
        node.value
    }

    /// The mean of the leaves, weighted by the training rows in each.
    pub(super) fn mean(&self) -> f64 {
        let leaves = self.0.iter().filter(|node| node.is_leaf());
        let sum: f64 = leaves.map(|leaf| leaf.value * leaf.cover).sum();
        sum / self.0[0].cover
    }
}
