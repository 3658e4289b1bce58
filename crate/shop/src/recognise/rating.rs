//! Ratings as files write them: `4.0 out of 5 stars`, `4/5`, `五星`, `★★★★☆`, `好评`.

use super::letter::half_width;

/// What a cell rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rated {
    /// A number.
    Number {
        /// As it stands there.
        value: f64,
        /// Of how many, where the cell tells it.
        of: Option<f64>,
    },
    /// 好评, `positive`.
    Good,
    /// 中评, `neutral`.
    Fair,
    /// 差评, `negative`.
    Bad,
}

/// Whole scales that a rating may be of.
const WHOLE: [f64; 3] = [5.0, 10.0, 100.0];
/// What may stand before the number.
const BEFORE: [&str; 6] = ["rated", "rating", "score", "评分", "星级", "打分"];
/// What may stand behind it; of two that begin alike the longer first.
const UNITS: [&str; 14] = [
    "颗星",
    "个星",
    "星级",
    "星",
    "分",
    "stars",
    "star",
    "sternen",
    "sterne",
    "étoiles",
    "estrellas",
    "stelle",
    "points",
    "pts",
];
/// What stands before the number that it is out of.
const OF: [&str; 10] = [
    "out of", "(out of", "of", "von", "sur", "de", "/", "(满分", "满分", "(共",
];
/// Stars of a cell at most; more are an ornament.
const STARS: f64 = 10.0;

/// Reads a rating; `None` for words that tell none.
pub fn rated(cell: &str) -> Option<Rated> {
    read(cell).map(|(rated, _)| rated)
}

/// Whether a cell says by itself that it rates: a number alone may be of anything.
pub(super) fn is_rating(cell: &str) -> bool {
    read(cell).is_some_and(|(_, told)| told)
}

fn read(cell: &str) -> Option<(Rated, bool)> {
    let text: String = cell
        .chars()
        .flat_map(half_width)
        .flat_map(char::to_lowercase)
        .filter(|c| *c != '\u{fe0f}')
        .collect();
    let text = text.trim();
    let label = label(text).map(|label| (label, true));
    label.or_else(|| drawn(text)).or_else(|| number(text))
}

fn label(text: &str) -> Option<Rated> {
    match text.trim_end_matches(['!', '.', '。', '~']) {
        "好评" | "positive" => Some(Rated::Good),
        "中评" | "neutral" => Some(Rated::Fair),
        "差评" | "negative" => Some(Rated::Bad),
        _ => None,
    }
}

/// Stars that are drawn: the filled ones, out of all where not all are filled.
fn drawn(text: &str) -> Option<(Rated, bool)> {
    let (mut value, mut all, mut stars) = (0.0, 0.0, 0);
    let mut rest = String::new();
    for c in text.chars() {
        let part = match c {
            '★' | '⭐' | '🌟' => 1.0,
            '½' => 0.5,
            '☆' | '✩' => 0.0,
            other => {
                rest.push(other);
                continue;
            }
        };
        value += part;
        all += 1.0;
        stars += usize::from(c != '½');
    }
    if stars == 0 || all > STARS {
        return None;
    }
    let rest = rest.trim();
    // `★ 4.5` says it in figures.
    let figures = number(&[rest, "星"].concat()).filter(|(_, told)| *told && stars == 1);
    figures.or_else(|| {
        let of = (value < all).then_some(all);
        Some((Rated::Number { value, of }, rest.is_empty()))
    })
}

fn number(text: &str) -> Option<(Rated, bool)> {
    let text = BEFORE
        .iter()
        .find_map(|w| text.strip_prefix(w))
        .unwrap_or(text);
    let (value, rest) = leading(text.trim_start_matches([':', ' ']))?;
    let (value, rest) = rest
        .strip_prefix('½')
        .map_or((value, rest), |rest| (value + 0.5, rest));
    if rest.trim_start().starts_with('%') {
        // A share may be of anything.
        let of = Some(100.0);
        return Some((Rated::Number { value, of }, false));
    }
    let (rest, counted) = without_unit(rest);
    let of = OF
        .iter()
        .find_map(|word| leading(rest.strip_prefix(word)?.trim_start()));
    let (rest, of) = of.map_or((rest, None), |(of, rest)| (rest, Some(of)));
    let (rest, counted_whole) = without_unit(rest);
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    let is_all = rest.is_empty() || label(rest).is_some();
    let says = match of {
        Some(of) => WHOLE.contains(&of) && value <= of,
        None => (counted || counted_whole) && value <= 10.0,
    };
    Some((Rated::Number { value, of }, is_all && says))
}

/// A number at the beginning, and what follows it: `4`, `4.5`, `4,5`, and `四` where 星 or 分 follows.
fn leading(text: &str) -> Option<(f64, &str)> {
    const CHINESE: &str = "一二三四五";
    let first = text.chars().next()?;
    if let Some(at) = CHINESE.chars().position(|c| c == first) {
        let rest = &text[first.len_utf8()..];
        let (_, is_counted) = without_unit(rest);
        return is_counted.then_some(((at + 1) as f64, rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    // A comma that groups thousands is in no rating.
    if number
        .split_once(',')
        .is_some_and(|(_, part)| part.len() > 2)
    {
        return None;
    }
    let number = number.trim_end_matches([',', '.']).replace(',', ".");
    Some((number.parse().ok()?, rest))
}

/// What follows a unit, and whether there is one.
fn without_unit(text: &str) -> (&str, bool) {
    let text = text.trim_start();
    match UNITS.iter().find_map(|unit| text.strip_prefix(unit)) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stars(value: f64, of: Option<f64>) -> Option<Rated> {
        Some(Rated::Number { value, of })
    }

    #[test]
    fn ratings_are_read_as_people_write_them() {
        for (cell, value, of) in [
            ("4", 4.0, None),
            ("4 stars", 4.0, None),
            ("5星", 5.0, None),
            ("５星好评", 5.0, None),
            ("五星", 5.0, None),
            ("四颗星", 4.0, None),
            ("4.5分", 4.5, None),
            ("评分：4", 4.0, None),
            ("5 - excellent", 5.0, None),
            ("4.0 out of 5 stars", 4.0, Some(5.0)),
            ("Rated 4.0 out of 5", 4.0, Some(5.0)),
            ("4,5 von 5 Sternen", 4.5, Some(5.0)),
            ("4 / 5", 4.0, Some(5.0)),
            ("9/10", 9.0, Some(10.0)),
            ("4星（满分5星）", 4.0, Some(5.0)),
            ("80%", 80.0, Some(100.0)),
            ("★★★★☆", 4.0, Some(5.0)),
            ("★★★½☆", 3.5, Some(5.0)),
            ("★★★★★", 5.0, None),
            ("⭐️⭐️", 2.0, None),
            ("★ 4.5", 4.5, None),
            ("★★★★★ 3 cups", 5.0, None),
            ("4½ stars", 4.5, None),
        ] {
            assert_eq!(rated(cell), stars(value, of), "{cell}");
        }
        assert_eq!(rated("好评！"), Some(Rated::Good));
        assert_eq!(rated("中评"), Some(Rated::Fair));
        assert_eq!(rated("Negative"), Some(Rated::Bad));
        for cell in ["five", "一般", "", "-3", ".", "1,250", "很好", "n/a"] {
            assert_eq!(rated(cell), None, "{cell}");
        }
    }

    #[test]
    fn only_what_says_so_is_a_rating_under_any_header() {
        for cell in [
            "4 stars",
            "五星",
            "4/5",
            "4.0 out of 5 stars",
            "★★★☆☆",
            "5星好评",
            "差评",
        ] {
            assert!(is_rating(cell), "{cell}");
        }
        for cell in [
            "4",
            "12 stars",
            "5分钟就到了",
            "5 stars, I love it",
            "★★★★★ 很好用",
            "80%",
            "3/4",
            "2 of 5000",
            "好",
        ] {
            assert!(!is_rating(cell), "{cell}");
        }
    }
}
