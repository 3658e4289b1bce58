//! What customers do and are worth: kinds of them, retention, the second purchase, lifetime value, who is leaving, and
//! who buys again next.

mod again;
mod blocks;
mod buyers;
mod profiles;
mod radar;
mod value;
mod words;
mod worth;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use words::ALL;

use predict::{SurvivalStep, Watched, kaplan_meier};

use crate::refunds::apart;
use crate::scene::Scene;
use crate::{Outcome, words as titles};
use again::{Again, again};
use buyers::{
    Buyer, Cohort, Lately, PaidBack, Segment, buyers, cohorts, pay_back, quintiles, segment,
};
use profiles::{Profiles, profiles};
use value::{Value, value};

/// Customers without whom nothing is said.
const NEEDS: usize = 20;

/// Everything that the section is made of.
struct Figures {
    buyers: Vec<Buyer>,
    segments: Vec<Segment>,
    /// What counts as lately.
    lately: Lately,
    /// Refunds that name no order.
    paid_back: PaidBack,
    /// Segments by k-means; `None` with too few customers or habits.
    profiles: Option<Profiles>,
    cohorts: Vec<Cohort>,
    /// Time to the second purchase in days.
    second: Vec<SurvivalStep>,
    value: Result<Value, value::Lacking>,
    /// Who buys again next.
    again: Result<Again, again::Lacking>,
    /// The last day of the orders: everything is as of then.
    end: i32,
}

/// The scenario.
pub(crate) fn worth(scene: &Scene<'_>) -> Outcome {
    let mut buyers = buyers(scene);
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
    let refunds = apart(scene.ledger, scene.request.today);
    let paid_back = pay_back(&mut buyers, &refunds);
    let quintiles = quintiles(&buyers);
    let watched: Vec<Watched> = buyers
        .iter()
        .map(|b| Watched {
            time: f64::from(b.days.get(1).copied().unwrap_or(end) - b.first()),
            ended: b.days.len() > 1,
        })
        .collect();
    let second = kaplan_meier(&watched);
    let lately = Lately::of(&buyers, &second);
    let figures = Figures {
        segments: buyers
            .iter()
            .zip(&quintiles)
            .map(|(b, q)| segment(b, *q, end - b.last(), lately))
            .collect(),
        lately,
        paid_back,
        profiles: profiles(scene, &buyers, end),
        cohorts: cohorts(&buyers, end),
        second,
        value: value(&buyers, end),
        again: again(scene, &buyers, end, lately.gap),
        buyers,
        end,
    };
    Outcome::Shown {
        findings: blocks::findings(scene, &figures),
        blocks: blocks::blocks(scene, &figures),
    }
}
