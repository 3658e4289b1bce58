//! References in a style sheet: `url(…)` and `@import`.

use anyhow::{Context, Result};

use super::Reference;

/// Every file that a style sheet names.
///
/// # Errors
/// When a comment, a string or a bracket is not closed.
pub(super) fn find(source: &str) -> Result<Vec<Reference>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        if rest.starts_with("/*") {
            at += rest.find("*/").context("a comment is not closed")? + 2;
        } else if let Some(inside) = rest.strip_prefix("url(") {
            let length = inside.find(')').context("url( is not closed")?;
            let text = inside[..length].trim();
            let bare = text.trim_matches(['"', '\'']);
            let start = at + 4 + inside.find(bare).unwrap_or(0);
            found.push(Reference::file(bare, start));
            at += 4 + length + 1;
        } else if let Some(inside) = rest.strip_prefix("@import") {
            let skipped = inside.len() - inside.trim_start().len();
            let name = &inside[skipped..];
            at += "@import".len() + skipped;
            if let Some(quote @ ('"' | '\'')) = name.chars().next() {
                let length = name[1..].find(quote).context("@import is not closed")?;
                found.push(Reference::file(&name[1..=length], at + 1));
                at += length + 2;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_and_pictures_are_found_in_place() {
        let source =
            "@import './a.css'; /* url(x) */ .b{background:url(\"c.svg\")} .d{mask:url( e.svg )}";
        let found = find(source).expect("readable");
        let names: Vec<_> = found.iter().map(|found| found.text.as_str()).collect();
        assert_eq!(names, ["./a.css", "c.svg", "e.svg"]);
        for found in &found {
            assert_eq!(
                &source[found.start..found.start + found.text.len()],
                found.text
            );
        }
    }

    #[test]
    fn an_import_may_use_url() {
        let found = find("@import url('a.css') screen;").expect("readable");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "a.css");
    }
}
