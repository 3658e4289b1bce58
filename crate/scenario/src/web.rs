//! The export for JavaScript.

use ledger::Ledger;
use wasm_bindgen::prelude::*;

/// Adds the scenarios to a report. `document` and `request` are JSON, as the answer is; `ledger` is what the
/// engine's session gives.
///
/// # Errors
/// What none of these is; that is the caller's mistake, and has no language.
#[wasm_bindgen]
pub fn complete(document: &str, ledger: &[u8], request: &str) -> Result<String, JsError> {
    let mut document: report::Document = serde_json::from_str(document)?;
    let request: crate::Request = serde_json::from_str(request)?;
    let ledger = Ledger::read(ledger)?;
    crate::complete(&mut document, &ledger, &request);
    Ok(serde_json::to_string(&document)?)
}
