//! What else is different about titles with a value: their prices, and since when they sell.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, Item};

/// Share of a difference, in logarithms, from which on a circumstance explains it well enough.
const ENOUGH: f64 = 0.5;

/// Medians of titles with a value, and of those with others.
pub(super) struct Circumstance {
    /// Net revenue a unit, minor units.
    pub(super) price: (f64, f64),
    /// Days since the first order.
    pub(super) age: (f64, f64),
}

impl Circumstance {
    /// Of a value's sold titles and the others, both in the group where most of the value's titles lie. `end`: the last
    /// day of the orders.
    pub(super) fn of(
        catalogue: &Catalogue<'_>,
        label: &str,
        value: &str,
        end: i32,
    ) -> Option<Self> {
        let sold = catalogue.counted().filter(|(_, i)| i.is_sold());
        let told = sold.filter_map(|(_, item)| Some((item, item.told(label)?)));
        let told: Vec<_> = told.collect();
        let mut groups: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for (item, _) in told.iter().filter(|(_, of)| of.contains(value)) {
            *groups.entry(catalogue.group(item, label)).or_default() += 1;
        }
        let main = groups.into_iter().max_by_key(|(_, titles)| *titles)?.0;
        let here = told.into_iter();
        let here = here.filter(|(item, _)| catalogue.group(item, label) == main);
        let (own, others): (Vec<_>, Vec<_>) = here.partition(|(_, of)| of.contains(value));
        let middle = |items: &[(&Item<'_>, _)], of: &dyn Fn(&Item<'_>) -> Option<f64>| {
            let mut all: Vec<f64> = items.iter().filter_map(|(item, _)| of(item)).collect();
            analysis::statistics::median(&mut all)
        };
        let both =
            |of: &dyn Fn(&Item<'_>) -> Option<f64>| middle(&own, of).zip(middle(&others, of));
        let age = |item: &Item<'_>| item.days.map(|(first, _)| f64::from(end - first + 1));
        Some(Self {
            price: both(&|i| i.price())?,
            age: both(&age)?,
        })
    }

    /// Whether price or age goes along with half and more of a difference: that chairs bring more than pencils is no
    /// news. `ratio`: what titles with the value bring against others.
    pub(super) fn explains(&self, ratio: f64) -> bool {
        let part = |(own, others): (f64, f64)| {
            let known = own > 0.0 && others > 0.0 && ratio > 0.0;
            known && libm::log(own / others) / libm::log(ratio) >= ENOUGH
        };
        part(self.price) || part(self.age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_explain_what_goes_along_with_them() {
        let of = |own, others, age| Circumstance {
            price: (own, others),
            age,
        };
        // √4 = 2: a price twice as high is half of a difference of four times.
        assert!(of(20.0, 10.0, (30.0, 30.0)).explains(4.0));
        assert!(!of(19.0, 10.0, (30.0, 30.0)).explains(4.0));
        assert!(!of(20.0, 10.0, (30.0, 30.0)).explains(0.25));
        assert!(of(10.0, 10.0, (10.0, 300.0)).explains(0.05));
        assert!(!of(0.0, 10.0, (0.0, 1.0)).explains(0.05));
    }
}
