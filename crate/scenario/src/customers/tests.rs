//! Made-up customers whose kinds and months are known.

use chart::spec::{Lang, Plot};
use predict::SurvivalStep;
use report::Block;

use super::buyers::{
    Buyer, Lately, PaidBack, Segment, cohorts, day_of, fresh_days, month_of, pay_back, quintiles,
    segment,
};
use crate::refunds::Apart;
use crate::tests::{report, table};

fn buyer(code: u32, days: &[i32], each: i64) -> Buyer {
    Buyer {
        code,
        days: days.to_vec(),
        minor: vec![each; days.len()],
    }
}

#[test]
fn equal_customers_are_of_one_kind_whatever_their_order() {
    let same: Vec<Buyer> = (0..10).map(|c| buyer(c, &[20_000], 500)).collect();
    let ranks = quintiles(&same);
    assert!(ranks.iter().all(|q| *q == ranks[0]), "{ranks:?}");
}

#[test]
fn kinds_are_what_merchants_mean() {
    let mut all: Vec<Buyer> = (0..80)
        .map(|c| buyer(c, &[19_800 + c as i32], 1_000))
        .collect();
    all.push(buyer(90, &[19_700, 19_800, 19_900, 19_990], 9_000));
    all.push(buyer(91, &[19_500, 19_520, 19_540, 19_560], 9_000));
    all.push(buyer(92, &[19_995], 1_000));
    let lately = Lately {
        once: 60,
        times: 1.5,
        gap: 60.0,
    };
    let kinds: Vec<Segment> = all
        .iter()
        .zip(quintiles(&all))
        .map(|(b, q)| segment(b, q, 20_000 - b.last(), lately))
        .collect();
    assert_eq!(
        kinds[80..],
        [Segment::Champions, Segment::AtRisk, Segment::New]
    );
    assert_eq!(kinds[0], Segment::Dormant);
}

#[test]
fn who_bought_once_half_a_year_ago_is_not_new() {
    let step = |time: f64, survival: f64| SurvivalStep {
        time,
        survival,
        low: survival,
        high: survival,
        at_risk: 100,
        ended: 10,
    };
    // Half come back; nine tenths of them are at 0.55.
    let second = [step(5.0, 0.9), step(40.5, 0.55), step(200.0, 0.5)];
    assert_eq!(fresh_days(&second), 41);
    assert_eq!(fresh_days(&second[..1]), 30);
    assert_eq!(fresh_days(&[step(10.0, 0.9), step(300.0, 0.5)]), 90);
    assert_eq!(fresh_days(&[]), 30);
    let (once, twice) = (buyer(0, &[19_800], 500), buyer(1, &[19_790, 19_800], 500));
    let lately = Lately {
        once: 41,
        times: 1.5,
        gap: 50.0,
    };
    // On the last day on which nobody is overdue, and on the next: for two purchases 1.5 × (10 + 2 × 50) / 3 = 55.
    for (of, ranks, days, fresh, stale) in [
        (&once, [5, 2, 3], 41, Segment::New, Segment::Dormant),
        (&once, [4, 2, 5], 41, Segment::New, Segment::AtRisk),
        (&once, [1, 2, 3], 41, Segment::New, Segment::Dormant),
        (&twice, [3, 3, 3], 55, Segment::Promising, Segment::Dormant),
        (&twice, [4, 4, 5], 55, Segment::Champions, Segment::AtRisk),
        (&twice, [3, 4, 2], 55, Segment::Loyal, Segment::AtRisk),
        (&twice, [1, 5, 5], 55, Segment::Loyal, Segment::AtRisk),
    ] {
        let got = [days, days + 1].map(|since| segment(of, ranks, since, lately));
        assert_eq!(got, [fresh, stale], "{ranks:?}");
    }
    // Everybody bought once, in the same month, half a year before the last order.
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..60 {
        let date = report::words::iso(20_340 + customer % 30);
        text += &format!("O{customer},{date},C{customer},Mug,1,20.00,EUR\n");
    }
    for (n, day) in [20_345, 20_400, 20_450, 20_500, 20_540].iter().enumerate() {
        let date = report::words::iso(*day);
        text += &format!("R{n},{date},R,Mug,1,20.00,EUR\n");
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let rows = &table(&document, "customers-rfm").rows;
    assert!(
        rows.iter()
            .all(|r| r[0].text != "New" && r[0].text != "Promising"),
        "{rows:?}"
    );
    let all: f64 = rows.iter().filter_map(|r| r[1].value).sum();
    assert_eq!(all, 61.0);
}

/// A buyer with these days between purchases, the last of them on a day.
fn paced(code: u32, gaps: &[i32], last: i32) -> Buyer {
    let mut days = vec![last];
    for gap in gaps.iter().rev() {
        days.push(days[days.len() - 1] - gap);
    }
    days.reverse();
    buyer(code, &days, 500)
}

#[test]
fn who_is_overdue_hangs_on_how_far_gaps_stray_from_the_usual_one() {
    let lately = |all: &[Buyer]| Lately::of(all, &[]);
    let of = |gaps: &[i32]| -> Vec<Buyer> { (0..12).map(|c| paced(c, gaps, 20_000)).collect() };
    let nobody = lately(&[]);
    assert_eq!((nobody.once, nobody.times, nobody.gap), (30, 3.0, 0.0));
    assert_eq!(nobody.days(&buyer(0, &[19_800], 500)), 30);
    // Every thirty days: overdue after half as long again.
    let all = of(&[30; 11]);
    let monthly = lately(&all);
    assert_eq!((monthly.times, monthly.gap), (1.5, 30.0));
    assert_eq!(monthly.days(&all[0]), 45);
    // A third of gaps is three times the usual one; one customer with hundreds of gaps changes nothing.
    let mut all = of(&[20, 20, 60]);
    assert_eq!((lately(&all).times, lately(&all).days(&all[0])), (3.0, 60));
    all.push(paced(12, &[1; 299], 20_000));
    assert_eq!((lately(&all).times, lately(&all).days(&all[0])), (3.0, 60));
    // A gap alone is drawn two thirds of the way to the shop's.
    let two = paced(13, &[5], 20_000);
    assert_eq!(lately(&all).days(&two), 45);
    // After half a year at the latest, unless the usual gap is longer.
    assert_eq!(
        lately(&of(&[20, 100, 400])).days(&paced(0, &[20, 100, 400], 20_000)),
        180
    );
    assert_eq!(
        lately(&of(&[300, 300])).days(&paced(0, &[300, 300], 20_000)),
        300
    );
    // An even number of gaps has its middle between two.
    assert_eq!(lately(&[paced(0, &[10, 20], 20_000)]).gap, 15.0);
}

#[test]
fn who_comes_every_month_or_every_hundred_days_is_not_dormant() {
    for (times, pace) in [(12, 30), (4, 100)] {
        let mut text =
            String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
        for customer in 0..60 {
            for k in 0..times {
                let day = 20_540 - customer * (pace - 2) / 60 - (times - 1 - k) * pace;
                let date = report::words::iso(day);
                let price = 20 + customer % 5;
                text += &format!("A{customer}-{k},{date},C{customer},Mug,1,{price}.00,EUR\n");
            }
        }
        let document = report(&[("orders.csv", &text)], Lang::En);
        let rows = &table(&document, "customers-rfm").rows;
        let late = rows
            .iter()
            .filter(|r| ["Dormant", "At risk"].contains(&r[0].text.as_str()));
        assert_eq!(late.count(), 0, "{pace}: {rows:?}");
        // Twelve purchases are no promise but a habit.
        let kept = rows.iter().filter(|r| r[0].text == "Promising").count();
        assert_eq!(kept > 0, times < 5, "{pace}: {rows:?}");
    }
}

#[test]
fn who_used_to_buy_often_and_stopped_half_a_year_ago_is_not_loyal() {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let mut order = |id: String, day: i32, customer: &str, price: i32| {
        let date = report::words::iso(day);
        text += &format!("{id},{date},{customer},Mug,1,{price}.00,EUR\n");
    };
    // Most bought once, before the others stopped: by quintiles those were here lately. One goes on.
    for customer in 0..60 {
        order(
            format!("O{customer}"),
            20_100 + 4 * customer,
            &format!("C{customer}"),
            20,
        );
    }
    for customer in 0..10 {
        for k in 0..6 {
            order(
                format!("F{customer}-{k}"),
                20_260 + 20 * k,
                &format!("F{customer}"),
                2,
            );
        }
    }
    for (k, day) in [20_345, 20_400, 20_450, 20_500, 20_540].iter().enumerate() {
        order(format!("R{k}"), *day, "R", 20);
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let rows = &table(&document, "customers-rfm").rows;
    let told: Vec<(&str, Option<f64>, Option<f64>)> = rows
        .iter()
        .map(|r| (r[0].text.as_str(), r[1].value, r[4].value))
        .collect();
    assert_eq!(told[0], ("Core", Some(1.0), Some(0.0)));
    assert_eq!(told[1], ("At risk", Some(10.0), Some(180.0)));
    // The middle of sixty customers, 324 and 320 days.
    assert_eq!(told[2], ("Dormant", Some(60.0), Some(322.0)));
    assert_eq!(told.len(), 3, "{told:?}");
    // Twenty days apart is usual there, and thirty are the least.
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let note = blocks
        .filter_map(|b| match b {
            Block::Chart(c) if c.spec.id == "customers-segments" => Some(c.spec.note.as_str()),
            _ => None,
        })
        .next()
        .expect("a chart");
    assert!(
        note.contains("overdue after 1.5 times the usual gap")
            && note.contains("nearer is that gap to the shop’s, 20 days")
            && note.contains("Nobody is overdue within 30 days"),
        "{note}"
    );
}

#[test]
fn what_is_paid_back_without_an_order_is_taken_off_the_customers_purchases() {
    let of = |code: u32, minor: [i64; 3]| Buyer {
        code,
        days: vec![100, 110, 120],
        minor: minor.to_vec(),
    };
    let refund = |customer: u32, day: i32, minor: i64| Apart {
        customer,
        day,
        minor,
    };
    let cases = [
        // The latest purchase that came to as much, no later than the day; without a day the latest of all.
        (refund(7, 115, 300), [900, 200, 800]),
        (refund(7, i32::MIN, 300), [900, 500, 500]),
        (refund(7, 125, 850), [50, 500, 800]),
        // No purchase came to as much: several, from the latest on.
        (refund(7, 125, 1_000), [900, 300, 0]),
        // More than all of them, and before the first of them.
        (refund(7, 125, 2_300), [0, 0, -100]),
        (refund(7, 90, 100), [800, 500, 800]),
    ];
    for (refund, left) in cases {
        let mut all = [of(3, [1, 1, 1]), of(7, [900, 500, 800])];
        let told = pay_back(&mut all, &[refund]);
        assert_eq!(all[1].minor, left, "{refund:?}");
        assert_eq!(all[0].minor, [1, 1, 1]);
        assert_eq!((told.taken, told.left), ((1, refund.minor), (0, 0)));
    }
    let mut all = [of(3, [1, 1, 1])];
    let told = pay_back(&mut all, &[refund(4, 125, 5), refund(ledger::NONE, 125, 6)]);
    let nobody = PaidBack {
        left: (2, 11),
        ..PaidBack::default()
    };
    assert_eq!(told, nobody);
}

#[test]
fn a_customers_value_is_less_by_what_was_paid_back_without_an_order() {
    let orders = shop();
    let before = report(&[("orders.csv", &orders)], Lang::En);
    let best = &table(&before, "customers-value").rows[0];
    let (name, spent) = (best[0].text.clone(), best[2].value.expect("a sum"));
    let mut refunds = String::from("Refund ID,Customer ID,Refund Date,Refund Amount,Currency\n");
    for n in 0..4 {
        refunds += &format!("R{n},{name},2026-03-{:02},15.00,EUR\n", 10 + n);
    }
    refunds += "R8,X1,2026-03-20,9.00,EUR\nR9,X2,2026-03-21,9.00,EUR\n";
    let after = report(
        &[("orders.csv", &orders), ("refunds.csv", &refunds)],
        Lang::En,
    );
    let value = table(&after, "customers-value");
    let row = value.rows.iter().find(|r| r[0].text == name);
    let row = row.expect("the customer");
    assert_eq!(row[2].value, Some(spent - 60.0));
    assert!(row[6].value < best[6].value, "{row:?} {best:?}");
    assert_eq!(row[1].value, best[1].value);
    let told = "4 refunds name a customer but no order (€60 in all) and are taken off the purchases of whoever they name. \
        2 refunds name no order, nor a customer who has one (€18 in all), and are taken off nobody.";
    assert!(value.note.ends_with(told), "{}", value.note);
    let note = &table(&before, "customers-value").note;
    assert!(!note.contains("refund"), "{note}");
    let zh = report(
        &[("orders.csv", &orders), ("refunds.csv", &refunds)],
        Lang::Zh,
    );
    let told = "4 笔退款只写明了客户、没有写明订单（共 €60），已从相应客户的购买中扣除。\
        有 2 笔退款没有写明订单，也对不上有购买的客户（共 €18），没有扣除。";
    let note = &table(&zh, "customers-value").note;
    assert!(note.ends_with(told), "{note}");
}

#[test]
fn cohorts_count_each_customer_once_a_month() {
    // 2026-01-01 is day 20,454.
    let january = 20_454;
    let all = [
        buyer(0, &[january, january + 5, january + 35], 100),
        buyer(1, &[january + 30, january + 60], 100),
        buyer(2, &[january + 31], 100),
    ];
    let found = cohorts(&all, january + 31 + 28 - 1);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].month, month_of(january));
    assert_eq!(
        (found[0].customers, found[0].active.as_slice()),
        (2, [2, 1].as_slice())
    );
    assert_eq!(
        (found[1].customers, found[1].active.as_slice()),
        (1, [1].as_slice())
    );
}

#[test]
fn months_without_new_customers_do_not_water_retention_down() {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let mut order = |id: String, day: i32, customer: &str| {
        let date = report::words::iso(day);
        text += &format!("{id},{date},{customer},Mug,1,20.00,EUR\n");
    };
    // Twenty new customers in each of three months, a quarter of whom buys in the next; then nobody new for a year, but
    // for two of whom neither comes again.
    let january = month_of(20_089);
    for month in 0..3 {
        for n in 0..20 {
            let customer = format!("C{month}-{n}");
            let day = day_of(january + month) + n;
            order(format!("A{customer}"), day, &customer);
            if n % 4 == 0 {
                let next = day_of(january + month + 1) + n;
                order(format!("B{customer}"), next, &customer);
            }
        }
    }
    for month in 4..15 {
        order(format!("D{month}"), day_of(january + month) + 2, "C0-0");
    }
    order("E1".to_owned(), day_of(january + 7), "X1");
    order("E2".to_owned(), day_of(january + 7) + 1, "X2");
    let of = |lang| {
        let document = report(&[("orders.csv", &text)], lang);
        let blocks = document.sections.into_iter().flat_map(|s| s.blocks);
        let mut charts = blocks.filter_map(|b| match b {
            Block::Chart(c) if c.spec.id == "customers-cohorts" => Some(c.spec),
            _ => None,
        });
        charts.next().expect("a chart")
    };
    let (en, zh) = (of(Lang::En), of(Lang::Zh));
    assert_eq!(
        en.title,
        "25% of new customers buy again in the month after"
    );
    assert_eq!(zh.title, "首购次月有 25%的客户再次购买");
    let Plot::Heatmap { rows, cells, .. } = &en.plot else {
        panic!("no heatmap");
    };
    assert_eq!((rows.len(), cells[0]), (3, Some(0.25)), "{rows:?}");
    assert!(en.subtitle.ends_with("n = 60"), "{}", en.subtitle);
}

/// A hundred and twenty customers over a year and a half. A third comes back, each at a pace of their own, and some of
/// those stay away after a few purchases; the others buy once.
fn shop() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..120 {
        let mut day = 20_000 + customer * 7 % 360;
        let pace = 20 + customer * 13 % 50;
        let most = match customer % 3 {
            0 if customer % 2 == 0 => 2 + customer % 5,
            0 => 100,
            _ => 1,
        };
        let mut k = 0;
        while day <= 20_540 && k < most {
            let date = report::words::iso(day);
            let price = 20 + (customer * 7 + k * 3) % 31;
            text += &format!("O{customer}-{k},{date},C{customer},Mug,1,{price}.00,EUR\n");
            day += pace + (k * 17 + customer * 5) % 23;
            k += 1;
        }
    }
    text
}

#[test]
fn who_buys_every_month_is_worth_most() {
    let document = report(&[("orders.csv", &shop())], Lang::En);
    let value = table(&document, "customers-value");
    let best = &value.rows[0];
    let code: i32 = best[0].text[1..].parse().expect("an id");
    assert_eq!(code % 3, 0, "{best:?}");
    let mean: f64 = best[6].value.expect("a value");
    assert!(best[7].value.expect("low") <= mean && mean <= best[8].value.expect("high"));
    let shares: f64 = table(&document, "customers-rfm")
        .rows
        .iter()
        .filter_map(|r| r[2].value)
        .sum();
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
}

#[test]
fn a_third_comes_back_within_ninety_days() {
    let document = report(&[("orders.csv", &shop())], Lang::Zh);
    let finding = document
        .findings
        .iter()
        .find(|f| f.id == "customers-second")
        .expect("a finding");
    assert!(
        finding.sentence.starts_with("首购后 90 天内约 33%")
            && finding.sentence.contains("其中一半在"),
        "{}",
        finding.sentence
    );
}

#[test]
fn a_handful_of_customers_is_too_few_and_that_is_said() {
    let few: String = shop().lines().take(6).map(|l| format!("{l}\n")).collect();
    let document = report(&[("orders.csv", &few)], Lang::En);
    assert!(document.sections.iter().all(|s| s.id != "customer_value"));
}

#[test]
fn no_cell_is_not_a_number() {
    let document = report(&[("orders.csv", &shop())], Lang::En);
    for section in &document.sections {
        for block in &section.blocks {
            if let Block::Chart(chart) = block
                && let Plot::Heatmap { cells, .. } = &chart.spec.plot
            {
                assert!(cells.iter().flatten().all(|c| c.is_finite()));
            }
        }
    }
}

/// Three kinds of forty customers each: one purchase long ago, four small ones, twelve large ones lately.
fn three_kinds() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..120 {
        let (times, pace, price, first) = match customer % 3 {
            0 => (1, 0, 20, 20_060),
            1 => (4, 30, 10, 20_250),
            _ => (12, 20, 200, 20_310),
        };
        for k in 0..times {
            let day = first + k * pace + customer / 3 % 5;
            let date = report::words::iso(day);
            // The third kind buys another product each time.
            let product = if customer % 3 == 2 { k } else { 0 };
            let price = price + customer / 3 % 4;
            text += &format!("O{customer}-{k},{date},C{customer},Mug {product},1,{price}.00,EUR\n");
        }
    }
    text
}

#[test]
fn segments_are_the_kinds_that_there_are_and_each_has_its_profile() {
    let document = report(&[("orders.csv", &three_kinds())], Lang::En);
    let rows = &table(&document, "customers-profiles").rows;
    let told: Vec<[&str; 3]> = rows
        .iter()
        .map(|r| [r[1].text.as_str(), r[2].text.as_str(), r[5].text.as_str()])
        .collect();
    // Customers, share, median of purchases: 40 customers each, with 1, 4 and 12 purchases.
    let mut told = told;
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ["40", "33.3%", "1"],
            ["40", "33.3%", "12"],
            ["40", "33.3%", "4"]
        ]
    );
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let radar = blocks
        .filter_map(|b| match b {
            Block::Chart(chart) if chart.spec.id == "customers-radar" => Some(chart),
            _ => None,
        })
        .next()
        .expect("a radar");
    let Plot::Radar { spokes, series, .. } = &radar.spec.plot else {
        panic!("no radar");
    };
    let often = spokes.iter().position(|s| s.name == "Buys often");
    let often = often.expect("a spoke");
    let mut ranks: Vec<f64> = series.iter().filter_map(|s| s.values[often]).collect();
    ranks.sort_by(f64::total_cmp);
    // Thirds of all customers stand in the middle of their third.
    for (rank, middle) in ranks.iter().zip([1.0 / 6.0, 0.5, 5.0 / 6.0]) {
        assert!((rank - middle).abs() < 1e-9, "{ranks:?}");
    }
    // 40 × 12 × 201.50 of 40 × (20 + 1.5) + 40 × 4 × 11.50 + that.
    assert!(
        radar
            .spec
            .title
            .ends_with("are 33% of customers and bring 97% of net revenue"),
        "{}",
        radar.spec.title
    );
}

#[test]
fn the_order_of_the_rows_cuts_no_other_segments() {
    let text = three_kinds();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let other = lines.join("\n");
    let of =
        |text: &str| table(&report(&[("o.csv", text)], Lang::Zh), "customers-profiles").clone();
    assert_eq!(of(&text), of(&other));
}

#[test]
fn customers_who_differ_by_degrees_only_are_not_called_kinds() {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    // What one customer does says nothing about the next habit: numbers without a pattern between them.
    for customer in 0..300 {
        for k in 0..=(customer * 37 % 11) {
            let day = 20_100 + customer * 53 % 97 + k * (5 + customer * 29 % 23);
            let date = report::words::iso(day);
            let (price, product) = (5 + customer * 71 % 41, (k * (1 + customer % 5)) % 7);
            text += &format!("O{customer}-{k},{date},C{customer},Mug {product},1,{price}.00,EUR\n");
        }
    }
    let document = report(&[("o.csv", &text)], Lang::Zh);
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let titles: Vec<&str> = blocks
        .filter_map(|b| match b {
            Block::Chart(c) if c.spec.id == "customers-radar" => Some(c.spec.title.as_str()),
            _ => None,
        })
        .collect();
    assert!(titles[0].contains("分不出界限清楚的群"), "{titles:?}");
}
