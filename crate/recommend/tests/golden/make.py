"""Makes golden.json: small interactions through implicit, numpy and mlxtend.

    pip install implicit==0.7.3 scipy numpy pandas mlxtend==0.25.0
    python make.py > golden.json

`knn`: implicit's full item-item similarities, the diagonal set to 0. `rp3beta` and `ease`: the closed forms in numpy,
in double precision. `rules`: mlxtend's association_rules with one item on the right; χ² from scipy without correction,
q-values from scipy's false_discovery_control.
"""

import json
import sys

import numpy as np
import pandas as pd
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from mlxtend.frequent_patterns import apriori, association_rules
from scipy.sparse import csr_matrix
from scipy.stats import chi2_contingency, false_discovery_control

USERS, ITEMS = 40, 12
random = np.random.default_rng(7)
taste = random.gamma(0.4, size=(USERS, 3)) @ random.gamma(0.4, size=(3, ITEMS))
matrix = np.minimum(random.poisson(0.9 * taste), 6).astype(float)
matrix[matrix.sum(axis=1) == 0, 0] = 1
known = csr_matrix(matrix)


def rounded(values):
    return np.round(values, 9).tolist()


def knn(model):
    model.fit(known, show_progress=False)
    similarity = model.similarity.toarray()
    np.fill_diagonal(similarity, 0)
    return rounded(similarity)


def rp3beta(alpha, beta):
    users_of = (matrix > 0).sum(axis=0)
    to_items = (matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1e-12)) ** alpha
    to_users = (matrix.T / np.maximum(matrix.T.sum(axis=1, keepdims=True), 1e-12)) ** alpha
    walk = to_users @ to_items / np.maximum(users_of, 1) ** beta
    np.fill_diagonal(walk, 0)
    return rounded(walk)


def ease(weight):
    inverse = np.linalg.inv(matrix.T @ matrix + weight * np.eye(ITEMS))
    out = inverse / -np.diag(inverse)
    np.fill_diagonal(out, 0)
    return rounded(out)


def rules(support, confidence):
    baskets = pd.DataFrame(matrix > 0)
    sets = apriori(baskets, min_support=support, use_colnames=True)
    found = association_rules(sets, metric="confidence", min_threshold=0.0)
    found = found[found["consequents"].map(len) == 1]
    out = []
    for _, row in found.iterrows():
        left = baskets[list(row["antecedents"])].all(axis=1)
        right = baskets[list(row["consequents"])].all(axis=1)
        table = [[(left & right).sum(), (left & ~right).sum()], [(~left & right).sum(), (~left & ~right).sum()]]
        chi = chi2_contingency(table, correction=False)
        out.append(
            {
                "antecedent": sorted(int(item) for item in row["antecedents"]),
                "consequent": int(next(iter(row["consequents"]))),
                "support": row["support"],
                "confidence": row["confidence"],
                "lift": row["lift"],
                "conviction": None if np.isinf(row["conviction"]) else row["conviction"],
                "chi_square": chi.statistic,
                "p_value": chi.pvalue,
            }
        )
    for rule, q in zip(out, false_discovery_control([rule["p_value"] for rule in out])):
        rule["q_value"] = float(q)
    out = [rule for rule in out if rule["confidence"] >= confidence]
    return sorted(out, key=lambda rule: (rule["antecedent"], rule["consequent"]))


json.dump(
    {
        "users": USERS,
        "items": ITEMS,
        "triples": [[int(u), int(i), matrix[u, i]] for u, i in zip(*np.nonzero(matrix))],
        "cosine": knn(CosineRecommender(K=ITEMS)),
        "tfidf": knn(TFIDFRecommender(K=ITEMS)),
        "bm25": knn(BM25Recommender(K=ITEMS, K1=1.2, B=0.75)),
        "rp3beta": rp3beta(0.8, 0.6),
        "ease": ease(5.0),
        "rules": rules(0.2, 0.5),
    },
    sys.stdout,
)
