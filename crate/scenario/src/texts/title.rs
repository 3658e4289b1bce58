//! Titles of products.

use std::collections::BTreeSet;

use extract::{HeadLabels, Heard, Kind, Reader, Reading};
use ledger::{Cells, Ledger};

/// A product's title, and what it says.
pub(crate) struct Title<'a> {
    /// The product's code; [`ledger::NONE`] of one that no order names.
    pub(crate) product: u32,
    /// Its words.
    pub(crate) text: &'a str,
    /// What was read in it; `None` beyond what is read at most.
    pub(crate) reading: Option<Reading>,
    /// Whether a language model has read it.
    pub(crate) by_model: bool,
    /// Its vector, where a model gave one.
    pub(crate) vector: Option<&'a [f32]>,
    /// What it brought, minor units, net of refunds.
    pub(crate) revenue_minor: i64,
    /// Units that were sold, in thousandths.
    pub(crate) quantity_milli: i64,
}

impl<'a> Title<'a> {
    pub(super) fn read(
        &mut self,
        reader: &Reader,
        heard: Option<&Heard>,
        heads: &[HeadLabels],
        vector: Option<&'a [f32]>,
    ) {
        self.by_model = heard.is_some();
        self.reading = Some(reader.read(Kind::Title, self.text, None, heard, heads));
        self.vector = vector;
    }
}

/// Titles of product files that no order names.
fn unsold<'a>(ledger: &'a Ledger, sold: &'a [String]) -> Vec<Title<'a>> {
    let mut known: BTreeSet<&str> = sold.iter().map(|name| name.trim()).collect();
    let mut titles = Vec::new();
    for frame in ledger.frames("products") {
        let names = frame.column("product_name").map(|column| &column.cells);
        let Some(Cells::Words { texts, .. }) = names else {
            continue;
        };
        for text in texts.iter().map(|text| text.trim()) {
            if !text.is_empty() && known.insert(text) {
                titles.push(Title {
                    product: ledger::NONE,
                    text,
                    reading: None,
                    by_model: false,
                    vector: None,
                    revenue_minor: 0,
                    quantity_milli: 0,
                });
            }
        }
    }
    titles
}

/// Every product, best-selling first, not read yet; titles of product files are products too.
pub(super) fn titles(ledger: &Ledger) -> Vec<Title<'_>> {
    let names = &ledger.products.name;
    let mut titles: Vec<Title<'_>> = names
        .iter()
        .zip(0..)
        .map(|(name, product)| Title {
            product,
            text: name.trim(),
            reading: None,
            by_model: false,
            vector: None,
            revenue_minor: 0,
            quantity_milli: 0,
        })
        .collect();
    for (line, product) in ledger.lines.product.iter().enumerate() {
        if let Some(title) = titles.get_mut(*product as usize) {
            title.revenue_minor +=
                ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line];
            title.quantity_milli += ledger.lines.quantity_milli[line];
        }
    }
    titles.extend(unsold(ledger, names));
    titles.sort_by(|a, b| {
        b.revenue_minor
            .cmp(&a.revenue_minor)
            .then(a.text.cmp(b.text))
    });
    titles
}
