"""What transformers on PyTorch gives for the models beside this file:

    golden.py tiny                      the tiny models, all outputs of all texts
    golden.py e5 FOLDER                 multilingual-e5-small cut to Chinese and English, 500 texts
    golden.py minilm FOLDER             all-MiniLM-L6-v2, 60 texts

Every text is run by itself, without padding, in 64-bit floats, and the result is rounded once.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from transformers import (
    AutoModel,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    BertModel,
    BertTokenizerFast,
)

HERE = Path(__file__).resolve().parent
EXACT = 20

# Whole words, pieces, characters that the vocabulary lacks, one word, nothing, only spaces, the longest that is allowed and one longer.
TINY_TEXTS = [
    "红色纯棉连衣裙",
    "red cotton dress",
    "女士 red 连衣裙, size 8!",
    "好",
    "shoes",
    "",
    "  \t ",
    "The phone case is very slow and not good; steel cups 500",
    "质量很差，快递慢。退货！",
    "𝒰nknown 譶 Ωmega and red",
    "不锈钢保温杯500ml（黑白）",
    "大" * 62,
    "红色 dress " * 40,
]


def pooled(hidden: torch.Tensor) -> torch.Tensor:
    """The mean over all tokens, brought to length 1."""
    return torch.nn.functional.normalize(hidden.mean(dim=0), dim=0)


def write(name: str, tensors: dict[str, numpy.ndarray], note: dict) -> None:
    path = HERE / "golden" / f"{name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    save_file(tensors, path, {key: str(value) for key, value in note.items()})
    path.chmod(0o644)
    size = path.stat().st_size
    print(f"{name}: {', '.join(f'{key} {list(value.shape)} {value.dtype}' for key, value in tensors.items())}; {size} bytes")


@torch.no_grad()
def tiny() -> None:
    tokenizer = BertTokenizerFast(vocab=str(HERE / "tiny-bert" / "vocab.txt"), do_lower_case=True)
    encoded = [tokenizer(text, truncation=True, max_length=64, return_offsets_mapping=True) for text in TINY_TEXTS]
    texts = [
        {"id": f"tiny-{at:02}", "text": text, "ids": one["input_ids"], "offsets": one["offset_mapping"]}
        for at, (text, one) in enumerate(zip(TINY_TEXTS, encoded))
    ]
    lines = ",\n".join(json.dumps(text, ensure_ascii=False) for text in texts)
    (HERE / "golden").mkdir(exist_ok=True)
    (HERE / "golden" / "tiny.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    batch = [torch.tensor([text["ids"]]) for text in texts]
    shared = {
        "starts": numpy.cumsum([0] + [ids.shape[1] for ids in batch]).astype(numpy.uint32),
        "ids": torch.cat(batch, dim=1)[0].numpy().astype(numpy.uint32),
    }
    kinds = {
        "tiny-bert": AutoModel,
        "tiny-tagger": AutoModelForTokenClassification,
        "tiny-tagger-f16": AutoModelForTokenClassification,
        "tiny-tagger-bf16": AutoModelForTokenClassification,
        "tiny-classifier": AutoModelForSequenceClassification,
    }
    for name, kind in kinds.items():
        model = kind.from_pretrained(HERE / name, dtype=torch.float64, attn_implementation="eager").eval()
        bert = model if name == "tiny-bert" else model.bert
        hidden = [bert(ids).last_hidden_state[0] for ids in batch]
        inputs = dict(shared)
        outputs = {"vectors": torch.stack([pooled(one) for one in hidden])}
        if name in ("tiny-bert", "tiny-tagger"):
            outputs["hidden"] = torch.cat(hidden)
        if name == "tiny-bert":
            outputs["pooler"] = torch.cat([bert(ids).pooler_output for ids in batch])
            pair(bert, texts, outputs, inputs)
        elif name == "tiny-classifier":
            outputs["logits"] = torch.cat([model(ids).logits for ids in batch])
        else:
            outputs["logits"] = torch.cat([model(ids).logits[0] for ids in batch])
        rounded = {key: value.float().numpy() for key, value in outputs.items()}
        write(name, inputs | rounded, {"model": name, "torch": torch.__version__})


def pair(bert: torch.nn.Module, texts: list[dict], outputs: dict[str, torch.Tensor], inputs: dict[str, numpy.ndarray]) -> None:
    """The first two texts as one, whose second half is segment 1."""
    first, second = texts[0]["ids"], texts[1]["ids"][1:]
    ids, segments = first + second, [0] * len(first) + [1] * len(second)
    last = bert(torch.tensor([ids]), token_type_ids=torch.tensor([segments])).last_hidden_state[0]
    inputs["pair.ids"] = numpy.array(ids, dtype=numpy.uint32)
    inputs["pair.segments"] = numpy.array(segments, dtype=numpy.uint32)
    outputs["pair.hidden"] = last


@torch.no_grad()
def sentences(folder: Path, texts: Path, prefix: str, name: str, exact: int | None) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(512)
    model = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float64, attn_implementation="eager").eval()
    given = [json.loads(line)["text"] for line in texts.read_text(encoding="utf-8").splitlines()]
    ids = [tokenizer.encode(prefix + text).ids for text in given]
    rows = []
    for at, one in enumerate(ids):
        rows.append(pooled(model(torch.tensor([one])).last_hidden_state[0]).numpy())
        if at % 50 == 49:
            print(f"{name}: {at + 1} of {len(ids)}", flush=True)
    vectors = numpy.stack(rows)
    tensors = {
        "starts": numpy.cumsum([0] + [len(one) for one in ids]).astype(numpy.uint32),
        "ids": numpy.concatenate(ids).astype(numpy.uint16),
    }
    if exact is None:
        tensors["vectors"] = vectors.astype(numpy.float32)
    else:
        # Rounding to 16 bits must not be seen in a cosine of 0.99999.
        short = vectors.astype(numpy.float16)
        wide = short.astype(numpy.float64)
        cosines = (vectors * wide).sum(axis=1) / numpy.linalg.norm(wide, axis=1)
        print(f"{name}: 16 bits lose {1 - cosines.min():.1e} of the cosine at worst, {1 - cosines.mean():.1e} on average")
        at = numpy.linspace(0, len(given) - 1, exact).round().astype(numpy.uint32)
        tensors |= {"vectors": short, "exact.rows": at, "exact": vectors[at].astype(numpy.float32)}
    write(name, tensors, {"model": name, "prefix": prefix, "texts": texts.name, "torch": torch.__version__})


def main() -> None:
    match sys.argv[1:]:
        case ["tiny"]:
            tiny()
        case ["e5", folder]:
            sentences(Path(folder), HERE / "texts" / "both.jsonl", "query: ", "e5-small-zh-en", EXACT)
        case ["minilm", folder]:
            sentences(Path(folder), HERE / "texts" / "english.jsonl", "", "all-minilm-l6-v2", None)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
