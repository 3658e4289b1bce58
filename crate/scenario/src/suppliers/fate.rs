//! What the status of a purchase order says of its goods.

use ledger::Frame;

use crate::cells::{cell, key};

/// What becomes of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It is ordered, or has come.
    #[default]
    Ordered,
    /// It is not ordered yet.
    Draft,
    /// Nothing more of it will come.
    Closed,
    /// Nothing more of it is wanted.
    Cancelled,
}

/// Words of a status, as [`key`] writes them, the strongest first.
const WORDS: [(Fate, &[&str]); 3] = [
    (
        Fate::Cancelled,
        &[
            "cancel", "void", "reject", "declin", "storn", "取消", "作废", "撤销", "拒绝",
        ],
    ),
    (
        Fate::Closed,
        &["closed", "terminated", "关闭", "终止", "结案"],
    ),
    (
        Fate::Draft,
        &[
            "draft",
            "unsubmitted",
            "notsubmitted",
            "unapproved",
            "notapproved",
            "pendingapproval",
            "awaitingapproval",
            "pendingreview",
            "quotation",
            "entwurf",
            "草稿",
            "未提交",
            "待提交",
            "未审核",
            "待审核",
            "审核中",
            "未审批",
            "待审批",
            "审批中",
            "驳回",
            "询价",
        ],
    ),
];
/// What before such a word takes its meaning away.
const DENIED: [&str; 5] = ["未", "部分", "not", "partially", "partly"];

/// What a status says.
fn said(status: &str) -> Fate {
    let status = key(status);
    let is_denied = |at: usize| DENIED.iter().any(|no| status[..at].ends_with(no));
    let says = |word: &&str| status.match_indices(*word).any(|(at, _)| !is_denied(at));
    let found = WORDS.iter().find(|(_, words)| words.iter().any(says));
    found.map_or(Fate::Ordered, |(fate, _)| *fate)
}

impl Fate {
    /// That of a row. Where a file does not tell what arrived, what is closed may be done.
    pub(super) fn of(frame: &Frame, row: usize) -> Self {
        if frame.day("cancelled_date", row).is_some() {
            return Self::Cancelled;
        }
        match said(&cell(frame, "order_status", row)) {
            Self::Closed if !tells_arrivals(frame) => Self::Ordered,
            fate => fate,
        }
    }
}

/// Whether a file tells what arrived, or when.
pub(super) fn tells_arrivals(frame: &Frame) -> bool {
    let has = |role| frame.column(role).is_some();
    has("received_quantity") || has("completed_date")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_becomes_of_a_line() {
        for (fate, words) in [
            (
                Fate::Cancelled,
                ["Cancelled", "VOIDED", "已取消", "作废", "Rejected"],
            ),
            (
                Fate::Closed,
                ["Closed", "Short closed", "已关闭", "业务终止", "已结案"],
            ),
            (
                Fate::Draft,
                [
                    "Draft",
                    "草稿",
                    "待审核",
                    "Pending approval",
                    "Not submitted",
                ],
            ),
            (
                Fate::Ordered,
                [
                    "Partially received",
                    "未关闭",
                    "not cancelled",
                    "部分取消",
                    "",
                ],
            ),
        ] {
            for word in words {
                assert_eq!(said(word), fate, "{word}");
            }
        }
    }
}
