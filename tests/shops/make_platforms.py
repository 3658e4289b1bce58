"""Writes the fixtures in platforms/ and bad/, and expected.json and bad.json about them.

    pip install openpyxl xlwt odfpy pyarrow msoffcrypto-tool
    python3 tests/shops/make_platforms.py

Header lines are facts about the platforms' exports; every row is made up.
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True
from platform_cases import broken, chinese, handmade, shopify, western  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


def main():
    for folder in ("platforms", "bad"):
        (HERE / folder).mkdir(exist_ok=True)
    cases = []
    for case in shopify.CASES + western.CASES + chinese.CASES + handmade.CASES:
        for name, content in case.files.items():
            (HERE / "platforms" / name).write_bytes(content)
        cases.append({"name": case.name, "files": list(case.files), "args": case.args, "tables": case.tables, "shop": case.shop})
    (HERE / "expected.json").write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
    for name, (content, _) in broken.FILES.items():
        path = HERE / "bad" / name
        if name != "encrypted.xlsx" or not path.exists():  # its salt is drawn anew on each run
            path.write_bytes(content)
    (HERE / "bad.json").write_text(broken.MANIFEST)
    print(len(cases), "cases,", len(broken.FILES), "broken files")


if __name__ == "__main__":
    main()
