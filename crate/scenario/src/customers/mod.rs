//! What customers do and are worth: kinds of them, retention, the second purchase, lifetime value, who is leaving.

mod blocks;
mod buyers;
mod profiles;
mod radar;
mod value;
mod words;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use words::ALL;

use predict::{SurvivalStep, Watched, kaplan_meier};

use crate::scene::Scene;
use crate::{Outcome, words as titles};
use buyers::{Buyer, Cohort, Segment, buyers, cohorts, fresh_days, quintiles, segment};
use profiles::{Profiles, profiles};
use value::{Value, value};

/// Customers without whom nothing is said.
const NEEDS: usize = 20;

/// Everything that the section is made of.
struct Figures {
    buyers: Vec<Buyer>,
    segments: Vec<Segment>,
    /// Days since the last purchase up to which customers are new or promising.
    fresh: i32,
    /// Segments by k-means; `None` with too few customers or habits.
    profiles: Option<Profiles>,
    cohorts: Vec<Cohort>,
    /// Time to the second purchase in days.
    second: Vec<SurvivalStep>,
    value: Result<Value, predict::Error>,
    /// The last day of the orders.
    end: i32,
}

/// The scenario.
pub(crate) fn worth(scene: &Scene<'_>) -> Outcome {
    let buyers = buyers(scene);
    let end = scene
        .days
        .map_or(0, |(_, last)| last.min(scene.request.today));
    // Sums of a day have no customers, and orders of people who buy once on one day no history.
    if !scene.ledger.are_orders || buyers.len() < NEEDS {
        let has = if scene.ledger.are_orders {
            buyers.len()
        } else {
            0
        };
        let text = scene.say.fill(
            words::NEEDS,
            &[("needs", NEEDS.into()), ("has", has.into())],
        );
        return Outcome::Lacking(scene.say.missing(titles::CUSTOMER_VALUE, text));
    }
    let quintiles = quintiles(&buyers);
    let watched: Vec<Watched> = buyers
        .iter()
        .map(|b| Watched {
            time: f64::from(b.days.get(1).copied().unwrap_or(end) - b.first()),
            ended: b.days.len() > 1,
        })
        .collect();
    let second = kaplan_meier(&watched);
    let fresh = fresh_days(&second);
    let figures = Figures {
        segments: buyers
            .iter()
            .zip(&quintiles)
            .map(|(b, q)| segment(b, *q, end - b.last() <= fresh))
            .collect(),
        fresh,
        profiles: profiles(scene, &buyers, end),
        cohorts: cohorts(&buyers, end),
        second,
        value: value(&buyers, end),
        buyers,
        end,
    };
    Outcome::Shown {
        findings: blocks::findings(scene, &figures),
        blocks: blocks::blocks(scene, &figures),
    }
}
