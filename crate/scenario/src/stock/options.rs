//! What stock is planned with: what the merchant knows, or what is assumed and said.

use serde::{Deserialize, Serialize};

/// What stock is planned with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Days from an order to its goods, where the stock file does not tell.
    pub lead_time_days: f64,
    /// Standard deviation of the lead time, days.
    pub lead_time_sd_days: f64,
    /// Share of order cycles that should pass without running out, above 0.5 and below 1.
    pub service_level: f64,
    /// What it costs to place and receive one order, major units; `None` = assumed by currency.
    pub order_cost: Option<f64>,
    /// What it costs to hold stock for a year, as a share of its cost.
    pub holding_rate: f64,
    /// Cost of a unit as a share of its selling price, where no file tells the cost. Only for order quantities.
    pub cost_share: f64,
    /// What a unit brings after its season, as a share of its cost.
    pub salvage_share: f64,
    /// Complete weeks looked back on, at most.
    pub weeks: u32,
    /// Stock is dead after as many days without a sale.
    pub dead_days: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lead_time_days: 14.0,
            lead_time_sd_days: 3.0,
            service_level: 0.95,
            order_cost: None,
            holding_rate: 0.25,
            cost_share: 0.5,
            salvage_share: 0.5,
            weeks: 26,
            dead_days: 90,
        }
    }
}

impl Options {
    /// The same, with what cannot be computed with replaced by what is assumed.
    pub(crate) fn sane(&self) -> Self {
        let usual = Self::default();
        let or = |value: f64, low: f64, high: f64, usual: f64| {
            if (low..=high).contains(&value) {
                value
            } else {
                usual
            }
        };
        Self {
            lead_time_days: or(self.lead_time_days, 0.0, 730.0, usual.lead_time_days),
            lead_time_sd_days: or(self.lead_time_sd_days, 0.0, 365.0, usual.lead_time_sd_days),
            service_level: or(self.service_level, 0.5, 0.9999, usual.service_level),
            order_cost: self.order_cost.filter(|c| c.is_finite() && *c > 0.0),
            holding_rate: or(self.holding_rate, 0.001, 10.0, usual.holding_rate),
            cost_share: or(self.cost_share, 0.01, 1.0, usual.cost_share),
            salvage_share: or(self.salvage_share, 0.0, 0.99, usual.salvage_share),
            weeks: self.weeks.clamp(8, 520),
            dead_days: self.dead_days.clamp(7, 3650),
        }
    }

    /// What an order costs, major units: as told, or as assumed for the currency.
    pub(crate) fn order_cost(&self, currency: &str) -> Option<f64> {
        self.order_cost.or(match currency {
            "EUR" | "USD" | "GBP" | "CHF" | "CAD" | "AUD" => Some(25.0),
            "CNY" | "HKD" => Some(100.0),
            "JPY" => Some(3000.0),
            _ => None,
        })
    }
}
