//! The site as a folder for any static host.
//!
//! Everything that `index.html` and the service worker lead to is copied, under a name that holds a
//! hash of its content and of all that it leads to itself, so that a host and a browser may keep
//! each file for ever and never mix two versions. Folders stay as they are, so a reference changes
//! in its last step only, and works under any path.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::references::{self, Reference};
use crate::{headers, site, wasm};

/// Hexadecimal digits of the hash in a file's name.
pub(crate) const HASH_DIGITS: usize = 10;

const PAGE: &str = "index.html";
const SERVICE_WORKER: &str = "service-worker.js";

/// The statements of the service worker that are filled in.
const VERSION: &str = "const VERSION = 'dev';";
const PRECACHE: &str = "const PRECACHE = [];";

/// Too large to be fetched before anybody asked for them.
const NOT_PRECACHED: &str = "models/";

struct Member {
    bytes: Vec<u8>,
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
            let member = read(root, &path)?;
            waiting.extend(member.references.iter().map(|(_, target)| target.clone()));
            members.insert(path, member);
        }
        Ok(Self { members })
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// The files as they are published, by their new paths.
    ///
    /// # Errors
    /// When the service worker has no place for its list, or the page none for its policy.
    pub(crate) fn publish(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let names: BTreeMap<&str, String> = self
            .paths()
            .map(|path| (path, self.published_name(path)))
            .collect();
        let mut files = BTreeMap::new();
        for (path, member) in &self.members {
            let mut bytes = rewrite(member, &names)
                .with_context(|| format!("{path}: rewriting its references"))?;
            if path == PAGE {
                bytes = with_policy(&bytes)?;
            }
            files.insert(names[path.as_str()].clone(), bytes);
        }
        if let Some(worker) = files.remove(SERVICE_WORKER) {
            let filled = fill(&worker, &files)?;
            files.insert(SERVICE_WORKER.to_owned(), filled);
        }
        Ok(files)
    }

    fn published_name(&self, path: &str) -> String {
        if is_fixed(path) {
            return path.to_owned();
        }
        let hash = self.hash(path);
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
            let bytes = &self.members[path].bytes;
            hash.update(path);
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        }
        wasm::hex(&hash.finalize())[..HASH_DIGITS].to_owned()
    }
}

fn is_fixed(path: &str) -> bool {
    matches!(path, PAGE | SERVICE_WORKER)
}

fn read(root: &Path, path: &str) -> Result<Member> {
    let file =
        site::source(root, path).with_context(|| format!("{path} is not part of the site"))?;
    let bytes = fs::read(&file).with_context(|| format!("{}", file.display()))?;
    let mut members = Vec::new();
    if let Ok(source) = std::str::from_utf8(&bytes) {
        let found = references::find(path, source).with_context(|| path.to_owned())?;
        for reference in found {
            let line = source[..reference.start].lines().count().max(1);
            let place = || format!("{path}:{line}");
            let Some(target) = reference.resolve(path).with_context(place)? else {
                continue;
            };
            let there = site::source(root, &target).is_some_and(|file| file.is_file());
            if !there {
                bail!(
                    "{}: '{}' means {target}, which the site does not have",
                    place(),
                    reference.text
                );
            }
            members.push((reference, target));
        }
    }
    Ok(Member {
        bytes,
        references: members,
    })
}

fn rewrite(member: &Member, names: &BTreeMap<&str, String>) -> Result<Vec<u8>> {
    let mut bytes = member.bytes.clone();
    let mut references: Vec<_> = member.references.iter().collect();
    references.sort_by_key(|(reference, _)| std::cmp::Reverse(reference.start));
    for (reference, target) in references {
        let old = target.rsplit('/').next().unwrap_or(target);
        let new = names[target.as_str()]
            .rsplit('/')
            .next()
            .unwrap_or_default();
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

/// The page with its policy inside, for hosts whose headers cannot be set.
fn with_policy(page: &[u8]) -> Result<Vec<u8>> {
    let page = std::str::from_utf8(page).context("index.html is not UTF-8")?;
    if page.contains("Content-Security-Policy") {
        bail!("index.html: the policy is written by `dist`, from xtask's headers.rs");
    }
    // Before anything that loads, and after the encoding, which must come first.
    let place = page
        .find("<meta charset")
        .and_then(|start| Some(start + page[start..].find('>')? + 1))
        .context("index.html has no <meta charset=…>")?;
    let policy = headers::POLICY;
    let meta = format!("\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    Ok([&page[..place], &meta, &page[place..]]
        .concat()
        .into_bytes())
}

/// The service worker with its version and the list of what to keep.
fn fill(worker: &[u8], files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
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
        } else if !path.starts_with(NOT_PRECACHED) {
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
    let reached: BTreeSet<&str> = site.paths().collect();
    for path in unreached(root, &reached)? {
        println!("  left out, nothing leads to it: {path}");
    }
    Ok(())
}

/// Files of `www` that nothing leads to, without what only people and the type check read.
fn unreached(root: &Path, reached: &BTreeSet<&str>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = vec![root.join("www")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
                continue;
            }
            let path = entry.path();
            let path = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            let aside = path.ends_with(".d.ts") || path.ends_with(".md") || path.contains("/.");
            let is_worker = path.ends_with(SERVICE_WORKER);
            if !aside && !is_worker && !reached.contains(path.as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
            for (path, content) in files {
                let file = folder.join(path);
                fs::create_dir_all(file.parent().expect("has one")).expect("writable");
                fs::write(file, content).expect("writable");
            }
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const HTML: &str = "<head><meta charset=\"utf-8\"><link href=\"./www/a.css\"></head>\
        <script type=\"module\" src=\"./www/a.js\"></script>";
    const WORKER: &str = "const VERSION = 'dev';\nconst PRECACHE = [];\n";

    fn site(name: &str, changes: &[(&str, &str)]) -> Folder {
        let mut files = vec![
            ("index.html", HTML),
            ("www/a.css", "body{background:url(./c.svg)}"),
            ("www/c.svg", "<svg/>"),
            (
                "www/a.js",
                "import './b.js'; new URL('../service-worker.js', import.meta.url)",
            ),
            (
                "www/b.js",
                "import './a.js'; new URL('./pkg/m_bg.wasm', import.meta.url)",
            ),
            ("www/pkg/m_bg.wasm", "\0asm"),
            ("www/service-worker.js", WORKER),
        ];
        files.extend(changes);
        Folder::new(name, &files)
    }

    fn published(folder: &Folder) -> BTreeMap<String, String> {
        let files = Site::gather(&folder.0).and_then(|site| site.publish());
        files
            .expect("whole")
            .into_iter()
            .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
            .collect()
    }

    fn named<'a>(files: &'a BTreeMap<String, String>, start: &str) -> (&'a str, &'a str) {
        let (path, content) = files
            .iter()
            .find(|(path, _)| path.starts_with(start))
            .expect("there");
        (path, content)
    }

    fn script(files: &BTreeMap<String, String>) -> (&str, &str) {
        let (path, content) = files
            .iter()
            .find(|(path, _)| path.starts_with("www/a-") && path.ends_with(".js"))
            .expect("there");
        (path, content)
    }

    #[test]
    fn references_lead_to_the_new_names() {
        let folder = site("names", &[]);
        let files = published(&folder);
        let (a, a_text) = script(&files);
        let (b, b_text) = named(&files, "www/b-");
        let file_name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        assert!(a_text.contains(&format!("'./{}'", file_name(b))));
        assert!(a_text.contains("'../service-worker.js'"));
        assert!(b_text.contains(&format!("'./{}'", file_name(a))));
        assert!(files["index.html"].contains(&format!("./{a}")));
        assert!(files["index.html"].contains("default-src 'none'"));
        for path in files
            .keys()
            .filter(|path| *path != SERVICE_WORKER && *path != PAGE)
        {
            assert!(
                files[SERVICE_WORKER].contains(&format!("\"./{path}\"")),
                "{path}"
            );
        }
    }

    #[test]
    fn a_change_below_changes_every_name_above() {
        let (one, two) = (
            site("one", &[]),
            site("two", &[("www/pkg/m_bg.wasm", "\0asm2")]),
        );
        let (one, two) = (published(&one), published(&two));
        assert_ne!(script(&one).0, script(&two).0);
        for start in ["www/b-", "www/pkg/m_bg-"] {
            assert_ne!(named(&one, start).0, named(&two, start).0);
        }
        assert_eq!(named(&one, "www/c-").0, named(&two, "www/c-").0);
        assert_ne!(one[SERVICE_WORKER], two[SERVICE_WORKER]);
    }

    #[test]
    fn the_same_site_has_the_same_names() {
        let (one, two) = (site("same1", &[]), site("same2", &[]));
        assert_eq!(published(&one), published(&two));
    }

    #[test]
    fn a_missing_file_is_told_with_its_place() {
        let folder = site("missing", &[("www/b.js", "\nimport './gone.js';")]);
        let error = Site::gather(&folder.0).err().expect("refused");
        let message = format!("{error:#}");
        assert!(message.contains("www/b.js:2"), "{message}");
        assert!(message.contains("www/gone.js"), "{message}");
    }

    #[test]
    fn a_service_worker_without_a_list_is_refused() {
        let folder = site("list", &[("www/service-worker.js", "")]);
        let files = Site::gather(&folder.0).and_then(|site| site.publish());
        assert!(files.is_err());
    }
}
