//! The hybrid: what several models say, with weights learned from what was held back.

use serde::Serialize;

use crate::cholesky;
use crate::fit::Fitted;
use crate::rank::top_known;
use crate::{History, Kind, Model};

/// Candidates that each member brings, beside the user's own items.
const CANDIDATES: usize = 100;
/// Features of each member: its score as a share of its best, and its rank.
const OF_MEMBER: usize = 2;
/// Features of an item that nobody had yet: that it is so, and its likeness by text then.
const OF_COLD: usize = 2;

/// Learned weights of members.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Blend {
    members: Vec<Kind>,
    weights: Vec<f64>,
}

/// What a member adds: for score and for rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MemberWeight {
    /// The member.
    pub kind: Kind,
    /// Weight of its score, as a share of its best for the user.
    pub score: f64,
    /// Weight of 1/√(1 + places above the item).
    pub rank: f64,
}

/// A user's candidates with their features, row by row, and which of them were the right ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lesson {
    features: Vec<f32>,
    right: Vec<usize>,
}

impl Blend {
    /// How many features a candidate has.
    fn width(members: usize) -> usize {
        members * OF_MEMBER + OF_COLD
    }

    /// What each member adds.
    pub fn members(&self) -> Vec<MemberWeight> {
        let pairs = self.weights.chunks_exact(OF_MEMBER);
        let members = self.members.iter().zip(pairs);
        members
            .map(|(&kind, pair)| MemberWeight {
                kind,
                score: pair[0],
                rank: pair[1],
            })
            .collect()
    }

    /// The kinds that are blended.
    pub fn kinds(&self) -> &[Kind] {
        &self.members
    }

    /// Learns weights by a conditional logit: how likely the right item is among all candidates of its user.
    ///
    /// Nothing without a lesson.
    ///
    /// # Source
    /// McFadden 1974; Newton's method, with a small weight on the squares of the weights.
    pub(crate) fn learn(members: &[Kind], lessons: &[Lesson]) -> Option<Self> {
        let width = Self::width(members.len());
        let count: usize = lessons.iter().map(|lesson| lesson.right.len()).sum();
        if count == 0 {
            return None;
        }
        let ridge = 0.002 * count as f64 + 0.5;
        let mut weights = vec![0.0_f64; width];
        let mut loss = loss_of(lessons, &weights, ridge);
        for _ in 0..25 {
            let (gradient, mut hessian) = slopes(lessons, &weights, ridge);
            let mut step = gradient;
            if !cholesky::solve(&mut hessian, width, &mut step) {
                break;
            }
            // Newton's step may go too far where the loss is far from a parabola.
            let mut part = 1.0;
            let better = loop {
                let next: Vec<f64> = weights
                    .iter()
                    .zip(&step)
                    .map(|(w, s)| w - part * s)
                    .collect();
                let now = loss_of(lessons, &next, ridge);
                if now < loss {
                    break Some((next, now));
                }
                part *= 0.5;
                if part < 1e-3 {
                    break None;
                }
            };
            let Some((next, now)) = better else { break };
            let gain = loss - now;
            (weights, loss) = (next, now);
            if gain < 1e-7 * loss.abs() {
                break;
            }
        }
        Some(Self {
            members: members.to_vec(),
            weights,
        })
    }

    /// Adds blended scores of the candidates; all above 0, so that what is no candidate stays unknown.
    pub(crate) fn score_from(
        &self,
        members: &[Vec<f32>],
        cold: &[bool],
        own_items: usize,
        scores: &mut [f32],
    ) {
        let width = Self::width(self.members.len());
        let (items, features) = candidates(&self.members, members, cold, own_items);
        for (item, row) in items.iter().zip(features.chunks_exact(width)) {
            let worth = worth(row, &self.weights).clamp(-80.0, 80.0);
            if let Some(score) = scores.get_mut(*item as usize) {
                *score += libm::exp(worth) as f32;
            }
        }
    }
}

/// What is to be learned from one user; nothing where no member brought a target.
pub(crate) fn lesson(
    kinds: &[Kind],
    members: &[Vec<f32>],
    cold: &[bool],
    history: &History<'_>,
    with_seen: bool,
    targets: &[u32],
) -> Option<Lesson> {
    let width = Blend::width(kinds.len());
    let (items, features) = candidates(kinds, members, cold, history.items.len());
    let mut lesson = Lesson::default();
    for (&item, row) in items.iter().zip(features.chunks_exact(width)) {
        if !with_seen && history.items.binary_search(&item).is_ok() {
            continue;
        }
        if targets.binary_search(&item).is_ok() {
            lesson.right.push(lesson.features.len() / width);
        }
        lesson.features.extend_from_slice(row);
    }
    (!lesson.right.is_empty()).then_some(lesson)
}

/// The union of the members' best and the features of each, ascending by item.
fn candidates(
    kinds: &[Kind],
    members: &[Vec<f32>],
    cold: &[bool],
    own_items: usize,
) -> (Vec<u32>, Vec<f32>) {
    let bests: Vec<_> = members
        .iter()
        .map(|scores| top_known(scores, CANDIDATES + own_items, |_| true))
        .collect();
    let mut items: Vec<u32> = bests.iter().flatten().map(|scored| scored.item).collect();
    items.sort_unstable();
    items.dedup();
    let width = Blend::width(kinds.len());
    let mut features = vec![0.0; items.len() * width];
    for (member, best) in bests.iter().enumerate() {
        let largest = best.first().map_or(0.0, |first| first.score);
        if largest <= 0.0 {
            continue;
        }
        let scores = &members[member];
        for (at, &item) in items.iter().enumerate() {
            let score = scores.get(item as usize).copied().unwrap_or_default();
            features[at * width + member * OF_MEMBER] = (score / largest).max(0.0);
        }
        for (rank, scored) in best.iter().enumerate() {
            if let Ok(at) = items.binary_search(&scored.item) {
                features[at * width + member * OF_MEMBER + 1] =
                    1.0 / libm::sqrtf(1.0 + rank as f32);
            }
        }
    }
    let text = kinds.iter().position(|&kind| kind == Kind::Semantic);
    for (&item, row) in items.iter().zip(features.chunks_exact_mut(width)) {
        if cold.get(item as usize).copied().unwrap_or(false) {
            row[width - 2] = 1.0;
            row[width - 1] = text.map_or(0.0, |text| row[text * OF_MEMBER]);
        }
    }
    (items, features)
}

fn worth(row: &[f32], weights: &[f64]) -> f64 {
    row.iter()
        .zip(weights)
        .map(|(&x, w)| f64::from(x) * w)
        .sum()
}

/// Chances of a lesson's candidates, and the logarithm of the sum that they were divided by.
fn chances(lesson: &Lesson, weights: &[f64]) -> (Vec<f64>, f64) {
    let rows = lesson.features.chunks_exact(weights.len());
    let mut out: Vec<f64> = rows.map(|row| worth(row, weights)).collect();
    let highest = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for value in &mut out {
        *value = libm::exp(*value - highest);
        sum += *value;
    }
    for value in &mut out {
        *value /= sum;
    }
    (out, highest + libm::log(sum))
}

fn loss_of(lessons: &[Lesson], weights: &[f64], ridge: f64) -> f64 {
    let mut loss = 0.5 * ridge * weights.iter().map(|w| w * w).sum::<f64>();
    for lesson in lessons {
        let (_, log_sum) = chances(lesson, weights);
        for &right in &lesson.right {
            let row = &lesson.features[right * weights.len()..(right + 1) * weights.len()];
            loss += log_sum - worth(row, weights);
        }
    }
    loss
}

/// Gradient and lower triangle of the Hessian.
fn slopes(lessons: &[Lesson], weights: &[f64], ridge: f64) -> (Vec<f64>, Vec<f64>) {
    let width = weights.len();
    let mut gradient: Vec<f64> = weights.iter().map(|w| ridge * w).collect();
    let mut hessian = vec![0.0; width * width];
    for at in 0..width {
        hessian[at * width + at] = ridge;
    }
    for lesson in lessons {
        let (chances, _) = chances(lesson, weights);
        let times = lesson.right.len() as f64;
        let mut mean = vec![0.0; width];
        for (row, chance) in lesson.features.chunks_exact(width).zip(&chances) {
            for (at, &left) in row.iter().enumerate().filter(|&(_, &left)| left != 0.0) {
                let part = times * chance * f64::from(left);
                mean[at] += chance * f64::from(left);
                let line = &mut hessian[at * width..=at * width + at];
                for (sum, &right) in line.iter_mut().zip(row) {
                    *sum += part * f64::from(right);
                }
            }
        }
        for at in 0..width {
            gradient[at] += times * mean[at];
            for other in 0..=at {
                hessian[at * width + other] -= times * mean[at] * mean[other];
            }
        }
        for &right in &lesson.right {
            let row = &lesson.features[right * width..(right + 1) * width];
            for (sum, &x) in gradient.iter_mut().zip(row) {
                *sum -= f64::from(x);
            }
        }
    }
    (gradient, hessian)
}

/// Members and their blend as one model.
#[derive(Debug)]
pub struct Hybrid {
    members: Vec<Fitted>,
    blend: Blend,
    cold: Vec<bool>,
}

impl Hybrid {
    /// Puts members together, in the order of the blend; `None` unless they are its kinds. `users_of`: users of each item in what the members learned from.
    pub fn new(members: Vec<Fitted>, blend: Blend, users_of: &[u32]) -> Option<Self> {
        let kinds: Vec<Kind> = members.iter().map(|member| member.kind).collect();
        (kinds == blend.members).then(|| Self {
            members,
            blend,
            cold: users_of.iter().map(|&users| users == 0).collect(),
        })
    }
}

impl Model for Hybrid {
    fn score(&self, history: &History<'_>, scores: &mut [f32]) {
        let of_members: Vec<Vec<f32>> = self
            .members
            .iter()
            .map(|member| {
                let mut own = vec![0.0; scores.len()];
                member.model.score(history, &mut own);
                own
            })
            .collect();
        self.blend
            .score_from(&of_members, &self.cold, history.items.len(), scores);
    }

    fn bytes(&self) -> usize {
        self.members.iter().map(|member| member.model.bytes()).sum()
    }
}
