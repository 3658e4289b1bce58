//! BERT-type encoders on a GPU, by WGSL kernels of our own over wgpu: in a browser by WebGPU, natively by Vulkan, Metal or DX12.
//!
//! [`Adapter::request`] finds a GPU, [`Adapter::open`] gives a [`GpuBuilder`] that takes a model's tensors one at a time and sends each
//! to the GPU, and the [`Gpu`] that it becomes is a [`text::Encoder`]: a batch is one submission of one pass, and one read-back.
//! Every kernel has a twin in Rust, and [`twin`] is a whole model of them.
//!
//! Nothing here panics or waits for ever when a GPU fails; [`Error`] says what happened, and the work can be done elsewhere.

#![forbid(unsafe_code)]

mod adapter;
mod batch;
mod build;
mod device;
mod encode;
mod error;
mod kernel;
mod settings;
pub mod twin;
mod upload;
mod weights;
mod workspace;

#[cfg(test)]
mod tests;

pub use adapter::{Adapter, Choice, Features};
pub use build::GpuBuilder;
pub use encode::Gpu;
pub use error::Error;
pub use settings::{Precision, Settings, Sleep};
