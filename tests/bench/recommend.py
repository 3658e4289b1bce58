"""The same sequences through `implicit` and through Shoplens: last item held back, all items ranked.

    pip install implicit scipy numpy
    cargo build --release -p recommend --example sequences
    python tests/bench/recommend.py SEQUENCES.txt [target/release/examples/sequences [ATTRIBUTES.json]]

Prints recall@10, NDCG@10, MRR@10, seconds of fitting and the growth of memory for implicit's models,
then runs Shoplens' example on the same file. What is learned from, what is held back and the figures'
definitions are the same; `implicit` keeps an item among its own neighbours, so it is asked for 101.
"""

import os
import resource
import subprocess
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from scipy.sparse import csr_matrix

K = 10


def read(path):
    rows, columns, targets = [], [], {}
    users = items = 0
    for line in open(path):
        user, *sequence = map(int, line.split())
        users, items = max(users, user + 1), max(items, max(sequence) + 1)
        rows += [user] * (len(sequence) - 1)
        columns += sequence[:-1]
        targets[user] = sequence[-1]
    data = np.ones(len(rows), dtype=np.float64)
    return csr_matrix((data, (rows, columns)), shape=(users, items)), targets


def main():
    known, targets = read(sys.argv[1])
    print(f"{known.shape[0]} users, {known.shape[1]} items, {known.nnz} pairs known, one thread")
    als = dict(factors=64, regularization=0.05, alpha=6.0, iterations=12, num_threads=1, random_state=42)
    models = [
        ("itemknn", lambda: CosineRecommender(K=101, num_threads=1)),
        ("tfidf", lambda: TFIDFRecommender(K=101, num_threads=1)),
        ("bm25", lambda: BM25Recommender(K=101, K1=1.2, B=0.75, num_threads=1)),
        ("als", lambda: AlternatingLeastSquares(**als)),
    ]
    users = np.array(sorted(targets))
    for name, make in models:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        model, start, cpu = make(), time.perf_counter(), time.process_time()
        model.fit(known, show_progress=False)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
        lists, _ = model.recommend(users, known[users], N=K, filter_already_liked_items=True)
        ranks = [np.flatnonzero(row == targets[user]) for user, row in zip(users, lists)]
        ranks = np.array([found[0] if len(found) else -1 for found in ranks])
        hit = ranks >= 0
        ndcg = np.where(hit, 1 / np.log2(np.maximum(ranks, 0) + 2.0), 0)
        mrr = np.where(hit, 1 / np.maximum(ranks + 1.0, 1), 0)
        print(
            f"implicit {name:<8} recall@10 {hit.mean():.4f}  ndcg@10 {ndcg.mean():.4f}  mrr@10 {mrr.mean():.4f}"
            f"  fit {seconds:.2f} s ({cpu:.2f} s CPU)  +{grown:.0f} MB"
        )
    if len(sys.argv) > 2:
        example = [sys.argv[2], sys.argv[1], *sys.argv[3:]]
        subprocess.run(example, check=True)


main()
