"""What a fixture is: files, what each table has to be taken for, and the shop's figures.

The figures are literals worked out by hand from the rows, never by the engine.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field

GBK = ["GBK", "gb18030"]  # the second contains the first: either name is right for GBK bytes


@dataclass
class Case:
    """One report's files. `tables`: file → what is expected of it; `shop`: the figures."""

    name: str
    files: dict
    tables: list = field(default_factory=list)
    shop: dict = None
    args: list = field(default_factory=list)


def table(file, dataset, rows, header_row=1, encoding="UTF-8", delimiter=",", totals_rows=0, sheet=None, **roles):
    """What is expected of a table. Several allowed values are given as a list; `None` is not checked for a delimiter or encoding."""
    return {"file": file, "sheet": sheet, "dataset": dataset, "rows": rows, "header_row": header_row,
            "encoding": encoding, "delimiter": delimiter, "totals_rows": totals_rows, "roles": roles.get("roles", {})}


def text(header, rows, delimiter=",", line="\n"):
    """Delimited text; `header` may be one line of text."""
    if isinstance(header, str):
        header = header.split(delimiter)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line)
    writer.writerow(header)
    for row in rows:
        writer.writerow([row.get(name, "") for name in header] if isinstance(row, dict) else row)
    return out.getvalue()


def figures(orders, gross, refunds=0, lines=None, units=None, currency=None, days=None, excluded=None, customers=None):
    """Amounts in minor units; `None` is not checked."""
    return {"currency": currency, "orders": orders, "order_lines": lines, "units": units, "customers": customers,
            "gross_minor": gross, "refunds_minor": refunds, "net_minor": gross - refunds,
            "first_day": days and days[0], "last_day": days and days[1], "excluded": excluded or {}}


def still(content):
    """An archive with fixed dates, so that writing it again gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2026, 10, 1, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(entry, re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-10-01T08:00:00Z", old.read(name)))
    return out.getvalue()
