//! What is counted, and that it is counted once.

use super::*;

/// The title of the chart over time, which tells what was spent and claimed.
fn spent(document: &Document) -> String {
    let told = section(document).blocks.iter().find_map(|b| match b {
        Block::Chart(c) if c.spec.id == "ads-time" => Some(c.spec.title.clone()),
        _ => None,
    });
    told.expect("a chart over time")
}

#[test]
fn conversions_that_came_late_do_not_double_the_spend() {
    let head = "Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n";
    // As exported early in October, and again at its end: sales of most days were added, spend is as it was.
    let days = |n: i32, late: i32| -> String {
        let row = |day: i32| {
            let sales = 6 + day % 3 + if day % 3 == 0 { 0 } else { late };
            let date = report::words::iso(20_454 + day);
            format!(
                "{date},Search,EUR,100.00,{},200,{sales},{}.00\n",
                5000 + day * late,
                sales * 50
            )
        };
        [head.to_owned(), (0..n).map(row).collect()].concat()
    };
    let (early, late) = (days(30, 0), days(60, 1));
    let alone = report(&[("late.csv", &late)], Lang::En);
    for files in [
        [("a.csv", &early), ("b.csv", &late)],
        [("a.csv", &late), ("b.csv", &early)],
    ] {
        let files = files.map(|(name, text)| (name, text.as_str()));
        let both = report(&files, Lang::En);
        assert_eq!(spent(&both), spent(&alone));
        assert!(spent(&both).starts_with("€6,000 spent"), "{}", spent(&both));
        let said = words(section(&both));
        assert!(
            said.contains("30 rows stand in two files (€3,000)"),
            "{said}"
        );
        let said = words(section(&report(&files, Lang::Zh)));
        assert!(
            said.contains("30 行（花费 €3,000）在两份文件中重复"),
            "{said}"
        );
    }
    // The same budget under the same name on other days of other people is no second export.
    let other = days(30, 0).replace(",200,", ",150,").replace(",50", ",71");
    let both = report(&[("a.csv", &early), ("b.csv", &other)], Lang::En);
    assert!(spent(&both).starts_with("€6,000 spent"), "{}", spent(&both));
}

/// A report by campaign of February, and one by ad group of its two months before and itself.
fn coarse_and_fine() -> (String, String) {
    let mut coarse =
        String::from("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n");
    let mut fine = format!("{HEAD}\n");
    for day in 0..90 {
        let date = report::words::iso(20_423 + day);
        if day >= 62 {
            coarse += &format!("{date},Search,EUR,100.00,5000,200,6,400.00\n");
        }
        for group in ["x", "y"] {
            fine += &format!("{date},Search,{group},EUR,50.00,2500,100,3,200.00\n");
        }
    }
    (coarse, fine)
}

#[test]
fn a_finer_report_of_more_days_loses_none_of_their_spend() {
    let (coarse, fine) = coarse_and_fine();
    for files in [
        [("a.csv", coarse.as_str()), ("b.csv", fine.as_str())],
        [("b.csv", fine.as_str()), ("a.csv", coarse.as_str())],
    ] {
        let document = report(&files, Lang::En);
        assert_eq!(
            spent(&document),
            "€9,000 spent, €36K claimed by the platforms"
        );
        let said = words(section(&document));
        assert!(
            said.contains("56 rows of reports that break the same spend down"),
            "{said}"
        );
        assert!(said.contains("1–28 Feb 2026"), "{said}");
    }
}

#[test]
fn a_finer_row_of_more_time_says_what_is_in_no_total() {
    let mut coarse = String::from(
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks\n",
    );
    for day in 0..28 {
        let date = report::words::iso(20_485 + day);
        coarse += &format!("{date},{date},Search,100.00,5000,200\n");
    }
    let fine = "Reporting starts,Reporting ends,Campaign name,Ad name,Amount spent (EUR),Impressions,Link clicks
2025-12-01,2026-02-28,Search,Photo,6000.00,300000,12000
2025-12-01,2026-02-28,Search,Video,3000.00,150000,6000
2026-02-01,2026-02-28,Search,Text,10.00,1500,60
";
    let files = [("a.csv", coarse.as_str()), ("b.csv", fine)];
    let said = words(section(&report(&files, Lang::En)));
    assert!(
        said.contains("2 of them (€9,000 in all) also cover days outside the coarser report"),
        "{said}"
    );
}

/// Two campaigns of Meta: one is after purchases, one after engagement.
fn results(head: &str, kinds: [&str; 2]) -> String {
    let mut text = format!("{head}\n");
    for day in 0..28 {
        let date = report::words::iso(20_458 + day);
        text += &format!(
            "{date},{date},拉新,5,{}9000,12000,120.00,240,490.00\n",
            kinds[0]
        );
        text += &format!(
            "{date},{date},互动帖,900,{}9000,12000,40.00,60,\n",
            kinds[1]
        );
    }
    text
}

#[test]
fn results_that_are_no_purchases_are_no_conversions() {
    let file = results(
        "报告开始日期,报告结束日期,广告系列名称,成效,成效指标,覆盖人数,展示次数,已花费金额 (USD),链接点击量,购物转化价值",
        [
            "actions:offsite_conversion.fb_pixel_purchase,",
            "actions:post_engagement,",
        ],
    );
    let said = words(section(&report(&[("meta.csv", &file)], Lang::Zh)));
    assert!(
        said.contains("8,400 次点击带来 140 次转化（1.67%）"),
        "{said}"
    );
    assert!(said.contains("28 行的“成效”不是购买"), "{said}");
    let said = words(section(&report(&[("meta.csv", &file)], Lang::En)));
    assert!(
        said.contains("The results of 28 rows are no purchases"),
        "{said}"
    );
}

#[test]
fn results_of_no_told_kind_are_no_conversions_where_they_cannot_be() {
    let head = "Reporting starts,Reporting ends,Campaign name,Results,Reach,Impressions,Amount spent (USD),Link clicks,Purchases conversion value";
    let file = results(head, ["", ""]);
    let said = words(section(&report(&[("meta.csv", &file)], Lang::En)));
    assert!(
        said.contains("The results of 56 rows are of a kind that is not told"),
        "{said}"
    );
    assert!(said.contains("The report has no conversions"), "{said}");
    // A column of purchases beside them is what is bought.
    let both = file
        .replace(",Results,", ",Results,Purchases,")
        .replace(",5,9000", ",5,5,9000")
        .replace(",900,9000", ",900,0,9000");
    let said = words(section(&report(&[("meta.csv", &both)], Lang::En)));
    assert!(
        said.contains("8,400 clicks led to 140 conversions"),
        "{said}"
    );
}

#[test]
fn what_is_sold_after_the_money_was_spent_is_in_the_interval() {
    let mut file =
        String::from("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n");
    for day in 0..34 {
        let date = report::words::iso(20_458 + day);
        let steady = 280 + day * 37 % 50;
        file += &format!("{date},Steady,EUR,100.00,5000,200,6,{steady}.00\n");
        let (cost, shown, clicks) = if day < 14 {
            (100, 5000, 200)
        } else {
            (0, 0, 0)
        };
        let burst = 150 + day * 53 % 90;
        file += &format!("{date},Burst,EUR,{cost}.00,{shown},{clicks},4,{burst}.00\n");
    }
    let document = report(&[("google.csv", &file)], Lang::En);
    let chart = section(&document).blocks.iter().find_map(|b| match b {
        Block::Chart(c) if c.spec.id == "ads-campaigns" => Some(&c.spec.plot),
        _ => None,
    });
    let Some(chart::spec::Plot::Bar { series, .. }) = chart else {
        panic!("bars");
    };
    let mut told = 0;
    for (value, interval) in series[0].values.iter().zip(&series[0].intervals) {
        let (value, (low, high)) = (value.expect("a return"), interval.expect("an interval"));
        assert!(low < value && value < high, "{value}: {low} to {high}");
        // The interval is of the logarithm: its ends are as many times from the middle.
        assert!((low * high / (value * value) - 1.0).abs() < 1e-6);
        told += 1;
    }
    assert_eq!(told, 2);
}
