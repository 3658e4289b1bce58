//! A safetensors file, tensor by tensor as its bytes arrive.

use std::collections::VecDeque;
use std::ops::Range;

use half::{bf16, f16};
use safetensors::tensor::{Dtype, Metadata, SafeTensors};

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
    wanted: fn(&str) -> bool,
}

/// A tensor that is arriving.
struct Filling {
    entry: Entry,
    values: Values,
    /// The first bytes of a number whose last ones come with the next piece.
    split: Vec<u8>,
}

impl Stream {
    /// Starts on a file, of which only the tensors with wanted names are kept.
    pub(crate) fn new(wanted: fn(&str) -> bool) -> Self {
        Self {
            header: Vec::new(),
            entries: VecDeque::new(),
            read_header: false,
            at: 0,
            filling: None,
            wanted,
        }
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
                self.filling = Some(Filling::new(entry, self.wanted)?);
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
            if let Some(filling) = self.filling.take() {
                let Filling { entry, values, .. } = filling;
                if (self.wanted)(&entry.name) {
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
        let (_, metadata) =
            SafeTensors::read_metadata(&self.header).map_err(|error| Error::CorruptWeights {
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
    fn new(entry: Entry, wanted: fn(&str) -> bool) -> Result<Self, Error> {
        let count: usize = entry.shape.iter().product();
        let values = match entry.dtype {
            _ if !wanted(&entry.name) => Values::F32(Vec::new()),
            Dtype::F32 => Values::F32(Vec::with_capacity(count)),
            Dtype::F16 => Values::F16(Vec::with_capacity(count)),
            Dtype::BF16 => Values::Bf16(Vec::with_capacity(count)),
            Dtype::I8 => Values::Int8 {
                values: Vec::with_capacity(count),
                scales: Vec::new(),
            },
            other => {
                return Err(Error::NumberFormat {
                    tensor: entry.name,
                    format: format!("{other:?}"),
                });
            }
        };
        let values = if wanted(&entry.name) {
            values
        } else {
            Values::F32(Vec::new())
        };
        Ok(Self {
            entry,
            values,
            split: Vec::new(),
        })
    }

    fn push(&mut self, bytes: &[u8]) {
        if matches!(&self.values, Values::F32(v) if v.capacity() == 0) {
            return;
        }
        match &mut self.values {
            Values::F32(values) => whole(&mut self.split, bytes, |b| {
                values.push(f32::from_le_bytes(b))
            }),
            Values::F16(values) => whole(&mut self.split, bytes, |b| {
                values.push(f16::from_le_bytes(b))
            }),
            Values::Bf16(values) => whole(&mut self.split, bytes, |b| {
                values.push(bf16::from_le_bytes(b))
            }),
            Values::Int8 { values, .. } => {
                values.extend_from_slice(bytemuck::cast_slice::<u8, i8>(bytes));
            }
        }
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
