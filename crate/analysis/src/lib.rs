//! A shop to findings.

#![forbid(unsafe_code)]
