"""Measures a pack's folder on what nothing was trained on: evaluate.py --data DATA --pack FOLDER --out FOLDER [--most N]

With --shoplens PROGRAM the engine reads instead of PyTorch, and FOLDER is what `shoplens pack build` made: its int8 weights, its decoding, its
patterns, lexicon and thresholds; polarity is then that of aspects that it found exactly. --half 0 and --half 1 take one half of each set:
thresholds are chosen on half 0 and told on half 1.
Writes measures.json (with slices by length and category), measures.md, and failures.jsonl with some texts of each set that are read wrong.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import sources
from examples import Example, Span, part
from phrases import kept_apart
from reviews import strung
from schema import BY_NAME
from shoplens import Engine, Reading

DOMAINS = {
    "reviews en, all domains with training data": sources.REVIEW_DOMAINS,
    "reviews en, all domains without": sources.NEW_DOMAINS,
}
FAILURES = 20
# Reviews in a long one.
STRUNG = 8
GOLD = {"zh-four-types": ("brand", "product", "model", "spec"), "zh-brand-product": ("brand", "product"), "amazon-google": ("brand",)}
# Weak labels are not measured with: these are what the English sets mark themselves.
ENGLISH = ("brand", "product", "model", "size", "quantity", "feature", "spec", "color", "material", "audience")


def overlap(first: Span, second: Span) -> float:
    shared = min(first[1], second[1]) - max(first[0], second[0])
    return max(0, shared) / (max(first[1], second[1]) - min(first[0], second[0]))


def figures(right: int, marked: int, gold: int) -> dict:
    precision, recall = right / max(marked, 1), right / max(gold, 1)
    return {"f1": 2 * precision * recall / max(precision + recall, 1e-9), "precision": precision, "recall": recall, "gold": gold}


class Spans:
    """Counts for micro F1: exact, lenient (overlap of at least a half) and by character, and exact by label."""

    def __init__(self):
        self.counts: dict[str, Counter] = defaultdict(Counter)

    def add(self, found: list[Span], gold: list[Span]) -> None:
        exact = set(found) & set(gold)
        for label in {span[2] for span in [*found, *gold]}:
            self.counts[label]["right"] += sum(span[2] == label for span in exact)
            self.counts[label]["found"] += sum(span[2] == label for span in found)
            self.counts[label]["gold"] += sum(span[2] == label for span in gold)
        lenient = self.counts["lenient"]
        left = list(gold)
        for span in found:
            near = [other for other in left if other[2] == span[2] and overlap(span, other) >= 0.5]
            if near:
                left.remove(max(near, key=lambda other: overlap(span, other)))
                lenient["right"] += 1
        lenient.update(found=len(found), gold=len(gold))
        marked, wanted = ({(at, label) for start, end, label in spans for at in range(start, end)} for spans in (found, gold))
        self.counts["character"].update(right=len(marked & wanted), found=len(marked), gold=len(wanted))

    def result(self) -> dict:
        labels = {name: counts for name, counts in self.counts.items() if name not in ("lenient", "character")}
        total = sum(labels.values(), Counter())
        told = {name: figures(counts["right"], counts["found"], counts["gold"]) for name, counts in labels.items()}
        ways = {name: figures(counts["right"], counts["found"], counts["gold"]) for name, counts in self.counts.items() if name not in labels}
        return {"exact": figures(total["right"], total["found"], total["gold"]), **ways, "labels": told}


def titles(examples: list[Example], readings: list[Reading]) -> dict:
    """Only the labels that the set marks itself count, on both sides."""
    spans = Spans()
    for example, reading in zip(examples, readings):
        counted = set(GOLD.get(example.source, ENGLISH)) & example.known["titles"]
        spans.add(*([span for span in some if span[2] in counted] for some in (reading.spans["titles"], example.spans["titles"])))
    return spans.result()


def head(name: str, examples: list[Example], readings: list[Reading], plain: bool = False) -> dict:
    """A span head; `plain` leaves the polarity in an opinion's label out."""
    spans = Spans()
    for example, reading in zip(examples, readings):
        pair = reading.spans[name], example.spans[name]
        spans.add(*([(start, end, "any" if plain else label) for start, end, label in some] for some in pair))
    return spans.result()


def named(pairs: list[tuple[str, str]]) -> dict:
    """Accuracy, the mean of the recall of every name that occurs, and that of positive and negative alone (where neutral is a wrong answer)."""
    recalls = {}
    for name in sorted({gold for gold, _ in pairs}):
        mine = [found == gold for gold, found in pairs if gold == name]
        recalls[name] = {"recall": sum(mine) / len(mine), "count": len(mine)}
    balanced = sum(about["recall"] for about in recalls.values()) / max(len(recalls), 1)
    opposed = [recalls[name]["recall"] for name in ("positive", "negative") if name in recalls]
    accuracy = sum(gold == found for gold, found in pairs) / max(len(pairs), 1)
    return {"accuracy": accuracy, "balanced": balanced, "opposed": sum(opposed) / max(len(opposed), 1), "names": recalls}


def polarity(examples: list[Example], readings: list[Reading]) -> dict:
    told = [(label, reading.polarity(start, end)) for example, reading in zip(examples, readings) for start, end, label in example.polarity]
    return named([pair for pair in told if pair[1]])


def sentiment(examples: list[Example], readings: list[Reading]) -> dict:
    return named([(example.sentiment, reading.sentiment) for example, reading in zip(examples, readings) if example.sentiment])


def phrases(reader) -> dict:
    rows = kept_apart()
    chinese, english = (np.stack([reading.vector for reading in reader.read([row[side] for row in rows], kind="phrases")]) for side in (0, 1))
    scores, diagonal = chinese @ english.T, np.arange(len(rows))
    return {"zh→en": float((scores.argmax(1) == diagonal).mean()), "en→zh": float((scores.argmax(0) == diagonal).mean()), "pairs": len(rows)}


def about_texts(name: str, examples: list[Example], readings: list[Reading]) -> dict:
    """What is measured on a kind of set, which its name begins with."""
    kind = name.split()[0]
    about: dict = {"texts": len(examples)}
    if kind == "titles":
        about["spans"] = titles(examples, readings)
    if kind == "reviews":
        about["aspects"] = head("aspects", examples, readings)
        about["opinions"] = head("opinions", examples, readings, plain=True)
        about["opinions with polarity"] = head("opinions", examples, readings)
    if kind in ("reviews", "polarity"):
        about["polarity"] = polarity(examples, readings)
    if kind == "sentiment":
        about["sentiment"] = sentiment(examples, readings)
    return about


def slices(examples: list[Example]) -> dict[str, list[int]]:
    """Indices of the texts by length, and by category where the set tells it."""
    middle = sorted(len(example.text) for example in examples)[len(examples) // 2]
    found: dict[str, list[int]] = {}
    for index, example in enumerate(examples):
        found.setdefault(f"up to {middle} characters" if len(example.text) <= middle else f"over {middle} characters", []).append(index)
        if example.source in ("oa-mine", "en-clothing") and example.group:
            found.setdefault(example.group, []).append(index)
    return found


def failures(name: str, examples: list[Example], readings: list[Reading], most: int) -> list[dict]:
    """The first texts whose spans or sentiment are read wrong, with both readings."""
    wrong = []
    for example, reading in zip(examples, readings):
        for what, gold in example.spans.items():
            counted = set(GOLD.get(example.source, ENGLISH)) & example.known[what] if what == "titles" else example.known[what]
            told, right = ({(example.text[a:b], label) for a, b, label in spans if label in counted} for spans in (reading.spans[what], gold))
            if told != right:
                wrong.append({"set": name, "text": example.text, "head": what, "missed": sorted(right - told), "invented": sorted(told - right)})
        if name.startswith("sentiment") and example.sentiment != reading.sentiment:
            wrong.append({"set": name, "text": example.text, "head": "sentiment", "missed": example.sentiment, "invented": reading.sentiment})
    return wrong[:most]


def long_ones(apart: dict[str, list[Example]]) -> dict[str, list[Example]]:
    """Reviews with spans, several as one text of some hundreds of characters: what is marked at the end of a long review."""
    found = {}
    for name, examples in apart.items():
        if name.split()[0] == "reviews":
            by = "，" if examples[0].language == "zh" else " "
            # Every review once, of texts that stand apart in the file.
            step = max(1, len(examples) // STRUNG)
            found[f"{name}, {STRUNG} in one text"] = [strung(examples[at::step][:STRUNG], by) for at in range(step)]
    return found


def measured(reader, apart: dict[str, list[Example]], most: int, vectors: bool = True) -> tuple[dict, list[dict]]:
    # Teachers read one language, and have no vector.
    results: dict = {"recall@1": phrases(reader)} if vectors else {}
    wrong: list[dict] = []
    together: dict[str, tuple[list, list]] = {}
    for name, examples in apart.items():
        # Sets are in the order of their files, which is by class in some: take evenly.
        examples = examples[:: -(-len(examples) // most)]
        readings = reader.read([example.text for example in examples], kind=name.split()[0], source=examples[0].source if examples else "")
        results[name] = about_texts(name, examples, readings)
        results[name]["slices"] = {
            kind: about_texts(name, [examples[i] for i in some], [readings[i] for i in some]) for kind, some in slices(examples).items()
        }
        wrong += failures(name, examples, readings, FAILURES)
        for group, domains in DOMAINS.items():
            if name.removeprefix("reviews en, ") in domains:
                for all_of_it, part in zip(together.setdefault(group, ([], [])), (examples, readings)):
                    all_of_it.extend(part)
    for group, (examples, readings) in together.items():
        results[group] = about_texts(group, examples, readings)
    return results, wrong


def table(results: dict) -> str:
    def percent(value: float) -> str:
        return f"{100 * value:.1f}"

    lines = ["| Set kept apart | Texts | Measure | Figure |", "|---|---|---|---|"]
    if recall := results.get("recall@1"):
        lines.append(f"| Chinese ↔ English phrases | {recall['pairs']} pairs | recall@1 zh→en / en→zh | {percent(recall['zh→en'])} / {percent(recall['en→zh'])} |")
    for name, about in results.items():
        start = f"| {name} | {about.get('texts')} |"
        for what in ("spans", "aspects", "opinions", "opinions with polarity"):
            if what in about:
                kinds = [about[what][way]["f1"] for way in ("exact", "lenient", "character")]
                lines.append(f"{start} {what}: F1 exact / lenient / by character | {' / '.join(map(percent, kinds))} |")
                labels = about[what]["labels"]
                if len(labels) > 1:
                    ordered = [label for head in ("titles", "opinions") for label in BY_NAME[head].kinds if label in labels]
                    told = ", ".join(f"{label} {percent(labels[label]['f1'])}" for label in ordered)
                    lines.append(f"{start} {what}: exact by label | {told} |")
        for what in ("polarity", "sentiment"):
            if what in about:
                lines.append(f"{start} {what}: accuracy / balanced / of praise and blame alone | {' / '.join(percent(about[what][way]) for way in ('accuracy', 'balanced', 'opposed'))} |")
    lines += ["", "| Set | Slice | Texts | Figure |", "|---|---|---|---|"]
    for name, about in results.items():
        for kind, inner in about.get("slices", {}).items():
            told = [f"{what} F1 {percent(inner[what]['exact']['f1'])}" for what in ("spans", "aspects", "opinions") if what in inner]
            told += [f"{what} {percent(inner[what]['accuracy'])}" for what in ("polarity", "sentiment") if what in inner]
            lines.append(f"| {name} | {kind} | {inner['texts']} | {', '.join(told)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True, help="a folder that export.py wrote, or with --shoplens one that the program made")
    parser.add_argument("--teacher", help="what a run with --teacher wrote: it reads the sets of its language, on tokens of its own")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10**6, help="at most so many texts of a set, for a quick look")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--shoplens", type=Path, help="the engine's program, which reads instead of PyTorch")
    parser.add_argument("--all", action="store_true", help="with --shoplens: without its thresholds")
    parser.add_argument("--half", type=int, choices=(0, 1), help="one half of each set, by the texts alone")
    options = parser.parse_args()
    apart = sources.load(options.data).apart
    apart |= long_ones(apart)
    if options.half is not None:
        apart = {name: [example for example in examples if part(example.text + "|half", 2) == options.half] for name, examples in apart.items()}
    if options.shoplens:
        reader = Engine(options.shoplens, options.pack, options.all, options.threads)
    else:
        import torch
        from decode import Reader, exported

        torch.set_num_threads(options.threads)
        reader = exported(options.pack)
        if options.teacher:
            from teacher import trained

            language, teacher = trained(options.teacher)
            reader = Reader(teacher, teacher.reads)
            apart = {name: examples for name, examples in apart.items() if name.split(",")[0].endswith(language)}
    results, wrong = measured(reader, apart, options.most, not options.teacher)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "measures.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (options.out / "failures.jsonl").write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in wrong), encoding="utf-8")
    (options.out / "measures.md").write_text(table(results), encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
