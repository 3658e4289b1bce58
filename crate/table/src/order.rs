//! Sorting, once for the whole house.
//!
//! The standard library's sort is compiled anew for every type and every comparison: fifty copies were an eighth of
//! the code that the browser would load. Here only positions are sorted, by one comparison that is looked up at run time.

use std::cmp::Ordering;

/// Sorts items; equal ones keep their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    positions(&mut order, &|a, b| {
        compare(&items[a as usize], &items[b as usize])
    });
    arrange(&mut order, &mut |a, b| items.swap(a, b));
}

/// Brings the first `most` items to the front, sorted; the others follow in some order. Where few of many are
/// wanted, that is a fraction of sorting all.
pub fn top_by<T>(items: &mut [T], most: usize, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    top_positions(&mut order, most, &|a, b| {
        compare(&items[a as usize], &items[b as usize])
    });
    arrange(&mut order, &mut |a, b| items.swap(a, b));
}

/// Sorts items by a key; equal ones keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts items by their own order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts numbers, not-a-number last.
#[inline(never)]
pub fn floats(items: &mut [f64]) {
    items.sort_unstable_by(f64::total_cmp);
}

#[inline(never)]
fn positions(order: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    order.sort_by(|&a, &b| compare(a, b));
}

#[inline(never)]
fn top_positions(order: &mut [u32], most: usize, compare: &dyn Fn(u32, u32) -> Ordering) {
    let mut first = order;
    if most < first.len() {
        first.select_nth_unstable_by(most, |&a, &b| compare(a, b).then(a.cmp(&b)));
        first = &mut first[..most];
    }
    positions(first, compare);
}

/// Brings to each position what `order` names there, along the cycles of the permutation.
#[inline(never)]
fn arrange(order: &mut [u32], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = order[at] as usize;
            order[at] = at as u32;
            if from == start {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut state = 7_u64;
        for length in [0, 1, 2, 3, 10, 100, 1000] {
            let mut ours: Vec<(u64, usize)> = (0..length)
                .map(|i| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    ((state >> 33) % 50, i)
                })
                .collect();
            let mut theirs = ours.clone();
            theirs.sort_by_key(|item| item.0);
            sort_by_key(&mut ours, |item| item.0);
            assert_eq!(ours, theirs);
            for most in [0, 1, 7, length, length + 1] {
                let mut some = ours.clone();
                top_by(&mut some, most, |a, b| b.cmp(a));
                let mut all = ours.clone();
                all.sort_by(|a, b| b.cmp(a));
                assert_eq!(some[..most.min(length)], all[..most.min(length)]);
                some.sort_unstable();
                all.sort_unstable();
                assert_eq!(some, all);
            }
            theirs.sort_by(|a, b| b.cmp(a));
            sort_by(&mut ours, |a, b| b.cmp(a));
            assert_eq!(ours, theirs);
        }
    }
}
