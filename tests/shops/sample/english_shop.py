"""Hearth & Fern, a home-goods shop that does not exist: Shopify exports in euros."""

import csv
import datetime as dt
import io
import math

from .demand import Dice, Product, Story, orders, steady, truth

FIRST, LAST = dt.date(2024, 9, 1), dt.date(2026, 10, 31)
VENDOR = "Hearth & Fern"


def season(peak_month, depth):
    """A yearly wave around 1 with its peak in a month."""
    return lambda day: 1 + depth * math.cos((day.timetuple().tm_yday / 30.44 + 0.5 - peak_month) * math.pi / 6)


def constant(weight):
    return lambda day: weight


def seasonal(weight, peak_month, depth):
    wave = season(peak_month, depth)
    return lambda day: weight * wave(day)


def breakout(day):
    """The moss mug: one among many until spring 2026, then everybody wants it."""
    since = (day - dt.date(2026, 3, 10)).days
    return 2.6 if since < 0 else 2.6 + 15 / (1 + math.exp(-(since - 70) / 22))


def fading(day):
    """The rattan lamp: a fashion that passes."""
    return 7.5 * math.exp(-(day - FIRST).days / 260)


def duvet_price(day):
    return 12900 if day < dt.date(2026, 2, 1) else 14900


def launched(weight, first):
    return lambda day: weight if day >= first else 0


PRODUCTS = [
    Product("MUG-MOSS", "Stoneware Mug – Moss", "Kitchen & Table", steady(2400), breakout, quantity=(0.45, 0.85)),
    Product("MUG-CHALK", "Stoneware Mug – Chalk", "Kitchen & Table", steady(2400), constant(5), quantity=(0.5, 0.88)),
    Product("BOWL-OAK", "Oak Salad Bowl", "Kitchen & Table", steady(5800), constant(3)),
    Product("CARAFE", "Hand-blown Carafe", "Kitchen & Table", steady(4600), constant(4.2), refund_share=0.24),
    Product("NAPKIN-4", "Linen Napkins, Set of 4", "Textiles", steady(3200), constant(5)),
    Product("RUNNER", "Linen Table Runner", "Textiles", steady(3900), constant(2)),
    Product("DUVET", "Washed Linen Duvet Set", "Textiles", duvet_price, constant(3.4)),
    Product("THROW", "Lambswool Throw", "Textiles", steady(8900), seasonal(3.2, 12, 0.8)),
    Product("TOWEL", "Waffle Bath Towel", "Textiles", steady(2900), constant(3.6), quantity=(0.5, 0.9)),
    Product("LAMP-RATTAN", "Rattan Pendant Lamp", "Lighting", steady(11900), fading),
    Product("LAMP-PAPER", "Folded Paper Lamp", "Lighting", steady(6900), constant(2.4)),
    Product("LAMP-READ", "Brass Reading Lamp", "Lighting", steady(13900), seasonal(1.8, 12, 0.5)),
    Product("CANDLE-BEE", "Beeswax Candles, Box of 6", "Scent & Candles", steady(1800), seasonal(5, 12, 0.6)),
    Product("HOLDER", "Brass Candle Holder", "Scent & Candles", steady(2600), seasonal(2, 12, 0.4)),
    Product("SCENT-FIG", "Room Scent – Fig & Cedar", "Scent & Candles", steady(3400), constant(3)),
    Product("POT-TERRA", "Terracotta Planter", "Garden", steady(2200), seasonal(5, 5, 0.85), quantity=(0.6, 0.9)),
    Product("CAN-ZINC", "Zinc Watering Can", "Garden", steady(4200), seasonal(2.6, 5, 0.8)),
    Product("HERB-KIT", "Windowsill Herb Kit", "Garden", steady(2700), seasonal(2.6, 4, 0.9)),
    Product("BASKET-L", "Seagrass Basket, Large", "Storage", steady(4400), constant(2.6)),
    Product("HOOKS", "Oak Wall Hooks, Set of 3", "Storage", steady(2800), constant(2.2)),
    Product("CRATE", "Stacking Crate", "Storage", steady(1900), launched(2.8, dt.date(2025, 8, 18)), quantity=(0.4, 0.75)),
    Product("ADVENT", "Wooden Advent Calendar", "Seasonal", steady(5900),
            lambda day: 9 if day.month in (10, 11) or day.month == 12 and day.day < 5 else 0),
]

HOURS = [1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 3, 4, 5, 5.5, 6, 6.5, 6, 5, 5, 5.2, 6, 7.5, 9.5, 12, 12.5, 8, 3.5]
WEEKDAYS = [1.12, 0.98, 0.95, 0.96, 0.86, 0.85, 1.28]

PLACES = {  # country: (base weight, cities, VAT in percent)
    "DE": (34, ["Berlin", "Hamburg", "Leipzig", "München", "Köln"], 19),
    "NL": (19, ["Amsterdam", "Utrecht", "Groningen"], 21),
    "FR": (13, ["Lyon", "Paris", "Nantes"], 20),
    "AT": (9, ["Wien", "Graz"], 20),
    "BE": (9, ["Gent", "Antwerpen"], 21),
    "IE": (7, ["Dublin", "Galway"], 23),
    "DK": (5, ["København", "Aarhus"], 25),
    "IT": (4, ["Torino", "Bologna"], 22),
}
FIRST_NAMES = ["Anna", "Jonas", "Mira", "Lukas", "Eva", "Tom", "Nora", "Felix", "Clara", "Pieter", "Sanne", "Louis",
               "Camille", "Aoife", "Liam", "Freja", "Emil", "Giulia", "Marta", "Paul"]
LAST_NAMES = ["Sample", "Muster", "Voorbeeld", "Exemple", "Esempio", "Specimen", "Placeholder", "Testsson"]


def per_day(day):
    grown = 1.62 * math.exp((day - FIRST).days / 950)
    rate = grown * WEEKDAYS[day.weekday()] * season(12, 0.16)(day)
    if black_friday_week(day):
        rate *= 3.4
    elif day.month == 12 and day.day <= 18:
        rate *= 1.9
    elif day.month == 12 and day.day >= 22:
        rate *= 0.4
    if day.month == 8 and 5 <= day.day <= 20:
        rate *= 0.75
    return rate


def black_friday_week(day):
    first = dt.date(day.year, 11, 1)
    friday = first + dt.timedelta(days=(3 - first.weekday()) % 7 + 21 + 1)
    return -4 <= (day - friday).days <= 3


def places(day):
    france = 1.0 if day < dt.date(2026, 5, 1) else 2.1  # a magazine wrote about the shop
    return [((c, city), w * (france if c == "FR" else 1) / len(cities)) for c, (w, cities, _) in PLACES.items() for city in cities]


def codes(day):
    if black_friday_week(day):
        return [("BLACKFRIDAY20", 20, 0.72)]
    out = [("WELCOME10", 10, 0.09)]
    if day.month == 4:
        out.append(("SPRING15", 15, 0.22))
    if day >= dt.date(2026, 3, 1):
        out.append(("LENA5", 5, 0.05))
    return out


def shipping(goods, place):
    free_from = 7500
    return 0 if goods >= free_from else 490 if place[0] in ("DE", "NL", "BE") else 890


STORY = Story(
    20241, FIRST, LAST, per_day, HOURS, PRODUCTS,
    {"CANDLE-BEE": ("HOLDER", 0.42), "NAPKIN-4": ("RUNNER", 0.30), "POT-TERRA": ("CAN-ZINC", 0.12)},
    places, codes, shipping, lambda day: 0.20 + 0.14 * (day - FIRST).days / 790,
)

ORDER_HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
    "Billing City,Billing Zip,Billing Country,Cancelled at,Payment Method,Refunded Amount,Source,Tags"
).split(",")


def money(minor):
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def stamp(at):
    """Local time with Central European (summer) time's offset, as Shopify writes it."""
    return f"{at:%Y-%m-%d %H:%M:%S} {'+0200' if summer(at.date()) else '+0100'}"


def summer(day):
    def last_sunday(month):
        last = dt.date(day.year, month, 31)
        return last - dt.timedelta(days=(last.weekday() + 1) % 7)
    return last_sunday(3) <= day < last_sunday(10)


def person(customer):
    first = FIRST_NAMES[customer * 7 % len(FIRST_NAMES)]
    last = LAST_NAMES[customer * 3 % len(LAST_NAMES)]
    return first, last, f"{first}.{last}{customer}@example.com".lower()


def play():
    """The orders, with three of the owner's tests and a slip of the keyboard."""
    played = orders(STORY)
    for order in (played[0], played[610], played[1333]):
        order.state, order.refund = "test", 0
    slip = next(o for o in played[1500:] if o.state == "paid" and len(o.lines) == 1 and o.lines[0].product.sku == "NAPKIN-4")
    slip.lines[0].quantity = 112  # meant to be 12
    slip.discount, slip.code, slip.shipping = 0, "", 0
    return played


def order_rows(played):
    dice = Dice(7)
    for o in played:
        state = {"paid": "paid", "test": "paid", "part_refunded": "partially_refunded", "refunded": "refunded",
                 "cancelled": "voided", "unpaid": "pending"}[o.state]
        country, city = o.place
        vat = PLACES[country][2]
        paid = "" if o.state in ("cancelled", "unpaid") else stamp(o.at + dt.timedelta(seconds=4 + dice.below(50)))
        cancelled = stamp(o.at + dt.timedelta(hours=3 + dice.below(30))) if o.state == "cancelled" else ""
        recent = (LAST - o.at.date()).days < 2
        sent = "fulfilled" if paid and not recent else "unfulfilled"
        zip_code = f"'{10000 + (o.customer * 7919) % 89999}"
        for i, line in enumerate(o.lines):
            row = dict.fromkeys(ORDER_HEADER, "")
            row |= {"Name": f"#{1000 + o.number}", "Email": person(o.customer)[2], "Created at": stamp(o.at),
                    "Lineitem quantity": line.quantity, "Lineitem name": line.product.name,
                    "Lineitem price": money(line.price), "Lineitem sku": line.product.sku}
            if i == 0:
                row |= {"Financial Status": state, "Paid at": paid, "Fulfillment Status": sent, "Currency": "EUR",
                        "Subtotal": money(o.goods), "Shipping": money(o.shipping),
                        "Taxes": money(round(o.total * vat / (100 + vat))), "Total": money(o.total),
                        "Discount Code": o.code, "Discount Amount": money(o.discount), "Billing City": city,
                        "Billing Zip": zip_code, "Billing Country": country, "Cancelled at": cancelled,
                        "Payment Method": "bogus" if o.state == "test" else "Shopify Payments",
                        "Refunded Amount": money(o.refund), "Source": "pos" if o.number % 23 == 0 else "web",
                        "Tags": "test" if o.state == "test" else ""}
            yield row


PRODUCT_HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,"
    "Variant Inventory Qty,Variant Price,Variant Compare At Price,Cost per item,Status"
).split(",")


def product_rows():
    for i, p in enumerate(PRODUCTS):
        title, _, variant = p.name.partition(" – ")
        handle = "".join(c if c.isalnum() else "-" for c in p.name.lower().replace(" – ", "-").replace(",", ""))
        yield {
            "Handle": handle, "Title": p.name, "Body (HTML)": f"<p>{title}, made in small batches.</p>", "Vendor": VENDOR,
            "Type": p.category, "Tags": p.category.lower().replace(" & ", ", "), "Published": "true",
            "Option1 Name": "Colour" if variant else "Title", "Option1 Value": variant or "Default Title",
            "Variant SKU": p.sku, "Variant Inventory Qty": 4 + i * 37 % 120, "Variant Price": money(p.price(LAST)),
            "Variant Compare At Price": "", "Cost per item": money(p.price(LAST) * (34 + i * 5 % 23) // 100), "Status": "active",
        }


CUSTOMER_HEADER = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Total Spent,Total Orders,Tags".split(",")


def customer_rows(played):
    spent = {}
    for o in played:
        if o.counts:
            n, amount = spent.get(o.customer, (0, 0))
            spent[o.customer] = (n + 1, amount + o.total - o.refund)
    for customer, (n, amount) in sorted(spent.items()):
        first, last, email = person(customer)
        yield {"Customer ID": f"'{7000000000 + customer * 131}", "First Name": first, "Last Name": last, "Email": email,
               "Accepts Email Marketing": "yes" if customer % 3 else "no", "Total Spent": money(amount),
               "Total Orders": n, "Tags": "regular" if n > 3 else ""}


def as_csv(header, rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def files():
    """(file name, bytes) of each export, and the figures that a report has to show."""
    played = play()
    newest_first = sorted(played, key=lambda o: -o.number)
    figures = truth(played) | {"currency": "EUR", "customers": len({o.customer for o in played if o.counts})}
    return [
        ("orders_export.csv", as_csv(ORDER_HEADER, order_rows(newest_first))),
        ("products_export.csv", as_csv(PRODUCT_HEADER, product_rows())),
        ("customers_export.csv", as_csv(CUSTOMER_HEADER, customer_rows(played))),
    ], figures
