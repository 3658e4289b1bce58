"""Averages the weights of two runs, one of which went on from the other: average.py --one FILE --other FILE --share S --out FILE

S is the share of the other; where both lie in one valley, the mean is often better than either.
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=Path, required=True)
    parser.add_argument("--other", type=Path, required=True)
    parser.add_argument("--share", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    one, other = (torch.load(path, weights_only=True) for path in (options.one, options.other))
    weights = {name: (1 - options.share) * one["weights"][name] + options.share * other["weights"][name] for name in other["weights"]}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": weights, "step": other["step"]}, options.out)


if __name__ == "__main__":
    main()
