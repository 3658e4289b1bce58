//! Titles of the scenarios, and what they share.

use report::SectionId;
use report::phrases;
use report::words::phrase::Phrase;

phrases! {
    FORECAST = "销售预测", "Forecast";
    CUSTOMER_VALUE = "客户价值", "What customers are worth";
    BEHAVIOUR = "从访问到购买", "From visit to purchase";
    REVIEWS = "评价", "What reviews say";
    ATTRIBUTES = "商品属性", "What products are";
    STOCK = "库存与补货", "Stock and orders";
    SUPPLIERS = "供应商", "Suppliers";
    ADS = "广告", "Ads";
    CAMPAIGNS = "活动与优惠", "Campaigns and discounts";
    RECOMMENDATIONS = "推荐", "Recommendations";
    CONVERTED = "{n} 行的金额由 {from} 按您给的汇率换算成 {currency}。", "The amounts of {n:row|rows} were converted from {from} to {currency} with your rates.";
    MORE = "添加更多文件可以看到", "What more files would show";
}

/// The title of a scenario's section.
pub(crate) fn title(id: SectionId) -> Phrase {
    match id {
        SectionId::Forecast => FORECAST,
        SectionId::CustomerValue => CUSTOMER_VALUE,
        SectionId::Behaviour => BEHAVIOUR,
        SectionId::Reviews => REVIEWS,
        SectionId::Attributes => ATTRIBUTES,
        SectionId::Stock => STOCK,
        SectionId::Suppliers => SUPPLIERS,
        SectionId::Ads => ADS,
        SectionId::Campaigns => CAMPAIGNS,
        SectionId::Recommendations => RECOMMENDATIONS,
        _ => MORE,
    }
}
