"""Trains every head of the pack together from the first step: train.py --data DATA --base BASE --work WORK

WORK gets checkpoint.pt every few minutes and the teacher's vectors; a run that was cut off goes on with the same command.
With --language and --teacher a teacher of that language is trained from another encoder; --imitate names what such runs left.
"""

import argparse
import logging
import os
import random
import signal
import time
from pathlib import Path

import numpy as np
import torch

import sources
import teacher
import tokeniser
import vectors
from batches import MIX, TOKENS, Augmenter, Batch, Encoder, Stream, VectorStream
from examples import key
from model import Pack, cut, imitation_loss, mean, polarity_loss, tag_loss, vector_loss

log = logging.getLogger("train")
RATE, DECAY, WARM, CLIP = 2e-4, 0.01, 0.05, 1.0
# How much of a loss is what a teacher says where there is one; the rest is what people marked.
IMITATED = 0.5
RIDGE_TEXTS = 2500


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with titles/ and reviews/")
    parser.add_argument("--base", type=Path, required=True, help="the base in Hugging Face's layout")
    parser.add_argument("--work", type=Path, required=True, help="checkpoints and caches")
    parser.add_argument("--corrections", type=Path, help="lines that `shoplens extract --training` wrote of a merchant's corrections")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights a new run begins with")
    parser.add_argument("--steps", type=int, default=20000, help="steps of the whole run")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="ends earlier, with the rate brought down in time")
    parser.add_argument("--every", type=float, default=150, help="seconds between checkpoints")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=TOKENS, help="pieces of a batch, padding with them")
    parser.add_argument("--bf16", action="store_true", help="products of matrices in bfloat16: twice as fast where the processor has AMX, slower where it lacks bf16")
    parser.add_argument("--language", choices=("zh", "en"), help="trains a teacher of this language")
    parser.add_argument("--teacher", type=Path, help="the teacher's encoder: a Hugging Face BERT folder with tokenizer.json")
    parser.add_argument("--imitate", nargs="*", default=[], metavar="FOLDER[:HEAD,HEAD]", help="what runs with --teacher wrote, and the heads that are learned from them: all of them unless told")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def factor(progress: float) -> float:
    """Linear warm-up, then linear decay."""
    return progress / WARM if progress < WARM else max(0.0, (1 - progress) / (1 - WARM))


def loss_of(pack: Pack, batch: Batch, teachers: dict[str, teacher.Teacher], half: bool = False) -> tuple[torch.Tensor, dict[str, float]]:
    """The loss of a batch, and its parts by head; `half`: the encoders' products in bfloat16, heads and losses never."""
    known = teachers.get(batch.language)
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        hidden = pack.hidden(batch)
    said = known.says(batch, half) if known else teacher.Said({}, None, None)
    if batch.vectors is not None:
        loss = vector_loss(pack.heads["vector"](mean(hidden, batch.mask)), batch.vectors)
        return loss, {"vector": loss.item()}
    losses = {}
    for head in ("titles",) if batch.task.startswith("titles") else ("aspects", "opinions"):
        allowed, theirs = batch.tags.get(head), said.tags.get(head)
        if allowed is not None or theirs is not None:
            logits = pack.tags(head, hidden)
            imitated = None
            if theirs is not None:
                told = theirs.sum(-1) > 0
                imitated = imitation_loss(logits[told], theirs[told])
            losses[head] = together(None if allowed is None else tag_loss(logits, allowed), imitated)
    if batch.polarity:
        spans, labels = batch.polarity
        logits = pack.tags("polarity", hidden)
        imitated = None if said.polarity is None else imitation_loss(spans @ logits.flatten(0, 1), said.polarity.softmax(-1))
        losses["polarity"] = together(polarity_loss(logits, spans, labels), imitated)
    if batch.sentiment:
        rows, labels = batch.sentiment
        logits = pack.pooled("sentiment", hidden[rows], batch.mask[rows])
        imitated = None if said.sentiment is None else imitation_loss(logits, said.sentiment.softmax(-1))
        losses["sentiment"] = together(torch.nn.functional.cross_entropy(logits, labels), imitated)
    return sum(losses.values()), {head: loss.item() for head, loss in losses.items()}


def together(marked: torch.Tensor | None, imitated: torch.Tensor | None) -> torch.Tensor:
    """What people marked and what a teacher says; a text that nobody marked has the teacher alone."""
    if marked is None or imitated is None:
        return imitated if marked is None else marked
    return (1 - IMITATED) * marked + IMITATED * imitated


def begin_vectors(pack: Pack, encoder: Encoder, texts: list[str], targets: np.ndarray, seed: int) -> None:
    """The vector head's first weights: the ridge solution from the untrained states to the teacher's vectors."""
    chosen = random.Random(seed).sample(range(len(texts)), min(RIDGE_TEXTS, len(texts)))
    chosen.sort(key=lambda index: len(texts[index]))
    pack.eval()
    features = []
    with torch.inference_mode():
        for at in range(0, len(chosen), 64):
            some = [texts[index] for index in chosen[at : at + 64]]
            batch = encoder.batch("vectors", some, encoder.tokenizer.encode_batch(some), targets[chosen[at : at + 64]])
            features.append(mean(pack(batch.ids, batch.mask), batch.mask).numpy())
    weight, bias = vectors.ridge(np.concatenate(features), targets[chosen])
    with torch.no_grad():
        pack.heads["vector"].weight.copy_(torch.from_numpy(weight))
        pack.heads["vector"].bias.copy_(torch.from_numpy(bias))


def trained(pack: Pack) -> dict[str, torch.Tensor]:
    return {name: value for name, value in pack.state_dict().items() if "embeddings" not in name or "LayerNorm" in name}


def save(path: Path, pack: Pack, optimizer: torch.optim.Optimizer, step: int, seconds: float) -> None:
    """Written beside and moved over, so that a cut-off never leaves half a checkpoint."""
    beside = path.with_suffix(".part")
    torch.save({"weights": trained(pack), "optimizer": optimizer.state_dict(), "step": step, "seconds": seconds}, beside)
    os.replace(beside, path)


def main() -> None:
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    random.seed(options.seed)
    torch.manual_seed(options.seed)

    data = sources.load(options.data, options.corrections)
    for name, examples in data.train.items():
        log.info("%6d %s", len(examples), name)
    held = {key(example.text) for examples in data.apart.values() for example in examples}
    mix = {task: share for task, (share, _) in MIX.items() if not options.language or task.endswith(options.language)}
    if "vectors" in mix:
        texts, targets, paired = vectors.taught(data.train, held, vectors.SEED, options.work / "teacher.npz", options.start and options.start.with_name("teacher.npz"))
        log.info("%6d texts with a teacher's vector, %d of them pairs", len(texts), paired // 2)

    pack = teacher.Teacher(options.teacher) if options.teacher else cut(options.base)
    encoder = pack.reads if options.teacher else Encoder(tokeniser.load(tokeniser.adapted(options.base), 512))
    if options.teacher:
        teacher.describe(options.work, options.language, options.teacher)
    # Attention as plain products: the fused one's gradient is slow on processors.
    pack.encoder.set_attn_implementation("eager")
    teachers = dict(teacher.trained(told) for told in options.imitate)
    if "en" not in teachers or "titles" not in teachers["en"].taught:
        data.train["titles-unmarked"] = []
    parameters = [parameter for parameter in pack.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, weight_decay=DECAY, fused=True)
    checkpoint = options.work / "checkpoint.pt"
    step, before = 0, 0.0
    if checkpoint.is_file() or options.start:
        saved = torch.load(checkpoint if checkpoint.is_file() else options.start, weights_only=True)
        shapes = {name: value.shape for name, value in pack.state_dict().items()}
        kept = {name: value for name, value in saved["weights"].items() if value.shape == shapes.get(name)}
        if others := sorted(saved["weights"].keys() - kept.keys()):
            log.info("begun anew, since their shapes differ: %s", ", ".join(others))
        pack.load_state_dict(kept, strict=False)
        if checkpoint.is_file():
            optimizer.load_state_dict(saved["optimizer"])
            step, before = saved["step"], saved["seconds"]
            log.info("going on after step %d", step)
    elif "vectors" in mix:
        begin_vectors(pack, encoder, texts, targets, options.seed)

    augment = Augmenter(data.train)
    # The order of texts depends on the step that a run goes on from; without a cut-off it depends on the seed alone.
    seed = options.seed + step
    streams: dict = {task: Stream(task, data.train, encoder, augment, seed, options.tokens) for task in mix if task != "vectors"}
    if "vectors" in mix:
        streams["vectors"] = VectorStream(texts, targets, paired, encoder, seed, options.tokens)
    chooser = random.Random(f"{seed} tasks")
    tasks, shares = list(mix), list(mix.values())
    pack.train()
    started = saved_at = logged_at = time.monotonic()
    sums: dict[str, list[float]] = {}
    pieces = 0
    asked_to_end: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked_to_end.append(number))
    while not asked_to_end:
        seconds = before + time.monotonic() - started
        progress = max(step / options.steps, seconds / (60 * options.minutes))
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * factor(progress)
        batch = next(streams[chooser.choices(tasks, shares)[0]])
        loss, parts = loss_of(pack, batch, teachers, options.bf16)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, CLIP)
        optimizer.step()
        step += 1
        pieces += int(batch.mask.sum())
        for head, value in parts.items():
            sums.setdefault(f"{batch.task}/{head}", []).append(value)
        now = time.monotonic()
        if now - logged_at > 60:
            told = "  ".join(f"{name} {np.mean(values):.3f}" for name, values in sorted(sums.items()))
            log.info("step %d, %.0f pieces/s, %.1f %% done: %s", step, pieces / (now - logged_at), 100 * progress, told)
            sums, pieces, logged_at = {}, 0, now
        if now - saved_at > options.every:
            save(checkpoint, pack, optimizer, step, before + now - started)
            saved_at = now
    save(checkpoint, pack, optimizer, step, before + time.monotonic() - started)
    log.info("%s after %d steps and %.1f minutes", "ended" if asked_to_end else "done", step, (before + time.monotonic() - started) / 60)


if __name__ == "__main__":
    main()
