//! What columns tell beside titles.

use extract::{Mention, Reading, Source};

use super::super::columns::Columns;
use super::*;

/// Ten red cotton shirts; a green one whose columns say blue and cotton, and one that says no material anywhere.
fn shirts(color: &str, material: &str) -> String {
    let mut file = format!("商品ID,商品标题,商家编码,类目,品牌,{color},{material},售价,库存\n");
    for (at, word) in "甲乙丙丁戊己庚辛壬癸".chars().enumerate() {
        let _ = writeln!(
            file,
            "60{at},{word}字号 纯棉短袖T恤 红色,SP{at},T恤,南极人,红色,纯棉,59,8"
        );
    }
    file + "611,子字号 短袖T恤 绿色,SP11,T恤,南极人,蓝色,纯棉,59,8\n\
        612,丑字号 短袖T恤 红色,SP12,T恤,南极人,红色,,59,8\n\
        613,寅字号 纯棉短袖T恤 红色,SP13,T恤,南极人,红色,涤纶,59,8\n"
}

#[test]
fn columns_of_colour_and_material_are_held_against_titles() {
    for (color, material) in [
        ("颜色", "材质"),
        ("颜色分类", "面料"),
        ("Color", "Material"),
    ] {
        let document = report(&[("products.csv", &shirts(color, material))], Lang::Zh);
        let gap = row(&document, "attributes-gaps", "材质");
        assert_eq!(gap[3..5], ["1", "“丑字号 短袖T恤 红色”"], "{color}");
        let conflicts = table(&document, "attributes-conflicts");
        assert_eq!(conflicts.rows.len(), 2, "{color} {:?}", conflicts.rows);
        let green = row(&document, "attributes-conflicts", "子字号 短袖T恤 绿色");
        assert_eq!(green[1..4], ["颜色", "绿色", "规格：蓝色"], "{color}");
        let cotton = row(&document, "attributes-conflicts", "寅字号 纯棉短袖T恤 红色");
        assert_eq!(cotton[1..4], ["材质", "纯棉", "材质：涤纶"], "{color}");
    }
}

/// A model reads a brand in each of three titles whose column says another.
#[test]
fn a_brand_that_only_a_model_knows_is_no_conflict() {
    let file = "Handle,Title,Vendor,Type,Variant SKU,Variant Price\n\
        a,Leather wallet with RFID,Bellroy,Bags,a1,20.00\n\
        b,Acme leather wallet,Hydro,Bags,b1,20.00\n\
        c,Cotton shirt,Acme,Shirts,c1,20.00\n";
    let (_, ledger) = read(&[("products.csv", file)], Lang::En);
    let judged = Judgements::default();
    let library = Library::new(&ledger, &[], &judged).expect("words");
    let mut catalogue = Catalogue::new(&ledger, &library, &say());
    for item in &mut catalogue.items {
        if let Some(at) = item.text.find("RFID") {
            let mut reading = item.reading.as_deref().cloned().expect("a reading");
            reading.mentions.push(Mention {
                label: "brand".to_owned(),
                text: "RFID".to_owned(),
                start: at as u32,
                end: at as u32 + 4,
                score: 0.9,
                value: None,
                source: Source::Model,
                polarity: None,
                opinion: None,
            });
            item.reading = Some(Cow::<Reading>::Owned(reading));
        }
    }
    let columns = Columns::read(&ledger, &library, &catalogue, &say());
    let found = columns.conflicts(&catalogue);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|c| (catalogue.items[c.item].text, c.label.as_str()))
        .collect();
    assert_eq!(found, [("Acme leather wallet", "brand")]);
}

/// Twelve titles of which ten say what it is before what it is like, and two that name what stands on it.
#[test]
fn what_follows_a_type_does_not_hide_it() {
    let titles = [
        "Adidas Men's Running Shoes Red",
        "Nike Women's Cotton T-Shirt Black",
        "Cotton Socks 5-Pack",
        "Wallet Brown Leather",
        "Adidas Wallet Tan",
        "Wool Scarf Grey, Large",
        "Water Bottle Blue 500 ml",
        "Running Shoes Waterproof Black",
        "Dress Red for Women",
        "Sofa Blue with Cushions",
        "Cake Stand",
        "Cake Red Stand",
    ];
    let told = with(&[("orders.csv", &shop(&titles))], |catalogue| {
        let items = catalogue.items.iter();
        let told = items.filter(|i| i.values.contains_key("product"));
        let mut told: Vec<String> = told.map(|i| i.text.to_owned()).collect();
        told.sort_by_key(|text| titles.iter().position(|t| t == text));
        told
    });
    assert_eq!(told, titles[..10]);
}
