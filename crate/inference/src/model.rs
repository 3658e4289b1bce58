//! A model that answers.

use std::collections::BTreeMap;

use encoder::LabelNames;
use encoder::pack::Golden;
use serde::Serialize;
use text::{
    Answer, Batch, Counts, EncodeOptions, Encoder, Head, Output, Plan, PlanOptions, Planner,
    Results, Span, TagOptions, Task, Tokenizer,
};

use crate::{Device, Error, Kind};

/// What a pack says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// Its name; empty for a folder.
    pub name: String,
    /// Its version; empty for a folder.
    pub version: String,
    /// Languages it reads, as BCP 47 codes.
    pub languages: Vec<String>,
    /// The licence of its weights.
    pub licence: String,
    /// What people call the labels of its heads, by head.
    pub names: BTreeMap<String, BTreeMap<String, LabelNames>>,
}

/// A tokenizer and a device with a model's weights.
pub struct Model {
    tokenizer: Tokenizer,
    device: Device,
    encode: EncodeOptions,
    /// The same as the pack has it, whatever was changed since.
    own: EncodeOptions,
    /// See [`PlanOptions::passage`].
    passage: usize,
    about: About,
    golden: Vec<Golden>,
    /// Whether the weights were bytes before they came here, so that floats cannot give the golden outputs exactly.
    rounded: bool,
    /// See [`Model::set_spare`].
    #[cfg(not(target_arch = "wasm32"))]
    spare: Option<Spare>,
}

/// Opens what takes the place of a GPU that failed, if anything can.
#[cfg(not(target_arch = "wasm32"))]
pub type Spare = Box<dyn FnOnce(&Error) -> Option<Model>>;

/// How well a device gave what the pack says of its golden texts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// How many texts there are.
    pub texts: usize,
    /// The lowest cosine of what it gave with what the pack says; 1 without texts.
    pub worst: f32,
    /// Whether it may be trusted.
    pub passed: bool,
    /// How many texts the tokenizer cuts into other tokens than the pack says; no device is to blame for them.
    pub misread: usize,
}

/// The lowest cosine with the reference's outputs for a golden text; below it a device computes wrong.
const LOWEST_COSINE: f32 = 0.99;

/// The lowest in 32-bit floats.
const LOWEST_COSINE_F32: f32 = 0.9999;

/// The most tokens of a batch: a GPU is busy only with many; on a processor few are as fast, and between two batches work can be given up,
/// told of, or left for what is more urgent.
const GPU_TOKENS: usize = 4_096;
const PROCESSOR_TOKENS: usize = 1_024;

/// The most operations of a batch on a processor, of models so large that these tokens would take long: a second or two of a slow one.
const PROCESSOR_OPS: u64 = 25_000_000_000;

impl Model {
    pub(crate) fn new(
        tokenizer: Tokenizer,
        device: Device,
        encode: EncodeOptions,
        about: About,
        golden: Vec<Golden>,
        rounded: bool,
    ) -> Self {
        Self {
            tokenizer,
            device,
            own: encode.clone(),
            encode,
            passage: 0,
            about,
            golden,
            rounded,
            #[cfg(not(target_arch = "wasm32"))]
            spare: None,
        }
    }

    /// With passages of so many tokens where heads tag; 0: without.
    pub(crate) fn with_passages(mut self, tokens: usize) -> Self {
        self.passage = tokens;
        self
    }

    /// Tells what takes the place of a GPU that fails, see [`run_all`](crate::run_all).
    #[cfg(not(target_arch = "wasm32"))]
    pub fn set_spare(&mut self, spare: Spare) {
        self.spare = Some(spare);
    }

    /// Puts in its place what reads as it does, if there is anything; whether there is.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn replace(&mut self, error: &Error) -> bool {
        let Some(mut other) = self.spare.take().and_then(|spare| spare(error)) else {
            return false;
        };
        other.encode = self.encode.clone();
        *self = other;
        true
    }

    /// What the pack says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// What it runs on.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// What it runs on.
    pub fn device_mut(&mut self) -> &mut Device {
        &mut self.device
    }

    /// Its tokenizer.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// How texts become windows.
    pub fn encode_options(&self) -> &EncodeOptions {
        &self.encode
    }

    /// How texts become windows.
    pub fn encode_options_mut(&mut self) -> &mut EncodeOptions {
        &mut self.encode
    }

    /// The position of a head.
    ///
    /// # Errors
    /// [`Error::NoHead`].
    pub fn head(&self, name: &str) -> Result<usize, Error> {
        let heads = self.device.heads();
        let found = heads.iter().position(|head| head.name == name);
        found.ok_or_else(|| Error::NoHead {
            name: name.to_owned(),
            known: heads
                .iter()
                .map(|h| h.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// Plans texts for heads, which are all run over one pass of the encoder. `priorities`: as many as texts, or none; the lower, the earlier.
    ///
    /// # Errors
    /// [`Error::NoHead`], of no heads too, or what the tokenizer says.
    pub fn plan<T: AsRef<str>>(
        &self,
        texts: &[T],
        priorities: &[u32],
        heads: &[&str],
    ) -> Result<Job, Error> {
        let mut indices = Vec::with_capacity(heads.len().max(1));
        for name in heads {
            indices.push(self.head(name)?);
        }
        if indices.is_empty() {
            indices.push(self.head("")?);
        }
        let is_tag = |&head: &usize| self.device.heads()[head].task == Task::Tag;
        let options = PlanOptions {
            encode: self.encode.clone(),
            passage: match indices.iter().any(is_tag) {
                true => self.passage,
                false => 0,
            },
            whole: !indices.iter().all(is_tag),
            batch_tokens: self.batch_tokens(),
            ..PlanOptions::default()
        };
        let mut planner = Planner::new(&self.tokenizer, options);
        for (at, text) in texts.iter().enumerate() {
            planner.push(text.as_ref(), priorities.get(at).copied().unwrap_or(0))?;
        }
        let plan = planner.finish();
        let mut asked = Vec::with_capacity(indices.len());
        for &index in &indices {
            let head = self.device.heads()[index].clone();
            let results = Results::new(&plan, &head, TagOptions::default())?;
            asked.push(Asked { head, results });
        }
        Ok(Job {
            plan,
            indices,
            asked,
            next: 0,
        })
    }

    fn batch_tokens(&self) -> usize {
        if self.device.kind() == Kind::Gpu {
            return GPU_TOKENS;
        }
        let of_token = self.device.plan().config.dense_ops().max(1);
        let few_enough = usize::try_from(PROCESSOR_OPS / of_token).unwrap_or(usize::MAX);
        // 64 go through the layers together anyway.
        few_enough.clamp(64, PROCESSOR_TOKENS)
    }

    /// Runs a batch once, and some heads over it.
    ///
    /// # Errors
    /// What the device says.
    pub async fn run(&mut self, batch: &Batch, heads: &[usize]) -> Result<Vec<Output>, Error> {
        self.device.encode(batch, heads).await
    }

    /// The pack's golden texts that the tokenizer cuts into other tokens than the pack says.
    pub fn misread(&self) -> Vec<&str> {
        let texts = self.golden.iter();
        let misread = texts.filter(|golden| self.segments(golden).is_none());
        misread.map(|golden| golden.text.as_str()).collect()
    }

    /// The segments of a golden text's tokens, if the tokenizer gives the tokens that the pack says.
    fn segments(&self, golden: &Golden) -> Option<Vec<u32>> {
        let encoded = self.tokenizer.encode(&golden.text, &self.own).ok()?;
        let window = encoded.windows.into_iter().next()?;
        (window.ids == golden.ids).then_some(window.segments)
    }

    /// Runs the pack's golden texts and compares.
    ///
    /// # Errors
    /// What the device says.
    pub async fn check(&mut self) -> Result<Checked, Error> {
        let mut worst = 1.0_f32;
        let mut misread = 0;
        let heads: Vec<usize> = (0..self.device.heads().len()).collect();
        for golden in &self.golden {
            let segments = self.segments(golden);
            misread += usize::from(segments.is_none());
            let segments = segments.unwrap_or_else(|| vec![0; golden.ids.len()]);
            let mut batch = Batch::default();
            batch.push(&golden.ids, &segments);
            let outputs = self.device.encode(&batch, &heads).await?;
            for (found, expected) in outputs.iter().zip(&golden.outputs) {
                let cosine = cosine(&found.values, expected);
                // A value that is not finite must not pass.
                worst = if cosine >= worst { worst } else { cosine };
            }
        }
        let lowest = match self.device.precision() {
            "f32" if !self.rounded => LOWEST_COSINE_F32,
            _ => LOWEST_COSINE,
        };
        Ok(Checked {
            texts: self.golden.len(),
            worst,
            passed: worst >= lowest,
            misread,
        })
    }

    /// Refuses a device whose results are not what the pack says of its golden texts.
    ///
    /// # Errors
    /// [`Error::GoldenTexts`], and what the device says.
    pub async fn trust(&mut self) -> Result<(), Error> {
        let checked = self.check().await?;
        if checked.passed {
            return Ok(());
        }
        let device = match &self.device {
            Device::Gpu(_, name) => name.clone(),
            device => device.kind().name().to_owned(),
        };
        Err(Error::GoldenTexts {
            device,
            cosine: checked.worst,
        })
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    if a.len() != b.len() {
        return f32::NAN;
    }
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum()
    };
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    if lengths == 0.0 {
        f32::NAN
    } else {
        (dot(a, b) / lengths) as f32
    }
}

/// A head that a job asks, with what it has answered.
struct Asked {
    head: Head,
    results: Results,
}

/// Texts on their way through heads, a batch at a time.
pub struct Job {
    plan: Plan,
    /// Of the heads, in the model.
    indices: Vec<usize>,
    /// As many; one at least.
    asked: Vec<Asked>,
    next: usize,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Batches that are done.
    pub done: usize,
    /// Batches in all.
    pub total: usize,
    /// Tokens of the batch that was run.
    pub tokens: usize,
    /// Texts that have their answer now.
    pub answered: Vec<u32>,
}

/// What a head says of a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Said {
    /// Of heads that embed.
    Vector {
        /// The vector.
        vector: Vec<f32>,
    },
    /// Of heads that classify.
    Label {
        /// The likeliest label.
        label: String,
        /// The probability of each label, in the order of the head's labels.
        scores: Vec<f32>,
    },
    /// Of heads that tag.
    Spans {
        /// Spans in the order of the text.
        spans: Vec<Span>,
    },
}

/// What several heads say of a text, by their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Heard {
    /// Spans of heads that mark them, in the order of the text.
    pub spans: BTreeMap<String, Vec<HeardSpan>>,
    /// Probabilities of heads that classify, in the order of their labels.
    pub scores: BTreeMap<String, Vec<f32>>,
}

/// A span, and what the head that judges such spans says of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeardSpan {
    /// The span.
    #[serde(flatten)]
    pub span: Span,
    /// Probabilities in the order of that head's labels; none where no such head was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<Vec<f32>>,
}

impl Job {
    /// What there is to do.
    pub fn counts(&self) -> Counts {
        self.plan.counts()
    }

    /// The batches.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The head that is asked; of several the first.
    pub fn head(&self) -> &Head {
        &self.asked[0].head
    }

    /// A head by its position among those that are asked.
    pub fn head_at(&self, head: usize) -> Option<&Head> {
        self.asked.get(head).map(|asked| &asked.head)
    }

    /// Whether all batches are done.
    pub fn is_done(&self) -> bool {
        self.first_left() >= self.plan.batches().len()
    }

    /// Whether a batch has come, for every head.
    pub fn has(&self, batch: usize) -> bool {
        self.asked.iter().all(|asked| asked.results.has(batch))
    }

    /// The first batch that has not come; as many as there are if all have.
    fn first_left(&self) -> usize {
        let batches = self.plan.batches().len();
        (self.next..batches)
            .find(|&batch| !self.has(batch))
            .unwrap_or(batches)
    }

    /// Runs the next batch; after the last one nothing more happens.
    ///
    /// # Errors
    /// What the device says; the batch is then run again at the next call.
    pub async fn step(&mut self, model: &mut Model) -> Result<Step, Error> {
        let total = self.plan.batches().len();
        self.next = self.first_left();
        let mut step = Step {
            done: self.next,
            total,
            tokens: 0,
            answered: Vec::new(),
        };
        let Some(batch) = self.plan.batches().get(self.next) else {
            return Ok(step);
        };
        let outputs = model.run(batch, &self.indices).await?;
        step.tokens = batch.tokens();
        step.answered = self.take(self.next, &outputs)?;
        self.next += 1;
        step.done = self.next;
        Ok(step)
    }

    /// Takes a batch's outputs that were run elsewhere, one for each head.
    ///
    /// # Errors
    /// Those of [`Results::put`], and [`Error::OutOfOrder`] if there are fewer outputs than heads.
    pub fn take(&mut self, batch: usize, outputs: &[Output]) -> Result<Vec<u32>, Error> {
        if outputs.len() < self.asked.len() {
            return Err(Error::OutOfOrder { what: "run" });
        }
        let mut answered = Vec::new();
        for (asked, output) in self.asked.iter_mut().zip(outputs) {
            answered = asked.results.put(&self.plan, batch, output)?;
        }
        Ok(answered.into_iter().map(|text| text as u32).collect())
    }

    /// The positions in the model of the heads that are asked.
    pub fn head_indices(&self) -> &[usize] {
        &self.indices
    }

    /// What the head, of several the first, says of a text; `None` if there is nothing to read in it or its batch has not run.
    pub fn said(&self, text: usize) -> Option<Said> {
        self.said_by(0, text)
    }

    /// What a head says of a text, by its position among those that are asked.
    pub fn said_by(&self, head: usize, text: usize) -> Option<Said> {
        let Asked { head, results } = self.asked.get(head)?;
        Some(match results.answer(&self.plan, text)? {
            Answer::Vector(vector) => Said::Vector {
                vector: vector.to_vec(),
            },
            Answer::Scores { label, scores } => Said::Label {
                label: head.labels.get(label).cloned().unwrap_or_default(),
                scores: scores.to_vec(),
            },
            Answer::Spans(spans) => Said::Spans { spans },
        })
    }

    /// What all heads but those that embed say of a text; `None` as of [`Job::said`].
    pub fn heard(&self, text: usize) -> Option<Heard> {
        let mut heard = Heard::default();
        for (at, asked) in self.asked.iter().enumerate() {
            match self.said_by(at, text)? {
                Said::Vector { .. } => {}
                Said::Label { scores, .. } => {
                    heard.scores.insert(asked.head.name.clone(), scores);
                }
                // It marks none of its own.
                Said::Spans { .. } if !asked.head.over.is_empty() => {}
                Said::Spans { spans } => {
                    let judges = self.asked.iter().find(|a| a.head.over == asked.head.name);
                    let spans = spans.into_iter().map(|span| HeardSpan {
                        judged: judges.and_then(|judge| {
                            let results = &judge.results;
                            results.over(&self.plan, text, span.start, span.end)
                        }),
                        span,
                    });
                    heard.spans.insert(asked.head.name.clone(), spans.collect());
                }
            }
        }
        Some(heard)
    }

    /// The vector of a text from the first head that embeds, if one was asked and the text has one.
    pub fn vector(&self, text: usize) -> Option<&[f32]> {
        let embeds = |asked: &&Asked| asked.head.task == Task::Embed;
        let asked = self.asked.iter().find(embeds)?;
        match asked.results.answer(&self.plan, text)? {
            Answer::Vector(vector) => Some(vector),
            _ => None,
        }
    }
}
