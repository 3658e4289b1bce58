//! Brands that the caller knows: a vendor column, an uploaded glossary.

use crate::Error;
use crate::folded::Folded;
use crate::lexicon::is_doubtful;
use crate::words::Words;

/// Brands with their other spellings, ready to be looked for.
pub struct Gazetteer {
    words: Words,
    names: Vec<String>,
}

/// A brand in a text.
pub(crate) struct Branded<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) name: &'a str,
    /// Whether the name is a common word, or so short that it may be anything.
    pub(crate) doubtful: bool,
}

impl Gazetteer {
    /// Of brands, each with its spellings divided by `|` or `/`, the usual one first: `小米|Xiaomi|MI`.
    ///
    /// Case and width do not count; empty names and numbers are left out.
    ///
    /// # Errors
    /// [`Error::Words`].
    pub fn new<T: AsRef<str>>(brands: &[T]) -> Result<Self, Error> {
        let mut names = Vec::new();
        let mut words = Vec::new();
        for brand in brands {
            let forms: Vec<&str> = brand
                .as_ref()
                .split(['|', '/', '\t'])
                .map(str::trim)
                .filter(|form| form.chars().any(char::is_alphabetic))
                .collect();
            let Some(first) = forms.first() else { continue };
            let owner = names.len() as u32;
            names.push((*first).to_owned());
            words.extend(forms.iter().map(|form| ((*form).to_owned(), owner)));
        }
        Ok(Self {
            words: Words::new(&words, false)?,
            names,
        })
    }

    /// How many brands there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(crate) fn find(&self, text: &Folded) -> Vec<Branded<'_>> {
        let hits = self.words.find(text).into_iter();
        hits.map(|hit| {
            let word: String = text.chars[hit.start..hit.end].iter().collect();
            Branded {
                start: hit.start,
                end: hit.end,
                name: &self.names[hit.owner as usize],
                doubtful: hit.end - hit.start < 2 || is_doubtful(&word),
            }
        })
        .collect()
    }
}
