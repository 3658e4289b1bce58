//! How this report says amounts, shares, periods and names.

use analysis::{Against, Comparison, DimensionKind, Grain, Sales, SegmentName};
use chart::format;
use chart::spec::{Format, Lang};

use super::country::country;
use super::date;
use super::phrase::{Phrase, count, phrases, quoted, short};

phrases! {
    MONTH_BEFORE = "上个月", "the month before";
    MONTHS_BEFORE = "之前 {n} 个月", "the {n} months before";
    WEEK_BEFORE = "上一周", "the week before";
    WEEKS_BEFORE = "之前 {n} 周", "the {n} weeks before";
    DAY_BEFORE = "前一天", "the day before";
    DAYS_BEFORE = "之前 {n} 天", "the {n} days before";
    YEAR_AGO = "去年同期", "a year earlier";
    BEFORE = "上一期", "the period before";
    LAST_MONTH = "最近一个月与{before}相比", "last month against {before}";
    LAST_MONTHS = "最近 {n} 个月与{before}相比", "last {n} months against {before}";
    LAST_WEEK = "最近一周与{before}相比", "last week against {before}";
    LAST_WEEKS = "最近 {n} 周与{before}相比", "last {n} weeks against {before}";
    LAST_DAY = "最近一天与{before}相比", "last day against {before}";
    LAST_DAYS = "最近 {n} 天与{before}相比", "last {n} days against {before}";
    POINTS = "{n} 个百分点", "{n} points";

    PRODUCT = "{name}", "{name}";
    CATEGORY = "类目{name}", "the category {name}";
    COUNTRY = "{name}", "{name}";
    REGION = "{name}", "{name}";
    REGION_CODE = "地区{name}", "the region {name}";
    CHANNEL = "渠道{name}", "the channel {name}";
    CODE = "优惠码{name}", "the discount code {name}";
    BRAND = "品牌{name}", "the brand {name}";
    UNKNOWN = "未知", "not known";
    WITHOUT_CODE = "没有优惠码", "without a code";
    NO_PRODUCT = "运费、税费等", "shipping, tax and other";
    UNKNOWN_PART = "未知（含运费等）", "not known (with shipping and other)";
    OTHERS = "其余 {n} 个", "{n} others";
    NEW_CUSTOMERS = "首单", "first orders";
    RETURNING_CUSTOMERS = "老客户订单", "repeat orders";

    BY_PRODUCT = "商品", "Product";
    BY_CATEGORY = "类目", "Category";
    BY_COUNTRY = "国家/地区", "Country";
    BY_REGION = "省份或地区", "Region";
    BY_CHANNEL = "渠道", "Channel";
    BY_CODE = "优惠码", "Discount code";
    BY_CUSTOMER = "客户类型", "Customers";
    BY_BRAND = "品牌", "Brand";
    BY_OTHER = "分类", "Segment";
}

/// Says things in one language and currency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Say<'a> {
    pub(crate) lang: Lang,
    pub(crate) sales: &'a Sales,
}

impl Say<'_> {
    /// The phrase in the report's language.
    pub(crate) fn plain(&self, phrase: Phrase) -> &'static str {
        phrase.plain(self.lang)
    }

    /// How amounts are written.
    pub(crate) fn money_format(&self) -> Format {
        Format::Money {
            currency: self.sales.currency.clone(),
        }
    }

    /// Minor units as major ones.
    pub(crate) fn major(&self, minor: f64) -> f64 {
        minor / 10f64.powi(i32::from(self.sales.digits.min(9)))
    }

    /// Whole minor units as major ones.
    pub(crate) fn major_int(&self, minor: i64) -> f64 {
        self.major(minor as f64)
    }

    /// An amount in a sentence, rounded to what a reader keeps.
    pub(crate) fn money(&self, minor: f64) -> String {
        amount(self.major(minor), &self.sales.currency, self.lang)
    }

    /// An amount with its sign: `+€1.2K`.
    pub(crate) fn money_change(&self, minor: f64) -> String {
        let text = self.money(minor.abs());
        [sign(minor), &text].concat()
    }

    /// An amount to the cent.
    pub(crate) fn money_full(&self, minor: f64) -> String {
        format::value(self.major(minor), &self.money_format(), self.lang, false)
    }

    /// A count.
    pub(crate) fn count(&self, n: u64) -> String {
        count(n, self.lang)
    }

    /// A day: `3 Mar 2026`.
    pub(crate) fn day(&self, day: i32) -> String {
        date::day(day, self.lang)
    }

    /// A period.
    pub(crate) fn period(&self, (first, last): (i32, i32)) -> String {
        date::period(first, last, self.lang)
    }

    /// What a period is compared with, in words.
    pub(crate) fn against(&self, against: Against, grain: Option<Grain>) -> String {
        let (one, many, n) = match (against, grain) {
            (Against::YearAgo, _) => return self.plain(YEAR_AGO).to_owned(),
            (Against::Previous, None) => return self.plain(BEFORE).to_owned(),
            (Against::Previous, Some(Grain::Months(n))) => (MONTH_BEFORE, MONTHS_BEFORE, n),
            (Against::Previous, Some(Grain::Weeks(n))) => (WEEK_BEFORE, WEEKS_BEFORE, n),
            (Against::Previous, Some(Grain::Days(n))) => (DAY_BEFORE, DAYS_BEFORE, n),
        };
        if n == 1 {
            self.plain(one).to_owned()
        } else {
            many.fill(self.lang, &[("n", u64::from(n).into())])
        }
    }

    /// Both windows in words, where they are not the report's own period.
    pub(crate) fn latest_against(&self, against: Against, grain: Grain) -> String {
        let (one, many, n) = match grain {
            Grain::Months(n) => (LAST_MONTH, LAST_MONTHS, n),
            Grain::Weeks(n) => (LAST_WEEK, LAST_WEEKS, n),
            Grain::Days(n) => (LAST_DAY, LAST_DAYS, n),
        };
        let before = self.against(against, Some(grain));
        let phrase = if n == 1 { one } else { many };
        phrase.fill(
            self.lang,
            &[("n", u64::from(n).into()), ("before", (&before).into())],
        )
    }

    /// The window before, in words.
    pub(crate) fn before(&self, comparison: &Comparison) -> String {
        self.against(Against::Previous, Some(comparison.grain))
    }

    /// A segment's name in a table.
    pub(crate) fn label(&self, dimension: DimensionKind, name: &SegmentName) -> String {
        match name {
            SegmentName::Named(name) if dimension == DimensionKind::Country => {
                country(name, self.lang).to_owned()
            }
            SegmentName::Named(name) => name.clone(),
            SegmentName::Unknown => self
                .plain(match dimension {
                    DimensionKind::DiscountCode => WITHOUT_CODE,
                    DimensionKind::Product => NO_PRODUCT,
                    DimensionKind::Category | DimensionKind::Brand => UNKNOWN_PART,
                    _ => UNKNOWN,
                })
                .to_owned(),
            SegmentName::Other(n) => OTHERS.fill(self.lang, &[("n", (*n).into())]),
            SegmentName::NewCustomers => self.plain(NEW_CUSTOMERS).to_owned(),
            SegmentName::ReturningCustomers => self.plain(RETURNING_CUSTOMERS).to_owned(),
        }
    }

    /// A segment in a sentence: `the category “Mugs”`.
    pub(crate) fn segment(&self, dimension: DimensionKind, name: &SegmentName) -> String {
        let SegmentName::Named(named) = name else {
            return self.label(dimension, name);
        };
        let phrase = match dimension {
            DimensionKind::Category => CATEGORY,
            DimensionKind::Channel => CHANNEL,
            DimensionKind::DiscountCode => CODE,
            DimensionKind::Brand => BRAND,
            DimensionKind::Country => COUNTRY,
            DimensionKind::Region => REGION,
            _ => PRODUCT,
        };
        // `CO changed most` reads like a slip: short codes are said to be regions.
        if dimension == DimensionKind::Region
            && named.len() <= 3
            && named.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            let said = quoted(named, self.lang);
            return REGION_CODE.fill(self.lang, &[("name", (&said).into())]);
        }
        let place = matches!(dimension, DimensionKind::Country | DimensionKind::Region);
        let said = if place {
            let mut said = short(&self.label(dimension, name));
            // Chinese after a Latin name wants a gap.
            if self.lang == Lang::Zh && said.ends_with(|c: char| c.is_ascii_alphanumeric()) {
                said.push(' ');
            }
            said
        } else {
            quoted(named, self.lang)
        };
        phrase.fill(self.lang, &[("name", (&said).into())])
    }

    /// The name of a dimension, as a column's header.
    pub(crate) fn dimension(&self, dimension: DimensionKind) -> &'static str {
        self.plain(match dimension {
            DimensionKind::Product => BY_PRODUCT,
            DimensionKind::Category => BY_CATEGORY,
            DimensionKind::Country => BY_COUNTRY,
            DimensionKind::Region => BY_REGION,
            DimensionKind::Channel => BY_CHANNEL,
            DimensionKind::DiscountCode => BY_CODE,
            DimensionKind::CustomerType => BY_CUSTOMER,
            DimensionKind::Brand => BY_BRAND,
            _ => BY_OTHER,
        })
    }

    /// A difference of shares: `+1.2 points`.
    pub(crate) fn points(&self, difference: f64) -> String {
        let n = signed_points(difference);
        POINTS.fill(self.lang, &[("n", (&n).into())])
    }
}

/// An amount in major units in a sentence, rounded to what a reader keeps.
pub fn amount(major: f64, currency: &str, lang: Lang) -> String {
    // `$3K` for a day of $2,998 says less than it saves.
    if lang == Lang::En && (999.95..9_999.5).contains(&major.abs()) {
        let text = format::value(major.abs(), &Format::Count, lang, false);
        let sign = if major < 0.0 { "−" } else { "" };
        return [sign, &format::sign(currency, lang), &text].concat();
    }
    let money = Format::Money {
        currency: currency.to_owned(),
    };
    // `£12.7` looks like a slip; small amounts are whole or to the cent.
    let cents = major.abs() < 99.5 && major.fract() != 0.0;
    format::value(major, &money, lang, !cents)
}

/// A difference of shares in points, without the word: `+1.2`.
pub(crate) fn signed_points(difference: f64) -> String {
    with_sign(difference, digits(difference.abs() * 100.0))
}

/// A share without its sign: whole percents from 10 % on, one decimal below.
pub fn percent(share: f64) -> String {
    [&digits(share.abs() * 100.0), "%"].concat()
}

/// A relative change with its sign: `+12%`, `−3.4%`, and `×12` from there on.
pub fn signed(change: f64) -> String {
    // Thousands of percents would have to be worked out again by whoever reads them.
    if change >= 9.995 {
        return ["×", &digits(change + 1.0)].concat();
    }
    with_sign(change, percent(change))
}

/// A size with its sign; what rounds to nothing has none.
fn with_sign(value: f64, size: String) -> String {
    if size.contains(|c: char| ('1'..='9').contains(&c)) {
        [sign(value), &size].concat()
    } else {
        size
    }
}

/// `+`, `−` or, for nothing, no sign.
fn sign(value: f64) -> &'static str {
    if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "−"
    } else {
        ""
    }
}

/// Whole numbers from 10 on, one decimal below: more would pretend to a precision that sales do not have.
pub fn digits(value: f64) -> String {
    let text = if value.abs() >= 9.95 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A factor: `2.4`.
pub(crate) fn factor(value: f64) -> String {
    digits(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_what_is_known() {
        assert_eq!(percent(0.1234), "12%");
        assert_eq!(percent(0.0349), "3.5%");
        assert_eq!(percent(0.03), "3%");
        assert_eq!(signed(-0.0349), "−3.5%");
        assert_eq!(signed(1.5), "+150%");
        assert_eq!(signed(154.87), "×156");
        assert_eq!(signed(-0.0002), "0%");
        assert_eq!(signed_points(-0.0002), "0");
    }
}
