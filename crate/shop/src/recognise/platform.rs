//! Exports of known platforms, by the headers that only they have.

use super::name::Name;
use crate::Dataset;

/// A platform's export.
#[derive(Debug)]
pub(crate) struct Platform {
    /// The section of `synonyms.txt` that holds for it.
    pub(crate) key: &'static str,
    /// What a merchant calls the platform.
    pub(crate) name: &'static str,
    pub(crate) dataset: Dataset,
    /// All of these headers (normal spelling without spaces) have to be there.
    pub(crate) all: &'static [&'static str],
}

const fn platform(
    key: &'static str,
    name: &'static str,
    dataset: Dataset,
    all: &'static [&'static str],
) -> Platform {
    Platform {
        key,
        name,
        dataset,
        all,
    }
}

/// More telling signatures come first.
pub(crate) const PLATFORMS: &[Platform] = &[
    platform(
        "shopify orders",
        "Shopify",
        Dataset::Orders,
        &["lineitemname", "lineitemquantity"],
    ),
    platform(
        "shopify orders",
        "Shopify",
        Dataset::Orders,
        &["name", "financialstatus", "total"],
    ),
    platform(
        "shopify products",
        "Shopify",
        Dataset::Products,
        &["handle", "variantprice"],
    ),
    platform(
        "shopify products",
        "Shopify",
        Dataset::Products,
        &["urlhandle", "option1name"],
    ),
    platform(
        "shopify inventory",
        "Shopify",
        Dataset::Stock,
        &["handle", "option1name", "coo"],
    ),
    platform(
        "shopify inventory",
        "Shopify",
        Dataset::Stock,
        &["handle", "option1name", "hscode"],
    ),
    platform(
        "shopify customers",
        "Shopify",
        Dataset::Customers,
        &["acceptsemailmarketing", "totalspent"],
    ),
    platform(
        "shopify customers",
        "Shopify",
        Dataset::Customers,
        &["acceptsmarketing", "totalspent"],
    ),
    platform(
        "woocommerce orders",
        "WooCommerce",
        Dataset::Orders,
        &["ordernumber", "nrevenueformatted"],
    ),
    platform(
        "woocommerce orders",
        "WooCommerce",
        Dataset::Orders,
        &["ordernumber", "customertype", "itemssold"],
    ),
    platform(
        "woocommerce products",
        "WooCommerce",
        Dataset::Products,
        &["regularprice", "instock", "sku"],
    ),
    platform(
        "amazon orders",
        "Amazon",
        Dataset::Orders,
        &["amazonorderid", "purchasedate"],
    ),
    platform(
        "amazon settlement",
        "Amazon",
        Dataset::Orders,
        &["settlementid", "amounttype"],
    ),
    platform(
        "amazon business report",
        "Amazon",
        Dataset::Products,
        &["childasin", "sessionstotal"],
    ),
    platform(
        "amazon sponsored products",
        "Amazon",
        Dataset::Ads,
        &["customersearchterm", "matchtype"],
    ),
    platform(
        "amazon sponsored products",
        "Amazon",
        Dataset::Ads,
        &["portfolioname", "adgroupname"],
    ),
    platform(
        "ebay orders",
        "eBay",
        Dataset::Orders,
        &["salesrecordnumber", "itemtitle"],
    ),
    platform(
        "ebay orders",
        "eBay",
        Dataset::Orders,
        &["buyerusername", "itemtitle", "soldfor"],
    ),
    platform(
        "magento orders",
        "Magento",
        Dataset::Orders,
        &["purchasepoint", "grandtotalpurchased"],
    ),
    platform(
        "magento orders",
        "Magento",
        Dataset::Orders,
        &["purchasepoint", "grandtotalbase"],
    ),
    platform(
        "magento orders",
        "Magento",
        Dataset::Orders,
        &["kaufort", "gesamtbetragbasis"],
    ),
    platform(
        "stripe payments",
        "Stripe",
        Dataset::Orders,
        &["id", "amountrefunded", "captured"],
    ),
    platform(
        "stripe payments",
        "Stripe",
        Dataset::Orders,
        &["id", "amountrefunded", "convertedamount"],
    ),
    platform(
        "google ads",
        "Google Ads",
        Dataset::Ads,
        &["campaign", "cost", "impr"],
    ),
    platform(
        "meta ads",
        "Meta Ads",
        Dataset::Ads,
        &["reportingstarts", "campaignname"],
    ),
    platform(
        "meta ads",
        "Meta Ads",
        Dataset::Ads,
        &["报告开始日期", "广告系列名称"],
    ),
    platform(
        "ga4 traffic",
        "GA4",
        Dataset::Events,
        &["sessiondefaultchannelgroup"],
    ),
    platform(
        "judge.me reviews",
        "Judge.me",
        Dataset::Reviews,
        &["rating", "reviewername", "curated"],
    ),
    platform(
        "judge.me reviews",
        "Judge.me",
        Dataset::Reviews,
        &["rating", "revieweremail", "producthandle"],
    ),
    platform(
        "loox reviews",
        "Loox",
        Dataset::Reviews,
        &["review", "nickname", "verifiedpurchase"],
    ),
    platform(
        "yotpo reviews",
        "Yotpo",
        Dataset::Reviews,
        &["reviewcontent", "reviewscore"],
    ),
    platform(
        "etsy reviews",
        "Etsy",
        Dataset::Reviews,
        &["datereviewed", "starrating", "message"],
    ),
    platform(
        "taobao orders",
        "淘宝",
        Dataset::Orders,
        &["订单编号", "买家会员名"],
    ),
    platform(
        "taobao orders",
        "淘宝",
        Dataset::Orders,
        &["订单编号", "买家实际支付金额"],
    ),
    platform(
        "taobao details",
        "淘宝",
        Dataset::OrderLines,
        &["订单编号", "标题", "购买数量"],
    ),
    platform(
        "sycm products",
        "生意参谋",
        Dataset::Products,
        &["统计日期", "商品id"],
    ),
    platform(
        "jd orders",
        "京东",
        Dataset::OrderLines,
        &["订单号", "京东价"],
    ),
    platform(
        "jd orders",
        "京东",
        Dataset::OrderLines,
        &["订单号", "下单帐号"],
    ),
    platform(
        "pdd orders",
        "拼多多",
        Dataset::Orders,
        &["订单号", "用户实付金额", "商家实收金额"],
    ),
    platform(
        "pdd orders",
        "拼多多",
        Dataset::Orders,
        &["订单号", "多多支付立减金额"],
    ),
    platform(
        "douyin orders",
        "抖音",
        Dataset::OrderLines,
        &["主订单编号", "子订单编号"],
    ),
    platform(
        "shopify payouts",
        "Shopify",
        Dataset::Unknown,
        &["payoutdate", "charges", "fees"],
    ),
    platform(
        "shopify payouts",
        "Shopify",
        Dataset::Unknown,
        &["payoutdate", "payoutstatus", "fee"],
    ),
    platform(
        "paypal activity",
        "PayPal",
        Dataset::Orders,
        &["timezone", "gross", "net", "transactionid"],
    ),
    platform(
        "alipay bill",
        "支付宝",
        Dataset::Orders,
        &["商家订单号", "收支"],
    ),
    platform(
        "wechat bill",
        "微信支付",
        Dataset::Orders,
        &["交易对方", "收支", "交易单号"],
    ),
    platform(
        "woocommerce export",
        "WooCommerce",
        Dataset::Orders,
        &["ordernumber", "orderstatus", "itemcost"],
    ),
    platform(
        "shopee orders",
        "Shopee",
        Dataset::Orders,
        &["orderid", "productsubtotal", "dealprice"],
    ),
    platform(
        "tiktok shop orders",
        "TikTok Shop",
        Dataset::Orders,
        &["orderid", "skusubtotalafterdiscount"],
    ),
    platform(
        "lazada orders",
        "Lazada",
        Dataset::Orders,
        &["orderitemid", "sellersku", "paidprice"],
    ),
    platform(
        "wix orders",
        "Wix",
        Dataset::Orders,
        &["ordernumber", "totalorderquantity", "shippingrate"],
    ),
];

/// The platform whose export the headers are.
pub(crate) fn find(names: &[Name]) -> Option<&'static Platform> {
    PLATFORMS.iter().find(|p| {
        p.all
            .iter()
            .all(|wanted| names.iter().any(|n| n.bare == *wanted || n.full == *wanted))
    })
}
