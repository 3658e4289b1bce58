"""What a merchant corrected, as `shoplens extract --training` writes it."""

import json
from pathlib import Path

from examples import Example
from reviews import KNOWN
from schema import ATTRIBUTES, POLARITIES


def corrected(path: Path) -> list[Example]:
    """Titles and reviews: `{"text", "spans": [[start, end, label]], "known": [labels], "polarity"?: [[start, end, polarity]]}`, places in Unicode scalars."""
    examples = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row = json.loads(line)
        text, known = row["text"], frozenset(row["known"])
        spans, judged = ([tuple(span) for span in row.get(name, [])] for name in ("spans", "polarity"))
        is_review = known <= {"aspect", "opinion"}
        strange = known - (known if is_review else set(ATTRIBUTES)) | {label for *_, label in judged if label not in POLARITIES}
        if strange or any(not 0 <= start < end <= len(text) for start, end, _ in spans + judged) or any(label not in known for *_, label in spans):
            raise ValueError(f"{path}, line {number}: unknown labels {sorted(strange)} or spans outside of the text or of what is known")
        language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
        if is_review:
            examples.append(review(text, language, spans, judged, known))
        else:
            examples.append(Example(text, "corrections", language, {"titles": spans}, {"titles": known}))
    return examples


def review(text: str, language: str, spans: list, judged: list, known: frozenset[str]) -> Example:
    polarity = {(start, end): label for start, end, label in judged}
    of = {label: [(start, end) for start, end, own in spans if own == label] for label in known}
    example = Example(text, "corrections", language)
    if "aspect" in known:
        example.spans["aspects"], example.known["aspects"] = [(*place, "aspect") for place in of["aspect"]], KNOWN["aspects"]
        example.polarity = [(*place, polarity[place]) for place in of["aspect"] if place in polarity]
    # An opinion's label holds its polarity: where that was not said of all, opinions of this text teach nothing.
    if "opinion" in known and all(place in polarity for place in of["opinion"]):
        example.spans["opinions"], example.known["opinions"] = [(*place, f"opinion-{polarity[place]}") for place in of["opinion"]], KNOWN["opinions"]
    return example
