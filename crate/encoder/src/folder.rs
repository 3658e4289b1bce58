//! A model's folder as Hugging Face writes it: what `config.json` says, and what the weights add to it.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use text::{Head, Pooling, Task};

use crate::{Config, Error, HeadPlan, Listing, Plan};

/// What a folder's `config.json` says.
#[derive(Clone, Debug)]
pub struct Folder {
    config: Config,
    architecture: Option<String>,
    labels: BTreeMap<usize, String>,
    /// What the classifier's loss was, if `config.json` says.
    problem: Option<String>,
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
    problem_type: Option<String>,
    #[serde(default)]
    position_embedding_type: Option<String>,
    #[serde(default)]
    heads: Vec<NamedHead>,
}

/// The name of the head that gives sentence vectors.
pub const EMBED: &str = "embed";

const CONFIG: &str = "config.json";

impl Folder {
    /// Reads `config.json`.
    ///
    /// # Errors
    /// [`Error::NotJson`], [`Error::Architecture`] for anything but BERT, and [`Error::BadConfig`].
    pub fn read(config: &[u8]) -> Result<Self, Error> {
        let value: serde_json::Value = fields(CONFIG, config)?;
        let described: Described = fields(CONFIG, config)?;
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
        let config = Config::of(CONFIG, &value)?;
        config.check()?;
        let mut labels = BTreeMap::new();
        for (id, label) in described.id2label.unwrap_or_default() {
            let id = id
                .parse()
                .map_err(|_| wrong(CONFIG, "id2label", &id, "whole numbers as keys"))?;
            labels.insert(id, label);
        }
        Ok(Self {
            config,
            architecture,
            labels,
            problem: described.problem_type,
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
        let file = "1_Pooling/config.json";
        let modes: Modes = fields(file, bytes)?;
        self.pooling = match (modes.pooling_mode_mean_tokens, modes.pooling_mode_cls_token) {
            (true, false) => Pooling::Mean,
            (false, true) => Pooling::Cls,
            _ => {
                let expected = "pooling_mode_mean_tokens or pooling_mode_cls_token";
                return Err(wrong(file, "pooling_mode", "another", expected));
            }
        };
        Ok(())
    }

    /// Reads `modules.json` of a sentence-transformers folder: what stands between the last hidden state and a vector.
    ///
    /// # Errors
    /// [`Error::NotJson`], or [`Error::BadConfig`] for anything but pooling and bringing to length 1, such as a linear layer.
    pub fn read_modules(&mut self, bytes: &[u8]) -> Result<(), Error> {
        #[derive(Deserialize)]
        struct Module {
            #[serde(default)]
            path: String,
            #[serde(rename = "type")]
            kind: String,
        }
        let file = "modules.json";
        let modules: Vec<Module> = fields(file, bytes)?;
        for Module { path, kind } in modules {
            let name = kind.rsplit('.').next().unwrap_or_default();
            let known = match name {
                "Transformer" | "Normalize" => true,
                "Pooling" => path.trim_end_matches('/') == "1_Pooling",
                _ => false,
            };
            if !known {
                let found = match path.as_str() {
                    "" => name.to_owned(),
                    path => format!("{name} ({path})"),
                };
                let expected = "Transformer, Pooling (1_Pooling) and Normalize alone";
                return Err(wrong(file, "type", found, expected));
            }
        }
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
    /// [`Error::BadConfig`] when the labels do not fit the classifier or it gives no probabilities, [`Error::MissingTensor`] for a named head without weights.
    pub fn plan(&self, listing: &Listing) -> Result<Plan, Error> {
        let plan = match self.heads.is_empty() {
            true => self.unnamed(listing)?,
            false => self.named(listing)?,
        };
        plan.check_heads(CONFIG)?;
        Ok(plan)
    }

    fn unnamed(&self, listing: &Listing) -> Result<Plan, Error> {
        let mut heads = vec![HeadPlan {
            head: Head {
                name: EMBED.to_owned(),
                task: Task::Embed,
                pooling: self.pooling,
                normalise: self.normalise,
                labels: Vec::new(),
                independent: false,
                words: text::Words::default(),
                over: String::new(),
            },
            outputs: None,
            pooler: false,
        }];
        let has_pooler = listing.shape("pooler.dense.weight").is_some();
        let mut pooler = false;
        if let Some(&[outputs, width]) = listing.shape("classifier.weight") {
            if outputs == 0 {
                return Err(Error::WrongShape {
                    name: "classifier.weight".to_owned(),
                    found: vec![outputs, width],
                    expected: vec![self.labels.len().max(1), self.config.hidden_size],
                });
            }
            let architecture = self.architecture.as_deref().unwrap_or_default();
            // Without the architecture's name: only classifiers of whole texts keep the pooler.
            let tags = match architecture {
                "" => !has_pooler,
                name => name.contains("TokenClassification"),
            };
            let task = if tags { Task::Tag } else { Task::Classify };
            let independent = !tags && self.independent(outputs)?;
            pooler = !tags && (has_pooler || architecture.contains("Sequence"));
            heads.push(HeadPlan {
                head: Head {
                    name: if tags { "tag" } else { "classify" }.to_owned(),
                    task,
                    pooling: Pooling::Cls,
                    normalise: false,
                    labels: self.labels(outputs)?,
                    independent,
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
                let found = format!("{labels} labels of {}", head.name);
                let expected = format!("{} labels, as {tensor} has rows", outputs.unwrap_or(0));
                return Err(wrong(CONFIG, "heads", found, expected));
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

    /// Whether the classifier judges each label for itself.
    fn independent(&self, outputs: usize) -> Result<bool, Error> {
        match self.problem.as_deref() {
            None | Some("single_label_classification") => Ok(outputs == 1),
            Some("multi_label_classification") => Ok(true),
            // What a classifier of one output is called once it was trained, whatever it was trained on.
            Some("regression") if outputs == 1 => Ok(true),
            Some(other) => {
                let expected = "single_label_classification or multi_label_classification";
                Err(wrong(CONFIG, "problem_type", other, expected))
            }
        }
    }

    fn labels(&self, outputs: usize) -> Result<Vec<String>, Error> {
        if let Some(last) = self.labels.keys().last().filter(|&&last| last >= outputs) {
            let last_output = outputs.saturating_sub(1);
            let expected = format!("labels 0 to {last_output}, as the classifier has");
            return Err(wrong(
                CONFIG,
                "id2label",
                format!("a label {last}"),
                expected,
            ));
        }
        let label = |id: usize| self.labels.get(&id).cloned();
        Ok((0..outputs)
            .map(|id| label(id).unwrap_or_else(|| format!("LABEL_{id}")))
            .collect())
    }
}

/// What a field of a file is, and what it should be.
pub(crate) fn wrong(
    file: &'static str,
    field: &'static str,
    value: impl Display,
    expected: impl Into<String>,
) -> Error {
    Error::BadConfig {
        file,
        field: field.into(),
        value: value.to_string(),
        expected: expected.into(),
    }
}

/// Reads JSON of a certain shape; tells what is no JSON from what has another shape.
fn fields<T: serde::de::DeserializeOwned>(file: &'static str, bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| {
        let told = error.to_string();
        if error.classify() != Category::Data {
            return Error::NotJson {
                file: file.to_owned(),
                problem: told,
            };
        }
        let (line, column) = (error.line(), error.column());
        let place = format!(" at line {line} column {column}");
        let problem = told.strip_suffix(&place).unwrap_or(&told);
        let missing = problem.strip_prefix("missing field `");
        let (field, value, expected) = match missing {
            Some(name) => (name.trim_end_matches('`').to_owned(), "missing", "a value"),
            None => {
                let field = format!("line {line}, column {column}");
                let split = problem.split_once(", expected ");
                let (value, expected) = split.unwrap_or((problem, "another value"));
                (field, value, expected)
            }
        };
        Error::BadConfig {
            file,
            field: field.into(),
            value: value.to_owned(),
            expected: expected.to_owned(),
        }
    })
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
        assert_eq!(wrong_field(plan(&folder, &short)), "config.json: heads");
    }

    /// The file and the field that are told to be wrong.
    fn wrong_field<T: std::fmt::Debug>(read: Result<T, Error>) -> String {
        match read {
            Err(Error::BadConfig { file, field, .. }) => format!("{file}: {field}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn heads_that_cannot_be_are_refused() {
        let twice = CONFIG.replace("vector", "titles");
        let folder = Folder::read(twice.as_bytes()).expect("a config");
        let both = [("heads.titles.weight", 3)];
        assert_eq!(wrong_field(plan(&folder, &both)), "config.json: heads");
        let folder = Folder::read(CONFIG.as_bytes()).expect("a config");
        let none = [("heads.titles.weight", 3), ("heads.vector.weight", 0)];
        assert_eq!(wrong_field(plan(&folder, &none)), "config.json: outputs");
        let many: Vec<String> = (0..1025).map(|label| format!("\"B-{label}\"")).collect();
        let many = CONFIG.replace(r#""O", "B-brand", "I-brand""#, &many.join(", "));
        let folder = Folder::read(many.as_bytes()).expect("a config");
        let zeros = vec![0; 1025 * 16];
        let view = TensorView::new(Dtype::F32, vec![1025, 4], &zeros).expect("a matrix");
        let bytes = serialize([("heads.titles.weight", view)], None).expect("a file");
        let mut loader = Loader::<crate::CpuBuilder<crate::Float>>::new();
        loader.push_header(&bytes).expect("a header");
        let told = folder.plan(&loader.waits().expect("the whole header"));
        assert_eq!(wrong_field(told), "config.json: labels");
    }

    #[test]
    fn classifiers_say_how_their_labels_are_judged() {
        let plain = CONFIG.replace("\"heads\"", "\"others\"");
        let classifier = |problem: &str, outputs| {
            let config = plain.replacen('{', &format!("{{{problem}"), 1);
            let folder = Folder::read(config.as_bytes()).expect("a config");
            plan(
                &folder,
                &[("classifier.weight", outputs), ("pooler.dense.weight", 4)],
            )
        };
        let independent = |problem: &str, outputs| {
            let plan = classifier(problem, outputs).expect("a plan");
            assert_eq!(plan.heads[1].head.task, Task::Classify);
            plan.heads[1].head.independent
        };
        let multi = "\"problem_type\": \"multi_label_classification\", ";
        let single = "\"problem_type\": \"single_label_classification\", ";
        let regression = "\"problem_type\": \"regression\", ";
        assert!(!independent("", 3) && !independent(single, 3) && independent(multi, 3));
        assert!(independent("", 1) && independent(regression, 1));
        let told = classifier(regression, 3);
        assert_eq!(wrong_field(told), "config.json: problem_type");
        // None at all is no classifier.
        assert!(matches!(
            classifier("", 0),
            Err(Error::WrongShape { name, .. }) if name == "classifier.weight"
        ));
    }

    #[test]
    fn what_stands_behind_the_model_is_told() {
        let mut folder = Folder::read(CONFIG.as_bytes()).expect("a config");
        let module = |number: usize, path: &str, kind: &str| {
            format!(
                r#"{{"idx": {number}, "name": "{number}", "path": "{path}", "type": "sentence_transformers.models.{kind}"}}"#
            )
        };
        let plain = [
            module(0, "", "Transformer"),
            module(1, "1_Pooling", "Pooling"),
            module(2, "2_Normalize", "Normalize"),
        ];
        let read = |folder: &mut Folder, modules: &[String]| {
            folder.read_modules(format!("[{}]", modules.join(", ")).as_bytes())
        };
        assert!(read(&mut folder, &plain).is_ok());
        for (path, kind) in [("2_Dense", "Dense"), ("3_Pooling", "Pooling")] {
            let more = [&plain[..2], &[module(2, path, kind)][..]].concat();
            let error = read(&mut folder, &more).expect_err("more than is read");
            assert_eq!(
                error.to_string(),
                format!(
                    "modules.json: type is {kind} ({path}), expected Transformer, Pooling (1_Pooling) and Normalize alone"
                )
            );
        }
        let told = folder.read_modules(br#"[{"path": "1_Pooling"}]"#);
        assert_eq!(wrong_field(told), "modules.json: type");
        assert!(matches!(
            folder.read_modules(b"["),
            Err(Error::NotJson { file, .. }) if file == "modules.json"
        ));
    }

    #[test]
    fn files_are_named_with_what_is_wrong_in_them() {
        let mut folder = Folder::read(CONFIG.as_bytes()).expect("a config");
        let told = folder.read_pooling(br#"{"pooling_mode_max_tokens": true}"#);
        assert_eq!(wrong_field(told), "1_Pooling/config.json: pooling_mode");
        let error = folder.read_pooling(br#"{"pooling_mode_cls_token": 1}"#);
        let told = error.expect_err("no truth value").to_string();
        assert!(
            told.starts_with("1_Pooling/config.json: line 1, column "),
            "{told}"
        );
        assert!(
            told.ends_with(" is invalid type: integer `1`, expected a boolean"),
            "{told}"
        );
        let silu = CONFIG.replacen('{', "{\"hidden_act\": \"silu\", ", 1);
        let error = Folder::read(silu.as_bytes()).expect_err("another activation");
        assert!(
            error
                .to_string()
                .starts_with("config.json: hidden_act is silu, expected one of"),
            "{error}"
        );
    }
}
