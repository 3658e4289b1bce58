//! Titles with marks: what was read, for the merchant to correct.

use extract::{Kind, Language};
use report::Block;

use super::catalogue::{Item, LEAST};
use super::{Page, words};
use crate::texts::Marking;

/// Titles of the first block, and of the second.
const BEST: usize = 8;
const UNSURE: usize = 5;
/// Best-selling titles among which the least sure ones are looked for.
const AMONG: usize = 200;

impl Page<'_, '_> {
    pub(super) fn best_selling(&self) -> Option<Block> {
        let titles: Vec<usize> = self.catalogue.counted().map(|(at, _)| at).collect();
        let title = match self.catalogue.sells {
            true => words::TOP_TITLE,
            false => words::TOP_TITLE_PLAIN,
        };
        let words = [title, words::TOP_SUB];
        self.texts("attributes-titles", words, &titles, BEST)
    }

    pub(super) fn least_sure(&self) -> Option<Block> {
        let among = self.catalogue.counted().skip(BEST).take(AMONG);
        let mut titles: Vec<(f64, usize)> = among.map(|(at, i)| (sureness(i), at)).collect();
        table::order::sort_by(&mut titles, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let titles: Vec<usize> = titles.into_iter().map(|(_, at)| at).collect();
        let words = [words::UNSURE_TITLE, words::UNSURE_SUB];
        self.texts("attributes-unsure", words, &titles, UNSURE)
    }

    fn texts(
        &self,
        id: &str,
        [title, subtitle]: [report::words::phrase::Phrase; 2],
        titles: &[usize],
        most: usize,
    ) -> Option<Block> {
        let say = &self.scene.say;
        let marking = Marking {
            library: self.library,
            say: *say,
        };
        let shown = titles.iter().take(most);
        let texts: Vec<report::ReadText> = shown
            .filter_map(|&at| {
                let item = &self.catalogue.items[at];
                let about = match item.is_sold() {
                    true => say.fill(
                        words::ABOUT,
                        &[
                            ("revenue", (&say.money(item.revenue as f64)).into()),
                            ("units", (&say.number(self.units(&[at]), 0)).into()),
                        ],
                    ),
                    false => String::new(),
                };
                let reading = item.reading.as_ref()?;
                let selection = self.catalogue.selection(&[at]);
                let keep = |m: &extract::Mention| m.score >= LEAST;
                Some(marking.text("title", item.text, reading, about, selection, &keep))
            })
            .collect();
        let more = titles.len() - texts.len();
        let said = (
            say.plain(title).to_owned(),
            say.plain(subtitle).to_owned(),
            self.read_note(),
        );
        (!texts.is_empty()).then(|| marking.block(id, said, Kind::Title, texts, more))
    }
}

/// How much of a title was read, and how surely: the share of its letters within marks, by their scores.
fn sureness(item: &Item<'_>) -> f64 {
    let chars: Vec<char> = item.text.chars().collect();
    let letters = |from: usize, to: usize| {
        let part = chars.get(from..to.min(chars.len())).unwrap_or_default();
        part.iter().filter(|c| c.is_alphanumeric()).count() as f64
    };
    let read: f64 = item
        .mentions()
        .map(|m| f64::from(m.score) * letters(m.start as usize, m.end as usize))
        .sum();
    match item.lang() {
        Language::Other => 1.0,
        _ => read / letters(0, chars.len()).max(1.0),
    }
}
