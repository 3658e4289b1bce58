//! What reviews say: aspects with praise and complaints, ratings, products, changes, topics, and whom to believe.

mod aspects;
mod blocks;
mod corpus;
mod findings;
mod follow_ups;
pub(crate) mod measure;
mod products;
mod rating;
mod topics;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use extract::Gap;

use crate::Outcome;
use crate::scene::Scene;
use crate::texts::Library;
use crate::words as titles;
use aspects::{Change, Periods, Tally};
use corpus::Corpus;
use follow_ups::FollowUps;
use products::{Fall, Products};

/// Reviews that can be read, or ratings, without which no share is told.
const NEEDS: usize = 20;

/// Everything that the section is made of.
struct Report<'a> {
    scene: &'a Scene<'a>,
    library: &'a Library<'a>,
    corpus: Corpus<'a>,
    tallies: Vec<Tally>,
    /// Aspects that too few reviews speak of.
    few: Vec<Tally>,
    changes: Option<(Periods, [usize; 2], Vec<Change>)>,
    products: Products,
    falls: Vec<Fall>,
    gaps: Gaps,
    follow_ups: FollowUps,
}

/// Reviews whose words say the opposite of their rating.
#[derive(Default)]
struct Gaps {
    /// Their places, surest first.
    found: Vec<(usize, Gap)>,
    /// Reviews with a rating and clear words.
    clear: usize,
    /// Those of them with a high rating.
    clear_high: usize,
}

/// The scenario.
pub(crate) fn reviews(scene: &Scene<'_>, library: &Library<'_>) -> Outcome {
    if library.reviews.is_empty() {
        let text = scene.say.plain(words::NEEDS).to_owned();
        return Outcome::Lacking(scene.say.missing(titles::REVIEWS, text));
    }
    let corpus = Corpus::new(scene, library);
    let (tallies, few) = aspects::tallies(&corpus);
    let report = Report {
        scene,
        library,
        tallies,
        few,
        changes: aspects::changes(&corpus),
        products: products::products(&corpus),
        falls: products::falls(&corpus),
        gaps: gaps(&corpus),
        follow_ups: follow_ups::follow_ups(&corpus),
        corpus,
    };
    let is_thin = report.corpus.readers.read < NEEDS;
    Outcome::Shown {
        findings: report.findings(is_thin),
        blocks: report.blocks(is_thin),
    }
}

fn gaps(corpus: &Corpus<'_>) -> Gaps {
    let mut gaps = Gaps::default();
    let kind = corpus.kind();
    let mut found: Vec<(usize, Gap, f32)> = Vec::new();
    for (at, said) in corpus.all.iter().enumerate() {
        let sentiment = said.reading.as_ref().and_then(|r| r.sentiment.as_ref());
        let (Some(rating), Some(sentiment)) = (said.rating, sentiment) else {
            continue;
        };
        // Words that are as clear as a gap needs, whichever way they go.
        let is_clear = [1.0, 5.0]
            .iter()
            .any(|end| extract::gap(*end, sentiment).is_some());
        gaps.clear += usize::from(is_clear);
        gaps.clear_high += usize::from(is_clear && kind.stars(rating) >= 4.0);
        if let Some(gap) = extract::gap(kind.stars(rating), sentiment) {
            found.push((at, gap, sentiment.score));
        }
    }
    found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    gaps.found = found.into_iter().map(|(at, gap, _)| (at, gap)).collect();
    gaps
}
