//! The export for JavaScript.

use ledger::Ledger;
use wasm_bindgen::prelude::*;

/// The scenarios of one ledger.
#[wasm_bindgen]
pub struct Scenarios {
    ledger: Ledger,
    request: crate::Request,
    inner: crate::Scenarios,
}

#[wasm_bindgen]
impl Scenarios {
    /// Computes all but what takes longest, which [`Scenarios::finish`] does; `ledger` is what the engine's session
    /// gives, `request` is JSON, `progress` a function that is told how many are done and how many there are. For `judged` and `vectors` see [`Scenarios::read`].
    ///
    /// # Errors
    /// What is no ledger or request; that is the caller's mistake, and has no language.
    #[wasm_bindgen(constructor)]
    pub fn new(
        ledger: &[u8],
        request: &str,
        judged: &str,
        vectors: Vec<f32>,
        progress: &js_sys::Function,
    ) -> Result<Scenarios, JsError> {
        let request: crate::Request = serde_json::from_str(request)?;
        let ledger = Ledger::read(ledger)?;
        let judged = judgements(judged, vectors)?;
        let inner = crate::Scenarios::begin(&ledger, &request, &judged, &mut told(progress));
        Ok(Self {
            ledger,
            request,
            inner,
        })
    }

    /// Computes the rest; `progress` as before.
    pub fn finish(&mut self, progress: &js_sys::Function) {
        self.inner
            .finish(&self.ledger, &self.request, &mut told(progress));
    }

    /// The texts that a model may read, `{ titles, reviews }` as JSON, in the order in which it should.
    ///
    /// # Errors
    /// None that a caller could mend.
    pub fn texts(&self) -> Result<String, JsError> {
        Ok(serde_json::to_string(&crate::Texts::of(&self.ledger))?)
    }

    /// Takes what a model said of them: `{ heads, titles, reviews, width }` as JSON (empty = nothing), where each title
    /// and review is `{ text, heard }`, and a vector of `width` for each title, then each review. `corrections`: a list of JSON.
    ///
    /// # Errors
    /// What is no such JSON.
    pub fn read(
        &mut self,
        judged: &str,
        vectors: Vec<f32>,
        corrections: &str,
    ) -> Result<(), JsError> {
        self.request.corrections = serde_json::from_str(corrections)?;
        let judged = judgements(judged, vectors)?;
        self.inner.read(&self.ledger, &self.request, &judged);
        Ok(())
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
        Ok(serde_json::to_string(&self.inner.names(
            &self.ledger,
            query,
            most,
        ))?)
    }

    /// What is known about a product or customer: a section, or `null`; JSON in and out.
    ///
    /// # Errors
    /// What names neither a product nor a customer.
    pub fn look_up(&self, subject: &str) -> Result<String, JsError> {
        let subject: crate::Subject = serde_json::from_str(subject)?;
        Ok(serde_json::to_string(
            &self.inner.look_up(&self.ledger, &subject),
        )?)
    }
}

#[wasm_bindgen]
impl Scenarios {
    /// Recommendations as a file for a platform: `{ file }`, `{ lacking }` or `null`, as JSON; `form` is one of
    /// `shopify`, `woocommerce`, `bundles` and `campaign`.
    ///
    /// # Errors
    /// What is no form.
    pub fn shop_file(&self, form: &str) -> Result<String, JsError> {
        let form: crate::Form = serde_json::from_value(form.into())?;
        Ok(serde_json::to_string(&self.inner.file(&self.ledger, form))?)
    }
}

fn told(progress: &js_sys::Function) -> impl FnMut(usize, usize) {
    |done, all| {
        // Nobody waits for what a listener throws.
        let _ = progress.call2(&JsValue::NULL, &done.into(), &all.into());
    }
}

fn judgements(judged: &str, vectors: Vec<f32>) -> Result<crate::Judgements, JsError> {
    let mut read = match judged {
        "" => crate::Judgements::default(),
        json => serde_json::from_str(json)?,
    };
    read.vectors = vectors;
    Ok(read)
}

/// The texts that a model has to read to tell why it takes words for what it does; JSON of a [`crate::Why`] in, of a list out.
///
/// # Errors
/// What is no such JSON.
#[wasm_bindgen]
pub fn why_texts(why: &str) -> Result<String, JsError> {
    let why: crate::Why = serde_json::from_str(why)?;
    Ok(serde_json::to_string(&why.texts())?)
}

/// The words that speak for it or against it, `[{ start, end, weight }]`, the strongest first; `heads` and `heard` as
/// JSON: what heads said of those texts.
///
/// # Errors
/// What is no such JSON.
#[wasm_bindgen]
pub fn why_weights(why: &str, heads: &str, heard: &str) -> Result<String, JsError> {
    let why: crate::Why = serde_json::from_str(why)?;
    let heads: Vec<extract::HeadLabels> = serde_json::from_str(heads)?;
    let heard: Vec<Option<extract::Heard>> = serde_json::from_str(heard)?;
    Ok(serde_json::to_string(&why.weights(&heads, &heard))?)
}
