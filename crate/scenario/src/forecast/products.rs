//! Products, the rest and the whole, by week: forecasts that add up.

use chart::spec::Format;
use forecast::Step;
use report::words::phrase::{Arg, Phrase, quoted};
use report::{Block, DocumentFinding, TableColumn, Tone};
use shop::Selection;

use super::series::{Product, Series, by_product};
use super::{Ahead, scaled, words};
use crate::parts::{Row, words as text_cell};
use crate::scene::Scene;

/// Products that get a forecast of their own.
const PRODUCTS: usize = 20;
/// Weeks ahead for products.
const WEEKS: usize = 4;
/// Weeks without which products are not forecast.
const NEEDS_WEEKS: usize = 12;

/// A product's weeks ahead, reconciled.
struct Outlook {
    name: Option<String>,
    last: f64,
    next: f64,
    lo: f64,
    hi: f64,
}

/// Products, the rest and the whole, by week; the whole is what is expected of the shop (`total`) in those weeks.
pub(super) fn products(scene: &Scene<'_>, total: &Ahead) -> (Block, Option<DocumentFinding>) {
    let say = &scene.say;
    let has_lines = scene
        .ledger
        .lines
        .product
        .iter()
        .any(|p| *p != ledger::NONE);
    let known = by_product(scene, PRODUCTS).filter(|(products, rest)| {
        has_lines && !products.is_empty() && rest.values.len() >= NEEDS_WEEKS
    });
    let Some((products, rest)) = known else {
        let weeks = scene
            .days
            .map_or(0, |(a, b)| ((b - a + 1) / 7).max(0) as usize);
        let args = [("needs", NEEDS_WEEKS.into()), ("has", weeks.into())];
        let text = say.fill(words::PRODUCTS_NEED, &args);
        let title = say.fill(words::PRODUCTS_TITLE, &[("weeks", WEEKS.into())]);
        let missing = report::Insufficient { title, text };
        return (Block::Insufficient(missing), None);
    };
    let outlooks = reconciled(scene, (&products, &rest), total);
    // These weeks may have passed, or be ahead still, whatever the days ahead are.
    let past = total.series.last() + 7 * (WEEKS as i32) < scene.request.today;
    let finding = moves(scene, &outlooks).filter(|_| !past);
    let money = say.money_format();
    let row = |o: &Outlook, name: &str, selection: Option<Selection>| -> Row {
        let change = (o.last > 0.0).then(|| o.next / o.last - 1.0);
        let sure = o.lo > o.last || o.hi < o.last;
        let mut cell = text_cell(change.map_or(String::new(), report::words::signed));
        cell.value = change;
        cell.tone = change
            .filter(|_| sure)
            .map(|c| if c > 0.0 { Tone::Good } else { Tone::Bad });
        let cells = vec![
            text_cell(name),
            say.cell(Some(o.last), &money),
            say.cell(Some(o.next), &money),
            say.cell(Some(o.lo), &money),
            say.cell(Some(o.hi), &money),
            cell,
        ];
        (cells, selection)
    };
    let rows: Vec<Row> = outlooks
        .iter()
        .enumerate()
        .map(|(i, o)| match &o.name {
            Some(name) => {
                let selection = Selection {
                    products: vec![name.clone()],
                    ..Default::default()
                };
                row(o, name, Some(selection))
            }
            None if i + 1 == outlooks.len() => row(o, say.plain(words::WHOLE), None),
            None => row(o, say.plain(words::OTHERS), None),
        })
        .collect();
    let weeks: [(&str, Arg<'_>); 1] = [("weeks", WEEKS.into())];
    let column = |phrase: Phrase, bar: bool| TableColumn {
        name: say.fill(phrase, &weeks),
        format: Some(money.clone()),
        bar,
    };
    let columns = vec![
        say.words_column(words::PRODUCT),
        column(words::LAST_WEEKS, false),
        column(words::NEXT_WEEKS, false),
        say.column(words::LO80, money.clone()),
        say.column(words::HI80, money.clone()),
        say.column(words::CHANGE, Format::Percent),
    ];
    let title = match past {
        true => words::PRODUCTS_TITLE_PAST,
        false => words::PRODUCTS_TITLE,
    };
    let texts = (
        say.fill(title, &weeks),
        say.joined(&[
            say.fill(words::PRODUCTS_SUB, &weeks),
            say.currency.to_owned(),
        ]),
        say.plain(words::PRODUCTS_NOTE).to_owned(),
    );
    let most = rows.len();
    (
        say.table("forecast-products", texts, columns, rows, most),
        finding,
    )
}

/// Forecasts of the products, the rest and the whole that add up: parts are scaled to the whole, week by week, in
/// proportion to their own forecasts. (MinT was tried: it moves those most that were most wrong, and gives a holiday's
/// product sales after the holiday.) Where they differ twofold, the whole is the sum of the parts instead.
///
/// The sums over the weeks carry intervals as if the errors of weeks were the same error, which they seldom are: too
/// wide rather than too narrow. That of the whole is the shop's own, where it is of the same weeks.
///
/// # Source
/// Forecast proportions: Athanasopoulos, Ahmed & Hyndman 2009, §3.3.
fn reconciled(
    scene: &Scene<'_>,
    (products, rest): (&[Product], &Series),
    total: &Ahead,
) -> Vec<Outlook> {
    let options = &scene.request.forecast;
    let mut whole = rest.clone();
    for product in products {
        for (sum, value) in whole.values.iter_mut().zip(&product.weeks.values) {
            *sum += value;
        }
    }
    let each: Vec<&Series> = products
        .iter()
        .map(|p| &p.weeks)
        .chain([rest, &whole])
        .collect();
    let nothing = Step {
        mean: 0.0,
        lo80: 0.0,
        hi80: 0.0,
        lo95: 0.0,
        hi95: 0.0,
    };
    let mut steps: Vec<Vec<Step>> = each
        .iter()
        .map(|series| {
            let days = (WEEKS * 7) as u32;
            let ahead = Ahead::of((*series).clone(), days, options, scene.say.currency);
            ahead.map_or(vec![nothing; WEEKS], |a| a.forecast.steps)
        })
        .collect();
    let root = each.len() - 1;
    total.bring(&mut steps[root]);
    for k in 0..WEEKS {
        let parts: f64 = steps[..root].iter().map(|s| s[k].mean).sum();
        let factor = steps[root][k].mean / parts;
        if super::ALIKE.contains(&factor) {
            for part in &mut steps[..root] {
                part[k] = scaled(part[k], factor);
            }
        } else {
            let sum = |of: fn(&Step) -> f64| steps[..root].iter().map(|s| of(&s[k])).sum();
            steps[root][k] = Step {
                mean: parts,
                lo80: sum(|s| s.lo80),
                hi80: sum(|s| s.hi80),
                lo95: sum(|s| s.lo95),
                hi95: sum(|s| s.hi95),
            };
        }
    }
    let mut outlooks: Vec<Outlook> = each
        .iter()
        .zip(&steps)
        .enumerate()
        .map(|(i, (series, steps))| {
            let from = series.values.len().saturating_sub(WEEKS);
            Outlook {
                name: products.get(i).map(|p| p.name.clone()),
                last: series.values[from..].iter().sum(),
                next: steps.iter().map(|s| s.mean).sum(),
                lo: steps.iter().map(|s| s.lo80).sum(),
                hi: steps.iter().map(|s| s.hi80).sum(),
            }
        })
        .collect();
    let (mean, interval) = total.total();
    if let (Some((lo, hi)), Some(whole)) = (interval, outlooks.last_mut())
        && (whole.next - mean).abs() <= 1e-9 * mean
    {
        (whole.lo, whole.hi) = (lo, hi);
    }
    table::order::sort_by(&mut outlooks[..products.len()], |a, b| {
        b.next.total_cmp(&a.next).then_with(|| a.name.cmp(&b.name))
    });
    outlooks
}

/// The product that is expected to move most money beyond its interval.
fn moves(scene: &Scene<'_>, outlooks: &[Outlook]) -> Option<DocumentFinding> {
    let say = &scene.say;
    let (of, name) = outlooks
        .iter()
        .filter_map(|o| o.name.as_ref().map(|name| (o, name)))
        .filter(|(o, _)| o.last > 0.0 && (o.lo > o.last || o.hi < o.last))
        .max_by(|(a, an), (b, bn)| {
            let size = |o: &Outlook| (o.next - o.last).abs();
            size(a).total_cmp(&size(b)).then_with(|| bn.cmp(an))
        })?;
    let up = of.next > of.last;
    let weeks = ("weeks", Arg::from(WEEKS));
    let sure = if up {
        say.fill(
            words::RISER_SURE,
            &[("lo", (&say.amount(of.lo)).into()), weeks],
        )
    } else {
        say.fill(
            words::FALLER_SURE,
            &[("hi", (&say.amount(of.hi)).into()), weeks],
        )
    };
    Some(DocumentFinding {
        id: "forecast-product".into(),
        sentence: say.fill(
            words::RISER,
            &[
                ("name", (&quoted(name, say.lang)).into()),
                ("next", (&say.amount(of.next)).into()),
                ("last", (&say.amount(of.last)).into()),
                (
                    "change",
                    (&report::words::signed(of.next / of.last - 1.0)).into(),
                ),
                weeks,
            ],
        ),
        certainty: sure,
        why: say.plain(words::RISER_WHY).to_owned(),
        action: say
            .plain(if up {
                words::RISER_DO
            } else {
                words::FALLER_DO
            })
            .to_owned(),
        tone: if up { Tone::Good } else { Tone::Bad },
        impact: Some(of.next - of.last),
        spark: Vec::new(),
        section: "forecast".into(),
        selection: Some(Selection {
            products: vec![name.clone()],
            ..Default::default()
        }),
    })
}
