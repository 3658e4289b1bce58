//! How sure a finding is, and by which method.

use analysis::{Finding, FindingKind, Method};

use super::{
    ALMOST_CERTAIN, FACT, INTERVAL, LIKELY, M_CHI, M_FISHER, M_KENDALL, M_PROPORTIONS, M_QUASI,
    M_RANK, M_ROBUST, M_WELCH_ORDERS, M_WELCH_TOTALS, TENTATIVE, TESTED,
};
use crate::words::enough::counted;
use crate::words::phrase::Phrase;
use crate::words::say::{Say, digits, signed, signed_points};

/// Whether a kind's effect is a difference of shares rather than a relative change.
fn in_points(kind: &FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::ShareShift { .. }
            | FindingKind::RefundRateChange { .. }
            | FindingKind::DiscountShareChange { .. }
            | FindingKind::ReturningShift { .. }
            | FindingKind::ProductRefunds { .. }
    )
}

/// How sure: a p-value in words, then in numbers.
pub(super) fn certainty(finding: &Finding, say: &Say<'_>) -> String {
    let evidence = &finding.evidence;
    let lang = say.lang;
    let n = counted(evidence.n, evidence.unit, lang);
    let Some(p) = evidence.q_value.or(evidence.p_value) else {
        return FACT.fill(lang, &[("n", (&n).into())]);
    };
    let how = if p < 0.001 {
        ALMOST_CERTAIN
    } else if p < 0.01 {
        LIKELY
    } else {
        TENTATIVE
    };
    let p = if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        ["= ", &format!("{p:.3}")].concat()
    };
    let interval = match &evidence.interval {
        Some(interval) => {
            let points = in_points(&finding.kind);
            let times = interval.high >= 9.995;
            let end = |v: f64| match times {
                true => ["×", &digits(v + 1.0)].concat(),
                false => signed(v),
            };
            let low = match points {
                true => signed_points(interval.low),
                // Nothing falls by more than all of it.
                false => end(interval.low.max(-1.0)),
            };
            let high = match points {
                true => say.points(interval.high),
                false => end(interval.high),
            };
            let level = [&digits(interval.level * 100.0), "%"].concat();
            INTERVAL.fill(
                lang,
                &[
                    ("level", (&level).into()),
                    ("low", (&low).into()),
                    ("high", (&high).into()),
                ],
            )
        }
        None => String::new(),
    };
    TESTED.fill(
        lang,
        &[
            ("how", say.plain(how).into()),
            ("p", (&p).into()),
            ("interval", (&interval).into()),
            ("n", (&n).into()),
        ],
    )
}

pub(super) fn method(method: Method) -> Option<Phrase> {
    Some(match method {
        Method::WelchOnTotals => M_WELCH_TOTALS,
        Method::WelchOnOrders => M_WELCH_ORDERS,
        Method::QuasiPoisson => M_QUASI,
        Method::TwoProportions => M_PROPORTIONS,
        Method::FisherExact => M_FISHER,
        Method::ChiSquare => M_CHI,
        Method::RankTest => M_RANK,
        Method::RobustZ => M_ROBUST,
        Method::MannKendall => M_KENDALL,
        _ => return None,
    })
}
