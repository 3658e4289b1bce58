//! Documents through all exports: hostile names stay text, numbers stay equal, bytes stay the same.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chart::ChartSpec;
use chart::spec::{
    BarMode, BarSeries, Format, Lang, LineSeries, Measure, Plot, Point, Share, Step, TimeStep,
    Tone as Colour, XAxis,
};

use crate::export::{csv, csv_all, file_name, html, json, markdown, xlsx};
use crate::{
    Block, Change, Chart, Direction, Document, DocumentFinding, Figure, Insufficient, Period,
    Section, Source, Table, TableCell, TableColumn, Tone,
};

/// What people and machines have put into product names.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "](http://evil.example) | x",
    "\"><img src=x onerror=alert(1)>",
    "+1+1",
    "a\u{0}b\u{1b}[2J\r\nc",
    "@SUM(A1)",
    "'\u{202E}gnp.exe",
];

pub(crate) fn empty_document() -> Document {
    Document {
        version: 1,
        lang: Lang::En,
        title: "Sales report".into(),
        subtitle: String::new(),
        today: "2026-04-01".into(),
        period: None,
        currency: "EUR".into(),
        logo: None,
        filter: String::new(),
        figures: Vec::new(),
        findings: Vec::new(),
        sections: Vec::new(),
        sources: Vec::new(),
    }
}

fn euro() -> Format {
    Format::Money {
        currency: "EUR".into(),
    }
}

fn measure() -> Measure {
    Measure {
        label: "Revenue".into(),
        format: euro(),
    }
}

fn chart(id: &str, name: &str, plot: Plot) -> Block {
    Block::Chart(Chart {
        spec: ChartSpec {
            id: id.into(),
            title: name.into(),
            subtitle: name.into(),
            note: name.into(),
            lang: Lang::En,
            plot,
        },
        selections: Vec::new(),
        alternatives: Vec::new(),
        view: String::new(),
    })
}

/// A document with one name wherever a name can stand.
fn document(name: &str) -> Document {
    let word = |text: &str| TableCell {
        text: text.to_owned(),
        value: None,
        tone: None,
    };
    let bars = |horizontal| Plot::Bar {
        categories: vec![name.into(), "B".into()],
        y: measure(),
        series: vec![BarSeries {
            name: name.into(),
            tone: Colour::Accent,
            values: vec![Some(10.0), None],
            intervals: Vec::new(),
        }],
        mode: BarMode::Grouped,
        horizontal,
    };
    let shares = || {
        vec![
            Share {
                name: name.into(),
                value: 7.5,
                tone: None,
            },
            Share {
                name: "B".into(),
                value: 2.5,
                tone: None,
            },
        ]
    };
    Document {
        title: name.into(),
        subtitle: name.into(),
        period: Some(Period {
            first: 20_454,
            last: 20_543,
            text: name.into(),
        }),
        filter: name.into(),
        figures: vec![Figure {
            id: "gross".into(),
            label: name.into(),
            definition: name.into(),
            value: Some(1234.5),
            format: euro(),
            text: "€1,234.50".into(),
            changes: vec![Change {
                against: name.into(),
                relative: Some(0.1),
                text: "+10%".into(),
                direction: Direction::Up,
                tone: Tone::Good,
            }],
            spark: vec![Some(1.0), None, Some(3.0), Some(2.0)],
            selection: None,
        }],
        findings: vec![DocumentFinding {
            id: "f1".into(),
            sentence: name.into(),
            certainty: name.into(),
            why: name.into(),
            action: name.into(),
            tone: Tone::Neutral,
            impact: None,
            spark: Vec::new(),
            section: "products".into(),
            selection: None,
        }],
        sections: vec![
            Section {
                id: "products".into(),
                title: name.into(),
                blocks: vec![
                    Block::Text { text: name.into() },
                    Block::Insufficient(Insufficient {
                        title: name.into(),
                        text: name.into(),
                    }),
                    Block::Table(Table {
                        id: "top".into(),
                        title: name.into(),
                        subtitle: name.into(),
                        note: name.into(),
                        columns: vec![
                            TableColumn {
                                name: name.into(),
                                format: None,
                                bar: false,
                            },
                            TableColumn {
                                name: "Revenue".into(),
                                format: Some(euro()),
                                bar: true,
                            },
                        ],
                        rows: vec![vec![
                            word(name),
                            TableCell {
                                text: "€987.65".into(),
                                value: Some(987.65),
                                tone: Some(Tone::Bad),
                            },
                        ]],
                        selections: Vec::new(),
                        more: 3,
                    }),
                    chart("bars", name, bars(false)),
                    chart("lying", name, bars(true)),
                    chart(
                        "pie",
                        name,
                        Plot::Pie {
                            y: measure(),
                            shares: shares(),
                            donut: true,
                        },
                    ),
                    chart(
                        "pareto",
                        name,
                        Plot::Pareto {
                            y: measure(),
                            shares: shares(),
                            total: 12.5,
                        },
                    ),
                    chart(
                        "waterfall",
                        name,
                        Plot::Waterfall {
                            y: measure(),
                            steps: vec![
                                Step {
                                    name: name.into(),
                                    value: 10.0,
                                    total: true,
                                },
                                Step {
                                    name: "B".into(),
                                    value: -4.0,
                                    total: false,
                                },
                                Step {
                                    name: "C".into(),
                                    value: 6.0,
                                    total: true,
                                },
                            ],
                        },
                    ),
                    chart(
                        "line",
                        name,
                        Plot::Line {
                            x: XAxis::Time {
                                label: name.into(),
                                step: TimeStep::Day,
                            },
                            y: measure(),
                            series: vec![LineSeries {
                                name: name.into(),
                                tone: Colour::Accent,
                                points: [Some(1.0), None, Some(2.0)]
                                    .into_iter()
                                    .enumerate()
                                    .map(|(i, y)| Point {
                                        x: 20_454.0 + i as f64,
                                        y,
                                        lo: None,
                                        hi: None,
                                    })
                                    .collect(),
                                dashed: true,
                            }],
                            area: false,
                            zero: true,
                            annotations: Vec::new(),
                        },
                    ),
                ],
            },
            Section {
                id: "data".into(),
                title: name.into(),
                blocks: Vec::new(),
            },
        ],
        sources: vec![Source {
            name: name.into(),
            text: name.into(),
        }],
        ..empty_document()
    }
}

fn cells(bytes: Vec<u8>) -> Vec<Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    for name in &names {
        let formulas = workbook.worksheet_formula(name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
    names
        .iter()
        .flat_map(|name| {
            let range = workbook.worksheet_range(name).unwrap();
            range
                .used_cells()
                .map(|(_, _, c)| c.clone())
                .collect::<Vec<_>>()
        })
        .collect()
}

fn has(cells: &[Data], value: f64) -> bool {
    cells.contains(&Data::Float(value))
}

#[test]
fn a_workbook_holds_the_same_numbers() {
    let cells = cells(xlsx(&document("Mug")).unwrap());
    for value in [1234.5, 987.65, 7.5, 2.5, 0.6, 0.8, -4.0] {
        assert!(has(&cells, value), "{value}");
    }
    assert!(cells.contains(&Data::String("Mug".into())));
}

#[test]
fn hostile_names_are_text_in_a_workbook() {
    for name in HOSTILE {
        let cells = cells(xlsx(&document(name)).unwrap());
        let shown: String = name
            .chars()
            .map(|c| {
                if c.is_control() || c == '\u{202E}' {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        assert!(cells.contains(&Data::String(shown)), "{name:?}");
    }
}

/// Everything in a workbook that is not a cell: chart titles, series, footers.
#[test]
fn hostile_names_are_not_formulas_in_charts() {
    for name in HOSTILE {
        let bytes = xlsx(&document(name)).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i).unwrap();
            let mut text = String::new();
            if !file.name().unwrap().starts_with("xl/charts/chart") {
                continue;
            }
            file.read_to_string(&mut text).unwrap();
            for reference in text.split("<c:f>").skip(1) {
                let reference = reference.split("</c:f>").next().unwrap();
                // A sheet, quoted if need be, then nothing but cells.
                let (_, cells) = reference.rsplit_once('!').unwrap();
                assert!(
                    cells
                        .chars()
                        .all(|c| matches!(c, '$' | ':' | 'A'..='Z' | '0'..='9')),
                    "{reference}"
                );
            }
        }
    }
}

#[test]
fn hostile_names_are_text_in_html() {
    for name in HOSTILE {
        let page = html(&document(name));
        assert!(!page.contains("<script"), "{name:?}");
        assert!(!page.contains("<img"), "{name:?}");
        assert!(!page.contains("href=\"javascript"), "{name:?}");
        assert!(!page.contains("http://evil") || !page.contains("href=\"http"));
        assert!(!page.chars().any(|c| c.is_control() && c != '\n'));
    }
}

#[test]
fn hostile_names_are_text_in_markdown() {
    for name in HOSTILE {
        let text = markdown(&document(name));
        assert!(!text.contains('<'), "{name:?}");
        assert!(!text.replace("\\]", "").contains("]("), "{name:?}");
        for line in text.lines().filter(|l| l.starts_with('|')) {
            let columns = line.replace("\\|", "").matches('|').count();
            assert!(matches!(columns, 3..=5), "{line}");
        }
    }
}

#[test]
fn hostile_names_are_text_in_csv() {
    for name in HOSTILE {
        let document = document(name);
        let Some(Block::Table(table)) = document.sections[0].blocks.get(2) else {
            panic!("a table stands there")
        };
        let text = String::from_utf8(csv(table)).unwrap();
        for line in text.trim_start_matches('\u{FEFF}').split("\r\n") {
            assert!(
                !line
                    .trim_start_matches('"')
                    .starts_with(['=', '+', '-', '@']),
                "{line}"
            );
        }
    }
}

#[test]
fn json_is_the_document() {
    let document = document("\"}</script>");
    let back: Document = serde_json::from_str(&json(&document).unwrap()).unwrap();
    assert_eq!(back, document);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = document("蓝色马克杯");
    assert_eq!(xlsx(&document).unwrap(), xlsx(&document).unwrap());
    assert_eq!(csv_all(&document).unwrap(), csv_all(&document).unwrap());
    assert_eq!(html(&document), html(&document));
}

#[test]
fn an_archive_has_a_file_per_table_and_chart() {
    let bytes = csv_all(&document("x")).unwrap();
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<_> = zip.file_names().map(Result::unwrap).collect();
    assert_eq!(
        names[..3],
        ["01-key-figures.csv", "02-findings.csv", "03-top.csv"]
    );
    assert_eq!(names.len(), 9);
}

#[test]
fn exports_are_named_by_what_and_when() {
    assert_eq!(
        file_name(&document("x"), "xlsx"),
        "shoplens-sales-2026-01-01_2026-03-31.xlsx"
    );
    assert_eq!(
        file_name(&empty_document(), "md"),
        "shoplens-sales-2026-04-01.md"
    );
}
