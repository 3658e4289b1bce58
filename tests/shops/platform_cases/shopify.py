"""Shopify: orders, products in both layouts, customers, inventory, and an archive of them."""

import io
import zipfile

from .case import Case, figures, table, text

ORDERS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping City,Shipping Zip,Shipping Country,Notes,Note Attributes,Cancelled at,Payment Method,"
    "Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Id,Tags,Risk Level,Source,Lineitem discount,"
    "Tax 1 Name,Tax 1 Value,Phone,Payment References"
)


def order(name, status, created, subtotal, shipping, taxes, total, lines, **more):
    """Order-level fields stand on the first row only."""
    email = more.pop("email", f"buyer{name[1:]}@example.com")
    for i, (quantity, product, price, sku) in enumerate(lines):
        row = {"Name": name, "Email": email, "Created at": created, "Lineitem quantity": quantity, "Lineitem name": product,
               "Lineitem price": price, "Lineitem sku": sku, "Lineitem requires shipping": "true", "Lineitem taxable": "true",
               "Lineitem fulfillment status": "fulfilled", "Lineitem discount": "0.00", "Vendor": "Fern Works"}
        if i == 0:
            row |= {"Financial Status": status, "Paid at": created if status not in ("voided", "pending") else "",
                    "Fulfillment Status": "fulfilled", "Accepts Marketing": "no", "Currency": "EUR", "Subtotal": subtotal,
                    "Shipping": shipping, "Taxes": taxes, "Total": total, "Discount Amount": "0.00", "Shipping Method": "Standard",
                    "Billing Name": "Pat Sample", "Billing Street": "1 Nowhere Lane", "Billing City": "Paris", "Billing Zip": "'75008",
                    "Billing Country": "FR", "Billing Phone": "'+33100000000", "Shipping Name": "Pat Sample",
                    "Shipping Street": "1 Nowhere Lane", "Shipping City": "Paris", "Shipping Zip": "'75008", "Shipping Country": "FR",
                    "Payment Method": "Shopify Payments", "Refunded Amount": "0.00", "Outstanding Balance": "0.00",
                    "Id": 5501000000000 + int(name[1:]), "Risk Level": "Low", "Source": "web", "Tax 1 Name": "FR TVA 20%",
                    "Tax 1 Value": taxes} | more
        yield row


MOSS = ("Stoneware mug - Moss", "24.00", "MUG-MOSS")
ORDER_ROWS = [
    *order("#2008", "paid", "2026-10-07 09:50:26 +0200", "34.00", "8.90", "7.15", "42.90", [(1, "Room scent, fig & cedar", "34.00", "SCENT")],
           Notes='Please ring twice,\n"back door"'),
    *order("#2007", "paid", "2026-10-05 19:12:03 +0200", "133.00", "0.00", "22.17", "133.00",
           [(1, "Terracotta planter", "22.00", "POT"), (2, "Zinc watering can", "42.00", "CAN"), (1, "Herb kit", "27.00", "HERB")]),
    *order("#2006", "pending", "2026-10-04 08:00:00 +0200", "89.00", "0.00", "14.83", "89.00", [(1, "Lambswool throw", "89.00", "THROW")]),
    *order("#2005", "paid", "2026-10-03 12:00:00 +0200", "24.00", "4.90", "4.82", "28.90", [(1, *MOSS)],
           **{"Payment Method": "bogus", "Tags": "test"}),
    *order("#2004", "voided", "2026-10-02 14:30:11 +0200", "58.00", "4.90", "10.48", "62.90", [(1, "Oak salad bowl", "58.00", "BOWL")],
           **{"Cancelled at": "2026-10-02 15:02:00 +0200"}),
    *order("#2003", "refunded", "2026-10-02 10:01:44 +0200", "46.00", "4.90", "8.48", "50.90", [(1, "Hand-blown carafe", "46.00", "CARAFE")],
           **{"Refunded Amount": "50.90"}),
    *order("#2002", "partially_refunded", "2026-10-01 21:15:09 +0200", "183.00", "0.00", "30.50", "183.00",
           [(1, "Washed linen duvet set", "129.00", "DUVET"), (3, "Beeswax candles", "18.00", "CANDLE")], **{"Refunded Amount": "18.00"}),
    *order("#2001", "paid", "2026-10-01 09:05:00 +0200", "72.00", "4.90", "12.82", "76.90",
           [(2, *MOSS), (1, "Linen napkins, set of 4", "32.00", "NAPKIN")],
           **{"Discount Code": "WELCOME10", "Discount Amount": "8.00", "email": "buyer2002@example.com"}),
]
ORDERS_CSV = text(ORDERS, ORDER_ROWS).encode()

# Counted: 2001 76.90, 2002 183.00, 2003 50.90, 2007 133.00, 2008 42.90 = 486.70; back 18.00 + 50.90 = 68.90.
# Lines 2 + 2 + 1 + 3 + 1; units 3 + 4 + 1 + 4 + 1; customers 2002 (twice), 2003, 2007, 2008.
FIGURES = figures(5, 48670, 6890, 9, 13, "EUR", ("2026-10-01", "2026-10-07"), {"cancelled": 1, "test": 1, "unpaid": 1}, 4)
ORDERS_TABLE = table("shopify_orders.csv", ["orders", "order_lines"], 12, roles={
    "Name": "order_id", "Created at": "order_date", "Total": "order_total", "Lineitem quantity": "quantity",
    "Lineitem name": "product_name", "Lineitem price": "unit_price", "Refunded Amount": "refund_amount", "Email": "email",
    "Currency": "currency", "Financial Status": "payment_status", "Billing Zip": "postal_code", "Discount Code": "discount_code"})

PRODUCTS_OLD = text(
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Cost per item,Status",
    [
        ["stoneware-mug", "Stoneware mug", "<p>Thrown by hand.<br>Holds 300 ml, \"about\".</p>", "Fern Works", "Home > Kitchen", "Kitchen",
         "mug, clay", "true", "Colour", "Moss", "MUG-MOSS", 320, 41, "24.00", "", "'4006381333931", "", "8.20", "active"],
        ["stoneware-mug", "", "", "", "", "", "", "", "", "Chalk", "MUG-CHALK", 320, 12, "24.00", "28.00", "'4006381333948", "", "8.20", ""],
        ["oak-bowl", "Oak salad bowl", "", "Fern Works", "", "Kitchen", "", "true", "Title", "Default Title", "BOWL", 900, -2, "58.00", "", "", "", "21.00", "active"],
        ["duvet", "Washed linen duvet set", "<ul><li>Linen</li></ul>", "Fern Works", "", "Textiles", "", "false", "Title", "Default Title", "DUVET", 2100, 7, "129.00", "149.00", "", "", "61.50", "draft"],
    ],
).encode()
PRODUCTS_NEW = text(
    "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,"
    "Price,Compare-at price,Cost per item,Inventory quantity",
    [
        ["Terracotta planter", "terracotta-planter", "<p>For basil.</p>", "Fern Works", "Home & Garden", "Garden", "", "TRUE", "Active", "POT", "", "Title", "Default Title", "22.00", "", "6.10", 88],
        ["Zinc watering can", "zinc-can", "", "Fern Works", "Home & Garden", "Garden", "metal", "TRUE", "Active", "CAN", "", "Title", "Default Title", "42.00", "", "17.00", 9],
        ["Herb kit", "herb-kit", "", "Fern Works", "Home & Garden", "Garden", "", "FALSE", "Archived", "HERB", "", "Title", "Default Title", "27.00", "31.00", "9.80", 0],
    ],
).encode()
CUSTOMERS = text(
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address City,Default Address Country Code,"
    "Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags",
    [
        ["'7000000000001", "Pat", "Sample", "buyer2002@example.com", "yes", "", "Paris", "FR", "'+33100000000", "no", "259.90", 2, "", "no", "regular"],
        ["'7000000000002", "Alex", "Muster", "buyer2003@example.com", "no", "Muster & Co", "Berlin", "DE", "", "no", "0.00", 1, "", "no", ""],
        ["'7000000000003", "Kim", "Exemple", "buyer2007@example.com", "yes", "", "Lyon", "FR", "", "no", "133.00", 1, "likes pots", "no", ""],
    ],
).encode()
INVENTORY = ("\ufeff" + text(
    "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not editable),Unavailable (not editable),"
    "Committed (not editable),Available (not editable),On hand (current),On hand (new)",
    [
        ["stoneware-mug", "Stoneware mug", "Colour", "Moss", "MUG-MOSS", "", "", "Workshop", "A1", 24, 0, 3, 38, 41, ""],
        ["stoneware-mug", "Stoneware mug", "Colour", "Moss", "MUG-MOSS", "", "", "Market stall", "", "", "", "", "not stocked", "not stocked", ""],
        ["oak-bowl", "Oak salad bowl", "Title", "Default Title", "BOWL", "", "", "Workshop", "B4", 0, 0, 2, -4, -2, ""],
    ], line="\r\n")).encode()


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in (("export/shopify_orders.csv", ORDERS_CSV), ("export/shopify_products.csv", PRODUCTS_OLD),
                              ("export/read me.txt", b"Exported for you."), ("__MACOSX/export/._shopify_orders.csv", b"\0\5\x16\7")):
            entry = zipfile.ZipInfo(name, (2026, 10, 8, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(entry, content)
    return out.getvalue()


PRODUCT_ROLES = {"Title": "product_name", "Vendor": "brand", "Type": "category", "Cost per item": "unit_cost"}
OLD_TABLE = table("shopify_products.csv", "products", 4, roles=PRODUCT_ROLES | {
    "Variant SKU": "sku", "Variant Price": "unit_price", "Variant Barcode": "barcode", "Variant Compare At Price": "compare_at_price"})
CASES = [
    Case("shopify_orders", {"shopify_orders.csv": ORDERS_CSV}, [ORDERS_TABLE], FIGURES),
    Case("shopify_products_old", {"shopify_products.csv": PRODUCTS_OLD}, [OLD_TABLE]),
    Case("shopify_products_new", {"shopify_products_new.csv": PRODUCTS_NEW}, [
        table("shopify_products_new.csv", "products", 3, roles=PRODUCT_ROLES | {"SKU": "sku", "Price": "unit_price"})]),
    Case("shopify_customers", {"shopify_customers.csv": CUSTOMERS}, [
        table("shopify_customers.csv", "customers", 3, roles={"Customer ID": "customer_id", "Email": "email", "Total Spent": "customer_spent",
                                                              "Total Orders": "customer_orders", "First Name": "first_name"})]),
    Case("shopify_inventory", {"shopify_inventory.csv": INVENTORY}, [
        table("shopify_inventory.csv", "stock", 3, roles={"SKU": "sku", "Location": "location", "Available (not editable)": "available",
                                                          "On hand (current)": "on_hand"})]),
    Case("shopify_archive", {"shopify.zip": archive()}, [
        ORDERS_TABLE | {"file": "shopify.zip/export/shopify_orders.csv"}, OLD_TABLE | {"file": "shopify.zip/export/shopify_products.csv"}], FIGURES),
]
