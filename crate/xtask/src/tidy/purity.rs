//! Below `web` and `cli` nothing reads a clock, randomness, a locale, a file or the network.

use super::{File, code_lines};

const PURE: [&str; 7] = [
    "table", "shop", "analysis", "chart", "report", "engine", "predict",
];

/// What reads the world, and what to do instead.
const IMPURE: [(&str, &str); 14] = [
    ("SystemTime", "take the time from the context"),
    ("Instant", "take the time from the context"),
    ("Zoned::now", "take the day from the context"),
    ("Timestamp::now", "take the day from the context"),
    ("TimeZone::system", "take the zone from the context"),
    ("std::fs", "take bytes"),
    ("std::net", "take bytes"),
    ("std::env", "take it as an option"),
    ("std::process", "return an error"),
    ("std::thread", "a browser's worker has one thread"),
    (
        "std::collections::HashMap",
        "its order is random: use hashbrown with foldhash's fixed state",
    ),
    (
        "std::collections::HashSet",
        "its order is random: use hashbrown with foldhash's fixed state",
    ),
    ("RandomState", "use foldhash's fixed state"),
    ("getrandom", "take the seed from the context"),
];

/// Every line that breaks the rule.
pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        let Some(text) = file.text.as_deref() else {
            continue;
        };
        if !is_pure(&file.path) {
            continue;
        }
        for (number, line) in code_lines(text) {
            for (name, instead) in IMPURE {
                if mentions(line, name) {
                    problems.push(format!("{}:{number}: {name}: {instead}", file.path));
                }
            }
        }
    }
    problems
}

fn is_pure(path: &str) -> bool {
    let mut steps = path.split('/');
    let inside = steps.next() == Some("crate")
        && steps.next().is_some_and(|name| PURE.contains(&name))
        && steps.next() == Some("src");
    inside && path.ends_with(".rs") && !path.ends_with("/tests.rs") && !path.contains("/tests/")
}

/// Whether a line holds the name as a whole, written out or inside `std::{…}`.
fn mentions(line: &str, name: &str) -> bool {
    let grouped = name
        .strip_prefix("std::")
        .zip(line.trim_start().strip_prefix("use std::{"))
        .is_some_and(|(name, group)| has_word(group, name));
    grouped || has_word(line, name)
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        let file = File {
            path: path.to_owned(),
            text: Some(text.to_owned()),
        };
        check(&[file]).len()
    }

    #[test]
    fn the_world_is_not_read() {
        let path = "crate/table/src/read.rs";
        assert_eq!(problems(path, "let now = Instant::now();"), 1);
        assert_eq!(problems(path, "use std::{fs, io};"), 1);
        assert_eq!(problems(path, "use std::fs::File;"), 1);
        assert_eq!(problems("crate/cli/src/main.rs", "use std::fs;"), 0);
        assert_eq!(
            problems(path, "// std::fs\nlet instant = InstantNoodles;"),
            0
        );
    }

    #[test]
    fn tests_may_read_files() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }";
        assert_eq!(problems("crate/table/src/read.rs", text), 0);
        assert_eq!(problems("crate/table/tests/read.rs", "use std::fs;"), 0);
    }
}
