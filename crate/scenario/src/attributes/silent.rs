//! Titles that leave out what their own description says.

use std::collections::BTreeSet;

use chart::spec::Format;
use report::words::phrase::{list, quoted};
use report::{Block, DocumentFinding, Tone};

use super::gaps::LABELS;
use super::{Page, words};
use crate::parts::{Row, words as text_cell};

/// Titles from which on an attribute is told, and from which on there is a finding.
const LEAST: usize = 3;
const SPOKEN: usize = 10;
/// Titles told as examples.
const EXAMPLES: usize = 2;
/// Rows of the table at most.
const ROWS: usize = 30;

impl Page<'_, '_> {
    /// By attribute that shoppers search by: the titles that leave it to their description, best-selling first.
    fn silent(&self) -> Vec<(&'static str, Vec<usize>)> {
        let of = |label: &'static str| {
            let titles = self.catalogue.counted().filter(|(_, item)| {
                item.described.contains_key(label) && (!self.catalogue.sells || item.is_sold())
            });
            (label, titles.map(|(at, _)| at).collect::<Vec<usize>>())
        };
        let missed = LABELS.iter().filter(|(_, missed)| *missed);
        let mut found: Vec<_> = missed.map(|(label, _)| of(label)).collect();
        found.retain(|(_, titles)| titles.len() >= LEAST);
        table::order::sort_by(&mut found, |a, b| {
            b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0))
        });
        found
    }

    /// What an entry's description says of an attribute.
    fn described(&self, at: usize, label: &str) -> String {
        let values = self.catalogue.items[at].described.get(label);
        let names: Vec<String> = values
            .into_iter()
            .flatten()
            .map(|id| self.catalogue.name(label, id))
            .collect();
        list(&names, self.scene.say.lang)
    }

    fn example(&self, at: usize, label: &str) -> String {
        let say = &self.scene.say;
        let title = quoted(&self.title(at), say.lang);
        say.fill(
            words::SILENT_EXAMPLE,
            &[
                ("title", (&title).into()),
                ("value", (&self.described(at, label)).into()),
            ],
        )
    }

    pub(super) fn silent_titles(&self, findings: &mut Vec<DocumentFinding>) -> Option<Block> {
        let say = &self.scene.say;
        let found = self.silent();
        let (label, titles) = found.first()?;
        findings.extend((titles.len() >= SPOKEN).then(|| self.silence(label, titles)));
        let all: BTreeSet<usize> = found.iter().flat_map(|(_, of)| of).copied().collect();
        let described = self.catalogue.counted();
        let described = described.filter(|(_, item)| item.has_description).count();
        let rows = found.iter().map(|(label, titles)| -> Row {
            let examples: Vec<String> = titles
                .iter()
                .take(EXAMPLES)
                .map(|at| self.example(*at, label))
                .collect();
            let mut cells = vec![
                text_cell(self.library.label(label, say)),
                say.cell(Some(titles.len() as f64), &Format::Count),
                text_cell(examples.join(say.plain(words::SILENT_BETWEEN))),
            ];
            if self.catalogue.sells {
                cells.push(say.money_cell(Some(self.revenue(titles))));
            }
            let label = self.label(label);
            let action = say.fill(words::GAPS_DO, &[("label", (&label).into())]);
            cells.push(text_cell(action));
            (cells, self.catalogue.selection(titles))
        });
        let mut columns = vec![
            say.words_column(words::ATTRIBUTE),
            say.bar(words::SILENT_TITLES, Format::Count),
            say.words_column(words::EXAMPLE),
        ];
        if self.catalogue.sells {
            columns.push(say.column(words::REVENUE, say.money_format()));
        }
        columns.push(say.words_column(words::DO));
        let subtitle = say.joined(&[
            say.plain(words::SILENT_SUB).to_owned(),
            say.fill(words::N_DESCRIBED, &[("n", described.into())]),
        ]);
        let said = (
            say.fill(words::SILENT_TITLE, &[("n", all.len().into())]),
            subtitle,
            say.plain(words::SILENT_NOTE).to_owned(),
        );
        Some(say.table("attributes-described", said, columns, rows.collect(), ROWS))
    }

    fn silence(&self, label: &str, titles: &[usize]) -> DocumentFinding {
        let say = &self.scene.say;
        let name = self.label(label);
        let example = self.example(titles[0], label);
        let described = self.catalogue.counted();
        let described = described.filter(|(_, item)| item.has_description).count();
        let name = ("label", (&name).into());
        let count = ("n", titles.len().into());
        let why = match self.catalogue.sells {
            true => {
                let revenue = say.money(self.revenue(titles));
                let revenue = ("revenue", (&revenue).into());
                say.fill(words::F_SILENT_WHY, &[revenue])
            }
            false => say.plain(words::F_SILENT_WHY_PLAIN).to_owned(),
        };
        let said = [
            say.fill(words::F_SILENT, &[count, name]),
            say.fill(words::F_SILENT_SURE, &[("n", described.into())]),
            why,
            say.fill(words::F_SILENT_DO, &[name, ("example", (&example).into())]),
        ];
        let selection = self.catalogue.selection(titles);
        self.finding("attributes-described", said, Tone::Neutral, selection)
    }
}
