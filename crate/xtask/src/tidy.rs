//! The rules of the house that no compiler checks.

mod layers;
mod purity;
mod tree;
mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::project;

/// A file under version control, or about to be.
pub(crate) struct File {
    /// Relative to the root, with `/`.
    path: String,
    /// `None` where it is not text.
    text: Option<String>,
}

/// Checks everything, and says all that is wrong.
///
/// # Errors
/// When a rule is broken, or git or cargo cannot tell what there is.
pub(crate) fn check() -> Result<()> {
    let root = project::root();
    let files = files(&root)?;
    let mut problems = layers::check()?;
    problems.extend(tree::check(&files));
    problems.extend(purity::check(&files));
    problems.extend(words::check(&files));
    for problem in &problems {
        println!("tidy: {problem}");
    }
    if !problems.is_empty() {
        bail!("{} of the house's rules broken", problems.len());
    }
    println!("tidy: {} files, nothing to say", files.len());
    Ok(())
}

fn files(root: &Path) -> Result<Vec<File>> {
    let output = project::command("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .context("git is not on the search path")?;
    if !output.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    }
    let listed = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let file: PathBuf = root.join(path);
        // Listed, and deleted but not yet committed.
        if !file.is_file() {
            continue;
        }
        let bytes = std::fs::read(&file).with_context(|| path.to_owned())?;
        files.push(File {
            path: path.to_owned(),
            text: String::from_utf8(bytes).ok(),
        });
    }
    Ok(files)
}

/// The lines of a Rust file before its tests, with their numbers, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(at, line)| (at + 1, line))
}
