//! All paths give what the reference gives, on models of odd shapes.
#![allow(clippy::unwrap_used, reason = "a test")]

use encoder::{
    Activation, Build, Config, Cpu, CpuBuilder, Error, Float, HeadPlan, Int8, Kernel, Part, Piece,
    Place, Plan, Reference, ReferenceBuilder, Tensor, Values,
};
use text::{Batch, Head, Output, Pooling, Task};

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// About normal, with variance 1.
    fn normal(&mut self) -> f32 {
        let uniform = |bits: u64| (bits >> 40) as f32 / (1 << 24) as f32 - 0.5;
        (0..12).map(|_| uniform(self.next())).sum()
    }
}

fn head(
    name: &str,
    task: Task,
    pooling: Pooling,
    outputs: Option<usize>,
    pooler: bool,
) -> HeadPlan {
    HeadPlan {
        head: Head {
            name: name.to_owned(),
            task,
            pooling,
            normalise: task == Task::Embed,
            labels: (0..outputs.unwrap_or(0)).map(|l| l.to_string()).collect(),
            independent: false,
            words: text::Words::default(),
            over: String::new(),
        },
        outputs,
        pooler,
    }
}

/// A model with a head of every kind.
fn plan(hidden: usize, heads: usize, between: usize, activation: Activation) -> Plan {
    Plan {
        config: Config {
            hidden_size: hidden,
            num_hidden_layers: 2,
            num_attention_heads: heads,
            intermediate_size: between,
            vocab_size: 97,
            max_position_embeddings: 512,
            type_vocab_size: 2,
            layer_norm_eps: 1e-12,
            hidden_act: activation,
        },
        heads: vec![
            head("mean", Task::Embed, Pooling::Mean, None, false),
            head("first", Task::Embed, Pooling::Cls, Some(10), false),
            head("classify", Task::Classify, Pooling::Cls, Some(3), true),
            head("plain", Task::Classify, Pooling::Mean, Some(5), false),
            head("tag", Task::Tag, Pooling::Mean, Some(7), false),
        ],
        pooler: true,
    }
}

fn build<B: Build<Error = Error>>(mut builder: B, plan: &Plan) -> B::Encoder {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for place in plan.places() {
        let (rows, columns) = plan.shape(place);
        let norm = matches!(
            place,
            Place::EmbeddingNorm(Part::Weight)
                | Place::Layer(_, Piece::AttentionNorm | Piece::OutNorm, Part::Weight)
        );
        let spread = if rows == 1 {
            0.1
        } else {
            1.0 / (columns as f32).sqrt()
        };
        let values = (0..rows * columns)
            .map(|_| chance.normal() * spread + if norm { 1.0 } else { 0.0 })
            .collect();
        let values = Values::F32(values);
        builder
            .put(
                place,
                Tensor {
                    rows,
                    columns,
                    values,
                },
            )
            .unwrap();
    }
    builder.finish().unwrap()
}

fn batch(lengths: &[usize]) -> Batch {
    let mut chance = Chance(88_172_645_463_325_252);
    let mut batch = Batch::default();
    for &length in lengths {
        let ids: Vec<u32> = (0..length).map(|_| (chance.next() % 97) as u32).collect();
        let segments: Vec<u32> = (0..length).map(|i| u32::from(i > length / 2)).collect();
        batch.push(&ids, &segments);
    }
    batch
}

fn farthest(a: &[Output], b: &[Output]) -> f32 {
    assert_eq!(a.len(), b.len());
    let mut most = 0.0_f32;
    for (a, b) in a.iter().zip(b) {
        assert_eq!((a.width, a.values.len()), (b.width, b.values.len()));
        for (a, b) in a.values.iter().zip(&b.values) {
            assert!(a.is_finite() && b.is_finite());
            most = most.max((a - b).abs());
        }
    }
    most
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

const ALL: [usize; 5] = [0, 1, 2, 3, 4];

fn models(plan: &Plan) -> (Reference, Cpu<Float>, Cpu<Int8>) {
    (
        build(ReferenceBuilder::new(plan.clone()), plan),
        build(CpuBuilder::<Float>::new(plan.clone()), plan),
        build(CpuBuilder::<Int8>::new(plan.clone()), plan),
    )
}

#[test]
fn floats_agree_with_the_reference_on_odd_shapes() {
    let shapes = [
        (32, 4, 64, Activation::Gelu),
        (48, 2, 50, Activation::GeluNew),
        (78, 3, 131, Activation::Gelu),
        (35, 5, 37, Activation::Relu),
        (64, 1, 16, Activation::Gelu),
    ];
    let lengths = [[1, 2, 3, 17, 64].as_slice(), &[512], &[5], &[33, 1, 1, 100]];
    for (hidden, heads, between, activation) in shapes {
        let plan = plan(hidden, heads, between, activation);
        let (reference, mut float, _) = models(&plan);
        for lengths in lengths {
            let batch = batch(lengths);
            let expected = reference.run(&batch, &ALL).unwrap();
            let found = float.run(&batch, &ALL).unwrap();
            let most = farthest(&expected, &found);
            assert!(
                most < 2e-5,
                "{hidden} {heads} {between} {lengths:?}: {most}"
            );
        }
    }
}

#[test]
fn bytes_stay_near_the_reference() {
    for (hidden, heads, between) in [(64, 4, 256), (78, 3, 310)] {
        let plan = plan(hidden, heads, between, Activation::Gelu);
        let (reference, _, mut int8) = models(&plan);
        let batch = batch(&[3, 9, 40, 128, 1]);
        let expected = reference.run(&batch, &[0]).unwrap();
        let found = int8.run(&batch, &[0]).unwrap();
        for (a, b) in expected[0].rows().zip(found[0].rows()) {
            let cosine = cosine(a, b);
            assert!(cosine > 0.999, "{hidden}: {cosine}");
        }
    }
}

#[test]
fn every_kernel_gives_the_same_bits() {
    let plan = plan(78, 3, 310, Activation::Gelu);
    let (_, _, mut int8) = models(&plan);
    let batch = batch(&[3, 9, 40, 128, 1]);
    let mut runs = Kernel::ALL.iter().map(|&kernel| {
        int8.set_kernel(kernel);
        int8.run(&batch, &ALL).unwrap()
    });
    let first = runs.next().unwrap();
    for other in runs {
        assert_eq!(first, other);
    }
}

#[test]
fn what_else_is_in_a_batch_changes_nothing() {
    let plan = plan(48, 4, 96, Activation::Gelu);
    let (reference, mut float, mut int8) = models(&plan);
    let lengths = [4, 30, 1, 77, 12, 2, 65];
    let whole = batch(&lengths);
    let of_reference = reference.run(&whole, &[0]).unwrap();
    let of_float = float.run(&whole, &[0]).unwrap();
    let of_int8 = int8.run(&whole, &[0]).unwrap();
    for (text, range) in whole.ranges().enumerate() {
        let mut alone = Batch::default();
        alone.push(&whole.ids[range.clone()], &whole.segments[range]);
        let row = |outputs: &[Output]| outputs[0].rows().nth(text).unwrap().to_vec();
        assert_eq!(float.run(&alone, &[0]).unwrap()[0].values, row(&of_float));
        assert_eq!(int8.run(&alone, &[0]).unwrap()[0].values, row(&of_int8));
        let found = &reference.run(&alone, &[0]).unwrap()[0].values;
        for (a, b) in found.iter().zip(row(&of_reference)) {
            assert!((a - b).abs() < 1e-5);
        }
    }
}

#[test]
fn empty_batches_and_bad_ids() {
    let plan = plan(32, 4, 64, Activation::Gelu);
    let (reference, mut float, mut int8) = models(&plan);
    let none = Batch::default();
    for outputs in [
        reference.run(&none, &ALL).unwrap(),
        float.run(&none, &ALL).unwrap(),
        int8.run(&none, &ALL).unwrap(),
    ] {
        assert_eq!(outputs.len(), ALL.len());
        assert!(outputs.iter().all(|output| output.values.is_empty()));
    }
    let mut unknown = Batch::default();
    unknown.push(&[1, 97], &[0, 0]);
    let error = float.run(&unknown, &[0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "token id 97 is not in the vocabulary of 97"
    );
    assert!(matches!(
        reference.run(&unknown, &[0]),
        Err(Error::UnknownToken { .. })
    ));
    let long = batch(&[513]);
    assert!(matches!(
        int8.run(&long, &[0]),
        Err(Error::TooLong { tokens: 513, .. })
    ));
    let mut empty = Batch::default();
    empty.push(&[], &[]);
    assert!(matches!(
        int8.run(&empty, &[0]),
        Err(Error::EmptyText { text: 0 })
    ));
    assert!(matches!(
        int8.run(&none, &[9]),
        Err(Error::NoHead { head: 9, .. })
    ));
}
