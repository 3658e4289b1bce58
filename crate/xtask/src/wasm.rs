//! The WebAssembly modules: target, build, bindings.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{optimise, project};

/// What the browser runs.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// One module that the page loads.
pub(crate) struct Module {
    /// The folder and file name under `www/pkg`.
    pub(crate) name: &'static str,
    package: &'static str,
    features: &'static [&'static str],
    /// Instructions beyond those of `.cargo/config.toml`.
    instructions: &'static [&'static str],
    /// The most bytes it may have after brotli, where the page's promise sets one.
    pub(crate) brotli_limit: Option<usize>,
}

/// Everything that `www/pkg` holds.
pub(crate) const MODULES: [Module; 7] = [
    Module {
        name: "web",
        package: "web",
        features: &[],
        instructions: &[],
        brotli_limit: Some(700_000),
    },
    Module {
        name: "canvas",
        package: "canvas",
        features: &[],
        instructions: &[],
        brotli_limit: Some(300_000),
    },
    Module {
        name: "export",
        package: "export",
        features: &[],
        instructions: &[],
        brotli_limit: None,
    },
    Module {
        name: "scenario",
        package: "scenario",
        features: &["web"],
        instructions: &[],
        brotli_limit: None,
    },
    Module {
        name: "parquet",
        package: "parquet-text",
        features: &["web"],
        instructions: &[],
        brotli_limit: None,
    },
    // One of these two is loaded, whichever the browser can run.
    Module {
        name: "model",
        package: "inference",
        features: &["web"],
        instructions: &[],
        brotli_limit: Some(1_100_000),
    },
    Module {
        name: "model_relaxed",
        package: "inference",
        features: &["web", "relaxed"],
        instructions: &["relaxed-simd"],
        brotli_limit: Some(1_100_000),
    },
];

/// The worker's module with grouped sums, which are measured beside other engines and are not on the page.
const GROUPING: Module = Module {
    name: "web_group",
    package: "web",
    features: &["group"],
    instructions: &[],
    brotli_limit: None,
};

impl Module {
    /// Where its files are generated.
    pub(crate) fn folder(&self) -> PathBuf {
        project::root().join("www/pkg").join(self.name)
    }

    /// The module itself, as the page loads it.
    pub(crate) fn wasm(&self) -> PathBuf {
        self.folder().join(format!("{}_bg.wasm", self.name))
    }
}

/// The packages behind the modules.
pub(crate) fn packages() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|module| module.package)
}

/// How much the compiler should try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Quick to build, slow and large to run.
    Dev,
    /// What people get.
    Release,
}

impl Effort {
    fn profile(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "wasm",
        }
    }
}

/// Builds every module and its bindings; what has not changed is left as it is.
///
/// # Errors
/// When the target cannot be had, or a build or the bindings fail.
pub(crate) fn build(effort: Effort) -> Result<()> {
    ensure_target()?;
    MODULES.iter().try_for_each(|module| make(module, effort))
}

/// Builds what measurements need beside the modules of the page.
///
/// # Errors
/// As [`build`].
pub(crate) fn build_for_bench() -> Result<()> {
    ensure_target()?;
    make(&GROUPING, Effort::Release)
}

fn make(module: &Module, effort: Effort) -> Result<()> {
    compile(module, effort)?;
    let built = project::target_dir()?.join(TARGET).join(effort.folder());
    let library = built.join(format!("{}.wasm", module.package.replace('-', "_")));
    bind(module, &library, effort).with_context(|| format!("bindings of {}", module.name))
}

/// Gets the standard library for the browser, when it is not there.
///
/// # Errors
/// When it is missing and rustup is too, or rustup fails.
pub(crate) fn ensure_target() -> Result<()> {
    let output = Command::new("rustc")
        .current_dir(project::root())
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .context("rustc is not on the search path: install Rust with rustup")?;
    if Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir() {
        return Ok(());
    }
    if project::find("rustup").is_none() {
        bail!(
            "the target {TARGET} is missing and so is rustup, which would fetch it.\n\
             Install rustup, or the {TARGET} standard library of this Rust with the system's packages."
        );
    }
    project::run(project::command("rustup").args(["target", "add", TARGET]))
}

fn compile(module: &Module, effort: Effort) -> Result<()> {
    let mut cargo = project::cargo();
    // With the crate type given here, because cargo leaves link-time optimisation out for a library
    // that is an rlib as well.
    cargo
        .args(["rustc", "--locked", "--lib", "--crate-type", "cdylib"])
        .args(["--target", TARGET, "--profile", effort.profile()])
        .args(["--package", module.package]);
    if !module.features.is_empty() {
        cargo.args(["--features", &module.features.join(",")]);
    }
    if let Some(flag) = short_paths() {
        let key = format!("target.{TARGET}.rustflags");
        cargo.args(["--config", &format!("{key}=[{flag:?}]")]);
    }
    if !module.instructions.is_empty() {
        // For this crate alone, in which what uses them is instantiated: the libraries need not be built twice.
        let enabled: Vec<String> = module
            .instructions
            .iter()
            .map(|name| format!("+{name}"))
            .collect();
        cargo.args(["--", "-C", &format!("target-feature={}", enabled.join(","))]);
    }
    // The variable would replace the flags in .cargo/config.toml, and with them SIMD.
    cargo.env_remove("RUSTFLAGS");
    project::run(&mut cargo)
}

/// A panic says in which file it happened; where this machine keeps the sources of libraries is nobody's business,
/// and would make the modules differ from machine to machine.
fn short_paths() -> Option<String> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => PathBuf::from(env::var_os("HOME")?).join(".cargo"),
    };
    let sources = fs::read_dir(home.join("registry/src")).ok()?;
    let folder = sources.filter_map(Result::ok).next()?.path();
    Some(format!("--remap-path-prefix={}=lib", folder.display()))
}

fn bind(module: &Module, library: &Path, effort: Effort) -> Result<()> {
    let bytes = fs::read(library).with_context(|| format!("{}", library.display()))?;
    let optimiser = match effort {
        Effort::Dev => None,
        Effort::Release => optimise::find(),
    };
    let stamp = stamp(&bytes, optimiser.as_ref());
    let folder = module.folder();
    let stamp_file = folder.join(".stamp");
    let done = fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp);
    if done && module.wasm().is_file() {
        return Ok(());
    }
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context(format!("{}", folder.display()));
        }
        _ => fs::create_dir_all(&folder)?,
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(module.name, bytes)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(effort == Effort::Release)
        .remove_producers_section(true);
    bindgen.generate(&folder)?;
    if let Some(optimiser) = &optimiser {
        optimiser.run(&module.wasm())?;
    }
    let size = fs::metadata(module.wasm())?.len();
    println!("  {}: {} kB", module.name, size / 1000);
    fs::write(stamp_file, stamp)?;
    Ok(())
}

fn stamp(bytes: &[u8], optimiser: Option<&optimise::Optimiser>) -> String {
    let how = optimiser.map_or_else(|| "none".to_owned(), optimise::Optimiser::describe);
    format!("{} {how}", hex(&Sha256::digest(bytes)))
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
