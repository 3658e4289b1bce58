"""From a pack's folder and texts to spans, polarity, sentiment and vectors, as the Rust engine reads them."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import BertConfig

import tokeniser
from batches import Encoder
from examples import Example, Span
from model import Pack, mean
from schema import BY_NAME, POLARITIES, SPAN_HEADS


def allowed_moves(labels: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which label may follow which, begin a text, and end one, in BIOES."""
    opened = np.array([label[0] in "BI" for label in labels])
    begins = np.array([label[0] in "OBS" for label in labels])
    names = np.array([label[2:] for label in labels])
    moves = np.where(opened[:, None], ~begins[None, :] & (names[:, None] == names[None, :]), begins[None, :])
    return moves, begins, ~opened


def viterbi(scores: np.ndarray, labels: tuple[str, ...]) -> list[int]:
    """The best path of labels that BIOES allows."""
    moves, first, last = allowed_moves(labels)
    barred = np.where(moves, 0.0, -np.inf)
    best = np.where(first, scores[0], -np.inf)
    back = []
    for row in scores[1:]:
        through = best[:, None] + barred
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(np.where(last, best, -np.inf).argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def spans_of(path: list[int], labels: tuple[str, ...], where: list[tuple[int, int]]) -> list[Span]:
    spans, start = [], 0
    for index, number in enumerate(path):
        label = labels[number]
        if label[0] in "BS":
            start = where[index][0]
        if label[0] in "ES" and where[index][1] > start:
            spans.append((start, where[index][1], label[2:]))
    return spans


@dataclass
class Reading:
    spans: dict[str, list[Span]]
    sentiment: str
    vector: np.ndarray
    logits: np.ndarray
    where: list[tuple[int, int]]

    def polarity(self, start: int, end: int) -> str:
        """The polarity of a given aspect: the mean of its pieces' logits."""
        inside = tokeniser.pieces_of(self.where, start, end) or list(range(len(self.where)))
        return POLARITIES[int(self.logits[inside].mean(0).argmax())]


def exported(folder: Path) -> "Reader":
    """The pack of a folder that export.py wrote, for reading."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pack = Pack(BertConfig(**{name: value for name, value in config.items() if name != "heads"}))
    weights = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    heads = {name: value for name, value in weights.items() if name.startswith("heads.")}
    pack.encoder.load_state_dict({name: value for name, value in weights.items() if name not in heads}, strict=False)
    pack.heads.load_state_dict({name.removeprefix("heads."): value for name, value in heads.items()})
    return Reader(pack, Encoder(tokeniser.load((folder / "tokenizer.json").read_text(encoding="utf-8"), config["max_position_embeddings"])))


class Reader:
    """Reads with a pack on its pieces, or with a teacher on its tokens."""

    def __init__(self, pack: Pack, encoder: Encoder):
        self.pack = pack.eval()
        self.encoder = encoder

    def read(self, texts: list[str], size: int = 24, kind: str = "", source: str = "") -> list[Reading]:
        """Readings in the order of the texts; every head reads every kind and source."""
        encodings = self.encoder.tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda index: len(encodings[index].ids))
        readings: dict[int, Reading] = {}
        for at in range(0, len(order), size):
            some = order[at : at + size]
            batch = self.encoder.batch("", [Example(texts[index], "", "") for index in some], [encodings[index] for index in some])
            with torch.inference_mode():
                hidden = self.pack.hidden(batch)
                outputs = {head: self.pack.heads[head](hidden).log_softmax(-1).numpy() for head in SPAN_HEADS}
                logits = self.pack.heads["polarity"](hidden).numpy()
                pooled = mean(hidden, batch.mask)
                sentiment = self.pack.heads["sentiment"](pooled).argmax(-1).tolist()
                vectors = torch.nn.functional.normalize(self.pack.heads["vector"](pooled), dim=-1).numpy()
            for row, index in enumerate(some):
                where = batch.where[row][1:-1]
                inner = slice(1, 1 + len(where))
                spans = {}
                for head, values in outputs.items():
                    labels = BY_NAME[head].labels
                    spans[head] = spans_of(viterbi(values[row, inner], labels), labels, where) if where else []
                readings[index] = Reading(spans, POLARITIES[sentiment[row]], vectors[row], logits[row, inner], where)
        return [readings[index] for index in range(len(texts))]
