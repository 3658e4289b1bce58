"""Tiny BERTs with random weights, saved as Hugging Face folders: tiny.py FOLDER

They have every head and number format that the encoder reads, and are small enough to be checked in.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    BertModel,
    BertTokenizerFast,
)

SEED = 20261126
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CHINESE = "红色纯棉女士连衣裙新款夏季男鞋手机壳不锈钢保温杯很好质量差快递慢送退货元件包邮码大小黑白蓝牙耳"
ENGLISH = "the a and is of red cotton dress shoe phone case steel cup very good bad slow size black blue for not".split()
PIECES = "##s ##es ##ing ##ed ##er ##ly ##y ##t ##n ##0 ##5 ##8 ##00".split()
MARKS = list(",.!?-()/，。！？")
CHARACTERS = list("abcdegiklmnoprstwx0123458")
TAGS = ["O", "B-BRAND", "I-BRAND", "B-PRODUCT", "I-PRODUCT", "B-ATTRIBUTE", "I-ATTRIBUTE"]
OPINIONS = ["negative", "neutral", "positive"]


def vocabulary() -> list[str]:
    words = SPECIAL + list(CHINESE) + ENGLISH + PIECES + MARKS + CHARACTERS
    return list(dict.fromkeys(words))


def config(layers: int, labels: list[str] | None = None) -> BertConfig:
    named = {} if labels is None else {"id2label": dict(enumerate(labels)), "label2id": {label: at for at, label in enumerate(labels)}}
    return BertConfig(
        vocab_size=len(vocabulary()),
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        hidden_act="gelu",
        initializer_range=0.3,
        pad_token_id=0,
        **named,
    )


@torch.no_grad()
def stir(model: torch.nn.Module) -> None:
    """Factors of layer norms that are not 1, and biases that are not 0: a mistake with either shows."""
    for name, value in model.named_parameters():
        if "LayerNorm.weight" in name:
            value.copy_(1 + 0.3 * torch.randn_like(value))
        elif name.endswith("bias"):
            value.copy_(0.3 * torch.randn_like(value))


def save(model: torch.nn.Module, folder: Path) -> None:
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(vocabulary()) + "\n", encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"), do_lower_case=True, model_max_length=64)
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    # What the library adds about itself and about how to generate text.
    path = folder / "config.json"
    told = json.loads(path.read_text())
    for word in ("transformers_version", "use_cache", "is_decoder", "add_cross_attention", "bos_token_id", "eos_token_id", "tie_word_embeddings"):
        told.pop(word, None)
    path.write_text(json.dumps(told, indent=1) + "\n")


def copy_as(dtype: torch.dtype, name: str, words: str, source: Path, target: Path) -> None:
    """A copy in another number format, with one file of words: a folder may have either."""
    target.mkdir(parents=True, exist_ok=True)
    (target / words).write_bytes((source / words).read_bytes())
    told = json.loads((source / "config.json").read_text())
    told["dtype"] = name
    (target / "config.json").write_text(json.dumps(told, indent=1) + "\n")
    tensors = {key: value.to(dtype) for key, value in load_file(source / "model.safetensors").items()}
    save_file(tensors, target / "model.safetensors", {"format": "pt"})


def main() -> None:
    folder = Path(sys.argv[1])
    torch.manual_seed(SEED)
    models = {
        "tiny-bert": BertModel(config(3)),
        "tiny-tagger": BertForTokenClassification(config(1, TAGS)),
        "tiny-classifier": BertForSequenceClassification(config(1, OPINIONS)),
    }
    for name, model in models.items():
        stir(model)
        save(model, folder / name)
    copy_as(torch.float16, "float16", "vocab.txt", folder / "tiny-tagger", folder / "tiny-tagger-f16")
    copy_as(torch.bfloat16, "bfloat16", "tokenizer.json", folder / "tiny-tagger", folder / "tiny-tagger-bf16")
    for path in folder.glob("tiny-*/*"):
        path.chmod(0o644)


if __name__ == "__main__":
    main()
