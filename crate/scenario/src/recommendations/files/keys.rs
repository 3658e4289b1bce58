//! By what a platform knows products: handles, ids and SKUs of its own product files.

use std::collections::BTreeMap;

use ledger::{Frame, Ledger};

use crate::cells::{cell, key, titles};
use crate::recommendations::Catalogue;

/// A product of a platform's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its handle or id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
}

/// The products of a platform's files, by what orders call them.
pub(super) struct Keys {
    by_sku: BTreeMap<String, Listed>,
    by_title: BTreeMap<String, Listed>,
    /// The header of the column of ids, as the file has it.
    pub(super) header: String,
}

impl Keys {
    /// From product files whose column of ids has one of these headers; `None` without such a file.
    pub(super) fn of(ledger: &Ledger, headers: &[&str]) -> Option<Self> {
        let is_one = |frame: &&Frame| {
            let id = frame.column("product_id");
            id.is_some_and(|c| headers.contains(&key(&c.name).as_str()))
        };
        let mut keys: Option<Self> = None;
        for frame in ledger.frames("products").filter(is_one) {
            let keys = keys.get_or_insert_with(|| Self {
                by_sku: BTreeMap::new(),
                by_title: BTreeMap::new(),
                header: frame
                    .column("product_id")
                    .map_or("", |c| &c.name)
                    .to_owned(),
            });
            keys.read(frame);
        }
        keys.filter(|k| !k.by_title.is_empty() || !k.by_sku.is_empty())
    }

    fn read(&mut self, frame: &Frame) {
        let mut last: Option<Listed> = None;
        for row in 0..frame.rows {
            let (id, title) = (
                cell(frame, "product_id", row),
                cell(frame, "product_name", row),
            );
            let same = last.as_ref().filter(|l| id.is_empty() || l.id == id);
            // Rows of further variants leave out the title, some files the id too.
            let listed = match same {
                Some(same) if title.is_empty() || title == same.title => same.clone(),
                _ => Listed { id, title },
            };
            if listed.id.is_empty() {
                continue;
            }
            let sku = key(&cell(frame, "sku", row));
            if !sku.is_empty() {
                self.by_sku.entry(sku).or_insert_with(|| listed.clone());
            }
            let title = key(&listed.title);
            if !title.is_empty() {
                self.by_title.entry(title).or_insert_with(|| listed.clone());
            }
            last = Some(listed);
        }
    }

    /// A product of the orders: by its SKU, by its name, or by its name without the variant behind a dash.
    pub(super) fn find(&self, sku: &str, name: &str) -> Option<&Listed> {
        let by_sku = self.by_sku.get(&key(sku));
        by_sku
            .or_else(|| self.by_title.get(&key(name)))
            .or_else(|| titles(name).find_map(|title| self.by_title.get(&key(title))))
    }

    /// Of every recommended product what the platform knows it by.
    pub(super) fn of_items(&self, ledger: &Ledger, catalogue: &Catalogue) -> Vec<Option<Listed>> {
        let products = &ledger.products;
        let found = catalogue.products.iter().map(|&code| {
            let sku = products.sku.get(code as usize).map_or("", String::as_str);
            self.find(sku, &products.name[code as usize]).cloned()
        });
        found.collect()
    }
}
