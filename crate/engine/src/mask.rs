//! Cells as they are shown: personal data masked.

use shop::{ColumnRecognition, PersonalKind, Role};

/// A cell as it is shown. Columns that identify persons are masked whole, in others only e-mails,
/// telephone and identity numbers within the text.
pub(crate) fn shown(cell: &str, column: &ColumnRecognition) -> String {
    match column.role.and_then(PersonalKind::of) {
        Some(kind) => shop::mask(cell, kind),
        None if column.personal => shop::mask(cell, PersonalKind::Name),
        // Numbers and dates hold nobody's telephone; ids and names of products would suffer.
        None => match column.role {
            None | Some(Role::ReviewText | Role::ReviewFollowUp) => shop::mask_text(cell),
            Some(_) => cell.to_owned(),
        },
    }
}
