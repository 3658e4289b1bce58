//! Lists of whom campaigns addressed, without a control group: how many, and how many redeemed a coupon.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Cells, Column, Frame, Ledger};

use crate::ads::word;

/// A campaign of lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Listed {
    pub(crate) id: String,
    /// What kind of campaign it is; empty where no file tells.
    pub(crate) kind: String,
    pub(crate) days: Option<(i32, i32)>,
    pub(crate) people: usize,
    /// Of them, those who redeemed; `None` without a file of redemptions.
    pub(crate) redeemed: Option<usize>,
    /// Rows of the list.
    pub(crate) places: Vec<(u16, u32)>,
}

/// What lists tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Lists {
    /// Files that name whom they address.
    pub(crate) files: Vec<String>,
    /// Campaigns, first ones first.
    pub(crate) campaigns: Vec<Listed>,
}

/// The column that campaigns are told apart by, and another one that tells of what kind they are.
fn columns(frame: &Frame) -> Option<(&Column, Option<&Column>)> {
    let all = || frame.columns.iter().filter(|c| c.role == "campaign");
    let is_id = |c: &&Column| c.name.to_lowercase().contains("id") || c.name.contains("编号");
    let id = all().find(is_id).or_else(|| all().next())?;
    let kind = all().find(|c| c.name != id.name && matches!(c.cells, Cells::Words { .. }));
    Some((id, kind))
}

/// Campaigns by who was on their lists. A list with dates and coupons tells who redeemed.
pub(crate) fn lists(ledger: &Ledger) -> Option<Lists> {
    let numbers = ["impressions", "clicks", "spend", "conversions"];
    let frames: Vec<&Frame> = ["ads", "lists"]
        .into_iter()
        .flat_map(|d| ledger.frames.iter().filter(move |f| f.dataset == d))
        .filter(|f| f.column("campaign").is_some())
        .filter(|f| numbers.iter().all(|n| f.column(n).is_none()))
        .collect();
    let mut lists = Lists::default();
    let mut of: BTreeMap<String, Listed> = BTreeMap::new();
    let mut people: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut redeemed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut any_redeemed = false;
    for frame in frames {
        let Some((id, kind)) = columns(frame) else {
            continue;
        };
        let customer = frame.column("customer_id");
        let coupon = ["barcode", "discount_code"]
            .into_iter()
            .any(|r| frame.column(r).is_some());
        match customer {
            Some(customer) => {
                let is_list = !coupon;
                any_redeemed |= coupon;
                if is_list {
                    lists.files.push(frame.file.clone());
                }
                for row in 0..frame.rows {
                    let (campaign, who) = (word(id, row), word(customer, row));
                    if campaign.is_empty() || who.is_empty() {
                        continue;
                    }
                    if is_list {
                        let listed = of.entry(campaign.clone()).or_default();
                        listed.places.push((frame.table, row as u32));
                        people.entry(campaign).or_default().insert(who);
                    } else {
                        redeemed.entry(campaign).or_default().insert(who);
                    }
                }
            }
            None => {
                for row in 0..frame.rows {
                    let listed = of.entry(word(id, row)).or_default();
                    listed.kind = kind.map_or(String::new(), |k| word(k, row));
                    let days = frame.day("date", row).zip(frame.day("end_date", row));
                    listed.days = days.or(listed.days);
                }
            }
        }
    }
    for (id, listed) in &mut of {
        listed.id.clone_from(id);
        let own = people.get(id);
        listed.people = own.map_or(0, BTreeSet::len);
        listed.redeemed = any_redeemed.then(|| {
            let both = own.zip(redeemed.get(id));
            both.map_or(0, |(own, redeemed)| own.intersection(redeemed).count())
        });
    }
    lists.campaigns = of.into_values().filter(|l| l.people > 0).collect();
    table::order::sort_by(&mut lists.campaigns, |a, b| {
        a.days.cmp(&b.days).then(a.id.cmp(&b.id))
    });
    (!lists.campaigns.is_empty()).then_some(lists)
}
