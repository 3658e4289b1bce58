//! The likeliest sequence of labels that a scheme allows.

use super::Labels;

/// The best path through log-probabilities; of equal ones that of the earlier labels.
///
/// Empty if there are no units, or no sequence of labels is allowed.
///
/// # Shapes
/// `emissions`: `[units, labels]`, finite. Returns `[units]`.
///
/// # Source
/// Viterbi 1967; Forney 1973.
pub(super) fn best(emissions: &[f32], labels: &Labels) -> Vec<usize> {
    let width = labels.len();
    let units = emissions.len() / width.max(1);
    if units == 0 {
        return Vec::new();
    }
    let from: Vec<Vec<usize>> = (0..width)
        .map(|label| {
            (0..width)
                .filter(|&before| labels.may_follow(before, label))
                .collect()
        })
        .collect();
    let mut rows = emissions.chunks_exact(width);
    let mut scores: Vec<f32> = rows.next().unwrap_or_default().to_vec();
    for (label, score) in scores.iter_mut().enumerate() {
        if !labels.may_begin(label) {
            *score = f32::NEG_INFINITY;
        }
    }
    // Labels come from files, and there are never as many as 65,536 of use.
    let mut back: Vec<u16> = Vec::with_capacity((units - 1) * width);
    let mut next = vec![0.0; width];
    for row in rows {
        for (label, from) in from.iter().enumerate() {
            let mut best = (f32::NEG_INFINITY, 0);
            for &before in from {
                if scores[before] > best.0 {
                    best = (scores[before], before);
                }
            }
            next[label] = best.0 + row[label];
            back.push(best.1 as u16);
        }
        std::mem::swap(&mut scores, &mut next);
    }
    let mut best = (f32::NEG_INFINITY, None);
    for (label, &score) in scores.iter().enumerate() {
        if labels.may_end(label) && score > best.0 {
            best = (score, Some(label));
        }
    }
    let Some(mut label) = best.1 else {
        return Vec::new();
    };
    let mut path = vec![label];
    for row in back.chunks_exact(width).rev() {
        label = usize::from(row[label]);
        path.push(label);
    }
    path.reverse();
    path
}
