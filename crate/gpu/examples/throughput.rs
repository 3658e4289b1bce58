//! Tokens per second of a model of random numbers in the shape of MiniLM-L6, over batches and lengths.
//!
//! `cargo run --release -p gpu --example throughput -- [PEAK] [f32|f16|int8]`, where `PEAK` is the card's f32 peak in TFLOP/s by its data
//! sheet; with it the share of the peak that the dense layers reach is printed too. Each figure is the median of runs of at least
//! half a second together, reading back included.

#![allow(
    clippy::print_stdout,
    reason = "it is run by hand, to be read in a terminal"
)]

use std::env;
use std::time::{Duration, Instant};

use encoder::{Activation, Build, Config, HeadPlan, Plan};
use gpu::twin::{self, Numbers};
use gpu::{Adapter, Choice, Error, Gpu, Precision, Settings};
use text::{Batch, Encoder, Head, Pooling, Task};

fn main() -> Result<(), Error> {
    pollster::block_on(measure())
}

async fn measure() -> Result<(), Error> {
    let mut peak = None;
    let mut precision = Precision::F32;
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "f32" => precision = Precision::F32,
            "f16" => precision = Precision::F16,
            "int8" => precision = Precision::Int8,
            number => peak = number.parse::<f64>().ok(),
        }
    }
    let adapter = Adapter::request(Choice::Any).await?;
    println!(
        "{} over {}{}, {precision:?}",
        adapter.name,
        adapter.backend,
        if adapter.software {
            ", on the CPU: these figures say nothing about a GPU"
        } else {
            ""
        }
    );
    let plan = plan();
    let settings = Settings {
        precision,
        ..Settings::default()
    };
    let mut builder = adapter.open(plan.clone(), settings).await?;
    for (place, tensor) in twin::random(&plan, 1) {
        builder.put(place, tensor)?;
    }
    let mut gpu = builder.finish()?;
    let start = Instant::now();
    gpu.warm_up().await?;
    println!("kernels ready after {:.0?}", start.elapsed());
    println!("batch × tokens   tokens/s   ms a batch   GFLOP/s   of the peak");
    let mut product = 1.0;
    let mut figures = 0;
    for texts in [1, 8, 32] {
        for tokens in [16, 32, 64, 128] {
            let took = median(&mut gpu, &batch(&plan, texts, tokens)).await?;
            let rate = (texts * tokens) as f64 / took.as_secs_f64();
            let flops = rate * plan.config.dense_ops() as f64;
            let share = peak.map_or("–".to_owned(), |peak: f64| {
                format!("{:.1} %", flops / peak / 1e10)
            });
            println!(
                "{texts:>5} × {tokens:<6} {rate:>11.0} {:>12.3} {:>9.0} {share:>13}",
                took.as_secs_f64() * 1e3,
                flops / 1e9
            );
            product *= rate;
            figures += 1;
        }
    }
    let mean = libm::pow(product, 1.0 / f64::from(figures));
    println!("geometric mean: {mean:.0} tokens/s");
    Ok(())
}

/// Half a second or three runs, whichever is longer, after one that is not counted.
async fn median(gpu: &mut Gpu, batch: &Batch) -> Result<Duration, Error> {
    gpu.encode(batch, &[0]).await?;
    let mut times = Vec::new();
    let mut whole = Duration::ZERO;
    while times.len() < 3 || whole < Duration::from_millis(500) {
        let start = Instant::now();
        gpu.encode(batch, &[0]).await?;
        times.push(start.elapsed());
        whole += start.elapsed();
    }
    times.sort();
    Ok(times[times.len() / 2])
}

fn batch(plan: &Plan, texts: usize, tokens: usize) -> Batch {
    let mut numbers = Numbers::new(2);
    let mut batch = Batch::default();
    for _ in 0..texts {
        let ids: Vec<u32> = (0..tokens)
            .map(|_| numbers.below(plan.config.vocab_size as u32))
            .collect();
        batch.push(&ids, &vec![0; tokens]);
    }
    batch
}

fn plan() -> Plan {
    Plan {
        config: Config {
            hidden_size: 384,
            num_hidden_layers: 6,
            num_attention_heads: 12,
            intermediate_size: 1536,
            vocab_size: 30_522,
            max_position_embeddings: 512,
            type_vocab_size: 2,
            layer_norm_eps: 1e-12,
            hidden_act: Activation::Gelu,
        },
        heads: vec![HeadPlan {
            head: Head {
                name: "vector".to_owned(),
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
