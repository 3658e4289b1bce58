//! Made-up shops whose future is known.

use chart::spec::Lang;
use report::{Block, Document};

use crate::tests::report;

/// A shop that sells more on some weekdays, every day from 2025-09-01 to 2026-03-31, three orders a day.
fn rhythm(scale: i64) -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let first = 20_332; // 2025-09-01, a Monday
    for day in first..=20_543 {
        let weekday = (day + 3) % 7;
        let price = [20, 21, 22, 25, 30, 45, 40][weekday as usize] * scale;
        let date = report::words::iso(day);
        for n in 0..3 {
            let (product, wobble) = [("Mug", 0), ("Tea", 1), ("Cup", 2)][n];
            let price = price + (i64::from(day) * 7 + wobble) % 3 * scale;
            text += &format!(
                "D{day}-{n},{date},C{},{product},1,{price}.00,EUR\n",
                (day * 3 + n as i32) % 97
            );
        }
    }
    text
}

fn section(document: &Document) -> &report::Section {
    document
        .sections
        .iter()
        .find(|s| s.id == "forecast")
        .expect("a forecast")
}

/// The sum ahead as the products' table has it, and that of the last weeks.
fn sums(document: &Document) -> (f64, f64) {
    let table = section(document).blocks.iter().find_map(|b| match b {
        Block::Table(t) if t.id == "forecast-products" => Some(t),
        _ => None,
    });
    let whole = table
        .expect("products")
        .rows
        .last()
        .expect("the whole")
        .clone();
    (whole[2].value.expect("next"), whole[1].value.expect("last"))
}

#[test]
fn a_steady_shop_goes_on() {
    let document = report(&[("orders.csv", &rhythm(1))], Lang::En);
    let (next, last) = sums(&document);
    assert!((next / last - 1.0).abs() < 0.02, "{next} after {last}");
    let finding = document
        .findings
        .iter()
        .find(|f| f.id == "forecast-total")
        .expect("a sum");
    assert!(
        finding.sentence.contains("within the usual ups and downs"),
        "{}",
        finding.sentence
    );
}

#[test]
fn days_that_are_over_are_not_foretold() {
    let (sales, ledger) = crate::tests::read(&[("orders.csv", &rhythm(1))], Lang::En);
    let told = |today: i32, lang: Lang| {
        let request = crate::Request {
            lang,
            today,
            ..crate::Request::default()
        };
        let mut document = sales.clone();
        let judged = crate::Judgements::default();
        crate::Scenarios::new(&ledger, &request, &judged, &mut |_, _| ()).complete(&mut document);
        let finding = document.findings.iter().find(|f| f.id == "forecast-total");
        let finding = finding.expect("a sum").clone();
        let title = section(&document).blocks.iter().find_map(|b| match b {
            Block::Chart(c) if c.spec.id == "forecast-ahead" => Some(c.spec.title.clone()),
            _ => None,
        });
        let products = crate::tests::table(&document, "forecast-products");
        (finding, title.expect("a title"), products.title.clone())
    };
    // The orders end on 31 March; 28 days on is 28 April, 20,571.
    let (ahead, title, _) = told(20_571, Lang::En);
    assert!(ahead.sentence.contains("should bring") && title.contains("is expected"));
    let (over, title, products) = told(20_572, Lang::En);
    assert!(
        over.sentence
            .starts_with("Orders end on 31 Mar 2026, and 1–28 Apr 2026 is over"),
        "{}",
        over.sentence
    );
    assert!(over.action.starts_with("Add the orders"), "{}", over.action);
    assert!(title.contains("was to be expected"), "{title}");
    assert!(products.contains("were to be expected"), "{products}");
    assert_eq!(over.impact, Some(0.0));
    let (over, title, _) = told(20_572, Lang::Zh);
    assert!(over.sentence.contains("已经过去"), "{}", over.sentence);
    assert!(title.contains("本应约为"), "{title}");
}

#[test]
fn parts_add_up_to_the_whole() {
    let document = report(&[("orders.csv", &rhythm(1))], Lang::Zh);
    let table = section(&document).blocks.iter().find_map(|b| match b {
        Block::Table(t) if t.id == "forecast-products" => Some(t),
        _ => None,
    });
    let rows = &table.expect("products").rows;
    let next: Vec<f64> = rows.iter().filter_map(|r| r[2].value).collect();
    let (whole, parts) = next.split_last().expect("rows");
    assert!((whole - parts.iter().sum::<f64>()).abs() < 1e-6 * whole);
}

#[test]
fn postage_has_no_forecast_of_its_own_and_is_in_the_rest() {
    let text = rhythm(1).replace(",Cup,", ",POSTAGE,");
    let document = report(&[("orders.csv", &text)], Lang::En);
    let rows = &crate::tests::table(&document, "forecast-products").rows;
    let names: Vec<&str> = rows.iter().map(|r| r[0].text.as_str()).collect();
    assert!(
        names.contains(&"Mug") && names.contains(&"Tea") && !names.contains(&"POSTAGE"),
        "{names:?}"
    );
    // A third of what was sold of late.
    let last = |at: usize| rows[at][1].value.expect("a sum");
    let share = last(rows.len() - 2) / last(rows.len() - 1);
    assert!((share - 1.0 / 3.0).abs() < 0.01, "{names:?} {share}");
}

#[test]
fn refunds_that_name_no_order_are_said_not_to_be_in_it() {
    let rows = rhythm(1);
    let note = |files: &[(&str, &str)], lang: Lang| -> String {
        let document = report(files, lang);
        let mut notes = section(&document).blocks.iter().filter_map(|b| match b {
            Block::Chart(c) if c.spec.id == "forecast-ahead" => Some(c.spec.note.clone()),
            _ => None,
        });
        notes.next().expect("a forecast")
    };
    let mut refunds = String::from("Refund ID,Customer ID,Refund Date,Refund Amount,Currency\n");
    for n in 0..6 {
        refunds += &format!("R{n},C{n},2026-03-{:02},20.00,EUR\n", n + 1);
    }
    let one: String = refunds.lines().take(2).map(|l| format!("{l}\n")).collect();
    let both = [
        ("orders.csv", rows.as_str()),
        ("refunds.csv", refunds.as_str()),
    ];
    let said = note(&both, Lang::En);
    assert!(
        said.contains("6 refunds name no order (€120 in all) and are taken off neither"),
        "{said}"
    );
    let said = note(&both, Lang::Zh);
    assert!(
        said.contains("另有 6 笔退款没有写明订单（共 €120），过去和预测的净成交额都没有扣除。"),
        "{said}"
    );
    let single = [("orders.csv", rows.as_str()), ("refunds.csv", one.as_str())];
    let said = note(&single, Lang::En);
    assert!(
        said.contains("1 refund names no order (€20 in all) and is taken"),
        "{said}"
    );
    let said = note(&both[..1], Lang::En);
    assert!(!said.contains("refund"), "{said}");
}

#[test]
fn days_weeks_and_products_say_the_same_of_the_same_time() {
    // Some days sell much more, so that forecasts by day and by week differ.
    let mut rows = rhythm(1);
    for day in (20_340..20_540).step_by(11) {
        let date = report::words::iso(day);
        rows += &format!("X{day},{date},C1,Tea,{},37.00,EUR\n", 1 + day % 5);
    }
    let document = report(&[("orders.csv", &rows)], Lang::En);
    let finding = document.findings.iter().find(|f| f.id == "forecast-total");
    let finding = finding.expect("a sum");
    let weeks = section(&document).blocks.iter().find_map(|b| match b {
        Block::Table(t) if t.id == "forecast-weeks" => Some(&t.rows),
        _ => None,
    });
    let weeks: f64 = weeks
        .expect("weeks")
        .iter()
        .filter_map(|r| r[1].value)
        .sum();
    let (next, last) = sums(&document);
    let said = finding.impact.expect("a difference") + last;
    assert!((weeks - said).abs() < 1e-6 * said, "{weeks} {said}");
    assert!((next - said).abs() < 1e-6 * said, "{next} {said}");
    // The interval of the whole is that of the finding.
    let whole = crate::tests::table(&document, "forecast-products")
        .rows
        .last();
    for end in &whole.expect("the whole")[3..5] {
        let end = report::words::amount(end.value.expect("an end"), "EUR", Lang::En);
        assert!(
            finding.sentence.contains(&end),
            "{end} {}",
            finding.sentence
        );
    }
}

#[test]
fn ten_times_the_money_is_ten_times_the_forecast() {
    let (one, _) = sums(&report(&[("orders.csv", &rhythm(1))], Lang::En));
    let (ten, _) = sums(&report(&[("orders.csv", &rhythm(10))], Lang::En));
    assert!((ten / one - 10.0).abs() < 0.01, "{ten} against {one}");
}

#[test]
fn two_weeks_are_not_enough_and_that_is_said() {
    let text: String = rhythm(1)
        .lines()
        .take(1 + 3 * 14)
        .map(|l| format!("{l}\n"))
        .collect();
    let document = report(&[("orders.csv", &text)], Lang::En);
    assert!(document.sections.iter().all(|s| s.id != "forecast"));
    let more = document
        .sections
        .iter()
        .find(|s| s.id == "more")
        .expect("what is missing");
    let said = more.blocks.iter().any(|b| match b {
        Block::Insufficient(i) => i.text.contains("needs 28 days"),
        _ => false,
    });
    assert!(said, "{more:?}");
}

fn tracking(document: &Document) -> &report::Chart {
    let found = section(document).blocks.iter().find_map(|b| match b {
        Block::Chart(c) if c.spec.id == "forecast-tracking" => Some(c),
        _ => None,
    });
    found.expect("a tracking signal")
}

#[test]
fn a_steady_shop_is_not_forecast_wrong_in_one_direction() {
    let document = report(&[("orders.csv", &rhythm(1))], Lang::En);
    let chart = tracking(&document);
    // Errors of a fraction of a percent are nothing to plan by, whichever way they go.
    assert!(
        chart.spec.title.contains("too little to plan by"),
        "{}",
        chart.spec.title
    );
    // Title and note say the same, with the sign of it.
    let note = &chart.spec.note;
    let (_, rest) = note.split_once("mean error is ").expect("a mean error");
    let (bias, _) = rest.split_once(" of what came").expect("a share");
    let signed = format!("mean error of forecasts is {bias} only");
    // What rounds to nothing has no sign.
    assert!(bias == "0%" || bias.starts_with(['+', '−']), "{bias}");
    assert!(chart.spec.title.contains(&signed), "{}", chart.spec.title);
    assert!(document.findings.iter().all(|f| f.id != "forecast-bias"));
    // A line of the signal with the days behind each week, and its limits.
    let weeks = chart.selections.iter().flatten().count();
    assert_eq!(chart.selections.len(), 3 * weeks);
    assert!(weeks >= 6, "{weeks}");
}

#[test]
fn title_and_note_give_the_mean_error_the_same_sign() {
    let mut signs = String::new();
    for every in [5, 8, 9, 11, 13] {
        let mut rows = rhythm(1);
        for day in (20_340..20_540).step_by(every) {
            let date = report::words::iso(day);
            rows += &format!("X{day},{date},C1,Tea,{},37.00,EUR\n", 1 + day % 5);
        }
        let document = report(&[("orders.csv", &rows)], Lang::En);
        let spec = &tracking(&document).spec;
        // A title that says which way forecasts were off needs no sign.
        if spec.title.contains("too low") || spec.title.contains("too high") {
            continue;
        }
        let (_, rest) = spec.note.split_once("mean error is ").expect("an error");
        let (bias, _) = rest.split_once(" of what came").expect("a share");
        let words: Vec<&str> = spec.title.split([' ', ',', '(']).collect();
        assert!(words.contains(&bias), "{bias}: {}", spec.title);
        signs.push_str(bias);
    }
    assert!(signs.contains(['+', '−']), "{signs}");
}

/// Days from 2025-09-01 on that sell twice as much: the 10th of every month.
fn tenths(first: i32, last: i32) -> Vec<i32> {
    let tenth = |day: &i32| report::words::iso(*day).ends_with("-10");
    (first..=last).filter(tenth).collect()
}

/// The row of the table of holidays that begins with a name; empty where there is none.
fn occasion(document: &Document, name: &str) -> Vec<String> {
    let rows = section(document).blocks.iter().find_map(|b| match b {
        Block::Table(t) if t.id == "forecast-days" => Some(&t.rows),
        _ => None,
    });
    let row = rows.into_iter().flatten().find(|r| r[0].text == name);
    row.into_iter().flatten().map(|c| c.text.clone()).collect()
}

#[test]
fn what_past_campaigns_brought_is_expected_of_coming_ones() {
    let days = tenths(20_332, 20_543);
    let rows = rhythm(1);
    let file: Vec<String> = rows
        .lines()
        .flat_map(|row| {
            let tenth = row.split(',').nth(1).is_some_and(|d| d.ends_with("-10"));
            let again = tenth.then(|| row.replacen('D', "E", 1));
            [Some(row.to_owned()), again].into_iter().flatten()
        })
        .collect();
    let (sales, ledger) = crate::tests::read(&[("orders.csv", &file.join("\n"))], Lang::En);
    let told = |days: Vec<i32>| {
        let document = crate::tests::with_campaigns(&sales, &ledger, days);
        let finding = document
            .findings
            .iter()
            .find(|f| f.id == "forecast-holiday");
        let finding = finding.map(|f| f.sentence.clone()).unwrap_or_default();
        (finding, occasion(&document, "Your campaign day"))
    };
    let coming = tenths(20_544, 20_571);
    assert_eq!(coming.len(), 1);
    // A campaign of several days is told whole.
    let three: Vec<i32> = (0..3).map(|k| coming[0] + k).collect();
    let (said, row) = told([days.clone(), three].concat());
    assert!(said.contains("(10–12 Apr 2026)"), "{said}");
    assert_eq!(row.last().map(String::as_str), Some("10–12 Apr 2026"));
    let (said, row) = told([days.clone(), coming].concat());
    assert!(said.starts_with("Around your campaign day"), "{said}");
    let [_, seen, size, next] = row.as_slice() else {
        panic!("{row:?}");
    };
    assert_eq!(seen, &days.len().to_string());
    assert!(
        ["1.7", "1.8", "1.9", "2.0"]
            .iter()
            .any(|t| size.starts_with(t)),
        "{size}"
    );
    assert!(next.contains("10"), "{next}");
    // Twice, drawn a little towards nothing.
    assert!(
        ["1.7 times", "1.8 times", "1.9 times", "2.0 times"]
            .iter()
            .any(|t| said.contains(t)),
        "{said}"
    );
    // One that has passed alone says nothing of the time ahead.
    let (said, row) = told(days);
    assert!(!said.contains("our campaign day"), "{said}");
    assert_eq!(row.last().map(String::as_str), Some("–"));
}

#[test]
fn a_week_far_from_its_days_keeps_the_width_of_its_band() {
    let step = forecast::Step {
        mean: 10.0,
        lo80: 4.0,
        hi80: 30.0,
        lo95: 0.0,
        hi95: 50.0,
    };
    let near = super::brought(step, 12.0);
    assert!((near.mean - 12.0).abs() < 1e-9 && (near.hi80 - 36.0).abs() < 1e-9);
    let far = super::brought(step, 500.0);
    assert_eq!((far.mean, far.lo80, far.hi80), (500.0, 494.0, 520.0));
    let none = super::brought(step, 0.0);
    assert_eq!((none.mean, none.lo80, none.hi80), (0.0, 0.0, 20.0));
}
