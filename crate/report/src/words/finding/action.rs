//! What a merchant can do about a finding.

use analysis::Action;

use super::{
    A_CAUSE, A_CHECK, A_CHECK_ORDER, A_DISCOUNTS, A_DIVERSIFY, A_DRIVERS, A_KEEP_BEST, A_NEW,
    A_PLAN, A_PRICES, A_RECOVER, A_REDUCE, A_REPEAT, A_REVIEW_PRODUCT, A_SECOND, A_SECURE,
    A_TOGETHER, A_VALUE, A_WATCH,
};
use crate::words::phrase::Phrase;

pub(super) fn action(action: Action) -> Phrase {
    match action {
        Action::SeeDrivers => A_DRIVERS,
        Action::RepeatSuccess => A_REPEAT,
        Action::FindCause => A_CAUSE,
        Action::CheckData => A_CHECK,
        Action::CheckOrder => A_CHECK_ORDER,
        Action::SecureTopProducts => A_SECURE,
        Action::Diversify => A_DIVERSIFY,
        Action::KeepBestCustomers => A_KEEP_BEST,
        Action::WinSecondOrder => A_SECOND,
        Action::WinNewCustomers => A_NEW,
        Action::ReviewProduct => A_REVIEW_PRODUCT,
        Action::RecoverPayments => A_RECOVER,
        Action::ReduceCancellations => A_REDUCE,
        Action::PlanTimes => A_PLAN,
        Action::TestDiscounts => A_DISCOUNTS,
        Action::OfferTogether => A_TOGETHER,
        Action::ReviewPrices => A_PRICES,
        Action::RaiseOrderValue => A_VALUE,
        _ => A_WATCH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chart::spec::Lang;

    #[test]
    fn only_open_orders_are_reminded_of_their_payment() {
        let phrase = action(Action::RecoverPayments);
        assert!(phrase.plain(Lang::En).contains("can no longer be paid"));
        assert!(phrase.plain(Lang::Zh).contains("已关闭的无法再付"));
    }
}
