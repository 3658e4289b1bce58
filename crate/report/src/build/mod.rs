//! Numbers to a document: what matters first, then section by section.

mod baskets;
mod changes;
mod customers;
mod data;
mod figures;
mod parts;
mod products;
mod reductions;
mod segments;
mod times;
mod trend;

use analysis::Section as Room;
use shop::Selection;

use crate::words::date::iso;
use crate::words::phrase::{Phrase, list};
use crate::words::say::{Say, percent};
use crate::words::{self, exclusion, section};
use crate::{Block, Document, Input, Period, Section, SectionId, Source};

/// Writes the document.
pub fn document(input: &Input<'_>) -> Document {
    let build = Build::new(input);
    let chosen: &[SectionId] = if input.template.sections.is_empty() {
        SectionId::ALL
    } else {
        &input.template.sections
    };
    let say = &build.say;
    let sales = input.sales;
    let period = sales.period.map(|p| (p.first, p.last));
    let n = ("n", sales.orders.into());
    let currency = ("currency", sales.currency.as_str().into());
    let subtitle = match period {
        Some(days) => section::SUBTITLE.fill(
            say.lang,
            &[("period", (&say.period(days)).into()), currency, n],
        ),
        None => section::SUBTITLE_ALL.fill(say.lang, &[currency, n]),
    };
    Document {
        version: 1,
        lang: input.lang,
        title: if input.template.title.trim().is_empty() {
            say.plain(section::REPORT).to_owned()
        } else {
            input.template.title.trim().to_owned()
        },
        subtitle,
        today: iso(input.today),
        period: period.map(|(first, last)| Period {
            first,
            last,
            text: say.period((first, last)),
        }),
        currency: sales.currency.clone(),
        logo: input.template.logo.clone(),
        filter: build.filter(),
        figures: build.figures(),
        findings: build.findings(),
        sections: chosen.iter().map(|id| build.section(*id)).collect(),
        sources: build.sources(),
    }
}

/// What every section needs.
pub(crate) struct Build<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) say: Say<'a>,
    /// Source files and exclusions, below charts.
    pub(crate) note: String,
}

impl<'a> Build<'a> {
    fn new(input: &'a Input<'a>) -> Self {
        let say = Say {
            lang: input.lang,
            sales: input.sales,
        };
        let mut build = Self {
            input,
            say,
            note: String::new(),
        };
        build.note = build.source_note();
        build
    }

    fn section(&self, id: SectionId) -> Section {
        let (title, blocks) = match id {
            SectionId::Trend => (section::TREND, self.trend()),
            SectionId::Changes => (section::CHANGES, self.changes()),
            SectionId::Times => (section::TIMES, self.times()),
            SectionId::Products => (section::PRODUCTS, self.products()),
            SectionId::Categories => (section::CATEGORIES, self.categories()),
            SectionId::Places => (section::PLACES, self.places()),
            SectionId::Channels => (section::CHANNELS, self.channels()),
            SectionId::Customers => (section::CUSTOMERS, self.customers()),
            SectionId::Discounts => (section::DISCOUNTS, self.discounts()),
            SectionId::Refunds => (section::REFUNDS, self.refunds()),
            SectionId::Baskets => (section::BASKETS, self.baskets()),
            SectionId::Data => (section::DATA, self.data()),
        };
        Section {
            id: id.key().to_owned(),
            title: self.say.plain(title).to_owned(),
            blocks,
        }
    }

    /// Measure, period, unit and n.
    pub(crate) fn subtitle(&self, measure: Phrase) -> String {
        let say = &self.say;
        let period = match self.input.sales.period {
            Some(p) => say.period((p.first, p.last)),
            None => String::from("–"),
        };
        section::MEASURE.fill(
            say.lang,
            &[
                ("measure", say.plain(measure).into()),
                ("period", (&period).into()),
                ("currency", self.input.sales.currency.as_str().into()),
                ("n", self.input.sales.orders.into()),
            ],
        )
    }

    /// The two windows that are compared.
    pub(crate) fn compared(&self) -> String {
        let say = &self.say;
        let Some(c) = self.input.sales.comparison else {
            return String::new();
        };
        section::COMPARED.fill(
            say.lang,
            &[
                (
                    "current",
                    (&say.period((c.current.first, c.current.last))).into(),
                ),
                (
                    "previous",
                    (&say.period((c.previous.first, c.previous.last))).into(),
                ),
                ("currency", self.input.sales.currency.as_str().into()),
            ],
        )
    }

    /// The rows of some days, under the report's filter.
    pub(crate) fn days(&self, first: i32, last: i32) -> Selection {
        Selection {
            days: Some((first, last)),
            currency: Some(self.input.sales.currency.clone()),
            ..self.input.filter.clone()
        }
    }

    fn source_note(&self) -> String {
        let lang = self.say.lang;
        let mut files: Vec<String> = Vec::new();
        for (table, recognition) in self.input.tables.iter().zip(self.input.recognitions) {
            let used = !matches!(recognition.dataset, shop::Dataset::Unknown);
            if used && !files.contains(&table.file) {
                files.push(table.file.clone());
            }
        }
        let mut note = match files.len() {
            0 => String::new(),
            1..=3 => section::SOURCE.fill(lang, &[("files", (&list(&files, lang)).into())]),
            n => section::SOURCE_MORE.fill(
                lang,
                &[
                    ("files", (&list(&files[..2], lang)).into()),
                    ("n", n.into()),
                ],
            ),
        };
        let left_out: Vec<String> = self
            .input
            .shop
            .excluded
            .iter()
            .filter(|e| e.orders > 0)
            .map(|e| {
                section::OF_REASON.fill(
                    lang,
                    &[
                        ("reason", exclusion(e.reason, lang).into()),
                        ("n", e.orders.into()),
                    ],
                )
            })
            .collect();
        if !left_out.is_empty() {
            if lang == chart::spec::Lang::En && !note.is_empty() {
                note.push(' ');
            }
            note.push_str(
                &section::NOT_COUNTED.fill(lang, &[("what", (&list(&left_out, lang)).into())]),
            );
        }
        note
    }

    fn sources(&self) -> Vec<Source> {
        self.input
            .tables
            .iter()
            .zip(self.input.recognitions)
            .map(|(table, recognition)| Source {
                name: table_name(table),
                text: words::taken_for(recognition, table.rows, self.say.lang),
            })
            .collect()
    }

    /// The filter in words.
    fn filter(&self) -> String {
        let say = &self.say;
        let f = self.input.filter;
        let mut parts: Vec<String> = Vec::new();
        if let Some(days) = f.days {
            parts.push(say.period(days));
        }
        if let Some(day) = f.weekday {
            parts.push(words::weekday_long(usize::from(day), say.lang).to_owned());
        }
        if let Some(hour) = f.hour {
            parts.push(words::hour(usize::from(hour), say.lang));
        }
        for names in [
            &f.products,
            &f.categories,
            &f.countries,
            &f.regions,
            &f.channels,
            &f.discount_codes,
            &f.basket,
        ] {
            parts.extend(names.iter().map(|n| words::phrase::short(n)));
        }
        if let Some(discounted) = f.discounted {
            let phrase = if discounted {
                section::F_DISCOUNTED
            } else {
                section::F_FULL
            };
            parts.push(say.plain(phrase).to_owned());
        }
        if let Some(first) = f.first_order {
            let phrase = if first {
                section::F_FIRST
            } else {
                section::F_REPEAT
            };
            parts.push(say.plain(phrase).to_owned());
        }
        list(&parts, say.lang)
    }

    /// How many tests were made: said once, where the changes are told.
    pub(crate) fn tests(&self) -> Option<Block> {
        let findings = self.input.sales.findings.known()?;
        let text = section::TESTS.fill(
            self.say.lang,
            &[
                ("tests", findings.tests.into()),
                ("passed", findings.passed.into()),
                ("q", (&percent(findings.q)).into()),
            ],
        );
        (findings.tests > 0).then_some(Block::Text { text })
    }
}

/// File and sheet.
pub(crate) fn table_name(table: &table::Table) -> String {
    match &table.sheet {
        Some(sheet) => [table.file.as_str(), " · ", sheet].concat(),
        None => table.file.clone(),
    }
}

/// The section that a finding points to.
pub(crate) fn room(room: Room) -> SectionId {
    match room {
        Room::Trend => SectionId::Trend,
        Room::Changes => SectionId::Changes,
        Room::Times => SectionId::Times,
        Room::Products => SectionId::Products,
        Room::Categories => SectionId::Categories,
        Room::Places => SectionId::Places,
        Room::Channels => SectionId::Channels,
        Room::Customers => SectionId::Customers,
        Room::Discounts => SectionId::Discounts,
        Room::Refunds => SectionId::Refunds,
        Room::Baskets => SectionId::Baskets,
        Room::Data => SectionId::Data,
    }
}
