//! Factors for the inputs of int8 weights: what they gain, and how they are stored.
#![allow(clippy::unwrap_used, reason = "a test")]

use encoder::pack::Precision;
use encoder::{
    Activation, Build, Config, Cpu, CpuBuilder, Error, Factors, Float, HeadPlan, Int8, Kernel,
    Loader, Part, Piece, Place, Plan, Reference, ReferenceBuilder, Tensor, Values, Writer,
};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};
use text::{Batch, Head, Output, Pooling, Task};

const HIDDEN: usize = 48;

fn plan() -> Plan {
    Plan {
        config: Config {
            hidden_size: HIDDEN,
            num_hidden_layers: 2,
            num_attention_heads: 4,
            intermediate_size: 90,
            vocab_size: 60,
            max_position_embeddings: 64,
            type_vocab_size: 2,
            layer_norm_eps: 1e-12,
            hidden_act: Activation::Gelu,
        },
        heads: vec![HeadPlan {
            head: Head {
                name: "embed".to_owned(),
                task: Task::Embed,
                pooling: Pooling::Mean,
                normalise: true,
                labels: Vec::new(),
                independent: false,
                words: text::Words::default(),
                over: String::new(),
            },
            outputs: None,
            pooler: false,
        }],
        pooler: false,
    }
}

/// Numbers about normal, always the same.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (0..8)
            .map(|part| ((self.0 >> (8 * part)) & 255) as f32 / 255.0 - 0.5)
            .sum::<f32>()
    }
}

/// A model whose layer norms make two inputs far larger than the others, as trained ones do.
fn fill<B: Build<Error = Error>>(mut builder: B) -> B::Encoder {
    let plan = plan();
    let mut chance = Chance(7);
    for place in plan.places() {
        let (rows, columns) = plan.shape(place);
        let norm = matches!(
            place,
            Place::EmbeddingNorm(Part::Weight)
                | Place::Layer(_, Piece::AttentionNorm | Piece::OutNorm, Part::Weight)
        );
        // The last one leaves the vectors even, so that all of a vector counts.
        let last = place == Place::Layer(1, Piece::OutNorm, Part::Weight);
        let values = (0..rows * columns)
            .map(|index| match (norm, index % columns) {
                _ if last => 1.0,
                (true, 5 | 17) => 30.0,
                (true, _) => 1.0,
                // What takes the large inputs is small.
                (_, 5 | 17) if rows > 1 && columns == HIDDEN => 0.01 * chance.next(),
                _ => 0.2 * chance.next(),
            })
            .collect();
        let tensor = Tensor {
            rows,
            columns,
            values: Values::F32(values),
        };
        builder.put(place, tensor).unwrap();
    }
    builder.finish().unwrap()
}

fn batch() -> Batch {
    let mut batch = Batch::default();
    for length in [3_u32, 1, 20, 9, 41] {
        let ids: Vec<u32> = (0..length).map(|at| (at * 7 + length) % 60).collect();
        batch.push(&ids, &vec![0; ids.len()]);
    }
    batch
}

fn load<B: Build<Error = Error>>(bytes: &[u8], builder: B) -> Result<B::Encoder, Error> {
    let mut loader = Loader::new();
    let rest = loader.push_header(bytes)?;
    loader.begin(plan(), builder)?;
    for piece in rest.chunks(997) {
        loader.push_tensors(piece)?;
    }
    Ok(loader.finish()?.1)
}

fn reference() -> Reference {
    fill(ReferenceBuilder::new(plan()))
}

fn written(factors: Factors) -> Vec<u8> {
    fill(Writer::new(plan(), Precision::Int8).with_factors(factors))
}

/// How far vectors are apart, where inputs are small: the large ones hide these, and are as good or bad as before themselves.
fn farthest(a: &[Output], b: &[Output]) -> f32 {
    let pairs = a[0].values.iter().zip(&b[0].values).enumerate();
    let small = pairs.filter(|(at, _)| !matches!(at % HIDDEN, 5 | 17));
    small.map(|(_, (a, b))| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn outliers_cost_less() {
    let (reference, batch) = (reference(), batch());
    let factors = reference.factors(&batch).unwrap();
    let expected = reference.run(&batch, &[0]).unwrap();
    let int8 = |bytes: &[u8]| -> Cpu<Int8> { load(bytes, CpuBuilder::new(plan())).unwrap() };
    let even = int8(&written(Factors::default()))
        .run(&batch, &[0])
        .unwrap();
    let bytes = written(factors);
    let mut model = int8(&bytes);
    let found = model.run(&batch, &[0]).unwrap();
    let (before, after) = (farthest(&expected, &even), farthest(&expected, &found));
    assert!(after < before / 2.0, "{before} before, {after} after");
    for &kernel in Kernel::ALL {
        model.set_kernel(kernel);
        assert_eq!(model.run(&batch, &[0]).unwrap(), found, "{kernel:?}");
    }
    // What computes in floats sees the weights as they were, but for their rounding.
    let mut float: Cpu<Float> = load(&bytes, CpuBuilder::new(plan())).unwrap();
    let off = farthest(&expected, &float.run(&batch, &[0]).unwrap());
    assert!(off < after, "{off} in floats, {after} in bytes");
    let of_bytes = load(&bytes, ReferenceBuilder::new(plan())).unwrap();
    let floats = float.run(&batch, &[0]).unwrap();
    assert!(farthest(&of_bytes.run(&batch, &[0]).unwrap(), &floats) < 1e-5);
}

#[test]
fn factors_change_nothing_but_the_rounding() {
    let mut chance = Chance(3);
    let values = (0..7 * 9).map(|_| chance.next()).collect();
    let tensor = Tensor {
        rows: 7,
        columns: 9,
        values: Values::F32(values),
    };
    let factors: Vec<f32> = (0..9).map(|at| 0.25 + at as f32).collect();
    let rounded = tensor.to_int8_by(Some(&factors));
    assert_eq!(rounded.factors(), Some(factors.as_slice()));
    assert_eq!(rounded.to_int8(), rounded);
    let Values::Int8 { scales, .. } = &rounded.values else {
        panic!("not int8");
    };
    let back = rounded.to_f32();
    for (at, (found, exact)) in back.iter().zip(tensor.to_f32()).enumerate() {
        let step = scales[at / 9] * factors[at % 9];
        assert!(
            (found - exact).abs() <= 0.51 * step,
            "{at}: {found}, {exact}"
        );
    }
}

#[test]
fn what_shares_an_input_shares_its_factors() {
    let factors = reference().factors(&batch()).unwrap();
    let of = |piece| factors.get(Place::Layer(1, piece, Part::Weight));
    assert!(of(Piece::Query).is_some_and(|f| f.iter().all(|f| f.is_normal() && *f > 0.0)));
    assert_eq!(of(Piece::Query), of(Piece::Key));
    assert_eq!(of(Piece::Query), of(Piece::Value));
    assert!(of(Piece::Up).is_some() && of(Piece::Up) != of(Piece::Query));
    assert_eq!((of(Piece::AttentionOut), of(Piece::Down)), (None, None));
}

/// The file with other factors for a tensor; no values at all take them away.
fn with(bytes: &[u8], name: &str, values: &[f32]) -> Vec<u8> {
    let name = format!("encoder.layer.0.{name}.weight.factor");
    let file = SafeTensors::deserialize(bytes).unwrap();
    let given: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    let mut views = Vec::new();
    for (other, view) in file.tensors() {
        if other != name {
            views.push((other, view));
        } else if !values.is_empty() {
            let view = TensorView::new(Dtype::F32, vec![values.len()], &given).unwrap();
            views.push((other, view));
        }
    }
    serialize(views, None).unwrap()
}

#[test]
fn missing_scales_are_told() {
    let bytes = written(Factors::default());
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let missing = "encoder.layer.1.output.dense.weight.scale";
    let mut views = file.tensors();
    views.retain(|(name, _)| name != missing);
    let bytes = serialize(views, None).unwrap();
    let loaded: Result<Cpu<Int8>, Error> = load(&bytes, CpuBuilder::new(plan()));
    let error = loaded.map(|_| ()).unwrap_err();
    assert!(
        matches!(&error, Error::MissingTensor { name } if name == missing),
        "{error}"
    );
}

#[test]
fn wrong_factors_are_refused() {
    let bytes = written(reference().factors(&batch()).unwrap());
    let error = |name: &str, values: &[f32]| {
        let bytes = with(&bytes, name, values);
        let loaded: Result<Cpu<Int8>, Error> = load(&bytes, CpuBuilder::new(plan()));
        loaded.map(|_| ()).unwrap_err()
    };
    let (up, key) = ("intermediate.dense", "attention.self.key");
    let short = error(up, &[1.0; HIDDEN - 1]);
    assert!(matches!(short, Error::WrongShape { .. }), "{short}");
    for bad in [0.0, f32::NAN, f32::INFINITY] {
        let mut values = [1.0; HIDDEN];
        values[3] = bad;
        let error = error(up, &values);
        assert!(matches!(error, Error::CorruptWeights { .. }), "{error}");
        assert!(error.to_string().contains("intermediate"), "{error}");
    }
    for other in [&[1.0; HIDDEN][..], &[]] {
        let error = error(key, other);
        assert!(error.to_string().contains("shares"), "{error}");
    }
}
