//! What products are, by their titles: which attributes sell, and how good the titles are.

mod about;
mod catalogue;
mod chosen;
mod circumstance;
mod columns;
mod compare;
mod described;
mod doubles;
mod examples;
mod gaps;
mod odd;
mod options;
mod quality;
mod sales;
mod same;
mod silent;
mod spellings;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use chart::spec::Lang;
use extract::Language;
use report::words::phrase::short;
use report::{Block, DocumentFinding, SectionId, Tone};
use shop::Selection;

use crate::Outcome;
use crate::parts;
use crate::scene::Scene;
use crate::texts::{Library, masked};
use catalogue::{Catalogue, Grouping, Item, ReadBy};
use columns::Columns;

/// Titles that the section needs.
const ENOUGH: usize = 10;
/// Findings at most.
const FINDINGS: usize = 4;

/// What attributes of products have to do with their sales, and what titles lack.
pub(crate) fn attributes(scene: &Scene<'_>, library: &Library<'_>) -> Outcome {
    let say = &scene.say;
    let catalogue = Catalogue::new(scene.ledger, library, say);
    let readable = |item: &&Item<'_>| item.lang() != Language::Other && !odd::is_code(item.text);
    let n = catalogue.items.iter().filter(readable).count();
    let choices = options::choices(scene.ledger, library, say);
    let lacks = n < ENOUGH;
    let needs = || {
        let needs = say.fill(words::NEEDS, &[("needed", ENOUGH.into()), ("n", n.into())]);
        say.missing(crate::words::ATTRIBUTES, needs)
    };
    let mut page = Page {
        scene,
        library,
        catalogue,
    };
    let mut findings = Vec::new();
    let options = page.options(&choices, &mut findings);
    if lacks {
        // Three shirts in five sizes tell what is bought, and nothing about titles.
        return match options.is_empty() {
            true => Outcome::Lacking(needs()),
            false => Outcome::Shown {
                blocks: [options, vec![Block::Insufficient(needs())]].concat(),
                findings,
            },
        };
    }
    let columns = Columns::read(scene.ledger, library, &page.catalogue, say);
    page.catalogue.describe(&columns);
    let sales = page.sales(&mut findings);
    let coverage = page.coverage(&columns);
    let gaps = page.gaps(&columns, &mut findings);
    let silent = page.silent_titles(&mut findings);
    let conflicts = page.conflicts(&columns, &mut findings);
    let spellings = page.spellings(&mut findings);
    let doubles = page.doubles(&mut findings);
    findings.truncate(FINDINGS);
    let mut blocks = sales;
    blocks.extend(options);
    blocks.push(coverage);
    blocks.extend(page.best_selling());
    blocks.extend(gaps);
    blocks.extend(silent);
    blocks.extend(conflicts);
    blocks.extend(doubles);
    blocks.extend(spellings);
    blocks.extend(page.odd());
    blocks.extend(page.least_sure());
    Outcome::Shown { blocks, findings }
}

/// What every part of the section sees.
struct Page<'a, 'l> {
    scene: &'a Scene<'a>,
    library: &'l Library<'l>,
    catalogue: Catalogue<'l>,
}

impl Page<'_, '_> {
    /// An attribute's name within a sentence.
    fn label(&self, label: &str) -> String {
        let name = self.library.label(label, &self.scene.say);
        match self.scene.say.lang {
            Lang::Zh => name,
            Lang::En => name.to_lowercase(),
        }
    }

    /// Who has read the titles.
    fn read_note(&self) -> String {
        let say = &self.scene.say;
        match self.catalogue.read_by {
            ReadBy::Lists => say.plain(words::READ_LISTS).to_owned(),
            ReadBy::Model => say.plain(words::READ_MODEL).to_owned(),
            ReadBy::Part(n) => say.fill(
                words::READ_PART,
                &[("n", n.into()), ("all", self.catalogue.items.len().into())],
            ),
        }
    }

    /// With whom titles are compared. `label`: the attribute that is looked at.
    fn same(&self, label: &str) -> &'static str {
        let phrase = match self.catalogue.grouping {
            Grouping::Category => words::SAME_CATEGORY,
            Grouping::Type if label != "product" => words::SAME_TYPE,
            _ => words::SAME_SHOP,
        };
        self.scene.say.plain(phrase)
    }

    /// A title as a table shows it: short, and without what tells who somebody is.
    fn title(&self, at: usize) -> String {
        short(&masked(self.catalogue.items[at].text))
    }

    /// What entries bring, minor units.
    fn revenue(&self, items: &[usize]) -> f64 {
        let items = items.iter().map(|at| self.catalogue.items[*at].revenue);
        items.sum::<i64>() as f64
    }

    /// Units of entries.
    fn units(&self, items: &[usize]) -> f64 {
        let items = items.iter().map(|at| self.catalogue.items[*at].milli);
        items.sum::<i64>() as f64 / 1000.0
    }

    fn finding(
        &self,
        id: &str,
        said: [String; 4],
        tone: Tone,
        selection: Option<Selection>,
    ) -> DocumentFinding {
        DocumentFinding {
            selection,
            ..parts::finding(SectionId::Attributes, id, said, tone)
        }
    }
}
