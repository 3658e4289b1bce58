//! How much to hold and how much to order, from demand, lead time and costs.

use super::curve::{count_quantile, normal_quantile};

/// Demand of an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rate {
    /// Mean units a day.
    pub(crate) mean: f64,
    /// Standard deviation of a day's units.
    pub(crate) sd: f64,
    /// Rare or uneven demand in whole units: counted demand follows a negative binomial rather than a normal curve.
    pub(crate) counted: bool,
}

/// How long goods take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lead {
    /// Mean days.
    pub(crate) days: f64,
    /// Standard deviation, days.
    pub(crate) sd: f64,
}

/// What to hold, units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Levels {
    /// Expected demand while goods are on their way, d̄·L.
    pub(crate) on_the_way: f64,
    /// What is held against more than that.
    pub(crate) safety: f64,
    /// Order when stock and what is on its way fall to this.
    pub(crate) reorder: f64,
}

/// Safety stock z·√(L·σd² + d̄²·σL²) and reorder point d̄·L + safety stock; for counted demand the reorder point is
/// the quantile of a negative binomial with the same mean and variance.
pub(crate) fn levels(rate: Rate, lead: Lead, service: f64) -> Levels {
    let on_the_way = rate.mean * lead.days;
    let variance = lead.days * rate.sd * rate.sd + rate.mean * rate.mean * lead.sd * lead.sd;
    let counted = rate
        .counted
        .then(|| count_quantile(on_the_way, variance, service))
        .flatten();
    let reorder =
        counted.unwrap_or_else(|| on_the_way + normal_quantile(service) * libm::sqrt(variance));
    Levels {
        on_the_way,
        safety: (reorder - on_the_way).max(0.0),
        reorder: reorder.max(on_the_way),
    }
}

/// The economic order quantity √(2DS/H): yearly demand, cost of an order, cost of holding a unit for a year.
/// `None` where a cost is not positive.
pub(crate) fn order_quantity(yearly: f64, order_cost: f64, holding: f64) -> Option<f64> {
    let quantity = libm::sqrt(2.0 * yearly * order_cost / holding);
    (order_cost > 0.0 && holding > 0.0 && quantity.is_finite()).then_some(quantity)
}

/// The newsvendor's share Cu/(Cu + Co) and quantity F⁻¹ of it under a normal curve: one order for a whole season,
/// with a price, a cost and what is left brings. `None` where a unit sold earns nothing.
pub(crate) fn season_quantity(
    mean: f64,
    sd: f64,
    price: f64,
    cost: f64,
    salvage: f64,
) -> Option<(f64, f64)> {
    let (under, over) = (price - cost, cost - salvage);
    if under <= 0.0 || over <= 0.0 {
        return None;
    }
    let share = under / (under + over);
    Some((share, (mean + normal_quantile(share) * sd).max(0.0)))
}

/// In how many days stock is used up: expected, and between two ends that hold with a probability of 80 %.
/// Demand of t days has mean d̄·t and standard deviation σ·√t.
pub(crate) fn days_left(stock: f64, rate: Rate) -> Option<(f64, f64, f64)> {
    if rate.mean <= 0.0 {
        return None;
    }
    if stock <= 0.0 {
        return Some((0.0, 0.0, 0.0));
    }
    // The standard normal quantile of 0.9.
    let spread = 1.281_551_565_544_600_4 * rate.sd;
    let root = libm::sqrt(spread * spread + 4.0 * rate.mean * stock);
    let square = |x: f64| x * x;
    let early = square((root - spread) / (2.0 * rate.mean));
    let late = square((root + spread) / (2.0 * rate.mean));
    Some((stock / rate.mean, early, late))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(mean: f64, sd: f64) -> Rate {
        Rate {
            mean,
            sd,
            counted: false,
        }
    }

    #[test]
    fn safety_stock_and_reorder_point_follow_the_closed_form() {
        // d̄ 10, σd 4, L 9, σL 2 at 97.5 %: 1.959964·√(9·16 + 100·4) = 45.7138.
        let lead = Lead { days: 9.0, sd: 2.0 };
        let of = levels(rate(10.0, 4.0), lead, 0.975);
        assert!((of.safety - 45.713_823).abs() < 1e-5, "{of:?}");
        assert!((of.reorder - 135.713_823).abs() < 1e-5, "{of:?}");
        assert_eq!(of.on_the_way, 90.0);
    }

    #[test]
    fn at_even_odds_nothing_is_held_besides_what_is_expected() {
        let lead = Lead { days: 9.0, sd: 2.0 };
        let of = levels(rate(10.0, 4.0), lead, 0.5);
        assert_eq!((of.safety, of.reorder), (0.0, 90.0));
    }

    #[test]
    fn rare_demand_is_held_in_whole_units() {
        let rare = Rate {
            mean: 0.05,
            sd: 0.3,
            counted: true,
        };
        let lead = Lead {
            days: 14.0,
            sd: 0.0,
        };
        // Mean 0.7, variance 1.26: scipy.stats.nbinom.ppf(0.95, 0.875, 0.5555…) = 3.
        assert_eq!(levels(rare, lead, 0.95).reorder, 3.0);
    }

    #[test]
    fn order_quantities_are_the_textbooks() {
        // 1,000 a year, 50 an order, 4 to hold one: √25,000.
        let found = order_quantity(1000.0, 50.0, 4.0).expect("costs");
        assert!((found - 158.113_883).abs() < 1e-5);
        assert_eq!(order_quantity(1000.0, 50.0, 0.0), None);
        assert_eq!(order_quantity(1000.0, 0.0, 4.0), None);
    }

    #[test]
    fn the_newsvendor_weighs_too_few_against_too_many() {
        // Price 10, cost 6, salvage 2: 4 / 8, the median.
        assert_eq!(
            season_quantity(100.0, 20.0, 10.0, 6.0, 2.0),
            Some((0.5, 100.0))
        );
        let (share, found) = season_quantity(100.0, 20.0, 20.0, 4.0, 2.0).expect("a margin");
        assert!((share - 16.0 / 18.0).abs() < 1e-12);
        assert!((found - 124.412_806).abs() < 1e-4, "{found}");
        assert_eq!(season_quantity(100.0, 20.0, 5.0, 6.0, 2.0), None);
    }

    #[test]
    fn stock_runs_out_on_a_day_between_two_others() {
        let (mean, early, late) = days_left(60.0, rate(2.0, 3.0)).expect("demand");
        assert_eq!(mean, 30.0);
        // At both ends 2·t ∓ 1.28155·3·√t = 60.
        let at = |t: f64, sign: f64| 2.0 * t + sign * 1.281_551_565_544_6 * 3.0 * t.sqrt();
        assert!((at(early, 1.0) - 60.0).abs() < 1e-9 && (at(late, -1.0) - 60.0).abs() < 1e-9);
        assert!(early < mean && mean < late);
        assert_eq!(days_left(-3.0, rate(2.0, 3.0)), Some((0.0, 0.0, 0.0)));
        assert_eq!(days_left(5.0, rate(0.0, 0.0)), None);
    }
}
