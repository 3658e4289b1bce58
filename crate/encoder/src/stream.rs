//! A safetensors file, tensor by tensor as its bytes arrive.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use half::{bf16, f16};
use safetensors::tensor::{Dtype, Metadata};

use crate::{Error, Values};

/// The longest header that is believed.
const LONGEST_HEADER: u64 = 16 * 1024 * 1024;

/// What a header says of a tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) dtype: Dtype,
    bytes: Range<usize>,
}

/// A tensor that has arrived; int8 without its scales, which are a tensor of their own.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Values,
}

/// Reads a file whose bytes are pushed.
pub(crate) struct Stream {
    header: Vec<u8>,
    entries: VecDeque<Entry>,
    read_header: bool,
    /// Bytes of the data part that were read.
    at: usize,
    filling: Option<Filling>,
    wanted: BTreeSet<String>,
}

/// A tensor that is arriving.
struct Filling {
    entry: Entry,
    /// `None` for one that passes by.
    values: Option<Values>,
    /// The first bytes of a number whose last ones come with the next piece.
    split: Vec<u8>,
}

impl Stream {
    /// Starts on a file.
    pub(crate) fn new() -> Self {
        Self {
            header: Vec::new(),
            entries: VecDeque::new(),
            read_header: false,
            at: 0,
            filling: None,
            wanted: BTreeSet::new(),
        }
    }

    /// Tells which tensors are kept; the others pass by.
    pub(crate) fn want(&mut self, names: BTreeSet<String>) {
        self.wanted = names;
    }

    /// What the file holds, in the order of arrival, once its header is there.
    pub(crate) fn entries(&self) -> Option<&VecDeque<Entry>> {
        self.read_header.then_some(&self.entries)
    }

    /// Takes bytes up to the end of the next tensor, or of the header; gives how many it took, and the tensor.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(usize, Option<Arrived>), Error> {
        if !self.read_header {
            return self.push_header(bytes).map(|taken| (taken, None));
        }
        let mut taken = 0;
        loop {
            if self.filling.is_none() {
                let Some(entry) = self.entries.pop_front() else {
                    // Bytes behind the last tensor: `safetensors` has checked that there are none to be.
                    return match bytes.len() > taken {
                        true => Err(Error::CorruptWeights {
                            what: "bytes behind the last tensor".to_owned(),
                        }),
                        false => Ok((taken, None)),
                    };
                };
                let wanted = self.wanted.contains(&entry.name);
                self.filling = Some(Filling::new(entry, wanted)?);
            }
            let Some(filling) = &mut self.filling else {
                continue;
            };
            let left = filling.entry.bytes.end - self.at;
            let piece = &bytes[taken..bytes.len().min(taken + left)];
            filling.push(piece);
            taken += piece.len();
            self.at += piece.len();
            if self.at < filling.entry.bytes.end {
                return Ok((taken, None));
            }
            if let Some(Filling {
                entry,
                values: Some(values),
                ..
            }) = self.filling.take()
            {
                let Entry { name, shape, .. } = entry;
                return Ok((
                    taken,
                    Some(Arrived {
                        name,
                        shape,
                        values,
                    }),
                ));
            }
        }
    }

    /// Whether everything has arrived; otherwise an error that says what is missing.
    pub(crate) fn finish(&self) -> Result<(), Error> {
        let missing = match &self.filling {
            Some(filling) => Some(&filling.entry),
            None => self.entries.front(),
        };
        match missing {
            Some(entry) if !entry.bytes.is_empty() => Err(Error::Truncated {
                tensor: entry.name.clone(),
            }),
            None if !self.read_header => Err(Error::Truncated {
                tensor: "header".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn push_header(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        let mut taken = 0;
        while self.header.len() < 8 && taken < bytes.len() {
            self.header.push(bytes[taken]);
            taken += 1;
        }
        let Some(length) = self.header.first_chunk().map(|b| u64::from_le_bytes(*b)) else {
            return Ok(taken);
        };
        if length == 0 || length > LONGEST_HEADER {
            return Err(Error::CorruptWeights {
                what: format!("a header of {length} bytes"),
            });
        }
        let whole = 8 + length as usize;
        let more = &bytes[taken..bytes.len().min(taken + whole - self.header.len())];
        self.header.extend_from_slice(more);
        taken += more.len();
        if self.header.len() < whole {
            return Ok(taken);
        }
        // Checks that the tensors lie one behind the other and are as long as their shapes say.
        let metadata: Metadata =
            serde_json::from_slice(&self.header[8..]).map_err(|error| Error::CorruptWeights {
                what: error.to_string(),
            })?;
        self.entries = in_order(&metadata);
        self.header = Vec::new();
        self.read_header = true;
        Ok(taken)
    }
}

fn in_order(metadata: &Metadata) -> VecDeque<Entry> {
    let mut entries: Vec<Entry> = metadata
        .tensors()
        .into_iter()
        .map(|(name, info)| Entry {
            name,
            shape: info.shape.clone(),
            dtype: info.dtype,
            bytes: info.data_offsets.0..info.data_offsets.1,
        })
        .collect();
    entries.sort_by_key(|entry| entry.bytes.start);
    entries.into()
}

impl Filling {
    fn new(entry: Entry, wanted: bool) -> Result<Self, Error> {
        let values = match wanted {
            true => Some(room(&entry)?),
            false => None,
        };
        Ok(Self {
            entry,
            values,
            split: Vec::new(),
        })
    }

    fn push(&mut self, bytes: &[u8]) {
        let split = &mut self.split;
        match &mut self.values {
            None => {}
            Some(Values::F32(values)) => {
                whole(split, bytes, |b| values.push(f32::from_le_bytes(b)));
            }
            Some(Values::F16(values)) => {
                whole(split, bytes, |b| values.push(f16::from_le_bytes(b)));
            }
            Some(Values::Bf16(values)) => {
                whole(split, bytes, |b| values.push(bf16::from_le_bytes(b)));
            }
            Some(Values::Int8 { values, .. }) => {
                values.extend_from_slice(bytemuck::cast_slice::<u8, i8>(bytes));
            }
        }
    }
}

/// Memory for a tensor, once.
fn room(entry: &Entry) -> Result<Values, Error> {
    fn reserved<T>(entry: &Entry) -> Result<Vec<T>, Error> {
        let mut values = Vec::new();
        let count = entry.shape.iter().product();
        values
            .try_reserve_exact(count)
            .map_err(|_| Error::OutOfMemory {
                tensor: entry.name.clone(),
                bytes: entry.bytes.len(),
            })?;
        Ok(values)
    }
    match entry.dtype {
        Dtype::F32 => reserved(entry).map(Values::F32),
        Dtype::F16 => reserved(entry).map(Values::F16),
        Dtype::BF16 => reserved(entry).map(Values::Bf16),
        Dtype::I8 => Ok(Values::Int8 {
            values: reserved(entry)?,
            scales: Vec::new(),
            factors: None,
        }),
        other => Err(Error::NumberFormat {
            tensor: entry.name.clone(),
            format: format!("{other:?}"),
        }),
    }
}

/// Gives every number whose bytes are all there.
fn whole<const N: usize>(split: &mut Vec<u8>, mut bytes: &[u8], mut give: impl FnMut([u8; N])) {
    if !split.is_empty() {
        let more = bytes.len().min(N - split.len());
        split.extend_from_slice(&bytes[..more]);
        bytes = &bytes[more..];
        let Some(number) = split.first_chunk() else {
            return;
        };
        give(*number);
        split.clear();
    }
    let (numbers, rest) = bytes.as_chunks::<N>();
    for number in numbers {
        give(*number);
    }
    split.extend_from_slice(rest);
}
