//! The fingerprint under which a mapping is remembered.

use std::collections::BTreeSet;

use table::Table;

use super::name::Name;

/// Fingerprint of a table's column names, in any order, so that a platform moving columns keeps it:
/// sixteen hexadecimal digits, the same on every machine.
pub fn shape_of(table: &Table) -> String {
    let names: BTreeSet<String> = table
        .columns
        .iter()
        .map(|c| Name::new(&c.name).full)
        .collect();
    // FNV-1a: stable across versions of any hashing crate, since mappings are saved under it.
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for name in &names {
        for byte in name.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
