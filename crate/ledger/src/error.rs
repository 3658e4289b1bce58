//! What can be wrong with a ledger's bytes.

/// Bytes that are no ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another version's.
    #[error("the ledger is of version {found}, this module reads version {known}")]
    Version {
        /// What stands there.
        found: u8,
        /// What is read here.
        known: u8,
    },
    /// They end, or mean nothing, at a place.
    #[error("the ledger cannot be read beyond byte {at}")]
    Broken {
        /// Where.
        at: usize,
    },
}
