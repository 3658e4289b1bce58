//! What labels mean, and which may follow which.

use serde::{Deserialize, Serialize};

/// How labels mark the tokens of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// `B-X` begins a span, `I-X` goes on with it.
    Bio,
    /// As BIO, with `E-X` for the last token and `S-X` for a span of one (`L` and `U`, `M` for `I` are read too).
    Bioes,
    /// `I-X`, or the bare type, for every token of a span; neighbours of one type are one span.
    ///
    /// Chosen for labels with `B`, these begin a new span and need not be there (IOB1).
    Io,
}

/// What a label says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Outside,
    Begin,
    Inside,
    End,
    Single,
}

/// A head's labels, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Labels {
    scheme: Scheme,
    labels: Vec<(Role, usize)>,
    types: Vec<String>,
    /// Of each type: whether a label begins it, and whether one ends it.
    opens: Vec<bool>,
    closes: Vec<bool>,
}

/// The role and type of a label that has a prefix, or is one.
fn prefixed(label: &str) -> Option<(Role, &str)> {
    let (prefix, name) = match label.split_once(['-', '_']) {
        Some((prefix, name)) => (prefix, name),
        None => (label, ""),
    };
    let role = match prefix {
        "B" => Role::Begin,
        "I" | "M" => Role::Inside,
        "E" | "L" => Role::End,
        "S" | "U" => Role::Single,
        _ => return None,
    };
    Some((role, name))
}

impl Labels {
    pub(crate) fn new(names: &[String], scheme: Option<Scheme>) -> Self {
        // If one label has no prefix, then what looks like prefixes is part of names.
        let all = names
            .iter()
            .all(|name| name == "O" || prefixed(name).is_some());
        let read: Vec<(Role, &str)> = names
            .iter()
            .map(|name| match prefixed(name) {
                _ if name == "O" => (Role::Outside, ""),
                Some(read) if all => read,
                _ => (Role::Inside, name.as_str()),
            })
            .collect();
        let has = |role| read.iter().any(|&(other, _)| other == role);
        let scheme = scheme.unwrap_or(if has(Role::End) || has(Role::Single) {
            Scheme::Bioes
        } else if has(Role::Begin) {
            Scheme::Bio
        } else {
            Scheme::Io
        });
        let mut types: Vec<String> = Vec::new();
        let mut labels = Vec::with_capacity(read.len());
        for (role, name) in read {
            let role = match (scheme, role) {
                (Scheme::Bio | Scheme::Io, Role::End) => Role::Inside,
                (Scheme::Bio | Scheme::Io, Role::Single) => Role::Begin,
                (_, role) => role,
            };
            let known = types.iter().position(|known| known == name);
            let kind = match known {
                _ if role == Role::Outside => usize::MAX,
                Some(known) => known,
                None => {
                    types.push(name.to_owned());
                    types.len() - 1
                }
            };
            labels.push((role, kind));
        }
        let with = |role: Role| {
            let of = |kind| scheme != Scheme::Io && labels.contains(&(role, kind));
            (0..types.len()).map(of).collect()
        };
        Self {
            opens: with(Role::Begin),
            closes: with(Role::End),
            scheme,
            labels,
            types,
        }
    }

    /// How many labels there are.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    pub(crate) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The types of spans, in the order in which labels name them.
    pub(crate) fn types(&self) -> &[String] {
        &self.types
    }

    /// A label's type; `None` for what lies outside spans.
    pub(crate) fn kind(&self, label: usize) -> Option<usize> {
        let &(role, kind) = self.labels.get(label)?;
        (role != Role::Outside).then_some(kind)
    }

    /// Whether a text, or what follows a finished span, may begin with a label.
    pub(crate) fn may_begin(&self, label: usize) -> bool {
        match self.labels[label] {
            (Role::Outside | Role::Begin | Role::Single, _) => true,
            // Types that no label begins may begin with any of theirs.
            (Role::Inside | Role::End, kind) => !self.opens[kind],
        }
    }

    /// Whether a text may end with a label.
    pub(crate) fn may_end(&self, label: usize) -> bool {
        match self.labels[label] {
            (Role::Outside | Role::End | Role::Single, _) => true,
            (Role::Begin | Role::Inside, kind) => !self.closes[kind],
        }
    }

    /// Whether a label goes on with the span of the one before.
    pub(crate) fn continues(&self, before: usize, label: usize) -> bool {
        let ((before, old), (role, new)) = (self.labels[before], self.labels[label]);
        old == new
            && matches!(before, Role::Begin | Role::Inside)
            && matches!(role, Role::Inside | Role::End)
    }

    /// Whether a label may follow another.
    pub(crate) fn may_follow(&self, before: usize, label: usize) -> bool {
        self.continues(before, label) || (self.may_end(before) && self.may_begin(label))
    }
}
