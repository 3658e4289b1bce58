//! Campaigns with a control group: who was addressed, who was kept out, and what both did.
//!
//! A trial is a table with a row a customer: a column parts those addressed from a control group, others tell what they
//! did afterwards, and the rest what they were like before.

mod history;
mod qini;
mod read;
mod uplift;

pub(crate) use qini::{Qini, qini};
pub(crate) use read::trials;
pub(crate) use uplift::{Effect, Segment, imbalance, segments};

/// Customers in each group without whom nothing is told.
pub(crate) const NEEDS: usize = 50;

/// A customer of a trial.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Person {
    /// The row in the table.
    pub(crate) row: u32,
    pub(crate) treated: bool,
    /// What each outcome came to.
    pub(crate) outcomes: Vec<f64>,
    /// The category of each feature.
    pub(crate) cells: Vec<u8>,
}

/// What customers were like before, in categories.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Feature {
    /// The column's header.
    pub(crate) name: String,
    pub(crate) categories: Vec<String>,
}

/// Something that customers did afterwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    /// The column's header, or what it is called where orders tell it.
    pub(crate) name: String,
    /// Done or not, rather than an amount.
    pub(crate) binary: bool,
}

/// One group beside the control group of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trial {
    pub(crate) table: u16,
    pub(crate) file: String,
    /// What those addressed and those kept out are called.
    pub(crate) arm: String,
    pub(crate) control: String,
    /// The control group is the first of several versions, and not called so.
    pub(crate) by_letter: bool,
    pub(crate) outcomes: Vec<Measured>,
    /// Whether outcomes are the shop's orders, joined by customer.
    pub(crate) joined: bool,
    pub(crate) features: Vec<Feature>,
    /// In an order that depends on what they did and were like alone.
    pub(crate) people: Vec<Person>,
}

impl Trial {
    /// How many were addressed, and how many kept out.
    pub(crate) fn sizes(&self) -> (usize, usize) {
        let treated = self.people.iter().filter(|p| p.treated).count();
        (treated, self.people.len() - treated)
    }

    /// Whether something is known from before that tells people apart.
    pub(crate) fn is_checked(&self) -> bool {
        let varies = |at: usize| {
            self.people
                .iter()
                .any(|p| p.cells[at] != self.people[0].cells[at])
        };
        (0..self.features.len()).any(varies)
    }

    /// The outcome that segments are told of: done or not, by most; which one it is does not hang on the effect.
    pub(crate) fn main(&self) -> Option<usize> {
        let count = |at: usize| {
            let done = self.people.iter().filter(|p| p.outcomes[at] > 0.0).count();
            done.min(self.people.len() - done)
        };
        (0..self.outcomes.len())
            .filter(|&at| self.outcomes[at].binary)
            .max_by(|&a, &b| count(a).cmp(&count(b)).then(b.cmp(&a)))
    }
}
