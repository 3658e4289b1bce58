//! Batches: whether a model can take one, and in which parts.

use std::ops::Range;

use encoder::Plan;
use text::Batch;

use crate::Error;

/// Refuses what would read beyond a table.
///
/// # Errors
/// [`Error::BadBatch`], [`Error::UnknownSegment`], and [`Error::Model`] for unknown tokens and heads and for texts that are too long.
pub(crate) fn check(plan: &Plan, batch: &Batch, heads: &[usize]) -> Result<(), Error> {
    let config = &plan.config;
    let end = batch.starts.last().map_or(0, |end| *end as usize);
    let rising = batch.starts.first().is_none_or(|first| *first == 0)
        && batch.starts.windows(2).all(|pair| pair[0] <= pair[1]);
    if !rising || end != batch.tokens() || batch.segments.len() != batch.tokens() {
        return Err(Error::BadBatch {
            tokens: batch.tokens(),
            segments: batch.segments.len(),
            end,
        });
    }
    if let Some(&id) = batch
        .ids
        .iter()
        .find(|id| **id as usize >= config.vocab_size)
    {
        return Err(Error::Model(encoder::Error::UnknownToken {
            id,
            vocabulary: config.vocab_size,
        }));
    }
    if let Some(&segment) = batch
        .segments
        .iter()
        .find(|segment| **segment as usize >= config.type_vocab_size)
    {
        return Err(Error::UnknownSegment {
            segment,
            segments: config.type_vocab_size,
        });
    }
    if batch.longest() > config.max_position_embeddings {
        return Err(Error::Model(encoder::Error::TooLong {
            tokens: batch.longest(),
            positions: config.max_position_embeddings,
        }));
    }
    if let Some(&head) = heads.iter().find(|head| **head >= plan.heads.len()) {
        return Err(Error::Model(encoder::Error::NoHead {
            head,
            heads: plan.heads.len(),
        }));
    }
    Ok(())
}

/// Ranges of texts that stay within so many tokens and texts; a text that is longer is alone.
pub(crate) fn parts(batch: &Batch, tokens: usize, texts: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut first = 0;
    let mut filled = 0;
    for (text, range) in batch.ranges().enumerate() {
        let over = filled + range.len() > tokens || text - first == texts;
        if text > first && over {
            parts.push(first..text);
            first = text;
            filled = 0;
        }
        filled += range.len();
    }
    if first < batch.texts() {
        parts.push(first..batch.texts());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(lengths: &[usize]) -> Batch {
        let mut batch = Batch::default();
        for &length in lengths {
            batch.push(&vec![1; length], &vec![0; length]);
        }
        batch
    }

    #[test]
    fn parts_keep_texts_whole_and_in_order() {
        assert!(parts(&Batch::default(), 10, 10).is_empty());
        assert_eq!(parts(&batch(&[3, 4, 5, 2]), 8, 10), [0..2, 2..4]);
        assert_eq!(parts(&batch(&[20, 1, 1]), 8, 10), [0..1, 1..3]);
        assert_eq!(parts(&batch(&[0, 0, 0, 1]), 8, 2), [0..2, 2..4]);
    }
}
