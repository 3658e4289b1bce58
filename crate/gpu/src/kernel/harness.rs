//! Runs single kernels, and compares what they give with what their twins give.
#![allow(dead_code)]
