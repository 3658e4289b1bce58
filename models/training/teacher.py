"""Teachers: encoders of one language whose labels the pack imitates.

A teacher cuts texts into tokens of its own. A piece of the pack takes the hidden states of the first and the last token that it shares characters with, and whether it begins or ends within them,
so that losses and labels are those of the pack.
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig

from batches import Batch
from model import DROPOUT, Pack
from schema import HEADS

LONGEST = 320
TAUGHT = frozenset({"titles", "aspects", "opinions", "polarity", "sentiment"})


class Teacher(Pack):
    """A Hugging Face BERT folder with the pack's heads."""

    def __init__(self, base: Path):
        config = BertConfig.from_pretrained(base, attention_probs_dropout_prob=0.0, hidden_dropout_prob=DROPOUT)
        super().__init__(config)
        weights = {name: value.float() for name, value in load_file(base / "model.safetensors").items()}
        missing, _ = self.encoder.load_state_dict(weights, strict=False)
        if unknown := [name for name in missing if "position_ids" not in name and "token_type_ids" not in name]:
            raise ValueError(f"{base} lacks {unknown}")
        self.heads = nn.ModuleDict({head.name: nn.Linear(2 * config.hidden_size + 2, head.outputs) for head in HEADS})
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)
        self.padding = config.pad_token_id
        self.taught = TAUGHT

    def hidden(self, batch: Batch) -> Tensor:
        texts = [text[: max((end for _, end in pieces), default=0)] for text, pieces in zip(batch.texts, batch.where)]
        encodings = self.tokenizer.encode_batch(texts)
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = torch.full((len(texts), longest), self.padding)
        mask = torch.zeros_like(ids)
        first, last, inside = (np.zeros((len(texts), batch.ids.shape[1], *more), kind) for more, kind in (((), np.int64), ((), np.int64), ((2,), np.float32)))
        found = torch.zeros(*first.shape, 1)
        for row, (encoding, pieces) in enumerate(zip(encodings, batch.where)):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
            mask[row, : len(encoding.ids)] = 1
            some, *places = shared(pieces, encoding.offsets)
            found[row, : len(pieces), 0] = torch.from_numpy(some)
            for into, value in zip((first, last, inside), places):
                into[row, : len(pieces)] = value
        rows = torch.arange(len(texts))[:, None]
        hidden = self(ids, mask)
        states = torch.cat((hidden[rows, torch.from_numpy(first)], hidden[rows, torch.from_numpy(last)], torch.from_numpy(inside)), -1)
        return states * found


def shared(pieces: list[tuple[int, int]], tokens: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of every piece: whether it shares characters with a token, the first and the last such token, and whether it begins and ends within them, [pieces, 2]."""
    one, other = np.array(pieces), np.array(tokens)
    both = np.minimum(one[:, None, 1], other[None, :, 1]) > np.maximum(one[:, None, 0], other[None, :, 0])
    first, last = both.argmax(1), both.shape[1] - 1 - both[:, ::-1].argmax(1)
    inside = np.stack((one[:, 0] > other[first, 0], one[:, 1] < other[last, 1]), -1)
    return both.any(1), first, last, inside.astype(np.float32)


DESCRIBED = "teacher.json"


def describe(work: Path, language: str, base: Path) -> None:
    (work / DESCRIBED).write_text(json.dumps({"language": language, "base": str(base.resolve())}), encoding="utf-8")


def trained(told: str) -> tuple[str, Teacher]:
    """The language of a teacher, and the teacher as train.py left it, for reading; told as FOLDER or FOLDER:HEAD,HEAD."""
    folder, _, heads = told.partition(":")
    work = Path(folder)
    described = json.loads((work / DESCRIBED).read_text(encoding="utf-8"))
    teacher = Teacher(Path(described["base"]))
    teacher.load_state_dict(torch.load(work / "checkpoint.pt", weights_only=True)["weights"], strict=False)
    teacher.taught = frozenset(heads.split(",")) if heads else TAUGHT
    if unknown := teacher.taught - TAUGHT:
        raise ValueError(f"{told}: no teacher has the heads {sorted(unknown)}")
    return described["language"], teacher.eval().requires_grad_(False)
