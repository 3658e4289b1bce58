//! Why nothing can be recommended.

/// Why a model cannot be fitted or used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No event was left to learn from.
    #[error("no interactions: nothing was bought, seen or rated")]
    NoInteractions,
    /// An event names a user that does not exist.
    #[error("event {event}: user {user} of {users}")]
    NoUser {
        /// Position of the event, from 0.
        event: usize,
        /// The user it names.
        user: u32,
        /// How many users there are.
        users: usize,
    },
    /// An event names an item that does not exist.
    #[error("event {event}: item {item} of {items}")]
    NoItem {
        /// Position of the event, from 0.
        event: usize,
        /// The item it names.
        item: u32,
        /// How many items there are.
        items: usize,
    },
    /// More users, items or events than 32 bits count.
    #[error("{what}: {count} are more than 4,294,967,294")]
    TooMany {
        /// Users, items or events.
        what: &'static str,
        /// How many there are.
        count: usize,
    },
    /// Numbers of another shape than was said.
    #[error("{what}: {found} values, expected {expected}")]
    ShapeMismatch {
        /// Which numbers.
        what: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A number that is none, or is out of its range.
    #[error("{what} is {value}, it must be {must}")]
    BadSetting {
        /// Which setting.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        must: &'static str,
    },
    /// A vector with a value that is not finite.
    #[error("the vector of item {item} holds a value that is not finite")]
    NotFinite {
        /// The item.
        item: usize,
    },
    /// A model that learns from times was given interactions without.
    #[error("{model} needs timestamps")]
    NoTimes {
        /// The model.
        model: &'static str,
    },
    /// A model that reads texts was given none.
    #[error("{model} needs the items' vectors")]
    NoVectors {
        /// The model.
        model: &'static str,
    },
    /// Fitting takes more memory than it may.
    #[error("{model} takes {needs_bytes} bytes, {budget_bytes} are allowed")]
    OverBudget {
        /// The model.
        model: &'static str,
        /// What it would take.
        needs_bytes: u64,
        /// What is allowed.
        budget_bytes: u64,
    },
    /// Too little history to hold some of it back.
    #[error("{has} users have enough history to be tested, {needs} are needed")]
    TooFewTested {
        /// Users that can be tested.
        has: usize,
        /// Users that are needed.
        needs: usize,
    },
    /// The caller stopped it.
    #[error("cancelled")]
    Cancelled,
}

impl Error {
    /// A stable name that the page switches on.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NoInteractions => "no_interactions",
            Error::NoUser { .. } => "no_user",
            Error::NoItem { .. } => "no_item",
            Error::TooMany { .. } => "too_many",
            Error::ShapeMismatch { .. } => "shape_mismatch",
            Error::BadSetting { .. } => "bad_setting",
            Error::NotFinite { .. } => "not_finite",
            Error::NoTimes { .. } => "no_times",
            Error::NoVectors { .. } => "no_vectors",
            Error::OverBudget { .. } => "over_budget",
            Error::TooFewTested { .. } => "too_few_tested",
            Error::Cancelled => "cancelled",
        }
    }
}
