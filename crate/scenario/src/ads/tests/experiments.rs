//! Files with tests of versions.

use chart::spec::Lang;
use report::{Document, DocumentFinding};

use super::{section, words};
use crate::tests::{report, table};

fn read(test: &str, lang: Lang) -> Document {
    report(&[("test.csv", test)], lang)
}

fn said(document: &Document) -> Vec<&DocumentFinding> {
    let all = document.findings.iter();
    all.filter(|f| f.id.starts_with("ads-test")).collect()
}

#[test]
fn tests_of_one_file_are_told_apart() {
    // Added up, A sells nearly twice as often: it was tried where more is sold.
    let document = read(
        "Experiment,Variant,Visitors,Conversions
Homepage banner,A,8000,800
Homepage banner,B,2000,240
Checkout button,A,2000,40
Checkout button,B,8000,210
",
        Lang::En,
    );
    for (id, name) in [
        ("ads-test-0", "Checkout button"),
        ("ads-test-0-1", "Homepage banner"),
    ] {
        let of = table(&document, id);
        assert!(
            of.title.starts_with("The chance that “B” beats “A” is 9"),
            "{}",
            of.title
        );
        assert_eq!(of.subtitle, format!("{name}, test.csv"));
        assert_eq!(of.rows.len(), 2);
    }
    // z = 2.62 on the homepage, 1.60 at the checkout.
    let found = said(&document);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].sentence,
        "“Homepage banner”: “B” converts 20% better than “A”."
    );
    assert_eq!(found[0].action, "Use “B”.");
}

#[test]
fn versions_are_compared_within_devices() {
    let test = "Device,Variant,Visitors,Conversions
mobile,A,9000,180
mobile,B,9000,198
desktop,A,2400,240
desktop,B,3000,330
desktop,A,600,60
";
    let document = read(test, Lang::En);
    let of = table(&document, "ads-test-0");
    assert_eq!(of.rows.len(), 4);
    assert_eq!(of.columns[0].name, "Device");
    assert_eq!(of.rows[0][0].text, "desktop");
    // Three to one here and one to three there: B was shown where more is sold.
    let document = read(
        "Device,Variant,Visitors,Conversions
mobile,A,9000,180
mobile,B,3000,66
desktop,A,3000,300
desktop,B,9000,960
",
        Lang::En,
    );
    let of = table(&document, "ads-test-0");
    assert!(of.title.starts_with("The split is wrong"), "{}", of.title);
    assert!(
        of.note
            .contains("Compared within Device, then taken together"),
        "{}",
        of.note
    );
    assert!(of.note.contains("“B” is at +7"), "{}", of.note);
    assert!(said(&document).is_empty());
}

#[test]
fn a_plain_split_may_have_been_planned() {
    let test = "Variant,Visitors,Conversions\nControl,90000,2700\nTreatment,10000,360\n";
    let document = read(test, Lang::En);
    let of = table(&document, "ads-test-0");
    assert!(
        of.title
            .starts_with("The chance that “Treatment” beats “Control” is 99.9%"),
        "{}",
        of.title
    );
    assert!(
        of.note
            .contains("Not an even split (p < 0.001), but one of 90/10: trust the result only if that was planned."),
        "{}",
        of.note
    );
    assert_eq!(
        said(&document)[0].sentence,
        "“Treatment” converts 20% better than “Control”."
    );
    let document = read(test, Lang::Zh);
    assert!(words(section(&document)).contains("不是平均分流（p < 0.001），但符合 90/10"));
    assert_eq!(said(&document)[0].action, "改用 “Treatment”。");
}

#[test]
fn how_many_bought_goes_by_many_names() {
    for test in [
        "实验组,访客数,转化数,转化率\n对照组,\"12,000\",600,5.00%\n实验组,\"12,050\",690,5.73%\n",
        "分组,访客数,支付人数\nA组,12000,600\nB组,12050,690\n",
        "版本,访客数,下单人数\nA,12000,600\nB,12050,690\n",
        "Variation Name,Unique Visitors,Orders,Conversion Rate\nOriginal,12000,600,5.00%\nVariation 1,12050,690,5.73%\n",
        "Variant,Visitors,Conversion rate\nA,12000,5.00%\nB,12050,5.73%\n",
    ] {
        let document = read(test, Lang::Zh);
        let of = table(&document, "ads-test-0");
        let counts: Vec<&str> = of.rows.iter().map(|r| r[2].text.as_str()).collect();
        assert_eq!(counts, ["600", "690"], "{test}");
        assert!(said(&document)[0].sentence.contains("高 15%"), "{test}");
    }
}

#[test]
fn what_a_test_lacks_is_said() {
    let test = "Date,Variant,Visitors,Sessions\n2026-03-01,A,5000,5200\n2026-03-01,B,5010,5190\n";
    let text = words(section(&read(test, Lang::En)));
    assert!(
        text.contains("lists versions with visitors, but no column tells how many bought"),
        "{text}"
    );
    let test =
        "Variant,Users,Conversions,Revenue\nControl,5000,250,20000\nNew page,5000,252,27000\n";
    let text = words(section(&read(test, Lang::En)));
    assert!(text.contains("Revenue is not compared"), "{text}");
}

#[test]
fn a_test_without_a_difference_is_over_only_when_it_is_large_enough() {
    let test = "Variant,Visitors,Conversions\nA,100000,10000\nB,100000,10010\n";
    let document = read(test, Lang::En);
    let found = said(&document);
    assert_eq!(
        found[0].sentence,
        "The conversion rates of “B” and “A” do not reliably differ."
    );
    assert_eq!(found[0].action, "Keep “A”.");
    let document = read(
        "Variant,Visitors,Conversions\nA,500,20\nB,500,25\n",
        Lang::En,
    );
    assert!(said(&document).is_empty());
    // 2.8² · 2 · 0.955 / (0.045 · 0.1²)
    let note = &table(&document, "ads-test-0").note;
    assert!(
        note.contains("Go on: to see a difference of 10%, each version needs about 33,"),
        "{note}"
    );
}
