"""Texts composed from the lexicon: Chinese–English pairs of product phrases, and English titles of shops never seen."""

import random
from functools import cache
from pathlib import Path

from examples import Example, Span, key
from schema import ATTRIBUTES
from weak import lexicon, vocabulary

SYLLABLES = "ba be bo ca ce co da de di fa fe fo ga go ha he jo ka ki ko la le li lo ma me mi mo na ne no pa po ra re ri ro sa se so ta te ti to va ve vi xi ya yo za ze zo".split()
OPENINGS = ["", "", "", "New", "Hot Sale", "2016", "2017 New", "2018", "2019 New Arrival", "New Brand", "Free Shipping", "High Quality", "Original"]
DEVICES = ["iPhone 6 6s Plus", "iPhone 7 8 X", "Samsung Galaxy S8", "Xiaomi Redmi Note 5", "Huawei P20", "iPad Mini", "Macbook Air 13", "Arduino", "PS4", "Xbox 360", "BMW E46", "Toyota Corolla", "VW Golf", "GoPro Hero 5", "Canon EOS"]
# What stands after a product's name, and how many there are of it.
AFTER = [("套装", "set"), ("配件", "accessories"), ("替换装", "refill"), ("收纳架", "holder"), ("保护套", "protective case"), ("礼盒装", "gift set"), ("专用清洁剂", "cleaner")]
COUNTS = [("两件装", "2 pack"), ("三件套", "3 piece set"), ("5只装", "pack of 5"), ("10片", "10 pcs"), ("一对", "a pair"), ("6瓶装", "6 bottles"), ("500克", "500g"), ("250毫升", "250 ml"), ("1.5升", "1.5 l"), ("120厘米", "120 cm"), ("100支", "100 count"), ("12件", "set of 12")]
ORIGINS = ["Made in USA", "Made in Italy", "Made in Japan", "Made in Germany", "Italian", "Turkish", "Korean Made"]


def pair(rng: random.Random) -> tuple[str, str]:
    """One product phrase in both languages."""

    def pick(kind: str, chance: float) -> tuple[str, str]:
        if rng.random() >= chance:
            return "", ""
        chinese, english = rng.choice(vocabulary()[kind])
        first = rng.random() < 0.6
        return chinese[0] if first else rng.choice(chinese), english[0] if first else rng.choice(english)

    color, material, audience = pick("color", 0.45), pick("material", 0.35), pick("audience", 0.35)
    season, style, feature = pick("season", 0.12), pick("style", 0.15), pick("feature", 0.4)
    product = pick("product", 1.0)
    chinese = [season[0], color[0], style[0], material[0], audience[0], feature[0]]
    if rng.random() < 0.3:
        rng.shuffle(chinese)
    after = rng.choice(AFTER) if rng.random() < 0.08 else ("", "")
    count = rng.choice(COUNTS) if rng.random() < 0.1 else ("", "")
    chinese += [product[0], after[0], count[0]]
    english = [season[1], style[1], color[1], feature[1], material[1], product[1], after[1]]
    if rng.random() < 0.3 and audience[1]:
        english += ["for", audience[1]]
    else:
        english.insert(0, audience[1])
    english.insert(len(english) if rng.random() < 0.6 else 0, count[1])
    return ("" if rng.random() < 0.8 else " ").join(filter(None, chinese)), " ".join(filter(None, english))


@cache
def two_columns(name: str) -> list[tuple[str, str]]:
    """Lines of a Chinese and an English phrase in a file beside this one."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows]


def kept_apart() -> list[tuple[str, str]]:
    """The phrases to measure with: nothing that equals one of their sides is learned."""
    return two_columns("phrases.tsv")


def written() -> list[tuple[str, str]]:
    """Phrases written by hand to learn from, whole ones as sellers and shoppers use them."""
    apart = {key(side) for row in kept_apart() for side in row}
    return [row for row in two_columns("pairs.tsv") if not {key(row[0]), key(row[1])} & apart]


def pairs(count: int, seed: int) -> list[tuple[str, str]]:
    """Every entry of the vocabulary by itself, phrases written by hand, then composed ones."""
    rng = random.Random(seed)
    alone = [(chinese[0], english) for entries in vocabulary().values() for chinese, variants in entries for english in variants]
    alone += [(chinese, english[0]) for entries in vocabulary().values() for variants, english in entries for chinese in variants[1:]]
    return alone + written() + [pair(rng) for _ in range(count)]


def mixed(count: int, seed: int) -> list[str]:
    """Chinese words around English ones, as merchants write."""
    rng = random.Random(seed)
    texts = []
    for _ in range(count):
        chinese, english = rng.choice(vocabulary()["product"])
        kinds = rng.sample(["color", "material", "audience", "feature", "style"], 2)
        first, second = (rng.choice(vocabulary()[kind]) for kind in kinds)
        texts.append(rng.choice([f"{first[0][0]} {second[1][0]} {english[0]}", f"{first[1][0]} {second[0][0]}{chinese[0]}", f"{english[0]} {first[0][0]}{chinese[0]}"]))
    return texts


def made_up(rng: random.Random) -> str:
    """A brand's name that nobody has."""
    if rng.random() < 0.25:
        return "".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVWXYZ") for _ in range(rng.randint(3, 5)))
    name = "".join(rng.sample(SYLLABLES, rng.randint(2, 3))) + rng.choice(["", "", "n", "x", "r", "s"])
    return rng.choice([name.upper(), name.capitalize(), name.capitalize(), name])


def title(rng: random.Random, brands: list[str]) -> Example:
    """An English title in the manner of a marketplace whose sellers pile up words."""

    def word(label: str) -> tuple[str, str]:
        text = rng.choice(rng.choice(lexicon()[label])[1])
        return (text.title() if rng.random() < 0.75 else text), label

    brand = (made_up(rng) if rng.random() < 0.5 or not brands else rng.choice(brands), "brand")
    number = rng.randint(2, 500)
    size = rng.choice(["Plus Size", "S-XXL", "XS-5XL", f"{number}x{number + 20}cm", f"{number} cm", f"Size {number % 14}", f"{number % 30} Inch", "XL", "One Size"])
    quantity = rng.choice([f"{number}pcs", f"{number % 12 + 1} Pcs/lot", f"{number % 9 + 1} Pair", f"{number}ml", f"{number % 9 + 2} Pack", f"{number}g", f"Set of {number % 9 + 2}", f"{number} Pieces"])
    model = "".join(rng.choice("ABCDEFGHKLMNPRSTWX") for _ in range(rng.randint(1, 3))) + rng.choice(["", "-"]) + str(rng.randint(10, 99999))
    spec = rng.choice([f"{number}W", f"{number % 24 + 1}V", f"{number}GB", f"{number % 50}MP", f"{number}mAh", "1080P", "USB 3.0", f"SPF {number % 60}", f"{number % 100}mm"])
    before: list[tuple[str, str]] = [word(label) for label in ("audience", "season", "style", "feature", "feature", "material", "color") if rng.random() < 0.33]
    rng.shuffle(before)
    after: list[tuple[str, str]] = [word(label) for label in ("feature", "audience", "product", "color", "style", "season") if rng.random() < 0.25]
    for text, label, chance in ((size, "size", 0.2), (quantity, "quantity", 0.2), (model, "model", 0.2), (spec, "spec", 0.15), (rng.choice(ORIGINS), "origin", 0.06)):
        if rng.random() < chance:
            (after if rng.random() < 0.75 else before).append((text, label))
    rng.shuffle(after)
    if rng.random() < 0.15:
        after += [("for", ""), (rng.choice(DEVICES), "compatibility")]
    parts = [(rng.choice(OPENINGS), ""), *before, word("product"), *after]
    if rng.random() < 0.55:
        parts.insert(rng.choice([0, 0, 0, 1, len(parts)]), brand)
    text, spans = "", []
    for piece, label in parts:
        if piece:
            text += (rng.choice([" ", " ", " ", " ", " ", ", ", " - "]) if text and label else " ") if text else ""
            if label:
                spans.append((len(text), len(text) + len(piece), label))
            text += piece
    return Example(text, "composed", "en", {"titles": spans}, {"titles": frozenset(ATTRIBUTES)})


def rebranded(example: Example, rng: random.Random, brands: list[str]) -> Example:
    """The title with its brand taken out, put at the end, or exchanged for another, so that brands are not just learned by heart."""
    found = [span for span in example.spans["titles"] if span[2] == "brand"]
    if len(found) != 1:
        return example
    start, end, _ = found[0]
    name = example.text[start:end]
    change = rng.random()
    if change < 0.55:
        other = made_up(rng) if rng.random() < 0.3 or not brands else rng.choice(brands)
        return inserted(example, start, end, other)
    if change < 0.8 and example.language == "en" and start == 0:
        rest = inserted(example, start, end, "")
        text, blank = rest.text.lstrip(" ,-"), len(rest.text) - len(rest.text.lstrip(" ,-"))
        spans: list[Span] = [(a - blank, b - blank, label) for a, b, label in rest.spans["titles"] if a >= blank]
        if change > 0.67 and text:
            joint = rng.choice([" by ", " - ", " "])
            spans.append((len(text) + len(joint), len(text) + len(joint) + len(name), "brand"))
            text += joint + name
        return Example(text, example.source, "en", {"titles": spans}, example.known) if text else example
    return example


def inserted(example: Example, start: int, end: int, name: str) -> Example:
    moved = len(name) - (end - start)
    spans: list[Span] = [(start, start + len(name), "brand")] if name else []
    for a, b, label in example.spans["titles"]:
        if b <= start:
            spans.append((a, b, label))
        elif a >= end:
            spans.append((a + moved, b + moved, label))
    return Example(example.text[:start] + name + example.text[end:], example.source, example.language, {"titles": sorted(spans)}, example.known)
