//! Which dataset a table is, and which role each column plays.
//!
//! Names are looked up under each dataset's own reading (`Name` is an order's number in one export
//! and a customer in another); values confirm, refuse or replace what names say; each role that can
//! be played once goes to the column that fits best.

mod evidence;
mod fit;
mod grain;
pub(crate) mod letter;
mod meet;
pub(crate) mod name;
pub(crate) mod platform;
mod profile;
mod rating;
mod shape;
mod synonym;
#[cfg(test)]
mod tests;
mod values;
mod version;

use serde::{Deserialize, Serialize};
use table::{Table, Type};

use crate::{Dataset, Mapping, Role};
use meet::Match;
use name::Name;
use profile::Profile;
use synonym::Synonyms;

pub use evidence::{CONTROL, NO_CHANNEL, SPENT};
pub(crate) use fit::is_money;
pub(crate) use grain::key as grain_key;
pub use rating::{Rated, rated};
pub use shape::shape_of;
pub use version::first_version;

/// What one row of an order table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// A row per order.
    Order,
    /// A row per line; order-level values stand on the order's first row only.
    LineOrderFirst,
    /// A row per line; order-level values are repeated on each.
    LineOrderRepeated,
    /// A row per line without order-level values.
    Line,
    /// A row per refund of an order that another file tells.
    Refund,
    /// A row per day or another period, with a count of its orders ([`Role::CustomerOrders`]).
    Summary,
    /// Not an order table.
    Other,
}

impl Grain {
    /// The stable name, as it stands in reasons.
    pub fn key(self) -> &'static str {
        match self {
            Grain::Order => "order",
            Grain::LineOrderFirst => "line_order_first",
            Grain::LineOrderRepeated => "line_order_repeated",
            Grain::Line => "line",
            Grain::Refund => "refund",
            Grain::Summary => "summary",
            Grain::Other => "other",
        }
    }
}

/// Why a table or column was recognised. The words are in `report`; `detail` is data (a synonym, a share).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable name: `name_exact`, `name_part`, `name_similar`, `values_dates`, `values_identity` (a × b = c),
    /// `values_email`, `values_words`, `values_distinct`, `values_range`, `platform`, `mapping`, `mapping_unknown_column`,
    /// `grain`, `roles`, `values`.
    pub code: String,
    /// The thing met: the synonym, platform, column or share.
    pub detail: String,
}

impl Reason {
    pub(crate) fn new(code: &str, detail: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

/// A column's role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnRecognition {
    /// The column's name in the table.
    pub name: String,
    /// Its role; `None` when it has none that is known.
    pub role: Option<Role>,
    /// 0–1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The values identify persons: masked wherever shown.
    pub personal: bool,
}

/// What a table was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognition {
    /// What it holds.
    pub dataset: Dataset,
    /// 0–1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The platform whose export it looks like (`Shopify`, `淘宝`, …).
    pub platform: Option<String>,
    /// What a row stands for.
    pub grain: Grain,
    /// The columns, in the table's order.
    pub columns: Vec<ColumnRecognition>,
    /// Fingerprint of the table's shape (its column names), under which mappings are remembered.
    pub shape: String,
    /// A mapping of the merchant was applied.
    pub mapped: bool,
}

impl Recognition {
    /// The column that plays a role best.
    pub fn column(&self, role: Role) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (i, c) in self.columns.iter().enumerate() {
            if c.role == Some(role) && best.is_none_or(|(_, b)| c.confidence > b) {
                best = Some((i, c.confidence));
            }
        }
        best.map(|(i, _)| i)
    }
}

/// What a column may be, and why.
#[derive(Debug, Clone)]
struct Claim {
    role: Option<Role>,
    score: f64,
    reason: Reason,
}

/// Roles given to the columns of a table under one dataset.
#[derive(Debug, Clone, Default)]
struct Reading {
    claims: Vec<Option<Claim>>,
    score: f64,
    complete: bool,
    /// Ratings without a word are the reviews.
    rates_alone: bool,
}

impl Reading {
    fn has(&self, role: Role) -> bool {
        self.claims
            .iter()
            .flatten()
            .any(|c| c.role == Some(role) && c.score > 0.0)
    }

    fn find(&self, role: Role) -> Option<usize> {
        self.claims
            .iter()
            .position(|c| c.as_ref().is_some_and(|c| c.role == Some(role)))
    }

    fn is_free(&self, column: usize) -> bool {
        self.claims[column].is_none()
    }

    fn set(&mut self, column: usize, role: Role, score: f64, reason: Reason) {
        self.claims[column] = Some(Claim {
            role: Some(role),
            score,
            reason,
        });
    }

    fn retake(&mut self, column: usize, role: Role, reason: Reason) {
        if let Some(claim) = &mut self.claims[column] {
            claim.role = Some(role);
            claim.reason = reason;
        }
    }

    fn rate(&mut self, dataset: Dataset) {
        self.score = self
            .claims
            .iter()
            .flatten()
            .filter_map(|c| c.role.map(|r| fit::weight(dataset, r) * c.score))
            .sum();
        self.complete = fit::is_complete(dataset, |r| self.has(r))
            || dataset == Dataset::Reviews && self.rates_alone;
    }
}

/// Recognises a table; a mapping of the merchant overrides what it names.
pub fn recognise(table: &Table, mapping: Option<&Mapping>) -> Recognition {
    let names: Vec<Name> = table.columns.iter().map(|c| Name::new(&c.name)).collect();
    let mut profiles: Vec<Profile> = table.columns.iter().map(Profile::of).collect();
    for (p, c) in profiles.iter_mut().zip(&table.columns) {
        p.percent |= c.name.contains(['%', '％']);
    }
    let matches: Vec<Vec<Match>> = names.iter().map(meet::match_name).collect();
    let platform = platform::find(&names);
    let wanted = mapping.and_then(|m| m.dataset);

    let mut best: Option<(Dataset, Reading)> = None;
    let mut runner_up = 0.0f64;
    for &dataset in fit::CANDIDATES {
        let mut reading = read_as(dataset, platform.map(|p| p.key), &matches, &profiles);
        if let Some(mapping) = mapping {
            apply(mapping, table, &mut reading);
        }
        values::complete(dataset, table, &profiles, &mut reading);
        reading.rate(dataset);
        if platform.is_some_and(|p| same_kind(p.dataset, dataset)) {
            reading.score += 6.0;
            reading.complete = true;
        }
        if wanted.is_some_and(|w| same_kind(w, dataset)) {
            best = Some((dataset, reading));
            break;
        }
        if !reading.complete {
            reading.score *= 0.2;
        }
        match &best {
            Some((_, b)) if b.score >= reading.score => runner_up = runner_up.max(reading.score),
            _ => {
                runner_up = best.as_ref().map_or(0.0, |(_, b)| b.score);
                best = Some((dataset, reading));
            }
        }
    }

    let (mut dataset, mut reading) = best.unwrap_or((Dataset::Unknown, Reading::default()));
    if wanted.is_none()
        && platform.is_none()
        && evidence::is_mix(dataset, &names, &profiles, &reading)
    {
        dataset = Dataset::Ads;
        reading = read_as(dataset, None, &matches, &profiles);
        if let Some(mapping) = mapping {
            apply(mapping, table, &mut reading);
        }
        values::complete(dataset, table, &profiles, &mut reading);
        if let Some(time) = profiles.iter().position(Profile::is_time)
            && !reading.has(Role::Date)
        {
            reading.set(time, Role::Date, 0.6, Reason::new("values_dates", ""));
        }
        reading.rate(dataset);
        // Two channels' spend and a time are a table of ads, whatever else it has.
        reading.score = reading.score.max(4.0);
        reading.complete = true;
    }
    let mut reasons = Vec::new();
    let mut confidence = (reading.score / (reading.score + 2.0)).max(0.0)
        * (0.75 + 0.25 * (1.0 - runner_up.max(0.0) / reading.score.max(1e-9)).clamp(0.0, 1.0));
    if wanted.is_none() && (!reading.complete || reading.score < 1.2) {
        dataset = Dataset::Unknown;
        confidence = (1.0 - confidence).clamp(0.1, 0.6);
    }
    if let Some(p) = platform.filter(|p| same_kind(p.dataset, dataset)) {
        reasons.push(Reason::new("platform", p.name));
        confidence = confidence.max(0.95);
    }
    // What a platform pays out, and what is bought, is no sale.
    let mut other = wanted.filter(|w| *w == Dataset::Purchases);
    if wanted.is_none() && mapping.is_none_or(|m| m.columns.is_empty()) {
        other = match platform {
            Some(p) if p.dataset == Dataset::Unknown => Some(Dataset::Unknown),
            Some(_) => None,
            None if evidence::is_trial(dataset, table, &reading) => Some(Dataset::Unknown),
            None if evidence::is_movements(dataset, table, &reading) => {
                reasons.push(Reason::new("movements", ""));
                Some(Dataset::Unknown)
            }
            None => evidence::no_sale(
                dataset,
                &format!(
                    "{} {}",
                    table.file,
                    table.sheet.as_deref().unwrap_or_default()
                ),
                &names,
                &reading,
            ),
        };
    }
    if let Some(other) = other {
        let mut bought = read_as(Dataset::Purchases, None, &matches, &profiles);
        if let Some(mapping) = mapping {
            apply(mapping, table, &mut bought);
        }
        bought.rate(Dataset::Purchases);
        dataset = Dataset::Unknown;
        if other == Dataset::Purchases && (bought.complete || wanted.is_some()) {
            dataset = other;
            reading = bought;
        }
        confidence = confidence.clamp(0.1, 0.6);
    }
    let mut grain = Grain::Other;
    if same_kind(dataset, Dataset::Orders) {
        values::settle_amounts(table, &profiles, &mut reading);
        let found = grain::find(table, &mut reading);
        grain = found.grain;
        dataset = found.dataset;
        reasons.push(Reason::new("grain", grain.key()));
        if platform.is_some_and(|p| p.key == "amazon settlement") {
            dataset = Dataset::OrderLines;
            grain = Grain::Line;
        }
    }
    if let Some(wanted) = wanted {
        if !same_kind(wanted, dataset) || wanted == Dataset::Unknown {
            grain = Grain::Other;
        }
        dataset = wanted;
        confidence = 1.0;
        reasons.push(Reason::new("mapping", "dataset"));
    }
    if reasons.is_empty() || platform.is_none() {
        let roles: Vec<&str> = reading
            .claims
            .iter()
            .flatten()
            .filter_map(|c| c.role.map(Role::key))
            .take(6)
            .collect();
        reasons.push(Reason::new("roles", roles.join(",")));
    }
    if let Some(mapping) = mapping {
        for unknown in mapping
            .columns
            .keys()
            .filter(|k| !table.columns.iter().any(|c| c.name == **k))
        {
            reasons.push(Reason::new("mapping_unknown_column", unknown.as_str()));
        }
    }

    let columns = table
        .columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let claim = reading.claims.get(i).cloned().flatten();
            let p = &profiles[i];
            let (role, mut confidence, reasons) = match claim {
                Some(c) => (c.role, c.score.clamp(0.0, 1.0), vec![c.reason]),
                None => (None, 0.0, Vec::new()),
            };
            if role.is_none() {
                confidence = 0.0;
            }
            ColumnRecognition {
                name: column.name.clone(),
                role,
                confidence: (confidence * 1000.0).round() / 1000.0,
                reasons,
                personal: is_personal(role, p),
            }
        })
        .collect();
    Recognition {
        dataset,
        confidence: (confidence.clamp(0.0, 1.0) * 1000.0).round() / 1000.0,
        reasons,
        platform: platform
            .filter(|p| same_kind(p.dataset, dataset))
            .map(|p| p.name.to_owned()),
        grain,
        columns,
        shape: shape_of(table),
        mapped: mapping.is_some_and(|m| m.dataset.is_some() || !m.columns.is_empty()),
    }
}

fn same_kind(a: Dataset, b: Dataset) -> bool {
    let plain = |d| match d {
        Dataset::OrderLines => Dataset::Orders,
        other => other,
    };
    plain(a) == plain(b)
}

/// Values that name persons make a column personal whatever its role.
fn is_personal(role: Option<Role>, p: &Profile) -> bool {
    if matches!(role, Some(Role::PostalCode | Role::Address)) && p.province > 0.9 {
        return false;
    }
    role.is_some_and(Role::is_personal)
        || p.email > 0.2
        || p.id_number > 0.2
        || p.phone > 0.5 && !matches!(role, Some(Role::OrderId | Role::TrackingNumber))
}

/// Gives each column the role that its name claims under a dataset, best claims first.
fn read_as(
    dataset: Dataset,
    platform: Option<&str>,
    matches: &[Vec<Match>],
    profiles: &[Profile],
) -> Reading {
    let table = Synonyms::get();
    let mut claims: Vec<(f64, usize, Option<Role>, Match)> = Vec::new();
    for (column, found) in matches.iter().enumerate() {
        let mut exact = false;
        for m in found {
            // A whole name that is known is not taken apart.
            if exact && m.code != "name_exact" {
                break;
            }
            let Some(meaning) = table.words[m.word].meaning(dataset, platform) else {
                continue;
            };
            if m.code != "name_exact" && matches!(meaning.section, synonym::Section::Platform(_)) {
                continue;
            }
            exact |= m.code == "name_exact";
            let narrow = match meaning.section {
                synonym::Section::Platform(_) => 0.03,
                synonym::Section::Dataset(_) => 0.005,
                synonym::Section::Any => 0.0,
            };
            let mut score = m.quality + narrow - 0.0015 * f64::from(meaning.rank);
            if let Some(role) = meaning.role {
                // What a shop pays for ads is no column of its orders because of a part of a name.
                if m.code != "name_exact"
                    && (!m.allows(role) || dataset == Dataset::Orders && role == Role::Spend)
                {
                    continue;
                }
                score *= fit::fit(role, &profiles[column]);
            } else if m.code != "name_exact" {
                continue;
            }
            if score >= 0.3 {
                claims.push((score, column, meaning.role, *m));
            }
        }
    }
    table::order::sort_by(&mut claims, |a, b| {
        b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
    });
    let mut reading = Reading {
        claims: vec![None; matches.len()],
        ..Reading::default()
    };
    for (score, column, role, m) in claims {
        if !reading.is_free(column) {
            continue;
        }
        if let Some(role) = role
            && !fit::is_repeatable(role)
            && reading.has(role)
        {
            continue;
        }
        reading.claims[column] = Some(Claim {
            role,
            score,
            reason: Reason::new(m.code, table.words[m.word].words.as_str()),
        });
    }
    reading
}

/// The merchant's corrections win over everything; a role taken by hand leaves its former column.
fn apply(mapping: &Mapping, table: &Table, reading: &mut Reading) {
    for (i, column) in table.columns.iter().enumerate() {
        let Some(choice) = mapping.columns.get(&column.name) else {
            continue;
        };
        if let Some(role) = choice.role
            && !fit::is_repeatable(role)
        {
            for claim in &mut reading.claims {
                if claim
                    .as_ref()
                    .is_some_and(|c| c.role == Some(role) && c.reason.code != "mapping")
                {
                    *claim = None;
                }
            }
        }
        reading.claims[i] = Some(Claim {
            role: choice.role,
            score: 1.0,
            reason: Reason::new("mapping", column.name.as_str()),
        });
    }
}

/// Whether a column was settled by the merchant.
fn is_mapped(claim: Option<&Claim>) -> bool {
    claim.is_some_and(|c| c.reason.code == "mapping")
}

/// Whether a column is whole numbers or decimals.
fn is_numeric(kind: Type) -> bool {
    matches!(kind, Type::Integer | Type::Decimal)
}
