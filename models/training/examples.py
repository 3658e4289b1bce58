"""A text with what is known about it, and the small operations on it that readers and augmentation share."""

import random
import re
import unicodedata
from dataclasses import dataclass, field
from zlib import crc32

Span = tuple[int, int, str]


@dataclass
class Example:
    text: str
    source: str
    language: str
    # Head → spans, and head → the labels that the source (or a lexicon) marks wherever they occur. A label outside of that
    # set may hide behind any unmarked piece, so the loss leaves it open there.
    spans: dict[str, list[Span]] = field(default_factory=dict)
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    polarity: list[Span] = field(default_factory=list)
    sentiment: str | None = None
    group: str = ""


def key(text: str) -> str:
    """What two texts share that differ in case, width, spaces and punctuation only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def part(text: str, of: int) -> int:
    """A number below `of` that depends on the text alone: splits stay the same when files grow."""
    return crc32(key(text).encode()) % of


def without(examples: list[Example], seen: set[str]) -> list[Example]:
    """Those whose normalised text is not in `seen`, each once; `seen` grows."""
    kept = []
    for example in examples:
        name = key(example.text)
        if name and name not in seen:
            seen.add(name)
            kept.append(example)
    return kept


def overlaps(spans: list[Span], start: int, end: int) -> bool:
    return any(start < b and a < end for a, b, _ in spans)


def recased(text: str, rng: random.Random) -> str:
    """Another casing, where it keeps every character's place."""
    change = rng.choice([str.lower, str.lower, str.upper, str.title])
    changed = change(text)
    return changed if len(changed) == len(text) else text
