//! Numbers with units, exactly.

use crate::folded::Folded;
use crate::language::is_han;

/// A decimal number as it is written: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: u64,
    places: i32,
}

impl Decimal {
    /// Its value, times a factor of digits and a power of ten; rounded once.
    pub(crate) fn times(self, (factor, power): (u64, i32)) -> f64 {
        let product = u128::from(self.digits) * u128::from(factor);
        let power = power - self.places;
        let scale = libm::exp10(f64::from(power.abs()));
        match power < 0 {
            true => product as f64 / scale,
            false => product as f64 * scale,
        }
    }

    pub(crate) fn value(self) -> f64 {
        self.times((1, 0))
    }

    /// Its whole number, if it is one.
    pub(crate) fn whole(self) -> Option<u32> {
        (self.places == 0)
            .then(|| u32::try_from(self.digits).ok())
            .flatten()
    }

    /// Its tenths, if it is written to one place: 24 of 2.4.
    pub(crate) fn tenths(self) -> Option<u32> {
        let tenths = u32::try_from(self.digits).ok();
        tenths.filter(|_| self.places == 1)
    }
}

/// Digits that a number may have before it is an article's.
const LONGEST: usize = 9;

/// A number that begins at a place, with its end.
///
/// Not where letters, digits or a point stand before it, and not numbers as long as an article's.
pub(crate) fn number(text: &Folded, at: usize) -> Option<(Decimal, usize)> {
    let before = text.before(at);
    if !text.get(at).is_ascii_digit()
        || before.is_ascii_digit()
        || before == '.' && text.before(at - 1).is_ascii_digit()
    {
        return None;
    }
    // The number of "ABC-390,390 ml" belongs to a model's name.
    let named = before == '-' && text.before(at - 1).is_ascii_alphanumeric();
    let (mut digits, mut places, mut count, mut end) = (0_u64, 0, 0, at);
    let mut point = false;
    loop {
        let c = text.get(end);
        if let Some(digit) = c.to_digit(10) {
            count += 1;
            if count > LONGEST {
                return None;
            }
            digits = digits * 10 + u64::from(digit);
            places += i32::from(point);
        } else if c == '.' && !point && text.get(end + 1).is_ascii_digit() {
            point = true;
        } else if c == ',' && !point && !named && thousands(text, end) {
            // 1,000
        } else {
            break;
        }
        end += 1;
    }
    Some((Decimal { digits, places }, end))
}

fn thousands(text: &Folded, comma: usize) -> bool {
    (1..=3).all(|step| text.get(comma + step).is_ascii_digit())
        && !text.get(comma + 4).is_ascii_digit()
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Volume,
    Mass,
    Length,
    /// Pieces of something.
    Count,
    Years,
    Money,
    /// Power, voltage, memory and the like.
    Technical,
}

/// A unit: how it is written, what it measures, its factor (digits, power of ten), the unit that values have.
type Unit = (&'static str, Measure, (u64, i32), &'static str);

/// Ages of babies have it, but so have guarantees: only a range is an age.
pub(crate) const MONTHS: &str = "months";

const UNITS: [Unit; 152] = {
    use Measure::{Count, Length, Mass, Money, Technical, Volume, Years};
    [
        ("毫升", Volume, (1, -3), "L"),
        ("ml", Volume, (1, -3), "L"),
        ("cl", Volume, (1, -2), "L"),
        ("公升", Volume, (1, 0), "L"),
        ("升", Volume, (1, 0), "L"),
        ("l", Volume, (1, 0), "L"),
        ("liters", Volume, (1, 0), "L"),
        ("liter", Volume, (1, 0), "L"),
        ("litres", Volume, (1, 0), "L"),
        ("litre", Volume, (1, 0), "L"),
        ("fl oz", Volume, (295_735_295_625, -13), "L"),
        ("fl. oz", Volume, (295_735_295_625, -13), "L"),
        ("fl.oz", Volume, (295_735_295_625, -13), "L"),
        ("fluid ounces", Volume, (295_735_295_625, -13), "L"),
        ("fluid ounce", Volume, (295_735_295_625, -13), "L"),
        ("gallons", Volume, (3_785_411_784, -9), "L"),
        ("gallon", Volume, (3_785_411_784, -9), "L"),
        ("gal", Volume, (3_785_411_784, -9), "L"),
        ("加仑", Volume, (3_785_411_784, -9), "L"),
        ("毫克", Mass, (1, -6), "kg"),
        ("mg", Mass, (1, -6), "kg"),
        ("公斤", Mass, (1, 0), "kg"),
        ("千克", Mass, (1, 0), "kg"),
        ("kg", Mass, (1, 0), "kg"),
        ("kgs", Mass, (1, 0), "kg"),
        ("市斤", Mass, (5, -1), "kg"),
        ("斤", Mass, (5, -1), "kg"),
        ("克", Mass, (1, -3), "kg"),
        ("grams", Mass, (1, -3), "kg"),
        ("gram", Mass, (1, -3), "kg"),
        ("g", Mass, (1, -3), "kg"),
        ("磅", Mass, (45_359_237, -8), "kg"),
        ("lbs", Mass, (45_359_237, -8), "kg"),
        ("lb", Mass, (45_359_237, -8), "kg"),
        ("pounds", Mass, (45_359_237, -8), "kg"),
        ("pound", Mass, (45_359_237, -8), "kg"),
        ("盎司", Mass, (28_349_523_125, -12), "kg"),
        ("ounces", Mass, (28_349_523_125, -12), "kg"),
        ("ounce", Mass, (28_349_523_125, -12), "kg"),
        ("oz", Mass, (28_349_523_125, -12), "kg"),
        ("毫米", Length, (1, -3), "m"),
        ("mm", Length, (1, -3), "m"),
        ("厘米", Length, (1, -2), "m"),
        ("公分", Length, (1, -2), "m"),
        ("cm", Length, (1, -2), "m"),
        ("米", Length, (1, 0), "m"),
        ("m", Length, (1, 0), "m"),
        ("meters", Length, (1, 0), "m"),
        ("meter", Length, (1, 0), "m"),
        ("metres", Length, (1, 0), "m"),
        ("英寸", Length, (254, -4), "m"),
        ("寸", Length, (254, -4), "m"),
        ("inches", Length, (254, -4), "m"),
        ("inch", Length, (254, -4), "m"),
        ("in.", Length, (254, -4), "m"),
        ("\"", Length, (254, -4), "m"),
        ("feet", Length, (3048, -4), "m"),
        ("foot", Length, (3048, -4), "m"),
        ("ft", Length, (3048, -4), "m"),
        ("英尺", Length, (3048, -4), "m"),
        ("yards", Length, (9144, -4), "m"),
        ("yard", Length, (9144, -4), "m"),
        ("片装", Count, (1, 0), "pieces"),
        ("件装", Count, (1, 0), "pieces"),
        ("件套", Count, (1, 0), "pieces"),
        ("只装", Count, (1, 0), "pieces"),
        ("支装", Count, (1, 0), "pieces"),
        ("条装", Count, (1, 0), "pieces"),
        ("个装", Count, (1, 0), "pieces"),
        ("包装", Count, (0, 0), ""),
        ("袋装", Count, (1, 0), "pieces"),
        ("盒装", Count, (1, 0), "pieces"),
        ("瓶装", Count, (1, 0), "pieces"),
        ("罐装", Count, (1, 0), "pieces"),
        ("双装", Count, (1, 0), "pairs"),
        ("件", Count, (1, 0), "pieces"),
        ("个", Count, (1, 0), "pieces"),
        ("只", Count, (1, 0), "pieces"),
        ("支", Count, (1, 0), "pieces"),
        ("枚", Count, (1, 0), "pieces"),
        ("片", Count, (1, 0), "pieces"),
        ("包", Count, (1, 0), "pieces"),
        ("袋", Count, (1, 0), "pieces"),
        ("盒", Count, (1, 0), "pieces"),
        ("瓶", Count, (1, 0), "pieces"),
        ("罐", Count, (1, 0), "pieces"),
        ("桶", Count, (1, 0), "pieces"),
        ("箱", Count, (1, 0), "pieces"),
        ("条", Count, (1, 0), "pieces"),
        ("卷", Count, (1, 0), "pieces"),
        ("粒", Count, (1, 0), "pieces"),
        ("颗", Count, (1, 0), "pieces"),
        ("抽", Count, (1, 0), "pieces"),
        ("张", Count, (1, 0), "pieces"),
        ("双", Count, (1, 0), "pairs"),
        ("对", Count, (1, 0), "pairs"),
        ("pairs", Count, (1, 0), "pairs"),
        ("pair", Count, (1, 0), "pairs"),
        ("pieces", Count, (1, 0), "pieces"),
        ("piece", Count, (1, 0), "pieces"),
        ("pcs", Count, (1, 0), "pieces"),
        ("pc", Count, (1, 0), "pieces"),
        ("packs", Count, (1, 0), "pieces"),
        ("pack", Count, (1, 0), "pieces"),
        ("pk", Count, (1, 0), "pieces"),
        ("count", Count, (1, 0), "pieces"),
        ("ct", Count, (1, 0), "pieces"),
        ("sheets", Count, (1, 0), "pieces"),
        ("tablets", Count, (1, 0), "pieces"),
        ("capsules", Count, (1, 0), "pieces"),
        ("softgels", Count, (1, 0), "pieces"),
        ("rolls", Count, (1, 0), "pieces"),
        ("bags", Count, (1, 0), "pieces"),
        ("bottles", Count, (1, 0), "pieces"),
        ("boxes", Count, (1, 0), "pieces"),
        ("cans", Count, (1, 0), "pieces"),
        ("岁", Years, (1, 0), "years"),
        ("周岁", Years, (1, 0), "years"),
        ("years old", Years, (1, 0), "years"),
        ("year old", Years, (1, 0), "years"),
        ("个月", Years, (1, 0), MONTHS),
        ("months", Years, (1, 0), MONTHS),
        ("元", Money, (1, 0), "CNY"),
        ("块钱", Money, (1, 0), "CNY"),
        ("人民币", Money, (1, 0), "CNY"),
        ("rmb", Money, (1, 0), "CNY"),
        ("cny", Money, (1, 0), "CNY"),
        ("usd", Money, (1, 0), "USD"),
        ("dollars", Money, (1, 0), "USD"),
        ("美元", Money, (1, 0), "USD"),
        ("euros", Money, (1, 0), "EUR"),
        ("欧元", Money, (1, 0), "EUR"),
        ("瓦", Technical, (1, 0), "W"),
        ("w", Technical, (1, 0), "W"),
        ("watts", Technical, (1, 0), "W"),
        ("watt", Technical, (1, 0), "W"),
        ("kw", Technical, (1, 3), "W"),
        ("伏", Technical, (1, 0), "V"),
        ("v", Technical, (1, 0), "V"),
        ("volts", Technical, (1, 0), "V"),
        ("volt", Technical, (1, 0), "V"),
        ("毫安时", Technical, (1, -3), "Ah"),
        ("毫安", Technical, (1, -3), "Ah"),
        ("mah", Technical, (1, -3), "Ah"),
        ("gb", Technical, (1, 0), "GB"),
        ("tb", Technical, (1, 3), "GB"),
        ("mb", Technical, (1, -3), "GB"),
        ("hz", Technical, (1, 0), "Hz"),
        ("mhz", Technical, (1, 6), "Hz"),
        ("ghz", Technical, (1, 9), "Hz"),
        ("万像素", Technical, (1, 4), "pixels"),
        ("gsm", Technical, (1, 0), "g/m²"),
    ]
};

/// A unit behind a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct After {
    pub(crate) measure: Measure,
    pub(crate) factor: (u64, i32),
    pub(crate) unit: &'static str,
    pub(crate) end: usize,
}

/// The longest unit that stands at a place, or behind a space or a hyphen there.
pub(crate) fn unit(text: &Folded, at: usize) -> Option<After> {
    let skipped = usize::from(matches!(text.get(at), ' ' | '-'));
    let from = at + skipped;
    let mut best: Option<(usize, &Unit)> = None;
    for unit in &UNITS {
        let length = unit.0.chars().count();
        let longer = best.is_none_or(|(before, _)| length > before);
        if !longer || !text.starts_with(from, unit.0) {
            continue;
        }
        let (last, after) = (text.get(from + length - 1), text.get(from + length));
        // The x of "20cmx30cm".
        let goes_on = after == 'x' && text.get(from + length + 1).is_ascii_digit();
        // "500 g" but not "3-m" or "3 l'eau".
        let single = length == 1 && skipped == 1 && last.is_ascii_alphabetic();
        let loose = single && (text.get(at) == '-' || matches!(after, '\'' | '-' | '&'));
        if (last.is_ascii_alphabetic() && after.is_ascii_alphanumeric() && !goes_on) || loose {
            continue;
        }
        // "12 in. wide" but not "2 in 1".
        if is_han(last) && skipped == 1 && text.get(at) == '-' {
            continue;
        }
        best = Some((length, unit));
    }
    let (length, &(_, measure, factor, unit)) = best?;
    (factor.0 > 0).then_some(After {
        measure,
        factor,
        unit,
        end: from + length,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(f64, &'static str)> {
        let text = Folded::new(text);
        let (number, end) = number(&text, 0)?;
        let after = unit(&text, end)?;
        Some((number.times(after.factor), after.unit))
    }

    #[test]
    fn units_are_exact() {
        assert_eq!(read("500毫升"), Some((0.5, "L")));
        assert_eq!(read("500 ml"), Some((0.5, "L")));
        assert_eq!(read("0.5L"), Some((0.5, "L")));
        assert_eq!(read("1,000g"), Some((1.0, "kg")));
        assert_eq!(read("1.1 kg"), Some((1.1, "kg")));
        assert_eq!(read("2斤"), Some((1.0, "kg")));
        assert_eq!(read("12 fl oz"), Some((0.354_882_354_75, "L")));
        assert_eq!(read("10 inch"), Some((0.254, "m")));
        assert_eq!(read("2件装"), Some((2.0, "pieces")));
        assert_eq!(read("10-pack"), Some((10.0, "pieces")));
        assert_eq!(read("20000mAh"), Some((20.0, "Ah")));
    }

    #[test]
    fn words_are_no_units() {
        for text in ["3 lions", "5great", "6901234567892g", "2 in 1", "3包装"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
