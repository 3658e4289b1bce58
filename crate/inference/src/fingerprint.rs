//! Keys by which results are kept.

use sha2::{Digest, Sha256};

/// A key for a text: 128 bits of its SHA-256, in hexadecimal.
pub fn fingerprint(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
