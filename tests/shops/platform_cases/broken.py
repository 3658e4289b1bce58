"""Files that cannot be read, or only in part, and what is to be said of each."""

import io
import json
import zlib

from .shopify import ORDERS_CSV, archive
from .handmade import chinese_book, parquet


def encrypted():
    """A workbook locked with a password. The salt is drawn anew on each run, so the bytes differ."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(chinese_book())).encrypt("secret", out)
    return out.getvalue()


def picture():
    """A PNG of one pixel."""
    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0") + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HOSTILE = (
    "Order ID,Order date,Product,Quantity,Total\n"
    'H-1,2026-09-01,"<script>alert(1)</script>",1,10.00\n'
    'H-2,2026-09-02,"=HYPERLINK(""http://evil.example"",""win"")",1,20.00\n'
    "H-3,2026-09-03,javascript:alert(1),1,30.00\n"
    'H-4,2026-09-04,"+cmd|\' /C calc\'!A0",1,40.00\n'
    'H-5,2026-09-05,"@SUM(1+1)*cmd",1,50.00\n'
    'H-6,2026-09-06,"<img src=x onerror=alert(1)>",1,60.00\n'
    'H-7,2026-09-07,"\u202egnp.exe",1,70.00\n'
).encode()
SURROGATES = b'[{"order_id":"1","note":"cut \\ud83d off","total":5},{"order_id":"2","note":"\\udc00 start","total":6}]'
RAGGED = b"Order ID,Date,Product,Quantity,Total\n1,2026-01-02,Mug,1,24.00\n2,2026-01-03,Bowl\n3,2026-01-04,Lamp,1,69.00,extra,more\n4,2026-01-05,Throw,1,89.00\n"
NUL = b"Order ID,Date,Product,Quantity,Total\n1,2026-01-02,Mu\0g,1,24.00\n2,2026-01-03,Bowl,1,\x0058.00\n"
NO_HEADER = b"1001,2026-01-02,Mug,1,24.00\n1002,2026-01-03,Bowl,1,58.00\n1003,2026-01-04,Lamp,2,138.00\n1004,2026-01-05,Throw,1,89.00\n"
OPEN_QUOTE = b'Order ID,Date,Product,Quantity,Total\n1,2026-01-02,Mug,1,24.00\n2,2026-01-03,"Bowl,1,58.00\n3,2026-01-04,Lamp,1,69.00\n'


def error(*codes):
    return {"error": list(codes)}


def read(rows, *warnings, **more):
    return {"rows": rows, "warnings": list(warnings)} | more


# file → (bytes, what is expected: an error's code, any of them, or the rows read and the warnings that have to be among those given)
FILES = {
    "empty.csv": (b"", error("empty_file")),
    "blank.csv": (b"\n \n\n", error("empty_file", "not_a_table")),
    "workbook_named.csv": (chinese_book(), read(7, "wrong_extension")),
    "text_named.xlsx": (ORDERS_CSV, read(12, "wrong_extension")),
    "truncated.zip": (archive()[:700], error("corrupt")),
    "truncated.xlsx": (chinese_book()[:2500], error("corrupt")),
    "truncated.parquet": (parquet()[:900], error("corrupt")),
    "encrypted.xlsx": (encrypted(), error("encrypted")),
    "pdf_named.csv": (PDF, error("not_a_table")),
    "picture_named.csv": (picture(), error("not_a_table")),
    "broken.json": (b'{"orders": [{"order_id": "1", "total": 5}, {"order_id": "2", "total": ', error("invalid_json")),
    "lone_surrogates.json": (SURROGATES, read(2) | error("invalid_json")),
    "nul_bytes.csv": (NUL, read(2, "nul_bytes")),
    "one_column.csv": ("Product\nMug\nBowl\nLamp\n".encode(), read(3)),
    "header_is_data.csv": (NO_HEADER, read(4, "no_header")),
    "ragged.csv": (RAGGED, read(4, "short_rows", "long_rows")),
    "open_quote.csv": (OPEN_QUOTE, read(None, "stray_quotes")),
    "hostile_cells.csv": (HOSTILE, read(7, gross_minor=28000)),
}
MANIFEST = json.dumps([{"file": name} | expected for name, (_, expected) in FILES.items()], indent=1, ensure_ascii=False) + "\n"
