//! The sample shops, from their files to documents and exports, in both languages.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its samples fails"
)]

use std::fs;
use std::path::PathBuf;

use analysis::{Prepared, Request, sales};
use chart::spec::Lang;
use report::export::{csv_all, html, json, markdown, xlsx};
use report::{Block, Chart, Document, Input, Template, document};
use shop::{BuildOptions, Recognition, Selection, build, recognise};
use table::{Options, Reader, Table};

/// 1 November 2026.
const TODAY: i32 = 20_758;

struct Shop {
    tables: Vec<Table>,
    recognitions: Vec<Recognition>,
    shop: shop::Shop,
}

/// The files of a sample shop.
fn read(language: &str) -> Shop {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../www/samples");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder.join(language))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().is_none_or(|name| name != "index.json"))
        .collect();
    paths.sort();
    let mut tables = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut reader = Reader::new(&name, None, Options::default());
        reader.push(&fs::read(&path).unwrap()).unwrap();
        let outcome = reader.finish();
        assert_eq!(outcome.failures, [], "{name}");
        tables.extend(outcome.tables);
    }
    let recognitions: Vec<Recognition> = tables.iter().map(|t| recognise(t, None)).collect();
    let options = BuildOptions {
        today: TODAY,
        ..BuildOptions::default()
    };
    let shop = build(&tables.iter().collect::<Vec<_>>(), &recognitions, &options);
    Shop {
        tables,
        recognitions,
        shop,
    }
}

fn report_with(of: &Shop, filter: &Selection, lang: Lang) -> Document {
    let request = Request {
        today: TODAY,
        filter: filter.clone(),
        ..Request::default()
    };
    let sales = sales(&of.shop, &Prepared::new(&of.shop), &request);
    document(&Input {
        shop: &of.shop,
        sales: &sales,
        tables: &of.tables.iter().collect::<Vec<_>>(),
        recognitions: &of.recognitions,
        failures: &[],
        template: &Template::default(),
        filter,
        lang,
        today: TODAY,
    })
}

fn report(of: &Shop, lang: Lang) -> Document {
    report_with(of, &Selection::default(), lang)
}

fn charts(document: &Document) -> Vec<&Chart> {
    let mut charts = Vec::new();
    for block in document.sections.iter().flat_map(|s| &s.blocks) {
        if let Block::Chart(chart) = block {
            charts.push(chart);
            charts.extend(chart.alternatives.iter().map(|(_, c)| c.as_ref()));
        }
    }
    charts
}

#[test]
fn every_mark_and_row_has_its_own_selection() {
    for sample in ["zh", "en"] {
        let document = report(&read(sample), Lang::En);
        assert!(charts(&document).len() >= 8, "{sample}");
        for chart in charts(&document) {
            let marks = chart::marks(&chart.spec);
            let n = chart.selections.len();
            assert!(n == 0 || n == marks, "{}: {n}", chart.spec.id);
            assert!(!chart.spec.title.is_empty(), "{}", chart.spec.id);
            assert!(!chart.spec.subtitle.is_empty(), "{}", chart.spec.id);
        }
        for block in document.sections.iter().flat_map(|s| &s.blocks) {
            if let Block::Table(table) = block {
                assert_eq!(table.selections.len(), table.rows.len(), "{}", table.id);
                for row in &table.rows {
                    assert_eq!(row.len(), table.columns.len(), "{}", table.id);
                }
            }
        }
    }
}

#[test]
fn ids_are_unique_so_that_links_and_files_are() {
    let document = report(&read("en"), Lang::En);
    let mut ids: Vec<&str> = charts(&document)
        .iter()
        .map(|c| c.spec.id.as_str())
        .collect();
    ids.extend(document.sections.iter().map(|s| s.id.as_str()));
    for block in document.sections.iter().flat_map(|s| &s.blocks) {
        if let Block::Table(table) = block {
            ids.push(&table.id);
        }
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn reports_read_in_their_language() {
    for sample in ["zh", "en"] {
        let of = read(sample);
        for lang in [Lang::Zh, Lang::En] {
            let document = report(&of, lang);
            let text = markdown(&document);
            for slip in ["{", "}", "NaN", "inf%", "  - ", "None"] {
                assert!(!text.contains(slip), "{sample} {lang:?}: {slip}");
            }
            // The shop's own words may be in either language; the report's are in one.
            if sample == "en" && lang == Lang::En {
                let chinese = text.chars().find(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
                assert_eq!(chinese, None, "{sample}");
            }
            if let Ok(folder) = std::env::var("SHOPLENS_OUT") {
                let name = format!("{folder}/{sample}-{lang:?}");
                fs::write(format!("{name}.md"), &text).unwrap();
                fs::write(format!("{name}.html"), html(&document)).unwrap();
                fs::write(format!("{name}.xlsx"), xlsx(&document).unwrap()).unwrap();
            }
        }
    }
}

/// The reports of the sample shops as text, so that every change of a word or number is seen in
/// review. After a change that is meant, write them anew: `UPDATE_EXPECTED=1 cargo test -p report`.
#[test]
fn whole_reports_are_as_expected() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    for (sample, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
        let text = markdown(&report(&read(sample), lang));
        let path = folder.join(format!("{sample}.md"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &text).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap();
        let mut lines = expected.lines().zip(text.lines()).enumerate();
        if let Some((i, (was, is))) = lines.find(|(_, (was, is))| was != is) {
            panic!("{sample}.md, line {}:\n- {was}\n+ {is}", i + 1);
        }
        assert_eq!(expected.lines().count(), text.lines().count(), "{sample}");
    }
}

#[test]
fn personal_data_is_in_no_export() {
    for sample in ["zh", "en"] {
        let of = read(sample);
        let text = json(&report(&of, Lang::En)).unwrap();
        for (table, recognition) in of.tables.iter().zip(&of.recognitions) {
            for (column, known) in table.columns.iter().zip(&recognition.columns) {
                let personal = known.personal || known.role.is_some_and(|r| r.is_personal());
                if !personal {
                    continue;
                }
                for row in (0..table.rows).step_by(7).take(200) {
                    let Some(cell) = column.cell(row) else {
                        continue;
                    };
                    // Short values (a first name, a note) are words that stand elsewhere too.
                    if cell.chars().count() >= 8 {
                        assert!(!text.contains(cell.as_ref()), "{}: {cell}", column.name);
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (first, second) = (read("en"), read("en"));
    let (a, b) = (report(&first, Lang::Zh), report(&second, Lang::Zh));
    assert_eq!(json(&a).unwrap(), json(&b).unwrap());
    assert_eq!(html(&a), html(&b));
    assert_eq!(xlsx(&a).unwrap(), xlsx(&b).unwrap());
    assert_eq!(csv_all(&a).unwrap(), csv_all(&b).unwrap());
}

#[test]
fn a_filter_is_said() {
    let filter = Selection {
        discounted: Some(true),
        weekday: Some(0),
        ..Selection::default()
    };
    let document = report_with(&read("en"), &filter, Lang::En);
    assert_eq!(document.filter, "Monday and discounted orders");
}
