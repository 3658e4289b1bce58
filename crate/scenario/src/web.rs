//! The export for JavaScript.

use ledger::Ledger;
use wasm_bindgen::prelude::*;

/// The scenarios of one ledger.
#[wasm_bindgen]
pub struct Scenarios {
    inner: crate::Scenarios,
}

#[wasm_bindgen]
impl Scenarios {
    /// Computes them; `ledger` is what the engine's session gives, `request` is JSON, `progress` a function that is
    /// told how many are done and how many there are.
    ///
    /// # Errors
    /// What is no ledger or request; that is the caller's mistake, and has no language.
    #[wasm_bindgen(constructor)]
    pub fn new(
        ledger: &[u8],
        request: &str,
        progress: &js_sys::Function,
    ) -> Result<Scenarios, JsError> {
        let request: crate::Request = serde_json::from_str(request)?;
        let ledger = Ledger::read(ledger)?;
        let mut inner = crate::Scenarios::new(&ledger, &request, &mut |done, all| {
            // Nobody waits for what a listener throws.
            let _ = progress.call2(&JsValue::NULL, &done.into(), &all.into());
        });
        inner.keep(ledger);
        Ok(Self { inner })
    }

    /// Adds them to a report; JSON in and out.
    ///
    /// # Errors
    /// What is no report.
    pub fn complete(&self, document: &str) -> Result<String, JsError> {
        let mut document: report::Document = serde_json::from_str(document)?;
        self.inner.complete(&mut document);
        Ok(serde_json::to_string(&document)?)
    }
}

#[wasm_bindgen]
impl Scenarios {
    /// Products and customers whose names hold what was typed, as JSON.
    ///
    /// # Errors
    /// None that is known.
    pub fn names(&self, query: &str, most: usize) -> Result<String, JsError> {
        Ok(serde_json::to_string(&self.inner.names(query, most))?)
    }

    /// What is known about a product or customer: a section, or `null`; JSON in and out.
    ///
    /// # Errors
    /// What names neither a product nor a customer.
    pub fn look_up(&self, subject: &str) -> Result<String, JsError> {
        let subject: crate::Subject = serde_json::from_str(subject)?;
        Ok(serde_json::to_string(&self.inner.look_up(&subject))?)
    }
}
