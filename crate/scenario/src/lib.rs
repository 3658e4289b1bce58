//! The scenarios that a report grows by, from a [`Ledger`] to sections, findings, charts and tables.
//!
//! A scenario is a folder: its numbers (pure functions over plain types), its words, and the blocks made of both.
//! It appears when the merchant's files can carry it, and says what it would need when they cannot.
//! This is a module of its own in the browser: the sales report is there first, and stays quick.

#![forbid(unsafe_code)]

mod ads;
mod attributes;
mod away;
mod behaviour;
mod campaigns;
mod cells;
mod costs;
mod customers;
mod forecast;
mod header;
pub mod learn;
mod lookup;
mod parts;
mod random;
mod recommendations;
mod refunds;
mod reviews;
mod say;
mod scene;
mod service;
pub mod stock;
mod suppliers;
mod texts;
mod tracking;
#[cfg(feature = "web")]
pub mod web;
mod words;

use away::Away;
use chart::spec::Lang;
use ledger::Ledger;
use report::{Block, Document, DocumentFinding, Insufficient, Section, SectionId};
use serde::{Deserialize, Serialize};

pub use forecast::Options as ForecastOptions;
use lookup::LookUp;
pub use lookup::{Named, Subject, SubjectKind};
pub use recommendations::{Form, ShopFile, Written};
use scene::Scene;
use texts::Library;
pub use texts::{Judged, Judgements, Texts, Why};

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
    /// Minutes east of UTC of the shop's clock, for events whose times are seconds in UTC.
    pub offset_minutes: i16,
    /// What stock is planned with.
    pub stock: stock::Options,
    /// What the merchant has corrected in what was read in texts.
    pub corrections: Vec<extract::Correction>,
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
type OfTexts = fn(&Scene<'_>, &Library<'_>) -> Outcome;

/// Every scenario. The order of a report without a template is that of [`SectionId::ALL`].
#[rustfmt::skip]
const SCENARIOS: &[(SectionId, Scenario)] = &[
    (SectionId::Forecast, forecast::outlook),
    (SectionId::CustomerValue, customers::worth),
    (SectionId::Behaviour, behaviour::behaviour),
    (SectionId::Recommendations, recommendations::suggestions),
    (SectionId::Stock, stock::stock),
    (SectionId::Suppliers, suppliers::suppliers),
    (SectionId::Ads, ads::ads),
    (SectionId::Campaigns, campaigns::campaigns),
];

/// Those that are asked for and keep nobody waiting.
fn early(request: &Request) -> impl Iterator<Item = &'static (SectionId, Scenario)> {
    let early = SCENARIOS.iter().filter(|(id, _)| !LATE.contains(id));
    early.filter(|(id, _)| request.asks(*id))
}

/// What takes longer than all others together, where a shop is large; and what is looked up needs it.
const LATE: &[SectionId] = &[SectionId::Recommendations];

/// Those that tell of texts: a language model may have more to say of them later.
#[rustfmt::skip]
const OF_TEXTS: &[(SectionId, OfTexts)] = &[
    (SectionId::Reviews, reviews::reviews),
    (SectionId::Attributes, attributes::attributes),
];

/// Every scenario that is asked for, computed once; a report is completed with them as often as it is made anew.
pub struct Scenarios {
    lang: Lang,
    sections: Vec<SectionId>,
    outcomes: Vec<(SectionId, Outcome)>,
    /// Whether those of texts were computed; of none that are asked for too.
    has_read: bool,
    of_texts: Vec<(SectionId, Outcome)>,
    look_up: Option<LookUp>,
    /// Which products nobody can buy; `None` until the first is computed.
    away: Option<Away>,
}

impl Request {
    fn asks(&self, id: SectionId) -> bool {
        self.sections.is_empty() || self.sections.contains(&id)
    }

    /// How many are asked for.
    pub fn scenarios(&self) -> usize {
        let ids = SCENARIOS.iter().map(|(id, _)| *id);
        let all = ids.chain(OF_TEXTS.iter().map(|(id, _)| *id));
        all.filter(|id| self.asks(*id)).count()
    }
}

/// Ends findings with a stop.
fn stopped(mut outcome: Outcome, scene: &Scene<'_>) -> Outcome {
    if let Outcome::Shown { findings, .. } = &mut outcome {
        for finding in findings {
            finding.sentence = scene.say.stopped(&finding.sentence);
        }
    }
    outcome
}

impl Scenarios {
    /// Computes them all. `judged`: what a language model said of the shop's [`Texts`], nothing without one;
    /// `progress` is told before each how many are done and how many there are.
    ///
    /// # Guarantees
    /// The same ledger, request and judgements give the same scenarios.
    pub fn new(
        ledger: &Ledger,
        request: &Request,
        judged: &Judgements,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut scenarios = Self::begin(ledger, request, judged, progress);
        scenarios.finish(ledger, request, progress);
        scenarios
    }

    /// Computes all but what takes longer than the others together; [`Scenarios::finish`] does the rest.
    pub fn begin(
        ledger: &Ledger,
        request: &Request,
        judged: &Judgements,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut scenarios = Self::prepare(request);
        while scenarios.goes_on(request) {
            progress(scenarios.done(), request.scenarios());
            scenarios.step(ledger, request, judged);
        }
        scenarios
    }

    /// Nothing computed yet: [`Scenarios::step`] does it one at a time, for callers that hear what is said to them in between.
    pub fn prepare(request: &Request) -> Self {
        Self {
            lang: request.lang,
            sections: request.sections.clone(),
            outcomes: Vec::new(),
            has_read: false,
            of_texts: Vec::new(),
            look_up: None,
            away: None,
        }
    }

    /// Whether [`Scenarios::step`] has anything left to do.
    pub fn goes_on(&self, request: &Request) -> bool {
        self.outcomes.len() < early(request).count() || !self.has_read
    }

    /// How many are computed.
    pub fn done(&self) -> usize {
        self.outcomes.len() + self.of_texts.len()
    }

    /// Computes the next one, or those of texts; all steps have to be given the same.
    pub fn step(&mut self, ledger: &Ledger, request: &Request, judged: &Judgements) {
        match early(request).nth(self.outcomes.len()) {
            Some((id, scenario)) => {
                let scene = self.scene(ledger, request);
                let outcome = stopped(scenario(&scene), &scene);
                self.away = scene.away.into_inner();
                self.outcomes.push((*id, outcome));
            }
            None if !self.has_read => self.read(ledger, request, judged),
            None => {}
        }
    }

    /// What the next scenario sees; which products nobody can buy is found out once.
    fn scene<'a>(&mut self, ledger: &'a Ledger, request: &'a Request) -> Scene<'a> {
        let scene = Scene::new(ledger, request);
        if let Some(away) = self.away.take() {
            // A new scene has none, so the place is free.
            let _ = scene.away.set(away);
        }
        scene.away();
        scene
    }

    /// Computes what [`Scenarios::begin`] left out, of the same ledger and request.
    pub fn finish(
        &mut self,
        ledger: &Ledger,
        request: &Request,
        progress: &mut dyn FnMut(usize, usize),
    ) {
        let scene = self.scene(ledger, request);
        let all = request.scenarios();
        let late = SCENARIOS.iter().filter(|(id, _)| LATE.contains(id));
        for (id, scenario) in late.filter(|(id, _)| request.asks(*id)) {
            progress(self.done(), all);
            let outcome = stopped(scenario(&scene), &scene);
            self.outcomes.push((*id, outcome));
        }
        // They are told in the order of the scenarios, whichever was computed first.
        let rank = |id: SectionId| SCENARIOS.iter().position(|(other, _)| *other == id);
        table::order::sort_by(&mut self.outcomes, |a, b| rank(a.0).cmp(&rank(b.0)));
        // Without that section there is no place where anybody would look something up.
        let figures = scene.figures.into_inner();
        let away = scene.away.into_inner().unwrap_or_default();
        self.look_up = request
            .asks(SectionId::Recommendations)
            .then(|| LookUp::new(ledger, request, figures, away.clone()));
        self.away = Some(away);
    }

    /// Computes those of texts again, after a model has read more of them or something was corrected.
    pub fn read(&mut self, ledger: &Ledger, request: &Request, judged: &Judgements) {
        self.has_read = true;
        self.of_texts.clear();
        let wanted: Vec<&(SectionId, OfTexts)> = OF_TEXTS
            .iter()
            .filter(|(id, _)| request.asks(*id))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let scene = Scene::new(ledger, request);
        // The word lists are the project's own, and tests read them.
        let Ok(library) = Library::new(ledger, &request.corrections, judged) else {
            return;
        };
        for (id, scenario) in wanted {
            self.of_texts
                .push((*id, stopped(scenario(&scene, &library), &scene)));
        }
    }

    /// Products and customers whose names hold what was typed, at most so many; best-selling first. `ledger` is the
    /// one that the scenarios were computed from.
    ///
    /// Nothing where recommendations are not part of the report, or for another ledger.
    pub fn names(&self, ledger: &Ledger, query: &str, most: usize) -> Vec<Named> {
        let look_up = self.look_up.as_ref();
        look_up.map_or(Vec::new(), |l| l.names(ledger, query, most))
    }

    /// All that is known about a product or customer, as a section of its own; `None` where nothing has that name.
    /// `ledger` is the one that the scenarios were computed from.
    ///
    /// Nothing where recommendations are not part of the report, or for another ledger.
    pub fn look_up(&self, ledger: &Ledger, what: &Subject) -> Option<Section> {
        self.look_up.as_ref()?.look_up(ledger, what)
    }

    /// Recommendations as a file that a platform imports, or what it would need. `ledger` is the one that the
    /// scenarios were computed from.
    ///
    /// Nothing where recommendations are not part of the report, or for another ledger.
    pub fn file(&self, ledger: &Ledger, form: Form) -> Option<Written> {
        self.look_up.as_ref()?.file(ledger, form)
    }

    /// Adds them to a sales report of the same files.
    pub fn complete(&self, document: &mut Document) {
        // A report without a single sale may still have ads or reviews to tell of; what files it needs it says itself.
        let sells = !document.figures.is_empty();
        // The sales report knows orders alone, and may advise to offer what nobody can buy.
        if let Some(away) = &self.away {
            let offers = |f: &DocumentFinding| basket(f).iter().any(|name| away.has(name));
            document.findings.retain(|f| !offers(f));
        }
        let mut lacking = Vec::new();
        for (id, outcome) in self.outcomes.iter().chain(&self.of_texts) {
            match outcome {
                Outcome::Shown { blocks, findings } => {
                    let section = Section {
                        id: id.key().to_owned(),
                        title: words::title(*id).plain(self.lang).to_owned(),
                        blocks: blocks.clone(),
                    };
                    place(document, section, &self.sections);
                    for finding in findings {
                        if !is_told(&document.findings, finding) {
                            rank(&mut document.findings, finding.clone());
                        }
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

/// The products that a finding tells to be bought together, by name.
fn basket(finding: &DocumentFinding) -> Vec<String> {
    let basket = finding.selection.as_ref().map(|s| s.basket.clone());
    let mut names = basket.unwrap_or_default();
    table::order::sort(&mut names);
    names
}

/// Whether a finding about the same products bought together is there already, as that of the sales report.
fn is_told(findings: &[DocumentFinding], finding: &DocumentFinding) -> bool {
    let own = basket(finding);
    !own.is_empty() && findings.iter().any(|f| basket(f) == own)
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
