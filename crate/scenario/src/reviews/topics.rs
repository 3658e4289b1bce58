//! What reviews are about beyond the aspects that are known: clusters of vectors, or words of bad and good ratings.

use extract::{ClusterOptions, Term, cluster, names};

use super::corpus::Corpus;

/// Vectors without which nothing is clustered.
const LEAST: usize = 60;
/// Vectors that clusters are found by at most; the others join the nearest one.
const MOST: usize = 2_000;
/// Reviews of a topic, on average.
const A_TOPIC: usize = 60;
/// Terms of all texts that the prior of the log-odds is worth.
const PRIOR: f64 = 500.0;
/// Words that name a topic.
const WORDS: usize = 4;
/// Words that they are chosen from.
const CANDIDATES: usize = 40;
/// The z-score from which on a word is rather more frequent in a topic than elsewhere.
const SURE: f64 = 1.28;
/// Share of a topic's reviews that have a word, for it to say what they are about.
const OFTEN: f64 = 0.2;
/// Reviews of bad ratings without which their words are not told.
const BAD: usize = 20;
/// Texts that words are looked for in at most.
const TEXTS: usize = 4_000;

/// Reviews that are alike.
pub(super) struct Topic {
    /// Words that are more frequent in it than elsewhere: those that many of its reviews have, then others.
    pub(super) words: Vec<Term>,
    /// Its reviews, by their places.
    pub(super) reviews: Vec<usize>,
}

/// Topics, largest first; empty without vectors.
pub(super) fn topics(corpus: &Corpus<'_>) -> Vec<Topic> {
    let with: Vec<(usize, &[f32])> = corpus
        .all
        .iter()
        .enumerate()
        .filter(|(_, said)| said.reading.is_some())
        .filter_map(|(at, said)| Some((at, said.review.vector?)))
        .collect();
    let width = with.first().map_or(0, |(_, v)| v.len());
    if with.len() < LEAST {
        return Vec::new();
    }
    let sample: Vec<f32> = with
        .iter()
        .take(MOST)
        .flat_map(|(_, v)| v.iter().copied())
        .collect();
    let options = ClusterOptions {
        clusters: (with.len() / A_TOPIC).clamp(3, 8),
        rounds: 20,
        ..ClusterOptions::default()
    };
    let Ok(found) = cluster(&sample, width, &options) else {
        return Vec::new();
    };
    let nearest = |vector: &[f32]| -> u32 {
        let cosine =
            |centre: &[f32]| -> f32 { centre.iter().zip(vector).map(|(a, b)| a * b).sum() };
        let mut best = (0, f32::NEG_INFINITY);
        for (at, centre) in (0..).zip(found.centres.chunks_exact(width)) {
            let own = cosine(centre);
            if own > best.1 {
                best = (at, own);
            }
        }
        best.0
    };
    let mut assignments = found.assignments.clone();
    assignments.extend(with.iter().skip(MOST).map(|(_, v)| nearest(v)));
    let texts: Vec<&str> = with
        .iter()
        .map(|(at, _)| corpus.all[*at].review.text.as_str())
        .collect();
    let words = names(&texts, &assignments, found.sizes.len(), PRIOR, CANDIDATES);
    let size = |topic: u32| assignments.iter().filter(|own| **own == topic).count();
    let mut topics: Vec<Topic> = (0..)
        .zip(words)
        .map(|(topic, words)| Topic {
            words: chosen(words, size(topic)),
            reviews: Vec::new(),
        })
        .collect();
    for ((at, _), topic) in with.iter().zip(&assignments) {
        topics[*topic as usize].reviews.push(*at);
    }
    // What has no words of its own cannot be named.
    topics.retain(|t| !t.words.is_empty());
    topics.sort_by_key(|t| std::cmp::Reverse(t.reviews.len()));
    topics
}

impl Topic {
    /// The words that many of its reviews have.
    pub(super) fn often(&self) -> Vec<&Term> {
        let least = OFTEN * self.reviews.len() as f64;
        let often = self.words.iter().filter(|t| t.count as f64 >= least);
        often.collect()
    }
}

/// The words that name a topic: the strongest of those that many of its reviews have; the most frequent where there are few of them.
fn chosen(words: Vec<Term>, size: usize) -> Vec<Term> {
    let is_often = |term: &Term| term.count as f64 >= OFTEN * size as f64;
    let is_sure = words.iter().any(|term| term.z > SURE);
    let sure = words.into_iter().filter(|t| t.z > SURE || !is_sure);
    let (mut chosen, mut rest): (Vec<Term>, Vec<Term>) = sure.partition(is_often);
    rest.sort_by(|a, b| (b.count.cmp(&a.count)).then(b.z.total_cmp(&a.z)));
    chosen.truncate(WORDS);
    // Rare ones stand beside none that are frequent only to fill up two places.
    let most = chosen.len().max(WORDS / 2);
    chosen.extend(rest);
    chosen.truncate(most);
    chosen
}

/// Words by which texts of bad ratings differ from those of good ones.
pub(super) struct Apart {
    /// Of bad ratings, with the reviews that have them, by their places.
    pub(super) bad: Vec<(Term, Vec<usize>)>,
    /// Of good ratings.
    pub(super) good: Vec<(Term, Vec<usize>)>,
    /// Reviews with bad and with good ratings.
    pub(super) n: [usize; 2],
}

/// `None` without enough ratings of both kinds.
pub(super) fn apart(corpus: &Corpus<'_>) -> Option<Apart> {
    let kind = corpus.kind();
    let (mut places, mut texts, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for (at, said) in corpus.all.iter().enumerate() {
        let (Some(_), Some(rating)) = (&said.reading, said.rating) else {
            continue;
        };
        if texts.len() < TEXTS && (kind.low(rating) || kind.high(rating)) {
            places.push(at);
            texts.push(said.review.text.as_str());
            groups.push(u32::from(kind.high(rating)));
        }
    }
    let good = groups.iter().filter(|g| **g == 1).count();
    let n = [groups.len() - good, good];
    if n.iter().any(|n| *n < BAD) {
        return None;
    }
    let mut found = names(&texts, &groups, 2, PRIOR, 10);
    let sure = |terms: Vec<Term>| -> Vec<(Term, Vec<usize>)> {
        let sure = terms.into_iter().filter(|t| t.z > 2.58 && t.count > 4);
        let with_places = sure.map(|t| {
            let reviews = t.texts.iter().map(|text| places[*text]).collect();
            (t, reviews)
        });
        with_places.collect()
    };
    let good = sure(found.pop()?);
    let bad = sure(found.pop()?);
    (!bad.is_empty()).then_some(Apart { bad, good, n })
}
