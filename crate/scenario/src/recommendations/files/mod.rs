//! Recommendations as files that a shop's platform or a mailing programme imports.

mod campaign;
mod keys;
mod shopify;
mod woocommerce;

#[cfg(test)]
mod tests;

use report::{Table, TableColumn};
use serde::{Deserialize, Serialize};

use super::beside::{Asked, Beside, Together};
use super::{Figures, blocks, bundles, words};
use crate::parts::words as text_cell;
use crate::scene::Scene;

/// Products named for each product: more than a page shows at once is seldom looked at.
const SHOWN: usize = 5;

/// Which programme a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Shopify's product CSV with the metafields of complementary and related products.
    Shopify,
    /// WooCommerce's product CSV with upsells and cross-sells.
    WooCommerce,
    /// Pairs with prices and margins, for portals without an import.
    Bundles,
    /// What to suggest to each customer, for a mailing programme.
    Campaign,
}

/// A file of recommendations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopFile {
    /// Its name: what and when.
    pub name: String,
    /// Its text: CSV.
    pub text: String,
    /// What is in it, how it is imported, and what was left out.
    pub note: String,
}

/// A file, or what it would need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    /// The file.
    File(ShopFile),
    /// What is missing, and what to do.
    Lacking(String),
}

/// The file of a form.
pub(crate) fn file(scene: &Scene<'_>, figures: Option<&Figures>, form: Form) -> Written {
    let Some(of) = figures else {
        return Written::Lacking(scene.say.plain(words::X_NOTHING).to_owned());
    };
    let written = match form {
        Form::Shopify => shopify::file(scene, of),
        Form::WooCommerce => woocommerce::file(scene, of),
        Form::Bundles => pairs(scene, of),
        Form::Campaign => campaign::file(scene, of),
    };
    written.unwrap_or_else(Written::Lacking)
}

/// A file, or what is missing for it.
type Made = Result<Written, String>;

fn made(scene: &Scene<'_>, name: &str, text: String, note: String) -> Made {
    let day = report::words::iso(scene.request.today);
    Ok(Written::File(ShopFile {
        name: format!("{name}-{day}.csv"),
        text,
        note,
    }))
}

fn pairs(scene: &Scene<'_>, of: &Figures) -> Made {
    let table = bundles::table(scene, of, usize::MAX).ok_or_else(|| {
        blocks::none(
            scene,
            of,
            words::X_NO_PAIRS,
            !blocks::told(scene, of).is_empty(),
        )
    })?;
    let text = String::from_utf8_lossy(&report::export::csv(&table)).into_owned();
    made(scene, "bundles", text, table.note)
}

/// Words as CSV. Importers know no byte order mark, which would become a part of the first header.
fn csv(columns: &[String], rows: Vec<Vec<String>>) -> String {
    let table = Table {
        id: String::new(),
        title: String::new(),
        subtitle: String::new(),
        note: String::new(),
        selections: Vec::new(),
        more: 0,
        columns: columns
            .iter()
            .map(|name| TableColumn {
                name: name.clone(),
                format: None,
                bar: false,
            })
            .collect(),
        rows: rows
            .into_iter()
            .map(|row| row.into_iter().map(text_cell).collect())
            .collect(),
    };
    let text = String::from_utf8_lossy(&report::export::csv(&table)).into_owned();
    text.trim_start_matches('\u{feff}').to_owned()
}

/// Whether a cell would be changed on its way into a file, as a formula or by a control character: an import would
/// then change the product.
fn is_plain(text: &str) -> bool {
    !text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        && !text.chars().any(char::is_control)
}

/// What goes with products in orders and, where customers are known, with their buyers.
struct Company {
    orders: Option<Beside>,
    customers: Option<Beside>,
}

impl Company {
    fn of(figures: &Figures) -> Self {
        let customers = figures.customers.as_ref();
        Self {
            orders: Beside::of_orders(&figures.catalogue),
            customers: customers.and_then(|c| Beside::of(&c.data)),
        }
    }

    fn asked<'a>(&'a self, away: &'a [u32]) -> (Option<Asked<'a>>, Option<Asked<'a>>) {
        let asked = |of: &'a Option<Beside>| of.as_ref().map(|b| b.asked(away));
        (asked(&self.orders), asked(&self.customers))
    }
}

/// At most so many of a list, each once, none of them among those taken.
fn distinct(
    found: &[Together],
    most: usize,
    taken: &[String],
    key: impl Fn(u32) -> Option<String>,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for key in found.iter().filter_map(|t| key(t.item)) {
        if out.len() == most {
            break;
        }
        if !out.contains(&key) && !taken.contains(&key) {
            out.push(key);
        }
    }
    out
}
