"""The mix of tasks, augmentation as it is read, and batches of texts of like length."""

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

import phrases
from examples import Example, recased
from reviews import strung, untokenised
from schema import BY_NAME, POLARITIES, SPAN_HEADS
from tokeniser import PAD, pieces_of, places

# Task → (share of the batches, sources with their share within the task).
MIX = {
    "titles-zh": (0.17, {"titles-zh": 1.0}),
    "titles-en": (0.14, {"titles-oa": 0.3, "titles-wdc": 0.22, "titles-offers": 0.12, "titles-begun": 0.08, "titles-unmarked": 0.14, "composed": 0.14}),
    "reviews-zh": (0.17, {"reviews-zh": 1.0}),
    "polarity-zh": (0.06, {"polarity-zh": 1.0}),
    "sentiment-zh": (0.08, {"sentiment-zh": 1.0}),
    "reviews-en": (0.17, {"reviews-en": 0.7, "reviews-acos": 0.3}),
    "sentiment-en": (0.05, {"sentiment-en": 1.0}),
    "vectors": (0.24, {}),
}
TOKENS = 2560
LONGEST = {"sentiment-zh": 96, "sentiment-en": 112}
MOST_TOKENS = 192
# Texts read ahead, that are sorted by length: more of them, less padding.
AHEAD = 960
# Both sides of a pair find each other among at most so many texts.
MOST_TEXTS = 256
NEIGHBOURS = 6
# How often a review is one in which not all is praise.
CRITICAL = 0.45
# How often reviews with spans are strung together, how many at most, and the pieces that such a text may have.
STRUNG, MOST_STRUNG, LONGEST_STRUNG = 0.12, 3, 160


@dataclass
class Batch:
    """Pieces, and what the heads that the batch knows something about should say."""

    task: str
    ids: Tensor
    mask: Tensor
    tags: dict[str, Tensor]
    polarity: tuple[Tensor, Tensor] | None
    sentiment: tuple[Tensor, Tensor] | None
    vectors: Tensor | None
    # For teachers, which cut a text into tokens of their own: the texts, and the characters of every piece.
    texts: list[str]
    where: list[list[tuple[int, int]]]

    @property
    def language(self) -> str:
        return self.task[-2:]


class Augmenter:
    def __init__(self, train: dict[str, list[Example]]):
        self.brands = {
            language: sorted({e.text[a:b] for name in names for e in train[name] for a, b, label in e.spans["titles"] if label == "brand"})
            for language, names in {"zh": ["titles-zh"], "en": ["titles-oa", "titles-wdc", "titles-offers"]}.items()
        }

    def __call__(self, example: Example, rng: random.Random) -> Example:
        if example.source == "unmarked":
            return example
        if "titles" in example.known:
            chance = {"zh": 0.1, "en": 0.4}[example.language] if example.source != "composed" else 0
            if rng.random() < chance:
                example = phrases.rebranded(example, rng, self.brands[example.language])
            if rng.random() < 0.2:
                text = recased(example.text, rng)
                return Example(text, example.source, example.language, example.spans, example.known)
        elif example.language == "en" and rng.random() < 0.5:
            return untokenised(example)
        return example


class Encoder:
    """Examples to tensors."""

    def __init__(self, tokenizer, padding: int = PAD):
        self.tokenizer, self.padding = tokenizer, padding
        self.open = {head: {} for head in SPAN_HEADS}

    def outside(self, head: str, known: frozenset[str]) -> np.ndarray:
        """The labels that an unmarked piece may have."""
        if known not in self.open[head]:
            labels = BY_NAME[head].labels
            self.open[head][known] = np.array([label == "O" or label[2:] not in known for label in labels])
        return self.open[head][known]

    def tags(self, head: str, example: Example, where: list[tuple[int, int]]) -> np.ndarray:
        labels = BY_NAME[head].labels
        allowed = np.zeros((len(where), len(labels)), bool)
        if head not in example.known:
            return allowed
        real = [piece != (0, 0) for piece in where]
        allowed[real] = self.outside(head, example.known[head])
        for start, end, label in example.spans[head]:
            inside = pieces_of(where, start, end)
            for index, piece in enumerate(inside):
                position = "S" if len(inside) == 1 else "B" if index == 0 else "E" if index == len(inside) - 1 else "I"
                allowed[piece] = False
                allowed[piece, labels.index(f"{position}-{label}")] = True
        return allowed

    def batch(self, task: str, examples: list[Example], encodings: list, vectors: np.ndarray | None = None) -> Batch:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = torch.full((len(examples), width), self.padding)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        mask = (ids != self.padding).long()
        if vectors is not None:
            return Batch(task, ids, mask, {}, None, None, torch.from_numpy(vectors), [], [])
        where = [places(encoding, example.text) for encoding, example in zip(encodings, examples)]
        tags = {}
        for head in SPAN_HEADS:
            if any(head in example.known for example in examples):
                allowed = np.zeros((len(examples), width, len(BY_NAME[head].labels)), bool)
                for row, example in enumerate(examples):
                    allowed[row, : len(where[row])] = self.tags(head, example, where[row])
                tags[head] = torch.from_numpy(allowed)
        rows = [row for row, example in enumerate(examples) if example.sentiment]
        sentiment = (torch.tensor(rows), torch.tensor([POLARITIES.index(examples[row].sentiment) for row in rows])) if rows else None
        return Batch(task, ids, mask, tags, self.polarity(examples, where, width), sentiment, None, [example.text for example in examples], where)

    @staticmethod
    def polarity(examples: list[Example], where: list, width: int) -> tuple[Tensor, Tensor] | None:
        weights, labels = [], []
        for row, example in enumerate(examples):
            for start, end, label in example.polarity:
                inside = pieces_of(where[row], start, end)
                if inside:
                    weight = torch.zeros(len(examples) * width)
                    weight[[row * width + piece for piece in inside]] = 1 / len(inside)
                    weights.append(weight)
                    labels.append(POLARITIES.index(label))
        return (torch.stack(weights), torch.tensor(labels)) if weights else None


def is_critical(example: Example) -> bool:
    return any(label != "positive" for *_, label in example.polarity) or any(label != "opinion-positive" for *_, label in example.spans.get("opinions", []))


class Stream:
    """Endless batches of one task: some are read ahead, sorted by length and cut by the number of pieces."""

    def __init__(self, task: str, train: dict[str, list[Example]], encoder: Encoder, augment: Augmenter, seed: int, tokens: int = TOKENS):
        self.task, self.train, self.encoder, self.augment, self.tokens = task, train, encoder, augment, tokens
        self.rng = random.Random(f"{seed} {task}")
        self.order: dict[str, list[int]] = {}
        self.ready: list[Batch] = []

    def example(self, source: str) -> Example:
        if source == "composed":
            return phrases.title(self.rng, self.augment.brands["en"])
        if self.task in ("sentiment-zh", "sentiment-en", "polarity-zh"):
            return self.balanced(source)
        if self.task in ("reviews-zh", "reviews-en") and self.rng.random() < CRITICAL:
            critical = f"{source}|critical"
            return self.next(critical, [i for i, e in enumerate(self.train[source]) if is_critical(e)] if not self.order.get(critical) else [])
        return self.next(source, range(len(self.train[source])))

    def text_of(self, source: str) -> Example:
        example = self.augment(self.example(source), self.rng)
        if not self.task.startswith("reviews") or self.rng.random() >= STRUNG:
            return example
        others = [self.augment(self.example(source), self.rng) for _ in range(self.rng.randint(1, MOST_STRUNG - 1))]
        return strung([example, *others], self.rng.choice(["，", "。", " ", ""] if example.language == "zh" else [" ", ". "]))

    def next(self, name: str, indices) -> Example:
        """Each example once before any comes again."""
        left = self.order.setdefault(name, [])
        if not left:
            left.extend(indices)
            self.rng.shuffle(left)
        return self.train[name.split("|")[0]][left.pop()]

    def balanced(self, source: str) -> Example:
        """Positive and negative alike; the few neutral ones less often."""
        wanted = self.rng.choices(POLARITIES, [0.44, 0.44, 0.12])[0]
        indices = [i for i, e in enumerate(self.train[source]) if wanted == e.sentiment or wanted in {label for *_, label in e.polarity}] if not self.order.get(f"{source}|{wanted}") else []
        return self.next(f"{source}|{wanted}", indices)

    def fill(self) -> None:
        sources = {name: share for name, share in MIX[self.task][1].items() if name == "composed" or self.train[name]}
        longest = LONGEST.get(self.task, MOST_TOKENS)
        if self.task.startswith("reviews"):
            longest = LONGEST_STRUNG
        self.encoder.tokenizer.enable_truncation(longest)
        names = self.rng.choices(list(sources), list(sources.values()), k=AHEAD)
        examples = [self.text_of(name) for name in names]
        encodings = self.encoder.tokenizer.encode_batch([example.text for example in examples])
        pending: list[int] = []
        for index in sorted(range(len(examples)), key=lambda index: len(encodings[index].ids)):
            if pending and len(encodings[index].ids) * (len(pending) + 1) > self.tokens:
                self.emit(examples, encodings, pending)
                pending = []
            pending.append(index)
        self.emit(examples, encodings, pending)
        self.rng.shuffle(self.ready)

    def emit(self, examples: list[Example], encodings: list, indices: list[int]) -> None:
        self.ready.append(self.encoder.batch(self.task, [examples[i] for i in indices], [encodings[i] for i in indices]))

    def __next__(self) -> Batch:
        if not self.ready:
            self.fill()
        return self.ready.pop()


class VectorStream:
    """Endless batches of texts with the teacher's vectors: both sides of a pair stay together, pairs come four times as often as other texts, and
    pairs that stand beside each other, which differ in a detail where somebody wrote them so, come beside each other."""

    def __init__(self, texts: list[str], vectors: np.ndarray, paired: int, encoder: Encoder, seed: int, tokens: int = TOKENS):
        self.texts, self.vectors, self.paired, self.encoder, self.tokens = texts, vectors, paired, encoder, tokens
        self.rng = random.Random(f"{seed} vectors")
        self.left: list[int] = []
        self.ready: list[Batch] = []

    def fill(self) -> None:
        if not self.left:
            singles = range(self.paired, len(self.texts))
            pairs = list(range(0, self.paired, 2))
            runs = [pairs[at : at + NEIGHBOURS] for at in range(0, len(pairs), NEIGHBOURS)] * 2
            runs += [[index] for index in self.rng.sample(singles, len(singles) // 2)]
            self.rng.shuffle(runs)
            self.left = [index for run in runs for index in run]
        taken, self.left = self.left[:AHEAD], self.left[AHEAD:]
        indices = [index for first in taken for index in ((first, first + 1) if first < self.paired else (first,))]
        self.encoder.tokenizer.enable_truncation(MOST_TOKENS)
        encodings = dict(zip(indices, self.encoder.tokenizer.encode_batch([self.texts[index] for index in indices])))
        pending: list[int] = []
        for index in sorted(indices, key=lambda index: len(encodings[index - index % 2 if index < self.paired else index].ids)):
            width = max(len(encodings[other].ids) for other in [*pending, index])
            if pending and width * (len(pending) + 1) > self.tokens or len(pending) == MOST_TEXTS:
                self.emit(pending, encodings)
                pending = []
            pending.append(index)
        self.emit(pending, encodings)
        self.rng.shuffle(self.ready)

    def emit(self, indices: list[int], encodings: dict) -> None:
        examples = [Example(self.texts[index], "vectors", "") for index in indices]
        self.ready.append(self.encoder.batch("vectors", examples, [encodings[index] for index in indices], self.vectors[indices]))

    def __next__(self) -> Batch:
        if not self.ready:
            self.fill()
        return self.ready.pop()
