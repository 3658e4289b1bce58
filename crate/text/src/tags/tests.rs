#![allow(unused_imports, reason = "soon")]
