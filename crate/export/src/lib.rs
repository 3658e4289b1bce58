//! A report as a file, in a module of its own: it is loaded when a merchant asks for one.

#![forbid(unsafe_code)]

use report::Error;
use report::export::{File, Kind};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A document, given as the JSON that the worker writes, as a file: `{ name, mime, bytes }`.
/// `kind` is `html`, `xlsx`, `csv`, `md` or `json`.
///
/// # Errors
/// `{ code, message, hint }` in the document's language.
#[wasm_bindgen]
pub fn to_file(document: &str, kind: &str) -> Result<JsValue, JsValue> {
    let document: report::Document = serde_json::from_str(document).map_err(foreign)?;
    let kind: Kind = serde_wasm_bindgen::from_value(kind.into())?;
    let file = report::export::file(&document, kind).map_err(|error| {
        let message = report::words::failure(&error, document.lang);
        message
            .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .unwrap_or_else(|e| e.into())
    })?;
    handed_over(&file)
}

/// A table of a document, or the data of a chart, as a CSV file; `undefined` where no block has that id.
///
/// # Errors
/// What is no document.
#[wasm_bindgen]
pub fn block_to_file(document: &str, id: &str) -> Result<JsValue, JsValue> {
    let document: report::Document = serde_json::from_str(document).map_err(foreign)?;
    match report::export::block(&document, id) {
        Some(file) => handed_over(&file),
        None => Ok(JsValue::UNDEFINED),
    }
}

fn handed_over(file: &File) -> Result<JsValue, JsValue> {
    let object = js_sys::Object::new();
    js_sys::Reflect::set(&object, &"name".into(), &file.name.as_str().into())?;
    js_sys::Reflect::set(&object, &"mime".into(), &file.mime.into())?;
    js_sys::Reflect::set(
        &object,
        &"bytes".into(),
        &js_sys::Uint8Array::from(file.bytes.as_slice()),
    )?;
    Ok(object.into())
}

/// What is no document is the caller's mistake; it has no language.
fn foreign(error: serde_json::Error) -> JsValue {
    JsError::new(&Error::Json(error).to_string()).into()
}
