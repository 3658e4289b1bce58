//! Tables and what they were taken for, made into a shop.

mod above;
mod assemble;
mod cells;
mod coin;
mod finish;
mod flow;
mod group;
mod join;
mod level;
mod line;
mod names;
mod note;
mod refund;
mod refund_file;
mod settlement;
mod source;
mod states;
mod summary;
mod twins;
mod unite;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use table::Table;

use crate::{Dataset, Grain, QualityCode, Recognition, Shop, amounts};
use assemble::Assembly;
use group::Groups;
use note::Notes;
use source::Source;

/// Exchange rates that the merchant gives: how much of the target one unit of each currency is worth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// ISO code of the currency to convert into.
    pub target: String,
    /// ISO code → decimal text, such as `"EUR": "1.0842"`.
    pub per_unit: BTreeMap<String, String>,
}

/// Choices for building.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BuildOptions {
    /// The currency to assume where files name none (ISO code).
    pub currency: Option<String>,
    /// Rates to convert with; without them currencies are reported apart.
    pub rates: Option<Rates>,
    /// Minutes east of UTC to bring date-times with an offset to; `None` = take the wall clock as written.
    pub offset_minutes: Option<i16>,
    /// The report's day (days since 1970-01-01): later dates are doubted.
    pub today: i32,
}

/// Builds a shop. The tables and recognitions are parallel; what is not about sales is left alone.
///
/// # What counts
/// An order counts unless it is cancelled or void, unpaid, a test, the same order again, or a return.
/// Its *gross* is what the customer was charged: the order's total with shipping and tax and after
/// discounts, else the sum of its lines (quantity × price − discount). *Refunds* are the refund column,
/// negative lines and return documents; an order that was refunded in full stays in gross and is
/// taken off in refunds. *Net* = gross − refunds.
///
/// # Exactness
/// Amounts are whole minor units. Where a file has more decimals than its currency, what rounding
/// (half to even) leaves over is carried to the next amount, so that totals are those of the file.
pub fn build(tables: &[&Table], recognitions: &[Recognition], options: &BuildOptions) -> Shop {
    let mut notes = Notes::default();
    let sources: Vec<Source<'_>> = tables
        .iter()
        .zip(recognitions)
        .enumerate()
        .filter(|(_, (_, r))| is_sales(r) || refund_file::may_be(r))
        .map(|(i, (table, r))| Source::new(i as u16, table, r, options))
        .collect();
    let (refunds, mut sources): (Vec<_>, Vec<_>) =
        sources.into_iter().partition(Source::is_refund_file);
    sources.retain(|s| is_sales(&recognitions[usize::from(s.index)]));
    leave_payments(&mut sources, &mut notes);
    twins::leave_copies(&mut sources, &mut notes);
    summary::leave_beside_orders(&mut sources, &mut notes);
    for source in &mut sources {
        source.fill_dates(&mut notes);
    }
    let groups = Groups::new(&mut sources, &mut notes);
    level::find_shares(&mut sources, &groups);
    let mut assembly = Assembly::new(sources, notes, options);
    assembly.run(&groups);
    assembly.returns();
    assembly.refund_files(refunds);
    assembly.join_products(tables, recognitions);
    for (i, (table, r)) in tables.iter().zip(recognitions).enumerate() {
        for (code, rows) in amounts::converted(table, r, options) {
            let notes = &mut assembly.notes;
            notes.rows(QualityCode::ConvertedRows, i as u16, &rows, code);
        }
        let used = assembly.uses(i as u16);
        let said = assembly.notes.has(QualityCode::FileUnused, i as u16);
        if !used && !said && table.rows > 0 {
            let detail = serde_json::to_value(r.dataset)
                .ok()
                .and_then(|v| v.as_str().map(str::to_owned))
                .unwrap_or_default();
            assembly
                .notes
                .table(QualityCode::FileUnused, i as u16, table.rows, &detail);
        }
    }
    assembly.finish(tables)
}

fn is_sales(r: &Recognition) -> bool {
    matches!(r.dataset, Dataset::Orders | Dataset::OrderLines) && r.grain != Grain::Other
}

/// Payments and settlements tell again what the shop's own orders tell: they count only alone.
fn leave_payments(sources: &mut Vec<Source<'_>>, notes: &mut Notes) {
    // Refunds of orders that no file tells are no orders.
    if sources.iter().all(|s| s.grain == Grain::Refund) {
        sources.clear();
        return;
    }
    let is_payment = |s: &Source<'_>| {
        matches!(
            s.platform,
            Some("Stripe" | "PayPal" | "支付宝" | "微信支付")
        ) || s.amount_type.is_some()
            || s.flow.is_some()
    };
    if sources
        .iter()
        .any(|s| !is_payment(s) && s.grain != Grain::Refund)
    {
        sources.retain(|s| {
            let keep = !is_payment(s);
            if !keep {
                notes.table(QualityCode::FileUnused, s.index, s.table.rows, "payments");
            }
            keep
        });
    }
}
