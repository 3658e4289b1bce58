//! The engine as a WebAssembly module for the worker: as thin as paper.
//!
//! Objects cross the border as plain JavaScript values with the field names of the Rust types.
//! Whatever goes wrong is thrown as `{ code, message, hint, location }` in the session's language.

#![forbid(unsafe_code)]

use engine::{Choices, Error, Settings};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// A session over the merchant's files.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    inner: engine::Session,
    lang: chart::spec::Lang,
}

/// Plain objects, by way of JSON: documents have to be written as JSON anyway, and a second way to write and read
/// every type was several kB after brotli. 64-bit numbers become numbers (all of ours are exact in a double).
fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|e| JsError::new(&e.to_string()))?;
    js_sys::JSON::parse(&text)
}

#[wasm_bindgen]
impl Session {
    /// A session without files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Session {
        Session::default()
    }

    /// Takes the merchant's choices for the whole session.
    pub fn set_settings(&mut self, settings: JsValue) -> Result<(), JsValue> {
        let settings: Settings = self.parsed("settings", settings)?;
        let lang = settings.lang;
        self.inner
            .set_settings(settings)
            .map_err(|e| self.thrown(&e))?;
        self.lang = lang;
        Ok(())
    }

    /// Starts on a file; gives its id.
    pub fn open(
        &mut self,
        name: &str,
        size: Option<f64>,
        options: JsValue,
    ) -> Result<u32, JsValue> {
        let options = if options.is_falsy() {
            table::Options::default()
        } else {
            self.parsed("options", options)?
        };
        Ok(self.inner.open(name, size.map(|s| s as u64), options))
    }

    /// Takes the next piece of a file; gives `{ bytes, rows }`.
    pub fn push(&mut self, id: u32, bytes: &[u8]) -> Result<JsValue, JsValue> {
        let progress = self.inner.push(id, bytes).map_err(|e| self.thrown(&e))?;
        to_js(&progress)
    }

    /// Ends a file; gives its view.
    pub fn finish(&mut self, id: u32) -> Result<JsValue, JsValue> {
        self.inner.finish(id).map_err(|e| self.thrown(&e))?;
        let view = self.inner.file_by_id(id).map_err(|e| self.thrown(&e))?;
        to_js(&view)
    }

    /// Keeps a file among those that could not be read; `mishap` is `cancelled`, `vanished`, `directory` or `out_of_memory`.
    pub fn lose(&mut self, id: u32, mishap: JsValue) -> Result<JsValue, JsValue> {
        let mishap = self.parsed("mishap", mishap)?;
        self.inner.lose(id, mishap).map_err(|e| self.thrown(&e))?;
        let view = self.inner.file_by_id(id).map_err(|e| self.thrown(&e))?;
        to_js(&view)
    }

    /// Drops a file, read or still being read.
    pub fn remove(&mut self, id: u32) -> Result<(), JsValue> {
        self.inner.remove(id).map_err(|e| self.thrown(&e))
    }

    /// Puts a file that was read again in the place of the one it replaces.
    pub fn replace(&mut self, old: u32, new: u32) -> Result<(), JsValue> {
        self.inner.replace(old, new).map_err(|e| self.thrown(&e))
    }

    /// All files as the merchant sees them.
    pub fn files(&self) -> Result<JsValue, JsValue> {
        to_js(&self.inner.files())
    }

    /// What the mapping view offers.
    pub fn choices(&self) -> Result<JsValue, JsValue> {
        to_js(&Choices::new(self.lang))
    }

    /// Applies a correction to a table; gives `{ reread }`, the id of a file to read again or null.
    pub fn set_mapping(&mut self, table: usize, mapping: JsValue) -> Result<JsValue, JsValue> {
        let mapping = self.parsed("mapping", mapping)?;
        let applied = self
            .inner
            .set_mapping(table, mapping)
            .map_err(|e| self.thrown(&e))?;
        to_js(&applied)
    }

    /// The corrections in force, to be saved.
    pub fn mappings(&self) -> Result<JsValue, JsValue> {
        to_js(&self.inner.mappings())
    }

    /// Takes saved corrections.
    pub fn load_mappings(&mut self, mappings: JsValue) -> Result<(), JsValue> {
        let mappings = self.parsed("mappings", mappings)?;
        self.inner.load_mappings(mappings);
        Ok(())
    }

    /// What the report can be filtered by.
    pub fn facets(&mut self) -> Result<JsValue, JsValue> {
        let facets = self.inner.facets().map_err(|e| self.thrown(&e))?;
        to_js(&facets)
    }

    /// The products by name, largest revenue first.
    pub fn product_titles(&mut self) -> Result<JsValue, JsValue> {
        let titles = self.inner.product_titles().map_err(|e| self.thrown(&e))?;
        to_js(&titles)
    }

    /// The report.
    pub fn report(&mut self) -> Result<JsValue, JsValue> {
        match self.inner.report() {
            Ok(document) => to_js(document),
            Err(error) => Err(self.thrown(&error)),
        }
    }

    /// What the module `scenario` computes from; the same bytes while files and filters (days apart) are the same.
    pub fn ledger(&mut self) -> Result<Vec<u8>, JsValue> {
        self.inner.ledger().map_err(|e| self.thrown(&e))
    }

    /// One table by its index, of which the module `scenario` learns a column.
    pub fn table(&self, index: usize) -> Result<Vec<u8>, JsValue> {
        self.inner.table(index).map_err(|e| self.thrown(&e))
    }

    /// What `shoplens inspect` prints.
    pub fn inspect(&mut self) -> Result<JsValue, JsValue> {
        let inspection = self.inner.inspect().map_err(|e| self.thrown(&e))?;
        to_js(&inspection)
    }

    /// Rows behind a number.
    pub fn rows(
        &mut self,
        selection: JsValue,
        offset: usize,
        limit: usize,
    ) -> Result<JsValue, JsValue> {
        let selection = self.parsed("selection", selection)?;
        let page = self
            .inner
            .rows(&selection, offset, limit)
            .map_err(|e| self.thrown(&e))?;
        to_js(&page)
    }

    /// The report as JSON, of which the module `export` makes files.
    pub fn document_json(&mut self) -> Result<String, JsValue> {
        self.inner.document_json().map_err(|e| self.thrown(&e))
    }

    /// The rows behind a number as a file.
    pub fn export_rows(&mut self, selection: JsValue) -> Result<JsValue, JsValue> {
        let selection = self.parsed("selection", selection)?;
        let export = self
            .inner
            .export_rows(&selection)
            .map_err(|e| self.thrown(&e))?;
        file(&export)
    }

    fn parsed<T: DeserializeOwned>(&self, what: &str, value: JsValue) -> Result<T, JsValue> {
        serde_wasm_bindgen::from_value(value).map_err(|e| {
            self.thrown(&Error::BadSetting {
                setting: what.to_owned(),
                value: e.to_string(),
                expected: String::new(),
            })
        })
    }

    fn thrown(&self, error: &Error) -> JsValue {
        to_js(&engine::message(error, self.lang)).unwrap_or_else(|e| e)
    }
}

fn file(export: &engine::Export) -> Result<JsValue, JsValue> {
    let object = js_sys::Object::new();
    js_sys::Reflect::set(&object, &"name".into(), &export.name.as_str().into())?;
    js_sys::Reflect::set(&object, &"mime".into(), &export.mime.into())?;
    js_sys::Reflect::set(
        &object,
        &"bytes".into(),
        &js_sys::Uint8Array::from(export.bytes.as_slice()),
    )?;
    Ok(object.into())
}

#[cfg(feature = "group")]
#[wasm_bindgen]
impl Session {
    /// Groups a table's rows.
    pub fn group(&mut self, request: JsValue) -> Result<JsValue, JsValue> {
        let request = self.parsed("group", request)?;
        let grouped = self.inner.group(&request).map_err(|e| self.thrown(&e))?;
        to_js(&grouped)
    }
}
