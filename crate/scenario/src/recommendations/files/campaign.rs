//! A list of customers with what to suggest to each, for Mailchimp, Klaviyo and their like.
//!
//! Those programmes know people by addresses, which stay out: the merchant's own ids join the list to theirs.

use recommend::{Kind, Limits, Reason, Reasons, Shelf};
use report::words::phrase::quoted;

use super::{Made, csv, made};
use crate::recommendations::blocks::{away_note, name, none};
use crate::recommendations::{Figures, words};
use crate::scene::Scene;

/// Products for each customer.
const EACH: usize = 3;

pub(super) fn file(scene: &Scene<'_>, of: &Figures) -> Made {
    let say = &scene.say;
    let needs = |phrase| Err(say.plain(phrase).to_owned());
    let Some(customers) = &of.customers else {
        return needs(words::TRIAL_NEEDS);
    };
    if matches!(customers.trial.used, Kind::Popularity | Kind::Recent) {
        return needs(words::X_CAMPAIGN_POPULAR);
    }
    let data = &customers.data;
    let mut shelf = Shelf::new(data);
    let reasons = Reasons::new(data, None, 1.0);
    let sku = |item: u32| {
        let code = of.catalogue.products[item as usize] as usize;
        let sku = scene.ledger.products.sku.get(code);
        sku.cloned().unwrap_or_default()
    };
    let limits = Limits {
        excluded: &of.catalogue.away,
        ..Limits::default()
    };
    let mut rows = Vec::new();
    let mut masked = 0_usize;
    for user in 0..data.users() as u32 {
        let history = data.history(user);
        if history.items.is_empty() {
            continue;
        }
        let code = of.catalogue.customers[user as usize];
        let id = scene.ledger.customers[code as usize].as_str();
        // What stands for a name or an address joins nothing.
        if id == format!("C-{code:06}") {
            masked += 1;
            continue;
        }
        let mut list = shelf.list(&*customers.model.model, &history, EACH, limits);
        // What only fills a list is nobody's own.
        list.retain(|scored| scored.score > 0.0);
        let Some(first) = list.first() else { continue };
        let why = match reasons.of(&history, first.item) {
            Reason::BoughtTogether { with, .. } => {
                let with = quoted(name(scene, of, with), say.lang);
                say.fill(words::X_BECAUSE, &[("with", (&with).into())])
            }
            _ => String::new(),
        };
        let mut row = vec![id.to_owned()];
        for at in 0..EACH {
            let item = list.get(at).map(|scored| scored.item);
            row.push(item.map_or(String::new(), |item| name(scene, of, item).to_owned()));
            row.push(item.map_or(String::new(), sku));
        }
        row.push(why);
        rows.push(row);
    }
    if rows.is_empty() {
        return match masked {
            0 => Err(none(scene, of, words::X_CAMPAIGN_POPULAR, true)),
            _ => needs(words::X_CAMPAIGN_NEEDS),
        };
    }
    let mut columns = vec!["Customer ID".to_owned()];
    for at in 1..=EACH {
        columns.push(format!("Recommended Product {at}"));
        columns.push(format!("Recommended SKU {at}"));
    }
    columns.push("Recommended Because".to_owned());
    let n = say.count(rows.len());
    let mut note = say.fill(words::X_CAMPAIGN_NOTE, &[("n", (&n).into())]);
    if masked > 0 {
        let left = say.fill(words::X_CAMPAIGN_MASKED, &[("n", masked.into())]);
        note = say.sentences(&[&note, &left]);
    }
    let note = say.sentences(&[&note, &away_note(scene, of)]);
    made(scene, "campaign-recommendations", csv(&columns, rows), note)
}
