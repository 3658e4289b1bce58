//! A model's folder as Hugging Face writes it: what `config.json` says, and what the weights add to it.

use std::collections::BTreeMap;

use serde::Deserialize;
use text::{Head, Pooling, Task};

use crate::{Config, Error, HeadPlan, Listing, Plan};

/// What a folder's `config.json` says.
#[derive(Clone, Debug)]
pub struct Folder {
    config: Config,
    architecture: Option<String>,
    labels: BTreeMap<usize, String>,
    pooling: Pooling,
    normalise: bool,
}

/// The fields of `config.json` beside the shape.
#[derive(Deserialize)]
struct Described {
    model_type: Option<String>,
    #[serde(default)]
    architectures: Option<Vec<String>>,
    #[serde(default)]
    id2label: Option<BTreeMap<String, String>>,
    #[serde(default)]
    position_embedding_type: Option<String>,
}

/// The name of the head that gives sentence vectors.
pub const EMBED: &str = "embed";

impl Folder {
    /// Reads `config.json`.
    ///
    /// # Errors
    /// [`Error::NotJson`], [`Error::Architecture`] for anything but BERT, and [`Error::BadConfig`].
    pub fn read(config: &[u8]) -> Result<Self, Error> {
        let file = "config.json";
        let value: serde_json::Value = json(file, config)?;
        let described: Described = json(file, config)?;
        let architecture = described
            .architectures
            .unwrap_or_default()
            .into_iter()
            .next();
        // The type first: other architectures lack fields that would be asked for next.
        let known = match (&described.model_type, &architecture) {
            (Some(model_type), _) => model_type == "bert",
            (None, Some(architecture)) => architecture.starts_with("Bert"),
            (None, None) => value.get("hidden_size").is_some(),
        };
        if !known {
            let found = described.model_type.or(architecture);
            return Err(Error::Architecture {
                found: found.unwrap_or_else(|| "none".to_owned()),
            });
        }
        if let Some(kind) = described
            .position_embedding_type
            .filter(|kind| kind != "absolute")
        {
            return Err(Error::Architecture {
                found: format!("bert with {kind} positions"),
            });
        }
        let config: Config = json(file, config)?;
        config.check()?;
        let mut labels = BTreeMap::new();
        for (id, label) in described.id2label.unwrap_or_default() {
            let id = id.parse().map_err(|_| Error::BadConfig {
                field: "id2label",
                value: id,
                expected: "whole numbers as keys".to_owned(),
            })?;
            labels.insert(id, label);
        }
        Ok(Self {
            config,
            architecture,
            labels,
            pooling: Pooling::Mean,
            normalise: true,
        })
    }

    /// Chooses how sentence vectors are made; by default the mean, brought to length 1.
    pub fn set_pooling(&mut self, pooling: Pooling, normalise: bool) {
        self.pooling = pooling;
        self.normalise = normalise;
    }

    /// Reads `1_Pooling/config.json` of a sentence-transformers folder.
    ///
    /// # Errors
    /// [`Error::NotJson`], or [`Error::BadConfig`] for a pooling that is neither mean nor first token.
    pub fn read_pooling(&mut self, bytes: &[u8]) -> Result<(), Error> {
        #[derive(Deserialize)]
        struct Modes {
            #[serde(default)]
            pooling_mode_cls_token: bool,
            #[serde(default)]
            pooling_mode_mean_tokens: bool,
        }
        let modes: Modes = json("1_Pooling/config.json", bytes)?;
        self.pooling = match (modes.pooling_mode_mean_tokens, modes.pooling_mode_cls_token) {
            (true, false) => Pooling::Mean,
            (false, true) => Pooling::Cls,
            _ => {
                return Err(Error::BadConfig {
                    field: "pooling_mode",
                    value: "another".to_owned(),
                    expected: "pooling_mode_mean_tokens or pooling_mode_cls_token".to_owned(),
                });
            }
        };
        Ok(())
    }

    /// The shape of the model.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The model, now that its tensors are known: a head for sentence vectors, and the classifier's if it has one.
    ///
    /// # Errors
    /// [`Error::BadConfig`] when the labels do not fit the classifier.
    pub fn plan(&self, listing: &Listing) -> Result<Plan, Error> {
        let mut heads = vec![HeadPlan {
            head: Head {
                name: EMBED.to_owned(),
                task: Task::Embed,
                pooling: self.pooling,
                normalise: self.normalise,
                labels: Vec::new(),
            },
            outputs: None,
            pooler: false,
        }];
        let has_pooler = listing.shape("pooler.dense.weight").is_some();
        let mut pooler = false;
        if let Some(&[outputs, _]) = listing.shape("classifier.weight") {
            let architecture = self.architecture.as_deref().unwrap_or_default();
            // Without the architecture's name: only classifiers of whole texts keep the pooler.
            let tags = match architecture {
                "" => !has_pooler,
                name => name.contains("TokenClassification"),
            };
            let task = if tags { Task::Tag } else { Task::Classify };
            pooler = !tags && (has_pooler || architecture.contains("Sequence"));
            heads.push(HeadPlan {
                head: Head {
                    name: if tags { "tag" } else { "classify" }.to_owned(),
                    task,
                    pooling: Pooling::Cls,
                    normalise: false,
                    labels: self.labels(outputs)?,
                },
                outputs: Some(outputs),
                pooler,
            });
        }
        Ok(Plan {
            config: self.config.clone(),
            heads,
            pooler,
        })
    }

    fn labels(&self, outputs: usize) -> Result<Vec<String>, Error> {
        if let Some(last) = self.labels.keys().last().filter(|&&last| last >= outputs) {
            return Err(Error::BadConfig {
                field: "id2label",
                value: format!("a label {last}"),
                expected: format!(
                    "labels 0 to {}, as the classifier has",
                    outputs.saturating_sub(1)
                ),
            });
        }
        let label = |id: usize| self.labels.get(&id).cloned();
        Ok((0..outputs)
            .map(|id| label(id).unwrap_or_else(|| format!("LABEL_{id}")))
            .collect())
    }
}

/// Reads JSON, or says of which file and where it is none.
pub(crate) fn json<T: serde::de::DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::NotJson {
        file: file.to_owned(),
        problem: error.to_string(),
    })
}
