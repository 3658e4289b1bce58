//! Charts and tables of a column that was learned.

use chart::spec::{
    BarMode, BarSeries, Format, LineSeries, Measure, Plot, Point, Tone as Colour, XAxis,
};
use report::words::phrase::Phrase;
use report::{Block, TableCell};

use super::told::Teller;
use super::{leaks, rows, words};
use crate::parts::{Row, words as cell};

/// Points of a curve.
const POINTS: usize = 120;
/// Columns shown with what they are worth.
const COLUMNS: usize = 12;
/// Error of probabilities up to which they are taken at their word.
const CALIBRATED: f64 = 0.03;

pub(super) fn blocks(teller: &Teller<'_>) -> Vec<Block> {
    let all = [
        report(teller),
        Some(confusion(teller)),
        worth(teller),
        roc(teller),
        precision(teller),
        calibration(teller),
        rows::table(teller),
        leaks::table(teller.of, &teller.class, &teller.say),
    ];
    all.into_iter().flatten().collect()
}

fn share(teller: &Teller<'_>, value: f64) -> TableCell {
    teller.say.cell(Some(value), &Format::Percent)
}

/// Precision, recall and F1 of both classes.
fn report(teller: &Teller<'_>) -> Option<Block> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let larger = evaluation.base_rate.max(1.0 - evaluation.base_rate);
    let texts = (
        say.fill(
            words::REPORT_TITLE,
            &[("accuracy", (&say.percent(evaluation.accuracy)).into())],
        ),
        say.fill(
            words::REPORT_SUB,
            &[
                ("n", evaluation.n.into()),
                ("threshold", (&say.percent(teller.figures.threshold)).into()),
            ],
        ),
        say.fill(
            words::REPORT_NOTE,
            &[("base", (&say.percent(larger)).into())],
        ),
    );
    let columns = vec![
        say.words_column(words::CLASS),
        say.column(words::PRECISION, Format::Percent),
        say.column(words::RECALL, Format::Percent),
        say.column(words::F1, Format::Number { decimals: 3 }),
        say.column(words::SUPPORT, Format::Count),
    ];
    let negative = say.fill(words::NOT, &[("class", (&teller.class).into())]);
    let classes = [
        (teller.class.clone(), &evaluation.positive),
        (negative, &evaluation.negative),
    ];
    let rows: Vec<Row> = classes
        .into_iter()
        .map(|(name, class)| {
            let cells = vec![
                cell(name),
                share(teller, class.precision),
                share(teller, class.recall),
                say.cell(Some(class.f1), &Format::Number { decimals: 3 }),
                say.cell(Some(class.support as f64), &Format::Count),
            ];
            (cells, None)
        })
        .collect();
    Some(say.table("learn-report", texts, columns, rows, 2))
}

fn confusion(teller: &Teller<'_>) -> Block {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let counts = &evaluation.confusion;
    let texts = (
        say.fill(
            words::CONFUSION_TITLE,
            &[
                (
                    "right",
                    (counts.true_positive + counts.true_negative).into(),
                ),
                (
                    "wrong",
                    (&say.count(counts.false_positive + counts.false_negative)).into(),
                ),
            ],
        ),
        say.fill(
            words::CONFUSION_SUB,
            &[
                ("n", (&say.count(evaluation.n)).into()),
                ("threshold", (&say.percent(teller.figures.threshold)).into()),
            ],
        ),
        String::new(),
    );
    let mut yes = say.column(words::SAID_NO, Format::Count);
    let no = yes.clone();
    yes.name = say.fill(words::SAID_YES, &[("class", (&teller.class).into())]);
    let columns = vec![say.words_column(words::ACTUAL), yes, no];
    let count = |n: usize| say.cell(Some(n as f64), &Format::Count);
    let negative = say.fill(words::NOT, &[("class", (&teller.class).into())]);
    let rows: Vec<Row> = vec![
        (
            vec![
                cell(&teller.class),
                count(counts.true_positive),
                count(counts.false_negative),
            ],
            None,
        ),
        (
            vec![
                cell(negative),
                count(counts.false_positive),
                count(counts.true_negative),
            ],
            None,
        ),
    ];
    say.table("learn-confusion", texts, columns, rows, 2)
}

fn worth(teller: &Teller<'_>) -> Option<Block> {
    let say = &teller.say;
    let mut columns: Vec<(&str, f64)> = teller
        .figures
        .importance
        .iter()
        .filter_map(|i| Some((i.column.as_str(), i.auc_drop?)))
        .collect();
    columns.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    columns.truncate(COLUMNS);
    if columns.len() < 2 || !teller.learned_something {
        return None;
    }
    let texts = (
        say.plain(words::WORTH_TITLE).to_owned(),
        say.fill(words::WORTH_SUB, &[("n", columns.len().into())]),
        say.plain(words::WORTH_NOTE).to_owned(),
    );
    let plot = Plot::Bar {
        categories: columns.iter().map(|c| c.0.to_owned()).collect(),
        y: say.measure(words::DROP, Format::Number { decimals: 3 }),
        series: vec![BarSeries {
            name: say.plain(words::DROP).to_owned(),
            tone: Colour::Accent,
            values: columns.iter().map(|c| Some(c.1)).collect(),
            intervals: Vec::new(),
        }],
        mode: BarMode::Grouped,
        horizontal: true,
    };
    Some(say.chart("learn-worth", texts, plot, Vec::new()))
}

/// A line of points.
fn line(
    teller: &Teller<'_>,
    name: Phrase,
    tone: Colour,
    points: impl IntoIterator<Item = (f64, f64)>,
) -> LineSeries {
    let point = |(x, y)| Point {
        x,
        y: Some(y),
        lo: None,
        hi: None,
    };
    LineSeries {
        name: teller.say.plain(name).to_owned(),
        tone,
        points: points.into_iter().map(point).collect(),
        dashed: tone == Colour::Muted,
    }
}

/// Lines over shares on both axes.
fn lines(
    teller: &Teller<'_>,
    id: &str,
    texts: (String, String, String),
    (x, y): (Phrase, Phrase),
    series: Vec<LineSeries>,
) -> Block {
    let measure = |label: Phrase| -> Measure { teller.say.measure(label, Format::Percent) };
    let plot = Plot::Line {
        x: XAxis::Linear {
            measure: measure(x),
        },
        y: measure(y),
        series,
        area: false,
        zero: true,
        annotations: Vec::new(),
    };
    teller.say.chart(id, texts, plot, Vec::new())
}

fn scores(teller: &Teller<'_>) -> (Vec<f64>, Vec<bool>) {
    let trial = &teller.of.trial;
    let scores = trial.probabilities().iter().map(|row| row.1).collect();
    (scores, trial.labels(&teller.of.truth))
}

fn roc(teller: &Teller<'_>) -> Option<Block> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let auc = evaluation.auc?;
    let (scores, labels) = scores(teller);
    let roc = predict::curves(&scores, &labels, POINTS).roc;
    let title = match teller.learned_something {
        true => words::ROC_TITLE,
        false => words::ROC_TITLE_WEAK,
    };
    let n = say.count(evaluation.n);
    let texts = (
        say.plain(title).to_owned(),
        say.fill(words::ROC_SUB, &[("n", (&n).into())]),
        say.fill(
            words::ROC_NOTE,
            &[
                ("auc", (&say.number(auc.value, 3)).into()),
                ("lo", (&say.number(auc.low, 3)).into()),
                ("hi", (&say.number(auc.high, 3)).into()),
            ],
        ),
    );
    let series = vec![
        line(teller, words::MODEL, Colour::Accent, roc),
        line(
            teller,
            words::CHANCE,
            Colour::Muted,
            [(0.0, 0.0), (1.0, 1.0)],
        ),
    ];
    let axes = (words::ALARMS, words::FOUND);
    Some(lines(teller, "learn-roc", texts, axes, series))
}

fn precision(teller: &Teller<'_>) -> Option<Block> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let pr = evaluation.pr_auc?;
    let (scores, labels) = scores(teller);
    let curve = predict::curves(&scores, &labels, POINTS).precision;
    let half = curve.iter().find(|point| point.0 >= 0.5)?.1;
    let base = evaluation.base_rate;
    let texts = (
        say.fill(
            words::PR_TITLE,
            &[("precision", (&say.percent(half)).into())],
        ),
        say.fill(
            words::PR_SUB,
            &[
                ("n", (&say.count(evaluation.n)).into()),
                (
                    "positives",
                    (&say.count(evaluation.positive.support)).into(),
                ),
                ("class", (&teller.class).into()),
            ],
        ),
        say.fill(
            words::PR_NOTE,
            &[
                ("pr", (&say.number(pr.value, 3)).into()),
                ("lo", (&say.number(pr.low, 3)).into()),
                ("hi", (&say.number(pr.high, 3)).into()),
            ],
        ),
    );
    let series = vec![
        line(teller, words::MODEL, Colour::Accent, curve),
        line(
            teller,
            words::CHANCE,
            Colour::Muted,
            [(0.0, base), (1.0, base)],
        ),
    ];
    let axes = (words::FOUND, words::RIGHT);
    Some(lines(teller, "learn-precision", texts, axes, series))
}

fn calibration(teller: &Teller<'_>) -> Option<Block> {
    let say = &teller.say;
    let evaluation = &teller.figures.evaluation;
    let bins = &evaluation.calibration;
    if bins.len() < 3 {
        return None;
    }
    let title = match evaluation.calibration_error <= CALIBRATED {
        true => words::CAL_GOOD,
        false => words::CAL_BAD,
    };
    let error = say.percent(evaluation.calibration_error);
    let texts = (
        say.fill(title, &[("error", (&error).into())]),
        say.fill(
            words::CAL_SUB,
            &[
                ("bins", (&say.count(bins.len())).into()),
                ("n", (&say.count(evaluation.n)).into()),
            ],
        ),
        say.fill(
            words::CAL_NOTE,
            &[
                ("brier", (&say.number(evaluation.brier, 3)).into()),
                (
                    "base",
                    (&say.number(evaluation.brier_of_base_rate, 3)).into(),
                ),
            ],
        ),
    );
    let mut model = line(teller, words::MODEL, Colour::Accent, []);
    model.points = bins
        .iter()
        .map(|bin| {
            let hits = libm::round(bin.observed * bin.rows as f64) as u64;
            let interval = analysis::statistics::wilson(hits, bin.rows as u64);
            Point {
                x: bin.predicted,
                y: Some(bin.observed),
                lo: Some(interval.low),
                hi: Some(interval.high),
            }
        })
        .collect();
    let end = bins
        .last()
        .map_or(1.0, |bin| bin.predicted.max(bin.observed));
    let series = vec![
        model,
        line(
            teller,
            words::PERFECT,
            Colour::Muted,
            [(0.0, 0.0), (end, end)],
        ),
    ];
    let axes = (words::PREDICTED, words::OBSERVED);
    Some(lines(teller, "learn-calibration", texts, axes, series))
}
