//! Texts as a model needs them: vectors, and each item's nearest, found once.

use crate::{Error, Neighbours, Progress, Settings, Vectors};

/// The vectors of all items and the nearest of each, which no split of the interactions changes.
#[derive(Clone, Debug)]
pub struct Texts {
    vectors: Vectors,
    pub(crate) neighbours: Neighbours,
}

impl Texts {
    /// Finds each item's nearest; above 20,000 items through lists, which miss a few.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn new(
        vectors: Vectors,
        settings: &Settings,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let (most, least) = (settings.text_neighbours, settings.text_least);
        Ok(Self {
            neighbours: vectors.neighbours(most, least, settings.text_decay, progress)?,
            vectors,
        })
    }

    /// The vectors.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// The items nearest to an item by text, whether anybody bought them or not.
    pub fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }
}
