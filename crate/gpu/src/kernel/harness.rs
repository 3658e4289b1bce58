//! Runs single kernels on odd shapes, and compares what they give with what their twins give.

use encoder::{Activation, Tensor, Values};
use half::f16;
use text::Pooling;

use super::matmul::{self, Epilogue};
use super::{Form, Kernels, Recipe, activation, attention, embed, norm, normalise, pool, quantise};
use crate::device::Device;
use crate::twin::Numbers;
use crate::{Settings, upload};

struct Bench {
    device: Device,
    kernels: Kernels,
}

const ALL: wgpu::BufferUsages = wgpu::BufferUsages::STORAGE
    .union(wgpu::BufferUsages::COPY_DST)
    .union(wgpu::BufferUsages::COPY_SRC);

impl Bench {
    fn new() -> Self {
        let adapter = crate::tests::adapter();
        let settings = Settings::default();
        let opened = pollster::block_on(adapter.device(&settings));
        Self {
            device: opened.expect("a device opens"),
            kernels: Kernels::default(),
        }
    }

    fn filled<T: bytemuck::NoUninit>(&self, values: &[T]) -> wgpu::Buffer {
        let bytes = bytemuck::cast_slice(values);
        let made = self.device.buffer("test", bytes.len() as u64, ALL);
        let buffer = made.expect("within the limits");
        self.device.queue.write_buffer(&buffer, 0, bytes);
        buffer
    }

    /// Room whose content would be noticed.
    fn room(&self, values: usize) -> wgpu::Buffer {
        self.filled(&vec![777.0_f32; values])
    }

    fn shape(&self, values: [u32; 4]) -> wgpu::Buffer {
        self.device.uniform(values).expect("within the limits")
    }

    /// Runs a kernel once and reads a buffer.
    fn run(
        &mut self,
        recipe: Recipe,
        buffers: &[&wgpu::Buffer],
        (x, y): (u32, u32),
        read: &wgpu::Buffer,
        values: usize,
    ) -> Vec<f32> {
        let watch = self.device.watch();
        let kernel = self.kernels.get(&self.device, recipe);
        let bindings: Vec<_> = buffers
            .iter()
            .map(|buffer| buffer.as_entire_buffer_binding())
            .collect();
        let group = kernel.bind(&self.device.wgpu, &bindings);
        let bytes = 4 * values as u64;
        let usage = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
        let staging = self.device.buffer("staging", bytes, usage).expect("small");
        let mut commands = self.device.wgpu.create_command_encoder(&Default::default());
        if x > 0 && y > 0 {
            let mut pass = commands.begin_compute_pass(&Default::default());
            pass.set_pipeline(kernel.pipeline(&self.device.wgpu));
            pass.set_bind_group(0, &group, &[]);
            pass.dispatch_workgroups(x, y, 1);
        }
        commands.copy_buffer_to_buffer(read, 0, &staging, 0, bytes);
        let submission = self.device.queue.submit([commands.finish()]);
        let refused = pollster::block_on(watch.end());
        assert!(refused.is_none(), "{recipe:?}: {refused:?}");
        pollster::block_on(self.device.read(&staging, bytes, submission)).expect("read")
    }

    fn weights(
        &self,
        form: Form,
        rows: usize,
        columns: usize,
        values: &[f32],
    ) -> (wgpu::Buffer, Vec<f32>) {
        let inputs = columns.next_multiple_of(form.values_a_vector());
        let bytes = form.bytes(inputs) * rows.next_multiple_of(4);
        let buffer = self
            .device
            .buffer("weights", bytes as u64, ALL)
            .expect("small");
        let tensor = tensor(values, columns);
        let same = |index: usize| index;
        let scales = upload::matrix(&self.device, &buffer, form, inputs, &tensor, same, same);
        (buffer, scales)
    }
}

fn tensor(values: &[f32], columns: usize) -> Tensor {
    Tensor {
        rows: values.len() / columns,
        columns,
        values: Values::F32(values.to_vec()),
    }
}

fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut numbers = Numbers::new(seed);
    (0..count).map(|_| numbers.signed()).collect()
}

/// Pads each row with zeros to whole vectors.
fn padded(values: &[f32], width: usize) -> Vec<f32> {
    let mut out = Vec::new();
    for row in values.chunks_exact(width) {
        out.extend_from_slice(row);
        out.resize(out.len().next_multiple_of(4), 0.0);
        let over = out.len() % width.next_multiple_of(4);
        assert_eq!(over, 0);
    }
    out
}

fn assert_near(got: &[f32], expected: &[f32], most: f32, what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        let apart = (got - expected).abs();
        assert!(apart <= most, "{what}: at {at} {got}, expected {expected}");
    }
}

const EPILOGUES: [Epilogue; 6] = [
    Epilogue::Nothing,
    Epilogue::Gelu,
    Epilogue::GeluTanh,
    Epilogue::Relu,
    Epilogue::Tanh,
    Epilogue::Residual,
];

/// What the weights are after they went through a form.
fn through(form: Form, values: &[f32], columns: usize) -> Vec<f32> {
    match form {
        Form::F32 => values.to_vec(),
        Form::F16 | Form::Half => values.iter().map(|v| f16::from_f32(*v).to_f32()).collect(),
        Form::Int8 => tensor(values, columns).to_int8().to_f32(),
    }
}

fn product(
    bench: &mut Bench,
    form: Form,
    epilogue: Epilogue,
    few: bool,
    [rows, inputs, outputs]: [usize; 3],
) {
    let what = format!("{form:?} {epilogue:?} {rows}×{inputs}×{outputs}, few: {few}");
    let left = numbers(rows * inputs, 1);
    let right = numbers(outputs * inputs, 2);
    let bias = numbers(outputs, 3);
    let residual = numbers(rows * outputs, 4);
    let known_left = match form {
        Form::Int8 => through(form, &left, inputs),
        _ => left.clone(),
    };
    let mut expected = matmul::twin(&known_left, &through(form, &right, inputs), &bias, inputs);
    match epilogue {
        Epilogue::Nothing => {}
        Epilogue::Gelu => activation::twin(Activation::Gelu, &mut expected),
        Epilogue::GeluTanh => activation::twin(Activation::GeluNew, &mut expected),
        Epilogue::Relu => activation::twin(Activation::Relu, &mut expected),
        Epilogue::Tanh => expected.iter_mut().for_each(|v| *v = libm::tanhf(*v)),
        Epilogue::Residual => expected
            .iter_mut()
            .zip(&residual)
            .for_each(|(v, r)| *v += r),
    }
    let expected = padded(&expected, outputs);

    let wide = outputs.next_multiple_of(4);
    let vectors = inputs.div_ceil(form.values_a_vector()) as u32;
    let counts = bench.shape([rows as u32, 0, 0, 0]);
    let shape = bench.shape([vectors, wide as u32 / 4, 0, 0]);
    let mut left = bench.filled(&padded(&left, inputs));
    let mut left_scales = None;
    if form == Form::Int8 {
        let quads = inputs.div_ceil(4) as u32;
        let shape = bench.shape([quads, vectors, 0, 0]);
        let to = bench.room(rows * vectors as usize * 4);
        let scales = bench.room(rows);
        let factors = bench.filled(&vec![1.0_f32; 4 * quads as usize]);
        let buffers = [&shape, &left, &to, &scales, &factors];
        bench.run(Recipe::Quantise, &buffers, (rows as u32, 1), &scales, rows);
        left = to;
        left_scales = Some(scales);
    }
    let (right, scales) = bench.weights(form, outputs, inputs, &right);
    let bias = bench.filled(&padded(&bias, outputs));
    let residual = bench.filled(&padded(&residual, outputs));
    let right_scales = bench.filled(&[&scales[..], &[0.0; 4]].concat());
    let output = bench.room(rows * wide);
    let mut buffers = vec![&counts, &shape, &left, &right, &bias, &output];
    if let Some(left_scales) = &left_scales {
        buffers.extend([left_scales, &right_scales]);
    }
    if epilogue == Epilogue::Residual {
        buffers.push(&residual);
    }
    let recipe = Recipe::Matmul {
        form,
        epilogue,
        few,
    };
    let grid = matmul::grid(rows as u32, wide as u32, few);
    let got = bench.run(recipe, &buffers, grid, &output, rows * wide);
    assert_near(&got, &expected, 2e-5, &what);
}

#[test]
fn products_of_odd_shapes() {
    let mut bench = Bench::new();
    let shapes = [
        [1, 1, 1],
        [1, 384, 2],
        [3, 5, 7],
        [16, 16, 16],
        [17, 48, 130],
        [64, 64, 64],
        [65, 66, 67],
        [130, 100, 33],
        [512, 20, 68],
    ];
    for few in [false, true] {
        for shape in shapes {
            product(&mut bench, Form::F32, Epilogue::Nothing, few, shape);
            product(&mut bench, Form::F32, Epilogue::Residual, few, shape);
        }
        for epilogue in EPILOGUES {
            product(&mut bench, Form::F32, epilogue, few, [33, 30, 21]);
        }
    }
}

#[test]
fn products_in_every_form() {
    let mut bench = Bench::new();
    let mut forms = vec![Form::Half, Form::Int8];
    if bench.device.f16 {
        forms.push(Form::F16);
    }
    for form in forms {
        for few in [false, true] {
            for shape in [[1, 1, 1], [3, 5, 7], [65, 66, 67], [40, 130, 12]] {
                product(&mut bench, form, Epilogue::Nothing, few, shape);
                product(&mut bench, form, Epilogue::Residual, few, shape);
            }
            product(&mut bench, form, Epilogue::Gelu, few, [33, 30, 21]);
        }
    }
}

#[test]
fn activations_far_from_zero() {
    let mut bench = Bench::new();
    let mut values: Vec<f32> = (-400..400).map(|at| at as f32 / 16.0).collect();
    values.extend([1e-8, -1e-8, 88.0, -88.0, 1e4, -1e4, 1e10, -1e10]);
    for (epilogue, activation) in [
        (Epilogue::Gelu, Activation::Gelu),
        (Epilogue::GeluTanh, Activation::GeluNew),
        (Epilogue::Relu, Activation::Relu),
    ] {
        let mut expected = values.clone();
        activation::twin(activation, &mut expected);
        let rows = values.len();
        let one = bench.shape([rows as u32, 0, 0, 0]);
        let shape = bench.shape([1, 1, 0, 0]);
        let left = bench.filled(&padded(&values, 1));
        let (right, _) = bench.weights(Form::F32, 1, 1, &[1.0]);
        let bias = bench.filled(&[0.0_f32; 4]);
        let output = bench.room(rows * 4);
        let buffers = [&one, &shape, &left, &right, &bias, &output];
        let recipe = Recipe::Matmul {
            form: Form::F32,
            epilogue,
            few: true,
        };
        let grid = matmul::grid(rows as u32, 4, true);
        let got = bench.run(recipe, &buffers, grid, &output, rows * 4);
        for ((x, got), expected) in values.iter().zip(got.chunks_exact(4)).zip(&expected) {
            let most = 2e-6 * x.abs().max(1.0);
            assert_near(
                &got[..1],
                &[*expected],
                most,
                &format!("{activation:?} of {x}"),
            );
        }
    }
}

#[test]
fn attention_inside_texts() {
    let mut bench = Bench::new();
    for (heads, width) in [(1, 1), (3, 7), (2, 16), (3, 32), (2, 64), (1, 128)] {
        for lengths in [&[1][..], &[512], &[1, 33, 32, 31, 64, 2, 65]] {
            let mut starts = vec![0];
            for length in lengths {
                starts.push(starts[starts.len() - 1] + length);
            }
            let tokens = starts[starts.len() - 1];
            let texts = || starts.windows(2).map(|pair| pair[0]..pair[1]);
            // Scores far apart, so that most shares vanish.
            let mut projected = numbers(tokens * 3 * heads * width, 5);
            projected.iter_mut().for_each(|value| *value *= 4.0);
            let expected = attention::twin(&projected, texts(), heads, width);

            let blocks = attention::blocks(texts());
            let whole = heads * width.next_multiple_of(4);
            let buffers = [
                bench.filled(&blocks),
                bench.shape([whole as u32 / 4, 0, 0, 0]),
                bench.filled(&padded(&projected, width)),
                bench.room(tokens * whole),
            ];
            let recipe = Recipe::Attention { head_width: width };
            let grid = (blocks.len() as u32, heads as u32);
            let buffers: Vec<&wgpu::Buffer> = buffers.iter().collect();
            let got = bench.run(recipe, &buffers, grid, buffers[3], tokens * whole);
            let what = format!("{heads} heads of {width}, texts of {lengths:?}");
            assert_near(&got, &padded(&expected, width), 5e-5, &what);
        }
    }
}

#[test]
fn norms_of_odd_widths() {
    let mut bench = Bench::new();
    for (rows, width) in [(1, 1), (3, 7), (2, 64), (5, 255), (512, 12), (2, 1030)] {
        let mut values = numbers(rows * width, 6);
        values.iter_mut().for_each(|value| *value += 20.0);
        let factors = numbers(width, 7);
        let offsets = numbers(width, 8);
        let mut expected = values.clone();
        norm::twin(&mut expected, &factors, &offsets, 1e-5);
        let quads = width.div_ceil(4);
        let shape = [quads as u32, width as u32, 1e-5_f32.to_bits(), 0];
        let buffers = [
            bench.shape(shape),
            bench.filled(&padded(&values, width)),
            bench.filled(&padded(&factors, width)),
            bench.filled(&padded(&offsets, width)),
            bench.room(rows * quads * 4),
        ];
        let buffers: Vec<&wgpu::Buffer> = buffers.iter().collect();
        let grid = (rows as u32, 1);
        let got = bench.run(Recipe::Norm, &buffers, grid, buffers[4], rows * quads * 4);
        assert_near(
            &got,
            &padded(&expected, width),
            2e-5,
            &format!("{rows}×{width}"),
        );
    }
}

#[test]
fn embeddings_of_tokens() {
    let mut bench = Bench::new();
    let mut forms = vec![Form::F32, Form::Half];
    if bench.device.f16 {
        forms.push(Form::F16);
    }
    for form in forms {
        for (count, width) in [(1, 1), (512, 7), (9, 300)] {
            let mut random = Numbers::new(9);
            let tokens: Vec<[u32; 4]> = (0..count)
                .map(|at| [random.below(50), at % 13, random.below(2), 0])
                .collect();
            let short: Vec<[u32; 3]> = tokens.iter().map(|t| [t[0], t[1], t[2]]).collect();
            let [words, positions, segments] =
                [50, 13, 2].map(|entries| numbers(entries * width, entries as u64));
            let known = through(form, &words, width);
            let expected = embed::twin(&short, &known, &positions, &segments, width);
            let quads = width.div_ceil(4);
            let values = count as usize * quads * 4;
            let buffers = [
                bench.shape([quads as u32, 0, 0, 0]),
                bench.filled(&tokens),
                bench.weights(form, 50, width, &words).0,
                bench.filled(&padded(&positions, width)),
                bench.filled(&padded(&segments, width)),
                bench.room(values),
            ];
            let buffers: Vec<&wgpu::Buffer> = buffers.iter().collect();
            let grid = (quads.div_ceil(64) as u32, count);
            let got = bench.run(Recipe::Embed(form), &buffers, grid, buffers[5], values);
            assert_near(
                &got,
                &padded(&expected, width),
                1e-6,
                &format!("{form:?} {count}×{width}"),
            );
        }
    }
}

#[test]
fn vectors_of_texts() {
    let mut bench = Bench::new();
    for pooling in [Pooling::Mean, Pooling::Cls] {
        for width in [1, 7, 64, 300] {
            let starts = [0_u32, 0, 1, 513, 513, 520];
            let hidden = numbers(520 * width, 10);
            let texts = starts
                .windows(2)
                .map(|pair| pair[0] as usize..pair[1] as usize);
            let expected = pool::twin(pooling, &hidden, texts, width);
            let quads = width.div_ceil(4);
            let values = 5 * quads * 4;
            let buffers = [
                bench.shape([quads as u32, 0, 0, 0]),
                bench.filled(&starts),
                bench.filled(&padded(&hidden, width)),
                bench.room(values),
            ];
            let buffers: Vec<&wgpu::Buffer> = buffers.iter().collect();
            let grid = (quads.div_ceil(64) as u32, 5);
            let got = bench.run(Recipe::pool(pooling), &buffers, grid, buffers[3], values);
            assert_near(
                &got,
                &padded(&expected, width),
                1e-6,
                &format!("{pooling:?} {width}"),
            );
        }
    }
}

#[test]
fn unit_vectors() {
    let mut bench = Bench::new();
    for (rows, width) in [(1, 1), (4, 7), (3, 500)] {
        let mut values = numbers(rows * width, 11);
        values[..width].fill(0.0);
        let mut expected = values.clone();
        normalise::twin(&mut expected, width);
        let quads = width.div_ceil(4);
        let buffers = [
            bench.shape([quads as u32, 0, 0, 0]),
            bench.filled(&padded(&values, width)),
            bench.room(rows * quads * 4),
        ];
        let buffers: Vec<&wgpu::Buffer> = buffers.iter().collect();
        let count = rows * quads * 4;
        let got = bench.run(
            Recipe::Normalise,
            &buffers,
            (rows as u32, 1),
            buffers[2],
            count,
        );
        assert_near(
            &got,
            &padded(&expected, width),
            1e-6,
            &format!("{rows}×{width}"),
        );
    }
}

#[test]
fn whole_numbers_of_rows() {
    let mut bench = Bench::new();
    for (rows, width) in [(1, 1), (3, 7), (2, 16), (5, 130), (512, 4)] {
        let mut values = numbers(rows * width, 12);
        values[..width].fill(0.0);
        let factors: Vec<f32> = numbers(width, 13).iter().map(|f| 0.1 + f.abs()).collect();
        let (whole, scales) = quantise::twin(&values, &factors);
        let vectors = width.div_ceil(16);
        let to = bench.room(rows * vectors * 4);
        let of = bench.room(rows);
        let shape = bench.shape([width.div_ceil(4) as u32, vectors as u32, 0, 0]);
        let input = bench.filled(&padded(&values, width));
        let factors = bench.filled(&padded(&factors, width));
        let buffers = [&shape, &input, &to, &of, &factors];
        let grid = (rows as u32, 1);
        let bits = bench.run(Recipe::Quantise, &buffers, grid, &to, rows * vectors * 4);
        let got_scales = bench.run(Recipe::Quantise, &buffers, grid, &of, rows);
        assert_near(&got_scales, &scales, 1e-9, "scales");
        let bytes: &[i8] = bytemuck::cast_slice(&bits);
        for (got, expected) in bytes
            .chunks_exact(vectors * 16)
            .zip(whole.chunks_exact(width))
        {
            for (got, expected) in got.iter().zip(expected) {
                // Half-way cases may fall either way.
                assert!((i32::from(*got) - i32::from(*expected)).abs() <= 1);
            }
            assert!(got[width..].iter().all(|byte| *byte == 0));
        }
    }
}
