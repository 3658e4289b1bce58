//! Whose sale it was: the channels on the way to each purchase, credited by six rules.
//!
//! No rule shows what a channel caused; where they disagree, the difference is the point.

use std::collections::BTreeMap;

use ledger::{Frame, Ledger};

use super::rows::word;
use crate::behaviour::log::{self, Act};

/// Purchases that shares need; with fewer they are anecdotes.
const LEAST: usize = 50;
/// Touches longer ago than this are not of the same way.
const LONGEST: i64 = 30 * 86_400;
/// Days in which a touch loses half its weight.
const HALF_LIFE: f64 = 7.0;
/// Channels at most; more are names of something else.
const MOST: usize = 40;

/// A way of a customer: channels with seconds before its end, and whether it ended in a purchase.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    /// (channel, seconds before the end), oldest first.
    pub(crate) touches: Vec<(u32, i64)>,
    pub(crate) sold: bool,
    /// 1, or the part of a way that may have gone in several orders.
    pub(crate) weight: f64,
}

/// What each rule credits a channel with, in purchases.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Credit {
    pub(crate) channel: String,
    pub(crate) last: f64,
    pub(crate) first: f64,
    pub(crate) linear: f64,
    pub(crate) decay: f64,
    pub(crate) shapley: f64,
    pub(crate) markov: f64,
}

/// The ways in a file, and their credits by the largest Markov share, then name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attribution {
    pub(crate) table: u16,
    pub(crate) file: String,
    pub(crate) sold: usize,
    pub(crate) ways: usize,
    /// Customers of whom several channels have one time.
    pub(crate) tied: usize,
    pub(crate) credits: Vec<Credit>,
}

/// Every file of events that tells who came from where, when, and who bought.
pub(crate) fn attributions(ledger: &Ledger) -> Vec<Attribution> {
    ledger.frames("events").filter_map(attribution).collect()
}

fn attribution(frame: &Frame) -> Option<Attribution> {
    let who = frame
        .column("customer_id")
        .or_else(|| frame.column("session_id"))?;
    let channel = frame
        .column("channel")
        .or_else(|| frame.column("campaign"))?;
    frame.column("event_type")?;
    let (when, _) = log::times(Some(frame.column("date")?), frame.rows, 0);
    let acts = log::acts(frame);
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for row in 0..frame.rows {
        let name = word(channel, row);
        if !name.is_empty() {
            names.insert(name, 0);
        }
    }
    // By name, so that the order of rows does not matter.
    for (code, at) in names.values_mut().enumerate() {
        *at = code as u32;
    }
    if !(2..=MOST).contains(&names.len()) {
        return None;
    }
    // Customer → (seconds, whether it is a purchase, channel).
    let mut events: BTreeMap<String, Vec<(i64, bool, Option<u32>)>> = BTreeMap::new();
    for row in 0..frame.rows {
        let (who, Some(seconds)) = (word(who, row), when[row]) else {
            continue;
        };
        if who.is_empty() {
            continue;
        }
        let sold = acts[row] == Act::Buy;
        let from = names.get(&word(channel, row)).copied();
        if sold || from.is_some() {
            events.entry(who).or_default().push((seconds, sold, from));
        }
    }
    let mut ways = Vec::new();
    let (mut sold, mut all, mut tied) = (0, 0, 0);
    for (_, mut of) in events {
        table::order::sort(&mut of);
        of.dedup();
        let orders = orders(&of);
        for (number, events) in orders.iter().enumerate() {
            let of = split(events, 1.0 / orders.len() as f64);
            if number == 0 {
                all += of.len();
                sold += of.iter().filter(|w| w.sold).count();
            }
            ways.extend(of);
        }
        tied += usize::from(orders.len() > 1);
    }
    let several = ways.iter().any(|w| w.sold && w.touches.len() > 1);
    // With one touch each, all rules agree and there is nothing to tell.
    if sold < LEAST || !several {
        return None;
    }
    let names: Vec<String> = names.into_keys().collect();
    Some(Attribution {
        table: frame.table,
        file: frame.file.clone(),
        sold,
        ways: all,
        tied,
        credits: credits(&ways, &names),
    })
}

/// What a customer did: seconds, whether it is a purchase, and the channel.
type Did = (i64, bool, Option<u32>);

/// Orders of one time that are looked at.
const ORDERS: usize = 60;

/// The orders in which a customer's events may have come, where several channels have one time, as days without hours have:
/// turned round so that each of these is first and last equally often.
fn orders(events: &[Did]) -> Vec<Vec<Did>> {
    // Purchases of one time stay as they are: they end ways, and have come by none.
    let same = |a: &Did, b: &Did| a.0 == b.0 && !a.1 && !b.1;
    let ties = events.chunk_by(same).map(<[Did]>::len);
    let times = ties.fold(1, |times, tie| {
        let both = times / divisor(times, tie) * tie;
        if both <= ORDERS { both } else { times }
    });
    let turned = |turn: usize| {
        let mut events = events.to_vec();
        for tie in events.chunk_by_mut(same) {
            let by = turn % tie.len();
            tie.rotate_left(by);
        }
        events
    };
    (0..times).map(turned).collect()
}

/// The greatest common divisor.
fn divisor(a: usize, b: usize) -> usize {
    match b {
        0 => a,
        _ => divisor(b, a % b),
    }
}

/// A customer's events, in time, as ways: a purchase ends one, and so does a month without a touch.
fn split(events: &[Did], weight: f64) -> Vec<Way> {
    let mut out = Vec::new();
    let mut open: Vec<(u32, i64)> = Vec::new();
    let mut close = |open: &mut Vec<(u32, i64)>, end: i64, sold: bool| {
        let touches: Vec<(u32, i64)> = open
            .drain(..)
            .map(|(c, at)| (c, end - at))
            .filter(|(_, before)| *before <= LONGEST)
            .collect();
        if !touches.is_empty() {
            out.push(Way {
                touches,
                sold,
                weight,
            });
        }
    };
    for &(at, sold, channel) in events {
        if let Some(&(_, last)) = open.last()
            && at - last > LONGEST
        {
            close(&mut open, last, false);
        }
        if let Some(channel) = channel {
            match open.last_mut() {
                // One visit writes many events.
                Some(last) if last.0 == channel => last.1 = at,
                _ => open.push((channel, at)),
            }
        }
        if sold {
            close(&mut open, at, true);
        }
    }
    let end = open.last().map_or(0, |o| o.1);
    close(&mut open, end, false);
    out
}

/// Credits by every rule.
pub(crate) fn credits(ways: &[Way], names: &[String]) -> Vec<Credit> {
    let n = names.len();
    let mut all = vec![[0.0; 5]; n];
    for way in ways.iter().filter(|w| w.sold) {
        let touches = &way.touches;
        let (Some(first), Some(last)) = (touches.first(), touches.last()) else {
            continue;
        };
        all[last.0 as usize][0] += way.weight;
        all[first.0 as usize][1] += way.weight;
        let weights: Vec<f64> = touches
            .iter()
            .map(|(_, before)| libm::exp2(-(*before as f64) / 86_400.0 / HALF_LIFE))
            .collect();
        let sum: f64 = weights.iter().sum();
        for ((channel, _), weight) in touches.iter().zip(&weights) {
            all[*channel as usize][2] += way.weight / touches.len() as f64;
            all[*channel as usize][3] += way.weight * weight / sum;
        }
        // A way counts for a coalition that holds all its channels: a sum of unanimity games, whose Shapley value
        // parts each evenly among its members.
        let mut members: Vec<u32> = touches.iter().map(|t| t.0).collect();
        table::order::sort(&mut members);
        members.dedup();
        for member in &members {
            all[*member as usize][4] += way.weight / members.len() as f64;
        }
    }
    let markov = markov(ways, n);
    let mut out: Vec<Credit> = (0..n)
        .map(|c| Credit {
            channel: names[c].clone(),
            last: all[c][0],
            first: all[c][1],
            linear: all[c][2],
            decay: all[c][3],
            shapley: all[c][4],
            markov: markov[c],
        })
        .filter(|c| c.linear > 0.0)
        .collect();
    table::order::sort_by(&mut out, |a, b| {
        b.markov
            .total_cmp(&a.markov)
            .then(a.channel.cmp(&b.channel))
    });
    out
}

/// Removal effects of a first-order Markov chain (Anderl et al. 2016), scaled to the purchases.
fn markov(ways: &[Way], n: usize) -> Vec<f64> {
    // States: the channels, then the start; ends are a purchase or nothing.
    let mut next = vec![vec![0.0; n]; n + 1];
    let (mut bought, mut out) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    for way in ways {
        let mut at = n;
        for (channel, _) in &way.touches {
            next[at][*channel as usize] += way.weight;
            out[at] += way.weight;
            at = *channel as usize;
        }
        out[at] += way.weight;
        bought[at] += if way.sold { way.weight } else { 0.0 };
    }
    // The chance of a purchase from each state, where nothing goes on from `removed`.
    let chance = |removed: usize| -> f64 {
        let mut chances = vec![0.0; n + 1];
        for _ in 0..2_000 {
            let mut moved = 0.0_f64;
            for state in (0..=n).filter(|s| *s != removed && out[*s] > 0.0) {
                let onward: f64 = (0..n)
                    .filter(|c| *c != removed)
                    .map(|c| next[state][c] * chances[c])
                    .sum();
                let value = (bought[state] + onward) / out[state];
                moved = moved.max((value - chances[state]).abs());
                chances[state] = value;
            }
            if moved < 1e-13 {
                break;
            }
        }
        chances[n]
    };
    let whole = chance(usize::MAX);
    if whole <= 0.0 {
        return vec![0.0; n];
    }
    let effects: Vec<f64> = (0..n).map(|c| (1.0 - chance(c) / whole).max(0.0)).collect();
    let sum: f64 = effects.iter().sum();
    let sold: f64 = ways.iter().filter(|w| w.sold).map(|w| w.weight).sum();
    effects
        .into_iter()
        .map(|e| if sum > 0.0 { sold * e / sum } else { 0.0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn way(channels: &[u32], sold: bool) -> Way {
        let n = channels.len() as i64;
        let touches = channels
            .iter()
            .enumerate()
            .map(|(i, c)| (*c, (n - 1 - i as i64) * 7 * DAY));
        Way {
            touches: touches.collect(),
            sold,
            weight: 1.0,
        }
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }

    #[test]
    fn every_rule_gives_what_can_be_worked_out() {
        // Search → mail bought, mail bought, search went away.
        let ways = [way(&[0, 1], true), way(&[1], true), way(&[0], false)];
        let names = ["search", "mail"].map(str::to_owned);
        let of = credits(&ways, &names);
        let (mail, search) = (&of[0], &of[1]);
        assert_eq!(mail.channel, "mail");
        close(mail.last, 2.0);
        close(search.first, 1.0);
        close(search.linear, 0.5);
        close(search.shapley, 0.5);
        // Search is a half-life before the purchase: one third.
        close(search.decay, 1.0 / 3.0);
        // Start → search 2/3, → mail 1/3; search → mail 1/2, mail → purchase 1: 2/3 in all; without search 1/3,
        // without mail 0: effects 1/2 and 1.
        close(search.markov, 2.0 / 3.0);
        close(mail.markov, 4.0 / 3.0);
    }

    #[test]
    fn every_rule_hands_out_every_purchase() {
        let ways: Vec<Way> = (0..200_u32)
            .map(|i| {
                way(
                    &[i % 3, (i / 3) % 4, (i * 7) % 4][..1 + (i % 3) as usize],
                    i % 5 < 2,
                )
            })
            .collect();
        let names: Vec<String> = (0..4).map(|c| format!("c{c}")).collect();
        let of = credits(&ways, &names);
        let sold = ways.iter().filter(|w| w.sold).count() as f64;
        let sum = |read: fn(&Credit) -> f64| of.iter().map(read).sum::<f64>();
        for total in [
            sum(|c| c.last),
            sum(|c| c.first),
            sum(|c| c.linear),
            sum(|c| c.decay),
            sum(|c| c.shapley),
            sum(|c| c.markov),
        ] {
            close(total, sold);
        }
    }

    #[test]
    fn a_purchase_or_a_month_ends_a_way() {
        let events = [
            (0, false, Some(0)),
            (DAY, false, Some(0)),
            (2 * DAY, false, Some(1)),
            (2 * DAY + 60, true, Some(1)),
            (3 * DAY, false, Some(0)),
            (60 * DAY, false, Some(1)),
            (60 * DAY + 1, true, None),
        ];
        let ways = split(&events, 1.0);
        let told: Vec<(Vec<u32>, bool)> = ways
            .iter()
            .map(|w| (w.touches.iter().map(|t| t.0).collect(), w.sold))
            .collect();
        assert_eq!(
            told,
            [(vec![0, 1], true), (vec![0], false), (vec![1], true)]
        );
    }

    #[test]
    fn channels_of_one_time_share_what_is_first_and_last() {
        // On one day mail and search, then a purchase.
        let events = [(0, false, Some(0)), (0, false, Some(1)), (0, true, None)];
        let ways: Vec<Way> = orders(&events).iter().flat_map(|o| split(o, 0.5)).collect();
        assert_eq!(ways.len(), 2);
        let names = ["mail", "search"].map(str::to_owned);
        for credit in credits(&ways, &names) {
            for value in [
                credit.last,
                credit.first,
                credit.linear,
                credit.decay,
                credit.shapley,
                credit.markov,
            ] {
                close(value, 0.5);
            }
        }
        // Times that differ are in one order, and many ties in no more than can be looked at.
        assert_eq!(orders(&[(0, false, Some(0)), (1, false, Some(1))]).len(), 1);
        let many: Vec<Did> = (0..40)
            .map(|c| (i64::from(c / 20), false, Some(c)))
            .collect();
        assert_eq!(orders(&many).len(), 20);
    }
}
