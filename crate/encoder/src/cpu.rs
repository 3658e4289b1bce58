//! The fast path on a processor: int8 or 32-bit floats, by vectors of 128 bits.

mod attention;
mod dense;
mod dot;
mod float;
mod int8;
mod lanes;
mod math;
mod model;

pub use dense::Dense;
pub use float::Float;
pub use int8::{Int8, Kernel};
pub use model::{Cpu, CpuBuilder};
