//! Why a model takes words for what it does: what their score is without each other word of the text.

use extract::{HeadLabels, Heard, HeardSpan, Occlusion, Polarity, Weight};
use serde::Deserialize;

/// A mark of a text that is asked about, in Unicode scalars.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Why {
    /// The text.
    pub text: String,
    /// Where the mark starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Its label.
    pub label: String,
    /// How it is judged, of aspects and opinions.
    #[serde(default)]
    pub polarity: Option<Polarity>,
}

impl Why {
    fn occlusion(&self) -> Occlusion {
        Occlusion::new(&self.text, Some((self.start, self.end)))
    }

    /// The texts that a model has to read: this one, and this one without each of its other words.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.occlusion();
        texts.texts().into_iter().map(str::to_owned).collect()
    }

    /// The words that speak for the mark (above 0) or against it, the strongest first.
    ///
    /// `heard`: what heads said of [`Why::texts`], in their order.
    pub fn weights(&self, heads: &[HeadLabels], heard: &[Option<Heard>]) -> Vec<Weight> {
        let occlusion = self.occlusion();
        // A word that is left out before the mark moves it.
        let moved = occlusion
            .words()
            .iter()
            .map(|&(from, to)| match to <= self.start {
                true => self.start - (to - from),
                false => self.start,
            });
        let scores: Vec<f32> = std::iter::once(self.start)
            .chain(moved)
            .zip(heard)
            .map(|(start, heard)| {
                let heard = heard.as_ref();
                heard.map_or(0.0, |heard| self.score(heads, heard, start))
            })
            .collect();
        occlusion.weights(&scores)
    }

    /// How sure the heads are of the mark where it starts now.
    fn score(&self, heads: &[HeadLabels], heard: &Heard, start: u32) -> f32 {
        let end = start + (self.end - self.start);
        let overlaps = |span: &&HeardSpan| span.found.start < end && start < span.found.end;
        let spans = |head: &str| {
            let spans = heard.spans.get(head).into_iter().flatten();
            spans.filter(overlaps)
        };
        let best = |scores: &mut dyn Iterator<Item = f32>| scores.fold(0.0_f32, f32::max);
        match (self.label.as_str(), self.polarity) {
            ("aspect", Some(polarity)) => {
                let judge = heads.iter().find(|head| head.over == "aspects");
                let labels = judge.map_or(&[][..], |head| &head.labels);
                let at = labels
                    .iter()
                    .position(|l| Polarity::named(l) == Some(polarity));
                let judged = |span: &HeardSpan| span.judged.as_ref()?.get(at?).copied();
                best(&mut spans("aspects").filter_map(judged))
            }
            ("aspect", None) => best(&mut spans("aspects").map(|span| span.found.score)),
            ("opinion", polarity) => best(
                &mut spans("opinions")
                    .filter(|s| polarity.is_none() || Polarity::named(&s.found.label) == polarity)
                    .map(|span| span.found.score),
            ),
            (label, _) => best(
                &mut spans("titles")
                    .filter(|span| span.found.label == label)
                    .map(|span| span.found.score),
            ),
        }
    }
}
