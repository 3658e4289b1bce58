//! A model's heads over texts, as what reads them takes it.

use anyhow::Result;
use extract::{Found, HeadLabels, Heard, HeardSpan};
use inference::{Job, Model, run_all};
use text::Encoder as _;

/// All heads of these names over one pass of texts.
pub(crate) fn hear(
    model: &mut Model,
    texts: &[&str],
    heads: &[&str],
    threads: usize,
) -> Result<Job> {
    let mut job = model.plan(texts, &[], heads)?;
    run_all(
        model,
        &mut job,
        threads,
        |step| pollster::block_on(step),
        |_| {},
    )?;
    Ok(job)
}

/// The heads of a model with their labels' names.
pub(crate) fn head_labels(model: &Model) -> Vec<HeadLabels> {
    let names = &model.about().names;
    let heads = model.device().heads().iter();
    let labels = heads.map(|head| HeadLabels {
        name: head.name.clone(),
        labels: head.labels.clone(),
        over: head.over.clone(),
        names: names
            .get(&head.name)
            .into_iter()
            .flatten()
            .map(|(label, names)| {
                let both = [("zh", &names.zh), ("en", &names.en)];
                let both = both.map(|(lang, name)| (lang.to_owned(), name.clone()));
                (label.clone(), both.into())
            })
            .collect(),
    });
    labels.collect()
}

/// What was heard of a text.
pub(crate) fn heard(job: &Job, text: usize) -> Option<Heard> {
    let inference::Heard { spans, scores } = job.heard(text)?;
    let span = |heard: inference::HeardSpan| HeardSpan {
        found: Found {
            label: heard.span.label,
            start: heard.span.start,
            end: heard.span.end,
            score: heard.span.score,
        },
        judged: heard.judged,
    };
    let spans = spans.into_iter();
    Some(Heard {
        spans: spans
            .map(|(head, spans)| (head, spans.into_iter().map(span).collect()))
            .collect(),
        scores,
    })
}
