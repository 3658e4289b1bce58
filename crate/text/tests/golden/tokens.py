"""Makes the tiny tokenizers beside this file, and what Python's tokenizers say of some texts.

    python tokens.py [FOLDER]

FOLDER holds models that are not part of the project (e5-small-zh-en, simbert-tiny-zh); without it their golden
tokens are left out. Needs `tokenizers`. Training sorts equal pairs in no fixed order, so the tiny tokenizers are
made only where they are missing.
"""

import json
import pathlib
import sys

from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from tokenizers.implementations import BertWordPieceTokenizer

HERE = pathlib.Path(__file__).parent

TEXTS = [
    "Great phone case, fits perfectly!",
    "The colour is lovely but the zipper broke after 2 days :(",
    "质量很好，物流很快，下次还会再来！",
    "衣服偏小，建议买大一码。",
    "iPhone 15 Pro Max手机壳 透明防摔",
    "Ｆｕｌｌ　ｗｉｄｔｈ　１２３！",
    "café naïve Zürich ﬁne ½ ㎏ №5",
    "e\u0301te\u0301 de\u0301ja\u0300",
    "👍👍 非常满意😊 ❤️ 👩‍💻 🇨🇳",
    "  spaces   everywhere \n\t and lines\r\n ",
    "unbelievablyextraordinarylongwordwithoutanyspaceinside",
    "a" * 130,
    "[CLS] a merchant wrote [SEP] and <s> and </s> and [UNK]",
    "\u0000nul\u0000 and \ufffd lone surrogate and \u200bzero\u200dwidth",
    "ภาษาไทย हिन्दी العربية עברית 한국어 日本語テキスト Ελληνικά Русский",
    "&amp; <br> &nbsp; markup <b>stays</b> when raw",
    "price: ￥199.00 (原价￥299)，立减100元",
    "don't can't it's 100% cotton/polyester, size-M",
    "\ud7ff\u0378 𠀀𠮷 rare",
    "▁ literal ▁ lower ▁block",
    "好",
    "a",
    ".",
    "",
    "   ",
]


def corpus():
    return [text for text in TEXTS if len(text) < 200] * 4


def make_tiny():
    """The tokenizers that are checked in."""
    if not (HERE / "vocab.txt").exists():
        tokenizer = BertWordPieceTokenizer()
        tokenizer.train_from_iterator(corpus(), vocab_size=420, min_frequency=2)
        tokenizer.save_model(str(HERE))
    if not (HERE / "unigram.json").exists():
        tokenizer = Tokenizer(models.Unigram())
        tokenizer.normalizer = normalizers.NFKC()
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        tokenizer.decoder = decoders.Metaspace()
        specials = ["<s>", "<pad>", "</s>", "<unk>"]
        trainer = trainers.UnigramTrainer(
            vocab_size=400, special_tokens=specials, unk_token="<unk>", show_progress=False
        )
        tokenizer.train_from_iterator(corpus(), trainer)
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>",
            pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", 0), ("</s>", 2)],
        )
        tokenizer.enable_truncation(max_length=4)
        tokenizer.enable_padding(length=8)
        tokenizer.save(str(HERE / "unigram.json"))
    if not (HERE / "bpe.json").exists():
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=400,
            special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(corpus(), trainer)
        tokenizer.post_processor = processors.RobertaProcessing(
            ("</s>", 2), ("<s>", 0), trim_offsets=False, add_prefix_space=False
        )
        tokenizer.save(str(HERE / "bpe.json"))


def golden(tokenizer):
    """Ids, and what each token stands for without white space around it; null for special tokens and lone marks."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # As in the crate: what a merchant writes is text.
    tokenizer.encode_special_tokens = True
    out = []
    for text in TEXTS:
        encoding = tokenizer.encode(text)
        offsets = []
        parts = zip(encoding.tokens, encoding.offsets, encoding.special_tokens_mask)
        for token, (start, end), special in parts:
            said = text[start:end]
            if special or not token.strip("▁Ġ ") or not said.strip():
                offsets.append(None)
                continue
            start += len(said) - len(said.lstrip())
            offsets.append([start, start + len(said.strip())])
        out.append({"text": text, "ids": encoding.ids, "offsets": offsets})
    return out


def main():
    make_tiny()
    out = {
        "vocab.txt": golden(
            Tokenizer.from_str(BertWordPieceTokenizer(str(HERE / "vocab.txt")).to_str())
        ),
        "unigram.json": golden(Tokenizer.from_file(str(HERE / "unigram.json"))),
        "bpe.json": golden(Tokenizer.from_file(str(HERE / "bpe.json"))),
    }
    if len(sys.argv) > 1:
        folder = pathlib.Path(sys.argv[1])
        e5 = Tokenizer.from_file(str(folder / "e5-small-zh-en/tokenizer.json"))
        simbert = BertWordPieceTokenizer(str(folder / "simbert-tiny-zh/vocab.txt"))
        out["e5-small-zh-en/tokenizer.json"] = golden(e5)
        out["simbert-tiny-zh/vocab.txt"] = golden(Tokenizer.from_str(simbert.to_str()))
    with open(HERE / "tokens.json", "w", encoding="utf-8") as file:
        lines = (
            f"{json.dumps(name)}: [\n"
            + ",\n".join(json.dumps(each, separators=(",", ":")) for each in texts)
            + "\n]"
            for name, texts in out.items()
        )
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
