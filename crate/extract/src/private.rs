//! Stretches of a text that tell who somebody is: no mention ever holds one.

use crate::folded::Folded;

/// Words after which a number or a name is somebody's.
const BEFORE_CONTACTS: [&str; 16] = [
    "电话",
    "手机号",
    "微信",
    "加v",
    "vx",
    "wechat",
    "whatsapp",
    "qq",
    "tel",
    "phone",
    "call",
    "telegram",
    "联系",
    "身份证",
    "银行卡",
    "passport",
];

/// How far behind such a word.
const REACH: usize = 6;

/// Ranges of characters with phone numbers, e-mail addresses, numbers of identity and bank cards, and names in messengers.
///
/// In the order of the text, in Unicode scalars. An article number of 12 to 14 digits is none.
pub fn private(text: &str) -> Vec<(u32, u32)> {
    found(&Folded::new(text))
}

pub(crate) fn found(text: &Folded) -> Vec<(u32, u32)> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let range = match text.get(at) {
            '@' => address(text, at),
            '0'..='9' if !text.before(at).is_ascii_alphanumeric() => {
                number(text, at).map(|end| (at, end))
            }
            _ => None,
        };
        if let Some((start, end)) = range {
            ranges.push((start as u32, end as u32));
        }
        at = range.map_or(at + 1, |(_, end)| end);
    }
    for word in BEFORE_CONTACTS {
        for (byte, _) in text.text.match_indices(word) {
            let from = text.character(byte) + word.chars().count();
            if let Some(range) = contact(text, from) {
                ranges.push(range);
            }
        }
    }
    ranges.sort_unstable();
    ranges.dedup();
    ranges
}

fn address(text: &Folded, at: usize) -> Option<(usize, usize)> {
    let local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let mut start = at;
    while start > 0 && local(text.get(start - 1)) {
        start -= 1;
    }
    let mut end = at + 1;
    while host(text.get(end)) {
        end += 1;
    }
    let dotted = text.chars[at..end].contains(&'.');
    (start < at && dotted && end > at + 3).then_some((start, end))
}

/// The end of a phone number or an identity's that begins at a digit.
fn number(text: &Folded, at: usize) -> Option<usize> {
    let mut digits = String::new();
    let mut groups = vec![0_usize];
    let mut end = at;
    let mut next = at;
    loop {
        let c = text.get(next);
        if c.is_ascii_digit() {
            digits.push(c);
            if let Some(last) = groups.last_mut() {
                *last += 1;
            }
            end = next + 1;
        } else if matches!(c, '-' | ' ' | ')' | '.') && text.get(next + 1).is_ascii_digit() {
            groups.push(0);
        } else if c == ')' && text.get(next + 1) == ' ' && text.get(next + 2).is_ascii_digit() {
            groups.push(0);
            next += 1;
        } else {
            break;
        }
        next += 1;
        if digits.len() > 24 {
            return None;
        }
    }
    let one = groups.len() == 1;
    let mobile = digits.len() == 11
        && digits.starts_with('1')
        && !digits[1..].starts_with(['0', '1', '2'])
        && (one || groups == [3, 4, 4]);
    let identity = one && digits.len() == 17 && text.get(end) == 'x' || one && digits.len() == 18;
    let card = one && (16..=19).contains(&digits.len())
        || groups == [4, 4, 4, 4]
        || groups == [4, 4, 4, 4, 3];
    let abroad = text.before(at) == '+' && digits.len() >= 9;
    let spaced =
        groups == [3, 3, 4] || (digits.starts_with('0') && matches!(groups[..], [3 | 4, 7 | 8]));
    if !(mobile || identity || card || abroad || spaced) {
        return None;
    }
    if identity && text.get(end) == 'x' {
        end += 1;
    }
    // What goes on with letters is something else, such as an article number.
    (!text.get(end).is_ascii_alphabetic()).then_some(end)
}

/// A name or number right behind a word for a way to reach somebody.
fn contact(text: &Folded, from: usize) -> Option<(u32, u32)> {
    let mut start = from;
    while start < from + REACH
        && !text.get(start).is_ascii_alphanumeric()
        && text.get(start) != '\n'
    {
        start += 1;
    }
    let mut end = start;
    let mut digits = 0;
    while text.get(end).is_ascii_alphanumeric() || "_-".contains(text.get(end)) {
        digits += usize::from(text.get(end).is_ascii_digit());
        end += 1;
    }
    (digits >= 5 && end - start >= 6).then_some((start as u32, end as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let pick = |(start, end): (u32, u32)| chars[start as usize..end as usize].iter().collect();
        private(text).into_iter().map(pick).collect()
    }

    #[test]
    fn who_somebody_is_is_found() {
        assert_eq!(said("有问题打13812345678找我"), ["13812345678"]);
        assert_eq!(
            said("mail a.b+c@shop.example.com!"),
            ["a.b+c@shop.example.com"]
        );
        assert_eq!(said("身份证11010519491231002X"), ["11010519491231002X"]);
        assert_eq!(said("call (415) 555-0132 now"), ["415) 555-0132"]);
        assert_eq!(said("加微信：abc_123456"), ["abc_123456"]);
        assert_eq!(said("138 1234 5678"), ["138 1234 5678"]);
    }

    #[test]
    fn goods_are_not_people() {
        for text in [
            "EAN 6901234567892",
            "iPhone 13 Pro 256GB",
            "500ml*2瓶",
            "型号 11012345678AB",
            "1200x600 mm",
            "2023-11-11 到货",
        ] {
            assert_eq!(said(text), Vec::<String>::new(), "{text}");
        }
    }
}
