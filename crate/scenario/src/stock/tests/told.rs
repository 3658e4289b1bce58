//! What stock files tell in words, and in another currency.

use super::*;
use crate::tests::converted;

#[test]
fn a_lone_word_for_none_left_among_numbers_is_nought() {
    let orders = orders(&sales());
    // Eleven rows with numbers and one without: the column stays one of numbers.
    let stock = |word: &str| {
        let mut text = String::from("SKU,On hand,Unit cost\n");
        text += &["R1,", word, ",4.00\nB1,90,8.00\nT1,40,1.00\n"].concat();
        for i in 1..=9 {
            text += &format!("Z{i},{i},{i}.00\n");
        }
        text
    };
    let told = |text: &str| {
        let document = report(&[("orders.csv", &orders), ("stock.csv", text)], Lang::En);
        let shown = serde_json::to_string(&document).expect("JSON");
        (document, shown)
    };
    for word in ["缺货", "售罄", "Sold out", "out of stock"] {
        let (document, shown) = told(&stock(word));
        assert_eq!(row(&document, "stock-orders", "Red mug")[2], "0", "{word}");
        assert!(finding(&document, "stock-out").sentence.contains("Red mug"));
        let said = ["1 cell says “", word, "”; counted as 0."].concat();
        assert!(shown.contains(&said), "{said}: {shown}");
        let note = &chart(&document, "stock-cover").spec.note;
        assert!(!note.contains("no product or no quantity"), "{note}");
    }
    // Another word is no number, and so is this one in another column.
    let (document, shown) = told(&stock("see note"));
    assert!(shown.contains("1 cell does not fit"), "{shown}");
    let note = &chart(&document, "stock-cover").spec.note;
    assert!(note.contains("no product or no quantity"), "{note}");
    let (_, shown) = told(&stock("5").replace("Z9,9,9.00", "Z9,9,缺货"));
    assert!(shown.contains("1 cell does not fit"), "{shown}");
    assert!(!shown.contains("counted as 0"), "{shown}");
}

#[test]
fn costs_in_another_currency_are_converted_with_the_merchants_rates() {
    let orders = orders(&sales());
    // Half of what they are in euros, at two euros a dollar.
    let stock = "SKU,Product,On hand,Incoming,Location,Unit cost (USD)
R1,Red mug,5,0,Main,2.00
r1 ,Red mug,3,0,Shop,2.00
B1,Blue mug,-2,50,Main,4.00
T1,Tea,40,,Main,0.50
V1,Old vase,4,0,Main,10.00
Z9,Ghost,1,0,Main,2.50
";
    let files = [("orders.csv", orders.as_str()), ("stock.csv", stock)];
    let (document, _) = converted(&files, "EUR", &[("USD", "2")], Lang::En);
    let red = row(&document, "stock-orders", "Red mug");
    assert_eq!(red.last().map(String::as_str), Some("€588.00"));
    assert_eq!(row(&document, "stock-ratios", "Stock at cost")[1], "€152");
    let said = "The amounts of 6 rows were converted from USD to EUR with your rates.";
    for note in [
        &table(&document, "stock-orders").note,
        &table(&document, "stock-levels").note,
        &chart(&document, "stock-cover").spec.note,
    ] {
        assert!(note.contains(said), "{note}");
    }
    // Without a rate they are not used, and that is said.
    let document = report(&files, Lang::En);
    let note = &chart(&document, "stock-cover").spec.note;
    assert!(
        note.contains("The cost of 6 rows is in another currency and not used."),
        "{note}"
    );
}
