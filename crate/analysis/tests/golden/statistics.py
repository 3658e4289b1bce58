"""Reference values for the statistics: `python3 statistics.py > statistics.txt` (SciPy 1.17)."""

import numpy as np
from scipy import stats

A = [3.1, 4.7, 5.0, 6.2, 5.5, 4.9, 7.1, 6.6, 5.8, 6.0]
B = [2.2, 3.9, 4.4, 4.1, 5.1, 3.0, 4.8, 4.0]
P = [0.001, 0.8, 0.02, 0.03, 0.0004, 0.5, 0.04, 0.6, 0.02, 1.0]


def say(name, args, value):
    print(name, *args, "=", repr(float(value)))


for z in [0.1, 1.0, 1.96, 3.5, 6.0]:
    say("normal", [z], 2 * stats.norm.sf(z))
for x in [0.1, 3.84, 10.8, 40.0]:
    say("chi1", [x], stats.chi2.sf(x, 1))
for t, df in [(0.5, 3), (2.0, 10), (2.5, 57.3), (8.0, 4.5), (1.0, 1e5)]:
    say("student", [t, df], 2 * stats.t.sf(t, df))
for level, df in [(0.95, 2), (0.95, 10), (0.99, 30.5), (0.95, 1e4)]:
    say("critical", [level, df], stats.t.ppf(0.5 + level / 2, df))
for hits, drawn, all_hits, n in [(3, 10, 15, 100), (8, 20, 30, 1000), (40, 200, 900, 10000), (1, 1, 1, 2)]:
    say("fisher", [hits, drawn, all_hits, n], stats.hypergeom.sf(hits - 1, n, all_hits, drawn))
for hits, n in [(0, 10), (7, 20), (500, 1000)]:
    interval = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    say("wilson_low", [hits, n], interval.low)
    say("wilson_high", [hits, n], interval.high)
say("mann_whitney", [], stats.mannwhitneyu(A, B, method="asymptotic").pvalue)
say("welch", [], stats.ttest_ind(A, B, equal_var=False).pvalue)
for p, q in zip(P, stats.false_discovery_control(P)):
    say("bh", [p], q)
say("theil_sen", [], stats.theilslopes(A).slope)
say("quantile", [0.3], np.quantile(A, 0.3))
