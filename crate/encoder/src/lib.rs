//! BERT-type encoders: their files, the reference on candle, and the int8 path.

mod calibration;
mod config;
mod cpu;
mod error;
mod factors;
mod folder;
mod load;
mod names;
pub mod pack;
mod place;
#[cfg(feature = "candle")]
mod reference;
mod stream;
mod tensor;
mod write;

pub use calibration::CALIBRATION;
pub use config::{Activation, Config};
pub use cpu::{Cpu, CpuBuilder, Dense, Float, Int8, Kernel};
pub use error::Error;
pub use factors::{Factors, Ranges};
pub use folder::{EMBED, Folder, LabelNames, NamedHead};
pub use load::{Listing, Loader};
pub use place::{Build, HeadPlan, Part, Piece, Place, Plan};
#[cfg(feature = "candle")]
pub use reference::{Reference, ReferenceBuilder};
pub use tensor::{Tensor, Values};
pub use write::Writer;

/// Refuses a batch that a model cannot take.
///
/// # Errors
/// [`Error::UnknownToken`], [`Error::UnknownSegment`], [`Error::TooLong`], [`Error::EmptyText`] or [`Error::NoHead`].
pub fn check(plan: &Plan, batch: &text::Batch, heads: &[usize]) -> Result<(), Error> {
    let config = &plan.config;
    if let Some(&head) = heads.iter().find(|&&head| head >= plan.heads.len()) {
        let heads = plan.heads.len();
        return Err(Error::NoHead { head, heads });
    }
    if let Some(&id) = batch
        .ids
        .iter()
        .find(|&&id| id as usize >= config.vocab_size)
    {
        let vocabulary = config.vocab_size;
        return Err(Error::UnknownToken { id, vocabulary });
    }
    let segments = config.type_vocab_size;
    if let Some(&segment) = batch.segments.iter().find(|&&s| s as usize >= segments) {
        return Err(Error::UnknownSegment { segment, segments });
    }
    if batch.longest() > config.max_position_embeddings {
        return Err(Error::TooLong {
            tokens: batch.longest(),
            positions: config.max_position_embeddings,
        });
    }
    match batch.ranges().position(|range| range.is_empty()) {
        Some(text) => Err(Error::EmptyText { text }),
        None => Ok(()),
    }
}
