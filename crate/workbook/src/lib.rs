//! A report as a workbook, in a module of its own: it is loaded when a merchant asks for one.

#![forbid(unsafe_code)]

use wasm_bindgen::prelude::*;

/// The bytes of the XLSX of a document, which is given as the JSON that the worker exports.
///
/// # Errors
/// A message, when the JSON is no document or the workbook cannot be written.
#[wasm_bindgen]
pub fn workbook(document: &str) -> Result<Vec<u8>, JsError> {
    let document: report::Document = serde_json::from_str(document)?;
    Ok(report::export::xlsx(&document)?)
}
