//! What the merchant chose for the whole session.

use chart::spec::Lang;
use report::Template;
use serde::{Deserialize, Serialize};
use shop::{BuildOptions, Rates, Selection};
use table::calendar::Date;

use crate::Error;

/// What the merchant chose for the whole session. The report's day comes from here, never from a clock.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The language of every word that comes back.
    pub lang: Lang,
    /// The report's day, ISO (`2026-11-24`).
    pub today: String,
    /// The currency to assume where files name none.
    pub currency: Option<String>,
    /// Rates to convert with.
    pub rates: Option<Rates>,
    /// Minutes east of UTC to bring date-times with an offset to.
    pub offset_minutes: Option<i16>,
    /// Sections, order, period, currency, title, logo.
    pub template: Template,
    /// The filter in force, in addition to the template's.
    pub filter: Selection,
}

impl Settings {
    /// The report's day in days since 1970-01-01.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if `today` is not an ISO date.
    pub fn today_days(&self) -> Result<i32, Error> {
        let day = Date::from_iso(&self.today).and_then(Date::days);
        day.ok_or_else(|| Error::BadSetting {
            setting: "today".into(),
            value: self.today.clone(),
            expected: "YYYY-MM-DD".into(),
        })
    }

    /// What [`shop::build`] has to know of this.
    ///
    /// # Errors
    /// As [`Settings::today_days`], and [`Error::BadSetting`] for a currency that is not three letters.
    pub fn build_options(&self) -> Result<BuildOptions, Error> {
        for (setting, code) in [
            ("currency", self.currency.as_deref()),
            (
                "rates.target",
                self.rates.as_ref().map(|r| r.target.as_str()),
            ),
            ("template.currency", self.template.currency.as_deref()),
        ] {
            if let Some(code) = code
                && !(code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
            {
                return Err(Error::BadSetting {
                    setting: setting.into(),
                    value: code.to_owned(),
                    expected: "ISO 4217: EUR, USD, CNY".into(),
                });
            }
        }
        Ok(BuildOptions {
            currency: self.currency.clone(),
            rates: self.rates.clone(),
            offset_minutes: self.offset_minutes,
            today: self.today_days()?,
        })
    }
}
