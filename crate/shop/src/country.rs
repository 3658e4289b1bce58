//! Countries: codes and names of one country meet.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// ISO 3166 alpha-2 and alpha-3 codes, English name and other spellings, Chinese names.
const COUNTRIES: &str = "\
AE ARE United Arab Emirates|UAE|阿联酋|阿拉伯联合酋长国
AR ARG Argentina|阿根廷
AT AUT Austria|Österreich|奥地利
AU AUS Australia|澳大利亚|澳洲
BD BGD Bangladesh|孟加拉国|孟加拉
BE BEL Belgium|Belgique|België|Belgien|比利时
BG BGR Bulgaria|保加利亚
BH BHR Bahrain|巴林
BR BRA Brazil|Brasil|巴西
BY BLR Belarus|白俄罗斯
CA CAN Canada|加拿大
CH CHE Switzerland|Schweiz|Suisse|瑞士
CL CHL Chile|智利
CN CHN China|People's Republic of China|Mainland China|PRC|中国|中国大陆|中华人民共和国
CO COL Colombia|哥伦比亚
CR CRI Costa Rica|哥斯达黎加
CY CYP Cyprus|塞浦路斯
CZ CZE Czech Republic|Czechia|捷克|捷克共和国
DE DEU Germany|Deutschland|Allemagne|德国
DK DNK Denmark|Danmark|丹麦
DO DOM Dominican Republic|多米尼加
DZ DZA Algeria|阿尔及利亚
EC ECU Ecuador|厄瓜多尔
EE EST Estonia|爱沙尼亚
EG EGY Egypt|埃及
ES ESP Spain|España|Spanien|Espagne|西班牙
FI FIN Finland|Suomi|芬兰
FR FRA France|Frankreich|法国
GB GBR United Kingdom|UK|Great Britain|Britain|England|U.K.|英国
GE GEO Georgia|格鲁吉亚
GH GHA Ghana|加纳
GR GRC Greece|希腊
GT GTM Guatemala|危地马拉
HK HKG Hong Kong|Hong Kong SAR|中国香港|香港
HR HRV Croatia|克罗地亚
HU HUN Hungary|匈牙利
ID IDN Indonesia|印度尼西亚|印尼
IE IRL Ireland|EIRE|Republic of Ireland|爱尔兰
IL ISR Israel|以色列
IN IND India|印度
IQ IRQ Iraq|伊拉克
IR IRN Iran|伊朗
IS ISL Iceland|冰岛
IT ITA Italy|Italia|Italien|Italie|意大利
JM JAM Jamaica|牙买加
JO JOR Jordan|约旦
JP JPN Japan|日本
KE KEN Kenya|肯尼亚
KH KHM Cambodia|柬埔寨
KR KOR South Korea|Korea|Republic of Korea|Korea, Republic of|韩国
KW KWT Kuwait|科威特
KZ KAZ Kazakhstan|哈萨克斯坦
LA LAO Laos|老挝
LB LBN Lebanon|黎巴嫩
LK LKA Sri Lanka|斯里兰卡
LT LTU Lithuania|立陶宛
LU LUX Luxembourg|卢森堡
LV LVA Latvia|拉脱维亚
MA MAR Morocco|摩洛哥
MD MDA Moldova|摩尔多瓦
MM MMR Myanmar|缅甸
MN MNG Mongolia|蒙古
MO MAC Macao|Macau|中国澳门|澳门
MT MLT Malta|马耳他
MX MEX Mexico|México|墨西哥
MY MYS Malaysia|马来西亚
NG NGA Nigeria|尼日利亚
NL NLD Netherlands|Holland|The Netherlands|Nederland|Niederlande|荷兰
NO NOR Norway|Norge|挪威
NP NPL Nepal|尼泊尔
NZ NZL New Zealand|新西兰
OM OMN Oman|阿曼
PA PAN Panama|巴拿马
PE PER Peru|秘鲁
PH PHL Philippines|菲律宾
PK PAK Pakistan|巴基斯坦
PL POL Poland|Polska|波兰
PR PRI Puerto Rico|波多黎各
PT PRT Portugal|葡萄牙
PY PRY Paraguay|巴拉圭
QA QAT Qatar|卡塔尔
RO ROU Romania|罗马尼亚
RS SRB Serbia|塞尔维亚
RU RUS Russia|Russian Federation|俄罗斯
SA SAU Saudi Arabia|沙特阿拉伯|沙特
SE SWE Sweden|Sverige|瑞典
SG SGP Singapore|新加坡
SI SVN Slovenia|斯洛文尼亚
SK SVK Slovakia|斯洛伐克
TH THA Thailand|泰国
TN TUN Tunisia|突尼斯
TR TUR Turkey|Türkiye|土耳其
TW TWN Taiwan|中国台湾|台湾
TZ TZA Tanzania|坦桑尼亚
UA UKR Ukraine|乌克兰
UG UGA Uganda|乌干达
US USA United States|United States of America|U.S.|U.S.A.|America|USA|美国
UY URY Uruguay|乌拉圭
UZ UZB Uzbekistan|乌兹别克斯坦
VE VEN Venezuela|委内瑞拉
VN VNM Vietnam|Viet Nam|越南
ZA ZAF South Africa|RSA|南非
ZW ZWE Zimbabwe|津巴布韦";

static SPELLINGS: LazyLock<HashMap<String, u16, foldhash::fast::FixedState>> =
    LazyLock::new(|| {
        let mut map = HashMap::default();
        for (index, line) in COUNTRIES.lines().enumerate() {
            let (two, rest) = line.split_at(2);
            let (three, names) = rest.trim_start().split_at(3);
            for spelling in [two, three]
                .into_iter()
                .chain(names.trim_start().split('|'))
            {
                map.entry(spelling.to_lowercase()).or_insert(index as u16);
            }
        }
        map
    });

/// The country that a text names, as an index that all its spellings share.
pub(crate) fn find(text: &str) -> Option<u16> {
    let text = text.trim();
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    SPELLINGS.get(text.to_lowercase().as_str()).copied()
}

/// A country's ISO alpha-2 code, from any of its spellings.
pub fn country_code(text: &str) -> Option<&'static str> {
    let line = COUNTRIES.lines().nth(usize::from(find(text)?))?;
    line.get(..2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for text in ["GB", "gbr", "United Kingdom", "UK", "英国"] {
            assert_eq!(country_code(text), Some("GB"), "{text}");
        }
        assert_eq!(country_code("中国"), Some("CN"));
        assert_eq!(country_code("EIRE"), Some("IE"));
        assert_eq!(country_code("Unspecified"), None);
    }
}
