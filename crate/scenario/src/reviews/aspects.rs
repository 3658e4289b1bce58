//! What reviews speak of, how they judge it, and how much ratings go with it.

use analysis::statistics::benjamini_hochberg;

use super::corpus::{Corpus, Said};
use super::measure::{Shift, interval, shift, slopes};
use super::rating::Kind;

/// Reviews that must speak of an aspect for its share to be told.
pub(super) const LEAST: usize = 10;
/// Reviews that must speak of an aspect for ratings to be held against it; a hundredth of all, where that is more.
const FOR_SLOPES: usize = 20;
/// Aspects that ratings are held against at most.
const MOST_SLOPES: usize = 16;

/// What is said of an aspect.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tally {
    /// Its place among the aspects.
    pub(super) aspect: usize,
    /// Reviews that speak of it.
    pub(super) n: usize,
    pub(super) praised: usize,
    pub(super) blamed: usize,
    /// How many stars (or, of labels, which share of good ratings) lie between blame and praise of it,
    /// all else being equal.
    pub(super) weight: Option<f64>,
}

impl Tally {
    pub(super) fn blame(&self) -> f64 {
        self.blamed as f64 / self.n.max(1) as f64
    }

    pub(super) fn praise(&self) -> f64 {
        self.praised as f64 / self.n.max(1) as f64
    }

    /// Share of praise less share of blame.
    pub(super) fn net(&self) -> f64 {
        self.praise() - self.blame()
    }

    /// 95 % interval of the share that blames.
    pub(super) fn blame_interval(&self) -> (f64, f64) {
        interval(self.blamed, self.n)
    }

    /// 95 % interval of the share that praises.
    pub(super) fn praise_interval(&self) -> (f64, f64) {
        interval(self.praised, self.n)
    }
}

/// Aspects that enough reviews speak of, most spoken of first, and those of few.
pub(super) fn tallies(corpus: &Corpus<'_>) -> (Vec<Tally>, Vec<Tally>) {
    let mut all: Vec<Tally> = (0..corpus.aspects.len())
        .map(|aspect| Tally {
            aspect,
            n: 0,
            praised: 0,
            blamed: 0,
            weight: None,
        })
        .collect();
    for said in corpus.read() {
        for heard in &said.heard {
            let of = &mut all[heard.aspect];
            of.n += 1;
            of.praised += usize::from(heard.praised);
            of.blamed += usize::from(heard.blamed);
        }
    }
    let is_few = |t: &Tally| (1..LEAST).contains(&t.n);
    let few = all.iter().filter(|t| is_few(t)).cloned().collect();
    all.retain(|t| t.n >= LEAST);
    all.sort_by(|a, b| b.n.cmp(&a.n).then(a.aspect.cmp(&b.aspect)));
    weigh(corpus, &mut all);
    (all, few)
}

/// Least squares of ratings on what is said: −1 blame, +1 praise, 0 both, neither or nothing.
fn weigh(corpus: &Corpus<'_>, tallies: &mut [Tally]) {
    if corpus.kind() == Kind::None {
        return;
    }
    let which: Vec<usize> = tallies
        .iter()
        .filter(|t| t.n >= FOR_SLOPES.max(corpus.readers.read / 100))
        .take(MOST_SLOPES)
        .map(|t| t.aspect)
        .collect();
    let mut column = vec![None; corpus.aspects.len()];
    for (at, aspect) in which.iter().enumerate() {
        column[*aspect] = Some(at);
    }
    let rows: Vec<(Vec<(usize, f64)>, f64)> = corpus
        .read()
        .filter_map(|said| {
            let cells = said.heard.iter().filter_map(|heard| {
                let sign = f64::from(i8::from(heard.praised) - i8::from(heard.blamed));
                (sign != 0.0).then_some((column[heard.aspect]?, sign))
            });
            Some((cells.collect(), corpus.kind().score(said.rating?)))
        })
        .collect();
    let Some(slopes) = slopes(&rows, which.len()) else {
        return;
    };
    for tally in tallies {
        tally.weight = column[tally.aspect].map(|at| 2.0 * slopes[at]);
    }
}

/// Two periods of equal length, one after the other: first day, first day of the second, last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Periods {
    pub(super) first: i32,
    pub(super) since: i32,
    pub(super) last: i32,
}

impl Periods {
    /// `Some(true)` for the second one, `None` for days outside.
    pub(super) fn is_after(&self, day: Option<i32>) -> Option<bool> {
        let day = day?;
        (self.first..=self.last)
            .contains(&day)
            .then_some(day >= self.since)
    }
}

/// Lengths of a period in days.
pub(super) const LENGTHS: [i32; 4] = [30, 91, 182, 365];

/// The last period of a length and the one before, where the reviews reach that far back.
pub(super) fn periods(corpus: &Corpus<'_>, length: i32) -> Option<Periods> {
    let (first, last) = corpus.days()?;
    let periods = Periods {
        first: last.checked_sub(2 * length - 1)?,
        since: last.checked_sub(length - 1)?,
        last,
    };
    (first <= periods.first).then_some(periods)
}

/// An aspect whose share of complaints is compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) aspect: usize,
    pub(super) shift: Shift,
    /// Adjusted for as many aspects as were compared.
    pub(super) q_value: f64,
}

/// Reviews a period needs.
const A_PERIOD: usize = 50;

/// The shares of all reviews that blame an aspect, in the last period and the one before; surest first.
pub(super) fn changes(corpus: &Corpus<'_>) -> Option<(Periods, [usize; 2], Vec<Change>)> {
    let count = |p: &Periods, is: &dyn Fn(&Said<'_>) -> bool| {
        let mut n = [0; 2];
        for said in corpus.read() {
            if let Some(after) = p.is_after(said.review.day)
                && is(said)
            {
                n[usize::from(after)] += 1;
            }
        }
        n
    };
    let (periods, all) = LENGTHS.iter().find_map(|length| {
        let periods = periods(corpus, *length)?;
        let all = count(&periods, &|_| true);
        (all[0] >= A_PERIOD && all[1] >= A_PERIOD).then_some((periods, all))
    })?;
    let mut compared: Vec<(usize, Shift)> = (0..corpus.aspects.len())
        .filter_map(|aspect| {
            let n = count(&periods, &|said| said.of(aspect).is_some_and(|h| h.blamed));
            Some((aspect, shift((n[0], all[0]), (n[1], all[1]))?))
        })
        .collect();
    let q = benjamini_hochberg(&compared.iter().map(|c| c.1.p_value).collect::<Vec<f64>>());
    let mut changes: Vec<Change> = compared
        .drain(..)
        .zip(q)
        .map(|((aspect, shift), q_value)| Change {
            aspect,
            shift,
            q_value,
        })
        .collect();
    changes.sort_by(|a, b| {
        (a.shift.p_value.total_cmp(&b.shift.p_value)).then(a.aspect.cmp(&b.aspect))
    });
    Some((periods, all, changes))
}
