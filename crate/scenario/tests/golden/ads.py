"""Golden values for the ads scenario: python3 ads.py (scipy 1.x, statsmodels 0.14)."""
import math

import numpy as np

from scipy import integrate, stats
from statsmodels.stats.proportion import proportions_ztest

print("two proportions", repr(float(proportions_ztest([30, 45], [1000, 900])[0])))
for split in ([5000, 5100], [10210, 10190], [900, 1100], [333, 340, 361]):
    print("split", split, repr(float(stats.chisquare(split).pvalue)))


def beats(n, x, m, y):
    a, b = stats.beta(x + 1, n - x + 1), stats.beta(y + 1, m - y + 1)
    f = lambda p: b.pdf(p) * a.cdf(p)
    return integrate.quad(f, 0, 1, points=[y / m, x / n], limit=500, epsabs=1e-13)[0]


for n, x, m, y in ((1000, 30, 900, 45), (10210, 412, 10190, 470), (20, 0, 20, 3)):
    print("beats", (n, x), (m, y), repr(beats(n, x, m, y)))
print("mde", (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * math.sqrt(0.05 * 0.95 * 2 / 1000) / 0.05)


# Adstock and Hill on a grid, least squares with level, trend and weekdays, the same series as in response.rs.
state = 777


def draw():
    global state
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648.0


n = 140
spend = []
level = 100.0
for i in range(n):
    if draw() < 0.2:
        level = 40.0 + 200.0 * draw()
    spend.append(level)
y = []
stock = 0.0
for i in range(n):
    stock = spend[i] + 0.45 * stock
    y.append(2000.0 + i + 50.0 * (i % 7) + 900.0 * stock / (stock + 200.0) + 60.0 * (draw() - 0.5))
x, y = np.array(spend), np.array(y)
best = None
for decay in (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9):
    a = np.zeros(n)
    s = 0.0
    for i in range(n):
        s = x[i] + decay * s
        a[i] = s
    for shape in (1.0, 2.0):
        for times in (0.25, 0.5, 1.0, 2.0, 4.0, 16.0):
            half = a.mean() * times
            f = a**shape / (a**shape + half**shape)
            design = np.column_stack([np.ones(n), np.arange(n)] + [(np.arange(n) % 7 == d) * 1.0 for d in range(1, 7)] + [f])
            beta, *_ = np.linalg.lstsq(design, y, rcond=None)
            rss = ((y - design @ beta) ** 2).sum()
            if beta[-1] > 0 and (best is None or rss < best[0]):
                best = (rss, decay, shape, half, beta[-1])
_, decay, shape, half, ceiling = best
now = x[n - n // 4 :].mean()
level = now / (1 - decay)
h = lambda s: s**shape / (s**shape + half**shape)
slope = (h(level + 1e-4) - h(level - 1e-4)) / 2e-4 / (1 - decay)
print("response", decay, shape, repr(float(half)), repr(float(ceiling)), repr(float(now)), repr(float(ceiling * slope)))
