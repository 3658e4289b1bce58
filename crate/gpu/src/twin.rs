//! A whole model of the kernels' twins: slow, plain, in 32-bit floats on the CPU; and models of random numbers to compare with.

use std::collections::BTreeMap;

use encoder::{Build, Part, Piece, Place, Plan, Tensor, Values};
use text::{Batch, Encoder, Head, Output, Pooling, Task};

use crate::kernel::{activation, attention, embed, matmul, norm, normalise, pool};
use crate::{Error, batch, build};

/// A model on the CPU, for comparison.
#[derive(Clone, Debug)]
pub struct Twin {
    plan: Plan,
    heads: Vec<Head>,
    tensors: BTreeMap<Place, Vec<f32>>,
}

impl Twin {
    /// A model without its numbers.
    pub fn new(plan: Plan) -> Self {
        Self {
            heads: plan.heads.iter().map(|head| head.head.clone()).collect(),
            plan,
            tensors: BTreeMap::new(),
        }
    }

    fn tensor(&self, place: Place) -> Result<&[f32], Error> {
        let tensor = self.tensors.get(&place);
        tensor.map(Vec::as_slice).ok_or(Error::Missing { place })
    }

    /// Weights and bias.
    fn both(&self, place: impl Fn(Part) -> Place) -> Result<(&[f32], &[f32]), Error> {
        let weights = self.tensor(place(Part::Weight))?;
        Ok((weights, self.tensor(place(Part::Bias))?))
    }

    fn linear(
        &self,
        left: &[f32],
        inputs: usize,
        place: impl Fn(Part) -> Place,
    ) -> Result<Vec<f32>, Error> {
        let (weights, bias) = self.both(place)?;
        Ok(matmul::twin(left, weights, bias, inputs))
    }

    fn norm(&self, values: &mut [f32], place: impl Fn(Part) -> Place) -> Result<(), Error> {
        let (factors, offsets) = self.both(place)?;
        norm::twin(values, factors, offsets, self.plan.config.layer_norm_eps);
        Ok(())
    }

    /// The last hidden states: `[tokens, hidden]`.
    fn hidden(&self, batch: &Batch) -> Result<Vec<f32>, Error> {
        let config = &self.plan.config;
        let width = config.hidden_size;
        let positions = batch.ranges().flat_map(|range| 0..range.len() as u32);
        let tokens: Vec<[u32; 3]> = batch
            .ids
            .iter()
            .zip(positions)
            .zip(&batch.segments)
            .map(|((id, position), segment)| [*id, position, *segment])
            .collect();
        let mut hidden = embed::twin(
            &tokens,
            self.tensor(Place::Words)?,
            self.tensor(Place::Positions)?,
            self.tensor(Place::Segments)?,
            width,
        );
        self.norm(&mut hidden, Place::EmbeddingNorm)?;
        for layer in 0..config.num_hidden_layers {
            let linear = |left: &[f32], inputs, piece| {
                self.linear(left, inputs, |part| Place::Layer(layer, piece, part))
            };
            let thirds = [
                linear(&hidden, width, Piece::Query)?,
                linear(&hidden, width, Piece::Key)?,
                linear(&hidden, width, Piece::Value)?,
            ];
            let mut projected = Vec::with_capacity(3 * hidden.len());
            for token in 0..batch.tokens() {
                for third in &thirds {
                    projected.extend_from_slice(&third[token * width..(token + 1) * width]);
                }
            }
            let heads = config.num_attention_heads;
            let context = attention::twin(&projected, batch.ranges(), heads, config.head_width());
            let attended = linear(&context, width, Piece::AttentionOut)?;
            add(&mut hidden, &attended);
            self.norm(&mut hidden, |part| {
                Place::Layer(layer, Piece::AttentionNorm, part)
            })?;
            let mut between = linear(&hidden, width, Piece::Up)?;
            activation::twin(config.hidden_act, &mut between);
            let down = linear(&between, config.intermediate_size, Piece::Down)?;
            add(&mut hidden, &down);
            self.norm(&mut hidden, |part| {
                Place::Layer(layer, Piece::OutNorm, part)
            })?;
        }
        Ok(hidden)
    }

    fn output(&self, batch: &Batch, hidden: &[f32], head: usize) -> Result<Output, Error> {
        let width = self.plan.config.hidden_size;
        let plan = &self.plan.heads[head];
        let mut values = hidden.to_vec();
        if plan.head.task != Task::Tag {
            let pooling = if plan.pooler {
                Pooling::Cls
            } else {
                plan.head.pooling
            };
            values = pool::twin(pooling, hidden, batch.ranges(), width);
            if plan.pooler {
                values = self.linear(&values, width, Place::Pooler)?;
                for value in &mut values {
                    *value = libm::tanhf(*value);
                }
            }
        }
        if plan.outputs.is_some() {
            values = self.linear(&values, width, |part| Place::Head(head, part))?;
        }
        let width = plan.outputs.unwrap_or(width);
        if plan.head.task == Task::Embed && plan.head.normalise {
            normalise::twin(&mut values, width);
        }
        Ok(Output { width, values })
    }
}

fn add(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

impl Build for Twin {
    type Encoder = Self;
    type Error = Error;

    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Error> {
        build::check_shape(&self.plan, place, &tensor)?;
        self.tensors.insert(place, tensor.into_f32());
        Ok(())
    }

    fn finish(self) -> Result<Self, Error> {
        for place in self.plan.places() {
            self.tensor(place)?;
        }
        Ok(self)
    }
}

impl Encoder for Twin {
    type Error = Error;

    fn heads(&self) -> &[Head] {
        &self.heads
    }

    async fn encode(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        batch::check(&self.plan, batch, heads)?;
        let hidden = self.hidden(batch)?;
        heads
            .iter()
            .map(|head| self.output(batch, &hidden, *head))
            .collect()
    }
}

/// Numbers that look random and are the same everywhere.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Another seed gives others.
    pub fn new(seed: u64) -> Self {
        // A state of zero would stay zero.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A whole number below `below`, which is above 0.
    ///
    /// # Source
    /// Marsaglia 2003 (xorshift), Vigna 2016 (xorshift64*).
    pub fn below(&mut self, below: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        ((high * u64::from(below)) >> 32) as u32
    }

    /// A number from −1 to 1.
    pub fn signed(&mut self) -> f32 {
        self.below(1 << 24) as f32 / (1 << 23) as f32 - 1.0
    }
}

/// A model of random numbers, about as large as those of trained models, a tensor at a time.
pub fn random(plan: &Plan, seed: u64) -> impl Iterator<Item = (Place, Tensor)> + use<'_> {
    let mut numbers = Numbers::new(seed);
    plan.places().into_iter().map(move |place| {
        let (rows, columns) = plan.shape(place);
        let (middle, spread) = match place {
            Place::Words | Place::Positions | Place::Segments => (0.0, 0.5),
            Place::EmbeddingNorm(Part::Weight)
            | Place::Layer(_, Piece::AttentionNorm | Piece::OutNorm, Part::Weight) => (1.0, 0.2),
            _ if rows == 1 => (0.0, 0.1),
            _ => (0.0, 2.0 / (columns as f32).sqrt()),
        };
        let values = (0..rows * columns)
            .map(|_| middle + spread * numbers.signed())
            .collect();
        let tensor = Tensor {
            rows,
            columns,
            values: Values::F32(values),
        };
        (place, tensor)
    })
}
