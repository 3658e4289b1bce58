//! What holidays, sales days and the merchant's own campaigns have brought, and when they come again.

use chart::spec::Format;
use forecast::Effect;
use report::Block;
use report::words::capital;

use super::calendar::{self, Coming};
use super::{Ahead, words};
use crate::parts::{Row, words as text_cell};
use crate::scene::Scene;

/// Rows shown; a calendar has hardly more.
const ROWS: usize = 24;

/// The least effect, as a share of what is usual, that rounds to more than none.
const VISIBLE: f64 = 0.05;

/// The effect of an event's strongest day.
pub(super) fn peak(effect: &Effect) -> Option<f64> {
    let none = f64::from(effect.multiplies);
    let size = |value: &f64| (value - none).abs();
    let days = effect.by_step.iter().copied();
    days.max_by(|a, b| size(a).total_cmp(&size(b)))
}

/// A row for each event that the history has seen and that did something or comes within the days ahead, those that come
/// next first; nothing where there is none.
pub(super) fn days(scene: &Scene<'_>, total: &Ahead) -> Option<Block> {
    let say = &scene.say;
    let (first, last) = total.period();
    let options = &scene.request.forecast;
    let coming = calendar::coming(&scene.ledger.currency, first, last, options);
    let next = |name: &str| coming.iter().find(|c| c.name == name);
    let mut seen: Vec<(Option<&Coming>, f64, &Effect)> = total
        .forecast
        .effects
        .iter()
        .filter(|effect| effect.seen > 0)
        .filter_map(|effect| Some((next(&effect.name), peak(effect)?, effect)))
        .collect();
    let size = |peak: f64, effect: &Effect| (peak - f64::from(effect.multiplies)).abs();
    // What has changed nothing is only told of what comes.
    let usual = total.series.values.iter().sum::<f64>() / total.series.values.len() as f64;
    let visible = |peak: f64, effect: &Effect| {
        let unit = if effect.multiplies { 1.0 } else { usual };
        size(peak, effect) >= VISIBLE * unit
    };
    seen.retain(|&(next, peak, effect)| next.is_some() || visible(peak, effect));
    if seen.is_empty() {
        return None;
    }
    seen.sort_by(|a, b| {
        let day = |of: Option<&Coming>| of.map_or(i32::MAX, |c| c.days.0);
        let soonest = day(a.0).cmp(&day(b.0));
        soonest.then(size(b.1, b.2).total_cmp(&size(a.1, a.2)))
    });
    let rows: Vec<Row> = seen
        .iter()
        .map(|&(next, peak, effect)| {
            let size = match effect.multiplies {
                _ if !visible(peak, effect) => say.plain(words::NO_PEAK).to_owned(),
                true => say.fill(words::TIMES, &[("times", (&say.number(peak, 1)).into())]),
                false => {
                    let sign = if peak > 0.0 { "+" } else { "" };
                    [sign, &say.amount(peak)].concat()
                }
            };
            let next = next.map_or_else(|| "–".to_owned(), |c| c.told(say));
            let name = capital(calendar::name(&effect.name, say.lang));
            let cells = vec![
                text_cell(name),
                say.cell(Some(effect.seen as f64), &Format::Count),
                text_cell(size),
                text_cell(next),
            ];
            (cells, None)
        })
        .collect();
    let texts = (
        say.plain(words::DAYS_TITLE).to_owned(),
        say.plain(words::DAYS_SUB).to_owned(),
        say.plain(words::DAYS_NOTE).to_owned(),
    );
    let columns = vec![
        say.words_column(words::OCCASION),
        say.column(words::SEEN_COLUMN, Format::Count),
        say.words_column(words::PEAK_COLUMN),
        say.words_column(words::NEXT_COLUMN),
    ];
    Some(say.table("forecast-days", texts, columns, rows, ROWS))
}
