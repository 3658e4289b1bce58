//! Times exact search over vectors: `cargo run --release -p recommend --example nearest -- 100000 128`

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use std::time::Instant;

use recommend::Vectors;

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .skip(1)
        .map(|word| word.parse().expect("a number"))
        .collect();
    let (items, width) = (numbers[0], numbers[1]);
    let mut state = 1_u64;
    let values: Vec<f32> = (0..items * width)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 40) as f32 / (1 << 24) as f32 - 0.5
        })
        .collect();
    let vectors = Vectors::new(width, values).expect("shapes fit");
    let start = Instant::now();
    let times = 50;
    let mut found = 0;
    for item in 0..times {
        found += vectors.nearest(item * 97 % items as u32, 20).len();
    }
    let each = start.elapsed().as_secs_f64() * 1e3 / f64::from(times);
    println!("{items} × {width}: {each:.2} ms a query ({found} found)");
    let some = items.min(10_000);
    let part = vectors.of(0).len() * some;
    let few: Vec<f32> = (0..some as u32)
        .flat_map(|item| vectors.of(item).to_vec())
        .collect();
    assert_eq!(few.len(), part);
    let few = Vectors::new(width, few).expect("shapes fit");
    let start = Instant::now();
    few.neighbours(20, 0.0, 1.0, &mut |_| true)
        .expect("not cancelled");
    println!(
        "{some} × {width}: all with all {:.2} s",
        start.elapsed().as_secs_f64()
    );
}
