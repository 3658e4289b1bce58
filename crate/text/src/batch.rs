//! Texts as an encoder takes them.

/// Tokens of several texts, one text after another and without padding.
///
/// An encoder works on every token by itself except in attention, which stays inside a text; so a text's result does not depend on the others of its batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Token ids, special tokens among them: `[tokens]`.
    pub ids: Vec<u32>,
    /// Segment of each token, 0 or 1: `[tokens]`.
    pub segments: Vec<u32>,
    /// Where each text starts in `ids`, and at last the number of tokens: `[texts + 1]`, or empty for no texts.
    pub starts: Vec<u32>,
}

impl Batch {
    /// Adds a text.
    pub fn push(&mut self, ids: &[u32], segments: &[u32]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.ids.extend_from_slice(ids);
        self.segments.extend_from_slice(segments);
        self.starts.push(self.ids.len() as u32);
    }

    /// How many texts it holds.
    pub fn texts(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many tokens all its texts have.
    pub fn tokens(&self) -> usize {
        self.ids.len()
    }

    /// The tokens of each text.
    pub fn ranges(&self) -> impl ExactSizeIterator<Item = std::ops::Range<usize>> + '_ {
        self.starts
            .windows(2)
            .map(|pair| pair[0] as usize..pair[1] as usize)
    }

    /// Tokens of the longest text.
    pub fn longest(&self) -> usize {
        self.ranges().map(|range| range.len()).max().unwrap_or(0)
    }
}
