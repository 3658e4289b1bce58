"""Reading by the engine itself: `shoplens extract` and `embed` in the place of PyTorch, so that both are measured alike."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from examples import Span

# What Chinese sources mark as `spec`: amounts, sizes, places and prices, which the engine tells apart.
SPECIFICATIONS = {"quantity", "size", "origin", "price"}


@dataclass
class Reading:
    spans: dict[str, list[Span]]
    sentiment: str | None
    vector: np.ndarray | None
    aspects: dict[tuple[int, int], str]

    def polarity(self, start: int, end: int) -> str | None:
        """Of an aspect that was found exactly; the engine judges no others."""
        return self.aspects.get((start, end))


@dataclass
class Engine:
    """The program with a pack; `all_spans` leaves its thresholds out, `arguments` are passed on."""

    program: Path
    pack: Path
    all_spans: bool = False
    threads: int = 1

    def run(self, command: str, texts: list[str], *arguments: str) -> list[dict]:
        lines = "".join(json.dumps({"id": index, "text": text}) + "\n" for index, text in enumerate(texts))
        call = [str(self.program), command, "--pack", str(self.pack), "--threads", str(self.threads), *arguments]
        done = subprocess.run(call, input=lines.encode(), stdout=subprocess.PIPE, check=True)
        return [json.loads(line) for line in done.stdout.decode().split("\n") if line]

    def read(self, texts: list[str], kind: str = "reviews", source: str = "") -> list[Reading]:
        """Readings in the order of the texts; `kind` is the first word of a set's name."""
        if kind == "phrases":
            return [Reading({}, None, np.array(row["vector"]), {}) for row in self.run("embed", texts)]
        extra = ["--all"] if self.all_spans else []
        rows = self.run("extract", texts, "--kind", "title" if kind == "titles" else "review", *extra)
        return [(self.title if kind == "titles" else self.review)(row, source) for row in rows]

    @staticmethod
    def title(row: dict, source: str) -> Reading:
        def label(name: str) -> str:
            return "spec" if source.startswith("zh-") and name in SPECIFICATIONS else name

        return Reading({"titles": [(m["start"], m["end"], label(m["label"])) for m in row["mentions"]]}, None, None, {})

    @staticmethod
    def review(row: dict, _source: str) -> Reading:
        aspects = {(m["start"], m["end"]): m.get("polarity") for m in row["mentions"] if m["label"] == "aspect"}
        opinions = [(m["start"], m["end"], f"opinion-{m['polarity']}") for m in row["mentions"] if m["label"] == "opinion"]
        spans = {"aspects": [(start, end, "aspect") for start, end in aspects], "opinions": opinions}
        said = row.get("sentiment")
        return Reading(spans, said and said["label"], None, aspects)
