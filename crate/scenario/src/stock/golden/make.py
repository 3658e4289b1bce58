"""Quantiles by scipy: python make.py writes normal.csv and count.csv beside itself."""
from pathlib import Path

from scipy import stats

here = Path(__file__).parent
rows = ["p,quantile"]
for p in [1e-9, 1e-4, 0.01, 0.05, 0.074, 0.2, 0.5, 0.8, 0.9, 0.926, 0.95, 0.98, 0.99, 0.999, 0.9999]:
    rows.append(f"{p!r},{float(stats.norm.ppf(p))!r}")
(here / "normal.csv").write_text("\n".join(rows) + "\n")

rows = ["mean,variance,p,quantile"]
for mean in [0.05, 0.7, 2.0, 9.5, 40.0, 120.0]:
    for ratio in [1.0, 1.3, 4.0, 20.0]:
        for p in [0.5, 0.9, 0.95, 0.98, 0.999]:
            variance = mean * ratio
            if ratio == 1.0:
                q = stats.poisson.ppf(p, mean)
            else:
                q = stats.nbinom.ppf(p, mean * mean / (variance - mean), mean / variance)
            rows.append(f"{mean!r},{variance!r},{p!r},{int(q)}")
(here / "count.csv").write_text("\n".join(rows) + "\n")
