//! How fast texts become batches; `cargo test -p text --release --test speed -- --ignored --nocapture`.

use std::path::Path;
use std::time::{Duration, Instant};

use text::{Counts, EncodeOptions, Normalisation, Plan, PlanOptions, Tokenizer};

const PARTS: [&str; 12] = [
    "The fabric feels soft and the colour matches the pictures. ",
    "Delivery took nine days, which is too long. ",
    "质量很好，物流也很快，包装完好无损。",
    "颜色和图片上的不一样，有点失望！！！",
    "Fits my iPhone 15 perfectly &amp; looks great. ",
    "尺码偏小，建议买大一码。<br>",
    "Broke after two weeks, customer service did not answer. ",
    "客服态度很好，退换货很方便。",
    "５星好评　推荐购买！！！！！！",
    "Would buy again 👍👍👍 ",
    "性价比高，比实体店便宜很多。",
    "The zipper is stuck. ",
];

/// Reviews of one to eight sentences, no two the same.
fn reviews() -> Vec<String> {
    let mut state = 7_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize
    };
    let review = |number: usize| {
        let parts = 1 + next() % 8;
        let said: String = (0..parts).map(|_| PARTS[next() % PARTS.len()]).collect();
        format!("{said}{number}")
    };
    (0..1000).map(review).collect()
}

#[test]
#[ignore = "a measurement"]
fn tokens_a_second() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/models/e5-small-zh-en");
    let Ok(bytes) = std::fs::read(folder.join("tokenizer.json")) else {
        println!("skipped: e5-small-zh-en is not here");
        return;
    };
    let mut best = Duration::MAX;
    for _ in 0..8 {
        let start = Instant::now();
        let _ = Tokenizer::from_json(&bytes).expect("a good file");
        best = best.min(start.elapsed());
    }
    println!("loading: {best:?}");
    let tokenizer = Tokenizer::from_json(&bytes).expect("a good file");
    let texts = reviews();
    let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
    for (normalisation, name) in [
        (Normalisation::Raw, "raw"),
        (Normalisation::Merchant, "merchant"),
    ] {
        let options = PlanOptions {
            encode: EncodeOptions {
                normalisation,
                ..EncodeOptions::default()
            },
            ..PlanOptions::default()
        };
        let mut seconds = f64::MAX;
        let mut counts = Counts::default();
        for _ in 0..5 {
            // Without what the last round left in the tokenizer's cache.
            let tokenizer = Tokenizer::from_json(&bytes).expect("a good file");
            let start = Instant::now();
            let plan = Plan::new(&tokenizer, &texts, options.clone()).expect("a plan");
            seconds = seconds.min(start.elapsed().as_secs_f64());
            counts = plan.counts();
        }
        println!(
            "{name}: {counts:?}, {characters} characters in {:.1} ms: {:.0} tokens/s",
            seconds * 1e3,
            counts.tokens as f64 / seconds
        );
        let million = [
            "很好。".repeat(110_000),
            "word ".repeat(200_000),
            "a".repeat(1_000_000),
            " ".repeat(1_000_000),
            "e\u{301}\u{302}".repeat(200_000),
            "<<&&".repeat(250_000),
            "<a ".repeat(330_000),
        ];
        for text in million {
            let start = Instant::now();
            let encoded = tokenizer.encode(&text, &options.encode).expect("tokens");
            println!(
                "{name}: 1 MB of {:?}: {:.1} ms, {} windows, {} tokens",
                text.chars().take(4).collect::<String>(),
                start.elapsed().as_secs_f64() * 1e3,
                encoded.windows.len(),
                encoded.tokens
            );
        }
    }
}
