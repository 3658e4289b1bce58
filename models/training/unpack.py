"""Makes a finished pack into a checkpoint to train further: unpack.py --data DATA --base BASE --pack PACK --out FOLDER

For when the run that a pack came from is not at hand: `train.py --start FOLDER/checkpoint.pt` goes on from the pack's bytes.
Beside it lies what finds the space of the pack's sentence vectors in the teacher's.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load

import sources
import tokeniser
import vectors
from batches import Encoder
from examples import key
from model import Pack, cut, mean

SCALE, FACTOR = ".scale", ".factor"


def read(folder: Path) -> dict[str, torch.Tensor]:
    """The pack's weights in 32 bits: bytes by the scale of their row, over the factors that their inputs are multiplied with."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    stored = load(b"".join((folder / part["file"]).read_bytes() for part in manifest["parts"]))
    weights = {}
    for name, value in stored.items():
        if name.endswith((SCALE, FACTOR)):
            continue
        value = value.float()
        if name + SCALE in stored:
            value = value * stored[name + SCALE].unsqueeze(1)
        if name + FACTOR in stored:
            value = value * stored[name + FACTOR].unsqueeze(0)
        weights[name if name.startswith("heads.") else f"encoder.{name}"] = value
    return weights


def say(pack: Pack, encoder: Encoder, texts: list[str]) -> np.ndarray:
    """The pack's own unit vectors."""
    rows = []
    pack.eval()
    with torch.inference_mode():
        for at in range(0, len(texts), 64):
            some = texts[at : at + 64]
            batch = encoder.batch("vectors", some, encoder.tokenizer.encode_batch(some), np.zeros((len(some), 1), np.float32))
            rows.append(pack.heads["vector"](mean(pack(batch.ids, batch.mask), batch.mask)).numpy())
    return vectors.unit(np.concatenate(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)

    pack = cut(options.base)
    weights = read(options.pack)
    missing, unexpected = pack.load_state_dict(weights, strict=False)
    if unexpected or [name for name in missing if "position_ids" not in name and "token_type_ids" not in name]:
        raise ValueError(f"the pack lacks {missing} and has {unexpected}")
    encoder = Encoder(tokeniser.load(tokeniser.adapted(options.base), 512))

    data = sources.load(options.data)
    held = {key(example.text) for examples in data.apart.values() for example in examples}
    _, singles = vectors.texts_of(data.train, held, 1)
    texts = random.Random(1).sample(singles, vectors.SAMPLE)
    full = vectors.teacher_of()(texts)
    own = say(pack, encoder, texts)
    directions = vectors.recovered(full, own)
    agreed = (vectors.unit(full @ directions) * own).sum(1)
    print(f"cosine of the pack's vectors to the teacher's in its space: mean {agreed.mean():.3f}, least {agreed.min():.3f}")

    options.out.mkdir(parents=True, exist_ok=True)
    trained = {name: value for name, value in weights.items() if "embeddings" not in name or "LayerNorm" in name}
    torch.save({"weights": trained, "step": 0}, options.out / "checkpoint.pt")
    np.savez(options.out / "teacher.npz", texts=np.array([], dtype=str), vectors=np.zeros((0, vectors.DIMENSIONS), np.float32), directions=directions.astype(np.float32))


if __name__ == "__main__":
    main()
