//! Titles of products.

use extract::{HeadLabels, Heard, Kind, Reader, Reading};
use ledger::Ledger;

/// A product's title, and what it says.
pub(crate) struct Title<'a> {
    /// The product's code.
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

/// Every product, best-selling first, not read yet.
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
    titles.sort_by(|a, b| {
        b.revenue_minor
            .cmp(&a.revenue_minor)
            .then(a.text.cmp(b.text))
    });
    titles
}
