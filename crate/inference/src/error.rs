//! What can go wrong between a model's files and its answers.

use serde_json::{Value, json};
use thiserror::Error;

/// What can go wrong between a model's files and its answers.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// In the model's files, or in running it on a processor.
    #[error(transparent)]
    Model(#[from] encoder::Error),
    /// In the tokenizer's file, or in what became of a text.
    #[error(transparent)]
    Text(#[from] text::Error),
    /// On the GPU.
    #[error(transparent)]
    Gpu(#[from] gpu::Error),
    /// A head that the model does not have.
    #[error("the model has no head {name}; it has {known}")]
    NoHead {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A device that is none of those known.
    #[error("{name} is no device: cpu, float, int8 or gpu")]
    NoDevice {
        /// What was asked for.
        name: String,
    },
    /// Results that are not the pack's own for its golden texts.
    #[error(
        "{device} gives other results than the pack says: cosine {cosine:.4} for a golden text"
    )]
    GoldenTexts {
        /// What it ran on.
        device: String,
        /// The worst cosine.
        cosine: f32,
    },
    /// A step out of its order, such as bytes before a device was chosen.
    #[error("{what} comes too early or twice")]
    OutOfOrder {
        /// The step.
        what: &'static str,
    },
    /// Vectors of another width than the index has.
    #[error("vectors of {found} values, where the index has {expected}")]
    Width {
        /// What the index has.
        expected: usize,
        /// What came.
        found: usize,
    },
}

impl Error {
    /// A name for the cause, the same in every version.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Model(error) => model_code(error),
            Self::Text(error) => error.code(),
            Self::Gpu(error) => gpu_code(error),
            Self::NoHead { .. } => "no_head",
            Self::NoDevice { .. } => "no_device",
            Self::GoldenTexts { .. } => "golden_texts",
            Self::OutOfOrder { .. } => "out_of_order",
            Self::Width { .. } => "width",
        }
    }

    /// Whether a GPU is gone, so that the work should go on elsewhere.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Gpu(error) if error.is_lost())
    }

    /// Whether a GPU that there is failed or cannot be trusted, so that a processor can do what was asked of it.
    pub fn is_of_gpu(&self) -> bool {
        use gpu::Error as Gpu;
        match self {
            Self::GoldenTexts { .. } => true,
            Self::Gpu(error) => {
                error.is_lost()
                    || matches!(
                        error,
                        Gpu::OutOfMemory
                            | Gpu::TooLarge { .. }
                            | Gpu::Refused { .. }
                            | Gpu::Internal { .. }
                    )
            }
            _ => false,
        }
    }

    /// What the page puts into its own words for the cause.
    pub fn details(&self) -> Value {
        use encoder::Error as Model;
        match self {
            Self::Model(error) | Self::Gpu(gpu::Error::Model(error)) => match error {
                Model::NotJson { file, problem } => json!({ "file": file, "problem": problem }),
                Model::Architecture { found } => json!({ "found": found }),
                Model::BadConfig {
                    file,
                    field,
                    value,
                    expected,
                } => {
                    json!({ "file": file, "field": field, "value": value, "expected": expected })
                }
                Model::CorruptWeights { what } => json!({ "what": what }),
                Model::Truncated { tensor } => json!({ "tensor": tensor }),
                Model::NumberFormat { tensor, format } => {
                    json!({ "tensor": tensor, "format": format })
                }
                Model::WrongShape {
                    name,
                    found,
                    expected,
                } => {
                    json!({ "tensor": name, "found": found, "expected": expected })
                }
                Model::MissingTensor { name } => json!({ "tensor": name }),
                Model::WrongSize {
                    file,
                    expected,
                    found,
                } => {
                    json!({ "file": file, "expected": expected, "found": found })
                }
                Model::WrongHash { file } | Model::MissingPart { file } => json!({ "file": file }),
                Model::OutOfMemory { tensor, bytes } => json!({ "tensor": tensor, "bytes": bytes }),
                Model::NewerPack { format, known } => json!({ "format": format, "known": known }),
                Model::TooLong { tokens, positions } => {
                    json!({ "tokens": tokens, "positions": positions })
                }
                _ => json!({}),
            },
            Self::NoHead { name, known } => json!({ "head": name, "known": known }),
            Self::NoDevice { name } => json!({ "device": name }),
            Self::GoldenTexts { device, cosine } => json!({ "device": device, "cosine": cosine }),
            Self::Gpu(gpu::Error::OnlySoftware { name }) => json!({ "name": name }),
            _ => json!({}),
        }
    }
}

fn model_code(error: &encoder::Error) -> &'static str {
    use encoder::Error as Model;
    match error {
        Model::BadConfig { .. } => "bad_config",
        Model::UnknownToken { .. } => "unknown_token",
        Model::UnknownSegment { .. } => "unknown_segment",
        Model::TooLong { .. } => "too_long",
        Model::EmptyText { .. } => "empty_text",
        Model::NoHead { .. } => "no_head",
        Model::NotFilled { .. } | Model::MissingTensor { .. } => "missing_tensor",
        Model::NotJson { .. } => "not_json",
        Model::Architecture { .. } => "architecture",
        Model::CorruptWeights { .. } => "corrupt_weights",
        Model::Truncated { .. } => "truncated",
        Model::NumberFormat { .. } => "number_format",
        Model::WrongShape { .. } => "wrong_shape",
        Model::WrongSize { .. } => "wrong_size",
        Model::WrongHash { .. } => "wrong_hash",
        Model::MissingPart { .. } => "missing_part",
        Model::NewerPack { .. } => "newer_pack",
        Model::OutOfMemory { .. } => "out_of_memory",
        _ => "model",
    }
}

fn gpu_code(error: &gpu::Error) -> &'static str {
    use gpu::Error as Gpu;
    match error {
        Gpu::NoAdapter { .. } => "no_adapter",
        Gpu::OnlySoftware { .. } => "only_software",
        Gpu::NoDevice { .. } => "no_gpu",
        Gpu::Unsupported { .. } => "gpu_precision",
        Gpu::TooLarge { .. } => "gpu_too_large",
        Gpu::OutOfMemory => "gpu_memory",
        Gpu::TimedOut { .. } => "gpu_time",
        Gpu::Model(error) => model_code(error),
        error if error.is_lost() => "gpu_lost",
        _ => "gpu_failed",
    }
}
