//! BERT-type encoders: their files, the reference on candle, and the int8 path.

mod config;
mod error;
mod place;
mod tensor;

pub use config::{Activation, Config};
pub use error::Error;
pub use place::{Build, HeadPlan, Part, Piece, Place, Plan};
pub use tensor::{Tensor, Values};
