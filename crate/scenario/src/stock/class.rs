//! Classes of items: by value (ABC), by evenness (XYZ), and by how demand comes (Syntetos, Boylan and Croston 2005).

/// Items that bring the first 80 % of net sales are A.
const A: f64 = 0.80;
/// Up to 95 % B, the rest C.
const B: f64 = 0.95;
/// Coefficients of variation up to which demand is even (X) and changing (Y).
const X: f64 = 0.5;
const Y: f64 = 1.0;
/// Mean weeks between weeks with demand from which it is rare.
const RARE: f64 = 1.32;
/// Squared coefficient of variation of the demand of selling weeks from which its size is uneven.
const UNEVEN: f64 = 0.49;
/// Weeks that a class of evenness or demand is based on at least.
pub(crate) const NEEDS_WEEKS: usize = 8;

/// By value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    A,
    B,
    C,
}

/// By evenness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evenness {
    X,
    Y,
    Z,
}

/// How demand comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pattern {
    /// Often, in like sizes.
    Smooth,
    /// Seldom, in like sizes.
    Intermittent,
    /// Often, in unlike sizes.
    Erratic,
    /// Seldom, in unlike sizes.
    Lumpy,
}

/// What a series of weeks is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    /// Mean units a week.
    pub(crate) mean: f64,
    /// Their standard deviation (of n − 1).
    pub(crate) sd: f64,
    /// Weeks per week with demand.
    pub(crate) adi: f64,
    /// Squared coefficient of variation of the weeks with demand (of n − 1; 0 for a single one).
    pub(crate) cv2: f64,
}

/// Weeks that are set against those before, and how many of those there are at least.
const LATELY: (usize, usize) = (4, 8);
/// Standard errors by which both differ for sure.
const SURELY: f64 = 3.0;

/// Mean and standard deviation of the last weeks, where their mean surely differs from that of the weeks before: a season
/// has begun or ended, or demand has moved. Counts vary by their root at least.
pub(crate) fn lately(weeks: &[f64]) -> Option<(f64, f64)> {
    let (before, last) = weeks.split_at(weeks.len().checked_sub(LATELY.0)?);
    if before.len() < LATELY.1 {
        return None;
    }
    let ((old, old_sd), (new, new_sd)) = (moments(before), moments(last));
    let both = (old * before.len() as f64 + new * LATELY.0 as f64) / weeks.len() as f64;
    let spread = |sd: f64| (sd * sd).max(both);
    let error = spread(old_sd) / before.len() as f64 + spread(old_sd.max(new_sd)) / LATELY.0 as f64;
    let is_sure = (new - old).abs() > SURELY * libm::sqrt(error);
    (is_sure && new > 0.0).then(|| (new, libm::sqrt((new_sd * new_sd).max(new))))
}

pub(crate) fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let sd = if n > 1.0 {
        libm::sqrt(squares / (n - 1.0))
    } else {
        0.0
    };
    (mean, sd)
}

impl Shape {
    /// `None` without demand or with fewer weeks than [`NEEDS_WEEKS`].
    pub(crate) fn of(weeks: &[f64]) -> Option<Self> {
        let selling: Vec<f64> = weeks.iter().copied().filter(|w| *w > 0.0).collect();
        if weeks.len() < NEEDS_WEEKS || selling.is_empty() {
            return None;
        }
        let (mean, sd) = moments(weeks);
        let (size, size_sd) = moments(&selling);
        Some(Self {
            mean,
            sd,
            adi: weeks.len() as f64 / selling.len() as f64,
            cv2: (size_sd / size) * (size_sd / size),
        })
    }

    /// Coefficient of variation.
    pub(crate) fn cv(&self) -> f64 {
        self.sd / self.mean
    }

    pub(crate) fn evenness(&self) -> Evenness {
        match self.cv() {
            cv if cv <= X => Evenness::X,
            cv if cv <= Y => Evenness::Y,
            _ => Evenness::Z,
        }
    }

    pub(crate) fn pattern(&self) -> Pattern {
        match (self.adi >= RARE, self.cv2 >= UNEVEN) {
            (false, false) => Pattern::Smooth,
            (true, false) => Pattern::Intermittent,
            (false, true) => Pattern::Erratic,
            (true, true) => Pattern::Lumpy,
        }
    }
}

/// A class for each amount; `None` where nothing was earned. An item is A while those before it bring less than 80 %.
/// Equal amounts keep their order.
pub(crate) fn by_value(net: &[i64]) -> Vec<Option<Value>> {
    let total: i128 = net.iter().map(|n| i128::from((*n).max(0))).sum();
    let mut order: Vec<usize> = (0..net.len()).filter(|&i| net[i] > 0).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(net[i]), i));
    let mut classes = vec![None; net.len()];
    let mut before = 0i128;
    for i in order {
        let share = before as f64 / total as f64;
        classes[i] = Some(if share < A {
            Value::A
        } else if share < B {
            Value::B
        } else {
            Value::C
        });
        before += i128::from(net[i]);
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_weeks_count_alone_where_they_surely_differ() {
        let weeks = |before: &[f64], last: [f64; 4]| [before, &last].concat();
        let even: Vec<f64> = (0..22).map(|w| f64::from(8 + w % 5)).collect();
        let (mean, _) =
            lately(&weeks(&even, [40.0, 45.0, 38.0, 41.0])).expect("four times as many");
        assert_eq!(mean, 41.0);
        assert!(lately(&weeks(&even, [2.0, 1.0, 3.0, 2.0])).is_some());
        assert_eq!(lately(&weeks(&even, [11.0, 9.0, 14.0, 12.0])), None);
        // Nothing sold of late may be an empty shelf, and two months are needed beside.
        assert_eq!(lately(&weeks(&even, [0.0; 4])), None);
        assert_eq!(lately(&weeks(&even[..7], [40.0; 4])), None);
        assert_eq!(lately(&[1.0]), None);
    }

    #[test]
    fn the_first_four_fifths_are_a() {
        use Value::{A, B, C};
        // 50, 30, 10, 5, 4, 1: before each 0, 50, 80, 90, 95, 99 %.
        let of = by_value(&[5, 50, 1, 30, 0, 10, 4, -2]);
        assert_eq!(
            of,
            [
                Some(B),
                Some(A),
                Some(C),
                Some(A),
                None,
                Some(B),
                Some(C),
                None
            ]
        );
    }

    #[test]
    fn a_seldom_seller_of_even_sizes_is_intermittent() {
        let of = Shape::of(&[4.0, 0.0, 0.0, 4.0, 0.0, 5.0, 0.0, 4.0]).expect("a shape");
        assert_eq!(of.adi, 2.0);
        // Sizes 4, 4, 5, 4: mean 4.25, variance 0.25.
        assert!((of.cv2 - 0.25 / 18.0625).abs() < 1e-12);
        assert_eq!(of.pattern(), Pattern::Intermittent);
        assert_eq!(of.evenness(), Evenness::Z);
    }

    #[test]
    fn the_four_patterns_and_three_kinds_of_evenness() {
        let pattern = |weeks: [f64; 8]| {
            let of = Shape::of(&weeks).expect("a shape");
            (of.pattern(), of.evenness())
        };
        assert_eq!(
            pattern([9.0, 10.0, 11.0, 10.0, 9.0, 11.0, 10.0, 10.0]),
            (Pattern::Smooth, Evenness::X)
        );
        assert_eq!(
            pattern([5.0, 20.0, 5.0, 12.0, 5.0, 15.0, 5.0, 5.0]),
            (Pattern::Smooth, Evenness::Y)
        );
        assert_eq!(
            pattern([1.0, 30.0, 2.0, 1.0, 25.0, 1.0, 1.0, 2.0]),
            (Pattern::Erratic, Evenness::Z)
        );
        assert_eq!(
            pattern([0.0, 30.0, 0.0, 1.0, 0.0, 1.0, 0.0, 2.0]),
            (Pattern::Lumpy, Evenness::Z)
        );
    }

    #[test]
    fn few_weeks_and_no_sales_have_no_shape() {
        assert_eq!(Shape::of(&[1.0; 7]), None);
        assert_eq!(Shape::of(&[0.0; 20]), None);
        let even = Shape::of(&[3.0; 8]).expect("a shape");
        assert_eq!((even.sd, even.cv2, even.adi), (0.0, 0.0, 1.0));
    }
}
