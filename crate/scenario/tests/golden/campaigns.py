"""Golden values for the campaigns scenario: python3 campaigns.py (statsmodels 0.14)."""
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

state = 12345


def draw():
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648.0


rows = []
for product in range(12):
    for week in range(30):
        a, b, c = draw(), draw(), draw()
        p = 2.0 + 0.1 * product + (-0.3 * b if a < 0.3 else 0.0)
        q = 5.0 + 0.02 * week + (-1.5 - 0.05 * product) * p + 0.4 * (c - 0.5)
        if (week + 5 * product) % 30 != 7:
            rows.append((product, week, float(np.exp(q)), p))
seen = {(r[0], r[1]): r for r in rows}
full = []
for product in range(12):
    weeks = [r[1] for r in rows if r[0] == product]
    last = None
    for week in range(min(weeks), max(weeks) + 1):
        if (product, week) in seen:
            last = seen[product, week][3]
        full.append((product, week, seen.get((product, week), (0, 0, 0.0))[2], last))
panel = pd.DataFrame(full, columns=["product", "week", "q", "p"])
model = smf.glm("q ~ p + C(product) + C(week)", panel, family=sm.families.Poisson())
of = model.fit(cov_type="cluster", cov_kwds={"groups": panel["product"]}, tol=1e-14, maxiter=200)
print("products", panel["product"].nunique(), "cells", len(panel), "parameters", len(of.params))
print(repr(float(of.params["p"])), repr(float(of.bse["p"])))
