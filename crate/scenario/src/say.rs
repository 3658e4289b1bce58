//! How a scenario says amounts, shares, counts and days.

use chart::format;
use chart::spec::{Format, Lang};
use report::words;
use report::words::phrase::{Arg, Phrase, count};

/// Says things in one language and currency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Say<'a> {
    pub(crate) lang: Lang,
    /// ISO 4217.
    pub(crate) currency: &'a str,
    /// Decimal digits of its minor unit.
    pub(crate) digits: u8,
}

impl Say<'_> {
    pub(crate) fn plain(&self, phrase: Phrase) -> &'static str {
        phrase.plain(self.lang)
    }

    pub(crate) fn fill(&self, phrase: Phrase, args: &[(&str, Arg<'_>)]) -> String {
        phrase.fill(self.lang, args)
    }

    /// How amounts are written.
    pub(crate) fn money_format(&self) -> Format {
        Format::Money {
            currency: self.currency.to_owned(),
        }
    }

    /// Minor units as major ones.
    pub(crate) fn major(&self, minor: f64) -> f64 {
        minor / 10f64.powi(i32::from(self.digits.min(9)))
    }

    /// An amount in major units in a sentence.
    pub(crate) fn amount(&self, major: f64) -> String {
        words::amount(major, self.currency, self.lang)
    }

    /// An amount in minor units in a sentence.
    pub(crate) fn money(&self, minor: f64) -> String {
        self.amount(self.major(minor))
    }

    /// A count.
    pub(crate) fn count(&self, n: usize) -> String {
        count(n as u64, self.lang)
    }

    /// A number with as many decimals as asked for.
    pub(crate) fn number(&self, value: f64, decimals: u8) -> String {
        format::value(value, &Format::Number { decimals }, self.lang, false)
    }

    /// A share without a sign: `12%`.
    pub(crate) fn percent(&self, share: f64) -> String {
        words::percent(share)
    }

    /// A day: `3 Mar 2026`.
    pub(crate) fn day(&self, day: i32) -> String {
        words::day(day, self.lang)
    }

    /// A period: `1 Jan – 31 Mar 2026`.
    pub(crate) fn period(&self, first: i32, last: i32) -> String {
        words::period(first, last, self.lang)
    }

    /// Parts of a subtitle.
    pub(crate) fn joined(&self, parts: &[String]) -> String {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        parts.join(match self.lang {
            Lang::Zh => "，",
            Lang::En => ", ",
        })
    }

    /// Sentences one after the other.
    pub(crate) fn sentences(&self, parts: &[&str]) -> String {
        let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
        parts.join(match self.lang {
            Lang::Zh => "",
            Lang::En => " ",
        })
    }

    /// A title as a sentence; what ends with a stop already stays as it is.
    pub(crate) fn stopped(&self, title: &str) -> String {
        let stop = match self.lang {
            Lang::Zh => "。",
            Lang::En => ".",
        };
        [title.strip_suffix(stop).unwrap_or(title), stop].concat()
    }
}

/// A p-value after its letter: `= 0.012`, `< 0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("= {p:.3}")
    }
}
