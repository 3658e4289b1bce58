//! What a column's values say about it.

use hashbrown::HashSet;
use table::{Column, NULL_CODE, NULL_INT, Type, Values};

use crate::{country, currency, personal, region, status};

/// Rows looked at from the start of a table: orders stand together there.
pub(crate) const BLOCK: usize = 20_000;
/// Distinct texts looked at.
const TEXTS: usize = 400;
/// Characters of a rating at most.
const A_RATING: usize = 30;

/// Facts about a column's values; shares are of the filled cells or of the distinct texts looked at.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) kind: Type,
    /// Cells with a value in the block.
    pub(crate) filled: usize,
    /// Distinct values in the block.
    pub(crate) distinct: usize,
    pub(crate) mean_chars: f64,
    pub(crate) email: f64,
    pub(crate) phone: f64,
    pub(crate) id_number: f64,
    pub(crate) country: f64,
    pub(crate) currency: f64,
    pub(crate) status: f64,
    pub(crate) event: f64,
    pub(crate) province: f64,
    /// Texts that are numbers behind their signs, such as `৳2,999`.
    pub(crate) numeric_text: f64,
    /// Texts that look like an order's number: `#1001`, `SO-2024-17`.
    pub(crate) number_like: f64,
    /// Texts of three words or four Chinese characters and more.
    pub(crate) wordy: f64,
    /// Texts that say by themselves that they rate (`4 stars`, `好评`); numbers between 0 and 10.
    pub(crate) rating: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) whole: bool,
    /// Shares: the cells or the header carry a percent sign.
    pub(crate) percent: bool,
}

impl Profile {
    pub(crate) fn of(column: &Column) -> Self {
        let rows = column.values.len().min(BLOCK);
        let mut p = Profile {
            kind: column.kind(),
            filled: 0,

            distinct: 0,
            mean_chars: 0.0,
            email: 0.0,
            phone: 0.0,
            id_number: 0.0,
            country: 0.0,
            currency: 0.0,
            status: 0.0,
            event: 0.0,
            province: 0.0,
            numeric_text: 0.0,
            number_like: 0.0,
            wordy: 0.0,
            rating: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            whole: true,
            percent: column.percent,
        };
        match &column.values {
            Values::Empty(_) => {}
            Values::Integer(v) => p.numbers(v, rows, 0),
            Values::Decimal { mantissas, scale } => p.numbers(mantissas, rows, *scale),
            Values::Text(d) | Values::Boolean { dict: d, .. } => p.texts(d, rows),
            Values::Dates(d) => p.texts(&d.dict, rows),
        }
        p
    }

    fn numbers(&mut self, values: &table::Ints, rows: usize, scale: u8) {
        let mut seen: HashSet<i64, foldhash::fast::FixedState> = HashSet::default();
        let unit = 10f64.powi(i32::from(scale));
        let mut digits = 0usize;
        let (mut phones, mut ratings) = (0usize, 0usize);
        for v in values.iter().take(rows).filter(|v| *v != NULL_INT) {
            self.filled += 1;
            seen.insert(v);
            let x = v as f64 / unit;
            self.min = self.min.min(x);
            self.max = self.max.max(x);
            self.whole &= x.fract() == 0.0;
            digits += libm::log10(x.abs().max(1.0)) as usize + 1;
            ratings += usize::from((0.0..=10.0).contains(&x));
            phones += usize::from(scale == 0 && (13_000_000_000..20_000_000_000).contains(&v));
        }
        self.distinct = seen.len();
        if self.filled > 0 {
            self.mean_chars = digits as f64 / self.filled as f64;
            self.phone = phones as f64 / self.filled as f64;
            self.rating = ratings as f64 / self.filled as f64;
        }
    }

    fn texts(&mut self, dict: &table::Dict, rows: usize) {
        let mut seen: HashSet<u32, foldhash::fast::FixedState> = HashSet::default();
        for &code in &dict.codes[..rows] {
            if code != NULL_CODE {
                self.filled += 1;
                seen.insert(code);
            }
        }
        self.distinct = seen.len();
        let looked = dict.distinct().min(TEXTS);
        if looked == 0 {
            return;
        }
        let (mut chars, mut not_states) = (0usize, 0usize);
        let add = |share: &mut f64, yes: bool| *share += f64::from(u8::from(yes));
        for code in 0..looked as u32 {
            let text = dict.get(code).unwrap_or_default().trim();
            let length = text.chars().count();
            chars += length;
            add(&mut self.email, personal::is_email(text));
            add(&mut self.phone, personal::is_phone(text));
            add(&mut self.id_number, personal::is_id_number(text));
            add(&mut self.country, country::find(text).is_some());
            add(&mut self.currency, currency::is_code(text));
            // Only a share above nine tenths says anything, and states are slow to tell.
            if not_states * 10 <= looked {
                let is_state = status::classify(text).is_some();
                add(&mut self.status, is_state);
                not_states += usize::from(!is_state);
            }
            add(&mut self.event, is_event(text));
            add(
                &mut self.province,
                text.chars().count() <= 8 && region::province(text).is_some(),
            );
            add(
                &mut self.numeric_text,
                crate::money::parse_decimal(text).is_some(),
            );
            add(&mut self.number_like, is_number_like(text));
            add(&mut self.wordy, is_wordy(text));
            add(
                &mut self.rating,
                length <= A_RATING && super::rating::is_rating(text),
            );
        }
        let n = looked as f64;
        for share in [
            &mut self.email,
            &mut self.phone,
            &mut self.id_number,
            &mut self.country,
            &mut self.currency,
            &mut self.status,
            &mut self.event,
            &mut self.province,
            &mut self.numeric_text,
            &mut self.number_like,
            &mut self.wordy,
            &mut self.rating,
        ] {
            *share /= n;
        }
        self.mean_chars = chars as f64 / n;
    }

    /// Distinct values per filled cell.
    pub(crate) fn distinct_share(&self) -> f64 {
        self.distinct as f64 / self.filled.max(1) as f64
    }

    /// Whether cells are numbers (or texts that are).
    pub(crate) fn is_number(&self) -> bool {
        match self.kind {
            Type::Integer | Type::Decimal => true,
            Type::Text => self.numeric_text >= 0.8,
            _ => false,
        }
    }

    /// Whether cells can be read as points in time: dates, epoch seconds, `19970131`.
    pub(crate) fn is_time(&self) -> bool {
        match self.kind {
            Type::Date | Type::DateTime => true,
            Type::Integer => crate::time::integer_kind(self.min, self.max).is_some(),
            _ => false,
        }
    }
}

/// Words that shops' event logs use.
pub(crate) fn is_event(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "pv" | "buy"
            | "cart"
            | "fav"
            | "view"
            | "click"
            | "purchase"
            | "addtocart"
            | "add_to_cart"
            | "page_view"
            | "view_item"
            | "begin_checkout"
            | "remove_from_cart"
            | "transaction"
            | "favorite"
            | "浏览"
            | "点击"
            | "购买"
            | "收藏"
            | "加购"
    )
}

fn is_number_like(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text
        .chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '#' | '-' | '_' | '/'))
        .count();
    digits >= 3 && others <= 5 && !text.contains(' ') && text.is_ascii()
}

fn is_wordy(text: &str) -> bool {
    let cjk = text.chars().filter(|c| *c >= '\u{2e80}').count();
    cjk >= 4 || text.split_whitespace().count() >= 3
}
