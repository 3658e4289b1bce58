//! Reviews of customers.

use extract::{HeadLabels, Heard, Kind, Reader, Reading, is_nobody};
use ledger::{Cells, Frame, Ledger};

use super::marks::masked;
use super::shuffled;
use crate::cells::cell;

/// A row of a file of reviews, and what it says.
pub(crate) struct Review<'a> {
    /// The table, and the row in it.
    pub(crate) row: (u16, u32),
    /// Its words, headline first; empty where only stars were given.
    pub(crate) text: String,
    /// Stars as the file has them; 1 and 0 where it says 好评 and 差评.
    pub(crate) rating: Option<f64>,
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

/// Every row of the files of reviews that has words or stars, in an order as good as random, not read yet.
pub(super) fn reviews(ledger: &Ledger) -> Vec<Review<'_>> {
    let mut reviews = Vec::new();
    for frame in ledger.frames("reviews") {
        for row in 0..frame.rows {
            let review = review(frame, row);
            if review.rating.is_some() || !review.text.is_empty() {
                reviews.push((shuffled(&review.text), review));
            }
        }
    }
    reviews
        .sort_by(|(a, of_a), (b, of_b)| (a, &of_a.text, of_a.row).cmp(&(b, &of_b.text, of_b.row)));
    reviews.into_iter().map(|(_, review)| review).collect()
}

fn review(frame: &Frame, row: usize) -> Review<'static> {
    let words = |role: &str| cell(frame, role, row);
    let (headline, body) = (words("review_title"), words("review_text"));
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
    let rating = frame.number("rating", row).or_else(|| stars(&rated));
    let rating = rating.filter(|stars| stars.is_finite());
    Review {
        row: (frame.table, row as u32),
        // What is nobody's business is masked before anything is read or shown.
        text: masked(&text),
        is_unrated: rating.is_none() && !rated.is_empty(),
        rating,
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

/// Stars that are written in words: `4 stars`, `4/5`, `5星`, `五星`; good and bad are 1 and 0.
fn stars(words: &str) -> Option<f64> {
    const NUMBERS: &str = "一二三四五";
    let words = words.trim();
    match words {
        "好评" => return Some(1.0),
        "差评" => return Some(0.0),
        _ => {}
    }
    let first = words.chars().next()?;
    if let Some(at) = NUMBERS.chars().position(|c| c == first) {
        return words.ends_with('星').then(|| (at + 1) as f64);
    }
    let end = words.find(|c: char| !c.is_ascii_digit() && c != '.');
    words[..end.unwrap_or(words.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::stars;

    #[test]
    fn stars_in_words_are_stars() {
        let said = ["4 stars", "4.5/5", "5星", "五星", "好评", "差评"].map(stars);
        assert_eq!(said, [4.0, 4.5, 5.0, 5.0, 1.0, 0.0].map(Some));
        assert_eq!(
            ["five", "中评", "一般", "", "-3", "."].map(stars),
            [None; 6]
        );
    }
}
