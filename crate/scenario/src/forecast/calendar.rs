//! Holidays, sales days and the merchant's own campaign days, as the forecast knows them.

use chart::spec::Lang;
use forecast::Event;
use forecast::holiday::{self, Calendar};

use super::Options;
use super::words::{CAMPAIGN, HOLIDAYS};

/// The name of the merchant's own days in effects.
const OWN: &str = "own_campaign";

/// Whose holidays matter: those of the currency's country, as nothing else tells where buyers live.
fn calendar(currency: &str) -> Calendar {
    match currency {
        "CNY" | "TWD" | "HKD" | "MOP" => Calendar::Chinese,
        _ => Calendar::Western,
    }
}

/// The events of a series whose steps begin on these days.
pub(super) fn events(currency: &str, starts: &[i32], options: &Options) -> Vec<Event> {
    let mut events = holiday::events(calendar(currency), starts);
    for event in &mut events {
        event.ahead = options.holidays;
    }
    if !options.campaign_days.is_empty() {
        let at = |day: i32| starts.partition_point(|&s| s <= day) as i64 - 1;
        let mut days: Vec<i64> = options.campaign_days.iter().map(|&d| at(d)).collect();
        days.retain(|at| *at >= 0);
        table::order::sort(&mut days);
        days.dedup();
        // The merchant's own word stands before a calendar's.
        events.insert(
            0,
            Event {
                name: OWN.to_owned(),
                at: days,
                before: 0,
                after: 0,
                ahead: true,
            },
        );
    }
    events
}

/// The events that fall into a stretch of days, with their days.
pub(super) fn coming(
    currency: &str,
    first: i32,
    last: i32,
    options: &Options,
) -> Vec<(i32, String)> {
    let days: Vec<i32> = (first..=last).collect();
    events(currency, &days, options)
        .into_iter()
        .filter(|event| event.ahead)
        .filter_map(|event| {
            let at = usize::try_from(*event.at.first()?).ok()?;
            Some((*days.get(at)?, event.name))
        })
        .collect()
}

/// An event's name in words.
pub(super) fn name(key: &str, lang: Lang) -> &'static str {
    let known = HOLIDAYS.iter().find(|(k, _)| *k == key);
    known.map_or(CAMPAIGN, |(_, phrase)| *phrase).plain(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_holiday_has_a_name() {
        for calendar in [Calendar::Chinese, Calendar::Western] {
            for key in holiday::keys(calendar) {
                assert!(HOLIDAYS.iter().any(|(k, _)| *k == key), "{key}");
            }
        }
    }
}
