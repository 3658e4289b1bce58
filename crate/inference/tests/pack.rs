//! The pack that the page ships: whole, and saying the same on every device.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use inference::{DeviceOptions, Error, Kind, Model, Opening};
use text::{Encoder as _, Span};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/zh-en")
}

/// Opens it; `spoil`: with a part that is not what its manifest says.
fn open(kind: Kind, spoil: bool) -> Result<Model, Error> {
    let manifest = fs::read(folder().join("manifest.json")).unwrap();
    let tokenizer = fs::read(folder().join("tokenizer.json")).unwrap();
    pollster::block_on(async {
        let mut opening = Opening::pack(&manifest, &tokenizer)?;
        let options = DeviceOptions {
            kind,
            software: true,
            ..DeviceOptions::default()
        };
        opening.begin(options).await?;
        let parts: Vec<String> = opening.parts().iter().map(|p| p.file.clone()).collect();
        for part in parts {
            let mut bytes = fs::read(folder().join(part)).unwrap();
            if let Some(last) = bytes.last_mut().filter(|_| spoil) {
                *last ^= 1;
            }
            opening.push(&bytes).await?;
            opening.end_part()?;
        }
        opening.finish().await
    })
}

#[test]
fn it_passes_its_own_check() {
    for kind in [Kind::Int8, Kind::Float, Kind::Gpu] {
        let mut model = open(kind, false).unwrap();
        let checked = pollster::block_on(model.check()).unwrap();
        assert!(checked.texts > 0 && checked.passed, "{kind:?}: {checked:?}");
    }
    let error = open(Kind::Int8, true).map(|_| ()).unwrap_err();
    assert_eq!(error.code(), "wrong_hash");
}

#[test]
fn labels_have_names_in_both_languages() {
    let model = open(Kind::Int8, false).unwrap();
    for head in model.device().heads() {
        let names = &model.about().names[&head.name];
        for label in head.labels.iter().filter(|label| *label != "O") {
            let plain = match head.over.is_empty() && head.task == text::Task::Tag {
                true => label.split_once('-').unwrap().1,
                false => label,
            };
            let name = &names[plain];
            assert!(!name.zh.is_empty() && !name.en.is_empty(), "{label}");
        }
    }
}

/// Spans of a text by head, with the likeliest label of what judges them.
type Said = Vec<(String, String, u32, u32, Option<usize>)>;
/// What is said of a text: spans, sentiment, vector, and the judgements of spans.
type Heard = (Said, Vec<f32>, Vec<f32>, Vec<f32>);

/// How many of the texts below are titles; the others are reviews.
const TITLES: usize = 3;

#[test]
fn it_reads_alike_on_every_device() {
    let texts = [
        "妮维雅男士洗面奶 100ml 深层清洁",
        "Nordwind water bottle, blue, 500 ml",
        "Women's red cotton dress by Nordwind, size M",
        "质量很好，但是物流太慢。",
        "The screen is excellent, but the battery is very bad.",
        "The fabric is soft, but delivery took three weeks.",
    ];
    let heads = [
        "titles",
        "aspects",
        "opinions",
        "polarity",
        "sentiment",
        "vector",
    ];
    let read = |kind: Kind| -> Vec<Heard> {
        let mut model = open(kind, false).unwrap();
        let mut job = model.plan(&texts, &[], &heads).unwrap();
        while !job.is_done() {
            pollster::block_on(job.step(&mut model)).unwrap();
        }
        let likeliest = |scores: &Vec<f32>| {
            let best = |a: &usize, b: &usize| scores[*a].total_cmp(&scores[*b]);
            (0..scores.len()).max_by(best).unwrap()
        };
        (0..texts.len())
            .map(|text| {
                let heard = job.heard(text).unwrap();
                let (mut said, mut judgements) = (Vec::new(), Vec::new());
                for (head, spans) in &heard.spans {
                    for found in spans {
                        let Span {
                            label, start, end, ..
                        } = &found.span;
                        let judged = found.judged.as_ref().map(likeliest);
                        said.push((head.clone(), label.clone(), *start, *end, judged));
                        judgements.extend(found.judged.iter().flatten().copied());
                    }
                }
                let vector = job.vector(text).unwrap().to_vec();
                (said, heard.scores["sentiment"].clone(), vector, judgements)
            })
            .collect()
    };
    let int8 = read(Kind::Int8);
    // The head that judges aspects is asked of aspects, and marks nothing itself.
    let aspects = int8[3].0.iter().filter(|said| said.0 == "aspects");
    assert!(
        aspects.clone().count() >= 2 && aspects.clone().all(|said| said.4.is_some()),
        "{int8:?}"
    );
    assert!(
        int8.iter()
            .all(|(said, ..)| said.iter().all(|said| said.0 != "polarity"))
    );
    for kind in [Kind::Float, Kind::Reference, Kind::Gpu] {
        for (at, (ours, theirs)) in int8.iter().zip(read(kind)).enumerate() {
            // What the head for titles says of a review, or one for reviews of a title, is by chance (the pack's card).
            let meant = |said: &Said| -> Said {
                let own = said.iter().filter(|s| (s.0 == "titles") == (at < TITLES));
                own.cloned().collect()
            };
            let (own, other) = (meant(&ours.0), meant(&theirs.0));
            assert!(!own.is_empty(), "{}", texts[at]);
            assert_eq!(own, other, "{kind:?}: {}", texts[at]);
            // Vectors have length 1.
            let cosine: f32 = ours.2.iter().zip(&theirs.2).map(|(a, b)| a * b).sum();
            assert!(cosine > 0.995, "{kind:?}: {cosine}");
            for (a, b) in ours.1.iter().zip(&theirs.1) {
                assert!((a - b).abs() < 0.03, "{kind:?}: {a} {b}");
            }
            // Those of single aspects rest on a piece or two.
            for (a, b) in ours.3.iter().zip(&theirs.3) {
                assert!((a - b).abs() < 0.05, "{kind:?}: {a} {b}");
            }
        }
    }
}
