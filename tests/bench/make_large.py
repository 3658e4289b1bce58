"""A gigabyte of orders: Complete Journey over and over, each time with order numbers of its own.

usage: make_large.py FROM.csv TO.csv TIMES
"""

import sys

source, target, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(target, "w", encoding="utf-8", newline="") as out:
    for turn in range(times):
        with open(source, encoding="utf-8", newline="") as rows:
            header = next(rows)
            if turn == 0:
                out.write(header)
            offset = turn * 10_000_000_000
            for row in rows:
                household, store, basket, rest = row.split(",", 3)
                out.write(f"{household},{store},{int(basket) + offset},{rest}")
