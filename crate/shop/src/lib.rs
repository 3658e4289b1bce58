//! From tables to a shop: what each file is, what each column means, and the orders, products and
//! customers that follow from it.

#![forbid(unsafe_code)]

mod amounts;
mod both;
mod build;
mod country;
mod currency;
mod dimension;
mod facts;
mod mapping;
mod money;
mod none_left;
mod offered;
mod personal;
mod place;
mod recognise;
mod region;
mod role;
mod selection;
mod status;
mod time;

pub use amounts::{Amount, Amounts, Converted, amounts};
pub use build::{BuildOptions, Rates, build};
pub use country::country_code;
pub use currency::code as currency_code;
pub use dimension::{Dimension, NONE};
pub use facts::{
    CurrencyTotals, Excluded, ExclusionReason, Join, Lines, OrderCounts, Orders, Products,
    QualityCode, QualityNote, Shop, Status, Totals, UnmatchedRefund,
};
pub use mapping::{ColumnMapping, Mapping, MappingError};
pub use none_left::{none_left, says_none_left};
pub use offered::{Unoffered, says_backorder, says_uncounted, unoffered};
pub use personal::{PersonalKind, is_email, is_id_number, is_phone, mask, mask_text};
pub use place::{RowRef, RowRefs};
pub use recognise::{
    CONTROL, ColumnRecognition, Grain, NO_CHANNEL, Rated, Reason, Recognition, SPENT,
    first_version, rated, recognise, shape_of,
};
pub use role::{Dataset, Role};
pub use selection::{Bits, Mask, Selection, StatusName};
