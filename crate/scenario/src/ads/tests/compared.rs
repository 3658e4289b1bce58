//! What stands out, what does not, and that blocks and findings say the same of it.

use super::*;

/// The cells of a campaign in the table of all, from how it stands on: standing, next step.
fn standing(document: &Document, name: &str) -> [String; 2] {
    let rows = &crate::tests::table(document, "ads-table").rows;
    let row = rows.iter().find(|r| r[0].text == name).expect("a campaign");
    [11, 12].map(|i| row[i].text.clone())
}

fn title(document: &Document) -> String {
    let told = section(document).blocks.iter().find_map(|b| match b {
        Block::Chart(c) if c.spec.id == "ads-campaigns" => Some(c.spec.title.clone()),
        _ => None,
    });
    told.expect("a chart of campaigns")
}

#[test]
fn waste_is_seen_beside_a_platform_that_names_its_ads() {
    let mut google =
        String::from("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n");
    let mut meta = String::from(
        "Reporting starts,Reporting ends,Campaign name,Ad name,Amount spent (EUR),Impressions,Link clicks,Purchases,Purchases conversion value\n",
    );
    for day in 0..30 {
        let date = report::words::iso(20_458 + day);
        let value = 240 + day * 37 % 50;
        google += &format!("{date},Search,EUR,100.00,5000,200,5,{value}.00\n");
        google += &format!("{date},Display,EUR,150.00,80000,300,0,0.00\n");
        for (ad, cost, clicks) in [("Video", 80, 200), ("Photo", 60, 150)] {
            let value = cost * 2 + 30 + day * 53 % 40;
            meta +=
                &format!("{date},{date},Prospecting,{ad},{cost}.00,20000,{clicks},4,{value}.00\n");
        }
    }
    let files = [("google.csv", google.as_str()), ("meta.csv", meta.as_str())];
    let document = report(&files, Lang::En);
    let first = findings(&document)[0];
    assert_eq!(first.sentence, "1 campaign cost €4,500 without a sale.");
    // The rate is that of the whole account, as the funnel tells it.
    assert!(first.why.contains("1.53%"), "{}", first.why);
    assert!(words(section(&document)).contains("led to 390 conversions (1.53%)"));
    let display = "Google Ads · Display";
    let [told, next] = standing(&document, display);
    assert!(told.starts_with("no sale from 9,000 clicks"), "{told}");
    assert_eq!(next, "Pause it or change the creative");
    // Prospecting returns as much as Search; only the waste made it look good.
    for said in sentences(&document) {
        assert!(!said.contains("Prospecting"), "{said}");
    }
}

#[test]
fn a_campaign_without_a_sale_is_not_like_the_others() {
    let mut file =
        String::from("日期,推广计划,花费(元),曝光量,点击量,成交笔数,交易额(元),投入产出比\n");
    for day in 1..=28 {
        let sold = 6 + day % 5;
        let value = sold * 59;
        file += &format!("2026-02-{day:02},全站推广,300.00,20000,500,{sold},{value}.00,1.77\n");
        file += &format!("2026-02-{day:02},搜索自定义,100.00,8000,200,0,0.00,0.00\n");
    }
    let document = report(&[("pdd.csv", &file)], Lang::Zh);
    assert_eq!(
        title(&document),
        "1 个广告系列花了 ¥2,800，没有一单；其余的投产比为 1.57"
    );
    let [told, _] = standing(&document, "搜索自定义");
    assert!(told.starts_with("5,600 次点击没有一单"), "{told}");
    assert_eq!(standing(&document, "全站推广"), ["其余没有一单", "保持"]);
    let document = report(&[("pdd.csv", &file)], Lang::En);
    assert!(title(&document).contains("without a sale; the rest returns 1.57"));
    assert_eq!(
        standing(&document, "全站推广"),
        ["the rest sold nothing", "Keep as it is"]
    );
}

/// Sixty days of two campaigns that cost the same; the second returns `times` as much.
fn pair(times: f64) -> String {
    let mut file =
        String::from("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n");
    for day in 0..60 {
        let date = report::words::iso(20_458 + day);
        for (name, times, stray) in [
            ("North", 1.0, day * 37 % 41),
            ("South", times, day * 53 % 43),
        ] {
            let value = (1400.0 + 10.0 * f64::from(stray)) * times;
            file += &format!("{date},{name},EUR,500.00,20000,800,24,{value:.2}\n");
        }
    }
    file
}

#[test]
fn a_small_difference_that_is_reliable_is_told_as_that() {
    let file = pair(1.15);
    let document = report(&[("google.csv", &file)], Lang::En);
    assert!(
        title(&document).ends_with("they differ reliably, but by less than 20%"),
        "{}",
        title(&document)
    );
    let [told, next] = standing(&document, "South");
    assert!(
        told.starts_with("ROAS")
            && told.ends_with("higher (adjusted p < 0.001), reliably but by less than 20%"),
        "{told}"
    );
    assert_eq!(next, "Keep as it is");
    assert!(findings(&document).is_empty(), "{:?}", sentences(&document));
    let document = report(&[("google.csv", &file)], Lang::Zh);
    assert!(title(&document).ends_with("差别可靠，但都不到 20%"));
    // Without a difference none is told.
    let document = report(&[("google.csv", &pair(1.0))], Lang::En);
    assert!(title(&document).ends_with("none clearly differs"));
    assert_eq!(
        standing(&document, "South"),
        ["no reliable difference", "Keep as it is"]
    );
}

#[test]
fn who_gives_and_takes_a_budget_is_told_so_beside_the_name() {
    let file = pair(1.6);
    for (lang, from, to) in [
        (
            Lang::En,
            "Try moving a tenth of its budget to “South”",
            "Try it with a tenth of the budget of “North”",
        ),
        (
            Lang::Zh,
            "试着把一成预算挪到“South”",
            "试着从“North”挪来一成预算",
        ),
    ] {
        let document = report(&[("google.csv", &file)], lang);
        let found = findings(&document);
        let shift = found.iter().find(|f| f.id == "ads-shift");
        let shift = shift.expect("a shift");
        // The table's p-value is the finding's.
        let [told, next] = standing(&document, "North");
        assert!(told.contains("p < 0.001"), "{told}");
        assert!(shift.certainty.contains("p < 0.001"), "{}", shift.certainty);
        assert_eq!(next, from);
        assert_eq!(standing(&document, "South")[1], to);
    }
}
