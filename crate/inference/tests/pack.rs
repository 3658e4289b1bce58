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

/// Spans of a text: head, label, and where they start and end and whether another head has judged them.
type Said = Vec<(String, String, (u32, u32, bool))>;

#[test]
fn it_reads_alike_on_every_device() {
    let texts = [
        "妮维雅男士洗面奶 100ml 深层清洁",
        "Women's red cotton dress by Nordwind, size M",
        "质量很好，但是物流太慢。",
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
    let read = |kind: Kind| -> Vec<(Said, Vec<f32>, Vec<f32>)> {
        let mut model = open(kind, false).unwrap();
        let mut job = model.plan(&texts, &[], &heads).unwrap();
        while !job.is_done() {
            pollster::block_on(job.step(&mut model)).unwrap();
        }
        (0..texts.len())
            .map(|text| {
                let heard = job.heard(text).unwrap();
                let (mut said, mut judged) = (Vec::new(), heard.scores["sentiment"].clone());
                // Heads belong to kinds of text: what those of reviews say of a title is by chance.
                let is_title = text < 2;
                let own = heard.spans.iter();
                for (head, spans) in own.filter(|(head, _)| (*head == "titles") == is_title) {
                    for found in spans {
                        let Span {
                            label, start, end, ..
                        } = &found.span;
                        let place = (*start, *end, found.judged.is_some());
                        said.push((head.clone(), label.clone(), place));
                        judged.extend(found.judged.iter().flatten().copied());
                    }
                }
                let vector = job.vector(text).unwrap().to_vec();
                (said, judged, vector)
            })
            .collect()
    };
    let int8 = read(Kind::Int8);
    // The head that judges aspects is asked of aspects, and marks nothing itself.
    let aspects = int8[2].0.iter().filter(|said| said.0 == "aspects");
    assert!(
        aspects.clone().count() >= 2 && aspects.clone().all(|said| said.2.2),
        "{int8:?}"
    );
    assert!(
        int8.iter()
            .all(|(said, ..)| said.iter().all(|said| said.0 != "polarity"))
    );
    for kind in [Kind::Float, Kind::Reference, Kind::Gpu] {
        for (at, (ours, theirs)) in int8.iter().zip(read(kind)).enumerate() {
            assert_eq!(ours.0, theirs.0, "{kind:?}: {}", texts[at]);
            // Vectors have length 1.
            let cosine: f32 = ours.2.iter().zip(&theirs.2).map(|(a, b)| a * b).sum();
            assert!(cosine > 0.995, "{kind:?}: {cosine}");
            // Which polarity is the likeliest may hang on a hair: probabilities are compared, those of single aspects,
            // which rest on a piece or two, less closely.
            assert_eq!(ours.1.len(), theirs.1.len());
            for (at, (a, b)) in ours.1.iter().zip(&theirs.1).enumerate() {
                let close = if at < 3 { 0.03 } else { 0.05 };
                assert!((a - b).abs() < close, "{kind:?}: {a} {b}");
            }
        }
    }
}
