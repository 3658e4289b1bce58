//! A model's weights on the GPU.

use encoder::{Config, Place, Plan, Tensor, Values};

use crate::device::Device;
use crate::kernel::Form;
use crate::upload;
use crate::{Error, Precision, Settings};

/// Widths as the kernels have them: padded to whole vectors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Widths {
    pub(crate) hidden: usize,
    pub(crate) between: usize,
    pub(crate) heads: usize,
    pub(crate) head: usize,
    /// Of all attention heads together.
    pub(crate) inner: usize,
    head_padded: usize,
}

impl Widths {
    fn new(config: &Config) -> Self {
        let head_padded = padded(config.head_width());
        Self {
            hidden: padded(config.hidden_size),
            between: padded(config.intermediate_size),
            heads: config.num_attention_heads,
            head: config.head_width(),
            inner: config.num_attention_heads * head_padded,
            head_padded,
        }
    }

    /// Where a value of the attention heads stands when each head is padded.
    pub(crate) fn in_heads(&self, index: usize) -> usize {
        index / self.head * self.head_padded + index % self.head
    }
}

/// Values in whole vectors of floats.
pub(crate) fn padded(values: usize) -> usize {
    values.next_multiple_of(4)
}

/// A linear layer.
pub(crate) struct Matrix {
    pub(crate) form: Form,
    /// Values in a row of what it is multiplied with, padded to whole vectors of its form.
    pub(crate) inputs: usize,
    /// Values in a row of the result, padded.
    pub(crate) outputs: usize,
    pub(crate) weights: wgpu::Buffer,
    pub(crate) bias: wgpu::Buffer,
    pub(crate) scales: Option<wgpu::Buffer>,
    /// Of whole numbers: what inputs are multiplied with before they are rounded, padded to whole vectors of four.
    pub(crate) factors: Option<wgpu::Buffer>,
}

const FILLED: wgpu::BufferUsages = wgpu::BufferUsages::STORAGE.union(wgpu::BufferUsages::COPY_DST);

impl Matrix {
    fn new(device: &Device, form: Form, outputs: usize, inputs: usize) -> Result<Self, Error> {
        let outputs = padded(outputs);
        let factors = match form {
            Form::Int8 => {
                let ones = vec![1.0_f32; padded(inputs)];
                let buffer = device.buffer("factors of inputs", 4 * ones.len() as u64, FILLED)?;
                device
                    .queue
                    .write_buffer(&buffer, 0, bytemuck::cast_slice(&ones));
                Some(buffer)
            }
            _ => None,
        };
        let inputs = inputs.next_multiple_of(form.values_a_vector());
        let bytes = form.bytes(inputs) as u64 * outputs as u64;
        let vector = 4 * outputs as u64;
        Ok(Self {
            form,
            inputs,
            outputs,
            weights: device.buffer("a matrix of weights", bytes, FILLED)?,
            bias: device.buffer("a bias", vector, FILLED)?,
            scales: (form == Form::Int8)
                .then(|| device.buffer("scales of weights", vector, FILLED))
                .transpose()?,
            factors,
        })
    }

    /// Puts a matrix, or a part of the rows.
    ///
    /// `first`, `rows`: which rows of the padded matrix it fills.
    fn put(
        &self,
        device: &Device,
        tensor: &Tensor,
        (first, rows): (usize, usize),
        row_at: impl Fn(usize) -> usize,
        column_at: impl Fn(usize) -> usize,
    ) {
        let scales = upload::matrix(
            device,
            &self.weights,
            self.form,
            self.inputs,
            tensor,
            |row| first + row_at(row),
            &column_at,
        );
        if let (Some(buffer), Some(factors)) = (&self.factors, tensor.factors()) {
            let width = (buffer.size() / 4) as usize;
            upload::vector(device, buffer, 0, width, factors, column_at);
        }
        if let Some(buffer) = &self.scales {
            upload::vector(device, buffer, first, rows, &scales, row_at);
        }
    }
}

/// A layer norm.
pub(crate) struct Norm {
    pub(crate) factors: wgpu::Buffer,
    pub(crate) offsets: wgpu::Buffer,
}

impl Norm {
    fn new(device: &Device, width: usize) -> Result<Self, Error> {
        let vector = 4 * width as u64;
        Ok(Self {
            factors: device.buffer("factors of a layer norm", vector, FILLED)?,
            offsets: device.buffer("offsets of a layer norm", vector, FILLED)?,
        })
    }

    fn part(&self, part: encoder::Part) -> &wgpu::Buffer {
        match part {
            encoder::Part::Weight => &self.factors,
            encoder::Part::Bias => &self.offsets,
        }
    }
}

pub(crate) struct Layer {
    /// Queries, keys and values, one after another.
    pub(crate) projection: Matrix,
    pub(crate) attention_out: Matrix,
    pub(crate) attention_norm: Norm,
    pub(crate) up: Matrix,
    pub(crate) down: Matrix,
    pub(crate) out_norm: Norm,
}

/// Embeddings of words.
pub(crate) enum Words {
    Gpu(Form, wgpu::Buffer),
    /// In this memory, as they were stored.
    Cpu(Tensor),
}

pub(crate) struct Weights {
    pub(crate) widths: Widths,
    pub(crate) words: Words,
    pub(crate) positions: wgpu::Buffer,
    pub(crate) segments: wgpu::Buffer,
    pub(crate) embedding_norm: Norm,
    pub(crate) layers: Vec<Layer>,
    pub(crate) pooler: Option<Matrix>,
    pub(crate) heads: Vec<Option<Matrix>>,
}

impl Weights {
    /// Makes room for all of them.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub(crate) fn new(device: &Device, plan: &Plan, settings: &Settings) -> Result<Self, Error> {
        let config = &plan.config;
        let widths = Widths::new(config);
        let float = match settings.precision {
            Precision::F16 if device.f16 => Form::F16,
            Precision::F16 => Form::Half,
            Precision::F32 | Precision::Int8 => Form::F32,
        };
        let form = match settings.precision {
            Precision::Int8 => Form::Int8,
            Precision::F32 | Precision::F16 => float,
        };
        let layer = || -> Result<Layer, Error> {
            Ok(Layer {
                projection: Matrix::new(device, form, 3 * widths.inner, widths.hidden)?,
                attention_out: Matrix::new(device, form, widths.hidden, widths.inner)?,
                attention_norm: Norm::new(device, widths.hidden)?,
                up: Matrix::new(device, form, widths.between, widths.hidden)?,
                down: Matrix::new(device, form, widths.hidden, widths.between)?,
                out_norm: Norm::new(device, widths.hidden)?,
            })
        };
        // In a browser, a `usize` may be too small for the product.
        let table = |entries: usize| 4 * entries as u64 * widths.hidden as u64;
        let word_bytes = float.bytes(widths.hidden) as u64 * config.vocab_size as u64;
        let words = if settings.words_on_cpu || word_bytes > device.most_bytes() {
            Words::Cpu(Tensor {
                rows: 0,
                columns: config.hidden_size,
                values: Values::F32(Vec::new()),
            })
        } else {
            Words::Gpu(
                float,
                device.buffer("embeddings of words", word_bytes, FILLED)?,
            )
        };
        let head = |outputs: Option<usize>| {
            outputs
                .map(|outputs| Matrix::new(device, Form::F32, outputs, widths.hidden))
                .transpose()
        };
        Ok(Self {
            widths,
            words,
            positions: device.buffer(
                "embeddings of positions",
                table(config.max_position_embeddings),
                FILLED,
            )?,
            segments: device.buffer(
                "embeddings of segments",
                table(config.type_vocab_size),
                FILLED,
            )?,
            embedding_norm: Norm::new(device, widths.hidden)?,
            layers: (0..config.num_hidden_layers)
                .map(|_| layer())
                .collect::<Result<_, _>>()?,
            pooler: plan
                .pooler
                .then(|| Matrix::new(device, Form::F32, widths.hidden, widths.hidden))
                .transpose()?,
            heads: plan
                .heads
                .iter()
                .map(|plan| head(plan.outputs))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Sends a tensor; its shape is right, and places that the model does not have are passed over.
    pub(crate) fn put(&mut self, device: &Device, place: Place, tensor: Tensor) {
        use encoder::Part::{Bias, Weight};
        use encoder::Piece;
        let same = |index: usize| index;
        let widths = self.widths;
        let hidden = widths.hidden;
        let in_heads = |index: usize| widths.in_heads(index);
        let floats = |buffer: &wgpu::Buffer, form: Form, tensor: &Tensor| {
            upload::matrix(device, buffer, form, hidden, tensor, same, same);
        };
        let vector = |buffer: &wgpu::Buffer, width: usize, tensor: Tensor| {
            upload::vector(device, buffer, 0, width, &tensor.into_f32(), same);
        };
        match place {
            Place::Words => match &mut self.words {
                Words::Gpu(form, buffer) => floats(buffer, *form, &tensor),
                Words::Cpu(words) => *words = tensor,
            },
            Place::Positions => floats(&self.positions, Form::F32, &tensor),
            Place::Segments => floats(&self.segments, Form::F32, &tensor),
            Place::EmbeddingNorm(part) => vector(self.embedding_norm.part(part), hidden, tensor),
            Place::Layer(index, piece, part) => {
                let Some(layer) = self.layers.get(index) else {
                    return;
                };
                let (matrix, first) = match piece {
                    Piece::AttentionNorm => {
                        return vector(layer.attention_norm.part(part), hidden, tensor);
                    }
                    Piece::OutNorm => return vector(layer.out_norm.part(part), hidden, tensor),
                    Piece::Query => (&layer.projection, Some(0)),
                    Piece::Key => (&layer.projection, Some(widths.inner)),
                    Piece::Value => (&layer.projection, Some(2 * widths.inner)),
                    Piece::AttentionOut => (&layer.attention_out, None),
                    Piece::Up => (&layer.up, None),
                    Piece::Down => (&layer.down, None),
                };
                match (part, first) {
                    (Weight, Some(first)) => {
                        matrix.put(device, &tensor, (first, widths.inner), in_heads, same);
                    }
                    (Weight, None) if piece == Piece::AttentionOut => {
                        matrix.put(device, &tensor, (0, matrix.outputs), same, in_heads);
                    }
                    (Weight, None) => {
                        matrix.put(device, &tensor, (0, matrix.outputs), same, same);
                    }
                    (Bias, Some(first)) => {
                        let values = tensor.into_f32();
                        let bias = &matrix.bias;
                        upload::vector(device, bias, first, widths.inner, &values, in_heads);
                    }
                    (Bias, None) => vector(&matrix.bias, matrix.outputs, tensor),
                }
            }
            Place::Pooler(part) => linear(device, self.pooler.as_ref(), part, tensor),
            Place::Head(index, part) => {
                let head = self.heads.get(index).and_then(Option::as_ref);
                linear(device, head, part, tensor);
            }
        }
    }
}

fn linear(device: &Device, matrix: Option<&Matrix>, part: encoder::Part, tensor: Tensor) {
    let Some(matrix) = matrix else {
        return;
    };
    let same = |index: usize| index;
    match part {
        encoder::Part::Weight => matrix.put(device, &tensor, (0, matrix.outputs), same, same),
        encoder::Part::Bias => {
            let values = tensor.into_f32();
            upload::vector(device, &matrix.bias, 0, matrix.outputs, &values, same);
        }
    }
}
