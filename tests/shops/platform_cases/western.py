"""WooCommerce, Amazon, eBay, Magento, Stripe, ad platforms, analytics and review apps."""

import datetime as dt
import io

from .case import Case, figures, still, table, text

WOO_PRODUCTS = text(
    'ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,Tax status,In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Tags',
    [
        [11, "simple", "MUG-MOSS", "Stoneware mug – Moss", 1, 0, "visible", "Holds 300 ml", "taxable", 1, 41, "0.32", "", "24.00", "Kitchen", "clay"],
        [12, "variable", "", "Oak salad bowl", 1, 1, "visible", "", "taxable", 1, "", "0.9", "", "", "Kitchen > Bowls", ""],
        [13, "variation", "BOWL-L", "Oak salad bowl – Large", 1, 0, "visible", "", "taxable", 0, 0, "1.4", "52.00", "58.00", "", ""],
    ]).encode()
# Counted: 2999.00 + 48.00 + 25.50 (given back) + 66.00. Units 1 + 2 + 1 + 3; lines 1 + 1 + 1 + 2.
WOO_ORDERS = text(
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution",
    [
        ["2026-09-03 10:22:01", 1001, "£2,999.00", "completed", "Pat Sample", "new", "1× Oak writing desk", 1, "", 2999, "Direct"],
        ["2026-09-04 18:40:12", 1002, "£48.00", "processing", "Kim Exemple", "new", "2× Stoneware mug – Moss", 2, "", 48, "Organic: Google"],
        ["2026-09-05 07:00:45", 1003, "£30.00", "cancelled", "Kim Exemple", "returning", "1× Room scent", 1, "", 30, "Direct"],
        ["2026-09-08 21:15:30", 1004, "£25.50", "refunded", "Alex Muster", "new", "1× Beeswax candles", 1, "AUTUMN", 25.5, "Direct"],
        ["2026-09-09 12:12:12", 1005, "£18.00", "pending", "Lou Specimen", "new", "1× Beeswax candles", 1, "", 18, "Referral: blog.example"],
        ["2026-09-12 20:02:59", 1006, "£66.00", "completed", "Pat Sample", "returning", "1× Folded paper lamp, 2× Beeswax candles", 3, "", 66, "Direct"],
    ]).encode()

AMAZON_HEADER = (
    "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,sales-channel,order-channel,url,"
    "ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,shipping-price,shipping-tax,"
    "item-promotion-discount,ship-promotion-discount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids"
).replace(",", "\t")


def amazon(order, at, status, product, sku, quantity, price):
    return [order, "", at, at, status, "Amazon", "Amazon.de", "", "", "Standard", product, sku, "B0FAKE" + sku[:4], "Shipped" if price else "Cancelled",
            quantity, "EUR" if price else "", price, "", "", "", "", "", "Leipzig", "Sachsen", "04109", "DE", ""]


# item-price is the line's amount. 48.00 + 32.00 + 129.00 + 54.00; units 2 + 1 + 1 + 3.
AMAZON_ORDERS = text(AMAZON_HEADER, [
    amazon("302-0000001-1000001", "2026-09-12T18:03:22+00:00", "Shipped", "Stoneware mug moss", "MUG-MOSS", 2, "48.00"),
    amazon("302-0000001-1000001", "2026-09-12T18:03:22+00:00", "Shipped", "Linen napkins", "NAPKIN-4", 1, "32.00"),
    amazon("302-0000002-1000002", "2026-09-13T08:10:00+00:00", "Shipped", "Washed linen duvet set", "DUVET-01", 1, "129.00"),
    amazon("302-0000003-1000003", "2026-09-14T11:44:51+00:00", "Cancelled", "Oak salad bowl", "BOWL-001", 0, ""),
    amazon("302-0000004-1000004", "2026-09-15T22:59:59+00:00", "Shipped", "Beeswax candles", "CANDLE-6", 3, "54.00"),
], "\t").encode()
SETTLEMENT = text(
    "settlement-id,settlement-start-date,settlement-end-date,deposit-date,total-amount,currency,transaction-type,order-id,merchant-order-id,"
    "marketplace-name,amount-type,amount-description,amount,posted-date,sku,quantity-purchased,promotion-id".replace(",", "\t"),
    [
        ["19000000001", "01.09.2026 00:00:00 UTC", "15.09.2026 00:00:00 UTC", "17.09.2026 00:00:00 UTC", "34,20", "EUR", "", "", "", "", "", "", "", "", "", "", ""],
        ["19000000001", "", "", "", "", "", "Order", "302-0000001-1000001", "", "Amazon.de", "ItemPrice", "Principal", "48,00", "13.09.2026", "MUG-MOSS", 2, ""],
        ["19000000001", "", "", "", "", "", "Order", "302-0000001-1000001", "", "Amazon.de", "ItemFees", "Commission", "-7,20", "13.09.2026", "MUG-MOSS", "", ""],
        ["19000000001", "", "", "", "", "", "Order", "302-0000001-1000001", "", "Amazon.de", "ItemFees", "FBAPerUnitFulfillmentFee", "-6,60", "13.09.2026", "MUG-MOSS", "", ""],
        ["19000000001", "", "", "", "", "", "Transfer", "", "", "", "other-transaction", "Transfer of funds", "-34,20", "17.09.2026", "", "", ""],
    ], "\t").encode()
# Quantity 1, 2, 1; each total = price × quantity + shipping: 28.95 + 41.00 + 129.00.
EBAY = ("sep=,\n\n" + text(
    "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Ship To City,Ship To Country,Item Number,Item Title,Custom Label,"
    "Quantity,Sold For,Shipping And Handling,Seller Collected Tax,Total Price,Payment Method,Sale Date,Paid On Date,Tracking Number",
    [
        ["501", "17-10001-20001", "pots_and_pans", "Pat Sample", "pat@example.com", "Austin", "United States", "250000000001", "Stoneware mug moss", "MUG-MOSS", 1, "$24.00", "$4.95", "$0.00", "$28.95", "Other", "Jul-25-26", "Jul-25-26", ""],
        ["502", "17-10002-20002", "kim_ex", "Kim Exemple", "kim@example.com", "Boise", "United States", "250000000002", "Beeswax candles", "CANDLE", 2, "$18.00", "$5.00", "$0.00", "$41.00", "Other", "Jul-27-26", "Jul-27-26", ""],
        ["503", "17-10003-20003", "alex77", "Alex Muster", "alex@example.com", "Toronto", "Canada", "250000000003", "Washed linen duvet set", "DUVET", 1, "$129.00", "$0.00", "$0.00", "$129.00", "Other", "Jul-30-26", "Jul-31-26", ""],
    ]) + "\n3 record(s) downloaded,from ,Jul-01-26,00:00:00, to ,Jul-31-26,23:59:59\nSeller ID : fern-works\n").encode()
MAGENTO = text(
    "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Customer Email,Customer Group,"
    "Subtotal,Shipping and Handling,Payment Method,Total Refunded",
    [
        ["000000101", "Main Website", "2026-08-03 10:11:12", "Pat Sample", "Pat Sample", "$59.00", "$59.00", "complete", "pat@example.com", "General", "$54.00", "$5.00", "checkmo", "$0.00"],
        ["000000102", "Main Website", "2026-08-05 14:00:00", "Kim Exemple", "Kim Exemple", "$83.50", "$83.50", "processing", "kim@example.com", "General", "$78.50", "$5.00", "checkmo", "$0.00"],
        ["000000103", "Main Website", "2026-08-06 09:30:00", "Alex Muster", "Alex Muster", "$20.00", "$20.00", "canceled", "alex@example.com", "NOT LOGGED IN", "$15.00", "$5.00", "checkmo", "$0.00"],
        ["000000104", "Main Website", "2026-08-09 17:45:10", "Lou Specimen", "Lou Specimen", "$45.00", "$45.00", "closed", "lou@example.com", "General", "$40.00", "$5.00", "checkmo", "$45.00"],
        ["000000105", "Main Website", "2026-08-11 20:20:20", "Lou Specimen", "Lou Specimen", "$12.00", "$12.00", "pending_payment", "lou@example.com", "General", "$7.00", "$5.00", "checkmo", "$0.00"],
    ]).encode()
STRIPE = text(
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Description,Fee,"
    "Taxes On Fee,Status,Customer ID,Customer Email",
    [
        ["ch_fake00000001", "2026-09-01 08:12:44", "42.00", "0.00", "eur", "true", "42.00", "0.00", "eur", "Order 9001", "0.88", "0.00", "Paid", "cus_fake01", "pat@example.com"],
        ["ch_fake00000002", "2026-09-02 19:33:10", "30.00", "30.00", "eur", "true", "30.00", "30.00", "eur", "Order 9002", "0.70", "0.00", "Refunded", "cus_fake02", "kim@example.com"],
        ["ch_fake00000003", "2026-09-03 11:01:00", "15.00", "0.00", "eur", "false", "", "", "", "Order 9003", "0.00", "0.00", "Failed", "cus_fake03", "alex@example.com"],
        ["ch_fake00000004", "2026-09-07 23:59:01", "99.50", "10.00", "eur", "true", "99.50", "10.00", "eur", "Order 9004", "1.74", "0.00", "Paid", "cus_fake01", "pat@example.com"],
    ]).encode()
GOOGLE_ADS = ("Campaign report\n\"September 1, 2026 - September 3, 2026\"\n" + text(
    "Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value",
    [
        ["2026-09-01", "Mugs – search", "21000000001", "EUR", "12.40", "1,204", "31", "2.00", "72.00"],
        ["2026-09-02", "Mugs – search", "21000000001", "EUR", "10.10", "998", "27", "1.00", "24.00"],
        ["2026-09-03", "Mugs – search", "21000000001", "EUR", "11.50", "1,060", "25", "0.00", "0.00"],
        ["2026-09-01", "Linen – display", "21000000002", "EUR", "4.00", "8,120", "12", "--", "--"],
        ["Total: Campaigns", "", "", "EUR", "38.00", "11,382", "95", "3.00", "96.00"],
        ["Total: Account", "", "", "EUR", "38.00", "11,382", "95", "3.00", "96.00"],
    ])).encode()
META_EN = text(
    "Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value",
    [
        ["2026-09-01", "2026-09-07", "Autumn linen", "Women 25-44", "Video A", "84.20", 10400, 201, 4, "516.00"],
        ["2026-09-01", "2026-09-07", "Autumn linen", "Women 25-44", "Picture B", "61.80", 9100, 122, 1, "129.00"],
        ["2026-09-01", "2026-09-07", "Mugs", "Retargeting", "Carousel", "22.00", 2100, 88, 5, "120.00"],
        ["2026-09-01", "2026-09-07", "", "", "", "168.00", 21600, 411, 10, "765.00"],
    ]).encode()
META_ZH = text(
    "报告开始日期,报告结束日期,广告系列名称,广告组名称,成效,成效指标,已花费金额 (USD),展示次数,链接点击量,购物次数,购物转化价值",
    [
        ["2026-09-01", "2026-09-07", "秋季亚麻", "女性25-44", 4, "actions:offsite_conversion.fb_pixel_purchase", "84.20", 10400, 201, 4, "516.00"],
        ["2026-09-01", "2026-09-07", "马克杯（再营销）", "访客30天", 5, "actions:offsite_conversion.fb_pixel_purchase", "22.00", 2100, 88, 5, "120.00"],
    ]).encode()
GA4 = ("# ----------------------------------------\n# Traffic acquisition\n# Account: Fern Works\n# Start date: 20260901\n# End date: 20260930\n"
       "# ----------------------------------------\n" + text(
           "Session default channel group,Users,Sessions,Engaged sessions,Total revenue",
           [["Organic Search", 820, 1010, 640, "2210.50"], ["Direct", 410, 530, 301, "990.00"], ["Paid Social", 300, 322, 90, "180.00"],
            ["Grand total", 1530, 1862, 1031, "3380.50"]])).encode()
JUDGE_ME = text(
    "title,body,rating,review_date,source,curated,reviewer_name,reviewer_email,product_id,product_handle,reply,reply_date,picture_urls,ip_address,location",
    [
        ["Lovely", "The glaze is deeper than in the pictures, and it keeps tea warm.", 5, "2026-08-02 10:00:00 UTC", "email", "ok", "Pat S.", "pat@example.com", "80001", "stoneware-mug", "", "", "", "192.0.2.10", "Paris, France"],
        ["", "Arrived chipped.", 2, "2026-08-11 18:30:00 UTC", "web", "ok", "Kim E.", "kim@example.com", "80003", "carafe", "We have sent a new one.", "2026-08-12 09:00:00 UTC", "", "192.0.2.11", "Lyon, France"],
        ["BUY NOW", "cheap watches http://spam.example", 5, "2026-08-12 03:00:00 UTC", "web", "spam", "xx", "xx@example.org", "80001", "stoneware-mug", "", "", "", "192.0.2.66", ""],
    ]).encode()
LOOX = text("id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,verified_purchase", [
    ["lx1", "published", 5, "pat@example.com", "Pat", "Pat Sample", "Softer with every wash.", "2026-07-04T08:00:00.000Z", "80007", "duvet", "", "White", "true"],
    ["lx2", "hidden", 1, "alex@example.com", "Alex", "Alex Muster", "Wrong size was sent.", "2026-07-19T08:00:00.000Z", "80007", "duvet", "", "White", "true"],
]).encode()
YOTPO = text("Review Title;Review Content;Review Score;Date;Product ID;Product Title;Reviewer Name;Reviewer Email", [
    ["Good light", "Warm, a little dim; fine for reading.", 4, "2026-06-01", "80012", "Brass reading lamp", "Lou", "lou@example.com"],
    ["Falls apart", "After two weeks the shade came off.", 1, "2026-06-09", "80010", "Rattan pendant lamp", "Kim", "kim@example.com"],
], ";").encode()


def sponsored_products():
    """A workbook whose table starts below a title; names end in spaces, dates are text."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sponsored Product Search Term R"
    sheet.append(["Sponsored Products Search Term Report, Sep 2026"])
    sheet.append([])
    sheet.append(["Date", "Portfolio name", "Currency", "Campaign Name", "Ad Group Name", "Targeting", "Match Type", "Customer Search Term",
                  "Impressions", "Clicks", "Click-Thru Rate (CTR)", "Cost Per Click (CPC)", "Spend", "7 Day Total Sales ", "7 Day Total Orders (#)"])
    for day, term, impressions, clicks, spend, sales, orders in (
        ("Sep 01, 2026", "green mug", 900, 12, 5.4, 48.0, 2), ("Sep 02, 2026", "stoneware mug", 1400, 20, 9.8, 24.0, 1),
        ("Sep 03, 2026", "linen duvet", 300, 3, 2.7, 0.0, 0), ("Sep 04, 2026", "green mug", 950, 15, 6.6, 72.0, 3),
    ):
        sheet.append([day, "Autumn", "USD", "Mugs", "Exact", term, "EXACT", term, impressions, clicks, clicks / impressions, spend / clicks, spend, sales, orders])
    book.properties.created = book.properties.modified = dt.datetime(2026, 10, 1)
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue())


REVIEW = {"rating": "rating"}
CASES = [
    Case("woocommerce_products", {"woocommerce_products.csv": WOO_PRODUCTS}, [
        table("woocommerce_products.csv", "products", 3, roles={"SKU": "sku", "Name": "product_name", "Regular price": ["unit_price", "compare_at_price"], "Categories": "category"})]),
    Case("woocommerce_orders", {"woocommerce_orders.csv": WOO_ORDERS}, [
        table("woocommerce_orders.csv", "orders", 6, roles={"Order #": "order_id", "Date": "order_date", "Product(s)": "product_list", "Status": "order_status"})],
        figures(4, 313850, 2550, 5, 7, "GBP", ("2026-09-03", "2026-09-12"), {"cancelled": 1, "unpaid": 1})),
    Case("amazon_orders", {"amazon_orders.txt": AMAZON_ORDERS}, [
        table("amazon_orders.txt", ["orders", "order_lines"], 5, delimiter="\t", roles={
            "amazon-order-id": "order_id", "purchase-date": "order_date", "product-name": "product_name", "quantity": "quantity",
            "item-price": "line_total", "currency": "currency", "ship-country": "country", "order-status": "order_status"})],
        figures(3, 26300, 0, 4, 7, "EUR", ("2026-09-12", "2026-09-15"), {"cancelled": 1})),
    Case("amazon_settlement", {"amazon_settlement.txt": SETTLEMENT}, [
        table("amazon_settlement.txt", ["unknown", "order_lines", "orders"], 5, delimiter="\t", roles={"order-id": "order_id", "amount-type": "amount_type"})]),
    Case("amazon_sponsored_products", {"amazon_sponsored_products.xlsx": sponsored_products()}, [
        table("amazon_sponsored_products.xlsx", "ads", 4, header_row=3, encoding=None, delimiter=None, sheet="Sponsored Product Search Term R",
              roles={"Date": "date", "Spend": "spend", "Clicks": "clicks", "Impressions": "impressions", "Customer Search Term": "search_term"})]),
    Case("ebay_orders", {"ebay_orders.csv": EBAY}, [
        table("ebay_orders.csv", ["orders", "order_lines"], 3, header_row=3, totals_rows=None, roles={
            "Order Number": "order_id", "Sale Date": "order_date", "Item Title": "product_name", "Quantity": "quantity", "Total Price": ["order_total", "line_total"]})],
        figures(3, 19895, 0, 3, 4, "USD", ("2026-07-25", "2026-07-30"))),
    Case("magento_orders", {"magento_orders.csv": MAGENTO}, [
        table("magento_orders.csv", "orders", 5, roles={"ID": "order_id", "Purchase Date": "order_date", "Status": "order_status"})],
        figures(3, 18750, 4500, None, None, "USD", ("2026-08-03", "2026-08-09"), {"cancelled": 1, "unpaid": 1})),
    Case("stripe_payments", {"stripe_payments.csv": STRIPE}, [
        table("stripe_payments.csv", "orders", 4, roles={"Amount": "order_total", "Amount Refunded": "refund_amount", "Currency": "currency", "Fee": "fee"})],
        figures(3, 17150, 4000, None, None, "EUR", ("2026-09-01", "2026-09-07"), {"unpaid": 1})),
    Case("google_ads", {"google_ads.csv": GOOGLE_ADS}, [
        table("google_ads.csv", "ads", 4, header_row=3, totals_rows=2, roles={"Day": "date", "Campaign": "campaign", "Cost": "spend", "Impr.": "impressions", "Clicks": "clicks"})]),
    Case("meta_ads_en", {"meta_ads_en.csv": META_EN}, [
        table("meta_ads_en.csv", "ads", 3, totals_rows=1, roles={"Campaign name": "campaign", "Amount spent (USD)": "spend", "Impressions": "impressions"})]),
    Case("meta_ads_zh", {"meta_ads_zh.csv": META_ZH}, [
        table("meta_ads_zh.csv", "ads", 2, roles={"广告系列名称": "campaign", "已花费金额 (USD)": "spend", "购物转化价值": "conversion_value"})]),
    Case("ga4_traffic", {"ga4_traffic.csv": GA4}, [
        table("ga4_traffic.csv", ["events", "ads", "unknown"], 3, header_row=7, totals_rows=1, roles={"Sessions": "sessions"})]),
    Case("judgeme_reviews", {"judgeme_reviews.csv": JUDGE_ME}, [
        table("judgeme_reviews.csv", "reviews", 3, roles={"rating": "rating", "body": "review_text", "review_date": "date", "ip_address": "ip_address"})]),
    Case("loox_reviews", {"loox_reviews.csv": LOOX}, [table("loox_reviews.csv", "reviews", 2, roles={"rating": "rating", "review": "review_text"})]),
    Case("yotpo_reviews", {"yotpo_reviews.csv": YOTPO}, [
        table("yotpo_reviews.csv", "reviews", 2, delimiter=";", roles={"Review Score": "rating", "Review Content": "review_text", "Review Title": "review_title"})]),
]
