//! What ratings mean: files write five stars, ten points, a hundred, or only good and bad.

use std::collections::BTreeMap;

use crate::texts::{Form, Review};

/// How numbers rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// 1 to 5.
    Five,
    /// 1 to 10.
    Ten,
    /// 0 to 10.
    FromZero,
    /// 0 to 100.
    Hundred,
    /// 0 for bad, 1 for good.
    Labels,
    /// Nothing that is known.
    Unknown,
}

/// What the ratings of all files come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stars, 1 to 5.
    Stars,
    /// 0 for bad, 0.5 for neither, 1 for good.
    Labels,
    /// There are none that can be used.
    None,
}

/// How a file rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct File {
    /// The scale of its numbers.
    numbers: Scale,
    /// That of numbers out of ten.
    of_ten: Scale,
    kind: Kind,
}

/// The ratings of all files.
pub(super) struct Ratings {
    files: BTreeMap<u16, File>,
    /// The scales that stars were made of.
    scales: Vec<Scale>,
    pub(super) kind: Kind,
}

/// Numbers from which on one of them is rather a slip than of another scale: a little beyond, and far beyond.
const SLIPS: [usize; 2] = [50, 5];

/// Whether numbers are on a scale, but for a few slips: one, or a fiftieth of many.
fn fits(numbers: &[f64], most: f64) -> bool {
    let beyond = || numbers.iter().filter(move |v| !(0.0..=most).contains(*v));
    let is_far = beyond().all(|v| *v < 0.0 || *v > 2.0 * most);
    let n = beyond().count();
    let is_slip =
        || n <= (numbers.len() / 50).max(1) && numbers.len() >= SLIPS[usize::from(is_far)];
    n == 0 || is_slip()
}

/// The scale of a file's numbers.
fn scale(numbers: &[f64]) -> Scale {
    let Some(most) = [5.0, 10.0, 100.0].into_iter().find(|m| fits(numbers, *m)) else {
        return Scale::Unknown;
    };
    let own = || numbers.iter().filter(move |v| (0.0..=most).contains(*v));
    let is_zero = own().any(|v| *v == 0.0);
    let are_labels = own().all(|v| *v == 0.0 || *v == 1.0);
    match most {
        _ if numbers.is_empty() => Scale::Unknown,
        5.0 if are_labels && is_zero => Scale::Labels,
        // Ones alone may be the worst of five or the better of two.
        5.0 if are_labels && own().count() > 1 => Scale::Unknown,
        5.0 => Scale::Five,
        10.0 if is_zero => Scale::FromZero,
        10.0 => Scale::Ten,
        _ => Scale::Hundred,
    }
}

impl Scale {
    /// A rating as stars, or as 0 and 1 for labels; `None` for what its scale does not have.
    fn value(self, rating: f64) -> Option<f64> {
        let stars = match self {
            Self::Five => rating,
            Self::Ten => 1.0 + (rating - 1.0) * 4.0 / 9.0,
            Self::FromZero => 1.0 + rating * 0.4,
            Self::Hundred => 1.0 + rating / 25.0,
            Self::Labels => return [0.0, 1.0].contains(&rating).then_some(rating),
            Self::Unknown => return None,
        };
        // Of five stars, none at all is a rating that was not given.
        (1.0..=5.0).contains(&stars).then_some(stars)
    }
}

impl File {
    fn new(reviews: &[&Review<'_>]) -> Self {
        let (mut numbers, mut words) = (Vec::new(), 0);
        let mut told: Vec<(f64, f64)> = Vec::new();
        for review in reviews {
            match (review.rating, review.form) {
                (Some(rating), Form::Number) => numbers.push(rating),
                (Some(rating), Form::OutOf(of)) => told.push((rating, of)),
                (Some(_), Form::Words) => words += 1,
                (None, _) => (),
            }
        }
        let is_zero = told.iter().any(|(rating, of)| *of == 10.0 && *rating < 1.0);
        let own = scale(&numbers);
        let mut file = Self {
            numbers: own,
            of_ten: if is_zero { Scale::FromZero } else { Scale::Ten },
            kind: Kind::None,
        };
        let no_stars = matches!(own, Scale::Labels | Scale::Unknown);
        // A star or two among many words are rather slips.
        let are_words = words > 0 && (numbers.len() + told.len()) * 50 <= words;
        let is_told = told
            .iter()
            .any(|(_, of)| file.out_of(*of) != Scale::Unknown);
        file.kind = match () {
            () if are_words => Kind::Labels,
            () if !no_stars || is_told => Kind::Stars,
            () if words > 0 || own == Scale::Labels => Kind::Labels,
            () => Kind::None,
        };
        file
    }

    /// The scale of a rating that tells out of how many it is.
    fn out_of(&self, of: f64) -> Scale {
        match of {
            5.0 => Scale::Five,
            10.0 => self.of_ten,
            100.0 => Scale::Hundred,
            _ => Scale::Unknown,
        }
    }

    /// The scale of a number.
    fn scale(&self, form: Form) -> Scale {
        let scale = match form {
            Form::OutOf(of) => self.out_of(of),
            Form::Number | Form::Words => self.numbers,
        };
        match (scale == Scale::Labels, self.kind == Kind::Labels) {
            (true, true) | (false, false) => scale,
            _ => Scale::Unknown,
        }
    }
}

impl Ratings {
    pub(super) fn of(reviews: &[Review<'_>]) -> Self {
        let mut by_table: BTreeMap<u16, Vec<&Review<'_>>> = BTreeMap::new();
        for review in reviews.iter().filter(|r| r.rating.is_some()) {
            by_table.entry(review.row.0).or_default().push(review);
        }
        let files: BTreeMap<u16, File> = by_table
            .into_iter()
            .map(|(table, of)| (table, File::new(&of)))
            .collect();
        let any = |kind| files.values().any(|f| f.kind == kind);
        // Stars say more than labels, and the two cannot be added.
        let kind = match () {
            () if any(Kind::Stars) => Kind::Stars,
            () if any(Kind::Labels) => Kind::Labels,
            () => Kind::None,
        };
        let mut ratings = Self {
            files,
            scales: Vec::new(),
            kind,
        };
        for review in reviews.iter().filter(|r| r.form != Form::Words) {
            let scale = ratings.scale(review);
            if ratings.value(review).is_some() && !ratings.scales.contains(&scale) {
                ratings.scales.push(scale);
            }
        }
        ratings
    }

    /// How the file of a review rates, where that is how all are told.
    fn file(&self, review: &Review<'_>) -> Option<&File> {
        let file = self.files.get(&review.row.0);
        file.filter(|f| f.kind == self.kind)
    }

    fn scale(&self, review: &Review<'_>) -> Scale {
        let file = self.file(review);
        file.map_or(Scale::Unknown, |f| f.scale(review.form))
    }

    /// A rating on the scale of [`Ratings::kind`].
    pub(super) fn value(&self, review: &Review<'_>) -> Option<f64> {
        let rating = review.rating?;
        self.file(review)?;
        match (review.form, self.kind) {
            (Form::Words, Kind::Labels) => Some(rating),
            (Form::Words, _) => Some(Kind::Labels.stars(rating)),
            _ => self.scale(review).value(rating),
        }
    }

    /// The scales other than five stars that were turned into stars.
    pub(super) fn turned(&self) -> Vec<Scale> {
        let all = [Scale::Ten, Scale::FromZero, Scale::Hundred];
        let is_there = |s: &Scale| self.scales.contains(s);
        all.into_iter().filter(is_there).collect()
    }

    /// Whether a rating in words stands for stars, since its file rates in stars.
    pub(super) fn is_among_stars(&self, review: &Review<'_>) -> bool {
        self.kind == Kind::Stars && review.form == Form::Words && self.value(review).is_some()
    }

    /// A number that the scale of all others in its file does not have.
    pub(super) fn misfit(&self, review: &Review<'_>) -> Option<f64> {
        let rating = review.rating?;
        let is_known = !matches!(self.scale(review), Scale::Labels | Scale::Unknown);
        // Of stars none were given.
        let is_none = rating == 0.0;
        (is_known && !is_none && self.value(review).is_none()).then_some(rating)
    }
}

impl Kind {
    /// Whether a rating is a bad one.
    pub(super) fn low(self, rating: f64) -> bool {
        match self {
            Self::Stars => rating < 2.5,
            Self::Labels => rating < 0.5,
            Self::None => false,
        }
    }

    /// Whether a rating is a good one.
    pub(super) fn high(self, rating: f64) -> bool {
        match self {
            Self::Stars => rating >= 3.5,
            Self::Labels => rating > 0.5,
            Self::None => false,
        }
    }

    /// As stars: what compares stars with words takes labels for the ends and the middle of the scale.
    pub(super) fn stars(self, rating: f64) -> f64 {
        match self {
            Self::Labels => 1.0 + 4.0 * rating,
            _ => rating,
        }
    }

    /// What means are taken of: stars, and of labels whether they are good, so that the mean is the share of good ones.
    pub(super) fn score(self, rating: f64) -> f64 {
        match self {
            Self::Labels => f64::from(u8::from(self.high(rating))),
            _ => rating,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_told_apart() {
        assert_eq!(scale(&[5.0, 4.0, 1.0]), Scale::Five);
        assert_eq!(scale(&[4.5, 0.0, 5.0]), Scale::Five);
        assert_eq!(scale(&[8.0, 10.0, 3.0]), Scale::Ten);
        assert_eq!(scale(&[8.0, 10.0, 0.0]), Scale::FromZero);
        assert_eq!(scale(&[80.0, 100.0, 35.0]), Scale::Hundred);
        assert_eq!(scale(&[0.0, 1.0, 1.0]), Scale::Labels);
        assert_eq!(scale(&[1.0, 1.0, 1.0]), Scale::Unknown);
        assert_eq!(scale(&[-1.0, 1.0]), Scale::Unknown);
        assert_eq!(scale(&[]), Scale::Unknown);
    }

    #[test]
    fn a_slip_is_no_other_scale() {
        let with = |n: usize, slip: f64| {
            let mut all: Vec<f64> = (0..n).map(|i| 1.0 + (i % 5) as f64).collect();
            all.push(slip);
            scale(&all)
        };
        for slip in [55.0, 555.0, -1.0] {
            assert_eq!(with(79, slip), Scale::Five, "{slip}");
        }
        // 7 may be one of ten where there are few, and hardly where there are many.
        assert_eq!((with(20, 7.0), with(79, 7.0)), (Scale::Ten, Scale::Five));
        assert_eq!(with(3, 55.0), Scale::Hundred);
        let ten: Vec<f64> = (0..60).map(|i| 1.0 + (i % 10) as f64).collect();
        assert_eq!(scale(&[ten, vec![88.0]].concat()), Scale::Ten);
    }

    #[test]
    fn the_ends_of_every_scale_are_those_of_five_stars() {
        assert_eq!(Scale::Ten.value(1.0), Some(1.0));
        assert_eq!(Scale::Ten.value(10.0), Some(5.0));
        assert_eq!(Scale::FromZero.value(0.0), Some(1.0));
        assert_eq!(Scale::Hundred.value(50.0), Some(3.0));
        assert_eq!(Scale::Five.value(0.0), None);
        assert_eq!(Scale::Labels.value(0.0), Some(0.0));
    }
}
