//! Many texts as batches.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::alignment::Alignment;
use crate::encode::Reading;
use crate::passage::passages;
use crate::{Batch, EncodeOptions, Error, Normalised, Task, Tokenizer};

/// How texts become batches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanOptions {
    /// How a text becomes windows.
    pub encode: EncodeOptions,
    /// Tokens of a passage, in which heads that tag read a longer text: it ends with a sentence, and passages share nothing. 0: they read it as other heads do.
    ///
    /// For models that have learned from short texts, whose tags get worse the longer a text is.
    pub passage: usize,
    /// Whether a text with passages is read in windows too, as heads that embed or classify need; without, they have no answer for it.
    pub whole: bool,
    /// Tokens that a batch may have, counted as if all its texts were as long as its longest; a longer window is a batch of its own.
    pub batch_tokens: usize,
    /// Windows that a batch may have.
    pub batch_texts: usize,
}

impl Default for PlanOptions {
    /// Batches of 4,096 tokens and 64 windows: what a GPU likes.
    fn default() -> Self {
        Self {
            encode: EncodeOptions::default(),
            passage: 0,
            whole: true,
            batch_tokens: 4_096,
            batch_texts: 64,
        }
    }
}

/// A text that was added to a plan.
#[derive(Clone, Debug)]
struct Entry {
    /// Which of the distinct texts it is; `None` where there is nothing to read.
    distinct: Option<u32>,
    alignment: Alignment,
}

/// A text that is encoded, for all that are the same after normalisation.
#[derive(Clone, Debug)]
pub(crate) struct Distinct {
    pub(crate) reading: Reading,
    /// Its windows, then its passages if it has any: what is read of it.
    parts: Vec<Range<usize>>,
    /// How many of these are windows.
    windows: usize,
    /// The texts that are the same.
    pub(crate) texts: Vec<u32>,
    priority: u32,
}

impl Distinct {
    fn new(reading: Reading, text: &str, priority: u32, options: &PlanOptions) -> Self {
        let most = options.passage.min(reading.room);
        let passages = match most > 0 && reading.tokens.len() > most {
            true => passages(text, &reading.tokens, most),
            false => Vec::new(),
        };
        let mut parts = match options.whole || passages.is_empty() {
            true => reading.windows.clone(),
            false => Vec::new(),
        };
        let windows = parts.len();
        parts.extend(passages);
        Self {
            reading,
            parts,
            windows,
            texts: Vec::new(),
            priority,
        }
    }

    /// Which of its parts a head reads, and these.
    pub(crate) fn parts(&self, task: Task) -> (usize, &[Range<usize>]) {
        let passages = task == Task::Tag && self.windows < self.parts.len();
        let range = match passages {
            true => self.windows..self.parts.len(),
            false => 0..self.windows,
        };
        (range.start, &self.parts[range])
    }
}

/// A part of a text in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) distinct: u32,
    pub(crate) part: u32,
}

/// Takes texts and makes a plan of them; in pieces, so that its caller may look up in between.
pub struct Planner<'a> {
    tokenizer: &'a Tokenizer,
    options: PlanOptions,
    known: HashMap<String, Option<u32>, FixedState>,
    entries: Vec<Entry>,
    distinct: Vec<Distinct>,
}

impl<'a> Planner<'a> {
    /// Without texts yet.
    pub fn new(tokenizer: &'a Tokenizer, options: PlanOptions) -> Self {
        Self {
            tokenizer,
            options,
            known: HashMap::with_hasher(FixedState::with_seed(0)),
            entries: Vec::new(),
            distinct: Vec::new(),
        }
    }

    /// Adds a text; texts of a lower priority are run first, such as 0 for what is on screen.
    ///
    /// # Errors
    /// As [`Tokenizer::encode`]; the text is then not part of the plan.
    pub fn push(&mut self, text: &str, priority: u32) -> Result<(), Error> {
        let encode = &self.options.encode;
        let Normalised { text, alignment } = encode.normalisation.apply(text);
        let distinct = match self.known.get(text.as_str()) {
            Some(&known) => known,
            None => {
                let reading = Reading::new(self.tokenizer, &text, encode)?;
                let new = reading.map(|reading| {
                    let distinct = Distinct::new(reading, &text, priority, &self.options);
                    self.distinct.push(distinct);
                    self.distinct.len() as u32 - 1
                });
                self.known.insert(text, new);
                new
            }
        };
        if let Some(index) = distinct {
            let distinct = &mut self.distinct[index as usize];
            distinct.texts.push(self.entries.len() as u32);
            distinct.priority = distinct.priority.min(priority);
        }
        self.entries.push(Entry {
            distinct,
            alignment,
        });
        Ok(())
    }

    /// How many texts were added.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no text was added.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Sorts windows by priority, length and the order of texts, and cuts them into batches.
    pub fn finish(self) -> Plan {
        let mut order: Vec<(u32, usize, Row)> = Vec::new();
        for (index, distinct) in self.distinct.iter().enumerate() {
            let reading = &distinct.reading;
            let added = self.tokenizer.special_tokens() + reading.prefix.len();
            for (part, range) in distinct.parts.iter().enumerate() {
                let row = Row {
                    distinct: index as u32,
                    part: part as u32,
                };
                order.push((distinct.priority, range.len() + added, row));
            }
        }
        order.sort_by_key(|&(priority, length, row)| (priority, length, row.distinct, row.part));

        let mut plan = Plan {
            entries: self.entries,
            distinct: self.distinct,
            batches: Vec::new(),
            rows: Vec::new(),
        };
        let mut running = None;
        for (priority, length, row) in order {
            let rows = plan.rows.last().map_or(0, Vec::len);
            // Lengths rise, so this window is the longest.
            let fits = running == Some(priority)
                && rows < self.options.batch_texts.max(1)
                && (rows + 1) * length <= self.options.batch_tokens;
            if !fits {
                running = Some(priority);
                plan.batches.push(Batch::default());
                plan.rows.push(Vec::new());
            }
            if let (Some(batch), Some(rows)) = (plan.batches.last_mut(), plan.rows.last_mut()) {
                let distinct = &plan.distinct[row.distinct as usize];
                let range = distinct.parts[row.part as usize].clone();
                let frame = self.tokenizer.frame();
                if batch.starts.is_empty() {
                    batch.starts.push(0);
                }
                distinct
                    .reading
                    .put(frame, range, &mut batch.ids, &mut batch.segments);
                batch.starts.push(batch.ids.len() as u32);
                rows.push(row);
            }
        }
        plan
    }
}

/// What a plan has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Texts that were added.
    pub texts: usize,
    /// Of these, texts in which there is nothing to read.
    pub empty: usize,
    /// Of these, texts that are too long to be read to their end.
    pub cut: usize,
    /// Texts that are encoded: different ones with something to read.
    pub distinct: usize,
    /// Windows and passages that these have.
    pub windows: usize,
    /// Tokens in all batches, special tokens among them.
    pub tokens: usize,
}

/// Texts as batches, with the way back from batches to texts.
#[derive(Clone, Debug)]
pub struct Plan {
    entries: Vec<Entry>,
    pub(crate) distinct: Vec<Distinct>,
    batches: Vec<Batch>,
    rows: Vec<Vec<Row>>,
}

impl Plan {
    /// Plans texts of one priority.
    ///
    /// # Errors
    /// As [`Tokenizer::encode`].
    pub fn new<T: AsRef<str>>(
        tokenizer: &Tokenizer,
        texts: &[T],
        options: PlanOptions,
    ) -> Result<Self, Error> {
        let mut planner = Planner::new(tokenizer, options);
        for text in texts {
            planner.push(text.as_ref(), 0)?;
        }
        Ok(planner.finish())
    }

    /// The batches, in the order in which they should run: by priority, short texts first.
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// Positions of all batches with those of some texts first, such as what a merchant has scrolled to.
    pub fn order(&self, first: &[usize]) -> Vec<usize> {
        let mut wanted = vec![false; self.distinct.len()];
        for &text in first {
            if let Some(distinct) = self.distinct_of(text) {
                wanted[distinct] = true;
            }
        }
        let holds = |batch: &usize| {
            let mut rows = self.rows[*batch].iter();
            rows.any(|row| wanted[row.distinct as usize])
        };
        let (mut order, rest): (Vec<usize>, Vec<usize>) = (0..self.rows.len()).partition(holds);
        order.extend(rest);
        order
    }

    /// How many texts were added.
    pub fn texts(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing to read in a text, so that no encoder sees it.
    pub fn is_empty_text(&self, text: usize) -> bool {
        self.distinct_of(text).is_none()
    }

    /// Which of the distinct texts a text is, if there is something to read in it.
    pub fn distinct_of(&self, text: usize) -> Option<usize> {
        Some(self.entries.get(text)?.distinct? as usize)
    }

    /// From where on a text is not read, in Unicode scalars, if it is too long.
    pub fn cut(&self, text: usize) -> Option<u32> {
        let entry = self.entries.get(text)?;
        let cut = self.distinct[entry.distinct? as usize].reading.cut?;
        Some(entry.alignment.range(cut, cut).0)
    }

    /// What there is.
    pub fn counts(&self) -> Counts {
        let cut = |distinct: &&Distinct| distinct.reading.cut.is_some();
        let cut = self.distinct.iter().filter(cut);
        let empty = self.entries.iter().filter(|entry| entry.distinct.is_none());
        Counts {
            texts: self.entries.len(),
            empty: empty.count(),
            cut: cut.map(|distinct| distinct.texts.len()).sum(),
            distinct: self.distinct.len(),
            windows: self.rows.iter().map(Vec::len).sum(),
            tokens: self.batches.iter().map(Batch::tokens).sum(),
        }
    }

    pub(crate) fn rows(&self, batch: usize) -> Option<&[Row]> {
        self.rows.get(batch).map(Vec::as_slice)
    }

    pub(crate) fn alignment(&self, text: usize) -> Option<&Alignment> {
        self.entries.get(text).map(|entry| &entry.alignment)
    }
}
