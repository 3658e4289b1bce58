//! Cells as they are shown: personal data masked.

use shop::{ColumnRecognition, PersonalKind};

/// A cell as it is shown. Columns that identify persons are masked whole, in others only e-mails,
/// telephone and identity numbers within the text.
pub(crate) fn shown(cell: &str, column: &ColumnRecognition) -> String {
    match column.role.and_then(PersonalKind::of) {
        Some(kind) => shop::mask(cell, kind),
        None if column.personal => shop::mask(cell, PersonalKind::Name),
        // Numbers and dates hold nobody's telephone; ids and names of products would suffer.
        None if column.role.is_some() && column.role != Some(shop::Role::ReviewText) => {
            cell.to_owned()
        }
        None => shop::mask_text(cell),
    }
}
