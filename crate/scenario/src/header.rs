//! Headers of tables with a column of spend for each advertising channel.

/// The channel whose spend a header tells, by one of these words.
pub(crate) fn spend_channel(header: &str, words: &str) -> Option<String> {
    let name = channel(header, words)?;
    let lower = name.to_ascii_lowercase();
    let is_whole = shop::NO_CHANNEL.split(' ').any(|w| lower == w);
    (!is_whole).then_some(name)
}

/// Words of a header: parted by signs and by a change from small to capital letters.
pub(crate) fn tokens(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_ascii_uppercase() && was_small {
            out.push(String::new());
        }
        was_small = c.is_ascii_lowercase();
        if let (true, Some(last)) = (c.is_alphanumeric(), out.last_mut()) {
            last.push(c.to_ascii_lowercase());
        }
    }
    out.retain(|t| !t.is_empty());
    out
}

/// The channel of a header with one of these words at its beginning or end.
pub(crate) fn channel(name: &str, words: &str) -> Option<String> {
    let parts = tokens(name);
    // `Cost per click` is a rate.
    if parts.iter().any(|t| t == "per") {
        return None;
    }
    for word in words.split_whitespace() {
        let is_han = !word.is_ascii();
        if is_han {
            let plain = name.trim();
            let rest = plain
                .strip_suffix(word)
                .or_else(|| plain.strip_prefix(word));
            let rest = rest.map(|r| r.trim_matches(|c: char| !c.is_alphanumeric()));
            if let Some(rest) = rest.filter(|r| !r.is_empty()) {
                return Some(rest.to_owned());
            }
            continue;
        }
        let ends = parts.last().is_some_and(|t| t == word);
        let begins = parts.first().is_some_and(|t| t == word);
        if parts.len() > 1 && (ends || begins) {
            // As it is written, without the word.
            let lower = name.to_ascii_lowercase();
            let rest = if ends && lower.ends_with(word) {
                &name[..name.len() - word.len()]
            } else if begins && lower.starts_with(word) {
                &name[word.len()..]
            } else {
                continue;
            };
            let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
            if !rest.is_empty() {
                return Some(rest.to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_what_stands_beside_spend() {
        for (header, channel) in [
            ("tv_spend", Some("tv")),
            ("Spend TikTok", Some("TikTok")),
            ("抖音花费", Some("抖音")),
            ("Total spend", None),
            ("Cost per click", None),
            ("Revenue", None),
        ] {
            assert_eq!(
                spend_channel(header, shop::SPENT).as_deref(),
                channel,
                "{header}"
            );
        }
    }
}
