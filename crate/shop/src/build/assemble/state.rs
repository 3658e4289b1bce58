//! The state of an order, from the states that its rows tell.

use super::Assembly;
use crate::build::cells::is_null;
use crate::status::{self, State};

/// What the states of an order's rows say together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) cancelled: bool,
    pub(super) unpaid: bool,
    /// Closed since nobody paid.
    pub(super) lapsed: bool,
    pub(super) refunded: bool,
    pub(super) partly: bool,
    pub(super) counted: bool,
    pub(super) test: bool,
    pub(super) after_payment: bool,
}

impl Assembly<'_> {
    pub(super) fn flags(&mut self, head: usize, rows: &[usize]) -> Flags {
        let s = &mut self.sources[head];
        let mut f = Flags::default();
        let mut paid_state = None;
        let mut cancelled_rows = 0usize;
        if s.order_status.is_some() || s.payment_status.is_some() || s.refund_status.is_some() {
            for &row in rows {
                if let Some(state) = s.payment_status.as_ref().and_then(|c| c.get(row)) {
                    paid_state.get_or_insert(state);
                }
                match s.order_status.as_ref().and_then(|c| c.get(row)) {
                    Some(State::Cancelled) => cancelled_rows += 1,
                    Some(State::Lapsed) => {
                        cancelled_rows += 1;
                        f.lapsed = true;
                    }
                    Some(State::Unpaid) => f.unpaid = true,
                    Some(State::Refunded) => f.refunded = true,
                    Some(State::PartlyRefunded) => f.partly = true,
                    Some(State::Counted) => f.counted = true,
                    None => {}
                }
                match s.refund_status.as_ref().and_then(|c| c.get(row)) {
                    Some(State::Refunded) => f.refunded = true,
                    Some(State::PartlyRefunded) => f.partly = true,
                    _ => {}
                }
            }
        }
        f.cancelled = cancelled_rows > 0 && !f.counted;
        match paid_state {
            Some(State::Unpaid) => f.unpaid = true,
            Some(State::Cancelled) => f.cancelled = true,
            Some(State::Lapsed) => {
                f.cancelled = true;
                f.lapsed = true;
            }
            Some(state) => {
                f.unpaid = false;
                f.lapsed = false;
                f.counted |= state == State::Counted;
                f.refunded |= state == State::Refunded;
                f.partly |= state == State::PartlyRefunded;
            }
            None => f.unpaid &= !f.counted,
        }
        f.refunded &= !f.partly;
        if let Some(c) = s.cancelled
            && rows.iter().any(|&r| !is_null(c, r))
        {
            f.cancelled = true;
        }
        let blank = rows.iter().all(|&r| s.is_paid_blank(r) == Some(true));
        f.after_payment = s.paid.is_some() && !blank;
        if blank && !f.counted && !f.refunded && !f.partly && !f.cancelled {
            f.unpaid = true;
        }
        // Closed after it was paid, for a refund: the money came and went.
        if f.cancelled
            && f.after_payment
            && let Some(reason) = &s.cancel_reason
        {
            let text = reason.text(rows[0]);
            if text.contains("退款") || text.to_lowercase().contains("refund") {
                f.cancelled = false;
                f.refunded = true;
            }
        }
        // Closed because nobody paid.
        if f.cancelled
            && !f.after_payment
            && !f.lapsed
            && let Some(reason) = &s.cancel_reason
        {
            let said = status::classify(&reason.text(rows[0]));
            f.lapsed = matches!(said, Some(State::Unpaid | State::Lapsed));
        }
        f.lapsed &= f.cancelled && !f.after_payment;
        if f.lapsed {
            f.cancelled = false;
            f.unpaid = true;
        }
        f.test =
            (s.test.is_some() || !s.test_words.is_empty()) && rows.iter().any(|&r| s.is_test(r));
        f
    }
}
