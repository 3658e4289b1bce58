//! Packs: a model made ready for the page, in parts that any static host takes.
//!
//! A pack is `manifest.json`, a tokenizer and parts. The parts, one behind the other, are a safetensors file;
//! int8 tensors stand beside their scales, `NAME.scale`, and, from format 2 on, beside factors for their inputs, `NAME.factor`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use text::{Head, VocabularyOptions};

use crate::folder::{LabelNames, json, wrong};
use crate::{Build, Config, Error, HeadPlan, Loader, Plan};

/// The newest version of packs that this code reads, and the one that it writes where there are factors.
///
/// Who takes no notice of factors computes something else, so packs with them are not for older readers.
pub const FORMAT: u32 = 2;

/// The version that it writes without factors.
pub const FORMAT_WITHOUT_FACTORS: u32 = 1;

/// Bytes of a part of new packs: a browser holds two parts and its own copy of one while it hashes, so that four times as much was
/// twenty megabytes more; half as much would only be more files. Readers take parts of any size, static hosts none of 25 MB.
pub const PART_BYTES: usize = 2 * 1024 * 1024;

const MANIFEST: &str = "manifest.json";

/// How a pack's large matrices are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// 8 bits and a scale for each output.
    #[default]
    Int8,
    /// 16-bit floats.
    F16,
    /// 32-bit floats.
    F32,
}

/// `manifest.json` of a pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`].
    pub format: u32,
    /// What the pack is called.
    pub name: String,
    /// Changes when the numbers do; results are cached by it.
    pub version: String,
    /// Languages it reads, as BCP 47 codes.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The licence of the weights, as an SPDX expression.
    #[serde(default)]
    pub licence: String,
    /// Where the weights are from.
    #[serde(default)]
    pub source: String,
    /// The shape of the model.
    pub config: Config,
    /// How its large matrices are stored.
    pub precision: Precision,
    /// The most tokens a text may have; longer ones are read in windows.
    pub max_tokens: usize,
    /// Tokens of a passage in which heads that tag read a longer text, cut at the ends of sentences; 0: they read it as other heads do.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub passage: usize,
    /// What is put before each text.
    #[serde(default)]
    pub prefix: String,
    /// Whether texts are cleaned up as merchants' texts need it, before they are cut into tokens.
    #[serde(default)]
    pub normalise: bool,
    /// Whether texts are lowercased, for a tokenizer that is a `vocab.txt`: in packs without `vocabulary`.
    #[serde(default)]
    pub lowercase: bool,
    /// How a tokenizer that is a `vocab.txt` is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<VocabularyOptions>,
    /// The tokenizer, `tokenizer.json` or `vocab.txt`.
    pub tokenizer: File,
    /// The heads.
    pub heads: Vec<PackHead>,
    /// The weights.
    pub parts: Vec<File>,
    /// Texts with what the reference gave for them.
    #[serde(default)]
    pub golden: Vec<Golden>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name, in the manifest's folder.
    pub file: String,
    /// Its size.
    pub bytes: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A head of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackHead {
    /// Name, task, labels.
    #[serde(flatten)]
    pub head: Head,
    /// Outputs of its linear layer; none for a head that gives hidden states as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outputs: Option<usize>,
    /// Whether BERT's pooler stands before it.
    #[serde(default)]
    pub pooler: bool,
    /// What people call the labels, by label without the prefixes of spans.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, LabelNames>,
}

/// A text with what the reference gave for it in 32-bit floats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Golden {
    /// The text.
    pub text: String,
    /// Its token ids, prefix and special tokens among them.
    pub ids: Vec<u32>,
    /// For each head, its outputs: a vector, or logits.
    pub outputs: Vec<Vec<f32>>,
}

impl File {
    /// Describes a file.
    pub fn of(file: &str, bytes: &[u8]) -> Self {
        Self {
            file: file.to_owned(),
            bytes: bytes.len(),
            sha256: hex(&Sha256::digest(bytes)),
        }
    }

    /// Refuses bytes that are not this file's.
    ///
    /// # Errors
    /// [`Error::WrongSize`] or [`Error::WrongHash`].
    pub fn check(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut check = Check::default();
        check.push(self, bytes)?;
        check.end(self)
    }

    /// The same where somebody else has computed the SHA-256 of these bytes: a browser does it many times faster.
    ///
    /// # Errors
    /// [`Error::WrongSize`] or [`Error::WrongHash`].
    pub fn check_hashed(&self, bytes: &[u8], sha256: &[u8]) -> Result<(), Error> {
        let mut check = Check::hashed(self, sha256)?;
        check.push(self, bytes)?;
        check.end(self)
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |d: u8| char::from(b"0123456789abcdef"[usize::from(d)]);
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(b & 15)])
        .collect()
}

impl Manifest {
    /// Reads `manifest.json`.
    ///
    /// # Errors
    /// [`Error::NewerPack`], [`Error::NotJson`] or [`Error::BadConfig`].
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let file = MANIFEST;
        // The version first: a newer manifest may differ in everything else.
        let Version { format } = json(file, bytes)?;
        if format > FORMAT {
            return Err(Error::NewerPack {
                format,
                known: FORMAT,
            });
        }
        let manifest: Self = json(file, bytes)?;
        manifest.config.check_in(file)?;
        let names = std::iter::once(&manifest.tokenizer).chain(&manifest.parts);
        for File { file, .. } in names {
            let plain = !file.is_empty()
                && file
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
                && !file.starts_with('.');
            if !plain {
                return Err(wrong(MANIFEST, "file", file, "a plain file name"));
            }
        }
        manifest.plan().check_heads(MANIFEST)?;
        Ok(manifest)
    }

    /// How a tokenizer that is a `vocab.txt` is used.
    pub fn vocabulary_options(&self) -> VocabularyOptions {
        let lowercase = self.lowercase;
        let of_old_packs = VocabularyOptions {
            lowercase,
            ..VocabularyOptions::default()
        };
        self.vocabulary.clone().unwrap_or(of_old_packs)
    }

    /// Bytes of the weights.
    pub fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.bytes).sum()
    }

    /// The model that it describes.
    pub fn plan(&self) -> Plan {
        let heads: Vec<HeadPlan> = self
            .heads
            .iter()
            .map(|head| HeadPlan {
                head: head.head.clone(),
                outputs: head.outputs,
                pooler: head.pooler,
            })
            .collect();
        Plan {
            config: self.config.clone(),
            pooler: heads.iter().any(|head| head.pooler),
            heads,
        }
    }
}

/// Compares bytes with what the manifest says of a file.
struct Check {
    /// `None` where the hash was compared already.
    hash: Option<Sha256>,
    bytes: usize,
}

impl Default for Check {
    fn default() -> Self {
        Self {
            hash: Some(Sha256::new()),
            bytes: 0,
        }
    }
}

impl Check {
    /// Of bytes whose hash is known before they come.
    fn hashed(file: &File, sha256: &[u8]) -> Result<Self, Error> {
        if hex(sha256) != file.sha256 {
            return Err(Error::WrongHash {
                file: file.file.clone(),
            });
        }
        Ok(Self {
            hash: None,
            bytes: 0,
        })
    }

    fn push(&mut self, file: &File, bytes: &[u8]) -> Result<(), Error> {
        self.bytes += bytes.len();
        if self.bytes > file.bytes {
            return Err(Error::WrongSize {
                file: file.file.clone(),
                expected: file.bytes,
                found: self.bytes,
            });
        }
        if let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
        Ok(())
    }

    fn end(self, file: &File) -> Result<(), Error> {
        if self.bytes != file.bytes {
            return Err(Error::WrongSize {
                file: file.file.clone(),
                expected: file.bytes,
                found: self.bytes,
            });
        }
        let found = self.hash.map(|hash| hex(&hash.finalize()));
        match found {
            Some(found) if found != file.sha256 => Err(Error::WrongHash {
                file: file.file.clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// Takes a pack's parts in pieces, checks them and fills an encoder, which is given out only when all parts are right.
pub struct PackLoader<B> {
    parts: Vec<File>,
    part: usize,
    check: Check,
    plan: Plan,
    builder: Option<B>,
    loader: Loader<B>,
}

impl<B: Build> PackLoader<B> {
    /// Starts on a pack.
    pub fn new(manifest: &Manifest, builder: B) -> Self {
        Self {
            parts: manifest.parts.clone(),
            part: 0,
            check: Check::default(),
            plan: manifest.plan(),
            builder: Some(builder),
            loader: Loader::new(),
        }
    }

    /// Takes the SHA-256 of the current part, which somebody else has computed, before its first bytes; it is compared at once,
    /// and not computed again.
    ///
    /// # Errors
    /// [`Error::WrongHash`].
    pub fn hashed(&mut self, sha256: &[u8]) -> Result<(), B::Error> {
        if let Some(part) = self.parts.get(self.part).filter(|_| self.check.bytes == 0) {
            self.check = Check::hashed(part, sha256)?;
        }
        Ok(())
    }

    /// Takes the next bytes of the current part.
    ///
    /// # Errors
    /// [`Error::WrongSize`] when the part is too long, and those of [`Loader::begin`] and [`Loader::push_tensors`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), B::Error> {
        let Some(part) = self.parts.get(self.part) else {
            return Err(Error::WrongSize {
                file: "weights".to_owned(),
                expected: 0,
                found: bytes.len(),
            }
            .into());
        };
        self.check.push(part, bytes)?;
        let rest = self.loader.push_header(bytes)?;
        if self.loader.waits().is_some() {
            let builder = self.builder.take().ok_or_else(|| Error::CorruptWeights {
                what: "two headers".to_owned(),
            })?;
            self.loader.begin(self.plan.clone(), builder)?;
        }
        self.loader.push_tensors(rest)
    }

    /// Ends the current part.
    ///
    /// # Errors
    /// [`Error::WrongSize`] or [`Error::WrongHash`].
    pub fn end_part(&mut self) -> Result<(), B::Error> {
        if let Some(part) = self.parts.get(self.part) {
            std::mem::take(&mut self.check).end(part)?;
            self.part += 1;
        }
        Ok(())
    }

    /// Ends.
    ///
    /// # Errors
    /// [`Error::MissingPart`] and those of [`Loader::finish`].
    pub fn finish(self) -> Result<(Plan, B::Encoder), B::Error> {
        if let Some(part) = self.parts.get(self.part) {
            return Err(Error::MissingPart {
                file: part.file.clone(),
            }
            .into());
        }
        self.loader.finish()
    }
}
