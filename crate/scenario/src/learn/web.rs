//! The export for JavaScript.

use chart::spec::Lang;
use ledger::Frame;
use predict::ThresholdRule;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::{Ask, choices, error_in_words};

/// A model of a column, for the page.
#[wasm_bindgen]
pub struct Learned {
    inner: super::Learned,
}

/// How it is told.
#[derive(Deserialize)]
struct Telling {
    lang: Lang,
    /// What a missed positive costs beside a false alarm; without it the threshold is that of the best F1.
    #[serde(default)]
    missed: Option<f64>,
}

impl Telling {
    fn rule(&self) -> ThresholdRule {
        match self.missed {
            Some(missed) if missed.is_finite() && missed > 0.0 => {
                ThresholdRule::Cost { missed, alarm: 1.0 }
            }
            _ => ThresholdRule::F1,
        }
    }
}

/// Columns of a table that may be predicted, as JSON; `table` is what the engine's session gives.
///
/// # Errors
/// What is no table.
#[wasm_bindgen]
pub fn learn_choices(table: &[u8]) -> Result<String, JsError> {
    Ok(serde_json::to_string(&choices(&Frame::read(table)?))?)
}

#[wasm_bindgen]
impl Learned {
    /// Learns a column; `ask` and `how` (`{ lang }`) are JSON, `progress` is told the share that is done.
    ///
    /// # Errors
    /// Why it cannot be learned, in words.
    #[wasm_bindgen(constructor)]
    pub fn new(
        table: &[u8],
        ask: &str,
        how: &str,
        progress: &js_sys::Function,
    ) -> Result<Learned, JsError> {
        let ask: Ask = serde_json::from_str(ask)?;
        let how: Telling = serde_json::from_str(how)?;
        let learned = super::Learned::new(&Frame::read(table)?, &ask, &mut |share| {
            // Nobody waits for what a listener throws.
            let _ = progress.call1(&JsValue::NULL, &share.into());
        });
        let inner = learned.map_err(|error| {
            let text = error_in_words(&error, &ask.label, how.lang);
            JsError::new(&text)
        })?;
        Ok(Self { inner })
    }

    /// What came of it, as JSON; `how` is `{ lang, missed }`.
    ///
    /// # Errors
    /// What is no such JSON.
    pub fn told(&self, how: &str) -> Result<String, JsError> {
        let how: Telling = serde_json::from_str(how)?;
        Ok(serde_json::to_string(
            &self.inner.told(how.rule(), how.lang)?,
        )?)
    }

    /// Why a row (from 1) has its probability: a section as JSON, or `null`.
    ///
    /// # Errors
    /// What is no such JSON.
    pub fn why(&self, row: usize, how: &str) -> Result<String, JsError> {
        let how: Telling = serde_json::from_str(how)?;
        Ok(serde_json::to_string(&self.inner.why(row, how.lang))?)
    }

    /// Probabilities as a file.
    ///
    /// # Errors
    /// What is no such JSON.
    pub fn csv(&self, how: &str) -> Result<String, JsError> {
        let how: Telling = serde_json::from_str(how)?;
        Ok(self.inner.csv(how.rule()))
    }
}
