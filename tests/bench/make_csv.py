"""Parquet to CSV as DuckDB or pyarrow writes it: make_csv.py IN.parquet OUT.csv [ROWS]"""

import sys

source, target = sys.argv[1:3]
rows = int(sys.argv[3]) if len(sys.argv) > 3 else None

try:
    import duckdb

    limit = f" LIMIT {rows}" if rows else ""
    duckdb.sql(f"COPY (SELECT * FROM '{source}'{limit}) TO '{target}' (FORMAT csv, HEADER)")
except ImportError:
    import pyarrow.csv
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(source)
    options = pyarrow.csv.WriteOptions(quoting_style="needed", quoting_header="needed")
    pyarrow.csv.write_csv(table.slice(0, rows), target, options)
