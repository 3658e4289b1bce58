"""Golden values for the ads scenario: python3 ads.py (scipy 1.x, statsmodels 0.14)."""
import math

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
