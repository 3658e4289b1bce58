//! How well values fit a role, and how much a role speaks for a dataset.

use table::Type;

use super::profile::Profile;
use crate::{Dataset, Role};

/// Roles that several columns may play at once; all others belong to the best column.
pub(crate) fn is_repeatable(role: Role) -> bool {
    role.is_personal()
        || matches!(
            role,
            Role::City
                | Role::Region
                | Role::Country
                | Role::Tags
                | Role::Fee
                | Role::TrackingNumber
                | Role::Variant
                | Role::Barcode
                | Role::Campaign
                | Role::Category
                | Role::SubCategory
                | Role::ProductStatus
                | Role::Backorder
        )
}

/// Whether a role's values are amounts of money.
pub(crate) fn is_money(role: Role) -> bool {
    matches!(
        role,
        Role::OrderTotal
            | Role::OrderSubtotal
            | Role::OrderListTotal
            | Role::OrderDiscount
            | Role::Shipping
            | Role::Tax
            | Role::RefundAmount
            | Role::MerchantReceived
            | Role::Fee
            | Role::UnitPrice
            | Role::LineTotal
            | Role::LineDiscount
            | Role::LineTax
            | Role::Profit
            | Role::UnitCost
            | Role::CompareAtPrice
            | Role::CustomerSpent
            | Role::Spend
            | Role::ConversionValue
    )
}

/// Whether a role's values are points in time.
pub(crate) fn is_date(role: Role) -> bool {
    matches!(
        role,
        Role::OrderDate
            | Role::PaidDate
            | Role::ShippedDate
            | Role::CompletedDate
            | Role::CancelledDate
            | Role::Date
            | Role::EndDate
            | Role::FollowUpDate
            | Role::PromisedDate
    )
}

fn is_count(role: Role) -> bool {
    matches!(
        role,
        Role::Quantity
            | Role::OrderUnits
            | Role::CustomerOrders
            | Role::HelpfulVotes
            | Role::Sessions
            | Role::Visitors
            | Role::PageViews
            | Role::Impressions
            | Role::Clicks
            | Role::Conversions
            | Role::OnHand
            | Role::Available
            | Role::Reserved
            | Role::Incoming
            | Role::MinimumOrder
            | Role::LeadTime
            | Role::ReceivedQuantity
    )
}

/// How well values fit a role: 0 = not at all, 1 = well. An empty column fits, but yields to filled ones.
pub(crate) fn fit(role: Role, p: &Profile) -> f64 {
    if p.kind == Type::Empty || p.filled == 0 {
        return 0.6;
    }
    let number = matches!(p.kind, Type::Integer | Type::Decimal);
    let dated = matches!(p.kind, Type::Date | Type::DateTime);
    // A share is no amount; of a line's price it may be the discount.
    if p.percent && is_money(role) && role != Role::LineDiscount {
        return 0.0;
    }
    if is_money(role) || is_count(role) {
        return match p.is_number() {
            true if is_count(role) && p.max > 1.0e12 => 0.0,
            true => 1.0,
            // `not stocked` among quantities.
            false if p.kind == Type::Text && p.numeric_text >= 0.4 => 0.8,
            false => 0.0,
        };
    }
    if is_date(role) {
        return match (p.is_time(), p.kind) {
            (true, Type::Integer) => 0.95,
            (true, _) => 1.0,
            (false, Type::Text) => 0.35,
            _ => 0.0,
        };
    }
    match role {
        Role::Rating => match number {
            // A slip of the keyboard makes no other column of them.
            true if p.rating >= 0.95 => 1.0,
            true if p.min >= 0.0 && p.max <= 100.0 => 0.5,
            _ if p.kind == Type::Text && p.rating >= 0.5 => 1.0,
            _ if p.kind == Type::Text && p.mean_chars < 12.0 => 0.4,
            _ => 0.0,
        },
        Role::ReviewText
        | Role::ReviewFollowUp
        | Role::MessageText
        | Role::Description
        | Role::Reply => {
            // `好评` and `差评` alone are ratings.
            if dated || number || p.kind == Type::Boolean || p.rating > 0.8 {
                0.0
            } else if p.wordy > 0.4 || p.mean_chars > 15.0 {
                1.0
            } else {
                0.7
            }
        }
        Role::Email => match p.kind {
            Type::Text if p.email > 0.3 => 1.0,
            Type::Text => 0.5,
            _ => 0.2,
        },
        Role::Phone | Role::PostalCode => {
            if dated || p.kind == Type::Boolean {
                0.0
            } else {
                1.0
            }
        }
        Role::Currency => {
            if p.kind == Type::Text && p.currency > 0.5 {
                1.0
            } else {
                0.0
            }
        }
        Role::OrderId | Role::ProductId | Role::Sku | Role::CustomerId | Role::SessionId => {
            if dated || p.kind == Type::Boolean {
                0.1
            } else if p.kind == Type::Decimal && !p.whole {
                0.15
            } else {
                1.0
            }
        }
        Role::TestFlag => match p.kind {
            Type::Boolean => 1.0,
            _ if p.distinct <= 2 => 0.8,
            _ => 0.0,
        },
        Role::City
        | Role::Region
        | Role::Country
        | Role::Address
        | Role::FirstName
        | Role::LastName
        | Role::CustomerName => {
            if dated || p.kind == Type::Boolean || p.kind == Type::Decimal && !p.whole {
                0.0
            } else if number {
                0.6
            } else {
                1.0
            }
        }
        Role::ProductName | Role::ProductList | Role::ReviewTitle => {
            if dated || p.kind == Type::Boolean {
                0.0
            } else if number {
                0.5
            } else {
                1.0
            }
        }
        _ => {
            if dated {
                0.0
            } else if p.kind == Type::Decimal && !p.whole {
                0.3
            } else {
                1.0
            }
        }
    }
}

/// The datasets that names are tried against. Order lines are orders of another grain.
pub(crate) const CANDIDATES: &[Dataset] = &[
    Dataset::Orders,
    Dataset::Products,
    Dataset::Customers,
    Dataset::Reviews,
    Dataset::Events,
    Dataset::Ads,
    Dataset::Stock,
    Dataset::Messages,
];

/// How much a role speaks for (or against) a dataset.
pub(crate) fn weight(dataset: Dataset, role: Role) -> f64 {
    use Role as R;
    match dataset {
        Dataset::Orders | Dataset::OrderLines => match role {
            R::OrderId | R::OrderTotal => 3.0,
            R::OrderDate | R::LineTotal => 2.0,
            R::OrderStatus | R::PaymentStatus | R::Quantity | R::OrderListTotal => 1.5,
            R::CustomerOrders => 2.0,
            R::PaidDate | R::OrderSubtotal | R::UnitPrice | R::ProductName | R::ProductList => 1.0,
            R::RefundAmount | R::RefundStatus | R::Shipping | R::Tax | R::OrderDiscount => 0.8,
            R::ShippedDate | R::CompletedDate | R::MerchantReceived | R::OrderUnits => 0.8,
            R::DiscountCode | R::LineDiscount | R::LineTax | R::Profit | R::TrackingNumber => 0.6,
            R::PaymentMethod | R::ShippingMethod | R::CancelReason | R::CancelledDate => 0.5,
            R::CustomerId | R::CustomerName | R::Email | R::ProductId | R::Sku => 0.6,
            R::Country | R::Region | R::City | R::Address | R::Channel | R::Store => 0.3,
            R::Impressions | R::Clicks | R::Spend | R::Rating | R::ReviewText => -2.5,
            R::ReviewFollowUp => -2.5,
            R::EventType | R::CustomerSpent | R::PageViews | R::Visitors | R::Sessions => -2.5,
            R::OnHand | R::MessageText => -1.5,
            _ => 0.0,
        },
        Dataset::Products => match role {
            R::ProductName | R::UnitPrice => 2.0,
            R::ProductId | R::Sku | R::CompareAtPrice | R::Description => 1.5,
            R::Category | R::Brand | R::Barcode | R::UnitCost | R::Variant | R::ProductStatus => {
                1.0
            }
            R::SubCategory | R::Tags | R::Supplier | R::OnHand => 0.5,
            R::Quantity => 0.2,
            R::OrderId | R::OrderTotal | R::Impressions | R::EventType | R::MessageText => -3.0,
            R::OrderDate | R::OrderStatus | R::CustomerName | R::CustomerId | R::Email => -2.0,
            R::ReviewText | R::Rating | R::Location | R::Available | R::Incoming => -1.5,
            R::ReviewFollowUp => -1.5,
            _ => 0.0,
        },
        Dataset::Customers => match role {
            R::CustomerSpent | R::CustomerOrders => 2.5,
            R::CustomerId | R::Email | R::FirstName | R::LastName => 2.0,
            R::CustomerName | R::Phone => 1.5,
            R::Segment => 1.0,
            R::Address | R::City | R::Country | R::Region | R::PostalCode => 0.3,
            R::OrderId | R::OrderTotal | R::ReviewText | R::MessageText | R::EventType => -4.0,
            R::ProductName | R::Quantity | R::Rating | R::Impressions => -3.0,
            R::OrderDate | R::LineTotal | R::ProductId | R::UnitPrice => -1.5,
            _ => 0.0,
        },
        Dataset::Reviews => match role {
            R::ReviewText => 4.0,
            R::Rating => 3.0,
            R::ReviewTitle | R::ReviewFollowUp => 2.0,
            R::HelpfulVotes => 1.5,
            R::Reply | R::ReviewStatus => 1.0,
            R::ProductId | R::ProductName | R::Date => 0.5,
            R::CustomerName | R::Email => 0.3,
            R::OrderTotal | R::Quantity | R::LineTotal | R::Impressions | R::UnitPrice => -2.0,
            _ => 0.0,
        },
        Dataset::Events => match role {
            R::EventType => 4.0,
            R::Sessions | R::Visitors | R::PageViews => 2.5,
            R::SessionId => 2.0,
            R::CustomerId | R::ProductId | R::Date | R::Channel => 0.8,
            R::Spend | R::ReviewText | R::OrderId | R::MessageText => -2.0,
            _ => 0.0,
        },
        Dataset::Ads => match role {
            R::Impressions | R::Spend => 3.0,
            R::Clicks | R::Campaign => 2.5,
            R::AdGroup => 2.0,
            R::AdName | R::SearchTerm | R::Conversions | R::ConversionValue => 1.5,
            R::Date | R::EndDate | R::Currency => 0.3,
            R::OrderId | R::ReviewText | R::OrderStatus => -3.0,
            _ => 0.0,
        },
        Dataset::Stock => match role {
            R::OnHand => 3.0,
            R::Available => 2.5,
            R::Incoming => 2.0,
            R::Location | R::LeadTime | R::Reserved => 1.5,
            R::Sku | R::ProductId => 1.0,
            R::ProductName | R::Supplier | R::UnitCost | R::MinimumOrder => 0.5,
            R::OrderId | R::OrderTotal | R::ReviewText => -4.0,
            R::Description | R::CompareAtPrice | R::OrderDate => -1.5,
            R::UnitPrice => -0.5,
            _ => 0.0,
        },
        Dataset::Messages => match role {
            R::MessageText => 4.0,
            R::Sender | R::ConversationId => 2.0,
            R::Reply => 1.5,
            R::Category | R::Date => 0.4,
            R::Rating | R::OrderTotal | R::UnitPrice | R::Quantity => -3.0,
            _ => 0.0,
        },
        Dataset::Purchases | Dataset::Unknown => 0.0,
    }
}

/// Whether the roles met make a dataset at all.
pub(crate) fn is_complete(dataset: Dataset, has: impl Fn(Role) -> bool) -> bool {
    use Role as R;
    let any = |roles: &[Role]| roles.iter().any(|r| has(*r));
    let count = |roles: &[Role]| roles.iter().filter(|r| has(**r)).count();
    match dataset {
        Dataset::Orders | Dataset::OrderLines => {
            let amount = any(&[
                R::OrderTotal,
                R::LineTotal,
                R::OrderSubtotal,
                R::OrderListTotal,
            ]);
            let when = any(&[R::OrderDate, R::PaidDate]);
            let what = any(&[R::ProductName, R::ProductId, R::Sku, R::ProductList]);
            has(R::OrderId)
                && (amount || what || has(R::RefundAmount) || when && has(R::OrderStatus))
                || when && (amount || has(R::UnitPrice) && (what || has(R::Quantity)))
                || when && what && has(R::Quantity)
        }
        Dataset::Products => {
            any(&[R::ProductName, R::ProductId, R::Sku])
                && any(&[
                    R::UnitPrice,
                    R::Category,
                    R::Brand,
                    R::Description,
                    R::Variant,
                    R::Barcode,
                    R::UnitCost,
                    R::PageViews,
                    R::LineTotal,
                ])
        }
        Dataset::Customers => {
            let who = [
                R::CustomerId,
                R::Email,
                R::CustomerName,
                R::FirstName,
                R::LastName,
                R::Phone,
            ];
            let what = [
                R::CustomerSpent,
                R::CustomerOrders,
                R::Segment,
                R::Address,
                R::City,
            ];
            any(&who) && count(&who) + count(&what) >= 2
        }
        Dataset::Reviews => {
            any(&[R::ReviewText, R::ReviewFollowUp]) || has(R::Rating) && has(R::ReviewTitle)
        }
        Dataset::Events => {
            any(&[R::EventType, R::Sessions, R::Visitors, R::PageViews])
                || has(R::SessionId) && has(R::Date)
        }
        Dataset::Ads => {
            count(&[R::Impressions, R::Clicks, R::Spend, R::Campaign, R::AdGroup]) >= 2
                && any(&[R::Impressions, R::Clicks, R::Spend])
                || has(R::Campaign) && any(&[R::CustomerId, R::EndDate])
        }
        Dataset::Stock => any(&[R::OnHand, R::Available]),
        Dataset::Messages => has(R::MessageText),
        Dataset::Purchases => {
            has(R::Supplier)
                && any(&[R::Quantity, R::ReceivedQuantity])
                && any(&[R::OrderDate, R::CompletedDate])
        }
        Dataset::Unknown => false,
    }
}
