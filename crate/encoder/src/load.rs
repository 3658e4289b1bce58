//! From the bytes of weights to an encoder, a tensor at a time.

use std::collections::{BTreeMap, BTreeSet};

use safetensors::tensor::Dtype;

use crate::names;
use crate::stream::{Arrived, Stream};
use crate::{Build, Error, Place, Plan, Tensor, Values};

/// What stands behind the name of an int8 tensor for its scales.
pub(crate) const SCALES: &str = ".scale";

/// The names and shapes of a weights file, of which a model's heads can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    tensors: BTreeMap<String, Vec<usize>>,
}

impl Listing {
    /// The shape of a tensor, with or without `bert.` before its name.
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        let shape = self.tensors.get(name);
        let shape = shape.or_else(|| self.tensors.get(&format!("bert.{name}")));
        shape.map(Vec::as_slice)
    }
}

/// Takes a weights file in pieces and fills an encoder.
pub struct Loader<B> {
    stream: Stream,
    model: Option<Model<B>>,
    /// Int8 values that wait for their scales, and scales for their values.
    halves: BTreeMap<String, Arrived>,
}

struct Model<B> {
    plan: Plan,
    builder: B,
    heads: Vec<String>,
    classifier: Option<usize>,
    missing: BTreeSet<Place>,
}

impl<B: Build> Default for Loader<B> {
    fn default() -> Self {
        Self::new()
    }
}

impl<B: Build> Loader<B> {
    /// Starts on a file.
    pub fn new() -> Self {
        Self {
            stream: Stream::new(),
            model: None,
            halves: BTreeMap::new(),
        }
    }

    /// Takes the next bytes, up to the end of the header; gives those behind it.
    ///
    /// # Errors
    /// [`Error::CorruptWeights`].
    pub fn push_header<'a>(&mut self, mut bytes: &'a [u8]) -> Result<&'a [u8], Error> {
        while self.stream.entries().is_none() && !bytes.is_empty() {
            let (taken, _) = self.stream.push(bytes)?;
            bytes = &bytes[taken..];
        }
        Ok(bytes)
    }

    /// What the file holds, once that is known and until [`Loader::begin`] was called.
    pub fn waits(&self) -> Option<Listing> {
        match self.model {
            None => self.listing(),
            Some(_) => None,
        }
    }

    /// Tells what model it is and what takes its tensors.
    ///
    /// # Errors
    /// [`Error::BadConfig`], [`Error::WrongShape`] or [`Error::MissingTensor`].
    pub fn begin(&mut self, plan: Plan, builder: B) -> Result<(), B::Error> {
        let listing = self.listing().unwrap_or_default();
        let (model, mut wanted) = Model::new(plan, builder, &listing)?;
        let scales: Vec<String> = wanted
            .iter()
            .map(|name| format!("{name}{SCALES}"))
            .collect();
        wanted.extend(scales);
        self.stream.want(wanted);
        self.model = Some(model);
        Ok(())
    }

    /// Takes the next bytes behind the header.
    ///
    /// # Errors
    /// [`Error::CorruptWeights`], [`Error::NumberFormat`], [`Error::WrongShape`], and what the builder says.
    pub fn push_tensors(&mut self, mut bytes: &[u8]) -> Result<(), B::Error> {
        while !bytes.is_empty() {
            let (taken, arrived) = self.stream.push(bytes)?;
            bytes = &bytes[taken..];
            if let Some(arrived) = arrived {
                self.arrive(arrived)?;
            }
        }
        Ok(())
    }

    /// Ends.
    ///
    /// # Errors
    /// [`Error::Truncated`] when bytes are missing, and what the builder says.
    pub fn finish(self) -> Result<(Plan, B::Encoder), B::Error> {
        self.stream.finish()?;
        let Some(model) = self.model else {
            return Err(Error::Truncated {
                tensor: "header".to_owned(),
            }
            .into());
        };
        if let Some(&place) = model.missing.first() {
            return Err(Error::MissingTensor {
                name: names::name(place, &model.heads),
            }
            .into());
        }
        Ok((model.plan, model.builder.finish()?))
    }

    fn listing(&self) -> Option<Listing> {
        let entries = self.stream.entries()?;
        let tensors = entries
            .iter()
            .filter(|entry| !(entry.dtype == Dtype::F32 && entry.name.ends_with(SCALES)))
            .map(|entry| (entry.name.clone(), entry.shape.clone()))
            .collect();
        Some(Listing { tensors })
    }

    fn arrive(&mut self, arrived: Arrived) -> Result<(), B::Error> {
        let (owner, is_scales) = match arrived.name.strip_suffix(SCALES) {
            Some(owner) => (owner.to_owned(), true),
            None => (arrived.name.clone(), false),
        };
        if !is_scales && !matches!(arrived.values, Values::Int8 { .. }) {
            return self.put(arrived);
        }
        let Some(other) = self.halves.remove(&owner) else {
            self.halves.insert(owner, arrived);
            return Ok(());
        };
        let (scales, whole) = if is_scales {
            (arrived, other)
        } else {
            (other, arrived)
        };
        let (Values::F32(scales), Values::Int8 { values, .. }) = (scales.values, whole.values)
        else {
            return Err(Error::CorruptWeights {
                what: format!("{owner}{SCALES} is not 32-bit floats beside int8"),
            }
            .into());
        };
        let rows = if whole.shape.len() < 2 {
            1
        } else {
            whole.shape[0]
        };
        if scales.len() != rows || scales.iter().any(|scale| !scale.is_finite()) {
            return Err(Error::WrongShape {
                name: format!("{owner}{SCALES}"),
                found: vec![scales.len()],
                expected: vec![rows],
            }
            .into());
        }
        self.put(Arrived {
            name: owner,
            shape: whole.shape,
            values: Values::Int8 { values, scales },
        })
    }

    fn put(&mut self, arrived: Arrived) -> Result<(), B::Error> {
        let Some(model) = &mut self.model else {
            return Ok(());
        };
        let Some(place) = names::place(&arrived.name, &model.heads, model.classifier) else {
            return Ok(());
        };
        if !model.missing.remove(&place) {
            return Ok(());
        }
        let (rows, columns) = model.plan.shape(place);
        model.builder.put(
            place,
            Tensor {
                rows,
                columns,
                values: arrived.values,
            },
        )
    }
}

impl<B: Build> Model<B> {
    /// Checks names and shapes before the numbers come; gives the names of the tensors that it needs as well.
    fn new(
        plan: Plan,
        builder: B,
        listing: &Listing,
    ) -> Result<(Self, BTreeSet<String>), B::Error> {
        plan.config.check()?;
        let heads: Vec<String> = plan.heads.iter().map(|h| h.head.name.clone()).collect();
        let classifier = plan.heads.iter().rposition(|head| head.outputs.is_some());
        let missing: BTreeSet<Place> = plan.places().into_iter().collect();
        let mut found = BTreeSet::new();
        let mut wanted = BTreeSet::new();
        for (name, shape) in &listing.tensors {
            let Some(place) = names::place(name, &heads, classifier) else {
                continue;
            };
            if !missing.contains(&place) {
                continue;
            }
            let (rows, columns) = plan.shape(place);
            let right = match shape.as_slice() {
                [only] => rows == 1 && *only == columns,
                [first, second] => *first == rows && *second == columns,
                _ => false,
            };
            if !right {
                let expected = if rows == 1 {
                    vec![columns]
                } else {
                    vec![rows, columns]
                };
                return Err(Error::WrongShape {
                    name: name.clone(),
                    found: shape.clone(),
                    expected,
                }
                .into());
            }
            found.insert(place);
            wanted.insert(name.clone());
        }
        if let Some(&place) = missing.difference(&found).next() {
            return Err(Error::MissingTensor {
                name: names::name(place, &heads),
            }
            .into());
        }
        let model = Self {
            plan,
            builder,
            heads,
            classifier,
            missing,
        };
        Ok((model, wanted))
    }
}
