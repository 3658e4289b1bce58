"""Golden values of lifetimes, lifelines and scikit-learn: `python make.py CDNOW_SAMPLE SUMMARY > golden.json`.

`SUMMARY` is the package's customer summary (ID, frequency, recency, T), `CDNOW_SAMPLE` its purchases (MIT).
Versions: lifetimes 0.11.3, lifelines 0.30.3, scikit-learn 1.9.1.
"""

import json
import sys

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from lifetimes import BetaGeoFitter, GammaGammaFitter
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score, silhouette_score

summary = pd.read_csv(sys.argv[2])
sample = pd.read_csv(sys.argv[1], sep=r"\s+", header=None, dtype={2: str},
                     names=["master", "ID", "day", "units", "value"])
sample = sample[sample.day <= "19970930"].groupby(["ID", "day"], as_index=False).value.sum()
sample = sample[sample.day > sample.groupby("ID").day.transform("min")]
spend = sample.groupby("ID").value.agg(["count", "mean"]).reset_index()

bg = BetaGeoFitter(penalizer_coef=0.0).fit(summary.frequency, summary.recency, summary["T"])
gg = GammaGammaFitter(penalizer_coef=0.0).fit(spend["count"], spend["mean"])
customers = [(0, 0.0, 38.86), (2, 30.43, 38.86), (7, 29.43, 38.86), (26, 30.86, 31.0), (1, 1.71, 38.86)]
some = [[*c, float(bg.conditional_expected_number_of_purchases_up_to_time(39, *c)),
         float(np.squeeze(bg.conditional_probability_alive(*c)))] for c in customers]

rng = np.random.default_rng(7)
x = rng.normal(size=(60, 3)).round(3)
y = (x @ [1.0, -2.0, 0.5] + rng.normal(size=60) > 0.3).astype(int)
logistic = [[c, *LogisticRegression(C=c, tol=1e-10, max_iter=10_000).fit(x, y).coef_[0],
             LogisticRegression(C=c, tol=1e-10, max_iter=10_000).fit(x, y).intercept_[0]] for c in (0.1, 1.0, 10.0)]
scores = (1 / (1 + np.exp(-x[:, 0] + x[:, 1]))).round(1)
time = rng.exponential(10, 40).round(0)
ended = rng.random(40) < 0.6
km = KaplanMeierFitter().fit(time, ended)
curve = km.survival_function_.join(km.confidence_interval_)
segments = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0.5)

print(json.dumps({
    "bg_nbd": {k: float(v) for k, v in bg.params_.items()},
    "bg_nbd_customers": some,
    "bg_nbd_expected": [[t, float(bg.expected_number_of_purchases_up_to_time(t))] for t in (1, 26, 52)],
    "gamma_gamma": {k: float(v) for k, v in gg.params_.items()},
    "x": x.tolist(), "y": y.tolist(), "scores": scores.tolist(), "logistic": logistic,
    "auc": roc_auc_score(y, scores), "average_precision": average_precision_score(y, scores),
    "brier": brier_score_loss(y, scores),
    "time": time.tolist(), "ended": ended.tolist(),
    "kaplan_meier": [[float(t), *map(float, row)] for t, row in zip(curve.index, curve.values)],
    "segments": segments.tolist(), "silhouette": float(silhouette_score(x, segments)),
    # The inputs of both lifetime fits, so that the tests need no other file.
    "cdnow": [[int(n), *k] for k, n in summary.groupby(["frequency", "recency", "T"]).size().items()],
    "spend": [[int(c), round(float(m), 6)] for c, m in zip(spend["count"], spend["mean"])],
}, separators=(",", ":")))
