//! The scenarios that a report grows by, from a [`Ledger`] to sections, findings, charts and tables.
//!
//! A scenario is a folder: its numbers (pure functions over plain types), its words, and the blocks made of both.
//! It appears when the merchant's files can carry it, and says what it would need when they cannot.
//! This is a module of its own in the browser: the sales report is there first, and stays quick.

#![forbid(unsafe_code)]

mod ads;
mod campaigns;
mod parts;
mod say;
mod scene;
#[cfg(feature = "web")]
mod web;
mod words;

use ledger::Ledger;
use report::{Block, Document, DocumentFinding, Insufficient, Section, SectionId};
use serde::{Deserialize, Serialize};

use scene::Scene;

/// What the merchant asks of the scenarios.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The sections of the whole report, in order; empty = all.
    pub sections: Vec<SectionId>,
    /// The report's day, days since 1970-01-01.
    pub today: i32,
}

/// What has become of a scenario.
pub(crate) enum Outcome {
    /// The files carry it.
    Shown {
        /// Its blocks.
        blocks: Vec<Block>,
        /// Its findings, most important first.
        findings: Vec<DocumentFinding>,
    },
    /// They do not, and this is what it would need.
    Lacking(Insufficient),
}

type Scenario = fn(&Scene<'_>) -> Outcome;

/// Every scenario. The order of a report without a template is that of [`SectionId::ALL`].
#[rustfmt::skip]
const SCENARIOS: &[(SectionId, Scenario)] = &[
    (SectionId::Ads, ads::ads),
    (SectionId::Campaigns, campaigns::campaigns),
];

/// Adds to a sales report every scenario that is asked for.
///
/// # Guarantees
/// The same document, ledger and request give the same document.
pub fn complete(document: &mut Document, ledger: &Ledger, request: &Request) {
    let scene = Scene::new(document, ledger, request);
    let mut lacking = Vec::new();
    let mut made = Vec::new();
    for (id, scenario) in SCENARIOS {
        if !request.sections.is_empty() && !request.sections.contains(id) {
            continue;
        }
        match scenario(&scene) {
            Outcome::Shown { blocks, findings } => {
                let title = scene.say.plain(words::title(*id)).to_owned();
                made.push((id.key(), title, blocks, findings));
            }
            Outcome::Lacking(missing) => lacking.push(Block::Insufficient(missing)),
        }
    }
    let more = scene.say.plain(words::MORE).to_owned();
    for (key, title, blocks, findings) in made {
        let section = Section {
            id: key.to_owned(),
            title,
            blocks,
        };
        place(document, section, &request.sections);
        for finding in findings {
            rank(&mut document.findings, finding);
        }
    }
    // A report without a single sale already says what files it needs.
    if !lacking.is_empty() && !document.figures.is_empty() {
        let section = Section {
            id: "more".to_owned(),
            title: more,
            blocks: lacking,
        };
        let at = document.sections.iter().position(|s| s.id == "data");
        let at = at.unwrap_or(document.sections.len());
        document.sections.insert(at, section);
    }
}

/// Puts a section where the template, or the order of a full report, has it.
fn place(document: &mut Document, section: Section, chosen: &[SectionId]) {
    let order = if chosen.is_empty() {
        SectionId::ALL
    } else {
        chosen
    };
    let rank = |id: &str| order.iter().position(|s| s.key() == id);
    let own = rank(&section.id);
    let at = document
        .sections
        .iter()
        .position(|s| rank(&s.id).is_some_and(|r| Some(r) > own));
    let at = at.unwrap_or(document.sections.len());
    document.sections.insert(at, section);
}

/// Puts a finding before the first one with less money at stake; what cannot be said in money comes last.
fn rank(findings: &mut Vec<DocumentFinding>, finding: DocumentFinding) {
    let at = finding.impact.and_then(|impact| {
        let less = |f: &DocumentFinding| f.impact.is_some_and(|i| i.abs() < impact.abs());
        findings.iter().position(less)
    });
    let at = at.unwrap_or(findings.len());
    findings.insert(at, finding);
}

#[cfg(test)]
mod tests;
