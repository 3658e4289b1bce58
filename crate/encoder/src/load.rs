//! From the bytes of weights to an encoder, a tensor at a time.

use std::collections::{BTreeMap, BTreeSet};

use safetensors::tensor::Dtype;

use crate::names;
use crate::stream::{Arrived, Entry, Stream};
use crate::{Build, Error, Part, Piece, Place, Plan, Tensor, Values};

/// What stands behind the name of an int8 tensor for its scales.
pub(crate) const SCALES: &str = ".scale";

/// What stands behind it for the factors of its inputs, where it has any.
pub(crate) const FACTORS: &str = ".factor";

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
    /// Int8 tensors of which something is still to come.
    waiting: BTreeMap<String, Int8>,
    /// Names of int8 tensors with factors.
    factored: BTreeSet<String>,
    /// Factors of the first that came of query, key and value, by layer.
    shared: BTreeMap<usize, Option<Vec<f32>>>,
}

/// What has come of an int8 tensor.
#[derive(Default)]
struct Int8 {
    whole: Option<(Vec<usize>, Vec<i8>)>,
    scales: Option<Vec<f32>>,
    factors: Option<Vec<f32>>,
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
            waiting: BTreeMap::new(),
            factored: BTreeSet::new(),
            shared: BTreeMap::new(),
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
    /// [`Error::BadConfig`], [`Error::WrongShape`] or [`Error::MissingTensor`], of scales too.
    pub fn begin(&mut self, plan: Plan, builder: B) -> Result<(), B::Error> {
        let listing = self.listing().unwrap_or_default();
        let (model, mut wanted) = Model::new(plan, builder, &listing)?;
        let entries = || self.stream.entries().into_iter().flatten();
        let whole = |entry: &&Entry| entry.dtype == Dtype::I8 && wanted.contains(&entry.name);
        let scaled = entries().filter_map(|entry| entry.name.strip_suffix(SCALES));
        let scaled: BTreeSet<&str> = scaled.collect();
        if let Some(entry) = entries()
            .filter(whole)
            .find(|entry| !scaled.contains(entry.name.as_str()))
        {
            let name = format!("{}{SCALES}", entry.name);
            return Err(Error::MissingTensor { name }.into());
        }
        self.factored = entries()
            .filter_map(|entry| entry.name.strip_suffix(FACTORS))
            .filter(|name| wanted.contains(*name))
            .map(str::to_owned)
            .collect();
        let beside: Vec<String> = wanted
            .iter()
            .flat_map(|name| [SCALES, FACTORS].map(|suffix| format!("{name}{suffix}")))
            .collect();
        wanted.extend(beside);
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
            .filter(|entry| {
                let beside = entry.name.ends_with(SCALES) || entry.name.ends_with(FACTORS);
                !(entry.dtype == Dtype::F32 && beside)
            })
            .map(|entry| (entry.name.clone(), entry.shape.clone()))
            .collect();
        Some(Listing { tensors })
    }

    fn arrive(&mut self, arrived: Arrived) -> Result<(), B::Error> {
        let Arrived {
            name,
            shape,
            values,
        } = arrived;
        let beside = [SCALES, FACTORS].into_iter().find_map(|suffix| {
            let owner = name.strip_suffix(suffix)?;
            Some((owner.to_owned(), suffix))
        });
        let owner = match (beside, values) {
            (Some((owner, suffix)), Values::F32(values)) => {
                let of_owner = self.waiting.entry(owner.clone()).or_default();
                match suffix {
                    SCALES => of_owner.scales = Some(values),
                    _ => of_owner.factors = Some(values),
                }
                owner
            }
            (Some((owner, suffix)), _) => {
                return Err(Error::CorruptWeights {
                    what: format!("{owner}{suffix} is not 32-bit floats beside int8"),
                }
                .into());
            }
            (None, Values::Int8 { values, .. }) => {
                let of_name = self.waiting.entry(name.clone()).or_default();
                of_name.whole = Some((shape, values));
                name
            }
            (None, values) => return self.put(&name, values),
        };
        self.complete(owner)
    }

    /// Hands an int8 tensor on if all of it is there.
    fn complete(&mut self, name: String) -> Result<(), B::Error> {
        let factored = self.factored.contains(&name);
        let complete = self.waiting.get(&name).is_some_and(|int8| {
            int8.whole.is_some() && int8.scales.is_some() && int8.factors.is_some() == factored
        });
        if !complete {
            return Ok(());
        }
        let Some(int8) = self.waiting.remove(&name) else {
            return Ok(());
        };
        let (Some((shape, values)), Some(scales)) = (int8.whole, int8.scales) else {
            return Ok(());
        };
        let (rows, columns) = match shape.as_slice() {
            [rows, columns] => (*rows, *columns),
            _ => (1, values.len()),
        };
        let check = |suffix, found: &[f32], expected, right: fn(f32) -> bool| {
            if found.len() != expected {
                return Err(Error::WrongShape {
                    name: format!("{name}{suffix}"),
                    found: vec![found.len()],
                    expected: vec![expected],
                });
            }
            match found.iter().find(|&&value| !right(value)) {
                Some(value) => Err(Error::CorruptWeights {
                    what: format!("{name}{suffix} holds {value}"),
                }),
                None => Ok(()),
            }
        };
        check(SCALES, &scales, rows, f32::is_finite)?;
        if let Some(factors) = &int8.factors {
            check(FACTORS, factors, columns, f32::is_normal)?;
        }
        let values = Values::Int8 {
            values,
            scales,
            factors: int8.factors,
        };
        self.put(&name, values)
    }

    fn put(&mut self, name: &str, values: Values) -> Result<(), B::Error> {
        let Some(model) = &mut self.model else {
            return Ok(());
        };
        let Some(place) = names::place(name, &model.heads, model.classifier) else {
            return Ok(());
        };
        if !model.missing.remove(&place) {
            return Ok(());
        }
        if let Some(value) = values.not_finite() {
            return Err(Error::CorruptWeights {
                what: format!("{name} holds {value}"),
            }
            .into());
        }
        let (rows, columns) = model.plan.shape(place);
        let tensor = Tensor {
            rows,
            columns,
            values,
        };
        if let Place::Layer(layer, Piece::Query | Piece::Key | Piece::Value, Part::Weight) = place {
            let factors = tensor.factors();
            let shared = self.shared.entry(layer);
            if shared
                .or_insert_with(|| factors.map(<[f32]>::to_vec))
                .as_deref()
                != factors
            {
                return Err(Error::CorruptWeights {
                    what: format!("{name} has not the factors of what shares its input"),
                }
                .into());
            }
        }
        model.builder.put(place, tensor)
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
