//! One thing told twice or in two ways: titles, names of values, other columns.

use chart::spec::Format;
use report::words::phrase::{Phrase, list, quoted, short};
use report::{Block, DocumentFinding, Tone};

use super::columns::{Columns, Conflict};
use super::doubles::{self, Double, Kind};
use super::spellings::{self, Spelling};
use super::{Page, words};
use crate::parts::{Row, words as text_cell};

/// Rows of the tables, titles and ways in a cell.
const ROWS: usize = 30;
const SHOWN: usize = 4;

impl Page<'_, '_> {
    pub(super) fn doubles(&self, findings: &mut Vec<DocumentFinding>) -> Option<Block> {
        let say = &self.scene.say;
        let doubles = doubles::doubles(&self.catalogue.items);
        let found = &doubles.found;
        if found.is_empty() {
            return None;
        }
        findings.extend(self.doubled(found));
        let title = say.fill(words::DOUBLES_TITLE, &[("n", found.len().into())]);
        let shared = match doubles.shared {
            0 => String::new(),
            n => say.fill(words::DOUBLES_SHARED, &[("n", n.into())]),
        };
        let variants = say.count(doubles.variants);
        let note = say.fill(
            words::DOUBLES_NOTE,
            &[
                ("variants", (&variants).into()),
                ("shared", (&shared).into()),
            ],
        );
        let rows = found.iter().map(|double| -> Row {
            let (how, action) = match double.kind {
                Kind::Exact => (words::KIND_EXACT, words::DO_EXACT),
                Kind::Words => (words::KIND_WORDS, words::DO_WORDS),
                Kind::Near => (words::KIND_NEAR, words::DO_NEAR),
                Kind::Meaning => (words::KIND_MEANING, words::DO_NEAR),
            };
            let products = double.items.iter();
            let products: usize = products
                .map(|at| self.catalogue.items[*at].names.len())
                .sum();
            let mut cells = vec![
                text_cell(self.titles(&double.items)),
                say.cell(Some(products as f64), &Format::Count),
                text_cell(say.plain(how)),
            ];
            if self.catalogue.sells {
                cells.push(say.money_cell(Some(self.revenue(&double.items))));
            }
            cells.push(text_cell(say.plain(action)));
            (cells, self.catalogue.selection(&double.items))
        });
        let mut columns = vec![
            say.words_column(words::SAME_TITLES),
            say.column(words::PRODUCTS, Format::Count),
            say.words_column(words::HOW),
        ];
        if self.catalogue.sells {
            columns.push(say.column(words::REVENUE, say.money_format()));
        }
        columns.push(say.words_column(words::DO));
        Some(say.table(
            "attributes-doubles",
            (
                title,
                say.plain(words::DOUBLES_SUB).to_owned(),
                note.trim_end().to_owned(),
            ),
            columns,
            rows.collect(),
            ROWS,
        ))
    }

    fn titles(&self, items: &[usize]) -> String {
        let shown = items.iter().take(SHOWN);
        let titles: Vec<String> = shown.map(|at| self.title(*at)).collect();
        titles.join(" / ")
    }

    fn doubled(&self, found: &[Double]) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        // What is alike in meaning may well be two products.
        let sure: Vec<&Double> = found.iter().filter(|d| d.kind < Kind::Meaning).collect();
        let first = sure.iter().find(|d| d.items.len() > 1).or(sure.first())?;
        let items: Vec<usize> = sure.iter().flat_map(|d| &d.items).copied().collect();
        let example: Vec<String> = first
            .items
            .iter()
            .take(2)
            .map(|at| quoted(&self.title(*at), say.lang))
            .collect();
        let example = list(&example, say.lang);
        let sentence = say.fill(
            words::F_DOUBLES,
            &[("n", sure.len().into()), ("example", (&example).into())],
        );
        let products = items.iter().map(|at| self.catalogue.items[*at].names.len());
        let products: usize = products.sum();
        let certainty = say.fill(words::F_DOUBLES_SURE, &[("n", products.into())]);
        let revenue = say.money(self.revenue(&items));
        let why = match self.catalogue.sells {
            true => say.fill(words::F_DOUBLES_WHY, &[("revenue", (&revenue).into())]),
            false => say.plain(words::F_DOUBLES_WHY_PLAIN).to_owned(),
        };
        let action = say.plain(words::F_DOUBLES_DO).to_owned();
        Some(self.finding(
            "attributes-doubles",
            [sentence, certainty, why, action],
            Tone::Bad,
            self.catalogue.selection(&items),
        ))
    }

    pub(super) fn spellings(&self, findings: &mut Vec<DocumentFinding>) -> Option<Block> {
        let say = &self.scene.say;
        let found = spellings::spellings(&self.catalogue);
        let first = found.first()?;
        if first.label == "brand" {
            findings.push(self.one_brand(first));
        }
        // A value of Chinese and of English titles is one.
        let values = found.iter().enumerate().map(|(at, spelling)| {
            let brand = (spelling.label == "brand").then_some(at);
            (brand, &spelling.label, &spelling.value)
        });
        let values: std::collections::BTreeSet<_> = values.collect();
        let title = say.fill(words::SPELLINGS_TITLE, &[("n", values.len().into())]);
        let rows = found.iter().map(|spelling| -> Row {
            let shown = spelling.forms.iter().take(SHOWN);
            let ways: Vec<String> = shown
                .map(|(form, n)| match say.lang {
                    chart::spec::Lang::Zh => format!("{form}（{n}）"),
                    chart::spec::Lang::En => format!("{form} ({n})"),
                })
                .collect();
            let usual = spelling.forms.first().map_or("", |(form, _)| form.as_str());
            let is_brand = spelling.label == "brand";
            let advice = if is_brand {
                words::DO_BRAND
            } else {
                words::DO_SPELLING
            };
            let cells = vec![
                text_cell(self.library.label(&spelling.label, say)),
                text_cell(list(&ways, say.lang)),
                say.cell(Some(spelling.items.len() as f64), &Format::Count),
                text_cell(say.fill(advice, &[("form", usual.into())])),
            ];
            (cells, self.catalogue.selection(&spelling.items))
        });
        let columns = vec![
            say.words_column(words::ATTRIBUTE),
            say.words_column(words::WAYS),
            say.bar(words::CHANGE, Format::Count),
            say.words_column(words::DO),
        ];
        Some(say.table(
            "attributes-spellings",
            (
                title,
                say.plain(words::SPELLINGS_SUB).to_owned(),
                say.plain(words::SPELLINGS_NOTE).to_owned(),
            ),
            columns,
            rows.collect(),
            ROWS,
        ))
    }

    fn one_brand(&self, brand: &Spelling) -> DocumentFinding {
        let say = &self.scene.say;
        let shown = || brand.forms.iter().take(SHOWN);
        let names: Vec<String> = shown().map(|(form, _)| quoted(form, say.lang)).collect();
        let counts: Vec<String> = shown().map(|(_, n)| say.count(*n)).collect();
        let (names, counts) = (list(&names, say.lang), list(&counts, say.lang));
        self.finding(
            "attributes-brand",
            [
                say.fill(words::F_BRAND, &[("names", (&names).into())]),
                say.fill(words::F_BRAND_SURE, &[("counts", (&counts).into())]),
                say.plain(words::F_BRAND_WHY).to_owned(),
                say.plain(words::F_BRAND_DO).to_owned(),
            ],
            Tone::Neutral,
            self.catalogue.selection(&brand.items),
        )
    }

    pub(super) fn conflicts(
        &self,
        columns: &Columns,
        findings: &mut Vec<DocumentFinding>,
    ) -> Option<Block> {
        let say = &self.scene.say;
        let found = columns.conflicts(&self.catalogue);
        let first = found.first()?;
        let items: std::collections::BTreeSet<usize> = found.iter().map(|c| c.item).collect();
        let items: Vec<usize> = items.into_iter().collect();
        let title = quoted(&self.title(first.item), say.lang);
        let sentence = say.fill(
            words::F_CONFLICT,
            &[
                ("title", (&title).into()),
                ("label", (&self.label(&first.label)).into()),
                ("value", (&self.said(first)).into()),
                ("column", (&self.column(first)).into()),
                ("n", items.len().into()),
            ],
        );
        findings.push(self.finding(
            "attributes-conflict",
            [
                sentence,
                say.plain(words::F_CONFLICT_SURE).to_owned(),
                say.plain(words::F_CONFLICT_WHY).to_owned(),
                say.plain(words::F_CONFLICT_DO).to_owned(),
            ],
            Tone::Bad,
            self.catalogue.selection(&items),
        ));
        let rows = found.iter().map(|conflict| -> Row {
            let at = conflict.item;
            let mut cells = vec![
                text_cell(self.title(at)),
                text_cell(self.library.label(&conflict.label, say)),
                text_cell(self.said(conflict)),
                text_cell(self.column(conflict)),
            ];
            if self.catalogue.sells {
                cells.push(say.money_cell(Some(self.revenue(&[at]))));
            }
            cells.push(text_cell(say.plain(words::DO_CONFLICT)));
            (cells, self.catalogue.selection(&[at]))
        });
        let mut columns = vec![
            say.words_column(words::TITLE),
            say.words_column(words::ATTRIBUTE),
            say.words_column(words::TITLE_SAYS),
            say.words_column(words::COLUMN_SAYS),
        ];
        if self.catalogue.sells {
            columns.push(say.column(words::REVENUE, say.money_format()));
        }
        columns.push(say.words_column(words::DO));
        let title = say.fill(words::CONFLICTS_TITLE, &[("n", items.len().into())]);
        Some(say.table(
            "attributes-conflicts",
            (
                title,
                say.plain(words::CONFLICTS_SUB).to_owned(),
                say.plain(words::CONFLICTS_NOTE).to_owned(),
            ),
            columns,
            rows.collect(),
            ROWS,
        ))
    }

    /// What the title says.
    fn said(&self, conflict: &Conflict) -> String {
        let names: Vec<String> = conflict
            .title
            .iter()
            .map(|id| match conflict.label.as_str() {
                "brand" => id.clone(),
                label => self.catalogue.name(label, id),
            })
            .collect();
        list(&names, self.scene.say.lang)
    }

    /// What the column says.
    fn column(&self, conflict: &Conflict) -> String {
        let say = &self.scene.say;
        let phrase: Phrase = match conflict.role {
            "category" => words::OF_CATEGORY,
            "description" => words::OF_DESCRIPTION,
            "material" => words::OF_MATERIAL,
            "brand" => words::OF_BRAND,
            _ => words::OF_VARIANT,
        };
        let cells: Vec<String> = conflict
            .cells
            .iter()
            .take(SHOWN)
            .map(|c| short(c))
            .collect();
        let cells = list(&cells, say.lang);
        say.fill(phrase, &[("words", (&cells).into())])
    }
}
