//! Growing one tree, best leaf first, from histograms of gradients.
//!
//! # Source
//! Chen & Guestrin 2016 (second-order gain); Ke et al. 2017 (histograms, leaf-wise growth, the smaller child counted and the larger subtracted, categories ordered by gradient over Hessian).

use std::ops::Range;

use super::TreeSettings;
use super::bins::{Binned, Cut, Cuts, MISSING_BIN};
use super::tree::{Node, Split, Tree};

/// Sums of gradients and Hessians of the rows in a bin.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    g: f64,
    h: f64,
}

impl Sums {
    fn add(&mut self, other: Sums) {
        self.g += other.g;
        self.h += other.h;
    }

    fn less(self, other: Sums) -> Sums {
        Sums {
            g: self.g - other.g,
            h: self.h - other.h,
        }
    }

    /// Twice what a leaf with these sums takes off the loss.
    fn score(self, l2: f64) -> f64 {
        self.g * self.g / (self.h + l2)
    }
}

/// Categories up to which each is tried against all others.
const ONE_AGAINST_REST: usize = 4;

/// Added to the Hessian when categories are put in order, so that small ones do not come first by chance.
const CATEGORY_SMOOTHING: f64 = 10.0;

/// Added to the L2 penalty where a split picks among orders of categories.
const CATEGORY_L2: f64 = 10.0;

#[derive(Debug, Clone, Copy)]
struct Candidate {
    gain: f64,
    column: usize,
    split: Split,
}

/// A leaf that may still be split.
struct Open {
    node: usize,
    rows: Range<usize>,
    depth: usize,
    histogram: Vec<Sums>,
    best: Option<Candidate>,
}

pub(super) struct Grower<'a> {
    pub(super) binned: &'a Binned,
    pub(super) cuts: &'a Cuts,
    pub(super) ranges: &'a [Range<usize>],
    pub(super) settings: &'a TreeSettings,
    /// Columns that this tree may use.
    pub(super) columns: &'a [usize],
    /// Gradient and Hessian of each row of `binned`.
    pub(super) gradients: &'a [(f64, f64)],
}

impl Grower<'_> {
    /// Grows a tree on these rows, whose order it changes.
    pub(super) fn grow(&self, rows: &mut [u32]) -> Tree {
        let mut nodes = Vec::new();
        let mut open = vec![self.open(&mut nodes, rows, 0..rows.len(), 0, None)];
        let mut leaves = 1;
        while leaves < self.settings.leaves {
            let best = (0..open.len())
                .filter_map(|i| Some((i, open[i].best?.gain)))
                // The first of equals, so that the order of a sort never matters.
                .reduce(|a, b| if b.1 > a.1 { b } else { a });
            let Some((place, _)) = best else { break };
            let leaf = open.swap_remove(place);
            let Some(split) = leaf.best else { break };
            self.split(&mut nodes, rows, leaf, split, &mut open);
            leaves += 1;
        }
        Tree(nodes)
    }

    fn split(
        &self,
        nodes: &mut Vec<Node>,
        rows: &mut [u32],
        leaf: Open,
        best: Candidate,
        open: &mut Vec<Open>,
    ) {
        nodes[leaf.node].split = best.split;
        nodes[leaf.node].column = best.column;
        nodes[leaf.node].gain = best.gain;
        let parent = nodes[leaf.node].clone();
        let goes_left = |&row: &u32| parent.goes_left(self.binned.row(row as usize));
        // A stable partition: sums are taken in one order, whatever the split was.
        let (lefts, rights): (Vec<u32>, Vec<u32>) = rows[leaf.rows.clone()]
            .iter()
            .partition(|row| goes_left(row));
        let middle = leaf.rows.start + lefts.len();
        rows[leaf.rows.start..middle].copy_from_slice(&lefts);
        rows[middle..leaf.rows.end].copy_from_slice(&rights);
        let depth = leaf.depth + 1;
        let (left, right) = (leaf.rows.start..middle, middle..leaf.rows.end);
        let children = if left.len() <= right.len() {
            let small = self.open(nodes, rows, left, depth, None);
            let large = self.open(nodes, rows, right, depth, Some((leaf.histogram, &small)));
            [small, large]
        } else {
            let small = self.open(nodes, rows, right, depth, None);
            let large = self.open(nodes, rows, left, depth, Some((leaf.histogram, &small)));
            [large, small]
        };
        nodes[leaf.node].left = children[0].node;
        nodes[leaf.node].right = children[1].node;
        open.extend(children);
    }

    /// A new leaf over some rows; its histogram is counted, or what its sibling leaves of its parent's.
    fn open(
        &self,
        nodes: &mut Vec<Node>,
        rows: &[u32],
        range: Range<usize>,
        depth: usize,
        rest: Option<(Vec<Sums>, &Open)>,
    ) -> Open {
        let histogram = match rest {
            Some((mut histogram, sibling)) => {
                for (sums, other) in histogram.iter_mut().zip(&sibling.histogram) {
                    *sums = sums.less(*other);
                }
                histogram
            }
            None => self.count(&rows[range.clone()]),
        };
        let mut total = Sums::default();
        for &row in &rows[range.clone()] {
            let (g, h) = self.gradients[row as usize];
            total.add(Sums { g, h });
        }
        let node = nodes.len();
        nodes.push(Node {
            split: Split::Leaf,
            column: 0,
            left: 0,
            right: 0,
            value: -self.settings.learning_rate * total.g / (total.h + self.settings.l2),
            cover: range.len() as f64,
            gain: 0.0,
        });
        let can_split =
            depth < self.settings.depth && range.len() >= 2 * self.settings.rows_in_leaf;
        let best = if can_split {
            self.best(&histogram, total)
        } else {
            None
        };
        Open {
            node,
            rows: range,
            depth,
            histogram,
            best,
        }
        .checked(self, rows)
    }

    fn count(&self, rows: &[u32]) -> Vec<Sums> {
        let size = self.ranges.last().map_or(0, |range| range.end);
        let mut histogram = vec![Sums::default(); size];
        for &row in rows {
            let (g, h) = self.gradients[row as usize];
            let bins = self.binned.row(row as usize);
            for &column in self.columns {
                let sums = &mut histogram[self.ranges[column].start + usize::from(bins[column])];
                sums.g += g;
                sums.h += h;
            }
        }
        histogram
    }

    fn best(&self, histogram: &[Sums], total: Sums) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        for &column in self.columns {
            let sums = &histogram[self.ranges[column].clone()];
            let found = match &self.cuts.0[column] {
                Cut::Numbers(_) => self.best_number(column, sums, total),
                Cut::Categories(..) => self.best_category(column, sums, total),
            };
            if let Some(found) = found
                && best.is_none_or(|best| found.gain > best.gain)
            {
                best = Some(found);
            }
        }
        best.filter(|best| best.gain > self.settings.least_gain)
    }

    fn best_number(&self, column: usize, sums: &[Sums], total: Sums) -> Option<Candidate> {
        let l2 = self.settings.l2;
        let missing = sums[usize::from(MISSING_BIN)];
        let mut best: Option<Candidate> = None;
        let mut below = Sums::default();
        for (bin, own) in sums.iter().enumerate().skip(1) {
            below.add(*own);
            if own.h <= 0.0 {
                continue;
            }
            // After the last bin, what is known parts from what is missing.
            let last = bin + 1 == sums.len();
            for missing_left in [false, true] {
                if (missing.h <= 1e-12 || last) && missing_left {
                    continue;
                }
                let mut left = below;
                if missing_left {
                    left.add(missing);
                }
                let right = total.less(left);
                let Some(gain) = self.gain(left, right, total, l2) else {
                    continue;
                };
                if best.is_none_or(|best| gain > best.gain) {
                    // What was never missing goes with the many.
                    let missing_left = if missing.h <= 1e-12 {
                        left.h >= right.h
                    } else {
                        missing_left
                    };
                    let split = Split::At {
                        bin: bin as u8,
                        missing_left,
                    };
                    best = Some(Candidate {
                        gain,
                        column,
                        split,
                    });
                }
            }
        }
        best
    }

    fn best_category(&self, column: usize, sums: &[Sums], total: Sums) -> Option<Candidate> {
        let mut bins: Vec<usize> = (0..sums.len()).filter(|&bin| sums[bin].h > 1e-12).collect();
        if bins.len() < 2 {
            return None;
        }
        let singly = bins.len() <= ONE_AGAINST_REST;
        let l2 = self.settings.l2 + if singly { 0.0 } else { CATEGORY_L2 };
        if !singly {
            let key = |bin: usize| sums[bin].g / (sums[bin].h + CATEGORY_SMOOTHING);
            bins.sort_by(|&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
        }
        let mut best: Option<Candidate> = None;
        let mut left = Sums::default();
        let mut set = [0u64; 4];
        for &bin in &bins[..bins.len() - usize::from(!singly)] {
            if singly {
                (left, set) = (Sums::default(), [0; 4]);
            }
            left.add(sums[bin]);
            set[bin >> 6] |= 1 << (bin & 63);
            let Some(gain) = self.gain(left, total.less(left), total, l2) else {
                continue;
            };
            if best.is_none_or(|best| gain > best.gain) {
                let split = Split::In(set);
                best = Some(Candidate {
                    gain,
                    column,
                    split,
                });
            }
        }
        best
    }

    fn gain(&self, left: Sums, right: Sums, total: Sums, l2: f64) -> Option<f64> {
        let enough =
            left.h >= self.settings.hessian_in_leaf && right.h >= self.settings.hessian_in_leaf;
        enough.then(|| left.score(l2) + right.score(l2) - total.score(self.settings.l2))
    }
}

impl Open {
    /// Drops a split that would leave a side nearly without rows: Hessians say how many rows there are only about.
    fn checked(mut self, grower: &Grower<'_>, rows: &[u32]) -> Self {
        let Some(best) = self.best else { return self };
        let node = Node {
            split: best.split,
            column: best.column,
            left: 0,
            right: 0,
            value: 0.0,
            cover: 0.0,
            gain: 0.0,
        };
        let own = &rows[self.rows.clone()];
        let left = own
            .iter()
            .filter(|&&row| node.goes_left(grower.binned.row(row as usize)))
            .count();
        if left.min(own.len() - left) < grower.settings.rows_in_leaf.max(1) {
            self.best = None;
        }
        self
    }
}
