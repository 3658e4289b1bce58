//! Currencies: codes, signs, and digits of their minor units.

/// ISO 4217 codes that shops meet.
const CODES: &[&str] = &[
    "AED", "ARS", "AUD", "BDT", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CRC",
    "CZK", "DKK", "DOP", "DZD", "EGP", "EUR", "GBP", "GEL", "GHS", "HKD", "HUF", "IDR", "ILS",
    "INR", "IQD", "ISK", "JOD", "JPY", "KES", "KRW", "KWD", "KZT", "LBP", "LKR", "MAD", "MOP",
    "MXN", "MYR", "NGN", "NOK", "NPR", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "PYG", "QAR",
    "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "TZS", "UAH", "UGX",
    "USD", "UYU", "VND", "XAF", "XOF", "XPF", "ZAR",
];

/// Whether a text is the code of a currency (in either case).
pub(crate) fn is_code(text: &str) -> bool {
    code(text).is_some()
}

/// The ISO code that a text names: a code, a sign, or a Chinese name.
pub fn code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        let upper = text.to_ascii_uppercase();
        let upper = match upper.as_str() {
            "RMB" => "CNY",
            other => other,
        };
        return CODES.iter().find(|c| **c == upper).copied();
    }
    Some(match text {
        "$" | "US$" | "USD$" | "美元" | "美金" => "USD",
        "¥" | "￥" | "元" | "人民币" | "CN¥" | "RMB¥" | "人民币元" | "CNH" => "CNY",
        "€" | "欧元" | "Euro" | "EURO" => "EUR",
        "£" | "英镑" => "GBP",
        "円" | "日元" | "JP¥" => "JPY",
        "₩" | "韩元" | "원" => "KRW",
        "₹" | "Rs" | "Rs." | "卢比" => "INR",
        "₽" | "卢布" | "руб" => "RUB",
        "৳" => "BDT",
        "₫" => "VND",
        "฿" | "泰铢" => "THB",
        "₺" => "TRY",
        "₴" => "UAH",
        "₪" => "ILS",
        "₱" => "PHP",
        "₦" => "NGN",
        "R$" => "BRL",
        "A$" | "AU$" | "澳元" => "AUD",
        "C$" | "CA$" | "加元" => "CAD",
        "HK$" | "港元" | "港币" => "HKD",
        "NT$" | "新台币" | "台币" => "TWD",
        "S$" | "新加坡元" => "SGD",
        "NZ$" => "NZD",
        "MX$" => "MXN",
        "zł" => "PLN",
        "Kč" => "CZK",
        "RM" => "MYR",
        "Rp" => "IDR",
        _ => return None,
    })
}

/// The ISO code that a sign stands for with a merchant who sells in `own`: a bare `$` or `¥` is one of several.
pub(crate) fn meant(sign: &str, own: Option<&str>) -> Option<&'static str> {
    let found = code(sign)?;
    Some(match (sign.trim(), own.and_then(code)) {
        ("$", Some(own @ ("AUD" | "CAD" | "NZD" | "SGD" | "HKD" | "MXN" | "TWD"))) => own,
        ("¥" | "￥", Some(own @ "JPY")) => own,
        _ => found,
    })
}

/// Digits of a currency's minor unit.
pub(crate) fn digits(code: &str) -> u8 {
    match code {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// The currency of a country's platform, where headers and cells are silent.
pub(crate) fn of_platform(platform: &str) -> Option<&'static str> {
    matches!(platform, "淘宝" | "京东" | "拼多多" | "抖音" | "生意参谋").then_some("CNY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_codes() {
        assert_eq!(code("usd"), Some("USD"));
        assert_eq!(code("RMB"), Some("CNY"));
        assert_eq!(code("元"), Some("CNY"));
        assert_eq!(code("MX$"), Some("MXN"));
        assert_eq!(code("the"), None);
        assert_eq!((digits("JPY"), digits("KWD"), digits("EUR")), (0, 3, 2));
    }

    #[test]
    fn a_shared_sign_is_the_merchants_own() {
        assert_eq!(meant("$", Some("CAD")), Some("CAD"));
        assert_eq!(meant("$", Some("EUR")), Some("USD"));
        assert_eq!(meant("￥", Some("JPY")), Some("JPY"));
        assert_eq!(meant("US$", Some("CAD")), Some("USD"));
        assert_eq!(meant("kr", None), None);
    }
}
