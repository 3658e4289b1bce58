//! What a table is, and what a column means.

use serde::{Deserialize, Serialize};

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dataset {
    /// A row per order.
    Orders,
    /// A row per product in an order (order-level values may stand on them too).
    OrderLines,
    /// A row per product or variant.
    Products,
    /// A row per customer.
    Customers,
    /// A row per review.
    Reviews,
    /// A row per visit, click or other event.
    Events,
    /// A row per campaign, ad or search term, and day or period.
    Ads,
    /// A row per product and place with quantities on hand.
    Stock,
    /// A row per message.
    Messages,
    /// A row per product ordered from a supplier, or received.
    Purchases,
    /// None of these.
    Unknown,
}

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $name:ident = $key:literal,)+) => {
        /// What a column means. The stable name ([`Role::key`]) is what mappings are saved with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Role {
            $($(#[doc = $doc])+ #[serde(rename = $key)] $name,)+
        }

        impl Role {
            /// All roles, in the order in which they are offered.
            pub const ALL: &'static [Role] = &[$(Role::$name,)+];

            /// The stable name.
            pub fn key(self) -> &'static str {
                match self { $(Role::$name => $key,)+ }
            }

            /// The role of a stable name.
            pub fn from_key(key: &str) -> Option<Role> {
                match key { $($key => Some(Role::$name),)+ _ => None }
            }
        }
    };
}

roles! {
    /// The order's number.
    OrderId = "order_id",
    /// When the order was placed.
    OrderDate = "order_date",
    /// When it was paid.
    PaidDate = "paid_date",
    /// When it was sent.
    ShippedDate = "shipped_date",
    /// When it was completed or delivered.
    CompletedDate = "completed_date",
    /// The order's state.
    OrderStatus = "order_status",
    /// The payment's state.
    PaymentStatus = "payment_status",
    /// The line's or order's after-sales state.
    RefundStatus = "refund_status",
    /// Why an order was closed or cancelled.
    CancelReason = "cancel_reason",
    /// When it was cancelled.
    CancelledDate = "cancelled_date",
    /// Whether it is a test order.
    TestFlag = "test_flag",
    /// The currency's ISO code.
    Currency = "currency",
    /// Order level: what the customer was charged.
    OrderTotal = "order_total",
    /// Order level: goods before shipping and tax.
    OrderSubtotal = "order_subtotal",
    /// Order level: amount before discounts, where it differs from what was charged.
    OrderListTotal = "order_list_total",
    /// Order level: discount.
    OrderDiscount = "order_discount",
    /// Order level: shipping charged.
    Shipping = "shipping",
    /// Order level: tax.
    Tax = "tax",
    /// Order level: refunded amount.
    RefundAmount = "refund_amount",
    /// Order level: units in the order.
    OrderUnits = "order_units",
    /// What the merchant receives.
    MerchantReceived = "merchant_received",
    /// A fee taken by the platform or payment service.
    Fee = "fee",
    /// Discount code.
    DiscountCode = "discount_code",
    /// Line: quantity.
    Quantity = "quantity",
    /// Line: price of one unit.
    UnitPrice = "unit_price",
    /// Line: amount of the line.
    LineTotal = "line_total",
    /// Line: discount.
    LineDiscount = "line_discount",
    /// Line: tax.
    LineTax = "line_tax",
    /// Line: profit.
    Profit = "profit",
    /// Cost of one unit.
    UnitCost = "unit_cost",
    /// The product's id on the platform.
    ProductId = "product_id",
    /// Stock-keeping unit.
    Sku = "sku",
    /// Barcode.
    Barcode = "barcode",
    /// The product's name or title.
    ProductName = "product_name",
    /// Several products in one cell.
    ProductList = "product_list",
    /// The variant or specification.
    Variant = "variant",
    /// Description.
    Description = "description",
    /// Category.
    Category = "category",
    /// Category below the category.
    SubCategory = "sub_category",
    /// Brand or vendor.
    Brand = "brand",
    /// Supplier.
    Supplier = "supplier",
    /// Tags.
    Tags = "tags",
    /// List price before reduction.
    CompareAtPrice = "compare_at_price",
    /// Whether a product is offered.
    ProductStatus = "product_status",
    /// Whether a product is sold when none is left.
    Backorder = "backorder",
    /// Customer's id.
    CustomerId = "customer_id",
    /// Customer's name (personal).
    CustomerName = "customer_name",
    /// First name (personal).
    FirstName = "first_name",
    /// Last name (personal).
    LastName = "last_name",
    /// E-mail (personal).
    Email = "email",
    /// Telephone (personal).
    Phone = "phone",
    /// Street address (personal).
    Address = "address",
    /// Postal code (personal).
    PostalCode = "postal_code",
    /// IP address (personal).
    IpAddress = "ip_address",
    /// City.
    City = "city",
    /// State, province or region.
    Region = "region",
    /// Country.
    Country = "country",
    /// Sales channel, shop or source.
    Channel = "channel",
    /// The shop or store.
    Store = "store",
    /// Customer segment or type.
    Segment = "segment",
    /// Payment method.
    PaymentMethod = "payment_method",
    /// Shipping method or carrier.
    ShippingMethod = "shipping_method",
    /// Parcel number.
    TrackingNumber = "tracking_number",
    /// Orders that a customer has placed.
    CustomerOrders = "customer_orders",
    /// What a customer has spent.
    CustomerSpent = "customer_spent",
    /// A general date: of a review, an event, a day of an ad report.
    Date = "date",
    /// End of a period.
    EndDate = "end_date",
    /// Star rating.
    Rating = "rating",
    /// A review's or message's headline.
    ReviewTitle = "review_title",
    /// A review's text.
    ReviewText = "review_text",
    /// What a customer adds to a review later.
    ReviewFollowUp = "review_follow_up",
    /// When it was added.
    FollowUpDate = "follow_up_date",
    /// A message's text.
    MessageText = "message_text",
    /// The answer to a review or message.
    Reply = "reply",
    /// Helpful votes.
    HelpfulVotes = "helpful_votes",
    /// Whether a review is shown, hidden or spam.
    ReviewStatus = "review_status",
    /// Kind of an event.
    EventType = "event_type",
    /// Visit or session.
    SessionId = "session_id",
    /// Sessions or visits counted.
    Sessions = "sessions",
    /// Visitors counted.
    Visitors = "visitors",
    /// Page views counted.
    PageViews = "page_views",
    /// Campaign.
    Campaign = "campaign",
    /// Ad group or ad set.
    AdGroup = "ad_group",
    /// Ad.
    AdName = "ad_name",
    /// Search term or keyword.
    SearchTerm = "search_term",
    /// Impressions.
    Impressions = "impressions",
    /// Clicks.
    Clicks = "clicks",
    /// Money spent on ads.
    Spend = "spend",
    /// Conversions or purchases by ads.
    Conversions = "conversions",
    /// Value of conversions.
    ConversionValue = "conversion_value",
    /// Quantity on hand.
    OnHand = "on_hand",
    /// Quantity free to sell.
    Available = "available",
    /// Quantity that is there and promised already.
    Reserved = "reserved",
    /// Quantity on order.
    Incoming = "incoming",
    /// The least that a supplier delivers.
    MinimumOrder = "minimum_order",
    /// Warehouse or bin.
    Location = "location",
    /// Lead time in days.
    LeadTime = "lead_time",
    /// When ordered goods were promised or are expected.
    PromisedDate = "promised_date",
    /// Quantity received of what was ordered.
    ReceivedQuantity = "received_quantity",
    /// Conversation.
    ConversationId = "conversation_id",
    /// Who wrote a message.
    Sender = "sender",
    /// A note of the buyer or merchant (may be personal).
    Note = "note",
    /// Kind of a settlement row.
    AmountType = "amount_type",
    /// Whether money came in or went out, in a bill of a payment service.
    Flow = "flow",
}

impl Role {
    /// Whether the column's values identify a person and must be masked wherever they are shown.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Role::CustomerName
                | Role::FirstName
                | Role::LastName
                | Role::Email
                | Role::Phone
                | Role::Address
                | Role::PostalCode
                | Role::IpAddress
                | Role::Sender
                | Role::Note
        )
    }
}
