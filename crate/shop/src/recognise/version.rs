//! Versions of a test by their letters: `A` and `B`, `Variant B`, `A组`.

/// Headers of what a customer was shown.
const HEADERS: &str = "variant variation version arm bucket testgroup abgroup abtest experimentgroup experimentarm \
    experimentvariant testvariant 版本 实验分组 实验版本 测试分组 测试版本 分桶";
/// Headers of groups that may be grades or teams as well.
const GROUPS: &str = "group 分组 组别";
/// What may stand before or behind a letter.
const BESIDE: &str = "variant variation version group arm bucket test page 版本 版 组 方案";

/// Of names in a column under a header: which of them others are compared with, where they are the versions of a test.
/// `group`: a header that says no more than group will do.
pub fn first_version<T: AsRef<str>>(header: &str, names: &[T], group: bool) -> Option<usize> {
    let header = plain(header);
    let is = |words: &str| words.split_whitespace().any(|w| header == w);
    if names.len() < 2 || !(is(HEADERS) || group && is(GROUPS)) {
        return None;
    }
    let mut letters = Vec::new();
    for name in names {
        letters.push(letter(name.as_ref())?);
    }
    let mut apart = letters.clone();
    apart.sort_unstable();
    apart.dedup();
    let first = letters.iter().position(|&letter| letter == 'a')?;
    (apart.len() == letters.len()).then_some(first)
}

/// The letter of a version's name, `a` to `h`.
fn letter(name: &str) -> Option<char> {
    let name = plain(name);
    let rests = BESIDE.split_whitespace().filter_map(|word| {
        let rest = name.strip_prefix(word).or(name.strip_suffix(word))?;
        (!rest.is_empty()).then_some(rest)
    });
    let mut one = rests.chain([name.as_str()]).filter_map(|rest| {
        let mut characters = rest.chars();
        match (characters.next(), characters.next()) {
            (Some(letter @ 'a'..='h'), None) => Some(letter),
            _ => None,
        }
    });
    one.next()
}

fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_by_letters() {
        assert_eq!(first_version("variant", &["A", "B"], false), Some(0));
        assert_eq!(first_version("Group", &["A", "B"], false), None);
        assert_eq!(
            first_version("Group", &["Variant B", "Variant A"], true),
            Some(1)
        );
        assert_eq!(first_version("分组", &["A组", "B组", "C组"], true), Some(0));
        for (header, names) in [
            ("variant", ["Red", "Blue"]),
            ("variant", ["B", "C"]),
            ("customer grade", ["A", "B"]),
            ("group", ["A", "a"]),
            ("size", ["A", "B"]),
        ] {
            assert_eq!(
                first_version(header, &names, true),
                None,
                "{header} {names:?}"
            );
        }
    }
}
