//! Roles that values tell where names are silent, and amounts settled by arithmetic.

use table::{Column, NULL_INT, Table, Type, Values};

use super::profile::Profile;
use super::{Reading, Reason, is_mapped, is_numeric};
use crate::{Dataset, Role};

/// Rows that an identity is checked on.
const ROWS: usize = 300;

/// Fills roles that a dataset lacks from columns whose names said nothing, and corrects roles that
/// the values contradict.
pub(crate) fn complete(dataset: Dataset, table: &Table, p: &[Profile], reading: &mut Reading) {
    let headerless = is_headerless(table);
    for (i, profile) in p.iter().enumerate() {
        if profile.filled == 0 || is_mapped(reading.claims[i].as_ref()) {
            continue;
        }
        let role = reading.claims[i].as_ref().and_then(|c| c.role);
        // A customer column of numbers holds ids; an address column of provinces holds regions.
        if role == Some(Role::CustomerName)
            && is_numeric(profile.kind)
            && !reading.has(Role::CustomerId)
        {
            reading.retake(i, Role::CustomerId, Reason::new("values_range", "numbers"));
        }
        if role == Some(Role::Address) && profile.province > 0.9 && !reading.has(Role::Region) {
            reading.retake(i, Role::Region, Reason::new("values_words", "provinces"));
        }
        if role == Some(Role::CustomerName)
            && dataset == Dataset::Orders
            && profile.number_like > 0.9
            && !reading.has(Role::OrderId)
        {
            reading.retake(i, Role::OrderId, Reason::new("values_distinct", "numbers"));
        }
        if !reading.is_free(i) {
            continue;
        }
        let told = if profile.email > 0.6 {
            Some((Role::Email, "values_email", profile.email))
        } else if profile.kind == Type::Text && profile.phone > 0.6 {
            Some((Role::Phone, "values_phone", profile.phone))
        } else if profile.currency > 0.95 && !reading.has(Role::Currency) {
            Some((Role::Currency, "values_words", profile.currency))
        } else if profile.event > 0.9 && dataset == Dataset::Events {
            Some((Role::EventType, "values_words", profile.event))
        } else if profile.country > 0.9 && !reading.has(Role::Country) && profile.mean_chars > 2.0 {
            Some((Role::Country, "values_words", profile.country))
        } else if profile.province > 0.9 && !reading.has(Role::Region) {
            Some((Role::Region, "values_words", profile.province))
        } else if profile.status > 0.9
            && dataset == Dataset::Orders
            && !reading.has(Role::OrderStatus)
            && !reading.has(Role::PaymentStatus)
        {
            Some((Role::OrderStatus, "values_words", profile.status))
        } else {
            None
        };
        if let Some((role, code, share)) = told {
            reading.set(i, role, 0.75 * share, Reason::new(code, percent(share)));
        }
    }
    match dataset {
        Dataset::Orders => complete_orders(headerless, table, p, reading),
        Dataset::Events => complete_events(p, reading),
        Dataset::Reviews => complete_reviews(headerless, table, p, reading),
        Dataset::Messages
            if headerless && p.len() <= 2 && table.rows > 2 && !reading.has(Role::MessageText) =>
        {
            if let Some(i) = (0..p.len()).find(|&i| reading.is_free(i) && is_prose(&p[i])) {
                reading.set(i, Role::MessageText, 0.45, Reason::new("values_text", ""));
            }
        }
        _ => {}
    }
}

/// No header: the columns were numbered.
fn is_headerless(table: &Table) -> bool {
    table.dialect.header_row.is_none()
        && table
            .columns
            .iter()
            .all(|c| c.name.starts_with("Column ") || c.raw_name.is_empty())
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn is_prose(p: &Profile) -> bool {
    p.kind == Type::Text && p.wordy > 0.6 && p.mean_chars > 12.0 && p.distinct_share() > 0.5
}

fn first_free(p: &[Profile], reading: &Reading, test: impl Fn(&Profile) -> bool) -> Option<usize> {
    (0..p.len()).find(|&i| reading.is_free(i) && p[i].filled > 0 && test(&p[i]))
}

fn complete_orders(headerless: bool, table: &Table, p: &[Profile], reading: &mut Reading) {
    let dated = |q: &Profile| matches!(q.kind, Type::Date | Type::DateTime);
    if !reading.has(Role::OrderDate) && !reading.has(Role::PaidDate) {
        let found = first_free(p, reading, dated)
            .or_else(|| first_free(p, reading, |q| headerless && q.is_time()));
        if let Some(i) = found {
            reading.set(i, Role::OrderDate, 0.7, Reason::new("values_dates", ""));
        }
    }
    if !headerless {
        return;
    }
    let Some(date) = reading.find(Role::OrderDate) else {
        return;
    };
    let numbers: Vec<usize> = (0..p.len())
        .filter(|&i| reading.is_free(i) && is_numeric(p[i].kind) && p[i].filled > 0)
        .collect();
    if let Some((q, price, total)) = find_product(table, p, &numbers) {
        let why = || Reason::new("values_identity", "a × b = c");
        reading.set(q, Role::Quantity, 0.8, why());
        reading.set(price, Role::UnitPrice, 0.8, why());
        reading.set(total, Role::LineTotal, 0.8, why());
    }
    // Ids: long numbers or codes that stand more than once. Those of one day each are orders.
    for (i, q) in p.iter().enumerate() {
        let coded = matches!(q.kind, Type::Integer | Type::Text)
            && q.wordy < 0.2
            && q.mean_chars >= 4.0
            && (q.kind == Type::Text && q.number_like > 0.8 || q.kind == Type::Integer);
        if !reading.is_free(i)
            || !coded
            || q.is_time() && q.kind == Type::Integer && q.whole && q.max > 1.0e9
        {
            continue;
        }
        let one_day = same_day(&table.columns[i], &table.columns[date]);
        if one_day && !reading.has(Role::OrderId) && q.distinct_share() > 0.05 {
            reading.set(
                i,
                Role::OrderId,
                0.55,
                Reason::new("values_distinct", percent(q.distinct_share())),
            );
        } else if !one_day && !reading.has(Role::CustomerId) && q.distinct_share() < 0.95 {
            reading.set(
                i,
                Role::CustomerId,
                0.5,
                Reason::new("values_distinct", percent(q.distinct_share())),
            );
        }
    }
    let has_amount = reading.has(Role::LineTotal) || reading.has(Role::OrderTotal);
    if !has_amount
        && let Some(i) = first_free(p, reading, |q| q.kind == Type::Decimal).or_else(|| {
            first_free(p, reading, |q| {
                q.kind == Type::Integer && q.max > 20.0 && q.min >= 0.0 && q.mean_chars < 6.0
            })
        })
    {
        reading.set(i, Role::LineTotal, 0.5, Reason::new("values_range", ""));
    }
    if !reading.has(Role::Quantity)
        && let Some(i) = first_free(p, reading, |q| {
            q.kind == Type::Integer && q.min >= 0.0 && q.max <= 1000.0
        })
    {
        reading.set(
            i,
            Role::Quantity,
            0.5,
            Reason::new("values_range", format!("{}–{}", p[i].min, p[i].max)),
        );
    }
    if !reading.has(Role::ProductName)
        && let Some(i) = first_free(p, reading, |q| {
            q.kind == Type::Text && q.mean_chars >= 2.0 && q.number_like < 0.5
        })
    {
        reading.set(i, Role::ProductName, 0.45, Reason::new("values_text", ""));
    }
}

fn complete_events(p: &[Profile], reading: &mut Reading) {
    if !reading.has(Role::EventType) {
        return;
    }
    if !reading.has(Role::Date)
        && let Some(i) = first_free(p, reading, Profile::is_time)
    {
        reading.set(i, Role::Date, 0.8, Reason::new("values_dates", ""));
    }
    // The ids of an event log come from the widest to the narrowest: who, what, of which kind.
    for role in [Role::CustomerId, Role::ProductId, Role::Category] {
        if !reading.has(role)
            && let Some(i) = first_free(p, reading, |q| {
                q.kind == Type::Integer && q.distinct_share() < 0.999
            })
        {
            reading.set(
                i,
                role,
                0.6,
                Reason::new("values_distinct", percent(p[i].distinct_share())),
            );
        }
    }
}

fn complete_reviews(headerless: bool, table: &Table, p: &[Profile], reading: &mut Reading) {
    let stars = |q: &Profile| {
        q.kind == Type::Integer
            && q.min >= 1.0
            && q.max <= 5.0
            && q.distinct >= 3
            && q.distinct <= 5
    };
    if !reading.has(Role::Rating)
        && let Some(i) = first_free(p, reading, |q| q.kind == Type::Text && q.rating > 0.8)
    {
        let why = Reason::new("values_words", percent(p[i].rating));
        reading.set(i, Role::Rating, 0.6, why);
    }
    if reading.has(Role::ReviewText) {
        if !reading.has(Role::Rating)
            && let Some(i) = first_free(p, reading, stars)
        {
            reading.set(i, Role::Rating, 0.6, Reason::new("values_range", "1–5"));
        }
    } else if headerless && let Some(text) = first_free(p, reading, is_prose) {
        let rating = first_free(p, reading, stars).filter(|_| !reading.has(Role::Rating));
        if let Some(i) = rating {
            reading.set(i, Role::Rating, 0.6, Reason::new("values_range", "1–5"));
        }
        if reading.has(Role::Rating) {
            reading.set(text, Role::ReviewText, 0.5, Reason::new("values_text", ""));
        }
    }
    reading.rates_alone = rates_alone(table, p, reading);
}

/// What a list of orders, products or stock tells, and a list of ratings does not.
const NOT_RATED: [Role; 14] = [
    Role::OrderTotal,
    Role::OrderSubtotal,
    Role::OrderListTotal,
    Role::LineTotal,
    Role::UnitPrice,
    Role::CompareAtPrice,
    Role::Quantity,
    Role::OrderUnits,
    Role::OnHand,
    Role::Available,
    Role::PageViews,
    Role::Spend,
    Role::CustomerOrders,
    Role::CustomerSpent,
];

/// Whether ratings without words are reviews: a time of reviewing stands beside them, or products that are rated more
/// than once. A catalogue tells the mean of each product once.
fn rates_alone(table: &Table, p: &[Profile], reading: &Reading) -> bool {
    let has = |role: &Role| reading.has(*role);
    let Some(rating) = reading.find(Role::Rating) else {
        return false;
    };
    let of_single_ones = p[rating].whole || p[rating].distinct <= 21;
    if !of_single_ones || NOT_RATED.iter().any(has) {
        return false;
    }
    let speaks = |name: &str| {
        let name = name.to_lowercase();
        ["评价", "评论", "評價", "評論", "review", "rating", "rated"]
            .iter()
            .any(|word| name.contains(word))
    };
    let time = reading.find(Role::Date);
    if time.is_some_and(|i| speaks(&table.columns[i].name)) {
        return true;
    }
    let repeats = |i: usize| p[i].distinct * 10 < p[i].filled * 9;
    let of_orders = [Role::OrderId, Role::OrderDate, Role::PaidDate];
    let by_whom = [Role::CustomerId, Role::CustomerName];
    let products = [Role::ProductName, Role::ProductId, Role::Sku];
    products
        .iter()
        .any(|r| reading.find(*r).is_some_and(repeats))
        && !of_orders.iter().any(has)
        && (time.is_some() || by_whom.iter().any(has) || p.len() == 2)
}

/// Whether each value of `ids` stands with one day only (looked at near the start).
fn same_day(ids: &Column, dates: &Column) -> bool {
    let Some(times) = crate::time::Times::read(dates, None) else {
        return false;
    };
    let mut seen: hashbrown::HashMap<i64, i32, foldhash::fast::FixedState> =
        hashbrown::HashMap::default();
    let (mut same, mut other) = (0usize, 0usize);
    for row in 0..ids.values.len().min(5_000) {
        let Some(key) = super::grain::key(ids, row) else {
            continue;
        };
        let day = times.row(row).0;
        match seen.entry(key) {
            hashbrown::hash_map::Entry::Occupied(e) if *e.get() == day => same += 1,
            hashbrown::hash_map::Entry::Occupied(_) => other += 1,
            hashbrown::hash_map::Entry::Vacant(e) => {
                e.insert(day);
            }
        }
    }
    other * 50 <= same || same + other == 0
}

/// A cell as a number, for checking identities only.
pub(crate) fn number(column: &Column, row: usize) -> Option<f64> {
    match &column.values {
        Values::Integer(v) => v.get(row).filter(|v| *v != NULL_INT).map(|v| v as f64),
        Values::Decimal { mantissas, scale } => mantissas
            .get(row)
            .filter(|v| *v != NULL_INT)
            .map(|v| v as f64 / 10f64.powi(i32::from(*scale))),
        _ => None,
    }
}

/// Whether `f` of the row's numbers is (nearly) zero on nine rows in ten, checked over the table.
pub(crate) fn holds(table: &Table, columns: &[usize], f: impl Fn(&[f64]) -> Option<bool>) -> bool {
    let step = (table.rows / ROWS).max(1);
    let (mut yes, mut all) = (0usize, 0usize);
    let mut values = Vec::with_capacity(columns.len());
    for row in (0..table.rows).step_by(step) {
        values.clear();
        values.extend(
            columns
                .iter()
                .filter_map(|&c| number(&table.columns[c], row)),
        );
        if values.len() == columns.len()
            && let Some(ok) = f(&values)
        {
            all += 1;
            yes += usize::from(ok);
        }
    }
    all >= 3 && yes * 10 >= all * 9
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.011 + b.abs() * 1e-6
}

/// Whether quantity × price = amount; rows with a quantity of one prove nothing.
pub(crate) fn is_product(table: &Table, quantity: usize, price: usize, amount: usize) -> bool {
    holds(table, &[quantity, price, amount], |v| {
        (v[0] != 1.0 && v[1] != 0.0).then(|| near(v[0] * v[1], v[2]))
    })
}

fn find_product(table: &Table, p: &[Profile], numbers: &[usize]) -> Option<(usize, usize, usize)> {
    for &q in numbers.iter().filter(|&&i| p[i].whole && p[i].max <= 1.0e5) {
        for &price in numbers.iter().filter(|&&i| i != q) {
            for &total in numbers.iter().filter(|&&i| i != q && i != price) {
                if is_product(table, q, price, total) && p[price].max > 0.0 {
                    return Some((q, price, total));
                }
            }
        }
    }
    None
}

/// Settles quantity, price and amount by arithmetic: confirms them, swaps them, or finds the missing one.
pub(crate) fn settle_amounts(table: &Table, p: &[Profile], reading: &mut Reading) {
    drop_counters(table, p, reading);
    drop_other_amounts(table, p, reading);
    settle_discount(table, p, reading);
    let q = reading.find(Role::Quantity);
    let price = reading.find(Role::UnitPrice);
    let total = reading.find(Role::LineTotal);
    let numeric = |c: Option<usize>| c.filter(|&i| is_numeric(p[i].kind));
    let why = || Reason::new("values_identity", "quantity × unit price = amount");
    match (numeric(q), numeric(price), numeric(total)) {
        (Some(q), Some(price), Some(total)) => {
            if is_product(table, q, price, total) {
                for i in [q, price, total] {
                    confirm(reading, i);
                }
            } else if is_product(table, q, total, price)
                && !is_mapped(reading.claims[price].as_ref())
                && !is_mapped(reading.claims[total].as_ref())
            {
                reading.retake(total, Role::UnitPrice, why());
                reading.retake(price, Role::LineTotal, why());
            }
        }
        (Some(q), Some(price), None) => {
            let free = (0..p.len()).find(|&i| {
                reading.is_free(i) && is_numeric(p[i].kind) && is_product(table, q, price, i)
            });
            if let Some(i) = free {
                reading.set(i, Role::LineTotal, 0.75, why());
            } else if let Some(i) = reading.find(Role::OrderTotal).filter(|&i| {
                !reading.has(Role::OrderId)
                    && is_numeric(p[i].kind)
                    && is_product(table, q, price, i)
                    && !is_mapped(reading.claims[i].as_ref())
            }) {
                reading.retake(i, Role::LineTotal, why());
            }
        }
        (Some(q), None, Some(total)) => {
            if let Some(i) = (0..p.len()).find(|&i| {
                reading.is_free(i) && is_numeric(p[i].kind) && is_product(table, q, i, total)
            }) {
                reading.set(i, Role::UnitPrice, 0.75, why());
            }
        }
        (None, Some(price), Some(total)) => {
            if let Some(i) = (0..p.len()).find(|&i| {
                reading.is_free(i) && is_numeric(p[i].kind) && is_product(table, i, price, total)
            }) {
                reading.set(i, Role::Quantity, 0.75, why());
            }
        }
        _ => {}
    }
    settle_totals(table, p, reading);
}

/// Numbers of lines are no products: they begin at one in each order, or never repeat where the
/// products' names or numbers do.
fn drop_counters(table: &Table, p: &[Profile], reading: &mut Reading) {
    let Some(i) = reading.find(Role::ProductId) else {
        return;
    };
    if is_mapped(reading.claims[i].as_ref()) || p[i].filled < 5 {
        return;
    }
    let unique = p[i].distinct == p[i].filled
        && [Role::Sku, Role::ProductName].into_iter().any(|r| {
            reading
                .find(r)
                .is_some_and(|n| p[n].distinct * 10 < p[n].filled * 9)
        });
    let ids = reading.find(Role::OrderId).map(|c| &table.columns[c]);
    let counts = p[i].kind == Type::Integer && p[i].min == 1.0 && p[i].max <= 200.0;
    let from_one = counts
        && ids.is_some_and(|ids| {
            let mut last = (None, 0.0);
            (0..table.rows.min(ROWS)).all(|row| {
                let id = super::grain::key(ids, row);
                let next = if id.is_none() || id == last.0 {
                    last.1 + 1.0
                } else {
                    1.0
                };
                last = (id.or(last.0), next);
                number(&table.columns[i], row) == Some(next)
            })
        });
    if unique || from_one {
        reading.claims[i] = None;
    }
}

/// A discount that each line's amount is after is the line's, whatever its header says.
fn settle_discount(table: &Table, p: &[Profile], reading: &mut Reading) {
    let roles = [
        Role::Quantity,
        Role::UnitPrice,
        Role::OrderDiscount,
        Role::LineTotal,
    ];
    let columns: Vec<usize> = roles
        .into_iter()
        .filter_map(|r| reading.find(r).filter(|&i| is_numeric(p[i].kind)))
        .collect();
    if columns.len() < roles.len()
        || reading.has(Role::LineDiscount)
        || is_mapped(reading.claims[columns[2]].as_ref())
    {
        return;
    }
    let after = holds(table, &columns, |v| {
        (v[2] != 0.0).then(|| near(v[0] * v[1] - v[2].abs(), v[3]))
    });
    if after {
        reading.retake(
            columns[2],
            Role::LineDiscount,
            Reason::new(
                "values_identity",
                "quantity × unit price − discount = amount",
            ),
        );
    }
}

/// An amount that only a part of its header names does not replace quantity × price unless it is about that.
fn drop_other_amounts(table: &Table, p: &[Profile], reading: &mut Reading) {
    let numeric = |i: &usize| is_numeric(p[*i].kind);
    let (Some(q), Some(price)) = (
        reading.find(Role::Quantity).filter(numeric),
        reading.find(Role::UnitPrice).filter(numeric),
    ) else {
        return;
    };
    // An order's total may be that of several lines.
    for (role, most) in [(Role::LineTotal, 1.5), (Role::OrderTotal, f64::MAX)] {
        let Some(i) = reading.find(role).filter(numeric) else {
            continue;
        };
        let guessed = reading.claims[i]
            .as_ref()
            .is_some_and(|c| matches!(c.reason.code.as_str(), "name_part" | "name_similar"));
        let ratio =
            |v: &[f64]| (v[0] * v[1] > 0.0 && v[2] != 0.0).then(|| v[2].abs() / (v[0] * v[1]));
        let columns = [q, price, i];
        if guessed
            && holds(table, &columns, |v| ratio(v).map(|_| true))
            && !holds(table, &columns, |v| {
                ratio(v).map(|r| (0.3..=most).contains(&r))
            })
        {
            reading.claims[i] = None;
        }
    }
}

/// Subtotal + shipping + tax = total confirms all of them.
fn settle_totals(table: &Table, p: &[Profile], reading: &mut Reading) {
    let find = |r: Role| reading.find(r).filter(|&i| is_numeric(p[i].kind));
    let parts: Vec<usize> = [Role::OrderSubtotal, Role::Shipping, Role::Tax]
        .into_iter()
        .filter_map(find)
        .collect();
    let Some(total) = find(Role::OrderTotal) else {
        return;
    };
    if parts.len() < 2 || !reading.has(Role::OrderSubtotal) {
        return;
    }
    let mut columns = parts.clone();
    columns.push(total);
    let sums = holds(table, &columns, |v| {
        v.split_last()
            .map(|(total, parts)| near(parts.iter().sum::<f64>(), *total))
    });
    if sums {
        for i in columns {
            confirm(reading, i);
        }
    }
}

fn confirm(reading: &mut Reading, column: usize) {
    if let Some(claim) = &mut reading.claims[column]
        && claim.reason.code != "mapping"
    {
        claim.score = claim.score.max(0.97);
    }
}
