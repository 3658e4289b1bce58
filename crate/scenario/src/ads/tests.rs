//! A made-up account whose answers are worked out.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod compared;
mod counted;
mod experiments;
mod ways;
mod widths;

use chart::spec::Lang;
use report::{Block, Document, DocumentFinding, Section};

use crate::tests::report;

const HEAD: &str = "Day,Campaign,Ad group,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value";

/// Seventy days from 2026-01-05, a Monday: `Mugs` returns 4, `Linen` 1, and people click on `Tea` less and less.
/// Amounts are multiplied by `times`.
fn account(times: f64) -> Vec<String> {
    let mut rows = Vec::new();
    for day in 0..70_i32 {
        let date = report::words::iso(20_458 + day);
        let wave = f64::from(day * 37 % 11 - 5);
        let mut row = |name: &str, cost: f64, shown: i32, clicks: i32, sales: i32, value: f64| {
            rows.push(format!(
                "{date},{name},{name} ads,EUR,{:.2},{shown},{clicks},{sales},{:.2}",
                cost * times,
                value * times
            ));
        };
        let bought = 4 + day % 3;
        row(
            "Mugs",
            50.0 + wave,
            2000,
            100,
            bought,
            f64::from(bought) * 40.0,
        );
        let bought = 1 + day % 2;
        row(
            "Linen",
            60.0 - wave,
            2000,
            80,
            bought,
            f64::from(bought) * 40.0,
        );
        row("Tea", 10.0, 1500, 75 - day * 2 / 3, 1, 20.0 + wave);
    }
    rows
}

fn google(rows: &[String]) -> String {
    [&[HEAD.to_owned()], rows, &[String::new()]]
        .concat()
        .join("\n")
}

fn section(document: &Document) -> &Section {
    let found = document.sections.iter().find(|s| s.id == "ads");
    found.expect("a section on ads")
}

fn findings(document: &Document) -> Vec<&DocumentFinding> {
    document
        .findings
        .iter()
        .filter(|f| f.section == "ads")
        .collect()
}

fn sentences(document: &Document) -> Vec<&str> {
    findings(document)
        .iter()
        .map(|f| f.sentence.as_str())
        .collect()
}

/// All words of a section.
fn words(section: &Section) -> String {
    serde_json::to_string(&section.blocks).expect("JSON")
}

fn ids(section: &Section) -> Vec<String> {
    section
        .blocks
        .iter()
        .map(|block| match block {
            Block::Chart(chart) => chart.spec.id.clone(),
            Block::Table(table) => table.id.clone(),
            Block::Texts(texts) => texts.id.clone(),
            Block::Text { .. } => "text".to_owned(),
            Block::Insufficient(_) => "insufficient".to_owned(),
        })
        .collect()
}

#[test]
fn an_account_is_told_in_english() {
    let file = google(&account(1.0));
    let document = report(&[("google.csv", &file)], Lang::En);
    assert_eq!(
        sentences(&document),
        [
            "Moving a tenth of what “Linen” costs (€421) to “Mugs” is worth a try.",
            "“Linen” cost €4,207 and returned 1.00 for each 1 spent, against 3.66 for the other ads.",
            "The click rate of “Tea · Tea ads” fell from 4.73% to 2.24% while it was shown as often.",
        ]
    );
    assert_eq!(
        ids(section(&document)),
        [
            "ads-campaigns",
            "ads-table",
            "ads-time",
            "ads-fatigue",
            "text",
            "ads-funnel",
            "insufficient"
        ]
    );
}

#[test]
fn an_account_is_told_in_chinese() {
    let file = google(&account(1.0));
    let document = report(&[("google.csv", &file)], Lang::Zh);
    assert_eq!(
        sentences(&document),
        [
            "把“Linen”预算的十分之一（€421）挪到“Mugs”，值得一试。",
            "“Linen”花了 €4,207，投产比只有 1.00，其余广告为 3.66。",
            "“Tea · Tea ads”的点击率从 4.73% 降到 2.24%，展示没有减少。",
        ]
    );
}

#[test]
fn the_order_of_rows_and_the_cut_between_files_change_nothing() {
    let rows = account(1.0);
    let whole = google(&rows);
    let one = report(&[("google.csv", &whole)], Lang::En);
    let mut turned = rows.clone();
    turned.reverse();
    turned.rotate_left(31);
    let turned = report(&[("google.csv", &google(&turned))], Lang::En);
    assert_eq!(sentences(&one), sentences(&turned));
    assert_eq!(ids(section(&one)), ids(section(&turned)));
    let (a, b) = rows.split_at(101);
    let (a, b) = (google(a), google(b));
    let cut = report(&[("a.csv", &a), ("b.csv", &b)], Lang::En);
    assert_eq!(sentences(&one), sentences(&cut));
    // The same report a second time is the same spend.
    let twice = report(&[("google.csv", &whole), ("again.csv", &whole)], Lang::En);
    assert_eq!(sentences(&one), sentences(&twice));
    assert!(words(section(&twice)).contains("210 rows stand in two files"));
}

#[test]
fn ten_times_the_money_is_the_same_return() {
    let (one, ten) = (google(&account(1.0)), google(&account(10.0)));
    let (one, ten) = (
        report(&[("google.csv", &one)], Lang::En),
        report(&[("google.csv", &ten)], Lang::En),
    );
    assert_eq!(ids(section(&one)), ids(section(&ten)));
    for (a, b) in findings(&one).into_iter().zip(findings(&ten)) {
        assert_eq!((&a.id, a.tone), (&b.id, b.tone));
        match (a.impact, b.impact) {
            (Some(a), Some(b)) => assert!((b / a - 10.0).abs() < 1e-6, "{a} {b}"),
            (a, b) => assert_eq!(a, b),
        }
    }
}

const TERMS: &str = "Search term,Match type,Campaign,Ad group,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value
red mug,Broad,Mugs,Mugs ads,EUR,900.00,20000,3000,150,6000.00
free mug,Broad,Mugs,Mugs ads,EUR,120.00,9000,400,0,0.00
mug repair,Broad,Mugs,Mugs ads,EUR,80.00,5000,260,0,0.00
blue mug,Broad,Mugs,Mugs ads,EUR,6.00,500,20,0,0.00
";

#[test]
fn terms_that_never_sold_are_named_and_rare_ones_are_not() {
    let document = report(&[("terms.csv", TERMS)], Lang::En);
    let first = findings(&document)[0];
    assert_eq!(first.sentence, "2 search terms cost €200 without a sale.");
    // 660 clicks at 150 sales in 3,680 clicks.
    assert!(first.why.contains("about 27 sales"), "{}", first.why);
    let selection = first.selection.as_ref().expect("rows");
    assert_eq!(selection.table_rows, Some((0, vec![1, 2])));
    assert!(words(section(&document)).contains("1 more cost €6 without a sale so far"));
}

#[test]
fn a_finer_report_of_the_same_spend_is_not_added() {
    let file = google(&account(1.0));
    let alone = report(&[("google.csv", &file)], Lang::En);
    let both = report(&[("google.csv", &file), ("terms.csv", TERMS)], Lang::En);
    let title = |document: &Document| {
        section(document)
            .blocks
            .iter()
            .find_map(|b| match b {
                Block::Chart(c) if c.spec.id == "ads-time" => Some(c.spec.title.clone()),
                _ => None,
            })
            .expect("a chart over time")
    };
    assert_eq!(title(&alone), title(&both));
    assert!(words(section(&both)).contains("4 rows of reports that break the same spend down"));
}

#[test]
fn another_currency_stands_apart() {
    let orders = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency
A1,2026-01-05,C1,Mug,2,10.00,EUR
A2,2026-03-15,C2,Mug,1,10.00,EUR
";
    let meta = "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value
2026-02-01,2026-02-07,Abroad,1000.00,9000,200,4,500.00
";
    let google = google(&account(1.0));
    let files = [
        ("orders.csv", orders),
        ("google.csv", &google),
        ("meta.csv", meta),
    ];
    let document = report(&files, Lang::En);
    let text = words(section(&document));
    assert!(
        text.contains("1 ad account in other currencies, apart and never added"),
        "{text}"
    );
    assert!(text.contains("$1,000.00"));
    assert!(!text.contains("Abroad"), "{text}");
}

#[test]
fn bad_rows_are_counted_and_nothing_is_invented() {
    let few = "Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value
2026-01-05,Mugs,EUR,0.00,0,0,0,0.00
2026-01-06,Mugs,EUR,12.00,100,5,--,--
2026-01-07,Mugs,EUR,5.00,-3,5,0,0.00
2026-01-08,,,--,--,--,--,--
";
    for lang in [Lang::En, Lang::Zh] {
        let document = report(&[("few.csv", few)], lang);
        let text = words(section(&document));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        assert!(findings(&document).is_empty());
        assert!(
            text.contains("impossible numbers") || text.contains("不可能"),
            "{text}"
        );
    }
    let enormous = "Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value
2026-01-05,Mugs,EUR,99999999999999.00,100,5,1,10.00
2026-01-06,Tea,EUR,12.00,100,5,1,10.00
";
    let document = report(&[("big.csv", enormous)], Lang::En);
    assert!(words(section(&document)).contains("1 row with impossible numbers"));
}

#[test]
fn a_test_of_versions_is_read() {
    let test = "Variant,Visitors,Conversions\nA,10210,412\nB,10190,470\n";
    let document = report(&[("test.csv", test)], Lang::En);
    let text = words(section(&document));
    assert!(
        text.contains("The chance that “B” beats “A” is 97.9%"),
        "{text}"
    );
    assert!(text.contains("Sample-ratio check p = 0.889"), "{text}");
    let uneven = "Variant,Visitors,Conversions\nA,9000,412\nB,11000,470\n";
    let document = report(&[("test.csv", uneven)], Lang::Zh);
    assert!(words(section(&document)).contains("分流不对"));
}

#[test]
fn the_version_that_is_called_control_is_compared_with() {
    let told = |test: &str, lang| {
        let document = report(&[("test.csv", test)], lang);
        let of = crate::tests::table(&document, "ads-test-0").clone();
        let rows = of.rows.iter();
        let rows: Vec<Vec<String>> = rows
            .map(|r| r.iter().map(|c| c.text.clone()).collect())
            .collect();
        (of.note, of.columns[6].name.clone(), rows)
    };
    let test = "Variant,Visitors,Conversions\nB,10000,360\nControl,10000,300\n";
    let (note, chance, rows) = told(test, Lang::En);
    // scipy: z = 2.375, two-sided p = 0.0175; P(B > Control) of Beta(361, 9641) and Beta(301, 9701) = 99.1 %.
    assert!(note.contains("Two-proportion z p = 0.018"), "{note}");
    assert_eq!(chance, "Chance to beat “Control”");
    assert_eq!(
        [&*rows[0][0], &*rows[1][0], &*rows[1][5], &*rows[1][6]],
        ["Control", "B", "20.0%", "99.1%"]
    );
    let test = "Variant,Visitors,Conversions\n实验组,5000,300\n对照组,5000,250\n";
    let (_, chance, rows) = told(test, Lang::Zh);
    assert_eq!((&*chance, &*rows[0][0]), ("好于“对照组”的概率", "对照组"));
}

#[test]
fn a_test_that_cannot_be_told_says_why() {
    let told = |test: &str, lang| words(section(&report(&[("test.csv", test)], lang)));
    let test = "Variant,Date,Visitors,Conversions
A,2025-06-01,100,5
B,2025-06-01,100,5
A,2025-06-02,100,8
B,2025-06-02,,
B,2025-06-03,100,120
";
    let text = told(test, Lang::En);
    assert!(
        text.contains(
            "“B” has 1 row with more conversions than visitors (120 against 100, for example)"
        ) && text.contains("1 row lacks visitors or conversions"),
        "{text}"
    );
    let text = told(test, Lang::Zh);
    assert!(
        text.contains("“B”有 1 行的转化多于访客（如 100 位访客、120 次转化）"),
        "{text}"
    );
    let text = told(
        "Variant,Visitors,Conversions\nA,900,41\nA,950,44\n",
        Lang::En,
    );
    assert!(text.contains("“A” is the only version"), "{text}");
}

#[test]
fn a_campaign_that_sold_nothing_gets_one_advice() {
    let mut text =
        String::from("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n");
    for day in 0..60 {
        let date = report::words::iso(20_458 + day);
        text += &format!("{date},Search,EUR,50.00,2000,100,5,200.00\n");
        text += &format!("{date},Video,EUR,5.00,8000,10,0,0.00\n");
    }
    let document = report(&[("google.csv", &text)], Lang::En);
    let advice = |id: &str| {
        let rows = &crate::tests::table(&document, id).rows;
        let row = rows.iter().find(|r| r[0].text == "Video");
        row.and_then(|r| r.last()).expect("an advice").text.clone()
    };
    assert_eq!(advice("ads-table"), "Pause it or change the creative");
    assert_eq!(advice("ads-unsold"), advice("ads-table"));
    for finding in findings(&document) {
        let text = serde_json::to_string(finding).expect("JSON");
        assert!(!text.contains("then cut the budget"), "{text}");
    }
}

/// Twenty weeks in which spend comes in bursts and the shop sells more while it does.
fn history() -> (String, String) {
    let mut ads = String::from(HEAD);
    let mut orders =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    let mut state = 99_u64;
    let mut draw = || {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        state as f64 / 2_147_483_648.0
    };
    let (mut level, mut stock, mut n) = (60.0, 0.0, 0);
    for day in 0..140 {
        if draw() < 0.15 {
            level = 20.0 + 130.0 * draw();
        }
        stock = level + 0.3 * stock;
        let date = report::words::iso(20_300 + day);
        let claimed = level * (1.5 + draw());
        ads += &format!("\n{date},Mugs,Mugs ads,EUR,{level:.2},4000,120,3,{claimed:.2}");
        let sold = 20.0 + 60.0 * stock / (stock + 100.0) + 4.0 * draw();
        for _ in 0..sold as usize {
            n += 1;
            orders += &format!("A{n},{date},C{n},Mug,1,25.00,EUR\n");
        }
    }
    ads.push('\n');
    (ads, orders)
}

#[test]
fn a_history_tells_what_more_spend_went_together_with() {
    let (ads, orders) = history();
    let files = [
        ("google.csv", ads.as_str()),
        ("orders.csv", orders.as_str()),
    ];
    for lang in [Lang::En, Lang::Zh] {
        let document = report(&files, lang);
        let curve = section(&document).blocks.iter().find_map(|b| match b {
            Block::Chart(c) if c.spec.id == "ads-response" => Some(&c.spec),
            _ => None,
        });
        let curve = curve.expect("a response curve");
        // 25 · 60 · 100 / (s + 100)² / 0.7 at s = 78.8 / 0.7: 4.75 of revenue for one more.
        assert!(curve.note.contains("4.82"), "{}", curve.note);
        let found = findings(&document);
        assert_eq!(found[0].id, "ads-margin");
        assert!(
            ["another €7.88", "再加 €7.88"]
                .iter()
                .any(|w| found[0].sentence.contains(w))
        );
        assert!(
            ids(section(&document))
                .iter()
                .all(|id| id != "insufficient")
        );
    }
}

#[test]
fn a_chinese_account_names_its_currency_in_the_header() {
    let mut file = String::from(
        "日期,计划ID,计划名字,展现量,点击量,花费(元),点击率,总成交金额(元),总成交笔数\n",
    );
    for day in 1..=28 {
        file += &format!(
            "2026-02-{day:02},70001,春季上新,12040,310,248.00,2.57%,{}.00,8\n",
            950 + day
        );
        file += &format!(
            "2026-02-{day:02},70002,老客召回,5040,90,81.00,1.79%,{}.00,6\n",
            640 - day
        );
    }
    file += "总计,,,478240,11200,9212.00,2.34%,44520.00,392\n";
    let document = report(&[("万相台.csv", &file)], Lang::Zh);
    let text = words(section(&document));
    assert!(
        text.contains("花费 ¥9,212，平台归因的转化金额 ¥4.45万"),
        "{text}"
    );
    assert!(!text.contains("没有写明币种"), "{text}");
    let worst = "“春季上新”花了 ¥6,944，投产比只有 3.89，其余广告为 7.72。";
    assert!(
        sentences(&document).contains(&worst),
        "{:?}",
        sentences(&document)
    );
}

#[test]
fn real_ads_are_told() {
    let file = "../../../shared/data/campaign/KAG_conversion_data.csv";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {file} is not here");
        return;
    };
    let document = report(&[("kag.csv", &text)], Lang::En);
    let said = words(section(&document));
    // Sums of the file: 58,705.23 spent, 38,165 clicks, 3,264 conversions.
    assert!(
        said.contains("38,165 clicks led to 3,264 conversions (8.55%)"),
        "{said}"
    );
    assert!(said.contains("58.7K spent on ads"));
    assert_eq!(sentences(&document), ["2 ads cost 212 without a sale."]);
}

/// Three years of weeks with two channels in bursts of their own: one more spent on television goes with two more of
/// revenue, spend on radio with nothing.
fn mix(places: usize) -> String {
    let mut text =
        String::from("week,place,tv_impressions,radio_impressions,tv_spend,radio_spend,revenue\n");
    let mut state = 99_u64;
    let mut draw = || {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        (state >> 8) as f64 / f64::from(1 << 23)
    };
    let (mut tv, mut radio) = (100.0, 100.0);
    for week in 0..156 {
        if draw() < 0.3 {
            tv = 20.0 + 200.0 * draw();
        }
        if draw() < 0.3 {
            radio = 20.0 + 200.0 * draw();
        }
        let revenue = 3_000.0 + 2.0 * tv + 30.0 * (draw() - 0.5);
        let date = report::words::iso(19_450 + 7 * week);
        for place in 0..places {
            let of = places as f64;
            text += &format!(
                "{date},P{place},{:.0},{:.0},{:.2},{:.2},{:.2}\n",
                90.0 * tv / of,
                50.0 * radio / of,
                tv / of,
                radio / of,
                revenue / of
            );
        }
    }
    text
}

#[test]
fn spend_by_channel_without_views_is_no_list_of_sales() {
    let without: String = mix(1)
        .lines()
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            format!("{},{},{},{}\n", cells[0], cells[4], cells[5], cells[6])
        })
        .collect();
    let document = report(&[("mix.csv", &without)], Lang::En);
    let rows = &crate::tests::table(&document, "ads-mix").rows;
    assert_eq!(
        rows,
        &crate::tests::table(&report(&[("mix.csv", &mix(1))], Lang::En), "ads-mix").rows
    );
}

#[test]
fn channels_side_by_side_are_fitted_together() {
    let document = report(&[("mix.csv", &mix(1))], Lang::En);
    let rows = &crate::tests::table(&document, "ads-mix").rows;
    let of = |name: &str| rows.iter().find(|r| r[0].text == name).expect("a channel");
    let margin = of("tv")[3].value.expect("a margin");
    assert!((margin - 2.0).abs() < 0.4, "{margin}");
    assert_eq!(of("radio")[3].value, None, "{:?}", of("radio"));
    let finding = document.findings.iter().find(|f| f.id == "ads-mix");
    let sentence = &finding.expect("a finding").sentence;
    assert!(
        sentence.starts_with("One more spent on “tv” goes with about"),
        "{sentence}"
    );
}

#[test]
fn places_are_added_up_by_time() {
    let one = report(&[("mix.csv", &mix(1))], Lang::Zh);
    let four = report(&[("mix.csv", &mix(4))], Lang::Zh);
    let margin = |d: &Document| {
        let rows = &crate::tests::table(d, "ads-mix").rows;
        let tv = rows.iter().find(|r| r[0].text == "tv").expect("a channel");
        tv[3].value.expect("a margin")
    };
    let title = &crate::tests::table(&four, "ads-mix").note;
    assert!(title.contains("4 个地区已按时间合计"), "{title}");
    // Cents are lost in four parts.
    assert!((margin(&one) / margin(&four) - 1.0).abs() < 0.02);
}
