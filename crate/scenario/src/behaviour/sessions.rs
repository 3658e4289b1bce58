//! Visits: events of a visitor without a long pause between them.

use ledger::NONE;

use super::log::{Act, DAY, Event, Log};

/// Seconds without an event that end a visit, as web analytics count them.
pub(super) const PAUSE: i64 = 1_800;

/// A visit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Session {
    /// Its first and last second.
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) events: usize,
    /// Products looked at.
    pub(super) products: usize,
    pub(super) bought: bool,
    pub(super) put: bool,
}

impl Session {
    /// Weekday, 0 = Monday.
    pub(super) fn weekday(&self) -> usize {
        (self.from.div_euclid(DAY) + 3).rem_euclid(7) as usize
    }

    pub(super) fn hour(&self) -> usize {
        (self.from.rem_euclid(DAY) / 3_600) as usize
    }
}

fn session(events: &[Event]) -> Session {
    let mut products: Vec<u32> = events
        .iter()
        .filter(|e| e.act == Act::View && e.what != NONE)
        .map(|e| e.what)
        .collect();
    products.sort_unstable();
    products.dedup();
    let any = |acts: &[Act]| events.iter().any(|e| acts.contains(&e.act));
    Session {
        from: events.first().map_or(0, |e| e.at),
        to: events.iter().map(|e| e.at).max().unwrap_or(0),
        events: events.len(),
        products: products.len(),
        bought: any(&[Act::Buy]),
        put: any(&[Act::Cart, Act::Favourite]),
    }
}

/// Visits as the file numbers them, else by pauses; none where only days are known.
pub(super) fn sessions(log: &Log) -> Vec<Session> {
    let mut out = Vec::new();
    if log.numbered {
        for own in log.people() {
            let mut own: Vec<Event> = own.to_vec();
            table::order::sort_by_key(&mut own, |e| (e.visit, *e));
            out.extend(own.chunk_by(|a, b| a.visit == b.visit).map(session));
        }
        return out;
    }
    if !log.has_time {
        return out;
    }
    for own in log.people() {
        out.extend(own.chunk_by(|a, b| b.at - a.at <= PAUSE).map(session));
    }
    out
}
