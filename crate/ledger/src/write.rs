//! A shop and its tables to a ledger's bytes.

use shop::{Dataset, Dimension, Recognition, Role, Selection, Shop};
use table::{NULL_INT, Table, Values};

use crate::UNKNOWN;
use crate::wire::Writer;

/// Distinct texts of a column without a role: more may be names of somebody.
const KINDS: usize = 50;

/// What a merchant's files tell, in one currency and within a filter (whose days are not looked at: what comes
/// next cannot be told from a month alone).
///
/// `currency` is a code into [`Shop::currencies`]; tables and recognitions are those that the shop was built from.
pub fn write(
    shop: &Shop,
    currency: u8,
    filter: &Selection,
    tables: &[&Table],
    recognitions: &[Recognition],
) -> Vec<u8> {
    let mut filter = filter.clone();
    // A range that nothing lies in stands for a filter that nothing passes.
    filter.days = filter.days.filter(|(first, last)| first > last);
    filter.currency = None;
    let mask = filter.resolve(shop);
    let orders: Vec<usize> = mask
        .orders
        .iter()
        .filter(|&i| shop.orders.currency[i] == currency)
        .collect();
    let mut lines = Vec::new();
    let mut first_line = vec![0];
    for &order in &orders {
        let all =
            shop.orders.first_line[order] as usize..shop.orders.first_line[order + 1] as usize;
        lines.extend(all.filter(|&line| mask.lines.contains(line)));
        first_line.push(lines.len());
    }
    let mut out = Writer::new();
    let totals = shop.currencies.get(usize::from(currency));
    out.text(totals.map_or("", |c| &c.currency));
    out.int(totals.map_or(2, |c| i64::from(c.digits)));
    out.int(i64::from(!shop.is_summed_up()));
    let o = &shop.orders;
    let n = orders.len();
    out.ints(n, &|i| i64::from(o.day[orders[i]]));
    out.ints(n, &|i| i64::from(o.hour[orders[i]]));
    out.ints(n, &|i| i64::from(o.customer[orders[i]]));
    out.ints(n, &|i| i64::from(o.channel[orders[i]]));
    out.ints(n, &|i| o.discount_minor[orders[i]]);
    out.ints(n, &|i| i64::from(o.discount_code[orders[i]]));
    out.ints(first_line.len(), &|i| first_line[i] as i64);
    let l = &shop.lines;
    let n = lines.len();
    out.ints(n, &|i| i64::from(l.product[lines[i]]));
    out.ints(n, &|i| l.quantity_milli.at(lines[i]));
    out.ints(n, &|i| l.revenue_minor.at(lines[i]));
    out.ints(n, &|i| l.refund_minor.at(lines[i]));
    names(&mut out, &shop.product_names);
    let p = &shop.products;
    let n = shop.product_names.len();
    let code = |codes: &[u32], i| i64::from(codes.get(i).copied().unwrap_or(shop::NONE));
    out.texts(n, &|i| p.sku.get(i).map(|sku| &**sku));
    out.ints(n, &|i| code(&p.category, i));
    out.ints(n, &|i| code(&p.brand, i));
    for dimension in [
        &shop.categories,
        &shop.brands,
        &shop.customers,
        &shop.channels,
        &shop.discount_codes,
    ] {
        names(&mut out, dimension);
    }
    let others: Vec<usize> = (0..tables.len())
        .filter(|&i| key(&recognitions[i]).is_some())
        .collect();
    out.count(others.len());
    for index in others {
        frame(&mut out, index, tables[index], &recognitions[index]);
    }
    out.bytes
}

/// The stable name of a dataset that is told as a frame.
fn key(recognition: &Recognition) -> Option<&'static str> {
    let tells = |role| recognition.column(role).is_some();
    Some(match recognition.dataset {
        Dataset::Products => "products",
        Dataset::Customers => "customers",
        Dataset::Reviews => "reviews",
        Dataset::Events => "events",
        Dataset::Ads => "ads",
        Dataset::Stock => "stock",
        Dataset::Messages => "messages",
        Dataset::Purchases => "purchases",
        // Customers by group, as of a campaign with a control group.
        Dataset::Unknown if tells(Role::CustomerId) || tells(Role::Segment) => "lists",
        Dataset::Orders | Dataset::OrderLines | Dataset::Unknown => return None,
    })
}

fn names(out: &mut Writer, dimension: &Dimension) {
    out.texts(dimension.len(), &|i| Some(dimension.name(i as u32)));
}

fn frame(out: &mut Writer, index: usize, table: &Table, recognition: &Recognition) {
    out.count(index);
    let dataset = key(recognition).unwrap_or_default();
    out.text(dataset);
    out.text(recognition.platform.as_deref().unwrap_or_default());
    out.text(&table.file);
    out.count(table.rows);
    // Channels of a wide table, and what customers of a list were like and did, have no role.
    let whole = matches!(dataset, "ads" | "customers" | "lists");
    let known: Vec<usize> = (0..table.columns.len().min(recognition.columns.len()))
        .filter(|&c| {
            let column = &recognition.columns[c];
            // A customer's id may be an address; within a frame it only has to be told apart from others.
            let told = column.role.is_some() || whole && is_plain(&table.columns[c].values);
            told && !column.personal
        })
        .collect();
    out.count(known.len());
    for c in known {
        let (column, role) = (&table.columns[c], recognition.columns[c].role);
        out.text(role.map_or("", |role| role.key()));
        out.text(&column.name);
        out.text(
            column
                .currencies
                .first()
                .map_or("", |(sign, _)| sign.as_str()),
        );
        out.int(i64::from(column.percent));
        cells(out, &column.values);
    }
}

/// Numbers, and words of few kinds.
fn is_plain(values: &Values) -> bool {
    match values {
        Values::Integer(_) | Values::Decimal { .. } => true,
        Values::Text(dict) | Values::Boolean { dict, .. } => dict.distinct() <= KINDS,
        Values::Dates(_) | Values::Empty(_) => false,
    }
}

fn cells(out: &mut Writer, values: &Values) {
    let known = |value: i64| if value == NULL_INT { UNKNOWN } else { value };
    match values {
        Values::Empty(n) => {
            out.int(0);
            out.int(0);
            out.ints(*n, &|_| UNKNOWN);
        }
        Values::Integer(ints) => {
            out.int(0);
            out.int(0);
            out.ints(ints.len(), &|i| known(ints.at(i)));
        }
        Values::Decimal { mantissas, scale } => {
            out.int(0);
            out.int(i64::from(*scale));
            out.ints(mantissas.len(), &|i| known(mantissas.at(i)));
        }
        Values::Dates(dates) => {
            out.int(1);
            out.ints(dates.dict.codes.len(), &|i| {
                let at = dates.civil_seconds.get(dates.dict.codes[i] as usize);
                at.map_or(UNKNOWN, |&seconds| known(seconds))
            });
        }
        Values::Text(dict) | Values::Boolean { dict, .. } => {
            out.int(2);
            out.ints(dict.codes.len(), &|i| i64::from(dict.codes[i]));
            out.texts(dict.distinct(), &|i| dict.get(i as u32));
        }
    }
}
