"""The peer's files from a Hugging Face folder of a BERT: make_onnx.py FOLDER OUT

Into OUT/onnx: the plain graph and the fused one (onnxruntime's own optimiser for BERT), in 32-bit floats and in 8 bits,
with a scale for each tensor and for each output channel. Beside them config and tokenizer as transformers.js reads them.
Needs torch, transformers, onnx and onnxruntime.
"""

import json
import sys
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from transformers import BertModel


class Hidden(torch.nn.Module):
    """Last hidden states only; the mean is taken by whoever asks, as transformers.js does."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        # The additive mask in the classical form, which the optimiser knows.
        mask = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -10000.0
        hidden = self.model.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        for layer in self.model.encoder.layer:
            hidden = self.layer(layer, hidden, mask)
        return hidden

    @staticmethod
    def layer(layer, hidden, mask):
        own = layer.attention.self
        heads, width = own.num_attention_heads, own.attention_head_size

        def split(values):
            return values.view(values.shape[0], values.shape[1], heads, width).permute(0, 2, 1, 3)

        query, key, value = split(own.query(hidden)), split(own.key(hidden)), split(own.value(hidden))
        scores = torch.matmul(query, key.transpose(-1, -2)) / width**0.5 + mask
        mixed = torch.matmul(torch.softmax(scores, dim=-1), value).permute(0, 2, 1, 3).contiguous()
        mixed = mixed.view(hidden.shape[0], hidden.shape[1], heads * width)
        attended = layer.attention.output(mixed, hidden)
        return layer.output(layer.intermediate(attended), attended)


def export(folder: Path, path: Path) -> None:
    model = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager").eval()
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2009, 102, 0]])
    inputs = {"input_ids": ids, "attention_mask": (ids != 0).long(), "token_type_ids": torch.zeros_like(ids)}
    with torch.no_grad():
        off = (Hidden(model)(**inputs) - model(**inputs).last_hidden_state)[0].abs().max().item()
        assert off < 1e-4, f"what is exported is off by {off}"
        torch.onnx.export(
            Hidden(model),
            tuple(inputs.values()),
            path,
            input_names=list(inputs),
            output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*inputs, "last_hidden_state"]},
            opset_version=17,
            dynamo=False,
        )


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    files = out / "onnx"
    files.mkdir(parents=True, exist_ok=True)
    config = json.loads((folder / "config.json").read_text())
    (out / "config.json").write_text(json.dumps(config))
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    # Some folders pad every text to 128 tokens and cut it there: nobody is to be measured with that.
    tokenizer["padding"] = tokenizer["truncation"] = None
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    if tokenizer["model"]["type"] == "Unigram":
        named = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>", "mask": "<mask>"}
        told = {"tokenizer_class": "XLMRobertaTokenizer", **{f"{name}_token": token for name, token in named.items()}}
    else:
        told = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, **{f"{name.lower()}_token": f"[{name}]" for name in ("PAD", "UNK", "CLS", "SEP", "MASK")}}
    told["model_max_length"] = config["max_position_embeddings"]
    (out / "tokenizer_config.json").write_text(json.dumps(told))

    plain = files / "f32.onnx"
    export(folder, plain)
    options = FusionOptions("bert")
    fused = optimizer.optimize_model(
        str(plain),
        "bert",
        num_heads=config["num_attention_heads"],
        hidden_size=config["hidden_size"],
        opt_level=0,
        optimization_options=options,
    )
    print("fused:", {name: count for name, count in fused.get_fused_operator_statistics().items() if count})
    fused.save_model_to_file(str(files / "f32_fused.onnx"))
    for graph in ("f32", "f32_fused"):
        for per_channel in (False, True):
            name = graph.replace("f32", "q8_channel" if per_channel else "q8_tensor")
            quantize_dynamic(
                files / f"{graph}.onnx",
                files / f"{name}.onnx",
                per_channel=per_channel,
                weight_type=QuantType.QInt8,
                # Of fused nodes, whose outputs no shape inference knows.
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
    for path in sorted(files.glob("*.onnx")):
        kinds: dict[str, int] = {}
        for node in onnx.load(path).graph.node:
            kinds[node.op_type] = kinds.get(node.op_type, 0) + 1
        counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda pair: -pair[1])[:6])
        print(f"{path.name}: {path.stat().st_size} bytes; {counted}")


if __name__ == "__main__":
    main()
