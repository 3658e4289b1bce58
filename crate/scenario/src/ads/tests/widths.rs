//! Reports of one account by day and by month.

use std::fmt::Write as _;

use chart::spec::Lang;

use super::{ids, section, words};
use crate::tests::report;

/// Google's ten weeks by day: $20 a day, four sales of $20 each.
fn daily() -> String {
    let mut text =
        String::from("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value\n");
    for day in 0..70 {
        let date = table::calendar::Date::of(20_458 + day);
        let _ = writeln!(
            text,
            "{}-{:02}-{:02},Search,USD,{}.00,1000,50,4,80.00",
            date.year,
            date.month,
            date.day,
            18 + day % 5
        );
    }
    text
}

#[test]
fn a_file_of_months_takes_no_days_from_one_of_days() {
    let monthly = "Campaign name,Reporting starts,Reporting ends,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value
Prospecting,2026-01-05,2026-03-15,1400.00,90000,2800,70,2100.00
Retargeting,2026-01-05,2026-03-15,700.00,30000,1200,60,1500.00
";
    let google = daily();
    let alone = report(&[("google.csv", &google)], Lang::En);
    let both = report(&[("google.csv", &google), ("meta.csv", monthly)], Lang::En);
    assert!(ids(section(&alone)).contains(&"ads-time".to_owned()));
    assert!(
        ids(section(&both)).contains(&"ads-time".to_owned()),
        "{:?}",
        ids(section(&both))
    );
    let text = words(section(&both));
    assert!(text.contains("Not broken down by day: meta.csv."), "{text}");
    assert!(
        text.contains("some files do not tell it (meta.csv)"),
        "{text}"
    );
    // The totals hold all of it.
    assert!(
        text.contains("7,500 clicks led to 410 conversions"),
        "{text}"
    );
}
