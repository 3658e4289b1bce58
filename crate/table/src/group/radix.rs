//! A stable sort by the low bits of a key, in time proportional to the items.

/// Bits that one pass looks at: 2,048 counters stay in the first-level cache.
const DIGIT: u32 = 11;

/// Sorts by the low `bits` of `key`; equal keys keep their order.
pub(super) fn sorted<T: Copy + Default>(
    items: Vec<T>,
    bits: u32,
    key: impl Fn(T) -> u64,
) -> Vec<T> {
    let passes = bits.div_ceil(DIGIT);
    let (mut from, mut to) = (items, Vec::new());
    if passes > 0 {
        to.resize(from.len(), T::default());
    }
    for pass in 0..passes {
        let width = bits.div_ceil(passes);
        let digit = |item: T| (key(item) >> (pass * width)) as usize & ((1 << width) - 1);
        let mut place = vec![0_usize; 1 << width];
        for &item in &from {
            place[digit(item)] += 1;
        }
        let mut next = 0;
        for slot in &mut place {
            next += std::mem::replace(slot, next);
        }
        for &item in &from {
            let slot = &mut place[digit(item)];
            to[*slot] = item;
            *slot += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    from
}
