//! Made-up shops in which who buys again is known.

use chart::spec::Lang;
use ledger::Ledger;
use predict::{Chance, log_odds, roc_auc};

use super::super::buyers::{Buyer, buyers};
use super::*;
use crate::Request;
use crate::tests::{TODAY, read, report, table};

/// A shop of 900 customers over three years who leave after a purchase with a chance of their own. They come as BG/NBD
/// has it, or, where they have a rhythm, every 40 to 180 days.
fn shop(rhythm: bool) -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let mut chance = Chance::new(12);
    for customer in 0..900 {
        let mut at = 19_450.0 + 1_090.0 * chance.uniform();
        let (rate, drop) = (chance.gamma(1.5, 60.0), chance.beta(0.8, 5.0));
        let pace = 40.0 + 140.0 * chance.uniform();
        let mut k = 0;
        while at < 20_541.0 {
            let date = report::words::iso(at as i32);
            let price = 20 + chance.below(20);
            text += &format!("O{customer}-{k},{date},C{customer},Mug,1,{price}.00,EUR\n");
            if chance.uniform() < drop {
                break;
            }
            at += match rhythm {
                true => pace * (0.95 + 0.1 * chance.uniform()),
                false => 1.0 + chance.exponential(rate),
            };
            k += 1;
        }
    }
    // Somebody buys on the last day.
    let last = report::words::iso(20_540);
    text + &format!("Z,{last},Z,Mug,1,20.00,EUR\n")
}

fn ledger(text: &str) -> Ledger {
    read(&[("orders.csv", text)], Lang::En).1
}

fn request() -> Request {
    Request {
        lang: Lang::En,
        today: TODAY,
        ..Request::default()
    }
}

#[test]
fn what_bg_nbd_does_not_see_makes_the_model_better() {
    let (ledger, request) = (ledger(&shop(true)), request());
    let scene = Scene::new(&ledger, &request);
    let buyers = buyers(&scene);
    let Ok(again) = again(&scene, &buyers, 20_540, 45.0) else {
        panic!("thin");
    };
    assert_eq!((again.days, again.cuts), (45, [20_450, 20_495]));
    let better = again.better.expect("a rival");
    assert!(better.low > 0.0 && again.auc.value > 0.9, "{better:?}");
    assert!(again.evaluation.calibration_error < 0.08);
    let next = again.next.expect("lists");
    assert!(!next.risk.is_empty() && next.likely.len() == LISTED);
    // What is named adds up to the probability.
    for told in next.likely.iter().chain(&next.risk) {
        let sum = next.base + told.adds.iter().sum::<f64>();
        assert!((sum - log_odds(told.probability)).abs() < 1e-6);
    }
    assert!(next.likely[0].probability > 0.5);
    let fell = |told: &Told| {
        told.before
            .is_some_and(|b| b > 2.0 * told.probability && b > 0.2)
    };
    assert!(next.risk.iter().all(fell));
    // The dearer it is to miss somebody, the more are picked, and found.
    for pair in again.costs.windows(2) {
        assert!(pair[0].threshold >= pair[1].threshold && pair[0].found <= pair[1].found);
    }
}

#[test]
fn the_report_says_how_well_and_why() {
    let text = shop(true);
    let document = report(&[("orders.csv", &text)], Lang::En);
    let trial = table(&document, "customers-again");
    assert!(
        trial.title.contains("better than BG/NBD"),
        "{}",
        trial.title
    );
    assert_eq!(trial.rows.len(), 4);
    let likely = table(&document, "customers-likely");
    assert_eq!((likely.rows.len(), likely.more), (20, 881));
    let because = &likely.rows[0][6].text;
    assert!(
        because.contains("the rest (") && because.contains('+'),
        "{because}"
    );
    assert!(
        table(&document, "customers-unlikely")
            .title
            .contains("less than half as likely")
    );
    let zh = report(&[("orders.csv", &text)], Lang::Zh);
    let because = &table(&zh, "customers-likely").rows[0][6].text;
    assert!(because.contains("其余（"), "{because}");
    // The rows' order changes nothing.
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let other = report(&[("orders.csv", &lines.join("\n"))], Lang::En);
    assert_eq!(table(&other, "customers-again"), trial);
}

#[test]
fn what_bg_nbd_sees_too_is_no_better_and_that_is_said() {
    let document = report(&[("orders.csv", &shop(false))], Lang::En);
    let trial = table(&document, "customers-again");
    assert!(
        trial.title.contains("no better than by BG/NBD"),
        "{}",
        trial.title
    );
}

#[test]
fn thin_and_patternless_histories_are_told() {
    let request = request();
    let told = |buyers: &[Buyer], gap: f64| {
        let ledger = Ledger {
            customers: (0..buyers.len()).map(|n| format!("C{n}")).collect(),
            ..Ledger::default()
        };
        again(&Scene::new(&ledger, &request), buyers, 20_540, gap)
            .map(|a| (a.auc, a.next.is_some()))
    };
    let buyer = |code: i32, days: Vec<i32>| Buyer {
        code: code as u32,
        minor: vec![2_000; days.len()],
        days,
    };
    let short: Vec<Buyer> = (0..99).map(|c| buyer(c, vec![20_500])).collect();
    let lacking = Lacking::Days {
        needs: 180,
        has: 41,
    };
    assert_eq!(told(&short, 60.0).err(), Some(lacking));
    let once: Vec<Buyer> = (0..99).map(|c| buyer(c, vec![20_000 + c])).collect();
    let lacking = Lacking::Customers { days: 30, has: 0 };
    assert_eq!(told(&once, 5.0).err(), Some(lacking));
    // Everybody bought before, and a third at random in each of the next spans.
    let mut chance = Chance::new(4);
    let mut random = |first: i32| -> Vec<Buyer> {
        let one = |c: i32| {
            let mut days = vec![20_300 + c % first];
            let spans = (0..2).filter(|_| chance.uniform() < 0.3);
            days.extend(spans.map(|k| 20_490 + 30 * k));
            buyer(c, days)
        };
        (0..600).map(one).collect()
    };
    let (same, random) = (random(1), random(97));
    assert_eq!(told(&same, 30.0).err(), Some(Lacking::Difference));
    let (auc, lists) = told(&random, 30.0).expect("a trial");
    assert!(auc.low <= 0.5 && !lists, "{auc:?}");
}

#[test]
fn a_day_knows_nothing_of_later_ones() {
    let (ledger, request) = (ledger(&shop(true)), request());
    let scene = Scene::new(&ledger, &request);
    let all = buyers(&scene);
    let early = Request {
        today: 20_400,
        ..request.clone()
    };
    let early_scene = Scene::new(&ledger, &early);
    let before = buyers(&early_scene);
    let (now, then) = (histories(&scene, &all), histories(&early_scene, &before));
    let facts = |h: &History<'_>| h.facts(20_400).map(|f| f.map(f64::to_bits));
    let mut compared = 0;
    for history in &now {
        let other = then.iter().find(|h| h.buyer.code == history.buyer.code);
        assert_eq!(facts(history), other.and_then(facts));
        compared += usize::from(other.is_some());
    }
    assert!(compared > 300);
    let late = now.iter().filter(|h| h.buys(20_400, 45)).count();
    assert!(late > 100 && then.iter().all(|h| !h.buys(20_400, 45)));
}

#[test]
fn the_difference_of_two_areas_has_the_interval_of_delong() {
    let labels = [true, true, true, true, false, false, false, false, false];
    let a = [0.9, 0.8, 0.4, 0.7, 0.5, 0.3, 0.2, 0.1, 0.6];
    let b = [0.6, 0.9, 0.2, 0.4, 0.4, 0.5, 0.3, 0.1, 0.7];
    let found = difference(&a, &b, &labels).expect("both classes");
    let area = |scores: &[f64]| roc_auc(scores, &labels).expect("both classes");
    assert!((found.value - (area(&a) - area(&b))).abs() < 1e-12);
    // By numpy, from the covariances of the placements.
    assert!(
        (found.high - found.value - 0.292_635_723).abs() < 1e-6,
        "{found:?}"
    );
    let same = difference(&a, &a, &labels).expect("both classes");
    assert_eq!((same.value, same.low, same.high), (0.0, 0.0, 0.0));
    assert!(difference(&a[..2], &b[..2], &labels[..2]).is_none());
}
