//! A whole BERT over ragged batches.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use text::{Batch, Encoder, Head, Output, Pooling, Task};

use super::attention::{self, attention};
use super::dense::{Bias, Dense, Residual};
use super::float::{Exact, ExactFloat, Fast, Float};
use super::int8::{Int8, Kernel, Quantised};
use super::math::{Tanh, layer_norm, normalise, with_activation};
use crate::{Build, Error, Part, Piece, Place, Plan, Tensor};

/// Rows that go through the layers together: enough to use packed weights well, few enough to stay near the processor.
const GROUP_ROWS: usize = 64;

/// Rows of the feed-forward part at a time.
const FEED_ROWS: usize = 64;

/// The two number formats of the fast path.
pub trait Format: Dense {
    /// Whether every product and sum is rounded as IEEE 754 says, so that results are the same everywhere.
    const EXACT: bool;

    /// Tells the prepared rows how they are to be multiplied.
    fn set_kernel(input: &mut Self::Input, kernel: Kernel);
}

impl Format for Int8 {
    const EXACT: bool = true;

    fn set_kernel(input: &mut Quantised, kernel: Kernel) {
        input.set_kernel(kernel);
    }
}

impl Format for Float {
    const EXACT: bool = false;

    fn set_kernel(_: &mut Vec<f32>, _: Kernel) {}
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer<D> {
    joined: D,
    attention_out: D,
    attention_norm: Norm,
    up: D,
    down: D,
    out_norm: Norm,
}

struct Weights<D> {
    plan: Plan,
    heads: Vec<Head>,
    words: Tensor,
    positions: Vec<f32>,
    segments: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer<D>>,
    pooler: Option<ExactFloat>,
    /// `None` for heads that give hidden states as they are.
    head_layers: Vec<Option<ExactFloat>>,
}

/// A model on a processor. Clones share the weights, so that several threads can work.
pub struct Cpu<D: Format> {
    weights: Arc<Weights<D>>,
    scratch: Scratch<D>,
    kernel: Kernel,
}

struct Scratch<D: Format> {
    input: D::Input,
    head_input: Vec<f32>,
    attention: attention::Scratch,
    joined: Vec<f32>,
    context: Vec<f32>,
    between: Vec<f32>,
}

impl<D: Format> Default for Scratch<D> {
    fn default() -> Self {
        Self {
            input: D::Input::default(),
            head_input: Vec::new(),
            attention: attention::Scratch::default(),
            joined: Vec::new(),
            context: Vec::new(),
            between: Vec::new(),
        }
    }
}

impl<D: Format> Clone for Cpu<D> {
    fn clone(&self) -> Self {
        let mut clone = Self {
            weights: Arc::clone(&self.weights),
            scratch: Scratch::default(),
            kernel: self.kernel,
        };
        clone.set_kernel(self.kernel);
        clone
    }
}

impl<D: Format> Cpu<D> {
    /// The model's shape and heads.
    pub fn plan(&self) -> &Plan {
        &self.weights.plan
    }

    /// Chooses how bytes are multiplied; the results stay the same.
    pub fn set_kernel(&mut self, kernel: Kernel) {
        self.kernel = kernel;
        D::set_kernel(&mut self.scratch.input, kernel);
    }

    /// How bytes are multiplied.
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// Runs the encoder once and the asked heads over it; an output for each.
    ///
    /// # Errors
    /// [`Error::UnknownToken`], [`Error::TooLong`] or [`Error::NoHead`].
    pub fn run(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        crate::check(&self.weights.plan, batch, heads)?;
        let weights = Arc::clone(&self.weights);
        let mut outputs: Vec<Output> = heads
            .iter()
            .map(|&head| Output {
                width: weights.plan.width(head),
                values: Vec::new(),
            })
            .collect();
        let ranges: Vec<Range<usize>> = batch.ranges().collect();
        let mut hidden = Vec::new();
        let mut first = 0;
        while first < ranges.len() {
            let start = ranges[first].start;
            let mut last = first;
            while last + 1 < ranges.len() && ranges[last].end - start < GROUP_ROWS {
                last += 1;
            }
            let texts = &ranges[first..=last];
            self.hidden(&weights, batch, texts, &mut hidden);
            for (&head, output) in heads.iter().zip(&mut outputs) {
                self.head(&weights, head, texts, &hidden, output);
            }
            first = last + 1;
        }
        Ok(outputs)
    }

    /// Last hidden states of some texts that follow one another: `[tokens, hidden]`.
    fn hidden(
        &mut self,
        weights: &Weights<D>,
        batch: &Batch,
        texts: &[Range<usize>],
        hidden: &mut Vec<f32>,
    ) {
        let config = &weights.plan.config;
        let width = config.hidden_size;
        let start = texts.first().map_or(0, |text| text.start);
        let end = texts.last().map_or(0, |text| text.end);
        hidden.clear();
        hidden.resize((end - start) * width, 0.0);
        for text in texts {
            for (position, token) in text.clone().enumerate() {
                let row = &mut hidden[(token - start) * width..(token - start + 1) * width];
                weights.words.copy_row(batch.ids[token] as usize, row);
                let places = &weights.positions[position * width..(position + 1) * width];
                let segment = batch.segments[token] as usize;
                let segments = &weights.segments[segment * width..(segment + 1) * width];
                for ((value, place), segment) in row.iter_mut().zip(places).zip(segments) {
                    *value = (*value + segment) + place;
                }
            }
        }
        let epsilon = config.layer_norm_eps;
        layer_norm(hidden, &weights.norm.weight, &weights.norm.bias, epsilon);
        let scratch = &mut self.scratch;
        for layer in &weights.layers {
            layer.joined.prepare(hidden, &mut scratch.input);
            scratch.joined.resize(3 * hidden.len(), 0.0);
            layer
                .joined
                .apply(&scratch.input, &mut scratch.joined, &Bias);
            scratch.context.resize(hidden.len(), 0.0);
            for text in texts {
                let (from, to) = (text.start - start, text.end - start);
                let joined = &scratch.joined[from * 3 * width..to * 3 * width];
                let out = &mut scratch.context[from * width..to * width];
                let heads = config.num_attention_heads;
                if D::EXACT {
                    attention::<Exact>(joined, width, heads, &mut scratch.attention, out);
                } else {
                    attention::<Fast>(joined, width, heads, &mut scratch.attention, out);
                }
            }
            layer
                .attention_out
                .prepare(&scratch.context, &mut scratch.input);
            layer.attention_out.apply(&scratch.input, hidden, &Residual);
            let norm = &layer.attention_norm;
            layer_norm(hidden, &norm.weight, &norm.bias, epsilon);
            for rows in hidden.chunks_mut(FEED_ROWS * width) {
                layer.up.prepare(rows, &mut scratch.input);
                scratch
                    .between
                    .resize(rows.len() / width * config.intermediate_size, 0.0);
                with_activation!(config.hidden_act, finish => {
                    layer.up.apply(&scratch.input, &mut scratch.between, finish);
                });
                layer.down.prepare(&scratch.between, &mut scratch.input);
                layer.down.apply(&scratch.input, rows, &Residual);
                layer_norm(rows, &layer.out_norm.weight, &layer.out_norm.bias, epsilon);
            }
        }
    }

    fn head(
        &mut self,
        weights: &Weights<D>,
        head: usize,
        texts: &[Range<usize>],
        hidden: &[f32],
        output: &mut Output,
    ) {
        let width = weights.plan.config.hidden_size;
        let plan = &weights.plan.heads[head];
        let start = texts.first().map_or(0, |text| text.start);
        let mut pooled;
        let mut rows = hidden;
        if plan.head.task != Task::Tag {
            pooled = Vec::with_capacity(texts.len() * width);
            for text in texts {
                let tokens = &hidden[(text.start - start) * width..(text.end - start) * width];
                pool(tokens, width, plan.pooling(), &mut pooled);
            }
            if let Some(pooler) = weights.pooler.as_ref().filter(|_| plan.pooler) {
                pooler.prepare(&pooled, &mut self.scratch.head_input);
                pooler.apply(&self.scratch.head_input, &mut pooled, &Tanh);
            }
            rows = &pooled;
        }
        let at = output.values.len();
        match &weights.head_layers[head] {
            Some(layer) => {
                layer.prepare(rows, &mut self.scratch.head_input);
                output
                    .values
                    .resize(at + rows.len() / width * layer.outputs(), 0.0);
                let out = &mut output.values[at..];
                layer.apply(&self.scratch.head_input, out, &Bias);
            }
            None => output.values.extend_from_slice(rows),
        }
        if plan.head.task == Task::Embed && plan.head.normalise {
            for vector in output.values[at..].chunks_exact_mut(output.width.max(1)) {
                normalise(vector);
            }
        }
    }
}

/// One text's tokens to one row.
fn pool(tokens: &[f32], width: usize, pooling: Pooling, out: &mut Vec<f32>) {
    let at = out.len();
    out.resize(at + width, 0.0);
    let row = &mut out[at..];
    match pooling {
        Pooling::Cls => row.copy_from_slice(&tokens[..width]),
        Pooling::Mean => {
            let count = (tokens.len() / width) as f32;
            for token in tokens.chunks_exact(width) {
                for (sum, value) in row.iter_mut().zip(token) {
                    *sum += value;
                }
            }
            for value in row {
                *value /= count;
            }
        }
    }
}

impl<D: Format> Encoder for Cpu<D> {
    type Error = Error;

    fn heads(&self) -> &[Head] {
        &self.weights.heads
    }

    async fn encode(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        self.run(batch, heads)
    }
}

/// Packs a model's tensors as they come.
pub struct CpuBuilder<D> {
    plan: Plan,
    /// What has come and is not packed yet.
    loose: BTreeMap<Place, Tensor>,
    /// What is packed: layer and first piece.
    packed: BTreeMap<(usize, Piece), D>,
}

impl<D: Format> CpuBuilder<D> {
    /// Starts on a model.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            loose: BTreeMap::new(),
            packed: BTreeMap::new(),
        }
    }

    /// Packs a linear layer once all its tensors are there.
    fn pack(&mut self, layer: usize, pieces: &[Piece]) {
        let places = |part| {
            pieces
                .iter()
                .map(move |&piece| Place::Layer(layer, piece, part))
        };
        let all = places(Part::Weight).chain(places(Part::Bias));
        let [first, ..] = pieces else { return };
        if !{ all }.all(|place| self.loose.contains_key(&place)) {
            return;
        }
        let mut taken = |part| -> Vec<Tensor> {
            places(part)
                .filter_map(|place| self.loose.remove(&place))
                .collect()
        };
        let weights = taken(Part::Weight);
        let biases: Vec<Vec<f32>> = taken(Part::Bias)
            .into_iter()
            .map(Tensor::into_f32)
            .collect();
        self.packed
            .insert((layer, *first), D::pack(&weights, &biases));
    }

    fn take(&mut self, place: Place) -> Result<Tensor, Error> {
        self.loose.remove(&place).ok_or(Error::NotFilled { place })
    }

    fn norm(&mut self, place: impl Fn(Part) -> Place) -> Result<Norm, Error> {
        Ok(Norm {
            weight: self.take(place(Part::Weight))?.into_f32(),
            bias: self.take(place(Part::Bias))?.into_f32(),
        })
    }

    fn exact(&mut self, place: impl Fn(Part) -> Place) -> Result<ExactFloat, Error> {
        let weight = self.take(place(Part::Weight))?;
        let bias = self.take(place(Part::Bias))?.into_f32();
        Ok(ExactFloat::pack(&[weight], &[bias]))
    }

    fn dense(&mut self, layer: usize, piece: Piece) -> Result<D, Error> {
        let place = Place::Layer(layer, piece, Part::Weight);
        self.packed
            .remove(&(layer, piece))
            .ok_or(Error::NotFilled { place })
    }
}

const JOINED: [Piece; 3] = [Piece::Query, Piece::Key, Piece::Value];

impl<D: Format> Build for CpuBuilder<D> {
    type Encoder = Cpu<D>;
    type Error = Error;

    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Error> {
        self.loose.insert(place, tensor);
        if let Place::Layer(layer, piece, _) = place {
            match piece {
                Piece::Query | Piece::Key | Piece::Value => self.pack(layer, &JOINED),
                Piece::AttentionOut | Piece::Up | Piece::Down => self.pack(layer, &[piece]),
                Piece::AttentionNorm | Piece::OutNorm => {}
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Cpu<D>, Error> {
        let plan = self.plan.clone();
        let mut layers = Vec::with_capacity(plan.config.num_hidden_layers);
        for layer in 0..plan.config.num_hidden_layers {
            let norm = |piece| move |part| Place::Layer(layer, piece, part);
            layers.push(Layer {
                joined: self.dense(layer, Piece::Query)?,
                attention_out: self.dense(layer, Piece::AttentionOut)?,
                attention_norm: self.norm(norm(Piece::AttentionNorm))?,
                up: self.dense(layer, Piece::Up)?,
                down: self.dense(layer, Piece::Down)?,
                out_norm: self.norm(norm(Piece::OutNorm))?,
            });
        }
        let mut head_layers = Vec::with_capacity(plan.heads.len());
        for (index, head) in plan.heads.iter().enumerate() {
            head_layers.push(match head.outputs {
                Some(_) => Some(self.exact(|part| Place::Head(index, part))?),
                None => None,
            });
        }
        let weights = Weights {
            words: self.take(Place::Words)?,
            positions: self.take(Place::Positions)?.into_f32(),
            segments: self.take(Place::Segments)?.into_f32(),
            norm: self.norm(Place::EmbeddingNorm)?,
            layers,
            pooler: match plan.pooler {
                true => Some(self.exact(Place::Pooler)?),
                false => None,
            },
            head_layers,
            heads: plan.heads.iter().map(|head| head.head.clone()).collect(),
            plan,
        };
        Ok(Cpu {
            weights: Arc::new(weights),
            scratch: Scratch::default(),
            kernel: Kernel::default(),
        })
    }
}
