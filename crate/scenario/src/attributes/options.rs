//! What order lines tell of the option that was bought: colours and sizes of one product against each other.

use std::collections::{BTreeMap, BTreeSet};

use extract::Value;
use ledger::Ledger;
use shop::Selection;

use super::catalogue::{LEAST, value_id};
use crate::cells;
use crate::lookup::{split_variant, without_number};
use crate::say::Say;
use crate::texts::Library;

/// The label of options that are neither colour nor size nor anything else that is known.
pub(super) const OTHER: &str = "option";
/// Labels that a part may have by its own words, the first that fits.
const READ: [&str; 8] = [
    "color", "size", "material", "quantity", "audience", "style", "feature", "spec",
];
/// Headers and names of options, as people write them.
const NAMES: [(&str, &[&str]); 3] = [
    ("color", &["color", "colour", "颜色", "颜色分类", "色"]),
    (
        "size",
        &[
            "size",
            "尺码",
            "尺寸",
            "大小",
            "鞋码",
            "身高",
            "参考身高",
            "适合身高",
        ],
    ),
    ("material", &["material", "材质", "面料"]),
];
/// Words that stand where there is no option.
const NONE: [&str; 8] = [
    "default title",
    "default",
    "-",
    "none",
    "n/a",
    "无",
    "默认",
    "默认规格",
];

/// What was bought of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bought {
    /// As people call it.
    pub(super) name: String,
    /// Order lines, and those of which something was paid back.
    pub(super) lines: usize,
    pub(super) returned: usize,
    /// Units, and the sum of their squares by line.
    pub(super) units: f64,
    pub(super) squares: f64,
    /// Units that it would have if all options of a product sold alike.
    pub(super) alike: f64,
    /// Minor units, net of refunds.
    pub(super) revenue: f64,
    /// Products that sold in it.
    pub(super) products: BTreeSet<String>,
}

/// An option: colour, size or another, with its values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub(super) label: String,
    /// By what they are compared as.
    pub(super) values: Vec<Bought>,
    /// Of products that sold in one value only: nothing to choose.
    pub(super) alone: usize,
}

impl Choice {
    pub(super) fn units(&self) -> f64 {
        self.values.iter().map(|v| v.units).sum()
    }
}

/// A line's option: label, value and name.
type Told = Vec<(String, String, String)>;

/// Options by label, the one with most units first; of products that sold in two values and more.
pub(super) fn choices(ledger: &Ledger, library: &Library<'_>, say: &Say<'_>) -> Vec<Choice> {
    let names: Vec<(String, String)> = ledger
        .products
        .name
        .iter()
        .zip(&ledger.products.sku)
        .map(|(name, sku)| split_variant(without_number(name, sku)))
        .collect();
    // The end of a name is a variant only where another product has the same beginning.
    let mut stems: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (stem, variant) in &names {
        stems.entry(stem).or_default().insert(variant);
    }
    let mut read: BTreeMap<&str, Told> = BTreeMap::new();
    // By label, product and value.
    let mut sold: BTreeMap<String, BTreeMap<&str, BTreeMap<String, Bought>>> = BTreeMap::new();
    for (line, &product) in ledger.lines.product.iter().enumerate() {
        let Some((stem, ending)) = names.get(product as usize) else {
            continue;
        };
        let name = ledger.products.name[product as usize].as_str();
        let variant = ledger.variants.get(ledger.lines.variant[line] as usize);
        let shared = !ending.is_empty() && stems.get(stem.as_str()).is_some_and(|v| v.len() > 1);
        let (product, text) = match variant {
            Some(text) => (name, text.as_str()),
            None if shared => (stem.as_str(), ending.as_str()),
            None => continue,
        };
        let told = read
            .entry(text)
            .or_insert_with(|| parts(text, library, say));
        let units = ledger.lines.quantity_milli[line] as f64 / 1000.0;
        if units <= 0.0 {
            continue;
        }
        let refund = ledger.lines.refund_minor[line];
        for (label, id, value) in told.iter() {
            let of = sold.entry(label.clone()).or_default();
            let of = of.entry(product).or_default().entry(id.clone());
            let bought = of.or_insert_with(|| Bought {
                name: value.clone(),
                ..Bought::default()
            });
            bought.lines += 1;
            bought.returned += usize::from(refund > 0);
            bought.units += units;
            bought.squares += units * units;
            bought.revenue += (ledger.lines.revenue_minor[line] - refund) as f64;
            bought.products.insert(name.to_owned());
        }
    }
    let mut choices: Vec<Choice> = sold
        .into_iter()
        .map(|(label, products)| choice(label, products))
        .filter(|choice| choice.values.len() > 1)
        .collect();
    table::order::sort_by(&mut choices, |a, b| {
        // What nobody has named comes last.
        let other = (a.label == OTHER).cmp(&(b.label == OTHER));
        let units = b.units().total_cmp(&a.units());
        other.then(units).then_with(|| a.label.cmp(&b.label))
    });
    choices
}

fn choice(label: String, products: BTreeMap<&str, BTreeMap<String, Bought>>) -> Choice {
    let mut all: BTreeMap<String, Bought> = BTreeMap::new();
    let mut alone = 0;
    for values in products.into_values() {
        if values.len() < 2 {
            alone += 1;
            continue;
        }
        let whole: f64 = values.values().map(|v| v.units).sum();
        let alike = whole / values.len() as f64;
        for (id, own) in values {
            let bought = all.entry(id).or_default();
            if bought.name.is_empty() {
                bought.name = own.name;
            }
            bought.lines += own.lines;
            bought.returned += own.returned;
            bought.units += own.units;
            bought.squares += own.squares;
            bought.alike += alike;
            bought.revenue += own.revenue;
            bought.products.extend(own.products);
        }
    }
    let mut values: Vec<Bought> = all.into_values().collect();
    table::order::sort_by(&mut values, |a, b| {
        b.units.total_cmp(&a.units).then(a.name.cmp(&b.name))
    });
    Choice {
        label,
        values,
        alone,
    }
}

/// The options that a variant's words tell, each label once.
fn parts(text: &str, library: &Library<'_>, say: &Say<'_>) -> Told {
    let mut told: Told = Vec::new();
    for part in pieces(text) {
        let (name, value) = match part.split_once([':', '：']) {
            Some((name, value)) if !value.trim().is_empty() => (name.trim(), value.trim()),
            _ => ("", part),
        };
        if NONE.contains(&value.to_lowercase().as_str()) {
            continue;
        }
        let found = one(name, value, library, say);
        if !told.iter().any(|(label, ..)| *label == found.0) {
            told.push(found);
        }
    }
    told
}

/// A variant's words in parts: `Red / M`, `颜色分类:红色;尺码:M`, `黑色，XL`.
fn pieces(text: &str) -> Vec<&str> {
    let marks: &[char] = &[';', '；', '|', ',', '，', '、'];
    let spaced = text.split(" / ").flat_map(|part| part.split(marks));
    let parts = spaced.flat_map(|part| {
        // A stroke without spaces parts words, and not numbers or sizes: `红色/L`, but `S/M` and `1/2`.
        match part.split_once('/') {
            Some((a, b)) if is_word(a) || is_word(b) => vec![a, b],
            _ => vec![part],
        }
    });
    parts.map(str::trim).filter(|p| !p.is_empty()).collect()
}

fn is_word(part: &str) -> bool {
    let part = part.trim();
    !is_size(part) && part.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// `M`, `XXL`, `3XL`, `42`, `38码`, `165/88A`, `均码`.
fn is_size(value: &str) -> bool {
    let value = value.to_lowercase();
    let value = value.trim_end_matches('码').trim_end_matches('号').trim();
    let letters = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let letters = letters.trim_start_matches('x');
    let lettered = ["s", "m", "l"].contains(&letters) || value == "均" || value == "one size";
    let digits = value.chars().filter(|c| c.is_ascii_digit()).count();
    let rest = value.chars().filter(|c| !c.is_ascii_digit());
    let numbered = (1..=6).contains(&digits) && rest.into_iter().all(|c| "./-abc".contains(c));
    lettered || numbered
}

fn one(name: &str, value: &str, library: &Library<'_>, say: &Say<'_>) -> (String, String, String) {
    let key = cells::key(name);
    let known = NAMES
        .iter()
        .find(|(_, names)| names.iter().any(|n| cells::key(n) == key));
    let known = known.map(|(label, _)| *label);
    let mentions = library.reader.title(value, None, None).mentions;
    let read = READ.iter().find_map(|label| {
        let fits = |m: &&extract::Mention| m.label == *label && m.score >= LEAST;
        mentions.iter().find(fits)
    });
    let label = match (known, name) {
        (Some(label), _) => label.to_owned(),
        // A name that the merchant gave is an option of its own.
        (None, name) if !name.is_empty() => {
            return (name.to_owned(), cells::key(value), value.to_owned());
        }
        _ if is_size(value) => "size".to_owned(),
        _ => read.map_or(OTHER, |m| m.label.as_str()).to_owned(),
    };
    // `Navy` and 藏青 are one colour; the rest is told as it is written.
    match read.filter(|m| m.label == label && m.label == "color") {
        Some(mention) if matches!(mention.value, Some(Value::Key(_))) && whole(mention, value) => {
            let id = value_id(library, mention, say);
            (label, id, value.to_owned())
        }
        _ => (label, cells::key(value), value.to_owned()),
    }
}

/// Whether a mention is all that a value says.
fn whole(mention: &extract::Mention, value: &str) -> bool {
    mention.start == 0 && mention.end as usize == value.chars().count()
}

/// The rows behind a value: its products' order lines, where each product is one of it alone.
pub(super) fn selection(ledger: &Ledger, bought: &Bought) -> Option<Selection> {
    let told_by_names = ledger.variants.is_empty();
    (told_by_names && bought.products.len() <= 500).then(|| Selection {
        products: bought.products.iter().cloned().collect(),
        ..Selection::default()
    })
}

#[cfg(test)]
mod tests {
    use chart::spec::Lang;
    use report::{Block, Document};

    use super::*;
    use crate::tests::{report, table};

    const HEADER: &str = "Order ID,Order Date,Customer ID,Product,Variant,Quantity,Unit Price,Refund Amount,Currency";

    /// Shirts sell 240 M, 80 S and 40 L, trousers 160 M and 80 L, a cap in one size only; of the S 48 come back.
    fn shop(write: &dyn Fn(&str, &str) -> String) -> String {
        let sold = [
            ("Shirt", "Red", "M", 240),
            ("Shirt", "Blue", "S", 80),
            ("Shirt", "Blue", "L", 40),
            ("Trousers", "Red", "M", 160),
            ("Trousers", "Red", "L", 80),
            ("Cap", "Red", "M", 7),
        ];
        let mut rows = vec![HEADER.to_owned()];
        for (product, color, size, lines) in sold {
            for at in 0..lines {
                let n = rows.len();
                let back = if size == "S" && at < 48 { 10 } else { 0 };
                rows.push(format!(
                    "A{n},2026-03-{:02},C{n},{product},{},1,10.00,{back}.00,EUR",
                    1 + n % 28,
                    write(color, size)
                ));
            }
        }
        rows.join("\n")
    }

    fn rows(document: &Document) -> Vec<Vec<String>> {
        let rows = table(document, "attributes-options").rows.iter();
        let texts = |r: &Vec<report::TableCell>| r.iter().map(|c| c.text.clone()).collect();
        rows.map(texts).collect()
    }

    fn sentence<'a>(document: &'a Document, id: &str) -> &'a str {
        let found = document.findings.iter().find(|f| f.id == id);
        &found.unwrap_or_else(|| panic!("no {id}")).sentence
    }

    #[test]
    fn options_are_compared_within_products() {
        let file = shop(&|color, size| format!("{color} / {size}"));
        let english = report(&[("orders.csv", &file)], Lang::En);
        let rows = rows(&english);
        let row = |value: &str| rows.iter().find(|r| r[1] == value).expect("a row");
        // 120 each would be an equal split of the 360 shirts and of the 240 trousers: (240 + 160) / (120 + 120).
        assert_eq!(row("M")[..4], ["Size", "M", "2", "400"]);
        assert_eq!(
            (
                row("M")[5].as_str(),
                row("S")[5].as_str(),
                row("L")[5].as_str()
            ),
            ("1.67", "0.67", "0.50")
        );
        assert!(row("M")[4].starts_with("67% ("), "{:?}", row("M"));
        // 48 of 80, and none of the other 520.
        assert!(row("S")[7].starts_with("60% ("), "{:?}", row("S"));
        assert_eq!(row("S")[8], "< 0.001");
        assert_eq!(
            sentence(&english, "attributes-option-unequal"),
            "By size, “M” sells 1.7 times an equal split, “L” only 50% of one."
        );
        assert_eq!(
            sentence(&english, "attributes-option-back"),
            "60% of order lines with size “S” are refunded, 0% of the others."
        );
        // Two products are too few to say anything of titles, and that is told.
        let section = english.sections.iter().find(|s| s.id == "attributes");
        let blocks = &section.expect("the section").blocks;
        assert!(matches!(blocks.last(), Some(Block::Insufficient(_))));
    }

    #[test]
    fn however_variants_are_written_they_tell_the_same() {
        let plain = report(
            &[(
                "orders.csv",
                &shop(&|color, size| format!("{color} / {size}")),
            )],
            Lang::Zh,
        );
        let chinese = report(
            &[(
                "orders.csv",
                &shop(&|color, size| format!("颜色分类:{color};尺码:{size}")),
            )],
            Lang::Zh,
        );
        assert_eq!(rows(&plain), rows(&chinese));
        assert_eq!(
            sentence(&plain, "attributes-option-unequal"),
            "按尺寸看，“M”的销量是均分的 1.7 倍，“L”只有均分的 50%。"
        );
        let file = shop(&|color, size| format!("{color} / {size}"));
        let mut turned: Vec<&str> = file.lines().collect();
        turned[1..].reverse();
        let turned = report(&[("orders.csv", &turned.join("\n"))], Lang::Zh);
        assert_eq!(rows(&plain), rows(&turned));
    }

    #[test]
    fn columns_of_colour_and_size_and_ends_of_names_are_variants_too() {
        let whole = rows(&report(
            &[(
                "orders.csv",
                &shop(&|color, size| format!("{color} / {size}")),
            )],
            Lang::En,
        ));
        let columns =
            shop(&|color, size| format!("{color},{size}")).replace("Variant", "Color,Size");
        assert_eq!(rows(&report(&[("orders.csv", &columns)], Lang::En)), whole);
        let names = shop(&|color, size| format!("- {color} / {size}"));
        let names = names
            .replace("Product,Variant", "Product")
            .replace(",- ", " - ");
        let named = rows(&report(&[("orders.csv", &names)], Lang::En));
        let part = |rows: &[Vec<String>]| -> Vec<(String, String, String)> {
            let of = |r: &Vec<String>| (r[1].clone(), r[3].clone(), r[5].clone());
            rows.iter().map(of).collect()
        };
        assert_eq!(part(&named), part(&whole));
        // Two products of each name, told apart by their numbers.
        let mut rows_of = 0;
        let numbered: Vec<String> = names
            .lines()
            .map(|line| {
                let mut cells: Vec<&str> = line.split(',').collect();
                rows_of += 1;
                let sku = match rows_of {
                    1 => "SKU".to_owned(),
                    n => format!("{}-{}", cells[3].replace([' ', '/'], ""), n % 2),
                };
                cells.insert(3, &sku);
                cells.join(",")
            })
            .collect();
        let numbered = rows(&report(&[("orders.csv", &numbered.join("\n"))], Lang::En));
        assert_eq!(part(&numbered), part(&whole));
    }

    #[test]
    fn memory_is_an_option_of_its_own() {
        let file = shop(&|color, size| {
            let memory = match size {
                "M" => "256G",
                "S" => "128G",
                _ => "8G+512G",
            };
            format!("{color} / {memory}")
        });
        let document = report(&[("orders.csv", &file)], Lang::Zh);
        let rows = rows(&document);
        let row = rows.iter().find(|r| r[1] == "256G").expect("a row");
        assert_eq!(row[0], "规格");
        assert!(rows.iter().all(|r| r[0] != "数量与含量"), "{rows:?}");
    }

    #[test]
    fn sizes_are_told_from_words() {
        let is = ["M", "xxl", "3XL", "42", "38码", "165/88A", "均码", "7.5"].map(is_size);
        assert_eq!(is, [true; 8]);
        assert_eq!(["Mint", "small dots", "", "红"].map(is_size), [false; 4]);
        assert_eq!(pieces("红色/L"), ["红色", "L"]);
        assert_eq!(pieces("S/M"), ["S/M"]);
        assert_eq!(pieces("1/2"), ["1/2"]);
        assert_eq!(pieces("颜色:红；尺码:M"), ["颜色:红", "尺码:M"]);
    }
}
