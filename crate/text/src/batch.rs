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

/// A batch as a rectangle, for encoders that need one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Padded {
    /// Token ids, 0 where there is no token: `[texts, longest]`.
    pub ids: Vec<u32>,
    /// 1 where there is a token: `[texts, longest]`.
    pub mask: Vec<u32>,
    /// Segments: `[texts, longest]`.
    pub segments: Vec<u32>,
    /// Tokens of the longest text.
    pub longest: usize,
}

impl Batch {
    /// Fills texts up to the length of the longest.
    pub fn padded(&self) -> Padded {
        let longest = self.longest();
        let cells = self.texts() * longest;
        let mut padded = Padded {
            ids: Vec::with_capacity(cells),
            mask: Vec::with_capacity(cells),
            segments: Vec::with_capacity(cells),
            longest,
        };
        for (row, range) in self.ranges().enumerate() {
            padded.mask.resize(padded.ids.len() + range.len(), 1);
            padded.ids.extend_from_slice(&self.ids[range.clone()]);
            padded.segments.extend_from_slice(&self.segments[range]);
            let filled = (row + 1) * longest;
            padded.ids.resize(filled, 0);
            padded.mask.resize(filled, 0);
            padded.segments.resize(filled, 0);
        }
        padded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_are_masked() {
        let mut batch = Batch::default();
        batch.push(&[7, 8, 9], &[0, 0, 1]);
        batch.push(&[5], &[1]);
        let padded = batch.padded();
        assert_eq!(padded.longest, 3);
        assert_eq!(padded.ids, [7, 8, 9, 5, 0, 0]);
        assert_eq!(padded.mask, [1, 1, 1, 1, 0, 0]);
        assert_eq!(padded.segments, [0, 0, 1, 1, 0, 0]);
        assert_eq!(Batch::default().padded(), Padded::default());
    }
}
