//! The sentence of each kind of finding, and why it came about.

use analysis::{Against, Finding, FindingKind, OrdersOrValue, SegmentName};
use shop::ExclusionReason;

use super::change::{Move, compared, moved, moved_share, toned, when};
use super::{
    AOV, BUSY_HOURS, BY_MIX, BY_PRICE, BY_RANGE, BY_VOLUME, CONCENTRATION, DAY_HIGH, DAY_LOW,
    DISCOUNT_DEPENDENCY, DISCOUNT_RATE, DISCOUNTED_LARGER, DISCOUNTED_SMALLER, DOMINATES,
    LARGE_ORDER, LARGE_ORDER_DAY, LARGEST_CUSTOMER, LOST_CANCELLED, LOST_OTHER, LOST_UNPAID,
    LOST_WORTH, MISSING_DAYS, MONTH, MONTHS, ORDER_COUNT, ORDER_MADE_DAY, ORDERS_MADE_DAYS, OTHER,
    PAIR, PRICE_MIX, PRODUCT_REFUNDS, REFUND_RATE, REPEAT_RATE, RETURNING_LARGER, RETURNING_RATE,
    RETURNING_SMALLER, REVENUE, REVENUE_OF, SHARE_OF, SLOPE_DOWN, SLOPE_UP, TOP_CUSTOMERS, WEEK,
    WEEKDAY_HIGH, WEEKDAY_LOW, WEEKS, WHY_AGAINST, WHY_BOTH, WHY_CONTRIBUTION, WHY_CORRELATION,
    WHY_DAY, WHY_ORDERS, WHY_PAIR, WHY_PARTS, WHY_VALUE,
};
use crate::Tone;
use crate::words::phrase::quoted;
use crate::words::say::{Say, factor, percent, signed};
use crate::words::{date, exclusion};

#[allow(
    clippy::too_many_lines,
    reason = "a match with an arm per kind reads best in one piece"
)]
pub(super) fn sentence(finding: &Finding, say: &Say<'_>) -> (String, String, Tone) {
    let lang = say.lang;
    let evidence = &finding.evidence;
    let none = String::new;
    match &finding.kind {
        FindingKind::RevenueChange {
            against,
            from_minor,
            to_minor,
            driver,
            from_orders,
            to_orders,
        } => {
            let (text, tone) = moved(
                &Move {
                    what: say.plain(REVENUE),
                    from: *from_minor as f64,
                    to: *to_minor as f64,
                    from_text: say.money(*from_minor as f64),
                    to_text: say.money(*to_minor as f64),
                    against: *against,
                },
                evidence,
                say,
            );
            let why = match driver {
                OrdersOrValue::Orders => WHY_ORDERS,
                OrdersOrValue::Value => WHY_VALUE,
                OrdersOrValue::Both => WHY_BOTH,
            };
            let why = why.fill(
                lang,
                &[("from", (*from_orders).into()), ("to", (*to_orders).into())],
            );
            (text, why, tone)
        }
        FindingKind::OrdersChange { against, from, to } => {
            let (text, tone) = moved(
                &Move {
                    what: say.plain(ORDER_COUNT),
                    from: *from as f64,
                    to: *to as f64,
                    from_text: say.count(*from),
                    to_text: say.count(*to),
                    against: *against,
                },
                evidence,
                say,
            );
            (text, none(), tone)
        }
        FindingKind::AovChange {
            against,
            from_minor,
            to_minor,
        } => {
            let (text, tone) = moved(
                &Move {
                    what: say.plain(AOV),
                    from: *from_minor,
                    to: *to_minor,
                    from_text: say.money(*from_minor),
                    to_text: say.money(*to_minor),
                    against: *against,
                },
                evidence,
                say,
            );
            (text, none(), tone)
        }
        FindingKind::SegmentChange {
            dimension,
            name,
            from_minor,
            to_minor,
            contribution,
        } => {
            let name = say.segment(*dimension, name);
            let what = REVENUE_OF.fill(lang, &[("name", (&name).into())]);
            let (text, tone) = moved(
                &Move {
                    what: &what,
                    from: *from_minor as f64,
                    to: *to_minor as f64,
                    from_text: say.money(*from_minor as f64),
                    to_text: say.money(*to_minor as f64),
                    against: Against::Previous,
                },
                evidence,
                say,
            );
            let why = match contribution {
                Some(c) if *c > 0.0 => {
                    WHY_CONTRIBUTION.fill(lang, &[("share", (&percent(*c)).into())])
                }
                Some(c) if *c < 0.0 => say.plain(WHY_AGAINST).to_owned(),
                _ => none(),
            };
            (text, why, tone)
        }
        FindingKind::ShareShift {
            dimension,
            name,
            from,
            to,
        } => {
            let name = say.segment(*dimension, name);
            let what = SHARE_OF.fill(lang, &[("name", (&name).into())]);
            let text = moved_share(&what, *from, *to, evidence, say);
            (text, none(), Tone::Neutral)
        }
        FindingKind::Concentration { products, of } => {
            let text = CONCENTRATION.fill(
                lang,
                &[("products", (*products).into()), ("of", (*of).into())],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::Dominates {
            dimension,
            name,
            share,
        } => {
            let text = DOMINATES.fill(
                lang,
                &[
                    ("name", (&say.segment(*dimension, name)).into()),
                    ("share", (&percent(*share)).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::LargestCustomer { share } => {
            let text = LARGEST_CUSTOMER.fill(lang, &[("share", (&percent(*share)).into())]);
            (text, none(), Tone::Neutral)
        }
        FindingKind::TopCustomers { share, customers } => {
            let text = TOP_CUSTOMERS.fill(
                lang,
                &[
                    ("n", (*customers).into()),
                    ("share", (&percent(*share)).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::PriceMix {
            price_minor,
            volume_minor,
            mix_minor,
            range_minor,
            from_minor,
            to_minor,
        } => {
            let parts = [
                (BY_PRICE, *price_minor),
                (BY_VOLUME, *volume_minor),
                (BY_MIX, *mix_minor),
                (BY_RANGE, *range_minor),
            ];
            let largest = parts
                .iter()
                .max_by_key(|(_, minor)| minor.unsigned_abs())
                .unwrap_or(&parts[0]);
            let amount = |minor: i64| say.money_change(minor as f64);
            let text = PRICE_MIX.fill(
                lang,
                &[
                    ("when", (&when(evidence, say)).into()),
                    ("change", (&amount(to_minor - from_minor)).into()),
                    ("largest", say.plain(largest.0).into()),
                    ("amount", (&amount(largest.1)).into()),
                ],
            );
            let why = WHY_PARTS.fill(
                lang,
                &[
                    ("price", (&amount(*price_minor)).into()),
                    ("volume", (&amount(*volume_minor)).into()),
                    ("mix", (&amount(*mix_minor)).into()),
                    ("range", (&amount(*range_minor)).into()),
                ],
            );
            (text, why, Tone::Neutral)
        }
        FindingKind::RefundRateChange { from, to } => {
            let text = moved_share(say.plain(REFUND_RATE), *from, *to, evidence, say);
            (text, none(), toned(to < from))
        }
        FindingKind::ProductRefunds {
            name,
            rate,
            rest_rate,
            refund_minor,
        } => {
            let text = PRODUCT_REFUNDS.fill(
                lang,
                &[
                    ("name", (&quoted(name, lang)).into()),
                    ("rate", (&percent(*rate)).into()),
                    ("rest", (&percent(*rest_rate)).into()),
                    ("amount", (&say.money(*refund_minor as f64)).into()),
                ],
            );
            (text, none(), Tone::Bad)
        }
        FindingKind::LostOrders {
            reason,
            orders,
            amount_minor,
            share,
        } => {
            let phrase = match reason {
                ExclusionReason::Cancelled => LOST_CANCELLED,
                ExclusionReason::Unpaid => LOST_UNPAID,
                _ => LOST_OTHER,
            };
            // Closed orders often carry no amount; that is not an amount of nothing.
            let worth = match amount_minor {
                0 => none(),
                minor => LOST_WORTH.fill(lang, &[("amount", (&say.money(*minor as f64)).into())]),
            };
            let text = phrase.fill(
                lang,
                &[
                    ("n", (*orders).into()),
                    ("reason", exclusion(*reason, lang).into()),
                    ("share", (&percent(*share)).into()),
                    ("amount", (&worth).into()),
                ],
            );
            (text, none(), Tone::Bad)
        }
        FindingKind::Weekday {
            weekday,
            mean_minor,
            rest_minor,
        } => {
            let high = mean_minor >= rest_minor;
            let phrase = if high { WEEKDAY_HIGH } else { WEEKDAY_LOW };
            let change = if *rest_minor != 0.0 {
                (mean_minor - rest_minor) / rest_minor
            } else {
                0.0
            };
            let text = phrase.fill(
                lang,
                &[
                    (
                        "day",
                        date::weekday_long(usize::from(*weekday), lang).into(),
                    ),
                    ("mean", (&say.money(*mean_minor)).into()),
                    ("rest", (&say.money(*rest_minor)).into()),
                    ("change", (&percent(change)).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::BusyHours {
            from_hour,
            to_hour,
            share,
        } => {
            let text = BUSY_HOURS.fill(
                lang,
                &[
                    ("from", (&date::hour(usize::from(*from_hour), lang)).into()),
                    ("to", (&date::hour(usize::from(*to_hour) + 1, lang)).into()),
                    ("share", (&percent(*share)).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::DiscountShareChange { from, to } => {
            let text = moved_share(say.plain(DISCOUNT_RATE), *from, *to, evidence, say);
            (text, none(), Tone::Neutral)
        }
        FindingKind::DiscountDependency {
            share,
            discount_share,
        } => {
            let text = DISCOUNT_DEPENDENCY.fill(
                lang,
                &[
                    ("share", (&percent(*share)).into()),
                    ("depth", (&percent(*discount_share)).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::DiscountedOrderValue {
            discounted_minor,
            full_price_minor,
        } => {
            let text = compared(
                (DISCOUNTED_LARGER, DISCOUNTED_SMALLER),
                ("discounted", *discounted_minor),
                ("full", *full_price_minor),
                say,
            );
            (text, say.plain(WHY_CORRELATION).to_owned(), Tone::Neutral)
        }
        FindingKind::ReturningShift { from, to } => {
            let text = moved_share(say.plain(RETURNING_RATE), *from, *to, evidence, say);
            (text, none(), Tone::Neutral)
        }
        FindingKind::ReturningOrderValue {
            returning_minor,
            new_minor,
        } => {
            let text = compared(
                (RETURNING_LARGER, RETURNING_SMALLER),
                ("returning", *returning_minor),
                ("new", *new_minor),
                say,
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::RepeatRate {
            rate,
            returning_share,
        } => {
            let text = REPEAT_RATE.fill(
                lang,
                &[
                    ("rate", (&percent(*rate)).into()),
                    ("share", (&percent(*returning_share)).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::PairTogether {
            a,
            b,
            together,
            lift,
            confidence,
        } => {
            let (a, b) = (quoted(a, lang), quoted(b, lang));
            let text = PAIR.fill(
                lang,
                &[
                    ("a", (&a).into()),
                    ("b", (&b).into()),
                    ("n", (*together).into()),
                    ("lift", (&factor(*lift)).into()),
                ],
            );
            let why = WHY_PAIR.fill(
                lang,
                &[
                    ("a", (&a).into()),
                    ("b", (&b).into()),
                    ("confidence", (&percent(*confidence)).into()),
                ],
            );
            (text, why, Tone::Neutral)
        }
        FindingKind::AnomalyDay {
            day,
            gross_minor,
            expected_minor,
            driver,
        } => {
            let gross = *gross_minor as f64;
            let high = gross >= *expected_minor;
            let change = if *expected_minor != 0.0 {
                (gross - expected_minor) / expected_minor
            } else {
                0.0
            };
            let text = if high { DAY_HIGH } else { DAY_LOW }.fill(
                lang,
                &[
                    ("day", (&say.day(*day)).into()),
                    ("amount", (&say.money(gross)).into()),
                    ("expected", (&say.money(*expected_minor)).into()),
                    ("change", (&percent(change)).into()),
                ],
            );
            let why = match driver {
                Some((dimension, name)) => {
                    let name = say.segment(*dimension, &SegmentName::Named(name.clone()));
                    WHY_DAY.fill(lang, &[("name", (&name).into())])
                }
                None => none(),
            };
            (text, why, toned(high))
        }
        FindingKind::LargeOrder {
            amount_minor,
            share,
            day,
            days,
        } => {
            let phrase = match (day, days) {
                (None, _) => LARGE_ORDER,
                (_, 0) => LARGE_ORDER_DAY,
                (_, 1) => ORDER_MADE_DAY,
                _ => ORDERS_MADE_DAYS,
            };
            let day = day.map_or_else(none, |day| say.day(day));
            let text = phrase.fill(
                lang,
                &[
                    ("day", (&day).into()),
                    ("amount", (&say.money(*amount_minor as f64)).into()),
                    ("share", (&percent(*share)).into()),
                    ("n", (*days).into()),
                ],
            );
            (text, none(), Tone::Neutral)
        }
        FindingKind::MissingDays { first, last } => {
            let text =
                MISSING_DAYS.fill(lang, &[("period", (&say.period((*first, *last))).into())]);
            (text, none(), Tone::Bad)
        }
        FindingKind::Slope {
            per_step_minor,
            relative,
            monthly,
            steps,
        } => {
            let up = *per_step_minor >= 0.0;
            let (step, many) = if *monthly {
                (MONTH, MONTHS)
            } else {
                (WEEK, WEEKS)
            };
            let amount = say.money(per_step_minor.abs());
            let change = signed(*relative);
            let args = [
                ("n", u64::from(*steps).into()),
                ("step", say.plain(step).into()),
                ("steps", say.plain(many).into()),
                ("amount", (&amount).into()),
                ("change", (&change).into()),
            ];
            let text = if up { SLOPE_UP } else { SLOPE_DOWN }.fill(lang, &args);
            (text, none(), toned(up))
        }
        _ => (say.plain(OTHER).to_owned(), none(), Tone::Neutral),
    }
}
