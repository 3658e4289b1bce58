use super::*;
use crate::Reader;

/// What is read in a title; `spans`: a model's, as label, words and score.
fn read(text: &str, spans: Option<&[(&str, &str, f32)]>) -> Vec<Mention> {
    let place = |words: &str| {
        let at = text.find(words).expect("the words stand there");
        let start = text[..at].chars().count() as u32;
        (start, start + words.chars().count() as u32)
    };
    let spans = spans.map(|spans| {
        let found = spans.iter().map(|(label, words, score)| {
            let (start, end) = place(words);
            Found {
                label: (*label).to_owned(),
                start,
                end,
                score: *score,
            }
        });
        found.collect::<Vec<Found>>()
    });
    let reader = Reader::new().expect("the project's own words");
    reader.title(text, None, spans.as_deref()).mentions
}

/// Words of a label, with their values.
fn of(mentions: &[Mention], label: &str) -> Vec<(String, Option<Value>)> {
    let of_label = mentions.iter().filter(|m| m.label == label);
    of_label
        .map(|m| (m.text.clone(), m.value.clone()))
        .collect()
}

fn key(word: &str, value: &str) -> (String, Option<Value>) {
    (word.to_owned(), Some(Value::key(value)))
}

fn amount(number: f64, unit: &str, count: Option<u32>) -> Option<Value> {
    Some(Value::Amount {
        number,
        unit: unit.to_owned(),
        count,
    })
}

#[test]
fn what_a_model_marks_is_turned_around_too() {
    let said = read(
        "非纯棉涤纶桌布",
        Some(&[("material", "纯棉", 0.98), ("material", "涤纶", 0.9)]),
    );
    assert_eq!(of(&said, "material"), [key("涤纶", "polyester")]);
    let said = read("羊毛围巾", Some(&[("material", "羊毛", 0.98)]));
    assert_eq!(of(&said, "material"), [key("羊毛", "wool")]);
    let said = read("仿羊毛围巾", Some(&[("material", "羊毛", 0.98)]));
    assert_eq!(of(&said, "material"), [key("仿羊毛", "faux wool")]);
    let said = read(
        "Faux Leather Jacket Women Not Real Leather",
        Some(&[("material", "Faux Leather", 0.9)]),
    );
    assert_eq!(of(&said, "material"), [key("Faux Leather", "faux leather")]);
    let said = read(
        "不含塑料吸管",
        Some(&[("material", "塑料", 0.9), ("product", "吸管", 0.8)]),
    );
    assert_eq!(of(&said, "material"), []);
    assert_eq!(of(&said, "product").len(), 1);
    let said = read(
        "Case not for iPhone 14",
        Some(&[("compatibility", "iPhone 14", 0.9)]),
    );
    assert_eq!(of(&said, "compatibility"), []);
    let said = read("非常保暖外套", Some(&[("feature", "保暖", 0.9)]));
    assert_eq!(of(&said, "feature"), [key("保暖", "warm")]);
}

#[test]
fn an_amount_is_an_amount_whatever_a_model_calls_it() {
    let said = read("White Rabbit Candy 500g", Some(&[("spec", "500g", 0.95)]));
    assert_eq!(
        of(&said, "quantity"),
        [("500g".to_owned(), amount(0.5, "kg", None))]
    );
    assert_eq!(of(&said, "spec"), []);
    // A dose stays what it is, with its value.
    let said = read(
        "Vitamin C 1000 mg 120 Tablets",
        Some(&[("spec", "1000 mg", 0.9)]),
    );
    assert_eq!(
        of(&said, "spec"),
        [("1000 mg".to_owned(), amount(0.001, "kg", None))]
    );
    // So does what a thing can hold.
    let said = read("Trash Can 45-gal", Some(&[("spec", "45-gal", 0.9)]));
    assert_eq!(of(&said, "quantity"), []);
    assert!(of(&said, "spec")[0].1.is_some());
    // What a model calls something else with certainty is that.
    let said = read("Drill 20V", Some(&[("model", "20V", 0.95)]));
    assert_eq!(of(&said, "spec"), []);
}

#[test]
fn spans_and_values_agree() {
    let said = read(
        "Falcon 7541 Pieces",
        Some(&[("quantity", "41 Pieces", 0.9)]),
    );
    assert_eq!(
        of(&said, "quantity"),
        [("7541 Pieces".to_owned(), amount(7541.0, "pieces", None))]
    );
    let said = read("500g x 3 Pasta", Some(&[("quantity", "500g", 0.97)]));
    assert_eq!(
        of(&said, "quantity"),
        [("500g x 3".to_owned(), amount(0.5, "kg", Some(3)))]
    );
    let said = read(
        "EU 42 UK 8 US 9 Sneakers",
        Some(&[("size", "42 UK 8 US 9", 0.93)]),
    );
    let sizes = [
        key("EU 42", "EU 42"),
        key("UK 8", "UK 8"),
        key("US 9", "US 9"),
    ];
    assert_eq!(of(&said, "size"), sizes);
    let said = read(
        "Towels 12 Rolls = 24 Regular",
        Some(&[("quantity", "12 Rolls = 24 Regular", 0.95)]),
    );
    assert_eq!(
        of(&said, "quantity"),
        [("12 Rolls = 24 Regular".to_owned(), None)]
    );
    let said = read(
        "Shampoo 1.5 oz (42.5 g)",
        Some(&[("quantity", "1.5 oz (42.5 g)", 0.95)]),
    );
    assert_eq!(of(&said, "quantity").len(), 1);
    assert!(of(&said, "quantity")[0].1.is_some());
    // People mark each side, and the number without what it counts.
    let sides = [("size", "4\"", 0.9), ("size", "9\"", 0.9)];
    let said = read("Cards 4\" x 9\"", Some(&sides));
    let [four, nine] = [0.1016, 0.2286].map(|metres| amount(metres, "m", None));
    let sizes = [("4\"".to_owned(), four), ("9\"".to_owned(), nine)];
    assert_eq!(of(&said, "size"), sizes);
    let tablets = [("quantity", "120", 0.9), ("product", "Tablets", 0.9)];
    let said = read("Vitamin 120 Tablets", Some(&tablets));
    assert_eq!(
        of(&said, "quantity"),
        [("120".to_owned(), amount(120.0, "pieces", None))]
    );
    assert_eq!(of(&said, "product").len(), 1);
    // Words beside the number belong to it.
    let said = read(
        "Shoes Size 10.5 US",
        Some(&[("size", "Size 10.5 US", 0.95)]),
    );
    assert_eq!(of(&said, "size"), [key("Size 10.5 US", "10.5")]);
}

#[test]
fn a_material_is_no_product() {
    let spans = [("product", "不锈钢", 0.92), ("product", "保温杯", 0.97)];
    let said = read("保温杯316不锈钢", Some(&spans));
    assert_eq!(of(&said, "material"), [key("不锈钢", "stainless steel")]);
    assert_eq!(of(&said, "product"), [key("保温杯", "thermos")]);
    // Glass is sold by itself, too; and alone a material is what is sold.
    let spans = [("product", "玻璃", 0.92), ("product", "镜子", 0.97)];
    assert_eq!(
        of(&read("艺术玻璃拼镜子", Some(&spans)), "product").len(),
        2
    );
    let said = read("不锈钢304", Some(&[("product", "不锈钢", 0.92)]));
    assert_eq!(of(&said, "product").len(), 1);
    // What is named after a material is not it.
    let said = read("不锈钢清洁剂", Some(&[("product", "不锈钢清洁剂", 0.92)]));
    assert_eq!(of(&said, "material"), []);
}

#[test]
fn makers_and_things_are_known_without_a_model() {
    let said = read("小米14 Pro 黑色 手机", None);
    assert_eq!(of(&said, "brand"), [key("小米", "小米")]);
    assert_eq!(of(&said, "product"), []);
    let said = read("苹果手机壳 iPhone 15 256G", None);
    assert_eq!(of(&said, "product"), [key("手机壳", "phone case")]);
    let said = read("手冲咖啡壶", None);
    assert_eq!(of(&said, "product"), [("咖啡壶".to_owned(), None)]);
    let said = read("3M N95 Mask 20 pcs", None);
    assert_eq!(of(&said, "brand"), [key("3M", "3M")]);
}
