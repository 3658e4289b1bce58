//! Amounts of an order that stand on its lines: once, again on each, or a share on each.

use table::Values;

use super::cells::{Decimal, Numbers};
use super::group::Groups;
use super::source::Source;
use crate::Grain;

/// Orders with several lines that are looked at.
const LOOKED: usize = 5_000;

/// The value of an order-level column over an order's rows: on the first row, repeated, or of each line.
pub(crate) fn level(
    numbers: Option<&Numbers<'_>>,
    rows: &[usize],
    grain: Grain,
) -> Option<Decimal> {
    let numbers = numbers?;
    let mut values = rows.iter().filter_map(|&r| numbers.get(r));
    let first = values.next()?;
    if matches!(grain, Grain::Order) || rows.len() == 1 {
        return Some(first);
    }
    let (mut sum, mut same) = (first.0, !numbers.adds);
    for (v, _) in values {
        same &= v == first.0;
        sum += v;
    }
    Some((if same { first.0 } else { sum }, first.1))
}

/// Finds the columns that hold a share on each line: where lines of one order differ in a quarter of
/// the orders, lines that agree in the others do so by chance, as equal lines get equal discounts.
pub(crate) fn find_shares(sources: &mut [Source<'_>], groups: &Groups) {
    for (i, source) in sources.iter_mut().enumerate() {
        if source.is_list() {
            continue;
        }
        let columns = [
            &mut source.list_total,
            &mut source.subtotal,
            &mut source.discount,
            &mut source.shipping,
            &mut source.tax,
            &mut source.refund,
            &mut source.units,
        ];
        for numbers in columns.into_iter().flatten() {
            let (mut same, mut differ) = (0usize, 0usize);
            for order in 0..groups.len() {
                let mut values = groups
                    .of(order)
                    .iter()
                    .filter(|p| usize::from(p.source) == i)
                    .filter_map(|p| numbers.get(p.row as usize));
                let Some(first) = values.next() else {
                    continue;
                };
                let mut rest = values.peekable();
                if rest.peek().is_none() {
                    continue;
                }
                let (mut other, mut any) = (false, first.0 != 0);
                for v in rest {
                    other |= v.0 != first.0;
                    any |= v.0 != 0;
                }
                differ += usize::from(other);
                same += usize::from(any && !other);
                if same + differ == LOOKED {
                    break;
                }
            }
            numbers.adds = differ > 0 && differ * 4 >= same + differ;
        }
    }
}

/// Whether the order's discounts have come off the line totals already: a column without them, or
/// quantity × price, less the discount is the line total on nearly every row that has one.
pub(crate) fn is_off_already(s: &Source<'_>) -> bool {
    let (Some(discount), Some(total)) = (&s.discount, &s.line_total) else {
        return false;
    };
    let value = |d: Decimal| d.0 as f64 / 10f64.powi(i32::from(d.1));
    let rows: Vec<(usize, f64)> = (0..s.table.rows.min(LOOKED))
        .filter_map(|row| {
            let (d, t) = (discount.get(row)?, total.get(row)?);
            (d.0 != 0).then(|| (row, value(d).abs() + value(t).abs()))
        })
        .collect();
    let holds = |full: &dyn Fn(usize) -> Option<f64>, least: usize| {
        let close = |r: &&(usize, f64)| full(r.0).is_some_and(|f| (f.abs() - r.1).abs() < 0.01);
        let n = rows.iter().filter(close).count();
        n >= least && n * 10 >= rows.len() * 9
    };
    let by_price = |row| {
        let price = value(s.unit_price.as_ref()?.get(row)?);
        let quantity = match &s.quantity {
            Some(q) => value(q.get(row)?),
            None => 1.0,
        };
        Some(price * quantity)
    };
    holds(&by_price, 1)
        || s.table.columns.iter().any(|c| {
            let is = |n: &Numbers<'_>| std::ptr::eq(n.column(), c);
            let number = matches!(c.values, Values::Integer(_) | Values::Decimal { .. });
            number && !is(discount) && !is(total) && {
                let column = Numbers::new(c);
                holds(&|row| column.get(row).map(value), 2)
            }
        })
}
