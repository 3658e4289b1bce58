"""Golden values for the campaigns scenario: python3 campaigns.py (statsmodels 0.14)."""
import numpy as np
import pandas as pd
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
        if b > 0.1:
            rows.append((product, week, q, p))
panel = pd.DataFrame(rows, columns=["product", "week", "q", "p"])
keep = panel.groupby("product").p.transform(lambda p: p.std(ddof=0)) >= 0.03
panel = panel[keep]
of = smf.ols("q ~ p + C(product) + C(week)", panel).fit(cov_type="cluster", cov_kwds={"groups": panel["product"]})
print("products", panel["product"].nunique(), "cells", len(panel), "parameters", len(of.params))
print(repr(float(of.params["p"])), repr(float(of.bse["p"])))
