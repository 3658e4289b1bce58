"""What rounding weights and activations costs all-MiniLM-L6-v2, told apart: an emulation of the int8 path in PyTorch.

    python quantise.py FOLDER

Weights are rounded with a scale for each output; activations row by row, with zero in their range, to as many steps as
are told. Cosines are with the golden vectors, over the 60 English texts.
"""

import pathlib
import sys

import numpy
import torch
from safetensors.numpy import load_file
from transformers import BertModel

GOLDEN = pathlib.Path(__file__).parent / "golden" / "all-minilm-l6-v2.safetensors"
PLACES = {
    "query": ["attention.self.query"],
    "key": ["attention.self.key"],
    "value": ["attention.self.value"],
    "attention out": ["attention.output.dense"],
    "up": ["intermediate.dense"],
    "down": [f"{layer}.output.dense" for layer in range(6)],
}


def rounded_weight(weight):
    scale = weight.abs().amax(1, keepdim=True) / 127
    return (weight / scale).round().clamp(-127, 127) * scale


def rounded_rows(rows, steps):
    low = rows.amin(-1, keepdim=True).clamp(max=0)
    high = rows.amax(-1, keepdim=True).clamp(min=0)
    scale = ((high - low) / steps).clamp(min=1e-30)
    zero = (-low / scale).round()
    return ((rows / scale + zero).round().clamp(0, steps) - zero) * scale


def main(folder):
    model = BertModel.from_pretrained(folder).eval()
    golden = load_file(GOLDEN)
    starts, ids, vectors = golden["starts"], golden["ids"].astype("int64"), golden["vectors"]
    layers = {name: layer for name, layer in model.named_modules()
              if isinstance(layer, torch.nn.Linear) and "pooler" not in name}
    exact = {name: layer.weight.detach().clone() for name, layer in layers.items()}

    @torch.no_grad()
    def cosines(weights, steps, places=("",)):
        hooks = []
        for name, layer in layers.items():
            layer.weight.copy_(rounded_weight(exact[name]) if weights else exact[name])
            if steps and any(name.endswith(place) for place in places):
                hooks.append(layer.register_forward_pre_hook(lambda _, given: (rounded_rows(given[0], steps),)))
        found = []
        for start, end, vector in zip(starts, starts[1:], vectors):
            hidden = model(torch.tensor(ids[start:end])[None]).last_hidden_state[0].mean(0)
            found.append(float(hidden / hidden.norm() @ torch.tensor(vector)))
        for hook in hooks:
            hook.remove()
        return f"mean {numpy.mean(found):.5f}  worst {numpy.min(found):.5f}"

    print("weights in 8 bits, activations in 7:", cosines(True, 127))
    print("weights in 8 bits, activations in 8:", cosines(True, 255))
    print("weights in 8 bits alone:            ", cosines(True, 0))
    for place, ends in PLACES.items():
        print(f"activations in 7 bits before {place} alone: {cosines(False, 127, ends)}")


if __name__ == "__main__":
    main(sys.argv[1])
