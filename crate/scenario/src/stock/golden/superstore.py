"""Classes of Superstore's products by plain Python: python superstore.py PATH/superstore.csv."""
import csv
import statistics as st
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta

rows = list(csv.DictReader(open(sys.argv[1], encoding="latin-1")))
day = lambda r: datetime.strptime(r["Order Date"], "%m/%d/%y").date()
days = [day(r) for r in rows]
last = max(days)
end = last - timedelta(days=last.weekday())  # Monday of the last week
others = [d for d in days if d < end]
if last.weekday() < max(d.weekday() for d in others):
    end -= timedelta(days=7)
first = end - timedelta(days=7 * 25)
units, net, sold = defaultdict(lambda: defaultdict(float)), defaultdict(float), defaultdict(list)
for r, d in zip(rows, days):
    name = r["Product Name"].strip()
    sold[name].append(d)
    if first <= d < end + timedelta(days=7):
        units[name][(d - first).days // 7] += float(r["Quantity"])
        net[name] += round(float(r["Sales"]), 2)
total, before, value = sum(net.values()), 0.0, {}
for name in sorted(net, key=lambda n: (-net[n], n)):
    value[name] = "A" if before / total < 0.80 else "B" if before / total < 0.95 else "C"
    before += net[name]
matrix, patterns = Counter(), Counter()
for name, dates in sold.items():
    if max(dates) <= last - timedelta(days=90):
        continue
    skip = max(0, (min(dates) - timedelta(days=min(dates).weekday()) - first).days // 7)
    weeks = [units[name][w] for w in range(skip, 26)]
    selling = sorted(w for w in weeks if w > 0)
    if len(weeks) < 8 or not selling:
        continue
    n = len(selling)
    if n >= 4 and selling[-1] * (n - 1) >= 10 * sum(selling[:-1]):
        weeks = [min(w, selling[-2]) for w in weeks]
        selling = [min(w, selling[-2]) for w in selling]
    cv = st.stdev(weeks) / st.mean(weeks)
    cv2 = (st.stdev(selling) / st.mean(selling)) ** 2 if n > 1 else 0.0
    adi = len(weeks) / n
    matrix[value.get(name, "-") + ("X" if cv <= 0.5 else "Y" if cv <= 1 else "Z")] += 1
    kind = {(0, 0): "smooth", (1, 0): "intermittent", (0, 1): "erratic", (1, 1): "lumpy"}
    patterns[kind[adi >= 1.32, cv2 >= 0.49]] += 1
print(first, end + timedelta(days=6), sorted(matrix.items()), sorted(patterns.items()))
