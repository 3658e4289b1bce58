//! The reference: BERT on candle in 32-bit floats, as plainly as it can be written.
//!
//! It pads, as frameworks do, and masks what it padded; the others are compared with it.

use std::collections::BTreeMap;

use candle_core::{D, DType, Device, Result as Candle, Tensor as Array};
use text::{Batch, Encoder, Head, Output, Pooling, Task};

use crate::{Activation, Build, Error, Factors, Part, Piece, Place, Plan, Ranges, Tensor, Values};

/// A model on candle.
pub struct Reference {
    plan: Plan,
    heads: Vec<Head>,
    arrays: BTreeMap<Place, Array>,
}

/// Takes a model's tensors as they come.
pub struct ReferenceBuilder {
    plan: Plan,
    arrays: BTreeMap<Place, Array>,
}

impl ReferenceBuilder {
    /// Starts on a model.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            arrays: BTreeMap::new(),
        }
    }
}

impl Build for ReferenceBuilder {
    type Encoder = Reference;
    type Error = Error;

    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Error> {
        let (rows, columns) = (tensor.rows, tensor.columns);
        let matrix = matches!(place, Place::Words | Place::Positions | Place::Segments)
            || matches!(place, Place::Layer(_, _, Part::Weight) if rows > 1)
            || matches!(
                place,
                Place::Pooler(Part::Weight) | Place::Head(_, Part::Weight)
            );
        let values = tensor.into_f32();
        let array = match matrix {
            true => Array::from_vec(values, (rows, columns), &Device::Cpu),
            false => Array::from_vec(values, columns, &Device::Cpu),
        };
        self.arrays.insert(place, array.map_err(failed)?);
        Ok(())
    }

    fn finish(self) -> Result<Reference, Error> {
        Ok(Reference {
            heads: self
                .plan
                .heads
                .iter()
                .map(|head| head.head.clone())
                .collect(),
            plan: self.plan,
            arrays: self.arrays,
        })
    }
}

fn failed(error: candle_core::Error) -> Error {
    Error::Reference {
        problem: error.to_string(),
    }
}

impl Reference {
    /// The model's shape and heads.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Runs the encoder once and the asked heads over it; an output for each.
    ///
    /// # Errors
    /// [`Error::UnknownToken`], [`Error::TooLong`], [`Error::NoHead`] or [`Error::Reference`].
    pub fn run(&self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        crate::check(&self.plan, batch, heads)?;
        if batch.texts() == 0 {
            let width = |&head: &usize| self.plan.width(head);
            let empty = |width| Output {
                width,
                values: Vec::new(),
            };
            return Ok(heads.iter().map(width).map(empty).collect());
        }
        self.encode(batch, heads).map_err(failed)
    }

    /// Factors for int8 weights, by what the layers get to see of some texts.
    ///
    /// Where they pay: before query, key and value and before the feed-forward part, whose inputs a layer norm makes uneven.
    ///
    /// # Errors
    /// As [`Reference::run`].
    pub fn factors(&self, batch: &Batch) -> Result<Factors, Error> {
        crate::check(&self.plan, batch, &[])?;
        let mut ranges = Ranges::default();
        for range in batch.ranges() {
            let mut alone = Batch::default();
            alone.push(&batch.ids[range.clone()], &batch.segments[range]);
            self.see(&alone, &mut ranges).map_err(failed)?;
        }
        Ok(Factors::new(&ranges, |place| {
            let array = self.arrays.get(&place)?;
            let (rows, columns) = array.dims2().ok()?;
            let values = Values::F32(array.flatten_all().ok()?.to_vec1().ok()?);
            Some(Tensor {
                rows,
                columns,
                values,
            })
        }))
    }

    /// Takes the inputs of the layers into account that one text gives.
    fn see(&self, text: &Batch, ranges: &mut Ranges) -> Candle<()> {
        let shape = (1, text.tokens());
        let ids = Array::from_slice(&text.ids, shape, &Device::Cpu)?;
        let segments = Array::from_slice(&text.segments, shape, &Device::Cpu)?;
        let mask = Array::ones(shape, DType::F32, &Device::Cpu)?;
        let look = |layer, piece, rows: &Array| -> Candle<()> {
            let values: Vec<f32> = rows.flatten_all()?.to_vec1()?;
            ranges.see(layer, piece, &values, rows.dim(D::Minus1)?);
            Ok(())
        };
        self.hidden(&ids, &segments, &mask, look)?;
        Ok(())
    }

    fn encode(&self, batch: &Batch, heads: &[usize]) -> Candle<Vec<Output>> {
        let (texts, longest) = (batch.texts(), batch.longest());
        let mut ids = vec![0_u32; texts * longest];
        let mut segments = vec![0_u32; texts * longest];
        let mut mask = vec![0_f32; texts * longest];
        for (text, range) in batch.ranges().enumerate() {
            let at = text * longest..text * longest + range.len();
            ids[at.clone()].copy_from_slice(&batch.ids[range.clone()]);
            segments[at.clone()].copy_from_slice(&batch.segments[range]);
            mask[at].fill(1.0);
        }
        let shape = (texts, longest);
        let ids = Array::from_vec(ids, shape, &Device::Cpu)?;
        let segments = Array::from_vec(segments, shape, &Device::Cpu)?;
        let mask = Array::from_vec(mask, shape, &Device::Cpu)?;
        let hidden = self.hidden(&ids, &segments, &mask, |_, _, _| Ok(()))?;
        let mut outputs = Vec::with_capacity(heads.len());
        for &head in heads {
            outputs.push(self.head(head, batch, &hidden, &mask)?);
        }
        Ok(outputs)
    }

    /// `ids`, `segments`, `mask`: `[texts, tokens]`; gives `[texts, tokens, hidden]`.
    ///
    /// `look` is shown the inputs of query, key and value, and of the feed-forward part, with their layer.
    fn hidden(
        &self,
        ids: &Array,
        segments: &Array,
        mask: &Array,
        mut look: impl FnMut(usize, Piece, &Array) -> Candle<()>,
    ) -> Candle<Array> {
        let config = &self.plan.config;
        let (texts, tokens) = ids.dims2()?;
        let look_up = |place, indices: &Array| -> Candle<Array> {
            let rows = self.at(place)?.index_select(&indices.flatten_all()?, 0)?;
            rows.reshape((texts, tokens, config.hidden_size))
        };
        let positions = self.at(Place::Positions)?.narrow(0, 0, tokens)?;
        let sum = (look_up(Place::Words, ids)? + look_up(Place::Segments, segments)?)?;
        let sum = sum.broadcast_add(&positions.unsqueeze(0)?)?;
        let mut hidden = self.norm(&sum, Place::EmbeddingNorm)?;
        // 0 for real tokens, the lowest number for padding.
        let bias = mask.affine(-1.0, 1.0)?.affine(f64::from(f32::MIN), 0.0)?;
        let bias = bias.unsqueeze(1)?.unsqueeze(1)?;
        for layer in 0..config.num_hidden_layers {
            let place = |piece| move |part| Place::Layer(layer, piece, part);
            let (heads, width) = (config.num_attention_heads, config.head_width());
            let split = |piece| -> Candle<Array> {
                let rows = self.linear(&hidden, place(piece))?;
                let rows = rows.reshape((texts, tokens, heads, width))?;
                rows.transpose(1, 2)?.contiguous()
            };
            look(layer, Piece::Query, &hidden)?;
            let query = split(Piece::Query)?;
            let key = split(Piece::Key)?.transpose(2, 3)?.contiguous()?;
            let value = split(Piece::Value)?;
            let scores = (query.matmul(&key)? / (width as f64).sqrt())?;
            let weights = candle_nn::ops::softmax(&scores.broadcast_add(&bias)?, D::Minus1)?;
            let context = weights.matmul(&value)?.transpose(1, 2)?.contiguous()?;
            let context = context.reshape((texts, tokens, config.hidden_size))?;
            let out = self.linear(&context, place(Piece::AttentionOut))?;
            hidden = self.norm(&(out + hidden)?, place(Piece::AttentionNorm))?;
            look(layer, Piece::Up, &hidden)?;
            let between = self.linear(&hidden, place(Piece::Up))?;
            let between = match config.hidden_act {
                Activation::Gelu => between.gelu_erf()?,
                Activation::GeluNew => between.gelu()?,
                Activation::Relu => between.relu()?,
            };
            let out = self.linear(&between, place(Piece::Down))?;
            hidden = self.norm(&(out + hidden)?, place(Piece::OutNorm))?;
        }
        Ok(hidden)
    }

    fn head(&self, head: usize, batch: &Batch, hidden: &Array, mask: &Array) -> Candle<Output> {
        let plan = &self.plan.heads[head];
        let width = self.plan.width(head);
        let rows = match plan.head.task {
            Task::Tag => hidden.clone(),
            _ => match plan.pooling() {
                Pooling::Cls => hidden.narrow(1, 0, 1)?.squeeze(1)?,
                Pooling::Mean => {
                    let real = mask.unsqueeze(2)?;
                    let sum = hidden.broadcast_mul(&real)?.sum(1)?;
                    sum.broadcast_div(&mask.sum(1)?.unsqueeze(1)?)?
                }
            },
        };
        let rows = match plan.pooler {
            true => self.linear(&rows, Place::Pooler)?.tanh()?,
            false => rows,
        };
        let mut rows = match plan.outputs {
            Some(_) => self.linear(&rows, |part| Place::Head(head, part))?,
            None => rows,
        };
        if plan.head.task == Task::Embed && plan.head.normalise {
            let length = rows.sqr()?.sum_keepdim(D::Minus1)?.sqrt()?;
            rows = rows.broadcast_div(&length.maximum(1e-12)?)?;
        }
        let values: Vec<f32> = rows.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        if plan.head.task != Task::Tag {
            return Ok(Output { width, values });
        }
        let longest = batch.longest();
        let mut real = Vec::with_capacity(batch.tokens() * width);
        for (text, range) in batch.ranges().enumerate() {
            let at = text * longest * width;
            real.extend_from_slice(&values[at..at + range.len() * width]);
        }
        Ok(Output {
            width,
            values: real,
        })
    }

    fn at(&self, place: Place) -> Candle<&Array> {
        let missing = || candle_core::Error::Msg(format!("no tensor for {place:?}"));
        self.arrays.get(&place).ok_or_else(missing)
    }

    fn linear(&self, rows: &Array, place: impl Fn(Part) -> Place) -> Candle<Array> {
        let weight = self.at(place(Part::Weight))?.t()?;
        let product = match rows.dims() {
            &[texts, tokens, width] => {
                let flat = rows.reshape((texts * tokens, width))?.matmul(&weight)?;
                flat.reshape((texts, tokens, ()))?
            }
            _ => rows.matmul(&weight)?,
        };
        product.broadcast_add(self.at(place(Part::Bias))?)
    }

    fn norm(&self, rows: &Array, place: impl Fn(Part) -> Place) -> Candle<Array> {
        let mean = rows.mean_keepdim(D::Minus1)?;
        let off = rows.broadcast_sub(&mean)?;
        let variance = off.sqr()?.mean_keepdim(D::Minus1)?;
        let epsilon = f64::from(self.plan.config.layer_norm_eps);
        let scaled = off.broadcast_div(&(variance + epsilon)?.sqrt()?)?;
        scaled
            .broadcast_mul(self.at(place(Part::Weight))?)?
            .broadcast_add(self.at(place(Part::Bias))?)
    }
}

impl Encoder for Reference {
    type Error = Error;

    fn heads(&self) -> &[Head] {
        &self.heads
    }

    async fn encode(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        self.run(batch, heads)
    }
}
