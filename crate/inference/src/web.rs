//! The exports for JavaScript.
//!
//! Whatever goes wrong is thrown as `{ code, message, details }`; the page has words for the codes.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use encoder::Kernel;
use encoder::pack::Manifest;
use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use serde_json::json;
use text::Encoder;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{DeviceOptions, Error, Kind};

fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}

fn thrown(error: impl Into<Error>) -> JsValue {
    let error = error.into();
    let value = json!({
        "code": error.code(),
        "message": error.to_string(),
        "details": error.details(),
    });
    to_js(&value).unwrap_or_else(|e| e)
}

/// Waits by the timer of the worker.
fn sleep(time: Duration) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        let promise = Promise::new(&mut |resolve, _| {
            let global = js_sys::global();
            let timer = Reflect::get(&global, &"setTimeout".into());
            let set = timer.ok().and_then(|f| f.dyn_into::<Function>().ok());
            if let Some(set) = set {
                let _ = set.call2(&global, &resolve, &(time.as_millis() as f64).into());
            }
        });
        let _ = JsFuture::from(promise).await;
    })
}

/// A model that is being opened.
#[wasm_bindgen]
pub struct Opening {
    inner: crate::Opening,
}

#[wasm_bindgen]
impl Opening {
    /// Which file of a pack is its tokenizer: `{ file, bytes }`.
    pub fn tokenizer_of(manifest: &[u8]) -> Result<JsValue, JsValue> {
        let manifest = Manifest::read(manifest).map_err(thrown)?;
        to_js(&manifest.tokenizer)
    }

    /// Starts on a pack; `sha256` is that of the tokenizer's file, where the browser has computed it.
    pub fn pack(
        manifest: &[u8],
        tokenizer: &[u8],
        sha256: Option<Vec<u8>>,
    ) -> Result<Opening, JsValue> {
        let inner = match sha256 {
            Some(sha256) => crate::Opening::hashed_pack(manifest, tokenizer, &sha256),
            None => crate::Opening::pack(manifest, tokenizer),
        };
        Ok(Self {
            inner: inner.map_err(thrown)?,
        })
    }

    /// Starts on a Hugging Face folder; of the last three, those that are there: `tokenizer_config.json`, `1_Pooling/config.json`, `modules.json`.
    pub fn folder(
        config: &[u8],
        tokenizer: &[u8],
        tokenizer_config: Option<Vec<u8>>,
        pooling: Option<Vec<u8>>,
        modules: Option<Vec<u8>>,
    ) -> Result<Opening, JsValue> {
        let inner = crate::Opening::folder(crate::FolderFiles {
            config,
            tokenizer,
            tokenizer_config: tokenizer_config.as_deref(),
            pooling: pooling.as_deref(),
            modules: modules.as_deref(),
        });
        Ok(Self {
            inner: inner.map_err(thrown)?,
        })
    }

    /// The parts of a pack: `{ file, bytes, sha256 }` each, in the order in which they are pushed.
    pub fn parts(&self) -> Result<JsValue, JsValue> {
        to_js(self.inner.parts())
    }

    /// Chooses the device: `int8`, `float`, `reference` or `gpu`; options are `software` and `precision`.
    pub async fn begin(&mut self, device: String, options: JsValue) -> Result<(), JsValue> {
        let get = |name: &str| Reflect::get(&options, &name.into()).unwrap_or_default();
        let precision = match get("precision").as_string().as_deref() {
            Some("f16") => gpu::Precision::F16,
            Some("int8") => gpu::Precision::Int8,
            _ => gpu::Precision::F32,
        };
        let options = DeviceOptions {
            kind: Kind::named(&device).map_err(thrown)?,
            software: get("software").is_truthy(),
            precision,
            sleep: Some(sleep),
        };
        self.inner.begin(options).await.map_err(thrown)
    }

    /// Takes the next bytes of the weights.
    pub async fn push(&mut self, bytes: Vec<u8>) -> Result<(), JsValue> {
        self.inner.push(&bytes).await.map_err(thrown)
    }

    /// Takes the SHA-256 of a pack's next part, where the browser has computed it, before its first bytes.
    pub fn hashed_part(&mut self, sha256: &[u8]) -> Result<(), JsValue> {
        self.inner.hashed_part(sha256).map_err(thrown)
    }

    /// Ends a part of a pack.
    pub fn end_part(&mut self) -> Result<(), JsValue> {
        self.inner.end_part().map_err(thrown)
    }

    /// Ends.
    pub async fn finish(self) -> Result<Model, JsValue> {
        let inner = self.inner.finish().await.map_err(thrown)?;
        Ok(Model { inner })
    }
}

/// A model that answers.
#[wasm_bindgen]
pub struct Model {
    inner: crate::Model,
}

#[wasm_bindgen]
impl Model {
    /// `{ name, version, languages, licence, heads, names, device: { kind, name, precision, kernel }, max_tokens, width }`.
    pub fn describe(&self) -> Result<JsValue, JsValue> {
        let about = self.inner.about();
        let device = self.inner.device();
        let heads = device.heads();
        let embeds = heads.iter().position(|head| head.task == text::Task::Embed);
        let embeds = embeds.unwrap_or(0);
        let name = match device {
            crate::Device::Gpu(_, name) => name.as_str(),
            _ => "",
        };
        to_js(&json!({
            "name": about.name,
            "version": about.version,
            "languages": about.languages,
            "licence": about.licence,
            "heads": heads,
            "names": about.names,
            "device": {
                "kind": device.kind().name(),
                "name": name,
                "precision": device.precision(),
                "kernel": self.kernel(),
            },
            "max_tokens": self.inner.encode_options().max_tokens,
            "width": device.plan().width(embeds),
        }))
    }

    /// Runs the pack's golden texts: `{ texts, worst, passed, misread }`.
    pub async fn check(&mut self) -> Result<JsValue, JsValue> {
        to_js(&self.inner.check().await.map_err(thrown)?)
    }

    /// Ways to multiply bytes that this build has; all give the same results.
    pub fn kernels(&self) -> Vec<String> {
        Kernel::ALL.iter().map(|k| k.name().to_owned()).collect()
    }

    /// How bytes are multiplied; empty where none are.
    pub fn kernel(&self) -> String {
        let kernel = self.inner.device().kernel();
        kernel.map_or("", Kernel::name).to_owned()
    }

    /// Chooses how bytes are multiplied; a name that is not known changes nothing.
    pub fn set_kernel(&mut self, name: &str) {
        if let Some(kernel) = Kernel::ALL.iter().find(|kernel| kernel.name() == name) {
            self.inner.device_mut().set_kernel(*kernel);
        }
    }

    /// Texts as they are, without clean-up: for comparisons with other programs.
    pub fn set_raw(&mut self) {
        self.inner.encode_options_mut().normalisation = text::Normalisation::Raw;
    }

    /// What is put before each text, such as `query: `.
    pub fn set_prefix(&mut self, prefix: &str) {
        prefix.clone_into(&mut self.inner.encode_options_mut().prefix);
    }

    /// Plans texts for heads, all over one pass.
    pub fn plan(&self, texts: Vec<String>, heads: Vec<String>) -> Result<Job, JsValue> {
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let inner = self.inner.plan(&texts, &[], &heads).map_err(thrown)?;
        Ok(Job { inner })
    }
}

/// Texts on their way through heads.
#[wasm_bindgen]
pub struct Job {
    inner: crate::Job,
}

#[wasm_bindgen]
impl Job {
    /// `{ texts, empty, cut, distinct, windows, tokens }`.
    pub fn counts(&self) -> Result<JsValue, JsValue> {
        to_js(&self.inner.counts())
    }

    /// Runs the next batch: `{ done, total, tokens, answered }`.
    pub async fn step(&mut self, model: &mut Model) -> Result<JsValue, JsValue> {
        to_js(&self.inner.step(&mut model.inner).await.map_err(thrown)?)
    }

    /// Vectors of texts by the first head that embeds, one behind the other; zeros for texts with nothing to read.
    pub fn vectors(&self, texts: &[u32]) -> Vec<f32> {
        let width = texts
            .iter()
            .find_map(|&text| self.inner.vector(text as usize))
            .map_or(0, <[f32]>::len);
        let mut vectors = vec![0.0; texts.len() * width];
        for (&text, row) in texts.iter().zip(vectors.chunks_exact_mut(width.max(1))) {
            if let Some(vector) = self.inner.vector(text as usize) {
                row.copy_from_slice(vector);
            }
        }
        vectors
    }

    /// What heads that do not embed say of texts: JSON, a list of `{ spans: { HEAD: [{ label, start, end, score, judged? }] }, scores: { HEAD: [] } }`, null where there is nothing to read.
    pub fn heard(&self, texts: &[u32]) -> Result<String, JsValue> {
        let heard: Vec<_> = texts
            .iter()
            .map(|&text| self.inner.heard(text as usize))
            .collect();
        serde_json::to_string(&heard).map_err(|error| JsError::new(&error.to_string()).into())
    }
}

/// Vectors among which the nearest are looked for.
#[wasm_bindgen]
pub struct Index {
    inner: crate::Index,
}

#[wasm_bindgen]
impl Index {
    /// For vectors of one width.
    #[wasm_bindgen(constructor)]
    pub fn new(width: usize) -> Index {
        Self {
            inner: crate::Index::new(width),
        }
    }

    /// Adds vectors, one behind the other.
    pub fn add(&mut self, vectors: &[f32]) -> Result<(), JsValue> {
        self.inner.add(vectors).map_err(thrown)
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }

    /// The nearest, nearest first: `{ row, score }` each.
    pub fn nearest(&self, vector: &[f32], count: usize) -> Result<JsValue, JsValue> {
        to_js(&self.inner.nearest(vector, count).map_err(thrown)?)
    }
}

/// Keys by which results for texts are kept.
#[wasm_bindgen]
pub fn fingerprints(texts: Vec<String>) -> Vec<String> {
    texts.iter().map(|text| crate::fingerprint(text)).collect()
}
