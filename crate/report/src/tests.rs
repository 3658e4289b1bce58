//! Documents through all exports.

use chart::spec::Lang;

use crate::Document;

pub(crate) fn empty_document() -> Document {
    Document {
        version: 1,
        lang: Lang::En,
        title: "Sales report".into(),
        subtitle: String::new(),
        today: "2026-04-01".into(),
        period: None,
        currency: "EUR".into(),
        logo: None,
        filter: String::new(),
        figures: Vec::new(),
        findings: Vec::new(),
        sections: Vec::new(),
        sources: Vec::new(),
    }
}
