//! How many get from one step to the next, and how long it takes them.

use analysis::statistics::student_critical;
use ledger::NONE;

use super::log::{Act, Event, Log};

/// Steps of a purchase. Favourites and carts are one: a visitor does one or the other.
pub(super) const STEPS: usize = 4;

/// The step that an act is.
pub(super) fn step(act: Act) -> Option<usize> {
    Some(match act {
        Act::View => 0,
        Act::Favourite | Act::Cart => 1,
        Act::Checkout => 2,
        Act::Buy => 3,
        Act::Other => return None,
    })
}

/// A visitor and a product.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) who: u32,
    pub(super) what: u32,
    pub(super) kind: u32,
    /// Positions of its events in the log.
    pub(super) events: Vec<u32>,
    /// When each step was reached in turn: only after the one before. `None` = not reached.
    pub(super) reached: [Option<i64>; STEPS],
    /// When it was bought after being looked at, whatever lay between.
    pub(super) bought: Option<i64>,
}

/// When each of the steps was reached, one after the other, in events by time.
fn reached<'a>(events: impl Iterator<Item = &'a Event>, steps: &[usize]) -> [Option<i64>; STEPS] {
    let mut out = [None; STEPS];
    let mut next = 0;
    // Events of one second stand in the order of steps.
    for event in events {
        if next < steps.len() && step(event.act) == Some(steps[next]) {
            out[steps[next]] = Some(event.at);
            next += 1;
        }
    }
    out
}

/// The funnel at two widths.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Funnel {
    /// The steps that the log has, in order.
    pub(super) steps: Vec<usize>,
    /// Visitors that reached each of them.
    pub(super) visitors: Vec<u64>,
    /// When each visitor reached each.
    pub(super) people: Vec<(u32, [Option<i64>; STEPS])>,
    /// Visitors and products.
    pub(super) pairs: Vec<Pair>,
}

impl Funnel {
    pub(super) fn of(log: &Log) -> Self {
        let steps: Vec<usize> = (0..STEPS)
            .filter(|s| log.events.iter().any(|e| step(e.act) == Some(*s)))
            .collect();
        let mut people = Vec::new();
        let mut pairs = Vec::new();
        let mut base = 0_u32;
        for own in log.people() {
            people.push((own[0].who, reached(own.iter(), &steps)));
            pairs.extend(pairs_of(own, base, &steps));
            base += own.len() as u32;
        }
        let visitors = steps
            .iter()
            .map(|s| people.iter().filter(|(_, r)| r[*s].is_some()).count() as u64)
            .collect();
        Funnel {
            steps,
            visitors,
            people,
            pairs,
        }
    }

    /// Pairs that reached the step at a place in `steps`.
    pub(super) fn pairs_at(&self, at: usize) -> u64 {
        let reached = |p: &&Pair| p.reached[self.steps[at]].is_some();
        self.pairs.iter().filter(reached).count() as u64
    }

    /// The share of pairs at a step that reach the next, with a 95 % interval that takes each visitor's pairs as
    /// belonging together; `None` with fewer than two visitors.
    pub(super) fn pairs_onward(&self, at: usize) -> Option<(f64, f64, f64)> {
        let (from, to) = (self.steps[at], *self.steps.get(at + 1)?);
        let of: Vec<(f64, f64)> = self
            .pairs
            .chunk_by(|a, b| a.who == b.who)
            .map(|own| {
                let n = own.iter().filter(|p| p.reached[from].is_some()).count();
                let hits = own.iter().filter(|p| p.reached[to].is_some()).count();
                (hits as f64, n as f64)
            })
            .filter(|(_, n)| *n > 0.0)
            .collect();
        ratio(&of)
    }

    /// Seconds from reaching one step to the next, of visitors, ascending.
    pub(super) fn waits(&self, at: usize) -> Vec<f64> {
        let Some(to) = self.steps.get(at + 1) else {
            return Vec::new();
        };
        let from = self.steps[at];
        let mut waits: Vec<f64> = self
            .people
            .iter()
            .filter_map(|(_, r)| Some((r[*to]? - r[from]?) as f64))
            .collect();
        table::order::floats(&mut waits);
        waits
    }

    /// Seconds from the first look at a product to its purchase, ascending.
    pub(super) fn decisions(&self) -> Vec<f64> {
        let mut waits: Vec<f64> = self
            .pairs
            .iter()
            .filter_map(|p| Some((p.bought? - p.reached[0]?) as f64))
            .collect();
        table::order::floats(&mut waits);
        waits
    }
}

/// A visitor's products. `base`: the place of the visitor's first event.
fn pairs_of(own: &[Event], base: u32, steps: &[usize]) -> Vec<Pair> {
    let mut order: Vec<u32> = (0..own.len() as u32)
        .filter(|i| own[*i as usize].what != NONE)
        .collect();
    table::order::sort_by_key(&mut order, |&i| (own[i as usize].what, i));
    order
        .chunk_by(|a, b| own[*a as usize].what == own[*b as usize].what)
        .map(|places| {
            let events = || places.iter().map(|i| &own[*i as usize]);
            let reached = reached(events(), steps);
            let first = events().find(|e| e.act == Act::View).map(|e| e.at);
            let bought = first.and_then(|first| {
                let later = events().find(|e| e.act == Act::Buy && e.at >= first);
                later.map(|e| e.at)
            });
            Pair {
                who: own[0].who,
                what: own[places[0] as usize].what,
                kind: own[places[0] as usize].kind,
                events: places.iter().map(|i| base + i).collect(),
                reached,
                bought,
            }
        })
        .collect()
}

/// Σ hits ÷ Σ n of groups with its 95 % interval from the spread between groups (linearised ratio).
pub(super) fn ratio(of: &[(f64, f64)]) -> Option<(f64, f64, f64)> {
    let k = of.len() as f64;
    let n: f64 = of.iter().map(|g| g.1).sum();
    if of.len() < 2 || n <= 0.0 {
        return None;
    }
    let share = of.iter().map(|g| g.0).sum::<f64>() / n;
    let squares: f64 = of
        .iter()
        .map(|(hits, n)| (hits - share * n) * (hits - share * n))
        .sum();
    let error = libm::sqrt(squares * k / (k - 1.0)) / n;
    let half = student_critical(0.95, k - 1.0) * error;
    Some((share, (share - half).max(0.0), (share + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_not_their_parts_carry_the_interval() {
        // Two visitors of ten products each, all and nothing bought: half, and no idea.
        let (share, low, high) = ratio(&[(10.0, 10.0), (0.0, 10.0)]).expect("a share");
        assert_eq!((share, low, high), (0.5, 0.0, 1.0));
        // 100 visitors of one product each, half of whom buy: 0.5 ± 1.984 · √(25 · 100/99) / 100 = 0.0997.
        let many: Vec<(f64, f64)> = (0..100).map(|i| (f64::from(i % 2), 1.0)).collect();
        let (_, low, high) = ratio(&many).expect("a share");
        assert!(
            (low - 0.4003).abs() < 2e-4 && (high - 0.5997).abs() < 2e-4,
            "{low} {high}"
        );
        assert_eq!(ratio(&[(1.0, 1.0)]), None);
    }
}
