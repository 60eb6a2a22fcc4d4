"""Writes trained weights as 8-bit ONNX: the shipped embedder's graph with other weights and a head. Arguments: weights, file."""

import sys

import numpy as np
import onnx
import torch
from network import EMBEDDER, LAYERS, MATMULS, READ_TO, WRITTEN_TO, matmul_name
from onnx import TensorProto, helper, numpy_helper

source, target = sys.argv[1:]
trained = {name: value.float().numpy() for name, value in torch.load(source).items()}
model = onnx.load(f"{EMBEDDER}/onnx/model_quantized.onnx")
graph = model.graph
written: dict[str, np.ndarray] = {}


def by_column(name: str, weights: np.ndarray) -> None:
    scale = np.maximum(np.abs(weights).max(0), 1e-8) / 127
    written[f"{name}_quantized"] = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    written[f"{name}_scale"] = scale.astype(np.float32)
    written[f"{name}_zero_point"] = np.zeros(weights.shape[1], np.int8)


def as_a_table(name: str, weights: np.ndarray) -> None:
    low, high = min(0, weights.min()), max(0, weights.max())
    scale = (high - low) / 255
    zero = round(-low / scale)
    written[f"{name}_quantized"] = np.clip(np.round(weights / scale) + zero, 0, 255).astype(np.uint8)
    written[f"{name}_scale"] = np.array(scale, np.float32)
    written[f"{name}_zero_point"] = np.array(zero, np.uint8)


for table in "wtp":
    as_a_table(f"{table}.weight", trained[f"e.{table}.weight"])
written |= {"ln.weight": trained["e.ln.weight"], "ln.bias": trained["e.ln.bias"]}
for layer in range(LAYERS):
    of = f"e.layers.{layer}."
    by_column(f"Attention_{layer}_qkv_weight", trained[f"{of}qkv.weight"].T)
    written[f"Attention_{layer}_qkv_bias"] = trained[f"{of}qkv.bias"]
    for part, offset in MATMULS:
        by_column(matmul_name(layer, offset), trained[f"{of}{part}.weight"].T)
        written[f"l.{layer}.{part}.bias"] = trained[f"{of}{part}.bias"]
    for norm in ("ln1", "ln2"):
        for part in ("weight", "bias"):
            written[f"l.{layer}.{norm}.{part}"] = trained[f"{of}{norm}.{part}"]
for stored in graph.initializer:
    if stored.name not in written:
        continue
    before = numpy_helper.to_array(stored)
    value = np.array(written.pop(stored.name), order="C").reshape(before.shape)
    assert value.dtype == before.dtype, stored.name
    stored.CopyFrom(numpy_helper.from_array(value, stored.name))
assert not written, written.keys()


def clipped_before(name: str, low: float, high: float) -> None:
    """Ends the values that the product with these weights is given, before they are rounded."""
    product = next(node for node in graph.node if f"{name}_quantized" in node.input)
    at, rounding = next((at, node) for at, node in enumerate(graph.node) if product.input[0] in node.output)
    for end, value in (("low", low), ("high", high)):
        graph.initializer.append(numpy_helper.from_array(np.array(value, np.float32), f"{name}.{end}"))
    clip = helper.make_node("Clip", [rounding.input[0], f"{name}.low", f"{name}.high"], [f"{name}.clipped"])
    rounding.input[0] = f"{name}.clipped"
    graph.node.insert(at, clip)


for layer in range(LAYERS):
    clipped_before(matmul_name(layer, 1), -READ_TO, READ_TO)
    clipped_before(matmul_name(layer, 2), -WRITTEN_TO, WRITTEN_TO)



def in_two_steps(node: onnx.NodeProto) -> tuple[onnx.NodeProto, onnx.NodeProto]:
    """The same sums and norm, of which the runtime's one step for both takes four times as long."""
    one, other, weight, bias, offset = node.input
    (epsilon,) = (kept.f for kept in node.attribute if kept.name == "epsilon")
    total = f"{node.output[0]}.sum"
    # `Sum` and not `Add`, which the runtime would make one step of again.
    return (
        helper.make_node("Sum", [one, other, offset], [total]),
        helper.make_node("LayerNormalization", [total, weight, bias], list(node.output), epsilon=epsilon),
    )


steps = [in_two_steps(node) if node.op_type == "SkipLayerNormalization" else (node,) for node in graph.node]
del graph.node[:]
graph.node.extend(node for step in steps for node in step)

constants = {
    "head.h.weight": trained["h.weight"].T,
    "head.h.bias": trained["h.bias"],
    "head.c.weight": trained["c.weight"].T,
    "head.c.bias": trained["c.bias"],
    "head.first": np.array(0, np.int64),
    "head.axis1": np.array([1], np.int64),
    "head.axis2": np.array([2], np.int64),
}
for name, value in constants.items():
    graph.initializer.append(numpy_helper.from_array(np.array(value, order="C"), name))
graph.node.extend(
    [
        helper.make_node("Gather", ["last_hidden_state", "head.first"], ["head.cls"], axis=1),
        helper.make_node("Cast", ["attention_mask"], ["head.mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["head.mask", "head.axis2"], ["head.rows"]),
        helper.make_node("Mul", ["last_hidden_state", "head.rows"], ["head.masked"]),
        helper.make_node("ReduceSum", ["head.masked", "head.axis1"], ["head.sum"], keepdims=0),
        helper.make_node("ReduceSum", ["head.mask", "head.axis1"], ["head.count"], keepdims=1),
        helper.make_node("Div", ["head.sum", "head.count"], ["head.mean"]),
        helper.make_node("Concat", ["head.cls", "head.mean"], ["head.both"], axis=1),
        helper.make_node("Gemm", ["head.both", "head.h.weight", "head.h.bias"], ["head.hidden"]),
        helper.make_node("Tanh", ["head.hidden"], ["head.bent"]),
        helper.make_node("Gemm", ["head.bent", "head.c.weight", "head.c.bias"], ["score"]),
    ]
)
del graph.output[:]
graph.output.append(helper.make_tensor_value_info("score", TensorProto.FLOAT, ["batch", 1]))
graph.name = "same-answer"
onnx.save(model, target)
