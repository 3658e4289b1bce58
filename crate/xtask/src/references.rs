//! What a file of the site refers to.

mod markup;
mod script;
mod style;

use std::path::Path;

use anyhow::{Result, bail};

/// One name of another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// As written.
    pub(crate) text: String,
    /// Byte offset of the first character of `text`.
    pub(crate) start: usize,
    /// Whether it is a module specifier, which must start with `./` or `../`.
    module: bool,
}

impl Reference {
    fn module(text: &str, start: usize) -> Self {
        Self {
            text: text.to_owned(),
            start,
            module: true,
        }
    }

    fn file(text: &str, start: usize) -> Self {
        Self {
            text: text.to_owned(),
            start,
            module: false,
        }
    }

    /// The path in the site that is meant, seen from the file `from`; `None` where nothing in the
    /// site is (another site, a fragment, data) and nothing needs to be followed. A folder's ends
    /// in `/`.
    ///
    /// # Errors
    /// When it is a bare module name, starts at the host's top, or leaves the site.
    pub(crate) fn resolve(&self, from: &str) -> Result<Option<String>> {
        let text = &self.text;
        let name = text.split(['#', '?']).next().unwrap_or_default();
        let has_scheme = name
            .split('/')
            .next()
            .is_some_and(|step| step.contains(':'));
        if self.module && !(text.starts_with("./") || text.starts_with("../")) {
            bail!("'{text}' is not a relative module name");
        }
        if name.is_empty() || has_scheme {
            return Ok(None);
        }
        if name.starts_with('/') {
            bail!("'{text}' starts at the host's top: the site must work under any path");
        }
        let mut steps: Vec<&str> = from.split('/').collect();
        steps.pop();
        for step in name.split('/') {
            match step {
                "" | "." => {}
                ".." if steps.pop().is_none() => bail!("'{text}' leaves the site"),
                ".." => {}
                step => steps.push(step),
            }
        }
        // The top itself, as a service worker's scope or a way home.
        if steps.is_empty() {
            return Ok(None);
        }
        let folder = if name.ends_with('/') { "/" } else { "" };
        Ok(Some(steps.join("/") + folder))
    }
}

/// Every reference in a file of the site, in order; none in a kind of file that has none.
///
/// # Errors
/// When the file cannot be understood, or names something that cannot be followed.
pub(crate) fn find(path: &str, source: &str) -> Result<Vec<Reference>> {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    match extension {
        Some("js" | "mjs") => script::find(source),
        Some("css") => style::find(source),
        Some("html") => markup::find(source),
        Some("webmanifest") => icons(source),
        _ => Ok(Vec::new()),
    }
}

/// The icons of a web app's manifest.
fn icons(source: &str) -> Result<Vec<Reference>> {
    let manifest: serde_json::Value = serde_json::from_str(source)?;
    let icons = manifest["icons"].as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    for icon in icons {
        let Some(text) = icon["src"].as_str() else {
            bail!("an icon without src");
        };
        let quoted = serde_json::to_string(text)?;
        let Some(start) = source.find(&quoted) else {
            bail!("the icon '{text}' is written with escapes");
        };
        let reference = Reference::file(text, start + 1);
        if !found.contains(&reference) {
            found.push(reference);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_seen_from_its_file() {
        let resolve = |text: &str| Reference::file(text, 0).resolve("www/view/a.js");
        assert_eq!(
            resolve("./b.js").expect("fine").as_deref(),
            Some("www/view/b.js")
        );
        assert_eq!(
            resolve("b.js").expect("fine").as_deref(),
            Some("www/view/b.js")
        );
        assert_eq!(
            resolve("../pkg/b.wasm?x#y").expect("fine").as_deref(),
            Some("www/pkg/b.wasm")
        );
        assert_eq!(resolve("../../").expect("fine"), None);
        assert_eq!(
            resolve("../samples/zh/").expect("fine").as_deref(),
            Some("www/samples/zh/")
        );
        assert_eq!(resolve("#top").expect("fine"), None);
        assert_eq!(resolve("data:image/png;base64,AA").expect("fine"), None);
        assert_eq!(resolve("https://example.org/").expect("fine"), None);
        assert!(resolve("/www/b.js").is_err());
        assert!(resolve("../../../b.js").is_err());
    }

    #[test]
    fn a_bare_module_is_refused() {
        assert!(Reference::module("lit", 0).resolve("www/a.js").is_err());
        assert!(
            Reference::module("https://x/y.js", 0)
                .resolve("www/a.js")
                .is_err()
        );
    }

    #[test]
    fn icons_of_a_manifest_are_found() {
        let source = r#"{"start_url": "../", "icons": [{"src": "icon.svg"}]}"#;
        let found = find("www/app.webmanifest", source).expect("readable");
        assert_eq!(found[0].text, "icon.svg");
        assert_eq!(&source[found[0].start..found[0].start + 8], "icon.svg");
    }
}
