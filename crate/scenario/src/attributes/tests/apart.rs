//! What is no double, and no second way of writing.

use super::*;

/// Four pairs whose vectors lie close: of two brands, of two prices, of which one denies the other, and one of neither.
#[test]
fn products_that_are_told_apart_are_no_doubles() {
    let titles = [
        "Phone for calls",
        "Phone for calls abroad",
        "Scarf of wool",
        "Scarf made of wool",
        "Bag of hide",
        "Bag of faux hide",
        "Kettle of steel",
        "Kettle made from steel",
    ];
    let found = in_pairs(&titles, |at, item| {
        item.brand = [Some("vivo"), Some("一加")].get(at).copied().flatten();
        if at == 3 {
            item.charged = (5_900, 1_000);
        }
    });
    let texts: Vec<&String> = found.iter().flat_map(|(_, texts)| texts).collect();
    assert_eq!(texts, titles[6..8]);
}

#[test]
fn the_same_words_at_prices_far_apart_are_two_products() {
    let orders = |price: u32| {
        let mut rows = sales(10);
        for (title, price) in [("Oak garden bench", 100), ("Garden bench oak", price)] {
            rows.push(format!(
                "B{price},2026-03-09,C1,{title},Benches,1,{price}.00,EUR"
            ));
        }
        orders(&rows)
    };
    let count = |price: u32| {
        with(&[("orders.csv", &orders(price))], |catalogue| {
            doubles::doubles(&catalogue.items).found.len()
        })
    };
    assert_eq!((count(120), count(160)), (1, 0));
}

/// Chinese titles write 蓝色 and English ones blue, which is as it should be; navy in two ways is not.
#[test]
fn spellings_are_held_together_within_a_language() {
    let mut titles: Vec<String> = Vec::new();
    for at in ["Alpine", "Beach", "City", "Desert"] {
        titles.push(format!("{at} blue jacket"));
        titles.push(format!("{at} navy scarf"));
        titles.push(format!("{at} dark blue scarf"));
        titles.push(format!("{at}夹克 蓝色 加厚"));
    }
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let document = report(&[("orders.csv", &shop(&titles))], Lang::Zh);
    let rows = &table(&document, "attributes-spellings").rows;
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert!(rows[0][1].text.contains("navy") && rows[0][1].text.contains("dark blue"));
}

/// Six colours of four products, each sold eight or ten times: scarves of wool and like wool, sheets of cotton and not of cotton.
#[test]
fn what_goods_are_not_sells_nothing_of_it() {
    let mut rows = Vec::new();
    for color in ["红色", "黑色", "白色", "米色", "灰色", "蓝色"] {
        for (name, price, units) in [
            ("仿羊毛围巾", 59, 8),
            ("羊毛围巾", 199, 8),
            ("非纯棉涤纶床单", 49, 10),
            ("纯棉床单", 129, 10),
        ] {
            let order = rows.len();
            rows.push(format!(
                "A{order},2026-03-{:02},C{order},{name} {color},家居,{units},{price}.00,CNY",
                1 + order
            ));
        }
    }
    let document = report(&[("orders.csv", &orders(&rows))], Lang::Zh);
    let wool = row(&document, "attributes-values", "羊毛");
    assert_eq!(wool[..5], ["材质", "羊毛", "6", "48", "¥9,552.00"]);
    let cotton = row(&document, "attributes-values", "纯棉");
    assert_eq!(cotton[..5], ["材质", "纯棉", "6", "60", "¥7,740.00"]);
    let like = row(&document, "attributes-values", "仿羊毛");
    assert_eq!(like[..4], ["材质", "仿羊毛", "6", "48"]);
}

/// Lists know 小米 beside a phone; that says nothing of how often titles name brands.
#[test]
fn a_brand_that_lists_know_by_chance_is_no_coverage() {
    let mut titles: Vec<String> = (0..12).map(|at| format!("红色杯子 {at}号")).collect();
    titles.push("小米14 手机".to_owned());
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let document = report(&[("orders.csv", &shop(&titles))], Lang::Zh);
    let bars = section(&document).iter().find_map(|block| match block {
        Block::Chart(chart) if chart.spec.id == "attributes-coverage" => Some(&chart.spec.plot),
        _ => None,
    });
    let Some(chart::spec::Plot::Bar { categories, .. }) = bars else {
        panic!("no bars");
    };
    assert!(!categories.is_empty() && !categories.contains(&"品牌".to_owned()));
}
