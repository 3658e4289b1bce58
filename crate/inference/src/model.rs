//! A model that answers.

use encoder::pack::Golden;
use serde::Serialize;
use text::{
    Answer, Batch, Counts, EncodeOptions, Encoder, Head, Output, Plan, PlanOptions, Planner,
    Results, Span, TagOptions, Tokenizer,
};

use crate::{Device, Error};

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
}

/// A tokenizer and a device with a model's weights.
pub struct Model {
    tokenizer: Tokenizer,
    device: Device,
    encode: EncodeOptions,
    about: About,
    golden: Vec<Golden>,
    /// Whether the weights were bytes before they came here, so that floats cannot give the golden outputs exactly.
    rounded: bool,
}

/// How well a device gave what the pack says of its golden texts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// How many texts there are.
    pub texts: usize,
    /// The lowest cosine of what it gave with what the pack says; 1 without texts.
    pub worst: f32,
    /// Whether it may be trusted.
    pub passed: bool,
}

/// The lowest cosine with the reference's outputs for a golden text; below it a device computes wrong.
const LOWEST_COSINE: f32 = 0.99;

/// The lowest in 32-bit floats.
const LOWEST_COSINE_F32: f32 = 0.9999;

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
            encode,
            about,
            golden,
            rounded,
        }
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

    /// Plans texts for a head. `priorities`: as many, or none; the lower, the earlier.
    ///
    /// # Errors
    /// [`Error::NoHead`], or what the tokenizer says.
    pub fn plan<T: AsRef<str>>(
        &self,
        texts: &[T],
        priorities: &[u32],
        head: &str,
    ) -> Result<Job, Error> {
        let index = self.head(head)?;
        let head = self.device.heads()[index].clone();
        let options = PlanOptions {
            encode: self.encode.clone(),
            ..PlanOptions::default()
        };
        let mut planner = Planner::new(&self.tokenizer, options);
        for (at, text) in texts.iter().enumerate() {
            planner.push(text.as_ref(), priorities.get(at).copied().unwrap_or(0))?;
        }
        let plan = planner.finish();
        let results = Results::new(&plan, &head, TagOptions::default())?;
        Ok(Job {
            plan,
            results,
            index,
            head,
            next: 0,
        })
    }

    /// Runs a batch for a head.
    ///
    /// # Errors
    /// What the device says.
    pub async fn run(&mut self, batch: &Batch, head: usize) -> Result<Output, Error> {
        let mut outputs = self.device.encode(batch, &[head]).await?;
        outputs.pop().ok_or(Error::OutOfOrder { what: "run" })
    }

    /// Runs the pack's golden texts and compares.
    ///
    /// # Errors
    /// What the device says.
    pub async fn check(&mut self) -> Result<Checked, Error> {
        let mut worst = 1.0_f32;
        let heads: Vec<usize> = (0..self.device.heads().len()).collect();
        for golden in &self.golden {
            let mut batch = Batch::default();
            batch.push(&golden.ids, &vec![0; golden.ids.len()]);
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

/// Texts on their way through a head, a batch at a time.
pub struct Job {
    plan: Plan,
    results: Results,
    index: usize,
    head: Head,
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

impl Job {
    /// What there is to do.
    pub fn counts(&self) -> Counts {
        self.plan.counts()
    }

    /// The batches.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The head that is asked.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Whether all batches are done.
    pub fn is_done(&self) -> bool {
        self.next >= self.plan.batches().len()
    }

    /// Runs the next batch; after the last one nothing more happens.
    ///
    /// # Errors
    /// What the device says; the batch is then run again at the next call.
    pub async fn step(&mut self, model: &mut Model) -> Result<Step, Error> {
        let total = self.plan.batches().len();
        let mut step = Step {
            done: self.next,
            total,
            tokens: 0,
            answered: Vec::new(),
        };
        let Some(batch) = self.plan.batches().get(self.next) else {
            return Ok(step);
        };
        let output = model.run(batch, self.index).await?;
        step.tokens = batch.tokens();
        step.answered = self.take(self.next, &output)?;
        self.next += 1;
        step.done = self.next;
        Ok(step)
    }

    /// Takes a batch's output that was run elsewhere.
    ///
    /// # Errors
    /// Those of [`Results::put`].
    pub fn take(&mut self, batch: usize, output: &Output) -> Result<Vec<u32>, Error> {
        let answered = self.results.put(&self.plan, batch, output)?;
        Ok(answered.into_iter().map(|text| text as u32).collect())
    }

    /// Which head outputs are asked of the encoder.
    pub fn head_index(&self) -> usize {
        self.index
    }

    /// The vector of a text, if it has one.
    pub fn vector(&self, text: usize) -> Option<&[f32]> {
        match self.results.answer(&self.plan, text)? {
            Answer::Vector(vector) => Some(vector),
            _ => None,
        }
    }

    /// What the head says of a text; `None` if there is nothing to read in it or its batch has not run.
    pub fn said(&self, text: usize) -> Option<Said> {
        Some(match self.results.answer(&self.plan, text)? {
            Answer::Vector(vector) => Said::Vector {
                vector: vector.to_vec(),
            },
            Answer::Scores { label, scores } => Said::Label {
                label: self.head.labels.get(label).cloned().unwrap_or_default(),
                scores: scores.to_vec(),
            },
            Answer::Spans(spans) => Said::Spans { spans },
        })
    }
}
