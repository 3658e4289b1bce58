//! Whole models, compared with their twins.

mod failures;
mod models;

use encoder::{Activation, Build, Config, HeadPlan, Place, Plan, Tensor};
use text::{Batch, Encoder, Head, Output, Pooling, Task};

use crate::twin::{self, Numbers, Twin};
use crate::{Adapter, Choice, Gpu, Settings};

/// The adapter of the tests, which Mesa's software Vulkan is enough for.
pub(crate) fn adapter() -> Adapter {
    pollster::block_on(Adapter::request(Choice::Any)).unwrap_or_else(|error| {
        panic!(
            "{error}: these tests need a Vulkan, Metal or DX12 driver; where there is no GPU, install Mesa's software Vulkan \
             (Debian: mesa-vulkan-drivers), and set VK_DRIVER_FILES to its lvp_icd*.json where the loader does not find it"
        )
    })
}

/// Shape of a small model: 2 layers, 100 words, 512 positions.
pub(crate) fn config(heads: usize, head_width: usize, between: usize) -> Config {
    Config {
        hidden_size: heads * head_width,
        num_hidden_layers: 2,
        num_attention_heads: heads,
        intermediate_size: between,
        vocab_size: 100,
        max_position_embeddings: 512,
        type_vocab_size: 2,
        layer_norm_eps: 1e-12,
        hidden_act: Activation::Gelu,
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
            normalise: task == Task::Embed && pooling == Pooling::Mean,
            labels: (0..outputs.unwrap_or(0)).map(|l| l.to_string()).collect(),
            independent: false,
            words: text::Words::default(),
            over: String::new(),
        },
        outputs,
        pooler,
    }
}

/// A head of every kind.
pub(crate) fn plan(config: Config) -> Plan {
    Plan {
        config,
        heads: vec![
            head("mean", Task::Embed, Pooling::Mean, None, false),
            head("first", Task::Embed, Pooling::Cls, None, false),
            head("projected", Task::Embed, Pooling::Mean, Some(18), false),
            head("pooled", Task::Classify, Pooling::Cls, Some(3), true),
            head("direct", Task::Classify, Pooling::Mean, Some(5), false),
            head("tags", Task::Tag, Pooling::Mean, Some(7), false),
            head("states", Task::Tag, Pooling::Mean, None, false),
        ],
        pooler: true,
    }
}

/// Every head of [`plan`].
pub(crate) const ALL: [usize; 7] = [0, 1, 2, 3, 4, 5, 6];

pub(crate) fn random_batch(lengths: &[usize], seed: u64) -> Batch {
    let mut numbers = Numbers::new(seed);
    let mut batch = Batch::default();
    for &length in lengths {
        let ids: Vec<u32> = (0..length).map(|_| numbers.below(100)).collect();
        let second = length / 2;
        let segments: Vec<u32> = (0..length).map(|at| u32::from(at > second)).collect();
        batch.push(&ids, &segments);
    }
    batch
}

pub(crate) fn gpu_of(plan: &Plan, settings: Settings, tensors: Vec<(Place, Tensor)>) -> Gpu {
    let adapter = adapter();
    let mut builder =
        pollster::block_on(adapter.open(plan.clone(), settings)).expect("a device opens");
    for (place, tensor) in tensors {
        builder.put(place, tensor).expect("a tensor is taken");
    }
    builder.finish().expect("a model is whole")
}

pub(crate) fn gpu(plan: &Plan, settings: Settings) -> Gpu {
    gpu_of(plan, settings, twin::random(plan, 7).collect())
}

pub(crate) fn twin_of(plan: &Plan) -> Twin {
    let mut twin = Twin::new(plan.clone());
    for (place, tensor) in twin::random(plan, 7) {
        twin.put(place, tensor).expect("a tensor is taken");
    }
    twin.finish().expect("a model is whole")
}

pub(crate) fn encode<E: Encoder>(encoder: &mut E, batch: &Batch, heads: &[usize]) -> Vec<Output>
where
    E::Error: std::fmt::Debug,
{
    pollster::block_on(encoder.encode(batch, heads)).expect("a batch is encoded")
}

/// The largest difference of two values, and the smallest cosine of two rows.
pub(crate) fn compare(one: &[Output], other: &[Output]) -> (f32, f64) {
    assert_eq!(one.len(), other.len());
    let mut apart = 0.0_f32;
    let mut least = 1.0_f64;
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one.width, other.width);
        assert_eq!(one.values.len(), other.values.len());
        for (a, b) in one.rows().zip(other.rows()) {
            let mut sums = [0.0_f64; 3];
            for (a, b) in a.iter().zip(b) {
                assert!(a.is_finite() && b.is_finite(), "{a} and {b}");
                apart = apart.max((a - b).abs());
                let (a, b) = (f64::from(*a), f64::from(*b));
                sums[0] += a * b;
                sums[1] += a * a;
                sums[2] += b * b;
            }
            if sums[1] > 0.0 && sums[2] > 0.0 {
                least = least.min(sums[0] / (sums[1] * sums[2]).sqrt());
            }
        }
    }
    (apart, least)
}
