//! Weights on their way to the GPU, a megabyte at a time.

use encoder::{Tensor, Values};
use half::f16;

use crate::device::Device;
use crate::kernel::Form;

/// Bytes that are gathered before they are sent.
const CHUNK: usize = 1 << 20;

/// Writes rows to a buffer, neighbouring ones together.
struct Writer<'a> {
    device: &'a Device,
    buffer: &'a wgpu::Buffer,
    start: u64,
    bytes: Vec<u8>,
}

impl Writer<'_> {
    fn push(&mut self, at: u64, row: &[u8]) {
        let is_next = at == self.start + self.bytes.len() as u64;
        if !is_next || self.bytes.len() + row.len() > CHUNK {
            self.flush();
            self.start = at;
        }
        self.bytes.extend_from_slice(row);
    }

    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            self.device
                .queue
                .write_buffer(self.buffer, self.start, &self.bytes);
            self.bytes.clear();
        }
    }
}

/// Sends a matrix, each row and column to where the buffer has it.
///
/// `inputs`: values in a row of the buffer, padding among them. Returns the scales of the tensor's rows for `Form::Int8`.
pub(crate) fn matrix(
    device: &Device,
    buffer: &wgpu::Buffer,
    form: Form,
    inputs: usize,
    tensor: &Tensor,
    row_at: impl Fn(usize) -> usize,
    column_at: impl Fn(usize) -> usize,
) -> Vec<f32> {
    let row_bytes = form.bytes(inputs);
    let mut writer = Writer {
        device,
        buffer,
        start: 0,
        bytes: Vec::with_capacity(CHUNK.min(row_bytes * tensor.rows).max(row_bytes)),
    };
    let mut scales = Vec::new();
    let mut plain = vec![0.0; tensor.columns];
    let mut row = vec![0.0; inputs];
    let mut halves = vec![0_u16; inputs];
    let mut bytes = vec![0_i8; inputs];
    for index in 0..tensor.rows {
        let at = row_at(index) as u64 * row_bytes as u64;
        if let (
            Form::Int8,
            Values::Int8 {
                values, scales: of, ..
            },
        ) = (form, &tensor.values)
        {
            let stored = &values[index * tensor.columns..(index + 1) * tensor.columns];
            for (column, value) in stored.iter().enumerate() {
                bytes[column_at(column)] = *value;
            }
            scales.push(of[index]);
            writer.push(at, bytemuck::cast_slice(&bytes));
            continue;
        }
        tensor.copy_row(index, &mut plain);
        for (column, value) in plain.iter().enumerate() {
            row[column_at(column)] = *value;
        }
        match form {
            Form::F32 => writer.push(at, bytemuck::cast_slice(&row)),
            Form::F16 | Form::Half => {
                let most = f16::MAX.to_f32();
                for (to, from) in halves.iter_mut().zip(&row) {
                    *to = f16::from_f32(from.clamp(-most, most)).to_bits();
                }
                writer.push(at, bytemuck::cast_slice(&halves));
            }
            Form::Int8 => {
                let one = Tensor {
                    rows: 1,
                    columns: inputs,
                    values: Values::F32(row.clone()),
                };
                if let Values::Int8 {
                    values, scales: of, ..
                } = one.to_int8().values
                {
                    scales.extend(of);
                    writer.push(at, bytemuck::cast_slice(&values));
                }
            }
        }
    }
    writer.flush();
    scales
}

/// Sends a vector to a place in a buffer, each value to where the buffer has it.
///
/// `width`: values that the vector takes there, padding among them.
pub(crate) fn vector(
    device: &Device,
    buffer: &wgpu::Buffer,
    first: usize,
    width: usize,
    values: &[f32],
    value_at: impl Fn(usize) -> usize,
) {
    let mut padded = vec![0.0_f32; width];
    for (index, value) in values.iter().enumerate() {
        padded[value_at(index)] = *value;
    }
    device
        .queue
        .write_buffer(buffer, 4 * first as u64, bytemuck::cast_slice(&padded));
}
