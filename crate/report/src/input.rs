//! What a document is made from.

use analysis::Sales;
use chart::spec::Lang;
use shop::{Recognition, Selection, Shop};

use crate::Template;

/// What a document is made from. The tables, their recognitions and the shop's row references go together.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// The numbers, for one currency, period and filter.
    pub sales: &'a Sales,
    /// The tables, as given to [`shop::build`].
    pub tables: &'a [&'a table::Table],
    /// What they were taken for.
    pub recognitions: &'a [Recognition],
    /// Files that could not be read.
    pub failures: &'a [table::Error],
    /// The merchant's choices.
    pub template: &'a Template,
    /// The filter that the numbers were computed with (the template's and the page's together).
    pub filter: &'a Selection,
    /// The language.
    pub lang: Lang,
    /// The report's day, days since 1970-01-01.
    pub today: i32,
}
