"""The 500 texts of 4 to 512 tokens in both scripts, and the 60 English ones:

    texts.py e5 TOKENIZER.json SHARED/data/reviews texts/both.jsonl
    texts.py minilm TOKENIZER.json SHARED/data/reviews texts/english.jsonl

Real reviews, cut and joined so that lengths spread evenly over their logarithm.
"""

import csv
import json
import math
import random
import re
import sys
from pathlib import Path

from tokenizers import Tokenizer

SEED = 20261126
PREFIX = {"e5": "query: ", "minilm": ""}
COUNT = {"e5": 500, "minilm": 60}
LONGEST = 512
# Reviews that hold an address, a number of a person or an order, or nothing.
SKIP = re.compile(r"[@\d]{5}|www|http|\.com|[^\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", re.IGNORECASE)
TITLES = ["红色纯棉连衣裙 2024夏季新款", "不锈钢保温杯500ml", "wireless earbuds", "iPhone手机壳 防摔", "好评！", "ok", "退货", "Size M", "质量差，not worth it"]


def chinese(folder: Path) -> list[str]:
    lines = []
    for name in ("zh_shopping_pos.txt", "zh_shopping_neg.txt"):
        lines += (folder / name).read_text(encoding="utf-8").splitlines()
    return clean(lines)


def english(folder: Path) -> list[str]:
    with open(folder / "womens_clothing_reviews.csv", encoding="utf-8", newline="") as file:
        return clean([row["Review Text"] for row in csv.DictReader(file)])


def clean(lines: list[str]) -> list[str]:
    lines = [" ".join(line.split()) for line in lines]
    return [line for line in lines if len(line) >= 8 and not SKIP.search(line)]


def cut(tokenizer: Tokenizer, prefix: str, text: str, tokens: int) -> str:
    """The longest beginning of a text that has so many tokens at most, special ones included."""
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if len(tokenizer.encode(prefix + text[:middle]).ids) <= tokens:
            least = middle
        else:
            most = middle - 1
    return text[:least].strip()


def main() -> None:
    kind, tokenizer_path, folder, out = sys.argv[1:5]
    tokenizer = Tokenizer.from_file(tokenizer_path)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pick = random.Random(SEED)
    prefix, count = PREFIX[kind], COUNT[kind]
    sources = {"zh": chinese(Path(folder)), "en": english(Path(folder))}
    # As many in each script, and a fifth in both at once.
    scripts = ["zh", "en", "zh", "en", "both"] if kind == "e5" else ["en"]
    shortest = len(tokenizer.encode(prefix).ids) + 1
    texts: list[str] = list(TITLES) if kind == "e5" else ["ok", "Size M", "wireless earbuds"]
    while len(texts) < count:
        at = len(texts)
        script = scripts[at % len(scripts)]
        tokens = LONGEST if at % 50 == 49 else round(math.exp(pick.uniform(math.log(shortest), math.log(LONGEST))))
        text = ""
        turn = pick.randrange(2)
        while len(tokenizer.encode(prefix + text).ids) < tokens + 4:
            source = script if script != "both" else ("zh", "en")[turn % 2]
            part = pick.choice(sources[source])
            # Both scripts have to have a say in a short text too.
            if script == "both":
                part = part[: max(2, tokens // 4)]
            text = f"{text} {part}".strip()
            turn += 1
        text = cut(tokenizer, prefix, text, tokens)
        if text and text not in texts:
            texts.append(text)
    with open(out, "w", encoding="utf-8") as file:
        for at, text in enumerate(texts):
            file.write(json.dumps({"id": f"{kind}-{at:03}", "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
