//! Cells that do not fit a column of numbers, and how many of them it bears.

/// Whether a text looks like a code (`C536379`, `85123A`) rather than like a remark.
pub(super) fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 2 && text.len() <= 32 && !text.contains(' ')
}

/// Whether a header names what is counted with, or what things are called by.
fn names_ids(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = [
        "sku", "code", "barcode", "编号", "单号", "编码", "货号", "asin", "invoice", "zip",
        "postal", "phone", "邮编", "电话", "手机",
    ];
    lower == "id"
        || lower.ends_with(" id")
        || lower.ends_with("_id")
        || lower.ends_with("-id")
        || words.iter().any(|w| lower.contains(w))
}

/// Whether so few cells do not fit that they are exceptions among numbers.
pub(super) fn tolerable(misfits: usize, codes: usize, numbers: usize, name: &str) -> bool {
    if misfits == 0 {
        return numbers > 0;
    }
    if names_ids(name) || codes > (numbers / 1000).max(1) {
        return false;
    }
    let allowed = if numbers < 8 {
        0
    } else {
        (numbers / 50).max(1)
    };
    misfits <= allowed
}
