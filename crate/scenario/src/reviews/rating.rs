//! What ratings mean: files write five stars, ten points, a hundred, or only good and bad.

use std::collections::BTreeMap;

use crate::texts::Review;

/// How a file rates.
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
    /// 0 for bad, 1 for good.
    Labels,
    /// There are none that can be used.
    None,
}

/// The ratings of all files.
pub(super) struct Ratings {
    scales: BTreeMap<u16, Scale>,
    pub(super) kind: Kind,
}

/// Ratings of a file below which a single odd one could not be told from its scale.
const MANY: usize = 200;

/// The scale of a file's ratings; a few odd ones among many do not make it.
fn scale(mut values: Vec<f64>) -> Scale {
    values.sort_by(f64::total_cmp);
    let odd = match values.len() {
        n if n >= MANY => n / 200,
        _ => 0,
    };
    let (Some(least), Some(most)) = (
        values.first(),
        values.get(values.len().saturating_sub(1 + odd)),
    ) else {
        return Scale::Unknown;
    };
    let label = |v: &f64| *v == 0.0 || *v == 1.0;
    match (*least, *most) {
        (least, most) if least < 0.0 || most > 100.0 => Scale::Unknown,
        // Ones alone may be the worst of five or the better of two.
        (1.0, 1.0) if values.len() > 1 => Scale::Unknown,
        _ if values.iter().all(label) && values[0] == 0.0 => Scale::Labels,
        (_, most) if most <= 5.0 => Scale::Five,
        (least, most) if most <= 10.0 && least > 0.0 => Scale::Ten,
        (_, most) if most <= 10.0 => Scale::FromZero,
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
            Self::Labels => return Some(rating),
            Self::Unknown => return None,
        };
        // Of five stars, none at all is a rating that was not given.
        (1.0..=5.0).contains(&stars).then_some(stars)
    }
}

impl Ratings {
    pub(super) fn of(reviews: &[Review<'_>]) -> Self {
        let mut by_table: BTreeMap<u16, Vec<f64>> = BTreeMap::new();
        for review in reviews {
            if let Some(rating) = review.rating {
                by_table.entry(review.row.0).or_default().push(rating);
            }
        }
        let scales: BTreeMap<u16, Scale> =
            by_table.into_iter().map(|(t, v)| (t, scale(v))).collect();
        let any = |is: &dyn Fn(Scale) -> bool| scales.values().any(|s| is(*s));
        // Stars say more than labels, and the two cannot be added.
        let kind = match () {
            () if any(&|s| !matches!(s, Scale::Labels | Scale::Unknown)) => Kind::Stars,
            () if any(&|s| s == Scale::Labels) => Kind::Labels,
            () => Kind::None,
        };
        Self { scales, kind }
    }

    /// A rating on the scale of [`Ratings::kind`].
    pub(super) fn value(&self, review: &Review<'_>) -> Option<f64> {
        let scale = *self.scales.get(&review.row.0)?;
        if (scale == Scale::Labels) != (self.kind == Kind::Labels) {
            return None;
        }
        scale.value(review.rating?)
    }

    /// The scales other than five stars that were turned into stars.
    pub(super) fn turned(&self) -> Vec<Scale> {
        let all = [Scale::Ten, Scale::FromZero, Scale::Hundred];
        let is_there = |s: &Scale| self.scales.values().any(|own| own == s);
        all.into_iter().filter(is_there).collect()
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

    /// As stars: what compares stars with words takes labels for the ends of the scale.
    pub(super) fn stars(self, rating: f64) -> f64 {
        match self {
            Self::Labels => 1.0 + 4.0 * rating,
            _ => rating,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_told_apart() {
        assert_eq!(scale(vec![5.0, 4.0, 1.0]), Scale::Five);
        assert_eq!(scale(vec![4.5, 0.0, 5.0]), Scale::Five);
        assert_eq!(scale(vec![8.0, 10.0, 3.0]), Scale::Ten);
        assert_eq!(scale(vec![8.0, 10.0, 0.0]), Scale::FromZero);
        assert_eq!(scale(vec![80.0, 100.0, 35.0]), Scale::Hundred);
        assert_eq!(scale(vec![0.0, 1.0, 1.0]), Scale::Labels);
        assert_eq!(scale(vec![1.0, 1.0, 1.0]), Scale::Unknown);
        assert_eq!(scale(vec![-1.0, 1.0]), Scale::Unknown);
        assert_eq!(scale(Vec::new()), Scale::Unknown);
        // A slip of the keyboard among many is no other scale.
        let mut many = vec![4.0; 400];
        many.push(50.0);
        assert_eq!(scale(many), Scale::Five);
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
