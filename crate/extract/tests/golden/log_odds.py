"""Writes log_odds.json beside it: z-scores of log-odds with an informative Dirichlet prior, worked out with 40 digits.

Monroe, Colaresi and Quinn (2008), "Fightin' Words", equations 16 (log-odds), 19 (variance) and 22 (z-score). Needs nothing but Python.
"""

import json
import random
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 40
chance = random.Random(1)
cases = []
for _ in range(40):
    own_total, other_total = chance.randint(20, 5000), chance.randint(20, 5000)
    own, other = chance.randint(0, own_total // 4), chance.randint(0, other_total // 4)
    priors = chance.choice([1.0, 10.0, 500.0])
    prior = priors * max(own + other, 1) / (own_total + other_total)
    y, n, a, a0 = [Decimal(own), Decimal(other)], [Decimal(own_total), Decimal(other_total)], Decimal(prior), Decimal(priors)
    odds = [((y[i] + a) / (n[i] + a0 - y[i] - a)).ln() for i in (0, 1)]
    z = (odds[0] - odds[1]) / (1 / (y[0] + a) + 1 / (y[1] + a)).sqrt()
    cases.append([own, own_total, other, other_total, prior, priors, float(z)])
text = "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n"
Path(__file__).with_name("log_odds.json").write_text(text, encoding="utf-8")
