//! Festivals of the Chinese lunar calendar, by table.

use crate::calendar::day_of;

/// The first year of the table.
const FIRST: i32 = 2000;

/// A festival of the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Festival {
    /// 春节, the first day of the first month.
    NewYear = 0,
    /// 元宵, the fifteenth day of the first month.
    Lantern = 1,
    /// 端午, the fifth day of the fifth month.
    DragonBoat = 2,
    /// 七夕, the seventh day of the seventh month.
    Qixi = 3,
    /// 中秋, the fifteenth day of the eighth month.
    MidAutumn = 4,
    /// 重阳, the ninth day of the ninth month.
    DoubleNinth = 5,
}

/// The day of a festival in a year, in days since 1970-01-01; `None` outside 2000 to 2050.
pub(crate) fn day(festival: Festival, year: i32) -> Option<i32> {
    let row = usize::try_from(year - FIRST)
        .ok()
        .and_then(|row| DAYS.get(row))?;
    Some(day_of(year, 1, 1) + i32::from(row[festival as usize]) - 1)
}

/// Days of the year, printed by `tests/golden/make_lunar.py`.
#[rustfmt::skip]
const DAYS: [[u16; 6]; 51] = [
    [36, 50, 158, 219, 256, 280], // 2000
    [24, 38, 176, 237, 274, 298], // 2001
    [43, 57, 166, 227, 264, 287], // 2002
    [32, 46, 155, 216, 254, 277], // 2003
    [22, 36, 174, 235, 272, 296], // 2004
    [40, 54, 162, 223, 261, 284], // 2005
    [29, 43, 151, 212, 279, 303], // 2006
    [49, 63, 170, 231, 268, 292], // 2007
    [38, 52, 160, 220, 258, 281], // 2008
    [26, 40, 148, 238, 276, 299], // 2009
    [45, 59, 167, 228, 265, 289], // 2010
    [34, 48, 157, 218, 255, 278], // 2011
    [23, 37, 175, 236, 274, 297], // 2012
    [41, 55, 163, 225, 262, 286], // 2013
    [31, 45, 153, 214, 251, 275], // 2014
    [50, 64, 171, 232, 270, 294], // 2015
    [39, 53, 161, 222, 259, 283], // 2016
    [28, 42, 150, 240, 277, 301], // 2017
    [47, 61, 169, 229, 267, 290], // 2018
    [36, 50, 158, 219, 256, 280], // 2019
    [25, 39, 177, 238, 275, 299], // 2020
    [43, 57, 165, 226, 264, 287], // 2021
    [32, 46, 154, 216, 253, 277], // 2022
    [22, 36, 173, 234, 272, 296], // 2023
    [41, 55, 162, 223, 261, 285], // 2024
    [29, 43, 151, 241, 279, 302], // 2025
    [48, 62, 170, 231, 268, 291], // 2026
    [37, 51, 160, 220, 258, 281], // 2027
    [26, 40, 149, 239, 277, 300], // 2028
    [44, 58, 167, 228, 265, 289], // 2029
    [34, 48, 156, 217, 255, 278], // 2030
    [23, 37, 175, 236, 274, 297], // 2031
    [42, 56, 164, 225, 263, 286], // 2032
    [31, 45, 152, 213, 251, 274], // 2033
    [50, 64, 171, 232, 270, 293], // 2034
    [39, 53, 161, 222, 259, 282], // 2035
    [28, 42, 151, 241, 278, 301], // 2036
    [46, 60, 169, 229, 267, 290], // 2037
    [35, 49, 158, 219, 256, 280], // 2038
    [24, 38, 147, 238, 275, 299], // 2039
    [43, 57, 166, 227, 264, 288], // 2040
    [32, 46, 154, 215, 253, 276], // 2041
    [22, 36, 173, 234, 271, 295], // 2042
    [41, 55, 162, 223, 260, 284], // 2043
    [30, 44, 152, 213, 279, 303], // 2044
    [48, 62, 170, 231, 268, 291], // 2045
    [37, 51, 159, 220, 258, 281], // 2046
    [26, 40, 149, 239, 277, 300], // 2047
    [45, 59, 167, 229, 266, 290], // 2048
    [33, 47, 155, 217, 254, 278], // 2049
    [23, 37, 174, 235, 273, 297], // 2050
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_festivals() {
        for (festival, year, month, of_month) in [
            (Festival::NewYear, 2024, 2, 10),
            (Festival::NewYear, 2025, 1, 29),
            (Festival::DragonBoat, 2024, 6, 10),
            (Festival::MidAutumn, 2024, 9, 17),
            (Festival::MidAutumn, 2025, 10, 6),
            (Festival::Qixi, 2023, 8, 22),
        ] {
            assert_eq!(
                day(festival, year),
                Some(day_of(year, month, of_month)),
                "{festival:?} {year}"
            );
        }
        assert_eq!(day(Festival::NewYear, 2051), None);
        assert_eq!(day(Festival::NewYear, 1999), None);
    }
}
