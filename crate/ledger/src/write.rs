//! A shop and its tables to a ledger's bytes.

use std::collections::BTreeMap;

use shop::{
    Amounts, BuildOptions, Dataset, Dimension, Recognition, Role, Selection, Shop, amounts,
    none_left, says_none_left,
};
use table::{Column, NULL_INT, Table, Values};

use crate::wire::Writer;
use crate::{PERSONAL, UNKNOWN};

/// Distinct texts of a column without a role: more may be names of somebody.
const KINDS: usize = 50;

/// What a merchant's files tell, in one currency and within a filter (whose days are not looked at: what comes
/// next cannot be told from a month alone).
///
/// `currency` is a code into [`Shop::currencies`]; tables, recognitions and options are those that the shop was built
/// from. Amounts of the other files are converted with the merchant's rates, as those of the orders are.
pub fn write(
    shop: &Shop,
    currency: u8,
    filter: &Selection,
    tables: &[&Table],
    recognitions: &[Recognition],
    options: &BuildOptions,
) -> Vec<u8> {
    let mut filter = filter.clone();
    // A range that nothing lies in stands for a filter that nothing passes.
    filter.days = filter.days.filter(|(first, last)| first > last);
    filter.currency = None;
    let mask = filter.resolve(shop);
    let others = Selection {
        products: Vec::new(),
        categories: Vec::new(),
        ..filter.clone()
    };
    let scope = match Selection::default() {
        all if filter == all => 0,
        all if others == all => 1,
        _ => 2,
    };
    let known = (0..shop.orders.day.len()).filter(|&i| shop.orders.currency[i] == currency);
    let last_day = known.map(|i| shop.orders.day[i]).max();
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
    out.int(scope);
    out.int(i64::from(last_day.unwrap_or(i32::MIN)));
    let o = &shop.orders;
    let n = orders.len();
    out.ints(n, &|i| i64::from(o.day[orders[i]]));
    out.ints(n, &|i| i64::from(o.hour[orders[i]]));
    out.ints(n, &|i| i64::from(o.customer[orders[i]]));
    out.ints(n, &|i| i64::from(o.channel[orders[i]]));
    // A filter by product lets a part of an order pass, and with it that part of the discount.
    out.ints(n, &|i| {
        let (discount, whole) = (o.discount_minor[orders[i]], o.gross_minor[orders[i]]);
        let kept = &lines[first_line[i]..first_line[i + 1]];
        let kept: i64 = kept.iter().map(|&l| shop.lines.revenue_minor.at(l)).sum();
        match kept == whole || whole == 0 {
            true => discount,
            false => (i128::from(discount) * i128::from(kept) / i128::from(whole)) as i64,
        }
    });
    out.ints(n, &|i| i64::from(o.discount_code[orders[i]]));
    out.ints(first_line.len(), &|i| first_line[i] as i64);
    let l = &shop.lines;
    let n = lines.len();
    out.ints(n, &|i| i64::from(l.product[lines[i]]));
    out.ints(n, &|i| l.quantity_milli.at(lines[i]));
    out.ints(n, &|i| l.revenue_minor.at(lines[i]));
    out.ints(n, &|i| l.refund_minor.at(lines[i]));
    let (variants, names_of_variants) = variants(shop, &lines, tables, recognitions);
    out.ints(n, &|i| i64::from(variants[i]));
    out.texts(names_of_variants.len(), &|i| Some(&names_of_variants[i]));
    let costs = costs(shop, &orders, &first_line, &lines, tables, recognitions);
    out.ints(costs.len(), &|i| costs[i]);
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
    let mut options = options.clone();
    let target = options.rates.as_ref().map(|rates| rates.target.as_str());
    // Rates lead to one currency only.
    if totals.is_some_and(|own| target != Some(own.currency.as_str())) {
        options.rates = None;
    }
    out.count(others.len());
    for index in others {
        let (table, recognition) = (tables[index], &recognitions[index]);
        let dataset = key(recognition).unwrap_or_default();
        let amounts = amounts(table, recognition, &options);
        frame(&mut out, index, table, recognition, dataset, &amounts);
    }
    out.bytes
}

/// One table whatever it holds, with all its columns ([`crate::Frame::read`]); those that identify persons keep
/// their names and lose their cells.
pub fn write_table(index: usize, table: &Table, recognition: &Recognition) -> Vec<u8> {
    let mut out = Writer::new();
    frame(&mut out, index, table, recognition, "", &Amounts::default());
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

/// Headers of columns that are one option of a variant each.
const OPTIONS: [&str; 7] = [
    "color",
    "colour",
    "size",
    "颜色",
    "颜色分类",
    "尺码",
    "尺寸",
];

/// Headers of columns of products that tell what a product is made of.
const MATERIALS: [&str; 9] = [
    "material",
    "materials",
    "fabric",
    "材质",
    "面料",
    "材料",
    "面料材质",
    "材质成分",
    "主要材质",
];

/// Whether a column tells what products are made of.
fn is_material(column: &Column) -> bool {
    let name = column.name.trim().to_lowercase();
    MATERIALS.contains(&name.as_str()) && matches!(column.values, Values::Text(_))
}

/// A code for the variant of each line, as its row writes it, and their texts: `M`, `Colour:Red;Size:M`.
fn variants(
    shop: &Shop,
    lines: &[usize],
    tables: &[&Table],
    recognitions: &[Recognition],
) -> (Vec<u32>, Vec<String>) {
    // By table: the columns that tell it, and whether the header is part of what they tell.
    let mut told: Vec<Vec<(usize, bool)>> = Vec::new();
    for (table, recognition) in tables.iter().zip(recognitions) {
        let columns = table.columns.iter().zip(&recognition.columns).enumerate();
        let of = columns.filter_map(|(at, (column, known))| {
            let is_option = OPTIONS.contains(&column.name.trim().to_lowercase().as_str());
            let is_variant = match known.role {
                Some(role) => role == Role::Variant,
                None => is_option,
            };
            (is_variant && !known.personal).then_some((at, is_option))
        });
        told.push(of.collect());
    }
    let mut codes = Vec::with_capacity(lines.len());
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut texts = Vec::new();
    for &line in lines {
        let at = shop.lines.source.at(line);
        let table = usize::from(at.table);
        let mut text = String::new();
        for &(column, named) in told.get(table).into_iter().flatten() {
            let column = &tables[table].columns[column];
            if let Some(cell) = column.cell(at.row as usize) {
                if !text.is_empty() {
                    text.push(';');
                }
                if named {
                    text += column.name.trim();
                    text.push(':');
                }
                text += &cell;
            }
        }
        if text.is_empty() {
            codes.push(shop::NONE);
            continue;
        }
        let code = *known.entry(text).or_insert_with_key(|text| {
            texts.push(text.clone());
            texts.len() as u32 - 1
        });
        codes.push(code);
    }
    (codes, texts)
}

/// What a line's goods cost, in millionths of what was charged for them, 0 = not known; empty where no table tells costs or
/// profits. A share, since rows may be in another currency than the ledger; so nothing is told of what a discount was given on.
fn costs(
    shop: &Shop,
    orders: &[usize],
    first_line: &[usize],
    lines: &[usize],
    tables: &[&Table],
    recognitions: &[Recognition],
) -> Vec<i64> {
    let mut shares = Vec::new();
    let tells = |r: &Recognition| {
        r.column(Role::UnitCost)
            .or(r.column(Role::Profit))
            .is_some()
    };
    if !recognitions.iter().any(tells) {
        return shares;
    }
    // Whether costs are rather of whole lines than of pieces: what pieces would cost is more than was charged.
    let mut whole = vec![0; tables.len()];
    for decided in [false, true] {
        for (nth, &order) in orders.iter().enumerate() {
            for &line in &lines[first_line[nth]..first_line[nth + 1]] {
                let at = shop.lines.source.at(line);
                let table = usize::from(at.table);
                let cell = |role| number(tables[table], recognitions[table].column(role), at.row);
                let pieces = cell(Role::Quantity);
                let pieces = if pieces.is_nan() { 1.0 } else { pieces };
                let mut total = cell(Role::LineTotal);
                if total.is_nan() {
                    total = cell(Role::UnitPrice) * pieces;
                }
                let cost = cell(Role::UnitCost);
                if !decided {
                    if pieces > 1.0 && cost <= total {
                        whole[table] += if cost * pieces > total { 1 } else { -1 };
                    }
                    continue;
                }
                let mut spent = total - cell(Role::Profit);
                if spent.is_nan() {
                    spent = if whole[table] > 0 {
                        cost
                    } else {
                        cost * pieces
                    };
                }
                let discount = cell(Role::LineDiscount);
                let plain = shop.orders.discount_minor[order] == 0
                    && (discount.is_nan() || discount == 0.0);
                let share = spent / total * 1e6;
                shares.push(if plain && share > 0.0 && share < 1e7 {
                    share as i64
                } else {
                    0
                });
            }
        }
    }
    shares
}

/// A number of a table; NaN where there is none.
fn number(table: &Table, column: Option<usize>, row: u32) -> f64 {
    let (mantissas, mut scale) = match column.map(|c| &table.columns[c].values) {
        Some(Values::Integer(ints)) => (ints, 0),
        Some(Values::Decimal { mantissas, scale }) => (mantissas, *scale),
        _ => return f64::NAN,
    };
    let mantissa = mantissas.at(row as usize);
    if mantissa == NULL_INT {
        return f64::NAN;
    }
    let mut value = mantissa as f64;
    while scale > 0 {
        value /= 10.0;
        scale -= 1;
    }
    value
}

fn names(out: &mut Writer, dimension: &Dimension) {
    out.texts(dimension.len(), &|i| Some(dimension.name(i as u32)));
}

/// Without a dataset: all columns.
fn frame(
    out: &mut Writer,
    index: usize,
    table: &Table,
    recognition: &Recognition,
    dataset: &str,
    amounts: &Amounts,
) {
    out.count(index);
    out.text(dataset);
    out.text(recognition.platform.as_deref().unwrap_or_default());
    out.text(&table.file);
    out.count(table.rows);
    out.count(amounts.converted.len());
    for (code, rows) in &amounts.converted {
        out.text(code);
        out.count(rows.len());
    }
    let all = dataset.is_empty();
    // Channels of a wide table, what customers of a list were like and did, and whom versions of a page were shown to
    // have no role; nor has what products are made of.
    let counts = |role| recognition.column(role).is_some();
    let tests = counts(Role::Variant) && (counts(Role::Visitors) || counts(Role::Sessions));
    let whole = matches!(dataset, "ads" | "customers" | "lists") || dataset == "events" && tests;
    let goods = matches!(dataset, "products" | "stock");
    let known: Vec<usize> = (0..table.columns.len().min(recognition.columns.len()))
        .filter(|&c| {
            let column = &recognition.columns[c];
            // A customer's id may be an address; within a frame it only has to be told apart from others.
            let told = column.role.is_some()
                || whole && is_plain(&table.columns[c].values)
                || goods && is_material(&table.columns[c]);
            all || told && !column.personal
        })
        .collect();
    // What rows are in stands in the column for it, or in one that is added.
    let by_row = recognition.column(Role::Currency);
    let by_row = by_row.filter(|c| known.contains(c));
    let added = amounts.coins.as_ref().filter(|_| by_row.is_none());
    out.count(known.len() + usize::from(added.is_some()));
    for c in known {
        let (column, known) = (&table.columns[c], &recognition.columns[c]);
        let amount = amounts.column(c);
        let sign = column.currencies.first();
        let sign = sign.map_or("", |(sign, _)| sign.as_str());
        let role = known.role.map_or("", |role| role.key());
        out.text(if known.personal { PERSONAL } else { role });
        out.text(&column.name);
        out.text(amount.map_or(sign, |amount| amount.currency.as_str()));
        out.int(i64::from(column.percent));
        let converted = amount.and_then(|amount| amount.numbers.as_ref());
        match (&amounts.coins, converted) {
            _ if known.personal => persons(out, column, known.role),
            (Some(coins), _) if by_row == Some(c) => words(out, coins),
            (_, Some((numbers, digits))) => {
                out.int(0);
                out.int(i64::from(*digits));
                out.ints(numbers.len(), &|i| known_number(numbers[i]));
            }
            _ if !all => stock(out, column, known.role),
            _ => cells(out, &column.values),
        }
    }
    if let Some(coins) = added {
        out.text(Role::Currency.key());
        out.text("");
        out.text("");
        out.int(0);
        words(out, coins);
    }
}

/// Which rows name the same person, and nothing of who it is.
fn persons(out: &mut Writer, column: &Column, role: Option<Role>) {
    let names_one = matches!(
        role,
        Some(Role::CustomerId | Role::CustomerName | Role::Email | Role::Phone)
    );
    match &column.values {
        Values::Text(dict) if names_one => {
            out.int(2);
            out.ints(dict.codes.len(), &|i| i64::from(dict.codes[i]));
            out.texts(0, &|_| None);
        }
        values => cells(out, &Values::Empty(values.len())),
    }
}

fn known_number(value: i64) -> i64 {
    if value == NULL_INT { UNKNOWN } else { value }
}

/// Words as codes and their texts.
fn words(out: &mut Writer, (codes, texts): &(Vec<u32>, Vec<String>)) {
    out.int(2);
    out.ints(codes.len(), &|i| i64::from(codes[i]));
    out.texts(texts.len(), &|i| Some(&texts[i]));
}

/// The cells of a column; in one of stock what says that nothing is left is nought.
fn stock(out: &mut Writer, column: &Column, role: Option<Role>) {
    let none = none_left(column, role);
    let (ints, scale) = match &column.values {
        Values::Integer(ints) if !none.is_empty() => (ints, 0),
        Values::Decimal { mantissas, scale } if !none.is_empty() => (mantissas, *scale),
        Values::Text(dict) if !none.is_empty() => {
            out.int(2);
            out.ints(dict.codes.len(), &|i| i64::from(dict.codes[i]));
            out.texts(dict.distinct(), &|i| {
                let text = dict.get(i as u32)?;
                Some(if says_none_left(text) { "0" } else { text })
            });
            return;
        }
        values => {
            cells(out, values);
            return;
        }
    };
    out.int(0);
    out.int(i64::from(scale));
    out.ints(ints.len(), &|i| match none.binary_search(&(i as u32)) {
        Ok(_) => 0,
        Err(_) => known_number(ints.at(i)),
    });
}

/// Numbers, times, and words of few kinds.
fn is_plain(values: &Values) -> bool {
    match values {
        Values::Integer(_) | Values::Decimal { .. } => true,
        Values::Text(dict) | Values::Boolean { dict, .. } => dict.distinct() <= KINDS,
        Values::Dates(_) => true,
        Values::Empty(_) => false,
    }
}

fn cells(out: &mut Writer, values: &Values) {
    match values {
        Values::Empty(n) => {
            out.int(0);
            out.int(0);
            out.ints(*n, &|_| UNKNOWN);
        }
        Values::Integer(ints) => {
            out.int(0);
            out.int(0);
            out.ints(ints.len(), &|i| known_number(ints.at(i)));
        }
        Values::Decimal { mantissas, scale } => {
            out.int(0);
            out.int(i64::from(*scale));
            out.ints(mantissas.len(), &|i| known_number(mantissas.at(i)));
        }
        Values::Dates(dates) => {
            out.int(1);
            out.ints(dates.dict.codes.len(), &|i| {
                let at = dates.civil_seconds.get(dates.dict.codes[i] as usize);
                at.map_or(UNKNOWN, |&seconds| known_number(seconds))
            });
        }
        Values::Text(dict) | Values::Boolean { dict, .. } => {
            out.int(2);
            out.ints(dict.codes.len(), &|i| i64::from(dict.codes[i]));
            out.texts(dict.distinct(), &|i| dict.get(i as u32));
        }
    }
}
