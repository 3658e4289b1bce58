//! Campaigns with a control group.

use super::*;
use crate::tests::table;

/// A list of customers in two groups. Of those addressed 60 in 100 buy where they are new and 20 where they are not;
/// of the control group 20 in 100 either way.
fn list(groups: usize) -> String {
    let mut text = String::from("customer_id,group,kind,purchased,spend_after\n");
    for i in 0..groups {
        for (group, shares) in [("mailed", [60, 20]), ("control", [20, 20])] {
            for (kind, share) in ["new", "old"].iter().zip(shares) {
                for k in 0..100 {
                    let bought = k < share;
                    text += &format!(
                        "{},{group},{kind},{},{}\n",
                        100_000
                            + ((i * 2 + usize::from(group == "control")) * 2
                                + usize::from(*kind == "old"))
                                * 100
                            + k,
                        u8::from(bought),
                        if bought { 10 } else { 0 }
                    );
                }
            }
        }
    }
    text
}

/// A list that tells no more than whom a campaign addressed and when, and the orders of those people: half of each group
/// had ordered before; of the addressed 40 in 100 order within ten days, of the others 20; all of them order again later.
fn joined() -> (String, String) {
    let mut list = String::from("customer_id,group,send date\n");
    let mut orders =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let mut n = 0;
    let mut order = |orders: &mut String, who: usize, date: &str| {
        n += 1;
        *orders += &format!("O{n},{date},K{who},Mug,1,15.00,EUR\n");
    };
    for who in 0..400 {
        let addressed = who % 2 == 0;
        let rank = who / 2 % 100;
        let group = if addressed { "mailed" } else { "control" };
        list += &format!("K{who},{group},2026-05-01\n");
        if who % 4 < 2 {
            order(&mut orders, who, "2026-03-12");
        }
        if rank < if addressed { 40 } else { 20 } {
            order(&mut orders, who, &format!("2026-05-{:02}", 1 + rank % 10));
        }
        order(&mut orders, who, "2026-06-20");
    }
    (list, orders)
}

#[test]
fn a_list_that_tells_no_outcome_is_joined_with_the_orders() {
    let (list, orders) = joined();
    let document = report(&[("list.csv", &list), ("orders.csv", &orders)], Lang::En);
    let trial = rows(&document, "campaigns-trial");
    assert_eq!(
        trial[0][..4],
        ["ordered within 28 days", "40%", "20%", "+20.00 points"]
    );
    assert_eq!(trial[0][5], "40");
    assert_eq!(
        trial[1][..4],
        ["net spending within 28 days", "€6", "€3", "+€3"]
    );
    let note = &table(&document, "campaigns-trial").note;
    assert!(note.contains("joined with the orders"), "{note}");
    assert!(note.contains("as if drawn by chance"), "{note}");
    let segments = rows(&document, "campaigns-uplift");
    assert!(
        segments
            .iter()
            .any(|s| s[0] == "orders before · 1" && s[1] == "200"),
        "{segments:?}"
    );
    // Who was kept out was sent nothing, and some stand twice: the same.
    let undated: String = list
        .lines()
        .map(|l| match l.contains("control") {
            true => l.replace("2026-05-01", "") + "\n",
            false => [l, "\n", l, "\n"].concat(),
        })
        .collect();
    let other = report(&[("list.csv", &undated), ("orders.csv", &orders)], Lang::En);
    assert_eq!(rows(&other, "campaigns-trial")[0][..5], trial[0][..5]);
    // The day of a registration is no campaign's.
    let registered = list.replace("send date", "registration date");
    let other = report(
        &[("list.csv", &registered), ("orders.csv", &orders)],
        Lang::En,
    );
    assert!(
        !serde_json::to_string(&other)
            .expect("JSON")
            .contains("campaigns-trial")
    );
    // Orders that end with the campaign tell nothing of what came of it.
    let early: String = orders
        .lines()
        .filter(|l| !l.contains("2026-05") && !l.contains("2026-06"))
        .map(|l| [l, "\n"].concat())
        .collect();
    let document = report(&[("list.csv", &list), ("orders.csv", &early)], Lang::En);
    let shown = serde_json::to_string(&document).expect("JSON");
    assert!(!shown.contains("campaigns-trial"));
}

#[test]
fn people_of_a_trial_are_no_orders_and_an_empty_amount_beside_a_no_is_none() {
    // Revenue of those who converted, empty for the others; nothing in the list names an order.
    let filled = list(3)
        .replace("purchased", "converted")
        .replace("spend_after", "revenue");
    let empty: String = filled
        .lines()
        .map(|line| match line.strip_suffix(",0") {
            Some(start) => [start, ",\n"].concat(),
            None => [line, "\n"].concat(),
        })
        .collect();
    let (_, orders) = joined();
    let alone = report(&[("list.csv", &empty)], Lang::En);
    let both = report(&[("list.csv", &empty), ("orders.csv", &orders)], Lang::En);
    let only = report(&[("orders.csv", &orders)], Lang::En);
    for document in [&alone, &both] {
        let trial = rows(document, "campaigns-trial");
        assert_eq!(trial[0][..4], ["converted", "40%", "20%", "+20.00 points"]);
    }
    let sales = |d: &Document| {
        let found = d.sections.iter().find(|s| s.id == "summary");
        serde_json::to_string(&found.map(|s| &s.blocks)).expect("JSON")
    };
    assert_eq!(sales(&both), sales(&only));
}

#[test]
fn a_control_group_shows_whom_a_campaign_moves() {
    let document = report(&[("list.csv", &list(3))], Lang::En);
    let trial = rows(&document, "campaigns-trial");
    // (60 + 20) ÷ 2 against 20 in 100, on 600 customers each: 20 points, 120 purchases.
    assert_eq!(trial[0][..4], ["purchased", "40%", "20%", "+20.00 points"]);
    assert_eq!(trial[0][5], "120");
    // Amounts: ten a purchase.
    assert_eq!(trial[1][..4], ["spend_after", "4.00", "2.00", "+2.00"]);
    let segments = rows(&document, "campaigns-uplift");
    assert_eq!(
        segments[0][..5],
        ["kind · new", "600", "60%", "20%", "+40.00 points"]
    );
    assert_eq!(
        segments[1][..5],
        ["kind · old", "600", "20%", "20%", "+0.00 points"]
    );
    // All of the uplift is in one half: the curve rises along 0.4 to one half and stays; 0.15 under it, 0.1 under the line.
    let qini = section(&document).blocks.iter().find_map(|b| match b {
        Block::Chart(c) if c.spec.id == "campaigns-qini" => Some(&c.spec),
        _ => None,
    });
    let spec = qini.expect("a curve");
    assert!(spec.note.contains("random line) 5.000,"), "{}", spec.note);
    assert_eq!(
        spec.title,
        "The three tenths of customers with the highest scores hold 60% of the uplift"
    );
    let finding = document.findings.iter().find(|f| f.id == "campaigns-trial");
    let finding = finding.expect("a finding");
    assert_eq!(
        finding.sentence,
        "“purchased” of “mailed” differs from the control group by +20.00 points: 40% against 20%."
    );
    assert!(
        finding.why.contains("as if drawn by chance"),
        "{}",
        finding.why
    );
}

#[test]
fn groups_that_differed_before_show_no_effect() {
    let text = list(3);
    // Most new customers of the control group are taken out: it is mostly of old ones.
    let mut n = 0;
    let kept = text.lines().filter(|l| {
        n += usize::from(l.contains("control,new"));
        !l.contains("control,new") || n % 4 == 0
    });
    let kept: Vec<&str> = kept.collect();
    let document = report(&[("list.csv", &kept.join("\n"))], Lang::Zh);
    let finding = document.findings.iter().find(|f| f.id == "campaigns-trial");
    let finding = finding.expect("a finding");
    assert!(
        finding.why.contains("不能当作活动的效果"),
        "{}",
        finding.why
    );
    assert!(
        finding.action.contains("随机抽出对照组"),
        "{}",
        finding.action
    );
}

#[test]
fn lists_without_a_control_group_are_said_to_show_no_effect() {
    let mut list = String::from("campaign_id,household_id\n");
    let mut redeemed = String::from("household_id,coupon_upc,campaign_id,redemption_date\n");
    for who in 0..40 {
        list += &format!("13,{}\n", 1_000 + who);
        if who < 10 {
            redeemed += &format!("{},10000089061,13,2026-02-{:02}\n", 1_000 + who, who + 1);
        }
    }
    let about = "campaign_id,campaign_type,start_date,end_date\n13,Type A,2026-01-20,2026-03-01\n14,Type B,2026-02-20,2026-03-01\n";
    let document = report(
        &[
            ("list.csv", &list),
            ("redeemed.csv", &redeemed),
            ("about.csv", about),
        ],
        Lang::En,
    );
    let of = table(&document, "campaigns-lists");
    assert_eq!(
        of.title,
        "1 campaign list has no control group: what the campaigns brought cannot be told"
    );
    let told = rows(&document, "campaigns-lists");
    // Wilson at 10 of 40: 14.2 % to 40.2 %.
    assert_eq!(
        told,
        [[
            "Campaign 13 · Type A",
            "20 Jan – 1 Mar 2026",
            "40",
            "10",
            "25.0%",
            "14% to 40%"
        ]]
    );
}

#[test]
fn versions_told_by_letters_are_a_test() {
    // Nine of a hundred spend 30 in A, twelve in B.
    let mut rows = String::from("visitor_id,variant,date,revenue\n");
    for i in 0..4_000 {
        let (version, of) = if i % 2 == 0 { ("A", 9) } else { ("B", 12) };
        let spent = if (i / 2) % 100 < of { "30.00" } else { "0" };
        rows += &format!("U{i},{version},2026-01-{:02},{spent}\n", 1 + i % 28);
    }
    let document = report(&[("test.csv", &rows)], Lang::En);
    let of = table(&document, "campaigns-trial");
    assert_eq!(
        of.title,
        "“revenue” is higher among “B” than in the control group: 3.60 against 2.70"
    );
    assert!(
        of.note
            .starts_with("The control group is version “A”. Uplift"),
        "{}",
        of.note
    );
    let finding = document.findings.iter().find(|f| f.id == "campaigns-trial");
    assert_eq!(finding.expect("a finding").action, "Use version “B”.");
    // Welch's t: 0.90 with a standard error of 0.291.
    assert_eq!(of.rows[0][6].text, "0.002");
    // An eighth of B's visitors is lost: the split is wrong.
    let lost = rows.lines().enumerate().filter(|(at, _)| at % 16 != 2);
    let lost: String = lost.map(|(_, line)| format!("{line}\n")).collect();
    let document = report(&[("test.csv", &lost)], Lang::Zh);
    let note = &table(&document, "campaigns-trial").note;
    assert!(note.contains("不像均分"), "{note}");
    let finding = document.findings.iter().find(|f| f.id == "campaigns-trial");
    let action = &finding.expect("a finding").action;
    assert!(action.contains("再做一次"), "{action}");
}

#[test]
fn of_several_versions_one_is_to_be_used() {
    let mut rows = String::from("visitor_id,variant,revenue\n");
    for i in 0..6_000 {
        let (version, of) = [("A", 9), ("B", 14), ("C", 20)][i % 3];
        let spent = if (i / 3) % 100 < of { "30.00" } else { "0" };
        rows += &format!("U{i},{version},{spent}\n");
    }
    let document = report(&[("test.csv", &rows)], Lang::En);
    let of_trial = |f: &&DocumentFinding| f.id.starts_with("campaigns-trial");
    let actions: Vec<&str> = document
        .findings
        .iter()
        .filter(of_trial)
        .map(|f| f.action.as_str())
        .collect();
    assert_eq!(actions, ["Use version “C”."; 2]);
}

#[test]
fn grades_of_customers_who_come_again_are_no_versions() {
    let mut rows = String::from("customer_id,order_date,variant,total\n");
    for i in 0..400 {
        rows += &format!(
            "C{},2026-01-{:02},{},{}.00\n",
            i % 60,
            1 + i % 28,
            ["A", "B"][i % 2],
            20 + i % 7
        );
    }
    let document = report(&[("orders.csv", &rows)], Lang::En);
    assert!(
        document
            .findings
            .iter()
            .all(|f| !f.id.starts_with("campaigns-trial"))
    );
    // Whoever was addressed is told by a column of its own, not by a column of letters.
    let mut list = String::from("customer_id,group,treated,purchased\n");
    for i in 0..2_000 {
        let bought = u8::from((i / 4) % 10 < if i % 2 == 0 { 2 } else { 4 });
        list += &format!("C{i},{},{},{bought}\n", ["A", "B"][(i / 2) % 2], i % 2);
    }
    let document = report(&[("list.csv", &list)], Lang::En);
    let of = table(&document, "campaigns-trial");
    assert!(!of.note.contains("version"), "{}", of.note);
    assert_eq!(
        (of.rows[0][1].text.as_str(), of.rows[0][2].text.as_str()),
        ("40%", "20%")
    );
}
