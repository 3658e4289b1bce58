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
use chart::spec::Lang;
use shop::{ExclusionReason, QualityCode, Selection};

use crate::words::date::iso;
use crate::words::phrase::{Phrase, list};
use crate::words::say::{Say, percent};
use crate::words::{self, section};
use crate::{Block, Document, DocumentFinding, Input, Period, Section, SectionId, Source};

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
    // Without a single sale there is nothing to report: no zeros, and no list of what is missing.
    let nothing = sales.orders == 0;
    let (figures, sections) = if nothing {
        (Vec::new(), vec![build.section(SectionId::Data)])
    } else {
        let sections = chosen
            .iter()
            .filter(|id| !id.is_scenario())
            .map(|id| build.section(*id))
            .collect();
        (build.figures(), sections)
    };
    Document {
        version: 1,
        lang: input.lang,
        title: if input.template.title.trim().is_empty() {
            say.plain(section::REPORT).to_owned()
        } else {
            input.template.title.trim().to_owned()
        },
        subtitle: build.head(),
        today: iso(input.today),
        period: period.map(|(first, last)| Period {
            first,
            last,
            text: say.period((first, last)),
        }),
        currency: sales.currency.clone(),
        logo: input.template.logo.clone(),
        filter: build.filter(),
        figures,
        findings: build.findings(),
        sections,
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
            // What is no part of the sales report was taken out before.
            _ => (section::DATA, self.data()),
        };
        Section {
            id: id.key().to_owned(),
            title: self.say.plain(title).to_owned(),
            blocks,
        }
    }

    /// Measure, period, unit and n.
    pub(crate) fn subtitle(&self, measure: Phrase) -> String {
        let measure = self.say.plain(measure).to_owned();
        self.joined(&[vec![measure], self.scope(section::ORDER_COUNT_N)].concat())
    }

    /// Period, currency and number of orders, as far as they are known.
    pub(crate) fn scope(&self, orders: Phrase) -> Vec<String> {
        let (say, sales) = (&self.say, self.input.sales);
        let mut parts: Vec<String> = Vec::new();
        parts.extend(sales.period.map(|p| say.period((p.first, p.last))));
        parts.extend((!sales.currency.is_empty()).then(|| sales.currency.clone()));
        let orders = if sales.counts_orders {
            orders
        } else {
            section::ROW_COUNT
        };
        parts.push(orders.fill(say.lang, &[("n", sales.orders.into())]));
        parts
    }

    pub(crate) fn joined(&self, parts: &[String]) -> String {
        parts.join(match self.say.lang {
            Lang::Zh => "，",
            Lang::En => ", ",
        })
    }

    /// Below the report's title: what it covers, what else there is, and which days are compared.
    fn head(&self) -> String {
        let (say, sales, shop) = (&self.say, self.input.sales, self.input.shop);
        if sales.orders == 0 {
            return sales
                .period
                .map_or(String::new(), |p| say.period((p.first, p.last)));
        }
        let mut parts = vec![self.joined(&self.scope(section::ORDER_COUNT))];
        for other in &shop.currencies {
            if other.orders > 0 && other.currency != sales.currency {
                let currency = match say.lang {
                    Lang::Zh => [" ", &other.currency, " "].concat(),
                    Lang::En => other.currency.clone(),
                };
                let args = [("n", other.orders.into()), ("currency", (&currency).into())];
                parts.push(section::ALSO.fill(say.lang, &args));
            }
        }
        let compared = self.compared_windows();
        if !compared.is_empty() {
            parts.push(section::WINDOWS.fill(say.lang, &[("compared", (&compared).into())]));
        }
        parts.join(match say.lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        })
    }

    /// The two windows that are compared, and the currency.
    pub(crate) fn compared(&self) -> String {
        let windows = self.compared_windows();
        if windows.is_empty() {
            return windows;
        }
        self.joined(&[windows, self.input.sales.currency.clone()])
    }

    fn compared_windows(&self) -> String {
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
            ],
        )
    }

    /// Whether the files reach a year back beyond the windows compared. If not, a customer from
    /// before the files counts as new in the first of them and as returning in the second.
    pub(crate) fn knows_customers(&self) -> bool {
        let sales = self.input.sales;
        match (sales.comparison, &sales.coverage) {
            (Some(compared), Some(covered)) => {
                compared.previous.first.saturating_sub(covered.first) >= 365
            }
            _ => false,
        }
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
        let (left_out, what) = self.not_counted();
        if left_out > 0 {
            if lang == Lang::En && !note.is_empty() {
                note.push(' ');
            }
            note.push_str(&section::NOT_COUNTED.fill(lang, &[("what", (&what).into())]));
        }
        note
    }

    /// Orders that were left out, in all currencies: how many, and why.
    fn not_counted(&self) -> (u64, String) {
        use ExclusionReason as Why;
        let lang = self.say.lang;
        let mut all = 0;
        let mut parts: Vec<String> = Vec::new();
        for (reason, phrase) in [
            (Why::Cancelled, section::L_CANCELLED),
            (Why::Unpaid, section::L_UNPAID),
            (Why::Test, section::L_TEST),
            (Why::Duplicate, section::L_DUPLICATE),
            (Why::Return, section::L_RETURN),
            (Why::NoAmount, section::L_NO_AMOUNT),
        ] {
            let n = self.left_out_for(reason);
            all += n;
            let closed = match reason {
                Why::Unpaid => self.closed_unpaid().min(n),
                _ => 0,
            };
            for (n, phrase) in [(n - closed, phrase), (closed, section::L_CLOSED_UNPAID)] {
                if n > 0 {
                    parts.push(phrase.fill(lang, &[("n", n.into())]));
                }
            }
        }
        let what = match lang {
            Lang::Zh => parts.join("，"),
            Lang::En => list(&parts, lang),
        };
        (all, what)
    }

    /// Orders that were never paid and are closed, in all currencies.
    fn closed_unpaid(&self) -> u64 {
        let notes = self.input.shop.quality.iter();
        let closed = notes.filter(|note| note.code == QualityCode::ClosedUnpaid);
        closed.map(|note| note.count as u64).sum()
    }

    /// Those of so many orders that were never paid; 0 where other currencies have some too, since it is not known which
    /// are closed.
    pub(crate) fn closed_among(&self, unpaid: u64) -> u64 {
        match self.left_out_for(ExclusionReason::Unpaid) == unpaid {
            true => self.closed_unpaid().min(unpaid),
            false => 0,
        }
    }

    pub(crate) fn left_out_for(&self, reason: ExclusionReason) -> u64 {
        let of = self.input.shop.excluded.iter();
        of.filter(|e| e.reason == reason)
            .map(|e| e.orders as u64)
            .sum()
    }

    /// What has to be known before any number is read: that there are no sales, or that most
    /// orders are missing for want of an amount.
    fn warning(&self) -> Option<DocumentFinding> {
        let (lang, orders) = (self.say.lang, self.input.sales.orders);
        let (left_out, what) = self.not_counted();
        let (sentence, why, action) = if orders == 0 {
            if *self.input.filter != Selection::default() {
                return None;
            }
            let why = if left_out > 0 {
                let args = [("n", left_out.into()), ("what", (&what).into())];
                section::NO_SALES_WHY.fill(lang, &args)
            } else {
                section::NO_SALES_FILES.plain(lang).to_owned()
            };
            let said = section::NO_SALES.plain(lang).to_owned();
            (said, why, section::NO_SALES_DO)
        } else {
            let shop = self.input.shop;
            let n = self.left_out_for(ExclusionReason::NoAmount);
            let counted: usize = shop.currencies.iter().map(|c| c.orders).sum();
            let of = counted as u64 + left_out;
            if n * 2 <= of {
                return None;
            }
            let said = section::NO_AMOUNTS.fill(lang, &[("n", n.into()), ("of", of.into())]);
            (said, String::new(), section::NO_AMOUNTS_DO)
        };
        Some(DocumentFinding {
            id: String::from("finding-0"),
            sentence,
            certainty: String::new(),
            why,
            action: action.plain(lang).to_owned(),
            tone: crate::Tone::Bad,
            impact: None,
            spark: Vec::new(),
            section: SectionId::Data.key().to_owned(),
            selection: None,
        })
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
