//! Outputs of every head in every precision.

use encoder::{Activation, Tensor, Values};
use half::{bf16, f16};
use text::Batch;

use super::{ALL, compare, config, encode, gpu, gpu_of, plan, random_batch, twin_of};
use crate::workspace::Capacity;
use crate::{Precision, Settings, twin};

const LENGTHS: [usize; 9] = [1, 2, 31, 32, 33, 7, 512, 100, 64];

fn precise(precision: Precision) -> Settings {
    Settings {
        precision,
        ..Settings::default()
    }
}

fn check(config: encoder::Config, settings: Settings, most_apart: f32, least_cosine: f64) {
    let plan = plan(config);
    let batch = random_batch(&LENGTHS, 3);
    let expected = encode(&mut twin_of(&plan), &batch, &ALL);
    let got = encode(&mut gpu(&plan, settings), &batch, &ALL);
    let (apart, _) = compare(&got, &expected);
    // The direction of a few logits that are nearly zero means nothing.
    let (_, cosine) = compare(&got[..3], &expected[..3]);
    println!("{settings:?}: apart at most {apart:.3e}, cosine at least {cosine:.8}");
    for (head, (got, expected)) in plan.heads.iter().zip(got.iter().zip(&expected)) {
        let (apart, cosine) = compare(std::slice::from_ref(got), std::slice::from_ref(expected));
        println!("  {}: {apart:.3e}, {cosine:.8}", head.head.name);
    }
    assert!(apart <= most_apart, "apart {apart}");
    assert!(cosine >= least_cosine, "cosine {cosine}");
}

#[test]
fn f32_agrees_with_heads_of_16() {
    check(config(3, 16, 100), Settings::default(), 1e-5, 0.999_999);
}

#[test]
fn f32_agrees_with_heads_of_32_and_relu() {
    let mut config = config(3, 32, 130);
    config.hidden_act = Activation::Relu;
    check(config, Settings::default(), 1e-5, 0.999_999);
}

#[test]
fn f32_agrees_with_heads_of_64_and_gelu_by_tanh() {
    let mut config = config(2, 64, 192);
    config.hidden_act = Activation::GeluNew;
    check(config, Settings::default(), 1e-5, 0.999_999);
}

#[test]
fn f32_agrees_where_nothing_is_a_multiple_of_four() {
    check(config(3, 7, 29), Settings::default(), 1e-5, 0.999_999);
}

#[test]
fn f32_agrees_with_words_on_the_cpu() {
    let settings = Settings {
        words_on_cpu: true,
        ..Settings::default()
    };
    check(config(2, 16, 40), settings, 1e-5, 0.999_999);
}

#[test]
fn f16_is_close() {
    check(config(3, 32, 130), precise(Precision::F16), 5e-3, 0.9999);
}

#[test]
fn int8_is_near() {
    let adapter = super::adapter();
    assert!(
        adapter.supports(Precision::Int8),
        "natively every adapter has packed products, if emulated"
    );
    check(config(3, 32, 200), precise(Precision::Int8), 0.2, 0.999);
    check(config(3, 7, 29), precise(Precision::Int8), 0.2, 0.995);
}

#[test]
fn what_stands_beside_a_text_does_not_matter() {
    // Wide enough that the whole is done by large tiles, and most texts alone by small ones.
    let plan = plan(config(3, 64, 300));
    let mut gpu = gpu(&plan, Settings::default());
    let whole = random_batch(&LENGTHS, 3);
    let together = encode(&mut gpu, &whole, &ALL);
    let mut alone: Vec<text::Output> = Vec::new();
    for range in whole.ranges() {
        let mut batch = Batch::default();
        batch.push(&whole.ids[range.clone()], &whole.segments[range]);
        for (head, output) in encode(&mut gpu, &batch, &ALL).into_iter().enumerate() {
            match alone.get_mut(head) {
                Some(all) => all.values.extend(output.values),
                None => alone.push(output),
            }
        }
    }
    let (apart, _) = compare(&together, &alone);
    println!("together and alone: apart at most {apart:.3e}");
    assert!(apart < 1e-5, "{apart}");
}

#[test]
fn batches_beyond_the_limits_are_split() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let batch = random_batch(&[40, 30, 0, 64, 1, 1, 1, 50], 5);
    let whole = encode(&mut gpu, &batch, &ALL);
    gpu.most = Capacity {
        tokens: 70,
        texts: 2,
    };
    let (apart, _) = compare(&whole, &encode(&mut gpu, &batch, &ALL));
    assert!(apart < 1e-5, "{apart}");
}

#[test]
fn rooms_grow_and_stay() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let mut twin = twin_of(&plan);
    pollster::block_on(gpu.warm_up()).expect("warmed up");
    for lengths in [&[3][..], &[400, 300, 5], &[2, 2], &[1; 70], &[512]] {
        let batch = random_batch(lengths, 11);
        let expected = encode(&mut twin, &batch, &ALL);
        let (apart, _) = compare(&encode(&mut gpu, &batch, &ALL), &expected);
        assert!(apart < 1e-4, "{lengths:?}: {apart}");
    }
}

#[test]
fn no_texts_and_no_tokens_are_nothing_to_stumble_over() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let mut twin = twin_of(&plan);
    for output in encode(&mut gpu, &Batch::default(), &ALL) {
        assert!(output.values.is_empty());
    }
    for lengths in [&[0][..], &[0, 0, 0], &[0, 5, 0]] {
        let batch = random_batch(lengths, 2);
        let expected = encode(&mut twin, &batch, &ALL);
        let (apart, _) = compare(&encode(&mut gpu, &batch, &ALL), &expected);
        assert!(apart < 1e-4, "{lengths:?}: {apart}");
    }
    let tags = encode(&mut gpu, &random_batch(&[0], 2), &[5]);
    assert!(tags[0].values.is_empty());
    assert!(encode(&mut gpu, &random_batch(&[4], 2), &[]).is_empty());
}

#[test]
fn heads_come_in_the_order_they_are_asked_for() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let batch = random_batch(&[9, 4], 2);
    let all = encode(&mut gpu, &batch, &ALL);
    let some = encode(&mut gpu, &batch, &[5, 0, 5]);
    assert_eq!(some, [all[5].clone(), all[0].clone(), all[5].clone()]);
}

#[test]
fn every_format_of_weights_is_taken() {
    let plan = plan(config(2, 16, 40));
    let batch = random_batch(&[20, 1, 44], 9);
    let expected = encode(&mut twin_of(&plan), &batch, &ALL);
    type Change = fn(&Tensor) -> Values;
    let formats: [(&str, Change, f64); 3] = [
        (
            "f16",
            |tensor| Values::F16(tensor.to_f32().into_iter().map(f16::from_f32).collect()),
            0.9999,
        ),
        (
            "bf16",
            |tensor| Values::Bf16(tensor.to_f32().into_iter().map(bf16::from_f32).collect()),
            0.995,
        ),
        ("int8", |tensor| tensor.to_int8().values, 0.99),
    ];
    for (name, change, least) in formats {
        for precision in [Precision::F32, Precision::F16, Precision::Int8] {
            for words_on_cpu in [false, true] {
                let settings = Settings {
                    words_on_cpu,
                    ..precise(precision)
                };
                let tensors = twin::random(&plan, 7)
                    .map(|(place, tensor)| {
                        let values = change(&tensor);
                        (place, Tensor { values, ..tensor })
                    })
                    .collect();
                let got = encode(&mut gpu_of(&plan, settings, tensors), &batch, &ALL);
                let (apart, cosine) = compare(&got, &expected);
                println!("{name} in {precision:?}: apart {apart:.3e}, cosine {cosine:.6}");
                assert!(cosine >= least.min(0.985), "{name} {precision:?}: {cosine}");
            }
        }
    }
}
