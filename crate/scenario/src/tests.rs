//! Files read as a merchant's are, and what the scenarios make of them.

use chart::spec::Lang;
use engine::{Session, Settings};
use ledger::Ledger;
use report::{Block, Document};

use crate::{Judgements, Request, Scenarios, words};

/// The report's day in every test: 2026-04-01.
pub(crate) const TODAY: i32 = 20_544;

/// Files as a merchant would give them: a name and its text.
pub(crate) fn read(files: &[(&str, &str)], lang: Lang) -> (Document, Ledger) {
    let settings = Settings {
        lang,
        today: "2026-04-01".into(),
        ..Settings::default()
    };
    read_by(files, settings)
}

/// Files read with settings.
fn read_by(files: &[(&str, &str)], settings: Settings) -> (Document, Ledger) {
    let mut session = Session::new();
    session.set_settings(settings).expect("settings");
    for (name, text) in files {
        let id = session.open(name, None, table::Options::default());
        session.push(id, text.as_bytes()).expect("bytes");
        session.finish(id).expect("a file");
    }
    let ledger = Ledger::read(&session.ledger().expect("a shop")).expect("a ledger");
    (session.report().expect("a report").clone(), ledger)
}

/// A whole report of files.
pub(crate) fn report(files: &[(&str, &str)], lang: Lang) -> Document {
    let (document, ledger) = read(files, lang);
    completed(document, &ledger, lang)
}

/// The same with the scenarios' own findings alone: none is left out because the sales report has it.
pub(crate) fn report_alone(files: &[(&str, &str)], lang: Lang) -> Document {
    let (mut document, ledger) = read(files, lang);
    document.findings.clear();
    completed(document, &ledger, lang)
}

/// The same of what a filter leaves.
pub(crate) fn filtered(files: &[(&str, &str)], filter: shop::Selection) -> Document {
    let settings = Settings {
        today: "2026-04-01".into(),
        lang: Lang::En,
        filter,
        ..Settings::default()
    };
    let (document, ledger) = read_by(files, settings);
    completed(document, &ledger, Lang::En)
}

/// The report of files with the merchant's rates into a currency, and what it is made of.
pub(crate) fn converted(
    files: &[(&str, &str)],
    target: &str,
    rates: &[(&str, &str)],
    lang: Lang,
) -> (Document, Ledger) {
    let per_unit = rates.iter();
    let per_unit = per_unit.map(|(code, rate)| ((*code).to_owned(), (*rate).to_owned()));
    let settings = Settings {
        lang,
        today: "2026-04-01".into(),
        currency: Some(target.into()),
        rates: Some(shop::Rates {
            target: target.into(),
            per_unit: per_unit.collect(),
        }),
        template: report::Template {
            currency: Some(target.into()),
            ..report::Template::default()
        },
        ..Settings::default()
    };
    let (document, ledger) = read_by(files, settings);
    (completed(document, &ledger, lang), ledger)
}

/// A report of files with campaign days of the merchant's own.
pub(crate) fn with_campaigns(sales: &Document, ledger: &Ledger, days: Vec<i32>) -> Document {
    let mut request = Request {
        today: TODAY,
        ..Request::default()
    };
    request.forecast.campaign_days = days;
    completed_by(sales.clone(), ledger, &request)
}

fn completed(document: Document, ledger: &Ledger, lang: Lang) -> Document {
    let request = Request {
        lang,
        today: TODAY,
        ..Request::default()
    };
    completed_by(document, ledger, &request)
}

fn completed_by(mut document: Document, ledger: &Ledger, request: &Request) -> Document {
    Scenarios::new(ledger, request, &Judgements::default(), &mut |_, _| ()).complete(&mut document);
    document
}

/// A table of a report.
pub(crate) fn table<'a>(document: &'a Document, id: &str) -> &'a report::Table {
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let mut tables = blocks.filter_map(|b| match b {
        Block::Table(t) if t.id == id => Some(t),
        _ => None,
    });
    tables.next().unwrap_or_else(|| panic!("no table {id}"))
}

const ORDERS: &str = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency
A1,2026-03-01,C1,Red mug,2,10.00,EUR
A1,2026-03-01,C1,Blue mug,1,12.50,EUR
A2,2026-03-04,C2,Red mug,1,10.00,EUR
A3,2026-03-09,C1,Tea,3,4.00,EUR
";

const STOCK: &str = "SKU,Product,On hand,Incoming,Location
R1,Red mug,5,0,Main
B1,Blue mug,,20,Main
";

#[test]
fn a_ledger_tells_what_the_files_tell() {
    let (_, ledger) = read(&[("orders.csv", ORDERS), ("stock.csv", STOCK)], Lang::En);
    assert_eq!((ledger.currency.as_str(), ledger.digits), ("EUR", 2));
    assert_eq!(ledger.orders.day, [20_513, 20_516, 20_521]);
    let gross: Vec<i64> = (0..3).map(|i| ledger.gross_minor(i)).collect();
    assert_eq!(gross, [3250, 1000, 1200]);
    assert_eq!(ledger.products.name, ["Red mug", "Blue mug", "Tea"]);
    assert_eq!(ledger.lines.quantity_milli, [2000, 1000, 1000, 3000]);
    let stock = ledger.frames("stock").next().expect("the stock file");
    assert_eq!((stock.rows, stock.file.as_str()), (2, "stock.csv"));
    assert_eq!(stock.words("product_name", 1), Some("Blue mug"));
    assert_eq!(stock.number("on_hand", 0), Some(5.0));
    assert_eq!(stock.number("on_hand", 1), None);
    assert_eq!(stock.number("incoming", 1), Some(20.0));
}

#[test]
fn nobody_can_be_identified_by_a_ledger() {
    let orders = "Order ID,Order Date,Email,Product,Quantity,Unit Price
A1,2026-03-01,ann@example.com,Mug,2,10.00
A2,2026-03-02,bob@example.com,Mug,1,10.00
";
    let customers = "Customer ID,Email,First Name,Phone,City
C1,ann@example.com,Ann,+1 202 555 0143,Boston
";
    let (_, ledger) = read(&[("o.csv", orders), ("c.csv", customers)], Lang::En);
    let text = format!("{ledger:?}");
    for private in ["ann@", "bob@", "Ann", "555"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}

#[test]
fn the_same_files_give_the_same_report() {
    let files = [("orders.csv", ORDERS), ("stock.csv", STOCK)];
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(report(&files, lang), report(&files, lang));
    }
}

#[test]
fn both_languages_say_the_same_things_and_each_says_them_well() {
    let all = [
        words::ALL,
        crate::customers::ALL,
        crate::forecast::ALL,
        crate::recommendations::ALL,
        crate::reviews::words::ALL,
        crate::lookup::ALL,
        crate::stock::words::ALL,
        crate::suppliers::words::ALL,
        crate::texts::words::ALL,
        crate::ads::words::ALL,
        crate::campaigns::words::ALL,
        crate::attributes::words::ALL,
        crate::learn::words::ALL,
        crate::behaviour::words::ALL,
    ]
    .concat();
    let faults: Vec<String> = all
        .iter()
        .flat_map(|(name, phrase)| report::words::phrase::faults(name, *phrase))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // A count of one reads as well as any other: `all 1 event` does not.
    for (name, phrase) in all {
        for (at, _) in phrase.en.match_indices("all {") {
            let place = phrase.en[at..].split('}').next().unwrap_or_default();
            assert!(!place.contains(':'), "{name}: {place}");
        }
    }
}

#[test]
fn a_pair_is_told_once() {
    let mut text = "Order ID,Order date,Customer ID,SKU,Product name,Qty,Unit price\n".to_owned();
    for order in 0..400 {
        let day = format!("2025-{:02}-{:02}", order / 40 + 1, order % 28 + 1);
        let names: &[&str] = match order % 4 {
            0 => &["Mug", "Tea"],
            1 => &["Lamp", "Rug"],
            2 => &["Box", "Pen"],
            _ => &["Cup"],
        };
        for name in names {
            text += &format!("A{order},{day},C{},S-{name},{name},1,12.00\n", order % 90);
        }
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let mut told: Vec<Vec<String>> = document
        .findings
        .iter()
        .filter_map(|f| f.selection.as_ref())
        .map(|s| s.basket.clone())
        .filter(|basket| !basket.is_empty())
        .collect();
    told.iter_mut().for_each(|basket| basket.sort());
    let all = told.len();
    told.sort();
    told.dedup();
    assert!(all > 0, "pairs are told");
    assert_eq!(told.len(), all);
}
