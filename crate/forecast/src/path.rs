//! What a model says of the steps ahead.

/// Means and standard deviations of the steps ahead, as one model sees them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    /// The expected value at each step.
    pub mean: Vec<f64>,
    /// The standard deviation of the error at each step.
    pub sigma: Vec<f64>,
}
