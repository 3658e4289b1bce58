//! Packs and model folders from the disk.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use encoder::pack::{Manifest, Precision};
use inference::{DeviceOptions, Error, FolderFiles, Kind, Model, Opening};

use crate::complain;

/// Bytes read at a time.
const PIECE: usize = 256 << 10;

/// The most bytes of a file that is read whole before anything of it is believed; vocabularies of half a million pieces have 20 MB.
const MOST_BYTES: u64 = 64 << 20;

/// Where a model is and what it runs on.
#[derive(Debug, clap::Args)]
pub(crate) struct Chosen {
    /// A pack (with `manifest.json`) or a Hugging Face folder (with `config.json`, `model.safetensors` and `tokenizer.json` or `vocab.txt`); by default models/zh-en, here or beside this program.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    #[command(flatten)]
    on: On,
}

/// What a model runs on.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct On {
    /// `cpu` is the reference on candle in 32-bit floats, `float` the same faster, `int8` fastest, `gpu` Vulkan, Metal or DX12; where a GPU fails or gives wrong results for a pack's golden texts, the processor goes on.
    #[arg(long, default_value = "int8", value_parser = ["cpu", "float", "int8", "gpu"])]
    device: String,
    /// Lets a GPU be one that computes on the processor.
    #[arg(long)]
    software: bool,
    /// What a GPU keeps weights as.
    #[arg(long, default_value = "f32", value_parser = ["f32", "f16", "int8"])]
    precision: String,
}

impl Chosen {
    /// A model in a folder that was chosen otherwise.
    pub(crate) fn at(pack: PathBuf, on: &On) -> Self {
        let on = on.clone();
        Self {
            pack: Some(pack),
            on,
        }
    }

    /// Opens the model.
    pub(crate) fn open(&self) -> Result<Model> {
        let options = DeviceOptions {
            kind: Kind::named(&self.on.device)?,
            software: self.on.software,
            precision: match self.on.precision.as_str() {
                "f16" => gpu::Precision::F16,
                "int8" => gpu::Precision::Int8,
                _ => gpu::Precision::F32,
            },
            sleep: None,
        };
        let Some(folder) = self.pack.clone().or_else(own_pack) else {
            bail!("there is no pack in {PACK}: name a model by --pack");
        };
        match options.kind {
            Kind::Gpu => on_gpu(&folder, options),
            _ => open(&folder, options),
        }
    }
}

/// Opens a model on a GPU that gives what its golden texts say, and on the processor where it does not.
fn on_gpu(folder: &Path, options: DeviceOptions) -> Result<Model> {
    let opened = open(folder, options).and_then(|mut model| {
        pollster::block_on(model.trust())?;
        Ok(model)
    });
    match opened {
        Ok(mut model) => {
            let folder = folder.to_owned();
            model.set_spare(Box::new(move |why: &Error| {
                let instead = on_processor(&folder, why);
                let told = |error: &anyhow::Error| complain(&format!("shoplens: {error:#}"));
                instead.inspect_err(told).ok()
            }));
            Ok(model)
        }
        Err(error) => match error.downcast_ref::<Error>() {
            Some(why) if why.is_of_gpu() => on_processor(folder, why),
            _ => Err(error),
        },
    }
}

/// Opens a model on the processor, in the precision of its weights, and says why.
fn on_processor(folder: &Path, why: &Error) -> Result<Model> {
    complain(&format!("shoplens: {why}: the processor goes on"));
    let manifest = optional(&folder.join("manifest.json"))?;
    let int8 = match manifest {
        Some(manifest) => Manifest::read(&manifest)?.precision == Precision::Int8,
        None => false,
    };
    let options = DeviceOptions {
        kind: if int8 { Kind::Int8 } else { Kind::Float },
        ..DeviceOptions::default()
    };
    open(folder, options)
}

/// Where the project's own pack lies, from its root.
pub(crate) const PACK: &str = "models/zh-en";

/// The project's pack, in the folder where this is called, or above the program.
pub(crate) fn own_pack() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let above = program.iter().flat_map(|path| path.ancestors().skip(1));
    let roots = std::iter::once(Path::new(".")).chain(above);
    roots
        .map(|root| root.join(PACK))
        .find(|folder| is_model(folder))
}

/// Whether a folder has a pack or a model.
pub(crate) fn is_model(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name).is_file();
    has("manifest.json") || has("config.json")
}

/// Opens a pack or a folder.
pub(crate) fn open(folder: &Path, options: DeviceOptions) -> Result<Model> {
    if !folder.is_dir() {
        bail!("{} is no folder", folder.display());
    }
    let is_pack = folder.join("manifest.json").is_file();
    let within = || format!("in {}", folder.display());
    if !is_pack && !folder.join("config.json").is_file() {
        bail!(
            "{} has neither manifest.json nor config.json",
            folder.display()
        );
    }
    pollster::block_on(async {
        let mut opening = match is_pack {
            true => pack(folder)?,
            false => self::folder(folder)?,
        };
        opening.begin(options).await?;
        let parts: Vec<String> = opening
            .parts()
            .iter()
            .map(|part| part.file.clone())
            .collect();
        if parts.is_empty() {
            push(&mut opening, &folder.join("model.safetensors")).await?;
        }
        for part in parts {
            push(&mut opening, &folder.join(part)).await?;
            opening.end_part()?;
        }
        anyhow::Ok(opening.finish().await?)
    })
    .with_context(within)
}

async fn push(opening: &mut Opening, path: &Path) -> Result<()> {
    let mut file = File::open(path).with_context(|| path.display().to_string())?;
    let mut piece = vec![0; PIECE];
    loop {
        let count = file
            .read(&mut piece)
            .with_context(|| path.display().to_string())?;
        if count == 0 {
            return Ok(());
        }
        opening.push(&piece[..count]).await?;
    }
}

fn pack(folder: &Path) -> Result<Opening> {
    let manifest = read(&folder.join("manifest.json"))?;
    let tokenizer = Manifest::read(&manifest)?.tokenizer.file;
    Ok(Opening::pack(&manifest, &read(&folder.join(tokenizer))?)?)
}

fn folder(folder: &Path) -> Result<Opening> {
    let (_, tokenizer) = tokenizer(folder)?;
    let config = read(&folder.join("config.json"))?;
    let tokenizer_config = optional(&folder.join("tokenizer_config.json"))?;
    let pooling = optional(&folder.join("1_Pooling/config.json"))?;
    let modules = optional(&folder.join("modules.json"))?;
    Ok(Opening::folder(FolderFiles {
        config: &config,
        tokenizer: &tokenizer,
        tokenizer_config: tokenizer_config.as_deref(),
        pooling: pooling.as_deref(),
        modules: modules.as_deref(),
    })?)
}

/// The tokenizer's file of a folder, and its name.
pub(crate) fn tokenizer(folder: &Path) -> Result<(&'static str, Vec<u8>)> {
    for name in ["tokenizer.json", "vocab.txt"] {
        if let Some(bytes) = optional(&folder.join(name))? {
            return Ok((name, bytes));
        }
    }
    bail!(
        "{} has neither tokenizer.json nor vocab.txt",
        folder.display()
    )
}

/// A small file's bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let shown = || path.display().to_string();
    let size = fs::metadata(path).with_context(shown)?.len();
    if size > MOST_BYTES {
        bail!(
            "{} has {size} bytes, and no such file has more than {MOST_BYTES}",
            path.display()
        );
    }
    fs::read(path).with_context(shown)
}

/// A file's bytes, if there is one.
pub(crate) fn optional(path: &Path) -> Result<Option<Vec<u8>>> {
    match path.is_file() {
        true => read(path).map(Some),
        false => Ok(None),
    }
}
