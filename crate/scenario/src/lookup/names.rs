//! Names found by what was typed.

use std::cmp::Ordering;

use ledger::Ledger;

use super::facts::Index;
use super::{Named, SubjectKind};

/// What names are compared by: small letters, full-width forms as plain ones, one space between words.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            other => other,
        };
        if c.is_whitespace() || c.is_control() || c == '\u{feff}' {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// How well a name fits what was typed, best first; all words have to be in it.
fn fit(key: &str, query: &str) -> Option<u8> {
    if key == query {
        return Some(0);
    }
    if key.starts_with(query) {
        return Some(1);
    }
    let mut begun = true;
    for word in query.split(' ') {
        let mut places = key.match_indices(word).peekable();
        places.peek()?;
        begun &= places.any(|(at, _)| {
            let before = key[..at].chars().next_back();
            // Chinese writes words without gaps, so any character may begin one.
            before.is_none_or(|c| !c.is_alphanumeric()) || !word.is_ascii()
        });
    }
    Some(if begun { 2 } else { 3 })
}

type Hit<'a> = (u8, u32, &'a str);

fn order(a: &Hit<'_>, b: &Hit<'_>) -> Ordering {
    a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(b.2))
}

/// Products whose name or SKU holds what was typed, best-selling first among those that fit as well, and customers by
/// their id. With nothing typed: the best sellers.
pub(super) fn find(ledger: &Ledger, index: &Index, query: &str, most: usize) -> Vec<Named> {
    let query = fold(query);
    let mut products: Vec<Hit<'_>> = Vec::new();
    for (at, name) in ledger.products.name.iter().enumerate() {
        let orders = index.orders_with[at];
        if orders == 0 || name.is_empty() {
            continue;
        }
        let by_sku = || {
            let sku = index.sku_keys.get(at)?;
            (!query.is_empty() && sku.starts_with(&query)).then_some(1)
        };
        if let Some(fit) = fit(&index.product_keys[at], &query).or_else(by_sku) {
            products.push((fit, orders, name));
        }
    }
    let mut customers: Vec<Hit<'_>> = Vec::new();
    if !query.is_empty() {
        for (at, name) in ledger.customers.iter().enumerate() {
            let orders = index.orders_by[at];
            if orders == 0 || name.is_empty() {
                continue;
            }
            if let Some(fit) = fit(&index.customer_keys[at], &query) {
                customers.push((fit, orders, name));
            }
        }
    }
    table::order::top_by(&mut products, most, order);
    table::order::top_by(&mut customers, most, order);
    // An id is typed for its customer, so a few of them stay visible below the products.
    let left = most.saturating_sub(products.len()).max(most / 4);
    customers.truncate(left);
    products.truncate(most - customers.len());
    let named = |kind, hits: Vec<Hit<'_>>| -> Vec<Named> {
        let named = hits.into_iter().map(|(_, orders, name)| Named {
            kind,
            name: name.to_owned(),
            orders: orders as usize,
        });
        named.collect()
    };
    let (products, customers) = (
        named(SubjectKind::Product, products),
        named(SubjectKind::Customer, customers),
    );
    [products, customers].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_spaces_do_not_matter() {
        assert_eq!(fold(" Red　ＭＵＧ \n(S)"), "red mug (s)");
    }

    #[test]
    fn a_whole_name_fits_best_and_the_inside_of_a_word_least() {
        let fits = ["tea", "tea pot", "green tea", "steak", "mug"].map(|key| fit(key, "tea"));
        assert_eq!(fits, [Some(0), Some(1), Some(2), Some(3), None]);
        assert_eq!(fit("glass star ornament", "orna gla"), Some(2));
        assert_eq!(fit("glass star", "orna gla"), None);
        assert_eq!(fit("手冲咖啡壶", "咖啡"), Some(2));
    }
}
