//! Texts in, batches of tokens out; logits in, spans out.

#![forbid(unsafe_code)]

mod batch;
mod encoder;

pub use batch::Batch;
pub use encoder::{Encoder, Head, Output, Pooling, Task};
