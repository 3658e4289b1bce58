//! How the methods did when they were tried beside best sellers, and which one is used.

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone as Colour};
use recommend::{Estimate, Evaluation, Kind, Standing};
use report::words::phrase::Phrase;
use report::{Block, DocumentFinding, Insufficient, SectionId, Tone};

use super::blocks::{model_phrase, scope};
use super::{Figures, words};
use crate::parts;
use crate::scene::Scene;

fn standing(trial: &Evaluation, kind: Kind) -> Option<&Standing> {
    trial.models.iter().find(|m| m.kind == kind)
}

/// Whether every list holds all products there are.
fn is_short(of: &Figures, trial: &Evaluation) -> bool {
    of.catalogue.products.len() <= trial.k
}

/// What a trial comes to: surely more customers find something; as many, but better placed; or nothing is better. `gain`
/// is that of hits; whether a method is used at all was decided by the order of the lists.
fn headline(beats: bool, gain: Estimate) -> Phrase {
    match (beats, gain.low > 0.0) {
        (true, true) => words::TRIAL_TITLE,
        (true, false) => words::TRIAL_TITLE_ORDER,
        (false, _) => words::TRIAL_TITLE_NONE,
    }
}

/// A sentence about the shares of customers who found something, and their difference in points with its interval.
fn told(
    scene: &Scene<'_>,
    phrase: Phrase,
    trial: &Evaluation,
    used: &Standing,
    popular: &Standing,
) -> String {
    let say = &scene.say;
    let points = |share: f64| say.number(100.0 * share, 1);
    let (hits, order) = (used.hit_rate_over_popularity, used.ndcg_over_popularity);
    say.fill(
        phrase,
        &[
            ("k", trial.k.into()),
            ("model", say.plain(model_phrase(used.kind)).into()),
            ("share", (&say.percent(used.hit_rate.value)).into()),
            ("popular", (&say.percent(popular.hit_rate.value)).into()),
            ("gain", (&points(hits.value)).into()),
            ("lo", (&points(hits.low)).into()),
            ("hi", (&points(hits.high)).into()),
            ("own", (&say.number(used.ndcg.value, 3)).into()),
            ("other", (&say.number(popular.ndcg.value, 3)).into()),
            ("from", (&say.number(order.low, 3)).into()),
            ("to", (&say.number(order.high, 3)).into()),
            ("n", (&say.count(trial.users_tested)).into()),
        ],
    )
}

/// How often each method was right, against best sellers.
pub(super) fn trial(scene: &Scene<'_>, of: &Figures) -> Block {
    let say = &scene.say;
    let tried = of.customers.as_ref().map(|c| &c.trial);
    let ends = tried.and_then(|trial| {
        let used = standing(trial, trial.used)?;
        Some((trial, used, standing(trial, Kind::Popularity)?))
    });
    let Some((trial, used, popular)) = ends else {
        return Block::Insufficient(Insufficient {
            title: say.plain(words::NEXT_TITLE).to_owned(),
            text: say.plain(words::TRIAL_NEEDS).to_owned(),
        });
    };
    if is_short(of, trial) {
        let counts = [
            ("n", of.catalogue.products.len().into()),
            ("k", trial.k.into()),
        ];
        let few = say.fill(words::TRIAL_FEW, &counts);
        return Block::Insufficient(say.missing(words::TRIAL_WHAT, few));
    }
    let told = |phrase: Phrase| told(scene, phrase, trial, used, popular);
    let title = told(headline(
        trial.beats_popularity,
        used.hit_rate_over_popularity,
    ));
    // In the order of what is drawn; the method used is named, as it was chosen by something else.
    let mut models: Vec<&Standing> = trial.models.iter().collect();
    table::order::sort_by(&mut models, |a, b| {
        b.hit_rate.value.total_cmp(&a.hit_rate.value)
    });
    let named = |model: &Standing| {
        let name = say.plain(model_phrase(model.kind));
        match model.kind == trial.used {
            true => say.fill(words::TRIAL_USED, &[("model", name.into())]),
            false => name.to_owned(),
        }
    };
    let plot = Plot::Bar {
        categories: models.iter().map(|&m| named(m)).collect(),
        y: say.measure(words::HIT, Format::Percent),
        series: vec![BarSeries {
            name: say.plain(words::HIT).to_owned(),
            tone: Colour::Accent,
            values: models.iter().map(|m| Some(m.hit_rate.value)).collect(),
            intervals: models
                .iter()
                .map(|m| Some((m.hit_rate.low, m.hit_rate.high)))
                .collect(),
        }],
        mode: BarMode::Grouped,
        horizontal: true,
    };
    let order = match trial.beats_popularity {
        true => told(words::TRIAL_ORDER),
        false => String::new(),
    };
    let never = if trial.items_never_shown >= 0.01 {
        let share = say.percent(trial.items_never_shown);
        say.fill(words::TRIAL_NEVER, &[("share", (&share).into())])
    } else {
        String::new()
    };
    let note = say.sentences(&[
        say.plain(words::TRIAL_NOTE),
        &told(words::TRIAL_CHOICE),
        &order,
        &never,
        &scope(scene, of),
    ]);
    say.chart(
        "recommendations-trial",
        (title, told(words::TRIAL_SUB), note),
        plot,
        Vec::new(),
    )
}

/// That a method is better than best sellers, where one is.
pub(super) fn finding(scene: &Scene<'_>, of: &Figures) -> Option<DocumentFinding> {
    let say = &scene.say;
    let trial = &of.customers.as_ref()?.trial;
    let used = standing(trial, trial.used)?;
    let popular = standing(trial, Kind::Popularity)?;
    if !trial.beats_popularity || is_short(of, trial) {
        return None;
    }
    let sentence = match used.hit_rate_over_popularity.low > 0.0 {
        true => words::F_MODEL,
        false => words::F_MODEL_ORDER,
    };
    let texts = [
        told(scene, sentence, trial, used, popular),
        told(scene, words::F_MODEL_SURE, trial, used, popular),
        told(scene, words::F_MODEL_WHY, trial, used, popular),
        say.plain(words::F_MODEL_DO).to_owned(),
    ];
    Some(parts::finding(
        SectionId::Recommendations,
        "recommendations-model",
        texts,
        Tone::Neutral,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_in_hits_that_may_be_chance_is_not_told_as_one() {
        let gain = |low: f64, high: f64| Estimate {
            value: (low + high) / 2.0,
            low,
            high,
        };
        assert_eq!(headline(true, gain(0.01, 0.05)), words::TRIAL_TITLE);
        assert_eq!(headline(true, gain(-0.01, 0.05)), words::TRIAL_TITLE_ORDER);
        assert_eq!(headline(true, gain(0.0, 0.0)), words::TRIAL_TITLE_ORDER);
        assert_eq!(headline(false, gain(0.01, 0.05)), words::TRIAL_TITLE_NONE);
    }
}
