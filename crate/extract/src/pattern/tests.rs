use super::*;

fn said(text: &str) -> Vec<(&'static str, String)> {
    let text = Folded::new(text);
    let found = find(&text).into_iter();
    found
        .map(|found| (found.label, text.slice(found.start, found.end)))
        .collect()
}

fn value(text: &str) -> Value {
    let found = find(&Folded::new(text));
    let first = found.into_iter().next().expect("something is found");
    first.value.expect("a value")
}

fn amount_of(number: f64, unit: &str, count: Option<u32>) -> Value {
    Value::Amount {
        number,
        unit: unit.to_owned(),
        count,
    }
}

#[test]
fn amounts_in_both_languages_are_one_value() {
    let half = amount_of(0.5, "L", None);
    for text in ["洗发水500毫升", "shampoo 500 ml", "0.5L", "５００ＭＬ"] {
        assert_eq!(value(text), half, "{text}");
    }
    assert_eq!(value("牛奶250ml*12盒"), amount_of(0.25, "L", Some(12)));
    assert_eq!(value("袜子2件装"), amount_of(2.0, "pieces", None));
    assert_eq!(value("四件套"), amount_of(4.0, "pieces", None));
    assert_eq!(value("Socks 10-Pack"), amount_of(10.0, "pieces", None));
    assert_eq!(value("pads (pack of 6)"), amount_of(6.0, "pieces", None));
}

#[test]
fn sides_and_ranges() {
    let sides = Value::Sides {
        sides: vec![0.2, 0.3],
        unit: "m".to_owned(),
    };
    for text in ["20x30cm", "20cm×30cm", "20*30厘米"] {
        assert_eq!(value(text), sides, "{text}");
    }
    assert_eq!(said("显示器1920x1080"), [("spec", "1920x1080".to_owned())]);
    let years = Value::Range {
        from: 3.0,
        to: 6.0,
        unit: "years".to_owned(),
    };
    assert_eq!(value("积木3-6岁"), years);
    assert_eq!(said("积木3-6岁")[0].0, "audience");
}

#[test]
fn prices() {
    assert_eq!(value("¥99.9 包邮"), amount_of(99.9, "CNY", None));
    assert_eq!(value("只要39元"), amount_of(39.0, "CNY", None));
    assert_eq!(value("now $1,299.00"), amount_of(1299.0, "USD", None));
}

#[test]
fn sizes_of_clothes() {
    assert_eq!(said("卫衣 S/M/L/XL"), [("size", "S/M/L/XL".to_owned())]);
    assert_eq!(value("T恤 2XL"), Value::key("XXL"));
    assert_eq!(value("女鞋38码"), Value::key("38"));
    assert_eq!(value("shoes EU 40"), Value::key("EU 40"));
    assert_eq!(value("均码"), Value::key("one size"));
    assert_eq!(value("裤子M码"), Value::key("M"));
    for text in ["Model S", "L'Oreal", "H&M", "Vitamin C L carnitine", "mXL9"] {
        assert_eq!(said(text), [], "{text}");
    }
}

#[test]
fn where_it_is_from_and_what_it_fits() {
    assert_eq!(value("日本进口牙膏"), Value::key("Japan"));
    assert_eq!(value("Made in Italy"), Value::key("Italy"));
    assert_eq!(value("产地：云南"), Value::key("云南"));
    assert_eq!(value("国产手机"), Value::key("China"));
    assert_eq!(
        said("case for iPhone 13 Pro Max, clear"),
        [("compatibility", "iPhone 13 Pro Max".to_owned())]
    );
    assert_eq!(
        said("适用于iPhone 13/14手机壳"),
        [("compatibility", "iPhone 13/14".to_owned())]
    );
    assert_eq!(
        said("适用华为P40 Pro钢化膜"),
        [("compatibility", "华为P40 Pro".to_owned())]
    );
    assert_eq!(said("for women and men"), []);
}

#[test]
fn numbers_alone_say_nothing() {
    for text in [
        "12345",
        "6901234567892",
        "WH1000XM4",
        "5G手机",
        "A4",
        "9.9",
        "1/2",
        "x",
    ] {
        assert_eq!(said(text), [], "{text}");
    }
}

#[test]
fn amounts_hold_what_holds_them() {
    assert_eq!(
        said("50mg*100片/瓶")[0],
        ("quantity", "50mg*100片/瓶".to_owned())
    );
    assert_eq!(
        said("莴笋,约重600g/份")[0],
        ("quantity", "600g/份".to_owned())
    );
    assert_eq!(
        said("beads 50pcs/lot mixed")[0],
        ("quantity", "50pcs/lot".to_owned())
    );
    assert_eq!(said("2kg/箱子")[0], ("quantity", "2kg".to_owned()));
    assert_eq!(said("500g/packet")[0], ("quantity", "500g".to_owned()));
    assert_eq!(value("600g/份"), amount_of(0.6, "kg", None));
}

#[test]
fn lists_and_parts_are_one_amount_without_a_value() {
    for (text, whole) in [
        ("童车12/14/16/18寸脚撑", "12/14/16/18寸"),
        ("3/4 inch hose", "3/4 inch"),
    ] {
        let found = find(&Folded::new(text));
        assert_eq!(said(text), [("size", whole.to_owned())], "{text}");
        assert_eq!(found[0].value, None, "{text}");
    }
}

#[test]
fn numbers_of_models_are_not_grouped() {
    assert_eq!(
        said("海尔,hyc-390,390升"),
        [("quantity", "390升".to_owned())]
    );
    assert_eq!(value("1,000g"), amount_of(1.0, "kg", None));
}

#[test]
fn months_are_an_age_as_a_range_alone() {
    assert_eq!(said("奶嘴6-18个月"), [("audience", "6-18个月".to_owned())]);
    assert_eq!(said("romper 3-6 months")[0].0, "audience");
    assert_eq!(said("保质期12个月"), []);
}
