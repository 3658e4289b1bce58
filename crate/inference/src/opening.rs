//! From the files of a pack or a folder to a model.

use encoder::pack::{File, Golden, Manifest, PackLoader, Precision};
use encoder::{Config, Folder, Loader, Plan};
use gpu::{Adapter, Choice, Settings};
use text::{EncodeOptions, Encoder as _, Normalisation, Tokenizer, VocabularyOptions};

use crate::device::DeviceBuilder;
use crate::{Device, Error, Kind, Model};

/// What is asked of a device.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeviceOptions {
    /// Which.
    pub kind: Kind,
    /// Whether a GPU that computes on the processor will do: for tests.
    pub software: bool,
    /// What a GPU keeps weights as.
    pub precision: gpu::Precision,
    /// Of a browser: a clock.
    pub sleep: Option<gpu::Sleep>,
}

/// The small files of a Hugging Face folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct FolderFiles<'a> {
    /// `config.json`.
    pub config: &'a [u8],
    /// `tokenizer.json` or `vocab.txt`.
    pub tokenizer: &'a [u8],
    /// `tokenizer_config.json`, if it is there.
    pub tokenizer_config: Option<&'a [u8]>,
    /// `1_Pooling/config.json`, if it is there.
    pub pooling: Option<&'a [u8]>,
    /// `modules.json`, if it is there.
    pub modules: Option<&'a [u8]>,
}

/// A model that is being opened.
pub struct Opening {
    tokenizer: Tokenizer,
    encode: EncodeOptions,
    source: Source,
    loading: Option<Loading>,
}

enum Source {
    Pack(Box<Manifest>),
    Folder(Box<Folder>),
}

enum Loading {
    Pack(Box<PackLoader<DeviceBuilder>>),
    /// The builder is made when the file's header is there, since only it tells the heads.
    Folder(Box<Loader<DeviceBuilder>>, DeviceOptions, Option<Adapter>),
}

impl Opening {
    /// Starts on a pack with its tokenizer's file, which is checked.
    ///
    /// # Errors
    /// Those of [`Manifest::read`], [`File::check`], [`Tokenizer::from_json`] and [`Tokenizer::check_windows`].
    pub fn pack(manifest: &[u8], tokenizer: &[u8]) -> Result<Self, Error> {
        let manifest = Manifest::read(manifest)?;
        manifest.tokenizer.check(tokenizer)?;
        Self::checked_pack(manifest, tokenizer)
    }

    /// The same where somebody else has computed the SHA-256 of the tokenizer's file.
    ///
    /// # Errors
    /// Those of [`Opening::pack`].
    pub fn hashed_pack(manifest: &[u8], tokenizer: &[u8], sha256: &[u8]) -> Result<Self, Error> {
        let manifest = Manifest::read(manifest)?;
        manifest.tokenizer.check_hashed(tokenizer, sha256)?;
        Self::checked_pack(manifest, tokenizer)
    }

    fn checked_pack(manifest: Manifest, tokenizer: &[u8]) -> Result<Self, Error> {
        let tokenizer = tokenizer_of(tokenizer, &manifest.vocabulary_options())?;
        let (prefix, normalise) = (&manifest.prefix, manifest.normalise);
        let encode = encode_options(&manifest.config, manifest.max_tokens, prefix, normalise);
        Self::new(tokenizer, encode, Source::Pack(Box::new(manifest)))
    }

    /// Refuses a tokenizer that does not fit the model.
    fn new(tokenizer: Tokenizer, encode: EncodeOptions, source: Source) -> Result<Self, Error> {
        let config = match &source {
            Source::Pack(manifest) => &manifest.config,
            Source::Folder(folder) => folder.config(),
        };
        tokenizer.check_fits(config.vocab_size)?;
        tokenizer.check_windows(&encode)?;
        Ok(Self {
            tokenizer,
            encode,
            source,
            loading: None,
        })
    }

    /// Starts on a Hugging Face folder.
    ///
    /// # Errors
    /// Those of [`Folder::read`], [`Folder::read_pooling`], [`Folder::read_modules`], [`Tokenizer::from_json`] and [`Tokenizer::check_windows`].
    pub fn folder(files: FolderFiles<'_>) -> Result<Self, Error> {
        let mut folder = Folder::read(files.config)?;
        if let Some(modules) = files.modules {
            folder.read_modules(modules)?;
        }
        if let Some(pooling) = files.pooling {
            folder.read_pooling(pooling)?;
        }
        let vocabulary = match files.tokenizer_config {
            Some(config) => VocabularyOptions::from_config(config)?,
            None => VocabularyOptions::default(),
        };
        let tokenizer = tokenizer_of(files.tokenizer, &vocabulary)?;
        // As the model's authors run it: nothing is done to texts that its tokenizer does not do.
        let encode = encode_options(folder.config(), usize::MAX, "", false);
        Self::new(tokenizer, encode, Source::Folder(Box::new(folder)))
    }

    /// The parts of a pack, in the order in which they are pushed; none of a folder, of which `model.safetensors` is pushed.
    pub fn parts(&self) -> &[File] {
        match &self.source {
            Source::Pack(manifest) => &manifest.parts,
            Source::Folder(_) => &[],
        }
    }

    /// Chooses the device; of a GPU, asks for it.
    ///
    /// # Errors
    /// [`Error::Gpu`] when there is none that will do.
    pub async fn begin(&mut self, options: DeviceOptions) -> Result<(), Error> {
        let adapter = match options.kind {
            Kind::Gpu => {
                let choice = if options.software {
                    Choice::Any
                } else {
                    Choice::HardwareOnly
                };
                Some(Adapter::request(choice).await?)
            }
            _ => None,
        };
        self.loading = Some(match &self.source {
            Source::Pack(manifest) => {
                let builder = build(manifest.plan(), &options, adapter.as_ref()).await?;
                Loading::Pack(Box::new(PackLoader::new(manifest, builder)))
            }
            Source::Folder(_) => Loading::Folder(Box::default(), options, adapter),
        });
        Ok(())
    }

    /// Takes the next bytes of the weights.
    ///
    /// # Errors
    /// Those of [`PackLoader::push`] and [`Loader::push`].
    pub async fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match (&mut self.loading, &self.source) {
            (Some(Loading::Pack(loader)), _) => loader.push(bytes),
            (Some(Loading::Folder(loader, options, adapter)), Source::Folder(folder)) => {
                let rest = loader.push_header(bytes)?;
                if let Some(listing) = loader.waits() {
                    let plan = folder.plan(&listing)?;
                    let builder = build(plan.clone(), options, adapter.as_ref()).await?;
                    loader.begin(plan, builder)?;
                }
                loader.push_tensors(rest)
            }
            _ => Err(Error::OutOfOrder { what: "push" }),
        }
    }

    /// Takes the SHA-256 of a pack's next part, which somebody else has computed, before its first bytes.
    ///
    /// # Errors
    /// Those of [`PackLoader::hashed`].
    pub fn hashed_part(&mut self, sha256: &[u8]) -> Result<(), Error> {
        match &mut self.loading {
            Some(Loading::Pack(loader)) => loader.hashed(sha256),
            _ => Ok(()),
        }
    }

    /// Ends a part of a pack.
    ///
    /// # Errors
    /// Those of [`PackLoader::end_part`].
    pub fn end_part(&mut self) -> Result<(), Error> {
        match &mut self.loading {
            Some(Loading::Pack(loader)) => loader.end_part(),
            _ => Ok(()),
        }
    }

    /// Ends; a GPU is warmed up.
    ///
    /// # Errors
    /// Those of [`PackLoader::finish`] and [`Loader::finish`], and those of a GPU.
    pub async fn finish(self) -> Result<Model, Error> {
        let (_, mut device) = match self.loading {
            Some(Loading::Pack(loader)) => loader.finish()?,
            Some(Loading::Folder(loader, ..)) => loader.finish()?,
            None => return Err(Error::OutOfOrder { what: "finish" }),
        };
        if let Device::Gpu(gpu, _) = &mut device {
            gpu.warm_up().await?;
        }
        let rounded = match &self.source {
            Source::Pack(manifest) => manifest.precision == Precision::Int8,
            Source::Folder(_) => false,
        };
        let passage = match &self.source {
            Source::Pack(manifest) => manifest.passage,
            Source::Folder(_) => 0,
        };
        let (about, golden) = match self.source {
            Source::Pack(manifest) => {
                let manifest = *manifest;
                let heads = manifest.heads.into_iter();
                let about = crate::About {
                    name: manifest.name,
                    version: manifest.version,
                    languages: manifest.languages,
                    licence: manifest.licence,
                    names: heads.map(|h| (h.head.name, h.names)).collect(),
                };
                (about, manifest.golden)
            }
            Source::Folder(folder) => (
                crate::About {
                    names: {
                        let heads = device.heads().iter();
                        let names = |head: &text::Head| folder.label_names(&head.name);
                        heads.map(|head| (head.name.clone(), names(head))).collect()
                    },
                    ..crate::About::default()
                },
                Vec::<Golden>::new(),
            ),
        };
        let model = Model::new(self.tokenizer, device, self.encode, about, golden, rounded);
        Ok(model.with_passages(passage))
    }
}

/// How a model reads texts: in windows of as many tokens as it has positions at most.
fn encode_options(
    config: &Config,
    max_tokens: usize,
    prefix: &str,
    normalise: bool,
) -> EncodeOptions {
    let options = EncodeOptions {
        normalisation: match normalise {
            true => Normalisation::Merchant,
            false => Normalisation::Raw,
        },
        prefix: prefix.to_owned(),
        ..EncodeOptions::default()
    };
    options.with_windows(max_tokens.min(config.max_position_embeddings))
}

async fn build(
    plan: Plan,
    options: &DeviceOptions,
    adapter: Option<&Adapter>,
) -> Result<DeviceBuilder, Error> {
    if let Some(adapter) = adapter {
        let settings = Settings {
            precision: options.precision,
            sleep: options.sleep,
            ..Settings::default()
        };
        let builder = adapter.open(plan, settings).await?;
        return Ok(DeviceBuilder::Gpu(Box::new(builder), adapter.name.clone()));
    }
    DeviceBuilder::processor(options.kind, plan).ok_or(Error::OutOfOrder { what: "gpu" })
}

/// `tokenizer.json` is JSON, `vocab.txt` is not.
fn tokenizer_of(bytes: &[u8], options: &VocabularyOptions) -> Result<Tokenizer, Error> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(match first {
        Some(b'{') => Tokenizer::from_json(bytes)?,
        _ => Tokenizer::from_vocabulary(bytes, options)?,
    })
}
