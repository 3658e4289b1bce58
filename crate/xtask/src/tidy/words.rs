//! What must not be written anywhere: other people's hosts, one person's machine, things left over.

use super::File;

/// Split, so that this file does not hold what it looks for.
const WORDS: [(&str, &str, &str); 14] = [
    ("registry", ".npmjs.org", "a registry's host"),
    ("registry", ".yarnpkg.com", "a registry's host"),
    ("static.", "crates.io", "a registry's host"),
    ("index.", "crates.io", "a registry's host"),
    ("files.", "pythonhosted.org", "a registry's host"),
    ("deb.", "debian.org", "a registry's host"),
    ("artifact", "ory", "a registry's host"),
    ("/wo", "rk/", "a path of one machine"),
    ("/ro", "ot/", "a path of one machine"),
    ("/ho", "me/", "a path of one machine"),
    ("C:\\", "Users", "a path of one machine"),
    ("TO", "DO", "something left over"),
    ("FIX", "ME", "something left over"),
    ("XX", "X:", "something left over"),
];

const TEXTS: [&str; 16] = [
    "rs",
    "js",
    "mjs",
    "css",
    "html",
    "json",
    "toml",
    "md",
    "sh",
    "py",
    "yml",
    "yaml",
    "txt",
    "svg",
    "webmanifest",
    "npmrc",
];

/// Every line that holds such a word.
pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        let Some(text) = file.text.as_deref() else {
            continue;
        };
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let is_text = match name.rsplit_once('.') {
            Some((_, extension)) => TEXTS.contains(&extension),
            None => !text.contains('\0'),
        };
        // What a shop sells is not ours to word.
        if !is_text || file.path.starts_with("tests/shops/") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            for (start, end, what) in WORDS {
                if holds(line, &[start, end].concat()) {
                    problems.push(format!("{}:{}: {start}{end}: {what}", file.path, at + 1));
                }
            }
        }
    }
    problems
}

/// Whether a line holds the word, and not as the end of a longer one.
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let joined = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        !line[..at].ends_with(joined)
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
    fn every_word_is_found() {
        for (start, end, _) in WORDS {
            assert_eq!(
                problems("a.md", &format!("see {start}{end}x")),
                1,
                "{start}{end}"
            );
        }
    }

    #[test]
    fn longer_words_are_not() {
        let inside = ["./www/wo", "rk/x.js"].concat();
        assert_eq!(problems("a.js", &format!("import '{inside}'")), 0);
        assert_eq!(problems("a.csv", &["/ho", "me/x"].concat()), 0);
    }
}
