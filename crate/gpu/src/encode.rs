//! The encoder.

use std::ops::Range;

use encoder::Plan;
use text::{Batch, Encoder, Head, Output};

use crate::device::Device;
use crate::kernel::{Kernels, attention};
use crate::weights::{Weights, Words, padded};
use crate::workspace::{Capacity, Sizes, TEXTS_AT, Workspace};
use crate::{Error, Precision, batch};

/// A model on a GPU.
pub struct Gpu {
    device: Device,
    plan: Plan,
    heads: Vec<Head>,
    precision: Precision,
    weights: Weights,
    kernels: Kernels,
    workspace: Option<Workspace>,
    /// Where results are read from. Absent while they are read: whoever stops waiting leaves it mapped.
    staging: Option<wgpu::Buffer>,
    /// The most that one submission takes.
    pub(crate) most: Capacity,
}

/// A batch on its way.
struct Started {
    sizes: Sizes,
    staging: wgpu::Buffer,
    bytes: u64,
    submission: wgpu::SubmissionIndex,
}

/// Multiplications and additions of one submission: a slow GPU does them in a second or two, before the system takes it for hung.
const MOST_OPS: u64 = 200_000_000_000;

/// Tokens and texts that there is always room for.
const LEAST: Capacity = Capacity {
    tokens: 256,
    texts: 32,
};

impl Gpu {
    pub(crate) fn new(device: Device, plan: Plan, weights: Weights, precision: Precision) -> Self {
        let widths = weights.widths;
        let outputs = plan.heads.iter().filter_map(|head| head.outputs);
        let widest = outputs
            .map(padded)
            .chain([3 * widths.inner, widths.between, widths.hidden])
            .max()
            .unwrap_or(1);
        let by_bytes = (device.most_bytes() / (4 * widest as u64)) as usize;
        let by_groups = device.limits.max_compute_workgroups_per_dimension as usize;
        let rows = by_bytes.min(by_groups);
        let by_ops = (MOST_OPS / plan.config.dense_ops().max(1)) as usize;
        let by_ops = by_ops.max(plan.config.max_position_embeddings).max(512);
        Self {
            heads: plan.heads.iter().map(|head| head.head.clone()).collect(),
            most: Capacity {
                tokens: rows.min(by_ops),
                texts: rows,
            },
            device,
            plan,
            precision,
            weights,
            kernels: Kernels::default(),
            workspace: None,
            staging: None,
        }
    }

    /// What its weights are kept as.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The model's shape.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Compiles the kernels, makes room for small batches and runs one, so that the first real batch is fast and what does not work is
    /// known; best done while a CPU already works.
    ///
    /// # Errors
    /// Whatever went wrong since the GPU was opened.
    pub async fn warm_up(&mut self) -> Result<(), Error> {
        // What was refused earlier is told before a later answer arrives.
        self.device.watch().end().await;
        self.device.check()?;
        let mut batch = Batch::default();
        batch.push(&[0], &[0]);
        let heads: Vec<usize> = (0..self.heads.len()).collect();
        self.encode(&batch, &heads).await?;
        // What computes on the CPU takes seconds to compile what it may never run.
        if !self.device.software {
            self.kernels.compile(&self.device);
            self.encode(&batch, &heads).await?;
        }
        Ok(())
    }

    /// Gives the GPU back at once, without waiting for what else holds it; every later call ends with [`Error::Lost`].
    pub fn destroy(&mut self) {
        self.workspace = None;
        self.staging = None;
        self.device.destroy();
    }

    #[cfg(test)]
    pub(crate) fn lose_silently(&self) {
        self.device.wgpu.destroy();
    }

    #[cfg(test)]
    pub(crate) fn lose_patience(&mut self) {
        self.device.lose_patience();
    }

    /// Makes room where there is not enough, sends a batch and starts it.
    fn start(
        &mut self,
        batch: &Batch,
        starts: &[u32],
        needed: Capacity,
        heads: &[usize],
    ) -> Result<Started, Error> {
        let (device, weights) = (&self.device, &self.weights);
        let room: &Workspace = match self.workspace.take() {
            Some(room) if room.capacity.holds(needed) => self.workspace.insert(room),
            other => {
                // The old one goes first, so that both are never there together.
                let before = other.map_or(LEAST, |room| room.capacity);
                let capacity = before.including(needed, self.most);
                let kernels = &mut self.kernels;
                let room = Workspace::new(device, kernels, &self.plan, weights, capacity)?;
                self.workspace.insert(room)
            }
        };
        let sizes = fill(device, room, weights, batch, starts);
        let bytes = heads.iter().map(|head| bytes(room, *head, sizes)).sum();
        let staging = match self.staging.take() {
            Some(buffer) if buffer.size() >= bytes => buffer,
            _ => {
                let usage = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
                device.buffer("results", bytes.next_power_of_two(), usage)?
            }
        };
        let submission = submit(device, room, sizes, heads, &staging);
        Ok(Started {
            sizes,
            staging,
            bytes,
            submission,
        })
    }

    /// Runs some texts of a batch; values of each asked head, without padding.
    async fn run(
        &mut self,
        batch: &Batch,
        texts: Range<usize>,
        heads: &[usize],
        outputs: &mut [Output],
    ) -> Result<(), Error> {
        let starts = batch.starts.get(texts.start..=texts.end).unwrap_or(&[0]);
        let first = starts.first().map_or(0, |start| *start as usize);
        let end = starts.last().map_or(0, |end| *end as usize);
        let needed = Capacity {
            tokens: end - first,
            texts: texts.len(),
        };
        if !self.most.holds(needed) {
            return Err(Error::TooLarge {
                what: "a text",
                bytes: needed.tokens as u64,
                limit: self.most.tokens as u64,
            });
        }
        let watch = self.device.watch();
        let made = self.start(batch, starts, needed, heads);
        let told = watch.end();
        let Started {
            sizes,
            staging,
            bytes,
            submission,
        } = made?;
        let read = if bytes > 0 {
            self.device.read(&staging, bytes, submission).await
        } else {
            Ok(Vec::new())
        };
        // A refusal explains a failed read, and makes a successful one worthless; a GPU that hangs would not tell it.
        let refused = match read {
            Err(Error::TimedOut { .. }) => None,
            _ => told.await,
        };
        let values = match self.device.check().err().or(refused) {
            Some(error) if !matches!(read, Err(Error::TimedOut { .. })) => Err(error),
            _ => read,
        };
        let (room, values) = match (&self.workspace, values) {
            (Some(room), Ok(values)) => (room, values),
            (_, values) => {
                self.workspace = None;
                return values.map(|_| ());
            }
        };
        let mut rest = values.as_slice();
        for (&head, output) in heads.iter().zip(outputs) {
            let Some(ending) = room.endings.get(head) else {
                continue;
            };
            let count = sizes.rows(ending.rows) as usize;
            let (mine, others) = rest.split_at(count * ending.pitch);
            rest = others;
            for row in mine.chunks_exact(ending.pitch.max(1)) {
                output.values.extend_from_slice(&row[..output.width]);
            }
        }
        self.staging = Some(staging);
        Ok(())
    }
}

fn bytes(room: &Workspace, head: usize, sizes: Sizes) -> u64 {
    room.endings.get(head).map_or(0, |ending| {
        4 * u64::from(sizes.rows(ending.rows)) * ending.pitch as u64
    })
}

/// Sends a batch's tokens.
fn fill(
    device: &Device,
    room: &Workspace,
    weights: &Weights,
    batch: &Batch,
    starts: &[u32],
) -> Sizes {
    let first = starts.first().map_or(0, |start| *start as usize);
    let starts: Vec<u32> = starts.iter().map(|start| start - first as u32).collect();
    let texts = || {
        starts
            .windows(2)
            .map(|pair| pair[0] as usize..pair[1] as usize)
    };
    let blocks = attention::blocks(texts());
    let end = starts.last().map_or(0, |end| *end as usize);
    let ids = &batch.ids[first..first + end];
    let segments = &batch.segments[first..first + end];
    // Only rows that are needed are sent, each once.
    let mut unique = Vec::new();
    if let (Words::Cpu(words), Some(buffer)) = (&weights.words, &room.words) {
        unique.extend_from_slice(ids);
        unique.sort_unstable();
        unique.dedup();
        let width = weights.widths.hidden;
        let mut rows = vec![0.0_f32; unique.len() * width];
        for (id, row) in unique.iter().zip(rows.chunks_exact_mut(width)) {
            words.copy_row(*id as usize, &mut row[..words.columns]);
        }
        send(device, buffer, &rows);
    }
    let row_of = |id: u32| unique.binary_search(&id).map_or(id, |row| row as u32);
    let positions = texts().flat_map(|text| 0..text.len() as u32);
    let tokens: Vec<[u32; 4]> = ids
        .iter()
        .zip(positions)
        .zip(segments)
        .map(|((id, position), segment)| [row_of(*id), position, *segment, 0])
        .collect();
    let sizes = Sizes {
        tokens: end as u32,
        texts: starts.len().saturating_sub(1) as u32,
        blocks: blocks.len() as u32,
    };
    send(device, &room.tokens, &tokens);
    send(device, &room.blocks, &blocks);
    send(device, &room.starts, &starts);
    let queue = &device.queue;
    queue.write_buffer(&room.counts, 0, bytemuck::bytes_of(&sizes.tokens));
    queue.write_buffer(&room.counts, TEXTS_AT, bytemuck::bytes_of(&sizes.texts));
    sizes
}

fn send<T: bytemuck::NoUninit>(device: &Device, buffer: &wgpu::Buffer, values: &[T]) {
    if !values.is_empty() {
        device
            .queue
            .write_buffer(buffer, 0, bytemuck::cast_slice(values));
    }
}

/// One pass over everything, and the outputs side by side where they can be read.
fn submit(
    device: &Device,
    room: &Workspace,
    sizes: Sizes,
    heads: &[usize],
    staging: &wgpu::Buffer,
) -> wgpu::SubmissionIndex {
    let mut commands = device.wgpu.create_command_encoder(&Default::default());
    {
        let mut pass = commands.begin_compute_pass(&Default::default());
        for step in &room.body {
            step.dispatch(device, &mut pass, sizes);
        }
        for (index, ending) in room.endings.iter().enumerate() {
            if heads.contains(&index) {
                for step in &ending.steps {
                    step.dispatch(device, &mut pass, sizes);
                }
            }
        }
    }
    let mut at = 0;
    for &head in heads {
        let bytes = bytes(room, head, sizes);
        if let Some(ending) = room.endings.get(head)
            && bytes > 0
        {
            commands.copy_buffer_to_buffer(&ending.output, 0, staging, at, bytes);
            at += bytes;
        }
    }
    device.queue.submit([commands.finish()])
}

impl Encoder for Gpu {
    type Error = Error;

    fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Runs a batch in one submission, or in a few where it is beyond what the GPU allows at once.
    ///
    /// # Errors
    /// Any; nothing of the batch is given then. After one of which [`Error::is_lost`] is true every call ends with it.
    async fn encode(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        self.device.check()?;
        batch::check(&self.plan, batch, heads)?;
        let width = |head: &usize| {
            let outputs = self.plan.heads.get(*head).and_then(|head| head.outputs);
            outputs.unwrap_or(self.plan.config.hidden_size)
        };
        let mut outputs: Vec<Output> = heads
            .iter()
            .map(|head| Output {
                width: width(head),
                values: Vec::new(),
            })
            .collect();
        if heads.is_empty() {
            return Ok(outputs);
        }
        for part in batch::parts(batch, self.most.tokens, self.most.texts) {
            self.run(batch, part, heads, &mut outputs).await?;
        }
        Ok(outputs)
    }
}
