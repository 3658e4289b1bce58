//! The files of the site as they lie, with what they lead to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Member;
use crate::{references, site};

/// A file and its references.
///
/// # Errors
/// When it is missing, or a reference cannot be followed.
pub(super) fn read(root: &Path, path: &str) -> Result<Member> {
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
            let there = match target.strip_suffix('/') {
                Some(folder) => site::source(root, folder).is_some_and(|folder| folder.is_dir()),
                None => site::source(root, &target).is_some_and(|file| file.is_file()),
            };
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
        inside: BTreeMap::new(),
        references: members,
    })
}

pub(super) fn read_folder(root: &Path, path: &str) -> Result<Member> {
    let folder = site::source(root, path.trim_end_matches('/'))
        .with_context(|| format!("{path} is not part of the site"))?;
    let mut inside = BTreeMap::new();
    for file in walk(&folder)? {
        let bytes = fs::read(&file).with_context(|| format!("{}", file.display()))?;
        inside.insert(plain_path(&folder, &file)?, bytes);
    }
    Ok(Member {
        bytes: Vec::new(),
        inside,
        references: Vec::new(),
    })
}

/// Every file in a folder and the folders in it, in no order.
pub(super) fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let entry = entry?;
            let list = if entry.file_type()?.is_dir() {
                &mut waiting
            } else {
                &mut found
            };
            list.push(entry.path());
        }
    }
    Ok(found)
}

pub(super) fn plain_path(folder: &Path, file: &Path) -> Result<String> {
    let path = file.strip_prefix(folder)?.to_string_lossy();
    Ok(path.replace('\\', "/"))
}
