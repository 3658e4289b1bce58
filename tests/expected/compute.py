"""Figures of real shops, computed with pandas and independently of the engine.

    pip install pandas pyarrow
    python3 tests/expected/compute.py [FOLDER WITH orders/ AND products/]

Definitions, the same as the report's: an order counts unless it is cancelled, voided, unpaid, a test, a duplicate or a
return document. Gross is what the customer was charged: the order's total, else the sum of its line amounts. Sums are
exact and rounded to the minor unit once, at the end: where a file has more decimals than its currency, the parts of a
report may differ from these by one unit, its total may not. Refunds are the refund column. A fully refunded order stays
in gross.
"""

import json
import pathlib
import sys
from decimal import ROUND_HALF_EVEN, Decimal

import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"


def minor(amount):
    """A decimal text in minor units, exactly."""
    return Decimal(amount).scaleb(2)


def whole(amount):
    """A sum as a whole number; integers pass."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_EVEN)) if isinstance(amount, Decimal) else int(amount)


def product_minor(quantity, price):
    """quantity × price in minor units, exactly; prices have at most three decimals here."""
    thousandths = quantity * (price * 1000).round().astype("int64")
    return thousandths.map(lambda n: Decimal(int(n)) / 10)


def total(frame, key, value="gross", top=None):
    sums = frame.groupby(key)[value].sum().sort_index()
    if top:
        sums = sums.map(whole).sort_values(ascending=False, kind="stable").head(top)
    return {str(k): whole(v) for k, v in sums.items()}


def figures(file, rows, orders, lines, args=(), excluded=None, files=None):
    """`orders`: gross, refunds, at, and perhaps customer, country, region; `lines`: gross, units, and perhaps product, category."""
    at = pd.to_datetime(orders["at"])
    out = {
        "files": files or [file], "args": list(args), "rows": rows,
        "shop": {
            "orders": len(orders), "order_lines": len(lines), "units": int(lines["units"].sum()) if "units" in lines else None,
            "customers": int(orders["customer"].nunique()) if "customer" in orders else None,
            "gross_minor": whole(orders["gross"].sum()), "refunds_minor": whole(orders["refunds"].sum()),
            "net_minor": whole(orders["gross"].sum() - orders["refunds"].sum()),
            "first_day": at.min().date().isoformat(), "last_day": at.max().date().isoformat(), "excluded": excluded or {},
        },
        "monthly": total(orders.assign(month=at.dt.strftime("%Y-%m")), "month"),
        "monthly_orders": {k: int(v) for k, v in at.dt.strftime("%Y-%m").value_counts().sort_index().items()},
    }
    if (at.dt.normalize() != at).any():
        grid = orders.assign(weekday=at.dt.day_of_week, hour=at.dt.hour).groupby(["weekday", "hour"])["gross"].sum()
        out["weekday_hour"] = [[whole(grid.get((d, h), 0)) for h in range(24)] for d in range(7)]
    for key in ("country", "region"):
        if key in orders:
            out[key] = total(orders, key, top=40)
    for key in ("product", "category"):
        if key in lines:
            out[key] = total(lines, key, top=10)
    return out


def from_lines(lines):
    """Orders out of lines: the first date, the sum of amounts."""
    keep = {c: (c, "first") for c in ("customer", "country", "region") if c in lines}
    return lines.groupby("order", sort=False).agg(at=("at", "min"), gross=("gross", "sum"), refunds=("refunds", "sum"), **keep).reset_index()


def online_retail():
    raw = pd.read_parquet(DATA / "orders/online_retail_uci.parquet")
    lines = pd.DataFrame({
        "order": raw["InvoiceNo"], "at": pd.to_datetime(raw["InvoiceDate"]), "units": raw["Quantity"],
        "gross": product_minor(raw["Quantity"], raw["UnitPrice"]), "refunds": 0, "customer": raw["CustomerID"].where(raw["CustomerID"] != 0), "country": raw["Country"],
    })
    # A product is its stock code; it goes by the name that it has most often.
    names = raw["Description"].str.strip().groupby(raw["StockCode"]).agg(lambda seen: seen.mode().iloc[0])
    largest = lines.groupby(raw["StockCode"])["gross"].sum().sort_values(ascending=False).head(20).index
    lines["product"] = raw["StockCode"].where(raw["StockCode"].isin(largest)).map(names)
    return figures("orders/online_retail_uci.parquet", len(raw), from_lines(lines), lines, ["--currency", "GBP"])


def complete_journey():
    raw = pd.read_parquet(DATA / "orders/completejourney_transactions.parquet")
    lines = pd.DataFrame({
        "order": raw["basket_id"], "at": raw["transaction_timestamp"], "units": raw["quantity"],
        "gross": (raw["sales_value"] * 100).round().astype("int64").map(int), "refunds": 0, "customer": raw["household_id"],
    })
    return figures("orders/completejourney_transactions.parquet", len(raw), from_lines(lines), lines, ["--currency", "USD"])


def tmall():
    """An order without a payment time is unpaid. The paid amount is net of refunds: total = paid + refunded, to the cent."""
    raw = pd.read_csv(DATA / "orders/tmall_order_report.csv", dtype=str)
    raw.columns = [c.strip() for c in raw.columns]
    money = {c: raw[c].map(minor) for c in ("总金额", "买家实际支付金额", "退款金额")}
    paid = raw["订单付款时间"].notna()
    assert (money["总金额"] == money["买家实际支付金额"] + money["退款金额"])[paid].all()
    assert (money["买家实际支付金额"] + money["退款金额"])[~paid].eq(0).all()
    orders = pd.DataFrame({"at": raw["订单创建时间"], "gross": money["总金额"], "refunds": money["退款金额"], "region": raw["收货地址"].str.strip()})[paid]
    out = figures("orders/tmall_order_report.csv", len(raw), orders, orders, [], {"unpaid": int((~paid).sum())})
    out["shop"]["order_lines"] = None
    return out


def superstore():
    raw = pd.read_csv(DATA / "orders/superstore.csv", dtype=str, encoding="windows-1252")
    lines = pd.DataFrame({
        "order": raw["Order ID"], "at": pd.to_datetime(raw["Order Date"], format="%m/%d/%y"), "units": raw["Quantity"].astype(int),
        "gross": raw["Sales"].map(minor), "refunds": 0, "customer": raw["Customer Name"], "country": raw["Country"], "region": raw["State"],
        "product": raw["Product Name"], "category": raw["Category"],
    })
    out = figures("orders/superstore.csv", len(raw), from_lines(lines), lines, ["--currency", "USD"])
    del out["region"]  # Region and State are both in the file: which of them is meant is a choice
    return out


def bike_sales():
    raw = pd.read_csv(DATA / "orders/bike_sales_sample.csv", dtype=str)
    lines = pd.DataFrame({
        "order": raw["order_id"], "at": pd.to_datetime(raw["order_date"]), "units": raw["quantity"].astype(int),
        "gross": raw["total_price"].map(minor), "refunds": 0, "product": raw["model"], "category": raw["category_1"],
    })
    return figures("orders/bike_sales_sample.csv", len(raw), from_lines(lines), lines, ["--currency", "USD"])


def cdnow():
    """A row per purchase, no order number: each row is an order. Columns are set apart by runs of spaces."""
    raw = pd.read_csv(DATA / "orders/cdnow/CDNOW_master.txt", sep=r"\s+", dtype=str)
    orders = pd.DataFrame({
        "at": pd.to_datetime(raw["date"], format="%Y%m%d"), "gross": raw["dollar_value"].map(minor), "refunds": 0,
        "units": raw["number_of_cds"].astype(int), "customer": raw["customer_id"],
    })
    out = figures("orders/cdnow/CDNOW_master.txt", len(raw), orders, orders, ["--currency", "USD"])
    out["shop"]["order_lines"] = None  # no products are named
    return out


def shopify_products():
    """Rows are variants, but for rows that only carry a further picture."""
    out = {"files": [], "products": {}}
    for name in ("apparel", "home-and-garden", "jewelery"):
        file = f"products/shopify/{name}.csv"
        raw = pd.read_csv(DATA / file, dtype=str)
        variants = raw["Variant Price"].notna()
        out["files"].append(file)
        out["products"][file] = {
            "rows": len(raw), "products": int(raw["Handle"].nunique()), "variants": int(variants.sum()),
            "priced_minor": int(raw["Variant Price"][variants].map(minor).sum()), "titled": int(raw["Title"].notna().sum()),
        }
    return out


def main():
    for compute in (online_retail, complete_journey, tmall, superstore, bike_sales, cdnow, shopify_products):
        out = compute()
        path = HERE / f"{compute.__name__}.json"
        path.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n")
        print(compute.__name__, out.get("rows", ""), json.dumps(out.get("shop", out.get("products")), ensure_ascii=False))


if __name__ == "__main__":
    main()
