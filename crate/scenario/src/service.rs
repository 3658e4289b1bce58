//! What stands on orders beside goods: postage, fees, vouchers.

/// What charges and vouchers end with in English, and hold in Chinese.
const SERVICES: &str =
    "postage shipping freight carriage delivery fee fees charge charges surcharge voucher giftcard";
const SERVICES_ZH: &str = "运费 邮费 补差价 差价 手续费 服务费 礼品卡 补邮 赠品";
/// Names that are whole charges by themselves.
const ENTRIES: &str = "manual discount tip deposit adjustment rounding samples";

/// Whether a name is that of a charge or voucher. `Shipping labels` are goods.
pub(crate) fn is_service(name: &str) -> bool {
    let name = name.to_lowercase().replace("gift card", "giftcard");
    // `Manual (M)`: what is in brackets tells products of one name apart.
    let name = name.split('(').next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = words
        .last()
        .is_some_and(|last| words.len() <= 3 && SERVICES.split(' ').any(|w| w == *last));
    let is_entry = matches!(words.as_slice(), [one] if ENTRIES.split(' ').any(|w| w == *one));
    let is_voucher =
        words.windows(2).any(|w| w == ["gift", "voucher"]) || name.contains("giftcard");
    ends || is_entry
        || is_voucher && words.len() <= 5
        || SERVICES_ZH
            .split(' ')
            .any(|w| name.ends_with(w) || name.starts_with(w))
}

#[cfg(test)]
mod tests {
    use super::is_service;

    #[test]
    fn postage_is_nothing_to_stock() {
        for name in [
            "POSTAGE",
            "Amazon fee",
            "Manual",
            "运费补差价",
            "Gift Card £50",
            "邮费",
            "Manual (M)",
        ] {
            assert!(is_service(name), "{name}");
        }
        for name in [
            "Shipping labels",
            "Feed bowl",
            "Tip-top mop",
            "保险柜",
            "Mug",
        ] {
            assert!(!is_service(name), "{name}");
        }
    }
}
