//! Holidays, sales days and the merchant's own campaign days, as the forecast knows them.

use chart::spec::Lang;
use forecast::Event;
use forecast::holiday::{self, Calendar};

use super::Options;
use super::words::{CAMPAIGN, HOLIDAYS};
use crate::say::Say;

/// The name of the merchant's own days in effects.
const OWN: &str = "own_campaign";

/// Whose holidays matter: those of the currency's country, as nothing else tells where buyers live.
fn calendar(currency: &str) -> Calendar {
    match currency {
        "CNY" | "TWD" | "HKD" | "MOP" => Calendar::Chinese,
        _ => Calendar::Western,
    }
}

/// Days that a step is long.
fn length(starts: &[i32]) -> i32 {
    starts.windows(2).last().map_or(1, |two| two[1] - two[0])
}

/// The events of a series whose steps begin on these days.
pub(super) fn events(currency: &str, starts: &[i32], options: &Options) -> Vec<Event> {
    let mut events = holiday::events(calendar(currency), starts);
    for event in &mut events {
        event.ahead = options.holidays;
    }
    if !options.campaign_days.is_empty() {
        let at = |day: i32| starts.partition_point(|&s| s <= day) as i64 - 1;
        let end = starts.last().map_or(0, |last| last + length(starts));
        let within = options.campaign_days.iter().filter(|d| **d < end);
        let mut days: Vec<i64> = within.map(|&d| at(d)).collect();
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

/// An event ahead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coming {
    /// Its first day ahead, and the last of those that follow without a day between.
    pub(super) days: (i32, i32),
    pub(super) name: String,
}

impl Coming {
    /// Its days in words.
    pub(super) fn told(&self, say: &Say<'_>) -> String {
        say.period(self.days.0, self.days.1)
    }
}

/// The events that fall into a stretch of days, with their days.
pub(super) fn coming(currency: &str, first: i32, last: i32, options: &Options) -> Vec<Coming> {
    let days: Vec<i32> = (first..=last).collect();
    events(currency, &days, options)
        .into_iter()
        .filter(|event| event.ahead)
        .filter_map(|event| {
            let run = event.at.chunk_by(|a, b| b - a == 1).next()?;
            let day = |at: &i64| days.get(usize::try_from(*at).ok()?).copied();
            let days = day(run.first()?).zip(run.last().and_then(day))?;
            Some(Coming {
                days,
                name: event.name,
            })
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
    fn a_campaign_beyond_the_last_step_is_on_none() {
        let own = |starts: &[i32], campaign_days: Vec<i32>| {
            let options = Options {
                campaign_days,
                ..Options::default()
            };
            let events = events("EUR", starts, &options);
            events[0].at.clone()
        };
        assert_eq!(own(&[100, 101, 102], vec![99, 101, 102, 103, 500]), [1, 2]);
        // The last week has seven days.
        assert_eq!(own(&[100, 107], vec![106, 113, 114]), [0, 1]);
        assert!(own(&[100, 101], vec![300]).is_empty());
    }

    #[test]
    fn a_campaign_of_several_days_is_told_whole() {
        // 2025-07-07 to 2025-07-09, and one later that is not the next.
        let options = Options {
            campaign_days: vec![20_276, 20_277, 20_278, 20_290],
            ..Options::default()
        };
        let coming = coming("EUR", 20_270, 20_297, &options);
        assert_eq!(coming[0].days, (20_276, 20_278));
        let told = |lang| {
            coming[0].told(&Say {
                lang,
                currency: "EUR",
                digits: 2,
            })
        };
        assert_eq!(told(Lang::En), "7–9 Jul 2025");
        assert_eq!(told(Lang::Zh), "2025年7月7日至9日");
    }

    #[test]
    fn every_holiday_has_a_name() {
        for calendar in [Calendar::Chinese, Calendar::Western] {
            for key in holiday::keys(calendar) {
                assert!(HOLIDAYS.iter().any(|(k, _)| *k == key), "{key}");
            }
        }
    }
}
