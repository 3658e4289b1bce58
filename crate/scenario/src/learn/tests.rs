//! Tables whose answers are known, learned as the page does.

use std::fmt::Write as _;

use chart::spec::Lang;
use engine::Session;
use ledger::Frame;
use predict::{Chance, Doubt, ThresholdRule, log_odds};
use report::Block;

use super::*;

/// A table as the engine's worker hands it on.
fn frame(text: &str) -> Frame {
    let mut session = Session::new();
    let id = session.open("table.csv", None, table::Options::default());
    session.push(id, text.as_bytes()).expect("bytes");
    session.finish(id).expect("a file");
    Frame::read(&session.table(0).expect("a table")).expect("a frame")
}

/// Visits with an outcome that depends on the pages seen and the channel; `more`: further columns of a row.
fn visits(rows: usize, more: (&str, &dyn Fn(usize, bool) -> String)) -> String {
    let mut chance = Chance::new(7);
    let mut text = format!("Visit,Email,Day,Pages,Channel,{}Bought\n", more.0);
    for row in 0..rows {
        let pages = chance.below(20);
        let channel = ["search", "ads", "mail"][chance.below(3)];
        let margin = 0.45 * (pages as f64 - 12.0) + if channel == "mail" { 1.0 } else { 0.0 };
        let bought = log_odds(chance.uniform()) < margin;
        let day = 1 + row * 28 / rows;
        let _ = writeln!(
            text,
            "V{row:05},v{row}@example.com,2026-03-{day:02},{pages},{channel},{}{}",
            more.1(row, bought),
            if bought { "yes" } else { "no" }
        );
    }
    text
}

const NONE_MORE: (&str, &dyn Fn(usize, bool) -> String) = ("", &|_, _| String::new());

fn ask(label: &str) -> Ask {
    Ask {
        label: label.into(),
        ..Ask::default()
    }
}

fn learn(text: &str, ask: &Ask) -> Result<Learned, Error> {
    Learned::new(&frame(text), ask, &mut |_| ())
}

#[test]
fn what_can_be_told_is_told_with_how_well() {
    let mut shares = Vec::new();
    let table = frame(&visits(1_000, NONE_MORE));
    let learned = Learned::new(&table, &ask("bought"), &mut |share| shares.push(share));
    // Names are taken as they stand.
    assert!(matches!(learned, Err(Error::NoColumn { near, .. }) if near[0] == "Bought"));
    let learned =
        Learned::new(&table, &ask("Bought"), &mut |share| shares.push(share)).expect("a model");
    assert!(shares.is_sorted() && shares.last() == Some(&1.0));
    let figures = learned.figures(ThresholdRule::F1).expect("figures");
    assert_eq!(
        figures.held,
        Held::Latest {
            column: "Day".into()
        }
    );
    // The days of the latest fifth, whole: 6 of 28.
    assert!(
        (150..=230).contains(&figures.evaluation.n),
        "{}",
        figures.evaluation.n
    );
    let auc = figures.evaluation.auc.expect("both classes");
    assert!(
        auc.value > 0.85 && auc.low > 0.8 && auc.high < 1.0,
        "{auc:?}"
    );
    assert_eq!(learned.task().personal, ["Email"]);
    assert_eq!(learned.task().left_out, ["Visit"]);
    assert_eq!(figures.importance[0].column, "Pages");
    for lang in [Lang::En, Lang::Zh] {
        let told = learned.told(ThresholdRule::F1, lang).expect("words");
        let ids: Vec<&str> = told.findings.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "learn-good",
                "learn-lift",
                "learn-decide",
                "learn-strongest"
            ]
        );
        assert!(told.findings[3].sentence.contains("Pages"));
        let kinds = told.section.blocks.iter().map(|b| match b {
            Block::Chart(c) => c.spec.id.as_str(),
            Block::Table(t) => t.id.as_str(),
            _ => "",
        });
        let all = [
            "learn-report",
            "learn-confusion",
            "learn-worth",
            "learn-roc",
            "learn-precision",
            "learn-calibration",
            "learn-rows",
            "learn-doubts",
        ];
        assert_eq!(kinds.collect::<Vec<_>>(), all);
        let text = serde_json::to_string(&told).expect("JSON");
        assert!(
            !text.contains("@example.com") && !text.contains("null,null,null"),
            "{text}"
        );
    }
}

#[test]
fn the_same_table_gives_the_same_bits_in_whatever_order_its_rows_stand() {
    let text = visits(400, NONE_MORE);
    let (head, body) = text.split_once('\n').expect("lines");
    let mut lines: Vec<&str> = body.lines().collect();
    lines.reverse();
    let turned = [head, "\n", &lines.join("\n"), "\n"].concat();
    let bits = |text: &str| {
        let learned = learn(text, &ask("Bought")).expect("a model");
        let threshold = learned.trial().threshold(ThresholdRule::F1).to_bits();
        let rows = learned.trial().probabilities().iter();
        let mut bits: Vec<u64> = rows.map(|row| row.1.to_bits()).collect();
        bits.sort_unstable();
        (threshold, bits)
    };
    assert_eq!(bits(&text), bits(&turned));
}

#[test]
fn what_was_written_after_the_fact_is_left_out_and_may_be_kept() {
    let refund = |row: usize, bought: bool| match bought {
        true => format!("{},", 5 + row % 7),
        false => ",".to_owned(),
    };
    let text = visits(600, ("Invoice,", &refund));
    let learned = learn(&text, &ask("Bought")).expect("a model");
    let found = &learned.task().doubted;
    let invoice = found
        .iter()
        .find(|d| d.column == "Invoice")
        .expect("doubted");
    assert!(matches!(
        invoice.doubt,
        Doubt::FilledForOneClass { positive: true, .. }
    ));
    let told = learned.told(ThresholdRule::F1, Lang::En).expect("words");
    assert_eq!(told.leaks, ["Invoice"]);
    assert!(
        told.findings
            .iter()
            .any(|f| f.id == "learn-leak" && f.sentence.contains("Invoice"))
    );
    let keeping = Ask {
        keep: vec!["Invoice".into()],
        ..ask("Bought")
    };
    let kept = learn(&text, &keeping).expect("a model");
    let told = kept.told(ThresholdRule::F1, Lang::En).expect("words");
    let ids: Vec<&str> = told
        .findings
        .iter()
        .map(|f| f.id.as_str())
        .take(2)
        .collect();
    assert_eq!(ids, ["learn-separated", "learn-kept"]);
    assert!(told.leaks.is_empty());
}

#[test]
fn dear_misses_find_more_and_rows_without_a_label_are_predicted() {
    let mut text = visits(800, NONE_MORE);
    // Three visits of today, of which nobody knows yet.
    text.push_str(
        "V90001,a@example.com,2026-03-28,19,mail,\nV90002,b@example.com,2026-03-28,0,ads,\n",
    );
    text.push_str("V90003,c@example.com,2026-03-28,19,search,\n");
    let learned = learn(&text, &ask("Bought")).expect("a model");
    let recall = |rule| {
        learned
            .figures(rule)
            .expect("figures")
            .evaluation
            .positive
            .recall
    };
    let dear = ThresholdRule::Cost {
        missed: 20.0,
        alarm: 1.0,
    };
    assert!(recall(dear) > recall(ThresholdRule::F1));
    let told = learned.told(dear, Lang::En).expect("words");
    let new = told
        .findings
        .iter()
        .find(|f| f.id == "learn-new")
        .expect("new rows");
    assert!(
        new.sentence
            .starts_with("3 rows have no “Bought” yet; 2 of them"),
        "{}",
        new.sentence
    );
    assert_eq!(told.first_row, Some(801));
    let csv = learned.csv(dear);
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("row,Visit,part,actual,probability,predicted")
    );
    let new: Vec<&str> = csv.lines().filter(|l| l.contains(",new,")).collect();
    assert!(
        new[0].starts_with("801,V90001,new,,0.9") && new[0].ends_with(",1"),
        "{new:?}"
    );
    assert!(new[1].ends_with(",0") && new.len() == 3, "{new:?}");
}

#[test]
fn why_a_row_has_its_probability_adds_up() {
    let text = visits(500, NONE_MORE);
    let learned = learn(&text, &ask("Bought")).expect("a model");
    let judged = learned.trial().probabilities()[0];
    let row = learned.task().rows[judged.0 as usize] as usize + 1;
    let section = learned.why(row, Lang::En).expect("a row");
    let Block::Chart(chart) = &section.blocks[0] else {
        panic!("no chart");
    };
    let chart::spec::Plot::Waterfall { steps, .. } = &chart.spec.plot else {
        panic!("no waterfall");
    };
    // A day is told as one.
    let day = steps
        .iter()
        .find(|s| s.name.starts_with("Day = "))
        .expect("the day");
    assert!(day.name.ends_with(" Mar 2026"), "{}", day.name);
    let changes: f64 = steps.iter().filter(|s| !s.total).map(|s| s.value).sum();
    let end = steps[steps.len() - 1].value;
    assert!((steps[0].value + changes - end).abs() < 1e-9);
    assert!((end - log_odds(judged.1)).abs() < 1e-6);
    assert!(learned.why(0, Lang::En).is_none() && learned.why(501, Lang::Zh).is_none());
}

#[test]
fn few_rows_are_judged_in_folds_and_fewer_not_at_all() {
    let no_days = Ask {
        date: Some(String::new()),
        ..ask("Bought")
    };
    let learned = learn(&visits(150, NONE_MORE), &no_days).expect("a model");
    assert_eq!(learned.trial().held, Held::Folds);
    assert_eq!(learned.trial().probabilities().len(), 150);
    let error = learn(&visits(30, NONE_MORE), &no_days).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Predict(predict::Error::TooFew { needs: 20, .. })
        ),
        "{error}"
    );
    for lang in [Lang::En, Lang::Zh] {
        let text = error_in_words(&error, "Bought", lang);
        assert!(text.contains("20") && text.contains("Bought"), "{text}");
    }
}

#[test]
fn labels_that_cannot_be_learned_are_told_apart() {
    let text = visits(200, ("Country,", &|_, _| "NL,".to_owned()));
    let why = |label: &str| learn(&text, &ask(label)).unwrap_err();
    assert!(matches!(
        why("Country"),
        Error::Predict(predict::Error::OneClass { rows: 200, .. })
    ));
    assert!(matches!(
        why("Visit"),
        Error::AllDifferent { rows: 200, .. }
    ));
    assert!(matches!(why("Email"), Error::Personal { .. }));
    let of_day = Ask {
        positive: Some(Positive::AtLeast(3.0)),
        ..ask("Channel")
    };
    assert!(matches!(
        learn(&text, &of_day).unwrap_err(),
        Error::NotNumbers { .. }
    ));
    assert!(matches!(
        why("Channel"),
        Error::Predict(predict::Error::UnknownClass { .. })
    ));
    let pages = Ask {
        positive: Some(Positive::AtLeast(15.0)),
        ..ask("Pages")
    };
    let learned = learn(&text, &pages).expect("a model");
    let told = learned.told(ThresholdRule::F1, Lang::En).expect("words");
    assert!(
        told.findings[0].sentence.contains("“Pages ≥ 15”"),
        "{}",
        told.findings[0].sentence
    );
}

#[test]
fn chance_is_called_chance() {
    let mut chance = Chance::new(3);
    let mut text = String::from("A,B,Label\n");
    for row in 0..500 {
        let label = if chance.uniform() < 0.4 { "x" } else { "y" };
        let _ = writeln!(text, "{},{},{label}", chance.below(1000), row * 7 % 13);
    }
    let learned = learn(&text, &ask("Label")).expect("a model");
    let told = learned.told(ThresholdRule::F1, Lang::En).expect("words");
    assert!(
        told.findings[0].sentence.starts_with("Nothing shows"),
        "{}",
        told.findings[0].sentence
    );
    assert!(
        !told
            .findings
            .iter()
            .any(|f| f.id == "learn-lift" || f.id == "learn-strongest")
    );
}

#[test]
fn columns_with_few_values_are_offered_first() {
    let text = visits(200, ("Country,", &|_, _| "NL,".to_owned()));
    let all = choices(&frame(&text));
    let names: Vec<&str> = all.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Bought", "Pages", "Channel", "Visit", "Email", "Day", "Country"
        ]
    );
    assert_eq!(all[0].likely.as_deref(), Some("yes"));
    let unfit: Vec<Option<Unfit>> = all.iter().skip(3).map(|c| c.unfit).collect();
    let wanted = [Unfit::Rare, Unfit::Personal, Unfit::Dates, Unfit::Constant];
    assert_eq!(unfit, wanted.map(Some));
    // The mails are not in what the page is given, not even as samples.
    assert!(all[4].values.is_empty());
}
