//! SentencePiece's table of characters to normalise, checked before it is used.
//!
//! The tokenizer that reads it follows its numbers without looking where they lead; in a damaged one they lead out of it, and that would end the worker.

use serde_json::Value;

/// Bytes that text in UTF-8 can have.
const BYTES: std::ops::RangeInclusive<usize> = 1..=0xF4;

/// Says what is wrong with the tables of a `tokenizer.json`'s normaliser, if it has any.
pub(crate) fn check(normalizer: &Value) -> Result<(), String> {
    if let Some(Value::Array(parts)) = normalizer.get("normalizers") {
        return parts.iter().try_for_each(check);
    }
    match normalizer.get("precompiled_charsmap") {
        Some(Value::String(base64)) => match decode(base64) {
            Some(table) if is_sound(&table) => Ok(()),
            _ => Err("precompiled_charsmap of the normalizer".to_owned()),
        },
        _ => Ok(()),
    }
}

/// Whether no text leads out of a table: its length in bytes, a trie of numbers in a double array, then the texts that its leaves point into.
///
/// # Source
/// Aoe 1989; Yata's Darts-clone, whose layout SentencePiece stores.
fn is_sound(table: &[u8]) -> bool {
    let Some((length, rest)) = table.split_first_chunk::<4>() else {
        return false;
    };
    let length = u32::from_le_bytes(*length) as usize / 4 * 4;
    let Some((trie, texts)) = rest.split_at_checked(length) else {
        return false;
    };
    let Ok(texts) = std::str::from_utf8(texts) else {
        return false;
    };
    let units: Vec<usize> = trie
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
        .collect();
    let offset = |unit: usize| (unit >> 10) << ((unit & (1 << 9)) >> 6);
    let Some(&root) = units.first() else {
        return false;
    };
    let mut seen = vec![false; units.len()];
    let mut open = vec![offset(root)];
    while let Some(node) = open.pop() {
        for byte in BYTES {
            let child = node ^ byte;
            let Some(&unit) = units.get(child) else {
                return false;
            };
            if unit & ((1 << 31) | 0xFF) != byte || std::mem::replace(&mut seen[child], true) {
                continue;
            }
            let next = child ^ offset(unit);
            let has_leaf = (unit >> 8) & 1 == 1;
            if has_leaf {
                let leaf = units.get(next).map(|leaf| leaf & ((1 << 31) - 1));
                if !leaf.is_some_and(|at| texts.is_char_boundary(at)) {
                    return false;
                }
            }
            open.push(next);
        }
    }
    true
}

/// Bytes of a text in base64.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').bytes();
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table that says "a becomes b": a root, a child for `a`, and its leaf.
    fn table(leaf: u32, units: usize) -> Vec<u8> {
        let mut trie = vec![0_u32; units];
        // The root's children lie from 256 on, and those of `a` from 512 on.
        trie[0] = 256 << 10;
        let child = 256 ^ usize::from(b'a');
        let next = 512;
        trie[child] = (((child ^ next) as u32) << 10) | (1 << 8) | u32::from(b'a');
        trie[next] = (1 << 31) | leaf;
        let mut out = (units as u32 * 4).to_le_bytes().to_vec();
        out.extend(trie.iter().flat_map(|unit| unit.to_le_bytes()));
        out.extend("b\0é\0".bytes());
        out
    }

    #[test]
    fn tables_that_lead_nowhere_are_told() {
        assert!(is_sound(&table(0, 768)));
        assert!(is_sound(&table(2, 768)));
        assert!(!is_sound(&table(3, 768)), "inside a character");
        assert!(!is_sound(&table(99, 768)), "after the texts");
        assert!(!is_sound(&table(0, 600)), "out of the array");
        assert!(!is_sound(&[]) && !is_sound(&[0; 4]) && !is_sound(&[255; 64]));
        let cut = table(0, 768);
        assert!(!is_sound(&cut[..900]));
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(decode("aGVsbG8h").as_deref(), Some(&b"hello!"[..]));
        assert_eq!(decode("aGk=").as_deref(), Some(&b"hi"[..]));
        assert_eq!(decode("a-b"), None);
    }
}
