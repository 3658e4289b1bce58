//! The export for JavaScript.

use ledger::Ledger;
use wasm_bindgen::prelude::*;

/// The scenarios of one ledger.
#[wasm_bindgen]
pub struct Scenarios {
    ledger: Ledger,
    request: crate::Request,
    judged: crate::Judgements,
    inner: crate::Scenarios,
}

#[wasm_bindgen]
impl Scenarios {
    /// Takes what they are computed from: `ledger` is what the engine's session gives, `request` is JSON. For `judged` and
    /// `vectors` see [`Scenarios::read`].
    ///
    /// # Errors
    /// What is no ledger or request; that is the caller's mistake, and has no language.
    #[wasm_bindgen(constructor)]
    pub fn new(
        ledger: &[u8],
        request: &str,
        judged: &str,
        vectors: Vec<f32>,
    ) -> Result<Scenarios, JsError> {
        let request: crate::Request = serde_json::from_str(request)?;
        Ok(Self {
            ledger: Ledger::read(ledger)?,
            judged: judgements(judged, vectors)?,
            inner: crate::Scenarios::prepare(&request),
            request,
        })
    }

    /// Whether [`Scenarios::step`] has anything left to do.
    pub fn goes_on(&self) -> bool {
        self.inner.goes_on(&self.request)
    }

    /// How many are computed.
    pub fn done(&self) -> usize {
        self.inner.done()
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.request.scenarios()
    }

    /// Computes the next one but for what takes longest, which [`Scenarios::finish`] does.
    pub fn step(&mut self) {
        self.inner.step(&self.ledger, &self.request, &self.judged);
        if !self.goes_on() {
            // It may be large, and comes again when more is read.
            self.judged = crate::Judgements::default();
        }
    }

    /// Computes the rest.
    pub fn finish(&mut self) {
        self.inner
            .finish(&self.ledger, &self.request, &mut |_, _| ());
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
