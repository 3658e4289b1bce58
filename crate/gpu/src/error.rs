//! What can go wrong on a GPU.

use std::time::Duration;

use encoder::Place;
use thiserror::Error;

use crate::Precision;

/// What can go wrong on a GPU; none of it is worth ending the session for, since a CPU can do the same work.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// No adapter at all: no WebGPU in this browser, or no driver.
    #[error("no GPU: {message}")]
    NoAdapter {
        /// What the browser or the drivers said.
        message: String,
    },
    /// Only adapters that compute on the CPU, where a real one was asked for.
    #[error("{name} computes on the CPU")]
    OnlySoftware {
        /// The adapter's name.
        name: String,
    },
    /// The adapter gave no device.
    #[error("{name} cannot be used: {message}")]
    NoDevice {
        /// The adapter's name.
        name: String,
        /// What the browser or the driver said.
        message: String,
    },
    /// A precision that the adapter cannot compute in.
    #[error("{name} cannot compute in {precision:?}")]
    Unsupported {
        /// The adapter's name.
        name: String,
        /// What was asked for.
        precision: Precision,
    },
    /// A matrix or a text that the adapter's limits do not allow.
    #[error("{what} takes {bytes} bytes, where the GPU allows {limit}")]
    TooLarge {
        /// What does not fit.
        what: &'static str,
        /// Its size.
        bytes: u64,
        /// The most.
        limit: u64,
    },
    /// The device is gone: the driver restarted, the machine slept, the browser took it back.
    #[error("the GPU was lost: {message}")]
    Lost {
        /// What the browser or the driver said.
        message: String,
    },
    /// The GPU's memory is full.
    #[error("the GPU's memory is full")]
    OutOfMemory,
    /// The browser or the driver refused a kernel, a buffer or a command.
    #[error("the GPU refused: {message}")]
    Refused {
        /// What it said.
        message: String,
    },
    /// The browser or the driver failed inside.
    #[error("the GPU failed: {message}")]
    Internal {
        /// What it said.
        message: String,
    },
    /// No answer in time.
    #[error("the GPU did not answer within {after:?}")]
    TimedOut {
        /// How long was waited.
        after: Duration,
    },
    /// Results could not be read back, and nothing was said why; a loss looks so where it is told late.
    #[error("the GPU's results could not be read")]
    Unreadable,
    /// A batch whose lists do not belong together.
    #[error("a batch of {tokens} tokens has {segments} segments, and its texts end at {end}")]
    BadBatch {
        /// Ids.
        tokens: usize,
        /// Segments.
        segments: usize,
        /// The last of its starts.
        end: usize,
    },
    /// A segment that the model does not have.
    #[error("segment {segment} of {segments}")]
    UnknownSegment {
        /// The segment.
        segment: u32,
        /// How many there are.
        segments: usize,
    },
    /// A tensor of another shape than its place has.
    #[error(
        "{place:?} is {rows} × {columns} of {values} values, expected {expected_rows} × {expected_columns}"
    )]
    WrongShape {
        /// Where it belongs.
        place: Place,
        /// Its rows.
        rows: usize,
        /// Its columns.
        columns: usize,
        /// How many values it holds.
        values: usize,
        /// Rows of the place.
        expected_rows: usize,
        /// Columns of the place.
        expected_columns: usize,
    },
    /// A place that no tensor was put in.
    #[error("{place:?} is missing")]
    Missing {
        /// The place.
        place: Place,
    },
    /// What is wrong with the model or the batch, whatever it runs on.
    #[error(transparent)]
    Model(#[from] encoder::Error),
}

impl Error {
    /// Whether the device is gone or hangs, so that this encoder will not answer again and trying once more needs a new one.
    pub fn is_lost(&self) -> bool {
        matches!(
            self,
            Self::Lost { .. } | Self::TimedOut { .. } | Self::Unreadable
        )
    }
}
