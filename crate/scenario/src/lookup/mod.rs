//! What is known about one product or one customer, for whoever asks once the report is there.
//!
//! Nothing is computed for everybody in advance: a look-up goes through the facts once and takes a moment.

mod company;
mod customer;
mod due;
mod facts;
mod likeness;
mod names;
mod product;
mod tell;
mod variants;
mod words;

#[cfg(test)]
mod tests;

use ledger::{Ledger, NONE};
use report::Section;
use serde::{Deserialize, Serialize};

use crate::Request;
use crate::away::Away;
use crate::recommendations::{self, Figures, Form, Written};
use crate::scene::Scene;
use facts::Index;
pub(crate) use facts::usual_prices;
pub(crate) use variants::{split_variant, without_number};
#[cfg(test)]
pub(crate) use words::ALL;

/// What can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A product, by its name.
    Product,
    /// A customer, by the id that the report shows.
    Customer,
}

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its name, as [`Named`] has it.
    pub name: String,
}

/// Something whose name was searched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// What it is.
    pub kind: SubjectKind,
    /// Its name.
    pub name: String,
    /// Orders with the product, or of the customer.
    pub orders: usize,
}

/// What the recommendations were made from, and what is gathered once for every look-up.
pub(crate) struct LookUp {
    request: Request,
    figures: Option<Figures>,
    index: Index,
    away: Away,
}

impl LookUp {
    pub(crate) fn new(
        ledger: &Ledger,
        request: &Request,
        figures: Option<Figures>,
        away: Away,
    ) -> Self {
        Self {
            away,
            request: request.clone(),
            index: Index::new(ledger, figures.as_ref().map(|f| &f.catalogue)),
            figures,
        }
    }

    /// Products and customers whose names hold what was typed.
    pub(crate) fn names(&self, ledger: &Ledger, query: &str, most: usize) -> Vec<Named> {
        match self.index.is_of(ledger) {
            true => names::find(ledger, &self.index, query, most),
            false => Vec::new(),
        }
    }

    /// Recommendations as a file for a platform.
    pub(crate) fn file(&self, ledger: &Ledger, form: Form) -> Option<Written> {
        let scene = Scene::new(ledger, &self.request);
        let made = || recommendations::file(&scene, self.figures.as_ref(), form);
        self.index.is_of(ledger).then(made)
    }

    /// All that is known about a product or customer; `None` where there is none of that name.
    pub(crate) fn look_up(&self, ledger: &Ledger, what: &Subject) -> Option<Section> {
        if !self.index.is_of(ledger) {
            return None;
        }
        let scene = Scene::new(ledger, &self.request);
        let view = View { of: self, scene };
        let blocks = match what.kind {
            SubjectKind::Product => {
                let code = code_of(&ledger.products.name, &what.name)?;
                (self.index.orders_with[code as usize] > 0).then(|| product::blocks(&view, code))?
            }
            SubjectKind::Customer => {
                let code = code_of(&ledger.customers, &what.name)?;
                (self.index.orders_by[code as usize] > 0).then(|| customer::blocks(&view, code))?
            }
        };
        Some(Section {
            id: "lookup".to_owned(),
            title: what.name.clone(),
            blocks,
        })
    }
}

fn code_of(names: &[String], name: &str) -> Option<u32> {
    names.iter().position(|n| n == name).map(|at| at as u32)
}

/// A look-up with what things are said by.
struct View<'a> {
    of: &'a LookUp,
    scene: Scene<'a>,
}

impl<'a> View<'a> {
    /// The name of a product.
    fn product(&self, code: u32) -> &'a str {
        &self.scene.ledger.products.name[code as usize]
    }

    /// The code of a recommended item's product.
    fn code(&self, item: u32) -> u32 {
        let catalogue = self.of.figures.as_ref().map(|f| &f.catalogue);
        catalogue.map_or(NONE, |c| c.products[item as usize])
    }

    /// A product's position among what is recommended.
    fn item(&self, code: u32) -> Option<u32> {
        let at = self.of.index.place[code as usize];
        (at != NONE).then_some(at)
    }

    /// Whether nobody can buy a product.
    fn is_away(&self, code: u32) -> bool {
        self.of.away.why(code).is_some()
    }

    /// Of every recommended item the group that its variants share.
    fn groups(&self, figures: &Figures) -> Vec<u32> {
        let products = figures.catalogue.products.iter();
        products
            .map(|&product| self.of.index.group[product as usize])
            .collect()
    }

    /// Whether two products are the same in another size or colour.
    fn variants(&self, a: u32, b: u32) -> bool {
        let group = &self.of.index.group;
        group[a as usize] == group[b as usize]
    }

    /// The last day of the orders: what "now" is to the facts, however old the files are.
    fn now(&self) -> Option<i32> {
        self.scene.days.map(|(_, last)| last)
    }
}
