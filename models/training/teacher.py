"""Teachers: encoders of one language whose labels the pack imitates.

A teacher is trained and reads on tokens of its own, with the pack's heads and losses. What it says of its tokens is brought over to the pack's pieces by their characters.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig

from batches import Batch, Encoder
from examples import Example
from model import DROPOUT, Pack
from tokeniser import pieces_of

LONGEST = 320
TAUGHT = frozenset({"titles", "aspects", "opinions", "polarity", "sentiment"})


@dataclass
class Said:
    """What a teacher says of a batch: probabilities of labels for pieces, [texts, width, labels], zeros where it says nothing; logits for aspects and for texts."""

    tags: dict[str, Tensor]
    polarity: Tensor | None
    sentiment: Tensor | None


class Teacher(Pack):
    """A Hugging Face BERT folder with the pack's heads."""

    def __init__(self, base: Path):
        config = BertConfig.from_pretrained(base, attention_probs_dropout_prob=0.0, hidden_dropout_prob=DROPOUT)
        super().__init__(config)
        weights = {name: value.float() for name, value in load_file(base / "model.safetensors").items()}
        missing, _ = self.encoder.load_state_dict(weights, strict=False)
        if unknown := [name for name in missing if "position_ids" not in name and "token_type_ids" not in name]:
            raise ValueError(f"{base} lacks {unknown}")
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        self.reads = Encoder(tokenizer, config.pad_token_id)
        self.taught = TAUGHT

    @torch.no_grad()
    def says(self, batch: Batch, half: bool = False) -> Said:
        """On the pieces of the pack; `half`: the encoder's products in bfloat16."""
        texts = [text[: max((end for _, end in pieces), default=0)] for text, pieces in zip(batch.texts, batch.where)]
        mine = self.reads.batch(batch.task, [Example(text, "", "") for text in texts], self.reads.tokenizer.encode_batch(texts))
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            hidden = self.hidden(mine)
        said = Said({}, None, None)
        wanted = ("titles",) if batch.task.startswith("titles") else ("aspects", "opinions")
        for head in self.taught & set(wanted):
            probabilities = self.heads[head](hidden).softmax(-1).numpy()
            on_pieces = np.zeros((*batch.ids.shape, probabilities.shape[-1]), np.float32)
            for row, (pieces, tokens) in enumerate(zip(batch.where, mine.where)):
                on_pieces[row, : len(pieces)] = carried(probabilities[row, : len(tokens)], tokens, pieces)
            said.tags[head] = torch.from_numpy(on_pieces)
        if batch.polarity and "polarity" in self.taught:
            said.polarity = self.of_aspects(batch, mine, hidden)
        if batch.sentiment and "sentiment" in self.taught:
            rows = batch.sentiment[0]
            said.sentiment = self.pooled("sentiment", hidden[rows], mine.mask[rows])
        return said

    def of_aspects(self, batch: Batch, mine: Batch, hidden: Tensor) -> Tensor:
        """The logits of the batch's aspects, each over the tokens that share its characters."""
        logits, width, found = self.heads["polarity"](hidden), batch.ids.shape[1], []
        for weights in batch.polarity[0]:
            places = weights.nonzero().flatten()
            row = int(places[0]) // width
            pieces = [batch.where[row][int(place) % width] for place in places]
            inside = pieces_of(mine.where[row], pieces[0][0], pieces[-1][1])
            found.append((logits[row, inside] if inside else logits[row, : len(mine.where[row])]).mean(0))
        return torch.stack(found)


def carried(said: np.ndarray, tokens: list[tuple[int, int]], pieces: list[tuple[int, int]]) -> np.ndarray:
    """Probabilities of BIOES labels from tokens to pieces, both told by their characters: a piece that begins within a token begins no span, one that ends within it ends none.

    A piece of several tokens has the beginning of the first and the end of the last. Rows of pieces that share no character with a token are zeros.
    """
    one, other = np.array(pieces), np.array(tokens)
    both = np.minimum(one[:, None, 1], other[None, :, 1]) > np.maximum(one[:, None, 0], other[None, :, 0])
    known = both.any(1)
    first, last = both.argmax(1), both.shape[1] - 1 - both[:, ::-1].argmax(1)
    begins, ends = (one[:, 0] <= other[first, 0])[:, None], (one[:, 1] >= other[last, 1])[:, None]
    kinds = said[:, 1:].reshape(len(said), -1, 4)
    belongs = (kinds[first].sum(-1) + kinds[last].sum(-1)) / 2
    beginning = np.where(begins, kinds[first][..., 0] + kinds[first][..., 3], 0) / np.maximum(kinds[first].sum(-1), 1e-9)
    ending = np.where(ends, kinds[last][..., 2] + kinds[last][..., 3], 0) / np.maximum(kinds[last].sum(-1), 1e-9)
    # Within one token the two are not independent: its own labels tell them together.
    alone = np.where((first == last)[:, None] & begins & ends, kinds[first][..., 3] / np.maximum(belongs, 1e-9), beginning * ending)
    parts = np.stack((beginning - alone, 1 - beginning - ending + alone, ending - alone, alone), -1)
    carried_over = np.concatenate((1 - belongs.sum(-1, keepdims=True), (belongs[..., None] * parts).reshape(len(one), -1)), 1)
    return np.where(known[:, None], np.maximum(carried_over, 0), 0).astype(np.float32)


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
