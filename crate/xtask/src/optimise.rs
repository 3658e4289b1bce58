//! The optional pass of wasm-opt, from the npm package `binaryen`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::project;

/// The target's features (.cargo/config.toml), and what wasm-bindgen and the compiler add to them.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-relaxed-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// What is done. LLVM has optimised already; most passes make the module smaller raw and larger after brotli, and so does
/// cutting the data at its zeros. Those after the first two take 1 kB from `web` and 12 from `scenario`, most of it by finding
/// functions that are the same once more and by numbering locals in the order of their use.
const PASSES: [&str; 9] = [
    "-O1",
    "--skip-pass=memory-packing",
    "--optimize-instructions",
    "--rse",
    "--vacuum",
    "--duplicate-function-elimination",
    "--reorder-locals",
    "--duplicate-function-elimination",
    "--reorder-locals",
];

/// A second turn: constants go into the offsets of loads and stores. The stack lies at the start of memory and grows down, so
/// that nothing is ever kept in its first bytes, and memory begins as zeros. Two kB less of `web` after brotli.
const AGAIN: [&str; 6] = [
    "--low-memory-unused",
    "--optimize-added-constants",
    "--zero-filled-memory",
    "--optimize-instructions",
    "--vacuum",
    "--reorder-locals",
];

/// wasm-opt, found.
pub(crate) struct Optimiser {
    script: PathBuf,
    version: String,
}

/// Looks for it among the installed packages; without it the modules are a few per cent larger.
pub(crate) fn find() -> Option<Optimiser> {
    let package = project::root().join("node_modules/binaryen");
    let script = package.join("bin/wasm-opt");
    project::find("node")?;
    let manifest = fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    let version = manifest.get("version")?.as_str()?.to_owned();
    script.is_file().then_some(Optimiser { script, version })
}

impl Optimiser {
    /// What a file was optimised with.
    pub(crate) fn describe(&self) -> String {
        format!(
            "wasm-opt {} {} {} {}",
            self.version,
            PASSES.join(" "),
            AGAIN.join(" "),
            FEATURES.join(" ")
        )
    }

    /// Optimises a module in place.
    ///
    /// # Errors
    /// When wasm-opt fails, or the file cannot be replaced.
    pub(crate) fn run(&self, module: &Path) -> Result<()> {
        for passes in [PASSES.as_slice(), AGAIN.as_slice()] {
            let smaller = module.with_extension("opt");
            let mut node = project::command("node");
            node.arg(&self.script)
                .args(FEATURES)
                .args(passes)
                .arg(module)
                .arg("-o")
                .arg(&smaller);
            project::run(&mut node)?;
            fs::rename(&smaller, module).with_context(|| format!("{}", module.display()))?;
        }
        Ok(())
    }
}
