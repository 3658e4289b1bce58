//! Reviews by product.

use analysis::statistics::{Difference, benjamini_hochberg, welch_moments};
use extract::Polarity;

use super::aspects::{LENGTHS, Periods, periods};
use super::corpus::{Corpus, Said};
use super::measure::{mean, weight};
use super::rating::Kind;

/// Reviews of a product that is told of.
const LEAST: usize = 5;
/// Rated reviews of a product in each of two periods that are compared.
const A_PERIOD: usize = 15;
/// Stars by which a product falls that somebody should look at.
const FELL: f64 = 0.3;

/// What reviews say of a product.
pub(super) struct Product {
    /// Its place among the products.
    pub(super) product: usize,
    /// Its reviews and what was added to them, by their places.
    pub(super) reviews: Vec<usize>,
    /// Reviews without what was added to them later.
    pub(super) n: usize,
    /// Ratings, how many.
    pub(super) rated: usize,
    /// Their plain mean.
    pub(super) mean: Option<f64>,
    /// Their mean, drawn to that of the shop the fewer they are.
    pub(super) drawn: Option<f64>,
    /// Reviews whose words judge on the whole, and those that blame.
    pub(super) judged: usize,
    pub(super) blaming: usize,
    /// The aspect that most of its reviews blame, and how many do.
    pub(super) worst: Option<(usize, usize)>,
    /// What it costs beyond an average product: stars (or shares of blame) below the mean times reviews.
    pub(super) loss: f64,
}

/// Products of enough reviews, those that lose most first.
pub(super) struct Products {
    pub(super) all: Vec<Product>,
    /// Products of fewer reviews.
    pub(super) few: usize,
    /// Reviews of no product that is named.
    pub(super) unnamed: usize,
    /// The mean rating of the shop.
    pub(super) mean: Option<f64>,
    /// How many ratings of the shop each is weighed against.
    pub(super) weight: f64,
}

/// Blame is drawn to the shop's by this many reviews.
const BLAME_WEIGHT: f64 = 10.0;

pub(super) fn products(corpus: &Corpus<'_>) -> Products {
    let mut by: Vec<Vec<usize>> = vec![Vec::new(); corpus.products.len()];
    let mut unnamed = 0;
    for (at, said) in corpus.all.iter().enumerate() {
        match said.product {
            Some(product) => by[product].push(at),
            None => unnamed += usize::from(!said.review.is_follow_up),
        }
    }
    let first = |of: &[usize]| {
        let first = of.iter().filter(|at| !corpus.all[**at].review.is_follow_up);
        first.count()
    };
    let few = by.iter().filter(|of| first(of) < LEAST).count();
    let ratings = |of: &[usize]| corpus.scores(of.iter().map(|at| &corpus.all[*at]));
    let groups: Vec<Vec<f64>> = by.iter().map(|of| ratings(of)).collect();
    let filled: Vec<&[f64]> = groups
        .iter()
        .filter(|g| !g.is_empty())
        .map(Vec::as_slice)
        .collect();
    let weight = weight(&filled);
    let shop = mean(&corpus.rated(), (f64::MIN, f64::MAX)).map(|m| m.value);
    let judged = |said: &Said<'_>| said.mood().is_some();
    let blames = |said: &Said<'_>| said.mood() == Some(Polarity::Negative);
    let count = |of: &[usize], is: &dyn Fn(&Said<'_>) -> bool| {
        of.iter().filter(|at| is(&corpus.all[**at])).count()
    };
    let everything: Vec<usize> = (0..corpus.all.len()).collect();
    let shop_blame = count(&everything, &blames) as f64 / count(&everything, &judged).max(1) as f64;
    let mut all: Vec<Product> = Vec::new();
    for (product, reviews) in by.into_iter().enumerate() {
        let n = first(&reviews);
        if n < LEAST {
            continue;
        }
        let own = &groups[product];
        let plain = mean(own, (f64::MIN, f64::MAX)).map(|m| m.value);
        let drawn = shop
            .map(|shop| (own.iter().sum::<f64>() + weight * shop) / (own.len() as f64 + weight));
        let (judged, blaming) = (count(&reviews, &judged), count(&reviews, &blames));
        let blame = (blaming as f64 + BLAME_WEIGHT * shop_blame) / (judged as f64 + BLAME_WEIGHT);
        let mut blamed = vec![0_usize; corpus.aspects.len()];
        for heard in reviews.iter().flat_map(|at| &corpus.all[*at].heard) {
            blamed[heard.aspect] += usize::from(heard.blamed);
        }
        let worst = blamed.iter().copied().enumerate().filter(|(_, n)| *n > 1);
        let loss = match (drawn, shop) {
            (Some(drawn), Some(shop)) => (shop - drawn) * own.len() as f64,
            _ => (blame - shop_blame) * judged as f64,
        };
        all.push(Product {
            product,
            rated: own.len(),
            mean: plain,
            drawn: drawn.filter(|_| !own.is_empty()),
            judged,
            blaming,
            worst: worst.max_by_key(|(aspect, n)| (*n, std::cmp::Reverse(*aspect))),
            loss,
            reviews,
            n,
        });
    }
    let name = |p: &Product| &corpus.products[p.product];
    all.sort_by(|a, b| (b.loss.total_cmp(&a.loss)).then_with(|| name(a).cmp(name(b))));
    Products {
        all,
        few,
        unnamed,
        mean: shop,
        weight,
    }
}

/// A product whose ratings fell.
pub(super) struct Fall {
    pub(super) product: usize,
    pub(super) difference: Difference,
    pub(super) n: [usize; 2],
    pub(super) q_value: f64,
    pub(super) periods: Periods,
}

/// Products whose stars are lower in the last period than in the one before, beyond chance; deepest first.
pub(super) fn falls(corpus: &Corpus<'_>) -> Vec<Fall> {
    if corpus.kind() != Kind::Stars {
        return Vec::new();
    }
    for length in LENGTHS.into_iter().skip(1) {
        let Some(periods) = periods(corpus, length) else {
            break;
        };
        let mut sums = vec![[(0_u64, 0.0, 0.0); 2]; corpus.products.len()];
        for said in &corpus.all {
            if let (Some(product), Some(stars), Some(after)) =
                (said.product, said.rating, periods.is_after(said.review.day))
            {
                let (n, sum, squares) = &mut sums[product][usize::from(after)];
                *n += 1;
                *sum += stars;
                *squares += stars * stars;
            }
        }
        let compared: Vec<(usize, [usize; 2], Difference)> = sums
            .iter()
            .enumerate()
            .filter(|(_, s)| s.iter().all(|side| side.0 as usize >= A_PERIOD))
            .filter_map(|(product, s)| {
                let n = [s[0].0 as usize, s[1].0 as usize];
                Some((product, n, welch_moments(s[1], s[0])?))
            })
            .collect();
        if compared.is_empty() {
            continue;
        }
        let p: Vec<f64> = compared.iter().map(|c| c.2.p_value).collect();
        let mut falls: Vec<Fall> = compared
            .into_iter()
            .zip(benjamini_hochberg(&p))
            .map(|((product, n, difference), q_value)| Fall {
                product,
                difference,
                n,
                q_value,
                periods,
            })
            .filter(|f| f.q_value < 0.05 && f.difference.previous - f.difference.current >= FELL)
            .collect();
        let depth = |f: &Fall| f.difference.current - f.difference.previous;
        falls.sort_by(|a, b| {
            depth(a)
                .total_cmp(&depth(b))
                .then(a.product.cmp(&b.product))
        });
        return falls;
    }
    Vec::new()
}
