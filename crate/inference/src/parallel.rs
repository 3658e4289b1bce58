//! A job by several threads, natively.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use text::{Encoder, Output};

use crate::{Device, Error, Job, Model, Step};

/// Waits for a step that a device has begun.
pub type Wait =
    for<'a> fn(Pin<Box<dyn Future<Output = Result<Step, Error>> + 'a>>) -> Result<Step, Error>;

/// Runs a job to its end by as many threads as are given, where the device can be shared, and tells each step.
///
/// `block`: waits for a future; only a GPU's ever wait.
///
/// # Errors
/// The first that a device or the results say; what was answered before stays answered.
pub fn run_all(
    model: &mut Model,
    job: &mut Job,
    threads: usize,
    block: Wait,
    mut told: impl FnMut(&Step),
) -> Result<(), Error> {
    let mut workers: Vec<Device> = (1..threads).filter_map(|_| model.device().fork()).collect();
    if let Some(last) = model.device().fork().filter(|_| !workers.is_empty()) {
        workers.push(last);
        return share(workers, job, told);
    }
    while !job.is_done() {
        let step = block(Box::pin(job.step(model)))?;
        told(&step);
    }
    Ok(())
}

fn share(workers: Vec<Device>, job: &mut Job, mut told: impl FnMut(&Step)) -> Result<(), Error> {
    let plan = job.plan().clone();
    let batches = plan.batches();
    let heads = job.head_indices().to_vec();
    // From the last: the longest batches first, so that no thread is left alone with one.
    let left = AtomicUsize::new(batches.len());
    let stop = AtomicBool::new(false);
    let (send, receive) = mpsc::channel::<(usize, Result<Vec<Output>, Error>)>();
    thread::scope(|scope| {
        for mut device in workers {
            let send = send.clone();
            let (left, stop, heads) = (&left, &stop, &heads);
            scope.spawn(move || {
                loop {
                    let next = left
                        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
                    let Ok(next) = next else { return };
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let batch = next - 1;
                    let outputs = now(device.encode(&batches[batch], heads));
                    if send.send((batch, outputs)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut done = 0;
        for (batch, outputs) in receive {
            let taken = outputs.and_then(|outputs| job.take(batch, &outputs));
            match taken {
                Ok(answered) => {
                    done += 1;
                    told(&Step {
                        done,
                        total: batches.len(),
                        tokens: batches[batch].tokens(),
                        answered,
                    });
                }
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
        Ok(())
    })
}

/// The result of a future that never waits, as those of processors are.
fn now<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => Err(Error::OutOfOrder { what: "wait" }),
    }
}
