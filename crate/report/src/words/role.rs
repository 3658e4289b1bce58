//! Names of what columns and tables mean.

use chart::spec::Lang;
use shop::{Dataset, Grain, Role};

use super::phrase::Phrase;

macro_rules! names {
    ($(#[$doc:meta])* $function:ident, $kind:ident, $other:literal, $other_en:literal, { $($name:ident = $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        pub fn $function(of: $kind, lang: Lang) -> &'static str {
            let phrase = match of {
                $($kind::$name => Phrase { zh: $zh, en: $en },)+
                #[allow(unreachable_patterns, reason = "some of these kinds may grow")]
                _ => Phrase { zh: $other, en: $other_en },
            };
            phrase.plain(lang)
        }
    };
}

names! {
    /// What a table holds.
    dataset, Dataset, "未识别", "Not recognised", {
        Orders = "订单", "Orders";
        OrderLines = "订单明细", "Order lines";
        Products = "商品", "Products";
        Customers = "客户", "Customers";
        Reviews = "评价", "Reviews";
        Events = "访问与行为", "Visits and events";
        Ads = "广告", "Advertising";
        Stock = "库存", "Stock";
        Messages = "客服消息", "Messages";
        Purchases = "采购", "Purchases";
        Unknown = "未识别", "Not recognised";
    }
}

names! {
    /// What a row stands for.
    grain, Grain, "其他", "Something else", {
        Order = "每行一个订单", "One row per order";
        LineOrderFirst = "每行一件商品，订单金额只写在该订单的第一行", "One row per item; order amounts stand on an order’s first row only";
        LineOrderRepeated = "每行一件商品，订单金额每行重复", "One row per item; order amounts are repeated on each";
        Line = "每行一件商品", "One row per item";
        Other = "其他", "Something else";
    }
}

names! {
    /// What a column means.
    role, Role, "其他", "Other", {
        OrderId = "订单号", "Order number";
        OrderDate = "下单时间", "Order date";
        PaidDate = "付款时间", "Payment date";
        ShippedDate = "发货时间", "Shipping date";
        CompletedDate = "完成时间", "Completion date";
        OrderStatus = "订单状态", "Order status";
        PaymentStatus = "付款状态", "Payment status";
        RefundStatus = "售后状态", "Refund status";
        CancelReason = "取消原因", "Reason for cancelling";
        CancelledDate = "取消时间", "Cancellation date";
        TestFlag = "测试订单标记", "Test order";
        Currency = "币种", "Currency";
        OrderTotal = "订单实付金额", "Order total";
        OrderSubtotal = "商品小计", "Subtotal";
        OrderListTotal = "订单原价", "Total before discounts";
        OrderDiscount = "订单优惠", "Order discount";
        Shipping = "运费", "Shipping";
        Tax = "税费", "Tax";
        RefundAmount = "退款金额", "Refunded amount";
        OrderUnits = "订单商品件数", "Units in the order";
        MerchantReceived = "商家实收", "Received by the shop";
        Fee = "平台或支付手续费", "Fee";
        DiscountCode = "优惠码", "Discount code";
        Quantity = "数量", "Quantity";
        UnitPrice = "单价", "Unit price";
        LineTotal = "明细金额", "Line amount";
        LineDiscount = "明细优惠", "Line discount";
        LineTax = "明细税费", "Line tax";
        Profit = "利润", "Profit";
        UnitCost = "单位成本", "Unit cost";
        ProductId = "商品 ID", "Product ID";
        Sku = "SKU（商家编码）", "SKU";
        Barcode = "条形码", "Barcode";
        ProductName = "商品名称", "Product name";
        ProductList = "多个商品写在一格", "Several products in a cell";
        Variant = "规格", "Variant";
        Description = "描述", "Description";
        Category = "类目", "Category";
        SubCategory = "子类目", "Subcategory";
        Brand = "品牌", "Brand";
        Supplier = "供应商", "Supplier";
        Tags = "标签", "Tags";
        CompareAtPrice = "划线价", "Price before reduction";
        ProductStatus = "商品状态", "Product status";
        Backorder = "缺货时是否可售", "Sold when none is left";
        CustomerId = "客户 ID", "Customer ID";
        CustomerName = "客户姓名", "Customer name";
        FirstName = "名", "First name";
        LastName = "姓", "Last name";
        Email = "电子邮箱", "E-mail";
        Phone = "电话", "Telephone";
        Address = "地址", "Street address";
        PostalCode = "邮编", "Postal code";
        IpAddress = "IP 地址", "IP address";
        City = "城市", "City";
        Region = "省份或地区", "Region";
        Country = "国家/地区", "Country";
        Channel = "渠道", "Channel";
        Store = "店铺", "Store";
        Segment = "客户类型", "Customer segment";
        PaymentMethod = "支付方式", "Payment method";
        ShippingMethod = "配送方式", "Shipping method";
        TrackingNumber = "快递单号", "Parcel number";
        CustomerOrders = "客户累计订单数", "Orders by the customer";
        CustomerSpent = "客户累计消费", "Spent by the customer";
        Date = "日期", "Date";
        EndDate = "结束日期", "End date";
        Rating = "评分", "Rating";
        ReviewTitle = "评价标题", "Headline";
        ReviewText = "评价内容", "Review text";
        ReviewFollowUp = "追评内容", "Follow-up to a review";
        FollowUpDate = "追评时间", "Follow-up date";
        MessageText = "消息内容", "Message text";
        Reply = "回复", "Reply";
        HelpfulVotes = "有用数", "Helpful votes";
        ReviewStatus = "评价状态", "Review status";
        EventType = "行为类型", "Kind of event";
        SessionId = "会话 ID", "Session ID";
        Sessions = "访问次数", "Sessions";
        Visitors = "访客数", "Visitors";
        PageViews = "浏览量", "Page views";
        Campaign = "推广计划", "Campaign";
        AdGroup = "推广单元", "Ad group";
        AdName = "广告创意", "Ad";
        SearchTerm = "搜索词", "Search term";
        Impressions = "展现量", "Impressions";
        Clicks = "点击量", "Clicks";
        Spend = "广告花费", "Ad spend";
        Conversions = "转化数", "Conversions";
        ConversionValue = "转化金额", "Conversion value";
        OnHand = "现有库存", "On hand";
        Available = "可售库存", "Available";
        Reserved = "预留库存", "Reserved";
        Incoming = "在途库存", "On order";
        MinimumOrder = "起订量", "Minimum order";
        Location = "仓库", "Warehouse";
        LeadTime = "备货天数", "Lead time in days";
        PromisedDate = "预计到货日期", "Promised date";
        ReceivedQuantity = "到货数量", "Quantity received";
        ConversationId = "会话编号", "Conversation";
        Sender = "发送人", "Sender";
        Note = "备注", "Note";
        AmountType = "款项类型", "Kind of amount";
        Flow = "收支", "In or out";
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_has_a_name_of_its_own() {
        for lang in [Lang::Zh, Lang::En] {
            let names: BTreeSet<&str> = Role::ALL.iter().map(|&r| role(r, lang)).collect();
            assert_eq!(names.len(), Role::ALL.len(), "{lang:?}");
            assert!(!names.contains(role_missing(lang)));
        }
    }

    fn role_missing(lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => "其他",
            Lang::En => "Other",
        }
    }

    #[test]
    fn chinese_names_are_chinese() {
        for &of in Role::ALL {
            let name = role(of, Lang::Zh);
            assert!(
                name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{}",
                of.key()
            );
        }
    }
}
