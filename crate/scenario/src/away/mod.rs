//! Which products nobody can buy now: sold out, or not on sale. They are recommended to nobody.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Frame, Ledger};
use shop::{Unoffered, unoffered};

use crate::cells::{key, text_of_product, titles};
use crate::stock::demand::{Demand, Item};
use crate::stock::position::{Finder, PRODUCTS, Position, STOCK, Stock, product_name, variant_key};

/// The products that nobody can buy, as the merchant's own files tell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Away {
    /// By the ledger's code.
    why: Vec<Option<Unoffered>>,
    /// Their names.
    names: BTreeSet<String>,
}

/// What status columns say of the variants of a product: the day on which it was said, and whether they are off sale.
type Said = BTreeMap<String, (i32, Option<Unoffered>)>;

impl Away {
    /// From files of products and stock; `last_day` is the last day of the files.
    pub(crate) fn of(ledger: &Ledger, last_day: i32) -> Self {
        let tells = |f: &Frame| [PRODUCTS, STOCK].contains(&f.dataset.as_str());
        if !ledger.frames.iter().any(tells) {
            return Self::default();
        }
        let demand = Demand::items(ledger, last_day);
        let files = Files::new(ledger, &demand);
        let products = &ledger.products.name;
        let sold: BTreeSet<String> = products.iter().map(|name| key(name)).collect();
        let mut why = vec![None; products.len()];
        for (at, item) in demand.items.iter().enumerate() {
            let of_item = files.of_item(at);
            for &code in &item.codes {
                let name = &products[code as usize];
                // What no row is about is a variant of what one names, unless that is a product of its own.
                let mut titles = titles(name).map(key).filter(|title| !sold.contains(title));
                let of_title = || titles.find_map(|title| files.of_title(&title));
                why[code as usize] = of_item
                    .clone()
                    .or_else(of_title)
                    .and_then(|told| told.why());
            }
        }
        let gone = products.iter().zip(&why).filter(|(_, why)| why.is_some());
        let names = gone.map(|(name, _)| name.clone()).collect();
        Self { why, names }
    }

    /// Why nobody can buy a product; `None` where it is sold, or no file tells.
    pub(crate) fn why(&self, code: u32) -> Option<Unoffered> {
        self.why.get(code as usize).copied().flatten()
    }

    /// Whether nobody can buy a product of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether none of an item's products is on sale.
    pub(crate) fn is_delisted(&self, item: &Item) -> bool {
        let delisted = |code: &u32| self.why(*code) == Some(Unoffered::Delisted);
        !item.codes.is_empty() && item.codes.iter().all(delisted)
    }
}

/// What the files tell, by item and by the name of a product with all its variants.
#[derive(Default)]
struct Files {
    said_by_item: BTreeMap<usize, Said>,
    said_by_title: BTreeMap<String, Said>,
    stock_by_item: BTreeMap<usize, Vec<Position>>,
    stock_by_title: BTreeMap<String, Vec<Position>>,
}

/// What the files tell of a product.
#[derive(Clone)]
struct Told<'a> {
    said: Option<&'a Said>,
    stock: &'a [Position],
}

impl Files {
    fn new(ledger: &Ledger, demand: &Demand) -> Self {
        let mut of = Self::default();
        let finder = Finder::new(demand);
        let frames = ledger.frames.iter();
        for frame in frames.filter(|f| [PRODUCTS, STOCK].contains(&f.dataset.as_str())) {
            of.read(frame, &finder);
        }
        // Files of stock are surer than those of products, which are asked for what the others leave out.
        for dataset in [STOCK, PRODUCTS] {
            let stock = Stock::of_frames(ledger, demand, dataset);
            let (mut items, mut named) = (BTreeMap::new(), BTreeMap::new());
            for position in stock.into_iter().flat_map(|s| s.positions) {
                if let Some(item) = position.item {
                    let of: &mut Vec<Position> = items.entry(item).or_default();
                    of.push(position.clone());
                }
                let of: &mut Vec<Position> = named.entry(key(&position.name)).or_default();
                of.push(position);
            }
            for (item, positions) in items {
                of.stock_by_item.entry(item).or_insert(positions);
            }
            for (title, positions) in named {
                of.stock_by_title.entry(title).or_insert(positions);
            }
        }
        of
    }

    /// Reads what a file says of being on sale.
    fn read(&mut self, frame: &Frame, finder: &Finder) {
        let columns = frame.columns.iter().filter(|c| c.role == "product_status");
        let columns: Vec<_> = columns.collect();
        if columns.is_empty() {
            return;
        }
        for row in 0..frame.rows {
            let Some(own) = variant_key(frame, row) else {
                continue;
            };
            let cells = columns
                .iter()
                .map(|c| (&c.name, text_of_product(frame, c, row)));
            let cells: Vec<_> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
            if cells.is_empty() {
                continue;
            }
            let why = cells
                .iter()
                .filter_map(|(name, cell)| unoffered(name, cell))
                .max();
            let day = frame.day("date", row).unwrap_or(i32::MIN);
            let item = finder
                .of_row(frame, row)
                .map(|item| self.said_by_item.entry(item));
            let title = key(&product_name(frame, row));
            let title = (!title.is_empty()).then(|| self.said_by_title.entry(title));
            let of = item.map(|e| e.or_default()).into_iter();
            for said in of.chain(title.map(|e| e.or_default())) {
                let old = said.entry(own.clone()).or_insert((day, why));
                // The later word holds; of two of one day the better.
                if (day, why.is_none()) > (old.0, old.1.is_none()) {
                    *old = (day, why);
                }
            }
        }
    }

    fn of_item(&self, item: usize) -> Option<Told<'_>> {
        let stock = self.stock_by_item.get(&item);
        Told::new(self.said_by_item.get(&item), stock)
    }

    fn of_title(&self, title: &str) -> Option<Told<'_>> {
        let stock = self.stock_by_title.get(title);
        Told::new(self.said_by_title.get(title), stock)
    }
}

impl<'a> Told<'a> {
    fn new(said: Option<&'a Said>, stock: Option<&'a Vec<Position>>) -> Option<Self> {
        let is_told = said.is_some() || stock.is_some();
        let stock = stock.map_or(&[][..], Vec::as_slice);
        is_told.then_some(Self { said, stock })
    }

    /// Why nobody can buy it: no variant of it is on sale, or none of those that are is left and nothing is on its way.
    fn why(&self) -> Option<Unoffered> {
        let said = self.said.into_iter().flatten();
        let all = said
            .clone()
            .map(|(_, (_, why))| *why)
            .collect::<Option<BTreeSet<_>>>();
        let all = all.filter(|all| !all.is_empty());
        if let Some(all) = all {
            // Of some that are sold out and some that are taken down, the former may come back.
            let sold_out = all.contains(&Unoffered::SoldOut);
            let incoming = self.stock.iter().any(|p| p.incoming() > 0.0);
            return match (sold_out, incoming) {
                (false, _) => Some(Unoffered::Delisted),
                (true, false) => Some(Unoffered::SoldOut),
                (true, true) => None,
            };
        }
        let off = said.filter(|(_, (_, why))| why.is_some());
        let off: BTreeSet<String> = off.map(|(own, _)| own.clone()).collect();
        let told = self.stock.iter().filter_map(|p| p.is_sold_out(&off));
        let told: Vec<bool> = told.collect();
        (!told.is_empty() && !told.contains(&false)).then_some(Unoffered::SoldOut)
    }
}

#[cfg(test)]
mod tests;
