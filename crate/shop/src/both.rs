//! Two selections at once: the template's filter and the page's.

use crate::Selection;

impl Selection {
    /// What lies in both. Where both name some but none in common, nothing does: an impossible range of days.
    pub fn and(&self, other: &Selection) -> Selection {
        let mut empty = false;
        let days = match (self.days, other.days) {
            (Some(a), Some(b)) => Some((a.0.max(b.0), a.1.min(b.1))),
            (a, b) => a.or(b),
        };
        let mut one = Both { empty: &mut empty };
        let mut both = Selection {
            days,
            weekday: one.value(self.weekday, other.weekday),
            hour: one.value(self.hour, other.hour),
            products: one.names(&self.products, &other.products),
            categories: one.names(&self.categories, &other.categories),
            countries: one.names(&self.countries, &other.countries),
            regions: one.names(&self.regions, &other.regions),
            channels: one.names(&self.channels, &other.channels),
            discount_codes: one.names(&self.discount_codes, &other.discount_codes),
            currency: one.value(self.currency.clone(), other.currency.clone()),
            status: one.names(&self.status, &other.status),
            discounted: one.value(self.discounted, other.discounted),
            first_order: one.value(self.first_order, other.first_order),
            basket: [self.basket.as_slice(), &other.basket].concat(),
            order_amount: match (self.order_amount, other.order_amount) {
                (Some(a), Some(b)) => Some((a.0.max(b.0), a.1.min(b.1))),
                (a, b) => a.or(b),
            },
            excluded: one.value(self.excluded, other.excluded),
            quality: one.value(self.quality, other.quality),
            table_rows: one.value(self.table_rows.clone(), other.table_rows.clone()),
        };
        table::order::sort(&mut both.basket);
        both.basket.dedup();
        if empty {
            both.days = Some((i32::MAX, i32::MIN));
        }
        both
    }
}

/// Joins fields of two selections and remembers whether nothing can pass.
struct Both<'a> {
    empty: &'a mut bool,
}

impl Both<'_> {
    fn value<T: PartialEq>(&mut self, a: Option<T>, b: Option<T>) -> Option<T> {
        if let (Some(a), Some(b)) = (&a, &b) {
            *self.empty |= a != b;
        }
        a.or(b)
    }

    fn names<T: Clone + PartialEq>(&mut self, a: &[T], b: &[T]) -> Vec<T> {
        if a.is_empty() || b.is_empty() {
            return [a, b].concat();
        }
        let shared: Vec<T> = a.iter().filter(|name| b.contains(name)).cloned().collect();
        *self.empty |= shared.is_empty();
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_is_what_lies_in_each() {
        let a = Selection {
            days: Some((10, 30)),
            countries: vec!["DE".into(), "FR".into()],
            ..Default::default()
        };
        let b = Selection {
            days: Some((20, 40)),
            countries: vec!["FR".into()],
            hour: Some(9),
            ..Default::default()
        };
        let both = a.and(&b);
        assert_eq!((both.days, both.hour), (Some((20, 30)), Some(9)));
        assert_eq!(both.countries, ["FR"]);
        assert_eq!(a.and(&Selection::default()), a);
        assert_eq!(b.and(&a), both);
    }

    #[test]
    fn nothing_lies_in_two_that_do_not_meet() {
        let a = Selection {
            channels: vec!["web".into()],
            ..Default::default()
        };
        let b = Selection {
            channels: vec!["pos".into()],
            ..Default::default()
        };
        let days = a.and(&b).days.expect("a range");
        assert!(days.0 > days.1);
    }
}
