//! How much more of the same counts.

use serde::{Deserialize, Serialize};

use crate::Interactions;

/// How the weight of a pair is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Damping {
    /// As it is.
    None,
    /// 1 + ln(weight) from 1 on: the hundredth piece says little more than the tenth.
    #[default]
    Log,
    /// 1, whatever it is.
    Binary,
}

impl Interactions {
    /// The same pairs with damped weights. A history that is scored has to be damped as the one that was learned from, so this is done once and before everything else.
    pub fn damped(mut self, damping: Damping) -> Self {
        for value in &mut self.by_user.values {
            *value = match damping {
                Damping::None => *value,
                Damping::Binary => 1.0,
                Damping::Log if *value > 1.0 => 1.0 + libm::logf(*value),
                Damping::Log => *value,
            };
        }
        self
    }
}
