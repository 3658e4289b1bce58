//! The site as a folder for any static host.
//!
//! Everything that `index.html` and the service worker lead to is copied, under a name that holds a
//! hash of its content and of all that it leads to itself, so that a host and a browser may keep
//! each file for ever and never mix two versions. A name changes in its last step only, so that
//! references work under any path. A reference to a folder (`new URL('./samples/', …)`) takes the
//! files in it along as they are, under a folder that is renamed instead.

mod fill;
mod gather;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::references::Reference;
use crate::{site, wasm};

/// Hexadecimal digits of the hash in a file's name.
pub(crate) const HASH_DIGITS: usize = 10;

const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "service-worker.js";

/// A file, or a folder, whose path ends in `/`.
struct Member {
    /// Empty for a folder.
    bytes: Vec<u8>,
    /// A folder's files by their path in it.
    inside: BTreeMap<String, Vec<u8>>,
    /// Each reference with the path of the site that it means.
    references: Vec<(Reference, String)>,
}

/// The site's files by path, before they are renamed.
pub(crate) struct Site {
    members: BTreeMap<String, Member>,
}

impl Site {
    /// Follows every reference from the page and the service worker.
    ///
    /// # Errors
    /// When a file is missing, or a reference cannot be followed; the place is in the message.
    pub(crate) fn gather(root: &Path) -> Result<Self> {
        let mut members = BTreeMap::new();
        let mut waiting = vec![PAGE.to_owned()];
        if site::source(root, SERVICE_WORKER).is_some_and(|file| file.is_file()) {
            waiting.push(SERVICE_WORKER.to_owned());
        }
        while let Some(path) = waiting.pop() {
            if members.contains_key(&path) {
                continue;
            }
            let member = if path.ends_with('/') {
                gather::read_folder(root, &path)?
            } else {
                gather::read(root, &path)?
            };
            waiting.extend(member.references.iter().map(|(_, target)| target.clone()));
            members.insert(path, member);
        }
        Ok(Self { members })
    }

    /// The files as they are published, by their new paths.
    ///
    /// # Errors
    /// When the service worker has no place for its list, or the page none for its policy.
    pub(crate) fn publish(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let paths = self.members.keys();
        let names: BTreeMap<&str, String> = paths
            .map(|path| (path.as_str(), self.published_name(path)))
            .collect();
        let mut files = BTreeMap::new();
        for (path, member) in &self.members {
            let name = &names[path.as_str()];
            if path.ends_with('/') {
                let inside = member.inside.iter();
                files.extend(inside.map(|(path, bytes)| (format!("{name}{path}"), bytes.clone())));
                continue;
            }
            let mut bytes = rewrite(member, &names)
                .with_context(|| format!("{path}: rewriting its references"))?;
            if path == PAGE {
                bytes = fill::with_policy(&bytes)?;
            }
            files.insert(name.clone(), bytes);
        }
        if let Some(worker) = files.remove(SERVICE_WORKER) {
            let filled = fill::service_worker(&worker, &files)?;
            files.insert(SERVICE_WORKER.to_owned(), filled);
        }
        Ok(files)
    }

    /// Files of `www` that nothing leads to, without what only people and the type check read.
    fn unreached(&self, root: &Path) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for file in gather::walk(&root.join("www"))? {
            let path = gather::plain_path(root, &file)?;
            let aside = path.ends_with(".d.ts")
                || path.ends_with(".md")
                || path.contains("/.")
                || path.ends_with(SERVICE_WORKER);
            let mut folders = self.members.keys().filter(|path| path.ends_with('/'));
            let in_folder = folders.any(|folder| path.starts_with(folder));
            if !aside && !in_folder && !self.members.contains_key(&path) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    fn published_name(&self, path: &str) -> String {
        if is_fixed(path) {
            return path.to_owned();
        }
        let hash = self.hash(path);
        if let Some(path) = path.strip_suffix('/') {
            return format!("{path}-{hash}/");
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        format!("{folder}/{stem}-{hash}.{extension}")
    }

    /// Of a file and everything that it leads to, which stays defined where modules import one
    /// another in a circle.
    fn hash(&self, path: &str) -> String {
        let mut reached = BTreeSet::from([path]);
        let mut waiting = vec![path];
        while let Some(next) = waiting.pop() {
            for (_, target) in &self.members[next].references {
                if !is_fixed(target) && reached.insert(target) {
                    waiting.push(target);
                }
            }
        }
        let mut hash = Sha256::new();
        hash.update(path);
        for path in reached {
            let member = &self.members[path];
            let own = std::iter::once((path, &member.bytes));
            let inside = member
                .inside
                .iter()
                .map(|(path, bytes)| (path.as_str(), bytes));
            for (path, bytes) in own.chain(inside) {
                hash.update(path);
                hash.update(bytes.len().to_le_bytes());
                hash.update(bytes);
            }
        }
        wasm::hex(&hash.finalize())[..HASH_DIGITS].to_owned()
    }
}

fn is_fixed(path: &str) -> bool {
    matches!(path, PAGE | SERVICE_WORKER)
}

fn rewrite(member: &Member, names: &BTreeMap<&str, String>) -> Result<Vec<u8>> {
    let mut bytes = member.bytes.clone();
    let mut references: Vec<_> = member.references.iter().collect();
    references.sort_by_key(|(reference, _)| std::cmp::Reverse(reference.start));
    for (reference, target) in references {
        let (old, new) = (last_step(target), last_step(&names[target.as_str()]));
        let name_end = reference
            .text
            .find(['#', '?'])
            .unwrap_or(reference.text.len());
        let Some(folder) = reference.text[..name_end].strip_suffix(old) else {
            bail!("'{}' does not end in {old}", reference.text);
        };
        let text = format!("{folder}{new}{}", &reference.text[name_end..]);
        bytes.splice(
            reference.start..reference.start + reference.text.len(),
            text.into_bytes(),
        );
    }
    Ok(bytes)
}

/// A file's name, or a folder's with its `/`.
fn last_step(path: &str) -> &str {
    let before = path.trim_end_matches('/').rfind('/');
    before.map_or(path, |before| &path[before + 1..])
}

/// Writes the site into a folder, which it replaces.
///
/// # Errors
/// When the site is not whole, or the folder holds something else.
pub(crate) fn write(root: &Path, out: &Path) -> Result<()> {
    let site = Site::gather(root)?;
    let files = site.publish()?;
    let holds_else =
        out.is_dir() && !out.join(PAGE).is_file() && fs::read_dir(out)?.next().is_some();
    if holds_else {
        bail!("{} holds something other than a site", out.display());
    }
    if out.exists() {
        fs::remove_dir_all(out).with_context(|| format!("{}", out.display()))?;
    }
    for (path, bytes) in &files {
        let file = out.join(path);
        fs::create_dir_all(file.parent().unwrap_or(out))?;
        fs::write(&file, bytes).with_context(|| format!("{}", file.display()))?;
    }
    println!("{} files in {}", files.len(), out.display());
    for path in site.unreached(root)? {
        println!("  left out, nothing leads to it: {path}");
    }
    Ok(())
}
