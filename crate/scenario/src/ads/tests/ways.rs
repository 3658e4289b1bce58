//! Ways to a purchase, shared out.

use chart::spec::Lang;

use super::{section, words};
use crate::tests::{report, table};

/// The cells of a channel: what each rule credits it with.
fn credits(events: &str, channel: &str) -> Vec<String> {
    let document = report(&[("events.csv", events)], Lang::Zh);
    let of = table(&document, "ads-ways-0");
    let row = of.rows.iter().find(|r| r[0].text == channel);
    let row = row.expect("the channel has a row");
    row[1..].iter().map(|cell| cell.text.clone()).collect()
}

#[test]
fn an_order_and_its_payment_are_one_purchase() {
    let mut events = String::from("用户ID,行为类型,渠道,时间\n");
    for user in 0..60 {
        for line in [
            "浏览,直通车,2026-02-01 10:00:00",
            "浏览,淘宝客,2026-02-02 10:00:00",
            "下单,自然搜索,2026-02-03 10:00:00",
            "付款,自然搜索,2026-02-03 10:03:00",
        ] {
            events += &format!("u{user},{line}\n");
        }
    }
    let document = report(&[("events.csv", &events)], Lang::Zh);
    let note = &table(&document, "ads-ways-0").note;
    assert!(note.starts_with("60 条访问路径、60 次成交"), "{note}");
    assert_eq!(credits(&events, "直通车")[..3], ["0%", "100%", "33.3%"]);
    // Without payments orders are what is bought.
    let ordered: String = events
        .lines()
        .filter(|l| !l.contains("付款"))
        .fold(String::new(), |all, l| all + l + "\n");
    assert_eq!(credits(&ordered, "直通车")[..3], ["0%", "100%", "33.3%"]);
}

#[test]
fn channels_of_one_day_share_what_came_first_and_last() {
    let mut events = String::from("user_id,event_type,channel,date\n");
    for user in 0..60 {
        for line in [
            "visit,Zalo ads,2026-02-02",
            "visit,Affiliate,2026-02-02",
            "purchase,,2026-02-03",
        ] {
            events += &format!("u{user},{line}\n");
        }
    }
    for channel in ["Affiliate", "Zalo ads"] {
        assert_eq!(credits(&events, channel), ["50.0%"; 6], "{channel}");
    }
    let document = report(&[("events.csv", &events)], Lang::En);
    let note = &table(&document, "ads-ways-0").note;
    assert!(
        note.contains("Of 60 visitors several channels have one time"),
        "{note}"
    );
}

#[test]
fn ways_to_a_purchase_are_shared_out() {
    let mut events = String::from("user_id,event_time,event_type,channel\n");
    for i in 0..90 {
        let day = 1 + i % 20;
        events += &format!("u{i},2026-03-{day:02} 10:00:00,visit,search\n");
        if i < 60 {
            events += &format!("u{i},2026-03-{:02} 09:00:00,visit,mail\n", day + 1);
            events += &format!("u{i},2026-03-{:02} 09:10:00,purchase,mail\n", day + 1);
        }
    }
    let document = report(&[("events.csv", &events)], Lang::En);
    let text = words(section(&document));
    // Every way begins with search: without it nothing is bought, as without mail.
    assert!(
        text.contains("“mail” has 100% of purchases by last touch, 50% when"),
        "{text}"
    );
    assert!(text.contains("90 ways with 60 purchases"), "{text}");
}
