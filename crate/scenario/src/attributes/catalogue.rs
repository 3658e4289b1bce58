//! The titles of a shop, an entry each, with what was read in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use extract::{Language, Mention, Reading, Source, Value};
use ledger::Ledger;
use shop::Selection;

use super::columns::Columns;
use super::{described, odd};
use crate::cells;
use crate::say::Say;
use crate::texts::Library;

/// From which score on a mention counts.
pub(super) const LEAST: f32 = 0.5;
/// Titles read by a language model from which on figures are of those alone.
const BY_MODEL: usize = 100;
/// Products that a selection names at most.
const SELECTED: usize = 500;
/// Share of titles that must have a group for groups to be compared within.
const GROUPED: f64 = 0.6;
/// Roles that name a product, best first.
const PRODUCT: [&str; 4] = ["product_name", "sku", "product_id", "barcode"];
/// Words that a reader takes for a type, and that tell nobody what it is.
const NO_TYPE: [&str; 12] = [
    "set", "pack", "box", "kit", "套装", "套", "礼盒", "盒", "组合", "bundle", "piece", "item",
];

/// A title, whichever and how many products bear it.
pub(super) struct Item<'l> {
    /// Its words, without what tells products of one name apart.
    pub(super) text: &'l str,
    /// Products that bear it, as the report names them.
    pub(super) names: Vec<&'l str>,
    /// What was read; of a title that is no product's, or beyond what is read at most, nothing.
    pub(super) reading: Option<Cow<'l, Reading>>,
    /// Its vector, where a model gave one.
    pub(super) vector: Option<&'l [f32]>,
    /// Minor units, net of refunds.
    pub(super) revenue: i64,
    /// Units in thousandths.
    pub(super) milli: i64,
    /// What it was charged at, refunds aside: minor units, and units in thousandths.
    pub(super) charged: (i64, i64),
    /// First and last day on which it was ordered.
    pub(super) days: Option<(i32, i32)>,
    /// Category of the file.
    pub(super) category: Option<&'l str>,
    /// Brand of the file.
    pub(super) brand: Option<&'l str>,
    /// Whether figures count it.
    pub(super) counted: bool,
    /// What it says by label: values as they are compared.
    pub(super) values: BTreeMap<String, BTreeSet<String>>,
    /// What its description says by label, of labels that it says nothing of itself.
    pub(super) described: BTreeMap<String, BTreeSet<String>>,
    /// Whether it has a description.
    pub(super) has_description: bool,
    /// Rows of files of products or stock: table and row.
    pub(super) rows: Vec<(u16, u32)>,
}

impl Item<'_> {
    /// Whether several products bear it that their names do not tell apart as variants.
    pub(super) fn is_shared(&self) -> bool {
        let alike = |name: &&&str| {
            let rest = name.strip_prefix(self.text);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
        };
        self.names.iter().filter(alike).count() > 1
    }

    /// Whether there is Chinese in it.
    pub(super) fn is_chinese(&self) -> bool {
        self.text.contains(odd::is_han)
    }

    pub(super) fn is_sold(&self) -> bool {
        self.milli > 0
    }

    pub(super) fn lang(&self) -> Language {
        let read = self.reading.as_ref().map(|reading| reading.lang);
        read.unwrap_or(Language::Other)
    }

    /// Its values of a label: the title's own, else those of its description.
    pub(super) fn told(&self, label: &str) -> Option<&BTreeSet<String>> {
        self.values.get(label).or_else(|| self.described.get(label))
    }

    /// Mentions that are sure enough to count.
    pub(super) fn mentions(&self) -> impl Iterator<Item = &Mention> {
        let mentions = self.reading.iter().flat_map(|r| &r.mentions);
        mentions.filter(|m| m.score >= LEAST)
    }

    /// Net revenue a unit, minor units.
    pub(super) fn price(&self) -> Option<f64> {
        (self.milli > 0).then(|| self.revenue as f64 / (self.milli as f64 / 1000.0))
    }

    /// What a unit is charged, refunds aside, minor units.
    pub(super) fn charge(&self) -> Option<f64> {
        let (minor, milli) = self.charged;
        (minor > 0 && milli > 0).then(|| minor as f64 / (milli as f64 / 1000.0))
    }
}

/// What groups of like titles are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// Categories of the file.
    Category,
    /// Types that were read in the titles.
    Type,
    /// Too few titles have either.
    None,
}

/// Who has read the titles that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadBy {
    /// Word lists and patterns.
    Lists,
    /// A language model, all of them.
    Model,
    /// A language model, so many of them, best-selling first.
    Part(usize),
}

/// Forms in which a value is written, and how often.
pub(super) type Forms = BTreeMap<String, usize>;

/// Every title.
pub(super) struct Catalogue<'l> {
    /// Best-selling first.
    pub(super) items: Vec<Item<'l>>,
    pub(super) grouping: Grouping,
    pub(super) read_by: ReadBy,
    /// Whether anything was sold.
    pub(super) sells: bool,
    /// By label and value: how titles write it.
    pub(super) forms: BTreeMap<(String, String), Forms>,
    /// The same of titles with Chinese in them (`true`) and of those without, apart.
    pub(super) by_script: BTreeMap<(String, String, bool), Forms>,
    names: BTreeMap<(String, String), String>,
}

/// A name without what tells products of one name apart: `Mug (R1)` beside `Mug`, and the variant of `Mug - Red` or `Mug - Red / L`.
fn base<'l>(text: &'l str, known: &BTreeSet<&str>) -> &'l str {
    let bracket = text.strip_suffix(')').and_then(|t| t.rsplit_once(" ("));
    let dash = || text.rsplit_once(" - ");
    let cut = [bracket, dash()].into_iter().flatten();
    let mut before = cut.map(|(before, _)| before.trim_end());
    before.find(|b| known.contains(b)).unwrap_or(text)
}

impl<'l> Catalogue<'l> {
    pub(super) fn new(ledger: &'l Ledger, library: &'l Library<'l>, say: &Say<'_>) -> Self {
        let known: BTreeSet<&str> = library.titles.iter().map(|t| t.text).collect();
        let days = days(ledger);
        let charged = charged(ledger);
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut items: Vec<Item<'l>> = Vec::new();
        let mut by_model: Vec<bool> = Vec::new();
        let name = |names: &'l [String], code: u32| {
            let name = names.get(code as usize).map(|n| n.trim());
            name.filter(|n| !n.is_empty())
        };
        for title in library.titles.iter().filter(|t| !t.text.is_empty()) {
            let text = base(title.text, &known);
            let at = *places.entry(text).or_insert(items.len());
            if at == items.len() {
                by_model.push(false);
                items.push(Item {
                    text,
                    names: Vec::new(),
                    reading: None,
                    vector: None,
                    revenue: 0,
                    milli: 0,
                    charged: (0, 0),
                    days: None,
                    category: None,
                    brand: None,
                    counted: false,
                    values: BTreeMap::new(),
                    described: BTreeMap::new(),
                    has_description: false,
                    rows: Vec::new(),
                });
            }
            let item = &mut items[at];
            item.revenue += title.revenue_minor;
            item.milli += title.quantity_milli;
            let product = title.product as usize;
            let (minor, milli) = charged.get(product).copied().unwrap_or_default();
            item.charged = (item.charged.0 + minor, item.charged.1 + milli);
            item.days = match (item.days, days.get(product).copied().flatten()) {
                (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
                (own, other) => own.or(other),
            };
            let products = &ledger.products;
            let written = products.name.get(product).map(String::as_str);
            item.names.push(written.unwrap_or(title.text));
            let category = products.category.get(product).copied();
            let brand = products.brand.get(product).copied();
            let of = |code: Option<u32>, names| code.and_then(|code| name(names, code));
            item.category = item.category.or_else(|| of(category, &ledger.categories));
            item.brand = item.brand.or_else(|| of(brand, &ledger.brands));
            if title.text == text && !odd::is_no_product(text) {
                item.reading = title.reading.as_ref().map(Cow::Borrowed);
                item.vector = title.vector;
                by_model[at] = title.by_model;
            }
        }
        let read_by = read_by(&items, &by_model);
        for (item, by_model) in items.iter_mut().zip(by_model) {
            match read_by {
                // A few that a model has read are read by lists again: figures should not mix the two.
                ReadBy::Lists if by_model => {
                    item.reading = Some(Cow::Owned(library.reader.title(item.text, None, None)));
                }
                _ => {}
            }
            item.counted = item.lang() != Language::Other
                && !odd::is_code(item.text)
                && (by_model || !matches!(read_by, ReadBy::Part(_)));
        }
        table::order::sort_by(&mut items, |a, b| {
            b.revenue.cmp(&a.revenue).then(a.text.cmp(b.text))
        });
        let mut catalogue = Self {
            sells: items.iter().any(Item::is_sold) && items.iter().any(|i| i.revenue > 0),
            items,
            grouping: Grouping::None,
            read_by,
            forms: BTreeMap::new(),
            by_script: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        catalogue.link(ledger);
        catalogue.tell(library, say);
        catalogue.grouping = catalogue.grouped();
        catalogue
    }

    /// Finds the rows of each title in files of products and stock, and takes over what orders do not say.
    fn link(&mut self, ledger: &'l Ledger) {
        let products = ledger.products.name.iter().zip(&ledger.products.sku);
        let skus: BTreeMap<&str, &str> = products
            .map(|(name, sku)| (name.as_str(), sku.as_str()))
            .collect();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (at, item) in self.items.iter().enumerate() {
            for name in item.names.iter().chain([&item.text]) {
                places.entry(cells::key(name)).or_insert(at);
                let sku = skus.get(name).filter(|sku| !sku.is_empty());
                if let Some(sku) = sku {
                    places.entry(cells::key(sku)).or_insert(at);
                }
            }
        }
        for frame in ledger.frames("products").chain(ledger.frames("stock")) {
            let mut last: Option<(String, usize)> = None;
            for row in 0..frame.rows {
                let place = |role: &&str| {
                    let words = cells::key(&cells::cell(frame, role, row));
                    places.get(&words).copied()
                };
                let named = PRODUCT.iter().find_map(place);
                let id = cells::cell(frame, "product_id", row);
                // Exports of variants name a product on its first row only.
                let carried = last.as_ref().filter(|(of, _)| *of == id && !id.is_empty());
                let Some(at) = named.or(carried.map(|(_, at)| *at)) else {
                    continue;
                };
                last = Some((id, at));
                let item = &mut self.items[at];
                item.rows.push((frame.table, row as u32));
                let words = |role| {
                    let words = frame.words(role, row).map(str::trim);
                    words.filter(|words| !words.is_empty())
                };
                item.category = item.category.or_else(|| words("category"));
                item.brand = item.brand.or_else(|| words("brand"));
            }
        }
    }

    /// Collects what titles say.
    fn tell(&mut self, library: &Library<'_>, say: &Say<'_>) {
        for item in self.items.iter_mut().filter(|i| i.counted) {
            let mut said: Vec<(String, String)> = Vec::new();
            let chinese = item.is_chinese();
            let mentions = item.reading.iter().flat_map(|r| &r.mentions);
            for mention in mentions.clone() {
                if mention.score < LEAST || !is_head(item.text, mention, mentions.clone()) {
                    continue;
                }
                let id = value_id(library, mention, say);
                if mention.label == "product" && NO_TYPE.contains(&id.as_str()) {
                    continue;
                }
                let key = (mention.label.clone(), id);
                let form = mention.text.trim().to_lowercase();
                let script = (key.0.clone(), key.1.clone(), chinese);
                let of_script = self.by_script.entry(script).or_default();
                *of_script.entry(form.clone()).or_default() += 1;
                *self
                    .forms
                    .entry(key.clone())
                    .or_default()
                    .entry(form)
                    .or_default() += 1;
                if !self.names.contains_key(&key) {
                    let name = value_name(library, mention, say);
                    self.names.insert(key.clone(), name.unwrap_or_default());
                }
                said.push(key);
            }
            // A column knows the brand better than a title.
            if let Some(brand) = item.brand {
                let key = ("brand".to_owned(), cells::key(brand));
                said.retain(|(label, _)| label != "brand");
                self.names
                    .entry(key.clone())
                    .or_insert_with(|| brand.to_owned());
                said.push(key);
            }
            for (label, id) in said {
                item.values.entry(label).or_default().insert(id);
            }
        }
    }

    /// Takes over what descriptions say where titles say nothing.
    pub(super) fn describe(&mut self, columns: &Columns) {
        for (&at, said) in &columns.described {
            let item = &mut self.items[at];
            item.has_description = true;
            for one in described::telling(said) {
                // A word that stands in the title is not left out, whatever it was taken for there.
                let written = item.text.to_lowercase().contains(&one.words.to_lowercase());
                if written || item.values.contains_key(&one.label) {
                    continue;
                }
                let key = (one.label.clone(), one.id.clone());
                // How titles write it comes first, and what only descriptions say is no second way of writing.
                let form = || Forms::from([(one.words.to_lowercase(), 1)]);
                self.forms.entry(key.clone()).or_insert_with(form);
                let name = || one.name.clone().unwrap_or_default();
                self.names.entry(key).or_insert_with(name);
                let values = item.described.entry(one.label.clone()).or_default();
                values.insert(one.id.clone());
            }
        }
    }

    /// What people call a value: as the shop writes it, in the language of the lists' name for it.
    pub(super) fn name(&self, label: &str, id: &str) -> String {
        let key = (label.to_owned(), id.to_owned());
        let known = self.names.get(&key).filter(|name| !name.is_empty());
        let forms = self.forms.get(&key);
        let written = known
            .is_some_and(|name| forms.is_none_or(|forms| forms.contains_key(&name.to_lowercase())));
        let fits = |form: &str| known.is_none_or(|name| name.is_ascii() == form.is_ascii());
        let forms = forms.into_iter().flatten().filter(|(form, _)| fits(form));
        let most = forms.max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        match (known, most) {
            (Some(name), _) if written || label == "brand" => name.clone(),
            (_, Some((form, _))) => form.clone(),
            (Some(name), None) => name.clone(),
            (None, None) => id.to_owned(),
        }
    }

    fn grouped(&self) -> Grouping {
        let counted = self.counted().count().max(1) as f64;
        let share = |of: &dyn Fn(&Item<'_>) -> bool| {
            self.counted().filter(|(_, i)| of(i)).count() as f64 / counted
        };
        let categories: BTreeSet<&str> = self.counted().filter_map(|(_, i)| i.category).collect();
        if categories.len() > 1 && share(&|i| i.category.is_some()) >= GROUPED {
            Grouping::Category
        } else if share(&|i| i.values.contains_key("product")) >= GROUPED {
            Grouping::Type
        } else {
            Grouping::None
        }
    }

    /// The group of like titles that an entry belongs to; `label`: what is looked at, since types are not compared within types.
    pub(super) fn group<'i>(&self, item: &'i Item<'_>, label: &str) -> Option<&'i str> {
        match self.grouping {
            Grouping::Category => item.category,
            Grouping::Type if label != "product" => {
                let types = item.values.get("product")?;
                types.first().map(String::as_str)
            }
            _ => None,
        }
    }

    /// What people call a group.
    pub(super) fn group_name(&self, group: &str) -> String {
        match self.grouping {
            Grouping::Type => self.name("product", group),
            _ => group.to_owned(),
        }
    }

    /// Entries that figures count.
    pub(super) fn counted(&self) -> impl Iterator<Item = (usize, &Item<'l>)> {
        self.items.iter().enumerate().filter(|(_, i)| i.counted)
    }

    /// The rows behind entries: their order lines, else the rows of their files.
    pub(super) fn selection(&self, of: &[usize]) -> Option<Selection> {
        let items = || of.iter().filter_map(|&at| self.items.get(at));
        let products: Vec<String> = items()
            .filter(|i| i.is_sold())
            .flat_map(|i| &i.names)
            .map(|name| (*name).to_owned())
            .collect();
        if !products.is_empty() {
            return (products.len() <= SELECTED).then(|| Selection {
                products,
                ..Selection::default()
            });
        }
        let table = items().find_map(|i| i.rows.first())?.0;
        let mut rows: Vec<u32> = items()
            .flat_map(|i| &i.rows)
            .filter(|(of, _)| *of == table)
            .map(|(_, row)| *row)
            .collect();
        table::order::sort(&mut rows);
        rows.dedup();
        Some(Selection {
            table_rows: Some((table, rows)),
            ..Selection::default()
        })
    }
}

/// What each product was charged, refunds aside, and its units in thousandths; of lines that sell something.
fn charged(ledger: &Ledger) -> Vec<(i64, i64)> {
    let mut charged = vec![(0, 0); ledger.products.name.len()];
    let lines = ledger.lines.revenue_minor.iter();
    let lines = lines.zip(&ledger.lines.quantity_milli);
    for ((minor, milli), &product) in lines.zip(&ledger.lines.product) {
        let of = charged.get_mut(product as usize).filter(|_| *milli > 0);
        if let Some((all, units)) = of {
            *all += minor;
            *units += milli;
        }
    }
    charged
}

/// First and last day on which each product was ordered.
fn days(ledger: &Ledger) -> Vec<Option<(i32, i32)>> {
    let mut days = vec![None; ledger.products.name.len()];
    for (order, &day) in ledger.orders.day.iter().enumerate() {
        if day == i32::MIN {
            continue;
        }
        for line in ledger.lines_of(order) {
            let product = ledger.lines.product[line] as usize;
            if let Some(known) = days.get_mut(product) {
                let (first, last) = known.unwrap_or((day, day));
                *known = Some((day.min(first), day.max(last)));
            }
        }
    }
    days
}

fn read_by(items: &[Item<'_>], by_model: &[bool]) -> ReadBy {
    let readable = items.iter().zip(by_model);
    let readable: Vec<bool> = readable
        .filter(|(item, _)| item.lang() != Language::Other)
        .map(|(_, by_model)| *by_model)
        .collect();
    let read = readable.iter().filter(|by_model| **by_model).count();
    match read {
        0 => ReadBy::Lists,
        all if all == readable.len() => ReadBy::Model,
        part if part >= BY_MODEL => ReadBy::Part(part),
        _ => ReadBy::Lists,
    }
}

/// Words that may follow the name of an English title's thing.
const AFTER: [&str; 12] = [
    "with", "w", "for", "in", "of", "by", "from", "on", "to", "and", "set", "pack",
];

/// What may be said of a thing behind its name: "running shoes red 42".
const BEHIND: [&str; 13] = [
    "color",
    "size",
    "material",
    "quantity",
    "model",
    "audience",
    "season",
    "style",
    "feature",
    "spec",
    "compatibility",
    "origin",
    "price",
];

/// Whether a type that a word list knows is the thing itself: the cake of "cake stand" is none. `all`: what the title says.
fn is_head<'m>(text: &str, mention: &Mention, all: impl Iterator<Item = &'m Mention>) -> bool {
    if mention.label != "product" || mention.source != Source::Gazetteer || !mention.text.is_ascii()
    {
        return true;
    }
    let behind: Vec<&Mention> = all
        .filter(|m| m.score >= LEAST && BEHIND.contains(&m.label.as_str()))
        .collect();
    let mut at = mention.end;
    loop {
        let rest = text.chars().skip(at as usize);
        let spaces = rest.clone().take_while(|c| *c == ' ').count();
        let next = rest.skip(spaces).take_while(|c| c.is_alphabetic());
        let next = next.collect::<String>().to_lowercase();
        if next.is_empty() || AFTER.contains(&next.as_str()) {
            return true;
        }
        at += spaces as u32;
        match behind.iter().find(|m| m.start <= at && at < m.end) {
            Some(other) => at = other.end,
            None => return false,
        }
    }
}

/// What a value is compared as.
pub(super) fn value_id(library: &Library<'_>, mention: &Mention, say: &Say<'_>) -> String {
    match &mention.value {
        Some(Value::Key(key)) => cells::key(key),
        Some(other) => cells::key(&library.value(&mention.label, other, say)),
        None => cells::key(&mention.text),
    }
}

/// What a value is called; `None` where its own words stand for it.
pub(super) fn value_name(
    library: &Library<'_>,
    mention: &Mention,
    say: &Say<'_>,
) -> Option<String> {
    let value = mention.value.as_ref()?;
    let name = library.value(&mention.label, value, say);
    let foreign = say.lang == chart::spec::Lang::Zh
        && name.is_ascii()
        && !matches!(mention.label.as_str(), "size" | "brand")
        && matches!(value, Value::Key(_))
        && !mention.text.is_ascii();
    // 浅绿色 rather than "light green", which no list has a Chinese name for.
    (!foreign).then_some(name)
}
