//! What the modules cost to load.

use std::fs;

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;

use crate::wasm::MODULES;

/// One module's size.
pub(crate) struct Size {
    name: &'static str,
    raw: usize,
    brotli: usize,
    limit: Option<usize>,
}

/// Reads and compresses every module as a host would, at brotli's best.
///
/// # Errors
/// When a module has not been built.
pub(crate) fn measure() -> Result<Vec<Size>> {
    MODULES
        .iter()
        .map(|module| {
            let file = module.wasm();
            let bytes = fs::read(&file).with_context(|| format!("{}", file.display()))?;
            Ok(Size {
                name: module.name,
                raw: bytes.len(),
                brotli: compressed(&bytes)?,
                limit: module.brotli_limit,
            })
        })
        .collect()
}

fn compressed(bytes: &[u8]) -> Result<usize> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out.len())
}

/// A line for each module.
pub(crate) fn show(sizes: &[Size]) {
    println!("module      raw kB  brotli kB   limit kB");
    for size in sizes {
        let limit = size.limit.map_or_else(|| "-".to_owned(), kilobytes);
        println!(
            "{:<9} {:>8} {:>10} {:>10}",
            size.name,
            kilobytes(size.raw),
            kilobytes(size.brotli),
            limit
        );
    }
}

/// # Errors
/// When a module is larger than promised.
pub(crate) fn check(sizes: &[Size]) -> Result<()> {
    for size in sizes {
        if let Some(limit) = size.limit
            && size.brotli > limit
        {
            bail!(
                "{} has {} kB after brotli, {} more than promised",
                size.name,
                kilobytes(size.brotli),
                kilobytes(size.brotli - limit)
            );
        }
    }
    Ok(())
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}
