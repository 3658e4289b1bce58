//! What goes wrong is told.

use encoder::{Build, Part, Place, Tensor, Values};
use text::{Batch, Encoder};

use super::{ALL, adapter, config, encode, gpu, plan, random_batch};
use crate::{Adapter, Choice, Error, Settings, twin};

fn failure<E: Encoder>(encoder: &mut E, batch: &Batch, heads: &[usize]) -> E::Error {
    match pollster::block_on(encoder.encode(batch, heads)) {
        Ok(_) => panic!("it was encoded"),
        Err(error) => error,
    }
}

#[test]
fn a_lost_device_stays_lost() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let batch = random_batch(&[5, 9], 1);
    encode(&mut gpu, &batch, &ALL);
    gpu.destroy();
    for _ in 0..2 {
        let error = failure(&mut gpu, &batch, &ALL);
        assert!(error.is_lost(), "{error}");
    }
    let error = pollster::block_on(gpu.warm_up()).expect_err("lost");
    assert!(error.is_lost(), "{error}");
}

#[test]
fn a_device_lost_behind_our_back_is_told() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let batch = random_batch(&[5, 9], 1);
    encode(&mut gpu, &batch, &ALL);
    gpu.lose_silently();
    let error = failure(&mut gpu, &batch, &ALL);
    assert!(error.is_lost(), "{error:?}");
}

#[test]
fn a_loss_while_tensors_arrive_is_told() {
    let plan = plan(config(2, 16, 40));
    let builder = pollster::block_on(adapter().open(plan.clone(), Settings::default()));
    let mut builder = builder.expect("a device opens");
    builder.lose_silently();
    let told = twin::random(&plan, 7).try_for_each(|(place, tensor)| builder.put(place, tensor));
    let warmed = told
        .and_then(|()| builder.finish())
        .and_then(|mut gpu| pollster::block_on(gpu.warm_up()));
    let error = warmed.expect_err("a lost device does not warm up");
    assert!(error.is_lost(), "{error:?}");
}

#[test]
fn a_batch_that_cannot_be_is_refused() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    let mut unknown = Batch::default();
    unknown.push(&[1, 100], &[0, 0]);
    let error = failure(&mut gpu, &unknown, &[0]);
    assert!(matches!(
        error,
        Error::Model(encoder::Error::UnknownToken { id: 100, .. })
    ));
    let mut segment = Batch::default();
    segment.push(&[1, 2], &[0, 2]);
    let error = failure(&mut gpu, &segment, &[0]);
    assert!(matches!(error, Error::UnknownSegment { segment: 2, .. }));
    let error = failure(&mut gpu, &random_batch(&[3, 513], 1), &[0]);
    assert!(matches!(
        error,
        Error::Model(encoder::Error::TooLong { tokens: 513, .. })
    ));
    let error = failure(&mut gpu, &random_batch(&[3], 1), &[0, 7]);
    assert!(matches!(
        error,
        Error::Model(encoder::Error::NoHead { head: 7, heads: 7 })
    ));
    for starts in [vec![0, 5], vec![1, 3], vec![0, 2, 1, 3], vec![]] {
        let mut batch = random_batch(&[3], 1);
        batch.starts = starts;
        let error = failure(&mut gpu, &batch, &[0]);
        assert!(matches!(error, Error::BadBatch { .. }), "{error}");
    }
    // It is none the worse for it.
    encode(&mut gpu, &random_batch(&[3, 512], 1), &ALL);
}

#[test]
fn a_text_beyond_the_limits_is_refused() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    gpu.most.tokens = 10;
    let error = failure(&mut gpu, &random_batch(&[11], 1), &[0]);
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
}

#[test]
fn tensors_must_fill_their_places() {
    let plan = plan(config(2, 16, 40));
    let open = || {
        let opened = pollster::block_on(adapter().open(plan.clone(), Settings::default()));
        opened.expect("a device opens")
    };
    let place = Place::Pooler(Part::Bias);
    let tensor = |columns, values| Tensor {
        rows: 1,
        columns,
        values,
    };
    for wrong in [
        tensor(31, Values::F32(vec![0.0; 31])),
        tensor(32, Values::F32(vec![0.0; 31])),
        tensor(
            32,
            Values::Int8 {
                values: vec![0; 32],
                scales: vec![],
                factors: None,
            },
        ),
        tensor(
            32,
            Values::Int8 {
                values: vec![0; 32],
                scales: vec![1.0],
                factors: Some(vec![1.0; 31]),
            },
        ),
    ] {
        let error = open().put(place, wrong).expect_err("the wrong shape");
        assert!(matches!(error, Error::WrongShape { .. }), "{error}");
    }
    let mut builder = open();
    for (place, tensor) in twin::random(&plan, 7).skip(1) {
        builder.put(place, tensor).expect("a tensor is taken");
    }
    let Err(error) = builder.finish() else {
        panic!("a model without words");
    };
    assert!(matches!(
        error,
        Error::Missing {
            place: Place::Words
        }
    ));
}

#[test]
fn a_shape_that_no_bert_has_is_refused() {
    let mut config = config(2, 16, 40);
    config.num_attention_heads = 3;
    let opened = pollster::block_on(adapter().open(plan(config), Settings::default()));
    assert!(matches!(opened.err(), Some(Error::Model(_))));
}

#[test]
fn a_stand_in_is_not_taken_for_a_gpu() {
    let any = adapter();
    match pollster::block_on(Adapter::request(Choice::HardwareOnly)) {
        Ok(hardware) => assert!(!hardware.software, "{hardware:?}"),
        Err(Error::OnlySoftware { name }) => {
            assert!(any.software);
            assert_eq!(name, any.name);
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_gpu_that_hangs_is_given_up() {
    let plan = plan(config(2, 16, 40));
    let mut gpu = gpu(&plan, Settings::default());
    gpu.lose_patience();
    // A batch too long for no patience at all; where a device is faster still, it answered.
    match pollster::block_on(gpu.encode(&random_batch(&[512; 8], 1), &ALL)) {
        Ok(_) => {}
        Err(error) => {
            assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
            let again = failure(&mut gpu, &random_batch(&[3], 1), &ALL);
            assert!(again.is_lost(), "{again}");
        }
    }
}
