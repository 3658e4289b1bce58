//! A vector for each text, out of its tokens' hidden states.

use crate::arithmetic::normalise as to_length_one;
use crate::{Batch, Error, Pooling};

/// Pools the last hidden states of a batch, over the tokens of each text and nothing else.
///
/// A batch has no padding, so there is none to leave out; special tokens count, as in Sentence-BERT.
/// `normalise` brings vectors to length 1.
///
/// # Shapes
/// `hidden`: `[tokens, width]`. Returns `[texts, width]`; a text without tokens has zeros.
///
/// # Errors
/// [`Error::ShapeMismatch`] if `hidden` does not divide into the batch's tokens.
///
/// # Source
/// Reimers & Gurevych 2019, §3.
pub fn pool(
    hidden: &[f32],
    batch: &Batch,
    pooling: Pooling,
    normalise: bool,
) -> Result<Vec<f32>, Error> {
    let tokens = batch.tokens();
    if tokens == 0 || !hidden.len().is_multiple_of(tokens) {
        if tokens == 0 && hidden.is_empty() {
            return Ok(Vec::new());
        }
        return Err(Error::ShapeMismatch {
            what: "hidden states",
            expected: hidden.len().next_multiple_of(tokens.max(1)),
            found: hidden.len(),
        });
    }
    let width = hidden.len() / tokens;
    let mut out = vec![0.0; batch.texts() * width];
    if width == 0 {
        return Ok(out);
    }
    for (range, vector) in batch.ranges().zip(out.chunks_exact_mut(width)) {
        let count = range.len() as f32;
        let rows = &hidden[range.start * width..range.end * width];
        match pooling {
            Pooling::Cls => {
                if let Some(first) = rows.get(..width) {
                    vector.copy_from_slice(first);
                }
            }
            Pooling::Mean => {
                for row in rows.chunks_exact(width) {
                    for (sum, value) in vector.iter_mut().zip(row) {
                        *sum += value;
                    }
                }
                if count > 0.0 {
                    for sum in vector.iter_mut() {
                        *sum /= count;
                    }
                }
            }
        }
        if normalise {
            to_length_one(vector);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        let mut batch = Batch::default();
        batch.push(&[1, 2], &[0, 0]);
        batch.push(&[3], &[0]);
        batch
    }

    #[test]
    fn means_and_first_tokens() {
        let hidden = [1.0, 2.0, 3.0, 4.0, 30.0, 40.0];
        let mean = pool(&hidden, &batch(), Pooling::Mean, false);
        assert_eq!(mean, Ok(vec![2.0, 3.0, 30.0, 40.0]));
        let first = pool(&hidden, &batch(), Pooling::Cls, false);
        assert_eq!(first, Ok(vec![1.0, 2.0, 30.0, 40.0]));
        let normal = pool(&hidden, &batch(), Pooling::Mean, true).expect("shapes fit");
        assert_eq!(&normal[2..], [0.6, 0.8]);
    }

    #[test]
    fn shapes_are_checked() {
        assert!(pool(&[1.0; 7], &batch(), Pooling::Mean, false).is_err());
        assert_eq!(
            pool(&[], &Batch::default(), Pooling::Mean, true),
            Ok(vec![])
        );
        assert!(pool(&[1.0], &Batch::default(), Pooling::Mean, true).is_err());
    }
}
