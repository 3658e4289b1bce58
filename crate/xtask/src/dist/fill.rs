//! What is written into the page and the service worker.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::{HASH_DIGITS, PAGE};
use crate::{headers, wasm};

/// The statements of the service worker that are filled in.
const VERSION: &str = "const VERSION = 'dev';";
const PRECACHE: &str = "const PRECACHE = [];";

/// Too large to be fetched before anybody asked for them: models, and the modules that run one.
const NOT_PRECACHED: [&str; 3] = ["models/", "www/pkg/model/", "www/pkg/model_relaxed/"];

/// The page with its policy inside, for hosts whose headers cannot be set.
pub(super) fn with_policy(page: &[u8]) -> Result<Vec<u8>> {
    let page = std::str::from_utf8(page).context("index.html is not UTF-8")?;
    let policy = headers::POLICY;
    if page.contains("Content-Security-Policy") {
        // Two policies are both enforced, so a page with its own would be held to what it left out here.
        if !page.contains(&format!("content=\"{policy}\"")) {
            bail!("index.html: its policy is not that of the headers: {policy}");
        }
        return Ok(page.as_bytes().to_vec());
    }
    // Before anything that loads, and after the encoding, which must come first.
    let place = page
        .find("<meta charset")
        .and_then(|start| Some(start + page[start..].find('>')? + 1))
        .context("index.html has no <meta charset=…>")?;
    let meta = format!("\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    Ok([&page[..place], &meta, &page[place..]]
        .concat()
        .into_bytes())
}

/// The service worker with its version and the list of what to keep.
pub(super) fn service_worker(worker: &[u8], files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let source = std::str::from_utf8(worker).context("service-worker.js is not UTF-8")?;
    for place in [VERSION, PRECACHE] {
        if source.matches(place).count() != 1 {
            bail!("service-worker.js must hold `{place}` once: `dist` fills it in");
        }
    }
    let mut hash = Sha256::new();
    hash.update(source);
    let mut kept = vec!["./".to_owned()];
    for (path, bytes) in files {
        hash.update(path);
        if path == PAGE {
            hash.update(bytes);
        } else if !NOT_PRECACHED.iter().any(|large| path.starts_with(large)) {
            kept.push(format!("./{path}"));
        }
    }
    let version = &wasm::hex(&hash.finalize())[..HASH_DIGITS];
    let list = serde_json::to_string_pretty(&kept)?;
    let source = source
        .replace(VERSION, &format!("const VERSION = '{version}';"))
        .replace(PRECACHE, &format!("const PRECACHE = {list};"));
    Ok(source.into_bytes())
}
