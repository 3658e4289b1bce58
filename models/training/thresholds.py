"""Where a pack's spans should begin to count: thresholds.py --data DATA --pack PACK --shoplens PROGRAM

Reads half 0 of the sets kept apart (evaluate.py tells the other half) without thresholds, and prints precision, recall and exact F1 of what is left at
each, for the engine's `Thresholds`.
"""

import argparse
from pathlib import Path

import sources
from evaluate import ENGLISH, GOLD
from examples import part
from shoplens import SPECIFICATIONS, Engine

STEPS = [step / 20 for step in range(0, 19)]
KINDS = ("titles zh", "titles en", "reviews zh", "reviews en")


def counted(engine: Engine, name: str, examples: list) -> list[tuple[str, float, bool]]:
    """(head, score, whether it is right) of every mention, and the number of gold spans as mentions with score 2."""
    told = []
    title = name.startswith("titles")
    rows = engine.run("extract", [example.text for example in examples], "--kind", "title" if title else "review", "--all")
    for example, row in zip(examples, rows):
        for head in ("titles",) if title else ("aspects", "opinions"):
            labels = set(GOLD.get(example.source, ENGLISH)) & example.known[head] if title else None
            gold = {(a, b, label if title else head) for a, b, label in example.spans[head] if not title or label in labels}
            told += [(head, 2.0, True)] * len(gold)
            for mention in row["mentions"]:
                label = mention["label"]
                if title and example.source.startswith("zh-") and label in SPECIFICATIONS:
                    label = "spec"
                if title and label not in labels or not title and label + "s" != head:
                    continue
                told.append((head, mention["score"], (mention["start"], mention["end"], label if title else head) in gold))
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--data", "--pack", "--shoplens"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--most", type=int, default=150, help="at most so many texts of a set")
    options = parser.parse_args()
    engine = Engine(options.shoplens, options.pack, True)
    told: dict[str, list] = {}
    for name, examples in sources.load(options.data).apart.items():
        kind = " ".join(name.replace(",", "").split()[:2])
        if kind in KINDS:
            half = [example for example in examples if part(example.text + "|half", 2) == 0]
            for head, score, right in counted(engine, name, half[:: -(-len(half) // options.most)]):
                told.setdefault(f"{kind}, {head}", []).append((score, right))
    for name, pairs in told.items():
        gold = sum(score == 2 for score, _ in pairs)
        print(f"{name}: {gold} spans")
        for step in STEPS:
            kept = [right for score, right in pairs if step <= score < 2]
            precision, recall = sum(kept) / max(len(kept), 1), sum(kept) / max(gold, 1)
            print(f"  {step:.2f}  precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}")


if __name__ == "__main__":
    main()
