"""The base's tokenizer with ASCII punctuation isolated, and the way between characters and pieces."""

import json
from pathlib import Path

from tokenizers import Tokenizer

# A bracket or a comma never shares a piece with a word: entities keep their boundaries. Metaspace goes first, so that
# "a,b" and "a , b" stay as different as they were for the base.
PUNCTUATION = r"[!-/:-@\[-`{-~]"
PAD = 1


def adapted(base: Path) -> str:
    """The text of tokenizer.json as the pack carries it."""
    tokenizer = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["pre_tokenizer"] = {
        "type": "Sequence",
        "pretokenizers": [
            tokenizer["pre_tokenizer"],
            {"type": "Split", "pattern": {"Regex": PUNCTUATION}, "behavior": "Isolated", "invert": False},
        ],
    }
    return json.dumps(tokenizer, ensure_ascii=False)


def load(text: str, longest: int) -> Tokenizer:
    tokenizer = Tokenizer.from_str(text)
    tokenizer.enable_truncation(longest)
    return tokenizer


def places(encoding, text: str) -> list[tuple[int, int]]:
    """The characters of every piece without the white space that it begins or ends with; special tokens are (0, 0)."""
    found = []
    for (start, end), special in zip(encoding.offsets, encoding.special_tokens_mask):
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        found.append((0, 0) if special else (start, end))
    return found


def covered(piece: tuple[int, int], start: int, end: int) -> bool:
    """Whether a piece belongs to a span: at least half of its characters do, or it is white space within."""
    if piece[0] == piece[1]:
        return start < piece[0] < end
    return 2 * (min(piece[1], end) - max(piece[0], start)) >= piece[1] - piece[0]


def pieces_of(where: list[tuple[int, int]], start: int, end: int) -> list[int]:
    """The indices of the pieces of a span."""
    return [index for index, piece in enumerate(where) if piece != (0, 0) and covered(piece, start, end)]
