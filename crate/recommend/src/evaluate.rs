//! Which model foretells best what was held back, and whether that is better than popularity.

use serde::Serialize;

use crate::blend::{Blend, Hybrid, Lesson, MemberWeight, lesson};
use crate::bootstrap::{Estimate, estimates};
use crate::fit::{Fitted, Note, Settings, fit, learnable, possible};
use crate::metrics::{CatalogueScore, Exposure, ListScore, list_score};
use crate::random::Random;
use crate::split::{Held, Split, hold_back};
use crate::{Damping, Error, Interactions, Kind, Limits, Progress, Shelf, Texts};

/// Fewer tested users say nothing.
const FEWEST_TESTED: usize = 20;
/// Users whose held-back items the hybrid learns from.
const MOST_LESSONS: usize = 4_000;

/// How models are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Length of the lists.
    pub k: usize,
    /// What is held back, for the test and once more, from the rest, for the choice.
    pub split: Split,
    /// Whether items of the history may come again.
    pub with_seen: bool,
    /// The kinds compared; empty = all that the data allow. Popularity is always among them, the hybrid wherever there are two others.
    pub kinds: Vec<Kind>,
    /// Seed of every draw.
    pub seed: u64,
    /// Times that users are drawn again for intervals.
    pub resamples: usize,
    /// The most users tested, drawn by the seed; every one of them against all items.
    pub most_users: usize,
    /// How weights are damped.
    pub damping: Damping,
    /// Settings of the models.
    pub settings: Settings,
}

impl Default for Trial {
    fn default() -> Self {
        Self {
            k: 10,
            split: Split::Last,
            with_seen: false,
            kinds: Vec::new(),
            seed: 42,
            resamples: 500,
            most_users: 50_000,
            damping: Damping::default(),
            settings: Settings::default(),
        }
    }
}

/// A model's figures on the test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// The model.
    pub kind: Kind,
    /// Targets in the list / targets.
    pub recall: Estimate,
    /// NDCG of the list.
    pub ndcg: Estimate,
    /// Reciprocal rank of the first target in the list.
    pub mrr: Estimate,
    /// Share of users with a target in the list.
    pub hit_rate: Estimate,
    /// NDCG less that of popularity, over the same users.
    pub ndcg_over_popularity: Estimate,
    /// Hit rate less that of popularity, over the same users.
    pub hit_rate_over_popularity: Estimate,
    /// What the lists do with the catalogue.
    pub catalogue: CatalogueScore,
    /// NDCG on what was held back for the choice.
    pub validation_ndcg: f64,
    /// Bytes that the model holds.
    pub bytes: usize,
}

/// Users by how many items are known of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ByActivity {
    /// The fewest items.
    pub from: usize,
    /// The most items; `None` = no limit.
    pub to: Option<usize>,
    /// Tested users.
    pub users: usize,
    /// Mean recall of the model used.
    pub recall: f64,
    /// Mean recall of popularity.
    pub popularity_recall: f64,
}

/// The outcome of a trial.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// What was held back.
    pub split: Split,
    /// Length of the lists.
    pub k: usize,
    /// Whether items of the history could come again.
    pub with_seen: bool,
    /// Users tested.
    pub users_tested: usize,
    /// Users with something held back but nothing known before.
    pub users_without_history: usize,
    /// Items ranked for every user, less those seen.
    pub items: usize,
    /// The models, best on the test first.
    pub models: Vec<Standing>,
    /// The best on what was held back for the choice.
    pub best: Kind,
    /// The model to use, by NDCG: of those that are surely above popularity on the test, the best on what was held back for the choice; popularity where there is none. None is used that surely hits fewer users than popularity.
    pub used: Kind,
    /// Whether a model other than popularity is used: the interval of its paired difference in NDCG is above 0.
    pub beats_popularity: bool,
    /// Weights of the hybrid's members.
    pub weights: Vec<MemberWeight>,
    /// Recall by how much is known of a user.
    pub by_activity: Vec<ByActivity>,
    /// Items that the used model shows to nobody / items.
    pub items_never_shown: f64,
    /// What has to be said about the fits.
    pub notes: Vec<Note>,
    /// The hybrid's weights, to be used on all data.
    #[serde(skip)]
    pub blend: Option<Blend>,
}

/// Holds back, chooses, tests.
///
/// The newest part is the test. From the rest the next part is held back again: half of its users teach the hybrid its weights, the other half decide which model is best. Then all models are fitted on the rest and tested.
///
/// # Errors
/// [`Error::TooFewTested`] where less than twenty users can be tested, and all errors of the models.
pub fn evaluate(
    interactions: &Interactions,
    texts: Option<&Texts>,
    trial: &Trial,
    progress: Progress<'_>,
) -> Result<Evaluation, Error> {
    if interactions.pairs() == 0 {
        return Err(Error::NoInteractions);
    }
    let held = hold_back(interactions, trial.split, trial.with_seen, trial.seed)?;
    enough(&held)?;
    let kinds = kinds_of(&held.known, texts.is_some(), trial);
    let mut told = |part: f32| progress(0.5 * part);
    let choice = choose(&held.known, texts, &kinds, trial, &mut told)?;

    let mut told = |part: f32| progress(0.5 + 0.25 * part);
    let stage = Stage::new(held, texts, &kinds, trial, &mut told)?;
    let users = stage.users(trial, 1);
    let mut told = |part: f32| progress(0.75 + 0.25 * part);
    let outcomes = stage.test(&users, choice.blend.as_ref(), trial, &mut told)?;

    let named = stage.members.iter().map(|member| member.kind);
    let named: Vec<Kind> = named
        .chain(choice.blend.as_ref().map(|_| Kind::Hybrid))
        .collect();
    let series = series_of(&outcomes);
    let estimates = estimates(&series, trial.resamples, trial.seed);
    let users_of = stage.data.users_of_items();
    let all_bytes: usize = stage
        .members
        .iter()
        .map(|member| member.model.bytes())
        .sum();
    let mut models: Vec<Standing> = Vec::new();
    for (at, (&kind, outcome)) in named.iter().zip(&outcomes).enumerate() {
        let of = |which: usize| estimates[at * SERIES + which];
        models.push(Standing {
            kind,
            recall: of(0),
            ndcg: of(1),
            mrr: of(2),
            hit_rate: of(3),
            ndcg_over_popularity: of(4),
            hit_rate_over_popularity: of(5),
            catalogue: outcome.exposure.score(&users_of, stage.active),
            validation_ndcg: choice.ndcg.get(at).copied().unwrap_or_default(),
            bytes: stage
                .members
                .get(at)
                .map_or(all_bytes, |member| member.model.bytes()),
        });
    }
    let best = choice.best;
    // Of those that are surely above popularity, the best where the choice was made; what is better ordered and hits
    // surely fewer is better for nobody.
    let used = models
        .iter()
        .filter(|model| model.ndcg_over_popularity.low > 0.0)
        .filter(|model| model.hit_rate_over_popularity.high >= 0.0)
        .reduce(
            |best, next| match next.validation_ndcg > best.validation_ndcg {
                true => next,
                false => best,
            },
        )
        .map_or(Kind::Popularity, |model| model.kind);
    let beats_popularity = used != Kind::Popularity;
    let at = named.iter().position(|&kind| kind == used).unwrap_or(0);
    let never_shown = 1.0 - models.get(at).map_or(0.0, |model| model.catalogue.coverage);
    let by_activity = by_activity(&stage, &users, &outcomes, at);
    models.sort_by(|a, b| {
        b.ndcg
            .value
            .total_cmp(&a.ndcg.value)
            .then(a.kind.cmp(&b.kind))
    });
    Ok(Evaluation {
        split: trial.split,
        k: trial.k,
        with_seen: trial.with_seen,
        users_tested: users.len(),
        users_without_history: stage.held.without_history,
        items: interactions.items(),
        models,
        best,
        used,
        beats_popularity,
        weights: choice
            .blend
            .as_ref()
            .map(Blend::members)
            .unwrap_or_default(),
        by_activity,
        items_never_shown: never_shown,
        notes: stage.notes,
        blend: choice.blend,
    })
}

/// Fits a kind on all interactions, the hybrid with the weights of a blend.
///
/// Hand in what [`learnable`] and [`Interactions::damped`] give.
///
/// # Errors
/// As [`fit`].
pub fn fit_with(
    kind: Kind,
    blend: Option<&Blend>,
    interactions: &Interactions,
    texts: Option<&Texts>,
    settings: &Settings,
    progress: Progress<'_>,
) -> Result<Fitted, Error> {
    let (Kind::Hybrid, Some(blend)) = (kind, blend) else {
        return fit(kind, interactions, texts, settings, progress);
    };
    let mut members = fit_all(blend.kinds(), interactions, texts, settings, progress)?;
    let notes = members
        .iter_mut()
        .flat_map(|member| member.notes.split_off(0))
        .collect();
    let users_of = interactions.users_of_items();
    let hybrid = Hybrid::new(members, blend.clone(), &users_of);
    let model = hybrid.ok_or(Error::ShapeMismatch {
        what: "members of the hybrid",
        expected: blend.kinds().len(),
        found: 0,
    })?;
    Ok(Fitted {
        kind,
        model: Box::new(model),
        notes,
    })
}

fn enough(held: &Held) -> Result<(), Error> {
    let has = held.tested();
    if has < FEWEST_TESTED {
        return Err(Error::TooFewTested {
            has,
            needs: FEWEST_TESTED,
        });
    }
    Ok(())
}

fn kinds_of(known: &Interactions, texts: bool, trial: &Trial) -> Vec<Kind> {
    let mut kinds = possible(known, texts);
    // What is bought again is of no use to a list without it.
    kinds.retain(|&kind| kind != Kind::Tifu || trial.with_seen || trial.kinds.contains(&kind));
    if !trial.kinds.is_empty() {
        kinds.retain(|kind| *kind == Kind::Popularity || trial.kinds.contains(kind));
    }
    kinds
}

fn fit_all(
    kinds: &[Kind],
    interactions: &Interactions,
    texts: Option<&Texts>,
    settings: &Settings,
    progress: Progress<'_>,
) -> Result<Vec<Fitted>, Error> {
    let count = kinds.len() as f32;
    kinds
        .iter()
        .enumerate()
        .map(|(at, &kind)| {
            let mut told = |part: f32| progress((at as f32 + part) / count);
            fit(kind, interactions, texts, settings, &mut told)
        })
        .collect()
}

/// Which kind is best on what was held back, and the hybrid's weights.
struct Choice {
    best: Kind,
    blend: Option<Blend>,
    ndcg: Vec<f64>,
}

fn choose(
    interactions: &Interactions,
    texts: Option<&Texts>,
    kinds: &[Kind],
    trial: &Trial,
    progress: Progress<'_>,
) -> Result<Choice, Error> {
    let held = hold_back(interactions, trial.split, trial.with_seen, trial.seed ^ 1)?;
    enough(&held)?;
    let mut told = |part: f32| progress(0.4 * part);
    let stage = Stage::new(held, texts, kinds, trial, &mut told)?;
    let users = stage.users(trial, 2);
    let (teach, judge): (Vec<u32>, Vec<u32>) = {
        let half = users.len() / 2;
        (users[..half].to_vec(), users[half..].to_vec())
    };
    let mut told = |part: f32| progress(0.4 + 0.3 * part);
    let members: Vec<Kind> = stage.members.iter().map(|member| member.kind).collect();
    let blend = match members.len() > 1 {
        true => Blend::learn(&members, &stage.lessons(&teach, trial, &mut told)?),
        false => None,
    };
    let mut told = |part: f32| progress(0.7 + 0.3 * part);
    let outcomes = stage.test(&judge, blend.as_ref(), trial, &mut told)?;
    let ndcg: Vec<f64> = outcomes
        .iter()
        .map(|outcome| {
            let sum: f64 = outcome
                .scores
                .iter()
                .map(|score| f64::from(score.ndcg))
                .sum();
            sum / outcome.scores.len().max(1) as f64
        })
        .collect();
    let named = members
        .iter()
        .copied()
        .chain(blend.as_ref().map(|_| Kind::Hybrid));
    let best = named
        .zip(&ndcg)
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or(Kind::Popularity, |(kind, _)| kind);
    Ok(Choice { best, blend, ndcg })
}

/// Models fitted on what is known, to be asked for what was held back.
struct Stage {
    held: Held,
    /// The histories, damped; heavy users keep theirs.
    data: Interactions,
    members: Vec<Fitted>,
    cold: Vec<bool>,
    active: usize,
    notes: Vec<Note>,
}

/// What a model's lists came to.
struct Outcome {
    scores: Vec<ListScore>,
    exposure: Exposure,
}

impl Stage {
    fn new(
        held: Held,
        texts: Option<&Texts>,
        kinds: &[Kind],
        trial: &Trial,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let data = held.known.clone().damped(trial.damping);
        let (learned, mut notes) = learnable(&data, &trial.settings);
        let members = fit_all(kinds, &learned, texts, &trial.settings, progress)?;
        notes.extend(
            members
                .iter()
                .flat_map(|member| member.notes.iter().cloned()),
        );
        Ok(Self {
            cold: learned
                .users_of_items()
                .iter()
                .map(|&users| users == 0)
                .collect(),
            active: data.users() - held.known.told().users_without,
            data,
            members,
            held,
            notes,
        })
    }

    /// The users to test, in an order drawn by the seed.
    fn users(&self, trial: &Trial, draw: u64) -> Vec<u32> {
        let targets = self.held.targets.iter().enumerate();
        let tested = targets.filter(|(_, targets)| !targets.is_empty());
        let mut users: Vec<u32> = tested.map(|(user, _)| user as u32).collect();
        let mut random = Random::new(trial.seed.wrapping_add(draw));
        for at in (1..users.len()).rev() {
            users.swap(at, random.below(at + 1));
        }
        users.truncate(trial.most_users.max(FEWEST_TESTED));
        users
    }

    /// Asks every member about a user.
    fn ask(&self, user: u32, buffers: &mut [Vec<f32>]) {
        let history = self.data.history(user);
        for (member, buffer) in self.members.iter().zip(buffers) {
            buffer.fill(0.0);
            member.model.score(&history, buffer);
        }
    }

    fn buffers(&self) -> Vec<Vec<f32>> {
        vec![vec![0.0; self.data.items()]; self.members.len()]
    }

    fn lessons(
        &self,
        users: &[u32],
        trial: &Trial,
        progress: Progress<'_>,
    ) -> Result<Vec<Lesson>, Error> {
        let kinds: Vec<Kind> = self.members.iter().map(|member| member.kind).collect();
        let mut buffers = self.buffers();
        let mut lessons = Vec::new();
        for (at, &user) in users.iter().enumerate() {
            if at.is_multiple_of(64) && !progress(at as f32 / users.len() as f32) {
                return Err(Error::Cancelled);
            }
            if lessons.len() >= MOST_LESSONS {
                break;
            }
            self.ask(user, &mut buffers);
            let history = self.data.history(user);
            let targets = &self.held.targets[user as usize];
            let new = lesson(
                &kinds,
                &buffers,
                &self.cold,
                &history,
                trial.with_seen,
                targets,
            );
            lessons.extend(new);
        }
        Ok(lessons)
    }

    /// Lists of every member, and of the hybrid last.
    fn test(
        &self,
        users: &[u32],
        blend: Option<&Blend>,
        trial: &Trial,
        progress: Progress<'_>,
    ) -> Result<Vec<Outcome>, Error> {
        let shelf = Shelf::new(&self.data);
        let mut buffers = self.buffers();
        let mut blended = vec![0.0; self.data.items()];
        let limits = Limits {
            with_seen: trial.with_seen,
            ..Limits::default()
        };
        let count = self.members.len() + usize::from(blend.is_some());
        let mut outcomes: Vec<Outcome> = (0..count)
            .map(|_| Outcome {
                scores: Vec::with_capacity(users.len()),
                exposure: Exposure::new(self.data.items()),
            })
            .collect();
        for (at, &user) in users.iter().enumerate() {
            if at.is_multiple_of(64) && !progress(at as f32 / users.len() as f32) {
                return Err(Error::Cancelled);
            }
            self.ask(user, &mut buffers);
            let history = self.data.history(user);
            if let Some(blend) = blend {
                blended.fill(0.0);
                blend.score_from(&buffers, &self.cold, history.items.len(), &mut blended);
            }
            let all = buffers.iter().chain(blend.map(|_| &blended));
            for (scores, outcome) in all.zip(&mut outcomes) {
                let list = shelf.list_of(scores, &history, trial.k, limits);
                let targets = &self.held.targets[user as usize];
                outcome.scores.extend(list_score(&list, targets, trial.k));
                outcome.exposure.add(&list);
            }
        }
        Ok(outcomes)
    }
}

/// Series for each model: recall, NDCG, MRR, hits, NDCG and hits over popularity's.
const SERIES: usize = 6;

/// Popularity is the first model.
fn series_of(outcomes: &[Outcome]) -> Vec<Vec<f32>> {
    let Some(floor) = outcomes.first() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for outcome in outcomes {
        let of = |which: fn(&ListScore) -> f32| outcome.scores.iter().map(which).collect();
        out.push(of(|score| score.recall));
        out.push(of(|score| score.ndcg));
        out.push(of(|score| score.mrr));
        out.push(of(|score| score.hit));
        let over = |which: fn(&ListScore) -> f32| {
            let pairs = outcome.scores.iter().zip(&floor.scores);
            pairs
                .map(|(own, floor)| which(own) - which(floor))
                .collect()
        };
        out.push(over(|score| score.ndcg));
        out.push(over(|score| score.hit));
    }
    out
}

fn by_activity(stage: &Stage, users: &[u32], outcomes: &[Outcome], used: usize) -> Vec<ByActivity> {
    let bounds = [(1, Some(1)), (2, Some(4)), (5, Some(9)), (10, None)];
    let (Some(own), Some(floor)) = (outcomes.get(used), outcomes.first()) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (from, to) in bounds {
        let mut group = ByActivity {
            from,
            to,
            users: 0,
            recall: 0.0,
            popularity_recall: 0.0,
        };
        for (at, &user) in users.iter().enumerate() {
            let items = stage.data.history(user).items.len();
            if items >= from && to.is_none_or(|to| items <= to) {
                group.users += 1;
                group.recall += f64::from(own.scores[at].recall);
                group.popularity_recall += f64::from(floor.scores[at].recall);
            }
        }
        if group.users > 0 {
            group.recall /= group.users as f64;
            group.popularity_recall /= group.users as f64;
            out.push(group);
        }
    }
    out
}
