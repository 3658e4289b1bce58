"""Makes the binary fixtures: `pip install odfpy xlwt`, then `python3 make_fixtures.py`."""

import datetime
import pathlib

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

here = pathlib.Path(__file__).parent / "fixture"
rows = [(f"A{i:03}", datetime.date(2026, 3, i), 10.5 * i, "Größe") for i in range(1, 5)]
head = ("Order ID", "Date", "Total", "Note")

book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("Orders")
style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
for column, name in enumerate(head):
    sheet.write(0, column, name)
for r, row in enumerate(rows, 1):
    for column, value in enumerate(row):
        if isinstance(value, datetime.date):
            sheet.write(r, column, value, style)
        else:
            sheet.write(r, column, value)
book.add_sheet("Empty")
book.save(str(here / "orders.xls"))

document = OpenDocumentSpreadsheet()
table = Table(name="Orders")
for row in [head, *rows]:
    line = TableRow()
    for value in row:
        if isinstance(value, datetime.date):
            cell = TableCell(valuetype="date", datevalue=value.isoformat())
        elif isinstance(value, float):
            cell = TableCell(valuetype="float", value=str(value))
        else:
            cell = TableCell(valuetype="string")
        cell.addElement(P(text=str(value)))
        line.addElement(cell)
    table.addElement(line)
document.spreadsheet.addElement(table)
document.save(str(here / "orders.ods"))
