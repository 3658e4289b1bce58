//! The scenarios that a report grows by, from a [`Ledger`] to sections, findings, charts and tables.
//!
//! A scenario is a folder: its numbers (pure functions over plain types), its words, and the blocks made of both.
//! It appears when the merchant's files can carry it, and says what it would need when they cannot.
//! This is a module of its own in the browser: the sales report is there first, and stays quick.

#![forbid(unsafe_code)]

mod ads;
mod campaigns;
mod cells;
mod customers;
mod forecast;
mod lookup;
mod parts;
mod recommendations;
mod say;
mod scene;
mod service;
pub mod stock;
mod suppliers;
#[cfg(feature = "web")]
mod web;
mod words;

use chart::spec::Lang;
use ledger::Ledger;
use report::{Block, Document, DocumentFinding, Insufficient, Section, SectionId};
use serde::{Deserialize, Serialize};

pub use forecast::Options as ForecastOptions;
use lookup::LookUp;
pub use lookup::{Named, Subject, SubjectKind};
use recommendations::Figures;
use scene::Scene;

/// What the merchant asks of the scenarios.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The sections of the whole report, in order; empty = all.
    pub sections: Vec<SectionId>,
    /// The language.
    pub lang: Lang,
    /// The report's day, days since 1970-01-01.
    pub today: i32,
    /// How far ahead, and which days count.
    pub forecast: ForecastOptions,
    /// What stock is planned with.
    pub stock: stock::Options,
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
    (SectionId::Forecast, forecast::outlook),
    (SectionId::CustomerValue, customers::worth),
    (SectionId::Recommendations, recommendations::suggestions),
    (SectionId::Stock, stock::stock),
    (SectionId::Suppliers, suppliers::suppliers),
    (SectionId::Ads, ads::ads),
    (SectionId::Campaigns, campaigns::campaigns),
];

/// Every scenario that is asked for, computed once; a report is completed with them as often as it is made anew.
pub struct Scenarios {
    lang: Lang,
    sections: Vec<SectionId>,
    outcomes: Vec<(SectionId, Outcome)>,
    request: Request,
    /// What recommendations were made from, until the facts are handed over.
    figures: Option<Figures>,
    look_up: Option<LookUp>,
}

impl Scenarios {
    /// Computes them. `progress` is told before each how many are done and how many there are.
    ///
    /// # Guarantees
    /// The same ledger and request give the same scenarios.
    pub fn new(ledger: &Ledger, request: &Request, progress: &mut dyn FnMut(usize, usize)) -> Self {
        let scene = Scene::new(ledger, request);
        let asked = |id: &SectionId| request.sections.is_empty() || request.sections.contains(id);
        let wanted: Vec<&(SectionId, Scenario)> =
            SCENARIOS.iter().filter(|(id, _)| asked(id)).collect();
        let mut outcomes = Vec::new();
        for (done, (id, scenario)) in wanted.iter().enumerate() {
            progress(done, wanted.len());
            let mut outcome = scenario(&scene);
            if let Outcome::Shown { findings, .. } = &mut outcome {
                for finding in findings {
                    finding.sentence = scene.say.stopped(&finding.sentence);
                }
            }
            outcomes.push((*id, outcome));
        }
        Self {
            lang: request.lang,
            sections: request.sections.clone(),
            outcomes,
            request: request.clone(),
            figures: scene.figures.into_inner(),
            look_up: None,
        }
    }

    /// Takes over the ledger that they were computed from, so that products and customers can be looked up.
    pub fn keep(&mut self, ledger: Ledger) {
        let recommends = self.outcomes.iter();
        let mut recommends = recommends.map(|(id, _)| *id);
        // Without that section there is no place where anybody would look something up.
        if recommends.any(|id| id == SectionId::Recommendations) {
            let figures = self.figures.take();
            self.look_up = Some(LookUp::new(ledger, self.request.clone(), figures));
        }
    }

    /// Products and customers whose names hold what was typed, at most so many; best-selling first.
    ///
    /// Nothing before [`Scenarios::keep`], nor where recommendations are not part of the report.
    pub fn names(&self, query: &str, most: usize) -> Vec<Named> {
        let look_up = self.look_up.as_ref();
        look_up.map_or(Vec::new(), |l| l.names(query, most))
    }

    /// All that is known about a product or customer, as a section of its own; `None` where nothing has that name.
    ///
    /// Nothing before [`Scenarios::keep`], nor where recommendations are not part of the report.
    pub fn look_up(&self, what: &Subject) -> Option<Section> {
        self.look_up.as_ref()?.look_up(what)
    }

    /// Adds them to a sales report of the same files.
    pub fn complete(&self, document: &mut Document) {
        // A report without a single sale may still have ads or reviews to tell of; what files it needs it says itself.
        let sells = !document.figures.is_empty();
        let mut lacking = Vec::new();
        for (id, outcome) in &self.outcomes {
            match outcome {
                Outcome::Shown { blocks, findings } => {
                    let section = Section {
                        id: id.key().to_owned(),
                        title: words::title(*id).plain(self.lang).to_owned(),
                        blocks: blocks.clone(),
                    };
                    place(document, section, &self.sections);
                    for finding in findings {
                        rank(&mut document.findings, finding.clone());
                    }
                }
                Outcome::Lacking(missing) => lacking.push(Block::Insufficient(missing.clone())),
            }
        }
        if sells && !lacking.is_empty() {
            let section = Section {
                id: "more".to_owned(),
                title: words::MORE.plain(self.lang).to_owned(),
                blocks: lacking,
            };
            let at = document.sections.iter().position(|s| s.id == "data");
            let at = at.unwrap_or(document.sections.len());
            document.sections.insert(at, section);
        }
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
