//! What a customer is about to buy again, by the customer's own rhythm or, where that is not known yet, by everybody's.

use ledger::{Ledger, NONE};

use super::facts::products_of;

/// Gaps between purchases that a rhythm of all customers is told from.
const GAPS: usize = 10;
/// The share of buyers who come back for a product before its rhythm says something about those who have bought once.
const AGAIN: f64 = 0.3;
/// Days ahead that are looked at.
pub(super) const AHEAD: i32 = 30;
/// Gaps without a purchase after which a customer has probably stopped.
const STOPPED: f64 = 2.0;

/// Something that a customer may soon buy again.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Due {
    pub(super) product: u32,
    /// Days on which the customer bought it.
    pub(super) times: usize,
    pub(super) last: i32,
    /// Usual days between two purchases.
    pub(super) gap: f64,
    /// Whether that is the customer's own rhythm.
    pub(super) own: bool,
    pub(super) day: i32,
}

/// What is due up to thirty days from `now`: the customer's own rhythms first, and of those the best known.
pub(super) fn due(ledger: &Ledger, customer: u32, now: i32) -> Vec<Due> {
    let mut wanted = vec![false; ledger.products.name.len()];
    for order in (0..ledger.orders.day.len()).filter(|&o| ledger.orders.customer[o] == customer) {
        for product in products_of(ledger, order) {
            wanted[product as usize] = true;
        }
    }
    let mut bought: Vec<(u32, u32, i32)> = Vec::new();
    for order in 0..ledger.orders.day.len() {
        let (who, day) = (ledger.orders.customer[order], ledger.orders.day[order]);
        if who == NONE || day == i32::MIN {
            continue;
        }
        let cart = products_of(ledger, order).into_iter();
        bought.extend(cart.filter(|&p| wanted[p as usize]).map(|p| (p, who, day)));
    }
    table::order::sort(&mut bought);
    bought.dedup();
    let mut found: Vec<Due> = bought
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|of_product| one(of_product, customer, now))
        .collect();
    table::order::sort_by(&mut found, |a, b| {
        let name = |d: &Due| ledger.products.name[d.product as usize].as_str();
        (b.own, b.times, a.day)
            .cmp(&(a.own, a.times, b.day))
            .then_with(|| name(a).cmp(name(b)))
    });
    found
}

/// A product's purchases, by customer and day.
fn one(purchases: &[(u32, u32, i32)], customer: u32, now: i32) -> Option<Due> {
    let gaps = |days: &[(u32, u32, i32)]| -> Vec<f64> {
        let pairs = days.windows(2).filter(|pair| pair[0].1 == pair[1].1);
        pairs.map(|pair| f64::from(pair[1].2 - pair[0].2)).collect()
    };
    let of = |days: &[(u32, u32, i32)]| days.first().map(|d| d.1);
    let by_customer = || purchases.chunk_by(|a, b| a.1 == b.1);
    let own = by_customer().find(|days| of(days) == Some(customer))?;
    let mut mine = gaps(own);
    let mut all = gaps(purchases);
    let buyers = by_customer().count();
    let again = by_customer().filter(|days| days.len() > 1).count();
    let median = |gaps: &mut Vec<f64>| analysis::statistics::median(gaps);
    // One gap is no rhythm.
    let (gap, is_own) = if mine.len() >= 2 {
        (median(&mut mine)?, true)
    } else if all.len() >= GAPS && (!mine.is_empty() || again as f64 >= AGAIN * buyers as f64) {
        (median(&mut all)?, false)
    } else {
        return None;
    };
    let (product, _, last) = *own.last()?;
    let day = last + libm::round(gap) as i32;
    let waited = f64::from(now - last);
    (waited <= STOPPED * gap && day <= now + AHEAD).then_some(Due {
        product,
        times: own.len(),
        last,
        gap,
        own: is_own,
        day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_purchases_have_a_rhythm_of_their_own() {
        // Gaps of 10, 12 and 30 days: 12 in the middle.
        let purchases = [0, 10, 22, 52].map(|day| (7, 1, day));
        let found = one(&purchases, 1, 60).expect("due");
        assert_eq!(
            (found.gap, found.day, found.own, found.times),
            (12.0, 64, true, 4)
        );
        // After two gaps without a purchase nobody is waited for.
        assert!(one(&purchases, 1, 52 + 24).is_some());
        assert_eq!(one(&purchases, 1, 52 + 25), None);
        assert_eq!(one(&purchases, 2, 60), None);
    }

    #[test]
    fn one_purchase_takes_the_rhythm_of_those_who_come_back() {
        let mut purchases: Vec<(u32, u32, i32)> = (0..12)
            .flat_map(|who| [(7, who, 0), (7, who, 20)])
            .collect();
        purchases.push((7, 50, 30));
        let found = one(&purchases, 50, 45).expect("due");
        assert_eq!((found.gap, found.day, found.own), (20.0, 50, false));
        // Where hardly anybody comes back, one purchase says nothing.
        let mut seldom = purchases.clone();
        seldom.extend((100..200).map(|who| (7, who, 3)));
        table::order::sort(&mut seldom);
        assert_eq!(one(&seldom, 50, 45), None);
    }
}
