//! The merchant's own choice of sections, order, period, currency, title and logo.

use serde::{Deserialize, Serialize};
use shop::Selection;

use crate::Error;

/// A section that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SectionId {
    /// Revenue over time.
    Trend,
    /// What changed, and which segments explain it.
    Changes,
    /// Weekday × hour.
    Times,
    /// Products.
    Products,
    /// Categories.
    Categories,
    /// Countries and regions.
    Places,
    /// Channels.
    Channels,
    /// New and returning customers.
    Customers,
    /// Discounts.
    Discounts,
    /// Refunds and cancellations.
    Refunds,
    /// Basket sizes and products bought together.
    Baskets,
    /// What the next weeks may bring.
    Forecast,
    /// What customers do and are worth.
    CustomerValue,
    /// How visits become purchases.
    Behaviour,
    /// What reviews praise and blame.
    Reviews,
    /// What products' titles say, and what of it sells.
    Attributes,
    /// Stock, and what to order.
    Stock,
    /// What suppliers deliver, and when.
    Suppliers,
    /// What ads cost and bring.
    Ads,
    /// What campaigns and discounts bring.
    Campaigns,
    /// Who should be shown what.
    Recommendations,
    /// What was read, dropped, repaired, doubted and not joined.
    Data,
}

/// A template. Saved and loaded as JSON; unknown sections are an error that names them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    /// The report's title; empty = the shop's own.
    pub title: String,
    /// A logo as a `data:` URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Sections in order; empty = all.
    pub sections: Vec<SectionId>,
    /// The period as days since 1970-01-01; `None` = the latest full period that the data carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<(i32, i32)>,
    /// ISO code of the currency to report in; `None` = the most frequent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Filters that stand in the template.
    pub filter: Selection,
}

/// A logo may weigh this much as a `data:` URL.
pub const LOGO_BYTES: usize = 512 * 1024;

/// Keys that a template has.
const KEYS: [&str; 6] = ["title", "logo", "sections", "period", "currency", "filter"];

impl SectionId {
    /// All sections in the order of a full report.
    pub const ALL: &'static [SectionId] = &[
        SectionId::Trend,
        SectionId::Changes,
        SectionId::Times,
        SectionId::Products,
        SectionId::Categories,
        SectionId::Places,
        SectionId::Channels,
        SectionId::Customers,
        SectionId::Discounts,
        SectionId::Refunds,
        SectionId::Baskets,
        SectionId::Forecast,
        SectionId::CustomerValue,
        SectionId::Behaviour,
        SectionId::Reviews,
        SectionId::Attributes,
        SectionId::Stock,
        SectionId::Suppliers,
        SectionId::Ads,
        SectionId::Campaigns,
        SectionId::Recommendations,
        SectionId::Data,
    ];

    /// Whether another module than the sales report's makes it, after the report is there.
    pub fn is_scenario(self) -> bool {
        matches!(
            self,
            SectionId::Forecast
                | SectionId::CustomerValue
                | SectionId::Behaviour
                | SectionId::Reviews
                | SectionId::Attributes
                | SectionId::Stock
                | SectionId::Suppliers
                | SectionId::Ads
                | SectionId::Campaigns
                | SectionId::Recommendations
        )
    }

    /// The stable name: in templates, and the section's anchor.
    pub fn key(self) -> &'static str {
        match self {
            SectionId::Trend => "trend",
            SectionId::Changes => "changes",
            SectionId::Times => "times",
            SectionId::Products => "products",
            SectionId::Categories => "categories",
            SectionId::Places => "places",
            SectionId::Channels => "channels",
            SectionId::Customers => "customers",
            SectionId::Discounts => "discounts",
            SectionId::Refunds => "refunds",
            SectionId::Baskets => "baskets",
            SectionId::Forecast => "forecast",
            SectionId::CustomerValue => "customer_value",
            SectionId::Behaviour => "behaviour",
            SectionId::Reviews => "reviews",
            SectionId::Attributes => "attributes",
            SectionId::Stock => "stock",
            SectionId::Suppliers => "suppliers",
            SectionId::Ads => "ads",
            SectionId::Campaigns => "campaigns",
            SectionId::Recommendations => "recommendations",
            SectionId::Data => "data",
        }
    }
}

/// Just enough of a template to name what is wrong with it.
#[derive(Deserialize)]
struct Loose {
    #[serde(default)]
    sections: Vec<String>,
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, serde::de::IgnoredAny>,
}

impl Template {
    /// Reads a template from JSON.
    ///
    /// # Errors
    /// [`Error::TemplateJson`] if it is not JSON of a template's shape, [`Error::TemplateUnknown`] naming
    /// unknown keys and sections, [`Error::TemplateValue`] for a logo, period, currency or title that cannot be.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let text = text.trim_start_matches('\u{FEFF}');
        let loose: Loose = serde_json::from_str(text).map_err(not_json)?;
        let known = |name: &String| SectionId::ALL.iter().any(|s| s.key() == name);
        let keys = loose
            .rest
            .into_keys()
            .filter(|k| !KEYS.contains(&k.as_str()));
        let names: Vec<String> = keys
            .chain(loose.sections.into_iter().filter(|s| !known(s)))
            .collect();
        if !names.is_empty() {
            return Err(Error::TemplateUnknown { names });
        }
        let template: Template = serde_json::from_str(text).map_err(not_json)?;
        template.check()?;
        Ok(template)
    }

    /// Checks what JSON cannot: the logo, the period, the currency, the title's length, repeated sections.
    ///
    /// # Errors
    /// [`Error::TemplateValue`] naming the key.
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |key, found: &str| {
            Err(Error::TemplateValue {
                key,
                found: found.chars().take(60).collect(),
            })
        };
        if let Some(logo) = &self.logo {
            if logo.len() > LOGO_BYTES {
                return wrong("logo", &format!("{} bytes", logo.len()));
            }
            if !is_logo(logo) {
                return wrong("logo", logo);
            }
        }
        if let Some((first, last)) = self.period
            && first > last
        {
            return wrong("period", &format!("{first} – {last}"));
        }
        if let Some(currency) = &self.currency
            && !(currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return wrong("currency", currency);
        }
        if self.title.chars().count() > 200 {
            return wrong("title", &self.title);
        }
        for (i, section) in self.sections.iter().enumerate() {
            if self.sections[..i].contains(section) {
                return wrong("sections", section.key());
            }
        }
        Ok(())
    }

    /// The template as JSON, to be saved.
    ///
    /// # Errors
    /// [`Error::Json`] if it cannot be written.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map_err(Error::Json)
    }
}

fn not_json(error: serde_json::Error) -> Error {
    Error::TemplateJson {
        line: error.line(),
        column: error.column(),
        detail: error.to_string(),
    }
}

/// Whether a text is a `data:` URL of a picture that cannot carry a script, and not too large.
pub(crate) fn is_logo(url: &str) -> bool {
    const KINDS: [&str; 3] = [
        "data:image/png;base64,",
        "data:image/jpeg;base64,",
        "data:image/webp;base64,",
    ];
    let data = KINDS.iter().find_map(|kind| url.strip_prefix(kind));
    url.len() <= LOGO_BYTES
        && data.is_some_and(|data| {
            !data.is_empty()
                && data
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_survives_saving() {
        let template = Template {
            title: "三月".into(),
            sections: vec![SectionId::Products, SectionId::Data],
            period: Some((20_454, 20_543)),
            currency: Some("EUR".into()),
            ..Template::default()
        };
        let json = template.to_json().unwrap();
        assert_eq!(Template::from_json(&json).unwrap(), template);
    }

    #[test]
    fn what_is_not_known_is_named() {
        let json = r#"{"sections": ["trend", "weather"], "colour": "red", "title": "x"}"#;
        let error = Template::from_json(json).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the template names what is not known: colour, weather"
        );
        assert_eq!(
            Template::from_json("{\n  nope").unwrap_err().code(),
            "template_json"
        );
    }

    #[test]
    fn a_logo_is_a_picture_and_small() {
        let logo = |url: &str| {
            Template {
                logo: Some(url.to_owned()),
                ..Template::default()
            }
            .check()
        };
        assert!(logo("data:image/png;base64,iVBORw0KGgo=").is_ok());
        assert!(logo("data:image/svg+xml;base64,PHN2Zz4=").is_err());
        assert!(logo("javascript:alert(1)").is_err());
        assert!(logo("data:image/png;base64,\" onerror=").is_err());
        assert!(logo(&["data:image/png;base64,", &"A".repeat(LOGO_BYTES)].concat()).is_err());
    }
}
