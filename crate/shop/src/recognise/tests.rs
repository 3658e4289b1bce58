//! Reviews: their ratings in any form, what was added to them, and stars without a word.

use table::{Options, Reader};

use crate::{Dataset, Recognition, Role, recognise};

/// Sixty rows under a header.
fn read(header: &str, row: impl Fn(usize) -> String) -> Recognition {
    let rows: Vec<String> = (0..60).map(row).collect();
    let text = format!("{header}\n{}\n", rows.join("\n"));
    let mut reader = Reader::new("a.csv", Some(text.len() as u64), Options::default());
    reader.push(text.as_bytes()).expect("text");
    recognise(&reader.finish().tables[0], None)
}

fn role(of: &Recognition, name: &str) -> Option<Role> {
    let column = of.columns.iter().find(|c| c.name == name);
    column.expect("a column").role
}

fn day(i: usize) -> String {
    format!("2026-{:02}-{:02}", i % 12 + 1, i % 28 + 1)
}

#[test]
fn ratings_in_any_form_are_ratings() {
    let forms: [(&str, [&str; 3]); 8] = [
        (
            "Rating",
            [
                "5.0 out of 5 stars",
                "4.0 out of 5 stars",
                "1.0 out of 5 stars",
            ],
        ),
        ("Rating", ["5.0 out of 5", "4.0 out of 5", "2.0 out of 5"]),
        ("Rating", ["5/5", "4/5", "1/5"]),
        ("评分", ["★★★★★", "★★★★☆", "★☆☆☆☆"]),
        ("评价等级", ["好评", "中评", "差评"]),
        ("评价类型", ["好评", "中评", "差评"]),
        ("评价", ["好评", "好评", "差评"]),
        // Under any header at all.
        ("打了几颗", ["5星", "4星", "1星"]),
    ];
    for (header, cells) in forms {
        let of = read(
            &format!("商品名称,{header},评价内容,评价时间"),
            |i| {
                let cell = cells[i % 3];
                format!("杯子,{cell},第{i}条写得长一点的话,{}", day(i))
            },
        );
        assert_eq!(of.dataset, Dataset::Reviews, "{header}");
        assert_eq!(role(&of, header), Some(Role::Rating), "{header} {cells:?}");
        assert_eq!(role(&of, "评价内容"), Some(Role::ReviewText), "{header}");
    }
    // One slip of the keyboard makes no other column of it.
    for slip in ["55", "555", "-1"] {
        let of = read("商品名称,评分,评价内容", |i| {
            let stars = (1 + i % 5).to_string();
            let cell = if i == 30 { slip } else { &stars };
            format!("杯子,{cell},第{i}条写得长一点的话")
        });
        assert_eq!(role(&of, "评分"), Some(Role::Rating), "{slip}");
    }
}

#[test]
fn what_was_added_later_has_a_role_of_its_own() {
    for (text, header, later, when) in [
        ("评价内容", "评价时间", "追评内容", "追评时间"),
        ("初次评价", "评价时间", "追评", "追评日期"),
        ("评价", "评价日期", "追加评价", "追加评价时间"),
        ("Review", "Date", "follow_up_review", "Follow-up date"),
        (
            "review_text",
            "review_date",
            "Additional review",
            "Additional review date",
        ),
    ] {
        let header_row = format!("商品名称,评分,{text},{header},{later},{when},追评回复");
        let of = read(&header_row, |i| {
            let (first, next) = (day(i), day(i + 1));
            format!("杯子,5,第{i}条写得长一点的话,{first},用了{i}周以后坏了,{next},亲非常抱歉")
        });
        assert_eq!(of.dataset, Dataset::Reviews, "{later}");
        assert_eq!(role(&of, text), Some(Role::ReviewText), "{later}");
        assert_eq!(role(&of, later), Some(Role::ReviewFollowUp), "{later}");
        assert_eq!(role(&of, header), Some(Role::Date), "{later}");
        assert_eq!(role(&of, when), Some(Role::FollowUpDate), "{when}");
        assert_eq!(role(&of, "追评回复"), None, "{later}");
    }
}

#[test]
fn stars_without_a_word_are_reviews() {
    for (header, is) in [
        ("商品名称,评分,评价时间", true),
        ("Product,Rating,Review date", true),
        ("SKU,Stars,Date", true),
        ("商品名称,评价等级,评价时间", true),
        // What sells is no list of ratings.
        ("商品名称,评分,日期,金额", false),
        ("Order ID,Rating,Order date", false),
    ] {
        let of = read(header, |i| {
            let stars = match header.contains("等级") {
                true => ["好评", "差评"][i % 2].to_owned(),
                false => (1 + i % 5).to_string(),
            };
            let first = match header.starts_with("Order") {
                true => format!("D{i}"),
                false => format!("P-{}", i % 4),
            };
            let last = if header.contains("金额") {
                ",12.50"
            } else {
                ""
            };
            format!("{first},{stars},{}{last}", day(i))
        });
        assert_eq!(of.dataset == Dataset::Reviews, is, "{header}: {of:?}");
    }
    // A catalogue tells the mean of each product once.
    let of = read("商品名称,品牌,评分,上架时间", |i| {
        format!("杯子{i}号,某牌,{}.{},{}", 3 + i % 2, i % 10, day(i))
    });
    assert_ne!(of.dataset, Dataset::Reviews, "{of:?}");
}

#[test]
fn exports_of_reviews_keep_their_words_and_days() {
    let words = |i: usize| format!("\"Poor quality, it broke after {i} days\"");
    let on = |i: usize| format!("January {}, 2025", i % 28 + 1);
    let woo = read(
        "comment_ID,comment_post_ID,comment_author,comment_date,comment_content,rating,product_title",
        |i| {
            format!(
                "{i},10,n{i},{} 09:30:00,{},{},Mug",
                day(i),
                words(i),
                i % 5 + 1
            )
        },
    );
    assert_eq!(woo.dataset, Dataset::Reviews);
    assert_eq!(role(&woo, "comment_content"), Some(Role::ReviewText));
    assert_eq!(role(&woo, "comment_date"), Some(Role::Date));
    let etsy = read("reviewer,date_reviewed,star_rating,message,order_id", |i| {
        format!("n{i},{},{},{},{}", day(i), i % 5 + 1, words(i), 100 + i)
    });
    assert_eq!(etsy.dataset, Dataset::Reviews, "{etsy:?}");
    assert_eq!(role(&etsy, "message"), Some(Role::ReviewText));
    assert_eq!(role(&etsy, "date_reviewed"), Some(Role::Date));
    assert_eq!(role(&etsy, "star_rating"), Some(Role::Rating));
    let amazon = read("Rating,Review,Date,Name", |i| {
        let place = "Reviewed in the United States on";
        format!(
            "{}.0 out of 5 stars,{},\"{place} {}\",n{i}",
            i % 5 + 1,
            words(i),
            on(i)
        )
    });
    let date = amazon.columns.iter().find(|c| c.role == Some(Role::Date));
    assert!(date.is_some_and(|c| c.confidence > 0.9), "{amazon:?}");
}
