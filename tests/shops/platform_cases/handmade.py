"""Spreadsheets that merchants keep by hand, and exports of programs: JSON, JSON lines, Parquet."""

import datetime as dt
import io
import json
from decimal import Decimal

from .case import Case, figures, still, table

STAMP = dt.datetime(2026, 10, 1, 8, 0, 0)


def chinese_book():
    """A title, a blank row, real dates, a row of totals, a second sheet with nothing in it."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "九月"
    sheet.append(["九月流水（手工记）"])
    sheet.append([])
    sheet.append(["日期", "客户", "品名", "数量", "单价", "金额", "备注"])
    for day, customer, product, quantity, price, note in (
        (1, "老王", "明前龙井", 1, 128, ""), (1, "小李", "茶巾", 2, 19, ""), (2, "老王", "天青盖碗", 1, 158, "送茶则"), (5, "阿芳", "冷泡瓶", 2, 79, ""),
        (6, "小李", "黑苦荞茶", 3, 39, ""), (8, "散客", "竹茶则", 1, 29, ""), (9, "阿芳", "公道杯", 1, 68, "微信付"),
    ):
        sheet.append([dt.date(2026, 9, day), customer, product, quantity, price, quantity * price, note])
    sheet.append(["合计", "", "", 11, "", 696, ""])
    book.create_sheet("Sheet2")
    return saved(book)


def english_book():
    """Day-first dates as text, one of them only possible day first; a bold total below."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Stall"
    sheet.append(["Market stall 2026"])
    sheet.append(["Date", "Item", "Qty", "Price", "Total", "Paid by"])
    for day, item, quantity, price, paid in (
        ("05/09/2026", "Moss mug", 2, 24, "cash"), ("05/09/2026", "Carafe", 1, 46, "card"), ("13/09/2026", "Beeswax candles", 4, 18, "card"),
        ("20/09/2026", "Linen napkins", 1, 32, "cash"), ("20/09/2026", "Terracotta planter", 3, 22, "card"),
    ):
        sheet.append([day, item, quantity, price, quantity * price, paid])
    sheet.append(["TOTAL", None, 11, None, 264])
    return saved(book)


def saved(book):
    book.properties.created = book.properties.modified = STAMP
    out = io.BytesIO()
    book.save(out)
    return still(out.getvalue())


def open_document():
    """Typed cells of an OpenDocument spreadsheet, a decimal price among them."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Orders")
    rows = [["Order number", "Order date", "Product", "Quantity", "Unit price", "Line total", "Country"]] + [
        ["A-100", dt.date(2026, 7, 1), "Moss mug", 2, 24.0, 48.0, "France"], ["A-100", dt.date(2026, 7, 1), "Carafe", 1, 46.5, 46.5, "France"],
        ["A-101", dt.date(2026, 7, 4), "Herb kit", 1, 27.0, 27.0, "Germany"],
    ]
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, dt.date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.save(out)
    return still(out.getvalue())


LINES = [
    ("S-1", "2026-06-01 09:00:00", "c1", "Moss mug", 2, "24.00", "48.00", "DE"),
    ("S-1", "2026-06-01 09:00:00", "c1", "Carafe", 1, "46.00", "46.00", "DE"),
    ("S-2", "2026-06-03 18:22:10", "c2", "Herb kit", 1, "27.00", "27.00", "FR"),
    ("S-3", "2026-06-07 20:41:59", "c1", "Oak bowl", 1, "58.00", "58.00", "DE"),
]
NAMES = ["order_id", "order_date", "customer_id", "product_name", "quantity", "unit_price", "line_total", "country"]
ROLES = {"order_id": "order_id", "order_date": "order_date", "customer_id": "customer_id", "product_name": "product_name",
         "quantity": "quantity", "line_total": "line_total", "country": "country"}


def records():
    return [dict(zip(NAMES, (o, d, c, p, q, float(u), float(t), land))) for o, d, c, p, q, u, t, land in LINES]


def parquet():
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*LINES))
    data = pa.table({
        "order_id": pa.array(columns[0]), "order_date": pa.array([dt.datetime.fromisoformat(d) for d in columns[1]], pa.timestamp("us")),
        "customer_id": pa.array(columns[2]).dictionary_encode(), "product_name": pa.array(columns[3]), "quantity": pa.array(columns[4], pa.int32()),
        "unit_price": pa.array([float(x) for x in columns[5]]), "line_total": pa.array([Decimal(x) for x in columns[6]], pa.decimal128(10, 2)),
        "country": pa.array(columns[7]),
    })
    out = io.BytesIO()
    pq.write_table(data, out, compression="snappy")
    return out.getvalue()


# 48.00 + 46.00, 27.00, 58.00; units 3 + 1 + 1.
FIGURES = figures(3, 17900, 0, 4, 5, "EUR", ("2026-06-01", "2026-06-07"), None, 2)
PLAIN = {"encoding": None, "delimiter": None}
EURO = ["--currency", "EUR"]
JSON = json.dumps({"exported_at": "2026-10-01T08:00:00Z", "count": 4, "orders": records()}, indent=1).encode()
JSON_LINES = "".join(json.dumps(r, separators=(",", ":")) + "\n" for r in records()).encode()
CASES = [
    Case("handmade_zh", {"九月流水.xlsx": chinese_book()}, [
        table("九月流水.xlsx", ["orders", "order_lines"], 7, header_row=3, totals_rows=1, sheet="九月", **PLAIN, roles={
            "日期": "order_date", "品名": "product_name", "数量": "quantity", "单价": "unit_price", "金额": "line_total", "客户": "customer_name"})],
        figures(None, 69600, 0, 7, 11, "CNY", ("2026-09-01", "2026-09-09")), ["--currency", "CNY"]),
    Case("handmade_en", {"market_stall.xlsx": english_book()}, [
        table("market_stall.xlsx", ["orders", "order_lines"], 5, header_row=2, totals_rows=1, sheet="Stall", **PLAIN, roles={
            "Date": "order_date", "Item": "product_name", "Qty": "quantity", "Price": "unit_price", "Total": "line_total", "Paid by": "payment_method"})],
        figures(None, 26400, 0, 5, 11, "GBP", ("2026-09-05", "2026-09-20")), ["--currency", "GBP"]),
    Case("open_document", {"orders.ods": open_document()}, [
        table("orders.ods", "order_lines", 3, sheet="Orders", **PLAIN, roles={"Order number": "order_id", "Product": "product_name", "Line total": "line_total"})],
        figures(2, 12150, 0, 3, 4, "EUR", ("2026-07-01", "2026-07-04")), EURO),
    Case("json", {"orders.json": JSON}, [table("orders.json", "order_lines", 4, header_row=None, delimiter=None, encoding=None, roles=ROLES)], FIGURES, EURO),
    Case("json_lines", {"orders.jsonl": JSON_LINES}, [table("orders.jsonl", "order_lines", 4, header_row=None, delimiter=None, encoding=None, roles=ROLES)], FIGURES, EURO),
    Case("parquet", {"orders.parquet": parquet()}, [table("orders.parquet", "order_lines", 4, header_row=None, **PLAIN, roles=ROLES)], FIGURES, EURO),
]
