"""Our predictions beside scikit-learn, LightGBM and XGBoost on the same held-out folds, one thread each.

`OMP_NUM_THREADS=1 python tests/bench/predict.py SHOPLENS DATA_FOLDER [SEEDS [FIRST]]`
Needs pandas, scikit-learn, lightgbm and xgboost; with `ALONE=1` in the environment ours runs without the others, and the first two
are enough. `DATA_FOLDER` holds the UCI Online Shoppers and Telco churn files. Each seed, counted from FIRST, is a stratified 80/20 split; ours is `shoplens predict`, reading, tuning, judging and explaining included.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SHOPLENS, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
SEEDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
FIRST = int(sys.argv[4]) if len(sys.argv) > 4 else 0
ALONE = bool(os.environ.get("ALONE"))
if not ALONE:
    import lightgbm
    import xgboost
TASKS = [("online_shoppers_intention.csv", ";", "Revenue", "TRUE", []),
         ("WA_Fn-UseC_-Telco-Customer-Churn.csv", ",", "Churn", "Yes", ["customerID"])]


def ours(train, test, separator, label, positive):
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{name}.csv" for name in ("train", "test", "out")]
        train.to_csv(paths[0], sep=separator, index=False)
        test.to_csv(paths[1], sep=separator, index=False)
        started = time.time()
        subprocess.run([SHOPLENS, "predict", "--input", paths[0], "--test", paths[1], "--label", label,
                        "--positive", positive, "--output", paths[2]], check=True, stdout=subprocess.DEVNULL)
        return pd.read_csv(paths[2]).probability, time.time() - started


def peers(train, test, label, positive, drop):
    train, test = train.drop(columns=drop), test.drop(columns=drop)
    y = train.pop(label) == positive
    test = test.drop(columns=label)
    for column in train:
        numbers = pd.to_numeric(train[column], errors="coerce")
        if numbers.notna().mean() > 0.95:
            train[column], test[column] = numbers, pd.to_numeric(test[column], errors="coerce")
        else:
            train[column] = train[column].astype("category")
            test[column] = pd.Categorical(test[column], categories=train[column].cat.categories)
    words = train.select_dtypes("category").columns
    numbers = train.columns.difference(words)
    linear = make_pipeline(make_column_transformer((StandardScaler(), numbers), (OneHotEncoder(handle_unknown="ignore"), words)),
                           LogisticRegression(max_iter=2000))
    filled = [part.fillna({column: 0 for column in numbers}) for part in (train, test)]
    models = {
        "LogisticRegression": (linear, *filled),
        "HistGradientBoosting": (HistGradientBoostingClassifier(categorical_features="from_dtype", random_state=0), train, test),
        "LightGBM": (lightgbm.LGBMClassifier(n_jobs=1, verbose=-1, random_state=0), train, test),
        # Slow and small trees, which suit both files; its defaults do worse.
        "XGBoost": (xgboost.XGBClassifier(n_jobs=1, enable_categorical=True, random_state=0, n_estimators=150, max_depth=4,
                                          learning_rate=0.06, subsample=0.8, colsample_bytree=0.6, reg_lambda=5), train, test),
    }
    for name, (model, known, new) in models.items():
        started = time.time()
        probabilities = model.fit(known, y).predict_proba(new)[:, 1]
        yield name, probabilities, time.time() - started


for file, separator, label, positive, drop in TASKS:
    data = pd.read_csv(FOLDER / file, sep=separator, dtype=str, keep_default_na=False)
    figures = {}
    for seed in range(FIRST, FIRST + SEEDS):
        train, test = train_test_split(data, test_size=0.2, random_state=seed, stratify=data[label])
        truth = (test[label] == positive).values
        for name, p, seconds in [("shoplens", *ours(train, test, separator, label, positive)), *([] if ALONE else peers(train, test, label, positive, drop))]:
            figures.setdefault(name, []).append(
                (roc_auc_score(truth, p), average_precision_score(truth, p), brier_score_loss(truth, p), seconds))
    print(file)
    for name, rows in figures.items():
        auc, precision, brier, seconds = np.mean(rows, axis=0)
        print(f"  {name:22} AUC {auc:.4f}  PR-AUC {precision:.4f}  Brier {brier:.4f}  {seconds:.2f} s")
