"""Writes the page's two sample shops to www/samples and their true figures beside this file.

    python3 tests/shops/make_samples.py

Standard library only; the same bytes on every run. Everybody and everything in them is invented.
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True
from sample import chinese_shop, english_shop  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parents[1] / "www" / "samples"


def main():
    figures = {}
    for language, shop in (("en", english_shop), ("zh", chinese_shop)):
        folder = OUT / language
        folder.mkdir(parents=True, exist_ok=True)
        files, figures[language] = shop.files()
        index = []
        for name, content in files:
            (folder / name).write_bytes(content)
            index.append({"file": name, "bytes": len(content)})
        (folder / "index.json").write_text(json.dumps(index, indent=2) + "\n")
        print(language, sum(entry["bytes"] for entry in index), "bytes", figures[language])
    (HERE / "samples.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
