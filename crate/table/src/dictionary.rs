//! Distinct texts get codes, in order of first appearance.

use hashbrown::HashTable;

use crate::{Dict, NULL_CODE};

/// Builds a [`Dict`] a cell at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct DictBuilder {
    dict: Dict,
    table: HashTable<u32>,
    /// The previous cell's code and place: exports are sorted, so the next cell is often the same.
    last: u32,
    last_start: usize,
    last_end: usize,
}

impl DictBuilder {
    /// A dictionary whose first `rows` cells are empty.
    pub(crate) fn with_nulls(rows: usize) -> Self {
        let mut built = Self::default();
        built.dict.codes.resize(rows, NULL_CODE);
        built
    }

    /// Takes back a finished dictionary.
    pub(crate) fn into_dict(mut self) -> Dict {
        self.table = HashTable::new();
        self.dict.codes.shrink_to_fit();
        self.dict.text.shrink_to_fit();
        self.dict.ends.shrink_to_fit();
        self.dict
    }

    pub(crate) fn len(&self) -> usize {
        self.dict.codes.len()
    }

    pub(crate) fn reserve(&mut self, rows: usize) {
        self.dict.codes.reserve_exact(rows);
    }

    /// The code in a row.
    pub(crate) fn code(&self, row: usize) -> u32 {
        self.dict.codes.get(row).copied().unwrap_or(NULL_CODE)
    }

    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        self.dict.get(code)
    }

    /// The distinct texts with their codes.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.dict.distinct() as u32).filter_map(|code| Some((code, self.dict.get(code)?)))
    }

    pub(crate) fn codes(&self) -> &[u32] {
        &self.dict.codes
    }

    pub(crate) fn codes_mut(&mut self) -> &mut Vec<u32> {
        &mut self.dict.codes
    }

    #[inline]
    pub(crate) fn push_null(&mut self) {
        self.dict.codes.push(NULL_CODE);
    }

    /// Adds a cell. `false` if the texts have outgrown what a dictionary can address; the cell is then empty.
    #[inline]
    pub(crate) fn push(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        if self.last_end > self.last_start
            && self
                .dict
                .text
                .as_bytes()
                .get(self.last_start..self.last_end)
                == Some(bytes)
        {
            self.dict.codes.push(self.last);
            return true;
        }
        self.push_other(text)
    }

    fn push_other(&mut self, text: &str) -> bool {
        let hash = hash(text.as_bytes());
        let (texts, ends) = (self.dict.text.as_bytes(), &self.dict.ends);
        let place = |code: u32| {
            let code = code as usize;
            let start = if code == 0 {
                0
            } else {
                ends[code - 1] as usize
            };
            (start, ends[code] as usize)
        };
        let found = self.table.find(hash, |&code| {
            let (start, end) = place(code);
            texts[start..end] == *text.as_bytes()
        });
        if let Some(&code) = found {
            (self.last_start, self.last_end) = place(code);
            self.last = code;
            self.dict.codes.push(code);
            return true;
        }
        let start = self.dict.text.len();
        let (Ok(end), Ok(code)) = (u32::try_from(start + text.len()), u32::try_from(ends.len()))
        else {
            self.dict.codes.push(NULL_CODE);
            return false;
        };
        self.dict.text.push_str(text);
        self.dict.ends.push(end);
        let (texts, ends) = (self.dict.text.as_bytes(), &self.dict.ends);
        self.table.insert_unique(hash, code, |&code| {
            let code = code as usize;
            let start = if code == 0 {
                0
            } else {
                ends[code - 1] as usize
            };
            self::hash(&texts[start..ends[code] as usize])
        });
        (self.last, self.last_start, self.last_end) = (code, start, end as usize);
        self.dict.codes.push(code);
        true
    }
}

/// A short multiplicative hash: the same on every machine, and without 128-bit products, which are slow in wasm.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut h = (bytes.len() as u64).wrapping_mul(K);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        h = (h.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(K);
    }
    if !rest.is_empty() {
        let mut tail = 0u64;
        for &b in rest {
            tail = tail << 8 | u64::from(b);
        }
        h = (h.rotate_left(23) ^ tail).wrapping_mul(K);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 29)
}

/// Makes cells empty and leaves out texts that no row uses any more.
///
/// `keep` says of each code whether it stays. Returns the new code of each old one.
pub(crate) fn compact(dict: &mut Dict, keep: impl Fn(u32, &str) -> bool) -> Vec<u32> {
    let distinct = dict.distinct();
    let mut used = vec![false; distinct];
    for &code in &dict.codes {
        if code != NULL_CODE {
            used[code as usize] = true;
        }
    }
    let mut new = vec![NULL_CODE; distinct];
    let (mut text, mut ends) = (
        String::with_capacity(dict.text.len()),
        Vec::with_capacity(distinct),
    );
    for code in 0..distinct {
        let as_code = code as u32;
        let Some(this) = dict.get(as_code) else {
            continue;
        };
        if used[code] && keep(as_code, this) {
            new[code] = ends.len() as u32;
            text.push_str(this);
            ends.push(text.len() as u32);
        }
    }
    for code in &mut dict.codes {
        if *code != NULL_CODE {
            *code = new[*code as usize];
        }
    }
    dict.text = text;
    dict.ends = ends;
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_first_appearance() {
        let mut b = DictBuilder::with_nulls(1);
        for text in ["b", "a", "b", "b", "c"] {
            assert!(b.push(text));
        }
        b.push_null();
        let dict = b.into_dict();
        assert_eq!(dict.codes, [NULL_CODE, 0, 1, 0, 0, 2, NULL_CODE]);
        assert_eq!(dict.text, "bac");
        assert_eq!(dict.row(5), Some("c"));
    }

    #[test]
    fn compacting_renumbers() {
        let mut b = DictBuilder::default();
        for text in ["x", "--", "y", "x"] {
            b.push(text);
        }
        let mut dict = b.into_dict();
        compact(&mut dict, |_, text| text != "--");
        assert_eq!(dict.codes, [0, NULL_CODE, 1, 0]);
        assert_eq!(dict.text, "xy");
    }

    #[test]
    fn many_distinct_texts_stay_apart() {
        let mut b = DictBuilder::default();
        for i in 0..5000 {
            b.push(&format!("item {i}"));
        }
        for i in 0..5000 {
            b.push(&format!("item {i}"));
        }
        let dict = b.into_dict();
        assert_eq!(dict.distinct(), 5000);
        assert_eq!(dict.row(5000 + 1234), Some("item 1234"));
    }
}
