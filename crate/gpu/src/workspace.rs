//! Room for batches up to a size, with every dispatch bound to it.

use std::sync::Arc;

use encoder::{HeadPlan, Plan};
use text::{Pooling, Task};

use crate::Error;
use crate::device::Device;
use crate::kernel::matmul::{self, Epilogue};
use crate::kernel::{Form, Kernel, Kernels, Recipe};
use crate::weights::{Matrix, Norm, Weights, Words, padded};

/// How many tokens and texts fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capacity {
    pub(crate) tokens: usize,
    pub(crate) texts: usize,
}

impl Capacity {
    /// Room for both, in steps of powers of two so that it is seldom made anew.
    pub(crate) fn including(self, needed: Self, most: Self) -> Self {
        let step = |room: usize, needed: usize, most: usize| {
            needed.next_power_of_two().min(most).max(room)
        };
        Self {
            tokens: step(self.tokens, needed.tokens, most.tokens),
            texts: step(self.texts, needed.texts, most.texts),
        }
    }

    pub(crate) fn holds(self, needed: Self) -> bool {
        self.tokens >= needed.tokens && self.texts >= needed.texts
    }
}

/// What a dispatch has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    Tokens,
    Texts,
}

/// How many workgroups a dispatch has.
enum Grid {
    /// Of a product; the second kernel is for few rows.
    Tiles(Rows, u32, Arc<Kernel>),
    /// One for each row.
    Rows(Rows),
    /// 64 vectors of each row.
    Wide(Rows, u32),
    /// One for each block of queries and each attention head.
    Blocks(u32),
}

/// A dispatch, bound.
pub(crate) struct Step {
    kernel: Arc<Kernel>,
    group: wgpu::BindGroup,
    grid: Grid,
}

/// Sizes of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) tokens: u32,
    pub(crate) texts: u32,
    pub(crate) blocks: u32,
}

impl Sizes {
    pub(crate) fn rows(self, rows: Rows) -> u32 {
        match rows {
            Rows::Tokens => self.tokens,
            Rows::Texts => self.texts,
        }
    }
}

impl Step {
    pub(crate) fn dispatch(&self, device: &Device, pass: &mut wgpu::ComputePass<'_>, sizes: Sizes) {
        let mut kernel = &self.kernel;
        let (x, y) = match &self.grid {
            Grid::Tiles(rows, columns, few) => {
                let rows = sizes.rows(*rows);
                let is_few = matmul::is_few(rows, *columns, device.software);
                if is_few {
                    kernel = few;
                }
                matmul::grid(rows, *columns, is_few)
            }
            Grid::Rows(rows) => (sizes.rows(*rows), 1),
            Grid::Wide(rows, vectors) => (vectors.div_ceil(64), sizes.rows(*rows)),
            Grid::Blocks(heads) => (sizes.blocks, *heads),
        };
        if x > 0 && y > 0 {
            pass.set_pipeline(kernel.pipeline(&device.wgpu));
            pass.set_bind_group(0, &self.group, &[]);
            pass.dispatch_workgroups(x, y, 1);
        }
    }
}

/// The dispatches of a head, and where its output is.
pub(crate) struct Ending {
    pub(crate) steps: Vec<Step>,
    pub(crate) output: wgpu::Buffer,
    pub(crate) rows: Rows,
    /// Values in a row of the output, padded.
    pub(crate) pitch: usize,
}

pub(crate) struct Workspace {
    pub(crate) capacity: Capacity,
    /// Rows of tokens, and from [`TEXTS_AT`] on of texts.
    pub(crate) counts: wgpu::Buffer,
    pub(crate) tokens: wgpu::Buffer,
    pub(crate) starts: wgpu::Buffer,
    pub(crate) blocks: wgpu::Buffer,
    /// Rows of the words of a batch, where the table is not on the GPU.
    pub(crate) words: Option<wgpu::Buffer>,
    /// From embeddings to the last hidden states.
    pub(crate) body: Vec<Step>,
    pub(crate) endings: Vec<Ending>,
    rooms: Vec<wgpu::Buffer>,
}

impl Drop for Workspace {
    /// In a browser memory would stay with the GPU until JavaScript's garbage is collected, and the next room is larger.
    fn drop(&mut self) {
        for room in &self.rooms {
            room.destroy();
        }
    }
}

/// Bytes before the count of texts.
pub(crate) const TEXTS_AT: u64 = 256;

/// What is needed to make dispatches.
struct Maker<'a> {
    device: &'a Device,
    kernels: &'a mut Kernels,
    counts: wgpu::Buffer,
    capacity: Capacity,
    /// Where rows are quantised to, and their scales.
    quantised: Option<(wgpu::Buffer, wgpu::Buffer)>,
    steps: Vec<Step>,
    rooms: Vec<wgpu::Buffer>,
}

const ROOM: wgpu::BufferUsages = wgpu::BufferUsages::STORAGE
    .union(wgpu::BufferUsages::COPY_DST)
    .union(wgpu::BufferUsages::COPY_SRC);

impl Maker<'_> {
    /// A matrix with a row for each token or text.
    fn room(&mut self, rows: Rows, width: usize) -> Result<wgpu::Buffer, Error> {
        let rows = match rows {
            Rows::Tokens => self.capacity.tokens,
            Rows::Texts => self.capacity.texts,
        };
        self.room_of(4 * rows as u64 * width as u64)
    }

    fn room_of(&mut self, bytes: u64) -> Result<wgpu::Buffer, Error> {
        let room = self.device.buffer("room for a batch", bytes, ROOM)?;
        self.rooms.push(room.clone());
        Ok(room)
    }

    fn step(&mut self, recipe: Recipe, buffers: &[&wgpu::Buffer], grid: Grid) {
        let kernel = self.kernels.get(self.device, recipe);
        let bindings: Vec<_> = buffers
            .iter()
            .map(|buffer| buffer.as_entire_buffer_binding())
            .collect();
        let group = kernel.bind(&self.device.wgpu, &bindings);
        self.steps.push(Step {
            kernel,
            group,
            grid,
        });
    }

    /// `left · matrixᵀ + bias`, and the epilogue.
    ///
    /// `left`: `[rows, width]`.
    fn matmul(
        &mut self,
        (left, width): (&wgpu::Buffer, usize),
        matrix: &Matrix,
        epilogue: Epilogue,
        residual: Option<&wgpu::Buffer>,
        output: &wgpu::Buffer,
        rows: Rows,
    ) -> Result<(), Error> {
        let vectors = (matrix.inputs / matrix.form.values_a_vector()) as u32;
        let quantised = self.quantised.clone().filter(|_| matrix.form == Form::Int8);
        if let (Some((to, scales)), Some(factors)) = (&quantised, &matrix.factors) {
            let shape = self.device.uniform([width as u32 / 4, vectors, 0, 0])?;
            let buffers = [&shape, left, to, scales, factors];
            self.step(Recipe::Quantise, &buffers, Grid::Rows(rows));
        }
        let recipe = |few| Recipe::Matmul {
            form: matrix.form,
            epilogue,
            few,
        };
        let many = self.kernels.get(self.device, recipe(false));
        let few = self.kernels.get(self.device, recipe(true));
        let outputs = matrix.outputs as u32;
        let shape = self.device.uniform([vectors, outputs / 4, 0, 0])?;
        let counted = wgpu::BufferBinding {
            buffer: &self.counts,
            offset: match rows {
                Rows::Tokens => 0,
                Rows::Texts => TEXTS_AT,
            },
            size: wgpu::BufferSize::new(16),
        };
        let mut buffers = vec![&shape];
        buffers.push(quantised.as_ref().map_or(left, |(to, _)| to));
        buffers.extend([&matrix.weights, &matrix.bias, output]);
        if let (Some((_, left)), Some(right)) = (&quantised, &matrix.scales) {
            buffers.extend([left, right]);
        }
        buffers.extend(residual);
        let mut bindings = vec![counted];
        bindings.extend(
            buffers
                .iter()
                .map(|buffer| buffer.as_entire_buffer_binding()),
        );
        let group = many.bind(&self.device.wgpu, &bindings);
        self.steps.push(Step {
            kernel: many,
            group,
            grid: Grid::Tiles(rows, outputs, few),
        });
        Ok(())
    }

    fn norm(
        &mut self,
        plan: &Plan,
        input: &wgpu::Buffer,
        norm: &Norm,
        output: &wgpu::Buffer,
    ) -> Result<(), Error> {
        let width = plan.config.hidden_size;
        let epsilon = plan.config.layer_norm_eps.to_bits();
        let shape = [padded(width) as u32 / 4, width as u32, epsilon, 0];
        let shape = self.device.uniform(shape)?;
        let buffers = [&shape, input, &norm.factors, &norm.offsets, output];
        self.step(Recipe::Norm, &buffers, Grid::Rows(Rows::Tokens));
        Ok(())
    }
}

impl Workspace {
    /// Makes room and binds everything.
    ///
    /// # Errors
    /// [`Error::TooLarge`]; what the GPU refuses is told elsewhere.
    pub(crate) fn new(
        device: &Device,
        kernels: &mut Kernels,
        plan: &Plan,
        weights: &Weights,
        capacity: Capacity,
    ) -> Result<Self, Error> {
        let widths = weights.widths;
        let uniform = wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST;
        let counts = device.buffer("counts", TEXTS_AT + 16, uniform)?;
        let mut maker = Maker {
            device,
            kernels,
            counts: counts.clone(),
            capacity,
            quantised: None,
            steps: Vec::new(),
            rooms: Vec::new(),
        };
        let widest = widths.hidden.max(widths.inner).max(widths.between);
        if weights.layers.iter().any(|l| l.up.form == Form::Int8) {
            let bytes = capacity.tokens as u64 * widest.next_multiple_of(16) as u64;
            let to = maker.room_of(bytes)?;
            let scales = maker.room(Rows::Tokens, 1)?;
            maker.quantised = Some((to, scales));
        }
        let tokens = maker.room(Rows::Tokens, 4)?;
        let blocks = maker.room(Rows::Tokens, 4)?;
        let starts = maker.room_of(4 * (capacity.texts as u64 + 1))?;
        let hidden = maker.room(Rows::Tokens, widths.hidden)?;
        let sum = maker.room(Rows::Tokens, widths.hidden)?;
        let projected = maker.room(Rows::Tokens, 3 * widths.inner)?;
        let context = maker.room(Rows::Tokens, widths.inner)?;
        let between = maker.room(Rows::Tokens, widths.between)?;
        let vectors = widths.hidden as u32 / 4;

        let sent = match &weights.words {
            Words::Cpu(_) => Some(maker.room(Rows::Tokens, widths.hidden)?),
            Words::Gpu(..) => None,
        };
        let (form, words) = match (&weights.words, &sent) {
            (Words::Gpu(form, words), _) => (*form, words),
            (Words::Cpu(_), Some(sent)) => (Form::F32, sent),
            (Words::Cpu(_), None) => return Err(Error::Unreadable),
        };
        let shape = device.uniform([vectors, 0, 0, 0])?;
        let (positions, segments) = (&weights.positions, &weights.segments);
        maker.step(
            Recipe::Embed(form),
            &[&shape, &tokens, words, positions, segments, &sum],
            Grid::Wide(Rows::Tokens, vectors),
        );
        maker.norm(plan, &sum, &weights.embedding_norm, &hidden)?;
        let activation = Epilogue::from(plan.config.hidden_act);
        let attention = Recipe::Attention {
            head_width: widths.head,
        };
        let inner = device.uniform([widths.inner as u32 / 4, 0, 0, 0])?;
        let states = (&hidden, widths.hidden);
        let add = Epilogue::Residual;
        for layer in &weights.layers {
            let rows = Rows::Tokens;
            let plain = Epilogue::Nothing;
            maker.matmul(states, &layer.projection, plain, None, &projected, rows)?;
            maker.step(
                attention,
                &[&blocks, &inner, &projected, &context],
                Grid::Blocks(widths.heads as u32),
            );
            let left = (&context, widths.inner);
            maker.matmul(left, &layer.attention_out, add, Some(&hidden), &sum, rows)?;
            maker.norm(plan, &sum, &layer.attention_norm, &hidden)?;
            maker.matmul(states, &layer.up, activation, None, &between, rows)?;
            let left = (&between, widths.between);
            maker.matmul(left, &layer.down, add, Some(&hidden), &sum, rows)?;
            maker.norm(plan, &sum, &layer.out_norm, &hidden)?;
        }
        let body = std::mem::take(&mut maker.steps);
        let mut endings = Vec::with_capacity(plan.heads.len());
        for (head, matrix) in plan.heads.iter().zip(&weights.heads) {
            let pooler = weights.pooler.as_ref().filter(|_| head.pooler);
            endings.push(ending(
                &mut maker,
                head,
                matrix.as_ref(),
                pooler,
                &starts,
                states,
            )?);
        }
        Ok(Self {
            capacity,
            counts,
            tokens,
            starts,
            blocks,
            words: sent,
            body,
            endings,
            rooms: maker.rooms,
        })
    }
}

/// From the last hidden states to a head's output.
fn ending(
    maker: &mut Maker<'_>,
    head: &HeadPlan,
    matrix: Option<&Matrix>,
    pooler: Option<&Matrix>,
    starts: &wgpu::Buffer,
    (hidden, width): (&wgpu::Buffer, usize),
) -> Result<Ending, Error> {
    let vectors = width as u32 / 4;
    let task = head.head.task;
    let rows = match task {
        Task::Tag => Rows::Tokens,
        Task::Embed | Task::Classify => Rows::Texts,
    };
    let mut output = hidden.clone();
    let mut pitch = width;
    if rows == Rows::Texts {
        let pooling = if pooler.is_some() {
            Pooling::Cls
        } else {
            head.head.pooling
        };
        output = maker.room(rows, width)?;
        let shape = maker.device.uniform([vectors, 0, 0, 0])?;
        maker.step(
            Recipe::pool(pooling),
            &[&shape, starts, hidden, &output],
            Grid::Wide(rows, vectors),
        );
        if let Some(pooler) = pooler {
            let pooled = maker.room(rows, width)?;
            let tanh = Epilogue::Tanh;
            maker.matmul((&output, width), pooler, tanh, None, &pooled, rows)?;
            output = pooled;
        }
    }
    if let Some(matrix) = matrix {
        let linear = maker.room(rows, matrix.outputs)?;
        let plain = Epilogue::Nothing;
        maker.matmul((&output, width), matrix, plain, None, &linear, rows)?;
        output = linear;
        pitch = matrix.outputs;
    }
    if task == Task::Embed && head.head.normalise {
        let unit = maker.room(rows, pitch)?;
        let shape = maker.device.uniform([pitch as u32 / 4, 0, 0, 0])?;
        maker.step(
            Recipe::Normalise,
            &[&shape, &output, &unit],
            Grid::Rows(rows),
        );
        output = unit;
    }
    Ok(Ending {
        steps: std::mem::take(&mut maker.steps),
        output,
        rows,
        pitch,
    })
}
