//! A job by several threads, natively, and by what stands in for a GPU that failed.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use text::{Encoder, Output};

use crate::{Device, Error, Job, Kind, Model, Step};

/// Waits for a step that a device has begun.
pub type Wait =
    for<'a> fn(Pin<Box<dyn Future<Output = Result<Step, Error>> + 'a>>) -> Result<Step, Error>;

/// Runs what is left of a job by as many threads as are given, where the device can be shared, and tells each step.
///
/// Where a GPU fails, the model's spare ([`Model::set_spare`]) takes its place and goes on with the batches that have not come.
/// `block`: waits for a future; only a GPU's ever wait.
///
/// # Errors
/// The first that a device or the results say; what was answered before stays answered, and so does what other threads are at.
pub fn run_all(
    model: &mut Model,
    job: &mut Job,
    threads: usize,
    block: Wait,
    mut told: impl FnMut(&Step),
) -> Result<(), Error> {
    loop {
        let Err(error) = run(model, job, threads, block, &mut told) else {
            return Ok(());
        };
        let on_gpu = model.device().kind() == Kind::Gpu;
        // A GPU's numbers may end sooner than a processor's.
        let without_end = matches!(error, Error::Text(text::Error::NotFinite { .. }));
        if !(on_gpu && (error.is_of_gpu() || without_end) && model.replace(&error)) {
            return Err(error);
        }
    }
}

fn run(
    model: &mut Model,
    job: &mut Job,
    threads: usize,
    block: Wait,
    told: &mut impl FnMut(&Step),
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

fn share(workers: Vec<Device>, job: &mut Job, told: &mut impl FnMut(&Step)) -> Result<(), Error> {
    let plan = job.plan().clone();
    let batches = plan.batches();
    let heads = job.head_indices().to_vec();
    let to_do: Vec<usize> = (0..batches.len())
        .filter(|&batch| !job.has(batch))
        .collect();
    let mut done = batches.len() - to_do.len();
    // From the last: the longest batches first, so that no thread is left alone with one.
    let left = AtomicUsize::new(to_do.len());
    let stop = AtomicBool::new(false);
    let (send, receive) = mpsc::channel::<(usize, Result<Vec<Output>, Error>)>();
    thread::scope(|scope| {
        for mut device in workers {
            let send = send.clone();
            let (left, stop, heads, to_do) = (&left, &stop, &heads, &to_do);
            scope.spawn(move || {
                loop {
                    let next = left
                        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
                    let Ok(next) = next else { return };
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let batch = to_do[next - 1];
                    let outputs = now(device.encode(&batches[batch], heads));
                    if send.send((batch, outputs)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut first = Ok(());
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
                // What the other threads are at still comes.
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    first = first.and(Err(error));
                }
            }
        }
        first
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
