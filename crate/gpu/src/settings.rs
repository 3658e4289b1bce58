//! How a GPU is used.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What weights are kept and multiplied as; everything else is 32-bit floats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// 32-bit floats.
    #[default]
    F32,
    /// Weights of the layers and of words as 16-bit floats, multiplied and summed in 32 bits: half the memory.
    F16,
    /// Weights of the layers as whole numbers with a scale for each output, what they are multiplied with likewise for each token: a
    /// quarter of the memory. Needs [`crate::Features::packed_dot`].
    Int8,
}

/// Waits; in a browser only its page or worker has a clock.
pub type Sleep = fn(Duration) -> Pin<Box<dyn Future<Output = ()>>>;

/// How a GPU is used.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What weights are kept as.
    pub precision: Precision,
    /// How long one submission may take before it is given up as hung; the first may take six times as long, since kernels are compiled.
    pub patience: Duration,
    /// In a browser: a clock, for `patience`, and to ask for results often where a browser looks only ten times a second. Without it
    /// nothing is given up.
    pub sleep: Option<Sleep>,
    /// Keeps the embeddings of words in this memory and sends the rows that a batch needs. Without it that is done only where the table
    /// is beyond the GPU's limits.
    pub words_on_cpu: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            precision: Precision::F32,
            patience: Duration::from_secs(20),
            sleep: None,
            words_on_cpu: false,
        }
    }
}
