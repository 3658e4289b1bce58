"""The encoder cut from its base, the heads, and the losses."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel

from schema import HEADS

LAYERS = (0, 1, 2, 3, 10, 11)
DROPOUT = 0.1


class Pack(nn.Module):
    """One forward pass, every head."""

    def __init__(self, config: BertConfig):
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.heads = nn.ModuleDict({head.name: nn.Linear(config.hidden_size, head.outputs) for head in HEADS})
        self.dropout = nn.Dropout(DROPOUT)
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad = False

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.encoder(ids, attention_mask=mask).last_hidden_state.float()

    def hidden(self, batch) -> Tensor:
        """The last hidden state of every piece, [texts, width, hidden]."""
        return self(batch.ids, batch.mask)

    def tags(self, head: str, hidden: Tensor) -> Tensor:
        return self.heads[head](self.dropout(hidden))

    def pooled(self, head: str, hidden: Tensor, mask: Tensor) -> Tensor:
        return self.heads[head](self.dropout(mean(hidden, mask)))


def mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


def cut(base: Path) -> Pack:
    """The base with six of its layers and fresh heads."""
    written = json.loads((base / "config.json").read_text(encoding="utf-8"))
    written |= {"num_hidden_layers": len(LAYERS), "attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": DROPOUT / 2}
    pack = Pack(BertConfig(**written))
    weights = {}
    for name, value in load_file(base / "model.safetensors").items():
        parts = name.split(".")
        if "layer" in parts:
            number = int(parts[parts.index("layer") + 1])
            if number not in LAYERS:
                continue
            parts[parts.index("layer") + 1] = str(LAYERS.index(number))
        weights[".".join(parts)] = value.float()
    missing, unexpected = pack.encoder.load_state_dict(weights, strict=False)
    unknown = [name for name in missing if "position_ids" not in name and "token_type_ids" not in name]
    if unknown or [name for name in unexpected if not name.startswith("pooler")]:
        raise ValueError(f"the base lacks {unknown} and has {unexpected}")
    return pack


def tag_loss(logits: Tensor, allowed: Tensor) -> Tensor:
    """−log of the probability of all labels that a piece may have; pieces that may have none do not count.

    A piece of a marked span may have one label. A piece outside may have `O` and every label that its source does not mark.
    """
    counted = allowed.any(-1)
    logits, allowed = logits[counted], allowed[counted]
    return (logits.logsumexp(-1) - logits.masked_fill(~allowed, float("-inf")).logsumexp(-1)).mean()


def imitation_loss(ours: Tensor, theirs: Tensor) -> Tensor:
    """The mean Kullback–Leibler divergence of a teacher's labels from ours; ours are logits, theirs probabilities, both [places, labels]."""
    return F.kl_div(ours.log_softmax(-1), theirs, reduction="batchmean")


def polarity_loss(logits: Tensor, spans: Tensor, labels: Tensor) -> Tensor:
    """Softmax over the mean of a span's logits; `spans` holds a weight for every piece, [spans, texts × pieces]."""
    return F.cross_entropy(spans @ logits.flatten(0, 1), labels)


def vector_loss(student: Tensor, teacher: Tensor, scale: float = 20.0) -> Tensor:
    """Cosine to the teacher's vector, that vector against those of the other texts of the batch, and both sides of pairs against all others."""
    student = F.normalize(student, dim=-1)
    cosine = 1 - (student * teacher).sum(-1).mean()
    scores = scale * student @ teacher.T
    # Two texts of one meaning share their teacher's vector: neither is wrong for the other.
    same = (teacher @ teacher.T > 0.999).float()
    contrast = -(F.log_softmax(scores, -1) * same / same.sum(-1, keepdim=True)).sum(-1).mean()
    return 2 * cosine + 0.3 * contrast + 0.6 * pair_loss(student, same, scale)


def pair_loss(student: Tensor, same: Tensor, scale: float) -> Tensor:
    """The two sides of a pair find each other among all other texts of the batch; 0 where a batch has no pair."""
    itself = torch.eye(len(student), dtype=torch.bool)
    partners = same.masked_fill(itself, 0.0)
    paired = partners.sum(-1) > 0
    if not paired.any():
        return student.sum() * 0.0
    likely = F.log_softmax((scale * student @ student.T).masked_fill(itself, -1e4), -1)
    return -(likely * partners).sum(-1)[paired].div(partners.sum(-1)[paired]).mean()
