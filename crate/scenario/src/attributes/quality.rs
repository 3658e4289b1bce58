//! How good the titles are: what they say and leave out, and which are odd.

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone as Colour};
use extract::Language;
use report::words::phrase::{Phrase, quoted};
use report::{Block, DocumentFinding, Tone};

use super::catalogue::ReadBy;
use super::columns::Columns;
use super::gaps::{self, Gap};
use super::odd;
use super::{Page, words};
use crate::parts::{Row, words as text_cell};

/// Rows of the tables.
const ROWS: usize = 30;
/// Titles told as examples.
const EXAMPLES: usize = 2;

impl Page<'_, '_> {
    pub(super) fn coverage(&self, columns: &Columns) -> Block {
        let say = &self.scene.say;
        let mut coverage = gaps::coverage(&self.catalogue, columns);
        let by_lists = self.catalogue.read_by == ReadBy::Lists;
        // Without a column of brands lists know a few that are words for other things too, such as 小米.
        let branded = self.catalogue.items.iter().any(|i| i.brand.is_some());
        let no_list = |c: &gaps::Coverage| match c.label {
            "brand" => c.items.is_empty() || !branded,
            "model" => c.items.is_empty(),
            _ => false,
        };
        let unlisted = by_lists && coverage.iter().any(no_list);
        coverage.retain(|c| !(by_lists && no_list(c)));
        let n = self.catalogue.counted().count();
        let share = |at: usize| coverage[at].items.len() as f64 / n.max(1) as f64;
        let label = |at: usize| self.label(coverage[at].label);
        let (a, b) = (say.percent(share(0)), say.percent(share(1)));
        let title = match coverage[1].items.is_empty() {
            _ if coverage[0].items.is_empty() => say.plain(words::COVERAGE_NOTHING).to_owned(),
            false => say.fill(
                words::COVERAGE_TITLE,
                &[
                    ("first", (&label(0)).into()),
                    ("a", (&a).into()),
                    ("second", (&label(1)).into()),
                    ("b", (&b).into()),
                ],
            ),
            true => say.fill(
                words::COVERAGE_ONE,
                &[("first", (&label(0)).into()), ("a", (&a).into())],
            ),
        };
        let subtitle = say.joined(&[
            say.plain(words::COVERAGE_SUB).to_owned(),
            say.fill(words::N_TITLES, &[("n", n.into())]),
        ]);
        let nothing = self.catalogue.counted();
        let nothing = nothing.filter(|(_, i)| i.mentions().next().is_none());
        let unread = self.catalogue.items.iter().filter(|i| {
            let read = i.reading.as_ref();
            read.is_some_and(|r| r.lang == Language::Other)
        });
        let note = say.sentences(&[
            &self.read_note(),
            if unlisted {
                say.plain(words::NOT_LISTED)
            } else {
                ""
            },
            &self.counted(words::NOTHING, nothing.count()),
            &self.counted(words::OTHER, unread.count()),
        ]);
        let names = coverage.iter().map(|c| self.library.label(c.label, say));
        let bars = |name: Phrase, tone: Colour, share: &dyn Fn(usize) -> f64| BarSeries {
            name: say.plain(name).to_owned(),
            tone,
            values: (0..coverage.len()).map(|at| Some(share(at))).collect(),
            intervals: Vec::new(),
        };
        let mut series = vec![bars(words::COVERAGE, Colour::Accent, &share)];
        if coverage.iter().any(|c| c.described > 0) {
            let described = |at: usize| coverage[at].described as f64 / n.max(1) as f64;
            series.push(bars(words::DESCRIBED, Colour::Muted, &described));
        }
        let plot = Plot::Bar {
            categories: names.collect(),
            y: say.measure(words::COVERAGE, Format::Percent),
            series,
            mode: BarMode::Stacked,
            horizontal: true,
        };
        let selections = coverage.iter();
        let selections = selections.map(|c| self.catalogue.selection(&c.items));
        say.chart(
            "attributes-coverage",
            (title, subtitle, note),
            plot,
            selections.collect(),
        )
    }

    /// A sentence about so many; nothing about none.
    pub(super) fn counted(&self, phrase: Phrase, n: usize) -> String {
        match n {
            0 => String::new(),
            n => self.scene.say.fill(phrase, &[("n", n.into())]),
        }
    }

    /// Some titles in quotation marks.
    fn examples(&self, items: &[usize]) -> String {
        let say = &self.scene.say;
        let shown = items.iter().take(EXAMPLES);
        let titles: Vec<String> = shown.map(|at| quoted(&self.title(*at), say.lang)).collect();
        report::words::phrase::list(&titles, say.lang)
    }

    fn group_name(&self, gap: &Gap) -> String {
        match &gap.group {
            Some(group) => self.catalogue.group_name(group),
            None => self.scene.say.plain(words::ALL_TITLES).to_owned(),
        }
    }

    pub(super) fn gaps(
        &self,
        columns: &Columns,
        findings: &mut Vec<DocumentFinding>,
    ) -> Option<Block> {
        let say = &self.scene.say;
        let gaps = gaps::gaps(&self.catalogue, columns);
        findings.push(self.gap(gaps.first()?));
        let lacking: std::collections::BTreeSet<usize> =
            gaps.iter().flat_map(|g| &g.missing).copied().collect();
        let title = say.fill(words::GAPS_TITLE, &[("n", lacking.len().into())]);
        let sold = match self.catalogue.sells {
            true => say.plain(words::GAPS_SUB_SOLD).to_owned(),
            false => String::new(),
        };
        let subtitle = say.joined(&[say.plain(words::GAPS_SUB).to_owned(), sold]);
        let rows = gaps.iter().map(|gap| -> Row {
            let label = self.label(gap.label);
            let mut cells = vec![
                text_cell(self.group_name(gap)),
                text_cell(self.library.label(gap.label, say)),
                say.cell(Some(gap.told as f64 / gap.titles as f64), &Format::Percent),
                say.cell(Some(gap.missing.len() as f64), &Format::Count),
                text_cell(self.examples(&gap.missing)),
            ];
            if self.catalogue.sells {
                cells.push(say.money_cell(Some(self.revenue(&gap.missing))));
            }
            cells.push(text_cell(
                say.fill(words::GAPS_DO, &[("label", (&label).into())]),
            ));
            (cells, self.catalogue.selection(&gap.missing))
        });
        let mut columns = vec![
            say.words_column(words::GROUP),
            say.words_column(words::ATTRIBUTE),
            say.column(words::SAY_IT, Format::Percent),
            say.bar(words::MISSING, Format::Count),
            say.words_column(words::EXAMPLE),
        ];
        if self.catalogue.sells {
            columns.push(say.column(words::REVENUE, say.money_format()));
        }
        columns.push(say.words_column(words::DO));
        Some(say.table(
            "attributes-gaps",
            (title, subtitle, self.read_note()),
            columns,
            rows.collect(),
            ROWS,
        ))
    }

    fn gap(&self, gap: &Gap) -> DocumentFinding {
        let say = &self.scene.say;
        let label = self.label(gap.label);
        let share = say.percent(gap.told as f64 / gap.titles as f64);
        let group = self.group_name(gap);
        let mut args = vec![
            ("n", gap.missing.len().into()),
            ("all", gap.titles.into()),
            ("label", (&label).into()),
            ("share", (&share).into()),
        ];
        let sentence = match gap.group {
            Some(_) => {
                args.push(("group", (&group).into()));
                say.fill(words::F_GAP, &args)
            }
            None => say.fill(words::F_GAP_ALL, &args),
        };
        let sure = say.fill(
            words::F_GAP_SURE,
            &[("all", gap.titles.into()), ("told", gap.told.into())],
        );
        let revenue = say.money(self.revenue(&gap.missing));
        let why = match self.catalogue.sells {
            true => say.fill(
                words::F_GAP_WHY,
                &[("label", (&label).into()), ("revenue", (&revenue).into())],
            ),
            false => say.fill(words::F_GAP_WHY_PLAIN, &[("label", (&label).into())]),
        };
        let example = self.examples(&gap.missing[..1]);
        let action = say.fill(
            words::F_GAP_DO,
            &[("label", (&label).into()), ("example", (&example).into())],
        );
        self.finding(
            "attributes-gap",
            [
                sentence,
                say.sentences(&[&say.stopped(&sure), &self.read_note()]),
                why,
                action,
            ],
            Tone::Bad,
            self.catalogue.selection(&gap.missing),
        )
    }

    pub(super) fn odd(&self) -> Option<Block> {
        let say = &self.scene.say;
        let (found, capitals) = odd::odd(&self.catalogue.items);
        if found.is_empty() {
            return None;
        }
        let title = say.fill(words::ODD_TITLE, &[("n", found.len().into())]);
        let style = self.counted(words::ODD_STYLE, capitals);
        let note = say.fill(words::ODD_NOTE, &[("capitals", (&style).into())]);
        let rows = found.iter().map(|(at, odd)| -> Row {
            let (what, action) = odd.words();
            let mut cells = vec![text_cell(self.title(*at)), text_cell(say.plain(what))];
            if self.catalogue.sells {
                cells.push(say.cell(Some(self.units(&[*at])), &Format::Count));
                cells.push(say.money_cell(Some(self.revenue(&[*at]))));
            }
            cells.push(text_cell(say.plain(action)));
            (cells, self.catalogue.selection(&[*at]))
        });
        let mut columns = vec![say.words_column(words::TITLE), say.words_column(words::ODD)];
        if self.catalogue.sells {
            columns.push(say.column(words::UNITS, Format::Count));
            columns.push(say.column(words::REVENUE, say.money_format()));
        }
        columns.push(say.words_column(words::DO));
        let subtitle = say.joined(&[
            say.plain(words::ODD_SUB).to_owned(),
            say.fill(words::N_TITLES, &[("n", self.catalogue.items.len().into())]),
        ]);
        Some(say.table(
            "attributes-odd",
            (title, subtitle, note.trim_end().to_owned()),
            columns,
            rows.collect(),
            ROWS,
        ))
    }
}
