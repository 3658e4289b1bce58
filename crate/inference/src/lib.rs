//! Texts in, vectors, labels and spans out: a model's files, its tokenizer and a device.

#![forbid(unsafe_code)]

mod device;
mod error;
mod fingerprint;
mod index;
mod model;
mod opening;
#[cfg(not(target_arch = "wasm32"))]
mod parallel;
#[cfg(feature = "web")]
pub mod web;

pub use device::{Device, DeviceBuilder, Kind};
pub use error::Error;
pub use fingerprint::fingerprint;
pub use index::{Index, Near};
#[cfg(not(target_arch = "wasm32"))]
pub use model::Spare;
pub use model::{About, Checked, Heard, HeardSpan, Job, Model, Said, Step};
pub use opening::{DeviceOptions, FolderFiles, Opening};
#[cfg(not(target_arch = "wasm32"))]
pub use parallel::{Wait, run_all};
