//! Which file of the project answers to which path of the site.

use std::path::{Path, PathBuf};

/// What the site may be made of; nothing else in the project is ever served or published.
const FOLDERS: [&str; 3] = ["www", "models", "tests/shops"];

/// A service worker rules over the folder that it is loaded from, so it must appear at the top.
const AT_TOP: [(&str, &str); 1] = [("service-worker.js", "www/service-worker.js")];

/// The project's file behind a path of the site, or `None` where the site has nothing.
///
/// `path` is relative to the site's top and already decoded; an empty one is the page.
pub(crate) fn source(root: &Path, path: &str) -> Option<PathBuf> {
    if path.is_empty() || path == "index.html" {
        return Some(root.join("index.html"));
    }
    if let Some((_, source)) = AT_TOP.iter().find(|(name, _)| *name == path) {
        return Some(root.join(source));
    }
    let in_folder = FOLDERS.iter().any(|folder| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    });
    let moved = AT_TOP.iter().any(|(_, source)| *source == path);
    (in_folder && !moved && is_plain(path)).then(|| root.join(path))
}

/// Whether every step of a path goes down into an ordinary, visible name.
pub(crate) fn is_plain(path: &str) -> bool {
    path.split('/').all(|step| {
        !step.is_empty()
            && !step.starts_with('.')
            && !step.contains(['\\', ':'])
            && !step.chars().any(char::is_control)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_the_page_and_its_folders() {
        let root = Path::new("p");
        assert_eq!(source(root, ""), Some(root.join("index.html")));
        assert_eq!(source(root, "www/app.js"), Some(root.join("www/app.js")));
        assert_eq!(
            source(root, "service-worker.js"),
            Some(root.join("www/service-worker.js"))
        );
        for path in [
            "Cargo.toml",
            "www",
            "www/../Cargo.toml",
            "www//a",
            "www/.stamp",
            "www/a\\..\\b",
            "wwwroot/a",
            "www/service-worker.js",
            "tests/browser/x.mjs",
            "www/a\0b",
        ] {
            assert_eq!(source(root, path), None, "{path}");
        }
    }
}
