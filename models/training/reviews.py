"""Readers of reviews: aspects, opinions and polarity as spans, and the sentiment of whole texts."""

import ast
import csv
import re
from collections import Counter
from pathlib import Path

from examples import Example, Span, key

POLARITY = {"pos": "positive", "neg": "negative", "neu": "neutral", "2": "positive", "0": "negative", "1": "neutral"}
Triplet = tuple[tuple[int, int] | None, tuple[int, int] | None, str]
# Both span heads are marked completely in sources of triplets.
KNOWN = {"aspects": frozenset({"aspect"}), "opinions": frozenset({"opinion-positive", "opinion-negative", "opinion-neutral"})}


def polarity(name: str) -> str:
    return POLARITY[name.strip().lower()[:3]]


def majority(names: list[str]) -> str:
    """The most frequent, or neutral where two opposite ones are even."""
    (first, count), *others = Counter(names).most_common()
    return "neutral" if others and others[0][1] == count else first


def joined(tokens: list[str], triplets: list[Triplet], by: str, source: str, language: str) -> Example:
    """A text of tokens and triplets of token ranges (both ends in them), as characters."""
    starts, text = [], ""
    for token in tokens:
        starts.append(len(text) + (len(by) if text else 0))
        text += (by if text else "") + token

    def span(between: tuple[int, int]) -> tuple[int, int]:
        return starts[between[0]], starts[between[1]] + len(tokens[between[1]])

    aspects: dict[tuple[int, int], list[str]] = {}
    opinions: dict[tuple[int, int], list[str]] = {}
    for aspect, opinion, named in triplets:
        # Some annotators mark the full stop where an aspect is meant and not named.
        if aspect and any(c.isalnum() for token in tokens[aspect[0] : aspect[1] + 1] for c in token):
            aspects.setdefault(span(aspect), []).append(named)
        if opinion:
            opinions.setdefault(span(opinion), []).append(named)
    example = Example(text, source, language, known=dict(KNOWN))
    example.spans["aspects"] = apart([(*where, "aspect") for where in aspects])
    example.spans["opinions"] = apart([(*where, f"opinion-{majority(names)}") for where, names in opinions.items()])
    example.polarity = [(*where, majority(names)) for where, names in aspects.items()]
    all_named = {named for *_, named in triplets}
    example.sentiment = all_named.pop() if len(all_named) == 1 else None
    return example


def strung(examples: list[Example], by: str) -> Example:
    """Reviews of one source as one long review: opinions at the end of a text are marked as those at its beginning."""
    first, *others = examples
    one = Example(first.text, first.source, first.language, {head: list(spans) for head, spans in first.spans.items()}, first.known, list(first.polarity))
    for example in others:
        by_text = len(one.text) + len(by)
        one.text += by + example.text
        for head, spans in example.spans.items():
            one.spans.setdefault(head, []).extend((a + by_text, b + by_text, label) for a, b, label in spans)
        one.polarity.extend((a + by_text, b + by_text, label) for a, b, label in example.polarity)
    said = {example.sentiment for example in examples}
    one.sentiment = said.pop() if len(said) == 1 else None
    return one


def apart(spans: list[Span]) -> list[Span]:
    """Spans without those that begin within an earlier, longer one: tags cannot nest."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def restaurant(path: Path) -> list[Example]:
    examples = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        text, _, listed = line.partition("####")
        triplets = [(aspect, opinion, polarity(named)) for aspect, opinion, named in ast.literal_eval(listed)]
        examples.append(joined(text.split(" "), triplets, "", "zh-restaurant", "zh"))
    return examples


def dmaste(path: Path) -> list[Example]:
    def between(indices: list[int]) -> tuple[int, int] | None:
        return None if indices[0] < 0 else (indices[0], indices[-1])

    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, listed, *_ = line.split("####")
        triplets = [(between(aspect), between(opinion), polarity(named)) for aspect, opinion, named in ast.literal_eval(listed)]
        example = joined(text.split(" "), triplets, " ", "dmaste", "en")
        example.group = path.name.split(".")[0]
        examples.append(example)
    return examples


def acos(path: Path) -> list[Example]:
    """Quadruples with ends that lie behind the last token; the category is not used."""

    def between(written: str) -> tuple[int, int] | None:
        start, end = map(int, written.split(","))
        return None if start < 0 else (start, end - 1)

    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, *quadruples = line.split("\t")
        parts = [quadruple.split(" ") for quadruple in quadruples]
        triplets = [(between(aspect), between(opinion), POLARITY[named]) for aspect, _, named, opinion in parts]
        example = joined(text.split(" "), triplets, " ", "acos", "en")
        example.group = path.name.split("_")[0]
        examples.append(example)
    return examples


def aspect_polarity(path: Path) -> list[Example]:
    """Texts with `$T$` for the aspect, then the aspect, then its polarity; the aspects of one text come together."""
    lines = path.read_text(encoding="utf-8").splitlines()
    spaced = sum(" " in line for line in lines[::3]) * 2 > len(lines) // 3
    tidy = (lambda text: text.replace(" ", "")) if spaced else str.strip
    found: dict[str, Example] = {}
    for template, aspect, named in zip(lines[::3], lines[1::3], lines[2::3]):
        before, marker, after = (tidy(template)).partition("$T$")
        aspect = tidy(aspect)
        if not marker or not aspect or named.strip().lower()[:3] not in POLARITY:
            continue
        text = before + aspect + after
        group = path.name.split(".")[0]
        example = found.setdefault(text, Example(text, "zh-aspects", "zh", group=group))
        span = (len(before), len(before) + len(aspect), polarity(named))
        if span not in example.polarity:
            example.polarity.append(span)
    # Reviews of hair oil name whole clauses as aspects; the others name what is meant.
    for example in found.values():
        if example.group != "hair":
            example.spans["aspects"] = apart([(start, end, "aspect") for start, end, _ in example.polarity])
            example.known["aspects"] = KNOWN["aspects"]
    return list(found.values())


def binary_csv(path: Path, source: str) -> list[Example]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Example(row["review"].strip(), source, "zh", sentiment="positive" if row["label"] == "1" else "negative") for row in rows if row["review"].strip()]


def lines(path: Path, sentiment: str) -> list[Example]:
    texts = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [Example(text.strip(), "zh-shopping", "zh", sentiment=sentiment) for text in texts if len(key(text)) > 2]


def without_contradictions(examples: list[Example]) -> list[Example]:
    """Texts that stand on both sides of a binary set are taken from it."""
    sides: dict[str, set] = {}
    for example in examples:
        sides.setdefault(key(example.text), set()).add(example.sentiment)
    return [example for example in examples if len(sides[key(example.text)]) == 1]


def stars(path: Path, text: str, rating: str, source: str, language: str, group: str = "") -> list[Example]:
    """Whole reviews: one and two stars are negative, three neutral, four and five positive."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[text] and row[rating]]
    named = [("negative", "neutral", "positive")[(float(row[rating]) > 2.5) + (float(row[rating]) > 3.5)] for row in rows]
    return [Example(" ".join(row[text].split()), source, language, sentiment=name, group=row.get(group, "")) for row, name in zip(rows, named)]


SPLIT = re.compile(r" (?=[.,!?;:)%])|(?<=[(]) | (?='(?:s|t|m|re|ve|ll|d)\b)| (?=n't\b)")


def untokenised(example: Example) -> Example:
    """An English text with the spaces before punctuation and short forms taken out, as people write it."""
    removed = [match.start() for match in SPLIT.finditer(example.text)]

    def moved(place: int) -> int:
        return place - sum(at < place for at in removed)

    def moved_all(spans: list[Span]) -> list[Span]:
        return [(moved(start), moved(end), label) for start, end, label in spans]

    text = "".join(character for index, character in enumerate(example.text) if index not in set(removed))
    spans = {head: moved_all(found) for head, found in example.spans.items()}
    return Example(text, example.source, example.language, spans, example.known, moved_all(example.polarity), example.sentiment, example.group)
