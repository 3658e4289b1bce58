"""Writes a checkpoint as a Hugging Face folder: export.py --base BASE --checkpoint FILE --out FOLDER"""

import argparse
import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file

import tokeniser
from model import LAYERS, cut
from schema import HEADS


def described() -> list[dict]:
    """The heads as config.json lists them; the order is that of the outputs."""
    return [
        {
            "name": head.name,
            "task": head.task,
            "pooling": "mean",
            "normalise": head.normalise,
            "words": "tokens" if head.task == "tag" else "first",
            "over": head.over,
            "labels": list(head.labels),
            "names": {label: {"zh": chinese, "en": english} for label, (chinese, english) in head.names.items()},
        }
        for head in HEADS
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    pack = cut(options.base)
    saved = torch.load(options.checkpoint, weights_only=True)
    pack.load_state_dict(saved["weights"], strict=False)
    tensors = {name: value.contiguous() for name, value in pack.encoder.state_dict().items() if "position_ids" not in name and "token_type_ids" not in name}
    tensors |= {f"heads.{name}": value.contiguous() for name, value in pack.heads.state_dict().items()}
    config = json.loads((options.base / "config.json").read_text(encoding="utf-8"))
    config |= {"num_hidden_layers": len(LAYERS), "heads": described()}

    options.out.mkdir(parents=True, exist_ok=True)
    beside = options.out / "model.safetensors.part"
    save_file(tensors, beside, metadata={"format": "pt", "step": str(saved["step"])})
    os.replace(beside, options.out / "model.safetensors")
    (options.out / "tokenizer.json").write_text(tokeniser.adapted(options.base), encoding="utf-8")
    (options.out / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out}: {sum(value.numel() for value in tensors.values()):,} weights after step {saved['step']}")


if __name__ == "__main__":
    main()
