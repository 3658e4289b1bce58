//! Price, volume and mix: why revenue changed, product by product, adding up exactly.

use serde::Serialize;
use shop::Selection;

/// The parts of a change of revenue. `previous_minor` + all parts = `current_minor`, exactly.
///
/// Per product sold in both windows: ΔR = ΔP·Q₀ + P₀·ΔQ + ΔP·ΔQ. The P₀·ΔQ of all products are
/// split into volume (all quantities growing alike) and mix (the rest).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceVolumeMix {
    /// Gross in the window before.
    pub previous_minor: i64,
    /// Gross in the current window.
    pub current_minor: i64,
    /// Σ ΔP·Q₀: realised prices (after discounts).
    pub price_minor: i64,
    /// Revenue before × relative change of the quantity.
    pub volume_minor: i64,
    /// Σ P₀·ΔQ less volume: customers chose dearer or cheaper products.
    pub mix_minor: i64,
    /// Σ ΔP·ΔQ.
    pub joint_minor: i64,
    /// Products without sales in the window before.
    pub new_minor: i64,
    /// Products without sales in the current window (not positive, as a rule).
    pub gone_minor: i64,
    /// Amounts without a product or a quantity.
    pub unattributed_minor: i64,
    /// Products in both windows.
    pub continuing_products: u64,
    /// New products.
    pub new_products: u64,
    /// Products gone.
    pub gone_products: u64,
    /// The products with the largest changes (at most 20).
    pub products: Vec<ProductEffect>,
}

/// A product's parts, adding up exactly to its change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductEffect {
    /// Its name.
    pub name: String,
    /// Gross before.
    pub previous_minor: i64,
    /// Gross now.
    pub current_minor: i64,
    /// Realised unit price before, minor units; `None` for new products.
    pub previous_price_minor: Option<f64>,
    /// Realised unit price now; `None` for products gone.
    pub current_price_minor: Option<f64>,
    /// ΔP·Q₀.
    pub price_minor: i64,
    /// P₀·ΔQ.
    pub volume_minor: i64,
    /// ΔP·ΔQ.
    pub joint_minor: i64,
    /// The rows of both windows.
    pub selection: Selection,
}
