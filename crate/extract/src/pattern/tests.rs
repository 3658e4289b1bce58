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
    let inches = Value::Range {
        from: 1.3716,
        to: 1.5748,
        unit: "m".to_owned(),
    };
    assert_eq!(value("Work Table, 54\" - 62\", Steel"), inches);
    assert_eq!(said("iPhone 13 - 128GB"), [("spec", "128GB".to_owned())]);
    assert_eq!(said("pads (Pack of 6)")[0].1, "Pack of 6");
    // Ends of articles' numbers are no amounts.
    assert_eq!(said("HP Regulator Board 231783-001\" Montague 136-0G"), []);
    assert_eq!(said("钻石0.35ct吊坠"), [("spec", "0.35ct".to_owned())]);
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

/// The first value of a label.
fn of(text: &str, label: &str) -> Option<Value> {
    let found = find(&Folded::new(text)).into_iter();
    let mut of_label = found.filter(|found| found.label == label);
    of_label.next().and_then(|found| found.value)
}

#[test]
fn gigabytes_are_no_grams() {
    for (text, gigabytes) in [
        ("红米Note12 8G+128G 4G全网通手机", 8.0),
        ("闪迪U盘64G USB3.0", 64.0),
        ("固态硬盘512G", 512.0),
        ("SSD 480G", 480.0),
        ("内存16G", 16.0),
        ("金士顿内存条4G DDR3", 4.0),
        ("小米平板6 8+128G", 128.0),
        ("华为Mate 60 Pro 12+512G", 512.0),
        ("iPhone 13 128G 午夜色", 128.0),
        ("iphone 13 128g black", 128.0),
        ("Micro SD卡 64g", 64.0),
        ("256G", 256.0),
        ("128/256G", 0.0),
    ] {
        let value = of(text, "spec");
        if gigabytes > 0.0 {
            assert_eq!(value, Some(amount_of(gigabytes, "GB", None)), "{text}");
        }
        assert_eq!(of(text, "quantity"), None, "{text}");
        assert_eq!(said(text)[0].0, "spec", "{text}");
    }
    let radio = of("2.4G无线鼠标", "spec");
    assert_eq!(radio, Some(amount_of(2_400_000_000.0, "Hz", None)));
    assert_eq!(of("5G手机", "spec"), None);
}

#[test]
fn grams_stay_grams() {
    for (text, kilograms) in [
        ("大米500G", 0.5),
        ("256G茶叶", 0.256),
        ("洗面奶 128g", 0.128),
        ("坚果 512G", 0.512),
        ("手机壳 32g", 0.032),
        ("Candy 64 g", 0.064),
        ("2.4g 口红", 0.0024),
        ("500G+500G", 0.5),
        ("唇膏 3.5G", 0.0035),
    ] {
        let value = of(text, "quantity");
        assert_eq!(value, Some(amount_of(kilograms, "kg", None)), "{text}");
    }
}

#[test]
fn counts_stand_before_amounts_too() {
    for (text, whole, number, unit, count) in [
        ("6x330ml Beer", "6x330ml", 0.33, "L", 6),
        ("24x330ml", "24x330ml", 0.33, "L", 24),
        ("12包x10g 咖啡", "12包x10g", 0.01, "kg", 12),
        ("3 x 500ml Shampoo", "3 x 500ml", 0.5, "L", 3),
        ("6瓶*500ml 矿泉水", "6瓶*500ml", 0.5, "L", 6),
        ("Coffee 2 x 500 g", "2 x 500 g", 0.5, "kg", 2),
        ("1kg*5袋*2箱 面粉", "1kg*5袋*2箱", 1.0, "kg", 10),
        ("12 × 1 L Milk", "12 × 1 L", 1.0, "L", 12),
        ("整箱24盒×250ml", "24盒×250ml", 0.25, "L", 24),
        ("500ml/瓶*6瓶", "500ml/瓶*6瓶", 0.5, "L", 6),
        ("Pack of 2 x 500g Coffee", "Pack of 2 x 500g", 0.5, "kg", 2),
        ("10片*5包*2盒", "10片*5包*2盒", 10.0, "pieces", 10),
        ("500g x 3 Pasta", "500g x 3", 0.5, "kg", 3),
    ] {
        let value = Some(amount_of(number, unit, Some(count)));
        assert_eq!(of(text, "quantity"), value, "{text}");
        assert_eq!(said(text)[0].1, whole, "{text}");
    }
    // Sides are sides, and what is not counted in wholes is no count.
    assert_eq!(said("收纳箱 20x30x40cm")[0].0, "size");
    assert_eq!(of("500ml*1.5", "quantity"), Some(amount_of(0.5, "L", None)));
}

#[test]
fn offers_are_no_amounts() {
    for text in [
        "9.9包邮 手机壳",
        "9包邮",
        "第2件半价",
        "第三件套餐价",
        "满3件减10",
        "2件8.5折",
        "买2件送1件",
    ] {
        assert_eq!(of(text, "quantity"), None, "{text}");
    }
    assert_eq!(
        of("2包 邮票", "quantity"),
        Some(amount_of(2.0, "pieces", None))
    );
    assert_eq!(
        of("三件套", "quantity"),
        Some(amount_of(3.0, "pieces", None))
    );
}

#[test]
fn weights_of_wearers_and_of_paper_are_no_content() {
    for text in [
        "M码(100-120斤)女士打底裤",
        "适合80-120斤 宽松卫衣",
        "婴儿纸尿裤L码54片 9-14kg",
        "女裤 100-200斤",
        "Diapers Size 4 10-17 kg",
        "XL码200斤可穿",
    ] {
        let found = find(&Folded::new(text));
        let heavy = found.iter().filter(|found| match &found.value {
            Some(Value::Range { unit, .. } | Value::Amount { unit, .. }) => unit == "kg",
            _ => false,
        });
        let labels: Vec<&str> = heavy.map(|found| found.label).collect();
        assert_eq!(labels, ["size"], "{text}");
    }
    let paper = Some(amount_of(70.0, "g/m²", None));
    assert_eq!(of("得力A4打印纸500张70g", "spec"), paper);
    assert_eq!(of("Card 70gsm white", "spec"), paper);
    let sheets = of("得力A4打印纸500张70g", "quantity");
    assert_eq!(sheets, Some(amount_of(500.0, "pieces", None)));
    for (text, kilograms) in [
        ("卷纸140g", 0.14),
        ("大闸蟹3斤", 1.5),
        ("晾衣架 50kg", 50.0),
    ] {
        let value = Some(amount_of(kilograms, "kg", None));
        assert_eq!(of(text, "quantity"), value, "{text}");
    }
    for text in ["大闸蟹 3-4斤", "晾衣架承重 50-60kg", "数码秤 50-60kg"] {
        assert_eq!(said(text)[0].0, "quantity", "{text}");
    }
}

#[test]
fn ranges_of_sizes_are_no_lists() {
    assert_eq!(value("T恤 S-XXL"), Value::key("S-XXL"));
    assert_eq!(value("Dress S-XL"), Value::key("S-XL"));
    assert_eq!(value("T恤 M到4XL"), Value::key("M-4XL"));
    assert_eq!(value("T恤 XXL-S"), Value::key("S-XXL"));
    assert_eq!(value("T恤 L/XL"), Value::key("L/XL"));
    assert_eq!(value("T恤 S/XXL"), Value::key("S/XXL"));
    assert_eq!(value("T恤 M-L"), Value::key("M/L"));
    assert_eq!(value("T恤 S-M-L"), Value::key("S/M/L"));
    assert_eq!(value("女鞋35-40码"), Value::key("35-40"));
    assert_eq!(said("女鞋35-40码"), [("size", "35-40码".to_owned())]);
}

#[test]
fn ounces_of_vessels_are_fluid() {
    let fluid = Some(amount_of(0.946_352_946, "L", None));
    assert_eq!(of("Stainless Steel Water Bottle 32oz", "quantity"), fluid);
    assert_eq!(of("Tumbler 32 oz", "quantity"), fluid);
    assert_eq!(of("32 fl oz Detergent", "quantity"), fluid);
    assert_eq!(of("Plastic Cups 32 oz", "quantity"), fluid);
    for text in [
        "Almonds 16oz",
        "Peanut butter cups 16 oz",
        "Leaf Tea, brew 200 cups, 16oz",
    ] {
        let value = of(text, "quantity");
        assert_eq!(value, Some(amount_of(0.453_592_37, "kg", None)), "{text}");
    }
}

#[test]
fn a_maker_is_no_length() {
    assert_eq!(said("3M N95 Mask"), [("brand", "3M".to_owned())]);
    assert_eq!(said("防尘口罩 3M")[0].0, "brand");
    assert_eq!(said("百洁布 3M")[0].0, "brand");
    for text in ["USB Cable 3M", "3M 网线", "绳子 3M", "3m x 4m"] {
        assert_eq!(said(text)[0].0, "size", "{text}");
    }
}

#[test]
fn what_is_not_fitted_is_not_told() {
    for text in [
        "Not for iPhone 14 case",
        "不适用iPhone 13",
        "not compatible with iPhone 14",
    ] {
        assert_eq!(of(text, "compatibility"), None, "{text}");
    }
    assert!(of("Case, not heavy, for iPhone 14", "compatibility").is_some());
}
