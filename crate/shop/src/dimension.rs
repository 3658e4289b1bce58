//! Names with dense codes: products, categories, customers, countries, channels.

use hashbrown::HashMap;

/// The code of "not known".
pub const NONE: u32 = u32::MAX;

/// A set of distinct names, coded from 0 in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Dimension {
    names: Vec<String>,
    index: HashMap<String, u32, foldhash::fast::FixedState>,
}

impl Dimension {
    /// The code of a name, new if not yet known.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(&code) = self.index.get(name) {
            return code;
        }
        let code = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), code);
        code
    }

    /// The code of a name, if known.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    /// The name of a code; empty for [`NONE`].
    pub fn name(&self, code: u32) -> &str {
        self.names.get(code as usize).map_or("", String::as_str)
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names in order of their codes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}
