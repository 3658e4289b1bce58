//! Prints what the scenarios say of files: `sections zh 2026-04-01 stock orders.csv stock.csv`, or what is known about
//! one thing, with `product:Mug` or `customer:C17` for the section; `names:mug` prints the names with that in them.

#![allow(
    clippy::print_stdout,
    reason = "a tool for whoever reads what is written"
)]

use chart::spec::Lang;
use engine::{Session, Settings};
use ledger::Ledger;
use report::{Block, Document};
use scenario::{Judgements, Request, Scenarios, Subject, SubjectKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [lang, today, section, files @ ..] = args.as_slice() else {
        return Err("usage: sections zh|en DAY SECTION|all FILE…".into());
    };
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    let mut session = Session::new();
    let mut settings = Settings {
        lang,
        ..Settings::default()
    };
    settings.today.clone_from(today);
    session.set_settings(settings)?;
    for file in files {
        let id = session.open(file, None, table::Options::default());
        session.push(id, &std::fs::read(file)?)?;
        session.finish(id)?;
    }
    let ledger = Ledger::read(&session.ledger()?)?;
    for frame in &ledger.frames {
        let roles: Vec<&str> = frame.columns.iter().map(|c| c.role.as_str()).collect();
        println!("{}: {} {roles:?}", frame.file, frame.dataset);
    }
    let mut document = session.report()?.clone();
    let day = table::calendar::Date::from_iso(today)
        .and_then(table::calendar::Date::days)
        .unwrap_or(0);
    let request = Request {
        lang: document.lang,
        today: day,
        ..Request::default()
    };
    let begun = std::time::Instant::now();
    if let Some((kind, name)) = section.split_once(':') {
        return look_up(&ledger, request, document, kind, name);
    }
    Scenarios::new(&ledger, &request, &Judgements::default(), &mut |_, _| ())
        .complete(&mut document);
    println!("{} ms", begun.elapsed().as_millis());
    print(&document, section);
    Ok(())
}

fn look_up(
    ledger: &Ledger,
    request: Request,
    mut document: Document,
    kind: &str,
    name: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    let request = Request {
        sections: vec![report::SectionId::Recommendations],
        ..request
    };
    let scenarios = Scenarios::new(ledger, &request, &Judgements::default(), &mut |_, _| ());
    let begun = std::time::Instant::now();
    for found in scenarios.names(ledger, name, 12) {
        println!("{:?} {} ({})", found.kind, found.name, found.orders);
    }
    println!("{} ms for the names", begun.elapsed().as_millis());
    let kind = match kind {
        "product" => SubjectKind::Product,
        "customer" => SubjectKind::Customer,
        _ => return Ok(()),
    };
    let name = name.to_owned();
    let begun = std::time::Instant::now();
    let section = scenarios.look_up(ledger, &Subject { kind, name });
    println!("{} ms", begun.elapsed().as_millis());
    document.findings.clear();
    document.sections = section.into_iter().collect();
    print(&document, "lookup");
    Ok(())
}

fn print(document: &Document, wanted: &str) {
    for f in &document.findings {
        if wanted == "all" || f.section == wanted {
            println!(
                "* [{}] {}\n  {}\n  {}\n  {}\n  impact {:?}",
                f.id, f.sentence, f.certainty, f.why, f.action, f.impact
            );
        }
    }
    for section in &document.sections {
        if wanted != "all" && section.id != wanted && section.id != "more" {
            continue;
        }
        println!("\n## {}", section.title);
        for block in &section.blocks {
            match block {
                Block::Text { text } => println!("\n{text}"),
                Block::Insufficient(missing) => {
                    println!("\n### {}\n{}", missing.title, missing.text)
                }
                Block::Chart(of) => {
                    let spec = &of.spec;
                    println!("\n### [{}] {}\n{}", spec.id, spec.title, spec.subtitle);
                    let twin = chart::twin(spec);
                    for row in twin.rows.iter().take(30) {
                        let cells: Vec<&str> = row.iter().map(|c| c.text.as_str()).collect();
                        println!("{}", cells.join(" | "));
                    }
                    println!("{}", spec.note);
                }
                Block::Texts(of) => {
                    println!("\n### [{}] {}\n{}", of.id, of.title, of.subtitle);
                    for text in &of.texts {
                        println!("{}: {}", text.about, text.text);
                        let chars: Vec<char> = text.text.chars().collect();
                        for mark in &text.marks {
                            let words = &chars[mark.start as usize..mark.end as usize];
                            let words: String = words.iter().collect();
                            println!(
                                "    {} {words} ({}) {:?} {}",
                                mark.name, mark.value, mark.tone, mark.source
                            );
                        }
                    }
                    println!("{}", of.note);
                }
                Block::Table(table) => {
                    println!("\n### [{}] {}\n{}", table.id, table.title, table.subtitle);
                    let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
                    println!("{}", names.join(" | "));
                    for row in table.rows.iter().take(15) {
                        let cells: Vec<&str> = row.iter().map(|c| c.text.as_str()).collect();
                        println!("{}", cells.join(" | "));
                    }
                    println!(
                        "… {} more\n{}",
                        table.more + table.rows.len().saturating_sub(15),
                        table.note
                    );
                }
            }
        }
    }
}
