//! What a merchant wants of lists beside the best score: what is left out, pushed, in stock, and how varied they are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ::recommend::{KnnSettings, Neighbours, Scored, Texts, Wishes, item_knn, rerank};
use anyhow::Result;
use clap::Args;

use crate::complain;
use crate::interactions::{Named, read_stock};

/// Candidates for each place of a list: what is left out and what is alike has to be made up for.
const CANDIDATES: usize = 10;

/// Arguments that change lists.
#[derive(Debug, Args)]
pub(crate) struct WishArguments {
    /// Items that are never shown, separated by commas.
    #[arg(long, value_name = "ITEMS", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Multiplies the scores of an item, such as `A17=1.5`; may be repeated.
    #[arg(long, value_name = "ITEM=FACTOR", value_parser = boost)]
    boost: Vec<(String, f32)>,
    /// How much variety counts against the score, 0 to 1: what is like an item in the list already comes later.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    diversity: f32,
    /// A table with the columns `item` and `stock`: what has no pieces is not shown.
    #[arg(long, value_name = "FILE")]
    stock: Option<PathBuf>,
}

fn boost(text: &str) -> std::result::Result<(String, f32), String> {
    let parts = text.rsplit_once('=');
    let parsed = parts.and_then(|(item, factor)| Some((item.to_owned(), factor.parse().ok()?)));
    let fine = parsed.filter(|(item, factor): &(String, f32)| {
        !item.is_empty() && *factor > 0.0 && factor.is_finite()
    });
    fine.ok_or_else(|| "expected ITEM=FACTOR with a factor above 0, such as A17=1.5".to_owned())
}

fn share(text: &str) -> std::result::Result<f32, String> {
    let share = text.parse().ok().filter(|s| (0.0..=1.0).contains(s));
    share.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// The same by the items' numbers.
pub(crate) struct Wanted {
    excluded: Vec<u32>,
    boosted: Vec<(u32, f32)>,
    stock: Option<Vec<f64>>,
    diversity: f32,
    /// By item the others that it is like, where variety is asked for and no texts tell it.
    alike: BTreeMap<(u32, u32), f32>,
}

impl WishArguments {
    /// Nothing where nothing is asked for. Second, how many lines of a file could not be used.
    pub(crate) fn read(&self, named: &Named, texts: bool) -> Result<(Option<Wanted>, usize)> {
        let idle = self.exclude.is_empty()
            && self.boost.is_empty()
            && self.stock.is_none()
            && self.diversity == 0.0;
        if idle {
            return Ok((None, 0));
        }
        let find = |item: &str| {
            let found = named.find(item);
            if found.is_none() {
                complain(&format!("shoplens: there is no item {item}"));
            }
            found
        };
        let mut excluded: Vec<u32> = self.exclude.iter().filter_map(|i| find(i)).collect();
        excluded.sort_unstable();
        let boosted: BTreeMap<u32, f32> = self
            .boost
            .iter()
            .filter_map(|(item, factor)| Some((find(item)?, *factor)))
            .collect();
        let mut bad = 0;
        let mut stock = None;
        if let Some(path) = &self.stock
            && let Some((pieces, bad_lines)) = read_stock(path, named)?
        {
            bad = bad_lines;
            stock = Some(pieces);
        }
        let mut alike = BTreeMap::new();
        if self.diversity > 0.0 && !texts {
            let all = &named.interactions;
            let near: Neighbours = item_knn(all, KnnSettings::default(), &mut |_| true)?;
            for item in 0..all.items() as u32 {
                alike.extend(near.of(item).iter().map(|s| ((item, s.item), s.score)));
            }
        }
        let wanted = Wanted {
            excluded,
            boosted: boosted.into_iter().collect(),
            stock,
            diversity: self.diversity,
            alike,
        };
        Ok((Some(wanted), bad))
    }
}

impl Wanted {
    /// How many candidates a list of so many needs.
    pub(crate) fn candidates(k: usize) -> usize {
        k.saturating_mul(CANDIDATES)
    }

    /// A list out of its candidates, best first.
    pub(crate) fn list(
        &self,
        candidates: &[Scored],
        k: usize,
        texts: Option<&Texts>,
    ) -> Vec<Scored> {
        let alike = |a: u32, b: u32| match texts {
            Some(texts) => texts.vectors().similarity(a, b).max(0.0),
            None => self.alike.get(&(a, b)).copied().unwrap_or_default(),
        };
        let wishes = Wishes {
            excluded: &self.excluded,
            boosted: &self.boosted,
            stock: self.stock.as_deref(),
            variety: (self.diversity > 0.0).then_some((1.0 - self.diversity, &alike)),
            ..Wishes::default()
        };
        rerank(candidates, k, &wishes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_checked() {
        assert_eq!(boost("a=b=1.5"), Ok(("a=b".to_owned(), 1.5)));
        for bad in ["a", "a=", "=2", "a=0", "a=-1", "a=inf", "a=NaN"] {
            assert!(boost(bad).is_err(), "{bad}");
        }
        assert_eq!(share("0.3"), Ok(0.3));
        for bad in ["-0.1", "1.1", "NaN", "x"] {
            assert!(share(bad).is_err(), "{bad}");
        }
    }
}
