//! made later
