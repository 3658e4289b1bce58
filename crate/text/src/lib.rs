//! Texts in, batches of tokens out; logits in, spans out.
//!
//! Work with a model is planned, run and decoded: [`Plan`] and [`Results`] are plain computation, and only [`Encoder::encode`] in between waits for a device.
//!
//! ```
//! # use text::*;
//! # async fn embed<E: Encoder>(encoder: &mut E, tokenizer: &Tokenizer, texts: &[String]) -> Result<(), Error>
//! # where Error: From<E::Error> {
//! let plan = Plan::new(tokenizer, texts, PlanOptions::default())?;
//! let mut results = Results::new(&plan, &encoder.heads()[0], TagOptions::default())?;
//! for batch in plan.order(&[]) {
//!     let outputs = encoder.encode(&plan.batches()[batch], &[0]).await?;
//!     for text in results.put(&plan, batch, &outputs[0])? {
//!         if let Some(Answer::Vector(vector)) = results.answer(&plan, text) {
//!             // …
//! #           let _ = vector;
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

mod alignment;
mod arithmetic;
mod batch;
mod charsmap;
mod cutter;
mod encode;
mod encoder;
mod error;
mod frame;
mod normalise;
mod passage;
mod pieces;
mod plan;
mod pool;
mod results;
mod segment;
mod tags;
mod tokenizer;
mod unicode;
mod unigram;
mod vocabulary;

pub use alignment::Alignment;
pub use batch::{Batch, Padded};
pub use encode::{EncodeOptions, Encoded, Window};
pub use encoder::{Encoder, Head, Output, Pooling, Task};
pub use error::Error;
pub use normalise::{Normalisation, Normalised};
pub use plan::{Counts, Plan, PlanOptions, Planner};
pub use pool::pool;
pub use results::{Answer, Results, Span};
pub use tags::{Scheme, TagOptions, Words};
pub use tokenizer::Tokenizer;
pub use vocabulary::VocabularyOptions;
