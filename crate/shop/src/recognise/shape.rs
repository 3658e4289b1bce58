//! The fingerprint under which a mapping is remembered.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher};

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
    let mut hasher = Fnv::default().build_hasher();
    for name in &names {
        hasher.write(name.as_bytes());
        hasher.write_u8(0x1f);
    }
    format!("{:016x}", hasher.finish())
}

#[derive(Default)]
struct Fnv;

impl BuildHasher for Fnv {
    type Hasher = FnvHasher;
    fn build_hasher(&self) -> FnvHasher {
        FnvHasher(0xcbf2_9ce4_8422_2325)
    }
}

struct FnvHasher(u64);

impl Hasher for FnvHasher {
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
