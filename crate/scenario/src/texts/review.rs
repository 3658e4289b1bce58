//! Reviews of customers.

use extract::{HeadLabels, Heard, Kind, Reader, Reading, is_nobody};
use ledger::{Cells, Frame, Ledger};
use shop::Rated;

use super::marks::masked;
use super::shuffled;
use crate::cells::cell;

/// How a file writes a rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Form {
    /// A number, or stars: `4`, `四星`.
    Number,
    /// Out of how many: `4/5`.
    OutOf(f64),
    /// 好评, 中评, 差评 as 1, 0.5 and 0.
    Words,
}

/// A row of a file of reviews, and what it says; what was added to a review later is one of its own.
pub(crate) struct Review<'a> {
    /// The table, and the row in it.
    pub(crate) row: (u16, u32),
    /// Its words, headline first; empty where only stars were given.
    pub(crate) text: String,
    /// Whether it was added to the review of the same row, later and without a rating.
    pub(crate) is_follow_up: bool,
    /// Stars as the file has them.
    pub(crate) rating: Option<f64>,
    /// How they are written.
    pub(crate) form: Form,
    /// Whether the file rates it in words that tell no number.
    pub(crate) is_unrated: bool,
    /// Days since 1970-01-01.
    pub(crate) day: Option<i32>,
    /// The product as the file names it; empty = not told.
    pub(crate) product: String,
    /// Who wrote it, as a number that is the same for the same person within a file; `None` also for 匿名用户.
    pub(crate) author: Option<u32>,
    /// What was read in it; `None` without words, or beyond what is read at most.
    pub(crate) reading: Option<Reading>,
    /// Whether a language model has read it.
    pub(crate) by_model: bool,
    /// Its vector, where a model gave one.
    pub(crate) vector: Option<&'a [f32]>,
}

impl<'a> Review<'a> {
    pub(super) fn read(
        &mut self,
        reader: &Reader,
        heard: Option<&Heard>,
        heads: &[HeadLabels],
        vector: Option<&'a [f32]>,
    ) {
        self.by_model = heard.is_some();
        self.reading = Some(reader.read(Kind::Review, &self.text, None, heard, heads));
        self.vector = vector;
    }
}

/// Roles that name a product, best first.
const PRODUCT: [&str; 4] = ["product_name", "sku", "product_id", "variant"];

/// Words that say that nothing was added.
const NOTHING_ADDED: [&str; 8] = [
    "无",
    "暂无",
    "无追评",
    "暂无追评",
    "未追评",
    "none",
    "no",
    "n/a",
];

/// Headlines that Amazon puts where nobody wrote one.
const STARS: [&str; 5] = [
    "one star",
    "two stars",
    "three stars",
    "four stars",
    "five stars",
];

/// Every row of the files of reviews that has words or stars, and what was added to it, in an order as good as random,
/// not read yet.
pub(super) fn reviews(ledger: &Ledger) -> Vec<Review<'_>> {
    let mut reviews = Vec::new();
    for frame in ledger.frames("reviews") {
        for row in 0..frame.rows {
            let first = review(frame, row);
            let later = follow_up(frame, row, &first);
            let says = first.rating.is_some() || first.is_unrated || !first.text.is_empty();
            for review in says.then_some(first).into_iter().chain(later) {
                reviews.push((shuffled(&review.text), review));
            }
        }
    }
    reviews.sort_by(|(a, of_a), (b, of_b)| {
        let place = |r: &Review<'_>| (r.row, r.is_follow_up);
        (a, &of_a.text, place(of_a)).cmp(&(b, &of_b.text, place(of_b)))
    });
    reviews.into_iter().map(|(_, review)| review).collect()
}

fn review(frame: &Frame, row: usize) -> Review<'static> {
    let words = |role: &str| cell(frame, role, row);
    // A file of nothing but what was added tells it as its text.
    let role = match frame.column("review_text") {
        Some(_) => "review_text",
        None => "review_follow_up",
    };
    let (mut headline, body) = (words("review_title"), words(role));
    if STARS.contains(&headline.to_lowercase().as_str()) {
        headline.clear();
    }
    let text = match (headline.is_empty(), body.is_empty()) {
        // Shops that ask for no headline repeat the beginning of the text in its place.
        (false, false) if !body.starts_with(headline.trim_end_matches(['.', '…'])) => {
            [&headline, "\n", &body].concat()
        }
        (_, false) => body,
        (false, true) => headline,
        (true, true) => String::new(),
    };
    let product = PRODUCT.iter().map(|role| words(role));
    let author = frame
        .column("customer_id")
        .and_then(|column| match &column.cells {
            Cells::Words { codes, texts } => {
                let code = codes.get(row).copied().filter(|c| *c != ledger::NONE)?;
                let name = texts.get(code as usize)?;
                (!is_nobody(name)).then_some(code)
            }
            _ => None,
        });
    let rated = words("rating");
    let number = frame.number("rating", row).map(|n| (n, Form::Number));
    let rating = number.or_else(|| stars(&rated));
    let rating = rating.filter(|(stars, _)| stars.is_finite());
    Review {
        row: (frame.table, row as u32),
        // What is nobody's business is masked before anything is read or shown.
        text: masked(&text),
        is_follow_up: false,
        is_unrated: rating.is_none() && !rated.is_empty(),
        rating: rating.map(|(stars, _)| stars),
        form: rating.map_or(Form::Number, |(_, form)| form),
        day: frame.day("date", row),
        product: product
            .into_iter()
            .find(|p| !p.is_empty())
            .unwrap_or_default(),
        author,
        reading: None,
        by_model: false,
        vector: None,
    }
}

/// What the row's customer added to its review.
fn follow_up(frame: &Frame, row: usize, first: &Review<'_>) -> Option<Review<'static>> {
    frame.column("review_text")?;
    let text = cell(frame, "review_follow_up", row);
    let said = text.trim_matches(['-', '—', '/', '.', '。', ' ']);
    if said.is_empty() || NOTHING_ADDED.contains(&said.to_lowercase().as_str()) {
        return None;
    }
    Some(Review {
        row: first.row,
        text: masked(&text),
        is_follow_up: true,
        rating: None,
        form: Form::Number,
        is_unrated: false,
        day: frame.day("follow_up_date", row),
        product: first.product.clone(),
        author: first.author,
        reading: None,
        by_model: false,
        vector: None,
    })
}

/// Stars that are written in words: `4 stars`, `4/5`, `五星`, `★★★★☆`; good, middling and bad are 1, 0.5 and 0.
fn stars(words: &str) -> Option<(f64, Form)> {
    Some(match shop::rated(words)? {
        Rated::Number { value, of: None } => (value, Form::Number),
        Rated::Number {
            value,
            of: Some(of),
        } => (value, Form::OutOf(of)),
        Rated::Good => (1.0, Form::Words),
        Rated::Fair => (0.5, Form::Words),
        Rated::Bad => (0.0, Form::Words),
    })
}

#[cfg(test)]
mod tests {
    use super::{Form, stars};

    #[test]
    fn stars_in_words_are_stars() {
        let said = ["4 stars", "5星", "五星", "★★★"].map(stars);
        let numbers = [4.0, 5.0, 5.0, 3.0].map(|n| Some((n, Form::Number)));
        assert_eq!(said, numbers);
        let said = ["4.5/5", "4.0 out of 5 stars", "★★★★☆", "9/10"].map(stars);
        let of = [(4.5, 5.0), (4.0, 5.0), (4.0, 5.0), (9.0, 10.0)];
        assert_eq!(said, of.map(|(n, of)| Some((n, Form::OutOf(of)))));
        let said = ["好评", "中评", "差评"].map(stars);
        assert_eq!(said, [1.0, 0.5, 0.0].map(|n| Some((n, Form::Words))));
        assert_eq!(["five", "一般", "", "-3", "."].map(stars), [None; 5]);
    }
}
