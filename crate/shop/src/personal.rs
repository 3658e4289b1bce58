//! Personal data: found by its shape, and masked wherever it is shown.

use crate::Role;

/// What a masked value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalKind {
    /// `m***@g***.com`
    Email,
    /// `138****1234`
    Phone,
    /// `王**`, `J*** S***`
    Name,
    /// The province or the first characters, then stars.
    Address,
    /// Ids, codes and addresses of machines: the ends, and stars between.
    Id,
    /// Free text: only the e-mails, telephone and identity numbers in it.
    Text,
}

impl PersonalKind {
    /// How a column of a role is masked; `None` for roles that name no person.
    pub fn of(role: Role) -> Option<Self> {
        Some(match role {
            Role::Email => PersonalKind::Email,
            Role::Phone => PersonalKind::Phone,
            Role::CustomerName | Role::FirstName | Role::LastName | Role::Sender => {
                PersonalKind::Name
            }
            Role::Address => PersonalKind::Address,
            Role::PostalCode | Role::IpAddress => PersonalKind::Id,
            Role::Note => PersonalKind::Text,
            _ => return None,
        })
    }
}

/// Masks one value.
pub fn mask(value: &str, kind: PersonalKind) -> String {
    let value = value.trim();
    match kind {
        _ if value.is_empty() => String::new(),
        PersonalKind::Email if value.contains('@') => mask_email(value),
        PersonalKind::Email => {
            if is_phone(value) {
                mask_phone(value)
            } else {
                mask_name(value)
            }
        }
        PersonalKind::Phone => mask_phone(value),
        PersonalKind::Name => {
            if is_email(value) {
                mask_email(value)
            } else if is_phone(value) {
                mask_phone(value)
            } else {
                mask_name(value)
            }
        }
        PersonalKind::Address => match crate::region::province(value) {
            Some((_, name)) if name.len() == value.len() => name.to_owned(),
            Some((_, name)) => format!("{name}***"),
            None => "***".to_owned(),
        },
        PersonalKind::Id => mask_middle(value),
        PersonalKind::Text => mask_text(value),
    }
}

/// Masks the e-mails, telephone numbers and identity numbers within a text and leaves the rest.
pub fn mask_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let fresh = i == 0 || !chars[i - 1].is_ascii_alphanumeric();
        if fresh && is_email_char(c) {
            let mut end = i;
            while end < chars.len() && (is_email_char(chars[end]) || chars[end] == '@') {
                end += 1;
            }
            while end > i && matches!(chars[end - 1], '.' | '-' | '_' | '+') {
                end -= 1;
            }
            let word: String = chars[i..end].iter().collect();
            if is_email(&word) {
                out.push_str(&mask_email(&word));
                i = end;
                continue;
            }
        }
        let starts_number = c.is_ascii_digit()
            || c == '+' && chars.get(i + 1).is_some_and(char::is_ascii_digit)
            || c == '(' && chars.get(i + 1).is_some_and(char::is_ascii_digit);
        if fresh && starts_number {
            let mut end = i;
            while end < chars.len()
                && (chars[end].is_ascii_digit()
                    || matches!(chars[end], '+' | '-' | ' ' | '(' | ')' | '.')
                        && chars
                            .get(end + 1)
                            .is_some_and(|n| n.is_ascii_digit() || matches!(n, '(' | ' '))
                    || matches!(chars[end], 'X' | 'x') && end - i == 17)
            {
                end += 1;
            }
            let run: String = chars[i..end].iter().collect();
            let run = run.trim_end();
            let count = run.chars().count();
            if is_id_number(run) {
                out.push_str(&mask_middle(run));
                i += count;
                continue;
            }
            if is_phone(run) {
                out.push_str(&mask_phone(run));
                i += count;
                continue;
            }
            // Not a whole number of this kind: copy its digits so that no tail of it matches.
            while i < chars.len() && chars[i].is_ascii_digit() {
                out.push(chars[i]);
                i += 1;
            }
            if i < chars.len() && i < end && !chars[i].is_ascii_digit() || c == '+' || c == '(' {
                if i < chars.len() {
                    out.push(chars[i]);
                }
                i += 1;
            }
            continue;
        }
        out.push(c);
        i += 1;
    }
    out
}

/// Whether a text is an e-mail address.
pub fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    !user.is_empty()
        && user.chars().all(is_email_char)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        && host
            .rsplit('.')
            .next()
            .is_some_and(|tld| tld.chars().count() >= 2)
}

fn is_email_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

/// Whether a text is a telephone number: a Chinese mobile, or an international or grouped number.
pub fn is_phone(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\'');
    if text.len() > 24
        || !text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.'))
    {
        return false;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plus = text.starts_with('+');
    let local = digits
        .strip_prefix("86")
        .filter(|d| d.len() == 11)
        .unwrap_or(&digits);
    if local.len() == 11 && local.starts_with('1') && matches!(local.as_bytes()[1], b'3'..=b'9') {
        return !text.contains('.');
    }
    if plus {
        return (8..=15).contains(&digits.len());
    }
    // Grouped numbers such as 010-62345678 or (212) 555-0123, but neither dates nor decimals.
    let groups: Vec<usize> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .map(str::len)
        .collect();
    (9..=12).contains(&digits.len())
        && matches!(
            groups.as_slice(),
            [3 | 4, 7 | 8] | [3, 3, 4] | [3, 4, 4] | [2, 4, 4] | [5, 6]
        )
        && !text.contains('.')
}

/// Whether a text is a Chinese identity number (18 characters with a sound date and check digit).
pub fn is_id_number(text: &str) -> bool {
    let bytes = text.trim().as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = bytes
        .iter()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    let month = (bytes[10] - b'0') * 10 + bytes[11] - b'0';
    (1..=12).contains(&month)
        && b"10X98765432"[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

fn mask_email(value: &str) -> String {
    let Some((user, host)) = value.split_once('@') else {
        return mask_name(value);
    };
    let first = |t: &str| t.chars().next().map(String::from).unwrap_or_default();
    let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
    format!("{}***@{}***.{ending}", first(user), first(host))
}

fn mask_phone(value: &str) -> String {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 {
        return "***".to_owned();
    }
    let digits = if digits.len() == 13 && digits.starts_with(&['8', '6']) {
        &digits[2..]
    } else {
        &digits[..]
    };
    let head: String = digits[..3].iter().collect();
    let tail: String = digits[digits.len() - 4..].iter().collect();
    if digits.len() < 10 {
        return format!("***{tail}");
    }
    format!("{head}****{tail}")
}

fn mask_name(value: &str) -> String {
    if value.chars().any(|c| c >= '\u{2e80}') {
        let first = value.chars().next().map(String::from).unwrap_or_default();
        return format!("{first}**");
    }
    value
        .split_whitespace()
        .map(|part| {
            let first = part.chars().next().map(String::from).unwrap_or_default();
            format!("{first}***")
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn mask_middle(value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    if chars.len() <= 4 {
        return "***".to_owned();
    }
    let keep = if chars.len() >= 12 { 3 } else { 1 };
    let head: String = chars[..keep].iter().collect();
    let tail: String = chars[chars.len() - keep.min(2)..].iter().collect();
    format!("{head}****{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masks_keep_shape_not_person() {
        assert_eq!(
            mask("mei.wang@gmail.com", PersonalKind::Email),
            "m***@g***.com"
        );
        assert_eq!(mask("13812341234", PersonalKind::Phone), "138****1234");
        assert_eq!(
            mask("+86 138-1234-1234", PersonalKind::Phone),
            "138****1234"
        );
        assert_eq!(mask("王小明", PersonalKind::Name), "王**");
        assert_eq!(mask("John Smith", PersonalKind::Name), "J*** S***");
        assert_eq!(
            mask("浙江省杭州市西湖区文三路1号", PersonalKind::Address),
            "浙江省***"
        );
        assert_eq!(mask("12 High Street", PersonalKind::Address), "***");
    }

    #[test]
    fn texts_lose_only_what_identifies() {
        assert_eq!(
            mask_text("请打13812341234，或写 mei@qq.com。订单 20240101123 不变"),
            "请打138****1234，或写 m***@q***.com。订单 20240101123 不变"
        );
        assert_eq!(mask_text("call (212) 555-0123 now"), "call 212****0123 now");
        assert_eq!(
            mask_text("on 2024-01-05 for 12.50"),
            "on 2024-01-05 for 12.50"
        );
        assert_eq!(mask_text("a+b (3) +4 (5"), "a+b (3) +4 (5");
    }

    #[test]
    fn shapes_are_told_apart() {
        assert!(is_id_number("11010519491231002X"));
        assert!(!is_id_number("110105194912310021"));
        assert!(!is_phone("2024-01-05"));
        assert!(!is_phone("20240105123"));
        assert!(!is_phone("1234.56"));
    }

    proptest! {
        #[test]
        fn any_text_is_masked_without_panic(text in "\\PC{0,60}") {
            let _ = mask_text(&text);
            for kind in [PersonalKind::Email, PersonalKind::Phone, PersonalKind::Name, PersonalKind::Address, PersonalKind::Id] {
                let _ = mask(&text, kind);
            }
        }

        #[test]
        fn an_email_never_survives(user in "[a-z]{3,8}", host in "[a-z]{3,8}", before in "[ a-z，]{0,10}") {
            let email = format!("{user}@{host}.com");
            let text = [before.as_str(), " ", email.as_str(), "!"].concat();
            prop_assert!(!mask_text(&text).contains(&email));
        }
    }
}
