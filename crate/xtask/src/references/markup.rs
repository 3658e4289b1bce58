//! References in the page's markup: attributes that name a file.

use anyhow::{Context, Result, bail};

use super::Reference;

const ATTRIBUTES: [&str; 4] = ["src", "href", "poster", "data"];

/// Every file that a page names.
///
/// # Errors
/// When a tag is not closed, or holds what the page's policy would block.
pub(super) fn find(source: &str) -> Result<Vec<Reference>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = source[at..].find('<') {
        at += open;
        if source[at..].starts_with("<!--") {
            at += source[at..]
                .find("-->")
                .context("a comment is not closed")?
                + 3;
            continue;
        }
        let end = at + tag_length(&source[at..]).context("a tag is not closed")?;
        let tag = &source[at + 1..end];
        let name = tag
            .split(|c: char| c.is_ascii_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        let attributes = attributes(tag, at + 1);
        if matches!(name, "script" | "style") {
            let close = format!("</{name}");
            let length = source[end..]
                .find(&close)
                .context("a script is not closed")?;
            if !source[end + 1..end + length].trim().is_empty() {
                bail!("<{name}> with content: the page's policy allows files only");
            }
        }
        for (attribute, value, start) in attributes {
            if attribute == "style" || attribute.starts_with("on") {
                bail!("{attribute}=\"{value}\": the page's policy blocks it");
            }
            if attribute == "srcset" {
                bail!("srcset is not supported");
            }
            if ATTRIBUTES.contains(&attribute) {
                found.push(Reference::file(value, start));
            }
        }
        at = end;
    }
    Ok(found)
}

/// The length of a tag up to its `>`, which quoted values may hold too.
fn tag_length(source: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in source.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Name, value and place of each attribute that has a quoted value.
fn attributes(tag: &str, offset: usize) -> Vec<(&str, &str, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = tag[at..].find('=') {
        let equals = at + equals;
        let name = tag[at..equals]
            .split_ascii_whitespace()
            .last()
            .unwrap_or_default();
        let value = tag[equals + 1..].trim_start();
        let start = tag.len() - value.len();
        at = equals + 1;
        if let Some(quote @ ('"' | '\'')) = value.chars().next()
            && let Some(length) = value[1..].find(quote)
        {
            found.push((name, &value[1..=length], offset + start + 1));
            at = start + length + 2;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_in_place() {
        let source = r##"<!doctype html><!-- <img src="no.png"> --><link rel="stylesheet" href="./www/a.css">
            <script type="module" src='./www/b.js'></script><a title="x > y" href="#top">t</a>"##;
        let found = find(source).expect("readable");
        let names: Vec<_> = found.iter().map(|found| found.text.as_str()).collect();
        assert_eq!(names, ["./www/a.css", "./www/b.js", "#top"]);
        for found in &found {
            assert_eq!(
                &source[found.start..found.start + found.text.len()],
                found.text
            );
        }
    }

    #[test]
    fn what_the_policy_blocks_is_refused() {
        for source in [
            "<script>alert(1)</script>",
            r#"<p style="color:red">"#,
            r#"<p onclick="x()">"#,
            "<style>p{}</style>",
        ] {
            assert!(find(source).is_err(), "{source}");
        }
    }
}
