//! Price, volume and mix: why revenue changed, product by product, adding up exactly.

use serde::Serialize;
use shop::Selection;

use crate::frame::Frame;
use crate::statistics::round9;
use crate::tally::{Tallies, Tally, narrow};
use crate::{Answer, DimensionKind, SegmentName, Unit};

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
    /// Products without sales in the window before (not necessarily new to the shop).
    pub new_minor: i64,
    /// Products without sales in the current window (not necessarily given up; not positive, as a rule).
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

/// Products listed.
const MOST: usize = 20;

/// What becomes of a product between the windows.
enum Fate {
    Both,
    New,
    Gone,
    Unattributed,
}

fn fate(tally: &Tally) -> Fate {
    let sold_before = tally.previous_orders > 0;
    let sold_now = tally.current_orders > 0;
    match (sold_before, sold_now) {
        (false, true) => Fate::New,
        (true, false) => Fate::Gone,
        // Without a quantity there is no unit price.
        (true, true) if tally.previous_units > 0 && tally.current_units > 0 => Fate::Both,
        _ => Fate::Unattributed,
    }
}

/// (ΔP·Q₀, P₀·ΔQ, ΔP·ΔQ), rounded so that they add up to the change.
fn parts(tally: &Tally) -> (i64, i64, i64) {
    let (r0, r1) = (tally.previous as f64, tally.current as f64);
    let (q0, q1) = (tally.previous_units as f64, tally.current_units as f64);
    let price = libm::round(r1 / q1 * q0 - r0) as i64;
    let volume = libm::round(r0 / q0 * q1 - r0) as i64;
    let change = tally.current.saturating_sub(tally.previous);
    (
        price,
        volume,
        change.saturating_sub(price).saturating_sub(volume),
    )
}

/// The parts of the change between the comparison's windows.
pub(crate) fn price_volume_mix(
    frame: &Frame<'_>,
    products: Option<&Tallies>,
) -> Answer<PriceVolumeMix> {
    let Some(products) = products else {
        return Answer::missing(1, 0, Unit::LinesWithProduct);
    };
    let Some((current, previous)) = frame.previous_pair() else {
        return Answer::missing(2, u64::from(frame.period.is_some()), Unit::Periods);
    };
    let mut result = PriceVolumeMix {
        previous_minor: 0,
        current_minor: 0,
        price_minor: 0,
        volume_minor: 0,
        mix_minor: 0,
        joint_minor: 0,
        new_minor: 0,
        gone_minor: 0,
        unattributed_minor: 0,
        continuing_products: 0,
        new_products: 0,
        gone_products: 0,
        products: Vec::new(),
    };
    let (mut base, mut units_before, mut units_now, mut all_volume) = (0_i128, 0_i128, 0_i128, 0);
    let mut effects: Vec<(i64, usize)> = Vec::new();
    for (code, tally) in products.rows.iter().enumerate() {
        result.previous_minor += tally.previous;
        result.current_minor += tally.current;
        let change = tally.current - tally.previous;
        if code == products.unknown() {
            result.unattributed_minor += change;
            continue;
        }
        if tally.compared_orders() == 0 {
            continue;
        }
        match fate(tally) {
            Fate::New => {
                result.new_products += 1;
                result.new_minor += change;
            }
            Fate::Gone => {
                result.gone_products += 1;
                result.gone_minor += change;
            }
            Fate::Unattributed => result.unattributed_minor += change,
            Fate::Both => {
                result.continuing_products += 1;
                let (price, volume, joint) = parts(tally);
                result.price_minor += price;
                all_volume += volume;
                result.joint_minor += joint;
                base += i128::from(tally.previous);
                units_before += i128::from(tally.previous_units);
                units_now += i128::from(tally.current_units);
            }
        }
        effects.push((change, code));
    }
    if result.continuing_products == 0 {
        return Answer::missing(1, 0, Unit::Products);
    }
    let growth = (units_now - units_before) as f64 / units_before as f64;
    result.volume_minor = libm::round(base as f64 * growth) as i64;
    result.mix_minor = all_volume - result.volume_minor;
    let names = &frame.shop.product_names;
    table::order::top_by(&mut effects, MOST, |a, b| {
        b.0.unsigned_abs()
            .cmp(&a.0.unsigned_abs())
            .then_with(|| names.name(a.1 as u32).cmp(names.name(b.1 as u32)))
    });
    let days = (previous.first.min(current.first), current.last);
    let within = frame.selection_of(days);
    result.products = effects
        .iter()
        .take(MOST)
        .map(|&(change, code)| {
            let tally = &products.rows[code];
            let (price_minor, volume_minor, joint_minor) = match fate(tally) {
                Fate::Both => parts(tally),
                // All of it is a matter of quantity: from nothing, or to nothing.
                Fate::New | Fate::Gone | Fate::Unattributed => (0, change, 0),
            };
            let unit_price = |gross: i64, units: i64| {
                (units > 0)
                    .then(|| gross as f64 * 1000.0 / units as f64)
                    .and_then(round9)
            };
            let name = names.name(code as u32).to_owned();
            let segment = SegmentName::Named(name.clone());
            ProductEffect {
                name,
                previous_minor: tally.previous,
                current_minor: tally.current,
                previous_price_minor: unit_price(tally.previous, tally.previous_units),
                current_price_minor: unit_price(tally.current, tally.current_units),
                price_minor,
                volume_minor,
                joint_minor,
                selection: narrow(DimensionKind::Product, &segment, &within)
                    .unwrap_or_else(|| within.clone()),
            }
        })
        .collect();
    Answer::Known(result)
}
