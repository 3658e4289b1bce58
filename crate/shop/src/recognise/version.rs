//! Versions of a test by their letters: `A` and `B`, `Variant B`, `A组`.

use super::name::Name;

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
    let header = Name::new(header).full;
    let known = |words: &str| words.split(' ').any(|word| word == header);
    if names.len() < 2 || !(known(HEADERS) || group && known(GROUPS)) {
        return None;
    }
    let (mut seen, mut first) = (0_u32, None);
    for (at, name) in names.iter().enumerate() {
        let letter = letter(&Name::new(name.as_ref()).full)?;
        if seen >> letter & 1 == 1 {
            return None;
        }
        seen |= 1 << letter;
        if letter == 0 {
            first = Some(at);
        }
    }
    first
}

/// Which letter a version's name is, `a` to `h` from 0.
fn letter(name: &str) -> Option<u32> {
    let mut rest = name;
    for word in BESIDE.split(' ') {
        let cut = rest.strip_prefix(word).or(rest.strip_suffix(word));
        rest = cut.filter(|cut| !cut.is_empty()).unwrap_or(rest);
    }
    match rest.as_bytes() {
        [letter @ b'a'..=b'h'] => Some(u32::from(letter - b'a')),
        _ => None,
    }
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
