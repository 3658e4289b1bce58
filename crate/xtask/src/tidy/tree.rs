//! What lies where, and how long files grow.

use std::collections::BTreeSet;

use super::File;

/// Everything at the top that is not a dot-file.
const TOP: [&str; 19] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "clippy.toml",
    "crate",
    "deny.toml",
    "index.html",
    "models",
    "package-lock.json",
    "package.json",
    "rust-toolchain.toml",
    "tests",
    "tsconfig.json",
    "www",
    // Where a clone keeps other people's data beside it as a link.
    "shared",
];

/// Lines that a file of code may have before its tests; most should stay under a third of it.
const LINES: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "manager", "common"];

/// Strange things at the top, long files, files with names that say nothing.
pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    let top: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.path.split('/').next())
        .collect();
    for name in top {
        if !name.starts_with('.') && !TOP.contains(&name) {
            problems.push(format!("{name} does not belong at the top"));
        }
    }
    for file in files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let code = matches!(extension, "rs" | "js" | "mjs" | "css" | "html" | "py");
        if !code {
            continue;
        }
        if EMPTY_NAMES.contains(&stem) {
            problems.push(format!("{}: name it after what it holds", file.path));
        }
        let text = file.text.as_deref().unwrap_or_default();
        // Tests beside the code may take the room that they need.
        let lines = text
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .count();
        if lines > LINES {
            problems.push(format!(
                "{}: {lines} lines, more than {LINES}: split it",
                file.path
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, lines: usize) -> File {
        File {
            path: path.to_owned(),
            text: Some("x\n".repeat(lines)),
        }
    }

    #[test]
    fn the_top_is_kept_clear() {
        let files = [
            file("notes.txt", 1),
            file(".gitignore", 1),
            file("crate/a.rs", 1),
        ];
        assert_eq!(check(&files), ["notes.txt does not belong at the top"]);
    }

    #[test]
    fn long_files_of_code_are_told() {
        let files = [
            file("crate/a.rs", LINES + 1),
            file("tests/shops/a.csv", LINES + 1),
        ];
        assert_eq!(check(&files).len(), 1);
    }

    #[test]
    fn names_say_what_is_inside() {
        assert_eq!(check(&[file("www/utils.js", 1)]).len(), 1);
    }
}
