//! The exports for JavaScript.

use js_sys::{Error as JsError, Reflect};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{Error, Unpacker};

/// Unpacks a Parquet file in the worker.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ParquetUnpacker {
    inner: Unpacker,
}

/// An `Error` with the stable name in `code`.
fn thrown(error: &Error) -> JsValue {
    let thrown = JsError::new(&error.to_string());
    // Setting a field of an object made here cannot fail.
    let _ = Reflect::set(&thrown, &"code".into(), &error.code().into());
    thrown.into()
}

#[wasm_bindgen]
impl ParquetUnpacker {
    /// Starts on a whole file's bytes.
    ///
    /// # Errors
    /// An `Error` with `code`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<ParquetUnpacker, JsValue> {
        Unpacker::new(bytes)
            .map(|inner| Self { inner })
            .map_err(|e| thrown(&e))
    }

    /// The next piece of UTF-8 delimited text, `undefined` after the last.
    ///
    /// # Errors
    /// An `Error` with `code`.
    #[wasm_bindgen(js_name = nextChunk)]
    pub fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        self.inner.next_chunk().map_err(|e| thrown(&e))
    }

    /// Rows in the file.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> f64 {
        self.inner.rows() as f64
    }

    /// Rows handed out so far.
    #[wasm_bindgen(getter, js_name = rowsDone)]
    pub fn rows_done(&self) -> f64 {
        self.inner.rows_done() as f64
    }
}
