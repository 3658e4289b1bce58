//! Whole numbers in a column, as narrow as they allow: memory is what limits the page.

use crate::NULL_INT;

/// The place of [`NULL_INT`] among 32-bit numbers.
const NARROW_NULL: i32 = i32::MIN;

/// Whole numbers by row: none are kept while all are zero, 32 bits each while they fit, else 64.
///
/// How they are kept is not part of what they are: two that hold the same numbers are equal.
#[derive(Clone, Default)]
pub struct Ints {
    cells: Cells,
    /// Rows that there is to be room for, once numbers are kept.
    room: usize,
}

#[derive(Clone)]
enum Cells {
    Zeros(usize),
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

impl Default for Cells {
    fn default() -> Self {
        Cells::Zeros(0)
    }
}

#[inline]
fn narrow(value: i64) -> Option<i32> {
    match i32::try_from(value) {
        Ok(NARROW_NULL) => None,
        Ok(narrow) => Some(narrow),
        Err(_) if value == NULL_INT => Some(NARROW_NULL),
        Err(_) => None,
    }
}

#[inline]
fn widened(value: i32) -> i64 {
    if value == NARROW_NULL {
        NULL_INT
    } else {
        i64::from(value)
    }
}

impl Ints {
    /// `rows` empty cells.
    pub(crate) fn nulls(rows: usize) -> Self {
        Self {
            cells: Cells::Narrow(vec![NARROW_NULL; rows]),
            room: 0,
        }
    }

    /// Number of rows.
    #[inline]
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Zeros(rows) => *rows,
            Cells::Narrow(values) => values.len(),
            Cells::Wide(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number in a row that there is.
    #[inline]
    pub fn at(&self, row: usize) -> i64 {
        match &self.cells {
            Cells::Zeros(_) => 0,
            Cells::Narrow(values) => widened(values[row]),
            Cells::Wide(values) => values[row],
        }
    }

    /// The number in a row, if there is such a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        (row < self.len()).then(|| self.at(row))
    }

    /// All numbers in order.
    pub fn iter(&self) -> impl Iterator<Item = i64> + Clone + '_ {
        (0..self.len()).map(|row| self.at(row))
    }

    /// Rows that fit before room has to be made.
    pub fn capacity(&self) -> usize {
        match &self.cells {
            Cells::Zeros(_) => self.room,
            Cells::Narrow(values) => values.capacity(),
            Cells::Wide(values) => values.capacity(),
        }
    }

    /// Makes room for so many rows more, and no more than that.
    pub fn reserve_exact(&mut self, rows: usize) {
        match &mut self.cells {
            Cells::Zeros(have) => self.room = self.room.max(*have + rows),
            Cells::Narrow(values) => values.reserve_exact(rows),
            Cells::Wide(values) => values.reserve_exact(rows),
        }
    }

    /// Gives back the room that was not needed.
    pub fn shrink_to_fit(&mut self) {
        self.room = 0;
        match &mut self.cells {
            Cells::Zeros(_) => {}
            Cells::Narrow(values) => values.shrink_to_fit(),
            Cells::Wide(values) => values.shrink_to_fit(),
        }
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, value: i64) {
        match &mut self.cells {
            Cells::Narrow(values) => {
                if let Some(narrow) = narrow(value) {
                    values.push(narrow);
                    return;
                }
            }
            Cells::Wide(values) => {
                values.push(value);
                return;
            }
            Cells::Zeros(rows) => {
                if value == 0 {
                    *rows += 1;
                    return;
                }
            }
        }
        self.make_fit(value);
        self.push(value);
    }

    /// Puts a number into a row that there is.
    #[inline]
    pub fn set(&mut self, row: usize, value: i64) {
        match &mut self.cells {
            Cells::Narrow(values) => {
                if let Some(narrow) = narrow(value) {
                    values[row] = narrow;
                    return;
                }
            }
            Cells::Wide(values) => {
                values[row] = value;
                return;
            }
            Cells::Zeros(_) => {
                if value == 0 {
                    return;
                }
            }
        }
        self.make_fit(value);
        self.set(row, value);
    }

    /// Keeps the numbers so that this one can be among them.
    #[cold]
    #[inline(never)]
    fn make_fit(&mut self, value: i64) {
        let (rows, room) = (self.len(), self.len().max(self.capacity()));
        if narrow(value).is_some() {
            let mut values = Vec::with_capacity(room);
            values.resize(rows, 0);
            self.cells = Cells::Narrow(values);
        } else {
            let mut values = Vec::with_capacity(room);
            values.extend(self.iter());
            self.cells = Cells::Wide(values);
        }
    }

    /// Takes the rows at the ascending positions `gone` out.
    pub(crate) fn remove_rows(&mut self, gone: &[u32]) {
        match &mut self.cells {
            Cells::Zeros(rows) => *rows -= gone.len(),
            Cells::Narrow(values) => crate::builder::without(values, gone),
            Cells::Wide(values) => crate::builder::without(values, gone),
        }
    }
}

impl FromIterator<i64> for Ints {
    fn from_iter<I: IntoIterator<Item = i64>>(values: I) -> Self {
        let values = values.into_iter();
        let mut ints = Self::default();
        ints.reserve_exact(values.size_hint().0);
        for value in values {
            ints.push(value);
        }
        ints
    }
}

impl From<Vec<i64>> for Ints {
    fn from(values: Vec<i64>) -> Self {
        values.into_iter().collect()
    }
}

impl std::fmt::Debug for Ints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Ints {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Ints {}

impl PartialEq<[i64]> for Ints {
    fn eq(&self, other: &[i64]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

impl<const N: usize> PartialEq<[i64; N]> for Ints {
    fn eq(&self, other: &[i64; N]) -> bool {
        *self == other[..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BOUNDS: [i64; 8] = [
        0,
        NULL_INT,
        i64::MAX,
        i32::MIN as i64,
        i32::MIN as i64 + 1,
        i32::MAX as i64,
        i32::MAX as i64 + 1,
        -1,
    ];

    fn value() -> impl Strategy<Value = i64> {
        prop_oneof![
            3 => Just(0),
            2 => proptest::sample::select(&BOUNDS[..]),
            2 => -1_000_i64..1_000,
            1 => proptest::num::i64::ANY,
        ]
    }

    proptest! {
        #[test]
        fn holds_what_was_put_in(
            values in proptest::collection::vec(value(), 0..60),
            changes in proptest::collection::vec((0_usize..60, value()), 0..12),
            gone in proptest::collection::btree_set(0_u32..60, 0..10),
        ) {
            let mut plain = values.clone();
            let mut ints: Ints = values.into_iter().collect();
            for (row, value) in changes {
                if row < plain.len() {
                    plain[row] = value;
                    ints.set(row, value);
                }
            }
            prop_assert_eq!(&ints, &plain[..]);
            let gone: Vec<u32> = gone.into_iter().filter(|g| (*g as usize) < plain.len()).collect();
            crate::builder::without(&mut plain, &gone);
            ints.remove_rows(&gone);
            ints.shrink_to_fit();
            prop_assert_eq!(&ints, &plain[..]);
            prop_assert_eq!((ints.len(), ints.get(ints.len())), (plain.len(), None));
        }
    }

    #[test]
    fn are_as_narrow_as_they_allow() {
        let mut ints = Ints::default();
        ints.reserve_exact(4);
        ints.push(0);
        assert!(matches!(ints.cells, Cells::Zeros(1)));
        ints.push(NULL_INT);
        assert!(matches!(&ints.cells, Cells::Narrow(v) if v.capacity() == 4));
        ints.push(31_198_570_044);
        assert!(matches!(&ints.cells, Cells::Wide(v) if v.capacity() == 4));
        assert_eq!(ints, [0, NULL_INT, 31_198_570_044]);
    }
}
