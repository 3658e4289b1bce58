"""What rounding weights and activations costs all-MiniLM-L6-v2, told apart: an emulation of the int8 path in PyTorch.

    python quantise.py FOLDER

Weights are rounded with a scale for each output; activations row by row, with zero in their range, to as many steps as
are told. Cosines are with the golden vectors, over the 60 English texts.

Smoothing (Xiao et al. 2023, SmoothQuant) divides each input of a layer by a factor and multiplies its weights with it:
the largest value of that input to a power, by the largest weight to the rest of the power. The largest values come from
texts of their own, written below.
"""

import pathlib
import sys

import numpy
import torch
from safetensors.numpy import load_file
from transformers import AutoTokenizer, BertModel

GOLDEN = pathlib.Path(__file__).parent / "golden" / "all-minilm-l6-v2.safetensors"
PLACES = {
    "query": ["attention.self.query"],
    "key": ["attention.self.key"],
    "value": ["attention.self.value"],
    "attention out": ["attention.output.dense"],
    "up": ["intermediate.dense"],
    "down": [f"{layer}.output.dense" for layer in range(6)],
}


SMOOTHED = {
    "query, key, value": ["attention.self.query", "attention.self.key", "attention.self.value"],
    "up": ["intermediate.dense"],
}
CALIBRATION = [
    "Women's cotton dress with pockets, red, size M", "Stainless steel water bottle 500 ml, pack of 2",
    "The zipper broke after a week and nobody answered my message.", "Great sound for the price!",
    "Wireless mouse 2.4 GHz, silent click, USB receiver", "Does not fit as described, I had to send it back",
    "Organic green tea, 20 bags", "Kids' rain boots, yellow with ducks, EU 28", "It arrived on time. Five stars.",
    "LED desk lamp with three colour temperatures and a USB charging port", "Too small", "HP 304 XL black ink cartridge",
    "My daughter loves it, the colours are bright and it washes well at thirty degrees without fading at all",
    "Garden hose 25 m with nozzle", "The box was damaged, but the plates inside were fine; the seller sent a new box.",
]


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
    tokenizer = AutoTokenizer.from_pretrained(folder)
    golden = load_file(GOLDEN)
    starts, ids, vectors = golden["starts"], golden["ids"].astype("int64"), golden["vectors"]
    layers = {name: layer for name, layer in model.named_modules()
              if isinstance(layer, torch.nn.Linear) and "pooler" not in name}
    exact = {name: layer.weight.detach().clone() for name, layer in layers.items()}

    @torch.no_grad()
    def largest():
        """The largest value of each input of each layer over the texts for calibration."""
        seen = {}

        def look(name):
            def hook(_, given):
                most = given[0].abs().flatten(0, -2).amax(0)
                seen[name] = torch.maximum(seen[name], most) if name in seen else most
            return hook

        hooks = [layer.register_forward_pre_hook(look(name)) for name, layer in layers.items()]
        for text in CALIBRATION:
            model(**tokenizer(text, return_tensors="pt"))
        for hook in hooks:
            hook.remove()
        return seen

    def factors(power):
        """By layer; those that share their inputs share their factors."""
        found = {}
        for index in range(model.config.num_hidden_layers):
            for ends in SMOOTHED.values():
                names = [f"encoder.layer.{index}.{end}" for end in ends]
                weight = torch.cat([exact[name] for name in names]).abs().amax(0)
                factor = ranges[names[0]].clamp(min=1e-4) ** power / weight ** (1 - power)
                found.update(dict.fromkeys(names, factor))
        return found

    @torch.no_grad()
    def cosines(weights, steps, places=("",), smooth=None):
        hooks = []
        for name, layer in layers.items():
            factor = (smooth or {}).get(name, torch.ones(1))
            weight = exact[name] * factor
            layer.weight.copy_(rounded_weight(weight) if weights else weight)
            if steps and any(name.endswith(place) for place in places):
                hooks.append(layer.register_forward_pre_hook(
                    lambda _, given, factor=factor: (rounded_rows(given[0] / factor, steps),)))
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
    ranges = largest()
    for power in (0.25, 0.5, 2 / 3, 0.75):
        print(f"8 and 7 bits, smoothed with a power of {power:.2f}: {cosines(True, 127, smooth=factors(power))}")


if __name__ == "__main__":
    main(sys.argv[1])
