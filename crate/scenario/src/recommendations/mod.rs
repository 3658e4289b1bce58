//! Who should be shown what, and why: tried against best sellers before anything is claimed.

mod baskets;
mod beside;
mod blocks;
mod bundles;
mod files;
mod margin;
mod trial;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use baskets::{Catalogue, sold};
pub(crate) use blocks::model_phrase;
pub(crate) use files::file;
pub use files::{Form, ShopFile, Written};
pub(crate) use margin::{Offer, shop_margin};
#[cfg(test)]
pub(crate) use words::ALL;

use recommend::{
    Damping, Evaluation, Fitted, Interactions, Kind, Rules, Settings, Split, Trial, evaluate,
    fit_with,
};

use crate::scene::Scene;
use crate::{Outcome, words as titles};

/// Orders of two products or more without which nothing is said.
pub(crate) const NEEDS: usize = 50;
/// Customers tested at most: beyond these, intervals hardly get narrower.
const TESTED: usize = 2_000;
/// Products up to which EASE is fitted: its time grows with their cube.
const EASE: usize = 1_200;

/// Everything that the section is made of.
pub(crate) struct Figures {
    pub(crate) catalogue: Catalogue,
    rules: Option<Rules>,
    /// What customers bought, and the model for them; `None` without enough of them.
    pub(crate) customers: Option<Customers>,
}

/// What is known about customers' next purchases.
pub(crate) struct Customers {
    pub(crate) data: Interactions,
    pub(crate) trial: Evaluation,
    pub(crate) model: Fitted,
}

/// The scenario.
pub(crate) fn suggestions(scene: &Scene<'_>) -> Outcome {
    let catalogue = Catalogue::new(scene);
    let several = catalogue.baskets.len();
    if !scene.ledger.are_orders || several < NEEDS {
        let has = if scene.ledger.are_orders { several } else { 0 };
        let args = [("needs", NEEDS.into()), ("has", has.into())];
        let text = scene.say.fill(words::NEEDS, &args);
        return Outcome::Lacking(scene.say.missing(titles::RECOMMENDATIONS, text));
    }
    let figures = Figures {
        rules: catalogue.rules(),
        customers: customers(&catalogue),
        catalogue,
    };
    let outcome = Outcome::Shown {
        findings: blocks::findings(scene, &figures),
        blocks: blocks::blocks(scene, &figures),
    };
    // Whoever looks something up later needs the same, but for the events, which are in the customers' data by now.
    let mut figures = figures;
    figures.catalogue.events = Vec::new();
    // A scene has one such scenario, so the place is free.
    let _ = scene.figures.set(figures);
    outcome
}

/// Tries the models on what was held back, and fits the one to use on everything.
fn customers(catalogue: &Catalogue) -> Option<Customers> {
    let items = catalogue.products.len();
    let events = catalogue.events.clone();
    let all = Interactions::new(catalogue.customers.len(), items, events).ok()?;
    let settings = Settings::default();
    let (data, _) = recommend::learnable(&all, &settings);
    let mut kinds = Kind::QUICK.to_vec();
    if items <= EASE {
        kinds.push(Kind::Ease);
    }
    let trial = Trial {
        split: Split::Last,
        kinds,
        resamples: 200,
        most_users: TESTED,
        settings,
        ..Trial::default()
    };
    let outcome = evaluate(&data, None, &trial, &mut |_| true).ok()?;
    let data = data.damped(Damping::default());
    let blend = outcome.blend.as_ref();
    let model = fit_with(outcome.used, blend, &data, None, &settings, &mut |_| true).ok()?;
    Some(Customers {
        data,
        trial: outcome,
        model,
    })
}
