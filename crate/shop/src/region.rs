//! Chinese provinces, from names and from the heads of addresses.

/// Short names, with the ending of the full name.
const PROVINCES: &[(&str, &str)] = &[
    ("北京", "市"),
    ("天津", "市"),
    ("上海", "市"),
    ("重庆", "市"),
    ("河北", "省"),
    ("山西", "省"),
    ("辽宁", "省"),
    ("吉林", "省"),
    ("黑龙江", "省"),
    ("江苏", "省"),
    ("浙江", "省"),
    ("安徽", "省"),
    ("福建", "省"),
    ("江西", "省"),
    ("山东", "省"),
    ("河南", "省"),
    ("湖北", "省"),
    ("湖南", "省"),
    ("广东", "省"),
    ("海南", "省"),
    ("四川", "省"),
    ("贵州", "省"),
    ("云南", "省"),
    ("陕西", "省"),
    ("甘肃", "省"),
    ("青海", "省"),
    ("台湾", "省"),
    ("内蒙古", "自治区"),
    ("广西", "壮族自治区"),
    ("西藏", "自治区"),
    ("宁夏", "回族自治区"),
    ("新疆", "维吾尔自治区"),
    ("香港", "特别行政区"),
    ("澳门", "特别行政区"),
];

/// The province that a text is or begins with: its index, and the part of the text that names it.
pub(crate) fn province(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_start();
    let body = text.strip_prefix("中国").map_or(text, str::trim_start);
    let (at, (short, ending)) = PROVINCES
        .iter()
        .enumerate()
        .find(|(_, (short, _))| body.starts_with(short))?;
    let mut end = short.len();
    for suffix in [*ending, "自治区", "省", "市", "特别行政区"] {
        if body[end..].starts_with(suffix) {
            end += suffix.len();
            break;
        }
    }
    Some((at, &body[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_with_provinces() {
        assert_eq!(
            province("浙江省 杭州市 西湖区 文三路1号").map(|p| p.1),
            Some("浙江省")
        );
        assert_eq!(province("内蒙古自治区").map(|p| p.1), Some("内蒙古自治区"));
        assert_eq!(province("上海 上海市 徐汇区").map(|p| p.1), Some("上海"));
        assert_eq!(province("221B Baker Street"), None);
        assert_eq!(
            province("广东").map(|p| p.0),
            province("广东省深圳市").map(|p| p.0)
        );
    }
}
