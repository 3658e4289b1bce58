//! A model's folder as Hugging Face writes it: what `config.json` says, and what the weights add to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
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
    /// Empty for a model as Hugging Face writes it.
    heads: Vec<NamedHead>,
}

/// A head in the field `heads` of `config.json`: our own addition, for models with several.
///
/// Its weights are `heads.NAME.weight` `[outputs, hidden]` and `heads.NAME.bias`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NamedHead {
    /// Name, task, labels.
    #[serde(flatten)]
    pub head: Head,
    /// What people call the labels, by label without the prefixes of spans.
    #[serde(default)]
    pub names: BTreeMap<String, LabelNames>,
}

/// A label in the languages of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelNames {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
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
    #[serde(default)]
    heads: Vec<NamedHead>,
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
            heads: described.heads,
        })
    }

    /// What people call the labels of a head that `config.json` names.
    pub fn label_names(&self, head: &str) -> BTreeMap<String, LabelNames> {
        let found = self.heads.iter().find(|named| named.head.name == head);
        found.map(|named| named.names.clone()).unwrap_or_default()
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

    /// The model, now that its tensors are known: the heads that `config.json` names,
    /// or else a head for sentence vectors, and the classifier's if it has one.
    ///
    /// # Errors
    /// [`Error::BadConfig`] when the labels do not fit the classifier, [`Error::MissingTensor`] for a named head without weights.
    pub fn plan(&self, listing: &Listing) -> Result<Plan, Error> {
        if !self.heads.is_empty() {
            return self.named(listing);
        }
        let mut heads = vec![HeadPlan {
            head: Head {
                name: EMBED.to_owned(),
                task: Task::Embed,
                pooling: self.pooling,
                normalise: self.normalise,
                labels: Vec::new(),
                words: text::Words::default(),
                over: String::new(),
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
                    words: text::Words::default(),
                    over: String::new(),
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

    fn named(&self, listing: &Listing) -> Result<Plan, Error> {
        let mut heads = Vec::with_capacity(self.heads.len());
        for NamedHead { head, .. } in &self.heads {
            let tensor = format!("heads.{}.weight", head.name);
            let outputs = match listing.shape(&tensor) {
                Some(&[outputs, _]) => Some(outputs),
                Some(_) | None if head.task != Task::Embed => {
                    return Err(Error::MissingTensor { name: tensor });
                }
                _ => None,
            };
            let labels = head.labels.len();
            if head.task != Task::Embed && outputs != Some(labels) {
                return Err(Error::BadConfig {
                    field: "heads",
                    value: format!("{labels} labels of {}", head.name),
                    expected: format!("{} labels, as {tensor} has rows", outputs.unwrap_or(0)),
                });
            }
            heads.push(HeadPlan {
                head: head.clone(),
                outputs,
                pooler: false,
            });
        }
        Ok(Plan {
            config: self.config.clone(),
            heads,
            pooler: false,
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

#[cfg(test)]
mod tests {
    use safetensors::Dtype;
    use safetensors::tensor::{TensorView, serialize};

    use super::*;
    use crate::Loader;

    const CONFIG: &str = r#"{"model_type": "bert", "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 8, "vocab_size": 10, "max_position_embeddings": 16, "heads": [
        {"name": "titles", "task": "tag", "labels": ["O", "B-brand", "I-brand"],
         "names": {"brand": {"zh": "品牌", "en": "Brand"}}},
        {"name": "vector", "task": "embed", "pooling": "mean", "normalise": true}]}"#;

    /// The plan of a folder whose weights hold matrices of these names, four columns each.
    fn plan(folder: &Folder, heads: &[(&str, usize)]) -> Result<Plan, Error> {
        let zeros = [0; 4 * 4 * 8];
        let views = heads.iter().map(|&(name, rows)| {
            let bytes = &zeros[..rows * 16];
            (
                name.to_owned(),
                TensorView::new(Dtype::F32, vec![rows, 4], bytes).expect("a matrix"),
            )
        });
        let bytes = serialize(views, None).expect("a file");
        let mut loader = Loader::<crate::CpuBuilder<crate::Float>>::new();
        loader.push_header(&bytes).expect("a header");
        folder.plan(&loader.waits().expect("the whole header"))
    }

    #[test]
    fn heads_that_the_config_names() {
        let folder = Folder::read(CONFIG.as_bytes()).expect("a config");
        let both = [("heads.titles.weight", 3), ("heads.vector.weight", 2)];
        let plan_of_both = plan(&folder, &both).expect("a plan");
        let told: Vec<(&str, Task, Option<usize>)> = plan_of_both
            .heads
            .iter()
            .map(|head| (head.head.name.as_str(), head.head.task, head.outputs))
            .collect();
        assert_eq!(
            told,
            [
                ("titles", Task::Tag, Some(3)),
                ("vector", Task::Embed, Some(2))
            ]
        );
        assert_eq!(folder.label_names("titles")["brand"].zh, "品牌");
        assert!(folder.label_names("vector").is_empty());
        // Vectors may be hidden states as they are, labels need weights, a row each.
        let plain = plan(&folder, &both[..1]).expect("a plan");
        assert_eq!(plain.heads[1].outputs, None);
        assert!(matches!(
            plan(&folder, &both[1..]),
            Err(Error::MissingTensor { .. })
        ));
        let short = [("heads.titles.weight", 2), both[1]];
        assert!(matches!(
            plan(&folder, &short),
            Err(Error::BadConfig { field: "heads", .. })
        ));
    }
}
