//! What learning a column comes to, in sentences.

use predict::ThresholdRule;
use report::words::phrase::Phrase;
use report::{DocumentFinding, SectionId, Tone};

use super::told::Teller;
use super::{Held, leaks, words};
use crate::parts::finding;

/// Areas from which a model is called good, and fair.
const GOOD: f64 = 0.85;
const FAIR: f64 = 0.7;

pub(super) fn findings(teller: &Teller<'_>) -> Vec<DocumentFinding> {
    let all = [
        separated(teller),
        kept(teller),
        how_good(teller),
        new_rows(teller),
        lift(teller),
        decisions(teller),
        strongest(teller),
        leaks_found(teller),
    ];
    let mut findings: Vec<DocumentFinding> = all.into_iter().flatten().collect();
    for finding in &mut findings {
        finding.sentence = teller.say.stopped(&finding.sentence);
        finding.section = "learn".to_owned();
    }
    findings
}

fn told(id: &str, texts: [String; 4], tone: Tone) -> Option<DocumentFinding> {
    Some(finding(SectionId::Data, id, texts, tone))
}

fn how_good(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let (auc, pr) = (evaluation.auc?, evaluation.pr_auc?);
    let (phrase, tone) = match auc.value {
        _ if !teller.learned_something => (words::F_NOTHING, Tone::Neutral),
        v if v >= GOOD => (words::F_STRONG, Tone::Good),
        v if v >= FAIR => (words::F_FAIR, Tone::Good),
        _ => (words::F_WEAK, Tone::Neutral),
    };
    let three = |value: f64| say.number(value, 3);
    let sentence = say.fill(
        phrase,
        &[
            ("class", (&teller.class).into()),
            ("auc", (&say.percent(auc.value)).into()),
        ],
    );
    let certainty = say.fill(
        words::F_CERTAIN,
        &[
            ("auc", (&three(auc.value)).into()),
            ("lo", (&three(auc.low)).into()),
            ("hi", (&three(auc.high)).into()),
            ("pr", (&three(pr.value)).into()),
            ("pr_lo", (&three(pr.low)).into()),
            ("pr_hi", (&three(pr.high)).into()),
            ("base", (&three(evaluation.base_rate)).into()),
            ("n", evaluation.n.into()),
        ],
    );
    let why = say.fill(
        words::F_WHY,
        &[
            ("held", (&held(teller)).into()),
            ("learned", teller.figures.learned.into()),
            ("model", say.plain(model(teller)).into()),
        ],
    );
    let action = match teller.learned_something && auc.value >= FAIR {
        true => words::F_DO_USE,
        false => words::F_DO_MORE,
    };
    told(
        "learn-good",
        [sentence, certainty, why, say.plain(action).to_owned()],
        tone,
    )
}

/// Which rows were held out, in a sentence.
fn held(teller: &Teller<'_>) -> String {
    let (say, of) = (&teller.say, teller.of);
    let mut sentences = match &teller.figures.held {
        Held::Latest { column } => {
            return say.fill(words::HELD_LATEST, &[("column", column.into())]);
        }
        Held::Drawn => vec![say.plain(words::HELD_DRAWN).to_owned()],
        Held::Folds => vec![say.plain(words::HELD_FOLDS).to_owned()],
    };
    if let Some(column) = &of.task.owner {
        sentences.push(say.fill(words::HELD_OWNERS, &[("column", column.into())]));
    }
    if of.copies > 0 {
        sentences.push(say.fill(words::HELD_COPIES, &[("n", of.copies.into())]));
    }
    say.joined(&sentences)
}

fn model(teller: &Teller<'_>) -> Phrase {
    let fit = &teller.figures.fit;
    match (fit.logistic_weight > 0.0, fit.trees_weight > 0.0) {
        (true, true) => words::MODEL_BLEND,
        (true, false) => words::MODEL_LOGISTIC,
        (false, true) => words::MODEL_TREES,
        (false, false) => words::MODEL_NONE,
    }
}

fn lift(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    if !teller.learned_something {
        return None;
    }
    let trial = &teller.of.trial;
    let labels = trial.labels(&teller.of.truth);
    let mut rows: Vec<(f64, bool)> = trial
        .probabilities()
        .iter()
        .map(|row| row.1)
        .zip(labels)
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let top = rows.len() / 10;
    let hits = rows.iter().take(top).filter(|row| row.1).count();
    let share = hits as f64 / top.max(1) as f64;
    let times = share / evaluation.base_rate;
    if top < 10 || times < 1.2 {
        return None;
    }
    let interval = analysis::statistics::wilson(hits as u64, top as u64);
    let sentence = say.fill(
        words::F_LIFT,
        &[
            ("class", (&teller.class).into()),
            ("share", (&say.percent(share)).into()),
            ("base", (&say.percent(evaluation.base_rate)).into()),
            ("times", (&say.number(times, 1)).into()),
        ],
    );
    let certainty = say.fill(
        words::F_LIFT_CERTAIN,
        &[
            ("top", top.into()),
            ("hits", (&say.count(hits)).into()),
            ("lo", (&say.percent(interval.low)).into()),
            ("hi", (&say.percent(interval.high)).into()),
        ],
    );
    let rest = [words::F_LIFT_WHY, words::F_LIFT_DO].map(|phrase| say.plain(phrase).to_owned());
    let [why, action] = rest;
    told("learn-lift", [sentence, certainty, why, action], Tone::Good)
}

fn decisions(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let confusion = &evaluation.confusion;
    if confusion.true_positive == 0 {
        return None;
    }
    let sentence = say.fill(
        words::F_DECIDE,
        &[
            ("class", (&teller.class).into()),
            ("threshold", (&say.percent(teller.figures.threshold)).into()),
            ("recall", (&say.percent(evaluation.positive.recall)).into()),
            (
                "precision",
                (&say.percent(evaluation.positive.precision)).into(),
            ),
        ],
    );
    let certainty = say.fill(
        words::F_DECIDE_CERTAIN,
        &[
            ("tp", (&say.count(confusion.true_positive)).into()),
            ("missed", (&say.count(confusion.false_negative)).into()),
            ("alarms", (&say.count(confusion.false_positive)).into()),
            ("n", evaluation.n.into()),
        ],
    );
    let why = match teller.rule {
        ThresholdRule::F1 => say.plain(words::F_DECIDE_F1).to_owned(),
        ThresholdRule::Cost { missed, alarm } => {
            let times = super::told::number(missed / alarm, say);
            say.fill(words::F_DECIDE_COST, &[("times", (&times).into())])
        }
    };
    let action = say.plain(words::F_DECIDE_DO).to_owned();
    told(
        "learn-decide",
        [sentence, certainty, why, action],
        Tone::Neutral,
    )
}

fn strongest(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    if !teller.learned_something {
        return None;
    }
    let mut worth: Vec<(&str, f64)> = teller
        .figures
        .importance
        .iter()
        .filter_map(|i| Some((i.column.as_str(), i.auc_drop?)))
        .filter(|(_, drop)| *drop > 0.001)
        .collect();
    worth.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let (first, drop) = *worth.first()?;
    let sentence = match worth.get(1) {
        Some((second, _)) => say.fill(
            words::F_STRONGEST_TWO,
            &[("first", first.into()), ("second", (*second).into())],
        ),
        None => say.fill(words::F_STRONGEST, &[("first", first.into())]),
    };
    let certainty = say.fill(
        words::F_STRONGEST_CERTAIN,
        &[
            ("first", first.into()),
            ("drop", (&say.number(drop, 3)).into()),
        ],
    );
    let rest = [words::F_STRONGEST_WHY, words::F_STRONGEST_DO];
    let [why, action] = rest.map(|phrase| say.plain(phrase).to_owned());
    told(
        "learn-strongest",
        [sentence, certainty, why, action],
        Tone::Neutral,
    )
}

fn separated(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let auc = teller.figures.evaluation.auc?;
    if !teller.figures.fit.separated && auc.value < 0.995 {
        return None;
    }
    let sentence = say.plain(words::F_SEPARATED).to_owned();
    let rest = [words::F_LEAK_WHY, words::F_SEPARATED_DO];
    let [why, action] = rest.map(|phrase| say.plain(phrase).to_owned());
    let certainty = ["ROC-AUC ", &say.number(auc.value, 4)].concat();
    told(
        "learn-separated",
        [sentence, certainty, why, action],
        Tone::Bad,
    )
}

fn columns(teller: &Teller<'_>, kept: bool) -> Option<(usize, String, String)> {
    let doubted = leaks::leaks(teller.of, kept);
    let names: Vec<&str> = doubted.iter().map(|d| d.column.as_str()).collect();
    let label = &teller.of.ask.label;
    let reasons: Vec<String> = doubted
        .iter()
        .take(3)
        .map(|d| {
            let reason = leaks::reason(&d.doubt, label, &teller.class, &teller.say);
            format!("“{}”: {reason}", d.column)
        })
        .collect();
    let (listed, reasons) = (leaks::listed(&names, &teller.say), reasons.join("\n"));
    (!names.is_empty()).then_some((names.len(), listed, reasons))
}

fn leaks_found(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let (n, listed, reasons) = columns(teller, false)?;
    let sentence = say.fill(
        words::F_LEAK,
        &[("n", n.into()), ("columns", (&listed).into())],
    );
    let why = [say.plain(words::F_LEAK_WHY), &reasons].join("\n");
    let action = say.plain(words::F_LEAK_DO).to_owned();
    told(
        "learn-leak",
        [sentence, String::new(), why, action],
        Tone::Bad,
    )
}

fn kept(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let (_, listed, reasons) = columns(teller, true)?;
    let sentence = say.fill(words::F_KEPT, &[("columns", (&listed).into())]);
    let why = [say.plain(words::F_LEAK_WHY), &reasons].join("\n");
    let action = say.plain(words::F_STRONGEST_DO).to_owned();
    told(
        "learn-kept",
        [sentence, String::new(), why, action],
        Tone::Bad,
    )
}

fn new_rows(teller: &Teller<'_>) -> Option<DocumentFinding> {
    let say = &teller.say;
    let new = &teller.of.new;
    if new.is_empty() {
        return None;
    }
    let threshold = teller.figures.threshold;
    let yes = new.iter().filter(|row| row.1 >= threshold).count();
    let sum: f64 = new.iter().map(|row| row.1).sum();
    let sentence = say.fill(
        words::F_NEW,
        &[
            ("n", new.len().into()),
            ("label", teller.of.ask.label.as_str().into()),
            ("yes", yes.into()),
            ("class", (&teller.class).into()),
        ],
    );
    let sum = libm::round(sum) as usize;
    let certainty = say.fill(words::F_NEW_CERTAIN, &[("sum", sum.into())]);
    let action = say.plain(words::F_NEW_DO).to_owned();
    told(
        "learn-new",
        [sentence, certainty, String::new(), action],
        Tone::Neutral,
    )
}
