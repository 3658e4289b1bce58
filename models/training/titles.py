"""Readers of product titles: every source's labels brought onto the pack's."""

import json
import re
from pathlib import Path

from examples import Example, Span, overlaps
from schema import ATTRIBUTES
from weak import weakly_labelled

CHINESE = {"HP": "brand", "HC": "product", "HPPX": "brand", "HCCX": "product", "XH": "model", "MISC": "spec"}
# No Chinese source marks these. Lexicons mark other labels; these stay unmarked rather than guessed at.
NEVER_CHINESE = {"size", "quantity", "compatibility", "origin", "price"}

OA_MINE = {
    "brand": "Brand",
    "product": "Shoe type|Supplement type|Item form|Cereal type|Mask type|Tea variety|Specific uses",
    "model": "Model name|Sub brand",
    "color": "Color",
    "material": "Material",
    "size": "Size",
    "quantity": "Net content|Pack size|Supply size|Volume|Load size",
    "audience": "Gender|Age|Age range|Animal|Skin type|Hair type",
    "compatibility": "Machine type",
    "origin": "Country",
    "spec": "Dosage|Protection level|Layer|Certified grade",
    "feature": "Sport|Closure|Waterproof|Health benefit|Diet|Flavor|Specialty|Administration type|Caffeine content|Roast type|Container type|Firmness"
    "|Operation mode|Power source|Cap|Container|Scent|Benefit|Reusability|Closure type|Package type",
}
WDC = {
    "brand": "Brand|Manufacturer",
    "product": "Product Type",
    "model": "Manufacturer Stock Number|Model Number|Part Number|Retail UPC",
    "color": "Color(s)|Color",
    "material": "Material|Stones Type|Metal Type",
    "size": "Width|Height|Length|Depth",
    "quantity": "Pack Quantity|Size/Weight",
    "audience": "Gender",
    "feature": "Closure|Mounting|Binding|Sheet Perforation|Packing Type|Flavor|Base|Shape|Splash|Heat|Cooling|Stones Setting|Stone Shape",
    "spec": "Capacity|Paper Weight|Page Yield|Stainless Steel Series|Voltage|Shelves|Gauge|Interface|Rotational Speed|Generation|Ports|Clock Speed"
    "|Thermal Design Power|Stones Total Weight|Processor Type|Cache|Processor Quantity|Processor Core|Bus Speed",
}


def inverted(table: dict[str, str]) -> dict[str, str]:
    return {name: label for label, names in table.items() for name in names.split("|")}


def characters(path: Path) -> list[list[tuple[str, str]]]:
    """Titles as (character, tag); a blank line ends one. The character itself may be a space."""
    titles, current = [], []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if len(line) > 2 and line[1] in "\t ":
            current.append((line[0], line[2:].strip()))
        elif not line.strip() and current:
            titles.append(current)
            current = []
    return titles + [current] if current else titles


def chinese(path: Path, source: str, known: set[str]) -> list[Example]:
    """Character tags in BIO or BIOES, read alike: a span goes on until the next beginning, `O` or another label."""
    examples = []
    for title in characters(path):
        spans: list[Span] = []
        start, label = 0, None
        for index, (_, tag) in enumerate([*title, ("", "O")]):
            name = CHINESE.get(tag[2:])
            if label and (tag[0] not in "IE" or name != label):
                spans.append((start, index, label))
                label = None
            if name and (tag[0] in "BS" or label is None):
                start, label = index, name
        text = "".join(character for character, _ in title)
        example = Example(text, source, "zh", {"titles": spans}, {"titles": frozenset(known | NEVER_CHINESE)})
        examples.append(weakly_labelled(example))
    return examples


def located(text: str, value: str) -> list[tuple[int, int]]:
    """Where a value stands in a title as whole words; every place, but only the first for what is short or a number."""
    value = value.strip()
    if not value:
        return []
    found = [match.span() for match in re.finditer(r"(?<![A-Za-z0-9])" + re.escape(value) + r"(?![A-Za-z0-9])", text, re.IGNORECASE)]
    if not found:
        found = [match.span() for match in re.finditer(re.escape(value), text, re.IGNORECASE)][:1]
    return found if len(value) > 3 and re.search(r"[A-Za-z]{3}", value) else found[:1]


def placed(text: str, values: list[tuple[str, str]]) -> list[Span]:
    """Spans of (value, label) pairs, long values first, none over another."""
    spans: list[Span] = []
    for value, label in sorted(values, key=lambda pair: -len(pair[0])):
        for start, end in located(text, value):
            if not overlaps(spans, start, end):
                spans.append((start, end, label))
    return sorted(spans)


def oa_mine(path: Path) -> list[Example]:
    labels = inverted(OA_MINE)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(row["category"], set()).update(labels[name] for name in row["target_scores"])
    examples = []
    for row in rows:
        values = [(value, labels[name]) for name, found in row["target_scores"].items() for value in found]
        known = frozenset(names[row["category"]])
        example = Example(row["input"], "oa-mine", "en", {"titles": placed(row["input"], values)}, {"titles": known}, group=row["category"])
        examples.append(weakly_labelled(example))
    return examples


def wdc(path: Path) -> list[Example]:
    """Offers' titles; `group` is the cluster of offers of one product, so that a split can keep them together."""
    labels = inverted(WDC)
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title = row["input_title"]
        values = [(value, labels[name]) for name, found in row["target_scores"].items() for value, about in found.items() if name in labels and value != "n/a" and 0 in about["pid"]]
        known = frozenset(labels[name] for name in row["target_scores"] if name in labels)
        example = Example(title, "wdc-pave", "en", {"titles": placed(title, values)}, {"titles": known}, group=str(row["cluster_id"]))
        examples.append(weakly_labelled(example))
    return examples


FIELD = re.compile(r"COL (\w+) VAL (.*?)(?= COL |$)")


def offers(path: Path, source: str) -> list[Example]:
    """Matching pairs whose offers name a brand and sometimes a model number: both are sought in the title."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        for side in line.split("\t")[:2]:
            fields = {name: value.strip() for name, value in FIELD.findall(side)}
            title, brand = fields.get("title", ""), fields.get("brand") or fields.get("manufacturer") or ""
            if not title or not located(title, brand):
                continue
            model = fields.get("modelno", "")
            values = [(brand, "brand")] + ([(model, "model")] if model else [])
            known = frozenset({"brand", "model"} if model and located(title, model) else {"brand"})
            examples.append(weakly_labelled(Example(title, source, "en", {"titles": placed(title, values)}, {"titles": known})))
    return examples


def begun(path: Path, source: str, brands: set[str]) -> list[Example]:
    """Offers of a shop that names no brands: those whose title begins with a brand that other shops name, which is the rule where titles begin so."""
    names = {fields["name"]: None for line in path.read_text(encoding="utf-8").splitlines() for side in line.split("\t")[:2] for fields in [dict(FIELD.findall(side))]}
    examples = []
    for title in (name.strip() for name in names):
        words = title.split()
        brand = next((some for count in (3, 2, 1) if len(words) > count and (some := " ".join(words[:count])) in brands), None)
        if brand:
            examples.append(weakly_labelled(Example(title, source, "en", {"titles": [(0, len(brand), "brand")]}, {"titles": frozenset({"brand"})})))
    return examples


QUOTED = re.compile(r'"([^"]{20,150})"@en')


def unmarked(folder: Path) -> list[Example]:
    """Titles of many shops that nobody marked, which teachers alone speak about: offers of Abt-Buy, and those of the Web Data Commons that say that they are English."""
    lines = (folder / "Abt-Buy.train.txt").read_text(encoding="utf-8").splitlines()
    names = [dict(FIELD.findall(side))["name"].strip() for line in lines for side in line.split("\t")[:2]]
    for path in sorted(folder.glob("wdc_*.train.small.txt")):
        names += [" ".join(title.split()) for title in QUOTED.findall(path.read_text(encoding="utf-8"))]
    return [Example(name, "unmarked", "en") for name in dict.fromkeys(names) if name and name.isascii()]


assert set(OA_MINE) | set(WDC) <= set(ATTRIBUTES)
