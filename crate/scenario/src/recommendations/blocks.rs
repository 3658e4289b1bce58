//! Charts, tables and findings of the recommendations.

use std::collections::BTreeSet;

use chart::spec::{Dot, Format, Measure, Plot, Tone as Colour};
use recommend::{Kind, Limits, Reason, Reasons, Rule, Shelf};
use report::words::phrase::{Phrase, quoted, short};
use report::{Block, DocumentFinding, Tone};
use shop::Selection;

use super::beside::{Beside, goes_only_away};
use super::bundles::bundles;
use super::{Customers, Figures, trial, words};
use crate::parts::{Row, words as text_cell};
use crate::scene::Scene;

/// False discoveries among rules that are told.
const Q: f64 = 0.05;
/// Rules and products listed.
const LISTED: usize = 40;
/// Dots of the chart of rules.
const DOTS: usize = 30;
/// Products in the grid of lifts.
const GRID: usize = 10;
/// Customers listed.
const CUSTOMERS: usize = 50;

pub(super) fn blocks(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let mut blocks = vec![trial::trial(scene, of)];
    blocks.extend(rules(scene, of));
    blocks.extend(bundles(scene, of));
    blocks.push(goes_with(scene, of));
    blocks.extend(affinity(scene, of));
    blocks.extend(of.customers.as_ref().map(|c| next(scene, of, c)));
    blocks
}

pub(crate) fn model_phrase(kind: Kind) -> Phrase {
    match kind {
        Kind::Popularity => words::M_POPULARITY,
        Kind::Recent => words::M_RECENT,
        Kind::ItemKnn => words::M_KNN,
        Kind::TfIdf => words::M_TFIDF,
        Kind::Bm25 => words::M_BM25,
        Kind::Rp3Beta => words::M_WALK,
        Kind::Ease => words::M_EASE,
        Kind::Als => words::M_ALS,
        Kind::Sequence => words::M_SEQUENCE,
        Kind::Tifu => words::M_TIFU,
        Kind::Semantic => words::M_SEMANTIC,
        _ => words::M_HYBRID,
    }
}

/// What was left out.
pub(super) fn scope(scene: &Scene<'_>, of: &Figures) -> String {
    let say = &scene.say;
    let mut parts = Vec::new();
    if of.catalogue.left_out > 0 {
        parts.push(say.fill(words::LEFT_OUT, &[("n", of.catalogue.left_out.into())]));
    }
    if of.catalogue.cut {
        parts.push(say.fill(
            words::CUT,
            &[("n", (&say.count(of.catalogue.products.len())).into())],
        ));
    }
    let heavy: usize = of
        .customers
        .iter()
        .flat_map(|c| &c.trial.notes)
        .map(|note| match note {
            recommend::Note::HeavyUsers { users, .. } => users.len(),
            _ => 0,
        })
        .sum();
    if heavy > 0 {
        parts.push(say.fill(words::HEAVY, &[("n", heavy.into())]));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    say.sentences(&parts)
}

/// How many products are recommended to nobody since nobody can buy them; empty where there are none.
pub(super) fn away_note(scene: &Scene<'_>, of: &Figures) -> String {
    let (away, delisted) = (of.catalogue.away.len(), of.catalogue.delisted);
    let phrase = match (away - delisted, delisted) {
        (0, 0) => return String::new(),
        (_, 0) => words::AWAY_SOLD_OUT,
        (0, _) => words::AWAY_DELISTED,
        _ => words::AWAY,
    };
    let counts = [
        ("sold", (away - delisted).into()),
        ("gone", delisted.into()),
    ];
    scene.say.fill(phrase, &counts)
}

/// Why a list is empty: by a phrase, unless it is since nobody can buy what would stand there.
pub(super) fn none(scene: &Scene<'_>, of: &Figures, phrase: Phrase, lost: bool) -> String {
    let (say, catalogue) = (&scene.say, &of.catalogue);
    if catalogue.away.is_empty() || !lost {
        return say.plain(phrase).to_owned();
    }
    let why = match catalogue.away.len() == catalogue.products.len() {
        true => words::AWAY_ALL,
        false => words::AWAY_REST,
    };
    say.sentences(&[say.plain(why), &away_note(scene, of)])
}

pub(super) fn name<'a>(scene: &'a Scene<'_>, of: &Figures, item: u32) -> &'a str {
    &scene.ledger.products.name[of.catalogue.products[item as usize] as usize]
}

/// Rules that hold, each pair once, by how many orders beyond chance they mean.
pub(super) fn told<'a>(scene: &Scene<'_>, of: &'a Figures) -> Vec<&'a Rule> {
    let beyond = |r: &Rule| f64::from(r.together) * (1.0 - 1.0 / r.lift);
    let all = of.rules.iter().flat_map(|r| &r.rules);
    let mut told: Vec<&Rule> = all
        .filter(|r| r.q_value <= Q && r.lift > 1.0 && r.antecedent.len() == 1)
        .collect();
    table::order::sort_by(&mut told, |a, b| {
        let names = |r: &Rule| {
            (
                name(scene, of, r.antecedent[0]),
                name(scene, of, r.consequent),
            )
        };
        beyond(b)
            .total_cmp(&beyond(a))
            .then(b.confidence.total_cmp(&a.confidence))
            .then_with(|| names(a).cmp(&names(b)))
    });
    let mut seen: BTreeSet<(u32, u32)> = BTreeSet::new();
    told.retain(|r| {
        let (a, b) = (r.antecedent[0], r.consequent);
        seen.insert((a.min(b), a.max(b)))
    });
    told
}

/// Those of them whose products can both be bought.
pub(super) fn offered<'a>(scene: &Scene<'_>, of: &'a Figures) -> Vec<&'a Rule> {
    let mut offered = told(scene, of);
    let away = |item: u32| of.catalogue.is_away(item);
    offered.retain(|r| !away(r.antecedent[0]) && !away(r.consequent));
    offered
}

/// Orders that rules are counted over.
fn counted(of: &Figures) -> usize {
    let rules = of.rules.as_ref();
    rules.map_or(of.catalogue.orders(), |r| r.baskets as usize)
}

fn rules(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let say = &scene.say;
    let told = told(scene, of);
    let n = say.count(counted(of));
    let subtitle = say.fill(words::RULES_SUB, &[("n", (&n).into())]);
    let offered = offered(scene, of);
    let Some(best) = offered.first().or(told.first()) else {
        let tested = of.rules.as_ref().map_or(0, |r| r.tested);
        return vec![Block::Text {
            text: say.fill(words::RULES_NONE, &[("n", tested.into())]),
        }];
    };
    let title = say.fill(
        words::RULES_TITLE,
        &[
            (
                "left",
                (&quoted(name(scene, of, best.antecedent[0]), say.lang)).into(),
            ),
            (
                "right",
                (&quoted(name(scene, of, best.consequent), say.lang)).into(),
            ),
            ("share", (&say.percent(best.confidence)).into()),
        ],
    );
    let pair = |r: &Rule| -> Selection {
        let names = [r.antecedent[0], r.consequent].map(|i| name(scene, of, i).to_owned());
        Selection {
            basket: names.to_vec(),
            ..Default::default()
        }
    };
    let one = Format::Number { decimals: 1 };
    let three = Format::Number { decimals: 3 };
    let rows: Vec<Row> = told
        .iter()
        .map(|r| {
            let cells = vec![
                text_cell(name(scene, of, r.antecedent[0])),
                text_cell(name(scene, of, r.consequent)),
                say.cell(Some(f64::from(r.together)), &Format::Count),
                say.cell(Some(r.confidence), &Format::Percent),
                say.cell(Some(r.lift), &one),
                say.cell(Some(r.q_value), &three),
            ];
            (cells, Some(pair(r)))
        })
        .collect();
    let columns = vec![
        say.words_column(words::IF),
        say.words_column(words::THEN),
        say.column(words::TOGETHER, Format::Count),
        say.bar(words::CONFIDENCE, Format::Percent),
        say.column(words::LIFT, one.clone()),
        say.column(words::Q, three),
    ];
    let large = of.catalogue.large().count();
    let large = (large > 0).then(|| say.fill(words::RULES_LARGE, &[("n", large.into())]));
    let large = large.unwrap_or_default();
    let away = match told.len() - offered.len() {
        0 => String::new(),
        n => say.fill(words::RULES_AWAY, &[("n", n.into())]),
    };
    let note = say.sentences(&[say.plain(words::RULES_NOTE), &large, &away]);
    let pairs = say.table(
        "recommendations-pairs",
        (title, subtitle.clone(), note),
        columns,
        rows,
        LISTED,
    );
    if offered.is_empty() {
        return vec![pairs];
    }
    let dots = offered
        .iter()
        .take(DOTS)
        .map(|r| Dot {
            name: format!(
                "{} → {}",
                short(name(scene, of, r.antecedent[0])),
                short(name(scene, of, r.consequent))
            ),
            x: r.support,
            y: r.confidence,
            size: Some(r.lift),
            tone: Colour::Accent,
        })
        .collect();
    let plot = Plot::Scatter {
        x: say.measure(words::SUPPORT, Format::Percent),
        y: say.measure(words::CONFIDENCE, Format::Percent),
        size: Some(Measure {
            label: say.plain(words::LIFT).to_owned(),
            format: one,
        }),
        dots,
        quadrants: None,
        log_x: false,
        log_y: false,
    };
    let selections = offered.iter().take(DOTS).map(|r| Some(pair(r))).collect();
    let texts = (
        say.plain(words::RULES_CHART).to_owned(),
        subtitle,
        String::new(),
    );
    vec![
        say.chart("recommendations-rules", texts, plot, selections),
        pairs,
    ]
}

/// What is bought with the best sellers, from all orders.
fn goes_with(scene: &Scene<'_>, of: &Figures) -> Block {
    let say = &scene.say;
    let beside = Beside::of_orders(&of.catalogue);
    let all = 0..of.catalogue.products.len() as u32;
    let mut order: Vec<u32> = all.filter(|&item| !of.catalogue.is_away(item)).collect();
    let minor = &of.catalogue.minor;
    table::order::sort_by(&mut order, |&a, &b| {
        minor[b as usize]
            .cmp(&minor[a as usize])
            .then_with(|| name(scene, of, a).cmp(name(scene, of, b)))
    });
    let mut rows: Vec<Row> = Vec::new();
    if let Some(beside) = &beside {
        let asked = beside.asked(&of.catalogue.away);
        for item in order.into_iter().take(4 * LISTED) {
            let with: Vec<String> = asked
                .with(item, 3)
                .iter()
                .map(|other| {
                    say.fill(
                        words::WITH_LIFT,
                        &[
                            ("name", (&short(name(scene, of, other.item))).into()),
                            ("n", (&say.count(other.both as usize)).into()),
                            ("lift", (&say.number(other.lift, 1)).into()),
                        ],
                    )
                })
                .collect();
            if with.is_empty() {
                continue;
            }
            let own = name(scene, of, item);
            let mut cells = vec![text_cell(own)];
            cells.extend((0..3).map(|i| text_cell(with.get(i).cloned().unwrap_or_default())));
            let selection = Selection {
                products: vec![own.to_owned()],
                ..Default::default()
            };
            rows.push((cells, Some(selection)));
        }
    }
    rows.truncate(LISTED);
    if rows.is_empty() {
        let none = none(scene, of, words::GOES_NONE, goes_only_away(&of.catalogue));
        return Block::Insufficient(say.missing(words::GOES_TITLE, none));
    }
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.words_column(words::FIRST),
        say.words_column(words::SECOND),
        say.words_column(words::THIRD),
    ];
    let texts = (
        say.plain(words::GOES_TITLE).to_owned(),
        say.plain(words::GOES_SUB).to_owned(),
        say.sentences(&[
            say.plain(words::GOES_NOTE),
            &scope(scene, of),
            &away_note(scene, of),
        ]),
    );
    say.table("recommendations-products", texts, columns, rows, LISTED)
}

/// Lifts among the products in most orders.
fn affinity(scene: &Scene<'_>, of: &Figures) -> Option<Block> {
    let say = &scene.say;
    let n = of.catalogue.products.len().min(GRID);
    let mut single = vec![0u32; n];
    let mut both = vec![0u32; n * n];
    for basket in &of.catalogue.baskets {
        let few: Vec<usize> = basket
            .iter()
            .map(|&i| i as usize)
            .filter(|&i| i < n)
            .collect();
        for &a in &few {
            single[a] += 1;
            for &b in &few {
                both[a * n + b] += 1;
            }
        }
    }
    for &only in &of.catalogue.singles {
        if let Some(sum) = single.get_mut(only as usize) {
            *sum += 1;
        }
    }
    let all = of.catalogue.orders() as f64;
    let cells: Vec<Option<f64>> = (0..n * n)
        .map(|at| {
            let (a, b) = (at / n, at % n);
            let expected = f64::from(single[a]) * f64::from(single[b]) / all;
            (a != b && both[at] >= 3 && expected > 0.0).then(|| f64::from(both[at]) / expected)
        })
        .collect();
    if cells.iter().all(Option::is_none) {
        return None;
    }
    let names: Vec<String> = (0..n as u32).map(|i| short(name(scene, of, i))).collect();
    let plot = Plot::Heatmap {
        columns: names.clone(),
        rows: names,
        value: say.measure(words::LIFT, Format::Number { decimals: 1 }),
        cells,
        diverging: false,
    };
    let texts = (
        say.plain(words::AFFINITY_TITLE).to_owned(),
        say.plain(words::AFFINITY_SUB).to_owned(),
        String::new(),
    );
    Some(say.chart("recommendations-affinity", texts, plot, Vec::new()))
}

/// Lists for the customers who bought most.
fn next(scene: &Scene<'_>, of: &Figures, customers: &Customers) -> Block {
    let say = &scene.say;
    let data = &customers.data;
    let mut order: Vec<u32> = (0..data.users() as u32)
        .filter(|&u| !data.history(u).items.is_empty())
        .collect();
    table::order::sort_by(&mut order, |&a, &b| {
        let size = |u: u32| data.history(u).items.len();
        size(b).cmp(&size(a)).then(a.cmp(&b))
    });
    let mut shelf = Shelf::new(data);
    let limits = Limits {
        excluded: &of.catalogue.away,
        ..Limits::default()
    };
    let reasons = Reasons::new(data, None, 1.0);
    let rows: Vec<Row> = order
        .into_iter()
        .take(CUSTOMERS)
        .filter_map(|user| {
            let history = data.history(user);
            let list = shelf.list(&*customers.model.model, &history, 3, limits);
            let why = list.first().map_or(String::new(), |first| {
                match reasons.of(&history, first.item) {
                    Reason::BoughtTogether { with, users, .. } => say.fill(
                        words::WHY_TOGETHER,
                        &[
                            ("with", (&quoted(name(scene, of, with), say.lang)).into()),
                            ("n", (&say.count(users as usize)).into()),
                        ],
                    ),
                    Reason::Popular { users } => {
                        say.fill(words::WHY_POPULAR, &[("n", (users as usize).into())])
                    }
                    _ => String::new(),
                }
            });
            let code = of.catalogue.customers[user as usize];
            let mut cells = vec![
                text_cell(scene.ledger.customers[code as usize].as_str()),
                say.cell(Some(history.items.len() as f64), &Format::Count),
            ];
            cells.extend((0..3).map(|i| {
                text_cell(
                    list.get(i)
                        .map_or(String::new(), |s| short(name(scene, of, s.item))),
                )
            }));
            cells.push(text_cell(why));
            (!list.is_empty()).then_some((cells, None))
        })
        .collect();
    if rows.is_empty() {
        let none = none(scene, of, words::NEXT_NONE, true);
        return Block::Insufficient(say.missing(words::NEXT_TITLE, none));
    }
    let columns = vec![
        say.words_column(words::CUSTOMER),
        say.column(words::BOUGHT, Format::Count),
        say.words_column(words::FIRST),
        say.words_column(words::SECOND),
        say.words_column(words::THIRD),
        say.words_column(words::REASON),
    ];
    let model = say.plain(model_phrase(customers.trial.used));
    let texts = (
        say.plain(words::NEXT_TITLE).to_owned(),
        say.fill(words::NEXT_SUB, &[("model", model.into())]),
        say.sentences(&[say.plain(words::NEXT_NOTE), &away_note(scene, of)]),
    );
    say.table("recommendations-customers", texts, columns, rows, CUSTOMERS)
}

pub(super) fn findings(scene: &Scene<'_>, of: &Figures) -> Vec<DocumentFinding> {
    let say = &scene.say;
    let mut findings = Vec::new();
    if let Some(best) = offered(scene, of).first() {
        let rules = of.rules.as_ref();
        let names = [best.antecedent[0], best.consequent].map(|i| name(scene, of, i).to_owned());
        let quotes = names.each_ref().map(|n| quoted(n, say.lang));
        let q = if best.q_value < 0.001 {
            "< 0.001".to_owned()
        } else {
            say.number(best.q_value, 3)
        };
        findings.push(DocumentFinding {
            id: "recommendations-bundle".into(),
            sentence: say.fill(
                words::F_BUNDLE,
                &[
                    ("left", (&quotes[0]).into()),
                    ("right", (&quotes[1]).into()),
                    ("n", (best.together as usize).into()),
                    ("lift", (&say.number(best.lift, 1)).into()),
                ],
            ),
            certainty: say.fill(
                words::F_BUNDLE_SURE,
                &[
                    ("q", (&q).into()),
                    ("tests", (&say.count(rules.map_or(0, |r| r.tested))).into()),
                ],
            ),
            why: say.fill(
                words::F_BUNDLE_WHY,
                &[("n", (&say.count(counted(of))).into())],
            ),
            action: say.plain(words::F_BUNDLE_DO).to_owned(),
            tone: Tone::Good,
            impact: None,
            spark: Vec::new(),
            section: "recommendations".into(),
            selection: Some(Selection {
                basket: names.to_vec(),
                ..Default::default()
            }),
        });
    }
    findings.extend(trial::finding(scene, of));
    findings
}
