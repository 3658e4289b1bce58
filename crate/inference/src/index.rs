//! Nearest vectors.

use serde::Serialize;

use crate::Error;

/// Vectors of length 1, among which the nearest are looked for.
#[derive(Clone, Debug, Default)]
pub struct Index {
    width: usize,
    values: Vec<f32>,
}

/// A vector that is near.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Near {
    /// Its position, in the order in which vectors were added.
    pub row: usize,
    /// The cosine, −1 to 1.
    pub score: f32,
}

impl Index {
    /// For vectors of one width.
    pub fn new(width: usize) -> Self {
        Self {
            width,
            values: Vec::new(),
        }
    }

    /// Adds vectors, one behind the other; one of zeros is never near.
    ///
    /// # Errors
    /// [`Error::Width`].
    pub fn add(&mut self, vectors: &[f32]) -> Result<(), Error> {
        if self.width == 0 || !vectors.len().is_multiple_of(self.width) {
            return Err(Error::Width {
                expected: self.width,
                found: vectors.len(),
            });
        }
        self.values.extend_from_slice(vectors);
        Ok(())
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The nearest by cosine, nearest first; of equal ones the first added.
    ///
    /// # Errors
    /// [`Error::Width`].
    pub fn nearest(&self, vector: &[f32], count: usize) -> Result<Vec<Near>, Error> {
        if vector.len() != self.width {
            return Err(Error::Width {
                expected: self.width,
                found: vector.len(),
            });
        }
        let rows = self.values.chunks_exact(self.width.max(1)).enumerate();
        let mut near: Vec<Near> = rows
            .filter(|(_, row)| row.iter().any(|v| *v != 0.0))
            .map(|(row, values)| Near {
                row,
                score: values.iter().zip(vector).map(|(a, b)| a * b).sum(),
            })
            .collect();
        let order = |a: &Near, b: &Near| b.score.total_cmp(&a.score).then(a.row.cmp(&b.row));
        if count < near.len() {
            near.select_nth_unstable_by(count, order);
            near.truncate(count);
        }
        near.sort_unstable_by(order);
        Ok(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_zeros_never() {
        let mut index = Index::new(2);
        index
            .add(&[0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.6, 0.8])
            .unwrap();
        let near = index.nearest(&[1.0, 0.0], 2).unwrap();
        assert_eq!(near.iter().map(|n| n.row).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(index.nearest(&[1.0, 0.0], 9).unwrap().len(), 3);
        assert!(matches!(
            index.nearest(&[1.0], 2),
            Err(Error::Width {
                expected: 2,
                found: 1
            })
        ));
        assert!(index.add(&[1.0]).is_err());
    }
}
