//! Countries by the codes that shops export.

use chart::spec::Lang;

/// Code, Chinese and English name of the countries that shops sell to most.
const NAMES: &[(&str, &str, &str)] = &[
    ("AE", "阿联酋", "United Arab Emirates"),
    ("AR", "阿根廷", "Argentina"),
    ("AT", "奥地利", "Austria"),
    ("AU", "澳大利亚", "Australia"),
    ("BE", "比利时", "Belgium"),
    ("BG", "保加利亚", "Bulgaria"),
    ("BR", "巴西", "Brazil"),
    ("CA", "加拿大", "Canada"),
    ("CH", "瑞士", "Switzerland"),
    ("CL", "智利", "Chile"),
    ("CN", "中国", "China"),
    ("CO", "哥伦比亚", "Colombia"),
    ("CY", "塞浦路斯", "Cyprus"),
    ("CZ", "捷克", "Czechia"),
    ("DE", "德国", "Germany"),
    ("DK", "丹麦", "Denmark"),
    ("EE", "爱沙尼亚", "Estonia"),
    ("ES", "西班牙", "Spain"),
    ("FI", "芬兰", "Finland"),
    ("FR", "法国", "France"),
    ("GB", "英国", "United Kingdom"),
    ("GR", "希腊", "Greece"),
    ("HK", "中国香港", "Hong Kong"),
    ("HR", "克罗地亚", "Croatia"),
    ("HU", "匈牙利", "Hungary"),
    ("ID", "印度尼西亚", "Indonesia"),
    ("IE", "爱尔兰", "Ireland"),
    ("IL", "以色列", "Israel"),
    ("IN", "印度", "India"),
    ("IS", "冰岛", "Iceland"),
    ("IT", "意大利", "Italy"),
    ("JP", "日本", "Japan"),
    ("KR", "韩国", "South Korea"),
    ("LT", "立陶宛", "Lithuania"),
    ("LU", "卢森堡", "Luxembourg"),
    ("LV", "拉脱维亚", "Latvia"),
    ("MO", "中国澳门", "Macao"),
    ("MT", "马耳他", "Malta"),
    ("MX", "墨西哥", "Mexico"),
    ("MY", "马来西亚", "Malaysia"),
    ("NG", "尼日利亚", "Nigeria"),
    ("NL", "荷兰", "Netherlands"),
    ("NO", "挪威", "Norway"),
    ("NZ", "新西兰", "New Zealand"),
    ("PH", "菲律宾", "Philippines"),
    ("PL", "波兰", "Poland"),
    ("PT", "葡萄牙", "Portugal"),
    ("RO", "罗马尼亚", "Romania"),
    ("RU", "俄罗斯", "Russia"),
    ("SA", "沙特阿拉伯", "Saudi Arabia"),
    ("SE", "瑞典", "Sweden"),
    ("SG", "新加坡", "Singapore"),
    ("SI", "斯洛文尼亚", "Slovenia"),
    ("SK", "斯洛伐克", "Slovakia"),
    ("TH", "泰国", "Thailand"),
    ("TR", "土耳其", "Türkiye"),
    ("TW", "中国台湾", "Taiwan"),
    ("UA", "乌克兰", "Ukraine"),
    ("US", "美国", "United States"),
    ("VN", "越南", "Vietnam"),
    ("ZA", "南非", "South Africa"),
];

/// A country as people call it, where the file has its code; any other name as it is.
pub(crate) fn country(name: &str, lang: Lang) -> &str {
    let found = NAMES.iter().find(|(code, ..)| *code == name);
    found.map_or(name, |(_, zh, en)| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names_and_names_stay() {
        assert_eq!(country("FR", Lang::Zh), "法国");
        assert_eq!(country("FR", Lang::En), "France");
        assert_eq!(country("Deutschland", Lang::En), "Deutschland");
        assert_eq!(country("XX", Lang::Zh), "XX");
    }
}
