//! How often customers will come back, whether they still will, and what that is worth.

mod bg_nbd;
mod gamma_gamma;
mod paid;
mod value;

pub use bg_nbd::{BgNbd, Customer};
pub use gamma_gamma::{GammaGamma, Spend};
pub use paid::{PaidShare, Tally};
pub use value::{
    Horizon, LifetimeValue, Models, Past, ValueEstimate, lifetime_value, value_intervals,
};

use crate::arithmetic::solve_upper;
use crate::chance::Chance;
use crate::minimise::Minimum;

/// Logarithms of parameters drawn from the normal distribution that the likelihood's curvature gives them.
fn draw(minimum: &Minimum, chance: &mut Chance) -> Vec<f64> {
    let normal: Vec<f64> = minimum.at.iter().map(|_| chance.normal()).collect();
    match &minimum.factor {
        Some(factor) => {
            let mut step = normal;
            solve_upper(factor, minimum.at.len(), &mut step);
            // The likelihood is about a parabola nearby only.
            let near = |(at, step): (&f64, f64)| at + step.clamp(-3.0, 3.0);
            minimum.at.iter().zip(step).map(near).collect()
        }
        None => minimum.at.clone(),
    }
}
