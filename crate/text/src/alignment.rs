//! From a normalised text back to the merchant's own.

/// A character of a text on its way through normalisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Aligned {
    /// The character as it is now.
    pub(crate) now: char,
    /// Where what it stands for starts in the merchant's text, in Unicode scalars.
    pub(crate) start: u32,
    /// Where that ends.
    pub(crate) end: u32,
}

/// Normalised characters that stand for as many of the merchant's, one for one; or one that stands for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The first, in the normalised text.
    at: u32,
    /// What the first stands for: where it starts in the merchant's text …
    start: u32,
    /// … and where it ends.
    end: u32,
}

/// The way back from a normalised text to the merchant's own; all positions count Unicode scalars.
///
/// It holds a run for every place where the two texts differ, and nothing where they do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// By `at`; none where both texts are the same.
    runs: Vec<Run>,
}

impl Alignment {
    pub(crate) fn new(characters: &[Aligned]) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut same = true;
        // Where a character would lie that goes on the run before it; a wide one is never gone on from.
        let mut next = None;
        for (at, character) in characters.iter().enumerate() {
            let single = character.end - character.start == 1;
            same &= single && character.start as usize == at;
            if !single || next != Some(character.start) {
                runs.push(Run {
                    at: at as u32,
                    start: character.start,
                    end: character.end,
                });
            }
            next = single.then_some(character.end);
        }
        if same {
            runs.clear();
        }
        runs.shrink_to_fit();
        Self { runs }
    }

    /// Whether both texts are the same as far as the normalised one goes.
    pub fn is_identity(&self) -> bool {
        self.runs.is_empty()
    }

    fn at(&self, position: u32) -> (u32, u32) {
        let after = self.runs.partition_point(|run| run.at <= position);
        match after.checked_sub(1).and_then(|run| self.runs.get(run)) {
            Some(run) => (
                run.start + (position - run.at),
                run.end + (position - run.at),
            ),
            None => (position, position + 1),
        }
    }

    /// What a range of the normalised text stands for in the merchant's text.
    ///
    /// An empty range stands for an empty one.
    pub fn range(&self, start: u32, end: u32) -> (u32, u32) {
        let from = self.at(start).0;
        if end <= start {
            return (from, from);
        }
        (from, self.at(end - 1).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_lead_back() {
        // "a<br>b&amp;cd" as "a b&cd".
        let characters = [(0, 1), (1, 5), (5, 6), (6, 11), (11, 12), (12, 13)];
        let aligned: Vec<Aligned> = characters
            .iter()
            .map(|&(start, end)| Aligned {
                now: 'x',
                start,
                end,
            })
            .collect();
        let alignment = Alignment::new(&aligned);
        for (at, &(start, end)) in (0..).zip(&characters) {
            assert_eq!(alignment.range(at, at + 1), (start, end));
        }
        assert_eq!(alignment.range(2, 6), (5, 13));
        assert_eq!(alignment.range(4, 4), (11, 11));
        assert_eq!(alignment.runs.len(), 5);
    }

    #[test]
    fn the_same_text_needs_no_runs() {
        let aligned: Vec<Aligned> = (0..9)
            .map(|at| Aligned {
                now: 'x',
                start: at,
                end: at + 1,
            })
            .collect();
        let alignment = Alignment::new(&aligned);
        assert!(alignment.is_identity());
        assert_eq!(alignment.range(3, 7), (3, 7));
    }
}
