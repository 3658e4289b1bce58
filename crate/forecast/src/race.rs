//! Which models are tried, with which seasons, and from which points of the past.

use crate::backtest::Plan;
use crate::clean::{Note, Prepared, shortest};
use crate::model::{Model, Seasons};
use crate::past::Past;

/// Models in a race, and where it is run.
pub(crate) struct Race {
    /// Each model with the seasons that it learns.
    pub models: Vec<(Model, Seasons)>,
    /// Points of the past; `None` where there is too little of it.
    pub plan: Option<Plan>,
    /// The season of whoever knows only one.
    pub season: usize,
    /// Before points of the past a season was seen only once, from which a model cannot tell how much it varies.
    pub thin: bool,
}

impl Race {
    /// One model that was asked for: with all seasons that the whole series shows it, tried only from where those can be
    /// learnt as well.
    pub(crate) fn of(model: Model, prepared: &Prepared, past: &Past<'_>, horizon: usize) -> Self {
        let (count, wished) = (past.y.len(), &prepared.seasons);
        let times = times(model);
        let wanted: Vec<usize> = wished
            .iter()
            .copied()
            .filter(|&season| learns(model, season))
            .collect();
        let mut seasons = Seasons::seen(&wanted, count, times);
        seasons.asked = true;
        match model {
            Model::Mstl => {}
            Model::SeasonalNaive => seasons.all = seasons.all.pop().into_iter().collect(),
            _ => seasons.all.truncate(1),
        }
        let least = match seasons.all.is_empty() {
            true => 0,
            false => times * seasons.longest(),
        };
        let plan = Plan::new(past, horizon, least.max(count / 2).max(6));
        let first = plan.as_ref().map_or(count, |plan| plan.origins[0]);
        Self {
            plan,
            season: Seasons::seen(wished, first, 2).shortest(),
            thin: times < 2 && first < 2 * seasons.longest(),
            models: vec![(model, seasons)],
        }
    }

    /// Several, with the seasons that they can learn before the first point of the past: what cannot be tried is not
    /// used. A longer season is repeated where that can be tried, which takes only one.
    pub(crate) fn of_all(prepared: &Prepared, past: &Past<'_>, horizon: usize) -> Self {
        let (count, wished) = (past.y.len(), &prepared.seasons);
        let plan = Plan::new(past, horizon, Plan::least(count, horizon, wished));
        let first = plan.as_ref().map_or(count, |plan| plan.origins[0]);
        let seasons = Seasons::seen(wished, first, 2);
        let whole = Seasons::seen(wished, count, 2);
        // Days of a year are no whole weeks: the same days a year ago say nothing of weekdays.
        let again = match whole.longest() % seasons.longest() {
            0 => whole,
            _ => seasons.clone(),
        };
        let thin = again != seasons;
        let model = |model: Model| match model {
            Model::SeasonalNaive => (model, again.clone()),
            _ => (model, seasons.clone()),
        };
        Self {
            models: candidates(prepared, &seasons)
                .into_iter()
                .map(model)
                .collect(),
            plan,
            season: seasons.shortest(),
            thin,
        }
    }
}

fn candidates(prepared: &Prepared, seasons: &Seasons) -> Vec<Model> {
    if prepared.intermittent {
        return vec![Model::Croston, Model::Sba, Model::Tsb, Model::Ets];
    }
    if prepared.y.len() < 8 {
        return vec![Model::SeasonalNaive, Model::Ets];
    }
    let mut models = vec![Model::SeasonalNaive, Model::Ets, Model::Theta, Model::Arima];
    if !seasons.all.is_empty() {
        models.push(Model::Mstl);
    }
    models
}

/// How often a season must have been seen before a model learns it: the last one comes again as soon as there is one.
fn times(model: Model) -> usize {
    match model {
        Model::SeasonalNaive => 1,
        _ => 2,
    }
}

/// Whether a model can learn a season of that length.
fn learns(model: Model, season: usize) -> bool {
    match model {
        Model::Croston | Model::Sba | Model::Tsb | Model::Ensemble => false,
        _ => model
            .longest_season()
            .is_none_or(|longest| season <= longest),
    }
}

/// Notes of the seasons that could not be used.
pub(crate) fn tell_seasons(
    wished: &[usize],
    models: &[(Model, Seasons)],
    (asked, count): (Option<Model>, usize),
    notes: &mut Vec<Note>,
) {
    let unseen = |season: usize| match asked {
        Some(model) => learns(model, season) && times(model) * season > count,
        None => !models
            .iter()
            .any(|(_, seasons)| seasons.all.contains(&season)),
    };
    for &season in wished.iter().filter(|&&season| season >= 2) {
        if unseen(season) {
            notes.push(Note::SeasonUnseen { season });
        }
    }
    if let Some(longest) = asked.and_then(Model::longest_season) {
        let season = shortest(wished);
        if season > longest {
            notes.push(Note::SeasonTooLong { season, longest });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::prepare;

    fn race(count: usize, seasons: &[usize], model: Option<Model>, horizon: usize) -> Race {
        let y: Vec<Option<f64>> = (0..count)
            .map(|at| Some(9.0 + (at * 37 % 11) as f64))
            .collect();
        let prepared = prepare(&y, &[], seasons, &[]);
        let past = Past {
            y: &prepared.y,
            known: &prepared.known,
            judged: &prepared.judged,
            season: 1,
        };
        match model {
            Some(model) => Race::of(model, &prepared, &past, horizon),
            None => Race::of_all(&prepared, &past, horizon),
        }
    }

    #[test]
    fn a_season_seen_twice_in_all_is_repeated_where_that_can_be_tried() {
        // Two years of months: before no point of the past there were two.
        let race_of = race(24, &[12], None, 6);
        let (model, seasons) = &race_of.models[0];
        assert_eq!(
            (*model, seasons.all.as_slice()),
            (Model::SeasonalNaive, &[12][..])
        );
        assert!(
            race_of.models[1..]
                .iter()
                .all(|(_, seasons)| seasons.all.is_empty())
        );
        assert!(race_of.thin && race_of.plan.expect("a plan").origins[0] >= 12);
        // With three, all learn it; with one, none does.
        let three = race(36, &[12], None, 6);
        assert!(!three.thin && three.models.iter().all(|(_, seasons)| seasons.all == [12]));
        assert!(
            race(20, &[12], None, 6)
                .models
                .iter()
                .all(|(_, seasons)| seasons.all.is_empty())
        );
        // A year of days is no season of weeks.
        let days = race(740, &[7, 365], None, 28);
        assert!(!days.thin && days.models.iter().all(|(_, seasons)| seasons.all == [7]));
    }

    #[test]
    fn a_model_and_a_season_that_were_asked_for_are_used() {
        for (model, count, learnt, tried) in [
            (Model::SeasonalNaive, 24, vec![12], true),
            (Model::SeasonalNaive, 18, vec![12], true),
            (Model::SeasonalNaive, 12, vec![12], false),
            (Model::Mstl, 24, vec![12], false),
            (Model::Ets, 24, vec![12], false),
            (Model::Mstl, 30, vec![12], true),
            (Model::Mstl, 18, vec![], true),
            (Model::Croston, 24, vec![], true),
        ] {
            let race = race(count, &[12], Some(model), 6);
            assert_eq!(race.models[0].1.all, learnt, "{model:?} {count}");
            assert_eq!(race.plan.is_some(), tried, "{model:?} {count}");
        }
        let told = |asked: Model, season: usize, count: usize| {
            let mut notes = Vec::new();
            let models = race(count, &[season], Some(asked), 6).models;
            tell_seasons(&[season], &models, (Some(asked), count), &mut notes);
            notes
        };
        assert!(told(Model::Ets, 12, 24).is_empty());
        assert_eq!(
            told(Model::Ets, 12, 23),
            [Note::SeasonUnseen { season: 12 }]
        );
        let long = Note::SeasonTooLong {
            season: 52,
            longest: 24,
        };
        assert_eq!(told(Model::Ets, 52, 300), [long]);
        assert!(told(Model::Croston, 12, 20).is_empty());
    }
}
