//! What customers are worth and who is leaving, as tables and a finding.

use chart::spec::Format;
use report::{Block, DocumentFinding, TableColumn, Tone};

use super::value::{Lacking, Listed, Value};
use super::{Figures, blocks, words};
use crate::parts::{Row, Texts, words as text_cell};
use crate::say::Say;
use crate::scene::Scene;

/// Days from the last order to the report's day after which it is said that the orders are old.
const OLD: i32 = 30;
/// Customers who may be leaving that are worth a finding: two or three are no news in any shop.
const NEWS: usize = 5;

pub(super) fn blocks(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let say = &scene.say;
    let value = match &of.value {
        Ok(value) => value,
        Err(why) => {
            let text = match why {
                Lacking::Few => words::VALUE_NEEDS,
                Lacking::Nothing => words::VALUE_NOTHING,
                Lacking::Unclear => words::VALUE_UNCLEAR,
            };
            let text = say.plain(text).to_owned();
            return vec![Block::Insufficient(say.missing(words::WORTH, text))];
        }
    };
    let mut blocks = vec![best(scene, of, value)];
    blocks.extend(leaving(scene, of, value));
    blocks
}

/// The customers of the highest value.
fn best(scene: &Scene<'_>, of: &Figures, value: &Value) -> Block {
    let say = &scene.say;
    let day = say.day(of.end);
    let title = say.fill(
        words::VALUE_TITLE,
        &[
            ("day", (&day).into()),
            ("sum", (&say.money(value.total.mean)).into()),
            ("lo", (&say.money(value.total.low)).into()),
            ("hi", (&say.money(value.total.high)).into()),
        ],
    );
    let subtitle = say.joined(&[
        say.plain(words::VALUE_SUB).to_owned(),
        say.currency.to_owned(),
    ]);
    let old = match scene.request.today - of.end {
        days if days > OLD => say.fill(words::VALUE_OLD, &[("n", (days as usize).into())]),
        _ => String::new(),
    };
    let paid = if value.paid < 1.0 {
        let share = say.percent(1.0 - value.paid);
        say.fill(words::VALUE_PAID, &[("share", (&share).into())])
    } else {
        String::new()
    };
    let trial = value.trial.map_or(String::new(), |(said, came)| {
        let (said, came) = (say.count(said.round() as usize), say.count(came as usize));
        say.fill(
            words::VALUE_TRIAL,
            &[("said", (&said).into()), ("came", (&came).into())],
        )
    });
    let related = if value.correlation.abs() > 0.3 {
        let r = say.number(value.correlation, 2);
        say.fill(words::VALUE_CORRELATION, &[("r", (&r).into())])
    } else {
        String::new()
    };
    let note = say.sentences(&[
        &say.fill(words::VALUE_NOTE, &[("day", (&day).into())]),
        &old,
        &paid,
        &trial,
        &related,
        &blocks::paid_back(scene, of),
    ]);
    let all = of.buyers.len();
    table(
        scene,
        of,
        value,
        "customers-value",
        (title, subtitle, note),
        &value.best,
        all,
    )
}

/// Those who are probably gone; `None` without any.
fn leaving(scene: &Scene<'_>, of: &Figures, value: &Value) -> Option<Block> {
    let say = &scene.say;
    let n = value.leaving.len();
    if n == 0 {
        return None;
    }
    let (spent, day) = (spent(say, of, value), say.day(of.end));
    let texts = (
        say.fill(
            words::RISK_TITLE,
            &[("n", n.into()), ("sum", (&spent).into())],
        ),
        say.fill(words::RISK_SUB, &[("day", (&day).into())]),
        say.plain(words::RISK_NOTE).to_owned(),
    );
    Some(table(
        scene,
        of,
        value,
        "customers-leaving",
        texts,
        &value.gone,
        n,
    ))
}

/// What those who may be leaving have spent.
fn spent(say: &Say<'_>, of: &Figures, value: &Value) -> String {
    let spent = value.leaving.iter().map(|&i| of.buyers[i].spent());
    say.money(spent.sum::<i64>() as f64)
}

/// Customers with their outlooks, the first of so many.
fn table(
    scene: &Scene<'_>,
    of: &Figures,
    value: &Value,
    id: &str,
    texts: Texts,
    listed: &[Listed],
    all: usize,
) -> Block {
    let say = &scene.say;
    let one = Format::Number { decimals: 1 };
    let row = |listed: &Listed| -> Row {
        let (buyer, outlook) = (&of.buyers[listed.buyer], &value.outlooks[listed.buyer]);
        let label = scene.ledger.customers.get(buyer.code as usize);
        let cells = vec![
            text_cell(label.cloned().unwrap_or_default()),
            say.cell(Some(buyer.days.len() as f64), &Format::Count),
            say.money_cell(Some(buyer.spent() as f64)),
            text_cell(say.day(buyer.last())),
            say.cell(Some(outlook.alive), &Format::Percent),
            say.cell(Some(outlook.purchases), &one),
            say.money_cell(Some(outlook.worth)),
            say.money_cell(Some(listed.interval.0)),
            say.money_cell(Some(listed.interval.1)),
        ];
        (cells, None)
    };
    let columns: Vec<TableColumn> = vec![
        say.words_column(words::CUSTOMER),
        say.column(words::ORDERS, Format::Count),
        say.column(words::SPENT, say.money_format()),
        say.words_column(words::LAST),
        say.bar(words::ALIVE, Format::Percent),
        say.column(words::NEXT, one.clone()),
        say.column(words::WORTH, say.money_format()),
        say.column(words::LO, say.money_format()),
        say.column(words::HI, say.money_format()),
    ];
    let rows: Vec<Row> = listed.iter().map(row).collect();
    let shown = rows.len();
    let mut block = say.table(id, texts, columns, rows, shown);
    if let Block::Table(table) = &mut block {
        table.more = all.saturating_sub(shown);
    }
    block
}

/// That some may be leaving; `None` where they are too few to be news.
pub(super) fn finding(scene: &Scene<'_>, of: &Figures) -> Option<DocumentFinding> {
    let say = &scene.say;
    let value = of.value.as_ref().ok()?;
    let n = value.leaving.len();
    if n < NEWS {
        return None;
    }
    let (sum, day) = (spent(say, of, value), say.day(of.end));
    let texts = [
        say.fill(words::F_RISK, &[("n", n.into()), ("sum", (&sum).into())]),
        say.fill(
            words::F_RISK_SURE,
            &[("n", (&say.count(of.buyers.len())).into())],
        ),
        say.fill(words::F_RISK_WHY, &[("day", (&day).into())]),
        say.plain(words::F_RISK_DO).to_owned(),
    ];
    Some(blocks::finding("customers-leaving", texts, Tone::Bad, None))
}

#[cfg(test)]
mod tests {
    use chart::spec::Lang;
    use predict::Chance;
    use report::Document;

    use super::super::buyers::Buyer;
    use super::super::value::{Lacking, Value, value};
    use crate::tests::{report, table};

    /// Days that are shown of a made-up shop, and days after them.
    const SHOWN: f64 = 730.0;
    const AFTER: f64 = 364.0;

    /// Customers as BG/NBD has them, some of whose purchases are paid back in full; and what each brings net in the
    /// year after, discounted.
    fn made_up(customers: u32, refunded: f64, seed: u64) -> (Vec<Buyer>, Vec<f64>) {
        let mut chance = Chance::new(seed);
        let (mut buyers, mut futures) = (Vec::new(), Vec::new());
        for code in 0..customers {
            let mut at = chance.below(729) as f64;
            let (rate, drop) = (chance.gamma(0.6, 30.0), chance.beta(0.8, 4.0));
            let usual = 5_000.0 * libm::exp(0.5 * chance.normal());
            let mut buyer = Buyer {
                code,
                days: Vec::new(),
                minor: Vec::new(),
            };
            let mut future = 0.0;
            while at < SHOWN + AFTER {
                let paid = usual * chance.gamma(4.0, 4.0) + 1.0;
                let kept = if chance.uniform() < refunded {
                    0.0
                } else {
                    paid
                };
                let (day, minor) = (at as i32, kept as i64);
                if at >= SHOWN {
                    future += kept / libm::pow(1.1, (at - SHOWN) / AFTER);
                } else if buyer.days.last() == Some(&day) {
                    *buyer.minor.last_mut().expect("a purchase") += minor;
                } else {
                    buyer.days.push(day);
                    buyer.minor.push(minor);
                }
                if chance.uniform() < drop {
                    break;
                }
                at += chance.exponential(rate);
            }
            buyers.push(buyer);
            futures.push(future);
        }
        (buyers, futures)
    }

    fn told(buyers: &[Buyer]) -> Value {
        value(buyers, SHOWN as i32 - 1).expect("a value")
    }

    #[test]
    fn value_is_net_of_purchases_that_are_paid_back_in_full() {
        for (customers, refunded, seed) in [
            (800, 0.0, 1),
            (800, 0.1, 2),
            (800, 0.35, 3),
            (800, 0.35, 4),
            (3_000, 0.35, 5),
        ] {
            let (buyers, futures) = made_up(customers, refunded, seed);
            let value = told(&buyers);
            let truth: f64 = futures.iter().sum();
            let total = value.total;
            assert!(
                total.low < truth && truth < total.high,
                "{customers} {refunded}: {truth} of {total:?}"
            );
            assert!((1.0 - value.paid - refunded).abs() < 0.06, "{}", value.paid);
            let within = value.best.iter().filter(|listed| {
                let (low, high) = listed.interval;
                (low..=high).contains(&futures[listed.buyer])
            });
            // 95 of 100 are expected.
            let within = within.count();
            assert!(value.best.len() == 50 && within >= 42, "{within}");
        }
    }

    #[test]
    fn who_first_bought_on_the_last_day_takes_nothing_away() {
        let (mut buyers, _) = made_up(800, 0.0, 6);
        // Nor on the day up to which the trial learns.
        let first = buyers.iter().map(Buyer::first).min().expect("buyers");
        let new = |code: u32, day: i32| Buyer {
            code,
            days: vec![day],
            minor: vec![5_000],
        };
        buyers.push(new(800, 729 - (729 - first) / 4));
        let before = told(&buyers);
        assert!(before.trial.is_some());
        buyers.push(new(801, 729));
        let after = told(&buyers);
        assert!((after.total.mean / before.total.mean - 1.0).abs() < 0.02);
        assert_eq!(after.leaving, before.leaving);
    }

    #[test]
    fn no_clear_answer_is_told_only_where_there_is_none() {
        let (mut buyers, _) = made_up(200, 0.0, 8);
        for buyer in &mut buyers {
            buyer.minor.fill(0);
        }
        assert_eq!(value(&buyers, 729), Err(Lacking::Nothing));
        buyers.truncate(25);
        assert_eq!(value(&buyers, 729), Err(Lacking::Few));
    }

    /// A shop of 150 made-up customers that ends so many days before the day of the reports.
    fn ended(before: i32, lang: Lang) -> Document {
        let (buyers, _) = made_up(150, 0.0, 9);
        let mut text = String::from("Order ID,Order Date,Customer ID,Product,Total,Currency\n");
        for buyer in &buyers {
            for (day, minor) in buyer.days.iter().zip(&buyer.minor) {
                let date = report::words::iso(crate::tests::TODAY - before - 729 + day);
                let (code, euros) = (buyer.code, *minor as f64 / 100.0);
                text += &format!("A{code}-{day},{date},C{code},Mug,{euros:.2},EUR\n");
            }
        }
        // Somebody bought on the last day.
        let last = report::words::iso(crate::tests::TODAY - before);
        text += &format!("Z,{last},Z,Mug,20.00,EUR\n");
        report(&[("orders.csv", &text)], lang)
    }

    #[test]
    fn the_day_that_value_counts_from_is_named() {
        let (new, old) = (ended(0, Lang::En), ended(400, Lang::En));
        let [new, old] = [&new, &old].map(|d| table(d, "customers-value"));
        assert!(
            new.title
                .starts_with("Customers up to 1 Apr 2026 should bring"),
            "{}",
            new.title
        );
        assert!(
            !new.note.contains("before the day of the report"),
            "{}",
            new.note
        );
        assert!(
            old.title
                .starts_with("Customers up to 25 Feb 2025 should bring"),
            "{}",
            old.title
        );
        let told = "The orders end 400 days before the day of the report, and what happened since is not in it";
        assert!(old.note.contains(told), "{}", old.note);
        let zh = ended(400, Lang::Zh);
        let zh = table(&zh, "customers-value");
        assert!(
            zh.note.contains("订单在报告日之前 400 天就结束了"),
            "{}",
            zh.note
        );
    }
}
